//! The two regulations in figures, written down from their text and not from a pack.

use super::dates::day;
use crate::ops::{Conditions, Day};

/// A ceiling over any period of three years, per Member State and single undertaking.
#[derive(Debug, Clone, Copy)]
pub struct Ceiling {
    /// Rule id of its checks.
    pub rule: &'static str,
    /// Cents.
    pub limit: i128,
    /// Code of a breach.
    pub code: &'static str,
    /// Regimes whose awards count.
    pub counted: &'static [&'static str],
    /// Regimes of which it is not said whether they count.
    pub unsettled: &'static [&'static str],
}

const GENERAL: Ceiling = Ceiling {
    rule: "eu-2023-2831/ceiling",
    limit: 300_000_00,
    code: "ceiling_exceeded",
    counted: &["eu-2023-2831", "eu-1407-2013", "eu-1408-2013", "eu-717-2014"],
    unsettled: &["eu-360-2012"],
};
const SGEI: Ceiling = Ceiling {
    rule: "eu-2023-2832/ceiling",
    limit: 750_000_00,
    code: "sgei_ceiling_exceeded",
    counted: &["eu-2023-2832"],
    unsettled: &["eu-360-2012"],
};

fn new_acts_apply(on: Day) -> bool {
    day(2024, 1, 1) <= on && on <= day(2031, 6, 30)
}

/// The ceiling on a grant under a regime.
pub fn ceiling(regime: &str, on: Day) -> Option<Ceiling> {
    match regime {
        "eu-2023-2831" if new_acts_apply(on) => Some(GENERAL),
        "eu-2023-2832" if new_acts_apply(on) => Some(SGEI),
        _ => None,
    }
}

/// Why a new grant may not use a regime on a date.
pub fn closed(regime: &str, on: Day) -> Option<&'static str> {
    let within =
        |from: Day, to: Day| if from <= on && on <= to { "not_covered" } else { "regime_not_in_force" };
    match regime {
        "eu-2023-2831" | "eu-2023-2832" => (!new_acts_apply(on)).then_some("regime_not_in_force"),
        "eu-1407-2013" | "eu-360-2012" => Some("regime_not_in_force"),
        "eu-1408-2013" => Some(within(day(2014, 1, 1), day(2032, 12, 31))),
        "eu-717-2014" => Some(within(day(2014, 7, 1), day(2029, 12, 31))),
        _ => Some("not_covered"),
    }
}

/// Whether the regime is closed to the sector of a new grant: fishing (03) and farming (01).
pub fn sector_excluded(regime: &str, on: Day, nace: &str) -> bool {
    ceiling(regime, on).is_some() && (nace.starts_with("01") || nace.starts_with("03"))
}

/// What conditions say against a new grant.
pub fn conditions_codes(regime: &str, on: Day, conditions: &Conditions) -> Vec<&'static str> {
    let tied = conditions.export_linked || conditions.domestic_goods || conditions.price_quantity_linked;
    let mut codes = Vec::new();
    if tied && ceiling(regime, on).is_some() {
        codes.push("conditions_excluded");
    }
    if conditions.separated {
        codes.push("needs_review");
    }
    codes
}

/// Whether the Member State leaves the day three years earlier out.
pub fn half_open(state: &str) -> bool {
    state == "IT"
}

/// Codes in their order of precedence, as far as the model gives them.
pub const CODES: &[&str] = &[
    "unknown_reference",
    "unknown_undertaking",
    "unknown_award",
    "award_id_used",
    "identifier_in_use",
    "unknown_currency_rate",
    "regime_not_in_force",
    "excluded_sector",
    "conditions_excluded",
    "ceiling_exceeded",
    "sgei_ceiling_exceeded",
    "order_ambiguous",
    "uncounted_award_in_window",
    "not_covered",
    "needs_review",
];
/// Codes beside which no other is listed.
pub const UNKNOWNS: &[&str] =
    &["unknown_reference", "unknown_undertaking", "unknown_award", "unknown_currency_rate"];
/// Codes that defer when they stand alone.
pub const DEFERRING: &[&str] =
    &["order_ambiguous", "uncounted_award_in_window", "not_covered", "needs_review"];
/// Flags in the order of the vocabulary.
pub const FLAGS: &[&str] = &[
    "granted_without_check",
    "over_ceiling",
    "boundary_dispute",
    "late_registration",
    "uncounted",
    "interpretation",
    "benefit_not_repaid",
];
