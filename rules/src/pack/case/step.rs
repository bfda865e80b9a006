//! Cases told step by step: undertakings by short names, then what happens to them, each with the answer it must get.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::grammar::{Act, CHANGE, FISCAL_YEAR, FORMS, Kind, STEP_EXPECT, UNDERTAKING, form, kind};
use super::words::{closed_words, codes, flags, outcome};
use crate::pack::fault::PackFaultKind;
use crate::pack::param::{known_state, plain_decimal};
use crate::pack::read::Block;
use crate::pack::regime::{Regime, parse_regime};
use crate::pack::rule::StatedCondition;
use crate::pack::shape::Shape;

/// An undertaking of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undertaking {
    /// Its short name: small letters and digits.
    pub name: String,
    /// The country in its handle, a Member State. Default `FI`.
    pub country: String,
    /// `size`, `insolvency` and `credit_band`, as far as the case says them.
    pub known: Fields,
    /// Since when that is known. Default 2024-01-01.
    pub assessed_on: Option<NaiveDate>,
    /// `fiscal_year_end`, `fiscal_year_change` and `fiscal_years`, as far as the case says them.
    pub fiscal: Fields,
}

impl Undertaking {
    fn plain(name: String) -> Undertaking {
        Undertaking {
            name,
            country: "FI".to_owned(),
            known: Fields::new(),
            assessed_on: None,
            fiscal: Fields::new(),
        }
    }
}

/// The value of a key of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Field {
    /// A word, a decimal as written, the name of an undertaking, award or step.
    Text(String),
    /// Several of those.
    Texts(Vec<String>),
    /// A civil date.
    Date(NaiveDate),
    /// Several of those.
    Dates(Vec<NaiveDate>),
    /// Yes or no.
    Truth(bool),
    /// A block inside the step.
    Block(Fields),
    /// Several such blocks, in order.
    Rows(Vec<Fields>),
}

/// The keys of a step with their values.
pub type Fields = BTreeMap<&'static str, Field>;

/// What a step must be answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepExpect {
    /// `admitted`, `recorded`, `refused` or `deferred`.
    pub outcome: String,
    /// All codes.
    pub codes: Vec<String>,
    /// All flags.
    pub flags: Vec<String>,
    /// The figure of the award in euro, where the case says it: `40000.00`.
    pub gge: Option<String>,
}

/// One thing that happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What.
    pub act: Act,
    /// Its name, for steps that speak of it. Default `s` and its number.
    pub id: String,
    /// Everything else it says. Undertaking, Member State and regime are always there where the act has them.
    pub fields: Fields,
    /// The answer.
    pub expect: StepExpect,
    /// The day on which the ledger learned of it, where that matters.
    pub registered_on: Option<NaiveDate>,
    /// File and line, for messages.
    pub place: (String, u32),
}

/// What later steps may name, and what the case gives where a step is silent.
pub(super) struct Scene {
    undertakings: Vec<Undertaking>,
    awards: BTreeSet<String>,
    ids: BTreeSet<String>,
    state: Option<String>,
    regime: Option<String>,
}

impl Scene {
    /// Reads the undertakings and defaults of a case.
    pub(super) fn read(case: &Block<'_>) -> Scene {
        let mut undertakings: Vec<Undertaking> = Vec::new();
        for name in case.words("undertakings").unwrap_or_default() {
            declare(&mut undertakings, case, "undertakings", Undertaking::plain(name));
        }
        for block in case.blocks("undertaking", &UNDERTAKING) {
            let Some(name) = block.text("name") else { continue };
            let mut undertaking = Undertaking::plain(name);
            if let Some(country) = block.word("country", "a Member State code", known_state) {
                undertaking.country = country;
            }
            for key in ["size", "insolvency", "credit_band"] {
                if let Some(field) = plain_field(&block, Act::Assess, key) {
                    undertaking.known.insert(key, field);
                }
            }
            undertaking.assessed_on = block.date("assessed_on");
            if let Some(end) = block.text("fiscal_year_end") {
                undertaking.fiscal.insert("fiscal_year_end", Field::Text(end));
            }
            let changes = block.blocks("fiscal_year_change", &CHANGE);
            let years = block.blocks("fiscal_years", &FISCAL_YEAR);
            for (key, rows, second) in
                [("fiscal_year_change", changes, "end"), ("fiscal_years", years, "until")]
            {
                let row = |row: &Block<'_>| {
                    let fields = ["from", second].map(|key| Some((key, plain_field(row, Act::Total, key)?)));
                    fields.into_iter().flatten().collect::<Fields>()
                };
                if !rows.is_empty() {
                    undertaking.fiscal.insert(key, Field::Rows(rows.iter().map(row).collect()));
                }
            }
            declare(&mut undertakings, case, "undertaking", undertaking);
        }
        if undertakings.is_empty() {
            undertakings.push(Undertaking::plain("a".to_owned()));
        }
        let state = case.word("member_state", "a Member State code, EL for Greece", known_state);
        let regime = case.word("regime", "such as eu-2023-2831", parse_regime).map(|r| r.to_string());
        Scene { undertakings, awards: BTreeSet::new(), ids: BTreeSet::new(), state, regime }
    }

    /// The undertakings read.
    pub(super) fn undertakings(self) -> Vec<Undertaking> {
        self.undertakings
    }

    pub(super) fn first(&self) -> Option<String> {
        self.undertakings.first().map(|undertaking| undertaking.name.clone())
    }

    pub(super) fn state(&self) -> Option<String> {
        self.state.clone()
    }

    pub(super) fn regime(&self) -> Option<String> {
        self.regime.clone()
    }

    /// An undertaking by its name; one that the case does not have is a fault.
    pub(super) fn known(&self, block: &Block<'_>, key: &str, name: String) -> Option<String> {
        let known = self.undertakings.iter().any(|undertaking| undertaking.name == name);
        if !known {
            let names: Vec<&str> = self.undertakings.iter().map(|u| u.name.as_str()).collect();
            block.refuse(key, &format!("no undertaking `{name}` in this case"), &names.join(", "));
        }
        known.then_some(name)
    }

    /// Reads all steps, in order.
    pub(super) fn steps(&mut self, case: &Block<'_>) -> Vec<Step> {
        let choose = |table: &dyn toml_edit::TableLike| {
            let word = table.get("do").and_then(toml_edit::Item::as_str).unwrap_or_default();
            Act::parse(word).map(Act::shape).ok_or_else(|| {
                let words: Vec<&str> = Act::ALL.iter().map(|act| act.word()).collect();
                let kind = PackFaultKind::BadValue(format!("unknown step `{word}`"));
                (kind, format!("do is one of: {}", words.join(", ")))
            })
        };
        let blocks = case.chosen("step", choose);
        let mut steps = Vec::new();
        for (number, block) in (1_u32..).zip(&blocks) {
            steps.extend(self.step(number, block));
        }
        steps
    }

    fn step(&mut self, number: u32, block: &Block<'_>) -> Option<Step> {
        let act = Act::parse(&block.text("do")?)?;
        let mut fields = self.fields(act, block, act.shape());
        if act.brings_an_award() {
            fields.entry("award").or_insert_with(|| Field::Text(format!("a{number}")));
        }
        self.defaults(act, block, &mut fields);
        check_aid(act, block, &fields);
        let id = block.text("id").unwrap_or_else(|| format!("s{number}"));
        if !self.ids.insert(id.clone()) {
            let kind = PackFaultKind::Duplicate { what: "step", name: id.clone() };
            block.note("id", kind, "a step is named once");
        }
        let expect = expect(act, block);
        let registered_on = block.date("registered_on");
        let place = (block.file().to_owned(), block.line());
        self.bring(act, block, &fields);
        Some(Step { act, id, fields, expect: expect?, registered_on, place })
    }

    /// Notes the awards that a step brings on record; none may come twice.
    fn bring(&mut self, act: Act, block: &Block<'_>, fields: &Fields) {
        let mut brought: Vec<Option<&Field>> = Vec::new();
        if let (Act::Set, Some(Field::Rows(rows))) = (act, fields.get("members")) {
            brought.extend(rows.iter().map(|row| row.get("award")));
        } else if act.brings_an_award() {
            brought.push(fields.get("award"));
        }
        for award in brought.into_iter().flatten() {
            let Field::Text(name) = award else { continue };
            if !self.awards.insert(name.clone()) {
                let kind = PackFaultKind::Duplicate { what: "award", name: name.clone() };
                block.note("award", kind, "an award is brought on record once; name it otherwise");
            }
        }
    }

    /// Fills what the case says for all its steps.
    fn defaults(&self, act: Act, block: &Block<'_>, fields: &mut Fields) {
        let may = |key: &str| act.shape().keys().any(|known| known == key);
        let first = self.first().filter(|_| may("undertaking"));
        let no_aid = fields.contains_key("no_aid");
        let state = self.state().filter(|_| may("member_state") && act != Act::Rate && !no_aid);
        let regime = if no_aid { Some("no-aid".to_owned()) } else { self.regime() };
        let regime = regime.filter(|_| may("regime") && act != Act::Correct);
        for (key, value) in [("undertaking", first), ("member_state", state), ("regime", regime)] {
            if let Some(value) = value {
                fields.entry(key).or_insert(Field::Text(value));
            }
        }
        let needed = |key: &str| match key {
            "member_state" => may(key) && act != Act::Rate && !no_aid,
            _ => may(key) && act != Act::Correct,
        };
        for key in ["member_state", "regime"] {
            if needed(key) && !fields.contains_key(key) {
                let kind = PackFaultKind::MissingKey { key, block: block.name().to_owned() };
                let hint = "say it here, or once for all steps at the head of the case";
                block.note_whole(kind, hint);
            }
        }
    }

    fn fields(&self, act: Act, block: &Block<'_>, shape: &Shape) -> Fields {
        let mut fields = Fields::new();
        // What a step says of itself is read elsewhere; a row inside it may have an id of its own.
        let is_step = shape.keys().any(|key| key == "do");
        let of_itself =
            |key: &str| matches!(key, "do" | "expect" | "registered_on" | "form") || (is_step && key == "id");
        for key in shape.keys().filter(|key| !of_itself(key)) {
            if let Some(field) = self.field(act, block, key) {
                fields.insert(key, field);
            }
        }
        fields
    }

    fn field(&self, act: Act, block: &Block<'_>, key: &'static str) -> Option<Field> {
        if !block.has(key) {
            return None;
        }
        if key == "aid" && block.is_text(key) {
            // Aid for a cost line is an amount.
            let sound = |text: &str| plain_decimal(text, 2).map(|_| text.to_owned());
            return block.word(key, "a decimal as a string, at most 2 places", sound).map(Field::Text);
        }
        match kind(act, key)? {
            Kind::Undertaking => {
                let name = block.text(key)?;
                self.known(block, key, name).map(Field::Text)
            }
            Kind::Undertakings => {
                let names = block.words(key)?;
                let known = names.into_iter().map(|name| self.known(block, key, name));
                known.collect::<Option<_>>().map(Field::Texts)
            }
            Kind::Award => {
                let name = block.text(key)?;
                let brings = act.brings_an_award() || act == Act::Set;
                (brings || earlier(&self.awards, "award", block, key, &name)).then_some(Field::Text(name))
            }
            Kind::Awards => {
                let names = block.words(key)?;
                let all = names.iter().all(|n| earlier(&self.awards, "award", block, key, n));
                all.then_some(Field::Texts(names))
            }
            Kind::Statement => {
                let id = block.text(key)?;
                earlier(&self.ids, "step", block, key, &id).then_some(Field::Text(id))
            }
            Kind::Rows(shape) => {
                let rows = block.blocks(key, shape);
                if rows.is_empty() {
                    block.refuse(key, &format!("`{key}` is empty"), "name at least one");
                }
                let mut read: Vec<Fields> = Vec::new();
                for row in &rows {
                    let mut fields = self.fields(act, row, shape);
                    if act == Act::Set {
                        self.member(&mut fields);
                    }
                    read.push(fields);
                }
                Some(Field::Rows(read))
            }
            Kind::Dates => block.dates(key).map(Field::Dates),
            Kind::Aid => self.aid(act, block).map(Field::Block),
            _ => plain_field(block, act, key),
        }
    }

    /// A member of a set takes State and regime from the case.
    fn member(&self, fields: &mut Fields) {
        for (key, value) in [("member_state", self.state()), ("regime", self.regime())] {
            if let Some(value) = value {
                fields.entry(key).or_insert(Field::Text(value));
            }
        }
    }

    fn aid(&self, act: Act, block: &Block<'_>) -> Option<Fields> {
        let word = block.word_inside("aid", "form");
        let Some(shape) = form(word) else {
            let hint = format!("form is one of: {}", FORMS.join(", "));
            block.refuse("aid", &format!("unknown form `{word}` of aid"), &hint);
            return None;
        };
        let aid = block.block("aid", shape)?;
        let mut fields = self.fields(act, &aid, shape);
        fields.insert("form", Field::Text(word.to_owned()));
        if aid.has("cap") != aid.has("counts_as") {
            let hint = "a cap says how it counts: counts_as = \"exact\", \"cap\" or \"scheme-fixed-sum\"";
            aid.refuse("cap", "`cap` and `counts_as` stand together", hint);
        }
        Some(fields)
    }
}

/// Takes up an undertaking whose name is sound and new.
fn declare(known: &mut Vec<Undertaking>, case: &Block<'_>, key: &str, undertaking: Undertaking) {
    let name = &undertaking.name;
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    if !name.bytes().all(plain) || name.len() > 20 {
        let hint = "small letters and digits, at most 20";
        case.refuse(key, &format!("`{name}` is no short name"), hint);
    } else if known.iter().any(|other| other.name == *name) {
        case.refuse(key, &format!("undertaking `{name}` stands twice"), "name each once");
    } else {
        known.push(undertaking);
    }
}

/// Whether an earlier step named it.
fn earlier(known: &BTreeSet<String>, what: &str, block: &Block<'_>, key: &str, name: &str) -> bool {
    let found = known.contains(name);
    if !found {
        let hint = format!("the step that brings it must stand before and say {what} = .. or id = ..");
        block.refuse(key, &format!("no earlier {what} `{name}`"), &hint);
    }
    found
}

/// A key that needs nothing from the rest of the case.
fn plain_field(block: &Block<'_>, act: Act, key: &'static str) -> Option<Field> {
    match kind(act, key)? {
        Kind::Date => block.date(key).map(Field::Date),
        Kind::Truth => block.truth(key).map(Field::Truth),
        Kind::Text => block.text(key).map(Field::Text),
        Kind::Number(places, signed) => {
            let sound = |text: &str| {
                let digits = if signed { text.strip_prefix('-').unwrap_or(text) } else { text };
                plain_decimal(digits, places).map(|_| text.to_owned())
            };
            let choices = format!("a decimal as a string, at most {places} places");
            block.word(key, &choices, sound).map(Field::Text)
        }
        Kind::OneOf(words) => {
            let known = |text: &str| words.contains(&text).then(|| text.to_owned());
            block.word(key, &words.join(", "), known).map(Field::Text)
        }
        Kind::State => block.word(key, "a Member State code, EL for Greece", known_state).map(Field::Text),
        Kind::Regime => {
            // A report may be of notified aid, or of a regime that nobody knows; no rule may.
            let known = |word: &str| word.parse::<Regime>().ok();
            let regime = block.word(key, "such as eu-2023-2831, gber-28", known);
            regime.map(|regime| Field::Text(regime.to_string()))
        }
        Kind::Conditions => {
            let words = block.words(key)?;
            let known = |word: &String| {
                matches!(word.as_str(), "purchased" | "marketed") || StatedCondition::parse(word).is_some()
            };
            if !words.iter().all(known) {
                let hint = "any of export_linked, domestic_goods, price_quantity_linked, purchased, marketed";
                block.refuse(key, "unknown condition", hint);
            }
            Some(Field::Texts(words))
        }
        _ => None,
    }
}

/// Aid is told by its amount or by its form, never by both.
fn check_aid(act: Act, block: &Block<'_>, fields: &Fields) {
    let told = fields.contains_key("amount") || fields.contains_key("aid");
    let needs = act.brings_an_award() || act == Act::Restate;
    let twice = block.has("amount") && block.has("aid");
    let has_aid = act.shape().keys().any(|key| key == "aid");
    if has_aid && (twice || (needs && !told && !block.has("aid") && !block.has("amount"))) {
        let hint = "amount = \"..\" for money given, aid = { form = \"..\", .. } for all else";
        let kind = PackFaultKind::BadValue("aid is told by either `amount` or `aid`".to_owned());
        block.note_whole(kind, hint);
    }
}

fn expect(act: Act, block: &Block<'_>) -> Option<StepExpect> {
    let short = |outcome| StepExpect { outcome, codes: Vec::new(), flags: Vec::new(), gge: None };
    let read = if !block.has("expect") {
        let Some(usual) = act.usual_outcome() else {
            let kind = PackFaultKind::MissingKey { key: "expect", block: block.name().to_owned() };
            let hint =
                "a limit may decide here: expect = \"admitted\", or { outcome = \"refused\", codes = [..] }";
            block.note_whole(kind, hint);
            return None;
        };
        short(usual.to_owned())
    } else if block.is_text("expect") {
        short(outcome(block, "expect")?)
    } else {
        let inner = block.block("expect", &STEP_EXPECT)?;
        let outcome = outcome(&inner, "outcome");
        let codes = closed_words(&inner, "codes", &codes()).unwrap_or_default();
        let flags = closed_words(&inner, "flags", &flags()).unwrap_or_default();
        let gge = match plain_field(&inner, act, "gge") {
            Some(Field::Text(gge)) => Some(gge),
            _ => None,
        };
        StepExpect { outcome: outcome?, codes, flags, gge }
    };
    if read.codes.is_empty() != matches!(read.outcome.as_str(), "admitted" | "recorded") {
        let hint = "what is refused or deferred has codes, what is admitted or recorded has none";
        block.refuse("expect", "codes and outcome do not fit", hint);
    }
    Some(read)
}
