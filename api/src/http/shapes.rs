//! The shapes that cross the wire as JSON. The published document is made from these types, and each is filled from
//! the types of the rooms below by taking them apart whole: a member added there does not compile here until somebody
//! has decided whether it is shown.

use chrono::NaiveDate;
use ledger::event::aid::Regime;
use ledger::ids::{MemberState, ScopedId, UndertakingId};
use ledger::json::Json;
use ledger::money::Cents;
use ledger::store;
use ledger::verdict::{self, Code, Figure, Flag, Outcome};
use rules::explain;
use rules::project;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use utoipa::openapi::{RefOr, Schema};

use super::parameter::OutcomeWord;

/// `["x"]`, `["low","high"]` or `["low",null]`.
fn figure() -> RefOr<Schema> {
    let text = serde_json::json!({"type": "array", "items": {"type": ["string", "null"]}, "minItems": 1, "maxItems": 2});
    serde_json::from_value(text).unwrap_or_default()
}

/// As [`figure`], or `null`.
fn figure_or_null() -> RefOr<Schema> {
    let text = serde_json::json!({"type": ["array", "null"], "items": {"type": ["string", "null"]}, "minItems": 1, "maxItems": 2});
    serde_json::from_value(text).unwrap_or_default()
}

/// Any JSON object.
fn any_object() -> RefOr<Schema> {
    serde_json::from_value(serde_json::json!({"type": "object"})).unwrap_or_default()
}

/// The process answers.
#[derive(Serialize, ToSchema)]
pub(super) struct Alive {
    pub status: &'static str,
}

/// Whether statements are taken.
#[derive(Serialize, ToSchema)]
pub(super) struct Ready {
    /// `ready` or `read-only`
    pub status: &'static str,
    /// Why not, for those who run or audit the ledger
    #[schema(required)]
    pub why: Option<String>,
    /// Number of entries
    pub size: u64,
    /// Size of the published checkpoint
    pub published: u64,
    /// When the last entry was recorded
    #[schema(required)]
    pub last_at: Option<String>,
    pub index: IndexState,
    /// Seconds since the start
    pub uptime_s: u64,
}

/// The read side.
#[derive(Serialize, ToSchema)]
pub(super) struct IndexState {
    pub ready: bool,
    /// Entries that it has not seen yet
    pub lag: u64,
}

/// A head of the log.
#[derive(Serialize, ToSchema)]
pub(super) struct Head {
    /// Number of entries
    pub size: u64,
    /// Merkle root over them (RFC 6962), base64
    pub root: String,
}

impl From<&store::Head> for Head {
    fn from(head: &store::Head) -> Self {
        let store::Head { size, root, note: _ } = head;
        Self { size: *size, root: root.to_base64() }
    }
}

/// Identity, keys, policy and head of the ledger.
#[derive(Serialize, ToSchema)]
pub(super) struct Ledger {
    /// Leaf hash of entry 0
    pub id: String,
    /// Name of the log in every checkpoint
    pub origin: String,
    /// Display name
    pub name: String,
    pub vkeys: Vec<LogKey>,
    #[schema(required)]
    pub policy: Option<Policy>,
    /// Semantics number in force
    pub semantics: u64,
    pub head: Head,
}

/// A key of the log.
#[derive(Serialize, ToSchema)]
pub(super) struct LogKey {
    /// Verifier key line (C2SP signed-note)
    pub vkey: String,
    pub purpose: &'static str,
    /// Position from which it is good
    pub added_at: u64,
    /// Position from which it no longer is
    #[schema(required)]
    pub retired_at: Option<u64>,
}

/// What entry 0 laid down.
#[derive(Serialize, ToSchema)]
pub(super) struct Policy {
    #[schema(required)]
    pub quotas: Option<Quotas>,
    #[schema(required)]
    pub procedure: Option<&'static str>,
    #[schema(required)]
    pub designated_register: Option<String>,
}

/// What one party may have recorded in a day (UTC).
#[derive(Serialize, ToSchema)]
pub(super) struct Quotas {
    #[schema(required)]
    pub events_per_day: Option<u64>,
    #[schema(required)]
    pub bytes_per_day: Option<u64>,
}

/// Everybody who may make statements.
#[derive(Serialize, ToSchema)]
pub(super) struct Parties {
    pub head: Head,
    pub parties: Vec<Party>,
}

/// A party.
#[derive(Serialize, ToSchema)]
pub(super) struct Party {
    pub party: String,
    pub name: String,
    pub roles: Vec<&'static str>,
    pub suspended: bool,
    /// Position of its admission
    pub admitted_at: u64,
    pub mandates: Vec<Mandate>,
    pub keys: Vec<PartyKey>,
}

/// In whose name a party may grant.
#[derive(Serialize, ToSchema)]
pub(super) struct Mandate {
    #[schema(value_type = String)]
    pub member_state: MemberState,
    pub principal: Principal,
    pub act: String,
    #[schema(format = Date)]
    pub from: String,
    #[schema(required, format = Date)]
    pub until: Option<String>,
}

/// The body in whose name a party grants.
#[derive(Serialize, ToSchema)]
pub(super) struct Principal {
    pub id: String,
    pub name: String,
}

/// A key of a party.
#[derive(Serialize, ToSchema)]
pub(super) struct PartyKey {
    /// RFC 7638 thumbprint
    pub kid: String,
    /// Position from which it is good
    pub added_at: u64,
    /// Position from which it no longer is
    #[schema(required)]
    pub revoked_at: Option<u64>,
}

/// Adopted packs.
#[derive(Serialize, ToSchema)]
pub(super) struct RulePacks {
    pub head: Head,
    /// Digest over all adopted packs
    pub digest: String,
    pub packs: Vec<RulePack>,
}

/// An adopted pack.
#[derive(Serialize, ToSchema)]
pub(super) struct RulePack {
    pub pack: String,
    pub version: String,
    pub sha256: String,
    /// Path of its canonical bytes
    pub bytes: String,
    pub citations: Vec<String>,
}

/// A pack whose bytes are kept.
#[derive(Serialize, ToSchema)]
pub(super) struct PackKept {
    pub sha256: String,
    /// Path of its canonical bytes
    pub bytes: String,
}

/// One numeric limit as it was tested.
#[derive(Serialize, ToSchema)]
pub(super) struct Check {
    /// Rule id in its pack
    pub rule: String,
    /// Granting State; `null` for a limit across the Union
    #[schema(required, value_type = Option<String>)]
    pub ms: Option<MemberState>,
    /// First day of the window
    #[schema(required, value_type = Option<String>, format = Date)]
    pub from: Option<NaiveDate>,
    /// Last day of the window
    #[schema(required, value_type = Option<String>, format = Date)]
    pub to: Option<NaiveDate>,
    /// Unit of the figures
    pub unit: &'static str,
    /// Reading of the boundary day; only in a dispute
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, nullable = false)]
    pub bound: Option<verdict::Bound>,
    /// The sum with this award in it
    #[schema(schema_with = figure)]
    pub after: Figure,
    /// The limit
    #[schema(value_type = String)]
    pub limit: Cents,
}

impl From<verdict::Check> for Check {
    fn from(check: verdict::Check) -> Self {
        let verdict::Check { rule, ms, from, to, unit, bound, after, limit } = check;
        Self { rule, ms, from, to, unit, bound, after, limit }
    }
}

/// Later awards that a late fact pushed over a limit, with hindsight.
#[derive(Serialize, ToSchema)]
pub(super) struct Affects {
    /// How many awards
    pub count: u64,
    /// Sum of their excesses
    #[schema(value_type = String)]
    pub sum_over: Cents,
    /// SHA-256 of the lines `<position> <excess>\n` by position, hex
    pub sha256: String,
}

impl From<verdict::Affects> for Affects {
    fn from(affects: verdict::Affects) -> Self {
        let verdict::Affects { count, sum_over, sha256 } = affects;
        Self { count, sum_over, sha256 }
    }
}

/// What the rules say of a statement.
#[derive(Serialize, ToSchema)]
pub(super) struct Judged {
    /// Position in the log; `null` in a simulation
    #[schema(required)]
    pub position: Option<u64>,
    #[schema(inline, value_type = OutcomeWord)]
    pub outcome: Outcome,
    /// Why not, in order of precedence
    #[schema(value_type = Vec<String>)]
    pub codes: Vec<Code>,
    #[schema(value_type = Vec<String>)]
    pub flags: Vec<Flag>,
    /// Gross grant equivalent: a figure, or a range
    #[schema(required, schema_with = figure_or_null)]
    pub gge: Option<Figure>,
    /// Limits tested
    pub checks: Vec<Check>,
    #[schema(required)]
    pub affects: Option<Affects>,
}

impl Judged {
    /// From a verdict at a position.
    pub fn at(position: Option<u64>, verdict: verdict::Verdict) -> Self {
        let verdict::Verdict { semantics: _, packs: _, outcome, codes, flags, gge, checks, affects } =
            verdict;
        let checks = checks.into_iter().map(Check::from).collect();
        Self { position, outcome, codes, flags, gge, checks, affects: affects.map(Affects::from) }
    }
}

/// A statement that was recorded and took effect.
#[derive(Serialize, ToSchema)]
pub(super) struct Answer {
    #[serde(flatten)]
    pub judged: Judged,
    pub receipt: Receipt,
}

/// The proof that an entry is in the log.
#[derive(Serialize, ToSchema)]
pub(super) struct Receipt {
    /// C2SP tlog-proof
    pub proof: String,
    /// The exact bytes that are hashed
    pub entry: String,
}

/// A statement that was recorded without effect.
#[derive(Serialize, ToSchema)]
pub(super) struct RefusedAnswer {
    #[serde(flatten)]
    pub problem: Problem,
    #[serde(flatten)]
    pub answer: Answer,
    /// What would fit, where amounts decide, for the party itself
    #[schema(required)]
    pub ways_out: Option<WaysOut>,
}

/// A problem document (RFC 9457).
#[derive(Serialize, ToSchema)]
pub(super) struct Problem {
    /// Leads to the explanation of the code
    #[serde(rename = "type")]
    pub type_: String,
    pub title: &'static str,
    /// The HTTP status
    pub status: u16,
    pub detail: String,
    /// A stable word
    pub code: &'static str,
    pub faults: Vec<Fault>,
    /// The ledger's signature under a line of a batch that was turned away; other answers have it in `AidLedger-Refusal`
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub refusal: Option<String>,
}

/// One fault of a request.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct Fault {
    /// JSON Pointer into the body, or `/query/<name>`, `/path/<name>`, `/header/<name>`
    pub pointer: String,
    pub code: String,
    pub message: String,
    pub hint: String,
}

impl From<&ledger::json::Fault> for Fault {
    fn from(fault: &ledger::json::Fault) -> Self {
        let ledger::json::Fault { pointer, code, message, hint } = fault.clone();
        Self { pointer, code: code.to_owned(), message, hint }
    }
}

/// What would fit.
#[derive(Serialize, ToSchema)]
pub(super) struct WaysOut {
    /// The gross grant equivalent that the ceilings leave; `null` where an uncounted award hides it
    #[schema(required, value_type = Option<String>)]
    pub largest_amount_now: Option<Cents>,
    /// The first date on which the full amount fits, as the awards known now stand
    #[schema(required, value_type = Option<String>, format = Date)]
    pub first_date_for_full_amount: Option<NaiveDate>,
    #[schema(required)]
    pub reduce: Option<Reduce>,
    #[schema(required)]
    pub waive: Option<Waive>,
    /// Acts whose ceiling has room, if their own conditions hold
    pub other_regimes: Vec<OtherRegime>,
}

/// A change of the award.
#[derive(Serialize, ToSchema)]
pub(super) struct Reduce {
    #[schema(value_type = String)]
    pub to: Cents,
    #[schema(value_type = String)]
    pub by: Cents,
}

/// What has to stop counting.
#[derive(Serialize, ToSchema)]
pub(super) struct Waive {
    #[schema(value_type = String)]
    pub amount: Cents,
    /// The youngest first
    pub awards: Vec<Waivable>,
}

/// An award that could stop counting.
#[derive(Serialize, ToSchema)]
pub(super) struct Waivable {
    #[schema(value_type = String)]
    pub award: ScopedId,
    pub position: u64,
    #[schema(value_type = String)]
    pub counted: Cents,
}

/// Another act.
#[derive(Serialize, ToSchema)]
pub(super) struct OtherRegime {
    #[schema(value_type = String)]
    pub regime: Regime,
    #[schema(value_type = String)]
    pub remaining: Cents,
}

impl From<project::WaysOut> for WaysOut {
    fn from(ways: project::WaysOut) -> Self {
        let project::WaysOut { largest_amount_now, first_date_for_full_amount, reduce, waive, other_regimes } =
            ways;
        let waivable = |one: project::Waivable| {
            let project::Waivable { award, position, counted } = one;
            Waivable { award, position, counted }
        };
        Self {
            largest_amount_now,
            first_date_for_full_amount,
            reduce: reduce.map(|project::Reduce { to, by }| Reduce { to, by }),
            waive: waive.map(|project::Waive { amount, awards }| Waive {
                amount,
                awards: awards.into_iter().map(waivable).collect(),
            }),
            other_regimes: other_regimes
                .into_iter()
                .map(|project::OtherRegime { regime, remaining }| OtherRegime { regime, remaining })
                .collect(),
        }
    }
}

/// The answer to one line of a batch.
#[derive(Serialize, ToSchema)]
pub(super) struct BatchLine {
    /// Line of the input, from 1
    #[schema(minimum = 1)]
    pub line: usize,
    pub status: u16,
    /// Whether it is the first answer again
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[schema(required = false)]
    pub replayed: bool,
    /// An answer or a problem, as for a single statement
    #[schema(schema_with = any_object)]
    pub body: Value,
}

/// What a simulation came to.
#[derive(Serialize, ToSchema)]
pub(super) struct Simulated {
    pub head: Head,
    pub results: Vec<SimulatedFact>,
}

/// What the rules would say of one fact.
#[derive(Serialize, ToSchema)]
pub(super) struct SimulatedFact {
    #[serde(flatten)]
    pub judged: Judged,
    /// Where it is the only fact
    #[schema(required)]
    pub ways_out: Option<WaysOut>,
}

/// A stored entry for readers.
#[derive(Serialize, ToSchema)]
pub(super) struct Entry {
    pub position: u64,
    /// When it was recorded
    #[schema(format = DateTime)]
    pub at: String,
    /// The key that signed it
    pub kid: String,
    /// The signed payload as parsed
    #[schema(schema_with = any_object)]
    pub event: Json,
    /// The recorded verdict
    #[schema(schema_with = any_object)]
    pub verdict: verdict::Verdict,
    /// The exact bytes that are hashed
    pub entry: String,
}

/// Entries by position.
#[derive(Serialize, ToSchema)]
pub(super) struct Page {
    pub events: Vec<Entry>,
    /// The last position looked at, where more may follow: give it as `after`
    #[schema(required)]
    pub next: Option<u64>,
    /// The size up to which was looked
    pub as_of: u64,
}

/// How a figure or a verdict came about.
#[derive(Serialize, ToSchema)]
#[schema(no_recursion)]
pub(super) struct Trace {
    /// What kind of step this is, a stable word
    pub step: String,
    /// The step in words
    pub text: String,
    /// What came out
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub result: Option<String>,
    /// Rule id in its pack
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub rule: Option<String>,
    /// Where it is written
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub citation: Option<String>,
    /// The entry it speaks of
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub position: Option<u64>,
    /// The result as an amount in euro
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = figure, required = false)]
    pub figure: Option<Figure>,
    /// What it rests on
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub inputs: Vec<Trace>,
}

impl From<explain::Trace> for Trace {
    fn from(trace: explain::Trace) -> Self {
        let explain::Trace { step, text, result, rule, citation, position, figure, inputs } = trace;
        let inputs = inputs.into_iter().map(Self::from).collect();
        Self { step, text, result, rule, citation, position, figure, inputs }
    }
}

/// How much may still be granted, why, and when more frees up.
#[derive(Serialize, ToSchema)]
pub(super) struct Headroom {
    /// The undertaking asked for, normalised
    #[schema(value_type = String)]
    pub undertaking: UndertakingId,
    /// The single undertaking it belongs to on the date, itself included
    #[schema(value_type = Vec<String>)]
    pub group: Vec<UndertakingId>,
    #[schema(value_type = String)]
    pub regime: Regime,
    /// The granting State
    #[schema(value_type = String)]
    pub member_state: MemberState,
    #[schema(value_type = String, format = Date)]
    pub on: NaiveDate,
    /// The last position known of
    pub known_at: u64,
    #[schema(value_type = String)]
    pub ceiling: Cents,
    /// Sum in the window that ends on the date, ranges at the high end
    #[schema(value_type = String)]
    pub used: Cents,
    /// The largest grant that would be admitted
    #[schema(value_type = String)]
    pub remaining: Cents,
    /// By how much the tightest window is over the ceiling
    #[schema(value_type = String)]
    pub excess: Cents,
    /// Whether something uncounted makes the answer an upper bound
    pub upper_bound: bool,
    /// Awards of the window that ends on the date
    pub awards: Vec<CountedAward>,
    /// When more frees up
    pub releases: Vec<Release>,
    /// What the answer rests on
    pub coverage: Vec<Coverage>,
    /// How the figure came about
    pub explanation: Trace,
}

/// An award in the window.
#[derive(Serialize, ToSchema)]
pub(super) struct CountedAward {
    #[schema(value_type = String)]
    pub award: ScopedId,
    pub position: u64,
    #[schema(value_type = String, format = Date)]
    pub granted_on: NaiveDate,
    /// A figure, or a range as an array
    #[schema(value_type = Value)]
    pub counted: project::Counted,
    #[schema(value_type = String)]
    pub standing: project::Standing,
}

/// A day on which headroom frees up.
#[derive(Serialize, ToSchema)]
pub(super) struct Release {
    #[schema(value_type = String, format = Date)]
    pub on: NaiveDate,
    #[schema(value_type = String)]
    pub amount: Cents,
    /// Headroom on that day
    #[schema(value_type = String)]
    pub remaining: Cents,
}

/// What is known of awards elsewhere, for one regime that the ceiling counts.
#[derive(Serialize, ToSchema)]
pub(super) struct Coverage {
    #[schema(value_type = String)]
    pub regime: Regime,
    /// Since when a register covers it; `null`: no register does
    #[schema(required, value_type = Option<String>, format = Date)]
    pub covers_from: Option<NaiveDate>,
    /// Awards of the group that count nowhere yet
    pub uncounted: u64,
    /// Awards of the group whose source names no regime
    pub unknown_regime: u64,
}

impl From<project::Headroom> for Headroom {
    fn from(headroom: project::Headroom) -> Self {
        let project::Headroom {
            undertaking,
            group,
            regime,
            member_state,
            on,
            known_at,
            ceiling,
            used,
            remaining,
            excess,
            upper_bound,
            awards,
            releases,
            coverage,
            explanation,
        } = headroom;
        let award = |project::AwardLine { award, position, granted_on, counted, standing }| CountedAward {
            award,
            position,
            granted_on,
            counted,
            standing,
        };
        let release = |project::Release { on, amount, remaining }| Release { on, amount, remaining };
        let covered = |project::Coverage { regime, covers_from, uncounted, unknown_regime }| Coverage {
            regime,
            covers_from,
            uncounted,
            unknown_regime,
        };
        Self {
            undertaking,
            group,
            regime,
            member_state,
            on,
            known_at,
            ceiling,
            used,
            remaining,
            excess,
            upper_bound,
            awards: awards.into_iter().map(award).collect(),
            releases: releases.into_iter().map(release).collect(),
            coverage: coverage.into_iter().map(covered).collect(),
            explanation: explanation.into(),
        }
    }
}

/// An undertaking and its group.
#[derive(Serialize, ToSchema)]
pub(super) struct Undertaking {
    #[schema(value_type = String)]
    pub undertaking: UndertakingId,
    #[schema(required)]
    pub name: Option<String>,
    /// The single undertaking it belongs to today
    #[schema(value_type = Vec<String>)]
    pub group: Vec<UndertakingId>,
    /// Other identifiers of the same undertaking
    #[schema(value_type = Vec<String>)]
    pub identifiers: Vec<UndertakingId>,
    /// The last position known of
    pub known_at: u64,
}

/// A stretch of the record of looks.
#[derive(Serialize, ToSchema)]
pub(super) struct Looks {
    /// Lines, oldest first, as the record's format has them; those of one undertaking without the other undertakings
    #[schema(schema_with = objects)]
    pub looks: Vec<Value>,
    /// The last line looked at, where more may follow: give it as `after`
    #[schema(required)]
    pub next: Option<u64>,
    /// The record's last line, signed by the ledger: keep it to show later that nothing was changed
    #[schema(required)]
    pub head: Option<String>,
}

/// A list of JSON objects.
fn objects() -> RefOr<Schema> {
    serde_json::from_value(serde_json::json!({"type": "array", "items": {"type": "object"}}))
        .unwrap_or_default()
}

/// Awards of an undertaking.
#[derive(Serialize, ToSchema)]
pub(super) struct Awards {
    #[schema(value_type = String)]
    pub undertaking: UndertakingId,
    /// The last position known of
    pub known_at: u64,
    pub awards: Vec<Award>,
    /// The last position listed, where more follow: give it as `after`
    #[schema(required)]
    pub next: Option<u64>,
}

/// An award.
#[derive(Serialize, ToSchema)]
pub(super) struct Award {
    #[schema(value_type = String)]
    pub award: ScopedId,
    pub position: u64,
    #[schema(required, value_type = Option<String>)]
    pub beneficiary: Option<UndertakingId>,
    #[schema(required, value_type = Option<String>)]
    pub member_state: Option<MemberState>,
    #[schema(value_type = String)]
    pub regime: Regime,
    #[schema(value_type = String, format = Date)]
    pub granted_on: NaiveDate,
    #[schema(required, schema_with = figure_or_null)]
    pub gge: Option<Figure>,
    /// `admitted`, `conferred` or `reported`
    pub right: &'static str,
    pub uncounted: bool,
    pub over_ceiling: bool,
    pub reductions: Vec<Reduction>,
}

/// A day from which an award counts less.
#[derive(Serialize, ToSchema)]
pub(super) struct Reduction {
    #[schema(value_type = String, format = Date)]
    pub on: NaiveDate,
    #[schema(value_type = String)]
    pub counts_at_most: Cents,
}
