//! The room as a whole: the specification's note, our own frozen vectors, and a note under attack.

use ed25519_dalek::SigningKey;
use proptest::prelude::*;

use super::*;
use crate::merkle::{Hash, empty_root, leaf_hash, root_of};

const ORIGIN: &str = "ledger.example/log1";
const LOG_VKEY: &str = "ledger.example/log1+cc9de1c6+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c";
const WITNESS_VKEY: &str = "witness.example/w1+df1c0a35+BIE5dw6ofRdfVqNUZsNMfszLjYqRtO43ol32D1uPybOU";
const LOG_LINE: &str = "\u{2014} ledger.example/log1 zJ3hxitJFVmrgs/agYHwYO8M98rOVHVBhA/C5d3Fv/KsLhtH81GQJert2ZdfMwHqchLVAOnp5RZamQftXZPaqPw4Dg4=";
const WITNESS_LINE: &str = "\u{2014} witness.example/w1 3xwKNQAAAABlU/EA+qGY6WCHwxIvkgsL8YOuZFfEPIlTO77nHfCs6TLEuu8/CYCxszS+NvcPeFNcuUMOQ0lx96KragP4DE8LlUkiBg==";
const TEXT: &str = "ledger.example/log1\n3\npkvybgkSj2/i/m+LLYyAHhZrV8BHp82bK4Ceepai8cs=\n";
const COSIGNED_AT: u64 = 1_700_000_000;

fn vkey(line: &str) -> VerifierKey {
    VerifierKey::parse(line).unwrap()
}

fn log_signer() -> NoteSigner {
    NoteSigner::new(ORIGIN, SigningKey::from_bytes(&[1; 32])).unwrap()
}

fn cosigner() -> Cosigner {
    Cosigner::new("witness.example/w1", SigningKey::from_bytes(&[2; 32])).unwrap()
}

fn cosigned_note() -> String {
    format!("{TEXT}\n{LOG_LINE}\n{WITNESS_LINE}\n")
}

#[test]
fn the_note_of_the_specification_opens() {
    let key = vkey("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k");
    let note = "This is an example message.\n\n\u{2014} example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";
    let opened = parse_note(note).unwrap().open(std::slice::from_ref(&key)).unwrap();
    assert_eq!(opened.text, "This is an example message.\n");
    assert_eq!(opened.verified, [VerifiedSignature { key, time: None }]);
    assert_eq!(parse_note(note).unwrap().to_string(), note);
}

#[test]
fn signing_and_cosigning_make_the_frozen_bytes() {
    let leaves = ["entry-0", "entry-1", "entry-2"].map(|entry| leaf_hash(entry.as_bytes()));
    let checkpoint = Checkpoint { origin: ORIGIN.to_owned(), size: 3, root: root_of(&leaves) };
    assert_eq!(checkpoint.to_text(), TEXT);
    assert_eq!(log_signer().verifier_key().to_string(), LOG_VKEY);
    assert_eq!(cosigner().verifier_key().to_string(), WITNESS_VKEY);
    let signed = sign_note(TEXT, &[&log_signer()]).unwrap();
    assert_eq!(signed, format!("{TEXT}\n{LOG_LINE}\n"));
    let cosignature = cosigner().cosign(TEXT, COSIGNED_AT).unwrap();
    assert_eq!(cosignature.to_string(), WITNESS_LINE);
    let mut note = parse_note(&signed).unwrap();
    note.add(cosignature.clone()).unwrap();
    note.add(cosignature).unwrap();
    assert_eq!(note.to_string(), cosigned_note());
}

#[test]
fn a_cosigned_checkpoint_opens_under_both_keys() {
    let note = parse_note(&cosigned_note()).unwrap();
    let opened = SignedCheckpoint::open(&note, &[vkey(LOG_VKEY), vkey(WITNESS_VKEY)]).unwrap();
    assert_eq!((opened.checkpoint.size, opened.checkpoint.origin.as_str()), (3, ORIGIN));
    let times: Vec<_> = opened.signatures.verified.iter().map(|signature| signature.time).collect();
    assert_eq!(times, [None, Some(COSIGNED_AT)]);
    let log_only = SignedCheckpoint::open(&note, &[vkey(LOG_VKEY)]).unwrap();
    assert_eq!(log_only.signatures.unknown.len(), 1);
}

#[test]
fn a_witness_does_not_stand_in_for_the_log() {
    let note = parse_note(&cosigned_note()).unwrap();
    let refused = SignedCheckpoint::open(&note, &[vkey(WITNESS_VKEY)]);
    assert_eq!(refused, Err(OpenError::NotByItsLog { origin: ORIGIN.to_owned() }));
    let other_log = NoteSigner::new("other.example/log", SigningKey::from_bytes(&[1; 32])).unwrap();
    let signed = parse_note(&sign_note(TEXT, &[&other_log]).unwrap()).unwrap();
    let refused = SignedCheckpoint::open(&signed, &[other_log.verifier_key().clone()]);
    assert_eq!(refused, Err(OpenError::NotByItsLog { origin: ORIGIN.to_owned() }));
}

#[test]
fn a_witness_with_the_name_of_the_log_is_not_the_log() {
    let namesake = Cosigner::new(ORIGIN, SigningKey::from_bytes(&[2; 32])).unwrap();
    let line = namesake.cosign(TEXT, COSIGNED_AT).unwrap();
    let note = parse_note(&format!("{TEXT}\n{line}\n")).unwrap();
    let refused = SignedCheckpoint::open(&note, &[namesake.verifier_key().clone()]);
    assert_eq!(refused, Err(OpenError::NotByItsLog { origin: ORIGIN.to_owned() }));
}

#[test]
fn unknown_keys_are_ignored_and_known_ones_are_held_to_it() {
    let (log, witness) = (vkey(LOG_VKEY), vkey(WITNESS_VKEY));
    let with_line =
        |signature: &NoteSignature| parse_note(&format!("{TEXT}\n{LOG_LINE}\n{signature}\n")).unwrap();
    let good = NoteSignature::parse_line(WITNESS_LINE).unwrap();
    let same_id_other_name = NoteSignature { name: "mallory.example".to_owned(), ..good.clone() };
    let same_name_other_id = NoteSignature { id: good.id ^ 1, ..good.clone() };
    for stranger in [same_id_other_name, same_name_other_id] {
        let opened = with_line(&stranger).open(&[log.clone(), witness.clone()]).unwrap();
        assert_eq!((opened.verified.len(), opened.unknown), (1, vec![stranger]));
    }
    let mut blob = good.blob.clone();
    blob[20] ^= 1;
    let wrong = NoteSignature { blob, ..good.clone() };
    let false_signature = NoteError::FalseSignature { name: good.name.clone(), id: good.id };
    assert_eq!(with_line(&wrong).open(&[log.clone(), witness.clone()]), Err(false_signature.clone()));
    let short = NoteSignature { blob: vec![0; 7], ..good.clone() };
    assert_eq!(with_line(&short).open(&[log, witness.clone()]), Err(false_signature));
    let stranger = vkey("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k");
    assert_eq!(with_line(&good).open(&[stranger]), Err(NoteError::NotSigned));
    assert_eq!(with_line(&good).open(&[]), Err(NoteError::NotSigned));
}

#[test]
fn the_time_of_a_cosignature_is_signed() {
    let mut later = NoteSignature::parse_line(WITNESS_LINE).unwrap();
    later.blob[7] += 1;
    let note = parse_note(&format!("{TEXT}\n{later}\n")).unwrap();
    assert!(matches!(note.open(&[vkey(WITNESS_VKEY)]), Err(NoteError::FalseSignature { .. })));
    let past_limit = 1 << 63;
    assert_eq!(cosigner().cosign(TEXT, past_limit), Err(SignError::Time { time: past_limit }));
    assert!(cosigner().cosign(TEXT, past_limit - 1).is_ok());
    assert!(matches!(cosigner().cosign("anything\n", 1), Err(SignError::NotACheckpoint(_))));
}

#[test]
fn a_log_signature_is_no_cosignature() {
    let key = SigningKey::from_bytes(&[1; 32]);
    let as_witness =
        VerifierKey::new(ORIGIN, KeyKind::CosignatureV1, &key.verifying_key().to_bytes()).unwrap();
    let mut line = NoteSignature::parse_line(LOG_LINE).unwrap();
    line.id = as_witness.id();
    let note = parse_note(&format!("{TEXT}\n{line}\n")).unwrap();
    assert!(matches!(note.open(&[as_witness]), Err(NoteError::FalseSignature { .. })));
}

#[test]
fn a_text_with_empty_lines_keeps_them() {
    let text = "Ensimm\u{e4}inen\n\n\n\u{2014} ei allekirjoitus\n\n";
    let signed = sign_note(text, &[&log_signer(), &log_signer()]).unwrap();
    let opened = parse_note(&signed).unwrap().open(&[vkey(LOG_VKEY)]).unwrap();
    assert_eq!((opened.text.as_str(), opened.verified.len()), (text, 2));
    assert_eq!(sign_note("no newline", &[&log_signer()]), Err(SignError::TextUnterminated));
    assert_eq!(sign_note("\n", &[]), Err(SignError::NotANote(NoteError::NoSignatures)));
    let tab = sign_note("a\tb\n", &[&log_signer()]);
    assert_eq!(tab, Err(SignError::NotANote(NoteError::Control { offset: 1 })));
}

#[test]
fn limits_hold_at_the_limit_and_one_past_it() {
    let many = |count| format!("{TEXT}\n{}", format!("{LOG_LINE}\n").repeat(count));
    assert_eq!(parse_note(&many(MAX_SIGNATURES)).unwrap().signatures().len(), MAX_SIGNATURES);
    assert_eq!(parse_note(&many(MAX_SIGNATURES + 1)), Err(NoteError::TooManySignatures));
    let stranger = |length| NoteSignature { name: "pq.example".to_owned(), id: 6, blob: vec![9; length] };
    let mut note = parse_note(&many(1)).unwrap();
    note.add(stranger(5000)).unwrap();
    assert_eq!(parse_note(&note.to_string()).unwrap().open(&[vkey(LOG_VKEY)]).unwrap().unknown.len(), 1);
    let before = note.clone();
    assert!(matches!(note.add(stranger(MAX_NOTE_BYTES)), Err(NoteError::TooLong { .. })));
    assert_eq!(note, before);
    let padded = |length: usize| {
        let rest = format!("\n{LOG_LINE}\n");
        format!("{}\n{rest}", "x".repeat(length - rest.len() - 1))
    };
    assert!(parse_note(&padded(MAX_NOTE_BYTES)).is_ok());
    let bytes = MAX_NOTE_BYTES + 1;
    assert_eq!(parse_note(&padded(bytes)), Err(NoteError::TooLong { bytes }));
}

#[test]
fn checkpoint_texts_have_one_spelling() {
    let root = empty_root().to_base64();
    assert_eq!(Checkpoint::parse(TEXT).unwrap().to_text(), TEXT);
    let largest = format!("a\n{}\n{root}\n", u64::MAX);
    assert_eq!(Checkpoint::parse(&largest).unwrap().size, u64::MAX);
    let cases = [
        (String::new(), CheckpointError::Lines),
        (format!("a\n0\n{root}"), CheckpointError::Lines),
        (format!("\n0\n{root}\n"), CheckpointError::Origin(NameError::Empty)),
        (format!("a b\n0\n{root}\n"), CheckpointError::Origin(NameError::Space)),
        (format!("a\n00\n{root}\n"), CheckpointError::Size),
        (format!("a\n18446744073709551616\n{root}\n"), CheckpointError::Size),
        (format!("a\n0\n{root}\nextension\n"), CheckpointError::Extension),
        (format!("a\n0\n{root}\n\n"), CheckpointError::Extension),
    ];
    for (text, expected) in cases {
        assert_eq!(Checkpoint::parse(&text), Err(expected), "{text:?}");
    }
    let short = Checkpoint::parse("a\n0\nAAAA\n");
    assert_eq!(short, Err(CheckpointError::Root(crate::merkle::HashTextError::WrongLength { found: 3 })));
}

#[test]
fn every_changed_byte_of_a_note_is_refused_or_leaves_its_text() {
    let keys = [vkey(LOG_VKEY), vkey(WITNESS_VKEY)];
    let original = cosigned_note();
    let mut refused = 0;
    for at in 0..original.len() {
        for flip in 1..=255_u8 {
            let mut bytes = original.clone().into_bytes();
            bytes[at] ^= flip;
            let Ok(changed) = String::from_utf8(bytes) else { continue };
            match parse_note(&changed).and_then(|note| note.open(&keys)) {
                // Only a stranger's line can have come of it: a signature less, never another text.
                Ok(opened) => {
                    assert_eq!(
                        (opened.text.as_str(), opened.verified.len()),
                        (TEXT, 1),
                        "byte {at} ^ {flip}"
                    );
                }
                Err(_) => refused += 1,
            }
        }
    }
    // So that a note which changes cannot reach passes for none.
    assert!(refused > 30_000, "{refused}");
}

#[test]
fn secrets_do_not_print() {
    assert_eq!(format!("{:?}", log_signer()), format!("NoteSigner({LOG_VKEY})"));
    assert_eq!(format!("{:?}", cosigner()), format!("Cosigner({WITNESS_VKEY})"));
}

/// Text that is nearly a note: cut and joined from the pieces of one.
fn near_note() -> impl Strategy<Value = String> {
    let pieces =
        [TEXT, LOG_LINE, WITNESS_LINE, "\n", "\n\n", "\u{2014} ", "a b", "\u{2014} n AAAAAAA=", "\r", ""];
    proptest::collection::vec(proptest::sample::select(pieces.to_vec()), 0..9)
        .prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn any_text_is_refused_or_prints_as_it_read(text in prop_oneof![near_note(), ".*", "\\PC*\n\n— [a-z]{1,3} [A-Za-z0-9+/]{8}\n"]) {
        if let Ok(note) = parse_note(&text) {
            prop_assert_eq!(note.to_string(), text.clone());
        }
        if let Ok(checkpoint) = Checkpoint::parse(&text) {
            prop_assert_eq!(checkpoint.to_text(), text);
        }
    }

    #[test]
    fn any_checkpoint_is_signed_and_opened_again(size: u64, root: [u8; 32], time in 0..=i64::MAX as u64) {
        let checkpoint = Checkpoint { origin: ORIGIN.to_owned(), size, root: Hash(root) };
        let mut note = parse_note(&sign_note(&checkpoint.to_text(), &[&log_signer()]).unwrap()).unwrap();
        note.add(cosigner().cosign(&checkpoint.to_text(), time).unwrap()).unwrap();
        let note = parse_note(&note.to_string()).unwrap();
        let opened = SignedCheckpoint::open(&note, &[vkey(LOG_VKEY), vkey(WITNESS_VKEY)]).unwrap();
        prop_assert_eq!(opened.checkpoint, checkpoint);
        prop_assert_eq!(opened.signatures.verified[1].time, Some(time));
    }
}
