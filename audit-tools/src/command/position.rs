//! `explain`: figures, limits and citations of one verdict, and the steps that lead to it from the state before the entry.

use std::path::Path;

use rules::audit::{Exit, Line, verify_with};
use rules::explain::{Trace, explain_in as steps};
use rules::state::State;
use rules::words::Language;

use super::{facts, lenient, refuse_unsound};
use crate::args::ExplainArgs;
use crate::failure::Failure;
use crate::output::{print, with_footnote};
use crate::progress::Progress;
use crate::source::open;

/// Runs it: the entry's verdict with every figure, limit and citation, and its explanation.
pub fn explain(args: &ExplainArgs, language: Language) -> Result<Exit, Failure> {
    if let Some(path) = &args.of.facts {
        return of_fact(args, path, language);
    }
    let source = open(args.of.source.as_deref().unwrap_or_default(), args.of.token_file.as_deref())?;
    let progress = Progress::new("replaying");
    let mut found = None;
    let mut before = State::new();
    let report = verify_with(
        source.reader.as_ref(),
        &lenient(),
        &mut |done, total| progress.set(done, total),
        &mut |state, replayed| {
            if replayed.position == args.position {
                let line = Line::of_entry(state, replayed);
                let steps = steps(language, &before, &replayed.event, &replayed.entry.verdict);
                found = Some(account(&line, &steps, language));
            } else if replayed.position.checked_add(1) == Some(args.position) {
                before = state.clone();
            }
        },
    );
    drop(progress);
    let exit = refuse_unsound(&report, Some(args.position), language)?;
    let missing =
        || Failure::run(format!("the log has no entry that can be replayed at position {}", args.position));
    print(&found.ok_or_else(missing)?)?;
    Ok(exit)
}

/// The same of a line in a file of facts.
fn of_fact(args: &ExplainArgs, path: &Path, language: Language) -> Result<Exit, Failure> {
    let mut found = None;
    facts::run(path, &args.of, Some(args.position), &mut |judged| {
        if let Some(before) = &judged.before {
            let steps = steps(language, before, &judged.fact.event, judged.verdict);
            found = Some(account(&judged.line, &steps, language));
        }
        Ok(())
    })?;
    let missing = || Failure::run(format!("the file has no line {}", args.position));
    print(&found.ok_or_else(missing)?)?;
    Ok(Exit::Sound)
}

fn account(line: &Line, steps: &Trace, language: Language) -> String {
    let (line, steps) = (line.to_text(language), steps.to_text_in(language));
    with_footnote(format!("{line}\n\n{}\n", steps.trim_end()), language)
}
