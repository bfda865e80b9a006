//! Undertakings that are active in two worlds and keep activities or accounts apart (rules-sectors D14).

use ledger::event::aid::Nace;
use ledger::verdict::Code;

use crate::pack::regime::Regime;

use super::head::Head;
use super::reader::RuleReader;
use super::sectors::{Mark, Sectors};

/// What is asked of an undertaking that is known to be active in another world too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Separated {
    /// Id, title, dates, citation.
    pub head: Head,
    /// The regimes it binds.
    pub regimes: Vec<Regime>,
    /// Activities of the other world: what its lists have as excluded.
    pub sectors: Vec<Sectors>,
    /// Regimes of the other world, where aid under them counts in a sum beside the aid judged.
    pub beside: Vec<Regime>,
    /// Whether a grant that says nothing of it is for a person to look at; otherwise nothing is asked of it.
    pub not_stated_is_review: bool,
    /// The code of a grant that says they are not kept apart.
    pub code: Code,
}

impl Separated {
    /// Whether an activity is one of the other world.
    #[must_use]
    pub fn is_of_the_other(&self, nace: &Nace) -> bool {
        self.sectors.iter().any(|list| list.says(nace) == Some(Mark::Listed))
    }

    pub(super) fn claims(&self) -> Vec<String> {
        let worlds = [(!self.sectors.is_empty(), "activities"), (!self.beside.is_empty(), "regimes")];
        let of = |regime: &Regime| {
            let regime = *regime;
            worlds
                .into_iter()
                .filter(|(has, _)| *has)
                .map(move |(_, what)| format!("the separation of {what} under {regime}"))
        };
        self.regimes.iter().flat_map(of).collect()
    }
}

pub(super) fn separated(rule: &mut RuleReader<'_, '_>) -> Option<Separated> {
    let regimes = rule.regimes();
    let names = if rule.block.has("sectors") { rule.block.words("sectors")? } else { Vec::new() };
    let sectors: Option<Vec<Sectors>> =
        names.iter().map(|name| Sectors::read_named(rule, "sectors", name, "excluded")).collect();
    let beside = rule.named_regimes("beside");
    if names.is_empty() && beside.as_ref().is_some_and(Vec::is_empty) {
        rule.block.refuse("sectors", "no other world is named", "sectors, beside, or both");
    }
    let not_stated = rule.block.word("not_stated", "nothing, review", |word| match word {
        "nothing" => Some(false),
        "review" => Some(true),
        _ => None,
    });
    let code = rule.code();
    Some(Separated {
        head: rule.head()?,
        regimes: regimes?,
        sectors: sectors?,
        beside: beside?,
        not_stated_is_review: not_stated?,
        code: code?,
    })
}
