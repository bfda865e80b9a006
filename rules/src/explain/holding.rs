//! The awards of a window: what the group of its last day holds of each, and by what.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use ledger::money::Cents;
use ledger::verdict::Figure;

use super::build::{FEW, LIST_MAX, awarded, cut_at};
use super::reason::{Reason, step};
use crate::limit::Test;
use crate::state::{Award, Figures, Handle, Held, How, Parts, State, Told, UnsettledEnd};
use crate::words::say;

/// What a group holds in a window, with what explains it.
pub(super) struct Holdings<'a> {
    state: &'a State,
    told: Told,
    /// The numbers of the undertaking that is asked for.
    own: BTreeSet<Handle>,
    end: NaiveDate,
    held: Vec<(&'a Award, Held)>,
}

impl<'a> Holdings<'a> {
    /// Of the awards granted from one day to another that count or wait to be counted, in the window that ends on the latter.
    pub(super) fn of(state: &'a State, test: &Test<'_>, (from, end): (NaiveDate, NaiveDate)) -> Self {
        let own = test.handle.map(|handle| state.identity(handle, &test.view)).unwrap_or_default();
        let told = Told::of(state, &test.view, test.handle, (from, end));
        Self { state, told, own, end, held: test.holdings(state, (from, end), end) }
    }

    /// The awards by date and position, at most [`LIST_MAX`] of them, and a line for the rest; with how many count.
    pub(super) fn leaves(&self) -> (usize, Vec<Reason>) {
        let counted = self.held.iter().filter(|(_, held)| matches!(held, Held::Counted(_))).count();
        let mut leaves: Vec<Reason> =
            self.held.iter().take(LIST_MAX).map(|(award, held)| self.leaf(award, *held)).collect();
        let rest = self.held.get(LIST_MAX..).unwrap_or_default();
        if !rest.is_empty() {
            let figures = rest.iter().filter_map(|(_, held)| match held {
                Held::Counted(figures) => Some(*figures),
                _ => None,
            });
            let (low, high) = figures.fold((Cents::ZERO, Cents::ZERO), |(low, high), figures| {
                (low + figures.low, high + figures.high)
            });
            let figure = Figure { low, high: Some(high) };
            leaves.push(step("more-awards", say::more_awards(rest.len())).comes_to(figure));
        }
        (counted, leaves)
    }

    /// Those that can't be counted, with their positions.
    pub(super) fn uncounted(&self) -> impl Iterator<Item = (u64, Reason)> + '_ {
        let waiting = self.held.iter().filter(|(_, held)| *held == Held::Uncounted);
        waiting.map(|(award, held)| (award.position, self.leaf(award, *held)))
    }

    fn leaf(&self, award: &Award, held: Held) -> Reason {
        let mut inputs = self.why(award, held);
        let Held::Counted(Figures { low, high }) = held else {
            let uncounted = say::uncounted(&award.id, award.granted_on);
            return step("uncounted-award", uncounted).at(award.position).with(inputs);
        };
        let reductions = award.reductions().filter(|(from, _)| *from <= self.end);
        let reduced = reductions.map(|(on, most)| step("reduction", say::reduced(on, most)));
        inputs.extend(cut_at(reduced.collect(), FEW));
        step("award", awarded(award, self.end))
            .at(award.position)
            .comes_to(Figure { low, high: Some(high) })
            .with(inputs)
    }

    /// Whose it is, by what it came here in part or at all, until when it counts, and what it stands for.
    fn why(&self, award: &Award, held: Held) -> Vec<Reason> {
        let mut steps = Vec::new();
        if !self.own.contains(&award.beneficiary)
            && let Some(recipient) = self.state.undertakings.id(award.beneficiary)
        {
            steps.push(step("recipient", say::received(recipient)));
        }
        let ground = self.told.ground(self.state, award);
        let whole = award.counted(self.end).map(|whole| Figure { low: whole.low, high: Some(whole.high) });
        let counts = held != Held::Uncounted;
        if let Some(whole) = whole.filter(|_| !ground.divisions.is_empty()) {
            steps.push(step("whole", say::whole()).results_in(whole));
        }
        let divided: Vec<Reason> =
            ground.divisions.iter().map(|parts| self.division(parts, counts)).collect();
        steps.extend(cut_at(divided, FEW));
        steps.extend(cut_at(ground.exits.iter().filter_map(|exit| self.exit(exit)).collect(), FEW));
        steps.extend(award.open().map(|open| {
            let said = if open.grant.is_conditional() { say::conditional } else { say::reserved };
            step("open", said(open.until))
        }));
        let sightings = self
            .state
            .awards
            .sightings(award)
            .map(|other| step("sighting", say::sighting(&other.id, other.granted_on)).at(other.position));
        steps.extend(cut_at(sightings.collect(), FEW));
        steps
    }

    fn division(&self, parts: &Parts, counts: bool) -> Reason {
        let what = match parts.how {
            How::Equity => say::by_equity(parts.on),
            How::Attributed => say::as_attributed(parts.on),
            How::Exit => say::at_exit(parts.on),
            How::Whole => say::undivided(parts.on),
            How::Merger => say::by_merger(parts.on),
        };
        let part = |(who, cents, here): &(Handle, Cents, bool)| {
            let line = step("part", say::part(self.state.undertakings.id(*who)?, *here));
            Some(if counts { line.in_euro(*cents) } else { line })
        };
        let held = cut_at(parts.held.iter().filter_map(part).collect(), FEW);
        step("division", what).at(parts.position).with(held)
    }

    fn exit(&self, exit: &UnsettledEnd) -> Option<Reason> {
        let id = |handle: Handle| self.state.undertakings.id(handle);
        let (controller, controlled) = (id(exit.controller)?, id(exit.controlled)?);
        let said = say::unsettled_exit(controller, controlled, exit.on);
        Some(step("unsettled-exit", said).at(exit.position))
    }
}
