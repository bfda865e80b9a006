//! Strict reading of TOML: every block has a declared shape, every key a declared type, every mistake a line.
//!
//! A [`Block`] checks its keys when it is opened: unknown, misplaced and missing ones are noted there and nowhere else.
//! The getters then only check types; `None` means "absent or wrong", and whatever is wrong has been noted.

use chrono::{Datelike, NaiveDate};
use toml_edit::{Document, Item, TableLike, Value};

use super::fault::{FaultKind, Faults};

/// Keys of one kind of block.
pub(super) struct Shape {
    /// What the block is called in messages.
    pub(super) what: &'static str,
    pub(super) required: &'static [&'static str],
    pub(super) optional: &'static [&'static str],
}

const fn shape(
    what: &'static str,
    required: &'static [&'static str],
    optional: &'static [&'static str],
) -> Shape {
    Shape { what, required, optional }
}

pub(super) const PACK: Shape =
    shape("pack.toml", &["id", "version", "title", "status", "jurisdiction", "not_modelled"], &[]);
pub(super) const CITATION: Shape =
    shape("citation", &["act", "celex", "eli", "article"], &["paragraph", "point"]);
pub(super) const PARAM_FILE: Shape = shape("parameter file", &["parameter"], &[]);
pub(super) const PARAMETER: Shape = shape("parameter", &["title", "unit", "value"], &["per"]);
pub(super) const VALUE: Shape =
    shape("value", &["from", "value", "citation"], &["until", "member_state", "status", "note"]);
pub(super) const RULE_FILE: Shape = shape("rule file", &["rule"], &[]);
pub(super) const WINDOW_CAP: Shape = shape(
    "window_cap rule",
    &[
        "kind", "title", "regime", "from", "citation", "scope", "unit", "window_years", "boundary", "ceiling", "code",
        "counts",
    ],
    &["until"],
);
pub(super) const COUNTS: Shape = shape("counts", &["regime", "mode", "citation"], &["note"]);
pub(super) const IN_FORCE: Shape = shape(
    "eligibility rule",
    &["kind", "title", "condition", "regimes", "legacy", "from", "citation"],
    &["until"],
);
pub(super) const RESERVATION_LIFE: Shape = shape(
    "eligibility rule",
    &["kind", "title", "condition", "regimes", "days", "from", "citation"],
    &["until"],
);
pub(super) const SECTOR: Shape = shape(
    "exclusion rule",
    &["kind", "title", "regimes", "except", "sectors", "from", "citation", "code"],
    &["until"],
);
pub(super) const CONDITION: Shape = shape(
    "exclusion rule",
    &["kind", "title", "regimes", "except", "statement", "from", "citation", "code"],
    &["until"],
);
pub(super) const FOREX: Shape = shape(
    "valuation rule",
    &["kind", "title", "method", "regimes", "max_age", "from", "citation"],
    &["until"],
);
pub(super) const LOAN: Shape = shape(
    "valuation rule",
    &[
        "kind", "title", "method", "regime", "ceiling", "short_amount", "short_years", "long_amount", "long_years",
        "collateral_min", "from", "citation",
    ],
    &["until"],
);
pub(super) const GUARANTEE: Shape = shape(
    "valuation rule",
    &[
        "kind", "title", "method", "regime", "ceiling", "short_amount", "short_years", "long_amount", "long_years",
        "cover_max", "from", "citation",
    ],
    &["until"],
);
pub(super) const REGISTRATION: Shape =
    shape("duty rule", &["kind", "title", "duty", "regimes", "working_days", "from", "citation"], &["until"]);
pub(super) const CALENDAR: Shape = shape(
    "duty rule",
    &["kind", "title", "duty", "weekend", "forward_roll", "look_back_roll", "from", "citation"],
    &["until"],
);
pub(super) const CASE_FILE: Shape = shape("case file", &["case"], &[]);
pub(super) const CASE: Shape = shape("case", &["name", "source", "grant", "expect"], &["award", "headroom"]);
pub(super) const CASE_AID: Shape = shape(
    "aid",
    &["date", "amount", "member_state", "regime", "right"],
    &["undertaking", "nace", "nace_revision", "conditions", "registered_on"],
);
pub(super) const CASE_EXPECT: Shape = shape("expect", &["outcome", "codes", "flags", "citation"], &[]);
pub(super) const CASE_HEADROOM: Shape = shape(
    "headroom",
    &["on", "member_state", "regime", "remaining", "excess"],
    &["undertaking", "next_release"],
);

/// Where a key may stand, to tell a misplaced key from an unknown one.
const SHAPES: [&Shape; 22] = [
    &PACK,
    &CITATION,
    &PARAM_FILE,
    &PARAMETER,
    &VALUE,
    &RULE_FILE,
    &WINDOW_CAP,
    &COUNTS,
    &IN_FORCE,
    &RESERVATION_LIFE,
    &SECTOR,
    &CONDITION,
    &FOREX,
    &LOAN,
    &GUARANTEE,
    &REGISTRATION,
    &CALENDAR,
    &CASE_FILE,
    &CASE,
    &CASE_AID,
    &CASE_EXPECT,
    &CASE_HEADROOM,
];

impl Shape {
    fn keys(&self) -> impl Iterator<Item = &'static str> {
        self.required.iter().chain(self.optional).copied()
    }
}

/// A parsed file, kept with its text so that places can be named.
pub(super) struct Sheet {
    file: String,
    document: Document<String>,
}

/// A block of a file: a table with a known shape.
pub(super) struct Block<'a> {
    sheet: &'a Sheet,
    table: &'a dyn TableLike,
    line: u32,
    name: String,
}

impl Sheet {
    /// Parses a file; a syntax error is noted and gives `None`.
    pub(super) fn parse(file: &str, text: &str, faults: &mut Faults) -> Option<Sheet> {
        match Document::parse(text.to_owned()) {
            Ok(document) => Some(Sheet { file: file.to_owned(), document }),
            Err(error) => {
                let line = error.span().map_or(0, |span| line_at(text, span.start));
                if error.message().contains("duplicate key") {
                    let name = error.span().and_then(|s| text.get(s)).unwrap_or_default().trim().to_owned();
                    let hint = "keep one of the two; a key stands once per block";
                    faults.add(file, line, FaultKind::Duplicate { what: "key", name }, hint);
                } else {
                    let message = error.message().split_whitespace().collect::<Vec<_>>().join(" ");
                    let hint = "this is not TOML; look for a missing quote, bracket or equals sign";
                    faults.add(file, line, FaultKind::Syntax(message), hint);
                }
                None
            }
        }
    }

    /// The whole file as a block.
    pub(super) fn root(&self, shape: &'static Shape, faults: &mut Faults) -> Block<'_> {
        Block::open(self, self.document.as_table(), 1, shape, shape.what.to_owned(), faults)
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
        sheet: &'a Sheet,
        table: &'a dyn TableLike,
        line: u32,
        shape: &'static Shape,
        name: String,
        faults: &mut Faults,
    ) -> Block<'a> {
        let block = Block { sheet, table, line, name };
        for (key, item) in table.iter() {
            if !shape.keys().any(|known| known == key) {
                let line = block.key_line(key, item);
                let (kind, hint) = stray(key, &block.name, shape);
                faults.add(&sheet.file, line, kind, hint);
            }
        }
        for key in shape.required.iter().filter(|key| !table.contains_key(key)) {
            let kind = FaultKind::MissingKey { key, block: block.name.clone() };
            faults.add(&sheet.file, line, kind, missing_hint(key));
        }
        block
    }

    /// What the block is called in messages: `rule `eu-2023-2831/ceiling``.
    pub(super) fn name(&self) -> &str {
        &self.name
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
    pub(super) fn refuse(&self, key: &str, message: &str, hint: &str, faults: &mut Faults) {
        self.note(key, FaultKind::BadValue(message.to_owned()), hint, faults);
    }

    /// Notes a fault at a key.
    pub(super) fn note(&self, key: &str, kind: FaultKind, hint: &str, faults: &mut Faults) {
        faults.add(self.file(), self.line_of(key), kind, hint);
    }

    fn wrong(&self, key: &str, item: &Item, wanted: &'static str, faults: &mut Faults) {
        let (kind, hint) = if matches!(item, Item::Value(Value::Float(_))) {
            let hint = "floats are not exact; write decimals as a string, such as \"300000.00\"";
            (FaultKind::Float { key: key.to_owned() }, hint)
        } else {
            (FaultKind::WrongType { key: key.to_owned(), wanted, found: type_name(item) }, "see docs/spec/pack.md")
        };
        self.note(key, kind, hint, faults);
    }

    /// A non-empty string.
    pub(super) fn text(&self, key: &str, faults: &mut Faults) -> Option<String> {
        let item = self.table.get(key)?;
        let Some(text) = item.as_str() else {
            self.wrong(key, item, "a string", faults);
            return None;
        };
        if text.trim().is_empty() || text.trim() != text {
            self.refuse(key, &format!("`{key}` is empty or has blanks around it"), "write the text itself", faults);
            return None;
        }
        Some(text.to_owned())
    }

    /// A word that `parse` understands; `choices` are named in the hint.
    pub(super) fn word<T>(
        &self,
        key: &str,
        choices: &str,
        parse: impl Fn(&str) -> Option<T>,
        faults: &mut Faults,
    ) -> Option<T> {
        let text = self.text(key, faults)?;
        let parsed = parse(&text);
        if parsed.is_none() {
            self.refuse(key, &format!("unknown {key} `{text}`"), &format!("one of: {choices}"), faults);
        }
        parsed
    }

    /// A date without time, 1990-01-01 to 2199-12-31.
    pub(super) fn date(&self, key: &str, faults: &mut Faults) -> Option<NaiveDate> {
        let item = self.table.get(key)?;
        let Some(Value::Datetime(datetime)) = item.as_value() else {
            self.wrong(key, item, "a date", faults);
            return None;
        };
        let datetime = datetime.value();
        let date = match (datetime.date, datetime.time, datetime.offset) {
            (Some(d), None, None) => NaiveDate::from_ymd_opt(d.year.into(), d.month.into(), d.day.into()),
            _ => None,
        };
        if date.is_none_or(|d| !(1990..=2199).contains(&d.year())) {
            let hint = "a plain date from 1990-01-01 to 2199-12-31, without quotes and time of day";
            self.refuse(key, &format!("`{key}` is no date a ledger can hold"), hint, faults);
            return None;
        }
        date
    }

    /// A whole number from 0 to 100,000.
    pub(super) fn whole(&self, key: &str, faults: &mut Faults) -> Option<u32> {
        let item = self.table.get(key)?;
        let Some(number) = item.as_integer() else {
            self.wrong(key, item, "a whole number", faults);
            return None;
        };
        let number = u32::try_from(number).ok().filter(|n| *n <= 100_000);
        if number.is_none() {
            self.refuse(key, &format!("`{key}` is out of range"), "a whole number from 0 to 100000", faults);
        }
        number
    }

    /// `true` or `false`.
    pub(super) fn truth(&self, key: &str, faults: &mut Faults) -> Option<bool> {
        let item = self.table.get(key)?;
        let truth = item.as_bool();
        if truth.is_none() {
            self.wrong(key, item, "true or false", faults);
        }
        truth
    }

    /// A list of distinct strings, at most 256.
    pub(super) fn words(&self, key: &str, faults: &mut Faults) -> Option<Vec<String>> {
        let item = self.table.get(key)?;
        let Some(array) = item.as_array().filter(|a| a.len() <= 256) else {
            self.wrong(key, item, "a list of at most 256 strings", faults);
            return None;
        };
        let mut words: Vec<String> = Vec::new();
        for value in array {
            let Some(word) = value.as_str().filter(|w| !w.trim().is_empty()) else {
                self.wrong(key, item, "a list of strings", faults);
                return None;
            };
            if words.iter().any(|known| known == word) {
                self.refuse(key, &format!("`{word}` stands twice in `{key}`"), "name each once", faults);
                return None;
            }
            words.push(word.to_owned());
        }
        Some(words)
    }

    /// A block inside this one.
    pub(super) fn block(&self, key: &str, shape: &'static Shape, faults: &mut Faults) -> Option<Block<'a>> {
        let item = self.table.get(key)?;
        let Some(table) = item.as_table_like() else {
            self.wrong(key, item, "a block", faults);
            return None;
        };
        let name = format!("{} of {}", shape.what, self.name);
        Some(Block::open(self.sheet, table, self.key_line(key, item), shape, name, faults))
    }

    /// The repeated blocks `[[...key]]`, in the order of the file.
    pub(super) fn blocks(&self, key: &str, shape: &'static Shape, faults: &mut Faults) -> Vec<Block<'a>> {
        let Some(item) = self.table.get(key) else { return Vec::new() };
        let Some(array) = item.as_array_of_tables() else {
            self.wrong(key, item, "a list of blocks, each under double brackets", faults);
            return Vec::new();
        };
        let mut blocks = Vec::new();
        for table in array {
            let line = table.span().map_or(self.line, |s| line_at(self.sheet.document.raw(), s.start));
            let name = format!("{} of {}", shape.what, self.name);
            blocks.push(Block::open(self.sheet, table, line, shape, name, faults));
        }
        blocks
    }

    /// The blocks `[key.<name>]` with their names, in the order of the file; the shape may depend on the block.
    pub(super) fn named(
        &self,
        key: &str,
        choose: impl Fn(&dyn TableLike) -> Result<&'static Shape, (FaultKind, String)>,
        faults: &mut Faults,
    ) -> Vec<(String, Block<'a>)> {
        let Some(item) = self.table.get(key) else { return Vec::new() };
        let Some(tables) = item.as_table_like() else {
            self.wrong(key, item, "a set of named blocks", faults);
            return Vec::new();
        };
        let mut blocks = Vec::new();
        for (name, item) in tables.iter() {
            let Some(table) = item.as_table_like() else {
                self.wrong(key, item, "a set of named blocks", faults);
                continue;
            };
            let line = self.sheet.line(item);
            let shape = match choose(table) {
                Ok(shape) => shape,
                Err((kind, hint)) => {
                    faults.add(self.file(), line, kind, hint);
                    continue;
                }
            };
            let title = format!("{key} `{name}`");
            blocks.push((name.to_owned(), Block::open(self.sheet, table, line, shape, title, faults)));
        }
        blocks
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

/// Why a key may not stand in a block, and what was probably meant.
fn stray(key: &str, block: &str, shape: &Shape) -> (FaultKind, String) {
    let (key_name, block) = (key.to_owned(), block.to_owned());
    if let Some(near) = shape.keys().find(|known| close(known, key)) {
        return (FaultKind::UnknownKey { key: key_name, block }, format!("did you mean `{near}`?"));
    }
    let mut homes: Vec<&str> = SHAPES.iter().filter(|s| s.keys().any(|k| k == key)).map(|s| s.what).collect();
    homes.dedup();
    let known = shape.keys().collect::<Vec<_>>().join(", ");
    match homes.first() {
        Some(_) => (FaultKind::MisplacedKey { key: key_name, block }, format!("it belongs in: {}", homes.join(", "))),
        None => (FaultKind::UnknownKey { key: key_name, block }, format!("keys of this block: {known}")),
    }
}

/// Whether two keys differ by one slip of the pen: one letter missing, added, changed, or two swapped.
fn close(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let head = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let tail = |x: &[char], y: &[char], skip_x: usize, skip_y: usize| {
        x.iter().skip(skip_x).eq(y.iter().skip(skip_y)) && a != b
    };
    let next = head.saturating_add(1);
    let swapped = a.get(head) == b.get(next) && a.get(next) == b.get(head) && a.get(head).is_some();
    let after = head.saturating_add(2);
    tail(&a, &b, next, next)
        || tail(&a, &b, next, head)
        || tail(&a, &b, head, next)
        || (swapped && tail(&a, &b, after, after))
}

/// Why the key is asked for.
fn missing_hint(key: &str) -> &'static str {
    match key {
        "citation" => "every value and rule has its own: citation = { act = \"..\", celex = \"..\", eli = \"..\", article = \"..\" }",
        "scope" => "say for whom the cap is counted: scope = \"member-state\" or \"union\"; there is no default",
        "unit" => "say what is counted: a cap has unit = \"single-undertaking\", \"linked-enterprises\" or \"undertaking-project\"; a parameter EUR, percent, day, ..",
        "regimes" => "name the regimes it applies to, such as regimes = [\"eu-2023-2831\"]",
        "except" => "name the regimes it spares; except = [] if none",
        "from" => "the first grant date for which it holds: from = 2024-01-01",
        "not_modelled" => "list what the pack leaves out; not_modelled = [] claims completeness",
        _ => "add it; docs/spec/pack.md shows an example",
    }
}

#[cfg(test)]
mod tests {
    use super::close;

    #[test]
    fn slips_of_the_pen_are_recognised() {
        for (a, b) in [("celex", "celxe"), ("celex", "clex"), ("celex", "cellex"), ("until", "untill"), ("from", "form")] {
            assert!(close(a, b) && close(b, a), "{a} {b}");
        }
        for (a, b) in [("celex", "celex"), ("scope", "unit"), ("from", "until"), ("a", "abc")] {
            assert!(!close(a, b), "{a} {b}");
        }
    }
}
