//! Where the value of a member comes from: a constant, a column (through a list), or a text with columns in it.

use std::collections::BTreeMap;

use csv::StringRecord;

use super::fault::{Fault, Why};
use super::figure::Notation;
use super::kind::Kind;
use super::sheet::{Block, MapFaults, Shape};
use crate::import::text::shortened;

/// Most entries of all lists together.
const ENTRIES_MAX: usize = 10_000;

/// Where a value comes from.
#[derive(Debug, Clone)]
pub(super) struct Source {
    pub(super) line: u32,
    kind: Kind,
    way: Way,
}

#[derive(Debug, Clone)]
enum Way {
    Constant(String),
    Column { column: String, list: Option<String> },
    Text(Vec<Part>),
}

#[derive(Debug, Clone)]
enum Part {
    Words(String),
    Column(String),
}

/// A translation: a word of the ledger, or another column to look at.
#[derive(Debug, Clone)]
enum Entry {
    Word(String),
    Then { column: String, list: String },
}

/// The code lists of a mapping.
#[derive(Debug, Clone, Default)]
pub(super) struct Lists {
    lists: BTreeMap<String, BTreeMap<String, (Entry, u32)>>,
}

/// The cells of one row, by the names of their columns.
pub(super) struct Cells<'a> {
    pub(super) places: &'a BTreeMap<String, usize>,
    pub(super) record: &'a StringRecord,
}

impl<'a> Cells<'a> {
    /// A cell without blanks at its ends.
    fn get(&self, column: &str) -> &'a str {
        self.places.get(column).and_then(|at| self.record.get(*at)).unwrap_or_default().trim()
    }
}

impl Source {
    /// Reads the source that `key` names, with its constant checked.
    pub(super) fn read(block: &Block<'_>, key: &str, kind: Kind, faults: &mut MapFaults) -> Option<Self> {
        let shape = Shape { required: &[], optional: &["constant", "column", "list", "text"] };
        let source = block.block(key, shape, faults)?;
        let line = source.line;
        let list = source.text("list", faults);
        faults.uses.extend(list.iter().map(|list| (list.clone(), kind, line)));
        let named = ["constant", "column", "text"].map(|key| source.text(key, faults));
        let way = match named {
            [Some(constant), None, None] => Way::Constant(checked(kind, &constant, line, faults)),
            [None, Some(column), None] => Way::Column { column, list },
            [None, None, Some(text)] => Way::Text(template(&text, line, faults)?),
            _ => {
                let hint = "write { constant = \"..\" }, { column = \"..\", list = \"..\" } or { text = \".. {COLUMN} ..\" }";
                faults.add(line, format!("`{key}` has not exactly one of constant, column and text"), hint);
                return None;
            }
        };
        if source.has("list") && !matches!(way, Way::Column { .. }) {
            faults.add(source.line_of("list"), "a list translates a column", "use it with `column`");
        }
        Some(Self { line, kind, way })
    }

    /// The columns it reads, and what messages call them.
    pub(super) fn columns(&self) -> Vec<&str> {
        match &self.way {
            Way::Constant(_) => Vec::new(),
            Way::Column { column, .. } => vec![column],
            Way::Text(parts) => parts.iter().filter_map(Part::column).collect(),
        }
    }

    fn label(&self) -> String {
        let columns = self.columns();
        if columns.is_empty() { "(row)".into() } else { columns.join(" + ") }
    }

    /// Whether the value needs the file's way of writing dates.
    pub(super) fn reads_a_date(&self) -> bool {
        self.kind == Kind::Date && !matches!(self.way, Way::Constant(_))
    }

    /// The literal words of a text source.
    pub(super) fn words(&self) -> Option<String> {
        let Way::Text(parts) = &self.way else { return None };
        let words = parts.iter().filter_map(|part| match part {
            Part::Words(words) => Some(words.as_str()),
            Part::Column(_) => None,
        });
        Some(words.collect())
    }

    /// The value for one row; `None` where a cell it needs is empty.
    pub(super) fn value(
        &self,
        cells: &Cells<'_>,
        lists: &Lists,
        notation: &Notation,
    ) -> Result<Option<String>, Fault> {
        let fault = |why| Fault { column: self.label(), why };
        match &self.way {
            Way::Constant(constant) => Ok(Some(constant.clone())),
            Way::Column { column, list: Some(list) } => lists.translate(cells, column, list),
            Way::Column { column, list: None } => match cells.get(column) {
                "" => Ok(None),
                cell => self.kind.cell(cell, notation).map(Some).map_err(fault),
            },
            Way::Text(parts) => {
                let mut text = String::new();
                for part in parts {
                    match part {
                        Part::Words(words) => text.push_str(words),
                        Part::Column(column) if cells.get(column).is_empty() => return Ok(None),
                        Part::Column(column) => text.push_str(cells.get(column)),
                    }
                }
                self.kind.cell(&text, notation).map(Some).map_err(fault)
            }
        }
    }

    /// The value for one row, which must be there.
    pub(super) fn needed(
        &self,
        cells: &Cells<'_>,
        lists: &Lists,
        notation: &Notation,
    ) -> Result<String, Fault> {
        let empty = || Fault { column: self.label(), why: Why::Empty };
        self.value(cells, lists, notation)?.ok_or_else(empty)
    }

    /// A fault at this source's columns.
    pub(super) fn fault(&self, why: Why) -> Fault {
        Fault { column: self.label(), why }
    }
}

impl Part {
    fn column(&self) -> Option<&str> {
        match self {
            Self::Column(column) => Some(column),
            Self::Words(_) => None,
        }
    }
}

fn checked(kind: Kind, text: &str, line: u32, faults: &mut MapFaults) -> String {
    kind.word(text).unwrap_or_else(|why| {
        faults.add(line, why.to_string(), "write a word that the ledger knows");
        text.to_owned()
    })
}

/// `COR {COR}` as words and columns.
fn template(text: &str, line: u32, faults: &mut MapFaults) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((words, after)) = rest.split_once('{') {
        let closed = after.split_once('}').filter(|(column, _)| !column.is_empty() && !column.contains('{'));
        let Some((column, after)) = closed.filter(|_| !words.contains('}')) else {
            faults.add(line, "a brace without its other half", "write the name of a column as {COLUMN}");
            return None;
        };
        if !words.is_empty() {
            parts.push(Part::Words(words.to_owned()));
        }
        parts.push(Part::Column(column.to_owned()));
        rest = after;
    }
    if rest.contains('}') || parts.is_empty() {
        faults.add(
            line,
            "a text without a column, or a brace without its other half",
            "write {COLUMN}, or `constant`",
        );
        return None;
    }
    if !rest.is_empty() {
        parts.push(Part::Words(rest.to_owned()));
    }
    Some(parts)
}

impl Lists {
    /// Reads `[list.<name>]`.
    pub(super) fn read(root: &Block<'_>, faults: &mut MapFaults) -> Self {
        let mut lists = BTreeMap::new();
        let Some(block) = root.open("list", faults) else { return Self::default() };
        let mut entries = 0;
        for (name, _) in block.keys() {
            let Some(list) = block.open(&name, faults) else { continue };
            let read: BTreeMap<_, _> = list
                .keys()
                .into_iter()
                .filter_map(|(cell, line)| Some((cell.clone(), (entry(&list, &cell, faults)?, line))))
                .collect();
            entries += read.len();
            lists.insert(name, read);
        }
        if entries > ENTRIES_MAX {
            faults.add(block.line, format!("{entries} translations"), format!("at most {ENTRIES_MAX}"));
        }
        Self { lists }
    }

    /// Checks every list that a member uses, and that every list is used.
    pub(super) fn check(&self, root: &Block<'_>, faults: &mut MapFaults) {
        let uses = std::mem::take(&mut faults.uses);
        let mut used: Vec<&str> = Vec::new();
        for (name, kind, line) in &uses {
            used.push(name);
            let Some(list) = self.known(name, *line, faults) else { continue };
            for (entry, line) in list.values() {
                match entry {
                    Entry::Word(word) => drop(checked(*kind, word, *line, faults)),
                    Entry::Then { list, .. } => {
                        used.push(list);
                        self.check_second(list, *kind, *line, faults);
                    }
                }
            }
        }
        for name in self.lists.keys().filter(|name| !used.contains(&name.as_str())) {
            let hint = "remove it, or name it beside a column";
            faults.add(root.line_of("list"), format!("no member uses list {name}"), hint);
        }
    }

    /// A list that another list sends to holds words only, so a translation ends after two steps.
    fn check_second(&self, name: &str, kind: Kind, line: u32, faults: &mut MapFaults) {
        let Some(list) = self.known(name, line, faults) else { return };
        for (entry, line) in list.values() {
            match entry {
                Entry::Word(word) => drop(checked(kind, word, *line, faults)),
                Entry::Then { .. } => {
                    let hint = "only a list that a member names may send to a second one";
                    faults.add(*line, format!("list {name} is a second step and sends to a third"), hint);
                }
            }
        }
    }

    fn known(
        &self,
        name: &str,
        line: u32,
        faults: &mut MapFaults,
    ) -> Option<&BTreeMap<String, (Entry, u32)>> {
        let list = self.lists.get(name);
        if list.is_none() {
            faults.add(line, format!("there is no list {name}"), format!("add [list.{name}]"));
        }
        list
    }

    /// Columns that the lists' own entries look at, each with its line.
    pub(super) fn columns(&self) -> Vec<(&str, u32)> {
        let entries = self.lists.values().flat_map(BTreeMap::values);
        entries
            .filter_map(|(entry, line)| match entry {
                Entry::Then { column, .. } => Some((column.as_str(), *line)),
                Entry::Word(_) => None,
            })
            .collect()
    }

    fn translate(&self, cells: &Cells<'_>, column: &str, list: &str) -> Result<Option<String>, Fault> {
        match self.entry(cells, column, list)? {
            None => Ok(None),
            Some(Entry::Word(word)) => Ok(Some(word.clone())),
            Some(Entry::Then { column, list }) => match self.entry(cells, column, list)? {
                Some(Entry::Word(word)) => Ok(Some(word.clone())),
                // What the first list asks for must be there: half a translation is none.
                _ => Err(Fault { column: column.clone(), why: Why::Empty }),
            },
        }
    }

    fn entry(&self, cells: &Cells<'_>, column: &str, list: &str) -> Result<Option<&Entry>, Fault> {
        let cell = cells.get(column);
        match self.lists.get(list).and_then(|list| list.get(cell)) {
            Some((entry, _)) => Ok(Some(entry)),
            None if cell.is_empty() => Ok(None),
            None => Err(Fault {
                column: column.to_owned(),
                why: Why::NoTranslation { list: list.to_owned(), cell: shortened(cell) },
            }),
        }
    }
}

fn entry(list: &Block<'_>, cell: &str, faults: &mut MapFaults) -> Option<Entry> {
    if list.is_text(cell) {
        return list.text(cell, faults).map(Entry::Word);
    }
    if !list.is_block(cell) {
        let hint = "write a word in quotes, or { column = \"..\", list = \"..\" }";
        faults.add(list.line_of(cell), format!("the translation of `{cell}` is no word"), hint);
        return None;
    }
    let shape = Shape { required: &["column", "list"], optional: &[] };
    let then = list.block(cell, shape, faults)?;
    Some(Entry::Then { column: then.text("column", faults)?, list: then.text("list", faults)? })
}
