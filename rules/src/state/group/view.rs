//! In whose view a group is looked at: which statements are relied on, and which links connect.

use chrono::NaiveDate;
use ledger::directory::Directory;
use ledger::event::governance::Role;
use ledger::ids::{MemberState, PartyId};

use crate::pack::rule::{Limit, UnlinkedHolder, of_state};
use crate::pack::{LinkPolicy, PackSet};
use crate::state::undertaking::Handle;

/// By whom a statement is relied on, and in whose view an event is judged.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reliance {
    /// By everybody: stated by a register or the rule authority, or an unsigned fact.
    Everybody,
    /// By this party, for its own events.
    Party(PartyId),
}

impl Reliance {
    /// How far a statement of a party reaches.
    #[must_use]
    pub fn of(directory: &Directory, signer: &PartyId) -> Self {
        let relied_on = directory
            .party(signer)
            .is_some_and(|party| party.has(Role::Register) || party.has(Role::RuleAuthority));
        if relied_on { Self::Everybody } else { Self::Party(signer.clone()) }
    }
}

/// Which links of level `declared` connect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weak {
    /// None.
    LeftOut,
    /// Those that the viewer relies on.
    ReliedOn,
    /// Those of every party.
    Everyones,
}

/// What a group is looked at through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// Whose statements are relied on, besides those that everybody relies on.
    pub viewer: Reliance,
    /// Whether the statements of all other parties are relied on too, weak links aside.
    pub others: bool,
    /// Which weak links connect.
    pub weak: Weak,
    /// Whether links controlled by public bodies connect.
    pub through_public: bool,
    /// Whether links controlled by non-profit bodies connect.
    pub through_non_profit: bool,
    /// Whether links across a border connect.
    pub across_borders: bool,
    /// Whether links controlled by natural persons that are no enterprises connect.
    pub through_persons: bool,
    /// Who is an enterprise for being asked about: the beneficiary of what is judged.
    pub enterprise: Option<Handle>,
    /// Whether majorities of votes join that nobody declared as links.
    pub undeclared: bool,
}

impl View {
    /// The view of a viewer. Which links connect is for a rule to say ([`View::under`], [`View::defined_by`]); as long as none
    /// was asked they connect as in the pools, which are kept for what most ceilings look at.
    #[must_use]
    pub fn of(viewer: Reliance) -> Self {
        Self {
            viewer,
            others: false,
            weak: Weak::ReliedOn,
            through_public: false,
            through_non_profit: true,
            across_borders: true,
            through_persons: true,
            enterprise: None,
            undeclared: false,
        }
    }

    /// What everybody relies on.
    #[must_use]
    pub fn everybody() -> Self {
        Self::of(Reliance::Everybody)
    }

    /// What anybody stated, weak links too.
    #[must_use]
    pub fn anybody() -> Self {
        Self { others: true, weak: Weak::Everyones, ..Self::everybody() }
    }

    /// The same view with what a limit says of links, for a grant on a date of the State whose aid is added up (`None`: of any).
    #[must_use]
    pub fn under(self, limit: &Limit, member_state: Option<MemberState>, on: NaiveDate) -> Self {
        Self {
            through_public: !limit.is_unlinked_through(UnlinkedHolder::PublicBody),
            through_non_profit: !limit.is_unlinked_through(UnlinkedHolder::NonProfit),
            across_borders: limit.links_across_borders(member_state, on),
            through_persons: limit.links_through_persons(member_state, on),
            ..self
        }
    }

    /// The same view with what the packs say of links where no limit does, for a State where one is asked about.
    #[must_use]
    pub fn defined_by(self, packs: &PackSet, member_state: Option<MemberState>, on: NaiveDate) -> Self {
        let Some(rule) = packs.single_undertaking(on) else { return self };
        let Some(cross_border) = rule.cross_border.on(on) else { return self };
        let stated = rule.natural_persons.as_ref();
        let persons = stated.and_then(|stated| of_state(stated, member_state, on));
        Self {
            through_public: !rule.unlinked_through.contains(&UnlinkedHolder::PublicBody),
            through_non_profit: !rule.unlinked_through.contains(&UnlinkedHolder::NonProfit),
            across_borders: cross_border.value == LinkPolicy::Counted,
            through_persons: persons.is_none_or(|persons| persons.value == LinkPolicy::Counted),
            ..self
        }
    }

    /// Whether a statement that reaches so far is relied on.
    #[must_use]
    pub fn relies_on(&self, reach: &Reliance) -> bool {
        self.others || self.is_own(reach)
    }

    fn is_own(&self, reach: &Reliance) -> bool {
        *reach == Reliance::Everybody || *reach == self.viewer
    }

    /// Whether a weak link that reaches so far connects.
    pub(super) fn relies_on_weak(&self, reach: &Reliance) -> bool {
        match self.weak {
            Weak::LeftOut => false,
            Weak::ReliedOn => self.is_own(reach),
            Weak::Everyones => true,
        }
    }
}
