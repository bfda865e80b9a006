//! Clusters: whoever any statement ever joined, in anybody's view. They only grow, and say cheaply what need not be asked.

use chrono::NaiveDate;
use imbl::{HashMap, Vector};
use std::sync::Arc;

use crate::state::undertaking::Handle;

/// What kinds of statements a cluster holds; once held, always held, so a retraction costs speed and nothing else.
#[derive(Debug, Clone, Default)]
pub(crate) struct Traits {
    /// Statements that not everybody relies on.
    pub party: bool,
    /// Links of level `declared`.
    pub weak: bool,
    /// Links across a border.
    pub crossing: bool,
    /// Holdings of somebody in it, or in somebody.
    pub shares: bool,
    /// Controllers and holders that are natural persons.
    pub person: bool,
    /// Holders that are public bodies.
    pub public: bool,
    /// Holders that are non-profit bodies.
    pub non_profit: bool,
    /// The latest day of a split, or of an exit that leaves a history shared or attributed.
    pub divided_until: Option<NaiveDate>,
    /// Splits by number.
    pub splits: Vector<u32>,
    /// Links by number of which an end attributes awards.
    pub exits: Vector<u32>,
    /// The handles in it.
    pub members: Vector<Handle>,
}

impl Traits {
    fn absorb(&mut self, other: &Self) {
        self.party |= other.party;
        self.weak |= other.weak;
        self.crossing |= other.crossing;
        self.shares |= other.shares;
        self.person |= other.person;
        self.public |= other.public;
        self.non_profit |= other.non_profit;
        self.divided_until = self.divided_until.max(other.divided_until);
        self.splits.append(other.splits.clone());
        self.exits.append(other.exits.clone());
        self.members.append(other.members.clone());
    }
}

/// Union of sets: a path to the root is at most as long as the logarithm of the cluster's size.
#[derive(Debug, Clone, Default)]
pub(crate) struct Clusters {
    parent: HashMap<Handle, Handle>,
    traits: HashMap<Handle, Arc<Traits>>,
}

impl Clusters {
    pub(crate) fn root(&self, handle: Handle) -> Handle {
        let mut at = handle;
        while let Some(parent) = self.parent.get(&at) {
            at = *parent;
        }
        at
    }

    /// What the cluster of a handle holds; `None` where no statement ever joined the handle with another.
    pub(crate) fn traits(&self, handle: Handle) -> Option<&Traits> {
        self.traits.get(&self.root(handle)).map(Arc::as_ref)
    }

    /// Joins the clusters of two handles.
    pub(crate) fn join(&mut self, a: Handle, b: Handle) {
        let (a, b) = (self.root(a), self.root(b));
        if a == b {
            return;
        }
        let of = |root: Handle| {
            let single = || Arc::new(Traits { members: Vector::unit(root), ..Traits::default() });
            self.traits.get(&root).cloned().unwrap_or_else(single)
        };
        let (mut large, mut small, mut root, mut under) = (of(a), of(b), a, b);
        if large.members.len() < small.members.len() {
            std::mem::swap(&mut large, &mut small);
            std::mem::swap(&mut root, &mut under);
        }
        self.traits.remove(&under);
        Arc::make_mut(&mut large).absorb(&small);
        self.traits.insert(root, large);
        self.parent.insert(under, root);
    }

    /// Notes what a statement about a handle brings.
    pub(crate) fn note(&mut self, handle: Handle, change: impl FnOnce(&mut Traits)) {
        let root = self.root(handle);
        let single = || Arc::new(Traits { members: Vector::unit(root), ..Traits::default() });
        let traits = self.traits.entry(root).or_insert_with(single);
        change(Arc::make_mut(traits));
    }
}
