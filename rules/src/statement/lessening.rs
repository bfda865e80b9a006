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

    /// What the beneficiary had of it and kept, and what of that it gave back.
    pub fn kept_and_repaid(self) -> (Option<Money>, Option<&'a Repaid>) {
        match self {
            Self::Reduced(reduced) => (Some(reduced.benefit_kept), reduced.repaid.as_ref()),
            Self::Withdrawn(withdrawn) => (Some(withdrawn.benefit_kept), withdrawn.repaid.as_ref()),
            Self::Waived(waived) => (Some(waived.benefit_kept), waived.repaid.as_ref()),
            Self::Expired(_) => (None, None),
        }
    }

    /// Every day on which something of it is said to have happened.
    pub fn days(self) -> Vec<NaiveDate> {
        let (_, repaid) = self.kept_and_repaid();
        let mut days: Vec<NaiveDate> = repaid.iter().map(|repaid| repaid.on.date()).collect();
        match self {
            Self::Reduced(reduced) => days.push(reduced.on.date()),
            Self::Withdrawn(withdrawn) => days.push(withdrawn.on.date()),
            Self::Waived(waived) => days.extend([waived.on.date(), waived.repaid_on.date()]),
            Self::Expired(expired) => days.push(expired.on.date()),
        }
        days
    }

    /// Whether it withdraws the award as a whole.
    pub fn withdraws(self) -> bool {
        match self {
            Self::Withdrawn(_) => true,
            Self::Reduced(_) | Self::Waived(_) | Self::Expired(_) => false,
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
