//! P11 to P13: what has to be done by when, what is kept how long, and what must be published, by the packs that are to come too.

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

    /// Of one duty about one award: due, latest, kept until, status, certain.
    fn of(&self, duty: &str, award: &str, on: &str) -> Vec<(String, String, String, String, bool)> {
        let day = |found: &Value, key: &str| found[key].as_str().unwrap_or("-").to_owned();
        let asked = DutyQuery {
            on: on.parse().unwrap(),
            party: None,
            member_state: None,
            due_before: None,
            shown: DutySelection::All,
        };
        duties(&self.state, &asked)
            .iter()
            .map(|found| serde_json::to_value(found).unwrap())
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
