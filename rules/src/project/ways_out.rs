//! What the applicant of a refused or deferred grant can still do: less now, the same later, waive earlier aid, another act.
//!
//! Pure, and advice only: it decides nothing, and every figure comes from the tests that decided. The work is bounded by
//! `CANDIDATE_DAYS_MAX` and [`WAIVABLE_MAX`].

use chrono::NaiveDate;
use ledger::event::Event;
use ledger::event::aid::Regime;
use ledger::ids::{PartyId, ScopedId, UndertakingId};
use ledger::money::Cents;
use ledger::verdict::{Code, Verdict};
use serde::Serialize;

use super::later::{days_of_more, first, in_euro};
use crate::limit::{Occasion, Test, Whose, least};
use crate::state::{Award, Held, Reliance, State, View};
use crate::statement::{AwardStatement, NewAward, Statement};

/// Most earlier awards named as candidates for a waiver.
pub const WAIVABLE_MAX: usize = 16;

/// Ways out of a ceiling.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct WaysOut {
    /// The largest gross grant equivalent, in euro, that the ceilings leave on the granting date; `null` where no
    /// ceiling is known for it or an uncounted award hides the answer.
    pub largest_amount_now: Option<Cents>,
    /// The first date on which the ceilings leave the full amount, as the awards known now stand; `null` if none does.
    pub first_date_for_full_amount: Option<NaiveDate>,
    /// By how much the award has to shrink to fit now; `null` where it fits or nothing is left.
    pub reduce: Option<Reduce>,
    /// What earlier aid would have to be waived, and which awards there are; `null` where nothing is missing.
    pub waive: Option<Waive>,
    /// Other acts whose ceiling leaves the full amount, if their own conditions hold.
    pub other_regimes: Vec<OtherRegime>,
}

impl WaysOut {
    /// The same without the awards of others: for a party that may know what is left, not who granted it.
    #[must_use]
    pub fn without_awards_of_others(mut self, party: &PartyId) -> Self {
        if let Some(waive) = &mut self.waive {
            waive.awards.retain(|award| award.award.party() == party.as_str());
        }
        self
    }
}

/// A smaller award.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reduce {
    /// To this gross grant equivalent, euro.
    pub to: Cents,
    /// By this much.
    pub by: Cents,
}

/// Earlier aid given back before this award is granted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Waive {
    /// So much has to stop counting in the tightest window, euro.
    pub amount: Cents,
    /// Awards in that window, the youngest first, at most [`WAIVABLE_MAX`]; full ids.
    pub awards: Vec<Waivable>,
}

/// An award that counts in the tightest window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Waivable {
    /// Full id.
    pub award: ScopedId,
    /// Position that brought it.
    pub position: u64,
    /// What it counts there, euro.
    pub counted: Cents,
}

/// Another act with room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OtherRegime {
    /// The act.
    pub regime: Regime,
    /// What its ceiling leaves on the granting date, euro.
    pub remaining: Cents,
}

/// The grant that was turned down, as far as ceilings see it.
struct Wish<'a> {
    viewer: Reliance,
    beneficiary: &'a UndertakingId,
    occasion: Occasion,
    amount: Cents,
}

/// The ways out of a refusal or deferral; `None` where the event is no new grant or ceilings have no part in it.
///
/// `state` is the one before the entry, or any later one: the answer is then as of that position.
#[must_use]
pub fn ways_out(state: &State, event: &Event, verdict: &Verdict) -> Option<WaysOut> {
    // Who may sign and what is unknown is not a matter of amounts: the codes themselves say what to do.
    if verdict.codes.is_empty() || verdict.codes.iter().any(|code| code.is_authority_or_unknown()) {
        return None;
    }
    let wish = wish(event, verdict)?;
    let whose = Whose::new(state.undertakings.find(wish.beneficiary), View::of(wish.viewer.clone()));
    let other_regimes = other_regimes(state, &whose, &wish);
    if !verdict.codes.iter().all(|code| turns_on_amount(*code)) {
        // Neither less money nor another day mends a condition of the act.
        return Some(WaysOut { other_regimes, ..WaysOut::default() });
    }
    let tests = in_euro(state, &whose, &wish.occasion);
    let hidden = verdict.codes.contains(&Code::UncountedAwardInWindow);
    let largest = least(&tests).filter(|_| !hidden);
    let missing = largest.map(|left| (wish.amount - left).or_zero()).filter(|missing| *missing > Cents::ZERO);
    Some(WaysOut {
        largest_amount_now: largest,
        first_date_for_full_amount: first_date(state, &whose, &wish, &tests),
        reduce: missing
            .zip(largest)
            .filter(|(_, left)| *left > Cents::ZERO)
            .map(|(by, to)| Reduce { to, by }),
        waive: missing.and_then(|amount| waive(state, &tests, amount)),
        other_regimes,
    })
}

/// Whether a smaller or later award escapes the code.
fn turns_on_amount(code: Code) -> bool {
    matches!(
        code,
        Code::CeilingExceeded
            | Code::SgeiCeilingExceeded
            | Code::SectorCeilingExceeded
            | Code::OrderAmbiguous
            | Code::UncountedAwardInWindow
    )
}

fn wish<'a>(event: &'a Event, verdict: &Verdict) -> Option<Wish<'a>> {
    let amount = verdict.gge.and_then(|gge| gge.high)?;
    let Statement::Award(AwardStatement::New(new)) = Statement::of(event) else { return None };
    let grant = match new {
        NewAward::Granted(_) | NewAward::Reserved(_) => new.grant(),
        // None is worked out for a right under a condition.
        NewAward::Conditional(_) => return None,
    };
    let (viewer, beneficiary) = (Reliance::Party(event.source.clone()), grant.beneficiary());
    let (regime, granted_on) = (grant.basis().regime, grant.granted_on().date());
    let occasion = Occasion { member_state: Some(grant.member_state()?), regime, granted_on };
    Some(Wish { viewer, beneficiary, occasion, amount })
}

/// Room grows only on days when an award leaves the window, comes to count less, or the ceiling is raised.
fn first_date(state: &State, whose: &Whose, wish: &Wish<'_>, tests: &[Test<'_>]) -> Option<NaiveDate> {
    let too_low = tests.iter().any(|test| test.ceiling < wish.amount);
    if too_low && !tests.iter().any(Test::is_raised_later) {
        return None;
    }
    let mut days = days_of_more(state, tests);
    days.insert(wish.occasion.granted_on);
    let fits = |day: NaiveDate| {
        let tests = in_euro(state, whose, &Occasion { granted_on: day, ..wish.occasion });
        least(&tests).is_some_and(|left| left >= wish.amount)
            && !tests.iter().any(|test| test.tightest(test.boundary).uncounted)
    };
    first(&days, fits)
}

fn waive(state: &State, tests: &[Test<'_>], amount: Cents) -> Option<Waive> {
    let test = tests.iter().min_by_key(|test| test.remaining())?;
    let window = test.tightest(test.boundary).window;
    let mut awards = test.holdings(state, (window.from, window.to), window.to);
    awards.sort_by_key(|(award, _)| std::cmp::Reverse((award.granted_on, award.position)));
    let waivable = |(award, held): (&Award, Held)| {
        let Held::Counted(figures) = held else { return None };
        let line = Waivable { award: award.id.clone(), position: award.position, counted: figures.high };
        (figures.high > Cents::ZERO).then_some(line)
    };
    Some(Waive { amount, awards: awards.into_iter().filter_map(waivable).take(WAIVABLE_MAX).collect() })
}

fn other_regimes(state: &State, whose: &Whose, wish: &Wish<'_>) -> Vec<OtherRegime> {
    let room = |regime: Regime| {
        let remaining = least(&in_euro(state, whose, &Occasion { regime, ..wish.occasion }))?;
        (remaining >= wish.amount).then_some(OtherRegime { regime, remaining })
    };
    let regimes = state.packs().ceilings().into_iter().map(|limit| limit.regime);
    regimes.filter(|regime| *regime != wish.occasion.regime).filter_map(room).collect()
}
