//! The thread that looks after the record while the ledger runs.

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use super::super::core::Core;

/// How often written lines are synced.
const SYNC_EVERY: Duration = Duration::from_secs(1);
/// How long the thread waits before it looks whether to stop.
const WAIT: Duration = Duration::from_millis(200);

/// Syncs the record once a second and removes what is over once a day, until the service stops.
pub(in crate::service) fn keep(core: &Core) {
    let (mut synced, mut pruned) = (Instant::now(), None);
    while !core.stopping.load(Ordering::SeqCst) {
        std::thread::sleep(WAIT);
        if synced.elapsed() >= SYNC_EVERY {
            synced = Instant::now();
            // What fails is said by `stop`, and by every look that is refused from then on.
            drop(core.looks.sync());
        }
        let now = core.time.now();
        if let Some(months) = core.looks_months.filter(|_| pruned != Some(now.utc_date())) {
            match core.looks.prune(months, now) {
                Ok(0) => {}
                Ok(files) => tracing::info!(files, months, "looks whose time was over were removed"),
                Err(error) => tracing::error!(%error, "looks whose time was over were not removed"),
            }
            pruned = Some(now.utc_date());
        }
    }
    core.looks.close();
}
