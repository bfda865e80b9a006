//! Our readers on a pipe, for checks by other implementations: one line in, one line out.
//!
//! - `check-jws`: `<x> <jws>` gives `ok`, or the name of the refusal and its faults;
//! - `parse-json`: hex digits of a document give `accept <compact JSON>` or `reject <code>`;
//! - `sign SEED`: hex digits of a payload give a JWS by the key whose seed is 32 times the byte SEED;
//! - `normalise`: a spelling of an undertaking's identifier gives `ok <handle>`, or `refused <why>`;
//! - `template`: no input; every template on a line, `<type> <hex digits>`.

use std::io::{self, BufRead as _, Write as _};
use std::process::ExitCode;

use ledger::event::EventType;
use ledger::event::template::template;
use ledger::ids::UndertakingId;
use ledger::submission::{CheckError, PublicKey, SecretKey, Submission, sign};
use ledger::verdict::hex;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["check-jws"] => each_line(check_jws),
        ["parse-json"] => each_line(parse_json),
        ["sign", seed] => match seed.parse::<u8>() {
            Ok(seed) => each_line(|line| sign_hex(line, &SecretKey::from_seed(&[seed; 32]))),
            Err(error) => Err(io::Error::other(error)),
        },
        ["normalise"] => each_line(normalise),
        ["template"] => templates(),
        _ => Err(io::Error::other(
            "usage: aidledger-oracle check-jws | parse-json | sign SEED | normalise | template",
        )),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "{error}");
            ExitCode::FAILURE
        }
    }
}

/// Answers line by line; what is too long for a submission is still read, and refused by its reader.
fn each_line(answer: impl Fn(&str) -> String) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        writeln!(out, "{}", answer(&line?))?;
    }
    out.flush()
}

fn check_jws(line: &str) -> String {
    let Some((x, jws)) = line.split_once(' ') else { return "usage: <x> <jws>".to_owned() };
    let Ok(key) = PublicKey::from_x(x) else { return "bad_key".to_owned() };
    match Submission(jws.as_bytes()).read().and_then(|read| read.verify(&key)) {
        Ok(_) => "ok".to_owned(),
        Err(CheckError::TooLarge(_)) => "too_large".to_owned(),
        Err(CheckError::WrongLedger(_)) => "wrong_ledger".to_owned(),
        Err(CheckError::BadSignature(_)) => "bad_signature".to_owned(),
        Err(CheckError::Malformed(faults)) => {
            let one = |fault: &ledger::json::Fault| format!(" {}@{}", fault.code, fault.pointer);
            format!("malformed{}", faults.iter().map(one).collect::<String>())
        }
    }
}

fn parse_json(line: &str) -> String {
    let Some(bytes) = from_hex(line) else { return "usage: hex digits".to_owned() };
    match ledger::json::parse(&bytes) {
        Ok(json) => format!("accept {json}"),
        Err(faults) => format!("reject {}", faults.first().map_or("", |fault| fault.code)),
    }
}

fn sign_hex(line: &str, key: &SecretKey) -> String {
    from_hex(line).map_or("usage: hex digits".to_owned(), |payload| sign(&payload, key))
}

fn normalise(line: &str) -> String {
    match line.parse::<UndertakingId>() {
        Ok(id) => format!("ok {id}"),
        Err(error) => format!("refused {error:?}"),
    }
}

fn templates() -> io::Result<()> {
    let mut out = io::stdout().lock();
    for event_type in EventType::ALL {
        writeln!(out, "{event_type} {}", hex(template(*event_type).as_bytes()))?;
    }
    out.flush()
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u32> = text.chars().map(|c| c.to_digit(16)).collect::<Option<_>>()?;
    let pair = |pair: &[u32]| match pair {
        [high, low] => u8::try_from(high * 16 + low).ok(),
        _ => None,
    };
    digits.chunks(2).map(pair).collect()
}
