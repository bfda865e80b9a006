//! What becomes of an award (A5 to A7, A11, A13, A14).

use super::awards::{Award, pairs};
use super::fraction::Fraction;
use super::judge::Found;
use super::record::Record;
use super::{Model, Past};
use crate::ops::{Aid, Day, Op, Sum, eur};

/// What a lessening states.
struct Less {
    on: Day,
    kept: Sum,
    repaid: Option<Sum>,
}

impl Model {
    pub(super) fn life(&self, op: &Op) -> Found {
        let record = self.record(&[]);
        match op {
            Op::Match { award, same_as } => self.matching(&record, *award, same_as),
            Op::Unmatch { award, same_as } => self.unmatching(&record, *award, same_as),
            _ => {
                let number = op.clone().awards_mut().first().map(|number| **number);
                match number.and_then(|number| record.award(number)) {
                    Some(award) => self.change(award, op),
                    None => Found::only("unknown_award"),
                }
            }
        }
    }

    /// The earliest date of the awards that an event is about: only later ones may it push over (W9).
    pub(super) fn earliest(&self, op: &Op) -> Option<Day> {
        let record = self.record(&[]);
        let numbers: Vec<u32> = op.clone().awards_mut().into_iter().map(|number| *number).collect();
        numbers.into_iter().filter_map(|number| record.award(number)).map(|award| award.on).min()
    }

    fn change(&self, award: &Award, op: &Op) -> Found {
        match op {
            Op::Reduce { after, kept, repaid, on, .. } => {
                let less = Less { on: *on, kept: *kept, repaid: *repaid };
                self.lessen(award, |_| self.euro(*after, award.state, award.on), &less)
            }
            Op::Withdraw { kept, repaid, on, .. } => {
                let less = Less { on: *on, kept: *kept, repaid: *repaid };
                self.lessen(award, |_| Some(Fraction::whole(0)), &less)
            }
            Op::Waive { amount, on, repaid_on, kept, repaid, .. } => {
                let from = *on.max(repaid_on);
                let mut found =
                    self.lessen_by(award, *amount, &Less { on: from, kept: *kept, repaid: *repaid });
                if repaid_on > on {
                    found.flags.push("benefit_not_repaid");
                }
                found
            }
            Op::Expire { amount, on, lapsed, .. } => {
                let mut found = self.lessen_by(award, *amount, &Less { on: *on, kept: eur(0), repaid: None });
                if !lapsed && found.gge.is_some() {
                    found.less = None;
                    found.gge = award.counts(*on).map(|(low, high)| (low, Some(high)));
                }
                found
            }
            Op::Release { .. } | Op::Failed { .. } => {
                // Reading: either statement frees either kind.
                Found::unless(award.open.is_some(), "award_id_used")
            }
            Op::Draw { milli_hours, value, .. } => self.draw(award, *milli_hours, *value),
            Op::Usage { to, milli_hours, .. } => self.usage(award, *to, *milli_hours),
            _ => Found::default(),
        }
    }

    /// From a day on an award counts at most the larger of two figures: what it comes to `after`, and what was kept
    /// less what was repaid (A6).
    fn lessen(&self, award: &Award, after: impl Fn(i128) -> Option<Fraction>, less: &Less) -> Found {
        let euro = |sum: Sum| self.euro(sum, award.state, award.on);
        let had = match less.repaid {
            None => euro(less.kept),
            Some(repaid) => euro(less.kept).zip(euro(repaid)).map(|(kept, repaid)| kept.less(&repaid)),
        };
        let counts = award.counts(less.on);
        let high = counts.map_or(0, |(_, high)| high);
        let (Some(after), Some(had)) = (after(high), had) else {
            return Found::only("unknown_currency_rate");
        };
        let mut found = Found::default();
        let (after, had) = (after.cents(), had.cents());
        if had > after {
            found.flags.push("benefit_not_repaid");
        }
        match counts {
            Some((low, high)) => {
                let most = after.max(had).min(high);
                found.less = Some((less.on, most));
                found.gge = Some((low.min(most), Some(most)));
            }
            None => found.flags.push("uncounted"),
        }
        found
    }

    /// The same by an amount, which is no more than the award counts.
    fn lessen_by(&self, award: &Award, amount: Sum, less: &Less) -> Found {
        let amount = self.euro(amount, award.state, award.on);
        let after = |high: i128| Some(Fraction::whole(high).less(amount.as_ref()?));
        let mut found = self.lessen(award, after, less);
        match award.counts(less.on) {
            _ if found.codes.contains(&"unknown_currency_rate") => {}
            Some((_, high)) if amount.is_some_and(|amount| amount > Fraction::whole(high)) => {
                found = Found::only("contradicts_record");
            }
            Some(_) => {}
            // Less than nobody knows what is nothing anybody knows.
            None => found.flags.retain(|flag| *flag != "benefit_not_repaid"),
        }
        found
    }

    fn matching(&self, record: &Record, number: u32, same_as: &[u32]) -> Found {
        let numbers = same_as.iter().chain([&number]);
        let Some(awards) = numbers.map(|number| record.award(*number)).collect::<Option<Vec<_>>>() else {
            return Found::only("unknown_award");
        };
        let whose = |award: &&&Award| record.by(award.who);
        let one = awards.first().map(|award| whose(&award));
        let mut found =
            Found::unless(awards.iter().all(|award| Some(whose(&award)) == one), "contradicts_record");
        // Reading: the figures of the awards named here, of those that have one.
        let figures: Vec<_> = awards.iter().filter_map(|award| award.gge).collect();
        if figures.iter().any(|figure| Some(figure) != figures.first()) {
            found.flags.push("sources_differ");
        }
        found
    }

    fn unmatching(&self, record: &Record, number: u32, same_as: &[u32]) -> Found {
        let known = same_as.iter().chain([&number]).all(|number| record.award(*number).is_some());
        let pairs = pairs(&self.past);
        let matched = |other: &u32| pairs.contains(&(number, *other)) || pairs.contains(&(*other, number));
        let mut found = Found::unless(known, "unknown_award");
        // What is not known is not matched either.
        if !same_as.iter().all(matched) {
            found.codes.push("unknown_reference");
        }
        found
    }

    /// `award.drawn` (A13)
    fn draw(&self, award: &Award, milli_hours: i128, value: Sum) -> Found {
        let mut hours = milli_hours;
        let mut values = vec![value];
        for past in &self.past {
            if let Op::Draw { award: number, milli_hours, value, .. } = &past.op
                && *number == award.number
            {
                hours += milli_hours;
                values.push(*value);
            }
        }
        let mut found = Found::default();
        let exceeds = match awarded(&award.aid) {
            Some(awarded) => hours > awarded,
            None => {
                let mut sum = Fraction::whole(0);
                for value in values {
                    match self.euro(value, award.state, award.on) {
                        Some(value) => sum = sum.plus(&value),
                        None => return Found::only("unknown_currency_rate"),
                    }
                }
                // By the rates on record now, as the draws are; where one is gone, as fixed with the award.
                let then = self.past.partition_point(|past| past.position <= award.valued_at);
                let fixed = || Self::face(self.past.get(..then)?, award, &award.aid);
                let fixed = || fixed().map(|face| Fraction::whole(face.cents()));
                Self::face(&self.past, award, &award.aid).or_else(fixed).is_some_and(|face| sum > face)
            }
        };
        if exceeds {
            found.flags.push("draw_exceeds_award");
        }
        found
    }

    /// What an aid comes to on its face, at most its cap; `None` where it is open or a rate is missing.
    fn face(past: &[Past], award: &Award, aid: &Aid) -> Option<Fraction> {
        let euro = |sum: &Sum| super::tables::euro(past, *sum, award.state, award.on);
        match aid {
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
            Aid::Capped { of, cap, .. } => Some(match (Self::face(past, award, of), euro(cap)) {
                (Some(face), Some(cap)) => face.min(cap),
                (face, cap) => face.or(cap)?,
            }),
            Aid::Compute { .. } | Aid::Hours { .. } => None,
        }
    }

    /// `usage.reported` (A13)
    fn usage(&self, award: &Award, to: Day, milli_hours: i128) -> Found {
        let mut found = Found::default();
        for past in &self.past {
            let Op::Usage { award: number, to: day, milli_hours: total } = &past.op else { continue };
            let less = *day <= to && milli_hours < *total;
            let more = *day > to && milli_hours > *total;
            if *number == award.number && (less || more) {
                found.codes.push("contradicts_record");
            }
        }
        if awarded(&award.aid).is_some_and(|awarded| milli_hours > awarded) {
            found.flags.push("draw_exceeds_award");
        }
        found
    }
}

/// The awarded quantity of computing time.
fn awarded(aid: &Aid) -> Option<i128> {
    match aid.form() {
        Aid::Compute { milli_hours, .. } | Aid::Hours { milli_hours, .. } => Some(*milli_hours),
        _ => None,
    }
}
