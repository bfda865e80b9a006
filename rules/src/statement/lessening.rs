//! What takes away from an award.

use chrono::NaiveDate;
use ledger::event::award::{AwardReduced, AwardWaived, AwardWithdrawn, CreditsExpired, Repaid};
use ledger::ids::ScopedRef;
use ledger::money::Money;

/// A statement that an award is less than it was.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Lessening<'a> {
    /// `award.reduced`
    Reduced(&'a AwardReduced),
    /// `award.withdrawn`
    Withdrawn(&'a AwardWithdrawn),
    /// `award.waived` (C-608/19): given up and paid back.
    Waived(&'a AwardWaived),
    /// `credits.expired`
    Expired(&'a CreditsExpired),
}

/// What is left of an award.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Remainder {
    /// So much.
    After(Money),
    /// Nothing.
    Nothing,
    /// So much less than before.
    Without(Money),
}

impl<'a> Lessening<'a> {
    /// Which award.
    pub fn award(self) -> &'a ScopedRef {
        match self {
            Self::Reduced(reduced) => &reduced.award,
            Self::Withdrawn(withdrawn) => &withdrawn.award,
            Self::Waived(waived) => &waived.award,
            Self::Expired(expired) => &expired.award,
        }
    }

    /// From which day on. A waiver from the later of its two days: it helps no grant dated before the money was back.
    pub fn on(self) -> NaiveDate {
        match self {
            Self::Reduced(reduced) => reduced.on.date(),
            Self::Withdrawn(withdrawn) => withdrawn.on.date(),
            Self::Waived(waived) => waived.on.max(waived.repaid_on).date(),
            Self::Expired(expired) => expired.on.date(),
        }
    }

    /// What is left of the award.
    pub fn left(self) -> Remainder {
        match self {
            Self::Reduced(reduced) => Remainder::After(reduced.gge_after),
            Self::Withdrawn(_) => Remainder::Nothing,
            Self::Waived(waived) => Remainder::Without(waived.amount),
            Self::Expired(expired) => Remainder::Without(expired.amount),
        }
    }

    /// What the beneficiary had of it, and what of that it gave back.
    pub fn kept_and_repaid(self) -> (Option<Money>, Option<Money>) {
        let amount = |repaid: &Option<Repaid>| repaid.as_ref().map(|repaid| repaid.amount);
        match self {
            Self::Reduced(reduced) => (Some(reduced.benefit_kept), amount(&reduced.repaid)),
            Self::Withdrawn(withdrawn) => (Some(withdrawn.benefit_kept), amount(&withdrawn.repaid)),
            Self::Waived(waived) => (Some(waived.benefit_kept), amount(&waived.repaid)),
            Self::Expired(_) => (None, None),
        }
    }

    /// Whether the award counts less from then on. Credits that lapse while the right to them does not are the beneficiary's
    /// own loss.
    pub fn counts_less(self) -> bool {
        match self {
            Self::Reduced(_) | Self::Withdrawn(_) | Self::Waived(_) => true,
            Self::Expired(expired) => expired.right_lapsed,
        }
    }
}
