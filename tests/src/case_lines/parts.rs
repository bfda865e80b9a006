//! Small parts of the lines that cases are told in.

use rules::pack::case::{Field, Fields};
use serde_json::{Value, json};

pub(super) fn put(object: &mut Value, name: &str, value: Option<Value>) {
    if let (Value::Object(members), Some(value)) = (object, value) {
        members.insert(name.to_owned(), value);
    }
}

pub(super) fn digest() -> String {
    "0".repeat(64)
}

pub(super) fn eur(amount: &str) -> Value {
    money(amount, "EUR")
}

pub(super) fn money(amount: &str, currency: &str) -> Value {
    json!({"amount": amount, "currency": currency})
}

pub(super) fn word<'a>(fields: &'a Fields, key: &str) -> Option<&'a str> {
    match fields.get(key) {
        Some(Field::Text(text)) => Some(text),
        _ => None,
    }
}

pub(super) fn rows<'a>(fields: &'a Fields, key: &str) -> &'a [Fields] {
    match fields.get(key) {
        Some(Field::Rows(rows)) => rows,
        _ => &[],
    }
}

pub(super) fn with(mut data: Value, more: Value) -> Value {
    if let Value::Object(more) = more {
        for (name, value) in more {
            if data.get(&name).is_none() {
                put(&mut data, &name, Some(value));
            }
        }
    }
    data
}

pub(super) fn without(mut data: Value, name: &str) -> Value {
    if let Some(members) = data.as_object_mut() {
        members.remove(name);
    }
    data
}

pub(super) fn date(fields: &Fields, key: &str) -> Option<Value> {
    match fields.get(key) {
        Some(Field::Date(date)) => Some(json!(date.to_string())),
        _ => None,
    }
}
