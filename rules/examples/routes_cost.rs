//! What a question about routes costs, by who asks on what history: processor time of one whole answer, median and worst.
//!
//! ```text
//! cargo run --release -p rules --example routes_cost -- <awards>
//! ```
//! `spread`: a tenth as many undertakings as awards take turns; `single`: one undertaking has every award. The dates run over the
//! three years before the question, so that every award is in a window. Of each three plans: one that fits, one of which a
//! part does and all of it later, one that is above every ceiling.

#![expect(clippy::print_stdout, reason = "a program whose product is its output")]

use std::process::ExitCode;
use std::time::{Duration, Instant};

use chrono::{Days, NaiveDate};
use ledger::ids::PartyId;
use ledger::json::parse;
use rules::audit::facts::{self, FactPacks};
use rules::explain::routes;
use rules::project::{Asker, Planned};
use rules::state::State;

/// Questions of each kind.
const QUESTIONS: u64 = 200;
/// Days over which the awards' dates run.
const DAYS: u64 = 1_090;

fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 1, 2).unwrap_or_default()
}

fn handle(undertaking: u64) -> String {
    format!("NID:FI:{:05}", undertaking + 1)
}

/// The state after so many awards, of so many cents for each undertaking together.
fn state(awards: u64, undertakings: u64, cents: u64) -> Result<State, String> {
    let packs = FactPacks::shipped().map_err(|error| error.to_string())?;
    let mut lines: Vec<String> = (0..undertakings)
        .map(|who| {
            let handle = handle(who);
            format!(
                r#"{{"type":"eu.aidledger.undertaking.registered.v1","data":{{"undertaking":"{handle}","identifiers":[],"natural_person":false}}}}"#
            )
        })
        .collect();
    let each = (cents * undertakings / awards).max(1);
    for index in 0..awards {
        let on = first_day().checked_add_days(Days::new(index * DAYS / awards)).unwrap_or_default();
        let (who, euro, cent) = (handle(index % undertakings), each / 100, each % 100);
        lines.push(format!(
            r#"{{"type":"eu.aidledger.award.granted.v1","data":{{"award":"a{index}","beneficiary":"{who}","member_state":"FI","granted_on":"{on}","legal_right":"conferred","basis":{{"regime":"eu-2023-2831"}},"aid":{{"form":"grant","nominal":{{"amount":"{euro}.{cent:02}","currency":"EUR"}}}}}}}}"#
        ));
    }
    let read = facts::read(lines.join("\n").as_bytes()).map_err(|bad| format!("{:?}", bad.first()))?;
    let mut state = packs.state();
    for fact in &read {
        facts::judge(&mut state, &packs, fact, false);
    }
    Ok(state)
}

/// Time this process has spent on a processor; the wall's where the system does not say.
fn processor_time(since: Instant) -> Duration {
    let stat = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    let nanoseconds = stat.split(' ').next().and_then(|nanoseconds| nanoseconds.parse().ok());
    nanoseconds.map_or_else(|| since.elapsed(), Duration::from_nanos)
}

fn ask(state: &State, undertakings: u64, amount: &str) -> Result<(), String> {
    let facts: PartyId = "facts".parse().map_err(|_| "no party")?;
    let on = first_day().checked_add_days(Days::new(DAYS + 1)).unwrap_or_default();
    let at = state.last_at().ok_or("no state")?;
    let (began, mut took, mut said) = (Instant::now(), Vec::new(), String::new());
    for question in 0..QUESTIONS {
        let who = handle(question * 7 % undertakings);
        let plan = format!(
            r#"{{"undertaking":"{who}","member_state":"FI","on":"{on}","aid":{{"form":"grant","nominal":{{"amount":"{amount}","currency":"EUR"}}}}}}"#
        );
        let start = processor_time(began);
        let json = parse(plan.as_bytes()).map_err(|faults| format!("{faults:?}"))?;
        let planned = Planned::read(&json, &facts, on).map_err(|faults| format!("{faults:?}"))?;
        let told =
            routes(state, &planned, &Asker::Nobody(facts.clone()), at).map_err(|error| error.to_string())?;
        took.push(processor_time(began).saturating_sub(start));
        if let Some(best) = told.answers.first() {
            let later = best.from.map_or(String::new(), |from| format!(", all of it from {from}"));
            said = format!("{} {}{later}", best.answer, best.amount.unwrap_or_default());
        }
    }
    took.sort();
    let (median, worst) = (took.get(took.len() / 2), took.last());
    let micros = |time: Option<&Duration>| time.map_or(0, Duration::as_micros);
    println!("  EUR {amount:>12}: median {:>8} µs, worst {:>8} µs  ({said})", micros(median), micros(worst));
    Ok(())
}

fn run() -> Result<(), String> {
    let usage = "usage: routes_cost <awards>";
    let awards: u64 =
        std::env::args().nth(1).and_then(|number| number.parse().ok()).filter(|n| *n >= 10).ok_or(usage)?;
    // Each undertaking has EUR 290,000.00.
    for (name, undertakings) in [("spread", awards / 10), ("single", 1)] {
        let state = state(awards, undertakings, 29_000_000)?;
        println!("{name}: {awards} awards of {undertakings} undertakings");
        for amount in ["5000.00", "37000.00", "400000.00"] {
            ask(&state, undertakings, amount)?;
        }
    }
    Ok(())
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("{error}");
            ExitCode::FAILURE
        }
    }
}
