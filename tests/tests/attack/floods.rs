//! The attacker opens what it can: connections up to the process's descriptors and beyond, batches up to the permits. It
//! wants the ledger to stop for everybody, and best of all until somebody restarts it.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use crate::support::child::{Place, Setup, tail};
use crate::support::long;
use crate::support::people::{Honest, shown};
use crate::support::raw::{Line, address_number, request};
use crate::support::stage::Stage;

const ATTACKER: [u8; 4] = [127, 0, 0, 1];

/// The attacker's own descriptors must not be what ends first.
fn many_descriptors() {
    let now = getrlimit(Resource::Nofile);
    setrlimit(Resource::Nofile, Rlimit { current: now.maximum, maximum: now.maximum }).unwrap();
}

/// Opens so many connections and leaves them idle; what the server ends or refuses is opened again, a few times.
fn flood(stage: &Stage, count: u32, source: impl Fn(u32) -> [u8; 4]) -> Vec<Line> {
    (0..count).filter_map(|number| Line::open(stage.serving.address, source(number), None).ok()).collect()
}

#[test]
fn idle_connections_beyond_the_descriptors_stop_nobody() {
    many_descriptors();
    let stage = Stage::start(&Setup::tokens().shell("ulimit -n 1024").set("LIMITS_HEAD_SECONDS", 2));
    let held = flood(&stage, 1_100, |_| ATTACKER);
    stage.honest.progress(15);
    let more = flood(&stage, 300, |_| ATTACKER);
    stage.honest.progress(5);
    println!("{} connections of one address", held.len() + more.len());
    drop((held, more));
    stage.honest.progress(2);
    stage.end_well();
}

#[test]
fn idle_connections_of_a_thousand_addresses_stop_nobody() {
    many_descriptors();
    let stage = Stage::start(&Setup::tokens().shell("ulimit -n 1024").set("LIMITS_HEAD_SECONDS", 2));
    let held = flood(&stage, 1_100, address_number);
    stage.honest.progress(15);
    println!(
        "{} connections of {} addresses",
        held.len(),
        (0..1_100).map(address_number).collect::<BTreeSet<_>>().len()
    );
    drop(held);
    stage.honest.progress(2);
    stage.end_well();
}

#[test]
fn a_flood_at_64_descriptors_stops_nobody() {
    let stage = Stage::start(&Setup::tokens().shell("ulimit -n 64").set("LIMITS_HEAD_SECONDS", 1));
    let mut count = 0;
    for round in 0..2_u32 {
        let held = flood(&stage, 80, |number| if round == 0 { ATTACKER } else { address_number(number) });
        count += held.len();
        stage.honest.progress(3);
    }
    println!("{count} connections");
    stage.honest.progress(2);
    stage.end_well();
}

#[test]
fn with_20_descriptors_it_says_so_or_serves() {
    let mut counted = 0;
    for limit in if long() { vec![20, 24, 32, 40, 48] } else { vec![20, 32] } {
        let place = Place::found();
        match place
            .try_serve(&Setup::open().shell(&format!("ulimit -n {limit}")).set("LIMITS_HEAD_SECONDS", 1))
        {
            Err(ended) => {
                assert_eq!(ended.status.code(), Some(1), "{ended:?}");
                let says = ["descriptor", "open files", "ulimit"].iter().any(|word| ended.log.contains(word));
                assert!(says, "at {limit}: it does not say what is missing: {}", tail(&ended.log));
            }
            Ok(serving) => {
                let honest = Honest::meet(serving.address);
                let held: Vec<Line> =
                    (0..40).filter_map(|_| Line::open(serving.address, ATTACKER, None).ok()).collect();
                let operator = place.key("operator");
                for number in 0..5 {
                    let party = format!("p-{number}");
                    let data = serde_json::json!({"party": party, "name": party, "roles": ["auditor"], "keys": [], "mandates": []});
                    let jws = honest.signed("party.admitted", "operator", &party, &data, &operator);
                    let answer = honest.patiently("an admission", || honest.submit(&jws));
                    assert_eq!(answer.status, 201, "at {limit}: {}", answer.text());
                    honest.keep(&answer.json());
                }
                drop(held);
                let ended = serving.stop();
                crate::support::stage::check_end(&place, &honest, &ended);
            }
        }
        counted += 1;
    }
    println!("{counted} limits");
}

#[test]
fn half_sent_batches_of_strangers_block_no_batch() {
    let stage = Stage::start(&Setup::tokens());
    let mut held = Vec::new();
    for number in 0..64 {
        // From one address first, then from many.
        let from = if number < 16 { ATTACKER } else { address_number(number) };
        let mut line = Line::open(stage.serving.address, from, None).unwrap();
        line.send("POST /v1/events/batch HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/x-ndjson\r\ncontent-length: 1000\r\n\r\nabc\n").unwrap();
        held.push(line);
        if number % 16 == 8 {
            let batch: Vec<String> = (0..5).map(|_| stage.honest.grant_line()).collect();
            stage.honest.batch(&batch);
        }
    }
    stage.honest.progress(5);
    println!("{} half-sent batches", held.len());
    drop(held);
    stage.end_well();
}

/// Bodies that come byte by byte, from a thread of their own, until this is dropped.
struct Trickle {
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<usize>>,
}

impl Trickle {
    fn start(mut lines: Vec<Line>) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let thread = std::thread::spawn(move || {
            let mut sent = 0;
            while !stopped.load(Ordering::Relaxed) {
                for line in &mut lines {
                    sent += usize::from(line.send("x").is_ok());
                }
                std::thread::park_timeout(std::time::Duration::from_millis(300));
            }
            sent
        });
        Self { stop, thread: Some(thread) }
    }

    fn end(mut self) -> usize {
        self.stop.store(true, Ordering::Relaxed);
        self.thread.take().unwrap().join().unwrap()
    }
}

impl Drop for Trickle {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

/// Connections of many addresses, each with a body on the way.
fn bodies(stage: &Stage, count: u32, addresses: u32, head: &str) -> Vec<Line> {
    let mut held = flood(stage, count, |number| address_number(number % addresses));
    held.retain_mut(|line| line.send(head).is_ok());
    held
}

#[test]
fn batches_that_trickle_from_many_addresses_block_no_batch() {
    many_descriptors();
    let stage = Stage::start(&Setup::tokens());
    let head = "POST /v1/events/batch HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/x-ndjson\r\ncontent-length: 1000000\r\n\r\n";
    let held = bodies(&stage, 300, 150, head);
    let count = held.len();
    let trickle = Trickle::start(held);
    for _ in 0..3 {
        let batch: Vec<String> = (0..3).map(|_| stage.honest.grant_line()).collect();
        stage.honest.batch(&batch);
        stage.honest.progress(1);
    }
    println!("{count} batches, {} bytes", trickle.end());
}

#[test]
fn statements_that_trickle_from_many_addresses_block_no_statement() {
    many_descriptors();
    let stage = Stage::start(&Setup::tokens().set("LIMITS_BODY_SECONDS", 2));
    let head = "POST /v1/events HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/jose\r\ncontent-length: 60000\r\n\r\n";
    let held = bodies(&stage, 1_200, 200, head);
    let count = held.len();
    let trickle = Trickle::start(held);
    stage.honest.progress(5);
    println!("{count} statements, {} bytes", trickle.end());
}

/// Lines that no statement is, 20,000 bytes of them.
fn junk() -> Vec<u8> {
    b"x\n".repeat(10_000)
}

#[test]
fn junk_lines_cost_no_more_than_they_weigh() {
    let stage = Stage::start(&Setup::tokens());
    let mut asked = 0;
    for body in
        [junk(), b"\n".repeat(20_000), b"{}\n".repeat(9_999), b"a.b.c\n".repeat(3_300), b"x".repeat(20_000)]
    {
        let mut line = Line::open(stage.serving.address, ATTACKER, None).unwrap();
        let headers = [("content-type", "application/x-ndjson")];
        line.send(request("POST", "/v1/events/batch", stage.serving.address, &headers, &body)).unwrap();
        let answer = line.answer().unwrap();
        assert!(answer.status < 500, "{}", answer.text());
        assert!(
            answer.body.len() <= 200_000,
            "{} bytes of answer to {} of junk",
            answer.body.len(),
            body.len()
        );
        asked += 1;
    }
    // Good lines among a few bad ones are taken all the same.
    let lines = [stage.honest.grant_line(), "x".to_owned(), stage.honest.grant_line()];
    let answer = stage.honest.send_batch(&lines.join("\n")).unwrap().text();
    let statuses: Vec<u64> = answer
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["status"].as_u64().unwrap())
        .collect();
    assert_eq!(statuses, [201, 400, 201], "{answer}");
    stage.honest.progress(2);
    println!("{asked} batches of junk");
}

#[test]
fn batches_whose_answers_nobody_reads_block_no_batch() {
    let stage = Stage::start(&Setup::tokens().set("LIMITS_WRITE_SECONDS", 2));
    let headers = [("content-type", "application/x-ndjson")];
    let body = if long() { junk().repeat(10) } else { junk() };
    let bytes = request("POST", "/v1/events/batch", stage.serving.address, &headers, &body);
    let mut held = Vec::new();
    for number in 0..24 {
        let from = if number < 12 { ATTACKER } else { address_number(number) };
        let mut line = Line::open(stage.serving.address, from, Some(4_096)).unwrap();
        line.send_what_fits(&bytes);
        held.push(line);
    }
    let batch: Vec<String> = (0..5).map(|_| stage.honest.grant_line()).collect();
    stage.honest.batch(&batch);
    stage.honest.progress(5);
    println!("{} batches unread", held.len());
    drop(held);
}

#[test]
fn too_many_batches_of_one_address_are_told_to_come_again() {
    let stage = Stage::start(&Setup::tokens().set("LIMITS_BATCHES", 2).set("LIMITS_BATCHES_PER_ADDRESS", 1));
    let headers = [("content-type", "application/x-ndjson")];
    let bytes = request("POST", "/v1/events/batch", stage.serving.address, &headers, &junk());
    let mut held: Vec<Line> = (0..12)
        .map(|_| {
            let mut line = Line::open(stage.serving.address, ATTACKER, None).unwrap();
            line.send(&bytes).unwrap();
            line
        })
        .collect();
    let mut busy = 0;
    for line in &mut held {
        let got = line.answer();
        let answer = got.as_ref().unwrap_or_else(|_| panic!("{}", shown(&got)));
        if answer.status == 503 {
            assert_eq!(answer.code(), "too_busy");
            assert!(answer.header("retry-after").parse::<u32>().is_ok(), "when to come again");
            busy += 1;
        } else {
            assert!(answer.status < 500, "{}", shown(&got));
        }
    }
    stage.honest.progress(2);
    println!("12 batches at once, {busy} told to come again");
}
