//! What would be said: unsigned facts on a copy of the state. Nothing is recorded.

use chrono::NaiveDate;
use ledger::event::{Event, EventType, MAIN_OBJECTS};
use ledger::ids::PartyId;
use ledger::json::{Fault, Json};
use ledger::time::At;
use ledger::verdict::Verdict;
use rules::engine::suppose;

use super::Service;

/// Who speaks in a simulation that names nobody.
const NOBODY: &str = "simulation";
/// Members of `data` that date the event.
const DATES: [&str; 4] = ["granted_on", "on", "from", "received_on"];

/// A simulated statement with what the rules say of it.
#[derive(Debug, Clone)]
pub struct Simulated {
    /// The verdict.
    pub verdict: Verdict,
    /// The statement as it was read.
    pub event: Event,
}

impl Service {
    /// Decides unsigned facts one after the other on a copy of the current state. `on`: the date they are stated;
    /// without it each one's own date. `as_party`: in whose name.
    ///
    /// # Errors
    /// Every fault of the first malformed event, its pointers below `/events/<n>`.
    pub fn simulate(
        &self,
        events: &[(EventType, Json)],
        on: Option<NaiveDate>,
        as_party: Option<PartyId>,
    ) -> Result<Vec<Simulated>, Vec<Fault>> {
        let mut state = self.view().state.clone();
        let packs = self.core.packs();
        let now = self.now();
        let at = state.last_at().map_or(now, |last| last.max(now));
        let source = as_party.map_or_else(|| NOBODY.to_owned(), |party| party.to_string());
        if let Ok(party) = source.parse::<PartyId>()
            && state.directory.party(&party).is_none()
        {
            state.directory.admit_for_facts(&party, now.utc_date());
        }
        let mut simulated = Vec::with_capacity(events.len());
        for (number, (event_type, data)) in events.iter().enumerate() {
            let envelope = envelope(number, *event_type, data, on, &source, self.ledger_id(), now);
            let event = Event::from_json(&envelope).map_err(|faults| below(number, faults))?;
            let verdict = suppose(&mut state, &*packs, event.clone(), at);
            simulated.push(Simulated { verdict, event });
        }
        Ok(simulated)
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
    let own = member(&DATES).and_then(|date| date.parse::<NaiveDate>().ok());
    let time = match on.or(own) {
        Some(date) => format!("{date}T00:00:00Z"),
        None => now.to_string(),
    };
    // The ids are of no ledger: they only tell the statements of one simulation apart.
    let id = format!("simulated-{number}");
    let subject = member(&MAIN_OBJECTS).unwrap_or(NOBODY);
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

fn below(number: usize, faults: Vec<Fault>) -> Vec<Fault> {
    faults
        .into_iter()
        .map(|fault| Fault { pointer: format!("/events/{number}{}", fault.pointer), ..fault })
        .collect()
}
