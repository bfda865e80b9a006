//! Answers to questions with how they came about, and their text.

use std::fmt::Write as _;

use ledger::money::Cents;
use serde::Serialize;

use super::trace::Trace;
use super::window::{Left, headroom_tree};
use crate::project::{self, Found, Headroom, HeadroomError, Query};
use crate::state::State;
use crate::words::{Language, say};

/// An answer and why it is this one; in JSON the explanation is one more member.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explained<T> {
    /// The answer.
    #[serde(flatten)]
    pub answer: T,
    /// How its figures came about.
    pub explanation: Trace,
}

/// Answers a headroom question from a state, and says why.
///
/// # Errors
/// As [`project::headroom`].
pub fn headroom(state: &State, query: &Query) -> Result<Explained<Headroom>, HeadroomError> {
    let Found { answer, test, less } = project::found(state, query)?;
    let asked = Left { state, test: &test, undertaking: &query.undertaking, on: query.on, less };
    Ok(Explained { answer, explanation: headroom_tree(&asked).told(Language::default()) })
}

/// The answer in a sentence, then the facts behind it.
#[must_use]
pub fn headroom_text(headroom: &Headroom) -> String {
    let Headroom { regime, member_state, on, ceiling, used, remaining, excess, .. } = *headroom;
    let language = Language::default();
    let left =
        say::headroom_left(remaining, on, regime, member_state, &headroom.undertaking, headroom.upper_bound);
    let used = if excess > Cents::ZERO {
        say::headroom_exceeded(ceiling, used, excess)
    } else {
        say::headroom_used(ceiling, used)
    };
    let awards = headroom.awards.iter().map(|line| {
        let (on, award, standing, position) =
            (line.granted_on, &line.award, line.standing.as_str(), line.position);
        match line.disputed {
            true => say::headroom_award_disputed(on, award, standing, position),
            false => say::headroom_award(on, award, standing, position),
        }
    });
    let releases = headroom
        .releases
        .iter()
        .map(|release| say::headroom_release(release.on, release.amount, release.remaining));
    let mut text = left.text(language) + "\n";
    for line in std::iter::once(used).chain(awards).chain(releases) {
        let _ = writeln!(text, "  {}", line.text(language));
    }
    text
}
