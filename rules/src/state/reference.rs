//! Published rows: exchange rates, base rates, prices, holidays, coverage of registers, assisted areas.
//!
//! **Invariant:** a row acts from its position on; what was valued before is not valued again.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{Datelike, Days, Months, NaiveDate};
use imbl::{OrdMap, Vector};
use ledger::event::aid::{ComputeUnit, Regime};
use ledger::event::governance::{
    AreaRow, AreaStatus, BaseRateRow, CeilingOption, ComputePriceRow, FxRow, HolidayRow, HolidayStatus,
    ReferencePublished, ReferenceRows, RegisterLevel, StateOrAll, TotalYears,
};
use ledger::ids::{Id, MemberState};
use ledger::money::{Currency, Money};
use rust_decimal::Decimal;

use crate::pack::rule::Chosen;

/// First day, and last day where there is one.
type Span = (NaiveDate, Option<NaiveDate>);

/// An exchange rate as it was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedRate {
    /// Units of the currency for one euro.
    pub rate: Decimal,
    /// Who publishes it.
    pub source: Arc<str>,
    /// The last day on which it holds, where the row says it.
    pub until: Option<NaiveDate>,
    /// Position of the statement.
    pub position: u64,
}

impl PublishedRate {
    /// The last day on which a rate of a date holds, one that says nothing of it so many days.
    #[must_use]
    pub fn last_day(&self, date: NaiveDate, days: u32) -> Option<NaiveDate> {
        if self.until.is_some() {
            return self.until;
        }
        if &*self.source == MONTHLY {
            return month_end(date);
        }
        date.checked_add_days(Days::new(u64::from(days)))
    }
}

/// The source whose rates hold for their month: the accounting rates of the Commission.
const MONTHLY: &str = "InforEuro";

fn month_end(date: NaiveDate) -> Option<NaiveDate> {
    date.checked_add_months(Months::new(1))?.with_day(1)?.pred_opt()
}

/// How sure the holidays of some days are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HolidayList {
    /// Each year has a day that the State lists.
    Official,
    /// Each year has a day, some of them none that the State lists.
    Computed,
    /// Some year has none.
    Missing,
}

/// The holidays of some days, and how sure they are.
#[derive(Debug, Clone)]
pub struct Holidays {
    /// The days.
    pub days: BTreeSet<NaiveDate>,
    /// How sure they are.
    pub list: HolidayList,
}

/// A base rate of the Commission as it was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedBaseRate {
    /// Percent a year; may be below zero.
    pub percent: Decimal,
    /// Position of the statement.
    pub position: u64,
}

/// A price of computing time as it was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedPrice {
    /// Price of one unit.
    pub price: Decimal,
    /// In which currency.
    pub currency: Currency,
    /// How it was found.
    pub method: Arc<str>,
    /// Position of the statement.
    pub position: u64,
}

/// An assisted area as it was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedArea {
    /// Article 107(3)(a) or (c).
    pub status: AreaStatus,
    /// Last day; `None` while no end is known.
    pub until: Option<NaiveDate>,
    /// Position of the statement.
    pub position: u64,
}

/// System, unit, partition (`None`: of the whole system) and the first day.
type PriceKey = (Id, ComputeUnit, Option<Id>, NaiveDate);

/// Exchange rates by Member State (`None`: for all), currency, date and the order in which they were published: of two of one
/// date one may hold longer than the other.
pub type Rates = OrdMap<(Option<MemberState>, Currency, NaiveDate, usize), PublishedRate>;

/// What `reference.published` has put on record. A later row for the same key acts from its position on.
#[derive(Debug, Clone, Default)]
pub struct Reference {
    rates: Rates,
    /// The most days for which a published rate holds that says its last day.
    longest_rate: u32,
    /// By State (`None`: for all) and day.
    holidays: OrdMap<(Option<MemberState>, NaiveDate), HolidayStatus>,
    /// What each row says of a register, in the order in which they were published.
    coverage: OrdMap<(MemberState, Regime), Vector<Covered>>,
    /// First and last day of a State's choice, in the order in which rows were published.
    options: OrdMap<(MemberState, Regime, CeilingOption), Vector<Span>>,
    /// What a State granted beside what this ledger holds, in the order in which rows were published.
    totals: OrdMap<(MemberState, Regime), Vector<PublishedTotal>>,
    /// Which register a State has designated for a regime.
    registers: OrdMap<(MemberState, Regime), RegisterLevel>,
    base_rates: OrdMap<(MemberState, NaiveDate), PublishedBaseRate>,
    prices: OrdMap<PriceKey, Arc<PublishedPrice>>,
    /// By NUTS code and first day.
    areas: OrdMap<(String, NaiveDate), PublishedArea>,
}

/// Which aid a register has, and since when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Covered {
    from: NaiveDate,
    level: Option<RegisterLevel>,
    all_authorities: Option<bool>,
}

/// What a State granted under a regime beside what this ledger holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublishedTotal {
    /// The last day of the years.
    pub on: NaiveDate,
    /// Which years.
    pub years: TotalYears,
    /// How much.
    pub total: Money,
    /// Of one product sector alone.
    pub product_sector: Option<char>,
}

fn state(state: StateOrAll) -> Option<MemberState> {
    match state {
        StateOrAll::All => None,
        StateOrAll::One(state) => Some(state),
    }
}

impl Chosen for Reference {
    fn option_holds(
        &self,
        member_state: MemberState,
        regime: Regime,
        option: CeilingOption,
        day: NaiveDate,
    ) -> bool {
        self.is_chosen(member_state, regime, option, day)
    }
}

impl Reference {
    /// Puts rows on record; a later row for the same key takes the place of the earlier.
    pub(crate) fn publish(&mut self, event: &ReferencePublished, position: u64) {
        match &event.rows {
            ReferenceRows::Fx(rows) => rows.iter().for_each(|row| self.rate_row(row, position)),
            ReferenceRows::Holidays(rows) => rows.iter().for_each(|row| self.holiday_row(row)),
            ReferenceRows::RegisterCoverage(rows) => {
                for row in rows {
                    let (level, all_authorities) = (row.level, row.all_authorities);
                    let row_says = Covered { from: row.covers_from.date(), level, all_authorities };
                    let key = (row.member_state, row.regime);
                    self.coverage.entry(key).or_default().push_back(row_says);
                    if let Some(level) = level {
                        self.registers.insert(key, level);
                    }
                }
            }
            ReferenceRows::BaseRates(rows) => rows.iter().for_each(|row| self.base_rate_row(row, position)),
            ReferenceRows::ComputePrices(rows) => rows.iter().for_each(|row| self.price_row(row, position)),
            ReferenceRows::Areas(rows) => rows.iter().for_each(|row| self.area_row(row, position)),
            ReferenceRows::CeilingOptions(rows) => {
                for row in rows {
                    let days = (row.from.date(), row.until.map(|until| until.date()));
                    let key = (row.member_state, row.regime, row.option);
                    self.options.entry(key).or_default().push_back(days);
                }
            }
            ReferenceRows::NationalTotals(rows) => {
                for row in rows {
                    let product_sector =
                        row.product_sector.as_ref().and_then(|sector| sector.as_str().chars().next());
                    let total = PublishedTotal {
                        on: row.on.date(),
                        years: row.years,
                        total: row.total,
                        product_sector,
                    };
                    self.totals.entry((row.member_state, row.regime)).or_default().push_back(total);
                }
            }
        }
    }

    fn rate_row(&mut self, row: &FxRow, position: u64) {
        let (date, until) = (row.date.date(), row.until.map(|until| until.date()));
        let days = until.map_or(0, |until| until.signed_duration_since(date).num_days());
        self.longest_rate = self.longest_rate.max(u32::try_from(days).unwrap_or(0));
        let (rate, source) = (row.rate.value(), row.source.as_str().into());
        let rate = PublishedRate { rate, source, until, position };
        self.rates.insert((state(row.member_state), row.currency, date, self.rates.len()), rate);
    }

    fn holiday_row(&mut self, row: &HolidayRow) {
        let status = row.status.unwrap_or(HolidayStatus::Official);
        // What the State lists stays listed, whatever somebody calculates.
        let held = self.holidays.entry((state(row.member_state), row.date.date())).or_insert(status);
        if status == HolidayStatus::Official {
            *held = status;
        }
    }

    fn base_rate_row(&mut self, row: &BaseRateRow, position: u64) {
        let rate = PublishedBaseRate { percent: row.percent.value(), position };
        self.base_rates.insert((row.member_state, row.from.date()), rate);
    }

    fn price_row(&mut self, row: &ComputePriceRow, position: u64) {
        let price = PublishedPrice {
            price: row.price.rate.value(),
            currency: row.price.currency,
            method: row.method.as_str().into(),
            position,
        };
        let key = (row.system.clone(), row.unit, row.partition.clone(), row.from.date());
        self.prices.insert(key, Arc::new(price));
    }

    fn area_row(&mut self, row: &AreaRow, position: u64) {
        let until = row.until.map(|until| until.date());
        let area = PublishedArea { status: row.area, until, position };
        self.areas.insert((row.nuts.as_str().to_owned(), row.from.date()), area);
    }

    /// The base rate of a Member State on a date, with the first day for which it holds: the newest of those that have
    /// begun.
    #[must_use]
    pub fn base_rate(
        &self,
        member_state: MemberState,
        date: NaiveDate,
    ) -> Option<(NaiveDate, &PublishedBaseRate)> {
        let (key, rate) =
            self.base_rates.range((member_state, NaiveDate::MIN)..=(member_state, date)).next_back()?;
        Some((key.1, rate))
    }

    /// The price of a unit on a date, with the first day for which it holds: of the partition where that has any rows, else
    /// of the whole system; the newest of those that have begun.
    #[must_use]
    pub fn price(
        &self,
        system: &Id,
        partition: Option<&Id>,
        unit: ComputeUnit,
        date: NaiveDate,
    ) -> Option<(NaiveDate, &PublishedPrice)> {
        let key = |partition: Option<&Id>, date| (system.clone(), unit, partition.cloned(), date);
        let rows =
            |partition, until| self.prices.range(key(partition, NaiveDate::MIN)..=key(partition, until));
        let own = partition.filter(|own| rows(Some(own), NaiveDate::MAX).next().is_some());
        let (key, price) = rows(own, date).next_back()?;
        Some((key.3, price))
    }

    /// The status of a NUTS region on a date, with the first day for which it holds.
    #[must_use]
    pub fn area(&self, nuts: &str, date: NaiveDate) -> Option<(NaiveDate, &PublishedArea)> {
        let mut rows = self.areas.range((nuts.to_owned(), NaiveDate::MIN)..=(nuts.to_owned(), date));
        let (key, area) = rows.next_back()?;
        area.until.is_none_or(|until| date <= until).then_some((key.1, area))
    }

    /// Since when a register covers a regime in a Member State.
    #[must_use]
    pub fn covers_from(&self, member_state: MemberState, regime: Regime) -> Option<NaiveDate> {
        self.covering(member_state, regime, |_| true)
    }

    /// The same of a register that the State has set up itself.
    #[must_use]
    pub fn national_covers_from(&self, member_state: MemberState, regime: Regime) -> Option<NaiveDate> {
        self.covering(member_state, regime, |row| row.level != Some(RegisterLevel::Union))
    }

    /// What covers only some authorities covers nothing (rules-sectors D31).
    fn covering(
        &self,
        member_state: MemberState,
        regime: Regime,
        meant: impl Fn(&Covered) -> bool,
    ) -> Option<NaiveDate> {
        let rows = self.coverage.get(&(member_state, regime))?;
        let covers = |row: &&Covered| row.all_authorities != Some(false) && meant(row);
        rows.iter().rev().find(covers).map(|row| row.from)
    }

    /// Whether a State has chosen an option for a day, and its own register has the aid of all authorities (rules-sectors D8).
    fn is_chosen(
        &self,
        member_state: MemberState,
        regime: Regime,
        option: CeilingOption,
        day: NaiveDate,
    ) -> bool {
        let chosen = self.options.get(&(member_state, regime, option));
        let chosen = chosen.and_then(|rows| rows.iter().rev().find(|(from, _)| *from <= day));
        let covered = self.coverage.get(&(member_state, regime));
        let covered = covered.and_then(|rows| rows.iter().rev().find(|row| row.from <= day));
        chosen.is_some_and(|(_, until)| until.is_none_or(|until| day <= until))
            && covered.is_some_and(|row| {
                row.level == Some(RegisterLevel::National) && row.all_authorities == Some(true)
            })
    }

    /// The days on which the option of a State may begin or cease to hold.
    pub(crate) fn option_days(
        &self,
        member_state: MemberState,
        regime: Regime,
        option: CeilingOption,
    ) -> impl Iterator<Item = NaiveDate> + '_ {
        let chosen = self.options.get(&(member_state, regime, option)).into_iter().flatten();
        let chosen = chosen
            .flat_map(|(from, until)| std::iter::once(*from).chain(until.and_then(|until| until.succ_opt())));
        let covered = self.coverage.get(&(member_state, regime)).into_iter().flatten();
        chosen.chain(covered.map(|row| row.from))
    }

    /// What a State said that it granted under a regime, oldest row first.
    pub(crate) fn totals(
        &self,
        member_state: MemberState,
        regime: Regime,
    ) -> impl Iterator<Item = &PublishedTotal> {
        self.totals.get(&(member_state, regime)).into_iter().flatten()
    }

    /// Which register a State has designated for a regime, where that is said.
    #[must_use]
    pub fn register(&self, member_state: MemberState, regime: Regime) -> Option<RegisterLevel> {
        self.registers.get(&(member_state, regime)).copied()
    }

    /// The newest rate that holds on `date`, one that does not say how long at most `max_age_days`: the Member State's own
    /// source where it has one.
    #[must_use]
    pub fn rate(
        &self,
        member_state: Option<MemberState>,
        currency: Currency,
        date: NaiveDate,
        max_age_days: u32,
    ) -> Option<(NaiveDate, Decimal)> {
        self.published_rate(member_state, currency, date, max_age_days)
            .map(|(date, published)| (date, published.rate))
    }

    /// As [`Reference::rate`], with where the rate comes from.
    #[must_use]
    pub fn published_rate(
        &self,
        member_state: Option<MemberState>,
        currency: Currency,
        date: NaiveDate,
        max_age_days: u32,
    ) -> Option<(NaiveDate, &PublishedRate)> {
        // No older row holds still.
        let most = max_age_days.max(self.longest_rate);
        let oldest = date.checked_sub_days(Days::new(u64::from(most)))?.min(date.with_day(1)?);
        let source = member_state.filter(|_| self.has_source(member_state, currency));
        let rows =
            self.rates.range((source, currency, oldest, 0)..=(source, currency, date, usize::MAX)).rev();
        let mut dated = rows.map(|(key, rate)| (key.2, rate));
        dated.find(|(on, rate)| rate.last_day(*on, max_age_days).is_some_and(|last| date <= last))
    }

    fn has_source(&self, member_state: Option<MemberState>, currency: Currency) -> bool {
        self.rates
            .range(
                (member_state, currency, NaiveDate::MIN, 0)
                    ..=(member_state, currency, NaiveDate::MAX, usize::MAX),
            )
            .next()
            .is_some()
    }

    /// Public holidays of a Member State from one day to another, those for all included (P10): in a year of which the State
    /// lists a day, the days that it lists.
    #[must_use]
    pub fn holidays(&self, member_state: MemberState, from: NaiveDate, to: NaiveDate) -> Holidays {
        let of = |state, from, to| self.holidays.range((state, from)..=(state, to));
        let mut days: BTreeSet<NaiveDate> = of(None, from, to).map(|((_, day), _)| *day).collect();
        let mut list = HolidayList::Official;
        for year in from.year()..=to.year() {
            let Some(first) = NaiveDate::from_ymd_opt(year, 1, 1) else { continue };
            let own = of(Some(member_state), first, NaiveDate::MAX);
            let own: Vec<_> = own.take_while(|((_, day), _)| day.year() == year).collect();
            let listed = |status: &HolidayStatus| *status == HolidayStatus::Official;
            let official = own.iter().any(|(_, status)| listed(status));
            list = match (official, own.is_empty(), list) {
                (_, true, _) | (_, _, HolidayList::Missing) => HolidayList::Missing,
                (false, false, _) | (true, _, HolidayList::Computed) => HolidayList::Computed,
                (true, false, HolidayList::Official) => HolidayList::Official,
            };
            let counting = own.into_iter().filter(|(_, status)| !official || listed(status));
            days.extend(counting.map(|((_, day), _)| *day).filter(|day| (from..=to).contains(day)));
        }
        Holidays { days, list }
    }
}
