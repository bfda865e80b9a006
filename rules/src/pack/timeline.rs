//! Values through time. Before the first date there is no value, never zero; between two values there is no gap.

use chrono::NaiveDate;

use super::citation::Citation;
use super::fault::{PackFaultKind, PackFaults};

/// How firm a value stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is written in the cited text.
    Law,
    /// It is a reading of the cited text; verdicts that turn on it are flagged `interpretation`.
    Interpretation,
}

/// One value with the days for which it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry<T> {
    /// First day.
    pub from: NaiveDate,
    /// Last day; `None` while no end is known. Where the file gives none, the day before the next value.
    pub until: Option<NaiveDate>,
    /// The value.
    pub value: T,
    /// Where it is written.
    pub citation: Citation,
    /// Law or interpretation.
    pub standing: Standing,
    /// Whose interpretation, or what a reader should know.
    pub note: Option<String>,
}

/// A value's whole history: at least one entry, by date, without gap or overlap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dated<T> {
    entries: Vec<Entry<T>>,
}

impl<T> Dated<T> {
    /// The entry that holds on `date`; `None` before the first and after the last day.
    pub fn on(&self, date: NaiveDate) -> Option<&Entry<T>> {
        self.entries
            .iter()
            .rev()
            .find(|e| e.from <= date)
            .filter(|e| e.until.is_none_or(|until| date <= until))
    }

    /// All entries, oldest first.
    pub fn entries(&self) -> &[Entry<T>] {
        &self.entries
    }

    /// The first day in `from..=until` (`None`: without end) that has no value.
    pub(super) fn first_uncovered(&self, from: NaiveDate, until: Option<NaiveDate>) -> Option<NaiveDate> {
        if self.on(from).is_none() {
            return Some(from);
        }
        let end = self.entries.last()?.until?;
        let open = until.is_none_or(|until| end < until);
        open.then(|| end.succ_opt()).flatten()
    }

    /// The same history with each value read as another type; `None` if one cannot be.
    pub(super) fn map<U>(&self, pick: impl Fn(&T) -> Option<U>) -> Option<Dated<U>> {
        let mut entries = Vec::new();
        for e in &self.entries {
            entries.push(Entry {
                from: e.from,
                until: e.until,
                value: pick(&e.value)?,
                citation: e.citation.clone(),
                standing: e.standing,
                note: e.note.clone(),
            });
        }
        Some(Dated { entries })
    }

    /// Builds a history from entries as written, each with its line; notes disorder, overlaps and gaps.
    pub(super) fn build(
        what: &str,
        file: &str,
        written: Vec<(u32, Entry<T>)>,
        faults: &PackFaults,
    ) -> Option<Dated<T>> {
        let mut entries: Vec<Entry<T>> = Vec::new();
        let mut sound = true;
        for (line, entry) in written {
            if let Some(fault) = misfit(what, entries.last(), &entry) {
                faults.add(file, line, fault.0, fault.1);
                sound = false;
            }
            if let Some(last) = entries.last_mut()
                && last.until.is_none()
            {
                last.until = entry.from.pred_opt();
            }
            entries.push(entry);
        }
        (sound && !entries.is_empty()).then_some(Dated { entries })
    }
}

/// Why `next` cannot follow `last`.
fn misfit<T>(what: &str, last: Option<&Entry<T>>, next: &Entry<T>) -> Option<(PackFaultKind, &'static str)> {
    if next.until.is_some_and(|until| until < next.from) {
        let message = format!("{what}: a value ends on {} before it starts", next.until?);
        return Some((PackFaultKind::BadValue(message), "until is the last day on which the value holds"));
    }
    let last = last?;
    let what = what.to_owned();
    if next.from <= last.from || last.until.is_some_and(|until| next.from <= until) {
        let hint =
            "values follow one another by date, oldest first; end the older one the day before the newer";
        return Some((PackFaultKind::Overlap { what, on: next.from }, hint));
    }
    let expected = last.until?.succ_opt()?;
    (expected < next.from).then(|| {
        let to = next.from.pred_opt().unwrap_or(expected);
        let hint = "let the older value end the day before the newer starts, or leave its `until` out";
        (PackFaultKind::Gap { what, from: expected, to }, hint)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn entry(from: &str, until: Option<&str>, value: u32) -> (u32, Entry<u32>) {
        let citation = Citation {
            act: "Act".into(),
            celex: "32023R2831".into(),
            eli: "http://data.europa.eu/eli/x".into(),
            article: Some("1".into()),
            recital: None,
            paragraph: None,
            point: None,
        };
        let until = until.map(d);
        (1, Entry { from: d(from), until, value, citation, standing: Standing::Law, note: None })
    }

    fn build(entries: Vec<(u32, Entry<u32>)>) -> Result<Dated<u32>, String> {
        let faults = PackFaults::default();
        let dated = Dated::build("x", "f", entries, &faults);
        faults.settle(dated).map_err(|e| e.faults()[0].kind.to_string())
    }

    #[test]
    fn a_value_holds_from_its_first_to_its_last_day() {
        let dated =
            build(vec![entry("2014-01-01", None, 1), entry("2024-01-01", Some("2031-06-30"), 2)]).unwrap();
        let on = |day: &str| dated.on(d(day)).map(|e| e.value);
        assert_eq!(on("2013-12-31"), None);
        assert_eq!(on("2014-01-01"), Some(1));
        assert_eq!(on("2023-12-31"), Some(1));
        assert_eq!(on("2024-01-01"), Some(2));
        assert_eq!(on("2031-06-30"), Some(2));
        assert_eq!(on("2031-07-01"), None);
        assert_eq!(dated.first_uncovered(d("2013-01-01"), None), Some(d("2013-01-01")));
        assert_eq!(dated.first_uncovered(d("2014-01-01"), None), Some(d("2031-07-01")));
        assert_eq!(dated.first_uncovered(d("2014-01-01"), Some(d("2031-06-30"))), None);
    }

    #[test]
    fn gaps_and_overlaps_are_named_with_their_days() {
        let gap = build(vec![entry("2014-01-01", Some("2023-12-30"), 1), entry("2024-01-01", None, 2)]);
        assert_eq!(gap.unwrap_err(), "gap in x: no value from 2023-12-31 to 2023-12-31");
        let overlap = build(vec![entry("2014-01-01", Some("2024-01-01"), 1), entry("2024-01-01", None, 2)]);
        assert_eq!(overlap.unwrap_err(), "overlap in x: two values on 2024-01-01");
        let twice = build(vec![entry("2024-01-01", None, 1), entry("2024-01-01", None, 2)]);
        assert_eq!(twice.unwrap_err(), "overlap in x: two values on 2024-01-01");
        assert!(build(vec![entry("2024-01-01", Some("2023-01-01"), 1)]).is_err());
        assert!(build(Vec::new()).is_err());
    }
}
