//! What is stated of undertakings (U, G).

use super::Model;
use super::fraction::Fraction;
use super::group::alone;
use super::judge::Found;
use super::record::{eve, standing};
use crate::ops::{Day, History, Op, Sum};

/// Splits as they stand: id, undertaking, day, successors.
type Stated<'a> = (&'a str, &'static str, Day, Vec<&'static str>);

impl Model {
    /// What is found of a statement about undertakings; `None` for any other.
    pub(super) fn undertakings(&self, op: &Op) -> Option<Found> {
        let names = op.names();
        let record = self.record(&names);
        // U2; a registration makes known, and an identification names what need not be.
        let mut found = Found::unless(names.iter().all(|name| record.knows(name)), "unknown_undertaking");
        let registers = matches!(op, Op::Register { .. } | Op::Identify { .. });
        if !registers && !found.codes.is_empty() && !names.is_empty() {
            return Some(found);
        }
        match op {
            Op::Register { who, identifiers } => return Some(self.registration(who, identifiers)),
            Op::Identify { who, .. } => {
                return Some(Found::unless(record.knows(who), "unknown_undertaking"));
            }
            Op::Assess { .. } | Op::Holding { .. } | Op::Attest { .. } => {}
            Op::Control { controller, controlled, from, .. } => {
                let (one, other) = (record.by(controller), record.by(controlled));
                if one == other {
                    found.codes.push("contradicts_record");
                } else if record.controls(other, one, *from) {
                    found.codes.push("needs_review");
                }
            }
            Op::EndControl { controller, controlled, on, history } => {
                let pair = (record.by(controller), record.by(controlled));
                let links: Vec<_> =
                    record.links.iter().filter(|link| (link.controller, link.controlled) == pair).collect();
                if !links.iter().any(|link| link.may_end(*on)) {
                    let early = links.iter().any(|link| link.from >= *on);
                    found.codes.push(if early { "contradicts_record" } else { "unknown_reference" });
                }
                if let Some(History::Attributed(parts)) = history {
                    found.codes.extend(self.exit(parts, [controller, controlled], *on));
                }
            }
            Op::Merge { surviving, absorbed, .. } => {
                if absorbed.iter().any(|other| record.by(other) == record.by(surviving)) {
                    found.codes.push("contradicts_record");
                }
            }
            Op::Split { who, on, successors } => {
                let mut all: Vec<_> = successors.iter().map(|(who, _, _)| record.by(who)).collect();
                all.sort_unstable();
                let twice = all.windows(2).any(|pair| pair.first() == pair.last());
                let again =
                    self.splits().iter().any(|(_, of, day, _)| record.by(of) == record.by(who) && day == on);
                if twice || again {
                    found.codes.push("contradicts_record");
                }
                let equity = successors.iter().map(|(_, equity, _)| equity);
                let currencies =
                    successors.iter().any(|(_, _, of)| successors.iter().any(|(_, _, other)| of != other));
                if currencies || equity.clone().any(|equity| *equity < 0) || equity.sum::<i128>() == 0 {
                    found.codes.push("needs_review");
                }
            }
            Op::Attribute { award, split, parts, .. } => {
                found.codes.extend(self.attribution(*award, split, parts));
            }
            _ => return None,
        }
        Some(found)
    }

    fn registration(&self, who: &'static str, identifiers: &[&'static str]) -> Found {
        let record = self.record(&[&[who], identifiers].concat());
        let taken = |identifier: &&str| {
            record.by(identifier) != record.by(who) && !record.registered(record.by(identifier)).is_empty()
        };
        let mut found = Found::unless(!identifiers.iter().any(taken), "identifier_in_use");
        if who.starts_with("PRS:") {
            found.flags.push("identity_not_matched");
        }
        found
    }

    fn splits(&self) -> Vec<Stated<'_>> {
        let mut splits = Vec::new();
        for past in standing(&self.past) {
            if let Op::Split { who, on, successors } = &past.op {
                let successors = successors.iter().map(|(who, _, _)| *who).collect();
                splits.push((past.id.as_str(), *who, *on, successors));
            }
        }
        splits
    }

    /// The parts of an award in euro; `None` where a rate is missing (F14).
    fn sum(&self, parts: &[Sum], state: Option<&str>, on: Day) -> Option<Fraction> {
        let mut sum = Fraction::whole(0);
        for part in parts {
            sum = sum.plus(&self.euro(*part, state, on)?);
        }
        Some(sum)
    }

    /// What speaks against an attributed exit (G11): the sides are the whole group of the day before.
    fn exit(
        &self,
        parts: &[(u32, &'static str, Sum)],
        pair: [&'static str; 2],
        on: Day,
    ) -> Vec<&'static str> {
        let record = self.record(&[]);
        let view = super::group::of_nothing();
        let group = |side: &&'static str| record.group(record.by(side), eve(on), view);
        let sides = pair.iter().map(group).fold(0, |all, group| all | group);
        let mut codes = Vec::new();
        for (number, _, _) in parts {
            let Some(award) = record.award(*number) else {
                codes.push("unknown_award");
                continue;
            };
            let own: Vec<Sum> =
                parts.iter().filter(|(of, _, _)| of == number).map(|(_, _, sum)| *sum).collect();
            match self.sum(&own, award.state, award.on) {
                None => codes.push("unknown_currency_rate"),
                Some(sum) => {
                    // Without a figure nothing can be parted; without a high end nothing is too much.
                    let most = award.gge.map_or(Some(0), |(_, high)| high);
                    if most.is_some_and(|most| sum > Fraction::whole(most)) {
                        codes.push("contradicts_record");
                    }
                }
            }
            if sides & alone(record.by(award.who)) == 0 {
                codes.push("contradicts_record");
            }
        }
        codes
    }

    /// What speaks against an attribution (G14).
    fn attribution(&self, award: u32, split: &str, parts: &[(&'static str, Sum)]) -> Vec<&'static str> {
        let record = self.record(&[]);
        let splits = self.splits();
        let mut codes = Vec::new();
        let split = splits.iter().find(|(id, _, _, _)| *id == split);
        if split.is_none() {
            codes.push("unknown_reference");
        }
        if record.award(award).is_none() {
            codes.push("unknown_award");
        }
        let (Some((_, who, on, successors)), Some(award)) = (split, record.award(award)) else {
            return codes;
        };
        let received = record.by(award.who) == record.by(who) && award.on < *on;
        let among = parts
            .iter()
            .all(|(part, _)| successors.iter().any(|successor| record.by(successor) == record.by(part)));
        let sums: Vec<Sum> = parts.iter().map(|(_, sum)| *sum).collect();
        let Some(sum) = self.sum(&sums, award.state, award.on) else {
            codes.push("unknown_currency_rate");
            return codes;
        };
        // Reading: the exact sum, rounded once; a range has no one figure to come to.
        let figure = award.gge;
        let whole = figure.is_some_and(|(low, high)| high == Some(low) && sum.cents() == low);
        if !received || !among || !whole {
            codes.push("contradicts_record");
        }
        codes
    }
}
