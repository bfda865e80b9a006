//! The room against a naive model, and against what sled could get wrong behind our back.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::postings::Chunk;
use super::*;

const CACHE: u64 = 8 << 20;

fn leaf(position: u64, salt: u8) -> [u8; 32] {
    let mut leaf = [salt; 32];
    leaf[..8].copy_from_slice(&position.to_be_bytes());
    leaf
}

/// An entry whose keys are small numbers, so that streams meet often.
fn entry(position: u64, picks: &[(u8, u8)]) -> Indexed {
    let kinds = [Kind::Subject, Kind::Type, Kind::Issuer, Kind::Undertaking, Kind::Outcome];
    Indexed {
        position,
        leaf_hash: leaf(position, 0),
        source: format!("party-{}", position % 3),
        id: format!("e{position}"),
        keys: picks.iter().map(|(k, n)| Key::new(kinds[usize::from(*k) % 5], format!("n{n}"))).collect(),
    }
}

fn stream(count: u64) -> Vec<Indexed> {
    (0..count)
        .map(|p| entry(p, &[(1, 0), (2, (p % 7) as u8), (3, (p * p % 31) as u8), (4, (p % 2) as u8)]))
        .collect()
}

fn model(entries: &[Indexed], filter: &[Key]) -> Vec<u64> {
    entries.iter().filter(|e| filter.iter().all(|k| e.keys.contains(k))).map(|e| e.position).collect()
}

fn all_pages(index: &Index, filter: &[Key], limit: usize) -> Vec<u64> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let page = index.positions(filter, after, limit).unwrap();
        assert!(page.positions.len() <= limit.clamp(1, MAX_PAGE));
        all.extend(page.positions);
        match page.next {
            None => return all,
            next => after = next,
        }
    }
}

fn names(entries: &[Indexed]) -> Vec<Key> {
    entries.iter().flat_map(|e| e.keys.iter().cloned()).collect::<BTreeSet<_>>().into_iter().collect()
}

fn assert_answers(index: &Index, entries: &[Indexed]) {
    assert_eq!(all_pages(index, &[], 100), (0..entries.len() as u64).collect::<Vec<_>>());
    let names = names(entries);
    for (n, key) in names.iter().enumerate() {
        let other = &names[n * 7 % names.len()];
        for filter in [vec![key.clone()], vec![key.clone(), other.clone()]] {
            assert_eq!(all_pages(index, &filter, 37), model(entries, &filter), "{filter:?}");
        }
    }
    for e in entries {
        assert_eq!(index.find_event(&e.source, &e.id), Some(e.position));
    }
    assert_eq!(index.find_event("party-0", "never"), None);
    index.cursor().check(entries.iter().map(|e| e.leaf_hash)).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn answers_are_the_models(
        picks in prop::collection::vec(prop::collection::vec((0_u8..5, 0_u8..4), 0..6), 1..700),
        cuts in prop::collection::vec((1_usize..300, any::<bool>()), 1..8),
        limit in 1_usize..60,
    ) {
        let entries: Vec<Indexed> = picks.iter().enumerate().map(|(p, k)| entry(p as u64, k)).collect();
        let dir = tempfile::tempdir().unwrap();
        let mut opened = Index::open(dir.path(), CACHE).unwrap();
        let (mut done, mut turn) = (0, 0);
        while done < entries.len() {
            let (size, reopen) = cuts[turn % cuts.len()];
            let end = (done + size).min(entries.len());
            let cursor = opened.follower.apply(&entries[done..end]).unwrap();
            prop_assert_eq!(cursor.next, end as u64);
            prop_assert_eq!(opened.index.cursor(), cursor);
            (done, turn) = (end, turn + 1);
            if reopen {
                drop(opened);
                opened = Index::open(dir.path(), CACHE).unwrap();
                prop_assert_eq!(opened.cursor, cursor);
            }
        }
        for filter in [vec![], vec![Key::new(Kind::Type, "n1")], vec![Key::new(Kind::Type, "n1"), Key::new(Kind::Issuer, "n2")]] {
            prop_assert_eq!(all_pages(&opened.index, &filter, limit), model(&entries, &filter));
        }
        assert_answers(&opened.index, &entries);
    }
}

fn built(dir: &Path, entries: &[Indexed], batch: usize) -> Opened {
    let mut opened = Index::open(dir, CACHE).unwrap();
    for batch in entries.chunks(batch) {
        opened.follower.apply(batch).unwrap();
    }
    opened.follower.flush().unwrap();
    opened
}

#[test]
fn rebuilt_in_one_go_answers_as_fed_one_by_one() {
    let entries = stream(1_200);
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (slow, fast) = (built(one.path(), &entries, 1), built(other.path(), &entries, MAX_BATCH));
    assert_eq!(slow.index.cursor(), fast.index.cursor());
    assert_answers(&slow.index, &entries);
    assert_answers(&fast.index, &entries);
}

#[test]
fn long_streams_span_chunks_and_are_left_quickly() {
    // The rare key meets the common one once, far in: 40 chunks are leapt over, and paging still finds it.
    let mut entries: Vec<Indexed> = (0..10_000).map(|p| entry(p, &[(1, 0)])).collect();
    entries[9_123].keys.push(Key::new(Kind::Issuer, "rare"));
    let dir = tempfile::tempdir().unwrap();
    let opened = built(dir.path(), &entries, 997);
    let filter = [Key::new(Kind::Type, "n0"), Key::new(Kind::Issuer, "rare")];
    assert_eq!(all_pages(&opened.index, &filter, 5), [9_123]);
    let page = opened.index.positions(&filter[..1], Some(9_998), 5).unwrap();
    assert_eq!(page, Page { positions: vec![9_999], next: None, as_of: 10_000 });
    assert!(opened.index.positions(&filter, Some(u64::MAX), 5).unwrap().positions.is_empty());
}

#[test]
fn a_page_does_bounded_work_and_goes_on() {
    // Two streams that alternate for longer than one page may leap.
    let entries: Vec<Indexed> =
        (0..24_000).map(|p| entry(p, if p % 2 == 0 { &[(1, 0)] } else { &[(2, 0)] })).collect();
    let dir = tempfile::tempdir().unwrap();
    let opened = built(dir.path(), &entries, MAX_BATCH);
    let filter = [Key::new(Kind::Type, "n0"), Key::new(Kind::Issuer, "n0")];
    let page = opened.index.positions(&filter, None, 10).unwrap();
    assert!(page.positions.is_empty() && page.next.is_some());
    assert!(all_pages(&opened.index, &filter, 10).is_empty());
}

#[test]
fn a_batch_that_does_not_go_on_changes_nothing() {
    let entries = stream(20);
    let dir = tempfile::tempdir().unwrap();
    let mut opened = built(dir.path(), &entries[..10], 10);
    let refused = opened.follower.apply(&entries[11..]).unwrap_err();
    assert!(matches!(refused, IndexError::Sequence { expected: 10, found: 11 }), "{refused}");
    let gap = [entries[10].clone(), entries[12].clone()];
    assert!(matches!(opened.follower.apply(&gap), Err(IndexError::Sequence { expected: 11, found: 12 })));
    let many = vec![entries[10].clone(); MAX_BATCH + 1];
    assert!(matches!(opened.follower.apply(&many), Err(IndexError::TooMany { .. })));
    let filter = vec![Key::new(Kind::Type, "n0"); MAX_FILTER_KEYS + 1];
    assert!(matches!(opened.index.positions(&filter, None, 1), Err(IndexError::TooMany { .. })));
    assert_answers(&opened.index, &entries[..10]);
    opened.follower.apply(&entries[10..]).unwrap();
    assert_answers(&opened.index, &entries);
}

#[test]
fn a_key_given_twice_and_an_id_used_twice_count_once() {
    let mut entries = stream(3);
    let twice = entries[1].keys[0].clone();
    entries[1].keys.push(twice.clone());
    entries[2].source = entries[0].source.clone();
    entries[2].id = entries[0].id.clone();
    let dir = tempfile::tempdir().unwrap();
    let opened = built(dir.path(), &entries, 3);
    assert_eq!(all_pages(&opened.index, &[twice], 9), [0, 1, 2]);
    assert_eq!(opened.index.find_event(&entries[0].source, &entries[0].id), Some(0));
}

#[test]
fn readers_beside_the_follower_see_whole_batches() {
    let entries = stream(6_000);
    let dir = tempfile::tempdir().unwrap();
    let mut opened = Index::open(dir.path(), CACHE).unwrap();
    let filter = [Key::new(Kind::Type, "n0"), Key::new(Kind::Outcome, "n1")];
    std::thread::scope(|scope| {
        for _ in 0..2 {
            let (index, entries, filter) = (opened.index.clone(), &entries, &filter);
            scope.spawn(move || {
                let mut seen = 0;
                while seen < entries.len() as u64 {
                    let page = index.positions(filter, seen.checked_sub(50), MAX_PAGE).unwrap();
                    assert!(page.as_of >= seen);
                    let expected: Vec<u64> = model(&entries[..usize::try_from(page.as_of).unwrap()], filter)
                        .into_iter()
                        .filter(|p| seen.checked_sub(50).is_none_or(|after| *p > after))
                        .take(MAX_PAGE)
                        .collect();
                    assert_eq!(page.positions, expected);
                    seen = page.as_of;
                }
            });
        }
        for batch in entries.chunks(29) {
            opened.follower.apply(batch).unwrap();
        }
    });
}

/// What a reader meets when a batch lands between its two reads: the chunk before the batch, the next one behind it.
#[test]
fn a_batch_that_lands_between_two_reads_is_no_damage() {
    let entries: Vec<Indexed> = (0..300).map(|p| entry(p, &[(1, 0)])).collect();
    let dir = tempfile::tempdir().unwrap();
    let opened = built(dir.path(), &entries, 300);
    let shared = &opened.index.shared;
    let stream = postings::stream_id(Kind::Type, shared.hasher.stream(Kind::Type, "n0"));
    let key = postings::posting_key(&stream, 0);
    let before = Chunk { ordinal: 0, positions: (0..200).collect() };
    let (row, _) = postings::seal_row(&key, &before.encode());
    shared.db.run("test", |db| db.insert(key, row)).unwrap();
    shared.view_mut().cursor.next = 200;
    let filter = [Key::new(Kind::Type, "n0")];
    assert_eq!(all_pages(&opened.index, &filter, 70), (0..200).collect::<Vec<_>>());
    // The same rows with the batch already shown to readers are a lost row.
    shared.view_mut().cursor.next = 300;
    assert!(opened.index.positions(&filter, None, MAX_PAGE).unwrap_err().wants_rebuild());
}

#[test]
fn the_index_of_another_log_or_of_a_longer_one_is_noticed() {
    let entries = stream(30);
    let dir = tempfile::tempdir().unwrap();
    let cursor = built(dir.path(), &entries, 7).index.cursor();
    cursor.check(entries.iter().map(|e| e.leaf_hash)).unwrap();
    cursor.check((0..99).map(|p| leaf(p, 0))).unwrap();
    let shorter = cursor.check(entries[..29].iter().map(|e| e.leaf_hash)).unwrap_err();
    let foreign = cursor.check((0..30).map(|p| leaf(p, u8::from(p == 0)))).unwrap_err();
    let forked = cursor.check((0..30).map(|p| leaf(p, u8::from(p == 29)))).unwrap_err();
    for error in [shorter, foreign, forked] {
        assert!(matches!(error, IndexError::NotThisLog { .. }) && error.wants_rebuild());
    }
    Cursor::START.check([]).unwrap();
}

#[test]
fn a_folder_in_use_is_busy_and_not_damaged() {
    let dir = tempfile::tempdir().unwrap();
    let _held = Index::open(dir.path(), CACHE).unwrap();
    let refused = Index::open(dir.path(), CACHE).unwrap_err();
    assert!(matches!(refused, IndexError::Busy { .. }) && !refused.wants_rebuild(), "{refused}");
}

#[test]
fn a_file_where_the_folder_should_be_is_no_damage() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let refused = Index::open(file.path(), CACHE).unwrap_err();
    assert!(matches!(refused, IndexError::Io { .. }), "{refused}");
}

/// What sled might do without telling: each case changes rows behind the room's back, with valid checks.
#[test]
fn rows_lost_added_or_gone_back_in_time_are_damage_at_open() {
    type Tamper = fn(&sled::Db, &sled::Db);
    let cases: [(&str, Tamper); 7] = [
        ("a posting row is lost", |db, _| drop_row(db, |k| k[0] == Kind::Type as u8)),
        ("the last row of a stream is lost", |db, _| {
            let last = db.scan_prefix([Kind::Type as u8]).next_back().unwrap().unwrap().0;
            db.remove(last).unwrap();
        }),
        ("an id row is lost", |db, _| drop_row(db, |k| k[0] == postings::ID_TAG)),
        ("a row of an earlier state is back", |db, old| {
            let (key, value) = old.scan_prefix([Kind::Outcome as u8]).next().unwrap().unwrap();
            db.insert(key, value).unwrap();
        }),
        ("the cursor of an earlier state is back", |db, old| {
            db.insert(scan::META_KEY, old.get(scan::META_KEY).unwrap().unwrap()).unwrap();
        }),
        ("the cursor is lost", |db, _| drop_row(db, |k| k == scan::META_KEY)),
        ("a row is under another key", |db, _| {
            let (key, value) = db.scan_prefix([Kind::Outcome as u8]).next().unwrap().unwrap();
            db.remove(&key).unwrap();
            let mut moved = key.to_vec();
            moved[3] ^= 1;
            db.insert(moved, value).unwrap();
        }),
    ];
    let entries = stream(900);
    for (what, tamper) in cases {
        let (dir, earlier) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        // The earlier state shares the hash key: same folder, fewer entries.
        drop(built(dir.path(), &entries[..500], 100));
        copy(dir.path(), earlier.path());
        let mut opened = Index::open(dir.path(), CACHE).unwrap();
        opened.follower.apply(&entries[500..]).unwrap();
        drop(opened);
        let (now, old) = (raw(dir.path()), raw(earlier.path()));
        tamper(&now, &old);
        drop((now, old));
        let refused = Index::open(dir.path(), CACHE).expect_err(what);
        assert!(refused.wants_rebuild(), "{what}: {refused}");
    }
}

/// The database below an index; sled's threads hold its lock for a moment after the last handle is dropped.
fn raw(path: &Path) -> sled::Db {
    for _ in 0..500 {
        match sled::open(path) {
            Ok(db) => return db,
            Err(_) => std::thread::sleep(std::time::Duration::from_millis(10)),
        }
    }
    sled::open(path).unwrap()
}

fn drop_row(db: &sled::Db, mut which: impl FnMut(&[u8]) -> bool) {
    let key = db.iter().keys().map(Result::unwrap).find(|k| which(k)).unwrap();
    db.remove(key).unwrap();
}

fn copy(from: &Path, to: &Path) {
    for file in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let to = to.join(file.file_name());
        if file.file_type().unwrap().is_dir() {
            std::fs::create_dir_all(&to).unwrap();
            copy(&file.path(), &to);
        } else {
            std::fs::copy(file.path(), to).unwrap();
        }
    }
}

#[test]
fn a_row_lost_while_open_stops_the_handle() {
    let entries = stream(900);
    let dir = tempfile::tempdir().unwrap();
    let mut opened = built(dir.path(), &entries, 300);
    let db = &opened.index.shared.db;
    // The middle one of four chunks of the stream that every entry is in.
    let key =
        db.run("test", |db| db.scan_prefix([Kind::Type as u8]).keys().nth(1).transpose()).unwrap().unwrap();
    db.run("test", |db| db.remove(key)).unwrap();
    let filter = [Key::new(Kind::Type, "n0")];
    let refused = opened.index.positions(&filter, None, MAX_PAGE).unwrap_err();
    assert!(refused.wants_rebuild(), "{refused}");
    assert!(matches!(opened.index.positions(&filter, None, 1), Err(IndexError::Stopped)));
    assert!(matches!(opened.follower.apply(&[entry(900, &[])]), Err(IndexError::Stopped)));
    assert!(matches!(opened.follower.flush(), Err(IndexError::Stopped)));
}

#[test]
fn a_panic_inside_stays_inside_and_stops_the_handle() {
    let dir = tempfile::tempdir().unwrap();
    let opened = Index::open(dir.path(), CACHE).unwrap();
    let db = &opened.index.shared.db;
    let error = db.run("test", |_| -> Result<(), sled::Error> { panic!("deliberate") }).unwrap_err();
    assert!(error.to_string().contains("deliberate") && error.wants_rebuild());
    assert!(matches!(db.run("test", |_| Ok(())), Err(IndexError::Stopped)));
}

#[test]
fn an_input_error_of_the_machine_is_no_damage() {
    let dir = tempfile::tempdir().unwrap();
    let opened = Index::open(dir.path(), CACHE).unwrap();
    let full = || sled::Error::Io(std::io::Error::from(std::io::ErrorKind::StorageFull));
    let error = opened.index.shared.db.run("write", |_| Err::<(), _>(full())).unwrap_err();
    assert!(matches!(error, IndexError::Io { .. }) && !error.wants_rebuild());
    assert!(matches!(opened.index.shared.db.run("write", |_| Ok(())), Err(IndexError::Stopped)));
}

#[test]
fn another_format_is_named_and_another_database_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    drop(built(dir.path(), &stream(5), 5));
    let db = sled::open(dir.path()).unwrap();
    let (value, _) = postings::seal_row(scan::META_KEY, &(FORMAT + 1).to_be_bytes());
    db.insert(scan::META_KEY, value).unwrap();
    drop(db);
    let refused = Index::open(dir.path(), CACHE).unwrap_err();
    assert!(refused.wants_rebuild() && refused.to_string().contains("format Some(3)"), "{refused}");

    let dir = tempfile::tempdir().unwrap();
    sled::open(dir.path()).unwrap().insert("somebody", "else's").unwrap();
    assert!(Index::open(dir.path(), CACHE).unwrap_err().wants_rebuild());
}

#[test]
fn ids_in_memory_keep_the_first_and_tell_parts_apart() {
    let hasher = IdHasher::random().unwrap();
    let mut map = IdMap::new();
    assert!(map.is_empty() && map.get(&hasher.event("a", "b")).is_none());
    let first = Found { position: u64::MAX - 1, payload: 7 };
    assert_eq!(map.insert(hasher.event("a", "b"), first), None);
    assert_eq!(map.insert(hasher.event("a", "b"), Found { position: 5, payload: 0 }), Some(first));
    assert_eq!(map.get(&hasher.event("a", "b")), Some(first));
    let ids =
        [hasher.event("a", "b"), hasher.event("ab", ""), hasher.event("", "ab"), hasher.award("a", "b")];
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), 4);
    assert_ne!(IdHasher::random().unwrap().event("a", "b"), hasher.event("a", "b"));
    assert!(ids.iter().all(|id| Id128::from_bytes(id.to_bytes()) == *id));
    for n in 0..10_000_u64 {
        map.insert(hasher.event("many", &n.to_string()), Found { position: n, payload: 0 });
    }
    assert_eq!(map.len(), 10_001);
    assert!((0..10_000).all(|n| map.get(&hasher.event("many", &n.to_string())).unwrap().position == n));
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// The bytes that `docs/spec/index.md` shows. Another outcome here is another [`FORMAT`].
#[test]
fn rows_are_the_bytes_of_the_specification() {
    let hasher = IdHasher::from_key([1; 32]);
    let stream = postings::stream_id(Kind::Type, hasher.stream(Kind::Type, "award.granted"));
    let chunk = Chunk { ordinal: 0, positions: vec![5, 6, 261] };
    let key = postings::posting_key(&stream, 5);
    assert_eq!(hex(&key), "02c18bb1fa54c2b7631b0799cb1d1c19dd0000000000000005");
    assert_eq!(hex(&postings::seal_row(&key, &chunk.encode()).0), "e3078d19161cdc7e0000000000fe01");

    let key = postings::id_key(2);
    assert_eq!(hex(&key), "000000000000000002");
    let ids = [hasher.event("party-a", "e-1")];
    assert_eq!(
        hex(&postings::seal_row(&key, &postings::encode_ids(&ids)).0),
        "445c3017bc6ce962a5e6eb4d72e75948d95db15f0cba0bbd"
    );

    let cursor = Cursor::START.advance(&[2; 32]);
    assert_eq!(hex(&cursor.chain), "ce6a3cd78dfaddd06b96d29311f7772c34e396ef3bb094365115f9ab60f40f52");
    let meta = scan::Meta { hasher, cursor, totals: scan::Totals::default() };
    assert_eq!(
        hex(&meta.encode()),
        "c22ac323d40f8d7d0000000201010101010101010101010101010101010101010101010101010101010101010000000000000001ce6a3cd78dfaddd06b96d29311f7772c34e396ef3bb094365115f9ab60f40f52000000000000000000000000000000000000000000000000"
    );
}
