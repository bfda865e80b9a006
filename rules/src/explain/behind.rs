//! Which rules of the adopted packs stand behind a code or flag, for its citation: the catalogue cites no act where one does.

use chrono::NaiveDate;
use ledger::event::Event;
use ledger::event::aid::Regime;
use ledger::event::award::{AwardReported, Granting};
use ledger::ids::ScopedRef;
use ledger::verdict::{Code, Flag};

use crate::pack::PackSet;
use crate::pack::rule::Head;
use crate::state::State;
use crate::statement::{AwardStatement, Statement};

/// Under which regime and for which date a statement is judged, with the packs that judge it.
#[derive(Clone, Copy)]
pub(super) struct Behind<'a> {
    packs: &'a PackSet,
    /// `None` where the statement is of no award.
    judged: Option<(Regime, NaiveDate)>,
}

impl<'a> Behind<'a> {
    pub fn event(state: &'a State, event: &Event) -> Self {
        Self { packs: state.packs(), judged: judged(state, event) }
    }

    pub fn grant(state: &'a State, grant: &dyn Granting) -> Self {
        Self { packs: state.packs(), judged: Some(of_grant(grant)) }
    }

    /// Where the law behind a code is written; `None` where no rule of a pack stands behind it.
    pub fn code(&self, code: Code) -> Option<String> {
        let (regime, on) = self.judged?;
        cited(self.rules_of_code(code, &regime, on))
    }

    /// The same of a flag.
    pub fn flag(&self, flag: Flag) -> Option<String> {
        let (regime, on) = self.judged?;
        cited(self.rules_of_flag(flag, &regime, on))
    }

    fn limits(&self, code: Code, regime: &Regime, on: NaiveDate) -> Vec<&'a Head> {
        let limits = self.packs.limits(regime, on).into_iter();
        limits.filter(|limit| limit.code == code).map(|limit| &limit.head).collect()
    }

    fn safe_harbours(&self, regime: &Regime, on: NaiveDate) -> Vec<&'a Head> {
        let loans = self.packs.loan_safe_harbour(regime, on).map(|rule| &rule.head);
        let guarantees = self.packs.guarantee_safe_harbour(regime, on).map(|rule| &rule.head);
        loans.into_iter().chain(guarantees).collect()
    }

    fn rules_of_code(&self, code: Code, regime: &Regime, on: NaiveDate) -> Vec<&'a Head> {
        let packs = self.packs;
        match code {
            Code::CeilingExceeded
            | Code::SgeiCeilingExceeded
            | Code::SectorCeilingExceeded
            | Code::NationalCapExceeded
            | Code::LifetimeAmountExceeded
            | Code::IntensityExceeded
            | Code::NotificationThresholdExceeded
            | Code::ShareExhausted
            | Code::PolicyLimit => self.limits(code, regime, on),
            Code::RegimeNotInForce => packs.validities(regime, on).map(|rule| &rule.head).collect(),
            Code::ExcludedSector => heads(packs.sector_exclusions(regime, on), |rule| &rule.head),
            Code::ConditionsExcluded => heads(packs.condition_exclusions(regime, on), |rule| &rule.head),
            Code::SafeHarbourNotMet | Code::Insolvency => self.safe_harbours(regime, on),
            Code::UnknownCurrencyRate => heads(packs.forex(regime, on), |rule| &rule.head),
            Code::DeclarationMissing => heads(packs.declaration_duty(regime, on), |rule| &rule.head),
            Code::ReservationExpired => heads(packs.reservation_life(regime, on), |rule| &rule.head),
            Code::CumulationExceeded => heads(packs.same_service(regime, on), |rule| &rule.head),
            Code::FourEyes
            | Code::NotAuthorised
            | Code::NotYours
            | Code::NoMandate
            | Code::UnknownParty
            | Code::PartyExists
            | Code::UnknownKey
            | Code::KeyInUse
            | Code::LastKey
            | Code::UnknownReference
            | Code::SemanticsUnsupported
            | Code::UnknownUndertaking
            | Code::UnknownAward
            | Code::UnknownProject
            | Code::UnknownScheme
            | Code::AwardIdUsed
            | Code::IdentifierInUse
            | Code::ContradictsRecord
            | Code::PackMissing
            | Code::UnknownPrice
            | Code::NotTransparentAid
            | Code::UndertakingInDifficulty
            | Code::OutstandingRecoveryOrder
            | Code::NotAnSme
            | Code::NotAStartup
            | Code::SchemeOnly
            | Code::SchemeNotExempt
            | Code::ConditionNotMet
            | Code::CostNotEligible
            | Code::NotEligibleUndertaking
            | Code::NotEntitledToAccess
            | Code::NoIncentiveEffect
            | Code::OrderAmbiguous
            | Code::UncountedAwardInWindow
            | Code::NotCovered
            | Code::NeedsReview => Vec::new(),
        }
    }

    fn rules_of_flag(&self, flag: Flag, regime: &Regime, on: NaiveDate) -> Vec<&'a Head> {
        let packs = self.packs;
        match flag {
            Flag::OverCeiling => heads(packs.limits(regime, on), |rule| &rule.head),
            Flag::LateRegistration => heads(packs.registration(regime, on), |rule| &rule.head),
            Flag::DeclarationMissing => heads(packs.declaration_duty(regime, on), |rule| &rule.head),
            Flag::PublicationDue => heads(packs.publications(regime, on), |rule| &rule.head),
            Flag::GrantedWithoutCheck
            | Flag::OwnAwardReported
            | Flag::BoundaryDispute
            | Flag::PossibleDuplicate
            | Flag::SourcesDiffer
            | Flag::Uncounted
            | Flag::GroupEvidenceWeak
            | Flag::GroupNotAttested
            | Flag::GroupCrossBorder
            | Flag::IdentityNotMatched
            | Flag::IdentityNotAnchored
            | Flag::Interpretation
            | Flag::BenefitNotRepaid
            | Flag::DrawExceedsAward
            | Flag::GgeDiffersFromDeclared
            | Flag::BesideUnknownRegime
            | Flag::LinkNotDeclared
            | Flag::GroupNaturalPerson
            | Flag::SplitUndivided
            | Flag::ClaimDoubtful
            | Flag::ReferenceOld
            | Flag::NationalTotalUnknown
            | Flag::SizeContradicted
            | Flag::ExemptByLaterText
            | Flag::OldTerms => Vec::new(),
        }
    }
}

fn heads<'a, R: 'a>(rules: impl IntoIterator<Item = &'a R>, head: fn(&R) -> &Head) -> Vec<&'a Head> {
    rules.into_iter().map(head).collect()
}

/// Each place once, in the order of the packs.
fn cited(rules: Vec<&Head>) -> Option<String> {
    let mut places: Vec<String> = Vec::new();
    for place in rules.into_iter().map(|head| head.citation.to_string()) {
        if !places.contains(&place) {
            places.push(place);
        }
    }
    (!places.is_empty()).then(|| places.join("; "))
}

fn judged(state: &State, event: &Event) -> Option<(Regime, NaiveDate)> {
    let Statement::Award(stated) = Statement::of(event) else { return None };
    let known = |award: &ScopedRef| {
        let award = state.awards.find(&award.full(&event.source))?;
        Some((award.regime, award.granted_on))
    };
    match stated {
        AwardStatement::New(new) => Some(of_grant(new.grant())),
        AwardStatement::Set(set) => set.awards.iter().next().map(|grant| of_grant(grant)),
        AwardStatement::Reported(report) => of_report(report),
        AwardStatement::Restated(restated) => known(&restated.award),
        AwardStatement::Corrected(correction) => {
            let (regime, granted_on) = known(&correction.award)?;
            let set = &correction.set;
            let regime = set.basis.as_ref().map_or(regime, |basis| basis.regime);
            Some((regime, set.granted_on.map_or(granted_on, |date| date.date())))
        }
        AwardStatement::Confirmed(confirmation) => {
            known(confirmation.award).map(|(regime, _)| (regime, confirmation.on))
        }
        AwardStatement::Freed(_)
        | AwardStatement::Lessened(_)
        | AwardStatement::Matched(_)
        | AwardStatement::Unmatched(_)
        | AwardStatement::Disputed(_)
        | AwardStatement::Drawn(_)
        | AwardStatement::Used(_) => None,
    }
}

fn of_grant(grant: &dyn Granting) -> (Regime, NaiveDate) {
    (grant.basis().regime, grant.granted_on().date())
}

fn of_report(report: &AwardReported) -> Option<(Regime, NaiveDate)> {
    let date = report.granted_on.or(report.granted_on_range.as_ref().map(|range| range.from))?;
    Some((report.basis.regime, date.date()))
}
