//! Sixteen cases of another project's cumulation rule ("reference date minus three calendar years, both days included"),
//! which is the closed reading here. Where that project adds up what it cannot know, this ledger says that it does not.

#![expect(clippy::unwrap_used, reason = "a test stops at whatever it did not expect")]

use aidledger_tests::data::data_dir;
use aidledger_tests::facts::Facts;
use aidledger_tests::model::headroom::Headroom;
use aidledger_tests::ops::{Aid, Day, Op, PARTY, Report, Statement, eur};
use serde_json::Value;

const WHO: &str = "NID:DE:HRB1";
const CEILING: i128 = 300_000 * 100;

/// Cents of a number or a decimal string; `None` for anything that is no plain amount.
fn cents(amount: &Value) -> Option<i128> {
    let text = amount.as_str().map_or_else(|| amount.to_string(), str::to_owned);
    let (sign, digits) = text.strip_prefix('-').map_or((1, text.as_str()), |rest| (-1, rest));
    let (euros, part) = digits.split_once('.').unwrap_or((digits, ""));
    Some(sign * (euros.parse::<i128>().ok()? * 100 + format!("{part:0<2}").parse::<i128>().ok()?))
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn report(number: usize, record: &Value) -> Option<Statement> {
    let regime = match record["deMinimisType"].as_str() {
        Some("GENERAL") => "eu-2023-2831",
        Some("AGRI") => "eu-1408-2013",
        _ => "unknown",
    };
    let aid = match cents(&record["amountEur"]) {
        // Aid below zero is no aid; the ledger has no way to say it.
        Some(cents) if cents < 0 => return None,
        Some(cents) => Aid::Declared(eur(cents)),
        None => Aid::Range { low: Some(eur(0)), high: None },
    };
    let (on, until) = match record["grantingDate"].as_str() {
        Some(date) => (day(date), None),
        None => (day("1990-01-01"), Some(day("2199-12-31"))),
    };
    let award = u32::try_from(number).unwrap();
    let op = Op::Report(Report { award, who: WHO, state: "DE", on, until, regime, aid });
    Some(Statement { id: format!("e{number}"), recorded_on: day("2026-09-02"), op })
}

fn room(case: &Value) -> Headroom {
    let mut engine = Facts::new().unwrap();
    let op = Op::Register { who: WHO, identifiers: Vec::new(), person: false };
    engine.tell(&Statement { id: "r".into(), recorded_on: day("2026-09-02"), op }).unwrap();
    for (number, record) in case["records"].as_array().unwrap().iter().enumerate() {
        if let Some(statement) = report(number, record) {
            assert_eq!(engine.tell(&statement).unwrap().answer.outcome, "recorded");
        }
    }
    let on = day(case["reference_date"].as_str().unwrap());
    engine.headroom(WHO, "DE", "eu-2023-2831", on).unwrap().unwrap()
}

#[test]
fn sixteen_cases_of_a_foreign_rule() {
    let Some(file) = data_dir().map(|dir| dir.join("test-vectors/de_minimis_cumulation_vectors.json")) else {
        println!("SKIPPED real-data: the folder of real data is not there; set AIDLEDGER_DATA");
        return;
    };
    let text = std::fs::read_to_string(&file).unwrap();
    let vectors: Value = serde_json::from_str(&text).unwrap();
    let cases = vectors["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 16);
    for case in cases {
        let name = case["name"].as_str().unwrap();
        let expected = &case["expected_by_source_rule"];
        let room = room(case);
        let count = |member: &str| usize::try_from(expected[member].as_u64().unwrap()).unwrap();
        let (mut sum, mut lines) = (cents(&expected["sum_eur"]).unwrap(), count("in_window"));
        match name {
            // An award of no stated regime counts nowhere and is listed beside the answer.
            "unknown-type" => {
                assert!(room.coverage.iter().all(|(_, _, unknown)| *unknown == 1), "{name}");
                (sum, lines) = (0, 0);
            }
            "negative" => (sum, lines) = (0, 0),
            _ => {}
        }
        // Without a date it may lie in the window, so it is listed; without an amount it is, and counts nothing.
        lines += count("without_date");
        let open = count("without_date") + count("without_amount");
        // What came under no stated regime may be aid that counts.
        let bound = open > 0 || name == "unknown-type";
        assert_eq!((room.own, room.upper_bound), (sum, bound), "{name}");
        let later: Vec<i128> = case["records"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|record| record["grantingDate"].as_str() > case["reference_date"].as_str())
            .filter_map(|record| cents(&record["amountEur"]))
            .collect();
        assert_eq!(room.awards.len(), lines + later.len(), "{name}");
        let later: i128 = later.iter().sum();
        // The foreign rule looks back only; what is left here leaves room for awards already dated later as well.
        let tightest = sum + later;
        assert_eq!(room.remaining, (CEILING - tightest).max(0), "{name}");
        assert_eq!(room.excess, (tightest - CEILING).max(0), "{name}");
        let (from, to) =
            (day(expected["window_from"].as_str().unwrap()), day(expected["window_to"].as_str().unwrap()));
        let mut dated =
            room.awards.iter().filter(|line| line.standing != "uncounted" && line.granted_on <= to);
        assert!(dated.all(|line| from <= line.granted_on), "{name}");
    }
}

#[test]
fn an_amount_below_zero_is_not_readable() {
    let record =
        serde_json::json!({"grantingDate": "2025-01-01", "amountEur": "5.00", "deMinimisType": "GENERAL"});
    let mut event = report(1, &record).unwrap().event(PARTY);
    event["data"]["aid"]["gge"]["amount"] = "-500.00".into();
    let at = aidledger_tests::facts::noon(day("2026-09-02")).unwrap();
    let refused = Facts::new().unwrap().tell_json(&event.to_string(), at);
    assert!(refused.unwrap_err().contains("/data/aid/gge"));
}
