//! From bytes to the queue and back: what can be checked beside the sequence is checked here, on many threads.

use std::sync::Arc;

use ledger::entry::Entry;
use ledger::submission::{JWS_BYTES_MAX, Submission, Unverified};
use ledger::verdict::{Outcome, Verdict};
use rules::explain::{Said, refusal};
use rules::project::{WaysOut, ways_out};
use rules::state::State;
use tokio::sync::{mpsc, oneshot};

use super::core::Core;
use super::job::{Answer, Asker, Away, Job, Prepared, Recorded, Signature};
use super::locks::{lock, read};
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
    /// What whoever asked may be told beside it.
    pub asker: Asker,
}

impl Receipt {
    /// The ways out of a refusal as of `state`, for the party itself alone and without the awards of others; `None` where
    /// there are none to be told.
    #[must_use]
    pub fn ways_out(&self, state: &State) -> Option<WaysOut> {
        let refused = matches!(self.verdict.outcome, Outcome::Refused | Outcome::Deferred);
        if !refused || self.asker != Asker::InForce {
            return None;
        }
        let statement = Entry::decode(&self.entry).ok()?.statement().ok()?;
        ways_out(state, statement.event(), &self.verdict, Some(&statement.event().source))
    }

    /// Every code in words, with what it is about as of `state` for the party itself; to anybody else the codes alone say why.
    #[must_use]
    pub fn reasons(&self, state: &State) -> Vec<Said> {
        let entry = Entry::decode(&self.entry).ok();
        let statement = entry.and_then(|entry| entry.statement().ok());
        let Some(statement) = statement.filter(|_| self.asker == Asker::InForce) else { return Vec::new() };
        refusal(state, statement.event(), &self.verdict, Some(&statement.event().source))
    }
}

/// A submission that was read; the digest is what makes two submissions the same.
struct Read {
    payload_sha256: [u8; 32],
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
            let read: Vec<Result<Read, Away>> = work.await.unwrap_or_default();
            let lost = asked.saturating_sub(read.len());
            for read in read {
                waiting.push(self.enqueue(read).await);
            }
            waiting.extend((0..lost).map(|_| Err(Away::nameless(stopped(&self.core)))));
        }
        let mut answers = Vec::with_capacity(waiting.len());
        for one in waiting {
            answers.push(self.conclude(one).await);
        }
        answers
    }

    async fn enqueue(&self, read: Result<Read, Away>) -> Queued {
        let Read { payload_sha256, prepared } = read?;
        let queue: Option<mpsc::Sender<Job>> = lock(&self.core.queue).clone();
        let (reply, answer) = oneshot::channel();
        let sent = match queue {
            Some(queue) => queue.send(Job { prepared, reply }).await.is_ok(),
            None => false,
        };
        if sent { Ok((payload_sha256, answer)) } else { Err(Away::nameless(stopped(&self.core))) }
    }

    async fn conclude(&self, queued: Queued) -> Result<Receipt, Turned> {
        let stopped = || Away::nameless(stopped(&self.core));
        let concluded = match queued {
            Err(away) => Err(away),
            Ok((payload, answer)) => {
                let core = Arc::clone(&self.core);
                match answer.await.unwrap_or_else(|_| Answer::Turned(stopped())) {
                    Answer::Turned(away) => Err(away),
                    // Its hashes are in memory: no disk is asked.
                    Answer::Recorded(recorded) => receipt(&core, *recorded).map_err(Away::nameless),
                    Answer::Known { position, asker, otherwise } => {
                        let again = tokio::task::spawn_blocking(move || {
                            again(&core, position, payload, asker).unwrap_or(Err(otherwise))
                        });
                        again.await.unwrap_or_else(|_| Err(stopped()))
                    }
                }
            }
        };
        concluded.map_err(|Away { turned, by }| {
            self.count_turned(by.as_ref(), turned.status());
            turned
        })
    }
}

type Queued = Result<([u8; 32], oneshot::Receiver<Answer>), Away>;

/// Reads one submission and checks its signature under the key known now.
fn prepare(core: &Core, jws: &[u8]) -> Result<Read, Away> {
    if jws.len() > JWS_BYTES_MAX {
        return Err(Away::nameless(Turned::TooLarge(jws.len())));
    }
    let statement = Submission(jws).read().and_then(|statement| statement.addressed_to(&core.ledger_id));
    let statement = statement.map_err(|error| Away::nameless(error.into()))?;
    let view = core.view();
    let directory = &view.state.directory;
    let bytes = jws.len() as u64;
    let id = read(&core.ids).key(statement.event());
    let payload_sha256 = statement.payload_sha256();
    let key = directory.key(statement.kid()).map(|record| record.key);
    let signature = match key {
        None => Signature::NoKey(Box::new(statement)),
        Some(key) => check(statement, &key),
    };
    // A quota is that of the party that signed, and is asked for nobody else: by writing a name or a `kid`, nobody fills
    // another party's, and nobody learns how full it is.
    if let (Signature::Checked(checked), Some(quotas)) =
        (&signature, directory.policy().and_then(|policy| policy.quotas.as_ref()))
    {
        let source = &checked.event().source;
        if directory.standing(checked.kid(), source).is_ok() {
            let full = lock(&core.used).check(quotas, source, (0, bytes), core.time.now());
            full.map_err(|turned| Away { turned, by: Some(source.clone()) })?;
        }
    }
    Ok(Read { payload_sha256, prepared: Prepared { id, bytes, signature } })
}

fn check(statement: Unverified, key: &ledger::submission::PublicKey) -> Signature {
    let (kid, event) = (statement.kid().to_owned(), Box::new(statement.event().clone()));
    match statement.verify(key) {
        Ok(checked) => Signature::Checked(Box::new(checked)),
        Err(error) => Signature::Failed { kid, event, error },
    }
}

fn receipt(core: &Core, recorded: Recorded) -> Result<Receipt, Turned> {
    let Recorded { position, entry, verdict, head } = recorded;
    // It is recorded; if no proof can be made, saying so beats saying nothing, and the same bytes ask again.
    let proof = core.proof(position, &head).map_err(|error| unreadable(&error))?;
    Ok(Receipt { position, entry, verdict, proof, replayed: false, asker: Asker::InForce })
}

/// The first answer again, with a proof that is good now; `None` if the bytes are others.
fn again(core: &Core, position: u64, payload: [u8; 32], asker: Asker) -> Option<Result<Receipt, Away>> {
    match first_answer(core, position, payload) {
        Ok(None) => None,
        Ok(Some((entry, verdict, proof))) => {
            Some(Ok(Receipt { position, entry, verdict, proof, replayed: true, asker }))
        }
        Err(error) => Some(Err(Away::nameless(unreadable(&error)))),
    }
}

type FirstAnswer = (Arc<[u8]>, Verdict, String);

fn first_answer(core: &Core, position: u64, payload: [u8; 32]) -> Result<Option<FirstAnswer>, ReadError> {
    let head = core.view().head.clone();
    let entry = core.store.read(position..position.saturating_add(1))?.into_iter().next();
    let entry = entry.ok_or(ReadError::Beyond { position, size: head.size })?;
    let unsound = |why: String| ReadError::Unsound { position, why };
    let decoded = Entry::decode(&entry).map_err(|error| unsound(error.to_string()))?;
    let statement = decoded.statement().map_err(|error| unsound(error.to_string()))?;
    if statement.payload_sha256() != payload {
        return Ok(None);
    }
    let proof = core.proof(position, &head)?;
    Ok(Some((entry, decoded.verdict, proof)))
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
