//! What aid of a regime may not meet, whatever the amounts.

use crate::pack::fault::Faults;
use crate::pack::read::Block;
use crate::pack::regime::Regime;

use super::exclusion::read_except;
use super::limit::read_code;
use super::{Head, read_regimes};

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
    pub code: String,
}

pub(super) fn same_service(
    head: Option<Head>,
    block: &Block<'_>,
    faults: &mut Faults,
) -> Option<SameService> {
    let regimes = read_regimes(block, faults);
    let except = read_except(block, None, faults);
    let code = read_code(block, faults);
    Some(SameService { head: head?, regimes: regimes?, except: except?, code: code? })
}
