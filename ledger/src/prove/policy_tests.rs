//! Quorums: who must have cosigned, and the parsers on any input.

use ed25519_dalek::SigningKey;
use proptest::prelude::*;

use super::*;
use crate::checkpoint::{Checkpoint, Cosigner, Note, NoteSigner, parse_note, sign_note};
use crate::merkle::empty_root;

fn cosigner(number: u8) -> Cosigner {
    Cosigner::new(&format!("witness.example/{number}"), SigningKey::from_bytes(&[100 + number; 32])).unwrap()
}

fn log() -> NoteSigner {
    NoteSigner::new("ledger.example", SigningKey::from_bytes(&[1; 32])).unwrap()
}

/// The example of the specification: two of three X, and any of three Y. Odd spacing on purpose.
fn example() -> String {
    let mut file = format!("# example\n\n \tlog\t{}  \n", log().verifier_key());
    for number in 0..6 {
        let name = ["X1", "X2", "X3", "Y1", "Y2", "Y3"][usize::from(number)];
        file += &format!("witness {name} {}\n", cosigner(number).verifier_key());
    }
    file + "group X-witnesses 2 X1 X2 X3\ngroup Y-witnesses any Y1 Y2 Y3\n  # both\ngroup X-and-Y all X-witnesses Y-witnesses\nquorum X-and-Y\n"
}

fn cosigned_by(witnesses: impl IntoIterator<Item = u8>) -> Note {
    let text = Checkpoint { origin: "ledger.example".to_owned(), size: 0, root: empty_root() }.to_text();
    let mut note = parse_note(&sign_note(&text, &[&log()]).unwrap()).unwrap();
    for (time, number) in (1..).zip(witnesses) {
        note.add(cosigner(number).cosign(&text, time).unwrap()).unwrap();
    }
    note
}

#[test]
fn the_example_quorum_is_met_by_the_right_sets_only() {
    let policy = Policy::parse(example().as_bytes()).unwrap();
    assert!(policy.asks_for_witnesses());
    for set in 0_u8..64 {
        let members = (0..6).filter(|number| set >> number & 1 == 1);
        let expected = (set & 0b111).count_ones() >= 2 && set >> 3 != 0;
        let result = policy.open(&cosigned_by(members));
        assert_eq!(result.is_ok(), expected, "{set:06b}");
        if let Err(refusal) = result {
            assert!(
                matches!(refusal, PolicyRefusal::Quorum { cosigned } if cosigned.len() == set.count_ones() as usize)
            );
        }
    }
}

#[test]
fn a_log_is_no_witness_of_its_own() {
    let twin = Cosigner::new("witness.example/twin", SigningKey::from_bytes(&[1; 32])).unwrap();
    let (log_line, witness_line) =
        (format!("log {}\n", log().verifier_key()), format!("witness W {}\n", twin.verifier_key()));
    for (lines, line) in [(log_line.clone() + &witness_line, 2), (witness_line.clone() + &log_line, 2)] {
        let refused = Policy::parse((lines + "quorum W\n").as_bytes()).unwrap_err();
        assert_eq!(refused, PolicyError { line, fault: PolicyFault::SharedKey });
    }
    // A file that lists witnesses alone is joined with a log only later.
    let policy = Policy::parse((witness_line + "quorum W\n").as_bytes()).unwrap();
    let policy = policy.with_log(log().verifier_key().clone());
    let text = Checkpoint { origin: "ledger.example".to_owned(), size: 0, root: empty_root() }.to_text();
    let mut note = parse_note(&sign_note(&text, &[&log()]).unwrap()).unwrap();
    note.add(twin.cosign(&text, 1).unwrap()).unwrap();
    assert!(matches!(policy.open(&note), Err(PolicyRefusal::Quorum { .. })));
}

#[test]
fn a_witness_counts_once_however_often_it_signs() {
    let policy = Policy::parse(example().as_bytes()).unwrap();
    assert!(policy.open(&cosigned_by([0, 0, 0, 3])).is_err());
    assert!(policy.open(&cosigned_by([0, 0, 1, 3])).is_ok());
}

#[test]
fn a_single_witness_or_none_can_be_the_quorum() {
    let witness = format!("witness w {}\n", cosigner(0).verifier_key());
    let one = Policy::parse(format!("{witness}quorum w\n").as_bytes()).unwrap();
    assert!(matches!(one.open(&cosigned_by([0])), Err(PolicyRefusal::Open(_))), "a policy without logs");
    let one = one.with_log(log().verifier_key().clone()).with_log(log().verifier_key().clone());
    assert_eq!(one.logs().count(), 1);
    assert!(one.open(&cosigned_by([0])).is_ok());
    assert!(one.open(&cosigned_by([1])).is_err());
    let none = Policy::parse(format!("{witness}quorum none\n").as_bytes()).unwrap();
    let none = none.with_log(log().verifier_key().clone());
    assert!(!none.asks_for_witnesses());
    assert_eq!(none.open(&cosigned_by([])).unwrap().witnesses, Vec::<String>::new());
    assert_eq!(none.open(&cosigned_by([0])).unwrap().witnesses, ["w"]);
}

#[test]
fn urls_and_foreign_comments_are_kept_apart() {
    let file = [
        b"# \xe9crit en latin-1\n".as_slice(),
        format!(
            "log {} https://a/\nwitness w {} https://b/\n",
            log().verifier_key(),
            cosigner(0).verifier_key()
        )
        .as_bytes(),
        b"quorum w\n",
    ]
    .concat();
    let policy = Policy::parse(&file).unwrap();
    assert_eq!(policy.logs().next().unwrap().1, Some("https://a/"));
    assert_eq!(policy.witnesses().next().unwrap().2, Some("https://b/"));
}

proptest! {
    #[test]
    fn any_policy_is_read_or_refused(at in 0_usize..900, with: Vec<u8>, cut in 0_usize..80) {
        let mut file = example().into_bytes();
        let at = at.min(file.len());
        let end = (at + cut).min(file.len());
        file.splice(at..end, with);
        let _ = Policy::parse(&file);
    }

    #[test]
    fn any_proof_is_refused_or_prints_as_it_read(at in 0_usize..500, with in ".{0,6}", cut in 0_usize..40) {
        let proof = TlogProof {
            extra: Some(vec![1, 2, 3]),
            index: 7,
            hashes: vec![empty_root(); 3],
            checkpoint: cosigned_by([0]).to_string(),
        };
        let mut text: Vec<char> = proof.to_string().chars().collect();
        let at = at.min(text.len());
        let end = (at + cut).min(text.len());
        text.splice(at..end, with.chars());
        let text: String = text.into_iter().collect();
        if let Ok(read) = TlogProof::parse(&text) {
            prop_assert_eq!(read.to_string(), text);
        }
    }
}
