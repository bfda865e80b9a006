//! Counts of submissions that were turned away, by day, party and status: what the daily `intake.summary` says.
//!
//! They are kept in `intake/`, a file a day, until the day is summed up in the log. Written at most once a second and when
//! the service ends: a sync for each request that is turned away would be a gift to whoever floods. So a restart loses
//! nothing, and a crash the last second.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use ledger::event::{Body, Event};
use ledger::file::{Durable, FileError, Files, Kind, SyncPoint, write_durably};
use ledger::ids::PartyId;
use ledger::verdict::{Outcome, Verdict};
use serde::Deserialize;
use serde_json::{Value, json};

/// Folder of the counts below the data directory.
pub(super) const FOLDER: &str = "intake";
/// Statuses that a summary has a member for.
const COUNTED: [u16; 5] = [401, 403, 409, 413, 429];
/// Parties in one summary; what comes after is counted without a name.
const PARTIES_MAX: usize = 63;
/// Longest file read: 64 parties of 64 bytes with five counts are a fifth of it.
const FILE_BYTES_MAX: u64 = 64 * 1024;

type Counts = BTreeMap<u16, u64>;
type Parties = BTreeMap<Option<PartyId>, Counts>;

/// Counts by day, then party (`None`: nobody could be named).
#[derive(Debug, Default)]
pub(super) struct Tally {
    days: BTreeMap<NaiveDate, Parties>,
    /// Days whose file does not say what is here.
    changed: BTreeSet<NaiveDate>,
}

impl Tally {
    /// Counts one that was turned away.
    pub(super) fn count(&mut self, day: NaiveDate, party: Option<&PartyId>, status: u16) {
        if !COUNTED.contains(&status) {
            return;
        }
        let parties = self.days.entry(day).or_default();
        let room = parties.len() < PARTIES_MAX || parties.contains_key(&party.cloned());
        let name = party.filter(|_| room).cloned();
        let count = parties.entry(name).or_default().entry(status).or_default();
        *count = count.saturating_add(1);
        self.changed.insert(day);
    }

    /// The `data` of the summaries of all days before `before` that have counts, oldest first; the counts stay until
    /// [`done`](Self::done).
    pub(super) fn summaries(&self, before: NaiveDate) -> impl Iterator<Item = (NaiveDate, Value)> {
        self.days.range(..before).map(|(day, parties)| (*day, summary(*day, parties)))
    }

    /// Forgets a day that was summed up.
    pub(super) fn done(&mut self, day: NaiveDate) {
        self.days.remove(&day);
        self.changed.insert(day);
    }

    /// All counts of all days by status, for metrics.
    pub(super) fn totals(&self) -> BTreeMap<u16, u64> {
        let mut totals = BTreeMap::new();
        for (status, count) in self.days.values().flat_map(BTreeMap::values).flatten() {
            let sum: &mut u64 = totals.entry(*status).or_default();
            *sum = sum.saturating_add(*count);
        }
        totals
    }

    /// What was kept, but for the days in `told`, which the log has summed up already; and what could not be read, in
    /// words: it is set aside, so that nothing is written over it.
    ///
    /// # Errors
    /// The disk failed.
    pub(super) fn load(
        files: &dyn Files,
        told: &BTreeSet<NaiveDate>,
    ) -> Result<(Self, Vec<String>), FileError> {
        let (mut tally, mut unread) = (Self::default(), Vec::new());
        if files.kind(FOLDER)?.is_none() {
            return Ok((tally, unread));
        }
        for name in files.list(FOLDER)? {
            let Some(day) = name.strip_suffix(".json").and_then(|day| day.parse::<NaiveDate>().ok()) else {
                continue;
            };
            let path = path(day);
            if told.contains(&day) {
                tally.changed.insert(day);
                continue;
            }
            match read(files, &path, day)? {
                Ok(parties) => drop(tally.days.insert(day, parties)),
                Err(why) => {
                    let aside = format!("{path}.unread");
                    files.rename(&path, &aside, ledger::file::Taken::Replace)?;
                    files.sync_dir(FOLDER, SyncPoint::KeptName)?;
                    unread.push(format!("what was turned away on {day} is not known: {why}; see {aside}"));
                }
            }
        }
        Ok((tally, unread))
    }

    /// The files that must be written (text) or removed (`None`) for the disk to say what is here; they count as written.
    pub(super) fn unkept(&mut self) -> Vec<(NaiveDate, Option<String>)> {
        let text = |day| self.days.get(&day).map(|parties| format!("{}\n", summary(day, parties)));
        std::mem::take(&mut self.changed).into_iter().map(|day| (day, text(day))).collect()
    }

    /// What could not be written after all.
    pub(super) fn not_kept(&mut self, day: NaiveDate) {
        self.changed.insert(day);
    }
}

/// Writes or removes the file of a day, durably.
pub(super) fn keep(files: &dyn Files, day: NaiveDate, text: Option<&str>) -> Result<(), FileError> {
    if files.kind(FOLDER)?.is_none() {
        files.create_dir(FOLDER)?;
        files.sync_dir("", SyncPoint::KeptName)?;
    }
    let path = path(day);
    match text {
        Some(text) => write_durably(files, &path, text.as_bytes(), Durable::KEPT),
        None if files.kind(&path)?.is_some() => {
            // If we die here and it is back, the next start finds the day in the log and removes the file again.
            files.remove(&path)?;
            files.sync_dir(FOLDER, SyncPoint::KeptName)
        }
        None => Ok(()),
    }
}

/// The day whose turned-away submissions an entry sums up, if it took effect.
pub(super) fn summed_up(event: &Event, verdict: &Verdict) -> Option<NaiveDate> {
    match (&event.body, verdict.outcome) {
        (Body::IntakeSummary(summary), Outcome::Admitted | Outcome::Recorded) => Some(summary.on.date()),
        _ => None,
    }
}

fn path(day: NaiveDate) -> String {
    format!("{FOLDER}/{day}.json")
}

fn summary(day: NaiveDate, parties: &Parties) -> Value {
    let row = |(party, counts): (&Option<PartyId>, &Counts)| {
        let mut row = serde_json::Map::new();
        if let Some(party) = party {
            row.insert("party".into(), json!(party.as_str()));
        }
        for status in COUNTED {
            row.insert(status.to_string(), json!(counts.get(&status).copied().unwrap_or(0)));
        }
        Value::Object(row)
    };
    let counts: Vec<Value> = parties.iter().map(row).collect();
    json!({"on": day.to_string(), "counts": counts})
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    on: NaiveDate,
    counts: Vec<BTreeMap<String, Value>>,
}

fn read(files: &dyn Files, path: &str, day: NaiveDate) -> Result<Result<Parties, String>, FileError> {
    match files.kind(path)? {
        Some(Kind::File(bytes)) if bytes <= FILE_BYTES_MAX => {}
        other => return Ok(Err(format!("{other:?} is no file of counts"))),
    }
    let bytes = files.read(path)?.unwrap_or_default();
    let kept: Kept = match serde_json::from_slice(&bytes) {
        Ok(kept) => kept,
        Err(error) => return Ok(Err(error.to_string())),
    };
    let rows = kept.counts.into_iter().map(row).collect::<Option<Parties>>();
    Ok(rows.filter(|_| kept.on == day).ok_or_else(|| "it is not the counts of that day".to_owned()))
}

fn row(mut row: BTreeMap<String, Value>) -> Option<(Option<PartyId>, Counts)> {
    let party = row.remove("party").map(|party| party.as_str()?.parse::<PartyId>().ok());
    let count = |(status, count): (String, Value)| {
        let status = status.parse::<u16>().ok().filter(|status| COUNTED.contains(status))?;
        Some((status, count.as_u64()?))
    };
    let mut counts = row.into_iter().map(count).collect::<Option<Counts>>()?;
    counts.retain(|_, count| *count > 0);
    Some((party.map_or(Some(None), |party| party.map(Some))?, counts))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ledger::file::simulated::SimulatedFiles;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn write(files: &SimulatedFiles, tally: &mut Tally) {
        for (day, text) in tally.unkept() {
            keep(files, day, text.as_deref()).unwrap();
        }
    }

    #[test]
    fn counts_outlive_a_power_cut_and_end_when_they_are_told() {
        let disk = SimulatedFiles::new();
        let (csc, first, second) = ("csc".parse().unwrap(), day("2026-11-20"), day("2026-11-21"));
        let mut tally = Tally::default();
        tally.count(first, Some(&csc), 409);
        tally.count(first, None, 401);
        tally.count(first, None, 401);
        tally.count(second, None, 429);
        tally.count(second, None, 503);
        write(&disk, &mut tally);
        assert!(tally.unkept().is_empty(), "nothing is written twice");

        let disk = disk.after_kill();
        let (mut again, unread) = Tally::load(&disk, &BTreeSet::new()).unwrap();
        assert_eq!((&again.days, unread.len()), (&tally.days, 0));
        assert_eq!(again.totals(), [(401, 2), (409, 1), (429, 1)].into());
        again.done(first);
        write(&disk, &mut again);
        let (left, _) = Tally::load(&disk, &BTreeSet::new()).unwrap();
        assert_eq!(left.days.keys().collect::<Vec<_>>(), [&second]);
        // Told in the log, but the file was still there.
        let (mut none, _) = Tally::load(&disk, &[second].into()).unwrap();
        assert!(none.days.is_empty());
        write(&disk, &mut none);
        assert!(disk.list(FOLDER).unwrap().is_empty());
    }

    #[test]
    fn a_damaged_file_is_set_aside_and_named() {
        let disk = SimulatedFiles::new();
        let mut tally = Tally::default();
        tally.count(day("2026-11-20"), None, 401);
        write(&disk, &mut tally);
        let on = |text: &str| keep(&disk, day("2026-11-21"), Some(text)).unwrap();
        for bad in [
            "{",
            r#"{"on":"2026-11-20","counts":[]}"#,
            r#"{"on":"2026-11-21","counts":[{"401":-1}]}"#,
            r#"{"on":"2026-11-21","counts":[{"party":"no party","401":1}]}"#,
            r#"{"on":"2026-11-21","counts":[{"200":1}]}"#,
        ] {
            on(bad);
            let (read, unread) = Tally::load(&disk, &BTreeSet::new()).unwrap();
            assert_eq!(read.days.len(), 1, "{bad}");
            assert!(unread[0].contains("intake/2026-11-21.json.unread"), "{unread:?}");
        }
        assert!(Tally::load(&disk, &BTreeSet::new()).unwrap().1.is_empty(), "said once");
    }
}
