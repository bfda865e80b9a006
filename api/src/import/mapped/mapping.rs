//! A mapping file: which column of a foreign table is which member of `award.reported` or `award.granted`.
//! `docs/spec/csv-mapping.md`.

use std::collections::BTreeSet;

use encoding_rs::Encoding;
use ledger::event::award::{DateBasis, LegalRight, ReportedFrom};

use super::figure::{DATE_FORMS, DateForm, Notation};
use super::grant::Grant;
use super::kind::Kind;
use super::sheet::{Block, MapFault, MapFaults, Shape, Sheet};
use super::source::{Lists, Source};
use crate::import::opened;

/// The version of the format that this release reads.
const FORMAT: i64 = 1;

/// Most blocks `[[external_ref]]`.
const EXTERNAL_REFS_MAX: usize = 16;

/// Longest name of a register, so that it and an award's id fit into the 64 bytes of an event id.
const REGISTER_BYTES_MAX: usize = 20;

/// What happens to a second row with the same award id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Repeats {
    Reject,
    /// It takes the id with `.2`, the next one with `.3`.
    Number,
}

/// The day or days of the grant.
#[derive(Debug, Clone)]
pub(super) enum Granted {
    On(Source),
    Month(Source),
    Between(Source, Source),
}

/// The scheme of the beneficiary's handle.
#[derive(Debug, Clone)]
pub(super) enum Handle {
    /// `NID:<country>:<number>`
    National { country: Source, number: Source },
    /// `EUID:<number>`
    European { number: Source },
}

/// What a row states.
#[derive(Debug, Clone)]
pub(super) enum What {
    /// `award.reported`: what was granted elsewhere. It asks nobody.
    Report(Box<Report>),
    /// `award.granted`: asked for a yes or no, where it is on admission.
    Grant(Box<Grant>),
}

/// What a reported row states beyond what every row does.
#[derive(Debug, Clone)]
pub(super) struct Report {
    pub(super) reported_from: String,
    pub(super) date_basis: String,
    pub(super) gge: Source,
    pub(super) nominal: Option<Source>,
}

/// A mapping, read and checked.
#[derive(Debug, Clone)]
pub struct Mapping {
    pub(super) encoding: &'static Encoding,
    pub(super) delimiter: u8,
    pub(super) notation: Notation,
    pub(super) register: String,
    pub(super) repeats: Repeats,
    pub(super) what: What,
    pub(super) granted: Granted,
    pub(super) handle: Handle,
    pub(super) placeholders: Vec<String>,
    pub(super) made_up: Option<String>,
    pub(super) members: Members,
    pub(super) external_refs: Vec<(String, Source)>,
    pub(super) lists: Lists,
}

/// The members that are one value each.
#[derive(Debug, Clone)]
pub(super) struct Members {
    pub(super) id: Source,
    pub(super) row_id: Option<Source>,
    pub(super) member_state: Source,
    pub(super) instrument: Option<Source>,
    pub(super) objective: Option<Source>,
    pub(super) name: Option<Source>,
    pub(super) authority: Source,
    pub(super) authority_id: Option<Source>,
    pub(super) regime: Source,
    pub(super) basis_kind: Option<Source>,
    pub(super) article: Option<Source>,
    pub(super) currency: Source,
    pub(super) nace: Option<Source>,
    pub(super) nace_revision: Option<Source>,
    pub(super) nace_label: Option<Source>,
    pub(super) nuts: Option<Source>,
}

/// The keys of the blocks whose keys depend on the statement.
struct Shapes {
    root: Shape,
    award: Shape,
    authority: Shape,
    basis: Shape,
    activity: Shape,
}

const REPORT: Shapes = Shapes {
    root: Shape {
        required: &["format", "file", "award", "beneficiary", "authority", "basis", "aid", "source_row"],
        optional: &["about", "activity", "external_ref", "list"],
    },
    award: Shape {
        required: &["id", "member_state", "reported_from", "date_basis"],
        optional: &["event", "repeats", "granted_on", "granted_on_range", "instrument", "objective"],
    },
    authority: Shape { required: &["name"], optional: &["id"] },
    basis: Shape { required: &["regime"], optional: &["kind", "article"] },
    activity: Shape { required: &[], optional: &["nace", "revision", "label", "nuts"] },
};
const GRANT: Shapes = Shapes {
    root: Shape {
        required: &[
            "format",
            "file",
            "award",
            "beneficiary",
            "authority",
            "basis",
            "aid",
            "funding",
            "activity",
            "conditions",
            "source_row",
        ],
        optional: &["about", "external_ref", "list"],
    },
    award: Shape {
        required: &["event", "legal_right", "id", "member_state", "granted_on", "instrument"],
        optional: &["repeats", "objective"],
    },
    authority: Shape { required: &["id", "name"], optional: &[] },
    basis: Shape { required: &["kind", "regime"], optional: &["article"] },
    activity: Shape { required: &["nace", "revision"], optional: &["nuts"] },
};
const FILE: Shape =
    Shape { required: &["encoding", "delimiter", "decimal"], optional: &["thousands", "dates"] };
const BENEFICIARY: Shape =
    Shape { required: &["scheme", "number"], optional: &["country", "name", "placeholders", "made_up"] };
const AID: Shape = Shape { required: &["form", "gge", "currency"], optional: &["nominal"] };
const SOURCE_ROW: Shape = Shape { required: &["register"], optional: &["id"] };
const EXTERNAL_REF: Shape = Shape { required: &["register", "id"], optional: &[] };
const RANGE: Shape = Shape { required: &[], optional: &["month", "from", "to"] };

impl Mapping {
    /// Reads a mapping file.
    ///
    /// # Errors
    /// Every mistake with its line, in the order of the lines.
    pub fn read(text: &str) -> Result<Self, Vec<MapFault>> {
        let mut faults = MapFaults::default();
        let mapping = Sheet::parse(text, &mut faults).and_then(|sheet| {
            let shapes = if sheet.word("award", "event") == Some("award.granted") { &GRANT } else { &REPORT };
            let root = sheet.root(shapes.root, &mut faults);
            let lists = Lists::read(&root, &mut faults);
            let mapping = Self::of(&root, shapes, lists.clone(), &mut faults);
            lists.check(&root, &mut faults);
            mapping
        });
        // One list may serve two members: what is wrong with it is said once.
        let mut found = BTreeSet::new();
        faults.found.retain(|fault| found.insert((fault.line, fault.message.clone())));
        faults.found.sort_by_key(|fault| fault.line);
        match mapping {
            Some(mapping) if faults.found.is_empty() => Ok(mapping),
            _ => Err(faults.found),
        }
    }

    /// The sentence that says why the beneficiaries are made up, where they are.
    #[must_use]
    pub fn made_up(&self) -> Option<&str> {
        self.made_up.as_deref()
    }

    /// Whether its rows ask for a yes or no, and are no reports.
    #[must_use]
    pub fn asks(&self) -> bool {
        matches!(&self.what, What::Grant(grant) if grant.legal_right == LegalRight::OnAdmission.as_str())
    }

    /// Whether its rows are reports.
    #[must_use]
    pub fn reports(&self) -> bool {
        matches!(self.what, What::Report(_))
    }

    fn of(root: &Block<'_>, shapes: &Shapes, lists: Lists, faults: &mut MapFaults) -> Option<Self> {
        if root.number("format", faults).is_some_and(|format| format != FORMAT) {
            faults.add(
                root.line_of("format"),
                "another format of mappings",
                format!("this release reads format {FORMAT}"),
            );
        }
        if root.has("about") {
            root.text("about", faults);
        }
        // Every block is read before any of them is missed, so that all mistakes are found.
        let file = root.block("file", FILE, faults);
        let file = file.and_then(|block| read_file(&block, faults));
        let award = root.block("award", shapes.award, faults);
        let granted = award.as_ref().and_then(|block| read_granted(block, faults));
        let repeats = award.as_ref().map(|block| read_repeats(block, faults));
        let what = award.as_ref().and_then(|block| read_what(root, block, faults));
        let beneficiary = root.block("beneficiary", BENEFICIARY, faults);
        let handle = beneficiary.as_ref().and_then(|block| read_handle(block, faults));
        let members = read_members(root, shapes, award.as_ref(), beneficiary.as_ref(), faults);
        let made_up = beneficiary.as_ref().and_then(|block| read_made_up(block, faults));
        let placeholders = beneficiary.as_ref().and_then(|block| block.texts("placeholders", 64, faults));
        let register =
            root.block("source_row", SOURCE_ROW, faults).and_then(|block| read_register(&block, faults));
        let external_refs = read_external_refs(root, faults);
        let (encoding, delimiter, notation) = file?;
        let mapping = Self {
            encoding,
            delimiter,
            notation,
            register: register?,
            repeats: repeats?,
            what: what?,
            granted: granted?,
            handle: handle?,
            placeholders: placeholders.unwrap_or_default(),
            made_up,
            members: members?,
            external_refs,
            lists,
        };
        mapping.check(root, faults);
        Some(mapping)
    }

    /// What single keys cannot show.
    fn check(&self, root: &Block<'_>, faults: &mut MapFaults) {
        let sources = self.sources();
        if self.notation.dates.is_empty()
            && let Some(source) = sources.iter().find(|source| source.reads_a_date())
        {
            let hint = "add dates = [\"dd/mm/yyyy\"] (or as the file has them) to [file]";
            faults.add(
                source.line,
                "a date from a column, and [file] does not say how dates are written",
                hint,
            );
        }
        let is_marked =
            |name: &Source| name.words().is_some_and(|words| words.to_lowercase().contains("made-up"));
        if self.made_up.is_some() && !self.members.name.as_ref().is_some_and(is_marked) {
            let hint = "write name = { text = \"made-up beneficiary of .. {COLUMN}\" }";
            faults.add(
                root.line_of("beneficiary"),
                "made-up beneficiaries whose name does not say `made-up`",
                hint,
            );
        }
    }

    /// Every source.
    pub(super) fn sources(&self) -> Vec<&Source> {
        let m = &self.members;
        let mut sources = vec![&m.id, &m.member_state, &m.authority, &m.regime, &m.currency];
        let optional = [
            &m.row_id,
            &m.instrument,
            &m.objective,
            &m.name,
            &m.authority_id,
            &m.basis_kind,
            &m.article,
            &m.nace,
            &m.nace_revision,
            &m.nace_label,
            &m.nuts,
        ];
        sources.extend(optional.into_iter().filter_map(Option::as_ref));
        match &self.what {
            What::Report(report) => sources.extend(std::iter::once(&report.gge).chain(&report.nominal)),
            What::Grant(grant) => sources.extend(grant.sources()),
        }
        match &self.granted {
            Granted::On(one) | Granted::Month(one) => sources.push(one),
            Granted::Between(from, to) => sources.extend([from, to]),
        }
        match &self.handle {
            Handle::National { country, number } => sources.extend([country, number]),
            Handle::European { number } => sources.push(number),
        }
        sources.extend(self.external_refs.iter().map(|(_, id)| id));
        sources
    }

    /// Every column that the mapping reads, with a line that names it.
    pub(super) fn columns(&self) -> Vec<(String, u32)> {
        let of_sources = self.sources().into_iter().flat_map(|source| {
            source.columns().into_iter().map(|column| (column.to_owned(), source.line)).collect::<Vec<_>>()
        });
        let of_lists = self.lists.columns().into_iter().map(|(column, line)| (column.to_owned(), line));
        let mut seen = BTreeSet::new();
        of_sources.chain(of_lists).filter(|(column, _)| seen.insert(column.clone())).collect()
    }
}

/// One of a few words.
fn chosen<T: Copy>(block: &Block<'_>, key: &str, words: &[(&str, T)], faults: &mut MapFaults) -> Option<T> {
    let text = block.text(key, faults)?;
    let known = words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
    if known.is_none() {
        let list: Vec<String> = words.iter().map(|(word, _)| format!("{word:?}")).collect();
        faults.add(block.line_of(key), format!("`{key}` is {text:?}"), format!("use {}", list.join(" or ")));
    }
    known
}

fn read_encoding(block: &Block<'_>, faults: &mut MapFaults) -> Option<&'static Encoding> {
    let name = block.text("encoding", faults)?;
    let encoding = opened::encoding(&name);
    if encoding.is_none() {
        let hint = "use a name of the Encoding Standard, such as utf-8, windows-1250, windows-1252, iso-8859-2 or utf-16";
        faults.add(block.line_of("encoding"), format!("no encoding is called {name:?}"), hint);
    }
    encoding
}

fn read_file(block: &Block<'_>, faults: &mut MapFaults) -> Option<(&'static Encoding, u8, Notation)> {
    let encoding = read_encoding(block, faults);
    let delimiters = [(",", b','), (";", b';'), ("\t", b'\t'), ("|", b'|')];
    let delimiter = chosen(block, "delimiter", &delimiters, faults);
    let decimal = chosen(block, "decimal", &[(".", '.'), (",", ',')], faults);
    let signs = [(".", '.'), (",", ','), ("'", '\''), (" ", ' '), ("\u{a0}", ' '), ("\u{202f}", ' ')];
    // A blank is a sign here, so the text may be one.
    let thousands = if block.has("thousands") { Some(sign(block, &signs, faults)?) } else { None };
    if decimal.is_some() && decimal == thousands {
        faults.add(block.line_of("thousands"), "one sign parts both thousands and decimals", "name two");
    }
    let dates = if block.has("dates") { read_dates(block, faults)? } else { Vec::new() };
    Some((encoding?, delimiter?, Notation { decimal: decimal?, thousands, dates }))
}

fn sign(block: &Block<'_>, signs: &[(&str, char)], faults: &mut MapFaults) -> Option<char> {
    let written = block.raw("thousands");
    let known = signs.iter().find(|(sign, _)| Some(*sign) == written).map(|(_, value)| *value);
    if known.is_none() {
        faults.add(
            block.line_of("thousands"),
            "`thousands` is no sign that parts digits",
            "use \".\", \",\", \"'\" or a blank",
        );
    }
    known
}

fn read_dates(block: &Block<'_>, faults: &mut MapFaults) -> Option<Vec<DateForm>> {
    let names = block.texts("dates", DATE_FORMS.len(), faults)?;
    let line = block.line_of("dates");
    let mut forms: Vec<DateForm> = Vec::new();
    for name in names {
        match DATE_FORMS.iter().find(|form| form.name == name) {
            Some(form) => forms.push(*form),
            None => {
                let known: Vec<&str> = DATE_FORMS.iter().map(|form| form.name).collect();
                faults.add(line, format!("no form of dates {name:?}"), format!("use: {}", known.join(", ")));
            }
        }
    }
    let has = |name: &str| forms.iter().any(|form| form.name == name);
    if has("dd/mm/yyyy") && has("mm/dd/yyyy") {
        faults.add(line, "01/02/2025 could be two days", "name one of dd/mm/yyyy and mm/dd/yyyy");
    }
    Some(forms)
}

fn read_repeats(block: &Block<'_>, faults: &mut MapFaults) -> Repeats {
    let ways = [("reject", Repeats::Reject), ("number", Repeats::Number)];
    chosen(block, "repeats", &ways, faults).unwrap_or(Repeats::Reject)
}

/// The statement that rows make, and what it needs beyond what all have.
fn read_what(root: &Block<'_>, award: &Block<'_>, faults: &mut MapFaults) -> Option<What> {
    let events = [("award.reported", false), ("award.granted", true)];
    let is_grant = award.has("event") && chosen(award, "event", &events, faults)?;
    if is_grant {
        let rights: Vec<(&str, LegalRight)> =
            LegalRight::ALL.iter().map(|word| (word.as_str(), *word)).collect();
        let right = chosen(award, "legal_right", &rights, faults).map(|word| word.to_string());
        return Grant::read(root, right, faults).map(|grant| What::Grant(Box::new(grant)));
    }
    let origins: Vec<(&str, ReportedFrom)> =
        ReportedFrom::ALL.iter().map(|word| (word.as_str(), *word)).collect();
    let reported_from = chosen(award, "reported_from", &origins, faults).map(|word| word.to_string());
    let meanings: Vec<(&str, DateBasis)> = DateBasis::ALL.iter().map(|word| (word.as_str(), *word)).collect();
    let date_basis = chosen(award, "date_basis", &meanings, faults).map(|word| word.to_string());
    let aid = root.block("aid", AID, faults)?;
    chosen(&aid, "form", &[("declared", ())], faults);
    let gge = Source::read(&aid, "gge", Kind::Raw, faults);
    let nominal = Source::read(&aid, "nominal", Kind::Raw, faults);
    let report = Report { reported_from: reported_from?, date_basis: date_basis?, gge: gge?, nominal };
    Some(What::Report(Box::new(report)))
}

fn read_granted(block: &Block<'_>, faults: &mut MapFaults) -> Option<Granted> {
    if block.has("granted_on") == block.has("granted_on_range") {
        let hint = "give exactly one of granted_on and granted_on_range";
        faults.add(block.line, "the award has no date of granting, or two", hint);
        return None;
    }
    if block.has("granted_on") {
        return Source::read(block, "granted_on", Kind::Date, faults).map(Granted::On);
    }
    let range = block.block("granted_on_range", RANGE, faults)?;
    match (range.has("month"), range.has("from"), range.has("to")) {
        (true, false, false) => Source::read(&range, "month", Kind::Month, faults).map(Granted::Month),
        (false, true, true) => {
            let from = Source::read(&range, "from", Kind::Date, faults);
            let to = Source::read(&range, "to", Kind::Date, faults);
            Some(Granted::Between(from?, to?))
        }
        _ => {
            faults.add(
                range.line,
                "a range of dates is a month, or from and to",
                "give month, or from and to",
            );
            None
        }
    }
}

fn read_handle(block: &Block<'_>, faults: &mut MapFaults) -> Option<Handle> {
    let is_national = chosen(block, "scheme", &[("NID", true), ("EUID", false)], faults);
    let number = Source::read(block, "number", Kind::Raw, faults);
    let country = Source::read(block, "country", Kind::Country, faults);
    match is_national? {
        true if !block.has("country") => {
            faults.add(
                block.line,
                "a national number needs its country",
                "add country = { constant = \"IT\" } or a column",
            );
            None
        }
        true => Some(Handle::National { country: country?, number: number? }),
        false if block.has("country") => {
            faults.add(block.line_of("country"), "an EUID names its country itself", "remove `country`");
            None
        }
        false => Some(Handle::European { number: number? }),
    }
}

fn read_made_up(block: &Block<'_>, faults: &mut MapFaults) -> Option<String> {
    let sentence = block.text("made_up", faults)?;
    let text = crate::import::text::free_text(&sentence);
    if text.is_err() {
        faults.add(block.line_of("made_up"), "`made_up` is no printable sentence", "at most 500 bytes");
    }
    text.ok()
}

fn read_register(block: &Block<'_>, faults: &mut MapFaults) -> Option<String> {
    let register = block.text("register", faults)?;
    let formed = register.len() <= REGISTER_BYTES_MAX
        && register.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b));
    if !formed {
        let hint = format!("1 to {REGISTER_BYTES_MAX} of A-Z a-z 0-9 . _ -");
        faults.add(block.line_of("register"), format!("{register:?} is no name of a register"), hint);
    }
    formed.then_some(register)
}

fn read_external_refs(root: &Block<'_>, faults: &mut MapFaults) -> Vec<(String, Source)> {
    let blocks = root.blocks("external_ref", EXTERNAL_REFS_MAX, EXTERNAL_REF, faults);
    let read = |block: &Block<'_>, faults: &mut MapFaults| {
        let register = read_register(block, faults);
        let id = Source::read(block, "id", Kind::Id, faults);
        Some((register?, id?))
    };
    blocks.iter().filter_map(|block| read(block, faults)).collect()
}

fn read_members(
    root: &Block<'_>,
    shapes: &Shapes,
    award: Option<&Block<'_>>,
    beneficiary: Option<&Block<'_>>,
    faults: &mut MapFaults,
) -> Option<Members> {
    let authority = root.block("authority", shapes.authority, faults);
    let basis = root.block("basis", shapes.basis, faults);
    let activity = root.block("activity", shapes.activity, faults);
    // Their keys are checked where the rest of them is read.
    let aid = root.open("aid", &mut MapFaults::default());
    let row = root.open("source_row", &mut MapFaults::default());
    if let Some(activity) = &activity {
        one_sector(activity, faults);
    }
    let mut read = |block: Option<&Block<'_>>, key, kind| Source::read(block?, key, kind, faults);
    let id = read(award, "id", Kind::Raw);
    let member_state = read(award, "member_state", Kind::MemberState);
    let authority_name = read(authority.as_ref(), "name", Kind::Text);
    let regime = read(basis.as_ref(), "regime", Kind::Regime);
    let currency = read(aid.as_ref(), "currency", Kind::Currency);
    let instrument = read(award, "instrument", Kind::Instrument);
    let objective = read(award, "objective", Kind::Text);
    let name = read(beneficiary, "name", Kind::Text);
    let authority_id = read(authority.as_ref(), "id", Kind::Id);
    let basis_kind = read(basis.as_ref(), "kind", Kind::Basis);
    let article = read(basis.as_ref(), "article", Kind::Text);
    let nace = read(activity.as_ref(), "nace", Kind::Nace);
    let nace_revision = read(activity.as_ref(), "revision", Kind::NaceRevision);
    let nace_label = read(activity.as_ref(), "label", Kind::Text);
    let nuts = read(activity.as_ref(), "nuts", Kind::Nuts);
    let row_id = read(row.as_ref(), "id", Kind::Text);
    Some(Members {
        id: id?,
        row_id,
        member_state: member_state?,
        instrument,
        objective,
        name,
        authority: authority_name?,
        authority_id,
        regime: regime?,
        basis_kind,
        article,
        currency: currency?,
        nace,
        nace_revision,
        nace_label,
        nuts,
    })
}

/// A sector is a code with its revision, or words; a region goes with a sector.
fn one_sector(block: &Block<'_>, faults: &mut MapFaults) {
    let fits = match (block.has("nace"), block.has("revision"), block.has("label")) {
        (true, true, _) | (false, false, true) => true,
        (false, false, false) => !block.has("nuts"),
        _ => false,
    };
    if !fits {
        let hint = "give nace with revision, or label alone, and nuts beside one of them";
        faults.add(block.line, format!("{} is no sector", block.name()), hint);
    }
}
