//! Every sentence has its test, and every test its sentence.

use std::collections::BTreeSet;
use std::path::Path;

fn text(path: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    std::fs::read_to_string(root.join(path)).unwrap()
}

/// `G11` of `- **G11** ..`.
fn sentences() -> BTreeSet<String> {
    let rules = text("docs/spec/rules.md");
    let named = rules.lines().filter_map(|line| line.strip_prefix("- **")?.split_once("**"));
    named.map(|(name, _)| name.to_lowercase()).collect()
}

/// `g11` of `fn g11_..`.
fn tested() -> BTreeSet<String> {
    let files = [
        "undertakings",
        "groups",
        "holdings",
        "windows",
        "scope",
        "figures",
        "cumulation",
        "life",
        "procedure",
        "duties",
        "ground",
    ];
    let mut tested = BTreeSet::new();
    let mut read = |path: String| {
        let body = text(&path);
        let names = body.lines().filter_map(|line| line.strip_prefix("fn ")?.split_once('_'));
        let numbered =
            |name: &str| name.len() > 1 && name.split_at(1).1.bytes().all(|byte| byte.is_ascii_digit());
        tested.extend(names.map(|(name, _)| name.to_owned()).filter(|name| numbered(name)));
    };
    for file in files {
        read(format!("tests/tests/sentences/{file}.rs"));
    }
    read("tests/tests/reliance.rs".to_owned());
    tested
}

#[test]
fn every_sentence_has_a_named_test() {
    assert!(sentences().len() > 70, "{:?}", sentences());
    assert_eq!(sentences(), tested());
}
