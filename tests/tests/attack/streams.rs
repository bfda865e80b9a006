//! The attacker opens event streams and keeps them: each is a slot that an auditor wants.

use std::time::Instant;

use crate::support::child::Setup;
use crate::support::people::HONEST;
use crate::support::raw::{Answer, Line, address_number, request};
use crate::support::stage::Stage;

fn open(stage: &Stage, from: [u8; 4], token: Option<&str>) -> Option<(Line, Answer)> {
    let bearer = token.map(|token| format!("Bearer {token}"));
    let headers: Vec<(&str, &str)> = bearer.iter().map(|bearer| ("authorization", bearer.as_str())).collect();
    let mut line = Line::open(stage.serving.address, from, None).ok()?;
    line.send(request("GET", "/v1/events/stream?after=0", stage.serving.address, &headers, b"")).ok()?;
    let head = line.head(Instant::now()).ok()?;
    Some((line, head))
}

/// Opens so many; those that were let in are kept.
fn take(stage: &Stage, count: u32, from: impl Fn(u32) -> [u8; 4]) -> Vec<Line> {
    (0..count)
        .filter_map(|number| open(stage, from(number), None))
        .filter(|(_, head)| head.status == 200)
        .map(|(line, _)| line)
        .collect()
}

#[test]
fn one_address_does_not_take_every_stream() {
    let stage = Stage::start(
        &Setup::open()
            .set("LIMITS_STREAMS", 24)
            .set("LIMITS_STREAMS_PER_ADDRESS", 8)
            .set("LIMITS_CONNECTIONS_PER_ADDRESS", 400),
    );
    let held = take(&stage, 300, |_| [127, 0, 0, 1]);
    let (mut line, head) = open(&stage, HONEST, None).unwrap();
    assert_eq!(head.status, 200, "somebody else's stream beside {} of one address", held.len());
    // It is a stream that lives: what is granted comes.
    stage.honest.progress(2);
    line.more(Instant::now()).unwrap();
    println!("{} streams of one address", held.len());
}

#[test]
fn strangers_do_not_take_the_streams_of_those_with_a_token() {
    let stage = Stage::start(
        &Setup::tokens()
            .set("ACCESS_PUBLIC_LOG", true)
            .set("LIMITS_STREAMS", 24)
            .set("LIMITS_STREAMS_PER_ADDRESS", 8),
    );
    let auditor = stage.token("auditor");
    let held = take(&stage, 300, address_number);
    assert!(!held.is_empty(), "strangers get some");
    let (_line, head) = open(&stage, HONEST, Some(&auditor)).unwrap();
    assert_eq!(head.status, 200, "an auditor's stream beside {} of strangers", held.len());
    stage.honest.progress(2);
    println!("{} streams of strangers", held.len());
}

#[test]
fn a_slot_is_free_again_when_its_reader_is_gone() {
    let stage = Stage::start(&Setup::open().set("LIMITS_STREAMS", 6).set("LIMITS_STREAMS_PER_ADDRESS", 3));
    let mut opened = 0;
    for _ in 0..5 {
        let held = take(&stage, 6, |_| [127, 0, 0, 1]);
        opened += held.len();
        held.into_iter().for_each(Line::vanish);
        // An entry is what a server notices a vanished reader by.
        stage.honest.progress(1);
        crate::support::until("a slot", || {
            open(&stage, [127, 0, 0, 1], None).is_some_and(|(_, head)| head.status == 200)
        });
    }
    println!("{opened} streams opened and left");
}
