//! The Union's Transparency Award Module (TAM): CSV exports into `undertaking.registered` and `award.reported`.
//!
//! One [`Run`] reads any number of files. Every row ends in exactly one of two places: a line of [`Run::write_lines`] or
//! a row of [`Run::write_rejects`], so awards + rejects = rows; where earlier imports are given, a row may also be known or
//! restated. Undertakings come first, each once per run; awards follow in the order of files and rows. The same files in
//! the same order give the same bytes.
//!
//! Never here: conversion of money, a cut name, a stripped country prefix, a regime from a number alone, two identifiers
//! joined because the names agree. `docs/guides/import-tam.md` says it in the user's words.

mod amount;
mod columns;
mod country;
mod fault;
pub(in crate::import) mod identity;
mod labels;
mod row;

use std::collections::{BTreeMap, HashMap};
use std::io::Write;

use chrono::NaiveDate;
use csv::{ByteRecord, StringRecord};
use encoding_rs::UTF_8;
use serde::Serialize;

use crate::import::known::{Again, Known, Met};
use crate::import::opened::{OpenFault, Opened};
use crate::import::rows::{Place, hex, offset, registration_id, sha256};
use columns::{Column, Columns};
pub use fault::{Fault, Why};
use row::Mapped;

/// Why a whole file could not be read.
#[derive(Debug, thiserror::Error)]
pub enum TamError {
    /// The first line is no header of the register.
    #[error("the header lacks the column(s) {}: is this a CSV export of the register, parted by commas, in UTF-8?", .0.join(", "))]
    Header(Vec<&'static str>),
    /// The header is not UTF-8.
    #[error("{0}")]
    HeaderEncoding(String),
    /// The file can't be read as UTF-8.
    #[error(transparent)]
    Open(#[from] OpenFault),
    /// The CSV reader gave up.
    #[error("not readable as CSV")]
    Csv(#[from] csv::Error),
    /// An event line could not be written as JSON.
    #[error("an event line could not be written")]
    Json(#[from] serde_json::Error),
}

/// What one file gave.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Rows, the header and blank lines not counted.
    pub rows: u64,
    /// Rows that became an award.
    pub awards: u64,
    /// Rows that say what an earlier import said.
    pub unchanged: u64,
    /// Rows with other figures than an earlier import.
    pub restated: u64,
    /// Rows that were rejected.
    pub rejects: u64,
    /// Rejected rows by the kind of their first fault.
    pub reasons: BTreeMap<&'static str, u64>,
    /// Members left out of awards that stand without them.
    pub notes: BTreeMap<&'static str, u64>,
    /// What to tell of the file as a whole.
    pub file_notes: Vec<String>,
}

impl Tally {
    /// Adds another tally to this one.
    pub fn add(&mut self, other: &Self) {
        self.rows += other.rows;
        self.awards += other.awards;
        self.unchanged += other.unchanged;
        self.restated += other.restated;
        self.rejects += other.rejects;
        for (reason, count) in &other.reasons {
            *self.reasons.entry(reason).or_default() += count;
        }
        for (note, count) in &other.notes {
            *self.notes.entry(note).or_default() += count;
        }
    }
}

/// One import: files in, lines and rejects out.
#[derive(Debug, Default)]
pub struct Run {
    undertakings: Vec<Undertaking>,
    by_handle: HashMap<String, usize>,
    /// Where each reference was first taken: file and row.
    references: HashMap<String, (usize, u64)>,
    awards: Vec<u8>,
    files: Vec<File>,
    rejects: Vec<Reject>,
    known: Known,
    again: Again,
}

/// What became of a row.
enum Taken {
    /// Members that were left out.
    New(Vec<&'static str>),
    Unchanged,
    Restated,
}

#[derive(Debug)]
struct File {
    name: String,
    header: StringRecord,
}

#[derive(Debug)]
struct Reject {
    file: usize,
    row: u64,
    fields: ByteRecord,
    faults: Vec<Fault>,
}

#[derive(Debug, Serialize)]
struct Undertaking {
    undertaking: String,
    identifiers: [(); 0],
    // The rows of persons that a file marks as such were rejected; the register lists undertakings otherwise.
    natural_person: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
}

/// An unsigned event line.
#[derive(Debug, Serialize)]
struct Line<'a, D> {
    r#type: &'static str,
    id: String,
    subject: &'a str,
    data: &'a D,
}

impl Run {
    /// With what earlier imports said.
    #[must_use]
    pub fn knowing(known: Known) -> Self {
        Self { known, ..Self::default() }
    }

    /// What earlier imports said, and which of their awards no row named.
    #[must_use]
    pub fn known(&self) -> &Known {
        &self.known
    }

    /// Reads one file. `name` is what reports call it, `advance` is told the bytes read so far.
    ///
    /// # Errors
    /// [`TamError`] where the file is no export of the register; what earlier files gave stays.
    pub fn read(
        &mut self,
        name: &str,
        bytes: &[u8],
        retrieved_on: NaiveDate,
        advance: &mut dyn FnMut(u64),
    ) -> Result<Tally, TamError> {
        let opened = Opened::of(bytes, UTF_8, None)?;
        let mut builder = csv::ReaderBuilder::new();
        builder.has_headers(false).flexible(true).delimiter(opened.separator.unwrap_or(b','));
        let mut reader = builder.from_reader(&*opened.bytes);
        let mut record = ByteRecord::new();
        reader.read_byte_record(&mut record)?;
        let header =
            opened.decoded(&record).ok_or_else(|| TamError::HeaderEncoding(opened.header_fault()))?;
        let columns = Columns::find(&header).map_err(TamError::Header)?;
        let file = self.files.len();
        self.files.push(File { name: name.to_owned(), header });
        let mut tally = Tally { file_notes: opened.notes.clone(), ..Tally::default() };
        let mut place = Place::after_header(&opened.bytes, offset(&reader), opened.lines_before);
        while reader.read_byte_record(&mut record)? {
            let (row, raw) = place.next(offset(&reader));
            tally.rows += 1;
            let cells = opened.decoded(&record);
            match self.take(&columns, cells, raw, (file, row), retrieved_on)? {
                Ok(Taken::New(notes)) => {
                    tally.awards += 1;
                    notes.iter().for_each(|note| *tally.notes.entry(note).or_default() += 1);
                }
                Ok(Taken::Unchanged) => tally.unchanged += 1,
                Ok(Taken::Restated) => tally.restated += 1,
                Err(faults) => {
                    tally.rejects += 1;
                    let kind = faults.first().map_or("", |fault| fault.why.kind());
                    *tally.reasons.entry(kind).or_default() += 1;
                    self.rejects.push(Reject { file, row, fields: record.clone(), faults });
                }
            }
            advance(place.read());
        }
        Ok(tally)
    }

    /// How many undertakings the run has met.
    #[must_use]
    pub fn undertakings(&self) -> usize {
        self.undertakings.len()
    }

    /// Writes the event lines: undertakings in the order they were met, then awards in the order of the rows.
    ///
    /// # Errors
    /// Whatever the writer answers.
    pub fn write_lines(&self, out: &mut dyn Write) -> std::io::Result<()> {
        let new = |data: &&Undertaking| !self.known.has_undertaking(&data.undertaking);
        for data in self.undertakings.iter().filter(new) {
            let line = Line {
                r#type: "eu.aidledger.undertaking.registered.v1",
                id: registration_id(&data.undertaking),
                subject: &data.undertaking,
                data,
            };
            serde_json::to_writer(&mut *out, &line)?;
            out.write_all(b"\n")?;
        }
        out.write_all(&self.awards)
    }

    /// Writes the lines that restate what an earlier import said otherwise.
    ///
    /// # Errors
    /// Whatever the writer answers.
    pub fn write_restated(&self, out: &mut dyn Write) -> std::io::Result<()> {
        self.again.write(out)
    }

    /// Writes the rejected rows: the columns of the files as they came, then `file`, `row`, `column` and `reason`.
    ///
    /// `row` is the line of the file on which the row starts, the header being on line 1. A row with several faults names
    /// all of them, parted by ` | `. Files with different columns share one header.
    ///
    /// # Errors
    /// Whatever the writer answers.
    pub fn write_rejects(&self, out: &mut dyn Write) -> Result<(), csv::Error> {
        let mut names: Vec<&str> = Vec::new();
        for name in self.files.iter().flat_map(|file| file.header.iter()) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(names.iter().copied().chain(["file", "row", "column", "reason"]))?;
        for reject in &self.rejects {
            let Some(file) = self.files.get(reject.file) else { continue };
            let mut fields = ByteRecord::new();
            for name in &names {
                let at = file.header.iter().position(|column| column == *name);
                fields.push_field(at.and_then(|at| reject.fields.get(at)).unwrap_or_default());
            }
            let joined = |text: Vec<String>| text.join(" | ");
            fields.push_field(file.name.as_bytes());
            fields.push_field(reject.row.to_string().as_bytes());
            fields.push_field(joined(reject.faults.iter().map(|f| f.column.to_owned()).collect()).as_bytes());
            fields.push_field(joined(reject.faults.iter().map(|f| f.why.to_string()).collect()).as_bytes());
            writer.write_byte_record(&fields)?;
        }
        writer.flush()?;
        Ok(())
    }

    fn take(
        &mut self,
        columns: &Columns,
        cells: Option<StringRecord>,
        raw: &[u8],
        at: (usize, u64),
        retrieved_on: NaiveDate,
    ) -> Result<Result<Taken, Vec<Fault>>, TamError> {
        let Some(record) = cells else {
            return Ok(Err(vec![Fault { column: "(row)", why: Why::Encoding }]));
        };
        let mapped = match row::map(columns, &record, retrieved_on, hex(&sha256(raw))) {
            Ok(mapped) => mapped,
            Err(faults) => return Ok(Err(faults)),
        };
        if let Some((file, row)) = self.references.get(&mapped.report.award) {
            let file = self.files.get(*file).map(|file| file.name.clone()).unwrap_or_default();
            let why = Why::ReferenceRepeated { file, row: *row };
            return Ok(Err(vec![Fault { column: Column::Reference.name(), why }]));
        }
        let met = match serde_json::to_value(&mapped.report)?.as_object() {
            Some(data) => self.known.meet(&mapped.report.award, data),
            None => Met::New,
        };
        if let Met::Otherwise(members) = met {
            return Ok(Err(vec![Fault { column: "(row)", why: Why::Changed(members) }]));
        }
        self.references.insert(mapped.report.award.clone(), at);
        match met {
            Met::New | Met::Otherwise(_) => self.keep(mapped).map(|notes| Ok(Taken::New(notes))),
            Met::Unchanged => Ok(Ok(Taken::Unchanged)),
            Met::Restated(line) => {
                self.again.restated.push(line);
                Ok(Ok(Taken::Restated))
            }
        }
    }

    /// Where one identifier carries several spellings of a name, the first that an event can carry stays.
    fn keep(&mut self, mapped: Mapped) -> Result<Vec<&'static str>, TamError> {
        let Mapped { handle, name, report, notes } = mapped;
        let id = format!("tam.{}", report.award);
        let line =
            Line { r#type: "eu.aidledger.award.reported.v1", id, subject: &report.award, data: &report };
        serde_json::to_writer(&mut self.awards, &line)?;
        self.awards.push(b'\n');
        match self.by_handle.get(&handle).and_then(|at| self.undertakings.get_mut(*at)) {
            Some(known) => known.name = known.name.take().or(name),
            None => {
                self.by_handle.insert(handle.clone(), self.undertakings.len());
                self.undertakings.push(Undertaking {
                    undertaking: handle,
                    identifiers: [],
                    natural_person: false,
                    name,
                });
            }
        }
        Ok(notes)
    }
}

#[cfg(test)]
mod tests;
