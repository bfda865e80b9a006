//! Under which handles awards are added up for their State: one for each calendar that a recipient may have.

use std::collections::BTreeSet;
use std::sync::Arc;

use imbl::{HashMap, Vector};
use ledger::event::aid::Regime;

use super::award::Award;
use super::fiscal::Calendars;
use super::undertaking::Handle;

/// Handles of one calendar: all aid, and a product sector each.
const PER_CALENDAR: u32 = 32;

/// Which regimes are added up so, and which calendars recipients have.
#[derive(Debug, Clone, Default)]
pub(crate) struct National {
    pub(super) regimes: Arc<BTreeSet<Regime>>,
    /// Every calendar but that of whom nobody stated anything, which is the first.
    pub(super) calendars: Vector<Arc<Calendars>>,
    /// Of whom something was stated: which calendar.
    pub(super) of: HashMap<Handle, u32>,
}

impl National {
    pub(super) fn home(calendar: u32, sector: Option<char>) -> Handle {
        let letter = sector.and_then(|sector| u32::from(sector).checked_sub(u32::from('a')));
        let within = letter.map_or(0, |letter| letter.saturating_add(1).min(PER_CALENDAR.saturating_sub(1)));
        Handle::of_sums(calendar.saturating_mul(PER_CALENDAR).saturating_add(within))
    }

    /// Under which handles an award is added up.
    pub(super) fn homes(&self, award: &Award) -> impl Iterator<Item = Handle> + use<> {
        let is_counted =
            !self.regimes.is_empty() && (award.is_apart() || self.regimes.contains(&award.regime));
        let calendar = self.of.get(&award.beneficiary).copied().unwrap_or(0);
        let sector = award.product_sector().filter(|_| is_counted);
        let whole = is_counted.then(|| Self::home(calendar, None));
        whole.into_iter().chain(sector.map(|sector| Self::home(calendar, Some(sector))))
    }

    /// Which calendar it is.
    pub(super) fn number(&mut self, calendars: Calendars) -> u32 {
        if calendars == Calendars::default() {
            return 0;
        }
        let known = self.calendars.iter().position(|known| **known == calendars);
        let at = known.unwrap_or_else(|| {
            self.calendars.push_back(Arc::new(calendars));
            self.calendars.len().saturating_sub(1)
        });
        u32::try_from(at.saturating_add(1)).unwrap_or(u32::MAX)
    }
}
