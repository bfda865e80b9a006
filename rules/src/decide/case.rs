//! What every award is judged by, however it came.

use chrono::NaiveDate;
use ledger::directory::AuthorisedEvent;
use ledger::event::aid::Regime;
use ledger::ids::{MemberState, UndertakingId};
use ledger::money::Cents;
use ledger::verdict::{Code, Flag};

use super::findings::Findings;
use crate::state::Reliance;
use crate::value::Grantee;

/// Whose award it is, by which State, under which regime and when, and in whose view it is judged.
pub(crate) struct Case<'a> {
    pub beneficiary: &'a UndertakingId,
    /// Granting State; `None` where no State grants.
    pub member_state: Option<MemberState>,
    pub regime: Regime,
    pub granted_on: NaiveDate,
    /// Whether it is admitted or refused, rather than recorded.
    pub enforced: bool,
    /// So much counts at least, whatever its form comes to: what was used of it already and not paid back.
    pub least: Cents,
    /// The product sector that alone benefits, where one is stated.
    pub sector: Option<char>,
    /// In whose view it is judged.
    pub viewer: Reliance,
}

impl Case<'_> {
    pub(crate) fn grantee(&self) -> Grantee<'_> {
        Grantee {
            beneficiary: self.beneficiary,
            member_state: self.member_state,
            regime: self.regime,
            granted_on: self.granted_on,
        }
    }

    /// A fact stands without its figure; a new grant does not.
    pub(super) fn unresolved(&self, code: Code, found: &mut Findings) {
        if self.enforced { found.code(code) } else { found.flag(Flag::Uncounted) }
    }
}

/// In whose view an event is judged.
pub(super) fn viewer(event: &AuthorisedEvent) -> Reliance {
    if event.is_fact() { Reliance::Everybody } else { Reliance::Party(event.signer().clone()) }
}
