//! What a rule states, key by key, as it is written: for whoever shows a rule, whatever its kind.

use toml_edit::{Item, TableLike, Value};

use crate::pack::citation::Citation;
use crate::pack::shape::{CITATION, Form, OF_EVERY_RULE, Shape};

/// What stands at a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stated {
    /// A text, a number, a date, a regime.
    Word(String),
    /// Several.
    Words(Vec<String>),
    /// A word of a closed list.
    Choice(String),
    /// Several.
    Choices(Vec<String>),
    /// The code of a refusal.
    Code(String),
    /// The name of a parameter.
    Parameter(String),
    /// The name of a list.
    List(String),
    /// A place in the law.
    Citation(Citation),
    /// Blocks, in order.
    Rows(Vec<Vec<(&'static str, Stated)>>),
}

/// The keys of a rule beside those that every rule has, in the order of its kind.
pub(super) fn stated(table: &dyn TableLike, shape: &'static Shape) -> Vec<(&'static str, Stated)> {
    let of_every_rule = |name: &str| OF_EVERY_RULE.iter().any(|key| key.name == name);
    let is_rule = shape.all().next().is_some_and(|key| key.name == "kind");
    // What tells its form is told as its kind.
    let told = ["condition", "method", "duty"];
    let own = |name: &str| !of_every_rule(name) && !told.contains(&name);
    let keys = shape.all().filter(|key| !is_rule || own(key.name));
    keys.filter_map(|key| Some((key.name, at(table.get(key.name)?, &key.form)))).collect()
}

fn at(item: &Item, form: &Form) -> Stated {
    match form {
        Form::Parameter(_) => Stated::Parameter(item.as_str().unwrap_or_default().to_owned()),
        Form::List => Stated::List(item.as_str().unwrap_or_default().to_owned()),
        Form::Block(shape) if shape.what == CITATION.what => {
            let table = item.as_table_like();
            table.map_or(Stated::Rows(Vec::new()), |table| Stated::Citation(Citation::peek(table)))
        }
        Form::Block(shape) => {
            Stated::Rows(item.as_table_like().map(|table| stated(table, shape)).into_iter().collect())
        }
        Form::Rows(_, shape) => Stated::Rows(rows(item, shape)),
        Form::Code => Stated::Code(words(item).concat()),
        Form::OneOf(_) | Form::Truth => Stated::Choice(words(item).concat()),
        Form::AnyOf(..) => Stated::Choices(words(item)),
        Form::Regimes(_) | Form::RegimesOrAnyOther | Form::Names => Stated::Words(words(item)),
        Form::Text
        | Form::Plain(_)
        | Form::Date
        | Form::Whole(..)
        | Form::Jurisdiction
        | Form::State
        | Form::Regime
        | Form::Codes
        | Form::Flags
        | Form::Value
        | Form::Named
        | Form::OfCases => Stated::Word(words(item).join(", ")),
    }
}

fn rows(item: &Item, shape: &'static Shape) -> Vec<Vec<(&'static str, Stated)>> {
    match item {
        Item::ArrayOfTables(list) => list.iter().map(|table| stated(table, shape)).collect(),
        Item::Value(Value::Array(list)) => {
            list.iter().filter_map(Value::as_inline_table).map(|table| stated(table, shape)).collect()
        }
        _ => Vec::new(),
    }
}

fn words(item: &Item) -> Vec<String> {
    let Some(value) = item.as_value() else { return Vec::new() };
    match value {
        Value::Array(list) => list.iter().map(word).collect(),
        one => vec![word(one)],
    }
}

fn word(value: &Value) -> String {
    match value {
        Value::String(text) => text.value().clone(),
        Value::Integer(number) => number.value().to_string(),
        Value::Boolean(truth) => truth.value().to_string(),
        Value::Datetime(date) => date.value().to_string(),
        Value::Float(_) | Value::Array(_) | Value::InlineTable(_) => String::new(),
    }
}
