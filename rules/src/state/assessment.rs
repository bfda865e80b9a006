//! What is known of an undertaking's size, solvency and rating on a day (U4).

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;
use imbl::OrdMap;
use ledger::event::undertaking::{CreditBand, Insolvency, Size, UndertakingAssessed};

use super::Handle;

/// The members of an assessment that rules ask for; what it does not state is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Assessment {
    size: Option<Size>,
    in_difficulty: Option<bool>,
    insolvency: Option<Insolvency>,
    credit_band: Option<CreditBand>,
    innovative: Option<bool>,
    distributed_profits: Option<bool>,
}

/// What is known of an undertaking on a day, each with the position of the statement; what nobody stated is `None`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Known {
    /// Size class.
    pub size: Option<(Size, u64)>,
    /// Whether it is an undertaking in difficulty.
    pub in_difficulty: Option<(bool, u64)>,
    /// Whether it is in collective insolvency proceedings or meets the criteria.
    pub insolvency: Option<(Insolvency, u64)>,
    /// Rating band.
    pub credit_band: Option<(CreditBand, u64)>,
    /// Whether it is innovative.
    pub innovative: Option<(bool, u64)>,
    /// Whether it has distributed profits.
    pub distributed_profits: Option<(bool, u64)>,
}

/// Every assessment in effect, by undertaking, the day it speaks of and position.
#[derive(Debug, Clone, Default)]
pub struct Assessments {
    by_day: OrdMap<(Handle, NaiveDate, u64), Arc<Assessment>>,
    /// Whom and which day the statement at a position speaks of.
    resting: OrdMap<u64, (Handle, NaiveDate)>,
}

impl Assessments {
    /// What is known on a day of an undertaking under all its numbers: of each member the newest statement by the day it
    /// speaks of, then by position, that does not speak of a later day.
    #[must_use]
    pub fn known(&self, undertaking: &BTreeSet<Handle>, on: NaiveDate) -> Known {
        let of = |handle: &Handle| {
            let stated = (*handle, NaiveDate::MIN, u64::MIN)..=(*handle, on, u64::MAX);
            self.by_day.range(stated).map(|((_, day, position), stated)| (*day, *position, stated))
        };
        let mut stated: Vec<_> = undertaking.iter().flat_map(of).collect();
        stated.sort_by_key(|(day, position, _)| (*day, *position));
        let mut known = Known::default();
        for (_, at, stated) in stated {
            newer(&mut known.size, stated.size, at);
            newer(&mut known.in_difficulty, stated.in_difficulty, at);
            newer(&mut known.insolvency, stated.insolvency, at);
            newer(&mut known.credit_band, stated.credit_band, at);
            newer(&mut known.innovative, stated.innovative, at);
            newer(&mut known.distributed_profits, stated.distributed_profits, at);
        }
        known
    }

    pub(crate) fn assess(&mut self, handle: Handle, assessed: &UndertakingAssessed, position: u64) {
        let assessment = Assessment {
            size: assessed.size,
            in_difficulty: assessed.in_difficulty,
            insolvency: assessed.insolvency,
            credit_band: assessed.credit_band,
            innovative: assessed.innovative,
            distributed_profits: assessed.distributed_profits,
        };
        let on = assessed.on.date();
        self.by_day.insert((handle, on, position), Arc::new(assessment));
        self.resting.insert(position, (handle, on));
    }

    /// Takes back what the statement at a position said; nothing where it was no assessment.
    pub(crate) fn retract(&mut self, position: u64) {
        if let Some((handle, on)) = self.resting.remove(&position) {
            self.by_day.remove(&(handle, on, position));
        }
    }
}

fn newer<T>(known: &mut Option<(T, u64)>, stated: Option<T>, position: u64) {
    if let Some(stated) = stated {
        *known = Some((stated, position));
    }
}
