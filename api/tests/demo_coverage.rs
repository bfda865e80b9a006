//! The demonstration's scenes against the real service in memory: everything that can occur occurs, nothing else is said
//! to be out of reach, and every scene is answered as it says.
#![expect(clippy::unwrap_used, reason = "a test ends where it fails")]

use std::sync::Arc;

use api::demo::cast::{Cast, OPERATOR};
use api::demo::coverage::{CODES_OUT_OF_REACH, FLAGS_OUT_OF_REACH, TYPES_OUT_OF_REACH};
use api::demo::script::{TURNED_AWAY, told};
use api::demo::{Answers, Coverage, newer_law, scenes};
use api::service::keys::Keys;
use api::service::{
    Founding, Receipt, Service, StartOptions, Turned, found, govern_first, note_check, start,
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
    assert!((150..=380).contains(&statements.len()), "{}", statements.len());
    let mut answers = Answers::default();
    let lines = statements.iter().enumerate().map(|(number, said)| said.signed(&cast, number).into_bytes());
    let said = service.submit_all(lines.collect()).await;
    for (statement, answer) in statements.iter().zip(said) {
        answers.add(statement, &short(&statement.label(), answer));
    }
    (Coverage::of(&service).unwrap(), answers)
}

fn words<T: Copy>(list: &[(T, &str)]) -> Vec<T> {
    list.iter().map(|(word, _)| *word).collect()
}

/// On days of every kind: the scenes are told as of today.
#[tokio::test(flavor = "multi_thread")]
async fn everything_occurs_that_is_not_out_of_reach_and_nothing_that_is() {
    for day in ["2026-11-23", "2027-01-01", "2028-02-29", "2030-06-30"] {
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
