//! A question and its answer as plain JSON, for other implementations to be held against.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use num_rational::BigRational;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Exact, NoQuestion};

use rules::size::{
    Accounts, Answer, Class, Control, Enterprise, Facts, Holder, Holding, Law, Limits, LocalAuthority,
    MONTHS_OF_YEAR, Market, Name, Readings, Relation, Role, judge,
};

#[derive(Deserialize)]
struct PlainAccounts {
    year: i32,
    closed_on: NaiveDate,
    approved_on: Option<NaiveDate>,
    months: Option<u32>,
    #[serde(default)]
    estimate: bool,
    awu: Exact,
    turnover: Option<Exact>,
    balance_sheet: Option<Exact>,
    #[serde(default)]
    consolidates: Vec<Name>,
}

#[derive(Deserialize)]
struct PlainEnterprise {
    #[serde(default)]
    natural_person: bool,
    established_on: Option<NaiveDate>,
    stated_size: Option<String>,
    #[serde(default)]
    accounts: Vec<PlainAccounts>,
}

#[derive(Deserialize)]
struct PlainAuthority {
    budget: Exact,
    inhabitants: Exact,
}

#[derive(Deserialize)]
struct PlainHolding {
    holder: Name,
    held: Name,
    capital: Exact,
    votes: Exact,
    kind: String,
    from: NaiveDate,
    invested: Option<Exact>,
    local_authority: Option<PlainAuthority>,
    acting_jointly: Option<Name>,
}

#[derive(Deserialize)]
struct PlainLink {
    controller: Name,
    controlled: Name,
    kind: String,
    from: NaiveDate,
    until: Option<NaiveDate>,
}

#[derive(Deserialize)]
struct PlainMarket {
    a: Name,
    b: Name,
    relation: String,
    from: NaiveDate,
}

#[derive(Deserialize)]
struct PlainLaw {
    micro_heads: Exact,
    micro_turnover: Exact,
    micro_balance: Exact,
    small_heads: Exact,
    small_turnover: Exact,
    small_balance: Exact,
    medium_heads: Exact,
    medium_turnover: Exact,
    medium_balance: Exact,
    partner_percent: Exact,
    public_percent: Exact,
    angels_less_than: Exact,
    local_budget_less_than: Exact,
    local_inhabitants_less_than: Exact,
    periods: u32,
    latest_within_years: u32,
    estimate_years: u32,
    status_kept_on_acquisition: bool,
    status_gained_at_once_on_sale: bool,
    each_threshold_alone: bool,
}

#[derive(Deserialize)]
struct PlainFacts {
    undertaking: Name,
    on: NaiveDate,
    enterprises: BTreeMap<Name, PlainEnterprise>,
    holdings: Vec<PlainHolding>,
    links: Vec<PlainLink>,
    markets: Vec<PlainMarket>,
    law: PlainLaw,
}

fn unknown(word: &str) -> NoQuestion {
    format!("`{word}` is no word that is known here").into()
}

fn some(figure: Option<Exact>) -> Option<BigRational> {
    figure.map(|figure| figure.0)
}

impl PlainAccounts {
    fn accounts(self) -> Accounts {
        Accounts {
            year: self.year,
            closed_on: self.closed_on,
            approved_on: self.approved_on,
            months: self.months.unwrap_or(MONTHS_OF_YEAR),
            is_estimate: self.estimate,
            heads: self.awu.0,
            turnover: some(self.turnover),
            balance: some(self.balance_sheet),
            consolidates: self.consolidates.into_iter().collect(),
        }
    }
}

impl PlainEnterprise {
    fn enterprise(self) -> Result<Enterprise, NoQuestion> {
        let word = |text: String| text.parse().map_err(|_| unknown(&text));
        let accounts = self.accounts.into_iter().map(|one| (one.year, one.accounts()));
        Ok(Enterprise {
            is_person: self.natural_person,
            established_on: self.established_on,
            stated: self.stated_size.map(word).transpose()?,
            accounts: accounts.collect(),
        })
    }
}

impl PlainHolding {
    fn holding(self) -> Result<Holding, NoQuestion> {
        let local = self.local_authority;
        let local = local.map(|one| LocalAuthority { budget: one.budget.0, inhabitants: one.inhabitants.0 });
        Ok(Holding {
            holder: self.holder,
            held: self.held,
            capital: self.capital.0,
            votes: self.votes.0,
            kind: Holder::of(self.kind.parse().map_err(|_| unknown(&self.kind))?),
            from: self.from,
            invested: some(self.invested),
            local_authority: local,
            acting_jointly: self.acting_jointly,
        })
    }
}

impl PlainLink {
    fn link(self) -> Result<Control, NoQuestion> {
        Ok(Control {
            controller: self.controller,
            controlled: self.controlled,
            kind: self.kind.parse().map_err(|_| unknown(&self.kind))?,
            from: self.from,
            until: self.until,
        })
    }
}

impl PlainMarket {
    fn market(self) -> Result<Market, NoQuestion> {
        let relation = self.relation.parse().map_err(|_| unknown(&self.relation))?;
        let relation = Relation::of(relation);
        Ok(Market { a: self.a, b: self.b, relation, from: self.from })
    }
}

impl PlainLaw {
    fn law(self) -> Law {
        let limits = |heads: Exact, turnover: Exact, balance: Exact| Limits {
            heads: heads.0,
            turnover: turnover.0,
            balance: balance.0,
        };
        Law {
            micro: limits(self.micro_heads, self.micro_turnover, self.micro_balance),
            small: limits(self.small_heads, self.small_turnover, self.small_balance),
            medium: limits(self.medium_heads, self.medium_turnover, self.medium_balance),
            partner: self.partner_percent.0,
            public: self.public_percent.0,
            angels: self.angels_less_than.0,
            budget: self.local_budget_less_than.0,
            inhabitants: self.local_inhabitants_less_than.0,
            periods: self.periods,
            latest_within_years: self.latest_within_years,
            estimate_years: self.estimate_years,
            rate_age_days: 0,
            readings: Readings {
                status_kept_on_acquisition: self.status_kept_on_acquisition,
                status_gained_at_once_on_sale: self.status_gained_at_once_on_sale,
                each_threshold_alone: self.each_threshold_alone,
                rate_of_closing_day: true,
            },
        }
    }
}

/// Answers a question: figures as fractions, lines in the order of names and roles.
///
/// # Errors
/// A text that is no question.
pub fn answer(text: &str) -> Result<Value, NoQuestion> {
    let plain: PlainFacts = serde_json::from_str(text)?;
    let law = plain.law.law();
    let enterprises = plain.enterprises.into_iter().map(|(name, one)| Ok((name, one.enterprise()?)));
    let facts = Facts {
        undertaking: plain.undertaking,
        on: plain.on,
        enterprises: enterprises.collect::<Result<_, NoQuestion>>()?,
        holdings: plain.holdings.into_iter().map(PlainHolding::holding).collect::<Result<_, _>>()?,
        links: plain.links.into_iter().map(PlainLink::link).collect::<Result<_, _>>()?,
        markets: plain.markets.into_iter().map(PlainMarket::market).collect::<Result<_, _>>()?,
    };
    Ok(shape(&judge(&facts, &law)))
}

/// `3/4`, or `3`.
fn ratio(figure: &BigRational) -> String {
    figure.to_string()
}

fn shape(answer: &Answer) -> Value {
    let words = |classes: &std::collections::BTreeSet<Class>| -> Vec<&str> {
        classes.iter().map(|class| class.as_str()).collect()
    };
    let mut lines: Vec<(&str, Role, String, Option<i32>)> = answer
        .lines
        .iter()
        .map(|line| (line.name.as_str(), line.role, ratio(&line.percent), line.year))
        .collect();
    lines.sort();
    json!({
        "class": answer.class,
        "best": answer.best,
        "worst": answer.worst,
        "of_the_day": words(&answer.of_the_day),
        "at_closing": words(&answer.at_closing),
        "barred": answer.barred,
        "perhaps_barred": answer.perhaps_barred,
        "more_than_whole": answer.more_than_whole,
        "contradicted": answer.contradicted,
        "awu": ratio(&answer.figures.heads),
        "turnover": ratio(&answer.figures.turnover),
        "balance_sheet": ratio(&answer.figures.balance),
        "complete": answer.is_complete,
        "lines": lines,
    })
}
