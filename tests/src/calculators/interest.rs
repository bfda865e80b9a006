//! Recovery interest as plain JSON.

use chrono::NaiveDate;
use num_rational::BigRational;
use rules::value::interest::{
    BaseRates, Disposal, InterestLaw, NoInterest, Payment, Recovery, owed, principal_left,
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Exact, NoQuestion, cents};

#[derive(Deserialize)]
struct PlainDisposal {
    amount: Exact,
    on: NaiveDate,
}

#[derive(Deserialize)]
struct PlainPayment {
    principal: Exact,
    interest: Exact,
    on: NaiveDate,
}

#[derive(Deserialize)]
struct Row {
    member_state: String,
    from: NaiveDate,
    percent: Exact,
}

#[derive(Deserialize)]
struct PlainLaw {
    margin_percent: Exact,
    never_below_zero: bool,
    february_28: bool,
    credited_as_stated: bool,
}

#[derive(Deserialize)]
struct Order {
    disposals: Vec<PlainDisposal>,
    payments: Vec<PlainPayment>,
    rates: Vec<Row>,
    member_state: String,
    day_count: String,
    on: NaiveDate,
    law: PlainLaw,
}

impl BaseRates for Order {
    fn on(&self, day: NaiveDate) -> Option<(NaiveDate, BigRational)> {
        let own = self.rates.iter().filter(|row| row.member_state == self.member_state && row.from <= day);
        own.max_by_key(|row| row.from).map(|row| (row.from, row.percent.0.clone()))
    }
}

/// Answers a question.
///
/// # Errors
/// A text that is none.
pub fn answer(text: &str) -> Result<Value, NoQuestion> {
    let order: Order = serde_json::from_str(text)?;
    let recovery = Recovery {
        disposals: order
            .disposals
            .iter()
            .map(|one| Disposal { amount: one.amount.0.clone(), on: one.on })
            .collect(),
        payments: order
            .payments
            .iter()
            .map(|one| Payment {
                principal: one.principal.0.clone(),
                interest: one.interest.0.clone(),
                on: one.on,
            })
            .collect(),
        day_count: order.day_count.parse(),
    };
    let law = InterestLaw {
        margin: order.law.margin_percent.0.clone(),
        never_below_zero: order.law.never_below_zero,
        february_28: order.law.february_28,
        credited_as_stated: order.law.credited_as_stated,
        commission_only: true,
    };
    Ok(match owed(&recovery, order.on, &order, &law) {
        Ok(sum) => {
            let total = cents(&(&sum.principal + &sum.interest));
            let principal = cents(&sum.principal);
            json!({
                "principal": principal.to_string(),
                "interest": (total - principal).to_string(),
                "owed": total.to_string(),
                "overpaid": cents(&sum.overpaid).to_string(),
                "why": null,
            })
        }
        Err(why) => json!({
            "principal": cents(&principal_left(&recovery, order.on)).to_string(),
            "interest": null,
            "owed": null,
            "overpaid": null,
            "why": match why {
                NoInterest::NoRate(day) => format!("no rate on {day}"),
                NoInterest::NoDayCount(count) => format!("no day count {count}"),
            },
        }),
    })
}
