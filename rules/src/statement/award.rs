//! Awards and what becomes of them.

use chrono::NaiveDate;
use ledger::event::aid::Aid;
use ledger::event::award::{
    AwardConditional, AwardConfirmed, AwardCorrected, AwardDisputed, AwardDrawn, AwardGranted, AwardMatched,
    AwardReleased, AwardReported, AwardReserved, AwardRestated, AwardSet, AwardUnmatched, ConditionFailed,
    ConditionMet, DisputeLodged, Granting, UsageReported,
};
use ledger::ids::{PartyId, ScopedId, ScopedRef};

use super::lessening::Lessening;

/// A statement about one award or several.
#[derive(Debug, Clone, Copy)]
pub(crate) enum AwardStatement<'a> {
    /// `award.granted`, `award.reserved`, `award.conditional`
    New(NewAward<'a>),
    /// `award.set`
    Set(&'a AwardSet),
    /// `award.reported`
    Reported(&'a AwardReported),
    /// `award.restated`
    Restated(&'a AwardRestated),
    /// `award.corrected`
    Corrected(&'a AwardCorrected),
    /// `award.confirmed`, `award.condition-met`
    Confirmed(Confirmation<'a>),
    /// `award.released`, `award.condition-failed`: on which day changes nothing.
    Freed(Freeing<'a>),
    /// `award.reduced`, `award.withdrawn`, `award.waived`, `credits.expired`
    Lessened(Lessening<'a>),
    /// `award.matched`
    Matched(&'a AwardMatched),
    /// `award.unmatched`
    Unmatched(&'a AwardUnmatched),
    /// `award.disputed`, `dispute.lodged`
    Disputed(Dispute<'a>),
    /// `award.drawn`
    Drawn(&'a AwardDrawn),
    /// `usage.reported`
    Used(&'a UsageReported),
}

impl AwardStatement<'_> {
    /// The awards that it grants, reports or gives another figure, each by its full id, where `source` states it.
    pub fn awards(self, source: &PartyId) -> Vec<ScopedId> {
        let one = |award: &ScopedRef| vec![award.full(source)];
        match self {
            Self::New(new) => one(new.grant().award()),
            Self::Set(set) => set.awards.iter().map(|grant| grant.award.full(source)).collect(),
            Self::Reported(report) => one(&report.award),
            Self::Restated(restated) => one(&restated.award),
            Self::Corrected(correction) => one(&correction.award),
            Self::Confirmed(confirmation) => one(confirmation.award),
            Self::Freed(_)
            | Self::Lessened(_)
            | Self::Matched(_)
            | Self::Unmatched(_)
            | Self::Disputed(_)
            | Self::Drawn(_)
            | Self::Used(_) => Vec::new(),
        }
    }
}

/// An open award comes to nothing.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Freeing<'a> {
    /// `award.released`
    Released(&'a AwardReleased),
    /// `award.condition-failed`
    ConditionFailed(&'a ConditionFailed),
}

impl<'a> Freeing<'a> {
    /// Which award.
    pub fn award(self) -> &'a ScopedRef {
        match self {
            Self::Released(released) => &released.award,
            Self::ConditionFailed(failed) => &failed.award,
        }
    }
}

/// Somebody says that an award is not as recorded.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Dispute<'a> {
    /// `award.disputed`
    Disputed(&'a AwardDisputed),
    /// `dispute.lodged`
    Lodged(&'a DisputeLodged),
}

impl<'a> Dispute<'a> {
    /// Which award.
    pub fn award(self) -> &'a ScopedRef {
        match self {
            Self::Disputed(disputed) => &disputed.award,
            Self::Lodged(lodged) => &lodged.award,
        }
    }
}

/// An award as its authority grants it.
#[derive(Debug, Clone, Copy)]
pub(crate) enum NewAward<'a> {
    /// `award.granted`
    Granted(&'a AwardGranted),
    /// `award.reserved`
    Reserved(&'a AwardReserved),
    /// `award.conditional`
    Conditional(&'a AwardConditional),
}

impl<'a> NewAward<'a> {
    /// What all of them state.
    pub fn grant(self) -> &'a dyn Granting {
        match self {
            Self::Granted(grant) => grant,
            Self::Reserved(grant) => grant,
            Self::Conditional(grant) => grant,
        }
    }
}

/// An open award is one like any other from here on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Confirmation<'a> {
    /// Which award.
    pub award: &'a ScopedRef,
    /// The granting date from here on.
    pub on: NaiveDate,
    /// The aid, where it is another than was reserved.
    pub aid: Option<&'a Aid>,
    /// Whether the award hung on a condition.
    pub conditional: bool,
}

impl<'a> From<&'a AwardConfirmed> for Confirmation<'a> {
    fn from(confirmed: &'a AwardConfirmed) -> Self {
        let (award, on, aid) = (&confirmed.award, confirmed.granted_on.date(), confirmed.aid.as_ref());
        Self { award, on, aid, conditional: false }
    }
}

impl<'a> From<&'a ConditionMet> for Confirmation<'a> {
    fn from(met: &'a ConditionMet) -> Self {
        Self { award: &met.award, on: met.on.date(), aid: None, conditional: true }
    }
}
