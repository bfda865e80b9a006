//! The answer, in figures and in sentences.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use num_rational::BigRational;
use serde::Serialize;

use super::facts::Name;
use super::figures::Figures;
use super::law::{Class, Within};
use super::sum::{Line, Role};
use crate::value::shown;
use crate::words::{Formula, Language, Message, say};

/// Decimals of an amount of money.
const CENT_DECIMALS: u32 = 2;

/// What is not on record, and might change the class.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Missing {
    /// Accounts of the enterprise asked for.
    OwnAccounts,
    /// Accounts of a linked enterprise or a partner for the latest period.
    Accounts(Name),
    /// Accounts of others for the period of this year.
    Period(i32),
    /// A period of the enterprise asked for between or after those on record.
    OwnPeriod,
    /// A rate at which somebody's accounts come to euro.
    ExchangeRate(Name),
    /// Whether two enterprises of the same persons are in the same or an adjacent market.
    Market(Name, Name),
    /// Budget and inhabitants of a local authority that holds in it.
    LocalAuthority(Name),
    /// What business angels have invested in an enterprise.
    Invested(Name),
}

impl Missing {
    fn message(&self) -> Message {
        match self {
            Self::OwnAccounts => say::size_missing_own(),
            Self::Accounts(name) => say::size_missing_accounts(name),
            Self::Period(year) => say::size_missing_period(&year.to_string()),
            Self::OwnPeriod => say::size_missing_own_period(),
            Self::ExchangeRate(name) => say::size_missing_rate(name),
            Self::Market(one, other) => say::size_missing_market(one, other),
            Self::LocalAuthority(name) => say::size_missing_authority(name),
            Self::Invested(name) => say::size_missing_invested(name),
        }
    }
}

/// A period of the enterprise asked for, with others added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeriodLine {
    /// The year of its accounts; `None` where it is not on record.
    pub year: Option<i32>,
    /// Its last day.
    pub closed_on: Option<NaiveDate>,
    /// Whether it is an estimate.
    pub is_estimate: bool,
    /// The sum by the structure of the day asked for.
    pub of_the_day: Option<Figures>,
    /// The sum by the structure of its last day.
    pub at_closing: Option<Figures>,
    /// Of micro, small and medium: whether the sum of the day is within.
    pub within: Option<Vec<Within>>,
}

/// The class of an enterprise with all that says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Whose.
    pub undertaking: Name,
    /// On which day.
    pub on: NaiveDate,
    /// The class; `None` where it can't be told from what is on record.
    pub class: Option<Class>,
    /// The smallest class that is possible.
    pub best: Class,
    /// The largest.
    pub worst: Class,
    /// The classes possible by the structure of the day asked for.
    pub of_the_day: BTreeSet<Class>,
    /// The classes possible by the structure of each period's last day.
    pub at_closing: BTreeSet<Class>,
    /// Percent of capital and votes in public hands.
    pub public_parts: Option<(BigRational, BigRational)>,
    /// Whether public hands bar.
    pub barred: bool,
    /// Whether they might.
    pub perhaps_barred: bool,
    /// In whom more is held than there is.
    pub more_than_whole: BTreeSet<Name>,
    /// The class that somebody stated.
    pub stated: Option<Class>,
    /// Whether the class rests on a statement alone.
    pub declared: bool,
    /// Whether the accounts give another class than the one stated.
    pub contradicted: bool,
    /// The sum of the latest period.
    pub figures: Figures,
    /// Whether nothing is missing in it; else it is at least so much.
    pub is_complete: bool,
    /// The periods, oldest first.
    pub periods: Vec<PeriodLine>,
    /// The sum of the latest period, line by line.
    pub lines: Vec<Line>,
    /// What is missing.
    pub missing: Vec<Missing>,
}

/// A sum as it is printed: work units exactly, money rounded half-up to the cent once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ToldFigures {
    /// Annual work units.
    pub awu: String,
    /// Euro.
    pub turnover: String,
    /// Euro.
    pub balance_sheet: String,
    /// Whether nothing is missing; else it is at least so much.
    pub complete: bool,
}

/// A line as it is printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ToldLine {
    /// Who.
    pub undertaking: String,
    /// As what.
    pub role: Role,
    /// At which percentage.
    pub percent: String,
    /// The year of the accounts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year: Option<i32>,
    /// Its own figures, before the percentage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub own: Option<ToldFigures>,
    /// In words.
    pub text: String,
}

/// A period as it is printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ToldPeriod {
    /// The year of the accounts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year: Option<i32>,
    /// Its last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_on: Option<NaiveDate>,
    /// Whether it is an estimate.
    pub estimate: bool,
    /// The sum by the structure of the day asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of_the_day: Option<ToldFigures>,
    /// The sum by the structure of its last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_closing: Option<ToldFigures>,
    /// In words.
    pub text: String,
}

/// The answer as it is printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Told {
    /// Whose class.
    pub undertaking: String,
    /// On which day.
    pub on: NaiveDate,
    /// The class; `null` where it can't be told.
    pub class: Option<Class>,
    /// The smallest class that is possible.
    pub best: Class,
    /// The largest.
    pub worst: Class,
    /// By the structure of the day asked for.
    pub of_the_day: BTreeSet<Class>,
    /// By the structure of each period's last day.
    pub at_closing: BTreeSet<Class>,
    /// Whether public hands bar.
    pub barred: bool,
    /// Whether they might.
    pub perhaps_barred: bool,
    /// In whom more is held than there is.
    pub more_than_whole: Vec<String>,
    /// The class that somebody stated.
    pub stated: Option<Class>,
    /// Whether the class rests on a statement alone.
    pub declared: bool,
    /// Whether the accounts give another class than the one stated.
    pub contradicted: bool,
    /// The sum of the latest period.
    pub figures: ToldFigures,
    /// The same, line by line.
    pub lines: Vec<ToldLine>,
    /// The periods, oldest first.
    pub periods: Vec<ToldPeriod>,
    /// What is missing, in words.
    pub missing: Vec<String>,
    /// The reasons, in words.
    pub reasons: Vec<String>,
}

fn figures(figures: &Figures, is_complete: bool) -> ToldFigures {
    ToldFigures {
        awu: shown::exact(&figures.heads),
        turnover: shown::rounded(&figures.turnover, CENT_DECIMALS),
        balance_sheet: shown::rounded(&figures.balance, CENT_DECIMALS),
        complete: is_complete,
    }
}

fn sum_said(told: &ToldFigures) -> Message {
    let [awu, turnover, balance] =
        [&told.awu, &told.turnover, &told.balance_sheet].map(|figure| Formula(figure.clone()));
    say::size_sum(awu, turnover, balance, told.complete)
}

fn class_said(class: Class) -> Message {
    match class {
        Class::Micro => say::class_micro(),
        Class::Small => say::class_small(),
        Class::Medium => say::class_medium(),
        Class::Large => say::class_large(),
    }
}

fn classes_said(classes: &BTreeSet<Class>, language: Language) -> String {
    let words: Vec<String> = classes.iter().map(|class| class_said(*class).text(language)).collect();
    words.join(", ")
}

impl Answer {
    fn verdict(&self) -> Message {
        let name = &self.undertaking;
        match self.class {
            Some(class) => say::size_class(name, self.on, class_said(class)),
            None => say::size_open(name, self.on, class_said(self.best), class_said(self.worst)),
        }
    }

    fn reasons(&self, language: Language) -> Vec<Message> {
        let mut reasons = Vec::new();
        if self.barred || self.perhaps_barred {
            let parts = self.public_parts.as_ref();
            let (capital, votes) = parts
                .map(|(capital, votes)| (shown::exact(capital), shown::exact(votes)))
                .unwrap_or_default();
            reasons.push(say::size_public(Formula(capital), Formula(votes), self.barred));
        }
        if self.declared {
            reasons.push(say::size_declared());
        }
        if let Some(stated) = self.stated.filter(|_| self.contradicted) {
            reasons.push(say::size_contradicted(class_said(stated)));
        }
        if self.of_the_day != self.at_closing {
            let (day, closing) =
                (classes_said(&self.of_the_day, language), classes_said(&self.at_closing, language));
            reasons.push(say::size_readings(&day, &closing));
        }
        reasons.extend(self.more_than_whole.iter().map(|name| say::size_more_than_whole(name)));
        reasons
    }
}

fn line(line: &Line, language: Language) -> ToldLine {
    let percent = shown::exact(&line.percent);
    let own = line.own.as_ref().map(|own| figures(own, own.is_complete));
    let (name, year) = (line.name.as_str(), line.year.map(|year| year.to_string()).unwrap_or_default());
    let message = match (line.role, &own) {
        (Role::Consolidated, _) => say::size_consolidated(name),
        (Role::Itself | Role::Linked | Role::Partner, None) => {
            say::size_no_accounts(name, Formula(percent.clone()))
        }
        (Role::Itself, Some(own)) => say::size_itself(name, &year, sum_said(own)),
        (Role::Linked, Some(own)) => say::size_linked(name, &year, sum_said(own)),
        (Role::Partner, Some(own)) => say::size_partner(name, Formula(percent.clone()), &year, sum_said(own)),
    };
    ToldLine {
        undertaking: name.to_owned(),
        role: line.role,
        percent,
        year: line.year,
        own,
        text: message.text(language),
    }
}

fn period(period: &PeriodLine, language: Language) -> ToldPeriod {
    let told = |sum: &Option<Figures>| sum.as_ref().map(|sum| figures(sum, sum.is_complete));
    let (of_the_day, at_closing) = (told(&period.of_the_day), told(&period.at_closing));
    let year = period.year.map(|year| year.to_string()).unwrap_or_default();
    let message = match (&of_the_day, &period.within, period.closed_on) {
        (Some(sum), Some(within), Some(closed_on)) => {
            let each = Class::SMES.iter().copied().zip(within);
            let fits = each.into_iter().find(|(_, within)| within.both() != Some(false));
            let class = match fits {
                Some((class, within)) if within.both() == Some(true) => class_said(class),
                Some((class, _)) => say::size_perhaps(class_said(class)),
                None => class_said(Class::Large),
            };
            say::size_period(&year, closed_on, period.is_estimate, sum_said(sum), class)
        }
        _ => say::size_no_period(),
    };
    ToldPeriod {
        year: period.year,
        closed_on: period.closed_on,
        estimate: period.is_estimate,
        of_the_day,
        at_closing,
        text: message.text(language),
    }
}

/// The answer in a language.
#[must_use]
pub fn told(answer: &Answer, language: Language) -> Told {
    let verdict = [answer.verdict()].into_iter().chain(answer.reasons(language));
    Told {
        undertaking: answer.undertaking.to_string(),
        on: answer.on,
        class: answer.class,
        best: answer.best,
        worst: answer.worst,
        of_the_day: answer.of_the_day.clone(),
        at_closing: answer.at_closing.clone(),
        barred: answer.barred,
        perhaps_barred: answer.perhaps_barred,
        more_than_whole: answer.more_than_whole.iter().map(ToString::to_string).collect(),
        stated: answer.stated,
        declared: answer.declared,
        contradicted: answer.contradicted,
        figures: figures(&answer.figures, answer.is_complete),
        lines: answer.lines.iter().map(|one| line(one, language)).collect(),
        periods: answer.periods.iter().map(|one| period(one, language)).collect(),
        missing: answer.missing.iter().map(|one| one.message().text(language)).collect(),
        reasons: verdict.map(|message| message.text(language)).collect(),
    }
}

impl Told {
    /// For people: the class, the reasons, the sum line by line, the periods, and what is missing.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let total = sum_said(&self.figures);
        let missing = self.missing.iter().map(|text| say::size_missing(text).text(language));
        let lines = self.reasons.iter().cloned();
        let lines = lines.chain(self.lines.iter().map(|line| format!("  {}", line.text)));
        let lines = lines.chain([format!("  {}", say::size_total(total).text(language))]);
        let lines = lines.chain(self.periods.iter().map(|period| format!("  {}", period.text)));
        let lines: Vec<String> = lines.chain(missing.map(|text| format!("  {text}"))).collect();
        lines.join("\n") + "\n"
    }
}
