//! Parameters: the figures of the law, each in its own block, each value dated and cited.

use std::collections::BTreeMap;

use chrono::{NaiveDate, Weekday};
use ledger::event::undertaking::CreditBand;
use ledger::money::Currency;
use rust_decimal::Decimal;

use crate::calendar::Boundary;

use super::citation::Citation;
use super::fault::{PackFaultKind, PackFaults};
use super::read::{Block, Sheet};
use super::regime::MEMBER_STATES;
use super::shape::{PARAM_FILE, PARAMETER, Shape, UNITS, VALUE};
use super::timeline::{Dated, Entry, Standing};

/// What a period does whose last day is no working day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Roll {
    /// It ends on the next working day.
    NextWorkingDay,
    /// It ends where it ends.
    None,
}

/// Whether a kind of control links makes one undertaking of its two ends: those across a border, those of natural persons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkPolicy {
    /// It connects them.
    Counted,
    /// It does not.
    NotCounted,
}

impl LinkPolicy {
    /// The word a pack uses.
    pub fn as_str(self) -> &'static str {
        match self {
            LinkPolicy::Counted => "counted",
            LinkPolicy::NotCounted => "not-counted",
        }
    }

    fn parse(word: &str) -> Option<LinkPolicy> {
        [LinkPolicy::Counted, LinkPolicy::NotCounted].into_iter().find(|policy| policy.as_str() == word)
    }
}

/// A day of every year; never 29 February, which most years lack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayOfYear {
    month: u32,
    day: u32,
}

impl DayOfYear {
    /// The day in a year.
    #[must_use]
    pub fn of(self, year: i32) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(year, self.month, self.day)
    }

    /// Reads `06-30`.
    fn parse(text: &str) -> Option<DayOfYear> {
        let (month, day) = text.split_once('-').filter(|_| text.len() == 5)?;
        let found = DayOfYear { month: month.parse().ok()?, day: day.parse().ok()? };
        // A year without a 29 February.
        found.of(2023).map(|_| found)
    }
}

/// How a State values loans at less than the reference rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LoanFormula {
    /// No formula of the State is known.
    None,
    /// The whole principal, for all years (rounded half-up to the decimals of the rule), at the difference of the rates, not
    /// discounted.
    Undiscounted,
}

impl LoanFormula {
    fn parse(word: &str) -> Option<LoanFormula> {
        match word {
            "none" => Some(LoanFormula::None),
            "undiscounted" => Some(LoanFormula::Undiscounted),
            _ => None,
        }
    }
}

/// A value in its unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Euro, at most two decimals.
    Eur(Decimal),
    /// Percent, from 0 to 100.
    Percent(Decimal),
    /// A count of days, working days, months, years or decimals, as the unit says.
    Count(u32),
    /// A day of every year.
    DayOfYear(DayOfYear),
    /// A day.
    Day(NaiveDate),
    /// Whether the first day of a window counts.
    Boundary(Boundary),
    /// Days of the week, Monday first.
    Weekdays(Vec<Weekday>),
    /// What happens at the end of a period.
    Roll(Roll),
    /// What links across a border, or of natural persons, do.
    LinkPolicy(LinkPolicy),
    /// A rating band of the reference-rate communication.
    CreditBand(CreditBand),
    /// How loans at less than the reference rate are valued.
    LoanFormula(LoanFormula),
    /// Units of a currency for one euro, fixed for good.
    ConversionRate(Decimal),
}

/// The unit of irrevocable rates, the one that is given per currency.
pub(super) const CONVERSION: &str = "conversion-rate";

/// As a pack writes it.
impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Value::Eur(figure) | Value::Percent(figure) | Value::ConversionRate(figure) => {
                write!(f, "{figure}")
            }
            Value::Count(count) => write!(f, "{count}"),
            Value::DayOfYear(DayOfYear { month, day }) => write!(f, "{month:02}-{day:02}"),
            Value::Day(day) => write!(f, "{day}"),
            Value::Boundary(Boundary::Closed) => f.write_str("closed"),
            Value::Boundary(Boundary::HalfOpen) => f.write_str("half-open"),
            Value::Weekdays(_) => f.write_str(&self.words().join(", ")),
            Value::Roll(Roll::NextWorkingDay) => f.write_str("next-working-day"),
            Value::Roll(Roll::None) => f.write_str("none"),
            Value::LinkPolicy(policy) => f.write_str(policy.as_str()),
            Value::CreditBand(band) => write!(f, "{band}"),
            Value::LoanFormula(LoanFormula::None) => f.write_str("none"),
            Value::LoanFormula(LoanFormula::Undiscounted) => f.write_str("undiscounted"),
        }
    }
}

impl Value {
    /// The words of a closed list in it, if it is of such; its figure otherwise.
    pub(super) fn words(&self) -> Vec<String> {
        match self {
            Value::Weekdays(days) => {
                let names = WEEKDAYS.iter().filter(|(_, day)| days.contains(day));
                names.map(|(name, _)| (*name).to_owned()).collect()
            }
            Value::Eur(_)
            | Value::Percent(_)
            | Value::ConversionRate(_)
            | Value::Count(_)
            | Value::DayOfYear(_)
            | Value::Day(_)
            | Value::Boundary(_)
            | Value::Roll(_)
            | Value::LinkPolicy(_)
            | Value::CreditBand(_)
            | Value::LoanFormula(_) => vec![self.to_string()],
        }
    }
}

/// What a parameter has histories of its own for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Per {
    Nothing,
    MemberState,
    Currency,
}

/// One figure of the law and its history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// Its name inside the pack, such as `general-ceiling`.
    pub id: String,
    /// What it is, in a lawyer's words.
    pub title: String,
    /// The unit of every value: `EUR`, `percent`, `day`, `working-day`, `month`, `year`, `decimals`, `day-of-year`, `date`,
    /// `boundary`, `weekdays`, `roll`, `cross-border`, `natural-persons`, `credit-band`, `loan-formula`, `conversion-rate`.
    pub unit: String,
    /// Histories by Member State, or by currency; `None` is the one for all others.
    pub values: BTreeMap<Option<String>, Dated<Value>>,
    pub(super) place: (String, u32),
}

/// A history per Member State, with one for all others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PerState<T> {
    /// For every Member State without its own history.
    pub default: Dated<T>,
    /// Own histories; where one has no value for a date, the default holds.
    pub states: BTreeMap<String, Dated<T>>,
}

impl<T> PerState<T> {
    /// The entry for a Member State on a date.
    pub fn on(&self, member_state: &str, date: NaiveDate) -> Option<&Entry<T>> {
        self.states.get(member_state).and_then(|own| own.on(date)).or_else(|| self.default.on(date))
    }
}

/// Reads every parameter of a file into `into`.
pub(super) fn read_file(
    file: &str,
    text: &str,
    homes: &[&'static Shape],
    into: &mut BTreeMap<String, Parameter>,
    faults: &PackFaults,
) {
    let Some(sheet) = Sheet::parse(file, text, homes, faults) else { return };
    let root = sheet.root(&PARAM_FILE);
    for (id, block, ()) in root.named("parameter", |_| Ok((&PARAMETER, ()))) {
        check_id(&id, &block);
        let Some(parameter) = read(&id, &block, faults) else { continue };
        if into.contains_key(&id) {
            let kind = PackFaultKind::Duplicate { what: "parameter", name: id };
            block.note_whole(kind, "a parameter stands once in a pack; give the other another name");
            continue;
        }
        into.insert(id, parameter);
    }
}

fn check_id(id: &str, block: &Block<'_>) {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    if id.is_empty() || id.len() > 64 || !id.bytes().all(plain) {
        let kind = PackFaultKind::BadValue(format!("`{id}` is no parameter name"));
        block.note_whole(kind, "small letters, digits and hyphens, at most 64");
    }
}

fn read(id: &str, block: &Block<'_>, faults: &PackFaults) -> Option<Parameter> {
    let title = block.text("title");
    let unit = block.word("unit", &UNITS.join(", "), |u| UNITS.into_iter().find(|k| *k == u));
    let per = read_per(block, unit);
    let mut written: BTreeMap<Option<String>, Vec<(u32, Entry<Value>)>> = BTreeMap::new();
    let blocks = block.blocks("value", &VALUE);
    let count = blocks.len();
    let mut read = 0_usize;
    for value in &blocks {
        let state = read_state(value, per == Per::MemberState).or(read_currency(value, per == Per::Currency));
        if let Some(entry) = unit.and_then(|unit| read_entry(value, unit)) {
            written.entry(state).or_default().push((value.line(), entry));
            read = read.saturating_add(1);
        }
    }
    let mut values = BTreeMap::new();
    for (state, entries) in written {
        let what = state.as_ref().map_or_else(|| format!("`{id}`"), |s| format!("`{id}` for {s}"));
        if let Some(dated) = Dated::build(&what, block.file(), entries, faults) {
            values.insert(state, dated);
        }
    }
    if per != Per::Currency && count > 0 && read == count && !values.is_empty() && !values.contains_key(&None)
    {
        let hint = "add a value without `member_state` for all others";
        block.refuse("value", &format!("`{id}` has no value for all other Member States"), hint);
    }
    if count == 0 && block.has("value") {
        block.refuse("value", &format!("`{id}` has no value"), "add a block [[parameter.<name>.value]]");
    }
    let place = (block.file().to_owned(), block.line());
    (read == count).then_some(())?;
    Some(Parameter { id: id.to_owned(), title: title?, unit: unit?.to_owned(), values, place })
}

/// For what a parameter has histories; conversion rates have them per currency, and nothing else has.
fn read_per(block: &Block<'_>, unit: Option<&str>) -> Per {
    let conversion = unit == Some(CONVERSION);
    let per = match block.text("per").as_deref() {
        None => Per::Nothing,
        Some("member-state") => Per::MemberState,
        Some("currency") => Per::Currency,
        Some(other) => {
            let hint = "per = \"member-state\" or \"currency\", or leave it out";
            block.refuse("per", &format!("unknown per `{other}`"), hint);
            return Per::Nothing;
        }
    };
    if unit.is_some() && conversion != (per == Per::Currency) {
        let hint = "per = \"currency\" and unit = \"conversion-rate\" stand together";
        block.note_whole(
            PackFaultKind::BadValue("a rate without currency, or a currency without rate".into()),
            hint,
        );
    }
    per
}

/// The currency of a value, where the parameter has one for each.
fn read_currency(value: &Block<'_>, per_currency: bool) -> Option<String> {
    let known = |text: &str| text.parse::<Currency>().ok().map(|currency| currency.code().to_owned());
    let currency = value.word("currency", "an ISO 4217 code", known);
    if per_currency && !value.has("currency") {
        let kind = PackFaultKind::MissingKey { key: "currency", block: value.name().to_owned() };
        value.note_whole(kind, "say of which currency it is the rate: currency = \"BGN\"");
    }
    if !per_currency && value.has("currency") {
        let kind = PackFaultKind::MisplacedKey { key: "currency".into(), block: value.name().to_owned() };
        value.note("currency", kind, "say per = \"currency\" in the parameter first");
    }
    currency
}

fn read_state(value: &Block<'_>, per_state: bool) -> Option<String> {
    let state = value.word("member_state", "a Member State code, EL for Greece", known_state)?;
    if !per_state {
        let kind = PackFaultKind::MisplacedKey { key: "member_state".into(), block: value.name().to_owned() };
        value.note("member_state", kind, "say per = \"member-state\" in the parameter first");
    }
    Some(state)
}

/// A Member State of the closed list.
pub(super) fn known_state(text: &str) -> Option<String> {
    MEMBER_STATES.contains(&text).then(|| text.to_owned())
}

fn read_entry(block: &Block<'_>, unit: &str) -> Option<Entry<Value>> {
    let from = block.date("from");
    let until = block.date("until");
    let value = read_value(block, unit);
    let citation = Citation::read(block);
    let note = block.text("note");
    let standing = match block.text("status").as_deref() {
        None => Standing::Law,
        Some("interpretation") => {
            if note.is_none() {
                let hint = "say whose reading it is and where it was published: note = \"..\"";
                block.refuse("status", &format!("{} is an interpretation without note", block.name()), hint);
            }
            Standing::Interpretation
        }
        Some(other) => {
            let hint = "status = \"interpretation\", or leave it out";
            block.refuse("status", &format!("unknown status `{other}` of a value"), hint);
            Standing::Law
        }
    };
    Some(Entry { from: from?, until, value: value?, citation: citation?, standing, note })
}

fn read_value(block: &Block<'_>, unit: &str) -> Option<Value> {
    match unit {
        "EUR" => decimal(block, 2).map(Value::Eur),
        "percent" => {
            let percent = decimal(block, 4)?;
            if percent > Decimal::ONE_HUNDRED {
                block.refuse(
                    "value",
                    &format!("{percent} is more than all of it"),
                    "a percentage from 0 to 100",
                );
            }
            Some(Value::Percent(percent))
        }
        "day-of-year" => {
            block.word("value", "month and day, such as 06-30", DayOfYear::parse).map(Value::DayOfYear)
        }
        "date" => block.date("value").map(Value::Day),
        "boundary" => block.word("value", "closed, half-open", Boundary::parse).map(Value::Boundary),
        "weekdays" => weekdays(block).map(Value::Weekdays),
        "roll" => block.word("value", "next-working-day, none", roll).map(Value::Roll),
        "cross-border" | "natural-persons" => {
            block.word("value", "counted, not-counted", LinkPolicy::parse).map(Value::LinkPolicy)
        }
        "credit-band" => {
            block.word("value", "AAA, AA, A, BBB, BB, B, CCC", rated_band).map(Value::CreditBand)
        }
        CONVERSION => conversion(block).map(Value::ConversionRate),
        "loan-formula" => {
            block.word("value", "none, undiscounted", LoanFormula::parse).map(Value::LoanFormula)
        }
        _ => block.whole("value").map(Value::Count),
    }
}

/// A rate of six significant figures, as the Council fixes them (Regulation (EC) No 1103/97, Art. 4(1)).
fn conversion(block: &Block<'_>) -> Option<Decimal> {
    const FIGURES: usize = 6;
    let text = block.text("value")?;
    let figures = text.trim_start_matches(['0', '.']).bytes().filter(u8::is_ascii_digit).count();
    let rate = plain_decimal(&text, 12).filter(|rate| figures == FIGURES && !rate.is_zero());
    if rate.is_none() {
        block.refuse(
            "value",
            &format!("`{text}` is no conversion rate"),
            "six significant figures, such as \"1.95583\"",
        );
    }
    rate
}

/// A band that can be compared; `unrated` is none.
fn rated_band(word: &str) -> Option<CreditBand> {
    word.parse().ok().filter(|band| *band != CreditBand::Unrated)
}

fn roll(word: &str) -> Option<Roll> {
    match word {
        "next-working-day" => Some(Roll::NextWorkingDay),
        "none" => Some(Roll::None),
        _ => None,
    }
}

/// A decimal string without sign, exponent or leading zero.
fn decimal(block: &Block<'_>, places: usize) -> Option<Decimal> {
    let text = block.text("value")?;
    let parsed = plain_decimal(&text, places);
    if parsed.is_none() {
        let hint = format!(
            "digits, a point and at most {places} decimals, such as \"300000.00\"; no blanks or commas"
        );
        block.refuse("value", &format!("`{text}` is no plain decimal"), &hint);
    }
    parsed
}

/// Reads `300000.00`; at most 15 digits before the point, `places` after it.
pub(super) fn plain_decimal(text: &str, places: usize) -> Option<Decimal> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let sound = digits(whole)
        && digits(fraction)
        && whole.len() <= 15
        && fraction.len() <= places
        && (whole == "0" || !whole.starts_with('0'));
    sound.then(|| text.parse().ok()).flatten()
}

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("monday", Weekday::Mon),
    ("tuesday", Weekday::Tue),
    ("wednesday", Weekday::Wed),
    ("thursday", Weekday::Thu),
    ("friday", Weekday::Fri),
    ("saturday", Weekday::Sat),
    ("sunday", Weekday::Sun),
];

fn weekdays(block: &Block<'_>) -> Option<Vec<Weekday>> {
    let words = block.words("value")?;
    let hint = "monday to sunday, small letters, at most six of them";
    if let Some(unknown) = words.iter().find(|w| !WEEKDAYS.iter().any(|(name, _)| name == w)) {
        block.refuse("value", &format!("`{unknown}` is no day of the week"), hint);
        return None;
    }
    if words.len() >= WEEKDAYS.len() {
        block.refuse("value", "a week without a working day", hint);
        return None;
    }
    Some(WEEKDAYS.iter().filter(|(name, _)| words.iter().any(|w| w == name)).map(|(_, day)| *day).collect())
}
