//! What became of the statements: one row for each, told or as JSON, and the counts.

use std::collections::BTreeMap;
use std::io::{self, Write};

use ledger::event::EventType;
use ledger::verdict::Outcome;
use rules::words::say;
use rules::words::{Count, Language, Message};
use serde::Serialize;
use serde_json::Value;

use super::line::Name;
use super::told::Told;

/// How to print.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Sentences for people.
    #[default]
    Text,
    /// One JSON object a line, for programs (docs/spec/submit-report.md).
    Json,
}

/// What became of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
enum Became {
    Admitted,
    Recorded,
    Refused,
    Deferred,
    /// The server did not record it.
    TurnedAway,
    /// It never got an answer.
    NotSent,
}

/// One statement, as `--format json` prints it.
#[derive(Debug, Serialize)]
struct Row {
    line: u64,
    r#type: Option<String>,
    subject: Option<String>,
    source: Option<String>,
    id: Option<String>,
    became: Became,
    /// Whether an earlier run sent it.
    known: bool,
    position: Option<u64>,
    codes: Vec<String>,
    flags: Vec<String>,
    gge: Value,
    left: Option<String>,
    limit: Option<String>,
    ways_out: Value,
    /// HTTP status, code and faults of what was turned away.
    problem: Option<TurnedAway>,
    /// The receipt's files without their endings.
    receipt: Option<String>,
    /// The same in words.
    sentences: Vec<String>,
}

#[derive(Debug, Serialize)]
struct TurnedAway {
    status: u16,
    code: String,
    faults: Vec<Value>,
}

/// The counts, as `--format json` prints them last.
#[derive(Debug, Serialize)]
struct Summary<'a> {
    summary: Counts,
    receipts: &'a str,
    exit_code: u8,
}

/// How many statements became what; those of earlier runs are counted with what they became then.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub(super) struct Counts {
    pub(super) statements: u64,
    pub(super) known: u64,
    pub(super) admitted: u64,
    pub(super) recorded: u64,
    pub(super) refused: u64,
    pub(super) deferred: u64,
    pub(super) turned_away: u64,
    pub(super) not_sent: u64,
}

/// Rows that wait to be printed in the order of the file, and the counts.
#[derive(Debug)]
pub(super) struct Report {
    format: Format,
    /// The server's address, for the commands that sentences name.
    server: String,
    language: Language,
    pub(super) counts: Counts,
    /// Whether any statement was answered in this run.
    pub(super) was_answered: bool,
    rows: BTreeMap<u64, Vec<Row>>,
}

impl Report {
    pub(super) fn new(format: Format, server: &str, language: Language) -> Self {
        Self {
            format,
            server: server.trim_end_matches('/').to_owned(),
            language,
            counts: Counts::default(),
            was_answered: false,
            rows: BTreeMap::new(),
        }
    }

    /// How the command ends.
    pub(super) fn exit_code(&self) -> u8 {
        let Counts { refused, deferred, turned_away, not_sent, .. } = self.counts;
        match (turned_away + not_sent, refused + deferred) {
            (0, 0) => 0,
            (0, _) => super::EXIT_SOME_WITHOUT_EFFECT,
            _ => 1,
        }
    }

    /// A receipt is here: `verdict` has its verdict, `known` says whether an earlier run brought it.
    pub(super) fn receipt(
        &mut self,
        line: u64,
        name: &Name,
        position: u64,
        verdict: &Value,
        receipt: String,
        known: bool,
    ) {
        let told = Told::of(verdict);
        let became = match told.outcome {
            Some(Outcome::Admitted) => Became::Admitted,
            Some(Outcome::Recorded) => Became::Recorded,
            Some(Outcome::Deferred) => Became::Deferred,
            Some(Outcome::Refused) | None => Became::Refused,
        };
        let (first, below) = told.sentences(name.event_type, position, &self.server);
        let first = if known { say::sent_known(first) } else { first };
        self.was_answered |= !known;
        self.counts.known += u64::from(known);
        let (left, limit) =
            told.tightest.map(|limit| (limit.left.to_string(), limit.limit.to_string())).unzip();
        let row = Row {
            position: Some(position),
            known,
            codes: told.codes,
            flags: told.flags,
            gge: told.gge,
            left,
            limit,
            ways_out: told.ways_out,
            receipt: Some(receipt),
            ..self.row(line, Some(name), became, &first, &below)
        };
        self.keep(row);
    }

    /// The server turned the statement away.
    pub(super) fn turned_away(&mut self, line: u64, name: &Name, status: u16, body: &Value) {
        let member = |of: &Value, name: &str| shown(of.get(name).and_then(Value::as_str).unwrap_or_default());
        let code = member(body, "code");
        let detail = Some(member(body, "detail")).filter(|text| !text.is_empty());
        let detail = detail.unwrap_or_else(|| member(body, "title"));
        let first = say::sent_turned_away(u64::from(status), &code, &detail);
        let faults: Vec<Value> = body.get("faults").and_then(Value::as_array).cloned().unwrap_or_default();
        let fault = |one: &Value| {
            say::sent_fault(&member(one, "pointer"), &member(one, "message"), &member(one, "hint"))
        };
        let below: Vec<Message> = faults.iter().map(fault).collect();
        let problem = Some(TurnedAway { status, code, faults });
        let row = Row { problem, ..self.row(line, Some(name), Became::TurnedAway, &first, &below) };
        self.keep(row);
    }

    /// The statement could not be sent.
    pub(super) fn not_sent(&mut self, line: u64, name: Option<&Name>, why: &str) {
        let row = self.row(line, name, Became::NotSent, &say::sent_not_sent(why), &[]);
        self.keep(row);
    }

    fn keep(&mut self, row: Row) {
        let counts = &mut self.counts;
        counts.statements += 1;
        *match row.became {
            Became::Admitted => &mut counts.admitted,
            Became::Recorded => &mut counts.recorded,
            Became::Refused => &mut counts.refused,
            Became::Deferred => &mut counts.deferred,
            Became::TurnedAway => &mut counts.turned_away,
            Became::NotSent => &mut counts.not_sent,
        } += 1;
        self.rows.entry(row.line).or_default().push(row);
    }

    /// Prints the rows that are known, in the order of the file.
    pub(super) fn write_rows(&mut self, out: &mut dyn Write) -> io::Result<()> {
        for row in std::mem::take(&mut self.rows).into_values().flatten() {
            match self.format {
                Format::Json => writeln!(out, "{}", serde_json::to_string(&row).map_err(io::Error::other)?)?,
                Format::Text => {
                    let mut sentences = row.sentences.iter();
                    sentences.next().map_or(Ok(()), |first| writeln!(out, "{first}"))?;
                    sentences.try_for_each(|below| writeln!(out, "    {below}"))?;
                }
            }
        }
        out.flush()
    }

    /// Prints the counts, where the receipts are, and what the exit code says.
    pub(super) fn write_summary(&self, out: &mut dyn Write, receipts: &str) -> io::Result<()> {
        let exit_code = self.exit_code();
        if self.format == Format::Json {
            let summary = Summary { summary: self.counts, receipts, exit_code };
            return writeln!(out, "{}", serde_json::to_string(&summary).map_err(io::Error::other)?);
        }
        let Counts { statements, known, admitted, recorded, refused, deferred, turned_away, not_sent } =
            self.counts;
        let counts = say::sent_counts(Count(statements), known);
        let became = say::sent_became(admitted, recorded, refused, deferred, turned_away, not_sent);
        let meaning = match exit_code {
            0 => say::sent_all(),
            super::EXIT_SOME_WITHOUT_EFFECT => say::sent_some_without_effect(),
            _ => say::sent_some_without_receipt(),
        };
        let ends = say::sent_ends(u64::from(exit_code), meaning);
        for message in [counts, became, say::sent_receipts(receipts), ends] {
            writeln!(out, "{}", message.text(self.language))?;
        }
        Ok(())
    }
}

impl Report {
    fn row(&self, line: u64, name: Option<&Name>, became: Became, first: &Message, below: &[Message]) -> Row {
        let language = self.language;
        let named = name.map(|name| shown(&name.shown()));
        let first = say::sent_line(line, named.as_deref(), first.clone());
        let kind = name.and_then(|name| name.event_type);
        Row {
            line,
            r#type: kind.map(|kind| EventType::name(kind).to_owned()),
            subject: name.and_then(|name| name.subject.clone()),
            source: name.map(|name| name.source.clone()),
            id: name.map(|name| name.id.clone()),
            became,
            known: false,
            position: None,
            codes: Vec::new(),
            flags: Vec::new(),
            gge: Value::Null,
            left: None,
            limit: None,
            ways_out: Value::Null,
            problem: None,
            receipt: None,
            sentences: std::iter::once(&first).chain(below).map(|message| message.text(language)).collect(),
        }
    }
}

/// A stranger's text on one line of a terminal, at a sane length.
fn shown(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(300).collect()
}
