//! Facts that count as no aid and on which rules may still turn.
//!
//! Each is kept under what it is about with its position, so that a retraction leaves what had been there without it.

mod book;
mod procedure;

use std::sync::Arc;

use chrono::NaiveDate;
use imbl::{OrdMap, OrdSet};
use ledger::event::aid::Regime;
use ledger::event::governance::SchemeRegistered;
use ledger::event::undertaking::DecisionKind;
use ledger::ids::{Id, MemberState, PartyId, ScopedId};

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
    /// Schemes, as each was last registered; governance, so never taken back.
    schemes: OrdMap<ScopedId, Arc<SchemeRegistered>>,
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

    /// A scheme as it was last registered.
    #[must_use]
    pub fn scheme(&self, scheme: &ScopedId) -> Option<&SchemeRegistered> {
        self.schemes.get(scheme).map(Arc::as_ref)
    }

    /// The schemes of a State for a regime that are in force on a day, by id.
    pub fn schemes_of(
        &self,
        regime: Regime,
        member_state: Option<MemberState>,
        on: NaiveDate,
    ) -> impl Iterator<Item = (&ScopedId, &SchemeRegistered)> {
        let all = self.schemes.iter().map(|(id, scheme)| (id, scheme.as_ref()));
        all.filter(move |(_, scheme)| {
            let days = &scheme.in_force;
            scheme.regime == regime
                && Some(scheme.member_state) == member_state
                && days.from.date() <= on
                && days.until.is_none_or(|until| on <= until.date())
        })
    }

    /// The hosts that registered a system; none for an unknown one.
    pub fn hosts_of(&self, system: &Id) -> impl Iterator<Item = &PartyId> {
        self.systems.get(system).into_iter().flatten()
    }

    pub(crate) fn register_scheme(&mut self, id: ScopedId, scheme: Arc<SchemeRegistered>) {
        self.schemes.insert(id, scheme);
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
