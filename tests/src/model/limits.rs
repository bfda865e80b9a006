//! A figure against the ceiling of its regime, in every view and reading that may matter (W, G6).

use super::Check;
use super::group::{View, everything};
use super::judge::Found;
use super::law::{Ceiling, ceiling, half_open};
use super::record::Record;
use super::window::{Reading, Says, Test};

/// What the ceiling says of a figure in one view.
#[derive(Debug, Default, PartialEq, Eq)]
struct Limited {
    codes: Vec<&'static str>,
    flags: Vec<&'static str>,
    checks: Vec<Check>,
}

/// Tests a figure against the ceiling of its regime.
pub(super) fn measure(
    record: &Record,
    regime: &str,
    test: &Test,
    enforced: bool,
    gge: Option<(i128, i128)>,
    found: &mut Found,
) {
    let Some(gge) = gge else { return };
    let Some(ceiling) = ceiling(regime, test.on).filter(|_| !found.flags.contains(&"uncounted")) else {
        return;
    };
    let own = everything(ceiling.rule, test.state, test.on, Some(test.who));
    let limited = |view| limits(record, test, view, &ceiling, gge, enforced);
    let said = limited(own);
    // Only limits are compared: their codes and checks, and whether what stands anyway is over.
    let differs = |view| {
        let other = limited(view);
        let over = |limited: &Limited| limited.flags.contains(&"over_ceiling");
        over(&other) != over(&said)
            || (other.codes, other.checks) != (said.codes.clone(), said.checks.clone())
    };
    if record.links.iter().any(|link| link.weak) && differs(View { weak: false, ..own }) {
        found.flags.push("group_evidence_weak");
    }
    if record.links.iter().any(|link| link.crosses) && differs(View { crossing: false, ..own }) {
        found.flags.push("group_cross_border");
    }
    if !record.persons.is_empty() && differs(View { persons: !own.persons, ..own }) {
        found.flags.push("group_natural_person");
    }
    if !record.holdings.is_empty() && differs(View { majorities: true, ..own }) {
        found.flags.push("link_not_declared");
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
    (low, high): (i128, i128),
    enforced: bool,
) -> Limited {
    let mut limited = Limited::default();
    let open = half_open(test.state);
    let reading = |open, regimes: &[&str]| record.reading(test, view, ceiling.limit, open, regimes);
    let counted = ceiling.counted();
    let (closed, half) = (reading(false, &counted), reading(true, &counted));
    let own = if open { &half } else { &closed };
    let check = |reading: &Reading, bound: Option<&'static str>| {
        reading.tightest().map(|window| Check {
            rule: ceiling.rule.to_owned(),
            state: test.state.to_owned(),
            from: window.from,
            to: window.to,
            bound: bound.map(str::to_owned),
            after: (window.low + low, Some(window.high + high)),
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
    let says = own.says(high, enforced);
    // What counts by interpretation is left out, what does not is added (W7, C3).
    let more = reading(open, &[&counted, ceiling.unsettled].concat());
    let fewer = reading(open, ceiling.firm);
    if more.says(high, enforced) != says || fewer.says(high, enforced) != says {
        limited.flags.push("interpretation");
    }
    match (says, enforced) {
        (Says::Exceeds, true) => limited.codes.push(ceiling.code),
        (Says::Exceeds, false) => limited.flags.push("over_ceiling"),
        _ if enforced && own.order_decides(high) => limited.codes.push("order_ambiguous"),
        _ => {}
    }
    if enforced && own.uncounted() {
        limited.codes.push("uncounted_award_in_window");
    }
    if enforced && own.tested().into_iter().any(|window| record.beside_unknown(test, view, window)) {
        limited.flags.push("beside_unknown_regime");
    }
    limited
}
