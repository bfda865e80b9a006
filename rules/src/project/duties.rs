//! What has to be done by when after aid is granted, and how long something is kept: the duties that the packs name (P11, P12).
//!
//! A duty is shown with its safe day and with the last day that can be defended. Where the holidays on record leave a day open, the
//! earliest one is shown and said not to be certain.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days as CalendarDays, NaiveDate};
use ledger::event::aid::Regime;
use ledger::event::field::choice;
use ledger::event::governance::SchemeRegistered;
use ledger::ids::{Id, MemberState, PartyId, ScopedId};
use serde::Serialize;

use crate::calendar::{first_of, last_of, months_later, years_later};
use crate::decide::Days;
use crate::pack::Roll;
use crate::pack::rule::{DutyCase, DutyOf, DutyRule, DutyTerm, Purpose, Start, Subject, TickedBy};
use crate::state::{Aside, Award, HolidayList, State, Terms};

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
    /// A system.
    System(Id),
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
    /// The year it is about, where it comes back each year.
    pub period: Option<i32>,
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

/// From when a duty runs, by the values of which day, where.
struct Run {
    /// The day whose values of the pack hold.
    ruled_on: NaiveDate,
    /// The day from which it runs.
    from: NaiveDate,
    member_state: Option<MemberState>,
    /// Whether the start is sure.
    is_sure: bool,
}

/// The last days of a duty.
struct Ends {
    due: NaiveDate,
    latest: NaiveDate,
    certain: bool,
    /// Working days of lateness from which it is said; `None`: a day is enough.
    said_from: Option<u32>,
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
        bound
            .filter_map(|rule| self.duty(rule, about(), self.run_of(rule, award)?, self.ticked(rule, award)))
            .collect()
    }

    /// From what day a duty about an award runs; `None` where it does not.
    fn run_of(&self, rule: &DutyRule, award: &Award) -> Option<Run> {
        // What others report is registered and published by them; its records are kept all the same.
        let is_own = rule.purpose == Purpose::Keep || !award.is_report();
        let last_date = award.granted_until.unwrap_or(award.granted_on);
        let (from, is_sure) = match rule.starts {
            Start::Grant => (Some(last_date).filter(|_| is_own), true),
            Start::YearOfGrant => (last_of(last_date.year()).filter(|_| is_own), true),
            Start::Report => {
                (award.retrieved_on.filter(|_| award.terms().is_some_and(|t| t.by_intermediary)), true)
            }
            Start::LastAidOfScheme => {
                let last = scheme_of(award).and_then(|scheme| self.last_aid.schemes.get(scheme)).copied();
                (Some(last.unwrap_or(last_date)), last.is_some())
            }
            Start::Scheme | Start::LastAidOfProvider | Start::Year | Start::Date => (None, true),
        };
        let member_state = award.member_state;
        Some(Run { ruled_on: award.granted_on, from: from?, member_state, is_sure })
    }

    /// When what an award asks for was done, by the day asked.
    fn ticked(&self, rule: &DutyRule, award: &Award) -> Option<NaiveDate> {
        let facts = &self.state.facts;
        let first = match rule.purpose {
            Purpose::Do(TickedBy::RegisterReceipt) => facts.receipts(&award.id).min(),
            Purpose::Do(TickedBy::PublicationMade) => facts.publications(&award.id).min(),
            Purpose::Do(TickedBy::Nothing) | Purpose::Keep => None,
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
        let run = || Run { ruled_on: from, from, member_state: Some(scheme.member_state), is_sure: true };
        bound.filter_map(|rule| self.duty(rule, Some(DutyAbout::Scheme(id.clone())), run(), None)).collect()
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
            let (ruled_on, member_state) = (award.granted_on, award.member_state);
            let run = Run { ruled_on, from: award.granted_on, member_state, is_sure: true };
            self.duty(rule, Some(DutyAbout::Party(authority.clone())), run, None)
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
            let run = |member_state| Run { ruled_on, from: last, member_state, is_sure: true };
            let found = self.subjects(rule).into_iter().filter_map(move |(about, member_state)| {
                let duty = self.duty(rule, about, run(member_state), None)?;
                Some(Duty { period: Some(period), ..duty })
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
                let run = Run { ruled_on: on, from: on, member_state, is_sure: true };
                let duty = self.duty(rule, about, run, None)?;
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
                let states = self.states(&rule.regimes).into_iter();
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
    fn duty(
        &self,
        rule: &DutyRule,
        about: Option<DutyAbout>,
        run: Run,
        done: Option<NaiveDate>,
    ) -> Option<Duty> {
        let ends = self.ends(rule, &run)?;
        let on = self.asked.on;
        let is_past = |day: NaiveDate| self.is_past(&ends, &run, day);
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
            duty: rule.name.clone(),
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

    /// Whether a day lies after the last one: where holidays are open, by so many working days as leave no doubt (P10).
    fn is_past(&self, ends: &Ends, run: &Run, day: NaiveDate) -> bool {
        let Some(said_from) = ends.said_from else { return ends.latest < day };
        let member_state = run.member_state.filter(|_| ends.latest < day);
        let days = member_state.and_then(|of| Days::of(self.state, of, ends.latest, day));
        days.is_some_and(|days| said_from <= days.calendar.count(ends.latest, day))
    }

    fn ends(&self, rule: &DutyRule, run: &Run) -> Option<Ends> {
        let (from, on) = (run.from, run.ruled_on);
        let sure = |due: NaiveDate| Ends { due, latest: due, certain: run.is_sure, said_from: None };
        let ends = match &rule.term {
            DutyTerm::WorkingDays(days) => {
                let (member_state, days) = (run.member_state?, days.on(on)?.value);
                let (_, last) = Days::ending(self.state, member_state, from, days)?;
                let found = Days::of(self.state, member_state, from, last)?;
                let certain = found.list == HolidayList::Official;
                let said_from = Some(found.said_from).filter(|_| !certain);
                Ends { certain: certain && run.is_sure, said_from, ..sure(last) }
            }
            DutyTerm::Days(days) => {
                sure(from.checked_add_days(CalendarDays::new(u64::from(days.on(on)?.value)))?)
            }
            DutyTerm::Months(months) => sure(months_later(from, months.on(on)?.value)),
            DutyTerm::Years(years) => sure(years_later(from, years.on(on)?.value)),
            // Of which day its fiscal year ends is not looked at: the longest that ten of them can be.
            DutyTerm::FiscalYears(years) => {
                let last = years_later(from, years.on(on)?.value.saturating_add(1)).pred_opt()?;
                Ends { certain: false, ..sure(last) }
            }
            DutyTerm::DayOfYear(day) => sure(day.on(on)?.value.of(from.year().checked_add(1)?)?),
            DutyTerm::Date(date) => sure(date.on(on)?.value),
        };
        let wider = match &rule.wider {
            Some(DutyTerm::Years(years)) => Some(years_later(from, years.on(on)?.value)),
            Some(_) | None => None,
        };
        let latest = wider.unwrap_or(ends.latest);
        let rolls = rule
            .roll
            .as_ref()
            .and_then(|roll| roll.on(on))
            .is_some_and(|roll| roll.value == Roll::NextWorkingDay);
        let rolled = run.member_state.filter(|_| rolls).and_then(|of| self.rolled(of, latest));
        let Some((latest, list, said_from)) = rolled else { return Some(Ends { latest, ..ends }) };
        // What is kept a day too long does no harm, so a holiday that is not on record leaves nothing open there.
        let certain = rule.purpose == Purpose::Keep || list == HolidayList::Official;
        let said_from = Some(said_from).filter(|_| !certain);
        Some(Ends { latest, certain: ends.certain && certain, said_from, ..ends })
    }

    /// A day, or the next working day after it (Regulation No 1182/71 Art. 3(4)).
    fn rolled(&self, of: MemberState, day: NaiveDate) -> Option<(NaiveDate, HolidayList, u32)> {
        /// No run of days off is as long.
        const LONGEST_RUN: CalendarDays = CalendarDays::new(31);
        let before = day.pred_opt()?;
        let found = Days::of(self.state, of, before, day.checked_add_days(LONGEST_RUN)?)?;
        let rolled = found.calendar.roll_forward(day);
        let Days { list, said_from, .. } = Days::of(self.state, of, before, rolled)?;
        Some((rolled, list, said_from))
    }
}
