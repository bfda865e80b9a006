//! Which route may a planned support take: every regime that the adopted packs know, each judged as a real grant would be.
//!
//! One path of judgement: for each regime the grant is stated and [`decide`] answers. How much of it fits today, and from which
//! day all of it, is found by stating smaller and later grants. So an amount is right to the cent and a day to the day: the
//! grant of that amount or day is admitted, the next larger or earlier one is not. Nothing is recorded.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use ledger::directory::{AuthorisedEvent, Turned};
use ledger::event::aid::{
    Aid, Basis, BasisKind, ComputeUnit, CountsAs, Form, Funding, NoAid, Regime, Treatment,
};
use ledger::event::award::{AwardGranted, GrantingAuthority};
use ledger::event::field::choice;
use ledger::event::{Body, Event};
use ledger::ids::{PartyId, ScopedId};
use ledger::money::{Cents, Currency, Money, Quantity};
use ledger::time::{At, LegalDate};
use ledger::verdict::{Check, Flag, Outcome, Verdict};
use rust_decimal::Decimal;

use super::later::{first, left_of};
use super::planned::Planned;
use crate::decide::decide;
use crate::limit::{Occasion, Test, Whose, limits_on};
use crate::pack::PackLibrary;
use crate::pack::rule::{Measure, NoAidTest};
use crate::state::{Reliance, State, View};
use crate::value::{Aided, Grantee, value};

/// Most schemes of one regime that are tried; a State has a few.
const SCHEMES_MAX: usize = 8;
/// A cap that is doubled so often is above anything that a grant comes to.
const DOUBLINGS_MAX: u32 = 64;
/// Cents of an amount; the unit of the search.
const CENTS: u8 = 2;

choice! {
    /// Whether a regime carries a planned support.
    Answer {
        /// As it is, on its day.
        Fits = "fits",
        /// A part of it, on its day; perhaps all of it later.
        FitsUpTo = "fits-up-to",
        /// Nothing on its day, all of it from a later one.
        FitsFrom = "fits-from",
        /// Not at all, as the facts known now stand.
        Fails = "fails",
    }
}

/// In whose name a support is planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asker {
    /// A party's: its roles and mandates are asked, and what it relies on is its view.
    Party(PartyId),
    /// Nobody's, under this name: by what everybody relies on, and nobody's authority is asked.
    Nobody(PartyId),
}

impl Asker {
    fn source(&self) -> &PartyId {
        match self {
            Self::Party(party) | Self::Nobody(party) => party,
        }
    }

    /// The party whose view it is, as its grants are judged.
    #[must_use]
    pub fn party(&self) -> Option<&PartyId> {
        match self {
            Self::Party(party) => Some(party),
            Self::Nobody(_) => None,
        }
    }

    fn view(&self) -> View {
        View::of(match self {
            Self::Party(party) => Reliance::Party(party.clone()),
            Self::Nobody(_) => Reliance::Everybody,
        })
    }
}

/// A limit of a regime with what is left on the day, in hundredths of its unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// Id of its rule.
    pub rule: String,
    /// Where it is written.
    pub citation: String,
    /// Unit of the figures.
    pub unit: &'static str,
    /// The days added up; `None` where all are, or it adds up none.
    pub days: Option<(NaiveDate, NaiveDate)>,
    /// The limit.
    pub limit: Cents,
    /// What is left before the planned support, less than nothing where it is exceeded.
    pub left: Cents,
}

/// What one regime answers.
#[derive(Debug, Clone)]
pub struct Route {
    /// Its place: 1 is the first, equals share one; `None` where it fails.
    pub rank: Option<usize>,
    /// The regime; `no-aid` where the support is none.
    pub regime: Regime,
    /// The ground on which it is no aid, and where that is written.
    pub ground: Option<(String, String)>,
    /// As the grant would name it.
    pub basis: Basis,
    /// Whether it carries the support.
    pub answer: Answer,
    /// The gross grant equivalent that fits on the day, euro; of what is no aid what is given; `None` where nothing fits.
    pub amount: Option<Cents>,
    /// Of computing time how much that is, whole units.
    pub quantity: Option<(Quantity, ComputeUnit)>,
    /// From which day on all of it fits, where that is a later one.
    pub from: Option<NaiveDate>,
    /// The last day of the regime, as far as the packs know one.
    pub until: Option<NaiveDate>,
    /// What its limits in euro leave on the day.
    pub room: Option<Cents>,
    /// Its limits.
    pub limits: Vec<Left>,
    /// What the rules say of the whole support on its day.
    pub verdict: Verdict,
    /// What else to know of what fits; of what does not, of the whole.
    pub flags: Vec<Flag>,
    /// The statement that the verdict is of.
    pub event: Event,
}

/// All routes, the best first, then those that fail in the order of the packs.
#[derive(Debug, Clone)]
pub struct Routes {
    /// What the support comes to in euro, whoever pays; `None` where its price or rate is not known.
    pub worth: Option<Cents>,
    /// The routes.
    pub routes: Vec<Route>,
}

/// Which routes a planned support may take, as `asker` would grant it at `at`.
///
/// # Errors
/// [`Turned`] where the asking party is unknown or suspended: it can grant nothing.
pub fn routes(state: &State, planned: &Planned, asker: &Asker, at: At) -> Result<Routes, Turned> {
    let court = Court { state, asker, at, planned };
    let grant = court.own();
    let mut routes = court.no_aid(&grant)?;
    let first_of_aid = routes.len();
    for regime in state.packs().grantable() {
        let mut best: Option<Route> = None;
        for basis in court.bases(&grant, regime) {
            let route = court.route(AwardGranted { basis, ..grant.clone() })?;
            if best.as_ref().is_none_or(|best| place(&route) < place(best)) {
                best = Some(route);
            }
        }
        routes.extend(best);
    }
    // What is no aid comes first, in the order of its grounds; sorting keeps the order of the packs among equals.
    if let Some(of_aid) = routes.get_mut(first_of_aid..) {
        of_aid.sort_by_key(place);
    }
    rank(&mut routes, first_of_aid);
    Ok(Routes { worth: court.worth(&grant), routes })
}

/// What decides the order: all of it, then how much of it, then when all of it; what fails comes last.
fn place(route: &Route) -> (Answer, std::cmp::Reverse<Option<Cents>>, bool, Option<NaiveDate>) {
    let answer = match route.answer {
        // Nothing today is the least of parts.
        Answer::FitsFrom => Answer::FitsUpTo,
        answer @ (Answer::Fits | Answer::FitsUpTo | Answer::Fails) => answer,
    };
    let amount = if answer == Answer::Fails { None } else { route.amount };
    (answer, std::cmp::Reverse(amount), route.from.is_none(), route.from)
}

fn rank(routes: &mut [Route], first_of_aid: usize) {
    let (mut last, mut rank) = (None, 0);
    for (index, route) in routes.iter_mut().enumerate() {
        // Grounds of no aid are all the same: nothing is limited.
        let own = (index >= first_of_aid).then(|| place(route));
        if last.as_ref() != Some(&own) {
            rank = index.saturating_add(1);
        }
        route.rank = (route.answer != Answer::Fails).then_some(rank);
        last = Some(own);
    }
}

/// A grant that would be admitted, with its verdict.
struct Part {
    verdict: Verdict,
    amount: Cents,
}

/// A grant that was judged.
struct Judged {
    event: Event,
    verdict: Verdict,
    /// Whether the asker may state it.
    may: bool,
}

/// Where grants that are thought of are judged.
struct Court<'a> {
    state: &'a State,
    asker: &'a Asker,
    at: At,
    planned: &'a Planned,
}

impl Court<'_> {
    /// The grant as the asker would state it: under an award id that is free, by an authority that it may grant for.
    fn own(&self) -> AwardGranted {
        let mut grant = self.planned.grant.clone();
        while self.state.awards.find(&grant.award.full(self.asker.source())).is_some() {
            let Ok(free) = format!("{}-", grant.award).parse() else { break };
            grant.award = free;
        }
        if self.planned.assumed.contains(&"granting_authority")
            && let Some(principal) = self.principal(&grant)
        {
            grant.granting_authority = principal;
        }
        grant
    }

    /// The first authority for which the asking party may grant in the State on the day.
    fn principal(&self, grant: &AwardGranted) -> Option<GrantingAuthority> {
        let party = self.state.directory.party(self.asker.party()?)?;
        let covers = party.mandates.iter().find(|mandate| {
            Some(mandate.member_state) == grant.member_state
                && mandate.from <= grant.granted_on
                && mandate.until.is_none_or(|until| grant.granted_on <= until)
        });
        covers.map(|mandate| GrantingAuthority {
            id: mandate.principal.id.clone(),
            name: mandate.principal.name.clone(),
        })
    }

    /// On what a grant under a regime may be based: by itself, under the schemes on record for it, naming the articles that
    /// scheme or packs know.
    fn bases(&self, grant: &AwardGranted, regime: Regime) -> Vec<Basis> {
        let facts = &self.state.facts;
        let plain = |kind| Basis { kind, regime, scheme: None, article: None };
        let on = grant.granted_on.date();
        let articles = |basis: Basis, articles: Vec<&str>| -> Vec<Basis> {
            let named = articles.into_iter().filter_map(|article| article.parse().ok());
            let named: Vec<Basis> =
                named.map(|article| Basis { article: Some(article), ..basis.clone() }).collect();
            if named.is_empty() { vec![basis] } else { named }
        };
        let of_packs = |basis: Basis| articles(basis, self.state.packs().articles(&regime, on));
        let under = |id: &ScopedId| {
            let articles_of = |scheme: &ledger::event::governance::SchemeRegistered| {
                scheme.articles.iter().map(|article| article.as_str().to_owned()).collect::<Vec<_>>()
            };
            let stated = facts.scheme(id).map(articles_of).unwrap_or_default();
            let scheme = id.to_string().parse().ok();
            let basis = Basis { scheme, ..plain(BasisKind::Scheme) };
            articles(basis, stated.iter().map(String::as_str).collect())
        };
        let on_record = || {
            let found = facts.schemes_of(regime, grant.member_state, on).take(SCHEMES_MAX);
            found.flat_map(|(id, _)| under(id)).collect::<Vec<_>>()
        };
        let alone = || of_packs(plain(BasisKind::AdHoc));
        let schemes = || {
            let found = on_record();
            if found.is_empty() { of_packs(plain(BasisKind::Scheme)) } else { found }
        };
        match (self.planned.kind, &grant.basis.scheme) {
            (Some(BasisKind::AdHoc), _) => alone(),
            (None | Some(BasisKind::Scheme), Some(scheme)) => {
                let id = scheme.full(self.asker.source());
                // A scheme of another regime is none of this one.
                match facts.scheme(&id) {
                    Some(known) if known.regime != regime => schemes(),
                    Some(_) => under(&id),
                    None => vec![Basis { scheme: Some(scheme.clone()), ..plain(BasisKind::Scheme) }],
                }
            }
            (Some(BasisKind::Scheme), None) => schemes(),
            (None, None) => alone().into_iter().chain(on_record()).collect(),
        }
    }

    /// The verdict on a grant, as the asker's signed statement of it would have it.
    fn judged(&self, grant: AwardGranted) -> Result<Judged, Turned> {
        let event = self.stated(grant);
        let authorised = match self.asker {
            Asker::Party(_) => self.state.directory.rehearse(event)?,
            Asker::Nobody(_) => AuthorisedEvent::unsigned_fact(event),
        };
        let verdict = decide(self.state, &authorised, self.at, &PackLibrary::default());
        let may = authorised.missing_authority().is_empty();
        Ok(Judged { event: authorised.event().clone(), verdict, may })
    }

    fn stated(&self, grant: AwardGranted) -> Event {
        let (id, subject, time) = self.planned.envelope.clone();
        Event {
            id,
            source: self.asker.source().clone(),
            ledger: self.state.directory.ledger_id().map(str::to_owned),
            subject: grant.award.as_str().parse().unwrap_or(subject),
            time,
            body: Body::AwardGranted(grant),
        }
    }

    /// The verdict on a grant that would be admitted, with what it comes to.
    fn admitted(&self, grant: AwardGranted) -> Result<Option<Part>, Turned> {
        let Judged { verdict, .. } = self.judged(grant)?;
        let amount = verdict.gge.and_then(|gge| gge.high).filter(|_| stands(&verdict));
        Ok(amount.map(|amount| Part { verdict, amount }))
    }

    /// What the regime of a grant answers.
    fn route(&self, grant: AwardGranted) -> Result<Route, Turned> {
        let Judged { event, verdict, may } = self.judged(grant.clone())?;
        let on = grant.granted_on.date();
        let whole = verdict.gge.and_then(|gge| gge.high);
        // No smaller or later grant mends that something is not known, or that somebody may not sign.
        let open = !verdict.codes.iter().any(|code| code.is_authority_or_unknown());
        let (mut part, mut from) = (None, None);
        if !stands(&verdict) && open {
            part =
                whole.or_else(|| stated(&grant.aid)).map_or(Ok(None), |whole| self.largest(&grant, whole))?;
            from = self.earliest(&grant)?;
        }
        let answer = match (stands(&verdict), &part, from) {
            (true, ..) => Answer::Fits,
            (false, Some(_), _) => Answer::FitsUpTo,
            (false, None, Some(_)) => Answer::FitsFrom,
            (false, None, None) => Answer::Fails,
        };
        let amount = match answer {
            Answer::Fits => whole,
            Answer::FitsUpTo => part.as_ref().map(|part| part.amount),
            Answer::FitsFrom => Some(Cents::ZERO),
            Answer::Fails => None,
        };
        // To whom nothing may be granted nothing is told either, as in the answer to its statement.
        let whose = self.whose(&grant);
        let tests = if may { limits_on(self.state, &whose, &occasion(&grant, on)) } else { Vec::new() };
        let room = if may { left_of(self.state, &whose, &occasion(&grant, on)) } else { None };
        let telling = part.as_ref().map_or(&verdict, |part| &part.verdict);
        let flags = telling.flags.clone();
        Ok(Route {
            rank: None,
            regime: grant.basis.regime,
            ground: None,
            answer,
            amount,
            quantity: quantity(&grant.aid, whole.zip(amount.filter(|_| answer == Answer::FitsUpTo))),
            from,
            until: self.until(&grant, on),
            room: room.map(Cents::or_zero),
            limits: self.limits(&tests, telling, on),
            flags,
            basis: grant.basis,
            verdict,
            event,
        })
    }

    /// The routes on which the support is no aid at all, where what is stated of it says so.
    fn no_aid(&self, grant: &AwardGranted) -> Result<Vec<Route>, Turned> {
        let on = grant.granted_on.date();
        let Some(rule) = self.state.packs().no_aid(&Regime::NoAid, on) else { return Ok(Vec::new()) };
        let mut routes = Vec::new();
        for known in rule.grounds.iter().filter(|known| is_stated(known.test, &known.ground, &grant.funding))
        {
            let Ok(ground) = known.ground.parse() else { continue };
            let kind = self.planned.kind.unwrap_or(BasisKind::AdHoc);
            let basis = Basis { kind, regime: Regime::NoAid, scheme: None, article: None };
            let treatment = Some(Treatment { no_aid: NoAid { ground } });
            let stated =
                AwardGranted { basis: basis.clone(), member_state: None, treatment, ..grant.clone() };
            let Judged { event, verdict, .. } = self.judged(stated)?;
            if !stands(&verdict) {
                continue;
            }
            routes.push(Route {
                rank: None,
                regime: Regime::NoAid,
                ground: Some((known.ground.clone(), known.citation.to_string())),
                basis,
                answer: Answer::Fits,
                amount: self.worth(grant),
                quantity: None,
                from: None,
                until: None,
                room: None,
                limits: Vec::new(),
                flags: verdict.flags.clone(),
                verdict,
                event,
            });
        }
        Ok(routes)
    }

    /// What a grant comes to, whoever pays for it.
    fn worth(&self, grant: &AwardGranted) -> Option<Cents> {
        let aided =
            Aided { aid: &grant.aid, funding: &[], by_scheme: self.planned.kind == Some(BasisKind::Scheme) };
        let to = Grantee {
            beneficiary: &grant.beneficiary,
            member_state: grant.member_state,
            regime: grant.basis.regime,
            granted_on: grant.granted_on.date(),
        };
        value(self.state, aided, to).figure().and_then(|figure| figure.high)
    }

    /// The largest part of a grant that would be admitted on its day: one cent more of it would not be.
    fn largest(&self, grant: &AwardGranted, whole: Cents) -> Result<Option<Part>, Turned> {
        let of = |units: i128| part(grant, units, whole).map_or(Ok(None), |part| self.admitted(part));
        let Some(mut best) = of(1)? else { return Ok(None) };
        let (mut low, mut high) = (1_i128, whole.0.max(2));
        // Where only a share of it counts, or it is stated in another currency, there are more cents of it than count.
        for _doubling in 0..DOUBLINGS_MAX {
            match of(high)? {
                Some(more) => (low, high, best) = (high, high.saturating_mul(2), more),
                None => break,
            }
        }
        while high.saturating_sub(low) > 1 {
            let middle = low.midpoint(high);
            match of(middle)? {
                Some(more) => (low, best) = (middle, more),
                None => high = middle,
            }
        }
        Ok(Some(best))
    }

    /// The first day after its own on which all of a grant would be admitted: on the day before it would not be.
    fn earliest(&self, grant: &AwardGranted) -> Result<Option<NaiveDate>, Turned> {
        let on = grant.granted_on.date();
        let days = self.turning_days(grant);
        let fits = |day: NaiveDate| -> Result<bool, Turned> {
            let Ok(granted_on) = LegalDate::new(day) else { return Ok(false) };
            Ok(self.admitted(AwardGranted { granted_on, ..grant.clone() })?.is_some())
        };
        let Some(mut late) = first(&days, |day| fits(day).unwrap_or(false)) else { return Ok(None) };
        // What turned in between, no rule or award says: it is looked for by halves.
        let refused = days.range(..late).rev().copied().find(|day| !fits(*day).unwrap_or(false));
        let mut early = refused.unwrap_or(on);
        while let Some(before) = late.pred_opt().filter(|before| early < *before) {
            if !fits(before)? {
                break;
            }
            let half =
                early.checked_add_days(chrono::Days::new(days_between(early, before) / 2)).unwrap_or(before);
            if fits(half)? {
                late = half;
            } else {
                (early, late) = (half, before);
            }
        }
        Ok(Some(late))
    }

    /// The days after its own from which a grant may be judged otherwise: another rule holds, or a limit has more room.
    fn turning_days(&self, grant: &AwardGranted) -> BTreeSet<NaiveDate> {
        let on = grant.granted_on.date();
        let whose = self.whose(grant);
        let rules = self.state.packs().turning_days(on);
        let mut days = rules.clone();
        for day in rules.into_iter().chain([on]) {
            let tests = limits_on(self.state, &whose, &occasion(grant, day));
            days.extend(tests.iter().flat_map(|test| test.changing_days(self.state)));
        }
        days
    }

    fn whose(&self, grant: &AwardGranted) -> Whose {
        Whose::new(self.state.undertakings.find(&grant.beneficiary), self.asker.view())
    }

    /// The last day on which the regime of a grant is open to it.
    fn until(&self, grant: &AwardGranted, on: NaiveDate) -> Option<NaiveDate> {
        let by_scheme = grant.basis.kind == BasisKind::Scheme;
        let rules = self.state.packs().validities(&grant.basis.regime, on).filter(|rule| !rule.legacy);
        let ends: Vec<Option<NaiveDate>> = rules.map(|rule| rule.last_day(by_scheme)).collect();
        // One without an end has none.
        ends.into_iter().collect::<Option<Vec<NaiveDate>>>()?.into_iter().max()
    }

    /// The limits of a regime with what they leave, then what else a verdict was held against.
    fn limits(&self, tests: &[Test<'_>], verdict: &Verdict, on: NaiveDate) -> Vec<Left> {
        let own = tests.iter().map(|test| {
            let window = test.tightest(test.boundary).window;
            Left {
                rule: test.limit.head.id.clone(),
                citation: test.limit.head.citation.to_string(),
                unit: test.limit.measure.unit(),
                days: test.limit.window.as_ref().map(|_| (window.from, window.to)),
                limit: test.ceiling,
                left: test.remaining(),
            }
        });
        let more =
            verdict.checks.iter().filter(|check| !tests.iter().any(|test| test.limit.head.id == check.rule));
        own.chain(more.map(|check| self.checked(check, verdict, on))).collect()
    }

    fn checked(&self, check: &Check, verdict: &Verdict, on: NaiveDate) -> Left {
        let own = verdict.gge.and_then(|gge| gge.high).filter(|_| check.unit == Measure::Euro.unit());
        let after = check.after.high.unwrap_or(check.after.low);
        Left {
            rule: check.rule.clone(),
            citation: self
                .state
                .packs()
                .rule(&check.rule, on)
                .map(|rule| rule.head().citation.to_string())
                .unwrap_or_default(),
            unit: check.unit,
            days: check.from.zip(check.to),
            limit: check.limit,
            left: check.limit - after + own.unwrap_or(Cents::ZERO),
        }
    }
}

/// Whether a grant would take effect.
fn stands(verdict: &Verdict) -> bool {
    match verdict.outcome {
        Outcome::Admitted => true,
        Outcome::Recorded | Outcome::Refused | Outcome::Deferred => false,
    }
}

fn occasion(grant: &AwardGranted, granted_on: NaiveDate) -> Occasion {
    Occasion { member_state: grant.member_state, regime: grant.basis.regime, granted_on }
}

fn days_between(early: NaiveDate, late: NaiveDate) -> u64 {
    u64::try_from(late.signed_duration_since(early).num_days()).unwrap_or(0)
}

/// Whether a ground may be meant: where it is whose money it is, that it is theirs.
fn is_stated(test: NoAidTest, ground: &str, funding: &[Funding]) -> bool {
    match test {
        NoAidTest::NoStateMoney => {
            funding.iter().any(|part| part.origin.as_str() == ground && !part.share_percent.value().is_zero())
        }
        NoAidTest::MarketPrice | NoAidTest::NonEconomicUse => true,
    }
}

/// A grant of which no more than so many cents count: by a cap, or where caps change nothing by a smaller amount. What it pays of
/// each cost line shrinks in proportion.
fn part(grant: &AwardGranted, units: i128, whole: Cents) -> Option<AwardGranted> {
    let mut part = grant.clone();
    part.aid = smaller(&grant.aid, units)?;
    let share = |money: Money| {
        let own = units_of(money)?.checked_mul(units.min(whole.0))?.checked_div(whole.0.max(1))?;
        money_of(own, money.currency())
    };
    part.eligible_costs =
        grant.eligible_costs.as_ref().map(|costs| costs.each(|aid| share(aid).unwrap_or(aid)));
    Some(part)
}

/// Aid of so many cents at most.
fn smaller(aid: &Aid, units: i128) -> Option<Aid> {
    let capped = |counts_as: CountsAs| {
        let cap = money_of(units, Currency::EUR)?;
        Some(Aid { form: aid.form.clone(), cap: Some((cap, counts_as)) })
    };
    let of_form = |form: Form| Some(Aid { form, cap: aid.cap });
    match (&aid.form, aid.cap) {
        (_, Some((_, CountsAs::SchemeFixedSum))) => capped(CountsAs::SchemeFixedSum),
        (Form::Loan(loan), _) => {
            let principal = money_of(units, loan.principal.currency())?;
            of_form(Form::Loan(ledger::event::aid::Loan { principal, ..loan.clone() }))
        }
        (Form::Guarantee(guarantee), _) => {
            let guaranteed = money_of(units, guarantee.guaranteed.currency())?;
            of_form(Form::Guarantee(ledger::event::aid::Guarantee { guaranteed, ..guarantee.clone() }))
        }
        (Form::Capital(capital), _) => {
            let injection = money_of(units, capital.injection.currency())?;
            of_form(Form::Capital(ledger::event::aid::Capital { injection }))
        }
        (
            Form::Grant(_)
            | Form::Instalments(_)
            | Form::InterestSubsidy(_)
            | Form::Compute(_)
            | Form::Credits(_)
            | Form::Service(_)
            | Form::Portfolio(_)
            | Form::RepayableAdvance(_)
            | Form::Asset(_)
            | Form::IpTransfer(_)
            | Form::TaxRelief(_)
            | Form::Declared(_),
            cap,
        ) => capped(cap.map_or(CountsAs::Exact, |(_, counts_as)| counts_as)),
    }
}

/// What a loan, guarantee or injection is stated to be, in cents of its currency: it may have no figure as it is, and smaller
/// ones have.
fn stated(aid: &Aid) -> Option<Cents> {
    let money = match &aid.form {
        Form::Loan(loan) => loan.principal,
        Form::Guarantee(guarantee) => guarantee.guaranteed,
        Form::Capital(capital) => capital.injection,
        Form::Grant(_)
        | Form::Instalments(_)
        | Form::InterestSubsidy(_)
        | Form::Compute(_)
        | Form::Credits(_)
        | Form::Service(_)
        | Form::Portfolio(_)
        | Form::RepayableAdvance(_)
        | Form::Asset(_)
        | Form::IpTransfer(_)
        | Form::TaxRelief(_)
        | Form::Declared(_) => return None,
    };
    units_of(money).map(Cents)
}

/// How much computing time a part of it is, in proportion and rounded down to whole units: the price paid shrinks with it.
fn quantity(aid: &Aid, parts: Option<(Cents, Cents)>) -> Option<(Quantity, ComputeUnit)> {
    let Form::Compute(compute) = &aid.form else { return None };
    let (whole, amount) = parts.filter(|(whole, _)| *whole > Cents::ZERO)?;
    let exact = |cents: Cents| Decimal::try_from_i128_with_scale(cents.0, 0).ok();
    let (whole, amount) = (exact(whole)?, exact(amount)?);
    let share = compute.quantity.value().checked_mul(amount)?.checked_div(whole)?;
    Some((share.trunc().normalize().to_string().parse().ok()?, compute.unit))
}

/// Money in cents of its currency, in units where it has no cents.
fn units_of(money: Money) -> Option<i128> {
    let digits = u32::from(money.currency().minor_units().min(CENTS));
    let mut amount = money.amount();
    amount.rescale(digits);
    Some(amount.mantissa())
}

fn money_of(units: i128, currency: Currency) -> Option<Money> {
    let digits = u32::from(currency.minor_units().min(CENTS));
    let amount = Decimal::try_from_i128_with_scale(units, digits).ok()?;
    Money::new(&amount.to_string(), currency).ok()
}
