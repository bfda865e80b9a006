//! What aid of a regime may not meet, whatever the amounts.

use ledger::verdict::Code;

use crate::pack::regime::Regime;

use super::head::Head;
use super::reader::RuleReader;

/// A service of general economic interest that is paid for once: no aid beside other compensation for the same service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SameService {
    /// Id, title, dates, citation.
    pub head: Head,
    /// The regimes it binds.
    pub regimes: Vec<Regime>,
    /// Regimes whose awards are no compensation in its sense; the regimes it binds may be among them.
    pub except: Vec<Regime>,
    /// The refusal code.
    pub code: Code,
}

pub(super) fn same_service(rule: &RuleReader<'_, '_>) -> Option<SameService> {
    let regimes = rule.regimes();
    let except = rule.except(None);
    let code = rule.code();
    Some(SameService { head: rule.head()?, regimes: regimes?, except: except?, code: code? })
}
