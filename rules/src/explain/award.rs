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

use super::build::{about, awarded, codes, cut, disagreement, parameter, under, unknown};
use super::details::detail;
use super::group::Seen;
use super::reading;
use super::reason::{Reason, step};
use super::valuation::Market;
use super::window::Tested;
use crate::decide::{
    Case, corrected_case, members, paid_already, registration_term, restated_case, revalued,
};
use crate::state::{Award, State};
use crate::value::Aided;
use crate::words::{self, say};

/// Days of holidays that are looked through for the end of a registration term.
const TERM_DAYS: u64 = 366;

pub(super) fn granted(state: &State, event: &Event, grant: &AwardGranted, verdict: &Verdict) -> Vec<Reason> {
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
    last: Reason,
    verdict: &Verdict,
) -> Vec<Reason> {
    let mut steps = granting(state, event, grant, beneficiary, verdict);
    steps.push(last);
    steps
}

/// A set: each member as a grant of its own, with those before it in effect.
pub(super) fn set(state: &State, event: &Event, set: &AwardSet, verdict: &Verdict) -> Vec<Reason> {
    let members = members(state, &event.source, set);
    let tested: Vec<&Check> =
        members.iter().flat_map(|(_, member)| &member.checks).take(CHECKS_MAX).collect();
    let as_recorded = verdict.checks.is_empty() || verdict.checks.iter().eq(tested);
    let mut steps: Vec<Reason> = members
        .iter()
        .zip(set.awards.iter())
        .map(|((before, member), grant)| {
            let id = grant.award.full(&event.source);
            let said = say::of_the_set(&id, words::outcome(member.outcome));
            let mut inputs = codes(member);
            inputs.extend(granting(before, event, grant, &grant.beneficiary, member));
            step("of-the-set", said).comes_to_any(member.gge).with(inputs)
        })
        .collect();
    if !as_recorded {
        steps.push(disagreement(members.len()));
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
) -> Vec<Reason> {
    let Some(award) = state.awards.find(id) else { return vec![unknown(id.as_str())] };
    let mut steps = vec![step("old-self", say::without_reservation()).at(award.position)];
    steps.push(about(state, id, Some(granted_on)));
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
            least: Cents::ZERO,
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
) -> Vec<Reason> {
    let stated = as_of(grant, beneficiary, None);
    let ground =
        grant.treatment().map(|treatment| detail(say::detail_ground, treatment.no_aid.ground.as_str()));
    let case = stated.case(state, event);
    ground.into_iter().chain(judged(state, &case, stated.aided, stated.service, verdict)).collect()
}

pub(super) fn reported(
    state: &State,
    event: &Event,
    report: &AwardReported,
    verdict: &Verdict,
) -> Vec<Reason> {
    let date = report.granted_on.or(report.granted_on_range.as_ref().map(|range| range.from));
    let Some(date) = date else { return Vec::new() };
    let case = Case {
        beneficiary: &report.beneficiary,
        state: Some(report.member_state),
        regime: report.basis.regime,
        granted_on: date.date(),
        enforced: false,
        least: Cents::ZERO,
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
) -> Vec<Reason> {
    let id = correction.award.full(&event.source);
    let Some(award) = state.awards.find(&id) else { return vec![unknown(id.as_str())] };
    let viewer = state.viewer(&event.source);
    let Some(case) = corrected_case(state, award, correction, viewer) else {
        return vec![unknown(id.as_str())];
    };
    let mut without = state.clone();
    without.awards.hide(&id);
    let terms = award.corrected_terms(&event.source, correction);
    let service = terms.service.clone().filter(|_| !terms.no_aid());
    let treatment = terms.grant.and_then(|grant| grant.treatment);
    let aided = revalued(award, correction, &case).filter(|_| treatment.is_none());
    let mut steps = vec![old_self(award)];
    steps.extend(treatment.map(|treatment| detail(say::detail_ground, treatment.no_aid.ground.as_str())));
    steps.extend(judged(&without, &case, aided, service.as_ref(), verdict));
    steps
}

/// The newer figure of a reported award, judged at its own date without the older one.
pub(super) fn restated(
    state: &State,
    event: &Event,
    restated: &AwardRestated,
    verdict: &Verdict,
) -> Vec<Reason> {
    let id = restated.award.full(&event.source);
    let Some(award) = state.awards.find(&id) else { return vec![unknown(id.as_str())] };
    let Some(case) = restated_case(state, award, state.viewer(&event.source)) else {
        return vec![unknown(id.as_str())];
    };
    let mut without = state.clone();
    without.awards.hide(&id);
    let mut steps = vec![old_self(award)];
    steps.extend(judged(&without, &case, Some(Aided::on_terms_of(award, &restated.aid)), None, verdict));
    steps
}

fn old_self(award: &Award) -> Reason {
    step("old-self", say::old_self()).at(award.position).comes_to_any(award.gge)
}

/// Worth, group, service and limits of an award; without aid the recorded figure stands for its worth.
fn judged(
    state: &State,
    case: &Case<'_>,
    aided: Option<Aided<'_>>,
    service: Option<&Id>,
    verdict: &Verdict,
) -> Vec<Reason> {
    let market = Market { state, to: case.grantee() };
    let worth = match (aided, verdict.gge) {
        (Some(aided), _) => market.of(aided, verdict),
        (None, Some(gge)) => Some(step("valuation", say::decided_as_before()).comes_to(gge)),
        (None, None) => None,
    };
    let mut steps: Vec<Reason> = worth.into_iter().collect();
    let whose = case.whose(state);
    let seen = Seen { state, view: &case.view(state, &whose), day: case.granted_on };
    steps.push(seen.group(case.beneficiary, whose.handle));
    steps.extend(service.and_then(|service| paid_once(state, case, service)));
    steps.extend(Tested { state, case }.explain(verdict));
    steps.extend(reading::others(state, case, verdict));
    steps
}

/// Whether the service of an enforced grant is paid for already, and by which awards.
fn paid_once(state: &State, case: &Case<'_>, service: &Id) -> Option<Reason> {
    let (rule, awards) = paid_already(state, case, Some(service)).filter(|_| case.enforced)?;
    let said = say::paid_once(service.as_str(), awards.len());
    let awards =
        awards.into_iter().map(|award| step("paid-by", awarded(award, case.granted_on)).at(award.position));
    Some(under(step("paid-once", said), &rule.head).with(cut(awards)))
}

/// Which awards stand over a ceiling with hindsight, and by how much.
pub(super) fn affects(state: &State, lines: &[(u64, Cents)], verdict: &Verdict) -> Reason {
    let awards = lines.iter().map(|(position, excess)| affected(state, *position, *excess));
    let mut inputs = cut(awards);
    let found = Affects::of(lines);
    if found != verdict.affects {
        inputs.push(disagreement(lines.len()));
    }
    let sum = verdict.affects.as_ref().map_or(Cents::ZERO, |affects| affects.sum_over);
    step("affects", say::affects(lines.len())).comes_to(Figure::exact(sum)).with(inputs)
}

fn affected(state: &State, position: u64, excess: Cents) -> Reason {
    let said = match state.awards.at(position) {
        Some(award) => step("affected", say::affected(&award.id, award.granted_on)),
        None => step("affected", say::unknown_object(&position.to_string())),
    };
    said.at(position).comes_to(Figure::exact(excess))
}

fn duty(state: &State, grant: &AwardGranted, verdict: &Verdict) -> Option<Reason> {
    let until = grant.granted_on.date().checked_add_days(chrono::Days::new(TERM_DAYS))?;
    let term = registration_term(state, grant, until)?;
    let holidays = term.holidays.range(grant.granted_on.date()..=term.last).count();
    let late = verdict.flags.contains(&Flag::LateRegistration);
    let dated = term.duty.working_days.on(grant.granted_on.date()).map(parameter);
    let inputs = dated.into_iter().chain([step("holidays", say::holidays(holidays))]);
    Some(under(step("duty", say::duty(term.days, term.last, late)), &term.duty.head).with(inputs))
}
