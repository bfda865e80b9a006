//! Cases of packs put to the engine: every answer held against what the lawyer wrote.

#![allow(clippy::unwrap_used, reason = "a harness stops at the first surprise, with its place")]

use ledger::verdict::Verdict;
use rules::audit::facts::{self, Fact, FactPacks};
use rules::pack::case::{self, Case, Story};
use rules::project::{Query, headroom};
use rules::state::State;
use rust_decimal::Decimal;

use crate::case_lines::{self, Told};

/// Euro as cents.
#[must_use]
pub fn cents(euro: Decimal) -> i128 {
    let cents = euro * Decimal::ONE_HUNDRED;
    i128::try_from(cents.trunc()).unwrap()
}

/// A case read, ready to be put to the engine under any packs.
pub struct Ready {
    lines: Vec<Told>,
    facts: Vec<Fact>,
    procedural: bool,
}

/// What is known after a case, and every answer.
pub struct Played {
    /// What is known in the end.
    pub state: State,
    /// The answers, in order.
    pub verdicts: Vec<Verdict>,
}

impl Ready {
    /// Reads a case.
    ///
    /// # Errors
    /// Lines that are no facts.
    pub fn of(case: &Case) -> Result<Self, String> {
        let lines = case_lines::lines(case);
        let wrong = |bad: Vec<facts::BadLine>| bad.iter().map(|line| format!("{line}\n")).collect::<String>();
        let facts = facts::read(case_lines::facts(&lines).as_bytes()).map_err(wrong)?;
        let procedural = matches!(&case.story, Story::Steps(steps) if steps.procedural);
        Ok(Self { lines, facts, procedural })
    }

    /// Whether the engine and the lawyer differ anywhere; the first place ends it.
    #[must_use]
    pub fn is_answered_otherwise(&self, packs: &FactPacks, case: &Case) -> bool {
        let mut state = packs.state();
        let differs = self.lines.iter().zip(&self.facts).any(|(told, fact)| {
            let verdict = facts::judge(&mut state, packs, fact, self.procedural);
            !differences(&asked(case, told, &verdict), &verdict).is_empty()
        });
        differs || case.headroom.iter().any(|room| room_differs(case, &state, room).is_some())
    }

    fn play(&self, packs: &FactPacks) -> Played {
        let mut played = Played { state: packs.state(), verdicts: Vec::new() };
        for fact in &self.facts {
            played.verdicts.push(facts::judge(&mut played.state, packs, fact, self.procedural));
        }
        played
    }
}

/// What is asked of an answer: of an award that a plain case only presupposes no more than that it takes effect.
fn asked(case: &Case, told: &Told, verdict: &Verdict) -> Told {
    let mut told = told.clone();
    if case.plain().is_some() && told.says != "the grant" {
        told.expect.flags = verdict.flags.iter().map(|flag| flag.as_str().to_owned()).collect();
    }
    told
}

/// Where an answer differs from what the lawyer wrote.
fn differences(told: &Told, verdict: &Verdict) -> Vec<String> {
    let codes: Vec<&str> = verdict.codes.iter().map(|code| code.as_str()).collect();
    let flags: Vec<&str> = verdict.flags.iter().map(|flag| flag.as_str()).collect();
    let (expect, mut wrong) = (&told.expect, Vec::new());
    if verdict.outcome.as_str() != expect.outcome || codes != expect.codes {
        let found = format!("{} {codes:?}", verdict.outcome.as_str());
        wrong.push(format!("{}: {found}, not {} {:?}", told.says, expect.outcome, expect.codes));
    } else if flags != expect.flags {
        wrong.push(format!("{}: flags {flags:?}, not {:?}", told.says, expect.flags));
    }
    if let Some(gge) = &expect.gge {
        let wanted = cents(gge.parse().unwrap());
        let found = verdict.gge.map(|figure| (figure.low.0, figure.high.map(|high| high.0)));
        if found != Some((wanted, Some(wanted))) {
            wrong.push(format!("{}: figure {found:?}, not {wanted}", told.says));
        }
    }
    wrong
}

fn room_differs(case: &Case, state: &State, asked: &case::Headroom) -> Option<String> {
    let query = Query {
        undertaking: case_lines::undertaking(case, &asked.undertaking).parse().unwrap(),
        regime: asked.regime,
        member_state: asked.member_state.parse().ok(),
        on: asked.on,
    };
    let room = headroom(state, &query).unwrap();
    let found = (room.remaining.0, room.excess.0);
    let wanted = (cents(asked.remaining), cents(asked.excess));
    let release = room.releases.first().map(|release| release.on);
    let same = found == wanted
        && asked.next_release.is_none_or(|wanted| release == Some(wanted))
        && asked.upper_bound.is_none_or(|wanted| room.upper_bound == wanted);
    let is = format!("{found:?} {release:?} {}", room.upper_bound);
    (!same).then(|| format!("headroom of {} on {}: {is}, not {wanted:?}", asked.undertaking, asked.on))
}

/// Everything in which the engine and the lawyer differ, and what was played.
#[must_use]
pub fn differs(packs: &FactPacks, case: &Case) -> (Vec<String>, Option<Played>) {
    let ready = match Ready::of(case) {
        Ok(ready) => ready,
        Err(unread) => return (vec![unread], None),
    };
    let played = ready.play(packs);
    let mut wrong = Vec::new();
    for (told, verdict) in ready.lines.iter().zip(&played.verdicts) {
        wrong.extend(differences(&asked(case, told, verdict), verdict));
    }
    wrong.extend(case.headroom.iter().filter_map(|asked| room_differs(case, &played.state, asked)));
    (wrong, Some(played))
}
