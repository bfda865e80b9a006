//! How much each party has had recorded today (UTC), against the quotas of the founding policy.

use std::collections::HashMap;

use chrono::NaiveDate;
use ledger::event::governance::Quotas;
use ledger::ids::PartyId;
use ledger::time::At;

use super::Turned;

const DAY_MICROS: i64 = 86_400_000_000;

/// What was recorded on one day.
#[derive(Debug, Default)]
pub(super) struct Used {
    day: Option<NaiveDate>,
    by_party: HashMap<PartyId, (u64, u64)>,
}

impl Used {
    /// Counts an entry.
    pub(super) fn add(&mut self, party: &PartyId, bytes: u64, at: At) {
        let day = Some(at.utc_date());
        if day > self.day {
            self.day = day;
            self.by_party.clear();
        }
        let used = self.by_party.entry(party.clone()).or_default();
        *used = (used.0.saturating_add(1), used.1.saturating_add(bytes));
    }

    /// Whether the party may have one more statement recorded at `at`; `more`: statements that are as good as recorded,
    /// and their bytes with those of this one.
    pub(super) fn check(
        &self,
        quotas: &Quotas,
        party: &PartyId,
        more: (u64, u64),
        at: At,
    ) -> Result<(), Turned> {
        let today = self.day == Some(at.utc_date());
        let recorded = self.by_party.get(party).copied().filter(|_| today).unwrap_or_default();
        let (events, bytes) = (recorded.0.saturating_add(more.0), recorded.1.saturating_add(more.1));
        let over = quotas.events_per_day.is_some_and(|most| events >= most)
            || quotas.bytes_per_day.is_some_and(|most| bytes > most);
        if !over {
            return Ok(());
        }
        let left = DAY_MICROS.saturating_sub(at.micros().rem_euclid(DAY_MICROS));
        Err(Turned::Quota { retry_after_s: u64::try_from(left / 1_000_000).unwrap_or(1).max(1) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_full_and_the_next_is_empty() {
        let quotas = Quotas { events_per_day: Some(2), bytes_per_day: Some(100) };
        let party: PartyId = "csc".parse().unwrap();
        let noon = At::from_micros(DAY_MICROS * 20_000 + DAY_MICROS / 2).unwrap();
        let mut used = Used::default();
        used.add(&party, 60, noon);
        assert!(used.check(&quotas, &party, (0, 40), noon).is_ok());
        assert_eq!(used.check(&quotas, &party, (0, 41), noon), Err(Turned::Quota { retry_after_s: 43_200 }));
        used.add(&party, 1, noon);
        assert!(used.check(&quotas, &party, (0, 1), noon).is_err());
        assert!(used.check(&quotas, &"other".parse().unwrap(), (0, 1), noon).is_ok());
        let tomorrow = At::from_micros(noon.micros() + DAY_MICROS).unwrap();
        assert!(used.check(&quotas, &party, (0, 1), tomorrow).is_ok());
    }
}
