//! What aid of a regime may not meet, whatever the amounts.

use ledger::verdict::Code;

use crate::pack::regime::Regime;

use super::head::Head;
use super::reader::RuleReader;

/// A service of general economic interest that is paid for once: no aid beside other compensation for the same service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SameService {
    /// Id, title, dates, citation.
    pub head: Head,
    /// The regimes it binds.
    pub regimes: Vec<Regime>,
    /// Regimes whose awards are no compensation in its sense; the regimes it binds may be among them.
    pub except: Vec<Regime>,
    /// Regimes whose awards are spared by a reading of the text.
    pub except_in_doubt: Vec<Regime>,
    /// Whose reading that is.
    pub note: Option<String>,
    /// The refusal code.
    pub code: Code,
}

pub(super) fn same_service(rule: &RuleReader<'_, '_>) -> Option<SameService> {
    let regimes = rule.regimes();
    let except = rule.except(None);
    let in_doubt = rule.named_regimes("except_in_doubt");
    let note = rule.block.text("note");
    let code = rule.code();
    if in_doubt.as_ref().is_some_and(|regimes| !regimes.is_empty()) && note.is_none() {
        let hint = "say what is open: note = \"..\"";
        rule.block.refuse("except_in_doubt", "regimes spared in doubt without note", hint);
    }
    let both = except.iter().flatten().find(|regime| in_doubt.iter().flatten().any(|other| other == *regime));
    if let Some(both) = both {
        let message = format!("`{both}` is spared with and without doubt");
        rule.block.refuse("except_in_doubt", &message, "name it in one of the two");
    }
    Some(SameService {
        head: rule.head()?,
        regimes: regimes?,
        except: except?,
        except_in_doubt: in_doubt?,
        note,
        code: code?,
    })
}

/// Which awards are State aid, as far as a rule on eligible costs asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StateAid {
    /// Under an article of the block exemption.
    BlockExempted,
    /// Notified.
    Notified,
}

impl StateAid {
    fn parse(word: &str) -> Option<StateAid> {
        match word {
            "gber" => Some(StateAid::BlockExempted),
            "notified" => Some(StateAid::Notified),
            _ => None,
        }
    }

    fn is_of(self, regime: &Regime) -> bool {
        match self {
            StateAid::BlockExempted => matches!(regime, Regime::Gber(_)),
            StateAid::Notified => *regime == Regime::Notified,
        }
    }
}

/// Aid and State aid on one cost line together not above the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SameCosts {
    /// Id, title, dates, citation.
    pub head: Head,
    /// The regimes it binds.
    pub regimes: Vec<Regime>,
    /// What is State aid in its sense.
    pub state_aid: Vec<StateAid>,
    /// Whether it goes by the highest intensity or amount; otherwise by the line.
    pub highest: bool,
    /// The refusal code.
    pub code: Code,
}

impl SameCosts {
    /// Whether awards of a regime are State aid in its sense.
    #[must_use]
    pub fn is_state_aid(&self, regime: &Regime) -> bool {
        self.state_aid.iter().any(|aid| aid.is_of(regime))
    }
}

pub(super) fn same_costs(rule: &RuleReader<'_, '_>) -> Option<SameCosts> {
    let regimes = rule.regimes();
    let words = rule.block.words("state_aid");
    let state_aid: Option<Vec<StateAid>> = words.as_ref().and_then(|words| {
        let read: Option<Vec<StateAid>> = words.iter().map(|word| StateAid::parse(word)).collect();
        read.filter(|all| !all.is_empty())
    });
    if words.is_some() && state_aid.is_none() {
        rule.block.refuse("state_aid", "no State aid is named", "any of: gber, notified");
    }
    let code = rule.code();
    let highest = match rule.block.has("limit") {
        true => rule.block.word("limit", "line, highest-intensity", |word| match word {
            "line" => Some(false),
            "highest-intensity" => Some(true),
            _ => None,
        }),
        false => Some(false),
    };
    Some(SameCosts {
        head: rule.head()?,
        regimes: regimes?,
        state_aid: state_aid?,
        highest: highest?,
        code: code?,
    })
}
