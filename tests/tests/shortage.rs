//! A system that has no descriptor or no memory to give for a while: at each open of an append, a publication, a blob, a
//! cosignature. Nothing is lost, nothing stops for good, and what is asked again works.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test ends where it fails, and its helpers are part of it"
)]

use std::sync::Arc;

use aidledger_tests::power::{check, group, options, seal};
use ledger::file::simulated::{Faults, Shortage, SimulatedFiles};
use ledger::file::{Files, SyncPoint};
use ledger::store::{AppendError, DirStore, Pace, Store, StoreError, fsck};

/// Two records fill a segment, so that segments are made, retired and used again.
const SEGMENT: u64 = 8192;
/// EMFILE, ENFILE, ENOMEM, EINTR.
const ERRNOS: [i32; 4] = [24, 23, 12, 4];
/// Most attempts of the caller before something is wrong.
const ATTEMPTS: usize = 50;

fn disk() -> (SimulatedFiles, Arc<dyn Files>, DirStore) {
    let disk = SimulatedFiles::new();
    let files: Arc<dyn Files> = Arc::new(disk.clone());
    DirStore::create(files.clone(), "vkey", SEGMENT, Box::new(seal)).unwrap();
    let store = DirStore::open(files.clone(), options(SEGMENT), &mut |_, _| {}).unwrap().store;
    (disk, files, store)
}

/// A moment of a ledger's life in steps, each of which may answer that the system is short of something; then it is asked
/// again. Answers how often that was.
fn live(store: &DirStore) -> usize {
    let mut refused = 0;
    for round in 0..8 {
        let head = store.head();
        again(&mut refused, || match store.append_group(&head, &group(head.size, 100), Box::new(seal)) {
            Ok(_) => Ok(()),
            Err(AppendError::Scarce(scarce)) => Err(StoreError::Scarce(scarce)),
            Err(other) => panic!("{other}"),
        });
        again(&mut refused, || store.publish_head((round + 1) * 1000, Pace::Now).map(drop));
        assert_eq!(store.head().size, (round + 1) * 100);
        let note = format!("{}— witness.example/w AAAA\n", store.head().note);
        again(&mut refused, || store.publish_cosigned(&note).map(|taken| assert!(taken)));
        again(&mut refused, || store.put_blob(&[u8::try_from(round).unwrap()]).map(drop));
    }
    refused
}

fn again(refused: &mut usize, mut work: impl FnMut() -> Result<(), StoreError>) {
    for _ in 0..ATTEMPTS {
        match work() {
            Ok(()) => return,
            Err(StoreError::Scarce(scarce)) => {
                assert!(scarce.to_string().contains("try again"), "{scarce}");
                *refused += 1;
            }
            Err(StoreError::Fatal(fatal)) => panic!("{fatal}"),
        }
    }
    panic!("it never works again");
}

/// A shortage of `times` opens from each one on; answers how often the store passed it on.
fn each_open(times: u64, every: usize) -> usize {
    let (healthy, _, store) = disk();
    let first = healthy.handles();
    assert_eq!(live(&store), 0);
    let (image, opens) = (healthy.image(), healthy.handles());
    assert!(opens - first > 100, "{}", opens - first);
    let mut passed_on = 0;
    for (number, from) in (first..opens).enumerate().step_by(every) {
        let (disk, files, store) = disk();
        let errno = ERRNOS[number / every % ERRNOS.len()];
        disk.set_faults(Faults { shortage: Some(Shortage { from, times, errno }), ..Faults::default() });
        passed_on += live(&store);
        assert_eq!(store.fatal(), None, "open {from}");
        drop(store);
        // Nothing is lost, and nothing is there that would not be there otherwise.
        assert_eq!(disk.image(), image, "open {from}");
        assert_eq!(fsck(&files, check().as_ref(), &mut |_, _| {}), [], "open {from}");
    }
    passed_on
}

#[test]
fn one_refused_open_is_waited_out() {
    assert_eq!(each_open(1, 1), 0);
}

#[test]
fn a_long_shortage_is_told_and_stops_nothing() {
    // Longer than the store waits: whoever asked is told, and asks again.
    assert!(each_open(25, 11) > 0);
}

#[test]
fn a_shortage_without_end_is_an_answer_and_not_the_end() {
    let (disk, files, store) = disk();
    live(&store);
    let head = store.head();
    store.append_group(&head, &group(head.size, 1), Box::new(seal)).unwrap();
    let forever = Shortage { from: 0, times: u64::MAX, errno: ERRNOS[0] };
    disk.set_faults(Faults { shortage: Some(forever), ..Faults::default() });
    // The segment has room for at most one more: then one has to be made, and there is none in reserve.
    let mut refused = None;
    for _ in 0..4 {
        let now = store.head();
        match store.append_group(&now, &group(now.size, 1), Box::new(seal)) {
            Ok(_) => {}
            Err(error) => refused = Some(error),
        }
    }
    let Some(AppendError::Scarce(scarce)) = refused else { panic!("not refused") };
    assert!(scarce.to_string().contains("os error 24"), "{scarce}");
    for _ in 0..2 {
        let told = store.publish_head(100_000, Pace::Now);
        assert!(matches!(told, Err(StoreError::Scarce(_))), "{told:?}");
    }
    assert!(matches!(store.put_blob(b"blob"), Err(StoreError::Scarce(_))));
    assert!(matches!(store.put_vkey("another"), Err(StoreError::Scarce(_))));
    assert_eq!(store.fatal(), None);
    disk.set_faults(Faults::default());
    let now = store.head();
    assert!(now.size > head.size + 1, "what needed no open was recorded");
    store.append_group(&now, &group(now.size, 5), Box::new(seal)).unwrap();
    assert_eq!(store.publish_head(200_000, Pace::Now).unwrap(), now.size + 5);
    drop(store);
    assert_eq!(fsck(&files, check().as_ref(), &mut |_, _| {}), []);
}

#[test]
fn a_failed_sync_is_never_tried_again() {
    let (healthy, _, store) = disk();
    let first = healthy.steps();
    live(&store);
    let mut failed = 0;
    for step in first..healthy.steps() {
        let (disk, _, store) = disk();
        disk.set_faults(Faults { error_at: Some(step), ..Faults::default() });
        let syncs = |disk: &SimulatedFiles| disk.syncs().values().sum::<u64>();
        // Whatever fails, the store stops, and asks the disk for nothing more.
        for round in 0..8 {
            let head = store.head();
            let _ = store.append_group(&head, &group(head.size, 100), Box::new(seal));
            let _ = store.publish_head((round + 1) * 1000, Pace::Now);
            let _ = store.put_blob(&[u8::try_from(round).unwrap()]);
            if store.fatal().is_some() {
                break;
            }
        }
        if store.fatal().is_some() {
            failed += 1;
            let before = syncs(&disk);
            let _ = store.publish_head(100_000, Pace::Now);
            assert_eq!(syncs(&disk), before, "step {step}");
        }
    }
    assert!(failed > 100, "{failed}");
    assert!(healthy.syncs().contains_key(&SyncPoint::SegmentRetired));
}
