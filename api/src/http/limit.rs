//! How often one address may read: a fixed window of a minute, said in every answer (draft-ietf-httpapi-ratelimit-headers).
//!
//! Statements are not counted here: the ledger's published quotas and the queue bound them.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use ledger::time::At;

/// Length of the window.
const WINDOW_SECONDS: i64 = 60;
/// Most addresses counted in a window; further ones share one counter.
const ADDRESSES_MAX: usize = 10_000;

/// Counts requests by address.
pub(super) struct Limiter {
    quota: u32,
    window: Mutex<Window>,
}

#[derive(Default)]
struct Window {
    number: i64,
    used: HashMap<IpAddr, u32>,
    others: u32,
}

/// What is left to an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Left {
    pub quota: u32,
    pub remaining: u32,
    pub reset_seconds: i64,
    pub exceeded: bool,
}

impl Limiter {
    pub fn new(quota: u32) -> Self {
        Self { quota, window: Mutex::new(Window::default()) }
    }

    /// Counts one request.
    pub fn count(&self, address: IpAddr, now: At) -> Left {
        let seconds = now.micros().div_euclid(1_000_000);
        let number = seconds.div_euclid(WINDOW_SECONDS);
        let reset_seconds = WINDOW_SECONDS - seconds.rem_euclid(WINDOW_SECONDS);
        // A panic elsewhere leaves at worst a wrong count behind.
        let mut window = self.window.lock().unwrap_or_else(PoisonError::into_inner);
        if window.number != number {
            *window = Window { number, ..Window::default() };
        }
        let room = window.used.len() < ADDRESSES_MAX || window.used.contains_key(&address);
        let used = if room { window.used.entry(address).or_default() } else { &mut window.others };
        *used = used.saturating_add(1);
        let remaining = self.quota.saturating_sub(*used);
        Left { quota: self.quota, remaining, reset_seconds, exceeded: *used > self.quota }
    }
}

impl Left {
    /// `RateLimit-Policy`
    pub fn policy(&self) -> String {
        format!("\"reads\";q={};w={WINDOW_SECONDS}", self.quota)
    }

    /// `RateLimit`
    pub fn state(&self) -> String {
        format!("\"reads\";r={};t={}", self.remaining, self.reset_seconds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_its_quota_in_each_window() {
        let limiter = Limiter::new(2);
        let (one, other) = (IpAddr::from([127, 0, 0, 1]), IpAddr::from([127, 0, 0, 2]));
        let at = |seconds: i64| At::from_micros(seconds * 1_000_000).unwrap();
        assert_eq!(
            limiter.count(one, at(59)),
            Left { quota: 2, remaining: 1, reset_seconds: 1, exceeded: false }
        );
        assert!(!limiter.count(one, at(59)).exceeded);
        assert!(limiter.count(one, at(59)).exceeded);
        assert!(!limiter.count(other, at(59)).exceeded);
        assert_eq!(limiter.count(one, at(60)).remaining, 1);
    }
}
