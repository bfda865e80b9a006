//! The closed vocabularies a pack may speak: regimes, Member States, refusal codes, flags.

pub use ledger::event::aid::Regime;
use ledger::verdict::Code;

/// The regime of an id that rules may name: every one but `notified` and `unknown`, which only reports know.
pub fn parse_regime(text: &str) -> Option<Regime> {
    text.parse().ok().filter(|regime| !matches!(regime, Regime::Notified | Regime::Unknown))
}

/// Member States as events name them: the EU-27 (`EL` for Greece), IS, LI, NO, and XI for Northern Ireland.
pub const MEMBER_STATES: [&str; 31] = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "FR", "HR", "HU", "IE", "IS", "IT",
    "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK", "XI",
];

/// The word in `regimes` that stands for every regime and date of which no other rule of the kind speaks.
pub(super) const ANY_OTHER: &str = "any-other";

/// Of which regimes a rule speaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Regimes {
    /// Of these.
    Named(Vec<Regime>),
    /// Of every regime and date of which no other rule of its kind speaks.
    AnyOther,
}

impl Regimes {
    /// Whether it names a regime.
    pub fn contains(&self, regime: &Regime) -> bool {
        match self {
            Regimes::Named(named) => named.contains(regime),
            Regimes::AnyOther => false,
        }
    }

    /// Those that it names; `None` where it speaks of every other one.
    pub(super) fn named(&self) -> Option<Vec<Regime>> {
        match self {
            Regimes::Named(named) => Some(named.clone()),
            Regimes::AnyOther => None,
        }
    }

    /// What it speaks of, each in a word: `eu-717-2014`, `any-other`.
    pub(super) fn words(&self) -> Vec<String> {
        match self {
            Regimes::Named(named) => named.iter().map(Regime::to_string).collect(),
            Regimes::AnyOther => vec![ANY_OTHER.to_owned()],
        }
    }
}

/// The codes that a rule of a pack may give: those that say what of the law stands in the way, not who may sign, what is not on
/// record, or that a person decides.
pub(super) const RULE_CODES: [Code; 30] = [
    Code::RegimeNotInForce,
    Code::SchemeOnly,
    Code::SchemeNotExempt,
    Code::ExcludedSector,
    Code::ConditionsExcluded,
    Code::ConditionNotMet,
    Code::CostNotEligible,
    Code::NotTransparentAid,
    Code::SafeHarbourNotMet,
    Code::Insolvency,
    Code::UndertakingInDifficulty,
    Code::OutstandingRecoveryOrder,
    Code::NotAnSme,
    Code::NotAStartup,
    Code::NotEligibleUndertaking,
    Code::NotEntitledToAccess,
    Code::NoIncentiveEffect,
    Code::DeclarationMissing,
    Code::ReservationExpired,
    Code::CeilingExceeded,
    Code::SgeiCeilingExceeded,
    Code::SectorCeilingExceeded,
    Code::NationalCapExceeded,
    Code::LifetimeAmountExceeded,
    Code::IntensityExceeded,
    Code::CumulationExceeded,
    Code::NotificationThresholdExceeded,
    Code::ShareExhausted,
    Code::PolicyLimit,
    Code::NotCovered,
];

/// Reads one of [`RULE_CODES`].
pub(super) fn rule_code(word: &str) -> Option<Code> {
    RULE_CODES.into_iter().find(|code| code.as_str() == word)
}

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
