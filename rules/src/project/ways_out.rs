//! What the applicant of a refused or deferred grant can still do: less now, the same later, waive earlier aid, another act.
//!
//! Pure, and advice only: it decides nothing, and every figure comes from the tests that decided. What is named does suffice:
//! a day takes the full amount, a combination of waivers makes room for it, and the same grant would stand under another act.

use chrono::NaiveDate;
use ledger::event::Event;
use ledger::event::aid::Regime;
use ledger::event::award::Granting;
use ledger::ids::PartyId;
use ledger::money::Cents;
use ledger::verdict::{Check, Code, Verdict};
use serde::Serialize;

use super::later::{days_of_more, first, in_euro, left_of};
use super::waivers::{Combination, enough};
use crate::decide::under_regime;
use crate::limit::{Occasion, Test, Whose};
use crate::pack::rule::Measure;
use crate::state::{Reliance, State, View};
use crate::statement::{AwardStatement, NewAward, Statement};
use crate::words::{Between, Language, Listed, Message, Told, say};

/// Ways out of a ceiling.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct WaysOut {
    /// The largest gross grant equivalent, in euro, that the ceilings leave on the granting date; `null` where no
    /// ceiling is known for it or an uncounted award hides the answer.
    pub largest_amount_now: Option<Cents>,
    /// The first date on which the ceilings leave the full amount, as the awards known now stand; `null` if none does.
    pub first_date_for_full_amount: Option<NaiveDate>,
    /// Why there is no such date, where amounts decide.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_date: Option<Told>,
    /// By how much the award has to shrink to fit now; `null` where it fits or nothing is left.
    pub reduce: Option<Reduce>,
    /// What earlier aid would have to be waived, and which awards do together; `null` where nothing is missing.
    pub waive: Option<Waive>,
    /// Other acts under which this very grant would be admitted.
    pub other_regimes: Vec<OtherRegime>,
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
    /// Awards that, waived and paid back as far as they were used, each combination by itself make room for the full amount; of
    /// single ones the youngest first. Empty where none does.
    pub combinations: Vec<Combination>,
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
    source: &'a PartyId,
    grant: &'a dyn Granting,
    whose: Whose,
    occasion: Occasion,
    amount: Cents,
}

/// The ways out of a refusal or deferral; `None` where the event is no new grant or ceilings have no part in it. For `asker`
/// (`None`: whoever reads everything) no awards but its own are named: what is missing it may know, not who granted what else.
///
/// `state` is the one before the entry, or any later one: the answer is then as of that position.
#[must_use]
pub fn ways_out(state: &State, event: &Event, verdict: &Verdict, asker: Option<&PartyId>) -> Option<WaysOut> {
    // Who may sign and what is unknown is not a matter of amounts: the codes themselves say what to do.
    if verdict.codes.is_empty() || verdict.codes.iter().any(|code| code.is_authority_or_unknown()) {
        return None;
    }
    let wish = wish(state, event, verdict)?;
    let other_regimes = other_regimes(state, &wish);
    if !verdict.codes.iter().all(|code| turns_on_amount(state, verdict, *code)) {
        // Neither less money nor another day mends a condition of the act.
        return Some(WaysOut { other_regimes, ..WaysOut::default() });
    }
    let tests = in_euro(state, &wish.whose, &wish.occasion);
    let hidden = verdict.codes.contains(&Code::UncountedAwardInWindow);
    let largest = left_of(state, &wish.whose, &wish.occasion).map(Cents::or_zero).filter(|_| !hidden);
    let missing = largest.map(|left| (wish.amount - left).or_zero()).filter(|missing| *missing > Cents::ZERO);
    let date = first_date(state, &wish, &tests);
    let waive = |amount| Waive { amount, combinations: enough(state, &tests, wish.amount, asker) };
    Some(WaysOut {
        largest_amount_now: largest,
        first_date_for_full_amount: date,
        no_date: date.is_none().then(|| no_date(&wish, &tests).into()),
        reduce: missing
            .zip(largest)
            .filter(|(_, left)| *left > Cents::ZERO)
            .map(|(by, to)| Reduce { to, by }),
        waive: missing.map(waive),
        other_regimes,
    })
}

/// Whether a smaller or later award escapes the code: it is a question of who came first or what counts, or a limit in euro gave it,
/// whichever code that limit gives.
fn turns_on_amount(state: &State, verdict: &Verdict, code: Code) -> bool {
    let limit_of = |check: &Check| state.packs().every_limit().find(|limit| limit.head.id == check.rule);
    let gave = |check: &Check| {
        let limit = limit_of(check).filter(|limit| limit.measure == Measure::Euro);
        limit.is_some_and(|limit| limit.code == code && exceeds(check))
    };
    matches!(code, Code::OrderAmbiguous | Code::UncountedAwardInWindow) || verdict.checks.iter().any(gave)
}

fn exceeds(check: &Check) -> bool {
    check.after.high.is_some_and(|high| high > check.limit)
}

fn wish<'a>(state: &State, event: &'a Event, verdict: &Verdict) -> Option<Wish<'a>> {
    let amount = verdict.gge.and_then(|gge| gge.high)?;
    let Statement::Award(AwardStatement::New(new)) = Statement::of(event) else { return None };
    let grant = match new {
        NewAward::Granted(_) | NewAward::Reserved(_) | NewAward::Conditional(_) => new.grant(),
    };
    let view = View::of(Reliance::Party(event.source.clone()));
    let whose = Whose::new(state.undertakings.find(grant.beneficiary()), view);
    let (regime, granted_on) = (grant.basis().regime, grant.granted_on().date());
    let occasion = Occasion { member_state: grant.member_state(), regime, granted_on };
    Some(Wish { source: &event.source, grant, whose, occasion, amount })
}

fn first_date(state: &State, wish: &Wish<'_>, tests: &[Test<'_>]) -> Option<NaiveDate> {
    let too_low = tests.iter().any(|test| test.ceiling < wish.amount);
    if too_low && !tests.iter().any(Test::is_raised_later) {
        return None;
    }
    let mut days = days_of_more(state, tests);
    days.insert(wish.occasion.granted_on);
    let fits = |day: NaiveDate| {
        let then = Occasion { granted_on: day, ..wish.occasion };
        let tests = in_euro(state, &wish.whose, &then);
        left_of(state, &wish.whose, &then).is_some_and(|left| left >= wish.amount)
            && !tests.iter().any(|test| test.tightest(test.boundary).uncounted)
    };
    first(&days, fits)
}

/// Why no day takes the full amount.
fn no_date(wish: &Wish<'_>, tests: &[Test<'_>]) -> Message {
    let ceiling = tests.iter().map(|test| test.ceiling).min();
    let last = tests.iter().filter_map(|test| test.limit.head.until).min();
    match (ceiling.filter(|ceiling| *ceiling < wish.amount), last) {
        (Some(ceiling), _) => say::above_the_ceiling(wish.amount, ceiling),
        (None, last) => say::no_date(wish.occasion.regime, last),
    }
}

/// The acts under which the grant, as it is stated, would be admitted: their own conditions are asked, and what it is worth under
/// them.
fn other_regimes(state: &State, wish: &Wish<'_>) -> Vec<OtherRegime> {
    let room = |regime: Regime| {
        let (source, grant) = (wish.source, wish.grant);
        let stands = under_regime(state, (source, wish.whose.view.viewer.clone()), grant, regime);
        let remaining = left_of(state, &wish.whose, &Occasion { regime, ..wish.occasion })?.or_zero();
        stands.then_some(OtherRegime { regime, remaining })
    };
    let regimes = state.packs().ceilings().into_iter().map(|limit| limit.regime);
    regimes.filter(|regime| *regime != wish.occasion.regime).filter_map(room).collect()
}

impl WaysOut {
    /// Its sentences are told in this language from now on; no figure changes.
    pub fn tell(&mut self, language: Language) {
        if let Some(told) = &mut self.no_date {
            told.tell(language);
        }
    }

    /// What can still be done, sentence by sentence.
    #[must_use]
    pub fn said(&self) -> Vec<Message> {
        let room = self.largest_amount_now.map(say::room_left);
        let later = self.first_date_for_full_amount.map(say::fits_on);
        let never = self.no_date.as_ref().map(|told| told.message().clone());
        let combination = self.waive.as_ref().and_then(|waive| waive.combinations.first());
        let waive = combination.map(|one| {
            let awards = one.awards.iter().map(|award| say::as_said(award.award.as_str()));
            say::waive_first(Listed::new(Between::And, awards))
        });
        let others = self.other_regimes.iter().map(|other| say::other_regime(other.regime, other.remaining));
        room.into_iter().chain(later).chain(never).chain(waive).chain(others).collect()
    }
}
