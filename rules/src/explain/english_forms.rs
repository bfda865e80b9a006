//! English for the forms of aid that are no plain money.

use ledger::event::aid::CountsAs;
use ledger::event::undertaking::Insolvency;

use super::messages::Valued;

pub(super) fn valued(what: Valued<'_>) -> String {
    match what {
        Valued::NoPrice => "no price of a unit is stated, and none was published for this system, unit and date".to_owned(),
        Valued::NoBaseRate => "no base rate of the granting State was published for the date of the grant, or none that leaves something to divide by".to_owned(),
        Valued::NotCovered(form) => format!("no rule on record values a {form} under this regime in the way stated"),
        Valued::Barred => "outside the safe harbour this form has no figure without a risk assessment".to_owned(),
        Valued::Price { price, unit, from, method } => {
            format!("1 {unit} = {price}, published for {from} and after ({method})")
        }
        Valued::DiscountRate(percent) => {
            format!("payments to come are discounted at {percent} % a year, compounded yearly, for the days from the grant")
        }
        Valued::BaseRate { percent, from } => {
            format!("base rate of the granting State: {percent} %, published for {from} and after")
        }
        Valued::Margin(percent) => format!("on top of it: {percent} percentage points"),
        Valued::YearDays(days) => format!("a year has {days} days in this calculation"),
        Valued::Payment { due, days: 0 } => format!("due on {due}, not after the grant: worth"),
        Valued::Payment { due, days: 1 } => format!("due on {due}, 1 day after the grant: worth today"),
        Valued::Payment { due, days } => format!("due on {due}, {days} days after the grant: worth today"),
        Valued::Harbour => "within the safe harbour no risk assessment is needed: the ceiling in proportion to amount and term".to_owned(),
        Valued::Pair { amount, years, fits: true } => format!("at most EUR {amount} for at most {years} years: this fits"),
        Valued::Pair { amount, years, fits: false } => {
            format!("at most EUR {amount} for at most {years} years: this does not fit")
        }
        Valued::Ceiling(ceiling) => format!("the ceiling in the formula is EUR {ceiling}"),
        Valued::Collateral { least, met } => format!("collateral of at least {least} % of the loan: {}", met_or_not(met)),
        Valued::Cover { most, met } => {
            format!("cover of at most {most} % at any moment, losses borne in proportion: {}", met_or_not(met))
        }
        Valued::Size(None) => "the size of the undertaking is not on record, which closes nothing".to_owned(),
        Valued::Size(Some(size)) => format!("the undertaking is on record as {size}"),
        Valued::Band { band: None, least } => {
            format!("no rating is on record; a large undertaking needs {least} or better")
        }
        Valued::Band { band: Some(band), least } => {
            format!("the rating on record is {band}; a large undertaking needs {least} or better")
        }
        Valued::Insolvency(None) => "nothing is on record about insolvency, which closes nothing".to_owned(),
        Valued::Insolvency(Some(Insolvency::None)) => "on record as not insolvent".to_owned(),
        Valued::Insolvency(Some(Insolvency::Proceedings)) => "on record as in collective insolvency proceedings".to_owned(),
        Valued::Insolvency(Some(Insolvency::CriteriaMet)) => {
            "on record as meeting the criteria for collective insolvency proceedings".to_owned()
        }
        Valued::CapitalLimit(limit) => {
            format!("capital is transparent aid up to EUR {limit}; exactly so much is allowed")
        }
        Valued::Saved => "worth the interest saved against the reference rate of the day of the grant: on the whole principal, for all years, not discounted".to_owned(),
        Valued::ReferenceRate(percent) => format!("the reference rate is {percent} %"),
        Valued::NoMargin => "no margin for an undertaking of this rating is on record".to_owned(),
        Valued::RateNotStated => "the interest rate of the loan is not stated".to_owned(),
        Valued::FormulaYears(years) => format!("{years} years enter, rounded to two decimals"),
        Valued::Cap(CountsAs::Exact) => "at most the cap counts".to_owned(),
        Valued::Cap(CountsAs::Cap) => "the cap counts in full until the exact amount is binding, whatever is used of it".to_owned(),
        Valued::Cap(CountsAs::SchemeFixedSum) => "the fixed sum that the scheme announced counts, whatever is used of it".to_owned(),
        Valued::Share(percent) => format!("of this, {percent} % comes from the State or may do so, and only that counts"),
    }
}

fn met_or_not(met: bool) -> &'static str {
    if met { "this is met" } else { "this is not met" }
}
