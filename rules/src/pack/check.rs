//! A pack's folder held against itself and against an earlier version: every mistake at once, in law and cases.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::case::{self, Case, Field, Fields, Story};
use super::fault::{PackErrors, PackFaultKind, PackFaults};
use super::load::Pack;
use super::param::{Parameter, Value};
use super::rule::Rule;
use super::timeline::Dated;

/// A pack that loads, with its cases.
#[derive(Debug, Clone)]
pub struct Checked {
    /// The law.
    pub pack: Pack,
    /// Its cases.
    pub cases: Vec<Case>,
}

/// Reads the law and the cases of a pack's folder.
///
/// # Errors
/// Every fault of both.
pub fn check(files: &BTreeMap<String, Vec<u8>>) -> Result<Checked, PackErrors> {
    match (Pack::from_files(files), case::from_files(files)) {
        (Ok(pack), Ok(cases)) => Ok(Checked { pack, cases }),
        (Err(law), Err(cases)) => Err(law.and(cases)),
        (Err(faults), Ok(_)) | (Ok(_), Err(faults)) => Err(faults),
    }
}

/// As [`check`], and what a new version owes to an earlier one: another number and a line in CHANGELOG.md, and for each figure and
/// each rule whose days are others than they were, a case on the day before the change and one on the day of it.
///
/// # Errors
/// Every fault. Where the pack itself does not load, nothing is compared.
pub fn check_since(files: &BTreeMap<String, Vec<u8>>, before: &Pack) -> Result<Checked, PackErrors> {
    let checked = check(files)?;
    let faults = PackFaults::default();
    note_version(files, &checked.pack, before, &faults);
    let shown: Vec<Shown> = checked.cases.iter().map(Shown::of).collect();
    for (change, days) in changes(before, &checked.pack) {
        for on in days.days {
            for missing in on.pred_opt().into_iter().chain([on]) {
                if !shown.iter().any(|case| case.shows(&change, missing)) {
                    let hint = format!(
                        "add a case {}on {missing}: the day before shows what was, the day of the change what is",
                        change.under()
                    );
                    let what = change.what.clone();
                    let told = (days.told)(on);
                    let kind = PackFaultKind::NoCase { what, on, change: told, missing };
                    faults.add(&change.place.0, change.place.1, kind, hint);
                }
            }
        }
    }
    faults.settle(Some(checked))
}

fn note_version(files: &BTreeMap<String, Vec<u8>>, pack: &Pack, before: &Pack, faults: &PackFaults) {
    let note = |message: String, hint: &str| {
        faults.add("pack.toml", 0, PackFaultKind::NotSince(message), hint);
    };
    if pack.id != before.id {
        note(
            format!("`{}` is compared with `{}`", pack.id, before.id),
            "name an earlier version of the same pack",
        );
    } else if pack.sha256 != before.sha256 && pack.version == before.version {
        let message = format!("the law is another one than that of version {}", before.version);
        note(message, "raise `version`: two packs of one version could not be told apart");
    }
    let told = files.get("CHANGELOG.md").is_some_and(|bytes| {
        std::str::from_utf8(bytes).is_ok_and(|text| text.lines().any(|line| names(line, &pack.version)))
    });
    if pack.version != before.version && !told {
        let message = format!("CHANGELOG.md has no entry for version {}", pack.version);
        note(message, "say there from which grant dates verdicts can differ");
    }
}

/// Whether a heading names a version.
fn names(line: &str, version: &str) -> bool {
    line.starts_with('#') && line.split_whitespace().any(|word| word.trim_matches(['[', ']']) == version)
}

/// Something that changed, and which cases speak of it.
struct Change {
    what: String,
    place: (String, u32),
    /// Under which regimes it is seen; `None`: under any.
    regimes: Option<BTreeSet<String>>,
    /// The Member State or currency whose history it is; of that of all others, those that have one of their own.
    whose: Whose,
}

enum Whose {
    Everybodys,
    AllBut(BTreeSet<String>),
    Of(String),
}

/// On which days, and from what to what.
struct Days<'a> {
    days: BTreeSet<NaiveDate>,
    told: Box<dyn Fn(NaiveDate) -> String + 'a>,
}

impl Change {
    fn under(&self) -> String {
        let regimes = self.regimes.iter().flatten().cloned().collect::<Vec<_>>().join(" or ");
        if regimes.is_empty() { String::new() } else { format!("under {regimes} ") }
    }
}

fn changes<'a>(before: &'a Pack, now: &'a Pack) -> Vec<(Change, Days<'a>)> {
    let figures = now.params.values().flat_map(|parameter| figure_changes(before, now, parameter));
    figures.chain(now.rules.iter().filter_map(|rule| rule_change(before, rule))).collect()
}

fn figure_changes<'a>(before: &'a Pack, now: &'a Pack, parameter: &'a Parameter) -> Vec<(Change, Days<'a>)> {
    let older = before.params.get(&parameter.id).map(|older| &older.values);
    let own: BTreeSet<String> = parameter.values.keys().flatten().cloned().collect();
    let regimes = regimes_of(now, &parameter.id);
    let of = |(whose, dated): (&'a Option<String>, &'a Dated<Value>)| {
        let older = older.and_then(|values| values.get(whose));
        let value = |history: Option<&'a Dated<Value>>, on: NaiveDate| {
            history.and_then(|dated| dated.on(on)).map(|entry| &entry.value)
        };
        let mut days: BTreeSet<NaiveDate> = BTreeSet::new();
        for history in std::iter::once(dated).chain(older) {
            let ends = history.entries().iter().filter_map(|entry| entry.until?.succ_opt());
            days.extend(history.entries().iter().map(|entry| entry.from).chain(ends));
        }
        days.retain(|on| {
            let around = |history| (on.pred_opt().and_then(|day| value(history, day)), value(history, *on));
            let (was, is) = (around(older), around(Some(dated)));
            was != is && (is.0 != is.1 || was.1 != is.1)
        });
        let told = move |on: NaiveDate| {
            let text = |value: Option<&Value>| value.map_or_else(|| "none".to_owned(), Value::to_string);
            let old = on.pred_opt().and_then(|day| value(Some(dated), day));
            format!("from {} to {}", text(old), text(value(Some(dated), on)))
        };
        let what = match whose {
            None => format!("parameter `{}`", parameter.id),
            Some(whose) => format!("parameter `{}` for {whose}", parameter.id),
        };
        let change = Change {
            what,
            place: parameter.place.clone(),
            regimes: regimes.clone(),
            whose: whose.clone().map_or(Whose::AllBut(own.clone()), Whose::Of),
        };
        (change, Days { days, told: Box::new(told) })
    };
    parameter.values.iter().map(of).collect()
}

/// The regimes of the rules that name a parameter; `None` where one of them speaks of any.
fn regimes_of(pack: &Pack, parameter: &str) -> Option<BTreeSet<String>> {
    let naming = |rule: &&Rule| rule.head().parameters().any(|named| named == parameter);
    let mut all = BTreeSet::new();
    for rule in pack.rules.iter().filter(naming) {
        all.extend(rule.regimes()?.iter().map(ToString::to_string));
    }
    Some(all)
}

/// A rule that is new, or begins or ends on another day than it did.
fn rule_change<'a>(before: &'a Pack, rule: &'a Rule) -> Option<(Change, Days<'a>)> {
    let head = rule.head();
    let older = before.rules.iter().find(|older| older.head().id == head.id);
    let ends = |rule: &Rule| {
        let tail = rule.in_force().and_then(|force| force.tail.as_ref()).map(|tail| tail.until);
        let days: BTreeSet<NaiveDate> =
            rule.head().until.into_iter().chain(tail).filter_map(|day| day.succ_opt()).collect();
        days
    };
    let mut days = BTreeSet::new();
    if older.is_none_or(|older| older.head().from != head.from) {
        days.insert(head.from);
    }
    let older_ends = older.map(ends).unwrap_or_default();
    days.extend(ends(rule).symmetric_difference(&older_ends));
    let change = Change {
        what: format!("rule `{}`", head.id),
        place: head.place.clone(),
        regimes: rule.regimes().map(|regimes| regimes.iter().map(ToString::to_string).collect()),
        whose: Whose::Everybodys,
    };
    let told = |on| if on == head.from { "it begins" } else { "it ends" }.to_owned();
    (!days.is_empty()).then(|| (change, Days { days, told: Box::new(told) }))
}

/// The days, regimes, States and currencies of which a case speaks.
#[derive(Default)]
struct Shown {
    days: BTreeSet<NaiveDate>,
    words: BTreeSet<String>,
}

impl Shown {
    fn of(case: &Case) -> Shown {
        let mut shown = Shown::default();
        match &case.story {
            Story::Plain(plain) => {
                let grant = &plain.grant;
                shown.days.extend([Some(grant.date), grant.registered_on].into_iter().flatten());
                shown.words.extend([grant.regime.to_string(), grant.member_state.clone()]);
            }
            Story::Steps(steps) => {
                for step in &steps.steps {
                    shown.days.extend(step.registered_on);
                    shown.fields(&step.fields);
                }
            }
        }
        for room in &case.headroom {
            shown.days.insert(room.on);
            shown.words.extend([room.regime.to_string(), room.member_state.clone()]);
        }
        shown
    }

    fn fields(&mut self, fields: &Fields) {
        for field in fields.values() {
            match field {
                Field::Text(word) => drop(self.words.insert(word.clone())),
                Field::Texts(words) => self.words.extend(words.iter().cloned()),
                Field::Date(day) => drop(self.days.insert(*day)),
                Field::Dates(days) => self.days.extend(days),
                Field::Truth(_) => {}
                Field::Block(block) => self.fields(block),
                Field::Rows(rows) => rows.iter().for_each(|row| self.fields(row)),
            }
        }
    }

    fn shows(&self, change: &Change, day: NaiveDate) -> bool {
        let regime =
            change.regimes.as_ref().is_none_or(|regimes| regimes.iter().any(|r| self.words.contains(r)));
        let whose = match &change.whose {
            Whose::Everybodys => true,
            Whose::Of(one) => self.words.contains(one),
            Whose::AllBut(own) => {
                let states = super::regime::MEMBER_STATES.iter().filter(|state| self.words.contains(**state));
                own.is_empty() || states.clone().next().is_none() || states.clone().any(|s| !own.contains(*s))
            }
        };
        regime && whose && self.days.contains(&day)
    }
}
