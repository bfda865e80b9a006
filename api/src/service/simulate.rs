//! What would be said: unsigned facts on a copy of the state. Nothing is recorded.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use ledger::directory::Turned;
use ledger::event::{Body, Event, EventType};
use ledger::ids::{PartyId, ScopedRef, UndertakingId};
use ledger::json::{Fault, Json};
use ledger::store::Head;
use ledger::submission::base64url;
use ledger::time::{At, LegalDate};
use ledger::verdict::Verdict;
use rules::engine::{rehearse, suppose};
use rules::explain::{Said, refusal};
use rules::project::{WaysOut, group_of, ways_out};
use rules::state::State;

use super::Service;
use super::looks::names_of;
use super::rehearsal::{Rehearsal, RehearsalError, Supposed};

/// Who speaks in a simulation that names nobody.
pub(super) const NOBODY: &str = "simulation";
/// Members of `data` that date the event.
const DATES: [&str; 4] = ["granted_on", "on", "from", "received_on"];

/// A simulated statement with what the rules say of it.
#[derive(Debug, Clone)]
pub struct Simulated {
    /// The verdict. Of a statement that the party may not make it says that and nothing else.
    pub verdict: Verdict,
    /// The statement as it was read.
    pub event: Event,
    /// Every code in words, with what it is about.
    pub reasons: Vec<Said>,
    /// What is left to do, in the state that the facts before it left. Without the awards of other parties where a party tries
    /// out its own statements.
    pub ways_out: Option<WaysOut>,
}

/// What a simulation came to.
#[derive(Debug, Clone)]
pub struct Simulation {
    /// The head on which it was judged.
    pub head: Head,
    /// Whose statements they were judged as, in whose view; `None`: nobody's, as facts that everybody relies on.
    pub as_party: Option<PartyId>,
    /// Fact by fact.
    pub results: Vec<Simulated>,
    /// Every undertaking whose figures may show in the results: to be recorded as looked at before they are shown.
    pub looked_at: Vec<UndertakingId>,
}

impl Service {
    /// Tries out unsigned facts, one after the other, on a copy of the current state. Nothing is recorded; what is looked at is the
    /// caller's to record ([`Service::looked`]) before it shows anything.
    ///
    /// Of a party, [`Rehearsal::Own`] or another that the ledger knows, the answer is that to its signed statement, in its own view:
    /// refused without any figure where it has no role, mandate or object for it. The party itself is never told the award ids of
    /// others. In nobody's name, or that of a stranger, they are facts that everybody relies on, and nobody's authority is asked.
    ///
    /// # Errors
    /// [`RehearsalError::Malformed`] with every fault of the first malformed event, pointers below `/events/<n>`; or the party can't speak.
    pub fn rehearse(&self, asked: &Supposed, whose: &Rehearsal) -> Result<Simulation, RehearsalError> {
        let view = self.view();
        let mut state = view.state.clone();
        let packs = self.core.packs();
        let now = self.now();
        let at = state.last_at().map_or(now, |last| last.max(now));
        let speaker = speaker(whose, &state);
        let source = match whose {
            Rehearsal::Own(party) | Rehearsal::Anybody(Some(party)) => party.to_string(),
            Rehearsal::Anybody(None) => NOBODY.to_owned(),
        };
        if let (None, Ok(party)) = (&speaker, source.parse::<PartyId>()) {
            state.directory.admit_for_facts(&party, now.utc_date());
        }
        let on = asked.on.map(LegalDate::date);
        let (mut results, mut touched) = (Vec::with_capacity(asked.events.len()), Touched::default());
        for (number, (event_type, data)) in asked.events.iter().enumerate() {
            let envelope = envelope(number, *event_type, data, on, &source, self.ledger_id(), now);
            let event = Event::from_json(&envelope).map_err(|faults| below(number, faults))?;
            self.touch(&mut touched, &state, &event, data);
            let before = state.clone();
            let verdict = match &speaker {
                Some(party) => rehearse(&mut state, &*packs, event.clone(), at)
                    .map_err(|turned| cannot(party, &turned))?,
                None => suppose(&mut state, &*packs, event.clone(), at),
            };
            let asker = match whose {
                Rehearsal::Own(party) => Some(party),
                Rehearsal::Anybody(_) => None,
            };
            let reasons = refusal(&before, &event, &verdict, asker);
            let ways_out = ways_out(&before, &event, &verdict, asker);
            results.push(Simulated { verdict, event, reasons, ways_out });
        }
        let looked_at = touched.with_groups(&view.state, now.utc_date());
        Ok(Simulation { head: view.head.clone(), as_party: speaker, results, looked_at })
    }

    /// Every undertaking whose figures may show where a recorded statement is explained: whom it speaks of, and their groups
    /// today.
    #[must_use]
    pub fn shown_by(&self, statement: &Event, payload: &Json) -> Vec<UndertakingId> {
        let view = self.view();
        let mut touched = Touched::default();
        let data = payload.member("data").unwrap_or(payload);
        self.touch(&mut touched, &view.state, statement, data);
        touched.with_groups(&view.state, self.now().utc_date())
    }

    /// Notes whom a fact concerns: by its own words, by the awards it names, and by a statement that it takes back.
    fn touch(&self, touched: &mut Touched, state: &State, event: &Event, data: &Json) {
        touched.read(state, &event.source, data);
        let Body::StatementRetracted(retracted) = &event.body else { return };
        let position = state.retractable(retracted.source.0.as_str(), retracted.id.as_str());
        // A statement of this very simulation has been read already, and has no entry.
        let stored = position.and_then(|position| self.entry(position).ok().flatten());
        let entry = stored.and_then(|bytes| ledger::entry::Entry::decode(&bytes).ok());
        let payload = entry.and_then(|entry| base64url(entry.jws.split('.').nth(1)?));
        if let Some(said) = payload.and_then(|payload| ledger::json::parse(&payload).ok()) {
            touched.read(state, &retracted.source.0, &said);
        }
    }
}

/// Undertakings that facts speak of.
#[derive(Default)]
struct Touched {
    ids: BTreeSet<UndertakingId>,
}

impl Touched {
    /// Takes every text that can be read as an undertaking's id, or as the id of an award there is: rather one too many than one
    /// that is not named.
    fn read(&mut self, state: &State, source: &PartyId, json: &Json) {
        match json {
            Json::Text(text) => {
                if let Ok(id) = text.parse::<UndertakingId>() {
                    self.ids.insert(id);
                }
                let award = text.parse::<ScopedRef>().ok().map(|award| award.full(source));
                let award = award.and_then(|award| state.awards.find(&award));
                self.ids.extend(award.and_then(|award| state.undertakings.id(award.beneficiary).cloned()));
            }
            Json::Array(items) => items.iter().for_each(|item| self.read(state, source, item)),
            Json::Object(members) => {
                // Some events write an identifier in two members.
                let part = |name| json.member(name).and_then(Json::text);
                if let (Some(scheme), Some(value)) = (part("scheme"), part("value")) {
                    self.ids.extend(format!("{scheme}:{value}").parse::<UndertakingId>());
                }
                members.iter().for_each(|(_, value)| self.read(state, source, value));
            }
            Json::Null | Json::Bool(_) | Json::Int(_) => {}
        }
    }

    /// Everybody spoken of, and the groups whose sums a ceiling is held against.
    fn with_groups(self, state: &State, today: NaiveDate) -> Vec<UndertakingId> {
        let mut all = self.ids.clone();
        let mut done = BTreeSet::new();
        for handle in self.ids.iter().flat_map(|id| state.undertakings.registered(id)) {
            if done.insert(handle) {
                all.extend(group_of(state, handle, today));
            }
        }
        names_of(state, all.iter())
    }
}

/// Whose statements they are: a party's own, or those of one that the ledger knows.
pub(super) fn speaker(whose: &Rehearsal, state: &State) -> Option<PartyId> {
    match whose {
        Rehearsal::Own(party) => Some(party.clone()),
        Rehearsal::Anybody(Some(party)) => state.directory.party(party).map(|_| party.clone()),
        Rehearsal::Anybody(None) => None,
    }
}

pub(super) fn cannot(party: &PartyId, turned: &Turned) -> RehearsalError {
    match turned {
        Turned::Suspended(_) => RehearsalError::Suspended(party.clone()),
        Turned::UnknownParty(_)
        | Turned::UnknownKey(_)
        | Turned::RevokedKey(..)
        | Turned::NotOfSource { .. } => RehearsalError::UnknownParty(party.clone()),
    }
}

fn envelope(
    number: usize,
    event_type: EventType,
    data: &Json,
    on: Option<NaiveDate>,
    source: &str,
    ledger: &str,
    now: At,
) -> Json {
    let text = |text: &str| Json::Text(text.to_owned());
    let member = |names: &[&str]| names.iter().find_map(|name| data.member(name).and_then(Json::text));
    let time = match on.or_else(|| own_date(data)) {
        Some(date) => format!("{date}T00:00:00Z"),
        None => now.to_string(),
    };
    // The ids are of no ledger: they only tell the statements of one simulation apart.
    let id = format!("simulated-{number}");
    let subject = member(event_type.main_object()).unwrap_or(NOBODY);
    let mut members = vec![
        ("specversion".to_owned(), text("1.0")),
        ("id".to_owned(), Json::Text(id)),
        ("source".to_owned(), Json::Text(format!("urn:aidledger:party:{source}"))),
        ("type".to_owned(), Json::Text(event_type.wire())),
        ("subject".to_owned(), text(subject)),
        ("time".to_owned(), Json::Text(time)),
        ("datacontenttype".to_owned(), text("application/json")),
        ("data".to_owned(), data.clone()),
    ];
    if event_type != EventType::LedgerFounded {
        members.push(("ledger".to_owned(), text(ledger)));
    }
    Json::Object(members)
}

/// The day that a fact itself is of; of several grants the earliest.
fn own_date(data: &Json) -> Option<NaiveDate> {
    let day = |of: &Json| {
        let text = DATES.iter().find_map(|name| of.member(name).and_then(Json::text));
        text.and_then(|date| date.parse::<NaiveDate>().ok())
    };
    let several = || match data.member("awards") {
        Some(Json::Array(awards)) => awards.iter().filter_map(day).min(),
        _ => None,
    };
    day(data).or_else(several)
}

fn below(number: usize, faults: Vec<Fault>) -> Vec<Fault> {
    faults
        .into_iter()
        .map(|fault| Fault { pointer: format!("/events/{number}{}", fault.pointer), ..fault })
        .collect()
}
