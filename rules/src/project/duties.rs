//! What has to be done by when after aid is granted, and how long something is kept: the duties that the packs name (P11, P12).
//!
//! A duty is shown with its safe day and with the last day that can be defended. Where the holidays on record leave a day open, the
//! earliest one is shown and said not to be certain.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use ledger::event::aid::Regime;
use ledger::event::field::choice;
use ledger::event::governance::SchemeRegistered;
use ledger::ids::{Id, MemberState, PartyId, ScopedId};
use serde::Serialize;

use super::term::{Ends, Run};
use crate::calendar::{first_of, last_of, quarter_before};
use crate::pack::rule::{DutyCase, DutyOf, DutyRule, Purpose, Start, Subject, TickedBy};
use crate::state::{Aside, Award, DutyDeed, DutyObject, Requested, State, Terms};

/// What is asked.
#[derive(Debug, Clone)]
pub struct DutyQuery {
    /// The day on which it is asked.
    pub on: NaiveDate,
    /// Those of a party alone: of its awards, schemes and systems, and of the States of its mandates.
    pub party: Option<PartyId>,
    /// Those of a State alone; its own are shown even where no aid of it is on record.
    pub member_state: Option<MemberState>,
    /// Those to be done, or to be kept until, before a day alone.
    pub due_before: Option<NaiveDate>,
    /// Which of them.
    pub shown: DutySelection,
}

choice! {
    /// How a duty stands on a day.
    DutyStatus {
        /// To be done, and the last day has not passed, or not for certain.
        Open = "open",
        /// Not done, and the last day has passed.
        Overdue = "overdue",
        /// Done by the last day.
        Done = "done",
        /// Done after it.
        DoneLate = "done-late",
        /// To be kept still.
        Running = "running",
        /// To be kept no longer.
        Ended = "ended",
    }
}

/// What a duty is about; one that is about nothing of these is a State's own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DutyAbout {
    /// An award.
    Award(ScopedId),
    /// A scheme.
    Scheme(ScopedId),
    /// An authority or other party.
    Party(Id),
    /// A request for information.
    Request(ScopedId),
    /// A system.
    System(Id),
}

impl DutyAbout {
    /// As a statement names it that says that the duty was done.
    fn object(self) -> DutyObject {
        match self {
            Self::Award(id) => DutyObject::Award(id),
            Self::Scheme(id) => DutyObject::Scheme(id),
            Self::Request(id) => DutyObject::Request(id),
            Self::Party(id) => DutyObject::Party(id),
            Self::System(id) => DutyObject::System(id),
        }
    }
}

choice! {
    /// Which duties a list shows.
    DutySelection {
        /// What is still to be done.
        ToDo = "to-do",
        /// Of these what is overdue.
        Overdue = "overdue",
        /// What is done, kept or kept no longer too.
        All = "all",
    }
}

/// A duty as it stands on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Duty {
    /// Its name, such as `register-entry`.
    pub duty: String,
    /// What it is about; `None`: a State's own.
    #[serde(flatten)]
    pub about: Option<DutyAbout>,
    /// The State; `null` where none is known.
    pub member_state: Option<MemberState>,
    /// What is asked, in a lawyer's words.
    pub title: String,
    /// Where it is written.
    pub article: String,
    /// Who has to do it.
    pub by: DutyOf,
    /// The day from which it runs; `null` where its last day is fixed.
    pub from: Option<NaiveDate>,
    /// The year or quarter it is about, where it comes back.
    pub period: Option<String>,
    /// The safe day: done by it, it is done in time by every reading.
    pub due: Option<NaiveDate>,
    /// The last day by the wider reading.
    pub latest: Option<NaiveDate>,
    /// Until when something is kept.
    pub keep_until: Option<NaiveDate>,
    /// When it was done.
    pub done: Option<NaiveDate>,
    /// How it stands.
    pub status: DutyStatus,
    /// Whether the days are certain; if not, they are the earliest that they can be.
    pub certain: bool,
}

impl Duty {
    /// Whether a list shows it.
    #[must_use]
    pub fn is_shown(&self, shown: DutySelection) -> bool {
        match (self.status, shown) {
            (_, DutySelection::All) | (DutyStatus::Overdue, _) | (DutyStatus::Open, DutySelection::ToDo) => {
                true
            }
            (
                DutyStatus::Open
                | DutyStatus::Done
                | DutyStatus::DoneLate
                | DutyStatus::Running
                | DutyStatus::Ended,
                DutySelection::ToDo | DutySelection::Overdue,
            ) => false,
        }
    }

    /// Of what kind it is about, and which one.
    #[must_use]
    pub fn object(&self) -> (&'static str, String) {
        match &self.about {
            Some(DutyAbout::Award(id)) => ("award", id.to_string()),
            Some(DutyAbout::Scheme(id)) => ("scheme", id.to_string()),
            Some(DutyAbout::Party(id)) => ("party", id.to_string()),
            Some(DutyAbout::Request(id)) => ("request", id.to_string()),
            Some(DutyAbout::System(id)) => ("system", id.to_string()),
            None => ("member_state", self.member_state.map(|state| state.to_string()).unwrap_or_default()),
        }
    }

    /// The day that it is ordered by: to be done by, or to be kept until.
    #[must_use]
    pub fn day(&self) -> Option<NaiveDate> {
        self.due.or(self.keep_until)
    }

    /// By day, name and object: as an answer lists them.
    fn key(&self) -> (Option<NaiveDate>, &str, &Option<DutyAbout>, Option<MemberState>, &str) {
        (self.day(), &self.duty, &self.about, self.member_state, &self.article)
    }
}

/// The duties that a question asks for, by day.
#[must_use]
pub fn duties(state: &State, asked: &DutyQuery) -> Vec<Duty> {
    let ledger = Asked { state, asked, last_aid: LastAid::of(state, asked.on) };
    let mut found: Vec<Duty> = Vec::new();
    for award in state.awards.all() {
        found.extend(ledger.of_award(award));
    }
    for (id, scheme) in state.facts.schemes() {
        found.extend(ledger.of_scheme(id, scheme));
    }
    found.extend(ledger.of_providers());
    for (id, request) in state.facts.requests() {
        found.extend(ledger.of_request(id, request));
    }
    found.extend(ledger.of_intermediaries());
    found.extend(ledger.of_each_year());
    found.extend(ledger.of_fixed_days());
    let before =
        |duty: &Duty| asked.due_before.is_none_or(|before| duty.day().is_some_and(|day| day < before));
    found.retain(|duty| duty.is_shown(asked.shown) && before(duty));
    found.sort_by(|a, b| a.key().cmp(&b.key()));
    found
}

/// The last day on which aid was given under each scheme, as known on the day asked.
#[derive(Default)]
struct LastAid {
    schemes: BTreeMap<ScopedId, NaiveDate>,
}

impl LastAid {
    fn of(state: &State, on: NaiveDate) -> Self {
        let mut last = Self::default();
        for award in state.awards.all().filter(|award| is_granted(award, on)) {
            if let Some(scheme) = scheme_of(award) {
                let day = last.schemes.entry(scheme.clone()).or_insert(award.granted_on);
                *day = (*day).max(award.granted_on);
            }
        }
        last
    }
}

fn scheme_of(award: &Award) -> Option<&ScopedId> {
    award.terms()?.grant.as_ref()?.scheme.as_ref()
}

/// Whether an award was granted by a day, and is aid: not open, not freed, not stated or found to be none.
fn is_granted(award: &Award, on: NaiveDate) -> bool {
    let is_aid = !award.terms().is_some_and(Terms::no_aid) && award.set_aside() != Some(Aside::NoAid);
    is_aid && !award.is_freed() && award.open().is_none() && award.granted_on <= on
}

/// An award as far as it decides which duties follow.
fn case_of(award: &Award) -> DutyCase<'_> {
    DutyCase {
        regime: award.regime,
        by_scheme: award.terms().is_some_and(Terms::by_scheme),
        instrument: award.terms().and_then(|terms| Some(terms.grant.as_ref()?.instrument)),
        nace: award.nace(),
        gge: award.gge.and_then(|gge| gge.high),
        granted_on: award.granted_on,
    }
}

struct Asked<'a> {
    state: &'a State,
    asked: &'a DutyQuery,
    last_aid: LastAid,
}

impl Asked<'_> {
    fn is_of_party(&self, party: &str) -> bool {
        self.asked.party.as_ref().is_none_or(|asked| asked.as_str() == party)
    }

    fn is_of_state(&self, member_state: Option<MemberState>) -> bool {
        self.asked.member_state.is_none_or(|asked| member_state == Some(asked))
    }

    fn of_award(&self, award: &Award) -> Vec<Duty> {
        let own = self.is_of_party(award.id.party()) && self.is_of_state(award.member_state);
        if !own || award.member_state.is_none() || !is_granted(award, self.asked.on) {
            return Vec::new();
        }
        let case = case_of(award);
        let rules = self.state.packs().duties(award.granted_on);
        let bound = rules.filter(|rule| rule.starts.is_of_award() && rule.binds(&case));
        let about = || Some(DutyAbout::Award(award.id.clone()));
        bound.filter_map(|rule| self.duty(rule, about(), self.run_of(rule, award)?)).collect()
    }

    /// From what day a duty about an award runs; `None` where it does not.
    fn run_of(&self, rule: &DutyRule, award: &Award) -> Option<Run> {
        // What others report is registered and published by them; its records are kept all the same.
        let is_own = rule.purpose == Purpose::Keep || !award.is_report();
        let last_date = award.granted_until.unwrap_or(award.granted_on);
        let grant = award.terms().and_then(|terms| terms.grant.as_ref());
        let declared = grant.and_then(|grant| grant.tax_declaration_due);
        let (from, is_sure) = match rule.starts {
            Start::Grant => (Some(last_date).filter(|_| is_own), true),
            Start::YearOfGrant => (last_of(last_date.year()).filter(|_| is_own && declared.is_none()), true),
            Start::TaxDeclaration => (declared, true),
            Start::Report => (award.terms().and_then(|terms| terms.intermediary_report), true),
            Start::LastAidOfScheme => {
                let last = scheme_of(award).and_then(|scheme| self.last_aid.schemes.get(scheme)).copied();
                (Some(last.unwrap_or(last_date)), last.is_some())
            }
            Start::Scheme
            | Start::LastAidOfProvider
            | Start::Request
            | Start::Quarter
            | Start::Year
            | Start::Date => (None, true),
        };
        Some(Run { ruled_on: award.granted_on, is_sure, ..Run::since(from?, award.member_state) })
    }

    /// When a duty was done, by the day asked.
    fn ticked(&self, rule: &DutyRule, about: Option<&DutyAbout>, run: &Run) -> Option<NaiveDate> {
        let facts = &self.state.facts;
        let first = match (rule.purpose, about) {
            (Purpose::Keep, _) => None,
            (Purpose::Do(TickedBy::RegisterReceipt), Some(DutyAbout::Award(award))) => {
                facts.receipts(award).min()
            }
            (Purpose::Do(TickedBy::PublicationMade), Some(DutyAbout::Award(award))) => {
                facts.publications(award).min()
            }
            (Purpose::Do(TickedBy::RegisterReceipt | TickedBy::PublicationMade), _) => None,
            (Purpose::Do(TickedBy::DutyDone), about) => {
                let object = match about {
                    Some(about) => about.clone().object(),
                    None => DutyObject::MemberState(run.member_state?),
                };
                // Of what comes back a deed says for which days; of several acts it may say which.
                let meant = |deed: &&DutyDeed| {
                    let inside = |(from, until): (NaiveDate, NaiveDate)| {
                        deed.period.is_some_and(|(first, last)| from <= first && last <= until)
                    };
                    deed.regime.is_none_or(|regime| rule.regimes.contains(&regime))
                        && run.period.is_none_or(inside)
                };
                facts.duty_deeds(&rule.name, &object).filter(meant).map(|deed| deed.on).min()
            }
        };
        first.filter(|on| *on <= self.asked.on)
    }

    fn of_scheme(&self, id: &ScopedId, scheme: &SchemeRegistered) -> Vec<Duty> {
        let from = scheme.in_force.from.date();
        let own = self.is_of_party(id.party()) && self.is_of_state(Some(scheme.member_state));
        if !own || self.asked.on < from {
            return Vec::new();
        }
        let rules = self.state.packs().duties(from).filter(|rule| rule.starts == Start::Scheme);
        let bound = rules.filter(|rule| rule.regimes.contains(&scheme.regime));
        let run = || Run::since(from, Some(scheme.member_state));
        bound.filter_map(|rule| self.duty(rule, Some(DutyAbout::Scheme(id.clone())), run())).collect()
    }

    /// What somebody asked for who may: under the act of the award or scheme it is about, else under the first that has the duty.
    fn of_request(&self, id: &ScopedId, request: &Requested) -> Option<Duty> {
        let from = request.received_on;
        let (regime, member_state) = match &request.about {
            DutyObject::Award(award) => {
                let award = self.state.awards.in_effect(award)?;
                (Some(award.regime), award.member_state)
            }
            DutyObject::Scheme(scheme) => {
                let (_, scheme) = self.state.facts.schemes().find(|(known, _)| *known == scheme)?;
                (Some(scheme.regime), Some(scheme.member_state))
            }
            DutyObject::MemberState(member_state) => (None, Some(*member_state)),
            DutyObject::Application(_)
            | DutyObject::Request(_)
            | DutyObject::Party(_)
            | DutyObject::System(_) => (None, None),
        };
        if !self.is_of_party(id.party()) || !self.is_of_state(member_state) || self.asked.on < from {
            return None;
        }
        let mut rules = self.state.packs().duties(from).filter(|rule| rule.starts == Start::Request);
        let rule = rules.find(|rule| regime.is_none_or(|regime| rule.regimes.contains(&regime)))?;
        let run = Run { until: request.until, ..Run::since(from, member_state) };
        self.duty(rule, Some(DutyAbout::Request(id.clone())), run)
    }

    /// What financial intermediaries report of the quarter that ended last.
    fn of_intermediaries(&self) -> Vec<Duty> {
        let Some((first, last, number)) = quarter_before(self.asked.on) else { return Vec::new() };
        let mut found: BTreeMap<(&Id, MemberState, &str), Duty> = BTreeMap::new();
        for (_, scheme) in
            self.state.facts.schemes().filter(|(_, scheme)| scheme.in_force.from.date() <= last)
        {
            let named = scheme.intermediaries.as_deref().unwrap_or_default();
            let own = named.iter().filter(|party| self.is_of_party(party.as_str()));
            for party in own.filter(|_| self.is_of_state(Some(scheme.member_state))) {
                let rules = self.state.packs().duties(last).filter(|rule| rule.starts == Start::Quarter);
                for rule in rules.filter(|rule| rule.regimes.contains(&scheme.regime)) {
                    let run =
                        Run { period: Some((first, last)), ..Run::since(last, Some(scheme.member_state)) };
                    let duty = self.duty(rule, Some(DutyAbout::Party(party.clone())), run);
                    let named = |duty| Duty { period: Some(format!("{}-Q{number}", last.year())), ..duty };
                    let key = (party, scheme.member_state, rule.head.id.as_str());
                    found.extend(duty.map(|duty| (key, named(duty))));
                }
            }
        }
        found.into_values().collect()
    }

    /// What authorities keep from their last aid on.
    fn of_providers(&self) -> Vec<Duty> {
        let mut last: BTreeMap<(&str, &Id), (&DutyRule, &Award)> = BTreeMap::new();
        for award in self.state.awards.all().filter(|award| is_granted(award, self.asked.on)) {
            let grant = award.terms().and_then(|terms| terms.grant.as_ref());
            let Some(grant) = grant.filter(|_| self.is_of_party(award.id.party())) else { continue };
            if !self.is_of_state(award.member_state) {
                continue;
            }
            let rules = self.state.packs().duties(award.granted_on);
            for rule in
                rules.filter(|rule| rule.starts == Start::LastAidOfProvider && rule.binds(&case_of(award)))
            {
                let known = last.entry((rule.name.as_str(), &grant.authority)).or_insert((rule, award));
                if known.1.granted_on < award.granted_on {
                    *known = (rule, award);
                }
            }
        }
        let of = |((_, authority), (rule, award)): ((&str, &Id), (&DutyRule, &Award))| {
            let run = Run::since(award.granted_on, award.member_state);
            self.duty(rule, Some(DutyAbout::Party(authority.clone())), run)
        };
        last.into_iter().filter_map(of).collect()
    }

    /// What comes back each year: of the year that ended last.
    fn of_each_year(&self) -> Vec<Duty> {
        let period = self.asked.on.year().saturating_sub(1);
        let (Some(first), Some(last)) = (first_of(period), last_of(period)) else { return Vec::new() };
        let packs = self.state.packs();
        let mut rules: BTreeMap<&str, (&DutyRule, NaiveDate)> = BTreeMap::new();
        for (rule, ruled_on) in
            packs.duties(first).map(|r| (r, first)).chain(packs.duties(last).map(|r| (r, last)))
        {
            rules.insert(&rule.head.id, (rule, ruled_on));
        }
        let of = |(rule, ruled_on): (&DutyRule, NaiveDate)| {
            let run = move |of| Run { ruled_on, period: Some((first, last)), ..Run::since(last, of) };
            let found = self.subjects(rule).into_iter().filter_map(move |(about, member_state)| {
                let duty = self.duty(rule, about, run(member_state))?;
                Some(Duty { period: Some(period.to_string()), ..duty })
            });
            found.collect::<Vec<_>>()
        };
        rules.into_values().filter(|(rule, _)| rule.starts == Start::Year).flat_map(of).collect()
    }

    /// What is to be ready on a day.
    fn of_fixed_days(&self) -> Vec<Duty> {
        let on = self.asked.on;
        let rules = self.state.packs().duties(on).filter(|rule| rule.starts == Start::Date);
        let of = |rule| {
            let found = self.subjects(rule).into_iter().filter_map(move |(about, member_state)| {
                let duty = self.duty(rule, about, Run::since(on, member_state))?;
                Some(Duty { from: None, ..duty })
            });
            found.collect::<Vec<_>>()
        };
        rules.flat_map(of).collect()
    }

    /// Whose a duty is that runs from no award and no scheme.
    fn subjects(&self, rule: &DutyRule) -> Vec<(Option<DutyAbout>, Option<MemberState>)> {
        match rule.subject {
            Some(Subject::MemberState) => {
                let states =
                    self.states(&rule.regimes).into_iter().filter(|state| self.has_register(rule, *state));
                states.map(|state| (None, Some(state))).collect()
            }
            Some(Subject::System) if self.asked.member_state.is_none() => {
                let facts = &self.state.facts;
                let own = |system: &&Id| facts.hosts_of(system).any(|host| self.is_of_party(host.as_str()));
                let about = |system: &Id| Some(DutyAbout::System(system.clone()));
                facts.systems().filter(own).map(|system| (about(system), None)).collect()
            }
            Some(Subject::System) | None => Vec::new(),
        }
    }

    /// Whether a State has designated the register of which a rule speaks, or none that is known.
    fn has_register(&self, rule: &DutyRule, of: MemberState) -> bool {
        let register = |regime: &Regime| self.state.reference.register(of, *regime);
        let mut known = rule.regimes.iter().filter_map(register);
        rule.register.is_none_or(|wanted| known.all(|found| found == wanted))
    }

    /// The State asked for; else those of which aid or a scheme under these regimes is on record. Without regimes, those of which anything
    /// is, or for which a party has a mandate.
    fn states(&self, regimes: &[Regime]) -> BTreeSet<MemberState> {
        let mandated = |party: Option<&PartyId>| {
            let parties =
                self.state.directory.parties().filter(move |(id, _)| party.is_none_or(|party| party == *id));
            parties.flat_map(|(_, party)| party.mandates.iter().map(|mandate| mandate.member_state)).collect()
        };
        let own: Option<BTreeSet<MemberState>> = self.asked.party.as_ref().map(|party| mandated(Some(party)));
        let is_own = |state: &MemberState| own.as_ref().is_none_or(|own| own.contains(state));
        if let Some(asked) = self.asked.member_state {
            return std::iter::once(asked).filter(is_own).collect();
        }
        let meant = |regime: &Regime| regimes.is_empty() || regimes.contains(regime);
        let awards =
            self.state.awards.all().filter(|award| is_granted(award, self.asked.on) && meant(&award.regime));
        let schemes = self.state.facts.schemes().filter(|(_, scheme)| meant(&scheme.regime));
        let mut found: BTreeSet<MemberState> = awards.filter_map(|award| award.member_state).collect();
        found.extend(schemes.map(|(_, scheme)| scheme.member_state));
        if regimes.is_empty() {
            found.extend::<BTreeSet<MemberState>>(mandated(None));
        }
        found.into_iter().filter(is_own).collect()
    }

    /// A duty as it stands on the day asked; `None` where the pack has no value for its day.
    fn duty(&self, rule: &DutyRule, about: Option<DutyAbout>, run: Run) -> Option<Duty> {
        let ends = Ends::of(self.state, rule, &run)?;
        let done = self.ticked(rule, about.as_ref(), &run);
        let on = self.asked.on;
        let is_past = |day: NaiveDate| ends.is_before(self.state, day);
        let (due, latest, keep_until, status) = match (rule.purpose, done) {
            (Purpose::Keep, _) => {
                let status = if on <= ends.latest { DutyStatus::Running } else { DutyStatus::Ended };
                (None, None, Some(ends.latest), status)
            }
            (Purpose::Do(_), Some(done)) => {
                let status = if is_past(done) { DutyStatus::DoneLate } else { DutyStatus::Done };
                (Some(ends.due), Some(ends.latest), None, status)
            }
            (Purpose::Do(_), None) => {
                let status = if is_past(on) { DutyStatus::Overdue } else { DutyStatus::Open };
                (Some(ends.due), Some(ends.latest), None, status)
            }
        };
        Some(Duty {
            duty: rule.name.to_string(),
            about,
            member_state: run.member_state,
            title: rule.head.title.clone(),
            article: rule.head.citation.to_string(),
            by: rule.by,
            from: Some(run.from),
            period: None,
            due,
            latest,
            keep_until,
            done,
            status,
            certain: ends.certain,
        })
    }
}
