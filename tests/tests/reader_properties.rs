//! What must hold for any bytes whatever: readers answer, signatures bind every byte, entries have one spelling.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test stops at the first surprise, with its place"
)]

use aidledger_tests::vectors::{compact_template, entries, test_key};
use ledger::entry::{Entry, EntryError};
use ledger::event::{Event, EventType};
use ledger::ids::MemberState;
use ledger::money::Cents;
use ledger::submission::{Submission, sign};
use ledger::time::{At, LegalDate};
use ledger::verdict::{Affects, Bound, Check, Code, Figure, Flag, Outcome, Verdict, hex};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};

/// Pieces from which documents are made that are nearly events.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let words = [
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"data\"",
        "\"id\"",
        "\"type\"",
        "\"eu.aidledger.award.granted.v1\"",
        "null",
        "0",
        "-1",
        "1.5",
        "\"\\ud800\"",
        "\"amount\":\"1.00\"",
        "\"currency\":\"EUR\"",
        "\"form\":\"grant\"",
        "\u{feff}",
        "\u{0}",
    ];
    vec(select(words.to_vec()), 0..60).prop_map(|words| words.concat().into_bytes())
}

/// A template with some of its bytes replaced.
fn damaged_template() -> impl Strategy<Value = Vec<u8>> {
    let edits = vec((any::<Index>(), any::<u8>()), 0..6);
    (select(EventType::ALL.to_vec()), edits).prop_map(|(event_type, edits)| {
        let mut bytes = compact_template(event_type).into_bytes();
        for (at, byte) in edits {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes
    })
}

fn any_document() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![vec(any::<u8>(), 0..300), pieces(), damaged_template()]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1500) })]

    #[test]
    fn any_bytes_get_an_answer_as_an_event(bytes in any_document()) {
        if let Err(faults) = Event::read(&bytes) {
            prop_assert!(!faults.is_empty(), "a refusal names a fault");
        }
    }

    #[test]
    fn any_bytes_get_an_answer_as_a_submission(bytes in vec(any::<u8>(), 0..300), parts in vec("[A-Za-z0-9_=-]{0,40}", 0..5)) {
        let _ = Submission(&bytes).read();
        let _ = Submission(parts.join(".").as_bytes()).read();
    }

    #[test]
    fn any_signed_payload_gets_an_answer(payload in any_document()) {
        let read = Submission(sign(&payload, &test_key(2)).as_bytes()).read();
        prop_assert_eq!(read.is_ok(), Event::read(&payload).is_ok());
    }

    #[test]
    fn any_bytes_get_an_answer_as_an_entry(bytes in prop_oneof![any_document(), damaged_entry()]) {
        if let Ok(entry) = Entry::decode(&bytes) {
            prop_assert_eq!(entry.encode(), Ok(bytes));
        }
    }

    #[test]
    fn every_byte_of_a_submission_is_bound(
        event_type in select(EventType::ALL.to_vec()), at in any::<Index>(), byte in any::<u8>(),
    ) {
        let key = test_key(2);
        let mut jws = sign(compact_template(event_type).as_bytes(), &key).into_bytes();
        prop_assert!(Submission(&jws).read().and_then(|read| read.verify(&key.public())).is_ok());
        let at = at.index(jws.len());
        prop_assume!(jws[at] != byte);
        jws[at] = byte;
        prop_assert!(Submission(&jws).read().and_then(|read| read.verify(&key.public())).is_err());
    }

    #[test]
    fn every_entry_comes_back_from_its_bytes(entry in entry()) {
        match entry.encode() {
            Ok(bytes) => {
                let back = Entry::decode(&bytes).map_err(|e| TestCaseError::fail(e.to_string()))?;
                prop_assert_eq!(&back, &entry);
                prop_assert_eq!(back.encode(), Ok(bytes));
            }
            Err(error) => prop_assert!(matches!(error, EntryError::TooLong(_))),
        }
    }
}

fn damaged_entry() -> impl Strategy<Value = Vec<u8>> {
    vec((any::<Index>(), any::<u8>()), 0..3).prop_map(|edits| {
        let mut bytes = entries::EXAMPLE.as_bytes().to_vec();
        for (at, byte) in edits {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes
    })
}

fn cents() -> impl Strategy<Value = Cents> {
    (-10_i128.pow(22)..10_i128.pow(22)).prop_map(Cents)
}

fn figure() -> impl Strategy<Value = Figure> {
    (cents(), proptest::option::of(cents())).prop_map(|(low, high)| Figure { low, high })
}

fn date() -> impl Strategy<Value = Option<chrono::NaiveDate>> {
    let text = (1990..2200, 1..13, 1..29).prop_map(|(y, m, d)| format!("{y:04}-{m:02}-{d:02}"));
    proptest::option::of(text.prop_map(|text| text.parse::<LegalDate>().unwrap().date()))
}

fn check() -> impl Strategy<Value = Check> {
    let state = proptest::option::of(select(vec!["FI", "EL", "XI", "NO"]));
    let bound = proptest::option::of(select(Bound::ALL.to_vec()));
    ("[a-z0-9/-]{1,40}", state, date(), date(), bound, figure(), cents()).prop_map(
        |(rule, state, from, to, bound, after, limit)| Check {
            rule,
            member_state: state.map(|state| state.parse::<MemberState>().unwrap()),
            from,
            to,
            unit: "EUR",
            bound,
            after,
            limit,
        },
    )
}

fn verdict() -> impl Strategy<Value = Verdict> {
    let codes = subsequence(Code::ALL.to_vec(), 0..=16);
    let flags = subsequence(Flag::ALL.to_vec(), 0..=16);
    let affects = vec((0u64..1 << 40, cents()), 0..4).prop_map(|lines| Affects::of(&lines));
    let gge = proptest::option::of(figure());
    let packs = any::<[u8; 32]>().prop_map(|digest| hex(&digest));
    (0u64..=1 << 53, packs, select(Outcome::ALL.to_vec()), codes, flags, gge, vec(check(), 0..20), affects)
        .prop_map(|(semantics, packs, outcome, codes, flags, gge, checks, affects)| Verdict {
            semantics,
            packs,
            outcome,
            codes,
            flags,
            members: gge.into_iter().map(Some).collect(),
            amounts: gge.into_iter().map(|gge| gge.low).collect(),
            gge,
            checks,
            affects,
        })
}

fn entry() -> impl Strategy<Value = Entry> {
    let at = (0i64..=253_402_300_799_999_999).prop_map(|micros| At::from_micros(micros).unwrap());
    (at, "[A-Za-z0-9_-]{1,80}\\.[A-Za-z0-9_-]{0,200}\\.[A-Za-z0-9_-]{1,86}", verdict())
        .prop_map(|(at, jws, verdict)| Entry::new(at, jws, verdict))
}
