//! By which figures: thresholds and readings, filled by whoever has a pack.

use num_rational::BigRational;
use serde::Serialize;

use super::figures::Figures;
use crate::pack::{self, FiguresError};
use crate::value::fraction;

/// The class of an enterprise, the smallest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// Micro.
    Micro,
    /// Small.
    Small,
    /// Medium-sized.
    Medium,
    /// No SME.
    Large,
}

impl Class {
    /// All, the smallest first.
    pub const ALL: &[Self] = &[Self::Micro, Self::Small, Self::Medium, Self::Large];

    /// Those with thresholds, the smallest first.
    pub const SMES: &[Self] = &[Self::Micro, Self::Small, Self::Medium];

    /// The word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Micro => "micro",
            Self::Small => "small",
            Self::Medium => "medium",
            Self::Large => "large",
        }
    }
}

/// The thresholds of a class (Art. 2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Fewer heads than this.
    pub heads: BigRational,
    /// Turnover up to this, or
    pub turnover: BigRational,
    /// balance sheet total up to this.
    pub balance: BigRational,
}

/// Whether heads and money of a period are within the thresholds of a class; `None` where that is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Within {
    /// Fewer heads.
    pub heads: Option<bool>,
    /// Turnover or balance sheet total.
    pub money: Option<bool>,
}

impl Within {
    /// Both.
    #[must_use]
    pub fn both(self) -> Option<bool> {
        and(self.heads, self.money)
    }
}

/// Both; false as soon as one is.
fn and(one: Option<bool>, other: Option<bool>) -> Option<bool> {
    match (one, other) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        (None, _) | (_, None) => None,
    }
}

/// Readings that are disputed; each with both answers shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Readings {
    /// A purchase that makes the enterprise larger takes its status only after so many periods; else at once.
    pub status_kept_on_acquisition: bool,
    /// A sale that makes it smaller gives the status at once; else only after so many periods.
    pub status_gained_at_once_on_sale: bool,
    /// Heads and money are followed through the periods each by itself; else the definition as a whole.
    pub each_threshold_alone: bool,
    /// Accounts in other money at the rate of their last day; else of the day asked for.
    pub rate_of_closing_day: bool,
}

/// Everything that the test takes from the law.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Law {
    /// Micro, small, medium.
    pub micro: Limits,
    /// Small.
    pub small: Limits,
    /// Medium-sized.
    pub medium: Limits,
    /// From which percentage on a holder is a partner.
    pub partner: BigRational,
    /// From which percentage on public hands bar.
    pub public: BigRational,
    /// What business angels have invested in one enterprise must be less.
    pub angels: BigRational,
    /// The budget of a local authority must be less.
    pub budget: BigRational,
    /// Its inhabitants must be fewer.
    pub inhabitants: BigRational,
    /// In how many consecutive periods a threshold is crossed before the status changes.
    pub periods: u32,
    /// Accounts that close so many years or more before are not the latest.
    pub latest_within_years: u32,
    /// For how many years after that of its foundation an enterprise may give an estimate.
    pub estimate_years: u32,
    /// How old in days an exchange rate may be.
    pub rate_age_days: u32,
    /// Disputed readings.
    pub readings: Readings,
}

impl Law {
    /// The thresholds of a class; `None` of no SME.
    #[must_use]
    pub fn limits(&self, class: Class) -> Option<&Limits> {
        match class {
            Class::Micro => Some(&self.micro),
            Class::Small => Some(&self.small),
            Class::Medium => Some(&self.medium),
            Class::Large => None,
        }
    }

    /// C1, C2: whether figures are within a class and, since each is within the next, within all larger ones. What is missing
    /// only adds: figures that are over without it are over, and those that are within may be over.
    #[must_use]
    pub fn within(&self, class: Class, figures: &Figures) -> Within {
        let all = Class::SMES.iter().copied().filter(|larger| *larger >= class);
        let known = |fits: bool| match (fits, figures.is_complete) {
            (false, _) => Some(false),
            (true, true) => Some(true),
            (true, false) => None,
        };
        let limits = all.filter_map(|larger| self.limits(larger));
        limits.fold(Within { heads: Some(true), money: Some(true) }, |within, limits| Within {
            heads: and(within.heads, known(figures.heads < limits.heads)),
            money: and(
                within.money,
                known(figures.turnover <= limits.turnover || figures.balance <= limits.balance),
            ),
        })
    }
}

/// Why the law of a day can't be taken from parameters.
pub type LawError = FiguresError;

impl Law {
    /// The law of a day from the parameters that hold on it.
    ///
    /// # Errors
    /// The first parameter that is missing or of another kind.
    pub fn of(figures: &pack::Figures) -> Result<Self, LawError> {
        let exact = |name: &str| figures.number(name).map(fraction);
        let limits = |heads, turnover, balance| {
            Ok(Limits { heads: exact(heads)?, turnover: exact(turnover)?, balance: exact(balance)? })
        };
        Ok(Self {
            micro: limits("sme-micro-heads", "sme-micro-turnover", "sme-micro-balance-sheet")?,
            small: limits("sme-small-heads", "sme-small-turnover", "sme-small-balance-sheet")?,
            medium: limits("sme-medium-heads", "sme-medium-turnover", "sme-medium-balance-sheet")?,
            partner: exact("sme-partner")?,
            public: exact("sme-public-bodies")?,
            angels: exact("sme-business-angels")?,
            budget: exact("sme-local-authority-budget")?,
            inhabitants: exact("sme-local-authority-inhabitants")?,
            periods: figures.count("sme-periods")?,
            latest_within_years: figures.count("sme-latest-within")?,
            estimate_years: figures.count("sme-estimate-years")?,
            rate_age_days: figures.count("sme-exchange-rate-age")?,
            readings: Readings {
                status_kept_on_acquisition: figures.holds("sme-status-kept-on-acquisition")?,
                status_gained_at_once_on_sale: figures.holds("sme-status-gained-at-once-on-sale")?,
                each_threshold_alone: figures.holds("sme-each-threshold-alone")?,
                rate_of_closing_day: figures.holds("sme-exchange-rate-of-closing-day")?,
            },
        })
    }
}
