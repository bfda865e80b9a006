//! A place with a shell, one ledger in it, and a server that comes and goes.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;

use super::told::{self, commands, doors};

/// The repository's root.
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

pub struct Walk {
    place: tempfile::TempDir,
    documents: BTreeMap<String, Vec<told::Command>>,
    server: Option<Child>,
    /// Address of the server.
    pub url: String,
    /// The ledger's id.
    pub ledger: String,
}

/// What a command did.
pub struct Done {
    command: String,
    output: Output,
}

impl Done {
    /// It ended with this code.
    #[track_caller]
    pub fn is(&self, code: i32) -> &Self {
        assert_eq!(self.output.status.code(), Some(code), "{}\n{}", self.command, self.text());
        self
    }

    /// One of its outputs holds these words.
    #[track_caller]
    pub fn says(&self, words: &str) -> &Self {
        assert!(self.text().contains(words), "{words:?} is not in:\n{}\n{}", self.command, self.text());
        self
    }

    /// Its standard output as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.output.stdout).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    fn text(&self) -> String {
        let [out, err] =
            [&self.output.stdout, &self.output.stderr].map(|bytes| String::from_utf8_lossy(bytes));
        format!("{out}{err}")
    }
}

impl Walk {
    pub fn new() -> Self {
        let place = tempfile::Builder::new().prefix("guides-").tempdir().unwrap();
        let bin = place.path().join("bin");
        fs::create_dir(&bin).unwrap();
        let built = std::env::current_exe().unwrap();
        let built = built.parent().and_then(Path::parent).unwrap().join("aidledger");
        assert!(built.exists(), "{} is not there: cargo build --workspace --bins", built.display());
        symlink(built, bin.join("aidledger")).unwrap();
        symlink(env!("CARGO_BIN_EXE_aid-audit-under-test"), bin.join("aid-audit")).unwrap();
        let mut documents = BTreeMap::new();
        let readme = fs::read_to_string(repository().join("README.md")).unwrap();
        documents.insert("README.md".to_owned(), commands(&doors(&readme)));
        for file in fs::read_dir(repository().join("docs/guides")).unwrap() {
            let path = file.unwrap().path();
            if path.extension().is_some_and(|ending| ending == "md") {
                let name = format!("docs/guides/{}", path.file_name().unwrap().to_str().unwrap());
                documents.insert(name, commands(&fs::read_to_string(path).unwrap()));
            }
        }
        Self { place, documents, server: None, url: "http://127.0.0.1:1".into(), ledger: String::new() }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.place.path().join(name)
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    pub fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    pub fn copy_folder(&self, from: &Path, name: &str) {
        fs::create_dir(self.path(name)).unwrap();
        for file in fs::read_dir(from).unwrap() {
            let file = file.unwrap();
            fs::copy(file.path(), self.path(name).join(file.file_name())).unwrap();
        }
    }

    /// Today (UTC): day, month and year with their digits. At home a day later is still a day on which one may grant.
    pub fn day(&self) -> (String, String, String) {
        let output = self.shell("date -u +%d/%m/%Y").output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let mut parts = text.trim().split('/').map(str::to_owned);
        let mut next = || parts.next().unwrap();
        (next(), next(), next())
    }

    /// Types the command of a document that begins with these words; a repeated one is the next that was not run.
    #[track_caller]
    pub fn run(&mut self, document: &str, start: &str, filled: &[(&str, &str)]) -> Done {
        let filled: Vec<(String, String)> =
            filled.iter().map(|(from, to)| ((*from).to_owned(), (*to).to_owned())).collect();
        self.run_filled(document, start, &filled)
    }

    /// The same with words of the document replaced by what they stand for.
    #[track_caller]
    pub fn run_filled(&mut self, document: &str, start: &str, filled: &[(String, String)]) -> Done {
        let command = self.typed(document, start, filled);
        let output = self.shell(&command).output().unwrap();
        Done { command, output }
    }

    #[track_caller]
    fn typed(&mut self, document: &str, start: &str, filled: &[(String, String)]) -> String {
        let told = self.documents.get_mut(document).unwrap_or_else(|| panic!("no document {document}"));
        let fits = |command: &&mut told::Command| command.text.starts_with(start);
        let at = told.iter().position(|command| command.text.starts_with(start) && !command.was_run);
        let command = match at {
            Some(at) => &mut told[at],
            None => {
                told.iter_mut().find(fits).unwrap_or_else(|| panic!("{document} has no command {start:?}"))
            }
        };
        command.was_run = true;
        let mut text = command.text.clone();
        for (from, to) in filled {
            text = text.replace(from.as_str(), to);
        }
        for (from, to) in [
            ("http://127.0.0.1:8080", self.url.as_str()),
            ("https://ledger.example ", &format!("{} ", self.url)),
            ("LEDGER-ID", &self.ledger),
            ("127.0.0.1:8081", "127.0.0.1:0"),
        ] {
            text = text.replace(from, to);
        }
        text
    }

    /// A command that another test runs.
    pub fn passed_over(&mut self, document: &str, command: &str) {
        let _ = self.typed(document, command, &[]);
    }

    /// Commands that were not run, with their places.
    pub fn left(&self) -> Vec<String> {
        let left = |(name, told): (&String, &Vec<told::Command>)| -> Vec<String> {
            let open = told.iter().filter(|command| !command.was_run);
            open.map(|command| format!("{name}:{}: {}", command.line, command.text)).collect()
        };
        self.documents.iter().flat_map(left).collect()
    }

    fn shell(&self, command: &str) -> Command {
        let mut shell = Command::new("sh");
        let path = std::env::var("PATH").unwrap_or_default();
        let ours = |name: &std::ffi::OsString| name.to_string_lossy().starts_with("AIDLEDGER_");
        for (name, _) in std::env::vars_os().filter(|(name, _)| ours(name)) {
            shell.env_remove(name);
        }
        shell
            .args(["-c", command])
            .current_dir(self.place.path())
            .env("PATH", format!("{}:{path}", self.path("bin").display()))
            .env("XDG_STATE_HOME", self.path("state"))
            .stdin(Stdio::null());
        shell
    }

    /// Runs a command whose standard output nobody reads: its exit code, and what it said on standard error.
    pub fn unread(&self, command: &str) -> (Option<i32>, String) {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = self.shell(&format!("exec {command}")).stdout(writer).output().unwrap();
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    }

    /// The same with a shell, for what has to be there first.
    #[track_caller]
    pub fn prepare(&self, command: &str) {
        let done = Done { output: self.shell(command).output().unwrap(), command: command.to_owned() };
        done.is(0);
    }

    /// Starts the server; its address is what the documents' address stands for from now on.
    pub fn serve(&mut self, document: &str, start: &str) {
        let command = self.typed(document, start, &[]);
        let command = command.split('#').next().unwrap().trim().to_owned();
        let child = self.background(&format!("exec {command} --listen 127.0.0.1:0"), "listening on ");
        self.url = child.1;
        self.server = Some(child.0);
    }

    /// Starts something that listens, and ends it.
    pub fn listens(&mut self, document: &str, start: &str, filled: &[(String, String)]) {
        let command = self.typed(document, start, filled);
        // What it says first goes to standard error: standard output is for answers.
        let (mut child, _) = self.background(&format!("exec {command} 2>&1"), " on http");
        child.kill().unwrap();
        child.wait().unwrap();
    }

    /// A process of our own, and what its first line says behind some words.
    fn background(&self, command: &str, words: &str) -> (Child, String) {
        let mut child = self.shell(command).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let Some((_, said)) = line.split_once(words) else {
            drop(child.kill());
            drop(child.wait());
            panic!("{command}: {line:?}");
        };
        (child, said.split_whitespace().next().unwrap_or_default().to_owned())
    }

    /// Stops the server as an operator does.
    pub fn stop(&mut self) {
        let Some(mut server) = self.server.take() else { return };
        let pid = server.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
        assert_eq!(server.wait().unwrap().code(), Some(0));
    }

    /// Admits a party with a new key in `<party>.jwk`.
    pub fn admit(&self, party: &str, roles: &[&str]) {
        let command = format!(
            "aidledger keygen --out {party}.jwk && aidledger party admit --server {} --owner-keys DIR.owner --party {party} {} --jwk {party}.jwk.pub",
            self.url,
            roles.join(" ")
        );
        let done = Done { output: self.shell(&command).output().unwrap(), command };
        done.is(0);
    }

    /// What `submit --format json` says of a file that was sent before, without the counts.
    pub fn rows_of(&self, file: &str) -> Vec<Value> {
        let command = format!(
            "aidledger submit --server {} --key host.jwk --source csc {file} --format json",
            self.url
        );
        let output = self.shell(&command).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert_schema(&text);
        let mut rows: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        rows.pop();
        assert!(rows.iter().all(|row| row["known"] == true), "{text}");
        rows
    }

    /// Waits until the published checkpoint is over so many entries: a receipt is given a moment before.
    pub fn wait_for_head(&self, size: u64) {
        let head = || -> u64 {
            let text = self.read("DIR/log/checkpoint");
            text.lines().nth(1).unwrap().parse().unwrap()
        };
        let started = std::time::Instant::now();
        while head() < size {
            assert!(started.elapsed().as_secs() < 60, "{} entries are published, not {size}", head());
            std::thread::yield_now();
        }
    }

    /// A block of a document that begins with these words.
    pub fn sample(&self, document: &str, start: &str) -> String {
        let text = fs::read_to_string(repository().join(document)).unwrap();
        let block = text.split("```\n").find(|block| block.starts_with(start));
        block.unwrap_or_else(|| panic!("{document} has no block {start:?}")).to_owned()
    }

    /// The first block of a document in a language.
    pub fn block(&self, document: &str, language: &str) -> String {
        let text = fs::read_to_string(repository().join(document)).unwrap();
        let block = text.split(&format!("```{language}\n")).nth(1).and_then(|rest| rest.split("```").next());
        block.unwrap_or_else(|| panic!("{document} has no block of {language}")).to_owned()
    }

    /// The undertaking that a document's address asks about.
    pub fn told_undertaking(&self, document: &str) -> String {
        let text = fs::read_to_string(repository().join(document)).unwrap();
        text.split("/v1/undertakings/").nth(1).unwrap().split('/').next().unwrap().to_owned()
    }
}

impl Drop for Walk {
    fn drop(&mut self) {
        if let Some(server) = &mut self.server {
            drop(server.kill());
            drop(server.wait());
        }
    }
}

/// Each line has the members that the schema lists, and no other; words of closed lists are of the lists.
pub fn assert_schema(text: &str) {
    let schema = fs::read_to_string(repository().join("docs/spec/submit-report.schema.json")).unwrap();
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let count = text.lines().count();
    for (number, line) in text.lines().enumerate() {
        let row: Value = serde_json::from_str(line).unwrap();
        let kind = if number + 1 == count { "Summary" } else { "Statement" };
        assert_shape(&row, &schema["$defs"][kind], line);
    }
}

fn assert_shape(value: &Value, schema: &Value, line: &str) {
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let found = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    assert!(types.is_empty() || types.contains(&found), "{value} is no {types:?}: {line}");
    if let Some(words) = schema["enum"].as_array() {
        assert!(words.contains(value), "{value} is not in {words:?}: {line}");
    }
    if let (Some(members), Some(known)) = (value.as_object(), schema["properties"].as_object()) {
        let required: Vec<&str> =
            schema["required"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        assert!(required.iter().all(|name| members.contains_key(*name)), "{required:?}: {line}");
        for (name, member) in members {
            let schema = known.get(name).unwrap_or_else(|| panic!("{name} is not in the schema: {line}"));
            assert_shape(member, schema, line);
        }
    }
    if let Some(items) = value.as_array() {
        items.iter().for_each(|item| assert_shape(item, &schema["items"], line));
    }
}
