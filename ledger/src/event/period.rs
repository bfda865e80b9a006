//! Periods with one end or two.

use super::field::record;
use crate::json::{Faults, Place};
use crate::time::LegalDate;

record! {
    /// A period that may be open at its end.
    Period { from: LegalDate, until: Option<LegalDate> } check period_runs_forward
}
record! {
    /// A period with both ends, both included.
    ClosedPeriod { from: LegalDate, until: LegalDate } check closed_period_runs_forward
}
fn closed_period_runs_forward(period: &ClosedPeriod, at: &Place<'_>, faults: &mut Faults) -> bool {
    ends_after_start(period.from, Some(period.until), at, faults)
}

fn period_runs_forward(period: &Period, at: &Place<'_>, faults: &mut Faults) -> bool {
    ends_after_start(period.from, period.until, at, faults)
}

/// Notes a period that ends before it begins.
pub(super) fn ends_after_start(
    from: LegalDate,
    until: Option<LegalDate>,
    at: &Place<'_>,
    faults: &mut Faults,
) -> bool {
    let fits = until.is_none_or(|until| until >= from);
    if !fits {
        faults.push(
            &at.member("until"),
            "ends_before_start",
            "the period ends before it begins".into(),
            "put `until` on or after `from`",
        );
    }
    fits
}
