//! What the size of an enterprise is found from: accounts, foundation, holdings, kinds of control, markets.

use std::sync::Arc;

use chrono::{Datelike, NaiveDate};
use ledger::event::undertaking::{
    Accounts, AccountsBasis, ControlKind, HoldingDeclared, HoldingKind, MarketRelation,
};
use ledger::ids::Id;
use ledger::money::Money;
use rust_decimal::Decimal;

use super::{About, Facts};
use crate::state::group::Reliance;
use crate::state::undertaking::Handle;

/// Accounts of one year as they were stated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatedAccounts {
    /// The day that the statement speaks of.
    pub on: NaiveDate,
    /// The year.
    pub year: i32,
    /// Their last day, where it was stated.
    pub closed_on: Option<NaiveDate>,
    /// The day of approval, where it was stated.
    pub approved_on: Option<NaiveDate>,
    /// Months covered, where that was stated.
    pub months: Option<u32>,
    /// Whether they are an estimate.
    pub is_estimate: bool,
    /// Annual work units.
    pub heads: Decimal,
    /// Turnover.
    pub turnover: Money,
    /// Balance sheet total.
    pub balance: Money,
    /// Whose data are inside.
    pub consolidates: Vec<Handle>,
}

/// When an undertaking was founded and when its years end, as far as a registration says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Founded {
    /// The day of foundation.
    pub on: Option<NaiveDate>,
    /// The last day of its year: month and day, of any year.
    pub year_ends: Option<(u32, u32)>,
}

impl Founded {
    /// The last day of a year of its; the day of any month that a year does not have is the month's last.
    #[must_use]
    pub fn last_day(&self, year: i32) -> Option<NaiveDate> {
        let Some((month, day)) = self.year_ends else {
            return NaiveDate::from_ymd_opt(year.checked_add(1)?, 1, 1)?.pred_opt();
        };
        (0..day).find_map(|less| NaiveDate::from_ymd_opt(year, month, day.saturating_sub(less)))
    }
}

/// A holding as it was stated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatedHolding {
    /// Who holds.
    pub holder: Handle,
    /// In whom.
    pub held: Handle,
    /// Percent of the capital.
    pub capital: Decimal,
    /// Percent of the votes.
    pub votes: Decimal,
    /// What the holder is.
    pub kind: HoldingKind,
    /// First day.
    pub from: NaiveDate,
    /// What the holder has invested.
    pub invested: Option<Money>,
    /// Budget and inhabitants of a local authority, and the day they are of.
    pub authority: Option<(Money, u64, NaiveDate)>,
    /// The group of persons that act jointly.
    pub acting_jointly: Option<Id>,
    /// Who relies on it.
    pub(crate) reach: Reliance,
    /// Position of the statement.
    pub position: u64,
}

/// What was stated of the markets of two undertakings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatedMarkets {
    /// One.
    pub a: Handle,
    /// The other.
    pub b: Handle,
    /// How they lie.
    pub relation: MarketRelation,
    /// First day.
    pub from: NaiveDate,
    /// Who relies on it.
    pub(crate) reach: Reliance,
    /// Position of the statement.
    pub position: u64,
}

impl Facts {
    /// Accounts of a handle by the order of the log, those of a statement in its order.
    pub fn accounts(&self, handle: Handle) -> impl Iterator<Item = &StatedAccounts> {
        self.accounts.of(&handle).flat_map(|said| said.iter())
    }

    /// What registrations say of a handle's foundation, oldest first.
    pub fn founded(&self, handle: Handle) -> impl DoubleEndedIterator<Item = &Founded> {
        self.founded.of(&handle)
    }

    /// The holdings that a handle has or in which it is held, in the order of the log.
    pub fn holdings(&self, handle: Handle) -> impl Iterator<Item = &Arc<StatedHolding>> {
        self.holdings.of(&handle)
    }

    /// What was stated of a handle's markets, in the order of the log.
    pub fn markets(&self, handle: Handle) -> impl Iterator<Item = &Arc<StatedMarkets>> {
        self.markets.of(&handle)
    }

    /// By what the link stated at a position controls.
    #[must_use]
    pub fn control_kind(&self, position: u64) -> Option<ControlKind> {
        self.control_kinds.get(&position).copied()
    }

    pub(crate) fn note_accounts(&mut self, of: Handle, position: u64, said: Vec<StatedAccounts>) {
        self.about.insert(position, About::Accounts(of));
        self.accounts.write(of, position, said.into());
    }

    pub(crate) fn note_founded(&mut self, of: Handle, position: u64, founded: Founded) {
        self.about.insert(position, About::Founded(of));
        self.founded.write(of, position, founded);
    }

    pub(crate) fn note_holding(&mut self, holding: StatedHolding) {
        let (holder, held, position) = (holding.holder, holding.held, holding.position);
        let holding = Arc::new(holding);
        self.about.insert(position, About::Holding(holder, held));
        self.holdings.write(holder, position, Arc::clone(&holding));
        if held != holder {
            self.holdings.write(held, position, holding);
        }
    }

    pub(crate) fn note_markets(&mut self, markets: StatedMarkets) {
        let (a, b, position) = (markets.a, markets.b, markets.position);
        let markets = Arc::new(markets);
        self.about.insert(position, About::Markets(a, b));
        self.markets.write(a, position, Arc::clone(&markets));
        self.markets.write(b, position, markets);
    }

    pub(crate) fn note_control(&mut self, position: u64, kind: ControlKind) {
        self.about.insert(position, About::Control);
        self.control_kinds.insert(position, kind);
    }
}

impl StatedAccounts {
    /// Accounts as a statement has them.
    pub(crate) fn of(on: NaiveDate, accounts: &Accounts, consolidates: Vec<Handle>) -> Option<Self> {
        Some(Self {
            on,
            year: i32::try_from(accounts.year).ok().filter(|year| NaiveDate::MIN.year() < *year)?,
            closed_on: accounts.closed_on.map(|day| day.date()),
            approved_on: accounts.approved_on.map(|day| day.date()),
            months: accounts.months.and_then(|months| u32::try_from(months.get()).ok()),
            is_estimate: accounts.basis == Some(AccountsBasis::Estimate),
            heads: accounts.awu.value(),
            turnover: accounts.turnover,
            balance: accounts.balance_sheet,
            consolidates,
        })
    }
}

impl StatedHolding {
    /// A holding as a statement has it.
    pub(crate) fn of(
        holding: &HoldingDeclared,
        (holder, held): (Handle, Handle),
        reach: Reliance,
        position: u64,
    ) -> Self {
        Self {
            holder,
            held,
            capital: holding.capital_percent.value(),
            votes: holding.votes_percent.value(),
            kind: holding.kind,
            from: holding.from.date(),
            invested: holding.invested,
            authority: holding
                .local_authority
                .as_ref()
                .map(|local| (local.budget, local.inhabitants, local.on.date())),
            acting_jointly: holding.acting_jointly.clone(),
            reach,
            position,
        }
    }
}
