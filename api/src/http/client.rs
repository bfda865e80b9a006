//! Whose request it is where a proxy stands between: only a proxy that the operator trusts is believed.

use std::net::IpAddr;

use axum::http::{HeaderMap, HeaderName};
use ipnet::IpNet;

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// Who holds the other end of a connection.
#[derive(Debug, Clone, Copy)]
pub(super) struct Peer(pub IpAddr);

/// The proxies that are trusted.
#[derive(Debug, Clone, Default)]
pub struct Proxies(Vec<IpNet>);

impl Proxies {
    /// Addresses or networks, such as `10.0.0.7` or `10.1.0.0/16`.
    ///
    /// # Errors
    /// The first that is neither.
    pub fn parse<'a>(lines: impl IntoIterator<Item = &'a str>) -> Result<Self, &'a str> {
        let one = |text: &'a str| {
            text.parse().or_else(|_| text.parse::<IpAddr>().map(IpNet::from)).map_err(|_| text)
        };
        lines.into_iter().map(one).collect::<Result<_, _>>().map(Self)
    }

    /// Whether this is one of them.
    pub(super) fn trusts(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|net| net.contains(&address))
    }

    /// The address that a request counts for: the peer's, or behind a trusted proxy the right-most one in
    /// `X-Forwarded-For` that is no trusted proxy. What stands left of that one the client may have written itself.
    pub(super) fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut client = peer.to_canonical();
        let lines: Vec<&str> =
            headers.get_all(FORWARDED_FOR).iter().map(|line| line.to_str().unwrap_or("?")).collect();
        let mut hops = lines.iter().rev().flat_map(|line| line.rsplit(',')).map(str::trim);
        while self.trusts(client) {
            // Where a hop is no address, the last one that is known counts.
            let Some(Ok(hop)) = hops.next().map(str::parse::<IpAddr>) else { break };
            client = hop.to_canonical();
        }
        client
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(proxies: &[&str], peer: &str, lines: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(FORWARDED_FOR, line.parse().unwrap());
        }
        let proxies = Proxies::parse(proxies.iter().copied()).unwrap();
        proxies.client(peer.parse().unwrap(), &headers).to_string()
    }

    #[test]
    fn only_a_trusted_proxy_is_believed_and_only_for_its_own_hop() {
        assert_eq!(client(&[], "192.0.2.1", &["198.51.100.7"]), "192.0.2.1");
        assert_eq!(client(&["192.0.2.1"], "192.0.2.1", &["198.51.100.7"]), "198.51.100.7");
        assert_eq!(client(&["192.0.2.1"], "::ffff:192.0.2.1", &["198.51.100.7"]), "198.51.100.7");
        assert_eq!(client(&["192.0.2.1"], "192.0.2.1", &["1.1.1.1, 198.51.100.7"]), "198.51.100.7");
        assert_eq!(client(&["192.0.2.1"], "192.0.2.1", &["1.1.1.1", "198.51.100.7"]), "198.51.100.7");
        let chain = ["203.0.113.9, 192.0.2.200", "192.0.2.7"];
        assert_eq!(client(&["192.0.2.0/24"], "192.0.2.1", &chain), "203.0.113.9");
        assert_eq!(client(&["192.0.2.0/24"], "192.0.2.1", &[]), "192.0.2.1");
        assert_eq!(client(&["192.0.2.0/24"], "192.0.2.1", &["x, 192.0.2.9"]), "192.0.2.9");
        assert!(Proxies::parse(["10.0.0.0/33"]).is_err());
    }
}
