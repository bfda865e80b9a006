//! The pseudonym service as its register's administrator and a host's officer walk it, on the loopback interface.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test ends where it fails")]

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

const PROGRAM: &str = env!("CARGO_BIN_EXE_aidledger");
/// A made-up number whose check character fits.
const NUMBER: &str = "131052-308T";

struct Place(tempfile::TempDir);

impl Place {
    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        self.path(name).to_str().unwrap().to_owned()
    }
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(PROGRAM);
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("AIDLEDGER_"))
    {
        command.env_remove(name);
    }
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Runs to the end with a line on standard input; exit code, standard output, standard error.
fn told(arguments: &[&str], line: &str) -> (i32, String, String) {
    let mut child = command(arguments).spawn().unwrap();
    // A command that reads nothing may have ended.
    drop(writeln!(child.stdin.take().unwrap(), "{line}"));
    let output = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout).trim().to_owned(), text(output.stderr))
}

fn run(arguments: &[&str]) -> String {
    let (code, out, err) = told(arguments, "");
    assert_eq!(code, 0, "{arguments:?}: {out} {err}");
    out
}

/// A server that is stopped when the test ends, also where it fails.
struct Server(Child, String);

impl Server {
    fn start(arguments: &[&str], log: PathBuf) -> Server {
        let log = fs::File::create(log).unwrap();
        let mut child = command(arguments).stderr(log).spawn().unwrap();
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

/// A ledger with a host, an auditor and a register, and their tokens and keys.
fn ledger() -> Place {
    let place = Place(tempfile::tempdir().unwrap());
    let data = place.text("l");
    run(&["init", "--data", &data, "--origin", "ledger.example/t", "--operator", "Example"]);
    for (party, role) in [("csc", "hosting-entity"), ("prh", "register"), ("nao", "auditor")] {
        let key = place.text(&format!("{party}.jwk"));
        run(&["keygen", "--out", &key]);
        let mut admit = vec!["party", "admit", "--data", &data, "--party", party, "--role", role];
        let public = format!("{key}.pub");
        admit.extend(["--jwk", &public]);
        if role == "hosting-entity" {
            admit.extend(["--member-state", "FI"]);
        }
        run(&admit);
    }
    for (party, role) in [("csc", "hosting-entity"), ("nao", "auditor")] {
        let token = run(&["token", "issue", "--data", &data, "--role", role, "--party", party]);
        fs::write(place.path(&format!("{party}.token")), token).unwrap();
    }
    place
}

/// The service with a key for Finland, and what it answers an officer.
fn service(place: &Place, per_hour: &str) -> Server {
    let (keys, log, record) = (place.text("keys"), place.text("l"), place.text("record"));
    let arguments = [
        "pseudonym",
        "serve",
        "--keys",
        &keys,
        "--log",
        &log,
        "--record",
        &record,
        "--listen",
        "127.0.0.1:0",
        "--per-hour",
        per_hour,
    ];
    Server::start(&arguments, place.path("service.log"))
}

fn ask(place: &Place, server: &Server, token: &str, state: &str, number: &str) -> (i32, String, String) {
    let token = place.text(&format!("{token}.token"));
    let purpose = "application 2026-17";
    told(
        &[
            "pseudonym",
            "ask",
            "--server",
            &server.1,
            "--token",
            &token,
            "--member-state",
            state,
            "--purpose",
            purpose,
        ],
        number,
    )
}

/// Everything below the service's directories and its log, as text.
fn kept(place: &Place) -> String {
    let files = ["record/asked.jsonl", "record/registrations.jsonl", "service.log"];
    files.iter().map(|name| fs::read_to_string(place.path(name)).unwrap()).collect()
}

#[test]
fn a_register_serves_handles_and_a_host_asks_for_them() {
    let place = ledger();
    fs::create_dir(place.path("keys")).unwrap();
    let key = place.text("keys/FI.key");
    run(&["pseudonym", "keygen", "--member-state", "FI", "--out", &key]);
    assert_eq!(fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(
        told(&["pseudonym", "keygen", "--member-state", "FI", "--out", &key], "").0,
        1,
        "never written over"
    );
    let server = service(&place, "6");
    let (code, handle, _) = ask(&place, &server, "csc", "FI", NUMBER);
    assert_eq!((code, handle.len(), handle.starts_with("PRS:")), (0, 36, true));
    assert_eq!(ask(&place, &server, "csc", "FI", "131052-308t").1, handle, "one person, one handle");
    assert_ne!(ask(&place, &server, "csc", "FI", "131052A308T").1, handle);
    let (code, out, said) = ask(&place, &server, "csc", "FI", "131052-308U");
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(said.contains("check digits") && !said.contains("131052"), "{said}");
    assert!(ask(&place, &server, "csc", "EE", "37605030299").2.contains("no key for that State"));
    assert!(ask(&place, &server, "nao", "FI", NUMBER).2.contains("not_allowed"));
    fs::write(place.path("old.token"), "a.b.c").unwrap();
    assert!(ask(&place, &server, "old", "FI", NUMBER).2.contains("token_required"));
    assert_eq!(ask(&place, &server, "csc", "FI", NUMBER).0, 0, "others' questions are not counted for csc");
    assert!(ask(&place, &server, "csc", "FI", NUMBER).2.contains("quota_exceeded"), "the seventh of six");
    // What is kept: who, when, what for; no number anywhere, and no handle beside who asked for it.
    let (code, lines, said) = told(&["pseudonym", "asked", "--record", &place.text("record")], "");
    assert_eq!((code, lines.lines().count()), (0, 5), "{lines}");
    assert!(lines.contains("\"party\":\"csc\"") && lines.contains("application 2026-17"), "{lines}");
    assert!(said.contains("5 questions; last hash "), "{said}");
    assert!(!lines.contains("PRS:"), "{lines}");
    assert!(!kept(&place).contains("131052") && !kept(&place).contains("37605030299"));
    server.stop();
    // A token that was withdrawn opens nothing, as soon as the log says so.
    run(&["token", "revoke", "--data", &place.text("l"), "--issued-before", "now"]);
    let server = service(&place, "6");
    assert!(ask(&place, &server, "csc", "FI", NUMBER).2.contains("token_required"));
    server.stop();
}

#[test]
fn a_verdict_tells_a_registers_handle_from_a_hosts() {
    let place = ledger();
    fs::create_dir(place.path("keys")).unwrap();
    run(&["pseudonym", "keygen", "--member-state", "FI", "--out", &place.text("keys/FI.key")]);
    let server = service(&place, "30");
    let handle = ask(&place, &server, "csc", "FI", NUMBER).1;
    server.stop();
    // The host's own key makes another handle, which it registers itself.
    run(&["pseudonym", "keygen", "--member-state", "FI", "--out", &place.text("own.key")]);
    let (code, own, _) = told(&["pseudonym", "derive", "--key", &place.text("own.key")], NUMBER);
    assert_eq!((code, own.len()), (0, 36));
    assert_ne!(own, handle);
    let line = |handle: &str| {
        format!(
            "{{\"type\":\"eu.aidledger.undertaking.registered.v1\",\"id\":\"own\",\"subject\":\"{handle}\",\
             \"data\":{{\"undertaking\":\"{handle}\",\"identifiers\":[],\"natural_person\":true}}}}\n"
        )
    };
    fs::write(place.path("own.jsonl"), line(&own)).unwrap();
    let data = place.text("l");
    let ledger =
        Server::start(&["serve", "--data", &data, "--listen", "127.0.0.1:0"], place.path("ledger.log"));
    for (party, file) in [("prh", "record/registrations.jsonl"), ("csc", "own.jsonl")] {
        let (key, receipts) = (place.text(&format!("{party}.jwk")), place.text(&format!("{party}.receipts")));
        let file = place.text(file);
        let submit = [
            "submit",
            "--server",
            &ledger.1,
            "--key",
            &key,
            "--source",
            party,
            "--receipts",
            &receipts,
            &file,
        ];
        run(&submit);
    }
    let config = ureq::Agent::config_builder().http_status_as_error(false).build();
    let agent: ureq::Agent = config.into();
    let page =
        agent.get(format!("{}/v1/events", ledger.1)).call().unwrap().body_mut().read_to_string().unwrap();
    let page: serde_json::Value = serde_json::from_str(&page).unwrap();
    let entries = page["events"].as_array().unwrap();
    let flags = |who: &str| {
        let entry = entries.iter().find(|entry| entry.to_string().contains(who)).unwrap();
        entry.to_string().contains("identity_not_matched")
    };
    assert!(!flags(&handle), "the register signed that it is its own");
    assert!(flags(&own));
    ledger.stop();
}

#[test]
fn a_service_starts_with_sound_keys_and_a_sound_record_only() {
    let place = ledger();
    fs::create_dir(place.path("keys")).unwrap();
    let (keys, log, record) = (place.text("keys"), place.text("l"), place.text("record"));
    let serve = |more: &[&str]| {
        let serving = ["pseudonym", "serve", "--keys", &keys, "--log", &log, "--record", &record];
        told(&[&serving[..], more].concat(), "")
    };
    let refused = |more: &[&str], why: &str| {
        let (code, _, said) = serve(more);
        assert!(code == 1 && said.contains(why), "{said}");
    };
    refused(&[], "no STATE.key");
    run(&["pseudonym", "keygen", "--member-state", "EE", "--out", &place.text("keys/FI.key")]);
    refused(&[], "is no key");
    fs::rename(place.path("keys/FI.key"), place.path("keys/EE.key")).unwrap();
    refused(&["--listen", "0.0.0.0:0"], "--behind-tls");
    fs::set_permissions(place.path("keys/EE.key"), fs::Permissions::from_mode(0o644)).unwrap();
    refused(&[], "can be read by others");
    fs::set_permissions(place.path("keys/EE.key"), fs::Permissions::from_mode(0o600)).unwrap();
    fs::create_dir(place.path("empty")).unwrap();
    let empty = place.text("empty");
    let (code, _, said) =
        told(&["pseudonym", "serve", "--keys", &keys, "--log", &empty, "--record", &record], "");
    assert!(code == 1 && said.contains("no entry is published"), "{said}");
    fs::create_dir_all(place.path("record")).unwrap();
    fs::write(place.path("record/asked.jsonl"), "{\"n\":0,\"prev\":\"x\"}\n").unwrap();
    refused(&[], "`asked.jsonl` line 1");
    assert_eq!(told(&["pseudonym", "asked", "--record", &record], "").0, 1);
}

#[test]
fn a_question_is_bounded_and_strict() {
    let place = ledger();
    fs::create_dir(place.path("keys")).unwrap();
    run(&["pseudonym", "keygen", "--member-state", "FI", "--out", &place.text("keys/FI.key")]);
    let server = service(&place, "100");
    let token = fs::read_to_string(place.path("csc.token")).unwrap();
    let config = ureq::Agent::config_builder().http_status_as_error(false).build();
    let agent: ureq::Agent = config.into();
    let url = format!("{}/v1/pseudonyms", server.1);
    let post = |media: &str, body: &str| {
        let request = agent.post(&url).header("content-type", media);
        let mut answer =
            request.header("authorization", format!("Bearer {}", token.trim())).send(body).unwrap();
        (answer.status().as_u16(), answer.body_mut().read_to_string().unwrap())
    };
    let json = "application/json";
    let sound = format!("{{\"member_state\":\"FI\",\"number\":\"{NUMBER}\",\"purpose\":\"test 1\"}}");
    assert_eq!(post(json, &sound).0, 200);
    assert_eq!(post("text/plain", &sound).0, 415);
    assert_eq!(post(json, &" ".repeat(5_000)).0, 413);
    for body in [
        "",
        "[]",
        "{\"member_state\":\"FI\",\"number\":\"131052-308T\"}",
        "{\"member_state\":\"FI\",\"member_state\":\"FI\",\"number\":\"131052-308T\",\"purpose\":\"test 1\"}",
        "{\"member_state\":\"FI\",\"number\":\"131052-308T\",\"purpose\":\"test 1\",\"more\":1}",
        "{\"member_state\":\"XX\",\"number\":\"131052-308T\",\"purpose\":\"test 1\"}",
        "{\"member_state\":\"FI\",\"number\":\"131052-308T\",\"purpose\":\"\"}",
        "{\"member_state\":\"FI\",\"number\":\"2315078-1\",\"purpose\":\"test 1\"}",
    ] {
        let (status, text) = post(json, body);
        assert_eq!(status, 400, "{body}: {text}");
        assert!(!text.contains("308T") && !text.contains("2315078"), "{text}");
    }
    let get = |path: &str| agent.get(format!("{}{path}", server.1)).call().unwrap().status().as_u16();
    assert_eq!((get("/healthz"), get("/v1/pseudonyms"), get("/v1/ledger")), (200, 405, 404));
    assert_eq!(agent.post(&url).header("content-type", json).send(&sound).unwrap().status().as_u16(), 401);
    server.stop();
}
