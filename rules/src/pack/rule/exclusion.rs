//! What a regime does not serve: sectors, and aid tied to conditions.

use ledger::verdict::Code;

use crate::pack::regime::Regime;

use super::head::Head;
use super::reader::RuleReader;

/// A sector, as NACE divisions, to which a regime may not grant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectorExclusion {
    /// Id, title, dates, citation.
    pub head: Head,
    /// The regimes it binds.
    pub regimes: Vec<Regime>,
    /// Regimes it spares, named so that nobody has to guess.
    pub except: Vec<Regime>,
    /// NACE revision (`2`, `2.1`) and division (`01`), from a list of the pack.
    pub divisions: Vec<(String, String)>,
    /// The refusal code.
    pub code: Code,
}

impl SectorExclusion {
    /// Whether an activity such as `01.11` of a NACE revision is excluded; `None`: the revision is not listed, so nobody
    /// can say.
    pub fn excludes(&self, nace_code: &str, revision: &str) -> Option<bool> {
        let division = nace_code.split('.').next().unwrap_or(nace_code);
        let mut of_revision = self.divisions.iter().filter(|(r, _)| r == revision).peekable();
        of_revision.peek()?;
        Some(of_revision.any(|(_, d)| d == division))
    }

    pub(super) fn claims(&self) -> Vec<String> {
        let mut claims = Vec::new();
        for regime in &self.regimes {
            for (revision, division) in &self.divisions {
                claims.push(format!("NACE {revision} division {division} under {regime}"));
            }
        }
        claims
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
}

impl StatedCondition {
    /// The member of `conditions` in an award event.
    pub fn as_str(self) -> &'static str {
        match self {
            StatedCondition::ExportLinked => "export_linked",
            StatedCondition::DomesticGoods => "domestic_goods",
            StatedCondition::PriceQuantityLinked => "price_quantity_linked",
        }
    }

    /// Reads the member's name.
    pub fn parse(word: &str) -> Option<StatedCondition> {
        [StatedCondition::ExportLinked, StatedCondition::DomesticGoods, StatedCondition::PriceQuantityLinked]
            .into_iter()
            .find(|s| s.as_str() == word)
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
    /// The refusal code.
    pub code: Code,
}

impl ConditionExclusion {
    pub(super) fn claims(&self) -> Vec<String> {
        self.regimes.iter().map(|r| format!("{} under {r}", self.statement.as_str())).collect()
    }
}

pub(super) fn sector(rule: &mut RuleReader<'_, '_>) -> Option<SectorExclusion> {
    let regimes = rule.regimes();
    let except = rule.except(regimes.as_deref());
    let code = rule.code();
    let list = rule.list("sectors")?;
    let (Some(revisions), Some(divisions)) = (list.column("revision"), list.column("division")) else {
        let hint = "a list of sectors has the columns revision and division";
        rule.block.refuse("sectors", &format!("list `{}` is no list of sectors", list.id), hint);
        return None;
    };
    let divisions = revisions.into_iter().zip(divisions).map(|(r, d)| (r.to_owned(), d.to_owned())).collect();
    Some(SectorExclusion { head: rule.head()?, regimes: regimes?, except: except?, divisions, code: code? })
}

pub(super) fn condition(rule: &RuleReader<'_, '_>) -> Option<ConditionExclusion> {
    let regimes = rule.regimes();
    let except = rule.except(regimes.as_deref());
    let choices = "export_linked, domestic_goods, price_quantity_linked";
    let statement = rule.block.word("statement", choices, StatedCondition::parse);
    let code = rule.code();
    Some(ConditionExclusion {
        head: rule.head()?,
        regimes: regimes?,
        except: except?,
        statement: statement?,
        code: code?,
    })
}
