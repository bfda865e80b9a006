//! Facts that count as no aid.

use chrono::NaiveDate;
use ledger::event::procedure::{
    ApplicationClosed, ApplicationReceived, ApplicationReduced, DeclarationReceived, FindingClosed,
    FindingRaised, IdentityPresented, NoticeServed, ProjectAmended, ProjectOpened, PublicationMade,
    RegisterReceipt, SubjectErased,
};
use ledger::event::undertaking::{
    Decision, RecoveryOrdered, RecoveryPaid, RecoveryStep, UndertakingAssessed,
};
use ledger::ids::{ScopedRef, UndertakingId};

/// A fact on which rules may turn.
#[derive(Debug, Clone, Copy)]
pub(crate) enum FactStatement<'a> {
    /// `undertaking.assessed`
    Assessed(&'a UndertakingAssessed),
    /// `recovery.ordered`
    RecoveryOrdered(&'a RecoveryOrdered),
    /// `recovery.paid`, `recovery.suspended`, `recovery.annulled`, `recovery.completed`
    Recovery(Recovery<'a>),
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
    /// `identity.presented`: nothing here turns on it yet.
    Presented(&'a IdentityPresented),
    /// `declaration.received`
    Declaration(&'a DeclarationReceived),
    /// `notice.served`
    Notice(&'a NoticeServed),
    /// `register.receipt`, `publication.made`: something was done about this award.
    OfAward(Deed<'a>),
    /// `finding.raised`
    FindingRaised(&'a FindingRaised),
    /// `finding.closed`
    FindingClosed(&'a FindingClosed),
    /// `subject.erased`: nothing here turns on it.
    Erased(&'a SubjectErased),
}

/// What became of an order to recover.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Recovery<'a> {
    /// `recovery.paid`
    Paid(&'a RecoveryPaid),
    /// `recovery.suspended`, `recovery.annulled`, `recovery.completed`: they state the same things.
    Step(&'a RecoveryStep),
}

impl<'a> Recovery<'a> {
    /// The decision that ordered it, and against whom.
    pub fn order(self) -> (&'a Decision, &'a UndertakingId) {
        match self {
            Self::Paid(paid) => (&paid.decision, &paid.undertaking),
            Self::Step(step) => (&step.decision, &step.undertaking),
        }
    }
}

/// What was done about an award elsewhere.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Deed<'a> {
    /// `register.receipt`
    Registered(&'a RegisterReceipt),
    /// `publication.made`
    Published(&'a PublicationMade),
}

impl<'a> Deed<'a> {
    /// Which award.
    pub fn award(self) -> &'a ScopedRef {
        match self {
            Self::Registered(receipt) => &receipt.award,
            Self::Published(publication) => &publication.award,
        }
    }

    /// On which day.
    pub fn on(self) -> NaiveDate {
        match self {
            Self::Registered(receipt) => receipt.on.date(),
            Self::Published(publication) => publication.on.date(),
        }
    }
}
