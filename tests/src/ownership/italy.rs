//! Holdings of the Italian State as lists of names and shares.
//!
//! The lists join by name only. A name is the same where its letters are: case, dots, quotation marks and the marks of
//! footnotes aside, the legal form included. `ENI S.p.a.` of one level is therefore not `Eni` of another, until somebody
//! who knows says so. A fiscal code is taken where the file of codes has exactly that name.

use serde_json::json;
use sha2::{Digest as _, Sha256};

use ledger::money::Percent;

use super::{Fate, Ownership, Pair, Reason, Taken, cell};

/// A name without the marks of footnotes: `Eni (A C)`.
fn unmarked(name: &str) -> &str {
    let marks = name.strip_suffix(')').and_then(|rest| rest.rsplit_once(" ("));
    let is_mark = |text: &str| text.split(' ').all(|mark| matches!(mark.as_bytes(), [b'A'..=b'Z']));
    marks.filter(|(_, marks)| is_mark(marks)).map_or(name, |(name, _)| name)
}

/// What two spellings of one name have in common.
pub(super) fn key(name: &str) -> String {
    let letters: String = unmarked(name).chars().filter(|c| !".\"".contains(*c)).collect();
    letters.to_uppercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `64,23%` as `64.23`.
fn share(text: &str) -> Result<String, (Reason, String)> {
    let bad = || (Reason::Form, format!("share {text}"));
    let figure = text.strip_suffix('%').ok_or_else(bad)?.replace(',', ".");
    let (whole, part) = figure.split_once('.').unwrap_or((&figure, ""));
    let digits = part.trim_end_matches('0');
    let plain = if digits.is_empty() { whole.to_owned() } else { format!("{whole}.{digits}") };
    plain.parse::<Percent>().map(|_| plain).map_err(|_| bad())
}

fn is_above_half(share: &str) -> bool {
    share.parse::<Percent>().is_ok_and(|share| share.value() > rust_decimal::Decimal::from(50))
}

fn latin(name: &str) -> Result<&str, (Reason, String)> {
    let foreign = |c: char| c.is_alphabetic() && c > '\u{24f}';
    if name.contains(foreign) { Err((Reason::ForeignLetters, name.to_owned())) } else { Ok(name) }
}

impl Ownership {
    /// Names with fiscal codes.
    ///
    /// # Errors
    /// A file that is no such table.
    pub fn italian_codes(&mut self, file: &str, text: &str) -> Result<(), String> {
        self.table(file, text, &["codice_fiscale", "denominazione"], |all, cells, place| {
            let (code, name) = (cell(cells, "codice_fiscale")?, latin(cell(cells, "denominazione")?)?);
            if code.len() != 11 || !code.bytes().all(|byte| byte.is_ascii_digit()) {
                // Sixteen letters and digits would be a natural person's.
                let reason = if code.len() == 16 { Reason::Person } else { Reason::BadIdentifier };
                return Err((reason, place.to_owned()));
            }
            let handle = format!("NID:IT:{code}");
            if all.registered.contains(&handle) {
                return Err((Reason::TakenIdentifier, handle));
            }
            if let Some(other) = all.handles.get(&key(name)) {
                return Err((Reason::TakenIdentifier, format!("{name} is {other} already")));
            }
            all.register(&handle, &json!([]), name);
            all.handles.insert(key(name), handle);
            Ok(Fate::Taken)
        })
    }

    /// Ministries and companies, and whom they hold, on three levels.
    ///
    /// # Errors
    /// A file that is no such table.
    pub fn italian_ministries(&mut self, file: &str, text: &str) -> Result<(), String> {
        let columns = ["Ministero/Ente Controllante", "Società Partecipata", "Quota (%)"];
        self.table(file, text, &columns, |all, cells, place| {
            let holder = cell(cells, "Ministero/Ente Controllante")?;
            all.italian(holder, cell(cells, "Società Partecipata")?, cell(cells, "Quota (%)")?, place)
        })
    }

    /// Companies and their shareholders.
    ///
    /// # Errors
    /// A file that is no such table.
    pub fn italian_companies(&mut self, file: &str, text: &str) -> Result<(), String> {
        self.table(file, text, &["Società Partecipata", "Azionista", "Quota (%)"], |all, cells, place| {
            let held = cell(cells, "Società Partecipata")?;
            all.italian(cell(cells, "Azionista")?, held, cell(cells, "Quota (%)")?, place)
        })
    }

    fn italian(&mut self, holder: &str, held: &str, quota: &str, place: &str) -> Taken {
        let (holder, held, share) = (latin(holder)?, latin(held)?, share(quota)?);
        // The list spells a ministry out once, `MEF (Ministero ..)`, and then writes the letters.
        let spelt = holder.split_once(" (").filter(|(_, whole)| whole.to_uppercase().contains("MINISTERO"));
        let short = spelt.map_or(holder, |(short, _)| short);
        if holder.to_uppercase().contains("MINISTERO") {
            self.ministries.insert(key(short));
        }
        let public = self.ministries.contains(&key(short));
        let (holder, held) = (self.named(short), self.named(unmarked(held)));
        if holder == held {
            return Err((Reason::SelfLoop, holder));
        }
        let pair = Pair { controller: &holder, controlled: &held, share: Some(&share), place };
        if let Some(fate) = self.pair_is_new(&pair)? {
            return Ok(fate);
        }
        let from = self.as_of.clone();
        let controls = is_above_half(&share);
        if controls {
            // A list by the ministry itself: more than a declaration, and no register's.
            self.control(&pair, "voting-majority", &from, &json!({"level": "documented"}));
        }
        if public || !controls {
            self.holding(&pair, &share, if public { "public-body" } else { "enterprise" }, &from);
        }
        Ok(Fate::Taken)
    }

    /// The handle of a name; one is made up, plainly so, where no code is known.
    fn named(&mut self, name: &str) -> String {
        let key = key(name);
        if let Some(known) = self.handles.get(&key) {
            return known.clone();
        }
        let digest: String = Sha256::digest(&key).iter().take(8).map(|byte| format!("{byte:02X}")).collect();
        let handle = format!("NID:IT:MADEUP_NAME_{digest}");
        self.register(&handle, &json!([]), name);
        self.handles.insert(key, handle.clone());
        handle
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_shares_are_read_as_written_and_not_beyond() {
        assert_eq!(key("Eni (A C)"), "ENI");
        assert_eq!(key("Poste  italiane S.p.a."), "POSTE ITALIANE SPA");
        assert_eq!(key("CDP (Cassa Depositi e Prestiti)"), "CDP (CASSA DEPOSITI E PRESTITI)");
        assert_ne!(key("ENI S.p.a."), key("Eni"));
        for (text, plain) in
            [("64,23%", "64.23"), ("100%", "100"), ("36,70%", "36.7"), ("39.23%", "39.23"), ("90,00%", "90")]
        {
            assert_eq!(share(text).unwrap(), plain);
        }
        for text in ["64,23", "1.234,5%", "101%", "", "-5%", "n.d."] {
            assert!(share(text).is_err(), "{text}");
        }
        assert!(is_above_half("50.01") && !is_above_half("50"));
    }
}
