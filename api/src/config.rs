//! Settings of `serve`: one table of names, defaults and meanings; later sources win: defaults, file, environment,
//! arguments. A name that is not in the table is an error, and so is a value of nothing, because a slip must not be a silent
//! default.

mod slip;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::io::Read as _;
use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::time::Duration;

use toml_edit::{DocumentMut, Item, Value};

use self::slip::{NO_SETTINGS, slip, unknown};
use crate::http::access::Mode;
use crate::http::{Limits, Proxies};
use crate::service::CosignerConfig;

/// What variables of the environment begin with.
const PREFIX: &str = "AIDLEDGER_";
/// Longest file of settings.
const FILE_BYTES_MAX: u64 = 1024 * 1024;
/// Submissions that may wait: beyond a million, whoever waits has gone.
const QUEUE: RangeInclusive<u64> = 1..=1_000_000;
/// More than a leap second, less than what anybody sets by hand.
const CLOCK_STEP_MS: RangeInclusive<u64> = 2_000..=60_000;

/// One setting.
struct Setting {
    name: &'static str,
    default: &'static str,
    kind: Kind,
    meaning: &'static str,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Number,
    Switch,
    List,
    /// Tables `[[name]]` with `url` and `vkey`; as text a line `url vkey` for each.
    Cosigners,
}

const fn setting(name: &'static str, kind: Kind, default: &'static str, meaning: &'static str) -> Setting {
    Setting { name, default, kind, meaning }
}

/// Not to keep looks at all is no choice; more than a hundred years is a slip of the keyboard.
const LOOKS_MONTHS: std::ops::RangeInclusive<u32> = 1..=1_200;
impl Setting {
    /// Its name in the environment.
    fn variable(&self) -> String {
        format!("{PREFIX}{}", self.name.replace('.', "_").to_uppercase())
    }
}

/// Every setting. Lists are written with commas in the environment.
const SETTINGS: &[Setting] = &[
    setting("data", Kind::Text, "", "directory of the ledger"),
    setting("listen", Kind::Text, "127.0.0.1:8080", "address and port to listen on"),
    setting(
        "anchors",
        Kind::List,
        "",
        "files on another disk, kept up to date, or addresses, only read: the journal must hold what they have seen",
    ),
    setting("queue", Kind::Number, "4096", "submissions that may wait for their turn"),
    setting(
        "clock_step_max_ms",
        Kind::Number,
        "10000",
        "how far the clock may be off, in milliseconds, before nothing is recorded: from the time counted on, and at the start behind the last entry",
    ),
    setting(
        "operator_key",
        Kind::Text,
        "",
        "file of the operator's private JWK, to sign the daily summaries here; whoever breaks in then has it. Empty: `intake summarise` signs them",
    ),
    setting("index", Kind::Switch, "true", "keep the search index; without it questions read the log"),
    setting(
        "access.mode",
        Kind::Text,
        "loopback-open",
        "\"loopback-open\" (only on a loopback address) or \"tokens\"",
    ),
    setting("access.public_log", Kind::Switch, "false", "whether everybody may read entries"),
    setting(
        "access.trusted_proxies",
        Kind::List,
        "",
        "addresses or networks of proxies whose X-Forwarded-For says whose request it is",
    ),
    setting(
        "access.looks_months",
        Kind::Number,
        "24",
        "whole months for which it is kept who looked at which undertaking, 1 to 1200",
    ),
    setting(
        "limits.connections",
        Kind::Number,
        "0",
        "connections at a time; 0: what the system's limit of open files leaves, at most 10000",
    ),
    setting(
        "limits.connections_per_address",
        Kind::Number,
        "256",
        "of them of one address, proxies excepted",
    ),
    setting(
        "limits.head_seconds",
        Kind::Number,
        "10",
        "how long the head of a request may take, and a connection be idle",
    ),
    setting("limits.body_seconds", Kind::Number, "20", "how long a body may pause"),
    setting("limits.write_seconds", Kind::Number, "20", "how long a client may not read its answer"),
    setting(
        "limits.shutdown_seconds",
        Kind::Number,
        "10",
        "how long requests in hand may take to end after a signal; the next signal ends at once",
    ),
    setting(
        "limits.requests_per_minute",
        Kind::Number,
        "60000",
        "requests of one address, statements not counted",
    ),
    setting("limits.streams", Kind::Number, "256", "event streams at a time; half of them without a token"),
    setting("limits.streams_per_address", Kind::Number, "16", "of them of one address"),
    setting("limits.batches", Kind::Number, "8", "batches worked on at a time"),
    setting(
        "limits.batches_per_address",
        Kind::Number,
        "4",
        "batches of one address, arriving ones included",
    ),
    setting("witness.name", Kind::Text, "", "this node's name as a witness of other logs; empty: it is none"),
    setting("witness.key", Kind::Text, "", "file of the private JWK it cosigns with, used for nothing else"),
    setting("witness.logs", Kind::List, "", "verifier key lines of the logs it follows"),
    setting(
        "cosigner",
        Kind::Cosigners,
        "",
        "a witness that is asked to cosign what is published here: address and verifier key line",
    ),
];

/// Why the settings can't be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file can't be read.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// The file is no TOML.
    #[error("{}: {source}", path.display())]
    Toml {
        /// The file.
        path: PathBuf,
        /// Where and why.
        #[source]
        source: Box<toml_edit::TomlError>,
    },
    /// A name that is no setting.
    #[error("{place}: `{name}` is no setting{hint}")]
    Unknown {
        /// The file.
        place: String,
        /// The name.
        name: String,
        /// Which one may be meant, in words.
        hint: String,
    },
    /// Variables of the environment that are no settings.
    #[error("in the environment: {}", .0.join("; "))]
    Variables(Vec<String>),
    /// A value that does not fit.
    #[error("{place}: `{name}` is {wanted}")]
    Value {
        /// File, environment or argument.
        place: String,
        /// The setting.
        name: String,
        /// What it must be.
        wanted: &'static str,
    },
    /// No directory was named.
    #[error("no ledger named: give --data DIR, or `data` in the file, or AIDLEDGER_DATA")]
    NoData,
    /// A proxy that is no address.
    #[error(
        "{place}: `access.trusted_proxies`: `{text}` is no address or network, such as 10.0.0.7 or 10.1.0.0/16"
    )]
    Proxy {
        /// File or environment.
        place: String,
        /// What was written.
        text: String,
    },
    /// Open access beyond this machine.
    #[error(
        "{0} is not a loopback address and access is not configured: set [access] mode = \"tokens\" (then `aidledger token issue`), or listen on 127.0.0.1"
    )]
    OpenToTheWorld(SocketAddr),
    /// A witness that cannot be asked.
    #[error("{place}: `cosigner`: {why}")]
    Cosigner {
        /// File or environment.
        place: String,
        /// What is wrong with which.
        why: String,
    },
    /// A witness without name, key or logs.
    #[error("a witness needs all of `witness.name`, `witness.key` and `witness.logs`")]
    HalfAWitness,
}

/// The settings, read and checked.
#[derive(Debug, Clone)]
pub struct Config {
    /// Directory of the ledger.
    pub data: PathBuf,
    /// Where to listen.
    pub listen: SocketAddr,
    /// Files or addresses of heads known elsewhere.
    pub anchors: Vec<String>,
    /// Submissions that may wait.
    pub queue: usize,
    /// How far the clock may be off, in milliseconds.
    pub clock_step_max_ms: u64,
    /// File of the operator's private key, if the server is to sign summaries.
    pub operator_key: Option<PathBuf>,
    /// Whether to keep the index.
    pub index: bool,
    /// How callers are told apart.
    pub mode: Mode,
    /// Whether everybody may read entries.
    pub public_log: bool,
    /// Proxies that say whose request they pass on.
    pub proxies: Proxies,
    /// Bounds of the interface; `connections` is 0 where the system's limit decides.
    pub limits: Limits,
    /// For how many whole months looks are kept.
    pub looks_months: u32,
    /// Name, key file and verifier key lines of the witness role.
    pub witness: Option<(String, PathBuf, Vec<String>)>,
    /// Witnesses asked to cosign what is published here.
    pub cosigners: Vec<CosignerConfig>,
}

/// Values by name, as text, with the place they come from; lists by line.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    values: BTreeMap<&'static str, (String, String)>,
}

impl Sources {
    /// Takes a file's settings.
    ///
    /// # Errors
    /// [`ConfigError`] naming file and setting.
    pub fn file(&mut self, path: &Path) -> Result<(), ConfigError> {
        let text =
            read_bounded(path).map_err(|source| ConfigError::Read { path: path.to_owned(), source })?;
        let document: DocumentMut = text
            .parse()
            .map_err(|source| ConfigError::Toml { path: path.to_owned(), source: Box::new(source) })?;
        let place = path.display().to_string();
        for (name, item) in document.iter() {
            match item {
                Item::Table(table) => {
                    let group = format!("{name}.");
                    if !SETTINGS.iter().any(|setting| setting.name.starts_with(&group)) {
                        return Err(unknown(&place, name));
                    }
                    for (inner, item) in table {
                        self.item(&place, &format!("{name}.{inner}"), item)?;
                    }
                }
                item => self.item(&place, name, item)?,
            }
        }
        Ok(())
    }

    fn item(&mut self, place: &str, name: &str, item: &Item) -> Result<(), ConfigError> {
        let Some(setting) = SETTINGS.iter().find(|setting| setting.name == name) else {
            return Err(unknown(place, name));
        };
        let text = match (setting.kind, item.as_value()) {
            (Kind::Cosigners, None) => cosigner_lines(item),
            (Kind::Text, Some(Value::String(text))) => Some(text.value().clone()),
            (Kind::Number, Some(Value::Integer(number))) => Some(number.value().to_string()),
            (Kind::Switch, Some(Value::Boolean(switch))) => Some(switch.value().to_string()),
            (Kind::List, Some(Value::Array(items))) => {
                let one_line = |item: &str| !item.is_empty() && !item.contains(char::is_control);
                let items: Option<Vec<&str>> =
                    items.iter().map(|item| item.as_str().filter(|item| one_line(item))).collect();
                items.map(|items| items.join("\n"))
            }
            _ => None,
        };
        let text = text.ok_or_else(|| wrong(place, name, setting.kind))?;
        self.set(setting, text, place)
    }

    /// Takes one value; lists by line.
    fn set(&mut self, setting: &'static Setting, text: String, place: &str) -> Result<(), ConfigError> {
        let listed = matches!(setting.kind, Kind::List | Kind::Cosigners);
        let parts: Vec<&str> = match (listed, text.is_empty()) {
            (_, true) => Vec::new(),
            (true, _) => text.split('\n').collect(),
            (false, _) => vec![&text],
        };
        let twice = |(n, part): (usize, &&str)| parts.iter().take(n).any(|other| other == part);
        let fault = if parts.iter().any(|part| part.trim() != *part) {
            Some("a value without blanks before or after it")
        } else if listed && parts.iter().any(|part| part.is_empty()) {
            Some("a list without empty places")
        } else if parts.iter().enumerate().any(twice) {
            Some("a list that names nothing twice")
        } else if self.values.get(setting.name).is_some_and(|(_, before)| before == place) {
            Some("given twice")
        } else {
            None
        };
        if let Some(wanted) = fault {
            return Err(ConfigError::Value {
                place: place.to_owned(),
                name: setting.name.to_owned(),
                wanted,
            });
        }
        self.values.insert(setting.name, (text, place.to_owned()));
        Ok(())
    }

    /// Takes the environment's `AIDLEDGER_*`: `AIDLEDGER_ACCESS_MODE` is `access.mode`.
    ///
    /// # Errors
    /// [`ConfigError::Variables`] with every name that begins so, or nearly so, and is no setting; [`ConfigError::Value`] of
    /// one that is empty or no text.
    pub fn environment(
        &mut self,
        variables: impl Iterator<Item = (OsString, OsString)>,
    ) -> Result<(), ConfigError> {
        let mut unknown = Vec::new();
        for (variable, value) in variables {
            // A name that is no text can still be a slip of ours.
            let name = variable.to_string_lossy();
            match SETTINGS.iter().find(|setting| setting.variable() == name) {
                Some(setting) => self.variable(setting, &name, &value)?,
                None if NO_SETTINGS.contains(&&*name) => {}
                None => unknown.extend(slip(&name)),
            }
        }
        unknown.sort();
        if unknown.is_empty() { Ok(()) } else { Err(ConfigError::Variables(unknown)) }
    }

    fn variable(
        &mut self,
        setting: &'static Setting,
        variable: &str,
        value: &OsString,
    ) -> Result<(), ConfigError> {
        let place = format!("environment {variable}");
        let fault =
            |wanted| ConfigError::Value { place: place.clone(), name: setting.name.to_owned(), wanted };
        let text = value.to_str().ok_or_else(|| fault("a text in UTF-8"))?;
        if text.is_empty() {
            return Err(fault("set to nothing: give it a value, or unset the variable"));
        }
        if text.contains(char::is_control) {
            return Err(fault("a text on one line"));
        }
        let listed = matches!(setting.kind, Kind::List | Kind::Cosigners);
        let text = if listed { text.replace(',', "\n") } else { text.to_owned() };
        self.set(setting, text, &place)
    }

    /// Takes an argument's value; `name` is a setting, a list has a line for each.
    ///
    /// # Errors
    /// [`ConfigError::Value`] where it is empty, as it is where a script's variable is.
    pub fn argument(&mut self, name: &'static str, value: String) -> Result<(), ConfigError> {
        let place = "argument";
        let Some(setting) = SETTINGS.iter().find(|setting| setting.name == name) else {
            return Err(unknown(place, name));
        };
        if value.is_empty() {
            let wanted = "set to nothing: give it a value, or leave it out";
            return Err(ConfigError::Value { place: place.to_owned(), name: name.to_owned(), wanted });
        }
        self.set(setting, value, place)
    }

    fn text(&self, name: &'static str) -> (String, String) {
        let default = || {
            let setting = SETTINGS.iter().find(|setting| setting.name == name);
            (setting.map_or("", |setting| setting.default).to_owned(), "default".to_owned())
        };
        self.values.get(name).cloned().unwrap_or_else(default)
    }

    fn parsed<T: std::str::FromStr>(
        &self,
        name: &'static str,
        wanted: &'static str,
    ) -> Result<T, ConfigError> {
        let (text, place) = self.text(name);
        text.trim().parse().map_err(|_| ConfigError::Value { place, name: name.to_owned(), wanted })
    }

    fn number(
        &self,
        name: &'static str,
        range: RangeInclusive<u64>,
        wanted: &'static str,
    ) -> Result<u64, ConfigError> {
        let number: u64 = self.parsed(name, wanted)?;
        if range.contains(&number) {
            return Ok(number);
        }
        Err(ConfigError::Value { place: self.text(name).1, name: name.to_owned(), wanted })
    }

    fn list(&self, name: &'static str) -> Vec<String> {
        let (text, _) = self.text(name);
        text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }

    /// Checks everything together.
    ///
    /// # Errors
    /// [`ConfigError`] naming the setting and where it came from.
    pub fn settle(&self) -> Result<Config, ConfigError> {
        let (data, _) = self.text("data");
        let (mode, place) = self.text("access.mode");
        let mode = match mode.as_str() {
            "loopback-open" => Mode::LoopbackOpen,
            "tokens" => Mode::Tokens,
            _ => {
                let name = "access.mode".to_owned();
                return Err(ConfigError::Value { place, name, wanted: "\"loopback-open\" or \"tokens\"" });
            }
        };
        let listen: SocketAddr = self.parsed("listen", "an address with a port, such as 127.0.0.1:8080")?;
        if mode == Mode::LoopbackOpen && !listen.ip().is_loopback() {
            return Err(ConfigError::OpenToTheWorld(listen));
        }
        if data.is_empty() {
            return Err(ConfigError::NoData);
        }
        let (witness, logs) = (self.text("witness.name").0, self.list("witness.logs"));
        let key = self.text("witness.key").0;
        let missing = [witness.is_empty(), key.is_empty(), logs.is_empty()];
        if missing.contains(&true) && missing.contains(&false) {
            return Err(ConfigError::HalfAWitness);
        }
        let queue = self.number("queue", QUEUE, "a number from 1 to 1000000")?;
        let operator_key = self.text("operator_key").0;
        Ok(Config {
            data: data.into(),
            listen,
            anchors: self.list("anchors"),
            queue: usize::try_from(queue).unwrap_or(usize::MAX),
            clock_step_max_ms: self.number(
                "clock_step_max_ms",
                CLOCK_STEP_MS,
                "a number of milliseconds from 2000 to 60000",
            )?,
            operator_key: (!operator_key.is_empty()).then(|| operator_key.into()),
            index: self.parsed("index", "true or false")?,
            mode,
            public_log: self.parsed("access.public_log", "true or false")?,
            proxies: self.proxies()?,
            limits: self.limits()?,
            looks_months: self.looks_months()?,
            witness: (!witness.is_empty()).then(|| (witness, key.into(), logs)),
            cosigners: self.cosigners()?,
        })
    }

    fn proxies(&self) -> Result<Proxies, ConfigError> {
        let (lines, place) = (self.list("access.trusted_proxies"), self.text("access.trusted_proxies").1);
        Proxies::parse(lines.iter().map(String::as_str))
            .map_err(|text| ConfigError::Proxy { place, text: text.to_owned() })
    }

    fn limits(&self) -> Result<Limits, ConfigError> {
        const POSITIVE: &str = "a number of one or more";
        let number = |name| self.parsed::<NonZeroU32>(name, POSITIVE);
        let count =
            |name| Ok::<usize, ConfigError>(usize::try_from(number(name)?.get()).unwrap_or(usize::MAX));
        let seconds = |name| Ok::<Duration, ConfigError>(Duration::from_secs(number(name)?.get().into()));
        Ok(Limits {
            connections: self.parsed("limits.connections", "a number; 0: as the system allows")?,
            connections_per_address: number("limits.connections_per_address")?.get(),
            head: seconds("limits.head_seconds")?,
            body: seconds("limits.body_seconds")?,
            write: seconds("limits.write_seconds")?,
            shutdown: seconds("limits.shutdown_seconds")?,
            requests_per_minute: number("limits.requests_per_minute")?.get(),
            streams: count("limits.streams")?,
            streams_per_address: number("limits.streams_per_address")?.get(),
            batches: count("limits.batches")?,
            batches_per_address: number("limits.batches_per_address")?.get(),
            ..Limits::default()
        })
    }

    fn looks_months(&self) -> Result<u32, ConfigError> {
        const NAME: &str = "access.looks_months";
        const WANTED: &str = "a number of months from 1 to 1200";
        let months: u32 = self.parsed(NAME, WANTED)?;
        if LOOKS_MONTHS.contains(&months) {
            return Ok(months);
        }
        Err(ConfigError::Value { place: self.text(NAME).1, name: NAME.to_owned(), wanted: WANTED })
    }

    fn cosigners(&self) -> Result<Vec<CosignerConfig>, ConfigError> {
        let place = self.text("cosigner").1;
        let parse = |line: String| {
            let (url, vkey) = line.split_once(' ').ok_or(format!("`{line}` is not `url vkey`"))?;
            CosignerConfig::parse(url, vkey.trim())
        };
        let mut read: Vec<CosignerConfig> = Vec::new();
        for line in self.list("cosigner") {
            let one = parse(line).map_err(|why| ConfigError::Cosigner { place: place.clone(), why })?;
            if read.iter().any(|other| other.key == one.key) {
                let why = format!("`{}` is named twice", one.key);
                return Err(ConfigError::Cosigner { place, why });
            }
            read.push(one);
        }
        Ok(read)
    }

    /// Every setting as a TOML file that says the same, with its meaning and its name in the environment.
    #[must_use]
    pub fn print(&self) -> String {
        let mut out = String::new();
        let mut table = "";
        for setting in SETTINGS {
            if setting.kind == Kind::Cosigners {
                self.print_cosigners(setting, &mut out);
                continue;
            }
            let (group, name) = setting.name.split_once('.').unwrap_or(("", setting.name));
            if group != table {
                let _ = writeln!(out, "\n[{group}]");
                table = group;
            }
            let variable = setting.variable();
            let (text, place) = self.text(setting.name);
            let value = match setting.kind {
                // A JSON string or array of strings is one of TOML too.
                Kind::Text => serde_json::Value::from(text).to_string(),
                Kind::List | Kind::Cosigners => serde_json::Value::from(self.list(setting.name)).to_string(),
                Kind::Number | Kind::Switch => text,
            };
            let _ = writeln!(out, "# {} ({variable}; {place})\n{name} = {value}", setting.meaning);
        }
        out
    }

    fn print_cosigners(&self, setting: &Setting, out: &mut String) {
        let (variable, (_, place)) = (setting.variable(), self.text(setting.name));
        let _ = writeln!(out, "\n# {} ({variable}, `url vkey` each; {place})", setting.meaning);
        let all = self.list(setting.name);
        if all.is_empty() {
            let _ = writeln!(out, "# [[{}]]\n# url = \"\"\n# vkey = \"\"", setting.name);
        }
        for line in all {
            let (url, vkey) = line.split_once(' ').unwrap_or((line.as_str(), ""));
            let (url, vkey) = (serde_json::Value::from(url), serde_json::Value::from(vkey));
            let _ = writeln!(out, "[[{}]]\nurl = {url}\nvkey = {vkey}", setting.name);
        }
    }
}

/// A file's text, if it is not longer than any settings are.
fn read_bounded(path: &Path) -> std::io::Result<String> {
    let mut text = String::new();
    std::fs::File::open(path)?.take(FILE_BYTES_MAX.saturating_add(1)).read_to_string(&mut text)?;
    if text.len() as u64 > FILE_BYTES_MAX {
        return Err(std::io::Error::other("it is longer than a file of settings can be"));
    }
    Ok(text)
}

/// Tables with exactly `url` and `vkey`, a line each.
fn cosigner_lines(item: &Item) -> Option<String> {
    let tables = item.as_array_of_tables()?;
    let line = |table: &toml_edit::Table| {
        let text = |name| table.get(name).and_then(Item::as_str);
        let (url, vkey) = (text("url")?, text("vkey")?);
        let plain = |text: &str| !text.contains(char::is_whitespace);
        (table.len() == 2 && plain(url) && plain(vkey)).then(|| format!("{url} {vkey}"))
    };
    let lines: Option<Vec<String>> = tables.iter().map(line).collect();
    lines.map(|lines| lines.join("\n"))
}

fn wrong(place: &str, name: &str, kind: Kind) -> ConfigError {
    let wanted = match kind {
        Kind::Text => "a string",
        Kind::Number => "an integer",
        Kind::Switch => "true or false",
        Kind::List => "an array of strings, each on one line and none empty",
        Kind::Cosigners => "tables [[cosigner]], each with url and vkey and nothing else",
    };
    ConfigError::Value { place: place.to_owned(), name: name.to_owned(), wanted }
}

#[cfg(test)]
mod tests;
