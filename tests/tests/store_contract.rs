//! The contract of the store port (head of `ledger::store`), asked of each driver alike; and what the directory
//! driver adds: one creation, one process, and a name for everything that is not as it must be.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test ends where it fails, and its helpers are part of it"
)]

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use aidledger_tests::power::{check, group, options, seal};
use ledger::entry::ENTRY_BYTES_MAX;
use ledger::file::simulated::{Faults, SimulatedFiles};
use ledger::file::{Files, FindingKind, RealFiles};
use ledger::journal::{MAX_GROUP, Record};
use ledger::merkle::{Edge, empty_root, leaf_hash};
use ledger::reader::{DirReader, LogReader, entries};
use ledger::store::{
    Anchor, AnchorError, AppendError, CreateError, DirStore, GroupFault, MemoryStore, OpenError, Pace,
    Remedy, SealError, Store, StoreError, Superseded, fsck,
};

const SEGMENT: u64 = 8192;

fn created() -> Arc<dyn Files> {
    let files: Arc<dyn Files> = Arc::new(SimulatedFiles::new());
    DirStore::create(files.clone(), "vkey", SEGMENT, Box::new(seal)).unwrap();
    files
}

fn open(files: &Arc<dyn Files>) -> Result<DirStore, OpenError> {
    DirStore::open(files.clone(), options(SEGMENT), &mut |_, _| {}).map(|opened| opened.store)
}

fn append(store: &dyn Store, len: u64) -> u64 {
    let head = store.head();
    store.append_group(&head, &group(head.size, len), Box::new(seal)).unwrap().first
}

/// The same questions to every driver.
fn keeps_the_contract(store: &dyn Store) {
    let empty = store.head();
    assert_eq!((empty.size, empty.root), (0, empty_root()));
    assert!(store.read(0..0).unwrap().is_empty());

    // A group is there at once, under a head that is the tree's.
    let appended = store.append_group(&empty, &group(0, 300), Box::new(seal)).unwrap();
    assert_eq!((appended.first, appended.head.size), (0, 300));
    let mut edge = Edge::new();
    group(0, 300).iter().for_each(|entry| edge.push(leaf_hash(entry)));
    assert_eq!(appended.head.root, edge.root());
    assert_eq!(store.head(), appended.head);
    assert_eq!(&*appended.head.note, seal(300, edge.root()).unwrap());

    // Whoever decided on another head writes nothing, and learns the head.
    let stale = store.append_group(&empty, &group(0, 1), Box::new(|_, _| panic!("sealed a stale group")));
    assert!(matches!(stale, Err(AppendError::Stale { head }) if head == appended.head));

    // Limits, on both sides.
    let try_group = |entries: &[Arc<[u8]>]| store.append_group(&store.head(), entries, Box::new(seal));
    assert!(matches!(try_group(&[]), Err(AppendError::Group(GroupFault::Empty))));
    let many = group(0, 1 + MAX_GROUP as u64);
    assert!(matches!(try_group(&many), Err(AppendError::Group(GroupFault::TooMany { len: 1001 }))));
    let long: Arc<[u8]> = vec![b'x'; ENTRY_BYTES_MAX + 1].into();
    let refused = try_group(&[long.clone(), long.clone()]);
    assert!(matches!(refused, Err(AppendError::Group(GroupFault::EntryTooLong { index: 0, len: 65_536 }))));
    let longest: Arc<[u8]> = long[1..].into();
    assert_eq!(try_group(std::slice::from_ref(&longest)).unwrap().first, 300);
    assert_eq!(store.read(300..301).unwrap(), [longest]);

    // A head that is not signed, or signed falsely, is no head: nothing is written.
    let head = store.head();
    let unsigned = store.append_group(&head, &group(1, 1), Box::new(|_, _| Err(SealError("no key".into()))));
    assert!(matches!(unsigned, Err(AppendError::Seal(_))));
    let wrong = store.append_group(&head, &group(1, 1), Box::new(|size, root| seal(size + 1, root)));
    assert!(matches!(wrong, Err(AppendError::Seal(_))));
    assert_eq!(store.head(), head);

    // Reading: exactly the range, before and after publication, and nothing beyond the head.
    for _ in 0..2 {
        assert_eq!(store.read(0..300).unwrap(), group(0, 300));
        assert_eq!(store.read(250..260).unwrap(), group(250, 10));
        assert!(store.read(299..302).is_err());
        assert!(store.publish_head(5_000, Pace::OncePerSecond).unwrap() >= 300);
    }

    // At most once a second, unless now.
    append(store, 1);
    assert_eq!(store.publish_head(5_999, Pace::OncePerSecond).unwrap(), 301);
    assert_eq!(store.publish_head(5_999, Pace::Now).unwrap(), 302);
    append(store, 1);
    assert_eq!(store.publish_head(6_998, Pace::OncePerSecond).unwrap(), 302);
    assert_eq!(store.publish_head(6_999, Pace::OncePerSecond).unwrap(), 303);

    // Cosignatures stand beside the published head's own signature, and beside no other one.
    let published = store.published().unwrap();
    assert_eq!(published, store.head().note);
    let cosigned = format!("{published}— witness.example/w AAAA\n");
    assert!(store.publish_cosigned(&cosigned).unwrap());
    assert_eq!(store.published().as_deref(), Some(cosigned.as_str()));
    let (older, unsigned) =
        (appended.head.note.to_string(), cosigned.replace("ledger.example", "other.example"));
    let long = format!("{published}{}", "— witness.example/w AAAA\n".repeat(40_000));
    for refused in [older, unsigned, long, "no note".to_owned()] {
        assert!(!store.publish_cosigned(&refused).unwrap());
        assert_eq!(store.published().as_deref(), Some(cosigned.as_str()));
    }
    append(store, 1);
    assert_eq!(store.publish_head(8_000, Pace::OncePerSecond).unwrap(), 304);
    assert!(!store.publish_cosigned(&cosigned).unwrap());
    assert_eq!(store.published(), Some(store.head().note));

    // Waiting ends with a new head, or with the time.
    assert_eq!(store.await_head(304, Duration::ZERO).size, 304);
    thread::scope(|scope| {
        let waiting = scope.spawn(|| store.await_head(304, Duration::from_secs(60)).size);
        append(store, 2);
        assert_eq!(waiting.join().unwrap(), 306);
    });

    // Blobs, by their SHA-256.
    let name = store.put_blob(b"pack").unwrap();
    assert_eq!(name, store.put_blob(b"pack").unwrap());
    assert_eq!(store.get_blob(&name).unwrap().as_deref(), Some(&b"pack"[..]));
    assert_eq!(store.get_blob("../../lock").unwrap(), None);

    // Claims.
    store.lease(2).unwrap();
    store.lease(2).unwrap();
    assert_eq!(store.lease(1), Err(Superseded { current: 2 }));

    // Two writers: one of them is stale, each time.
    let head = store.head();
    let results: Vec<_> = thread::scope(|scope| {
        let one = || store.append_group(&head, &group(head.size, 1), Box::new(seal)).is_ok();
        [scope.spawn(one), scope.spawn(one)].map(|thread| thread.join().unwrap()).to_vec()
    });
    assert_eq!(results.iter().filter(|ok| **ok).count(), 1);
}

#[test]
fn memory() {
    keeps_the_contract(&MemoryStore::new(check(), &seal(0, empty_root()).unwrap()));
}

#[test]
fn directory_simulated() {
    let files = created();
    let store = open(&files).unwrap();
    keeps_the_contract(&store);
    assert_eq!(store.scrub(&mut |_, _| {}), []);
}

#[test]
fn directory_real() {
    let place = tempfile::tempdir().unwrap();
    let files: Arc<dyn Files> = Arc::new(RealFiles::create(&place.path().join("data")).unwrap());
    DirStore::create(files.clone(), "vkey", SEGMENT, Box::new(seal)).unwrap();
    let store = open(&files).unwrap();
    keeps_the_contract(&store);
    let head = store.head();
    drop(store);
    assert_eq!(fsck(&files, check().as_ref(), &mut |_, _| {}), []);
    let again = open(&files).unwrap();
    assert_eq!(again.head(), head);
    let reader = DirReader::at(&place.path().join("data/log")).unwrap();
    assert_eq!(entries(&reader, head.size).filter(Result::is_ok).count() as u64, head.size);
    assert!(reader.read("../journal").is_err());
}

#[test]
fn cosignatures_outlast_a_restart_and_are_no_finding() {
    let files: Arc<dyn Files> = Arc::new(stopped());
    let store = open(&files).unwrap();
    let cosigned = format!("{}— witness.example/w AAAA\n", store.published().unwrap());
    assert!(store.publish_cosigned(&cosigned).unwrap());
    assert_eq!(files.read("log/checkpoint").unwrap().unwrap(), cosigned.as_bytes());
    assert_eq!(store.scrub(&mut |_, _| {}), []);
    drop(store);
    assert_eq!(fsck(&files, check().as_ref(), &mut |_, _| {}), []);
    let store = open(&files).unwrap();
    assert_eq!(store.published().as_deref(), Some(cosigned.as_str()));
    // What is signed into the journal and receipts is the log's own word.
    assert_eq!(&*store.head().note, cosigned.split_inclusive('\n').take(5).collect::<String>());
}

#[test]
fn created_once_in_an_empty_directory_and_opened_by_one_process() {
    let files = created();
    let again = DirStore::create(files.clone(), "vkey", SEGMENT, Box::new(seal));
    assert!(matches!(again, Err(CreateError::NotEmpty { .. })));
    let store = open(&files).unwrap();
    assert!(matches!(open(&files), Err(OpenError::Locked)));
    drop(store);
    open(&files).unwrap();
    let nothing: Arc<dyn Files> = Arc::new(SimulatedFiles::new());
    assert!(matches!(open(&nothing), Err(OpenError::NoLedger)));
}

#[test]
fn a_full_disk_stops_acknowledging_and_not_reading() {
    let disk = SimulatedFiles::new();
    let files: Arc<dyn Files> = Arc::new(disk.clone());
    DirStore::create(files.clone(), "vkey", SEGMENT, Box::new(seal)).unwrap();
    let store = open(&files).unwrap();
    append(&store, 300);
    disk.set_faults(Faults { full_from: Some(0), ..Faults::default() });
    let Err(StoreError::Fatal(fatal)) = store.publish_head(1000, Pace::Now) else { panic!("not stopped") };
    assert_eq!(fatal.remedy, Remedy::MakeRoom);
    assert!(fatal.to_string().ends_with("make room, then restart"), "{fatal}");
    let head = store.head();
    let refused = store.append_group(&head, &group(300, 1), Box::new(seal));
    assert!(matches!(refused, Err(AppendError::Fatal(again)) if again == fatal));
    assert_eq!(store.read(0..300).unwrap(), group(0, 300));
    drop(store);
    disk.set_faults(Faults::default());
    let store = open(&files).unwrap();
    assert_eq!(append(&store, 1), 300);
}

/// A ledger of 600 entries that stopped gracefully: two full bundles, partial ones, retired segments, a pack.
fn stopped() -> SimulatedFiles {
    let disk = SimulatedFiles::new();
    let files: Arc<dyn Files> = Arc::new(disk.clone());
    DirStore::create(files.clone(), "vkey", SEGMENT, Box::new(seal)).unwrap();
    let store = open(&files).unwrap();
    for _ in 0..6 {
        append(&store, 100);
    }
    store.put_blob(b"pack").unwrap();
    store.publish_head(1000, Pace::Now).unwrap();
    disk
}

#[test]
fn every_file_flipped_cut_grown_or_lost_is_named() {
    let sound = stopped();
    let paths: Vec<String> = sound.image().into_iter().filter_map(|(path, c)| c.map(|_| path)).collect();
    let mut kinds = std::collections::BTreeSet::new();
    for path in paths.iter().filter(|path| !path.starts_with("journal/spare")) {
        kinds.insert(path.split(|c: char| c.is_ascii_digit()).next().unwrap_or("").to_owned());
        let len = sound.read(path).unwrap().unwrap().len();
        let in_use = if path.starts_with("journal/") { 1000 } else { len };
        for (what, change) in changes(in_use) {
            let disk = sound.after_kill();
            assert!(disk.tamper(path, change));
            let files: Arc<dyn Files> = Arc::new(disk);
            let found = fsck(&files, check().as_ref(), &mut |_, _| {});
            let kind = if path == "log/vkey" { continue } else { FindingKind::Wrong };
            let named = found.iter().find(|finding| finding.file == *path).unwrap_or_else(|| {
                panic!("{path}, {what}: {found:?}");
            });
            assert_eq!(named.kind, kind, "{path}, {what}");
            assert!(named.offset.is_some(), "{path}, {what}");
            let refused = open(&files).err();
            assert!(matches!(refused, Some(OpenError::Unsound(_))), "{path}, {what}: {refused:?}");
        }
        let disk = sound.after_kill();
        assert!(disk.lose(path));
        let files: Arc<dyn Files> = Arc::new(disk);
        let found = fsck(&files, check().as_ref(), &mut |_, _| {});
        if !path.starts_with("log/pack/") {
            let named = |f: &ledger::file::Finding| {
                f.file == *path && f.kind == FindingKind::Absent || path.starts_with("journal/")
            };
            assert!(found.iter().any(named), "{path} lost: {found:?}");
            assert!(matches!(open(&files), Err(OpenError::Unsound(_))), "{path} lost");
        }
    }
    println!("{kinds:?}");
    assert!(kinds.len() >= 6, "{kinds:?}");
}

type Change = Box<dyn FnOnce(&mut Vec<u8>)>;

fn changes(in_use: usize) -> Vec<(&'static str, Change)> {
    vec![
        ("first bit", Box::new(|bytes: &mut Vec<u8>| bytes[0] ^= 0x80)),
        ("middle bit", Box::new(move |bytes: &mut Vec<u8>| bytes[in_use / 2] ^= 1)),
        ("last bit", Box::new(move |bytes: &mut Vec<u8>| bytes[in_use - 1] ^= 1)),
        ("cut by one", Box::new(move |bytes: &mut Vec<u8>| bytes.truncate(in_use - 1))),
        ("cut to nothing", Box::new(|bytes: &mut Vec<u8>| bytes.clear())),
        ("grown", Box::new(|bytes: &mut Vec<u8>| bytes.extend_from_slice(b"more"))),
    ]
}

#[test]
fn a_flipped_entry_is_named_to_the_byte() {
    let disk = stopped();
    // Entry 3 of the second bundle: position 259, after three entries of 2 + 9 bytes.
    disk.tamper("log/tile/entries/001", |bytes| bytes[3 * 11 + 4] ^= 1);
    let files: Arc<dyn Files> = Arc::new(disk);
    let found = fsck(&files, check().as_ref(), &mut |_, _| {});
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].file.as_str(), found[0].offset), ("log/tile/entries/001", Some(33)));
    assert!(found[0].what.contains("entry 259"), "{}", found[0]);
}

#[test]
fn an_anchor_that_is_ahead_or_other_refuses_the_start() {
    let files: Arc<dyn Files> = Arc::new(stopped());
    let root = leaf_hash(b"another");
    let with = |anchor: Anchor| {
        let mut options = options(SEGMENT);
        options.anchors = vec![anchor];
        DirStore::open(files.clone(), options, &mut |_, _| {})
    };
    let ahead = with(Anchor { name: "witness".into(), size: 601, root });
    let Err(OpenError::Anchor(error)) = ahead else { panic!("{ahead:?}") };
    assert_eq!(error, AnchorError::Ahead { name: "witness".into(), size: 601, ours: 600 });
    for size in [1, 256, 599, 600] {
        let other = with(Anchor { name: "witness".into(), size, root });
        let Err(OpenError::Anchor(error)) = other else { panic!("{other:?}") };
        assert_eq!(error, AnchorError::OtherHistory { name: "witness".into(), size });
    }
    let mut edge = Edge::new();
    group(0, 259).iter().for_each(|entry| edge.push(leaf_hash(entry)));
    with(Anchor { name: "witness".into(), size: 259, root: edge.root() }).unwrap();
}

#[test]
fn the_progress_of_a_start_reaches_the_end() {
    let files: Arc<dyn Files> = Arc::new(stopped());
    let mut seen = Vec::new();
    DirStore::open(files, options(SEGMENT), &mut |done, total| seen.push((done, total))).unwrap();
    assert_eq!(seen, [(0, 600), (256, 600), (512, 600), (600, 600)]);
}

/// The frozen record of docs/spec/journal.md: three entries and a note by a real key.
#[test]
fn the_record_of_the_specification() {
    let note = "ledger.example/log1\n3\npkvybgkSj2/i/m+LLYyAHhZrV8BHp82bK4Ceepai8cs=\n\n\
        — ledger.example/log1 zJ3hxitJFVmrgs/agYHwYO8M98rOVHVBhA/C5d3Fv/KsLhtH81GQJert2ZdfMwHqchLVAOnp5RZamQftXZPaqPw4Dg4=\n";
    let entries = ["entry-0", "entry-1", "entry-2"].map(|text| Arc::from(text.as_bytes())).to_vec();
    let record = Record { first: 0, entries, note: note.to_owned() };
    let frozen = include_str!("../vectors/journal/good/three-entries.hex");
    let frozen: Vec<u8> = frozen
        .lines()
        .filter_map(|line| line.split('#').next())
        .flat_map(str::split_whitespace)
        .flat_map(|run| run.as_bytes().chunks(2))
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect();
    assert_eq!(record.encode().unwrap(), frozen);
    assert_eq!(Record::decode(&frozen), Ok(record));
}
