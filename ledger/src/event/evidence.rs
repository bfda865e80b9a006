//! What a statement rests on.

use super::field::{Sha256Hex, Text, choice, record};

record! {
    /// Evidence for a statement: how strong, of what kind, and the digest of the document.
    Evidence { level: Option<EvidenceLevel>, kind: Option<Text>, sha256: Option<Sha256Hex> }
}
choice! {
    /// How well a fact is known.
    EvidenceLevel { Declared = "declared", Documented = "documented", Register = "register" }
}
