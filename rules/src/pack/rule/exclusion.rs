//! What a regime does not serve: sectors, and aid tied to conditions.

use ledger::event::aid::Nace;
use ledger::event::condition::Conditions;
use ledger::verdict::Code;

use crate::pack::regime::Regime;

use super::head::Head;
use super::reader::RuleReader;
use super::sectors::{Mark, Sectors};

/// What a rule says of an activity or a condition; the stronger comes last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// A person has to look.
    Review,
    /// The regime does not serve it.
    Excluded,
}

/// A sector to which a regime may not grant, or the one sector to which it may.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectorExclusion {
    /// Id, title, dates, citation.
    pub head: Head,
    /// The regimes it binds.
    pub regimes: Vec<Regime>,
    /// Regimes it spares, named so that nobody has to guess.
    pub except: Vec<Regime>,
    /// The activities, from a list of the pack.
    pub sectors: Sectors,
    /// Whether the list is of what the regime serves, so that everything else is excluded.
    pub serves: bool,
    /// The refusal code.
    pub code: Code,
}

impl SectorExclusion {
    /// What the rule says of an activity (S2, S3); `None`: nothing.
    #[must_use]
    pub fn effect(&self, nace: &Nace) -> Option<Effect> {
        match (self.sectors.says(nace), self.serves) {
            (Some(Mark::Review), _) => Some(Effect::Review),
            (Some(Mark::Listed), false) | (None, true) => Some(Effect::Excluded),
            (Some(Mark::Listed), true) | (None, false) => None,
        }
    }

    pub(super) fn claims(&self) -> Vec<String> {
        let of = |regime: &Regime| -> Vec<String> {
            if self.serves {
                return vec![format!("the sector served under {regime}")];
            }
            let rows = self.sectors.codes();
            rows.map(|(revision, code)| format!("NACE {revision} {code} under {regime}")).collect()
        };
        self.regimes.iter().flat_map(of).collect()
    }
}

/// What a grantor states about the conditions of an award.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StatedCondition {
    /// Tied to quantities exported, a distribution network or other current export expenditure.
    ExportLinked,
    /// Contingent on domestic over imported goods or services.
    DomesticGoods,
    /// Fixed on price or quantity of primary products, or conditional on passing the aid on to primary producers.
    PriceQuantityLinked,
    /// That no service of general economic interest is named.
    NoSgeiService,
}

impl StatedCondition {
    const ALL: [StatedCondition; 4] = [
        StatedCondition::ExportLinked,
        StatedCondition::DomesticGoods,
        StatedCondition::PriceQuantityLinked,
        StatedCondition::NoSgeiService,
    ];

    /// The member of `conditions` in an award event; of a service, that it is not there.
    pub fn as_str(self) -> &'static str {
        match self {
            StatedCondition::ExportLinked => "export_linked",
            StatedCondition::DomesticGoods => "domestic_goods",
            StatedCondition::PriceQuantityLinked => "price_quantity_linked",
            StatedCondition::NoSgeiService => "no_sgei_service",
        }
    }

    /// Reads the member's name.
    pub fn parse(word: &str) -> Option<StatedCondition> {
        StatedCondition::ALL.into_iter().find(|s| s.as_str() == word)
    }

    /// Whether it is true of stated conditions; of such as were not stated only that no service is named.
    #[must_use]
    pub fn is_true_of(self, conditions: Option<&Conditions>) -> bool {
        match self {
            StatedCondition::ExportLinked => conditions.is_some_and(|stated| stated.export_linked),
            StatedCondition::DomesticGoods => conditions.is_some_and(|stated| stated.domestic_goods),
            StatedCondition::PriceQuantityLinked => {
                conditions.is_some_and(|stated| stated.price_quantity_linked.is_linked())
            }
            StatedCondition::NoSgeiService => conditions.is_none_or(|stated| stated.sgei_service.is_none()),
        }
    }
}

/// A condition under which a regime may not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConditionExclusion {
    /// Id, title, dates, citation.
    pub head: Head,
    /// The regimes it binds.
    pub regimes: Vec<Regime>,
    /// Regimes it spares.
    pub except: Vec<Regime>,
    /// The statement that excludes, when true.
    pub statement: StatedCondition,
    /// With which activities it excludes; `None`: with any.
    pub sectors: Option<Sectors>,
    /// The refusal code.
    pub code: Code,
}

impl ConditionExclusion {
    /// What the rule says of stated conditions with an activity, where that is stated (S4, S5); `None`: nothing.
    #[must_use]
    pub fn effect(&self, conditions: Option<&Conditions>, nace: Option<&Nace>) -> Option<Effect> {
        if !self.statement.is_true_of(conditions) {
            return None;
        }
        let Some(sectors) = &self.sectors else { return Some(Effect::Excluded) };
        // Of an activity that nobody states nobody can say whether it is among them.
        match nace.map_or(Some(Mark::Review), |nace| sectors.says(nace))? {
            Mark::Review => Some(Effect::Review),
            Mark::Listed => Some(Effect::Excluded),
        }
    }

    /// Whether it asks for a service of general economic interest to be named.
    #[must_use]
    pub fn asks_for_a_service(&self) -> bool {
        self.statement == StatedCondition::NoSgeiService
    }

    pub(super) fn claims(&self) -> Vec<String> {
        let of = self.sectors.as_ref().map(|list| format!(" of {}", list.id())).unwrap_or_default();
        self.regimes.iter().map(|r| format!("{}{of} under {r}", self.statement.as_str())).collect()
    }
}

pub(super) fn sector(rule: &mut RuleReader<'_, '_>) -> Option<SectorExclusion> {
    sectors_of(rule, "sectors", "excluded")
}

pub(super) fn served(rule: &mut RuleReader<'_, '_>) -> Option<SectorExclusion> {
    sectors_of(rule, "serves", "served")
}

fn sectors_of(
    rule: &mut RuleReader<'_, '_>,
    key: &'static str,
    listed: &'static str,
) -> Option<SectorExclusion> {
    let regimes = rule.regimes();
    let except = rule.except(regimes.as_deref());
    let code = rule.code();
    let sectors = Sectors::read(rule, key, listed);
    Some(SectorExclusion {
        head: rule.head()?,
        regimes: regimes?,
        except: except?,
        sectors: sectors?,
        serves: key == "serves",
        code: code?,
    })
}

pub(super) fn condition(rule: &mut RuleReader<'_, '_>) -> Option<ConditionExclusion> {
    let regimes = rule.regimes();
    let except = rule.except(regimes.as_deref());
    let choices = StatedCondition::ALL.map(StatedCondition::as_str).join(", ");
    let statement = rule.block.word("statement", &choices, StatedCondition::parse);
    let code = rule.code();
    let of_products = statement == Some(StatedCondition::PriceQuantityLinked);
    let listed = rule.block.has("sectors");
    if listed && !of_products {
        let hint = "only price_quantity_linked excludes by the activity";
        rule.block.refuse("sectors", "a list that this statement does not read", hint);
    }
    let sectors = listed.then(|| Sectors::read(rule, "sectors", "excluded"));
    let sectors = match sectors {
        None => None,
        Some(read) => Some(read?),
    };
    Some(ConditionExclusion {
        head: rule.head()?,
        regimes: regimes?,
        except: except?,
        statement: statement?,
        sectors,
        code: code?,
    })
}
