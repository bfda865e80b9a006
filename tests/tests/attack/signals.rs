//! The attacker waits for a restart and holds the old process up, so that no new one can start: with half a request,
//! with an answer it does not read, with a stream. The operator sends a signal, and then loses patience.

use std::time::Instant;

use rustix::process::Signal;

use crate::support::child::Setup;
use crate::support::raw::{Line, request};
use crate::support::stage::{Stage, check_end};
use crate::support::until;

const ATTACKER: [u8; 4] = [127, 0, 0, 1];

fn impatient() -> Setup {
    Setup::open().set("LIMITS_SHUTDOWN_SECONDS", 2)
}

/// Ends it while something is held; it must end by itself, tell the truth, and leave the directory free.
#[track_caller]
fn ends(stage: Stage, signal: Signal, held: Vec<Line>) {
    let Stage { serving, honest, place } = stage;
    serving.signal(signal);
    let ended = serving.ended();
    drop(held);
    assert_eq!(ended.status.code(), Some(0), "{ended:?}");
    check_end(&place, &honest, &ended);
}

#[test]
fn it_ends_beside_half_a_head() {
    let stage = Stage::start(&impatient());
    let mut line = Line::open(stage.serving.address, ATTACKER, None).unwrap();
    line.send("GET /v1/ledger HTTP/1.1\r\nhost: 127.0.0.1\r\nx: ").unwrap();
    stage.honest.progress(2);
    ends(stage, Signal::TERM, vec![line]);
    println!("1 connection");
}

#[test]
fn it_ends_beside_half_a_body_and_silence() {
    let stage = Stage::start(&impatient());
    let mut body = Line::open(stage.serving.address, ATTACKER, None).unwrap();
    body.send("POST /v1/events HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/jose\r\ncontent-length: 900\r\n\r\nabc").unwrap();
    let mut batch = Line::open(stage.serving.address, ATTACKER, None).unwrap();
    batch.send("POST /v1/events/batch HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/x-ndjson\r\ncontent-length: 900\r\n\r\nabc").unwrap();
    let silent = Line::open(stage.serving.address, ATTACKER, None).unwrap();
    let mut kept = Line::open(stage.serving.address, ATTACKER, None).unwrap();
    kept.send(request("GET", "/healthz", stage.serving.address, &[], b"")).unwrap();
    kept.answer().unwrap();
    stage.honest.progress(2);
    ends(stage, Signal::INT, vec![body, batch, silent, kept]);
    println!("4 connections");
}

#[test]
fn it_ends_beside_an_answer_nobody_reads() {
    let stage = Stage::start(&impatient());
    // One answer is more than the system takes in between.
    stage.fill_heavily(150);
    let page = request("GET", "/v1/events?limit=500", stage.serving.address, &[], b"").repeat(30);
    let mut line = Line::open(stage.serving.address, ATTACKER, Some(4_096)).unwrap();
    line.send_what_fits(&page);
    stage.honest.progress(2);
    ends(stage, Signal::TERM, vec![line]);
    println!("30 pages unread");
}

#[test]
fn it_ends_beside_an_open_stream() {
    let stage = Stage::start(&impatient());
    let mut held = Vec::new();
    for after in ["", "?after=0"] {
        let mut line = Line::open(stage.serving.address, ATTACKER, Some(4_096)).unwrap();
        line.send(request("GET", &format!("/v1/events/stream{after}"), stage.serving.address, &[], b""))
            .unwrap();
        assert_eq!(line.head(Instant::now()).unwrap().status, 200);
        held.push(line);
    }
    stage.honest.progress(2);
    ends(stage, Signal::TERM, held);
    println!("2 streams");
}

#[test]
fn what_a_batch_was_answered_before_the_end_is_there_behind_it() {
    let stage = Stage::start(&impatient());
    let lines: Vec<String> = (0..3_000).map(|_| stage.honest.grant_line()).collect();
    let body = lines.join("\n");
    let headers = [("content-type", "application/x-ndjson")];
    let mut line = Line::open(stage.serving.address, ATTACKER, None).unwrap();
    line.send(request("POST", "/v1/events/batch", stage.serving.address, &headers, body.as_bytes())).unwrap();
    // In the midst of it: a line of the first group was answered, and more are to come.
    line.head(Instant::now()).unwrap();
    let mut text = line.held();
    while !text.windows(9).any(|bytes| bytes == b"\"status\":") {
        text.extend(next(&mut line).unwrap());
    }
    let Stage { serving, honest, place } = stage;
    serving.signal(Signal::TERM);
    while let Ok(more) = next(&mut line) {
        text.extend(more);
    }
    let mut answered = 0;
    for said in String::from_utf8_lossy(&text).lines().filter(|said| said.starts_with('{')) {
        let Ok(said) = serde_json::from_str::<serde_json::Value>(said) else { continue };
        if said["status"] == 201 {
            honest.keep(&said["body"]);
            answered += 1;
        }
    }
    assert!(answered > 0, "nothing was receipted");
    let ended = serving.ended();
    assert_eq!(ended.status.code(), Some(0), "{ended:?}");
    check_end(&place, &honest, &ended);
    println!("{answered} of 3,000 lines answered");
}

/// What came of a chunked body, as it is: chunk sizes stand on lines of their own.
fn next(line: &mut Line) -> Result<Vec<u8>, crate::support::raw::Silence> {
    line.more(Instant::now())?;
    Ok(line.held())
}

#[test]
fn the_second_signal_forces() {
    let stage =
        Stage::start(&Setup::open().set("LIMITS_SHUTDOWN_SECONDS", 600).set("LIMITS_HEAD_SECONDS", 600));
    stage.honest.progress(2);
    let mut line = Line::open(stage.serving.address, ATTACKER, None).unwrap();
    line.send("GET /v1/ledger HTTP/1.1\r\nhost: 127.0.0.1\r\nx: ").unwrap();
    stage.honest.progress(1);
    let Stage { serving, honest, place } = stage;
    serving.signal(Signal::TERM);
    // Two signals at one moment are one; so the first has to be seen before.
    until("that no connection is taken any more", || Line::open(serving.address, ATTACKER, None).is_err());
    serving.signal(Signal::TERM);
    let ended = serving.ended();
    drop(line);
    check_end(&place, &honest, &ended);
    println!("2 signals");
}

#[test]
fn what_it_says_at_its_end_is_true_when_the_head_was_not_published() {
    let stage = Stage::start(&impatient());
    stage.honest.progress(2);
    stage.published();
    // The published head can't be replaced any more; what is receipted is safe in the journal.
    let checkpoint = stage.place.data.join("log/checkpoint");
    let kept = std::fs::read(&checkpoint).unwrap();
    std::fs::remove_file(&checkpoint).unwrap();
    std::fs::create_dir_all(checkpoint.join("x")).unwrap();
    let mut grants = 0;
    until("the failure to be seen", || {
        let got = stage.honest.submit(&stage.honest.grant_line());
        if let Ok(answer) = got
            && answer.status == 201
        {
            stage.honest.keep(&answer.json());
            grants += 1;
        }
        stage.honest.get("/readyz", None).unwrap().status == 503
    });
    assert!(grants > 0, "something was receipted and not published");
    let Stage { serving, honest, place } = stage;
    serving.signal(Signal::TERM);
    let ended = serving.ended();
    std::fs::remove_dir_all(&checkpoint).unwrap();
    std::fs::write(&checkpoint, kept).unwrap();
    check_end(&place, &honest, &ended);
    println!("{grants} grants receipted and not published");
}
