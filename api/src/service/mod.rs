//! The service: the only writer of a ledger, and the place where everybody asks.
//!
//! # Contract
//! - [`Service::submit`] answers when the entry and a signed head over it are durable, with a proof; or with a reason
//!   why nothing was recorded. There is nothing in between. The same statement gets the same answer for ever.
//! - Statements get positions in the order in which they enter one queue; verdicts follow from what stands before.
//!   One thread decides; signatures are checked beside it.
//! - After a failure of the store the service is read-only until a restart ([`Turned::ReadOnly`]); reading goes on.
//! - Witnesses are asked to cosign what is published, beside everything else: no answer ever waits for one.
//! - [`Service::view`] is one consistent snapshot and costs nothing; nobody who reads is ever in the way.
//! - Here is no HTTP and no printing.

mod clock;
mod core;
mod cosigner;
mod cosigners;
mod follower;
mod found;
mod history;
mod idempotency;
mod intake;
mod job;
mod jws;
pub mod keys;
mod locks;
pub mod looks;
mod modes;
mod open;
mod past;
mod published;
mod quota;
mod reading;
mod refusal;
pub mod rehearsal;
mod routes;
mod sequencer;
mod simulate;
mod start_error;
pub mod statement;
mod tally;
pub mod token;
mod tree;
mod vkey;
mod witness_role;

use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use ledger::ids::{PartyId, UndertakingId};
use ledger::store::StoreError;
use ledger::submission::SecretKey;
use ledger::time::At;
use ledger::witness::{Reply, TEXT_CONTENT_TYPE};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

pub use self::clock::{ClockCheck, STEP_MAX_MS};
use self::core::Core;
pub use self::core::View;
pub use cosigner::{CosignError, CosignerConfig};
pub use follower::remove as remove_index;
pub use found::{
    FoundError, Founding, RULE_AUTHORITY, create, create_apart, create_files, engine_adopted, found,
    govern_first, pack_adopted,
};
pub use intake::Receipt;
pub use job::Asker;
pub(crate) use locks::lock;
use locks::read;
pub use looks::{Purpose, PurposeError};
pub use modes::{KeyExposed, ModeError};
pub use open::{INDEX, OperatorKey, StartOptions, StartReport, open, open_files, start};
pub use published::{Published, PublishedError};
pub use reading::{Days, EventFilter, Health, Metrics};
pub use refusal::{PutPackError, ReadError, Turned};
pub use routes::{RoutesAsked, RoutesFound};
pub use simulate::{Simulated, Simulation};
pub use start_error::{Gap, StartError};
pub use token::{TokenClaims, TokenError};
pub use vkey::note_check;
pub(crate) use vkey::read_vkey;
pub use witness_role::{WitnessConfig, WitnessError};

const REFUSAL_TYP: &str = "aidledger-refusal+jws";

/// Summaries of days in one answer: a month of them, each with 64 parties, is about a quarter of a mebibyte. Whoever has
/// recorded these asks again.
const SUMMARIES_DUE_MAX: usize = 31;

/// A running ledger. Cheap to clone; it stops when [`Service::shut_down`] is called or the last clone is dropped.
#[derive(Clone)]
pub struct Service {
    core: Arc<Core>,
    running: Arc<Running>,
}

/// The threads, and the order to stop when nobody holds the service any more.
struct Running {
    core: Arc<Core>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl Drop for Running {
    fn drop(&mut self) {
        // The threads see it within their wait; whoever needs to know when calls `shut_down`.
        lock(&self.core.queue).take();
        self.core.stopping.store(true, Ordering::SeqCst);
    }
}

impl Service {
    /// The committed state and head.
    #[must_use]
    pub fn view(&self) -> Arc<View> {
        self.core.view()
    }

    /// The ledger's id.
    #[must_use]
    pub fn ledger_id(&self) -> &str {
        &self.core.ledger_id
    }

    /// The instant now, by the service's clock; while that is not believed, the time counted on since it was.
    #[must_use]
    pub fn now(&self) -> At {
        self.core.time.now()
    }

    /// The operator's key, where the service has it.
    #[must_use]
    pub fn operator_key(&self) -> Option<&SecretKey> {
        self.core.keys.operator.as_ref()
    }

    /// The key that signs certificates.
    #[must_use]
    pub fn certificate_key(&self) -> &SecretKey {
        &self.core.keys.certificate
    }

    /// Signs an answer that turned a request away: a compact JWS by the `refusal` key.
    #[must_use]
    pub fn sign_refusal(&self, status: u16, code: &str, request: &[u8]) -> String {
        let head = self.view().head.clone();
        let payload = json!({
            "ledger": self.ledger_id(),
            "at": self.now().to_string(),
            "status": status,
            "code": code,
            "request_sha256": ledger::verdict::hex(&Sha256::digest(request)),
            "head": {"size": head.size, "root": head.root.to_base64()},
        });
        jws::sign_as(REFUSAL_TYP, payload.to_string().as_bytes(), &self.core.keys.refusal)
    }

    /// Counts a request that never reached [`Service::submit`], which counts by itself.
    pub fn count_turned(&self, party: Option<&PartyId>, status: u16) {
        let view = self.view();
        // Only parties of the ledger are named: a stranger's word is no name.
        let party = party.filter(|party| view.state.directory.party(party).is_some());
        lock(&self.core.tally).count(self.now().utc_date(), party, status);
    }

    /// The `data` of the `intake.summary` of the oldest past day with counts, and the day; `None` when all is told.
    #[must_use]
    pub fn summary_due(&self) -> Option<(chrono::NaiveDate, Value)> {
        lock(&self.core.tally).summaries(self.now().utc_date()).next()
    }

    /// The `data` of the `intake.summary` of each day that is due, oldest first, of at most a month of days: no more are made.
    /// A day is due until a summary of it takes effect, whoever submits it.
    #[must_use]
    pub fn summaries_due(&self) -> Vec<Value> {
        lock(&self.core.tally)
            .summaries(self.now().utc_date())
            .take(SUMMARIES_DUE_MAX)
            .map(|(_, data)| data)
            .collect()
    }

    /// Signs and submits every due `intake.summary` with the operator's key, if the service has it. Answers how many.
    ///
    /// # Errors
    /// [`Turned`] of the first one that was not recorded; its counts are kept.
    pub async fn summarise(&self) -> Result<u64, Turned> {
        let Some(key) = self.operator_key() else { return Ok(0) };
        let view = self.view();
        let Some(party) = view.state.directory.key(&key.public().kid()).map(|record| record.party.clone())
        else {
            return Err(Turned::UnknownSigner);
        };
        let mut done = 0_u64;
        while let Some((day, data)) = self.summary_due() {
            let parts = statement::Parts {
                id: Some(format!("intake.{day}")),
                event_type: ledger::event::EventType::IntakeSummary,
                source: &party,
                ledger: Some(self.ledger_id()),
                subject: "intake",
                time: self.now(),
                data: &data,
            };
            let answer = self.submit(statement::signed(&parts, key).into_bytes()).await;
            // What takes effect has ended the day's counts by now; what has none must not lose them.
            if self.summary_due().is_some_and(|(due, _)| due == day) {
                let receipt = answer?;
                tracing::warn!(%day, position = receipt.position, "the summary was recorded without effect");
                break;
            }
            done = done.saturating_add(1);
        }
        Ok(done)
    }

    /// What an access token says, if it is good now, by itself and by what the log says.
    ///
    /// # Errors
    /// [`TokenError`]: why it opens nothing. For the server's own record: whoever sent it learns only that it does not.
    pub fn check_token(&self, compact: &str) -> Result<TokenClaims, TokenError> {
        let key = self.core.keys.token_public();
        let claims = token::verify(self.ledger_id(), compact, &key, self.core.time.latest())?;
        let view = self.view();
        let undertakings = &view.state.undertakings;
        let same = |one: &UndertakingId, other: &UndertakingId| {
            let other = undertakings.find(other);
            let one = undertakings.find(one).map(|handle| undertakings.same(handle));
            other.zip(one).is_some_and(|(other, one)| one.contains(&other))
        };
        token::in_force(&view.state.directory, &key, &claims, same)?;
        Ok(claims)
    }

    /// As [`Service::check_token`], without the reason.
    #[must_use]
    pub fn verify_token(&self, compact: &str) -> Option<TokenClaims> {
        self.check_token(compact).ok()
    }

    /// Answers a log that asks for a cosignature: status, content type, body. 404 when this node is no witness.
    pub async fn add_checkpoint(&self, body: Vec<u8>) -> (u16, &'static str, String) {
        let core = Arc::clone(&self.core);
        let work = move || {
            let Some(witness) = &core.witness else {
                return (404, TEXT_CONTENT_TYPE, "this node is no witness\n".to_owned());
            };
            // A cosignature dates a head: not by a clock that is not believed.
            let now = || core.time.recording().map_err(|why| why.to_string());
            let Reply { status, media, body, alarm } = lock(witness).add_checkpoint(&body, now);
            if let Some(alarm) = alarm {
                tracing::error!(alarm, "the witness");
            }
            (status, media, body)
        };
        let stopped = || (503, TEXT_CONTENT_TYPE, "the witness has stopped\n".to_owned());
        tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| stopped())
    }

    /// What this node cosigned last for the log with this monitoring path, as a note with both signatures.
    #[must_use]
    pub fn witnessed(&self, monitoring_path: &str) -> Option<String> {
        lock(self.core.witness.as_ref()?).checkpoint(monitoring_path)
    }

    /// Waits until the log has more than `size` entries, or until `timeout`; the size then.
    pub async fn wait_head(&self, size: u64, timeout: Duration) -> u64 {
        let mut watch = self.core.size.subscribe();
        let grown = tokio::time::timeout(timeout, watch.wait_for(|now| *now > size)).await;
        if let Ok(Ok(now)) = grown {
            return *now;
        }
        self.view().head.size
    }

    /// Stops taking, answers everybody who waits, publishes the last head and hands the index to the system.
    pub async fn shut_down(&self) {
        lock(&self.core.queue).take();
        let threads: Vec<JoinHandle<()>> = lock(&self.running.threads).drain(..).collect();
        let core = Arc::clone(&self.core);
        let work = move || {
            let mut threads = threads.into_iter();
            // The sequencer first: it ends when the queue is empty. The others then see the last head.
            if let Some(sequencer) = threads.next() {
                drop(sequencer.join());
            }
            core.stopping.store(true, Ordering::SeqCst);
            threads.for_each(|thread| drop(thread.join()));
            core.keep_tally();
            if core.fatal.get().is_none() {
                follower::publish_last(&core);
                // Once more for the last head, so that what stands on the disk while nothing runs is cosigned too.
                cosigners::last_round(&core);
            }
        };
        drop(tokio::task::spawn_blocking(work).await);
    }

    /// Keeps a pack's canonical bytes under their SHA-256, durably and compiled, so that `pack.adopted` may name it.
    ///
    /// # Errors
    /// [`PutPackError`].
    pub fn put_pack(&self, sha256: &str, canonical: Vec<u8>) -> Result<(), PutPackError> {
        if let Some(why) = self.core.fatal.get() {
            return Err(PutPackError::Fatal(Arc::clone(why)));
        }
        let found = ledger::verdict::hex(&Sha256::digest(&canonical));
        if found != sha256 {
            return Err(PutPackError::Mismatch { found });
        }
        rules::pack::Pack::from_canonical(&canonical)?;
        // Durable before it can be adopted: an entry never names bytes that a power cut could take.
        self.core.store.put_blob(&canonical).map_err(|error| match error {
            StoreError::Fatal(fatal) => PutPackError::Fatal(self.core.poison(&fatal.to_string())),
            // Nothing has stopped: the same upload may come again.
            StoreError::Scarce(scarce) => PutPackError::Busy(scarce.to_string().into()),
        })?;
        self.core.add_pack(&canonical)?;
        Ok(())
    }

    /// Why nothing is recorded any more, if so.
    #[must_use]
    pub fn fatal(&self) -> Option<Arc<str>> {
        self.core.fatal.get().map(Arc::clone)
    }

    /// How many statement ids are held in memory, and about how many bytes they take.
    #[must_use]
    pub fn id_memory(&self) -> (usize, usize) {
        read(&self.core.ids).memory()
    }
}
