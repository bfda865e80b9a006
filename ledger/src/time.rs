//! Dates and instants, and the one door to wall time.
//!
//! A [`LegalDate`] is a civil date of the granting State; it comes from a signed event and never from a clock.
//! An [`At`] is the instant the ledger recorded something, in microseconds UTC. A [`Clock`] shows it, and a [`Guard`]
//! tells whether the clock was set meanwhile.

mod clock;
mod guard;

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, SecondsFormat, Utc};

pub use clock::{Clock, Counted, FixedClock, Reading, SystemClock};
pub use guard::{Guard, Jump};

/// A civil date from 1990-01-01 to 2199-12-31, written `YYYY-MM-DD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LegalDate(NaiveDate);

/// Why a text is not a [`LegalDate`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// Not of the form `YYYY-MM-DD`.
    #[error("a date is written YYYY-MM-DD")]
    Form,
    /// A day the calendar does not have, such as 30 February.
    #[error("the calendar has no such day")]
    NoSuchDay,
    /// Before 1990 or after 2199.
    #[error("dates run from 1990-01-01 to 2199-12-31")]
    OutOfRange,
}

impl LegalDate {
    /// The date of `date`, if it is in range.
    ///
    /// # Errors
    /// [`DateError::OutOfRange`] before 1990 or after 2199.
    pub fn new(date: NaiveDate) -> Result<Self, DateError> {
        if (1990..=2199).contains(&date.year()) { Ok(Self(date)) } else { Err(DateError::OutOfRange) }
    }

    /// The calendar date.
    #[must_use]
    pub fn date(self) -> NaiveDate {
        self.0
    }
}

impl FromStr for LegalDate {
    type Err = DateError;
    fn from_str(text: &str) -> Result<Self, DateError> {
        let bytes = text.as_bytes();
        let formed = bytes.len() == 10
            && bytes
                .iter()
                .enumerate()
                .all(|(i, b)| if i == 4 || i == 7 { *b == b'-' } else { b.is_ascii_digit() });
        if !formed {
            return Err(DateError::Form);
        }
        let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| DateError::NoSuchDay)?;
        Self::new(date)
    }
}

impl fmt::Display for LegalDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m-%d"))
    }
}

/// When the ledger recorded an entry: microseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct At(i64);

impl At {
    /// From microseconds since the Unix epoch; `None` beyond the years 1970 to 9999, which have no canonical text.
    #[must_use]
    pub fn from_micros(micros: i64) -> Option<Self> {
        // 9999-12-31T23:59:59.999999Z: the last instant with a four-digit year.
        (0..=253_402_300_799_999_999).contains(&micros).then_some(Self(micros))
    }

    /// Microseconds since the Unix epoch.
    #[must_use]
    pub fn micros(self) -> i64 {
        self.0
    }

    /// The UTC date of this instant.
    #[must_use]
    pub fn utc_date(self) -> NaiveDate {
        self.to_utc().date_naive()
    }

    fn to_utc(self) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(self.0).unwrap_or(DateTime::UNIX_EPOCH)
    }

    /// Reads the canonical text, six decimals and `Z`; any other spelling is `None`.
    #[must_use]
    pub fn parse_canonical(text: &str) -> Option<Self> {
        let at = Self::from_micros(DateTime::parse_from_rfc3339(text).ok()?.timestamp_micros())?;
        (at.to_string() == text).then_some(at)
    }
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_utc().to_rfc3339_opts(SecondsFormat::Micros, true))
    }
}

/// The `time` of a CloudEvent (RFC 3339): when the signer made the statement, with the offset it was written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatementTime(DateTime<FixedOffset>);

impl StatementTime {
    /// The date as written, in the statement's own offset.
    #[must_use]
    pub fn date_as_written(self) -> NaiveDate {
        self.0.date_naive()
    }

    /// The instant.
    #[must_use]
    pub fn at(self) -> Option<At> {
        At::from_micros(self.0.timestamp_micros())
    }
}

impl FromStr for StatementTime {
    type Err = DateError;
    fn from_str(text: &str) -> Result<Self, DateError> {
        // RFC 3339 section 5.6 wants `T`; chrono would take a blank as well.
        if text.len() > 40 || text.as_bytes().get(10) != Some(&b'T') {
            return Err(DateError::Form);
        }
        let time = DateTime::parse_from_rfc3339(text).map_err(|_| DateError::Form)?;
        LegalDate::new(time.date_naive())?;
        Ok(Self(time))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_strict() {
        assert_eq!("2024-02-29".parse::<LegalDate>().unwrap().to_string(), "2024-02-29");
        for (text, error) in [
            ("2023-02-29", DateError::NoSuchDay),
            ("1989-12-31", DateError::OutOfRange),
            ("2200-01-01", DateError::OutOfRange),
            ("2024-2-29", DateError::Form),
            ("+024-02-29", DateError::Form),
            ("2024-02-29T", DateError::Form),
        ] {
            assert_eq!(text.parse::<LegalDate>(), Err(error), "{text}");
        }
    }

    #[test]
    fn at_has_one_spelling() {
        let text = "2026-11-23T10:25:00.123456Z";
        assert_eq!(At::parse_canonical(text).unwrap().to_string(), text);
        for other in
            ["2026-11-23T10:25:00.12345Z", "2026-11-23T10:25:00.123456+00:00", "2026-11-23 10:25:00.123456Z"]
        {
            assert_eq!(At::parse_canonical(other), None, "{other}");
        }
    }

    #[test]
    fn a_statement_keeps_its_own_date() {
        let time: StatementTime = "2026-11-23T00:30:00+02:00".parse().unwrap();
        assert_eq!(time.date_as_written().to_string(), "2026-11-23");
        assert_eq!(time.at().unwrap().utc_date().to_string(), "2026-11-22");
    }
}
