//! Partners and their percentage (T1 to T5), investors that make none (E1 to E4), and public hands (P1 to P3).

use std::collections::{BTreeMap, BTreeSet};

use ledger::event::undertaking::ControlKind;
use num_rational::BigRational;

use super::facts::{Holder, Holding, Name};
use super::law::Law;
use super::structure::{Structure, Unknown};
use crate::value::whole;

/// Capital and votes in percent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Parts {
    pub capital: BigRational,
    pub votes: BigRational,
}

impl Parts {
    fn of<'h>(holdings: impl Iterator<Item = &'h Holding>) -> Self {
        let none = Self { capital: whole(0), votes: whole(0) };
        holdings.fold(none, |sum, one| Self {
            capital: sum.capital + &one.capital,
            votes: sum.votes + &one.votes,
        })
    }

    fn greater(self) -> BigRational {
        self.capital.max(self.votes)
    }
}

/// What public bodies have in an enterprise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PublicHands {
    /// Of the capital and the votes, the investors of the list left out.
    pub parts: Parts,
    /// Whether the share is so large that the enterprise is no SME.
    pub bars: bool,
}

impl Structure<'_> {
    fn held(&self, held: &Name) -> impl Iterator<Item = &Holding> {
        self.holdings.iter().copied().filter(move |one| one.held == *held)
    }

    /// E1 to E4: an investor of the list that is not linked to whom it holds in (Art. 3(2), second subparagraph).
    fn is_exempt(&self, one: &Holding, law: &Law) -> bool {
        let listed = match one.kind {
            Holder::Other | Holder::PublicBody => false,
            Holder::Listed => true,
            Holder::BusinessAngel => self.angels_stay_below(&one.held, law),
            Holder::LocalAuthority => match &one.local_authority {
                Some(local) => local.budget < law.budget && local.inhabitants < law.inhabitants,
                None => self.unknown == Unknown::Less,
            },
        };
        listed && !self.is_linked(&one.holder, &one.held)
    }

    /// E3: the total that business angels have invested in an enterprise is less than the law's figure.
    fn angels_stay_below(&self, held: &Name, law: &Law) -> bool {
        let mut angels = self.held(held).filter(|one| one.kind == Holder::BusinessAngel);
        let total = self
            .held(held)
            .filter(|one| one.kind == Holder::BusinessAngel)
            .filter_map(|one| one.invested.as_ref())
            .fold(whole(0), |sum, invested| sum + invested);
        let all_stated = angels.all(|one| one.invested.is_some());
        total < law.angels && (all_stated || self.unknown == Unknown::Less)
    }

    /// P1 to P3 (Art. 3(4)).
    pub fn public_hands(&self, law: &Law) -> PublicHands {
        let asked = &self.facts.undertaking;
        let mut hands = self.reach(&self.public);
        hands.extend(self.public.iter().cloned());
        let theirs = self.held(asked).filter(|one| hands.contains(&one.holder));
        let parts = Parts::of(theirs.filter(|one| !self.is_exempt(one, law)));
        let by_statement = self.control.iter().any(|link| {
            link.controlled == *asked && hands.contains(&link.controller) && is_of_votes(link.kind)
        });
        let bars = by_statement || parts.capital >= law.public || parts.votes >= law.public;
        PublicHands { parts, bars }
    }

    /// T1 to T5: the groups of partners, each with its percentage (Art. 3(2), 6(2)).
    pub fn partners(&self, law: &Law) -> BTreeMap<Name, BigRational> {
        let own = self.linked_to(&self.facts.undertaking);
        let mut upstream: BTreeMap<Name, BigRational> = BTreeMap::new();
        let mut downstream: BTreeMap<Name, BigRational> = BTreeMap::new();
        for held in &own {
            let mut by_group: BTreeMap<&Name, Vec<&Holding>> = BTreeMap::new();
            for one in self.held(held).filter(|one| !own.contains(&one.holder)) {
                if let Some(group) = self.group_of(&one.holder) {
                    by_group.entry(group).or_default().push(one);
                }
            }
            for (group, holdings) in by_group {
                if holdings.iter().all(|one| self.is_exempt(one, law)) {
                    continue;
                }
                let percent = Parts::of(holdings.into_iter()).greater();
                if percent >= law.partner {
                    *upstream.entry(group.clone()).or_insert_with(|| whole(0)) += percent;
                }
            }
        }
        for held in self.enterprises().filter(|name| !own.contains(*name)) {
            let percent = Parts::of(self.held(held).filter(|one| own.contains(&one.holder))).greater();
            if let Some(group) = self.group_of(held).filter(|_| percent >= law.partner) {
                *downstream.entry(group.clone()).or_insert_with(|| whole(0)) += percent;
            }
        }
        // T4: of holdings in each other the greater percentage; T5: nobody counts for more than a linked enterprise.
        for (group, percent) in downstream {
            let both = upstream.entry(group).or_insert_with(|| whole(0));
            *both = both.clone().max(percent);
        }
        upstream.into_iter().map(|(group, percent)| (group, percent.min(whole(100)))).collect()
    }

    /// K1: enterprises that count, in which more is held than there is.
    pub fn more_than_whole(&self, law: &Law) -> BTreeSet<Name> {
        let mut counted = self.linked_to(&self.facts.undertaking);
        counted.extend(self.partners(law).keys().flat_map(|group| self.members(group)));
        counted.retain(|name| Parts::of(self.held(name)).greater() > whole(100));
        counted
    }

    /// What nobody stated and an exemption may hang on: local authorities without figures, and in whom angels invested sums
    /// that are not known.
    pub fn unstated_investors(&self) -> (BTreeSet<Name>, BTreeSet<Name>) {
        let near = |one: &&&Holding| {
            let own = self.group_of(&self.facts.undertaking);
            self.group_of(&one.held) == own
        };
        let own = || self.holdings.iter().filter(near);
        let authorities =
            own().filter(|one| one.kind == Holder::LocalAuthority && one.local_authority.is_none());
        let angels = own().filter(|one| one.kind == Holder::BusinessAngel && one.invested.is_none());
        (authorities.map(|one| one.holder.clone()).collect(), angels.map(|one| one.held.clone()).collect())
    }
}

/// Whether a kind of control is one of votes (Art. 3(3), first subparagraph, (a) and (d)).
fn is_of_votes(kind: ControlKind) -> bool {
    match kind {
        ControlKind::VotingMajority | ControlKind::ShareholderAgreement => true,
        ControlKind::AppointMajority | ControlKind::DominantInfluence => false,
    }
}
