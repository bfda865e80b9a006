//! What every attack needs: the program as a child process, raw connections, and honest people to be served.

pub mod child;
pub mod people;
pub mod raw;
pub mod stage;

use std::time::{Duration, Instant};

/// Longest wait for anything: far above what it takes, so that reaching it means that it never comes.
pub const BOUND: Duration = Duration::from_secs(120);

/// Whether the long form was asked for: `ATTACK_LONG=1`.
pub fn long() -> bool {
    std::env::var_os("ATTACK_LONG").is_some_and(|value| value != "0")
}

/// Waits until something holds; what it is called is in the message if it never does.
#[track_caller]
pub fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let started = Instant::now();
    while !holds() {
        assert!(started.elapsed() < BOUND, "never came: {what}");
        pause();
    }
}

/// Paces a loop that asks again. Nothing is concluded from it.
pub fn pause() {
    std::thread::park_timeout(Duration::from_millis(20));
}
