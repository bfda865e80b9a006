//! Who owns whom, as public files say it, put as facts: every row taken, found to repeat another, or rejected with a
//! reason. Nothing is guessed: names are joined only where they are the same, a share only counts as control above half,
//! and a link whose kind the source does not say is weak.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

mod bods;
mod gleif;
mod italy;

/// Why a row is no fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// The row has other cells than the file's head says, or one of them is empty or of another form.
    Form,
    /// Both ends are the same.
    SelfLoop,
    /// An identifier made for tests.
    TestIdentifier,
    /// No such identifier can exist: wrong check digits or letters.
    BadIdentifier,
    /// Another undertaking of the source has the identifier already.
    TakenIdentifier,
    /// No file says in which country's register it stands.
    NoCountry,
    /// The source knows no register number.
    NoNumber,
    /// A natural person: known to the ledger by a pseudonym only.
    Person,
    /// An arrangement or the like: nobody who could be an undertaking.
    NoUndertaking,
    /// Letters of another script that look like Latin ones: the name would be joined with none.
    ForeignLetters,
    /// The pair stands already, with another share.
    OtherShare,
    /// The relationship is none of Article 2(2), or the source does not say enough to tell.
    NoKind,
    /// Told through others, who tell it themselves.
    Indirect,
}

/// What became of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It is in the facts.
    Taken,
    /// It says what an earlier row said, which is named.
    Repeats(String),
    /// It is not, and about what in it.
    Rejected(Reason, String),
}

/// A row and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The file as the caller names it.
    pub file: String,
    /// From 1, the head not counted; of JSON the place in the array.
    pub row: usize,
    /// What became of it.
    pub fate: Fate,
}

/// What all files read so far say.
#[derive(Debug, Clone)]
pub struct Ownership {
    /// Facts, one JSON object a line.
    pub lines: Vec<Value>,
    /// Every row.
    pub rows: Vec<Row>,
    /// The day for rows that have none.
    as_of: String,
    /// Registered handles.
    registered: BTreeSet<String>,
    /// Handle by what the source calls it (an LEI, a name's key).
    handles: BTreeMap<String, String>,
    /// Where a pair stands, and with which share.
    pairs: BTreeMap<(String, String), (String, Option<String>)>,
    /// Names that a file says are ministries.
    ministries: BTreeSet<String>,
}

type Taken = Result<Fate, (Reason, String)>;

/// A cell by the name of its column.
type Cells = BTreeMap<String, String>;

/// A link or holding between two handles.
struct Pair<'a> {
    controller: &'a str,
    controlled: &'a str,
    share: Option<&'a str>,
    /// The row, as a later repetition names it.
    place: &'a str,
}

impl Ownership {
    /// Nothing read; rows without a day of their own are facts from `as_of` (`YYYY-MM-DD`) on.
    pub fn new(as_of: &str) -> Self {
        Self {
            lines: Vec::new(),
            rows: Vec::new(),
            as_of: as_of.to_owned(),
            registered: BTreeSet::new(),
            handles: BTreeMap::new(),
            pairs: BTreeMap::new(),
            ministries: BTreeSet::new(),
        }
    }

    /// The facts as a file.
    pub fn text(&self) -> String {
        self.lines.iter().map(|line| format!("{line}\n")).collect()
    }

    /// How many rows of a file were taken, repeat another, were rejected.
    pub fn tally(&self, file: &str) -> (usize, usize, usize) {
        let of = |wanted: fn(&Fate) -> bool| {
            self.rows.iter().filter(|row| row.file == file && wanted(&row.fate)).count()
        };
        (
            of(|fate| *fate == Fate::Taken),
            of(|fate| matches!(fate, Fate::Repeats(_))),
            of(|fate| matches!(fate, Fate::Rejected(..))),
        )
    }

    /// How many rows of a file were rejected for each reason.
    pub fn reasons(&self, file: &str) -> BTreeMap<Reason, usize> {
        let mut counts = BTreeMap::new();
        for row in self.rows.iter().filter(|row| row.file == file) {
            if let Fate::Rejected(reason, _) = &row.fate {
                *counts.entry(*reason).or_default() += 1;
            }
        }
        counts
    }

    /// The handle under which the source's own name of somebody is registered.
    pub fn handle(&self, key: &str) -> Option<&str> {
        self.handles.get(key).map(String::as_str)
    }

    fn note(&mut self, file: &str, row: usize, taken: Taken) {
        let fate = taken.unwrap_or_else(|(reason, what)| Fate::Rejected(reason, what));
        self.rows.push(Row { file: file.to_owned(), row, fate });
    }

    /// Reads rows with a head; each goes to `take` with its place.
    fn table(
        &mut self,
        file: &str,
        text: &str,
        columns: &[&str],
        take: fn(&mut Self, &Cells, &str) -> Taken,
    ) -> Result<(), String> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        let head = reader.headers().map_err(|error| format!("{file}: {error}"))?.clone();
        if let Some(missing) = columns.iter().find(|column| !head.iter().any(|name| name == **column)) {
            return Err(format!("{file}: no column {missing}"));
        }
        for (row, record) in (1..).zip(reader.records()) {
            let record = record.map_err(|error| format!("{file}: {error}"))?;
            let taken = if record.len() == head.len() {
                let cells = head.iter().zip(&record);
                let cells: Cells =
                    cells.map(|(name, cell)| (name.to_owned(), cell.trim().to_owned())).collect();
                take(self, &cells, &format!("{file}:{row}"))
            } else {
                Err((Reason::Form, format!("{} cells", record.len())))
            };
            self.note(file, row, taken);
        }
        Ok(())
    }

    fn fact(&mut self, event_type: &str, data: Value) {
        self.lines.push(json!({"type": format!("eu.aidledger.{event_type}.v1"), "data": data}));
    }

    /// Registers a handle once.
    fn register(&mut self, handle: &str, identifiers: &Value, name: &str) {
        if self.registered.insert(handle.to_owned()) {
            let data = json!({
                "undertaking": handle, "identifiers": identifiers, "natural_person": false, "name": name,
            });
            self.fact("undertaking.registered", data);
        }
    }

    /// Whether the pair is new; otherwise what becomes of its row.
    fn pair_is_new(&mut self, pair: &Pair<'_>) -> Result<Option<Fate>, (Reason, String)> {
        let key = (pair.controller.to_owned(), pair.controlled.to_owned());
        match self.pairs.get(&key) {
            Some((place, share)) if share.as_deref() == pair.share => Ok(Some(Fate::Repeats(place.clone()))),
            Some((place, share)) => {
                let said = share.as_deref().unwrap_or("no share");
                Err((Reason::OtherShare, format!("{said} in {place}")))
            }
            None => {
                self.pairs.insert(key, (pair.place.to_owned(), pair.share.map(str::to_owned)));
                Ok(None)
            }
        }
    }

    /// A control link; `kind` and the evidence as the source allows.
    fn control(&mut self, pair: &Pair<'_>, kind: &str, from: &str, evidence: &Value) {
        let mut data = json!({
            "controller": pair.controller, "controlled": pair.controlled, "kind": kind, "from": from,
            "evidence": evidence,
        });
        if let (Some(share), Some(members)) = (pair.share, data.as_object_mut()) {
            members.insert("share_percent".to_owned(), json!(share));
        }
        self.fact("control.declared", data);
    }

    /// A holding. The sources say one share; it stands for capital and votes alike.
    fn holding(&mut self, pair: &Pair<'_>, share: &str, kind: &str, from: &str) {
        let data = json!({
            "holder": pair.controller, "held": pair.controlled, "capital_percent": share, "votes_percent": share,
            "kind": kind, "from": from,
        });
        self.fact("holding.declared", data);
    }
}

/// A cell that must not be empty.
fn cell<'a>(cells: &'a Cells, column: &str) -> Result<&'a str, (Reason, String)> {
    let found = cells.get(column).map(String::as_str).filter(|cell| !cell.is_empty());
    found.ok_or_else(|| (Reason::Form, format!("no {column}")))
}
