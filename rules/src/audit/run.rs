//! Replays entries in order: statements decoded on two threads, verdicts one after the other.

use std::collections::HashMap;

use ledger::entry::Entry;
use ledger::event::governance::PackAdopted;
use ledger::event::{Body, Event, EventType};
use ledger::json::{self, Json};
use ledger::reader::{LogReader, ReadEntry};
use ledger::submission::{CheckError, Unverified, base64url};
use ledger::verdict::{Outcome, Verdict, hex};
use sha2::{Digest as _, Sha256};

use super::report::{Finding, Kind};
use super::tally::Tally;
use crate::decide::{SEMANTICS, VECTORS_SHA256, reproduces};
use crate::engine::{Replayed, Unsound, replay_parsed};
use crate::pack::{PackLibrary, PackSource};
use crate::state::State;
use crate::words::say;

/// Called with each replayed entry and the state after it.
pub type Visitor<'v> = dyn FnMut(&State, &Replayed) + 'v;

/// Fewer entries than this are not worth a second thread.
const SPLIT_FROM: usize = 64;

/// An entry with the statement in it, or why it is none.
type Parsed = Result<(Entry, Unverified), Unsound>;

/// The replay so far.
pub(super) struct Run<'a, 'v> {
    reader: &'a dyn LogReader,
    visitor: &'a mut Visitor<'v>,
    pub state: State,
    packs: PackLibrary,
    /// From where on an adopted pack is not at hand, so that no verdict can be recomputed.
    packs_lost: bool,
    ids: HashMap<[u8; 16], u64>,
    pub tally: Tally,
    pub findings: Vec<Finding>,
    pub not_reproduced: u64,
    /// Of those, the ones that this build's rules come to all the same.
    pub same_here: u64,
    /// The engine that the log adopts first: it also judged what stands before its adoption.
    announced: Option<Announced>,
    /// An entry could not be replayed, and so none after it.
    pub stopped: bool,
}

impl<'a, 'v> Run<'a, 'v> {
    pub fn new(reader: &'a dyn LogReader, visitor: &'a mut Visitor<'v>) -> Self {
        Self {
            reader,
            visitor,
            state: State::new(),
            packs: PackLibrary::default(),
            packs_lost: false,
            ids: HashMap::new(),
            tally: Tally::default(),
            findings: Vec::new(),
            not_reproduced: 0,
            same_here: 0,
            announced: None,
            stopped: false,
        }
    }

    /// The next entries of the log.
    pub fn entries(&mut self, entries: &[ReadEntry]) {
        if self.state.size() == 0 && !self.stopped {
            self.announced = entries.iter().find_map(|entry| announced(&entry.bytes));
        }
        for (entry, parsed) in entries.iter().zip(parse_all(entries)) {
            if self.stopped {
                return;
            }
            self.one(entry, parsed);
        }
    }

    fn one(&mut self, read: &ReadEntry, parsed: Parsed) {
        let position = read.position;
        let (entry, statement) = match parsed {
            Ok(parsed) => parsed,
            Err(error) => return self.stop(read, &error),
        };
        self.note_id(position, statement.event());
        // Only what was adopted is fetched: a pack refused as missing may have come to the server's disk later.
        if let Body::PackAdopted(adopted) = &statement.event().body
            && entry.verdict.outcome == Outcome::Admitted
        {
            self.fetch(position, adopted);
        }
        let announced_other = self.state.engine().is_none() && self.other_build().is_some();
        match replay_parsed(&mut self.state, &self.packs, &read.bytes, entry, statement) {
            Ok(mut replayed) => {
                if self.packs_lost || announced_other || adopts_other_rules(&replayed) {
                    replayed.recomputed = None;
                }
                self.compare(&replayed);
                self.tally.add(&replayed);
                (self.visitor)(&self.state, &replayed);
            }
            Err(error) => self.stop(read, &error),
        }
    }

    /// The engine in force, where it is not this build's.
    fn other_build(&self) -> Option<Announced> {
        let adopted = self.state.engine().map(|engine| Announced {
            semantics: engine.semantics,
            release: engine.release.as_str().to_owned(),
            vectors_sha256: engine.vectors_sha256.as_str().to_owned(),
        });
        let in_force = adopted.or_else(|| self.announced.clone());
        in_force.filter(|engine| !reproduces(engine.semantics, &engine.vectors_sha256))
    }

    /// Behind an unsound entry no state is known. What another build wrote may be none of this one's statements, and sound.
    fn stop(&mut self, read: &ReadEntry, error: &Unsound) {
        self.stopped = true;
        let of_form = matches!(error, Unsound::Entry(_) | Unsound::Statement(CheckError::Malformed(_)));
        let finding = match self.other_build().filter(|_| of_form) {
            Some(other) => {
                let said = say::written_by_other_build(&other.release, &error.to_string());
                Finding::entry(Kind::Incomplete, read.position, said)
            }
            None => Finding::entry(Kind::Wrong, read.position, error.to_string()),
        };
        self.findings.push(Finding { file: Some(read.file.clone()), offset: Some(read.offset), ..finding });
    }

    fn note_id(&mut self, position: u64, event: &Event) {
        let digest = Sha256::new().chain_update(event.source.as_str()).chain_update([0]);
        let digest: [u8; 32] = digest.chain_update(event.id.as_str()).finalize().into();
        let mut key = [0; 16];
        key.copy_from_slice(digest.first_chunk::<16>().unwrap_or(&[0; 16]));
        if let Some(earlier) = self.ids.insert(key, position) {
            let what = Unsound::EventIdReused(event.id.to_string(), earlier).to_string();
            self.findings.push(Finding::entry(Kind::Wrong, position, what));
        }
    }

    /// Fetches the bytes of an adopted pack and compiles them.
    fn fetch(&mut self, position: u64, adopted: &PackAdopted) {
        let sha256 = adopted.sha256.as_str();
        if self.packs.pack(sha256).is_some() {
            return;
        }
        let (file, name) = (format!("pack/{sha256}"), format!("{} {}", adopted.pack, adopted.version));
        let found = match self.reader.read(&file) {
            Ok(Some(bytes)) if hex(&Sha256::digest(&bytes)) != sha256 => {
                let computed = hex(&Sha256::digest(&bytes));
                Finding::file(Kind::Wrong, &file, say::found_pack_digest(&name, &computed))
            }
            Ok(Some(bytes)) => match self.packs.insert(&bytes) {
                Ok(_) => return,
                Err(errors) => {
                    let first = errors.faults().first().map(ToString::to_string).unwrap_or_default();
                    let what = say::found_pack_unread(&name, &first);
                    Finding::file(Kind::Incomplete, &file, what)
                }
            },
            Ok(None) => Finding::file(Kind::Absent, &file, say::found_no_pack(&name)),
            Err(error) => error.into(),
        };
        self.packs_lost = true;
        let what = say::found_from_here(found.what.message().clone()).into();
        self.findings.push(Finding { position: Some(position), what, ..found });
    }

    fn compare(&mut self, replayed: &Replayed) {
        let Some(recomputed) = &replayed.recomputed else {
            if self.not_reproduced == 0 && !self.packs_lost {
                let other = self.other_build();
                let said = match other.filter(|other| SEMANTICS.contains(&other.semantics)) {
                    Some(other) => {
                        let short = |digest: &str| digest.get(..12).unwrap_or(digest).to_owned();
                        say::judged_by_other_build(
                            &other.release,
                            &short(&other.vectors_sha256),
                            &short(VECTORS_SHA256),
                        )
                    }
                    None => say::semantics_unknown(replayed.entry.verdict.semantics),
                };
                self.findings.push(Finding::entry(Kind::Incomplete, replayed.position, said));
            }
            self.not_reproduced = self.not_reproduced.saturating_add(1);
            self.same_here = self.same_here.saturating_add(u64::from(replayed.same_here));
            return;
        };
        if *recomputed == replayed.entry.verdict {
            return;
        }
        let (member, recorded, now) = difference(&replayed.entry.verdict, recomputed);
        let citation = recomputed.checks.first().and_then(|check| super::line::citation(&self.state, check));
        let what = say::verdict_differs(member, citation.as_deref());
        let (recorded, recomputed) = (Some(recorded), Some(now));
        let finding = Finding::entry(Kind::VerdictDiffers, replayed.position, what);
        self.findings.push(Finding { recorded, recomputed, ..finding });
    }
}

/// Adopting the rules of another build is refused by this one and was rightly admitted by that one.
fn adopts_other_rules(replayed: &Replayed) -> bool {
    let Body::EngineAdopted(adopted) = &replayed.event.body else { return false };
    let ours = reproduces(adopted.semantics, adopted.vectors_sha256.as_str());
    !ours && replayed.entry.verdict.outcome == Outcome::Admitted
}

/// What an adoption of an engine says, read as far as any build can read it.
#[derive(Debug, Clone)]
struct Announced {
    semantics: u64,
    release: String,
    vectors_sha256: String,
}

fn announced(entry: &[u8]) -> Option<Announced> {
    let entry = json::parse(entry).ok()?;
    let payload = base64url(entry.member("jws")?.text()?.split('.').nth(1)?)?;
    let payload = json::parse(&payload).ok()?;
    let adopts = payload.member("type")?.text()? == EventType::EngineAdopted.wire();
    let data = payload.member("data").filter(|_| adopts)?;
    let Json::Int(semantics) = data.member("semantics")? else { return None };
    Some(Announced {
        semantics: u64::try_from(*semantics).ok()?,
        release: data.member("release")?.text()?.to_owned(),
        vectors_sha256: data.member("vectors_sha256")?.text()?.to_owned(),
    })
}

/// The first member in which two verdicts differ, and both values as JSON.
fn difference(recorded: &Verdict, recomputed: &Verdict) -> (&'static str, String, String) {
    let members = |verdict: &Verdict| -> [(&'static str, String); 8] {
        let json = |value: serde_json::Result<String>| value.unwrap_or_default();
        [
            ("outcome", json(serde_json::to_string(&verdict.outcome))),
            ("codes", json(serde_json::to_string(&verdict.codes))),
            ("gge", json(serde_json::to_string(&verdict.gge))),
            ("checks", json(serde_json::to_string(&verdict.checks))),
            ("flags", json(serde_json::to_string(&verdict.flags))),
            ("affects", json(serde_json::to_string(&verdict.affects))),
            ("packs", json(serde_json::to_string(&verdict.packs))),
            ("semantics", json(serde_json::to_string(&verdict.semantics))),
        ]
    };
    let pairs = members(recorded).into_iter().zip(members(recomputed));
    let mut differing = pairs.filter(|(a, b)| a.1 != b.1);
    match differing.next() {
        Some(((member, recorded), (_, recomputed))) => (member, recorded, recomputed),
        None => ("verdict", String::new(), String::new()),
    }
}

fn parse_each(entries: &[ReadEntry]) -> Vec<Parsed> {
    let parse = |read: &ReadEntry| {
        let entry = Entry::decode(&read.bytes).map_err(Unsound::Entry)?;
        let statement = entry.statement().map_err(Unsound::Statement)?;
        Ok((entry, statement))
    };
    entries.iter().map(parse).collect()
}

fn parse_all(entries: &[ReadEntry]) -> Vec<Parsed> {
    if entries.len() < SPLIT_FROM {
        return parse_each(entries);
    }
    let (first, second) = entries.split_at(entries.len() / 2);
    std::thread::scope(|scope| {
        let other = scope.spawn(|| parse_each(second));
        let mut all = parse_each(first);
        // A thread that could not run is no reason to leave its half unread.
        all.extend(other.join().unwrap_or_else(|_| parse_each(second)));
        all
    })
}
