//! What was recorded: the ledger itself, entries, proofs, explanations, parties and packs.

use axum::http::{HeaderValue, header};
use axum::response::Response;
use ledger::event::EventType;
use ledger::event::governance::Role as PartyRole;
use ledger::ids::PartyId;
use ledger::ids::UndertakingId;
use ledger::verdict::Outcome;
use rules::explain::Trace;
use rules::state::State;
use serde_json::{Value, json};

use super::access::Cell;
use super::call::{Call, parse_position};
use super::problem::Problem;
use super::wire::{self, EntryItem};
use crate::service::{EventFilter, ReadError};

/// Entries on a page where the caller names no number.
const LIMIT_DEFAULT: u64 = 100;
/// Most entries on a page.
const LIMIT_MAX: u64 = 500;

/// The problem of a question that the service can't answer.
pub(super) fn unreadable(error: &ReadError) -> Problem {
    match error {
        ReadError::Beyond { .. } => Problem::not_found(&error.to_string()),
        ReadError::Index(_) => {
            Problem::new("index_behind", error.to_string()).with_header(header::RETRY_AFTER, "5")
        }
        _ => Problem::new("internal", error.to_string()),
    }
}

/// `GET /v1/ledger`
pub(super) fn ledger(call: &Call) -> Result<Response, Problem> {
    call.query.only(&[])?;
    let view = call.app.service.view();
    let directory = &view.state.directory;
    let vkeys: Vec<Value> = directory
        .log_keys()
        .map(|key| {
            json!({"vkey": key.vkey.as_str(), "purpose": key.purpose.as_str(), "added_at": key.added_at, "retired_at": key.retired_at})
        })
        .collect();
    let policy = directory.policy().map(|policy| {
        let quotas = policy.quotas.as_ref().map(
            |quotas| json!({"events_per_day": quotas.events_per_day, "bytes_per_day": quotas.bytes_per_day}),
        );
        json!({
            "quotas": quotas,
            "procedure": policy.procedure.map(|procedure| procedure.as_str()),
            "designated_register": policy.designated_register.as_ref().map(|id| id.as_str()),
        })
    });
    wire::json(&json!({
        "id": call.app.service.ledger_id(),
        "origin": directory.origin(),
        "name": directory.name(),
        "vkeys": vkeys,
        "policy": policy,
        "semantics": view.state.semantics(),
        "head": wire::head(&view.head),
    }))
}

/// `GET /v1/parties`
pub(super) fn parties(call: &Call) -> Result<Response, Problem> {
    call.query.only(&[])?;
    let view = call.app.service.view();
    let directory = &view.state.directory;
    let party = |(id, party): (&PartyId, &ledger::directory::Party)| {
        let mut keys: Vec<Value> = directory
            .keys_of(id)
            .map(|(kid, key)| json!({"kid": kid, "added_at": key.added_at, "revoked_at": key.revoked_at}))
            .collect();
        keys.sort_by_key(|key| (key["added_at"].as_u64(), key["kid"].to_string()));
        let mandates: Vec<Value> = party.mandates.iter().map(|mandate| json!({
            "member_state": mandate.member_state,
            "principal": {"id": mandate.principal.id.as_str(), "name": mandate.principal.name.as_str()},
            "act": mandate.act.as_str(),
            "from": mandate.from.to_string(),
            "until": mandate.until.map(|until| until.to_string()),
        })).collect();
        let roles: Vec<&str> = party.roles.iter().copied().map(PartyRole::as_str).collect();
        json!({"party": id.as_str(), "name": party.name, "roles": roles, "suspended": party.suspended,
            "admitted_at": party.admitted_at, "mandates": mandates, "keys": keys})
    };
    let parties: Vec<Value> = directory.parties().map(party).collect();
    wire::json(&json!({"head": wire::head(&view.head), "parties": parties}))
}

/// `GET /v1/rule-packs`
pub(super) fn rule_packs(call: &Call) -> Result<Response, Problem> {
    call.query.only(&[])?;
    let view = call.app.service.view();
    let packs: Vec<Value> = view
        .state
        .packs()
        .packs()
        .map(|pack| {
            let sha256 = pack.sha256_hex();
            let path = format!("/pack/{sha256}");
            json!({"pack": pack.id, "version": pack.version, "sha256": sha256, "bytes": path,
                "citations": pack.citations().iter().map(ToString::to_string).collect::<std::collections::BTreeSet<_>>()})
        })
        .collect();
    wire::json(&json!({"head": wire::head(&view.head), "digest": view.state.packs_digest(), "packs": packs}))
}

/// `GET /v1/events`
pub(super) fn events(call: &Call) -> Result<Response, Problem> {
    const NAMES: &[&str] = &["after", "limit", "type", "subject", "issuer", "undertaking", "outcome"];
    call.query.only(NAMES)?;
    let filter = filter(call)?;
    let after = call.query.number("after")?;
    let limit = call.query.number("limit")?.unwrap_or(LIMIT_DEFAULT).clamp(1, LIMIT_MAX);
    let service = &call.app.service;
    let limit_here = usize::try_from(limit).unwrap_or(usize::MAX);
    let page = service.positions(&filter, after, limit_here).map_err(|error| unreadable(&error))?;
    let mut items = Vec::with_capacity(page.positions.len());
    for position in &page.positions {
        items.push(entry(call, *position)?);
    }
    let mut response = wire::json(&json!({"events": items, "next": page.next, "as_of": page.as_of}))?;
    if let Some(next) = page.next {
        let link = format!("<{}>; rel=\"next\"", next_page(call, next, limit));
        if let Ok(link) = HeaderValue::from_str(&link) {
            response.headers_mut().insert(header::LINK, link);
        }
    }
    Ok(response)
}

fn next_page(call: &Call, next: u64, limit: u64) -> String {
    let mut link = format!("/v1/events?after={next}&limit={limit}");
    for name in ["type", "subject", "issuer", "undertaking", "outcome"] {
        if let Some(value) = call.query.text(name) {
            link.push_str(&format!("&{name}={}", percent(value)));
        }
    }
    link
}

/// Percent-encodes everything but unreserved characters (RFC 3986 section 2.3).
pub(super) fn percent(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
        out
    })
}

fn filter(call: &Call) -> Result<EventFilter, Problem> {
    let query = &call.query;
    let known_type = |name: &str| EventType::from_name(name).or_else(|| EventType::from_wire(name));
    let event_type = match query.text("type") {
        None => None,
        Some(name) => Some(known_type(name).ok_or_else(|| {
            Problem::parameter("/query/type", "no such event type", "such as award.granted")
        })?),
    };
    let issuer = query.parsed::<PartyId>("issuer", "write a party's id")?;
    // A hosting entity reads what it signed itself, whatever it asks for.
    let issuer = match (call.cell, &call.caller.party) {
        (Cell::Own, own) => {
            if issuer.is_some() && issuer != *own {
                return Err(Problem::new("not_allowed", "the token opens its own party's statements only"));
            }
            own.clone()
        }
        _ => issuer,
    };
    let outcome = query.parsed::<Word<Outcome>>("outcome", "admitted, recorded, refused or deferred")?;
    Ok(EventFilter {
        type_: event_type,
        subject: query.text("subject").map(str::to_owned),
        issuer,
        undertaking: query
            .parsed::<UndertakingId>("undertaking", "write NID:<country>:<number> or EUID:..")?,
        outcome: outcome.map(|word| word.0),
    })
}

/// A word of a closed list.
struct Word<T>(T);

impl std::str::FromStr for Word<Outcome> {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        Outcome::ALL.iter().copied().find(|outcome| outcome.as_str() == text).map(Self).ok_or(())
    }
}

/// The entry at a position, if this caller may see it.
pub(super) fn entry(call: &Call, position: u64) -> Result<EntryItem, Problem> {
    let bytes = call.app.service.entry(position).map_err(|error| unreadable(&error))?;
    let missing = || Problem::not_found(&format!("no entry at position {position}"));
    let item = EntryItem::read(position, &bytes.ok_or_else(missing)?)?;
    // A stranger's entry is as good as none, so that its existence is not told either.
    let own = call.caller.party.as_ref() == Some(&item.statement.source);
    if call.cell == Cell::Own && !own { Err(missing()) } else { Ok(item) }
}

/// `GET /v1/events/{position}`
pub(super) fn event(call: &Call) -> Result<Response, Problem> {
    call.query.only(&[])?;
    wire::json(&entry(call, call.position()?)?)
}

/// `GET /v1/events/{position}/proof`
pub(super) fn proof(call: &Call) -> Result<Response, Problem> {
    call.query.only(&[])?;
    let position = call.position()?;
    if call.cell == Cell::Own {
        entry(call, position)?;
    }
    let proof = call.app.service.proof(position).map_err(|error| unreadable(&error))?;
    let missing = || Problem::not_found(&format!("no entry at position {position}"));
    Ok(wire::content("text/plain; charset=utf-8", proof.ok_or_else(missing)?))
}

/// `GET /v1/events/{position}/explanation`
pub(super) fn explanation(call: &Call) -> Result<Response, Problem> {
    call.query.only(&[])?;
    let position = call.position()?;
    let item = entry(call, position)?;
    wire::json(&explain(call, &item)?)
}

/// Recomputed from the state just before the entry: nothing of it is stored.
fn explain(call: &Call, item: &EntryItem) -> Result<Trace, Problem> {
    let before = match item.position.checked_sub(1) {
        Some(last) => call.app.service.state_at(last).map_err(|error| unreadable(&error))?,
        None => State::new(),
    };
    Ok(rules::explain::explain(&before, &item.statement, item.verdict()))
}

/// `GET /v1/events/stream` starts behind this position.
pub(super) fn stream_start(call: &Call) -> Result<u64, Problem> {
    call.query.only(&["after"])?;
    let last =
        call.headers.get("last-event-id").and_then(|value| value.to_str().ok()).and_then(parse_position);
    let after = last.or(call.query.number("after")?);
    Ok(after.map_or_else(|| call.app.service.view().head.size, |after| after.saturating_add(1)))
}
