//! The root of every explanation: the verdict, its codes and flags, and what the kind of event adds.

use ledger::event::procedure::{ReviewDecided, ReviewOutcome, StatementRetracted};
use ledger::event::{Event, EventType};
use ledger::verdict::{Code, Flag, Outcome, Verdict};

use super::behind::Behind;
use super::build::{about, codes, unknown};
use super::change::Lessened;
use super::details::{detail, details};
use super::reason::{Reason, step};
use super::refusal::sentence;
use super::trace::Trace;
use super::{award, change, left_out, life};
use crate::decide::pushed_over;
use crate::state::State;
use crate::state::review::{Subject, subject};
use crate::statement::{
    AwardStatement, Confirmation, Deed, FactStatement, Freeing, GroupStatement, Lessening, NewAward,
    Statement,
};
use crate::words::{self, Arg, Language, say};

/// Explains a recorded verdict: the state just before its entry, the event in it, and the verdict as it stands there.
///
/// Total: on a state, event and verdict that do not belong together it says where they part.
#[must_use]
pub fn explain(state_before: &State, event: &Event, verdict: &Verdict) -> Trace {
    explain_in(Language::default(), state_before, event, verdict)
}

/// The same in a language: step words, figures and rules stay, sentences change.
#[must_use]
pub fn explain_in(language: Language, state_before: &State, event: &Event, verdict: &Verdict) -> Trace {
    let kind = event.body.event_type();
    let behind = Behind::event(state_before, event);
    let mut inputs = codes(verdict, behind, |code| sentence(state_before, event, verdict, code, None));
    inputs.extend(flags(kind, verdict, behind));
    inputs.extend(particulars(state_before, event, verdict));
    if verdict.affects.is_some() {
        inputs.push(award::affects(state_before, &pushed_over(state_before, event, verdict), verdict));
    }
    inputs.extend(left_out::of_event(state_before, event));
    let effect = match verdict.outcome {
        Outcome::Admitted | Outcome::Recorded => words::effect(kind),
        Outcome::Refused | Outcome::Deferred => say::no_effect(),
    };
    inputs.push(step("effect", effect));
    let said = say::verdict(words::outcome(verdict.outcome), words::event(kind));
    step("verdict", said).at(state_before.size()).with(inputs).told(language)
}

fn flags(kind: EventType, verdict: &Verdict, behind: Behind<'_>) -> Vec<Reason> {
    let explained = verdict.flags.iter().map(|flag| {
        // A price for days that have passed is late in another way than a grant is.
        let late_price = *flag == Flag::LateRegistration && kind == EventType::ReferencePublished;
        let named = || say::named(flag.as_str(), words::flag_meaning(*flag));
        let said = if late_price { say::prices_the_past() } else { named() };
        let source = behind.flag(*flag).map_or_else(|| words::flag_source(*flag).into(), Arg::from);
        step("flag", said).cited(source)
    });
    explained.collect()
}

/// What the kind of statement adds: one row per family. Where the signer may not make it, nothing of what is on record.
fn particulars(state: &State, event: &Event, verdict: &Verdict) -> Vec<Reason> {
    let authority = [Code::NotAuthorised, Code::NotYours, Code::NoMandate];
    if verdict.gge.is_none() && verdict.codes.iter().any(|code| authority.contains(code)) {
        return details(event);
    }
    match Statement::of(event) {
        Statement::Governance(_) => details(event),
        Statement::Award(stated) => of_award(state, event, stated, verdict),
        Statement::Group(stated) => of_group(state, event, stated),
        Statement::Fact(stated) => of_fact(state, event, stated),
        Statement::Review(review) => with_details(reviewed(state, review, verdict), event),
        Statement::Retraction(retracted) => of_retraction(state, retracted),
    }
}

fn of_award(state: &State, event: &Event, stated: AwardStatement<'_>, verdict: &Verdict) -> Vec<Reason> {
    let source = &event.source;
    match stated {
        AwardStatement::New(new) => of_grant(state, event, new, verdict),
        AwardStatement::Set(set) => award::set(state, event, set, verdict),
        AwardStatement::Reported(report) => award::reported(state, event, report, verdict),
        AwardStatement::Restated(restated) => award::restated(state, event, restated, verdict),
        AwardStatement::Corrected(correction) => award::corrected(state, event, correction, verdict),
        AwardStatement::Confirmed(Confirmation { award, on, aid, .. }) => {
            award::confirmed(state, event, &award.full(source), on, aid, verdict)
        }
        AwardStatement::Lessened(lessening) => of_lessening(state, event, lessening, verdict),
        AwardStatement::Matched(matched) => life::matched(state, event, &matched.award, &matched.same_as),
        AwardStatement::Unmatched(unmatched) => {
            life::matched(state, event, &unmatched.award, &unmatched.same_as)
        }
        AwardStatement::Freed(freeing) => {
            let on = match freeing {
                Freeing::Released(_) => None,
                Freeing::ConditionFailed(failed) => Some(failed.on),
            };
            with_details(vec![life::subject(state, event, freeing.award(), on)], event)
        }
        AwardStatement::Disputed(dispute) => {
            with_details(vec![life::subject(state, event, dispute.award(), None)], event)
        }
        AwardStatement::Drawn(drawn) => with_details(life::drawn(state, &drawn.award.full(source)), event),
        AwardStatement::Used(used) => with_details(life::drawn(state, &used.award.full(source)), event),
    }
}

fn of_grant(state: &State, event: &Event, new: NewAward<'_>, verdict: &Verdict) -> Vec<Reason> {
    match new {
        NewAward::Granted(grant) => award::granted(state, event, grant, verdict),
        NewAward::Reserved(grant) => {
            let last = detail(say::detail_expires_on, grant.expires_on);
            award::held_open(state, event, grant, &grant.beneficiary, last, verdict)
        }
        NewAward::Conditional(grant) => {
            let last = detail(say::detail_long_stop, grant.long_stop)
                .with([detail(say::detail_condition, grant.condition.as_str())]);
            award::held_open(state, event, grant, &grant.beneficiary, last, verdict)
        }
    }
}

fn of_lessening(state: &State, event: &Event, lessening: Lessening<'_>, verdict: &Verdict) -> Vec<Reason> {
    match lessening {
        Lessening::Reduced(reduced) => Lessened {
            award: reduced.award.full(&event.source),
            after: Some(reduced.gge_after),
            kept: reduced.benefit_kept,
            repaid: reduced.repaid.as_ref(),
            on: reduced.on.date(),
        }
        .explain(state, verdict),
        Lessening::Withdrawn(withdrawn) => Lessened {
            award: withdrawn.award.full(&event.source),
            after: None,
            kept: withdrawn.benefit_kept,
            repaid: withdrawn.repaid.as_ref(),
            on: withdrawn.on.date(),
        }
        .explain(state, verdict),
        Lessening::Waived(waived) => life::waived(state, event, waived, verdict),
        Lessening::Expired(expired) => life::expired(state, event, expired, verdict),
    }
}

fn of_group(state: &State, event: &Event, stated: GroupStatement<'_>) -> Vec<Reason> {
    match stated {
        GroupStatement::Registered(registered) => change::registered(registered),
        GroupStatement::Identified(identified) => change::identified(state, identified),
        GroupStatement::Attributed(attributed) => {
            with_details(vec![life::subject(state, event, &attributed.award, None)], event)
        }
        GroupStatement::Holding(_)
        | GroupStatement::Controlled(_)
        | GroupStatement::Ended(_)
        | GroupStatement::Merged(_)
        | GroupStatement::Split(_)
        | GroupStatement::Attested(_) => details(event),
    }
}

fn of_fact(state: &State, event: &Event, stated: FactStatement<'_>) -> Vec<Reason> {
    match stated {
        FactStatement::Notice(notice) => {
            with_details(vec![life::subject(state, event, &notice.award, Some(notice.on))], event)
        }
        FactStatement::OfAward(deed) => {
            let mut steps = vec![life::subject(state, event, deed.award(), None)];
            if let Deed::Registered(receipt) = deed {
                steps.extend(award::receipt(state, event, receipt));
            }
            with_details(steps, event)
        }
        FactStatement::Assessed(_)
        | FactStatement::Presented(_)
        | FactStatement::Markets(_)
        | FactStatement::DutyDone(_)
        | FactStatement::Requested(_)
        | FactStatement::RecoveryOrdered(_)
        | FactStatement::Recovery(_)
        | FactStatement::ProjectOpened(_)
        | FactStatement::ProjectAmended(_)
        | FactStatement::ApplicationReceived(_)
        | FactStatement::ApplicationReduced(_)
        | FactStatement::ApplicationClosed(_)
        | FactStatement::Declaration(_)
        | FactStatement::FindingRaised(_)
        | FactStatement::FindingClosed(_)
        | FactStatement::Erased(_) => details(event),
    }
}

fn of_retraction(state: &State, retracted: &StatementRetracted) -> Vec<Reason> {
    let id = retracted.id.as_str();
    let position = state.retractable(retracted.source.0.as_str(), id);
    let known = |at| step("retracted", say::detail_statement(id.to_owned())).at(at);
    vec![position.map_or_else(|| unknown(id), known)]
}

/// Steps, and after them what the statement names.
fn with_details(mut steps: Vec<Reason>, event: &Event) -> Vec<Reason> {
    steps.extend(details(event));
    steps
}

/// What a review is about, and what it came to: a statement that waited is explained as it is judged then.
fn reviewed(state: &State, review: &ReviewDecided, verdict: &Verdict) -> Vec<Reason> {
    let said = match subject(state, &review.about) {
        Some(Subject::Statement(kept)) => {
            let pending = step("pending", say::waited(words::event(kept.body.event_type())));
            match review.decision {
                ReviewOutcome::Admit | ReviewOutcome::CountsAsAid => {
                    pending.with(particulars(&state.clone().reviewed(), &kept, verdict))
                }
                ReviewOutcome::NoAid | ReviewOutcome::NotCounted | ReviewOutcome::Refuse => pending,
            }
        }
        Some(Subject::Award(id)) => about(state, &id, None),
        None => unknown(review.about.as_str()),
    };
    vec![said.comes_to_any(verdict.gge)]
}
