//! The statements of a file, however a person or a program wrote them: one a line (JSON or a compact JWS), one over many
//! lines, several of those one after the other, or an array.
//!
//! Contract: every byte that is no blank ends up in exactly one statement, with the line on which it starts. What is
//! broken comes out as it is, so that the reader of statements says what is wrong with it, and what follows is read on.

use std::collections::VecDeque;
use std::io::{self, BufRead, Read as _};

/// Longest line or statement read; a signed statement is at most 32,768 bytes.
pub const STATEMENT_BYTES_MAX: usize = 256 * 1024;

/// Largest array read: an array is one document, so it is read whole.
const ARRAY_BYTES_MAX: u64 = 256 * 1024 * 1024;

/// How often the end of an object is looked for in vain before lines are read one by one: a look costs a statement's
/// largest length.
const LOOKS_MAX: u32 = 16;

/// The byte order mark of UTF-8.
const MARK: &[u8] = b"\xEF\xBB\xBF";

/// Why there is no statement where one was looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StatementFault {
    /// Beyond [`STATEMENT_BYTES_MAX`].
    #[error("longer than {STATEMENT_BYTES_MAX} bytes")]
    TooLong,
    /// Beyond [`ARRAY_BYTES_MAX`].
    #[error("the array is longer than {} MiB: write one event a line", ARRAY_BYTES_MAX >> 20)]
    ArrayTooLong,
    /// Neither a comma nor the end behind an element.
    #[error("the array goes on without a comma, or has no end: from here on nothing was read")]
    ArrayForm,
    /// UTF-16, as some shells redirect.
    #[error(
        "the file begins with the byte order mark of UTF-16 (FF FE or FE FF): save it as UTF-8, with or without one"
    )]
    Utf16,
}

/// A statement, and the line on which it starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// From 1.
    pub line: u64,
    /// Its bytes without blanks at its ends.
    pub bytes: Result<Vec<u8>, StatementFault>,
}

/// Reads statements one after the other.
pub struct Statements<R> {
    reader: R,
    /// Lines that were read and are still to be looked at, with their numbers.
    ahead: VecDeque<(u64, Vec<u8>)>,
    /// The number of the last line read.
    number: u64,
    /// Elements of an array, where the file is one.
    elements: VecDeque<Found>,
    begun: bool,
    ended: bool,
    looks: u32,
    taken: u64,
}

impl<R: BufRead> Statements<R> {
    /// Of a reader at its start.
    pub fn new(reader: R) -> Self {
        Self {
            reader,
            ahead: VecDeque::new(),
            number: 0,
            elements: VecDeque::new(),
            begun: false,
            ended: false,
            looks: 0,
            taken: 0,
        }
    }

    /// Bytes read so far.
    pub fn taken(&self) -> u64 {
        self.taken
    }

    /// The next statement; `None` at the end.
    ///
    /// # Errors
    /// The reader's.
    pub fn take_next(&mut self) -> io::Result<Option<Found>> {
        if !self.begun {
            self.begun = true;
            if let Some(fault) = self.begin()? {
                self.ended = true;
                return Ok(Some(Found { line: 1, bytes: Err(fault) }));
            }
        }
        if let Some(found) = self.elements.pop_front() {
            return Ok(Some(found));
        }
        if self.ended {
            return Ok(None);
        }
        while let Some((line, text)) = self.line()? {
            let Ok(text) = text else {
                return Ok(Some(Found { line, bytes: Err(StatementFault::TooLong) }));
            };
            let text = text.trim_ascii();
            if text.is_empty() {
                continue;
            }
            let bytes = if text.starts_with(b"{") { self.object(text)? } else { Ok(text.to_vec()) };
            return Ok(Some(Found { line, bytes }));
        }
        Ok(None)
    }

    /// Leaves out a byte order mark, and reads the whole of an array.
    fn begin(&mut self) -> io::Result<Option<StatementFault>> {
        let start = self.reader.fill_buf()?;
        if start.starts_with(b"\xFF\xFE") || start.starts_with(b"\xFE\xFF") {
            return Ok(Some(StatementFault::Utf16));
        }
        if start.starts_with(MARK) {
            self.reader.consume(MARK.len());
            self.taken += MARK.len() as u64;
        }
        if self.reader.fill_buf()?.trim_ascii_start().first() != Some(&b'[') {
            return Ok(None);
        }
        let mut text = Vec::new();
        self.taken +=
            self.reader.by_ref().take(ARRAY_BYTES_MAX + 1).read_to_end(&mut text).map(|n| n as u64)?;
        if text.len() as u64 > ARRAY_BYTES_MAX {
            return Ok(Some(StatementFault::ArrayTooLong));
        }
        self.ended = true;
        self.elements = elements(&text);
        Ok(None)
    }

    /// The object that begins with this line: the line, or as many as it takes. Where no end is found, the line alone is
    /// the (broken) statement, and the others are read again; but a line that is nothing but a brace stands for what
    /// follows it.
    fn object(&mut self, first: &[u8]) -> io::Result<Result<Vec<u8>, StatementFault>> {
        let mut scan = Scan::default();
        let mut whole = first.to_vec();
        if scan.feed(first) != Step::Open || self.looks >= LOOKS_MAX {
            return Ok(Ok(whole));
        }
        let mut read = Vec::new();
        let is_bare = first == b"{";
        let found = loop {
            let Some((line, text)) = self.line()? else { break false };
            let Ok(text) = text else {
                read.push((line, b"too long".to_vec()));
                break false;
            };
            whole.push(b'\n');
            whole.extend_from_slice(&text);
            let step = scan.feed(b"\n").and(|| scan.feed(&text));
            read.push((line, text));
            match step {
                Step::Whole => break true,
                Step::Broken => break false,
                Step::Open if whole.len() > STATEMENT_BYTES_MAX => break false,
                Step::Open => {}
            }
        };
        if found {
            return Ok(Ok(whole.trim_ascii().to_vec()));
        }
        self.looks += 1;
        if is_bare {
            return Ok(if whole.len() > STATEMENT_BYTES_MAX {
                Err(StatementFault::TooLong)
            } else {
                Ok(whole)
            });
        }
        for line in read.into_iter().rev() {
            self.ahead.push_front(line);
        }
        Ok(Ok(first.to_vec()))
    }

    /// The next line without its end; one beyond the limit is read past, not kept.
    #[expect(clippy::type_complexity, reason = "a line with its number, or that it is too long")]
    fn line(&mut self) -> io::Result<Option<(u64, Result<Vec<u8>, StatementFault>)>> {
        if let Some((number, text)) = self.ahead.pop_front() {
            return Ok(Some((number, Ok(text))));
        }
        let limit = STATEMENT_BYTES_MAX as u64 + 1;
        let mut text = Vec::new();
        let read = self.reader.by_ref().take(limit).read_until(b'\n', &mut text)? as u64;
        if read == 0 {
            return Ok(None);
        }
        self.taken += read;
        self.number += 1;
        if read < limit || text.ends_with(b"\n") {
            let end = text.len() - usize::from(text.ends_with(b"\n"));
            text.truncate(end);
            return Ok(Some((self.number, Ok(text))));
        }
        while !text.ends_with(b"\n") {
            text.clear();
            let more = self.reader.by_ref().take(limit).read_until(b'\n', &mut text)?;
            if more == 0 {
                break;
            }
            self.taken += more as u64;
        }
        Ok(Some((self.number, Err(StatementFault::TooLong))))
    }
}

/// Where the end of an object is: braces and brackets outside texts.
#[derive(Debug, Default)]
struct Scan {
    depth: u32,
    in_text: bool,
    escaped: bool,
    /// How many bytes were looked at.
    at: usize,
    /// Where the object ends, from its first byte.
    end: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// More is needed.
    Open,
    /// The object has its end.
    Whole,
    /// A text with a line end in it: no JSON.
    Broken,
}

impl Step {
    fn and(self, then: impl FnOnce() -> Step) -> Step {
        if self == Step::Open { then() } else { self }
    }
}

impl Scan {
    fn feed(&mut self, bytes: &[u8]) -> Step {
        for byte in bytes {
            self.at += 1;
            match (self.in_text, byte) {
                (true, b'\n') => return Step::Broken,
                (true, _) if self.escaped => self.escaped = false,
                (true, b'\\') => self.escaped = true,
                (true, b'"') => self.in_text = false,
                (true, _) => {}
                (false, b'"') => self.in_text = true,
                (false, b'{' | b'[') => self.depth += 1,
                (false, b'}' | b']') => {
                    self.depth = self.depth.saturating_sub(1);
                    if self.depth == 0 {
                        self.end = Some(self.at);
                        return Step::Whole;
                    }
                }
                (false, _) => {}
            }
        }
        Step::Open
    }
}

/// The elements of an array, which is the whole text.
fn elements(text: &[u8]) -> VecDeque<Found> {
    let mut found = VecDeque::new();
    let mut rest = text.trim_ascii_start().get(1..).unwrap_or_default();
    let line = |rest: &[u8]| {
        let before = text.get(..text.len().saturating_sub(rest.len())).unwrap_or_default();
        1 + before.iter().filter(|byte| **byte == b'\n').count() as u64
    };
    let mut first = true;
    loop {
        rest = rest.trim_ascii_start();
        if let Some(after) = rest.strip_prefix(b"]").filter(|_| first) {
            rest = after;
            break;
        }
        let start = line(rest);
        let Some((element, after)) = element(rest) else {
            found.push_back(Found { line: start, bytes: Err(StatementFault::ArrayForm) });
            return found;
        };
        let bytes = if element.len() > STATEMENT_BYTES_MAX {
            Err(StatementFault::TooLong)
        } else {
            Ok(element.to_vec())
        };
        found.push_back(Found { line: start, bytes });
        first = false;
        rest = after.trim_ascii_start();
        match rest.split_first() {
            Some((b',', after)) => rest = after,
            Some((b']', after)) => {
                rest = after;
                break;
            }
            _ => {
                found.push_back(Found { line: line(rest), bytes: Err(StatementFault::ArrayForm) });
                return found;
            }
        }
    }
    let after = rest.trim_ascii();
    if !after.is_empty() {
        let bytes = after.get(..after.len().min(STATEMENT_BYTES_MAX)).unwrap_or_default();
        found.push_back(Found { line: line(rest.trim_ascii_start()), bytes: Ok(bytes.to_vec()) });
    }
    found
}

/// The element at the start of a text, and what follows it; `None` where there is none, or it has no end.
fn element(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = if text.starts_with(b"{") || text.starts_with(b"[") {
        // Line ends inside texts are for the reader of JSON to refuse; here only the end is looked for.
        let mut scan = Scan::default();
        text.split_inclusive(|byte| *byte == b'\n').any(|line| scan.feed(line) == Step::Whole);
        scan.end?
    } else {
        text.iter().position(|byte| matches!(byte, b',' | b']')).filter(|end| *end > 0)?
    };
    let (element, after) = text.split_at_checked(end)?;
    Some((element.trim_ascii_end(), after))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &[u8]) -> Vec<(u64, Result<String, StatementFault>)> {
        let mut statements = Statements::new(text);
        let mut found = Vec::new();
        while let Some(one) = statements.take_next().unwrap() {
            found.push((one.line, one.bytes.map(|bytes| String::from_utf8(bytes).unwrap())));
        }
        assert_eq!(statements.taken(), text.len() as u64, "every byte is read");
        found
    }

    fn lines(text: &str) -> Vec<u64> {
        all(text.as_bytes()).into_iter().map(|(line, bytes)| bytes.map(|_| line).unwrap_or(0)).collect()
    }

    const PRETTY: &str = "{\n  \"a\": \"{ [ \\\" \",\n  \"b\": [\n    {\"c\": 1}\n  ]\n}";

    #[test]
    fn one_a_line_one_over_many_lines_and_several_of_those() {
        let one = "{\"a\":1}";
        assert_eq!(
            all(format!("{one}\n\r\n{one}\r\n").as_bytes()),
            [(1, Ok(one.into())), (3, Ok(one.into()))]
        );
        assert_eq!(all(PRETTY.as_bytes()), [(1, Ok(PRETTY.into()))]);
        let both = format!("{PRETTY}\n{one}\neyJh.b.c\n{PRETTY}\n");
        assert_eq!(lines(&both), [1, 7, 8, 9]);
        assert_eq!(all(format!("\u{feff}{PRETTY}").as_bytes()), [(1, Ok(PRETTY.into()))]);
        assert!(all(b"").is_empty() && all(b"\n \n").is_empty());
    }

    #[test]
    fn an_array_is_its_elements() {
        let one = "{\"a\":\"]},\"}";
        let found = all(format!("\u{feff}\n[{one},{one},\n\n  {PRETTY} ]\n").as_bytes());
        assert_eq!(found, [(2, Ok(one.into())), (2, Ok(one.into())), (4, Ok(PRETTY.into()))]);
        assert!(all(b"[]").is_empty() && all(b" [ ] ").is_empty());
        assert_eq!(all(b"[1, \"eyJ\"]"), [(1, Ok("1".into())), (1, Ok("\"eyJ\"".into()))]);
        for broken in ["[{}", "[{} {}]", "[{},]", "[", "[,]", "[{"] {
            let last = all(broken.as_bytes()).pop().unwrap();
            assert_eq!(last, (1, Err(StatementFault::ArrayForm)), "{broken}");
        }
        assert_eq!(all(b"[{}]\n{}"), [(1, Ok("{}".into())), (2, Ok("{}".into()))], "said, not dropped");
    }

    #[test]
    fn what_is_broken_takes_nothing_else_with_it() {
        let one = "{\"a\":1}";
        assert_eq!(lines(&format!("{{\"a\":1\n{one}\n{one}")), [1, 2, 3]);
        assert_eq!(lines(&format!("{{\"a\n{one}\n")), [1, 2]);
        assert_eq!(lines(&format!("{{}} {{}}\n{one}")), [1, 2]);
        let bare = "{\n  \"a\": 1,\n  \"b\": 2\n";
        assert_eq!(all(bare.as_bytes()).len(), 1, "one broken event is one fault, not one a line");
        let many: String = (0..200).map(|n| format!("{{\"a\":{n}\n")).collect();
        assert_eq!(lines(&many).len(), 200);
    }

    #[test]
    fn what_is_too_long_or_utf_16_says_so() {
        let long = "x".repeat(STATEMENT_BYTES_MAX + 1);
        let found = all(format!("{long}\n{{}}\n").as_bytes());
        assert_eq!(found, [(1, Err(StatementFault::TooLong)), (2, Ok("{}".into()))]);
        let pretty = format!("{{\n{}", "  \"a\": 1,\n".repeat(40_000));
        assert_eq!(all(pretty.as_bytes())[0], (1, Err(StatementFault::TooLong)));
        let mut statements = Statements::new(&b"\xFF\xFE{\0}\0"[..]);
        assert_eq!(statements.take_next().unwrap().unwrap().bytes, Err(StatementFault::Utf16));
        assert_eq!(statements.take_next().unwrap(), None);
    }
}
