//! From the names of parameters and lists in a rule to their values.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, Weekday};
use ledger::event::undertaking::CreditBand;
use rust_decimal::Decimal;

use crate::calendar::Boundary;
use crate::pack::fault::{FaultKind, Faults};
use crate::pack::list::List;
use crate::pack::param::{CrossBorder, LoanFormula, Parameter, PerState, Roll, Value};
use crate::pack::read::Block;
use crate::pack::timeline::Dated;

use super::Head;

/// Looks names up, remembers which were used, and checks that a value exists on every day of the rule.
pub(in crate::pack) struct Resolver<'a> {
    params: &'a BTreeMap<String, Parameter>,
    lists: &'a BTreeMap<String, List>,
    used: BTreeSet<String>,
}

impl<'a> Resolver<'a> {
    pub(in crate::pack) fn new(
        params: &'a BTreeMap<String, Parameter>,
        lists: &'a BTreeMap<String, List>,
    ) -> Resolver<'a> {
        Resolver { params, lists, used: BTreeSet::new() }
    }

    /// Notes parameters and lists that no rule refers to: a figure nobody applies misleads its reader.
    pub(in crate::pack) fn note_unused(&self, faults: &mut Faults) {
        let hint = "refer to it from a rule, or take it out";
        for parameter in self.params.values().filter(|p| !self.used.contains(&format!("parameter {}", p.id)))
        {
            let kind = FaultKind::Unused { what: "parameter", name: parameter.id.clone() };
            faults.add(&parameter.place.0, parameter.place.1, kind, hint);
        }
        for id in self.lists.keys().filter(|id| !self.used.contains(&format!("list {id}"))) {
            let kind = FaultKind::Unused { what: "list", name: id.clone() };
            faults.add(&format!("lists/{id}.csv"), 0, kind, hint);
        }
    }

    pub(super) fn list(&mut self, key: &str, block: &Block<'_>, faults: &mut Faults) -> Option<&'a List> {
        let name = block.text(key, faults)?;
        self.used.insert(format!("list {name}"));
        let list = self.lists.get(&name);
        if list.is_none() {
            let kind = FaultKind::Unresolved { rule: block.name().to_owned(), what: "list", name };
            block.note(key, kind, "a list is a file lists/<name>.csv", faults);
        }
        list
    }

    fn parameter(&mut self, key: &str, block: &Block<'_>, faults: &mut Faults) -> Option<&'a Parameter> {
        let name = block.text(key, faults)?;
        self.used.insert(format!("parameter {name}"));
        let parameter = self.params.get(&name);
        if parameter.is_none() {
            let kind = FaultKind::Unresolved { rule: block.name().to_owned(), what: "parameter", name };
            block.note(
                key,
                kind,
                "a parameter is a block [parameter.<name>] in a file under params/",
                faults,
            );
        }
        parameter
    }

    /// The parameter named at `key`, for every Member State, read by `pick`.
    fn per_state<T>(
        &mut self,
        key: &str,
        wanted: &'static str,
        pick: impl Fn(&Value) -> Option<T>,
        head: Option<&Head>,
        block: &Block<'_>,
        faults: &mut Faults,
    ) -> Option<PerState<T>> {
        let parameter = self.parameter(key, block, faults)?;
        let default = parameter.values.get(&None)?;
        let mut states = BTreeMap::new();
        let picked = default.map(&pick);
        for (state, dated) in &parameter.values {
            if let (Some(state), Some(dated)) = (state, dated.map(&pick)) {
                states.insert(state.clone(), dated);
            }
        }
        if picked.is_none() {
            let kind = FaultKind::WrongUnit {
                rule: block.name().to_owned(),
                name: parameter.id.clone(),
                wanted,
                found: parameter.unit.clone(),
            };
            block.note(key, kind, "name another parameter, or correct its unit", faults);
        }
        let picked = picked?;
        if let Some(head) = head {
            note_uncovered(key, parameter, picked.first_uncovered(head.from, head.until), block, faults);
        }
        Some(PerState { default: picked, states })
    }

    /// As `per_state`, for parameters that are the same everywhere.
    fn one<T>(
        &mut self,
        key: &str,
        wanted: &'static str,
        pick: impl Fn(&Value) -> Option<T>,
        head: Option<&Head>,
        block: &Block<'_>,
        faults: &mut Faults,
    ) -> Option<Dated<T>> {
        let per_state = self.per_state(key, wanted, pick, head, block, faults)?;
        if !per_state.states.is_empty() {
            let hint = "this release reads this figure without regard to the Member State";
            block.refuse(key, "the parameter differs per Member State", hint, faults);
        }
        Some(per_state.default)
    }

    pub(super) fn eur(
        &mut self,
        key: &str,
        head: Option<&Head>,
        block: &Block<'_>,
        faults: &mut Faults,
    ) -> Option<Dated<Decimal>> {
        let pick = |v: &Value| if let Value::Eur(d) = v { Some(*d) } else { None };
        self.one(key, "EUR", pick, head, block, faults)
    }

    pub(super) fn percent(
        &mut self,
        key: &str,
        head: Option<&Head>,
        block: &Block<'_>,
        faults: &mut Faults,
    ) -> Option<Dated<Decimal>> {
        let pick = |v: &Value| if let Value::Percent(d) = v { Some(*d) } else { None };
        self.one(key, "percent", pick, head, block, faults)
    }

    /// A count in exactly this unit: a working day is not a day.
    pub(super) fn count(
        &mut self,
        key: &str,
        unit: &'static str,
        head: Option<&Head>,
        block: &Block<'_>,
        faults: &mut Faults,
    ) -> Option<Dated<u32>> {
        let name = block.text(key, &mut Faults::default());
        let same = name.and_then(|n| self.params.get(&n)).is_some_and(|p| p.unit == unit);
        let pick = |v: &Value| if let Value::Count(n) = v { same.then_some(*n) } else { None };
        self.one(key, unit, pick, head, block, faults)
    }

    pub(super) fn boundary(
        &mut self,
        key: &str,
        head: Option<&Head>,
        block: &Block<'_>,
        faults: &mut Faults,
    ) -> Option<PerState<Boundary>> {
        let pick = |v: &Value| if let Value::Boundary(b) = v { Some(*b) } else { None };
        self.per_state(key, "boundary", pick, head, block, faults)
    }

    pub(super) fn cross_border(
        &mut self,
        key: &str,
        head: Option<&Head>,
        block: &Block<'_>,
        faults: &mut Faults,
    ) -> Option<PerState<CrossBorder>> {
        let pick = |v: &Value| if let Value::CrossBorder(c) = v { Some(*c) } else { None };
        self.per_state(key, "cross-border", pick, head, block, faults)
    }

    pub(super) fn loan_formula(
        &mut self,
        key: &str,
        head: Option<&Head>,
        block: &Block<'_>,
        faults: &mut Faults,
    ) -> Option<PerState<LoanFormula>> {
        let pick = |v: &Value| if let Value::LoanFormula(f) = v { Some(*f) } else { None };
        self.per_state(key, "loan-formula", pick, head, block, faults)
    }

    pub(super) fn credit_band(
        &mut self,
        key: &str,
        head: Option<&Head>,
        block: &Block<'_>,
        faults: &mut Faults,
    ) -> Option<Dated<CreditBand>> {
        let pick = |v: &Value| if let Value::CreditBand(b) = v { Some(*b) } else { None };
        self.one(key, "credit-band", pick, head, block, faults)
    }

    pub(super) fn weekdays(
        &mut self,
        key: &str,
        head: Option<&Head>,
        block: &Block<'_>,
        faults: &mut Faults,
    ) -> Option<Dated<Vec<Weekday>>> {
        let pick = |v: &Value| if let Value::Weekdays(w) = v { Some(w.clone()) } else { None };
        self.one(key, "weekdays", pick, head, block, faults)
    }

    pub(super) fn roll(
        &mut self,
        key: &str,
        head: Option<&Head>,
        block: &Block<'_>,
        faults: &mut Faults,
    ) -> Option<Dated<Roll>> {
        let pick = |v: &Value| if let Value::Roll(r) = v { Some(*r) } else { None };
        self.one(key, "roll", pick, head, block, faults)
    }
}

fn note_uncovered(
    key: &str,
    parameter: &Parameter,
    day: Option<NaiveDate>,
    block: &Block<'_>,
    faults: &mut Faults,
) {
    if let Some(on) = day {
        let kind =
            FaultKind::Uncovered { rule: block.name().to_owned(), parameter: parameter.id.clone(), on };
        block.note(
            key,
            kind,
            "give the parameter a value for those days, or narrow the rule's from and until",
            faults,
        );
    }
}
