//! The table of kinds, from which the schemas are made, says what the reader does: of each key whether it must be there, which
//! words may stand at it, and what may not.

use std::fmt::Write as _;

use super::*;
use crate::pack::rule::{ROWS, ToldBy};
use crate::pack::shape::{Form, Shape, UNITS};

const CITATION: &str = r#"{ act = "Act", celex = "32023R2831", eli = "http://data.europa.eu/eli/reg/2023/2831/oj", article = "1" }"#;

fn value(unit: &str) -> &'static str {
    match unit {
        "EUR" => r#""300000.00""#,
        "percent" => r#""50""#,
        "boundary" => r#""closed""#,
        "weekdays" => r#"["sunday"]"#,
        "roll" => r#""none""#,
        "cross-border" | "natural-persons" => r#""counted""#,
        "credit-band" => r#""B""#,
        "loan-formula" => r#""none""#,
        "conversion-rate" => r#""1.95583""#,
        "day-of-year" => r#""06-30""#,
        "date" => "2027-08-02",
        _ => "365",
    }
}

/// A parameter of each unit under its name, and a list for each way to read one.
fn surroundings() -> BTreeMap<String, Vec<u8>> {
    let mut params = String::new();
    for unit in UNITS {
        let (per, of) = if unit == "conversion-rate" {
            ("per = \"currency\"\n", "currency = \"BGN\"\n")
        } else {
            ("", "")
        };
        let name = unit.to_lowercase();
        let _ = write!(
            params,
            "[parameter.{name}]\ntitle = \"T\"\nunit = \"{unit}\"\n{per}[[parameter.{name}.value]]\n{of}from = 1990-01-01\nvalue = {}\ncitation = {CITATION}\n",
            value(unit)
        );
    }
    let mut files = folder(&root().join("../tests/vectors/pack/good/small"));
    files.retain(|path, _| path == "pack.toml");
    files.insert("params/p.toml".into(), params.into_bytes());
    for (list, effect) in [("sectors", "excluded"), ("serves", "served")] {
        files.insert(format!("lists/{list}.csv"), format!("revision,code,effect\n2.1,01,{effect}\n").into());
    }
    files
}

/// Something that may stand at a key.
fn example(key: &str, form: &Form) -> String {
    match form {
        Form::Text => "\"T\"".into(),
        Form::Date if key == "until" => "2030-12-31".into(),
        Form::Date => "2024-01-01".into(),
        Form::Whole(least, _) => least.to_string(),
        Form::Truth => "true".into(),
        Form::OneOf(words) => format!("{:?}", words[0]),
        Form::AnyOf(_, words) => format!("{words:?}"),
        Form::Regime => "\"eu-2023-2831\"".into(),
        Form::Regimes(1) | Form::RegimesOrAnyOther => "[\"eu-2023-2831\"]".into(),
        Form::Regimes(_) => "[]".into(),
        Form::Code => "\"ceiling_exceeded\"".into(),
        Form::Parameter(unit) => format!("{:?}", unit.to_lowercase()),
        Form::List => format!("{key:?}"),
        Form::Block(shape) if shape.what == "citation" => CITATION.into(),
        Form::Block(shape) => inline(shape),
        Form::Rows(_, shape) => format!("[{}]", inline(shape)),
        Form::Plain(_)
        | Form::Jurisdiction
        | Form::Names
        | Form::State
        | Form::Codes
        | Form::Flags
        | Form::Value
        | Form::Named
        | Form::OfCases => {
            panic!("no rule has such a key: {key}")
        }
    }
}

fn inline(shape: &Shape) -> String {
    let keys = shape.all().filter(|key| key.required);
    let written = keys.map(|key| match key.name {
        "until" => "until = 2031-06-30".to_owned(),
        name => format!("{name} = {}", example(name, &key.form)),
    });
    format!("{{ {} }}", written.collect::<Vec<_>>().join(", "))
}

/// With names in order at every level, so that the text does not hang on how a library keeps its maps.
fn sorted(value: &serde_json::Value) -> serde_json::Value {
    use serde_json::Value;
    match value {
        Value::Object(members) => {
            let mut names: Vec<&String> = members.keys().collect();
            names.sort();
            names.into_iter().map(|name| (name.clone(), sorted(&members[name]))).collect()
        }
        Value::Array(items) => items.iter().map(sorted).collect(),
        other => other.clone(),
    }
}

/// That they accept every good pack and refuse every bad one whose fault a schema can see is asked of a validator that we did not
/// write: `tests/interop/schemas.sh`. `AIDLEDGER_BLESS=1` writes them anew.
#[test]
fn committed_schemas_are_those_of_the_reader() {
    let dir = root().join("../docs/spec/pack/v0");
    for (name, schema) in schemas() {
        let path = dir.join(format!("{name}.schema.json"));
        let text = format!("{:#}\n", sorted(&schema));
        if std::env::var_os("AIDLEDGER_BLESS").is_some() {
            std::fs::create_dir_all(&dir).unwrap();
            std::fs::write(&path, &text).unwrap();
        }
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(committed == text, "{} is out of step: AIDLEDGER_BLESS=1 writes it", path.display());
    }
    assert_eq!(std::fs::read_dir(dir).unwrap().count(), schemas().len());
}

type Keys = BTreeMap<&'static str, String>;

/// What the reader says of a rule.
fn faults(keys: &Keys) -> Vec<String> {
    let mut files = surroundings();
    let lines = keys.iter().map(|(key, value)| format!("{key} = {value}\n"));
    let rule = format!("[rule.\"a/b\"]\n{}", lines.collect::<String>());
    files.insert("rules/r.toml".into(), rule.into_bytes());
    let Err(errors) = Pack::from_files(&files) else { return Vec::new() };
    let of_rule = errors.faults().iter().filter(|fault| {
        let across = matches!(fault.kind, PackFaultKind::Conflict { .. } | PackFaultKind::Undated { .. });
        fault.file == "rules/r.toml" && !across
    });
    of_rule.map(ToString::to_string).collect()
}

/// Words that stand for those that are none.
const NO_WORD: &str = "\"neither-nor\"";

#[test]
fn the_table_of_kinds_says_what_the_reader_does() {
    let (mut words, mut keys) = (0, 0);
    // What a duty must have hangs on the day from which it runs: packs with a mistake each have it (`tests/vectors/pack/bad/duty-*`).
    // So do the periods of a ceiling, what one without a ceiling of its own is beside, and the terms of a declaration.
    let hangs_together = |row: &&crate::pack::rule::Row| {
        matches!(row.form(), "deadline" | "retention" | "declaration" | "separated")
            || matches!(row.kind, "window_cap" | "national_cap")
    };
    for row in ROWS.iter().filter(|row| !hangs_together(row)) {
        let fixed = |key: &str| match row.told_by {
            _ if key == "kind" => Some(format!("{:?}", row.kind)),
            ToldBy::Word(at, word) if key == at => Some(format!("{word:?}")),
            _ => None,
        };
        let written =
            |key: &crate::pack::shape::Key| fixed(key.name).unwrap_or_else(|| example(key.name, &key.form));
        let least: Keys =
            row.shape.all().filter(|k| k.required).map(|key| (key.name, written(key))).collect();
        let called = format!("{} {:?}", row.kind, least);
        assert_eq!(faults(&least), Vec::<String>::new(), "{called}");
        for key in row.shape.all().filter(|key| fixed(key.name).is_none()) {
            keys += 1;
            let told = matches!(row.told_by, ToldBy::Key(at) if at == key.name);
            let with = |value: &str| {
                let mut keys = least.clone();
                if row.told_by_statement() && matches!(key.name, "sectors" | "excludes" | "reviews") {
                    keys.insert("statement", "\"price_quantity_linked\"".into());
                }
                if key.name == "tail" {
                    keys.insert("until", "2030-12-31".into());
                }
                keys.insert(key.name, value.to_owned());
                faults(&keys)
            };
            assert_eq!(with(&written(key)), Vec::<String>::new(), "{called} {}", key.name);
            if key.required && !told {
                let mut without = least.clone();
                without.remove(key.name);
                let said = faults(&without);
                let missing = format!("has no `{}`", key.name);
                assert!(said.iter().any(|said| said.contains(&missing)), "{called} {}: {said:?}", key.name);
            }
            // Nothing is of this type.
            assert!(!with("1.5").is_empty(), "{called} {}: a float", key.name);
            match &key.form {
                Form::OneOf(all) => {
                    for word in *all {
                        words += 1;
                        assert_eq!(with(&format!("{word:?}")), Vec::<String>::new(), "{called}");
                    }
                    assert!(!with(NO_WORD).is_empty(), "{called} {}", key.name);
                }
                Form::AnyOf(fewest, all) => {
                    for word in *all {
                        words += 1;
                        assert_eq!(with(&format!("[{word:?}]")), Vec::<String>::new(), "{called}");
                    }
                    assert!(!with(&format!("[{NO_WORD}]")).is_empty(), "{called} {}", key.name);
                    assert_eq!(with("[]").is_empty(), *fewest == 0, "{called} {}", key.name);
                }
                Form::Regimes(fewest) => {
                    assert!(!with(&format!("[{NO_WORD}]")).is_empty(), "{called} {}", key.name);
                    assert_eq!(with("[]").is_empty(), *fewest == 0, "{called} {}", key.name);
                }
                Form::RegimesOrAnyOther => {
                    assert_eq!(with("[\"any-other\"]"), Vec::<String>::new(), "{called}");
                    assert!(!with("[]").is_empty(), "{called}");
                }
                Form::Whole(fewest, most) => {
                    for (number, good) in
                        [(fewest - 1, false), (*fewest, true), (*most, true), (most + 1, false)]
                    {
                        assert_eq!(with(&number.to_string()).is_empty(), good, "{called} {number}");
                    }
                }
                Form::Code | Form::Regime => assert!(!with(NO_WORD).is_empty(), "{called} {}", key.name),
                Form::Parameter(unit) => {
                    for other in UNITS {
                        let said = with(&format!("{:?}", other.to_lowercase()));
                        assert_eq!(
                            said.is_empty(),
                            other == *unit,
                            "{called} {}: {other} {said:?}",
                            key.name
                        );
                    }
                }
                Form::Rows(fewest, _) => {
                    assert_eq!(with("[]").is_empty(), *fewest == 0, "{called} {}", key.name);
                }
                _ => {}
            }
        }
    }
    assert!(words > 15 && keys > 150, "{words} words, {keys} keys");
}

impl crate::pack::rule::Row {
    fn told_by_statement(&self) -> bool {
        matches!(self.told_by, ToldBy::Key("statement"))
    }
}
