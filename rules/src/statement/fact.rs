//! Facts that count as no aid.

use chrono::NaiveDate;
use ledger::event::award::AwardRepaid;
use ledger::event::procedure::{
    ApplicationClosed, ApplicationReceived, ApplicationReduced, DeclarationReceived, DutyDone, FindingClosed,
    FindingRaised, IdentityPresented, NoticeServed, ProjectAmended, ProjectOpened, PublicationMade,
    RegisterReceipt, RequestReceived, SubjectErased,
};
use ledger::event::undertaking::{
    Decision, MarketsDeclared, RecoveryOrdered, RecoveryPaid, RecoveryStep, UndertakingAssessed,
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
    /// `markets.declared`: nothing here turns on it yet.
    Markets(&'a MarketsDeclared),
    /// `duty.done`: nothing here turns on it yet.
    DutyDone(&'a DutyDone),
    /// `request.received`: nothing here turns on it yet.
    Requested(&'a RequestReceived),
    /// `declaration.received`
    Declaration(&'a DeclarationReceived),
    /// `notice.served`
    Notice(&'a NoticeServed),
    /// `register.receipt`, `publication.made`, `award.repaid`: something was done about this award.
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
    /// `recovery.suspended`
    Suspended(&'a RecoveryStep),
    /// `recovery.annulled`
    Annulled(&'a RecoveryStep),
    /// `recovery.completed`
    Completed(&'a RecoveryStep),
}

impl<'a> Recovery<'a> {
    /// The decision that ordered it, and against whom.
    pub fn order(self) -> (&'a Decision, &'a UndertakingId) {
        match self {
            Self::Paid(paid) => (&paid.decision, &paid.undertaking),
            Self::Suspended(step) | Self::Annulled(step) | Self::Completed(step) => {
                (&step.decision, &step.undertaking)
            }
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
    /// `award.repaid`
    Repaid(&'a AwardRepaid),
}

impl<'a> Deed<'a> {
    /// Which award.
    pub fn award(self) -> &'a ScopedRef {
        match self {
            Self::Registered(receipt) => &receipt.award,
            Self::Published(publication) => &publication.award,
            Self::Repaid(repaid) => &repaid.award,
        }
    }

    /// On which day.
    pub fn on(self) -> NaiveDate {
        match self {
            Self::Registered(receipt) => receipt.on.date(),
            Self::Published(publication) => publication.on.date(),
            Self::Repaid(repaid) => repaid.on.date(),
        }
    }
}
