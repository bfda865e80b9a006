//! What an award was granted on, besides its figures: judged again where it is confirmed, corrected or restated.
//!
//! Most awards are granted on the same few terms, so each is kept once and shared.

use std::sync::Arc;

use imbl::HashMap;
use ledger::event::aid::{Basis, BasisKind, Conditions, Funding, Nace, Treatment};
use ledger::event::award::{AwardReported, Granting};
use ledger::ids::{Id, PartyId, ScopedId};

/// The terms of an award.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Terms {
    /// Where the money comes from; empty stands for the State alone.
    pub funding: Vec<Funding>,
    /// Whether it was granted under a scheme.
    pub by_scheme: bool,
    /// The service of general economic interest that it pays for.
    pub service: Option<Id>,
    /// What a grant states and a report need not; `None` for a report.
    pub grant: Option<GrantTerms>,
}

/// The terms that only the grant itself states.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct GrantTerms {
    /// The sector.
    pub nace: Nace,
    /// Conditions that decide whether the regime is open at all.
    pub conditions: Conditions,
    /// The scheme it comes under, in full.
    pub scheme: Option<ScopedId>,
    /// The project it is for, in full.
    pub project: Option<ScopedId>,
    /// A treatment other than State aid.
    pub treatment: Option<Treatment>,
}

impl Terms {
    /// Whether it was stated to be no aid.
    #[must_use]
    pub fn no_aid(&self) -> bool {
        self.grant.as_ref().is_some_and(|grant| grant.treatment.is_some())
    }

    /// Of a grant that `source` states.
    #[must_use]
    pub fn of_grant(source: &PartyId, grant: &dyn Granting) -> Self {
        let terms = GrantTerms {
            nace: grant.activity().nace.clone(),
            conditions: grant.conditions().clone(),
            scheme: grant.basis().scheme.as_ref().map(|scheme| scheme.full(source)),
            project: grant.project().map(|project| project.full(source)),
            treatment: grant.treatment().cloned(),
        };
        Self {
            funding: sources(grant.funding()),
            by_scheme: grant.basis().kind == BasisKind::Scheme,
            service: grant.conditions().sgei_service.clone(),
            grant: Some(terms),
        }
    }

    /// Of a report.
    #[must_use]
    pub fn of_report(report: &AwardReported) -> Self {
        Self {
            funding: sources(report.funding.as_deref().unwrap_or_default()),
            by_scheme: report.basis.kind == Some(BasisKind::Scheme),
            service: report.conditions.as_ref().and_then(|conditions| conditions.sgei_service.clone()),
            grant: None,
        }
    }

    /// The same with another legal basis and sector, where a correction of `source` states them.
    #[must_use]
    pub fn corrected(&self, source: &PartyId, basis: Option<&Basis>, nace: Option<&Nace>) -> Self {
        let mut terms = self.clone();
        if let Some(basis) = basis {
            terms.by_scheme = basis.kind == BasisKind::Scheme;
        }
        if let Some(grant) = &mut terms.grant {
            if let Some(basis) = basis {
                grant.scheme = basis.scheme.as_ref().map(|scheme| scheme.full(source));
            }
            if let Some(nace) = nace {
                grant.nace = nace.clone();
            }
        }
        terms
    }
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
        let by_scheme = |by_scheme| Terms { by_scheme, ..Terms::default() };
        assert!(known.share(by_scheme(false)).is_none());
        let (one, other) = (known.share(by_scheme(true)).unwrap(), known.share(by_scheme(true)).unwrap());
        assert!(Arc::ptr_eq(&one, &other));
        let funding = |share: &str| {
            let share_percent = share.parse().unwrap();
            vec![Funding { origin: ledger::event::aid::Origin::State, share_percent, evidence: None }]
        };
        let part = |share| Terms { funding: funding(share), ..by_scheme(true) };
        let (half, whole) = (known.share(part("50")).unwrap(), known.share(part("100")).unwrap());
        assert!(half != one && half != whole && *half == part("50"));
    }
}
