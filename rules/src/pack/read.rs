//! Strict reading of TOML: every block has a declared shape, every key a declared type, every mistake a line.
//!
//! A [`Block`] checks its keys when it is opened: unknown, misplaced and missing ones are noted there and nowhere else.
//! The getters then only check types; `None` means "absent or wrong", and whatever is wrong has been noted.

use chrono::{Datelike, NaiveDate};
use toml_edit::{Document, Item, TableLike, Value};

use super::fault::{PackFaultKind, PackFaults};
use super::shape::{SHAPES, Shape, close, missing_hint, stray};

/// A parsed file, kept with its text so that places can be named, and with the collection that its mistakes go to.
pub(super) struct Sheet<'f> {
    file: String,
    document: Document<String>,
    /// Where a key may stand, to tell a misplaced key from an unknown one.
    homes: Vec<&'static Shape>,
    faults: &'f PackFaults,
}

/// A block of a file: a table with a known shape.
pub(super) struct Block<'a> {
    sheet: &'a Sheet<'a>,
    table: &'a dyn TableLike,
    line: u32,
    name: String,
}

impl<'f> Sheet<'f> {
    /// Parses a file of a pack; a syntax error is noted and gives `None`. `homes` are the shapes in which a stray key may be at
    /// home, beside those that every pack has.
    pub(super) fn parse(
        file: &str,
        text: &str,
        homes: &[&'static Shape],
        faults: &'f PackFaults,
    ) -> Option<Sheet<'f>> {
        let homes = SHAPES.iter().chain(homes).copied().collect();
        match Document::parse(text.to_owned()) {
            Ok(document) => Some(Sheet { file: file.to_owned(), document, homes, faults }),
            Err(error) => {
                let line = error.span().map_or(0, |span| line_at(text, span.start));
                if error.message().contains("duplicate key") {
                    let name = error.span().and_then(|s| text.get(s)).unwrap_or_default().trim().to_owned();
                    let hint = "keep one of the two; a key stands once per block";
                    faults.add(file, line, PackFaultKind::Duplicate { what: "key", name }, hint);
                } else {
                    let message = error.message().split_whitespace().collect::<Vec<_>>().join(" ");
                    let hint = "this is not TOML; look for a missing quote, bracket or equals sign";
                    faults.add(file, line, PackFaultKind::Syntax(message), hint);
                }
                None
            }
        }
    }

    /// The whole file as a block.
    pub(super) fn root(&self, shape: &'static Shape) -> Block<'_> {
        Block::open(self, self.document.as_table(), 1, shape, shape.what.to_owned())
    }

    fn line(&self, item: &Item) -> u32 {
        item.span().map_or(0, |span| line_at(self.document.raw(), span.start))
    }
}

/// The line, from 1, of a byte offset.
fn line_at(text: &str, offset: usize) -> u32 {
    let before = text.bytes().take(offset).filter(|b| *b == b'\n').count();
    u32::try_from(before).unwrap_or(u32::MAX).saturating_add(1)
}

impl<'a> Block<'a> {
    fn open(
        sheet: &'a Sheet<'a>,
        table: &'a dyn TableLike,
        line: u32,
        shape: &'static Shape,
        name: String,
    ) -> Block<'a> {
        let block = Block { sheet, table, line, name };
        for (key, item) in table.iter() {
            if !shape.keys().any(|known| known == key) {
                let line = block.key_line(key, item);
                let (kind, hint) = stray(key, &block.name, shape, &sheet.homes);
                sheet.faults.add(&sheet.file, line, kind, hint);
            }
        }
        // A required key that is there in a misspelling was named above.
        let misspelt =
            |key: &str| table.iter().any(|(k, _)| !shape.keys().any(|known| known == k) && close(k, key));
        for key in shape.required().filter(|key| !table.contains_key(key) && !misspelt(key)) {
            let kind = PackFaultKind::MissingKey { key, block: block.name.clone() };
            block.note_whole(kind, missing_hint(key));
        }
        block
    }

    /// What the block is called in messages: `rule `eu-2023-2831/ceiling``.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// The block as it is written.
    pub(super) fn table(&self) -> &'a dyn TableLike {
        self.table
    }

    pub(super) fn file(&self) -> &'a str {
        &self.sheet.file
    }

    pub(super) fn line(&self) -> u32 {
        self.line
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    fn key_line(&self, key: &str, item: &Item) -> u32 {
        let span = self.table.key(key).and_then(|k| k.span()).or_else(|| item.span());
        span.map_or(self.line, |span| line_at(self.sheet.document.raw(), span.start))
    }

    /// Where the value of `key` stands; the block itself if there is none.
    pub(super) fn line_of(&self, key: &str) -> u32 {
        self.table.get(key).map_or(self.line, |item| self.key_line(key, item))
    }

    /// Notes a value that cannot be.
    pub(super) fn refuse(&self, key: &str, message: &str, hint: &str) {
        self.note(key, PackFaultKind::BadValue(message.to_owned()), hint);
    }

    /// Notes a fault at a key.
    pub(super) fn note(&self, key: &str, kind: PackFaultKind, hint: &str) {
        self.sheet.faults.add(self.file(), self.line_of(key), kind, hint);
    }

    /// Notes a value that cannot be in a row of a list that the block names.
    pub(super) fn refuse_row(&self, list: &str, row: usize, message: String, hint: &str) {
        // The header is the first line.
        let line = u32::try_from(row.saturating_add(2)).unwrap_or(u32::MAX);
        self.sheet.faults.add(&format!("lists/{list}.csv"), line, PackFaultKind::BadValue(message), hint);
    }

    /// Notes a fault of the block as a whole.
    pub(super) fn note_whole(&self, kind: PackFaultKind, hint: impl Into<String>) {
        self.sheet.faults.add(self.file(), self.line, kind, hint);
    }

    fn wrong(&self, key: &str, item: &Item, wanted: &'static str) {
        let (kind, hint) = if matches!(item, Item::Value(Value::Float(_))) {
            let hint = "floats are not exact; write decimals as a string, such as \"300000.00\"";
            (PackFaultKind::Float { key: key.to_owned() }, hint)
        } else {
            (
                PackFaultKind::WrongType { key: key.to_owned(), wanted, found: type_name(item) },
                "see docs/spec/pack.md",
            )
        };
        self.note(key, kind, hint);
    }

    /// A non-empty string.
    pub(super) fn text(&self, key: &str) -> Option<String> {
        let item = self.table.get(key)?;
        let Some(text) = item.as_str() else {
            self.wrong(key, item, "a string");
            return None;
        };
        if text.trim().is_empty() || text.trim() != text {
            self.refuse(key, &format!("`{key}` is empty or has blanks around it"), "write the text itself");
            return None;
        }
        Some(text.to_owned())
    }

    /// A word that `parse` understands; `choices` are named in the hint.
    pub(super) fn word<T>(&self, key: &str, choices: &str, parse: impl Fn(&str) -> Option<T>) -> Option<T> {
        let text = self.text(key)?;
        let parsed = parse(&text);
        if parsed.is_none() {
            self.refuse(key, &format!("unknown {key} `{text}`"), &format!("expected: {choices}"));
        }
        parsed
    }

    /// A date without time, 1990-01-01 to 2199-12-31.
    pub(super) fn date(&self, key: &str) -> Option<NaiveDate> {
        let item = self.table.get(key)?;
        let Some(value) = item.as_value() else {
            self.wrong(key, item, "a date");
            return None;
        };
        self.read_date(key, item, value)
    }

    /// A list of dates, at least one.
    pub(super) fn dates(&self, key: &str) -> Option<Vec<NaiveDate>> {
        let item = self.table.get(key)?;
        let Some(array) = item.as_array().filter(|array| !array.is_empty()) else {
            self.wrong(key, item, "a list of dates");
            return None;
        };
        array.iter().map(|value| self.read_date(key, item, value)).collect()
    }

    fn read_date(&self, key: &str, item: &Item, value: &Value) -> Option<NaiveDate> {
        let Value::Datetime(datetime) = value else {
            self.wrong(key, item, "a date");
            return None;
        };
        let datetime = datetime.value();
        let date = match (datetime.date, datetime.time, datetime.offset) {
            (Some(d), None, None) => NaiveDate::from_ymd_opt(d.year.into(), d.month.into(), d.day.into()),
            _ => None,
        };
        if date.is_none_or(|d| !(1990..=2199).contains(&d.year())) {
            let hint = "a plain date from 1990-01-01 to 2199-12-31, without quotes and time of day";
            self.refuse(key, &format!("`{key}` is no date a ledger can hold"), hint);
            return None;
        }
        date
    }

    /// A whole number from 0 to 100,000.
    pub(super) fn whole(&self, key: &str) -> Option<u32> {
        let item = self.table.get(key)?;
        let Some(number) = item.as_integer() else {
            self.wrong(key, item, "a whole number");
            return None;
        };
        let number = u32::try_from(number).ok().filter(|n| *n <= 100_000);
        if number.is_none() {
            self.refuse(key, &format!("`{key}` is out of range"), "a whole number from 0 to 100000");
        }
        number
    }

    /// `true` or `false`.
    pub(super) fn truth(&self, key: &str) -> Option<bool> {
        let item = self.table.get(key)?;
        let truth = item.as_bool();
        if truth.is_none() {
            self.wrong(key, item, "true or false");
        }
        truth
    }

    /// A list of distinct strings, at most 256.
    pub(super) fn words(&self, key: &str) -> Option<Vec<String>> {
        let item = self.table.get(key)?;
        let Some(array) = item.as_array().filter(|a| a.len() <= 256) else {
            self.wrong(key, item, "a list of at most 256 strings");
            return None;
        };
        let mut words: Vec<String> = Vec::new();
        for value in array {
            let Some(word) = value.as_str().filter(|w| !w.trim().is_empty()) else {
                self.wrong(key, item, "a list of strings");
                return None;
            };
            if words.iter().any(|known| known == word) {
                self.refuse(key, &format!("`{word}` stands twice in `{key}`"), "name each once");
                return None;
            }
            words.push(word.to_owned());
        }
        Some(words)
    }

    /// A block inside this one.
    pub(super) fn block(&self, key: &str, shape: &'static Shape) -> Option<Block<'a>> {
        let item = self.table.get(key)?;
        let Some(table) = item.as_table_like() else {
            self.wrong(key, item, "a block");
            return None;
        };
        let name = format!("{} of {}", shape.what, self.name);
        Some(Block::open(self.sheet, table, self.key_line(key, item), shape, name))
    }

    /// The blocks of a list in the order of the file: under `[[...key]]`, or in brackets, each within braces.
    pub(super) fn blocks(&self, key: &str, shape: &'static Shape) -> Vec<Block<'a>> {
        self.chosen(key, |_| Ok(shape))
    }

    /// As [`Block::blocks`], with a shape that depends on the block.
    pub(super) fn chosen(
        &self,
        key: &str,
        choose: impl Fn(&dyn TableLike) -> Result<&'static Shape, (PackFaultKind, String)>,
    ) -> Vec<Block<'a>> {
        let Some(item) = self.table.get(key) else { return Vec::new() };
        let Some(tables) = tables(item) else {
            self.wrong(key, item, "a list of blocks, each under double brackets or within braces");
            return Vec::new();
        };
        let mut blocks = Vec::new();
        for (table, span) in tables {
            let line = span.map_or(self.line, |s| line_at(self.sheet.document.raw(), s.start));
            match choose(table) {
                Ok(shape) => {
                    let name = format!("{} of {}", shape.what, self.name);
                    blocks.push(Block::open(self.sheet, table, line, shape, name));
                }
                Err((kind, hint)) => self.sheet.faults.add(self.file(), line, kind, hint),
            }
        }
        blocks
    }

    /// The string at `key`, where there is one; nothing is noted.
    pub(super) fn peek(&self, key: &str) -> Option<&'a str> {
        self.table.get(key).and_then(Item::as_str)
    }

    /// The strings of the list at `key`, where there is one; nothing is noted.
    pub(super) fn peek_words(&self, key: &str) -> Vec<&'a str> {
        let list = self.table.get(key).and_then(Item::as_array);
        list.into_iter().flatten().filter_map(Value::as_str).collect()
    }

    /// Whether the value of `key` is a string.
    pub(super) fn is_text(&self, key: &str) -> bool {
        self.table.get(key).is_some_and(Item::is_str)
    }

    /// The word at `word` of the block at `key`, to choose that block's shape by; empty where there is none.
    pub(super) fn word_inside(&self, key: &str, word: &str) -> &'a str {
        let inner = self.table.get(key).and_then(Item::as_table_like);
        inner.and_then(|table| table.get(word)).and_then(Item::as_str).unwrap_or_default()
    }

    /// The blocks `[key.<name>]` with their names, in the order of the file. `choose` gives the shape of a block, and what
    /// else it saw by which it chose.
    pub(super) fn named<T>(
        &self,
        key: &str,
        choose: impl Fn(&dyn TableLike) -> Result<(&'static Shape, T), (PackFaultKind, String)>,
    ) -> Vec<(String, Block<'a>, T)> {
        let Some(item) = self.table.get(key) else { return Vec::new() };
        let Some(tables) = item.as_table_like() else {
            self.wrong(key, item, "a set of named blocks");
            return Vec::new();
        };
        let mut blocks = Vec::new();
        for (name, item) in tables.iter() {
            let Some(table) = item.as_table_like() else {
                self.wrong(key, item, "a set of named blocks");
                continue;
            };
            let line = self.sheet.line(item);
            match choose(table) {
                Ok((shape, chosen)) => {
                    let title = format!("{key} `{name}`");
                    blocks.push((
                        name.to_owned(),
                        Block::open(self.sheet, table, line, shape, title),
                        chosen,
                    ));
                }
                Err((kind, hint)) => self.sheet.faults.add(self.file(), line, kind, hint),
            }
        }
        blocks
    }
}

/// The tables of a list with their places, however the list is written; `None` if it is no list of tables.
#[expect(clippy::type_complexity, reason = "used in one place")]
fn tables(item: &Item) -> Option<Vec<(&dyn TableLike, Option<std::ops::Range<usize>>)>> {
    match item {
        Item::ArrayOfTables(list) => {
            Some(list.iter().map(|table| (table as &dyn TableLike, table.span())).collect())
        }
        Item::Value(Value::Array(list)) => {
            let mut found = Vec::new();
            for value in list {
                found.push((value.as_inline_table()? as &dyn TableLike, value.span()));
            }
            Some(found)
        }
        _ => None,
    }
}

fn type_name(item: &Item) -> &'static str {
    match item {
        Item::None => "nothing",
        Item::Value(value) => value.type_name(),
        Item::Table(_) => "a block",
        Item::ArrayOfTables(_) => "a list of blocks",
    }
}
