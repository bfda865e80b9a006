//! The classes that are possible after periods, of which some may not be known (D1 to D4; Art. 4(2)).

use std::collections::BTreeSet;

use super::figures::Figures;
use super::law::{Class, Law, Within};

/// D1 to D3: the statuses that are possible after periods whose own test says yes, no, or nobody knows what.
///
/// The first period gives the status. It changes when the test differs from it in so many periods on end.
fn statuses(periods: u32, chain: impl Iterator<Item = Option<bool>>) -> BTreeSet<bool> {
    let either = |answer: Option<bool>| match answer {
        Some(answer) => vec![answer],
        None => vec![false, true],
    };
    // A status, and in how many periods on end the test has differed from it.
    let mut possible: Option<BTreeSet<(bool, u32)>> = None;
    for answer in chain {
        let answers = either(answer);
        let after = match &possible {
            None => answers.into_iter().map(|answer| (answer, 0)).collect(),
            Some(before) => {
                let step = |(status, against): (bool, u32), answer: bool| {
                    let against = against.saturating_add(1);
                    match answer == status {
                        true => (status, 0),
                        false if against >= periods => (answer, 0),
                        false => (status, against),
                    }
                };
                let all =
                    before.iter().flat_map(|held| answers.iter().map(move |answer| step(*held, *answer)));
                all.collect()
            }
        };
        possible = Some(after);
    }
    possible.into_iter().flatten().map(|(status, _)| status).collect()
}

/// D4: the classes that are possible after periods, oldest first; `None` is a period of which nothing is known.
pub(super) fn classes(law: &Law, periods: &[Option<&Figures>]) -> BTreeSet<Class> {
    let within = |class: Class| {
        let unknown = Within { heads: None, money: None };
        periods.iter().map(move |sum| sum.map_or(unknown, |sum| law.within(class, sum)))
    };
    let held = |class: Class| -> BTreeSet<bool> {
        if law.readings.each_threshold_alone {
            let heads = statuses(law.periods, within(class).map(|within| within.heads));
            let money = statuses(law.periods, within(class).map(|within| within.money));
            heads.iter().flat_map(|heads| money.iter().map(move |money| *heads && *money)).collect()
        } else {
            statuses(law.periods, within(class).map(Within::both))
        }
    };
    // The class is the smallest whose status is held.
    let mut possible = BTreeSet::new();
    for class in Class::SMES.iter().copied() {
        let held = held(class);
        if held.contains(&true) {
            possible.insert(class);
        }
        if !held.contains(&false) {
            return possible;
        }
    }
    possible.insert(Class::Large);
    possible
}

#[cfg(test)]
mod tests {
    use super::statuses;

    fn after(chain: &[Option<bool>]) -> Vec<bool> {
        statuses(2, chain.iter().copied()).into_iter().collect()
    }

    #[test]
    fn a_status_changes_after_two_periods_on_end_and_no_sooner() {
        let (yes, no) = (Some(true), Some(false));
        assert_eq!(after(&[yes, no]), [true]);
        assert_eq!(after(&[yes, no, yes, no]), [true]);
        assert_eq!(after(&[yes, no, no]), [false]);
        assert_eq!(after(&[no, yes, yes]), [true]);
        assert_eq!(after(&[]), Vec::<bool>::new());
    }

    #[test]
    fn one_period_that_nobody_knows_changes_nothing_and_two_may() {
        let yes = Some(true);
        assert_eq!(after(&[yes, None]), [true]);
        assert_eq!(after(&[yes, None, yes]), [true]);
        assert_eq!(after(&[yes, None, None]), [false, true]);
        assert_eq!(after(&[None, yes]), [false, true]);
        assert_eq!(after(&[None, yes, yes]), [true]);
    }
}
