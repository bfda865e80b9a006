//! Unsigned facts told one after the other, the statements they are made of, and verdicts as short texts.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at whatever it did not expect; each test program uses a part"
)]

use ledger::verdict::Verdict;
use rules::audit::Line;
use rules::audit::facts::{self, FactPacks};
use rules::project::{Query, headroom};
use rules::state::State;
use serde_json::{Value, json};

/// Unsigned facts, told one after the other.
pub struct Told {
    pub state: State,
    pub packs: FactPacks,
    pub procedural: bool,
    lines: u64,
}

impl Told {
    pub fn new(procedural: bool) -> Self {
        let packs = FactPacks::shipped().unwrap();
        let mut told = Self { state: packs.state(), packs, procedural, lines: 0 };
        for number in ["1", "2"] {
            told.tell("undertaking.registered", json!({"undertaking": format!("NID:FI:{number}"), "identifiers": [], "natural_person": false}));
        }
        told
    }

    /// Outcome with codes and flags, as one short text.
    pub fn tell(&mut self, event_type: &str, data: Value) -> String {
        short(&self.line(&json!({"type": format!("eu.aidledger.{event_type}.v1"), "data": data})))
    }

    pub fn line(&mut self, line: &Value) -> Value {
        self.lines += 1;
        let mut fact = facts::read(format!("{line}\n").as_bytes()).unwrap().remove(0);
        fact.line = self.lines;
        if line.get("id").is_none() {
            fact.event.id = format!("line-{}", self.lines).parse().unwrap();
        }
        let verdict = facts::judge(&mut self.state, &self.packs, &fact, self.procedural);
        serde_json::to_value(Line::of(&self.state, fact.line, &fact.event, &verdict)).unwrap()
    }

    pub fn used(&self, who: &str, on: &str) -> String {
        let query = Query {
            undertaking: who.parse().unwrap(),
            regime: "eu-2023-2831".parse().unwrap(),
            member_state: "FI".parse().ok(),
            on: on.parse().unwrap(),
        };
        let headroom = headroom(&self.state, &query).unwrap();
        format!("{}{}", headroom.used, if headroom.upper_bound { " at least" } else { "" })
    }
}

pub fn short(line: &Value) -> String {
    let words = |name: &str| -> Vec<String> {
        line[name].as_array().unwrap().iter().map(|word| word.as_str().unwrap().to_owned()).collect()
    };
    let mut text = line["outcome"].as_str().unwrap().to_owned();
    for word in words("codes") {
        text.push(' ');
        text.push_str(&word);
    }
    for word in words("flags") {
        text.push_str(" +");
        text.push_str(&word);
    }
    text
}

pub fn said(verdict: &Verdict) -> String {
    short(&serde_json::to_value(verdict).unwrap())
}

pub fn euro(amount: &str) -> Value {
    json!({"amount": amount, "currency": "EUR"})
}

pub fn digest() -> String {
    "0".repeat(64)
}

pub fn granted(award: &str, who: &str, on: &str, amount: &str) -> Value {
    json!({
        "award": award, "beneficiary": who, "granting_authority": {"id": "csc", "name": "CSC"}, "member_state": "FI",
        "granted_on": on, "legal_right": "on-admission", "basis": {"kind": "ad-hoc", "regime": "eu-2023-2831"},
        "instrument": "grant-or-interest-subsidy", "aid": {"form": "grant", "nominal": euro(amount)},
        "funding": [{"origin": "state", "share_percent": "100"}],
        "activity": {"nace": {"code": "62.10", "revision": "2.1"}},
        "conditions": {"export_linked": false, "domestic_goods": false, "price_quantity_linked": false},
    })
}

pub fn reported(award: &str, who: &str, on: &str, gge: Value) -> Value {
    json!({
        "award": award, "beneficiary": who, "granting_authority": {"name": "Ministry"}, "member_state": "FI",
        "granted_on": on, "basis": {"regime": "eu-2023-2831"}, "reported_from": "register", "date_basis": "legal-right",
        "source_row": {"register": "tam", "id": award, "retrieved_on": "2039-12-31", "sha256": digest()},
        "aid": merge(json!({"form": "declared"}), gge),
    })
}

pub fn merge(mut into: Value, from: Value) -> Value {
    for (name, value) in from.as_object().unwrap() {
        into[name] = value.clone();
    }
    into
}

pub fn exactly(amount: &str) -> Value {
    json!({"gge": euro(amount)})
}

pub fn declared(who: &str, signed_on: &str, from: &str, until: Option<&str>) -> Value {
    let period = match until {
        Some(until) => json!({"from": from, "until": until}),
        None => json!({"from": from}),
    };
    json!({"undertaking": who, "signed_on": signed_on, "period": period, "awards": [], "group": [], "sha256": digest()})
}

pub fn matched(award: &str, same_as: &[&str]) -> Value {
    json!({"award": award, "same_as": same_as, "evidence": {"level": "register"}})
}

pub fn reviewed(about: &str, decision: &str) -> Value {
    json!({"about": about, "question": "does it count", "decision": decision, "reason": "looked at", "citation": "contract", "valid_for": {}})
}

pub fn retracted(party: &str, id: &str) -> Value {
    json!({"source": format!("urn:aidledger:party:{party}"), "id": id, "reason": "made in error"})
}

pub const A: &str = "NID:FI:1";
pub const B: &str = "NID:FI:2";
