//! Published rows: exchange rates and holidays.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;
use imbl::{OrdMap, OrdSet};
use ledger::event::aid::Regime;
use ledger::event::governance::{ReferencePublished, ReferenceRows, StateOrAll};
use ledger::ids::MemberState;
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

/// Exchange rates by Member State (`None`: for all), currency and date.
pub type Rates = OrdMap<(Option<MemberState>, Currency, NaiveDate), PublishedRate>;

/// What `reference.published` has put on record. A later row for the same key acts from its position on.
#[derive(Debug, Clone, Default)]
pub struct Reference {
    rates: Rates,
    holidays: OrdSet<(Option<MemberState>, NaiveDate)>,
    coverage: OrdMap<(MemberState, Regime), NaiveDate>,
}

fn state(state: StateOrAll) -> Option<MemberState> {
    match state {
        StateOrAll::All => None,
        StateOrAll::One(state) => Some(state),
    }
}

impl Reference {
    /// Puts rows on record; tables without a rule yet are kept by the log alone.
    pub(super) fn publish(&mut self, event: &ReferencePublished, position: u64) {
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
            _ => {}
        }
    }

    /// Since when a register covers a regime in a Member State.
    #[must_use]
    pub fn covers_from(&self, ms: MemberState, regime: Regime) -> Option<NaiveDate> {
        self.coverage.get(&(ms, regime)).copied()
    }

    /// The last rate on or before `date` and at most `max_age_days` old: the Member State's own source where it has one.
    #[must_use]
    pub fn rate(
        &self,
        ms: Option<MemberState>,
        currency: Currency,
        date: NaiveDate,
        max_age_days: u32,
    ) -> Option<(NaiveDate, Decimal)> {
        self.published_rate(ms, currency, date, max_age_days).map(|(date, published)| (date, published.rate))
    }

    /// As [`Reference::rate`], with where the rate comes from.
    #[must_use]
    pub fn published_rate(
        &self,
        ms: Option<MemberState>,
        currency: Currency,
        date: NaiveDate,
        max_age_days: u32,
    ) -> Option<(NaiveDate, &PublishedRate)> {
        let oldest = date.checked_sub_days(chrono::Days::new(u64::from(max_age_days)))?;
        let source = ms.filter(|_| self.has_source(ms, currency));
        let (key, rate) =
            self.rates.range((source, currency, oldest)..=(source, currency, date)).next_back()?;
        Some((key.2, rate))
    }

    fn has_source(&self, ms: Option<MemberState>, currency: Currency) -> bool {
        self.rates.range((ms, currency, NaiveDate::MIN)..=(ms, currency, NaiveDate::MAX)).next().is_some()
    }

    /// Public holidays of a Member State, those for all included.
    #[must_use]
    pub fn holidays(&self, ms: MemberState, from: NaiveDate, to: NaiveDate) -> BTreeSet<NaiveDate> {
        let of = |state| self.holidays.range((state, from)..=(state, to)).map(|(_, date)| *date);
        of(None).chain(of(Some(ms))).collect()
    }
}
