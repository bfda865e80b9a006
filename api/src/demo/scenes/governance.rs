//! Who may speak, with which key, and what everybody calculates with.

use serde_json::{Value, json};

use super::super::cast::Who::{Bank, Mediterranean, North, NorthSecondKey, Operator, RuleAuthority};
use super::super::script::{
    ADMITTED, DIGEST, RECORDED, Script, TURNED_AWAY, cash, declared, eur, granted, with,
};

pub(super) fn play(script: &mut Script<'_>) {
    reference_tables(script);
    systems(script);
    scheme(script);
    a_party_is_suspended(script);
    a_second_key(script);
    a_second_log_key(script);
    another_machine_writes(script);
    tokens_are_withdrawn(script);
    what_was_turned_away(script);
}

fn publish(script: &mut Script<'_>, table: &str, rows: Value) {
    let data = json!({"table": table, "rows": rows, "source": {"ref": "invented", "sha256": DIGEST}});
    script.say_on(RuleAuthority, -30, "reference.published", data, ADMITTED);
}

/// A table of each kind. A price for a day that has passed is flagged: it reprices nothing.
fn reference_tables(script: &mut Script<'_>) {
    let (long_ago, month_ago) = (script.day(-1_000), script.day(-30));
    publish(
        script,
        "ec-base-rate",
        json!([
            {"member_state": "FI", "from": long_ago, "percent": "3.64"},
            {"member_state": "FI", "from": script.day(-200), "percent": "2.18"},
            {"member_state": "ES", "from": script.day(-200), "percent": "2.18"},
            {"member_state": "LU", "from": long_ago, "percent": "3.64"},
        ]),
    );
    let danish = |days: i64, rate: &str| json!({"member_state": "*", "currency": "DKK", "date": script.day(days), "rate": rate, "source": "demonstration"});
    let rows = json!([danish(-8, "7.4598"), danish(-1, "7.4605")]);
    publish(script, "fx", rows);
    publish(
        script,
        "holidays",
        json!([{"member_state": "*", "date": script.day(-20), "name": "Day of the demonstration"}]),
    );
    let price = |system: &str, from: &str| json!({"system": system, "unit": "gpu-hour", "from": from, "price": {"rate": "2.50", "currency": "EUR"}, "method": "published-tariff"});
    publish(script, "compute-price", json!([price("north-gpu", &month_ago)]));
    publish(script, "compute-price", json!([price("med-gpu", &long_ago)]));
    publish(
        script,
        "register-coverage",
        json!([{"member_state": "LU", "regime": "eu-2023-2831", "covers_from": script.day(-1_200)}]),
    );
    publish(script, "areas", json!([{"nuts": "FI1D7", "area": "a", "from": "2022-01-01"}]));
}

fn systems(script: &mut Script<'_>) {
    let system = |name: &str, host: &str, hours: &str, themes: Value| {
        json!({
            "system": name, "host": host, "kind": "supercomputer", "union_share_percent": "35", "themes": themes,
            "capacity": [{"period": "2027", "unit": "gpu-hour", "quantity": hours}], "act": "hosting agreement",
        })
    };
    let north = system("north-gpu", North.id(), "89000000", json!(["language-models"]));
    script.say(North, "system.registered", north, ADMITTED);
    let mediterranean = system("med-gpu", Mediterranean.id(), "64000000", json!(["health"]));
    script.say(Mediterranean, "system.registered", mediterranean, ADMITTED);
    let larger = system("north-gpu", North.id(), "91500000", json!(["language-models", "climate"]));
    script.say(North, "system.amended", larger, ADMITTED);
}

fn scheme(script: &mut Script<'_>) {
    let data = json!({
        "scheme": "ai-start", "member_state": "FI", "legal_basis": "Act 1/2026, section 4",
        "in_force": {"from": script.day(-300), "until": script.day(900)}, "budget_per_year": eur(12_000_000),
        "recovery_clause": true, "regime": "eu-2023-2831", "articles": ["3(2)"],
        "public_terms": {"url": "https://demo.aidledger.example/ai-start", "sha256": DIGEST, "from": script.day(-300)},
    });
    script.say(North, "scheme.registered", data, ADMITTED);
}

/// While a party is suspended nothing of it gets a position.
fn a_party_is_suspended(script: &mut Script<'_>) {
    let client = script.company("FI", "Kelp Mobility Oy");
    let reason = |reason: &str| json!({"party": Bank.id(), "reason": reason});
    script.say(Operator, "party.suspended", reason("key reported lost"), ADMITTED);
    let report = script.reported("bank-0", &client, &script.day(-100), declared(9_000));
    script.say(Bank, "award.reported", report, TURNED_AWAY);
    script.say(Operator, "party.reinstated", reason("key found"), ADMITTED);
}

/// A key comes and goes; what it signed in between stands.
fn a_second_key(script: &mut Script<'_>) {
    let key = script.cast.key(NorthSecondKey).public();
    let proof = script.cast.second_key_proof();
    script.say(North, "key.added", json!({"party": North.id(), "jwk": key.jwk(), "proof": proof}), ADMITTED);
    let register = |number: &str| json!({"undertaking": format!("NID:FI:{number}"), "identifiers": [], "natural_person": false, "name": "Tundra Speech Oy"});
    script.say(NorthSecondKey, "undertaking.registered", register("810001"), RECORDED);
    four_eyes(script);
    script.say(North, "key.revoked", json!({"kid": key.kid(), "reason": "laptop replaced"}), ADMITTED);
    script.say(NorthSecondKey, "undertaking.registered", register("810002"), TURNED_AWAY);
}

/// A house whose rules ask for two people: what one key reserves another confirms. One key can't end that.
fn four_eyes(script: &mut Script<'_>) {
    let client = script.company("FI", "Lantern Mobility Oy");
    let policy = |four_eyes: &str| json!({"party": North.id(), "four_eyes": four_eyes, "reason": "rules of procedure, section 7"});
    script.say(North, "party.policy-set", policy("reserve-confirm"), ADMITTED);
    let today = script.day(0);
    let grant = granted(North, "eyes-1", &client, &today, cash(7_000));
    script.say(North, "award.granted", grant.clone(), "refused four_eyes");
    let reserved = json!({"expires_on": script.day(30), "applicant_consent": {"sha256": DIGEST}});
    script.say(North, "award.reserved", with(grant, reserved), ADMITTED);
    let confirmed = json!({"award": "eyes-1", "granted_on": today});
    script.say(North, "award.confirmed", confirmed.clone(), "refused four_eyes");
    script.say(NorthSecondKey, "award.confirmed", confirmed, ADMITTED);
    script.say(North, "party.policy-set", policy("off"), "refused not_authorised");
    script.say(Operator, "party.policy-set", policy("off"), ADMITTED);
}

/// Another machine takes over; what was taken is not taken again.
fn another_machine_writes(script: &mut Script<'_>) {
    let lease = |epoch: u64, writer: &str| json!({"epoch": epoch, "writer": writer, "head": {"size": 1, "root": DIGEST}, "reason": "exercise"});
    script.say(Operator, "lease.taken", lease(1, "node-1"), ADMITTED);
    script.say(Operator, "lease.taken", lease(1, "node-2"), "refused contradicts_record");
    script.say(Operator, "lease.taken", lease(2, "node-2"), ADMITTED);
}

fn a_second_log_key(script: &mut Script<'_>) {
    let key = json!({"vkey": script.cast.log_key(), "purpose": "certificate"});
    script.say(Operator, "log-key.added", key.clone(), ADMITTED);
    script.say(Operator, "log-key.retired", key, ADMITTED);
}

/// A lost laptop, and a party that is not what the operator thought. What a token opens is asked outside the log.
fn tokens_are_withdrawn(script: &mut Script<'_>) {
    let one = json!({"token": "YWlkbGVkZ2VyLWRlbW8tMQ", "reason": "laptop lost"});
    script.say(Operator, "token.revoked", one, ADMITTED);
    let before = format!("{}T00:00:00.000000Z", script.day(-1));
    let of = |party: &str| json!({"issued_before": before, "role": "hosting-entity", "party": party, "reason": "staff has changed"});
    script.say(Operator, "token.revoked", of(North.id()), ADMITTED);
    script.say(Operator, "token.revoked", of("nobody"), "refused unknown_party");
}

fn what_was_turned_away(script: &mut Script<'_>) {
    let data = json!({"on": script.day(-1), "counts": [
        {"party": Bank.id(), "401": 0, "403": 1, "409": 0, "413": 0, "429": 0},
        {"401": 2, "403": 0, "409": 0, "413": 0, "429": 5},
    ]});
    script.say(Operator, "intake.summary", data, ADMITTED);
}
