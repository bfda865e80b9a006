//! Damage to the files of the index, as a disk or a crash would do it: the answer is "damaged" or the right one.
//!
//! Failures made here: one bit flipped, a file cut short, a run of bytes zeroed, a file lost, an image of the folder
//! taken between two batches while it was open (what a kill leaves). Not made: writes reordered by the disk, for sled
//! writes its files itself. `INDEX_FAULTS=N` runs N cases of each kind; a failure names its seed.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at whatever it did not expect"
)]

use std::fs::{self, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use ledger::index::{Index, IndexError, Indexed, Key, Kind, MAX_PAGE, Opened};

const CACHE: u64 = 8 << 20;
const ENTRIES: u64 = 3_000;

fn entry(position: u64) -> Indexed {
    let mut leaf_hash = [7; 32];
    leaf_hash[..8].copy_from_slice(&position.to_be_bytes());
    let keys = vec![
        Key::new(Kind::Type, format!("type-{}", position % 5)),
        Key::new(Kind::Issuer, format!("party-{}", position % 11)),
        Key::new(Kind::Undertaking, format!("undertaking-{}", position * position % 307)),
        Key::new(Kind::Subject, format!("award-{}", position / 3)),
    ];
    Indexed { position, leaf_hash, source: "party".into(), id: format!("e{position}"), keys }
}

fn feed(dir: &Path, batch: u64, after_each: impl FnMut(u64)) {
    catch_up(Index::open(dir, CACHE).unwrap(), batch, after_each).unwrap();
}

/// Feeds the index from where it stands to the end, as the follower does after a start.
fn catch_up(mut opened: Opened, batch: u64, mut after_each: impl FnMut(u64)) -> Result<(), IndexError> {
    let step = usize::try_from(batch).unwrap();
    for (n, start) in (opened.cursor.next..ENTRIES).step_by(step).enumerate() {
        let end = (start + batch).min(ENTRIES);
        opened.follower.apply(&(start..end).map(entry).collect::<Vec<_>>())?;
        if n % 4 == 0 {
            opened.follower.flush()?;
        }
        after_each(end);
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) {
    for file in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let to = to.join(file.file_name());
        if file.file_type().unwrap().is_dir() {
            fs::create_dir_all(&to).unwrap();
            copy(&file.path(), &to);
        } else {
            fs::copy(file.path(), to).unwrap();
        }
    }
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> =
        fs::read_dir(dir).unwrap().map(|f| f.unwrap().path()).filter(|p| p.is_file()).collect();
    files.sort();
    files
}

#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    Damaged,
    Right(u64),
}

/// Opens a folder that something happened to. Whatever it answers must be true of the first `cursor.next` entries, and
/// once it has caught up and is opened again, of all.
fn judge(dir: &Path, what: &str) -> Outcome {
    let opened = match answers(dir, what) {
        Ok(opened) => opened,
        Err(error) => return damaged(&error, what),
    };
    let had = opened.cursor.next;
    match catch_up(opened, 333, |_| {}).and_then(|()| answers(dir, what)) {
        Ok(opened) => assert_eq!(opened.cursor.next, ENTRIES, "{what}: entries lost"),
        Err(error) => return damaged(&error, what),
    }
    Outcome::Right(had)
}

fn damaged(error: &IndexError, what: &str) -> Outcome {
    assert!(error.wants_rebuild() || matches!(error, IndexError::Stopped), "{what}: {error}");
    Outcome::Damaged
}

fn answers(dir: &Path, what: &str) -> Result<Opened, IndexError> {
    let opened = Index::open(dir, CACHE)?;
    opened.cursor.check((0..ENTRIES).map(|p| entry(p).leaf_hash)).unwrap();
    let known: Vec<Indexed> = (0..opened.cursor.next).map(entry).collect();
    for probe in known.iter().step_by(97) {
        for filter in [&probe.keys[..], &probe.keys[..1], &probe.keys[2..3]] {
            let expected =
                known.iter().filter(|e| filter.iter().all(|k| e.keys.contains(k))).map(|e| e.position);
            let page = opened.index.positions(filter, None, MAX_PAGE)?;
            assert_eq!(page.positions, expected.collect::<Vec<_>>(), "{what}");
        }
        assert_eq!(opened.index.find_event("party", &probe.id), Some(probe.position), "{what}");
    }
    Ok(opened)
}

fn mix(mut z: u64) -> u64 {
    z = z.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

fn cases() -> u64 {
    std::env::var("INDEX_FAULTS").ok().and_then(|n| n.parse().ok()).unwrap_or(12)
}

/// Runs `hurt` on copies of the folder, once per seed; gives back how many came out damaged.
fn run(base: &Path, name: &str, hurt: impl Fn(&Path, u64)) -> u64 {
    let (mut damaged, mut whole, mut earlier) = (0, 0, 0);
    for seed in 0..cases() {
        let dir = tempfile::tempdir().unwrap();
        copy(base, dir.path());
        hurt(dir.path(), seed);
        match judge(dir.path(), &format!("{name}, seed {seed}")) {
            Outcome::Damaged => damaged += 1,
            Outcome::Right(ENTRIES) => whole += 1,
            Outcome::Right(_) => earlier += 1,
        }
    }
    eprintln!("== {name}: {damaged} damaged, {whole} whole, {earlier} an earlier state");
    damaged
}

fn below(seed: u64, limit: u64) -> u64 {
    mix(seed) % limit.max(1)
}

fn pick(dir: &Path, seed: u64) -> PathBuf {
    let files = files(dir);
    files[usize::try_from(below(seed, files.len() as u64)).unwrap()].clone()
}

fn flip(path: &Path, seed: u64) {
    let mut file = OpenOptions::new().read(true).write(true).open(path).unwrap();
    let at = below(seed ^ 0x51, file.metadata().unwrap().len());
    let mut byte = [0];
    file.seek(SeekFrom::Start(at)).unwrap();
    if file.read(&mut byte).unwrap() == 1 {
        byte[0] ^= 1 << (seed % 8);
        file.seek(SeekFrom::Start(at)).unwrap();
        file.write_all(&byte).unwrap();
    }
}

fn base() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    feed(dir.path(), 100, |_| {});
    assert_eq!(judge(dir.path(), "untouched"), Outcome::Right(ENTRIES));
    dir
}

#[test]
fn a_flipped_bit_is_damage_or_does_not_matter() {
    let base = base();
    let damaged = run(base.path(), "bit flipped in the log", |dir, seed| flip(&dir.join("db"), seed));
    assert!(damaged > 0, "no flip was ever seen: the check has stopped checking");
    run(base.path(), "bit flipped in any file", |dir, seed| flip(&pick(dir, seed), seed));
    run(base.path(), "bit flipped, snapshots lost", |dir, seed| {
        let snapshots = files(dir).into_iter().filter(|f| !f.ends_with("db") && !f.ends_with("conf"));
        snapshots.for_each(|f| fs::remove_file(f).unwrap());
        flip(&dir.join("db"), seed);
    });
}

#[test]
fn a_cut_a_hole_or_a_lost_file_is_damage_or_an_earlier_state() {
    let base = base();
    run(base.path(), "file cut short", |dir, seed| {
        let file = OpenOptions::new().write(true).open(pick(dir, seed)).unwrap();
        file.set_len(below(seed ^ 0x52, file.metadata().unwrap().len())).unwrap();
    });
    run(base.path(), "hole of zeros", |dir, seed| {
        let mut file = OpenOptions::new().write(true).open(dir.join("db")).unwrap();
        let length = file.metadata().unwrap().len();
        file.seek(SeekFrom::Start(below(seed ^ 0x53, length))).unwrap();
        file.write_all(&vec![0; usize::try_from(1 + below(seed, 8_192)).unwrap()]).unwrap();
    });
    run(base.path(), "file lost", |dir, seed| fs::remove_file(pick(dir, seed)).unwrap());
}

#[test]
fn what_a_kill_leaves_is_damage_or_an_earlier_state() {
    let dir = tempfile::tempdir().unwrap();
    let every = (ENTRIES / 50 / cases()).max(1);
    let mut images = Vec::new();
    feed(dir.path(), 50, |applied| {
        if (applied / 50) % every == 0 {
            let image = tempfile::tempdir().unwrap();
            copy(dir.path(), image.path());
            images.push((applied, image));
        }
    });
    assert!(!images.is_empty());
    for (applied, image) in images {
        let outcome = judge(image.path(), &format!("image at {applied}"));
        eprintln!("== image at {applied}: {outcome:?}");
        assert!(outcome == Outcome::Damaged || matches!(outcome, Outcome::Right(n) if n <= applied));
    }
}

#[test]
fn a_damaged_folder_is_dropped_and_rebuilt_in_the_same_process() {
    let dir = base();
    let mut log = OpenOptions::new().write(true).open(dir.path().join("db")).unwrap();
    let length = log.metadata().unwrap().len();
    log.write_all(&vec![0xa5; usize::try_from(length).unwrap()]).unwrap();
    drop(log);
    assert_eq!(judge(dir.path(), "overwritten"), Outcome::Damaged);
    fs::remove_dir_all(dir.path()).unwrap();
    feed(dir.path(), 1_000, |_| {});
    assert_eq!(judge(dir.path(), "rebuilt"), Outcome::Right(ENTRIES));
}
