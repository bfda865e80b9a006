//! The program and what an operator's machine does to it: a lock taken away, descriptors all taken, a limit on the length of
//! files, modes that show too much, files that are gone.
//!
//! `AIDLEDGER_UNDER_TEST` names another program to hold against these.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test ends where it fails")]

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How long a condition is waited for before the test fails.
const PATIENCE: Duration = Duration::from_secs(60);

struct Place(tempfile::TempDir);

impl Place {
    /// A ledger in `l`, with a key pair in `k.jwk`.
    fn ledger() -> Place {
        let place = Place(tempfile::tempdir().unwrap());
        let data = place.text("l");
        run(&["init", "--data", &data, "--origin", "ledger.example/t", "--operator", "Example"], 0);
        run(&["keygen", "--out", &place.text("k.jwk")], 0);
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        self.path(name).to_str().unwrap().to_owned()
    }

    fn shell(&self, script: &str) {
        let status = Command::new("sh").args(["-ec", script]).current_dir(self.0.path()).status().unwrap();
        assert!(status.success(), "{script}");
    }
}

fn program() -> String {
    std::env::var("AIDLEDGER_UNDER_TEST").unwrap_or_else(|_| env!("CARGO_BIN_EXE_aidledger").to_owned())
}

/// A command that runs under limits: `limits` is a line for the shell, such as `ulimit -n 64`.
fn command(limits: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new("sh");
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("AIDLEDGER_")) {
        command.env_remove(name);
    }
    command.args(["-c", &format!("{limits}\nexec \"$0\" \"$@\""), &program()]).args(arguments);
    command
}

/// Runs to the end; answers what was printed on both outputs.
fn run(arguments: &[&str], code: i32) -> String {
    run_limited("", arguments, code)
}

/// As [`run`], under limits; what does not end is ended.
fn run_limited(limits: &str, arguments: &[&str], code: i32) -> String {
    let mut child = command(limits, arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let started = Instant::now();
    while child.try_wait().unwrap().is_none() {
        // One that serves although it should not.
        if started.elapsed() > PATIENCE {
            child.kill().unwrap();
        }
        thread::sleep(Duration::from_millis(5));
    }
    let Output { status, stdout, stderr } = child.wait_with_output().unwrap();
    let text = format!("{}{}", String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
    assert_eq!(status.code(), Some(code), "{arguments:?}: {status} {text}");
    text
}

/// A server that is ended when the test ends, also where it fails.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(limits: &str, data: &Path, stderr: Stdio) -> Server {
        let arguments = ["serve", "--listen", "127.0.0.1:0", "--data", data.to_str().unwrap()];
        let mut child = command(limits, &arguments).stdout(Stdio::piped()).stderr(stderr).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("listening on http://").unwrap_or_default().to_owned();
        let server = Server { child, address };
        assert!(!server.address.is_empty(), "it does not serve");
        server
    }

    /// One request on a connection that stays open; status and body.
    fn ask(&self, connection: &mut TcpStream, method: &str, path: &str, body: &str) -> (u16, String) {
        let media = "content-type: application/jose\r\n";
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\n{media}content-length: {}\r\n\r\n{body}",
            self.address,
            body.len()
        );
        connection.write_all(head.as_bytes()).unwrap();
        let mut reader = BufReader::new(connection);
        let (mut status, mut length) = (0, 0);
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).unwrap();
            let line = line.trim().to_ascii_lowercase();
            if let Some(rest) = line.strip_prefix("http/1.1 ") {
                status = rest.split(' ').next().unwrap().parse().unwrap();
            } else if let Some(rest) = line.strip_prefix("content-length: ") {
                length = rest.parse().unwrap();
            } else if line.is_empty() {
                break;
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).unwrap();
        (status, String::from_utf8(body).unwrap())
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// Signs an event of the operator for this ledger.
    fn signed(&self, place: &Place, number: u32) -> String {
        let event = format!(
            r#"{{"id":"e{number}","type":"eu.aidledger.party.suspended.v1","subject":"operator-{number}","data":{{"party":"operator-{number}","reason":"test"}}}}"#
        );
        fs::write(place.path("event.json"), event).unwrap();
        let ledger = format!("http://{}", self.address);
        let (key, event) = (place.text("l.owner/operator.jwk"), place.text("event.json"));
        run(&["sign", "--key", &key, "--source", "operator", "--ledger", &ledger, &event], 0)
            .trim()
            .to_owned()
    }

    fn submit(&self, connection: &mut TcpStream, statement: &str) -> (u16, String) {
        self.ask(connection, "POST", "/v1/events", statement)
    }

    /// The size that files show, once it is at least `size`.
    fn published(&self, data: &Path, size: u64) {
        wait_for("publication", || {
            let note = fs::read_to_string(data.join("log/checkpoint")).unwrap();
            note.lines().nth(1).unwrap().parse::<u64>().unwrap() >= size
        });
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn wait_for(what: &str, mut done: impl FnMut() -> bool) {
    let started = Instant::now();
    while !done() {
        assert!(started.elapsed() < PATIENCE, "{what}");
        thread::sleep(Duration::from_millis(20));
    }
}

/// A refusal by the rules takes a position too.
fn is_recorded((status, body): &(u16, String)) -> bool {
    matches!(status, 201 | 422) && body.contains("\"position\":")
}

fn position(body: &str) -> u64 {
    let rest = body.split("\"position\":").nth(1).unwrap();
    rest.split(|c: char| !c.is_ascii_digit()).find(|digits| !digits.is_empty()).unwrap().parse().unwrap()
}

/// A ledger that is served, and its operator's key in a place that no test takes away.
fn served(limits: &str) -> (Place, Server) {
    let place = Place::ledger();
    let server = Server::start(limits, &place.path("l"), Stdio::null());
    (place, server)
}

#[test]
fn a_second_server_is_refused_after_the_lock_file_is_gone() {
    for script in ["rm -f l/lock", "mv l/lock old 2>/dev/null || true; touch l/lock", "ln -s l link"] {
        let (place, server) = served("");
        place.shell(script);
        for name in ["l", "l/.", "link"] {
            if place.path(name).exists() {
                let said = run(&["serve", "--listen", "127.0.0.1:0", "--data", &place.text(name)], 1);
                assert!(said.contains("in use"), "{script}: {said}");
            }
        }
        let recorded = server.submit(&mut server.connect(), &server.signed(&place, 1));
        assert!(is_recorded(&recorded), "{recorded:?}");
    }
}

#[test]
fn two_servers_never_give_two_receipts_for_one_position() {
    for script in ["mv l away; cp -a away l", "mv l/journal l/old; cp -a l/old l/journal"] {
        let (place, first) = served("");
        let statements = [first.signed(&place, 1), first.signed(&place, 2)];
        let mut connection = first.connect();
        place.shell(script);
        if script.starts_with("mv l away") {
            let second = Server::start("", &place.path("l"), Stdio::null());
            let recorded = second.submit(&mut second.connect(), &statements[1]);
            assert!(is_recorded(&recorded), "{recorded:?}");
            assert_eq!(position(&recorded.1), 5);
        } else {
            run(&["serve", "--listen", "127.0.0.1:0", "--data", &place.text("l")], 1);
        }
        let (status, body) = first.submit(&mut connection, &statements[0]);
        assert_eq!(status, 503, "{body}");
        let (_, why) = first.ask(&mut connection, "GET", "/readyz", "");
        assert!(why.contains("moved, replaced or removed"), "{why}");
        let (status, _) = first.ask(&mut connection, "GET", "/checkpoint", "");
        assert_eq!(status, 200, "reading goes on");
    }
}

#[test]
fn connections_that_take_every_descriptor_do_not_stop_the_writer() {
    let limit = 64;
    let (place, server) = served(&format!("ulimit -n {limit}"));
    let statements: Vec<String> = (1..=3).map(|number| server.signed(&place, number)).collect();
    let mut connection = server.connect();
    assert_eq!(server.ask(&mut connection, "GET", "/checkpoint", "").0, 200);
    let idle: Vec<TcpStream> = (0..2 * limit).map(|_| server.connect()).collect();
    // The kernel's word: as many connections as there is room for, and the writer's own descriptors are not among them.
    let open = || {
        let all: Vec<_> =
            fs::read_dir(format!("/proc/{}/fd", server.child.id())).unwrap().flatten().collect();
        let target = |file: &fs::DirEntry| fs::read_link(file.path()).unwrap_or_default();
        let sockets = all.iter().filter(|file| target(file).to_string_lossy().starts_with("socket:"));
        (all.len(), sockets.count())
    };
    wait_for("every place taken", || open().1 > limit - 48);
    assert!(open().0 < limit, "{:?}", open());
    for (number, statement) in (5..).zip(&statements) {
        let recorded = server.submit(&mut connection, statement);
        assert!(is_recorded(&recorded), "{recorded:?}");
        server.published(&place.path("l"), number + 1);
    }
    drop(idle);
    assert_eq!(server.ask(&mut connection, "GET", "/checkpoint", "").0, 200);
}

#[test]
fn a_limit_on_the_length_of_files_is_told_and_not_deadly() {
    let place = Place::ledger();
    // A start writes the journal's last segment anew: 16 MiB.
    let serve = ["serve", "--listen", "127.0.0.1:0", "--data", &place.text("l")];
    let said = run_limited("ulimit -f 1000", &serve, 1);
    assert!(said.contains("journal/fresh") && said.contains("too large"), "{said}");
    // Lowered while it serves: the writer stops, reading does not.
    let (place, server) = served("");
    let statements = [server.signed(&place, 1), server.signed(&place, 2)];
    let mut connection = server.connect();
    assert!(is_recorded(&server.submit(&mut connection, &statements[0])));
    server.published(&place.path("l"), 6);
    let pid = server.child.id().to_string();
    assert!(Command::new("prlimit").args(["--pid", &pid, "--fsize=0:0"]).status().unwrap().success());
    let (status, body) = server.submit(&mut connection, &statements[1]);
    assert_eq!(status, 503, "{body}");
    assert!(!body.contains("journal") && !body.contains("log/"), "a stranger is told no files: {body}");
    let (_, why) = server.ask(&mut connection, "GET", "/readyz", "");
    assert!(why.contains("ulimit -f"), "who runs the ledger is told: {why}");
    assert_eq!(server.ask(&mut connection, "GET", "/checkpoint", "").0, 200);
    drop(server);
    // Nobody was told of the second: it is there or not, and the ledger is sound.
    run(&["fsck", "--data", &place.text("l")], 0);
}

fn modes(path: &Path, found: &mut Vec<(PathBuf, u32)>) {
    let meta = fs::metadata(path).unwrap();
    found.push((path.to_owned(), meta.permissions().mode() & 0o777));
    if meta.is_dir() {
        fs::read_dir(path).unwrap().for_each(|entry| modes(&entry.unwrap().path(), found));
    }
}

#[test]
fn everything_below_the_data_directory_is_its_owners_alone() {
    let (place, server) = served("umask 022");
    let recorded = server.submit(&mut server.connect(), &server.signed(&place, 1));
    assert!(is_recorded(&recorded), "{recorded:?}");
    server.published(&place.path("l"), 6);
    wait_for("an index", || place.path("l/index/db").exists());
    drop(server);
    let mut found = Vec::new();
    modes(&place.path("l"), &mut found);
    assert!(found.len() > 15, "{found:?}");
    for (path, mode) in found {
        let wanted = if path.is_dir() { 0o700 } else { 0o600 };
        assert_eq!(mode, wanted, "{}", path.display());
    }
}

#[test]
fn keys_that_others_can_read_stop_the_start() {
    let place = Place::ledger();
    let serve = ["serve", "--listen", "127.0.0.1:0", "--data", &place.text("l")];
    for (name, mode, mend) in [
        ("keys/checkpoint.jwk", 0o644, "chmod 600 keys/checkpoint.jwk"),
        ("keys/refusal.jwk", 0o640, "chmod 600 keys/refusal.jwk"),
        ("keys/token.jwk", 0o602, "chmod 600 keys/token.jwk"),
        ("keys", 0o755, "chmod 700 keys"),
    ] {
        let path = place.path("l").join(name);
        let before = fs::metadata(&path).unwrap().permissions();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        let said = run(&serve, 1);
        assert!(said.contains(&format!("`{name}` is open to others")) && said.contains(mend), "{said}");
        fs::set_permissions(&path, before).unwrap();
    }
    // A public key is nobody's secret; anything else that is open is told of and served.
    fs::write(place.path("l/keys/refusal.jwk.pub"), "{}").unwrap();
    place.shell("chmod 755 l l/journal; chmod 644 l/log/vkey l/journal/*.seg l/keys/refusal.jwk.pub");
    let log = fs::File::create(place.path("stderr")).unwrap();
    drop(Server::start("", &place.path("l"), log.into()));
    let said = fs::read_to_string(place.path("stderr")).unwrap();
    assert!(said.contains("are open to others") && said.contains("chmod -R go="), "{said}");
    place.shell("chmod -R go= l");
    let log = fs::File::create(place.path("stderr")).unwrap();
    drop(Server::start("", &place.path("l"), log.into()));
    let said = fs::read_to_string(place.path("stderr")).unwrap();
    assert!(!said.contains("open to others"), "{said}");
}

#[test]
fn each_missing_file_has_its_own_message_and_none_becomes_a_new_ledger() {
    for (script, says) in [
        ("rm -r l/journal", "`journal` is missing, but `log` is here"),
        ("rm -r l/log", "`log` is missing, but `journal` is here"),
        ("rm -r l/log l/journal", "no ledger here (neither `journal` nor `log`)"),
        ("rm l/journal/*.seg", "the journal has no segment"),
        ("rm l/log/checkpoint", "no head is published: restore"),
        ("rm -r l/keys", "`keys/checkpoint.jwk` is missing: restore it"),
        ("rm l/keys/token.jwk", "`keys/token.jwk` is missing: restore it"),
        ("rm -r l/log/pack", "the directory of packs is missing"),
        ("rm l/log/vkey l/keys/checkpoint.jwk", "`log/vkey` is missing and can't be written again"),
        ("rm l/log/vkey; cp k.jwk l/keys/checkpoint.jwk", "is not the key that signed the last head"),
    ] {
        let place = Place::ledger();
        place.shell(script);
        let before = fs::read_dir(place.path("l")).unwrap().count();
        let said = run(&["serve", "--listen", "127.0.0.1:0", "--data", &place.text("l")], 1);
        assert!(said.contains(says), "{script}: {said}");
        assert!(!said.contains("create one with"), "{script}: {said}");
        assert_eq!(fs::read_dir(place.path("l")).unwrap().count(), before, "{script}");
    }
}

#[test]
fn a_lost_key_line_is_put_back_from_what_proves_it() {
    let place = Place::ledger();
    let vkey = fs::read(place.path("l/log/vkey")).unwrap();
    fs::remove_file(place.path("l/log/vkey")).unwrap();
    let said = run(&["fsck", "--data", &place.text("l")], 4);
    assert!(said.contains("`log/vkey` is absent"), "{said}");
    assert!(!place.path("l/log/vkey").exists(), "fsck changes nothing");
    let log = fs::File::create(place.path("stderr")).unwrap();
    drop(Server::start("", &place.path("l"), log.into()));
    let said = fs::read_to_string(place.path("stderr")).unwrap();
    assert!(said.contains("`log/vkey` was missing: put back"), "{said}");
    assert_eq!(fs::read(place.path("l/log/vkey")).unwrap(), vkey);
    run(&["fsck", "--data", &place.text("l")], 0);
}
