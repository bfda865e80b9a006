//! Strict reading of a mapping file: every block has a declared shape, every mistake its line, all mistakes at once.

use std::fmt;

use toml_edit::{Document, Item, TableLike};

use super::kind::Kind;

/// One mistake in a mapping file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MapFault {
    /// Its line, from 1.
    pub line: u32,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub hint: String,
}

impl fmt::Display for MapFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}; {}", self.line, self.message, self.hint)
    }
}

/// The mistakes found so far, and the lists that members use: those are checked when all members are known.
#[derive(Debug, Default)]
pub(super) struct MapFaults {
    pub(super) found: Vec<MapFault>,
    /// A list's name, the kind of the member that uses it, and the member's line.
    pub(super) uses: Vec<(String, Kind, u32)>,
}

impl MapFaults {
    pub(super) fn add(&mut self, line: u32, message: impl Into<String>, hint: impl Into<String>) {
        self.found.push(MapFault { line, message: message.into(), hint: hint.into() });
    }
}

/// A parsed file, kept with its text so that lines can be named.
pub(super) struct Sheet {
    document: Document<String>,
    /// Where each line after the first starts, so that thousands of keys can be placed quickly.
    starts: Vec<usize>,
}

/// A table of the file.
pub(super) struct Block<'a> {
    sheet: &'a Sheet,
    table: &'a dyn TableLike,
    pub(super) line: u32,
    name: String,
}

/// The keys a block may have.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape {
    pub(super) required: &'static [&'static str],
    pub(super) optional: &'static [&'static str],
}

impl Sheet {
    /// Parses a file; a syntax error is noted and gives `None`.
    pub(super) fn parse(text: &str, faults: &mut MapFaults) -> Option<Self> {
        match Document::parse(text.to_owned()) {
            Ok(document) => Some(Self { document, starts: line_starts(text) }),
            Err(error) => {
                let line = error.span().map_or(1, |span| line_at(&line_starts(text), span.start));
                let message = error.message().split_whitespace().collect::<Vec<_>>().join(" ");
                let hint = "this is not TOML; look for a missing quote, bracket or equals sign, or a key given twice";
                faults.add(line, message, hint);
                None
            }
        }
    }

    /// The text at `block.key`, where there is one: what the shape of the rest depends on.
    pub(super) fn word(&self, block: &str, key: &str) -> Option<&str> {
        self.document.get(block)?.as_table_like()?.get(key)?.as_str()
    }

    /// The whole file as a block.
    pub(super) fn root(&self, shape: Shape, faults: &mut MapFaults) -> Block<'_> {
        let root =
            Block { sheet: self, table: self.document.as_table(), line: 1, name: "the mapping".into() };
        root.checked(shape, faults)
    }
}

fn line_starts(text: &str) -> Vec<usize> {
    text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(at, _)| at.saturating_add(1)).collect()
}

/// The line, from 1, of a byte offset.
fn line_at(starts: &[usize], offset: usize) -> u32 {
    let before = starts.partition_point(|start| *start <= offset);
    u32::try_from(before).unwrap_or(u32::MAX).saturating_add(1)
}

impl<'a> Block<'a> {
    /// Notes unknown and missing keys.
    fn checked(self, shape: Shape, faults: &mut MapFaults) -> Self {
        let known = || shape.required.iter().chain(shape.optional).copied();
        for (key, _) in self.table.iter().filter(|(key, _)| !known().any(|known| known == *key)) {
            let list = known().collect::<Vec<_>>().join(", ");
            faults.add(
                self.line_of(key),
                format!("{} has no key `{key}`", self.name),
                format!("use: {list}"),
            );
        }
        for key in shape.required.iter().filter(|key| !self.table.contains_key(key)) {
            faults.add(self.line, format!("{} lacks `{key}`", self.name), "see docs/spec/csv-mapping.md");
        }
        self
    }

    /// What messages call the block.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Where `key` stands; the block itself where it does not.
    pub(super) fn line_of(&self, key: &str) -> u32 {
        let of_item = || self.table.get(key).and_then(Item::span);
        let span = self.table.key(key).and_then(|key| key.span()).or_else(of_item);
        span.map_or(self.line, |span| line_at(&self.sheet.starts, span.start))
    }

    /// A non-empty string.
    pub(super) fn text(&self, key: &str, faults: &mut MapFaults) -> Option<String> {
        let text = self.table.get(key)?.as_str();
        // A tabulator may be a delimiter, so only nothing and plain blanks are no text.
        let usable = text.filter(|text| !text.trim_matches(' ').is_empty());
        if usable.is_none() {
            faults.add(
                self.line_of(key),
                format!("`{key}` of {} is no text", self.name),
                "write it in quotes",
            );
        }
        usable.map(str::to_owned)
    }

    /// The text of `key` as written, blanks included.
    pub(super) fn raw(&self, key: &str) -> Option<&str> {
        self.table.get(key).and_then(Item::as_str)
    }

    /// A whole number.
    pub(super) fn number(&self, key: &str, faults: &mut MapFaults) -> Option<i64> {
        let number = self.table.get(key)?.as_integer();
        if number.is_none() {
            faults.add(
                self.line_of(key),
                format!("`{key}` of {} is no whole number", self.name),
                "write digits",
            );
        }
        number
    }

    /// A list of non-empty strings, at most `max`.
    pub(super) fn texts(&self, key: &str, max: usize, faults: &mut MapFaults) -> Option<Vec<String>> {
        let array = self.table.get(key)?.as_array().filter(|array| (1..=max).contains(&array.len()));
        let texts: Option<Vec<String>> = array.and_then(|array| {
            array.iter().map(|value| value.as_str().filter(|s| !s.is_empty()).map(str::to_owned)).collect()
        });
        if texts.is_none() {
            let message = format!("`{key}` of {} is no list of 1 to {max} texts", self.name);
            faults.add(self.line_of(key), message, "write [\"one\", \"two\"]");
        }
        texts
    }

    /// A block inside this one.
    pub(super) fn block(&self, key: &str, shape: Shape, faults: &mut MapFaults) -> Option<Block<'a>> {
        Some(self.open(key, faults)?.checked(shape, faults))
    }

    /// A block inside this one whose keys are free.
    pub(super) fn open(&self, key: &str, faults: &mut MapFaults) -> Option<Block<'a>> {
        let Some(table) = self.table.get(key)?.as_table_like() else {
            let hint = format!("write [{key}] or {key} = {{ .. }}");
            faults.add(self.line_of(key), format!("`{key}` of {} is no block", self.name), hint);
            return None;
        };
        Some(Block { sheet: self.sheet, table, line: self.line_of(key), name: format!("`{key}`") })
    }

    /// The repeated blocks `[[key]]`, at most `max`.
    pub(super) fn blocks(
        &self,
        key: &str,
        max: usize,
        shape: Shape,
        faults: &mut MapFaults,
    ) -> Vec<Block<'a>> {
        let Some(item) = self.table.get(key) else { return Vec::new() };
        let Some(array) = item.as_array_of_tables().filter(|array| array.len() <= max) else {
            let message = format!("`{key}` is no list of at most {max} blocks");
            faults.add(self.line_of(key), message, format!("write [[{key}]] above each"));
            return Vec::new();
        };
        let block = |table: &'a toml_edit::Table| {
            let line = table.span().map_or(self.line, |span| line_at(&self.sheet.starts, span.start));
            Block { sheet: self.sheet, table, line, name: format!("`{key}`") }
        };
        array.iter().map(|table| block(table).checked(shape, faults)).collect()
    }

    /// Every key of the block with its line, in the order of the file.
    pub(super) fn keys(&self) -> Vec<(String, u32)> {
        self.table.iter().map(|(key, _)| (key.to_owned(), self.line_of(key))).collect()
    }

    /// Whether `key` is a block.
    pub(super) fn is_block(&self, key: &str) -> bool {
        self.table.get(key).is_some_and(Item::is_table_like)
    }

    /// Whether `key` is a text.
    pub(super) fn is_text(&self, key: &str) -> bool {
        self.table.get(key).is_some_and(|item| item.as_str().is_some())
    }
}
