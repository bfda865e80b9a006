//! Kind of file x fault -> exit code and what is named, for `aid-audit verify` and `aidledger fsck`, which are the same
//! library functions called here. The table of `docs/audit-faults.md` is written from what happened:
//! `AIDLEDGER_BLESS=1 cargo test -p aidledger-tests --test fault_matrix`.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at whatever it did not expect"
)]

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use aidledger_tests::build_log::{BuildLog, Disk, Statement, Who, log_key, note_check};
use ledger::checkpoint::{Checkpoint, NoteSigner, sign_note};
use ledger::entry::Entry;
use ledger::file::{Files, FindingKind};
use ledger::merkle::{Hash, leaf_hash, tile};
use ledger::store::fsck;
use ledger::time::At;
use ledger::verdict::{Code, Outcome};
use rules::audit::{Exit, Options, Seen, identify, verify};
use serde_json::json;

/// Enough entries for a full bundle, a partial one, and a tile on level 1.
const ENTRIES: u64 = 300;
/// Where the generated table stands in the documentation.
const DOC: &str = "../docs/audit-faults.md";
const BEGIN: &str = "<!-- measured: begin -->\n";
const END: &str = "<!-- measured: end -->\n";

const FULL_BUNDLE: &str = "log/tile/entries/000";
const PART_BUNDLE: &str = "log/tile/entries/001.p/44";
const FULL_TILE: &str = "log/tile/0/000";
const PART_TILE: &str = "log/tile/0/001.p/44";
const UPPER_TILE: &str = "log/tile/1/000.p/1";
const CHECKPOINT: &str = "log/checkpoint";
const VKEY: &str = "log/vkey";

/// A log of 300 entries: law, undertakings, and a grant for each of the first twenty.
fn log() -> BuildLog {
    let mut log = BuildLog::ready(1).unwrap();
    for n in 1..=20 {
        log.register(n).unwrap();
    }
    let grants: Vec<Statement> = (1..=20).map(|n| BuildLog::grant(&format!("a{n}"), n, "1000.00")).collect();
    log.group(&grants, &|_| {}).unwrap();
    while log.size() < ENTRIES {
        let n = log.size();
        log.register(n).unwrap();
    }
    log.publish().unwrap();
    assert_eq!(log.size(), ENTRIES);
    log
}

/// What a tool answered: exit code and the place named first.
type Answer = (u8, String);

fn audited(log: &Disk, options: &Options) -> Answer {
    let report = verify(&log.reader(), options, &mut |_, _| {});
    let place = report.first().map_or("-".to_owned(), |finding| {
        let file = finding.file.as_ref().map(|file| shorten(file));
        let byte = finding.offset.map(|_| "byte".to_owned());
        let position = finding.position.map(|position| format!("position {position}"));
        let named = [file, byte, position].into_iter().flatten().collect::<Vec<_>>().join(", ");
        if named.is_empty() { "both ledger ids".to_owned() } else { named }
    });
    (report.exit().code(), place)
}

/// Digests change with every pack; the row stays.
fn shorten(path: &str) -> String {
    let name = path.strip_prefix("pack/").or_else(|| path.strip_prefix("log/pack/"));
    let shown = name.map_or(path.to_owned(), |_| "pack/<sha256>".to_owned());
    format!("`{shown}`")
}

fn first_sight() -> Options {
    Options { trust_first_sight: true, ..Options::default() }
}

fn remembering(note: &str) -> Options {
    Options { seen: vec![Seen::from_note("the head seen before", note).unwrap()], ..first_sight() }
}

fn fscked(log: &Disk) -> Answer {
    let files: Arc<dyn Files> = Arc::new(log.files.clone());
    let findings = fsck(&files, note_check(&log.vkey).as_ref(), &mut |_, _| {});
    let exit = Exit::of(findings.iter().map(|finding| match finding.kind {
        FindingKind::Wrong => Exit::Unsound,
        FindingKind::Absent => Exit::Incomplete,
        FindingKind::Unreadable => Exit::CouldNotRun,
    }));
    let place = findings.first().map_or("-".to_owned(), |finding| {
        let byte = if finding.offset.is_some() { ", byte" } else { "" };
        format!("{}{byte}", shorten(&finding.file))
    });
    (exit.code(), place)
}

fn tamper(log: &Disk, path: &str, change: impl FnOnce(&mut Vec<u8>)) {
    assert!(log.files.tamper(path, change), "no file `{path}`");
}

fn flip(log: &Disk, path: &str) {
    // Not in the length of an entry, nor in the mark of a note's last line.
    tamper(log, path, |bytes| {
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
    });
}

fn cut(log: &Disk, path: &str) {
    tamper(log, path, |bytes| bytes.truncate(bytes.len() - 7));
}

fn lose(log: &Disk, path: &str) {
    assert!(log.files.lose(path), "no file `{path}`");
}

fn swap_files(log: &Disk, a: &str, b: &str) {
    let (first, second) = (log.file(a).unwrap(), log.file(b).unwrap());
    tamper(log, a, |bytes| *bytes = second);
    tamper(log, b, |bytes| *bytes = first);
}

fn swap_entries(log: &Disk, path: &str, a: usize, b: usize) {
    tamper(log, path, |bytes| {
        let mut entries: Vec<Vec<u8>> =
            tile::decode_bundle(bytes).unwrap().into_iter().map(<[u8]>::to_vec).collect();
        entries.swap(a, b);
        *bytes = tile::encode_bundle(&entries).unwrap();
    });
}

fn packs(log: &Disk) -> Vec<String> {
    log.files.list("log/pack").unwrap().into_iter().map(|name| format!("log/pack/{name}")).collect()
}

fn journal(log: &Disk) -> String {
    let names = log.files.list("journal").unwrap();
    format!("journal/{}", names.iter().find(|name| !name.ends_with(".tmp")).unwrap())
}

fn sign_head(log: &Disk, signer: &NoteSigner) {
    let note = String::from_utf8(log.file(CHECKPOINT).unwrap()).unwrap();
    let text = note.split_once("\n\n").unwrap().0.to_owned() + "\n";
    let note = sign_note(&text, &[signer]).unwrap();
    tamper(log, CHECKPOINT, |bytes| *bytes = note.into_bytes());
}

/// Changes the last entry and makes the tiles fit, as one who holds the disk and not the key can.
fn rewrite_last(log: &Disk) {
    let mut leaf = Hash([0; 32]);
    tamper(log, PART_BUNDLE, |bytes| {
        let mut entries: Vec<Vec<u8>> =
            tile::decode_bundle(bytes).unwrap().into_iter().map(<[u8]>::to_vec).collect();
        let mut last = Entry::decode(entries.last().unwrap()).unwrap();
        last.at = At::from_micros(last.at.micros() + 1).unwrap();
        *entries.last_mut().unwrap() = last.encode().unwrap();
        leaf = leaf_hash(entries.last().unwrap());
        *bytes = tile::encode_bundle(&entries).unwrap();
    });
    tamper(log, PART_TILE, |bytes| {
        let start = bytes.len() - 32;
        bytes[start..].copy_from_slice(&leaf.0);
    });
}

/// A row: kind of file, fault, tool, how it is injected, and the code and place it must lead to.
struct Row {
    kind: &'static str,
    fault: &'static str,
    tool: &'static str,
    run: fn(&Disk) -> Answer,
    expected: (u8, &'static str),
}

macro_rules! row {
    ($kind:literal, $fault:literal, $tool:literal, $log:ident => $run:expr, $code:literal, $place:literal) => {
        Row { kind: $kind, fault: $fault, tool: $tool, run: |$log: &Disk| $run, expected: ($code, $place) }
    };
}

/// Does the fault, then audits as an auditor who sees the log for the first time.
fn then_verify(log: &Disk, fault: impl FnOnce(&Disk)) -> Answer {
    fault(log);
    audited(log, &first_sight())
}

fn then_fsck(log: &Disk, fault: impl FnOnce(&Disk)) -> Answer {
    fault(log);
    fscked(log)
}

fn rows_of_files() -> Vec<Row> {
    vec![
        row!("-", "none", "verify", log => then_verify(log, |_| {}), 0, "-"),
        row!("-", "none", "fsck", log => then_fsck(log, |_| {}), 0, "-"),
        row!("entry bundle", "bit flip", "verify", log => then_verify(log, |log| flip(log, FULL_BUNDLE)), 2, "`tile/entries/000`, byte"),
        row!("entry bundle", "bit flip", "fsck", log => then_fsck(log, |log| flip(log, FULL_BUNDLE)), 2, "`log/tile/entries/000`, byte"),
        row!("entry bundle", "truncation", "verify", log => then_verify(log, |log| cut(log, FULL_BUNDLE)), 2, "`tile/entries/000`, byte, position 0"),
        row!("entry bundle", "bytes added", "verify", log => then_verify(log, |log| tamper(log, FULL_BUNDLE, |bytes| bytes.push(0))), 2, "`tile/entries/000`, byte, position 0"),
        row!("entry bundle", "deletion", "verify", log => then_verify(log, |log| lose(log, FULL_BUNDLE)), 4, "`tile/entries/000`, position 0"),
        row!("entry bundle", "swap of two entries", "verify", log => then_verify(log, |log| swap_entries(log, FULL_BUNDLE, 40, 90)), 2, "`tile/entries/000`, byte, position 40"),
        row!("entry bundle", "swap of two entries", "fsck", log => then_fsck(log, |log| swap_entries(log, FULL_BUNDLE, 40, 90)), 2, "`log/tile/entries/000`, byte"),
        row!("partial bundle", "bit flip", "verify", log => then_verify(log, |log| flip(log, PART_BUNDLE)), 2, "`tile/entries/001.p/44`, byte"),
        row!("partial bundle", "truncation", "verify", log => then_verify(log, |log| cut(log, PART_BUNDLE)), 2, "`tile/entries/001.p/44`, byte, position 256"),
        row!("partial bundle", "deletion", "verify", log => then_verify(log, |log| lose(log, PART_BUNDLE)), 4, "`tile/entries/001.p/44`, position 256"),
        row!("partial bundle", "swap of two entries", "verify", log => then_verify(log, |log| swap_entries(log, PART_BUNDLE, 3, 5)), 2, "`tile/entries/001.p/44`, byte, position 259"),
        row!("partial bundle", "swap with the full bundle", "verify", log => then_verify(log, |log| swap_files(log, FULL_BUNDLE, PART_BUNDLE)), 2, "`tile/entries/000`, byte, position 0"),
        row!("hash tile, level 0", "bit flip", "verify", log => then_verify(log, |log| flip(log, FULL_TILE)), 2, "`tile/0/000`, byte, position 128"),
        row!("hash tile, level 0", "bit flip", "fsck", log => then_fsck(log, |log| flip(log, FULL_TILE)), 2, "`log/tile/0/000`, byte"),
        row!("hash tile, level 0", "truncation", "verify", log => then_verify(log, |log| cut(log, FULL_TILE)), 2, "`tile/0/000`, byte, position 0"),
        row!("hash tile, level 0", "deletion", "verify", log => then_verify(log, |log| lose(log, FULL_TILE)), 4, "`tile/0/000`, position 0"),
        row!("hash tile, level 0", "swap of two hashes", "verify", log => then_verify(log, |log| tamper(log, FULL_TILE, |bytes| bytes[..64].rotate_left(32))), 2, "`tile/0/000`, byte, position 0"),
        row!("partial tile, level 0", "bit flip", "verify", log => then_verify(log, |log| flip(log, PART_TILE)), 2, "`tile/0/001.p/44`, byte, position 278"),
        row!("partial tile, level 0", "deletion", "verify", log => then_verify(log, |log| lose(log, PART_TILE)), 4, "`tile/0/001.p/44`, position 256"),
        row!("hash tile, level 1", "bit flip", "verify", log => then_verify(log, |log| flip(log, UPPER_TILE)), 2, "`tile/1/000.p/1`, byte"),
        row!("hash tile, level 1", "bit flip", "fsck", log => then_fsck(log, |log| flip(log, UPPER_TILE)), 2, "`log/tile/1/000.p/1`, byte"),
        row!("hash tile, level 1", "truncation", "verify", log => then_verify(log, |log| cut(log, UPPER_TILE)), 2, "`tile/1/000.p/1`, byte"),
        row!("hash tile, level 1", "deletion", "verify", log => then_verify(log, |log| lose(log, UPPER_TILE)), 4, "`tile/1/000.p/1`"),
        row!("bundle and tiles", "last entry rewritten, tiles made to fit", "verify", log => then_verify(log, rewrite_last), 2, "`checkpoint`"),
        row!("checkpoint", "bit flip in the text", "verify", log => then_verify(log, |log| tamper(log, CHECKPOINT, |bytes| {
            let size = bytes.windows(3).position(|digits| digits == b"300").unwrap();
            bytes[size + 1] ^= 1;
        })), 2, "`checkpoint`"),
        row!("checkpoint", "bit flip in the signature", "verify", log => then_verify(log, |log| tamper(log, CHECKPOINT, |bytes| {
            let at = bytes.len() - 20;
            bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        })), 2, "`checkpoint`"),
        row!("checkpoint", "truncation", "verify", log => then_verify(log, |log| cut(log, CHECKPOINT)), 2, "`checkpoint`"),
        row!("checkpoint", "truncation", "fsck", log => then_fsck(log, |log| cut(log, CHECKPOINT)), 2, "`log/checkpoint`, byte"),
        row!("checkpoint", "deletion", "verify", log => then_verify(log, |log| lose(log, CHECKPOINT)), 4, "`checkpoint`"),
        row!("checkpoint", "deletion", "fsck", log => then_fsck(log, |log| lose(log, CHECKPOINT)), 4, "`log/checkpoint`"),
        row!("checkpoint", "re-signed by another key", "verify", log => then_verify(log, |log| sign_head(log, &log_key(2).unwrap())), 2, "`checkpoint`"),
        row!("checkpoint", "re-signed by another key", "fsck", log => then_fsck(log, |log| sign_head(log, &log_key(2).unwrap())), 2, "`log/checkpoint`, byte"),
        row!("vkey", "bit flip", "verify", log => then_verify(log, |log| flip(log, VKEY)), 2, "`vkey`"),
        row!("vkey", "truncation", "verify", log => then_verify(log, |log| cut(log, VKEY)), 2, "`vkey`"),
        row!("vkey", "deletion", "verify", log => then_verify(log, |log| lose(log, VKEY)), 4, "`vkey`"),
        row!("vkey", "deletion", "fsck", log => then_fsck(log, |log| lose(log, VKEY)), 4, "`log/vkey`"),
        row!("vkey", "another key", "verify", log => then_verify(log, |log| {
            let line = log_key(2).unwrap().verifier_key().to_string();
            tamper(log, VKEY, |bytes| *bytes = line.into_bytes());
        }), 2, "`vkey`"),
        row!("pack", "bit flip", "verify", log => then_verify(log, |log| flip(log, &packs(log)[0])), 2, "`pack/<sha256>`"),
        row!("pack", "bit flip", "fsck", log => then_fsck(log, |log| flip(log, &packs(log)[0])), 2, "`pack/<sha256>`, byte"),
        row!("pack", "truncation", "verify", log => then_verify(log, |log| cut(log, &packs(log)[1])), 2, "`pack/<sha256>`"),
        row!("pack", "deletion", "verify", log => then_verify(log, |log| packs(log).iter().for_each(|pack| lose(log, pack))), 4, "`pack/<sha256>`, position 3"),
        row!("pack", "deletion", "fsck", log => then_fsck(log, |log| packs(log).iter().for_each(|pack| lose(log, pack))), 0, "-"),
        row!("bundle and tiles", "last entry rewritten, tiles made to fit", "fsck", log => then_fsck(log, rewrite_last), 2, "`log/tile/0/001.p/44`, byte"),
        row!("bundle and tiles", "the same, and the journal lost", "verify", log => then_verify(log, |log| {
            rewrite_last(log);
            lose(log, &journal(log));
        }), 2, "`checkpoint`"),
        row!("pack", "swap of two packs", "verify", log => then_verify(log, |log| {
            let packs = packs(log);
            swap_files(log, &packs[0], &packs[1]);
        }), 2, "`pack/<sha256>`, position 3"),
        row!("journal", "bit flip in a record", "fsck", log => then_fsck(log, |log| tamper(log, &journal(log), |bytes| bytes[5000] ^= 1)), 2, "`journal"),
        row!("journal", "bit flip in a record", "verify", log => then_verify(log, |log| tamper(log, &journal(log), |bytes| bytes[5000] ^= 1)), 0, "-"),
        row!("journal", "cut below the published head", "fsck", log => then_fsck(log, |log| tamper(log, &journal(log), |bytes| bytes[5000..].fill(0))), 2, "`journal"),
        row!("journal", "deletion", "fsck", log => then_fsck(log, |log| lose(log, &journal(log))), 2, "`journal"),
    ]
}

#[test]
fn damage_to_files_is_named_with_its_code() {
    let mut wrong = String::new();
    let mut table = String::new();
    let whole = log().disk();
    for row in rows_of_files() {
        let (code, place) = (row.run)(&whole.copy());
        let (expected, named) = row.expected;
        if code != expected || !place.starts_with(named) {
            let _ = writeln!(
                wrong,
                "{} / {} / {}: {code} {place}, not {expected} {named}",
                row.kind, row.fault, row.tool
            );
        }
        let shown = if place.starts_with("`journal") { "segment file, byte" } else { place.as_str() };
        let _ = writeln!(table, "| {} | {} | {} | {code} | {shown} |", row.kind, row.fault, row.tool);
    }
    assert!(wrong.is_empty(), "{wrong}");
    compare_with_doc(&format!(
        "| file | fault | tool | code | named first |\n|---|---|---|---|---|\n{table}"
    ));
}

fn compare_with_doc(table: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(DOC);
    let doc = std::fs::read_to_string(&path).unwrap();
    let (head, rest) = doc.split_once(BEGIN).unwrap();
    let (measured, tail) = rest.split_once(END).unwrap();
    if std::env::var_os("AIDLEDGER_BLESS").is_some() {
        std::fs::write(&path, format!("{head}{BEGIN}{table}{END}{tail}")).unwrap();
        return;
    }
    assert_eq!(
        measured, table,
        "docs/audit-faults.md is not what happened: AIDLEDGER_BLESS=1 writes it anew"
    );
}

#[test]
fn a_wider_partial_stands_in_for_the_exact_one() {
    let log = log();
    let note = log.file(CHECKPOINT).unwrap();
    let mut longer = log;
    longer.register(1000).unwrap();
    longer.publish().unwrap();
    // The old head again, its own partial files gone: the wider ones hold what it needs.
    tamper(&longer.disk(), CHECKPOINT, |bytes| *bytes = note);
    for path in [PART_BUNDLE, PART_TILE] {
        lose(&longer.disk(), path);
    }
    assert_eq!(audited(&longer.disk(), &first_sight()), (0, "-".to_owned()));
}

#[test]
fn a_rollback_is_noticed_by_whoever_remembers() {
    let mut log = log();
    let (old_note, id) = (log.file(CHECKPOINT).unwrap(), identify(&log.reader()).unwrap());
    log.register(1000).unwrap();
    log.publish().unwrap();
    let newer = String::from_utf8(log.file(CHECKPOINT).unwrap()).unwrap();
    tamper(&log.disk(), CHECKPOINT, |bytes| *bytes = old_note);
    assert_eq!(
        audited(&log.disk(), &first_sight()),
        (0, "-".to_owned()),
        "who remembers nothing cannot tell"
    );
    assert_eq!(audited(&log.disk(), &remembering(&newer)), (2, "`checkpoint`".to_owned()));

    // Two histories: the same length, another entry at the end, both signed with the right key.
    let mut other = self::log();
    assert_eq!(identify(&other.reader()), Some(id));
    other.register(2000).unwrap();
    other.publish().unwrap();
    assert_eq!(audited(&other.disk(), &first_sight()).0, 0);
    let report = verify(&other.reader(), &remembering(&newer), &mut |_, _| {});
    assert_eq!(report.exit(), Exit::Unsound);
    assert!(report.first().unwrap().what.to_string().starts_with("two histories"));
}

/// The law and one undertaking; then what `say` does, published and audited.
fn content(say: impl FnOnce(&mut BuildLog)) -> Answer {
    let mut log = BuildLog::ready(1).unwrap();
    log.register(1).unwrap();
    say(&mut log);
    log.publish().unwrap();
    audited(&log.disk(), &first_sight())
}

fn at_position(code: u8, position: u64) -> Answer {
    (code, format!("position {position}"))
}

fn in_bundle(position: u64) -> Answer {
    let size = position + 1;
    (2, format!("`tile/entries/000.p/{size}`, byte, position {position}"))
}

/// The position after the law and one undertaking.
const NEXT: u64 = 8;

#[test]
fn a_changed_verdict_is_a_difference_at_its_position_alone() {
    let answer = content(|log| {
        log.group(&[BuildLog::grant("a1", 1, "300000.01")], &|entry| {
            entry.verdict.outcome = Outcome::Admitted;
            entry.verdict.codes.clear();
        })
        .unwrap();
        log.register(2).unwrap();
    });
    assert_eq!(answer, at_position(3, NEXT));
}

#[test]
fn a_statement_outside_its_role_recorded_as_admitted_is_a_difference() {
    let answer = content(|log| {
        let data = json!({"party": "tam", "reason": "none"});
        let subject = "tam".to_owned();
        let statement = Statement { who: Who::Host, event_type: "party.suspended", subject, data, id: None };
        let twist = |entry: &mut Entry| {
            assert_eq!(entry.verdict.codes, [Code::NotAuthorised]);
            (entry.verdict.outcome, entry.verdict.codes) = (Outcome::Admitted, Vec::new());
        };
        log.group(&[statement], &twist).unwrap();
    });
    assert_eq!(answer, at_position(3, NEXT));
}

fn revocation() -> Statement {
    let kid = Who::HostSecondKey.key().public().kid();
    let data = json!({"kid": kid, "reason": "rotated"});
    Statement { who: Who::Host, event_type: "key.revoked", subject: kid, data, id: None }
}

fn use_of_the_key() -> Statement {
    Statement { who: Who::HostSecondKey, ..BuildLog::grant("a1", 1, "1.00") }
}

#[test]
fn a_key_is_dead_from_the_position_after_its_revocation_also_inside_a_group() {
    let first_revoked = content(|log| drop(log.group(&[revocation(), use_of_the_key()], &|_| {}).unwrap()));
    assert_eq!(first_revoked, in_bundle(NEXT + 1));
    let first_used = content(|log| drop(log.group(&[use_of_the_key(), revocation()], &|_| {}).unwrap()));
    assert_eq!(first_used, (0, "-".to_owned()));
    let later = content(|log| {
        log.group(&[revocation()], &|_| {}).unwrap();
        log.group(&[use_of_the_key()], &|_| {}).unwrap();
    });
    assert_eq!(later, in_bundle(NEXT + 1));
}

#[test]
fn numbers_times_and_ids_that_cannot_be_are_unsound() {
    let twisted = |twist: fn(&mut Entry)| {
        content(|log| drop(log.group(&[BuildLog::grant("a1", 1, "1.00")], &twist).unwrap()))
    };
    assert_eq!(twisted(|entry| entry.verdict.semantics = 7), in_bundle(NEXT));
    assert_eq!(twisted(|entry| entry.at = At::from_micros(1).unwrap()), in_bundle(NEXT));
    assert_eq!(twisted(|entry| entry.jws = entry.jws.replace('.', "..")), in_bundle(NEXT));
    let again = content(|log| {
        let named =
            |award: &str| Statement { id: Some("same".to_owned()), ..BuildLog::grant(award, 1, "1.00") };
        log.group(&[named("a1"), named("a2")], &|_| {}).unwrap();
    });
    assert_eq!(again, at_position(2, NEXT + 1));
}

#[test]
fn an_entry_in_another_spelling_is_unsound() {
    let answer = content(|log| log.write(&[Arc::from(&b"{\"v\":1, \"at\":\"x\"}"[..])]).unwrap());
    assert_eq!(answer, in_bundle(NEXT));
}

#[test]
fn a_head_over_other_entries_is_unsound_although_the_right_key_signed_it() {
    let log = log();
    let text =
        Checkpoint { origin: log.vkey().name().to_owned(), size: ENTRIES, root: Hash([7; 32]) }.to_text();
    let note = sign_note(&text, &[&log_key(1).unwrap()]).unwrap();
    tamper(&log.disk(), CHECKPOINT, |bytes| *bytes = note.into_bytes());
    assert_eq!(audited(&log.disk(), &first_sight()), (2, "`checkpoint`".to_owned()));
}

fn by(who: Who, event_type: &'static str, data: serde_json::Value) -> Statement {
    Statement { who, event_type, subject: "x".to_owned(), data, id: None }
}

/// As a later release would have recorded it.
fn admitted(entry: &mut Entry) {
    (entry.verdict.outcome, entry.verdict.codes) = (Outcome::Admitted, Vec::new());
}

#[test]
fn semantics_of_a_later_release_never_pass_as_checked() {
    let mut log = BuildLog::ready(1).unwrap();
    let later = json!({"semantics": 5, "release": "9.0.0", "vectors_sha256": "0".repeat(64)});
    log.group(&[by(Who::RuleAuthority, "engine.adopted", later)], &admitted).unwrap();
    log.register(1).unwrap();
    log.register(2).unwrap();
    log.publish().unwrap();
    let report = verify(&log.reader(), &first_sight(), &mut |_, _| {});
    assert_eq!((report.exit(), report.replayed, report.not_reproduced), (Exit::Incomplete, 10, 3));
    assert!(report.head_verified, "the bytes are sound");
    assert!(
        report.not_checked.iter().any(|line| line.to_string().contains("3 verdicts")),
        "{:?}",
        report.not_checked
    );
}

/// A log that adopted the rules of another build after what `ready` holds.
fn of_another_build() -> BuildLog {
    let mut log = BuildLog::ready(1).unwrap();
    let other = json!({"semantics": 0, "release": "0.0.9", "vectors_sha256": "1".repeat(64)});
    let refused = log.group(&[by(Who::RuleAuthority, "engine.adopted", other)], &admitted).unwrap();
    assert_eq!(refused[0].codes, [Code::SemanticsUnsupported], "this build does not have those rules");
    log
}

#[test]
fn verdicts_of_an_earlier_build_are_incomplete_and_no_difference() {
    let mut log = of_another_build();
    log.register(1).unwrap();
    let grant = |award: &str| BuildLog::grant(award, 1, "100.00");
    log.group(&[grant("a1")], &|_| {}).unwrap();
    // What that build said and this one would not: exit 3 under rules of one's own.
    let twist = |entry: &mut Entry| entry.verdict.flags = vec![ledger::verdict::Flag::Interpretation];
    log.group(&[grant("a2")], &twist).unwrap();
    log.publish().unwrap();
    let report = verify(&log.reader(), &first_sight(), &mut |_, _| {});
    assert_eq!(report.exit(), Exit::Incomplete, "{}", report.to_text());
    assert_eq!((report.replayed, report.not_reproduced, report.same_here), (11, 4, 2));
    assert!(report.head_verified, "the bytes are sound");
    let said = report.first().unwrap().to_string();
    assert!(
        said.contains("another build (release 0.0.9, digest 111111111111") && said.contains("verify with"),
        "{said}"
    );
    assert!(
        report.to_text().contains("4 verdicts that are not this build's to recompute (2 of them"),
        "{}",
        report.to_text()
    );
    // Once this build's rules are adopted, its verdicts are held to them.
    let ours = json!({"semantics": 0, "release": "0.1.0", "vectors_sha256": rules::decide::VECTORS_SHA256});
    log.group(&[by(Who::RuleAuthority, "engine.adopted", ours)], &|_| {}).unwrap();
    log.group(&[grant("a3")], &twist).unwrap();
    log.publish().unwrap();
    let report = verify(&log.reader(), &first_sight(), &mut |_, _| {});
    assert_eq!((report.exit(), report.not_reproduced), (Exit::Incomplete, 5));
    let differing: Vec<_> = report.findings.iter().filter(|found| found.recorded.is_some()).collect();
    assert_eq!(differing.iter().map(|found| found.position).collect::<Vec<_>>(), [Some(12)]);
}

#[test]
fn statements_that_only_another_build_can_read_are_incomplete_and_no_forgery() {
    let mut log = of_another_build();
    log.unread(Who::Host, "award.invented").unwrap();
    log.publish().unwrap();
    let report = verify(&log.reader(), &first_sight(), &mut |_, _| {});
    assert_eq!(report.exit(), Exit::Incomplete, "{}", report.to_text());
    let said: Vec<String> = report.findings.iter().map(ToString::to_string).collect();
    assert!(said.iter().any(|said| said.contains("written by another build (release 0.0.9)")), "{said:?}");
    // Under this build's own rules the same entry is unsound.
    let mut log = BuildLog::ready(1).unwrap();
    log.unread(Who::Host, "award.invented").unwrap();
    log.publish().unwrap();
    assert_eq!(audited(&log.disk(), &first_sight()).0, 2);
    // And no build excuses a signature that does not verify.
    let mut log = of_another_build();
    let forged = |entry: &mut Entry| {
        let (signed, signature) = entry.jws.rsplit_once('.').unwrap();
        let first = if signature.starts_with('A') { "B" } else { "A" };
        entry.jws = format!("{signed}.{first}{}", signature.get(1..).unwrap());
    };
    log.group(
        &[by(
            Who::Register,
            "undertaking.registered",
            json!({"undertaking": "NID:FI:7", "identifiers": [], "natural_person": false}),
        )],
        &forged,
    )
    .unwrap();
    log.publish().unwrap();
    assert_eq!(audited(&log.disk(), &first_sight()).0, 2);
}

#[test]
fn what_stands_before_the_first_adoption_was_judged_by_the_build_that_is_adopted() {
    let mut log = BuildLog::found(1).unwrap();
    let key = json!([Who::RuleAuthority.jwk()]);
    let party = json!({"party": Who::RuleAuthority.party(), "name": "R", "roles": ["rule-authority"], "keys": key, "mandates": []});
    let admit = Statement { subject: "rules".to_owned(), ..by(Who::Operator, "party.admitted", party) };
    let twist = |entry: &mut Entry| entry.verdict.flags = vec![ledger::verdict::Flag::Interpretation];
    log.group(&[admit], &twist).unwrap();
    let other = json!({"semantics": 0, "release": "0.0.9", "vectors_sha256": "1".repeat(64)});
    log.group(&[by(Who::RuleAuthority, "engine.adopted", other)], &admitted).unwrap();
    log.publish().unwrap();
    let report = verify(&log.reader(), &first_sight(), &mut |_, _| {});
    assert_eq!((report.exit(), report.not_reproduced), (Exit::Incomplete, 3), "{}", report.to_text());
}

#[test]
fn a_pack_that_does_not_compile_here_is_named_and_nothing_after_it_passes() {
    use sha2::Digest as _;
    let answer = content(|log| {
        let bytes = b"a pack of another release";
        let sha256 = ledger::verdict::hex(&sha2::Sha256::digest(bytes));
        log.keep(bytes).unwrap();
        let data = json!({"pack": "p", "version": "9", "sha256": sha256, "size": bytes.len(), "applies_from": "2014-01-01"});
        log.group(&[by(Who::RuleAuthority, "pack.adopted", data)], &admitted).unwrap();
        log.register(2).unwrap();
    });
    assert_eq!(answer, (4, format!("`pack/<sha256>`, position {NEXT}")));
}

#[test]
fn a_head_must_be_signed_by_the_key_in_force_at_its_end() {
    let mut log = BuildLog::ready(1).unwrap();
    let (old, new) = (log_key(1).unwrap(), log_key(3).unwrap());
    let key =
        |signer: &NoteSigner| json!({"vkey": signer.verifier_key().to_string(), "purpose": "checkpoint"});
    log.group(&[by(Who::Operator, "log-key.added", key(&new))], &|_| {}).unwrap();
    log.publish().unwrap();
    // Between adding and retiring both keys may sign.
    assert_eq!(audited(&log.disk(), &first_sight()).0, 0);
    log.group(&[by(Who::Operator, "log-key.retired", key(&old))], &|_| {}).unwrap();
    log.publish().unwrap();
    assert_eq!(audited(&log.disk(), &first_sight()), (2, "`checkpoint`".to_owned()));
    let rotated = log.disk().copy();
    sign_head(&rotated, &new);
    assert_eq!(audited(&rotated, &first_sight()), (2, "`vkey`".to_owned()), "the key line is the old one");
    tamper(&rotated, VKEY, |bytes| *bytes = new.verifier_key().to_string().into_bytes());
    assert_eq!(audited(&rotated, &first_sight()).0, 0);
    let pinned = |signer: &NoteSigner| Options {
        pin: Some(signer.verifier_key().to_string().parse().unwrap()),
        ..Options::default()
    };
    assert_eq!(audited(&rotated, &pinned(&new)).0, 0);
    assert_eq!(audited(&rotated, &pinned(&old)).0, 4, "a retired key proves nothing of today");
}

#[test]
fn a_pack_that_came_later_does_not_make_an_earlier_refusal_wrong() {
    let mut files = rules::pack::SHIPPED[0].files();
    let manifest = String::from_utf8(files["pack.toml"].clone()).unwrap();
    let line = manifest.lines().find(|line| line.starts_with("version")).unwrap();
    files.insert("pack.toml".to_owned(), manifest.replace(line, "version = \"9.9.9\"").into_bytes());
    let bytes = rules::pack::Pack::canonical(&files);
    let pack = rules::pack::Pack::from_canonical(&bytes).unwrap();
    let data = json!({"pack": pack.id, "version": "9.9.9", "sha256": pack.sha256_hex(), "size": bytes.len(), "applies_from": "2014-01-01"});
    let answer = content(|log| {
        let refused = log.group(&[by(Who::RuleAuthority, "pack.adopted", data)], &|_| {}).unwrap();
        assert_eq!(refused[0].codes, [Code::PackMissing]);
        assert_eq!(log.adopt(&files).unwrap().outcome, Outcome::Admitted);
        log.register(2).unwrap();
    });
    assert_eq!(answer, (0, "-".to_owned()));
}
