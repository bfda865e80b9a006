//! Making, filling and serving the demonstration's ledger.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use ledger::event::EventType;
use ledger::file::RealFiles;
use ledger::ids::PartyId;
use ledger::submission::{KeyError, SecretKey, sign};
use ledger::time::{Clock as _, SystemClock};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::stream::{DemoParty, PARTIES, Statement, generate};
use crate::http::access::Mode;
use crate::http::{self, Settings};
use crate::service::keys::{Keys, KeysError};
use crate::service::statement::{Parts, signed};
use crate::service::{self, FoundError, Founding, Service, StartError, StartOptions};

/// Statements sent in one request.
const BATCH: usize = 500;
const ORIGIN: &str = "demo.aidledger.example/log";

/// What the demonstration is asked to do.
#[derive(Debug, Clone)]
pub struct Demo {
    /// At least so many statements.
    pub events: usize,
    /// What decides the stream.
    pub seed: u64,
    /// Where the ledger is made; must be empty or absent.
    pub data: PathBuf,
    /// Where it is served.
    pub listen: SocketAddr,
}

/// Why the demonstration stopped.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The ledger was not founded.
    #[error(transparent)]
    Found(#[from] FoundError),
    /// The ledger did not start.
    #[error(transparent)]
    Start(#[from] StartError),
    /// Keys could not be made or read.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The ledger's keys could not be read.
    #[error(transparent)]
    Keys(#[from] KeysError),
    /// The disk failed.
    #[error(transparent)]
    Disk(#[from] ledger::file::FileError),
    /// The address could not be listened on.
    #[error("can't listen on {0}: {1}; choose another with --listen")]
    Listen(SocketAddr, #[source] std::io::Error),
    /// The server answered its own client in a way it should not.
    #[error("the server answered {status} to its own demonstration: {detail}")]
    Answer {
        /// HTTP status.
        status: u16,
        /// What it said.
        detail: String,
    },
    /// The server was not reached.
    #[error("the demonstration's own server was not reached")]
    Http(#[source] Box<ureq::Error>),
}

impl From<ureq::Error> for DemoError {
    fn from(error: ureq::Error) -> Self {
        Self::Http(Box::new(error))
    }
}

/// How the statements were answered.
#[derive(Debug, Default)]
pub struct Summary {
    outcomes: BTreeMap<String, u64>,
    codes: BTreeMap<String, u64>,
    turned_away: u64,
    /// An undertaking with a history, for a first look.
    pub example: String,
}

impl Summary {
    /// What happened, a line each.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let mut lines: Vec<String> =
            self.outcomes.iter().map(|(outcome, count)| format!("{count:>7} {outcome}")).collect();
        if self.turned_away > 0 {
            lines.push(format!("{:>7} turned away without a position", self.turned_away));
        }
        let codes = self.codes.iter().fold(String::new(), |mut text, (code, count)| {
            let _ = write!(text, "{}{count} {code}", if text.is_empty() { "" } else { ", " });
            text
        });
        if !codes.is_empty() {
            lines.push(format!("        why not: {codes}"));
        }
        lines
    }

    fn add(&mut self, line: &Value) {
        let body = line.get("body");
        let Some(outcome) = body.and_then(|body| body.get("outcome")).and_then(Value::as_str) else {
            self.turned_away += 1;
            return;
        };
        *self.outcomes.entry(outcome.to_owned()).or_default() += 1;
        let codes = body.and_then(|body| body.get("codes")).and_then(Value::as_array);
        for code in codes.into_iter().flatten().filter_map(Value::as_str) {
            *self.codes.entry(code.to_owned()).or_default() += 1;
        }
    }
}

/// A ledger that is being served.
pub struct Running {
    /// Its address.
    pub url: String,
    /// The service behind it.
    pub service: Service,
    stop: tokio::sync::oneshot::Sender<()>,
    server: tokio::task::JoinHandle<std::io::Result<()>>,
}

impl Running {
    /// Lets requests in hand finish, publishes the head, stops.
    pub async fn stop(self) {
        let _ = self.stop.send(());
        let _ = self.server.await;
        self.service.shut_down().await;
    }
}

/// Founds a ledger and serves it.
///
/// # Errors
/// [`DemoError`].
pub async fn start(demo: &Demo) -> Result<Running, DemoError> {
    let operator: PartyId = "operator".parse().map_err(|_| KeyError::Form)?;
    let founding = Founding {
        origin: ORIGIN.into(),
        operator_name: "Demonstration".into(),
        operator,
        policy: json!({}),
    };
    service::create(&demo.data, &founding, Arc::new(SystemClock)).await?;
    let options = StartOptions { index: Some(demo.data.join(service::INDEX)), ..StartOptions::default() };
    let (service, _) = service::open(&demo.data, options, &mut |_, _| {})?;
    let listener =
        TcpListener::bind(demo.listen).await.map_err(|error| DemoError::Listen(demo.listen, error))?;
    let address = listener.local_addr().map_err(|error| DemoError::Listen(demo.listen, error))?;
    let settings = Settings { mode: Mode::LoopbackOpen, ..Settings::default() };
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let served = http::serve(listener, service.clone(), settings, async move {
        let _ = stopped.await;
    });
    Ok(Running { url: format!("http://{address}"), service, stop, server: tokio::spawn(served) })
}

/// Signs the stream and posts it over HTTP, as hosts do.
///
/// # Errors
/// [`DemoError`].
pub fn fill(demo: &Demo, url: &str, ledger: &str) -> Result<Summary, DemoError> {
    let keys = Keys::read(&RealFiles::at(&demo.data)?, ORIGIN)?;
    let (Some(operator), Some(rules)) = (&keys.operator, &keys.rule_authority) else {
        return Err(KeysError::Missing("operator").into());
    };
    let signers: Vec<SecretKey> = PARTIES.iter().map(|_| SecretKey::generate()).collect::<Result<_, _>>()?;
    let client = Client::new(url);
    let mut summary = Summary::default();
    let admissions = PARTIES
        .iter()
        .zip(&signers)
        .map(|(party, key)| admission(party, key, ledger, operator))
        .collect::<Vec<_>>();
    client.post(&admissions, &mut summary)?;
    let today = SystemClock.now().utc_date();
    let statements = generate(demo.events, demo.seed, today);
    let registered = statements
        .iter()
        .find(|said| said.event.get("type") == Some(&json!(EventType::UndertakingRegistered.wire())));
    let subject = registered.and_then(|said| said.event.get("subject")).and_then(Value::as_str);
    summary.example = subject.unwrap_or_default().to_owned();
    let bar = progress(statements.len() as u64);
    for (number, chunk) in statements.chunks(BATCH).enumerate() {
        let lines: Vec<String> = (0..)
            .zip(chunk)
            .filter_map(|(index, statement)| {
                let (source, key) = match statement.party {
                    Some(party) => (PARTIES.get(party)?.id, signers.get(party)?),
                    None => (service::RULE_AUTHORITY, rules),
                };
                Some(whole(statement, source, ledger, &format!("demo-{}", number * BATCH + index), key))
            })
            .collect();
        client.post(&lines, &mut summary)?;
        bar.inc(chunk.len() as u64);
    }
    bar.finish_and_clear();
    Ok(summary)
}

fn progress(length: u64) -> ProgressBar {
    let bar = ProgressBar::new(length);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} statements, {per_sec}, {eta} left")
    {
        bar.set_style(style);
    }
    bar
}

fn admission(party: &DemoParty, key: &SecretKey, ledger: &str, operator: &SecretKey) -> String {
    let mandate = |state: &&str| json!({"member_state": state, "principal": {"id": party.id, "name": party.name}, "act": "demonstration", "from": "2014-01-01"});
    let data = json!({
        "party": party.id, "name": party.name, "roles": [party.role], "keys": [key.public().jwk()],
        "mandates": party.member_state.iter().map(mandate).collect::<Vec<_>>(),
    });
    let Ok(source) = "operator".parse::<PartyId>() else { return String::new() };
    let time = SystemClock.now();
    let parts = Parts {
        id: None,
        event_type: EventType::PartyAdmitted,
        source: &source,
        ledger: Some(ledger),
        subject: party.id,
        time,
        data: &data,
    };
    signed(&parts, operator)
}

fn whole(statement: &Statement, source: &str, ledger: &str, id: &str, key: &SecretKey) -> String {
    let mut event = statement.event.clone();
    if let Some(members) = event.as_object_mut() {
        members.insert("id".into(), json!(id));
        members.insert("source".into(), json!(format!("urn:aidledger:party:{source}")));
        members.insert("ledger".into(), json!(ledger));
    }
    sign(event.to_string().as_bytes(), key)
}

struct Client {
    agent: ureq::Agent,
    url: String,
}

impl Client {
    fn new(url: &str) -> Self {
        let config = ureq::Agent::config_builder()
            .timeout_global(Some(Duration::from_secs(120)))
            .http_status_as_error(false);
        Self { agent: config.build().into(), url: format!("{url}/v1/events/batch") }
    }

    fn post(&self, lines: &[String], summary: &mut Summary) -> Result<(), DemoError> {
        let request = self.agent.post(&self.url).header("content-type", "application/x-ndjson");
        let mut answer = request.send(lines.join("\n"))?;
        let status = answer.status().as_u16();
        let text = answer.body_mut().with_config().limit(1 << 30).read_to_string()?;
        if status != 200 {
            return Err(DemoError::Answer { status, detail: text.chars().take(500).collect() });
        }
        for line in text.lines() {
            let line: Value = serde_json::from_str(line)
                .map_err(|error| DemoError::Answer { status, detail: error.to_string() })?;
            summary.add(&line);
        }
        Ok(())
    }
}

/// What to look at next, for the three audiences.
#[must_use]
pub fn tour(url: &str, data: &Path, ledger: &str, example: &str) -> Vec<String> {
    let log = data.join("log");
    let log = log.display();
    vec![
        format!("Ledger {ledger}"),
        String::new(),
        format!("  applicant       {url}/?undertaking={example}&regime=eu-2023-2831&member-state=FI"),
        format!("  hosting entity  {url}/docs  (post to {url}/v1/events; answers with reasons)"),
        format!("  auditor         {url}/v1/events  {url}/checkpoint"),
        format!("  API             {url}/openapi.json"),
        String::new(),
        "Verify the whole history without this server:".to_owned(),
        format!("  cargo run --release -p audit-tools -- verify {log}"),
    ]
}
