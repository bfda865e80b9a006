//! A pack as a lawyer reads it: each rule with its place in the law, each figure with its history and the readings in it, what is left
//! out. Made of the same rows that the reader reads by, so a new kind of rule shows without a line here.

use std::fmt::Write as _;

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::{Map, Value as Json, json};

use super::list::List;
use super::load::Pack;
use super::omission::Omission;
use super::param::{Parameter, Value};
use super::rule::{Rule, Stated};
use super::timeline::{Dated, Entry, Standing};
use crate::words::{Arg, Language, Message, pack_key, pack_kind, pack_unit, pack_word, say};

/// What of a pack is shown.
#[derive(Debug, Clone, Serialize)]
pub struct Shown {
    /// Its name.
    pub pack: String,
    /// Its version.
    pub version: String,
    /// What it is.
    pub title: String,
    /// How far it may be trusted.
    pub status: &'static str,
    /// Whose law.
    pub jurisdiction: String,
    /// SHA-256 of its canonical bytes.
    pub sha256: String,
    /// The one grant date for which it is shown; `None`: all of them.
    pub on: Option<String>,
    /// Its rules, in its order.
    pub rules: Vec<ShownRule>,
    /// Its figures, by name.
    pub figures: Vec<ShownFigure>,
    /// Its lists, by name.
    pub lists: Vec<ShownList>,
    /// What it leaves out.
    pub not_modelled: Vec<ShownOmission>,
}

/// A rule as it is shown.
#[derive(Debug, Clone, Serialize)]
pub struct ShownRule {
    /// Its id.
    pub rule: String,
    /// What it says, in a lawyer's words.
    pub title: String,
    /// Its kind.
    pub kind: &'static str,
    /// What tells it from others of its kind; empty where nothing does.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub form: &'static str,
    /// First grant date.
    pub from: String,
    /// Last grant date, where one is known.
    pub until: Option<String>,
    /// Where it is written.
    pub citation: String,
    /// What else it states, key by key as in its file.
    pub stated: Json,
    #[serde(skip)]
    says: Vec<(&'static str, Stated)>,
}

/// A figure as it is shown.
#[derive(Debug, Clone, Serialize)]
pub struct ShownFigure {
    /// Its name.
    pub parameter: String,
    /// What it is, in a lawyer's words.
    pub title: String,
    /// Its unit.
    pub unit: String,
    /// Its values, oldest first, those for everybody before those of a State or currency.
    pub values: Vec<ShownValue>,
}

/// A value of a figure as it is shown.
#[derive(Debug, Clone, Serialize)]
pub struct ShownValue {
    /// The Member State or currency whose it is; `None`: of all others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// First day.
    pub from: String,
    /// Last day, where one is known.
    pub until: Option<String>,
    /// As its file has it.
    pub value: String,
    /// Where it is written.
    pub citation: String,
    /// Whether it is a reading of the text.
    pub interpretation: bool,
    /// Whose reading it is, or what a reader should know.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    #[serde(skip)]
    words: Vec<String>,
}

/// What a pack leaves out, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ShownOmission {
    /// What it is, in a sentence.
    pub text: String,
    /// What becomes of a grant that it touches: `warn`, `refer` or `error`.
    pub effect: &'static str,
    /// Where what is left out is written.
    pub citation: Option<String>,
    /// The regimes that it touches; `null`: every one of the pack.
    pub regimes: Option<Vec<String>>,
    /// The forms of aid that it touches; `null`: every one.
    pub forms: Option<Vec<String>>,
}

impl ShownOmission {
    /// As the pack has it.
    #[must_use]
    pub fn of(omission: &Omission) -> Self {
        Self {
            text: omission.text.clone(),
            effect: omission.effect.as_str(),
            citation: omission.citation.as_ref().map(ToString::to_string),
            regimes: omission.regimes.as_ref().map(|all| all.iter().map(ToString::to_string).collect()),
            forms: omission.forms.clone(),
        }
    }
}

/// A list as it is shown.
#[derive(Debug, Clone, Serialize)]
pub struct ShownList {
    /// Its name.
    pub list: String,
    /// Its columns.
    pub columns: Vec<String>,
    /// Its rows.
    pub rows: Vec<Vec<String>>,
}

impl Pack {
    /// What of it is shown: all of it, or what holds for grants of one day, with the figures and lists that such rules name.
    #[must_use]
    pub fn show(&self, on: Option<NaiveDate>) -> Shown {
        let holds = |rule: &&Rule| on.is_none_or(|day| rule.head().holds_on(day) || in_tail(rule, day));
        let rules: Vec<&Rule> = self.rules.iter().filter(holds).collect();
        let named = |name: &str| rules.iter().any(|rule| rule.head().parameters().any(|p| p == name));
        let listed = |name: &str| rules.iter().any(|rule| rule.head().lists().any(|list| list == name));
        let figures = self.params.values().filter(|parameter| named(&parameter.id));
        Shown {
            pack: self.id.clone(),
            version: self.version.clone(),
            title: self.title.clone(),
            status: self.status.as_str(),
            jurisdiction: self.jurisdiction.clone(),
            sha256: self.sha256_hex(),
            on: on.map(|day| day.to_string()),
            rules: rules.iter().map(|rule| shown_rule(rule)).collect(),
            figures: figures.map(|parameter| shown_figure(parameter, on)).collect(),
            lists: self.lists.values().filter(|list| listed(&list.id)).map(shown_list).collect(),
            not_modelled: self.not_modelled.iter().map(ShownOmission::of).collect(),
        }
    }
}

/// Whether something may still be granted under a validity that has ended.
fn in_tail(rule: &Rule, day: NaiveDate) -> bool {
    rule.in_force().is_some_and(|force| force.is_open(day, true))
}

fn shown_rule(rule: &Rule) -> ShownRule {
    let head = rule.head();
    ShownRule {
        rule: head.id.clone(),
        title: head.title.clone(),
        kind: head.kind,
        form: head.form,
        from: head.from.to_string(),
        until: head.until.map(|day| day.to_string()),
        citation: head.citation.to_string(),
        stated: json_of(&head.stated),
        says: head.stated.clone(),
    }
}

fn json_of(stated: &[(&'static str, Stated)]) -> Json {
    let one = |stated: &Stated| match stated {
        Stated::Word(word) | Stated::Choice(word) | Stated::Code(word) => json!(word),
        Stated::Words(words) | Stated::Choices(words) => json!(words),
        Stated::Parameter(name) | Stated::List(name) => json!(name),
        Stated::Citation(citation) => json!(citation.to_string()),
        Stated::Rows(rows) => rows.iter().map(|row| json_of(row)).collect(),
    };
    let members: Map<String, Json> = stated.iter().map(|(key, at)| ((*key).to_owned(), one(at))).collect();
    Json::Object(members)
}

fn shown_figure(parameter: &Parameter, on: Option<NaiveDate>) -> ShownFigure {
    let entries = |dated: &Dated<Value>| -> Vec<Entry<Value>> {
        match on {
            None => dated.entries().to_vec(),
            Some(day) => dated.on(day).cloned().into_iter().collect(),
        }
    };
    let value = |of: &Option<String>, entry: Entry<Value>| ShownValue {
        of: of.clone(),
        from: entry.from.to_string(),
        until: entry.until.map(|day| day.to_string()),
        value: entry.value.to_string(),
        words: entry.value.words(),
        citation: entry.citation.to_string(),
        interpretation: entry.standing == Standing::Interpretation,
        note: entry.note,
    };
    let of = |(of, dated): (&Option<String>, &Dated<Value>)| -> Vec<ShownValue> {
        entries(dated).into_iter().map(|entry| value(of, entry)).collect()
    };
    ShownFigure {
        parameter: parameter.id.clone(),
        title: parameter.title.clone(),
        unit: parameter.unit.clone(),
        values: parameter.values.iter().flat_map(of).collect(),
    }
}

fn shown_list(list: &List) -> ShownList {
    ShownList { list: list.id.clone(), columns: list.columns.clone(), rows: list.rows.clone() }
}

impl Shown {
    /// As prose.
    #[must_use]
    pub fn to_text(&self, language: Language) -> String {
        let mut page = Page { out: String::new(), language };
        page.line(0, say::show_title(&self.pack, &self.version, &self.title));
        let union = if self.jurisdiction == "eu" { "eu" } else { "member-state" };
        let whose = pack_word("jurisdiction", union);
        page.line(0, say::show_law(whose, pack_word("status", self.status)));
        page.line(0, say::show_sha256(&self.sha256));
        if let Some(day) = &self.on {
            page.line(0, say::show_on(Arg::stated_day(day)));
        }
        page.heading(say::show_rules());
        for rule in &self.rules {
            self.rule(&mut page, rule);
        }
        page.heading(say::show_figures());
        for figure in &self.figures {
            page.figure(figure);
        }
        if !self.lists.is_empty() {
            page.heading(say::show_lists());
        }
        for list in &self.lists {
            page.line(0, say::show_list(&list.list, list.rows.len()));
            for row in &list.rows {
                page.text(1, &row.join(", "));
            }
        }
        page.heading(say::show_not_modelled());
        for omission in &self.not_modelled {
            page.text(1, &format!("- {}", omission.text));
            let effect = pack_word("effect", omission.effect);
            page.line(2, say::show_stated(pack_key("effect"), &effect.text(language)));
            for (key, words) in [("regimes", &omission.regimes), ("forms", &omission.forms)] {
                if let Some(words) = words {
                    page.line(2, say::show_stated(pack_key(key), &chosen(language, key, words)));
                }
            }
            if let Some(citation) = &omission.citation {
                page.line(2, say::show_cited(citation));
            }
        }
        if self.not_modelled.is_empty() {
            page.line(1, say::show_complete());
        }
        page.out
    }

    fn rule(&self, page: &mut Page, rule: &ShownRule) {
        page.line(0, say::show_rule(&rule.rule, &rule.title));
        page.line(1, say::show_kind(pack_kind(rule.kind, rule.form)));
        page.line(1, say::show_cited(&rule.citation));
        let until = rule.until.as_deref().map(Arg::stated_day);
        page.line(1, say::show_days(Arg::stated_day(&rule.from), until));
        for (key, stated) in &rule.says {
            if let Stated::Rows(rows) = stated {
                page.line(1, say::show_stated(pack_key(key), ""));
                for row in rows {
                    let told = row.iter().map(|(key, at)| self.stated(page.language, key, at));
                    page.text(2, &format!("- {}", told.collect::<Vec<_>>().join("; ")));
                }
            } else {
                let told = self.stated(page.language, key, stated);
                page.line(1, say::show_stated(pack_key(key), &told));
            }
        }
    }

    /// What stands at a key, in words.
    fn stated(&self, language: Language, key: &str, stated: &Stated) -> String {
        let chosen = |word: &String| pack_word(key, word).text(language);
        match stated {
            Stated::Word(word) => word.clone(),
            Stated::Words(words) if words.is_empty() => say::show_none().text(language),
            Stated::Words(words) => words.join(", "),
            Stated::Choice(word) => chosen(word),
            Stated::Choices(words) if words.is_empty() => say::show_none().text(language),
            Stated::Choices(words) => words.iter().map(chosen).collect::<Vec<_>>().join(", "),
            Stated::Code(word) => word.parse().map_or_else(
                |_| word.clone(),
                |code| say::named(word, crate::words::code_meaning(code)).text(language),
            ),
            Stated::List(name) => name.clone(),
            Stated::Citation(citation) => citation.to_string(),
            Stated::Parameter(name) => {
                let figure = self.figures.iter().find(|figure| figure.parameter == *name);
                // Of one day, or where it never changed, the figure itself says more than its name.
                let only = figure.and_then(|figure| match figure.values.as_slice() {
                    [one] => Some(value_text(&figure.unit, one, language)),
                    _ => None,
                });
                say::show_named_figure(name, only.as_deref()).text(language)
            }
            Stated::Rows(_) => String::new(),
        }
    }
}

/// Words of a list, in words where the grammar closes it.
fn chosen(language: Language, key: &str, words: &[String]) -> String {
    let word = |word: &String| match key {
        "forms" => pack_word(key, word).text(language),
        _ => word.clone(),
    };
    words.iter().map(word).collect::<Vec<_>>().join(", ")
}

fn value_text(unit: &str, value: &ShownValue, language: Language) -> String {
    if is_word(unit) {
        let words = value.words.iter().map(|word| pack_word(unit, word).text(language));
        let words: Vec<String> = words.collect();
        return if words.is_empty() { say::show_none().text(language) } else { words.join(", ") };
    }
    let stated =
        if unit == "date" { Arg::stated_day(&value.value) } else { Arg::stated_number(&value.value) };
    say::show_amount(stated, pack_unit(unit)).text(language)
}

/// Whether the values of a unit are words of a closed list.
pub(super) fn is_word(unit: &str) -> bool {
    matches!(unit, "boundary" | "weekdays" | "roll" | "cross-border" | "natural-persons" | "loan-formula")
}

struct Page {
    out: String,
    language: Language,
}

impl Page {
    fn text(&mut self, depth: usize, text: &str) {
        let _ = writeln!(self.out, "{:width$}{}", "", text.trim_end(), width = depth.saturating_mul(2));
    }

    fn line(&mut self, depth: usize, message: Message) {
        let text = message.text(self.language);
        self.text(depth, &text);
    }

    fn heading(&mut self, message: Message) {
        let text = message.text(self.language);
        let _ = writeln!(self.out, "\n{text}\n");
    }

    fn figure(&mut self, figure: &ShownFigure) {
        self.line(0, say::show_figure(&figure.parameter, &figure.title));
        for value in &figure.values {
            let text = value_text(&figure.unit, value, self.language);
            let until = value.until.as_deref().map(Arg::stated_day);
            let days = say::show_days_of_value(Arg::stated_day(&value.from), until, value.of.as_deref());
            self.line(1, say::show_value(days, &text, &value.citation));
            match (&value.note, value.interpretation) {
                (Some(note), true) => self.line(2, say::show_reading(note)),
                (Some(note), false) => self.text(2, note),
                (None, _) => {}
            }
        }
    }
}
