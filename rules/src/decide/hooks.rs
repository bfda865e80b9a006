//! Where the judgement of a grant asks other rooms. Each question is asked here and nowhere else.

use chrono::NaiveDate;
use ledger::event::aid::{Aid, Form};
use ledger::ids::{PartyId, ScopedId};
use ledger::money::{Cents, Currency, Money};
use ledger::verdict::Figure;

use super::Findings;
use super::award::Case;
use super::grant::Grant;
use super::valuation::{Aided, Grantee, currencies, difference};
use crate::state::{Face, State};

/// Notes which duties before a grant are not met.
pub(super) fn duties_of(_state: &State, _signer: &PartyId, _case: &Case<'_>, _found: &mut Findings) {}

/// Whether an award looks like another one on record.
pub(super) fn possible_duplicate(
    _state: &State,
    _case: &Case<'_>,
    _gge: Option<Figure>,
    _reported: bool,
) -> bool {
    false
}

/// Whether a project was opened.
pub(super) fn has_project(_state: &State, _project: &ScopedId) -> bool {
    true
}

/// Whether a scheme was registered.
pub(super) fn has_scheme(_state: &State, _scheme: &ScopedId) -> bool {
    true
}

/// Whether a treatment as no aid does not fit the grant.
pub(super) fn is_unfit(_state: &State, _grant: &Grant<'_>) -> bool {
    true
}

/// Whether the figure of aid hangs on more than the aid itself: the date, the regime, what is published or known by then.
pub(crate) fn hangs_on_more(aid: &Aid) -> bool {
    let by_form = match &aid.form {
        Form::Compute(compute) => compute.unit_price.is_none(),
        Form::Instalments(_)
        | Form::InterestSubsidy(_)
        | Form::Loan(_)
        | Form::Guarantee(_)
        | Form::Capital(_) => true,
        _ => false,
    };
    by_form || aid.cap.is_some() || currencies(aid).into_iter().any(|currency| currency != Currency::EUR)
}

/// What may be drawn of an award in full.
pub(crate) fn face(state: &State, aided: Aided<'_>, to: Grantee<'_>) -> Face {
    let euro = |money: Money| difference(state, money, None, to.ms, to.regime, to.granted_on).ok();
    let value = match &aided.aid.form {
        Form::Compute(compute) => {
            return Face { quantity: Some(compute.quantity.value()), ..Face::default() };
        }
        Form::Grant(grant) => euro(grant.nominal),
        Form::Credits(credits) => euro(credits.face_value),
        Form::Service(service) => euro(service.market_value),
        Form::Loan(loan) => euro(loan.principal),
        Form::Guarantee(guarantee) => euro(guarantee.guaranteed),
        Form::Capital(capital) => euro(capital.injection),
        Form::Instalments(plan) | Form::InterestSubsidy(plan) => {
            plan.payments.iter().map(|payment| euro(payment.amount)).sum::<Option<Cents>>()
        }
        Form::Declared(declared) => {
            let high = declared.gge_range.and_then(|range| range.high);
            declared.gge.or(high).and_then(euro)
        }
    };
    let cap = aided.aid.cap.and_then(|(cap, _)| euro(cap));
    let value = value.map(|value| cap.map_or(value, |cap| value.min(cap)));
    Face { value, ..Face::default() }
}

/// How long a reservation may live at most, where the packs say it.
pub(super) fn last_day(state: &State, case: &Case<'_>) -> Option<NaiveDate> {
    let life = state.packs().reservation_life(&case.regime, case.granted_on)?;
    let days = life.days.on(case.granted_on)?.value;
    case.granted_on.checked_add_days(chrono::Days::new(u64::from(days)))
}
