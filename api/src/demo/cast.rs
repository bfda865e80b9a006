//! Who speaks in the demonstration, each with keys of their own.
//!
//! Every name and number is invented.

use ledger::checkpoint::{NoteSigner, VkeyError};
use ledger::event::EventType;
use ledger::ids::PartyId;
use ledger::submission::SecretKey;
use ledger::time::At;
use serde_json::json;

use crate::service::RULE_AUTHORITY;
use crate::service::keys::{Keys, KeysError};
use crate::service::statement::{Parts, key_proof, signed};

/// Party id of the operator.
pub const OPERATOR: &str = "operator";

/// A signer: a party of the ledger, or a second key of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Runs the ledger.
    Operator,
    /// Adopts the rules, publishes reference tables, decides reviews.
    RuleAuthority,
    /// A hosting entity that grants in Finland.
    North,
    /// The same hosting entity with a second key.
    NorthSecondKey,
    /// A hosting entity that grants in Spain.
    Mediterranean,
    /// A hosting entity that grants in Italy.
    Adriatic,
    /// A hosting entity that grants in Luxembourg.
    Moselle,
    /// The register of aid and of companies.
    Register,
    /// Looks at what others did.
    Auditor,
    /// A bank that passes aid on and reports it.
    Bank,
}

/// The hosting entities, in the order in which the seeded stream draws them.
pub const HOSTS: [Who; 4] = [Who::North, Who::Mediterranean, Who::Adriatic, Who::Moselle];

/// Those whom the demonstration admits; operator and rule authority are there from the founding.
pub const ADMITTED: [Who; 7] =
    [Who::North, Who::Mediterranean, Who::Adriatic, Who::Moselle, Who::Register, Who::Auditor, Who::Bank];

impl Who {
    /// Party id.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Operator => OPERATOR,
            Self::RuleAuthority => RULE_AUTHORITY,
            Self::North | Self::NorthSecondKey => "factory-fi",
            Self::Mediterranean => "factory-es",
            Self::Adriatic => "factory-it",
            Self::Moselle => "factory-lu",
            Self::Register => "register-eu",
            Self::Auditor => "audit-unit",
            Self::Bank => "bank-eu",
        }
    }

    /// Display name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Operator => "Operator",
            Self::RuleAuthority => "Rule authority",
            Self::North | Self::NorthSecondKey => "AI Factory North",
            Self::Mediterranean => "AI Factory Mediterranean",
            Self::Adriatic => "AI Factory Adriatic",
            Self::Moselle => "AI Factory Moselle",
            Self::Register => "Register of aid",
            Self::Auditor => "Audit unit",
            Self::Bank => "Promotional bank",
        }
    }

    /// Role of the vocabulary.
    fn role(self) -> &'static str {
        match self {
            Self::Operator => "operator",
            Self::RuleAuthority => "rule-authority",
            Self::North | Self::NorthSecondKey | Self::Mediterranean | Self::Adriatic | Self::Moselle => {
                "hosting-entity"
            }
            Self::Register => "register",
            Self::Auditor => "auditor",
            Self::Bank => "intermediary",
        }
    }

    /// Whose aid it grants.
    #[must_use]
    pub fn member_state(self) -> Option<&'static str> {
        match self {
            Self::North | Self::NorthSecondKey => Some("FI"),
            Self::Mediterranean => Some("ES"),
            Self::Adriatic => Some("IT"),
            Self::Moselle => Some("LU"),
            Self::Operator | Self::RuleAuthority | Self::Register | Self::Auditor | Self::Bank => None,
        }
    }
}

/// Everybody's keys, for one ledger.
pub struct Cast {
    ledger: String,
    operator: SecretKey,
    rule_authority: SecretKey,
    north: SecretKey,
    north_second: SecretKey,
    mediterranean: SecretKey,
    adriatic: SecretKey,
    moselle: SecretKey,
    register: SecretKey,
    auditor: SecretKey,
    bank: SecretKey,
    log_key: String,
}

impl Cast {
    /// New keys for those who have none yet; `keys` are those of the ledger's founding.
    ///
    /// # Errors
    /// [`KeysError`] where the founding's keys are missing or the machine gives no random numbers.
    pub fn of(keys: &Keys, ledger: &str) -> Result<Self, KeysError> {
        let (Some(operator), Some(rule_authority)) = (&keys.operator, &keys.rule_authority) else {
            return Err(KeysError::Missing("operator"));
        };
        let again = |key: &SecretKey| SecretKey::from_seed(&key.seed());
        let new = || SecretKey::generate().map_err(KeysError::Random);
        Ok(Self {
            ledger: ledger.to_owned(),
            operator: again(operator),
            rule_authority: again(rule_authority),
            north: new()?,
            north_second: new()?,
            mediterranean: new()?,
            adriatic: new()?,
            moselle: new()?,
            register: new()?,
            auditor: new()?,
            bank: new()?,
            log_key: log_key(keys.origin(), &new()?)?,
        })
    }

    /// The key that `who` signs with.
    #[must_use]
    pub fn key(&self, who: Who) -> &SecretKey {
        match who {
            Who::Operator => &self.operator,
            Who::RuleAuthority => &self.rule_authority,
            Who::North => &self.north,
            Who::NorthSecondKey => &self.north_second,
            Who::Mediterranean => &self.mediterranean,
            Who::Adriatic => &self.adriatic,
            Who::Moselle => &self.moselle,
            Who::Register => &self.register,
            Who::Auditor => &self.auditor,
            Who::Bank => &self.bank,
        }
    }

    /// The ledger's id.
    #[must_use]
    pub fn ledger(&self) -> &str {
        &self.ledger
    }

    /// Verifier key of a log key that the founding does not name.
    #[must_use]
    pub fn log_key(&self) -> &str {
        &self.log_key
    }

    /// The second key's own word that it is to be North's.
    #[must_use]
    pub fn second_key_proof(&self) -> Option<String> {
        let party: PartyId = Who::North.id().parse().ok()?;
        Some(key_proof(&self.ledger, &party, &self.north_second))
    }

    /// The `party.admitted` of each party, signed by the operator.
    #[must_use]
    pub fn admissions(&self, time: At) -> Vec<String> {
        ADMITTED.iter().filter_map(|who| self.admission(*who, time)).collect()
    }

    fn admission(&self, who: Who, time: At) -> Option<String> {
        let mandate = |state: &'static str| {
            let principal = json!({"id": who.id(), "name": who.name()});
            json!({"member_state": state, "principal": principal, "act": "demonstration", "from": "2014-01-01"})
        };
        let data = json!({
            "party": who.id(), "name": who.name(), "roles": [who.role()], "keys": [self.key(who).public().jwk()],
            "mandates": who.member_state().map(mandate).into_iter().collect::<Vec<_>>(),
        });
        let source: PartyId = OPERATOR.parse().ok()?;
        let parts = Parts {
            id: None,
            event_type: EventType::PartyAdmitted,
            source: &source,
            ledger: Some(&self.ledger),
            subject: who.id(),
            time,
            data: &data,
        };
        Some(signed(&parts, &self.operator))
    }
}

fn log_key(origin: &str, key: &SecretKey) -> Result<String, VkeyError> {
    let signer = NoteSigner::new(origin, ed25519_dalek::SigningKey::from_bytes(&key.seed()))?;
    Ok(signer.verifier_key().to_string())
}
