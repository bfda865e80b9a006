//! What other law would have said: the statements of a log judged twice, under two choices of packs, and what differs.
//!
//! Both sides judge every statement in its order, each on a state of its own, so that what one refuses later statements miss on that
//! side alone. Who may say what, keys, reference rows and the engine stand as the log has them; of packs a side has its own, for all
//! grant dates from the first entry on, in place of those of the same name in the log.
//!
//! Differences are handed out as they are found, and nothing of them is kept: a long log needs two states and no more.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use ledger::event::aid::Regime;
use ledger::event::{Body, EventType};
use ledger::ids::{MemberState, PartyId, UndertakingId};
use ledger::money::Cents;
use ledger::verdict::{Outcome, Verdict};
use serde::Serialize;

use super::mention::{Mention, mentioned};
use crate::engine::{Replayed, rehearse_signed};
use crate::pack::{Pack, PackErrors, PackLibrary, PackSet};
use crate::project::{Headroom, Query, headroom};
use crate::state::State;
use crate::statement::Statement;
use crate::words::{Count, Language, event, say};

/// Under which packs a side judges; those of other names stand as the log has them.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    packs: BTreeMap<String, Arc<Pack>>,
}

impl Choice {
    /// One pack more, by its canonical bytes; one of the same name takes the place of the one before.
    ///
    /// # Errors
    /// The faults of the pack.
    pub fn with(mut self, canonical: &[u8]) -> Result<Self, PackErrors> {
        let pack = Arc::new(Pack::from_canonical(canonical)?);
        self.packs.insert(pack.id.clone(), pack);
        Ok(self)
    }

    /// Name and version of each.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        self.packs.values().map(|pack| format!("{} {}", pack.id, pack.version)).collect()
    }
}

/// A statement that would be answered otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Differs {
    /// Its position.
    pub position: u64,
    /// Short name of its type.
    #[serde(rename = "type", serialize_with = "as_text")]
    pub event_type: EventType,
    /// Who signed it.
    pub party: PartyId,
    /// Its main object.
    pub subject: String,
    /// The awards it speaks of, with beneficiary and granting date.
    pub awards: Vec<Mention>,
    /// What of the verdict differs.
    pub members: Vec<Member>,
}

/// A member of a verdict on both sides, as the entry format writes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Member {
    /// `outcome`, `codes`, `flags`, `gge`, `members`, `amounts`, `checks` or `affects`.
    pub member: &'static str,
    /// Under the first packs.
    pub a: serde_json::Value,
    /// Under the second.
    pub b: serde_json::Value,
}

/// A headroom that would be another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RoomDiffers {
    /// Whose.
    pub undertaking: UndertakingId,
    /// Under which regime.
    #[serde(serialize_with = "as_text")]
    pub regime: Regime,
    /// Granted by which State.
    #[serde(serialize_with = "as_text")]
    pub member_state: MemberState,
    /// On which day.
    #[serde(serialize_with = "as_text")]
    pub on: NaiveDate,
    /// Under the first packs; `null`: there is no answer.
    pub a: Option<Room>,
    /// Under the second.
    pub b: Option<Room>,
}

/// What of a headroom is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Room {
    /// The ceiling.
    pub ceiling: Cents,
    /// What is left.
    pub remaining: Cents,
    /// By how much the ceiling is exceeded.
    pub excess: Cents,
    /// Whether less may be left.
    pub upper_bound: bool,
}

/// How much differed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Sum {
    /// Statements judged on both sides.
    pub compared: u64,
    /// Of those, what would be answered otherwise.
    pub verdicts: u64,
    /// Headrooms asked on both sides.
    pub headrooms_compared: u64,
    /// Of those, what would be another.
    pub headrooms: u64,
}

impl Sum {
    /// Whether nothing differed.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.verdicts == 0 && self.headrooms == 0
    }

    /// The same in a sentence.
    #[must_use]
    pub fn to_text(&self, language: Language) -> String {
        let verdicts = say::diff_verdicts(Count(self.verdicts), Count(self.compared));
        let rooms = say::diff_rooms(Count(self.headrooms), Count(self.headrooms_compared));
        say::diff_sum(verdicts, rooms).text(language)
    }
}

fn as_text<S: serde::Serializer>(value: &impl ToString, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&value.to_string())
}

/// The two sides while a log goes by.
#[derive(Default)]
pub struct Diff {
    sides: [Side; 2],
    sum: Sum,
}

#[derive(Default)]
struct Side {
    choice: Choice,
    state: State,
}

impl Diff {
    /// Before entry 0.
    ///
    /// # Errors
    /// Two packs of one side that claim one case.
    pub fn between(a: Choice, b: Choice) -> Result<Self, PackErrors> {
        for choice in [&a, &b] {
            set_of(PackSet::new(), choice)?;
        }
        let side = |choice| Side { choice, state: State::new() };
        Ok(Self { sides: [side(a), side(b)], sum: Sum::default() })
    }

    /// The next entry, with the log's own state after it. Answers what differs of its verdict.
    ///
    /// # Errors
    /// A pack of the log that cannot stand beside those of a side.
    pub fn add(&mut self, state: &State, replayed: &Replayed) -> Result<Option<Differs>, PackErrors> {
        if replayed.position == 0 {
            for side in &mut self.sides {
                side.state = state.clone();
                side.put_in_force(PackSet::new())?;
            }
            return Ok(None);
        }
        if let Body::PackAdopted(adopted) = &replayed.event.body {
            let admitted = replayed.entry.verdict.outcome == Outcome::Admitted;
            let pack = state.packs().packs().find(|pack| pack.sha256_hex() == adopted.sha256.as_str());
            for side in &mut self.sides {
                let replaced = side.choice.packs.contains_key(adopted.pack.as_str());
                if let Some(pack) = pack.filter(|_| admitted && !replaced) {
                    let set = side.state.packs().adopt(pack.clone(), adopted.applies_from.date())?;
                    side.state.put_in_force(set);
                }
                side.state.passed(replayed.entry.at);
            }
            return Ok(None);
        }
        let [a, b] = self.sides.each_mut().map(|side| side.judge(replayed));
        let (Some(a), Some(b)) = (a, b) else { return Ok(None) };
        self.sum.compared = self.sum.compared.saturating_add(1);
        let members = differing(&a, &b);
        if members.is_empty() {
            return Ok(None);
        }
        self.sum.verdicts = self.sum.verdicts.saturating_add(1);
        Ok(Some(Differs {
            position: replayed.position,
            event_type: replayed.event.body.event_type(),
            party: replayed.event.source.clone(),
            subject: replayed.event.subject.as_str().to_owned(),
            awards: mentioned(state, &replayed.event),
            members,
        }))
    }

    /// After the last entry: what is left on a day, for everybody who holds an award on one of the sides, by the State that granted it
    /// and under every regime that has a ceiling on that day. `each` gets what differs.
    pub fn rooms<E>(
        mut self,
        on: NaiveDate,
        each: &mut dyn FnMut(RoomDiffers) -> Result<(), E>,
    ) -> Result<Sum, E> {
        let regimes: BTreeSet<Regime> =
            self.sides.iter().flat_map(|side| ceilings(&side.state, on)).collect();
        let mut asked: BTreeSet<(UndertakingId, MemberState)> = BTreeSet::new();
        for side in &self.sides {
            asked.extend(holders(&side.state));
        }
        for (undertaking, member_state) in asked {
            for regime in &regimes {
                let query = Query {
                    undertaking: undertaking.clone(),
                    regime: *regime,
                    member_state: Some(member_state),
                    on,
                };
                let [a, b] = self.sides.each_ref().map(|side| room(&side.state, &query));
                self.sum.headrooms_compared = self.sum.headrooms_compared.saturating_add(1);
                if a != b {
                    self.sum.headrooms = self.sum.headrooms.saturating_add(1);
                    let (undertaking, regime) = (undertaking.clone(), *regime);
                    each(RoomDiffers { undertaking, regime, member_state, on, a, b })?;
                }
            }
        }
        Ok(self.sum)
    }
}

/// A side's own packs on top of others, for all grant dates.
fn set_of(set: PackSet, choice: &Choice) -> Result<PackSet, PackErrors> {
    choice.packs.values().try_fold(set, |set, pack| set.adopt(pack.clone(), NaiveDate::MIN))
}

impl Side {
    fn put_in_force(&mut self, set: PackSet) -> Result<(), PackErrors> {
        let set = set_of(set, &self.choice)?;
        self.state.put_in_force(set);
        Ok(())
    }

    /// What this side says of a statement, folded in; `None`: it is not the law's to say.
    fn judge(&mut self, replayed: &Replayed) -> Option<Verdict> {
        let (event, at) = (&replayed.event, replayed.entry.at);
        let none = PackLibrary::default();
        if let Statement::Governance(_) = Statement::of(event) {
            self.state.apply(event, &replayed.entry.verdict, at, &none);
            return None;
        }
        let judged = rehearse_signed(&mut self.state, &none, (event, &replayed.kid), at);
        if judged.is_err() {
            // It stands in the log, so its signer was active there, and parties are the same on every side.
            self.state.passed(at);
        }
        judged.ok()
    }
}

fn differing(a: &Verdict, b: &Verdict) -> Vec<Member> {
    let json = |value: serde_json::Result<serde_json::Value>| value.unwrap_or_default();
    let members = |verdict: &Verdict| {
        [
            ("outcome", json(serde_json::to_value(verdict.outcome))),
            ("codes", json(serde_json::to_value(&verdict.codes))),
            ("flags", json(serde_json::to_value(&verdict.flags))),
            ("gge", json(serde_json::to_value(verdict.gge))),
            ("members", json(serde_json::to_value(&verdict.members))),
            ("amounts", json(serde_json::to_value(&verdict.amounts))),
            ("checks", json(serde_json::to_value(&verdict.checks))),
            ("affects", json(serde_json::to_value(&verdict.affects))),
        ]
    };
    let pairs = members(a).into_iter().zip(members(b));
    let differing = pairs.filter(|(a, b)| a.1 != b.1);
    differing.map(|((member, a), (_, b))| Member { member, a, b }).collect()
}

fn ceilings(state: &State, on: NaiveDate) -> Vec<Regime> {
    let all = state.packs().ceilings().into_iter().map(|limit| limit.regime);
    all.filter(|regime| !state.packs().limits(regime, on).is_empty()).collect()
}

fn holders(state: &State) -> impl Iterator<Item = (UndertakingId, MemberState)> + '_ {
    let count = u32::try_from(state.awards.len()).unwrap_or(u32::MAX);
    let awards = (0..count).filter_map(|index| state.awards.get(index));
    awards.filter_map(|award| {
        let id = state.undertakings.id(award.beneficiary)?;
        Some((id.clone(), award.member_state?))
    })
}

fn room(state: &State, query: &Query) -> Option<Room> {
    let Headroom { ceiling, remaining, excess, upper_bound, .. } = headroom(state, query).ok()?;
    Some(Room { ceiling, remaining, excess, upper_bound })
}

impl Differs {
    /// The same as lines.
    #[must_use]
    pub fn to_text(&self, language: Language) -> String {
        let kind = event(self.event_type);
        let mut out = say::diff_entry(self.position, kind, &self.party, &self.subject).text(language);
        for award in &self.awards {
            let (whose, on) = (award.beneficiary.as_ref().map(ToString::to_string), award.granted_on);
            let told = say::diff_award(&award.award, whose.as_deref(), on);
            out.push_str(&format!("\n  {}", told.text(language)));
        }
        for member in &self.members {
            let told = say::diff_member(member.member, &member.a.to_string(), &member.b.to_string());
            out.push_str(&format!("\n  {}", told.text(language)));
        }
        out
    }
}

impl RoomDiffers {
    /// The same as a line.
    #[must_use]
    pub fn to_text(&self, language: Language) -> String {
        let room = |room: Option<Room>| {
            room.map_or_else(say::diff_no_room, |room| {
                say::diff_room(room.remaining, room.ceiling, room.excess)
            })
        };
        let (a, b) = (room(self.a), room(self.b));
        say::diff_headroom(&self.undertaking, self.regime, self.member_state, self.on, a, b).text(language)
    }
}
