//! Gathering cosignatures (C2SP tlog-witness, the log's side): each published head is sent to every configured witness,
//! and what verifies under that witness's key is published beside the log's own signature.
//!
//! Nobody waits for a witness: a round runs on its own thread, every request is bounded, and a head that was replaced
//! meanwhile is simply published without. At the start a witness that has seen more than this journal, or something
//! else, refuses the start. While the ledger runs the same answer is only shouted: it is an unsigned word of somebody
//! else's server, which must not be able to stop the recording.

use std::sync::atomic::Ordering;
use std::thread;
use std::time::{Duration, Instant};

use ledger::checkpoint::{Note, NoteSignature, parse_note, sign_note};
use ledger::merkle::Hash;
use ledger::store::StoreError;
use ledger::witness::{Answer, read_answer, request};

use super::core::Core;
use super::cosigner::{CosignError, Cosigner, CosignerConfig, Cosigners};
use super::locks::{lock, read};

/// Least time between two rounds.
const ROUND_EVERY: Duration = Duration::from_secs(2);
/// How often the thread looks whether to stop.
const WAIT: Duration = Duration::from_millis(100);
/// Requests to one witness in a round: with the size remembered, with the size it names, and once more.
const ASKS_MAX: u32 = 3;
/// Longest answer read: cosignatures of one witness are some hundred bytes.
const ANSWER_BYTES_MAX: u64 = 64 * 1024;

/// Why one witness has not cosigned.
enum Missing {
    /// It contradicts this journal.
    Contradicts(CosignError),
    /// Anything else: it may do so another time.
    Now(String),
}

/// The round before anybody is answered: how many witnesses cosigned, and why the others did not.
pub(super) fn first_round(core: &Core) -> Result<(usize, Vec<String>), CosignError> {
    let Some(cosigners) = &core.cosigners else { return Ok((0, Vec::new())) };
    let (mut cosigned, mut not) = (0_usize, Vec::new());
    for (name, done) in round(core, cosigners) {
        match done {
            Ok(()) => cosigned = cosigned.saturating_add(1),
            Err(Missing::Contradicts(error)) => return Err(error),
            Err(Missing::Now(why)) => not.push(format!("{name}: {why}")),
        }
    }
    Ok((cosigned, not))
}

/// Asks for each published head until the service stops.
pub(super) fn gather(core: &Core) {
    let Some(cosigners) = &core.cosigners else { return };
    let mut asked = Instant::now();
    while !core.stopping.load(Ordering::SeqCst) && core.fatal.get().is_none() {
        if asked.elapsed() >= ROUND_EVERY {
            drop(round(core, cosigners));
            asked = Instant::now();
        }
        thread::sleep(WAIT);
    }
}

/// The round after the last head is published.
pub(super) fn last_round(core: &Core) {
    if let Some(cosigners) = core.cosigners.as_ref().filter(|_| core.fatal.get().is_none()) {
        drop(round(core, cosigners));
    }
}

/// Asks every witness that has not cosigned the published head, all at once, and publishes what came.
fn round(core: &Core, cosigners: &Cosigners) -> Vec<(String, Result<(), Missing>)> {
    let mut witnesses = lock(&cosigners.witnesses);
    let Some(note) = own_note(core) else { return Vec::new() };
    let ask = |witness: &mut Cosigner| ask(core, &cosigners.agent, witness, &note);
    let answers: Vec<_> = thread::scope(|scope| {
        let asked: Vec<_> = witnesses.iter_mut().map(|witness| scope.spawn(move || ask(witness))).collect();
        let lost = || Err(Missing::Now("asking it failed: a fault of this release".to_owned()));
        asked.into_iter().map(|thread| thread.join().unwrap_or_else(|_| lost())).collect()
    });
    if answers.iter().any(|answer| matches!(answer, Ok(true))) {
        publish(core, &witnesses, note);
    }
    let mut told = Vec::new();
    for (witness, answer) in witnesses.iter_mut().zip(answers) {
        complain(witness, &answer);
        told.push((witness.config.key.name().to_owned(), answer.map(drop)));
    }
    told
}

/// The published head under the log's signature alone; its bytes are those of the note in the journal.
fn own_note(core: &Core) -> Option<Note> {
    let published = parse_note(&core.store.published()?).ok()?;
    let own = sign_note(published.unverified_text(), &[&core.signer]).ok()?;
    parse_note(&own).ok()
}

/// `Ok(true)`: cosigned now; `Ok(false)`: it had answered before, and not asked again.
fn ask(core: &Core, agent: &ureq::Agent, witness: &mut Cosigner, note: &Note) -> Result<bool, Missing> {
    let text = note.unverified_text();
    if witness.last.as_ref().is_some_and(|(cosigned, _)| cosigned == text) {
        return Ok(false);
    }
    if witness.refused.as_deref() == Some(text) {
        return Ok(false);
    }
    let size = ledger::checkpoint::Checkpoint::parse(text).map_or(0, |checkpoint| checkpoint.size);
    // What it named once and takes back cannot be told from a lie; below our size it costs one more request.
    let mut old = if witness.size > size { 0 } else { witness.size };
    let (name, url) = (witness.config.key.name().to_owned(), witness.config.url.clone());
    for _ in 0..ASKS_MAX {
        match ask_once(core, agent, &witness.config, old, size, note).map_err(Missing::Now)? {
            Answer::Cosigned(lines) => {
                witness.size = size;
                witness.last = lines.into_iter().next().map(|line| (text.to_owned(), line));
                return Ok(true);
            }
            Answer::Retry { old: named } => old = named,
            Answer::WitnessAhead { cosigned } => {
                return Err(Missing::Contradicts(CosignError::Ahead { name, url, cosigned, ours: size }));
            }
            Answer::Inconsistent => {
                // The same question again would get the same answer: this head is not asked about any more.
                witness.refused = Some(text.to_owned());
                return Err(Missing::Contradicts(CosignError::OtherHistory { name, url, ours: size }));
            }
            Answer::Refused { status } => {
                return Err(Missing::Now(format!("{url} answered {status}{}", advice(status))));
            }
        }
    }
    Err(Missing::Now(format!("{url} names another size each time")))
}

fn advice(status: u16) -> &'static str {
    match status {
        403 => ": it knows other keys of this log; give it `log/vkey`",
        404 => ": it does not follow this log, or the address is wrong",
        _ => "",
    }
}

fn ask_once(
    core: &Core,
    agent: &ureq::Agent,
    witness: &CosignerConfig,
    old: u64,
    size: u64,
    note: &Note,
) -> Result<Answer, String> {
    let unproven = |error: &dyn std::fmt::Display| format!("no proof from size {old}: {error}");
    // The old tree ends in one bundle; everything else a proof needs is in memory.
    let (start, block): (u64, Vec<Hash>) = match old.checked_sub(1) {
        Some(last) => core.block(last, size).map_err(|error| unproven(&error))?,
        None => (0, Vec::new()),
    };
    let sent = {
        let tree = read(&core.tree);
        request(&tree.with_block(start, &block), old, note.clone()).map_err(|error| unproven(&error))?
    };
    let url = format!("{}/add-checkpoint", witness.url.trim_end_matches('/'));
    let failed = |error: ureq::Error| format!("no answer from {url}: {error}");
    let mut response = agent
        .post(&url)
        .config()
        .timeout_global(Some(witness.timeout))
        .build()
        .header("content-type", "text/plain; charset=utf-8")
        .send(sent.to_string())
        .map_err(failed)?;
    let status = response.status().as_u16();
    let media =
        response.headers().get("content-type").and_then(|value| value.to_str().ok()).map(str::to_owned);
    let body = response.body_mut().with_config().limit(ANSWER_BYTES_MAX).read_to_vec().map_err(failed)?;
    read_answer(&sent, std::slice::from_ref(&witness.key), status, media.as_deref(), &body)
        .map_err(|error| format!("{url}: {error}"))
}

/// Publishes the head with every line that is over it. Lines in the published note by keys that are not asked any more,
/// or that do not answer since a restart, stay.
fn publish(core: &Core, witnesses: &[Cosigner], mut note: Note) {
    let text = note.unverified_text().to_owned();
    let fresh: Vec<&NoteSignature> = witnesses
        .iter()
        .filter_map(|witness| witness.last.as_ref().filter(|(cosigned, _)| *cosigned == text))
        .map(|(_, line)| line)
        .collect();
    let before = core.store.published().and_then(|published| parse_note(&published).ok());
    let before = before.filter(|before| before.unverified_text() == text);
    let replaced = |line: &NoteSignature| fresh.iter().any(|by| by.name == line.name && by.id == line.id);
    let kept = before.iter().flat_map(|before| before.signatures()).filter(|line| !replaced(line));
    for line in kept.chain(fresh.iter().copied()) {
        if let Err(error) = note.add(line.clone()) {
            tracing::warn!(%error, "a cosignature does not fit into the published note");
        }
    }
    match core.store.publish_cosigned(&note.to_string()) {
        // `false`: a newer head stands there by now, and the next round asks for it.
        Ok(_) => {}
        // The lines are kept, and the next round publishes them.
        Err(StoreError::Scarce(why)) => tracing::warn!(%why, "the cosigned head is not published yet"),
        Err(StoreError::Fatal(fatal)) => {
            core.poison(&fatal.to_string());
        }
    }
}

/// Says what is wrong with a witness, once for each thing.
fn complain(witness: &mut Cosigner, answer: &Result<bool, Missing>) {
    let name = witness.config.key.name();
    let complaint = match answer {
        Ok(_) => None,
        Err(Missing::Now(why)) => Some(why.clone()),
        Err(Missing::Contradicts(error)) => Some(error.to_string()),
    };
    if complaint != witness.complaint {
        match (answer, &complaint) {
            (Err(Missing::Contradicts(_)), Some(why)) => {
                tracing::error!(
                    witness = name,
                    why,
                    "a witness contradicts this ledger: find out which is right"
                );
            }
            (_, Some(why)) => tracing::warn!(witness = name, why, "no cosignature"),
            (_, None) => tracing::info!(witness = name, "cosignatures come again"),
        }
        witness.complaint = complaint;
    }
}
