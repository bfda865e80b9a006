//! The ledger's HTTP interface, as far as submitting needs it.

use std::io::{BufRead, BufReader, Read};
use std::time::Duration;

use rules::words::Language;
use serde_json::Value;

/// Longest answer to one line: a proof and an entry are a few dozen KiB.
const ANSWER_BYTES_MAX: u64 = 1024 * 1024;

/// Longest body read whole (ledger description, checkpoint, tile, problem).
const BODY_BYTES_MAX: u64 = 16 * 1024 * 1024;

/// Wait where the server says "later" without saying when.
const WAIT_DEFAULT: Duration = Duration::from_secs(5);

/// Why the server could not be asked.
#[derive(Debug, thiserror::Error)]
pub enum WireError {
    /// No answer, or one that broke off.
    #[error("no answer from {url}")]
    Transport {
        /// What was asked.
        url: String,
        /// What went wrong.
        #[source]
        source: Box<ureq::Error>,
    },
    /// An answer other than the one hoped for.
    #[error("{url} answered {status}: {text}")]
    Status {
        /// What was asked.
        url: String,
        /// HTTP status.
        status: u16,
        /// The start of the answer.
        text: String,
    },
    /// `/v1/ledger` is not what a ledger answers.
    #[error("{url} does not describe a ledger: is this the address of an AidLedger server?")]
    NoLedger {
        /// What was asked.
        url: String,
    },
}

/// The answer to one line of a batch.
#[derive(Debug)]
pub(super) struct Answer {
    /// Place of the line in the batch, from 0.
    pub(super) place: usize,
    pub(super) status: u16,
    pub(super) body: Value,
}

/// What became of one request with a batch.
#[derive(Debug)]
pub(super) enum Reply {
    /// Lines were answered, perhaps not all.
    Answered { wait: Duration },
    /// Nothing was taken; ask again after the wait.
    Later { wait: Duration, why: String },
    /// Asking again would not help.
    Refused(WireError),
}

/// A server.
pub(super) struct Server {
    agent: ureq::Agent,
    base: String,
    /// The language its problems are asked in.
    language: Language,
}

impl Server {
    pub(super) fn new(url: &str, language: Language) -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            // A redirected POST would reach a server nobody named.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_connect(Some(Duration::from_secs(20)))
            .timeout_send_body(Some(Duration::from_secs(300)))
            .timeout_recv_response(Some(Duration::from_secs(600)))
            .timeout_recv_body(Some(Duration::from_secs(600)))
            .build();
        Self { agent: config.into(), base: url.trim_end_matches('/').to_owned(), language }
    }

    /// The ledger's id, from `GET /v1/ledger`.
    pub(super) fn ledger_id(&self) -> Result<String, WireError> {
        let body = self.get("/v1/ledger")?;
        let described: Option<Value> = serde_json::from_slice(&body).ok();
        let id = described.and_then(|body| body.get("id")?.as_str().map(str::to_owned));
        id.filter(|id| id.len() == 43)
            .ok_or_else(|| WireError::NoLedger { url: format!("{}/v1/ledger", self.base) })
    }

    /// The body at a path of the server.
    pub(super) fn get(&self, path: &str) -> Result<Vec<u8>, WireError> {
        let url = format!("{}{path}", self.base);
        let failed =
            |source: ureq::Error| WireError::Transport { url: url.clone(), source: Box::new(source) };
        let response = self.agent.get(&url).call().map_err(failed)?;
        let status = response.status().as_u16();
        let mut body = Vec::new();
        let mut reader = response.into_body().into_reader().take(BODY_BYTES_MAX);
        reader.read_to_end(&mut body).map_err(ureq::Error::from).map_err(failed)?;
        if status == 200 { Ok(body) } else { Err(WireError::Status { url, status, text: start_of(&body) }) }
    }

    /// Sends a batch, handing on each answer as it comes: what arrived before a broken line is not lost.
    pub(super) fn post_batch(&self, lines: &[&str], take: &mut dyn FnMut(Answer)) -> Reply {
        let url = format!("{}/v1/events/batch", self.base);
        let mut body = String::with_capacity(lines.iter().map(|line| line.len() + 1).sum());
        for line in lines {
            body.push_str(line);
            body.push('\n');
        }
        let request = self.agent.post(&url).header("content-type", "application/x-ndjson");
        let request = request.header("accept-language", self.language.code());
        let response = match request.send(body) {
            Ok(response) => response,
            Err(err) => {
                return Reply::Later { wait: WAIT_DEFAULT, why: format!("no answer from {url}: {err}") };
            }
        };
        let status = response.status().as_u16();
        let header = response.headers().get("retry-after").and_then(|value| value.to_str().ok());
        let wait = header.and_then(|text| text.trim().parse().ok()).map_or(WAIT_DEFAULT, Duration::from_secs);
        let mut reader = BufReader::new(response.into_body().into_reader());
        if status == 200 {
            read_answers(&mut reader, take);
            return Reply::Answered { wait };
        }
        let mut text = Vec::new();
        // The start of a problem says enough; a broken body changes nothing.
        let _ = reader.take(BODY_BYTES_MAX).read_to_end(&mut text);
        let text = start_of(&text);
        match status {
            429 | 502..=504 => Reply::Later { wait, why: format!("{url} answered {status}: {text}") },
            _ => Reply::Refused(WireError::Status { url, status, text }),
        }
    }
}

/// Reads answers until the body ends, breaks, or stops making sense; what is missing is asked again.
fn read_answers(reader: &mut impl BufRead, take: &mut dyn FnMut(Answer)) {
    let mut line = Vec::new();
    loop {
        line.clear();
        match reader.by_ref().take(ANSWER_BYTES_MAX).read_until(b'\n', &mut line) {
            Ok(0) | Err(_) => return,
            Ok(_) => {}
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        match answer(&line) {
            Some(answer) => take(answer),
            None => return,
        }
    }
}

fn answer(line: &[u8]) -> Option<Answer> {
    let mut value: Value = serde_json::from_slice(line).ok()?;
    let place = usize::try_from(value.get("line")?.as_u64()?).ok()?.checked_sub(1)?;
    let status = u16::try_from(value.get("status")?.as_u64()?).ok()?;
    let body = value.get_mut("body").map(Value::take).unwrap_or_default();
    Some(Answer { place, status, body })
}

fn start_of(body: &[u8]) -> String {
    const SHOWN: usize = 300;
    String::from_utf8_lossy(body).chars().filter(|c| !c.is_control()).take(SHOWN).collect()
}
