//! The attacker sits behind a proxy that shares one connection to the ledger among many people, and sends a request
//! whose end the two see at different places: what is left over would be somebody else's request (RFC 9112 section 11.2).

use std::time::Duration;

use crate::support::child::Setup;
use crate::support::people::shown;
use crate::support::raw::{Line, Silence};
use crate::support::stage::Stage;

/// Behind each shape comes a request that only one of the two readings sees.
const HIDDEN: &str = "GET /healthz?hidden HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n";

/// Shapes whose end is disputed: the server refuses them and ends the connection.
fn disputed() -> Vec<(&'static str, Vec<u8>)> {
    let post = "POST /v1/events HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/jose\r\n";
    let length = HIDDEN.len() + 5;
    let texts = [
        (
            "length and chunked",
            format!("{post}content-length: {length}\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n{HIDDEN}"),
        ),
        (
            "chunked and length",
            format!("{post}transfer-encoding: chunked\r\ncontent-length: 4\r\n\r\n0\r\n\r\n{HIDDEN}"),
        ),
        ("two lengths", format!("{post}content-length: 0\r\ncontent-length: {length}\r\n\r\n{HIDDEN}")),
        ("two lengths in one", format!("{post}content-length: 0, {length}\r\n\r\n{HIDDEN}")),
        ("a length with a sign", format!("{post}content-length: +0\r\n\r\n{HIDDEN}")),
        ("a length below zero", format!("{post}content-length: -1\r\n\r\n{HIDDEN}")),
        ("a length in hexadecimal", format!("{post}content-length: 0x0\r\n\r\n{HIDDEN}")),
        (
            "a length beyond all numbers",
            format!("{post}content-length: 99999999999999999999999\r\n\r\n{HIDDEN}"),
        ),
        ("a length with a blank inside", format!("{post}content-length: 0 0\r\n\r\n{HIDDEN}")),
        ("an empty length", format!("{post}content-length:\r\n\r\n{HIDDEN}")),
        (
            "chunked, then identity",
            format!("{post}transfer-encoding: chunked, identity\r\n\r\n0\r\n\r\n{HIDDEN}"),
        ),
        ("identity alone", format!("{post}transfer-encoding: identity\r\n\r\n{HIDDEN}")),
        ("an unknown coding", format!("{post}transfer-encoding: xchunked\r\n\r\n0\r\n\r\n{HIDDEN}")),
        (
            "chunked twice over",
            format!(
                "{post}transfer-encoding: chunked\r\ntransfer-encoding: identity\r\n\r\n0\r\n\r\n{HIDDEN}"
            ),
        ),
        (
            "a blank before the colon",
            format!("{post}transfer-encoding : chunked\r\ncontent-length: 5\r\n\r\n0\r\n\r\n{HIDDEN}"),
        ),
        ("a folded header", format!("{post}transfer-encoding:\r\n chunked\r\n\r\n0\r\n\r\n{HIDDEN}")),
        ("a folded length", format!("{post}x: y\r\n content-length: {length}\r\n\r\n{HIDDEN}")),
        ("a vertical tab", format!("{post}transfer-encoding: \u{b}chunked\r\n\r\n0\r\n\r\n{HIDDEN}")),
        ("a bare carriage return", format!("{post}x: y\rcontent-length: 0\r\n\r\n{HIDDEN}")),
        (
            "chunked in HTTP/1.0",
            format!("{}transfer-encoding: chunked\r\n\r\n0\r\n\r\n{HIDDEN}", post.replace("1.1", "1.0")),
        ),
        (
            "a chunk size in 17 digits",
            format!("{post}transfer-encoding: chunked\r\n\r\n10000000000000000\r\n{HIDDEN}"),
        ),
        ("a chunk size below zero", format!("{post}transfer-encoding: chunked\r\n\r\n-1\r\n\r\n{HIDDEN}")),
        ("a chunk size with 0x", format!("{post}transfer-encoding: chunked\r\n\r\n0x0\r\n\r\n{HIDDEN}")),
        (
            "a chunk size with a blank inside",
            format!("{post}transfer-encoding: chunked\r\n\r\n0 0\r\n\r\n{HIDDEN}"),
        ),
        (
            "a chunk longer than it says",
            format!("{post}transfer-encoding: chunked\r\n\r\n1\r\nabc\r\n0\r\n\r\n{HIDDEN}"),
        ),
        (
            "a chunk extension of 100 kB",
            format!("{post}transfer-encoding: chunked\r\n\r\n0;{}\r\n\r\n{HIDDEN}", "x".repeat(100_000)),
        ),
        (
            "trailers of 1 MB",
            format!(
                "{post}transfer-encoding: chunked\r\n\r\n0\r\nx: {}\r\n\r\n{HIDDEN}",
                "y".repeat(1 << 20)
            ),
        ),
        ("a name with a blank", format!("{post}content length: 0\r\n\r\n{HIDDEN}")),
        ("a line without a colon", format!("{post}nothing\r\n\r\n{HIDDEN}")),
        ("an empty name", format!("{post}: x\r\n\r\n{HIDDEN}")),
        ("a zero byte", format!("{post}x: a\0b\r\n\r\n{HIDDEN}")),
        ("a blank first line's head", format!(" {post}content-length: 0\r\n\r\n{HIDDEN}")),
    ];
    texts.into_iter().map(|(what, text)| (what, text.into_bytes())).collect()
}

#[test]
fn a_request_whose_end_is_disputed_is_the_connections_last() {
    let stage = Stage::start(&Setup::open().set("LIMITS_HEAD_SECONDS", 2).set("LIMITS_BODY_SECONDS", 2));
    let mut faults = Vec::new();
    let shapes = disputed();
    for (what, bytes) in &shapes {
        let mut line = Line::open(stage.serving.address, [127, 0, 0, 1], None).unwrap();
        let _ = line.send(bytes);
        let first = line.answer();
        let second = match &first {
            Ok(_) => line.answer(),
            Err(silence) => Err(silence.clone()),
        };
        if let Ok(hidden) = &second {
            faults.push(format!("{what}: {} and then {}", shown(&first), hidden.status));
        } else if !matches!(second, Err(Silence::Closed)) && !line.is_ended(Duration::from_secs(10)) {
            faults.push(format!("{what}: {} and the connection stays open", shown(&first)));
        }
        if first.as_ref().is_ok_and(|answer| answer.status >= 500) {
            faults.push(format!("{what}: {}", shown(&first)));
        }
    }
    stage.honest.progress(1);
    println!("{} shapes", shapes.len());
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_body_nobody_reads_does_not_become_a_request() {
    let stage = Stage::start(&Setup::tokens());
    let hidden = HIDDEN.repeat(3);
    let mut tried = 0;
    // Refused before the body is looked at: without a token, of another media type, too long, on no route, for reading.
    for (what, line, more) in [
        ("no token", "POST /v1/simulations", "content-type: application/json\r\n"),
        ("another media type", "POST /v1/events", "content-type: text/html\r\n"),
        ("no route", "POST /v1/nothing", ""),
        ("no such method", "DELETE /v1/events", ""),
        ("a body to a read", "GET /v1/ledger", ""),
        ("a body to a closed read", "GET /v1/events", ""),
    ] {
        for chunked in [false, true] {
            let body = if chunked {
                format!("transfer-encoding: chunked\r\n\r\n{:x}\r\n{hidden}\r\n0\r\n\r\n", hidden.len())
            } else {
                format!("content-length: {}\r\n\r\n{hidden}", hidden.len())
            };
            let mut line_to = Line::open(stage.serving.address, [127, 0, 0, 1], None).unwrap();
            let _ = line_to.send(format!("{line} HTTP/1.1\r\nhost: 127.0.0.1\r\n{more}{body}"));
            let first = line_to.answer();
            // One more request, whose answer can be told from the hidden one's.
            let _ = line_to.send("GET /vkey HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n");
            if let Ok(second) = line_to.answer() {
                assert!(second.text().starts_with("ledger.example/attacked+"), "{what}: {}", second.text());
            }
            assert!(first.is_ok(), "{what}: {first:?}");
            tried += 1;
        }
    }
    println!("{tried} shapes");
}
