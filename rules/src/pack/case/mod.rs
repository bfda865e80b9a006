//! Cases in a lawyer's words: facts, one grant, and what must come of it.
//!
//! A case file holds `[[case]]` blocks of two sorts. A plain one: the `award` blocks are what stands on record before the
//! grant, in the order in which it was recorded; then the `grant` is put; `expect` is the answer. All undertakings of it
//! are independent unless they bear the same name. One in steps: undertakings by short names, then what happens to them
//! in order, each step with its own answer. In both, `headroom` is what is left in the end. Cases are tests, never law:
//! they are no part of the canonical bytes.

mod grammar;
mod step;
mod words;

use std::collections::BTreeMap;

pub use grammar::Act;
pub use step::{Field, Fields, Step, StepExpect, Undertaking};

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::canonical::{is_companion, plain_text};
use super::fault::{PackErrors, PackFaultKind, PackFaults};
use super::param::{known_state, plain_decimal};
use super::read::{Block, Sheet};
use super::regime::{Regime, parse_regime};
use super::rule::StatedCondition;
pub(super) use grammar::{CASE, CASE_IN_STEPS, Kind, LINE, OUTCOMES, STEP_EXPECT, forms, kind};
use grammar::{CASE_AID, CASE_EXPECT, CASE_FILE, CASE_HEADROOM};
use step::Scene;
use words::{closed_words, outcome};
pub(super) use words::{codes, flags};

/// How an award came on record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// The right to the aid arises with admission; the engine may refuse it.
    OnAdmission,
    /// The right was conferred already; recorded, never refused.
    Conferred,
    /// Known from a register or a declaration; recorded, never refused.
    Reported,
}

/// One award or grant: facts as short as a lawyer would note them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aid {
    /// Who received it; one name is one undertaking. Default `A`.
    pub undertaking: String,
    /// The day on which the legal right was conferred.
    pub date: NaiveDate,
    /// Its gross grant equivalent in euro.
    pub amount: Decimal,
    /// The Member State that granted it.
    pub member_state: String,
    /// Its legal basis.
    pub regime: Regime,
    /// How it came on record.
    pub right: Right,
    /// The activity it supports: code and revision. Default `62.10` of revision `2.1` (computer programming).
    pub nace: (String, String),
    /// Which excluding statements are true of it. Default none.
    pub conditions: Vec<StatedCondition>,
    /// Whether activities are kept apart, where that is stated.
    pub separated: Option<bool>,
    /// The service of general economic interest that it names.
    pub service: Option<String>,
    /// Whether it is granted under a scheme. Default by itself.
    pub by_scheme: bool,
    /// The day on which the ledger learned of it, where that matters. Default: the day of the grant.
    pub registered_on: Option<NaiveDate>,
}

/// What the engine must answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expect {
    /// `admitted`, `recorded`, `refused` or `deferred`.
    pub outcome: String,
    /// All codes.
    pub codes: Vec<String>,
    /// All flags.
    pub flags: Vec<String>,
    /// The place in the law on which the answer rests, as citations are displayed.
    pub citation: String,
}

/// What is left after the grant was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Headroom {
    /// Whose. Default `A`.
    pub undertaking: String,
    /// For a further grant on this day.
    pub on: NaiveDate,
    /// By this Member State.
    pub member_state: String,
    /// Under this regime.
    pub regime: Regime,
    /// Euro that may still be granted.
    pub remaining: Decimal,
    /// Euro by which the ceiling is already exceeded.
    pub excess: Decimal,
    /// The next day on which something frees, where the case says so.
    pub next_release: Option<NaiveDate>,
    /// Whether it is an upper bound, where the case says so.
    pub upper_bound: Option<bool>,
}

/// A case of one grant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plain {
    /// What stands on record before, in order.
    pub awards: Vec<Aid>,
    /// The grant put.
    pub grant: Aid,
    /// The answer.
    pub expect: Expect,
}

/// A case told step by step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Steps {
    /// Who takes part.
    pub undertakings: Vec<Undertaking>,
    /// What happens, in order.
    pub steps: Vec<Step>,
    /// The place in the law on which it rests, as citations are displayed.
    pub citation: String,
    /// Whether the flags of procedure are looked at: declarations, attestations.
    pub procedural: bool,
}

/// What a case tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Story {
    /// Awards on record, one grant, one answer.
    Plain(Box<Plain>),
    /// Steps, each with its answer.
    Steps(Steps),
}

/// A case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// What it shows, as a sentence.
    pub name: String,
    /// Who says so: an authority, a court, or "arithmetic".
    pub source: String,
    /// File and line, for messages.
    pub place: (String, u32),
    /// What happens and what must come of it.
    pub story: Story,
    /// What is left.
    pub headroom: Vec<Headroom>,
}

impl Case {
    /// The place in the law on which it rests, as citations are displayed.
    pub fn citation(&self) -> &str {
        match &self.story {
            Story::Plain(plain) => &plain.expect.citation,
            Story::Steps(steps) => &steps.citation,
        }
    }

    /// The case as one grant, where it is one.
    pub fn plain(&self) -> Option<&Plain> {
        if let Story::Plain(plain) = &self.story { Some(plain) } else { None }
    }
}

/// Reads every case of a pack's files; other files are passed over.
pub fn from_files(files: &BTreeMap<String, Vec<u8>>) -> Result<Vec<Case>, PackErrors> {
    let faults = PackFaults::default();
    let mut cases: Vec<Case> = Vec::new();
    for (path, bytes) in files.iter().filter(|(path, _)| is_companion(path) && path.starts_with("cases/")) {
        match plain_text(bytes) {
            Ok(text) => read_file(path, text, &mut cases, &faults),
            Err(why) => {
                faults.add(path, 0, PackFaultKind::NotPlainText(why), "save it as UTF-8 with LF line ends")
            }
        }
    }
    faults.settle(Some(cases))
}

fn read_file(file: &str, text: &str, cases: &mut Vec<Case>, faults: &PackFaults) {
    let Some(sheet) = Sheet::parse(file, text, &grammar::shapes(), faults) else { return };
    let sort = |table: &dyn toml_edit::TableLike| {
        Ok(if table.contains_key("step") { &CASE_IN_STEPS } else { &CASE })
    };
    for block in sheet.root(&CASE_FILE).chosen("case", sort) {
        let read = if block.has("step") { read_steps(&block) } else { read_case(&block) };
        let Some(case) = read else { continue };
        if cases.iter().any(|known| known.name == case.name) {
            let kind = PackFaultKind::Duplicate { what: "case", name: case.name };
            block.note_whole(kind, "say in the name how the two differ");
            continue;
        }
        cases.push(case);
    }
}

fn read_case(block: &Block<'_>) -> Option<Case> {
    let name = block.text("name");
    let source = block.text("source");
    let blocks = block.blocks("award", &CASE_AID);
    let awards: Vec<Option<Aid>> = blocks.iter().map(|award| read_aid(award)).collect();
    let grant = block.block("grant", &CASE_AID).and_then(|grant| read_aid(&grant));
    let expect = block.block("expect", &CASE_EXPECT).and_then(|expect| read_expect(&expect));
    let blocks = block.blocks("headroom", &CASE_HEADROOM);
    let headroom: Vec<Option<Headroom>> = blocks.iter().map(|h| read_headroom(h, None)).collect();
    let awards = awards.into_iter().collect::<Option<_>>();
    Some(Case {
        name: name?,
        source: source?,
        place: (block.file().to_owned(), block.line()),
        story: Story::Plain(Box::new(Plain { awards: awards?, grant: grant?, expect: expect? })),
        headroom: headroom.into_iter().collect::<Option<_>>()?,
    })
}

fn read_steps(block: &Block<'_>) -> Option<Case> {
    let name = block.text("name");
    let source = block.text("source");
    let citation = block.text("citation");
    let procedural = block.truth("procedural").unwrap_or(false);
    let mut scene = Scene::read(block);
    let steps = scene.steps(block);
    let blocks = block.blocks("headroom", &CASE_HEADROOM);
    let headroom: Vec<Option<Headroom>> = blocks.iter().map(|h| read_headroom(h, Some(&scene))).collect();
    Some(Case {
        name: name?,
        source: source?,
        place: (block.file().to_owned(), block.line()),
        story: Story::Steps(Steps {
            undertakings: scene.undertakings(),
            steps,
            citation: citation?,
            procedural,
        }),
        headroom: headroom.into_iter().collect::<Option<_>>()?,
    })
}

fn read_undertaking(block: &Block<'_>) -> String {
    block.text("undertaking").unwrap_or_else(|| "A".to_owned())
}

fn read_amount(block: &Block<'_>, key: &str) -> Option<Decimal> {
    block.word(key, "euro as a string, such as \"300000.00\"", |text| plain_decimal(text, 2))
}

fn read_aid(block: &Block<'_>) -> Option<Aid> {
    let undertaking = read_undertaking(block);
    let date = block.date("date");
    let amount = read_amount(block, "amount");
    let member_state = block.word("member_state", "a Member State code, EL for Greece", known_state);
    let regime = block.word("regime", "such as eu-2023-2831, gber-28", parse_regime);
    let right = block.word("right", "on-admission, conferred, reported", right);
    let nace = block.text("nace").unwrap_or_else(|| "62.10".to_owned());
    let revision = block.text("nace_revision").unwrap_or_else(|| "2.1".to_owned());
    let words = block.words("conditions").unwrap_or_default();
    let stated =
        |word: &String| StatedCondition::parse(word).filter(|said| *said != StatedCondition::NoSgeiService);
    let conditions: Vec<StatedCondition> = words.iter().filter_map(stated).collect();
    if conditions.len() != words.len() {
        let hint = "any of export_linked, domestic_goods, price_quantity_linked";
        block.refuse("conditions", "unknown condition", hint);
    }
    let separated = block.truth("separated");
    let service = block.text("service");
    let basis = block.word("basis", "ad-hoc, scheme", |word| match word {
        "ad-hoc" => Some(false),
        "scheme" => Some(true),
        _ => None,
    });
    let registered_on = block.date("registered_on");
    Some(Aid {
        undertaking,
        date: date?,
        amount: amount?,
        member_state: member_state?,
        regime: regime?,
        right: right?,
        nace: (nace, revision),
        conditions,
        separated,
        service,
        by_scheme: basis.unwrap_or(false),
        registered_on,
    })
}

fn right(word: &str) -> Option<Right> {
    match word {
        "on-admission" => Some(Right::OnAdmission),
        "conferred" => Some(Right::Conferred),
        "reported" => Some(Right::Reported),
        _ => None,
    }
}

fn read_expect(block: &Block<'_>) -> Option<Expect> {
    let outcome = outcome(block, "outcome");
    let codes = closed_words(block, "codes", &codes());
    let flags = closed_words(block, "flags", &flags());
    let citation = block.text("citation");
    if let (Some(outcome), Some(codes)) = (&outcome, &codes)
        && codes.is_empty() != matches!(outcome.as_str(), "admitted" | "recorded")
    {
        let hint = "a refused or deferred grant has codes, an admitted or recorded one has none";
        block.refuse("codes", "codes and outcome do not fit", hint);
    }
    Some(Expect { outcome: outcome?, codes: codes?, flags: flags?, citation: citation? })
}

/// What is left; a case in steps may say Member State and regime once for all.
fn read_headroom(block: &Block<'_>, scene: Option<&Scene>) -> Option<Headroom> {
    let undertaking = match scene {
        None => Some(read_undertaking(block)),
        Some(scene) => match block.text("undertaking") {
            Some(name) => scene.known(block, "undertaking", name),
            None => scene.first(),
        },
    };
    let on = block.date("on");
    let member_state = block.word("member_state", "a Member State code, EL for Greece", known_state);
    let member_state = member_state.or_else(|| scene.and_then(Scene::state));
    let regime = block.word("regime", "such as eu-2023-2831", parse_regime);
    let regime = regime.or_else(|| scene.and_then(Scene::regime).as_deref().and_then(parse_regime));
    for (key, missing) in [("member_state", member_state.is_none()), ("regime", regime.is_none())] {
        if missing && !block.has(key) {
            let kind = PackFaultKind::MissingKey { key, block: block.name().to_owned() };
            block.note_whole(kind, "say of whom and under what, docs/spec/pack.md");
        }
    }
    let remaining = read_amount(block, "remaining");
    let excess = read_amount(block, "excess");
    let next_release = block.date("next_release");
    let upper_bound = block.truth("upper_bound");
    Some(Headroom {
        undertaking: undertaking?,
        on: on?,
        member_state: member_state?,
        regime: regime?,
        remaining: remaining?,
        excess: excess?,
        next_release,
        upper_bound,
    })
}
