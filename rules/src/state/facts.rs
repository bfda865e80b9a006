//! Facts that count as no aid and on which rules may still turn.

/// Everything on record besides undertakings, awards and reference rows.
#[derive(Debug, Clone, Default)]
pub struct Facts {}
