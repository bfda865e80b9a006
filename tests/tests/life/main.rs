//! The life of an award in facts mode: reserved, confirmed, freed, corrected, waived, drawn, in sets; whole verdicts.

#![expect(clippy::unwrap_used, reason = "a test stops at whatever it did not expect")]

mod again;
mod less;
mod lines;
mod open;
mod sets;
