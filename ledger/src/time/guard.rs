//! The wall clock held against the one that only counts.
//!
//! # The rule
//! - The *offset* is the wall clock less the counting one. The guard keeps the offset under which it last held the wall
//!   clock to be right; what the counting clock makes of it is the time *counted on*.
//! - The wall clock is believed while it is at most `step_max` from the time counted on, before or after. That lets through
//!   a leap second, and the steps that a time service makes after short outages.
//! - While it is believed, the offset kept follows the one seen, by at most [`DRIFT_PER_MILLION`] of the time that passed
//!   since the last look. So small steps don't add up to a jump over months, and nobody walks the clock away faster than a
//!   time service may slew it.
//! - Two looks that the system held apart (a busy machine puts the process aside between them) say so much less: by as much
//!   further the wall clock may be off, and is then not followed.
//! - A wall clock further off is a [`Jump`]. The offset kept then stays as it is, so that a wrong clock does not become the
//!   right one by waiting; when the wall clock is back within `step_max`, it is believed again.
//!
//! A slewed clock is no matter here: the kernel slews both clocks. A suspended machine is none either: both go on. A virtual
//! machine that its host had paused and whose wall clock was set right afterwards *is* a jump: inside it nobody can tell.

use std::fmt;

use super::{At, Counted, Reading};

/// How fast the offset kept follows, in parts per million of the time that passed: 43 seconds a day. The kernel's own bound
/// for slewing a clock (`MAXFREQ` of `adjtimex`).
const DRIFT_PER_MILLION: i64 = 500;

/// See the module. Cheap; whoever shares it puts it under a lock.
#[derive(Debug)]
pub struct Guard {
    step_max: i64,
    offset: i64,
    looked: Counted,
}

/// The wall clock is not where it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Jump {
    /// What it shows.
    pub shown: At,
    /// What it showed when it was last believed, and what was counted since.
    pub counted_on: At,
}

impl Guard {
    /// Believes the wall clock as it is now. `step_max_ms`: how far it may be off later, in milliseconds.
    #[must_use]
    pub fn new(step_max_ms: u64, now: Reading) -> Self {
        let step_max = i64::try_from(step_max_ms.saturating_mul(1_000)).unwrap_or(i64::MAX);
        Self { step_max, offset: offset(now), looked: now.counted }
    }

    /// The instant now, if the wall clock can be believed.
    ///
    /// # Errors
    /// [`Jump`]; the next look may find it right again.
    pub fn look(&mut self, now: Reading) -> Result<At, Jump> {
        let off = offset(now).saturating_sub(self.offset);
        let apart = now.apart.max(0);
        if off.saturating_abs() > self.step_max.saturating_add(apart) {
            let counted_on = now.counted.micros().saturating_add(self.offset);
            // Before 1970 and after 9999 no instant can be written; the wall clock is off either way.
            let counted_on = At::from_micros(counted_on).unwrap_or(now.wall);
            return Err(Jump { shown: now.wall, counted_on });
        }
        let passed = now.counted.micros().saturating_sub(self.looked.micros()).max(0);
        let follow = passed.saturating_mul(DRIFT_PER_MILLION) / 1_000_000;
        // What may be the time between the two looks is not followed.
        let sure = off.signum().saturating_mul(off.saturating_abs().saturating_sub(apart).max(0));
        self.offset = self.offset.saturating_add(sure.clamp(follow.saturating_neg(), follow));
        self.looked = self.looked.max(now.counted);
        Ok(now.wall)
    }
}

fn offset(reading: Reading) -> i64 {
    reading.wall.micros().saturating_sub(reading.counted.micros())
}

impl fmt::Display for Jump {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let off = self.shown.micros().saturating_sub(self.counted_on.micros());
        let side = if off < 0 { "behind" } else { "ahead of" };
        let (shown, counted_on) = (self.shown, self.counted_on);
        write!(
            f,
            "the clock shows {shown}, {} s {side} the time counted on ({counted_on})",
            off.abs() / 1_000_000
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: i64 = 1_000_000;
    const DAY: i64 = 86_400 * SECOND;
    const NOON: i64 = 1_795_168_800_000_000;

    /// A wall clock so far ahead of the counted time since noon.
    fn shown(counted: i64, ahead: i64) -> Reading {
        Reading { wall: At(NOON + counted + ahead), counted: Counted::from_micros(7 + counted), apart: 0 }
    }

    fn guard() -> Guard {
        Guard::new(10_000, shown(0, 0))
    }

    #[test]
    fn a_jump_is_told_in_both_directions_and_forgotten_when_it_is_undone() {
        for by in [3_600 * SECOND, -3_600 * SECOND, 10 * SECOND + 10_000, -10 * SECOND - 10_000] {
            let mut guard = guard();
            assert_eq!(guard.look(shown(SECOND, 0)), Ok(At(NOON + SECOND)));
            let jump = guard.look(shown(2 * SECOND, by)).unwrap_err();
            assert_eq!(jump, Jump { shown: At(NOON + 2 * SECOND + by), counted_on: At(NOON + 2 * SECOND) });
            // Waiting does not make it right.
            assert!(guard.look(shown(400 * DAY, by)).is_err());
            assert!(guard.look(shown(400 * DAY, 0)).is_ok());
        }
        let said = guard().look(shown(0, -3_600 * SECOND)).unwrap_err().to_string();
        assert_eq!(
            said,
            "the clock shows 2026-11-20T09:00:00.000000Z, 3600 s behind the time counted on (2026-11-20T10:00:00.000000Z)"
        );
    }

    #[test]
    fn a_suspended_machine_is_no_jump() {
        let mut guard = guard();
        assert!(guard.look(shown(SECOND, 0)).is_ok());
        assert!(guard.look(shown(30 * DAY, 0)).is_ok());
    }

    #[test]
    fn small_steps_neither_stop_nor_add_up() {
        let mut guard = guard();
        let mut ahead = 0;
        for hour in 0..10_000 {
            // A step of a second every hour, always the same way, with a look every second.
            ahead += SECOND;
            for look in 0..3_600 {
                assert!(guard.look(shown(hour * 3_600 * SECOND + look * SECOND, ahead)).is_ok(), "{hour}");
            }
        }
    }

    #[test]
    fn a_clock_is_not_walked_away() {
        let mut guard = guard();
        // Two seconds a minute are far more than any slewing.
        let stopped =
            (0..60).find(|minute| guard.look(shown(minute * 60 * SECOND, minute * 2 * SECOND)).is_err());
        assert_eq!(stopped, Some(6), "10 s and what 500 ppm forgive");
    }
}
