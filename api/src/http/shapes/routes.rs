//! Which routes a planned support may take, as it crosses the wire.

use chrono::NaiveDate;
use ledger::event::aid::Regime;
use ledger::ids::{MemberState, PartyId, UndertakingId};
use ledger::money::Cents;
use ledger::verdict::{Code, Flag};
use rules::explain;
use rules::words::Language;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Head, Reason};

/// Which regimes carry a planned support, the best first.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Routes {
    pub head: Head,
    /// Who would receive it, normalised
    #[schema(value_type = String)]
    pub undertaking: UndertakingId,
    /// The State that would grant it
    #[schema(required, value_type = Option<String>)]
    pub member_state: Option<MemberState>,
    /// The day of the grant that is thought of
    #[schema(value_type = String, format = Date)]
    pub on: NaiveDate,
    /// The last position known of
    pub known_at: u64,
    /// In whose view: a party's, as its grants are judged; `null`: what everybody relies on
    #[schema(required, value_type = Option<String>)]
    pub view: Option<PartyId>,
    /// What the support comes to, whoever pays; `null` where its price or rate is not known
    #[schema(required, value_type = Option<String>)]
    pub worth: Option<Cents>,
    /// Members that nobody stated, which stand at their plainest value
    pub assumed: Vec<&'static str>,
    /// The answer of each regime: those that carry it by rank, then those that do not
    pub answers: Vec<RouteAnswer>,
    /// The same for people
    pub text: String,
}

impl Routes {
    /// From an answer on a head.
    pub fn at(head: Head, mut told: explain::RoutesTold, language: Language) -> Self {
        told.tell(language);
        let text = explain::routes_text_in(language, &told);
        let explain::RoutesTold { undertaking, member_state, on, known_at, view, worth, assumed, answers } =
            told;
        let answers = answers.into_iter().map(RouteAnswer::from).collect();
        Self { head, undertaking, member_state, on, known_at, view, worth, assumed, answers, text }
    }
}

/// What one regime answers.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct RouteAnswer {
    /// 1 is the first, equals share one; `null` where it fails
    #[schema(required, minimum = 1)]
    pub rank: Option<usize>,
    /// The regime; `no-aid` where the support is none
    #[schema(value_type = String)]
    pub regime: Regime,
    /// The ground on which it is no aid
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub ground: Option<String>,
    pub basis: RouteBasis,
    /// `fits`, `fits-up-to`, `fits-from` or `fails`
    #[schema(value_type = String, pattern = "^(fits|fits-up-to|fits-from|fails)$")]
    pub answer: rules::project::Answer,
    /// The gross grant equivalent that fits on the day; of what is no aid what is given; `null` where it fails
    #[schema(required, value_type = Option<String>)]
    pub amount: Option<Cents>,
    /// Of computing time how many whole units that is
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub quantity: Option<String>,
    /// The unit of `quantity`
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub unit: Option<&'static str>,
    /// From which later day on all of it fits, as the awards known now stand
    #[schema(required, value_type = Option<String>, format = Date)]
    pub from: Option<NaiveDate>,
    /// The last day of the regime, as far as the packs know one
    #[schema(required, value_type = Option<String>, format = Date)]
    pub until: Option<NaiveDate>,
    /// What its limits in euro leave on the day
    #[schema(required, value_type = Option<String>)]
    pub room: Option<Cents>,
    /// The first of the codes that stand in the way of the whole
    #[schema(required, value_type = Option<String>)]
    pub code: Option<Code>,
    /// Where the answer is written
    #[schema(required)]
    pub article: Option<String>,
    /// Every code that stands in the way of the whole, in words
    pub reasons: Vec<Reason>,
    /// Facts that it still needs
    pub needs: Vec<RouteNeed>,
    /// What else to know: interpretations on which it turns, and other flags
    pub notes: Vec<RouteNote>,
    /// Its limits with what they leave
    pub limits: Vec<RouteLimit>,
}

/// What a grant under a route would name as its basis.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct RouteBasis {
    /// `ad-hoc` or `scheme`
    #[schema(value_type = String, pattern = "^(ad-hoc|scheme)$")]
    pub kind: ledger::event::aid::BasisKind,
    /// The scheme, where one is on record for the regime
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub scheme: Option<String>,
    /// The article, where the regime needs one
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub article: Option<String>,
}

/// A fact that a regime needs and nobody stated.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct RouteNeed {
    /// The code that says so
    #[schema(value_type = String)]
    pub code: Code,
    /// What to do about it
    pub text: String,
}

/// What else to know of an answer.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct RouteNote {
    #[schema(value_type = String)]
    pub flag: Flag,
    pub text: String,
}

/// A limit with what is left on the day.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct RouteLimit {
    /// Rule id in its pack
    pub rule: String,
    /// Where it is written
    pub citation: String,
    /// Unit of the figures
    pub unit: &'static str,
    /// First day added up
    #[schema(required, value_type = Option<String>, format = Date)]
    pub from: Option<NaiveDate>,
    /// Last day added up
    #[schema(required, value_type = Option<String>, format = Date)]
    pub to: Option<NaiveDate>,
    #[schema(value_type = String)]
    pub limit: Cents,
    /// What is left before the planned support, below zero where it is exceeded
    #[schema(value_type = String)]
    pub left: Cents,
}

impl From<explain::RouteTold> for RouteAnswer {
    fn from(told: explain::RouteTold) -> Self {
        let explain::RouteTold {
            rank,
            regime,
            ground,
            basis: explain::RouteBasis { kind, scheme, article: named },
            answer,
            amount,
            quantity,
            unit,
            from,
            until,
            room,
            code,
            article,
            reasons,
            needs,
            notes,
            limits,
        } = told;
        let need = |explain::Need { code, text }: explain::Need| RouteNeed { code, text: text.to_string() };
        let note = |explain::Note { flag, text }: explain::Note| RouteNote { flag, text: text.to_string() };
        let limit =
            |explain::RouteLimit { rule, citation, unit, from, to, limit, left }: explain::RouteLimit| {
                RouteLimit { rule, citation, unit, from, to, limit, left }
            };
        Self {
            rank,
            regime,
            ground,
            basis: RouteBasis { kind, scheme, article: named },
            answer,
            amount,
            quantity,
            unit,
            from,
            until,
            room,
            code,
            article: article.map(|told| told.to_string()),
            reasons: reasons.into_iter().map(Into::into).collect(),
            needs: needs.into_iter().map(need).collect(),
            notes: notes.into_iter().map(note).collect(),
            limits: limits.into_iter().map(limit).collect(),
        }
    }
}
