//! A rule while it is read: its block, and the parameters and lists it may name.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, Weekday};
use ledger::event::undertaking::CreditBand;
use ledger::money::Currency;
use ledger::verdict::Code;
use rust_decimal::Decimal;

use crate::calendar::Boundary;
use crate::pack::fault::{PackFaultKind, PackFaults};
use crate::pack::list::List;
use crate::pack::param::{CONVERSION, DayOfYear, LinkPolicy, LoanFormula, Parameter, PerState, Roll, Value};
use crate::pack::read::Block;
use crate::pack::regime::{ANY_OTHER, Regime, Regimes, parse_regime, rule_code};
use crate::pack::timeline::Dated;

use super::head::Head;

/// The parameters and lists of a pack by name, and which of them were named.
pub(in crate::pack) struct Names<'a> {
    params: &'a BTreeMap<String, Parameter>,
    lists: &'a BTreeMap<String, List>,
    used: BTreeSet<String>,
}

impl<'a> Names<'a> {
    pub(in crate::pack) fn new(
        params: &'a BTreeMap<String, Parameter>,
        lists: &'a BTreeMap<String, List>,
    ) -> Names<'a> {
        Names { params, lists, used: BTreeSet::new() }
    }

    /// Notes parameters and lists that no rule refers to: a figure nobody applies misleads its reader.
    pub(in crate::pack) fn note_unused(&self, faults: &PackFaults) {
        let hint = "refer to it from a rule, or take it out";
        for parameter in self.params.values().filter(|p| !self.used.contains(&format!("parameter {}", p.id)))
        {
            let kind = PackFaultKind::Unused { what: "parameter", name: parameter.id.clone() };
            faults.add(&parameter.place.0, parameter.place.1, kind, hint);
        }
        for id in self.lists.keys().filter(|id| !self.used.contains(&format!("list {id}"))) {
            let kind = PackFaultKind::Unused { what: "list", name: id.clone() };
            faults.add(&format!("lists/{id}.csv"), 0, kind, hint);
        }
    }
}

/// A rule while it is read. Every name is looked up here and checked to have a value on every day of the rule.
pub(super) struct RuleReader<'r, 'a> {
    /// Its block, for what is no name and no regime.
    pub block: &'r Block<'r>,
    head: Option<Head>,
    names: &'r mut Names<'a>,
}

impl<'r, 'a> RuleReader<'r, 'a> {
    /// A rule without a sound head is still read, so that its other mistakes are named too.
    pub(super) fn new(id: &str, block: &'r Block<'r>, names: &'r mut Names<'a>) -> RuleReader<'r, 'a> {
        RuleReader { block, head: Head::read(id, block), names }
    }

    /// A block of the rule that holds on days of its own, with the same names.
    pub(super) fn inside_on<'s>(
        &'s mut self,
        block: &'s Block<'s>,
        from: NaiveDate,
        until: Option<NaiveDate>,
    ) -> RuleReader<'s, 'a> {
        let head = self.head.clone().map(|head| Head { from, until, ..head });
        RuleReader { block, head, names: self.names }
    }

    /// A row of the rule, which names parameters and lists as the rule does.
    pub(super) fn inside<'s>(&'s mut self, row: &'s Block<'s>) -> RuleReader<'s, 'a> {
        RuleReader { block: row, head: self.head.clone(), names: self.names }
    }

    /// Id, title, dates and citation.
    pub(super) fn head(&self) -> Option<Head> {
        self.head.clone()
    }

    /// Regimes the rule names one by one.
    pub(super) fn regimes(&self) -> Option<Vec<Regime>> {
        let words = self.block.words("regimes")?;
        if words.is_empty() {
            let message = format!("{} names no regime", self.block.name());
            self.block.refuse("regimes", &message, "such as regimes = [\"eu-2023-2831\"]");
            return None;
        }
        parse_regimes(self.block, "regimes", &words)
    }

    /// Regimes the rule names, or every one of which no other rule of its kind speaks.
    pub(super) fn regimes_or_any_other(&self) -> Option<Regimes> {
        if self.block.peek_words("regimes") == [ANY_OTHER] {
            return Some(Regimes::AnyOther);
        }
        self.regimes().map(Regimes::Named)
    }

    /// One regime.
    pub(super) fn regime(&self) -> Option<Regime> {
        read_regime(self.block)
    }

    /// Regimes that the rule spares; none of those it binds, where `bound` names them.
    pub(super) fn except(&self, bound: Option<&[Regime]>) -> Option<Vec<Regime>> {
        let words = self.block.words("except")?;
        let except = parse_regimes(self.block, "except", &words)?;
        if let Some(both) = except.iter().find(|r| bound.is_some_and(|b| b.contains(r))) {
            let message = format!("`{both}` is both bound and spared");
            self.block.refuse("except", &message, "name it in regimes or in except, not in both");
        }
        Some(except)
    }

    /// Regimes at a key that may be missing.
    pub(super) fn named_regimes(&self, key: &str) -> Option<Vec<Regime>> {
        if !self.block.has(key) {
            return Some(Vec::new());
        }
        parse_regimes(self.block, key, &self.block.words(key)?)
    }

    /// The code that a grant gets for which the rule says no.
    pub(super) fn code(&self) -> Option<Code> {
        self.block.word("code", "such as ceiling_exceeded, excluded_sector, conditions_excluded", rule_code)
    }

    pub(super) fn list(&mut self, key: &str) -> Option<&'a List> {
        let name = self.block.text(key)?;
        self.list_named(key, &name)
    }

    /// A list by its name, which stands at a key.
    pub(super) fn list_named(&mut self, key: &str, name: &str) -> Option<&'a List> {
        self.names.used.insert(format!("list {name}"));
        let list = self.names.lists.get(name);
        if list.is_none() {
            let (rule, name) = (self.block.name().to_owned(), name.to_owned());
            let kind = PackFaultKind::Unresolved { rule, what: "list", name };
            self.block.note(key, kind, "a list is a file lists/<name>.csv");
        }
        list
    }

    /// The parameter named at `key`, in exactly this unit: a working day is not a day.
    fn parameter(&mut self, key: &str, wanted: &'static str) -> Option<&'a Parameter> {
        let name = self.block.text(key)?;
        self.names.used.insert(format!("parameter {name}"));
        let rule = self.block.name().to_owned();
        let Some(parameter) = self.names.params.get(&name) else {
            let kind = PackFaultKind::Unresolved { rule, what: "parameter", name };
            self.block.note(key, kind, "a parameter is a block [parameter.<name>] in a file under params/");
            return None;
        };
        if parameter.unit != wanted {
            let kind = PackFaultKind::WrongUnit { rule, name, wanted, found: parameter.unit.clone() };
            self.block.note(key, kind, "name another parameter, or correct its unit");
            return None;
        }
        Some(parameter)
    }

    /// The parameter named at `key`, for every Member State, read by `pick`.
    fn per_state<T>(
        &mut self,
        key: &str,
        wanted: &'static str,
        pick: impl Fn(&Value) -> Option<T>,
    ) -> Option<PerState<T>> {
        let parameter = self.parameter(key, wanted)?;
        let default = parameter.values.get(&None)?.map(&pick)?;
        let mut states = BTreeMap::new();
        for (state, dated) in &parameter.values {
            if let (Some(state), Some(dated)) = (state, dated.map(&pick)) {
                states.insert(state.clone(), dated);
            }
        }
        if let Some(head) = &self.head {
            self.note_uncovered(key, parameter, default.first_uncovered(head.from, head.until));
        }
        Some(PerState { default, states })
    }

    fn note_uncovered(&self, key: &str, parameter: &Parameter, day: Option<NaiveDate>) {
        if let Some(on) = day {
            let (rule, parameter) = (self.block.name().to_owned(), parameter.id.clone());
            let hint = "give the parameter a value for those days, or narrow the rule's from and until";
            self.block.note(key, PackFaultKind::Uncovered { rule, parameter, on }, hint);
        }
    }

    /// As `per_state`, for parameters that are the same everywhere.
    fn one<T>(
        &mut self,
        key: &str,
        wanted: &'static str,
        pick: impl Fn(&Value) -> Option<T>,
    ) -> Option<Dated<T>> {
        let per_state = self.per_state(key, wanted, pick)?;
        if !per_state.states.is_empty() {
            let name = self.block.peek(key).unwrap_or_default();
            let hint = "this release reads this figure without regard to the Member State; take `member_state` out of its values";
            self.block.refuse(key, &format!("parameter `{name}` differs per Member State"), hint);
        }
        Some(per_state.default)
    }

    pub(super) fn eur(&mut self, key: &str) -> Option<Dated<Decimal>> {
        self.one(key, "EUR", |v| if let Value::Eur(d) = v { Some(*d) } else { None })
    }

    pub(super) fn percent(&mut self, key: &str) -> Option<Dated<Decimal>> {
        self.one(key, "percent", |v| if let Value::Percent(d) = v { Some(*d) } else { None })
    }

    /// A count of days, working days, years or decimals.
    pub(super) fn count(&mut self, key: &str, unit: &'static str) -> Option<Dated<u32>> {
        self.one(key, unit, |v| if let Value::Count(n) = v { Some(*n) } else { None })
    }

    pub(super) fn boundary(&mut self, key: &str) -> Option<PerState<Boundary>> {
        self.per_state(key, "boundary", |v| if let Value::Boundary(b) = v { Some(*b) } else { None })
    }

    pub(super) fn cross_border(&mut self, key: &str) -> Option<PerState<LinkPolicy>> {
        self.per_state(key, "cross-border", |v| if let Value::LinkPolicy(c) = v { Some(*c) } else { None })
    }

    /// Whether links of natural persons that are no enterprises connect, where that is said; `None` where it is no answer.
    pub(super) fn natural_persons(&mut self, key: &str) -> Option<Option<PerState<LinkPolicy>>> {
        if !self.block.has(key) {
            return Some(None);
        }
        let policy = |v: &Value| if let Value::LinkPolicy(c) = v { Some(*c) } else { None };
        self.per_state(key, "natural-persons", policy).map(Some)
    }

    /// As [`RuleReader::cross_border`], where no granting State is known.
    pub(super) fn cross_border_everywhere(&mut self, key: &str) -> Option<Dated<LinkPolicy>> {
        self.one(key, "cross-border", |v| if let Value::LinkPolicy(c) = v { Some(*c) } else { None })
    }

    /// Irrevocable rates by currency; there is none for others.
    pub(super) fn conversion_rates(&mut self, key: &str) -> Option<BTreeMap<Currency, Dated<Decimal>>> {
        let parameter = self.parameter(key, CONVERSION)?;
        let rate = |v: &Value| if let Value::ConversionRate(d) = v { Some(*d) } else { None };
        let of = |(currency, dated): (&Option<String>, &Dated<Value>)| {
            Some((currency.as_ref()?.parse().ok()?, dated.map(rate)?))
        };
        parameter.values.iter().map(of).collect()
    }

    pub(super) fn loan_formula(&mut self, key: &str) -> Option<PerState<LoanFormula>> {
        self.per_state(key, "loan-formula", |v| if let Value::LoanFormula(f) = v { Some(*f) } else { None })
    }

    pub(super) fn credit_band(&mut self, key: &str) -> Option<Dated<CreditBand>> {
        self.one(key, "credit-band", |v| if let Value::CreditBand(b) = v { Some(*b) } else { None })
    }

    pub(super) fn weekdays(&mut self, key: &str) -> Option<Dated<Vec<Weekday>>> {
        self.one(key, "weekdays", |v| if let Value::Weekdays(w) = v { Some(w.clone()) } else { None })
    }

    pub(super) fn day_of_year(&mut self, key: &str) -> Option<Dated<DayOfYear>> {
        self.one(key, "day-of-year", |v| if let Value::DayOfYear(day) = v { Some(*day) } else { None })
    }

    pub(super) fn day(&mut self, key: &str) -> Option<Dated<NaiveDate>> {
        self.one(key, "date", |v| if let Value::Day(day) = v { Some(*day) } else { None })
    }

    pub(super) fn roll(&mut self, key: &str) -> Option<Dated<Roll>> {
        self.one(key, "roll", |v| if let Value::Roll(r) = v { Some(*r) } else { None })
    }
}

fn parse_regimes(block: &Block<'_>, key: &str, words: &[String]) -> Option<Vec<Regime>> {
    let parsed: Vec<Option<Regime>> = words.iter().map(|w| parse_regime(w)).collect();
    for (word, _) in words.iter().zip(&parsed).filter(|(_, regime)| regime.is_none()) {
        let hint = "such as eu-2023-2831, eu-1408-2013, gber-28, no-aid";
        block.refuse(key, &format!("unknown regime `{word}`"), hint);
    }
    parsed.into_iter().collect()
}

/// The regime of a block.
pub(super) fn read_regime(block: &Block<'_>) -> Option<Regime> {
    block.word("regime", "such as eu-2023-2831, eu-1408-2013, gber-28, no-aid", parse_regime)
}
