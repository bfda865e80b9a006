//! What is stated of undertakings (U, G).

use super::Model;
use super::awards::Award;
use super::group::{Body, Holding, Link, alone};
use super::judge::Found;
use super::record::{Record, divides, eve, standing};
use super::steps::Until;
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
            Op::Register { who, identifiers, .. } => return Some(self.registration(who, identifiers, op)),
            Op::Identify { who, .. } => {
                return Some(Found::unless(record.knows(who), "unknown_undertaking"));
            }
            Op::Assess { .. } | Op::Attest { .. } => {}
            Op::Holding { holder, held, kind, from, votes_e6 } => {
                let (holder, held) = (record.by(holder), record.by(held));
                let holding = Holding { holder, held, from: *from, votes_e6: *votes_e6 };
                if self.lacks_a_link(holding, kind) {
                    found.flags.push("link_not_declared");
                }
            }
            Op::Control { controller, controlled, from, kind, share_e6, .. } => {
                let (one, other) = (record.by(controller), record.by(controlled));
                // Two majorities of votes in one undertaking on one day, or a majority that is none (G9).
                let another = |link: &&Link| {
                    link.majority
                        && link.controlled == other
                        && link.controller != one
                        && link.end.is_none_or(|end| end > *from)
                };
                let majority = *kind == "voting-majority";
                let none = majority && share_e6.is_some_and(|share| share <= 50_000_000);
                if one == other || none || (majority && record.links.iter().any(|link| another(&link))) {
                    found.codes.push("contradicts_record");
                }
                if one != other && record.controls(other, one, *from) {
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
                    self.exit(&record, parts, [controller, controlled], *on, &mut found);
                }
            }
            Op::Merge { surviving, absorbed, on } => {
                let itself = absorbed.iter().any(|other| record.by(other) == record.by(surviving));
                let later = |other: &&'static str| {
                    self.splits()
                        .iter()
                        .any(|(_, who, day, _)| record.by(who) == record.by(other) && day > on)
                };
                if itself || absorbed.iter().any(later) {
                    found.codes.push("contradicts_record");
                }
            }
            Op::Split { who, on, successors } => {
                let mut all: Vec<_> = successors.iter().map(|(who, _, _)| record.by(who)).collect();
                all.sort_unstable();
                let twice = all.windows(2).any(|pair| pair.first() == pair.last());
                let again =
                    self.splits().iter().any(|(_, of, day, _)| record.by(of) == record.by(who) && day == on);
                let absorbed =
                    record.mergers.iter().any(|merger| merger.other == record.by(who) && merger.on < *on);
                if twice || again || absorbed {
                    found.codes.push("contradicts_record");
                }
                if !divides(successors) {
                    found.flags.push("split_undivided");
                }
            }
            Op::Attribute { award, split, parts, .. } => {
                self.attribution(&record, *award, split, parts, &mut found);
            }
            _ => return None,
        }
        Some(found)
    }

    fn registration(&self, who: &'static str, identifiers: &[&'static str], op: &Op) -> Found {
        let record = self.record(&[&[who], identifiers].concat());
        let taken = |identifier: &&str| {
            record.by(identifier) != record.by(who) && !record.registered(record.by(identifier)).is_empty()
        };
        let mut found = Found::unless(!identifiers.iter().any(taken), "identifier_in_use");
        if who.starts_with("PRS:") || matches!(op, Op::Register { person: true, .. }) {
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

    /// Parts of an award in euro cents, each rounded; `None` where a rate is missing (F14).
    fn in_cents(&self, parts: &[Sum], award: &Award) -> Option<Vec<i128>> {
        parts.iter().map(|part| self.euro(*part, award.state, award.on).map(|sum| sum.cents())).collect()
    }

    /// Whether a holding, with those of its holder's group, is a majority of votes that no link states (G17).
    fn lacks_a_link(&self, holding: Holding, kind: &str) -> bool {
        let mut record = self.record(&[]);
        let (holder, held, from) = (holding.holder, holding.held, holding.from);
        record.bodies.push(Body {
            holder,
            kind: if kind == "public-body" { "public-body" } else { "" },
            from,
        });
        let body = record
            .bodies
            .iter()
            .any(|body| body.holder == holder && body.from <= from && body.kind == "public-body");
        record.holdings.push(holding);
        let group = record.group(holder, from, super::group::of_nothing());
        let votes = Record::votes(&record.holdings_on(from), group, held);
        let linked =
            |link: &Link| (link.controller, link.controlled) == (holder, held) && link.in_force(from);
        votes > 50_000_000 && !body && !record.links.iter().any(linked)
    }

    /// What speaks against an attributed exit, its parts, and what stays of each award (G11, H9).
    fn exit(
        &self,
        record: &Record,
        parts: &[(u32, &'static str, Sum)],
        pair: [&'static str; 2],
        on: Day,
        found: &mut Found,
    ) {
        let view = super::group::of_nothing();
        let group = |side: &&'static str| record.group(record.by(side), eve(on), view);
        let sides = pair.iter().map(group).fold(0, |all, group| all | group);
        let mut cents = vec![0; parts.len()];
        let mut listed: Vec<u32> = Vec::new();
        // Sightings of one award are one, listed where the first of them is.
        let same = |one: u32, other: u32| {
            one == other || record.award(one).is_some_and(|award| award.class.contains(&other))
        };
        for (number, _, _) in parts {
            if !listed.iter().any(|known| same(*known, *number)) {
                listed.push(*number);
            }
        }
        for number in listed {
            let Some(award) = record.sighting(number) else {
                found.codes.push("unknown_award");
                continue;
            };
            let own = || parts.iter().enumerate().filter(|(_, (of, _, _))| same(number, *of));
            let sums: Vec<Sum> = own().map(|(_, (_, _, sum))| *sum).collect();
            let Some(sums) = self.in_cents(&sums, award) else {
                found.codes.push("unknown_currency_rate");
                continue;
            };
            for ((place, _), sum) in own().zip(&sums) {
                if let Some(part) = cents.get_mut(place) {
                    *part = *sum;
                }
            }
            let holds = |sighting: &&Award| {
                let granted = record.earliest(sighting, sighting.on);
                record.holders(Until::Day(eve(on)), view, sighting, granted) & sides != 0
            };
            let seen =
                || record.filled.iter().filter(|other| award.class.contains(&other.number) && !other.freed);
            let sum: i128 = sums.iter().sum();
            // Without a figure zero, without a high end no bound.
            let open = seen().any(|sighting| matches!(sighting.gge, Some((_, None))));
            let held = seen().filter_map(|sighting| {
                let (_, high) = record.amount(sighting, eve(on))?;
                Some(record.by_steps(sides, eve(on), view, sighting, high))
            });
            let held = held.max();
            let most = held.or(if open { None } else { Some(0) });
            if !seen().any(|sighting| holds(&sighting)) || most.is_some_and(|most| sum > most) {
                found.codes.push("contradicts_record");
            }
            found.stays.push((number, held.map_or(1, |held| (held - sum).max(0))));
        }
        found.amounts = cents.iter().copied().chain(found.stays.iter().map(|(_, stays)| *stays)).collect();
        found.parts = cents;
    }

    /// What speaks against an attribution, and its parts (G14).
    fn attribution(
        &self,
        record: &Record,
        award: u32,
        split: &str,
        parts: &[(&'static str, Sum)],
        found: &mut Found,
    ) {
        let splits = self.splits();
        let split = splits.iter().find(|(id, _, _, _)| *id == split);
        if split.is_none() {
            found.codes.push("unknown_reference");
        }
        if record.award(award).is_none() {
            found.codes.push("unknown_award");
        }
        let (Some((id, who, on, successors)), Some(award)) = (split, record.sighting(award)) else { return };
        let sums: Vec<Sum> = parts.iter().map(|(_, sum)| *sum).collect();
        let Some(cents) = self.in_cents(&sums, award) else {
            found.codes.push("unknown_currency_rate");
            return;
        };
        let among = parts
            .iter()
            .all(|(part, _)| successors.iter().any(|successor| record.by(successor) == record.by(part)));
        let view = super::group::of_nothing();
        let (whose, until) = (record.by(who), Until::Split(id));
        let ceases = successors.iter().all(|successor| record.by(successor) != whose);
        let seen =
            || record.filled.iter().filter(|other| award.class.contains(&other.number) && !other.freed);
        let holds = seen().any(|sighting| {
            let granted = record.earliest(sighting, sighting.on);
            let divided = granted < *on || ceases;
            divided && record.holders(until, view, sighting, granted) & alone(whose) != 0
        });
        let sum: i128 = cents.iter().sum();
        let exact = seen().any(|sighting| {
            let granted = record.earliest(sighting, sighting.on);
            record.amount(sighting, *on).is_some_and(|(low, high)| {
                let held = record.after(until, view, sighting, granted, high).within(alone(whose));
                low == high && held == sum
            })
        });
        if !holds || !among || !exact {
            found.codes.push("contradicts_record");
        }
        found.amounts.clone_from(&cents);
        found.parts = cents;
    }
}
