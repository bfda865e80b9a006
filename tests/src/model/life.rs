//! What becomes of an award (A5 to A7, A11, A13, A14, A21).

use super::awards::{Award, Right, connected, pairs};
use super::fraction::Fraction;
use super::judge::Found;
use super::record::Record;
use super::used::{Using, awarded};
use super::{Less, Model};
use crate::ops::{Act, Day, Op, Repaid, Sum, eur};

/// What a lessening states.
struct Stated {
    on: Day,
    kept: Sum,
    repaid: Option<Repaid>,
    withdraws: bool,
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
                    Some(award) => {
                        let mut found = self.change(&record, award, op);
                        if days(op).into_iter().any(|day| day < granted(&record, award)) {
                            found.contradicts();
                        }
                        found
                    }
                    None => Found::only("unknown_award"),
                }
            }
        }
    }

    /// The earliest date of the awards that an event is about, and of their sightings: only later ones may it push
    /// over (W9).
    pub(super) fn earliest(&self, op: &Op) -> Option<Day> {
        let record = self.record(&[]);
        let numbers: Vec<u32> = op.clone().awards_mut().into_iter().map(|number| *number).collect();
        let named = numbers.into_iter().filter_map(|number| record.award(number));
        named.map(|award| record.earliest(award, award.on)).min()
    }

    fn change(&self, record: &Record, award: &Award, op: &Op) -> Found {
        match op {
            Op::Reduce { after, kept, repaid, on, .. } => {
                let stated = Stated { on: *on, kept: *kept, repaid: *repaid, withdraws: false };
                let after = self.euro(*after, award.state, award.on);
                let mut found = self.lessen(record, award, after.clone(), &stated);
                let counts = record.award_counts(award, *on);
                if let (Some(after), Some((_, high))) = (after, counts)
                    && after.cents() > high
                {
                    found.contradicts();
                }
                found
            }
            Op::Withdraw { kept, repaid, on, .. } => {
                let stated = Stated { on: *on, kept: *kept, repaid: *repaid, withdraws: true };
                self.lessen(record, award, Some(Fraction::whole(0)), &stated)
            }
            Op::Waive { amount, on, repaid_on, kept, repaid, .. } => {
                let from = *on.max(repaid_on);
                let stated = Stated { on: from, kept: *kept, repaid: *repaid, withdraws: false };
                let mut found = self.lessen_by(record, award, *amount, &stated);
                if repaid_on > on {
                    found.flags.push("benefit_not_repaid");
                }
                found
            }
            Op::Expire { amount, on, lapsed, .. } => {
                let stated = Stated { on: *on, kept: eur(0), repaid: None, withdraws: false };
                let mut found = self.lessen_by(record, award, *amount, &stated);
                if !lapsed && found.codes.is_empty() {
                    (found.less, found.amounts) = (None, Vec::new());
                    found.flags.retain(|flag| *flag != "benefit_not_repaid");
                    found.gge = record.award_counts(award, *on).map(|(low, high)| (low, Some(high)));
                }
                found
            }
            Op::Release { .. } | Op::Failed { .. } => {
                // Reading: either statement frees either kind.
                Found::unless(award.open.is_some(), "award_id_used")
            }
            Op::Draw { micro_hours, value, on, .. } => {
                let using = Using { draw: Some((*micro_hours, *value)), ..Using::of(award) };
                match self.drawn(&using) {
                    Err(code) => Found::only(code),
                    Ok((sum, whole)) => {
                        let exceeds = whole.is_some_and(|whole| sum > whole);
                        self.uses(record, &using, exceeds, *on)
                    }
                }
            }
            Op::Usage { to, micro_hours, .. } => {
                let using = Using { total: Some(*micro_hours), ..Using::of(award) };
                let exceeds = awarded(&award.aid).is_some_and(|awarded| *micro_hours > awarded);
                let mut found = self.uses(record, &using, exceeds, *to);
                if self.runs_backwards(award.number, *to, *micro_hours) {
                    found.codes.push("contradicts_record");
                }
                found
            }
            _ => Found::default(),
        }
    }

    /// What a lessening comes to (A6, A7).
    fn lessen(&self, record: &Record, award: &Award, after: Option<Fraction>, stated: &Stated) -> Found {
        let cents = |sum: Sum| self.euro(sum, award.state, award.on).map(|sum| sum.cents());
        let back = match stated.repaid {
            None => Some(None),
            Some((sum, on)) => cents(sum).map(|cents| Some((cents, on))),
        };
        let (Some(after), Some(kept), Some(repaid)) = (after, cents(stated.kept), back) else {
            return Found::only("unknown_currency_rate");
        };
        let target = after.cents();
        let mut found = Found::default();
        let alone = stated.withdraws && award.right == Right::Reported && !award.own;
        let others = award.class.iter().any(|other| *other != award.number && record.award(*other).is_some());
        // Where it acts on one sighting alone, what that one counts.
        let row = record.sighting(award.number).and_then(|filled| filled.figure());
        let figure = match alone && others {
            true => row.is_some(),
            false => record.award_counts(award, stated.on).is_some(),
        };
        let less =
            Less { day: stated.on, target, kept, repaid, acts: figure, alone, withdraws: stated.withdraws };
        found.less = Some(less);
        let back = repaid.map_or(0, |(cents, _)| cents);
        if !figure {
            found.flags.push("uncounted");
            if kept - back > target {
                found.flags.push("benefit_not_repaid");
            }
            return found;
        }
        let mut with = record.clone();
        for award in with.awards.iter_mut().filter(|other| other.number == award.number) {
            award.less.push(less);
        }
        let counts = with.award(award.number).and_then(|award| match less.alone && others {
            true => row.map(|row| with.lessened(award, row, stated.on)),
            false => with.award_counts(award, stated.on),
        });
        if counts.is_some_and(|(_, high)| high > target) {
            found.flags.push("benefit_not_repaid");
        }
        found.gge = counts.map(|(low, high)| (low, Some(high)));
        found.amounts = vec![target, kept, back];
        found
    }

    /// The same by an amount, which is no more than the award counts.
    fn lessen_by(&self, record: &Record, award: &Award, amount: Sum, stated: &Stated) -> Found {
        let counts = record.award_counts(award, stated.on);
        let amount = self.euro(amount, award.state, award.on);
        let after = amount.map(|amount| {
            let high = counts.map_or(0, |(_, high)| high);
            Fraction::whole(high - amount.cents())
        });
        let mut found = self.lessen(record, award, after.clone(), stated);
        if counts.is_none() {
            // Less than nobody knows what is nothing anybody knows.
            found.flags.retain(|flag| *flag != "benefit_not_repaid");
        } else if after.is_some_and(|after| after < Fraction::whole(0)) {
            found.contradicts();
        }
        found
    }

    /// `award.drawn` and `usage.reported`: what is used now, against what was granted and given up (A13).
    fn uses(&self, record: &Record, using: &Using<'_>, exceeds: bool, day: Day) -> Found {
        let mut found = Found::default();
        if exceeds {
            found.flags.push("draw_exceeds_award");
        }
        let Some((_, high)) = using.award.figure() else { return found };
        let Some(now) = self.used_value(using, high) else { return found };
        found.used = Some(now);
        found.amounts = vec![now];
        let with_it = using.award.used.map_or(now, |before| before.max(now));
        let lessenings = record.lessenings(using.award);
        let left = with_it - record.repaid(using.award, day);
        let given_up = lessenings.iter().filter(|less| less.day <= day).any(|less| left > less.target);
        if left > high || given_up {
            found.flags.push("draw_exceeds_award");
        }
        let mut with = record.clone();
        for award in with.awards.iter_mut().filter(|other| other.number == using.award.number) {
            award.used = Some(with_it);
        }
        let back = lessenings.iter().filter_map(|less| less.repaid.map(|(_, on)| on));
        let more = |day: Day| {
            let after = with.award(using.award.number).and_then(|award| with.award_counts(award, day));
            after.map(|(_, high)| high) > record.award_counts(using.award, day).map(|(_, high)| high)
        };
        if lessenings.iter().map(|less| less.day).chain(back).any(more) {
            found.flags.push("benefit_not_repaid");
        }
        found
    }

    fn runs_backwards(&self, number: u32, to: Day, micro_hours: i128) -> bool {
        self.past.iter().any(|past| match &past.op {
            Op::Usage { award, to: day, micro_hours: total } if *award == number => {
                (*day <= to && micro_hours < *total) || (*day > to && micro_hours > *total)
            }
            _ => false,
        })
    }

    fn matching(&self, record: &Record, number: u32, same_as: &[u32]) -> Found {
        let numbers: Vec<u32> = same_as.iter().copied().chain([number]).collect();
        if numbers.iter().any(|number| record.award(*number).is_none()) {
            return Found::only("unknown_award");
        }
        let mut pairs = pairs(&self.past);
        pairs.extend(same_as.iter().map(|other| (number, *other)));
        let class = connected(&pairs, number);
        let all: Vec<&Award> = record.awards.iter().filter(|award| class.contains(&award.number)).collect();
        let whose = |award: &Award| record.by(award.who);
        let apart = |one: &Award, other: &Award| {
            let states = one.state.zip(other.state).is_some_and(|(one, other)| one != other);
            let (one, other) = (whose(one), whose(other));
            states || (one != other && !record.took_over(one, other) && !record.took_over(other, one))
        };
        let mut found = Found::default();
        if all.iter().any(|one| all.iter().any(|other| apart(one, other))) {
            found.codes.push("contradicts_record");
        }
        let seen: Vec<&&Award> = all.iter().filter(|award| !award.freed).collect();
        let differ = |one: &Award, other: &Award| {
            let dates = one.until.is_none() && other.until.is_none() && one.on != other.on;
            let known = one.regime != "unknown" && other.regime != "unknown";
            dates || (known && one.regime != other.regime) || figures_differ(record, one, other)
        };
        if seen.iter().any(|one| seen.iter().any(|other| one.number < other.number && differ(one, other))) {
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

    /// Whether an award that would be granted on a day comes after anything that was done with it (A21).
    pub(super) fn moves_behind(&self, record: &Record, award: &Award, on: Day) -> bool {
        let others = record.awards.iter().filter(|other| {
            other.number != award.number && award.class.contains(&other.number) && !other.freed
        });
        let others = others.map(first_day).min();
        let own = award.reserved_on.map_or(on, |reserved| reserved.min(on));
        let granted = others.map_or(own, |other| other.min(own));
        let about = |op: &Op| {
            let number = op.clone().awards_mut().first().map(|number| **number);
            number.is_some_and(|number| award.class.contains(&number))
        };
        super::record::standing(&self.past)
            .into_iter()
            .filter(|past| about(&past.op))
            .flat_map(|past| days(&past.op))
            .any(|day| day < granted)
    }
}

/// Whether the figures of two sightings differ: that of a report with what the other counts on the day on which the
/// report's row was read (A11).
///
/// Reading: of two reports a difference in either comparison is one.
fn figures_differ(record: &Record, one: &Award, other: &Award) -> bool {
    let (Some(own), Some(others)) = (one.figure(), other.figure()) else { return false };
    let against = |report: &Award, figure, other: &Award| {
        report.retrieved_on.is_some_and(|day| record.amount_alone(other, day) != Some(figure))
    };
    // An own award filed as a report is as good as conferred (A23).
    let is_row = |award: &Award| award.right == Right::Reported && !award.own;
    match (is_row(one), is_row(other)) {
        (true, true) => against(one, own, other) || against(other, others, one),
        (true, false) => against(one, own, other),
        (false, true) => against(other, others, one),
        (false, false) => own != others,
    }
}

/// The first day of a sighting: of what is open or was confirmed that of the reservation (A21).
fn first_day(award: &Award) -> Day {
    award.reserved_on.map_or(award.on, |reserved| reserved.min(award.on))
}

/// The earliest day of an award's sightings.
pub(super) fn granted(record: &Record, award: &Award) -> Day {
    let seen = record.awards.iter().filter(|other| award.class.contains(&other.number) && !other.freed);
    seen.map(first_day).min().unwrap_or(award.on)
}

/// The days in a statement that are not before the grant (A21).
pub(super) fn days(op: &Op) -> Vec<Day> {
    let back = |repaid: &Option<Repaid>| repaid.map(|(_, on)| on);
    match op {
        Op::Reduce { on, repaid, .. } | Op::Withdraw { on, repaid, .. } => {
            [Some(*on), back(repaid)].into_iter().flatten().collect()
        }
        Op::Waive { on, repaid_on, repaid, .. } => {
            [Some(*on), Some(*repaid_on), back(repaid)].into_iter().flatten().collect()
        }
        Op::Draw { on, .. } | Op::Expire { on, .. } => vec![*on],
        Op::Usage { to, .. } => vec![*to],
        Op::Act(Act::Receipt { on, .. } | Act::Publication { on, .. }) => vec![*on],
        _ => Vec::new(),
    }
}

impl Found {
    /// A contradiction shows no figure (A7).
    fn contradicts(&mut self) {
        self.codes.push("contradicts_record");
        self.gge = None;
    }
}
