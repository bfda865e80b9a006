//! A fixed cast of small scenes, each a few statements with a purpose: together they give every type of event, every code
//! and every flag that the shipped rules can give. They play before the seeded stream, whatever its size.

mod forms;
mod governance;
mod groups;
mod law;
mod life;
mod procedure;
mod refusals;
mod reports;
mod routes;

use chrono::NaiveDate;

pub use law::newer_law;

use super::cast::Cast;
use super::script::{Question, Script, Statement};

/// Every scene as of a day.
#[must_use]
pub fn scenes(cast: &Cast, today: NaiveDate) -> Vec<Statement> {
    played(cast, today).finish()
}

/// What the scenes ask after the last statement.
#[must_use]
pub fn questions(cast: &Cast, today: NaiveDate) -> Vec<Question> {
    played(cast, today).questions()
}

fn played(cast: &Cast, today: NaiveDate) -> Script<'_> {
    let mut script = Script::new(cast, today);
    // Systems, schemes, rates and prices come first: what follows refers to them.
    governance::play(&mut script);
    groups::play(&mut script);
    forms::play(&mut script);
    life::play(&mut script);
    reports::play(&mut script);
    procedure::play(&mut script);
    refusals::play(&mut script);
    law::play(&mut script);
    routes::play(&mut script);
    script
}
