//! Awards and what becomes of them.

use chrono::Datelike as _;

use super::aid::{
    Activity, Aid, Basis, EligibleCosts, ExternalRef, Form, Funding, Instrument, Regime, Treatment,
};
use super::condition::Conditions;
use super::evidence::Evidence;
use super::field::{List, Sha256Hex, Text, choice, record};
use super::period::ClosedPeriod;
use crate::ids::{Id, MemberState, PartyId, ScopedRef, UndertakingId};
use crate::json::{Faults, Place};
use crate::money::{Money, Percent, Quantity};
use crate::time::LegalDate;

choice! {
    /// When the legal right arises.
    LegalRight {
        /// The act is conditional on this ledger's yes.
        OnAdmission = "on-admission",
        /// The act is already binding.
        Conferred = "conferred",
    }
}
record! {
    /// The authority that grants.
    GrantingAuthority { id: Id, name: Text }
}
record! {
    /// The authority as a report names it; the id may be missing.
    ReportedAuthority { id: Option<Id>, name: Text }
}
/// Declares a statement that grants: what all of them have, and what is its own.
macro_rules! granting_record {
    ($(#[$doc:meta])* $name:ident { $($own:tt)* } check $rule:path) => {
        record! {
            $(#[$doc])*
            $name {
                award: ScopedRef, beneficiary: UndertakingId, granting_authority: GrantingAuthority, member_state: Option<MemberState>,
                granted_on: LegalDate, legal_right: LegalRight, act: Option<Text>, basis: Basis, instrument: Instrument, aid: Aid,
                funding: List<Funding, 16>, activity: Activity, application: Option<ScopedRef>, project: Option<ScopedRef>,
                eligible_costs: Option<EligibleCosts>, conditions: Conditions, objective: Option<Text>,
                external_refs: Option<List<ExternalRef>>, extends: Option<ScopedRef>, treatment: Option<Treatment>,
                class: Option<Text>, measure: Option<Id>, via: Option<Id>, provided_by: Option<ScopedRef>,
                operating_period: Option<ClosedPeriod>, incentive: Option<Incentive>, due_diligence: Option<Evidence>,
                tax_declaration_due: Option<LegalDate>, $($own)*
            } check $rule
        }
    };
}

choice! {
    /// What aid makes more than there would be without it (Regulation (EU) No 651/2014 Art. 6(3)).
    IncentiveGround {
        /// More of the project's scope.
        Scope = "scope",
        /// More spent in all.
        Amount = "amount",
        /// Completed sooner.
        Speed = "speed",
        /// Carried out in that area at all.
        Location = "location",
    }
}
record! {
    /// What was verified before an ad hoc grant to a large undertaking (Regulation (EU) No 651/2014 Art. 6(3)).
    Incentive { verified_on: LegalDate, ground: IncentiveGround, sha256: Sha256Hex }
}
granting_record! {
    /// `award.granted`
    AwardGranted {} check grant_is_whole
}
record! {
    /// Consent of the applicant, by digest.
    Consent { sha256: Sha256Hex }
}
granting_record! {
    /// `award.reserved`: an enforced grant with an end.
    AwardReserved { expires_on: LegalDate, applicant_consent: Consent } check reservation_is_whole
}
granting_record! {
    /// `award.conditional`: a right under a condition precedent.
    AwardConditional { condition: Text, long_stop: LegalDate } check condition_is_whole
}

/// What every statement that grants has in common: a grant, a reservation, a right under a condition.
pub trait Granting {
    /// The award's id.
    fn award(&self) -> &ScopedRef;
    /// Who receives it.
    fn beneficiary(&self) -> &UndertakingId;
    /// Conditions that decide whether the regime is open at all.
    fn conditions(&self) -> &Conditions;
    /// The project it is for.
    fn project(&self) -> Option<&ScopedRef>;
    /// The authority that grants.
    fn granting_authority(&self) -> &GrantingAuthority;
    /// Which eligible costs it pays for.
    fn eligible_costs(&self) -> Option<&EligibleCosts>;
    /// The granting State; absent only where no State grants.
    fn member_state(&self) -> Option<MemberState>;
    /// The date of the grant, civil, of the granting State.
    fn granted_on(&self) -> LegalDate;
    /// When the legal right arises.
    fn legal_right(&self) -> LegalRight;
    /// The legal basis.
    fn basis(&self) -> &Basis;
    /// The instrument.
    fn instrument(&self) -> Instrument;
    /// The form with its figures.
    fn aid(&self) -> &Aid;
    /// Where the money comes from.
    fn funding(&self) -> &[Funding];
    /// The sector.
    fn activity(&self) -> &Activity;
    /// A treatment other than State aid.
    fn treatment(&self) -> Option<&Treatment>;
    /// The class of a review that it says it belongs to.
    fn class(&self) -> Option<&Text>;
    /// The risk-finance measure that it is part of.
    fn measure(&self) -> Option<&Id>;
    /// The financial intermediary through which it is given.
    fn via(&self) -> Option<&Id>;
    /// The infrastructure or cluster whose service it is, a project.
    fn provided_by(&self) -> Option<&ScopedRef>;
    /// Of operating aid, for which period.
    fn operating_period(&self) -> Option<&ClosedPeriod>;
    /// What was verified of the incentive before an ad hoc grant to a large undertaking.
    fn incentive(&self) -> Option<&Incentive>;
    /// The intermediary's due diligence.
    fn due_diligence(&self) -> Option<&Evidence>;
    /// The day on which the tax declaration is due.
    fn tax_declaration_due(&self) -> Option<LegalDate>;
}

macro_rules! granting {
    ($($type:ty),*) => {$(
        impl Granting for $type {
            fn award(&self) -> &ScopedRef {
                &self.award
            }
            fn beneficiary(&self) -> &UndertakingId {
                &self.beneficiary
            }
            fn conditions(&self) -> &Conditions {
                &self.conditions
            }
            fn project(&self) -> Option<&ScopedRef> {
                self.project.as_ref()
            }
            fn granting_authority(&self) -> &GrantingAuthority {
                &self.granting_authority
            }
            fn eligible_costs(&self) -> Option<&EligibleCosts> {
                self.eligible_costs.as_ref()
            }
            fn member_state(&self) -> Option<MemberState> {
                self.member_state
            }
            fn granted_on(&self) -> LegalDate {
                self.granted_on
            }
            fn legal_right(&self) -> LegalRight {
                self.legal_right
            }
            fn basis(&self) -> &Basis {
                &self.basis
            }
            fn instrument(&self) -> Instrument {
                self.instrument
            }
            fn aid(&self) -> &Aid {
                &self.aid
            }
            fn funding(&self) -> &[Funding] {
                &self.funding
            }
            fn activity(&self) -> &Activity {
                &self.activity
            }
            fn treatment(&self) -> Option<&Treatment> {
                self.treatment.as_ref()
            }
            fn class(&self) -> Option<&Text> {
                self.class.as_ref()
            }
            fn measure(&self) -> Option<&Id> {
                self.measure.as_ref()
            }
            fn via(&self) -> Option<&Id> {
                self.via.as_ref()
            }
            fn provided_by(&self) -> Option<&ScopedRef> {
                self.provided_by.as_ref()
            }
            fn operating_period(&self) -> Option<&ClosedPeriod> {
                self.operating_period.as_ref()
            }
            fn incentive(&self) -> Option<&Incentive> {
                self.incentive.as_ref()
            }
            fn due_diligence(&self) -> Option<&Evidence> {
                self.due_diligence.as_ref()
            }
            fn tax_declaration_due(&self) -> Option<LegalDate> {
                self.tax_declaration_due
            }
        }
    )*};
}
granting!(AwardGranted, AwardReserved, AwardConditional);

/// A reservation is judged like an enforced grant, so a right that is binding already cannot be reserved.
fn reservation_is_whole(grant: &AwardReserved, at: &Place<'_>, faults: &mut Faults) -> bool {
    let enforced = grant.legal_right == LegalRight::OnAdmission;
    if !enforced {
        faults.push(
            &at.member("legal_right"),
            "bad_value",
            "a conferred right is not reserved".into(),
            "write on-admission, or send award.granted",
        );
    }
    let lives = ends_after(grant, grant.expires_on, &at.member("expires_on"), faults);
    grant_is_whole(grant, at, faults) && enforced && lives
}

fn condition_is_whole(grant: &AwardConditional, at: &Place<'_>, faults: &mut Faults) -> bool {
    let lives = ends_after(grant, grant.long_stop, &at.member("long_stop"), faults);
    grant_is_whole(grant, at, faults) && lives
}

/// What is to be confirmed lives to its granting date at least.
fn ends_after(grant: &impl Granting, end: LegalDate, at: &Place<'_>, faults: &mut Faults) -> bool {
    let fits = grant.granted_on() <= end;
    if !fits {
        let message = format!("it ends on {end}, before it is granted on {}", grant.granted_on());
        faults.push(at, "ends_before_start", message, "let it end on or after `granted_on`");
    }
    fits
}

/// Whether aid is a figure that a source declares, and no instrument with a cap of its own.
fn is_a_figure_of_others(aid: &Aid) -> bool {
    match &aid.form {
        Form::Declared(declared) => {
            aid.cap.is_none() && (declared.gge.is_some() || declared.gge_range.is_some())
        }
        _ => false,
    }
}

/// What single members of a grant cannot show.
fn grant_is_whole(grant: &impl Granting, at: &Place<'_>, faults: &mut Faults) -> bool {
    let mut fits = state_where_aid(grant, at, faults);
    if is_a_figure_of_others(grant.aid()) {
        faults.push(
            &at.member("aid"),
            "bad_value",
            "a grant states its form and figures".into(),
            "a figure that is only `declared` is for award.reported; an instrument without a form has a cap",
        );
        fits = false;
    }
    if matches!(grant.basis().regime, Regime::Notified | Regime::Unknown) {
        let at = at.member("basis");
        faults.push(
            &at.member("regime"),
            "bad_value",
            "a grant names its regime".into(),
            "`notified` and `unknown` are for award.reported only",
        );
        fits = false;
    }
    if grant.activity().nace.code.is_none() {
        let at = at.member("activity");
        faults.push(
            &at.member("nace"),
            "missing_member",
            "a grant states the NACE code".into(),
            "add code and revision",
        );
        fits = false;
    }
    funding_is_whole(grant.funding(), at, faults) && fits
}

fn state_where_aid(grant: &impl Granting, at: &Place<'_>, faults: &mut Faults) -> bool {
    let at = at.member("member_state");
    match (grant.member_state(), grant.treatment()) {
        (None, None) => faults.push(
            &at,
            "missing_member",
            "State aid has a granting State".into(),
            "add `member_state`, or `treatment` where no State grants",
        ),
        (Some(_), Some(_)) => faults.push(
            &at,
            "bad_value",
            "what is no aid has no granting State".into(),
            "remove `member_state` or `treatment`",
        ),
        (Some(state), None) if state.is_uk() => faults.push(
            &at,
            "bad_member_state",
            "UK stands in reports only".into(),
            "use XI for Northern Ireland",
        ),
        _ => return true,
    }
    false
}

/// Shares add up to the whole.
fn funding_is_whole(funding: &[Funding], at: &Place<'_>, faults: &mut Faults) -> bool {
    let sum: rust_decimal::Decimal = funding.iter().map(|part| part.share_percent.value()).sum();
    let fits = sum == rust_decimal::Decimal::ONE_HUNDRED;
    if !fits {
        faults.push(
            &at.member("funding"),
            "bad_value",
            format!("the shares add up to {sum} percent"),
            "let them add up to 100",
        );
    }
    fits
}

choice! {
    /// Where a report comes from.
    ReportedFrom { Register = "register", Intermediary = "intermediary", Declaration = "declaration", Authority = "authority" }
}
choice! {
    /// What a reported date means.
    DateBasis { LegalRight = "legal-right", QuarterEnd = "quarter-end", Published = "published" }
}
record! {
    /// A range of possible granting dates.
    DateRange { from: LegalDate, to: LegalDate } check range_runs_forward
}
record! {
    /// The row a report was made from.
    SourceRow { register: Id, id: Text, retrieved_on: LegalDate, sha256: Sha256Hex }
}
record! {
    /// `award.reported`: what others say they granted.
    AwardReported {
        award: ScopedRef, beneficiary: UndertakingId, granting_authority: ReportedAuthority, member_state: MemberState,
        granted_on: Option<LegalDate>, granted_on_range: Option<DateRange>, act: Option<Text>, basis: ReportedBasis,
        instrument: Option<Instrument>, aid: Aid, funding: Option<List<Funding, 16>>, activity: Option<Activity>,
        application: Option<ScopedRef>, project: Option<ScopedRef>, eligible_costs: Option<EligibleCosts>,
        conditions: Option<Conditions>, objective: Option<Text>, external_refs: Option<List<ExternalRef>>,
        extends: Option<ScopedRef>, reported_from: ReportedFrom, date_basis: DateBasis, source_row: SourceRow,
        class: Option<Text>, measure: Option<Id>, via: Option<Id>, received_on: Option<LegalDate>,
    } check report_is_whole
}
record! {
    /// The legal basis as a report knows it; the most that the Commission's decision allows, where aid was notified (Regulation (EU)
    /// 2023/2831 Art. 5(3)).
    ReportedBasis {
        kind: Option<super::aid::BasisKind>, regime: Regime, scheme: Option<ScopedRef>, article: Option<Text>,
        max_intensity_percent: Option<Percent>, max_amount: Option<Money>,
    }
}

fn range_runs_forward(range: &DateRange, at: &Place<'_>, faults: &mut Faults) -> bool {
    let fits = range.from <= range.to;
    if !fits {
        faults.push(
            at,
            "ends_before_start",
            "the range ends before it begins".into(),
            "put `to` on or after `from`",
        );
    }
    fits
}

fn report_is_whole(report: &AwardReported, at: &Place<'_>, faults: &mut Faults) -> bool {
    let one_date = report.granted_on.is_some() != report.granted_on_range.is_some();
    if !one_date {
        faults.push(
            &at.member("granted_on"),
            "bad_value",
            "a report has either `granted_on` or `granted_on_range`".into(),
            "give exactly one of them",
        );
    }
    let last = report.granted_on.or(report.granted_on_range.as_ref().map(|range| range.to));
    let brexit = |date: LegalDate| date.to_string().as_str() > "2020-12-31";
    let uk_fits = !report.member_state.is_uk() || last.is_none_or(|date| !brexit(date));
    if !uk_fits {
        faults.push(
            &at.member("member_state"),
            "bad_member_state",
            "UK grants count to 2020-12-31".into(),
            "use XI for Northern Ireland",
        );
    }
    let quarter_fits = report.date_basis != DateBasis::QuarterEnd || ends_a_quarter(report, at, faults);
    one_date && uk_fits && quarter_fits
}

/// Where a source knows the quarter only, the grant is dated to its last day.
fn ends_a_quarter(report: &AwardReported, at: &Place<'_>, faults: &mut Faults) -> bool {
    let Some(date) = report.granted_on else { return true };
    let next = date.date().succ_opt();
    let fits = next.is_some_and(|next| next.day() == 1 && next.month0().is_multiple_of(3));
    if !fits {
        faults.push(
            &at.member("granted_on"),
            "bad_value",
            format!("{date} is not the last day of a quarter"),
            "write the quarter's last day, or another `date_basis`",
        );
    }
    fits
}

record! {
    /// `award.restated`: the register's newer figure.
    AwardRestated { award: ScopedRef, aid: Aid, reason: Text, source_row: SourceRow }
}
record! {
    /// `award.confirmed`
    AwardConfirmed { award: ScopedRef, granted_on: LegalDate, aid: Option<Aid> }
}
record! {
    /// `award.released`
    AwardReleased { award: ScopedRef, reason: Text }
}
record! {
    /// `award.condition-met`
    ConditionMet { award: ScopedRef, on: LegalDate, evidence: Evidence }
}
record! {
    /// `award.condition-failed`
    ConditionFailed { award: ScopedRef, on: LegalDate, reason: Text }
}
record! {
    /// `award.matched`: the same award seen twice.
    AwardMatched { award: ScopedRef, same_as: List<ScopedRef>, evidence: Evidence } check matches_something
}
record! {
    /// `award.unmatched`
    AwardUnmatched { award: ScopedRef, same_as: List<ScopedRef>, evidence: Evidence } check unmatches_something
}

fn matches_something(event: &AwardMatched, at: &Place<'_>, faults: &mut Faults) -> bool {
    names_another(&event.same_as, at, faults)
}

fn unmatches_something(event: &AwardUnmatched, at: &Place<'_>, faults: &mut Faults) -> bool {
    names_another(&event.same_as, at, faults)
}

fn names_another(same_as: &[ScopedRef], at: &Place<'_>, faults: &mut Faults) -> bool {
    let fits = !same_as.is_empty();
    if !fits {
        faults.push(
            &at.member("same_as"),
            "too_few_items",
            "no other award is named".into(),
            "name at least one other award",
        );
    }
    fits
}
record! {
    /// Repayment of principal and interest.
    Repaid { amount: Money, interest: Money, on: LegalDate, evidence: Evidence }
}
record! {
    /// `award.reduced`: counts less from `on`, never less than what was used minus what was repaid.
    AwardReduced { award: ScopedRef, gge_after: Money, benefit_kept: Money, on: LegalDate, reason: Text, repaid: Option<Repaid> }
}
record! {
    /// `award.withdrawn`
    AwardWithdrawn { award: ScopedRef, benefit_kept: Money, on: LegalDate, reason: Text, repaid: Option<Repaid> }
}
record! {
    /// `award.waived` (C-608/19)
    AwardWaived { award: ScopedRef, amount: Money, on: LegalDate, repaid_on: LegalDate, evidence: Evidence, benefit_kept: Money, repaid: Option<Repaid> }
}
record! {
    /// What a correction puts right; never the beneficiary or the Member State.
    CorrectionSet {
        aid: Option<Aid>, granted_on: Option<LegalDate>, basis: Option<Basis>, activity: Option<Activity>,
        eligible_costs: Option<EligibleCosts>, external_refs: Option<List<ExternalRef>>, class: Option<Text>, measure: Option<Id>,
        via: Option<Id>, provided_by: Option<ScopedRef>, operating_period: Option<ClosedPeriod>, incentive: Option<Incentive>,
        due_diligence: Option<Evidence>, tax_declaration_due: Option<LegalDate>,
    } check corrects_something
}
record! {
    /// `award.corrected`
    AwardCorrected { award: ScopedRef, set: CorrectionSet, reason: Text }
}

fn corrects_something(set: &CorrectionSet, at: &Place<'_>, faults: &mut Faults) -> bool {
    let fits = set.aid.is_some()
        || set.granted_on.is_some()
        || set.basis.is_some()
        || set.activity.is_some()
        || set.eligible_costs.is_some()
        || set.external_refs.is_some()
        || set.class.is_some()
        || set.measure.is_some()
        || set.via.is_some()
        || set.provided_by.is_some()
        || set.operating_period.is_some()
        || set.incentive.is_some()
        || set.due_diligence.is_some()
        || set.tax_declaration_due.is_some();
    if !fits {
        faults.push(at, "missing_member", "nothing is corrected".into(), "set at least one member");
    }
    fits
}

record! {
    /// `award.repaid`: what of a loan, or of what a guarantee or an investment stands for, is still outstanding (Regulation (EU)
    /// No 651/2014 Art. 21(8)). The aid is what it was.
    AwardRepaid { award: ScopedRef, outstanding: Money, on: LegalDate, evidence: Evidence }
}
record! {
    /// `award.drawn`
    AwardDrawn { award: ScopedRef, host: PartyId, system: Id, quantity: Quantity, value: Money, on: LegalDate }
}
record! {
    /// `usage.reported`: a running total.
    UsageReported { award: ScopedRef, to: LegalDate, quantity: Quantity }
}
record! {
    /// `credits.expired`
    CreditsExpired { award: ScopedRef, amount: Money, on: LegalDate, right_lapsed: bool, ground: Text }
}
record! {
    /// `award.set`: all admitted or none.
    AwardSet { awards: List<AwardGranted> } check set_is_whole
}

fn set_is_whole(set: &AwardSet, at: &Place<'_>, faults: &mut Faults) -> bool {
    let awards = at.member("awards");
    let named = !set.awards.is_empty();
    if !named {
        faults.push(&awards, "too_few_items", "nothing is granted".into(), "name at least one award");
    }
    let ids: Vec<&ScopedRef> = set.awards.iter().map(|grant| &grant.award).collect();
    let differ = super::undertaking::named_once(&ids, &awards, faults);
    set_waits_for_admission(set, at, faults) && differ && named
}

/// All of a set are admitted or none, so none of them can be binding already.
fn set_waits_for_admission(set: &AwardSet, at: &Place<'_>, faults: &mut Faults) -> bool {
    let awards = at.member("awards");
    let conferred =
        set.awards.iter().enumerate().filter(|(_, grant)| grant.legal_right != LegalRight::OnAdmission);
    let found: Vec<usize> = conferred.map(|(index, _)| index).collect();
    for index in &found {
        let member = awards.item(*index);
        let message = "a member of a set waits for admission".into();
        faults.push(
            &member.member("legal_right"),
            "bad_value",
            message,
            "write on-admission, or send award.granted alone",
        );
    }
    found.is_empty()
}

record! {
    /// `award.disputed`
    AwardDisputed { award: ScopedRef, reason: Text }
}
record! {
    /// `dispute.lodged`
    DisputeLodged { award: ScopedRef, reason: Text }
}
