//! The interface as OpenAPI 3.1. Paths, methods, roles and bodies come from the table of [`super::access`]; parameters
//! and answers from the types that handlers take and give, by `utoipa`; events from the vocabulary's own schemas.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use axum::response::Response;
use ledger::event::EventType;
use ledger::ids::UndertakingId;
use rules::words::Language;
use serde_json::{Map, Value, json};
use utoipa::openapi::path::{Parameter, ParameterIn};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{IntoParams, ToSchema};

use super::access::{Cell, ROUTES, Role, Route, Row};
use super::duties::DutiesQuery;
use super::headroom::{AwardsQuery, HeadroomQuery, UndertakingQuery};
use super::look::LooksQuery;
use super::pages::HomeQuery;
use super::parameter::{Asked, NoQuery, PathParameter, Position, Sha256, TileAt};
use super::problem::Problem;
use super::read::EventsQuery;
use super::shapes;
use super::stream::StreamQuery;
use super::wire::{self, API_VERSION};
use crate::service::{RoutesAsked, rehearsal};

/// `GET /openapi.json`
pub(super) async fn served(_: Asked<NoQuery>) -> Result<Response, Problem> {
    static TEXT: OnceLock<String> = OnceLock::new();
    let text = TEXT.get_or_init(|| document().to_string());
    Ok(wire::content("application/json", text.as_str()))
}

/// The document.
#[must_use]
pub fn document() -> Value {
    let mut schemas = Schemas::default();
    let mut paths: Map<String, Value> = Map::new();
    for row in ROUTES {
        let path = paths.entry(row.path.replace("{*", "{")).or_insert_with(|| json!({}));
        if let Some(methods) = path.as_object_mut() {
            methods.insert(row.method.to_ascii_lowercase(), operation(row, &mut schemas));
        }
    }
    let mut all = schemas.into_json();
    add_events(&mut all);
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "AidLedger",
            "version": API_VERSION,
            "summary": "A signed, replayable ledger of State aid",
            "description": "Statements are signed CloudEvents; every answer can be checked offline. Money is a decimal string in euro unless a currency stands beside it; dates are civil dates of the granting State.",
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": all,
            "parameters": language_parameters(),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "description": "A token of the ledger: `aidledger token issue`"}},
        },
    })
}

/// Schemas of shapes by name, gathered as routes name them.
#[derive(Default)]
struct Schemas(BTreeMap<String, RefOr<Schema>>);

impl Schemas {
    /// A reference to a shape, which stands in the document from now on with all that it refers to.
    fn named<T: ToSchema>(&mut self) -> Value {
        let mut below = Vec::new();
        T::schemas(&mut below);
        self.0.insert(T::name().into_owned(), T::schema());
        self.0.extend(below);
        json!({"$ref": format!("#/components/schemas/{}", T::name())})
    }

    fn into_json(self) -> Map<String, Value> {
        self.0.into_iter().map(|(name, schema)| (name, plain(schema))).collect()
    }
}

fn plain(value: impl serde::Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

/// What one route takes and gives.
struct Described {
    parameters: Vec<Parameter>,
    /// Answers that are no problem: status, media type, schema.
    answers: Vec<(&'static str, &'static str, Value)>,
}

fn asks<Q: IntoParams>() -> Vec<Parameter> {
    Q::into_params(|| Some(ParameterIn::Query))
}

fn with<Q: IntoParams>(mut path: Vec<Parameter>) -> Vec<Parameter> {
    path.extend(asks::<Q>());
    path
}

const JSON: &str = "application/json";
const TEXT: &str = "text/plain";
const HTML: &str = "text/html";

fn described(route: Route, schemas: &mut Schemas) -> Described {
    let text = || json!({"type": "string"});
    let json = |schema: Value| vec![("200", JSON, schema)];
    let id = UndertakingId::parameters;
    let octets = || ("200", "application/octet-stream", json!({"type": "string", "format": "binary"}));
    let (parameters, answers) = match route {
        Route::Ledger => (asks::<NoQuery>(), json(schemas.named::<shapes::Ledger>())),
        Route::Submit => (
            asks::<NoQuery>(),
            vec![
                ("201", JSON, schemas.named::<shapes::Answer>()),
                ("422", "application/problem+json", schemas.named::<shapes::RefusedAnswer>()),
            ],
        ),
        Route::SubmitBatch => (
            asks::<NoQuery>(),
            vec![("200", "application/x-ndjson", {
                schemas.named::<shapes::BatchLine>();
                json!({"type": "string", "description": "Lines, each a BatchLine"})
            })],
        ),
        Route::Simulate => (asks::<NoQuery>(), json(schemas.named::<shapes::Simulated>())),
        Route::Routes => (asks::<NoQuery>(), json(schemas.named::<shapes::Routes>())),
        Route::Events => (asks::<EventsQuery>(), json(schemas.named::<shapes::Page>())),
        // Each event's data is an Entry; OpenAPI 3.1 has no word for that.
        Route::EventStream => (asks::<StreamQuery>(), vec![("200", "text/event-stream", Value::Null)]),
        Route::Proof => (Position::parameters(), vec![("200", TEXT, text())]),
        Route::Explanation => (Position::parameters(), json(schemas.named::<shapes::Trace>())),
        Route::Event => (Position::parameters(), json(schemas.named::<shapes::Entry>())),
        Route::Headroom => (with::<HeadroomQuery>(id()), json(schemas.named::<shapes::Headroom>())),
        Route::Awards => (with::<AwardsQuery>(id()), json(schemas.named::<shapes::Awards>())),
        Route::Undertaking => (with::<UndertakingQuery>(id()), json(schemas.named::<shapes::Undertaking>())),
        Route::UndertakingLooks => (with::<LooksQuery>(id()), json(schemas.named::<shapes::Looks>())),
        Route::Looks => (asks::<LooksQuery>(), json(schemas.named::<shapes::Looks>())),
        Route::Duties => (asks::<DutiesQuery>(), json(schemas.named::<shapes::Duties>())),
        Route::Parties => (asks::<NoQuery>(), json(schemas.named::<shapes::Parties>())),
        Route::RulePacks => (asks::<NoQuery>(), json(schemas.named::<shapes::RulePacks>())),
        Route::SummariesDue => (asks::<NoQuery>(), json(schemas.named::<shapes::SummariesDue>())),
        Route::PutPack => (Sha256::parameters(), vec![("201", JSON, schemas.named::<shapes::PackKept>())]),
        // The answers of a witness are C2SP's, its refusals included.
        Route::AddCheckpoint => (
            asks::<NoQuery>(),
            ["200", "400", "403", "404", "409", "422"].map(|status| (status, TEXT, text())).into(),
        ),
        Route::Witnessed => (super::parameter::LogDigest::parameters(), vec![("200", TEXT, text())]),
        Route::Checkpoint | Route::VerifierKey => (asks::<NoQuery>(), vec![("200", TEXT, text())]),
        Route::EntryTile => (vec![TileAt::index()], vec![octets()]),
        Route::HashTile => (vec![TileAt::level(), TileAt::index()], vec![octets()]),
        Route::PackFile => (Sha256::parameters(), vec![octets()]),
        Route::OpenApi => (asks::<NoQuery>(), json(json!({"type": "object"}))),
        // The page answers as a page, its refusals included.
        Route::Home => (
            asks::<HomeQuery>(),
            ["200", "400", "401", "403", "404"].map(|status| (status, HTML, text())).into(),
        ),
        Route::Docs | Route::Errors => (asks::<NoQuery>(), vec![("200", HTML, text())]),
        Route::Health => (asks::<NoQuery>(), json(schemas.named::<shapes::Alive>())),
        Route::Ready => (
            asks::<NoQuery>(),
            vec![
                ("200", JSON, schemas.named::<shapes::Ready>()),
                ("503", JSON, schemas.named::<shapes::Ready>()),
            ],
        ),
        Route::Metrics => (asks::<NoQuery>(), vec![("200", "application/openmetrics-text", text())]),
        Route::Style => (asks::<NoQuery>(), vec![("200", "text/css", text())]),
    };
    Described { parameters, answers }
}

fn operation(row: &Row, schemas: &mut Schemas) -> Value {
    let Described { parameters, answers } = described(row.route, schemas);
    let mut operation = json!({
        "operationId": row.name,
        "summary": row.summary,
        "parameters": with_language(plain(parameters)),
        "responses": responses(row, answers, schemas),
        "security": security(row),
        "x-roles": row.cells.iter().zip(Role::ALL).map(|(cell, role)| (role.as_str().to_owned(), json!(cell.as_str()))).collect::<Map<_, _>>(),
    });
    if let (Some(rule), Some(object)) = (row.body, operation.as_object_mut()) {
        let media = if rule.media.is_empty() { &["text/plain"][..] } else { rule.media };
        let content: Map<String, Value> = media
            .iter()
            .map(|media| ((*media).to_owned(), json!({"schema": body_schema(row.route)})))
            .collect();
        let description = format!("At most {} bytes", rule.bytes_max);
        object.insert(
            "requestBody".into(),
            json!({"required": true, "description": description, "content": content}),
        );
    }
    operation
}

/// Every row takes them; nothing but sentences hangs on either.
fn with_language(parameters: Value) -> Value {
    let shared =
        ["Lang", "AcceptLanguage"].map(|name| json!({"$ref": format!("#/components/parameters/{name}")}));
    let own = parameters.as_array().cloned().unwrap_or_default();
    own.into_iter().chain(shared).collect()
}

fn language_parameters() -> Value {
    let codes: Vec<&str> = Language::ALL.iter().map(|language| language.code()).collect();
    json!({
        "Lang": {"name": "lang", "in": "query", "required": false, "schema": {"type": "string", "enum": codes}, "description": "Language of the answer's sentences (problem details, explanations, pages); goes before Accept-Language. No other member changes with it"},
        "AcceptLanguage": {"name": "Accept-Language", "in": "header", "required": false, "schema": {"type": "string"}, "description": "As RFC 9110 section 12.5.4; English where none of its languages has a catalogue. Content-Language says which one was taken"},
    })
}

fn security(row: &Row) -> Value {
    if row.cell(Role::Public) == Cell::Yes { json!([]) } else { json!([{"token": []}]) }
}

fn body_schema(route: Route) -> Value {
    match route {
        Route::Submit => {
            json!({"type": "string", "maxLength": 32_768, "description": "A compact JWS (RFC 7515) whose payload is one of the event schemas"})
        }
        Route::SubmitBatch => {
            json!({"type": "string", "description": "A compact JWS on each line, at most 10000"})
        }
        Route::Simulate => json!({"$ref": "#/components/schemas/Simulation"}),
        Route::Routes => json!({"$ref": "#/components/schemas/Plan"}),
        _ => json!({"type": "string", "format": "binary"}),
    }
}

fn responses(row: &Row, answers: Vec<(&'static str, &'static str, Value)>, schemas: &mut Schemas) -> Value {
    let problem = schemas.named::<shapes::Problem>();
    let problem = |about: &str| json!({"description": about, "content": {"application/problem+json": {"schema": problem}}});
    let mut responses = Map::new();
    let mut named = vec![("400", "Malformed"), ("429", "Too many requests"), ("503", "Not now")];
    if row.cell(Role::Public) != Cell::Yes {
        named.extend([("401", "A token is needed"), ("403", "Not for this caller")]);
    }
    if row.path.contains('{') {
        named.push(("404", "No such thing"));
    }
    if row.body.is_some() {
        named.extend([("408", "The body came too slowly"), ("413", "Too large")]);
    }
    if row.body.is_some_and(|body| !body.media.is_empty()) {
        named.push(("415", "Another media type is wanted"));
    }
    responses.extend(named.into_iter().map(|(status, about)| (status.to_owned(), problem(about))));
    for (status, media, schema) in answers {
        let about = if status.starts_with('2') { "Done" } else { "Not done" };
        let shape = if schema.is_null() { json!({}) } else { json!({"schema": schema}) };
        let mut content = Map::from_iter([(media.to_owned(), shape)]);
        // Where a status has an answer of its own, the door's problem document is possible too.
        if let Some(Value::Object(door)) = responses.get(status).and_then(|door| door.get("content")) {
            content.extend(door.clone());
        }
        responses.insert(status.to_owned(), json!({"description": about, "content": content}));
    }
    responses.insert("default".into(), problem("Anything else"));
    Value::Object(responses)
}

/// The schemas of all events, and of what a simulation and a question about routes take.
fn add_events(schemas: &mut Map<String, Value>) {
    let mut facts = Vec::new();
    for event_type in EventType::ALL {
        let mut schema = event_type.schema();
        moved(&mut schema);
        if let Some(object) = schema.as_object_mut() {
            object.remove("$schema");
            // One definition for all types: the names are those of the vocabulary's own types.
            if let Some(Value::Object(definitions)) = object.remove("$defs") {
                for (name, definition) in definitions {
                    schemas.entry(name).or_insert(definition);
                }
            }
        }
        let name = format!("event.{}", event_type.name());
        facts.push(json!({
            "type": "object", "additionalProperties": false, "required": ["type", "data"],
            "properties": {
                "type": {"enum": [event_type.name(), event_type.wire()]},
                "data": {"$ref": format!("#/components/schemas/{name}/properties/data")},
            },
        }));
        schemas.insert(name, schema);
    }
    let mut simulation = rehearsal::Supposed::schema();
    if let Some(items) = simulation.pointer_mut("/properties/events/items") {
        *items = json!({"oneOf": facts});
    }
    schemas.insert("Simulation".into(), simulation);
    // Its definitions are those of a grant, which stand there already.
    let (mut plan, _) = RoutesAsked::schema();
    moved(&mut plan);
    schemas.insert("Plan".into(), plan);
}

/// Points references into the shared definitions.
fn moved(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            for (name, value) in members.iter_mut() {
                match value {
                    Value::String(text) if name == "$ref" => {
                        *text = text.replace("#/$defs/", "#/components/schemas/")
                    }
                    other => moved(other),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(moved),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_shape_has_the_name_of_a_record_of_the_vocabulary() {
        let mut shapes = Schemas::default();
        for row in ROUTES {
            operation(row, &mut shapes);
        }
        for event_type in EventType::ALL {
            let schema = event_type.schema();
            let records = schema["$defs"].as_object().cloned().unwrap_or_default();
            for name in records.keys() {
                assert!(!shapes.0.contains_key(name), "{name} is both, and one would stand for the other");
            }
        }
    }
}
