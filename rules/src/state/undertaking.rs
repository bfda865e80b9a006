//! Undertakings: handles, identifiers, and which handles are one undertaking.

use std::collections::BTreeSet;

use imbl::{HashMap, OrdSet, Vector};
use ledger::ids::UndertakingId;

use super::id_hash::IdHash;

/// An undertaking's handle or identifier, interned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Handle(u32);

impl Handle {
    /// Before every other.
    pub(super) const FIRST: Self = Self(u32::MIN);
    /// After every other.
    pub(super) const LAST: Self = Self(u32::MAX);

    /// The handle under which sums of a State are kept, whoever received them: counted up from where no id is ever interned and
    /// no pool comes down to.
    pub(super) fn of_sums(number: u32) -> Self {
        Self(0xC000_0000_u32.saturating_add(number))
    }

    /// The handle interned after this one: the end of its range of keys.
    pub(super) fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// The handle under which a pool's sums are kept: counted down from the top, where no id is ever interned.
    pub(super) fn of_pool(number: u32) -> Self {
        Self(u32::MAX.saturating_sub(number))
    }
}

#[derive(Debug, Clone)]
struct Record {
    id: UndertakingId,
    name: Option<String>,
    /// Positions of the registrations in effect.
    registered: Vec<u64>,
    /// Those of them that a register signed.
    by_register: Vec<u64>,
    /// Handles that are the same undertaking, each with the position of the statement that says so.
    same_as: Vec<(Handle, u64)>,
}

/// The key of a register's number, of a handle that has one.
fn number(id: &UndertakingId) -> Option<IdHash> {
    id.register_number().map(|(country, number)| IdHash::of(&[&country, &number]))
}

/// What a handle's standing rests on.
#[derive(Debug, Clone, Copy)]
pub struct Grounds<'a> {
    /// Positions of the registrations in effect.
    pub registered: &'a [u64],
    /// Handles said to be the same undertaking, each with the position of the statement.
    pub same_as: &'a [(Handle, u64)],
}

/// All handles that any statement named.
#[derive(Debug, Clone, Default)]
pub struct Undertakings {
    handles: HashMap<UndertakingId, Handle>,
    records: Vector<Record>,
    /// Handles by their number in a State's register, as far as it can be compared.
    numbers: HashMap<IdHash, Vec<Handle>>,
    /// Position of a statement, and a handle whose registration or identity rests on it.
    resting: OrdSet<(u64, Handle)>,
}

impl Undertakings {
    /// The handle of an id that some statement named.
    #[must_use]
    pub fn find(&self, id: &UndertakingId) -> Option<Handle> {
        self.handles.get(id).copied()
    }

    /// The id of a handle.
    #[must_use]
    pub fn id(&self, handle: Handle) -> Option<&UndertakingId> {
        self.record(handle).map(|record| &record.id)
    }

    /// The name given at the first registration.
    #[must_use]
    pub fn name(&self, handle: Handle) -> Option<&str> {
        self.record(handle)?.name.as_deref()
    }

    fn record(&self, handle: Handle) -> Option<&Record> {
        self.records.get(handle.0 as usize)
    }

    /// The statements that a handle's registration and identity rest on; none for a handle that nobody named.
    #[must_use]
    pub fn grounds(&self, handle: Handle) -> Grounds<'_> {
        let record = self.record(handle);
        Grounds {
            registered: record.map(|record| record.registered.as_slice()).unwrap_or_default(),
            same_as: record.map(|record| record.same_as.as_slice()).unwrap_or_default(),
        }
    }

    /// Whether a registration of a handle is in effect.
    #[must_use]
    pub fn is_registered(&self, handle: Handle) -> bool {
        self.record(handle).is_some_and(|record| !record.registered.is_empty())
    }

    /// Whether a register's registration of this very handle is in effect (U3).
    #[must_use]
    pub fn is_registers(&self, id: &UndertakingId) -> bool {
        let record = self.find(id).and_then(|handle| self.record(handle));
        record.is_some_and(|record| !record.by_register.is_empty())
    }

    /// Every handle that is the same undertaking as this one, itself included.
    #[must_use]
    pub fn same(&self, handle: Handle) -> BTreeSet<Handle> {
        let mut found = BTreeSet::from([handle]);
        let mut open = vec![handle];
        while let Some(next) = open.pop() {
            for (other, _) in self.record(next).map(|record| record.same_as.as_slice()).unwrap_or_default() {
                if found.insert(*other) {
                    open.push(*other);
                }
            }
        }
        found
    }

    /// The registered handles among those that are the same undertaking as `id`; empty where it is unknown.
    #[must_use]
    pub fn registered(&self, id: &UndertakingId) -> Vec<Handle> {
        let Some(handle) = self.find(id) else { return Vec::new() };
        self.same(handle).into_iter().filter(|same| self.is_registered(*same)).collect()
    }

    /// Whether a registration of `undertaking` may claim `identifier`: nobody else's registered undertaking has it.
    #[must_use]
    pub fn may_claim(&self, undertaking: &UndertakingId, identifier: &UndertakingId) -> bool {
        let own = self.find(undertaking).map(|handle| self.same(handle)).unwrap_or_default();
        self.registered(identifier).iter().all(|owner| own.contains(owner))
    }

    /// Every handle with the same number in a register of the same State, itself included (U7).
    pub(super) fn of_one_number(&self, handle: Handle) -> &[Handle] {
        let number = self.id(handle).and_then(number);
        number.and_then(|number| self.numbers.get(&number)).map(Vec::as_slice).unwrap_or_default()
    }

    /// How many handles there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether no statement named anybody yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    pub(crate) fn intern(&mut self, id: &UndertakingId) -> Handle {
        if let Some(handle) = self.find(id) {
            return handle;
        }
        // An entry names at most some hundred ids, so 2^32 handles lie beyond any log's size.
        let handle = Handle(u32::try_from(self.records.len()).unwrap_or(u32::MAX));
        self.records.push_back(Record {
            id: id.clone(),
            name: None,
            registered: Vec::new(),
            by_register: Vec::new(),
            same_as: Vec::new(),
        });
        self.handles.insert(id.clone(), handle);
        if let Some(number) = number(id) {
            self.numbers.entry(number).or_default().push(handle);
        }
        handle
    }

    pub(crate) fn register(
        &mut self,
        id: &UndertakingId,
        name: Option<&str>,
        position: u64,
        by_register: bool,
    ) -> Handle {
        let handle = self.intern(id);
        if let Some(record) = self.records.get_mut(handle.0 as usize) {
            // The first registration names the undertaking; a later one changes no name.
            if record.registered.is_empty() && record.name.is_none() {
                record.name = name.map(str::to_owned);
            }
            record.registered.push(position);
            record.by_register.extend(by_register.then_some(position));
            self.resting.insert((position, handle));
        }
        handle
    }

    pub(crate) fn link(&mut self, a: Handle, b: Handle, position: u64) {
        if a == b {
            return;
        }
        for (one, other) in [(a, b), (b, a)] {
            if let Some(record) = self.records.get_mut(one.0 as usize) {
                record.same_as.push((other, position));
                self.resting.insert((position, one));
            }
        }
    }

    /// Takes back what the statement at `position` said of these handles.
    pub(crate) fn retract(&mut self, handles: &[Handle], position: u64) {
        for handle in handles {
            if let Some(record) = self.records.get_mut(handle.0 as usize) {
                record.registered.retain(|at| *at != position);
                record.by_register.retain(|at| *at != position);
                record.same_as.retain(|(_, at)| *at != position);
                self.resting.remove(&(position, *handle));
            }
        }
    }

    /// Handles whose registration or identity rests on the statement at `position`.
    pub(crate) fn resting_on(&self, position: u64) -> Vec<Handle> {
        let all = (position, Handle(u32::MIN))..=(position, Handle(u32::MAX));
        self.resting.range(all).map(|(_, handle)| *handle).collect()
    }
}
