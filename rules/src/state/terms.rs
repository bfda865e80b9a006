//! What an award was granted on, besides its figures: judged again where it is confirmed, corrected or restated.
//!
//! Most awards are granted on the same few terms, so each is kept once and shared.

use std::sync::Arc;

use chrono::NaiveDate;
use imbl::HashMap;
use ledger::event::aid::{Activity, Basis, BasisKind, Funding, Instrument, Nace, Treatment};
use ledger::event::award::{AwardReported, Granting, ReportedFrom};
use ledger::event::condition::Conditions;
use ledger::event::field::Text;
use ledger::ids::{Id, PartyId, ScopedId};
use ledger::money::{Money, Percent};

/// The terms of an award.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Terms {
    /// Where the money comes from; empty stands for the State alone.
    pub funding: Vec<Funding>,
    /// Whether it was granted under a scheme or by itself; a report need not say it.
    pub kind: Option<BasisKind>,
    /// The activity aided; a report need not say it.
    pub nace: Option<Nace>,
    /// The product sector that alone benefits, a letter.
    pub product_sector: Option<char>,
    /// Conditions that decide whether the regime is open at all; a report need not say them.
    pub conditions: Option<Conditions>,
    /// Of notified aid the highest intensity that the Commission's decision fixes.
    pub most_percent: Option<Percent>,
    /// The highest amount.
    pub most_amount: Option<Money>,
    /// The class of a review that it says it belongs to.
    pub class: Option<Text>,
    /// The project it is for, in full.
    pub project: Option<ScopedId>,
    /// When the report of a financial intermediary that has it was received; `None`: it came otherwise.
    pub intermediary_report: Option<NaiveDate>,
    /// What a grant states and a report does not; `None` for a report.
    pub grant: Option<GrantTerms>,
}

/// The terms that only the grant itself states.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct GrantTerms {
    /// The scheme it comes under, in full.
    pub scheme: Option<ScopedId>,
    /// A treatment other than State aid.
    pub treatment: Option<Treatment>,
    /// By which instrument it is granted.
    pub instrument: Instrument,
    /// The authority that grants.
    pub authority: Id,
    /// Of a tax advantage the day on which the declaration is due, where one is.
    pub tax_declaration_due: Option<NaiveDate>,
}

impl Terms {
    /// Whether it was stated to be no aid.
    #[must_use]
    pub fn no_aid(&self) -> bool {
        self.grant.as_ref().is_some_and(|grant| grant.treatment.is_some())
    }

    /// Whether it was granted under a scheme.
    #[must_use]
    pub fn by_scheme(&self) -> bool {
        self.kind == Some(BasisKind::Scheme)
    }

    /// The service of general economic interest that it pays for.
    #[must_use]
    pub fn service(&self) -> Option<&Id> {
        self.conditions.as_ref()?.sgei_service.as_ref()
    }

    /// Whether it is compensation for some service of general economic interest, not said for which.
    #[must_use]
    pub fn is_compensation(&self) -> bool {
        let stated = self.conditions.as_ref();
        stated.is_some_and(|stated| stated.compensation == Some(true) && stated.sgei_service.is_none())
    }

    /// Of a grant that `source` states.
    #[must_use]
    pub fn of_grant(source: &PartyId, grant: &dyn Granting) -> Self {
        let terms = GrantTerms {
            scheme: grant.basis().scheme.as_ref().map(|scheme| scheme.full(source)),
            treatment: grant.treatment().cloned(),
            instrument: grant.instrument(),
            authority: grant.granting_authority().id.clone(),
            tax_declaration_due: grant.tax_declaration_due().map(|due| due.date()),
        };
        Self {
            funding: sources(grant.funding()),
            kind: Some(grant.basis().kind),
            nace: Some(grant.activity().nace.clone()),
            product_sector: sector_of(grant.activity()),
            conditions: Some(grant.conditions().clone()),
            class: grant.class().cloned(),
            most_percent: None,
            most_amount: None,
            project: grant.project().map(|project| project.full(source)),
            intermediary_report: None,
            grant: Some(terms),
        }
    }

    /// Of a report that `source` states.
    #[must_use]
    pub fn of_report(source: &PartyId, report: &AwardReported) -> Self {
        Self {
            funding: sources(report.funding.as_deref().unwrap_or_default()),
            kind: report.basis.kind,
            nace: report.activity.as_ref().map(|activity| activity.nace.clone()),
            product_sector: report.activity.as_ref().and_then(sector_of),
            conditions: report.conditions.clone(),
            class: report.class.clone(),
            most_percent: report.basis.max_intensity_percent,
            most_amount: report.basis.max_amount,
            project: report.project.as_ref().map(|project| project.full(source)),
            intermediary_report: (report.reported_from == ReportedFrom::Intermediary)
                .then(|| report.received_on.unwrap_or(report.source_row.retrieved_on).date()),
            grant: None,
        }
    }

    /// The same with another legal basis and sector, where a correction of `source` states them.
    #[must_use]
    pub fn corrected(&self, source: &PartyId, basis: Option<&Basis>, activity: Option<&Activity>) -> Self {
        let mut terms = self.clone();
        if let Some(basis) = basis {
            terms.kind = Some(basis.kind);
            if let Some(grant) = &mut terms.grant {
                grant.scheme = basis.scheme.as_ref().map(|scheme| scheme.full(source));
            }
        }
        if let Some(activity) = activity {
            terms.nace = Some(activity.nace.clone());
            terms.product_sector = sector_of(activity);
        }
        terms
    }
}

/// The letter of the product sector that alone benefits.
pub(crate) fn sector_of(activity: &Activity) -> Option<char> {
    activity.product_sector.as_ref().and_then(|sector| sector.as_str().chars().next())
}

/// Whose money and which share decide; on what evidence does not.
fn sources(funding: &[Funding]) -> Vec<Funding> {
    funding.iter().map(|part| Funding { evidence: None, ..part.clone() }).collect()
}

/// Terms by their content.
#[derive(Debug, Clone, Default)]
pub(crate) struct KnownTerms {
    known: HashMap<Arc<Terms>, ()>,
}

impl KnownTerms {
    /// The one copy of these terms; `None` for a report that says nothing beyond the plainest.
    pub fn share(&mut self, terms: Terms) -> Option<Arc<Terms>> {
        if terms == Terms::default() {
            return None;
        }
        if let Some((known, ())) = self.known.get_key_value(&terms) {
            return Some(known.clone());
        }
        let terms = Arc::new(terms);
        self.known.insert(terms.clone(), ());
        Some(terms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_terms_are_kept_once_and_the_plainest_not_at_all() {
        let mut known = KnownTerms::default();
        let of = |kind| Terms { kind, ..Terms::default() };
        let by_scheme = || of(Some(BasisKind::Scheme));
        assert!(known.share(of(None)).is_none());
        let (one, other) = (known.share(by_scheme()).unwrap(), known.share(by_scheme()).unwrap());
        assert!(Arc::ptr_eq(&one, &other));
        let funding = |share: &str| {
            let share_percent = share.parse().unwrap();
            vec![Funding { origin: ledger::event::aid::Origin::State, share_percent, evidence: None }]
        };
        let part = |share| Terms { funding: funding(share), ..by_scheme() };
        let (half, whole) = (known.share(part("50")).unwrap(), known.share(part("100")).unwrap());
        assert!(half != one && half != whole && *half == part("50"));
    }
}
