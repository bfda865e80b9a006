//! Grants, reports and corrections: what the award is worth, whose it is, what it was tested against, what follows.

use chrono::NaiveDate;
use ledger::event::Event;
use ledger::event::aid::{Aid, BasisKind, Regime};
use ledger::event::award::{
    AwardCorrected, AwardGranted, AwardReported, AwardRestated, AwardSet, Granting, LegalRight,
};
use ledger::ids::{Id, MemberState, ScopedId, UndertakingId};
use ledger::money::Cents;
use ledger::verdict::{Affects, CHECKS_MAX, Check, Figure, Flag, Outcome, Verdict};

use super::build::{cut, disagreement, parameter, under};
use super::details::detail;
use super::event::codes;
use super::group::Seen;
use super::messages::{Became, Noun};
use super::valuation::Market;
use super::window::Tested;
use super::{Say, Trace, life, reading, step};
use crate::decide::{
    Case, corrected_case, members, paid_already, registration_term, restated_case, revalued,
};
use crate::project::standing;
use crate::state::{Award, State};
use crate::value::Aided;

/// Days of holidays that are looked through for the end of a registration term.
const TERM_DAYS: u64 = 366;

pub(super) fn granted(state: &State, event: &Event, grant: &AwardGranted, verdict: &Verdict) -> Vec<Trace> {
    let mut steps = granting(state, event, grant, &grant.beneficiary, verdict);
    if matches!(verdict.outcome, Outcome::Admitted | Outcome::Recorded) {
        steps.extend(duty(state, grant, verdict));
    }
    steps
}

/// A reservation, or a right under a condition: judged as a grant, with a last day.
pub(super) fn held_open(
    state: &State,
    event: &Event,
    grant: &impl Granting,
    beneficiary: &UndertakingId,
    last: Trace,
    verdict: &Verdict,
) -> Vec<Trace> {
    let mut steps = granting(state, event, grant, beneficiary, verdict);
    steps.push(last);
    steps
}

/// A set: each member as a grant of its own, with those before it in effect.
pub(super) fn set(state: &State, event: &Event, set: &AwardSet, verdict: &Verdict) -> Vec<Trace> {
    let members = members(state, &event.source, set);
    let tested: Vec<&Check> =
        members.iter().flat_map(|(_, member)| &member.checks).take(CHECKS_MAX).collect();
    let as_recorded = verdict.checks.is_empty() || verdict.checks.iter().eq(tested);
    let mut steps: Vec<Trace> = members
        .iter()
        .zip(set.awards.iter())
        .map(|((before, member), grant)| {
            let id = grant.award.full(&event.source);
            let said = step("of-the-set", Say::Became(Became::Member { id: &id, outcome: member.outcome }));
            let mut inputs = codes(member);
            inputs.extend(granting(before, event, grant, &grant.beneficiary, member));
            member.gge.map_or(said.clone(), |figure| said.comes_to(figure)).with(inputs)
        })
        .collect();
    if !as_recorded {
        steps.push(disagreement(&members.len().to_string()));
    }
    steps
}

/// A confirmation: judged as a new grant of its date without the reservation.
pub(super) fn confirmed(
    state: &State,
    event: &Event,
    id: &ScopedId,
    granted_on: NaiveDate,
    aid: Option<&Aid>,
    verdict: &Verdict,
) -> Vec<Trace> {
    let Some(award) = state.awards.find(id) else { return vec![unknown(id)] };
    let mut steps = vec![step("old-self", Say::Became(Became::WithoutReservation)).at(award.position)];
    steps.push(life::about(state, id, Some(granted_on)));
    let Some(open) = award.open() else { return steps };
    let mut without = state.clone();
    without.awards.hide(id);
    let grant = open.grant.grant();
    let reserved = as_of(grant, grant.beneficiary(), aid);
    let case = Case { granted_on, ..reserved.case(state, event) };
    steps.extend(judged(&without, &case, reserved.aided, reserved.service, verdict));
    steps
}

/// What a grant states of itself, perhaps with other aid.
struct Stated<'a> {
    beneficiary: &'a UndertakingId,
    ms: Option<MemberState>,
    regime: Regime,
    granted_on: NaiveDate,
    enforced: bool,
    /// `None` where it is claimed to be no aid, so that nothing is valued.
    aided: Option<Aided<'a>>,
    /// The service of general economic interest that it is for; `None` where nobody asks, since it is claimed to be no aid.
    service: Option<&'a Id>,
}

impl<'a> Stated<'a> {
    fn case(&self, state: &State, event: &Event) -> Case<'a> {
        Case {
            beneficiary: self.beneficiary,
            state: self.ms,
            regime: self.regime,
            granted_on: self.granted_on,
            enforced: self.enforced,
            viewer: state.viewer(&event.source),
        }
    }
}

fn as_of<'a>(grant: &'a dyn Granting, beneficiary: &'a UndertakingId, aid: Option<&'a Aid>) -> Stated<'a> {
    let by_scheme = grant.basis().kind == BasisKind::Scheme;
    let aided = Aided { aid: aid.unwrap_or(grant.aid()), funding: grant.funding(), by_scheme };
    Stated {
        beneficiary,
        ms: grant.member_state(),
        regime: grant.basis().regime,
        granted_on: grant.granted_on().date(),
        enforced: grant.legal_right() == LegalRight::OnAdmission,
        aided: grant.treatment().is_none().then_some(aided),
        service: grant.conditions().sgei_service.as_ref().filter(|_| grant.treatment().is_none()),
    }
}

fn granting(
    state: &State,
    event: &Event,
    grant: &impl Granting,
    beneficiary: &UndertakingId,
    verdict: &Verdict,
) -> Vec<Trace> {
    let stated = as_of(grant, beneficiary, None);
    let ground = grant.treatment().map(|treatment| detail(Noun::Ground, treatment.no_aid.ground.as_str()));
    let case = stated.case(state, event);
    ground.into_iter().chain(judged(state, &case, stated.aided, stated.service, verdict)).collect()
}

pub(super) fn reported(
    state: &State,
    event: &Event,
    report: &AwardReported,
    verdict: &Verdict,
) -> Vec<Trace> {
    let date = report.granted_on.or(report.granted_on_range.as_ref().map(|range| range.from));
    let Some(date) = date else { return Vec::new() };
    let case = Case {
        beneficiary: &report.beneficiary,
        state: Some(report.member_state),
        regime: report.basis.regime,
        granted_on: date.date(),
        enforced: false,
        viewer: state.viewer(&event.source),
    };
    let funding = report.funding.as_deref().unwrap_or_default();
    let by_scheme = report.basis.kind == Some(BasisKind::Scheme);
    judged(state, &case, Some(Aided { aid: &report.aid, funding, by_scheme }), None, verdict)
}

pub(super) fn corrected(
    state: &State,
    event: &Event,
    correction: &AwardCorrected,
    verdict: &Verdict,
) -> Vec<Trace> {
    let id = correction.award.full(&event.source);
    let Some(award) = state.awards.find(&id) else { return vec![unknown(&id)] };
    let viewer = state.viewer(&event.source);
    let Some(case) = corrected_case(state, award, correction, viewer) else { return vec![unknown(&id)] };
    let mut without = state.clone();
    without.awards.hide(&id);
    let terms = award.corrected_terms(&event.source, correction);
    let service = terms.service.clone().filter(|_| !terms.no_aid());
    let treatment = terms.grant.and_then(|grant| grant.treatment);
    let aided = revalued(award, correction, &case).filter(|_| treatment.is_none());
    let mut steps = vec![old_self(award)];
    steps.extend(treatment.map(|treatment| detail(Noun::Ground, treatment.no_aid.ground.as_str())));
    steps.extend(judged(&without, &case, aided, service.as_ref(), verdict));
    steps
}

/// The newer figure of a reported award, judged at its own date without the older one.
pub(super) fn restated(
    state: &State,
    event: &Event,
    restated: &AwardRestated,
    verdict: &Verdict,
) -> Vec<Trace> {
    let id = restated.award.full(&event.source);
    let Some(award) = state.awards.find(&id) else { return vec![unknown(&id)] };
    let Some(case) = restated_case(state, award, state.viewer(&event.source)) else {
        return vec![unknown(&id)];
    };
    let mut without = state.clone();
    without.awards.hide(&id);
    let mut steps = vec![old_self(award)];
    steps.extend(judged(&without, &case, Some(Aided::on_terms_of(award, &restated.aid)), None, verdict));
    steps
}

pub(super) fn unknown(id: &ScopedId) -> Trace {
    step("unknown", Say::UnknownObject(id.as_str()))
}

fn old_self(award: &Award) -> Trace {
    let said = step("old-self", Say::OldSelf).at(award.position);
    award.gge.map_or(said.clone(), |figure| said.comes_to(figure))
}

/// Worth, group, service and limits of an award; without aid the recorded figure stands for its worth.
fn judged(
    state: &State,
    case: &Case<'_>,
    aided: Option<Aided<'_>>,
    service: Option<&Id>,
    verdict: &Verdict,
) -> Vec<Trace> {
    let market = Market { state, to: case.grantee() };
    let worth = match (aided, verdict.gge) {
        (Some(aided), _) => market.of(aided, verdict),
        (None, Some(gge)) => Some(step("valuation", Say::DecidedAsBefore).comes_to(gge)),
        (None, None) => None,
    };
    let mut steps: Vec<Trace> = worth.into_iter().collect();
    let whose = case.whose(state);
    let seen = Seen { state, view: &case.view(state, &whose), day: case.granted_on };
    steps.push(seen.group(case.beneficiary, whose.handle));
    steps.extend(service.and_then(|service| paid_once(state, case, service)));
    steps.extend(Tested { state, case }.explain(verdict));
    steps.extend(reading::others(state, case, verdict));
    steps
}

/// Whether the service of an enforced grant is paid for already, and by which awards.
fn paid_once(state: &State, case: &Case<'_>, service: &Id) -> Option<Trace> {
    let (rule, awards) = paid_already(state, case, Some(service)).filter(|_| case.enforced)?;
    let said = Say::PaidOnce { service: service.as_str(), others: awards.len() };
    let awards = awards.into_iter().map(|award| {
        let standing = standing(award, case.granted_on);
        step("paid-by", Say::Award { id: &award.id, on: award.granted_on, standing }).at(award.position)
    });
    Some(under(step("paid-once", said), &rule.head).with(cut(awards)))
}

/// Which awards stand over a ceiling with hindsight, and by how much.
pub(super) fn affects(state: &State, lines: &[(u64, Cents)], verdict: &Verdict) -> Trace {
    let awards = lines.iter().map(|(position, excess)| affected(state, *position, *excess));
    let mut inputs = cut(awards);
    let found = Affects::of(lines);
    if found != verdict.affects {
        inputs.push(disagreement(&lines.len().to_string()));
    }
    let sum = verdict.affects.as_ref().map_or(Cents::ZERO, |affects| affects.sum_over);
    step("affects", Say::Affects(lines.len())).comes_to(Figure::exact(sum)).with(inputs)
}

fn affected(state: &State, position: u64, excess: Cents) -> Trace {
    let said = match state.awards.at(position) {
        Some(award) => step("affected", Say::Affected { id: &award.id, on: award.granted_on }),
        None => step("affected", Say::UnknownObject(&position.to_string())),
    };
    said.at(position).comes_to(Figure::exact(excess))
}

fn duty(state: &State, grant: &AwardGranted, verdict: &Verdict) -> Option<Trace> {
    let until = grant.granted_on.date().checked_add_days(chrono::Days::new(TERM_DAYS))?;
    let term = registration_term(state, grant, until)?;
    let holidays = term.holidays.range(grant.granted_on.date()..=term.last).count();
    let late = verdict.flags.contains(&Flag::LateRegistration);
    let dated = term.duty.working_days.on(grant.granted_on.date()).map(parameter);
    let inputs = dated.into_iter().chain([step("holidays", Say::Holidays(holidays))]).collect();
    Some(
        under(step("duty", Say::Duty { days: term.days, last: term.last, late }), &term.duty.head)
            .with(inputs),
    )
}
