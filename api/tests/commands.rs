//! The program as an operator runs it: create, govern, serve, stop, look after.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test ends where it fails")]

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

const PROGRAM: &str = env!("CARGO_BIN_EXE_aidledger");

/// One day, in microseconds.
const DAY: i64 = 86_400_000_000;

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
    let ours = |name: &std::ffi::OsString| name.to_string_lossy().starts_with("AIDLEDGER_");
    for (name, _) in std::env::vars_os().filter(|(name, _)| ours(name)) {
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
        Server::with(arguments, Stdio::null())
    }

    /// What it says on standard error goes into a file.
    fn logged(arguments: &[&str], log: &Path) -> Server {
        Server::with(arguments, fs::File::create(log).unwrap().into())
    }

    fn with(arguments: &[&str], errors: Stdio) -> Server {
        let mut all = vec!["serve", "--listen", "127.0.0.1:0"];
        all.extend(arguments);
        let mut child = command(&all).stdout(Stdio::piped()).stderr(errors).spawn().unwrap();
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
    fs::set_permissions(to, fs::metadata(from).unwrap().permissions()).unwrap();
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
    let mode = |path: PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    for key in ["l/keys/checkpoint", "l/keys/refusal", "l/keys/certificate", "l/keys/token"]
        .into_iter()
        .chain(["l.owner/operator", "l.owner/rule-authority"])
    {
        assert_eq!(mode(place.path(&format!("{key}.jwk"))), 0o600, "{key}");
    }
    // What governs the ledger is not beside what serves it.
    assert_eq!(fs::read_dir(place.path("l/keys")).unwrap().count(), 4);
    assert_eq!(mode(place.path("l.owner")), 0o700);
    assert_eq!(fs::metadata(place.path("csc.jwk")).unwrap().permissions().mode() & 0o777, 0o600);
    run(&["keygen", "--out", &place.text("csc.jwk")], 1);
    let said = run(&["fsck", "--data", &place.text("l")], 0);
    assert!(said.contains("5 entries"), "{said}");
    // Malformed arguments leave no ledger behind.
    run(&["init", "--data", &place.text("m"), "--origin", "two words", "--operator", "E"], 1);
    assert_eq!(fs::read_dir(place.path("m")).unwrap().count(), 0);
    assert!(!place.path("m.owner").exists());
}

#[test]
fn of_many_foundings_at_once_one_takes_place() {
    let place = Place::new();
    let data = place.text("l");
    let begin = |number: usize| {
        let owner = place.text(&format!("owner-{number}"));
        let init = ["init", "--data", &data, "--origin", "ledger.example/t", "--operator", "Example"];
        let mut command = command(&[&init[..], &["--owner-keys", &owner]].concat());
        command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
    };
    let begun: Vec<Child> = (0..8).map(begin).collect();
    let ended: Vec<Output> = begun.into_iter().map(|child| child.wait_with_output().unwrap()).collect();
    let said: Vec<_> = ended.iter().map(|one| String::from_utf8_lossy(&one.stderr)).collect();
    let founded: Vec<usize> = (0..8).filter(|number| ended[*number].status.success()).collect();
    assert_eq!(founded.len(), 1, "{said:#?}");
    // Whoever was not first says why and leaves no keys behind.
    for number in (0..8).filter(|number| !founded.contains(number)) {
        let why = &said[number];
        assert!(why.contains("another process") || why.contains("not empty"), "{why}");
        assert!(!place.path(&format!("owner-{number}/operator.jwk")).exists(), "{why}");
    }
    let owner = place.text(&format!("owner-{}", founded[0]));
    let suspend = ["party", "suspend", "--party", "operator-2", "--reason", "test", "--data", &data];
    assert!(run(&[&suspend[..], &["--owner-keys", &owner]].concat(), 1).contains("position 5"));
    assert!(run(&["fsck", "--data", &data], 0).contains("6 entries"));
}

#[test]
fn the_owners_keys_go_where_they_are_told_and_over_nothing() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::new();
    let init = |data: &str, owner: &str, code| {
        let (data, owner) = (place.text(data), place.text(owner));
        let ledger = ["init", "--data", &data, "--origin", "ledger.example/t", "--operator", "Example"];
        run(&[&ledger[..], &["--owner-keys", &owner]].concat(), code)
    };
    // A directory with something in it is left as it is, and no ledger begins.
    fs::create_dir(place.path("full")).unwrap();
    fs::write(place.path("full/x"), "").unwrap();
    fs::set_permissions(place.path("full"), fs::Permissions::from_mode(0o755)).unwrap();
    let said = init("l", "full", 1);
    assert!(said.contains("is not empty (`x`)") && said.contains("--owner-keys"), "{said}");
    assert_eq!(fs::metadata(place.path("full")).unwrap().permissions().mode() & 0o777, 0o755);
    assert_eq!(fs::read_dir(place.path("l")).unwrap().count(), 0);
    for inside in ["l", "l/owner", "l/../l/owner"] {
        let said = init("l", inside, 1);
        assert!(said.contains("in the ledger's own directory"), "{inside}: {said}");
        assert_eq!(fs::read_dir(place.path("l")).unwrap().count(), 0, "{inside}");
    }
    init("l", "no/such/place", 1);
    assert_eq!(fs::read_dir(place.path("l")).unwrap().count(), 0);
    fs::create_dir(place.path("medium")).unwrap();
    let said = init("l", "medium", 0);
    assert!(said.contains("off the serving machine"), "{said}");
    assert_eq!(fs::metadata(place.path("medium")).unwrap().permissions().mode() & 0o777, 0o700);
    assert!(place.path("medium/operator.jwk").exists() && !place.path("l.owner").exists());
    // A second ledger does not touch the keys of the first.
    let said = init("n", "medium", 1);
    assert!(said.contains("is not empty"), "{said}");

    // Who signs is found where it is said, beside the ledger, or in an older ledger's own folder, in this order.
    run(&["keygen", "--out", &place.text("csc.jwk")], 0);
    let (data, key) = (place.text("l"), place.text("csc.jwk.pub"));
    let admit = |party: &str, more: &[&str], code| {
        let admit = ["party", "admit", "--party", party, "--role", "auditor", "--data", &data, "--jwk", &key];
        run(&[&admit[..], more].concat(), code)
    };
    let said = admit("a", &[], 1);
    for looked in ["l.owner/operator.jwk", "l/keys/operator.jwk", "--owner-keys"] {
        assert!(said.contains(looked), "{looked}: {said}");
    }
    assert!(admit("a", &["--owner-keys", &place.text("l")], 1).contains("l/operator.jwk"));
    assert!(admit("a", &["--owner-keys", &place.text("medium")], 0).contains("admitted at position 5"));
    let suspend = |more: &[&str], code| {
        let suspend = ["party", "suspend", "--party", "a", "--reason", "test", "--data", &data];
        run(&[&suspend[..], more].concat(), code)
    };
    suspend(&["--key", &place.text("medium/operator.jwk")], 0);
    copy(&place.path("medium"), &place.path("l.owner"));
    let reinstate = ["party", "reinstate", "--party", "a", "--reason", "test", "--data", &data];
    let said = run(&reinstate, 0);
    assert!(!said.contains("WARNING"), "{said}");
    fs::rename(place.path("l.owner/operator.jwk"), place.path("l/keys/operator.jwk")).unwrap();
    let said = suspend(&[], 0);
    assert!(
        said.contains("WARNING") && said.contains("keys/operator.jwk lies beside the serving data"),
        "{said}"
    );
    // Through the server, from a machine without the ledger.
    let server = Server::start(&["--data", &data]);
    let far = ["party", "reinstate", "--party", "a", "--reason", "test", "--server", &server.1];
    assert!(run(&far, 1).contains("--owner-keys"));
    run(&[&far[..], &["--owner-keys", &place.text("medium")]].concat(), 0);
    server.stop();
}

#[test]
fn serve_warns_of_keys_that_govern_and_reads_none() {
    let place = Place::ledger();
    let data = place.text("l");
    let said = |arguments: &[&str]| {
        let log = place.path("serve.log");
        Server::logged(&[&["--data", &data], arguments].concat(), &log).stop();
        fs::read_to_string(&log).unwrap()
    };
    // It starts without the owner's keys, wherever they are.
    fs::rename(place.path("l.owner"), place.path("away")).unwrap();
    assert!(!said(&[]).contains("WARNING"));
    fs::copy(place.path("away/operator.jwk"), place.path("l/keys/operator.jwk")).unwrap();
    // Not even looked into: damage would stop whoever reads it.
    fs::copy(place.path("away/rule-authority.jwk"), place.path("l/keys/rule-authority.jwk")).unwrap();
    fs::write(place.path("l/keys/rule-authority.jwk"), "no key").unwrap();
    let warned = said(&[]);
    for name in ["keys/operator.jwk", "keys/rule-authority.jwk", "governs the ledger"] {
        assert!(warned.contains(name), "{name}: {warned}");
    }
    fs::remove_file(place.path("l/keys/operator.jwk")).unwrap();
    fs::remove_file(place.path("l/keys/rule-authority.jwk")).unwrap();
    // Whoever lets it sign is told what that means; another's key is refused.
    let config = |key: &str| {
        fs::write(place.path("c.toml"), format!("operator_key = \"{}\"\n", place.text(key))).unwrap();
        place.text("c.toml")
    };
    let warned = said(&["--config", &config("away/operator.jwk")]);
    assert!(warned.contains("can sign as the operator"), "{warned}");
    for wrong in ["csc.jwk", "away/rule-authority.jwk", "none.jwk"] {
        let serve = ["serve", "--data", &data, "--listen", "127.0.0.1:0", "--config", &config(wrong)];
        let refused = run(&serve, 1);
        assert!(refused.contains("operator_key") || refused.contains("none.jwk"), "{refused}");
    }
}

#[test]
fn what_a_server_turned_away_is_summed_up_with_the_owners_key() {
    let place = Place::ledger();
    let (data, key) = (place.text("l"), place.text("csc.jwk.pub"));
    // As a server of yesterday left it.
    fs::create_dir(place.path("l/intake")).unwrap();
    let row = r#"{"401":2,"403":0,"409":0,"413":0,"429":1}"#;
    let day = r#"{"on":"2026-01-02","counts":[ROW]}"#.replace("ROW", row);
    fs::write(place.path("l/intake/2026-01-02.json"), day).unwrap();
    Server::start(&["--data", &data]).stop();
    assert!(place.path("l/intake/2026-01-02.json").exists(), "a server without the key loses nothing");
    let summarise = ["intake", "summarise", "--data", &data];
    let by = |key: &str, code| run(&[&summarise[..], &["--key", &place.text(key)]].concat(), code);
    assert!(by("csc.jwk", 1).contains("not that of an operator"));
    assert!(by("l.owner/rule-authority.jwk", 1).contains("not that of an operator"));
    assert!(run(&summarise, 0).contains("1 summaries recorded"));
    assert!(!place.path("l/intake/2026-01-02.json").exists());
    assert!(run(&summarise, 0).contains("0 summaries recorded"));
    let admit = ["party", "admit", "--party", "csc", "--role", "auditor", "--data", &data, "--jwk", &key];
    assert!(run(&admit, 0).contains("at position 6"), "one entry for the day");
}

#[test]
fn a_running_server_is_summed_up_from_the_operators_machine() {
    let place = Place::ledger();
    let data = place.text("l");
    fs::create_dir(place.path("l/intake")).unwrap();
    let row = r#"{"401":2,"403":0,"409":0,"413":0,"429":1}"#;
    // More days than one answer has.
    for day in 1..=40 {
        let day = chrono::NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + chrono::Days::new(day);
        let text = r#"{"on":"DAY","counts":[ROW]}"#.replace("DAY", &day.to_string()).replace("ROW", row);
        fs::write(place.path(&format!("l/intake/{day}.json")), text).unwrap();
    }
    for role in ["operator", "auditor"] {
        fs::write(place.path(role), issue(&data, &["--role", role]).0).unwrap();
    }
    fs::write(place.path("c.toml"), "[access]\nmode = \"tokens\"\n").unwrap();
    let server = Server::start(&["--data", &data, "--config", &place.text("c.toml")]);
    let owner = place.text("l.owner");
    let summarise = |more: &[&str], code| {
        let there = ["intake", "summarise", "--server", &server.1, "--owner-keys", &owner];
        run(&[&there[..], more].concat(), code)
    };
    assert!(summarise(&[], 1).contains("token_required"));
    assert!(summarise(&["--token-file", &place.text("auditor")], 1).contains("not_allowed"));
    let operator = ["--token-file", &place.text("operator")];
    // Whose key it is, the log judges: what another signs sums up nothing.
    let other = ["--key", &place.text("csc.jwk")];
    assert!(summarise(&[&operator[..], &other].concat(), 1).contains("unknown_signer"));
    let said = summarise(&operator, 0);
    assert!(said.contains("40 summaries recorded"), "{said}");
    assert!(summarise(&operator, 0).contains("0 summaries recorded"));
    server.stop();
    // What another's key was turned away for is today's.
    let left = fs::read_dir(place.path("l/intake")).unwrap().map(|file| file.unwrap().file_name());
    let left: Vec<_> = left.filter(|name| name < &std::ffi::OsString::from("2026-03")).collect();
    assert!(left.is_empty(), "{left:?}");
    assert!(run(&["fsck", "--data", &data], 0).contains("45 entries"));
}

#[test]
fn a_misspelt_or_empty_variable_opens_no_server() {
    let place = Place::ledger();
    let data = place.text("l");
    let with = |name: &str, value: &str| {
        let mut command = command(&["serve", "--data", &data, "--listen", "127.0.0.1:0", "--print-config"]);
        let Output { status, stdout, stderr } = command.env(name, value).output().unwrap();
        let text = format!("{}{}", String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
        (status.code(), text)
    };
    let (code, said) = with("AIDLEDGER_ACCESS_MOD", "tokens");
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("did you mean AIDLEDGER_ACCESS_MODE?"), "{said}");
    let (code, said) = with("AIDLEDGER_ACCESS_MODE", "");
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("`access.mode` is set to nothing"), "{said}");
    assert_eq!(with("AIDLEDGER_ACCESS_MODE", "tokens").0, Some(0));
    assert_eq!(with("AIDLEDGER_BLESS", "1").0, Some(0), "the project's own");
    let mut raw = command(&["serve", "--data", &data, "--print-config"]);
    let value: &std::ffi::OsStr = std::os::unix::ffi::OsStrExt::from_bytes(b"\xff");
    assert_eq!(raw.env("SOMETHING", value).output().unwrap().status.code(), Some(0), "not ours, no text");
    assert_eq!(raw.env("AIDLEDGER_ANCHORS", value).output().unwrap().status.code(), Some(1));
    for (name, value) in
        [("--config", place.text("l")), ("--anchor", String::new()), ("--data", String::new())]
    {
        let said = run(&["serve", "--listen", "127.0.0.1:0", "--print-config", name, &value], 1);
        assert!(said.starts_with("error: "), "{said}");
    }
    assert!(run(&["serve", "--data", &data, "--lisen", "127.0.0.1:0"], 1).contains("--listen"));
}

#[test]
fn a_clock_that_does_not_fit_the_last_entry_is_asked_about_once() {
    use ledger::time::{At, Clock as _, FixedClock, SystemClock};
    let place = Place::new();
    run(&["keygen", "--out", &place.text("csc.jwk")], 0);
    let made = |name: &str, days: i64| {
        let at = At::from_micros(SystemClock.now().micros() + days * DAY).unwrap();
        let founding = api::service::Founding {
            origin: "ledger.example/t".into(),
            operator_name: "Example".into(),
            operator: "operator".parse().unwrap(),
            policy: serde_json::json!({}),
        };
        let (data, owner) = (place.path(name), place.path(&format!("{name}.owner")));
        let clock = std::sync::Arc::new(FixedClock::new(at));
        let created = api::service::create_apart(&data, &owner, &founding, clock);
        tokio::runtime::Runtime::new().unwrap().block_on(created).unwrap();
        place.text(name)
    };
    let key = place.text("csc.jwk.pub");
    for (name, days, word) in [("quiet", -8, "after the last entry"), ("ahead", 30, "before the last entry")]
    {
        let data = made(name, days);
        let serve = ["serve", "--data", &data, "--listen", "127.0.0.1:0"];
        let said = run(&serve, 1);
        assert!(said.contains(word) && said.contains("--accept-clock"), "{said}");
        let admit = ["party", "admit", "--party", "csc", "--role", "auditor", "--data", &data, "--jwk", &key];
        assert!(run(&admit, 1).contains(word), "whatever else writes into the directory asks too");
        assert!(run(&["intake", "summarise", "--data", &data], 1).contains(word));
        // Who records nothing does not care.
        run(&["fsck", "--data", &data], 0);
        run(&["reindex", "--data", &data], 0);
        let log = place.path("serve.log");
        Server::logged(&["--data", &data, "--accept-clock"], &log).stop();
        assert!(fs::read_to_string(&log).unwrap().contains("accepted as right"));
        // Asked once.
        run(&admit, 0);
        Server::logged(&["--data", &data], &log).stop();
        assert_eq!(fs::read_to_string(&log).unwrap().contains("new entries carry that instant"), days > 0);
    }
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
    refused(&["--role", "auditor", "--undertaking", "NID:FI:1234567-1"], "does not go with");
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
