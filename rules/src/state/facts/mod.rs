//! Facts that count as no aid and on which rules may still turn.
//!
//! Each is kept under what it is about with its position, so that a retraction leaves what had been there without it.

mod book;
mod procedure;

use chrono::NaiveDate;
use imbl::{OrdMap, OrdSet};
use ledger::event::undertaking::DecisionKind;
use ledger::ids::{Id, PartyId, ScopedId};

use super::undertaking::Handle;
use book::Book;

pub use procedure::{ApplicationStep, Declared, FindingStep, ProjectStep};

/// A recovery decision: who made it and its reference.
pub type DecisionKey = (DecisionKind, String);

/// What a retractable statement was about.
#[derive(Debug, Clone)]
enum About {
    Project(ScopedId),
    Application(ScopedId),
    Finding(ScopedId),
    Declaration(Handle),
    Recovery(DecisionKey),
    Deed(ScopedId),
}

/// Everything on record besides undertakings, awards and reference rows.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Systems and the hosts that registered them; governance, so never taken back.
    systems: OrdMap<Id, OrdSet<PartyId>>,
    /// Schemes, and since when each is in force as was last said; the rest is in the log.
    schemes: OrdMap<ScopedId, NaiveDate>,
    projects: Book<ScopedId, ProjectStep>,
    applications: Book<ScopedId, ApplicationStep>,
    findings: Book<ScopedId, FindingStep>,
    declarations: Book<Handle, Declared>,
    recoveries: Book<DecisionKey, Handle>,
    /// Days on which an award was registered or published elsewhere.
    deeds: Book<ScopedId, NaiveDate>,
    /// When awards were registered in the register of their State.
    receipts: Book<ScopedId, NaiveDate>,
    /// What the statement at a position was about.
    about: OrdMap<u64, About>,
}

impl Facts {
    /// Whether a scheme was registered.
    #[must_use]
    pub fn has_scheme(&self, scheme: &ScopedId) -> bool {
        self.schemes.contains_key(scheme)
    }

    /// Since when a registered scheme is in force.
    pub(crate) fn scheme_from(&self, scheme: &ScopedId) -> Option<NaiveDate> {
        self.schemes.get(scheme).copied()
    }

    /// The hosts that registered a system; none for an unknown one.
    pub fn hosts_of(&self, system: &Id) -> impl Iterator<Item = &PartyId> {
        self.systems.get(system).into_iter().flatten()
    }

    pub(crate) fn register_scheme(&mut self, scheme: ScopedId, from: NaiveDate) {
        self.schemes.insert(scheme, from);
    }

    pub(crate) fn register_system(&mut self, system: Id, host: PartyId) {
        self.systems.entry(system).or_default().insert(host);
    }

    /// Takes back what the statement at a position said; nothing where it said nothing of this room.
    pub(crate) fn retract(&mut self, position: u64) {
        match self.about.remove(&position) {
            Some(About::Project(project)) => self.projects.strike(&project, position),
            Some(About::Application(application)) => self.applications.strike(&application, position),
            Some(About::Finding(finding)) => self.findings.strike(&finding, position),
            Some(About::Declaration(handle)) => self.declarations.strike(&handle, position),
            Some(About::Recovery(decision)) => self.recoveries.strike(&decision, position),
            Some(About::Deed(award)) => {
                self.deeds.strike(&award, position);
                self.receipts.strike(&award, position);
            }
            None => {}
        }
    }

    /// The earliest day on which an award was registered or published elsewhere.
    #[must_use]
    pub fn first_deed(&self, award: &ScopedId) -> Option<NaiveDate> {
        self.deeds.of(award).min().copied()
    }

    pub(crate) fn note_deed(&mut self, award: ScopedId, position: u64, on: NaiveDate) {
        self.deeds.write(award.clone(), position, on);
        self.about.insert(position, About::Deed(award));
    }
}
