//! Parties, keys, mandates and roles as the log says at a position.
//!
//! A [`Directory`] is a fold over entries that took effect. It is cheap to copy (persistent maps), so a group of
//! submissions works on a copy and the original stands until the group is durable.
//! **Invariant:** no wall time; what holds at a position follows from the entries before it.

mod authorise;
mod effects;
mod tokens;

use imbl::{HashMap, OrdMap};

use crate::event::award::{AwardReported, Granting, ReportedFrom};
use crate::event::governance::{FoundingPolicy, FourEyes, LogKeyPurpose, Mandate, Role};
use crate::event::vkey::VKey;
use crate::ids::{MemberState, PartyId};
use crate::key::PublicKey;
use crate::time::LegalDate;

pub use authorise::{AuthorisedEvent, Turned};
pub use tokens::TokenSubject;

/// A party of the ledger.
#[derive(Debug, Clone)]
pub struct Party {
    /// Display name.
    pub name: String,
    /// What it may do.
    pub roles: Vec<Role>,
    /// In whose name it may grant.
    pub mandates: Vec<Mandate>,
    /// Whether its statements are turned away.
    pub suspended: bool,
    /// Whether what one of its keys reserves must be confirmed by another.
    pub four_eyes: FourEyes,
    /// UTC date of its admission.
    pub admitted_on: chrono::NaiveDate,
    /// Position of its admission.
    pub admitted_at: u64,
}

impl Party {
    /// Whether the party has a role.
    #[must_use]
    pub fn has(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    fn has_any(&self, roles: &[Role]) -> bool {
        roles.iter().any(|role| self.has(*role))
    }

    /// Whether a mandate covers granting for `principal` in `state` on `date`.
    #[must_use]
    pub fn may_grant(&self, principal: &str, state: MemberState, date: LegalDate) -> bool {
        self.mandates.iter().any(|mandate| {
            mandate.member_state == state
                && mandate.principal.id.as_str() == principal
                && mandate.from <= date
                && mandate.until.is_none_or(|until| date <= until)
        })
    }
}

/// A signer's key; its thumbprint belongs to one party for ever.
#[derive(Debug, Clone)]
pub struct KeyRecord {
    /// Whose it is.
    pub party: PartyId,
    /// The key.
    pub key: PublicKey,
    /// Position that added it.
    pub added_at: u64,
    /// Position that revoked it.
    pub revoked_at: Option<u64>,
    /// From where on its entries are listed as signed by a compromised key.
    pub compromised_from: Option<u64>,
}

/// A log key and its life.
#[derive(Debug, Clone)]
pub struct LogKeyRecord {
    /// The verifier key line.
    pub vkey: VKey,
    /// What it signs.
    pub purpose: LogKeyPurpose,
    /// Position that added it.
    pub added_at: u64,
    /// Position that retired it.
    pub retired_at: Option<u64>,
}

/// What the log says of its parties, keys and adopted law.
#[derive(Debug, Clone, Default)]
pub struct Directory {
    ledger_id: Option<String>,
    origin: String,
    name: String,
    policy: Option<FoundingPolicy>,
    parties: OrdMap<PartyId, Party>,
    keys: HashMap<String, KeyRecord>,
    log_keys: imbl::Vector<LogKeyRecord>,
    withdrawn: tokens::Withdrawn,
    /// The last epoch that somebody took to write under; 0 before the first.
    epoch: u64,
}

impl Directory {
    /// Before entry 0.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The ledger's id; `None` before entry 0.
    #[must_use]
    pub fn ledger_id(&self) -> Option<&str> {
        self.ledger_id.as_deref()
    }

    /// The checkpoint origin.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The ledger's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The policy the ledger was founded with.
    #[must_use]
    pub fn policy(&self) -> Option<&FoundingPolicy> {
        self.policy.as_ref()
    }

    /// A party.
    #[must_use]
    pub fn party(&self, id: &PartyId) -> Option<&Party> {
        self.parties.get(id)
    }

    /// Whether a party has the role of a register.
    #[must_use]
    pub fn is_register(&self, id: &PartyId) -> bool {
        self.party(id).is_some_and(|party| party.has(Role::Register))
    }

    /// All parties by id.
    pub fn parties(&self) -> impl Iterator<Item = (&PartyId, &Party)> {
        self.parties.iter()
    }

    /// A signer's key by its thumbprint.
    #[must_use]
    pub fn key(&self, kid: &str) -> Option<&KeyRecord> {
        self.keys.get(kid)
    }

    /// A party's keys, revoked ones included, by thumbprint.
    pub fn keys_of<'a>(&'a self, party: &'a PartyId) -> impl Iterator<Item = (&'a String, &'a KeyRecord)> {
        self.keys.iter().filter(move |(_, record)| record.party == *party)
    }

    /// Every log key there ever was.
    pub fn log_keys(&self) -> impl Iterator<Item = &LogKeyRecord> {
        self.log_keys.iter()
    }

    /// Whether `signer` may grant in the name of the authority that the grant names; no mandate is needed where no State grants.
    fn has_mandate(&self, signer: &PartyId, grant: &dyn Granting) -> bool {
        let Some(state) = grant.member_state() else { return true };
        let authority = grant.granting_authority().id.as_str();
        self.party(signer).is_some_and(|party| party.may_grant(authority, state, grant.granted_on()))
    }

    /// Whether an award of a date, filed as a report, is the signer's own: of its party or a principal of its mandates, by id or,
    /// where the report has no id, by where it is reported from or by name; and not older than its admission.
    #[must_use]
    pub fn is_own_award(&self, signer: &PartyId, report: &AwardReported, granted_on: LegalDate) -> bool {
        let Some(party) = self.party(signer) else { return false };
        let principals = party.mandates.iter().map(|mandate| &mandate.principal);
        let mut principals = principals.map(|principal| (principal.id.as_str(), principal.name.as_str()));
        let named = is_authority(report, (signer.as_str(), &party.name))
            || principals.any(|principal| is_authority(report, principal));
        named && granted_on.date() >= party.admitted_on
    }
}

/// Whether the authority of a report is somebody of an id and a name: by its id, or where it has none because it says that the
/// authority itself reports, or by its name, however letters and spaces are set.
fn is_authority(report: &AwardReported, (id, name): (&str, &str)) -> bool {
    let authority = &report.granting_authority;
    match &authority.id {
        Some(stated) => stated.as_str() == id,
        None if report.reported_from == ReportedFrom::Authority => true,
        None => [id, name].into_iter().any(|known| plain(known) == plain(authority.name.as_str())),
    }
}

/// A name without regard to letters' case and to how many spaces part its words.
fn plain(name: &str) -> String {
    name.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}
