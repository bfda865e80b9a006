//! From bytes to the queue and back: what can be checked beside the sequence is checked here, on many threads.

use std::sync::Arc;

use ledger::entry::Entry;
use ledger::ids::PartyId;
use ledger::submission::{JWS_BYTES_MAX, Submission, Unverified};
use ledger::verdict::Verdict;
use tokio::sync::{mpsc, oneshot};

use super::core::{Core, lock, read};
use super::sequencer::{Answer, Job, Prepared, Signature};
use super::{ReadError, Service, Turned};

/// Lines that one thread looks at in a row.
const CHUNK: usize = 64;

/// The answer to a submission: what was recorded, and the proof that it was.
#[derive(Debug, Clone)]
pub struct Receipt {
    /// Position in the log.
    pub position: u64,
    /// The entry's exact bytes.
    pub entry: Arc<[u8]>,
    /// What the rules said.
    pub verdict: Verdict,
    /// The `.tlog-proof` text.
    pub proof: String,
    /// Whether this is the first answer given again.
    pub replayed: bool,
}

/// A submission that was read; the digest is what makes two submissions the same.
struct Read {
    payload_sha256: [u8; 32],
    party: PartyId,
    prepared: Prepared,
}

impl Service {
    /// Submits one compact JWS; answers when it is durable.
    ///
    /// # Errors
    /// [`Turned`]: nothing was recorded of it but a count.
    pub async fn submit(&self, jws: Vec<u8>) -> Result<Receipt, Turned> {
        let mut answers = self.submit_all(vec![jws]).await;
        answers.pop().unwrap_or_else(|| Err(Turned::ReadOnly { why: "the service has stopped".into() }))
    }

    /// Submits many; the answers are in the same order, and so are the positions. One that is turned away stops none.
    pub async fn submit_all(&self, lines: Vec<Vec<u8>>) -> Vec<Result<Receipt, Turned>> {
        let mut chunks = Vec::new();
        let mut lines = lines.into_iter().peekable();
        while lines.peek().is_some() {
            let chunk: Vec<Vec<u8>> = lines.by_ref().take(CHUNK).collect();
            let asked = chunk.len();
            let core = Arc::clone(&self.core);
            let work = tokio::spawn(async move {
                let Ok(_permit) = core.checks.acquire().await else { return Vec::new() };
                let shared = Arc::clone(&core);
                let read =
                    tokio::task::spawn_blocking(move || chunk.iter().map(|l| prepare(&shared, l)).collect());
                read.await.unwrap_or_default()
            });
            chunks.push((asked, work));
        }
        // A whole batch waits in memory here; its bytes were bounded by whoever read them.
        let mut waiting = Vec::new();
        for (asked, work) in chunks {
            let read: Vec<Result<Read, Turned>> = work.await.unwrap_or_default();
            let lost = asked.saturating_sub(read.len());
            for read in read {
                waiting.push(self.enqueue(read).await);
            }
            waiting.extend((0..lost).map(|_| Err((None, stopped(&self.core)))));
        }
        let mut answers = Vec::with_capacity(waiting.len());
        for one in waiting {
            answers.push(self.conclude(one).await);
        }
        answers
    }

    async fn enqueue(&self, read: Result<Read, Turned>) -> Queued {
        let Read { payload_sha256, party, prepared } = read.map_err(|turned| (None, turned))?;
        let queue: Option<mpsc::Sender<Job>> = lock(&self.core.queue).clone();
        let (reply, answer) = oneshot::channel();
        let sent = match queue {
            Some(queue) => queue.send(Job { prepared, reply }).await.is_ok(),
            None => false,
        };
        if sent { Ok((payload_sha256, party, answer)) } else { Err((Some(party), stopped(&self.core))) }
    }

    async fn conclude(&self, queued: Queued) -> Result<Receipt, Turned> {
        let (party, concluded) = match queued {
            Err((party, turned)) => (party, Err(turned)),
            Ok((payload, party, answer)) => {
                let answer = answer.await.unwrap_or_else(|_| Answer::Turned(stopped(&self.core)));
                let core = Arc::clone(&self.core);
                let concluded = match answer {
                    Answer::Turned(turned) => Err(turned),
                    // Its hashes are in memory: no disk is asked.
                    Answer::Recorded(recorded) => receipt(&core, *recorded),
                    Answer::Known { position, otherwise } => {
                        let again =
                            tokio::task::spawn_blocking(move || again(&core, position, payload, otherwise));
                        again.await.unwrap_or_else(|_| Err(stopped(&self.core)))
                    }
                };
                (Some(party), concluded)
            }
        };
        if let Err(turned) = &concluded {
            self.count_turned(party.as_ref(), turned.status());
        }
        concluded
    }
}

type Queued = Result<([u8; 32], PartyId, oneshot::Receiver<Answer>), (Option<PartyId>, Turned)>;

/// Reads one submission and checks its signature under the key known now.
fn prepare(core: &Core, jws: &[u8]) -> Result<Read, Turned> {
    if jws.len() > JWS_BYTES_MAX {
        return Err(Turned::TooLarge(jws.len()));
    }
    let statement = Submission(jws).read()?;
    let view = core.view();
    let directory = &view.state.directory;
    let bytes = jws.len() as u64;
    // The quota is that of the key's owner: nobody fills another party's by writing its name.
    let owner = directory.key(statement.kid()).map(|record| &record.party);
    if let (Some(quotas), Some(owner)) = (directory.policy().and_then(|policy| policy.quotas.as_ref()), owner)
    {
        lock(&core.used).check(quotas, owner, (0, bytes), core.time.now())?;
    }
    let statement = statement.addressed_to(&core.ledger_id)?;
    let id = read(&core.ids).key(statement.event());
    let payload_sha256 = statement.payload_sha256();
    let party = statement.event().source.clone();
    let key = directory.key(statement.kid()).map(|record| record.key);
    let signature = match key {
        None => Signature::NoKey(Box::new(statement)),
        Some(key) => check(statement, &key),
    };
    Ok(Read { payload_sha256, party, prepared: Prepared { id, bytes, signature } })
}

fn check(statement: Unverified, key: &ledger::submission::PublicKey) -> Signature {
    let (kid, event) = (statement.kid().to_owned(), Box::new(statement.event().clone()));
    match statement.verify(key) {
        Ok(checked) => Signature::Checked(Box::new(checked)),
        Err(error) => Signature::Failed { kid, event, error },
    }
}

fn receipt(core: &Core, recorded: super::sequencer::Recorded) -> Result<Receipt, Turned> {
    let super::sequencer::Recorded { position, entry, verdict, head } = recorded;
    // It is recorded; if no proof can be made, saying so beats saying nothing, and the same bytes ask again.
    let proof = core.proof(position, &head).map_err(|error| unreadable(&error))?;
    Ok(Receipt { position, entry, verdict, proof, replayed: false })
}

/// The first answer again, with a proof that is good now; `otherwise` if the bytes are others.
fn again(core: &Core, position: u64, payload: [u8; 32], otherwise: Turned) -> Result<Receipt, Turned> {
    let head = core.view().head.clone();
    let entry = core.store.read(position..position.saturating_add(1)).map_err(|e| unreadable(&e.into()))?;
    let Some(entry) = entry.into_iter().next() else {
        return Err(unreadable(&ReadError::Beyond { position, size: head.size }));
    };
    let unsound = |why: String| unreadable(&ReadError::Unsound { position, why });
    let decoded = Entry::decode(&entry).map_err(|error| unsound(error.to_string()))?;
    let statement = decoded.statement().map_err(|error| unsound(error.to_string()))?;
    if statement.payload_sha256() != payload {
        return Err(otherwise);
    }
    let proof = core.proof(position, &head).map_err(|error| unreadable(&error))?;
    Ok(Receipt { position, entry, verdict: decoded.verdict, proof, replayed: true })
}

fn unreadable(error: &ReadError) -> Turned {
    if error.is_scarce() {
        return Turned::Busy { why: error.to_string().into() };
    }
    Turned::ReadOnly { why: format!("the log cannot be read: {error}").into() }
}

fn stopped(core: &Core) -> Turned {
    let why = core.fatal.get().map_or_else(|| "the service is shutting down".into(), Arc::clone);
    Turned::ReadOnly { why }
}
