//! Loans and guarantees whose equivalent needs no risk assessment (Art. 4(3) and 4(6)), and capital (Art. 4(4)).

use std::collections::BTreeSet;

use ledger::event::aid::{Aid, Form, GuaranteeMethod, LoanMethod};
use ledger::event::undertaking::{CreditBand, Insolvency, Size};
use ledger::ids::UndertakingId;
use ledger::money::Money;
use ledger::verdict::Code;
use num_rational::BigRational;
use rust_decimal::Decimal;

use super::aided::Priced;
use super::exact::{fraction, whole};
use super::market::Market;
use super::settle::{Counted, is_fixed_sum, is_other_instrument};
use super::worth::Worth;
use crate::pack::rule::{Head, SafeHarbour, StateOption, band_suffices};
use crate::pack::{Dated, Entry};
use crate::state::{Known, State};

/// A safe harbour with its values of a granting date.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Harbour<'a> {
    pub head: &'a Head,
    pub ceiling: &'a Entry<Decimal>,
    /// Largest amount for the shorter term, and the term.
    pub short: (&'a Entry<Decimal>, &'a Entry<u32>),
    /// Largest amount for the longer term, and the term.
    pub long: (&'a Entry<Decimal>, &'a Entry<u32>),
    pub least_band: &'a Entry<CreditBand>,
    /// Least collateral of a loan, highest cover of a guarantee.
    pub percent: &'a Entry<Decimal>,
    /// Whether insolvency and rating shut out the formula alone (rules-sectors D19).
    pub gates_the_formula_alone: bool,
    /// Whether losses must be borne in proportion (rules-sectors D20).
    asks_for_losses: bool,
}

/// The limit on capital injections, or on the caps of other instruments.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CapitalLimit<'a> {
    pub head: &'a Head,
    pub limit: &'a Entry<Decimal>,
}

impl<'a> Harbour<'a> {
    fn on(
        (state, to): (&State, Priced),
        head: &'a Head,
        harbour: &'a SafeHarbour,
        percent: Option<&'a Entry<Decimal>>,
    ) -> Option<Self> {
        let on = to.granted_on;
        // What the State has chosen stands in the place of the figures that change with it.
        let option = chosen(state, to, harbour.option.as_ref());
        let instead = |figure: Option<&'a Dated<Decimal>>| figure.and_then(|figure| figure.on(on));
        let ceiling = option.and_then(|option| instead(option.ceiling.as_ref()));
        let short = option.and_then(|option| instead(option.short_amount.as_ref()));
        let long = option.and_then(|option| instead(option.long_amount.as_ref()));
        Some(Self {
            head,
            ceiling: ceiling.or(harbour.ceiling.on(on))?,
            short: (short.or(harbour.short_amount.on(on))?, harbour.short_years.on(on)?),
            long: (long.or(harbour.long_amount.on(on))?, harbour.long_years.on(on)?),
            least_band: harbour.least_band.on(on)?,
            percent: percent?,
            gates_the_formula_alone: harbour.gates_the_formula_alone,
            asks_for_losses: true,
        })
    }

    /// Amount and term of the pair that an amount fits: the shorter where both do.
    pub(crate) fn pair(&self, euro: &BigRational, years: Decimal) -> Option<(Decimal, u32)> {
        let pairs = [self.short, self.long].map(|(amount, term)| (amount.value, term.value));
        pairs.into_iter().find(|(amount, term)| *euro <= fraction(*amount) && years <= Decimal::from(*term))
    }

    /// Ceiling times the shares of amount and term.
    fn equivalent(&self, euro: &BigRational, years: Decimal) -> Option<BigRational> {
        let (amount, term) = self.pair(euro, years)?;
        let most = fraction(amount) * whole(term.into());
        (most > whole(0)).then(|| fraction(self.ceiling.value) * euro * fraction(years) / most)
    }
}

/// What is from before the first day of an act that reaches back is valued as on that day; its rates stay those of its date
/// (rules-sectors D18).
fn judged_as(state: &State, to: Priced) -> Priced {
    let open = state.packs().limits(&to.regime, to.granted_on);
    let first =
        if open.is_empty() { state.packs().reaches_back_from(&to.regime, to.granted_on) } else { None };
    Priced { granted_on: first.unwrap_or(to.granted_on), ..to }
}

/// The option of a rule, while it holds for a grant.
fn chosen<'a>(state: &State, to: Priced, option: Option<&'a StateOption>) -> Option<&'a StateOption> {
    option.filter(|option| option.holds(&state.reference, to.member_state, to.granted_on))
}

/// A limit, or what a State has chosen in its place.
fn limit_of<'a>(
    state: &State,
    to: Priced,
    (limit, option): (&'a Dated<Decimal>, Option<&'a StateOption>),
) -> Option<&'a Entry<Decimal>> {
    let instead = chosen(state, to, option).and_then(|option| option.limit.as_ref()?.on(to.granted_on));
    instead.or_else(|| limit.on(to.granted_on))
}

/// The safe harbour for loans of a regime and date.
pub(crate) fn of_loans(state: &State, to: Priced) -> Option<Harbour<'_>> {
    let to = judged_as(state, to);
    let rule = state.packs().loan_safe_harbour(&to.regime, to.granted_on)?;
    Harbour::on((state, to), &rule.head, &rule.harbour, rule.collateral_min_percent.on(to.granted_on))
}

/// The safe harbour for guarantees of a regime and date.
pub(crate) fn of_guarantees(state: &State, to: Priced) -> Option<Harbour<'_>> {
    let to = judged_as(state, to);
    let rule = state.packs().guarantee_safe_harbour(&to.regime, to.granted_on)?;
    let percent = rule.cover_max_percent.on(to.granted_on);
    let harbour = Harbour::on((state, to), &rule.head, &rule.harbour, percent)?;
    Some(Harbour { asks_for_losses: rule.asks_for_losses, ..harbour })
}

/// Up to which amount capital is transparent aid; `None` where no pack says.
pub(crate) fn of_capital(state: &State, to: Priced) -> Option<CapitalLimit<'_>> {
    let to = judged_as(state, to);
    let rule = state.packs().capital(&to.regime, to.granted_on)?;
    let limit = limit_of(state, to, (&rule.limit, rule.option.as_ref()))?;
    Some(CapitalLimit { head: &rule.head, limit })
}

/// What is known of an undertaking on a day, whichever of its numbers a statement named.
pub(crate) fn known(state: &State, undertaking: &UndertakingId, to: Priced) -> Known {
    let handle = state.undertakings.find(undertaking);
    let same = handle.map_or_else(BTreeSet::new, |handle| state.undertakings.same(handle));
    state.assessments.known(&same, to.granted_on)
}

/// What is known of the undertaking and stands in the way: insolvency, and a large one without a band that suffices.
/// What nobody stated closes nothing, but the band of an undertaking that is known to be large.
pub(crate) fn gates(known: &Known, least: CreditBand) -> Vec<Code> {
    let insolvent = known.insolvency.is_some_and(|(state, _)| state != Insolvency::None);
    let large = known.size.is_some_and(|(size, _)| size == Size::Large);
    let rated = known.credit_band.is_some_and(|(band, _)| band_suffices(band, least));
    let safe = (large && !rated).then_some(Code::SafeHarbourNotMet);
    safe.into_iter().chain(insolvent.then_some(Code::Insolvency)).collect()
}

/// A loan or guarantee against the safe harbour that it invokes.
#[derive(Debug, Clone)]
pub(crate) struct Invoked<'a> {
    pub harbour: Harbour<'a>,
    /// Principal, or amount guaranteed.
    pub amount: Money,
    pub years: Decimal,
    /// Whether collateral, or cover and sharing of losses, are as they must be.
    pub meets: bool,
}

/// What a loan or guarantee asks for; `None` for other forms, or where no pack has a safe harbour for it.
pub(crate) fn asked<'a>(state: &'a State, to: Priced, form: &Form) -> Option<Invoked<'a>> {
    match form {
        Form::Loan(loan) if loan.method == LoanMethod::SafeHarbour => {
            let harbour = of_loans(state, to)?;
            let meets = loan.collateral_percent.value() >= harbour.percent.value;
            Some(Invoked { harbour, amount: loan.principal, years: loan.years.value(), meets })
        }
        Form::Guarantee(guarantee) if guarantee.method == GuaranteeMethod::SafeHarbour => {
            let harbour = of_guarantees(state, to)?;
            let covered = guarantee.cover_max_percent.value() <= harbour.percent.value;
            let meets = covered && (guarantee.losses_pari_passu || !harbour.asks_for_losses);
            Some(Invoked { harbour, amount: guarantee.guaranteed, years: guarantee.years.value(), meets })
        }
        _ => None,
    }
}

/// Amount and term of the pair within which a share of a loan or guarantee lies; `None` outside both, or without a rate.
pub(crate) fn pair(
    state: &State,
    to: Priced,
    asked: &Invoked<'_>,
    share: &BigRational,
) -> Option<(Decimal, u32)> {
    let euro = Market::new(state, to).euro_of(asked.amount)?;
    asked.harbour.pair(&(euro * share), asked.years)
}

/// The gates before a loan or guarantee by whichever method: the least band, where the pack has a safe harbour of the form.
pub(crate) fn gate<'a>(state: &'a State, to: Priced, form: &Form) -> Option<&'a Entry<CreditBand>> {
    let (harbour, by_formula) = match form {
        Form::Loan(loan) => (of_loans(state, to), loan.method == LoanMethod::SafeHarbour),
        Form::Guarantee(guarantee) => {
            (of_guarantees(state, to), guarantee.method == GuaranteeMethod::SafeHarbour)
        }
        _ => (None, false),
    };
    let gated = harbour.filter(|harbour| by_formula || !harbour.gates_the_formula_alone);
    gated.map(|harbour| harbour.least_band)
}

/// The largest cap of another instrument that is transparent aid; `None` where no pack says.
pub(crate) fn of_caps(state: &State, to: Priced) -> Option<CapitalLimit<'_>> {
    let to = judged_as(state, to);
    let rule = state.packs().capped(&to.regime, to.granted_on)?;
    let limit = limit_of(state, to, (&rule.limit, rule.option.as_ref()))?;
    Some(CapitalLimit { head: &rule.head, limit })
}

impl Market<'_> {
    /// Everything that bars an award in this form; where no rule speaks, that is noted as missing. A cap lifts nothing.
    pub(super) fn barred(
        &mut self,
        aid: &Aid,
        counted: Option<Counted>,
        share: &BigRational,
        beneficiary: &UndertakingId,
    ) -> Vec<Code> {
        match (&aid.form, counted) {
            (Form::Loan(_) | Form::Guarantee(_), _) => self.barred_lending(aid, share, beneficiary),
            (Form::Capital(capital), _) => {
                let limit = of_capital(self.state, self.to);
                self.above(limit, capital.injection, share).into_iter().collect()
            }
            (form, Some(Counted::Cap(cap))) if is_other_instrument(form) => {
                let limit = of_caps(self.state, self.to);
                self.above(limit, cap, share).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    /// What bars a loan or guarantee: the gates, and outside them what the method asks (F6 to F9, F15).
    fn barred_lending(&mut self, aid: &Aid, share: &BigRational, beneficiary: &UndertakingId) -> Vec<Code> {
        let known = known(self.state, beneficiary, self.to);
        let least = gate(self.state, self.to, &aid.form);
        let mut codes = least.map(|least| gates(&known, least.value)).unwrap_or_default();
        match &aid.form {
            Form::Loan(loan) if loan.method == LoanMethod::ReferenceRate => {
                if !is_fixed_sum(aid) {
                    self.lacks_by_rate(&known);
                }
            }
            // A fixed sum is known without a safe harbour, and within one its conditions stay (F10).
            form if is_fixed_sum(aid) && asked(self.state, self.to, form).is_none() => {}
            form => codes.extend(self.unsafe_harbour(form, share)),
        }
        codes
    }

    fn unsafe_harbour(&mut self, form: &Form, share: &BigRational) -> Option<Code> {
        let asked = asked(self.state, self.to, form);
        let asked = self.noted(asked.ok_or(Worth::NotCovered))?;
        let fits = |euro: &BigRational| asked.harbour.pair(euro, asked.years).is_some();
        let euro = self.euro_of(asked.amount);
        let part = euro.as_ref().map(|euro| fits(&(euro * share)));
        self.part_decides |= part == Some(true) && !euro.as_ref().is_some_and(fits);
        (!asked.meets || part == Some(false)).then_some(Code::SafeHarbourNotMet)
    }

    /// Whether the State's part of an amount is above a limit.
    fn above(&mut self, limit: Option<CapitalLimit<'_>>, amount: Money, share: &BigRational) -> Option<Code> {
        let limit = fraction(limit?.limit.value);
        let euro = self.euro_of(amount)?;
        let above = &euro * share > limit;
        self.part_decides |= !above && euro > limit;
        above.then_some(Code::NotTransparentAid)
    }

    /// The equivalent of the State's part of a loan or guarantee within its safe harbour.
    pub(super) fn equivalent(&mut self, form: &Form, share: &BigRational) -> Option<BigRational> {
        let asked = asked(self.state, self.to, form);
        let asked = self.noted(asked.ok_or(Worth::NotCovered))?;
        let euro = self.euro_of(asked.amount)?;
        let equivalent = asked.harbour.equivalent(&(euro * share), asked.years);
        self.noted(equivalent.ok_or(Worth::Barred))
    }
}
