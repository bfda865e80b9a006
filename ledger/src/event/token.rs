//! Access tokens, as far as the log speaks of them: it withdraws them, it never issues one.

use serde_json::{Value, json};

use super::field::{Definitions, Field, Instant, Members, Text, TokenId, choice};
use crate::ids::{PartyId, UndertakingId};
use crate::json::{Faults, Json, Place};
use crate::time::At;

choice! {
    /// Whom an access token makes its bearer.
    TokenRole {
        /// An undertaking that asks about itself and its group.
        Applicant = "applicant",
        /// A party that grants: its own awards, and headroom for a stated purpose.
        HostingEntity = "hosting-entity",
        /// Somebody who may read everything.
        Auditor = "auditor",
        /// Somebody who may read everything and upload packs.
        Operator = "operator",
    }
}

/// Tokens issued before an instant; each of the others, where it is named, must be the token's own.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TokensBefore {
    /// A token issued at or after it is not meant.
    pub issued_before: At,
    /// Of this role alone.
    pub role: Option<TokenRole>,
    /// Of this party alone.
    pub party: Option<PartyId>,
    /// Of this undertaking alone.
    pub undertaking: Option<UndertakingId>,
}

/// Which tokens are withdrawn.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum RevokedTokens {
    /// One, by its id.
    One(TokenId),
    /// Many, by when they were issued and for whom.
    Before(TokensBefore),
}

/// `token.revoked`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TokenRevoked {
    /// Which.
    pub tokens: RevokedTokens,
    /// Member `reason`.
    pub reason: Text,
}

impl TokensBefore {
    /// A scope that no token can have would withdraw nothing and look as if it had.
    fn some_token_fits(&self, at: &Place<'_>, faults: &mut Faults) -> bool {
        let applicant = self.role.is_none_or(|role| role == TokenRole::Applicant);
        let of_a_party = self.role != Some(TokenRole::Applicant);
        let fits = match (&self.party, &self.undertaking) {
            (Some(_), Some(_)) => false,
            (Some(_), None) => of_a_party,
            (None, Some(_)) => applicant,
            (None, None) => true,
        };
        if !fits {
            let hint = "an applicant's token names an undertaking, any other a party or nobody";
            faults.push(at, "bad_value", "no token is of all these at once".into(), hint);
        }
        fits
    }
}

impl Field for TokenRevoked {
    fn read(json: &Json, at: &Place<'_>, faults: &mut Faults) -> Option<Self> {
        let mut members = Members::of(json, at, faults)?;
        let named = |name: &str| json.member(name).is_some();
        let (one, before) = (named("token"), named("issued_before"));
        if one == before {
            let (code, message) = if one {
                ("bad_value", "one token, or those issued before an instant: not both")
            } else {
                ("missing_member", "no token is named")
            };
            faults.push(at, code, message.into(), "write `token`, or `issued_before` and for whom");
        }
        let tokens = if one {
            members.take("token", faults).map(RevokedTokens::One)
        } else if before {
            let issued_before = members.take::<Instant>("issued_before", faults);
            let role = members.take("role", faults);
            let party = members.take("party", faults);
            let undertaking = members.take("undertaking", faults);
            let read = || {
                Some(TokensBefore {
                    issued_before: issued_before?.0,
                    role: role?,
                    party: party?,
                    undertaking: undertaking?,
                })
            };
            read().filter(|before| before.some_token_fits(at, faults)).map(RevokedTokens::Before)
        } else {
            None
        };
        let reason = members.take("reason", faults);
        if one != before {
            members.finish(faults);
        }
        Some(Self { tokens: tokens?, reason: reason? })
    }

    fn schema(definitions: &mut Definitions) -> Value {
        let reason = Text::schema(definitions);
        let one = json!({"type": "object", "additionalProperties": false, "required": ["token", "reason"],
            "properties": {"token": TokenId::schema(definitions), "reason": reason}});
        let before = json!({"type": "object", "additionalProperties": false, "required": ["issued_before", "reason"],
        "properties": {
            "issued_before": Instant::schema(definitions),
            "role": TokenRole::schema(definitions),
            "party": PartyId::schema(definitions),
            "undertaking": UndertakingId::schema(definitions),
            "reason": reason,
        }});
        json!({"oneOf": [one, before]})
    }
}
