//! Countries as the register's export writes them: English names, no codes.

/// English name in the export, the code of a granting State (`EL`, `UK`; absent where the country grants no aid under
/// the Union's rules), and the code used in a national number (ISO 3166-1, with `EL` for Greece as EU registers write it).
const COUNTRIES: &[(&str, Option<&str>, &str)] = &[
    ("austria", Some("AT"), "AT"),
    ("belgium", Some("BE"), "BE"),
    ("bulgaria", Some("BG"), "BG"),
    ("croatia", Some("HR"), "HR"),
    ("cyprus", Some("CY"), "CY"),
    ("czech republic", Some("CZ"), "CZ"),
    ("czechia", Some("CZ"), "CZ"),
    ("denmark", Some("DK"), "DK"),
    ("estonia", Some("EE"), "EE"),
    ("finland", Some("FI"), "FI"),
    ("france", Some("FR"), "FR"),
    ("germany", Some("DE"), "DE"),
    ("greece", Some("EL"), "EL"),
    ("hungary", Some("HU"), "HU"),
    ("iceland", Some("IS"), "IS"),
    ("ireland", Some("IE"), "IE"),
    ("italy", Some("IT"), "IT"),
    ("latvia", Some("LV"), "LV"),
    ("liechtenstein", Some("LI"), "LI"),
    ("lithuania", Some("LT"), "LT"),
    ("luxembourg", Some("LU"), "LU"),
    ("malta", Some("MT"), "MT"),
    ("netherlands", Some("NL"), "NL"),
    ("norway", Some("NO"), "NO"),
    ("poland", Some("PL"), "PL"),
    ("portugal", Some("PT"), "PT"),
    ("romania", Some("RO"), "RO"),
    ("slovakia", Some("SK"), "SK"),
    ("slovenia", Some("SI"), "SI"),
    ("spain", Some("ES"), "ES"),
    ("sweden", Some("SE"), "SE"),
    ("switzerland", None, "CH"),
    ("united kingdom", Some("UK"), "GB"),
    ("united states", None, "US"),
];

/// The code of a granting State; `None` where the name is unknown or grants no aid under the Union's rules.
pub(super) fn member_state(name: &str) -> Option<&'static str> {
    find(name).and_then(|(_, state, _)| *state)
}

/// The code before a national number; `None` where the name is unknown.
pub(super) fn register_country(name: &str) -> Option<&'static str> {
    find(name).map(|(_, _, code)| *code)
}

fn find(name: &str) -> Option<&'static (&'static str, Option<&'static str>, &'static str)> {
    let name = name.trim().to_lowercase();
    COUNTRIES.iter().find(|(known, ..)| *known == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_codes_of_greece_and_of_the_united_kingdom() {
        assert_eq!((member_state("Greece"), register_country("Greece")), (Some("EL"), Some("EL")));
        assert_eq!(
            (member_state("United Kingdom"), register_country("united kingdom ")),
            (Some("UK"), Some("GB"))
        );
        assert_eq!((member_state("Switzerland"), register_country("Switzerland")), (None, Some("CH")));
        assert_eq!(member_state("Atlantis"), None);
    }
}
