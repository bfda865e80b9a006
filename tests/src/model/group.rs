//! The single undertaking through time (G1 to G11): who belongs together on a day.

use super::law;
use super::record::{Record, Undertaking};
use crate::ops::Day;

/// A set of undertakings, one bit each.
pub type Group = u64;

/// The group of one alone.
pub fn alone(who: Undertaking) -> Group {
    u32::try_from(who).ok().and_then(|who| 1_u64.checked_shl(who)).unwrap_or(0)
}

/// A link of control and its end.
#[derive(Debug, Clone)]
pub struct Link {
    /// Who controls.
    pub controller: Undertaking,
    /// Who is controlled.
    pub controlled: Undertaking,
    /// First day.
    pub from: Day,
    /// First day without it.
    pub end: Option<Day>,
    /// Position of the statement that settled the end's history.
    pub settled_by: Option<u64>,
    /// Whether it is only declared.
    pub weak: bool,
    /// Whether it crosses a border.
    pub crosses: bool,
}

impl Link {
    /// Whether it is in force on a day (G1).
    pub fn in_force(&self, day: Day) -> bool {
        self.from <= day && self.end.is_none_or(|end| day < end)
    }

    /// Whether an end on a day may end it, or settle an end of the same day (G10).
    pub fn may_end(&self, on: Day) -> bool {
        self.from < on && self.end.is_none_or(|end| on <= end)
    }

    /// Ends it. Of two ends on one day the later with a history settles it.
    pub fn ends(&mut self, on: Day, settles: Option<u64>) {
        if !self.may_end(on) {
            return;
        }
        if self.end != Some(on) {
            (self.end, self.settled_by) = (Some(on), None);
        }
        self.settled_by = settles.or(self.settled_by);
    }
}

/// Two undertakings merged.
#[derive(Debug, Clone)]
pub struct Merger {
    /// The surviving one.
    pub one: Undertaking,
    /// One that it took in.
    pub other: Undertaking,
    /// First day.
    pub on: Day,
}

/// A holder of a kind that may connect nobody (G3).
#[derive(Debug, Clone)]
pub struct Body {
    /// Who.
    pub holder: Undertaking,
    /// What it is.
    pub kind: &'static str,
    /// From when on.
    pub from: Day,
}

/// Which links are looked at.
#[derive(Debug, Clone, Copy)]
pub struct View {
    /// Weak ones too.
    pub weak: bool,
    /// Those across borders too.
    pub crossing: bool,
    /// For the ceiling of which rule.
    pub rule: &'static str,
}

/// Everything that was stated, for a ceiling.
pub fn everything(rule: &'static str) -> View {
    View { weak: true, crossing: true, rule }
}

/// Everything that was stated, for no ceiling in particular.
pub fn of_nothing() -> View {
    everything("")
}

/// The country in a handle (G4).
fn country(handle: &str) -> Option<&str> {
    match handle.split_once(':') {
        Some(("NID" | "EUID" | "VAT", rest)) => rest.get(..2),
        _ => None,
    }
}

/// Whether a link between two handles crosses a border.
pub fn crosses(controller: &str, controlled: &str) -> bool {
    country(controller).zip(country(controlled)).is_some_and(|(one, other)| one != other)
}

impl Record {
    /// Whether a link is looked at on a day.
    pub fn looked_at(&self, link: &Link, day: Day, view: View) -> bool {
        let body = self.bodies.iter().any(|body| {
            body.holder == link.controller && body.from <= day && law::connects_nobody(body.kind, view.rule)
        });
        !body && (view.weak || !link.weak) && (view.crossing || !link.crosses)
    }

    /// Everything connected with an undertaking on a day (G2).
    pub fn group(&self, who: Undertaking, day: Day, view: View) -> Group {
        let mut group = alone(who);
        loop {
            let before = group;
            for link in &self.links {
                let both = alone(link.controller) | alone(link.controlled);
                if group & both != 0 && link.in_force(day) && self.looked_at(link, day, view) {
                    group |= both;
                }
            }
            for merger in &self.mergers {
                let both = alone(merger.one) | alone(merger.other);
                if group & both != 0 && merger.on <= day {
                    group |= both;
                }
            }
            if group == before {
                return group;
            }
        }
    }

    /// Whether one controls another on a day, directly or through others (G9).
    pub fn controls(&self, one: Undertaking, other: Undertaking, day: Day) -> bool {
        let mut reached = alone(one);
        loop {
            let before = reached;
            for link in self.links.iter().filter(|link| link.in_force(day)) {
                if reached & alone(link.controller) != 0 {
                    reached |= alone(link.controlled);
                }
            }
            if reached == before {
                return reached & alone(other) != 0;
            }
        }
    }
}
