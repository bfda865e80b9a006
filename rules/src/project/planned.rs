//! A support that is thought of: what an `award.granted` would say, before anybody decides which regime it comes under.
//!
//! It is read as a grant is, fault by fault. What nobody said stands at its plainest value, and is told beside the answer.

use chrono::NaiveDate;
use ledger::event::Subject;
use ledger::event::aid::BasisKind;
use ledger::event::award::AwardGranted;
use ledger::event::field::{Definitions, Field, Members};
use ledger::ids::{EventId, MemberState, PartyId, UndertakingId};
use ledger::json::{Fault, Faults, Json, Place};
use ledger::time::StatementTime;
use serde_json::{Value, json};

use crate::statement::plain::{assume_grant, assume_member, find, object, text};

/// Members of a plan by the names that a grant has for them.
const MEMBERS: &[(&str, &str)] = &[
    ("undertaking", "beneficiary"),
    ("member_state", "member_state"),
    ("on", "granted_on"),
    ("aid", "aid"),
    ("basis", "basis"),
    ("project", "project"),
    ("eligible_costs", "eligible_costs"),
    ("funding", "funding"),
    ("activity", "activity"),
    ("conditions", "conditions"),
    ("granting_authority", "granting_authority"),
    ("class", "class"),
    ("measure", "measure"),
    ("via", "via"),
    ("provided_by", "provided_by"),
    ("operating_period", "operating_period"),
    ("incentive", "incentive"),
    ("due_diligence", "due_diligence"),
    ("tax_declaration_due", "tax_declaration_due"),
];
/// What a plan says of its basis: under which regime is the question.
const BASIS: [&str; 2] = ["kind", "scheme"];
/// Stands in a grant until the regime asked for does.
const ANY_REGIME: &str = "no-aid";
/// The award that a plan would be.
const AWARD: &str = "planned";

/// A support that is thought of.
#[derive(Debug, Clone)]
pub struct Planned {
    /// As a grant would say it; its regime and its award id stand for any.
    pub(super) grant: AwardGranted,
    /// Whether it is to come under a scheme; `None`: either way will do.
    pub(super) kind: Option<BasisKind>,
    /// The envelope of its statement.
    pub(super) envelope: (EventId, Subject, StatementTime),
    /// Members that were missing and stand at their plainest value, in alphabetical order.
    pub assumed: Vec<&'static str>,
}

impl Planned {
    /// Reads a plan. What is not said of its day is `today`; who grants is `source`, unless it is said.
    ///
    /// # Errors
    /// Every fault, at the place where the plan has it.
    pub fn read(body: &Json, source: &PartyId, today: NaiveDate) -> Result<Self, Vec<Fault>> {
        let mut faults = Faults::default();
        let mut data = Vec::new();
        let Some(mut members) = Members::of(body, &Place::ROOT, &mut faults) else {
            return Err(faults.into_vec());
        };
        for (own, of_a_grant) in MEMBERS.iter().copied() {
            let said = members.take::<Option<AsSaid>>(own, &mut faults).flatten();
            data.extend(said.map(|AsSaid(said)| (of_a_grant.to_owned(), said)));
        }
        members.finish(&mut faults);
        basis_says_no_more(body, &mut faults);
        let mut assumed = Vec::new();
        assume_member(&mut data, "granted_on", || text(&today.to_string()), &mut assumed);
        let kind_is_open = body.member("basis").is_none_or(|basis| basis.member("kind").is_none());
        if find(&mut data, "basis").is_none() {
            data.push(("basis".to_owned(), object([])));
        }
        assume_grant(&mut data, source.as_str(), &mut assumed);
        if let Some(Json::Object(basis)) = find(&mut data, "basis") {
            basis.push(("regime".to_owned(), text(ANY_REGIME)));
        }
        data.extend(
            [("award", AWARD), ("legal_right", "on-admission")]
                .map(|(name, value)| (name.to_owned(), text(value))),
        );
        let grant = AwardGranted::read(&Json::Object(data), &Place::ROOT, &mut faults);
        let on = grant.as_ref().map_or(today, |grant| grant.granted_on.date());
        let envelope = envelope(on, &mut faults);
        let faults = faults.into_vec();
        match (grant, envelope) {
            (Some(grant), Some(envelope)) if faults.is_empty() => {
                // Whether it comes under a scheme is part of the question, and which instrument it is decides nothing.
                assumed.retain(|name| !["basis.kind", "instrument"].contains(name));
                let mut assumed: Vec<&str> = assumed.into_iter().map(own_name).collect();
                assumed.sort_unstable();
                Ok(Self { kind: (!kind_is_open).then_some(grant.basis.kind), grant, envelope, assumed })
            }
            _ => Err(faults.into_iter().map(placed).collect()),
        }
    }

    /// The day of the grant that is thought of.
    #[must_use]
    pub fn on(&self) -> NaiveDate {
        self.grant.granted_on.date()
    }

    /// Who would receive it.
    #[must_use]
    pub fn undertaking(&self) -> &UndertakingId {
        &self.grant.beneficiary
    }

    /// Which State would grant it.
    #[must_use]
    pub fn member_state(&self) -> Option<MemberState> {
        self.grant.member_state
    }

    /// The JSON Schema (2020-12) of a plan, and the definitions that it refers to.
    #[must_use]
    pub fn schema() -> (Value, Definitions) {
        let mut definitions = Definitions::new();
        AwardGranted::schema(&mut definitions);
        let whole = definitions.remove("AwardGranted").unwrap_or_default();
        let of =
            |name: &str| whole.get("properties").and_then(|all| all.get(name)).cloned().unwrap_or_default();
        let mut properties: serde_json::Map<String, Value> =
            MEMBERS.iter().map(|(own, name)| ((*own).to_owned(), of(name))).collect();
        let basis = definitions.remove("Basis").unwrap_or_default();
        let of_basis =
            |name: &str| basis.pointer(&format!("/properties/{name}")).cloned().unwrap_or_default();
        let parts: serde_json::Map<String, Value> =
            BASIS.iter().map(|name| ((*name).to_owned(), of_basis(name))).collect();
        properties.insert(
            "basis".to_owned(),
            json!({"type": "object", "additionalProperties": false, "properties": parts}),
        );
        let schema = json!({
            "type": "object",
            "additionalProperties": false,
            "required": ["undertaking", "member_state", "aid"],
            "properties": properties,
        });
        (schema, definitions)
    }
}

/// As if the grant were stated on its day.
fn envelope(on: NaiveDate, faults: &mut Faults) -> Option<(EventId, Subject, StatementTime)> {
    let id = EventId::read(&text(AWARD), &Place::ROOT, faults);
    let subject = Subject::read(&text(AWARD), &Place::ROOT, faults);
    let time = StatementTime::read(&text(&format!("{on}T00:00:00Z")), &Place::ROOT, faults);
    Some((id?, subject?, time?))
}

/// A member as it came, to be read as a part of a grant.
struct AsSaid(Json);

impl Field for AsSaid {
    fn read(json: &Json, _: &Place<'_>, _: &mut Faults) -> Option<Self> {
        Some(Self(json.clone()))
    }

    fn schema(_: &mut Definitions) -> Value {
        json!(true)
    }
}

/// A plan does not name the regime that it asks for, nor an article.
fn basis_says_no_more(body: &Json, faults: &mut Faults) {
    let Some(basis @ Json::Object(_)) = body.member("basis") else { return };
    let place = Place::ROOT.member("basis");
    let Some(mut members) = Members::of(basis, &place, faults) else { return };
    for name in BASIS {
        members.take::<Option<AsSaid>>(name, faults);
    }
    members.finish(faults);
}

/// A fault where the plan has the member.
fn placed(fault: Fault) -> Fault {
    let moved = MEMBERS.iter().find_map(|(own, of_a_grant)| {
        let rest = fault.pointer.strip_prefix('/')?.strip_prefix(of_a_grant)?;
        (rest.is_empty() || rest.starts_with('/')).then(|| format!("/{own}{rest}"))
    });
    Fault { pointer: moved.unwrap_or_else(|| fault.pointer.clone()), ..fault }
}

fn own_name(of_a_grant: &'static str) -> &'static str {
    MEMBERS.iter().find(|(_, name)| *name == of_a_grant).map_or(of_a_grant, |(own, _)| own)
}
