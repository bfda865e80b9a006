//! Awards that count or are known, and their sums by day.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;
use imbl::{HashMap, OrdMap, Vector};
use ledger::event::aid::{Aid, Regime};
use ledger::ids::{MemberState, ScopedId};
use ledger::money::Cents;
use ledger::verdict::Figure;

use super::undertaking::Handle;
use super::window::DayBucket;

/// How an award came to be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// Admitted by this ledger before it was granted.
    Admitted,
    /// Conferred elsewhere first.
    Conferred,
    /// Reported by others.
    Reported,
}

/// What an award counts; a range keeps both ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figures {
    /// Low end, euro cents.
    pub low: Cents,
    /// High end, at which limits are tested.
    pub high: Cents,
}

/// An award in effect.
#[derive(Debug, Clone)]
pub struct Award {
    /// Full id.
    pub id: ScopedId,
    /// Position that brought it.
    pub position: u64,
    /// Whose it is.
    pub beneficiary: Handle,
    /// Granting State; `None` where no State grants.
    pub state: Option<MemberState>,
    /// Legal basis.
    pub regime: Regime,
    /// Granting date; for a range of dates its first day.
    pub granted_on: NaiveDate,
    /// Last possible granting date where the date is a range.
    pub granted_until: Option<NaiveDate>,
    /// Recorded gross grant equivalent; `None` where it could not be resolved. Without a high end it counts nowhere.
    pub gge: Option<Figure>,
    /// How it came to be known.
    pub right: Right,
    /// Whether it counts nowhere for lack of figure, beneficiary or date, and so blocks.
    pub uncounted: bool,
    /// Whether its verdict was flagged `over_ceiling`.
    pub over_ceiling: bool,
    /// Reductions: from a date on, it counts at most so much.
    pub reductions: Vec<(NaiveDate, Cents)>,
    /// The aid as stated, kept only where its figure hangs on the granting date or could not be found.
    pub aid: Option<Arc<Aid>>,
}

impl Award {
    /// What the award counts in a window that ends on `end`.
    #[must_use]
    pub fn counted(&self, end: NaiveDate) -> Option<Figures> {
        let gge = self.gge.filter(|_| !self.uncounted)?;
        let figures = Figures { low: gge.low, high: gge.high? };
        let most = self.reductions.iter().filter(|(on, _)| *on <= end).map(|(_, most)| *most).min();
        Some(match most {
            Some(most) => Figures { low: figures.low.min(most), high: figures.high.min(most) },
            None => figures,
        })
    }

    /// The steps by which it comes to count less: date and how much less from there, low and high.
    pub(super) fn steps(&self) -> Vec<(NaiveDate, Figures)> {
        let mut dates: Vec<NaiveDate> = self.reductions.iter().map(|(on, _)| *on).collect();
        dates.sort_unstable();
        dates.dedup();
        let mut before = self.counted(NaiveDate::MIN);
        let mut steps = Vec::new();
        for date in dates {
            let after = self.counted(date);
            if let (Some(before), Some(after)) = (before, after)
                && before != after
            {
                steps.push((date, Figures { low: before.low - after.low, high: before.high - after.high }));
            }
            before = after;
        }
        steps
    }
}

/// Key of a day bucket: whose, which State, which regime, which day.
pub(super) type DayKey = (Handle, Option<MemberState>, Regime, NaiveDate);

/// Every award in effect, by number, id and day.
#[derive(Debug, Clone, Default)]
pub struct Awards {
    records: Vector<Award>,
    by_id: HashMap<ScopedId, u32>,
    pub(super) days: OrdMap<DayKey, DayBucket>,
    /// Awards whose granting date is a range: they stand on no day, and count on none.
    pub(super) open_dated: OrdMap<Whose, Vec<u32>>,
}

/// Whose, which State, which regime.
pub(super) type Whose = (Handle, Option<MemberState>, Regime);

impl Awards {
    /// The award with an id.
    #[must_use]
    pub fn find(&self, id: &ScopedId) -> Option<&Award> {
        self.by_id.get(id).and_then(|index| self.get(*index))
    }

    /// The award with a number.
    #[must_use]
    pub fn get(&self, index: u32) -> Option<&Award> {
        self.records.get(index as usize)
    }

    /// How many awards are in effect.
    #[must_use]
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// Every award of a group, by handle, State, regime and day.
    pub fn of<'a>(&'a self, group: &'a BTreeSet<Handle>) -> impl Iterator<Item = &'a Award> {
        let first = |handle: Handle| (handle, None, Regime::Eu2023_2831);
        let day = |(handle, state, regime): Whose| (handle, state, regime, NaiveDate::MIN);
        let dated = move |handle: &'a Handle| {
            let days = self.days.range(day(first(*handle))..day(first(handle.next())));
            days.flat_map(|(_, bucket)| bucket.awards())
        };
        let open = move |handle: &'a Handle| {
            let awards = self.open_dated.range(first(*handle)..first(handle.next()));
            awards.flat_map(|(_, awards)| awards.iter().copied())
        };
        let of = move |handle: &'a Handle| dated(handle).chain(open(handle));
        group.iter().flat_map(of).filter_map(|index| self.get(index))
    }

    pub(super) fn insert(&mut self, award: Award) {
        let index = u32::try_from(self.records.len()).unwrap_or(u32::MAX);
        self.by_id.insert(award.id.clone(), index);
        self.put(index, &award);
        self.records.push_back(award);
    }

    /// Changes an award, keeping the sums by day in step.
    pub(crate) fn change(&mut self, id: &ScopedId, change: impl FnOnce(&mut Award)) {
        let Some(index) = self.by_id.get(id).copied() else { return };
        let Some(mut award) = self.get(index).cloned() else { return };
        self.take(index, &award);
        change(&mut award);
        self.put(index, &award);
        self.records.set(index as usize, award);
    }

    /// Takes an award out of every sum, as if it had never been: for deciding its correction.
    pub(crate) fn hide(&mut self, id: &ScopedId) {
        if let Some(index) = self.by_id.get(id).copied()
            && let Some(award) = self.get(index).cloned()
        {
            self.take(index, &award);
        }
    }

    fn whose(award: &Award) -> Whose {
        (award.beneficiary, award.state, award.regime)
    }

    fn key(award: &Award) -> DayKey {
        (award.beneficiary, award.state, award.regime, award.granted_on)
    }

    fn put(&mut self, index: u32, award: &Award) {
        if award.granted_until.is_some() {
            self.open_dated.entry(Self::whose(award)).or_default().push(index);
            return;
        }
        let key = Self::key(award);
        let mut bucket = self.days.get(&key).cloned().unwrap_or_default();
        bucket.add(index, award);
        self.days.insert(key, bucket);
    }

    fn take(&mut self, index: u32, award: &Award) {
        if award.granted_until.is_some() {
            self.open_dated.entry(Self::whose(award)).or_default().retain(|other| *other != index);
            return;
        }
        let key = Self::key(award);
        let Some(mut bucket) = self.days.get(&key).cloned() else { return };
        bucket.remove(index, award);
        if bucket.is_empty() {
            self.days.remove(&key);
        } else {
            self.days.insert(key, bucket);
        }
    }
}
