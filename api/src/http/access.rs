//! How callers are told apart.

/// How callers are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// The listener is on the loopback interface and every caller is an auditor; for one machine and for trying out.
    LoopbackOpen,
    /// Closed by default: a caller is `public` unless a token says more.
    Tokens,
}
