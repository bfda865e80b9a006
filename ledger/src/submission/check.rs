//! Bytes to a checked statement: header, payload shape, ledger binding, signature. No state is consulted.

use sha2::{Digest as _, Sha256};

use crate::event::field::JWS_BYTES_MAX;
use crate::event::{Body, Event};
use crate::json::{Fault, Faults, Json, Place, parse};
use crate::key::{PublicKey, base64url};

/// Why a submission is turned away before anything is recorded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CheckError {
    /// Longer than [`JWS_BYTES_MAX`].
    #[error("the JWS has {0} bytes, at most {JWS_BYTES_MAX} are read")]
    TooLarge(usize),
    /// Not a compact JWS of ours; every fault is named.
    #[error("the submission is malformed: {}", .0.first().map(ToString::to_string).unwrap_or_default())]
    Malformed(Vec<Fault>),
    /// The event addresses another ledger.
    #[error("the event addresses ledger `{0}`, not this one")]
    WrongLedger(String),
    /// The signature is not the key's.
    #[error("the signature does not fit the key `{0}`")]
    BadSignature(String),
}

/// What arrived, not yet believed.
#[derive(Debug, Clone, Copy)]
pub struct Submission<'a>(pub &'a [u8]);

/// A well-formed statement whose signature nobody has checked yet.
#[derive(Debug, Clone)]
pub struct Unverified {
    jws: String,
    kid: String,
    signature: [u8; 64],
    payload_sha256: [u8; 32],
    event: Event,
}

/// A statement that the key named by `kid` has signed. Whether that key may is decided per position, in sequence.
#[derive(Debug, Clone)]
pub struct SignatureChecked {
    jws: String,
    kid: String,
    payload_sha256: [u8; 32],
    event: Event,
}

impl Submission<'_> {
    /// Reads header and payload; faults of both are collected.
    ///
    /// # Errors
    /// [`CheckError::TooLarge`] or [`CheckError::Malformed`].
    pub fn read(self) -> Result<Unverified, CheckError> {
        if self.0.len() > JWS_BYTES_MAX {
            return Err(CheckError::TooLarge(self.0.len()));
        }
        let malformed = |code, message: &str, hint: &str| {
            let mut faults = Faults::default();
            faults.push(&Place::ROOT, code, message.to_owned(), hint);
            CheckError::Malformed(faults.into_vec())
        };
        let blank = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_whitespace);
        if blank(self.0.first()) || blank(self.0.last()) {
            return Err(malformed(
                "not_a_jws",
                "a blank or a line end stands before or after the JWS",
                "send header.payload.signature and no other byte; `curl --data @FILE` leaves line ends out",
            ));
        }
        let jws = std::str::from_utf8(self.0).ok().filter(|text| text.is_ascii());
        let parts: Vec<&str> = jws.map(|text| text.split('.').collect()).unwrap_or_default();
        let [header, payload, signature] = parts.as_slice() else {
            return Err(malformed(
                "not_a_jws",
                "not a compact JWS of three parts",
                "send header.payload.signature in base64url",
            ));
        };
        let decode = |part: &str, name: &str| {
            base64url(part).ok_or_else(|| {
                malformed(
                    "bad_base64url",
                    &format!("the {name} is not strict base64url"),
                    "no padding, no line breaks, no trailing bits",
                )
            })
        };
        let (header, payload) = (decode(header, "header")?, decode(payload, "payload")?);
        let signature = decode(signature, "signature")?;
        let signature: [u8; 64] = signature.try_into().map_err(|_| {
            malformed("bad_signature_length", "an Ed25519 signature has 64 bytes", "sign with Ed25519")
        })?;
        let (kid, event) = match (read_header(&header), Event::read(&payload)) {
            (Ok(kid), Ok(event)) => (kid, event),
            (header, event) => {
                let mut faults = Faults::default();
                header.err().into_iter().chain(event.err()).for_each(|part| faults.absorb(part));
                return Err(CheckError::Malformed(faults.into_vec()));
            }
        };
        let jws = jws.unwrap_or_default().to_owned();
        Ok(Unverified { jws, kid, signature, payload_sha256: Sha256::digest(&payload).into(), event })
    }
}

/// The header has exactly `alg`, `kid` and `typ`; anything more could change what a verifier does.
fn read_header(bytes: &[u8]) -> Result<String, Vec<Fault>> {
    let header = parse(bytes)?;
    let mut faults = Faults::default();
    let Json::Object(members) = &header else {
        faults.push(
            &Place::ROOT,
            "bad_header",
            "the header is not an object".into(),
            "send {\"alg\",\"kid\",\"typ\"}",
        );
        return Err(faults.into_vec());
    };
    for (name, _) in members {
        if !matches!(name.as_str(), "alg" | "kid" | "typ") {
            let hint = "remove it: the header has exactly alg, kid and typ";
            faults.push(
                &Place::ROOT.member(name),
                "bad_header",
                format!("header member `{}` is not allowed", name.escape_debug()),
                hint,
            );
        }
    }
    if !matches!(header.member("alg").and_then(Json::text), Some("Ed25519" | "EdDSA")) {
        faults.push(
            &Place::ROOT.member("alg"),
            "bad_alg",
            "the algorithm is not Ed25519".into(),
            "write \"Ed25519\" (or \"EdDSA\")",
        );
    }
    if header.member("typ").and_then(Json::text) != Some("aidledger+jws") {
        faults.push(
            &Place::ROOT.member("typ"),
            "bad_header",
            "`typ` is not ours".into(),
            "write \"aidledger+jws\"",
        );
    }
    let kid = header.member("kid").and_then(Json::text).unwrap_or_default();
    if base64url(kid).is_none_or(|bytes| bytes.len() != 32) {
        faults.push(
            &Place::ROOT.member("kid"),
            "bad_header",
            "`kid` is not a thumbprint".into(),
            "write the RFC 7638 SHA-256 thumbprint of your key, 43 characters",
        );
    }
    if faults.is_empty() { Ok(kid.to_owned()) } else { Err(faults.into_vec()) }
}

macro_rules! shared_getters {
    ($type:ty) => {
        impl $type {
            /// The statement.
            #[must_use]
            pub fn event(&self) -> &Event {
                &self.event
            }

            /// The compact JWS as it came.
            #[must_use]
            pub fn jws(&self) -> &str {
                &self.jws
            }

            /// The thumbprint of the key named in the header.
            #[must_use]
            pub fn kid(&self) -> &str {
                &self.kid
            }

            /// SHA-256 of the payload bytes: what makes two submissions the same.
            #[must_use]
            pub fn payload_sha256(&self) -> [u8; 32] {
                self.payload_sha256
            }
        }
    };
}
shared_getters!(Unverified);
shared_getters!(SignatureChecked);

impl Unverified {
    /// Whether the event is meant for the ledger `id`; entry 0 is meant for the ledger it founds.
    ///
    /// # Errors
    /// [`CheckError::WrongLedger`].
    pub fn addressed_to(self, id: &str) -> Result<Self, CheckError> {
        match &self.event.ledger {
            Some(ledger) if ledger == id => Ok(self),
            other => Err(CheckError::WrongLedger(other.clone().unwrap_or_default())),
        }
    }

    /// Checks the signature by the strict equation under the key that `kid` names.
    ///
    /// # Errors
    /// [`CheckError::BadSignature`], also when `key` is not the one named.
    pub fn verify(self, key: &PublicKey) -> Result<SignatureChecked, CheckError> {
        let signed = self.jws.rsplit_once('.').map_or("", |(signed, _)| signed);
        if key.kid() != self.kid || !key.signed(signed.as_bytes(), &self.signature) {
            return Err(CheckError::BadSignature(self.kid));
        }
        check_key_proof(&self.event)?;
        Ok(SignatureChecked {
            jws: self.jws,
            kid: self.kid,
            payload_sha256: self.payload_sha256,
            event: self.event,
        })
    }
}

impl SignatureChecked {
    /// The statement alone.
    #[must_use]
    pub fn into_event(self) -> Event {
        self.event
    }
}

/// A new key proves that its holder wants it: a JWS by that key over `{ledger, party, kid}`.
fn check_key_proof(event: &Event) -> Result<(), CheckError> {
    let Body::KeyAdded(added) = &event.body else { return Ok(()) };
    let fits = || -> Option<bool> {
        let key = PublicKey::from_x(added.jwk.x.as_str()).ok()?;
        let (signed, signature) = added.proof.as_str().rsplit_once('.')?;
        let (header, payload) = signed.split_once('.')?;
        let signature: [u8; 64] = base64url(signature)?.try_into().ok()?;
        let named = read_header(&base64url(header)?).ok()? == key.kid();
        let proof = parse(&base64url(payload)?).ok()?;
        let Json::Object(members) = &proof else { return None };
        let says = |name, value: &str| proof.member(name).and_then(Json::text) == Some(value);
        let stated = says("ledger", event.ledger.as_deref()?)
            && says("party", added.party.as_str())
            && says("kid", &key.kid());
        Some(named && stated && members.len() == 3 && key.signed(signed.as_bytes(), &signature))
    };
    if fits() == Some(true) {
        return Ok(());
    }
    let mut faults = Faults::default();
    let at = Place::ROOT.member("data");
    let hint = "sign {ledger, party, kid} with the new key, header as for events";
    faults.push(
        &at.member("proof"),
        "bad_proof",
        "not the new key's own statement for this party and ledger".into(),
        hint,
    );
    Err(CheckError::Malformed(faults.into_vec()))
}
