//! Published rows: exchange rates, base rates, prices, holidays, coverage of registers, assisted areas.
//!
//! **Invariant:** a row acts from its position on; what was valued before is not valued again.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{Datelike, Days, Months, NaiveDate};
use imbl::OrdMap;
use ledger::event::aid::{ComputeUnit, Regime};
use ledger::event::governance::{
    AreaRow, AreaStatus, BaseRateRow, ComputePriceRow, FxRow, HolidayRow, HolidayStatus, ReferencePublished,
    ReferenceRows, StateOrAll,
};
use ledger::ids::{Id, MemberState};
use ledger::money::Currency;
use rust_decimal::Decimal;

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
    coverage: OrdMap<(MemberState, Regime), NaiveDate>,
    base_rates: OrdMap<(MemberState, NaiveDate), PublishedBaseRate>,
    prices: OrdMap<PriceKey, Arc<PublishedPrice>>,
    /// By NUTS code and first day.
    areas: OrdMap<(String, NaiveDate), PublishedArea>,
}

fn state(state: StateOrAll) -> Option<MemberState> {
    match state {
        StateOrAll::All => None,
        StateOrAll::One(state) => Some(state),
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
                    self.coverage.insert((row.member_state, row.regime), row.covers_from.date());
                }
            }
            ReferenceRows::BaseRates(rows) => rows.iter().for_each(|row| self.base_rate_row(row, position)),
            ReferenceRows::ComputePrices(rows) => rows.iter().for_each(|row| self.price_row(row, position)),
            ReferenceRows::Areas(rows) => rows.iter().for_each(|row| self.area_row(row, position)),
            // These are said in the log, and nothing turns on them yet.
            ReferenceRows::CeilingOptions(_) | ReferenceRows::NationalTotals(_) => {}
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
        self.coverage.get(&(member_state, regime)).copied()
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
