//! The closed vocabulary: CloudEvents 1.0 envelopes and one body type per event type.
//!
//! Reading is strict and names every fault at once; the same declarations give the JSON Schemas of `docs/spec/events`.
//! **Invariant:** a body says what its sender stated, normalised; nothing here judges it.

pub mod access;
pub mod aid;
pub mod award;
pub mod condition;
pub mod evidence;
pub mod field;
mod instead;
pub mod governance;
pub mod naming;
pub mod period;
pub mod procedure;
pub mod row;
pub mod template;
pub mod token;
pub mod undertaking;
pub mod vkey;

use std::fmt;

use serde_json::{Value, json};

use crate::ids::{EventId, Id, PartyId, ScopedRef, UndertakingId};
use crate::json::{Fault, Faults, Json, Place};
use crate::time::StatementTime;
use award::{AwardGranted, Granting, LegalRight};
use field::{Definitions, Field, Key43, Members, wrong_kind};
use row::Grants;

/// A `source` URN, `urn:aidledger:party:<party>`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SourceUrn(pub PartyId);

impl Field for SourceUrn {
    fn read(json: &Json, at: &Place<'_>, faults: &mut Faults) -> Option<Self> {
        let Some(text) = json.text() else { return wrong_kind(json, "a string", at, faults) };
        let party = PartyId::from_source(text).ok().map(Self);
        if party.is_none() {
            faults.push(
                at,
                "bad_source",
                "not the URN of a party".into(),
                "write urn:aidledger:party:<party>",
            );
        }
        party
    }

    fn schema(_: &mut Definitions) -> Value {
        json!({"type": "string", "pattern": "^urn:aidledger:party:[A-Za-z0-9._-]{1,64}$"})
    }
}

/// The `subject`: the main object's id, an undertaking's in its normalised form.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Subject(String);

impl Subject {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::str::FromStr for Subject {
    type Err = crate::ids::IdError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.parse::<UndertakingId>() {
            Ok(undertaking) => Ok(Self(undertaking.as_str().to_owned())),
            Err(_) => text.parse::<Id>().map(|id| Self(id.as_str().to_owned())),
        }
    }
}

impl Field for Subject {
    fn read(json: &Json, at: &Place<'_>, faults: &mut Faults) -> Option<Self> {
        let Some(text) = json.text() else { return wrong_kind(json, "a string", at, faults) };
        let subject = text.parse().ok();
        if subject.is_none() {
            faults.push(
                at,
                "bad_id",
                "not an id".into(),
                "write the main object's id: letters, digits and . _ : / - (ASCII), at most 128",
            );
        }
        subject
    }

    fn schema(_: &mut Definitions) -> Value {
        json!({"type": "string", "minLength": 1, "maxLength": 128})
    }
}

/// One event: what a party states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Unique per source.
    pub id: EventId,
    /// Who states it.
    pub source: PartyId,
    /// The ledger addressed (43 characters); absent only in entry 0.
    pub ledger: Option<String>,
    /// The main object.
    pub subject: Subject,
    /// When the statement was made.
    pub time: StatementTime,
    /// The statement.
    pub body: Body,
}

macro_rules! vocabulary {
    ($($(#[$doc:meta])* $variant:ident($type:ty) = $name:literal of [$($object:literal),*]),* $(,)?) => {
        /// The typed body of an event.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Body {
            $(#[doc = concat!("`", $name, "`")] $variant($type),)*
        }

        /// The type of an event.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum EventType {
            $(#[doc = concat!("`", $name, "`")] $variant,)*
        }

        impl EventType {
            /// Every type, in the order of the vocabulary.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The short name, such as `award.granted`.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// The type with this short name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)* _ => None }
            }

            /// Members of `data` that name the main object, first found first: where a statement's sender left `subject` out
            /// and it is filled for them (unsigned facts, simulations). Empty where there is no one object.
            #[must_use]
            pub fn main_object(self) -> &'static [&'static str] {
                match self { $(Self::$variant => &[$($object),*],)* }
            }

            fn body(self, json: &Json, at: &Place<'_>, faults: &mut Faults) -> Option<Body> {
                match self { $(Self::$variant => <$type>::read(json, at, faults).map(Body::$variant),)* }
            }

            fn template_text(self) -> &'static str {
                match self { $(Self::$variant => include_str!(concat!("templates/", $name, ".json")),)* }
            }

            fn body_schema(self, definitions: &mut Definitions) -> Value {
                match self { $(Self::$variant => <$type>::schema(definitions),)* }
            }
        }

        impl Body {
            /// The event's type.
            #[must_use]
            pub fn event_type(&self) -> EventType {
                match self { $(Self::$variant(_) => EventType::$variant,)* }
            }
        }
    };
}

vocabulary! {
    LedgerFounded(governance::LedgerFounded) = "ledger.founded" of [],
    LogKeyAdded(governance::LogKeyAdded) = "log-key.added" of [],
    LogKeyRetired(governance::LogKeyRetired) = "log-key.retired" of [],
    PartyAdmitted(governance::PartyAdmitted) = "party.admitted" of ["party"],
    PartySuspended(governance::PartySuspended) = "party.suspended" of ["party"],
    PartyReinstated(governance::PartyReinstated) = "party.reinstated" of ["party"],
    PartyPolicySet(governance::PartyPolicySet) = "party.policy-set" of ["party"],
    KeyAdded(governance::KeyAdded) = "key.added" of ["party"],
    KeyRevoked(governance::KeyRevoked) = "key.revoked" of [],
    TokenRevoked(token::TokenRevoked) = "token.revoked" of ["undertaking", "party"],
    LeaseTaken(governance::LeaseTaken) = "lease.taken" of ["writer"],
    EngineAdopted(governance::EngineAdopted) = "engine.adopted" of [],
    PackAdopted(governance::PackAdopted) = "pack.adopted" of ["pack"],
    ReferencePublished(governance::ReferencePublished) = "reference.published" of ["table"],
    SystemRegistered(governance::SystemRegistered) = "system.registered" of ["system"],
    SystemAmended(governance::SystemAmended) = "system.amended" of ["system"],
    SchemeRegistered(governance::SchemeRegistered) = "scheme.registered" of ["scheme"],
    IntakeSummary(governance::IntakeSummary) = "intake.summary" of [],
    UndertakingRegistered(undertaking::UndertakingRegistered) = "undertaking.registered" of ["undertaking"],
    UndertakingIdentified(undertaking::UndertakingIdentified) = "undertaking.identified" of ["undertaking"],
    UndertakingAssessed(undertaking::UndertakingAssessed) = "undertaking.assessed" of ["undertaking"],
    ControlDeclared(undertaking::ControlDeclared) = "control.declared" of ["controlled"],
    ControlEnded(undertaking::ControlEnded) = "control.ended" of ["controlled"],
    HoldingDeclared(undertaking::HoldingDeclared) = "holding.declared" of ["held"],
    MarketsDeclared(undertaking::MarketsDeclared) = "markets.declared" of ["a"],
    UndertakingsMerged(undertaking::UndertakingsMerged) = "undertakings.merged" of ["surviving"],
    UndertakingSplit(undertaking::UndertakingSplit) = "undertaking.split" of ["undertaking"],
    AwardAttributed(undertaking::AwardAttributed) = "award.attributed" of ["award"],
    GroupAttested(undertaking::GroupAttested) = "group.attested" of ["undertaking"],
    RecoveryOrdered(undertaking::RecoveryOrdered) = "recovery.ordered" of ["undertaking"],
    RecoveryPaid(undertaking::RecoveryPaid) = "recovery.paid" of ["undertaking"],
    RecoverySuspended(undertaking::RecoveryStep) = "recovery.suspended" of ["undertaking"],
    RecoveryAnnulled(undertaking::RecoveryStep) = "recovery.annulled" of ["undertaking"],
    RecoveryCompleted(undertaking::RecoveryStep) = "recovery.completed" of ["undertaking"],
    AwardGranted(award::AwardGranted) = "award.granted" of ["award"],
    AwardReserved(award::AwardReserved) = "award.reserved" of ["award"],
    AwardConfirmed(award::AwardConfirmed) = "award.confirmed" of ["award"],
    AwardReleased(award::AwardReleased) = "award.released" of ["award"],
    AwardConditional(award::AwardConditional) = "award.conditional" of ["award"],
    ConditionMet(award::ConditionMet) = "award.condition-met" of ["award"],
    ConditionFailed(award::ConditionFailed) = "award.condition-failed" of ["award"],
    AwardReported(award::AwardReported) = "award.reported" of ["award"],
    AwardRestated(award::AwardRestated) = "award.restated" of ["award"],
    AwardMatched(award::AwardMatched) = "award.matched" of ["award"],
    AwardUnmatched(award::AwardUnmatched) = "award.unmatched" of ["award"],
    AwardReduced(award::AwardReduced) = "award.reduced" of ["award"],
    AwardWaived(award::AwardWaived) = "award.waived" of ["award"],
    AwardWithdrawn(award::AwardWithdrawn) = "award.withdrawn" of ["award"],
    AwardRepaid(award::AwardRepaid) = "award.repaid" of ["award"],
    AwardCorrected(award::AwardCorrected) = "award.corrected" of ["award"],
    AwardDrawn(award::AwardDrawn) = "award.drawn" of ["award"],
    UsageReported(award::UsageReported) = "usage.reported" of ["award"],
    CreditsExpired(award::CreditsExpired) = "credits.expired" of ["award"],
    AwardSet(award::AwardSet) = "award.set" of [],
    AwardDisputed(award::AwardDisputed) = "award.disputed" of ["award"],
    DisputeLodged(award::DisputeLodged) = "dispute.lodged" of ["award"],
    ProjectOpened(procedure::ProjectOpened) = "project.opened" of ["project"],
    ProjectAmended(procedure::ProjectAmended) = "project.amended" of ["project"],
    ApplicationReceived(procedure::ApplicationReceived) = "application.received" of ["application"],
    ApplicationReduced(procedure::ApplicationReduced) = "application.reduced" of ["application"],
    ApplicationClosed(procedure::ApplicationClosed) = "application.closed" of ["application"],
    IdentityPresented(procedure::IdentityPresented) = "identity.presented" of ["undertaking"],
    DeclarationReceived(procedure::DeclarationReceived) = "declaration.received" of ["undertaking"],
    NoticeServed(procedure::NoticeServed) = "notice.served" of ["award"],
    RegisterReceipt(procedure::RegisterReceipt) = "register.receipt" of ["award"],
    PublicationMade(procedure::PublicationMade) = "publication.made" of ["award"],
    DutyDone(procedure::DutyDone) = "duty.done" of [],
    RequestReceived(procedure::RequestReceived) = "request.received" of ["request"],
    StatementRetracted(procedure::StatementRetracted) = "statement.retracted" of ["id"],
    ReviewDecided(procedure::ReviewDecided) = "review.decided" of ["about"],
    FindingRaised(procedure::FindingRaised) = "finding.raised" of ["finding"],
    FindingClosed(procedure::FindingClosed) = "finding.closed" of ["finding"],
    SubjectErased(procedure::SubjectErased) = "subject.erased" of ["subject_ref", "party"],
}

impl EventType {
    /// The text in `data` that names the main object; `None` where there is none.
    #[must_use]
    pub fn named_in(self, data: &Value) -> Option<&str> {
        self.main_object().iter().find_map(|name| data.get(name)?.as_str())
    }

    /// The CloudEvents `type`, `eu.aidledger.<name>.v1`.
    #[must_use]
    pub fn wire(self) -> String {
        format!("eu.aidledger.{}.v1", self.name())
    }

    /// The type of a CloudEvents `type`.
    #[must_use]
    pub fn from_wire(wire: &str) -> Option<Self> {
        Self::from_name(wire.strip_prefix("eu.aidledger.")?.strip_suffix(".v1")?)
    }

    /// The JSON Schema (2020-12) of whole events of this type, envelope included.
    #[must_use]
    pub fn schema(self) -> Value {
        let mut definitions = Definitions::new();
        let data = self.body_schema(&mut definitions);
        let mut required =
            vec!["specversion", "id", "source", "type", "subject", "time", "datacontenttype", "data"];
        let mut properties = json!({
            "specversion": {"const": "1.0"},
            "id": EventId::schema(&mut definitions),
            "source": SourceUrn::schema(&mut definitions),
            "type": {"const": self.wire()},
            "subject": Subject::schema(&mut definitions),
            "time": StatementTime::schema(&mut definitions),
            "datacontenttype": {"const": "application/json"},
            "data": data,
        });
        if self != Self::LedgerFounded {
            required.push("ledger");
            if let Some(properties) = properties.as_object_mut() {
                properties.insert("ledger".into(), Key43::schema(&mut definitions));
            }
        }
        // Aid spells its forms out whole, so the records they were made from are no longer referred to.
        let used = format!("{properties}{}", definitions.values().map(Value::to_string).collect::<String>());
        definitions.retain(|name, _| used.contains(&format!("\"#/$defs/{name}\"")));
        json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": self.wire(),
            "type": "object",
            "additionalProperties": false,
            "required": required,
            "properties": properties,
            "$defs": definitions,
        })
    }
}

impl fmt::Display for EventType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl serde::Serialize for EventType {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.wire())
    }
}

impl Event {
    /// Reads one event from payload bytes.
    ///
    /// # Errors
    /// Every fault found, each with its pointer.
    pub fn read(bytes: &[u8]) -> Result<Self, Vec<Fault>> {
        Self::from_json(&crate::json::parse(bytes)?)
    }

    /// Reads one event from parsed JSON.
    ///
    /// # Errors
    /// Every fault found, each with its pointer.
    pub fn from_json(json: &Json) -> Result<Self, Vec<Fault>> {
        Self::whole(json, false)
    }

    /// Reads one unsigned fact: as an event, but what is confirmed may have been before it is stated.
    ///
    /// # Errors
    /// As [`Event::from_json`].
    pub fn fact_from_json(json: &Json) -> Result<Self, Vec<Fault>> {
        Self::whole(json, true)
    }

    fn whole(json: &Json, fact: bool) -> Result<Self, Vec<Fault>> {
        let mut faults = Faults::default();
        match Self::envelope(json, fact, &mut faults) {
            Some(event) if faults.is_empty() => Ok(event),
            _ => Err(faults.into_vec()),
        }
    }

    fn envelope(json: &Json, fact: bool, faults: &mut Faults) -> Option<Self> {
        let mut members = Members::of(json, &Place::ROOT, faults)?;
        fixed(&mut members, "specversion", "1.0", faults);
        fixed(&mut members, "datacontenttype", "application/json", faults);
        let id = members.take::<EventId>("id", faults);
        let source = members.take::<SourceUrn>("source", faults);
        let event_type = members.take::<EventType>("type", faults);
        let ledger: Option<Option<Key43>> = members.take("ledger", faults);
        let subject = members.take::<Subject>("subject", faults);
        let time = members.take::<StatementTime>("time", faults);
        let data = members.take::<Data>("data", faults);
        members.finish(faults);
        let addressed =
            event_type.is_none_or(|t| addresses_a_ledger(t, json.member("ledger").is_some(), faults));
        let body =
            event_type.zip(data).and_then(|(t, data)| t.body(&data.0, &Place::ROOT.member("data"), faults));
        let ledger = ledger?.map(|id| id.as_str().to_owned());
        let event = Self { id: id?, source: source?.0, ledger, subject: subject?, time: time?, body: body? };
        let sound = event.states_before_granting(fact, faults) && event.revokes_what_was_issued(faults);
        (sound && addressed && event.speaks_of(json.member("data"), faults)).then_some(event)
    }

    /// The `subject` is the main object, in whichever spelling: nothing else may be found under its id.
    fn speaks_of(&self, data: Option<&Json>, faults: &mut Faults) -> bool {
        let mut names = self.body.event_type().main_object().iter();
        let named = names.find_map(|name| data?.member(name)?.text()?.parse::<Subject>().ok());
        let Some(named) = named else { return true };
        let full = |subject: &Subject| {
            subject.as_str().parse::<ScopedRef>().ok().map(|reference| reference.full(&self.source))
        };
        let fits =
            named == self.subject || full(&named).is_some_and(|named| Some(named) == full(&self.subject));
        if !fits {
            faults.push(
                &Place::ROOT.member("subject"),
                "subject_differs",
                format!("the statement speaks of `{}`, not of `{}`", named.as_str(), self.subject.as_str()),
                "write the id of the main object here, as in `data`",
            );
        }
        fits
    }

    /// Tokens that are yet to be issued are not withdrawn: nobody could issue one until then.
    fn revokes_what_was_issued(&self, faults: &mut Faults) -> bool {
        let Body::TokenRevoked(revoked) = &self.body else { return true };
        let token::RevokedTokens::Before(before) = &revoked.tokens else { return true };
        let fits = self.time.at().is_some_and(|stated| before.issued_before <= stated);
        if !fits {
            faults.push(
                &Place::ROOT.member("data").member("issued_before"),
                "revokes_ahead",
                format!("{} is later than this statement", before.issued_before),
                "write an instant at or before the statement's `time`",
            );
        }
        fits
    }

    /// A grant that waits for this ledger's yes is not granted before it is stated, so that it can't be checked afterwards.
    fn states_before_granting(&self, fact: bool, faults: &mut Faults) -> bool {
        let stated = self.time.date_as_written();
        let data = Place::ROOT.member("data");
        match self.body.row().grants {
            Grants::Nothing => true,
            Grants::One(grant) => granted_after(stated, grant, &data, faults),
            Grants::Each(set) => {
                let awards = data.member("awards");
                let fits = |(index, grant): (usize, &AwardGranted)| {
                    granted_after(stated, grant, &awards.item(index), faults)
                };
                set.awards.iter().enumerate().map(fits).fold(true, |all, fits| all & fits)
            }
            Grants::Confirmed(_) if fact => true,
            Grants::Confirmed(granted_on) => not_before(stated, granted_on, &data, faults),
        }
    }
}

/// Whether one grant obeys the date rule; conferred rights are of the past by their nature.
fn granted_after(
    stated: chrono::NaiveDate,
    grant: &dyn Granting,
    at: &Place<'_>,
    faults: &mut Faults,
) -> bool {
    grant.legal_right() != LegalRight::OnAdmission || not_before(stated, grant.granted_on(), at, faults)
}

/// Whether a granting date is not before the day of the statement.
fn not_before(
    stated: chrono::NaiveDate,
    granted_on: crate::time::LegalDate,
    at: &Place<'_>,
    faults: &mut Faults,
) -> bool {
    let fits = stated <= granted_on.date();
    if !fits {
        let message = format!("the grant of {granted_on} is older than this statement");
        let hint = "where the right is already conferred, say legal_right `conferred`; else grant on or after the statement's date";
        faults.push(&at.member("granted_on"), "granted_before_statement", message, hint);
    }
    fits
}

/// Entry 0 cannot name the ledger it founds; every other event must.
fn addresses_a_ledger(event_type: EventType, named: bool, faults: &mut Faults) -> bool {
    let founding = event_type == EventType::LedgerFounded;
    let at = Place::ROOT.member("ledger");
    match (founding, named) {
        (true, true) => faults.push(
            &at,
            "unknown_member",
            "the founding cannot name the ledger it founds".into(),
            "remove `ledger` here",
        ),
        (false, false) => faults.push(
            &at,
            "missing_member",
            "the event names no ledger".into(),
            "add the id of the ledger addressed",
        ),
        _ => return true,
    }
    false
}

fn fixed(members: &mut Members<'_>, name: &'static str, value: &str, faults: &mut Faults) {
    if members.take::<String>(name, faults).is_some_and(|found| found != value) {
        faults.push(
            &Place::ROOT.member(name),
            "bad_value",
            format!("`{name}` has another value"),
            format!("write \"{value}\""),
        );
    }
}

/// The `data` as it came; its shape depends on the type.
struct Data(Json);

impl Field for Data {
    fn read(json: &Json, _: &Place<'_>, _: &mut Faults) -> Option<Self> {
        Some(Self(json.clone()))
    }

    fn schema(_: &mut Definitions) -> Value {
        json!({})
    }
}

impl Field for EventType {
    fn read(json: &Json, at: &Place<'_>, faults: &mut Faults) -> Option<Self> {
        let Some(text) = json.text() else { return wrong_kind(json, "a string", at, faults) };
        let known = Self::from_wire(text);
        if known.is_none() {
            faults.push(
                at,
                "unknown_type",
                format!("`{}` is not in the vocabulary", text.escape_debug()),
                "write eu.aidledger.<name>.v1 with a name of the vocabulary",
            );
        }
        known
    }

    fn schema(_: &mut Definitions) -> Value {
        json!({"enum": Self::ALL.iter().map(|t| t.wire()).collect::<Vec<_>>()})
    }
}
