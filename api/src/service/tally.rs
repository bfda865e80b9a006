//! Counts of submissions that were turned away, by day, party and status: what the daily `intake.summary` says.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use ledger::ids::PartyId;
use serde_json::{Value, json};

/// Statuses that a summary has a member for.
const COUNTED: [u16; 5] = [401, 403, 409, 413, 429];
/// Parties in one summary; what comes after is counted without a name.
const PARTIES_MAX: usize = 63;

type Counts = BTreeMap<u16, u64>;

/// Counts by day, then party (`None`: nobody could be named).
#[derive(Debug, Default)]
pub(super) struct Tally {
    days: BTreeMap<NaiveDate, BTreeMap<Option<PartyId>, Counts>>,
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
    }

    /// The `data` of the summary of the oldest day before `today` that has counts; the counts stay until
    /// [`done`](Self::done).
    pub(super) fn summary(&self, before: NaiveDate) -> Option<(NaiveDate, Value)> {
        let (day, parties) = self.days.range(..before).next()?;
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
        Some((*day, json!({"on": day.to_string(), "counts": counts})))
    }

    /// Forgets a day that was summed up.
    pub(super) fn done(&mut self, day: NaiveDate) {
        self.days.remove(&day);
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
}
