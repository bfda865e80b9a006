//! A ledger behind its server, as far as governance needs it.

use std::io::Read as _;
use std::time::Duration;

use serde_json::Value;

/// Longest answer read.
const BODY_BYTES_MAX: u64 = 1024 * 1024;

/// Why the server gave no usable answer.
#[derive(Debug, thiserror::Error)]
pub enum RemoteError {
    /// No answer.
    #[error("no answer from {url}: {source}")]
    Transport {
        /// What was asked.
        url: String,
        /// What went wrong.
        #[source]
        source: Box<ureq::Error>,
    },
    /// Another answer than the one hoped for.
    #[error("{url} answered {status}: {text}")]
    Status {
        /// What was asked.
        url: String,
        /// HTTP status.
        status: u16,
        /// The start of the answer.
        text: String,
    },
    /// Not the answer of a ledger.
    #[error("{url} is not the answer of an AidLedger server: check the address")]
    Shape {
        /// What was asked.
        url: String,
    },
}

/// A server.
pub struct Remote {
    agent: ureq::Agent,
    base: String,
    token: Option<String>,
}

impl Remote {
    /// The server at an address; `token` is sent where access is asked for.
    #[must_use]
    pub fn new(url: &str, token: Option<String>) -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            // A redirected POST would reach a server nobody named.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(Duration::from_secs(120)))
            .build();
        Self { agent: config.into(), base: url.trim_end_matches('/').to_owned(), token }
    }

    /// The ledger's id.
    ///
    /// # Errors
    /// [`RemoteError`].
    pub fn ledger_id(&self) -> Result<String, RemoteError> {
        let (url, described) = self.get("/v1/ledger", None)?;
        let id = described.get("id").and_then(Value::as_str).map(str::to_owned);
        id.filter(|id| id.len() == 43).ok_or(RemoteError::Shape { url })
    }

    /// The `data` of the summaries of what was turned away that are due, oldest day first; perhaps not all of them.
    ///
    /// # Errors
    /// [`RemoteError`].
    pub fn summaries_due(&self) -> Result<Vec<Value>, RemoteError> {
        let (url, mut due) = self.get("/v1/intake/summaries", self.token.as_deref())?;
        match due.get_mut("summaries").map(Value::take) {
            Some(Value::Array(summaries)) => Ok(summaries),
            _ => Err(RemoteError::Shape { url }),
        }
    }

    /// What is at a path, and its whole address.
    fn get(&self, path: &str, token: Option<&str>) -> Result<(String, Value), RemoteError> {
        let url = format!("{}{path}", self.base);
        let mut request = self.agent.get(&url);
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let answer = request.call().map_err(|source| transport(&url, source))?;
        let (status, text) = body(&url, answer)?;
        if status != 200 {
            return Err(RemoteError::Status { url, status, text: start_of(&text) });
        }
        match serde_json::from_str(&text) {
            Ok(value) => Ok((url, value)),
            Err(_) => Err(RemoteError::Shape { url }),
        }
    }

    /// Submits one statement: status and body, whatever they are.
    ///
    /// # Errors
    /// [`RemoteError::Transport`], [`RemoteError::Shape`].
    pub fn submit(&self, jws: &str) -> Result<(u16, Value), RemoteError> {
        let url = format!("{}/v1/events", self.base);
        let request = self.agent.post(&url).header("content-type", "application/jose");
        let answer = request.send(jws).map_err(|source| transport(&url, source))?;
        let (status, text) = body(&url, answer)?;
        match serde_json::from_str(&text) {
            Ok(value) => Ok((status, value)),
            Err(_) if status < 300 => Err(RemoteError::Shape { url }),
            Err(_) => Err(RemoteError::Status { url, status, text: start_of(&text) }),
        }
    }

    /// Asks a register's service for a person's handle.
    ///
    /// # Errors
    /// [`RemoteError`]; what it says never holds the number.
    pub fn pseudonym(&self, question: &Value) -> Result<String, RemoteError> {
        let url = format!("{}/v1/pseudonyms", self.base);
        let mut request = self.agent.post(&url).header("content-type", "application/json");
        if let Some(token) = &self.token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let answer = request.send(question.to_string()).map_err(|source| transport(&url, source))?;
        let (status, text) = body(&url, answer)?;
        if status != 200 {
            return Err(RemoteError::Status { url, status, text: start_of(&text) });
        }
        let answered: Option<Value> = serde_json::from_str(&text).ok();
        let handle = answered.as_ref().and_then(|answer| answer.get("handle")?.as_str()).map(str::to_owned);
        handle.ok_or(RemoteError::Shape { url })
    }

    /// Uploads a pack's canonical bytes.
    ///
    /// # Errors
    /// [`RemoteError`].
    pub fn put_pack(&self, sha256: &str, canonical: &[u8]) -> Result<(), RemoteError> {
        let url = format!("{}/v1/packs/{sha256}", self.base);
        let mut request = self.agent.put(&url).header("content-type", "application/octet-stream");
        if let Some(token) = &self.token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let answer = request.send(canonical).map_err(|source| transport(&url, source))?;
        let (status, text) = body(&url, answer)?;
        if status < 300 { Ok(()) } else { Err(RemoteError::Status { url, status, text: start_of(&text) }) }
    }
}

/// The checkpoint at an address: as given, or `/checkpoint` below it.
///
/// # Errors
/// [`RemoteError`].
pub fn fetch_checkpoint(address: &str) -> Result<String, RemoteError> {
    let remote = Remote::new(address, None);
    let url = if remote.base.ends_with("/checkpoint") {
        remote.base
    } else {
        format!("{}/checkpoint", remote.base)
    };
    let answer = remote.agent.get(&url).call().map_err(|source| transport(&url, source))?;
    let (status, text) = body(&url, answer)?;
    if status == 200 { Ok(text) } else { Err(RemoteError::Status { url, status, text: start_of(&text) }) }
}

fn transport(url: &str, source: ureq::Error) -> RemoteError {
    RemoteError::Transport { url: url.to_owned(), source: Box::new(source) }
}

fn body(url: &str, answer: ureq::http::Response<ureq::Body>) -> Result<(u16, String), RemoteError> {
    let status = answer.status().as_u16();
    let mut bytes = Vec::new();
    let mut reader = answer.into_body().into_reader().take(BODY_BYTES_MAX);
    reader.read_to_end(&mut bytes).map_err(|source| transport(url, source.into()))?;
    Ok((status, String::from_utf8_lossy(&bytes).into_owned()))
}

/// The start of a text, on one line.
fn start_of(text: &str) -> String {
    text.chars().take(300).map(|c| if c.is_control() { ' ' } else { c }).collect()
}
