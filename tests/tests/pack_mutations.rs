//! Each figure, word and row of each shipped pack changed by the least step, one at a time: does a case of the packs find it?
//!
//! What no case finds is a survivor, and stands in `tests/mutations/packs.txt` with the reason why it may; a figure that could be
//! another without any case noticing is not tested. The whole run takes minutes, so it is asked for:
//!
//! ```text
//! AIDLEDGER_PACK_MUTANTS=all cargo nextest run -p aidledger-tests --test pack_mutations --no-capture
//! ```
//!
//! Without it every mutant of one file in a fixed small part is tried, so that the test itself is known to work.

#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::string_slice,
    reason = "a test stops at whatever it did not expect"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::Path;
use std::sync::Mutex;

use aidledger_tests::played::Ready;
use rules::audit::facts::FactPacks;
use rules::pack::case::{self, Case};
use rules::pack::{SHIPPED, ShippedPack};
use toml_edit::{Document, Item, Table, Value};

/// Of how many mutants one is tried where not all are asked for.
const ONE_OF: usize = 40;

/// A change of one place of one file.
struct Mutant {
    pack: &'static str,
    path: String,
    /// What is changed, in words, without a line that a comment could move.
    what: String,
    at: Range<usize>,
    to: String,
}

impl Mutant {
    fn name(&self) -> String {
        format!("{}/{}: {}", self.pack, self.path, self.what)
    }
}

fn text(files: &BTreeMap<String, Vec<u8>>, path: &str) -> String {
    String::from_utf8(files[path].clone()).unwrap()
}

/// Every mutant of a pack.
fn mutants(pack: &ShippedPack) -> Vec<Mutant> {
    let files = pack.files();
    let mut all = Vec::new();
    for path in files.keys() {
        let text = text(&files, path);
        let found = match path.split('/').next() {
            Some("params") => of_params(&text),
            Some("rules") => of_rules(&text),
            Some("lists") => of_list(&text),
            _ => Vec::new(),
        };
        let mutant = |(what, at, to)| Mutant { pack: pack.name, path: path.clone(), what, at, to };
        all.extend(found.into_iter().map(mutant));
    }
    all
}

/// What is changed, where, and to what.
type Change = (String, Range<usize>, String);

fn span(item: &Item) -> Range<usize> {
    item.span().unwrap()
}

/// The day before and the day after a date as TOML has it.
fn days(text: &str) -> [String; 2] {
    let day: chrono::NaiveDate = text.parse().unwrap();
    [day.pred_opt().unwrap().to_string(), day.succ_opt().unwrap().to_string()]
}

/// A decimal one step of so many places lower and higher; never below zero.
fn steps(text: &str, places: u32) -> Vec<String> {
    let value: rust_decimal::Decimal = text.parse().unwrap();
    let step = rust_decimal::Decimal::new(1, places);
    [value - step, value + step]
        .into_iter()
        .filter(|new| !new.is_sign_negative())
        .map(|new| new.to_string())
        .collect()
}

fn others(word: &str, all: &[&str]) -> Vec<String> {
    all.iter().filter(|other| **other != word).map(|other| format!("{other:?}")).collect()
}

/// The neighbours of a value of a unit.
fn near(unit: &str, value: &Item) -> Vec<String> {
    let quoted = |all: Vec<String>| all.into_iter().map(|new| format!("{new:?}")).collect();
    let word = || value.as_str().unwrap();
    match unit {
        "EUR" => quoted(steps(word(), 2)),
        "percent" => quoted(steps(word(), 4)),
        "conversion-rate" => {
            let places = word().split_once('.').map_or(0, |(_, fraction)| fraction.len());
            quoted(steps(word(), u32::try_from(places).unwrap()))
        }
        "boundary" => others(word(), &["closed", "half-open"]),
        "roll" => others(word(), &["next-working-day", "none"]),
        "cross-border" | "natural-persons" => others(word(), &["counted", "not-counted"]),
        "loan-formula" => others(word(), &["none", "undiscounted"]),
        "credit-band" => {
            let bands = ["AAA", "AA", "A", "BBB", "BB", "B", "CCC"];
            let at = bands.iter().position(|band| *band == word()).unwrap();
            let near = [at.checked_sub(1), at.checked_add(1)].into_iter().flatten();
            near.filter_map(|at| bands.get(at)).map(|band| format!("{band:?}")).collect()
        }
        "weekdays" => {
            let words: Vec<&str> = value.as_array().unwrap().iter().filter_map(Value::as_str).collect();
            let without = (0..words.len()).map(|at| {
                let left: Vec<&str> =
                    words.iter().enumerate().filter(|(n, _)| *n != at).map(|(_, w)| *w).collect();
                format!("{left:?}")
            });
            let more: Vec<&str> = ["monday"].into_iter().chain(words.iter().copied()).collect();
            without.chain([format!("{more:?}")]).collect()
        }
        "date" => days(value.as_datetime().unwrap().to_string().as_str()).to_vec(),
        "day-of-year" => {
            // Of a year without a 29 February.
            let [before, after] = days(&format!("2023-{}", word()));
            [before, after].iter().map(|day| format!("{:?}", &day[5..])).collect()
        }
        _ => {
            let number = value.as_integer().unwrap();
            [number.checked_sub(1).filter(|n| *n >= 0), number.checked_add(1)]
                .into_iter()
                .flatten()
                .map(|n| n.to_string())
                .collect()
        }
    }
}

/// Each value up and down, each first day but that of a history, which the rules bound.
fn of_params(text: &str) -> Vec<Change> {
    let document = Document::parse(text.to_owned()).unwrap();
    let mut all = Vec::new();
    for (id, parameter) in document.get("parameter").unwrap().as_table_like().unwrap().iter() {
        let unit = parameter.get("unit").and_then(Item::as_str).unwrap();
        let mut begun: BTreeSet<String> = BTreeSet::new();
        for value in parameter.get("value").unwrap().as_array_of_tables().unwrap() {
            let whose = ["member_state", "currency"].iter().find_map(|key| value.get(key)?.as_str());
            let from = value.get("from").unwrap();
            let date = &text[span(from)];
            let called = format!("{id} {} from {date}", whose.unwrap_or("of all"));
            let figure = value.get("value").unwrap();
            for new in near(unit, figure) {
                all.push((format!("{called}: {new}"), span(figure), new));
            }
            if !begun.insert(whose.unwrap_or_default().to_owned()) {
                all.extend(days(date).map(|day| (format!("{called}: from {day}"), span(from), day)));
            }
        }
    }
    all
}

/// Each date, number, word and entry of a list of each rule.
fn of_rules(text: &str) -> Vec<Change> {
    let document = Document::parse(text.to_owned()).unwrap();
    let mut all = Vec::new();
    for (id, rule) in document.get("rule").unwrap().as_table_like().unwrap().iter() {
        of_table(text, id, rule.as_table().unwrap(), &mut all);
    }
    all
}

/// Words of closed lists, by key.
const WORDS: &[(&str, &[&str])] = &[
    ("scope", &["member-state", "union"]),
    ("mode", &["counted", "interpretation"]),
    ("serves", &["any-aid", "schemes"]),
    ("test", &["no-state-money", "market-price", "non-economic-use"]),
    ("statement", &["export_linked", "domestic_goods", "price_quantity_linked", "no_sgei_service"]),
];

/// Keys that say nothing by which anything is decided, or name what is changed elsewhere.
const QUIET: &[&str] =
    &["kind", "title", "citation", "note", "condition", "method", "duty", "status", "unit"];

fn of_table(text: &str, called: &str, table: &Table, all: &mut Vec<Change>) {
    // Of an exclusion it says once more whom `regimes` does not name, so that nobody has to guess.
    let says_again =
        |key: &str| key == "except" && table.get("kind").and_then(Item::as_str) == Some("exclusion");
    for (key, item) in table.iter().filter(|(key, _)| !QUIET.contains(key) && !says_again(key)) {
        let what = |new: &str| format!("{called} {key}: {new}");
        match item {
            Item::Value(Value::Datetime(_)) => {
                all.extend(days(&text[span(item)]).map(|day| (what(&day), span(item), day)));
            }
            Item::Value(Value::Integer(number)) => {
                for new in [number.value() - 1, number.value() + 1] {
                    all.push((what(&new.to_string()), span(item), new.to_string()));
                }
            }
            Item::Value(Value::Boolean(truth)) => {
                let new = (!truth.value()).to_string();
                all.push((what(&new), span(item), new));
            }
            Item::Value(Value::String(word)) => {
                let closed =
                    WORDS.iter().find(|(name, words)| *name == key && words.contains(&word.value().as_str()));
                let words = closed.map(|(_, words)| others(word.value(), words)).unwrap_or_default();
                all.extend(words.into_iter().map(|new| (what(&new), span(item), new)));
                if key == "code" {
                    let new = if word.value() == "policy_limit" { "share_exhausted" } else { "policy_limit" };
                    all.push((what(new), span(item), format!("{new:?}")));
                }
            }
            Item::Value(Value::Array(list)) => {
                let words: Vec<&str> = list.iter().filter_map(Value::as_str).collect();
                for at in 0..words.len() {
                    let mut left = words.clone();
                    let gone = left.remove(at);
                    all.push((what(&format!("without {gone}")), span(item), format!("{left:?}")));
                }
            }
            Item::Value(Value::InlineTable(_)) | Item::Value(Value::Float(_)) | Item::None => {}
            Item::Table(inner) => of_table(text, &format!("{called} {key}"), inner, all),
            Item::ArrayOfTables(rows) => {
                for row in rows {
                    let names = ["regime", "ground"].iter().find_map(|key| row.get(key)?.as_str());
                    let row_called = format!("{called} {key} {}", names.unwrap_or_default());
                    of_table(text, &row_called, row, all);
                    // The row alone: from its header to its last value.
                    let end =
                        row.iter().filter_map(|(_, item)| item.span()).map(|span| span.end).max().unwrap();
                    let start = row.span().unwrap().start;
                    all.push((format!("{row_called}: gone"), start..end, String::new()));
                }
            }
        }
    }
}

/// Each row of a list gone, and with the other effect.
fn of_list(text: &str) -> Vec<Change> {
    let mut all = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let row = at..at + line.len();
        at = row.end;
        let fields: Vec<&str> = line.trim_end().split(',').collect();
        if row.start == 0 {
            continue;
        }
        let called = format!("{} {}", fields[0], fields[1]);
        all.push((format!("{called}: gone"), row.clone(), String::new()));
        let listed = if text.contains(",served") { "served" } else { "excluded" };
        let other = if fields[2] == "review" { listed } else { "review" };
        let mut changed = fields.clone();
        changed[2] = other;
        all.push((format!("{called}: {other}"), row, changed.join(",") + "\n"));
    }
    all
}

/// How a mutant ends.
enum End {
    /// The pack does not load any more.
    Unread,
    /// By a case.
    Found(usize),
    Survives,
}

/// The shipped packs with one change.
fn changed(mutant: &Mutant) -> Option<FactPacks> {
    let mut packs = FactPacks::default();
    for pack in SHIPPED {
        let mut files = pack.files();
        if pack.name == mutant.pack {
            let mut text = text(&files, &mutant.path);
            text.replace_range(mutant.at.clone(), &mutant.to);
            files.insert(mutant.path.clone(), text.into_bytes());
        }
        packs = packs.with(&files).ok()?;
    }
    Some(packs)
}

fn end(mutant: &Mutant, cases: &[(Case, Ready)], first: &[usize]) -> End {
    let Some(packs) = changed(mutant) else { return End::Unread };
    let found = first.iter().find(|at| cases[**at].1.is_answered_otherwise(&packs, &cases[**at].0));
    found.map_or(End::Survives, |at| End::Found(*at))
}

#[test]
fn every_least_change_of_a_pack_is_found_by_a_case() {
    let read = |case: Case| {
        let ready = Ready::of(&case).unwrap();
        (case, ready)
    };
    let of_pack = |pack: &ShippedPack| case::from_files(&pack.files()).unwrap();
    let cases: Vec<(Case, Ready)> = SHIPPED.iter().flat_map(of_pack).map(read).collect();
    let all = std::env::var("AIDLEDGER_PACK_MUTANTS").is_ok_and(|which| which == "all");
    let every: Vec<Mutant> = SHIPPED.iter().flat_map(mutants).collect();
    let count = every.len();
    assert!(count > 400, "{count}");
    let tried: Vec<Mutant> =
        every.into_iter().enumerate().filter(|(n, _)| all || n % ONE_OF == 0).map(|(_, one)| one).collect();
    // Cases that have found many are asked first.
    let hits: Mutex<Vec<u32>> = Mutex::new(vec![0; cases.len()]);
    let next = Mutex::new(tried.iter());
    let ends: Mutex<Vec<(String, End)>> = Mutex::default();
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let Some(mutant) = next.lock().unwrap().next() else { return };
                    let mut first: Vec<usize> = (0..cases.len()).collect();
                    let known = hits.lock().unwrap().clone();
                    first.sort_by_key(|at| std::cmp::Reverse(known[*at]));
                    let end = end(mutant, &cases, &first);
                    if let End::Found(at) = end {
                        hits.lock().unwrap()[at] += 1;
                    }
                    if matches!(end, End::Survives) {
                        println!("survives: {}", mutant.name());
                    }
                    ends.lock().unwrap().push((mutant.name(), end));
                }
            });
        }
    });
    let ends = ends.into_inner().unwrap();
    let of = |wanted: fn(&End) -> bool| ends.iter().filter(|(_, end)| wanted(end)).count();
    let mut survivors: Vec<&str> =
        ends.iter().filter(|(_, end)| matches!(end, End::Survives)).map(|(name, _)| name.as_str()).collect();
    survivors.sort_unstable();
    println!(
        "{} of {count} mutants tried: {} found by a case, {} do not load, {} survive",
        ends.len(),
        of(|end| matches!(end, End::Found(_))),
        of(|end| matches!(end, End::Unread)),
        survivors.len(),
    );
    let allowed = allowed();
    let new: Vec<&&str> = survivors.iter().filter(|name| !allowed.contains_key(**name)).collect();
    for name in &new {
        println!("  {name}");
    }
    let known: BTreeSet<&str> = survivors.iter().copied().collect();
    let stale: Vec<&String> = allowed.keys().filter(|name| all && !known.contains(name.as_str())).collect();
    assert!(
        new.is_empty(),
        "{} survive: write a case, or the reason into tests/mutations/packs.txt",
        new.len()
    );
    assert!(stale.is_empty(), "no survivor any more, take it out of tests/mutations/packs.txt: {stale:#?}");
}

/// Survivors that may be, each with its reason: blocks of lines under `# reason`.
fn allowed() -> BTreeMap<String, String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("mutations/packs.txt");
    let (mut reason, mut all) = (String::new(), BTreeMap::new());
    for line in std::fs::read_to_string(path).unwrap().lines() {
        if let Some(why) = line.strip_prefix("# ") {
            why.clone_into(&mut reason);
        } else if !line.is_empty() {
            assert!(!reason.is_empty(), "{line}: no reason");
            all.insert(line.to_owned(), reason.clone());
        }
    }
    all
}
