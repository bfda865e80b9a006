//! Facts mode: the examples of the contract, what may be left out, and the rule at its edges: one cent, leap days, the
//! first day of a window, releases; and three-year sums that others computed.

#![expect(clippy::unwrap_used, reason = "a test stops at whatever it did not expect")]

use aidledger_tests::data::{DATA_VARIABLE, data_dir};
use ledger::verdict::{Flag, Verdict};
use rules::audit::Line;
use rules::audit::facts::{self, BadLine, FactPacks};
use rules::project::{Headroom, Query, headroom};
use rules::state::State;
use serde_json::{Value, json};

struct Judged {
    state: State,
    verdicts: Vec<Verdict>,
    lines: Vec<Value>,
}

fn judge(text: &str) -> Result<Judged, Vec<BadLine>> {
    let packs = FactPacks::shipped().unwrap();
    let mut judged = Judged { state: packs.state(), verdicts: Vec::new(), lines: Vec::new() };
    for fact in facts::read(text.as_bytes())? {
        let verdict = facts::judge(&mut judged.state, &packs, &fact, false);
        let line = Line::of(&judged.state, fact.line, &fact.event, &verdict);
        judged.lines.push(serde_json::to_value(Line { assumed: fact.assumed.clone(), ..line }).unwrap());
        judged.verdicts.push(verdict);
    }
    Ok(judged)
}

fn line(event_type: &str, data: &Value) -> Value {
    json!({"type": format!("eu.aidledger.{event_type}.v1"), "data": data})
}

fn registered() -> Value {
    line(
        "undertaking.registered",
        &json!({"undertaking": "NID:FI:1234567-1", "identifiers": [{"scheme": "VAT", "value": "FI12345671"}], "natural_person": false, "name": "Testi Oy"}),
    )
}

fn grant(award: &str, on: &str, amount: &str) -> Value {
    line(
        "award.granted",
        &json!({
            "award": award, "beneficiary": "NID:FI:1234567-1", "member_state": "FI", "granted_on": on,
            "legal_right": "on-admission", "basis": {"regime": "eu-2023-2831"},
            "aid": {"form": "grant", "nominal": {"amount": amount, "currency": "EUR"}},
        }),
    )
}

/// As reported by a register: counts, whatever the ceiling says.
fn reported(award: &str, on: &str, amount: &str) -> Value {
    line(
        "award.reported",
        &json!({
            "award": award, "beneficiary": "NID:FI:1234567-1", "member_state": "FI", "granted_on": on,
            "basis": {"regime": "eu-2023-2831"}, "reported_from": "register", "date_basis": "legal-right",
            "source_row": {"register": "tam", "id": award, "retrieved_on": "2039-12-31", "sha256": "0".repeat(64)},
            "aid": {"form": "declared", "gge": {"amount": amount, "currency": "EUR"}},
        }),
    )
}

fn stream(lines: &[Value]) -> String {
    lines.iter().map(|line| format!("{line}\n")).collect()
}

fn of(lines: &[Value]) -> Judged {
    judge(&stream(lines)).unwrap()
}

fn ask(state: &State, on: &str) -> Headroom {
    let query = Query {
        undertaking: "NID:FI:1234567-1".parse().unwrap(),
        regime: "eu-2023-2831".parse().unwrap(),
        member_state: "FI".parse().ok(),
        on: on.parse().unwrap(),
    };
    headroom(state, &query).unwrap()
}

fn outcomes(judged: &Judged) -> Vec<&str> {
    judged.lines.iter().map(|line| line["outcome"].as_str().unwrap()).collect()
}

#[test]
fn the_examples_of_the_contract_read_and_say_what_they_should() {
    let sha = "0".repeat(64);
    let compute = json!({
        "award": "2026-0001", "beneficiary": "NID:FI:1234567-1", "granting_authority": {"id": "csc", "name": "CSC"},
        "member_state": "FI", "granted_on": "2026-11-20", "legal_right": "on-admission",
        "basis": {"kind": "ad-hoc", "regime": "eu-2023-2831"}, "instrument": "subsidised-services",
        "aid": {"form": "compute", "system": "lumi-g", "unit": "gpu-hour", "quantity": "20000",
            "unit_price": {"rate": "1.85", "currency": "EUR", "evidence": {"method": "published-tariff", "sha256": sha}},
            "price_paid": {"amount": "0.00", "currency": "EUR"}},
        "funding": [{"origin": "state", "share_percent": "100"}],
        "activity": {"nace": {"code": "62.10", "revision": "2.1"}},
        "conditions": {"export_linked": false, "domestic_goods": false, "price_quantity_linked": false},
    });
    let euro = |amount: &str| json!({"amount": amount, "currency": "EUR"});
    let lines = [
        registered(),
        line("award.granted", &compute),
        line(
            "award.corrected",
            &json!({"award": "2026-0001", "set": {"granted_on": "2026-11-19"}, "reason": "date of the act"}),
        ),
        line(
            "award.reduced",
            &json!({"award": "2026-0001", "gge_after": euro("20000.00"), "benefit_kept": euro("5000.00"), "on": "2026-12-01", "reason": "unused hours returned"}),
        ),
        line(
            "undertaking.identified",
            &json!({"undertaking": "NID:FI:1234567-1", "same_as": ["LEI:529900T8BM49AURSDO55"], "evidence": {"level": "register", "sha256": sha}}),
        ),
        line(
            "reference.published",
            &json!({"table": "fx", "rows": [{"member_state": "*", "currency": "SEK", "date": "2026-11-20", "rate": "11.0345", "source": "ECB"}], "source": {"ref": "eurofxref-hist", "sha256": sha}}),
        ),
        line(
            "award.withdrawn",
            &json!({"award": "facts/2026-0001", "benefit_kept": euro("0.00"), "on": "2026-12-02", "reason": "never started"}),
        ),
    ];
    let judged = of(&lines);
    let expected = ["recorded", "admitted", "admitted", "recorded", "recorded", "admitted", "recorded"];
    assert_eq!(outcomes(&judged), expected);
    let positions: Vec<u64> = judged.lines.iter().map(|line| line["position"].as_u64().unwrap()).collect();
    assert_eq!(positions, [1, 2, 3, 4, 5, 6, 7]);
    assert_eq!(judged.lines[1]["gge"], json!(["37000.00"]));
    assert_eq!(judged.lines[1]["id"], json!("line-2"));
    assert_eq!(judged.lines[1]["checks"][0]["citation"], json!("Regulation (EU) 2023/2831 Art. 3(2)"));
    assert!(judged.lines[1].get("assumed").is_none(), "nothing was left out");
    assert_eq!(ask(&judged.state, "2026-12-01").used.to_string(), "20000.00");
    assert_eq!(ask(&judged.state, "2026-12-02").used.to_string(), "0.00");
}

#[test]
fn members_of_a_check_stand_in_their_order() {
    let judged = of(&[registered(), grant("a", "2026-11-20", "300000.00")]);
    let packs = FactPacks::shipped().unwrap();
    let text = stream(&[registered(), grant("a", "2026-11-20", "300000.00")]);
    let mut state = packs.state();
    let last = facts::read(text.as_bytes())
        .unwrap()
        .iter()
        .map(|fact| {
            let verdict = facts::judge(&mut state, &packs, fact, false);
            serde_json::to_string(&Line::of(&state, fact.line, &fact.event, &verdict)).unwrap()
        })
        .last()
        .unwrap();
    assert_eq!(
        last,
        r#"{"position":2,"id":"line-2","type":"award.granted","party":"facts","subject":"a","awards":[{"award":"facts/a","beneficiary":"NID:FI:12345671","granted_on":"2026-11-20"}],"outcome":"admitted","codes":[],"flags":[],"gge":["300000.00"],"checks":[{"rule":"eu-2023-2831/ceiling","ms":"FI","from":"2023-11-20","to":"2026-11-20","unit":"EUR","after":["300000.00"],"limit":"300000.00","before":["0.00"],"remaining":"0.00","citation":"Regulation (EU) 2023/2831 Art. 3(2)"}]}"#
    );
    assert_eq!(
        judged.lines[1]["assumed"],
        json!(["activity", "basis.kind", "conditions", "funding", "granting_authority", "instrument"])
    );
}

#[test]
fn one_cent_decides() {
    let judged = of(&[
        registered(),
        grant("a", "2026-11-20", "299999.99"),
        grant("b", "2026-11-20", "0.02"),
        grant("c", "2026-11-20", "0.01"),
    ]);
    assert_eq!(outcomes(&judged), ["recorded", "admitted", "refused", "admitted"]);
    assert_eq!(judged.lines[2]["codes"], json!(["ceiling_exceeded"]));
    assert_eq!(judged.lines[2]["checks"][0]["remaining"], json!("-0.01"));
}

#[test]
fn leap_days_and_the_first_day_of_a_window() {
    // Three years before a 29 February is 28 February 2025, and that day still counts; the day before does not.
    for (earlier, fits) in [("2025-02-28", false), ("2025-02-27", true)] {
        let judged =
            of(&[registered(), reported("old", earlier, "300000.00"), grant("new", "2028-02-29", "0.01")]);
        let expected = if fits { "admitted" } else { "refused" };
        assert_eq!(judged.lines[2]["outcome"], json!(expected), "{earlier}: {}", judged.lines[2]);
        if !fits {
            assert!(judged.verdicts[2].flags.contains(&Flag::BoundaryDispute));
            let bounds: Vec<_> =
                judged.verdicts[2].checks.iter().map(|check| check.bound.unwrap().as_str()).collect();
            assert_eq!(bounds, ["closed", "half_open"]);
        }
    }
}

#[test]
fn headroom_says_when_more_frees_up() {
    let judged = of(&[
        registered(),
        reported("a", "2024-02-29", "100000.00"),
        reported("b", "2025-06-30", "150000.00"),
        reported("c", "2025-06-30", "25000.00"),
    ]);
    let answer = ask(&judged.state, "2026-11-23");
    assert_eq!(
        (answer.used.to_string().as_str(), answer.remaining.to_string().as_str()),
        ("275000.00", "25000.00")
    );
    assert_eq!((answer.known_at, answer.excess.to_string().as_str()), (4, "0.00"));
    let releases: Vec<(String, String, String)> = answer
        .releases
        .iter()
        .map(|release| {
            (release.on.to_string(), release.amount.to_string(), release.remaining.unwrap().to_string())
        })
        .collect();
    let row =
        |on: &str, amount: &str, remaining: &str| (on.to_owned(), amount.to_owned(), remaining.to_owned());
    assert_eq!(
        releases,
        [row("2027-03-01", "100000.00", "125000.00"), row("2028-07-01", "175000.00", "300000.00")]
    );
    assert_eq!(ask(&judged.state, "2027-02-28").remaining.to_string(), "25000.00");
}

#[test]
fn what_is_left_out_is_filled_and_times_go_forward() {
    let mut dated = grant("a", "2026-11-20", "1.00");
    dated["time"] = json!("2026-11-19T23:00:00+02:00");
    let mut late = grant("b", "2026-10-01", "1.00");
    late["data"]["legal_right"] = json!("conferred");
    let mut recorded_late = late.clone();
    (recorded_late["data"]["award"], recorded_late["recordedat"]) =
        (json!("c"), json!("2026-12-31T10:00:00Z"));
    let text = stream(&[registered(), dated, late, recorded_late, grant("d", "2026-11-01", "1.00")]);
    let read = facts::read(text.as_bytes()).unwrap();
    let ats: Vec<String> = read.iter().map(|fact| fact.at.to_string()).collect();
    assert_eq!(ats[0], "1990-01-01T00:00:00.000000Z", "no date at all: the beginning");
    assert_eq!(ats[1], "2026-11-19T21:00:00.000000Z");
    assert_eq!(ats[2], ats[1], "the own date is earlier than the line before");
    assert_eq!(ats[3], "2026-12-31T10:00:00.000000Z");
    assert_eq!(ats[4], ats[3]);
    assert_eq!(read[1].event.source.as_str(), "facts");
    let judged = judge(&text).unwrap();
    let is_late = |line: usize| judged.verdicts[line].flags.contains(&Flag::LateRegistration);
    assert!(!is_late(2), "nothing says when it was recorded");
    assert!(is_late(3));
}

#[test]
fn a_malformed_line_is_named_and_nothing_is_judged() {
    let mut wrong = grant("a", "2026-11-20", "1.00");
    wrong["data"]["aid"]["nominal"]["amount"] = json!(1);
    let text = format!("{}\n\n{wrong}\n{{\n", registered());
    let bad = judge(&text).err().unwrap();
    let places: Vec<(u64, &str, &str)> =
        bad.iter().map(|bad| (bad.line, bad.faults[0].pointer.as_str(), bad.faults[0].code)).collect();
    assert_eq!(places[0], (2, "", "blank_line"));
    assert_eq!((places[1].0, places[1].1), (3, "/data/aid/nominal/amount"));
    assert_eq!((places[2].0, places[2].2), (4, "json_syntax"));
    assert!(judge("\n").is_err() && judge("").unwrap().lines.is_empty());
    let mut before = grant("a", "2026-11-20", "1.00");
    before["time"] = json!("2026-11-21T00:00:00Z");
    assert_eq!(
        judge(&stream(&[registered(), before])).err().unwrap()[0].faults[0].code,
        "granted_before_statement"
    );
    for missing in ["legal_right", "member_state", "aid", "beneficiary", "granted_on"] {
        let mut line = grant("a", "2026-11-20", "1.00");
        line["data"].as_object_mut().unwrap().remove(missing);
        assert!(judge(&stream(&[registered(), line])).is_err(), "{missing} decides a verdict");
    }
}

/// Sums over three years that another project computed (both end days in); rows it counts without date or amount, or
/// below zero, are none of ours.
#[test]
fn three_year_sums_agree_with_those_of_others() {
    let file = data_dir().map(|dir| dir.join("test-vectors/de_minimis_cumulation_vectors.json"));
    let Some(text) = file.and_then(|file| std::fs::read_to_string(file).ok()) else {
        println!(
            "SKIPPED real-data: no test-vectors/de_minimis_cumulation_vectors.json, and {DATA_VARIABLE} names none"
        );
        return;
    };
    let vectors: Value = serde_json::from_str(&text).unwrap();
    let mut compared = 0;
    for case in vectors["cases"].as_array().unwrap() {
        let Some(lines) = facts_of(case) else { continue };
        let answer = ask(&of(&lines).state, case["reference_date"].as_str().unwrap());
        let expected: rust_decimal::Decimal =
            case["expected_by_source_rule"]["sum_eur"].as_str().unwrap().parse().unwrap();
        // Theirs look back only; ours shows the fullest period, and that one beside it.
        let own = answer.own_window.map_or(answer.used, |own| own.used);
        let used: rust_decimal::Decimal = own.to_string().parse().unwrap();
        assert_eq!(used, expected, "{}", case["name"]);
        compared += 1;
    }
    assert!(compared >= 8, "only {compared} cases could be put as facts");
}

/// A case as facts; `None` where a record is none: no date, no amount, below zero, another kind.
fn facts_of(case: &Value) -> Option<Vec<Value>> {
    let mut lines = vec![registered()];
    for (n, record) in case["records"].as_array()?.iter().enumerate() {
        let date = record["grantingDate"].as_str()?;
        if record["deMinimisType"] != "GENERAL" {
            return None;
        }
        let amount: rust_decimal::Decimal = match &record["amountEur"] {
            Value::Number(number) => number.to_string().parse().ok()?,
            Value::String(text) => text.parse().ok()?,
            _ => return None,
        };
        if amount.is_sign_negative() || amount.scale() > 2 {
            return None;
        }
        lines.push(reported(&format!("r{n}"), date, &format!("{amount:.2}")));
    }
    Some(lines)
}
