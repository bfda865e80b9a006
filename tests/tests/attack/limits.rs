//! The attacker asks more often than it may, and says in a header that it is somebody else each time; or it fills the
//! memory of who asked how often until nobody is counted any more.

use crate::support::child::Setup;
use crate::support::long;
use crate::support::people::HONEST;
use crate::support::raw::{Answer, Line, ask, request};
use crate::support::stage::Stage;

/// Requests on one connection; the statuses.
fn statuses(
    stage: &Stage,
    source: [u8; 4],
    headers: impl Iterator<Item = Vec<(&'static str, String)>>,
) -> Vec<u16> {
    let mut line = None;
    let mut all = Vec::new();
    for some in headers {
        let some: Vec<(&str, &str)> = some.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let bytes = request("GET", "/healthz", stage.serving.address, &some, b"");
        let mut open =
            line.take().unwrap_or_else(|| Line::open(stage.serving.address, source, None).unwrap());
        open.send(bytes).unwrap();
        let answer: Answer = open.answer().unwrap();
        all.push(answer.status);
        if !answer.closes() {
            line = Some(open);
        }
    }
    all
}

fn forwarded(text: String) -> Vec<(&'static str, String)> {
    vec![("x-forwarded-for", text)]
}

/// An address on the net 10.0.0.0/8.
fn stranger(number: u32) -> String {
    let [_, a, b, c] = number.to_be_bytes();
    format!("10.{a}.{b}.{c}")
}

#[test]
fn a_stranger_does_not_get_a_new_quota_by_a_header() {
    let stage = Stage::start(&Setup::tokens().set("LIMITS_REQUESTS_PER_MINUTE", 50));
    let mut requests = 0;
    // From addresses of its own, so that each header starts afresh.
    for (number, name) in (20..).zip([
        "x-forwarded-for",
        "forwarded",
        "x-real-ip",
        "true-client-ip",
        "cf-connecting-ip",
        "x-client-ip",
    ]) {
        let headers = (0..120).map(|number| {
            let address = stranger(number);
            vec![(name, if name == "forwarded" { format!("for={address}") } else { address })]
        });
        let got = statuses(&stage, [127, 0, 0, number], headers);
        requests += got.len();
        let served = got.iter().filter(|status| **status == 200).count();
        // A minute may end in between, once.
        assert!(served <= 100, "{name}: {served} of {} were served", got.len());
    }
    stage.honest.progress(1);
    println!("{requests} requests");
}

#[test]
fn behind_a_proxy_each_client_has_its_own_quota_however_many_they_are() {
    let stage = Stage::start(
        &Setup::tokens()
            .set("LIMITS_REQUESTS_PER_MINUTE", 50)
            .set("ACCESS_TRUSTED_PROXIES", "127.0.0.3,192.0.2.0/24"),
    );
    let proxy = [127, 0, 0, 3];
    let as_client =
        |client: String, count: usize| statuses(&stage, proxy, std::iter::repeat_n(forwarded(client), count));
    let served = |got: &[u16]| got.iter().filter(|status| **status == 200).count();
    let mut requests = 0;
    // One that is over its quota before, in the midst of and behind 10,000 others.
    let crowd = if long() { 50_000 } else { 10_000 };
    for round in 0..2_u32 {
        let got = as_client("203.0.113.9".into(), 120);
        requests += got.len();
        assert!(served(&got) <= 100, "{} requests of one client were served in round {round}", served(&got));
        let got =
            statuses(&stage, proxy, (0..crowd / 2).map(|number| forwarded(stranger(round * crowd + number))));
        requests += got.len();
        assert_eq!(served(&got), got.len(), "somebody who asks once is served");
    }
    let got = as_client("203.0.113.9".into(), 120);
    assert!(served(&got) <= 100, "{} requests of one client were served behind all others", served(&got));
    let fresh = as_client("203.0.113.77".into(), 20);
    assert_eq!(served(&fresh), fresh.len(), "somebody new behind the crowd");
    println!("{} requests, {crowd} addresses", requests + got.len() + fresh.len());
}

#[test]
fn what_a_client_writes_before_the_proxys_word_does_not_count() {
    let stage = Stage::start(
        &Setup::tokens()
            .set("LIMITS_REQUESTS_PER_MINUTE", 50)
            .set("ACCESS_TRUSTED_PROXIES", "127.0.0.3,192.0.2.0/24"),
    );
    let proxy = [127, 0, 0, 3];
    let mut requests = 0;
    for shape in 0..4_u32 {
        let real = format!("203.0.113.{}", 10 + shape);
        let headers = (0..120).map(|number| {
            let forged = stranger(number);
            match shape {
                // The proxy appends; what stands before is the client's own invention.
                0 => forwarded(format!("{forged}, {real}")),
                // A second proxy that is trusted stands behind.
                1 => forwarded(format!("{forged}, {real}, 192.0.2.7")),
                2 => vec![("x-forwarded-for", forged), ("x-forwarded-for", real.clone())],
                _ => forwarded(format!("{forged},garbage {forged},\t{real} ")),
            }
        });
        let got = statuses(&stage, proxy, headers);
        requests += got.len();
        let served = got.iter().filter(|status| **status == 200).count();
        assert!(served <= 100, "shape {shape}: {served} of {} were served", got.len());
    }
    // What is no address at all is counted for the proxy; it opens nothing and breaks nothing.
    for text in ["", ",", "unknown", "999.1.1.1", "127.0.0.1:80", "[::1]:9", "::1", &"1.1.1.1,".repeat(2_000)]
    {
        let got =
            ask(stage.serving.address, proxy, "GET", "/healthz", &[("x-forwarded-for", text)], b"").unwrap();
        assert!(got.status < 500, "{text}: {}", got.text());
        requests += 1;
    }
    let own = ask(stage.serving.address, HONEST, "GET", "/healthz", &[], b"").unwrap();
    assert_eq!(own.status, 200);
    println!("{requests} requests");
}

#[test]
fn a_proxy_is_no_way_into_an_open_ledger() {
    let stage = Stage::start(&Setup::open());
    for (name, value) in
        [("x-forwarded-host", "127.0.0.1"), ("x-original-url", "/v1/events"), ("x-rewrite-url", "/v1/events")]
    {
        let headers = [("host", "ledger.example"), (name, value)];
        let mut line = Line::open(stage.serving.address, [127, 0, 0, 1], None).unwrap();
        line.send(format!(
            "GET /v1/events HTTP/1.1\r\n{}\r\n",
            headers.map(|(name, value)| format!("{name}: {value}\r\n")).concat()
        ))
        .unwrap();
        let got = line.answer().unwrap();
        assert!((400..500).contains(&got.status), "{name}: {}", got.text());
    }
    println!("3 requests");
}
