//! What of the vocabulary the recorded verdicts of a ledger show, and what they can't show, each with its reason.

use std::collections::BTreeMap;

use ledger::entry::{Entry, EntryError};
use ledger::event::EventType;
use ledger::submission::CheckError;
use ledger::verdict::{Code, Flag, Outcome, Verdict};

use crate::service::{ReadError, Service};

/// Entries read at a time.
const PAGE: u64 = 1_000;
/// Widest line of a list, characters.
const WIDTH: usize = 100;

const BLOCK_EXEMPTION: &str = "the general block exemption (Regulation (EU) No 651/2014) has no pack here";
const NOT_SAID: &str = "nobody here says it yet, and no rule of a pack turns on it";

/// Event types that no scene has, each with its reason.
pub const TYPES_OUT_OF_REACH: [(EventType, &str); 4] = [
    (EventType::MarketsDeclared, NOT_SAID),
    (EventType::AwardRepaid, NOT_SAID),
    (EventType::DutyDone, NOT_SAID),
    (EventType::RequestReceived, NOT_SAID),
];

/// Codes that no rule of the shipped packs gives, or not in this ledger, each with its reason.
pub const CODES_OUT_OF_REACH: [(Code, &str); 16] = [
    (Code::SchemeOnly, BLOCK_EXEMPTION),
    (Code::SchemeNotExempt, BLOCK_EXEMPTION),
    (Code::ConditionNotMet, BLOCK_EXEMPTION),
    (Code::CostNotEligible, BLOCK_EXEMPTION),
    (Code::UndertakingInDifficulty, BLOCK_EXEMPTION),
    (Code::OutstandingRecoveryOrder, BLOCK_EXEMPTION),
    (Code::NotAnSme, BLOCK_EXEMPTION),
    (Code::NotAStartup, BLOCK_EXEMPTION),
    (Code::NotEligibleUndertaking, BLOCK_EXEMPTION),
    (Code::NotEntitledToAccess, "no pack here says who may use a system's hours"),
    (Code::NoIncentiveEffect, BLOCK_EXEMPTION),
    (Code::DeclarationMissing, "this ledger only flags it; one founded with the procedure `enforce` refuses"),
    (Code::LifetimeAmountExceeded, BLOCK_EXEMPTION),
    (Code::IntensityExceeded, BLOCK_EXEMPTION),
    (Code::NotificationThresholdExceeded, BLOCK_EXEMPTION),
    (Code::ShareExhausted, "no pack here divides a system's hours into shares"),
];

/// Flags that no rule of the shipped packs raises, each with its reason.
pub const FLAGS_OUT_OF_REACH: [(Flag, &str); 4] = [
    (Flag::PublicationDue, BLOCK_EXEMPTION),
    (Flag::SizeContradicted, BLOCK_EXEMPTION),
    (Flag::ExemptByLaterText, BLOCK_EXEMPTION),
    (Flag::OldTerms, BLOCK_EXEMPTION),
];

/// Why the entries could not be counted.
#[derive(Debug, thiserror::Error)]
pub enum CoverageError {
    /// The log was not read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// What was read is no entry.
    #[error(transparent)]
    Entry(#[from] EntryError),
    /// The entry holds no statement.
    #[error(transparent)]
    Statement(#[from] CheckError),
}

/// How often each word of the vocabulary stands in the recorded verdicts.
#[derive(Debug, Clone, Default)]
pub struct Coverage {
    effects: BTreeMap<EventType, u64>,
    outcomes: BTreeMap<Outcome, u64>,
    codes: BTreeMap<Code, u64>,
    flags: BTreeMap<Flag, u64>,
}

impl Coverage {
    /// Of everything that a ledger has recorded.
    ///
    /// # Errors
    /// [`CoverageError`] where an entry can't be read.
    pub fn of(service: &Service) -> Result<Self, CoverageError> {
        let mut found = Self::default();
        let size = service.view().head.size;
        let mut first = 0;
        while first < size {
            for bytes in service.entries(first, PAGE)? {
                let entry = Entry::decode(&bytes)?;
                found.add(entry.statement()?.event().body.event_type(), &entry.verdict);
            }
            first = first.saturating_add(PAGE);
        }
        Ok(found)
    }

    /// Counts one verdict.
    pub fn add(&mut self, event_type: EventType, verdict: &Verdict) {
        let one_more = |count: &mut u64| *count = count.saturating_add(1);
        one_more(self.outcomes.entry(verdict.outcome).or_default());
        if matches!(verdict.outcome, Outcome::Admitted | Outcome::Recorded) {
            one_more(self.effects.entry(event_type).or_default());
        }
        for code in &verdict.codes {
            one_more(self.codes.entry(*code).or_default());
        }
        for flag in &verdict.flags {
            one_more(self.flags.entry(*flag).or_default());
        }
    }

    /// Event types that took effect nowhere.
    #[must_use]
    pub fn types_missing(&self) -> Vec<EventType> {
        missing(EventType::ALL, &self.effects)
    }

    /// Codes that stand nowhere.
    #[must_use]
    pub fn codes_missing(&self) -> Vec<Code> {
        missing(Code::ALL, &self.codes)
    }

    /// Flags that stand nowhere.
    #[must_use]
    pub fn flags_missing(&self) -> Vec<Flag> {
        missing(Flag::ALL, &self.flags)
    }

    /// The table for people.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let mut lines = vec![
            "What the entries hold, counted from the recorded verdicts (each word with how often):"
                .to_owned(),
        ];
        lines.extend(self.outcomes.iter().map(|(outcome, count)| {
            let meaning = match outcome {
                Outcome::Admitted => "took effect; the rules could have refused it",
                Outcome::Recorded => "took effect as a fact",
                Outcome::Refused => "no effect; the codes say why",
                Outcome::Deferred => "no effect; a person must decide",
            };
            format!("{count:>7} {:<9} {meaning}", outcome.as_str())
        }));
        part(&mut lines, "event types took effect", EventType::ALL, &self.effects, &TYPES_OUT_OF_REACH);
        part(
            &mut lines,
            "codes say why something had no effect (docs/errors.md explains them)",
            Code::ALL,
            &self.codes,
            &CODES_OUT_OF_REACH,
        );
        part(
            &mut lines,
            "flags say what else to know (docs/errors.md)",
            Flag::ALL,
            &self.flags,
            &FLAGS_OUT_OF_REACH,
        );
        lines
    }
}

fn missing<T: Copy + Ord>(all: &[T], seen: &BTreeMap<T, u64>) -> Vec<T> {
    all.iter().filter(|word| !seen.contains_key(word)).copied().collect()
}

/// One part of the table: how many of how many, each with its count, and what is missing.
fn part<T: Copy + Ord + std::fmt::Display>(
    lines: &mut Vec<String>,
    title: &str,
    all: &[T],
    seen: &BTreeMap<T, u64>,
    out_of_reach: &[(T, &str)],
) {
    let beyond = |word: &T| out_of_reach.iter().any(|(other, _)| other == word);
    let within = all.iter().filter(|word| !beyond(word)).count();
    let found = all.iter().filter(|word| !beyond(word) && seen.contains_key(word)).count();
    lines.push(String::new());
    lines.push(format!("{found} of {within} {title}:"));
    wrapped(lines, seen.iter().map(|(word, count)| format!("{word} {count}")));
    let never: Vec<T> = missing(all, seen).into_iter().filter(|word| !beyond(word)).collect();
    if !never.is_empty() {
        lines.push("  missing:".to_owned());
        wrapped(lines, never.iter().map(ToString::to_string));
    }
    if out_of_reach.is_empty() {
        return;
    }
    lines.push("  can't occur here:".to_owned());
    let mut reasons: Vec<&str> = Vec::new();
    for (_, why) in out_of_reach {
        if !reasons.contains(why) {
            reasons.push(why);
        }
    }
    for reason in reasons {
        let words = out_of_reach.iter().filter(|(_, why)| *why == reason).map(|(word, _)| word.to_string());
        wrapped(lines, words);
        lines.push(format!("      - {reason}"));
    }
}

/// Words with commas between, on lines that fit a screen.
fn wrapped(lines: &mut Vec<String>, words: impl Iterator<Item = String>) {
    let mut line = String::new();
    for word in words {
        if !line.is_empty() && line.len() + word.len() + 6 > WIDTH {
            lines.push(format!("    {line},"));
            line.clear();
        }
        line.push_str(if line.is_empty() { "" } else { ", " });
        line.push_str(&word);
    }
    if !line.is_empty() {
        lines.push(format!("    {line}"));
    }
}
