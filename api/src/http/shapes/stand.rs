//! What an undertaking stands at, and how a figure came about, as it crosses the wire.

use chrono::NaiveDate;
use ledger::event::aid::Regime;
use ledger::ids::{Id, MemberState, PartyId, ScopedId, UndertakingId};
use ledger::money::Cents;
use ledger::verdict::Figure;
use rules::pack::ShownOmission;
use rules::project::DutyAbout;
use rules::{explain, project};
use serde::Serialize;
use utoipa::ToSchema;

use super::{figure, figure_or_null};

/// How a figure or a verdict came about.
#[derive(Serialize, ToSchema)]
#[schema(no_recursion)]
pub(in crate::http) struct Trace {
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
pub(in crate::http) struct Headroom {
    /// The undertaking asked for, normalised
    #[schema(value_type = String)]
    pub undertaking: UndertakingId,
    /// The single undertaking it belongs to on the date, itself included
    #[schema(value_type = Vec<String>)]
    pub group: Vec<UndertakingId>,
    #[schema(value_type = String)]
    pub regime: Regime,
    /// The granting State; `null` where the ceiling is one for all of them and none was named
    #[schema(required, value_type = Option<String>)]
    pub member_state: Option<MemberState>,
    /// In whose view: a party's, as its grants are judged; `null`: what everybody relies on
    #[schema(required, value_type = Option<String>)]
    pub view: Option<PartyId>,
    #[schema(value_type = String, format = Date)]
    pub on: NaiveDate,
    /// The last position known of
    pub known_at: u64,
    /// `used` and `remaining`, less `excess`
    #[schema(value_type = String)]
    pub ceiling: Cents,
    /// The period that binds: the fullest of those that hold the date
    pub window: Window,
    /// Sum in that period, ranges at the high end
    #[schema(value_type = String)]
    pub used: Cents,
    /// The largest grant that would be admitted
    #[schema(value_type = String)]
    pub remaining: Cents,
    /// Every limit with what counts against it; absent where the ceiling is the only one
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub limits: Vec<LimitLine>,
    /// By how much that period is over the ceiling
    #[schema(value_type = String)]
    pub excess: Cents,
    /// Whether less may be left
    pub upper_bound: bool,
    /// Why less may be left; empty where the answer is firm
    pub causes: Vec<Doubt>,
    /// Awards of the period that binds, with what its group holds of each
    pub awards: Vec<CountedAward>,
    /// The period that ends on the date; `null` where it is the one that binds
    #[schema(required)]
    pub own_window: Option<OwnWindow>,
    /// From when on more is left; `null` where that is never so
    #[schema(required)]
    pub more_from: Option<More>,
    /// On which days how much leaves the period that ends on the date
    pub releases: Vec<Release>,
    /// What the answer rests on
    pub coverage: Vec<Coverage>,
    /// What everybody relies on, beside the view of a party
    #[schema(required)]
    pub everybody: Option<Everybody>,
    /// What the rules leave out under the regime on that day
    pub not_modelled: Vec<NotModelled>,
    /// How the figure came about
    pub explanation: Trace,
}

/// The days of a period, both included.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Window {
    /// The first day; `null`: all days before
    #[schema(required, value_type = Option<String>, format = Date)]
    pub from: Option<NaiveDate>,
    #[schema(value_type = String, format = Date)]
    pub to: NaiveDate,
}

impl From<project::Window> for Window {
    fn from(project::Window { from, to }: project::Window) -> Self {
        Self { from, to }
    }
}

/// The period that ends on the date.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct OwnWindow {
    pub window: Window,
    #[schema(value_type = String)]
    pub used: Cents,
}

/// From when on more is left.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct More {
    #[schema(value_type = String, format = Date)]
    pub on: NaiveDate,
    #[schema(value_type = String)]
    pub remaining: Cents,
}

/// Why less may be left.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Doubt {
    /// `uncounted-award`, `unknown-regime`, `stated-by-others`, `one-number` or `link-not-declared`
    #[schema(value_type = String)]
    pub cause: project::Cause,
    /// What would be left then; `null` where nobody can say
    #[schema(required, value_type = Option<String>)]
    pub remaining: Option<Cents>,
    /// The same in words
    pub text: String,
}

impl From<project::Doubt> for Doubt {
    fn from(project::Doubt { cause, remaining, text }: project::Doubt) -> Self {
        Self { cause, remaining, text: text.to_string() }
    }
}

/// What everybody relies on, beside the view of a party.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Everybody {
    #[schema(value_type = Vec<String>)]
    pub group: Vec<UndertakingId>,
    #[schema(value_type = String)]
    pub used: Cents,
    #[schema(value_type = String)]
    pub remaining: Cents,
    #[schema(value_type = String)]
    pub excess: Cents,
    pub upper_bound: bool,
    pub causes: Vec<Doubt>,
}

impl From<project::Everybody> for Everybody {
    fn from(everybody: project::Everybody) -> Self {
        let project::Everybody { group, used, remaining, excess, upper_bound, causes } = everybody;
        let causes = causes.into_iter().map(Doubt::from).collect();
        Self { group, used, remaining, excess, upper_bound, causes }
    }
}

/// An award in the window.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct CountedAward {
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
    /// Whether somebody has objected to it; it counts as before
    pub disputed: bool,
}

/// A day on which headroom frees up.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Release {
    #[schema(value_type = String, format = Date)]
    pub on: NaiveDate,
    #[schema(value_type = String)]
    pub amount: Cents,
    /// Headroom on that day; `null` where nothing can be granted under the regime then
    #[schema(required, value_type = Option<String>)]
    pub remaining: Option<Cents>,
    /// Why there is none
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub reason: Option<String>,
}

/// What is known of awards elsewhere, for one regime that the ceiling counts.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Coverage {
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

impl From<project::AwardLine> for CountedAward {
    fn from(line: project::AwardLine) -> Self {
        let project::AwardLine { award, position, granted_on, counted, standing, disputed } = line;
        Self { award, position, granted_on, counted, standing, disputed }
    }
}

impl From<project::Release> for Release {
    fn from(project::Release { on, amount, remaining, reason }: project::Release) -> Self {
        Self { on, amount, remaining, reason: reason.map(|told| told.to_string()) }
    }
}

impl From<project::Coverage> for Coverage {
    fn from(covered: project::Coverage) -> Self {
        let project::Coverage { regime, covers_from, uncounted, unknown_regime } = covered;
        Self { regime, covers_from, uncounted, unknown_regime }
    }
}

impl From<project::OwnWindow> for OwnWindow {
    fn from(project::OwnWindow { window, used }: project::OwnWindow) -> Self {
        Self { window: window.into(), used }
    }
}

/// One of several limits that a grant is held against.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct LimitLine {
    /// Rule id in its pack
    pub rule: String,
    /// Where it is written
    pub citation: String,
    #[schema(value_type = String)]
    pub ceiling: Cents,
    /// What counts against it, in the period that leaves least
    #[schema(value_type = String)]
    pub used: Cents,
}

impl From<project::LimitLine> for LimitLine {
    fn from(line: project::LimitLine) -> Self {
        let project::LimitLine { rule, citation, ceiling, used } = line;
        Self { rule, citation, ceiling, used }
    }
}

/// Something that no rule models
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct NotModelled {
    /// What it is, as the pack has it
    pub text: String,
    /// What becomes of a grant that it touches: `warn`, `refer` or `error`
    pub effect: &'static str,
    /// Where it is written
    #[schema(required)]
    pub citation: Option<String>,
}

impl From<ShownOmission> for NotModelled {
    fn from(ShownOmission { text, effect, citation, .. }: ShownOmission) -> Self {
        Self { text, effect, citation }
    }
}

impl From<project::More> for More {
    fn from(project::More { on, remaining }: project::More) -> Self {
        Self { on, remaining }
    }
}

impl From<explain::Explained<project::Headroom>> for Headroom {
    fn from(explained: explain::Explained<project::Headroom>) -> Self {
        let project::Headroom {
            undertaking,
            group,
            regime,
            member_state,
            view,
            on,
            known_at,
            ceiling,
            window,
            used,
            remaining,
            limits,
            excess,
            upper_bound,
            causes,
            awards,
            own_window,
            more_from,
            releases,
            coverage,
            everybody,
            not_modelled,
        } = explained.answer;
        Self {
            undertaking,
            group,
            regime,
            member_state,
            view,
            on,
            known_at,
            ceiling,
            window: window.into(),
            used,
            remaining,
            limits: limits.into_iter().map(Into::into).collect(),
            excess,
            upper_bound,
            causes: causes.into_iter().map(Into::into).collect(),
            awards: awards.into_iter().map(Into::into).collect(),
            own_window: own_window.map(Into::into),
            more_from: more_from.map(Into::into),
            releases: releases.into_iter().map(Into::into).collect(),
            coverage: coverage.into_iter().map(Into::into).collect(),
            everybody: everybody.map(Everybody::from),
            not_modelled: not_modelled.into_iter().map(Into::into).collect(),
            explanation: explained.explanation.into(),
        }
    }
}

/// An undertaking and its group.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Undertaking {
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

/// Awards of an undertaking.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Awards {
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
pub(in crate::http) struct Award {
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
    /// Whether somebody has objected to it; it counts as before
    pub disputed: bool,
    pub reductions: Vec<Reduction>,
}

/// What has to be done by when.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Duties {
    /// The day on which it was asked
    #[schema(value_type = String, format = Date)]
    pub on: NaiveDate,
    /// The last position known of
    pub known_at: u64,
    /// By their safe day
    pub duties: Vec<Duty>,
    /// Where more follow: give it as `after`
    #[schema(required)]
    pub next: Option<u64>,
}

/// A duty as it stands on a day; it is about the award, scheme, party, request or system that it names, or else the State's own.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Duty {
    /// Its name in the packs, such as `register-entry`
    pub duty: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, value_type = Option<String>)]
    pub award: Option<ScopedId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, value_type = Option<String>)]
    pub scheme: Option<ScopedId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, value_type = Option<String>)]
    pub party: Option<Id>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, value_type = Option<String>)]
    pub request: Option<ScopedId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, value_type = Option<String>)]
    pub system: Option<Id>,
    #[schema(required, value_type = Option<String>)]
    pub member_state: Option<MemberState>,
    /// What is asked, in words
    pub title: String,
    /// Where it is written
    pub article: String,
    /// Who has to do it: `member-state`, `granting-authority`, `intermediary`, `provider` or `host`
    pub by: &'static str,
    /// The day from which it runs
    #[schema(required, value_type = Option<String>, format = Date)]
    pub from: Option<NaiveDate>,
    /// The year or quarter it is about, where it comes back
    #[schema(required)]
    pub period: Option<String>,
    /// The safe day: done by it, it is done in time by every reading
    #[schema(required, value_type = Option<String>, format = Date)]
    pub due: Option<NaiveDate>,
    /// The last day by the wider reading
    #[schema(required, value_type = Option<String>, format = Date)]
    pub latest: Option<NaiveDate>,
    /// Until when something is kept
    #[schema(required, value_type = Option<String>, format = Date)]
    pub keep_until: Option<NaiveDate>,
    /// When it was done
    #[schema(required, value_type = Option<String>, format = Date)]
    pub done: Option<NaiveDate>,
    /// `open`, `overdue`, `done`, `done-late`, `running` or `ended`
    pub status: &'static str,
    /// Whether the days are certain; if not, they are the earliest that they can be
    pub certain: bool,
}

impl From<project::Duty> for Duty {
    fn from(duty: project::Duty) -> Self {
        let project::Duty {
            duty,
            about,
            member_state,
            title,
            article,
            by,
            from,
            period,
            due,
            latest,
            keep_until,
            done,
            status,
            certain,
        } = duty;
        let (mut award, mut scheme, mut party, mut request, mut system) = (None, None, None, None, None);
        match about {
            Some(DutyAbout::Award(id)) => award = Some(id),
            Some(DutyAbout::Scheme(id)) => scheme = Some(id),
            Some(DutyAbout::Party(id)) => party = Some(id),
            Some(DutyAbout::Request(id)) => request = Some(id),
            Some(DutyAbout::System(id)) => system = Some(id),
            None => {}
        }
        Self {
            duty,
            award,
            scheme,
            party,
            request,
            system,
            member_state,
            title,
            article,
            by: by.as_str(),
            from,
            period,
            due,
            latest,
            keep_until,
            done,
            status: status.as_str(),
            certain,
        }
    }
}

/// A day from which an award counts less.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Reduction {
    #[schema(value_type = String, format = Date)]
    pub on: NaiveDate,
    #[schema(value_type = String)]
    pub counts_at_most: Cents,
}
