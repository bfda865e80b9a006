//! Members of an event's JSON, in the order in which they are written.

use ledger::json::Json;

/// A text.
pub(super) fn text(value: impl Into<String>) -> Json {
    Json::Text(value.into())
}

/// The members that are there, in the order given.
pub(super) fn object<const N: usize>(members: [(&str, Option<Json>); N]) -> Json {
    Json::Object(present(members))
}

/// The members that are there, with their names.
pub(super) fn present<const N: usize>(members: [(&str, Option<Json>); N]) -> Vec<(String, Json)> {
    members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
}
