//! P11 to P13: what has to be done by when, what is kept how long, and what must be published, by the packs that are to come too.

#![allow(clippy::indexing_slicing, reason = "a test stops at whatever it did not expect")]

use aidledger_tests::to_come::packs;
use rules::audit::facts::{self, FactPacks};
use rules::project::{DutyQuery, DutySelection, duties};
use rules::state::State;
use serde_json::{Value, json};

/// A ledger of facts, judged by the shipped packs and those that are to come.
struct Told {
    packs: FactPacks,
    state: State,
    line: u64,
}

impl Told {
    fn new() -> Self {
        let packs = packs().unwrap();
        let state = packs.state();
        let told = Self { packs, state, line: 0 };
        told.say(
            "undertaking.registered",
            &json!({"undertaking": "NID:FI:1", "identifiers": [], "natural_person": false}),
        )
        .0
    }

    /// A statement that takes effect, and its flags.
    fn say(mut self, kind: &str, data: &Value) -> (Self, Vec<String>) {
        self.line += 1;
        let line = json!({"type": format!("eu.aidledger.{kind}.v1"), "id": format!("line-{}", self.line), "data": data});
        let facts =
            facts::read(format!("{line}\n").as_bytes()).unwrap_or_else(|bad| panic!("{:?}", bad.first()));
        let verdict = facts::judge(&mut self.state, &self.packs, &facts[0], false);
        assert!(
            matches!(verdict.outcome.as_str(), "admitted" | "recorded"),
            "{kind} {data}: {:?}",
            verdict.codes
        );
        let flags = verdict.flags.iter().map(|flag| flag.as_str().to_owned()).collect();
        (self, flags)
    }

    fn granted(self, kind: &str, award: &str, on: &str, more: &Value) -> (Self, Vec<String>) {
        let mut data = json!({
            "award": award, "beneficiary": "NID:FI:1", "member_state": "FI", "granted_on": on, "legal_right": "conferred",
            "basis": {"kind": "ad-hoc", "regime": "gber-31"}, "aid": {"form": "grant", "nominal": {"amount": "150000.00", "currency": "EUR"}},
        });
        for (name, value) in more.as_object().unwrap() {
            data[name] = value.clone();
        }
        self.say(kind, &data)
    }

    /// Every duty on a day.
    fn all(&self, on: &str) -> Vec<Value> {
        let asked = DutyQuery {
            on: on.parse().unwrap(),
            party: None,
            member_state: None,
            due_before: None,
            shown: DutySelection::All,
        };
        duties(&self.state, &asked).iter().map(|found| serde_json::to_value(found).unwrap()).collect()
    }

    /// Of one duty about one award: due, latest, kept until, status, certain.
    fn of(&self, duty: &str, award: &str, on: &str) -> Vec<(String, String, String, String, bool)> {
        let day = |found: &Value, key: &str| found[key].as_str().unwrap_or("-").to_owned();
        self.all(on)
            .into_iter()
            .filter(|found| found["duty"] == duty && found["award"] == format!("facts/{award}"))
            .map(|found| {
                let [due, latest, keep, status] =
                    ["due", "latest", "keep_until", "status"].map(|key| day(&found, key));
                (due, latest, keep, status, found["certain"] == true)
            })
            .collect()
    }
}

fn due(due: &str, latest: &str, status: &str, certain: bool) -> Vec<(String, String, String, String, bool)> {
    vec![(due.to_owned(), latest.to_owned(), "-".to_owned(), status.to_owned(), certain)]
}

fn kept(until: &str, status: &str, certain: bool) -> Vec<(String, String, String, String, bool)> {
    vec![("-".to_owned(), "-".to_owned(), until.to_owned(), status.to_owned(), certain)]
}

#[test]
fn p11_without_the_holidays_a_day_is_the_earliest_and_overdue_only_beyond_doubt() {
    let general = json!({"basis": {"kind": "ad-hoc", "regime": "eu-2023-2831"}, "aid": {"form": "grant", "nominal": {"amount": "1.00", "currency": "EUR"}}});
    let (told, _) = Told::new().granted("award.granted", "g", "2026-12-23", &general);
    for (on, status) in
        [("2026-12-23", "open"), ("2027-01-21", "open"), ("2027-02-16", "open"), ("2027-02-17", "overdue")]
    {
        assert_eq!(
            told.of("register-entry", "g", on),
            due("2027-01-20", "2027-01-20", status, false),
            "{on}"
        );
    }
    assert!(
        told.of("register-entry", "g", "2026-12-22").is_empty(),
        "before the grant there is nothing to do"
    );
    // A rolled end may be a holiday too.
    let (told, _) = told.granted("award.granted", "p", "2026-08-31", &json!({}));
    assert_eq!(told.of("publication", "p", "2027-03-02"), due("2027-02-28", "2027-03-01", "open", false));
    assert_eq!(told.of("publication", "p", "2027-03-29"), due("2027-02-28", "2027-03-01", "overdue", false));
    // What was done after the day asked was not done on it, and what was taken back was never done.
    let (told, _) =
        told.say("publication.made", &json!({"award": "p", "system": "tam", "ref": "1", "on": "2027-02-15"}));
    assert_eq!(told.of("publication", "p", "2027-02-14"), due("2027-02-28", "2027-03-01", "open", false));
    assert_eq!(told.of("publication", "p", "2027-02-15"), due("2027-02-28", "2027-03-01", "done", false));
    let back = json!({"source": "urn:aidledger:party:facts", "id": "line-4", "reason": "slip"});
    let (told, _) = told.say("statement.retracted", &back);
    assert_eq!(told.of("publication", "p", "2027-02-15"), due("2027-02-28", "2027-03-01", "open", false));
}

#[test]
fn p11_what_is_open_freed_or_no_aid_asks_for_nothing_and_what_fell_away_does() {
    let held = json!({"legal_right": "on-admission", "basis": {"kind": "ad-hoc", "regime": "eu-2023-2831"}, "expires_on": "2027-01-29", "applicant_consent": {"sha256": "0".repeat(64)}, "aid": {"form": "grant", "nominal": {"amount": "1.00", "currency": "EUR"}}});
    let (told, _) = Told::new().granted("award.reserved", "r", "2026-11-02", &held);
    assert!(told.of("register-entry", "r", "2026-12-01").is_empty());
    let (told, _) = told.say("award.confirmed", &json!({"award": "r", "granted_on": "2026-11-24"}));
    assert_eq!(told.of("register-entry", "r", "2026-12-01"), due("2026-12-22", "2026-12-22", "open", false));
    let gone = json!({"award": "r", "on": "2026-12-01", "reason": "never begun", "benefit_kept": {"amount": "0.00", "currency": "EUR"}});
    let (told, _) = told.say("award.withdrawn", &gone);
    assert_eq!(told.of("register-entry", "r", "2026-12-02"), due("2026-12-22", "2026-12-22", "open", false));
    let none = json!({"about": "facts/r", "question": "is it aid", "decision": "no-aid", "reason": "paid for", "citation": "Art. 107", "valid_for": {}});
    let (told, _) = told.say("review.decided", &none);
    assert!(told.of("register-entry", "r", "2026-12-02").is_empty());
    assert!(told.of("records", "r", "2026-12-02").is_empty());
}

#[test]
fn p12_records_run_from_the_last_aid_of_the_scheme_and_fiscal_years_to_their_longest() {
    let scheme = json!({"scheme": "s", "member_state": "FI", "legal_basis": "Act 1", "in_force": {"from": "2026-03-10"}, "recovery_clause": true, "public_terms": {"url": "https://example.eu", "sha256": "0".repeat(64), "from": "2026-03-10"}, "regime": "gber-31", "articles": []});
    let (told, _) = Told::new().say("scheme.registered", &scheme);
    let under = json!({"basis": {"kind": "scheme", "regime": "gber-31", "scheme": "s"}});
    let (told, _) = told.granted("award.granted", "a", "2026-03-10", &under);
    let (told, _) = told.granted("award.granted", "b", "2026-11-20", &under);
    assert_eq!(
        told.of("records", "a", "2026-11-19"),
        kept("2036-03-10", "running", true),
        "the last aid known on the day"
    );
    assert_eq!(told.of("records", "a", "2036-11-20"), kept("2036-11-20", "running", true));
    assert_eq!(told.of("records", "a", "2036-11-21"), kept("2036-11-20", "ended", true));
    let old = json!({"award": "o", "beneficiary": "NID:FI:1", "member_state": "FI", "granted_on": "2017-06-01", "basis": {"kind": "ad-hoc", "regime": "eu-1407-2013"}, "aid": {"form": "declared", "gge": {"amount": "5.00", "currency": "EUR"}}, "reported_from": "register", "date_basis": "legal-right", "source_row": {"register": "r", "id": "1", "retrieved_on": "2026-11-01", "sha256": "0".repeat(64)}});
    let (told, _) = told.say("award.reported", &old);
    assert_eq!(told.of("records", "o", "2028-05-31"), kept("2028-05-31", "running", false));
    assert!(told.of("register-entry", "o", "2026-12-01").is_empty());
}

#[test]
fn p13_a_grant_above_the_amount_of_its_day_must_be_published_and_a_reservation_not_yet() {
    let of = |kind: &str, on: &str, amount: &str, more: Value| {
        let mut more = more;
        more["aid"] = json!({"form": "grant", "nominal": {"amount": amount, "currency": "EUR"}});
        Told::new().granted(kind, "g", on, &more).1.contains(&"publication_due".to_owned())
    };
    for (on, amount, expected) in [
        ("2023-06-30", "500000.00", false),
        ("2023-06-30", "500000.01", true),
        ("2023-07-01", "100000.00", false),
        ("2023-07-01", "100000.01", true),
        ("2016-06-30", "900000.00", false),
    ] {
        assert_eq!(of("award.granted", on, amount, json!({})), expected, "{on} {amount}");
    }
    let nace = |code: &str| json!({"activity": {"nace": {"code": code, "revision": "2.1"}}});
    for (on, code, amount, expected) in [
        ("2026-11-20", "01.13", "10000.01", true),
        ("2026-11-20", "01.61", "10000.01", true),
        ("2026-11-20", "03.11", "10000.00", false),
        ("2022-01-03", "01.13", "60000.01", true),
        ("2022-01-03", "03.11", "30000.01", true),
        ("2022-01-03", "01.13", "30000.01", false),
        ("2021-07-31", "01.13", "60000.01", false),
    ] {
        assert_eq!(of("award.granted", on, amount, nace(code)), expected, "{on} {code} {amount}");
    }
    let open = json!({"expires_on": "2027-01-29", "applicant_consent": {"sha256": "0".repeat(64)}, "condition": "permit", "long_stop": "2027-01-29"});
    let mut conditional = open.clone();
    conditional.as_object_mut().unwrap().retain(|name, _| name == "condition" || name == "long_stop");
    let (told, flags) = Told::new().granted("award.conditional", "c", "2026-11-20", &conditional);
    assert!(!flags.contains(&"publication_due".to_owned()));
    let met = json!({"award": "c", "on": "2026-12-01", "evidence": {}});
    assert!(told.say("award.condition-met", &met).1.contains(&"publication_due".to_owned()));
    assert!(!of(
        "award.granted",
        "2026-11-20",
        "100000.01",
        json!({"basis": {"kind": "ad-hoc", "regime": "eu-2023-2831"}})
    ));
}

#[test]
fn p11_a_duty_done_ticks_off_its_own_object_act_and_period() {
    let coverage = |level: &str| json!({"table": "register-coverage", "rows": [{"member_state": "FI", "regime": "eu-2023-2831", "covers_from": "2026-01-01", "level": level}], "source": {"ref": "letter", "sha256": "0".repeat(64)}});
    let general = json!({"basis": {"kind": "ad-hoc", "regime": "eu-2023-2831"}, "aid": {"form": "grant", "nominal": {"amount": "1.00", "currency": "EUR"}}});
    let annual = |told: &Told, on: &str| -> Vec<(String, String)> {
        let found = told.all(on).into_iter().filter(|found| found["duty"] == "annual-data");
        found.map(|found| (found["period"].to_string(), found["status"].to_string())).collect()
    };
    let (told, _) = Told::new().granted("award.granted", "g", "2026-11-20", &general);
    assert!(annual(&told, "2026-12-31").is_empty(), "the year has not ended");
    let state = |period: &str, status: &str| vec![(format!("\"{period}\""), format!("\"{status}\""))];
    assert_eq!(annual(&told, "2027-06-30"), state("2026", "open"));
    assert_eq!(annual(&told, "2027-07-01"), state("2026", "overdue"));
    let done = |regime: &str, from: &str, until: &str| json!({"duty": "annual-data", "about": {"member_state": "FI"}, "regime": regime, "period": {"from": from, "until": until}, "system": "sani", "ref": "1", "on": "2027-05-03"});
    let (told, _) = told.say("duty.done", &done("eu-2023-2832", "2026-01-01", "2026-12-31"));
    let (told, _) = told.say("duty.done", &done("eu-2023-2831", "2025-01-01", "2025-12-31"));
    assert_eq!(annual(&told, "2027-06-30"), state("2026", "open"), "of another act, and of another year");
    let (told, _) = told.say("duty.done", &done("eu-2023-2831", "2026-01-01", "2026-12-31"));
    assert_eq!(annual(&told, "2027-06-30"), state("2026", "done"));
    assert_eq!(annual(&told, "2028-06-30"), state("2027", "open"));
    let (told, _) = told.say("reference.published", &coverage("national"));
    assert_eq!(annual(&told, "2028-06-30"), state("2027", "open"));
    let (told, _) = told.say("reference.published", &coverage("union"));
    assert!(annual(&told, "2028-06-30").is_empty(), "who uses the Union's register reports no aggregates");
}

#[test]
fn p11_a_quarter_is_the_intermediarys_and_a_request_may_be_answered_later_and_never_sooner() {
    let scheme = json!({"scheme": "s", "member_state": "FI", "legal_basis": "Act 1", "in_force": {"from": "2026-03-10"}, "recovery_clause": true, "public_terms": {"url": "https://example.eu", "sha256": "0".repeat(64), "from": "2026-03-10"}, "regime": "eu-2023-2831", "articles": [], "intermediaries": ["bank"]});
    let (told, _) = Told::new().say("scheme.registered", &scheme);
    let one = |told: &Told, duty: &str, on: &str| -> Value {
        let found: Vec<Value> = told.all(on).into_iter().filter(|found| found["duty"] == duty).collect();
        assert!(found.len() < 2, "{found:?}");
        found.into_iter().next().unwrap_or(Value::Null)
    };
    assert_eq!(one(&told, "intermediary-report", "2026-03-31"), Value::Null, "no quarter has ended since");
    let report = one(&told, "intermediary-report", "2026-10-12");
    let shown = ["party", "period", "due", "latest", "status", "by"].map(|key| report[key].as_str().unwrap());
    assert_eq!(shown, ["bank", "2026-Q3", "2026-10-10", "2026-10-12", "open", "intermediary"]);
    let done = json!({"duty": "intermediary-report", "about": {"party": "bank"}, "period": {"from": "2026-07-01", "until": "2026-09-30"}, "system": "mail", "ref": "1", "on": "2026-10-09"});
    let (told, _) = told.say("duty.done", &done);
    assert_eq!(one(&told, "intermediary-report", "2026-10-12")["done"], "2026-10-09");
    assert_eq!(one(&told, "intermediary-report", "2027-01-05")["status"], "open");
    for (until, due) in [
        (Value::Null, "2026-12-28"),
        (json!("2027-01-15"), "2027-01-15"),
        (json!("2026-12-15"), "2026-12-28"),
    ] {
        let mut asked = json!({"request": "r1", "by": "the Commission", "about": {"scheme": "s"}, "received_on": "2026-11-30"});
        if !until.is_null() {
            asked["until"] = until;
        }
        let (asked, _) = Told::new().say("scheme.registered", &scheme).0.say("request.received", &asked);
        let found = one(&asked, "commission-request", "2026-12-01");
        assert_eq!((&found["request"], &found["due"]), (&json!("facts/r1"), &json!(due)));
        assert_eq!(found["article"], "Regulation (EU) 2023/2831 Art. 6(7)");
        let answered = json!({"duty": "commission-request", "about": {"request": "r1"}, "system": "mail", "ref": "1", "on": "2026-12-10"});
        assert_eq!(
            one(&asked.say("duty.done", &answered).0, "commission-request", "2026-12-11")["status"],
            "done"
        );
    }
}

#[test]
fn p11_a_tax_advantage_runs_from_its_declaration_where_one_is_due() {
    let tax = json!({"instrument": "tax-advantage"});
    let (told, _) = Told::new().granted("award.granted", "n", "2026-11-20", &tax);
    assert_eq!(told.of("publication", "n", "2027-06-30"), due("2027-06-30", "2027-12-31", "open", false));
    let declared = json!({"instrument": "tax-advantage", "tax_declaration_due": "2027-04-30"});
    let (told, _) = told.granted("award.granted", "t", "2026-11-20", &declared);
    // Sunday 30 April 2028 goes on to Monday, which is a holiday wherever the first of May is one on record.
    assert_eq!(told.of("publication", "t", "2027-06-30"), due("2028-04-30", "2028-05-01", "open", false));
    let put_right =
        json!({"award": "n", "set": {"tax_declaration_due": "2027-04-28"}, "reason": "was left out"});
    let (told, _) = told.say("award.corrected", &put_right);
    assert_eq!(told.of("publication", "n", "2027-06-30"), due("2028-04-28", "2028-04-28", "open", false));
}
