//! Access tokens: a compact JWS by the `token` log key over `{id, ledger, role, party?, undertaking?, issued, expires}`.
//!
//! What a token says is checked in the order of `docs/spec/token.md`: first the token alone ([`verify`]), then against
//! what the log says now ([`in_force`]). A token is a paper that the ledger signed; the log decides whether it is still good.

use ledger::directory::{Directory, TokenSubject};
use ledger::event::field::TokenId;
use ledger::event::governance::{LogKeyPurpose, Role};
pub use ledger::event::token::TokenRole;
use ledger::ids::{PartyId, UndertakingId};
use ledger::json::Json;
use ledger::submission::{KeyError, PublicKey, SecretKey, to_base64url};
use ledger::time::At;
use serde_json::json;

use super::jws::{open_as, sign_as};

const TYP: &str = "aidledger-token+jws";
/// Longest token that is looked at.
const BYTES_MAX: usize = 2_048;
/// Members of a payload; a word that is not known could narrow what the token opens, so it is not passed over.
const MEMBERS: [&str; 7] = ["expires", "id", "issued", "ledger", "party", "role", "undertaking"];
const HOUR_MICROS: i64 = 3_600_000_000;
/// Longest life: what is forgotten ends by itself within the month.
pub const LIFE_HOURS_MAX: u16 = 31 * 24;
/// How far the issuer's clock may run ahead of the server's.
const SKEW_MICROS: i64 = 60_000_000;

/// What a verified token says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenClaims {
    /// Its own id: 128 random bits. A revocation names it.
    pub id: TokenId,
    /// Whom it makes its bearer.
    pub role: TokenRole,
    /// The applicant's undertaking.
    pub undertaking: Option<UndertakingId>,
    /// The party it was issued to; a hosting entity's always names one.
    pub party: Option<PartyId>,
    /// When it was issued.
    pub issued: At,
    /// First instant at which it is no longer good.
    pub expires: At,
}

/// Why a token opens nothing. No variant holds a token or an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Too long, another form, another `typ`, or not by this ledger's token key.
    #[error("it is no token of this ledger's token key")]
    NotOurs,
    /// Of the right key, but not a token as this release writes them: a member is missing, unknown or of another form.
    #[error("its members are not those of a token: issue a new one")]
    Members,
    /// For another ledger.
    #[error("it is for another ledger")]
    OtherLedger,
    /// An applicant's token names an undertaking and no party, a hosting entity's a party; only an applicant's names an
    /// undertaking.
    #[error(
        "its role does not go with whom it names: an applicant is an undertaking, a hosting entity a party"
    )]
    Whom,
    /// It ends before it begins, or is good for too long.
    #[error("it is good for no time, or for more than {LIFE_HOURS_MAX} hours")]
    Life,
    /// Issued in the future.
    #[error("it was issued in the future: compare the clocks")]
    Ahead,
    /// Its time is over.
    #[error("it has expired")]
    Expired,
    /// The log does not name the key that signed it, or has retired it.
    #[error("the log does not name the key that signs tokens, or has retired it")]
    KeyRetired,
    /// Withdrawn by `token.revoked`.
    #[error("it was withdrawn")]
    Withdrawn,
    /// The party was never admitted.
    #[error("its party is not admitted here")]
    UnknownParty,
    /// The party is suspended.
    #[error("its party is suspended")]
    Suspended,
    /// The party has none of the roles that the token's role needs.
    #[error("its party has no role that goes with the token's")]
    LacksRole,
}

/// A new token's id.
///
/// # Errors
/// [`KeyError::NoRandom`].
pub fn random_id() -> Result<TokenId, KeyError> {
    let mut bits = [0_u8; 16];
    getrandom::fill(&mut bits).map_err(|error| KeyError::NoRandom(error.to_string()))?;
    to_base64url(&bits).parse().map_err(|error: &str| KeyError::NoRandom(error.to_owned()))
}

/// The instant so many hours after another, if there is one.
#[must_use]
pub fn hours_after(at: At, hours: u16) -> Option<At> {
    At::from_micros(at.micros().saturating_add(i64::from(hours).saturating_mul(HOUR_MICROS)))
}

/// Signs a token of the ledger. Whether it is good is not asked here.
#[must_use]
pub fn issue(ledger: &str, claims: &TokenClaims, key: &SecretKey) -> String {
    let mut payload = json!({
        "id": claims.id.as_str(),
        "ledger": ledger,
        "role": claims.role.as_str(),
        "issued": claims.issued.to_string(),
        "expires": claims.expires.to_string(),
    });
    let named = [
        ("party", claims.party.as_ref().map(PartyId::as_str)),
        ("undertaking", claims.undertaking.as_ref().map(UndertakingId::as_str)),
    ];
    for (name, value) in named {
        if let (Some(value), Some(object)) = (value, payload.as_object_mut()) {
            object.insert(name.into(), json!(value));
        }
    }
    sign_as(TYP, payload.to_string().as_bytes(), key)
}

/// What a token says, if this ledger's token key signed it and it is good at `now`, whatever the log says.
///
/// # Errors
/// The first reason against it.
pub fn verify(ledger: &str, compact: &str, key: &PublicKey, now: At) -> Result<TokenClaims, TokenError> {
    if compact.len() > BYTES_MAX {
        return Err(TokenError::NotOurs);
    }
    let said = open_as(TYP, compact, key).ok_or(TokenError::NotOurs)?;
    let (addressed, claims) = read(&said).ok_or(TokenError::Members)?;
    if addressed != ledger {
        return Err(TokenError::OtherLedger);
    }
    sound(&claims, now)?;
    Ok(claims)
}

fn read(said: &Json) -> Option<(String, TokenClaims)> {
    let Json::Object(members) = said else { return None };
    if members.iter().any(|(name, value)| !MEMBERS.contains(&name.as_str()) || value.text().is_none()) {
        return None;
    }
    let text = |name| said.member(name).and_then(Json::text);
    let claims = TokenClaims {
        id: text("id")?.parse().ok()?,
        role: text("role")?.parse().ok()?,
        undertaking: text("undertaking").map(str::parse).transpose().ok()?,
        party: text("party").map(str::parse).transpose().ok()?,
        issued: At::parse_canonical(text("issued")?)?,
        expires: At::parse_canonical(text("expires")?)?,
    };
    Some((text("ledger")?.to_owned(), claims))
}

/// Whether what a token says fits together, and fits `now`.
///
/// # Errors
/// The first reason against it.
pub fn sound(claims: &TokenClaims, now: At) -> Result<(), TokenError> {
    // A token that names nobody must not open somebody's view; one that names too much was meant otherwise.
    let whom = match claims.role {
        TokenRole::Applicant => claims.undertaking.is_some() && claims.party.is_none(),
        TokenRole::HostingEntity => claims.party.is_some() && claims.undertaking.is_none(),
        TokenRole::Auditor | TokenRole::Operator => claims.undertaking.is_none(),
    };
    let life = claims.expires.micros().saturating_sub(claims.issued.micros());
    let ahead = claims.issued.micros().saturating_sub(now.micros());
    let against = [
        (!whom, TokenError::Whom),
        (life <= 0 || life > i64::from(LIFE_HOURS_MAX).saturating_mul(HOUR_MICROS), TokenError::Life),
        (ahead > SKEW_MICROS, TokenError::Ahead),
        (now >= claims.expires, TokenError::Expired),
    ];
    against.into_iter().find(|(holds, _)| *holds).map_or(Ok(()), |(_, error)| Err(error))
}

/// Whether a token is still good by what the log says: its key is in force, nobody withdrew it, its party may still have
/// it. `same` says whether two ids mean one undertaking.
///
/// # Errors
/// The first reason against it.
pub fn in_force(
    directory: &Directory,
    key: &PublicKey,
    claims: &TokenClaims,
    same: impl Fn(&UndertakingId, &UndertakingId) -> bool,
) -> Result<(), TokenError> {
    let signs = directory.log_keys().any(|record| {
        record.purpose == LogKeyPurpose::Token
            && record.retired_at.is_none()
            && record.vkey.public_key() == key.to_bytes()
    });
    if !signs {
        return Err(TokenError::KeyRetired);
    }
    let subject = TokenSubject {
        id: &claims.id,
        issued: claims.issued,
        role: claims.role,
        party: claims.party.as_ref(),
        undertaking: claims.undertaking.as_ref(),
    };
    if directory.token_withdrawn(&subject, same) {
        return Err(TokenError::Withdrawn);
    }
    let Some(party) = &claims.party else { return Ok(()) };
    let party = directory.party(party).ok_or(TokenError::UnknownParty)?;
    if party.suspended {
        return Err(TokenError::Suspended);
    }
    if !roles_for(claims.role).iter().any(|role| party.has(*role)) {
        return Err(TokenError::LacksRole);
    }
    Ok(())
}

/// The party roles of which one goes with a token's role.
fn roles_for(role: TokenRole) -> &'static [Role] {
    match role {
        // No party is an applicant.
        TokenRole::Applicant => &[],
        TokenRole::HostingEntity => &[Role::HostingEntity, Role::GrantingAuthority],
        TokenRole::Auditor => &[Role::Auditor],
        TokenRole::Operator => &[Role::Operator],
    }
}

#[cfg(test)]
mod tests;
