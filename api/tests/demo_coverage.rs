//! The demonstration's scenes against the real service in memory: everything that can occur occurs, nothing else is said
//! to be out of reach, and every scene is answered as it says.
#![expect(clippy::unwrap_used, reason = "a test ends where it fails")]

use std::sync::Arc;

use api::demo::cast::{Cast, OPERATOR};
use api::demo::coverage::{CODES_OUT_OF_REACH, FLAGS_OUT_OF_REACH, TYPES_OUT_OF_REACH};
use api::demo::script::{TURNED_AWAY, told};
use api::demo::{
    Answers, Coverage, Demo, DemoClock, fill, newer_law, questions, scenes, start as start_demo,
};
use api::service::keys::Keys;
use api::service::{
    Founding, Receipt, RoutesAsked, Service, StartOptions, Turned, found, govern_first, note_check, start,
};
use ledger::checkpoint::{Checkpoint, sign_note};
use ledger::merkle::empty_root;
use ledger::store::MemoryStore;
use ledger::time::{At, FixedClock, LegalDate};
use ledger::verdict::Code;
use serde_json::json;

const ORIGIN: &str = "demo.test/log";

/// A ledger in memory whose clock stands at the noon of a day, with the scenes' parties.
async fn stage(day: &str) -> (Service, Cast) {
    let date: LegalDate = day.parse().unwrap();
    let noon = date.date().and_hms_opt(12, 0, 0).unwrap().and_utc().timestamp_micros();
    let clock = Arc::new(FixedClock::new(At::from_micros(noon).unwrap()));
    let keys = Keys::generate(ORIGIN).unwrap();
    let vkey = keys.vkeys().unwrap().first().unwrap().1.clone();
    let empty = Checkpoint { origin: ORIGIN.into(), size: 0, root: empty_root() };
    let note = sign_note(&empty.to_text(), &[&keys.signer().unwrap()]).unwrap();
    let store = Arc::new(MemoryStore::new(note_check(&vkey).unwrap(), &note));
    let founding = Founding {
        origin: ORIGIN.into(),
        operator_name: "Demonstration".into(),
        operator: OPERATOR.parse().unwrap(),
        policy: json!({}),
    };
    let ledger = found(store.as_ref(), &keys, &founding, clock.as_ref()).unwrap();
    let cast = Cast::of(&keys, &ledger).unwrap();
    let options = StartOptions { clock: clock.clone(), ..StartOptions::default() };
    let (service, _) = start(store, keys, options, &mut |_, _| {}).unwrap();
    govern_first(&service).await.unwrap();
    let (newer, bytes) = newer_law(date.date()).unwrap();
    service.put_pack(&newer.sha256_hex(), bytes).unwrap();
    for admission in cast.admissions(service.now()) {
        service.submit(admission.into_bytes()).await.unwrap();
    }
    (service, cast)
}

/// An answer in the short words of the scenes; what is malformed is a fault of the scene.
fn short(label: &str, answer: Result<Receipt, Turned>) -> String {
    match answer {
        Ok(receipt) => {
            let (codes, flags) = (&receipt.verdict.codes, &receipt.verdict.flags);
            let codes = codes.iter().map(|code| code.as_str());
            told(receipt.verdict.outcome.as_str(), codes, flags.iter().map(|flag| flag.as_str()))
        }
        Err(turned) => {
            assert!(
                matches!(turned.status(), 401 | 403),
                "{label}: {} {:?}",
                turned.detail(),
                turned.faults()
            );
            TURNED_AWAY.to_owned()
        }
    }
}

async fn play(day: &str) -> (Coverage, Answers) {
    let (service, cast) = stage(day).await;
    let statements = scenes(&cast, service.now().utc_date());
    assert!((150..=400).contains(&statements.len()), "{}", statements.len());
    let mut answers = Answers::default();
    let lines = statements.iter().enumerate().map(|(number, said)| said.signed(&cast, number).into_bytes());
    let said = service.submit_all(lines.collect()).await;
    for (statement, answer) in statements.iter().zip(said) {
        answers.add(statement, &short(&statement.label(), answer));
    }
    let coverage = Coverage::of(&service).unwrap();
    for question in questions(&cast, service.now().utc_date()) {
        let body = ledger::json::parse(question.plan.to_string().as_bytes()).unwrap();
        let asked = RoutesAsked::read(&body).unwrap();
        let whose = asked.whose.rehearsal(None).unwrap();
        let told = service.routes(&asked, &whose).unwrap().told;
        answers.hear(&question, &serde_json::to_value(&told).unwrap());
    }
    assert_eq!(Coverage::of(&service).unwrap().lines(), coverage.lines(), "a question records nothing");
    (coverage, answers)
}

fn words<T: Copy>(list: &[(T, &str)]) -> Vec<T> {
    list.iter().map(|(word, _)| *word).collect()
}

/// On days of every kind: the scenes are told as of today. On the second day of 2027 the block exemption that is known has ended
/// for aid by itself, on the first of July for schemes too.
#[tokio::test(flavor = "multi_thread")]
async fn everything_occurs_that_is_not_out_of_reach_and_nothing_that_is() {
    for day in ["2026-11-23", "2027-01-01", "2027-01-02", "2027-07-01", "2028-02-29", "2030-06-30"] {
        let (coverage, answers) = play(day).await;
        assert!(answers.unexpected.is_empty(), "{day}:\n{}", answers.unexpected.join("\n"));
        assert_eq!(coverage.types_missing(), words(&TYPES_OUT_OF_REACH), "{day}");
        assert_eq!(coverage.codes_missing(), words(&CODES_OUT_OF_REACH), "{day}");
        assert_eq!(coverage.flags_missing(), words(&FLAGS_OUT_OF_REACH), "{day}");
    }
}

/// What a newcomer reads first is what the program prints.
#[tokio::test(flavor = "multi_thread")]
async fn the_readme_shows_what_is_counted() {
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../README.md")).unwrap();
    let printed = play("2026-11-23").await.0.lines();
    let counts: Vec<&String> =
        printed.iter().filter(|line| line.contains(" of ") && line.ends_with(':')).collect();
    assert_eq!(counts.len(), 3, "{printed:?}");
    for count in counts {
        assert!(readme.lines().any(|line| line == count), "README.md does not show: {count}");
    }
}

/// The list of codes and flags says the same to its readers; the one code it does not mark hangs on a ledger's policy.
#[test]
fn the_documentation_marks_what_is_out_of_reach() {
    let errors = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/errors.md")).unwrap();
    let marked = |line: &str| Some(line.split_once("` †")?.0.split_once('`')?.1.to_owned());
    let marked: Vec<String> = errors.lines().filter_map(marked).collect();
    let codes = words(&CODES_OUT_OF_REACH).into_iter().filter(|code| *code != Code::DeclarationMissing);
    let flags = words(&FLAGS_OUT_OF_REACH);
    let named: Vec<String> =
        codes.map(|code| code.to_string()).chain(flags.iter().map(ToString::to_string)).collect();
    assert_eq!(marked, named);
}

/// One procedure by the book: nothing is flagged, so the flags elsewhere say something.
#[tokio::test(flavor = "multi_thread")]
async fn a_grant_by_the_book_has_no_flag() {
    let (service, cast) = stage("2026-11-23").await;
    let statements = scenes(&cast, service.now().utc_date());
    let lines = statements.iter().enumerate().map(|(number, said)| said.signed(&cast, number).into_bytes());
    let said = service.submit_all(lines.collect()).await;
    let by_the_book = |label: &str| label.starts_with("award.granted book-1 ");
    let mut told = statements.iter().zip(said).filter(|(statement, _)| by_the_book(&statement.label()));
    let (_, answer) = told.next().unwrap();
    let verdict = answer.unwrap().verdict;
    assert_eq!((verdict.outcome.as_str(), verdict.flags), ("admitted", Vec::new()));
}

/// The whole demonstration pinned to a day, over HTTP: founding, scenes, stream and questions, whatever the machine's clock shows.
#[tokio::test(flavor = "multi_thread")]
async fn it_plays_on_the_day_that_it_is_pinned_to() {
    for day in ["2027-01-02", "2027-07-01"] {
        let date: LegalDate = day.parse().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let demo = Demo {
            events: 60,
            seed: 1,
            data: folder.path().join("demo"),
            listen: "127.0.0.1:0".parse().unwrap(),
            clock: DemoClock::pinned(date.date()).unwrap(),
        };
        let running = start_demo(&demo).await.unwrap();
        let (url, ledger) = (running.url.clone(), running.service.ledger_id().to_owned());
        let answers = tokio::task::spawn_blocking(move || fill(&demo, &url, &ledger)).await.unwrap().unwrap();
        assert!(answers.unexpected.is_empty(), "{day}:\n{}", answers.unexpected.join("\n"));
        let view = running.service.view();
        assert_eq!(view.state.last_at().unwrap().utc_date(), date.date());
        drop(view);
        let (_, text) = answers.route.unwrap();
        assert!(text.contains("In part: EUR 10000.00 today under eu-2023-2831"), "{day}: {text}");
        running.stop().await;
    }
}
