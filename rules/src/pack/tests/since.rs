//! A new version held against an earlier one: each changed figure has a case on the day before and one on the day of it.

use super::*;

const CITATION: &str = r#"{ act = "Regulation (EU) 2023/2831", celex = "32023R2831", eli = "http://data.europa.eu/eli/reg/2023/2831/oj", article = "3", paragraph = "2" }"#;

fn small() -> BTreeMap<String, Vec<u8>> {
    let mut files = folder(&root().join("../tests/vectors/pack/good/small"));
    files.remove("sha256.txt");
    files
}

fn with(path: &str, old: &str, new: &str) -> BTreeMap<String, Vec<u8>> {
    let mut files = small();
    let text = String::from_utf8(files[path].clone()).unwrap();
    assert!(text.contains(old), "{old}");
    files.insert(path.into(), text.replacen(old, new, 1).into_bytes());
    put(&mut files, "CHANGELOG.md", "# Changes\n\n## 1.1.0\n");
    let head = String::from_utf8(files["pack.toml"].clone()).unwrap();
    files.insert("pack.toml".into(), head.replace("1.0.0", "1.1.0").into_bytes());
    files
}

fn put(files: &mut BTreeMap<String, Vec<u8>>, path: &str, text: &str) {
    files.insert(path.into(), text.as_bytes().to_vec());
}

/// The ceiling rises on the first day of 2028.
fn raised() -> BTreeMap<String, Vec<u8>> {
    let newer = format!(
        "[[parameter.ceiling.value]]\nfrom = 2028-01-01\nvalue = \"350000.00\"\ncitation = {CITATION}\n\n[parameter.boundary]"
    );
    with("params/figures.toml", "[parameter.boundary]", &newer)
}

fn case_on(day: &str, regime: &str, state: &str) -> String {
    format!(
        "[[case]]\nname = \"{day} {regime} {state}\"\nsource = \"arithmetic\"\n\n[case.grant]\ndate = {day}\namount = \"350000.00\"\nmember_state = \"{state}\"\nregime = \"{regime}\"\nright = \"on-admission\"\n\n[case.expect]\noutcome = \"admitted\"\ncodes = []\nflags = []\ncitation = \"Regulation (EU) 2023/2831 Art. 3(2)\"\n\n"
    )
}

fn owed(files: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let before = Pack::from_files(&small()).unwrap();
    match check_since(files, &before) {
        Ok(_) => Vec::new(),
        Err(errors) => errors.faults().iter().map(ToString::to_string).collect(),
    }
}

#[test]
fn the_same_pack_owes_nothing() {
    assert_eq!(owed(&small()), Vec::<String>::new());
}

#[test]
fn a_raised_ceiling_owes_a_case_on_the_day_before_and_one_on_the_day() {
    let mut files = raised();
    let line = "params/figures.toml:2: parameter `ceiling` changes on 2028-01-01 (from 300000.00 to 350000.00), and no case \
                speaks of";
    let hint = "the day before shows what was, the day of the change what is)";
    let missing = |day: &str| format!("{line} {day} (add a case under eu-2023-2831 on {day}: {hint}");
    let (before, on) = ("2027-12-31", "2028-01-01");
    assert_eq!(owed(&files), [missing(before), missing(on)]);
    put(&mut files, "cases/a.toml", &case_on(before, "eu-2023-2831", "FI"));
    assert_eq!(owed(&files), [missing(on)]);
    // A grant of that day under another regime shows nothing of this ceiling.
    let other = case_on(before, "eu-2023-2831", "FI") + &case_on(on, "eu-2023-2832", "FI");
    put(&mut files, "cases/a.toml", &other);
    assert_eq!(owed(&files), [missing(on)]);
    put(&mut files, "cases/a.toml", &(other + &case_on(on, "eu-2023-2831", "FI")));
    assert_eq!(owed(&files), Vec::<String>::new());
}

#[test]
fn a_changed_history_of_one_state_is_shown_by_grants_of_that_state() {
    let old = "member_state = \"IT\"\nfrom = 2024-01-01";
    let mut files = with("params/figures.toml", old, "member_state = \"IT\"\nfrom = 2025-01-01");
    // Two days are others than they were: the first of the old history and that of the new one.
    let said = owed(&files);
    assert_eq!(said.len(), 4, "{said:?}");
    assert!(said.iter().all(|line| line.contains("parameter `boundary` for IT")), "{said:?}");
    let days = ["2023-12-31", "2024-01-01", "2024-12-31", "2025-01-01"];
    let cases = |state: &str| days.map(|day| case_on(day, "eu-2023-2831", state)).concat();
    put(&mut files, "cases/a.toml", &cases("FI"));
    assert_eq!(owed(&files).len(), 4);
    put(&mut files, "cases/a.toml", &cases("IT"));
    assert_eq!(owed(&files), Vec::<String>::new());
}

#[test]
fn a_rule_that_ends_owes_a_case_on_its_last_day_and_one_on_the_next() {
    let files = with("rules/exclusion.toml", "from = 2014-01-01", "from = 2014-01-01\nuntil = 2026-12-31");
    let said = owed(&files);
    assert_eq!(said.len(), 2, "{said:?}");
    let told = "rules/exclusion.toml:2: rule `small/agriculture` changes on 2027-01-01 (it ends), and no case speaks of 2026-12-31";
    assert!(said[0].starts_with(told), "{said:?}");
}

#[test]
fn other_law_needs_another_version_and_a_line_of_the_changelog() {
    let mut files = raised();
    files.remove("CHANGELOG.md");
    let said = owed(&files).join("\n");
    assert!(said.contains("pack.toml: CHANGELOG.md has no entry for version 1.1.0 ("), "{said}");
    let head = String::from_utf8(files["pack.toml"].clone()).unwrap();
    put(&mut files, "pack.toml", &head.replace("1.1.0", "1.0.0"));
    let said = owed(&files).join("\n");
    assert!(said.contains("pack.toml: the law is another one than that of version 1.0.0 ("), "{said}");
    put(&mut files, "pack.toml", &head.replace("small", "large"));
    assert!(owed(&files).join("\n").contains("pack.toml: `large` is compared with `small` ("));
}
