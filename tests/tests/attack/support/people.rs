//! Somebody honest: signs, submits, reads, and has to get on whatever else goes on.

use std::net::SocketAddr;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use aidledger_tests::served::{grant, key_of};
use api::service::statement::{Parts, payload};
use ledger::event::EventType;
use ledger::submission::{SecretKey, sign};
use ledger::time::{Clock as _, SystemClock};
use serde_json::{Value, json};

use super::raw::{Answer, Line, Silence, ask, request};
use super::{BOUND, pause};

/// An undertaking that every stage has.
pub const UNDERTAKING: &str = "NID:FI:12345671";
/// Another, of which only `host-b` knows.
pub const OTHER: &str = "NID:FI:87654321";
/// One with a slash in its number.
pub const SLASHED: &str = "NID:DE:HRB/123";

/// Where honest people come from: another address than any attacker's.
pub const HONEST: [u8; 4] = [127, 0, 0, 2];

/// A client of a ledger.
#[derive(Debug)]
pub struct Honest {
    pub address: SocketAddr,
    pub source: [u8; 4],
    pub ledger: String,
    number: AtomicU64,
    /// Receipts: position and entry.
    pub receipts: Mutex<Vec<(u64, String)>>,
}

impl Honest {
    /// A client of the ledger at an address; asks for its id.
    pub fn meet(address: SocketAddr) -> Self {
        let known = ask(address, HONEST, "GET", "/v1/ledger", &[], b"").unwrap();
        let ledger = known.json()["id"].as_str().unwrap().to_owned();
        let (number, receipts) = (AtomicU64::new(0), Mutex::default());
        Self { address, source: HONEST, ledger, number, receipts }
    }

    /// The payload of a statement with an id of its own.
    pub fn payload(&self, event_type: &str, party: &str, subject: &str, data: &Value) -> String {
        let number = self.number.fetch_add(1, Ordering::Relaxed);
        payload(&Parts {
            id: Some(format!("attack-{number}")),
            event_type: EventType::from_name(event_type).unwrap(),
            source: &party.parse().unwrap(),
            ledger: Some(&self.ledger),
            subject,
            time: SystemClock.now(),
            data,
        })
    }

    /// A statement of a party, under its own key.
    pub fn statement(&self, event_type: &str, party: &str, subject: &str, data: &Value) -> String {
        sign(self.payload(event_type, party, subject, data).as_bytes(), &key_of(party))
    }

    /// A statement of somebody with a key at hand.
    pub fn signed(
        &self,
        event_type: &str,
        party: &str,
        subject: &str,
        data: &Value,
        key: &SecretKey,
    ) -> String {
        sign(self.payload(event_type, party, subject, data).as_bytes(), key)
    }

    /// A new grant of one euro by `host-a`, as it would be sent.
    pub fn grant_line(&self) -> String {
        self.grant_of("host-a", UNDERTAKING, "1.00")
    }

    /// A new grant.
    pub fn grant_of(&self, party: &str, beneficiary: &str, euro: &str) -> String {
        let award = format!("a-{}", self.number.load(Ordering::Relaxed));
        let mut data = grant(&award, beneficiary, euro);
        data["granted_on"] = json!(SystemClock.now().utc_date().to_string());
        data["granting_authority"] = json!({"id": party, "name": party});
        self.statement("award.granted", party, &award, &data)
    }

    /// `POST /v1/events` on a connection of its own.
    pub fn submit(&self, jws: &str) -> Result<Answer, Silence> {
        ask(
            self.address,
            self.source,
            "POST",
            "/v1/events",
            &[("content-type", "application/jose")],
            jws.as_bytes(),
        )
    }

    /// `GET` with or without a token, on a connection of its own.
    pub fn get(&self, target: &str, token: Option<&str>) -> Result<Answer, Silence> {
        let bearer = token.map(|token| format!("Bearer {token}"));
        let headers: Vec<(&str, &str)> =
            bearer.iter().map(|bearer| ("authorization", bearer.as_str())).collect();
        ask(self.address, self.source, "GET", target, &headers, b"")
    }

    /// Asks again, within a bound, while the answer is none, `too_busy` or a quota: what a patient program does.
    #[track_caller]
    pub fn patiently(&self, what: &str, mut once: impl FnMut() -> Result<Answer, Silence>) -> Answer {
        let started = Instant::now();
        loop {
            let got = once();
            let again = match &got {
                Ok(answer) => matches!(answer.status, 429 | 503),
                Err(_) => true,
            };
            if !again {
                return got.unwrap();
            }
            assert!(started.elapsed() < BOUND, "{what}: nothing better than {}", shown(&got));
            pause();
        }
    }

    /// One grant, which has to get its receipt.
    #[track_caller]
    pub fn grant(&self) -> u64 {
        let jws = self.grant_line();
        let answer = self.patiently("a grant", || self.submit(&jws));
        assert_eq!(answer.status, 201, "{}", answer.text());
        self.keep(&answer.json())
    }

    /// Keeps a receipt; its position.
    pub fn keep(&self, receipt: &Value) -> u64 {
        let position = receipt["position"].as_u64().unwrap();
        let entry = receipt["receipt"]["entry"].as_str().unwrap().to_owned();
        self.receipts.lock().unwrap().push((position, entry));
        position
    }

    /// Grants and reads, so many of each, while whatever goes on goes on.
    #[track_caller]
    pub fn progress(&self, rounds: usize) {
        for _ in 0..rounds {
            self.grant();
            let read = self.patiently("a read", || self.get("/v1/ledger", None));
            assert_eq!(read.status, 200, "{}", read.text());
        }
    }

    /// A batch that has to be taken whole.
    #[track_caller]
    pub fn batch(&self, lines: &[String]) {
        let body = lines.join("\n");
        let answer = self.patiently("a batch", || self.send_batch(&body));
        assert_eq!(answer.status, 200, "{}", answer.text());
        let text = answer.text();
        for line in text.lines() {
            let said: Value = serde_json::from_str(line).unwrap();
            assert_eq!(said["status"], 201, "{line}");
            self.keep(&said["body"]);
        }
        assert_eq!(text.lines().count(), lines.len());
    }

    /// `POST /v1/events/batch`
    pub fn send_batch(&self, body: &str) -> Result<Answer, Silence> {
        let mut line = Line::open(self.address, self.source, None).map_err(|_| Silence::Closed)?;
        let headers = [("content-type", "application/x-ndjson")];
        let bytes = request("POST", "/v1/events/batch", self.address, &headers, body.as_bytes());
        line.send(bytes).map_err(|_| Silence::Closed)?;
        line.answer()
    }

    /// The highest position that was receipted.
    pub fn last(&self) -> u64 {
        self.receipts.lock().unwrap().iter().map(|(position, _)| *position).max().unwrap()
    }
}

/// An answer for a message.
pub fn shown(answer: &Result<Answer, Silence>) -> String {
    match answer {
        Ok(answer) => format!("{} {}", answer.status, answer.text().chars().take(300).collect::<String>()),
        Err(silence) => format!("{silence:?}"),
    }
}
