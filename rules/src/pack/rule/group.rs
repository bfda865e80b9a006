//! Who is one undertaking: through which holders nobody is linked, and whether links across a border connect.

use ledger::event::undertaking::HoldingKind;

use crate::pack::param::{LinkPolicy, PerState};
use crate::pack::read::Block;
use crate::pack::timeline::Dated;

use super::head::Head;
use super::reader::RuleReader;

/// A kind of holder through which a rule may link nobody, by the `kind` of a declared holding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum UnlinkedHolder {
    /// A public body.
    PublicBody,
    /// An entity that makes no profit.
    NonProfit,
}

impl UnlinkedHolder {
    const ALL: [UnlinkedHolder; 2] = [UnlinkedHolder::PublicBody, UnlinkedHolder::NonProfit];

    /// The word a pack uses, and the `kind` of a declared holding.
    pub fn as_str(self) -> &'static str {
        match self {
            UnlinkedHolder::PublicBody => HoldingKind::PublicBody.as_str(),
            UnlinkedHolder::NonProfit => HoldingKind::NonProfit.as_str(),
        }
    }

    fn parse(word: &str) -> Option<UnlinkedHolder> {
        UnlinkedHolder::ALL.into_iter().find(|holder| holder.as_str() == word)
    }
}

/// Who is one undertaking where no ceiling says it: in a group that is shown, attested or parted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupRule {
    /// Id, title, dates, citation.
    pub head: Head,
    /// Kinds of holders through which enterprises are not linked, perhaps none.
    pub unlinked_through: Vec<UnlinkedHolder>,
    /// Whether links that cross a border connect.
    pub cross_border: Dated<LinkPolicy>,
    /// Whether links of natural persons that are no enterprises connect; `None`: like any others.
    pub natural_persons: Option<PerState<LinkPolicy>>,
}

pub(super) fn single_undertaking(rule: &mut RuleReader<'_, '_>) -> Option<GroupRule> {
    let unlinked_through = read_holders(rule.block);
    let cross_border = rule.cross_border_everywhere("cross_border");
    let natural_persons = rule.natural_persons("natural_persons");
    Some(GroupRule {
        head: rule.head()?,
        unlinked_through: unlinked_through?,
        cross_border: cross_border?,
        natural_persons: natural_persons?,
    })
}

/// The holders at `unlinked_through`.
pub(super) fn read_holders(block: &Block<'_>) -> Option<Vec<UnlinkedHolder>> {
    let words = block.words("unlinked_through")?;
    for word in words.iter().filter(|word| UnlinkedHolder::parse(word).is_none()) {
        let all = UnlinkedHolder::ALL.map(UnlinkedHolder::as_str).join(", ");
        let hint = format!("any of {all}, or [] if every holder connects");
        block.refuse("unlinked_through", &format!("unknown holder `{word}`"), &hint);
    }
    Some(words.iter().filter_map(|word| UnlinkedHolder::parse(word)).collect())
}
