//! The cases of `tests/acts/next` that ask for duties, which were written from the acts alone, through the real engine.
//!
//! What does not hold yet stands in `tests/acts/next/not-yet-duties.txt`, by file and case, each under its reason; the list can only
//! get shorter.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test stops at whatever it did not expect"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use aidledger_tests::served::{Reply, Served, UNDERTAKING, grant};
use api::http::Settings;
use api::http::access::Role;
use chrono::NaiveDate;
use ledger::ids::MemberState;
use ledger::verdict::Verdict;
use rules::audit::facts::{self, FactPacks};
use rules::pack::MEMBER_STATES;
use rules::project::{Duty, DutyQuery, DutySelection, duties};
use rules::state::State;
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
struct Case {
    case: String,
    lines: Vec<Line>,
    #[serde(default)]
    duties: Vec<Value>,
    #[serde(default)]
    duties_on: Option<Vec<Asked>>,
    #[serde(default)]
    procedural: bool,
}

#[derive(Deserialize)]
struct Line {
    statement: Value,
    expect: Expect,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Expect {
    outcome: Option<String>,
    has_flags: Vec<String>,
    has_not_flags: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    on: NaiveDate,
    duties: Vec<Value>,
    #[serde(default)]
    none_of: Vec<String>,
}

/// What a case may say of a duty beside its name and what it is about.
const COMPARED: [&str; 9] =
    ["article", "from", "period", "due", "latest", "keep_until", "done", "status", "certain"];
/// What a duty is about.
const ABOUT: [&str; 7] = ["award", "scheme", "member_state", "party", "system", "request", "application"];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("acts/next")
}

fn read_folder(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let name = entry.file_name().unwrap().to_string_lossy().into_owned();
        if entry.is_dir() {
            files.extend(read_folder(&entry).into_iter().map(|(path, bytes)| (format!("{name}/{path}"), bytes)));
        } else {
            files.insert(name, fs::read(entry).unwrap());
        }
    }
    files
}

/// The shipped packs, and the duties of the packs that are to come.
fn packs() -> FactPacks {
    let to_come = folder().join("../../../docs/law/packs-to-come");
    ["eu-gber", "ai-factories"].into_iter().fold(FactPacks::shipped().unwrap(), |packs, pack| {
        packs.with(&read_folder(&to_come.join(pack))).unwrap_or_else(|errors| panic!("{pack}\n{errors}"))
    })
}

fn cases() -> BTreeMap<String, Vec<Case>> {
    let files = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let files = files.filter(|path| path.extension().is_some_and(|ending| ending == "json"));
    let read = |path: PathBuf| {
        let theme = path.file_stem().unwrap().to_string_lossy().into_owned();
        let cases: Vec<Case> = serde_json::from_slice(&fs::read(&path).unwrap())
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let asking = |case: &Case| !case.duties.is_empty() || case.duties_on.is_some();
        (theme, cases.into_iter().filter(asking).collect::<Vec<_>>())
    };
    files.map(read).collect()
}

/// What a verdict says otherwise than a line of the case. Of what is no award both words that say that it takes effect are one: which of
/// them a fact gets and which a statement of governance (P8) is no matter of an act.
fn answered_otherwise(line: &Line, verdict: &Verdict) -> Vec<String> {
    let expect = &line.expect;
    let flags: BTreeSet<&str> = verdict.flags.iter().map(|flag| flag.as_str()).collect();
    let of_award = line.statement["type"].as_str().unwrap().contains(".award.");
    let takes_effect = |outcome: &str| matches!(outcome, "admitted" | "recorded");
    let alike = |wanted: &str, found: &str| {
        wanted == found || (!of_award && takes_effect(wanted) && takes_effect(found))
    };
    let outcome = expect.outcome.iter().filter(|outcome| !alike(outcome, verdict.outcome.as_str()));
    let outcome = outcome.map(|outcome| format!("{} {:?} and not {outcome}", verdict.outcome.as_str(), verdict.codes));
    let missing = expect.has_flags.iter().filter(|flag| !flags.contains(flag.as_str()));
    let surplus = expect.has_not_flags.iter().filter(|flag| flags.contains(flag.as_str()));
    outcome
        .chain(missing.map(|flag| format!("no flag {flag} in {flags:?}")))
        .chain(surplus.map(|flag| format!("the flag {flag}")))
        .collect()
}

/// The duties on a day: those of everything on record, and those of each State that the case names anywhere.
fn known(state: &State, on: NaiveDate, states: &[MemberState]) -> Vec<Value> {
    let query = |member_state| DutyQuery { on, party: None, member_state, due_before: None, shown: DutySelection::All };
    let asked = |member_state| duties(state, &query(member_state));
    let all: Vec<Duty> = asked(None).into_iter().chain(states.iter().flat_map(|state| asked(Some(*state)))).collect();
    all.iter().map(|duty| serde_json::to_value(duty).unwrap()).collect()
}

fn is_about(found: &Value, wanted: &Value) -> bool {
    let name = |duty: &Value| duty["duty"].as_str().unwrap().to_owned();
    let about = |key: &str| match (wanted[key].as_str(), found[key].as_str()) {
        // The short id of a case is its party's own.
        (Some(wanted), Some(found)) => found == wanted || found.ends_with(&format!("/{wanted}")),
        (Some(_), None) => false,
        (None, _) => true,
    };
    name(found) == name(wanted) && ABOUT.iter().all(|key| about(key))
}

fn differs(found: &[Value], wanted: &Value) -> Vec<String> {
    let place = ABOUT.iter().filter_map(|key| wanted[*key].as_str()).collect::<Vec<_>>().join(" ");
    let place = format!("{} of {place}", wanted["duty"].as_str().unwrap());
    let same: Vec<&Value> = found.iter().filter(|found| is_about(found, wanted)).collect();
    let by_article = same.iter().find(|found| found["article"] == wanted["article"]);
    let Some(found) = by_article.or(same.first()) else { return vec![format!("{place}: none")] };
    let text = |value: &Value| match value {
        Value::Number(number) => number.to_string(),
        Value::Bool(truth) => truth.to_string(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let stated = COMPARED.iter().filter(|key| wanted.get(**key).is_some());
    let other = stated.filter(|key| text(&found[**key]) != text(&wanted[**key]));
    other.map(|key| format!("{place}: {key} {} and not {}", found[*key], wanted[*key])).collect()
}

/// Every word of a case that is written like a day.
fn days(value: &Value, into: &mut Vec<NaiveDate>) {
    match value {
        Value::String(text) => into.extend(text.get(..10).and_then(|day| day.parse::<NaiveDate>().ok())),
        Value::Array(items) => items.iter().for_each(|item| days(item, into)),
        Value::Object(members) => members.values().for_each(|item| days(item, into)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Everything that a case answers otherwise than the act.
fn judged(packs: &FactPacks, case: &Case) -> Vec<String> {
    let text: String = case.lines.iter().map(|line| format!("{}\n", line.statement)).collect();
    let facts = match facts::read(text.as_bytes()) {
        Ok(facts) => facts,
        Err(bad) => return bad.iter().map(ToString::to_string).collect(),
    };
    let mut other = Vec::new();
    let mut state = packs.state();
    for (line, fact) in case.lines.iter().zip(&facts) {
        let verdict = facts::judge(&mut state, packs, fact, case.procedural);
        let differences = answered_otherwise(line, &verdict);
        other.extend(differences.into_iter().map(|what| format!("line {}: {what}", fact.line)));
    }
    let named = |code: &&&str| text.contains(&format!("\"{code}\""));
    let states: Vec<MemberState> = MEMBER_STATES.iter().filter(named).map(|code| code.parse().unwrap()).collect();
    for asked in case.duties_on.iter().flatten() {
        let found = known(&state, asked.on, &states);
        let differences = asked.duties.iter().flat_map(|wanted| differs(&found, wanted));
        other.extend(differences.map(|what| format!("on {}: {what}", asked.on)));
        for duty in found.iter().filter(|duty| asked.none_of.iter().any(|none| duty["duty"] == none.as_str())) {
            other.push(format!("on {}: there is {duty}", asked.on));
        }
    }
    if !case.duties.is_empty() {
        let mut said = Vec::new();
        case.lines.iter().for_each(|line| days(&line.statement, &mut said));
        let found = known(&state, said.into_iter().max().unwrap(), &states);
        other.extend(case.duties.iter().flat_map(|wanted| differs(&found, wanted)));
    }
    other
}

/// The cases that do not hold yet, each with the reason above it.
fn not_yet(listed: &str) -> BTreeMap<&str, &str> {
    let mut reason = None;
    let mut cases = BTreeMap::new();
    for line in listed.lines().filter(|line| !line.trim().is_empty()) {
        match line.strip_prefix("# ") {
            Some(text) => reason = Some(text),
            None => {
                let reason = reason.unwrap_or_else(|| panic!("no reason above: {line}"));
                assert!(cases.insert(line, reason).is_none(), "twice: {line}");
            }
        }
    }
    cases
}

#[test]
fn duties_fall_due_as_the_acts_have_it() {
    let listed = fs::read_to_string(folder().join("not-yet-duties.txt")).unwrap_or_default();
    let mut open = not_yet(&listed);
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for reason in open.values() {
        *reasons.entry(reason).or_default() += 1;
    }
    let packs = packs();
    let (mut held, mut wrong, mut mended) = (0, Vec::new(), Vec::new());
    for (theme, cases) in cases() {
        for case in cases {
            let name = format!("{theme}: {}", case.case);
            let differences = judged(&packs, &case);
            match (differences.is_empty(), open.remove(name.as_str())) {
                (true, None) => held += 1,
                (true, Some(_)) => mended.push(name),
                (false, Some(_)) => {}
                (false, None) => wrong.push(format!("{name}\n    {}", differences.join("\n    "))),
            }
        }
    }
    println!("{held} cases hold; not yet: {reasons:#?}");
    assert!(
        wrong.is_empty() && mended.is_empty(),
        "{} cases are answered otherwise:\n{}\nthese hold now and leave not-yet-duties.txt:\n{}",
        wrong.len(),
        wrong.join("\n"),
        mended.join("\n")
    );
    assert!(open.is_empty(), "no case of this name: {open:?}");
}

/// A ledger of facts in which host `csc` and others grant by the packs above.
struct Told {
    packs: FactPacks,
    state: State,
    line: u64,
}

impl Told {
    fn new() -> Self {
        let packs = packs();
        let state = packs.state();
        let told = Self { packs, state, line: 0 };
        told.say("undertaking.registered", &json!({"undertaking": "NID:FI:1", "identifiers": [], "natural_person": false})).0
    }

    /// A statement that takes effect, and its flags.
    fn say(mut self, kind: &str, data: &Value) -> (Self, Vec<String>) {
        self.line += 1;
        let line = json!({"type": format!("eu.aidledger.{kind}.v1"), "id": format!("line-{}", self.line), "data": data});
        let facts = facts::read(format!("{line}\n").as_bytes()).unwrap_or_else(|bad| panic!("{:?}", bad.first()));
        let verdict = facts::judge(&mut self.state, &self.packs, &facts[0], false);
        assert!(matches!(verdict.outcome.as_str(), "admitted" | "recorded"), "{kind} {data}: {:?}", verdict.codes);
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
        let states = [];
        let day = |found: &Value, key: &str| found[key].as_str().unwrap_or("-").to_owned();
        known(&self.state, on.parse().unwrap(), &states)
            .iter()
            .filter(|found| found["duty"] == duty && found["award"] == format!("facts/{award}"))
            .map(|found| {
                let [due, latest, keep, status] = ["due", "latest", "keep_until", "status"].map(|key| day(found, key));
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
    for (on, status) in [("2026-12-23", "open"), ("2027-01-21", "open"), ("2027-02-16", "open"), ("2027-02-17", "overdue")] {
        assert_eq!(told.of("register-entry", "g", on), due("2027-01-20", "2027-01-20", status, false), "{on}");
    }
    assert!(told.of("register-entry", "g", "2026-12-22").is_empty(), "before the grant there is nothing to do");
    // A rolled end may be a holiday too.
    let (told, _) = told.granted("award.granted", "p", "2026-08-31", &json!({}));
    assert_eq!(told.of("publication", "p", "2027-03-02"), due("2027-02-28", "2027-03-01", "open", false));
    assert_eq!(told.of("publication", "p", "2027-03-29"), due("2027-02-28", "2027-03-01", "overdue", false));
    // What was done after the day asked was not done on it, and what was taken back was never done.
    let (told, _) = told.say("publication.made", &json!({"award": "p", "system": "tam", "ref": "1", "on": "2027-02-15"}));
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
    assert_eq!(told.of("records", "a", "2026-11-19"), kept("2036-03-10", "running", true), "the last aid known on the day");
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
    assert!(!of("award.granted", "2026-11-20", "100000.01", json!({"basis": {"kind": "ad-hoc", "regime": "eu-2023-2831"}})));
}

#[test]
fn a_host_is_shown_its_own_duties_and_the_others_all() {
    let served = Served::start(Settings::default()).unwrap();
    for host in ["host-a", "host-b"] {
        let mut data = grant("d1", UNDERTAKING, "1000.00");
        data["granting_authority"] = json!({"id": host, "name": host});
        served.expect(201, &served.statement("award.granted", host, "d1", &data).unwrap()).unwrap();
    }
    let get = |role: Role, query: &str| {
        let bearer = served.bearer(role).unwrap();
        served.request("GET", &format!("/v1/duties?{query}"), &[("authorization", &bearer)], b"").unwrap()
    };
    let awards = |reply: &Reply| -> Vec<String> {
        let list = reply.json()["duties"].as_array().unwrap().clone();
        let entries = list.iter().filter(|duty| duty["duty"] == "register-entry");
        entries.map(|duty| duty["award"].as_str().unwrap().to_owned()).collect()
    };
    let on = "on=2026-12-01";
    assert_eq!(awards(&get(Role::HostingEntity, on)), ["host-a/d1"]);
    assert_eq!(awards(&get(Role::HostingEntity, &format!("{on}&party=host-a"))), ["host-a/d1"]);
    assert_eq!(get(Role::HostingEntity, &format!("{on}&party=host-b")).problem(), (403, "not_allowed".into()));
    for role in [Role::Auditor, Role::Operator] {
        assert_eq!(awards(&get(role, on)), ["host-a/d1", "host-b/d1"]);
        assert_eq!(awards(&get(role, &format!("{on}&party=host-b"))), ["host-b/d1"]);
    }
    assert_eq!(get(Role::Applicant, on).status, 403);
    let one = get(Role::Auditor, on).json()["duties"][0].clone();
    assert_eq!((&one["due"], &one["status"], &one["certain"]), (&json!("2026-12-18"), &json!("open"), &json!(false)));
    assert!(awards(&get(Role::Auditor, &format!("{on}&due-before=2026-12-18"))).is_empty());
    assert_eq!(awards(&get(Role::Auditor, &format!("{on}&due-before=2026-12-19"))).len(), 2);
    assert!(awards(&get(Role::Auditor, &format!("{on}&show=overdue"))).is_empty());
    assert!(awards(&get(Role::Auditor, "on=2026-11-19")).is_empty());
    let all = get(Role::Auditor, &format!("{on}&show=all")).json()["duties"].as_array().unwrap().clone();
    assert!(all.iter().any(|duty| duty["duty"] == "records" && duty["keep_until"] == "2036-11-20"));
    let (mut paged, mut after) = (Vec::new(), Some(0));
    while let Some(from) = after {
        let page = get(Role::Auditor, &format!("{on}&show=all&limit=1&after={from}")).json();
        paged.extend(page["duties"].as_array().unwrap().clone());
        after = page["next"].as_u64();
    }
    assert_eq!(paged, all);
    assert_eq!(get(Role::Auditor, "show=some").status, 400);
}

#[test]
fn the_command_prints_tables_and_a_calendar() {
    let home = tempfile::tempdir().unwrap();
    let facts = home.path().join("facts.jsonl");
    let lines = [
        json!({"type": "eu.aidledger.undertaking.registered.v1", "data": {"undertaking": "NID:FI:1", "identifiers": [], "natural_person": false}}),
        json!({"type": "eu.aidledger.award.granted.v1", "recordedat": "2026-11-24T12:00:00.000000Z", "data": {"award": "d-1", "beneficiary": "NID:FI:1", "member_state": "FI", "granted_on": "2026-11-24", "legal_right": "conferred", "basis": {"regime": "eu-2023-2831"}, "aid": {"form": "grant", "nominal": {"amount": "5.00", "currency": "EUR"}}}}),
    ];
    let lines: String = lines.iter().map(|line| format!("{line}\n")).collect();
    fs::write(&facts, lines).unwrap();
    let run = |more: &[&str]| {
        let base = ["duties", "--facts", facts.to_str().unwrap(), "--on", "2026-12-01"];
        let out = Command::new(env!("CARGO_BIN_EXE_aid-audit-under-test")).args(base).args(more).output().unwrap();
        (out.status.code().unwrap(), String::from_utf8(out.stdout).unwrap())
    };
    let (code, text) = run(&[]);
    assert_eq!((code, text.lines().count()), (0, 2));
    assert!(text.contains("2026-12-22  2026-12-22              open    register-entry  award  facts/d-1"), "{text}");
    assert!(run(&["--all"]).1.contains("records"), "what is kept is shown where all is asked for");
    assert!(run(&["--format", "csv"]).1.contains("\r\n2026-12-22,2026-12-22,,open,register-entry,award,facts/d-1,FI,granting-authority,,no,Regulation (EU) 2023/2831 Art. 6(2)\r\n"));
    let json: Value = serde_json::from_str(&run(&["--format", "json"]).1).unwrap();
    assert_eq!((&json[0]["award"], &json[0]["due"]), (&json!("facts/d-1"), &json!("2026-12-22")));
    let calendar = run(&["--format", "ics"]).1;
    assert!(calendar.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") && calendar.ends_with("END:VCALENDAR\r\n"));
    assert!(calendar.contains("\r\nDTSTART;VALUE=DATE:20261222\r\nSUMMARY:Entry in the central register after the grant: facts/d-1\r\n"), "{calendar}");
    assert!(calendar.contains("\r\nDTSTAMP:20261124T120000Z\r\n"));
    assert_eq!(run(&["--overdue"]).1.lines().count(), 1);
    assert_eq!(run(&["--party", "other"]).1.lines().count(), 1);
    assert_eq!(run(&["--overdue", "--all"]).0, 1);
}
