//! The audit itself: one pass over the log, then the head, then what can be said.

use ledger::checkpoint::{Checkpoint, Note as SignedNote};
use ledger::entry::ledger_id;
use ledger::merkle::tile;
use ledger::reader::{LogReader, ReadEntry, entries};

use super::head::{self, Options};
use super::report::{CHECKPOINT, Finding, Kind, PinnedBy, Report};
use super::run::{Run, Visitor};
use super::tree::{Group, Tree};
use crate::state::State;
use crate::words::{Count, Message, Told, say};

/// Bundles decoded together: enough for two threads, little enough to hold.
const BUNDLES_TOGETHER: u64 = 8;

/// Audits the log that `reader` shows. `progress` is called with entries done and to do.
pub fn verify(reader: &dyn LogReader, options: &Options, progress: &mut dyn FnMut(u64, u64)) -> Report {
    verify_with(reader, options, progress, &mut |_, _| {})
}

/// As [`verify`], handing each replayed entry to `visitor`. What the visitor saw is worth what the report says.
pub fn verify_with(
    reader: &dyn LogReader,
    options: &Options,
    progress: &mut dyn FnMut(u64, u64),
    visitor: &mut Visitor<'_>,
) -> Report {
    let mut report = Report::default();
    let Some((note, checkpoint)) = head::read(reader, &mut report) else {
        report.not_checked.push(say::open_without_head().into());
        return report;
    };
    report.size = Some(checkpoint.size);
    report.root = Some(checkpoint.root.to_base64());
    head::ahead(&options.seen, checkpoint.size, &mut report);
    let mut tree = Tree::new(reader, &checkpoint, &options.seen);
    let mut run = Run::new(reader, visitor);
    walk(&mut tree, &mut run, checkpoint.size, progress);
    conclude(reader, options, &note, &checkpoint, tree, run, report)
}

/// The id of the ledger that `reader` shows, from the bytes of entry 0; nothing about it is verified. `None` where there
/// is no readable first entry.
pub fn identify(reader: &dyn LogReader) -> Option<String> {
    let mut report = Report::default();
    let (_, checkpoint) = head::read(reader, &mut report)?;
    let first = entries(reader, checkpoint.size).next()?.ok()?;
    Some(ledger_id(&first.bytes))
}

fn walk(tree: &mut Tree<'_>, run: &mut Run<'_, '_>, size: u64, progress: &mut dyn FnMut(u64, u64)) {
    let width = u64::from(tile::WIDTH);
    let mut waiting = Vec::new();
    for index in 0..size.div_ceil(width) {
        let Some(group) = tree.group(index) else { break };
        let cut = group.cut;
        waiting.extend(placed(index.saturating_mul(width), group));
        if cut || index.wrapping_add(1).is_multiple_of(BUNDLES_TOGETHER) {
            run.entries(&std::mem::take(&mut waiting));
        }
        run.stopped |= cut;
        progress(tree.edge.size(), size);
    }
    run.entries(&waiting);
}

fn placed(first: u64, group: Group) -> impl Iterator<Item = ReadEntry> {
    let Group { file, entries, .. } = group;
    (first..).zip(entries).map(move |(position, (offset, bytes))| ReadEntry {
        position,
        file: file.clone(),
        offset,
        bytes,
    })
}

fn conclude(
    reader: &dyn LogReader,
    options: &Options,
    note: &SignedNote,
    checkpoint: &Checkpoint,
    mut tree: Tree<'_>,
    run: Run<'_, '_>,
    mut report: Report,
) -> Report {
    let rebuilt = tree.edge.size() == checkpoint.size;
    if rebuilt {
        tree.finish();
    }
    let root = tree.edge.root();
    // What changed bytes of files is named before what follows from it.
    tree.findings.into_iter().for_each(|finding| report.add(finding));
    run.findings.into_iter().for_each(|finding| report.add(finding));
    if rebuilt && root != checkpoint.root {
        let (signed, computed) = (checkpoint.root.to_base64(), root.to_base64());
        let what = say::found_root(&signed, &computed, checkpoint.size);
        report.add(Finding::file(Kind::Wrong, CHECKPOINT, what));
    }
    let whole = run.state.size() == checkpoint.size;
    let known = head::judge(reader, note, checkpoint, &run.state, whole, options, &mut report);
    let unsound =
        report.findings.iter().any(|finding| matches!(finding.kind, Kind::Wrong | Kind::Unreadable));
    report.head_verified = known && rebuilt && whole && !unsound;
    report.not_reproduced = run.not_reproduced;
    report.same_here = run.same_here;
    run.tally.into_report(&run.state, &mut report);
    scope(options, &run.state, checkpoint.size, &mut report);
    report
}

/// What was and what was not checked, in words.
fn scope(options: &Options, state: &State, size: u64, report: &mut Report) {
    let told = |messages: Vec<Message>| messages.into_iter().map(Told::from).collect();
    report.checked = told(checked(options, state, size, report));
    report.not_checked = told(not_checked(options, state, size, report));
}

fn checked(options: &Options, state: &State, size: u64, report: &Report) -> Vec<Message> {
    let replayed = state.size();
    let mut checked = Vec::new();
    if report.head_verified {
        checked.extend([say::checked_head(Count(size)), say::checked_tree()]);
    }
    let reproduced = replayed.saturating_sub(report.not_reproduced);
    checked.extend([say::checked_entries(Count(replayed)), say::checked_verdicts(Count(reproduced))]);
    for seen in options.seen.iter().filter(|_| report.head_verified) {
        checked.push(say::checked_consistency(&seen.name, Count(seen.size)));
    }
    if !report.identity.witnesses.is_empty() {
        checked.push(say::checked_cosigned(&report.identity.witnesses.join(", ")));
    }
    checked
}

fn not_checked(options: &Options, state: &State, size: u64, report: &Report) -> Vec<Message> {
    let replayed = state.size();
    let witnessed = options.policy.as_ref().is_some_and(ledger::prove::Policy::asks_for_witnesses);
    let when = |holds: bool, message: Message| holds.then_some(message);
    let hanging = [
        when(replayed < size, say::open_entries(replayed, size.saturating_sub(1))),
        when(report.not_reproduced > 0, say::open_verdicts(Count(report.not_reproduced), report.same_here)),
        when(state.semantics() == 0, say::open_semantics()),
        when(report.identity.pinned_by == Some(PinnedBy::FirstSight), say::open_whose()),
        when(!witnessed, say::open_other_histories()),
        when(options.seen.is_empty(), say::open_rollback()),
    ];
    let always = [say::open_left_out(), say::open_truth(), say::open_clock(), say::open_journal()];
    hanging.into_iter().flatten().chain(always).collect()
}
