//! Which undertakings a statement names, by the members in which the vocabulary names them.

use std::collections::BTreeSet;

use crate::ids::UndertakingId;
use crate::json::Json;

/// Members of events that name undertakings, at any depth.
const NAMING: [&str; 12] = [
    "undertaking",
    "beneficiary",
    "controller",
    "controlled",
    "holder",
    "held",
    "surviving",
    "absorbed",
    "same_as",
    "members",
    "group",
    "undertakings",
];

/// The undertakings that an event's `data` names, each once, normalised, in order.
#[must_use]
pub fn undertakings_named(data: &Json) -> Vec<UndertakingId> {
    let mut found = BTreeSet::new();
    gather(data, false, &mut found);
    found.into_iter().collect()
}

fn gather(json: &Json, here: bool, found: &mut BTreeSet<UndertakingId>) {
    match json {
        Json::Text(text) if here => found.extend(text.parse::<UndertakingId>().ok()),
        Json::Array(items) => items.iter().for_each(|item| gather(item, here, found)),
        Json::Object(members) => {
            members.iter().for_each(|(name, value)| gather(value, NAMING.contains(&name.as_str()), found))
        }
        Json::Null | Json::Bool(_) | Json::Int(_) | Json::Text(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn undertakings_are_found_where_the_vocabulary_names_them_and_nowhere_else() {
        let json = r#"{"beneficiary":"NID:FI:1234567-1","parts":[{"undertaking":"NID:FI:2"}],"same_as":["VAT:FI12345671","NID:FI:2"],
            "objective":"NID:FI:3","act":{"title":"NID:FI:4"}}"#;
        let named = undertakings_named(&crate::json::parse(json.as_bytes()).unwrap());
        let named: Vec<&str> = named.iter().map(UndertakingId::as_str).collect();
        assert_eq!(named, ["NID:FI:12345671", "NID:FI:2", "VAT:FI12345671"]);
    }
}
