//! The two regulations in figures, written down from their text and not from a pack.

use chrono::Days;

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
    limit: 300_000 * 100,
    code: "ceiling_exceeded",
    counted: &["eu-2023-2831", "eu-1407-2013", "eu-1408-2013", "eu-717-2014"],
    unsettled: &["eu-360-2012"],
};
const SGEI: Ceiling = Ceiling {
    rule: "eu-2023-2832/ceiling",
    limit: 750_000 * 100,
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

/// Beside awards under which regimes a service may be paid for, where a regime bars any other compensation for it (C1).
pub fn spared(regime: &str) -> Option<&'static [&'static str]> {
    let de_minimis: &[&str] =
        &["eu-2023-2831", "eu-2023-2832", "eu-1408-2013", "eu-717-2014", "eu-1407-2013", "eu-360-2012"];
    (regime == "eu-2023-2832").then_some(de_minimis)
}

/// Whether the Member State leaves the day three years earlier out.
pub fn half_open(state: &str) -> bool {
    state == "IT"
}

/// Whether a reservation made on a day may last to another: ninety days, where a rule says so.
pub fn lasts_too_long(regime: &str, on: Day, until: Day) -> bool {
    ceiling(regime, on).is_some() && until > on + Days::new(90)
}

/// A safe harbour: amounts in cents, terms in years.
#[derive(Debug, Clone, Copy)]
pub struct Harbour {
    /// Ceiling in cents.
    pub ceiling: i128,
    /// The larger amount and the shorter term.
    pub short: (i128, i128),
    /// The smaller amount and the longer term.
    pub long: (i128, i128),
}

/// The safe harbour for loans under a regime.
pub fn loan_harbour(regime: &str, on: Day) -> Option<Harbour> {
    let euro = |short: i128, long: i128| ((short * 100, 5), (long * 100, 10));
    let (short, long) = match regime {
        "eu-2023-2831" => euro(1_500_000, 750_000),
        _ => euro(3_750_000, 1_875_000),
    };
    Some(Harbour { ceiling: ceiling(regime, on)?.limit, short, long })
}

/// The safe harbour for guarantees under a regime; the ten-year amount of the second is no misprint of ours.
pub fn guarantee_harbour(regime: &str, on: Day) -> Option<Harbour> {
    let euro = |short: i128, long: i128| ((short * 100, 5), (long * 100, 10));
    let (short, long) = match regime {
        "eu-2023-2831" => euro(2_250_000, 1_125_000),
        _ => euro(5_625_000, 2_813_036),
    };
    Some(Harbour { ceiling: ceiling(regime, on)?.limit, short, long })
}

/// What a State's formula for loans by reference rate adds to the base rate for an undertaking without a rating, in
/// hundredths of a percent.
pub fn unrated_margin(regime: &str, state: Option<&str>, on: Day) -> Option<i128> {
    (regime == "eu-2023-2831" && state == Some("LT") && new_acts_apply(on)).then_some(400)
}

/// Whether a holder of this kind connects nobody under a regime's ceiling.
pub fn connects_nobody(kind: &str, rule: &str) -> bool {
    kind == "public-body" || (kind == "non-profit" && rule == SGEI.rule)
}

/// Origins of funding that count.
pub const COUNTING_ORIGINS: &[&str] = &["state", "shared-management", "ms-donated", "undetermined"];

/// Codes in their order of precedence, as far as the model gives them.
pub const CODES: &[&str] = &[
    "unknown_reference",
    "unknown_undertaking",
    "unknown_award",
    "unknown_project",
    "unknown_scheme",
    "award_id_used",
    "identifier_in_use",
    "contradicts_record",
    "unknown_currency_rate",
    "unknown_price",
    "regime_not_in_force",
    "excluded_sector",
    "conditions_excluded",
    "not_transparent_aid",
    "safe_harbour_not_met",
    "insolvency",
    "reservation_expired",
    "ceiling_exceeded",
    "sgei_ceiling_exceeded",
    "cumulation_exceeded",
    "policy_limit",
    "order_ambiguous",
    "uncounted_award_in_window",
    "not_covered",
    "needs_review",
];
/// Codes beside which no other is listed.
pub const UNKNOWNS: &[&str] = &[
    "unknown_reference",
    "unknown_undertaking",
    "unknown_award",
    "unknown_project",
    "unknown_scheme",
    "unknown_currency_rate",
    "unknown_price",
];
/// Codes that defer when they stand alone.
pub const DEFERRING: &[&str] =
    &["order_ambiguous", "uncounted_award_in_window", "not_covered", "needs_review"];
/// Codes of what a statement refers to, and of nothing else.
pub const OF_RECORD: &[&str] = &[
    "unknown_reference",
    "unknown_undertaking",
    "unknown_award",
    "unknown_project",
    "unknown_scheme",
    "award_id_used",
    "identifier_in_use",
    "contradicts_record",
];
/// Flags in the order of the vocabulary.
pub const FLAGS: &[&str] = &[
    "granted_without_check",
    "over_ceiling",
    "boundary_dispute",
    "late_registration",
    "possible_duplicate",
    "sources_differ",
    "uncounted",
    "group_evidence_weak",
    "group_cross_border",
    "identity_not_matched",
    "identity_not_anchored",
    "interpretation",
    "benefit_not_repaid",
    "draw_exceeds_award",
    "gge_differs_from_declared",
];
/// Flags that a refusal keeps: how the law and the group were read.
pub const READINGS: &[&str] =
    &["boundary_dispute", "interpretation", "group_evidence_weak", "group_cross_border"];
