//! The report for people.

use std::fmt::Write as _;

use super::report::{Listed, Report};

/// Most notes of a list that the text shows; the JSON has more.
const SHOWN: usize = 10;

impl Report {
    /// The report as text: the answer first, then the faults, then the scope.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut out = String::new();
        let exit = self.exit();
        let _ = writeln!(out, "{} (exit {})", exit.meaning(), exit.code());
        if let Some(first) = self.first() {
            let _ = writeln!(out, "  {first}");
        }
        let unknown = "unknown".to_owned();
        let _ = writeln!(out, "ledger    {}", self.identity.ledger_id.as_ref().unwrap_or(&unknown));
        let _ = writeln!(out, "origin    {}", self.identity.origin.as_ref().unwrap_or(&unknown));
        let pinned = self.identity.pinned_by.map_or("nothing", |by| by.as_str());
        let _ = writeln!(out, "pinned by {pinned}");
        let size = self.size.map_or(unknown.clone(), |size| size.to_string());
        let _ = writeln!(out, "size      {size}");
        let _ = writeln!(out, "root      {}", self.root.as_ref().unwrap_or(&unknown));
        if self.findings.len() > 1 {
            let _ = writeln!(out, "findings ({})", self.findings.len());
            for finding in &self.findings {
                let _ = writeln!(out, "  {}: {finding}", finding.kind);
            }
        }
        if !self.counts.is_empty() {
            let _ = writeln!(out, "entries");
        }
        for (event_type, outcomes) in &self.counts {
            let each: Vec<String> =
                outcomes.iter().map(|(outcome, count)| format!("{count} {outcome}")).collect();
            let _ = writeln!(out, "  {event_type}: {}", each.join(", "));
        }
        list(&mut out, "bypasses of the check", &self.bypasses);
        list(&mut out, "decided by interpretation", &self.interpretations);
        list(&mut out, "signed by a compromised key", &self.signed_by_compromised_key);
        list(&mut out, "governance", &self.governance);
        for (title, lines) in [("checked", &self.checked), ("NOT checked", &self.not_checked)] {
            let _ = writeln!(out, "{title}");
            for line in lines {
                let _ = writeln!(out, "  - {line}");
            }
        }
        out
    }
}

fn list(out: &mut String, title: &str, listed: &Listed) {
    if listed.count == 0 {
        return;
    }
    let _ = writeln!(out, "{title} ({})", listed.count);
    for note in listed.first.iter().take(SHOWN) {
        let _ = writeln!(out, "  {}  {}", note.position, note.what);
    }
    if listed.count > u64::try_from(SHOWN).unwrap_or(u64::MAX) {
        let _ = writeln!(out, "  .. the report in JSON has more");
    }
}
