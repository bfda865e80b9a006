//! Undertakings and what joins and parts them.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use ledger::event::evidence::EvidenceLevel;
use ledger::event::field::MonthDay;
use ledger::event::undertaking::{
    AwardAttributed, ControlDeclared, ControlEnded, ControlKind, ExitHistory, GroupAttested, HoldingDeclared,
    HoldingKind, UndertakingIdentified, UndertakingRegistered, UndertakingSplit, UndertakingsMerged,
};
use ledger::ids::UndertakingId;
use ledger::money::Cents;
use rust_decimal::Decimal;

use super::effect::Effect;
use crate::state::{
    Attestation, Attributed, Attribution, Edge, End, Founded, Handle, History, Holder, Parting, Reliance,
    Share, Split, State, StatedHolding, Tie, View,
};
use crate::statement::GroupStatement;

impl State {
    pub(super) fn fold_group(&mut self, effect: &Effect<'_>, stated: GroupStatement<'_>) {
        match stated {
            GroupStatement::Registered(registered) => self.register(effect, registered),
            GroupStatement::Identified(identified) => self.identify(effect, identified),
            GroupStatement::Holding(holding) => self.hold(effect, holding),
            GroupStatement::Controlled(control) => self.connect(effect, control),
            GroupStatement::Ended(end) => self.disconnect(effect, end),
            GroupStatement::Merged(merger) => self.absorb(effect, merger),
            GroupStatement::Split(split) => self.split(effect, split),
            GroupStatement::Attributed(attributed) => self.attribute(effect, attributed),
            GroupStatement::Attested(attested) => self.attest(effect, attested),
        }
    }

    fn register(&mut self, effect: &Effect<'_>, registered: &UndertakingRegistered) {
        let name = registered.name.as_ref().map(ledger::event::field::Text::as_str);
        let own = self.undertakings.register(
            &registered.undertaking,
            name,
            effect.position,
            self.registered_by_register(&effect.event.source),
        );
        if self.fiscal.register(own, registered, effect.position) {
            self.recalendar(&[own]);
        }
        let year_ends = registered.fiscal_year_end.as_ref().and_then(month_and_day);
        let founded = Founded { on: registered.established_on.map(|day| day.date()), year_ends };
        if founded != (Founded { on: None, year_ends: None }) {
            self.facts.note_founded(own, effect.position, founded);
        }
        for identifier in registered.identifiers.iter().filter_map(|identifier| identifier.id()) {
            self.same(own, &identifier, effect.position);
        }
    }

    fn identify(&mut self, effect: &Effect<'_>, identified: &UndertakingIdentified) {
        let own = self.undertakings.intern(&identified.undertaking);
        for same in &identified.same_as {
            if effect.reach == Reliance::Everybody {
                self.same(own, same, effect.position);
                continue;
            }
            let other = self.undertakings.intern(same);
            if own != other {
                self.tie(effect, Tie::Same, (own, other), NaiveDate::MIN);
                // Only ends that this party stated change, and pools hold what everybody relies on.
                self.part_anew(&[own]);
            }
        }
    }

    /// Two handles are one undertaking, for everybody.
    pub(crate) fn same(&mut self, own: Handle, other: &UndertakingId, position: u64) {
        let other = self.undertakings.intern(other);
        if own == other {
            return;
        }
        self.undertakings.link(own, other, position);
        self.recalendar(&[own]);
        self.groups.clusters.join(own, other);
        let parted = self.part_anew(&[own]);
        self.pools_anew(&parted);
        let traits = self.groups.clusters.traits(own);
        if traits.is_some_and(|traits| traits.public) {
            // Who is a public body may have another handle now, and its links fall away.
            self.pools_anew(&[own, other]);
        } else {
            self.pools_join(own, other, NaiveDate::MIN);
        }
    }

    fn tie(&mut self, effect: &Effect<'_>, tie: Tie, (a, b): (Handle, Handle), from: NaiveDate) {
        let reach = effect.reach.clone();
        let position = effect.position;
        let edge = Edge { tie, a, b, from, reach, position, ends: Vec::new(), retracted: false };
        let in_force = |state: &Self, edge: &Edge| state.in_force(edge, &View::everybody());
        self.groups.add_edge(edge.clone());
        match in_force(self, &edge) {
            Some((from, NaiveDate::MAX)) => self.pools_join(a, b, from),
            Some((_, end)) => self.pools_touch(a, b, end),
            None => {}
        }
    }

    fn connect(&mut self, effect: &Effect<'_>, control: &ControlDeclared) {
        let weak = control.evidence.level == EvidenceLevel::Declared;
        // The rules see whether a border is crossed, never which.
        let crosses = control.controller.crosses_border_to(&control.controlled);
        let a = self.undertakings.intern(&control.controller);
        let b = self.undertakings.intern(&control.controlled);
        if control.controller.is_person() {
            // What a natural person controls may connect in one view and not in another, so no pool holds it alone.
            self.groups.note_person(a);
        }
        self.facts.note_control(effect.position, control.kind);
        let majority = control.kind == ControlKind::VotingMajority;
        self.tie(effect, Tie::Control { weak, crosses, majority }, (a, b), control.from.date());
    }

    fn absorb(&mut self, effect: &Effect<'_>, merger: &UndertakingsMerged) {
        let surviving = self.undertakings.intern(&merger.surviving);
        for absorbed in &merger.absorbed {
            let absorbed = self.undertakings.intern(absorbed);
            self.tie(effect, Tie::Merger, (surviving, absorbed), merger.on.date());
        }
    }

    fn disconnect(&mut self, effect: &Effect<'_>, end: &ControlEnded) {
        let on = end.on.date();
        let history = match &end.history {
            None => None,
            Some(ExitHistory::StaysWithRecipient) => Some(History::Stays),
            Some(ExitHistory::Attributed(parts)) => {
                let named = parts.iter().zip(&effect.verdict.amounts).filter_map(|(part, cents)| {
                    let index = self.awards.index(&part.award.full(&effect.event.source))?;
                    Some((index, part.undertaking.clone(), *cents))
                });
                let named: Vec<(u32, UndertakingId, Cents)> = named.collect();
                let mut listed: Vec<u32> = Vec::new();
                for (award, ..) in &named {
                    if !listed.iter().any(|other| self.awards.numbers_of_class(*other).contains(award)) {
                        listed.push(*award);
                    }
                }
                let stays = effect.verdict.amounts.iter().skip(parts.len());
                let stays = listed.into_iter().zip(stays.copied()).collect();
                let parts = named.into_iter();
                let parts = parts.map(|(award, who, cents)| (award, self.undertakings.intern(&who), cents));
                Some(History::Attributed(Attributed { parts: parts.collect(), stays }))
            }
        };
        let recipients = self.recipients(&history);
        let (controller, controlled) =
            (self.undertakings.intern(&end.controller), self.undertakings.intern(&end.controlled));
        let end = End { on, history, reach: effect.reach.clone(), position: effect.position };
        let signer = effect.event.source.clone();
        let parting = Parting { controller, controlled, signer, end, recipients };
        let parted = self.part(&parting);
        self.groups.add_parting(parting);
        if effect.reach != Reliance::Everybody {
            return;
        }
        match parted.first() {
            Some((a, b)) if parted.len() == 1 => self.pools_part(*a, *b, on),
            // Several pairs may leave more than two groups behind.
            _ => self.pools_anew(&parted.iter().flat_map(|(a, b)| [*a, *b]).collect::<Vec<_>>()),
        }
    }

    fn recipients(&self, history: &Option<History>) -> Vec<Handle> {
        let Some(History::Attributed(attributed)) = history else { return Vec::new() };
        attributed
            .parts
            .iter()
            .filter_map(|(award, _, _)| self.awards.get(*award))
            .map(|award| award.beneficiary)
            .collect()
    }

    fn hold(&mut self, effect: &Effect<'_>, holding: &HoldingDeclared) {
        let share = self.share(effect, holding);
        let ends = (share.holder, share.held);
        self.groups.add_share(share);
        let stated = StatedHolding::of(holding, ends, effect.reach.clone(), effect.position);
        self.facts.note_holding(stated);
        let public = match holding.kind {
            HoldingKind::PublicBody | HoldingKind::LocalAuthority => true,
            HoldingKind::NonProfit => false,
            // Of the SME test alone; whether one of them is a public body too is not said.
            HoldingKind::Enterprise
            | HoldingKind::Investor
            | HoldingKind::VentureCapital
            | HoldingKind::PublicInvestmentCorporation
            | HoldingKind::BusinessAngel
            | HoldingKind::University
            | HoldingKind::NonProfitResearch
            | HoldingKind::Institutional => return,
        };
        let holder = self.undertakings.intern(&holding.holder);
        let (from, reach, position) = (holding.from.date(), effect.reach.clone(), effect.position);
        self.groups.add_holder(holder, Holder { public, from, reach, position });
        if effect.reach == Reliance::Everybody {
            let same: Vec<Handle> = self.identity(holder, &View::everybody()).into_iter().collect();
            self.pools_anew(&same);
        }
    }

    fn share(&mut self, effect: &Effect<'_>, holding: &HoldingDeclared) -> Share {
        let holder = self.undertakings.intern(&holding.holder);
        if holding.holder.is_person() {
            self.groups.note_person(holder);
        }
        Share {
            holder,
            held: self.undertakings.intern(&holding.held),
            votes: holding.votes_percent.value(),
            from: holding.from.date(),
            reach: effect.reach.clone(),
            position: effect.position,
        }
    }

    fn split(&mut self, effect: &Effect<'_>, split: &UndertakingSplit) {
        let undertaking = self.undertakings.intern(&split.undertaking);
        let equity: Vec<Decimal> =
            split.successors.iter().map(|successor| successor.equity_book_value.amount.value()).collect();
        let currencies: BTreeSet<String> = split
            .successors
            .iter()
            .map(|successor| successor.equity_book_value.currency.code().to_owned())
            .collect();
        let weights: Vec<i128> = equity.iter().map(|value| hundredths(*value)).collect();
        let divides = currencies.len() <= 1
            && weights.iter().all(|weight| *weight >= 0)
            && weights.iter().any(|weight| *weight > 0);
        let handles: Vec<Handle> = split
            .successors
            .iter()
            .map(|successor| self.undertakings.intern(&successor.undertaking))
            .collect();
        self.groups.add_split(Split {
            position: effect.position,
            undertaking,
            on: split.on.date(),
            successors: handles.into_iter().zip(weights).collect(),
            divides,
            reach: effect.reach.clone(),
            retracted: false,
        });
    }

    fn attribute(&mut self, effect: &Effect<'_>, attributed: &AwardAttributed) {
        let id = attributed.award.full(&effect.event.source);
        let split = self.split_named(attributed.split.as_str(), &effect.event.source);
        let (Some(split), Some(award)) = (split, self.awards.index(&id)) else { return };
        let amounts = effect.verdict.amounts.clone();
        let who: Vec<Handle> =
            attributed.parts.iter().map(|part| self.undertakings.intern(&part.undertaking)).collect();
        let parts = who.into_iter().zip(amounts).collect();
        let (reach, position) = (effect.reach.clone(), effect.position);
        self.groups.attribute(split, award, Attribution { parts, reach, position });
    }

    fn attest(&mut self, effect: &Effect<'_>, attested: &GroupAttested) {
        let all = attested.members.iter().chain([&attested.undertaking]);
        let members: BTreeSet<Handle> = all.map(|id| self.undertakings.intern(id)).collect();
        let (on, reach, position) = (attested.on.date(), effect.reach.clone(), effect.position);
        self.groups.attest(Attestation { members: members.into_iter().collect(), on, reach, position });
    }

    /// Takes back what the statement at a position said of undertakings and groups.
    pub(super) fn retract_group(&mut self, position: u64) {
        let handles = self.undertakings.resting_on(position);
        let same: Vec<Handle> = handles.iter().flat_map(|handle| self.undertakings.same(*handle)).collect();
        self.undertakings.retract(&handles, position);
        let stated = self.fiscal.retract(position);
        self.recalendar(&[same, stated].concat());
        let mut touched = self.groups.retract(position);
        touched.extend(handles);
        touched.extend(self.part_anew(&touched));
        self.pools_anew(&touched);
    }
}

/// Month and day of `--12-31`.
fn month_and_day(text: &MonthDay) -> Option<(u32, u32)> {
    let (month, day) = text.as_str().strip_prefix("--")?.split_once('-')?;
    Some((month.parse().ok()?, day.parse().ok()?))
}

/// A decimal of at most two places as a whole number of hundredths.
fn hundredths(value: Decimal) -> i128 {
    value.checked_mul(Decimal::ONE_HUNDRED).map_or(0, |value| value.trunc().mantissa())
}
