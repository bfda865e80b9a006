//! Power cuts, failing syncs and full disks, tried on the simulated disk: after a restart every acknowledged entry is
//! there, an unacknowledged group is wholly there or wholly absent, never half and never twice.

use std::time::Instant;
use aidledger_tests::power::{Act, Explorer, Promises};
use ledger::file::simulated::SimulatedFiles;

const BLOCK: u64 = 4096;
const THREE_GROUPS: &[Act] =
    &[Act::Append(130), Act::Publish, Act::Append(130), Act::Publish, Act::Append(40), Act::Publish];
const AFTER: &[Act] = &[Act::Append(3), Act::Publish];

#[test]
fn every_power_cut_at_every_step_of_three_groups() {
    let t = Instant::now();
    for segment in [BLOCK, 2 * BLOCK] {
        let mut explorer = Explorer { segment, ..Explorer::default() };
        let explored = explorer.explore(&SimulatedFiles::new(), &Promises::default(), THREE_GROUPS, AFTER, 0);
        eprintln!("{} disks {:?}", explorer.disks, t.elapsed());
        explored.unwrap();
    }
}
