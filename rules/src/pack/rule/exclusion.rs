//! What a regime does not serve: sectors, and aid tied to conditions.

use crate::pack::fault::Faults;
use crate::pack::read::Block;
use crate::pack::regime::Regime;

use super::limit::read_code;
use super::{Head, Resolver, parse_regimes, read_regimes};

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
    pub code: String,
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
pub enum Statement {
    /// Tied to quantities exported, a distribution network or other current export expenditure.
    ExportLinked,
    /// Contingent on domestic over imported goods or services.
    DomesticGoods,
    /// Fixed on price or quantity of primary products, or conditional on passing the aid on to primary producers.
    PriceQuantityLinked,
}

impl Statement {
    /// The member of `conditions` in an award event.
    pub fn as_str(self) -> &'static str {
        match self {
            Statement::ExportLinked => "export_linked",
            Statement::DomesticGoods => "domestic_goods",
            Statement::PriceQuantityLinked => "price_quantity_linked",
        }
    }

    /// Reads the member's name.
    pub fn parse(word: &str) -> Option<Statement> {
        [Statement::ExportLinked, Statement::DomesticGoods, Statement::PriceQuantityLinked]
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
    pub statement: Statement,
    /// The refusal code.
    pub code: String,
}

impl ConditionExclusion {
    pub(super) fn claims(&self) -> Vec<String> {
        self.regimes.iter().map(|r| format!("{} under {r}", self.statement.as_str())).collect()
    }
}

/// Regimes that a rule spares; none of those it binds, where `bound` names them.
pub(super) fn read_except(
    block: &Block<'_>,
    bound: Option<&[Regime]>,
    faults: &mut Faults,
) -> Option<Vec<Regime>> {
    let words = block.words("except", faults)?;
    let except = parse_regimes(block, "except", &words, faults)?;
    if let Some(both) = except.iter().find(|r| bound.is_some_and(|b| b.contains(r))) {
        let message = format!("`{both}` is both bound and spared");
        block.refuse("except", &message, "name it in regimes or in except, not in both", faults);
    }
    Some(except)
}

pub(super) fn sector(
    head: Option<Head>,
    block: &Block<'_>,
    resolver: &mut Resolver<'_>,
    faults: &mut Faults,
) -> Option<SectorExclusion> {
    let regimes = read_regimes(block, faults);
    let except = read_except(block, regimes.as_deref(), faults);
    let code = read_code(block, faults);
    let list = resolver.list("sectors", block, faults)?;
    let (Some(revisions), Some(divisions)) = (list.column("revision"), list.column("division")) else {
        let hint = "a list of sectors has the columns revision and division";
        block.refuse("sectors", &format!("list `{}` is no list of sectors", list.id), hint, faults);
        return None;
    };
    let divisions = revisions.into_iter().zip(divisions).map(|(r, d)| (r.to_owned(), d.to_owned())).collect();
    Some(SectorExclusion { head: head?, regimes: regimes?, except: except?, divisions, code: code? })
}

pub(super) fn condition(
    head: Option<Head>,
    block: &Block<'_>,
    faults: &mut Faults,
) -> Option<ConditionExclusion> {
    let regimes = read_regimes(block, faults);
    let except = read_except(block, regimes.as_deref(), faults);
    let choices = "export_linked, domestic_goods, price_quantity_linked";
    let statement = block.word("statement", choices, Statement::parse, faults);
    let code = read_code(block, faults);
    Some(ConditionExclusion {
        head: head?,
        regimes: regimes?,
        except: except?,
        statement: statement?,
        code: code?,
    })
}
