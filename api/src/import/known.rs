//! What earlier imports said, so that the next export of the same register says only what is new.
//!
//! A row is known where its digest, or all that is read from it, is what was said before. Where the figures alone are
//! others, the register restates the award; where more is, a person has to look.

use std::collections::{BTreeSet, HashMap};

use serde_json::{Map, Value, json};

use super::rows::{hex, sha256};

/// The `reason` of a restatement.
const REASON: &str = "the register's row changed in a later export";

/// What was said before, in the order in which it was said.
#[derive(Debug, Clone, Default)]
pub struct Known {
    undertakings: BTreeSet<String>,
    /// By award id: members of `data` as they stand after restatements.
    awards: HashMap<String, Map<String, Value>>,
    met: BTreeSet<String>,
}

/// What a row is beside what was said before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Met {
    /// Nothing of it is known.
    New,
    /// It says what is known.
    Unchanged,
    /// The figures are others: the event line that restates them.
    Restated(Value),
    /// More is another: members that `award.restated` does not change.
    Otherwise(Vec<String>),
}

impl Known {
    /// Takes in an event, signed or not; of other types than an import's nothing is kept.
    pub fn add(&mut self, event: &Value) {
        let Some(data) = event.get("data").and_then(Value::as_object) else { return };
        let text = |name: &str| data.get(name).and_then(Value::as_str).map(str::to_owned);
        let kind = event.get("type").and_then(Value::as_str).unwrap_or_default();
        match kind {
            "eu.aidledger.undertaking.registered.v1" => self.undertakings.extend(text("undertaking")),
            "eu.aidledger.award.reported.v1" | "eu.aidledger.award.granted.v1" => {
                if let Some(award) = text("award") {
                    self.awards.insert(award, data.clone());
                }
            }
            "eu.aidledger.award.restated.v1" => {
                let before = text("award").and_then(|award| self.awards.get_mut(&award));
                if let Some(before) = before {
                    for name in ["aid", "source_row"] {
                        before.extend(data.get(name).map(|value| (name.to_owned(), value.clone())));
                    }
                }
            }
            _ => {}
        }
    }

    /// How many awards are known.
    #[must_use]
    pub fn awards(&self) -> usize {
        self.awards.len()
    }

    /// Whether the undertaking was registered before.
    #[must_use]
    pub fn has_undertaking(&self, handle: &str) -> bool {
        self.undertakings.contains(handle)
    }

    /// Compares what a row says with what was said before.
    pub fn meet(&mut self, award: &str, data: &Map<String, Value>) -> Met {
        let Some(before) = self.awards.get(award) else { return Met::New };
        self.met.insert(award.to_owned());
        let digest =
            |of: &Map<String, Value>| of.get("source_row").and_then(|row| row.get("sha256")).cloned();
        if digest(before).is_some() && digest(before) == digest(data) {
            return Met::Unchanged;
        }
        let names: BTreeSet<&String> = before.keys().chain(data.keys()).collect();
        let differs = |name: &&&String| before.get(**name) != data.get(**name) && **name != "source_row";
        let differing: Vec<&String> = names.iter().filter(differs).copied().collect();
        match differing.as_slice() {
            [] => Met::Unchanged,
            [aid] if *aid == "aid" && data.contains_key("source_row") => Met::Restated(restated(award, data)),
            others => Met::Otherwise(others.iter().map(|name| (*name).clone()).collect()),
        }
    }

    /// Awards said before that no row named, in their order.
    #[must_use]
    pub fn gone(&self) -> Vec<&str> {
        let mut gone: Vec<&str> =
            self.awards.keys().filter(|award| !self.met.contains(*award)).map(String::as_str).collect();
        gone.sort_unstable();
        gone
    }
}

/// The line that restates an award; the same row always gives the same event id.
fn restated(award: &str, data: &Map<String, Value>) -> Value {
    let (aid, source_row) = (data.get("aid"), data.get("source_row"));
    let named = format!("{award}\n{}", source_row.and_then(|row| row.get("sha256")).unwrap_or(&Value::Null));
    let id = format!("res.{:.32}", hex(&sha256(named.as_bytes())));
    json!({
        "type": "eu.aidledger.award.restated.v1", "id": id, "subject": award,
        "data": {"award": award, "aid": aid, "reason": REASON, "source_row": source_row},
    })
}

/// What an import left unsaid, or says in a file of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Again {
    /// Rows that say what is known.
    pub unchanged: u64,
    /// Lines that restate.
    pub restated: Vec<Value>,
}

impl Again {
    /// Writes the lines that restate.
    ///
    /// # Errors
    /// Whatever the writer answers.
    pub fn write(&self, out: &mut dyn std::io::Write) -> std::io::Result<()> {
        self.restated.iter().try_for_each(|line| writeln!(out, "{line}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(digest: &str, gge: &str, day: &str) -> Value {
        json!({"type": "eu.aidledger.award.reported.v1", "data": {
            "award": "a", "granted_on": day, "aid": {"form": "declared", "gge": gge}, "source_row": {"sha256": digest},
        }})
    }

    fn meet(known: &mut Known, event: &Value) -> Met {
        known.meet("a", event["data"].as_object().unwrap())
    }

    #[test]
    fn a_row_is_known_restated_or_for_a_person() {
        let mut known = Known::default();
        let first = report("1", "5", "2025-01-01");
        assert_eq!(meet(&mut known, &first), Met::New);
        known.add(&first);
        assert_eq!(known.gone(), ["a"]);
        assert_eq!(meet(&mut known, &first), Met::Unchanged);
        assert_eq!(meet(&mut known, &report("2", "5", "2025-01-01")), Met::Unchanged, "bytes alone");
        let Met::Restated(line) = meet(&mut known, &report("3", "6", "2025-01-01")) else { panic!() };
        assert_eq!(
            (&line["data"]["aid"]["gge"], &line["data"]["source_row"]["sha256"]),
            (&json!("6"), &json!("3"))
        );
        known.add(&line);
        assert_eq!(meet(&mut known, &report("3", "6", "2025-01-01")), Met::Unchanged, "restated before");
        let otherwise = meet(&mut known, &report("4", "7", "2025-01-02"));
        assert_eq!(otherwise, Met::Otherwise(vec!["aid".into(), "granted_on".into()]));
        assert!(known.gone().is_empty());
    }
}
