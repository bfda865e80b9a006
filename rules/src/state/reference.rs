//! Published rows: exchange rates, base rates, prices, holidays, coverage of registers, assisted areas.
//!
//! **Invariant:** a row acts from its position on; what was valued before is not valued again.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;
use imbl::{OrdMap, OrdSet};
use ledger::event::aid::{ComputeUnit, Regime};
use ledger::event::governance::{
    AreaRow, AreaStatus, BaseRateRow, ComputePriceRow, ReferencePublished, ReferenceRows, StateOrAll,
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
    /// Position of the statement.
    pub position: u64,
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

/// Exchange rates by Member State (`None`: for all), currency and date.
pub type Rates = OrdMap<(Option<MemberState>, Currency, NaiveDate), PublishedRate>;

/// What `reference.published` has put on record. A later row for the same key acts from its position on.
#[derive(Debug, Clone, Default)]
pub struct Reference {
    rates: Rates,
    holidays: OrdSet<(Option<MemberState>, NaiveDate)>,
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
            ReferenceRows::Fx(rows) => {
                for row in rows {
                    let key = (state(row.member_state), row.currency, row.date.date());
                    let (rate, source) = (row.rate.value(), row.source.as_str().into());
                    self.rates.insert(key, PublishedRate { rate, source, position });
                }
            }
            ReferenceRows::Holidays(rows) => {
                for row in rows {
                    self.holidays.insert((state(row.member_state), row.date.date()));
                }
            }
            ReferenceRows::RegisterCoverage(rows) => {
                for row in rows {
                    self.coverage.insert((row.member_state, row.regime), row.covers_from.date());
                }
            }
            ReferenceRows::BaseRates(rows) => rows.iter().for_each(|row| self.base_rate_row(row, position)),
            ReferenceRows::ComputePrices(rows) => rows.iter().for_each(|row| self.price_row(row, position)),
            ReferenceRows::Areas(rows) => rows.iter().for_each(|row| self.area_row(row, position)),
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

    /// The last rate on or before `date` and at most `max_age_days` old: the Member State's own source where it has one.
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
        let oldest = date.checked_sub_days(chrono::Days::new(u64::from(max_age_days)))?;
        let source = member_state.filter(|_| self.has_source(member_state, currency));
        let (key, rate) =
            self.rates.range((source, currency, oldest)..=(source, currency, date)).next_back()?;
        Some((key.2, rate))
    }

    fn has_source(&self, member_state: Option<MemberState>, currency: Currency) -> bool {
        self.rates
            .range((member_state, currency, NaiveDate::MIN)..=(member_state, currency, NaiveDate::MAX))
            .next()
            .is_some()
    }

    /// Public holidays of a Member State, those for all included.
    #[must_use]
    pub fn holidays(&self, member_state: MemberState, from: NaiveDate, to: NaiveDate) -> BTreeSet<NaiveDate> {
        let of = |state| self.holidays.range((state, from)..=(state, to)).map(|(_, date)| *date);
        of(None).chain(of(Some(member_state))).collect()
    }
}
