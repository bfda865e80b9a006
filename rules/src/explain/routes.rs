//! Which routes a planned support may take, told: each regime with its answer, where that is written, and what is missing.

use std::fmt::Write as _;

use chrono::NaiveDate;
use ledger::directory::Turned;
use ledger::event::aid::{BasisKind, Regime};
use ledger::ids::{MemberState, PartyId, UndertakingId};
use ledger::money::Cents;
use ledger::time::At;
use ledger::verdict::{Code, Flag};
use serde::Serialize;

use super::behind::Behind;
use super::refusal::{Said, refusal};
use crate::project::{Answer, Asker, Left, Planned, Route, Routes};
use crate::state::State;
use crate::words::{self, Between, Formula, Language, Listed, Message, Told, say};

/// What a grant under a route would name as its basis.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RouteBasis {
    /// By itself or under a scheme.
    pub kind: BasisKind,
    /// The scheme, where one is on record for the regime.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scheme: Option<String>,
    /// The article, where the regime needs one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub article: Option<String>,
}

/// A limit of a regime with what is left on the day; figures in its unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RouteLimit {
    /// Id of its rule.
    pub rule: String,
    /// Where it is written.
    pub citation: String,
    /// Unit of the figures.
    pub unit: &'static str,
    /// First day added up; `null` where all days before are, or none.
    pub from: Option<NaiveDate>,
    /// Last day added up.
    pub to: Option<NaiveDate>,
    /// The limit.
    pub limit: Cents,
    /// What is left before the planned support, below zero where it is exceeded.
    pub left: Cents,
}

/// A fact that a regime needs and nobody stated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Need {
    /// The code that says so.
    pub code: Code,
    /// What to do about it.
    pub text: Told,
}

/// What else to know of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Note {
    /// The flag.
    pub flag: Flag,
    /// What it says.
    pub text: Told,
}

/// What one regime answers, told.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RouteTold {
    /// Its place: 1 is the first, equals share one; `null` where it fails.
    pub rank: Option<usize>,
    /// The regime; `no-aid` where the support is none.
    pub regime: Regime,
    /// The ground on which it is no aid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ground: Option<String>,
    /// What the grant would name.
    pub basis: RouteBasis,
    /// Whether it carries the support.
    pub answer: Answer,
    /// The gross grant equivalent that fits on the day, euro; of what is no aid what is given; `null` where it fails.
    pub amount: Option<Cents>,
    /// Of computing time how much that is, whole units.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<String>,
    /// The unit of `quantity`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<&'static str>,
    /// From which later day on all of it fits.
    pub from: Option<NaiveDate>,
    /// The last day of the regime, as far as the packs know one.
    pub until: Option<NaiveDate>,
    /// What its limits in euro leave on the day.
    pub room: Option<Cents>,
    /// The first of the codes that stand in the way of the whole.
    pub code: Option<Code>,
    /// Where the answer is written.
    pub article: Option<Told>,
    /// Every code that stands in the way of the whole, in words.
    pub reasons: Vec<Said>,
    /// Facts that it still needs.
    pub needs: Vec<Need>,
    /// What else to know: interpretations on which it turns, and other flags.
    pub notes: Vec<Note>,
    /// Its limits with what they leave.
    pub limits: Vec<RouteLimit>,
}

/// The answer to "which route?".
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RoutesTold {
    /// Who would receive the support.
    pub undertaking: UndertakingId,
    /// Which State would grant it.
    pub member_state: Option<MemberState>,
    /// When.
    pub on: NaiveDate,
    /// The last position known of.
    pub known_at: u64,
    /// In whose view; `null`: what everybody relies on.
    pub view: Option<PartyId>,
    /// What the support comes to, euro, whoever pays; `null` where its price or rate is not known.
    pub worth: Option<Cents>,
    /// Members that nobody stated, which stand at their plainest value.
    pub assumed: Vec<&'static str>,
    /// The routes: the best first, then those that fail.
    pub answers: Vec<RouteTold>,
}

/// Answers which routes a planned support may take, and says why. For a party no awards but its own are named.
///
/// # Errors
/// As [`crate::project::routes`].
pub fn routes(state: &State, planned: &Planned, asker: &Asker, at: At) -> Result<RoutesTold, Turned> {
    let Routes { worth, routes } = crate::project::routes(state, planned, asker, at)?;
    Ok(RoutesTold {
        undertaking: planned.undertaking().clone(),
        member_state: planned.member_state(),
        on: planned.on(),
        known_at: state.size().saturating_sub(1),
        view: asker.party().cloned(),
        worth,
        assumed: planned.assumed.clone(),
        answers: routes.into_iter().map(|route| told(state, route, asker)).collect(),
    })
}

impl RoutesTold {
    /// Its sentences are told in this language from now on; no figure changes.
    pub fn tell(&mut self, language: Language) {
        for route in &mut self.answers {
            route.reasons.iter_mut().for_each(|said| said.tell(language));
            let needs = route.needs.iter_mut().map(|need| &mut need.text);
            let notes = route.notes.iter_mut().map(|note| &mut note.text);
            needs.chain(notes).chain(&mut route.article).for_each(|told| told.tell(language));
        }
    }
}

fn told(state: &State, route: Route, asker: &Asker) -> RouteTold {
    let behind = Behind::event(state, &route.event);
    let reasons = refusal(state, &route.event, &route.verdict, asker.party());
    let reasons: Vec<Said> = reasons
        .into_iter()
        .map(|said| Said { citation: behind.code(said.code).map_or(said.citation, Told::from), ..said })
        .collect();
    let missing = reasons.iter().filter(|said| is_missing_fact(said.code));
    let needs = missing.map(|said| Need { code: said.code, text: said.way_out.clone() }).collect();
    let note = |flag: &Flag| Note { flag: *flag, text: words::flag_meaning(*flag).into() };
    RouteTold {
        rank: route.rank,
        regime: route.regime,
        article: article(&route, &reasons),
        ground: route.ground.map(|(ground, _)| ground),
        basis: RouteBasis {
            kind: route.basis.kind,
            scheme: route.basis.scheme.map(|scheme| scheme.to_string()),
            article: route.basis.article.map(|article| article.as_str().to_owned()),
        },
        answer: route.answer,
        amount: route.amount,
        quantity: route.quantity.as_ref().map(|(quantity, _)| quantity.to_string()),
        unit: route.quantity.as_ref().map(|(_, unit)| unit.as_str()),
        from: route.from,
        until: route.until,
        room: route.room,
        code: reasons.first().map(|said| said.code),
        reasons,
        needs,
        notes: route.flags.iter().map(note).collect(),
        limits: route.limits.into_iter().map(limit).collect(),
    }
}

fn limit(left: Left) -> RouteLimit {
    let Left { rule, citation, unit, days, limit, left } = left;
    RouteLimit {
        rule,
        citation,
        unit,
        from: days.map(|days| days.0),
        to: days.map(|days| days.1),
        limit,
        left,
    }
}

/// Where an answer is written: the ground of what is no aid, what stands in the way, else the limit that leaves least.
fn article(route: &Route, reasons: &[Said]) -> Option<Told> {
    let ground = route.ground.as_ref().map(|(_, citation)| Told::from(citation.clone()));
    let barred = || reasons.first().map(|said| said.citation.clone());
    let least =
        || route.limits.iter().min_by_key(|limit| limit.left).map(|limit| Told::from(limit.citation.clone()));
    ground.or_else(barred).or_else(least)
}

/// Whether a code says that something is not known or not done yet, rather than that the law refuses.
fn is_missing_fact(code: Code) -> bool {
    match code {
        Code::FourEyes
        | Code::UnknownParty
        | Code::UnknownKey
        | Code::UnknownReference
        | Code::UnknownUndertaking
        | Code::UnknownAward
        | Code::UnknownProject
        | Code::UnknownScheme
        | Code::PackMissing
        | Code::UnknownCurrencyRate
        | Code::UnknownPrice
        | Code::DeclarationMissing
        | Code::OrderAmbiguous
        | Code::UncountedAwardInWindow
        | Code::NeedsReview => true,
        Code::NotAuthorised
        | Code::NotYours
        | Code::NoMandate
        | Code::PartyExists
        | Code::KeyInUse
        | Code::LastKey
        | Code::SemanticsUnsupported
        | Code::AwardIdUsed
        | Code::IdentifierInUse
        | Code::ContradictsRecord
        | Code::RegimeNotInForce
        | Code::ExcludedSector
        | Code::ConditionsExcluded
        | Code::NotTransparentAid
        | Code::SafeHarbourNotMet
        | Code::Insolvency
        | Code::UndertakingInDifficulty
        | Code::OutstandingRecoveryOrder
        | Code::NotAnSme
        | Code::NotAStartup
        | Code::NoIncentiveEffect
        | Code::ReservationExpired
        | Code::CeilingExceeded
        | Code::SgeiCeilingExceeded
        | Code::SectorCeilingExceeded
        | Code::NationalCapExceeded
        | Code::LifetimeAmountExceeded
        | Code::IntensityExceeded
        | Code::CumulationExceeded
        | Code::NotificationThresholdExceeded
        | Code::ShareExhausted
        | Code::PolicyLimit
        | Code::SchemeOnly
        | Code::SchemeNotExempt
        | Code::ConditionNotMet
        | Code::CostNotEligible
        | Code::NotEligibleUndertaking
        | Code::NotEntitledToAccess
        | Code::NotCovered => false,
    }
}

/// The answer in a sentence, then a line for each regime with what it turns on.
#[must_use]
pub fn routes_text(told: &RoutesTold) -> String {
    routes_text_in(Language::default(), told)
}

/// The same in a language.
#[must_use]
pub fn routes_text_in(language: Language, told: &RoutesTold) -> String {
    let mut text = summary(told).text(language) + "\n";
    let asked = say::routes_asked(&told.undertaking, told.member_state, told.on, told.worth);
    let _ = writeln!(text, "{}", asked.text(language));
    for route in &told.answers {
        let rank = route.rank.map_or_else(|| "-".to_owned(), |rank| format!("{rank}."));
        let line = say::route(&rank, named(route), said(route));
        let _ = writeln!(text, "  {}", line.text(language));
        for line in details(route) {
            let _ = writeln!(text, "       {}", line.text(language));
        }
    }
    if !told.assumed.is_empty() {
        let _ = writeln!(text, "{}", say::routes_assumed(&told.assumed.join(", ")).text(language));
    }
    text
}

/// The answer to "can we give it, and how?".
fn summary(told: &RoutesTold) -> Message {
    let Some(best) = told.answers.first() else { return say::routes_no() };
    match (best.answer, best.from) {
        (Answer::Fits, _) => {
            let whole = told.answers.iter().filter(|route| route.answer == Answer::Fits).map(named);
            say::routes_yes(Listed::new(Between::Semicolon, whole))
        }
        (Answer::FitsUpTo, from) => say::routes_part(best.amount.unwrap_or(Cents::ZERO), named(best), from),
        (Answer::FitsFrom, Some(from)) => say::routes_later(from, named(best)),
        (Answer::FitsFrom, None) | (Answer::Fails, _) => {
            if told.answers.iter().any(|route| !route.needs.is_empty()) {
                say::routes_open()
            } else {
                say::routes_no()
            }
        }
    }
}

fn named(route: &RouteTold) -> Message {
    match &route.ground {
        Some(ground) => say::route_no_aid(ground),
        None => say::route_of(route.regime, route.basis.scheme.as_deref(), route.basis.article.as_deref()),
    }
}

fn said(route: &RouteTold) -> Message {
    let amount = route.amount.unwrap_or(Cents::ZERO);
    match (route.answer, route.from) {
        (Answer::Fits, _) => say::route_fits(route.amount),
        (Answer::FitsUpTo, from) => {
            say::route_up_to(amount, route.quantity.clone().map(Formula), route.unit, from)
        }
        (Answer::FitsFrom, from) => say::route_from(from),
        (Answer::Fails, _) => say::route_fails(),
    }
}

/// What it turns on: what limits leave, or why not; what is missing; what else to know.
fn details(route: &RouteTold) -> Vec<Message> {
    let reason = |reason: &Said| {
        say::route_reason(
            reason.code.as_str(),
            reason.text.message().clone(),
            reason.citation.message().clone(),
        )
    };
    let left = |one: &RouteLimit| say::route_left(one.left, one.limit, one.unit, &one.citation, route.until);
    let mut lines: Vec<Message> = match route.answer {
        Answer::Fits if route.ground.is_some() => route
            .article
            .as_ref()
            .map(|told| say::route_written(told.message().clone()))
            .into_iter()
            .collect(),
        Answer::Fits | Answer::FitsUpTo | Answer::FitsFrom => route.limits.iter().map(left).collect(),
        Answer::Fails => route.reasons.iter().map(reason).collect(),
    };
    lines.extend(route.needs.iter().map(|need| say::route_need(need.text.message().clone())));
    lines.extend(
        route.notes.iter().map(|note| say::route_note(note.flag.as_str(), note.text.message().clone())),
    );
    lines
}
