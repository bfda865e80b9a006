//! What lessens an award, and what it counts at most and at least from which day on (A6, A22).
//!
//! Each sighting keeps the statements about itself. What acts on it is what was said of it and of every sighting now matched with
//! it, in whichever order that was filed; it is settled anew with every pair and every statement.

use chrono::NaiveDate;
use ledger::money::Cents;

/// A statement that an award is less than it was, in euro as it was recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lessened {
    /// From which day on.
    pub on: NaiveDate,
    /// What the award comes to by it.
    pub target: Cents,
    /// What the beneficiary had of it and kept.
    pub kept: Cents,
    /// What of the principal came back, and when.
    pub repaid: Option<(NaiveDate, Cents)>,
    /// Whether it takes back a row and no right: it acts on no other sighting.
    pub row_only: bool,
}

impl Lessened {
    /// The most that the award counts on a day by this statement; `None` before its day.
    fn bound(&self, day: NaiveDate) -> Option<Cents> {
        let had = self.kept - self.repaid_by(day);
        (self.on <= day).then(|| self.target.max(had))
    }

    /// What of the principal was back by a day.
    #[must_use]
    pub fn repaid_by(&self, day: NaiveDate) -> Cents {
        self.repaid.filter(|(on, _)| *on <= day).map_or(Cents::ZERO, |(_, cents)| cents)
    }
}

/// What was stated of one sighting since it came.
#[derive(Debug, Clone, Default)]
pub(crate) struct Deeds {
    /// What lessens it, in the order stated.
    pub lessened: Vec<Lessened>,
    /// The most that was ever used of it, in euro (A22).
    pub used: Cents,
    /// The earliest day on which something was said to be done about it.
    pub first_day: Option<NaiveDate>,
    /// Its date before it was confirmed with another.
    pub reserved_on: Option<NaiveDate>,
}

impl Deeds {
    /// Something was done on these days.
    pub fn done_on(&mut self, days: impl IntoIterator<Item = NaiveDate>) {
        self.first_day = days.into_iter().chain(self.first_day).min();
    }
}

/// What is counted of an award from a day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Step {
    pub on: NaiveDate,
    /// At most so much; `None`: all of it.
    pub most: Option<Cents>,
    /// But so much, since it was used and not paid back.
    pub least: Cents,
}

impl Step {
    pub(crate) fn of(self, cents: Cents) -> Cents {
        self.most.map_or(cents, |most| cents.min(most)).max(self.least)
    }
}

/// What statements about an award, and what was used of it, come to: steps by their day, none where nothing acts.
pub(crate) fn course(stated: &[Lessened], used: Cents) -> Vec<Step> {
    let mut days: Vec<NaiveDate> = stated
        .iter()
        .flat_map(|lessened| std::iter::once(lessened.on).chain(lessened.repaid.map(|(on, _)| on)))
        .collect();
    if used > Cents::ZERO {
        days.push(NaiveDate::MIN);
    }
    days.sort_unstable();
    days.dedup();
    let mut steps: Vec<Step> = Vec::new();
    for on in days {
        let most = stated.iter().filter_map(|lessened| lessened.bound(on)).min();
        let repaid: Cents = stated.iter().map(|lessened| lessened.repaid_by(on)).sum();
        let step = Step { on, most, least: (used - repaid).or_zero() };
        let same = |last: &Step| (last.most, last.least) == (step.most, step.least);
        if !steps.last().is_some_and(same) {
            steps.push(step);
        }
    }
    // Before the first day nothing acts.
    if steps.first().is_some_and(|first| first.most.is_none() && first.least == Cents::ZERO) {
        steps.remove(0);
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 4, day).unwrap()
    }

    fn counts(steps: &[Step], on: NaiveDate, cents: i128) -> Cents {
        let step = steps.iter().rev().find(|step| step.on <= on);
        step.map_or(Cents(cents), |step| step.of(Cents(cents)))
    }

    #[test]
    fn what_was_kept_counts_until_it_is_back_and_what_was_used_whatever_is_said() {
        let repaid = Some((day(15), Cents(200)));
        let one = Lessened { on: day(1), target: Cents(100), kept: Cents(300), repaid, row_only: false };
        let steps = course(&[one], Cents::ZERO);
        assert_eq!([1, 14, 15].map(|on| counts(&steps, day(on), 300).0), [300, 300, 100]);
        // Nothing was kept, says the signer; the record knows of 300.
        let none = Lessened { kept: Cents::ZERO, repaid: None, ..one };
        assert_eq!(counts(&course(&[none], Cents(300)), day(20), 300), Cents(300));
        let steps = course(&[one], Cents(300));
        assert_eq!([1, 14, 15].map(|on| counts(&steps, day(on), 300).0), [300, 300, 100]);
        // The smallest of several bounds acts, in whichever order they came.
        let more = Lessened { on: day(10), target: Cents(150), ..none };
        for stated in [[none, more], [more, none]] {
            assert_eq!(counts(&course(&stated, Cents::ZERO), day(12), 300), Cents(100));
        }
        assert_eq!(counts(&course(&[none], Cents::ZERO), day(1).pred_opt().unwrap(), 300), Cents(300));
    }
}
