//! Work that leaves the threads of the network: reads of the disk and folds of state, a bounded number at a time.

use std::sync::Arc;
use std::time::Duration;

use super::App;
use super::problem::Problem;
use rules::words::say;

/// How long a request waits for its turn; then 503, so that the queue is bounded in time.
const TURN: Duration = Duration::from_secs(10);
/// Requests that may wait for one that works.
const WAITING_PER_SLOT: usize = 16;

impl App {
    /// Requests that may wait for a turn.
    pub(super) fn waiting_room(slots: usize) -> usize {
        slots.saturating_mul(WAITING_PER_SLOT)
    }

    /// Does `work` on a thread of its own. Its turn ends with the work, not with the client's patience: a request that
    /// was given up still counts until its thread is done.
    pub(super) async fn work<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Self) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let busy = || Problem::too_busy(&say::why_reads_busy());
        let turn = {
            let _place = self.waiting.try_acquire().map_err(|_| busy())?;
            let turn = tokio::time::timeout(TURN, Arc::clone(&self.reads).acquire_owned()).await;
            turn.ok().and_then(Result::ok).ok_or_else(busy)?
        };
        let app = Arc::clone(self);
        let done = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            work(&app)
        });
        let failed = |_| Problem::new("internal", &say::why_no_answer());
        done.await.map_err(failed)?
    }
}
