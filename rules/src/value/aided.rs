//! What is valued: aid as it was stated, to whom, by which State, under which regime and when.

use chrono::NaiveDate;
use ledger::event::aid::{Aid, Funding, Regime};
use ledger::ids::{MemberState, UndertakingId};

use crate::state::{Award, State, Terms};

/// Aid as it was stated, with what of its award decides how much of it counts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Aided<'a> {
    pub aid: &'a Aid,
    /// Where the money comes from; empty stands for the State alone.
    pub funding: &'a [Funding],
    /// Whether it is granted under a scheme.
    pub by_scheme: bool,
}

/// To whom, by which State, under which regime and when.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Grantee<'a> {
    pub beneficiary: &'a UndertakingId,
    pub member_state: Option<MemberState>,
    pub regime: Regime,
    pub granted_on: NaiveDate,
}

impl<'a> Aided<'a> {
    /// Aid on the terms of an award on record.
    pub(crate) fn on_terms_of(award: &'a Award, aid: &'a Aid) -> Self {
        let terms = award.terms.as_deref();
        Self {
            aid,
            funding: terms.map(|terms| terms.funding.as_slice()).unwrap_or_default(),
            by_scheme: terms.is_some_and(Terms::by_scheme),
        }
    }
}

impl<'a> Grantee<'a> {
    /// Of an award on record; `None` where nobody knows whose it is.
    pub(crate) fn of(state: &'a State, award: &Award) -> Option<Self> {
        Some(Self {
            beneficiary: state.undertakings.id(award.beneficiary)?,
            member_state: award.member_state,
            regime: award.regime,
            granted_on: award.granted_on,
        })
    }
}

/// What rates and prices hang on: State, regime, date.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Priced {
    pub member_state: Option<MemberState>,
    pub regime: Regime,
    pub granted_on: NaiveDate,
}

impl From<Grantee<'_>> for Priced {
    fn from(to: Grantee<'_>) -> Self {
        Self { member_state: to.member_state, regime: to.regime, granted_on: to.granted_on }
    }
}

impl Priced {
    /// Of an award on record.
    pub(crate) fn of(award: &Award) -> Self {
        Self { member_state: award.member_state, regime: award.regime, granted_on: award.granted_on }
    }
}
