//! What the recorded outcomes amount to at a position.
//!
//! A [`State`] is built on persistent maps: a copy costs nothing and shares everything. A group of submissions is
//! decided on a copy ("State + Delta"); committing replaces the original, discarding drops the copy. Readers and
//! simulations hold copies of their own and are never in the way.
//! **Invariant:** State folds recorded outcomes and figures, never what a newer release would have said.

mod assessment;
mod award;
mod days;
mod facts;
mod fold;
mod group;
mod matching;
mod pending;
mod reference;
pub(crate) mod review;
mod selection;
mod terms;
mod undertaking;
mod usage;

use std::sync::Arc;

use ledger::directory::Directory;
use ledger::event::governance::Procedure;
use ledger::time::At;
use ledger::verdict::Code;

use crate::pack::{Pack, PackSet};
use award::IdHash;

pub use assessment::{Assessments, Known};
pub(crate) use award::hundredths;
pub use award::{Aside, Award, Awards, Face, Figures, Kept, Open, Right};
pub use days::DayBucket;
pub(crate) use days::{Change, DaySums, SumKey, Total, entries};
pub use facts::{ApplicationStep, DecisionKey, Declared, Facts, FindingStep, ProjectStep};
pub(crate) use group::{
    Edge, Ended, Exit, Held, How, Parted, Parts, Piece, Reached, Shared, Spans, Tie, Told,
};
pub use group::{Groups, Reliance, View, Weak};
pub use pending::Pending;
pub use reference::{PublishedArea, PublishedBaseRate, PublishedPrice, PublishedRate, Rates, Reference};
pub use selection::{GrantedBy, Selection};
pub use terms::{GrantTerms, Terms};
pub use undertaking::{Grounds, Handle, Undertakings};
pub use usage::Usage;

/// Compiled packs by digest: what `pack.adopted` may name.
pub trait PackSource {
    /// The pack with this SHA-256 (lower-case hex) and the size of its canonical bytes, if its bytes are at hand and sound.
    fn pack(&self, sha256: &str) -> Option<(Arc<Pack>, u64)>;
}

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
    terms: terms::KnownTerms,
    /// Who controls, took over and followed whom, through time.
    pub groups: Groups,
    /// Exchange rates, holidays and other published rows.
    pub reference: Reference,
    /// What is known of undertakings: size, solvency, rating.
    pub assessments: Assessments,
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
    semantics: u64,
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
            facts: Facts::default(),
            pending: Pending::default(),
            procedure: None,
            unsigned: false,
            reviewed: false,
            statements: imbl::HashMap::new(),
            packs: Arc::new(packs),
            packs_digest: digest,
            semantics: 0,
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

    /// In whose view a statement of a party is judged: everybody's where statements are unsigned facts.
    pub(crate) fn viewer(&self, source: &ledger::ids::PartyId) -> Reliance {
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
