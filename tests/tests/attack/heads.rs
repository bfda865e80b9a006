//! The attacker writes a request's head so that this server, a proxy before it, or a browser read it differently, or so
//! that reading it costs much. On an open ledger it is a web page in the operator's own browser.

use std::time::Duration;

use crate::support::child::Setup;
use crate::support::people::{HONEST, shown};
use crate::support::raw::{Answer, Line, Silence, ask};
use crate::support::stage::Stage;

fn send(stage: &Stage, bytes: impl AsRef<[u8]>) -> Result<Answer, Silence> {
    let mut line = Line::open(stage.serving.address, [127, 0, 0, 1], None).unwrap();
    // A server that has heard enough may close before all is sent; its answer is read all the same.
    let _ = line.send(bytes);
    line.answer()
}

/// Refused, or the connection ended without a word.
#[track_caller]
fn refused(what: &str, got: &Result<Answer, Silence>) {
    let fine = match got {
        Ok(answer) => (400..500).contains(&answer.status),
        Err(Silence::Closed) => true,
        Err(_) => false,
    };
    assert!(fine, "{what}: {}", shown(got));
}

#[test]
fn a_request_names_one_host() {
    let mut tried = 0;
    for setup in [Setup::tokens(), Setup::open()] {
        let stage = Stage::start(&setup);
        let own = stage.serving.address;
        for (what, hosts) in [
            ("two hosts", format!("host: {own}\r\nhost: ledger.example\r\n")),
            ("two hosts, the stranger first", format!("host: ledger.example\r\nhost: {own}\r\n")),
            ("the same host twice", format!("host: {own}\r\nhost: {own}\r\n")),
            ("two hosts far apart", format!("host: {own}\r\naccept: */*\r\nHOST: ledger.example\r\n")),
            // RFC 9112 section 3.2: 400 to both.
            ("no host", String::new()),
        ] {
            let got = send(&stage, format!("GET /v1/ledger HTTP/1.1\r\n{hosts}\r\n"));
            refused(what, &got);
            tried += 1;
        }
        stage.honest.progress(1);
    }
    println!("{tried} requests");
}

#[test]
fn an_open_ledger_answers_under_its_own_name_only() {
    let stage = Stage::start(&Setup::open());
    let own = stage.serving.address;
    let port = own.port();
    let mut tried = 0;
    for host in [
        "ledger.example".to_owned(),
        format!("ledger.example:{port}"),
        format!("127.0.0.1.ledger.example:{port}"),
        format!("localhost.ledger.example:{port}"),
        format!("127.0.0.1@ledger.example:{port}"),
        format!("ledger.example@127.0.0.1:{port}"),
        format!("127.0.0.1:{port}:80"),
        format!("127.0.0.1, ledger.example:{port}"),
        format!("127.0.0.1/ledger.example:{port}"),
        format!("127.0.0.1%2eledger.example:{port}"),
        format!("0.0.0.0:{port}"),
        format!("127.1:{port}"),
        format!("2130706433:{port}"),
        format!("[::ffff:7f00:1]:{port}"),
        format!("[::1:{port}"),
        format!("localhost.:{port}x"),
        String::new(),
    ] {
        for (method, path) in
            [("GET", "/v1/events"), ("GET", "/"), ("POST", "/v1/events"), ("GET", "/v1/nothing")]
        {
            let bytes = format!("{method} {path} HTTP/1.1\r\nhost: {host}\r\ncontent-length: 0\r\n\r\n");
            refused(&format!("{method} {path} with host {host:?}"), &send(&stage, bytes));
            tried += 1;
        }
    }
    // The absolute form's authority stands instead of `Host` (RFC 9112 section 3.2.2).
    for authority in
        ["ledger.example", "ledger.example:80", "127.0.0.1.ledger.example", "somebody@ledger.example"]
    {
        let bytes = format!("GET http://{authority}/v1/events HTTP/1.1\r\nhost: {own}\r\n\r\n");
        refused(&format!("absolute form of {authority}"), &send(&stage, bytes));
        let bytes = format!("GET http://{own}/v1/events HTTP/1.1\r\nhost: {authority}\r\n\r\n");
        refused(&format!("absolute form with host {authority}"), &send(&stage, bytes));
        tried += 2;
    }
    for host in [format!("localhost:{port}"), "localhost".into(), format!("127.0.0.1:{port}"), "[::1]".into()]
    {
        let got = send(&stage, format!("GET /v1/events HTTP/1.1\r\nhost: {host}\r\n\r\n"));
        assert_eq!(got.map(|answer| answer.status), Ok(200), "{host}");
        tried += 1;
    }
    println!("{tried} requests");
}

#[test]
fn huge_and_countless_headers_are_refused_at_little_cost() {
    let stage = Stage::start(&Setup::tokens());
    let own = stage.serving.address;
    let before = stage.serving.figure("VmHWM");
    let many = |count: usize| -> String { (0..count).map(|number| format!("x-{number}: y\r\n")).collect() };
    let start = format!("GET /v1/ledger HTTP/1.1\r\nhost: {own}\r\n");
    let mut tried = 0;
    for (what, bytes) in [
        ("200 headers", format!("{start}{}\r\n", many(200))),
        ("5,000 headers", format!("{start}{}\r\n", many(5_000))),
        ("a header of 1 MB", format!("{start}x: {}\r\n\r\n", "y".repeat(1 << 20))),
        ("a name of 100 kB", format!("{start}{}: y\r\n\r\n", "x".repeat(100_000))),
        ("a path of 1 MB", format!("GET /{} HTTP/1.1\r\nhost: {own}\r\n\r\n", "a".repeat(1 << 20))),
        ("a path of 70 kB", format!("GET /{} HTTP/1.1\r\nhost: {own}\r\n\r\n", "a".repeat(70_000))),
        ("a method of 100 kB", format!("{} / HTTP/1.1\r\nhost: {own}\r\n\r\n", "G".repeat(100_000))),
        (
            "a query of 1 MB",
            format!("GET /v1/ledger?a={} HTTP/1.1\r\nhost: {own}\r\n\r\n", "a".repeat(1 << 20)),
        ),
    ] {
        refused(what, &send(&stage, &bytes));
        // Many at once, each just short of its end, cost no more than connections do.
        let mut held = Vec::new();
        for _ in 0..8 {
            let mut line = Line::open(own, [127, 0, 0, 1], None).unwrap();
            line.send_what_fits(&bytes.as_bytes()[..bytes.len() - 4]);
            held.push(line);
        }
        stage.honest.progress(1);
        tried += 1 + held.len();
    }
    let grown = stage.serving.figure("VmHWM").saturating_sub(before);
    assert!(grown < 100_000, "{grown} kB for heads");
    println!("{tried} requests, {grown} kB");
}

#[test]
fn an_absurdly_deep_path_is_not_found() {
    let stage = Stage::start(&Setup::open());
    let mut tried = 0;
    for start in
        ["/tile", "/tile/0", "/tile/entries", "/tile/63", "/tile/99", "/v1/undertakings", "/pack", ""]
    {
        for (depth, part) in [
            (4_000, "/x000"),
            (4_000, "/a"),
            (500, "/x000"),
            (50, "/x001"),
            (4_000, "/"),
            (1, "/255.p/256"),
            (1, "/000.p/0"),
            (1, "/000.p/99999999999999999999"),
        ] {
            let path = format!("{start}{}", part.repeat(depth));
            let got = ask(stage.serving.address, HONEST, "GET", &path, &[], b"");
            match &got {
                Ok(answer) => assert!(
                    (400..500).contains(&answer.status),
                    "{start} and {depth} times {part}: {}",
                    shown(&got)
                ),
                Err(silence) => assert_eq!(*silence, Silence::Closed),
            }
            tried += 1;
        }
    }
    println!("{tried} requests");
}

#[test]
fn odd_methods_and_versions_do_nothing() {
    let stage = Stage::start(&Setup::open());
    let own = stage.serving.address;
    let mut tried = 0;
    for (line, more) in [
        ("TRACE /v1/events HTTP/1.1", ""),
        ("CONNECT 127.0.0.1:1 HTTP/1.1", ""),
        ("OPTIONS * HTTP/1.1", ""),
        ("DELETE /v1/events HTTP/1.1", ""),
        ("get /v1/events HTTP/1.1", ""),
        ("PROPFIND / HTTP/1.1", ""),
        ("\u{7f} / HTTP/1.1", ""),
        ("GET /v1/events HTTP/9.9", ""),
        ("GET /v1/events HTTP/1.1 HTTP/1.1", ""),
        ("GET /v1/events", ""),
        ("GET", ""),
        ("PRI * HTTP/2.0", ""),
        ("GET  /v1/events HTTP/1.1", ""),
        ("GET v1/events HTTP/1.1", ""),
        ("GET *  HTTP/1.1", ""),
        ("POST /v1/ledger HTTP/1.1", "x-http-method-override: GET\r\ncontent-length: 0\r\n"),
        ("POST /v1/packs/0 HTTP/1.1", "x-http-method-override: PUT\r\ncontent-length: 0\r\n"),
    ] {
        let got = send(&stage, format!("{line}\r\nhost: {own}\r\n{more}\r\n"));
        match &got {
            Ok(answer) => assert!(
                (400..=505).contains(&answer.status) && answer.status != 500,
                "{line}: {}",
                shown(&got)
            ),
            Err(silence) => assert_eq!(*silence, Silence::Closed, "{line}"),
        }
        tried += 1;
    }
    // What would turn the connection into another protocol is passed by.
    for more in [
        "connection: upgrade, http2-settings\r\nupgrade: h2c\r\nhttp2-settings: AAMAAABkAAQAAP__\r\n",
        "connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n",
    ] {
        let got = send(&stage, format!("GET /v1/ledger HTTP/1.1\r\nhost: {own}\r\n{more}\r\n"));
        assert_ne!(got.as_ref().map(|answer| answer.status), Ok(101), "{}", shown(&got));
        tried += 1;
    }
    let mut line = Line::open(own, [127, 0, 0, 1], None).unwrap();
    line.send(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03").unwrap();
    let ended = line.answer();
    assert!(!matches!(ended, Ok(Answer { status: 200, .. })), "a TLS hello: {}", shown(&ended));
    assert!(line.is_ended(Duration::from_secs(20)));
    stage.honest.progress(1);
    println!("{tried} requests");
}
