//! Projects, applications, declarations, duties, reviews and findings.

use super::aid::Regime;
use super::award::ReportedFrom;
use super::evidence::Evidence;
use super::field::{List, Sha256Hex, Text, choice, record};
use super::governance::Period;
use crate::ids::{EventId, Id, PartyId, ScopedRef, UndertakingId};
use crate::json::{Faults, Place};
use crate::money::{Money, Percent};
use crate::time::LegalDate;

record! {
    /// A participant of a project.
    Participant { undertaking: UndertakingId, role: Text, cost_share: Percent }
}
record! {
    /// A line of eligible costs.
    CostLine { id: Id, beneficiary: UndertakingId, category: Text, amount: Money }
}
record! {
    /// The Union's rate for a project.
    UnionRate { percent: Percent, act: Option<Text> }
}
record! {
    /// `project.opened`
    ProjectOpened {
        project: ScopedRef, participants: List<Participant>, applied_on: LegalDate, starts_on: LegalDate,
        cost_lines: List<CostLine>, bonuses: List<Text>, area: Option<Text>, union_rate: Option<UnionRate>,
    }
}
record! {
    /// `project.amended`
    ProjectAmended {
        project: ScopedRef, participants: List<Participant>, applied_on: LegalDate, starts_on: LegalDate,
        cost_lines: List<CostLine>, bonuses: List<Text>, area: Option<Text>, union_rate: Option<UnionRate>,
    }
}
record! {
    /// `application.received`: the start of "time to decision".
    ApplicationReceived { application: ScopedRef, undertaking: UndertakingId, received_on: LegalDate, requested: Money }
}
record! {
    /// `application.reduced`
    ApplicationReduced { application: ScopedRef, requested: Money, on: LegalDate }
}
choice! {
    /// How an application ended.
    ApplicationOutcome { Granted = "granted", Rejected = "rejected", Withdrawn = "withdrawn" }
}
record! {
    /// `application.closed`
    ApplicationClosed { application: ScopedRef, outcome: ApplicationOutcome, reason: Text, on: LegalDate }
}
record! {
    /// An award that an applicant declares.
    DeclaredAward { regime: Regime, granted_on: LegalDate, gge: Money, granting_authority: Option<Text>, from: Option<ReportedFrom> }
}
record! {
    /// `declaration.received` (Art. 7(4)): empty lists say "none".
    DeclarationReceived { undertaking: UndertakingId, signed_on: LegalDate, period: Period, awards: List<DeclaredAward>, group: List<UndertakingId>, sha256: Sha256Hex }
}
choice! {
    /// By what an undertaking showed who it is.
    IdentityMeans {
        /// An attestation of a business wallet.
        BusinessWallet = "business-wallet",
        /// A notified electronic identity of somebody who acts for it (Regulation (EU) No 910/2014).
        ElectronicIdentity = "electronic-identity",
        /// A qualified electronic seal of its own.
        QualifiedSeal = "qualified-seal",
        /// An extract of the register that holds it.
        RegisterExtract = "register-extract",
    }
}
choice! {
    /// How sure the means is (Regulation (EU) No 910/2014 Art. 8(2)).
    Assurance { Low = "low", Substantial = "substantial", High = "high" }
}
record! {
    /// `identity.presented`: at whose door an undertaking showed who it is, and by what. No person is named: who acted for it, and
    /// the presentation itself, stay with the party that checked it, under the digest.
    IdentityPresented {
        undertaking: UndertakingId, means: IdentityMeans, assurance: Option<Assurance>, issuer: Text, presented_on: LegalDate,
        valid_until: Option<LegalDate>, application: Option<ScopedRef>, sha256: Sha256Hex,
    } check presented_while_valid
}

fn presented_while_valid(presented: &IdentityPresented, at: &Place<'_>, faults: &mut Faults) -> bool {
    let valid = presented.valid_until.is_none_or(|until| presented.presented_on <= until);
    if !valid {
        let hint = "what had ended on that day shows nothing";
        faults.push(
            &at.member("valid_until"),
            "bad_range",
            "valid to a day before it was presented".into(),
            hint,
        );
    }
    valid
}

record! {
    /// `notice.served` (Art. 7(4))
    NoticeServed { award: ScopedRef, gge: Money, citation: Text, on: LegalDate, sha256: Sha256Hex }
}
record! {
    /// `register.receipt`
    RegisterReceipt { award: ScopedRef, system: Id, r#ref as "ref": Text, on: LegalDate }
}
record! {
    /// `publication.made`
    PublicationMade { award: ScopedRef, system: Id, r#ref as "ref": Text, on: LegalDate }
}
record! {
    /// `statement.retracted`: as if never made, for later positions.
    StatementRetracted { source: super::SourceUrn, id: EventId, reason: Text, evidence: Option<Evidence> }
}
record! {
    /// For which later cases a review holds.
    ValidFor { case: Option<Text>, class: Option<Text> }
}
choice! {
    /// What a review decides.
    ReviewOutcome { Admit = "admit", Refuse = "refuse", CountsAsAid = "counts-as-aid", NoAid = "no-aid", NotCounted = "not-counted" }
}
record! {
    /// `review.decided`: resolves what was deferred.
    ReviewDecided { about: Id, question: Text, decision: ReviewOutcome, reason: Text, citation: Text, valid_for: ValidFor }
}
record! {
    /// `finding.raised`
    FindingRaised { finding: ScopedRef, about: Id, severity: Text, summary: Text }
}
record! {
    /// `finding.closed`
    FindingClosed { finding: ScopedRef, outcome: Text, on: LegalDate }
}
record! {
    /// `subject.erased`
    SubjectErased { subject_ref: Id, ground: Text, party: Option<PartyId> }
}
