//! What becomes of an award: reductions, withdrawals, waivers, lapsed credits. All act forward; none rewrites a verdict.

use chrono::NaiveDate;
use ledger::directory::AuthorisedEvent;
use ledger::event::award::{AwardReduced, AwardWaived, AwardWithdrawn, CreditsExpired, Repaid};
use ledger::event::{Body, Event};
use ledger::ids::{ScopedId, ScopedRef};
use ledger::money::{Cents, Money};
use ledger::verdict::{Code, Figure, Flag};

use super::Findings;
use super::valuation::{Worth, difference};
use crate::state::{Award, State};

/// An award that took effect and was not set free since.
pub(super) fn in_effect<'a>(state: &'a State, id: &ScopedId) -> Result<&'a Award, Code> {
    state.awards.find(id).filter(|award| !award.freed).ok_or(Code::UnknownAward)
}

/// What is left of an award from a day on, as a statement has it.
struct Less<'a> {
    award: &'a ScopedRef,
    left: Left,
    kept: Option<Money>,
    repaid: Option<&'a Repaid>,
    on: NaiveDate,
}

enum Left {
    /// So much.
    After(Money),
    /// Nothing.
    Nothing,
    /// So much less than before.
    Without(Money),
}

impl<'a> Less<'a> {
    /// Of a statement that lessens an award; `None` for any other.
    fn of(body: &'a Body) -> Option<Self> {
        Some(match body {
            Body::AwardReduced(reduced) => Self::reduced(reduced),
            Body::AwardWithdrawn(withdrawn) => Self::withdrawn(withdrawn),
            Body::AwardWaived(waived) => Self::waived(waived),
            // Credits that lapse while the right to them does not are the beneficiary's own loss.
            Body::CreditsExpired(expired) if expired.right_lapsed => Self::expired(expired),
            _ => return None,
        })
    }

    fn reduced(reduced: &'a AwardReduced) -> Self {
        Self {
            award: &reduced.award,
            left: Left::After(reduced.gge_after),
            kept: Some(reduced.benefit_kept),
            repaid: reduced.repaid.as_ref(),
            on: reduced.on.date(),
        }
    }

    fn withdrawn(withdrawn: &'a AwardWithdrawn) -> Self {
        Self {
            award: &withdrawn.award,
            left: Left::Nothing,
            kept: Some(withdrawn.benefit_kept),
            repaid: withdrawn.repaid.as_ref(),
            on: withdrawn.on.date(),
        }
    }

    /// From the later of the two days on: it helps no grant dated before the money was back.
    fn waived(waived: &'a AwardWaived) -> Self {
        Self {
            award: &waived.award,
            left: Left::Without(waived.amount),
            kept: Some(waived.benefit_kept),
            repaid: waived.repaid.as_ref(),
            on: waived.on.max(waived.repaid_on).date(),
        }
    }

    fn expired(expired: &'a CreditsExpired) -> Self {
        Self {
            award: &expired.award,
            left: Left::Without(expired.amount),
            kept: None,
            repaid: None,
            on: expired.on.date(),
        }
    }
}

/// The amounts of a lessening, at the rates of the grant: a figure is never revalued.
struct Amounts {
    /// What is left after it; `None` where it takes away from what has no figure.
    left: Option<Cents>,
    /// What was had and not given back.
    had: Cents,
    /// Whether it takes away more than there is.
    too_much: bool,
}

impl Amounts {
    /// The most that the award counts from then on.
    fn most(&self) -> Option<Cents> {
        self.left.map(|left| left.max(self.had))
    }
}

impl Less<'_> {
    fn amounts(&self, state: &State, award: &Award) -> Result<Amounts, Worth> {
        let euro = |money: Money, less: Option<Money>| {
            difference(state, money, less, award.state, award.regime, award.granted_on)
        };
        let repaid = self.repaid.map(|repaid| repaid.amount);
        let had = self.kept.map_or(Ok(Cents::ZERO), |kept| euro(kept, repaid))?;
        let (left, too_much) = match self.left {
            Left::After(money) => (Some(euro(money, None)?), false),
            Left::Nothing => (Some(Cents::ZERO), false),
            Left::Without(money) => {
                let (gone, high) = (euro(money, None)?, award.figures(self.on).map(|figures| figures.high));
                (high.map(|high| (high - gone).or_zero()), high.is_some_and(|high| gone > high))
            }
        };
        Ok(Amounts { left, had, too_much })
    }

    /// Counts min(old, max(left, kept - repaid)): never less than what was had and not given back.
    fn judge(&self, state: &State, event: &AuthorisedEvent) -> Findings {
        let award = match in_effect(state, &self.award.full(event.signer())) {
            Ok(award) => award,
            Err(unknown) => return Findings::with(vec![unknown]),
        };
        let Ok(amounts) = self.amounts(state, award) else {
            return Findings::with(vec![Code::UnknownCurrencyRate]);
        };
        if amounts.too_much {
            // What does not happen leaves no figure.
            return Findings::with(vec![Code::ContradictsRecord]);
        }
        let mut found = Findings::default();
        if amounts.left.is_some_and(|left| amounts.had > left) {
            found.flag(Flag::BenefitNotRepaid);
        }
        match award.figures(self.on).zip(amounts.most()) {
            Some((old, most)) => {
                found.gge = Some(Figure { low: old.low.min(most), high: Some(old.high.min(most)) });
            }
            None => found.flag(Flag::Uncounted),
        }
        found
    }
}

/// The award that a statement lessens, and from when on; `None` where it lessens none. To what at most is the figure that its
/// verdict records.
pub(crate) fn lessens(event: &Event) -> Option<(ScopedId, NaiveDate)> {
    let less = Less::of(&event.body)?;
    Some((less.award.full(&event.source), less.on))
}

/// `award.reduced`
pub(super) fn reduced(state: &State, event: &AuthorisedEvent, reduced: &AwardReduced) -> Findings {
    Less::reduced(reduced).judge(state, event)
}

/// `award.withdrawn`
pub(super) fn withdrawn(state: &State, event: &AuthorisedEvent, withdrawn: &AwardWithdrawn) -> Findings {
    Less::withdrawn(withdrawn).judge(state, event)
}

/// `award.waived` (C-608/19): given up and paid back.
pub(super) fn waived(state: &State, event: &AuthorisedEvent, waived: &AwardWaived) -> Findings {
    let mut found = Less::waived(waived).judge(state, event);
    if found.codes.is_empty() && waived.on < waived.repaid_on {
        found.flag(Flag::BenefitNotRepaid);
    }
    found
}

/// `credits.expired`: counts less only where the right itself has lapsed.
pub(super) fn expired(state: &State, event: &AuthorisedEvent, expired: &CreditsExpired) -> Findings {
    let mut found = Less::expired(expired).judge(state, event);
    if !expired.right_lapsed && found.gge.is_some() {
        let award = state.awards.find(&expired.award.full(event.signer()));
        let figures = award.and_then(|award| award.figures(expired.on.date()));
        found.gge = figures.map(|figures| Figure { low: figures.low, high: Some(figures.high) });
    }
    found
}
