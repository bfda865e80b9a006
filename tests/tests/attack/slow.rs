//! The attacker has time: it sends a byte now and then, or nothing, or reads nothing, or goes away in the middle. It
//! wants connections, permits, memory and threads to be held for it until nobody else is served.

use std::time::Duration;

use crate::support::child::Setup;
use crate::support::raw::{Line, request};
use crate::support::stage::Stage;
use crate::support::until;

const ATTACKER: [u8; 4] = [127, 0, 0, 1];

fn lines(stage: &Stage, count: usize) -> Vec<Line> {
    (0..count).map(|_| Line::open(stage.serving.address, ATTACKER, None).unwrap()).collect()
}

/// Waits until the server has ended every connection.
#[track_caller]
fn all_cut(what: &str, held: &mut Vec<Line>) {
    until(what, || {
        held.retain_mut(|line| !line.is_ended(Duration::from_millis(1)));
        held.is_empty()
    });
}

#[test]
fn a_head_that_comes_byte_by_byte_is_cut_off() {
    let stage = Stage::start(&Setup::tokens().set("LIMITS_HEAD_SECONDS", 1));
    let mut held = lines(&stage, 40);
    let head =
        format!("GET /v1/ledger HTTP/1.1\r\nhost: {}\r\nx: {}", stage.serving.address, "y".repeat(4_000));
    let mut sent = 0;
    let mut bytes = head.bytes();
    until("the end of every connection whose head never ends", || {
        let byte = [bytes.next().unwrap_or(b'y')];
        held.retain_mut(|line| line.send(byte).is_ok() && !line.is_ended(Duration::from_millis(1)));
        sent += held.len();
        if sent % 400 < 40 {
            stage.honest.progress(1);
        }
        held.is_empty()
    });
    stage.honest.progress(5);
    stage.end_well();
    println!("40 connections, {sent} bytes");
}

#[test]
fn silent_connections_are_cut_off_before_and_behind_an_answer() {
    let stage = Stage::start(&Setup::tokens().set("LIMITS_HEAD_SECONDS", 1));
    let mut held = lines(&stage, 30);
    let mut kept = lines(&stage, 30);
    for line in &mut kept {
        line.send(request("GET", "/healthz", stage.serving.address, &[], b"")).unwrap();
        assert_eq!(line.answer().unwrap().status, 200);
    }
    let mut half = lines(&stage, 30);
    for line in &mut half {
        line.send("GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\n").unwrap();
    }
    stage.honest.progress(10);
    all_cut("the end of connections that say nothing", &mut held);
    all_cut("the end of connections that say nothing more", &mut kept);
    all_cut("the end of connections that stop in their head", &mut half);
    stage.honest.progress(5);
    println!("90 connections");
}

#[test]
fn a_body_that_stops_is_cut_off() {
    let stage = Stage::start(&Setup::tokens().set("LIMITS_BODY_SECONDS", 1));
    let mut held = Vec::new();
    for (path, media) in [
        ("/v1/events", "application/jose"),
        ("/v1/events/batch", "application/x-ndjson"),
        ("/add-checkpoint", "text/plain"),
        // Refused before its body: what is drained must not be waited for without end either.
        ("/v1/events", "text/html"),
        ("/v1/nothing", "text/plain"),
        ("/v1/ledger", "text/plain"),
    ] {
        for body in [
            "content-length: 1000\r\n\r\nx",
            "transfer-encoding: chunked\r\n\r\n5\r\nx",
            "content-length: 1000\r\nexpect: 100-continue\r\n\r\n",
        ] {
            let mut line = Line::open(stage.serving.address, ATTACKER, None).unwrap();
            line.send(format!("POST {path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: {media}\r\n{body}"))
                .unwrap();
            held.push(line);
        }
    }
    let count = held.len();
    stage.honest.progress(10);
    all_cut("the end of connections whose body stops", &mut held);
    stage.honest.progress(5);
    println!("{count} connections");
}

#[test]
fn bodies_that_trickle_hold_nobody_up() {
    let stage = Stage::start(&Setup::tokens());
    let mut held = lines(&stage, 60);
    for line in &mut held {
        line.send("POST /v1/events/batch HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/x-ndjson\r\ncontent-length: 16000000\r\n\r\n").unwrap();
    }
    let mut sent = 0;
    for _ in 0..20 {
        for line in &mut held {
            sent += usize::from(line.send("x").is_ok());
        }
        stage.honest.progress(1);
        let batch: Vec<String> = (0..3).map(|_| stage.honest.grant_line()).collect();
        stage.honest.batch(&batch);
    }
    println!("{} connections, {sent} bytes", held.len());
}

#[test]
fn a_client_that_never_reads_is_cut_off() {
    let stage = Stage::start(&Setup::open().set("LIMITS_WRITE_SECONDS", 1).set("LIMITS_HEAD_SECONDS", 2));
    stage.fill_heavily(100);
    let before = stage.serving.descriptors();
    let page = request("GET", "/v1/events?limit=500", stage.serving.address, &[], b"").repeat(40);
    let mut held = Vec::new();
    for _ in 0..12 {
        let mut line = Line::open(stage.serving.address, ATTACKER, Some(4_096)).unwrap();
        line.send_what_fits(&page);
        held.push(line);
    }
    stage.honest.progress(10);
    // None of them reads, so whether a connection has ended is seen from the other side.
    until("the end of connections that read nothing", || stage.serving.descriptors() <= before + 2);
    stage.honest.progress(5);
    drop(held);
    stage.end_well();
    println!("12 connections, 480 pages asked for");
}

#[test]
fn who_vanishes_leaves_nothing_behind() {
    let stage = Stage::start(&Setup::open());
    stage.fill(200);
    stage.honest.progress(1);
    let (before, threads) = (stage.serving.descriptors(), stage.serving.figure("Threads"));
    let mut vanished = 0;
    for _ in 0..5 {
        for half in [
            "GET /v1/ev".to_owned(),
            "POST /v1/events HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/jose\r\ncontent-length: 900\r\n\r\nabc".to_owned(),
            "POST /v1/events/batch HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/x-ndjson\r\ncontent-length: 900000\r\n\r\nabc\n".to_owned(),
            "GET /v1/events?limit=500 HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n".to_owned(),
            "GET /v1/events/stream?after=0 HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n".to_owned(),
            format!("POST /v1/events HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/jose\r\ncontent-length: {0}\r\n\r\n{1}", stage.honest.grant_line().len(), stage.honest.grant_line()),
        ] {
            let mut line = Line::open(stage.serving.address, ATTACKER, None).unwrap();
            line.send(&half).unwrap();
            // A stream and a page have begun before their reader is gone.
            if half.starts_with("GET /v1/events") {
                line.more(std::time::Instant::now()).unwrap();
            }
            line.vanish();
            vanished += 1;
        }
        stage.honest.progress(2);
    }
    until("the descriptors from before", || stage.serving.descriptors() <= before + 2);
    until("the threads from before", || stage.serving.figure("Threads") <= threads + 20);
    stage.end_well();
    println!("{vanished} clients vanished");
}

#[test]
fn abandoned_questions_cost_no_memory_and_no_threads() {
    let stage = Stage::start(&Setup::open());
    stage.fill_heavily(100);
    // The honest way first, so that what one page costs is not counted.
    assert_eq!(stage.honest.get("/v1/events?limit=500", None).unwrap().status, 200);
    let before = stage.serving.figure("VmRSS");
    let (mut asked, mut threads) = (0, 0);
    for round in 0..2_u8 {
        let mut held = Vec::new();
        for number in 0..120 {
            // Five addresses, so that no bound per address hides what the sum costs.
            let from = [127, 0, 1 + round, 1 + number % 5];
            let Ok(mut line) = Line::open(stage.serving.address, from, Some(4_096)) else { continue };
            let path = if number % 2 == 0 {
                "/v1/events?limit=500"
            } else {
                "/v1/events?limit=500&outcome=recorded"
            };
            asked += u32::from(line.send(request("GET", path, stage.serving.address, &[], b"")).is_ok());
            held.push(line);
        }
        // Half of them stay and do not read.
        for line in held.drain(..60) {
            line.vanish();
        }
        threads = threads.max(stage.serving.figure("Threads"));
        stage.honest.progress(3);
        threads = threads.max(stage.serving.figure("Threads"));
    }
    let grown = stage.serving.figure("VmHWM").saturating_sub(before);
    println!("{asked} questions abandoned, {grown} kB more at the most, {threads} threads");
    assert!(threads < 100, "{threads} threads");
    assert!(grown < 400_000, "{grown} kB for {asked} abandoned questions");
}
