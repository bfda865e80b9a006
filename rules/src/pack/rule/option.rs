//! What stands in the place of a rule's own keys where the granting State has chosen a higher ceiling (rules-sectors D8).

use chrono::NaiveDate;
use ledger::event::governance::CeilingOption;
use ledger::ids::MemberState;
use ledger::money::Cents;
use rust_decimal::Decimal;

use crate::pack::citation::Citation;
use crate::pack::regime::Regime;
use crate::pack::shape::OPTION;
use crate::pack::timeline::Dated;

use super::caps::{Caps, in_hundredths, read_caps};
use super::reader::{RuleReader, read_regime};

/// The option of a State that a rule knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateOption {
    /// Whose option it is.
    pub regime: Regime,
    /// Its word in the published table.
    pub word: CeilingOption,
    /// The first day on which the act knows it.
    pub from: NaiveDate,
    /// The last one.
    pub until: Option<NaiveDate>,
    /// The ceiling.
    pub ceiling: Option<Dated<Decimal>>,
    /// The limit on capital, or on caps.
    pub limit: Option<Dated<Decimal>>,
    /// National caps.
    pub caps: Option<Caps>,
    /// The amounts of a safe harbour for the shorter term.
    pub short_amount: Option<Dated<Decimal>>,
    /// For the longer term.
    pub long_amount: Option<Dated<Decimal>>,
    /// Where it is written.
    pub citation: Citation,
}

/// Who knows which State has chosen what.
pub trait Chosen {
    /// Whether an option of a State holds on a day.
    fn option_holds(
        &self,
        member_state: MemberState,
        regime: Regime,
        option: CeilingOption,
        day: NaiveDate,
    ) -> bool;
}

impl StateOption {
    /// Whether the act knows it on a day.
    #[must_use]
    pub fn is_known_on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }

    /// Whether it is known and chosen on a day in a State.
    #[must_use]
    pub fn holds(&self, chosen: &dyn Chosen, member_state: Option<MemberState>, day: NaiveDate) -> bool {
        let chosen = |state| chosen.option_holds(state, self.regime, self.word, day);
        self.is_known_on(day) && member_state.is_some_and(chosen)
    }

    /// The ceiling on a day, in hundredths.
    #[must_use]
    pub fn ceiling_on(&self, day: NaiveDate) -> Option<Cents> {
        in_hundredths(self.ceiling.as_ref()?.on(day)?.value)
    }

    /// Reads the block of a rule, where there is one; `keys` are those that may change. `None` where it is no answer.
    pub(super) fn read(rule: &mut RuleReader<'_, '_>, keys: &[&'static str]) -> Option<Option<StateOption>> {
        let Some(block) = rule.block.block("option", &OPTION) else { return Some(None) };
        let head = rule.head()?;
        let regime = read_regime(&block);
        let word = block.word("word", "3(3a), 3(2a)", |word| word.parse::<CeilingOption>().ok());
        let from = if block.has("from") { block.date("from")? } else { head.from };
        let until = if block.has("until") { Some(block.date("until")?) } else { head.until };
        let citation = Citation::read(&block);
        for key in ["ceiling", "limit", "caps", "short_amount", "long_amount"] {
            if block.has(key) && !keys.contains(&key) {
                block.refuse(key, "the rule has nothing that this could take the place of", "leave it out");
            }
        }
        let mut inside = rule.inside_on(&block, from, until);
        let mut euro = |key: &str| match block.has(key) {
            true => inside.eur(key).map(Some),
            false => Some(None),
        };
        let (ceiling, limit) = (euro("ceiling"), euro("limit"));
        let (short_amount, long_amount) = (euro("short_amount"), euro("long_amount"));
        let caps = match block.has("caps") {
            true => read_caps(&mut inside, "caps").map(Some),
            false => Some(None),
        };
        Some(Some(StateOption {
            regime: regime?,
            word: word?,
            from,
            until,
            ceiling: ceiling?,
            limit: limit?,
            caps: caps?,
            short_amount: short_amount?,
            long_amount: long_amount?,
            citation: citation?,
        }))
    }
}
