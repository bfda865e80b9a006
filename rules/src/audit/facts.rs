//! Facts mode: the rules over unsigned statements, one JSON object a line, as if every one came from a register.
//!
//! Line n is position n. All lines are read before the first is judged, so that a malformed one leaves no half answer.
//! What a line may leave out is filled here, at its plainest value (`statement::plain`); [`Fact::assumed`] says what.

use ledger::event::governance::Procedure;
use ledger::event::{Body, Event, EventType};
use ledger::ids::PartyId;
use ledger::json::{Fault, Faults, Json, Place, parse};
use ledger::time::{At, LegalDate, StatementTime};
use ledger::verdict::{Flag, Outcome, Verdict};

use crate::engine::suppose;
use crate::pack::{Pack, PackErrors, PackLibrary, PackSet, SHIPPED};
use crate::state::State;
use crate::statement::plain::{assume_basis, assume_grant, assume_member, find, object, text};

/// Who states a fact that names nobody.
const PARTY: &str = "facts";
/// Where a stream without any date begins: the first date the law of this ledger knows.
const BEGINNING: &str = "1990-01-01T00:00:00Z";
/// Longest line read, the bound of a signed statement's payload with room for what facts add.
pub const LINE_BYTES_MAX: usize = 65_536;

/// A fact, read and filled.
#[derive(Debug, Clone)]
pub struct Fact {
    /// Its line, from 1: its position.
    pub line: u64,
    /// The statement.
    pub event: Event,
    /// When it counts as recorded.
    pub at: At,
    /// Whether the line itself said when it was recorded; only then can a registration be late.
    pub recorded_at_given: bool,
    /// Whether the line itself said when it was stated; only then can a price come later than the day it begins.
    pub time_given: bool,
    /// Members that were missing and stand at their plainest value, in alphabetical order.
    pub assumed: Vec<&'static str>,
}

/// A line that is no fact.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {}", .faults.first().map(ToString::to_string).unwrap_or_default())]
pub struct BadLine {
    /// Its number, from 1.
    pub line: u64,
    /// Everything wrong with it, each with its JSON pointer.
    pub faults: Vec<Fault>,
}

/// Packs to judge facts by.
#[derive(Debug, Clone, Default)]
pub struct FactPacks {
    set: PackSet,
    library: PackLibrary,
}

impl FactPacks {
    /// The packs of this release.
    ///
    /// # Errors
    /// The faults of a pack; the shipped ones have none.
    pub fn shipped() -> Result<Self, PackErrors> {
        SHIPPED.iter().try_fold(Self::default(), |packs, shipped| packs.with(&shipped.files()))
    }

    /// One pack more, from the files of its folder, adopted for all grant dates.
    ///
    /// # Errors
    /// The faults of the pack, or its conflict with another.
    pub fn with(mut self, files: &std::collections::BTreeMap<String, Vec<u8>>) -> Result<Self, PackErrors> {
        let pack = std::sync::Arc::new(Pack::from_files(files)?);
        self.library.insert(&Pack::canonical(files))?;
        let first_day =
            BEGINNING.parse::<StatementTime>().map(StatementTime::date_as_written).unwrap_or_default();
        self.set = self.set.adopt(pack, first_day)?;
        Ok(self)
    }

    /// The state before line 1.
    #[must_use]
    pub fn state(&self) -> State {
        State::for_facts(self.set.clone())
    }
}

/// Reads all facts.
///
/// # Errors
/// Every malformed line; a blank line is one.
pub fn read(text: &[u8]) -> Result<Vec<Fact>, Vec<BadLine>> {
    let (mut facts, mut bad) = (Vec::new(), Vec::new());
    let mut previous = None;
    let body = text.strip_suffix(b"\n").unwrap_or(text);
    if text.is_empty() {
        return Ok(facts);
    }
    for (line, bytes) in (1..).zip(body.split(|byte| *byte == b'\n')) {
        match read_line(line, bytes.strip_suffix(b"\r").unwrap_or(bytes), previous) {
            Ok(fact) => {
                previous = Some(fact.at);
                facts.push(fact);
            }
            Err(faults) => bad.push(BadLine { line, faults }),
        }
    }
    if bad.is_empty() { Ok(facts) } else { Err(bad) }
}

/// Judges a fact and folds it in. Duties of procedure are flagged if `procedural`, else left aside.
pub fn judge(state: &mut State, packs: &FactPacks, fact: &Fact, procedural: bool) -> Verdict {
    let procedure = if procedural { Procedure::Flag } else { Procedure::Off };
    *state = std::mem::take(state).judging_procedure(procedure);
    let mut verdict = suppose(state, &packs.library, fact.event.clone(), fact.at);
    if let Body::PartyAdmitted(admitted) = &fact.event.body
        && verdict.outcome == Outcome::Admitted
    {
        // Whom the rules rely on is not asked here: a party that is named may say everything.
        state.directory.admit_for_facts(&admitted.party, fact.at.utc_date());
    }
    let dated = match fact.event.body.event_type() {
        EventType::ReferencePublished => fact.time_given,
        // It says itself when the register took the award in.
        EventType::RegisterReceipt => true,
        _ => fact.recorded_at_given,
    };
    if !dated {
        verdict.flags.retain(|flag| *flag != Flag::LateRegistration);
    }
    verdict
}

fn read_line(line: u64, bytes: &[u8], previous: Option<At>) -> Result<Fact, Vec<Fault>> {
    let fault = |place: &Place<'_>, code, message: &str, hint: &str| {
        let mut faults = Faults::default();
        faults.push(place, code, message.to_owned(), hint);
        faults.into_vec()
    };
    if bytes.trim_ascii().is_empty() {
        return Err(fault(
            &Place::ROOT,
            "blank_line",
            "the line is blank",
            "remove it: line n is position n",
        ));
    }
    if bytes.len() > LINE_BYTES_MAX {
        return Err(fault(&Place::ROOT, "too_long", "the line is too long", "split the statement"));
    }
    let Json::Object(members) = parse(bytes)? else {
        return Err(fault(
            &Place::ROOT,
            "wrong_type",
            "the line is no JSON object",
            "write one event a line",
        ));
    };
    let mut envelope = Envelope { members };
    let recorded = match envelope.take("recordedat") {
        None => None,
        Some(value) => {
            let instant =
                value.text().and_then(|text| text.parse::<StatementTime>().ok()).and_then(|time| time.at());
            let at = Place::ROOT.member("recordedat");
            let hint = "write an RFC 3339 instant";
            Some(instant.ok_or_else(|| fault(&at, "bad_time", "not an instant", hint))?)
        }
    };
    let time_given = envelope.text("time").is_some();
    let event_type = envelope.text("type").and_then(EventType::from_wire);
    let assumed = envelope.assume(event_type);
    envelope.fill(line, event_type, previous);
    let event = Event::fact_from_json(&Json::Object(envelope.members))?;
    let stated = recorded.or(event.time.at());
    let no_instant =
        || fault(&Place::ROOT.member("time"), "bad_time", "before 1970", "write a later instant");
    let at = stated.ok_or_else(no_instant)?;
    let at = previous.map_or(at, |previous| previous.max(at));
    Ok(Fact { line, event, at, recorded_at_given: recorded.is_some(), time_given, assumed })
}

/// The members of a line's object.
struct Envelope {
    members: Vec<(String, Json)>,
}

impl Envelope {
    fn take(&mut self, name: &str) -> Option<Json> {
        let at = self.members.iter().position(|(key, _)| key == name)?;
        Some(self.members.remove(at).1)
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.members.iter().find(|(key, _)| key == name).and_then(|(_, value)| value.text())
    }

    fn data(&self) -> Option<&Json> {
        self.members.iter().find(|(key, _)| key == "data").map(|(_, value)| value)
    }

    fn default(&mut self, name: &str, value: impl FnOnce() -> Option<String>) {
        if !self.members.iter().any(|(key, _)| key == name)
            && let Some(value) = value()
        {
            self.members.push((name.to_owned(), Json::Text(value)));
        }
    }

    /// Fills the attributes of the envelope.
    fn fill(&mut self, line: u64, event_type: Option<EventType>, previous: Option<At>) {
        let own_date = self.own_date().map(|date| format!("{date}T00:00:00Z"));
        let time = own_date.or(previous.map(|at| at.to_string())).unwrap_or_else(|| BEGINNING.to_owned());
        let subject = event_type.and_then(|event_type| self.main_object(event_type));
        self.default("specversion", || Some("1.0".to_owned()));
        self.default("datacontenttype", || Some("application/json".to_owned()));
        self.default("id", || Some(format!("line-{line}")));
        self.default("source", || PARTY.parse::<PartyId>().ok().map(|party| party.source()));
        // What has no main object of its own, such as a set of awards, is known by its line.
        self.default("subject", || Some(subject.unwrap_or_else(|| format!("line-{line}"))));
        self.default("time", || Some(time));
        if event_type != Some(EventType::LedgerFounded) {
            // No ledger is addressed; the form asks for an id, and nobody compares it.
            self.default("ledger", || Some("A".repeat(43)));
        }
    }

    /// The event's own date, where it has one.
    fn own_date(&self) -> Option<LegalDate> {
        let data = self.data()?;
        let dates = ["granted_on", "on", "from"].into_iter().filter_map(|name| data.member(name));
        dates.filter_map(Json::text).find_map(|date| date.parse().ok())
    }

    fn main_object(&self, event_type: EventType) -> Option<String> {
        let data = self.data()?;
        let named = event_type.main_object().iter().filter_map(|name| data.member(name));
        named.filter_map(Json::text).next().map(str::to_owned)
    }

    /// Gives what decides no verdict of the example's kind its plainest value.
    fn assume(&mut self, event_type: Option<EventType>) -> Vec<&'static str> {
        let mut assumed = Vec::new();
        let Some(Json::Object(data)) = find(&mut self.members, "data") else { return assumed };
        match event_type {
            Some(EventType::AwardGranted | EventType::AwardReserved | EventType::AwardConditional) => {
                assume_grant(data, PARTY, &mut assumed);
            }
            Some(EventType::AwardSet) => {
                if let Some(Json::Array(awards)) = find(data, "awards") {
                    for award in awards {
                        if let Json::Object(award) = award {
                            assume_grant(award, PARTY, &mut assumed);
                        }
                    }
                }
            }
            Some(EventType::AwardReported) => {
                // Nobody's own award, as long as no authority is named.
                let authority = || object([("name", text("not stated"))]);
                assume_member(data, "granting_authority", authority, &mut assumed);
            }
            Some(EventType::AwardCorrected) => {
                if let Some(Json::Object(set)) = find(data, "set") {
                    assume_basis(set, &mut assumed);
                }
            }
            _ => {}
        }
        assumed.sort_unstable();
        assumed.dedup();
        assumed
    }
}
