//! Awards that stand over a ceiling in hindsight (W9).

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
    let mut over = Vec::new();
    for award in &record.awards {
        let later = later_than.is_none_or(|date| award.on > date);
        let (Some(ceiling), Some(state)) = (ceiling(award.regime, award.on).filter(|_| later), award.state)
        else {
            continue;
        };
        let view = everything(ceiling.rule);
        let who = record.by(award.who);
        let test = Test { who, state, on: award.on, without: None };
        // What counts nothing exceeds nothing.
        let counts = record.countable(award.on, None).iter().any(|other| other.number == award.number);
        let group = record.group(who, award.on, view);
        let held = record.holds(group, award.on, view, award).map_or(0, |(_, high)| high);
        if !counts || held == 0 {
            continue;
        }
        let (window, _) = record.own_window(&test, view, &ceiling);
        if window.high > ceiling.limit {
            over.push((award.position, award.number, window.high - ceiling.limit));
        }
    }
    // Members of a set have one position, and stand in its order.
    over.sort_by_key(|(position, _, _)| *position);
    over
}
