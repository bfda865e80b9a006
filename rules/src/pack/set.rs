//! The packs in force at a position: which one judges a grant date, and what they say together.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use ledger::money::Currency;
use rust_decimal::Decimal;

use super::canonical;
use super::fault::{PackErrors, PackFaults};
use super::load::Pack;
use super::regime::{Regime, Regimes};
use super::rule::{
    CalendarRule, CapitalRule, CappedRule, ConditionExclusion, ConversionRule, DeclarationDuty, DiscountRule,
    ForexRule, FundingRule, GroupRule, GuaranteeSafeHarbour, InForce, Limit, LoanSafeHarbour, Measure,
    NoAidRule, ReferenceRateLoan, ReservationLife, Rule, SameCosts, SameService, SectorExclusion,
    WorkingDaysDuty, conflicts,
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
        pick: impl Fn(&'s Rule) -> Option<(&'s Regimes, &'s R)>,
    ) -> Option<&'s R> {
        let named = self.rules_even_before(granted_on).filter_map(&pick).find(|(of, _)| of.contains(regime));
        let any_other =
            || self.rules_even_before(granted_on).filter_map(&pick).find(|(of, _)| **of == Regimes::AnyOther);
        named.or_else(any_other).map(|(_, rule)| rule)
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

    /// The limits that judge a grant under a regime on a date.
    pub fn limits(&self, regime: &Regime, granted_on: NaiveDate) -> Vec<&Limit> {
        self.rules(granted_on)
            .filter_map(|rule| match rule {
                Rule::Limit(limit) if &limit.regime == regime => Some(limit),
                _ => None,
            })
            .collect()
    }

    /// Every limit of every pack that still judges some grant date.
    pub fn every_limit(&self) -> impl Iterator<Item = &Limit> {
        let rules = self.packs().flat_map(|pack| &pack.rules);
        rules.filter_map(|rule| if let Rule::Limit(limit) = rule { Some(limit) } else { None })
    }

    /// Whether a regime may be used for a new grant on a date, under a scheme or without (S1).
    pub fn validity(&self, regime: &Regime, granted_on: NaiveDate, by_scheme: bool) -> Validity<'_> {
        let mut known = false;
        for rule in self.judging(granted_on).flat_map(|pack| &pack.rules) {
            if let Rule::InForce(rule) = rule
                && rule.regimes.contains(regime)
            {
                known = true;
                if rule.is_open(granted_on, by_scheme) && !rule.legacy {
                    return Validity::InForce(rule);
                }
            }
        }
        if known { Validity::NotInForce } else { Validity::NotCovered }
    }

    /// Every rule on the dates of a regime, legacy or not, also before its pack is adopted.
    fn dated<'s>(&'s self, regime: &'s Regime, on: NaiveDate) -> impl Iterator<Item = &'s InForce> {
        let rules = self.packs_even_before(on).flat_map(|pack| &pack.rules);
        rules.filter_map(move |rule| match rule {
            Rule::InForce(rule) if rule.regimes.contains(regime) => Some(rule),
            _ => None,
        })
    }

    /// Whether a date lies after the last day of a regime, which what is on record claims (S8); not where no pack dates it.
    pub fn is_past(&self, regime: &Regime, granted_on: NaiveDate, by_scheme: bool) -> bool {
        let mut rules = self.dated(regime, granted_on).peekable();
        let past = |rule: &InForce| rule.last_day(by_scheme).is_some_and(|last| last < granted_on);
        rules.peek().is_some() && rules.all(past)
    }

    /// Whether a regime was open to some aid on a date or later.
    pub fn is_open_from(&self, regime: &Regime, on: NaiveDate) -> bool {
        self.dated(regime, on).any(|rule| rule.last_day(true).is_none_or(|last| on <= last))
    }

    /// The sector exclusions that awards on record under a regime on a date are held against (S8).
    pub fn sectors_claimed(
        &self,
        regime: &Regime,
        granted_on: NaiveDate,
    ) -> impl Iterator<Item = &SectorExclusion> {
        self.rules_even_before(granted_on).filter_map(move |rule| match rule {
            Rule::Sector(sector) if sector.regimes.contains(regime) => Some(sector),
            _ => None,
        })
    }

    /// The condition exclusions that awards on record under a regime on a date are held against (S8).
    pub fn conditions_claimed(
        &self,
        regime: &Regime,
        granted_on: NaiveDate,
    ) -> impl Iterator<Item = &ConditionExclusion> {
        self.rules_even_before(granted_on).filter_map(move |rule| match rule {
            Rule::Condition(condition) if condition.regimes.contains(regime) => Some(condition),
            _ => None,
        })
    }

    /// The sector exclusions that bind a regime on a date.
    pub fn sector_exclusions(&self, regime: &Regime, granted_on: NaiveDate) -> Vec<&SectorExclusion> {
        self.rules(granted_on)
            .filter_map(|rule| match rule {
                Rule::Sector(sector) if sector.regimes.contains(regime) => Some(sector),
                _ => None,
            })
            .collect()
    }

    /// The condition exclusions that bind a regime on a date.
    pub fn condition_exclusions(&self, regime: &Regime, granted_on: NaiveDate) -> Vec<&ConditionExclusion> {
        self.rules(granted_on)
            .filter_map(|rule| match rule {
                Rule::Condition(condition) if condition.regimes.contains(regime) => Some(condition),
                _ => None,
            })
            .collect()
    }

    /// What keeps aid under a regime from meeting other compensation for the same service on a date.
    pub fn same_service(&self, regime: &Regime, granted_on: NaiveDate) -> Option<&SameService> {
        self.rules(granted_on).find_map(|rule| match rule {
            Rule::SameService(same) if same.regimes.contains(regime) => Some(same),
            _ => None,
        })
    }

    /// Up to what aid under a regime and State aid may meet on one cost line on a date.
    pub fn same_costs(&self, regime: &Regime, granted_on: NaiveDate) -> Option<&SameCosts> {
        self.rules(granted_on).find_map(|rule| match rule {
            Rule::SameCosts(same) if same.regimes.contains(regime) => Some(same),
            _ => None,
        })
    }

    /// At which rate a currency is converted for good on a date, with the rule that says so.
    pub fn conversion(
        &self,
        currency: Currency,
        granted_on: NaiveDate,
    ) -> Option<(&ConversionRule, &Entry<Decimal>)> {
        self.rules_even_before(granted_on).find_map(|rule| match rule {
            Rule::Conversion(rule) => Some((rule, rule.rates.get(&currency)?.on(granted_on)?)),
            _ => None,
        })
    }

    /// Who is one undertaking on a date where no ceiling says it.
    pub fn single_undertaking(&self, on: NaiveDate) -> Option<&GroupRule> {
        self.rules_even_before(on)
            .find_map(|rule| if let Rule::Group(group) = rule { Some(group) } else { None })
    }

    /// How old an exchange rate may be for a grant under a regime on a date.
    pub fn forex(&self, regime: &Regime, granted_on: NaiveDate) -> Option<&ForexRule> {
        self.speaking(regime, granted_on, |rule| match rule {
            Rule::Forex(forex) => Some((&forex.regimes, forex)),
            _ => None,
        })
    }

    /// Whose money is State aid in an award under a regime on a date.
    pub fn funding(&self, regime: &Regime, granted_on: NaiveDate) -> Option<&FundingRule> {
        self.speaking(regime, granted_on, |rule| match rule {
            Rule::Funding(funding) => Some((&funding.regimes, funding)),
            _ => None,
        })
    }

    /// On which grounds something under a regime is no aid on a date.
    pub fn no_aid(&self, regime: &Regime, granted_on: NaiveDate) -> Option<&NoAidRule> {
        self.rules_even_before(granted_on).find_map(|rule| match rule {
            Rule::NoAid(no_aid) if no_aid.regimes.contains(regime) => Some(no_aid),
            _ => None,
        })
    }

    /// How long a reservation under a regime may live.
    pub fn reservation_life(&self, regime: &Regime, granted_on: NaiveDate) -> Option<&ReservationLife> {
        self.rules(granted_on).find_map(|rule| match rule {
            Rule::ReservationLife(life) if life.regimes.contains(regime) => Some(life),
            _ => None,
        })
    }

    /// Within how many working days a grant under a regime is registered.
    pub fn registration(&self, regime: &Regime, granted_on: NaiveDate) -> Option<&WorkingDaysDuty> {
        self.rules(granted_on).find_map(|rule| match rule {
            Rule::Registration(duty) if duty.regimes.contains(regime) => Some(duty),
            _ => None,
        })
    }

    /// The loan safe harbour of a regime on a date.
    pub fn loan_safe_harbour(&self, regime: &Regime, granted_on: NaiveDate) -> Option<&LoanSafeHarbour> {
        self.rules(granted_on).find_map(|rule| match rule {
            Rule::Loan(loan) if &loan.harbour.regime == regime => Some(loan),
            _ => None,
        })
    }

    /// The guarantee safe harbour of a regime on a date.
    pub fn guarantee_safe_harbour(
        &self,
        regime: &Regime,
        granted_on: NaiveDate,
    ) -> Option<&GuaranteeSafeHarbour> {
        self.rules(granted_on).find_map(|rule| match rule {
            Rule::Guarantee(guarantee) if &guarantee.harbour.regime == regime => Some(guarantee),
            _ => None,
        })
    }

    /// How loans by reference rate under a regime are valued on a date.
    pub fn reference_rate_loan(&self, regime: &Regime, granted_on: NaiveDate) -> Option<&ReferenceRateLoan> {
        self.rules(granted_on).find_map(|rule| match rule {
            Rule::ReferenceRate(loan) if &loan.regime == regime => Some(loan),
            _ => None,
        })
    }

    /// At which rate payments to come are discounted for a grant under a regime on a date.
    pub fn discount(&self, regime: &Regime, granted_on: NaiveDate) -> Option<&DiscountRule> {
        self.speaking(regime, granted_on, |rule| match rule {
            Rule::Discount(discount) => Some((&discount.regimes, discount)),
            _ => None,
        })
    }

    /// Up to which amount a capital injection under a regime on a date is transparent.
    pub fn capital(&self, regime: &Regime, granted_on: NaiveDate) -> Option<&CapitalRule> {
        self.rules(granted_on).find_map(|rule| match rule {
            Rule::Capital(capital) if &capital.regime == regime => Some(capital),
            _ => None,
        })
    }

    /// Up to which cap another instrument under a regime on a date is transparent.
    pub fn capped(&self, regime: &Regime, granted_on: NaiveDate) -> Option<&CappedRule> {
        self.rules(granted_on).find_map(|rule| match rule {
            Rule::Capped(capped) if &capped.regime == regime => Some(capped),
            _ => None,
        })
    }

    /// Whether a grant under a regime on a date needs a declaration of other aid while no register covers its years.
    pub fn declaration_duty(&self, regime: &Regime, granted_on: NaiveDate) -> Option<&DeclarationDuty> {
        self.rules(granted_on).find_map(|rule| match rule {
            Rule::Declaration(duty) if duty.regimes.contains(regime) => Some(duty),
            _ => None,
        })
    }

    /// The working-day calendar on a date.
    pub fn calendar(&self, on: NaiveDate) -> Option<&CalendarRule> {
        self.rules(on)
            .find_map(|rule| if let Rule::Calendar(calendar) = rule { Some(calendar) } else { None })
    }
}
