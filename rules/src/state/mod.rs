//! What the recorded outcomes amount to at a position.
//!
//! A [`State`] is built on persistent maps: a copy costs nothing and shares everything. A group of submissions is
//! decided on a copy ("State + Delta"); committing replaces the original, discarding drops the copy. Readers and
//! simulations hold copies of their own and are never in the way.
//! **Invariant:** state is data with questions: it judges nothing, values nothing and folds nothing; `fold` alone changes it.

mod assessment;
mod award;
mod awards;
mod course;
mod days;
mod facts;
mod fiscal;
mod granted;
mod group;
mod id_hash;
mod matching;
mod national;
mod pairs;
mod pending;
mod reference;
pub(crate) mod review;
mod selection;
mod terms;
mod undertaking;
mod usage;

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;
use imbl::OrdMap;
use ledger::directory::Directory;
use ledger::event::Event;
use ledger::event::governance::{EngineAdopted, Procedure};
use ledger::ids::{PartyId, ScopedId};
use ledger::time::At;
use ledger::verdict::Code;

use crate::pack::PackSet;
use id_hash::IdHash;

pub use assessment::{Assessments, Known};
pub use award::{Aside, Award, Face, Figures, Life, Open, OpenGrant, RecordedAs, Right};
pub(crate) use award::{Held, hundredths};
pub use awards::Awards;
pub use course::Lessened;
pub use days::DayBucket;
pub(crate) use days::{Change, DaySums, SumKey, Total, entries};
pub use facts::{
    ApplicationStep, DecisionKey, Declared, DutyDeed, DutyObject, Facts, FindingStep, Founded, Ordered,
    ProjectStep, RecoveryFact, Requested, StatedAccounts, StatedHolding, StatedMarkets,
};
pub(crate) use fiscal::{Calendars, FiscalYears, Starts};
pub(crate) use granted::Granted;
pub(crate) use group::is_majority;
pub(crate) use group::{
    Attestation, Attributed, Attribution, Edge, End, Ended, History, Holder, How, NOMINAL, Parted, Parting,
    Parts, Piece, Reached, Seeker, Seen, Share, Shared, Sightings, Spans, Split, Tie, Told, UnsettledEnd,
};
pub use group::{Groups, Reliance, View, Weak};
pub(crate) use matching::Sighting;
pub use pending::Pending;
pub use reference::{
    HolidayList, Holidays, PublishedArea, PublishedBaseRate, PublishedPrice, PublishedRate, PublishedTotal,
    Rates, Reference,
};
pub use selection::{GrantedBy, Selection};
pub(crate) use terms::sector_of;
pub use terms::{GrantTerms, Terms};
pub use undertaking::{Grounds, Handle, Undertakings};
pub use usage::Usage;

/// Everything the rules know at a position.
#[derive(Clone)]
pub struct State {
    /// Parties, keys, mandates.
    pub directory: Directory,
    /// Undertakings and their identifiers.
    pub undertakings: Undertakings,
    /// Awards and their sums by day.
    pub awards: Awards,
    /// What was used of awards.
    pub usage: Usage,
    /// Terms of awards, each kept once.
    pub(crate) terms: terms::KnownTerms,
    /// Who controls, took over and followed whom, through time.
    pub groups: Groups,
    /// Exchange rates, holidays and other published rows.
    pub reference: Reference,
    /// What is known of undertakings: size, solvency, rating.
    pub assessments: Assessments,
    /// Fiscal years of undertakings.
    pub(crate) fiscal: FiscalYears,
    /// Facts that count as no aid: schemes, applications, declarations, recoveries.
    pub facts: Facts,
    /// Deferred statements that a review may still resolve.
    pub pending: Pending,
    /// What procedure is judged where no founding says it: in a replay of unsigned facts.
    procedure: Option<Procedure>,
    /// Whether what is folded in is unsigned, as in what-if questions.
    unsigned: bool,
    /// Whether a person has decided what only a person can decide: while a deferred statement is judged again.
    reviewed: bool,
    /// Position by source and event id.
    statements: imbl::HashMap<IdHash, u64>,
    packs: Arc<PackSet>,
    packs_digest: Arc<str>,
    pub(crate) semantics: u64,
    pub(crate) engine: Option<Arc<EngineAdopted>>,
    /// By which key an award was reserved or granted under a condition, until it is settled.
    pub(crate) reserved_by: OrdMap<ScopedId, Arc<str>>,
    size: u64,
    last_at: Option<At>,
}

impl Default for State {
    fn default() -> Self {
        Self::new()
    }
}

impl State {
    /// Before entry 0: no parties, no packs, semantics 0.
    #[must_use]
    pub fn new() -> Self {
        let packs = PackSet::new();
        let digest = packs.digest_hex().into();
        Self {
            directory: Directory::new(),
            undertakings: Undertakings::default(),
            awards: Awards::default(),
            usage: Usage::default(),
            terms: terms::KnownTerms::default(),
            groups: Groups::default(),
            reference: Reference::default(),
            assessments: Assessments::default(),
            fiscal: FiscalYears::default(),
            facts: Facts::default(),
            pending: Pending::default(),
            procedure: None,
            unsigned: false,
            reviewed: false,
            statements: imbl::HashMap::new(),
            packs: Arc::new(packs),
            packs_digest: digest,
            semantics: 0,
            engine: None,
            reserved_by: OrdMap::new(),
            size: 0,
            last_at: None,
        }
    }

    /// Before the first line of a replay of unsigned facts: nobody is known, `packs` judge, and the line after this is at
    /// position 1, as lines are counted.
    #[must_use]
    pub fn for_facts(packs: PackSet) -> Self {
        let mut state = Self { size: 1, unsigned: true, ..Self::new() };
        state.adopt_for_facts(packs);
        state
    }

    /// The same state, judging procedure (Art. 7(4)) as said here: for replays of unsigned facts.
    #[must_use]
    pub fn judging_procedure(self, procedure: Procedure) -> Self {
        Self { procedure: Some(procedure), ..self }
    }

    /// How procedural duties are judged: as the ledger was founded; a founding that is silent flags.
    #[must_use]
    pub fn procedure(&self) -> Procedure {
        let founded = || self.directory.policy().map(|policy| policy.procedure.unwrap_or(Procedure::Flag));
        self.procedure.or_else(founded).unwrap_or(Procedure::Off)
    }

    /// Who may rely on what a party states.
    pub(crate) fn reach_of(&self, party: &PartyId) -> Reliance {
        if self.unsigned { Reliance::Everybody } else { Reliance::of(&self.directory, party) }
    }

    /// Whether a register signed a statement of this party; nobody signed a fact.
    pub(crate) fn registered_by_register(&self, party: &PartyId) -> bool {
        !self.unsigned && self.directory.is_register(party)
    }

    /// From here on unsigned facts are folded in, which stand as if a register had stated them.
    pub(crate) fn take_facts(&mut self) {
        self.unsigned = true;
    }

    /// In whose view a statement of a party is judged: everybody's where statements are unsigned facts.
    pub(crate) fn viewer(&self, source: &PartyId) -> Reliance {
        if self.unsigned { Reliance::Everybody } else { Reliance::Party(source.clone()) }
    }

    /// The same state, for judging a deferred statement again: what asked for a person is decided.
    pub(crate) fn reviewed(self) -> Self {
        Self { reviewed: true, ..self }
    }

    /// Whether a code stands in the way no longer, since a person has decided it.
    pub(crate) fn waives(&self, code: Code) -> bool {
        self.reviewed && code.defers()
    }

    /// Adopts packs before the first line of a replay of unsigned facts.
    pub fn adopt_for_facts(&mut self, packs: PackSet) {
        self.put_in_force(packs);
    }

    /// Every handle in the group of a day, with undeclared majorities where the view adds them.
    pub(crate) fn members_on(&self, handle: Handle, day: NaiveDate, view: &View) -> BTreeSet<Handle> {
        if view.undeclared {
            return self.widened(handle, day, view);
        }
        self.group_on(handle, day, view)
    }

    /// The first days of the windows of so many fiscal years that end on a day, by every calendar of every member of a group.
    pub(crate) fn fiscal_starts(
        &self,
        members: &BTreeSet<Handle>,
        view: &View,
        day: NaiveDate,
        years: u32,
    ) -> Starts {
        let mut left = members.clone();
        let mut found: Option<Starts> = None;
        while let Some(next) = left.pop_first() {
            let same = self.identity(next, view);
            for handle in &same {
                left.remove(handle);
            }
            let starts = self.fiscal.of(&same).starts(day, years);
            found = Some(found.map_or(starts, |found| found.and(starts)));
        }
        found.unwrap_or_else(|| Calendars::default().starts(day, years))
    }

    /// Puts packs in force for what comes next.
    pub(crate) fn put_in_force(&mut self, packs: PackSet) {
        self.packs_digest = packs.digest_hex().into();
        self.awards.count_nationally(packs.counted_nationally());
        self.packs = Arc::new(packs);
    }

    /// The entry at position [`State::size`] was recorded then, whatever it changed.
    pub(crate) fn passed(&mut self, at: At) {
        self.size += 1;
        self.last_at = Some(at);
    }

    #[cfg(test)]
    pub(crate) fn goes_by(&mut self) {
        self.size += 1;
    }

    /// Keeps the position of a statement that can be taken back.
    pub(crate) fn remember(&mut self, event: &Event, position: u64) {
        self.statements.insert(IdHash::of(&[event.source.as_str(), event.id.as_str()]), position);
    }

    /// Forgets the position of a statement that is taken back; where it stands.
    pub(crate) fn forget(&mut self, source: &str, id: &str) -> Option<u64> {
        self.statements.remove(&IdHash::of(&[source, id]))
    }

    /// The packs in force.
    #[must_use]
    pub fn packs(&self) -> &PackSet {
        &self.packs
    }

    /// Digest of the packs in force, as the next entry carries it.
    #[must_use]
    pub fn packs_digest(&self) -> &str {
        &self.packs_digest
    }

    /// The semantics number in force.
    #[must_use]
    pub fn semantics(&self) -> u64 {
        self.semantics
    }

    /// The key by which an award was reserved; `None` where nobody signed the reservation here.
    #[must_use]
    pub fn reserved_by(&self, award: &ScopedId) -> Option<&str> {
        self.reserved_by.get(award).map(AsRef::as_ref)
    }

    /// The engine adopted last: whose rules the entries after it were judged by.
    #[must_use]
    pub fn engine(&self) -> Option<&EngineAdopted> {
        self.engine.as_deref()
    }

    /// How many entries were folded in.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// When the last entry was recorded.
    #[must_use]
    pub fn last_at(&self) -> Option<At> {
        self.last_at
    }

    /// Position of a statement that is in effect and can be retracted.
    #[must_use]
    pub fn retractable(&self, source: &str, id: &str) -> Option<u64> {
        self.statements.get(&IdHash::of(&[source, id])).copied()
    }
}
