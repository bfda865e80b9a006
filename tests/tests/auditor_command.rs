//! The command as it is typed: exit codes, what goes to which stream, what the auditor remembers.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test stops at whatever it did not expect"
)]

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use aidledger_tests::build_log::{BuildLog, Who, log_key};
use aidledger_tests::explained::Facts;
use ledger::reader::DirReader;
use ledger::submission::SecretKey;
use serde_json::Value;

/// A published log as files of a directory.
fn write(log: &BuildLog, dir: &Path) -> PathBuf {
    log.copy_to(dir).unwrap()
}

fn log(nonce: u8, undertakings: u64) -> BuildLog {
    let mut log = BuildLog::ready(nonce).unwrap();
    for n in 1..=undertakings {
        log.register(n).unwrap();
    }
    log.group(&[BuildLog::grant("a1", 1, "260000.00")], &|_| {}).unwrap();
    log.publish().unwrap();
    log
}

fn run(home: &Path, args: &[&str]) -> (u8, String, String) {
    let out: Output = command(home, args).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (u8::try_from(out.status.code().unwrap()).unwrap(), text(&out.stdout), text(&out.stderr))
}

fn command(home: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_aid-audit-under-test"));
    command.args(args).env("XDG_STATE_HOME", home.join("state")).stdin(Stdio::null());
    command
}

/// A path as an argument.
fn arg(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn verify_remembers_what_it_has_seen() {
    let home = tempfile::tempdir().unwrap();
    let at = home.path();
    let dir = write(&log(1, 3), at);
    let (code, out, _) = run(at, &["verify", arg(&dir)]);
    assert_eq!(code, 0, "{out}");
    assert!(
        out.contains("pinned by first-sight") && out.contains("NOT checked") && out.contains("no promise")
    );
    // The data directory is taken for the log in it, and the second look knows whose it is.
    let (code, out, _) = run(at, &["verify", arg(at), "--format", "json"]);
    let report: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, report["exit"].as_u64()), (0, Some(0)));
    assert_eq!(report["identity"]["pinned_by"], "state");
    let ledger = report["identity"]["ledger_id"].as_str().unwrap().to_owned();

    // A rolled-back log, right in itself.
    std::fs::remove_dir_all(&dir).unwrap();
    write(&log(1, 2), at);
    let (code, out, err) = run(at, &["verify", arg(&dir)]);
    assert_eq!(code, 2, "{out}");
    assert!(out.contains("two histories") || out.contains("rolled back"), "{out}");
    assert!(err.contains("is kept in"), "{err}");

    // Another ledger at the same place.
    std::fs::remove_dir_all(&dir).unwrap();
    write(&log(2, 3), at);
    let (code, out, _) = run(at, &["verify", arg(&dir)]);
    assert_eq!(code, 4);
    assert!(out.contains("another ledger than before") && out.contains(&ledger), "{out}");

    // Damage to the auditor's own memory says nothing about the log.
    std::fs::remove_dir_all(&dir).unwrap();
    write(&log(1, 3), at);
    let head = at.join("state/aid-audit").join(&ledger).join("checkpoint");
    let mut bytes = std::fs::read(&head).unwrap();
    let last = bytes.len() - 3;
    bytes[last] ^= 1;
    std::fs::write(&head, bytes).unwrap();
    let (code, out, err) = run(at, &["verify", arg(&dir)]);
    assert_eq!((code, out.as_str()), (5, ""));
    assert!(err.contains(arg(&head)), "{err}");
}

#[test]
fn a_head_that_somebody_else_kept_counts_as_seen() {
    let home = tempfile::tempdir().unwrap();
    let at = home.path();
    let dir = write(&log(1, 3), at);
    let (shorter, longer) = (at.join("shorter"), at.join("longer"));
    let mut grown = log(1, 3);
    std::fs::write(&shorter, grown.file("log/checkpoint").unwrap()).unwrap();
    grown.register(9).unwrap();
    grown.publish().unwrap();
    std::fs::write(&longer, grown.file("log/checkpoint").unwrap()).unwrap();
    let since = |head: &Path| run(at, &["verify", arg(&dir), "--since", arg(head)]);
    let (code, out, _) = since(&shorter);
    assert_eq!(code, 0, "{out}");
    assert!(out.contains("consistency with"), "{out}");
    assert_eq!(since(&longer).0, 2);
    std::fs::write(&shorter, "nonsense").unwrap();
    assert_eq!(since(&shorter).0, 1);
}

#[test]
fn answers_from_a_log_say_what_the_log_is_worth() {
    let home = tempfile::tempdir().unwrap();
    let at = home.path();
    let dir = write(&log(1, 3), at);
    let asked = [
        "headroom",
        arg(&dir),
        "--regime",
        "eu-2023-2831",
        "--undertaking",
        "NID:FI:1",
        "--on",
        "2026-12-02",
    ];
    let left = |extra: &[&str]| {
        let (code, out, err) = run(at, &[&asked[..], &["--member-state", "FI"], extra].concat());
        let answer: Option<Value> = serde_json::from_str(&out).ok();
        (code, answer.map(|answer| (answer["remaining"].clone(), answer["known_at"].clone())), err)
    };
    assert_eq!(left(&[]).1.unwrap(), ("40000.00".into(), 10.into()));
    assert_eq!(left(&["--known-at", "9"]).1.unwrap(), ("300000.00".into(), 9.into()));
    assert_eq!(left(&["--known-at", "99"]).0, 1);
    let (code, out, _) = run(at, &["explain", arg(&dir), "--position", "10"]);
    assert!(code == 0 && out.contains("Art. 3(2)"), "{out}");
    assert!(out.contains("this award, granted on"), "{out}");
    let (code, out, _) = run(at, &["replay", arg(&dir), "--format", "text"]);
    let admitted = |line: &&str| line.split_whitespace().nth(1) == Some("admitted");
    assert_eq!((code, out.lines().filter(admitted).count()), (0, 8), "{out}");
    // Without its key line the log still answers, and says so; without its packs or entries it does not.
    std::fs::remove_file(dir.join("vkey")).unwrap();
    let (code, answer, err) = left(&[]);
    assert!(code == 4 && answer.is_some() && err.contains("vkey"), "{err}");
    std::fs::remove_dir_all(dir.join("pack")).unwrap();
    let (code, answer, err) = left(&[]);
    assert!(code == 4 && answer.is_none() && err.contains("pack"), "{err}");
}

#[test]
fn a_state_that_cannot_be_kept_is_a_warning() {
    let home = tempfile::tempdir().unwrap();
    let dir = write(&log(1, 1), home.path());
    let file = home.path().join("file");
    std::fs::write(&file, "").unwrap();
    let (code, _, err) = run(home.path(), &["verify", arg(&dir), "--state", arg(&file.join("below"))]);
    assert_eq!(code, 0);
    assert!(err.contains("run without"), "{err}");
}

#[test]
fn arguments_and_places_that_do_not_fit_cannot_run() {
    let home = tempfile::tempdir().unwrap();
    let at = home.path();
    for args in [
        &["verify"][..],
        &["verify", "/no/such/place"],
        &["verify", "/", "--log", "nonsense"],
        &["replay", "--facts", "/no/such/file"],
        &["nonsense"],
    ] {
        let (code, out, err) = run(at, args);
        assert_eq!((code, out.as_str()), (1, ""), "{args:?}");
        assert!(!err.is_empty());
    }
    assert_eq!(run(at, &["--help"]).0, 0);
}

#[test]
fn reports_are_written_in_both_forms() {
    let home = tempfile::tempdir().unwrap();
    let at = home.path();
    let dir = write(&log(1, 1), at);
    for name in ["r.json", "r.html"] {
        let path = at.join(name);
        assert_eq!(run(at, &["verify", arg(&dir), "--report", arg(&path)]).0, 0);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains("sound within the scope below"), "{text}");
    }
    assert_eq!(run(at, &["verify", arg(&dir), "--report", arg(&at.join("r.txt"))]).0, 1);
}

#[test]
fn facts_give_lines_or_nothing() {
    let home = tempfile::tempdir().unwrap();
    let at = home.path();
    let facts = at.join("facts.jsonl");
    let good = r#"{"type":"eu.aidledger.undertaking.registered.v1","data":{"undertaking":"NID:FI:1","identifiers":[],"natural_person":false}}"#;
    std::fs::write(&facts, format!("{good}\n")).unwrap();
    let (code, out, _) = run(at, &["replay", "--facts", arg(&facts)]);
    assert_eq!(code, 0);
    assert_eq!(
        out,
        "{\"position\":1,\"id\":\"line-1\",\"type\":\"undertaking.registered\",\"party\":\"facts\",\"subject\":\"NID:FI:1\",\"awards\":[],\"outcome\":\"recorded\",\"codes\":[],\"flags\":[],\"gge\":null,\"checks\":[]}\n"
    );
    let asked = [
        "headroom",
        "--facts",
        arg(&facts),
        "--regime",
        "eu-2023-2831",
        "--member-state",
        "FI",
        "--on",
        "2026-11-23",
    ];
    let (code, out, _) = run(at, &[&asked[..], &["--undertaking", "NID:FI:1"]].concat());
    let answer: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, answer["remaining"].as_str()), (0, Some("300000.00")));
    assert_eq!(run(at, &[&asked[..], &["--undertaking", "NID:FI:2"]].concat()).0, 1);
    std::fs::write(&facts, format!("{good}\n{{\"type\":1}}\n")).unwrap();
    let (code, out, err) = run(at, &["replay", "--facts", arg(&facts)]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(err.contains("line 2: /type"), "{err}");
}

#[test]
fn one_fact_is_explained_as_it_stood_then() {
    let home = tempfile::tempdir().unwrap();
    let at = home.path();
    let facts = at.join("facts.jsonl");
    let line =
        |kind: &str, data: String| format!("{{\"type\":\"eu.aidledger.{kind}.v1\",\"data\":{data}}}\n");
    let registered = r#"{"undertaking":"NID:FI:1","identifiers":[],"natural_person":false}"#.to_owned();
    let grant = |award: &str, amount: &str| {
        let nominal = format!(r#"{{"amount":"{amount}","currency":"EUR"}}"#);
        let data = Facts::grant(award, "NID:FI:1", "FI", "2026-11-20", "on-admission", &nominal);
        line("award.granted", data)
    };
    let text = line("undertaking.registered", registered)
        + &grant("a", "200000.00")
        + &grant("b", "100000.01")
        + &grant("c", "1.00");
    std::fs::write(&facts, text).unwrap();
    let explain = |position: &str| run(at, &["explain", "--facts", arg(&facts), "--position", position]);
    let (code, out, _) = explain("3");
    assert_eq!(code, 0);
    for said in [
        "3  refused   line-3  EUR 100000.01  [ceiling_exceeded]",
        "facts/a of 2026-11-20 (admitted here) = 200000.00  (position 2)",
        "over the ceiling = 0.01",
    ] {
        assert!(out.contains(said), "{said}: {out}");
    }
    assert!(!out.contains("facts/c"), "{out}");
    for position in ["0", "5"] {
        let (code, out, err) = explain(position);
        assert_eq!((code, out.as_str()), (1, ""));
        assert!(err.contains(&format!("the file has no line {position}")), "{err}");
    }
}

#[test]
fn a_proof_made_here_is_checked_here() {
    let home = tempfile::tempdir().unwrap();
    let at = home.path();
    let made = log(1, 3);
    let dir = write(&made, at);
    let (code, proof, _) = run(at, &["prove", arg(&dir), "--position", "5"]);
    assert_eq!(code, 0);
    let (proof_file, entry, policy) = (at.join("p.tlog-proof"), at.join("entry.json"), at.join("policy"));
    std::fs::write(&proof_file, &proof).unwrap();
    let bytes = ledger::reader::entries(&made.reader(), made.size()).nth(5).unwrap().unwrap().bytes;
    std::fs::write(&entry, &bytes).unwrap();
    std::fs::write(&policy, format!("log {}\nquorum none\n", made.vkey())).unwrap();
    let args = ["check", arg(&proof_file), "--entry", arg(&entry), "--policy", arg(&policy)];
    let (code, out, err) = run(at, &args);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("position 5"));
    std::fs::write(&entry, &bytes[1..]).unwrap();
    assert_eq!(run(at, &args).0, 2);
    std::fs::write(&entry, &bytes).unwrap();
    std::fs::write(&policy, format!("log {}\nquorum none\n", log_key(2).unwrap().verifier_key())).unwrap();
    assert_eq!(run(at, &args).0, 2);
    assert_eq!(run(at, &["prove", arg(&dir), "--position", "99"]).0, 1);
}

/// Serves the files of a log to whoever has the token; ends with the test.
fn serve(dir: PathBuf) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming().take(200) {
            let mut stream = stream.unwrap();
            let mut head = [0; 4096];
            let read = stream.read(&mut head).unwrap();
            let head = String::from_utf8_lossy(&head[..read]).into_owned();
            let path = head.split(' ').nth(1).unwrap().trim_start_matches("/log/").to_owned();
            let authorised = head.to_ascii_lowercase().contains("authorization: bearer secret");
            let (status, body) = match std::fs::read(dir.join(path)) {
                _ if !authorised => ("401 Unauthorized", Vec::new()),
                Ok(bytes) => ("200 OK", bytes),
                Err(_) => ("404 Not Found", Vec::new()),
            };
            let head =
                format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
            let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body));
        }
    });
    format!("http://{address}/log")
}

#[test]
fn an_address_is_read_with_a_token_and_never_believed_at_first_sight() {
    let home = tempfile::tempdir().unwrap();
    let at = home.path();
    let made = log(1, 3);
    let url = serve(write(&made, at));
    let token = at.join("token");
    std::fs::write(&token, "secret\n").unwrap();
    assert_eq!(run(at, &["verify", &url]).0, 1, "no token: unreadable");
    let with = ["verify", &url, "--token-file", arg(&token)];
    let (code, out, _) = run(at, &with);
    assert_eq!(code, 4, "{out}");
    let vkey = made.vkey().to_string();
    let pinned = [&with[..], &["--log", &vkey]].concat();
    assert_eq!(run(at, &pinned).0, 0);
    assert_eq!(run(at, &with).0, 0, "seen before");
}

/// A witness under test; ended by its own id.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn post(address: &str, body: &str) -> (u16, String) {
    let mut stream = TcpStream::connect(address).unwrap();
    let head =
        format!("POST /add-checkpoint HTTP/1.1\r\nHost: w\r\nContent-Length: {}\r\n\r\n{body}", body.len());
    stream.write_all(head.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let status = answer.split(' ').nth(1).unwrap().parse().unwrap();
    (status, answer.split_once("\r\n\r\n").unwrap().1.to_owned())
}

fn witness(at: &Path, vkey: &str) -> (Running, String) {
    use std::io::{BufRead as _, BufReader};
    let (state, key) = (at.join("witness"), at.join("witness.jwk"));
    std::fs::write(&key, SecretKey::from_seed(&[5; 32]).jwk().to_string()).unwrap();
    let args =
        ["witness", "--listen", "127.0.0.1:0", "--state", arg(&state), "--key", arg(&key), "--log", vkey];
    let mut child = Running(command(at, &args).stderr(Stdio::piped()).spawn().unwrap());
    let mut said = String::new();
    BufReader::new(child.0.stderr.take().unwrap()).read_line(&mut said).unwrap();
    let address = said.split("http://").nth(1).unwrap().split('/').next().unwrap().to_owned();
    (child, address)
}

#[test]
fn a_witness_cosigns_growth_and_nothing_else_also_after_a_restart() {
    let home = tempfile::tempdir().unwrap();
    let at = home.path();
    let made = log(1, 3);
    let note = String::from_utf8(made.file("log/checkpoint").unwrap()).unwrap();
    let other = String::from_utf8(log(1, 2).file("log/checkpoint").unwrap()).unwrap();
    let vkey = made.vkey().to_string();
    let (running, address) = witness(at, &vkey);
    let (status, body) = post(&address, &format!("old 0\n\n{note}"));
    assert_eq!(status, 200, "{body}");
    assert!(body.starts_with("\u{2014} aid-audit-witness "), "{body}");
    assert_eq!(post(&address, "nonsense").0, 400);
    drop(running);
    let (_running, address) = witness(at, &vkey);
    let size = made.size();
    assert_eq!(post(&address, &format!("old 0\n\n{other}")), (409, format!("{size}\n")));
    assert_eq!(post(&address, &format!("old {size}\n\n{note}")).0, 200);
}

/// Two grants of the host to undertaking 1, a late report that pushes one of them over, an objection to the other, and a
/// grant to undertaking 2.
fn eventful() -> BuildLog {
    let mut log = BuildLog::ready(1).unwrap();
    (1..=2).for_each(|n| drop(log.register(n).unwrap()));
    let grants = [("a1", 1, "200000.00"), ("a2", 1, "90000.00"), ("b1", 2, "5.00")];
    let grants = grants.map(|(award, n, amount)| BuildLog::grant(award, n, amount));
    log.group(&grants, &|_| {}).unwrap();
    let report = serde_json::json!({
        "award": "r1", "beneficiary": "NID:FI:1", "granting_authority": {"id": "other", "name": "Other"}, "member_state": "FI",
        "granted_on": "2026-11-02", "basis": {"regime": "eu-2023-2831"}, "reported_from": "register", "date_basis": "legal-right",
        "aid": {"form": "declared", "gge": {"amount": "50000.00", "currency": "EUR"}},
        "source_row": {"register": "tam", "id": "TM-1", "retrieved_on": "2026-11-20", "sha256": "0".repeat(64)},
    });
    assert!(log.say(Who::Register, "award.reported", "r1", report).unwrap().affects.is_some());
    let objection = serde_json::json!({"award": "a2", "reason": "not received"});
    log.say(Who::Host, "award.disputed", "a2", objection).unwrap();
    log.publish().unwrap();
    log
}

#[test]
fn one_command_lists_what_belongs_to_whom_what_is_over_and_what_was_posted_when() {
    let home = tempfile::tempdir().unwrap();
    let at = home.path();
    let dir = write(&eventful(), at);
    let rows = |more: &[&str]| -> Vec<Value> {
        let (code, out, err) = run(at, &[&["list", arg(&dir), "--format", "json"], more].concat());
        assert_eq!(code, 0, "{more:?} {err}");
        out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    let of = |rows: &[Value], member: &str| -> Vec<String> {
        rows.iter().map(|row| row[member].as_str().unwrap_or("-").to_owned()).collect()
    };
    assert_eq!(rows(&[]).len(), 14);
    // Everything of one undertaking, its objection included, which names the award alone.
    let one = rows(&["--undertaking", "nid:fi:1"]);
    assert_eq!(
        of(&one, "type"),
        ["undertaking.registered", "award.granted", "award.granted", "award.reported", "award.disputed"]
    );
    assert_eq!(of(&one, "award"), ["-", "csc/a1", "csc/a2", "tam/r1", "csc/a2"]);
    assert_eq!(of(&one[1..], "beneficiary"), ["NID:FI:1"; 4]);
    assert_eq!(of(&one, "granted_on"), ["-", "2026-12-01", "2026-12-01", "2026-11-02", "2026-12-01"]);
    // Everything of one host, of one kind, in one month.
    assert_eq!(
        of(&rows(&["--party", "csc", "--type", "award.granted"]), "award"),
        ["csc/a1", "csc/a2", "csc/b1"]
    );
    assert_eq!(of(&rows(&["--granted-to", "2026-11-30"]), "award"), ["tam/r1"]);
    assert_eq!(
        of(&rows(&["--granted-from", "2026-12-01", "--award", "a2"]), "type"),
        ["award.granted", "award.disputed"]
    );
    // Which awards are over, and which are disputed.
    let over = of(&rows(&["--over"]), "award");
    assert!(over.contains(&"csc/a2".to_owned()) && !over.contains(&"csc/b1".to_owned()), "{over:?}");
    assert!(rows(&["--over"]).iter().all(|row| row["type"] != "award.disputed"), "the award's own row, once");
    assert_eq!(of(&rows(&["--disputed"]), "award"), ["csc/a2", "csc/a2"]);
    // What was posted on a day, before it and after it.
    let day = rows(&[])[0]["recorded_at"].as_str().unwrap()[..10].to_owned();
    let mine = ["--party", "csc", "--recorded-from", &day, "--recorded-to", &day];
    assert_eq!(rows(&mine).len(), 4);
    let (code, out, err) = run(at, &["list", arg(&dir), "--recorded-from", "2199-01-01"]);
    assert_eq!((code, out.lines().count()), (0, 1), "the head of the table alone");
    assert!(err.contains("nothing in this log"), "{err}");
    let (code, _, err) = run(at, &["list", arg(&dir), "--undertaking", "NID:FI:99"]);
    assert!(code == 1 && err.contains("no undertaking of this log"), "{err}");
    // For people, and for spreadsheets.
    let (_, table, _) = run(at, &["list", arg(&dir), "--award", "csc/a2"]);
    assert!(table.starts_with("position  recorded"), "{table}");
    assert!(table.contains("90000.00  pushed_over disputed"), "{table}");
    let (_, csv, _) = run(at, &["list", arg(&dir), "--award", "csc/a2", "--format", "csv"]);
    assert!(csv.starts_with("position,recorded,type,party,award,") && csv.lines().count() == 3, "{csv}");
    assert!(csv.contains(",award.granted,csc,csc/a2,NID:FI:1,2026-12-01,admitted,90000.00,"), "{csv}");
}

#[test]
fn a_replayed_line_says_whose_it_is_and_of_which_award() {
    let home = tempfile::tempdir().unwrap();
    let at = home.path();
    let dir = write(&eventful(), at);
    let (code, out, _) = run(at, &["replay", arg(&dir)]);
    assert_eq!(code, 0);
    let lines: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let disputed = lines.last().unwrap();
    assert_eq!(
        (&disputed["type"], &disputed["party"], &disputed["subject"]),
        (&"award.disputed".into(), &"csc".into(), &"a2".into())
    );
    assert_eq!(
        disputed["awards"],
        serde_json::json!([{"award": "csc/a2", "beneficiary": "NID:FI:1", "granted_on": "2026-12-01"}])
    );
    assert!(disputed["recorded_at"].as_str().unwrap().ends_with('Z'));
    assert_eq!(lines[0]["awards"], serde_json::json!([]));
    let (_, text, _) = run(at, &["replay", arg(&dir), "--format", "text"]);
    assert!(
        text.contains("award.granted") && text.contains("csc/a1 of NID:FI:1 granted 2026-12-01"),
        "{text}"
    );
}

#[test]
fn a_dispute_is_seen_at_its_award_in_headroom() {
    let home = tempfile::tempdir().unwrap();
    let at = home.path();
    let dir = write(&eventful(), at);
    let asked = [
        "headroom",
        arg(&dir),
        "--undertaking",
        "NID:FI:1",
        "--regime",
        "eu-2023-2831",
        "--on",
        "2026-12-02",
    ];
    let (_, out, _) = run(at, &asked);
    let answer: Value = serde_json::from_str(&out).unwrap();
    let disputed: Vec<(&str, bool)> = answer["awards"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| (line["award"].as_str().unwrap(), line["disputed"].as_bool().unwrap()))
        .collect();
    assert_eq!(
        disputed.iter().filter(|(_, disputed)| *disputed).map(|(award, _)| *award).collect::<Vec<_>>(),
        ["csc/a2"]
    );
    assert!(out.contains("somebody has objected to it"), "{out}");
    let (_, text, _) = run(at, &[&asked[..], &["--format", "text"]].concat());
    assert!(text.contains("csc/a2") && text.contains(", disputed"), "{text}");
}

#[test]
fn one_state_belongs_to_one_witness() {
    let home = tempfile::tempdir().unwrap();
    let at = home.path();
    let vkey = log(1, 3).vkey().to_string();
    let (_running, _) = witness(at, &vkey);
    let (state, key) = (at.join("witness"), at.join("witness.jwk"));
    let args =
        ["witness", "--listen", "127.0.0.1:0", "--state", arg(&state), "--key", arg(&key), "--log", &vkey];
    let mut second = Running(command(at, &args).stderr(Stdio::piped()).spawn().unwrap());
    let mut said = String::new();
    let mut stderr = std::io::BufReader::new(second.0.stderr.take().unwrap());
    std::io::BufRead::read_line(&mut stderr, &mut said).unwrap();
    assert!(said.contains("another witness works on"), "{said}");
    assert_eq!(second.0.wait().unwrap().code(), Some(1));
}

#[test]
fn the_reader_of_the_copied_log_is_the_one_of_the_disk() {
    let home = tempfile::tempdir().unwrap();
    let made = log(1, 1);
    let dir = write(&made, home.path());
    let there = rules::audit::identify(&DirReader::at(&dir).unwrap());
    assert_eq!(there, rules::audit::identify(&made.reader()));
}
