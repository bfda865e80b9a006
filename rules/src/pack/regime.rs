//! The closed vocabularies a pack may speak: regimes, Member States, refusal codes, flags.

pub use ledger::event::aid::Regime;

/// The regime of an id that rules may name: every one but `notified` and `unknown`, which only reports know.
pub fn parse_regime(text: &str) -> Option<Regime> {
    text.parse().ok().filter(|regime| !matches!(regime, Regime::Notified | Regime::Unknown))
}

/// Member States as events name them: the EU-27 (`EL` for Greece), IS, LI, NO, and XI for Northern Ireland.
pub const MEMBER_STATES: [&str; 31] = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "FR", "HR", "HU", "IE", "IS", "IT",
    "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK", "XI",
];

/// Refusal codes a rule of a pack may give, and cases may expect.
pub const CODES: [&str; 28] = [
    "unknown_currency_rate",
    "unknown_price",
    "regime_not_in_force",
    "excluded_sector",
    "conditions_excluded",
    "not_transparent_aid",
    "safe_harbour_not_met",
    "insolvency",
    "undertaking_in_difficulty",
    "outstanding_recovery_order",
    "not_an_sme",
    "not_a_startup",
    "no_incentive_effect",
    "declaration_missing",
    "reservation_expired",
    "ceiling_exceeded",
    "sgei_ceiling_exceeded",
    "sector_ceiling_exceeded",
    "national_cap_exceeded",
    "lifetime_amount_exceeded",
    "intensity_exceeded",
    "cumulation_exceeded",
    "notification_threshold_exceeded",
    "share_exhausted",
    "policy_limit",
    "order_ambiguous",
    "uncounted_award_in_window",
    "not_covered",
];

/// Flags a case may expect on a verdict.
pub const FLAGS: [&str; 19] = [
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
    "publication_due",
    "benefit_not_repaid",
    "draw_exceeds_award",
    "gge_differs_from_declared",
];

#[cfg(test)]
mod tests {
    use super::parse_regime;

    #[test]
    fn only_listed_regimes_parse() {
        for good in ["eu-2023-2831", "eu-360-2012", "no-aid", "gber-13", "gber-17", "gber-25a", "gber-56f"] {
            assert_eq!(parse_regime(good).unwrap().to_string(), good);
        }
        for bad in [
            "",
            "eu-2023-9999",
            "gber-",
            "gber-12",
            "gber-57",
            "gber-56g",
            "gber-017",
            "gber-2",
            "gber-25aa",
            "gber-*",
        ] {
            assert_eq!(parse_regime(bad), None, "{bad}");
        }
    }
}
