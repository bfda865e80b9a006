//! Recovery interest, exactly: sentences I1 to I11 of `docs/spec/interest.md`.
//!
//! Compound, at the rate in force on each anniversary of the day of disposal (Regulation (EC) No 794/2004, Arts 9 and 11). Pure:
//! rates and disputed readings come in, a figure with its steps goes out. Rounded once, by whoever prints it.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};
use num_rational::BigRational;

use super::exact::whole;
use crate::pack::{Figures, FiguresError};

/// Days of a year as two counts have it, of a year as the calendar has it otherwise.
const DAYS_COUNTED: i128 = 365;
/// Days of a year of months of thirty days.
const DAYS_OF_MONTHS: i128 = 360;
/// Days of such a month.
const DAYS_OF_MONTH: u32 = 30;
/// The last day of February in most years.
const LAST_OF_FEBRUARY: u32 = 28;

/// How the order counts days within a year; the act has no rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayCount {
    /// Days over so many as most years have.
    Act365,
    /// Days over the days of twelve months of thirty.
    Act360,
    /// Days over those of the calendar year that each lies in.
    ActAct,
    /// Months of thirty days.
    Thirty360,
}

impl DayCount {
    /// All.
    pub const ALL: &[Self] = &[Self::Act365, Self::Act360, Self::ActAct, Self::Thirty360];

    /// As an order writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Act365 => "act/365",
            Self::Act360 => "act/360",
            Self::ActAct => "act/act",
            Self::Thirty360 => "30/360",
        }
    }

    /// I5: which part of a year lies between two days, the second not before the first.
    #[must_use]
    pub fn part(self, from: NaiveDate, to: NaiveDate) -> BigRational {
        let days =
            |from: NaiveDate, to: NaiveDate| whole(i128::from(to.signed_duration_since(from).num_days()));
        match self {
            Self::Act365 => days(from, to) / whole(DAYS_COUNTED),
            Self::Act360 => days(from, to) / whole(DAYS_OF_MONTHS),
            Self::ActAct => {
                let (mut part, mut at) = (whole(0), from);
                while at < to {
                    let next = NaiveDate::from_ymd_opt(at.year().saturating_add(1), 1, 1).unwrap_or(to);
                    let until = next.min(to);
                    let own = i128::from(at.leap_year());
                    part += days(at, until) / whole(DAYS_COUNTED + own);
                    at = until;
                }
                part
            }
            Self::Thirty360 => {
                let first = from.day().min(DAYS_OF_MONTH);
                let second = if first == DAYS_OF_MONTH { to.day().min(DAYS_OF_MONTH) } else { to.day() };
                let years = i128::from(to.year()) - i128::from(from.year());
                let months = i128::from(to.month()) - i128::from(from.month());
                let days = i128::from(second) - i128::from(first);
                whole(years * DAYS_OF_MONTHS + months * i128::from(DAYS_OF_MONTH) + days)
                    / whole(DAYS_OF_MONTHS)
            }
        }
    }
}

impl fmt::Display for DayCount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for DayCount {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let known = Self::ALL.iter().copied().find(|count| count.as_str() == text);
        known.ok_or_else(|| text.to_owned())
    }
}

/// What the calculation takes from the law.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InterestLaw {
    /// Percentage points above the base rate.
    pub margin: BigRational,
    /// Whether a rate below zero is taken as nought.
    pub never_below_zero: bool,
    /// Whether the last day of February in a leap year has its anniversary on that of the other years; else a day later.
    pub february_28: bool,
    /// Whether payments are credited as they state; else to interest first.
    pub credited_as_stated: bool,
    /// Whether the rate is law for decisions of the Commission alone.
    pub commission_only: bool,
}

impl InterestLaw {
    /// The law of a day from the parameters that hold on it.
    ///
    /// # Errors
    /// The first parameter that is missing or of another kind.
    pub fn of(figures: &Figures) -> Result<Self, FiguresError> {
        Ok(Self {
            margin: figures.number("recovery-margin").map(super::exact::fraction)?,
            never_below_zero: figures.holds("recovery-rate-never-below-zero")?,
            february_28: figures.holds("recovery-anniversary-28-february")?,
            credited_as_stated: figures.holds("recovery-payments-as-stated")?,
            commission_only: figures.holds("recovery-commission-decisions-only")?,
        })
    }

    /// I3: the anniversary of a day so many years later.
    fn anniversary(&self, day: NaiveDate, years: i32) -> Option<NaiveDate> {
        let year = day.year().checked_add(years)?;
        match day.with_year(year) {
            Some(same) => Some(same),
            None => {
                let last = NaiveDate::from_ymd_opt(year, day.month(), LAST_OF_FEBRUARY)?;
                if self.february_28 { Some(last) } else { last.succ_opt() }
            }
        }
    }
}

/// Aid put at disposal on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disposal {
    /// How much.
    pub amount: BigRational,
    /// When.
    pub on: NaiveDate,
}

/// What was paid back on a day, as it was stated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    /// Of the principal.
    pub principal: BigRational,
    /// Of the interest.
    pub interest: BigRational,
    /// When.
    pub on: NaiveDate,
}

/// What is to be recovered, and what was paid of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recovery {
    /// Disposals.
    pub disposals: Vec<Disposal>,
    /// Payments, in the order of their statements.
    pub payments: Vec<Payment>,
    /// The day count of the order; the text itself where it is not known.
    pub day_count: Result<DayCount, String>,
}

/// The base rate of the recovering State on a day in percent, with the first day for which it holds.
pub trait BaseRates {
    /// The rate on a day; `None` where none is on record.
    fn on(&self, day: NaiveDate) -> Option<(NaiveDate, BigRational)>;
}

/// A stretch of days at one rate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InterestStep {
    /// First day.
    pub from: NaiveDate,
    /// The day after the last.
    pub to: NaiveDate,
    /// Percent a year, margin included.
    pub rate: BigRational,
    /// Since when the base rate holds.
    pub rate_from: NaiveDate,
    /// What bears interest: principal, and interest of past years.
    pub bearing: BigRational,
    /// Interest of the stretch.
    pub interest: BigRational,
    /// Whether it is a whole year, which bears the annual rate whatever its days.
    pub is_whole_year: bool,
}

/// What is owed on a day, exactly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owed {
    /// Principal.
    pub principal: BigRational,
    /// Interest.
    pub interest: BigRational,
    /// What was paid that was not owed.
    pub overpaid: BigRational,
    /// How it came to that, by disposal and day.
    pub steps: Vec<InterestStep>,
}

/// Why there is no figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoInterest {
    /// No base rate of the State is on record for this day.
    NoRate(NaiveDate),
    /// The order counts days in a way that is not known here.
    NoDayCount(String),
}

/// What is left of a disposal.
#[derive(Debug)]
struct Tranche {
    start: NaiveDate,
    principal: BigRational,
    /// Interest of past years, which bears interest.
    old: BigRational,
    /// Interest of the running year, which does not yet.
    running: BigRational,
    year: i32,
    at: NaiveDate,
}

/// Takes as much of some money off an amount as there is.
fn take_off(amount: &mut BigRational, money: &mut BigRational) {
    let taken = amount.clone().max(whole(0)).min(money.clone());
    *amount -= &taken;
    *money -= taken;
}

struct Running<'a> {
    law: &'a InterestLaw,
    rates: &'a dyn BaseRates,
    day_count: &'a Result<DayCount, String>,
    tranches: Vec<Tranche>,
    overpaid: BigRational,
    steps: Vec<InterestStep>,
}

impl Running<'_> {
    /// I2: the rate of a year that begins on a day (Arts 9(2), 11(1), 11(3)).
    fn rate(&self, day: NaiveDate) -> Result<(NaiveDate, BigRational), NoInterest> {
        let (from, base) = self.rates.on(day).ok_or(NoInterest::NoRate(day))?;
        let rate = base + &self.law.margin;
        Ok((from, if self.law.never_below_zero { rate.max(whole(0)) } else { rate }))
    }

    /// I4, I6: interest of every disposal up to a day.
    fn accrue(&mut self, until: NaiveDate) -> Result<(), NoInterest> {
        let mut tranches = std::mem::take(&mut self.tranches);
        let done = tranches.iter_mut().try_for_each(|tranche| self.accrue_one(tranche, until));
        self.tranches = tranches;
        done
    }

    fn accrue_one(&mut self, tranche: &mut Tranche, until: NaiveDate) -> Result<(), NoInterest> {
        while tranche.at < until {
            let anniversary = |year: i32| self.law.anniversary(tranche.start, year).unwrap_or(NaiveDate::MAX);
            let (began, ends) = (anniversary(tranche.year), anniversary(tranche.year.saturating_add(1)));
            let to = ends.min(until);
            let (rate_from, rate) = self.rate(began)?;
            let is_whole_year = tranche.at == began && to == ends;
            let part = if is_whole_year {
                whole(1)
            } else {
                let count = self.day_count.as_ref().map_err(|text| NoInterest::NoDayCount(text.clone()))?;
                count.part(tranche.at, to)
            };
            let bearing = &tranche.principal + &tranche.old;
            let interest = &bearing * &rate / whole(100) * part;
            tranche.running += &interest;
            self.steps.push(InterestStep {
                from: tranche.at,
                to,
                rate,
                rate_from,
                bearing,
                interest,
                is_whole_year,
            });
            tranche.at = to;
            if to == ends {
                tranche.year = tranche.year.saturating_add(1);
                let running = std::mem::replace(&mut tranche.running, whole(0));
                tranche.old += running;
            }
        }
        Ok(())
    }

    /// I7 to I9: a payment is taken off the oldest disposal first; what is too much for one is taken off the other.
    fn credit(&mut self, payment: &Payment) {
        let (mut principal, mut interest) = (payment.principal.clone(), payment.interest.clone());
        if !self.law.credited_as_stated {
            interest += std::mem::replace(&mut principal, whole(0));
        }
        let on = payment.on;
        self.off_principal(&mut principal, on);
        self.off_interest(&mut interest, on);
        self.off_interest(&mut principal, on);
        self.off_principal(&mut interest, on);
        self.overpaid += principal + interest;
    }

    fn due(&mut self, on: NaiveDate) -> impl Iterator<Item = &mut Tranche> {
        self.tranches.iter_mut().filter(move |tranche| tranche.start <= on)
    }

    fn off_principal(&mut self, money: &mut BigRational, on: NaiveDate) {
        self.due(on).for_each(|tranche| take_off(&mut tranche.principal, money));
    }

    fn off_interest(&mut self, money: &mut BigRational, on: NaiveDate) {
        for tranche in self.due(on) {
            take_off(&mut tranche.old, money);
            take_off(&mut tranche.running, money);
        }
    }
}

/// I1 to I9: what is owed on a day.
///
/// # Errors
/// Where a rate or the day count is not known: there is no figure then, which is not nought.
pub fn owed(
    recovery: &Recovery,
    on: NaiveDate,
    rates: &dyn BaseRates,
    law: &InterestLaw,
) -> Result<Owed, NoInterest> {
    let mut disposals: Vec<&Disposal> =
        recovery.disposals.iter().filter(|disposal| disposal.on <= on).collect();
    disposals.sort_by_key(|disposal| disposal.on);
    let tranche = |disposal: &Disposal| Tranche {
        start: disposal.on,
        principal: disposal.amount.clone(),
        old: whole(0),
        running: whole(0),
        year: 0,
        at: disposal.on,
    };
    let mut running = Running {
        law,
        rates,
        day_count: &recovery.day_count,
        tranches: disposals.into_iter().map(tranche).collect(),
        overpaid: whole(0),
        steps: Vec::new(),
    };
    let mut payments: Vec<&Payment> = recovery.payments.iter().filter(|payment| payment.on <= on).collect();
    payments.sort_by_key(|payment| payment.on);
    for payment in payments {
        running.accrue(payment.on)?;
        running.credit(payment);
    }
    running.accrue(on)?;
    let nothing =
        Owed { principal: whole(0), interest: whole(0), overpaid: running.overpaid, steps: running.steps };
    Ok(running.tranches.into_iter().fold(nothing, |mut owed, tranche| {
        owed.principal += tranche.principal;
        owed.interest += tranche.old + tranche.running;
        owed
    }))
}

/// I11: what was put at disposal by a day and not paid back as principal, where the interest has no figure.
#[must_use]
pub fn principal_left(recovery: &Recovery, on: NaiveDate) -> BigRational {
    let disposed = recovery.disposals.iter().filter(|disposal| disposal.on <= on);
    let disposed = disposed.fold(whole(0), |sum, disposal| sum + &disposal.amount);
    let paid = recovery.payments.iter().filter(|payment| payment.on <= on);
    paid.fold(disposed, |left, payment| left - &payment.principal).max(whole(0))
}
