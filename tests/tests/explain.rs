//! Explanations cannot lie: what a tree lists adds up to what the verdict records. And they stay as they are: golden
//! trees in `tests/vectors/explain/`, written anew with `AIDLEDGER_BLESS=1`.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

mod streams;

use std::fmt::Write as _;
use std::path::PathBuf;

use aidledger_tests::explained::Facts;
use aidledger_tests::facts::noon;
use aidledger_tests::languages::explanation;
use aidledger_tests::ops::PARTY;
use ledger::event::EventType;
use ledger::event::aid::Regime;
use ledger::money::Cents;
use ledger::verdict::{Code, Figure, Flag, Outcome, Verdict};
use proptest::prelude::*;
use rules::explain::{LIST_MAX, Trace, explain, headroom};
use rules::pack::Pack;
use rules::project::Query;
use rules::words::{Language, code, flag};

// --- adding up ------------------------------------------------------------------------------------

fn walk<'a>(trace: &'a Trace, found: &mut Vec<&'a Trace>, kinds: &[&str]) {
    if kinds.contains(&trace.step.as_str()) {
        found.push(trace);
    }
    for input in &trace.inputs {
        walk(input, found, kinds);
    }
}

fn all<'a>(trace: &'a Trace, kinds: &[&str]) -> Vec<&'a Trace> {
    let mut found = Vec::new();
    walk(trace, &mut found, kinds);
    found
}

/// The leaves alone, as a reader with a pencil would add them: (low, high).
fn sum(trace: &Trace, kinds: &[&str]) -> (Cents, Cents) {
    figures(&all(trace, kinds))
}

fn figures(traces: &[&Trace]) -> (Cents, Cents) {
    traces
        .iter()
        .map(|trace| ends(trace.figure))
        .fold((Cents::ZERO, Cents::ZERO), |sum, figure| (sum.0 + figure.0, sum.1 + figure.1))
}

fn ends(figure: Option<Figure>) -> (Cents, Cents) {
    figure.map_or((Cents::ZERO, Cents::ZERO), |figure| (figure.low, figure.high.unwrap_or(figure.low)))
}

/// Checks one tree against its verdict; the answer names what does not fit.
fn adds_up(trace: &Trace, verdict: &Verdict) -> Result<(), String> {
    let fail = |what: &str| Err(format!("{what}\n{}", trace.to_text()));
    if !all(trace, &["disagreement", "no-rule"]).is_empty() {
        return fail("the explanation disagrees with the verdict");
    }
    // Of a deferred award what would have been tested is shown; it is no check.
    let checks = if verdict.checks.is_empty() { Vec::new() } else { all(trace, &["check"]) };
    if checks.len() != verdict.checks.len() {
        return fail("not every check is explained");
    }
    for check in all(trace, &["check"]) {
        let leaves = sum(check, &["award", "more-awards", "this-award"]);
        if leaves != ends(check.figure) {
            return fail("the awards of a check do not add up to its sum");
        }
        let window = all(check, &["window"]);
        let before = window.first().and_then(|window| window.figure);
        if window.len() != 1 || sum(check, &["award", "more-awards"]) != ends(before) {
            return fail("the awards of a window do not add up to its sum");
        }
    }
    // Boundary readings come after the plain checks; within each kind the order is the verdict's.
    let mut shown: Vec<_> = checks.iter().map(|check| (check.rule.clone(), ends(check.figure))).collect();
    let mut recorded: Vec<_> =
        verdict.checks.iter().map(|check| (Some(check.rule.clone()), ends(Some(check.after)))).collect();
    shown.sort();
    recorded.sort();
    if shown != recorded {
        return fail("the sums shown are not those recorded");
    }
    let affected = all(trace, &["affected"]);
    let over = affected.iter().fold(Cents::ZERO, |sum, leaf| sum + ends(leaf.figure).1);
    let recorded =
        verdict.affects.as_ref().map_or((0, Cents::ZERO), |affects| (affects.count, affects.sum_over));
    if (affected.len() as u64, over) != recorded {
        return fail("the awards affected are not those recorded");
    }
    // Of a set each member is explained by itself.
    let members = all(trace, &["of-the-set"]);
    if members.is_empty() {
        return valued(trace, verdict.gge).or_else(fail);
    }
    for member in &members {
        valued(member, member.figure).or_else(fail)?;
    }
    if verdict.gge.is_some_and(|gge| ends(Some(gge)) != figures(&members)) {
        return fail("the members of a set do not add up to its figure");
    }
    Ok(())
}

/// Whether what is explained as the worth of an award is its figure.
fn valued(trace: &Trace, gge: Option<Figure>) -> Result<(), &'static str> {
    let worth = all(trace, &["valuation", "lessened"]);
    if gge.is_some() && worth.first().is_some_and(|worth| ends(gge) != ends(worth.figure)) {
        return Err("the value explained is not the one recorded");
    }
    Ok(())
}

fn says_something(trace: &Trace) -> bool {
    !trace.text.is_empty() && trace.inputs.iter().all(says_something)
}

/// One random fact, from numbers.
#[derive(Debug, Clone)]
struct Draw {
    kind: u8,
    who: u8,
    day: u16,
    thousands: u16,
    pick: u8,
}

fn draws() -> impl Strategy<Value = Vec<Draw>> {
    let draw = (0u8..14, 0u8..3, 0u16..1500, 1u16..300, any::<u8>())
        .prop_map(|(kind, who, day, thousands, pick)| Draw { kind, who, day, thousands, pick });
    proptest::collection::vec(draw, 1..40)
}

fn data(draw: &Draw, awards: &[String], number: usize) -> (&'static str, String) {
    let who = format!("NID:FI:{:05}", draw.who + 1);
    // Many on the same few days and exactly three years apart: that is where readings differ.
    let day = match draw.pick % 4 {
        0 => 0,
        1 => 1096 - u64::from(draw.pick % 2),
        2 => u64::from(draw.day % 5) + 1094,
        _ => u64::from(draw.day),
    };
    let date = chrono::NaiveDate::from_ymd_opt(2024, 1, 1).unwrap() + chrono::Days::new(day);
    let amount = format!(r#"{{"amount":"{}000.00","currency":"EUR"}}"#, draw.thousands);
    let state = if draw.pick.is_multiple_of(7) { "IT" } else { "FI" };
    let regime =
        ["eu-2023-2831", "eu-2023-2831", "eu-2023-2832", "eu-360-2012"][usize::from(draw.pick / 7) % 4];
    let old = awards.get(usize::from(draw.pick) % awards.len().max(1)).cloned().unwrap_or("none".into());
    match draw.kind {
        0..=3 => (
            "award.granted",
            Facts::grant(&format!("a{number}"), &who, state, &date.to_string(), "on-admission", &amount),
        ),
        4 => (
            "award.granted",
            Facts::grant(&format!("a{number}"), &who, state, &date.to_string(), "conferred", &amount),
        ),
        5..=8 => {
            let gge = if draw.pick.is_multiple_of(5) {
                format!(r#""gge_range":{{"low":{{"amount":"1.00","currency":"EUR"}},"high":{amount}}}"#)
            } else if draw.pick.is_multiple_of(11) {
                format!(r#""gge_range":{{"low":{amount}}}"#)
            } else {
                format!(r#""gge":{amount}"#)
            };
            (
                "award.reported",
                Facts::report(&format!("a{number}"), &who, state, &date.to_string(), regime, &gge),
            )
        }
        9 => (
            "award.reduced",
            format!(
                r#"{{"award":"{old}","gge_after":{amount},"benefit_kept":{{"amount":"500.00","currency":"EUR"}},"on":"{date}","reason":"returned"}}"#
            ),
        ),
        10 => (
            "award.withdrawn",
            format!(
                r#"{{"award":"{old}","benefit_kept":{{"amount":"500.00","currency":"EUR"}},"on":"{date}","reason":"never started"}}"#
            ),
        ),
        11 => (
            "award.corrected",
            format!(r#"{{"award":"{old}","set":{{"granted_on":"{date}"}},"reason":"date"}}"#),
        ),
        12 => (
            "award.corrected",
            format!(
                r#"{{"award":"{old}","set":{{"aid":{{"form":"grant","nominal":{amount}}}}},"reason":"amount"}}"#
            ),
        ),
        _ => (
            "undertaking.identified",
            format!(
                r#"{{"undertaking":"{who}","same_as":["NID:FI:{:05}"],"evidence":{{"level":"register"}}}}"#,
                (draw.who + 1) % 3 + 1
            ),
        ),
    }
}

#[test]
fn a_registration_that_joins_two_histories_lists_what_it_pushes_over() {
    let mut facts = Facts::with_undertakings(2).unwrap();
    let nominal = r#"{"amount":"200000.00","currency":"EUR"}"#;
    for (award, who, on) in [("a", "NID:FI:00001", "2026-03-02"), ("b", "NID:FI:00002", "2026-03-03")] {
        facts.say("award.granted", &Facts::grant(award, who, "FI", on, "on-admission", nominal)).unwrap();
    }
    let retracted = r#"{"source":"urn:aidledger:party:facts","id":"line-1","reason":"entered in error"}"#;
    facts.say("statement.retracted", retracted).unwrap();
    let joins = r#"{"undertaking":"NID:FI:00002","identifiers":[{"scheme":"NID","value":"FI:00001"}],"natural_person":false}"#;
    let said = facts.say("undertaking.registered", joins).unwrap();
    let trace = explain(&said.before, &said.event, &said.verdict);
    assert_eq!(adds_up(&trace, &said.verdict), Ok(()));
    assert_eq!(all(&trace, &["affected"]).len(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, max_shrink_iters: 64, ..ProptestConfig::default() })]

    /// The streams on which the engine is held against the slow model: open dates, corrections, other currencies.
    #[test]
    fn explanations_of_the_models_streams_add_up(statements in streams::stream(20..60)) {
        let mut facts = Facts::with_undertakings(0).unwrap();
        for statement in &statements {
            let at = noon(statement.recorded_on).unwrap();
            let said = facts.tell(&statement.event(PARTY).to_string(), at).unwrap();
            let trace = explain(&said.before, &said.event, &said.verdict);
            prop_assert!(says_something(&trace));
            if let Err(why) = adds_up(&trace, &said.verdict) {
                return Err(TestCaseError::fail(why));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, max_shrink_iters: 2048, ..ProptestConfig::default() })]

    /// Every kind of event: groups that form and part, histories that are divided and shared, awards through their lives.
    #[test]
    fn explanations_of_whole_streams_add_up(statements in streams::whole_stream(20..60)) {
        let mut facts = Facts::with_undertakings(0).unwrap();
        for statement in &statements {
            let at = noon(statement.recorded_on).unwrap();
            // A stream may hold what the ledger turns away unread.
            let Ok(said) = facts.tell(&statement.event(PARTY).to_string(), at) else { continue };
            let trace = explain(&said.before, &said.event, &said.verdict);
            prop_assert!(says_something(&trace), "{}", trace.to_text());
            if let Err(why) = adds_up(&trace, &said.verdict) {
                return Err(TestCaseError::fail(why));
            }
        }
        for member in streams::MEMBERS {
            let query = Query {
                undertaking: member.parse().unwrap(),
                regime: Regime::Eu2023_2831,
                member_state: "FI".parse().ok(),
                on: chrono::NaiveDate::from_ymd_opt(2027, 3, 1).unwrap(),
            };
            let Ok(answer) = headroom(&facts.state, &query, None) else { continue };
            let window = all(&answer.explanation, &["window"])[0];
            prop_assert_eq!(sum(window, &["award", "more-awards"]), ends(window.figure));
            let answer = &answer.answer;
            prop_assert_eq!((answer.ceiling - ends(window.figure).1).or_zero(), answer.remaining);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_random_verdict_is_the_sum_of_its_leaves(draws in draws()) {
        let mut facts = Facts::with_undertakings(3).unwrap();
        let mut awards = Vec::new();
        for (number, draw) in draws.iter().enumerate() {
            let (kind, data) = data(draw, &awards, number);
            let said = facts.say(kind, &data).unwrap();
            let trace = explanation(&said.before, &said.event, &said.verdict).unwrap();
            adds_up(&trace, &said.verdict).map_err(TestCaseError::fail)?;
            prop_assert!(says_something(&trace), "{}", trace.to_text());
            let effective = matches!(said.verdict.outcome, Outcome::Admitted | Outcome::Recorded);
            if effective && matches!(said.event.body.event_type(), EventType::AwardGranted | EventType::AwardReported) {
                awards.push(format!("a{number}"));
            }
        }
        let query = Query {
            undertaking: "NID:FI:00001".parse().unwrap(),
            regime: Regime::Eu2023_2831,
            member_state: "FI".parse().ok(),
            on: chrono::NaiveDate::from_ymd_opt(2027, 1, 1).unwrap(),
        };
        let answer = headroom(&facts.state, &query, None).unwrap();
        let window = all(&answer.explanation, &["window"])[0];
        prop_assert_eq!(sum(window, &["award", "more-awards"]), ends(window.figure));
        let left = answer.answer.ceiling - ends(window.figure).1;
        prop_assert_eq!(left.or_zero(), answer.answer.remaining);
    }

    /// States, events and verdicts that do not belong together: the tree says so, and nothing fails.
    #[test]
    fn any_verdict_on_any_event_has_an_explanation(draws in draws(), swap in any::<proptest::sample::Index>()) {
        let mut facts = Facts::with_undertakings(2).unwrap();
        let mut said = Vec::new();
        for (number, draw) in draws.iter().enumerate() {
            let (kind, data) = data(draw, &["a0".to_owned()], number);
            said.push(facts.say(kind, &data).unwrap());
        }
        let other = &said[swap.index(said.len())];
        for one in &said {
            let trace = explain(&other.before, &one.event, &other.verdict);
            prop_assert!(says_something(&trace));
        }
        let nothing = rules::state::State::new();
        prop_assert!(says_something(&explain(&nothing, &other.event, &other.verdict)));
    }
}

#[test]
fn a_long_list_is_cut_and_its_rest_is_still_in_the_sum() {
    let mut facts = Facts::with_undertakings(1).unwrap();
    let cent = r#"{"amount":"0.01","currency":"EUR"}"#;
    for number in 0..LIST_MAX + 7 {
        facts
            .say(
                "award.granted",
                &Facts::grant(
                    &format!("a{number}"),
                    "NID:FI:00001",
                    "FI",
                    "2026-05-04",
                    "on-admission",
                    cent,
                ),
            )
            .unwrap();
    }
    let said = facts
        .say("award.granted", &Facts::grant("last", "NID:FI:00001", "FI", "2026-05-05", "on-admission", cent))
        .unwrap();
    let trace = explanation(&said.before, &said.event, &said.verdict).unwrap();
    adds_up(&trace, &said.verdict).unwrap();
    assert_eq!(all(&trace, &["award"]).len(), LIST_MAX);
    assert_eq!(all(&trace, &["more-awards"]).iter().map(|more| ends(more.figure).1).sum::<Cents>(), Cents(7));
}

#[test]
fn a_verdict_with_another_sum_is_contradicted() {
    let mut facts = Facts::with_undertakings(1).unwrap();
    let amount = r#"{"amount":"1000.00","currency":"EUR"}"#;
    let mut said = facts
        .say("award.granted", &Facts::grant("a", "NID:FI:00001", "FI", "2026-05-04", "on-admission", amount))
        .unwrap();
    said.verdict.checks[0].after = Figure::exact(Cents(1));
    let trace = explain(&said.before, &said.event, &said.verdict);
    assert!(adds_up(&trace, &said.verdict).is_err());
    assert_eq!(all(&trace, &["disagreement"]).len(), 1);
}

// --- words ----------------------------------------------------------------------------------------

/// Rows of a table of `docs/errors.md`: cells of every line that starts with a bar.
fn rows() -> Vec<Vec<String>> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/errors.md");
    let text = std::fs::read_to_string(path).unwrap();
    let cells = |line: &str| line.trim_matches('|').split(" | ").map(|cell| cell.trim().to_owned()).collect();
    text.lines().filter(|line| line.starts_with("| ")).map(cells).collect()
}

fn named(row: &[String], column: usize, word: &str) -> bool {
    row.get(column).is_some_and(|cell| cell.trim_end_matches(" †") == format!("`{word}`"))
}

/// Articles that the shipped packs cite, by act.
fn cited_by_packs() -> std::collections::BTreeSet<(String, String)> {
    let packs = rules::pack::SHIPPED.iter().map(|shipped| Pack::from_files(&shipped.files()).unwrap());
    let packs: Vec<Pack> = packs.collect();
    let citations = packs.iter().flat_map(Pack::citations);
    citations.filter_map(|citation| Some((citation.act.clone(), citation.article.clone()?))).collect()
}

/// The document and the catalogue name one place. Where the catalogue leaves it to the pack, the document names an article
/// of an act that a shipped pack cites.
fn written(row: &str, told: &str, word: &str) {
    if told != "the rule of the adopted pack" {
        return assert_eq!(row.replace('`', ""), told, "{word}");
    }
    let cited = cited_by_packs();
    let of_act = |act: &str| {
        let (_, after) = row.split_once(&format!("{act} Art. "))?;
        let article: String = after.chars().take_while(char::is_ascii_digit).collect();
        Some((format!("Regulation (EU) 2023/{act}"), article))
    };
    let named: Vec<_> = ["2831", "2832"].into_iter().filter_map(of_act).collect();
    assert!(row.contains("the pack's") || !named.is_empty(), "{word}: {row}");
    assert!(named.iter().all(|place| cited.contains(place)), "{word}: {named:?} is in no shipped pack");
}

#[test]
fn every_code_has_a_message_and_a_row_of_the_same_number_and_citation() {
    let rows = rows();
    for word in Code::ALL {
        let text = code(*word, Language::English);
        assert!(!text.meaning.is_empty() && !text.way_out.is_empty(), "{word}");
        let row = rows
            .iter()
            .find(|row| named(row, 1, word.as_str()))
            .unwrap_or_else(|| panic!("no row for {word}"));
        assert_eq!(row[0], word.number().to_string(), "{word}");
        written(&row[3], &text.citation, word.as_str());
    }
}

#[test]
fn every_flag_has_a_message_and_a_row_of_the_same_source() {
    let rows = rows();
    for word in Flag::ALL {
        let text = flag(*word, Language::English);
        assert!(!text.meaning.is_empty(), "{word}");
        let row = rows
            .iter()
            .find(|row| named(row, 0, word.as_str()))
            .unwrap_or_else(|| panic!("no row for {word}"));
        written(&row[2], &text.source, word.as_str());
    }
}

// --- golden trees ---------------------------------------------------------------------------------

fn golden(name: &str, found: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("vectors/explain").join(name);
    if std::env::var_os("AIDLEDGER_BLESS").is_some() {
        std::fs::write(&path, found).unwrap();
    }
    let kept = std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{name}: {error}; AIDLEDGER_BLESS=1 writes it"));
    assert_eq!(found, kept, "{name} changed; AIDLEDGER_BLESS=1 writes it anew");
}

/// A history with a little of everything, and the explanation of each of its entries under a heading.
fn story() -> (Facts, String) {
    let mut facts = Facts::with_undertakings(2).unwrap();
    let eur = |amount: &str| format!(r#"{{"amount":"{amount}","currency":"EUR"}}"#);
    let (one, two) = ("NID:FI:00001", "NID:FI:00002");
    let told = [
        ("a published rate", "reference.published", r#"{"table":"fx","rows":[{"member_state":"*","currency":"SEK","date":"2026-11-20","rate":"11.0345","source":"ECB"}],"source":{"ref":"eurofxref-hist","sha256":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}}"#.to_owned()),
        ("a grant that fits", "award.granted", Facts::grant("a1", one, "FI", "2024-03-04", "on-admission", &eur("100000.00"))),
        ("a report in a range", "award.reported", Facts::report("r1", one, "FI", "2025-06-30", "eu-2023-2831", r#""gge_range":{"low":{"amount":"60000.00","currency":"EUR"},"high":{"amount":"90000.00","currency":"EUR"}}"#)),
        ("a report with a rate that is too old", "award.reported", Facts::report("r2", two, "FI", "2026-12-18", "eu-2023-2831", r#""gge":{"amount":"500000.00","currency":"SEK"}"#)),
        ("a grant in kronor", "award.granted", Facts::grant("a2", one, "FI", "2026-11-23", "on-admission", r#"{"amount":"500000.00","currency":"SEK"}"#)),
        ("a grant that would exceed", "award.granted", Facts::grant("a3", one, "FI", "2026-11-24", "on-admission", &eur("300000.00"))),
        ("a grant on the disputed day", "award.granted", Facts::grant("a4", one, "FI", "2027-03-04", "on-admission", &eur("70000.00"))),
        ("a reduction", "award.reduced", r#"{"award":"a1","gge_after":{"amount":"20000.00","currency":"EUR"},"benefit_kept":{"amount":"30000.00","currency":"EUR"},"on":"2026-12-01","reason":"unused hours returned"}"#.to_owned()),
        ("a grant while an award can't be counted", "award.granted", Facts::grant("b1", two, "FI", "2026-12-21", "on-admission", &eur("1000.00"))),
        ("a late fact that pushes a later award over", "award.granted", Facts::grant("c1", one, "FI", "2024-06-03", "conferred", &eur("290000.00"))),
        ("a correction of its amount", "award.corrected", r#"{"award":"c1","set":{"aid":{"form":"grant","nominal":{"amount":"29000.00","currency":"EUR"}}},"reason":"a digit too many"}"#.to_owned()),
        ("two numbers, one undertaking", "undertaking.identified", format!(r#"{{"undertaking":"{one}","same_as":["{two}"],"evidence":{{"level":"register"}}}}"#)),
        ("a grant to either of them", "award.granted", Facts::grant("b2", two, "FI", "2026-12-22", "on-admission", &eur("1000.00"))),
        ("awards of an act of which nobody says whether it counts", "award.reported", Facts::report("s1", one, "IT", "2023-05-02", "eu-360-2012", r#""gge":{"amount":"200000.00","currency":"EUR"}"#)),
        ("a grant that turns on it", "award.granted", Facts::grant("i1", one, "IT", "2026-01-12", "on-admission", &eur("150000.00"))),
        ("a report of the same day", "award.reported", Facts::report("i2", one, "IT", "2026-01-13", "eu-2023-2831", r#""gge":{"amount":"100000.00","currency":"EUR"}"#)),
        ("a grant whose place in that day decides", "award.granted", Facts::grant("i3", one, "IT", "2026-01-13", "on-admission", &eur("60000.00"))),
        ("an unknown undertaking", "award.granted", Facts::grant("d1", "NID:FI:00009", "FI", "2026-12-21", "on-admission", &eur("1.00"))),
        ("a retraction", "statement.retracted", r#"{"source":"urn:aidledger:party:facts","id":"line-2","reason":"wrong register"}"#.to_owned()),
        ("what no rule judges", "award.released", r#"{"award":"a1","reason":"withdrawn"}"#.to_owned()),
    ];
    let mut text = String::new();
    for (title, kind, data) in told {
        let said = facts.say(kind, &data).unwrap();
        let trace = explanation(&said.before, &said.event, &said.verdict).unwrap();
        adds_up(&trace, &said.verdict).unwrap();
        let _ = writeln!(text, "## {title}\n{}", trace.to_text());
    }
    (facts, text)
}

#[test]
fn the_story_is_told_as_it_was() {
    golden("story.txt", &story().1);
}

/// Sets, and what a person decides: each member by itself, and a statement as it is judged the second time.
fn story_of_decisions() -> String {
    let mut facts = Facts::with_undertakings(2).unwrap();
    let eur = |amount: &str| format!(r#"{{"amount":"{amount}","currency":"EUR"}}"#);
    let grant = |award: &str, who: u8, amount: &str| {
        let who = format!("NID:FI:{who:05}");
        Facts::grant(award, &who, "FI", "2026-11-20", "on-admission", &eur(amount))
    };
    let set = |members: &[String]| ("award.set", format!(r#"{{"awards":[{}]}}"#, members.join(",")));
    let review = |about: &str, decision: &str| {
        let data = format!(
            r#"{{"about":"facts/{about}","question":"who came first","decision":"{decision}","reason":"the file shows it","citation":"Art. 6(4)","valid_for":{{"case":"awards of that day"}}}}"#
        );
        ("review.decided", data)
    };
    let gge = format!(r#""gge":{}"#, eur("100000.00"));
    let report = Facts::report("r", "NID:FI:00001", "FI", "2026-11-20", "eu-2023-2831", &gge);
    let told = [
        ("a set whose second member exceeds", set(&[grant("a", 1, "200000.00"), grant("b", 1, "100000.01")])),
        ("a set that fits", set(&[grant("a", 1, "150000.00"), grant("b", 2, "5000.00")])),
        ("an award another authority gave that day", ("award.reported", report)),
        ("a set on that day", set(&[grant("c", 2, "1000.00"), grant("d", 1, "60000.00")])),
        ("a person admits it", review("line-6", "admit")),
        ("an award is said not to count", review("d", "not-counted")),
    ];
    let mut text = String::new();
    for (title, (kind, data)) in told {
        let said = facts.say(kind, &data).unwrap();
        let trace = explanation(&said.before, &said.event, &said.verdict).unwrap();
        adds_up(&trace, &said.verdict).unwrap();
        let _ = writeln!(text, "## {title}\n{}", trace.to_text());
    }
    text
}

#[test]
fn the_story_of_decisions_is_told_as_it_was() {
    golden("decisions.txt", &story_of_decisions());
}

/// Groups that change, histories that are divided and shared: whose aid it is that counts, and by which statements.
fn story_of_groups() -> (Facts, String) {
    let mut facts = Facts::with_undertakings(9).unwrap();
    let eur = |amount: &str| format!(r#"{{"amount":"{amount}","currency":"EUR"}}"#);
    let id = |number: u8| format!("NID:FI:{number:05}");
    let grant = |award: &str, who: u8, on: &str, amount: &str| {
        ("award.granted", Facts::grant(award, &id(who), "FI", on, "on-admission", &eur(amount)))
    };
    let report = |award: &str, who: u8, on: &str, amount: &str| {
        let gge = format!(r#""gge":{}"#, eur(amount));
        ("award.reported", Facts::report(award, &id(who), "FI", on, "eu-2023-2831", &gge))
    };
    let link = |controller: u8, controlled: u8, from: &str, level: &str| {
        let (controller, controlled) = (id(controller), id(controlled));
        (
            "control.declared",
            format!(
                r#"{{"controller":"{controller}","controlled":"{controlled}","kind":"voting-majority","from":"{from}","evidence":{{"level":"{level}"}}}}"#
            ),
        )
    };
    let ended = |controller: u8, controlled: u8, on: &str, history: &str| {
        let (controller, controlled) = (id(controller), id(controlled));
        (
            "control.ended",
            format!(r#"{{"controller":"{controller}","controlled":"{controlled}","on":"{on}"{history}}}"#),
        )
    };
    let reserved = Facts::grant("res", &id(3), "FI", "2026-02-02", "on-admission", &eur("40000.00"))
        .replace(r#""legal_right":"on-admission""#, r#""expires_on":"2026-04-30","legal_right":"on-admission","applicant_consent":{"sha256":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}"#);
    let of = |number: u8, equity: &str| {
        format!(r#"{{"undertaking":"{}","equity_book_value":{},"activities":[]}}"#, id(number), eur(equity))
    };
    let told = [
        ("a town controls a company", link(9, 1, "2020-01-01", "register")),
        (
            "the town is a public body",
            (
                "holding.declared",
                format!(
                    r#"{{"holder":"{}","held":"{}","capital_percent":"100","votes_percent":"100","kind":"public-body","from":"2020-01-01"}}"#,
                    id(9),
                    id(1)
                ),
            ),
        ),
        ("the company controls another", link(1, 2, "2024-01-01", "register")),
        ("and, as it is declared, a third", link(1, 3, "2025-03-01", "declared")),
        ("aid to the second", grant("two", 2, "2024-05-06", "100000.00")),
        ("aid to the third, in the group by then", grant("three", 3, "2025-06-02", "90000.00")),
        ("too much for three, not for two", grant("one", 1, "2026-01-12", "150000.00")),
        ("a reservation", ("award.reserved", reserved)),
        ("a grant while it is open", grant("open", 1, "2026-03-02", "10000.00")),
        ("the same after it has run out", grant("later", 1, "2026-05-04", "10000.00")),
        (
            "the second is split",
            (
                "undertaking.split",
                format!(
                    r#"{{"undertaking":"{}","on":"2026-06-01","successors":[{},{}],"evidence":{{"level":"register"}}}}"#,
                    id(2),
                    of(4, "300.00"),
                    of(5, "100.00")
                ),
            ),
        ),
        ("aid to a successor", grant("four", 4, "2026-06-15", "60000.00")),
        ("aid to what is left of the group", grant("left", 1, "2026-06-15", "20000.00")),
        ("the third leaves, and nobody says whose the history is", ended(1, 3, "2026-07-01", "")),
        (
            "aid to the third, which still holds what the group held",
            grant("gone", 3, "2026-07-15", "50000.00"),
        ),
        ("a report", report("seen", 5, "2026-05-11", "30000.00")),
        ("another report of it", report("again", 5, "2026-05-12", "29000.00")),
        (
            "both are one award",
            ("award.matched", r#"{"award":"again","same_as":["seen"],"evidence":{}}"#.to_owned()),
        ),
        ("aid to the other successor", grant("five", 5, "2026-06-22", "10000.00")),
        ("a later link", link(7, 6, "2026-08-03", "register")),
        ("aid after it", grant("seven", 7, "2026-09-01", "250000.00")),
        ("aid before it, too much by the end of a later period", grant("six", 6, "2026-02-02", "60000.00")),
        (
            "the link ends, and the aid is attributed",
            ended(
                7,
                6,
                "2026-10-01",
                r#","history":{"attributed":[{"award":"seven","undertaking":"NID:FI:00006","amount":{"amount":"100000.00","currency":"EUR"}}]}"#,
            ),
        ),
        ("aid to the one that left", grant("alone", 6, "2026-10-12", "1000.00")),
        (
            "a correction of what was attributed",
            (
                "award.corrected",
                r#"{"award":"seven","set":{"granted_on":"2026-10-02"},"reason":"granted after the link had ended"}"#.to_owned(),
            ),
        ),
    ];
    let mut text = String::new();
    for (title, (kind, data)) in told {
        let said = facts.say(kind, &data).unwrap();
        let trace = explanation(&said.before, &said.event, &said.verdict).unwrap();
        let added = adds_up(&trace, &said.verdict);
        assert_eq!(added, Ok(()), "{title}");
        let _ = writeln!(text, "## {title}\n{}", trace.to_text());
    }
    let query = Query {
        undertaking: id(3).parse().unwrap(),
        regime: Regime::Eu2023_2831,
        member_state: "FI".parse().ok(),
        on: chrono::NaiveDate::from_ymd_opt(2026, 8, 3).unwrap(),
    };
    let explanation = headroom(&facts.state, &query, None).unwrap().explanation;
    let _ = writeln!(text, "## what the third may still have\n{}", explanation.to_text());
    (facts, text)
}

#[test]
fn the_story_of_groups_is_told_as_it_was() {
    golden("groups.txt", &story_of_groups().1);
}

#[test]
fn headroom_is_explained_as_it_was() {
    let (facts, _) = story();
    let query = Query {
        undertaking: "NID:FI:00001".parse().unwrap(),
        regime: Regime::Eu2023_2831,
        member_state: "FI".parse().ok(),
        on: chrono::NaiveDate::from_ymd_opt(2026, 11, 30).unwrap(),
    };
    let explanation = headroom(&facts.state, &query, None).unwrap().explanation;
    golden("headroom.txt", &explanation.to_text());
    golden("headroom.json", &(serde_json::to_string_pretty(&explanation).unwrap() + "\n"));
}
