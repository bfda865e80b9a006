//! The way in: one statement, many, or a rehearsal.

use std::convert::Infallible;
use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::HeaderValue;
use axum::response::Response;
use futures_util::stream;
use ledger::ids::PartyId;
use ledger::verdict::{Outcome, Verdict};
use rules::explain::{Said, refusal_said};
use rules::project::WaysOut;
use rules::words::{Between, Language, Listed, became, say};
use serde_json::Value;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::access::{BATCH_LINES_MAX, Role};
use super::body::{Room, Sent, Taken, counted};
use super::caller::Access;
use super::parameter::{Asked, NoQuery};
use super::problem::{Problem, REFUSAL, turned};
use super::shapes::{self, Judged};
use super::share::{Share, Shares};
use super::tongue::{Tongue, spoken};
use super::wire::{self, REPLAYED};
use super::{App, Limits};
use crate::service::rehearsal::{self, RehearsalError};
use crate::service::{Receipt, Service, Turned};

/// Lines handed to the sequencer at a time: its largest group.
const GROUP_LINES_MAX: usize = 1_000;
/// Lines of a batch that may be no statements; then the rest is not looked at. Each of them costs an answer many times
/// its length.
const FOREIGN_LINES_MAX: usize = 100;
/// No compact JWS of a statement is shorter: an Ed25519 signature alone has 86 characters.
const STATEMENT_BYTES_MIN: usize = 100;
/// How long a batch that has arrived waits for its turn.
const TURN: Duration = Duration::from_secs(30);
/// Memory for batches that are on their way in or worked on: sixteen of the largest.
const ROOM_KIB: usize = 256 * 1024;

/// `POST /v1/events`
pub(super) async fn one(
    State(app): State<Arc<App>>,
    Tongue { language, .. }: Tongue,
    _: Asked<NoQuery>,
    Sent(body): Sent,
) -> Result<Response, Problem> {
    let service = &app.service;
    match service.submit(body.to_vec()).await {
        Ok(done) => respond(&done, service, language),
        Err(why) => {
            let problem = turned(&why);
            let signed = service.sign_refusal(problem.status, problem.code, &body);
            Err(problem.with_header(REFUSAL, signed))
        }
    }
}

fn respond(receipt: &Receipt, service: &Service, language: Language) -> Result<Response, Problem> {
    let mut response = match answered(receipt, service, language) {
        Answered::Took(answer) => wire::with_status(wire::json(&answer)?, 201),
        Answered::TookNot(answer) => {
            let text =
                serde_json::to_string(&answer).map_err(|error| Problem::of_error("internal", error))?;
            let response = wire::with_status(wire::content("application/problem+json", text), 422);
            spoken(response, language)
        }
    };
    if receipt.replayed {
        response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
    }
    Ok(response)
}

/// What a recorded statement is answered with.
enum Answered {
    Took(Box<shapes::Answer>),
    TookNot(Box<shapes::RefusedAnswer>),
}

fn answered(receipt: &Receipt, service: &Service, language: Language) -> Answered {
    let answer = shapes::Answer {
        judged: Judged::at(Some(receipt.position), receipt.verdict.clone()),
        receipt: shapes::Receipt {
            proof: receipt.proof.clone(),
            entry: String::from_utf8_lossy(&receipt.entry).into_owned(),
        },
    };
    if took_effect(receipt.verdict.outcome) {
        return Answered::Took(Box::new(answer));
    }
    // Ways out are for now, also where the answer is an old one.
    let state = &service.view().state;
    let (mut ways, mut reasons) = (receipt.ways_out(state), receipt.reasons(state));
    let problem = verdict_problem(&receipt.verdict, &reasons, ways.as_ref(), receipt.position);
    let problem = problem.shape(language);
    told(language, &mut reasons, ways.as_mut());
    let reasons = reasons.into_iter().map(Into::into).collect();
    Answered::TookNot(Box::new(shapes::RefusedAnswer {
        problem,
        answer,
        reasons,
        ways_out: ways.map(Into::into),
    }))
}

/// Tells what is said beside a verdict.
fn told(language: Language, reasons: &mut [Said], ways: Option<&mut WaysOut>) {
    reasons.iter_mut().for_each(|said| said.tell(language));
    ways.into_iter().for_each(|ways| ways.tell(language));
}

/// Whether the statement took effect: 201; otherwise 422.
fn took_effect(outcome: Outcome) -> bool {
    match outcome {
        Outcome::Admitted | Outcome::Recorded => true,
        Outcome::Refused | Outcome::Deferred => false,
    }
}

fn verdict_problem(verdict: &Verdict, reasons: &[Said], ways: Option<&WaysOut>, position: u64) -> Problem {
    let code = verdict.codes.first().map_or("needs_review", |code| code.as_str());
    let deferred = verdict.outcome == Outcome::Deferred;
    let title = if deferred { say::deferred() } else { say::refused() };
    let recorded = say::recorded_as(position, became(verdict.outcome), code);
    let said = (!reasons.is_empty()).then(|| refusal_said(verdict, reasons, ways));
    let detail = say::all_said(Listed::new(Between::Semicolon, said.into_iter().chain([recorded])));
    let mut problem = Problem::new("internal", &detail);
    (problem.status, problem.code, *problem.title) = (422, code, title);
    problem
}

/// How many batches may be on their way in, worked on, and either of one address.
pub(super) struct Batches {
    room: Room,
    working: Arc<Semaphore>,
    shares: Arc<Shares>,
}

impl Batches {
    pub fn new(limits: &Limits) -> Self {
        Self {
            room: Room::kib(ROOM_KIB),
            working: Arc::new(Semaphore::new(limits.batches)),
            shares: Shares::new(limits.batches_per_address),
        }
    }
}

/// `POST /v1/events/batch`: answers line by line as they become durable, so that a broken connection loses no receipt
/// that was already earned.
pub(super) async fn batch(
    State(app): State<Arc<App>>,
    access: Access,
    Tongue { language, .. }: Tongue,
    _: Asked<NoQuery>,
    request: Request,
) -> Result<Response, Problem> {
    let busy = || Problem::too_busy(&say::why_batches_busy());
    // Its share before a byte of the body is read; a turn only when the whole of it is here, so that nobody keeps
    // others waiting by sending slowly.
    let share = app.batches.shares.take(access.address).ok_or_else(busy)?;
    let rule = access.row.body.ok_or_else(|| Problem::new("internal", &say::why_no_body()))?;
    let (body, taken) = counted(&app, rule, request, &app.batches.room).await?;
    let turn = tokio::time::timeout(TURN, Arc::clone(&app.batches.working).acquire_owned()).await;
    let turn = turn.ok().and_then(Result::ok).ok_or_else(busy)?;
    let count = numbered(&body).count();
    if count > BATCH_LINES_MAX {
        let detail = say::why_batch_long(count, BATCH_LINES_MAX);
        let problem = Problem::new("too_large", &detail);
        let signed = app.service.sign_refusal(problem.status, problem.code, &body);
        return Err(problem.with_header(REFUSAL, signed));
    }
    let (lines, beyond) = lines(&body);
    let groups: Vec<Vec<Line>> = lines.chunks(GROUP_LINES_MAX).map(<[_]>::to_vec).collect();
    let batch =
        Batch { app, language, groups: groups.into_iter(), foreign: 0, beyond, _held: (share, turn, taken) };
    let answers = stream::unfold(batch, |mut batch| async move {
        let text = batch.next().await?;
        Some((Ok::<_, Infallible>(Bytes::from(text)), batch))
    });
    Ok(spoken(wire::content("application/x-ndjson", Body::from_stream(answers)), language))
}

/// A line's number from 1, and its text.
pub(super) type Line = (usize, Vec<u8>);

/// A batch that is being answered; its share and its turn end with the last answer, or when the client is gone.
struct Batch {
    app: Arc<App>,
    language: Language,
    groups: std::vec::IntoIter<Vec<Line>>,
    /// Lines so far that were no statements.
    foreign: usize,
    /// The first line that is not looked at.
    beyond: Option<usize>,
    _held: (Share, OwnedSemaphorePermit, Taken),
}

impl Batch {
    /// The answers of the next group; `None` when all are given.
    async fn next(&mut self) -> Option<String> {
        let mut text = String::new();
        if self.foreign > FOREIGN_LINES_MAX {
            self.beyond = self.groups.next().and_then(|group| group.first().map(|(number, _)| *number));
            self.groups = Vec::new().into_iter();
        }
        let Some(group) = self.groups.next() else {
            let line = self.beyond.take()?;
            let detail = say::why_foreign_lines(FOREIGN_LINES_MAX);
            put_line(
                &mut text,
                line,
                400,
                false,
                to_value(&Problem::new("malformed", &detail).shape(self.language)),
            );
            return Some(text);
        };
        let (numbers, lines): (Vec<usize>, Vec<Vec<u8>>) = group.into_iter().unzip();
        let results = self.app.service.submit_all(lines.clone()).await;
        for ((number, line), result) in numbers.iter().zip(&lines).zip(&results) {
            let (status, replayed, body) = line_answer(result, line, &self.app.service, self.language);
            if status == 400 {
                self.foreign = self.foreign.saturating_add(1);
            }
            put_line(&mut text, *number, status, replayed, body);
        }
        Some(text)
    }
}

fn put_line(text: &mut String, line: usize, status: u16, replayed: bool, body: Value) {
    let shape = shapes::BatchLine { line, status, replayed, body };
    // Number and status first: they are what a reader of the stream looks for.
    let _ = writeln!(text, "{}", serde_json::to_string(&shape).unwrap_or_default());
}

fn to_value(shape: &impl serde::Serialize) -> Value {
    // Shapes are maps with text keys: they always are JSON.
    serde_json::to_value(shape).unwrap_or_default()
}

fn line_answer(
    result: &Result<Receipt, Turned>,
    line: &[u8],
    service: &Service,
    language: Language,
) -> (u16, bool, Value) {
    match result {
        Ok(done) => match answered(done, service, language) {
            Answered::Took(answer) => (201, done.replayed, to_value(&answer)),
            Answered::TookNot(answer) => (422, done.replayed, to_value(&answer)),
        },
        Err(why) => {
            let problem = turned(why);
            let signed = service.sign_refusal(problem.status, problem.code, line);
            // A line has no header of its own, so the signature stands in the document.
            let shape = shapes::Problem { refusal: Some(signed), ..problem.shape(language) };
            (problem.status, false, to_value(&shape))
        }
    }
}

/// Lines with their numbers from 1, ended by LF or CR LF; blank ones are counted and skipped. A statement is its whole line.
fn numbered(body: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let ended = |line| <[u8]>::strip_suffix(line, b"\r").unwrap_or(line);
    let all = (1..).zip(body.split(|byte| *byte == b'\n').map(ended));
    all.filter(|(_, line)| !line.trim_ascii().is_empty())
}

/// The lines to look at. Behind too many that can't be statements the rest is left, from the line that is named.
pub(super) fn lines(body: &[u8]) -> (Vec<Line>, Option<usize>) {
    let (mut lines, mut foreign) = (Vec::new(), 0_usize);
    for (number, line) in numbered(body) {
        if line.len() < STATEMENT_BYTES_MIN {
            foreign = foreign.saturating_add(1);
            if foreign > FOREIGN_LINES_MAX {
                return (lines, Some(number));
            }
        }
        lines.push((number, line.to_vec()));
    }
    (lines, None)
}

/// `POST /v1/simulations`: what is about to be shown is recorded like every other look.
pub(super) async fn simulate(
    State(app): State<Arc<App>>,
    access: Access,
    Tongue { language, .. }: Tongue,
    _: Asked<NoQuery>,
    Sent(body): Sent,
) -> Result<Response, Problem> {
    app.work(move |app| {
        let asked = ledger::json::parse(&body).and_then(|json| rehearsal::Supposed::read(&json));
        let asked = asked.map_err(Problem::malformed)?;
        let whose = asked.whose.rehearsal(own(&access)).map_err(|error| not_tried(&error))?;
        let done = app.service.rehearse(&asked, &whose).map_err(|error| not_tried(&error))?;
        app.looked(&access, &done.looked_at, asked.whose.purpose)?;
        let results = done.results.into_iter().map(|mut one| {
            told(language, &mut one.reasons, one.ways_out.as_mut());
            shapes::SimulatedFact {
                judged: Judged::at(None, one.verdict),
                reasons: one.reasons.into_iter().map(Into::into).collect(),
                ways_out: one.ways_out.map(Into::into),
            }
        });
        let (head, as_party) = ((&done.head).into(), done.as_party);
        wire::told(&shapes::Simulated { head, as_party, results: results.collect() }, language)
    })
    .await
}

/// A party tries out its own statements; whoever speaks for none and reads everything may try out anybody's.
pub(super) fn own(access: &Access) -> Option<&PartyId> {
    match access.caller.role {
        Role::HostingEntity | Role::Applicant => access.caller.party.as_ref(),
        Role::Auditor | Role::Operator | Role::Public => None,
    }
}

pub(super) fn not_tried(error: &RehearsalError) -> Problem {
    match error {
        RehearsalError::Malformed(faults) => Problem::malformed(faults.clone()),
        other => Problem::of_error(other.problem().1, other),
    }
}
