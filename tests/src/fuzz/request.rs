//! What a request asks and brings: its query, the lines of a batch, the facts of a simulation.

use std::sync::LazyLock;

use api::http::fuzzing::{self, Query};
use api::service::rehearsal::{FACTS_MAX, Supposed};
use ledger::json::{Json, parse};

use super::statement::bounded;

/// Longest query that is looked at, bytes.
const QUERY_BYTES_MAX: usize = 4_096;

/// A query is read whole or refused: each name known and given once, each value by itself of its type, in whatever order and
/// spelling they come.
pub(super) fn query(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let pairs = slowly(text).filter(|_| text.len() <= QUERY_BYTES_MAX);
    static QUERIES: LazyLock<Vec<Query>> = LazyLock::new(fuzzing::queries);
    for one in QUERIES.iter() {
        query_of(one, text, pairs.as_deref());
    }
}

fn query_of(one: &Query, text: &str, pairs: Option<&[(String, String)]>) {
    let named = |pairs: &[(String, String)]| {
        let once = |(at, (name, _)): (usize, &(String, String))| !pairs[..at].iter().any(|(n, _)| n == name);
        pairs.iter().all(|(name, _)| one.known.contains(name)) && pairs.iter().enumerate().all(once)
    };
    match ((one.read)(text), pairs) {
        (Ok(said), Some(pairs)) => {
            assert!(named(pairs), "a name that is unknown or stands twice: `{text}`");
            let turned: Vec<String> = pairs.iter().rev().map(spelt).collect();
            let turned = turned.join("&");
            if turned.len() <= QUERY_BYTES_MAX {
                assert_eq!((one.read)(&turned), Ok(said), "`{text}` and `{turned}`");
            }
        }
        (Ok(said), None) => panic!("`{text}` is no query and was read as {said}"),
        (Err(faults), pairs) => {
            bounded(&faults);
            for fault in &faults {
                assert!(fault.pointer.starts_with("/query"), "{fault:?}");
                // What parts a message from its hint on their way.
                assert!(!fault.message.contains('\u{1f}') && !fault.hint.contains('\u{1f}'), "{fault:?}");
            }
            if let Some(pairs) = pairs.filter(|pairs| named(pairs)) {
                let alone = |pair: &(String, String)| (one.read)(&spelt(pair)).is_err();
                let long = |pair: &(String, String)| spelt(pair).len() > QUERY_BYTES_MAX;
                let any = pairs.iter().any(|pair| alone(pair) || long(pair));
                assert!(any, "`{text}` is refused, and each part of it is not: {faults:?}");
            }
        }
    }
}

/// A pair with every byte encoded.
fn spelt((name, value): &(String, String)) -> String {
    let encoded = |text: &str| text.bytes().map(|byte| format!("%{byte:02x}")).collect::<String>();
    format!("{}={}", encoded(name), encoded(value))
}

/// The names and values of a query, said as slowly as possible; none where it is badly encoded.
fn slowly(text: &str) -> Option<Vec<(String, String)>> {
    let decoded = |part: &str| {
        let mut out = Vec::new();
        let mut rest = part.as_bytes().to_vec();
        while !rest.is_empty() {
            match rest[0] {
                b'%' => {
                    let digits = String::from_utf8(rest.get(1..3)?.to_vec()).ok()?;
                    if !digits.chars().all(|digit| digit.is_ascii_hexdigit()) {
                        return None;
                    }
                    out.push(u8::from_str_radix(&digits, 16).ok()?);
                    rest.drain(..3);
                }
                b'+' => {
                    out.push(b' ');
                    rest.remove(0);
                }
                other => {
                    out.push(other);
                    rest.remove(0);
                }
            }
        }
        String::from_utf8(out).ok()
    };
    let mut pairs = Vec::new();
    for part in text.split('&').filter(|part| !part.is_empty()) {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        pairs.push((decoded(name)?, decoded(value)?));
    }
    Some(pairs)
}

/// Lines of a batch keep their numbers and their bytes; what can't be a statement is looked at a hundred times.
pub(super) fn batch(bytes: &[u8]) {
    let (lines, beyond) = fuzzing::batch(bytes);
    assert_eq!((lines.clone(), beyond), line_by_line(bytes), "two readers");
    assert!(lines.windows(2).all(|two| two[0].0 < two[1].0), "in their order");
    assert!(lines.iter().all(|(_, line)| !line.is_empty() && !line.contains(&b'\n')));
    // Where no line holds a carriage return already, which would then be part of it.
    if bytes.contains(&b'\r') {
        return;
    }
    let windows: Vec<u8> =
        bytes.iter().flat_map(|byte| if *byte == b'\n' { vec![b'\r', b'\n'] } else { vec![*byte] }).collect();
    assert_eq!(fuzzing::batch(&windows), (lines, beyond), "another machine's line ends");
}

/// Byte by byte.
fn line_by_line(bytes: &[u8]) -> (Vec<(usize, Vec<u8>)>, Option<usize>) {
    let (mut lines, mut short) = (Vec::new(), 0);
    let (mut number, mut line) = (1, Vec::new());
    for byte in bytes.iter().chain(b"\n") {
        if *byte != b'\n' {
            line.push(*byte);
            continue;
        }
        let blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r' | 0x0c);
        if line.last() == Some(&b'\r') {
            line.pop();
        }
        if line.iter().all(blank) {
            line.clear();
        } else {
            if line.len() < 100 {
                short += 1;
            }
            if line.len() < 100 && short > 100 {
                return (lines, Some(number));
            }
            lines.push((number, std::mem::take(&mut line)));
        }
        number += 1;
    }
    (lines, None)
}

/// The facts of a simulation are read whole or refused, whatever the order of the members.
pub(super) fn simulation(bytes: &[u8]) {
    let Ok(body) = parse(bytes) else { return };
    let said = Supposed::read(&body);
    match &said {
        Ok(asked) => assert!((1..=FACTS_MAX).contains(&asked.events.len())),
        Err(faults) => bounded(faults),
    }
    if let Json::Object(members) = &body {
        let turned = Json::Object(members.iter().rev().cloned().collect());
        let words = |said: Result<Supposed, _>| said.map(|asked| format!("{asked:?}")).ok();
        assert_eq!(words(Supposed::read(&turned)), words(said), "the order of members says nothing");
    }
}
