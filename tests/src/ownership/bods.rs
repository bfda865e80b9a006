//! Statements under the Beneficial Ownership Data Standard 0.4: entities, persons, and interests between them.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde_json::{Value, json};

use ledger::ids::UndertakingId;

use super::{Fate, Ownership, Pair, Reason, Taken};

/// Whom a file's record stands for.
enum Who {
    Undertaking { handle: String, public: bool },
    Nobody(Reason),
}

fn text<'a>(value: &'a Value, pointer: &str) -> Option<&'a str> {
    value.pointer(pointer).and_then(Value::as_str)
}

/// The register's country: the list's prefix where that is a country, otherwise the jurisdiction.
fn handle_of(details: &Value, record: &str) -> Result<String, (Reason, String)> {
    let jurisdiction: Option<String> =
        text(details, "/jurisdiction/code").map(|code| code.chars().take(2).collect());
    let scheme = text(details, "/identifiers/0/scheme").and_then(|scheme| scheme.split_once('-'));
    let country = scheme.map(|(country, _)| country.to_owned()).filter(|country| country.len() == 2);
    let country = country.or(jurisdiction).ok_or((Reason::NoCountry, record.to_owned()))?;
    let number = text(details, "/identifiers/0/id");
    let number = number.map_or_else(|| format!("MADEUP_RECORD_{record}"), str::to_owned);
    let handle = format!("NID:{country}:{number}");
    match handle.parse::<UndertakingId>() {
        Ok(id) => Ok(id.to_string()),
        Err(error) => Err((Reason::BadIdentifier, format!("{handle}: {error}"))),
    }
}

/// The least share that direct interests in capital or votes amount to.
fn least_share(interests: &[Value]) -> Option<(Decimal, bool)> {
    let shares = interests.iter().filter(|interest| {
        let kind = text(interest, "/type");
        matches!(kind, Some("shareholding" | "votingRights"))
            && text(interest, "/directOrIndirect") == Some("direct")
    });
    let figure = |interest: &Value| {
        let read = |name: &str| {
            let number = interest.pointer(&format!("/share/{name}"))?;
            number.to_string().parse::<Decimal>().ok()
        };
        let exact = read("exact").map(|share| (share, true));
        exact.or(read("minimum").or(read("exclusiveMinimum")).map(|share| (share, false)))
    };
    shares.filter_map(figure).max()
}

impl Ownership {
    /// A file of statements: an array of them.
    ///
    /// # Errors
    /// A text that is no JSON array.
    pub fn bods(&mut self, file: &str, json: &str) -> Result<(), String> {
        let all: Vec<Value> = serde_json::from_str(json).map_err(|error| format!("{file}: {error}"))?;
        let mut who = BTreeMap::new();
        let is_relationship = |one: &Value| text(one, "/recordType") == Some("relationship");
        for (row, statement) in (1..).zip(&all).filter(|(_, one)| !is_relationship(one)) {
            let taken = self.record(statement, &mut who);
            self.note(file, row, taken);
        }
        for (row, statement) in (1..).zip(&all).filter(|(_, one)| is_relationship(one)) {
            let taken = self.relationship(statement, &who, &format!("{file}:{row}"));
            self.note(file, row, taken);
        }
        Ok(())
    }

    fn record(&mut self, statement: &Value, who: &mut BTreeMap<String, Who>) -> Taken {
        let record = text(statement, "/recordId").ok_or((Reason::Form, "recordId".to_owned()))?;
        let details = statement.pointer("/recordDetails").unwrap_or(&Value::Null);
        let known = |reason| (Who::Nobody(reason), Err((reason, record.to_owned())));
        let (who_it_is, taken) = match (text(statement, "/recordType"), text(details, "/entityType/type")) {
            (Some("person"), _) => known(Reason::Person),
            (Some("entity"), Some(kind @ ("registeredEntity" | "legalEntity" | "stateBody" | "state"))) => {
                match handle_of(details, record) {
                    Ok(handle) => {
                        let fate = if self.registered.contains(&handle) {
                            Fate::Repeats(handle.clone())
                        } else {
                            self.register(&handle, &json!([]), text(details, "/name").unwrap_or(record));
                            Fate::Taken
                        };
                        (Who::Undertaking { handle, public: kind.starts_with("state") }, Ok(fate))
                    }
                    Err((reason, what)) => (Who::Nobody(reason), Err((reason, what))),
                }
            }
            _ => known(Reason::NoUndertaking),
        };
        who.insert(record.to_owned(), who_it_is);
        taken
    }

    fn relationship(&mut self, statement: &Value, who: &BTreeMap<String, Who>, place: &str) -> Taken {
        let side = |pointer: &str| {
            let record = text(statement, pointer).ok_or((Reason::Form, pointer.to_owned()))?;
            match who.get(record) {
                Some(Who::Undertaking { handle, public }) => Ok((handle.clone(), *public)),
                Some(Who::Nobody(reason)) => Err((*reason, record.to_owned())),
                None => Err((Reason::Form, format!("no record {record}"))),
            }
        };
        let (controlled, _) = side("/recordDetails/subject")?;
        let (controller, public) = side("/recordDetails/interestedParty")?;
        if controller == controlled {
            return Err((Reason::SelfLoop, controller));
        }
        if text(statement, "/recordStatus") == Some("closed") {
            return Err((Reason::NoKind, "closed: what becomes of its history is not said".to_owned()));
        }
        let interests = statement.pointer("/recordDetails/interests").and_then(Value::as_array);
        let interests = interests.map(Vec::as_slice).unwrap_or_default();
        if interests.iter().all(|interest| text(interest, "/directOrIndirect") == Some("indirect")) {
            return Err((Reason::Indirect, place.to_owned()));
        }
        let Some((least, exact)) = least_share(interests) else {
            return Err((Reason::NoKind, format!("no share of votes or capital in {place}")));
        };
        let controls = least > Decimal::from(50);
        if !exact && !controls {
            return Err((
                Reason::NoKind,
                format!("at least {least} in {place}: it may be more than half or not"),
            ));
        }
        let share = exact.then(|| least.normalize().to_string());
        // Of a link that was stated before, an update with another share above half says nothing new.
        let key = if controls { None } else { share.as_deref() };
        if let Some(fate) =
            self.pair_is_new(&Pair { controller: &controller, controlled: &controlled, share: key, place })?
        {
            return Ok(fate);
        }
        let pair = Pair { controller: &controller, controlled: &controlled, share: share.as_deref(), place };
        let starts = interests.iter().filter_map(|interest| text(interest, "/startDate")).max();
        let from =
            starts.or(text(statement, "/statementDate")).ok_or((Reason::Form, "no date".to_owned()))?;
        let from: String = from.chars().take(10).collect();
        if controls {
            let sources = statement.pointer("/source/type").and_then(Value::as_array);
            let official = sources.is_some_and(|all| all.contains(&json!("officialRegister")));
            let level = if official { "register" } else { "declared" };
            self.control(&pair, "voting-majority", &from, &json!({"level": level}));
        }
        if public || !controls {
            let least = least.normalize().to_string();
            self.holding(&pair, &least, if public { "public-body" } else { "enterprise" }, &from);
        }
        Ok(Fate::Taken)
    }
}
