//! What becomes of an award: reductions, withdrawals, waivers, lapsed credits. All act forward; none rewrites a verdict.

use ledger::directory::AuthorisedEvent;
use ledger::money::{Cents, Money};
use ledger::verdict::{Code, Figure, Flag};

use super::findings::Findings;
use crate::state::{Award, State};
use crate::statement::{Lessening, Remainder};
use crate::value::{Worth, difference};

/// `award.reduced`, `award.withdrawn`, `award.waived`, `credits.expired`
pub(super) fn lessened(state: &State, event: &AuthorisedEvent, lessening: Lessening<'_>) -> Findings {
    let Some(award) = state.awards.in_effect(&lessening.award().full(event.signer())) else {
        return Findings::just(Code::UnknownAward);
    };
    let mut found = counts(state, award, lessening);
    match lessening {
        Lessening::Reduced(_) | Lessening::Withdrawn(_) => {}
        Lessening::Waived(waived) => {
            if found.codes.is_empty() && waived.on < waived.repaid_on {
                found.flag(Flag::BenefitNotRepaid);
            }
        }
        // It counts less only where the right itself has lapsed.
        Lessening::Expired(expired) => {
            if !expired.right_lapsed && found.gge.is_some() {
                let figures = award.figures(expired.on.date());
                found.gge = figures.map(|figures| Figure { low: figures.low, high: Some(figures.high) });
            }
        }
    }
    found
}

/// Counts min(old, max(left, kept - repaid)): never less than what was had and not given back.
fn counts(state: &State, award: &Award, lessening: Lessening<'_>) -> Findings {
    let Ok(amounts) = Amounts::of(state, award, lessening) else {
        return Findings::just(Code::UnknownCurrencyRate);
    };
    if amounts.too_much {
        // What does not happen leaves no figure.
        return Findings::just(Code::ContradictsRecord);
    }
    let mut found = Findings::default();
    if amounts.left.is_some_and(|left| amounts.had > left) {
        found.flag(Flag::BenefitNotRepaid);
    }
    match award.figures(lessening.on()).zip(amounts.most()) {
        Some((old, most)) => {
            found.gge = Some(Figure { low: old.low.min(most), high: Some(old.high.min(most)) });
        }
        None => found.flag(Flag::Uncounted),
    }
    found
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
    fn of(state: &State, award: &Award, lessening: Lessening<'_>) -> Result<Self, Worth> {
        let euro = |money: Money, less: Option<Money>| difference(state, award, money, less);
        let (kept, repaid) = lessening.kept_and_repaid();
        let had = kept.map_or(Ok(Cents::ZERO), |kept| euro(kept, repaid))?;
        let (left, too_much) = match lessening.left() {
            Remainder::After(money) => (Some(euro(money, None)?), false),
            Remainder::Nothing => (Some(Cents::ZERO), false),
            Remainder::Without(money) => {
                let high = award.figures(lessening.on()).map(|figures| figures.high);
                let gone = euro(money, None)?;
                (high.map(|high| (high - gone).or_zero()), high.is_some_and(|high| gone > high))
            }
        };
        Ok(Self { left, had, too_much })
    }

    /// The most that the award counts from then on.
    fn most(&self) -> Option<Cents> {
        self.left.map(|left| left.max(self.had))
    }
}
