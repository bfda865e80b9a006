//! Ownership as public files tell it, through facts mode: an invented row for every oddity, and real lists where they are
//! at hand. The groups of the engine are held against sets joined here.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test stops at whatever it did not expect and says on standard output what it skipped"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use aidledger_tests::data::{DATA_VARIABLE, data_dir};
use aidledger_tests::ownership::{Fate, Ownership, Reason};
use chrono::NaiveDate;
use ledger::verdict::{Code, Flag, Outcome, Verdict};
use rules::audit::facts::{self, FactPacks};
use rules::state::{State, View};
use serde_json::{Value, json};

const AS_OF: &str = "2024-06-01";

fn read(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/ownership").join(name);
    std::fs::read_to_string(&path).unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The state after all facts, and what was said of each.
fn told(lines: &[Value]) -> (State, Vec<Verdict>) {
    let packs = FactPacks::shipped().unwrap();
    let mut state = packs.state();
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let facts = facts::read(text.as_bytes()).unwrap_or_else(|bad| panic!("{:?}", bad.first()));
    let verdicts = facts.iter().map(|fact| facts::judge(&mut state, &packs, fact, false)).collect();
    (state, verdicts)
}

/// Sets of handles that are joined one pair after the other.
#[derive(Default)]
struct Joined(BTreeMap<String, String>);

impl Joined {
    fn root(&self, of: &str) -> String {
        let mut at = of.to_owned();
        // Every step goes to another handle, so there are at most as many as handles.
        for _ in 0..=self.0.len() {
            match self.0.get(&at) {
                Some(next) if *next != at => at.clone_from(next),
                _ => break,
            }
        }
        at
    }

    fn join(&mut self, a: &str, b: &str) {
        let (a, b) = (self.root(a), self.root(b));
        self.0.insert(a, b);
    }

    /// The sets on a day, from facts alone: links that have begun, public bodies' left out.
    fn of(lines: &[Value], on: &str) -> Self {
        let data = |kind: &'static str| {
            let wanted = format!("eu.aidledger.{kind}.v1");
            lines.iter().filter(move |line| line["type"] == wanted).map(|line| &line["data"])
        };
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let mut joined = Self::default();
        for one in data("undertaking.registered") {
            let id = text(&one["undertaking"]);
            joined.0.insert(id.clone(), id);
        }
        let public: BTreeSet<String> = data("holding.declared")
            .filter(|one| one["kind"] == "public-body")
            .map(|one| text(&one["holder"]))
            .collect();
        for one in data("control.declared") {
            if text(&one["from"]).as_str() <= on && !public.contains(&text(&one["controller"])) {
                joined.join(&text(&one["controller"]), &text(&one["controlled"]));
            }
        }
        for one in data("undertaking.identified") {
            joined.join(&text(&one["undertaking"]), &text(&one["same_as"][0]));
        }
        joined
    }

    fn sets(&self) -> BTreeMap<String, BTreeSet<String>> {
        let mut sets: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for id in self.0.keys() {
            sets.entry(self.root(id)).or_default().insert(id.clone());
        }
        sets
    }
}

/// How many groups have how many members.
type Histogram = BTreeMap<usize, usize>;

/// Every group of the engine is the set joined here; how large they are.
fn groups_agree(ownership: &Ownership, state: &State, on: &str) -> Histogram {
    let mut sizes = Histogram::new();
    for set in Joined::of(&ownership.lines, on).sets().values() {
        for id in set {
            let handle = state.undertakings.find(&id.parse().unwrap()).unwrap();
            let group = state.group_on(handle, day(on), &View::everybody());
            let numbers = group.into_iter().map(|handle| state.undertakings.id(handle).unwrap().to_string());
            let group: BTreeSet<String> = numbers.filter(|id| !id.starts_with("LEI:")).collect();
            assert_eq!(group, *set, "{id}");
        }
        *sizes.entry(set.len()).or_default() += 1;
    }
    sizes
}

fn sample() -> Ownership {
    let mut all = Ownership::new(AS_OF);
    all.gleif_level1("level1.csv", &read("level1.csv")).unwrap();
    all.gleif_edges("edges.csv", &read("edges.csv")).unwrap();
    all.italian_codes("codes.csv", &read("codes.csv")).unwrap();
    all.italian_ministries("ministries.csv", &read("ministries.csv")).unwrap();
    all.italian_companies("companies.csv", &read("companies.csv")).unwrap();
    all.bods("statements.json", &read("statements.json")).unwrap();
    all
}

/// What a row of a sample file says must become of it.
fn expected(file: &str) -> Vec<String> {
    let text = read(file);
    if Path::new(file).extension().is_some_and(|ending| ending == "json") {
        let all: Vec<Value> = serde_json::from_str(&text).unwrap();
        return all.iter().map(|one| one["expected"].as_str().unwrap().to_owned()).collect();
    }
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let columns = reader.headers().unwrap().len();
    let rows = reader.records().map(|row| row.unwrap());
    rows.map(|row| row.get(columns - 1).unwrap_or("Form").to_owned()).collect()
}

#[test]
fn every_row_of_the_sample_becomes_what_it_says() {
    let all = sample();
    for (file, rows) in [
        ("level1.csv", 17),
        ("edges.csv", 18),
        ("codes.csv", 5),
        ("ministries.csv", 17),
        ("companies.csv", 4),
        ("statements.json", 22),
    ] {
        let wanted = expected(file);
        assert_eq!(wanted.len(), rows, "{file}");
        let mut found: Vec<_> = all.rows.iter().filter(|row| row.file == file).collect();
        found.sort_by_key(|row| row.row);
        assert_eq!(found.len(), rows, "{file}: every row has a fate");
        for (row, wanted) in found.into_iter().zip(wanted) {
            let fate = match &row.fate {
                Fate::Taken => "taken".to_owned(),
                Fate::Repeats(_) => "repeats".to_owned(),
                Fate::Rejected(reason, _) => format!("{reason:?}"),
            };
            assert_eq!(fate, wanted, "{file}:{} {:?}", row.row, row.fate);
        }
    }
}

#[test]
fn the_sample_makes_these_groups() {
    let all = sample();
    let (state, verdicts) = told(&all.lines);
    // Two circles: one of consolidated accounts, one of shares. The link that would close each waits for a person.
    let waiting: Vec<&Value> = verdicts
        .iter()
        .zip(&all.lines)
        .filter(|(verdict, _)| verdict.outcome != Outcome::Recorded)
        .map(|(verdict, line)| {
            assert_eq!(
                (verdict.outcome, verdict.codes.as_slice()),
                (Outcome::Deferred, &[Code::NeedsReview][..])
            );
            &line["data"]["controlled"]
        })
        .collect();
    assert_eq!(waiting, ["NID:FI:RA000001:77777777", "NID:GB:1"]);
    let sizes = groups_agree(&all, &state, AS_OF);
    // Four by consolidation with one across a border; Cassa, its net company, Tubi and Nuova; two circles; else alone:
    // one abroad, two ministries, a bank, a water company under two names, half of Tubi, a company of the second
    // ministry, and of the statements one held by a ministry, the ministry and the State.
    assert_eq!(sizes, Histogram::from([(1, 11), (2, 2), (4, 2)]));
    // Nobody is linked before the links begin.
    let before = groups_agree(&all, &state, "2016-12-31");
    assert_eq!(before, Histogram::from([(1, 23)]));
}

/// The same pair consolidated directly and ultimately is one link, stated once.
#[test]
fn direct_and_ultimate_is_one_link() {
    let all = sample();
    let child = all.lines.iter().filter(|line| line["data"]["controlled"] == "NID:FI:RA000001:22222222");
    assert_eq!(child.count(), 1);
    let repeats = all.rows.iter().filter(|row| row.file == "edges.csv");
    let named: Vec<&Fate> =
        repeats.map(|row| &row.fate).filter(|fate| matches!(fate, Fate::Repeats(_))).collect();
    assert_eq!(named, [&Fate::Repeats("edges.csv:1".to_owned()), &Fate::Repeats("edges.csv:5".to_owned())]);
}

/// A grant over the ceiling of a group, with what the group turns on.
fn grant_to(all: &Ownership, parent: &str, child: &str) -> Verdict {
    let mut lines = all.lines.clone();
    let award = |event_type: &str, award: &str, to: &str, on: &str, members: Value| {
        let mut data = json!({
            "award": award, "beneficiary": to, "member_state": "FI", "granted_on": on, "basis": {"regime": "eu-2023-2831"},
        });
        data.as_object_mut().unwrap().append(&mut members.as_object().unwrap().clone());
        json!({"type": format!("eu.aidledger.{event_type}.v1"), "data": data})
    };
    let euro = |amount: &str| json!({"amount": amount, "currency": "EUR"});
    lines.push(award("award.reported", "r1", parent, "2024-06-03", json!({
        "aid": {"form": "declared", "gge": euro("290000.00")}, "reported_from": "register", "date_basis": "legal-right",
        "source_row": {"register": "tam", "id": "r1", "retrieved_on": "2039-12-31", "sha256": "0".repeat(64)},
    })));
    lines.push(award(
        "award.granted",
        "g1",
        child,
        "2024-07-01",
        json!({
            "aid": {"form": "grant", "nominal": euro("10000.01")}, "legal_right": "on-admission",
        }),
    ));
    told(&lines).1.pop().unwrap()
}

#[test]
fn a_verdict_says_that_it_turns_on_weak_links_and_on_borders() {
    let all = sample();
    let parent = "NID:FI:RA000001:1111111-1";
    for (child, flags) in [
        ("NID:FI:RA000001:2222222-2", vec![Flag::GroupEvidenceWeak]),
        ("NID:DE:RA000002:HRB4444", vec![Flag::GroupEvidenceWeak, Flag::GroupCrossBorder]),
    ] {
        let verdict = grant_to(&all, parent, child);
        assert_eq!(verdict.codes, [Code::CeilingExceeded], "{child}");
        assert_eq!(verdict.flags, flags, "{child}");
    }
    // A published share above half is neither; a ministry joins nobody; half is no control.
    let of = |name: &str| all.handle(name).unwrap().to_owned();
    let over = grant_to(&all, &of("CASSA"), &of("TUBI SRL"));
    assert_eq!((over.codes, over.flags), (vec![Code::CeilingExceeded], Vec::new()));
    for (parent, child) in [("MIF", "CASSA"), ("BANCA INVENTATA", "CASSA"), ("CASSA", "META TUBI SRL")] {
        assert_eq!(grant_to(&all, &of(parent), &of(child)).outcome, Outcome::Admitted, "{child}");
    }
}

// Real lists. The figures were counted from the files by other means than this code.

fn real(name: &str) -> Option<String> {
    std::fs::read_to_string(data_dir()?.join("group-ownership").join(name)).ok()
}

fn skipped() {
    println!("SKIPPED real-data: no group-ownership lists, and {DATA_VARIABLE} names none");
}

fn show(title: &str, all: &Ownership, files: &[&str], sizes: &Histogram) {
    for file in files {
        let (taken, repeats, rejected) = all.tally(file);
        println!(
            "{title}: {file}: {taken} taken, {repeats} repeat, {rejected} rejected {:?}",
            all.reasons(file)
        );
    }
    println!("{title}: groups by size {sizes:?}");
}

/// What is wrong with no fact may still wait for a person; nothing else may happen.
fn waiting(verdicts: &[Verdict]) -> usize {
    let waits = verdicts.iter().filter(|verdict| verdict.outcome != Outcome::Recorded);
    waits.inspect(|verdict| assert_eq!(verdict.codes, [Code::NeedsReview])).count()
}

#[test]
fn consolidated_accounts_of_the_global_register() {
    let names = [
        "gleif_lei2_goldencopy_2024-05-05.csv",
        "gleif_nodes_sample.csv",
        "gleif_nodes_in_network_sample.csv",
    ];
    let edges = ["gleif_edges_sample.csv", "gleif_rdf_L2_edges.csv"];
    let Some(turtle) = real("gleif_rdf_L1Data.ttl") else { return skipped() };
    let mut all = Ownership::new(AS_OF);
    all.gleif_level1(names[0], &real(names[0]).unwrap()).unwrap();
    for file in &names[1..] {
        all.gleif_nodes(file, &real(file).unwrap()).unwrap();
    }
    all.gleif_turtle("gleif_rdf_L1Data.ttl", &turtle);
    all.gleif_edges(edges[0], &real(edges[0]).unwrap()).unwrap();
    all.gleif_rdf_edges(edges[1], &real(edges[1]).unwrap()).unwrap();
    let (state, verdicts) = told(&all.lines);
    assert_eq!(waiting(&verdicts), 0);
    let sizes = groups_agree(&all, &state, AS_OF);
    let files = [&names[..], &["gleif_rdf_L1Data.ttl"], &edges].concat();
    show("global register", &all, &files, &sizes);
    for (file, tally) in [
        (names[0], (517, 0, 60)),
        (names[1], (50, 0, 0)),
        (names[2], (192, 8, 0)),
        (edges[0], (17, 13, 20)),
        (edges[1], (6, 1, 0)),
    ] {
        assert_eq!(all.tally(file), tally, "{file}");
    }
    assert_eq!(sizes, Histogram::from([(1, 733), (2, 10), (3, 1), (4, 3)]));
    let reasons = all.reasons(names[0]);
    assert_eq!(reasons[&Reason::Person] + reasons[&Reason::NoNumber] + reasons[&Reason::BadIdentifier], 60);
    assert_eq!(all.reasons(edges[0]), BTreeMap::from([(Reason::NoCountry, 20)]));
}

#[test]
fn holdings_of_the_italian_state() {
    let files = [
        "italy_partecipate_union.csv",
        "italy_Quadro_Societa_Partecipate_Ministeri.csv",
        "italy_societa_partecipate_statali.csv",
    ];
    let Some(codes) = real(files[0]) else { return skipped() };
    let mut all = Ownership::new(AS_OF);
    all.italian_codes(files[0], &codes).unwrap();
    all.italian_ministries(files[1], &real(files[1]).unwrap()).unwrap();
    all.italian_companies(files[2], &real(files[2]).unwrap()).unwrap();
    let (state, verdicts) = told(&all.lines);
    assert_eq!(waiting(&verdicts), 0);
    let sizes = groups_agree(&all, &state, AS_OF);
    show("Italian State", &all, &files, &sizes);
    for (file, tally) in [(files[0], (71, 0, 0)), (files[1], (244, 0, 1)), (files[2], (48, 23, 7))] {
        assert_eq!(all.tally(file), tally, "{file}");
    }
    assert_eq!(all.reasons(files[1]), BTreeMap::from([(Reason::ForeignLetters, 1)]));
    let expected = [
        (1, 175),
        (2, 6),
        (3, 4),
        (4, 2),
        (5, 1),
        (7, 2),
        (9, 1),
        (12, 1),
        (13, 1),
        (17, 2),
        (24, 1),
        (36, 1),
    ];
    assert_eq!(sizes, Histogram::from(expected));
    // A ministry is linked with nobody, however much it holds.
    let ministry = state.undertakings.find(&all.handle("MEF").unwrap().parse().unwrap()).unwrap();
    assert_eq!(state.group_on(ministry, day(AS_OF), &View::everybody()).len(), 1);
}

#[test]
fn examples_of_the_ownership_standard() {
    let Some(dir) =
        data_dir().map(|dir| dir.join("group-ownership/bods-examples")).filter(|dir| dir.is_dir())
    else {
        return skipped();
    };
    let mut files: Vec<_> = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "json"));
    files.sort();
    assert_eq!(files.len(), 11);
    for path in &files {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(path).unwrap();
        let mut all = Ownership::new(AS_OF);
        all.bods(&name, &text).unwrap();
        let statements: Vec<Value> = serde_json::from_str(&text).unwrap();
        assert_eq!(all.rows.len(), statements.len(), "{name}: every statement has a fate");
        let (state, verdicts) = told(&all.lines);
        let sizes = groups_agree(&all, &state, "2026-11-01");
        show("examples", &all, &[&name], &sizes);
        // Two companies that own each other: the second link waits for a person, and they are one group all the same.
        assert_eq!(waiting(&verdicts), usize::from(name.contains("circular")), "{name}");
        let largest = *sizes.keys().next_back().unwrap();
        let linked = ["circular", "entity-owning", "fi-soe", "indirect-ownership.json", "tecido"];
        let plain = name.starts_with("mixed") || name.starts_with("multiple");
        let wanted = if !plain && linked.iter().any(|part| name.contains(part)) { 2 } else { 1 };
        assert_eq!(largest, wanted, "{name}: {sizes:?}");
        let persons = statements.iter().filter(|one| one["recordType"] == "person").count();
        assert!(all.reasons(&name).get(&Reason::Person).copied().unwrap_or_default() >= persons, "{name}");
    }
}
