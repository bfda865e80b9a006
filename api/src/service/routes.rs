//! Which routes a planned support may take: judged on the state as it is, for whoever asks. Nothing is recorded here.

use ledger::ids::{PartyId, UndertakingId};
use ledger::json::{Fault, Faults, Json, Place};
use ledger::store::Head;
use rules::explain::{RoutesTold, routes};
use rules::project::{Asker, Planned, group_of, group_seen_by};
use rules::state::State;
use serde_json::{Value, json};

use super::Service;
use super::looks::names_of;
use super::rehearsal::{Rehearsal, RehearsalError, WHO_MEMBERS, Whose, who_schema};
use super::simulate::{NOBODY, cannot, speaker};

/// The body of a question: a plan, in whose name, and what for.
#[derive(Debug, Clone)]
pub struct RoutesAsked {
    /// The plan as it came, without who asks.
    plan: Json,
    /// In whose name, and what for.
    pub whose: Whose,
}

/// What a question came to.
#[derive(Debug, Clone)]
pub struct RoutesFound {
    /// The head on which it was judged.
    pub head: Head,
    /// The answer.
    pub told: RoutesTold,
    /// Every undertaking whose figures show in the answer: to be recorded as looked at before it is shown.
    pub looked_at: Vec<UndertakingId>,
}

impl RoutesAsked {
    /// Reads a body as far as who asks; the plan is read when it is known who that is.
    ///
    /// # Errors
    /// Every fault.
    pub fn read(body: &Json) -> Result<Self, Vec<Fault>> {
        let mut faults = Faults::default();
        let Json::Object(members) = body else {
            let found = format!("{} where an object is due", body.kind());
            let hint = "send {\"undertaking\", \"member_state\", \"aid\"}";
            faults.push(&Place::ROOT, "bad_value", found, hint);
            return Err(faults.into_vec());
        };
        let whose = Whose::read(body, &mut faults);
        let plan = members.iter().filter(|(name, _)| !WHO_MEMBERS.contains(&name.as_str())).cloned();
        let plan = Json::Object(plan.collect());
        if faults.is_empty() { Ok(Self { plan, whose }) } else { Err(faults.into_vec()) }
    }

    /// The JSON Schema (2020-12) of the bodies that are taken, and the definitions that it refers to.
    #[must_use]
    pub fn schema() -> (Value, ledger::event::field::Definitions) {
        let (mut schema, definitions) = Planned::schema();
        if let (Some(properties), Value::Object(who)) =
            (schema.pointer_mut("/properties").and_then(Value::as_object_mut), who_schema())
        {
            properties.extend(who);
            properties.insert("on".to_owned(), json!({"type": "string", "pattern": super::rehearsal::DATE_PATTERN, "description": "The day of the grant that is thought of; default today (UTC)"}));
        }
        (schema, definitions)
    }
}

impl Service {
    /// Which routes a planned support may take. What is looked at is the caller's to record ([`Service::looked`]) before it shows
    /// anything.
    ///
    /// In whose name and view is as in [`Service::rehearse`]: a party that the ledger knows hears what its own grant would, and is
    /// never told the award ids of others.
    ///
    /// # Errors
    /// [`RehearsalError::Malformed`] with every fault of the plan; or the party can't speak.
    pub fn routes(&self, asked: &RoutesAsked, whose: &Rehearsal) -> Result<RoutesFound, RehearsalError> {
        let view = self.view();
        let state = &view.state;
        let now = self.now();
        let at = state.last_at().map_or(now, |last| last.max(now));
        let asker = match (speaker(whose, state), whose) {
            (Some(party), _) => Asker::Party(party),
            (None, Rehearsal::Own(party) | Rehearsal::Anybody(Some(party))) => Asker::Nobody(party.clone()),
            (None, Rehearsal::Anybody(None)) => Asker::Nobody(nobody()?),
        };
        let (Asker::Party(source) | Asker::Nobody(source)) = &asker;
        let planned = Planned::read(&asked.plan, source, now.utc_date())?;
        let told = routes(state, &planned, &asker, at).map_err(|turned| cannot(source, &turned))?;
        let looked_at = shown(state, &planned, &asker, now.utc_date());
        Ok(RoutesFound { head: view.head.clone(), told, looked_at })
    }
}

fn nobody() -> Result<PartyId, RehearsalError> {
    // A constant that is an id.
    NOBODY.parse().map_err(|_| RehearsalError::Malformed(Vec::new()))
}

/// Whoever would receive it, and the groups whose sums its limits are held against: today's, and those of its day.
fn shown(state: &State, planned: &Planned, asker: &Asker, today: chrono::NaiveDate) -> Vec<UndertakingId> {
    let mut all = vec![planned.undertaking().clone()];
    for handle in state.undertakings.registered(planned.undertaking()) {
        for day in [today, planned.on()] {
            all.extend(group_of(state, handle, day));
            all.extend(asker.party().into_iter().flat_map(|party| group_seen_by(state, handle, day, party)));
        }
    }
    names_of(state, all.iter())
}
