//! What the acts are open to: dates, sectors, conditions (S), written down from the acts.

use super::awards::{Award, Nace};
use super::dates::day;
use super::record::Record;
use crate::ops::{Conditions, Day};

/// What a list says of an activity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Says {
    Nothing,
    /// A person has to look.
    Review,
    /// Not under the act; of what serves one sector: served.
    Named,
}

/// Codes of both revisions, and those of one: `true` is revision 2.
struct List {
    named: &'static [&'static str],
    review: &'static [&'static str],
    of_one: &'static [(&'static str, bool, Says)],
}

const AGRICULTURE: List = List {
    named: &["01.1", "01.2", "01.3", "01.4", "01.5"],
    review: &["01.16", "01.29", "01.6", "01.7", "02.3"],
    of_one: &[],
};
const FISHERIES: List =
    List { named: &["03.1", "03.2"], review: &[], of_one: &[("03.3", false, Says::Review)] };
const AGRICULTURE_TRADE: List = List {
    named: &[
        "10.1", "10.3", "10.4", "10.51", "10.6", "46.21", "46.22", "46.23", "46.31", "46.32", "46.33",
        "47.21", "47.22",
    ],
    review: &[
        "10.5", "10.7", "10.8", "10.9", "11", "12", "13.1", "46.1", "46.2", "46.3", "46.9", "47.1", "47.2",
        "47.76", "47.9",
    ],
    of_one: &[("47.8", true, Says::Review)],
};
const FISHERIES_TRADE: List = List {
    named: &["10.2", "47.23"],
    review: &["46.1", "46.3", "46.9", "47.1", "47.2", "47.9"],
    of_one: &[("47.8", true, Says::Review)],
};
const FISHERY_SECTOR: List = List {
    named: &["03.1", "03.2", "10.2", "47.23"],
    review: &[],
    of_one: &[("03.3", false, Says::Review), ("46.38", true, Says::Review), ("46.32", false, Says::Review)],
};
const OTHERS_OF_360: List = List { named: &["49.41"], review: &["05", "49.42"], of_one: &[] };
const SERVED_AGRICULTURE: List =
    List { named: &["01.1", "01.2", "01.3", "01.4", "01.5"], review: &["01.6", "01.7", "02.3"], of_one: &[] };
const SERVED_FISHERY_SECTOR: List = List {
    named: &["03.1", "03.2", "10.2", "47.23"],
    review: &["46.3", "47.2"],
    of_one: &[("03.3", false, Says::Review)],
};

impl List {
    /// The longest row that a code is or lies under; a code above a row, or a label, is to be looked at (S2).
    fn says(&self, (code, second): Nace) -> Says {
        let all = self.named.iter().map(|row| (*row, Says::Named));
        let all = all.chain(self.review.iter().map(|row| (*row, Says::Review)));
        let own = self.of_one.iter().filter(|(_, revision, _)| *revision == second);
        let rows: Vec<_> = all.chain(own.map(|(row, _, says)| (*row, *says))).collect();
        let met = rows.iter().filter(|(row, _)| under(code, row)).max_by_key(|(row, _)| row.len());
        match met {
            Some((_, says)) => *says,
            None if code.is_empty() || rows.iter().any(|(row, _)| under(row, code)) => Says::Review,
            None => Says::Nothing,
        }
    }
}

/// Whether a code is another or lies under it.
fn under(code: &str, above: &str) -> bool {
    let division = |code: &str| code.split('.').next().unwrap_or_default().to_owned();
    code.starts_with(above) && division(code) == division(above)
}

fn fisheries_since(on: Day) -> bool {
    on >= day(2023, 10, 25)
}

/// What the sectors of a regime say of an activity on a date.
fn sector(regime: &str, on: Day, nace: Nace) -> Says {
    let served = |list: &List| match list.says(nace) {
        Says::Named => Says::Nothing,
        Says::Review => Says::Review,
        Says::Nothing => Says::Named,
    };
    let fish = if fisheries_since(on) { FISHERIES } else { FISHERY_SECTOR };
    match regime {
        "eu-2023-2831" | "eu-2023-2832" => AGRICULTURE.says(nace).max(FISHERIES.says(nace)),
        "eu-1407-2013" => AGRICULTURE.says(nace).max(fish.says(nace)),
        "eu-360-2012" => AGRICULTURE.says(nace).max(fish.says(nace)).max(OTHERS_OF_360.says(nace)),
        "eu-1408-2013" => served(&SERVED_AGRICULTURE),
        "eu-717-2014" if fisheries_since(on) => served(&FISHERIES),
        "eu-717-2014" => served(&SERVED_FISHERY_SECTOR),
        _ => Says::Nothing,
    }
}

/// What conditions of Article 1(1) say (S4).
fn conditions(regime: &str, on: Day, nace: Option<Nace>, conditions: &Conditions) -> Says {
    let known =
        ["eu-2023-2831", "eu-2023-2832", "eu-1407-2013", "eu-360-2012", "eu-1408-2013", "eu-717-2014"];
    if !known.contains(&regime) {
        return Says::Nothing;
    }
    if conditions.export_linked || conditions.domestic_goods {
        return Says::Named;
    }
    if !conditions.price_quantity_linked {
        return Says::Nothing;
    }
    // What is not named is like a label.
    let nace = nace.unwrap_or(("", false));
    match regime {
        "eu-1408-2013" | "eu-717-2014" => Says::Named,
        "eu-1407-2013" | "eu-360-2012" if !fisheries_since(on) => AGRICULTURE_TRADE.says(nace),
        _ => AGRICULTURE_TRADE.says(nace).max(FISHERIES_TRADE.says(nace)),
    }
}

fn wants_a_service(regime: &str) -> bool {
    matches!(regime, "eu-2023-2832" | "eu-360-2012")
}

/// First and last day of a regime, the last of its tail, and whether that is for schemes alone (S1).
fn validity(regime: &str) -> Option<(Day, Day, Day, bool)> {
    Some(match regime {
        "eu-2023-2831" | "eu-2023-2832" => (day(2024, 1, 1), day(2030, 12, 31), day(2031, 6, 30), false),
        "eu-1407-2013" => (day(2014, 1, 1), day(2023, 12, 31), day(2024, 6, 30), true),
        "eu-360-2012" => (day(2012, 4, 29), day(2023, 12, 31), day(2024, 6, 30), false),
        "eu-1408-2013" => (day(2014, 1, 1), day(2032, 12, 31), day(2033, 6, 30), true),
        "eu-717-2014" => (day(2014, 7, 1), day(2029, 12, 31), day(2030, 6, 30), true),
        _ => return None,
    })
}

/// Whether a regime is open on a date (S1).
fn is_open(regime: &str, on: Day, by_scheme: bool) -> bool {
    validity(regime).is_some_and(|(first, last, tail, schemes)| {
        first <= on && (on <= last || (on <= tail && (by_scheme || !schemes)))
    })
}

/// Whether a regime was open to some aid on a day or later (P1).
pub(super) fn was_open_since(regime: &str, day: Day) -> bool {
    validity(regime).is_some_and(|(_, _, tail, _)| day <= tail)
}

/// Why a new grant may not use a regime on a date (S1).
fn closed(regime: &str, on: Day, by_scheme: bool) -> Option<&'static str> {
    match regime {
        "eu-1407-2013" | "eu-360-2012" => Some("regime_not_in_force"),
        _ if validity(regime).is_none() => Some("not_covered"),
        _ if !is_open(regime, on, by_scheme) => Some("regime_not_in_force"),
        "eu-1408-2013" | "eu-717-2014" => Some("not_covered"),
        _ => None,
    }
}

/// What an award says of itself.
#[derive(Debug, Clone, Copy)]
pub(super) struct Claim<'a> {
    pub regime: &'a str,
    pub on: Day,
    /// Whether the basis is a scheme, where that is stated.
    pub by_scheme: Option<bool>,
    pub nace: Option<Nace>,
    pub conditions: &'a Conditions,
}

/// Codes that close an enforced event (S7).
pub(super) fn closing(record: &Record, who: &str, own: Option<u32>, claim: &Claim<'_>) -> Vec<&'static str> {
    let mut codes = Vec::new();
    codes.extend(closed(claim.regime, claim.on, claim.by_scheme == Some(true)));
    if let Some(nace) = claim.nace {
        match sector(claim.regime, claim.on, nace) {
            Says::Named => codes.push("excluded_sector"),
            Says::Review => codes.push("needs_review"),
            Says::Nothing => {}
        }
    }
    match conditions(claim.regime, claim.on, claim.nace, claim.conditions) {
        Says::Named => codes.push("conditions_excluded"),
        Says::Review => codes.push("needs_review"),
        Says::Nothing => {}
    }
    if wants_a_service(claim.regime) && claim.conditions.service.is_none() {
        codes.push("conditions_excluded");
    }
    let excluded = |award: &&Award| {
        let sector = award.nace.map(|nace| sector(claim.regime, claim.on, nace));
        sector == Some(Says::Named)
            && !award.freed
            && award.set_aside != Some("not-counted")
            && Some(award.number) != own
            && record.by(award.who) == record.by(who)
    };
    if claim.conditions.separated == Some(false) && record.awards.iter().any(|award| excluded(&award)) {
        codes.push("needs_review");
    }
    codes
}

/// Whether an award that stands anyway cannot be under its regime by its own statement (S8).
pub(super) fn doubtful(claim: &Claim<'_>) -> bool {
    let late = validity(claim.regime).is_some_and(|(first, ..)| {
        first <= claim.on && !is_open(claim.regime, claim.on, claim.by_scheme.unwrap_or(true))
    });
    late || claim.nace.is_some_and(|nace| sector(claim.regime, claim.on, nace) == Says::Named)
        || conditions(claim.regime, claim.on, claim.nace, claim.conditions) == Says::Named
        || (wants_a_service(claim.regime) && claim.conditions.service.is_none())
}
