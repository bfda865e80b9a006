//! The packs in force at a position: which one judges a grant date, and what they say together.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use ledger::money::Currency;
use rust_decimal::Decimal;

use super::canonical;
use super::fault::{PackErrors, PackFaults};
use super::load::Pack;
use super::omission::Omission;
use super::regime::{Regime, Regimes};
use super::rule::{
    CalendarRule, CapitalRule, CappedRule, ConditionExclusion, ConversionRule, DeclarationDuty, DiscountRule,
    DutyRule, ForexRule, FundingRule, GroupRule, GuaranteeSafeHarbour, InForce, Limit, LoanSafeHarbour,
    Measure, NationalCap, NoAidRule, PortfolioRule, ReferenceRateLoan, ReservationLife, Rule, SameCosts,
    SameService, SectorExclusion, Separated, conflicts,
};
use super::timeline::Entry;

/// One adoption: the pack judges grant dates from `applies_from`.
#[derive(Debug, Clone)]
struct Adoption {
    pack: Arc<Pack>,
    applies_from: NaiveDate,
}

/// The adopted packs. Cheap to clone; a value, never changed in place.
///
/// Of each name the newest adoption judges, for grant dates from its `applies_from`; for earlier ones the adoption
/// before it still does. An adoption that no grant date can reach any more is dropped.
#[derive(Debug, Clone, Default)]
pub struct PackSet {
    /// By name; `applies_from` strictly ascending.
    adopted: BTreeMap<String, Vec<Adoption>>,
}

/// Whether a regime may be used for a new grant on a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Validity<'a> {
    /// It may.
    InForce(&'a InForce),
    /// It has run out, or has not begun: `regime_not_in_force`.
    NotInForce,
    /// No adopted pack knows the regime: `not_covered`.
    NotCovered,
}

/// The exclusions of a regime that are asked on a date; on one outside the dates of them all those of the nearest (S7).
fn excluding<'a>(
    packs: impl Iterator<Item = &'a Arc<Pack>>,
    regime: &Regime,
    on: NaiveDate,
) -> impl Iterator<Item = &'a Rule> {
    let names = |rule: &&Rule| {
        let sectors = rule.sector().map(|rule| &rule.regimes);
        let regimes = sectors.or_else(|| rule.condition().map(|rule| &rule.regimes));
        regimes.is_some_and(|regimes| regimes.contains(regime))
    };
    let all: Vec<&Rule> = packs.flat_map(|pack| &pack.rules).filter(names).collect();
    let first = all.iter().map(|rule| rule.head().from).min().unwrap_or(on);
    let last = all.iter().map(|rule| rule.head().until.unwrap_or(NaiveDate::MAX)).max().unwrap_or(on);
    let asked = on.max(first).min(last);
    all.into_iter().filter(move |rule| rule.head().holds_on(asked))
}

impl PackSet {
    /// No packs.
    pub fn new() -> PackSet {
        PackSet::default()
    }

    /// The set after `pack` is adopted for grant dates from `applies_from`.
    ///
    /// Fails if a rule of it claims a case that a pack of another name claims on a common day.
    pub fn adopt(&self, pack: Arc<Pack>, applies_from: NaiveDate) -> Result<PackSet, PackErrors> {
        let mut adopted = self.adopted.clone();
        let stack = adopted.entry(pack.id.clone()).or_default();
        stack.retain(|older| older.applies_from < applies_from);
        stack.push(Adoption { pack, applies_from });
        let set = PackSet { adopted };
        let faults = PackFaults::default();
        let newest = set.adopted.values().filter_map(|stack| stack.last()).map(|adoption| &adoption.pack);
        conflicts(newest.flat_map(|p| p.rules.iter().map(|rule| (p.id.as_str(), rule))), &faults);
        faults.settle(Some(set))
    }

    /// Every pack that still judges some grant date, by name, older before newer.
    pub fn packs(&self) -> impl Iterator<Item = &Arc<Pack>> {
        self.adopted.values().flatten().map(|adoption| &adoption.pack)
    }

    /// SHA-256 of the sorted lines `<pack> <version> <sha256>\n`: the `packs` of an entry. Without packs, that of the
    /// empty string.
    pub fn digest(&self) -> [u8; 32] {
        let line = |pack: &Arc<Pack>| format!("{} {} {}\n", pack.id, pack.version, pack.sha256_hex());
        let mut lines: Vec<String> = self.packs().map(line).collect();
        lines.sort();
        canonical::digest(lines.concat().as_bytes())
    }

    /// [`PackSet::digest`] in lower-case hexadecimal.
    pub fn digest_hex(&self) -> String {
        canonical::hex(&self.digest())
    }

    /// The packs that judge grants of a date, by name.
    pub fn judging(&self, granted_on: NaiveDate) -> impl Iterator<Item = &Arc<Pack>> {
        self.adopted
            .values()
            .filter_map(move |stack| stack.iter().rev().find(|a| a.applies_from <= granted_on))
            .map(|adoption| &adoption.pack)
    }

    /// The rules that hold for grants of a date, in pack order: by pack name, file path, order in the file.
    pub fn rules(&self, granted_on: NaiveDate) -> impl Iterator<Item = &Rule> {
        self.judging(granted_on)
            .flat_map(|pack| &pack.rules)
            .filter(move |rule| rule.head().holds_on(granted_on))
    }

    /// As [`PackSet::rules`], and for grant dates before any adoption of a pack those of its oldest one: what was granted then
    /// nobody judges, but its figure enters the windows of later grants and has to be found in the same way.
    fn rules_even_before(&self, granted_on: NaiveDate) -> impl Iterator<Item = &Rule> {
        let rules = self.packs_even_before(granted_on).flat_map(|pack| &pack.rules);
        rules.filter(move |rule| rule.head().holds_on(granted_on))
    }

    fn packs_even_before(&self, granted_on: NaiveDate) -> impl Iterator<Item = &Arc<Pack>> {
        let packs = self.adopted.values().filter_map(move |stack| {
            let judging = stack.iter().rev().find(|adoption| adoption.applies_from <= granted_on);
            judging.or_else(|| stack.first())
        });
        packs.map(|adoption| &adoption.pack)
    }

    /// The rule that names a regime on a date; where none does, the one for any other.
    fn speaking<'s, R: 's>(
        &'s self,
        regime: &Regime,
        granted_on: NaiveDate,
        pick: impl Fn(&'s Rule) -> Option<&'s R>,
        regimes: impl Fn(&R) -> &Regimes,
    ) -> Option<&'s R> {
        let mut named = self.rules_even_before(granted_on).filter_map(&pick);
        let mut any_other = self.rules_even_before(granted_on).filter_map(&pick);
        let naming = named.find(|rule| regimes(rule).contains(regime));
        naming.or_else(|| any_other.find(|rule| *regimes(rule) == Regimes::AnyOther))
    }

    /// A limit in euro of each regime that has one, on whichever days, in pack order.
    pub fn ceilings(&self) -> Vec<&Limit> {
        let mut ceilings: Vec<&Limit> = Vec::new();
        for limit in self.every_limit().filter(|limit| limit.measure == Measure::Euro) {
            if !ceilings.iter().any(|known| known.regime == limit.regime) {
                ceilings.push(limit);
            }
        }
        ceilings
    }

    /// The regimes under which something new may be granted, on whichever days, in pack order.
    pub(crate) fn grantable(&self) -> Vec<Regime> {
        let mut regimes = Vec::new();
        let rules = self.packs().flat_map(|pack| &pack.rules).filter_map(Rule::in_force);
        for regime in rules.filter(|rule| !rule.legacy).flat_map(|rule| &rule.regimes) {
            if !regimes.contains(regime) {
                regimes.push(*regime);
            }
        }
        regimes
    }

    /// The articles of a regime that a grant on a date may name, in pack order.
    pub(crate) fn articles(&self, regime: &Regime, granted_on: NaiveDate) -> Vec<&str> {
        let mut articles = Vec::new();
        for article in self.rules(granted_on).flat_map(|rule| rule.articles(regime)) {
            if !articles.contains(&article) {
                articles.push(article);
            }
        }
        articles
    }

    /// The rule with an id, as the packs have it that judge a date; else as any has it.
    pub(crate) fn rule(&self, id: &str, on: NaiveDate) -> Option<&Rule> {
        let any = || self.packs().flat_map(|pack| &pack.rules).filter(|rule| rule.head().id == id).last();
        self.rules(on).find(|rule| rule.head().id == id).or_else(any)
    }

    /// The days after a date from which another rule of a pack holds.
    pub(crate) fn turning_days(&self, after: NaiveDate) -> BTreeSet<NaiveDate> {
        let heads = self.packs().flat_map(|pack| &pack.rules).map(Rule::head);
        let ends = |until: Option<NaiveDate>| until.and_then(|until| until.succ_opt());
        let mut days: BTreeSet<NaiveDate> =
            heads.flat_map(|head| [Some(head.from), ends(head.until)]).flatten().collect();
        days.extend(self.adopted.values().flatten().map(|adoption| adoption.applies_from));
        days.retain(|day| after < *day);
        days
    }

    /// The limits that judge a grant under a regime on a date.
    pub(crate) fn limits(&self, regime: &Regime, granted_on: NaiveDate) -> Vec<&Limit> {
        self.rules(granted_on).filter_map(Rule::limit).filter(|limit| &limit.regime == regime).collect()
    }

    /// Every limit of a regime with the days for which it judges, from a day to another; a rule that holds on the first of them
    /// judges all its days as it stands on that one (rules-sectors D6).
    pub(crate) fn limits_between(
        &self,
        regime: &Regime,
        (first, last): (NaiveDate, NaiveDate),
    ) -> Vec<(&Limit, (NaiveDate, NaiveDate))> {
        let mut found: Vec<(&Limit, (NaiveDate, NaiveDate))> = Vec::new();
        for stack in self.adopted.values() {
            for (at, adoption) in stack.iter().enumerate() {
                let next = stack.get(at.saturating_add(1)).and_then(|next| next.applies_from.pred_opt());
                let until = next.unwrap_or(NaiveDate::MAX);
                if last < adoption.applies_from || until < first {
                    continue;
                }
                let limits = adoption.pack.rules.iter().filter_map(Rule::limit);
                for limit in limits.filter(|limit| limit.regime == *regime) {
                    let from = limit.head.from.max(adoption.applies_from).max(first);
                    let until = limit.head.until.unwrap_or(NaiveDate::MAX).min(until).min(last);
                    if until < from {
                        continue;
                    }
                    match found.iter_mut().find(|(known, _)| known.head.id == limit.head.id) {
                        Some((_, days)) => days.1 = until,
                        None => found.push((limit, (from, until))),
                    }
                }
            }
        }
        found
    }

    /// The national caps of a regime, with the days for which each judges, from a day to another.
    pub(crate) fn national_caps(
        &self,
        regime: &Regime,
        (first, last): (NaiveDate, NaiveDate),
    ) -> Vec<(&NationalCap, (NaiveDate, NaiveDate))> {
        let mut found = Vec::new();
        for stack in self.adopted.values() {
            for (at, adoption) in stack.iter().enumerate() {
                let next = stack.get(at.saturating_add(1)).and_then(|next| next.applies_from.pred_opt());
                let caps = adoption.pack.rules.iter().filter_map(Rule::national);
                for cap in caps.filter(|cap| cap.regime == *regime) {
                    let from = cap.head.from.max(adoption.applies_from).max(first);
                    let until = cap
                        .head
                        .until
                        .unwrap_or(NaiveDate::MAX)
                        .min(next.unwrap_or(NaiveDate::MAX))
                        .min(last);
                    if from <= until {
                        found.push((cap, (from, until)));
                    }
                }
            }
        }
        found
    }

    /// The national cap of an id.
    pub(crate) fn national_cap(&self, id: &str) -> Option<&NationalCap> {
        let rules = self.packs().flat_map(|pack| &pack.rules);
        rules.filter_map(Rule::national).find(|cap| cap.head.id == id)
    }

    /// The regimes whose awards some national cap counts.
    pub(crate) fn counted_nationally(&self) -> BTreeSet<Regime> {
        let rules = self.packs().flat_map(|pack| &pack.rules);
        rules.filter_map(Rule::national).flat_map(NationalCap::counted).collect()
    }

    /// Every limit of every pack that still judges some grant date.
    pub(crate) fn every_limit(&self) -> impl Iterator<Item = &Limit> {
        self.packs().flat_map(|pack| &pack.rules).filter_map(Rule::limit)
    }

    /// When a regime may be used, as the packs have it that judge a date; whether it may on that date is another question.
    pub(crate) fn validities<'s>(
        &'s self,
        regime: &Regime,
        on: NaiveDate,
    ) -> impl Iterator<Item = &'s InForce> {
        let rules = self.judging(on).flat_map(|pack| &pack.rules).filter_map(Rule::in_force);
        rules.filter(|rule| rule.regimes.contains(regime))
    }

    /// Whether a regime may be used for a new grant on a date, under a scheme or without (S1).
    pub(crate) fn validity(&self, regime: &Regime, granted_on: NaiveDate, by_scheme: bool) -> Validity<'_> {
        let mut known = false;
        for rule in self.validities(regime, granted_on) {
            known = true;
            if rule.is_open(granted_on, by_scheme) && !rule.legacy {
                return Validity::InForce(rule);
            }
        }
        if known { Validity::NotInForce } else { Validity::NotCovered }
    }

    /// Every rule on the dates of a regime, legacy or not, also before its pack is adopted.
    fn dated<'s>(&'s self, regime: &'s Regime, on: NaiveDate) -> impl Iterator<Item = &'s InForce> {
        let rules = self.packs_even_before(on).flat_map(|pack| &pack.rules);
        rules.filter_map(Rule::in_force).filter(move |rule| rule.regimes.contains(regime))
    }

    /// Whether a date lies after the last day of a regime, which what is on record claims (S8); not where no pack dates it.
    pub(crate) fn is_past(&self, regime: &Regime, granted_on: NaiveDate, by_scheme: bool) -> bool {
        let mut rules = self.dated(regime, granted_on).peekable();
        let past = |rule: &InForce| rule.last_day(by_scheme).is_some_and(|last| last < granted_on);
        rules.peek().is_some() && rules.all(past)
    }

    /// Whether a regime was open to some aid on a date or later.
    pub(crate) fn is_open_from(&self, regime: &Regime, on: NaiveDate) -> bool {
        self.dated(regime, on).any(|rule| rule.last_day(true).is_none_or(|last| on <= last))
    }

    /// The sector exclusions that awards on record under a regime on a date are held against (S8).
    pub(crate) fn sectors_claimed(&self, regime: &Regime, granted_on: NaiveDate) -> Vec<&SectorExclusion> {
        excluding(self.packs_even_before(granted_on), regime, granted_on).filter_map(Rule::sector).collect()
    }

    /// The condition exclusions that awards on record under a regime on a date are held against (S8).
    pub(crate) fn conditions_claimed(
        &self,
        regime: &Regime,
        granted_on: NaiveDate,
    ) -> Vec<&ConditionExclusion> {
        excluding(self.packs_even_before(granted_on), regime, granted_on)
            .filter_map(Rule::condition)
            .collect()
    }

    /// The sector exclusions that bind a regime on a date.
    pub(crate) fn sector_exclusions(&self, regime: &Regime, granted_on: NaiveDate) -> Vec<&SectorExclusion> {
        excluding(self.judging(granted_on), regime, granted_on).filter_map(Rule::sector).collect()
    }

    /// The condition exclusions that bind a regime on a date.
    pub(crate) fn condition_exclusions(
        &self,
        regime: &Regime,
        granted_on: NaiveDate,
    ) -> Vec<&ConditionExclusion> {
        excluding(self.judging(granted_on), regime, granted_on).filter_map(Rule::condition).collect()
    }

    /// What is asked of undertakings in two worlds under a regime on a date.
    pub(crate) fn separations<'s>(
        &'s self,
        regime: &'s Regime,
        granted_on: NaiveDate,
    ) -> impl Iterator<Item = &'s Separated> {
        self.rules(granted_on).filter_map(Rule::separated).filter(|rule| rule.regimes.contains(regime))
    }

    /// The first day of a regime that reaches back, where a date lies before it (rules-sectors D18).
    pub(crate) fn reaches_back_from(&self, regime: &Regime, date: NaiveDate) -> Option<NaiveDate> {
        let mut first: Option<&InForce> = None;
        for rule in self.packs().flat_map(|pack| &pack.rules).filter_map(Rule::in_force) {
            if rule.regimes.contains(regime) && first.is_none_or(|first| rule.head.from < first.head.from) {
                first = Some(rule);
            }
        }
        first.filter(|rule| rule.retroaction.is_some() && date < rule.head.from).map(|rule| rule.head.from)
    }

    /// What keeps aid under a regime from meeting other compensation for the same service on a date.
    pub(crate) fn same_service(&self, regime: &Regime, granted_on: NaiveDate) -> Option<&SameService> {
        self.rules(granted_on).filter_map(Rule::same_service).find(|rule| rule.regimes.contains(regime))
    }

    /// Up to what aid under a regime and State aid may meet on one cost line on a date.
    pub(crate) fn same_costs(&self, regime: &Regime, granted_on: NaiveDate) -> Option<&SameCosts> {
        self.rules(granted_on).filter_map(Rule::same_costs).find(|rule| rule.regimes.contains(regime))
    }

    /// At which rate a currency is converted for good on a date, with the rule that says so.
    pub(crate) fn conversion(
        &self,
        currency: Currency,
        granted_on: NaiveDate,
    ) -> Option<(&ConversionRule, &Entry<Decimal>)> {
        let mut rules = self.rules_even_before(granted_on).filter_map(Rule::conversion);
        rules.find_map(|rule| Some((rule, rule.rates.get(&currency)?.on(granted_on)?)))
    }

    /// What the packs that judge a date leave out that touches aid of a form under a regime (S9).
    pub(crate) fn omitted<'s>(
        &'s self,
        regime: &'s Regime,
        form: Option<&'s str>,
        on: NaiveDate,
    ) -> impl Iterator<Item = &'s Omission> {
        self.judging(on).flat_map(move |pack| pack.omitted(regime, form))
    }

    /// Who is one undertaking on a date where no ceiling says it.
    pub(crate) fn single_undertaking(&self, on: NaiveDate) -> Option<&GroupRule> {
        self.rules_even_before(on).find_map(Rule::group)
    }

    /// How old an exchange rate may be for a grant under a regime on a date.
    pub(crate) fn forex(&self, regime: &Regime, granted_on: NaiveDate) -> Option<&ForexRule> {
        self.speaking(regime, granted_on, Rule::forex, |rule| &rule.regimes)
    }

    /// Whose money is State aid in an award under a regime on a date.
    pub(crate) fn funding(&self, regime: &Regime, granted_on: NaiveDate) -> Option<&FundingRule> {
        self.speaking(regime, granted_on, Rule::funding, |rule| &rule.regimes)
    }

    /// On which grounds something under a regime is no aid on a date.
    pub(crate) fn no_aid(&self, regime: &Regime, granted_on: NaiveDate) -> Option<&NoAidRule> {
        self.rules_even_before(granted_on).filter_map(Rule::no_aid).find(|rule| rule.regimes.contains(regime))
    }

    /// How long a reservation under a regime may live.
    pub(crate) fn reservation_life(
        &self,
        regime: &Regime,
        granted_on: NaiveDate,
    ) -> Option<&ReservationLife> {
        self.rules(granted_on).filter_map(Rule::reservation_life).find(|rule| rule.regimes.contains(regime))
    }

    /// The duties that hold on a date, in pack order; what was granted before any adoption of a pack has those of its oldest one.
    pub(crate) fn duties(&self, on: NaiveDate) -> impl Iterator<Item = &DutyRule> {
        self.rules_even_before(on).filter_map(Rule::duty)
    }

    /// By when a grant under a regime is registered (P9).
    pub(crate) fn registration(&self, regime: &Regime, granted_on: NaiveDate) -> Option<&DutyRule> {
        let mut duties = self.rules(granted_on).filter_map(Rule::duty);
        duties.find(|duty| duty.is_registration() && duty.regimes.contains(regime))
    }

    /// The publications of grants under a regime on a date (P13).
    pub(crate) fn publications(
        &self,
        regime: &Regime,
        granted_on: NaiveDate,
    ) -> impl Iterator<Item = &DutyRule> {
        let duties = self.rules(granted_on).filter_map(Rule::duty);
        duties.filter(move |duty| duty.is_publication() && duty.regimes.contains(regime))
    }

    /// The loan safe harbour of a regime on a date.
    pub(crate) fn loan_safe_harbour(
        &self,
        regime: &Regime,
        granted_on: NaiveDate,
    ) -> Option<&LoanSafeHarbour> {
        self.rules(granted_on).filter_map(Rule::loan).find(|rule| &rule.harbour.regime == regime)
    }

    /// What portfolios of loans are worth under a regime on a date.
    pub(crate) fn portfolio(&self, regime: &Regime, granted_on: NaiveDate) -> Option<&PortfolioRule> {
        self.rules(granted_on).filter_map(Rule::portfolio).find(|rule| &rule.regime == regime)
    }

    /// The guarantee safe harbour of a regime on a date.
    pub(crate) fn guarantee_safe_harbour(
        &self,
        regime: &Regime,
        granted_on: NaiveDate,
    ) -> Option<&GuaranteeSafeHarbour> {
        self.rules(granted_on).filter_map(Rule::guarantee).find(|rule| &rule.harbour.regime == regime)
    }

    /// How loans by reference rate under a regime are valued on a date.
    pub(crate) fn reference_rate_loan(
        &self,
        regime: &Regime,
        granted_on: NaiveDate,
    ) -> Option<&ReferenceRateLoan> {
        self.rules(granted_on).filter_map(Rule::reference_rate).find(|rule| &rule.regime == regime)
    }

    /// At which rate payments to come are discounted for a grant under a regime on a date.
    pub(crate) fn discount(&self, regime: &Regime, granted_on: NaiveDate) -> Option<&DiscountRule> {
        self.speaking(regime, granted_on, Rule::discount, |rule| &rule.regimes)
    }

    /// Up to which amount a capital injection under a regime on a date is transparent.
    pub(crate) fn capital(&self, regime: &Regime, granted_on: NaiveDate) -> Option<&CapitalRule> {
        self.rules(granted_on).filter_map(Rule::capital).find(|rule| &rule.regime == regime)
    }

    /// Up to which cap another instrument under a regime on a date is transparent.
    pub(crate) fn capped(&self, regime: &Regime, granted_on: NaiveDate) -> Option<&CappedRule> {
        self.rules(granted_on).filter_map(Rule::capped).find(|rule| &rule.regime == regime)
    }

    /// Whether a grant under a regime on a date needs a declaration of other aid while no register covers its years.
    pub(crate) fn declaration_duty(
        &self,
        regime: &Regime,
        granted_on: NaiveDate,
    ) -> Option<&DeclarationDuty> {
        self.rules(granted_on).filter_map(Rule::declaration).find(|rule| rule.regimes.contains(regime))
    }

    /// The working-day calendar on a date.
    pub(crate) fn calendar(&self, on: NaiveDate) -> Option<&CalendarRule> {
        self.rules(on).find_map(Rule::calendar)
    }
}
