//! Making, filling and serving the demonstration's ledger.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use chrono::NaiveDate;
use indicatif::{ProgressBar, ProgressStyle};
use ledger::event::EventType;
use ledger::file::RealFiles;
use ledger::ids::PartyId;
use ledger::submission::KeyError;
use ledger::time::{At, Clock, Counted, SystemClock};
use rules::pack::{Pack, SHIPPED};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::cast::{Cast, OPERATOR};
use super::scenes::{newer_law, questions, scenes};
use super::script::{Question, Statement, TURNED_AWAY, answer_of, told};
use super::stream::generate;
use crate::http::access::Mode;
use crate::http::{self, Settings};
use crate::service::keys::{Keys, KeysError};
use crate::service::{self, FoundError, Founding, Service, StartError, StartOptions};

/// Statements sent in one request.
const BATCH: usize = 500;
const ORIGIN: &str = "demo.aidledger.example/log";

/// The day on which the demonstration plays.
#[derive(Debug, Clone, Copy)]
pub enum DemoClock {
    /// The machine's.
    Today,
    /// Another one: its noon was when the other clock had counted so far, and time goes on from there.
    Pinned {
        /// The noon.
        noon: At,
        /// When that was.
        since: Counted,
    },
}

impl DemoClock {
    /// A clock that shows the noon of a day now; `None` for a day that no instant has.
    #[must_use]
    pub fn pinned(day: NaiveDate) -> Option<Self> {
        let noon = At::from_micros(day.and_hms_opt(12, 0, 0)?.and_utc().timestamp_micros())?;
        Some(Self::Pinned { noon, since: SystemClock.counted() })
    }
}

impl Clock for DemoClock {
    fn now(&self) -> At {
        match self {
            Self::Today => SystemClock.now(),
            Self::Pinned { noon, since } => {
                let passed = self.counted().micros().saturating_sub(since.micros());
                At::from_micros(noon.micros().saturating_add(passed)).unwrap_or(*noon)
            }
        }
    }

    fn counted(&self) -> Counted {
        SystemClock.counted()
    }
}

/// What the demonstration is asked to do.
#[derive(Debug, Clone)]
pub struct Demo {
    /// At least so many statements of the seeded stream, after the scenes.
    pub events: usize,
    /// What decides the seeded stream.
    pub seed: u64,
    /// Where the ledger is made; must be empty or absent.
    pub data: PathBuf,
    /// Where it is served.
    pub listen: SocketAddr,
    /// On which day it plays.
    pub clock: DemoClock,
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

/// How the statements were answered, as far as the entries do not tell.
#[derive(Debug, Default)]
pub struct Answers {
    turned_away: u64,
    /// Statements of scenes that were not answered as the scene has it, each with its answer.
    pub unexpected: Vec<String>,
    /// An undertaking with a history, for a first look.
    pub example: String,
    /// Position of the first refusal, for a first explanation.
    pub refusal: Option<u64>,
    /// Digests of the pack that changed, before and after.
    pub packs: Option<(String, String)>,
    /// The first question about routes, with its answer for people.
    pub route: Option<(Question, String)>,
}

impl Answers {
    /// What happened besides entries, a line each.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let mut lines = vec![format!("{:>7} turned away before they became entries", self.turned_away)];
        lines.extend(self.unexpected.iter().map(|said| format!("  not as its scene has it: {said}")));
        lines
    }

    /// Takes in one answer as [`told`], or [`TURNED_AWAY`].
    pub fn add(&mut self, statement: &Statement, answer: &str) {
        if answer == TURNED_AWAY {
            self.turned_away = self.turned_away.saturating_add(1);
        }
        if let Some(expected) = statement.expected.filter(|expected| *expected != answer) {
            self.unexpected.push(format!("{}: {answer}, not {expected}", statement.label()));
        }
    }
}

impl Answers {
    /// Takes in the answer to a question about routes.
    pub fn hear(&mut self, question: &Question, answered: &Value) {
        let said = answer_of(question.regime, answered);
        if said != question.expected {
            let of = question.plan.get("undertaking").and_then(Value::as_str).unwrap_or_default();
            self.unexpected
                .push(format!("route of {of} by {}: {said}, not {}", question.regime, question.expected));
        }
        let text = answered.get("text").and_then(Value::as_str).unwrap_or_default();
        self.route.get_or_insert_with(|| (question.clone(), text.to_owned()));
    }
}

/// The answer in a line of a batch's answers, in short.
fn short(line: &Value) -> String {
    let body = line.get("body");
    let Some(outcome) = body.and_then(|body| body.get("outcome")).and_then(Value::as_str) else {
        return TURNED_AWAY.to_owned();
    };
    let words = |name: &str| body.and_then(|body| body.get(name)).and_then(Value::as_array);
    let texts = |name: &str| words(name).into_iter().flatten().filter_map(Value::as_str);
    told(outcome, texts("codes"), texts("flags"))
}

/// A ledger that is being served.
pub struct Running {
    /// Its address.
    pub url: String,
    /// The service behind it.
    pub service: Service,
    stop: tokio::sync::oneshot::Sender<()>,
    server: tokio::task::JoinHandle<std::io::Result<http::Ended>>,
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
    let operator: PartyId = OPERATOR.parse().map_err(|_| KeyError::Form)?;
    let founding = Founding {
        origin: ORIGIN.into(),
        operator_name: "Demonstration".into(),
        operator,
        policy: json!({}),
    };
    let clock: Arc<dyn Clock> = Arc::new(demo.clock);
    service::create(&demo.data, &founding, clock.clone()).await?;
    let index = Some(demo.data.join(service::INDEX));
    let options = StartOptions { clock, index, ..StartOptions::default() };
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

/// Signs scenes and stream and posts them over HTTP, as hosts do.
///
/// # Errors
/// [`DemoError`].
pub fn fill(demo: &Demo, url: &str, ledger: &str) -> Result<Answers, DemoError> {
    let keys = Keys::read(&RealFiles::at(&demo.data)?, ORIGIN)?;
    let cast = Cast::of(&keys, ledger)?;
    let client = Client::new(url);
    let now = demo.clock.now();
    client.post(&cast.admissions(now))?;
    // The bytes of a pack come before the statement that adopts it.
    if let Some((pack, bytes)) = newer_law(now.utc_date()) {
        client.put_pack(&pack.sha256_hex(), &bytes)?;
    }
    let mut statements = scenes(&cast, now.utc_date());
    let mut answers = Answers { example: example(&statements), ..Answers::default() };
    statements.extend(generate(demo.events, demo.seed, now.utc_date()));
    let bar = progress(statements.len() as u64);
    for (number, chunk) in statements.chunks(BATCH).enumerate() {
        let lines: Vec<String> =
            (number * BATCH..).zip(chunk).map(|(index, statement)| statement.signed(&cast, index)).collect();
        for (statement, line) in chunk.iter().zip(client.post(&lines)?) {
            let answer = short(&line);
            answers.add(statement, &answer);
            if answer.starts_with("refused") && answers.refusal.is_none() {
                answers.refusal = line.pointer("/body/position").and_then(Value::as_u64);
            }
        }
        bar.inc(chunk.len() as u64);
    }
    bar.finish_and_clear();
    answers.packs = newer_law(now.utc_date()).and_then(|(pack, _)| {
        let shipped = SHIPPED.iter().find(|shipped| shipped.name == pack.id)?;
        Some((Pack::from_files(&shipped.files()).ok()?.sha256_hex(), pack.sha256_hex()))
    });
    for question in questions(&cast, now.utc_date()) {
        let answered = client.ask(&question.plan)?;
        answers.hear(&question, &answered);
    }
    Ok(answers)
}

/// The controller of the first link: a group of several companies, with awards.
fn example(statements: &[Statement]) -> String {
    let link = json!(EventType::ControlDeclared.wire());
    let first = statements.iter().find(|said| said.event.get("type") == Some(&link));
    let controller = first.and_then(|said| said.event.pointer("/data/controller")).and_then(Value::as_str);
    controller.unwrap_or_default().to_owned()
}

fn progress(length: u64) -> ProgressBar {
    let bar = ProgressBar::new(length);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} statements, {per_sec}, {eta} left")
    {
        bar.set_style(style);
    }
    bar
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
        Self { agent: config.build().into(), url: url.to_owned() }
    }

    /// Publishes the bytes of a pack.
    fn put_pack(&self, sha256: &str, bytes: &[u8]) -> Result<(), DemoError> {
        let url = format!("{}/v1/packs/{sha256}", self.url);
        let mut answer =
            self.agent.put(&url).header("content-type", "application/octet-stream").send(bytes)?;
        let status = answer.status().as_u16();
        if status == 201 {
            return Ok(());
        }
        let detail = answer.body_mut().read_to_string()?;
        Err(DemoError::Answer { status, detail: detail.chars().take(500).collect() })
    }

    /// The answers to a batch, in the order of its lines.
    fn post(&self, lines: &[String]) -> Result<Vec<Value>, DemoError> {
        let request = self.agent.post(format!("{}/v1/events/batch", self.url));
        let text = said(request.header("content-type", "application/x-ndjson").send(lines.join("\n"))?)?;
        text.lines().map(read).collect()
    }

    /// Which routes a planned support may take.
    fn ask(&self, plan: &Value) -> Result<Value, DemoError> {
        let request = self.agent.post(format!("{}/v1/routes", self.url));
        read(&said(request.header("content-type", "application/json").send(plan.to_string())?)?)
    }
}

/// The text of an answer that is one.
fn said(mut answer: ureq::http::Response<ureq::Body>) -> Result<String, DemoError> {
    let status = answer.status().as_u16();
    let text = answer.body_mut().with_config().limit(1 << 30).read_to_string()?;
    if status != 200 {
        return Err(DemoError::Answer { status, detail: text.chars().take(500).collect() });
    }
    Ok(text)
}

fn read(line: &str) -> Result<Value, DemoError> {
    serde_json::from_str(line).map_err(|error| DemoError::Answer { status: 200, detail: error.to_string() })
}

/// What to look at next, for the three audiences.
#[must_use]
pub fn tour(url: &str, data: &Path, ledger: &str, answers: &Answers) -> Vec<String> {
    let log = data.join("log");
    let log = log.display();
    let example = &answers.example;
    let mut lines = vec![
        format!("Ledger {ledger}"),
        String::new(),
        format!("  applicant       {url}/?undertaking={example}&regime=eu-2023-2831&member-state=FI"),
        format!("  hosting entity  {url}/docs  (post to {url}/v1/events; answers with reasons)"),
        format!("  auditor         {url}/v1/events  {url}/checkpoint"),
        format!("  API             {url}/openapi.json"),
        String::new(),
        "Verify the whole history without this server:".to_owned(),
        format!("  cargo run --release -p audit-tools -- verify {log}"),
    ];
    if let Some((old, new)) = &answers.packs {
        lines.push("What would the newer law have said of everything?".to_owned());
        lines.push(format!("  cargo run --release -p audit-tools -- diff {log} --packs {old} {new}"));
    }
    if let Some(position) = answers.refusal {
        lines.push("Why was the first refusal one?".to_owned());
        lines.push(format!("  cargo run --release -p audit-tools -- explain {log} --position {position}"));
    }
    if let Some((Question { plan, .. }, text)) = &answers.route {
        let of = |pointer: &str| plan.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
        lines.push(format!("Which route may {} hours for {} take?", of("/aid/quantity"), of("/undertaking")));
        lines.extend(text.lines().map(|line| format!("  {line}")));
        lines.push(format!(
            "  cargo run --release -p audit-tools -- routes {log} --undertaking {} --member-state {} --on {} --party {} \\\n    \
             --form compute --system {} --quantity {} --rate {}",
            of("/undertaking"), of("/member_state"), of("/on"), of("/as_party"), of("/aid/system"), of("/aid/quantity"),
            of("/aid/unit_price/rate"),
        ));
    }
    lines
}
