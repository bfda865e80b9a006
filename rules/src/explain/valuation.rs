//! What the aid is worth: the amounts that went in, the rates, the calculation, the rounding.

use ledger::event::aid::{Aid, Compute, CountsAs, Form, LoanMethod};
use ledger::money::{Currency, Money};
use ledger::verdict::{Figure, Outcome, Verdict};
use rust_decimal::Decimal;

use super::build::{disagreement, parameter, under};
use super::messages::Piece;
use super::{Say, Trace, english, forms, step};
use crate::state::State;
use crate::value::{Aided, Grantee, Worth, currencies, discount_rate, max_age_days, value};

/// On what the rates hang.
#[derive(Clone, Copy)]
pub(super) struct Market<'a> {
    pub state: &'a State,
    pub to: Grantee<'a>,
}

impl Market<'_> {
    /// The valuation that a verdict rests on; `None` where it rests on none, because something else stood in the way before.
    pub(super) fn of(self, aided: Aided<'_>, verdict: &Verdict) -> Option<Trace> {
        let without =
            matches!(verdict.outcome, Outcome::Refused | Outcome::Deferred) && verdict.gge.is_none();
        let known = || matches!(value(self.state, aided, self.to).worth, Worth::Known(_));
        (!(without && known())).then(|| self.valuation(aided, verdict.gge))
    }

    /// The valuation of aid, beside the figure that is recorded.
    fn valuation(self, aided: Aided<'_>, recorded: Option<Figure>) -> Trace {
        let aid = aided.aid;
        let worth = value(self.state, aided, self.to).worth;
        let form = aid.form.word();
        let mut inputs = pieces(aid);
        if let Worth::NoRate(currency) = worth {
            inputs.push(step("no-rate", Say::NoRate(currency)).with(self.age().into_iter().collect()));
        }
        if let Worth::Known(_) = worth {
            inputs.extend(self.rates(aid));
        }
        inputs.extend(forms::workings(self.state, &aid.form, self.to));
        inputs.extend(forms::missing(worth, form));
        if let Worth::Known(figure) = worth {
            inputs.extend(forms::counting(self.state, aid, aided.funding, self.to.into()));
            inputs.push(step("operation", Say::Operation(&self.operation(aided))));
            inputs.push(step("rounding", Say::Rounding));
            if recorded != Some(figure) {
                inputs.push(disagreement(&english::amount(figure)));
            }
        }
        let worth = step("valuation", Say::Worth(form, recorded)).with(inputs);
        recorded.map_or(worth.clone(), |figure| worth.comes_to(figure))
    }

    fn rates(self, aid: &Aid) -> Vec<Trace> {
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

    fn rate(self, currency: Currency) -> Option<Trace> {
        let days = max_age_days(self.state, self.to.regime, self.to.granted_on)?;
        let (on, row) =
            self.state.reference.published_rate(self.to.member_state, currency, self.to.granted_on, days)?;
        let rate = row.rate.to_string();
        let said = Say::Rate { currency, rate: &rate, on, source: &row.source };
        Some(step("rate", said).at(row.position).with(self.age().into_iter().collect()))
    }

    /// The dated parameter that says how old a rate may be.
    fn age(self) -> Option<Trace> {
        let rule = self.state.packs().forex(&self.to.regime, self.to.granted_on)?;
        let dated = rule.max_age_days.on(self.to.granted_on)?;
        Some(under(step("rate-age", Say::RateAge(dated.value)), &rule.head).with(vec![parameter(dated)]))
    }

    /// The rate that a currency enters with, where there is one that is young enough.
    fn entering(self, currency: Currency) -> Option<Decimal> {
        let days = max_age_days(self.state, self.to.regime, self.to.granted_on)?;
        let row = self.state.reference.published_rate(self.to.member_state, currency, self.to.granted_on, days);
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
    fn operation(self, aided: Aided<'_>) -> String {
        let form = || self.form(&aided.aid.form);
        let capped = match aided.aid.cap {
            Some((cap, CountsAs::Exact)) => format!("the smaller of {} and {}", form(), self.term(cap)),
            Some((cap, CountsAs::Cap | CountsAs::SchemeFixedSum)) => self.term(cap),
            None => form(),
        };
        let rule = self.state.packs().funding(&self.to.regime, self.to.granted_on);
        let counts = |origin| rule.is_some_and(|rule| rule.counts(origin));
        let counted = aided.funding.iter().filter(|part| counts(part.origin));
        let percent = counted.map(|part| part.share_percent.value()).sum::<Decimal>().normalize();
        if aided.funding.is_empty() || percent == Decimal::ONE_HUNDRED {
            return capped;
        }
        format!("({capped}) x {percent} %")
    }

    fn form(self, form: &Form) -> String {
        let less = |worth: Money, paid: Money| format!("{} - {}", self.term(worth), self.term(paid));
        match form {
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
            Form::Loan(loan) if loan.method == LoanMethod::ReferenceRate => {
                let term = self.term(loan.principal);
                forms::rate_formula(self.state, loan, self.to, &term).unwrap_or_default()
            }
            Form::Loan(loan) => self.harboured(form, loan.principal),
            Form::Guarantee(guarantee) => self.harboured(form, guarantee.guaranteed),
            Form::Instalments(_) | Form::InterestSubsidy(_) => {
                let rate = discount_rate(self.state, self.to.into()).ok();
                let rate = rate.map(|rate| ((rate.base.percent + rate.margin).to_string(), rate.year_days));
                let (percent, days) = rate.unwrap_or_default();
                format!("the sum of amount / (1 + {percent} %)^(days / {days})")
            }
        }
    }

    fn harboured(self, form: &Form, amount: Money) -> String {
        forms::formula(self.state, form, self.to, &self.term(amount)).unwrap_or_default()
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

fn money(what: Piece, money: Money) -> Trace {
    step("input", Say::Amount(what, &money.amount().to_string(), money.currency().code()))
}

fn quantity(what: Piece, value: Decimal, unit: &str) -> Trace {
    step("input", Say::Amount(what, &value.to_string(), unit))
}

/// The amounts as they were stated.
fn pieces(aid: &Aid) -> Vec<Trace> {
    let mut pieces = match &aid.form {
        Form::Grant(grant) => vec![money(Piece::Nominal, grant.nominal)],
        Form::Credits(credits) => {
            vec![money(Piece::FaceValue, credits.face_value), money(Piece::PricePaid, credits.price_paid)]
        }
        Form::Service(service) => {
            vec![money(Piece::MarketValue, service.market_value), money(Piece::PricePaid, service.price_paid)]
        }
        Form::Compute(compute) => {
            let mut pieces = vec![quantity(Piece::Quantity, compute.quantity.value(), compute.unit.as_str())];
            if let Some(price) = &compute.unit_price {
                let rate = price.rate.value().to_string();
                pieces.push(step("input", Say::Amount(Piece::UnitPrice, &rate, price.currency.code())));
            }
            pieces.push(money(Piece::PricePaid, compute.price_paid));
            pieces
        }
        Form::Declared(declared) => {
            let range = declared.gge_range;
            let of = |what: Piece, amount: Option<Money>| amount.map(|amount| money(what, amount));
            [
                of(Piece::Declared, declared.gge),
                of(Piece::LowEnd, range.and_then(|range| range.low)),
                of(Piece::HighEnd, range.and_then(|range| range.high)),
            ]
            .into_iter()
            .flatten()
            .collect()
        }
        Form::Capital(capital) => vec![money(Piece::Injection, capital.injection)],
        Form::Loan(loan) => {
            let rate = loan.rate_percent.map(|rate| quantity(Piece::InterestRate, rate.value(), "%"));
            let stated = [
                money(Piece::Principal, loan.principal),
                quantity(Piece::Years, loan.years.value(), "years"),
                quantity(Piece::Collateral, loan.collateral_percent.value(), "%"),
            ];
            stated.into_iter().chain(rate).collect()
        }
        Form::Guarantee(guarantee) => vec![
            money(Piece::Guaranteed, guarantee.guaranteed),
            quantity(Piece::Years, guarantee.years.value(), "years"),
            quantity(Piece::Cover, guarantee.cover_max_percent.value(), "%"),
        ],
        Form::Instalments(plan) | Form::InterestSubsidy(plan) => {
            plan.payments.iter().map(|payment| money(Piece::Payment, payment.amount)).collect()
        }
    };
    if let Some((cap, _)) = &aid.cap {
        pieces.push(money(Piece::Cap, *cap));
    }
    pieces
}
