//! `aid-audit diff`: what other law would have said of a log, as it is typed.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at whatever it did not expect"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use aidledger_tests::build_log::BuildLog;
use rules::pack::{Pack, SHIPPED};
use serde_json::Value;

type Files = BTreeMap<String, Vec<u8>>;

/// The shipped pack of de minimis aid.
fn shipped() -> Files {
    SHIPPED.iter().find(|pack| pack.name == "eu-deminimis").unwrap().files()
}

/// The same in another version, with one text in it changed.
fn with(path: &str, old: &str, new: &str) -> Files {
    let mut files = shipped();
    let mut edit = |path: &str, old: &str, new: &str| {
        let text = String::from_utf8(files[path].clone()).unwrap();
        assert!(text.contains(old), "{path}: {old}");
        files.insert(path.into(), text.replacen(old, new, 1).into_bytes());
    };
    edit(path, old, new);
    let version = Pack::from_files(&shipped()).unwrap().version;
    edit("pack.toml", &format!("\"{version}\""), "\"99.0.0\"");
    files
}

/// The general ceiling from a day on.
fn ceiling_from(day: &str, euro: &str) -> Files {
    let citation = r#"citation = { act = "Regulation (EU) 2023/2831", celex = "32023R2831", eli = "http://data.europa.eu/eli/reg/2023/2831/oj", article = "3", paragraph = "2" }"#;
    let value = format!("from = {day}\nvalue = \"{euro}\"\n{citation}\n\n");
    let next = "# Regulation (EU) 2023/2832, Art. 3(2)";
    with("params/ceilings.toml", next, &format!("[[parameter.general-ceiling.value]]\n{value}{next}"))
}

fn folder(at: &Path, name: &str, files: &Files) -> PathBuf {
    let folder = at.join(name);
    for (path, bytes) in files {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    folder
}

fn digest(files: &Files) -> String {
    Pack::from_files(files).unwrap().sha256_hex()
}

/// Two undertakings, a grant of EUR 260,000.00 to the first.
fn log(nonce: u8) -> BuildLog {
    let mut log = BuildLog::ready(nonce).unwrap();
    log.register(1).unwrap();
    log.register(2).unwrap();
    log.group(&[BuildLog::grant("a1", 1, "260000.00")], &|_| {}).unwrap();
    log
}

fn run(home: &Path, args: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_aid-audit-under-test"));
    command.args(args).env("XDG_STATE_HOME", home.join("state")).stdin(Stdio::null());
    let out = command.output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (out.status.code().unwrap(), text(&out.stdout), text(&out.stderr))
}

/// Compares two packs over a log; answers the exit code, the lines by kind and the sum.
fn diff(log: &BuildLog, a: &Files, b: &Files, more: &[&str]) -> (i32, Vec<Value>, Vec<Value>, Value) {
    let home = tempfile::tempdir().unwrap();
    let at = home.path();
    log.publish().unwrap();
    let dir = log.copy_to(at).unwrap();
    let (a, b) = (folder(at, "a", a), folder(at, "b", b));
    let args = ["diff", dir.to_str().unwrap(), "--packs", a.to_str().unwrap(), b.to_str().unwrap()];
    let (code, out, err) = run(at, &[&args[..], &["--format", "json"], more].concat());
    let lines: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let of = |kind: &str| -> Vec<Value> { lines.iter().filter_map(|line| line.get(kind).cloned()).collect() };
    let sum = of("sum").pop().ok_or(format!("{out}{err}")).unwrap();
    (code, of("verdict"), of("headroom"), sum)
}

#[test]
fn a_lower_ceiling_would_have_refused_a_grant() {
    let lower = with("params/ceilings.toml", "300000.00", "250000.00");
    let (code, verdicts, rooms, sum) = diff(&log(1), &shipped(), &lower, &["--on", "2026-12-01"]);
    assert_eq!(code, 6, "{sum}");
    assert_eq!(verdicts.len(), 1, "{verdicts:?}");
    let found = &verdicts[0];
    assert_eq!((&found["type"], &found["party"]), (&"award.granted".into(), &"csc".into()));
    let member = |name: &str| {
        let all = found["members"].as_array().unwrap();
        let of = all.iter().find(|member| member["member"] == name).unwrap();
        (of["a"].clone(), of["b"].clone())
    };
    assert_eq!(member("outcome"), ("admitted".into(), "refused".into()));
    assert_eq!(member("codes").1, serde_json::json!(["ceiling_exceeded"]));
    // What was refused is not held: more is left under the lower ceiling.
    // The sums of the sector acts have the same figure.
    assert!(rooms.iter().all(|room| room["undertaking"] == "NID:FI:1"), "{rooms:?}");
    assert_eq!((&rooms[0]["undertaking"], &rooms[0]["regime"]), (&"NID:FI:1".into(), &"eu-2023-2831".into()));
    assert_eq!(
        (&rooms[0]["a"]["remaining"], &rooms[0]["b"]["remaining"]),
        (&"40000.00".into(), &"250000.00".into())
    );
}

#[test]
fn where_nothing_differs_nothing_is_listed() {
    let elsewhere = with("params/ceilings.toml", "750000.00", "750000.01");
    // Of a ceiling that no statement met and nobody is asked about under it, only the headroom is another.
    let (code, verdicts, rooms, sum) = diff(&log(2), &shipped(), &shipped(), &[]);
    assert_eq!((code, verdicts.len(), rooms.len()), (0, 0, 0), "{sum}");
    assert!(
        sum["compared"].as_u64().unwrap() >= 3 && sum["headrooms_compared"].as_u64().unwrap() >= 1,
        "{sum}"
    );
    let (code, verdicts, rooms, _) = diff(&log(2), &shipped(), &elsewhere, &[]);
    assert_eq!((code, verdicts.len()), (6, 0), "{rooms:?}");
    assert!(rooms.iter().all(|room| room["regime"] == "eu-2023-2832"), "{rooms:?}");
}

#[test]
fn an_undertaking_may_be_touched_in_what_is_left_alone() {
    let raised = ceiling_from("2028-01-01", "350000.00");
    let (code, verdicts, rooms, _) = diff(&log(3), &shipped(), &raised, &["--on", "2027-12-31"]);
    assert_eq!((code, verdicts.len(), rooms.len()), (0, 0, 0), "{rooms:?}");
    let (code, verdicts, rooms, _) = diff(&log(3), &shipped(), &raised, &["--on", "2028-01-01"]);
    assert_eq!((code, verdicts.len(), rooms.len()), (6, 0, 1), "{verdicts:?} {rooms:?}");
    assert_eq!(
        (&rooms[0]["a"]["remaining"], &rooms[0]["b"]["remaining"]),
        (&"40000.00".into(), &"90000.00".into())
    );
}

/// What was answered stands, what comes later is answered by the new version, and the log is sound.
#[test]
fn a_pack_adopted_in_mid_log_leaves_what_was_answered() {
    let higher = with("params/ceilings.toml", "300000.00", "310000.00");
    let mut log = log(4);
    let grant = |award: &str| [BuildLog::grant(award, 2, "305000.00")];
    let refused = log.group(&grant("b1"), &|_| {}).unwrap();
    assert_eq!(refused[0].outcome.as_str(), "refused");
    let position = log.size() - 1;
    assert_eq!(log.adopt(&higher).unwrap().outcome.as_str(), "admitted");
    let admitted = log.group(&grant("b2"), &|_| {}).unwrap();
    assert_eq!(admitted[0].outcome.as_str(), "admitted");
    log.publish().unwrap();

    let home = tempfile::tempdir().unwrap();
    let at = home.path();
    let dir = log.copy_to(at).unwrap();
    let dir = dir.to_str().unwrap();
    let (code, out, _) = run(at, &["verify", dir]);
    assert_eq!(code, 0, "{out}");
    // Both versions lie in the log and are named by their digests.
    let (old, new) = (digest(&shipped()), digest(&higher));
    let (code, out, err) = run(at, &["diff", dir, "--packs", &old, &new]);
    assert_eq!(code, 6, "{out}{err}");
    assert!(out.contains(&format!("position {position}: ")), "{out}");
    assert!(out.contains(r#"outcome: first "refused", second "admitted""#), "{out}");
    assert!(out.lines().last().unwrap().contains("headrooms differ"), "{out}");
}

#[test]
fn what_is_no_pack_is_named() {
    let home = tempfile::tempdir().unwrap();
    let at = home.path();
    let log = log(5);
    log.publish().unwrap();
    let dir = log.copy_to(at).unwrap();
    let dir = dir.to_str().unwrap();
    let unknown = "0".repeat(64);
    let (code, _, err) = run(at, &["diff", dir, "--packs", &unknown, &unknown]);
    assert_eq!(code, 1);
    assert!(err.contains("the log holds no pack 0000"), "{err}");
    let (code, _, err) = run(at, &["diff", dir, "--packs", "nowhere", &unknown]);
    assert_eq!(code, 1);
    assert!(err.contains("nowhere"), "{err}");
    assert_eq!(run(at, &["diff", dir]).0, 1);
}
