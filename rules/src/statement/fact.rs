//! Facts that count as no aid.

use ledger::event::procedure::{
    ApplicationClosed, ApplicationReceived, ApplicationReduced, DeclarationReceived, FindingClosed,
    FindingRaised, NoticeServed, ProjectAmended, ProjectOpened,
};
use ledger::event::undertaking::{Decision, RecoveryOrdered, UndertakingAssessed};
use ledger::ids::{ScopedRef, UndertakingId};

/// A fact on which rules may turn.
#[derive(Debug, Clone, Copy)]
pub(crate) enum FactStatement<'a> {
    /// `undertaking.assessed`
    Assessed(&'a UndertakingAssessed),
    /// `recovery.ordered`
    RecoveryOrdered(&'a RecoveryOrdered),
    /// `recovery.paid`, `recovery.suspended`, `recovery.annulled`, `recovery.completed`
    RecoveryStep {
        /// The decision that ordered it.
        decision: &'a Decision,
        /// Against whom.
        undertaking: &'a UndertakingId,
    },
    /// `project.opened`
    ProjectOpened(&'a ProjectOpened),
    /// `project.amended`
    ProjectAmended(&'a ProjectAmended),
    /// `application.received`
    ApplicationReceived(&'a ApplicationReceived),
    /// `application.reduced`
    ApplicationReduced(&'a ApplicationReduced),
    /// `application.closed`
    ApplicationClosed(&'a ApplicationClosed),
    /// `declaration.received`
    Declaration(&'a DeclarationReceived),
    /// `notice.served`
    Notice(&'a NoticeServed),
    /// `register.receipt`, `publication.made`: something was done about this award.
    OfAward(&'a ScopedRef),
    /// `finding.raised`
    FindingRaised(&'a FindingRaised),
    /// `finding.closed`
    FindingClosed(&'a FindingClosed),
    /// `subject.erased`: nothing here turns on it.
    Erasure,
}

impl<'a> FactStatement<'a> {
    pub(super) fn recovery(decision: &'a Decision, undertaking: &'a UndertakingId) -> Self {
        Self::RecoveryStep { decision, undertaking }
    }
}
