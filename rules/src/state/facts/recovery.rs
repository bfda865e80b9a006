//! Orders to recover aid, and what became of them.

use chrono::NaiveDate;
use ledger::event::undertaking::RecoveryOrdered;
use ledger::ids::MemberState;
use ledger::money::Money;

use super::{About, DecisionKey, Facts};
use crate::state::undertaking::Handle;

/// An order to recover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ordered {
    /// Against whom.
    pub against: Handle,
    /// The State that recovers.
    pub member_state: MemberState,
    /// The aid.
    pub principal: Money,
    /// What was put at disposal when.
    pub disposals: Vec<(Money, NaiveDate)>,
    /// How days are counted, as the order says it.
    pub day_count: String,
}

/// What was said of a decision to recover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RecoveryFact {
    /// `recovery.ordered`
    Ordered(Ordered),
    /// `recovery.paid`: principal, interest, the day.
    Paid(Handle, Money, Money, NaiveDate),
    /// `recovery.suspended`
    Suspended(Handle, NaiveDate),
    /// `recovery.annulled`
    Annulled(Handle, NaiveDate),
    /// `recovery.completed`
    Completed(Handle, NaiveDate),
}

impl RecoveryFact {
    /// Of an order against whom it is.
    #[must_use]
    pub fn against(&self) -> Handle {
        match self {
            Self::Ordered(ordered) => ordered.against,
            Self::Paid(against, ..)
            | Self::Suspended(against, _)
            | Self::Annulled(against, _)
            | Self::Completed(against, _) => *against,
        }
    }
}

impl Ordered {
    /// An order as a statement has it.
    pub(crate) fn of(ordered: &RecoveryOrdered, against: Handle) -> Self {
        let whole = ordered.disposed_on.map(|on| (ordered.principal, on.date()));
        let parts = ordered.disposals.iter().flatten().map(|part| (part.amount, part.on.date()));
        Self {
            against,
            member_state: ordered.member_state,
            principal: ordered.principal,
            disposals: whole.into_iter().chain(parts).collect(),
            day_count: ordered.day_count.as_str().to_owned(),
        }
    }
}

impl Facts {
    /// What was said of a decision to recover, in the order of the log.
    pub fn recovery(&self, decision: &DecisionKey) -> impl Iterator<Item = &RecoveryFact> {
        self.recoveries.of(decision)
    }

    /// The decisions to recover with this reference, whoever made them.
    pub fn decisions_named<'a>(&'a self, reference: &'a str) -> impl Iterator<Item = &'a DecisionKey> {
        self.recoveries.keys().filter(move |(_, own)| own == reference)
    }

    /// Whom a recovery decision was ordered against.
    pub fn ordered_against(&self, decision: &DecisionKey) -> impl Iterator<Item = Handle> {
        self.recoveries.of(decision).filter_map(|said| match said {
            RecoveryFact::Ordered(ordered) => Some(ordered.against),
            RecoveryFact::Paid(..)
            | RecoveryFact::Suspended(..)
            | RecoveryFact::Annulled(..)
            | RecoveryFact::Completed(..) => None,
        })
    }

    pub(crate) fn note_recovery(&mut self, decision: DecisionKey, position: u64, said: RecoveryFact) {
        self.about.insert(position, About::Recovery(decision.clone()));
        self.recoveries.write(decision, position, said);
    }
}
