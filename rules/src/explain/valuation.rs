//! What the aid is worth: the amounts that went in, the rates, the calculation, the rounding.

use ledger::event::aid::{Aid, Compute, CountsAs, Form, Loan, LoanMethod};
use ledger::money::{Currency, Money};
use ledger::verdict::{Figure, Flag, Outcome, Verdict};
use rust_decimal::Decimal;

use super::build::{disagreement, parameter, under};
use super::forms;
use super::reason::{Reason, step};
use crate::state::State;
use crate::value::{Aided, Grantee, Worth, by_part, currencies, discount_rate, max_age_days, value};
use crate::words::{self, Formula, Message, say};

/// On what the rates hang.
#[derive(Clone, Copy)]
pub(super) struct ValuedFor<'a> {
    pub state: &'a State,
    pub to: Grantee<'a>,
}

impl ValuedFor<'_> {
    /// The valuation that a verdict rests on; `None` where it rests on none, because something else stood in the way before.
    pub(super) fn of(self, aided: Aided<'_>, verdict: &Verdict) -> Option<Reason> {
        let without =
            matches!(verdict.outcome, Outcome::Refused | Outcome::Deferred) && verdict.gge.is_none();
        let known = || matches!(value(self.state, aided, self.to).worth, Worth::Known(_));
        (!(without && known())).then(|| self.valuation(aided, verdict.gge))
    }

    /// The valuation of aid, beside the figure that is recorded.
    fn valuation(self, aided: Aided<'_>, recorded: Option<Figure>) -> Reason {
        let aid = aided.aid;
        let valued = value(self.state, aided, self.to);
        let worth = valued.worth;
        let form = words::form(&aid.form);
        let mut inputs = pieces(aid);
        if let Worth::NoRate(currency) = worth {
            inputs.push(step("no-rate", say::no_rate(currency)).with(self.age()));
        }
        if let Worth::Known(_) = worth {
            inputs.extend(self.rates(aid));
        }
        inputs.extend(forms::workings(self.state, aided, self.to));
        if valued.flags().contains(&Flag::Interpretation) {
            inputs.push(forms::part_inside(self.state, aided.funding, self.to.into()));
        }
        inputs.extend(forms::missing(worth, &form));
        if let Worth::Known(figure) = worth {
            inputs.extend(forms::counting(self.state, aid, aided.funding, self.to.into()));
            inputs.push(step("operation", say::operation(self.operation(aided))));
            inputs.push(step("rounding", say::rounding()));
            if recorded != Some(figure) {
                inputs.push(disagreement(figure));
            }
        }
        let said = if recorded.is_some() { say::worth(form) } else { say::worth_unsettled(form) };
        step("valuation", said).with(inputs).comes_to_any(recorded)
    }

    fn rates(self, aid: &Aid) -> Vec<Reason> {
        let mut seen: Vec<Currency> = Vec::new();
        let mut rates = Vec::new();
        for currency in currencies(aid).into_iter().filter(|currency| *currency != Currency::EUR) {
            if seen.contains(&currency) {
                continue;
            }
            seen.push(currency);
            rates.extend(self.rate(currency));
        }
        rates
    }

    fn rate(self, currency: Currency) -> Option<Reason> {
        if let Some((rule, fixed)) = self.state.packs().conversion(currency, self.to.granted_on) {
            let said = say::rate_for_good(currency, fixed.value, fixed.from);
            return Some(under(step("rate", said), &rule.head).with([parameter(fixed)]));
        }
        let days = max_age_days(self.state, self.to.regime, self.to.granted_on)?;
        let (on, row) =
            self.state.reference.published_rate(self.to.member_state, currency, self.to.granted_on, days)?;
        let said = say::rate(currency, row.rate, on, &row.source);
        Some(step("rate", said).at(row.position).with(self.age()))
    }

    /// The dated parameter that says how old a rate may be.
    fn age(self) -> Option<Reason> {
        let rule = self.state.packs().forex(&self.to.regime, self.to.granted_on)?;
        let dated = rule.max_age_days.on(self.to.granted_on)?;
        Some(under(step("rate-age", say::rate_age(dated.value)), &rule.head).with([parameter(dated)]))
    }

    /// The rate that a currency enters with, where there is one that is young enough.
    fn entering(self, currency: Currency) -> Option<Decimal> {
        if let Some((_, fixed)) = self.state.packs().conversion(currency, self.to.granted_on) {
            return Some(fixed.value);
        }
        let days = max_age_days(self.state, self.to.regime, self.to.granted_on)?;
        let row =
            self.state.reference.published_rate(self.to.member_state, currency, self.to.granted_on, days);
        row.map(|(_, row)| row.rate)
    }

    /// An amount as it enters the calculation.
    fn term(self, money: Money) -> String {
        let (amount, currency) = (money.amount(), money.currency());
        if currency == Currency::EUR {
            return format!("{amount} EUR");
        }
        let rate = self.entering(currency);
        rate.map_or(format!("{amount} {currency}"), |rate| format!("{amount} {currency} / {rate}"))
    }

    /// The calculation as one line: form, cap, share.
    fn operation(self, aided: Aided<'_>) -> Message {
        let form = || self.form(aided);
        let capped = match aided.aid.cap {
            Some((_, CountsAs::Exact | CountsAs::Cap)) if by_part(&aided.aid.form) => form(),
            Some((cap, CountsAs::Exact)) => say::smaller_of(form(), Formula(self.term(cap))),
            Some((cap, CountsAs::Cap | CountsAs::SchemeFixedSum)) => say::formula(Formula(self.term(cap))),
            None => form(),
        };
        let rule = self.state.packs().funding(&self.to.regime, self.to.granted_on);
        let counts = |origin| rule.is_some_and(|rule| rule.counts(origin));
        let counted = aided.funding.iter().filter(|part| counts(part.origin));
        let percent = counted.map(|part| part.share_percent.value()).sum::<Decimal>().normalize();
        if aided.funding.is_empty() || percent == Decimal::ONE_HUNDRED {
            return capped;
        }
        say::share_of(capped, percent)
    }

    fn form(self, aided: Aided<'_>) -> Message {
        let form = &aided.aid.form;
        let less = |worth: Money, paid: Money| format!("{} - {}", self.term(worth), self.term(paid));
        let terms = match form {
            Form::Grant(grant) => self.term(grant.nominal),
            Form::Credits(credits) => less(credits.face_value, credits.price_paid),
            Form::Service(service) => less(service.market_value, service.price_paid),
            Form::Capital(capital) => self.term(capital.injection),
            Form::Compute(compute) => {
                let price = self.price(compute).map(|(price, currency)| self.priced(price, currency));
                let price = price.unwrap_or_default();
                format!("{} x {price} - {}", compute.quantity.value(), self.term(compute.price_paid))
            }
            Form::Declared(declared) => {
                let range = declared.gge_range.map(|range| [range.low, range.high]).unwrap_or_default();
                let terms = declared.gge.into_iter().chain(range.into_iter().flatten());
                terms.map(|money| self.term(money)).collect::<Vec<_>>().join("; ")
            }
            Form::Portfolio(portfolio) => self.term(portfolio.loans),
            Form::RepayableAdvance(advance) => self.term(advance.nominal),
            Form::Asset(asset) => less(asset.market_value, asset.price_paid),
            Form::IpTransfer(rights) => {
                format!("{} - {}", less(rights.value, rights.contribution), self.term(rights.remuneration))
            }
            Form::TaxRelief(relief) => self.term(relief.investment),
            Form::Loan(loan) if loan.method == LoanMethod::ReferenceRate => {
                let term = self.term(loan.principal);
                forms::rate_formula(self.state, loan, self.to, &term).unwrap_or_default()
            }
            Form::Loan(loan) => self.harboured(aided, loan.principal),
            Form::Guarantee(guarantee) => self.harboured(aided, guarantee.guaranteed),
            Form::Instalments(_) | Form::InterestSubsidy(_) => {
                let rate = discount_rate(self.state, self.to.into()).ok();
                let rate = rate.map(|rate| (rate.base.percent + rate.margin, rate.year_days));
                let (percent, days) = rate.unzip();
                return say::sum_of_discounted(percent, days.unwrap_or_default());
            }
        };
        say::formula(Formula(terms))
    }

    fn harboured(self, aided: Aided<'_>, amount: Money) -> String {
        forms::formula(self.state, aided, self.to, &self.term(amount)).unwrap_or_default()
    }

    /// The price of a unit, as stated or as published.
    fn price(self, compute: &Compute) -> Option<(Decimal, Currency)> {
        if let Some(stated) = &compute.unit_price {
            return Some((stated.rate.value(), stated.currency));
        }
        let partition = compute.partition.as_ref();
        let row = self.state.reference.price(&compute.system, partition, compute.unit, self.to.granted_on);
        row.map(|(_, row)| (row.price, row.currency))
    }

    fn priced(self, price: Decimal, currency: Currency) -> String {
        if currency == Currency::EUR {
            return format!("{price} EUR");
        }
        let rate = self.entering(currency);
        rate.map_or(format!("{price} {currency}"), |rate| format!("{price} {currency} / {rate}"))
    }
}

/// What a message says of a figure and its unit.
type Of = fn(Decimal, &str) -> Message;

fn money(of: Of, money: Money) -> Reason {
    step("input", of(money.amount(), money.currency().code()))
}

/// Time on a machine: how much of it, what a unit costs where that was stated, and what is paid for it.
fn of_compute(compute: &Compute) -> Vec<Reason> {
    let quantity = compute.quantity.value();
    let mut pieces = vec![step("input", say::input_quantity(quantity, compute.unit.as_str()))];
    if let Some(price) = &compute.unit_price {
        let rate = price.rate.value();
        pieces.push(step("input", say::input_unit_price(rate, price.currency.code())));
    }
    pieces.push(money(say::input_price_paid, compute.price_paid));
    pieces
}

fn less_paid(market_value: Money, paid: Money) -> Vec<Reason> {
    vec![money(say::input_market_value, market_value), money(say::input_price_paid, paid)]
}

fn of_loan(loan: &Loan) -> Vec<Reason> {
    let rate = loan.rate_percent.map(|rate| step("input", say::input_interest_rate(rate.value())));
    let stated = [
        money(say::input_principal, loan.principal),
        step("input", say::input_years(loan.years.value())),
        step("input", say::input_collateral(loan.collateral_percent.value())),
    ];
    stated.into_iter().chain(rate).collect()
}

/// The amounts as they were stated.
fn pieces(aid: &Aid) -> Vec<Reason> {
    let mut pieces = match &aid.form {
        Form::Grant(grant) => vec![money(say::input_nominal, grant.nominal)],
        Form::Credits(credits) => {
            vec![
                money(say::input_face_value, credits.face_value),
                money(say::input_price_paid, credits.price_paid),
            ]
        }
        Form::Service(service) => less_paid(service.market_value, service.price_paid),
        Form::Compute(compute) => of_compute(compute),
        Form::Declared(declared) => {
            let range = declared.gge_range;
            let of = |of: Of, amount: Option<Money>| amount.map(|amount| money(of, amount));
            [
                of(say::input_declared, declared.gge),
                of(say::input_low_end, range.and_then(|range| range.low)),
                of(say::input_high_end, range.and_then(|range| range.high)),
            ]
            .into_iter()
            .flatten()
            .collect()
        }
        Form::Portfolio(portfolio) => vec![
            money(say::input_portfolio, portfolio.loans),
            money(say::input_largest_loan, portfolio.largest_loan),
            step("input", say::input_cover(portfolio.cover_max_percent.value())),
        ],
        Form::RepayableAdvance(advance) => vec![
            money(say::input_nominal, advance.nominal),
            step("input", say::input_rate_on_success(advance.rate_on_success_percent.value())),
        ],
        Form::Asset(asset) => less_paid(asset.market_value, asset.price_paid),
        Form::IpTransfer(rights) => vec![
            money(say::input_market_value, rights.value),
            money(say::input_contribution, rights.contribution),
            money(say::input_price_paid, rights.remuneration),
        ],
        Form::TaxRelief(relief) => vec![
            money(say::input_investment, relief.investment),
            step("input", say::input_relief(relief.relief_percent.value())),
        ],
        Form::Capital(capital) => vec![money(say::input_injection, capital.injection)],
        Form::Loan(loan) => of_loan(loan),
        Form::Guarantee(guarantee) => vec![
            money(say::input_guaranteed, guarantee.guaranteed),
            step("input", say::input_years(guarantee.years.value())),
            step("input", say::input_cover(guarantee.cover_max_percent.value())),
        ],
        Form::Instalments(plan) | Form::InterestSubsidy(plan) => {
            plan.payments.iter().map(|payment| money(say::input_payment, payment.amount)).collect()
        }
    };
    if let Some((cap, _)) = &aid.cap {
        pieces.push(money(say::input_cap, *cap));
    }
    pieces
}
