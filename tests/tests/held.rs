//! Two servers and every way of taking the lock away from the first: the second is refused, or the first stops before it
//! tells anybody of another entry. Never are there two receipts for one position.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test ends where it fails, and its helpers are part of it")]

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Barrier};
use std::thread;

use aidledger_tests::power::{ORIGIN, check, group, options, seal};
use ledger::file::simulated::SimulatedFiles;
use ledger::file::{Files, RealFiles};
use ledger::store::{AppendError, DirStore, OpenError, Pace, Remedy, Store, StoreError, fsck};

const SEGMENT: u64 = 8192;

/// Receipts that somebody holds: position and the note it was acknowledged under.
type Receipts = BTreeMap<u64, String>;

struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Place {
        Place(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// A ledger in `l` with some entries, and the store that serves it.
    fn served(&self) -> DirStore {
        let files: Arc<dyn Files> = Arc::new(RealFiles::create(&self.path("l")).unwrap());
        DirStore::create(files, "vkey", SEGMENT, Box::new(seal)).unwrap();
        let store = open(&self.path("l")).unwrap();
        append(&store, "first", 0).unwrap();
        store.publish_head(1000, Pace::Now).unwrap();
        store
    }
}

fn open(path: &Path) -> Result<DirStore, OpenError> {
    let files: Arc<dyn Files> = Arc::new(RealFiles::at(path)?);
    DirStore::open(files, options(SEGMENT), &mut |_, _| {}).map(|opened| opened.store)
}

/// Appends an entry that names its server, and answers the receipt: another server's differs.
fn append(store: &DirStore, server: &str, number: u64) -> Result<(u64, String), AppendError> {
    let head = store.head();
    let entry: Arc<[u8]> = format!("{server} {number}").into_bytes().into();
    let appended = store.append_group(&head, &[entry], Box::new(seal))?;
    Ok((appended.first, appended.head.note.to_string()))
}

/// Appends in turn with every server, also after one has stopped; no position is ever told of twice.
fn no_two_receipts(servers: &[(&str, &DirStore)]) {
    let mut receipts = Receipts::new();
    for number in 1..6 {
        for (name, store) in servers {
            if let Ok((position, note)) = append(store, name, number) {
                let told = receipts.insert(position, note.clone());
                assert!(told.is_none_or(|told| told == note), "two receipts for position {position}");
            }
        }
    }
}

fn shell(script: &str, place: &Path) {
    assert!(
        Command::new("sh").args(["-ec", script]).current_dir(place).status().unwrap().success(),
        "{script}"
    );
}

/// Every way in which a path can stop naming what the first server holds.
const TAKEN_AWAY: [(&str, &str); 10] = [
    ("directory moved, copy in its place", "mv l away; cp -a away l"),
    ("directory moved, hard links in its place", "mv l away; cp -al away l"),
    ("directory moved, nothing in its place", "mv l away"),
    ("directory removed", "mv l away; rm -r away"),
    ("journal moved, copy in its place", "mv l/journal l/old; cp -a l/old l/journal"),
    ("journal moved, hard links in its place", "mv l/journal l/old; cp -al l/old l/journal"),
    ("journal moved, nothing in its place", "mv l/journal l/old"),
    ("segment replaced by a copy", "for s in l/journal/*.seg; do cp -a $s l/copy; mv l/copy $s; done"),
    ("segment removed", "rm l/journal/*.seg"),
    ("segment renamed", "for s in l/journal/*.seg; do mv $s $s.old; done"),
];

#[test]
fn what_was_taken_away_stops_the_server_that_held_it() {
    for (what, script) in TAKEN_AWAY {
        let place = Place::new();
        let first = place.served();
        shell(script, place.0.path());
        // Whether or not a second server starts: the first tells nobody of anything more.
        let second = open(&place.path("l")).ok();
        let size = first.head().size;
        let Err(AppendError::Fatal(fatal)) = append(&first, "first", 1) else { panic!("{what}") };
        assert_eq!(fatal.remedy, Remedy::RestoreDirectory, "{what}: {fatal}");
        assert!(fatal.to_string().contains("moved, replaced or removed"), "{what}: {fatal}");
        assert_eq!(first.head().size, size, "{what}");
        assert_eq!(first.publish_head(9000, Pace::Now), Err(StoreError::Fatal(fatal.clone())), "{what}");
        assert_eq!(first.put_blob(b"pack"), Err(StoreError::Fatal(fatal)), "{what}");
        if let Some(second) = second {
            no_two_receipts(&[("first", &first), ("second", &second)]);
            assert_eq!(second.head().size, size + 5, "{what}");
        }
    }
}

#[test]
fn what_is_missing_while_nothing_is_appended_stops_a_publication_too() {
    let place = Place::new();
    let first = place.served();
    append(&first, "first", 1).unwrap();
    shell("mv l away; cp -a away l", place.0.path());
    let second = open(&place.path("l")).unwrap();
    let published = fs::read(place.path("l/log/checkpoint")).unwrap();
    assert!(matches!(first.publish_head(9000, Pace::Now), Err(StoreError::Fatal(_))));
    assert_eq!(fs::read(place.path("l/log/checkpoint")).unwrap(), published, "not ours to change");
    drop(second);
}

#[test]
fn names_that_can_be_taken_away_hold_nothing() {
    for script in [
        "rm -f l/lock",
        "touch l/lock",
        "rm -f l/lock; ln -s /dev/null l/lock",
        "mv l/log l/other; cp -a l/other l/log",
    ] {
        let place = Place::new();
        let first = place.served();
        shell(script, place.0.path());
        assert!(matches!(open(&place.path("l")), Err(OpenError::Locked)), "{script}");
        // What was taken away was no lock: the first goes on.
        append(&first, "first", 1).unwrap();
        first.publish_head(9000, Pace::Now).unwrap();
        drop(first);
        assert_eq!(open(&place.path("l")).unwrap().head().size, 2, "{script}");
    }
}

#[test]
fn another_path_to_the_same_directory_is_the_same_directory() {
    let place = Place::new();
    let first = place.served();
    symlink(place.path("l"), place.path("link")).unwrap();
    symlink(place.path("link"), place.path("second-link")).unwrap();
    fs::create_dir(place.path("other")).unwrap();
    symlink(place.path("l/journal"), place.path("other/journal")).unwrap();
    symlink(place.path("l/log"), place.path("other/log")).unwrap();
    for name in ["l", "l/", "l/.", "./l", "l/../l", "link", "second-link", "other"] {
        assert!(matches!(open(&place.path(name)), Err(OpenError::Locked)), "{name}");
    }
    // Hard links to its segments are no other journal either, while it writes to them.
    shell("cp -al l linked", place.0.path());
    assert!(matches!(open(&place.path("linked")), Err(OpenError::Locked)));
    // Neither is the directory under its next name.
    shell("mv l moved", place.0.path());
    assert!(matches!(open(&place.path("moved")), Err(OpenError::Locked)));
    assert!(matches!(append(&first, "first", 1), Err(AppendError::Fatal(_))));
    drop(first);
    assert_eq!(open(&place.path("moved")).unwrap().head().size, 1);
}

#[test]
fn a_link_that_leads_elsewhere_now_stops_the_server_behind_it() {
    let place = Place::new();
    drop(place.served());
    symlink("l", place.path("link")).unwrap();
    let first = open(&place.path("link")).unwrap();
    append(&first, "first", 1).unwrap();
    shell("cp -a l copy; ln -sfn copy link", place.0.path());
    let second = open(&place.path("link")).unwrap();
    assert!(matches!(append(&first, "first", 2), Err(AppendError::Fatal(_))));
    no_two_receipts(&[("first", &first), ("second", &second)]);
}

#[test]
fn segments_shared_by_hard_links_are_not_written_over() {
    let place = Place::new();
    let first = place.served();
    shell("cp -al l backup", place.0.path());
    let segment = format!("journal/{:020}.seg", 0);
    let kept = fs::read(place.path("backup").join(&segment)).unwrap();
    for round in 0..6 {
        let head = first.head();
        first.append_group(&head, &group(head.size, 300), Box::new(seal)).unwrap();
        first.publish_head(10_000 + round * 1000, Pace::Now).unwrap();
    }
    assert!(!place.path("l").join(&segment).exists(), "retired");
    let now = fs::read(place.path("backup").join(&segment)).unwrap();
    assert!(
        now.starts_with(kept.strip_suffix(&[0; 4096][..]).unwrap_or(&kept)),
        "the copy keeps its records"
    );
}

#[test]
fn the_twin_holds_what_the_disk_holds() {
    for what in ["", "journal", "journal/00000000000000000000.seg"] {
        let disk = SimulatedFiles::new();
        let files: Arc<dyn Files> = Arc::new(disk.clone());
        DirStore::create(files.clone(), "vkey", SEGMENT, Box::new(seal)).unwrap();
        let first = DirStore::open(files.clone(), options(SEGMENT), &mut |_, _| {}).unwrap().store;
        append(&first, "first", 0).unwrap();
        disk.lose("lock");
        let refused = DirStore::open(files.clone(), options(SEGMENT), &mut |_, _| {}).err();
        assert!(matches!(refused, Some(OpenError::Locked)), "{refused:?}");
        assert!(disk.replace_by_copy(what));
        let Err(AppendError::Fatal(fatal)) = append(&first, "first", 1) else { panic!("{what}") };
        assert_eq!(fatal.remedy, Remedy::RestoreDirectory);
    }
}

#[test]
fn what_is_taken_away_while_a_record_is_written_is_told_to_nobody() {
    for what in ["", "journal"] {
        let disk = SimulatedFiles::new();
        let files: Arc<dyn Files> = Arc::new(disk.clone());
        DirStore::create(files.clone(), "vkey", SEGMENT, Box::new(seal)).unwrap();
        let first = DirStore::open(files, options(SEGMENT), &mut |_, _| {}).unwrap().store;
        append(&first, "first", 0).unwrap();
        let head = first.head();
        // After the look before the append, before the record.
        let taken = disk.clone();
        let late = move |size, root| {
            assert!(taken.replace_by_copy(what));
            seal(size, root)
        };
        let told = first.append_group(&head, &group(1, 1), Box::new(late));
        assert!(matches!(told, Err(AppendError::Unknown(_) | AppendError::Fatal(_))), "{told:?}");
        assert_eq!(matches!(told, Err(AppendError::Unknown(_))), what.is_empty(), "{told:?}");
        assert_eq!(first.head(), head);
    }
}

#[test]
fn a_directory_is_founded_once() {
    let place = Place::new();
    let files: Arc<dyn Files> = Arc::new(RealFiles::create(&place.path("l")).unwrap());
    let held = files.hold("").unwrap();
    let other: Arc<dyn Files> = Arc::new(RealFiles::at(&place.path("l")).unwrap());
    let refused = DirStore::create(other.clone(), "vkey", SEGMENT, Box::new(seal)).unwrap_err();
    assert!(refused.to_string().contains("another process"), "{refused} ({ORIGIN})");
    drop(held);
    DirStore::create(other, "vkey", SEGMENT, Box::new(seal)).unwrap();
}

#[test]
fn of_many_foundings_at_once_one_takes_place() {
    for round in 0..20 {
        let place = Place::new();
        drop(RealFiles::create(&place.path("l")).unwrap());
        let together = Barrier::new(8);
        let found = || {
            let files: Arc<dyn Files> = Arc::new(RealFiles::at(&place.path("l")).unwrap());
            together.wait();
            DirStore::create(files, "vkey", SEGMENT, Box::new(seal)).is_ok()
        };
        let founded = thread::scope(|scope| {
            let all: Vec<_> = (0..8).map(|_| scope.spawn(found)).collect();
            all.into_iter().map(|one| one.join().unwrap()).filter(|founded| *founded).count()
        });
        assert_eq!(founded, 1, "round {round}");
        let files: Arc<dyn Files> = Arc::new(RealFiles::at(&place.path("l")).unwrap());
        assert_eq!(fsck(&files, check().as_ref(), &mut |_, _| {}), []);
    }
}
