//! What becomes of an award: reductions, withdrawals, waivers, lapsed credits. All act forward; none rewrites a verdict.

use ledger::directory::AuthorisedEvent;
use ledger::money::{Cents, Money};
use ledger::verdict::{Code, Figure, Flag};

use super::facts::is_before_grant;
use super::findings::Findings;
use crate::state::{Award, Figures, Lessened, State};
use crate::statement::{Lessening, Remainder};
use crate::value::{Worth, difference};

/// `award.reduced`, `award.withdrawn`, `award.waived`, `credits.expired`
pub(super) fn lessened(state: &State, event: &AuthorisedEvent, lessening: Lessening<'_>) -> Findings {
    let id = lessening.award().full(event.signer());
    let Some((award, index)) = state.awards.in_effect(&id).zip(state.awards.index(&id)) else {
        return Findings::just(Code::UnknownAward);
    };
    let Ok(amounts) = Amounts::of(state, award, lessening) else {
        return Findings::just(Code::UnknownCurrencyRate);
    };
    if lessening.days().into_iter().any(|day| is_before_grant(state, award, day)) {
        return Findings::just(Code::ContradictsRecord);
    }
    let row_only = lessening.withdraws() && award.is_row();
    let day = lessening.on();
    let before =
        if row_only { state.awards.row_counts_on(index, day) } else { state.awards.counts_on(index, day) };
    let mut found = match before {
        Some(before) => from(state, (index, before), lessening, &amounts, row_only),
        None => without_figure(lessening, &amounts),
    };
    if let Lessening::Waived(waived) = lessening
        && found.codes.is_empty()
        && waived.on < waived.repaid_on
    {
        found.flag(Flag::BenefitNotRepaid);
    }
    found
}

/// Of an award that counts so much on the day.
fn from(
    state: &State,
    (index, before): (u32, Figures),
    lessening: Lessening<'_>,
    amounts: &Amounts,
    row_only: bool,
) -> Findings {
    let Some(target) = amounts.target(before.high) else {
        // What does not happen leaves no figure.
        return Findings::just(Code::ContradictsRecord);
    };
    let mut found = Findings::default();
    if !lessening.counts_less() {
        found.gge = Some(figure(before));
        return found;
    }
    let (_, repaid) = lessening.kept_and_repaid();
    let stated = Lessened {
        on: lessening.on(),
        target,
        kept: amounts.kept,
        repaid: repaid.map(|repaid| (repaid.on.date(), amounts.repaid)),
        row_only,
    };
    let after = state.awards.would_count(index, stated.on, Some(stated), Cents::ZERO).unwrap_or(before);
    if after.high > target {
        found.flag(Flag::BenefitNotRepaid);
    }
    found.gge = Some(figure(after));
    found.amounts = vec![target, amounts.kept, amounts.repaid];
    found
}

/// Of an award that counts nowhere for lack of a figure: nothing changes.
fn without_figure(lessening: Lessening<'_>, amounts: &Amounts) -> Findings {
    let mut found = Findings::default();
    found.flag(Flag::Uncounted);
    let target = match lessening.left() {
        Remainder::After(_) | Remainder::Nothing => amounts.target(Cents(i128::MAX)),
        Remainder::Without(_) => None,
    };
    if target.is_some_and(|target| amounts.kept - amounts.repaid > target) {
        found.flag(Flag::BenefitNotRepaid);
    }
    found
}

fn figure(figures: Figures) -> Figure {
    Figure { low: figures.low, high: Some(figures.high) }
}

/// The amounts of a lessening, at the rates of the grant: a figure is never revalued.
struct Amounts {
    left: Left,
    /// What was had of the award and kept.
    kept: Cents,
    /// What of that was given back.
    repaid: Cents,
}

/// What is left, as it is stated.
#[derive(Clone, Copy)]
enum Left {
    SoMuch(Cents),
    Less(Cents),
}

impl Amounts {
    fn of(state: &State, award: &Award, lessening: Lessening<'_>) -> Result<Self, Worth> {
        let euro = |money: Money| difference(state, award, money, None);
        let (kept, repaid) = lessening.kept_and_repaid();
        let left = match lessening.left() {
            Remainder::After(money) => Left::SoMuch(euro(money)?),
            Remainder::Nothing => Left::SoMuch(Cents::ZERO),
            Remainder::Without(money) => Left::Less(euro(money)?),
        };
        let or_nothing = |money: Option<Money>| money.map_or(Ok(Cents::ZERO), euro);
        Ok(Self { left, kept: or_nothing(kept)?, repaid: or_nothing(repaid.map(|repaid| repaid.amount))? })
    }

    /// What the award comes to, where it counted so much; `None` where that would be more, or more is taken than there is.
    fn target(&self, before: Cents) -> Option<Cents> {
        let target = match self.left {
            Left::SoMuch(left) => left,
            Left::Less(less) => before - less,
        };
        (target <= before && target >= Cents::ZERO).then_some(target)
    }
}
