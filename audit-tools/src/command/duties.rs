//! `duties`: what has to be done by when, as a table, for programs, or as a calendar.

use rules::audit::{Exit, verify_with};
use rules::project::{Duty, DutyQuery, DutySelection, duties as due};
use rules::state::State;
use rules::words::{Language, say};

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
pub fn duties(args: &DutiesArgs, language: Language) -> Result<Exit, Failure> {
    let (state, exit) = match &args.of.facts {
        Some(path) => (facts::run(path, &args.of, None, &mut |_| Ok(()))?, Exit::Sound),
        None => from_log(args, language)?,
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
        DutiesFormat::Csv => {
            print(&csv(&HEAD, found.iter().map(|duty| cells(duty, Language::English))))?;
        }
        DutiesFormat::Text => {
            print(&table(&heads(language), found.iter().map(|duty| cells(duty, language))))?;
        }
        DutiesFormat::Ics => print(&days(&state, &found, language))?,
    }
    if found.is_empty() {
        note("nothing is so on this day");
    }
    Ok(exit)
}

fn from_log(args: &DutiesArgs, language: Language) -> Result<(State, Exit), Failure> {
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
    let exit = refuse_unsound(&report, None, language)?;
    Ok((state, exit))
}

/// The heads of the table for people, in the same order; those for programs stay.
fn heads(language: Language) -> [String; 12] {
    let heads = [
        say::duty_due(),
        say::duty_latest(),
        say::duty_keep_until(),
        say::duty_status(),
        say::duty_name(),
        say::duty_of(),
        say::duty_about(),
        say::duty_state(),
        say::duty_by(),
        say::duty_done(),
        say::duty_certain(),
        say::duty_article(),
    ];
    heads.map(|head| head.text(language))
}

/// The cells of a duty; what there is not is empty. Words and days are those of the wire.
fn cells(duty: &Duty, language: Language) -> [String; 12] {
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
        if duty.certain { say::duty_yes() } else { say::duty_no() }.text(language),
        duty.article.clone(),
    ]
}

/// Each duty on its safe day; what is kept on the last day of keeping it.
fn days(state: &State, found: &[Duty], language: Language) -> String {
    let ledger = state.directory.ledger_id().unwrap_or("facts");
    let told: Vec<[String; 3]> = found.iter().map(|duty| told(duty, ledger, language)).collect();
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
fn told(duty: &Duty, ledger: &str, language: Language) -> [String; 3] {
    let (kind, id) = duty.object();
    let period = duty.period.as_ref().map(|period| format!(" {period}")).unwrap_or_default();
    let uid = format!("{}{period} {kind} {id} {}@{ledger}", duty.duty, duty.article).replace(' ', "_");
    let (status, by) = (duty.status.to_string(), duty.by.to_string());
    let mut said = vec![say::duty_line_status(&status), say::duty_line_by(&by)];
    said.extend(duty.latest.filter(|latest| duty.due != Some(*latest)).map(say::duty_line_latest));
    said.extend((!duty.certain).then(say::duty_line_earliest));
    let said = said.into_iter().map(|message| message.text(language));
    let lines: Vec<String> = std::iter::once(duty.article.clone()).chain(said).collect();
    [uid, format!("{}{period}: {id}", duty.title), lines.join("\n")]
}
