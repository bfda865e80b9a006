//! The clocks: the wall clock, which somebody can set, and one that only counts.

use std::sync::{Mutex, PoisonError};

use chrono::Utc;
use rustix::time::{ClockId, DynamicClockId, clock_gettime, clock_gettime_dynamic};

use super::At;

/// Two looks at the counting clock further apart than this, in microseconds, say too little of what lies between them.
const CLOSE_MICROS: i64 = 1_000;
/// Looks before the closest one is taken as it is: a machine so busy is not waited for.
const LOOKS_MAX: u32 = 8;

/// Microseconds on a clock that nobody can set, from a beginning that nobody knows. It counts on while the machine is
/// suspended; only differences mean anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Counted(i64);

impl Counted {
    /// So many microseconds after the clock's own beginning.
    #[must_use]
    pub fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Microseconds since the clock's own beginning.
    #[must_use]
    pub fn micros(self) -> i64 {
        self.0
    }
}

/// Both clocks at (nearly) one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// What the wall clock shows.
    pub wall: At,
    /// How far the other one has counted.
    pub counted: Counted,
    /// Microseconds that may lie between the two looks: the process can be put aside there for as long as the system likes.
    pub apart: i64,
}

/// Where the time of recording comes from; tests bring their own.
pub trait Clock: Send + Sync {
    /// The instant now, by the wall clock.
    fn now(&self) -> At;

    /// How far the clock has counted that nobody can set.
    fn counted(&self) -> Counted;

    /// Both at one moment.
    fn reading(&self) -> Reading {
        // Between two looks the process may be put aside for as long as the system likes. So the wall clock is looked at
        // between two looks at the other one, again if these are far apart, and the closest pair is taken.
        let look = || {
            let (counted, wall) = (self.counted(), self.now());
            Reading { wall, counted, apart: self.counted().0.saturating_sub(counted.0).max(0) }
        };
        let mut closest = look();
        for _look in 1..LOOKS_MAX {
            if closest.apart <= CLOSE_MICROS {
                break;
            }
            let next = look();
            if next.apart < closest.apart {
                closest = next;
            }
        }
        closest
    }
}

/// The machine's clocks: the only place in the product that reads them. `CLOCK_REALTIME`, which is set by people, by time
/// services and by whoever runs a virtual machine; and `CLOCK_BOOTTIME`, which nobody sets and which counts on through a
/// suspended machine. What a time service slews (`adjtimex`) slews both.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one door to wall time")]
    fn now(&self) -> At {
        At::from_micros(Utc::now().timestamp_micros()).unwrap_or(At(0))
    }

    fn counted(&self) -> Counted {
        // Every Linux since 2.6.39 has it. A sandbox that has not gets the clock that stands still while suspended: then a
        // suspended machine looks like a jump, which stops the recording for no reason but writes nothing wrong.
        let time = clock_gettime_dynamic(DynamicClockId::Boottime)
            .unwrap_or_else(|_| clock_gettime(ClockId::Monotonic));
        Counted(time.tv_sec.saturating_mul(1_000_000).saturating_add(time.tv_nsec / 1_000))
    }
}

/// Clocks that stand where they were put.
#[derive(Debug)]
pub struct FixedClock(Mutex<Reading>);

impl FixedClock {
    /// A wall clock that shows `at`, and a counting one at some beginning of its own.
    #[must_use]
    pub fn new(at: At) -> Self {
        Self(Mutex::new(Reading { wall: at, counted: Counted(86_400_000_000), apart: 0 }))
    }

    /// Time passes until the wall clock shows `at`: both clocks go on, as they do through a suspended machine too. Where it
    /// shows a later instant already, no time passes: time never runs back, only a clock can be set so ([`Self::set_wall`]).
    pub fn set(&self, at: At) {
        self.change(|now| {
            let passed = at.micros().saturating_sub(now.wall.micros()).max(0);
            Reading { wall: now.wall.max(at), counted: Counted(now.counted.0.saturating_add(passed)), ..now }
        });
    }

    /// Somebody sets the wall clock to `at`, forward or back: no time passes.
    pub fn set_wall(&self, at: At) {
        self.change(|now| Reading { wall: at, ..now });
    }

    fn change(&self, to: impl FnOnce(Reading) -> Reading) {
        let mut reading = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *reading = to(*reading);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> At {
        self.reading().wall
    }

    fn counted(&self) -> Counted {
        self.reading().counted
    }

    fn reading(&self) -> Reading {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_machines_clocks_go_forward_together() {
        let clock = SystemClock;
        let first = clock.reading();
        let mut last = first;
        for _ in 0..1_000 {
            let next = clock.reading();
            assert!(next.counted >= last.counted);
            last = next;
        }
        assert!(last.counted > first.counted, "it counts");
    }

    #[test]
    fn a_clock_that_stands_later_already_is_not_set_back_by_waiting() {
        let clock = FixedClock::new(At(9_000_000));
        let before = clock.reading();
        clock.set(At(2_000_000));
        assert_eq!(clock.reading(), before);
        clock.set(At(10_000_000));
        assert_eq!(clock.counted().0 - before.counted.0, 1_000_000);
        clock.set_wall(At(2_000_000));
        assert_eq!((clock.now(), clock.counted().0 - before.counted.0), (At(2_000_000), 1_000_000));
    }

    /// A process that is put aside for a second between every two looks at a clock, but for some in the middle. Both clocks
    /// are right all the time.
    struct Busy {
        looks: std::sync::atomic::AtomicI64,
        quick: std::ops::Range<i64>,
    }

    impl Busy {
        fn pass(&self) -> i64 {
            let look = self.looks.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            let slow = |looks: i64| looks * 1_000_000;
            match look {
                _ if look < self.quick.start => slow(look),
                _ if look < self.quick.end => slow(self.quick.start) + look - self.quick.start,
                _ => slow(self.quick.start) + slow(look - self.quick.end + 1),
            }
        }
    }

    impl Clock for Busy {
        fn now(&self) -> At {
            At(1_000_000_000 + self.pass())
        }

        fn counted(&self) -> Counted {
            Counted(self.pass())
        }
    }

    fn off(reading: Reading) -> i64 {
        (reading.wall.0 - 1_000_000_000 - reading.counted.0).abs()
    }

    #[test]
    fn a_look_that_took_too_long_is_taken_again() {
        let reading = Busy { looks: 0.into(), quick: 6..30 }.reading();
        assert!(off(reading) <= CLOSE_MICROS, "{reading:?}");
    }

    #[test]
    fn the_closest_look_says_how_close_it_was_and_a_busy_machine_is_no_jump() {
        let clock = Busy { looks: 0.into(), quick: 900..901 };
        let first = clock.reading();
        assert!(off(first) <= first.apart && first.apart == 2_000_000, "{first:?}");
        // Half a second is allowed, and the looks are two seconds apart: what can't be told is no jump.
        let mut guard = crate::time::Guard::new(500, first);
        for _ in 0..20 {
            let next = clock.reading();
            assert!(guard.look(next).is_ok(), "{next:?}");
        }
    }
}
