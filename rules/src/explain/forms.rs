//! How loans, guarantees, payments to come, capital and computing time are valued: each figure with where it stands.

use ledger::event::aid::{Aid, Compute, CountsAs, Form, Funding, Loan, LoanMethod, Payment};
use ledger::event::undertaking::{CreditBand, Insolvency};
use ledger::money::Cents;
use num_rational::BigRational;
use rust_decimal::Decimal;

use super::build::{parameter, under};
use super::reason::{Reason, step};
use crate::pack::Entry;
use crate::state::{Known, State};
use crate::value::{self, Aided, ByRate, Grantee, Priced, Worth};
use crate::words::{self, Formula, Message, say};

/// The tables, rates and gates that a form hangs on.
pub(super) fn workings(state: &State, aided: Aided<'_>, to: Grantee<'_>) -> Vec<Reason> {
    let priced = Priced::from(to);
    let form = &aided.aid.form;
    match form {
        Form::Compute(compute) => price(state, compute, priced).into_iter().collect(),
        Form::Instalments(plan) | Form::InterestSubsidy(plan) => discounted(state, &plan.payments, priced),
        Form::Loan(loan) if loan.method == LoanMethod::ReferenceRate => {
            by_rate(state, loan, to).into_iter().collect()
        }
        Form::Loan(_) | Form::Guarantee(_) => harbour(state, aided, to).into_iter().collect(),
        Form::Capital(_) => capital(state, priced).into_iter().collect(),
        Form::Grant(_)
        | Form::Credits(_)
        | Form::Service(_)
        | Form::Portfolio(_)
        | Form::RepayableAdvance(_)
        | Form::Asset(_)
        | Form::IpTransfer(_)
        | Form::TaxRelief(_)
        | Form::Declared(_) => Vec::new(),
    }
}

/// The share of the State's money; all of it where no pack says whose counts.
fn share(state: &State, funding: &[Funding], to: Priced) -> BigRational {
    value::share(state, funding, to).unwrap_or_else(|_| BigRational::from_integer(1.into()))
}

/// That the State's part is inside the limits and the whole outside, where that was found (F16).
pub(super) fn part_inside(state: &State, funding: &[Funding], to: Priced) -> Reason {
    step("part-inside", say::part_inside(percent_of_the_state(state, funding, to)))
}

fn percent_of_the_state(state: &State, funding: &[Funding], to: Priced) -> Decimal {
    let rule = state.packs().funding(&to.regime, to.granted_on);
    let counted = funding.iter().filter(|part| rule.is_some_and(|rule| rule.counts(part.origin)));
    counted.map(|part| part.share_percent.value()).sum::<Decimal>().normalize()
}

/// Cap and share of the State's money.
pub(super) fn counting(state: &State, aid: &Aid, funding: &[Funding], to: Priced) -> Vec<Reason> {
    // Of these a cap says nothing, unless a scheme announced it as a fixed sum.
    let without = |counts_as| counts_as != CountsAs::SchemeFixedSum && value::by_part(&aid.form);
    let cap = aid.cap.filter(|(_, counts_as)| !without(*counts_as)).map(|(_, counts_as)| match counts_as {
        CountsAs::Exact => say::cap_exact(),
        CountsAs::Cap => say::cap_in_full(),
        CountsAs::SchemeFixedSum => say::cap_fixed_sum(),
    });
    let rule = state.packs().funding(&to.regime, to.granted_on);
    let percent = percent_of_the_state(state, funding, to);
    let partly = !funding.is_empty() && percent != Decimal::ONE_HUNDRED;
    let share = partly.then(|| step("share", say::share(percent)));
    let share = share.map(|share| match rule {
        Some(rule) => under(share, &rule.head),
        None => share,
    });
    let limit = value::of_caps(state, to).filter(|_| aid.cap.is_some() && !value::by_part(&aid.form));
    let limit = limit.map(|limit| {
        let said = say::cap_limit(cents(limit.limit.value));
        under(step("cap-limit", said), limit.head).with([parameter(limit.limit)])
    });
    cap.map(|cap| step("cap", cap).with(limit)).into_iter().chain(share).collect()
}

/// Why there is no figure.
pub(super) fn missing(worth: Worth, form: &Message) -> Option<Reason> {
    match worth {
        Worth::NoPrice => Some(step("no-price", say::no_price())),
        Worth::NoBaseRate => Some(step("no-base-rate", say::no_base_rate())),
        Worth::NotTransparent => Some(step("not-transparent", say::not_transparent())),
        Worth::NotCovered => Some(step("not-covered", say::not_covered(form.clone()))),
        Worth::Barred => Some(step("barred", say::barred())),
        Worth::NotJudged => Some(step("not-judged", say::not_judged(form.clone()))),
        Worth::TooLarge => Some(step("too-large", say::too_large())),
        Worth::Known(_) | Worth::NoRate(_) => None,
    }
}

/// The published price of a unit, where the statement has none of its own.
fn price(state: &State, compute: &Compute, to: Priced) -> Option<Reason> {
    if compute.unit_price.is_some() {
        return None;
    }
    let (from, row) =
        state.reference.price(&compute.system, compute.partition.as_ref(), compute.unit, to.granted_on)?;
    let price = Formula(format!("{} {}", row.price, row.currency));
    let said = say::price(price, compute.unit.as_str(), from, &row.method);
    Some(step("price", said).at(row.position))
}

/// The discount rate, and what each payment is worth on the day of the grant.
fn discounted(state: &State, payments: &[Payment], to: Priced) -> Vec<Reason> {
    let Ok(rate) = value::discount_rate(state, to) else { return Vec::new() };
    let on = to.granted_on;
    let of_rule = |kind, message: Message, dated: Option<Reason>| {
        under(step(kind, message).with(dated), &rate.rule.head)
    };
    let margin = rate.rule.margin_percent.on(on).map(parameter);
    let year = rate.rule.year_days.on(on).map(parameter);
    let inputs = vec![
        step("base-rate", say::base_rate(rate.base.percent, rate.from)).at(rate.base.position),
        of_rule("margin", say::margin(rate.margin), margin),
        of_rule("year", say::year_days(rate.year_days), year),
    ];
    let percent = rate.base.percent + rate.margin;
    let mut steps = vec![step("discount-rate", say::discount_rate(percent)).with(inputs)];
    steps.extend(payments.iter().map(|payment| {
        let due = payment.due.date();
        let said = step("payment", say::payment(due, value::days(on, due)));
        match value::present(state, to, &rate, payment) {
            Some(cents) => said.in_euro(cents),
            None => said,
        }
    }));
    steps
}

fn cents(euro: Decimal) -> Cents {
    let whole = euro.checked_mul(Decimal::ONE_HUNDRED).unwrap_or_default().trunc();
    Cents(i128::try_from(whole).unwrap_or(0))
}

/// The gates and pairs of the safe harbour that a loan or guarantee invokes.
fn harbour(state: &State, aided: Aided<'_>, to: Grantee<'_>) -> Option<Reason> {
    let (priced, form) = (Priced::from(to), &aided.aid.form);
    let Some(asked) = value::asked(state, priced, form) else {
        // By another method the gates stand before it all the same.
        let least = value::gate(state, priced, form)?;
        let known = value::known(state, to.beneficiary, priced);
        return Some(step("gates", say::gates()).with(gates(&known, least)));
    };
    let pair = value::pair(state, priced, &asked, &share(state, aided.funding, priced));
    let limit = asked.harbour.percent.value;
    let condition = match form {
        Form::Loan(_) => say::collateral(limit, asked.meets),
        _ => say::cover(limit, asked.meets),
    };
    let known = value::known(state, to.beneficiary, priced);
    let mut inputs = gates(&known, asked.harbour.least_band);
    inputs.push(step("gate", condition).with([parameter(asked.harbour.percent)]));
    for (amount, years) in [asked.harbour.short, asked.harbour.long] {
        let fits = pair == Some((amount.value, years.value));
        let said = say::pair(cents(amount.value), years.value, fits);
        inputs.push(step("pair", said).with([parameter(amount), parameter(years)]));
        if fits {
            break;
        }
    }
    let ceiling = say::formula_ceiling(cents(asked.harbour.ceiling.value));
    inputs.push(step("ceiling", ceiling).with([parameter(asked.harbour.ceiling)]));
    Some(under(step("safe-harbour", say::safe_harbour()), asked.harbour.head).with(inputs))
}

/// What is known of the undertaking, each with the statement it rests on.
fn gates(known: &Known, least: &Entry<CreditBand>) -> Vec<Reason> {
    let insolvency = match known.insolvency.map(|(insolvency, _)| insolvency) {
        None => say::insolvency_unknown(),
        Some(Insolvency::None) => say::insolvency_none(),
        Some(Insolvency::Proceedings) => say::insolvency_proceedings(),
        Some(Insolvency::CriteriaMet) => say::insolvency_criteria_met(),
    };
    let size = say::size(known.size.map(|(size, _)| words::size(size)));
    let band = say::band(known.credit_band.map(|(band, _)| band), least.value);
    vec![
        step("gate", insolvency).at_any(known.insolvency.map(|(_, at)| at)),
        step("gate", size).at_any(known.size.map(|(_, at)| at)),
        step("gate", band).at_any(known.credit_band.map(|(_, at)| at)).with([parameter(least)]),
    ]
}

/// The rates between which a loan by reference rate saves interest, with what has to be known of the undertaking.
fn by_rate(state: &State, loan: &Loan, to: Grantee<'_>) -> Option<Reason> {
    let priced = Priced::from(to);
    let rule = value::by_rate(state, priced)?;
    let ByRate { head, formula, margin, least_band, .. } = rule;
    let known = value::known(state, to.beneficiary, priced);
    let mut inputs = gates(&known, least_band);
    inputs.push(parameter(formula));
    let base =
        to.member_state.and_then(|member_state| state.reference.base_rate(member_state, to.granted_on));
    let margin_said = if value::is_unrated(&known) {
        step("margin", say::margin(margin.value)).with([parameter(margin)])
    } else {
        step("margin", say::no_margin())
    };
    match base {
        Some((from, base)) => {
            let base_said = step("base-rate", say::base_rate(base.percent, from)).at(base.position);
            let whole = say::reference_rate(base.percent + margin.value);
            inputs.push(step("reference-rate", whole).with([base_said, margin_said]));
        }
        None => inputs.push(margin_said),
    }
    if loan.rate_percent.is_none() {
        inputs.push(step("not-stated", say::rate_not_stated()));
    }
    let years = step("years", say::formula_years(rule.years(loan), rule.years_decimals.value))
        .with([parameter(rule.years_decimals)]);
    inputs.push(years);
    Some(under(step("saved-interest", say::saved_interest()), head).with(inputs))
}

fn capital(state: &State, to: Priced) -> Option<Reason> {
    let capital = value::of_capital(state, to)?;
    let limit = say::capital_limit(cents(capital.limit.value));
    Some(under(step("capital-limit", limit), capital.head).with([parameter(capital.limit)]))
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
pub(super) fn formula(state: &State, aided: Aided<'_>, to: Grantee<'_>, term: &str) -> Option<String> {
    let priced = Priced::from(to);
    let asked = value::asked(state, priced, &aided.aid.form)?;
    let (amount, years) = value::pair(state, priced, &asked, &share(state, aided.funding, priced))?;
    let ceiling = asked.harbour.ceiling.value;
    Some(format!("{ceiling} EUR x {term} / {amount} EUR x {} / {years}", asked.years))
}
