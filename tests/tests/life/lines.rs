//! Lines of facts about awards, and what is told of them.

#![allow(clippy::panic, clippy::indexing_slicing, reason = "a test stops at whatever it did not expect")]

use rules::audit::Line;
use rules::audit::facts::{self, FactPacks};
use serde_json::{Value, json};

/// The verdicts on lines, one a text: outcome, codes, flags, figure, and each check as `end: before+own of limit`.
fn told(lines: &[Value]) -> Vec<String> {
    let packs = FactPacks::shipped().unwrap();
    let mut state = packs.state();
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let facts = facts::read(text.as_bytes()).unwrap_or_else(|bad| panic!("{bad:?}"));
    let mut told = Vec::new();
    for fact in facts {
        let verdict = facts::judge(&mut state, &packs, &fact, false);
        let line = Line::of(&state, fact.line, &fact.event, &verdict);
        told.push(in_words(&serde_json::to_value(line).unwrap()));
    }
    told
}

fn in_words(line: &Value) -> String {
    let words = |name: &str| -> String {
        line[name].as_array().unwrap().iter().map(|word| format!(" {}", word.as_str().unwrap())).collect()
    };
    let list = |figure: &Value| -> String {
        let ends = figure.as_array().map(Vec::as_slice).unwrap_or_default();
        let ends: Vec<&str> = ends.iter().map(|end| end.as_str().unwrap_or("..")).collect();
        ends.join("-")
    };
    let mut told = format!("{}{}", line["outcome"].as_str().unwrap(), words("codes"));
    let flags = words("flags");
    if !flags.is_empty() {
        told += &format!(" [{}]", flags.trim());
    }
    if !line["gge"].is_null() {
        told += &format!(" {}", list(&line["gge"]));
    }
    for check in line["checks"].as_array().unwrap() {
        told += &format!(
            ", {}: {} of {}",
            check["to"].as_str().unwrap(),
            list(&check["after"]),
            check["limit"].as_str().unwrap()
        );
    }
    told
}

/// What is told of the lines after the registrations.
fn after_registration(lines: &[Value]) -> Vec<String> {
    let mut all = vec![registered("NID:FI:1234567-1"), registered("NID:FI:2222222-9")];
    all.extend(lines.iter().cloned());
    told(&all).split_off(2)
}

#[track_caller]
pub fn says(lines: &[Value], expected: &[&str]) {
    let found = after_registration(lines);
    for (number, (found, expected)) in found.iter().zip(expected).enumerate() {
        assert_eq!(found, expected, "line {number}: {}", lines[number]);
    }
    assert_eq!(found.len(), expected.len());
}

pub fn line(event_type: &str, data: Value) -> Value {
    json!({"type": format!("eu.aidledger.{event_type}.v1"), "data": data})
}

/// The same line with other members of `data`.
pub fn with(mut line: Value, members: Value) -> Value {
    for (name, value) in members.as_object().unwrap() {
        line["data"][name] = value.clone();
    }
    line
}

pub fn registered(who: &str) -> Value {
    line("undertaking.registered", json!({"undertaking": who, "identifiers": [], "natural_person": false}))
}

pub fn eur(amount: &str) -> Value {
    json!({"amount": amount, "currency": "EUR"})
}

pub fn cash(amount: &str) -> Value {
    json!({"form": "grant", "nominal": eur(amount)})
}

pub fn grant(award: &str, on: &str, amount: &str) -> Value {
    line(
        "award.granted",
        json!({
            "award": award, "beneficiary": "NID:FI:1234567-1", "member_state": "FI", "granted_on": on,
            "legal_right": "on-admission", "basis": {"regime": "eu-2023-2831"}, "aid": cash(amount),
        }),
    )
}

pub fn conferred(award: &str, on: &str, amount: &str) -> Value {
    with(grant(award, on, amount), json!({"legal_right": "conferred"}))
}

pub fn as_type(mut line: Value, event_type: &str) -> Value {
    line["type"] = json!(format!("eu.aidledger.{event_type}.v1"));
    line
}

pub fn reserved(award: &str, on: &str, until: &str, amount: &str) -> Value {
    let consent = json!({"sha256": "0".repeat(64)});
    let reserved = as_type(grant(award, on, amount), "award.reserved");
    with(reserved, json!({"expires_on": until, "applicant_consent": consent}))
}

pub fn conditional(award: &str, on: &str, until: &str, amount: &str) -> Value {
    let conditional = as_type(grant(award, on, amount), "award.conditional");
    with(conditional, json!({"condition": "permit", "long_stop": until}))
}

pub fn confirmed(award: &str, on: &str) -> Value {
    line("award.confirmed", json!({"award": award, "granted_on": on}))
}

pub fn released(award: &str) -> Value {
    line("award.released", json!({"award": award, "reason": "no longer wanted"}))
}

pub fn met(award: &str, on: &str) -> Value {
    line("award.condition-met", json!({"award": award, "on": on, "evidence": {"level": "register"}}))
}

pub fn failed(award: &str, on: &str) -> Value {
    line("award.condition-failed", json!({"award": award, "on": on, "reason": "refused"}))
}

pub fn corrected(award: &str, set: Value) -> Value {
    line("award.corrected", json!({"award": award, "set": set, "reason": "clerical"}))
}

pub fn reported(award: &str, on: &str, aid: Value) -> Value {
    line(
        "award.reported",
        json!({
            "award": award, "beneficiary": "NID:FI:1234567-1", "member_state": "FI", "granted_on": on,
            "basis": {"regime": "eu-2023-2831"}, "reported_from": "register", "date_basis": "legal-right",
            "source_row": source_row(), "aid": aid,
        }),
    )
}

pub fn source_row() -> Value {
    json!({"register": "tam", "id": "1", "retrieved_on": "2039-12-31", "sha256": "0".repeat(64)})
}

pub fn declared(amount: &str) -> Value {
    json!({"form": "declared", "gge": eur(amount)})
}

pub fn restated(award: &str, aid: Value) -> Value {
    line(
        "award.restated",
        json!({"award": award, "aid": aid, "reason": "new row", "source_row": source_row()}),
    )
}

pub fn waived(award: &str, amount: &str, on: &str, repaid_on: &str) -> Value {
    line(
        "award.waived",
        json!({
            "award": award, "amount": eur(amount), "on": on, "repaid_on": repaid_on,
            "evidence": {"level": "register"}, "benefit_kept": eur("0.00"),
        }),
    )
}

pub fn withdrawn(award: &str, kept: &str, on: &str) -> Value {
    line(
        "award.withdrawn",
        json!({"award": award, "benefit_kept": eur(kept), "on": on, "reason": "never started"}),
    )
}

pub fn expired(award: &str, amount: &str, on: &str, lapsed: bool) -> Value {
    line(
        "credits.expired",
        json!({"award": award, "amount": eur(amount), "on": on, "right_lapsed": lapsed, "ground": "unused"}),
    )
}

pub fn set(members: &[Value]) -> Value {
    let awards: Vec<&Value> = members.iter().map(|member| &member["data"]).collect();
    let mut set = line("award.set", json!({"awards": awards}));
    set["subject"] = json!("consortium");
    set
}

pub fn of_other(line: Value) -> Value {
    with(line, json!({"beneficiary": "NID:FI:2222222-9"}))
}

pub fn compute(quantity: &str) -> Value {
    let price = json!({"rate": "1.00", "currency": "EUR", "evidence": {"method": "tariff", "sha256": "0".repeat(64)}});
    json!({"form": "compute", "system": "lumi-g", "unit": "gpu-hour", "quantity": quantity, "unit_price": price, "price_paid": eur("0.00")})
}

pub fn drawn(award: &str, quantity: &str, value: &str) -> Value {
    line(
        "award.drawn",
        json!({"award": award, "host": "facts", "system": "lumi-g", "quantity": quantity, "value": eur(value), "on": "2026-12-01"}),
    )
}

pub fn used(award: &str, to: &str, quantity: &str) -> Value {
    line("usage.reported", json!({"award": award, "to": to, "quantity": quantity}))
}

pub fn rate(date: &str, rate: &str) -> Value {
    let row = json!({"member_state": "*", "currency": "SEK", "date": date, "rate": rate, "source": "ECB"});
    line(
        "reference.published",
        json!({"table": "fx", "rows": [row], "source": {"ref": "ecb", "sha256": "0".repeat(64)}}),
    )
}
