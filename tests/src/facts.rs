//! The engine under test: unsigned facts stated one after the other, its answers in the shape of the model's.

use std::sync::{Arc, OnceLock};

use chrono::NaiveTime;
use ledger::event::Event;
use ledger::time::At;
use ledger::verdict::{Bound, Figure, Verdict};
use rules::engine::suppose;
use rules::pack::{Pack, PackLibrary, PackSet, SHIPPED};
use rules::project::{Counted, HeadroomError, Query};
use rules::state::State;
use sha2::{Digest as _, Sha256};

use crate::model::headroom::{Headroom, Line};
use crate::model::{Answer, Check, Gge};
use crate::ops::{Day, PARTY, Statement};

/// A verdict in plain values; of the awards it affects only what an entry keeps: count, sum, digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// All but the awards affected.
    pub answer: Answer,
    /// Awards affected.
    pub affects: Option<(u64, i128, String)>,
}

/// What the model's answer would be in an entry.
pub fn expected(mut answer: Answer) -> Told {
    let lines = std::mem::take(&mut answer.affects);
    let text: String =
        lines.iter().map(|(position, excess)| format!("{position} {}\n", cents(*excess))).collect();
    let digest: String = Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    let count = u64::try_from(lines.len()).unwrap_or(u64::MAX);
    let affects = (count > 0).then(|| (count, lines.iter().map(|(_, excess)| excess).sum(), digest));
    Told { answer, affects }
}

/// Cents as an amount of euro.
pub fn cents(cents: i128) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

fn gge(figure: Figure) -> Gge {
    (figure.low.0, figure.high.map(|high| high.0))
}

fn told(verdict: Verdict) -> Told {
    let checks = verdict.checks.iter().filter_map(|check| {
        Some(Check {
            rule: check.rule.clone(),
            state: check.member_state?.to_string(),
            from: check.from?,
            to: check.to?,
            bound: check
                .bound
                .map(|bound| if bound == Bound::Closed { "closed" } else { "half_open" }.to_owned()),
            after: gge(check.after),
            limit: check.limit.0,
        })
    });
    let affects = verdict.affects.map(|affects| (affects.count, affects.sum_over.0, affects.sha256));
    let answer = Answer {
        outcome: verdict.outcome.as_str(),
        codes: verdict.codes.iter().map(|code| code.as_str()).collect(),
        flags: verdict.flags.iter().map(|flag| flag.as_str()).collect(),
        gge: verdict.gge.map(gge),
        checks: checks.collect(),
        affects: Vec::new(),
        members: verdict.members.iter().map(|member| member.map(gge)).collect(),
        amounts: verdict.amounts.iter().map(|cents| cents.0).collect(),
    };
    Told { answer, affects }
}

/// The instant at noon of a day; `None` before 1970.
pub fn noon(day: Day) -> Option<At> {
    At::from_micros(day.and_time(NaiveTime::MIN).and_utc().timestamp_micros() + 43_200_000_000)
}

/// An engine that is told facts, with the shipped packs adopted for every grant date.
#[derive(Clone)]
pub struct Facts {
    /// What it knows.
    pub state: State,
    packs: Arc<PackLibrary>,
    party: String,
}

impl Facts {
    /// Nothing stated yet. The packs are read once for all tests of a program.
    ///
    /// # Errors
    /// What is wrong with a shipped pack.
    pub fn new() -> Result<Self, String> {
        static FRESH: OnceLock<Result<Facts, String>> = OnceLock::new();
        FRESH.get_or_init(Self::with_shipped_packs).clone()
    }

    fn with_shipped_packs() -> Result<Self, String> {
        let mut set = PackSet::new();
        let always = Day::from_ymd_opt(1990, 1, 1).unwrap_or_default();
        for shipped in SHIPPED {
            let pack = Pack::from_files(&shipped.files()).map_err(|faults| faults.to_string())?;
            set = set.adopt(Arc::new(pack), always).map_err(|faults| faults.to_string())?;
        }
        let mut state = State::new();
        state.adopt_for_facts(set);
        Ok(Self { state, packs: Arc::default(), party: PARTY.to_owned() })
    }

    /// The same, with statements written by another party.
    pub fn by(mut self, party: &str) -> Self {
        party.clone_into(&mut self.party);
        self
    }

    /// States a fact.
    ///
    /// # Errors
    /// Why the ledger cannot read it.
    pub fn tell(&mut self, statement: &Statement) -> Result<Told, String> {
        let json = statement.event(&self.party).to_string();
        let at = noon(statement.recorded_on).ok_or("recorded before 1970")?;
        self.tell_json(&json, at)
    }

    /// States a fact given as JSON.
    ///
    /// # Errors
    /// Why the ledger cannot read it.
    pub fn tell_json(&mut self, json: &str, at: At) -> Result<Told, String> {
        let event = Event::read(json.as_bytes())
            .map_err(|faults| faults.iter().map(|fault| format!("{fault}\n")).collect::<String>() + json)?;
        Ok(told(suppose(&mut self.state, &*self.packs, event, at)))
    }

    /// What is left; `None` where the engine knows neither the undertaking nor a ceiling.
    ///
    /// # Errors
    /// A query that cannot be put.
    pub fn headroom(
        &self,
        who: &str,
        state: &str,
        regime: &str,
        on: Day,
    ) -> Result<Option<Headroom>, String> {
        let query = Query {
            undertaking: who.parse().map_err(|_| who.to_owned())?,
            regime: regime.parse().map_err(|_| regime.to_owned())?,
            member_state: Some(state.parse().map_err(|_| state.to_owned())?),
            on,
        };
        match rules::project::headroom(&self.state, &query) {
            Ok(found) => Ok(Some(plain(found))),
            Err(HeadroomError::UnknownUndertaking(_) | HeadroomError::NoCeiling(..)) => Ok(None),
            Err(other) => Err(other.to_string()),
        }
    }
}

fn plain(found: rules::project::Headroom) -> Headroom {
    let lines = found.awards.iter().map(|line| Line {
        award: line.award.to_string(),
        position: line.position,
        granted_on: line.granted_on,
        counted: match line.counted {
            Counted::Exact(cents) => (cents.0, Some(cents.0)),
            Counted::Range(low, high) => (low.0, high.map(|high| high.0)),
        },
        standing: line.standing.to_string(),
    });
    Headroom {
        group: found.group.iter().map(ToString::to_string).collect(),
        ceiling: found.ceiling.0,
        used: found.used.0,
        window: (found.window.from.unwrap_or(Day::MIN), found.window.to),
        own: found.own_window.map_or(found.used, |own| own.used).0,
        remaining: found.remaining.0,
        excess: found.excess.0,
        upper_bound: found.upper_bound,
        awards: lines.collect(),
        releases: found
            .releases
            .iter()
            .map(|release| (release.on, release.amount.0, release.remaining.map(|left| left.0)))
            .collect(),
        coverage: found
            .coverage
            .iter()
            .map(|row| (row.regime.to_string(), row.uncounted, row.unknown_regime))
            .collect(),
    }
}
