//! The interface as OpenAPI 3.1, made from the table of routes and the event vocabulary.
//!
//! The document is also committed as `api/openapi/v1.json`; a test compares the two, so that a change of the contract
//! is seen in review.

use std::sync::OnceLock;

use axum::response::Response;
use ledger::event::EventType;
use serde_json::{Map, Value, json};

use super::access::{Cell, ROUTES, Role, Route, Row};
use super::front::API_VERSION;
use super::problem::{PROBLEMS, Problem};
use super::wire;

/// `GET /openapi.json`
pub(super) fn served() -> Result<Response, Problem> {
    static TEXT: OnceLock<String> = OnceLock::new();
    let text = TEXT.get_or_init(|| document().to_string());
    Ok(wire::content("application/json", text.as_str()))
}

/// The document.
#[must_use]
pub fn document() -> Value {
    let mut paths: Map<String, Value> = Map::new();
    for row in ROUTES {
        let path = paths.entry(row.path.replace("...}", "}")).or_insert_with(|| json!({}));
        if let Some(methods) = path.as_object_mut() {
            methods.insert(row.method.to_ascii_lowercase(), operation(row));
        }
    }
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
            "schemas": schemas(),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "description": "A token of the ledger: `aidledger token issue`"}},
        },
    })
}

fn operation(row: &Row) -> Value {
    let mut operation = json!({
        "operationId": row.name,
        "summary": row.summary,
        "parameters": parameters(row),
        "responses": responses(row),
        "security": security(row),
        "x-roles": row.cells.iter().zip(Role::ALL).map(|(cell, role)| (role.as_str().to_owned(), json!(word(*cell)))).collect::<Map<_, _>>(),
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

/// The table's word for a cell.
pub(super) fn word(cell: Cell) -> &'static str {
    match cell {
        Cell::No => "no",
        Cell::Yes => "yes",
        Cell::Own => "own",
        Cell::Purpose => "for a stated purpose",
        Cell::PublicLog => "where the log is public",
    }
}

fn security(row: &Row) -> Value {
    if row.cell(Role::Public) == Cell::Yes { json!([]) } else { json!([{"token": []}]) }
}

fn parameters(row: &Row) -> Vec<Value> {
    let in_path = row.path.split(['{', '}']).skip(1).step_by(2).map(|name| {
        let name = name.trim_end_matches("...");
        let schema = if name == "position" {
            json!({"type": "integer", "minimum": 0})
        } else {
            json!({"type": "string"})
        };
        json!({"name": name, "in": "path", "required": true, "schema": schema})
    });
    let in_query = query_names(row.route).iter().map(|(name, about)| {
        json!({"name": name, "in": "query", "required": false, "description": about, "schema": {"type": "string"}})
    });
    in_path.chain(in_query).collect()
}

/// The query of a route, with a word on each name.
fn query_names(route: Route) -> &'static [(&'static str, &'static str)] {
    const KNOWN_AT: (&str, &str) = ("known-at", "As known after this position; default now");
    const AFTER: (&str, &str) = ("after", "Only what comes behind this position");
    const LIMIT: (&str, &str) = ("limit", "Most items on a page");
    match route {
        Route::Events => &[
            AFTER,
            LIMIT,
            ("type", "Event type, such as award.granted"),
            ("subject", "The main object's id"),
            ("issuer", "The party that signed"),
            ("undertaking", "An undertaking the event names"),
            ("outcome", "admitted, recorded, refused or deferred"),
        ],
        Route::EventStream => &[AFTER],
        Route::Headroom | Route::Home => &[
            ("regime", "Default eu-2023-2831"),
            ("member-state", "The granting State; needed where awards of several States, or none, are known"),
            ("on", "The date of the grant thought of, YYYY-MM-DD; default today (UTC)"),
            KNOWN_AT,
            ("purpose", "What a hosting entity asks for; logged"),
        ],
        Route::Awards => &[AFTER, LIMIT, KNOWN_AT],
        Route::Undertaking => &[KNOWN_AT],
        _ => &[],
    }
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
        _ => json!({"type": "string", "contentEncoding": "binary"}),
    }
}

fn responses(row: &Row) -> Value {
    let problem = |about: &str| json!({"description": about, "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}});
    let content =
        |media: &str, schema: Value| json!({"description": "Done", "content": {media: {"schema": schema}}});
    let named = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    let mut responses = Map::new();
    let (status, done) = match row.route {
        Route::Submit => ("201", content("application/json", named("Answer"))),
        Route::SubmitBatch => ("200", content("application/x-ndjson", named("BatchLine"))),
        Route::PutPack => ("201", content("application/json", json!({"type": "object"}))),
        Route::EventStream => ("200", content("text/event-stream", json!({"type": "string"}))),
        Route::Proof | Route::Checkpoint | Route::VerifierKey | Route::AddCheckpoint | Route::Metrics => {
            ("200", content("text/plain", json!({"type": "string"})))
        }
        Route::EntryTile | Route::HashTile | Route::PackFile => (
            "200",
            content("application/octet-stream", json!({"type": "string", "contentEncoding": "binary"})),
        ),
        Route::Docs | Route::Errors | Route::Home => ("200", content("text/html", json!({"type": "string"}))),
        Route::Style => ("200", content("text/css", json!({"type": "string"}))),
        Route::Events => ("200", content("application/json", named("Page"))),
        Route::Event => ("200", content("application/json", named("Entry"))),
        Route::Explanation => ("200", content("application/json", named("Trace"))),
        Route::Headroom => ("200", content("application/json", named("Headroom"))),
        Route::Ledger
        | Route::Simulate
        | Route::Awards
        | Route::Undertaking
        | Route::Parties
        | Route::RulePacks
        | Route::OpenApi
        | Route::Health
        | Route::Ready => ("200", content("application/json", json!({"type": "object"}))),
    };
    responses.insert(status.into(), done);
    if row.route == Route::Submit {
        responses.insert("422".into(), json!({"description": "Recorded, and refused or deferred", "content": {"application/problem+json": {"schema": named("RefusedAnswer")}}}));
    }
    responses.insert("default".into(), problem("Anything else"));
    Value::Object(responses)
}

fn schemas() -> Value {
    let mut schemas = own_schemas();
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
    schemas.insert("Simulation".into(), json!({
        "type": "object", "additionalProperties": false, "required": ["events"],
        "properties": {
            "events": {"type": "array", "minItems": 1, "maxItems": 64, "items": {"oneOf": facts}},
            "on": {"type": "string", "format": "date", "description": "The date on which the facts are stated"},
            "as_party": {"type": "string", "description": "In whose name"},
        },
    }));
    Value::Object(schemas)
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

fn own_schemas() -> Map<String, Value> {
    let figure = json!({"type": ["array", "null"], "items": {"type": ["string", "null"]}, "minItems": 1, "maxItems": 2});
    let judged = json!({
        "position": {"type": ["integer", "null"], "minimum": 0},
        "outcome": {"enum": ["admitted", "recorded", "refused", "deferred"]},
        "codes": {"type": "array", "items": {"type": "string"}},
        "flags": {"type": "array", "items": {"type": "string"}},
        "gge": figure,
        "checks": {"type": "array", "items": {"type": "object"}},
        "affects": {"type": ["object", "null"]},
        "receipt": {"type": "object", "required": ["proof", "entry"], "properties": {
            "proof": {"type": "string", "description": "C2SP tlog-proof"},
            "entry": {"type": "string", "description": "The exact bytes that are hashed"},
        }},
    });
    let problem = json!({
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string", "description": format!("A refusal code, or one of: {}", PROBLEMS.iter().map(|(code, _, _)| *code).collect::<Vec<_>>().join(", "))},
        "faults": {"type": "array", "items": {"type": "object", "required": ["pointer", "code", "message", "hint"], "properties": {
            "pointer": {"type": "string"}, "code": {"type": "string"}, "message": {"type": "string"}, "hint": {"type": "string"},
        }}},
    });
    let required = ["type", "title", "status", "detail", "code", "faults"];
    let answer = json!({"type": "object", "properties": judged, "required": ["position", "outcome", "codes", "flags", "gge", "checks", "affects", "receipt"]});
    let mut refused = judged.clone();
    if let (Some(refused), Some(problem)) = (refused.as_object_mut(), problem.as_object()) {
        refused.extend(problem.clone());
        refused.insert("ways_out".into(), json!({"type": ["object", "null"]}));
    }
    let list = [
        ("Answer", answer),
        ("RefusedAnswer", json!({"type": "object", "properties": refused, "required": required})),
        ("Problem", json!({"type": "object", "properties": problem, "required": required})),
        (
            "BatchLine",
            json!({"type": "object", "required": ["line", "status", "body"], "properties": {
                "line": {"type": "integer", "minimum": 1}, "status": {"type": "integer"}, "replayed": {"type": "boolean"},
                "body": {"type": "object"},
            }}),
        ),
        (
            "Entry",
            json!({"type": "object", "required": ["position", "at", "kid", "event", "verdict", "entry"], "properties": {
                "position": {"type": "integer"}, "at": {"type": "string", "format": "date-time"}, "kid": {"type": "string"},
                "event": {"type": "object"}, "verdict": {"type": "object"}, "entry": {"type": "string"},
            }}),
        ),
        (
            "Page",
            json!({"type": "object", "required": ["events", "next", "as_of"], "properties": {
                "events": {"type": "array", "items": {"$ref": "#/components/schemas/Entry"}},
                "next": {"type": ["integer", "null"]}, "as_of": {"type": "integer"},
            }}),
        ),
        (
            "Trace",
            json!({"type": "object", "required": ["step", "text"], "properties": {
                "step": {"type": "string"}, "text": {"type": "string"}, "result": {"type": "string"}, "rule": {"type": "string"},
                "citation": {"type": "string"}, "position": {"type": "integer"}, "figure": figure,
                "inputs": {"type": "array", "items": {"$ref": "#/components/schemas/Trace"}},
            }}),
        ),
        (
            "Headroom",
            json!({"type": "object", "required": ["undertaking", "group", "regime", "member_state", "on", "known_at", "ceiling", "used", "remaining", "excess", "upper_bound", "awards", "releases", "coverage", "explanation"], "properties": {
                "undertaking": {"type": "string"}, "group": {"type": "array", "items": {"type": "string"}}, "regime": {"type": "string"},
                "member_state": {"type": "string"}, "on": {"type": "string", "format": "date"}, "known_at": {"type": "integer"},
                "ceiling": {"type": "string"}, "used": {"type": "string"}, "remaining": {"type": "string"}, "excess": {"type": "string"},
                "upper_bound": {"type": "boolean"}, "awards": {"type": "array", "items": {"type": "object"}},
                "releases": {"type": "array", "items": {"type": "object"}}, "coverage": {"type": "array", "items": {"type": "object"}},
                "explanation": {"$ref": "#/components/schemas/Trace"},
            }}),
        ),
    ];
    list.into_iter().map(|(name, schema)| (name.to_owned(), schema)).collect()
}
