//! A figure against the ceiling of its regime, in every view and reading that may matter (W, G6).

use super::group::{View, everything};
use super::judge::Found;
use super::law::{Ceiling, ceiling, half_open};
use super::record::Record;
use super::window::{Reading, Says, Test};
use super::{Check, Gge};

/// What the ceiling says of a figure in one view.
#[derive(Debug, Default, PartialEq, Eq)]
struct Limited {
    codes: Vec<&'static str>,
    flags: Vec<&'static str>,
    checks: Vec<Check>,
}

/// Tests the figure that was found against the ceiling of its regime.
pub(super) fn measure(record: &Record, regime: &str, test: &Test, enforced: bool, found: &mut Found) {
    let Some((gge, high)) = found.gge.and_then(|gge| Some((gge, gge.1?))) else { return };
    let Some(ceiling) = ceiling(regime, test.on).filter(|_| !found.flags.contains(&"uncounted")) else {
        return;
    };
    let own = everything(ceiling.rule);
    let limited = |view| limits(record, test, view, &ceiling, gge, high, enforced);
    let said = limited(own);
    // Only limits are compared: their codes and checks.
    let differs = |view| {
        let other = limited(view);
        (other.codes, other.checks) != (said.codes.clone(), said.checks.clone())
    };
    if record.links.iter().any(|link| link.weak) && differs(View { weak: false, ..own }) {
        found.flags.push("group_evidence_weak");
    }
    if record.links.iter().any(|link| link.crosses) && differs(View { crossing: false, ..own }) {
        found.flags.push("group_cross_border");
    }
    found.codes.extend(said.codes);
    found.flags.extend(said.flags);
    found.checks.extend(said.checks);
}

fn limits(
    record: &Record,
    test: &Test,
    view: View,
    ceiling: &Ceiling,
    gge: Gge,
    high: i128,
    enforced: bool,
) -> Limited {
    let mut limited = Limited::default();
    let open = half_open(test.state);
    let closed = record.reading(test, view, ceiling, false, false);
    let half = record.reading(test, view, ceiling, true, false);
    let own = if open { &half } else { &closed };
    let check = |reading: &Reading, bound: Option<&'static str>| {
        reading.tightest().map(|window| Check {
            rule: ceiling.rule.to_owned(),
            state: test.state.to_owned(),
            from: window.from,
            to: window.to,
            bound: bound.map(str::to_owned),
            after: (window.low + gge.0, Some(window.high + high)),
            limit: ceiling.limit,
        })
    };
    if closed.says(high, enforced) == half.says(high, enforced) {
        limited.checks.extend(check(own, None));
    } else {
        limited.flags.push("boundary_dispute");
        limited.checks.extend(check(&closed, Some("closed")));
        limited.checks.extend(check(&half, Some("half_open")));
    }
    let counted = record.reading(test, view, ceiling, open, true);
    if counted.says(high, enforced) != own.says(high, enforced) {
        limited.flags.push("interpretation");
    }
    match (own.says(high, enforced), enforced) {
        (Says::Exceeds, true) => limited.codes.push(ceiling.code),
        (Says::Exceeds, false) => limited.flags.push("over_ceiling"),
        _ if enforced && own.order_decides(high) => limited.codes.push("order_ambiguous"),
        _ => {}
    }
    if enforced && own.uncounted() {
        limited.codes.push("uncounted_award_in_window");
    }
    limited
}
