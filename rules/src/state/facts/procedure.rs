//! Projects, applications, findings, declarations and recovery decisions as they stand.

use std::sync::Arc;

use chrono::NaiveDate;
use ledger::event::procedure::CostLine;
use ledger::ids::{PartyId, ScopedId};
use ledger::money::Money;

use super::{About, Facts};
use crate::state::undertaking::Handle;

/// A statement about a project, with its eligible costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProjectStep {
    /// `project.opened`
    Opened(Arc<[CostLine]>),
    /// `project.amended`
    Amended(Arc<[CostLine]>),
}

/// A statement about an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ApplicationStep {
    /// `application.received`, with what is asked for.
    Received(Money),
    /// `application.reduced`, with what is still asked for.
    Reduced(Money),
    /// `application.closed`
    Closed,
}

/// A statement about a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FindingStep {
    /// `finding.raised`
    Raised,
    /// `finding.closed`
    Closed,
}

/// A declaration of other aid (Art. 7(4)).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declared {
    /// Who received it.
    pub by: PartyId,
    /// When it was signed.
    pub signed_on: NaiveDate,
    /// First day it speaks of.
    pub from: NaiveDate,
    /// Last day it speaks of; absent: up to the signature.
    pub until: Option<NaiveDate>,
}

impl Declared {
    /// Whether it speaks of every day from `start` to its signature, and was signed on `granted_on` at the latest.
    #[must_use]
    pub fn covers(&self, start: NaiveDate, granted_on: NaiveDate) -> bool {
        self.signed_on <= granted_on
            && self.from <= start
            && self.until.is_none_or(|until| self.signed_on <= until)
    }
}

impl Facts {
    /// Whether a project was opened.
    #[must_use]
    pub fn has_project(&self, project: &ScopedId) -> bool {
        self.projects.of(project).any(|step| matches!(step, ProjectStep::Opened(_)))
    }

    /// The eligible costs of a project by its newest word: what an intensity is a share of.
    #[must_use]
    pub fn cost_lines(&self, project: &ScopedId) -> &[CostLine] {
        match self.projects.of(project).next_back() {
            Some(ProjectStep::Opened(lines) | ProjectStep::Amended(lines)) => lines,
            None => &[],
        }
    }

    /// Whether an application was received.
    #[must_use]
    pub fn has_application(&self, application: &ScopedId) -> bool {
        let mut steps = self.applications.of(application);
        steps.any(|step| matches!(step, ApplicationStep::Received(_)))
    }

    /// Whether an application was closed.
    #[must_use]
    pub fn is_closed(&self, application: &ScopedId) -> bool {
        self.applications.of(application).any(|step| *step == ApplicationStep::Closed)
    }

    /// What an application asks for by its newest word.
    #[must_use]
    pub fn requested(&self, application: &ScopedId) -> Option<Money> {
        self.applications.of(application).rev().find_map(|step| match step {
            ApplicationStep::Received(money) | ApplicationStep::Reduced(money) => Some(*money),
            ApplicationStep::Closed => None,
        })
    }

    /// Whether a finding was raised, and whether it was closed.
    #[must_use]
    pub fn finding(&self, finding: &ScopedId) -> (bool, bool) {
        let said = |wanted| self.findings.of(finding).any(|step| *step == wanted);
        (said(FindingStep::Raised), said(FindingStep::Closed))
    }

    /// Declarations about a handle, newest first.
    pub fn declarations(&self, handle: Handle) -> impl Iterator<Item = &Declared> {
        self.declarations.of(&handle).rev()
    }

    /// The days on which an award was registered, oldest statement first.
    pub fn receipts(&self, award: &ScopedId) -> impl Iterator<Item = NaiveDate> {
        self.receipts.of(award).copied()
    }

    pub(crate) fn note_receipt(&mut self, award: ScopedId, position: u64, on: NaiveDate) {
        self.receipts.write(award, position, on);
    }

    /// The days on which an award was published, oldest statement first.
    pub fn publications(&self, award: &ScopedId) -> impl Iterator<Item = NaiveDate> {
        self.publications.of(award).copied()
    }

    pub(crate) fn note_publication(&mut self, award: ScopedId, position: u64, on: NaiveDate) {
        self.publications.write(award, position, on);
    }

    pub(crate) fn note_project(&mut self, project: ScopedId, position: u64, step: ProjectStep) {
        self.about.insert(position, About::Project(project.clone()));
        self.projects.write(project, position, step);
    }

    pub(crate) fn note_application(&mut self, application: ScopedId, position: u64, step: ApplicationStep) {
        self.about.insert(position, About::Application(application.clone()));
        self.applications.write(application, position, step);
    }

    pub(crate) fn note_finding(&mut self, finding: ScopedId, position: u64, step: FindingStep) {
        self.about.insert(position, About::Finding(finding.clone()));
        self.findings.write(finding, position, step);
    }

    pub(crate) fn note_declaration(&mut self, of: Handle, position: u64, declared: Declared) {
        self.about.insert(position, About::Declaration(of));
        self.declarations.write(of, position, declared);
    }
}
