//! Grants, reports and corrections: what the award is worth, whose it is, what it was tested against, what follows.

use chrono::NaiveDate;
use ledger::event::Event;
use ledger::event::aid::{Aid, EligibleCosts, Regime};
use ledger::event::award::{
    AwardCorrected, AwardGranted, AwardReported, AwardRestated, AwardSet, Granting, LegalRight,
};
use ledger::event::procedure::RegisterReceipt;
use ledger::ids::{MemberState, ScopedId, UndertakingId};
use ledger::money::Cents;
use ledger::verdict::{Affects, CHECKS_MAX, Check, Figure, Flag, Outcome, Verdict};

use super::behind::Behind;
use super::build::{about, awarded, codes, cut, disagreement, parameter, under, unknown};
use super::details::detail;
use super::group::Seen;
use super::reading;
use super::reason::{Reason, step};
use super::valuation::ValuedFor;
use super::window::Tested;
use crate::decide::{
    Case, Doubt, Line, Registered, Term, corrected_case, cost_lines, doubts, members, paid_already,
    receipt_term, restated_case, revalued, still_used,
};
use crate::state::{Award, HolidayList, State, Terms, sector_of};
use crate::value::{Aided, rounded};
use crate::words::{self, say};

/// What an award was granted on, beside its aid.
#[derive(Clone, Copy)]
struct GrantedOn<'a> {
    terms: &'a Terms,
    costs: Option<&'a EligibleCosts>,
}

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
            let mut inputs = codes(member, Behind::grant(before, grant), words::code_meaning);
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
    let terms = Terms::of_grant(open.grant.source(), grant);
    let on = GrantedOn { terms: &terms, costs: award.eligible_costs.as_deref() };
    let on = Some(on).filter(|_| !terms.no_aid());
    steps.extend(judged(&without, &case, reserved.aided, on, verdict));
    steps
}

/// What a grant states of itself, perhaps with other aid.
struct Stated<'a> {
    beneficiary: &'a UndertakingId,
    member_state: Option<MemberState>,
    regime: Regime,
    granted_on: NaiveDate,
    enforced: bool,
    sector: Option<char>,
    /// `None` where it is claimed to be no aid, so that nothing is valued.
    aided: Option<Aided<'a>>,
}

impl<'a> Stated<'a> {
    fn case(&self, state: &State, event: &Event) -> Case<'a> {
        Case {
            beneficiary: self.beneficiary,
            member_state: self.member_state,
            regime: self.regime,
            granted_on: self.granted_on,
            enforced: self.enforced,
            least: Cents::ZERO,
            sector: self.sector,
            viewer: state.viewer(&event.source),
        }
    }
}

fn as_of<'a>(grant: &'a dyn Granting, beneficiary: &'a UndertakingId, aid: Option<&'a Aid>) -> Stated<'a> {
    let by_scheme = grant.basis().kind == ledger::event::aid::BasisKind::Scheme;
    let aided = Aided { aid: aid.unwrap_or(grant.aid()), funding: grant.funding(), by_scheme };
    Stated {
        beneficiary,
        member_state: grant.member_state(),
        regime: grant.basis().regime,
        granted_on: grant.granted_on().date(),
        enforced: grant.legal_right() == LegalRight::OnAdmission,
        sector: sector_of(grant.activity()),
        aided: grant.treatment().is_none().then_some(aided),
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
    let terms = Terms::of_grant(&event.source, grant);
    let on = GrantedOn { terms: &terms, costs: grant.eligible_costs() };
    let on = Some(on).filter(|_| !terms.no_aid());
    ground.into_iter().chain(judged(state, &case, stated.aided, on, verdict)).collect()
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
        member_state: Some(report.member_state),
        regime: report.basis.regime,
        granted_on: date.date(),
        enforced: false,
        least: Cents::ZERO,
        sector: report.activity.as_ref().and_then(sector_of),
        viewer: state.viewer(&event.source),
    };
    let terms = Terms::of_report(&event.source, report);
    let aided = Aided { aid: &report.aid, funding: &terms.funding, by_scheme: terms.by_scheme() };
    judged(state, &case, Some(aided), Some(GrantedOn { terms: &terms, costs: None }), verdict)
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
    let Some(mut case) = corrected_case(state, award, correction, viewer) else {
        return vec![unknown(id.as_str())];
    };
    if let Some(high) = verdict.gge.and_then(|gge| gge.high) {
        case.least = still_used(state, award, (high, correction.set.aid.as_ref()), &case);
    }
    let mut without = state.clone();
    without.awards.hide(&id);
    let terms = award.corrected_terms(&event.source, correction);
    let costs = correction.set.eligible_costs.as_ref().or(award.eligible_costs.as_deref());
    let on = Some(GrantedOn { terms: &terms, costs }).filter(|_| !terms.no_aid());
    let treatment = terms.grant.as_ref().and_then(|grant| grant.treatment.as_ref());
    let aided = revalued(award, correction, &case).filter(|_| treatment.is_none());
    let mut steps = vec![old_self(award)];
    steps.extend(treatment.map(|treatment| detail(say::detail_ground, treatment.no_aid.ground.as_str())));
    steps.extend(judged(&without, &case, aided, on, verdict));
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
    let plain = Terms::default();
    let on = GrantedOn { terms: award.terms.as_deref().unwrap_or(&plain), costs: None };
    let aided = Aided::on_terms_of(award, &restated.aid);
    steps.extend(judged(&without, &case, Some(aided), Some(on), verdict));
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
    on: Option<GrantedOn<'_>>,
    verdict: &Verdict,
) -> Vec<Reason> {
    let market = ValuedFor { state, to: case.grantee() };
    let worth = match (aided, verdict.gge) {
        (Some(aided), _) => market.of(aided, verdict),
        (None, Some(gge)) => Some(step("valuation", say::decided_as_before()).comes_to(gge)),
        (None, None) => None,
    };
    let mut steps: Vec<Reason> = worth.into_iter().collect();
    let whose = case.whose(state);
    let seen = Seen { state, view: &case.view(state, &whose), day: case.granted_on };
    steps.push(seen.group(case.beneficiary, whose.handle));
    let namesake =
        state.namesake(case.beneficiary, &case.viewer).filter(|_| case.enforced && aided.is_some());
    steps.extend(namesake.map(|other| step("namesake", say::namesake(case.beneficiary, other))));
    if let Some(on) = on.filter(|_| case.enforced) {
        steps.extend(paid_once(state, case, on));
        steps.extend(costs(state, case, on));
    }
    steps.extend(on.filter(|_| !case.enforced).and_then(|on| claimed(state, case, on)));
    steps.extend(Tested { state, case }.explain(verdict));
    steps.extend(reading::others(state, case, verdict));
    steps
}

/// Whether the service of an enforced grant is paid for already, and by which awards.
fn paid_once(state: &State, case: &Case<'_>, on: GrantedOn<'_>) -> Option<Reason> {
    let service = on.terms.service()?;
    let paid = paid_already(state, case, Some(service))?;
    let said = say::paid_once(service.as_str(), paid.awards.len());
    let list = |awards: Vec<&Award>| {
        let by = |award: &Award| step("paid-by", awarded(award, case.granted_on)).at(award.position);
        cut(awards.into_iter().map(by))
    };
    let note = paid.rule.note.as_deref().unwrap_or_default();
    let in_doubt = (!paid.in_doubt.is_empty()).then(|| {
        step("paid-in-doubt", say::paid_in_doubt(paid.in_doubt.len(), note)).with(list(paid.in_doubt))
    });
    let inputs: Vec<Reason> = list(paid.awards).into_iter().chain(in_doubt).collect();
    Some(under(step("paid-once", said), &paid.rule.head).with(inputs))
}

/// The cost lines that an enforced grant pays for, with what State aid pays for them.
fn costs(state: &State, case: &Case<'_>, on: GrantedOn<'_>) -> Vec<Reason> {
    let Some((rule, Ok(lines))) = cost_lines(state, case, on.terms, on.costs) else { return Vec::new() };
    let of = |line: Line<'_>| {
        let [amount, own, others] =
            [&line.amount, &line.own, &line.state_aid].map(|euro| rounded(euro).unwrap_or(Cents::ZERO));
        let said = say::cost_line(line.line.id.as_str(), amount, own, others, line.is_over());
        under(step("cost-line", said), &rule.head)
    };
    lines.into_iter().map(of).collect()
}

/// Why an award that stands anyway cannot be under the act that it claims.
fn claimed(state: &State, case: &Case<'_>, on: GrantedOn<'_>) -> Option<Reason> {
    let found = doubts(state, case, on.terms);
    let why = |doubt: &Doubt| {
        let said = match doubt {
            Doubt::Date => say::claimed_date(case.granted_on),
            Doubt::Activity => say::claimed_activity(),
            Doubt::Condition => say::claimed_condition(),
            Doubt::NoService => say::claimed_no_service(),
        };
        step("doubt", said)
    };
    let said = step("claimed", say::claimed(case.regime));
    (!found.is_empty()).then(|| said.with(found.iter().map(why)))
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

/// By when a grant is to be registered, as far as the holidays on record say.
fn duty(state: &State, grant: &AwardGranted, verdict: &Verdict) -> Option<Reason> {
    let registered = Registered::of(grant)?;
    let last = registered.term(state, registered.granted_on)?.last;
    let late = verdict.flags.contains(&Flag::LateRegistration);
    Some(term(&registered.term(state, last)?, late))
}

/// A receipt of the register within or after the term of its award.
pub(super) fn receipt(state: &State, event: &Event, receipt: &RegisterReceipt) -> Option<Reason> {
    let found = receipt_term(state, &event.source, receipt)?;
    Some(term(&found, found.is_late()))
}

fn term(term: &Term<'_>, late: bool) -> Reason {
    let dated = term.duty.working_days().and_then(|days| days.on(term.granted_on)).map(parameter);
    let open = match term.list {
        HolidayList::Official => None,
        HolidayList::Computed => Some(step("not-certain", say::not_certain(term.said_from))),
        HolidayList::Missing => Some(step("not-tested", say::not_tested(term.said_from))),
    };
    let by = (term.lateness > 0).then(|| step("lateness", say::lateness(term.lateness)));
    let inputs =
        dated.into_iter().chain([step("holidays", say::holidays(term.holidays))]).chain(open).chain(by);
    let said = say::duty(term.days, term.last, late);
    under(step("duty", said), &term.duty.head).with(inputs)
}
