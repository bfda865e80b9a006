//! What joins two handles: control links, mergers, and identifications that one party relies on.

use chrono::NaiveDate;
use ledger::ids::PartyId;
use ledger::money::Cents;

use super::view::{Reliance, View};
use crate::state::undertaking::Handle;

/// What kind of tie an edge is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tie {
    /// A control link, from the controller to the controlled.
    Control {
        /// Whether it is only declared.
        weak: bool,
        /// Whether its two ends carry different countries.
        crosses: bool,
        /// Whether it is the majority of the votes, which no two can have at once.
        majority: bool,
    },
    /// A merger, from the surviving to the absorbed.
    Merger,
    /// An identification that not everybody relies on: the same undertaking, at all dates.
    Same,
}

/// One statement that joins two handles, with the statements that end it.
#[derive(Debug, Clone)]
pub(crate) struct Edge {
    pub tie: Tie,
    pub a: Handle,
    pub b: Handle,
    /// First day; the first of all days for an identification.
    pub from: NaiveDate,
    pub reach: Reliance,
    pub position: u64,
    pub ends: Vec<End>,
    pub retracted: bool,
}

/// A statement that a link is no more, from a day on.
#[derive(Debug, Clone)]
pub(crate) struct End {
    pub on: NaiveDate,
    /// `None`: not settled.
    pub history: Option<History>,
    pub reach: Reliance,
    pub position: u64,
}

/// A statement that a pair of undertakings is parted: it ends whatever links the pair has, as far as its signer relies on who
/// they are. Another identification may make it end others.
#[derive(Debug, Clone)]
pub(crate) struct Parting {
    pub controller: Handle,
    pub controlled: Handle,
    pub signer: PartyId,
    pub end: End,
    /// Who received the awards that it attributes.
    pub recipients: Vec<Handle>,
}

/// What becomes of the aid history.
#[derive(Debug, Clone)]
pub(crate) enum History {
    Stays,
    /// Awards are divided.
    Attributed(Attributed),
}

/// How the end of a link divides awards.
#[derive(Debug, Clone, Default)]
pub(crate) struct Attributed {
    /// Award by number, undertaking, euro cents; in the order stated.
    pub parts: Vec<(u32, Handle, Cents)>,
    /// Of each award what is left to those who held it, when that was stated.
    pub stays: Vec<(u32, Cents)>,
}

/// How a link ended in a view.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ended<'a> {
    pub on: NaiveDate,
    pub history: Option<&'a History>,
    /// Position of the statement that says what becomes of the history, or that ends it.
    pub position: u64,
}

impl Edge {
    pub(crate) fn other(&self, handle: Handle) -> Handle {
        if handle == self.a { self.b } else { self.a }
    }

    /// Whether the view looks at it at all, holders aside.
    pub(crate) fn is_seen(&self, view: &View) -> bool {
        !self.retracted
            && match self.tie {
                Tie::Control { crosses: true, .. } if !view.across_borders => false,
                Tie::Control { weak: true, .. } => view.relies_on_weak(&self.reach),
                _ => view.relies_on(&self.reach),
            }
    }

    /// The earliest end relied on; of several on that day the latest that settles the history.
    pub(crate) fn ended(&self, view: &View) -> Option<Ended<'_>> {
        let relied_on = || self.ends.iter().filter(|end| view.relies_on(&end.reach));
        let on = relied_on().map(|end| end.on).min()?;
        let that_day = || relied_on().filter(|end| end.on == on);
        let settled = that_day().filter(|end| end.history.is_some()).max_by_key(|end| end.position);
        let end = settled.or_else(|| that_day().min_by_key(|end| end.position))?;
        Some(Ended { on, history: end.history.as_ref(), position: end.position })
    }

    /// Whether it is a link that is in force on a day in the view of somebody: of everybody, or of the party that stated it.
    pub(crate) fn holds_for_somebody(&self, day: NaiveDate) -> bool {
        let view = View::of(self.reach.clone());
        matches!(self.tie, Tie::Control { .. })
            && !self.retracted
            && self.from <= day
            && self.ended(&view).is_none_or(|ended| day < ended.on)
    }

    /// The awards that any of its ends attributes, by number.
    pub(crate) fn attributed_awards(&self) -> Vec<u32> {
        let of = |end: &End| match &end.history {
            Some(History::Attributed(attributed)) => {
                attributed.parts.iter().map(|(award, _, _)| *award).collect()
            }
            _ => Vec::new(),
        };
        self.ends.iter().flat_map(of).collect()
    }
}
