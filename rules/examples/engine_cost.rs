//! What a decision costs, by size and shape of the history: prints decisions a second, the cost of one decision at
//! 10 %, 50 % and 100 % of the history, and memory per award.
//!
//! ```text
//! cargo run --release -p rules --example engine_cost -- <scenario> <awards>
//! ```
//! Scenarios: `spread` (100,000 undertakings take turns), `single` (one undertaking has every award), `one-day` (one
//! undertaking, every award on one day), `reports` (as `spread`, every award a report, in no order of dates),
//! `single-reports` (as `single`, one award in a hundred a report of an older date), `groups-of-1`, `groups-of-100` and
//! `groups-of-10000` (links come over all the years, one in twenty ends again and is made anew later; an event is an award, a
//! link or an end), `late-in-10000` (as the last, one award in a thousand a report that is two months old). Dates run from 2024 to 2031, so
//! that a longer history is a denser one. Every scenario runs in a process of its own, or memory means nothing.
//! Time is processor time.
//!
//! A copy of the state is taken every 1,000 awards and kept until the next, as a writer does that decides in groups:
//! without it no node would be shared, and inserting would look cheaper than it is.

#![expect(clippy::print_stdout, reason = "a program whose product is its output")]

use std::process::ExitCode;
use std::time::{Duration, Instant};

use chrono::{Days, NaiveDate};
use ledger::event::Event;
use ledger::time::At;
use ledger::verdict::Outcome;
use rules::engine::suppose;
use rules::pack::{Pack, PackLibrary, PackSet, SHIPPED};
use rules::state::State;

/// Awards between two copies of the state.
const GROUP: u64 = 1_000;
/// Awards whose mean cost is printed for a point of the history.
const SAMPLE: u64 = 1_000;
/// Days over which the awards' dates run.
const DAYS: u64 = 2_600;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Scenario {
    Spread,
    Single,
    OneDay,
    Reports,
    SingleReports,
    Groups { size: u64, late: bool },
}

impl Scenario {
    fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "spread" => Self::Spread,
            "single" => Self::Single,
            "one-day" => Self::OneDay,
            "reports" => Self::Reports,
            "single-reports" => Self::SingleReports,
            "groups-of-1" => Self::Groups { size: 1, late: false },
            "groups-of-100" => Self::Groups { size: 100, late: false },
            "groups-of-10000" => Self::Groups { size: 10_000, late: false },
            "late-in-10000" => Self::Groups { size: 10_000, late: true },
            _ => return None,
        })
    }

    fn undertakings(self) -> u64 {
        match self {
            Self::Spread | Self::Reports => 100_000,
            Self::Single | Self::OneDay | Self::SingleReports => 1,
            Self::Groups { .. } => 10_000,
        }
    }

    fn is_report(self, index: u64) -> bool {
        match self {
            Self::Reports => true,
            Self::SingleReports => index % 100 == 99,
            Self::Groups { late, .. } => late && index % 1_000 == 999,
            _ => false,
        }
    }

    fn granted_on(self, index: u64, awards: u64) -> NaiveDate {
        let days = match self {
            Self::OneDay => 400,
            Self::Groups { .. } if self.is_report(index) => (index * DAYS / awards).saturating_sub(60),
            _ if self.is_report(index) => scramble(index) % (index * DAYS / awards).max(1),
            _ => index * DAYS / awards,
        };
        first_day().checked_add_days(Days::new(days)).unwrap_or_default()
    }
}

impl Scenario {
    /// Whose an award is: of those who have joined by now, where there are groups.
    fn beneficiary(self, index: u64, awards: u64) -> u64 {
        match self {
            Self::Groups { .. } => scramble(index) % (index * self.undertakings() / awards).max(1),
            _ => index % self.undertakings(),
        }
    }

    /// The statements about groups that come before an award.
    fn links(self, index: u64, awards: u64) -> Result<Vec<Event>, String> {
        let Self::Groups { size, .. } = self else { return Ok(Vec::new()) };
        let count = self.undertakings();
        let groups = count / size;
        let date = self.granted_on(index - index % 1_000, awards);
        let mut events = Vec::new();
        // Who joins with this award; who left in the meantime and who comes back.
        let joining = |index: u64| (index * count / awards)..((index + 1) * count / awards);
        let later = |delay: u64| index.checked_sub(awards * delay / 100).map_or(0..0, joining);
        for who in joining(index).filter(|who| *who >= groups) {
            events.push(link(groups, who, date)?);
        }
        for who in later(5).filter(|who| *who >= groups && who % 20 == 0) {
            events.push(parting(groups, who, date)?);
        }
        for who in later(6).filter(|who| *who >= groups && who % 20 == 0) {
            events.push(link(groups, who, date)?);
        }
        Ok(events)
    }
}

/// The one who controls an undertaking: an earlier one of its group.
fn controller(groups: u64, who: u64) -> u64 {
    (scramble(who) % (who / groups)) * groups + who % groups
}

fn link(groups: u64, who: u64, from: NaiveDate) -> Result<Event, String> {
    let (controller, controlled) = (handle(controller(groups, who)), handle(who));
    let data = format!(
        r#"{{"controller":"{controller}","controlled":"{controlled}","kind":"voting-majority","from":"{from}","evidence":{{"level":"register"}}}}"#
    );
    event(who, "control.declared", &controlled, from, &data)
}

fn parting(groups: u64, who: u64, on: NaiveDate) -> Result<Event, String> {
    let (controller, controlled) = (handle(controller(groups, who)), handle(who));
    let data = format!(
        r#"{{"controller":"{controller}","controlled":"{controlled}","on":"{on}","history":"stays-with-recipient"}}"#
    );
    event(who, "control.ended", &controlled, on, &data)
}

/// A fixed permutation of the numbers (the finaliser of splitmix64): dates in no order, the same in every run.
fn scramble(index: u64) -> u64 {
    let mut z = index.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// The first date of the history: no award is older than the regulation.
fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 1, 2).unwrap_or_default()
}

fn handle(undertaking: u64) -> String {
    format!("NID:FI:{:05}", undertaking + 1)
}

fn event(id: u64, kind: &str, subject: &str, date: NaiveDate, data: &str) -> Result<Event, String> {
    let text = format!(
        r#"{{"specversion":"1.0","datacontenttype":"application/json","id":"e{id}","source":"urn:aidledger:party:facts",
        "type":"eu.aidledger.{kind}.v1","ledger":"{ledger}","subject":"{subject}","time":"{date}T00:00:00Z","data":{data}}}"#,
        ledger = "A".repeat(43),
    );
    Event::read(text.as_bytes()).map_err(|faults| format!("{faults:?}"))
}

fn registration(undertaking: u64) -> Result<Event, String> {
    let handle = handle(undertaking);
    let data = format!(r#"{{"undertaking":"{handle}","identifiers":[],"natural_person":false}}"#);
    event(undertaking, "undertaking.registered", &handle, first_day(), &data)
}

/// A cent each, so that no ceiling is reached by a million.
fn award(scenario: Scenario, index: u64, awards: u64) -> Result<Event, String> {
    let (name, handle) = (format!("2026-{index:07}"), handle(scenario.beneficiary(index, awards)));
    let date = scenario.granted_on(index, awards);
    let (kind, more) = if scenario.is_report(index) {
        let source = format!(
            r#"{{"register":"tam","id":"r{index}","retrieved_on":"2026-11-01","sha256":"{}"}}"#,
            "a".repeat(64)
        );
        let more = format!(
            r#""aid":{{"form":"declared","gge":{{"amount":"0.01","currency":"EUR"}}}},"reported_from":"register",
            "date_basis":"legal-right","source_row":{source}"#
        );
        ("award.reported", more)
    } else {
        let more = r#""legal_right":"on-admission","aid":{"form":"grant","nominal":{"amount":"0.01","currency":"EUR"}},
            "activity":{"nace":{"code":"62.10","revision":"2.1"}},
            "conditions":{"export_linked":false,"domestic_goods":false,"price_quantity_linked":false}"#;
        ("award.granted", more.to_owned())
    };
    let data = format!(
        r#"{{"award":"{name}","beneficiary":"{handle}","granting_authority":{{"id":"csc","name":"CSC"}},
        "member_state":"FI","granted_on":"{date}","basis":{{"kind":"ad-hoc","regime":"eu-2023-2831"}},
        "instrument":"grant-or-interest-subsidy","funding":[{{"origin":"state","share_percent":"100"}}],{more}}}"#
    );
    event(1_000_000_000 + index, kind, &name, date, &data)
}

fn packs() -> Result<PackSet, String> {
    let mut set = PackSet::new();
    for shipped in SHIPPED {
        let pack = Pack::from_files(&shipped.files()).map_err(|errors| errors.to_string())?;
        let from = NaiveDate::from_ymd_opt(2014, 1, 1).unwrap_or_default();
        set = set.adopt(pack.into(), from).map_err(|errors| errors.to_string())?;
    }
    Ok(set)
}

/// Time this process has spent on a processor, which other programs on the machine do not lengthen as they do the wall's;
/// the wall's where the system does not say.
fn processor_time(since: Instant) -> Duration {
    let stat = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    let nanoseconds = stat.split(' ').next().and_then(|nanoseconds| nanoseconds.parse().ok());
    nanoseconds.map_or_else(|| since.elapsed(), Duration::from_nanos)
}

/// Resident memory in bytes; zero where the system does not say.
fn resident() -> u64 {
    const PAGE: u64 = 4_096;
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    statm.split(' ').nth(1).and_then(|pages| pages.parse::<u64>().ok()).unwrap_or(0) * PAGE
}

fn per(time: Duration, count: u64) -> u128 {
    time.as_nanos() / u128::from(count.max(1))
}

struct Run {
    scenario: Scenario,
    awards: u64,
    state: State,
    held: State,
    began: Instant,
    took: Duration,
    accepted: u64,
    events: u64,
}

impl Run {
    fn start(scenario: Scenario, awards: u64) -> Result<Self, String> {
        let mut state = State::new();
        state.adopt_for_facts(packs()?);
        let (library, at) = (PackLibrary::default(), At::from_micros(0).ok_or("no time")?);
        for undertaking in 0..scenario.undertakings() {
            suppose(&mut state, &library, registration(undertaking)?, at);
        }
        let held = state.clone();
        Ok(Self {
            scenario,
            awards,
            state,
            held,
            began: Instant::now(),
            took: Duration::ZERO,
            accepted: 0,
            events: 0,
        })
    }

    /// Decides and folds in a stretch of awards; reading the events is not counted.
    fn stretch(&mut self, from: u64, to: u64) -> Result<Duration, String> {
        let (library, at) = (PackLibrary::default(), At::from_micros(0).ok_or("no time")?);
        let mut events: Vec<Event> = Vec::new();
        for index in from..to {
            events.extend(self.scenario.links(index, self.awards)?);
            events.push(award(self.scenario, index, self.awards)?);
        }
        self.events += events.len() as u64;
        let start = processor_time(self.began);
        for event in events {
            let verdict = suppose(&mut self.state, &library, event, at);
            self.accepted += u64::from(matches!(verdict.outcome, Outcome::Admitted | Outcome::Recorded));
        }
        let took = processor_time(self.began).saturating_sub(start);
        self.held = self.state.clone();
        self.took += took;
        Ok(took)
    }

    fn report(&mut self) -> Result<(), String> {
        let before = resident();
        let awards = self.awards;
        let mut marks = [10, 50, 100].into_iter().map(|percent| (percent, awards * percent / 100)).peekable();
        let mut quarters = (1..=4).map(|quarter| (quarter, awards * quarter / 4)).peekable();
        let (mut events, mut time) = (0, Duration::ZERO);
        let mut done = 0;
        while done < self.awards {
            let to = (done + GROUP.min(SAMPLE)).min(self.awards);
            let took = self.stretch(done, to)?;
            if let Some((percent, _)) = marks.next_if(|(_, mark)| to >= *mark) {
                println!("  at {percent:3} % of the history: {:>9} ns a decision", per(took, to - done));
            }
            if let Some((quarter, _)) = quarters.next_if(|(_, mark)| to >= *mark) {
                let spent = (self.took - time).as_nanos().max(1);
                let rate = u128::from(self.events - events) * 1_000_000_000 / spent;
                println!("  events a second in quarter {quarter}: {rate:>8}");
                (events, time) = (self.events, self.took);
            }
            done = to;
        }
        let rate = u128::from(self.events) * 1_000_000_000 / self.took.as_nanos().max(1);
        println!("  events a second:           {rate:>9}");
        println!(
            "  bytes of memory per award: {:>9}",
            resident().saturating_sub(before) / self.awards.max(1)
        );
        println!(
            "  in effect: {} of {}; undertakings: {}",
            self.accepted,
            self.events,
            self.scenario.undertakings()
        );
        Ok(())
    }
}

fn run() -> Result<(), String> {
    let usage = "usage: engine_cost <spread|single|one-day|reports|single-reports|groups-of-1|groups-of-100|groups-of-10000|late-in-10000> <awards>";
    let mut arguments = std::env::args().skip(1);
    let word = arguments.next().ok_or(usage)?;
    let scenario = Scenario::parse(&word).ok_or(usage)?;
    let awards: u64 =
        arguments.next().and_then(|number| number.parse().ok()).filter(|n| *n > 0).ok_or(usage)?;
    println!("{word}, {awards} awards");
    Run::start(scenario, awards)?.report()
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

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: [&str; 9] = [
        "spread",
        "single",
        "one-day",
        "reports",
        "single-reports",
        "groups-of-1",
        "groups-of-100",
        "groups-of-10000",
        "late-in-10000",
    ];

    /// What no ledger reads measures nothing.
    #[test]
    fn every_event_of_every_scenario_is_read() {
        const AWARDS: u64 = 2_000;
        for word in WORDS {
            let scenario = Scenario::parse(word).unwrap_or_else(|| panic!("{word}"));
            let read =
                |index| Ok::<_, String>((scenario.links(index, AWARDS)?, award(scenario, index, AWARDS)?));
            let read: Result<Vec<_>, String> = (0..AWARDS).map(read).collect();
            assert_eq!(read.map(|events| events.len()), Ok(2_000), "{word}");
        }
    }
}
