//! What a statement speaks of: awards with their beneficiaries and dates, and every undertaking that it names. For lists
//! and filters, never for a verdict.

use chrono::NaiveDate;
use ledger::event::Event;
use ledger::event::award::{AwardReported, Granting};
use ledger::ids::{PartyId, ScopedId, ScopedRef, UndertakingId};
use serde::Serialize;

use crate::state::State;
use crate::statement::{AwardStatement, FactStatement, GroupStatement, Statement};

/// An award that a statement speaks of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mention {
    /// Full id.
    pub award: ScopedId,
    /// Who receives it.
    pub beneficiary: Option<UndertakingId>,
    /// When it is granted, or the first day on which it may have been.
    pub granted_on: Option<NaiveDate>,
    /// The last such day, where a report knows no single one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub granted_until: Option<NaiveDate>,
}

impl Mention {
    fn of(award: &ScopedRef, source: &PartyId) -> Self {
        Self { award: award.full(source), beneficiary: None, granted_on: None, granted_until: None }
    }

    fn granting(grant: &dyn Granting, source: &PartyId) -> Self {
        Self {
            beneficiary: Some(grant.beneficiary().clone()),
            granted_on: Some(grant.granted_on().date()),
            ..Self::of(grant.award(), source)
        }
    }

    fn reported(report: &AwardReported, source: &PartyId) -> Self {
        let range = report.granted_on_range.as_ref();
        let first = report.granted_on.or(range.map(|range| range.from));
        Self {
            beneficiary: Some(report.beneficiary.clone()),
            granted_on: first.map(|date| date.date()),
            granted_until: range.map(|range| range.to.date()),
            ..Self::of(&report.award, source)
        }
    }

    /// Whether it may be granted on one of these days; without a date it is on none.
    #[must_use]
    pub fn is_granted_within(&self, from: Option<NaiveDate>, to: Option<NaiveDate>) -> bool {
        let Some(first) = self.granted_on else { return false };
        let last = self.granted_until.unwrap_or(first);
        from.is_none_or(|from| from <= last) && to.is_none_or(|to| first <= to)
    }
}

/// The awards that a statement names, with what it says of each itself.
#[must_use]
pub fn mentions(event: &Event) -> Vec<Mention> {
    let source = &event.source;
    let one = |award: &ScopedRef| vec![Mention::of(award, source)];
    match Statement::of(event) {
        Statement::Award(stated) => of_award(stated, source),
        Statement::Group(GroupStatement::Attributed(attributed)) => one(&attributed.award),
        Statement::Fact(FactStatement::OfAward(deed)) => one(deed.award()),
        Statement::Fact(FactStatement::Notice(notice)) => one(&notice.award),
        Statement::Fact(FactStatement::RecoveryOrdered(ordered)) => {
            ordered.awards.iter().map(|award| Mention::of(award, source)).collect()
        }
        Statement::Group(_)
        | Statement::Fact(_)
        | Statement::Governance(_)
        | Statement::Review(_)
        | Statement::Retraction(_) => Vec::new(),
    }
}

fn of_award(stated: AwardStatement<'_>, source: &PartyId) -> Vec<Mention> {
    let one = |award: &ScopedRef| vec![Mention::of(award, source)];
    let dated = |award: &ScopedRef, on| vec![Mention { granted_on: on, ..Mention::of(award, source) }];
    let all = |award: &ScopedRef, others: &[ScopedRef]| {
        std::iter::once(award).chain(others).map(|award| Mention::of(award, source)).collect()
    };
    match stated {
        AwardStatement::New(new) => vec![Mention::granting(new.grant(), source)],
        AwardStatement::Set(set) => set.awards.iter().map(|grant| Mention::granting(grant, source)).collect(),
        AwardStatement::Reported(report) => vec![Mention::reported(report, source)],
        AwardStatement::Restated(restated) => one(&restated.award),
        AwardStatement::Corrected(correction) => {
            dated(&correction.award, correction.set.granted_on.map(|date| date.date()))
        }
        AwardStatement::Confirmed(confirmation) => dated(confirmation.award, Some(confirmation.on)),
        AwardStatement::Freed(freeing) => one(freeing.award()),
        AwardStatement::Lessened(lessening) => one(lessening.award()),
        AwardStatement::Matched(matched) => all(&matched.award, &matched.same_as),
        AwardStatement::Unmatched(unmatched) => all(&unmatched.award, &unmatched.same_as),
        AwardStatement::Disputed(dispute) => one(dispute.award()),
        AwardStatement::Drawn(drawn) => one(&drawn.award),
        AwardStatement::Used(used) => one(&used.award),
    }
}

/// The same, completed from the record: a reduction names its award alone, and the record knows whose it is.
#[must_use]
pub fn mentioned(state: &State, event: &Event) -> Vec<Mention> {
    let complete = |mut mention: Mention| {
        if let Some(award) = state.awards.find(&mention.award) {
            let beneficiary = || state.undertakings.id(award.beneficiary).cloned();
            mention.beneficiary = mention.beneficiary.or_else(beneficiary);
            mention.granted_on = mention.granted_on.or(Some(award.granted_on));
        }
        mention
    };
    mentions(event).into_iter().map(complete).collect()
}
