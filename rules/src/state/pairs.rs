//! Which awards were said to be the same: pairs as stated, and what is connected through them.

use std::collections::BTreeSet;

use imbl::{OrdMap, OrdSet};

/// Pairs of award numbers, each from both sides.
#[derive(Debug, Clone, Default)]
pub(super) struct Pairs {
    of: OrdMap<u32, OrdSet<u32>>,
}

impl Pairs {
    /// Puts a pair on record.
    pub fn add(&mut self, one: u32, other: u32) {
        for (from, to) in [(one, other), (other, one)] {
            self.of.entry(from).or_default().insert(to);
        }
    }

    /// Takes a pair back.
    pub fn remove(&mut self, one: u32, other: u32) {
        for (from, to) in [(one, other), (other, one)] {
            let Some(others) = self.of.get_mut(&from) else { continue };
            others.remove(&to);
            if others.is_empty() {
                self.of.remove(&from);
            }
        }
    }

    /// Whether two were named together, in either order.
    pub fn has(&self, one: u32, other: u32) -> bool {
        self.of.get(&one).is_some_and(|others| others.contains(&other))
    }

    /// Everything connected with an award, itself included.
    pub fn class(&self, of: u32) -> BTreeSet<u32> {
        let mut found = BTreeSet::from([of]);
        let mut open = vec![of];
        while let Some(next) = open.pop() {
            for other in self.of.get(&next).into_iter().flatten() {
                if found.insert(*other) {
                    open.push(*other);
                }
            }
        }
        found
    }
}
