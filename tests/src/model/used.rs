//! What an award counts on a day, as it was lessened and used (A6, A13, A22).

use super::awards::Award;
use super::fraction::Fraction;
use super::record::Record;
use super::{Less, Model, Past};
use crate::ops::{Aid, Day, Op, Sum};

impl Record {
    /// Lessenings that act on a sighting: those about it and about any now matched with it; the withdrawal of somebody
    /// else's report takes back a row alone.
    pub fn lessenings(&self, award: &Award) -> Vec<Less> {
        let matched = self.awards.iter().filter(|other| award.class.contains(&other.number));
        let all = matched.flat_map(|other| other.less.iter().map(|less| (other.number, *less)));
        all.filter(|(number, less)| less.acts && (*number == award.number || !less.alone))
            .map(|(_, less)| less)
            .collect()
    }

    /// The used value of an award: the most of its sightings in effect.
    pub fn used(&self, award: &Award) -> Option<i128> {
        let matched = self.awards.iter().filter(|other| award.class.contains(&other.number) && !other.freed);
        matched.filter_map(|other| other.used).max()
    }

    /// A figure as it counts in a window that ends on a day (A6).
    pub fn lessened(&self, award: &Award, (low, high): (i128, i128), end: Day) -> (i128, i128) {
        as_lessened((low, high), &self.lessenings(award), self.used(award), end)
    }

    /// What a sighting comes to in a window that ends on a day, uncounted or not; `None` without a figure.
    pub fn amount(&self, award: &Award, end: Day) -> Option<(i128, i128)> {
        Some(self.lessened(award, award.figure()?, end))
    }

    /// The same by the statements about it alone (A11).
    pub fn amount_alone(&self, award: &Award, end: Day) -> Option<(i128, i128)> {
        let own: Vec<Less> = award.less.iter().filter(|less| less.acts).copied().collect();
        Some(as_lessened(award.figure()?, &own, award.used, end))
    }

    /// What an award counts on a day, windows and ceilings aside: the highest high end of its sightings in effect, of
    /// equals the highest low end.
    pub fn award_counts(&self, award: &Award, day: Day) -> Option<(i128, i128)> {
        let matched = self.filled.iter().filter(|other| award.class.contains(&other.number) && !other.freed);
        let all = matched.filter_map(|other| {
            let recorded = self.awards.iter().find(|recorded| recorded.number == other.number)?;
            Some(self.lessened(recorded, other.figure()?, day))
        });
        all.map(|(low, high)| (high, low)).max().map(|(high, low)| (low, high))
    }

    /// What was given back of an award up to a day.
    pub fn repaid(&self, award: &Award, day: Day) -> i128 {
        given_back(&self.lessenings(award), day)
    }
}

fn given_back(less: &[Less], day: Day) -> i128 {
    less.iter().filter_map(|less| less.repaid).filter(|(_, on)| *on <= day).map(|(cents, _)| cents).sum()
}

/// The smallest of the figure and of all bounds, and never less than what was used and not given back.
fn as_lessened((low, high): (i128, i128), less: &[Less], used: Option<i128>, end: Day) -> (i128, i128) {
    let bounds = less.iter().filter(|less| less.day <= end).map(|less| {
        let back = less.repaid.filter(|(_, on)| *on <= end).map_or(0, |(cents, _)| cents);
        less.target.max(less.kept - back)
    });
    let most = bounds.min().unwrap_or(i128::MAX);
    let floor = used.map_or(0, |used| used - given_back(less, end)).max(0);
    (low.min(most).max(floor), high.min(most).max(floor))
}

/// The awarded quantity of computing time.
pub(super) fn awarded(aid: &Aid) -> Option<i128> {
    match aid.form() {
        Aid::Compute { micro_hours, .. } | Aid::Hours { micro_hours, .. } => Some(*micro_hours),
        _ => None,
    }
}

/// What is used of an award, its terms and what is stated next.
#[derive(Debug, Clone, Copy)]
pub(super) struct Using<'a> {
    pub award: &'a Award,
    pub aid: &'a Aid,
    pub on: Day,
    /// Whether the aid or the date is stated anew, so that its face is not known from before.
    pub anew: bool,
    /// A draw that is stated now.
    pub draw: Option<(i128, Sum)>,
    /// A running total that is stated now.
    pub total: Option<i128>,
}

impl<'a> Using<'a> {
    pub fn of(award: &'a Award) -> Self {
        Self { award, aid: &award.aid, on: award.on, anew: false, draw: None, total: None }
    }
}

impl Model {
    /// All draws of an award, those of now too.
    fn draws(&self, using: &Using<'_>) -> Vec<(i128, Sum)> {
        let past = self.past.iter().filter_map(|past| match &past.op {
            Op::Draw { award, micro_hours, value, .. } if *award == using.award.number => {
                Some((*micro_hours, *value))
            }
            _ => None,
        });
        past.chain(using.draw).collect()
    }

    /// The face of an award at the rates now on record, else as it was fixed (A13).
    fn face_of(&self, using: &Using<'_>) -> Option<Fraction> {
        let then = self.past.partition_point(|past| past.position <= using.award.valued_at);
        let fixed = || face(self.past.get(..then)?, using).map(|face| Fraction::whole(face.cents()));
        face(&self.past, using).or_else(|| if using.anew { None } else { fixed() })
    }

    /// What was drawn in euro, or in millionths of an hour, and of how much.
    ///
    /// # Errors
    /// A rate of a draw is missing.
    pub(super) fn drawn(&self, using: &Using<'_>) -> Result<(Fraction, Option<Fraction>), &'static str> {
        let draws = self.draws(using);
        if let Some(quantity) = awarded(using.aid) {
            let hours = draws.iter().map(|(hours, _)| hours).sum();
            return Ok((Fraction::whole(hours), Some(Fraction::whole(quantity))));
        }
        let mut sum = Fraction::whole(0);
        for (_, value) in draws {
            let value = self.euro(value, using.award.state, using.on).ok_or("unknown_currency_rate")?;
            sum = sum.plus(&value);
        }
        Ok((sum, self.face_of(using)))
    }

    /// What the used value comes to (A22); `None` where nothing was drawn or used, or no share is known.
    pub(super) fn used_value(&self, using: &Using<'_>, high: i128) -> Option<i128> {
        let zero = Fraction::whole(0);
        let mut share: Option<Fraction> = None;
        let mut larger = |other: Fraction| {
            share = Some(share.take().map_or(other.clone(), |share| share.max(other)));
        };
        if !self.draws(using).is_empty()
            && let Ok((sum, Some(whole))) = self.drawn(using)
            && whole > zero
        {
            larger(sum.over(&whole));
        }
        let totals = self.past.iter().filter_map(|past| match &past.op {
            Op::Usage { award, micro_hours, .. } if *award == using.award.number => Some(*micro_hours),
            _ => None,
        });
        if let (Some(total), Some(quantity)) = (totals.chain(using.total).max(), awarded(using.aid))
            && quantity > 0
        {
            larger(Fraction::of(total, quantity));
        }
        Some(share?.times(&Fraction::whole(high)).cents())
    }
}

/// What an aid comes to on its face, at most its cap; `None` where it is open or a rate is missing.
fn face(past: &[Past], using: &Using<'_>) -> Option<Fraction> {
    let euro = |sum: &Sum| super::tables::euro(past, *sum, using.award.state, using.on);
    match using.aid {
        Aid::Grant(sum) | Aid::Capital(sum) | Aid::Declared(sum) => euro(sum),
        Aid::Credits { face: sum, .. }
        | Aid::Service { value: sum, .. }
        | Aid::Loan { principal: sum, .. }
        | Aid::Guarantee { guaranteed: sum, .. } => euro(sum),
        Aid::Range { high, .. } => high.as_ref().and_then(euro),
        Aid::Instalments { payments, .. } => {
            let mut sum = Fraction::whole(0);
            for (_, payment) in payments {
                sum = sum.plus(&euro(payment)?);
            }
            Some(sum)
        }
        Aid::Capped { of, cap, .. } => Some(match (face(past, &Using { aid: of, ..*using }), euro(cap)) {
            (Some(face), Some(cap)) => face.min(cap),
            (face, cap) => face.or(cap)?,
        }),
        Aid::Compute { .. } | Aid::Hours { .. } | Aid::Silent => None,
    }
}
