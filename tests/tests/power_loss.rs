//! Power cuts, failing syncs and full disks, tried on the simulated disk: after a restart every acknowledged entry is
//! there, an unacknowledged group is wholly there or wholly absent, never half and never twice.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test ends where it fails, and its helpers are part of it"
)]

use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use aidledger_tests::power::{Act, Explorer, Promises, check_promises, run};
use ledger::file::SyncPoint;
use ledger::file::simulated::{Faults, Seeded, SimulatedFiles};

/// The shortest segment: each small group gets its own, so that three groups make, fill, retire and reuse segments.
const BLOCK: u64 = 4096;
/// The second group fills the first bundle; everything that exists exists by then.
const THREE_GROUPS: &[Act] =
    &[Act::Append(130), Act::Publish, Act::Append(130), Act::Publish, Act::Append(40), Act::Publish];
/// A cosigned head, and the next one.
const COSIGNED: &[Act] = &[Act::Append(12), Act::Publish, Act::Cosign, Act::Append(3), Act::Publish];
/// What a restarted process does next.
const AFTER: &[Act] = &[Act::Append(3), Act::Publish];
/// The small files.
const SMALL: &[Act] = &[Act::Blob(7), Act::Vkey, Act::Keep, Act::Append(1)];

fn explore(explorer: &mut Explorer, acts: &[Act], depth: u32) -> Result<(), String> {
    explorer.explore(&SimulatedFiles::new(), &Promises::default(), acts, AFTER, depth)
}

#[test]
fn every_power_cut_at_every_step_of_three_groups() {
    for segment in [BLOCK, 2 * BLOCK] {
        let mut explorer = Explorer::new(segment, None);
        explore(&mut explorer, THREE_GROUPS, 0).unwrap();
        println!("segments of {segment}: {} different disks", explorer.disks);
        assert!(explorer.disks > 500);
    }
    explore(&mut Explorer::new(BLOCK, None), SMALL, 0).unwrap();
    explore(&mut Explorer::new(BLOCK, None), COSIGNED, 0).unwrap();
}

#[test]
fn every_power_cut_during_the_recovery_from_every_power_cut() {
    let mut explorer = Explorer::new(BLOCK, None);
    let acts = [Act::Append(12), Act::Append(30), Act::Publish];
    explorer.explore(&SimulatedFiles::new(), &Promises::default(), &acts, &[], 1).unwrap();
    println!("{} different disks", explorer.disks);
    assert!(explorer.disks > 1000);
}

/// All faults that `one_fault` tries; the first broken promise.
fn one_fault_each(disabled: Option<SyncPoint>, acts: &[Act]) -> Result<u64, String> {
    let mut tried = 0;
    let healthy = SimulatedFiles::new();
    run(&healthy, BLOCK, acts, &mut Promises::default())?;
    for step in 0..healthy.steps() {
        for fails_but_persists in [false, true] {
            let faults = Faults { error_at: Some(step), fails_but_persists, disabled, ..Faults::default() };
            one_fault(faults, acts).map_err(|broken| format!("error at step {step}: {broken}"))?;
            tried += 1;
        }
        let faults = Faults { full_from: Some(step), disabled, ..Faults::default() };
        one_fault(faults, acts).map_err(|broken| format!("disk full from step {step}: {broken}"))?;
        tried += 1;
    }
    Ok(tried)
}

/// A fault stops the ledger; the process ends, the disk does not; the next process goes on without the fault; and
/// then the power goes, at the end of it.
fn one_fault(faults: Faults, acts: &[Act]) -> Result<(), String> {
    let disabled = faults.disabled;
    let disk = SimulatedFiles::new();
    disk.set_faults(faults);
    let mut told = Promises::default();
    if let Err(stopped) = run(&disk, BLOCK, acts, &mut told)
        && stopped.contains("BROKEN")
    {
        return Err(stopped);
    }
    if !told.created {
        return Ok(());
    }
    for more in [&[][..], AFTER] {
        let next = disk.after_kill();
        next.set_faults(Faults { disabled, ..Faults::default() });
        let mut told = told.clone();
        run(&next, BLOCK, more, &mut told)?;
        Explorer::new(BLOCK, disabled).cut(&next, &told, AFTER, 0)?;
    }
    Ok(())
}

#[test]
fn every_failed_operation_and_a_full_disk_at_every_step() {
    let tried = one_fault_each(None, THREE_GROUPS).unwrap()
        + one_fault_each(None, SMALL).unwrap()
        + one_fault_each(None, COSIGNED).unwrap();
    println!("{tried} faults");
    assert!(tried > 300);
}

/// Random groups, cuts, errors and restarts; the seed says which.
fn one_seed(seed: u64) -> Result<(), String> {
    let mut dice = Seeded::new(seed);
    let segment = BLOCK << dice.below(3);
    let mut disk = SimulatedFiles::new();
    let mut told = Promises::default();
    for _ in 0..=dice.below(3) {
        let acts: Vec<Act> = (0..1 + dice.below(6)).map(|_| random_act(&mut dice)).collect();
        let mut faults = Faults::default();
        match dice.below(8) {
            0 => faults.error_at = Some(dice.below(120)),
            1 => faults.full_from = Some(dice.below(120)),
            _ => faults.power_off_at = Some(dice.below(if told.created { 120 } else { 200 })),
        }
        faults.fails_but_persists = dice.below(2) == 0;
        disk.set_faults(faults);
        if let Err(stopped) = run(&disk, segment, &acts, &mut told)
            && stopped.contains("BROKEN")
        {
            return Err(stopped);
        }
        if !told.created {
            return Ok(());
        }
        disk = if dice.below(4) == 0 { disk.after_kill() } else { disk.after_power_cut(&mut dice) };
    }
    check_promises(&disk, segment, &told)
}

fn random_act(dice: &mut Seeded) -> Act {
    match dice.below(10) {
        0 => Act::Append(1),
        1..4 => Act::Append(1 + dice.below(40)),
        4 => Act::Append(100 + dice.below(200)),
        5 => Act::Blob(u8::try_from(dice.below(4)).unwrap_or(0)),
        _ => Act::Publish,
    }
}

#[test]
fn ten_thousand_seeds() {
    let next = AtomicU64::new(0);
    let threads = thread::available_parallelism().map_or(1, |n| n.get().min(4));
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= 10_000 {
                        break;
                    }
                    if let Err(broken) = one_seed(seed) {
                        panic!("seed {seed}: {broken}");
                    }
                }
            });
        }
    });
}

/// Which scenario misses this sync first, if any does.
fn missed(point: SyncPoint) -> Option<String> {
    let off = Some(point);
    let attempts: [&dyn Fn() -> Result<(), String>; 4] = [
        &|| explore(&mut Explorer::new(BLOCK, off), SMALL, 0),
        &|| explore(&mut Explorer::new(BLOCK, off), THREE_GROUPS, 0),
        &|| one_fault_each(off, THREE_GROUPS).map(|_| ()),
        &|| explore(&mut Explorer::new(BLOCK, off), &[Act::Append(250), Act::Append(20)], 1),
    ];
    attempts.iter().find_map(|attempt| attempt().err())
}

#[test]
fn without_any_single_sync_a_promise_is_broken() {
    let mut unneeded = Vec::new();
    for point in SyncPoint::ALL {
        match missed(point) {
            Some(broken) => println!("{point:?}: {broken}"),
            None => unneeded.push(point),
        }
    }
    assert!(unneeded.is_empty(), "nothing misses {unneeded:?}");
}
