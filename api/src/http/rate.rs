//! How often one address may ask, said in every answer (draft-ietf-httpapi-ratelimit-headers). The count is
//! `governor`'s: a full minute's requests at once, then evenly as the minute goes.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU64, Ordering};

use governor::clock::{Clock as _, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};

use super::share::block;

/// The window that the quota speaks of, seconds.
const WINDOW_SECONDS: u64 = 60;
/// After so many requests the addresses that are at rest are forgotten: one that has its whole quota again is as good
/// as one never seen, so memory follows the requests of the last minute and never refuses a newcomer.
const SWEEP_EVERY: u64 = 65_536;

type Keyed = RateLimiter<IpAddr, DashMapStateStore<IpAddr>, DefaultClock, StateInformationMiddleware>;

/// Counts requests by address.
pub(super) struct Rate {
    quota: NonZeroU32,
    clock: DefaultClock,
    keyed: Keyed,
    seen: AtomicU64,
}

/// What is left to an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Left {
    quota: u32,
    remaining: u32,
    /// Seconds until one more is possible; `Some` where this request is one too many.
    pub wait_seconds: Option<u64>,
}

impl Rate {
    pub fn new(per_minute: u32) -> Self {
        let quota = NonZeroU32::new(per_minute).unwrap_or(NonZeroU32::MIN);
        let clock = DefaultClock::default();
        let keyed = RateLimiter::dashmap_with_clock(Quota::per_minute(quota), clock.clone());
        Self { quota, clock, keyed: keyed.with_middleware(), seen: AtomicU64::new(0) }
    }

    /// Counts one request.
    pub fn count(&self, address: IpAddr) -> Left {
        if self.seen.fetch_add(1, Ordering::Relaxed) % SWEEP_EVERY == SWEEP_EVERY - 1 {
            self.keyed.retain_recent();
            self.keyed.shrink_to_fit();
        }
        let quota = self.quota.get();
        match self.keyed.check_key(&block(address)) {
            Ok(state) => Left { quota, remaining: state.remaining_burst_capacity(), wait_seconds: None },
            Err(not_yet) => {
                let wait = not_yet.wait_time_from(self.clock.now());
                Left { quota, remaining: 0, wait_seconds: Some(wait.as_secs().saturating_add(1)) }
            }
        }
    }
}

impl Left {
    /// `RateLimit-Policy`
    pub fn policy(&self) -> String {
        format!("\"requests\";q={};w={WINDOW_SECONDS}", self.quota)
    }

    /// `RateLimit`
    pub fn state(&self) -> String {
        let reset = self.wait_seconds.unwrap_or(if self.remaining == 0 { 1 } else { 0 });
        format!("\"requests\";r={};t={reset}", self.remaining)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_its_quota_and_so_has_the_next() {
        let rate = Rate::new(2);
        let (one, other) = (IpAddr::from([127, 0, 0, 1]), IpAddr::from([127, 0, 0, 2]));
        assert_eq!(rate.count(one), Left { quota: 2, remaining: 1, wait_seconds: None });
        assert_eq!(rate.count(one).state(), "\"requests\";r=0;t=1");
        assert!(rate.count(one).wait_seconds.is_some());
        assert_eq!(rate.count(other).wait_seconds, None);
    }

    #[test]
    fn a_hundred_thousand_addresses_leave_room_for_one_more() {
        let rate = Rate::new(60_000);
        for number in 0..100_000_u32 {
            assert_eq!(rate.count(IpAddr::from(number.to_be_bytes())).wait_seconds, None);
        }
        assert_eq!(rate.count(IpAddr::from([192, 0, 2, 1])).wait_seconds, None);
        assert!(rate.keyed.len() < 100_000, "those at rest are forgotten");
    }
}
