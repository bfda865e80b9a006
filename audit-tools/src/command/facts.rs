//! Facts from a file, judged; shared by `replay`, `headroom` and `explain`.

use std::collections::BTreeMap;
use std::path::Path;

use ledger::verdict::Verdict;
use rules::audit::Line;
use rules::audit::facts::{self, Fact, FactPacks};
use rules::state::State;

use super::packs::{files, folders};
use crate::args::FactsOrSource;
use crate::failure::Failure;
use crate::output::{note, read_file};

/// Largest file of facts.
const FACTS_BYTES_MAX: u64 = 2 << 30;

/// A fact with what came of it.
pub struct Judged<'a> {
    /// The state before it, of the last one asked for alone.
    pub before: Option<State>,
    /// The fact.
    pub fact: &'a Fact,
    /// Its verdict.
    pub verdict: &'a Verdict,
    /// Both as one line of output.
    pub line: Line,
}

/// Judges the facts of a file up to a line, calling `each` with every one; answers the state after the last.
pub fn run(
    path: &Path,
    of: &FactsOrSource,
    until: Option<u64>,
    each: &mut dyn FnMut(Judged<'_>) -> Result<(), Failure>,
) -> Result<State, Failure> {
    let text = read_file(path, FACTS_BYTES_MAX)?;
    let packs = match of.packs.as_deref() {
        None => FactPacks::shipped().map_err(|error| Failure::run(error.to_string()))?,
        Some(dir) => read_packs(dir)?,
    };
    let read = facts::read(&text).map_err(|bad| {
        for line in &bad {
            for fault in &line.faults {
                note(&format!("line {}: {fault}", line.line));
            }
        }
        Failure::run(format!("{} of the lines are no facts; nothing was judged", bad.len()))
    })?;
    let mut assumed: BTreeMap<&str, u64> = BTreeMap::new();
    let mut state = packs.state();
    for fact in read.iter().filter(|fact| until.is_none_or(|until| fact.line <= until)) {
        let before = (until == Some(fact.line)).then(|| state.clone());
        let verdict = facts::judge(&mut state, &packs, fact, of.procedural);
        for member in &fact.assumed {
            let lines = assumed.entry(member).or_default();
            *lines = lines.saturating_add(1);
        }
        let line = Line::of(&state, fact.line, &fact.event, &verdict);
        let line = Line { assumed: fact.assumed.clone(), ..line };
        each(Judged { before, fact, verdict: &verdict, line })?;
    }
    for (member, lines) in assumed {
        note(&format!("`{member}` is missing in {lines} lines and stands at its plainest value"));
    }
    Ok(state)
}

fn read_packs(dir: &Path) -> Result<FactPacks, Failure> {
    folders(dir)?.iter().try_fold(FactPacks::default(), |packs, folder| {
        packs.with(&files(folder)?).map_err(|error| Failure::file(folder, error))
    })
}
