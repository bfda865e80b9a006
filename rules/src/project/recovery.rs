//! What is owed under a decision to recover aid: principal and compound interest, with the steps (`docs/spec/interest.md`).

use chrono::NaiveDate;
use ledger::event::undertaking::DecisionKind;
use ledger::ids::{MemberState, UndertakingId};
use ledger::money::Currency;
use num_rational::BigRational;
use serde::Serialize;

use crate::state::{DecisionKey, Handle, Ordered, RecoveryFact, Reliance, State};
use crate::value::interest::{
    BaseRates, DayCount, Disposal, InterestLaw, InterestStep, NoInterest, Owed, Payment, Recovery, owed,
    principal_left,
};
use crate::value::{fraction, shown, whole};
use crate::words::{Formula, Language, Message, Told, say};

/// Decimals of an amount of money.
const CENT_DECIMALS: u32 = 2;

/// A stretch of days at one rate, as it is printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StepLine {
    /// First day.
    pub from: NaiveDate,
    /// The day after the last.
    pub to: NaiveDate,
    /// Percent a year, margin included.
    pub rate: String,
    /// Since when the base rate holds.
    pub rate_from: NaiveDate,
    /// What bears interest, to the cent.
    pub bearing: String,
    /// Its interest, to the cent; the sum is calculated exactly.
    pub interest: String,
    /// Whether it is a whole year.
    pub whole_year: bool,
    /// In words.
    pub text: Told,
}

/// What would be owed by another reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reading {
    /// Which.
    pub reading: Told,
    /// What would be owed.
    pub owed: String,
}

/// What is owed under a decision by one undertaking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RecoveryAnswer {
    /// Who decided.
    pub kind: DecisionKind,
    /// The reference of the decision.
    pub decision: String,
    /// Against whom.
    pub undertaking: String,
    /// The State that recovers.
    pub member_state: MemberState,
    /// The day asked for.
    pub on: NaiveDate,
    /// The currency of the order.
    pub currency: String,
    /// Principal that is left.
    pub principal: String,
    /// Interest; `null` where it has no figure, which is not nought.
    pub interest: Option<String>,
    /// Both.
    pub owed: Option<String>,
    /// What was paid that was not owed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overpaid: Option<String>,
    /// How it came to that.
    pub steps: Vec<StepLine>,
    /// By other readings, where they come to another figure.
    pub readings: Vec<Reading>,
    /// In words: the answer first.
    pub notes: Vec<Told>,
}

/// The base rates of a State in a ledger's record.
struct Published<'a>(&'a State, MemberState);

impl BaseRates for Published<'_> {
    fn on(&self, day: NaiveDate) -> Option<(NaiveDate, BigRational)> {
        let (from, rate) = self.0.reference.base_rate(self.1, day)?;
        Some((from, fraction(rate.percent)))
    }
}

fn money(amount: &BigRational) -> String {
    shown::rounded(amount, CENT_DECIMALS)
}

/// One order: what was said of a decision and an undertaking.
struct Order<'a> {
    ordered: &'a Ordered,
    recovery: Recovery,
    currency: Currency,
    /// A payment or disposal in another currency.
    mixed: bool,
    annulled: Option<NaiveDate>,
    suspended: Option<NaiveDate>,
}

impl<'a> Order<'a> {
    /// I1: all orders and payments under the decision that concern one undertaking; the last order says State and day count.
    fn of(said: &[&'a RecoveryFact], on: NaiveDate) -> Option<Self> {
        let orders = said.iter().filter_map(|said| match said {
            RecoveryFact::Ordered(ordered) => Some(ordered),
            RecoveryFact::Paid(..)
            | RecoveryFact::Suspended(..)
            | RecoveryFact::Annulled(..)
            | RecoveryFact::Completed(..) => None,
        });
        let ordered = orders.clone().next_back()?;
        let currency = ordered.principal.currency();
        let parts = || orders.clone().flat_map(|ordered| &ordered.disposals);
        let disposals = parts().map(|(amount, on)| Disposal { amount: fraction(amount.amount()), on: *on });
        let mut order = Self {
            ordered,
            recovery: Recovery {
                disposals: disposals.collect(),
                payments: Vec::new(),
                day_count: ordered.day_count.parse::<DayCount>(),
            },
            currency,
            mixed: parts().any(|(amount, _)| amount.currency() != currency),
            annulled: None,
            suspended: None,
        };
        for said in said {
            match said {
                RecoveryFact::Paid(_, principal, interest, paid_on) => {
                    order.mixed |= principal.currency() != currency || interest.currency() != currency;
                    order.recovery.payments.push(Payment {
                        principal: fraction(principal.amount()),
                        interest: fraction(interest.amount()),
                        on: *paid_on,
                    });
                }
                RecoveryFact::Annulled(_, annulled) if *annulled <= on => order.annulled = Some(*annulled),
                RecoveryFact::Suspended(_, day) if *day <= on => order.suspended = Some(*day),
                RecoveryFact::Ordered(_)
                | RecoveryFact::Annulled(..)
                | RecoveryFact::Suspended(..)
                | RecoveryFact::Completed(..) => {}
            }
        }
        Some(order)
    }

    /// What would be owed if one disputed reading were the other.
    fn readings(&self, sum: &Owed, on: NaiveDate, rates: &dyn BaseRates, law: &InterestLaw) -> Vec<Reading> {
        let base = law.clone();
        let others = [
            (
                say::interest_reading_credit(),
                InterestLaw { credited_as_stated: !law.credited_as_stated, ..base.clone() },
            ),
            (say::interest_reading_february(), InterestLaw { february_28: !law.february_28, ..base.clone() }),
            (
                say::interest_reading_below_zero(),
                InterestLaw { never_below_zero: !law.never_below_zero, ..base },
            ),
        ];
        let total = |sum: &Owed| money(&(&sum.principal + &sum.interest));
        let read = |(reading, law): (Message, InterestLaw)| {
            let other = total(&owed(&self.recovery, on, rates, &law).ok()?);
            let named = format!("{} {other}", self.currency);
            let reading = say::interest_reading(reading, Formula(named)).into();
            (other != total(sum)).then_some(Reading { reading, owed: other })
        };
        others.into_iter().filter_map(read).collect()
    }
}

fn step(step: InterestStep) -> StepLine {
    let (rate, bearing) = (shown::exact(&step.rate), money(&step.bearing));
    let interest = money(&step.interest);
    let said = if step.is_whole_year { say::interest_whole_year } else { say::interest_step };
    let [percent, on, accrued] = [&rate, &bearing, &interest].map(|figure| Formula(figure.clone()));
    let text = said(step.from, step.to, percent, step.rate_from, on, accrued).into();
    StepLine {
        from: step.from,
        to: step.to,
        rate,
        rate_from: step.rate_from,
        bearing,
        interest,
        whole_year: step.is_whole_year,
        text,
    }
}

/// What is owed on a day under the decisions with a reference, one answer for each undertaking; of one undertaking where that
/// is asked. Empty: no such order is on record.
#[must_use]
pub fn recovery(
    state: &State,
    decision: &str,
    of: Option<&UndertakingId>,
    on: NaiveDate,
    law: &InterestLaw,
) -> Vec<RecoveryAnswer> {
    let own = of.map(|id| {
        let handle = state.undertakings.find(id);
        handle.map(|handle| state.one_undertaking(handle, &Reliance::Everybody)).unwrap_or_default()
    });
    let keys: Vec<&DecisionKey> = state.facts.decisions_named(decision).collect();
    let mut answers = Vec::new();
    for key in keys {
        let mut against: Vec<Handle> = Vec::new();
        for handle in state.facts.ordered_against(key) {
            let all = state.one_undertaking(handle, &Reliance::Everybody);
            let asked = own.as_ref().is_none_or(|own| own.contains(&handle));
            if asked && !against.iter().any(|known| all.contains(known)) {
                against.push(handle);
            }
        }
        for handle in against {
            let all = state.one_undertaking(handle, &Reliance::Everybody);
            let said: Vec<&RecoveryFact> =
                state.facts.recovery(key).filter(|said| all.contains(&said.against())).collect();
            if let Some(order) = Order::of(&said, on) {
                answers.push(answer(state, key, handle, &order, on, law));
            }
        }
    }
    answers
}

fn answer(
    state: &State,
    (kind, decision): &DecisionKey,
    handle: Handle,
    order: &Order<'_>,
    on: NaiveDate,
    law: &InterestLaw,
) -> RecoveryAnswer {
    let undertaking = state.undertakings.id(handle).map(ToString::to_string).unwrap_or_default();
    let member_state = order.ordered.member_state;
    let rates = Published(state, member_state);
    let left = money(&principal_left(&order.recovery, on));
    let mut told = RecoveryAnswer {
        kind: *kind,
        decision: decision.clone(),
        undertaking,
        member_state,
        on,
        currency: order.currency.to_string(),
        principal: left,
        interest: None,
        owed: None,
        overpaid: None,
        steps: Vec::new(),
        readings: Vec::new(),
        notes: Vec::new(),
    };
    let found = (!order.mixed).then(|| owed(&order.recovery, on, &rates, law));
    let mut notes = match (order.annulled, found) {
        (Some(day), _) => {
            let nothing = money(&whole(0));
            told.principal = nothing.clone();
            (told.interest, told.owed) = (Some(nothing.clone()), Some(nothing));
            vec![say::interest_annulled(day)]
        }
        (None, Some(Ok(sum))) => {
            told.readings = order.readings(&sum, on, &rates, law);
            told.take(sum, law.commission_only && *kind != DecisionKind::Commission)
        }
        (None, Some(Err(NoInterest::NoRate(day)))) => vec![told.unknown(), say::interest_no_rate(day)],
        (None, Some(Err(NoInterest::NoDayCount(count)))) => {
            let known: Vec<&str> = DayCount::ALL.iter().map(|count| count.as_str()).collect();
            vec![told.unknown(), say::interest_no_day_count(&count, &known.join(", "))]
        }
        (None, None) => vec![told.unknown(), say::interest_mixed_money(order.currency)],
    };
    notes.extend(order.suspended.map(say::interest_suspended));
    told.notes = notes.into_iter().map(Into::into).collect();
    told
}

impl RecoveryAnswer {
    /// Its sentences are told in this language from now on; no figure changes.
    pub fn tell(&mut self, language: Language) {
        let steps = self.steps.iter_mut().map(|step| &mut step.text);
        let readings = self.readings.iter_mut().map(|reading| &mut reading.reading);
        steps.chain(readings).chain(&mut self.notes).for_each(|told| told.tell(language));
    }

    /// An amount with its currency.
    fn named(&self, amount: &str) -> Formula {
        Formula(format!("{} {amount}", self.currency))
    }

    /// That the interest has no figure.
    fn unknown(&self) -> Message {
        let principal = self.named(&self.principal);
        say::interest_unknown(&self.decision, &self.undertaking, self.on, principal)
    }

    /// Takes the sum in, as law or by analogy, and says so.
    fn take(&mut self, sum: Owed, by_analogy: bool) -> Vec<Message> {
        let total = money(&(&sum.principal + &sum.interest));
        // I10: both are rounded, and the interest is what is between them.
        let interest = money(&rounded_difference(&sum));
        self.principal = money(&sum.principal);
        let (owed, principal) = (self.named(&total), self.named(&self.principal));
        let accrued = Formula(interest.clone());
        let mut notes = if by_analogy {
            vec![self.unknown(), say::interest_by_analogy(owed, accrued)]
        } else {
            let (decision, of) = (&self.decision, &self.undertaking);
            let said = say::interest_owed(decision, of, self.on, owed, principal, accrued);
            (self.interest, self.owed) = (Some(interest), Some(total));
            vec![said]
        };
        if sum.overpaid > whole(0) {
            let overpaid = money(&sum.overpaid);
            notes.push(say::interest_overpaid(self.named(&overpaid)));
            self.overpaid = Some(overpaid);
        }
        self.steps = sum.steps.into_iter().map(step).collect();
        notes
    }
}

/// The rounded sum without the rounded principal.
fn rounded_difference(sum: &Owed) -> BigRational {
    let cent = |amount: &BigRational| shown::to_places(amount, CENT_DECIMALS);
    cent(&(&sum.principal + &sum.interest)) - cent(&sum.principal)
}

/// The answers for people.
#[must_use]
pub fn recovery_text(answers: &[RecoveryAnswer]) -> String {
    let mut lines = Vec::new();
    for answer in answers {
        let mut notes = answer.notes.iter();
        lines.extend(notes.next().map(ToString::to_string));
        lines.extend(answer.steps.iter().map(|step| format!("  {}", step.text)));
        lines.extend(notes.map(|note| format!("  {note}")));
        lines.extend(answer.readings.iter().map(|reading| format!("  {}", reading.reading)));
    }
    lines.join("\n") + "\n"
}

/// That no order is on record.
#[must_use]
pub fn no_order(decision: &str) -> Message {
    say::interest_no_order(decision)
}
