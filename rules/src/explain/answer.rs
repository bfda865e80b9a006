//! Answers to questions with how they came about, and their text.

use std::fmt::Write as _;

use ledger::ids::PartyId;
use ledger::money::Cents;
use serde::Serialize;

use super::trace::Trace;
use super::window::{Left, headroom_tree};
use crate::project::{self, Found, Headroom, HeadroomError, Query, Release};
use crate::state::State;
use crate::words::{self, Language, Message, say};

/// An answer and why it is this one; in JSON the explanation is one more member.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explained<T> {
    /// The answer.
    #[serde(flatten)]
    pub answer: T,
    /// How its figures came about.
    pub explanation: Trace,
}

/// Answers a headroom question from a state, and says why: in the view of a party, or by what everybody relies on.
///
/// # Errors
/// As [`project::headroom`].
pub fn headroom(
    state: &State,
    query: &Query,
    party: Option<&PartyId>,
) -> Result<Explained<Headroom>, HeadroomError> {
    headroom_in(Language::default(), state, query, party)
}

/// The same in a language.
///
/// # Errors
/// As [`project::headroom`].
pub fn headroom_in(
    language: Language,
    state: &State,
    query: &Query,
    party: Option<&PartyId>,
) -> Result<Explained<Headroom>, HeadroomError> {
    let Found { mut answer, test, doubts } = project::found(state, query, party)?;
    answer.tell(language);
    let asked = Left { state, test: &test, undertaking: &query.undertaking, on: query.on, doubts };
    Ok(Explained { answer, explanation: headroom_tree(&asked).told(language) })
}

/// The answer in a sentence, then the facts behind it.
#[must_use]
pub fn headroom_text(headroom: &Headroom) -> String {
    headroom_text_in(Language::default(), headroom)
}

/// The same in a language.
#[must_use]
pub fn headroom_text_in(language: Language, headroom: &Headroom) -> String {
    let mut text = left(headroom).text(language) + "\n";
    for line in facts(headroom) {
        let _ = writeln!(text, "  {}", line.text(language));
    }
    for doubt in &headroom.causes {
        let _ = writeln!(text, "  {}", doubt.text.message().text(language));
    }
    for omission in &headroom.not_modelled {
        let said = say::left_out(&omission.text, crate::words::pack_word("effect", omission.effect));
        let _ = writeln!(text, "  {}", said.text(language));
    }
    for line in details(headroom) {
        let _ = writeln!(text, "  {}", line.text(language));
    }
    text
}

fn left(headroom: &Headroom) -> Message {
    let Headroom { regime, member_state, on, remaining, upper_bound, .. } = *headroom;
    say::headroom_left(remaining, on, regime, member_state, &headroom.undertaking, upper_bound)
}

/// What is used, in whose view, and from when on there is more.
fn facts(headroom: &Headroom) -> impl Iterator<Item = Message> {
    let Headroom { ceiling, used, excess, window, more_from, .. } = *headroom;
    let spent = if excess > Cents::ZERO {
        say::headroom_exceeded(ceiling, used, excess, window.from, window.to)
    } else {
        say::headroom_used(ceiling, used, window.from, window.to)
    };
    let more = more_from.map(|more| say::headroom_more(more.on, more.remaining));
    let view = headroom.view.as_ref().map(|party| {
        say::headroom_view(party, headroom.everybody.as_ref().map(|everybody| everybody.remaining))
    });
    more.into_iter().chain([spent]).chain(view)
}

/// The awards of the period, and what leaves when.
fn details(headroom: &Headroom) -> impl Iterator<Item = Message> {
    let own = headroom.own_window.map(|own| say::headroom_own(own.used, own.window.from, own.window.to));
    let awards = headroom.awards.iter().map(|line| {
        let (on, award, standing, position) =
            (line.granted_on, &line.award, words::stands(line.standing.as_str()), line.position);
        match line.disputed {
            true => say::headroom_award_disputed(on, award, standing, position),
            false => say::headroom_award(on, award, standing, position),
        }
    });
    let releases = headroom.releases.iter().map(|release| match release {
        Release { on, amount, remaining: Some(left), .. } => say::headroom_release(*on, *amount, *left),
        Release { on, amount, remaining: None, reason } => {
            say::headroom_release_over(*on, *amount, reason.as_ref().map(|reason| reason.message().clone()))
        }
    });
    awards.chain(own).chain(releases)
}
