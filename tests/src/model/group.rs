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
    /// Whether it is a majority of votes.
    pub majority: bool,
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

/// Votes that one has in another.
#[derive(Debug, Clone)]
pub struct Holding {
    /// Who holds.
    pub holder: Undertaking,
    /// In whom.
    pub held: Undertaking,
    /// From when on.
    pub from: Day,
    /// Millionths of a percent.
    pub votes_e6: i128,
}

/// Which links are looked at.
#[derive(Debug, Clone, Copy)]
pub struct View {
    /// Weak ones too.
    pub weak: bool,
    /// Those across borders too.
    pub crossing: bool,
    /// Those of natural persons that are no enterprises too (G3).
    pub persons: bool,
    /// Undeclared majorities too (G18).
    pub majorities: bool,
    /// For the ceiling of which rule.
    pub rule: &'static str,
    /// Who is judged or asked about, and so an enterprise (U6).
    pub asked: Option<Undertaking>,
}

/// Everything that was stated, for a ceiling, a granting State and a granting date.
pub fn everything(rule: &'static str, state: &str, on: Day, asked: Option<Undertaking>) -> View {
    let persons = law::persons_connect(state, on);
    View { weak: true, crossing: true, persons, majorities: false, rule, asked }
}

/// Everything that was stated, for no ceiling in particular.
pub fn of_nothing() -> View {
    View { weak: true, crossing: true, persons: false, majorities: false, rule: "", asked: None }
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
    /// Whether it is a natural person that is no enterprise (U6).
    pub fn only_a_person(&self, who: Undertaking, asked: Option<Undertaking>) -> bool {
        let enterprise = asked == Some(who) || self.awards.iter().any(|award| self.by(award.who) == who);
        self.persons.contains(&who) && !enterprise
    }

    /// Whether what somebody controls or holds is not looked at on a day (G3).
    fn left_out(&self, who: Undertaking, day: Day, view: View) -> bool {
        let body = self
            .bodies
            .iter()
            .any(|body| body.holder == who && body.from <= day && law::connects_nobody(body.kind, view.rule));
        body || (!view.persons && self.only_a_person(who, view.asked))
    }

    /// Whether a link is looked at on a day.
    pub fn looked_at(&self, link: &Link, day: Day, view: View) -> bool {
        !self.left_out(link.controller, day, view)
            && (view.weak || !link.weak)
            && (view.crossing || !link.crosses)
    }

    /// Everything connected with an undertaking on a day (G2), with undeclared majorities where the view has them.
    pub fn group(&self, who: Undertaking, day: Day, view: View) -> Group {
        let group = self.linked(who, day, view);
        if view.majorities { self.with_majorities(group, day, view) } else { group }
    }

    /// Everything connected with an undertaking on a day by links and mergers.
    fn linked(&self, who: Undertaking, day: Day, view: View) -> Group {
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

    /// Of each pair the newest holding, by its first day and then by position (G17).
    pub fn holdings_on(&self, day: Day) -> Vec<&Holding> {
        let mut newest: Vec<&Holding> = Vec::new();
        for holding in self.holdings.iter().filter(|holding| holding.from <= day) {
            let pair = |other: &&Holding| (other.holder, other.held) == (holding.holder, holding.held);
            match newest.iter().position(pair) {
                None => newest.push(holding),
                Some(at) => {
                    if newest.get(at).is_some_and(|other| other.from <= holding.from) {
                        newest.remove(at);
                        newest.push(holding);
                    }
                }
            }
        }
        newest
    }

    /// Votes that members of a group have in one undertaking.
    pub fn votes(holdings: &[&Holding], group: Group, held: Undertaking) -> i128 {
        let theirs = |holding: &&&Holding| holding.held == held && group & alone(holding.holder) != 0;
        holdings.iter().filter(theirs).map(|holding| holding.votes_e6).sum()
    }

    /// A group with whoever it has a majority in, and whoever has one in it (G18).
    fn with_majorities(&self, mut group: Group, day: Day, view: View) -> Group {
        let mut holdings = self.holdings_on(day);
        holdings.retain(|holding| !self.left_out(holding.holder, day, view));
        loop {
            let before = group;
            for holding in &holdings {
                if Self::votes(&holdings, group, holding.held) > 50_000_000 {
                    group |= self.linked(holding.held, day, view);
                }
                let own = self.linked(holding.holder, day, view);
                if group & alone(holding.held) != 0 && Self::votes(&holdings, own, holding.held) > 50_000_000
                {
                    group |= own;
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

    /// Whether one took over another by mergers, directly or through others, on whatever day (A11).
    pub fn took_over(&self, one: Undertaking, other: Undertaking) -> bool {
        let mut reached = alone(one);
        loop {
            let before = reached;
            for merger in &self.mergers {
                if reached & alone(merger.one) != 0 {
                    reached |= alone(merger.other);
                }
            }
            if reached == before {
                return reached & alone(other) != 0;
            }
        }
    }
}
