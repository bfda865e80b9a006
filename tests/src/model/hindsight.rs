//! Awards that stand over a ceiling in hindsight (W9).

use super::awards::Award;
use super::group::everything;
use super::law::ceiling;
use super::record::Record;
use super::window::Test;
use crate::ops::Day;

/// Position, number and excess.
pub(super) type Over = (u64, u32, i128);

/// Position, number and excess of every award whose own window is over the ceiling.
///
/// Reading: an event that dates an award pushes only awards of later days over, not itself nor those of its own day.
pub(super) fn over(record: &Record, later_than: Option<Day>) -> Vec<Over> {
    let seen = record.filled.iter().filter(|award| award.there() && !award.uncounted);
    let later = seen.filter(|award| later_than.is_none_or(|date| award.on > date));
    let mut over: Vec<Over> = later
        .filter_map(|award| Some((award.position, award.number, excess(record, award)?)))
        .filter(|(_, _, excess)| *excess > 0)
        .collect();
    // Members of a set have one position, and stand in its order.
    over.sort_by_key(|(position, _, _)| *position);
    over
}

/// By how much the window that ends on an award's date is over; `None` where the award does not count there.
fn excess(record: &Record, award: &Award) -> Option<i128> {
    let (ceiling, state) = ceiling(award.regime, award.on).zip(award.state)?;
    let who = record.by(award.who);
    let view = everything(ceiling.rule, state, award.on, Some(who));
    let test = Test { who, state, on: award.on, without: None };
    let (window, awards) = record.own_window(&test, view, &ceiling);
    let group = record.group(who, award.on, view);
    let counting = record.counting(group, view, &awards, (window.from, window.to));
    let counts = |(other, (_, high)): &(&Award, (i128, i128))| other.number == award.number && *high > 0;
    counting.iter().any(counts).then_some(window.high - ceiling.limit)
}
