//! A log at an address, read file by file (C2SP tlog-tiles). Nothing that comes is believed: it is hashed.

use std::io::ErrorKind;
use std::time::Duration;

use ledger::file::FindingKind;
use ledger::reader::{LogReader, MAX_BUNDLE_BYTES, ReadError};

/// Attempts at one file before it counts as unreadable.
const ATTEMPTS: u32 = 3;
/// Wait before the second attempt; the third waits twice as long.
const WAIT: Duration = Duration::from_millis(200);
/// Longest wait for one file.
const TIMEOUT: Duration = Duration::from_secs(60);

/// A log below a base address.
pub struct HttpReader {
    agent: ureq::Agent,
    base: String,
    bearer: Option<String>,
}

impl HttpReader {
    /// The log whose checkpoint is at `<base>/checkpoint`. `token`: sent as a bearer token, to this address only.
    pub fn at(base: &str, token: Option<&str>) -> Self {
        // No redirects: a token must not follow one to another host.
        let config = ureq::Agent::config_builder()
            .timeout_global(Some(TIMEOUT))
            .http_status_as_error(false)
            .max_redirects(0)
            .user_agent(concat!("aid-audit/", env!("CARGO_PKG_VERSION")))
            .build();
        let bearer = token.map(|token| format!("Bearer {token}"));
        Self { agent: config.into(), base: base.trim_end_matches('/').to_owned(), bearer }
    }

    /// One attempt. `Err(true)`: worth another.
    fn once(&self, path: &str) -> Result<Option<Vec<u8>>, (bool, String)> {
        let mut request = self.agent.get(format!("{}/{path}", self.base));
        if let Some(bearer) = &self.bearer {
            request = request.header("Authorization", bearer);
        }
        let mut response = request.call().map_err(|error| (true, error.to_string()))?;
        let status = response.status().as_u16();
        match status {
            200 => {}
            404 | 410 => return Ok(None),
            401 | 403 => {
                return Err((false, format!("status {status}: give a token that may read (--token-file)")));
            }
            429 | 500..=599 => return Err((true, format!("status {status}"))),
            _ => return Err((false, format!("status {status}"))),
        }
        let limit = u64::try_from(MAX_BUNDLE_BYTES).unwrap_or(u64::MAX);
        let body = response.body_mut().with_config().limit(limit).read_to_vec();
        body.map(Some).map_err(|error| {
            let cut = matches!(&error, ureq::Error::Io(io) if io.kind() != ErrorKind::InvalidData);
            (cut, error.to_string())
        })
    }
}

impl LogReader for HttpReader {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, ReadError> {
        let mut said = String::new();
        for attempt in 0..ATTEMPTS {
            std::thread::sleep(WAIT.saturating_mul(attempt));
            match self.once(path) {
                Ok(answer) => return Ok(answer),
                Err((again, why)) => {
                    said = why;
                    if !again {
                        break;
                    }
                }
            }
        }
        Err(ReadError { file: path.to_owned(), offset: None, kind: FindingKind::Unreadable, what: said })
    }
}
