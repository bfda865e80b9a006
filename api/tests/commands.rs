//! The program as an operator runs it: create, govern, serve, stop, look after.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test ends where it fails")]

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

const PROGRAM: &str = env!("CARGO_BIN_EXE_aidledger");

struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Place {
        Place(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        self.path(name).to_str().unwrap().to_owned()
    }

    /// A ledger in `l`, with a key pair of `csc` in `csc.jwk`.
    fn ledger() -> Place {
        let place = Place::new();
        run(
            &["init", "--data", &place.text("l"), "--origin", "ledger.example/t", "--operator", "Example"],
            0,
        );
        run(&["keygen", "--out", &place.text("csc.jwk")], 0);
        place
    }
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(PROGRAM);
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("AIDLEDGER_")) {
        command.env_remove(name);
    }
    command.args(arguments);
    command
}

/// Runs to the end; answers what was printed on both outputs.
fn run(arguments: &[&str], code: i32) -> String {
    let Output { status, stdout, stderr } = command(arguments).output().unwrap();
    let text = format!("{}{}", String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
    assert_eq!(status.code(), Some(code), "{arguments:?}: {text}");
    text
}

/// A server that is stopped when the test ends, also where it fails.
struct Server(Child, String);

impl Server {
    fn start(arguments: &[&str]) -> Server {
        let mut all = vec!["serve", "--listen", "127.0.0.1:0"];
        all.extend(arguments);
        let mut child = command(&all).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("listening on ").unwrap_or_default().to_owned();
        let server = Server(child, address);
        assert!(server.1.starts_with("http://127.0.0.1:"), "{line}");
        server
    }

    fn stop(mut self) {
        let pid = self.0.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
        assert_eq!(self.0.wait().unwrap().code(), Some(0));
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn a_ledger_is_created_once_and_its_keys_are_its_owners() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::ledger();
    let said = run(&["init", "--data", &place.text("l"), "--origin", "o", "--operator", "E"], 1);
    assert!(said.contains("not empty"), "{said}");
    for key in ["checkpoint", "refusal", "certificate", "token", "operator", "rule-authority"] {
        let mode =
            fs::metadata(place.path("l/keys").join(format!("{key}.jwk"))).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{key}");
    }
    assert_eq!(fs::metadata(place.path("csc.jwk")).unwrap().permissions().mode() & 0o777, 0o600);
    run(&["keygen", "--out", &place.text("csc.jwk")], 1);
    let said = run(&["fsck", "--data", &place.text("l")], 0);
    assert!(said.contains("5 entries"), "{said}");
    // Malformed arguments leave no ledger behind.
    run(&["init", "--data", &place.text("m"), "--origin", "two words", "--operator", "E"], 1);
    assert_eq!(fs::read_dir(place.path("m")).unwrap().count(), 0);
}

#[test]
fn governance_goes_into_the_directory_or_through_the_server() {
    let place = Place::ledger();
    let (data, private, public) = (place.text("l"), place.text("csc.jwk"), place.text("csc.jwk.pub"));
    let admit = ["party", "admit", "--party", "csc", "--role", "hosting-entity", "--member-state", "FI"];
    let admitting = |key: &str, code| {
        let more = ["--data", data.as_str(), "--jwk", key];
        run(&[&admit[..], &more[..]].concat(), code)
    };
    let said = admitting(&private, 1);
    assert!(said.contains("private key"), "{said}");
    let said = admitting(&public, 0);
    assert!(said.contains("admitted at position 5"), "{said}");
    let said = admitting(&public, 1);
    assert!(said.contains("party_exists"), "{said}");

    let server = Server::start(&["--data", &data]);
    let said = admitting(&public, 1);
    assert!(said.contains("use --server"), "{said}");
    let there = ["--server", server.1.as_str(), "--data", &data];
    let said = run(&[&["party", "suspend", "--party", "csc", "--reason", "test"], &there[..]].concat(), 0);
    assert!(said.contains("party.suspended csc: admitted at position 7"), "{said}");
    run(&[&["party", "reinstate", "--party", "csc", "--reason", "test"], &there[..]].concat(), 0);
    run(&["keygen", "--out", &place.text("second.jwk")], 0);
    run(&[&["key", "add", "--party", "csc", "--new-key", &place.text("second.jwk")], &there[..]].concat(), 0);
    fs::write(place.path("fx.csv"), "Date,USD,SEK,\n2026-11-20,1.0812,11.0345,\n").unwrap();
    let fx = ["reference", "import", "--table", "fx", &place.text("fx.csv")];
    assert!(run(&[&fx[..], &there[..]].concat(), 0).contains("admitted at position 10"));
    assert!(run(&[&fx[..], &there[..]].concat(), 0).contains("published before"));
    server.stop();
    let said = run(&["fsck", "--data", &data, "--explain"], 0);
    assert!(said.contains("11 entries"), "{said}");
    run(&["reindex", "--data", &data], 0);
}

#[test]
fn a_rolled_back_disk_does_not_start_beside_its_anchor() {
    let place = Place::ledger();
    let (data, anchor) = (place.text("l"), place.text("anchor"));
    copy(&place.path("l"), &place.path("old"));
    let server = Server::start(&["--data", &data, "--anchor", &anchor]);
    let admit =
        ["party", "admit", "--party", "csc", "--role", "auditor", "--jwk", &place.text("csc.jwk.pub")];
    run(&[&admit[..], &["--server", &server.1, "--data", &data]].concat(), 0);
    server.stop();
    Server::start(&["--data", &data, "--anchor", &anchor]).stop();
    let said =
        run(&["serve", "--data", &place.text("old"), "--listen", "127.0.0.1:0", "--anchor", &anchor], 1);
    assert!(said.contains("has seen 6 entries, this journal has 5"), "{said}");
}

#[test]
fn fsck_tells_wrong_from_absent() {
    let place = Place::ledger();
    let data = place.text("l");
    let pack = fs::read_dir(place.path("l/log/pack")).unwrap().next().unwrap().unwrap().path();
    let sound = fs::read(&pack).unwrap();
    let mut flipped = sound.clone();
    *flipped.last_mut().unwrap() ^= 1;
    fs::write(&pack, flipped).unwrap();
    assert!(
        run(&["fsck", "--data", &data, "--explain"], 2).contains(pack.file_name().unwrap().to_str().unwrap())
    );
    fs::remove_file(&pack).unwrap();
    assert!(run(&["fsck", "--data", &data], 4).contains("missing"));
    fs::write(&pack, sound).unwrap();
    run(&["fsck", "--data", &data], 0);
    fs::remove_file(place.path("l/log/vkey")).unwrap();
    run(&["fsck", "--data", &data], 4);
    run(&["fsck"], 1);
}

#[test]
fn nothing_is_served_to_the_world_by_accident() {
    let place = Place::ledger();
    let said = run(&["serve", "--data", &place.text("l"), "--listen", "0.0.0.0:0"], 1);
    assert!(said.contains("loopback"), "{said}");
    let printed = run(&["serve", "--print-config", "--data", &place.text("l")], 0);
    fs::write(place.path("c.toml"), &printed).unwrap();
    let again = run(&["serve", "--print-config", "--config", &place.text("c.toml")], 0);
    let settings =
        |text: &str| text.lines().filter(|l| !l.starts_with('#')).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(settings(&printed), settings(&again));
    let token = run(&["token", "issue", "--data", &place.text("l"), "--role", "auditor", "--days", "2"], 0);
    assert_eq!(token.trim().split('.').count(), 3);
    run(&["token", "issue", "--data", &place.text("l"), "--role", "applicant", "--days", "2"], 1);
}

#[test]
fn an_event_is_made_and_signed_away_from_any_ledger() {
    let place = Place::ledger();
    let event = run(&["template", "award.granted"], 0);
    fs::write(place.path("e.json"), &event).unwrap();
    let ledger = format!("{}A", "x".repeat(42));
    let sign = |file: &str, code| {
        let arguments =
            ["sign", "--key", &place.text("csc.jwk"), "--source", "csc", "--ledger", &ledger, file];
        run(&arguments, code)
    };
    assert_eq!(sign(&place.text("e.json"), 0).trim().split('.').count(), 3);
    fs::write(place.path("bad.json"), event.replace("\"award\":", "\"prize\":")).unwrap();
    let said = sign(&place.text("bad.json"), 1);
    assert!(said.contains("/data/prize") && said.contains("/data/award"), "every fault at once: {said}");
}

#[test]
fn the_record_of_looks_is_read_without_a_server() {
    let place = Place::ledger();
    let data = place.text("l");
    assert!(run(&["looks", "--data", &data, "--check"], 0).contains("nothing was recorded yet"));
    let head = format!("1:{}", "0".repeat(64));
    assert!(
        run(&["looks", "--data", &data, "--check", "--held", &head], 4)
            .contains("line 1, seen before, is gone")
    );
    fs::create_dir(place.path("l").join("looks")).unwrap();
    let file = place.path("l").join("looks/2026-11.0001.jsonl");
    fs::write(&file, "{}\n{}\n").unwrap();
    assert!(run(&["looks", "--data", &data], 2).contains("6 bytes do not continue the record"));
    // A file begins durably with a whole line: no crash leaves part of its first one.
    fs::write(&file, "{\"n\":0").unwrap();
    run(&["looks", "--data", &data], 2);
    run(&["looks", "--data", &data, "--held", "1"], 1);
    run(&["looks", "--data", &data, "--undertaking", "nobody"], 1);
}
