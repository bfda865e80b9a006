//! Awards that count or are known, and their sums by day.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;
use imbl::{HashMap, OrdMap, OrdSet, Vector};
use ledger::event::Event;
use ledger::event::aid::{Aid, EligibleCosts, Regime};
use ledger::event::governance::ComputeUnit;
use ledger::event::procedure::ReviewOutcome;
use ledger::ids::{Id, MemberState, ScopedId};
use ledger::money::Cents;
use ledger::verdict::Figure;
use rust_decimal::Decimal;
use sha2::{Digest as _, Sha256};

use super::days::{DayBucket, Days, SumKey};
use super::group::Held;
use super::matching::Pairs;
use super::terms::Terms;
use super::undertaking::Handle;
use crate::pack::rule::Measure;

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

/// Why a review has set an award aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aside {
    /// It is no aid.
    NoAid,
    /// It is not to be counted.
    NotCounted,
}

impl Aside {
    /// Of what a review decided; `None` where that sets nothing aside.
    pub(super) fn by(decision: ReviewOutcome) -> Option<Self> {
        match decision {
            ReviewOutcome::NoAid => Some(Self::NoAid),
            ReviewOutcome::NotCounted => Some(Self::NotCounted),
            _ => None,
        }
    }
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
    /// A reservation or conditional award that is not confirmed yet: it counts only for events dated not after its end.
    pub open: Option<Open>,
    /// Released, or its condition failed: it counts nothing and blocks nothing.
    pub freed: bool,
    /// Set aside by a review: it counts nothing and blocks nothing.
    pub set_aside: Option<Aside>,
    /// Seen twice, and another sighting counts in its place.
    pub matched_away: bool,
    /// Whether somebody disputes it.
    pub disputed: bool,
    /// What may be drawn and was, where that is more than the recorded figure says; see [`Award::face`].
    pub face: Option<Arc<Face>>,
    /// On what terms it was granted; `None` for a report that says nothing beyond the plainest.
    pub terms: Option<Arc<Terms>>,
    /// The aid as stated, kept only where its figure hangs on more than itself or could not be found.
    pub aided: Option<Arc<Kept>>,
    /// Which cost lines of its project it pays for, as last stated: what an intensity is a share of.
    pub eligible_costs: Option<Arc<EligibleCosts>>,
}

/// Aid as it was stated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The form with its figures.
    pub aid: Aid,
}

/// An open reservation or conditional award.
#[derive(Debug, Clone)]
pub struct Open {
    /// Last granting date of an event for which it counts.
    pub until: NaiveDate,
    /// Whether it hangs on a condition (`long_stop`) rather than on a confirmation (`expires_on`).
    pub conditional: bool,
    /// The statement as made, for judging its confirmation.
    pub grant: Arc<Event>,
}

/// What an award comes to in full, against which draws and usage are held.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Face {
    /// Quantity of computing time awarded, in its unit.
    pub quantity: Option<Decimal>,
    /// That unit.
    pub unit: Option<ComputeUnit>,
    /// Value in euro cents at the rates of the grant, for other forms.
    pub value: Option<Cents>,
    /// Quantity drawn so far.
    pub drawn_quantity: Decimal,
    /// Value drawn so far, euro cents at the rates of the grant.
    pub drawn_value: Cents,
}

impl Face {
    /// Of an award whose recorded figure is all that may be drawn.
    fn of(gge: Option<Figure>) -> Self {
        Self { value: gge.and_then(|gge| gge.high), ..Self::default() }
    }

    /// Another whole, with what was drawn of this one.
    #[must_use]
    pub fn with_drawn_of(self, drawn: Self) -> Self {
        Self { drawn_quantity: drawn.drawn_quantity, drawn_value: drawn.drawn_value, ..self }
    }
}

impl Award {
    /// An award of which no more is known yet than whose it is, when and under what: no State, no figure, nothing changed.
    pub(crate) fn new(
        id: ScopedId,
        position: u64,
        beneficiary: Handle,
        regime: Regime,
        granted_on: NaiveDate,
        right: Right,
    ) -> Self {
        Self {
            id,
            position,
            beneficiary,
            state: None,
            regime,
            granted_on,
            granted_until: None,
            gge: None,
            right,
            uncounted: false,
            over_ceiling: false,
            reductions: Vec::new(),
            open: None,
            freed: false,
            set_aside: None,
            matched_away: false,
            disputed: false,
            face: None,
            aided: None,
            eligible_costs: None,
            terms: None,
        }
    }

    /// Whether it stands at all: not freed, not set aside, not matched away.
    #[must_use]
    pub fn stands(&self) -> bool {
        !(self.freed || self.set_aside.is_some() || self.matched_away)
    }

    /// Whether others reported it, or its own authority in the form of a report.
    #[must_use]
    pub fn is_report(&self) -> bool {
        self.terms.as_ref().is_none_or(|terms| terms.grant.is_none())
    }

    /// The service of general economic interest that it pays for, where it names one.
    #[must_use]
    pub fn service(&self) -> Option<&Id> {
        self.terms.as_ref()?.service.as_ref()
    }

    /// Whether it is another's report, of a day that is known.
    fn is_dated_report(&self) -> bool {
        self.right == Right::Reported && self.granted_until.is_none()
    }

    /// What may be drawn in full, and was drawn so far; where nothing else is kept, the recorded figure is the whole.
    #[must_use]
    pub fn face(&self) -> Face {
        self.face.as_deref().copied().unwrap_or_else(|| Face::of(self.gge))
    }

    /// Sets what may be drawn; kept only where the recorded figure does not say it.
    pub(super) fn set_face(&mut self, face: Face) {
        self.face = (face != Face::of(self.gge)).then(|| Arc::new(face));
    }

    /// What the award counts in a window that ends on `end`.
    #[must_use]
    pub fn counted(&self, end: NaiveDate) -> Option<Figures> {
        self.figures(end).filter(|_| self.stands())
    }

    /// As [`Award::counted`], where it stands or would stand again.
    #[must_use]
    pub fn figures(&self, end: NaiveDate) -> Option<Figures> {
        let gge = self.gge.filter(|_| !self.uncounted)?;
        let figures = Figures { low: gge.low, high: gge.high? };
        let most = self.reductions.iter().filter(|(on, _)| *on <= end).map(|(_, most)| *most).min();
        Some(match most {
            Some(most) => Figures { low: figures.low.min(most), high: figures.high.min(most) },
            None => figures,
        })
    }

    /// What it counts of a measure in a period that ends on `end`.
    ///
    /// Computing time counts as awarded until nothing of the award counts any more, since a reduction is stated in euro; in
    /// another unit, or of an unknown day, it waits to be counted.
    pub(crate) fn counts_in(&self, measure: Measure, end: NaiveDate) -> Held {
        let counted = match measure {
            Measure::Euro => self.counted(end),
            Measure::Hours(unit) => self.hours(unit, end),
        };
        match counted {
            Some(figures) => Held::Counted(figures),
            None if self.stands() => Held::Uncounted,
            None => Held::Nothing,
        }
    }

    fn hours(&self, unit: ComputeUnit, end: NaiveDate) -> Option<Figures> {
        if !self.stands() || self.granted_until.is_some() {
            return None;
        }
        let gone = self.reductions.iter().any(|(on, most)| *on <= end && *most == Cents::ZERO);
        let face = self.face();
        match face.quantity.filter(|_| !gone) {
            Some(quantity) if face.unit == Some(unit) => hundredths(quantity),
            Some(_) => None,
            None => Some(Figures { low: Cents::ZERO, high: Cents::ZERO }),
        }
    }

    /// The steps by which it comes to count less: date and how much less from there, low and high.
    pub(crate) fn steps(&self, measure: Measure) -> Vec<(NaiveDate, Figures)> {
        let mut dates: Vec<NaiveDate> = self.reductions.iter().map(|(on, _)| *on).collect();
        dates.sort_unstable();
        dates.dedup();
        let mut before = self.counts_in(measure, NaiveDate::MIN);
        let mut steps = Vec::new();
        for date in dates {
            let after = self.counts_in(measure, date);
            if let (Held::Counted(before), Held::Counted(after)) = (before, after)
                && before != after
            {
                steps.push((date, Figures { low: before.low - after.low, high: before.high - after.high }));
            }
            before = after;
        }
        steps
    }
}

/// A quantity in hundredths of its unit, rounded both ways.
pub(crate) fn hundredths(quantity: Decimal) -> Option<Figures> {
    let exact = quantity.checked_mul(Decimal::ONE_HUNDRED)?;
    let whole = |rounded: Decimal| i128::try_from(rounded).ok().map(Cents);
    Some(Figures { low: whole(exact.floor())?, high: whole(exact.ceil())? })
}

/// The first 128 bits of SHA-256 over texts that hold no line feed, one a line: an eighth of the memory of the texts.
///
/// Ids come from strangers, so the hash must be one in which nobody finds two texts alike; 2^64 tries are out of reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct IdHash(u128);

impl IdHash {
    pub(super) fn of(parts: &[&str]) -> Self {
        let mut sha256 = Sha256::new();
        for part in parts {
            sha256.update(part.as_bytes());
            sha256.update(b"\n");
        }
        let digest: [u8; 32] = sha256.finalize().into();
        Self(digest.iter().take(16).fold(0, |hash, byte| hash << 8 | u128::from(*byte)))
    }
}

/// Every award in effect, by number, id and day.
#[derive(Debug, Clone, Default)]
pub struct Awards {
    /// Behind a pointer each: changing one copies a node of pointers, not of awards.
    records: Vector<Arc<Award>>,
    by_id: HashMap<IdHash, u32>,
    pub(crate) days: Days,
    /// Awards whose granting date is a range: they stand on no day, and count on none.
    pub(super) open_dated: OrdMap<SumKey, OrdSet<u32>>,
    /// Which awards were said to be the same.
    pub(super) pairs: Pairs,
    /// Members of large groups, each with the handle under which the sums of the whole group are kept too.
    pooled: HashMap<Handle, Handle>,
    /// Reports of a known day, by recipient and day: what a grant may have been seen as (A12).
    reports: OrdSet<(Handle, NaiveDate, u32)>,
    /// Awards that name a service, by recipient: what another one for the same may not meet (C1).
    for_services: OrdSet<(Handle, u32)>,
}

impl Awards {
    /// The award with an id.
    #[must_use]
    pub fn find(&self, id: &ScopedId) -> Option<&Award> {
        self.index(id).and_then(|index| self.get(index))
    }

    /// The award with a number.
    #[must_use]
    pub fn get(&self, index: u32) -> Option<&Award> {
        self.records.get(index as usize).map(Arc::as_ref)
    }

    /// The number of an award.
    pub(crate) fn index(&self, id: &ScopedId) -> Option<u32> {
        self.by_id.get(&IdHash::of(&[id.as_str()])).copied()
    }

    /// The award that the entry at a position brought.
    #[must_use]
    pub fn at(&self, position: u64) -> Option<&Award> {
        // Awards are appended in the order of the log.
        let index = self.records.binary_search_by_key(&position, |award| award.position).ok()?;
        self.records.get(index).map(Arc::as_ref)
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

    /// Under which handle the sums of a member's large group are kept.
    pub(crate) fn pool_of(&self, handle: Handle) -> Option<Handle> {
        self.pooled.get(&handle).copied()
    }

    /// Adds the awards of a handle to the sums of a pool, and takes them out of those of the pool it was in.
    pub(super) fn place(&mut self, handle: Handle, pool: Option<Handle>) {
        let before = self.pool_of(handle);
        let own = BTreeSet::from([handle]);
        let numbers: Vec<u32> = self.numbers_of(&own).collect();
        for index in numbers {
            let Some(award) = self.records.get(index as usize).cloned() else { continue };
            if let Some(before) = before {
                self.take_from(before, index, &award);
            }
            if let Some(pool) = pool {
                self.put_at(pool, index, &award);
            }
        }
        match pool {
            Some(pool) => self.pooled.insert(handle, pool),
            None => self.pooled.remove(&handle),
        };
    }

    /// Every award of a group, by handle, State, regime and day.
    pub fn of<'a>(&'a self, group: &'a BTreeSet<Handle>) -> impl Iterator<Item = &'a Award> {
        self.numbers_of(group).filter_map(|index| self.get(index))
    }

    /// The numbers of every award of a group.
    fn numbers_of<'a>(&'a self, group: &'a BTreeSet<Handle>) -> impl Iterator<Item = u32> + 'a {
        let dated = move |handle: &'a Handle| self.days.all_of(*handle).flat_map(DayBucket::awards);
        let open = move |handle: &'a Handle| {
            let awards = self.open_dated.range(first_key(*handle)..first_key(handle.next()));
            awards.flat_map(|(_, awards)| awards.iter().copied())
        };
        let of = move |handle: &'a Handle| dated(handle).chain(open(handle));
        group.iter().flat_map(of)
    }

    pub(super) fn insert(&mut self, award: Award) {
        let index = u32::try_from(self.records.len()).unwrap_or(u32::MAX);
        self.by_id.insert(IdHash::of(&[award.id.as_str()]), index);
        self.put(index, &award);
        self.records.push_back(Arc::new(award));
    }

    /// Changes an award, keeping the sums by day in step.
    pub(crate) fn change(&mut self, id: &ScopedId, change: impl FnOnce(&mut Award)) {
        let Some(index) = self.index(id) else { return };
        self.alter(index, change);
        // Which of several sightings counts hangs on their figures.
        self.settle_matches(index);
    }

    pub(super) fn alter(&mut self, index: u32, change: impl FnOnce(&mut Award)) {
        let Some(mut award) = self.get(index).cloned() else { return };
        self.take(index, &award);
        change(&mut award);
        self.put(index, &award);
        self.records.set(index as usize, Arc::new(award));
    }

    /// Takes an award out of every sum, as if it had never been, and the awards matched with it: for deciding its
    /// correction. The same aid seen twice does not stand beside itself.
    pub(crate) fn hide(&mut self, id: &ScopedId) {
        let Some(index) = self.index(id) else { return };
        for member in self.pairs.class(index) {
            let Some(mut award) = self.get(member).cloned() else { continue };
            self.take(member, &award);
            // What an exit or an attribution names is found without the sums.
            award.freed = true;
            self.records.set(member as usize, Arc::new(award));
        }
    }

    /// The beneficiary and, where its group is large, the pool: wherever an award's figures are added up.
    fn homes(&self, award: &Award) -> impl Iterator<Item = Handle> + use<> {
        std::iter::once(award.beneficiary).chain(self.pool_of(award.beneficiary))
    }

    /// The reports that a handle received an award on a day.
    pub(crate) fn reports_on(&self, handle: Handle, day: NaiveDate) -> impl Iterator<Item = &Award> {
        let numbers = self.reports.range((handle, day, 0)..=(handle, day, u32::MAX));
        numbers.filter_map(|(_, _, index)| self.get(*index))
    }

    /// The awards that a handle received for services.
    pub(crate) fn for_services(&self, handle: Handle) -> impl Iterator<Item = &Award> {
        let numbers = self.for_services.range((handle, 0)..=(handle, u32::MAX));
        numbers.filter_map(|(_, index)| self.get(*index))
    }

    fn put(&mut self, index: u32, award: &Award) {
        if award.is_dated_report() {
            self.reports.insert((award.beneficiary, award.granted_on, index));
        }
        if award.service().is_some() {
            self.for_services.insert((award.beneficiary, index));
        }
        for home in self.homes(award) {
            self.put_at(home, index, award);
        }
    }

    fn take(&mut self, index: u32, award: &Award) {
        if award.is_dated_report() {
            self.reports.remove(&(award.beneficiary, award.granted_on, index));
        }
        if award.service().is_some() {
            self.for_services.remove(&(award.beneficiary, index));
        }
        for home in self.homes(award) {
            self.take_from(home, index, award);
        }
    }

    fn put_at(&mut self, home: Handle, index: u32, award: &Award) {
        if award.granted_until.is_some() {
            self.open_dated.entry((home, award.state, award.regime)).or_default().insert(index);
        } else {
            self.days.add(home, index, award);
        }
    }

    fn take_from(&mut self, home: Handle, index: u32, award: &Award) {
        if award.granted_until.is_some() {
            self.open_dated.entry((home, award.state, award.regime)).or_default().remove(&index);
        } else {
            self.days.remove(home, index, award);
        }
    }
}

/// Before every key of a handle.
pub(super) fn first_key(handle: Handle) -> SumKey {
    (handle, None, Regime::Eu2023_2831)
}
