//! One request as a handler sees it: row, caller, decoded parameters, a body that is already bounded.

use std::str::FromStr;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::Query;
use axum::http::{HeaderMap, Uri};
use chrono::NaiveDate;
use ledger::ids::{PartyId, UndertakingId};

use super::App;
use super::access::{Cell, Role, Row};
use super::problem::{Problem, parameter_fault};

/// Longest free text in a query, bytes.
const PURPOSE_BYTES_MAX: usize = 200;

/// Who asks.
#[derive(Debug, Clone)]
pub(super) struct Caller {
    pub role: Role,
    /// The party of a hosting entity's token.
    pub party: Option<PartyId>,
    /// The undertaking of an applicant's token.
    pub undertaking: Option<UndertakingId>,
}

/// One request.
pub(super) struct Call {
    pub app: Arc<App>,
    pub row: &'static Row,
    /// What the row allows this caller.
    pub cell: Cell,
    pub caller: Caller,
    pub params: Vec<(&'static str, String)>,
    pub query: Parameters,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Call {
    /// The raw text of a path parameter.
    pub fn param(&self, name: &str) -> &str {
        self.params.iter().find(|(key, _)| *key == name).map_or("", |(_, value)| value)
    }

    /// The position in the path.
    pub fn position(&self) -> Result<u64, Problem> {
        parse_position(self.param("position"))
            .ok_or_else(|| Problem::parameter("/path/position", "not a position", "write a number from 0"))
    }

    /// The undertaking in the path, any spelling.
    pub fn undertaking(&self) -> Result<UndertakingId, Problem> {
        self.param("id").parse::<UndertakingId>().map_err(|error| {
            Problem::parameter(
                "/path/id",
                error.to_string(),
                "write NID:<country>:<number>, EUID:.., LEI:.. or VAT:..",
            )
        })
    }

    /// What a hosting entity says it asks for, where the table wants it said.
    pub fn purpose(&self) -> Result<Option<&str>, Problem> {
        let purpose = self.query.text("purpose").map(str::trim).filter(|text| !text.is_empty());
        if purpose.is_some_and(|text| text.len() > PURPOSE_BYTES_MAX || text.chars().any(char::is_control)) {
            return Err(Problem::parameter(
                "/query/purpose",
                "not a short text",
                "at most 200 bytes, no control characters",
            ));
        }
        if self.cell == Cell::Purpose && purpose.is_none() {
            let hint = "add purpose=, such as the application's number; it is logged";
            return Err(Problem::parameter("/query/purpose", "a hosting entity says what it asks for", hint));
        }
        Ok(purpose)
    }
}

/// A position as text, digits only.
pub(super) fn parse_position(text: &str) -> Option<u64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// Query parameters: each at most once, none unknown.
#[derive(Debug, Clone, Default)]
pub(super) struct Parameters(Vec<(String, String)>);

impl Parameters {
    /// Reads a request's query.
    pub fn read(uri: &Uri) -> Result<Self, Problem> {
        let Ok(Query(pairs)) = Query::<Vec<(String, String)>>::try_from_uri(uri) else {
            return Err(Problem::parameter(
                "/query",
                "not a query of names and values",
                "write name=value, percent-encoded",
            ));
        };
        Ok(Self(pairs))
    }

    /// Refuses names that the route does not know, and names given twice: nothing is guessed, nothing is ignored.
    pub fn only(&self, known: &[&str]) -> Result<(), Problem> {
        let mut faults = Vec::new();
        for (index, (name, _)) in self.0.iter().enumerate() {
            let place = || format!("/query/{}", name.escape_debug());
            if !known.contains(&name.as_str()) {
                let hint = if known.is_empty() {
                    "this route takes none".to_owned()
                } else {
                    format!("known here: {}", known.join(", "))
                };
                faults.push(parameter_fault(&place(), "unknown parameter", &hint));
            } else if self.0.iter().take(index).any(|(earlier, _)| earlier == name) {
                faults.push(parameter_fault(&place(), "given twice", "give it once"));
            }
        }
        if faults.is_empty() { Ok(()) } else { Err(Problem::malformed(faults)) }
    }

    /// The text of a parameter.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// A parameter that is parsed; an empty one counts as not given, as forms send it.
    pub fn parsed<T: FromStr>(&self, name: &str, hint: &str) -> Result<Option<T>, Problem> {
        let Some(text) = self.text(name).map(str::trim).filter(|text| !text.is_empty()) else {
            return Ok(None);
        };
        let fault = |_| {
            Problem::parameter(
                &format!("/query/{name}"),
                format!("can't read `{}`", text.escape_debug()),
                hint,
            )
        };
        text.parse().map(Some).map_err(fault)
    }

    /// A number without sign.
    pub fn number(&self, name: &str) -> Result<Option<u64>, Problem> {
        let Some(text) = self.text(name) else { return Ok(None) };
        let fault = || {
            Problem::parameter(
                &format!("/query/{name}"),
                format!("can't read `{}`", text.escape_debug()),
                "write digits only",
            )
        };
        parse_position(text).map(Some).ok_or_else(fault)
    }

    /// A legal date.
    pub fn date(&self, name: &str) -> Result<Option<NaiveDate>, Problem> {
        let hint = "write YYYY-MM-DD, 1990 to 2199";
        Ok(self.parsed::<ledger::time::LegalDate>(name, hint)?.map(|date| date.date()))
    }
}
