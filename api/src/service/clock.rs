//! The time the service goes by: when it may record, what it says meanwhile, and what the start asks.
//!
//! Why each of these, and what was not done: `docs/adr/0010-clock.md`.

use std::sync::{Arc, Mutex};

use ledger::file::{Durable, Files, write_durably};
use ledger::time::{At, Clock, Counted, Guard, Jump};

use super::locks::lock;
use super::start_error::{Gap, StartError};

/// How far the wall clock may be off before nothing is recorded, in milliseconds: more than a leap second and than the
/// steps of a time service that lost the network for a while, less than anybody sets by hand.
pub const STEP_MAX_MS: u64 = 10_000;
/// A longer silence before the start is asked about: a clock set a week wrong is rarer than a ledger at rest for a week,
/// and asking costs a word on the command line.
const QUIET_MAX_MICROS: i64 = 7 * DAY_MICROS;
const DAY_MICROS: i64 = 86_400_000_000;
/// File below the data directory: the last entry's instant and what the clock showed when somebody accepted it.
const ACCEPTED: &str = "clock-accepted";

/// What to do about a clock that does not fit the last entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ClockCheck {
    /// Refuse to start.
    #[default]
    Ask,
    /// Somebody has looked at another clock and says that this one is right.
    Accept,
    /// Nothing is going to be recorded: the clock does not matter.
    Unused,
}

/// The clocks of a running service.
pub(super) struct Timekeeper {
    clock: Arc<dyn Clock>,
    step_max_ms: u64,
    state: Mutex<State>,
    started: Counted,
}

struct State {
    guard: Guard,
    /// What is wrong with the clock, as far as anybody has looked.
    jumped: Option<Arc<str>>,
}

impl Timekeeper {
    /// Believes the wall clock as it is now.
    pub(super) fn new(clock: Arc<dyn Clock>, step_max_ms: u64) -> Self {
        let now = clock.reading();
        let state = State { guard: Guard::new(step_max_ms, now), jumped: None };
        Self { clock, step_max_ms, state: Mutex::new(state), started: now.counted }
    }

    /// The instant under which something may be recorded or promised now.
    ///
    /// # Errors
    /// Why none: the clock jumped. It is logged once, and once more when the clock is right again.
    pub(super) fn recording(&self) -> Result<At, Arc<str>> {
        self.look().map_err(|(why, _)| why)
    }

    /// The instant now, for everything that is not recorded. A clock that jumped is not followed: then it is the time
    /// counted on.
    pub(super) fn now(&self) -> At {
        self.look().unwrap_or_else(|(_, counted_on)| counted_on)
    }

    /// The later of what is shown and what was counted: what ends at an instant has ended, whichever is right.
    pub(super) fn latest(&self) -> At {
        self.now().max(self.clock.now())
    }

    /// Why nothing can be recorded now.
    pub(super) fn fault(&self) -> Option<Arc<str>> {
        self.recording().err()
    }

    /// Milliseconds of the clock that nobody sets: for pacing.
    pub(super) fn counted_ms(&self) -> u64 {
        u64::try_from(self.clock.counted().micros() / 1_000).unwrap_or(0)
    }

    /// Seconds since the start.
    pub(super) fn uptime_s(&self) -> u64 {
        let micros = self.clock.counted().micros().saturating_sub(self.started.micros());
        u64::try_from(micros / 1_000_000).unwrap_or(0)
    }

    fn look(&self) -> Result<At, (Arc<str>, At)> {
        let mut state = lock(&self.state);
        match state.guard.look(self.clock.reading()) {
            Ok(now) => {
                if let Some(why) = state.jumped.take() {
                    tracing::warn!(was = &*why, "the clock is right again; recording goes on");
                }
                Ok(now)
            }
            Err(jump) => Err((state.told(jump), jump.counted_on)),
        }
    }

    /// The instant until which new entries carry that of the last one, because the clock is further behind it than it may
    /// be off.
    pub(super) fn held_until(&self, last: Option<At>) -> Option<At> {
        let behind = |last: &At| last.micros().saturating_sub(self.now().micros());
        last.filter(|last| behind(last) > micros(self.step_max_ms))
    }

    /// Holds the clock against the last entry at the start; what to say about it, a line each. What somebody accepted is
    /// written down, so that it is asked once and not at every start.
    ///
    /// # Errors
    /// [`StartError::Quiet`], [`StartError::Behind`] unless accepted; the disk failed.
    pub(super) fn check(
        &self,
        last: Option<At>,
        check: ClockCheck,
        files: Option<&dyn Files>,
    ) -> Result<Vec<String>, StartError> {
        let Some(last) = last.filter(|_| check != ClockCheck::Unused) else { return Ok(Vec::new()) };
        let now = self.now();
        let gap = Gap::between(last, now);
        let held = format!(
            "WARNING: the clock, accepted as right, shows {now}; the last entry is of {last}: new entries carry that instant \
             until the clock passes it, {gap} from now"
        );
        let (behind, quiet) = (self.held_until(Some(last)).is_some(), gap.micros() > QUIET_MAX_MICROS);
        if !behind && !quiet {
            let vain =
                "--accept-clock was not needed: leave it out, or it accepts a wrong clock the next time";
            return Ok((check == ClockCheck::Accept).then(|| vain.to_owned()).into_iter().collect());
        }
        if self.accepted_before(now, last, behind, files)? {
            return Ok(behind.then_some(held).into_iter().collect());
        }
        match (check, behind) {
            (ClockCheck::Accept, _) => {}
            (_, true) => return Err(StartError::Behind { now, last, gap }),
            (_, false) => return Err(StartError::Quiet { now, last, gap }),
        }
        if let Some(files) = files {
            let text = format!("{last} {now}\n");
            write_durably(files, ACCEPTED, text.as_bytes(), Durable::KEPT)?;
        }
        let quiet =
            || format!("the clock, accepted as right, shows {now}, {gap} after the last entry ({last})");
        Ok(vec![if behind { held } else { quiet() }])
    }

    /// Whether somebody has accepted the clock since this last entry, and it has gone on from there as a clock does. Behind
    /// the last entry it may show anything later: what is recorded carries that entry's instant whatever it shows.
    fn accepted_before(
        &self,
        now: At,
        last: At,
        behind: bool,
        files: Option<&dyn Files>,
    ) -> Result<bool, StartError> {
        let kept = files.map(|files| files.read(ACCEPTED)).transpose()?.flatten();
        // What can't be read was never accepted: it is asked again.
        let Some((kept_last, shown)) = kept.as_deref().and_then(accepted) else { return Ok(false) };
        let passed = now.micros().saturating_sub(shown.micros());
        let gone_on = passed >= micros(self.step_max_ms).saturating_neg();
        Ok(kept_last == last && gone_on && (behind || passed <= QUIET_MAX_MICROS))
    }
}

/// The last entry's instant and the one that was shown, of a file that was written here.
fn accepted(bytes: &[u8]) -> Option<(At, At)> {
    let (last, shown) = std::str::from_utf8(bytes).ok()?.strip_suffix('\n')?.split_once(' ')?;
    Some((At::parse_canonical(last)?, At::parse_canonical(shown)?))
}

impl State {
    fn told(&mut self, jump: Jump) -> Arc<str> {
        if self.jumped.is_none() {
            tracing::error!(%jump, "the clock jumped; nothing is recorded until it is right again");
        }
        // The figures of this look, not of the first.
        let why: Arc<str> = jump.to_string().into();
        self.jumped = Some(Arc::clone(&why));
        why
    }
}

fn micros(milliseconds: u64) -> i64 {
    i64::try_from(milliseconds.saturating_mul(1_000)).unwrap_or(i64::MAX)
}
