//! Ed25519 keys as JWKs (RFC 8037) and their thumbprints (RFC 7638).

use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::signature::public_key;
use super::{base64url, to_base64url};
use crate::json::{Json, parse};

/// Why a key is not usable.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Not a JWK with exactly the members of its kind.
    #[error("not an Ed25519 JWK: a public key has kty \"OKP\", crv \"Ed25519\" and x; a private key also d")]
    Form,
    /// A private key where a public one is wanted.
    #[error("this is a private key (it has `d`); give the public one, the .pub file that keygen writes")]
    Private,
    /// A point of small order, bytes that are no point, or a point in another spelling than its one.
    #[error("a weak or impossible Ed25519 point: generate a new key")]
    Weak,
    /// `d` does not belong to `x`.
    #[error("`x` is not the public part of `d`")]
    Mismatch,
    /// The machine gave no random numbers.
    #[error("the machine gave no random numbers: {0}")]
    NoRandom(String),
}

/// A party's public key: never weak, and in its one encoding, so that one key has one thumbprint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

impl PublicKey {
    /// The key with coordinate `x` in base64url.
    ///
    /// # Errors
    /// [`KeyError::Form`] or [`KeyError::Weak`].
    pub fn from_x(x: &str) -> Result<Self, KeyError> {
        let bytes: [u8; 32] = base64url(x).and_then(|b| b.try_into().ok()).ok_or(KeyError::Form)?;
        public_key(&bytes).map(Self).map_err(|_| KeyError::Weak)
    }

    /// Reads a public JWK file; one with a private part is refused, so that nobody publishes it by mistake.
    ///
    /// # Errors
    /// [`KeyError`] saying what is wrong.
    pub fn from_jwk(bytes: &[u8]) -> Result<Self, KeyError> {
        let json = parse(bytes).map_err(|_| KeyError::Form)?;
        if json.member("d").is_some() {
            return Err(KeyError::Private);
        }
        Self::from_x(x_of(&json)?)
    }

    /// The 32 bytes of the key: the same ones, whatever it is used for (RFC 8032 section 5.1.5).
    #[must_use]
    pub fn to_bytes(&self) -> [u8; 32] {
        self.0.to_bytes()
    }

    /// Coordinate `x` in base64url.
    #[must_use]
    pub fn x(&self) -> String {
        to_base64url(self.0.as_bytes())
    }

    /// The public JWK.
    #[must_use]
    pub fn jwk(&self) -> serde_json::Value {
        json!({"kty": "OKP", "crv": "Ed25519", "x": self.x()})
    }

    /// The RFC 7638 thumbprint: the `kid`.
    #[must_use]
    pub fn kid(&self) -> String {
        let canonical = format!("{{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"{}\"}}", self.x());
        to_base64url(&Sha256::digest(canonical.as_bytes()))
    }

    /// Whether `signature` is this key's over `message`, by the strict equation.
    #[must_use]
    pub fn signed(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        self.0.verify_strict(message, &Signature::from_bytes(signature)).is_ok()
    }
}

fn x_of(json: &Json) -> Result<&str, KeyError> {
    let fixed = |name, value| json.member(name).and_then(Json::text) == Some(value);
    if !fixed("kty", "OKP") || !fixed("crv", "Ed25519") {
        return Err(KeyError::Form);
    }
    json.member("x").and_then(Json::text).ok_or(KeyError::Form)
}

/// A signer's private key; it never leaves the signer's machine.
pub struct SecretKey(SigningKey);

impl SecretKey {
    /// A new random key.
    ///
    /// # Errors
    /// [`KeyError::NoRandom`].
    pub fn generate() -> Result<Self, KeyError> {
        let mut seed = [0u8; 32];
        getrandom::fill(&mut seed).map_err(|error| KeyError::NoRandom(error.to_string()))?;
        Ok(Self::from_seed(&seed))
    }

    /// The key of a 32-byte seed: for tests and for keys derived elsewhere.
    #[must_use]
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(seed))
    }

    /// The 32-byte seed, for whoever stores the key.
    #[must_use]
    pub fn seed(&self) -> [u8; 32] {
        self.0.to_bytes()
    }

    /// Reads a private JWK file.
    ///
    /// # Errors
    /// [`KeyError`] saying what is wrong.
    pub fn from_jwk(bytes: &[u8]) -> Result<Self, KeyError> {
        let json = parse(bytes).map_err(|_| KeyError::Form)?;
        let x = x_of(&json)?;
        let d = json.member("d").and_then(Json::text).and_then(base64url).ok_or(KeyError::Form)?;
        let key = Self::from_seed(&d.try_into().map_err(|_| KeyError::Form)?);
        if key.public().x() == x { Ok(key) } else { Err(KeyError::Mismatch) }
    }

    /// The private JWK: write it only where nobody else reads.
    #[must_use]
    pub fn jwk(&self) -> serde_json::Value {
        json!({"kty": "OKP", "crv": "Ed25519", "x": self.public().x(), "d": to_base64url(self.0.as_bytes())})
    }

    /// The public part.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key())
    }

    /// Signs a message.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }
}

impl std::fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SecretKey({})", self.public().kid())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_thumbprint_is_rfc_8037s() {
        // RFC 8037 appendix A.2 and A.3.
        let key = PublicKey::from_x("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo").unwrap();
        assert_eq!(key.kid(), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    }

    #[test]
    fn weak_and_private_keys_are_refused() {
        assert_eq!(PublicKey::from_x(&to_base64url(&[0u8; 32])).unwrap_err(), KeyError::Weak);
        let mut identity = [0u8; 32];
        identity[0] = 1;
        assert_eq!(PublicKey::from_x(&to_base64url(&identity)).unwrap_err(), KeyError::Weak);
        // y = p + 3 is the point of y = 3 in another spelling: it would be one key with two thumbprints.
        let mut unreduced = [0xff_u8; 32];
        (unreduced[0], unreduced[31]) = (0xed + 3, 0x7f);
        assert_eq!(PublicKey::from_x(&to_base64url(&unreduced)).unwrap_err(), KeyError::Weak);
        let mut reduced = [0_u8; 32];
        reduced[0] = 3;
        assert!(PublicKey::from_x(&to_base64url(&reduced)).is_ok());
        let off_curve = format!("Ag{}", "A".repeat(41));
        assert_eq!(PublicKey::from_x(&off_curve).unwrap_err(), KeyError::Weak);
        let x = SecretKey::from_seed(&[7; 32]).public().x();
        for spelling in
            [format!("{x}="), x.chars().take(42).collect(), format!("{x}A"), x.replacen('_', "/", 1) + " "]
        {
            assert_eq!(PublicKey::from_x(&spelling).unwrap_err(), KeyError::Form, "{spelling}");
        }
        let secret = SecretKey::from_seed(&[7; 32]);
        assert_eq!(PublicKey::from_jwk(secret.jwk().to_string().as_bytes()).unwrap_err(), KeyError::Private);
        let read = SecretKey::from_jwk(secret.jwk().to_string().as_bytes()).unwrap();
        assert_eq!(read.public(), secret.public());
    }
}
