//! Access tokens: a compact JWS by the `token` log key over `{ledger, role, undertaking?, party?, expires}`.

use ledger::ids::{PartyId, UndertakingId};
use ledger::json::Json;
use ledger::submission::{PublicKey, SecretKey};
use ledger::time::At;
use serde_json::json;

use super::jws::{open_as, sign_as};

const TYP: &str = "aidledger-token+jws";
/// Longest token that is looked at.
const BYTES_MAX: usize = 2_048;

/// Whom a token makes its bearer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum TokenRole {
    /// Own undertaking and its group
    Applicant,
    /// Own awards, and headroom for a stated purpose
    HostingEntity,
    /// Everything
    Auditor,
    /// Everything, and uploading packs
    Operator,
}

impl TokenRole {
    /// The word in the token.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Applicant => "applicant",
            Self::HostingEntity => "hosting-entity",
            Self::Auditor => "auditor",
            Self::Operator => "operator",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        [Self::Applicant, Self::HostingEntity, Self::Auditor, Self::Operator]
            .into_iter()
            .find(|role| role.as_str() == word)
    }
}

/// What a verified token says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenClaims {
    /// Whom it makes its bearer.
    pub role: TokenRole,
    /// The applicant's undertaking.
    pub undertaking: Option<UndertakingId>,
    /// The host's party.
    pub party: Option<PartyId>,
    /// First instant at which it is no longer good.
    pub expires: At,
}

/// Issues a token of the ledger.
#[must_use]
pub fn issue(ledger: &str, claims: &TokenClaims, key: &SecretKey) -> String {
    let mut payload =
        json!({"ledger": ledger, "role": claims.role.as_str(), "expires": claims.expires.to_string()});
    if let (Some(undertaking), Some(object)) = (&claims.undertaking, payload.as_object_mut()) {
        object.insert("undertaking".into(), json!(undertaking.as_str()));
    }
    if let (Some(party), Some(object)) = (&claims.party, payload.as_object_mut()) {
        object.insert("party".into(), json!(party.as_str()));
    }
    sign_as(TYP, payload.to_string().as_bytes(), key)
}

/// What a token says, if this ledger's token key signed it and it is good at `now`.
#[must_use]
pub fn verify(ledger: &str, compact: &str, key: &PublicKey, now: At) -> Option<TokenClaims> {
    if compact.len() > BYTES_MAX {
        return None;
    }
    let said = open_as(TYP, compact, key)?;
    let text = |name| said.member(name).and_then(Json::text);
    if text("ledger") != Some(ledger) {
        return None;
    }
    let role = TokenRole::from_word(text("role")?)?;
    let expires = At::parse_canonical(text("expires")?)?;
    let undertaking = text("undertaking").map(str::parse).transpose().ok()?;
    let party = text("party").map(str::parse).transpose().ok()?;
    // A token that names nobody must not open somebody's view.
    let whole = match role {
        TokenRole::Applicant => undertaking.is_some(),
        TokenRole::HostingEntity => party.is_some(),
        TokenRole::Auditor | TokenRole::Operator => true,
    };
    (whole && now < expires).then_some(TokenClaims { role, undertaking, party, expires })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_good_for_one_ledger_until_it_ends() {
        let key = SecretKey::from_seed(&[7; 32]);
        let at = |micros| At::from_micros(micros).unwrap();
        let claims = TokenClaims {
            role: TokenRole::Applicant,
            undertaking: Some("NID:FI:1234567-8".parse().unwrap()),
            party: None,
            expires: at(1_000),
        };
        let token = issue("a", &claims, &key);
        let public = key.public();
        assert_eq!(verify("a", &token, &public, at(999)), Some(claims.clone()));
        assert_eq!(verify("a", &token, &public, at(1_000)), None);
        assert_eq!(verify("b", &token, &public, at(1)), None);
        assert_eq!(verify("a", &token, &SecretKey::from_seed(&[8; 32]).public(), at(1)), None);
        let flipped = token.replacen('.', ".A", 1);
        assert_eq!(verify("a", &flipped, &public, at(1)), None);
        let statement = ledger::submission::sign(b"{}", &key);
        assert_eq!(verify("a", &statement, &public, at(1)), None, "a statement is no token");
        let nobody = TokenClaims { undertaking: None, ..claims };
        assert_eq!(verify("a", &issue("a", &nobody, &key), &public, at(1)), None);
    }
}
