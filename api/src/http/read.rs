//! What was recorded: the ledger itself, entries, proofs, explanations, parties and packs.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::State;
use axum::http::header;
use axum::response::Response;
use ledger::directory;
use ledger::entry;
use ledger::event::governance::Role as PartyRole;
use ledger::event::{Event, EventType};
use ledger::ids::{PartyId, ScopedId, ScopedRef};
use ledger::submission::base64url;
use rules::words::say;
use serde::Deserialize;
use utoipa::IntoParams;

use super::App;
use super::access::Cell;
use super::caller::Access;
use super::parameter::{
    Asked, At, AwardText, CodeWord, DateText, FlagWord, NoQuery, Number, OutcomeWord, PartyName, Position,
    SubjectText, UndertakingText,
};
use super::path::encoded;
use super::problem::Problem;
use super::shapes;
use super::tongue::Tongue;
use super::wire;
use crate::service::{Days, EventFilter, ReadError};

/// Entries on a page where the caller names no number.
const LIMIT_DEFAULT: u64 = 100;
/// Most entries on a page.
const LIMIT_MAX: u64 = 500;
/// Bytes of entries after which a page ends, whatever its limit.
const PAGE_BYTES_MAX: usize = 1 << 20;

/// The problem of a question that the service can't answer.
pub(super) fn unreadable(error: &ReadError) -> Problem {
    match error {
        ReadError::Beyond { .. } => Problem::of_error("not_found", error),
        ReadError::Index(_) => Problem::of_error("index_behind", error).with_header(header::RETRY_AFTER, "5"),
        scarce if scarce.is_scarce() => {
            tracing::warn!(%error, "a question could not be answered now");
            Problem::too_busy(&say::why_short())
        }
        _ => {
            // What the disk said names files of the server; the log has it, the client a word.
            tracing::error!(%error, "a question could not be answered");
            Problem::new("internal", &say::why_log_unreadable())
        }
    }
}

/// `GET /v1/ledger`
pub(super) async fn ledger(State(app): State<Arc<App>>, _: Asked<NoQuery>) -> Result<Response, Problem> {
    let view = app.service.view();
    let directory = &view.state.directory;
    let key = |key: &directory::LogKeyRecord| shapes::PublishedKey {
        vkey: key.vkey.as_str().to_owned(),
        purpose: key.purpose.as_str(),
        added_at: key.added_at,
        retired_at: key.retired_at,
    };
    let policy = directory.policy().map(|policy| shapes::Policy {
        quotas: policy.quotas.as_ref().map(|quotas| shapes::QuotasInForce {
            events_per_day: quotas.events_per_day,
            bytes_per_day: quotas.bytes_per_day,
        }),
        procedure: policy.procedure.map(|procedure| procedure.as_str()),
        designated_register: policy.designated_register.as_ref().map(|id| id.as_str().to_owned()),
    });
    wire::json(&shapes::Ledger {
        id: app.service.ledger_id().to_owned(),
        origin: directory.origin().to_owned(),
        name: directory.name().to_owned(),
        vkeys: directory.log_keys().map(key).collect(),
        policy,
        semantics: view.state.semantics(),
        head: (&view.head).into(),
    })
}

/// `GET /v1/parties`
pub(super) async fn parties(State(app): State<Arc<App>>, _: Asked<NoQuery>) -> Result<Response, Problem> {
    app.work(|app| {
        let view = app.service.view();
        let directory = &view.state.directory;
        let parties = directory.parties().map(|(id, party)| self::party(directory, id, party)).collect();
        wire::json(&shapes::Parties { head: (&view.head).into(), parties })
    })
    .await
}

fn party(directory: &directory::Directory, id: &PartyId, party: &directory::Party) -> shapes::Party {
    let mut keys: Vec<shapes::PartyKey> = directory
        .keys_of(id)
        .map(|(kid, key)| shapes::PartyKey {
            kid: kid.to_string(),
            added_at: key.added_at,
            revoked_at: key.revoked_at,
        })
        .collect();
    keys.sort_by(|one, other| (one.added_at, &one.kid).cmp(&(other.added_at, &other.kid)));
    let mandate = |mandate: &ledger::event::governance::Mandate| shapes::MandateHeld {
        member_state: mandate.member_state,
        principal: shapes::MandatePrincipal {
            id: mandate.principal.id.as_str().to_owned(),
            name: mandate.principal.name.as_str().to_owned(),
        },
        act: mandate.act.as_str().to_owned(),
        from: mandate.from.to_string(),
        until: mandate.until.map(|until| until.to_string()),
    };
    shapes::Party {
        party: id.as_str().to_owned(),
        name: party.name.to_string(),
        roles: party.roles.iter().copied().map(PartyRole::as_str).collect(),
        suspended: party.suspended,
        admitted_at: party.admitted_at,
        mandates: party.mandates.iter().map(mandate).collect(),
        keys,
    }
}

/// `GET /v1/rule-packs`
pub(super) async fn rule_packs(State(app): State<Arc<App>>, _: Asked<NoQuery>) -> Result<Response, Problem> {
    app.work(|app| {
        let view = app.service.view();
        let citations = |pack: &rules::pack::Pack| {
            let all: BTreeSet<String> = pack.citations().iter().map(ToString::to_string).collect();
            all.into_iter().collect()
        };
        let packs = view.state.packs().packs().map(|pack| shapes::RulePack {
            pack: pack.id.to_string(),
            version: pack.version.to_string(),
            bytes: format!("/pack/{}", pack.sha256_hex()),
            sha256: pack.sha256_hex(),
            citations: citations(pack),
        });
        let (head, digest) = ((&view.head).into(), view.state.packs_digest().to_string());
        wire::json(&shapes::RulePacks { head, digest, packs: packs.collect() })
    })
    .await
}

type EventsLimit = Number<1, LIMIT_MAX>;

/// What `GET /v1/events` asks.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct EventsQuery {
    /// Only what comes behind this position
    #[param(inline)]
    after: Option<Position>,
    /// Most entries on the page; default 100
    #[param(inline)]
    limit: Option<EventsLimit>,
    /// Event type, such as award.granted
    #[serde(rename = "type")]
    #[param(inline)]
    type_: Option<TypeName>,
    /// The main object's id
    #[param(inline)]
    subject: Option<SubjectText>,
    /// The party that signed
    #[param(inline)]
    issuer: Option<PartyName>,
    /// An undertaking the event names
    #[param(inline)]
    undertaking: Option<UndertakingText>,
    /// What was said of it
    #[param(inline)]
    outcome: Option<OutcomeWord>,
    /// An award the event names: `party/local`, or beside `issuer` the local part alone
    #[param(inline)]
    award: Option<AwardText>,
    /// A flag of the verdict
    #[param(inline)]
    flag: Option<FlagWord>,
    /// A code of the verdict
    #[param(inline)]
    code: Option<CodeWord>,
    /// Recorded on this day or later, UTC
    #[serde(rename = "recorded-from")]
    #[param(inline)]
    recorded_from: Option<DateText>,
    /// Recorded on this day or earlier, UTC
    #[serde(rename = "recorded-to")]
    #[param(inline)]
    recorded_to: Option<DateText>,
    /// Of an award that the event says to be granted on this day or later; of a range, perhaps
    #[serde(rename = "granted-from")]
    #[param(inline)]
    granted_from: Option<DateText>,
    /// Of an award that the event says to be granted on this day or earlier; of a range, perhaps
    #[serde(rename = "granted-to")]
    #[param(inline)]
    granted_to: Option<DateText>,
}

/// An event type by its short or its full name.
#[derive(Debug, Clone, Copy)]
pub(super) struct TypeName(EventType);

impl<'de> Deserialize<'de> for TypeName {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        let known = EventType::from_name(&name).or_else(|| EventType::from_wire(&name));
        known
            .map(Self)
            .ok_or_else(|| serde::de::Error::custom("no such event type\u{1f}such as award.granted"))
    }
}

impl utoipa::PartialSchema for TypeName {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        let names: Vec<String> =
            EventType::ALL.iter().flat_map(|one| [one.name().to_owned(), one.wire()]).collect();
        serde_json::from_value(serde_json::json!({"type": "string", "enum": names})).unwrap_or_default()
    }
}

impl utoipa::ToSchema for TypeName {}

/// `GET /v1/events`
pub(super) async fn events(
    State(app): State<Arc<App>>,
    access: Access,
    Asked(query): Asked<EventsQuery>,
) -> Result<Response, Problem> {
    app.work(move |app| {
        let filter = filter(&access, &query)?;
        if let Some(undertaking) = &filter.undertaking {
            app.looked(&access, std::slice::from_ref(undertaking), None)?;
        }
        let limit = query.limit.map_or(LIMIT_DEFAULT, |limit| limit.0);
        let most = usize::try_from(limit).unwrap_or(usize::MAX);
        let after = query.after.map(|after| after.0);
        let found = app.service.positions(&filter, after, most).map_err(|error| unreadable(&error))?;
        let entries =
            app.service.entries_at(&found.positions, PAGE_BYTES_MAX).map_err(|error| unreadable(&error))?;
        // A page that its bytes ended goes on behind its last entry.
        let cut =
            (entries.len() < found.positions.len()).then(|| entries.last().map(|(position, _)| *position));
        let next = cut.flatten().or(found.next);
        if let (Some((first, _)), Some((last, _))) = (entries.first(), entries.last()) {
            app.looked_into(&access, *first..last.saturating_add(1))?;
        }
        let mut events = Vec::with_capacity(entries.len());
        for (position, bytes) in &entries {
            events.push(Stored::read(*position, bytes)?.shape());
        }
        let response = wire::json(&shapes::Page { events, next, as_of: found.as_of })?;
        Ok(match next {
            Some(next) => wire::linked(response, &next_page(&query, next, limit)),
            None => response,
        })
    })
    .await
}

fn day(asked: &Option<DateText>) -> Option<String> {
    asked.as_ref().map(|day| day.0.to_string())
}

fn next_page(query: &EventsQuery, next: u64, limit: u64) -> String {
    let named = [
        ("type", query.type_.map(|one| one.0.name().to_owned())),
        ("subject", query.subject.as_ref().map(|one| one.0.as_str().to_owned())),
        ("issuer", query.issuer.as_ref().map(|one| one.0.as_str().to_owned())),
        ("undertaking", query.undertaking.as_ref().map(|one| one.0.as_str().to_owned())),
        ("outcome", query.outcome.as_ref().map(|one| one.0.as_str().to_owned())),
        ("award", query.award.as_ref().map(|one| one.0.as_str().to_owned())),
        ("flag", query.flag.as_ref().map(|one| one.0.as_str().to_owned())),
        ("code", query.code.as_ref().map(|one| one.0.as_str().to_owned())),
        ("recorded-from", day(&query.recorded_from)),
        ("recorded-to", day(&query.recorded_to)),
        ("granted-from", day(&query.granted_from)),
        ("granted-to", day(&query.granted_to)),
    ];
    let mut link = format!("/v1/events?after={next}&limit={limit}");
    for (name, value) in named {
        link.extend(value.map(|value| format!("&{name}={}", encoded(&value))));
    }
    link
}

fn filter(access: &Access, query: &EventsQuery) -> Result<EventFilter, Problem> {
    let issuer = query.issuer.as_ref().map(|issuer| issuer.0.clone());
    // A hosting entity reads what it signed itself, whatever it asks for.
    let issuer = match (access.cell, &access.caller.party) {
        (Cell::Own, own) => {
            if issuer.is_some() && issuer != *own {
                return Err(Problem::new("not_allowed", &say::why_own_statements()));
            }
            own.clone()
        }
        _ => issuer,
    };
    let days = |from: &Option<DateText>, to: &Option<DateText>| Days {
        from: from.as_ref().map(|day| day.0.date()),
        to: to.as_ref().map(|day| day.0.date()),
    };
    Ok(EventFilter {
        award: query.award.as_ref().map(|award| in_full(&award.0, issuer.as_ref())).transpose()?,
        flag: query.flag.as_ref().map(|one| one.0),
        code: query.code.as_ref().map(|one| one.0),
        recorded: days(&query.recorded_from, &query.recorded_to),
        granted: days(&query.granted_from, &query.granted_to),
        type_: query.type_.map(|one| one.0),
        subject: query.subject.as_ref().map(|one| one.0.as_str().to_owned()),
        issuer,
        undertaking: query.undertaking.as_ref().map(|one| one.0.clone()),
        outcome: query.outcome.as_ref().map(|one| one.0),
    })
}

/// An award's full id. A local part alone means one of the issuer's.
fn in_full(award: &ScopedRef, issuer: Option<&PartyId>) -> Result<ScopedId, Problem> {
    // Whose it is shows only in a full id: it is the same whoever is asked about.
    let [one, other] = ["a", "b"].map(|party| party.parse::<PartyId>().map(|party| award.full(&party)).ok());
    let full = if one == other { one } else { issuer.map(|issuer| award.full(issuer)) };
    let hint = "write party/local, or name the `issuer` whose award it is";
    full.ok_or_else(|| Problem::parameter("/query/award", "an award of which party?", hint))
}

/// A stored entry, taken apart.
pub(super) struct Stored {
    position: u64,
    bytes: String,
    entry: entry::Entry,
    kid: String,
    payload: ledger::json::Json,
    pub statement: Event,
}

impl Stored {
    /// Reads stored bytes.
    pub fn read(position: u64, bytes: &[u8]) -> Result<Self, Problem> {
        let unread = |why| Problem::new("internal", &say::why_entry_unreadable(position, why));
        let broken = |why: String| unread(say::as_said(&why));
        let entry = entry::Entry::decode(bytes).map_err(|error| broken(error.to_string()))?;
        let statement = entry.statement().map_err(|error| broken(error.to_string()))?;
        let payload = entry.jws.split('.').nth(1).and_then(base64url).unwrap_or_default();
        let payload = ledger::json::parse(&payload).map_err(|_| unread(say::why_no_json()))?;
        let (kid, statement) = (statement.kid().to_owned(), statement.event().clone());
        Ok(Self {
            position,
            bytes: String::from_utf8_lossy(bytes).into_owned(),
            entry,
            kid,
            payload,
            statement,
        })
    }

    /// For readers: who said what when, what was said of it, and the bytes themselves.
    pub fn shape(self) -> shapes::Entry {
        shapes::Entry {
            position: self.position,
            at: self.entry.at.to_string(),
            kid: self.kid,
            event: self.payload,
            verdict: self.entry.verdict,
            entry: self.bytes,
        }
    }
}

/// The entry at a position, if this caller may see it.
fn stored(app: &App, access: &Access, position: u64) -> Result<Stored, Problem> {
    let bytes = app.service.entry(position).map_err(|error| unreadable(&error))?;
    let missing = || Problem::not_found(&say::why_no_entry(position));
    let stored = Stored::read(position, &bytes.ok_or_else(missing)?)?;
    // A stranger's entry is as good as none, so that its existence is not told either.
    let own = access.caller.party.as_ref() == Some(&stored.statement.source);
    if access.cell == Cell::Own && !own {
        return Err(missing());
    }
    app.looked_into(access, position..position.saturating_add(1))?;
    Ok(stored)
}

/// `GET /v1/events/{position}`
pub(super) async fn event(
    State(app): State<Arc<App>>,
    access: Access,
    At(position): At<Position>,
    _: Asked<NoQuery>,
) -> Result<Response, Problem> {
    app.work(move |app| wire::json(&stored(app, &access, position.0)?.shape())).await
}

/// `GET /v1/events/{position}/proof`
pub(super) async fn proof(
    State(app): State<Arc<App>>,
    access: Access,
    At(Number(position)): At<Position>,
    _: Asked<NoQuery>,
) -> Result<Response, Problem> {
    app.work(move |app| {
        if access.cell == Cell::Own {
            stored(app, &access, position)?;
        }
        let proof = app.service.proof(position).map_err(|error| unreadable(&error))?;
        let missing = || Problem::not_found(&say::why_no_entry(position));
        Ok(wire::content("text/plain; charset=utf-8", proof.ok_or_else(missing)?))
    })
    .await
}

/// `GET /v1/events/{position}/explanation`: recomputed from the state just before the entry; nothing of it is stored.
pub(super) async fn explanation(
    State(app): State<Arc<App>>,
    access: Access,
    At(Number(position)): At<Position>,
    Tongue { language, .. }: Tongue,
    _: Asked<NoQuery>,
) -> Result<Response, Problem> {
    app.work(move |app| {
        let stored = stored(app, &access, position)?;
        if !access.row.is_public(app.settings.public_log) {
            // It names the awards that were counted, whoever granted them.
            app.looked(&access, &app.service.shown_by(&stored.statement, &stored.payload), None)?;
        }
        let before = match position.checked_sub(1) {
            Some(last) => app.service.state_at(last).map_err(|error| unreadable(&error))?,
            None => rules::state::State::new(),
        };
        let (event, verdict) = (&stored.statement, &stored.entry.verdict);
        let trace = rules::explain::explain_in(language, &before, event, verdict);
        wire::told(&shapes::Trace::from(trace), language)
    })
    .await
}
