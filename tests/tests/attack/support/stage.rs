//! A served ledger with two hosts, a register and three undertakings, ready to be attacked.

use std::collections::BTreeMap;

use aidledger_tests::served::key_of;
use serde_json::json;

use super::child::{Ended, Place, Serving, Setup};
use super::people::{Honest, OTHER, SLASHED, UNDERTAKING};

/// What a hosting entity says it looks for; no log line may repeat it.
pub const PURPOSE: &str = "application-4711";

/// The roles of the table that have a token, by their words.
pub const ROLES: [&str; 4] = ["applicant", "hosting-entity", "auditor", "operator"];

/// A ledger that runs.
#[derive(Debug)]
pub struct Stage {
    // Dropped in this order: the process ends before its directory goes.
    pub serving: Serving,
    pub honest: Honest,
    pub place: Place,
}

impl Stage {
    /// Founds, serves and populates a ledger.
    #[track_caller]
    pub fn start(setup: &Setup) -> Self {
        let place = Place::found();
        let serving = place.serve(setup);
        let honest = Honest::meet(serving.address);
        let stage = Self { serving, honest, place };
        stage.populate();
        stage
    }

    #[track_caller]
    fn populate(&self) {
        let operator = self.place.key("operator");
        let mut lines = Vec::new();
        for (party, role) in
            [("host-a", "hosting-entity"), ("host-b", "hosting-entity"), ("register", "register")]
        {
            let mandate = |state: &str| json!({"member_state": state, "principal": {"id": party, "name": party}, "act": "test", "from": "2014-01-01"});
            let mandates = if role == "register" { json!([]) } else { json!([mandate("FI"), mandate("DE")]) };
            let data = json!({"party": party, "name": party, "roles": [role], "keys": [key_of(party).public().jwk()], "mandates": mandates});
            lines.push(self.honest.signed("party.admitted", "operator", party, &data, &operator));
        }
        for (host, undertaking) in [("host-a", UNDERTAKING), ("host-b", OTHER), ("host-b", SLASHED)] {
            let data = json!({"undertaking": undertaking, "identifiers": [], "natural_person": false, "name": "Testi Oy"});
            lines.push(self.honest.statement("undertaking.registered", host, undertaking, &data));
        }
        self.honest.batch(&lines);
        for (undertaking, number) in [(UNDERTAKING, "12345671"), (OTHER, "87654321"), (SLASHED, "HRB%2F123")]
        {
            self.place.secret(undertaking);
            self.place.secret(number);
        }
        self.place.secret(PURPOSE);
    }

    /// Fills the log with so many small grants.
    #[track_caller]
    pub fn fill(&self, grants: usize) {
        let lines: Vec<String> = (0..grants).map(|_| self.honest.grant_line()).collect();
        for some in lines.chunks(500) {
            self.honest.batch(some);
        }
    }

    /// Adds so many entries of about 25 kB each: what carries weight in answers.
    #[track_caller]
    pub fn fill_heavily(&self, entries: usize) {
        let operator = self.place.key("operator");
        let line = |number: usize| {
            let party = format!("heavy-{number}");
            let mandate = json!({"member_state": "FI", "principal": {"id": party, "name": party}, "act": "a".repeat(500), "from": "2014-01-01"});
            let data = json!({"party": party, "name": party, "roles": ["auditor"], "keys": [], "mandates": vec![mandate; 28]});
            self.honest.signed("party.admitted", "operator", &party, &data, &operator)
        };
        let lines: Vec<String> = (0..entries).map(line).collect();
        for some in lines.chunks(25) {
            self.honest.batch(some);
        }
    }

    /// A token for a role: `host-a` for hosting entities, [`UNDERTAKING`] for applicants.
    pub fn token(&self, role: &str) -> String {
        // Whom a token is for is looked up in the published log.
        self.published();
        match role {
            "applicant" => self.place.token(role, &["--undertaking", UNDERTAKING]),
            "hosting-entity" => self.place.token(role, &["--party", "host-a"]),
            _ => self.place.token(role, &[]),
        }
    }

    /// A token for every role that has one.
    pub fn tokens(&self) -> BTreeMap<&'static str, String> {
        ROLES.into_iter().map(|role| (role, self.token(role))).collect()
    }

    /// Waits until the published head has every receipt, so that tiles of a known size are there; that size.
    #[track_caller]
    pub fn published(&self) -> u64 {
        let wanted = self.honest.last() + 1;
        super::until("the published head with every receipt", || self.published_size() >= wanted);
        self.published_size()
    }

    fn published_size(&self) -> u64 {
        let note = std::fs::read_to_string(self.place.data.join("log/checkpoint")).unwrap_or_default();
        note.lines().nth(1).and_then(|size| size.parse().ok()).unwrap_or(0)
    }

    /// Ends it as an operator does. What it says at its end must be true, and a new server finds every receipt.
    #[track_caller]
    pub fn end_well(self) -> Ended {
        let Self { serving, honest, place } = self;
        let ended = serving.stop();
        assert!(ended.status.success(), "{ended:?}");
        check_end(&place, &honest, &ended);
        ended
    }
}

/// What was printed at the end is held against the disk, and a new server against the receipts.
#[track_caller]
pub fn check_end(place: &Place, honest: &Honest, ended: &Ended) {
    let note = std::fs::read_to_string(place.data.join("log/checkpoint")).unwrap_or_default();
    let published: u64 = note.lines().nth(1).and_then(|size| size.parse().ok()).unwrap_or(0);
    let last = ended.log.lines().rfind(|line| line.starts_with("ended")).unwrap_or("");
    let says_so = last.contains("is published");
    assert!(
        !says_so || published > honest.last(),
        "it says {last:?}, but the published head has {published} entries and {} was receipted",
        honest.last()
    );
    let again = place.serve(&Setup::open());
    let known = super::raw::ask(again.address, super::people::HONEST, "GET", "/v1/ledger", &[], b"").unwrap();
    assert!(known.json()["head"]["size"].as_u64().unwrap() > honest.last(), "receipts are lost");
    for (position, entry) in honest.receipts.lock().unwrap().iter().rev().take(20) {
        let target = format!("/v1/events/{position}");
        let stored = super::raw::ask(again.address, super::people::HONEST, "GET", &target, &[], b"").unwrap();
        assert_eq!(stored.json()["entry"].as_str(), Some(entry.as_str()), "position {position}");
    }
    assert!(again.stop().status.success());
}
