//! Which awards are added up, and what of them.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use ledger::event::aid::Regime;
use ledger::ids::MemberState;

use super::award::Award;
use super::awards::{Awards, first_key};
use super::days::SumKey;
use super::undertaking::Handle;
use crate::pack::rule::Measure;

/// Who granted what is added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GrantedBy {
    /// One State.
    State(MemberState),
    /// Any State, or none.
    Anyone,
}

impl GrantedBy {
    /// By one State, or by anyone where no one State is meant.
    #[must_use]
    pub fn of(member_state: Option<MemberState>) -> Self {
        member_state.map_or(Self::Anyone, Self::State)
    }

    /// The one State; `None`: anyone.
    #[must_use]
    pub fn state(self) -> Option<MemberState> {
        match self {
            Self::State(member_state) => Some(member_state),
            Self::Anyone => None,
        }
    }

    /// Whether an award of this State (`None`: of none) is meant.
    #[must_use]
    pub fn includes(self, state: Option<MemberState>) -> bool {
        match self {
            Self::State(member_state) => state == Some(member_state),
            Self::Anyone => true,
        }
    }
}

/// Which awards are added up, whoever received them, and in which measure.
#[derive(Debug, Clone, Copy)]
pub struct Selection<'a> {
    /// Who granted them.
    pub granted_by: GrantedBy,
    /// Under which regimes.
    pub regimes: &'a [Regime],
    /// What of them is added up.
    pub measure: Measure,
    /// The first granting date.
    pub from: NaiveDate,
    /// The last one.
    pub to: NaiveDate,
}

impl Selection<'_> {
    /// Whether an award is meant, or may be where its date is a range.
    #[must_use]
    pub fn may_include(&self, award: &Award) -> bool {
        let last = award.granted_until.unwrap_or(award.granted_on);
        award.granted_on <= self.to
            && self.from <= last
            && self.granted_by.includes(award.member_state)
            && self.regimes.contains(&award.regime)
    }
}

impl Awards {
    /// The keys of a handle that a selection looks into, whether or not they hold an award.
    pub(crate) fn sum_keys<'a>(
        &'a self,
        handle: Handle,
        selection: &Selection<'a>,
    ) -> impl Iterator<Item = SumKey> + use<'a> {
        let Selection { granted_by, regimes, .. } = *selection;
        let (one, all) = match granted_by {
            GrantedBy::State(member_state) => (Some(member_state), None),
            GrantedBy::Anyone => (None, Some(self.every_sum_key(handle))),
        };
        let of_state = one.into_iter().flat_map(move |member_state| {
            regimes.iter().map(move |regime| (handle, Some(member_state), *regime))
        });
        of_state.chain(all.into_iter().flatten().filter(|(.., regime)| regimes.contains(regime)))
    }

    /// The keys of a handle that hold awards, of a known date or not.
    fn every_sum_key(&self, handle: Handle) -> BTreeSet<SumKey> {
        let open = self.open_dated.range(first_key(handle)..first_key(handle.next()));
        let open = open.filter_map(|((handle, state, regime), _)| Some((*handle, *state, (*regime)?)));
        self.days.keys(handle).chain(open).collect()
    }

    /// The numbers of the selected awards of a group, and of those that may be among them, in no set order.
    pub(crate) fn numbers_selected<'a>(
        &'a self,
        group: &'a BTreeSet<Handle>,
        selection: Selection<'a>,
    ) -> impl Iterator<Item = u32> + 'a {
        let Selection { from, to, .. } = selection;
        let sum_keys = group.iter().flat_map(move |handle| self.sum_keys(*handle, &selection));
        sum_keys.filter(move |_| from <= to).flat_map(move |key| {
            let dated = self.days.range(key, from, to).flat_map(|(_, bucket)| bucket.awards());
            let open = self.open_dated_numbers(key).filter(move |index| {
                self.get(*index).is_some_and(|award| {
                    award.granted_on <= to && award.granted_until.is_some_and(|last| from <= last)
                })
            });
            dated.chain(open)
        })
    }

    /// The numbers of the awards of a key whose granting date is a range.
    pub(crate) fn open_dated_numbers(
        &self,
        (handle, state, regime): SumKey,
    ) -> impl Iterator<Item = u32> + '_ {
        self.open_dated.get(&(handle, state, Some(regime))).into_iter().flatten().copied()
    }

    /// Whether a handle has, or may have, awards of a selection.
    pub(crate) fn may_have(&self, handle: Handle, selection: &Selection<'_>) -> bool {
        self.sum_keys(handle, selection).any(|key| {
            self.days.range(key, selection.from, selection.to).next().is_some()
                || self.open_dated_numbers(key).next().is_some()
        })
    }

    /// Whether a handle has awards of known days from one to another.
    pub(crate) fn has_days(&self, handle: Handle, from: NaiveDate, to: NaiveDate) -> bool {
        from <= to && self.days.keys(handle).any(|key| self.days.range(key, from, to).next().is_some())
    }

    /// The States and regimes under which a group has awards of a known day: a few searches, not a walk through the awards.
    pub(crate) fn granted_to(&self, group: &BTreeSet<Handle>) -> BTreeSet<(Option<MemberState>, Regime)> {
        let sum_keys = group.iter().flat_map(|handle| self.days.keys(*handle));
        sum_keys.map(|(_, state, regime)| (state, regime)).collect()
    }

    /// The first selected day on which a handle has awards.
    pub(crate) fn first_day(&self, handle: Handle, selection: &Selection<'_>) -> Option<NaiveDate> {
        let Selection { from, to, .. } = *selection;
        let first = |key| self.days.range(key, from, to).next().map(|(day, _)| day);
        self.sum_keys(handle, selection).filter(|_| from <= to).filter_map(first).min()
    }
}
