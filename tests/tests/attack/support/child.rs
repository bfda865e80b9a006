//! The program under attack: founded in a directory of its own, served as a child process, watched from outside.

use std::io::{BufRead as _, BufReader, Read as _};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use rustix::process::{Pid, Signal, kill_process};

use super::{BOUND, pause};

/// The program: `ATTACKED_PROGRAM`, or what the build put beside these tests.
pub fn program() -> PathBuf {
    if let Some(named) = std::env::var_os("ATTACKED_PROGRAM") {
        return named.into();
    }
    let here = std::env::current_exe().unwrap();
    let built = here.parent().and_then(Path::parent).unwrap().join("aidledger");
    assert!(built.exists(), "{} is not there: cargo build --workspace --bins", built.display());
    built
}

/// A directory with a ledger, and all that was ever said there.
#[derive(Debug)]
pub struct Place {
    pub folder: tempfile::TempDir,
    pub data: PathBuf,
    runs: AtomicUsize,
    /// What no log line may hold.
    secrets: Mutex<Vec<String>>,
}

impl Place {
    /// Founds a ledger.
    pub fn found() -> Self {
        let folder = tempfile::Builder::new().prefix("attack-").tempdir().unwrap();
        let data = folder.path().join("data");
        Self::found_at(folder, data)
    }

    /// Founds a ledger in a given directory below a folder.
    pub fn found_at(folder: tempfile::TempDir, data: PathBuf) -> Self {
        let place = Self { folder, data, runs: AtomicUsize::new(0), secrets: Mutex::default() };
        let data = place.data.display().to_string();
        place.run(&[
            "init",
            "--data",
            &data,
            "--origin",
            "ledger.example/attacked",
            "--operator",
            "Attacked",
        ]);
        for key in place.key_files() {
            let jwk: serde_json::Value = serde_json::from_slice(&std::fs::read(key).unwrap()).unwrap();
            place.secret(jwk["d"].as_str().unwrap());
        }
        place
    }

    /// Runs a command of the program; what it prints.
    pub fn run(&self, arguments: &[&str]) -> String {
        let output = self.try_run(arguments);
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Runs a command of the program.
    pub fn try_run(&self, arguments: &[&str]) -> Output {
        clean(&mut Command::new(program())).args(arguments).output().unwrap()
    }

    /// A private key that `init` made, wherever it keeps it.
    pub fn key(&self, name: &str) -> ledger::submission::SecretKey {
        let wanted = format!("{name}.jwk");
        let file = self.key_files().into_iter().find(|path| path.ends_with(&wanted));
        let file = file.unwrap_or_else(|| panic!("no {wanted} below {}", self.folder.path().display()));
        ledger::submission::SecretKey::from_jwk(&std::fs::read(file).unwrap()).unwrap()
    }

    fn key_files(&self) -> Vec<PathBuf> {
        let mut found = Vec::new();
        let mut open = vec![self.folder.path().to_owned(), self.data.clone()];
        while let Some(folder) = open.pop() {
            for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
                match entry.file_type() {
                    Ok(kind) if kind.is_dir() => open.push(entry.path()),
                    Ok(_) if entry.path().extension().is_some_and(|ending| ending == "jwk") => {
                        found.push(entry.path());
                    }
                    _ => {}
                }
            }
        }
        found
    }

    /// A token from `token issue`.
    pub fn token(&self, role: &str, more: &[&str]) -> String {
        let data = self.data.display().to_string();
        let mut arguments = vec!["token", "issue", "--data", &data, "--role", role, "--days", "1"];
        arguments.extend(more);
        let printed = self.run(&arguments);
        let token = printed.split_whitespace().rfind(|word| word.matches('.').count() == 2);
        let token = token.unwrap_or_else(|| panic!("no token in {printed:?}")).to_owned();
        self.secret(&token);
        self.secret(token.rsplit('.').next().unwrap());
        token
    }

    /// Remembers what no log line may hold.
    pub fn secret(&self, text: &str) {
        self.secrets.lock().unwrap().push(text.to_owned());
    }

    /// Starts `serve` and waits until it takes connections.
    #[track_caller]
    pub fn serve(&self, setup: &Setup) -> Serving {
        match self.try_serve(setup) {
            Ok(serving) => serving,
            Err(ended) => panic!("serve did not start: {ended:?}"),
        }
    }

    /// Starts `serve`: it listens, or has ended.
    pub fn try_serve(&self, setup: &Setup) -> Result<Serving, Ended> {
        self.try_serve_at(&self.data, setup)
    }

    /// As [`Place::try_serve`], on whatever stands at another path.
    pub fn try_serve_at(&self, data: &Path, setup: &Setup) -> Result<Serving, Ended> {
        let run = self.runs.fetch_add(1, Ordering::Relaxed);
        let log = self.folder.path().join(format!("serve-{run}.log"));
        let mut command = match &setup.shell {
            Some(shell) => {
                let mut command = Command::new("sh");
                command.args(["-c", &format!("{shell}; exec \"$0\" \"$@\"")]).arg(program());
                command
            }
            None => Command::new(program()),
        };
        clean(&mut command).arg("serve").arg("--data").arg(data).args(["--listen", "127.0.0.1:0"]);
        command.args(&setup.arguments).envs(setup.variables.iter().map(|(name, value)| (name, value)));
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        command.stderr(std::fs::File::create(&log).unwrap());
        Serving::start(command.spawn().unwrap(), log)
    }

    /// All that any server of this place has logged.
    pub fn logged(&self) -> String {
        let runs = self.runs.load(Ordering::Relaxed);
        let read =
            |run| std::fs::read(self.folder.path().join(format!("serve-{run}.log"))).unwrap_or_default();
        (0..runs).map(|run| String::from_utf8_lossy(&read(run)).into_owned()).collect()
    }

    /// Fails if a log line holds what none may hold.
    #[track_caller]
    pub fn check_log(&self) {
        let logged = self.logged();
        for secret in self.secrets.lock().unwrap().iter() {
            let line = logged.lines().find(|line| line.contains(secret.as_str()));
            assert!(line.is_none(), "a log line holds {secret:?}: {line:?}");
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        // The traffic of every test is held against the rule of what logs may say.
        if !std::thread::panicking() {
            self.check_log();
        }
    }
}

/// Nothing of the surroundings may set the program differently from what a test says.
fn clean(command: &mut Command) -> &mut Command {
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("AIDLEDGER_") || name == "RUST_LOG" {
            command.env_remove(name);
        }
    }
    command
}

/// How `serve` is run.
#[derive(Debug, Clone, Default)]
pub struct Setup {
    /// Environment variables.
    pub variables: Vec<(String, String)>,
    /// Arguments behind `--data` and `--listen`.
    pub arguments: Vec<String>,
    /// Shell commands before it, such as `ulimit -n 64`.
    pub shell: Option<String>,
}

impl Setup {
    /// Closed but for tokens.
    pub fn tokens() -> Self {
        Self::default().set("ACCESS_MODE", "tokens")
    }

    /// Open to all on this machine.
    pub fn open() -> Self {
        Self::default().set("ACCESS_MODE", "loopback-open")
    }

    /// A setting by its name in the environment.
    pub fn set(mut self, name: &str, value: impl ToString) -> Self {
        self.variables.push((format!("AIDLEDGER_{name}"), value.to_string()));
        self
    }

    /// Shell commands before it.
    pub fn shell(mut self, commands: &str) -> Self {
        self.shell = Some(commands.to_owned());
        self
    }
}

/// A server that ended.
#[derive(Debug, Clone)]
pub struct Ended {
    pub status: ExitStatus,
    pub log: String,
}

/// A running server.
#[derive(Debug)]
pub struct Serving {
    pub address: SocketAddr,
    child: Child,
    log: PathBuf,
    printed: Arc<Mutex<String>>,
}

impl Serving {
    fn start(mut child: Child, log: PathBuf) -> Result<Self, Ended> {
        let (told, tells) = channel();
        let printed = Arc::new(Mutex::new(String::new()));
        let (output, kept) = (child.stdout.take().unwrap(), Arc::clone(&printed));
        std::thread::spawn(move || {
            for line in BufReader::new(output.take(1 << 20)).lines() {
                let Ok(line) = line else { return };
                if let Some(address) = line.strip_prefix("listening on http://") {
                    let _ = told.send(address.trim().parse::<SocketAddr>().ok());
                }
                kept.lock().unwrap().push_str(&(line + "\n"));
            }
        });
        // The sender is gone when standard output is, and that is when the child has ended.
        if let Ok(Some(address)) = tells.recv_timeout(BOUND) {
            return Ok(Self { address, child, log, printed });
        }
        let serving = Self { address: SocketAddr::from(([127, 0, 0, 1], 1)), child, log, printed };
        Err(serving.ended())
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Sends a signal.
    pub fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }

    /// What it has logged so far.
    pub fn log(&self) -> String {
        String::from_utf8_lossy(&std::fs::read(&self.log).unwrap_or_default()).into_owned()
    }

    /// Whether it runs.
    pub fn runs(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    /// Waits for its end.
    #[track_caller]
    pub fn ended(mut self) -> Ended {
        let started = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                let log = format!("{}{}", self.log(), self.printed.lock().unwrap());
                return Ended { status, log };
            }
            assert!(started.elapsed() < BOUND, "it does not end; its log ends with\n{}", tail(&self.log()));
            pause();
        }
    }

    /// Asks it to end and waits for that.
    #[track_caller]
    pub fn stop(self) -> Ended {
        self.signal(Signal::TERM);
        self.ended()
    }

    /// A figure of `/proc/PID/status`, such as `Threads` or `VmHWM` (kB).
    pub fn figure(&self, name: &str) -> u64 {
        let text = std::fs::read_to_string(format!("/proc/{}/status", self.pid())).unwrap();
        let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
        line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap()
    }

    /// Descriptors it has open.
    pub fn descriptors(&self) -> usize {
        std::fs::read_dir(format!("/proc/{}/fd", self.pid())).map_or(0, Iterator::count)
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // Gone already, or ended by us: both are the end.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// The last lines of a log.
pub fn tail(log: &str) -> String {
    let lines: Vec<&str> = log.lines().collect();
    lines[lines.len().saturating_sub(8)..].join("\n")
}
