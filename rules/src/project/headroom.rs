//! How much an undertaking may still be granted on a date, which awards say so, and when more frees up.

use chrono::NaiveDate;
use ledger::event::aid::Regime;
use ledger::event::field::choice;
use ledger::ids::{MemberState, PartyId, ScopedId, UndertakingId};
use ledger::money::Cents;
use serde::Serialize;

use crate::pack::ShownOmission;
use crate::words::{Between, Language, Listed, Message, Told, say};

/// What is asked.
#[derive(Debug, Clone)]
pub struct Query {
    /// Any handle or identifier of the undertaking.
    pub undertaking: UndertakingId,
    /// The regime a grant would come under.
    pub regime: Regime,
    /// The granting State; may be left out where the undertaking has awards of one State only.
    pub member_state: Option<MemberState>,
    /// The date of the grant that is thought of.
    pub on: NaiveDate,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message().text(Language::default()))]
pub enum HeadroomError {
    /// No registration names the undertaking.
    UnknownUndertaking(UndertakingId),
    /// No adopted pack has a ceiling for the regime on the date.
    NoCeiling(Regime, NaiveDate, Vec<Regime>),
    /// The granting State is needed.
    StateNeeded,
}

impl HeadroomError {
    /// The same as a message.
    #[must_use]
    pub fn message(&self) -> Message {
        match self {
            Self::UnknownUndertaking(id) => say::headroom_unknown_undertaking(id),
            Self::NoCeiling(regime, on, others) if others.is_empty() => {
                say::headroom_no_ceiling_at_all(*regime, *on)
            }
            Self::NoCeiling(regime, on, others) => {
                let names = others.iter().map(|other| say::as_said(&other.to_string()));
                say::headroom_no_ceiling(*regime, *on, Listed::new(Between::Or, names))
            }
            Self::StateNeeded => say::headroom_state_needed(),
        }
    }
}

choice! {
    /// How an award stands today.
    Standing {
        Admitted = "admitted",
        Recorded = "recorded",
        OverCeiling = "over-ceiling",
        Reduced = "reduced",
        Uncounted = "uncounted",
    }
}

/// An award in the window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AwardLine {
    /// Full id.
    pub award: ScopedId,
    /// Position that brought it.
    pub position: u64,
    /// Granting date.
    pub granted_on: NaiveDate,
    /// What it counts: a figure, or a range.
    pub counted: Counted,
    /// How it stands.
    pub standing: Standing,
    /// Whether somebody has objected to it; it counts as before.
    pub disputed: bool,
}

/// The days of a period, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Window {
    /// The first day; `null`: all days before.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub to: NaiveDate,
}

/// The period that ends on the day asked for, where another one binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct OwnWindow {
    /// Its days.
    pub window: Window,
    /// Its sum, ranges at the high end.
    pub used: Cents,
}

choice! {
    /// What makes an answer an upper bound.
    Cause {
        /// An award in a period tested has no settled figure, date or recipient: a new grant would be deferred.
        UncountedAward = "uncounted-award",
        /// Of an award in a period tested the source names no regime: it may be aid that counts.
        UnknownRegime = "unknown-regime",
        /// With what any party stated, and not everybody relies on, less would be left.
        StatedByOthers = "stated-by-others",
        /// With majorities of votes that are on record and that nobody declared as links, less would be left.
        LinkNotDeclared = "link-not-declared",
        /// Another handle on record has the same number, and nobody said whether the two are one: a new grant would be deferred.
        OneNumber = "one-number",
        /// What the State granted beside what this ledger holds is not known, or not of late.
        NationalTotal = "national-total",
    }
}

/// Why less may be left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Doubt {
    /// What it is.
    pub cause: Cause,
    /// What would be left then; `null` where nobody can say.
    pub remaining: Option<Cents>,
    /// The same in words.
    pub text: Told,
}

/// From when on more is left than on the day asked for, as the awards known now stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct More {
    /// The first such day.
    pub on: NaiveDate,
    /// What is left then.
    pub remaining: Cents,
}

/// What everybody relies on, beside the view of the party that asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Everybody {
    /// The single undertaking on the date, sorted.
    pub group: Vec<UndertakingId>,
    /// Sum in the period that binds.
    pub used: Cents,
    /// What would be left.
    pub remaining: Cents,
    /// By how much the ceiling is exceeded.
    pub excess: Cents,
    /// Whether that is an upper bound.
    pub upper_bound: bool,
    /// Why it is.
    pub causes: Vec<Doubt>,
}

/// A figure as a string, or a range as an array.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Counted {
    /// One figure.
    Exact(Cents),
    /// Low end, and high end where there is one.
    Range(Cents, Option<Cents>),
}

/// A day on which headroom frees up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Release {
    /// The first day on which the awards are out of the window.
    pub on: NaiveDate,
    /// What frees that day.
    pub amount: Cents,
    /// Headroom on that day; `null` where nothing can be granted under the regime then.
    pub remaining: Option<Cents>,
    /// Why there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Told>,
}

/// What is known of awards elsewhere, for one regime that the ceiling counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// The regime.
    pub regime: Regime,
    /// Since when a register covers it; `null`: no register does.
    pub covers_from: Option<NaiveDate>,
    /// Awards of the group that count nowhere yet.
    pub uncounted: u64,
    /// Awards of the group whose source names no regime.
    pub unknown_regime: u64,
}

/// One of several limits that a grant is held against.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LimitLine {
    /// Its rule.
    pub rule: String,
    /// Where it is written.
    pub citation: String,
    /// How much is allowed.
    pub ceiling: Cents,
    /// What counts against it, in the period that leaves least.
    pub used: Cents,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Headroom {
    /// The undertaking asked for, normalised.
    pub undertaking: UndertakingId,
    /// The single undertaking it belongs to on the date, itself included, sorted.
    pub group: Vec<UndertakingId>,
    /// The regime.
    pub regime: Regime,
    /// The granting State; `null` where the ceiling is one for all of them and none was named.
    pub member_state: Option<MemberState>,
    /// In whose view: a party's, as its grants are judged; `null`: what everybody relies on.
    pub view: Option<PartyId>,
    /// The date.
    pub on: NaiveDate,
    /// The last position known of.
    pub known_at: u64,
    /// The ceiling: `used` and `remaining`, less `excess`.
    pub ceiling: Cents,
    /// The period that binds: the fullest of those that hold the date, the earliest of equals.
    pub window: Window,
    /// Sum in that period, ranges at the high end.
    pub used: Cents,
    /// The largest grant that would be admitted.
    pub remaining: Cents,
    /// Every limit with what counts against it; empty where the ceiling is the only one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub limits: Vec<LimitLine>,
    /// By how much that period is over the ceiling.
    pub excess: Cents,
    /// Whether less may be left.
    pub upper_bound: bool,
    /// Why less may be left; empty where the answer is firm.
    pub causes: Vec<Doubt>,
    /// Awards of the period that binds, with what its group holds of each; those that are uncounted add nothing to `used`.
    pub awards: Vec<AwardLine>,
    /// The period that ends on the date; `null` where it is the one that binds.
    pub own_window: Option<OwnWindow>,
    /// From when on more is left; `null` where that is never so.
    pub more_from: Option<More>,
    /// On which days how much leaves the period that ends on the date.
    pub releases: Vec<Release>,
    /// What the answer rests on.
    pub coverage: Vec<Coverage>,
    /// What everybody relies on; `null` where that is the view asked for.
    pub everybody: Option<Everybody>,
    /// What the packs leave out under the regime on the date.
    pub not_modelled: Vec<ShownOmission>,
}

impl Headroom {
    /// Its sentences are told in this language from now on; no figure changes.
    pub fn tell(&mut self, language: Language) {
        let everybodys = self.everybody.iter_mut().flat_map(|everybody| &mut everybody.causes);
        let doubts = self.causes.iter_mut().chain(everybodys).map(|doubt| &mut doubt.text);
        let reasons = self.releases.iter_mut().filter_map(|release| release.reason.as_mut());
        for told in doubts.chain(reasons) {
            told.tell(language);
        }
    }
}
