//! Identifiers: who and what an event speaks of, normalised before use so that one thing has one handle.

mod check;
mod country;
mod national;
mod person;
mod personal;
mod undertaking;
mod vat;

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

pub use personal::personal_number;

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
    /// The scheme has no such country.
    #[error("unknown country: {}", .0.countries())]
    CountryOf(Scheme),
    /// The check digits do not fit the rest.
    #[error("wrong check digits: compare the number with the register's")]
    Check,
    /// The number can only be a natural person's.
    #[error(
        "a natural person's number, which is never recorded: a person is `PRS:` and a pseudonym (`aidledger pseudonym`)"
    )]
    Person,
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
    /// `NID:FI:2315078-1` (national register) and `EUID:FIPRH.2315078-1` (the same register) come out as `NID:FI:23150781`.
    UndertakingId, undertaking::normalise
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

impl Scheme {
    /// Which countries the scheme has, for people.
    const fn countries(self) -> &'static str {
        match self {
            Self::Nid => "a national number has ISO 3166-1 alpha-2, EL for Greece, GB for the United Kingdom",
            Self::Euid => {
                "an EUID begins with a State of the Union (EL for Greece) or the EEA, GB to the end of 2020"
            }
            Self::Vat => {
                "a VAT number begins with a State of the Union (EL for Greece), XI, or GB to the end of 2020"
            }
            Self::Eori => {
                "an EORI number begins with a State of the Union (GR for Greece), XI, or GB to the end of 2020"
            }
            Self::Prs | Self::Lei | Self::Pic => "this scheme has none",
        }
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

    /// The country that the number itself carries: the register's (NID, EUID) or the tax authority's (VAT). All three
    /// schemes write `EL` for Greece.
    fn country(&self) -> Option<&str> {
        let (_, value) = self.0.split_once(':')?;
        match self.scheme() {
            Scheme::Nid | Scheme::Euid | Scheme::Vat => value.get(..2),
            Scheme::Prs | Scheme::Lei | Scheme::Eori | Scheme::Pic => None,
        }
    }

    /// The country of a register and the number in it, without punctuation, country's prefix and leading zeros: what two
    /// handles of one company have in common where nobody said that they are one. `None` for a scheme that names no register.
    #[must_use]
    pub fn register_number(&self) -> Option<(String, String)> {
        let (_, value) = self.0.split_once(':')?;
        let country = self.country()?;
        let number = match self.scheme() {
            Scheme::Nid => value.get(3..)?,
            Scheme::Euid => value.split_once('.')?.1,
            Scheme::Vat | Scheme::Prs | Scheme::Lei | Scheme::Eori | Scheme::Pic => return None,
        };
        let plain: String = number.chars().filter(char::is_ascii_alphanumeric).collect();
        let bare = Some(national::without_prefix(country, &plain))
            .filter(|bare| bare.starts_with(|c: char| c.is_ascii_digit()));
        let bare = bare.unwrap_or(&plain).trim_start_matches('0');
        (!bare.is_empty()).then(|| (country.to_owned(), bare.to_owned()))
    }

    /// Whether a tie to another crosses a border, as far as the numbers themselves carry a country.
    #[must_use]
    pub fn crosses_border_to(&self, other: &Self) -> bool {
        self.country().zip(other.country()).is_some_and(|(one, other)| one != other)
    }
}

text_id!(
    /// A country by ISO 3166-1 alpha-2, `EL` for Greece.
    Country,
    |text| if country::is_country(text) { Ok(text.to_owned()) } else { Err(IdError::Country) }
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
    fn scoped_ids_take_the_signer_for_a_short_form() {
        let own: PartyId = "csc".parse().unwrap();
        assert_eq!("2026-1".parse::<ScopedRef>().unwrap().full(&own).as_str(), "csc/2026-1");
        assert_eq!("bsc/2026-1".parse::<ScopedRef>().unwrap().full(&own).as_str(), "bsc/2026-1");
        assert_eq!(PartyId::from_source("urn:aidledger:party:csc").unwrap(), own);
        assert!("a/b".parse::<PartyId>().is_err());
    }
}
