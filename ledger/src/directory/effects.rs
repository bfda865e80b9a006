//! What governance events do to the directory, and which of them cannot take effect.

use chrono::NaiveDate;

use super::{Directory, KeyRecord, LogKeyRecord, Party};
use crate::event::Body;
use crate::event::governance::{FourEyes, Jwk, LogKeyPurpose, Role};
use crate::event::row::Change;
use crate::event::token::{RevokedTokens, TokensBefore};
use crate::event::vkey::VKey;
use crate::ids::PartyId;
use crate::key::PublicKey;
use crate::time::At;
use crate::verdict::Code;

impl Directory {
    /// Codes that keep a governance event from taking effect here; empty for every other event.
    #[must_use]
    pub fn governance_codes(&self, body: &Body) -> Vec<Code> {
        let Some(change) = body.row().change else { return Vec::new() };
        match change {
            Change::PartyAdmitted(event) => {
                let mut codes = Vec::new();
                if self.parties.contains_key(&event.party) {
                    codes.push(Code::PartyExists);
                }
                let mut kids: Vec<String> = event.keys.iter().filter_map(kid_of).collect();
                kids.sort();
                let twice = kids.windows(2).any(|pair| pair.first() == pair.last());
                if twice || event.keys.iter().any(|jwk| self.in_use(jwk)) {
                    codes.push(Code::KeyInUse);
                }
                codes
            }
            Change::PartySuspended(event) => self.unknown_party(&event.party),
            Change::PartyReinstated(event) => self.unknown_party(&event.party),
            Change::PartyPolicySet(event) => self.unknown_party(&event.party),
            // Two machines that both take an epoch would both write.
            Change::LeaseTaken(event) => {
                (event.epoch <= self.epoch).then_some(Code::ContradictsRecord).into_iter().collect()
            }
            Change::KeyAdded(event) => {
                let mut codes = self.unknown_party(&event.party);
                if self.in_use(&event.jwk) {
                    codes.push(Code::KeyInUse);
                }
                codes
            }
            Change::KeyRevoked(event) => self.revocation_codes(event.kid.as_str()),
            Change::LogKeyAdded(event) => {
                self.knows_key(&event.vkey.public_key()).then_some(Code::KeyInUse).into_iter().collect()
            }
            Change::LogKeyRetired(event) => self.retirement_codes(&event.vkey, event.purpose),
            Change::TokenRevoked(event) => match &event.tokens {
                // A misspelt party would leave its tokens good.
                RevokedTokens::Before(TokensBefore { party: Some(party), .. }) => self.unknown_party(party),
                RevokedTokens::Before(TokensBefore { party: None, .. }) | RevokedTokens::One(_) => Vec::new(),
            },
        }
    }

    /// One key, one purpose, for ever: what is or was a party's or the log's own is not taken again.
    fn in_use(&self, jwk: &Jwk) -> bool {
        let Ok(key) = PublicKey::from_x(jwk.x.as_str()) else { return false };
        self.keys.contains_key(&key.kid()) || self.is_log_key(&key.to_bytes())
    }

    /// Whether a public key is or was a party's or the log's own.
    #[must_use]
    pub fn knows_key(&self, key: &[u8; 32]) -> bool {
        self.is_log_key(key) || self.keys.values().any(|record| record.key.to_bytes() == *key)
    }

    /// Under whatever name, for whatever purpose, retired ones included.
    fn is_log_key(&self, key: &[u8; 32]) -> bool {
        self.log_keys.iter().any(|record| record.vkey.public_key() == *key)
    }

    fn unknown_party(&self, party: &PartyId) -> Vec<Code> {
        if self.parties.contains_key(party) { Vec::new() } else { vec![Code::UnknownParty] }
    }

    fn revocation_codes(&self, kid: &str) -> Vec<Code> {
        let Some(record) = self.keys.get(kid).filter(|record| record.revoked_at.is_none()) else {
            return vec![Code::UnknownKey];
        };
        let active = self.keys_of(&record.party).filter(|(_, key)| key.revoked_at.is_none()).count();
        if active <= 1 { vec![Code::LastKey] } else { Vec::new() }
    }

    fn retirement_codes(&self, vkey: &VKey, purpose: LogKeyPurpose) -> Vec<Code> {
        let active = |record: &&LogKeyRecord| record.purpose == purpose && record.retired_at.is_none();
        if !self.log_keys.iter().filter(active).any(|record| record.vkey == *vkey) {
            return vec![Code::UnknownKey];
        }
        if self.log_keys.iter().filter(active).count() <= 1 { vec![Code::LastKey] } else { Vec::new() }
    }

    /// Folds in an event that took effect at `position`.
    pub fn apply(&mut self, body: &Body, position: u64, at: At) {
        let Some(change) = body.row().change else { return };
        match change {
            Change::PartyAdmitted(event) => {
                let party = Party {
                    name: event.name.as_str().to_owned(),
                    roles: event.roles.to_vec(),
                    mandates: event.mandates.to_vec(),
                    suspended: false,
                    four_eyes: FourEyes::Off,
                    admitted_on: at.utc_date(),
                    admitted_at: position,
                };
                self.admit(&event.party, party, &event.keys, position);
            }
            Change::PartySuspended(event) => self.suspend(&event.party, true),
            Change::PartyReinstated(event) => self.suspend(&event.party, false),
            Change::PartyPolicySet(event) => {
                if let Some(party) = self.parties.get_mut(&event.party) {
                    party.four_eyes = event.four_eyes;
                }
            }
            Change::LeaseTaken(event) => self.epoch = event.epoch,
            Change::KeyAdded(event) => self.add_key(&event.party, &event.jwk, position),
            Change::KeyRevoked(event) => {
                if let Some(record) = self.keys.get_mut(event.kid.as_str()) {
                    record.revoked_at = Some(position);
                    record.compromised_from = event.compromised_from_position;
                }
            }
            Change::LogKeyAdded(event) => self.add_log_key(event.vkey.clone(), event.purpose, position),
            Change::TokenRevoked(event) => self.withdrawn.add(event),
            Change::LogKeyRetired(event) => {
                let retired =
                    |record: &&mut LogKeyRecord| record.vkey == event.vkey && record.purpose == event.purpose;
                if let Some(record) = self.log_keys.iter_mut().find(retired) {
                    record.retired_at = Some(position);
                }
            }
        }
    }

    /// Folds in entry 0, whose bytes give the ledger its id.
    pub fn apply_founding(&mut self, body: &Body, entry0: &[u8], at: At) {
        let Body::LedgerFounded(founding) = body else { return };
        self.ledger_id = Some(crate::entry::ledger_id(entry0));
        self.origin = founding.origin.as_str().to_owned();
        self.name = founding.name.as_str().to_owned();
        self.policy = Some(founding.policy.clone());
        let operator = Party {
            name: founding.operator.name.as_str().to_owned(),
            roles: vec![Role::Operator],
            mandates: Vec::new(),
            suspended: false,
            four_eyes: FourEyes::Off,
            admitted_on: at.utc_date(),
            admitted_at: 0,
        };
        self.admit(&founding.operator.party, operator, &founding.operator.keys, 0);
        for key in &founding.log_keys {
            self.add_log_key(key.vkey.clone(), key.purpose, 0);
        }
    }

    /// Admits a party in a replay of unsigned facts, where nobody signs.
    pub fn admit_for_facts(&mut self, party: &PartyId, on: NaiveDate) {
        let record = Party {
            name: party.to_string(),
            roles: Role::ALL.to_vec(),
            mandates: Vec::new(),
            suspended: false,
            four_eyes: FourEyes::Off,
            admitted_on: on,
            admitted_at: 0,
        };
        self.parties.insert(party.clone(), record);
    }

    fn admit(&mut self, id: &PartyId, party: Party, keys: &[Jwk], position: u64) {
        self.parties.insert(id.clone(), party);
        for jwk in keys {
            self.add_key(id, jwk, position);
        }
    }

    fn suspend(&mut self, party: &PartyId, suspended: bool) {
        if let Some(record) = self.parties.get_mut(party) {
            record.suspended = suspended;
        }
    }

    fn add_key(&mut self, party: &PartyId, jwk: &Jwk, position: u64) {
        if let Ok(key) = PublicKey::from_x(jwk.x.as_str()) {
            let record = KeyRecord {
                party: party.clone(),
                key,
                added_at: position,
                revoked_at: None,
                compromised_from: None,
            };
            self.keys.insert(key.kid(), record);
        }
    }

    fn add_log_key(&mut self, vkey: VKey, purpose: LogKeyPurpose, position: u64) {
        self.log_keys.push_back(LogKeyRecord { vkey, purpose, added_at: position, retired_at: None });
    }
}

fn kid_of(jwk: &Jwk) -> Option<String> {
    PublicKey::from_x(jwk.x.as_str()).ok().map(|key| key.kid())
}
