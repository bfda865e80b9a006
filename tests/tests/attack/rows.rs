//! A request that fits each row of the table of routes and asks for something that is there.

use api::http::access::{Cell, ROUTES, Role, Route, Row};
use ledger::time::{Clock as _, SystemClock};
use serde_json::json;

use crate::support::people::{SLASHED, UNDERTAKING};
use crate::support::raw::{Answer, Line, Silence, request};
use crate::support::stage::{PURPOSE, Stage};

/// A request of a row.
#[derive(Debug, Clone)]
pub struct Asked {
    pub row: &'static Row,
    /// The path, spelt plainly.
    pub path: String,
    /// The query with its question mark, or nothing.
    pub query: String,
    pub media: &'static str,
    pub body: Vec<u8>,
}

/// Whether the answer of a row changes from one moment to the next.
pub fn is_volatile(row: &Row) -> bool {
    // Figures of the moment; a refusal that is signed with its instant; a record that grows with every look at it.
    matches!(row.name, "Metrics" | "Ready" | "SubmitBatch" | "Looks" | "UndertakingLooks")
}

/// The word of a role as tokens have it; none for the public.
pub fn word(role: Role) -> Option<&'static str> {
    (role != Role::Public).then(|| role.as_str())
}

/// A row's pattern with values. The undertaking is left; of the parameters of a tile the last takes all its segments.
fn filled(pattern: &str, digest: &str, tile: &str) -> String {
    let path = pattern.replace("{level}/{*index}", "{*index}").replace("...}", "}").replace("{*", "{");
    let path = path.replace("{position}", "0").replace("{sha256}", digest);
    path.replace("{path}", tile).replace("{index}", tile)
}

/// A request for every row; rows with an undertaking have a second one, with a slash in its number.
pub fn all(stage: &Stage) -> Vec<Asked> {
    let size = stage.published();
    let packs = stage.honest.get("/v1/rule-packs", None).unwrap().json();
    let digest = packs["packs"][0]["sha256"].as_str().unwrap().to_owned();
    let today = SystemClock.now().utc_date();
    let mut all = Vec::new();
    for row in ROUTES {
        let tile = match row.route {
            Route::HashTile => format!("0/000.p/{size}"),
            _ => format!("000.p/{size}"),
        };
        let path = filled(row.path, &digest, &tile);
        let query = match row.route {
            Route::Headroom => format!("?member-state=FI&on={today}&purpose={PURPOSE}"),
            // A stream does not end, so its door is tried with a parameter that is refused behind it.
            Route::EventStream => "?after=x".to_owned(),
            _ if row.cells.contains(&Cell::Purpose) => format!("?purpose={PURPOSE}"),
            _ => String::new(),
        };
        let body = match row.route {
            Route::Simulate => json!({"as_party": "host-a", "on": today.to_string(), "events": [
                {"type": "undertaking.registered", "data": {"undertaking": "NID:FI:11111128", "identifiers": [], "natural_person": false}}]})
            .to_string()
            .into_bytes(),
            Route::Routes => json!({"as_party": "host-a", "undertaking": UNDERTAKING, "member_state": "FI", "on": today.to_string(),
                "aid": {"form": "grant", "nominal": {"amount": "400000.00", "currency": "EUR"}}})
            .to_string()
            .into_bytes(),
            // Its digest is another one: said before anything is compiled or written.
            Route::PutPack | Route::Submit | Route::SubmitBatch => b"x".to_vec(),
            Route::AddCheckpoint => b"old 0\n\n".to_vec(),
            _ => Vec::new(),
        };
        let media = row.body.and_then(|body| body.media.first().copied()).unwrap_or("text/plain");
        let encoded = SLASHED.replace('/', "%2F");
        let ids = if path.contains("{id}") { vec![UNDERTAKING, &encoded] } else { vec![""] };
        for id in ids {
            let path = path.replace("{id}", id);
            all.push(Asked { row, path, query: query.clone(), media, body: body.clone() });
        }
    }
    all
}

impl Asked {
    /// The request's target, spelt plainly.
    pub fn target(&self) -> String {
        format!("{}{}", self.path, self.query)
    }
}

/// A connection that is opened again whenever the server has ended it.
#[derive(Debug)]
pub struct Caller {
    address: std::net::SocketAddr,
    line: Option<Line>,
    pub requests: u64,
}

impl Caller {
    /// A caller of a stage.
    pub fn new(stage: &Stage) -> Self {
        Self { address: stage.serving.address, line: None, requests: 0 }
    }

    /// Sends the request with a target and headers of the caller's choice.
    pub fn ask(&mut self, asked: &Asked, target: &str, headers: &[(&str, &str)]) -> Result<Answer, Silence> {
        self.ask_as(asked.row.method, asked, target, headers)
    }

    /// As [`Caller::ask`], under a method.
    pub fn ask_as(
        &mut self,
        method: &str,
        asked: &Asked,
        target: &str,
        headers: &[(&str, &str)],
    ) -> Result<Answer, Silence> {
        let mut headers = headers.to_vec();
        if !asked.body.is_empty() {
            headers.push(("content-type", asked.media));
        }
        let bytes = request(method, target, self.address, &headers, &asked.body);
        self.send(&bytes, method == "HEAD")
    }

    /// Sends bytes that are one request. A connection that was kept may have ended meanwhile: once more on a new one.
    pub fn send(&mut self, bytes: &[u8], head_only: bool) -> Result<Answer, Silence> {
        self.requests += 1;
        if let Some(mut line) = self.line.take()
            && line.send(bytes).is_ok()
            && let Ok(answer) = line.answer_to(head_only)
        {
            if !answer.closes() {
                self.line = Some(line);
            }
            return Ok(answer);
        }
        let mut line = Line::open(self.address, [127, 0, 0, 1], None).map_err(|_| Silence::Closed)?;
        line.send(bytes).map_err(|_| Silence::Closed)?;
        let answer = line.answer_to(head_only)?;
        if !answer.closes() {
            self.line = Some(line);
        }
        Ok(answer)
    }
}
