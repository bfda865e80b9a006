//! The one thread that gives positions: it drains a queue, decides on a copy of the state, has the group made durable,
//! and only then lets anybody know.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use ledger::checkpoint::{Checkpoint, sign_note};
use ledger::entry::Entry;
use ledger::event::{Body, Event};
use ledger::file::Fault;
use ledger::ids::PartyId;
use ledger::index::Id128;
use ledger::merkle::leaf_hash;
use ledger::store::{AppendError, Head, Pace, Seal, SealError, StoreError};
use ledger::submission::SignatureChecked;
use ledger::time::At;
use ledger::verdict::Verdict;
use rules::decide::reproduces;
use rules::engine::{Judged, judge};
use rules::pack::{PackLibrary, PackSource as _};
use rules::state::State;
use rules::words::{Language, say};
use tokio::sync::{mpsc, oneshot};

use super::Turned;
use super::core::{Core, View};
use super::idempotency::Pending;
use super::job::{Answer, Asker, Away, Job, Prepared, Recorded, Signature};
use super::locks::{lock, read, write};
use super::tally::summed_up;

/// Most entries in a group; also the port's limit.
pub(super) const GROUP_MAX: usize = 1_000;
/// Most bytes of a group: bounds how long one write takes.
const GROUP_BYTES_MAX: usize = 8 * 1024 * 1024;
/// Entries whose low tree hashes stay in memory.
pub(super) const RECENT: u64 = 65_536;
/// How far the index may fall behind before admission waits for it.
const INDEX_LAG_MAX: u64 = 262_144;
/// How long one group waits for an index that is too far behind. A bound, not a promise: a broken index stops nobody.
const INDEX_WAIT: Duration = Duration::from_millis(20);

/// A statement that a key of its source has signed, in force or not.
struct Authentic {
    checked: SignatureChecked,
    standing: Result<(), Turned>,
}

impl Authentic {
    /// Whom it is counted for. A revoked key may be anybody's by now.
    fn by(&self) -> Option<PartyId> {
        let named = !matches!(self.standing, Err(Turned::KeyRevoked));
        named.then(|| self.checked.event().source.clone())
    }
}

/// Runs until the queue is closed and empty.
pub(super) fn run(core: &Core, mut queue: mpsc::Receiver<Job>) {
    while let Some(first) = queue.blocking_recv() {
        wait_for_index(core);
        let mut group = Group::new(core);
        group.take(core, first);
        while !group.is_full() {
            let Ok(job) = queue.try_recv() else { break };
            group.take(core, job);
        }
        group.finish(core);
    }
}

fn wait_for_index(core: &Core) {
    let next = core.indexed.load(Ordering::Relaxed);
    if core.index_path.is_some() && core.view().head.size.saturating_sub(next) > INDEX_LAG_MAX {
        std::thread::sleep(INDEX_WAIT);
    }
}

/// A group being decided: a copy of the state, and everybody who waits.
struct Group {
    before: Arc<View>,
    state: State,
    packs: Arc<PackLibrary>,
    entries: Vec<Arc<[u8]>>,
    bytes: usize,
    pending: Pending,
    /// Statements and bytes of each party in this group.
    used: HashMap<PartyId, (u64, u64)>,
    recorded: Vec<(Waiting, oneshot::Sender<Answer>)>,
    /// Told only once the group is durable: what is said of them may follow from entries of the group.
    others: Vec<(Answer, oneshot::Sender<Answer>)>,
}

/// An entry of the group before it has a head.
struct Waiting {
    id: Id128,
    entry: Arc<[u8]>,
    event: Event,
    verdict: Verdict,
    now: At,
    bytes: u64,
}

impl Group {
    fn new(core: &Core) -> Self {
        let before = core.view();
        Self {
            state: before.state.clone(),
            before,
            packs: core.packs(),
            entries: Vec::new(),
            bytes: 0,
            pending: HashMap::new(),
            used: HashMap::new(),
            recorded: Vec::new(),
            others: Vec::new(),
        }
    }

    fn is_full(&self) -> bool {
        self.entries.len() >= GROUP_MAX || self.bytes >= GROUP_BYTES_MAX || self.others.len() >= GROUP_MAX
    }

    /// Decides one submission.
    fn take(&mut self, core: &Core, job: Job) {
        let Job { prepared, reply } = job;
        // A sender whose caller has gone away is no reason to stop: what it asked for is recorded all the same.
        match self.decide(core, prepared) {
            Ok(waiting) => {
                self.bytes = self.bytes.saturating_add(waiting.entry.len());
                self.entries.push(Arc::clone(&waiting.entry));
                self.recorded.push((waiting, reply));
            }
            Err(answer) => self.others.push((answer, reply)),
        }
    }

    /// The entry that gets the next position, or what else to say: it has one already, or gets none.
    fn decide(&mut self, core: &Core, prepared: Prepared) -> Result<Waiting, Answer> {
        let Prepared { id, bytes, signature } = prepared;
        // Before anything is looked up: what a stranger is told must not hang on what is recorded.
        let authentic =
            self.authenticate(signature).map_err(|turned| Answer::Turned(Away::nameless(turned)))?;
        let by = authentic.by();
        let Authentic { checked, standing } = authentic;
        let known = self.pending.get(&id).copied();
        if let Some(position) = known.or_else(|| read(&core.ids).position(&id)) {
            let asker = if standing.is_ok() { Asker::InForce } else { Asker::Former };
            let turned = standing.err().unwrap_or(Turned::IdReused { position });
            return Err(Answer::Known { position, asker, otherwise: Away { turned, by } });
        }
        let recorded = standing.and_then(|()| self.record(core, (id, bytes), checked));
        recorded.map_err(|turned| Answer::Turned(Away { turned, by }))
    }

    /// The entry of a statement whose signer is in force.
    fn record(
        &mut self,
        core: &Core,
        (id, size): (Id128, u64),
        checked: SignatureChecked,
    ) -> Result<Waiting, Turned> {
        // Only now: what is recorded is answered for as long as it can be read.
        if let Some(why) = core.fatal.get() {
            return Err(Turned::ReadOnly { why: Arc::clone(why) });
        }
        let adopts = matches!(checked.event().body, Body::EngineAdopted(_));
        if let Some(why) = other_rules(&self.state).filter(|_| !adopts) {
            return Err(Turned::ReadOnly { why });
        }
        let now = core.time.recording().map_err(|why| Turned::Clock { why })?;
        self.quota(core, &checked.event().source, size, now)?;
        // Never before the previous one: what the clock is behind, it was accepted with at the start or is one small step.
        let at = self.state.last_at().map_or(now, |previous| previous.max(now));
        self.fetch_pack(core, &checked.event().body)?;
        let (jws, kid) = (checked.jws().to_owned(), checked.kid().to_owned());
        let Judged { event, verdict } = judge(&self.state, self.packs.as_ref(), checked, at)?;
        let entry = Entry::new(at, jws, verdict);
        let bytes: Arc<[u8]> = entry.encode().map_err(|error| too_long(core, &error))?.into();
        let verdict = entry.verdict;
        self.pending.insert(id, self.state.size());
        self.state.apply_signed((&event, &kid), &verdict, at, self.packs.as_ref());
        Ok(Waiting { id, entry: bytes, event, verdict, now, bytes: size })
    }

    /// Whether a key that the source has or had signed it: who it comes from, before what it is.
    fn authenticate(&self, signature: Signature) -> Result<Authentic, Turned> {
        let directory = &self.state.directory;
        // What is not the source's own is told why not, in the order of the answers to a POST.
        let stranger = |kid: &str, source: &PartyId, error: Turned| match directory.standing(kid, source) {
            Err(ledger::directory::Turned::Suspended(_)) | Ok(()) => error,
            Err(turned) => turned.into(),
        };
        let checked = match signature {
            Signature::Checked(checked) => *checked,
            Signature::NoKey(statement) => {
                let (kid, source) = (statement.kid().to_owned(), statement.event().source.clone());
                let record = directory.key(&kid).ok_or(Turned::UnknownSigner)?;
                statement.verify(&record.key).map_err(|error| stranger(&kid, &source, error.into()))?
            }
            Signature::Failed { kid, event, error } => {
                return Err(stranger(&kid, &event.source, error.into()));
            }
        };
        let (kid, source) = (checked.kid(), &checked.event().source);
        if directory.key(kid).is_none_or(|record| record.party != *source) {
            return Err(stranger(kid, source, Turned::NotOfSource));
        }
        let standing = directory.standing(kid, source).map_err(Turned::from);
        Ok(Authentic { checked, standing })
    }

    /// Asked at the door already; many may have passed it together. By the day it is, not by `at`: where that is held, its
    /// day does not end.
    fn quota(&mut self, core: &Core, party: &PartyId, bytes: u64, now: At) -> Result<(), Turned> {
        let policy = self.state.directory.policy();
        let Some(quotas) = policy.and_then(|policy| policy.quotas.as_ref()) else { return Ok(()) };
        let here = self.used.entry(party.clone()).or_default();
        lock(&core.used).check(quotas, party, (here.0, here.1.saturating_add(bytes)), now)?;
        *here = (here.0.saturating_add(1), here.1.saturating_add(bytes));
        Ok(())
    }

    /// Has the pack at hand that an adoption names, if its bytes are durable. A disk that does not answer is no reason to
    /// judge as if there were no pack: a replay would judge otherwise.
    fn fetch_pack(&mut self, core: &Core, body: &Body) -> Result<(), Turned> {
        let Body::PackAdopted(adopted) = body else { return Ok(()) };
        let sha256 = adopted.sha256.as_str();
        if self.packs.pack(sha256).is_none() {
            match core.store.get_blob(sha256) {
                Ok(Some(bytes)) => {
                    if let Err(errors) = core.add_pack(&bytes) {
                        tracing::warn!(sha256, %errors, "a stored pack does not load");
                    }
                }
                Ok(None) => {}
                Err(Fault::Disk(error)) => return Err(Turned::Busy { why: error.to_string().into() }),
                Err(error) => tracing::warn!(sha256, %error, "a stored pack cannot be read"),
            }
        }
        // Also one that was uploaded since the group began.
        self.packs = core.packs();
        Ok(())
    }

    /// Makes the group durable and answers everybody.
    fn finish(self, core: &Core) {
        if self.entries.is_empty() {
            return self.others.into_iter().for_each(|(answer, reply)| drop(reply.send(answer)));
        }
        match append(core, &self.before.head, &self.entries) {
            Ok(head) => self.commit(core, &head),
            Err(turned) => {
                let turned = || Answer::Turned(Away::nameless(turned.clone()));
                let recorded = self.recorded.into_iter().map(|(_, reply)| reply);
                for reply in recorded.chain(self.others.into_iter().map(|(_, reply)| reply)) {
                    drop(reply.send(turned()));
                }
            }
        }
    }

    /// The group is durable: what follows can't fail. First what readers see, then the answers.
    fn commit(self, core: &Core, head: &Head) {
        let first = self.before.head.size;
        {
            let mut tree = write(&core.tree);
            self.entries.iter().for_each(|entry| tree.push(leaf_hash(entry)));
            tree.prune(RECENT);
        }
        {
            let mut ids = write(&core.ids);
            let mut used = lock(&core.used);
            for (position, (waiting, _)) in (first..).zip(&self.recorded) {
                ids.insert(waiting.id, position);
                used.add(&waiting.event.source, waiting.bytes, waiting.now);
            }
        }
        let today = core.time.now().utc_date();
        for (waiting, _) in &self.recorded {
            // A day that is not over is counted on.
            if let Some(day) = summed_up(&waiting.event, &waiting.verdict).filter(|day| *day < today) {
                lock(&core.tally).done(day);
            }
        }
        lock(&core.history).note(&self.state);
        *write(&core.view) = Arc::new(View { state: self.state, head: head.clone() });
        core.groups.fetch_add(1, Ordering::Relaxed);
        core.size.send_replace(head.size);
        for (position, (waiting, reply)) in (first..).zip(self.recorded) {
            let Waiting { entry, verdict, .. } = waiting;
            drop(reply.send(Answer::Recorded(Box::new(Recorded {
                position,
                entry,
                verdict,
                head: head.clone(),
            }))));
        }
        self.others.into_iter().for_each(|(answer, reply)| drop(reply.send(answer)));
    }
}

/// Why nothing may be recorded but the adoption of this build's rules: an entry after that of another build's would say that
/// those had judged it.
pub(super) fn other_rules(state: &State) -> Option<Arc<str>> {
    let other =
        state.engine().filter(|engine| !reproduces(engine.semantics, engine.vectors_sha256.as_str()))?;
    Some(say::rules_to_adopt(other.release.as_str()).text(Language::default()).into())
}

/// A verdict above its bounds is a fault of this release, found before anything was written.
fn too_long(core: &Core, error: &ledger::entry::EntryError) -> Turned {
    Turned::ReadOnly { why: core.poison(&format!("an entry breaks its bounds: {error}")) }
}

/// Appends at the head decided on. `Err`: nobody is told of the group. Unless the system was only short of descriptors or
/// memory before anything was done, the service is read-only from here on.
fn append(core: &Core, before: &Head, entries: &[Arc<[u8]>]) -> Result<Head, Turned> {
    let seal = || -> Seal<'_> {
        Box::new(|size, root| {
            let text = Checkpoint { origin: core.keys.origin().to_owned(), size, root }.to_text();
            sign_note(&text, &[&core.signer]).map_err(|error| SealError(error.to_string()))
        })
    };
    let mut appended = core.store.append_group(before, entries, seal());
    if matches!(appended, Err(AppendError::Behind)) {
        core.store.publish_head(core.time.counted_ms(), Pace::Now).map_err(|error| match error {
            StoreError::Scarce(scarce) => Turned::Busy { why: scarce.to_string().into() },
            StoreError::Fatal(fatal) => Turned::ReadOnly { why: core.poison(&fatal.to_string()) },
        })?;
        appended = core.store.append_group(before, entries, seal());
    }
    appended.map(|appended| appended.head).map_err(|error| match error {
        AppendError::Scarce(scarce) => Turned::Busy { why: scarce.to_string().into() },
        error => Turned::ReadOnly { why: core.poison(&error.to_string()) },
    })
}

#[cfg(test)]
mod tests {
    use ledger::event::EventType;
    use ledger::event::template::template;

    use super::*;

    #[test]
    fn after_an_upgrade_nothing_is_recorded_until_this_builds_rules_are_adopted() {
        let mut state = State::new();
        assert_eq!(other_rules(&state), None, "before anything is adopted");
        let adopted = |digest: &str| {
            let mut event: serde_json::Value =
                serde_json::from_str(template(EventType::EngineAdopted)).unwrap();
            event["data"]["semantics"] = 0.into();
            event["data"]["vectors_sha256"] = digest.into();
            Event::read(event.to_string().as_bytes()).unwrap()
        };
        let admitted = rules::decide::decide_founding();
        for (digest, other) in [("0".repeat(64), true), (rules::decide::VECTORS_SHA256.to_owned(), false)] {
            let at = At::from_micros(1).unwrap();
            state.apply(&adopted(&digest), &admitted, at, &PackLibrary::default());
            let said = other_rules(&state);
            assert_eq!(said.is_some(), other, "{digest}");
            assert!(said.is_none_or(|said| said.contains("aidledger engine adopt")));
        }
    }
}
