//! The JSON Schemas in `docs/spec/events/` are those of the types. `AIDLEDGER_BLESS=1` writes them anew.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test stops at the first surprise, with its place"
)]

use std::collections::BTreeSet;
use std::path::PathBuf;

use aidledger_tests::vectors::blessing;
use ledger::event::EventType;
use serde_json::Value;

fn dir() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/spec/events")
}

/// With names in order at every level, so that the text does not hang on how a library keeps its maps.
fn sorted(value: &Value) -> Value {
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

#[test]
fn committed_schemas_are_those_of_the_types() {
    for event_type in EventType::ALL {
        let path = dir().join(format!("{event_type}.schema.json"));
        let text = format!("{:#}\n", sorted(&event_type.schema()));
        if blessing() {
            std::fs::create_dir_all(dir()).unwrap();
            std::fs::write(&path, &text).unwrap();
        }
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(committed == text, "{} is out of step: AIDLEDGER_BLESS=1 writes it", path.display());
    }
}

#[test]
fn no_schema_is_left_of_a_type_that_is_gone() {
    let expected: BTreeSet<String> = EventType::ALL.iter().map(|t| format!("{t}.schema.json")).collect();
    let name = |entry: std::io::Result<std::fs::DirEntry>| entry.unwrap().file_name().into_string().unwrap();
    let found: BTreeSet<String> = std::fs::read_dir(dir()).unwrap().map(name).collect();
    assert_eq!(found, expected);
}
