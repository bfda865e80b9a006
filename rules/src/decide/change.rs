//! What becomes of an award: reductions, withdrawals, waivers, lapsed credits. All act forward; none rewrites a verdict.

use chrono::NaiveDate;
use ledger::directory::AuthorisedEvent;
use ledger::event::award::{AwardReduced, AwardWaived, AwardWithdrawn, CreditsExpired, Repaid};
use ledger::ids::ScopedId;
use ledger::money::{Cents, Money};
use ledger::verdict::{Code, Figure, Flag};

use super::{Findings, valuation};
use crate::state::{Award, State};

/// An award that took effect and was not set free since.
pub(super) fn in_effect<'a>(state: &'a State, id: &ScopedId) -> Result<&'a Award, Findings> {
    let award = state.awards.find(id).filter(|award| !award.freed);
    award.ok_or_else(|| Findings::with(vec![Code::UnknownAward]))
}

/// What may be left of an award from a day on.
struct Less<'a> {
    left: Left,
    kept: Option<Money>,
    repaid: Option<&'a Repaid>,
    on: NaiveDate,
}

enum Left {
    /// So much is left.
    After(Money),
    /// Nothing.
    Nothing,
    /// So much goes.
    Without(Money),
}

/// `award.reduced`
pub(super) fn reduced(state: &State, event: &AuthorisedEvent, reduced: &AwardReduced) -> Findings {
    let less = Less {
        left: Left::After(reduced.gge_after),
        kept: Some(reduced.benefit_kept),
        repaid: reduced.repaid.as_ref(),
        on: reduced.on.date(),
    };
    less.judge(state, &reduced.award.full(event.signer()))
}

/// `award.withdrawn`
pub(super) fn withdrawn(state: &State, event: &AuthorisedEvent, withdrawn: &AwardWithdrawn) -> Findings {
    let less = Less {
        left: Left::Nothing,
        kept: Some(withdrawn.benefit_kept),
        repaid: withdrawn.repaid.as_ref(),
        on: withdrawn.on.date(),
    };
    less.judge(state, &withdrawn.award.full(event.signer()))
}

/// `award.waived` (C-608/19): given up and paid back; it helps no grant dated before the money was back.
pub(super) fn waived(state: &State, event: &AuthorisedEvent, waived: &AwardWaived) -> Findings {
    let less = Less {
        left: Left::Without(waived.amount),
        kept: Some(waived.benefit_kept),
        repaid: waived.repaid.as_ref(),
        on: waived_from(waived),
    };
    let mut found = less.judge(state, &waived.award.full(event.signer()));
    if waived.on < waived.repaid_on {
        found.flag(Flag::BenefitNotRepaid);
    }
    found
}

/// From when on an award counts less by a waiver.
pub(crate) fn waived_from(waived: &AwardWaived) -> NaiveDate {
    waived.on.max(waived.repaid_on).date()
}

/// `credits.expired`: counts less only where the right itself has lapsed.
pub(super) fn expired(state: &State, event: &AuthorisedEvent, expired: &CreditsExpired) -> Findings {
    let less = Less { left: Left::Without(expired.amount), kept: None, repaid: None, on: expired.on.date() };
    let id = expired.award.full(event.signer());
    let mut found = less.judge(state, &id);
    if !expired.right_lapsed && found.gge.is_some() {
        found.gge = state.awards.find(&id).and_then(|award| counted(award, less.on));
    }
    found
}

fn counted(award: &Award, on: NaiveDate) -> Option<Figure> {
    award.figures(on).map(|figures| Figure { low: figures.low, high: Some(figures.high) })
}

impl Less<'_> {
    /// Counts min(old, max(left, kept - repaid)): never less than what was had and not given back.
    fn judge(&self, state: &State, id: &ScopedId) -> Findings {
        let award = match in_effect(state, id) {
            Ok(award) => award,
            Err(unknown) => return unknown,
        };
        let mut found = Findings::default();
        // At the rates of the grant: a figure is never revalued.
        let euro = |money: Money, less: Option<Money>| {
            valuation::difference(state, money, less, award.state, award.regime, award.granted_on)
        };
        let stated = match self.left {
            Left::After(money) | Left::Without(money) => euro(money, None),
            Left::Nothing => Ok(Cents::ZERO),
        };
        let repaid = self.repaid.map(|repaid| repaid.amount);
        let had = self.kept.map_or(Ok(Cents::ZERO), |kept| euro(kept, repaid));
        let (Ok(stated), Ok(had)) = (stated, had) else {
            found.code(Code::UnknownCurrencyRate);
            return found;
        };
        let old = award.figures(self.on);
        let left = match (&self.left, old) {
            (Left::Without(_), Some(old)) if stated > old.high => {
                found.code(Code::ContradictsRecord);
                return found;
            }
            (Left::Without(_), Some(old)) => Some(old.high - stated),
            // Of what has no figure, nothing can be taken away.
            (Left::Without(_), None) => None,
            _ => Some(stated),
        };
        if left.is_some_and(|left| had > left) {
            found.flag(Flag::BenefitNotRepaid);
        }
        match (old, left) {
            (Some(old), Some(left)) => {
                let most = left.max(had);
                found.gge = Some(Figure { low: old.low.min(most), high: Some(old.high.min(most)) });
            }
            _ => found.flag(Flag::Uncounted),
        }
        found
    }
}
