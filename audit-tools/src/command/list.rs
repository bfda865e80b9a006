//! `list`: a log as a table, narrowed by what is asked.

use std::collections::BTreeSet;

use ledger::ids::UndertakingId;
use rules::audit::{Exit, Row, Rows, verify_with};
use rules::state::State;
use rules::words::{Arg, Language, say};

use super::{lenient, refuse_unsound};
use crate::args::{ListArgs, ListFormat};
use crate::failure::Failure;
use crate::output::{csv, json, note, print, table};
use crate::progress::Progress;
use crate::source::open;

/// Runs it.
pub fn list(args: &ListArgs, language: Language) -> Result<Exit, Failure> {
    let source = open(&args.source.source, args.source.token_file.as_deref())?;
    let progress = Progress::new("replaying");
    let mut rows = Rows::default();
    let report = verify_with(
        source.reader.as_ref(),
        &lenient(),
        &mut |done, total| progress.set(done, total),
        &mut |state, replayed| rows.add(state, replayed),
    );
    drop(progress);
    let exit = refuse_unsound(&report, None, language)?;
    let (rows, state) = rows.finish();
    let wanted = Wanted::new(args, &state)?;
    let shown: Vec<Row> = rows.into_iter().filter(|row| wanted.fits(row)).collect();
    match args.format {
        ListFormat::Json => {
            let lines = shown.iter().map(json).collect::<Result<Vec<_>, _>>()?;
            print(&lines.into_iter().fold(String::new(), |text, line| text + &line + "\n"))?;
        }
        ListFormat::Csv => print(&csv(&HEAD, shown.iter().map(|row| cells(row, Language::English))))?,
        ListFormat::Table => {
            let rows = shown.iter().map(|row| cells(row, language));
            print(&table(&heads(language), rows))?;
        }
    }
    if shown.is_empty() {
        note("nothing in this log is so");
    }
    Ok(exit)
}

/// What is asked, with the undertaking's other numbers.
struct Wanted<'a> {
    args: &'a ListArgs,
    undertaking: Option<BTreeSet<UndertakingId>>,
}

impl<'a> Wanted<'a> {
    fn new(args: &'a ListArgs, state: &State) -> Result<Self, Failure> {
        let undertaking = args.undertaking.as_ref().map(|id| known_as(state, id)).transpose()?;
        Ok(Self { args, undertaking })
    }

    fn fits(&self, row: &Row) -> bool {
        let args = self.args;
        let recorded = row.recorded_at.utc_date();
        let award = |asked: &String| {
            let id = row.award.as_ref().map(ledger::ids::ScopedId::as_str).unwrap_or_default();
            id == asked || id.split_once('/').is_some_and(|(_, local)| local == asked)
        };
        let named = |ids: &BTreeSet<UndertakingId>| {
            row.beneficiary.iter().chain(&row.undertakings).any(|id| ids.contains(id))
        };
        let granted = args.granted_from.is_none() && args.granted_to.is_none() || self.granted(row);
        self.undertaking.as_ref().is_none_or(named)
            && args.party.as_ref().is_none_or(|party| row.party == *party)
            && args.award.as_ref().is_none_or(award)
            && args.event_type.is_none_or(|kind| row.event_type == kind)
            && args.outcome.is_none_or(|outcome| row.outcome == outcome)
            && args.flag.is_none_or(|flag| row.flags.contains(&flag))
            && args.code.is_none_or(|code| row.codes.contains(&code))
            && args.recorded_from.is_none_or(|from| from <= recorded)
            && args.recorded_to.is_none_or(|to| recorded <= to)
            && granted
            && (!args.over || row.over)
            && (!args.disputed || row.disputed)
    }

    fn granted(&self, row: &Row) -> bool {
        let Some(first) = row.granted_on else { return false };
        let last = row.granted_until.unwrap_or(first);
        self.args.granted_from.is_none_or(|from| from <= last)
            && self.args.granted_to.is_none_or(|to| first <= to)
    }
}

/// Every number under which the log knows an undertaking.
fn known_as(state: &State, id: &UndertakingId) -> Result<BTreeSet<UndertakingId>, Failure> {
    let registered = state.undertakings.registered(id);
    let Some(handle) = registered.first() else {
        return Err(Failure::run(format!("no undertaking of this log is called {}", id.as_str())));
    };
    let same = state.undertakings.same(*handle);
    let ids = same.iter().filter_map(|one| state.undertakings.id(*one)).cloned();
    Ok(ids.chain([id.clone()]).collect())
}

const HEAD: [&str; 10] =
    ["position", "recorded", "type", "party", "award", "beneficiary", "granted", "outcome", "gge", "remarks"];

/// The heads of the table for people, in the same order; those for programs stay.
fn heads(language: Language) -> [String; 10] {
    let heads = [
        say::list_position(),
        say::list_recorded(),
        say::list_type(),
        say::list_party(),
        say::list_award(),
        say::list_beneficiary(),
        say::list_granted(),
        say::list_outcome(),
        say::list_gge(),
        say::list_remarks(),
    ];
    heads.map(|head| head.text(language))
}

/// The cells of a row; what there is not is empty. Words and days are those of the wire, figures are told.
fn cells(row: &Row, language: Language) -> [String; 10] {
    let gge = row.gge.map(|figure| Arg::from(figure).text(language));
    let mut remarks: Vec<&str> = row.codes.iter().map(|code| code.as_str()).collect();
    remarks.extend(row.flags.iter().map(|flag| flag.as_str()));
    remarks.extend((row.over && !remarks.contains(&"over_ceiling")).then_some("pushed_over"));
    remarks.extend(row.disputed.then_some("disputed"));
    let granted = match (row.granted_on, row.granted_until) {
        (Some(on), Some(until)) => format!("{on} to {until}"),
        (on, _) => on.map(|on| on.to_string()).unwrap_or_default(),
    };
    [
        row.position.to_string(),
        row.recorded_at.utc_date().to_string(),
        row.event_type.to_string(),
        row.party.as_str().to_owned(),
        row.award.as_ref().map(|award| award.as_str().to_owned()).unwrap_or_default(),
        row.beneficiary.as_ref().map(|id| id.as_str().to_owned()).unwrap_or_default(),
        granted,
        row.outcome.to_string(),
        gge.unwrap_or_default(),
        remarks.join(" "),
    ]
}
