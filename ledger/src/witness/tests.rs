//! A log and a witness talking to each other, and every way in which one of them may be wrong.

use std::cell::RefCell;
use std::sync::Arc;

use ed25519_dalek::SigningKey;
use proptest::prelude::*;

use super::*;
use crate::checkpoint::{
    Checkpoint, Cosigner, Note, NoteError, NoteSignature, NoteSigner, SignedCheckpoint, parse_note, sign_note,
};
use crate::file::simulated::SimulatedFiles;
use crate::file::{Durable, Files as _, write_durably};
use crate::merkle::{Hash, Nodes, empty_root, leaf_hash, root_at};
use crate::time::At;

const ORIGIN: &str = "ledger.example/log1";

fn signer() -> NoteSigner {
    NoteSigner::new(ORIGIN, SigningKey::from_bytes(&[1; 32])).unwrap()
}

fn cosigner() -> Cosigner {
    Cosigner::new("witness.example/w1", SigningKey::from_bytes(&[2; 32])).unwrap()
}

fn tree(leaves: u64) -> Nodes {
    Nodes::from_leaves((0..leaves).map(|n| leaf_hash(&n.to_be_bytes())))
}

fn note_of(size: u64, root: Hash) -> Note {
    let text = Checkpoint { origin: ORIGIN.to_owned(), size, root }.to_text();
    parse_note(&sign_note(&text, &[&signer()]).unwrap()).unwrap()
}

fn note(tree: &Nodes) -> Note {
    note_of(tree.size(), root_at(tree, tree.size()).unwrap())
}

fn known() -> Vec<KnownLog> {
    vec![KnownLog { origin: ORIGIN.to_owned(), keys: vec![signer().verifier_key().clone()] }]
}

/// Decides against the tree's first `size` leaves as the last cosigned checkpoint; 0 for none.
fn decide_after(size: u64, request: &AddCheckpoint) -> Result<Accepted, WitnessRefusal> {
    let last = (size > 0).then(|| (size, root_at(&tree(size), size).unwrap()));
    decide(&known(), |origin| last.filter(|_| origin == ORIGIN), request)
}

fn status(result: Result<Accepted, WitnessRefusal>) -> u16 {
    result.map_or_else(|refusal| refusal.status(), |_| 200)
}

#[test]
fn a_growing_log_is_cosigned_step_by_step() {
    let last = RefCell::new(None);
    for size in [0, 1, 2, 3, 7, 8, 8, 20, 130] {
        let tree = tree(size);
        let old = last.borrow().map_or(0, |(size, _)| size);
        let sent = request(&tree, old, note(&tree)).unwrap();
        let received = AddCheckpoint::parse(sent.to_string().as_bytes()).unwrap();
        assert_eq!(received, sent);
        let accepted = decide(&known(), |_| *last.borrow(), &received).unwrap();
        *last.borrow_mut() = Some((accepted.checkpoint().size, accepted.checkpoint().root));
        let (kept, line) = accepted.cosign(&cosigner(), 1_700_000_000 + size).unwrap();
        assert_eq!(kept.signatures().len(), 2);
        let keys = [cosigner().verifier_key().clone()];
        let answer = read_answer(&sent, &keys, 200, None, format!("{line}\n").as_bytes());
        assert_eq!(answer, Ok(Answer::Cosigned(vec![line.clone()])));
        let mut cosigned = sent.note;
        cosigned.add(line).unwrap();
        let keys = [signer().verifier_key().clone(), cosigner().verifier_key().clone()];
        assert_eq!(SignedCheckpoint::open(&cosigned, &keys).unwrap().signatures.verified.len(), 2);
    }
}

#[test]
fn each_refusal_has_its_status() {
    let (five, nine) = (tree(5), tree(9));
    let good = request(&nine, 5, note(&nine)).unwrap();
    assert_eq!(status(decide_after(5, &good)), 200);
    let with = |change: &dyn Fn(&mut AddCheckpoint)| {
        let mut request = good.clone();
        change(&mut request);
        request
    };
    let other = NoteSigner::new("other.example", SigningKey::from_bytes(&[3; 32])).unwrap();
    let signed_by_other = |origin: &str| {
        let text =
            Checkpoint { origin: origin.to_owned(), size: 9, root: root_at(&nine, 9).unwrap() }.to_text();
        parse_note(&sign_note(&text, &[&other]).unwrap()).unwrap()
    };
    let not_a_checkpoint = parse_note(&sign_note("hello\n", &[&signer()]).unwrap()).unwrap();
    let cases: [(u16, u64, AddCheckpoint); 14] = [
        (404, 5, with(&|r| r.note = signed_by_other("other.example"))),
        (403, 5, with(&|r| r.note = signed_by_other(ORIGIN))),
        (403, 5, with(&|r| r.note = falsely_signed(&good.note))),
        (400, 5, with(&|r| r.note = not_a_checkpoint.clone())),
        (400, 5, with(&|r| r.old = 10)),
        (409, 4, good.clone()),
        (409, 0, good.clone()),
        (409, 9, good.clone()),
        (422, 0, with(&|r| r.old = 0)),
        (422, 5, with(&|r| r.proof[0] = leaf_hash(b"wrong"))),
        (422, 5, with(&|r| r.proof.clear())),
        (422, 5, with(&|r| r.proof.push(leaf_hash(b"left over")))),
        (422, 5, AddCheckpoint { old: 5, proof: vec![], note: note_of(5, leaf_hash(b"other history")) }),
        (422, 0, AddCheckpoint { old: 0, proof: vec![], note: note_of(0, leaf_hash(b"not empty")) }),
    ];
    for (at, (expected, last, request)) in cases.into_iter().enumerate() {
        assert_eq!(status(decide_after(last, &request)), expected, "case {at}");
    }
    assert_eq!(status(decide_after(5, &request(&five, 5, note(&five)).unwrap())), 200);
    assert_eq!(status(decide_after(0, &request(&tree(0), 0, note_of(0, empty_root())).unwrap())), 200);
}

fn falsely_signed(note: &Note) -> Note {
    let mut signature = note.signatures()[0].clone();
    signature.blob[3] ^= 1;
    parse_note(&format!("{}\n{signature}\n", note.unverified_text())).unwrap()
}

fn open(files: &SimulatedFiles) -> Witness {
    let places = Places { last: |path| path.replace('/', "-"), inconsistencies: "inconsistencies" };
    Witness::open(Arc::new(files.clone()), places, cosigner(), known()).unwrap()
}

fn at(seconds: i64) -> impl FnOnce() -> Result<At, String> {
    move || Ok(At::from_micros(seconds * 1_000_000).unwrap())
}

fn body(tree: &Nodes, old: u64, note: Note) -> Vec<u8> {
    request(tree, old, note).unwrap().to_string().into_bytes()
}

#[test]
fn what_is_served_bears_both_signatures_also_after_a_restart() {
    let files = SimulatedFiles::new();
    let mut witness = open(&files);
    let path = monitoring_path(ORIGIN);
    assert_eq!(witness.checkpoint(&path), None);
    assert_eq!(witness.add_checkpoint(&body(&tree(5), 0, note(&tree(5))), at(1_700_000_000)).status, 200);
    for witness in [witness, open(&files)] {
        let served = parse_note(&witness.checkpoint(&path).unwrap()).unwrap();
        let keys = [signer().verifier_key().clone(), cosigner().verifier_key().clone()];
        let opened = SignedCheckpoint::open(&served, &keys).unwrap();
        let times: Vec<_> = opened.signatures.verified.iter().map(|by| by.time).collect();
        assert_eq!((opened.checkpoint.size, times), (5, vec![None, Some(1_700_000_000)]));
        assert_eq!(witness.checkpoint("00/checkpoint"), None);
    }
}

#[test]
fn both_sides_of_every_inconsistency_are_kept_as_they_were_signed() {
    let files = SimulatedFiles::new();
    let mut witness = open(&files);
    assert_eq!(witness.add_checkpoint(&body(&tree(5), 0, note(&tree(5))), at(7)).status, 200);
    let same_size = note_of(5, leaf_hash(b"another history"));
    let larger = note_of(9, leaf_hash(b"a third one"));
    let proof = request(&tree(9), 5, note(&tree(9))).unwrap().proof;
    let shown = [
        (422, AddCheckpoint { old: 5, proof: vec![], note: same_size.clone() }),
        // Asked with a size that is not the last: the answer is that size, and the evidence is kept all the same.
        (409, AddCheckpoint { old: 0, proof: vec![], note: same_size.clone() }),
        (422, AddCheckpoint { old: 5, proof, note: larger.clone() }),
    ];
    for (status, request) in &shown {
        let reply = witness.add_checkpoint(request.to_string().as_bytes(), at(8));
        assert_eq!(reply.status, *status);
        assert!(reply.alarm.unwrap().contains("both are kept"));
    }
    // Nothing that is merely wrong: an old size alone, a stranger's note.
    let honest = witness.add_checkpoint(&body(&tree(9), 3, note(&tree(9))), at(8));
    assert_eq!((honest.status, honest.alarm), (409, None));
    let kept = files.list("inconsistencies").unwrap();
    assert_eq!(kept.len(), 4, "{kept:?}");
    let keys = [signer().verifier_key().clone()];
    let mut roots = std::collections::BTreeSet::new();
    for name in kept {
        let bytes = files.read(&format!("inconsistencies/{name}")).unwrap().unwrap();
        let note = match name.ends_with(".shown") {
            true => AddCheckpoint::parse(&bytes).unwrap().note,
            false => parse_note(std::str::from_utf8(&bytes).unwrap()).unwrap(),
        };
        roots.insert(SignedCheckpoint::open(&note, &keys).unwrap().checkpoint.root.to_hex());
    }
    assert_eq!(roots.len(), 3, "the one that was cosigned and the two that do not extend it");
    // The head that was cosigned stays the one that is served.
    assert!(witness.checkpoint(&monitoring_path(ORIGIN)).unwrap().contains("\n5\n"));
}

#[test]
fn a_cosignature_never_states_an_earlier_time_than_the_one_before() {
    let files = SimulatedFiles::new();
    let mut witness = open(&files);
    let time = |reply: &Reply| {
        let line = NoteSignature::parse_line(reply.body.trim_end()).unwrap();
        u64::from_be_bytes(*line.blob.first_chunk::<8>().unwrap())
    };
    let first = witness.add_checkpoint(&body(&tree(2), 0, note(&tree(2))), at(1_000));
    assert_eq!(time(&first), 1_000);
    // A time service set the clock a little back, and the witness was started anew meanwhile.
    let mut witness = open(&files);
    let second = witness.add_checkpoint(&body(&tree(3), 2, note(&tree(3))), at(991));
    assert_eq!(time(&second), 1_000);
    // Somebody set it far back.
    let third = witness.add_checkpoint(&body(&tree(4), 3, note(&tree(4))), at(400));
    assert_eq!(third.status, 503);
    assert!(third.alarm.unwrap().contains("the clock shows 400 s"));
    let fourth = witness.add_checkpoint(&body(&tree(4), 3, note(&tree(4))), at(1_001));
    assert_eq!(time(&fourth), 1_001);
}

#[test]
fn a_state_of_an_earlier_build_is_read_and_a_damaged_one_stops_the_witness() {
    let root = root_at(&tree(5), 5).unwrap();
    let text = Checkpoint { origin: ORIGIN.to_owned(), size: 5, root }.to_text();
    let path = monitoring_path(ORIGIN).replace('/', "-");
    for earlier in [text.clone(), format!("5 {}\n", root.to_base64())] {
        let files = SimulatedFiles::new();
        write_durably(&files, &path, earlier.as_bytes(), Durable::KEPT).unwrap();
        let mut witness = open(&files);
        let conflict = witness.add_checkpoint(&body(&tree(9), 0, note(&tree(9))), at(1));
        assert_eq!((conflict.status, conflict.body.as_str()), (409, "5\n"));
        assert_eq!(witness.add_checkpoint(&body(&tree(9), 5, note(&tree(9))), at(1)).status, 200);
    }
    for damaged in [text.replace(ORIGIN, "other.example"), String::new(), "5\n".to_owned()] {
        let files = SimulatedFiles::new();
        write_durably(&files, &path, damaged.as_bytes(), Durable::KEPT).unwrap();
        let places = Places { last: |path| path.replace('/', "-"), inconsistencies: "inconsistencies" };
        let opened = Witness::open(Arc::new(files), places, cosigner(), known());
        assert!(matches!(opened, Err(KeptError::Damaged(_))), "{damaged:?}");
    }
}

#[test]
fn several_faults_are_answered_in_the_order_of_the_table() {
    // Unknown log, false signature, old above new, old not last and no proof: each mended in turn.
    let nine = tree(9);
    let mut request = AddCheckpoint { old: 10, proof: vec![], note: falsely_signed(&note(&nine)) };
    assert_eq!(status(decide(&[], |_| None, &request)), 404);
    assert_eq!(status(decide_after(5, &request)), 403);
    request.note = note(&nine);
    assert_eq!(status(decide_after(5, &request)), 400);
    request.old = 6;
    assert_eq!(status(decide_after(5, &request)), 409);
    request.old = 5;
    assert_eq!(status(decide_after(5, &request)), 422);
}

#[test]
fn a_conflict_tells_the_size_and_the_log_asks_again() {
    let nine = tree(9);
    let first = request(&nine, 0, note(&nine)).unwrap();
    let refusal = decide_after(5, &first).unwrap_err();
    assert_eq!((refusal.status(), refusal.body().as_str()), (409, "5\n"));
    let conflict = |body: &str| read_answer(&first, &[], 409, Some(SIZE_CONTENT_TYPE), body.as_bytes());
    assert_eq!(conflict("5\n"), Ok(Answer::Retry { old: 5 }));
    let second = request(&nine, 5, note(&nine)).unwrap();
    assert_eq!(status(decide_after(5, &second)), 200);
    assert_eq!(conflict("9\n"), Ok(Answer::Retry { old: 9 }));
    assert_eq!(conflict("10\n"), Ok(Answer::WitnessAhead { cosigned: 10 }));
    // No other size: older witnesses answer so to another root at the same size.
    for bad in ["0\n", "5", "05\n", "5\n\n", "", "\u{0}"] {
        assert_eq!(conflict(bad), Ok(Answer::Inconsistent), "{bad:?}");
    }
    let with_charset = Some("text/x.tlog.size; charset=utf-8");
    assert_eq!(read_answer(&first, &[], 409, with_charset, b"5\n"), Ok(Answer::Retry { old: 5 }));
    assert_eq!(read_answer(&first, &[], 409, None, b"5\n"), Ok(Answer::Inconsistent));
    assert_eq!(read_answer(&first, &[], 422, None, b"5\n"), Ok(Answer::Inconsistent));
    assert_eq!(read_answer(&first, &[], 503, None, b""), Ok(Answer::Refused { status: 503 }));
}

#[test]
fn only_cosignatures_that_verify_are_taken() {
    let nine = tree(9);
    let sent = request(&nine, 5, note(&nine)).unwrap();
    let keys = [cosigner().verifier_key().clone(), signer().verifier_key().clone()];
    let read = |body: String| read_answer(&sent, &keys, 200, None, body.as_bytes());
    let text = sent.note.unverified_text();
    let good = cosigner().cosign(text, 7).unwrap();
    let stranger = NoteSignature { name: "stranger.example".to_owned(), ..good.clone() };
    assert_eq!(read(format!("{stranger}\n{good}\n")), Ok(Answer::Cosigned(vec![good.clone()])));
    let none = Err(AnswerError::Cosignatures(NoteError::NotSigned));
    assert_eq!(read(format!("{stranger}\n")), none);
    // The log's own signature, sent back, is no cosignature.
    assert_eq!(read(format!("{}\n", sent.note.signatures()[0])), none);
    let of_another = cosigner().cosign(note(&tree(8)).unverified_text(), 7).unwrap();
    assert!(matches!(
        read(format!("{good}\n{of_another}\n")),
        Err(AnswerError::Cosignatures(NoteError::FalseSignature { .. }))
    ));
    assert_eq!(read(format!("{good}")), Err(AnswerError::NotLines));
    assert_eq!(read("\n".to_owned()), Err(AnswerError::Cosignatures(NoteError::NoSignatures)));
    assert!(matches!(
        read(format!("{good}\n\n")),
        Err(AnswerError::Cosignatures(NoteError::Line { line: 2, .. }))
    ));
}

#[test]
fn requests_have_limits() {
    let good = request(&tree(9), 5, note(&tree(9))).unwrap();
    let hashes = |count| AddCheckpoint { proof: vec![leaf_hash(b"h"); count], ..good.clone() }.to_string();
    assert!(AddCheckpoint::parse(hashes(63).as_bytes()).is_ok());
    assert_eq!(AddCheckpoint::parse(hashes(64).as_bytes()), Err(BodyError::TooManyHashes));
    let bytes = MAX_REQUEST_BYTES + 1;
    assert_eq!(AddCheckpoint::parse(&vec![b'x'; bytes]), Err(BodyError::TooLong { bytes }));
    assert!(matches!(request(&tree(9), 10, note(&tree(9))), Err(RequestError::Proof(_))));
}

#[test]
fn a_log_is_found_by_the_hash_of_its_origin() {
    let empty_hash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assert_eq!(monitoring_path(""), format!("{empty_hash}/checkpoint"));
}

proptest! {
    #[test]
    fn any_bytes_are_refused_or_print_as_they_read(at in 0_usize..400, with: Vec<u8>, cut in 0_usize..5) {
        let mut body = request(&tree(9), 5, note(&tree(9))).unwrap().to_string().into_bytes();
        let at = at.min(body.len());
        let end = (at + cut).min(body.len());
        body.splice(at..end, with);
        if let Ok(request) = AddCheckpoint::parse(&body) {
            prop_assert_eq!(request.to_string().into_bytes(), body.clone());
            let _ = decide_after(5, &request);
        }
        let sent = request(&tree(9), 5, note(&tree(9))).unwrap();
        for status in [200, 409] {
            let _ = read_answer(&sent, &[cosigner().verifier_key().clone()], status, Some(SIZE_CONTENT_TYPE), &body);
        }
    }
}
