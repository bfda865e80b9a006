//! Fair shares: how many of a thing one address may hold at a time, so that nobody takes all of them.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

/// What counts as one address: an IPv4 address, or the /64 network of an IPv6 one, since whoever has one address of
/// it has all (RFC 6177).
pub(super) fn block(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(six) => {
            let [a, b, c, d, ..] = six.segments();
            IpAddr::from([a, b, c, d, 0, 0, 0, 0])
        }
        four => four,
    }
}

/// Counts what each address holds. What nobody holds takes no memory.
pub(super) struct Shares {
    most: u32,
    held: Mutex<HashMap<IpAddr, u32>>,
}

/// One of them, until it is dropped.
pub(super) struct Share {
    of: Arc<Shares>,
    block: IpAddr,
}

impl Shares {
    /// At most `most` for each address.
    pub fn new(most: u32) -> Arc<Self> {
        Arc::new(Self { most, held: Mutex::default() })
    }

    /// One more for this address; `None` where it has all that it may.
    pub fn take(self: &Arc<Self>, address: IpAddr) -> Option<Share> {
        let block = block(address);
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let count = held.entry(block).or_default();
        if *count >= self.most {
            return None;
        }
        *count = count.saturating_add(1);
        Some(Share { of: Arc::clone(self), block })
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        let mut held = self.of.held.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = held.get_mut(&self.block) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                held.remove(&self.block);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_its_share_and_gives_it_back() {
        let shares = Shares::new(2);
        let (one, other) = (IpAddr::from([127, 0, 0, 1]), IpAddr::from([127, 0, 0, 2]));
        let first = shares.take(one).unwrap();
        let _second = shares.take(one).unwrap();
        assert!(shares.take(one).is_none());
        assert!(shares.take("::ffff:127.0.0.1".parse().unwrap()).is_none(), "the same one");
        assert!(shares.take(other).is_some());
        drop(first);
        assert!(shares.take(one).is_some());
        assert_eq!(shares.held.lock().unwrap().len(), 1, "only what is held is remembered");
    }

    #[test]
    fn a_network_of_ipv6_is_one_holder() {
        let shares = Shares::new(1);
        let _held = shares.take("2001:db8::1".parse().unwrap()).unwrap();
        assert!(shares.take("2001:db8::ffff:2".parse().unwrap()).is_none());
        assert!(shares.take("2001:db8:0:1::1".parse().unwrap()).is_some());
    }
}
