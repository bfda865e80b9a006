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
}

/// The token and its id.
fn issue(data: &str, more: &[&str]) -> (String, String) {
    let Output { status, stdout, stderr } =
        command(&[&["token", "issue", "--data", data], more].concat()).output().unwrap();
    let (token, said) = (String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap());
    assert!(status.success(), "{said}");
    let id = said.strip_prefix("id ").unwrap().split(':').next().unwrap();
    assert_eq!((token.trim().split('.').count(), id.len()), (3, 22), "{token} {said}");
    (token.trim().to_owned(), id.to_owned())
}

/// Status of a question that needs a token.
fn status(server: &str, token: &str) -> u16 {
    let config = ureq::Agent::config_builder().http_status_as_error(false).build();
    let agent: ureq::Agent = config.into();
    let url = format!("{server}/v1/events/0");
    agent.get(&url).header("authorization", format!("Bearer {token}")).call().unwrap().status().as_u16()
}

#[test]
fn tokens_are_issued_to_who_is_admitted_and_withdrawn_while_the_server_runs() {
    let place = Place::ledger();
    let data = place.text("l");
    let refused = |more: &[&str], why: &str| {
        let said = run(&[&["token", "issue", "--data", &data], more].concat(), 1);
        assert!(said.contains(why), "{more:?}: {said}");
    };
    refused(&["--role", "hosting-entity", "--party", "csc"], "`csc` is not among the parties");
    refused(&["--role", "applicant"], "--undertaking");
    refused(&["--role", "hosting-entity"], "--party");
    refused(&["--role", "register"], "not one of");
    refused(&["--role", "auditor", "--days", "32"], "31");
    refused(&["--role", "auditor", "--hours", "745"], "744");
    refused(&["--role", "auditor", "--hours", "1", "--days", "1"], "--days");
    refused(&["--role", "auditor", "--undertaking", "NID:FI:1234567-8"], "does not go with");
    refused(&["--role", "operator", "--party", "rule-authority"], "no role");
    let admit = ["party", "admit", "--data", &data, "--party", "csc", "--role", "hosting-entity"];
    run(&[&admit[..], &["--jwk", &place.text("csc.jwk.pub")]].concat(), 0);

    fs::write(place.path("c.toml"), "[access]\nmode = \"tokens\"\n").unwrap();
    let server = Server::start(&["--data", &data, "--config", &place.text("c.toml")]);
    let there = ["--server", server.1.as_str(), "--data", &data];
    let auditor = issue(&data, &["--role", "auditor"]);
    let other = issue(&data, &["--role", "auditor", "--hours", "1"]);
    let operator = issue(&data, &["--role", "operator", "--party", "operator", "--days", "31"]);
    let host = issue(&data, &["--role", "hosting-entity", "--party", "csc"]);
    for token in [&auditor, &other, &operator] {
        assert_eq!(status(&server.1, &token.0), 200);
    }
    assert_eq!(status(&server.1, &host.0), 404, "let in, and shown its own alone");
    let revoke = |more: &[&str], code| run(&[&["token", "revoke"], &there[..], more].concat(), code);
    let said = revoke(&["--id", &auditor.1], 0);
    assert!(said.contains("token.revoked") && said.contains("admitted at position 6"), "{said}");
    assert_eq!((status(&server.1, &auditor.0), status(&server.1, &other.0)), (401, 200));
    revoke(&["--issued-before", "now", "--role", "auditor"], 0);
    assert_eq!((status(&server.1, &other.0), status(&server.1, &operator.0)), (401, 200));
    assert!(revoke(&["--issued-before", "now", "--party", "nobody"], 1).contains("unknown_party"));
    assert!(revoke(&["--issued-before", "yesterday"], 1).contains("six decimals"));
    assert!(
        revoke(&["--issued-before", "2999-01-01T00:00:00.000000Z"], 1).contains("later than this statement")
    );
    revoke(&[], 1);
    assert_eq!(
        status(&server.1, &issue(&data, &["--role", "auditor"]).0),
        200,
        "those issued since are good"
    );
    let suspend = ["party", "suspend", "--party", "csc", "--reason", "test"];
    run(&[&suspend[..], &there[..]].concat(), 0);
    assert_eq!(status(&server.1, &host.0), 401);
    server.stop();
    refused(&["--role", "hosting-entity", "--party", "csc"], "suspended");
    run(&["token", "revoke", "--data", &data, "--issued-before", "now"], 0);
    let server = Server::start(&["--data", &data, "--config", &place.text("c.toml")]);
    assert_eq!(status(&server.1, &operator.0), 401, "withdrawn in the log, so also after a restart");
    server.stop();
}

#[test]
fn a_key_of_the_ledger_or_of_somebody_else_is_not_taken_for_a_party() {
    let place = Place::ledger();
    let (data, own) = (place.text("l"), place.path("l/keys/token.jwk"));
    let jwk: serde_json::Value = serde_json::from_str(&fs::read_to_string(own).unwrap()).unwrap();
    let public = |x: &str| serde_json::json!({"kty": "OKP", "crv": "Ed25519", "x": x}).to_string();
    let admit = |party: &str, file: &str, code| {
        let arguments = [
            "party",
            "admit",
            "--data",
            &data,
            "--party",
            party,
            "--role",
            "auditor",
            "--jwk",
            &place.text(file),
        ];
        run(&arguments, code)
    };
    fs::write(place.path("own.pub"), public(jwk["x"].as_str().unwrap())).unwrap();
    assert!(admit("csc", "own.pub", 1).contains("key_in_use"));
    // y = p + 3: the same point as y = 3, in a second spelling.
    let unreduced = "8P_______________________________________38";
    for x in [unreduced, &"A".repeat(43), &format!("Ag{}", "A".repeat(41))] {
        fs::write(place.path("weak.pub"), public(x)).unwrap();
        assert!(admit("csc", "weak.pub", 1).contains("weak or impossible"), "{x}");
    }
    admit("csc", "csc.jwk.pub", 0);
    assert!(admit("twin", "csc.jwk.pub", 1).contains("key_in_use"));
    let add = ["key", "add", "--data", &data, "--party", "csc", "--new-key"];
    let said = run(&[&add[..], &[&place.text("l/keys/refusal.jwk")]].concat(), 1);
    assert!(said.contains("key_in_use"), "{said}");
    // Nothing of that was recorded.
    assert!(run(&["fsck", "--data", &data], 0).contains("6 entries"));
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
