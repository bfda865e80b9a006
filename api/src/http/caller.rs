//! Who asks, and what the table lets them: settled once, before any body is read.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use ledger::ids::{PartyId, UndertakingId};
use rules::words::say;

use super::App;
use super::access::{Cell, Mode, ROUTES, Role, Route, Row};
use super::problem::Problem;

/// Who asks.
#[derive(Debug, Clone)]
pub(super) struct Caller {
    pub role: Role,
    /// The party of a token.
    pub party: Option<PartyId>,
    /// The undertaking of an applicant's token.
    pub undertaking: Option<UndertakingId>,
    /// The token's id, for the record of looks.
    pub token_id: Option<String>,
}

/// A caller at a row of the table: made by [`admit`] alone, for the handler of that row.
#[derive(Debug, Clone)]
pub(super) struct Access {
    pub row: &'static Row,
    pub caller: Caller,
    /// What the row allows this caller; never [`Cell::No`].
    pub cell: Cell,
    /// Whose share of connections, streams and batches it is.
    pub address: IpAddr,
}

impl Access {
    /// The same caller at another row, for a page that shows what that row shows; `None` where they may not.
    pub fn at(&self, app: &App, route: Route) -> Option<Self> {
        let row = ROUTES.iter().find(|row| row.route == route)?;
        let cell = row.permits(app.settings.mode, self.caller.role, app.settings.public_log);
        (cell != Cell::No).then(|| Self { row, cell, ..self.clone() })
    }
}

/// The address that a request counts for, as the outermost layer found it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Client(pub IpAddr);

impl FromRequestParts<Arc<App>> for Access {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<App>) -> Result<Self, Problem> {
        let missing = || Problem::new("internal", &say::why_past_door());
        parts.extensions.get::<Self>().cloned().ok_or_else(missing)
    }
}

/// Lets a request in at a row, or says why not.
pub(super) fn admit(app: &App, row: &'static Row, parts: &Parts) -> Result<Access, Problem> {
    let caller = caller(app, &parts.headers, row)?;
    let cell = row.permits(app.settings.mode, caller.role, app.settings.public_log);
    if cell == Cell::No {
        return Err(refused(caller.role));
    }
    let address =
        parts.extensions.get::<Client>().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |client| client.0);
    Ok(Access { row, caller, cell, address })
}

fn refused(role: Role) -> Problem {
    if role == Role::Public {
        let problem = Problem::new("token_required", &say::why_token_needed());
        problem.with_header(header::WWW_AUTHENTICATE, "Bearer")
    } else {
        Problem::new("not_allowed", &say::why_role(role.as_str()))
    }
}

fn caller(app: &App, headers: &HeaderMap, row: &Row) -> Result<Caller, Problem> {
    let nobody = |role| Caller { role, party: None, undertaking: None, token_id: None };
    if app.settings.mode == Mode::LoopbackOpen {
        return Ok(nobody(Role::Auditor));
    }
    let mut given = headers.get_all(header::AUTHORIZATION).iter();
    let claims = match (given.next(), given.next()) {
        (None, _) => return Ok(nobody(Role::Public)),
        (Some(one), None) => {
            bearer(one.to_str().unwrap_or_default()).and_then(|token| app.service.verify_token(token))
        }
        // Of two tokens none is the caller's.
        (Some(_), Some(_)) => None,
    };
    match claims {
        Some(claims) => {
            let role = Role::from_word(claims.role.as_str()).unwrap_or(Role::Public);
            let token_id = Some(claims.id.as_str().to_owned());
            Ok(Caller { role, party: claims.party, undertaking: claims.undertaking, token_id })
        }
        // What is open to all stays open to somebody with an old token.
        None if row.permits(app.settings.mode, Role::Public, app.settings.public_log) != Cell::No => {
            Ok(nobody(Role::Public))
        }
        None => {
            let problem = Problem::new("token_required", &say::why_token_closed());
            Err(problem.with_header(header::WWW_AUTHENTICATE, "Bearer error=\"invalid_token\""))
        }
    }
}

/// The token of a `Bearer` credential (RFC 6750 section 2.1; the scheme's case does not matter, RFC 9110 section 11.1).
pub(crate) fn bearer(credential: &str) -> Option<&str> {
    let (scheme, token) = credential.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim_start_matches(' '))
}
