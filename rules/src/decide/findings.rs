//! What the rules found, before the outcome is settled.

use ledger::money::Cents;
use ledger::verdict::{Check, Code, Figure, Flag};

/// Codes, flags, figures and checks, as they are found.
#[derive(Debug, Clone, Default)]
pub(crate) struct Findings {
    pub codes: Vec<Code>,
    pub flags: Vec<Flag>,
    pub gge: Option<Figure>,
    pub members: Vec<Option<Figure>>,
    pub amounts: Vec<Cents>,
    pub checks: Vec<Check>,
}

impl Findings {
    /// Notes a code once.
    pub fn code(&mut self, code: Code) {
        if !self.codes.contains(&code) {
            self.codes.push(code);
        }
    }

    /// Notes a flag once.
    pub fn flag(&mut self, flag: Flag) {
        if !self.flags.contains(&flag) {
            self.flags.push(flag);
        }
    }

    /// These codes and nothing else.
    pub fn with(codes: Vec<Code>) -> Self {
        Self { codes, ..Self::default() }
    }

    /// One code and nothing else.
    pub fn just(code: Code) -> Self {
        Self::with(vec![code])
    }

    /// A code where something holds, else nothing.
    pub fn only_if(holds: bool, code: Code) -> Self {
        Self::with(holds.then_some(code).into_iter().collect())
    }
}
