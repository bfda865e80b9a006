//! What a regime does not serve: sectors, and aid tied to conditions.

use ledger::event::aid::Nace;
use ledger::event::condition::{Conditions, FisheryException, FisheryPurpose, PriceQuantity};
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
    /// What aid to fishery is for.
    FisheryPurpose,
}

impl StatedCondition {
    const ALL: [StatedCondition; 5] = [
        StatedCondition::ExportLinked,
        StatedCondition::DomesticGoods,
        StatedCondition::PriceQuantityLinked,
        StatedCondition::NoSgeiService,
        StatedCondition::FisheryPurpose,
    ];

    /// The member of `conditions` in an award event; of a service, that it is not there.
    pub fn as_str(self) -> &'static str {
        match self {
            StatedCondition::ExportLinked => "export_linked",
            StatedCondition::DomesticGoods => "domestic_goods",
            StatedCondition::PriceQuantityLinked => "price_quantity_linked",
            StatedCondition::NoSgeiService => "no_sgei_service",
            StatedCondition::FisheryPurpose => "fishery_purpose",
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
            StatedCondition::FisheryPurpose => {
                let purpose = conditions.and_then(|stated| stated.fishery_purpose);
                purpose.is_some_and(|purpose| purpose != FisheryPurpose::None)
            }
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
    /// Of what is fixed on price or quantity: what each word does, where the rule says it.
    pub by_word: Option<ByWord>,
    /// Of aid to fishery: what it may not be for, and the exceptions it spares.
    pub purposes: Vec<FisheryPurpose>,
    /// Those exceptions.
    pub spared: Vec<FisheryException>,
    /// The refusal code.
    pub code: Code,
}

/// Products that aid may be fixed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Products {
    /// Those that are bought.
    Purchased,
    /// Those that are put on the market.
    Marketed,
}

impl Products {
    fn parse(word: &str) -> Option<Self> {
        match word {
            "purchased" => Some(Self::Purchased),
            "marketed" => Some(Self::Marketed),
            _ => None,
        }
    }
}

/// Which words exclude, and which are for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ByWord {
    excludes: Vec<Products>,
    reviews: Vec<Products>,
}

impl ByWord {
    /// What is said of a statement; of two words the stronger (rules-sectors D15).
    fn says(&self, stated: PriceQuantity) -> Option<Effect> {
        let products: &[Products] = match stated {
            PriceQuantity::No => &[],
            PriceQuantity::Yes => &[Products::Purchased, Products::Marketed],
            PriceQuantity::Purchased => &[Products::Purchased],
            PriceQuantity::Marketed => &[Products::Marketed],
        };
        let any = |of: &[Products]| products.iter().any(|one| of.contains(one));
        match (any(&self.excludes), any(&self.reviews)) {
            (true, _) => Some(Effect::Excluded),
            (false, true) => Some(Effect::Review),
            (false, false) => None,
        }
    }
}

impl ConditionExclusion {
    /// What the rule says of stated conditions with an activity, where that is stated (S4, S5); `None`: nothing.
    #[must_use]
    pub fn effect(&self, conditions: Option<&Conditions>, nace: Option<&Nace>) -> Option<Effect> {
        if !self.statement.is_true_of(conditions) {
            return None;
        }
        if self.statement == StatedCondition::FisheryPurpose {
            let purpose = conditions.and_then(|stated| stated.fishery_purpose)?;
            let excepted = conditions.and_then(|stated| stated.fishery_exception);
            let spared = excepted.is_some_and(|exception| self.spared.contains(&exception));
            return (self.purposes.contains(&purpose) && !spared).then_some(Effect::Excluded);
        }
        let by_word = match (&self.by_word, conditions) {
            (Some(words), Some(stated)) => words.says(stated.price_quantity_linked)?,
            _ => Effect::Excluded,
        };
        let Some(sectors) = &self.sectors else { return Some(by_word) };
        // Of an activity that nobody states nobody can say whether it is among them.
        let listed = match nace.map_or(Some(Mark::Review), |nace| sectors.says(nace))? {
            Mark::Review => Effect::Review,
            Mark::Listed => Effect::Excluded,
        };
        Some(listed.min(by_word))
    }

    /// Whether it asks for a service of general economic interest to be named.
    #[must_use]
    pub fn asks_for_a_service(&self) -> bool {
        self.statement == StatedCondition::NoSgeiService
    }

    pub(super) fn claims(&self) -> Vec<String> {
        if self.statement == StatedCondition::FisheryPurpose {
            // Rules of several purposes stand beside each other.
            return Vec::new();
        }
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
    let by_word = match ["excludes", "reviews"].into_iter().find(|key| rule.block.has(key)) {
        Some(key) if !of_products => {
            rule.block.refuse(
                key,
                "words that this statement does not have",
                "only price_quantity_linked has them",
            );
            None
        }
        Some(_) => {
            let words = |key: &str| -> Option<Vec<Products>> {
                if !rule.block.has(key) {
                    return Some(Vec::new());
                }
                let words = rule.block.words(key)?;
                let read: Option<Vec<Products>> = words.iter().map(|word| Products::parse(word)).collect();
                if read.is_none() {
                    rule.block.refuse(key, "an unknown word", "any of purchased, marketed");
                }
                read
            };
            Some(ByWord { excludes: words("excludes")?, reviews: words("reviews")? })
        }
        None => None,
    };
    Some(ConditionExclusion {
        head: rule.head()?,
        regimes: regimes?,
        except: except?,
        statement: statement?,
        sectors,
        by_word,
        purposes: Vec::new(),
        spared: Vec::new(),
        code: code?,
    })
}

/// What aid to fishery may not be for.
pub(super) fn purposes(rule: &mut RuleReader<'_, '_>) -> Option<ConditionExclusion> {
    let regimes = rule.regimes();
    let except = rule.except(regimes.as_deref());
    let code = rule.code();
    let purposes: Option<Vec<FisheryPurpose>> =
        rule.block.words("purposes")?.iter().map(|word| word.parse().ok()).collect();
    let none = |all: &Vec<FisheryPurpose>| all.is_empty() || all.contains(&FisheryPurpose::None);
    if purposes.as_ref().is_none_or(none) {
        rule.block.refuse("purposes", "no purpose, or an unknown one", "words of conditions.fishery_purpose");
    }
    let spared: Option<Vec<FisheryException>> =
        rule.block.words("spared")?.iter().map(|word| word.parse().ok()).collect();
    if spared.is_none() {
        rule.block.refuse("spared", "an unknown exception", "words of conditions.fishery_exception, or []");
    }
    Some(ConditionExclusion {
        head: rule.head()?,
        regimes: regimes?,
        except: except?,
        statement: StatedCondition::FisheryPurpose,
        sectors: None,
        by_word: None,
        purposes: purposes?,
        spared: spared?,
        code: code?,
    })
}
