//! Readers of what a stranger sends, for tests that throw anything at them: with no server, no clock and no ledger behind.

use std::fmt::Debug;

use ledger::json::Fault;
use serde::de::DeserializeOwned;
use utoipa::IntoParams;
use utoipa::openapi::path::ParameterIn;

use super::duties::DutiesQuery;
use super::headroom::{AwardsQuery, HeadroomQuery, UndertakingQuery};
use super::look::LooksQuery;
use super::pages::HomeQuery;
use super::parameter::{self, NoQuery};
use super::read::EventsQuery;
use super::stream::StreamQuery;
use super::submit;

/// What a query comes to: its values in the words of `Debug`, or its faults.
pub type Said = Result<String, Vec<Fault>>;

/// The query of one route or of several.
pub struct Query {
    /// The names it knows.
    pub known: Vec<String>,
    /// Its reader.
    pub read: fn(&str) -> Said,
}

/// Every query there is.
#[must_use]
pub fn queries() -> Vec<Query> {
    vec![
        query::<NoQuery>(read::<NoQuery>),
        query::<EventsQuery>(read::<EventsQuery>),
        query::<StreamQuery>(read::<StreamQuery>),
        query::<HeadroomQuery>(read::<HeadroomQuery>),
        query::<AwardsQuery>(read::<AwardsQuery>),
        query::<UndertakingQuery>(read::<UndertakingQuery>),
        query::<DutiesQuery>(read::<DutiesQuery>),
        query::<LooksQuery>(read::<LooksQuery>),
        query::<HomeQuery>(home),
    ]
}

fn query<T: IntoParams>(read: fn(&str) -> Said) -> Query {
    let known = T::into_params(|| Some(ParameterIn::Query)).into_iter().map(|one| one.name);
    Query { known: known.collect(), read }
}

fn read<T: DeserializeOwned + IntoParams + Debug>(text: &str) -> Said {
    parameter::read::<T>(text).map(|query| format!("{query:?}")).map_err(|problem| problem.faults)
}

/// The page reads its form twice: as text, then as the route does.
fn home(text: &str) -> Said {
    let question = parameter::read::<HomeQuery>(text).and_then(|query| query.question());
    question.map(|question| format!("{question:?}")).map_err(|problem| problem.faults)
}

/// The lines of a batch that are looked at, with their numbers; and the first one that is not.
#[must_use]
pub fn batch(body: &[u8]) -> (Vec<(usize, Vec<u8>)>, Option<usize>) {
    submit::lines(body)
}
