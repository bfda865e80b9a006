//! Any CSV file into `undertaking.registered` and `award.reported` or `award.granted`, by a mapping that says what each
//! column means.
//!
//! Every row ends in exactly one place: a line of [`Run::write_lines`], a row of [`Run::write_rejects`] or, where earlier
//! imports are given, among what is known or restated; so awards + unchanged + restated + rejects = rows. Undertakings
//! come first, each once. The same file, mapping, day and earlier imports give the same bytes.
//!
//! Never here: a default for a cell the mapping does not translate, a conversion of money, a sum of rows, a figure that
//! was computed. Every line is read back by the ledger's own reader before it counts as an award.
//! `docs/spec/csv-mapping.md` is the format, `docs/guides/import-csv.md` the way to use it.

mod fault;
mod figure;
mod grant;
mod kind;
mod mapping;
mod members;
mod row;
mod sheet;
mod source;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::Write;

use chrono::NaiveDate;
use csv::{ByteRecord, StringRecord};
use ledger::event::Event;
use ledger::json::Json;
use rust_decimal::Decimal;

use crate::import::known::{Again, Known, Met};
use crate::import::opened::{OpenFault, Opened, encoded};
use crate::import::rows::{Place, hex, offset, registration_id, sha256};
use crate::import::text::BYTE_ORDER_MARK;
pub use fault::{Fault, Why};
pub use mapping::Mapping;
use mapping::{Repeats, What};
use members::{object, text};
use row::Mapped;
pub use sheet::MapFault;
use source::Cells;

/// Why a whole file could not be read.
#[derive(Debug, thiserror::Error)]
pub enum CsvError {
    /// Columns that the mapping reads and the header lacks, each with the line of the mapping.
    #[error(
        "the header lacks what the mapping reads: {}; its columns are: {header}. Check delimiter and spelling",
        missing.iter().map(|(column, line)| format!("{column:?} (mapping line {line})")).collect::<Vec<_>>().join(", ")
    )]
    Missing {
        /// The columns, each with a line of the mapping.
        missing: Vec<(String, u32)>,
        /// The columns there are.
        header: String,
    },
    /// Columns that the mapping reads and the header has twice.
    #[error("the header has these columns twice: {}: rename one of the two", .0.join(", "))]
    Twice(Vec<String>),
    /// The file is not in the encoding that it is said to be in, or parted by another sign.
    #[error(transparent)]
    Open(#[from] OpenFault),
    /// The header is not in the encoding.
    #[error("{0}")]
    HeaderEncoding(String),
    /// The CSV reader gave up.
    #[error("not readable as CSV")]
    Csv(#[from] csv::Error),
}

/// What a file gave.
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
    /// Members left out, and what is odd about awards that were taken.
    pub notes: BTreeMap<&'static str, u64>,
    /// Awards and the sum of their aid elements (of grants: of their first amounts) by regime and currency.
    pub sums: BTreeMap<(String, String), (u64, Decimal)>,
    /// What to tell of the file as a whole.
    pub file_notes: Vec<String>,
}

/// One import: a file in, lines and rejects out.
#[derive(Debug)]
pub struct Run<'m> {
    mapping: &'m Mapping,
    undertakings: Vec<(String, Option<String>)>,
    by_handle: HashMap<String, usize>,
    /// Awards taken, by id, with their rows.
    ids: HashMap<String, u64>,
    /// How often an id was met before it was numbered.
    repeats: HashMap<String, u64>,
    /// Digests of rows, to say that one came twice.
    digests: HashSet<[u8; 32]>,
    awards: Vec<u8>,
    header: StringRecord,
    rejects: Vec<Reject>,
    known: Known,
    again: Again,
    /// How the rejects are written, and what they begin with.
    encoding: &'static encoding_rs::Encoding,
    mark: &'static [u8],
}

/// What became of a row.
enum Taken {
    New(Mapped),
    Unchanged,
    Restated(serde_json::Value),
}

/// A row's digest and the day of its file.
#[derive(Clone, Copy)]
struct Origin {
    digest: [u8; 32],
    row: u64,
    retrieved_on: NaiveDate,
}

#[derive(Debug)]
struct Reject {
    row: u64,
    fields: ByteRecord,
    faults: Vec<Fault>,
}

impl<'m> Run<'m> {
    /// A run that has read nothing.
    #[must_use]
    pub fn new(mapping: &'m Mapping) -> Self {
        Self {
            mapping,
            undertakings: Vec::new(),
            by_handle: HashMap::new(),
            ids: HashMap::new(),
            repeats: HashMap::new(),
            digests: HashSet::new(),
            awards: Vec::new(),
            header: StringRecord::new(),
            rejects: Vec::new(),
            known: Known::default(),
            again: Again::default(),
            encoding: mapping.encoding,
            mark: b"",
        }
    }

    /// With what earlier imports said.
    #[must_use]
    pub fn knowing(self, known: Known) -> Self {
        Self { known, ..self }
    }

    /// What earlier imports said, and which of their awards no row named.
    #[must_use]
    pub fn known(&self) -> &Known {
        &self.known
    }

    /// Reads the file; `advance` is told the bytes read so far.
    ///
    /// # Errors
    /// [`CsvError`] where the file is not what the mapping describes.
    pub fn read(
        &mut self,
        bytes: &[u8],
        retrieved_on: NaiveDate,
        advance: &mut dyn FnMut(u64),
    ) -> Result<Tally, CsvError> {
        let opened = Opened::of(bytes, self.mapping.encoding, Some(self.mapping.delimiter))?;
        (self.encoding, self.mark) = (opened.encoding(), opened.mark());
        let mut builder = csv::ReaderBuilder::new();
        builder.has_headers(false).flexible(true).delimiter(self.mapping.delimiter);
        let mut reader = builder.from_reader(&*opened.bytes);
        let mut record = ByteRecord::new();
        reader.read_byte_record(&mut record)?;
        let header =
            opened.decoded(&record).ok_or_else(|| CsvError::HeaderEncoding(opened.header_fault()))?;
        let places = places(self.mapping, &header)?;
        self.header = header;
        let mut tally = Tally { file_notes: opened.notes.clone(), ..Tally::default() };
        let mut place = Place::after_header(&opened.bytes, offset(&reader), opened.lines_before);
        while reader.read_byte_record(&mut record)? {
            let (row, raw) = place.next(offset(&reader));
            tally.rows += 1;
            let origin = Origin { digest: sha256(raw), row, retrieved_on };
            match self.take(&places, &record, &opened, origin) {
                Ok(Taken::New(taken)) => tally.count(&taken),
                Ok(Taken::Unchanged) => tally.unchanged += 1,
                Ok(Taken::Restated(line)) => {
                    tally.restated += 1;
                    self.again.restated.push(line);
                }
                Err(faults) => {
                    tally.rejects += 1;
                    let kind = faults.first().map_or("", |fault| fault.why.kind());
                    *tally.reasons.entry(kind).or_default() += 1;
                    self.rejects.push(Reject { row, fields: record.clone(), faults });
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
        let new = self.undertakings.iter().filter(|(handle, _)| !self.known.has_undertaking(handle));
        for (handle, name) in new {
            writeln!(out, "{}", registration(handle, name.as_deref()))?;
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

    /// Writes the rejected rows with the file's own delimiter: the columns as they came, then `row`, `column`, `reason`.
    ///
    /// `row` is the line of the file on which the row starts, the header being on line 1. A row with several faults names
    /// all of them, parted by ` | `. The cells keep their bytes.
    ///
    /// # Errors
    /// Whatever the writer answers.
    pub fn write_rejects(&self, out: &mut dyn Write) -> Result<(), csv::Error> {
        out.write_all(self.mark)?;
        let mut writer = csv::WriterBuilder::new().delimiter(self.mapping.delimiter).from_writer(out);
        let mut header = ByteRecord::new();
        for name in self.header.iter().chain(["row", "column", "reason"]) {
            header.push_field(&encoded(self.encoding, name));
        }
        writer.write_byte_record(&header)?;
        for reject in &self.rejects {
            let mut fields = ByteRecord::new();
            for at in 0..self.header.len() {
                fields.push_field(reject.fields.get(at).unwrap_or_default());
            }
            let joined = |text: Vec<String>| text.join(" | ");
            fields.push_field(reject.row.to_string().as_bytes());
            let columns = reject.faults.iter().map(|fault| fault.column.clone()).collect();
            fields.push_field(&encoded(self.encoding, &joined(columns)));
            let reasons = reject.faults.iter().map(|fault| fault.why.to_string()).collect();
            fields.push_field(&encoded(self.encoding, &joined(reasons)));
            writer.write_byte_record(&fields)?;
        }
        writer.flush()?;
        Ok(())
    }

    /// Maps one row and keeps what it says.
    fn take(
        &mut self,
        places: &BTreeMap<String, usize>,
        record: &ByteRecord,
        opened: &Opened<'_>,
        origin: Origin,
    ) -> Result<Taken, Vec<Fault>> {
        let whole_row = |why| vec![Fault { column: "(row)".into(), why }];
        let (fields, columns) = (record.len(), self.header.len());
        if fields != columns {
            return Err(whole_row(Why::Shape { fields, columns }));
        }
        let decoded =
            opened.decoded(record).ok_or_else(|| whole_row(Why::Encoding(opened.encoding_name())))?;
        let cells = Cells { places, record: &decoded };
        let mut mapped = row::map(self.mapping, &cells, origin.retrieved_on, &hex(&origin.digest))?;
        let id = self.unique(&mapped.id).map_err(|why| vec![self.mapping.members.id.fault(why)])?;
        let register = &self.mapping.register;
        let mut data = vec![("award".to_owned(), text(&id))];
        data.append(&mut mapped.members);
        let event = match self.mapping.what {
            What::Report(_) => "award.reported",
            What::Grant(_) => "award.granted",
        };
        let line = line(event, &format!("{register}.{id}"), &id, Json::Object(data));
        readable(&line).map_err(whole_row)?;
        readable(&registration(&mapped.handle, mapped.name.as_deref())).map_err(whole_row)?;
        match self.met(&id, &line) {
            Met::New => {}
            Met::Otherwise(members) => {
                return Err(whole_row(Why::Changed { members, advice: self.advice() }));
            }
            Met::Unchanged => {
                self.keep_id(&mapped.id, id, origin.row);
                return Ok(Taken::Unchanged);
            }
            Met::Restated(line) => {
                self.keep_id(&mapped.id, id, origin.row);
                return Ok(Taken::Restated(line));
            }
        }
        if !self.digests.insert(origin.digest) {
            mapped.notes.push("row identical to an earlier one: taken as a further award");
        }
        self.keep_id(&mapped.id, id, origin.row);
        self.awards.extend_from_slice(line.to_string().as_bytes());
        self.awards.push(b'\n');
        self.register(&mapped);
        Ok(Taken::New(mapped))
    }

    fn keep_id(&mut self, of_row: &str, taken: String, row: u64) {
        *self.repeats.entry(of_row.to_owned()).or_default() += 1;
        self.ids.insert(taken, row);
    }

    /// What the line is beside what earlier imports said.
    fn met(&mut self, id: &str, line: &Json) -> Met {
        if self.known.awards() == 0 {
            return Met::New;
        }
        let line: Option<serde_json::Value> = serde_json::from_str(&line.to_string()).ok();
        match line.as_ref().and_then(|line| line.get("data")?.as_object()) {
            Some(data) => self.known.meet(id, data),
            None => Met::New,
        }
    }

    /// What to do about an award that is another one now.
    fn advice(&self) -> &'static str {
        match self.mapping.what {
            What::Report(_) => {
                "date, legal basis and activity are put right by award.corrected; a wrong beneficiary or State by \
                 award.withdrawn and a new report under another id; both by the party that reported it"
            }
            What::Grant(_) => {
                "what was asked before is not asked again: award.corrected puts a mistake right, another grant takes \
                 another award id"
            }
        }
    }

    /// The id under which an award is taken.
    fn unique(&self, id: &str) -> Result<String, Why> {
        let numbered = match (self.mapping.repeats, self.repeats.get(id)) {
            (Repeats::Number, Some(times)) => format!("{id}.{}", times + 1),
            _ => id.to_owned(),
        };
        match self.ids.get(&numbered) {
            Some(row) => Err(Why::Repeated { id: numbered, row: *row }),
            None => Ok(numbered),
        }
    }

    /// Where one identifier carries several spellings of a name, the first stays.
    fn register(&mut self, mapped: &Mapped) {
        let known = self.by_handle.get(&mapped.handle).and_then(|at| self.undertakings.get_mut(*at));
        match known {
            Some((_, name)) => *name = name.take().or_else(|| mapped.name.clone()),
            None => {
                self.by_handle.insert(mapped.handle.clone(), self.undertakings.len());
                self.undertakings.push((mapped.handle.clone(), mapped.name.clone()));
            }
        }
    }
}

impl Tally {
    fn count(&mut self, taken: &Mapped) {
        self.awards += 1;
        for note in &taken.notes {
            *self.notes.entry(note).or_default() += 1;
        }
        let Some(amount) = &taken.amount else { return };
        let key = (taken.regime.clone(), amount.currency().code().to_owned());
        let (awards, sum) = self.sums.entry(key).or_default();
        *awards += 1;
        // 2^64 amounts of 10^15 do not fit, but a file of 512 MiB holds none so many.
        *sum = sum.saturating_add(amount.amount());
    }
}

/// Where the columns that the mapping reads stand.
fn places(mapping: &Mapping, header: &StringRecord) -> Result<BTreeMap<String, usize>, CsvError> {
    let names: Vec<&str> =
        header.iter().map(|name| name.trim_start_matches(BYTE_ORDER_MARK).trim()).collect();
    let (mut places, mut missing, mut twice) = (BTreeMap::new(), Vec::new(), Vec::new());
    for (column, line) in mapping.columns() {
        let mut found = names.iter().enumerate().filter(|(_, name)| **name == column).map(|(at, _)| at);
        match (found.next(), found.next()) {
            (Some(at), None) => drop(places.insert(column, at)),
            (Some(_), Some(_)) => twice.push(column),
            (None, _) => missing.push((column, line)),
        }
    }
    if !missing.is_empty() {
        return Err(CsvError::Missing { missing, header: crate::import::text::shortened(&names.join(", ")) });
    }
    if twice.is_empty() { Ok(places) } else { Err(CsvError::Twice(twice)) }
}

/// An unsigned event line.
fn line(name: &str, id: &str, subject: &str, data: Json) -> Json {
    object([
        ("type", Some(text(format!("eu.aidledger.{name}.v1")))),
        ("id", Some(text(id))),
        ("subject", Some(text(subject))),
        ("data", Some(data)),
    ])
}

fn registration(handle: &str, name: Option<&str>) -> Json {
    let data = object([
        ("undertaking", Some(text(handle))),
        ("identifiers", Some(Json::Array(Vec::new()))),
        // Numbers with the shape of a person's were rejected; the source lists undertakings otherwise.
        ("natural_person", Some(Json::Bool(false))),
        ("name", name.map(text)),
    ]);
    line("undertaking.registered", &registration_id(handle), handle, data)
}

/// Whether the ledger's own reader takes the line, once signed.
fn readable(line: &Json) -> Result<(), Why> {
    let Json::Object(members) = line else { return Ok(()) };
    let mut members = members.clone();
    // Whoever signs fills these in; their values do not matter here.
    let envelope = [
        ("specversion", "1.0".to_owned()),
        ("datacontenttype", "application/json".to_owned()),
        ("source", "urn:aidledger:party:import".to_owned()),
        ("ledger", "A".repeat(43)),
        ("time", "2000-01-01T00:00:00Z".to_owned()),
    ];
    members.extend(envelope.into_iter().map(|(name, value)| (name.to_owned(), Json::Text(value))));
    let faults = |faults: Vec<ledger::json::Fault>| {
        Why::Event(faults.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))
    };
    Event::from_json(&Json::Object(members)).map(drop).map_err(faults)
}

#[cfg(test)]
mod tests;
