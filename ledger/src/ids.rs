//! Identifiers: who and what an event speaks of, normalised before use so that one thing has one handle.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

/// Longest identifier in bytes, before and after normalisation.
pub const ID_BYTES_MAX: usize = 128;

/// Why a text is not an identifier of the wanted kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// Empty, too long, or with a character outside the kind's grammar (letters that only look Latin included).
    #[error("not an identifier of this kind: printable ASCII of the kind's grammar only")]
    Form,
    /// The scheme before the first colon is not known.
    #[error("unknown scheme: use NID, EUID, LEI, VAT, EORI, PIC or PRS")]
    Scheme,
    /// The country is not an ISO 3166-1 alpha-2 code (`EL` for Greece).
    #[error("unknown country: ISO 3166-1 alpha-2, EL for Greece, GB for the United Kingdom")]
    Country,
    /// The check digits do not fit the rest.
    #[error("wrong check digits")]
    Check,
}

fn all(text: &str, admitted: impl Fn(u8) -> bool) -> bool {
    !text.is_empty() && text.len() <= ID_BYTES_MAX && text.bytes().all(admitted)
}

fn id_byte(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b"._:/-".contains(&b)
}

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident, $check:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The normalised text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                let check: fn(&str) -> Result<String, IdError> = $check;
                check(text).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

fn plain(text: &str) -> Result<String, IdError> {
    if all(text, id_byte) { Ok(text.to_owned()) } else { Err(IdError::Form) }
}

text_id!(
    /// Any identifier that is not scoped by party: 1 to 128 of `[A-Za-z0-9._:/-]`.
    Id, plain
);
text_id!(
    /// A CloudEvents `id`: 1 to 64 of `[A-Za-z0-9._:-]`, unique per source.
    EventId,
    |text| if text.len() <= 64 && all(text, |b| id_byte(b) && b != b'/') { Ok(text.to_owned()) } else { Err(IdError::Form) }
);
text_id!(
    /// A party of the ledger: 1 to 64 of `[A-Za-z0-9._-]`, the last part of its `source` URN.
    PartyId,
    |text| if text.len() <= 64 && all(text, |b| id_byte(b) && b != b'/' && b != b':') {
        Ok(text.to_owned())
    } else {
        Err(IdError::Form)
    }
);
text_id!(
    /// An undertaking or one of its identifiers, as `SCHEME:value`, normalised.
    ///
    /// `NID:FI:1234567-8` (national register) comes out as `NID:FI:12345678`, `EUID:FIPRH.1234567-8` keeps its dash.
    UndertakingId, normalise_undertaking
);

impl PartyId {
    /// The CloudEvents `source` of this party.
    #[must_use]
    pub fn source(&self) -> String {
        format!("urn:aidledger:party:{}", self.0)
    }

    /// The party named by a CloudEvents `source`.
    ///
    /// # Errors
    /// [`IdError`] where the text is no `urn:aidledger:party:<party>`.
    pub fn from_source(source: &str) -> Result<Self, IdError> {
        source.strip_prefix("urn:aidledger:party:").ok_or(IdError::Form)?.parse()
    }
}

/// The scheme of an [`UndertakingId`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// European unique identifier of a company (Directive (EU) 2017/1132): canonical.
    Euid,
    /// Number in a national register, with its country: canonical.
    Nid,
    /// A natural person's keyed pseudonym: canonical, and the only scheme for a person.
    Prs,
    /// Legal entity identifier (ISO 17442).
    Lei,
    /// VAT number with its country prefix.
    Vat,
    /// Customs number.
    Eori,
    /// Participant code of the Union's funding portal.
    Pic,
}

impl UndertakingId {
    /// The scheme.
    #[must_use]
    pub fn scheme(&self) -> Scheme {
        match self.0.split(':').next() {
            Some("EUID") => Scheme::Euid,
            Some("NID") => Scheme::Nid,
            Some("PRS") => Scheme::Prs,
            Some("LEI") => Scheme::Lei,
            Some("VAT") => Scheme::Vat,
            Some("EORI") => Scheme::Eori,
            _ => Scheme::Pic,
        }
    }

    /// Whether the scheme names an undertaking itself rather than an identifier of one.
    #[must_use]
    pub fn is_canonical(&self) -> bool {
        matches!(self.scheme(), Scheme::Euid | Scheme::Nid | Scheme::Prs)
    }

    /// Whether this is a natural person's handle.
    #[must_use]
    pub fn is_person(&self) -> bool {
        self.scheme() == Scheme::Prs
    }

    /// The country that the number itself carries: the register's (NID, EUID) or the tax authority's (VAT).
    fn country(&self) -> Option<&str> {
        let (_, value) = self.0.split_once(':')?;
        let country = match self.scheme() {
            Scheme::Nid | Scheme::Euid | Scheme::Vat => value.get(..2)?,
            _ => return None,
        };
        // Registers write both; the Union writes EL.
        Some(if country == "GR" { "EL" } else { country })
    }

    /// Whether a tie to another crosses a border, as far as the numbers themselves carry a country.
    #[must_use]
    pub fn crosses_border_to(&self, other: &Self) -> bool {
        self.country().zip(other.country()).is_some_and(|(one, other)| one != other)
    }
}

fn normalise_undertaking(text: &str) -> Result<String, IdError> {
    // Blanks are admitted here because registers write them; every other character is printable ASCII or refused.
    if !all(text, |b| id_byte(b) || b == b' ' || b == b'+' || b == b'*') {
        return Err(IdError::Form);
    }
    let (scheme, rest) = text.trim().split_once(':').ok_or(IdError::Scheme)?;
    let scheme = scheme.to_ascii_uppercase();
    let value = match scheme.as_str() {
        "NID" => normalise_nid(rest)?,
        "EUID" => normalise_euid(rest)?,
        "LEI" => normalise_lei(rest)?,
        "VAT" => bounded(&squeezed(rest), 4, 15, true)?,
        "EORI" => bounded(&rest.to_ascii_uppercase(), 3, 17, true)?,
        "PIC" if rest.len() == 9 && rest.bytes().all(|b| b.is_ascii_digit()) => rest.to_owned(),
        "PRS" if rest.len() == 32 && rest.bytes().all(|b| b.is_ascii_hexdigit()) => rest.to_ascii_lowercase(),
        "PIC" | "PRS" => return Err(IdError::Form),
        _ => return Err(IdError::Scheme),
    };
    Ok(format!("{scheme}:{value}"))
}

/// Upper case without blanks, dots and dashes: NID and VAT.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !" .-".contains(*c)).collect::<String>().to_ascii_uppercase()
}

fn bounded(text: &str, min: usize, max: usize, country_first: bool) -> Result<String, IdError> {
    let formed = (min..=max).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric());
    let prefixed = !country_first || text.bytes().take(2).all(|b| b.is_ascii_uppercase());
    if formed && prefixed { Ok(text.to_owned()) } else { Err(IdError::Form) }
}

fn normalise_nid(rest: &str) -> Result<String, IdError> {
    let (country, number) = rest.split_once(':').ok_or(IdError::Country)?;
    let country = match country.trim().to_ascii_uppercase().as_str() {
        "GR" => "EL".to_owned(),
        code if is_country(code) => code.to_owned(),
        _ => return Err(IdError::Country),
    };
    let number = squeezed(number);
    if !all(&number, |b| b.is_ascii_alphanumeric() || b"_:/".contains(&b)) {
        return Err(IdError::Form);
    }
    Ok(format!("{country}:{number}"))
}

fn normalise_euid(rest: &str) -> Result<String, IdError> {
    let value = rest.to_ascii_uppercase();
    let (register, number) = value.split_once('.').ok_or(IdError::Form)?;
    let register_formed = register.len() >= 2
        && register.bytes().take(2).all(|b| b.is_ascii_uppercase())
        && register.bytes().all(|b| b.is_ascii_alphanumeric());
    if register_formed && all(number, id_byte) { Ok(value) } else { Err(IdError::Form) }
}

/// ISO 17442: 18 letters or digits and two check digits, mod 97-10 (ISO 7064).
fn normalise_lei(rest: &str) -> Result<String, IdError> {
    let value = bounded(&rest.to_ascii_uppercase(), 20, 20, false)?;
    if !value.bytes().skip(18).all(|b| b.is_ascii_digit()) {
        return Err(IdError::Form);
    }
    let remainder = value.chars().filter_map(|c| c.to_digit(36)).fold(0u32, |sum, digit| {
        let shift = if digit > 9 { 100 } else { 10 };
        (sum * shift + digit) % 97
    });
    if remainder == 1 { Ok(value) } else { Err(IdError::Check) }
}

/// ISO 3166-1 alpha-2 with `EL` for Greece, as the Union writes it.
const COUNTRIES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS \
BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH EL ER ES ET FI FJ FK \
FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP \
KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV \
MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD \
SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC \
VE VG VI VN VU WF WS YE YT ZA ZM ZW";

fn is_country(code: &str) -> bool {
    code.len() == 2 && COUNTRIES.split(' ').any(|known| known == code)
}

text_id!(
    /// A country by ISO 3166-1 alpha-2, `EL` for Greece.
    Country,
    |text| if is_country(text) { Ok(text.to_owned()) } else { Err(IdError::Country) }
);

/// A State that grants aid under the Union's rules: EU-27, the EEA's three, `XI` (Northern Ireland), and `UK` in reports to 2020.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MemberState([u8; 2]);

const MEMBER_STATES: &str =
    "AT BE BG CY CZ DE DK EE EL ES FI FR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK IS LI NO XI UK";

impl MemberState {
    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("??")
    }

    /// Whether this is the United Kingdom, admitted only in reports of aid to the end of 2020.
    #[must_use]
    pub fn is_uk(self) -> bool {
        &self.0 == b"UK"
    }
}

impl FromStr for MemberState {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        let bytes: [u8; 2] = text.as_bytes().try_into().map_err(|_| IdError::Country)?;
        if MEMBER_STATES.split(' ').any(|code| code == text) {
            Ok(Self(bytes))
        } else {
            Err(IdError::Country)
        }
    }
}

impl fmt::Display for MemberState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for MemberState {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

text_id!(
    /// The id of an award, project, application, reservation, scheme or finding as written:
    /// `<party>/<local>`, or `<local>` for the signer's own.
    ScopedRef, plain
);

impl ScopedRef {
    /// The full form, with `own` as the party of a short form.
    #[must_use]
    pub fn full(&self, own: &PartyId) -> ScopedId {
        match self.0.split_once('/') {
            Some((party, local)) if party.parse::<PartyId>().is_ok() && !local.is_empty() => {
                ScopedId(self.0.clone())
            }
            _ => ScopedId(format!("{own}/{}", self.0)),
        }
    }
}

/// An object's id in full: `<party>/<local>`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct ScopedId(String);

impl ScopedId {
    /// The full text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The party before the first slash.
    #[must_use]
    pub fn party(&self) -> &str {
        self.0.split('/').next().unwrap_or("")
    }
}

impl fmt::Display for ScopedId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_comes_out_as_one_handle() {
        for (spelling, handle) in [
            ("NID:FI:1234567-8", "NID:FI:12345678"),
            ("nid:fi:1234567 8", "NID:FI:12345678"),
            ("NID:GR:12.34", "NID:EL:1234"),
            ("EUID:fiprh.1234567-8", "EUID:FIPRH.1234567-8"),
            ("VAT:fi 1234.5678", "VAT:FI12345678"),
            ("LEI:529900t8bm49aursdo55", "LEI:529900T8BM49AURSDO55"),
            ("PIC:999999999", "PIC:999999999"),
            ("NID:DK:0012", "NID:DK:0012"),
        ] {
            assert_eq!(spelling.parse::<UndertakingId>().unwrap().as_str(), handle);
        }
    }

    #[test]
    fn foreign_letters_and_wrong_checks_are_refused() {
        for (text, error) in [
            ("NID:FI:123\u{0430}", IdError::Form),
            ("NID:FI:1\u{7f}", IdError::Form),
            ("NID:ZZ:1", IdError::Country),
            ("NID:UK:1", IdError::Country),
            ("LEI:529900T8BM49AURSDO56", IdError::Check),
            ("LEI:529900T8BM49AURSDO5", IdError::Form),
            ("DUNS:1", IdError::Scheme),
            ("PRS:abc", IdError::Form),
            ("NID:FI:--", IdError::Form),
        ] {
            assert_eq!(text.parse::<UndertakingId>(), Err(error), "{text}");
        }
    }

    #[test]
    fn scoped_ids_take_the_signer_for_a_short_form() {
        let own: PartyId = "csc".parse().unwrap();
        assert_eq!("2026-1".parse::<ScopedRef>().unwrap().full(&own).as_str(), "csc/2026-1");
        assert_eq!("bsc/2026-1".parse::<ScopedRef>().unwrap().full(&own).as_str(), "bsc/2026-1");
        assert_eq!(PartyId::from_source("urn:aidledger:party:csc").unwrap(), own);
        assert!("a/b".parse::<PartyId>().is_err());
    }
}
