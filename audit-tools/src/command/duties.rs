//! `duties`: what has to be done by when, as a table, for programs, or as a calendar.

use rules::audit::{Exit, verify_with};
use rules::project::{Duty, DutyQuery, DutySelection, duties as due};
use rules::state::State;

use super::{facts, lenient, refuse_unsound};
use crate::args::{DutiesArgs, DutiesFormat};
use crate::failure::Failure;
use crate::icalendar::{Day, calendar};
use crate::output::{csv, note, pretty, print, table};
use crate::progress::Progress;
use crate::source::open;

const HEAD: [&str; 12] = [
    "due",
    "latest",
    "keep until",
    "status",
    "duty",
    "of",
    "about",
    "state",
    "by",
    "done",
    "certain",
    "article",
];

/// Runs it.
pub fn duties(args: &DutiesArgs) -> Result<Exit, Failure> {
    let (state, exit) = match &args.of.facts {
        Some(path) => (facts::run(path, &args.of, None, &mut |_| Ok(()))?, Exit::Sound),
        None => from_log(args)?,
    };
    let shown = match (args.overdue, args.all) {
        (true, _) => DutySelection::Overdue,
        (false, true) => DutySelection::All,
        (false, false) => DutySelection::ToDo,
    };
    let asked = DutyQuery {
        on: args.on,
        party: args.party.clone(),
        member_state: args.member_state,
        due_before: args.due_before,
        shown,
    };
    let found = due(&state, &asked);
    match args.format {
        DutiesFormat::Json => print(&(pretty(&found)? + "\n"))?,
        DutiesFormat::Csv => print(&csv(&HEAD, found.iter().map(cells)))?,
        DutiesFormat::Text => print(&table(&HEAD, found.iter().map(cells)))?,
        DutiesFormat::Ics => print(&days(&state, &found))?,
    }
    if found.is_empty() {
        note("nothing is so on this day");
    }
    Ok(exit)
}

fn from_log(args: &DutiesArgs) -> Result<(State, Exit), Failure> {
    let source = open(args.of.source.as_deref().unwrap_or_default(), args.of.token_file.as_deref())?;
    let progress = Progress::new("replaying");
    let mut state = State::new();
    let report = verify_with(
        source.reader.as_ref(),
        &lenient(),
        &mut |done, total| progress.set(done, total),
        &mut |after, _| state = after.clone(),
    );
    drop(progress);
    let exit = refuse_unsound(&report, None)?;
    Ok((state, exit))
}

/// The cells of a duty; what there is not is empty.
fn cells(duty: &Duty) -> [String; 12] {
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let (kind, id) = duty.object();
    let period = duty.period.as_ref().map(|period| format!(" {period}")).unwrap_or_default();
    [
        day(duty.due),
        day(duty.latest),
        day(duty.keep_until),
        duty.status.to_string(),
        duty.duty.clone() + &period,
        kind.replace('_', " "),
        id,
        duty.member_state.map(|state| state.to_string()).unwrap_or_default(),
        duty.by.to_string(),
        day(duty.done),
        if duty.certain { "yes" } else { "no" }.to_owned(),
        duty.article.clone(),
    ]
}

/// Each duty on its safe day; what is kept on the last day of keeping it.
fn days(state: &State, found: &[Duty]) -> String {
    let ledger = state.directory.ledger_id().unwrap_or("facts");
    let told: Vec<[String; 3]> = found.iter().map(|duty| told(duty, ledger)).collect();
    let day = |(duty, [uid, summary, description]): (&Duty, &'_ [String; 3])| {
        duty.day().map(|on| (on, uid.clone(), summary.clone(), description.clone(), duty.duty.clone()))
    };
    let days: Vec<_> = found.iter().zip(&told).filter_map(day).collect();
    let days: Vec<Day<'_>> = days
        .iter()
        .map(|(on, uid, summary, description, category)| Day { uid, on: *on, summary, description, category })
        .collect();
    calendar(&days, state.last_at())
}

/// What tells a duty from every other; its title with its object; where it is written, and its last day.
fn told(duty: &Duty, ledger: &str) -> [String; 3] {
    let (kind, id) = duty.object();
    let period = duty.period.as_ref().map(|period| format!(" {period}")).unwrap_or_default();
    let uid = format!("{}{period} {kind} {id} {}@{ledger}", duty.duty, duty.article).replace(' ', "_");
    let mut lines = vec![duty.article.clone(), format!("status {}", duty.status), format!("by {}", duty.by)];
    lines.extend(
        duty.latest.filter(|latest| duty.due != Some(*latest)).map(|latest| format!("latest {latest}")),
    );
    lines.extend((!duty.certain).then(|| "not certain: the earliest that it can be".to_owned()));
    [uid, format!("{}{period}: {id}", duty.title), lines.join("\n")]
}
