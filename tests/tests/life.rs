//! The life of an award in facts mode: reserved, confirmed, freed, corrected, waived, drawn, in sets; whole verdicts.

#![expect(clippy::unwrap_used, reason = "a test stops at whatever it did not expect")]

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
    let mut all = vec![registered("NID:FI:1234567-8"), registered("NID:FI:2222222-2")];
    all.extend(lines.iter().cloned());
    told(&all).split_off(2)
}

#[track_caller]
fn says(lines: &[Value], expected: &[&str]) {
    let found = after_registration(lines);
    for (number, (found, expected)) in found.iter().zip(expected).enumerate() {
        assert_eq!(found, expected, "line {number}: {}", lines[number]);
    }
    assert_eq!(found.len(), expected.len());
}

fn line(event_type: &str, data: Value) -> Value {
    json!({"type": format!("eu.aidledger.{event_type}.v1"), "data": data})
}

/// The same line with other members of `data`.
fn with(mut line: Value, members: Value) -> Value {
    for (name, value) in members.as_object().unwrap() {
        line["data"][name] = value.clone();
    }
    line
}

fn registered(who: &str) -> Value {
    line("undertaking.registered", json!({"undertaking": who, "identifiers": [], "natural_person": false}))
}

fn eur(amount: &str) -> Value {
    json!({"amount": amount, "currency": "EUR"})
}

fn cash(amount: &str) -> Value {
    json!({"form": "grant", "nominal": eur(amount)})
}

fn grant(award: &str, on: &str, amount: &str) -> Value {
    line(
        "award.granted",
        json!({
            "award": award, "beneficiary": "NID:FI:1234567-8", "member_state": "FI", "granted_on": on,
            "legal_right": "on-admission", "basis": {"regime": "eu-2023-2831"}, "aid": cash(amount),
        }),
    )
}

fn conferred(award: &str, on: &str, amount: &str) -> Value {
    with(grant(award, on, amount), json!({"legal_right": "conferred"}))
}

fn as_type(mut line: Value, event_type: &str) -> Value {
    line["type"] = json!(format!("eu.aidledger.{event_type}.v1"));
    line
}

fn reserved(award: &str, on: &str, until: &str, amount: &str) -> Value {
    let consent = json!({"sha256": "0".repeat(64)});
    let reserved = as_type(grant(award, on, amount), "award.reserved");
    with(reserved, json!({"expires_on": until, "applicant_consent": consent}))
}

fn conditional(award: &str, on: &str, until: &str, amount: &str) -> Value {
    let conditional = as_type(grant(award, on, amount), "award.conditional");
    with(conditional, json!({"condition": "permit", "long_stop": until}))
}

fn confirmed(award: &str, on: &str) -> Value {
    line("award.confirmed", json!({"award": award, "granted_on": on}))
}

fn released(award: &str) -> Value {
    line("award.released", json!({"award": award, "reason": "no longer wanted"}))
}

fn met(award: &str, on: &str) -> Value {
    line("award.condition-met", json!({"award": award, "on": on, "evidence": {"level": "register"}}))
}

fn failed(award: &str, on: &str) -> Value {
    line("award.condition-failed", json!({"award": award, "on": on, "reason": "refused"}))
}

fn corrected(award: &str, set: Value) -> Value {
    line("award.corrected", json!({"award": award, "set": set, "reason": "clerical"}))
}

fn reported(award: &str, on: &str, aid: Value) -> Value {
    line(
        "award.reported",
        json!({
            "award": award, "beneficiary": "NID:FI:1234567-8", "member_state": "FI", "granted_on": on,
            "basis": {"regime": "eu-2023-2831"}, "reported_from": "register", "date_basis": "legal-right",
            "source_row": source_row(), "aid": aid,
        }),
    )
}

fn source_row() -> Value {
    json!({"register": "tam", "id": "1", "retrieved_on": "2026-11-01", "sha256": "0".repeat(64)})
}

fn declared(amount: &str) -> Value {
    json!({"form": "declared", "gge": eur(amount)})
}

fn restated(award: &str, aid: Value) -> Value {
    line(
        "award.restated",
        json!({"award": award, "aid": aid, "reason": "new row", "source_row": source_row()}),
    )
}

fn waived(award: &str, amount: &str, on: &str, repaid_on: &str) -> Value {
    line(
        "award.waived",
        json!({
            "award": award, "amount": eur(amount), "on": on, "repaid_on": repaid_on,
            "evidence": {"level": "register"}, "benefit_kept": eur("0.00"),
        }),
    )
}

fn withdrawn(award: &str, kept: &str, on: &str) -> Value {
    line(
        "award.withdrawn",
        json!({"award": award, "benefit_kept": eur(kept), "on": on, "reason": "never started"}),
    )
}

fn expired(award: &str, amount: &str, on: &str, lapsed: bool) -> Value {
    line(
        "credits.expired",
        json!({"award": award, "amount": eur(amount), "on": on, "right_lapsed": lapsed, "ground": "unused"}),
    )
}

fn set(members: &[Value]) -> Value {
    let awards: Vec<&Value> = members.iter().map(|member| &member["data"]).collect();
    let mut set = line("award.set", json!({"awards": awards}));
    set["subject"] = json!("consortium");
    set
}

fn of_other(line: Value) -> Value {
    with(line, json!({"beneficiary": "NID:FI:2222222-2"}))
}

fn compute(quantity: &str) -> Value {
    let price = json!({"rate": "1.00", "currency": "EUR", "evidence": {"method": "tariff", "sha256": "0".repeat(64)}});
    json!({"form": "compute", "system": "lumi-g", "unit": "gpu-hour", "quantity": quantity, "unit_price": price, "price_paid": eur("0.00")})
}

fn drawn(award: &str, quantity: &str, value: &str) -> Value {
    line(
        "award.drawn",
        json!({"award": award, "host": "facts", "system": "lumi-g", "quantity": quantity, "value": eur(value), "on": "2026-12-01"}),
    )
}

fn used(award: &str, to: &str, quantity: &str) -> Value {
    line("usage.reported", json!({"award": award, "to": to, "quantity": quantity}))
}

fn rate(date: &str, rate: &str) -> Value {
    let row = json!({"member_state": "*", "currency": "SEK", "date": date, "rate": rate, "source": "ECB"});
    line(
        "reference.published",
        json!({"table": "fx", "rows": [row], "source": {"ref": "ecb", "sha256": "0".repeat(64)}}),
    )
}

#[test]
fn a_reservation_is_confirmed_on_its_last_day_and_not_after() {
    says(
        &[
            reserved("r", "2026-11-20", "2026-12-20", "100000.00"),
            confirmed("r", "2026-12-21"),
            confirmed("r", "2026-12-20"),
            confirmed("r", "2026-12-20"),
            released("r"),
            grant("g", "2026-12-21", "200000.01"),
            grant("g", "2026-12-21", "200000.00"),
        ],
        &[
            "admitted 100000.00, 2026-11-20: 100000.00 of 300000.00",
            "refused reservation_expired 100000.00, 2026-12-21: 100000.00 of 300000.00",
            "admitted 100000.00, 2026-12-20: 100000.00 of 300000.00",
            "refused award_id_used",
            "refused award_id_used",
            "refused ceiling_exceeded 200000.01, 2026-12-21: 300000.01 of 300000.00",
            "admitted 200000.00, 2026-12-21: 300000.00 of 300000.00",
        ],
    );
}

#[test]
fn a_reservation_lives_as_long_as_the_packs_allow() {
    says(
        &[
            reserved("long", "2026-11-20", "2027-02-19", "1.00"),
            reserved("long", "2026-11-20", "2027-02-18", "1.00"),
            conditional("c", "2026-11-20", "2028-11-20", "1.00"),
        ],
        &[
            "refused policy_limit 1.00, 2026-11-20: 1.00 of 300000.00",
            "admitted 1.00, 2026-11-20: 1.00 of 300000.00",
            "admitted 1.00, 2026-11-20: 2.00 of 300000.00",
        ],
    );
}

#[test]
fn a_confirmation_is_held_against_its_reservation() {
    let confirmed_with =
        |award: &str, on: &str, amount: &str| with(confirmed(award, on), json!({"aid": cash(amount)}));
    let mut by_another = confirmed("r", "2026-12-01");
    by_another["source"] = json!("urn:aidledger:party:bsc");
    says(
        &[
            reserved("r", "2026-11-20", "2026-12-20", "100000.00"),
            by_another,
            confirmed("r", "2026-11-19"),
            confirmed_with("r", "2026-12-01", "100000.01"),
            met("r", "2026-12-01"),
            confirmed("nobody", "2026-12-01"),
            grant("g", "2026-11-21", "1.00"),
            confirmed("g", "2026-12-01"),
            confirmed_with("r", "2026-12-01", "40000.00"),
            grant("h", "2026-12-02", "259999.00"),
        ],
        &[
            "admitted 100000.00, 2026-11-20: 100000.00 of 300000.00",
            "refused unknown_award",
            "refused contradicts_record 100000.00, 2026-11-19: 100000.00 of 300000.00",
            "refused contradicts_record 100000.01, 2026-12-01: 100000.01 of 300000.00",
            "refused award_id_used",
            "refused unknown_award",
            "admitted 1.00, 2026-11-21: 100001.00 of 300000.00",
            "refused award_id_used",
            "admitted 40000.00, 2026-12-01: 40001.00 of 300000.00",
            "admitted 259999.00, 2026-12-02: 300000.00 of 300000.00",
        ],
    );
}

#[test]
fn a_confirmation_that_is_refused_keeps_the_reservation() {
    says(
        &[
            reserved("r", "2026-11-20", "2026-12-20", "100000.00"),
            reported("old", "2026-11-25", declared("250000.00")),
            confirmed("r", "2026-12-01"),
            // Less still fits, so it was open still.
            with(confirmed("r", "2026-12-01"), json!({"aid": cash("50000.00")})),
        ],
        &[
            "admitted 100000.00, 2026-11-20: 100000.00 of 300000.00",
            "recorded [over_ceiling] 250000.00, 2026-11-25: 350000.00 of 300000.00",
            "refused ceiling_exceeded 100000.00, 2026-12-01: 350000.00 of 300000.00",
            "admitted 50000.00, 2026-12-01: 300000.00 of 300000.00",
        ],
    );
}

#[test]
fn what_is_released_counts_nothing_and_is_gone() {
    says(
        &[
            reserved("r", "2026-11-20", "2026-12-20", "300000.00"),
            grant("g", "2026-11-21", "1.00"),
            released("r"),
            grant("g", "2026-11-21", "300000.00"),
            released("r"),
            confirmed("r", "2026-12-01"),
            withdrawn("r", "0.00", "2026-12-01"),
            reserved("r", "2026-11-21", "2026-12-20", "1.00"),
        ],
        &[
            "admitted 300000.00, 2026-11-20: 300000.00 of 300000.00",
            "refused ceiling_exceeded 1.00, 2026-11-21: 300001.00 of 300000.00",
            "recorded",
            "admitted 300000.00, 2026-11-21: 300000.00 of 300000.00",
            "refused unknown_award",
            "refused unknown_award",
            "refused unknown_award",
            "refused award_id_used ceiling_exceeded 1.00, 2026-11-21: 300001.00 of 300000.00",
        ],
    );
}

#[test]
fn a_condition_is_met_or_fails() {
    says(
        &[
            conditional("c", "2026-11-20", "2027-06-30", "200000.00"),
            grant("g", "2026-11-21", "100000.01"),
            confirmed("c", "2026-12-01"),
            met("c", "2027-07-01"),
            met("c", "2026-11-19"),
            met("c", "2027-06-30"),
            failed("c", "2027-06-30"),
            conditional("d", "2026-11-20", "2027-06-30", "100000.00"),
            failed("d", "2026-12-01"),
            met("d", "2026-12-02"),
            grant("g", "2026-12-03", "100000.00"),
        ],
        &[
            "admitted 200000.00, 2026-11-20: 200000.00 of 300000.00",
            "refused ceiling_exceeded 100000.01, 2026-11-21: 300000.01 of 300000.00",
            "refused award_id_used",
            "refused reservation_expired 200000.00, 2027-07-01: 200000.00 of 300000.00",
            "refused contradicts_record 200000.00, 2026-11-19: 200000.00 of 300000.00",
            "admitted 200000.00, 2027-06-30: 200000.00 of 300000.00",
            "refused award_id_used",
            "admitted 100000.00, 2027-06-30: 300000.00 of 300000.00",
            "recorded",
            "refused unknown_award",
            "admitted 100000.00, 2027-06-30: 300000.00 of 300000.00",
        ],
    );
}

#[test]
fn a_conferred_condition_is_met_without_being_refused() {
    let conditional =
        with(conditional("c", "2026-11-20", "2027-06-30", "300000.00"), json!({"legal_right": "conferred"}));
    says(
        &[
            conditional,
            reported("r", "2026-11-25", declared("0.01")),
            // Over the ceiling and after its long stop: the right stands all the same.
            met("c", "2027-07-01"),
            confirmed("c", "2027-07-02"),
        ],
        &[
            "recorded [granted_without_check] 300000.00, 2026-11-20: 300000.00 of 300000.00",
            "recorded [over_ceiling] 0.01, 2026-11-25: 300000.01 of 300000.00",
            "recorded [granted_without_check over_ceiling] 300000.00, 2027-07-01: 300000.01 of 300000.00",
            "refused award_id_used",
        ],
    );
}

#[test]
fn a_confirmation_is_valued_at_the_rates_of_its_own_date() {
    let sek = |amount: &str| json!({"form": "grant", "nominal": {"amount": amount, "currency": "SEK"}});
    says(
        &[
            rate("2026-11-20", "10"),
            rate("2026-12-10", "8"),
            with(reserved("r", "2026-11-20", "2026-12-20", "1.00"), json!({"aid": sek("1000.00")})),
            // At the rate of this date the same amount is worth more; that is not more aid.
            with(confirmed("r", "2026-12-10"), json!({"aid": sek("1000.01")})),
            confirmed("r", "2026-12-10"),
            corrected("r", json!({"granted_on": "2026-11-20"})),
        ],
        &[
            "admitted",
            "admitted",
            "admitted 100.00, 2026-11-20: 100.00 of 300000.00",
            "admitted 125.00, 2026-12-10: 125.00 of 300000.00",
            "refused award_id_used",
            "admitted 100.00, 2026-11-20: 100.00 of 300000.00",
        ],
    );
}

#[test]
fn a_correction_of_a_reservation_is_what_is_confirmed() {
    says(
        &[
            reserved("r", "2026-11-20", "2026-12-20", "100000.00"),
            corrected("r", json!({"aid": cash("60000.00")})),
            with(confirmed("r", "2026-12-01"), json!({"aid": cash("60000.01")})),
            corrected("r", json!({"granted_on": "2026-12-21"})),
            // 91 days before its end.
            corrected("r", json!({"granted_on": "2026-09-20"})),
            confirmed("r", "2026-12-01"),
        ],
        &[
            "admitted 100000.00, 2026-11-20: 100000.00 of 300000.00",
            "admitted 60000.00, 2026-11-20: 60000.00 of 300000.00",
            "refused contradicts_record 60000.01, 2026-12-01: 60000.01 of 300000.00",
            "refused contradicts_record 60000.00, 2026-12-21: 60000.00 of 300000.00",
            "refused policy_limit 60000.00, 2026-09-20: 60000.00 of 300000.00",
            "admitted 60000.00, 2026-12-01: 60000.00 of 300000.00",
        ],
    );
}

#[test]
fn a_waiver_helps_once_the_money_is_back() {
    says(
        &[
            grant("old", "2026-01-10", "300000.00"),
            waived("old", "300000.01", "2026-02-01", "2026-02-01"),
            waived("old", "100000.00", "2026-02-01", "2026-03-01"),
            grant("new", "2026-02-28", "100000.00"),
            grant("new", "2026-03-01", "100000.00"),
            // What is given up a second time is no longer there.
            waived("old", "200000.01", "2026-04-01", "2026-04-01"),
            with(
                waived("old", "50000.00", "2026-04-01", "2026-04-01"),
                json!({"benefit_kept": eur("180000.00")}),
            ),
            waived("nobody", "1.00", "2026-04-01", "2026-04-01"),
        ],
        &[
            "admitted 300000.00, 2026-01-10: 300000.00 of 300000.00",
            "refused contradicts_record",
            "recorded [benefit_not_repaid] 200000.00",
            "refused ceiling_exceeded 100000.00, 2026-02-28: 400000.00 of 300000.00",
            "admitted 100000.00, 2026-03-01: 300000.00 of 300000.00",
            "refused contradicts_record",
            "recorded [benefit_not_repaid] 180000.00",
            "refused unknown_award",
        ],
    );
}

#[test]
fn a_waiver_repaid_before_the_grant_makes_room() {
    says(
        &[
            grant("old", "2026-01-10", "300000.00"),
            waived("old", "100000.00", "2026-02-01", "2026-01-20"),
            grant("new", "2026-01-31", "100000.00"),
            grant("new", "2026-02-01", "100000.00"),
        ],
        &[
            "admitted 300000.00, 2026-01-10: 300000.00 of 300000.00",
            "recorded 200000.00",
            "refused ceiling_exceeded 100000.00, 2026-01-31: 400000.00 of 300000.00",
            "admitted 100000.00, 2026-02-01: 300000.00 of 300000.00",
        ],
    );
}

#[test]
fn credits_count_less_only_where_the_right_lapsed() {
    let credits = json!({"form": "credits", "face_value": eur("100000.00"), "price_paid": eur("20000.00"), "expires_on": "2026-12-31"});
    says(
        &[
            with(grant("c", "2026-01-10", "1.00"), json!({"aid": credits})),
            expired("c", "50000.00", "2026-06-01", false),
            expired("c", "80000.01", "2026-06-01", false),
            grant("g", "2026-06-02", "220000.01"),
            expired("c", "80000.01", "2026-06-01", true),
            expired("c", "50000.00", "2026-06-01", true),
            grant("g", "2026-06-02", "270000.00"),
            expired("nobody", "1.00", "2026-06-01", true),
        ],
        &[
            "admitted 80000.00, 2026-01-10: 80000.00 of 300000.00",
            "recorded 80000.00",
            "refused contradicts_record",
            "refused ceiling_exceeded 220000.01, 2026-06-02: 300000.01 of 300000.00",
            "refused contradicts_record",
            "recorded 30000.00",
            "admitted 270000.00, 2026-06-02: 300000.00 of 300000.00",
            "refused unknown_award",
        ],
    );
}

#[test]
fn a_withdrawn_award_counts_what_was_kept() {
    let repaid =
        json!({"amount": eur("1000.00"), "interest": eur("10.00"), "on": "2026-03-01", "evidence": {}});
    says(
        &[
            reserved("r", "2026-01-10", "2026-03-31", "100000.00"),
            with(withdrawn("r", "1500.00", "2026-02-01"), json!({"repaid": repaid})),
            reported("range", "2026-01-11", json!({"form": "declared", "gge_range": {"low": eur("5.00")}})),
            withdrawn("range", "0.00", "2026-02-01"),
            waived("range", "1.00", "2026-02-01", "2026-02-01"),
        ],
        &[
            "admitted 100000.00, 2026-01-10: 100000.00 of 300000.00",
            "recorded [benefit_not_repaid] 500.00",
            "recorded [uncounted] 5.00-..",
            "recorded [uncounted]",
            "recorded [uncounted]",
        ],
    );
}

#[test]
fn a_restatement_replaces_the_figure_of_a_report() {
    says(
        &[
            reported("r", "2026-01-10", json!({"form": "declared", "gge_range": {"low": eur("5.00")}})),
            grant("g", "2026-02-01", "1.00"),
            restated("r", declared("200000.00")),
            grant("g", "2026-02-01", "100000.00"),
            restated("r", declared("300000.01")),
            restated("g", declared("1.00")),
            restated("nobody", declared("1.00")),
            conferred("h", "2026-02-02", "1.00"),
            restated("h", declared("1.00")),
        ],
        &[
            "recorded [uncounted] 5.00-..",
            "deferred uncounted_award_in_window 1.00",
            "recorded 200000.00, 2026-01-10: 200000.00 of 300000.00",
            "admitted 100000.00, 2026-02-01: 300000.00 of 300000.00",
            "recorded [over_ceiling] 300000.01, 2026-02-01: 400000.01 of 300000.00",
            "refused contradicts_record",
            "refused unknown_award",
            "recorded [granted_without_check over_ceiling] 1.00, 2026-02-02: 400001.01 of 300000.00",
            "refused contradicts_record",
        ],
    );
}

#[test]
fn a_set_is_admitted_whole_or_not_at_all() {
    let first = || grant("a", "2026-11-20", "200000.00");
    let second = || grant("b", "2026-11-20", "100000.00");
    says(
        &[
            // The second is judged with the first in effect.
            set(&[first(), grant("b", "2026-11-20", "100000.01")]),
            // One bad member, for another beneficiary and another reason, takes the good one with it.
            set(&[
                first(),
                of_other(with(second(), json!({"activity": {"nace": {"code": "03.11", "revision": "2.1"}}}))),
            ]),
            grant("only", "2026-11-20", "300000.00"),
            withdrawn("only", "0.00", "2026-11-20"),
            set(&[first(), second(), of_other(grant("c", "2026-11-20", "5.00"))]),
            grant("a", "2026-11-20", "0.00"),
            withdrawn("b", "0.00", "2026-11-21"),
            grant("d", "2026-11-21", "100000.00"),
        ],
        &[
            "refused ceiling_exceeded 300000.01, 2026-11-20: 200000.00 of 300000.00, 2026-11-20: 300000.01 of 300000.00",
            "refused excluded_sector 300000.00, 2026-11-20: 200000.00 of 300000.00, 2026-11-20: 100000.00 of 300000.00",
            "admitted 300000.00, 2026-11-20: 300000.00 of 300000.00",
            "recorded 0.00",
            "admitted 300005.00, 2026-11-20: 200000.00 of 300000.00, 2026-11-20: 300000.00 of 300000.00, 2026-11-20: 5.00 of 300000.00",
            "refused award_id_used 0.00, 2026-11-20: 300000.00 of 300000.00",
            "recorded 0.00",
            "admitted 100000.00, 2026-11-21: 300000.00 of 300000.00",
        ],
    );
}

#[test]
fn a_set_defers_only_where_all_that_holds_defers() {
    let open = |award: &str| {
        of_other(with(grant(award, "2026-11-20", "1.00"), json!({"basis": {"regime": "gber-25"}})))
    };
    says(
        &[
            set(&[grant("a", "2026-11-20", "1.00"), open("b")]),
            set(&[grant("a", "2026-11-20", "300000.01"), open("b")]),
            set(&[
                with(grant("a", "2026-11-20", "1.00"), json!({"beneficiary": "NID:FI:9999999-9"})),
                open("b"),
            ]),
        ],
        &[
            "deferred not_covered 2.00",
            "refused ceiling_exceeded not_covered 300001.01, 2026-11-20: 300000.01 of 300000.00",
            "refused unknown_undertaking 2.00, 2026-11-20: 1.00 of 300000.00",
        ],
    );
}

#[test]
fn a_set_is_valued_member_by_member_when_it_takes_effect() {
    let sek = json!({"form": "grant", "nominal": {"amount": "1000.00", "currency": "SEK"}});
    says(
        &[
            rate("2026-11-20", "10"),
            set(&[
                with(grant("a", "2026-11-20", "1.00"), json!({"aid": sek})),
                grant("b", "2026-11-20", "7.00"),
            ]),
            rate("2026-11-19", "5"),
            // Published since, the other rate prices the first member anew at another date, and only then.
            corrected("a", json!({"activity": {"nace": {"code": "62.20", "revision": "2.1"}}})),
            corrected("a", json!({"granted_on": "2026-11-19"})),
        ],
        &[
            "admitted",
            "admitted 107.00, 2026-11-20: 100.00 of 300000.00, 2026-11-20: 107.00 of 300000.00",
            "admitted",
            "admitted 100.00, 2026-11-20: 107.00 of 300000.00",
            "admitted 200.00, 2026-11-20: 207.00 of 300000.00",
        ],
    );
}

#[test]
fn more_cannot_be_drawn_than_was_awarded_without_a_flag() {
    says(
        &[
            with(grant("c", "2026-11-20", "1.00"), json!({"aid": compute("100")})),
            drawn("c", "60", "999999.00"),
            drawn("c", "40", "1.00"),
            drawn("c", "0.01", "0.00"),
            corrected("c", json!({"aid": compute("200")})),
            drawn("c", "99.99", "0.00"),
            drawn("c", "0.01", "0.00"),
            grant("g", "2026-11-20", "50.00"),
            drawn("g", "1000000", "30.00"),
            drawn("g", "1", "20.00"),
            drawn("g", "1", "0.01"),
            drawn("nobody", "1", "0.01"),
            // Drawing is no second count.
            grant("rest", "2026-12-02", "299750.00"),
        ],
        &[
            "admitted 100.00, 2026-11-20: 100.00 of 300000.00",
            "recorded",
            "recorded",
            "recorded [draw_exceeds_award]",
            "admitted 200.00, 2026-11-20: 200.00 of 300000.00",
            "recorded",
            "recorded [draw_exceeds_award]",
            "admitted 50.00, 2026-11-20: 250.00 of 300000.00",
            "recorded",
            "recorded",
            "recorded [draw_exceeds_award]",
            "refused unknown_award",
            "admitted 299750.00, 2026-12-02: 300000.00 of 300000.00",
        ],
    );
}

#[test]
fn use_never_runs_backwards() {
    says(
        &[
            with(grant("c", "2026-11-20", "1.00"), json!({"aid": compute("100")})),
            used("c", "2026-12-10", "50"),
            used("c", "2026-12-11", "49.99"),
            used("c", "2026-12-09", "50.01"),
            used("c", "2026-12-09", "50"),
            used("c", "2026-12-10", "49"),
            used("c", "2026-12-10", "51"),
            used("c", "2026-12-20", "100"),
            used("c", "2026-12-21", "100.01"),
            used("nobody", "2026-12-21", "1"),
        ],
        &[
            "admitted 100.00, 2026-11-20: 100.00 of 300000.00",
            "recorded",
            "refused contradicts_record",
            "refused contradicts_record",
            "recorded",
            "refused contradicts_record",
            "recorded",
            "recorded",
            "recorded [draw_exceeds_award]",
            "refused unknown_award",
        ],
    );
}

#[test]
fn every_member_of_a_grant_can_be_corrected() {
    let sector = |code: &str| json!({"activity": {"nace": {"code": code, "revision": "2.1"}}});
    says(
        &[
            grant("g", "2026-11-20", "100000.00"),
            corrected("g", json!({"aid": cash("300000.01")})),
            corrected("g", json!({"aid": cash("300000.00")})),
            corrected("g", json!({"granted_on": "2026-11-21"})),
            corrected("g", json!({"basis": {"regime": "eu-2023-2832"}})),
            corrected("g", sector("03.11")),
            corrected("g", sector("62.20")),
            corrected("g", json!({"granted_on": "2023-12-31"})),
            corrected("g", json!({"eligible_costs": "none-identifiable"})),
            corrected("g", json!({"external_refs": [{"register": "tam", "id": "1"}]})),
            corrected("nobody", sector("62.20")),
            grant("h", "2026-11-21", "300000.00"),
        ],
        &[
            "admitted 100000.00, 2026-11-20: 100000.00 of 300000.00",
            "refused ceiling_exceeded 300000.01, 2026-11-20: 300000.01 of 300000.00",
            "admitted 300000.00, 2026-11-20: 300000.00 of 300000.00",
            "admitted 300000.00, 2026-11-21: 300000.00 of 300000.00",
            "admitted 300000.00, 2026-11-21: 300000.00 of 750000.00",
            "refused excluded_sector 300000.00, 2026-11-21: 300000.00 of 750000.00",
            "admitted 300000.00, 2026-11-21: 300000.00 of 750000.00",
            "refused regime_not_in_force 300000.00",
            "admitted 300000.00, 2026-11-21: 300000.00 of 750000.00",
            "admitted 300000.00, 2026-11-21: 300000.00 of 750000.00",
            "refused unknown_award",
            "admitted 300000.00, 2026-11-21: 300000.00 of 300000.00",
        ],
    );
}

#[test]
fn a_correction_keeps_funding_and_scheme() {
    let half = json!([{"origin": "state", "share_percent": "50"}, {"origin": "union-central", "share_percent": "50"}]);
    let capped = json!({"form": "grant", "nominal": eur("100.00"), "cap": eur("80.00"), "counts_as": "scheme-fixed-sum"});
    let scheme = json!({"kind": "scheme", "regime": "eu-2023-2831"});
    says(
        &[
            with(grant("g", "2026-11-20", "100.00"), json!({"funding": half})),
            corrected("g", json!({"aid": cash("50.00")})),
            corrected("g", json!({"granted_on": "2026-11-21"})),
            with(grant("h", "2026-11-20", "1.00"), json!({"aid": capped, "basis": scheme})),
            corrected("h", json!({"granted_on": "2026-11-21"})),
            corrected("h", json!({"basis": {"kind": "ad-hoc", "regime": "eu-2023-2831"}})),
            with(reported("r", "2026-11-22", declared("10.00")), json!({"funding": half})),
            restated("r", declared("20.00")),
            corrected("r", json!({"aid": declared("30.00")})),
        ],
        &[
            "admitted 50.00, 2026-11-20: 50.00 of 300000.00",
            "admitted 25.00, 2026-11-20: 25.00 of 300000.00",
            "admitted 25.00, 2026-11-21: 25.00 of 300000.00",
            "admitted 80.00, 2026-11-21: 105.00 of 300000.00",
            "admitted 80.00, 2026-11-21: 105.00 of 300000.00",
            "deferred needs_review",
            "recorded 5.00, 2026-11-22: 110.00 of 300000.00",
            "recorded 10.00, 2026-11-22: 115.00 of 300000.00",
            "recorded 15.00, 2026-11-22: 120.00 of 300000.00",
        ],
    );
}

#[test]
fn what_is_no_aid_is_held_against_no_limit() {
    let research = || {
        let mut aid = compute("1000000");
        aid["access"] = json!({"economic": false});
        let mut line = with(
            grant("n", "2026-11-20", "1.00"),
            json!({"aid": aid, "basis": {"regime": "no-aid"}, "treatment": {"no-aid": {"ground": "non-economic-use"}}}),
        );
        line["data"].as_object_mut().unwrap().remove("member_state");
        line
    };
    let at_market =
        || with(research(), json!({"award": "m", "treatment": {"no-aid": {"ground": "market-price"}}}));
    let farm = json!({"nace": {"code": "03.11", "revision": "2.1"}});
    says(
        &[
            with(research(), json!({"activity": farm})),
            corrected("n", json!({"aid": compute("1")})),
            corrected("n", json!({"granted_on": "2026-11-21"})),
            drawn("n", "1000000.01", "0.00"),
            at_market(),
            with(at_market(), json!({"legal_right": "conferred"})),
            grant("g", "2026-11-21", "300000.00"),
        ],
        &[
            "admitted",
            "deferred needs_review",
            "admitted",
            "recorded [draw_exceeds_award]",
            "deferred needs_review",
            "recorded [granted_without_check uncounted]",
            "admitted 300000.00, 2026-11-21: 300000.00 of 300000.00",
        ],
    );
}

#[test]
fn an_identifier_without_registration_anchors_nobody() {
    let of =
        |award: &str, who: &str| with(conferred(award, "2026-11-20", "1.00"), json!({"beneficiary": who}));
    let lei = "LEI:529900T8BM49AURSDO55";
    let person = format!("PRS:{}", "ab".repeat(16));
    says(
        &[
            of("a", lei),
            with(reported("b", "2026-11-20", declared("1.00")), json!({"beneficiary": "VAT:FI12345678"})),
            of("c", "NID:FI:9999999-9"),
            with(grant("d", "2026-11-20", "1.00"), json!({"beneficiary": lei})),
            corrected("a", json!({"aid": cash("2.00")})),
            restated("b", declared("2.00")),
            of("e", &person),
        ],
        &[
            "recorded [granted_without_check uncounted identity_not_anchored] 1.00",
            "recorded [uncounted identity_not_anchored] 1.00",
            "recorded [granted_without_check uncounted] 1.00",
            "refused unknown_undertaking 1.00, 2026-11-20: 1.00 of 300000.00",
            "recorded [granted_without_check uncounted identity_not_anchored] 2.00",
            "recorded [uncounted identity_not_anchored] 2.00",
            "recorded [granted_without_check uncounted identity_not_matched] 1.00",
        ],
    );
}

/// What a reader turns away, by pointer and code.
fn faults(line: &Value) -> Vec<(String, String)> {
    let bad = facts::read(format!("{line}\n").as_bytes()).err().unwrap_or_default();
    let faults = bad.iter().flat_map(|bad| &bad.faults);
    faults.map(|fault| (fault.pointer.clone(), fault.code.to_string())).collect()
}

#[test]
fn what_cannot_be_is_turned_away() {
    let found = |line: &Value, pointer: &str, code: &str| {
        assert_eq!(faults(line), [(pointer.to_owned(), code.to_owned())], "{line}");
    };
    let start = "ends_before_start";
    found(&reserved("r", "2026-11-20", "2026-11-19", "1.00"), "/data/expires_on", start);
    found(&conditional("c", "2026-11-20", "2026-11-19", "1.00"), "/data/long_stop", start);
    assert!(faults(&reserved("r", "2026-11-20", "2026-11-20", "1.00")).is_empty());
    let mut late = confirmed("r", "2026-11-20");
    late["time"] = json!("2026-11-21T00:00:00Z");
    found(&late, "/data/granted_on", "granted_before_statement");
    let mut met_late = met("r", "2026-11-20");
    met_late["time"] = json!("2026-11-21T00:00:00Z");
    assert!(faults(&met_late).is_empty(), "a condition is reported after it was met");
}
