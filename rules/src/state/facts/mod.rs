//! Facts that count as no aid and on which rules may still turn.
//!
//! Each is kept under what it is about with its position, so that a retraction leaves what had been there without it.

mod book;
mod duties;
mod procedure;
mod recovery;
mod size;

use std::sync::Arc;

use chrono::NaiveDate;
use imbl::{OrdMap, OrdSet};
use ledger::event::aid::Regime;
use ledger::event::governance::SchemeRegistered;
use ledger::event::undertaking::{ControlKind, DecisionKind};
use ledger::ids::{Id, MemberState, PartyId, ScopedId};

use super::undertaking::Handle;
use book::Book;
use duties::DutyKey;

pub use duties::{DutyDeed, DutyObject, Requested};
pub use procedure::{ApplicationStep, Declared, FindingStep, ProjectStep};
pub use recovery::{Ordered, RecoveryFact};
pub use size::{Founded, StatedAccounts, StatedHolding, StatedMarkets};

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
    Accounts(Handle),
    Founded(Handle),
    Holding(Handle, Handle),
    Markets(Handle, Handle),
    Control,
    Duty(DutyKey),
    Request(ScopedId),
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
    recoveries: Book<DecisionKey, RecoveryFact>,
    /// Accounts of several years in one statement.
    accounts: Book<Handle, Arc<[StatedAccounts]>>,
    founded: Book<Handle, Founded>,
    /// Under both handles that each names.
    holdings: Book<Handle, Arc<StatedHolding>>,
    /// Under both handles that each names.
    markets: Book<Handle, Arc<StatedMarkets>>,
    /// By position of the statement.
    control_kinds: OrdMap<u64, ControlKind>,
    /// Days on which an award was registered or published elsewhere.
    deeds: Book<ScopedId, NaiveDate>,
    /// When awards were registered in the register of their State.
    receipts: Book<ScopedId, NaiveDate>,
    /// When awards were published on the website of their State.
    publications: Book<ScopedId, NaiveDate>,
    /// Duties that were done, by name and object.
    duty_deeds: Book<DutyKey, DutyDeed>,
    /// Requests for information.
    requests: Book<ScopedId, Requested>,
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
        self.scheme(scheme).map(|scheme| scheme.in_force.from.date())
    }

    /// Every scheme, with what was last said of it.
    pub fn schemes(&self) -> impl Iterator<Item = (&ScopedId, &SchemeRegistered)> {
        self.schemes.iter().map(|(id, scheme)| (id, scheme.as_ref()))
    }

    /// Every system that a host registered.
    pub fn systems(&self) -> impl Iterator<Item = &Id> {
        self.systems.keys()
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

    pub(crate) fn register_scheme(&mut self, id: ScopedId, scheme: &SchemeRegistered) {
        self.schemes.insert(id, Arc::new(scheme.clone()));
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
                self.publications.strike(&award, position);
            }
            Some(About::Accounts(handle)) => self.accounts.strike(&handle, position),
            Some(About::Founded(handle)) => self.founded.strike(&handle, position),
            Some(About::Holding(holder, held)) => {
                self.holdings.strike(&holder, position);
                self.holdings.strike(&held, position);
            }
            Some(About::Markets(a, b)) => {
                self.markets.strike(&a, position);
                self.markets.strike(&b, position);
            }
            Some(About::Control) => {
                self.control_kinds.remove(&position);
            }
            Some(About::Duty(key)) => self.duty_deeds.strike(&key, position),
            Some(About::Request(request)) => self.requests.strike(&request, position),
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
