//! Dates and instants, and the one door to wall time.
//!
//! A [`LegalDate`] is a civil date of the granting State; it comes from a signed event and never from a clock.
//! An [`At`] is the instant the ledger recorded something, in microseconds UTC. A [`Clock`] shows it, and a [`Guard`]
//! tells whether the clock was set meanwhile.

mod clock;
mod guard;

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, SecondsFormat, Timelike, Utc};

pub use clock::{Clock, Counted, FixedClock, Reading, SystemClock};
pub use guard::{Guard, Jump};

/// How an instant begins, a 0 for each digit.
const STEM: &[u8] = b"0000-00-00T00:00:00";
/// Longest instant read: room for twenty digits of a second's fraction, where nine are looked at.
const INSTANT_BYTES_MAX: usize = 40;

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

/// Why a text is not a [`StatementTime`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InstantError {
    /// Not of the form of RFC 3339 with `T`, `Z` and an offset as the envelope has them.
    #[error("an instant is written YYYY-MM-DDThh:mm:ss with an offset or `Z`, letters in upper case")]
    Form,
    /// Its day is none, such as 30 February.
    #[error("the instant lies on a day that the calendar does not have")]
    NoSuchDay,
    /// Its hour, minute, second or offset is none.
    #[error("no clock shows this instant: hours end at 23, minutes and seconds at 59, offsets at 23:59")]
    NoSuchTime,
    /// A second 60 where no leap second can be.
    #[error("a second 60 is an instant only as 23:59:60 UTC on the last day of a month")]
    NoLeapSecond,
    /// Its date as written is before 1990 or after 2199.
    #[error("instants run from 1990-01-01 to 2199-12-31, by the date as written")]
    OutOfRange,
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
    type Err = InstantError;
    fn from_str(text: &str) -> Result<Self, InstantError> {
        if !is_formed(text) {
            return Err(InstantError::Form);
        }
        let (date, second) = (text.get(..10).unwrap_or_default(), text.get(17..19));
        let date = NaiveDate::parse_from_str(date, "%Y-%m-%d").map_err(|_| InstantError::NoSuchDay)?;
        let time = DateTime::parse_from_rfc3339(text).map_err(|_| InstantError::NoSuchTime)?;
        LegalDate::new(date).map_err(|_| InstantError::OutOfRange)?;
        if second == Some("60") && !may_be_leap(time.naive_utc()) {
            return Err(InstantError::NoLeapSecond);
        }
        Ok(Self(time))
    }
}

/// RFC 3339 section 5.6, which lets a specification ask for `T` and `Z` in upper case: the envelope does. The calendar
/// library also takes a blank, lower case and the typographic minus sign.
fn is_formed(text: &str) -> bool {
    let fits = |bytes: &[u8], like: &[u8]| {
        let fit = |(byte, like): (&u8, &u8)| if *like == b'0' { byte.is_ascii_digit() } else { byte == like };
        bytes.len() == like.len() && bytes.iter().zip(like).all(fit)
    };
    let Some((start, rest)) = text.as_bytes().split_at_checked(STEM.len()) else { return false };
    let digits = |bytes: &[u8]| bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (fraction, offset) = match rest.strip_prefix(b".") {
        Some(rest) => {
            (digits(rest) > 0, rest.split_at_checked(digits(rest)).map_or(rest, |(_, offset)| offset))
        }
        None => (true, rest),
    };
    let offset = offset == b"Z" || fits(offset, b"+00:00") || fits(offset, b"-00:00");
    text.len() <= INSTANT_BYTES_MAX && fits(start, STEM) && fraction && offset
}

/// A leap second is announced for the end of a month, UTC (ITU-R TF.460-6); which ones came, this ledger does not know.
fn may_be_leap(utc: NaiveDateTime) -> bool {
    let ends_month = utc.date().succ_opt().is_some_and(|next| next.day() == 1);
    ends_month && utc.hour() == 23 && utc.minute() == 59
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

    #[test]
    fn a_statements_time_has_the_form_that_the_envelope_asks_for() {
        for good in [
            "2026-11-23T10:25:00Z",
            "2026-11-23T10:25:00.5-23:59",
            "2016-12-31T23:59:60Z",
            "2016-12-31T23:59:60.25Z",
            "2017-01-01T00:59:60+01:00",
            "2016-12-31T18:59:60-05:00",
            "2024-02-29T23:59:60Z",
        ] {
            assert!(good.parse::<StatementTime>().is_ok(), "{good}");
        }
        for (bad, error) in [
            ("2026-11-23t10:25:00Z", InstantError::Form),
            ("2026-11-23T10:25:00z", InstantError::Form),
            ("2026-11-23 10:25:00Z", InstantError::Form),
            ("2026-11-23T10:25Z", InstantError::Form),
            ("2026-11-23T10:25:00", InstantError::Form),
            ("2026-11-23T10:25:00.Z", InstantError::Form),
            ("2026-11-23T10:25:00+0100", InstantError::Form),
            ("2026-11-23T10:25:00\u{2212}01:00", InstantError::Form),
            ("2026-11-23T10:25:00Z ", InstantError::Form),
            ("2026-11-23", InstantError::Form),
            ("2026-02-29T10:25:00Z", InstantError::NoSuchDay),
            ("2026-11-23T24:00:00Z", InstantError::NoSuchTime),
            ("2026-11-23T10:60:00Z", InstantError::NoSuchTime),
            ("2026-11-23T10:25:61Z", InstantError::NoSuchTime),
            ("2026-11-23T10:25:00+24:00", InstantError::NoSuchTime),
            ("2026-11-23T10:25:00+01:60", InstantError::NoSuchTime),
            ("1989-12-31T10:25:00Z", InstantError::OutOfRange),
            // A second 60 that no leap second can be: not the minute, not the day, not UTC's midnight.
            ("2026-11-23T10:25:60Z", InstantError::NoLeapSecond),
            ("2016-12-30T23:59:60Z", InstantError::NoLeapSecond),
            ("2016-12-31T22:59:60Z", InstantError::NoLeapSecond),
            ("2016-12-31T23:59:60+01:00", InstantError::NoLeapSecond),
            ("2023-02-27T23:59:60Z", InstantError::NoLeapSecond),
        ] {
            assert_eq!(bad.parse::<StatementTime>(), Err(error), "{bad}");
            let said = error.to_string();
            assert!(said.contains("instant"), "{said}");
        }
    }

    #[test]
    fn a_leap_second_is_the_instant_before_the_next_day() {
        let time: StatementTime = "2016-12-31T23:59:60.5Z".parse().unwrap();
        assert_eq!(time.date_as_written().to_string(), "2016-12-31");
        assert_eq!(time.at().unwrap().to_string(), "2017-01-01T00:00:00.500000Z");
    }
}
