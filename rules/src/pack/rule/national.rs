//! What a State may grant to all undertakings together (rules-sectors D9 to D12).

use chrono::NaiveDate;
use ledger::ids::MemberState;
use ledger::verdict::Code;
use rust_decimal::Decimal;

use crate::calendar::Boundary;
use crate::pack::regime::Regime;
use crate::pack::timeline::Dated;

use super::caps::{Caps, read_caps};
use super::head::Head;
use super::limit::{Counted, Mode, Window, of_state, read_matrix, read_period};
use super::option::StateOption;
use super::reader::RuleReader;

/// Whose fiscal years may be meant by those of a national cap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FiscalYearsOf {
    /// Of the beneficiary of the event.
    Beneficiary,
    /// Of the beneficiary of each award.
    Recipient,
    /// Calendar years.
    Calendar,
}

impl FiscalYearsOf {
    fn parse(word: &str) -> Option<Self> {
        match word {
            "beneficiary" => Some(Self::Beneficiary),
            "recipient" => Some(Self::Recipient),
            "calendar" => Some(Self::Calendar),
            _ => None,
        }
    }
}

/// How much a State may grant under a regime, whoever receives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NationalCap {
    /// Id, title, dates, citation.
    pub head: Head,
    /// The regime of the grants it judges.
    pub regime: Regime,
    /// Which awards fill it.
    pub counts: Vec<Counted>,
    /// Over how many years.
    pub window: Option<Window>,
    /// Over how many fiscal years.
    pub fiscal_years: Option<u32>,
    /// Whose fiscal years may be meant.
    pub fiscal_years_of: Vec<FiscalYearsOf>,
    /// The caps of the Annex.
    pub caps: Caps,
    /// What stands in their place where the State has chosen so.
    pub option: Option<StateOption>,
    /// Whether it is asked only while the State has chosen so.
    pub option_only: bool,
    /// Of aid to one product sector: which share of the cap.
    pub share: Option<Dated<Decimal>>,
    /// Days after which a published total is said to be old.
    pub total_age: Dated<u32>,
    /// The code of a grant that exceeds it.
    pub code: Code,
}

impl NationalCap {
    /// The regimes whose awards count.
    #[must_use]
    pub fn counted(&self) -> Vec<Regime> {
        self.counts.iter().filter(|row| row.mode == Mode::Counted).map(|row| row.regime).collect()
    }

    /// How the first day of a window of years is read for a State.
    #[must_use]
    pub fn boundary_on(&self, member_state: MemberState, day: NaiveDate) -> Boundary {
        let stated =
            self.window.as_ref().and_then(|window| of_state(&window.boundary, Some(member_state), day));
        stated.map_or(Boundary::Closed, |entry| entry.value)
    }

    /// Whether it is asked of aid to one product sector alone.
    #[must_use]
    pub fn is_of_a_sector(&self) -> bool {
        self.share.is_some()
    }

    pub(super) fn claims(&self) -> Vec<String> {
        let sector = if self.is_of_a_sector() { " in a product sector" } else { "" };
        vec![format!("the national cap of {}{sector}", self.regime)]
    }
}

pub(super) fn national_cap(rule: &mut RuleReader<'_, '_>) -> Option<NationalCap> {
    let regime = rule.regime();
    let scope = rule.block.word("scope", "member-state", |word| (word == "member-state").then_some(()));
    let period = read_period(rule);
    let caps = read_caps(rule, "caps");
    let total_age = rule.count("total_age", "day");
    let code = rule.code();
    let counts = read_matrix(rule.block, regime.as_ref());
    let option_only = rule.block.has("option_only") && rule.block.truth("option_only")?;
    let fiscal_years_of = match rule.block.has("fiscal_years_of") {
        true => {
            let words = rule.block.words("fiscal_years_of")?;
            let read: Option<Vec<FiscalYearsOf>> =
                words.iter().map(|word| FiscalYearsOf::parse(word)).collect();
            if read.as_ref().is_none_or(Vec::is_empty) {
                let choices = "any of beneficiary, recipient, calendar";
                rule.block.refuse("fiscal_years_of", "nobody whose fiscal years are meant", choices);
            }
            read?
        }
        false => Vec::new(),
    };
    let (window, fiscal_years) = period?;
    if fiscal_years.is_some() == fiscal_years_of.is_empty() {
        let hint = "fiscal_years and fiscal_years_of stand together";
        rule.block.refuse("fiscal_years_of", "it is not said whose fiscal years are meant", hint);
    }
    let of_a_sector = rule.block.has("product_sector") && rule.block.truth("product_sector")?;
    let share = match rule.block.has("share") {
        true => Some(rule.percent("share")?),
        false => None,
    };
    if of_a_sector != share.is_some() {
        rule.block.refuse("share", "a share without product sector, or without share", "both, or neither");
    }
    let option = StateOption::read(rule, &["caps"])?;
    if option_only && option.is_none() {
        rule.block.refuse("option_only", "no option is named", "add the block `option`, or leave it out");
    }
    scope?;
    Some(NationalCap {
        head: rule.head()?,
        regime: regime?,
        counts: counts?,
        window,
        fiscal_years,
        fiscal_years_of,
        caps: caps?,
        option,
        option_only,
        share,
        total_age: total_age?,
        code: code?,
    })
}
