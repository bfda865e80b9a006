//! What the service's threads share.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64};
use std::sync::{Arc, Mutex, OnceLock, RwLock};

use ledger::checkpoint::NoteSigner;
use ledger::file::Files;
use ledger::index::Index;
use ledger::merkle::{Hash, OutsideTree, ProveError, leaf_hash};
use ledger::prove::TlogProof;
use ledger::store::{Head, Store};
use rules::pack::PackLibrary;
use rules::state::State;
use tokio::sync::{Semaphore, mpsc, watch};

use super::ReadError;
use super::clock::Timekeeper;
use super::cosigner::Cosigners;
use super::history::History;
use super::idempotency::Ids;
use super::job::Job;
use super::keys::Keys;
use super::locks::{lock, read, write};
use super::looks::Looks;
use super::quota::Used;
use super::tally::{self, Tally};
use super::tree::{BLOCK, Tree};
use ledger::witness::Witness;

/// One consistent snapshot: what the log says, and the head under which it says so.
pub struct View {
    /// State after the head's last entry.
    pub state: State,
    /// The acknowledged head.
    pub head: Head,
}

/// Shared by the callers, the sequencer, the publisher and the follower.
pub(super) struct Core {
    pub(super) store: Arc<dyn Store>,
    /// The data directory, where there is one.
    pub(super) files: Option<Arc<dyn Files>>,
    pub(super) time: Timekeeper,
    pub(super) keys: Keys,
    pub(super) signer: NoteSigner,
    pub(super) ledger_id: String,
    pub(super) view: RwLock<Arc<View>>,
    pub(super) ids: RwLock<Ids>,
    pub(super) tree: RwLock<Tree>,
    pub(super) packs: RwLock<Arc<PackLibrary>>,
    /// Digests of the packs in the library, so that a pack is compiled once.
    pub(super) known_packs: Mutex<BTreeSet<String>>,
    pub(super) history: Mutex<History>,
    pub(super) used: Mutex<Used>,
    pub(super) tally: Mutex<Tally>,
    pub(super) fatal: OnceLock<Arc<str>>,
    pub(super) queue: Mutex<Option<mpsc::Sender<Job>>>,
    /// Bounds the signatures checked at once.
    pub(super) checks: Semaphore,
    pub(super) size: watch::Sender<u64>,
    pub(super) stopping: AtomicBool,
    pub(super) index_path: Option<PathBuf>,
    pub(super) index: RwLock<Option<Index>>,
    /// Position that the index expects next.
    pub(super) indexed: AtomicU64,
    pub(super) groups: AtomicU64,
    pub(super) published: AtomicU64,
    pub(super) witness: Option<Mutex<Witness>>,
    /// Who looked at which undertaking.
    pub(super) looks: Looks,
    /// Whole months for which looks are kept; `None` removes none.
    pub(super) looks_months: Option<u32>,
    /// Who is asked to cosign what is published here.
    pub(super) cosigners: Option<Cosigners>,
}

impl Core {
    pub(super) fn view(&self) -> Arc<View> {
        Arc::clone(&read(&self.view))
    }

    pub(super) fn packs(&self) -> Arc<PackLibrary> {
        Arc::clone(&read(&self.packs))
    }

    /// Stops recording for good; the first reason stays.
    pub(super) fn poison(&self, why: &str) -> Arc<str> {
        let why = self.fatal.get_or_init(|| {
            tracing::error!(why, "nothing is recorded any more; reading goes on");
            why.into()
        });
        Arc::clone(why)
    }

    /// Writes down what was turned away since the last time. What can't be written is tried again; it stops nothing.
    pub(super) fn keep_tally(&self) {
        let Some(files) = &self.files else { return };
        let unkept = lock(&self.tally).unkept();
        for (day, text) in unkept {
            if let Err(error) = tally::keep(files.as_ref(), day, text.as_deref()) {
                tracing::warn!(%error, "the counts of what was turned away are in memory only");
                lock(&self.tally).not_kept(day);
            }
        }
    }

    /// Compiles a pack into the library.
    pub(super) fn add_pack(&self, canonical: &[u8]) -> Result<String, rules::pack::PackErrors> {
        let mut packs = write(&self.packs);
        let mut library = PackLibrary::clone(&packs);
        let sha256 = library.insert(canonical)?;
        *packs = Arc::new(library);
        lock(&self.known_packs).insert(sha256.clone());
        Ok(sha256)
    }

    /// The `.tlog-proof` of a position against a head.
    pub(super) fn proof(&self, position: u64, head: &Head) -> Result<String, ReadError> {
        if position >= head.size {
            return Err(ReadError::Beyond { position, size: head.size });
        }
        let hashes = self.path(position, head.size)?;
        let proof = TlogProof { extra: None, index: position, hashes, checkpoint: head.note.to_string() };
        Ok(proof.to_string())
    }

    fn path(&self, position: u64, size: u64) -> Result<Vec<Hash>, ReadError> {
        let unsound =
            |error: ProveError<OutsideTree>| ReadError::Unsound { position, why: error.to_string() };
        {
            let tree = read(&self.tree);
            if position >= tree.recent_from() {
                return tree.prove(position, size, &[]).map_err(unsound);
            }
        }
        // What is no longer in memory lies in one bundle, wholly in the log.
        let (_, block) = self.block(position, size)?;
        read(&self.tree).prove(position, size, &block).map_err(unsound)
    }

    /// The leaves of a position's bundle, as far as a log of `size` entries has them, and the bundle's first position.
    pub(super) fn block(&self, position: u64, size: u64) -> Result<(u64, Vec<Hash>), ReadError> {
        let start = position / BLOCK * BLOCK;
        let entries = self.store.read(start..start.saturating_add(BLOCK).min(size))?;
        Ok((start, entries.iter().map(|entry| leaf_hash(entry)).collect()))
    }
}
