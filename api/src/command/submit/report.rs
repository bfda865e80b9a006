//! What became of the lines, counted and listed.

use std::io::{self, Write};

use serde_json::Value;

/// Most lines of one kind that are listed one by one.
const LISTED_MAX: usize = 100;

/// Counts and lists.
#[derive(Debug, Default)]
pub(super) struct Report {
    /// Lines of the file, blank ones left out.
    pub(super) lines: u64,
    /// Lines whose receipt an earlier run had brought.
    pub(super) had_receipt: u64,
    pub(super) admitted: u64,
    pub(super) recorded: u64,
    pub(super) refused: u64,
    pub(super) deferred: u64,
    /// Lines that the server turned away without a position.
    pub(super) turned_away: u64,
    /// Lines that never got an answer.
    pub(super) not_sent: u64,
    listed: Vec<String>,
    unlisted: u64,
}

impl Report {
    /// Whether every line has a receipt, be it of a refusal.
    pub(super) fn is_complete(&self) -> bool {
        self.turned_away == 0 && self.not_sent == 0
    }

    /// A receipt came: its outcome, and for refusals the codes.
    pub(super) fn receipt(&mut self, line: u64, id: &str, body: &Value) {
        let outcome = body.get("outcome").and_then(Value::as_str).unwrap_or("?");
        match outcome {
            "admitted" => self.admitted += 1,
            "recorded" => self.recorded += 1,
            "deferred" => self.deferred += 1,
            _ => self.refused += 1,
        }
        if !matches!(outcome, "admitted" | "recorded") {
            let codes = body.get("codes").and_then(Value::as_array).into_iter().flatten();
            let codes: Vec<&str> = codes.filter_map(Value::as_str).collect();
            let position =
                body.get("position").and_then(Value::as_u64).map_or("?".to_owned(), |p| p.to_string());
            self.list(format!(
                "line {line}: {outcome} at position {position}, {}: {}",
                shown(id),
                codes.join(", ")
            ));
        }
    }

    /// The server turned the line away.
    pub(super) fn turned_away(&mut self, line: u64, id: &str, status: u16, body: &Value) {
        self.turned_away += 1;
        let member = |name: &str| body.get(name).and_then(Value::as_str);
        let code = member("code").unwrap_or("no code");
        let detail = member("detail").or_else(|| member("title")).unwrap_or("");
        self.list(format!("line {line}: turned away with {status} {code}, {}: {}", shown(id), shown(detail)));
    }

    /// The line could not be sent.
    pub(super) fn not_sent(&mut self, line: u64, why: &str) {
        self.not_sent += 1;
        self.list(format!("line {line}: not sent: {why}"));
    }

    fn list(&mut self, text: String) {
        if self.listed.len() < LISTED_MAX { self.listed.push(text) } else { self.unlisted += 1 }
    }

    /// Writes the report.
    pub(super) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        for line in &self.listed {
            writeln!(out, "{line}")?;
        }
        if self.unlisted > 0 {
            writeln!(out, "... and {} more", self.unlisted)?;
        }
        let Self { lines, had_receipt, admitted, recorded, refused, deferred, turned_away, not_sent, .. } =
            self;
        writeln!(out, "{lines} lines, {had_receipt} of them with a receipt from an earlier run")?;
        writeln!(
            out,
            "admitted {admitted}, recorded {recorded}, refused {refused}, deferred {deferred}, turned away {turned_away}, \
             not sent {not_sent}"
        )
    }
}

/// A stranger's text on one line of a terminal, at a sane length.
fn shown(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(300).collect()
}
