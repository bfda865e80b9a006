//! The packs that come with this release, inside the binary.

use std::collections::BTreeMap;

/// A shipped pack: its folder's name and its files by path.
#[derive(Debug, Clone, Copy)]
pub struct ShippedPack {
    /// The folder under `rules/packs/`, which is the pack's id.
    pub name: &'static str,
    files: &'static [(&'static str, &'static str)],
}

impl ShippedPack {
    /// Its files as [`super::Pack::from_files`] and [`super::case::from_files`] take them.
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        self.files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
    }
}

/// Names the files of one folder once; a test compares the table with the folder.
macro_rules! ship {
    ($name:literal: $($path:literal),+ $(,)?) => {
        ShippedPack {
            name: $name,
            files: &[$(($path, include_str!(concat!("../../packs/", $name, "/", $path)))),+],
        }
    };
}

/// The shipped packs, by name.
pub const SHIPPED: [ShippedPack; 2] = [
    ship!("eu-calendar":
        "CHANGELOG.md",
        "cases/periods.toml",
        "pack.toml",
        "params/calendar.toml",
        "rules/calendar.toml",
    ),
    ship!("eu-deminimis":
        "CHANGELOG.md",
        "README.md",
        "cases/agriculture.toml",
        "cases/all-or-nothing.toml",
        "cases/boundary.toml",
        "cases/capital.toml",
        "cases/compute.toml",
        "cases/cumulation.toml",
        "cases/exclusions.toml",
        "cases/february.toml",
        "cases/fisheries.toml",
        "cases/funding.toml",
        "cases/groups.toml",
        "cases/guarantees.toml",
        "cases/instalments.toml",
        "cases/loans.toml",
        "cases/mergers.toml",
        "cases/national-caps.toml",
        "cases/other-awards.toml",
        "cases/records.toml",
        "cases/registration.toml",
        "cases/reservations.toml",
        "cases/same-costs.toml",
        "cases/services-and-intermediaries.toml",
        "cases/sums.toml",
        "cases/validity.toml",
        "cases/waivers.toml",
        "lists/caps-agriculture-2013.csv",
        "lists/caps-agriculture-2024.csv",
        "lists/caps-agriculture-annex-i.csv",
        "lists/caps-agriculture-annex-ii.csv",
        "lists/caps-fisheries-2014.csv",
        "lists/caps-fisheries-2023.csv",
        "lists/nace-agriculture-trade.csv",
        "lists/nace-agriculture.csv",
        "lists/nace-fisheries-trade.csv",
        "lists/nace-fisheries.csv",
        "lists/nace-fishery-sector.csv",
        "lists/nace-services-before.csv",
        "lists/serves-agriculture.csv",
        "lists/serves-fisheries.csv",
        "lists/serves-fishery-sector.csv",
        "pack.toml",
        "params/agriculture.toml",
        "params/ceilings.toml",
        "params/conversion-rates.toml",
        "params/declaration.toml",
        "params/discount.toml",
        "params/fisheries.toml",
        "params/groups.toml",
        "params/guarantees.toml",
        "params/intermediaries.toml",
        "params/loans.toml",
        "params/national-totals.toml",
        "params/other-awards.toml",
        "params/practice.toml",
        "params/records.toml",
        "params/registration.toml",
        "params/transparency.toml",
        "params/window.toml",
        "rules/10-ceilings.toml",
        "rules/20-validity.toml",
        "rules/30-exclusions.toml",
        "rules/35-other-exclusions.toml",
        "rules/40-valuation.toml",
        "rules/50-duties.toml",
        "rules/55-reports-and-records.toml",
        "rules/60-cumulation.toml",
        "rules/70-other-awards.toml",
        "rules/agriculture.toml",
        "rules/fisheries.toml",
        "rules/intermediaries.toml",
        "rules/same-costs.toml",
        "rules/separated.toml",
    ),
];
