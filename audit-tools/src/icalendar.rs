//! Days as a calendar file (RFC 5545), which the calendars of offices open.

use std::fmt::Write as _;

use chrono::NaiveDate;
use ledger::time::At;

/// Longest line in bytes, without its end (section 3.1).
const LINE_BYTES_MAX: usize = 75;

/// A day in a calendar.
pub struct Day<'a> {
    /// What tells it from every other, and finds it again when the file is opened once more.
    pub uid: &'a str,
    /// The day.
    pub on: NaiveDate,
    /// What it is, in a line.
    pub summary: &'a str,
    /// The same at length.
    pub description: &'a str,
    /// Under what it is sorted.
    pub category: &'a str,
}

/// A calendar of whole days that block nobody's time, as of an instant.
pub fn calendar(days: &[Day<'_>], as_of: Option<At>) -> String {
    let mut out = String::new();
    line(&mut out, "BEGIN:VCALENDAR");
    line(&mut out, "VERSION:2.0");
    line(&mut out, "PRODID:-//AidLedger//aid-audit//EN");
    line(&mut out, "CALSCALE:GREGORIAN");
    let stamp = as_of.map_or_else(|| "19900101T000000Z".to_owned(), stamp);
    for day in days {
        line(&mut out, "BEGIN:VEVENT");
        line(&mut out, &format!("UID:{}", text(day.uid)));
        line(&mut out, &format!("DTSTAMP:{stamp}"));
        line(&mut out, &format!("DTSTART;VALUE=DATE:{}", day.on.format("%Y%m%d")));
        line(&mut out, &format!("SUMMARY:{}", text(day.summary)));
        line(&mut out, &format!("DESCRIPTION:{}", text(day.description)));
        line(&mut out, &format!("CATEGORIES:{}", text(day.category)));
        line(&mut out, "TRANSP:TRANSPARENT");
        line(&mut out, "END:VEVENT");
    }
    line(&mut out, "END:VCALENDAR");
    out
}

/// `20261222T150000Z` of `2026-12-22T15:00:00.000000Z`.
fn stamp(at: At) -> String {
    let whole = at.to_string();
    let seconds = whole.split('.').next().unwrap_or_default().trim_end_matches('Z');
    let digits: String = seconds.chars().filter(|c| !matches!(c, '-' | ':')).collect();
    digits + "Z"
}

/// A text value (section 3.3.11): no control character but the line's end, which is written as two signs.
fn text(value: &str) -> String {
    let mut out = String::new();
    for c in value.chars() {
        match c {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// A line of content, folded between characters (section 3.1).
fn line(out: &mut String, content: &str) {
    let mut used = 0_usize;
    for c in content.chars() {
        if used.saturating_add(c.len_utf8()) > LINE_BYTES_MAX {
            out.push_str("\r\n ");
            used = 1;
        }
        let _ = write!(out, "{c}");
        used = used.saturating_add(c.len_utf8());
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(summary: &str) -> String {
        let on = NaiveDate::from_ymd_opt(2026, 12, 22).unwrap();
        let day = Day { uid: "u", on, summary, description: "d", category: "c" };
        calendar(&[day], At::parse_canonical("2026-12-01T10:20:30.400000Z"))
    }

    #[test]
    fn what_has_a_meaning_in_the_format_is_escaped() {
        let out = day("a;b,c\\d\ne\r\u{7}f");
        assert!(out.contains("\r\nSUMMARY:a\\;b\\,c\\\\d\\nef\r\n"), "{out}");
        assert!(
            out.contains("\r\nDTSTART;VALUE=DATE:20261222\r\n")
                && out.contains("DTSTAMP:20261201T102030Z\r\n")
        );
        assert_eq!(out.matches('\n').count(), out.matches("\r\n").count());
    }

    #[test]
    fn a_long_line_is_folded_between_characters_and_comes_back_whole() {
        let long = "\u{e4}\u{20ac}x".repeat(60);
        let out = day(&long);
        assert!(out.split("\r\n").all(|line| line.len() <= LINE_BYTES_MAX));
        assert!(out.replace("\r\n ", "").contains(&format!("SUMMARY:{long}\r\n")));
    }
}
