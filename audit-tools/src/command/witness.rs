//! `witness`: C2SP tlog-witness for one log, over HTTP/1.1, one request at a time.
//!
//! One at a time is the contract of the witness: two requests decided against the same last checkpoint would let the later
//! one roll the earlier one back. A slow client is cut off, not waited for. TLS belongs to a proxy in front.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use ed25519_dalek::SigningKey;
use ledger::checkpoint::{Cosigner, VerifierKey};
use ledger::file::{Files, Held, RealFiles};
use ledger::submission::SecretKey;
use ledger::time::{Clock as _, Guard, SystemClock};
use ledger::witness::{self, KeptError, KnownLog, MAX_REQUEST_BYTES, Places, TEXT_CONTENT_TYPE};
use rules::audit::Exit;

use crate::args::WitnessArgs;
use crate::failure::Failure;
use crate::output::{note, read_file};

/// Longest time that one client may take for its whole request.
const CLIENT_TIMEOUT: Duration = Duration::from_secs(5);
/// Longest request head.
const HEAD_BYTES_MAX: u64 = 16 * 1024;
/// Most header lines.
const HEADERS_MAX: usize = 64;
/// How far the clock may be off before nothing is cosigned, in milliseconds; as a ledger has it.
const CLOCK_STEP_MAX_MS: u64 = 10_000;
/// Where the state's files stand.
const PLACES: Places = Places { last: last_file, inconsistencies: "inconsistencies" };
/// Longest key file.
const KEY_BYTES_MAX: u64 = 4096;

/// Runs it until it is ended.
pub fn witness(args: &WitnessArgs) -> Result<Exit, Failure> {
    let witness = Witness::open(args)?;
    let listener = TcpListener::bind(args.listen)
        .map_err(|error| Failure::run(format!("cannot listen on {}: {error}", args.listen)))?;
    let address = listener.local_addr().map_err(|error| Failure::run(error.to_string()))?;
    note(&format!("witness {} on http://{address}/add-checkpoint", witness.verifier_key()));
    let mut served = 0_u64;
    for stream in listener.incoming() {
        match stream {
            Ok(stream) => witness.serve(stream),
            Err(error) => note(&format!("a connection failed: {error}")),
        }
        served = served.saturating_add(1);
        if args.requests.is_some_and(|limit| served >= limit) {
            break;
        }
    }
    Ok(Exit::Sound)
}

struct Witness {
    /// Two witnesses on one state would each cosign what the other has not seen.
    _held: Box<dyn Held>,
    inner: Mutex<witness::Witness>,
    /// A cosignature dates a head: not by a clock that somebody has set meanwhile.
    clock: Mutex<Guard>,
}

/// An answer: status, media type and body.
struct Reply(u16, &'static str, String);

struct Request {
    method: String,
    path: String,
    body: Vec<u8>,
}

impl Witness {
    fn open(args: &WitnessArgs) -> Result<Self, Failure> {
        let parse = |line: &String| {
            VerifierKey::parse(line.trim()).map_err(|error| Failure::run(format!("--log `{line}`: {error}")))
        };
        let keys = args.log.iter().map(parse).collect::<Result<Vec<_>, _>>()?;
        let origin = keys.first().map(|key| key.name().to_owned()).unwrap_or_default();
        if keys.iter().any(|key| key.name() != origin) {
            return Err(Failure::run("--log names two origins: run one witness for each log"));
        }
        let secret = read_secret(&args.key)?;
        let signing = SigningKey::from_bytes(&secret.seed());
        let cosigner =
            Cosigner::new(&args.name, signing).map_err(|error| Failure::run(format!("--name: {error}")))?;
        let files: Arc<dyn Files> = Arc::new(RealFiles::create(&args.state)?);
        let clock = Mutex::new(Guard::new(CLOCK_STEP_MAX_MS, SystemClock.reading()));
        let held = files.hold("").map_err(|error| match error.is_locked() {
            true => Failure::run(format!(
                "another witness works on {}: one state belongs to one witness",
                args.state.display()
            )),
            false => error.into(),
        })?;
        // A state that cannot be read must stop the witness now: it would cosign a rollback.
        let inner = witness::Witness::open(files, PLACES, cosigner, vec![KnownLog { origin, keys }]);
        let inner = inner.map_err(|error| match error {
            KeptError::Disk(error) => error.into(),
            damaged @ KeptError::Damaged(_) => Failure::with(Exit::StateCorrupt, damaged.to_string()),
        })?;
        Ok(Self { _held: held, inner: Mutex::new(inner), clock })
    }

    fn verifier_key(&self) -> VerifierKey {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner).verifier_key().clone()
    }

    fn serve(&self, stream: TcpStream) {
        if stream.set_write_timeout(Some(CLIENT_TIMEOUT)).is_err() {
            return;
        }
        let bounded = Bounded { stream: &stream, until: Instant::now() + CLIENT_TIMEOUT };
        let Reply(status, media, body) = match read_request(bounded) {
            Ok(request) => self.answer(&request),
            Err(reply) => reply,
        };
        let mut out = &stream;
        let head = format!(
            "HTTP/1.1 {status} {}\r\nContent-Type: {media}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            reason(status),
            body.len()
        );
        // A client that has gone asks again; the checkpoint is kept either way.
        let _ = out.write_all(head.as_bytes()).and_then(|()| out.write_all(body.as_bytes()));
    }

    fn answer(&self, request: &Request) -> Reply {
        match (request.method.as_str(), request.path.as_str()) {
            ("POST", "/add-checkpoint") => self.add(&request.body),
            ("GET", path) => {
                let inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
                match inner.checkpoint(path.trim_start_matches('/')) {
                    Some(signed) => Reply(200, TEXT_CONTENT_TYPE, signed),
                    None => text(404, "no checkpoint of such a log was cosigned here\n"),
                }
            }
            _ => text(404, "this witness answers POST /add-checkpoint\n"),
        }
    }

    fn add(&self, body: &[u8]) -> Reply {
        let now = || {
            let mut clock = self.clock.lock().unwrap_or_else(PoisonError::into_inner);
            clock.look(SystemClock.reading()).map_err(|jump| {
                note(&format!("{jump}: correct the clock, or start this witness again if it is right"));
                "this witness's clock jumped; ask again later".to_owned()
            })
        };
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let witness::Reply { status, media, body, alarm } = inner.add_checkpoint(body, now);
        if let Some(alarm) = alarm {
            note(&alarm);
        }
        Reply(status, media, body)
    }
}

fn last_file(monitoring_path: &str) -> String {
    monitoring_path.replace('/', "-")
}

fn read_secret(path: &Path) -> Result<SecretKey, Failure> {
    SecretKey::from_jwk(&read_file(path, KEY_BYTES_MAX)?).map_err(|error| Failure::file(path, error))
}

fn text(status: u16, body: &str) -> Reply {
    Reply(status, TEXT_CONTENT_TYPE, body.to_owned())
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        409 => "Conflict",
        411 => "Length Required",
        413 => "Content Too Large",
        503 => "Service Unavailable",
        422 => "Unprocessable Content",
        _ => "Internal Server Error",
    }
}

/// A client that must be done by a time, however slowly it drips.
struct Bounded<'a> {
    stream: &'a TcpStream,
    until: Instant,
}

impl std::io::Read for Bounded<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let left = self.until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(std::io::ErrorKind::TimedOut.into());
        }
        self.stream.set_read_timeout(Some(left))?;
        let mut stream = self.stream;
        stream.read(buffer)
    }
}

/// Reads one request, every part of it bounded.
fn read_request(stream: Bounded<'_>) -> Result<Request, Reply> {
    let malformed = || text(400, "malformed request\n");
    let mut reader = BufReader::new(stream);
    let mut head = (&mut reader).take(HEAD_BYTES_MAX);
    let mut line = || {
        let mut line = String::new();
        match head.read_line(&mut line) {
            Ok(_) if line.ends_with('\n') => Ok(line.trim_end().to_owned()),
            _ => Err(malformed()),
        }
    };
    let first = line()?;
    let mut words = first.split(' ');
    let (Some(method), Some(path), Some("HTTP/1.1" | "HTTP/1.0"), None) =
        (words.next(), words.next(), words.next(), words.next())
    else {
        return Err(malformed());
    };
    let mut length = None;
    for _ in 0..HEADERS_MAX {
        let header = line()?;
        if header.is_empty() {
            let request = Request { method: method.to_owned(), path: path.to_owned(), body: Vec::new() };
            return read_body(&mut reader, request, length);
        }
        let (name, value) = header.split_once(':').ok_or_else(malformed)?;
        if name.eq_ignore_ascii_case("content-length") {
            let stated = value.trim().parse::<usize>().map_err(|_| malformed())?;
            if length.replace(stated).is_some() {
                return Err(malformed());
            }
        }
        if name.eq_ignore_ascii_case("transfer-encoding") {
            return Err(text(411, "send the length of the body\n"));
        }
    }
    Err(malformed())
}

fn read_body(
    reader: &mut BufReader<Bounded<'_>>,
    mut request: Request,
    length: Option<usize>,
) -> Result<Request, Reply> {
    if request.method != "POST" {
        return Ok(request);
    }
    let length = length.ok_or_else(|| text(411, "send the length of the body\n"))?;
    if length > MAX_REQUEST_BYTES {
        return Err(text(413, "the body is too large\n"));
    }
    request.body.resize(length, 0);
    reader.read_exact(&mut request.body).map_err(|_| text(400, "the body ended early\n"))?;
    Ok(request)
}
