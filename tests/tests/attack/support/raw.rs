//! A connection that sends exactly the bytes it is given, from any loopback address, and reads within bounds.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use rustix::net::{AddressFamily, SocketFlags, SocketType, bind, connect, socket_with, sockopt};
use serde_json::Value;

use super::BOUND;

/// Longest answer that is read, bytes.
const ANSWER_BYTES_MAX: usize = 64 << 20;

/// A connection.
#[derive(Debug)]
pub struct Line {
    pub stream: TcpStream,
    held: Vec<u8>,
}

/// An answer.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

/// What came instead of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Silence {
    /// The connection ended.
    Closed,
    /// Nothing came within the bound.
    Nothing,
    /// Not HTTP, or more than is read.
    Garbled(String),
}

impl Line {
    /// Connects from an address of this machine; `room` is the receive buffer in bytes, small for one that reads little.
    pub fn open(address: SocketAddr, source: [u8; 4], room: Option<usize>) -> std::io::Result<Self> {
        let socket = socket_with(AddressFamily::INET, SocketType::STREAM, SocketFlags::CLOEXEC, None)?;
        if let Some(room) = room {
            sockopt::set_socket_recv_buffer_size(&socket, room)?;
        }
        // Also bounds `connect`, on Linux.
        sockopt::set_socket_timeout(&socket, sockopt::Timeout::Send, Some(BOUND))?;
        bind(&socket, &SocketAddr::from((source, 0)))?;
        connect(&socket, &address)?;
        let stream = TcpStream::from(socket);
        stream.set_nodelay(true)?;
        Ok(Self { stream, held: Vec::new() })
    }

    /// Sends bytes as they are.
    pub fn send(&mut self, bytes: impl AsRef<[u8]>) -> std::io::Result<()> {
        self.stream.write_all(bytes.as_ref())
    }

    /// Sends as much as fits without waiting for the other side to read.
    pub fn send_what_fits(&mut self, bytes: &[u8]) -> usize {
        self.stream.set_nonblocking(true).unwrap();
        let mut sent = 0;
        while let Ok(more @ 1..) = self.stream.write(&bytes[sent..]) {
            sent += more;
        }
        self.stream.set_nonblocking(false).unwrap();
        sent
    }

    /// The next answer to a request other than `HEAD`.
    pub fn answer(&mut self) -> Result<Answer, Silence> {
        self.answer_to(false)
    }

    /// The next answer; one to `HEAD` has no body.
    pub fn answer_to(&mut self, head_only: bool) -> Result<Answer, Silence> {
        let started = Instant::now();
        let mut answer = self.head(started)?;
        let bodiless = head_only || matches!(answer.status, 204 | 304);
        if bodiless {
        } else if answer.header("transfer-encoding").eq_ignore_ascii_case("chunked") {
            answer.body = self.chunks(started)?;
        } else if let Some(length) = answer.find("content-length") {
            let length = length.parse().map_err(|_| Silence::Garbled(format!("content-length: {length}")))?;
            answer.body = self.take(length, started)?;
        } else {
            answer.body = self.rest(started)?;
        }
        Ok(answer)
    }

    /// The next answer's head; its body stays unread.
    pub fn head(&mut self, started: Instant) -> Result<Answer, Silence> {
        loop {
            let end = self.held.windows(4).position(|four| four == b"\r\n\r\n");
            let Some(end) = end else {
                if self.held.len() > 65_536 {
                    return Err(Silence::Garbled("a head of more than 65,536 bytes".into()));
                }
                self.more(started)?;
                continue;
            };
            let head: Vec<u8> = self.held.drain(..end + 4).collect();
            let answer = read_head(&String::from_utf8_lossy(&head))?;
            // 1xx comes before the answer.
            if answer.status >= 200 {
                return Ok(answer);
            }
        }
    }

    fn chunks(&mut self, started: Instant) -> Result<Vec<u8>, Silence> {
        let mut body = Vec::new();
        loop {
            let size = self.text_line(started)?;
            let size = usize::from_str_radix(size.split(';').next().unwrap_or("").trim(), 16)
                .map_err(|_| Silence::Garbled(format!("chunk size {size:?}")))?;
            body.extend(self.take(size, started)?);
            if size == 0 {
                while !self.text_line(started)?.is_empty() {}
                return Ok(body);
            }
            self.take(2, started)?;
        }
    }

    fn text_line(&mut self, started: Instant) -> Result<String, Silence> {
        loop {
            if let Some(end) = self.held.windows(2).position(|two| two == b"\r\n") {
                let line: Vec<u8> = self.held.drain(..end + 2).collect();
                return Ok(String::from_utf8_lossy(&line[..end]).into_owned());
            }
            self.more(started)?;
        }
    }

    fn take(&mut self, length: usize, started: Instant) -> Result<Vec<u8>, Silence> {
        if length > ANSWER_BYTES_MAX {
            return Err(Silence::Garbled(format!("a body of {length} bytes")));
        }
        while self.held.len() < length {
            self.more(started)?;
        }
        Ok(self.held.drain(..length).collect())
    }

    fn rest(&mut self, started: Instant) -> Result<Vec<u8>, Silence> {
        while self.more(started).is_ok() {}
        Ok(std::mem::take(&mut self.held))
    }

    /// Reads once more into what is held.
    pub fn more(&mut self, started: Instant) -> Result<(), Silence> {
        let left = BOUND.saturating_sub(started.elapsed());
        if left.is_zero() {
            return Err(Silence::Nothing);
        }
        if self.held.len() > ANSWER_BYTES_MAX {
            return Err(Silence::Garbled("more than is read".into()));
        }
        let mut buffer = vec![0; 65_536];
        self.stream.set_read_timeout(Some(left)).unwrap();
        match self.stream.read(&mut buffer) {
            Ok(0) => Err(Silence::Closed),
            Ok(count) => {
                self.held.extend(&buffer[..count]);
                Ok(())
            }
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                Err(Silence::Nothing)
            }
            Err(_) => Err(Silence::Closed),
        }
    }

    /// What was read and not yet made an answer of.
    pub fn held(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.held)
    }

    /// Whether the other side has ended the connection within a short wait; what it sent before is dropped.
    pub fn is_ended(&mut self, wait: Duration) -> bool {
        let mut buffer = [0; 65_536];
        self.stream.set_read_timeout(Some(wait.max(Duration::from_millis(1)))).unwrap();
        loop {
            match self.stream.read(&mut buffer) {
                Ok(0) => return true,
                Ok(_) => {}
                Err(error) => {
                    return !matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut);
                }
            }
        }
    }

    /// Goes away without a word: what was not read is thrown at the other side as a reset.
    pub fn vanish(self) {
        sockopt::set_socket_linger(&self.stream, Some(Duration::ZERO)).unwrap();
    }
}

fn read_head(text: &str) -> Result<Answer, Silence> {
    let garbled = || Silence::Garbled(text.to_owned());
    let mut lines = text.trim_end().split("\r\n");
    let first = lines.next().ok_or_else(garbled)?;
    let status = first.strip_prefix("HTTP/1.1 ").or_else(|| first.strip_prefix("HTTP/1.0 "));
    let status = status.and_then(|rest| rest.get(..3)?.parse().ok()).ok_or_else(garbled)?;
    let headers = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    Ok(Answer { status, headers, body: Vec::new() })
}

impl Answer {
    /// A header's value.
    pub fn find(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// A header's value, empty where there is none.
    pub fn header(&self, name: &str) -> &str {
        self.find(name).unwrap_or("")
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON, `null` where it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// The code of a problem, empty where it is none.
    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or("").to_owned()
    }

    /// Whether the other side ends the connection behind this answer.
    pub fn closes(&self) -> bool {
        self.header("connection").eq_ignore_ascii_case("close")
    }
}

/// A request's bytes, with a length where there is a body.
pub fn request(
    method: &str,
    target: &str,
    host: SocketAddr,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Vec<u8> {
    let mut text = format!("{method} {target} HTTP/1.1\r\nhost: {host}\r\n").into_bytes();
    for (name, value) in headers {
        text.extend(format!("{name}: {value}\r\n").bytes());
    }
    if !body.is_empty() || matches!(method, "POST" | "PUT") {
        text.extend(format!("content-length: {}\r\n", body.len()).bytes());
    }
    text.extend(b"\r\n");
    text.extend(body);
    text
}

/// One request on a connection of its own.
pub fn ask(
    address: SocketAddr,
    source: [u8; 4],
    method: &str,
    target: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Result<Answer, Silence> {
    let mut line = Line::open(address, source, None).map_err(|_| Silence::Closed)?;
    line.send(request(method, target, address, headers, body)).map_err(|_| Silence::Closed)?;
    line.answer_to(method == "HEAD")
}

/// An address of this machine by number: 127.1.x.y, so that it is nobody else's in these tests.
pub fn address_number(number: u32) -> [u8; 4] {
    let [_, _, high, low] = number.to_be_bytes();
    let low = low.clamp(1, 254);
    let address = [127, 1, high, low];
    assert!(IpAddr::V4(Ipv4Addr::from(address)).is_loopback());
    address
}
