//! What the codes of a grant are about: its act, sector and conditions, its form, the periods it was held against.

use ledger::event::Event;
use ledger::event::aid::Form;
use ledger::event::award::Granting;
use ledger::event::condition::Conditions;
use ledger::ids::{PartyId, ScopedId};
use ledger::money::Cents;
use ledger::verdict::{Check, Code, Verdict};

use crate::decide::{Case, has_excluded_activity, paid_already, readings};
use crate::limit::{Otherwise, limits_on};
use crate::state::{Award, Held, State, sector_of};
use crate::statement::{GroupStatement, Statement};
use crate::value::{Aided, Worth, value};
use crate::words::{self, Message, say};

/// A verdict that is to be told.
pub(super) struct Asked<'a> {
    pub state: &'a State,
    pub event: &'a Event,
    pub verdict: &'a Verdict,
    pub asker: Option<&'a PartyId>,
}

impl<'a> Asked<'a> {
    /// What was stated.
    pub(super) fn statement(&self) -> Statement<'a> {
        Statement::of(self.event)
    }

    /// Whether whoever asks may be told an award by its id.
    pub(super) fn may_name(&self, award: &ScopedId) -> bool {
        self.asker.is_none_or(|asker| award.party() == asker.as_str())
    }
}

/// The act and the day.
pub(super) fn act(_: &Asked<'_>, grant: &dyn Granting) -> Option<Message> {
    Some(say::about_act(grant.basis().regime, grant.granted_on().date()))
}

/// The sector and the act that is closed to it.
pub(super) fn sector(_: &Asked<'_>, grant: &dyn Granting) -> Option<Message> {
    let code = grant.activity().nace.code.as_ref()?;
    Some(say::about_sector(code.as_str(), grant.basis().regime))
}

/// The conditions that were stated.
pub(super) fn conditions(_: &Asked<'_>, grant: &dyn Granting) -> Option<Message> {
    let stated = stated(grant.conditions());
    // Where none is stated it is that no service is named, which the code's own sentence says.
    (!stated.is_empty()).then(|| say::about_conditions(&stated.join(", "), grant.basis().regime))
}

/// The form, the act and the day.
pub(super) fn form(_: &Asked<'_>, grant: &dyn Granting) -> Option<Message> {
    Some(say::about_form(words::form(&grant.aid().form), grant.basis().regime, grant.granted_on().date()))
}

/// Who would receive it, and when.
pub(super) fn whom(_: &Asked<'_>, grant: &dyn Granting) -> Option<Message> {
    Some(say::about_whom(grant.beneficiary(), grant.granted_on().date()))
}

/// The award by its id.
pub(super) fn award(_: &Asked<'_>, grant: &dyn Granting) -> Option<Message> {
    Some(say::about_listed(grant.award().as_str()))
}

fn stated(conditions: &Conditions) -> Vec<&'static str> {
    let all = [
        (conditions.export_linked, "export_linked"),
        (conditions.domestic_goods, "domestic_goods"),
        (conditions.price_quantity_linked.is_linked(), "price_quantity_linked"),
    ];
    all.into_iter().filter(|(holds, _)| *holds).map(|(_, name)| name).collect()
}

/// The unit that has no price.
pub(super) fn price(_: &Asked<'_>, grant: &dyn Granting) -> Option<Message> {
    let Form::Compute(compute) = &grant.aid().form else { return None };
    Some(say::about_price(compute.system.as_str(), compute.unit.as_str(), grant.granted_on().date()))
}

/// The currency that has no rate.
pub(super) fn rate(asked: &Asked<'_>, grant: &dyn Granting) -> Option<Message> {
    let by_scheme = grant.basis().kind == ledger::event::aid::BasisKind::Scheme;
    let aided = Aided { aid: grant.aid(), funding: grant.funding(), by_scheme };
    let worth = value(asked.state, aided, case(asked, grant).grantee()).worth;
    let Worth::NoRate(currency) = worth else { return None };
    Some(say::about_rate(currency, grant.granted_on().date()))
}

/// The service that is paid for, by whoever may be named.
pub(super) fn service(asked: &Asked<'_>, grant: &dyn Granting) -> Option<Message> {
    let service = grant.conditions().sgei_service.as_ref();
    let awards = paid_already(asked.state, &case(asked, grant), service)?.awards;
    let named = names(asked, awards.iter().copied());
    Some(say::about_service(service?.as_str(), named.as_deref(), awards.len()))
}

/// Those of some awards that may be named; `None` where there are none.
fn names<'a>(asked: &Asked<'_>, awards: impl Iterator<Item = &'a Award>) -> Option<String> {
    let own = awards.filter(|award| asked.may_name(&award.id)).map(|award| award.id.to_string());
    let own: Vec<String> = own.collect();
    (!own.is_empty()).then(|| own.join(", "))
}

fn case<'a>(asked: &Asked<'_>, grant: &'a dyn Granting) -> Case<'a> {
    Case {
        beneficiary: grant.beneficiary(),
        member_state: grant.member_state(),
        regime: grant.basis().regime,
        granted_on: grant.granted_on().date(),
        enforced: true,
        least: Cents::ZERO,
        sector: sector_of(grant.activity()),
        viewer: asked.state.viewer(&asked.event.source),
    }
}

/// The period that the grant would overfill, as it was tested.
pub(super) fn ceiling(asked: &Asked<'_>, code: Code) -> Option<Message> {
    let packs = asked.state.packs();
    let gives =
        |check: &&Check| packs.every_limit().any(|limit| limit.head.id == check.rule && limit.code == code);
    let over = |check: &&Check| check.after.high.is_some_and(|high| high > check.limit);
    let check = asked.verdict.checks.iter().filter(gives).find(over)?;
    Some(say::about_ceiling(check.after, check.limit, check.from, check.to, check.member_state))
}

/// Who came first on the day, or what can't be counted in the periods tested.
pub(super) fn window(asked: &Asked<'_>, code: Code) -> Option<Message> {
    let grants = asked.statement().grants();
    let grant = grants.first().copied()?;
    let case = case(asked, grant);
    if code == Code::OrderAmbiguous {
        return Some(say::about_day(case.granted_on));
    }
    let tests = limits_on(asked.state, &case.whose(asked.state), &case.occasion());
    let waiting = tests.iter().flat_map(|test| {
        let windows = test.windows(test.boundary, &test.timeline);
        let days =
            windows.iter().map(|window| window.from).min().zip(windows.iter().map(|window| window.to).max());
        let held = days.map(|(from, to)| test.holdings(asked.state, (from, to), to)).unwrap_or_default();
        held.into_iter().filter(|(_, held)| *held == Held::Uncounted).map(|(award, _)| award)
    });
    let waiting: Vec<&Award> = waiting.collect();
    let named = names(asked, waiting.iter().copied());
    (!waiting.is_empty()).then(|| say::about_waiting(waiting.len(), named.as_deref()))
}

/// What a person is asked.
pub(super) fn question(asked: &Asked<'_>) -> Option<Message> {
    if let Statement::Group(GroupStatement::Controlled(control)) = asked.statement() {
        return Some(say::about_circle(&control.controlled, &control.controller));
    }
    let grants = asked.statement().grants();
    let subject = || say::about_listed(asked.event.subject.as_str());
    Some(grants.first().map_or_else(subject, |grant| of_grant(asked, *grant)))
}

fn of_grant(asked: &Asked<'_>, grant: &dyn Granting) -> Message {
    let case = case(asked, grant);
    let turns = asked.verdict.gge.filter(|gge| gge.high.is_some()).is_some_and(|gge| {
        let (_, others) = readings(asked.state, &case, gge);
        others.iter().any(|other| other.otherwise == Otherwise::AllParties)
    });
    let open_range = asked.verdict.gge.is_some_and(|gge| gge.high.is_none());
    if turns {
        say::about_others()
    } else if grant.conditions().separated_activities == Some(false)
        && has_excluded_activity(asked.state, &case)
    {
        say::about_separated()
    } else if open_range {
        say::about_range()
    } else {
        say::about_form(words::form(&grant.aid().form), case.regime, case.granted_on)
    }
}
