//! The grammar of packs as JSON Schemas, for editors and for whoever writes packs with a program: one for each kind of TOML file.
//!
//! They are made of the tables that the reader reads by, and say what one file shows by itself: keys, words, how figures and dates are
//! written. What two blocks or two files show together (gaps, overlaps, names that lead nowhere) is the reader's alone.

use ledger::event::aid::Regime;
use ledger::event::field::{Definitions, Field as _};
use serde_json::{Map, Value, json};

use super::case;
use super::regime::MEMBER_STATES;
use super::rule::{ROWS, ToldBy};
use super::shape::{CITATION, Form, PACK, PARAMETER, Shape, UNITS};

/// The schemas by the name of their file: `pack` (pack.toml), `params` (params/*.toml), `rules` (rules/*.toml) and `cases`
/// (cases/*.toml).
#[must_use]
pub fn schemas() -> [(&'static str, Value); 4] {
    [
        ("pack", document("pack.toml of a pack", object(&PACK, &[]))),
        ("params", document("A file of parameters of a pack", params())),
        ("rules", document("A file of rules of a pack", rules())),
        ("cases", document("A file of cases of a pack", cases())),
    ]
}

fn document(title: &str, mut of: Value) -> Value {
    let (mut parts, mut open) = (Map::new(), vec![of.to_string()]);
    while let Some(text) = open.pop() {
        for (name, part) in shared() {
            if text.contains(&format!("#/$defs/{name}\"")) && !parts.contains_key(name) {
                open.push(part.to_string());
                parts.insert(name.to_owned(), part);
            }
        }
    }
    if let Value::Object(members) = &mut of {
        members.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
        members.insert("title".to_owned(), json!(title));
        members.insert("$defs".to_owned(), Value::Object(parts));
    }
    of
}

/// What stands in many places of a schema, once.
fn shared() -> Vec<(&'static str, Value)> {
    let closed = |words: Vec<&str>| json!({"type": "array", "items": {"enum": words}, "uniqueItems": true});
    let aid = case::forms().map(|(word, shape)| told(case::Act::Grant, shape, &[("form", word)]));
    vec![
        ("citation", object(&CITATION, &[])),
        ("state", json!({"enum": MEMBER_STATES})),
        ("regime", regime()),
        ("code", json!({"enum": super::regime::RULE_CODES.map(|code| code.as_str())})),
        ("codes", closed(case::codes())),
        ("flags", closed(case::flags())),
        (
            "expect",
            json!({"anyOf": [{"enum": ["admitted", "recorded"]}, told(case::Act::Grant, &case::STEP_EXPECT, &[])]}),
        ),
        ("aid", json!({"anyOf": aid.collect::<Vec<_>>()})),
    ]
}

/// A part that stands in [`shared`].
fn named_part(name: &str) -> Value {
    json!({"$ref": format!("#/$defs/{name}")})
}

/// A file of named blocks.
fn named(key: &str, names: &str, block: &Value) -> Value {
    json!({
        "type": "object",
        "properties": {key: {
            "type": "object",
            "propertyNames": {"pattern": whole(names)},
            "additionalProperties": block,
        }},
        "required": [key],
        "additionalProperties": false,
    })
}

fn params() -> Value {
    let mut parameter = object(&PARAMETER, &[]);
    let values = |keys: Value| json!({"value": {"items": keys}});
    let only = |per: &str| json!({"per": {"const": per}});
    let of_units = UNITS.iter().map(|unit| {
        let written = json!({"properties": {"value": of_unit(unit)}});
        let then = if *unit == super::param::CONVERSION {
            let written = merged(written, json!({"required": ["currency"]}));
            json!({"properties": merged(values(written), only("currency")), "required": ["per"]})
        } else {
            json!({"properties": merged(values(written), only("member-state"))})
        };
        json!({"if": {"properties": {"unit": {"const": unit}}, "required": ["unit"]}, "then": then})
    });
    // A key that a history per State or per currency has stands nowhere else.
    let of_histories = [("member-state", "member_state"), ("currency", "currency")].map(|(per, key)| {
        json!({
            "if": {"properties": only(per), "required": ["per"]},
            "else": {"properties": values(json!({"properties": {key: false}}))},
        })
    });
    parameter = merged(parameter, json!({"allOf": of_units.chain(of_histories).collect::<Vec<_>>()}));
    named("parameter", "[a-z0-9-]{1,64}", &parameter)
}

fn merged(first: Value, second: Value) -> Value {
    let mut all = Map::new();
    for value in [first, second] {
        if let Value::Object(members) = value {
            all.extend(members);
        }
    }
    Value::Object(all)
}

/// How a value of a unit is written.
fn of_unit(unit: &str) -> Value {
    let one_of = |words: &[&str]| json!({"enum": words});
    match unit {
        "EUR" => plain(r"(0|[1-9][0-9]{0,14})(\.[0-9]{1,2})?"),
        "percent" => plain(r"(100(\.0{1,4})?|(0|[1-9][0-9]?)(\.[0-9]{1,4})?)"),
        "boundary" => one_of(&["closed", "half-open"]),
        "weekdays" => {
            let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
            json!({"type": "array", "items": one_of(&days), "uniqueItems": true, "maxItems": 6})
        }
        "day-of-year" => plain("(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"),
        "date" => of(&Form::Date),
        "roll" => one_of(&["next-working-day", "none"]),
        "cross-border" | "natural-persons" => one_of(&["counted", "not-counted"]),
        "credit-band" => one_of(&["AAA", "AA", "A", "BBB", "BB", "B", "CCC"]),
        "loan-formula" => one_of(&["none", "undiscounted"]),
        // Six significant figures: zeros and a point in front of the first one, a point among the others.
        super::param::CONVERSION => plain(r"(0\.0*|(?=[1-9]))[1-9](\.?[0-9]){5}"),
        _ => json!({"type": "integer", "minimum": 0, "maximum": 100_000}),
    }
}

fn rules() -> Value {
    let rows = ROWS.iter().map(|row| {
        let mut fixed = vec![("kind", row.kind)];
        if let ToldBy::Word(key, word) = row.told_by {
            fixed.push((key, word));
        }
        let mut block = object(&row.shape, &fixed);
        if let ToldBy::Key("statement") = row.told_by {
            // One statement alone excludes by the activity.
            block = merged(
                block,
                json!({
                    "if": {"required": ["sectors"]},
                    "then": {"properties": {"statement": {"const": "price_quantity_linked"}}},
                }),
            );
        }
        block
    });
    named("rule", "(?=.{1,100}$)[a-z0-9-]+/[a-z0-9-]+", &json!({"anyOf": rows.collect::<Vec<_>>()}))
}

fn cases() -> Value {
    let plain = object(&case::CASE, &[]);
    let mut in_steps = object(&case::CASE_IN_STEPS, &[]);
    let steps = case::Act::ALL.iter().map(|act| step(*act));
    let steps = json!({"type": "array", "items": {"anyOf": steps.collect::<Vec<_>>()}});
    if let Some(keys) = in_steps.get_mut("properties").and_then(Value::as_object_mut) {
        keys.insert("step".to_owned(), steps);
    }
    let of_sort = json!({"if": {"required": ["step"]}, "then": in_steps, "else": plain});
    json!({
        "type": "object",
        "properties": {"case": {"type": "array", "items": of_sort}},
        "required": ["case"],
        "additionalProperties": false,
    })
}

fn step(act: case::Act) -> Value {
    let mut step = told(act, act.shape(), &[("do", act.word())]);
    // Where limits decide, the step says what they must say.
    if let Some(required) = step.get_mut("required").and_then(Value::as_array_mut)
        && act.usual_outcome().is_none()
    {
        required.push(json!("expect"));
    }
    step
}

/// A block of a case.
fn told(act: case::Act, shape: &Shape, fixed: &[(&'static str, &'static str)]) -> Value {
    // On a cost line aid is an amount.
    let of_line = shape.what == case::LINE.what;
    with(shape, fixed, &|key| match key {
        "aid" if of_line => of_kind(act, case::Kind::Number(2, false)),
        _ => of_case(act, key),
    })
}

fn of_case(act: case::Act, key: &str) -> Value {
    match key {
        "expect" => named_part("expect"),
        "outcome" => of(&case::OUTCOMES),
        "codes" => named_part("codes"),
        "flags" => named_part("flags"),
        "id" | "name" => of(&Form::Text),
        "registered_on" => of(&Form::Date),
        _ => case::kind(act, key).map_or(Value::Bool(true), |kind| of_kind(act, kind)),
    }
}

fn of_kind(act: case::Act, kind: case::Kind) -> Value {
    use case::Kind;
    match kind {
        Kind::Undertaking | Kind::Award | Kind::Statement | Kind::Text => of(&Form::Text),
        Kind::Undertakings | Kind::Awards => of(&Form::Names),
        Kind::Date => of(&Form::Date),
        Kind::Dates => json!({"type": "array", "items": of(&Form::Date), "minItems": 1}),
        Kind::Number(places, signed) => {
            let sign = if signed { "-?" } else { "" };
            plain(&format!(r"{sign}(0|[1-9][0-9]{{0,14}})(\.[0-9]{{1,{places}}})?"))
        }
        Kind::Truth => of(&Form::Truth),
        Kind::OneOf(words) => of(&Form::OneOf(words)),
        Kind::State => of(&Form::State),
        // A report may be of notified aid, or of a regime that nobody knows; no rule may.
        Kind::Regime => Regime::schema(&mut Definitions::default()),
        Kind::Conditions => json!({"type": "array", "items": {"type": "string"}, "uniqueItems": true}),
        Kind::Rows(shape) => json!({"type": "array", "items": told(act, shape, &[]), "minItems": 1}),
        Kind::Aid => named_part("aid"),
    }
}

/// A block with its keys; of those in `fixed` the one word that may stand there.
fn object(shape: &Shape, fixed: &[(&'static str, &'static str)]) -> Value {
    with(shape, fixed, &|_| Value::Bool(true))
}

fn with(shape: &Shape, fixed: &[(&'static str, &'static str)], of_cases: &dyn Fn(&str) -> Value) -> Value {
    let mut properties = Map::new();
    for key in shape.all() {
        let value = match (fixed.iter().find(|(name, _)| *name == key.name), &key.form) {
            (Some((_, word)), _) => json!({"const": word}),
            (None, Form::OfCases) => of_cases(key.name),
            (None, form) => of(form),
        };
        properties.insert(key.name.to_owned(), value);
    }
    let block = json!({
        "title": shape.what,
        "type": "object",
        "properties": properties,
        "required": shape.required().collect::<Vec<_>>(),
        "additionalProperties": false,
    });
    merged(block, between(shape.what))
}

/// What two keys of one block say of each other.
fn between(what: &str) -> Value {
    let note = json!({"status": ["note"]});
    match what {
        "citation" => json!({"oneOf": [{"required": ["article"]}, {"required": ["recital"]}]}),
        "value" => json!({"dependentRequired": note}),
        "counts" => json!({
            "dependentRequired": note,
            "if": {"properties": {"mode": {"const": "interpretation"}}},
            "then": {"required": ["note"], "properties": {"status": false}},
        }),
        "expect" => json!({
            "if": {"properties": {"outcome": {"enum": ["admitted", "recorded"]}}},
            "then": {"properties": {"codes": {"maxItems": 0}}},
            "else": {"required": ["codes"], "properties": {"codes": {"minItems": 1}}},
        }),
        _ => json!({}),
    }
}

fn of(form: &Form) -> Value {
    let list = |items: Value, least: usize| json!({"type": "array", "items": items, "minItems": least, "maxItems": 256, "uniqueItems": true});
    match form {
        Form::Text | Form::List => text(),
        Form::Parameter(unit) => {
            let told = format!("the name of a parameter of unit {unit}");
            merged(text(), json!({"description": told}))
        }
        Form::Names => list(json!({"type": "string", "pattern": r"\S"}), 0),
        Form::Plain(pattern) => plain(pattern),
        Form::Date => {
            json!({"type": "string", "format": "date", "pattern": r"^(199\d|20\d\d|21\d\d)-\d\d-\d\d$"})
        }
        Form::Whole(least, most) => json!({"type": "integer", "minimum": least, "maximum": most}),
        Form::Truth => json!({"type": "boolean"}),
        Form::OneOf(words) => json!({"enum": words}),
        Form::AnyOf(least, words) => list(json!({"enum": words}), *least),
        Form::Codes => named_part("codes"),
        Form::Flags => named_part("flags"),
        Form::State => named_part("state"),
        Form::Jurisdiction => {
            let all: Vec<&str> = std::iter::once("eu").chain(MEMBER_STATES).collect();
            json!({"enum": all})
        }
        Form::Regime => named_part("regime"),
        Form::Regimes(least) => list(named_part("regime"), *least),
        Form::RegimesOrAnyOther => {
            json!({"anyOf": [{"const": [super::regime::ANY_OTHER]}, list(named_part("regime"), 1)]})
        }
        Form::Code => named_part("code"),
        Form::Block(shape) if shape.what == CITATION.what => named_part("citation"),
        Form::Block(shape) => object(shape, &[]),
        Form::Rows(least, shape) => {
            json!({"type": "array", "items": object(shape, &[]), "minItems": least})
        }
        Form::Value | Form::Named | Form::OfCases => Value::Bool(true),
    }
}

/// A regime that rules may name: those of events, but for the two that only reports know.
fn regime() -> Value {
    let mut of_events = Regime::schema(&mut Definitions::default());
    if let Some(pattern) = of_events.get("pattern").and_then(Value::as_str) {
        of_events = json!({"type": "string", "pattern": pattern.replace("|notified|unknown", "")});
    }
    of_events
}

/// Words, not empty, without blanks around them.
fn text() -> Value {
    json!({"type": "string", "pattern": r"^\S([\s\S]*\S)?$"})
}

fn plain(pattern: &str) -> Value {
    json!({"type": "string", "pattern": whole(pattern)})
}

fn whole(pattern: &str) -> String {
    format!("^({pattern})$")
}
