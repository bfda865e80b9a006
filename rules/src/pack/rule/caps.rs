//! Caps of an Annex, State by State.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use ledger::ids::MemberState;
use ledger::money::Cents;
use rust_decimal::Decimal;

use crate::pack::fault::PackFaultKind;
use crate::pack::param::{known_state, plain_decimal};

use super::reader::RuleReader;

/// A decimal of at most two places in hundredths.
pub(super) fn in_hundredths(value: Decimal) -> Option<Cents> {
    let hundredths = value.checked_mul(Decimal::ONE_HUNDRED)?;
    hundredths.fract().is_zero().then(|| i128::try_from(hundredths.trunc()).ok().map(Cents)).flatten()
}

/// Caps of an Annex by State and first day, in cents.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Caps {
    by_state: BTreeMap<String, BTreeMap<NaiveDate, Cents>>,
}

impl Caps {
    /// The cap of a State on a day; `None` where the Annex has no row for it.
    #[must_use]
    pub fn on(&self, member_state: MemberState, day: NaiveDate) -> Option<Cents> {
        let rows = self.by_state.get(member_state.as_str())?;
        rows.range(..=day).next_back().map(|(_, cap)| *cap)
    }
}

/// The list of caps at a key: every State once a day, none below zero.
pub(super) fn read_caps(rule: &mut RuleReader<'_, '_>, key: &'static str) -> Option<Caps> {
    let list = rule.list(key)?;
    let columns = ["member_state", "from", "amount"].map(|name| list.column(name));
    let [Some(states), Some(days), Some(amounts)] = columns else {
        let hint = "columns member_state, from, amount, label";
        rule.block.refuse(key, &format!("list `{}` is no list of caps", list.id), hint);
        return None;
    };
    let mut caps = Caps::default();
    let mut sound = true;
    for ((state, day), amount) in states.into_iter().zip(days).zip(amounts) {
        let from = day.parse::<NaiveDate>().ok();
        let cents = plain_decimal(amount, 2).and_then(in_hundredths);
        let (Some(state), Some(from), Some(cents)) = (known_state(state), from, cents) else {
            let message = format!("list `{}` has no cap in the row of `{state}` from `{day}`", list.id);
            rule.block.refuse(key, &message, "such as FI,2024-12-16,1000.00,Finland");
            sound = false;
            continue;
        };
        if caps.by_state.entry(state).or_default().insert(from, cents).is_some() {
            let kind = PackFaultKind::Duplicate { what: "cap", name: format!("{day} in list {}", list.id) };
            rule.block.note(key, kind, "a State has one cap on a day");
            sound = false;
        }
    }
    sound.then_some(caps)
}
