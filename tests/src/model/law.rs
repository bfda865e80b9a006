//! The two regulations in figures, written down from their text and not from a pack.

use chrono::Days;

use super::dates::day;
use crate::ops::Day;

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
    pub firm: &'static [&'static str],
    /// Regimes whose awards count, as the act is read (C3).
    pub as_read: &'static [&'static str],
    /// Regimes of which it is not said whether they count.
    pub unsettled: &'static [&'static str],
    /// All of them in the order in which an answer lists them.
    pub order: &'static [&'static str],
}

impl Ceiling {
    /// Regimes whose awards count, firmly or as the act is read.
    pub fn counted(&self) -> Vec<&'static str> {
        self.regimes().into_iter().filter(|regime| !self.unsettled.contains(regime)).collect()
    }

    /// All regimes that it speaks of.
    pub fn regimes(&self) -> Vec<&'static str> {
        self.order.to_vec()
    }
}

const GENERAL: Ceiling = Ceiling {
    rule: "eu-2023-2831/ceiling",
    limit: 300_000 * 100,
    code: "ceiling_exceeded",
    firm: &["eu-2023-2831", "eu-1408-2013", "eu-717-2014"],
    as_read: &["eu-1407-2013"],
    unsettled: &["eu-360-2012"],
    order: &["eu-2023-2831", "eu-1407-2013", "eu-1408-2013", "eu-717-2014", "eu-360-2012"],
};
const SGEI: Ceiling = Ceiling {
    rule: "eu-2023-2832/ceiling",
    limit: 750_000 * 100,
    code: "sgei_ceiling_exceeded",
    firm: &["eu-2023-2832"],
    as_read: &["eu-360-2012"],
    unsettled: &[],
    order: &["eu-2023-2832", "eu-360-2012"],
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

/// How an award of a regime stands to another for the same service, under a regime that bars other compensation (C1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beside {
    /// It bars.
    Bars,
    /// Nobody can tell.
    Unknown,
    /// It is spared, which can be read in two ways.
    SparedInDoubt,
    /// It is spared.
    Spared,
}

/// Whether a regime bars any other compensation for a service (C1).
pub fn bars_compensation(regime: &str) -> bool {
    regime == "eu-2023-2832"
}

/// How an award under a regime stands beside one for the same service.
pub fn beside(regime: &str) -> Beside {
    match regime {
        "eu-2023-2832" => Beside::Spared,
        "eu-2023-2831" | "eu-1408-2013" | "eu-717-2014" | "eu-1407-2013" | "eu-360-2012" => {
            Beside::SparedInDoubt
        }
        "unknown" => Beside::Unknown,
        _ => Beside::Bars,
    }
}

/// Whether aid under a regime may not come to more than the costs with State aid for the same (C2).
pub fn bars_more_than_costs(regime: &str) -> bool {
    matches!(regime, "eu-2023-2831" | "eu-2023-2832")
}

/// Whether an award of a regime is State aid.
pub fn is_state_aid(regime: &str) -> bool {
    regime.starts_with("gber-") || regime == "notified"
}

/// Whether links of natural persons that are no enterprises connect, for a granting State on a date (G3).
pub fn persons_connect(state: &str, on: Day) -> bool {
    state == "IT" && on >= day(2025, 1, 1)
}

/// Whether a grant of a day under a regime has to be registered within twenty working days (P9).
pub fn has_to_be_registered(regime: &str, on: Day) -> bool {
    match regime {
        "eu-2023-2831" | "eu-2023-2832" => on >= day(2026, 1, 1) && on <= day(2031, 6, 30),
        "eu-1408-2013" => on >= day(2027, 1, 1) && on <= day(2033, 6, 30),
        _ => false,
    }
}

/// Millionths of a currency for one euro, and from when on, irrevocably (F2).
pub fn irrevocable(currency: &str) -> Option<(Day, i128)> {
    let (year, micro) = match currency {
        "BEF" | "LUF" => (1999, 40_339_900),
        "DEM" => (1999, 1_955_830),
        "ESP" => (1999, 166_386_000),
        "FRF" => (1999, 6_559_570),
        "IEP" => (1999, 787_564),
        "ITL" => (1999, 1_936_270_000),
        "NLG" => (1999, 2_203_710),
        "ATS" => (1999, 13_760_300),
        "PTE" => (1999, 200_482_000),
        "FIM" => (1999, 5_945_730),
        "GRD" => (2001, 340_750_000),
        "SIT" => (2007, 239_640_000),
        "MTL" => (2008, 429_300),
        "CYP" => (2008, 585_274),
        "SKK" => (2009, 30_126_000),
        "EEK" => (2011, 15_646_600),
        "LVL" => (2014, 702_804),
        "LTL" => (2015, 3_452_800),
        "HRK" => (2023, 7_534_500),
        "BGN" => (2026, 1_955_830),
        _ => return None,
    };
    Some((day(year, 1, 1), micro))
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
    "own_award_reported",
    "boundary_dispute",
    "late_registration",
    "possible_duplicate",
    "sources_differ",
    "uncounted",
    "group_evidence_weak",
    "group_not_attested",
    "group_cross_border",
    "identity_not_matched",
    "identity_not_anchored",
    "interpretation",
    "declaration_missing",
    "benefit_not_repaid",
    "draw_exceeds_award",
    "gge_differs_from_declared",
    "beside_unknown_regime",
    "link_not_declared",
    "group_natural_person",
    "split_undivided",
    "claim_doubtful",
    "reference_old",
];
/// Flags that a refusal keeps: how the law and the group were read.
pub const READINGS: &[&str] = &[
    "boundary_dispute",
    "interpretation",
    "group_evidence_weak",
    "group_cross_border",
    "group_natural_person",
    "link_not_declared",
    "size_contradicted",
];
