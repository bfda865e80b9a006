//! What the rules say of a statement, as it crosses the wire.

use chrono::NaiveDate;
use ledger::event::aid::Regime;
use ledger::ids::{MemberState, PartyId, ScopedId};
use ledger::money::Cents;
use ledger::verdict::{self, Code, Figure, Flag, Outcome};
use rules::explain::Said;
use rules::project;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::{Head, Problem, any_object, figure, figure_or_null};
use crate::http::parameter::OutcomeWord;

/// One numeric limit as it was tested.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Check {
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
        let verdict::Check { rule, member_state, from, to, unit, bound, after, limit } = check;
        Self { rule, ms: member_state, from, to, unit, bound, after, limit }
    }
}

/// Later awards that a late fact pushed over a limit, with hindsight.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Affects {
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
pub(in crate::http) struct Judged {
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
        let verdict::Verdict { outcome, codes, flags, gge, checks, affects, .. } = verdict;
        let checks = checks.into_iter().map(Check::from).collect();
        Self { position, outcome, codes, flags, gge, checks, affects: affects.map(Affects::from) }
    }
}

/// A statement that was recorded and took effect.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Answer {
    #[serde(flatten)]
    pub judged: Judged,
    pub receipt: Receipt,
}

/// The proof that an entry is in the log.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Receipt {
    /// C2SP tlog-proof
    pub proof: String,
    /// The exact bytes that are hashed
    pub entry: String,
}

/// A code in words.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Reason {
    #[schema(value_type = String)]
    pub code: Code,
    /// Its sentence, with what it is about
    pub text: String,
    /// Where that is written
    pub citation: String,
    /// What can be done, by whoever can
    pub way_out: String,
}

impl From<Said> for Reason {
    fn from(Said { code, text, citation, way_out }: Said) -> Self {
        let [text, citation, way_out] = [text, citation, way_out].map(|told| told.to_string());
        Self { code, text, citation, way_out }
    }
}

/// A statement that was recorded without effect.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct RefusedAnswer {
    #[serde(flatten)]
    pub problem: Problem,
    #[serde(flatten)]
    pub answer: Answer,
    /// Every code in words, for the party itself
    pub reasons: Vec<Reason>,
    /// What would fit, where amounts decide, for the party itself
    #[schema(required)]
    pub ways_out: Option<WaysOut>,
}

/// What would fit.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct WaysOut {
    /// The gross grant equivalent that the ceilings leave; `null` where an uncounted award hides it
    #[schema(required, value_type = Option<String>)]
    pub largest_amount_now: Option<Cents>,
    /// The first date on which the full amount fits, as the awards known now stand
    #[schema(required, value_type = Option<String>, format = Date)]
    pub first_date_for_full_amount: Option<NaiveDate>,
    /// Why there is no such date, in words
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub no_date: Option<String>,
    #[schema(required)]
    pub reduce: Option<Reduce>,
    #[schema(required)]
    pub waive: Option<Waive>,
    /// Acts under which this very grant would be admitted
    pub other_regimes: Vec<OtherRegime>,
}

/// A change of the award.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Reduce {
    #[schema(value_type = String)]
    pub to: Cents,
    #[schema(value_type = String)]
    pub by: Cents,
}

/// What has to stop counting.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Waive {
    #[schema(value_type = String)]
    pub amount: Cents,
    /// Each by itself makes room for the full amount; empty where none does
    pub combinations: Vec<Combination>,
}

/// Awards that do together.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Combination {
    /// The youngest or the largest first
    pub awards: Vec<Waivable>,
}

/// An award that could stop counting.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Waivable {
    #[schema(value_type = String)]
    pub award: ScopedId,
    pub position: u64,
    #[schema(value_type = String)]
    pub counted: Cents,
}

/// Another act.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct OtherRegime {
    #[schema(value_type = String)]
    pub regime: Regime,
    #[schema(value_type = String)]
    pub remaining: Cents,
}

impl From<project::WaysOut> for WaysOut {
    fn from(ways: project::WaysOut) -> Self {
        let project::WaysOut {
            largest_amount_now,
            first_date_for_full_amount,
            no_date,
            reduce,
            waive,
            other_regimes,
        } = ways;
        let waivable = |one: project::Waivable| {
            let project::Waivable { award, position, counted } = one;
            Waivable { award, position, counted }
        };
        let together = |one: project::Combination| Combination {
            awards: one.awards.into_iter().map(waivable).collect(),
        };
        Self {
            largest_amount_now,
            first_date_for_full_amount,
            no_date: no_date.map(|told| told.to_string()),
            reduce: reduce.map(|project::Reduce { to, by }| Reduce { to, by }),
            waive: waive.map(|project::Waive { amount, combinations }| Waive {
                amount,
                combinations: combinations.into_iter().map(together).collect(),
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
pub(in crate::http) struct BatchLine {
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
pub(in crate::http) struct Simulated {
    pub head: Head,
    /// Whose statements they were judged as, in whose view; `null`: nobody's, as facts that everybody relies on
    #[schema(required, value_type = Option<String>)]
    pub as_party: Option<PartyId>,
    pub results: Vec<SimulatedFact>,
}

/// What the rules would say of one fact.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct SimulatedFact {
    #[serde(flatten)]
    pub judged: Judged,
    /// Every code in words
    pub reasons: Vec<Reason>,
    /// What would fit, in the state that the facts before it left
    #[schema(required)]
    pub ways_out: Option<WaysOut>,
}
