//! Projects, applications, declarations, duties, reviews and findings.

use super::aid::Regime;
use super::award::ReportedFrom;
use super::evidence::Evidence;
use super::field::{List, Sha256Hex, Text, Whole, choice, record};
use super::governance::{Financier, financed_once};
use super::period::{ClosedPeriod, Period};
use crate::ids::{Country, EventId, Id, MemberState, PartyId, ScopedRef, UndertakingId};
use crate::json::{Faults, Place};
use crate::money::{Money, Percent};
use crate::time::LegalDate;

record! {
    /// A participant of a project.
    Participant { undertaking: UndertakingId, role: Text, cost_share: Percent, may_publish_own_results: Option<bool> }
}
choice! {
    /// A category of research (Regulation (EU) No 651/2014 Art. 2(84) to (87), 25(2)).
    ResearchCategory {
        Fundamental = "fundamental-research",
        Industrial = "industrial-research",
        Experimental = "experimental-development",
        Feasibility = "feasibility-study",
    }
}
choice! {
    /// How the amount of a line was found (Regulation (EU) No 651/2014 Art. 25(3)).
    CostMethod { Actual = "actual", FlatRate = "flat-rate", Depreciation = "depreciation" }
}
record! {
    /// The sum behind a line of depreciation (Regulation (EU) No 651/2014 Arts 25(3)(b), 31(3)).
    Depreciation { price: Money, life_months: Whole<1, 1200>, used_months: Whole<1, 1200>, use_percent: Option<Percent> } check used_within_life
}
choice! {
    /// Who is trained (Regulation (EU) No 651/2014 Art. 31(4)(a)).
    Trainees { DisadvantagedOrDisabled = "disadvantaged-or-disabled", Others = "others" }
}
choice! {
    /// What an investment is (Regulation (EU) No 651/2014 Art. 17(3)).
    Investment {
        NewEstablishment = "new-establishment",
        Extension = "extension",
        Diversification = "diversification",
        FundamentalChange = "fundamental-change",
        AcquisitionOfAssets = "acquisition-of-assets",
        Replacement = "replacement",
        Shares = "shares",
    }
}
choice! {
    /// Whether what is paid for is leased (Regulation (EU) No 651/2014 Art. 17(4)).
    Lease { None = "none", Operating = "operating", FinancialWithPurchase = "financial-with-purchase" }
}
record! {
    /// Value added tax inside a line (Regulation (EU) No 651/2014 Art. 7(1)).
    LineTax { amount: Money, refundable: bool }
}
record! {
    /// A line of another project.
    LineOf { project: ScopedRef, id: Id }
}
record! {
    /// A line of eligible costs. `category` is a kind of cost with the word of the pack, or `<research category>/<kind>`.
    CostLine {
        id: Id, beneficiary: UndertakingId, category: Text, amount: Money, research_category: Option<ResearchCategory>,
        method: Option<CostMethod>, depreciation: Option<Depreciation>, exclusive_use: Option<bool>, mandatory_training: Option<bool>,
        trainees: Option<Trainees>, investment: Option<Investment>, lease: Option<Lease>, recurring: Option<bool>, external: Option<bool>,
        vat: Option<LineTax>, due: Option<LegalDate>, same_as: Option<LineOf>,
    } check line_is_one_thing
}

impl CostLine {
    /// The category of research that it is for, as stated or as the first part of `category` says.
    #[must_use]
    pub fn research(&self) -> Option<ResearchCategory> {
        self.research_category.or_else(|| self.parts().0)
    }

    /// The kind of cost: `category` without the category of research.
    #[must_use]
    pub fn kind(&self) -> &str {
        self.parts().1
    }

    fn parts(&self) -> (Option<ResearchCategory>, &str) {
        let text = self.category.as_str();
        let parted = text.split_once('/').and_then(|(research, kind)| Some((research.parse().ok()?, kind)));
        parted.map_or((None, text), |(research, kind)| (Some(research), kind))
    }
}

fn used_within_life(depreciation: &Depreciation, at: &Place<'_>, faults: &mut Faults) -> bool {
    let fits = depreciation.used_months.get() <= depreciation.life_months.get();
    if !fits {
        let message = "used for longer than its life";
        faults.push(
            &at.member("used_months"),
            "bad_range",
            message.into(),
            "write used_months <= life_months",
        );
    }
    fits
}

fn line_is_one_thing(line: &CostLine, at: &Place<'_>, faults: &mut Faults) -> bool {
    let told = line.parts().0;
    let agrees = told.is_none() || line.research_category.is_none() || told == line.research_category;
    if !agrees {
        let message = "`category` names another category of research";
        faults.push(
            &at.member("research_category"),
            "bad_value",
            message.into(),
            "say it once, or the same twice",
        );
    }
    let within = line.vat.as_ref().is_none_or(|vat| {
        vat.amount.currency() == line.amount.currency() && vat.amount.amount() <= line.amount.amount()
    });
    if !within {
        let hint = "the tax is inside the line, in its currency";
        faults.push(&at.member("vat"), "bad_range", "more tax than the line has".into(), hint);
    }
    agrees && within
}

record! {
    /// The Union's rate for a project, and the programme that has it.
    UnionRate { percent: Percent, act: Option<Text>, programme: Option<Id> }
}
choice! {
    /// Under what a project is carried out (Regulation (EU) No 651/2014 Art. 4(1)(i)(iv)).
    ImplementedBy { National = "national", Eureka = "eureka", JointUndertaking = "joint-undertaking" }
}
choice! {
    /// What was begun or bound (Regulation (EU) No 651/2014 Art. 2(23)); not all of it starts the works.
    WorkKind {
        Land = "land",
        Permit = "permit",
        FeasibilityStudy = "feasibility-study",
        BindingOrder = "binding-order",
        Construction = "construction",
        AssetAcquisition = "asset-acquisition",
        OtherCommitment = "other-commitment",
    }
}
record! {
    /// A step towards works, and its day.
    Work { kind: WorkKind, on: LegalDate }
}
record! {
    /// How a project crosses borders (Regulation (EU) No 651/2014 Art. 25(6)(d)).
    CrossBorder { open_call: bool, designed_by: List<MemberState>, disseminated_in: List<MemberState> }
}
choice! {
    /// At what price an infrastructure or cluster is used (Regulation (EU) No 651/2014 Arts 26(3), 26a(2), 27(4)).
    AccessPrice { Market = "market", CostPlusMargin = "cost-plus-margin" }
}
record! {
    /// What a project is that builds or runs an infrastructure or a cluster (Regulation (EU) No 651/2014 Arts 26, 26a, 27).
    Infrastructure {
        price: AccessPrice, open_access: bool, separate_accounts: bool, funded_by_states: List<MemberState>, union_selected: bool,
        sme_capacity_percent: Option<Percent>, financiers: Option<List<Financier>>,
    } check infrastructure_shares
}
record! {
    /// Training in maritime transport (Regulation (EU) No 651/2014 Art. 31(5)).
    Maritime { supernumerary: bool, union_register: bool }
}
record! {
    /// Support of the InvestEU Fund for some lines, by its nominal (Regulation (EU) No 651/2014 Art. 8(3)).
    InvestEu { nominal: Money, lines: List<Id> }
}

fn infrastructure_shares(infrastructure: &Infrastructure, at: &Place<'_>, faults: &mut Faults) -> bool {
    financed_once(infrastructure.financiers.as_deref(), at, faults)
}

/// Declares a statement of what a project is.
macro_rules! project_record {
    ($(#[$doc:meta])* $name:ident) => {
        record! {
            $(#[$doc])*
            $name {
                project: ScopedRef, participants: List<Participant>, applied_on: LegalDate, starts_on: LegalDate,
                cost_lines: List<CostLine>, bonuses: List<Text>, area: Option<Text>, union_rate: Option<UnionRate>,
                part_of: Option<ScopedRef>, implemented_by: Option<ImplementedBy>, works: Option<List<Work>>,
                carried_out_in: Option<List<Country>>, cross_border: Option<CrossBorder>, infrastructure: Option<Infrastructure>,
                maritime: Option<Maritime>, invest_eu: Option<InvestEu>,
            }
        }
    };
}
project_record! {
    /// `project.opened`
    ProjectOpened
}
project_record! {
    /// `project.amended`
    ProjectAmended
}
record! {
    /// What a written application has to say (Regulation (EU) No 651/2014 Art. 6(2)).
    ApplicationContents { name_and_size: bool, description_with_dates: bool, location: bool, cost_list: bool, aid_type_and_amount: bool }
}
record! {
    /// `application.received`: the start of "time to decision".
    ApplicationReceived {
        application: ScopedRef, undertaking: UndertakingId, received_on: LegalDate, requested: Money, written: Option<bool>,
        project: Option<ScopedRef>, contents: Option<ApplicationContents>,
    }
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
    /// What a duty or a request is about: one thing.
    About {
        award: Option<ScopedRef>, scheme: Option<ScopedRef>, application: Option<ScopedRef>, request: Option<ScopedRef>,
        party: Option<PartyId>, member_state: Option<MemberState>, system: Option<Id>,
    } check about_one_thing
}
record! {
    /// `duty.done`: a duty was done that no receipt of one award tells. The pack names the duty.
    DutyDone { duty: Id, about: About, regime: Option<Regime>, period: Option<ClosedPeriod>, system: Id, r#ref as "ref": Text, on: LegalDate }
}
record! {
    /// `request.received`: somebody who may asks for information (Regulation (EU) No 651/2014 Art. 12(3)); `until`, where it gives a day.
    RequestReceived { request: ScopedRef, by: Text, about: About, received_on: LegalDate, until: Option<LegalDate> } check answered_after
}

impl About {
    /// The object of a party that it is about.
    #[must_use]
    pub fn object(&self) -> Option<&ScopedRef> {
        let objects = [&self.award, &self.scheme, &self.application, &self.request];
        objects.into_iter().find_map(Option::as_ref)
    }
}

fn about_one_thing(about: &About, at: &Place<'_>, faults: &mut Faults) -> bool {
    let objects = [&about.award, &about.scheme, &about.application, &about.request];
    let objects = objects.into_iter().filter(|object| object.is_some()).count();
    let others = [about.party.is_some(), about.member_state.is_some(), about.system.is_some()];
    let fits = objects + others.into_iter().filter(|stated| *stated).count() == 1;
    if !fits {
        let hint = "give one of award, scheme, application, request, party, member_state, system";
        faults.push(at, "bad_value", "it is about exactly one thing".into(), hint);
    }
    fits
}

fn answered_after(request: &RequestReceived, at: &Place<'_>, faults: &mut Faults) -> bool {
    let fits = request.until.is_none_or(|until| request.received_on <= until);
    if !fits {
        let message = "to be answered before it was received";
        faults.push(
            &at.member("until"),
            "bad_range",
            message.into(),
            "put `until` on or after `received_on`",
        );
    }
    fits
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
