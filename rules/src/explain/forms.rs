//! How loans, guarantees, payments to come, capital and computing time are valued: each figure with where it stands.

use ledger::event::aid::{Aid, Compute, Form, Funding, Loan, LoanMethod, Payment};
use ledger::event::undertaking::{CreditBand, Insolvency};
use ledger::money::Cents;
use rust_decimal::Decimal;

use super::build::{parameter, said, under};
use super::messages::Valued;
use super::{Say, Trace, step};
use crate::pack::Entry;
use crate::state::{Known, State};
use crate::value::{self, ByRate, Grantee, Priced, Worth};

fn valued(kind: &str, what: Valued<'_>) -> Trace {
    step(kind, Say::Valued(what))
}

/// The tables, rates and gates that a form hangs on.
pub(super) fn workings(state: &State, form: &Form, to: Grantee<'_>) -> Vec<Trace> {
    let priced = Priced::from(to);
    match form {
        Form::Compute(compute) => price(state, compute, priced).into_iter().collect(),
        Form::Instalments(plan) | Form::InterestSubsidy(plan) => discounted(state, &plan.payments, priced),
        Form::Loan(loan) if loan.method == LoanMethod::ReferenceRate => {
            by_rate(state, loan, to).into_iter().collect()
        }
        Form::Loan(_) | Form::Guarantee(_) => harbour(state, form, to).into_iter().collect(),
        Form::Capital(_) => capital(state, priced).into_iter().collect(),
        Form::Grant(_) | Form::Credits(_) | Form::Service(_) | Form::Declared(_) => Vec::new(),
    }
}

/// Cap and share of the State's money.
pub(super) fn counting(state: &State, aid: &Aid, funding: &[Funding], to: Priced) -> Vec<Trace> {
    let cap = aid.cap.map(|(_, counts_as)| valued("cap", Valued::Cap(counts_as)));
    let rule = state.packs().funding(&to.regime, to.granted_on);
    let counted = funding.iter().filter(|part| rule.is_some_and(|rule| rule.counts(part.origin)));
    let percent: Decimal = counted.map(|part| part.share_percent.value()).sum();
    let percent = percent.normalize();
    let partly = !funding.is_empty() && percent != Decimal::ONE_HUNDRED;
    let share = partly.then(|| valued("share", Valued::Share(&percent.to_string())));
    let share = share.map(|share| rule.map_or(share.clone(), |rule| under(share, &rule.head)));
    cap.into_iter().chain(share).collect()
}

/// Why there is no figure.
pub(super) fn missing(worth: Worth, form: &str) -> Option<Trace> {
    match worth {
        Worth::NoPrice => Some(valued("no-price", Valued::NoPrice)),
        Worth::NoBaseRate => Some(valued("no-base-rate", Valued::NoBaseRate)),
        Worth::NotCovered => Some(valued("not-covered", Valued::NotCovered(form))),
        Worth::Barred => Some(valued("barred", Valued::Barred)),
        Worth::NotJudged => Some(step("not-judged", Say::NotJudged(form))),
        Worth::TooLarge => Some(step("too-large", Say::TooLarge)),
        Worth::Known(_) | Worth::NoRate(_) => None,
    }
}

/// The published price of a unit, where the statement has none of its own.
fn price(state: &State, compute: &Compute, to: Priced) -> Option<Trace> {
    if compute.unit_price.is_some() {
        return None;
    }
    let (from, row) =
        state.reference.price(&compute.system, compute.partition.as_ref(), compute.unit, to.granted_on)?;
    let price = format!("{} {}", row.price, row.currency);
    let what = Valued::Price { price: &price, unit: compute.unit.as_str(), from, method: &row.method };
    Some(valued("price", what).at(row.position))
}

/// The discount rate, and what each payment is worth on the day of the grant.
fn discounted(state: &State, payments: &[Payment], to: Priced) -> Vec<Trace> {
    let Ok(rate) = value::discount_rate(state, to) else { return Vec::new() };
    let base = Valued::BaseRate { percent: &rate.base.percent.to_string(), from: rate.from };
    let on = to.granted_on;
    let of_rule = |what: Valued<'_>, kind: &str, dated: Option<Trace>| {
        under(valued(kind, what).with(dated.into_iter().collect()), &rate.rule.head)
    };
    let margin = rate.rule.margin_percent.on(on).map(parameter);
    let year = rate.rule.year_days.on(on).map(parameter);
    let inputs = vec![
        valued("base-rate", base).at(rate.base.position),
        of_rule(Valued::Margin(&rate.margin.to_string()), "margin", margin),
        of_rule(Valued::YearDays(rate.year_days), "year", year),
    ];
    let percent = (rate.base.percent + rate.margin).to_string();
    let mut steps = vec![valued("discount-rate", Valued::DiscountRate(&percent)).with(inputs)];
    steps.extend(payments.iter().map(|payment| {
        let due = payment.due.date();
        let step = valued("payment", Valued::Payment { due, days: value::days(on, due) });
        value::present(state, to, &rate, payment).map_or(step.clone(), |cents| said(step, cents))
    }));
    steps
}

fn cents(euro: Decimal) -> Cents {
    let whole = euro.checked_mul(Decimal::ONE_HUNDRED).unwrap_or_default().trunc();
    Cents(i128::try_from(whole).unwrap_or(0))
}

/// The gates and pairs of the safe harbour that a loan or guarantee invokes.
fn harbour(state: &State, form: &Form, to: Grantee<'_>) -> Option<Trace> {
    let priced = Priced::from(to);
    let asked = value::asked(state, priced, form)?;
    let pair = value::pair(state, priced, &asked);
    let limit = asked.harbour.percent.value.to_string();
    let condition = match form {
        Form::Loan(_) => Valued::Collateral { least: &limit, met: asked.meets },
        _ => Valued::Cover { most: &limit, met: asked.meets },
    };
    let known = value::known(state, to.beneficiary, priced);
    let mut inputs = gates(&known, asked.harbour.least_band);
    inputs.push(valued("gate", condition).with(vec![parameter(asked.harbour.percent)]));
    for (amount, years) in [asked.harbour.short, asked.harbour.long] {
        let fits = pair == Some((amount.value, years.value));
        let what = Valued::Pair { amount: cents(amount.value), years: years.value, fits };
        inputs.push(valued("pair", what).with(vec![parameter(amount), parameter(years)]));
        if fits {
            break;
        }
    }
    inputs.push(dated("ceiling", Valued::Ceiling(cents(asked.harbour.ceiling.value)), asked.harbour.ceiling));
    Some(under(valued("safe-harbour", Valued::Harbour), asked.harbour.head).with(inputs))
}

fn dated<T>(kind: &str, what: Valued<'_>, entry: &Entry<T>) -> Trace {
    valued(kind, what).with(vec![parameter(entry)])
}

/// What is known of the undertaking, each with the statement it rests on.
fn gates(known: &Known, least: &Entry<CreditBand>) -> Vec<Trace> {
    let gate = |what: Valued<'_>, position: Option<u64>| {
        let step = valued("gate", what);
        position.map_or(step.clone(), |position| step.at(position))
    };
    let insolvency: Option<(Insolvency, u64)> = known.insolvency;
    let band = Valued::Band { band: known.credit_band.map(|(band, _)| band), least: least.value };
    vec![
        gate(Valued::Insolvency(insolvency.map(|(state, _)| state)), insolvency.map(|(_, at)| at)),
        gate(Valued::Size(known.size.map(|(size, _)| size)), known.size.map(|(_, at)| at)),
        gate(band, known.credit_band.map(|(_, at)| at)).with(vec![parameter(least)]),
    ]
}

/// The rates between which a loan by reference rate saves interest, with what has to be known of the undertaking.
fn by_rate(state: &State, loan: &Loan, to: Grantee<'_>) -> Option<Trace> {
    let priced = Priced::from(to);
    let rule = value::by_rate(state, priced)?;
    let ByRate { head, formula, margin, least_band, .. } = rule;
    let known = value::known(state, to.beneficiary, priced);
    let mut inputs = gates(&known, least_band);
    inputs.push(parameter(formula));
    let base = to.member_state.and_then(|ms| state.reference.base_rate(ms, to.granted_on));
    let margin_said = if value::is_unrated(&known) {
        dated("margin", Valued::Margin(&margin.value.to_string()), margin)
    } else {
        valued("margin", Valued::NoMargin)
    };
    match base {
        Some((from, base)) => {
            let percent = base.percent.to_string();
            let base_said =
                valued("base-rate", Valued::BaseRate { percent: &percent, from }).at(base.position);
            let whole = (base.percent + margin.value).to_string();
            inputs.push(
                valued("reference-rate", Valued::ReferenceRate(&whole)).with(vec![base_said, margin_said]),
            );
        }
        None => inputs.push(margin_said),
    }
    if loan.rate_percent.is_none() {
        inputs.push(valued("not-stated", Valued::RateNotStated));
    }
    inputs.push(dated("years", Valued::FormulaYears(&rule.years(loan).to_string()), rule.years_decimals));
    Some(under(valued("saved-interest", Valued::Saved), head).with(inputs))
}

fn capital(state: &State, to: Priced) -> Option<Trace> {
    let capital = value::of_capital(state, to)?;
    let what = Valued::CapitalLimit(cents(capital.limit.value));
    Some(under(valued("capital-limit", what), capital.head).with(vec![parameter(capital.limit)]))
}

/// The formula for a loan by reference rate; `term` writes the principal as it enters.
pub(super) fn rate_formula(state: &State, loan: &Loan, to: Grantee<'_>, term: &str) -> Option<String> {
    let rule = value::by_rate(state, Priced::from(to))?;
    let (_, base) = state.reference.base_rate(to.member_state?, to.granted_on)?;
    let own = loan.rate_percent?.value();
    let years = rule.years(loan);
    Some(format!("{term} x {years} x ({} + {} - ({own})) / 100", base.percent, rule.margin.value))
}

/// The formula of a safe harbour; `term` writes the amount as it enters.
pub(super) fn formula(state: &State, form: &Form, to: Grantee<'_>, term: &str) -> Option<String> {
    let priced = Priced::from(to);
    let asked = value::asked(state, priced, form)?;
    let (amount, years) = value::pair(state, priced, &asked)?;
    let ceiling = asked.harbour.ceiling.value;
    Some(format!("{ceiling} EUR x {term} / {amount} EUR x {} / {years}", asked.years))
}
