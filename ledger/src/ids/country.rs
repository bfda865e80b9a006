//! Which codes each scheme has for the countries, and how it writes Greece.

use super::{IdError, Scheme};

/// ISO 3166-1 alpha-2 with `EL` for Greece, as the Union writes it.
const COUNTRIES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS \
BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH EL ER ES ET FI FJ FK \
FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP \
KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV \
MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD \
SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC \
VE VG VI VN VU WF WS YE YT ZA ZM ZW";

/// The Union's 27 States, Greece aside: its code differs by scheme.
const UNION: &str = "AT BE BG CY CZ DE DK EE ES FI FR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK";

fn stands_in(list: &str, code: &str) -> bool {
    code.len() == 2 && list.split(' ').any(|known| known == code)
}

/// Whether a code is one of ISO 3166-1, `EL` for Greece.
pub(super) fn is_country(code: &str) -> bool {
    stands_in(COUNTRIES, code)
}

/// The code as the scheme writes it: `EL` (NID, EUID, VAT) or `GR` (EORI) for Greece, whichever of the two was written.
///
/// # Errors
/// [`IdError::CountryOf`] where the scheme has no such country.
pub(super) fn of_scheme(scheme: Scheme, code: &str) -> Result<&str, IdError> {
    let greece = code == "EL" || code == "GR";
    let known = match scheme {
        Scheme::Nid => is_country(code),
        // Directive (EU) 2017/1132: the registers of the Union and the EEA; the United Kingdom's to the end of 2020.
        Scheme::Euid => stands_in(UNION, code) || stands_in("IS LI NO GB", code),
        // Directive 2006/112/EC, Art. 215: EL for Greece, XI for Northern Ireland; GB on papers to the end of 2020.
        Scheme::Vat => stands_in(UNION, code) || stands_in("XI GB", code),
        // Delegated Regulation (EU) 2015/2446, Annex B: the customs' country codes, which have GR for Greece.
        Scheme::Eori => stands_in(UNION, code) || stands_in("XI GB", code),
        Scheme::Prs | Scheme::Lei | Scheme::Pic => false,
    };
    match scheme {
        Scheme::Eori if greece => Ok("GR"),
        Scheme::Nid | Scheme::Euid | Scheme::Vat if greece => Ok("EL"),
        Scheme::Nid | Scheme::Euid | Scheme::Vat | Scheme::Eori | Scheme::Prs | Scheme::Lei | Scheme::Pic => {
            if known {
                Ok(code)
            } else {
                Err(IdError::CountryOf(scheme))
            }
        }
    }
}
