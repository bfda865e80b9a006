//! Lists of activities: which row of a list speaks of a NACE code.

use ledger::event::aid::Nace;

use super::reader::RuleReader;

/// What a list says of an activity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// It may or may not be meant: a person has to look.
    Review,
    /// It is meant: excluded by a list of what is excluded, served by one of what is served.
    Listed,
}

/// NACE codes of a revision, each with what the list says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sectors {
    id: String,
    rows: Vec<(String, String, Mark)>,
}

impl Sectors {
    /// The list's name in the pack.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Revision and code of every row.
    pub fn codes(&self) -> impl Iterator<Item = (&str, &str)> {
        self.rows.iter().map(|(revision, code, _)| (revision.as_str(), code.as_str()))
    }

    /// What the list says of an activity; `None`: nothing.
    ///
    /// A row meets a code that is its own or lies under it (`01.61` under `01.6`), and the longest decides. A code under which
    /// a row lies says too little, and so does a label alone, or a code of a revision of which the list has no row.
    #[must_use]
    pub fn says(&self, nace: &Nace) -> Option<Mark> {
        let (Some(code), Some(revision)) = (&nace.code, nace.revision) else { return Some(Mark::Review) };
        let code = code.as_str();
        let mut of_revision = self.rows.iter().filter(|(r, ..)| r == revision.as_str()).peekable();
        if of_revision.peek().is_none() {
            return Some(Mark::Review);
        }
        let (mut longest, mut under): (Option<(usize, Mark)>, _) = (None, None);
        for (_, row, mark) in of_revision {
            if code.starts_with(row.as_str()) {
                longest = longest.filter(|(length, _)| *length >= row.len()).or(Some((row.len(), *mark)));
            } else if row.starts_with(code) {
                under = Some(Mark::Review);
            }
        }
        longest.map(|(_, mark)| mark).or(under)
    }

    /// The list that a rule names at `key`; its `effect` is `listed` or `review`.
    pub(super) fn read(rule: &mut RuleReader<'_, '_>, key: &str, listed: &'static str) -> Option<Self> {
        let name = rule.block.text(key)?;
        Self::read_named(rule, key, &name, listed)
    }

    /// The same of a list by its name.
    pub(super) fn read_named(
        rule: &mut RuleReader<'_, '_>,
        key: &str,
        name: &str,
        listed: &'static str,
    ) -> Option<Self> {
        let list = rule.list_named(key, name)?;
        let columns = ["revision", "code", "effect"].map(|name| list.column(name));
        let [Some(revisions), Some(codes), Some(effects)] = columns else {
            let hint = "a list of sectors has the columns revision, code and effect";
            rule.block.refuse(key, &format!("list `{}` is no list of sectors", list.id), hint);
            return None;
        };
        let mut rows: Vec<(String, String, Mark)> = Vec::new();
        let all = revisions.into_iter().zip(codes).zip(effects).enumerate();
        for (number, ((revision, code), effect)) in all {
            let mark = match effect {
                "review" => Some(Mark::Review),
                word if word == listed => Some(Mark::Listed),
                _ => None,
            };
            let fault = match mark {
                None => Some((
                    format!("unknown effect `{effect}`"),
                    format!("effect is one of: {listed}, review"),
                )),
                _ if !is_code(code) => Some((
                    format!("`{code}` is no NACE code"),
                    "two to four digits: 01, 01.6, 01.61".to_owned(),
                )),
                _ if !matches!(revision, "2" | "2.1") => {
                    Some((format!("unknown revision `{revision}`"), "revision is one of: 2, 2.1".to_owned()))
                }
                _ if rows.iter().any(|(r, c, _)| r == revision && c == code) => Some((
                    format!("`{code}` stands twice in revision {revision}"),
                    "say once what it means".to_owned(),
                )),
                _ => None,
            };
            if let Some((message, hint)) = fault {
                rule.block.refuse_row(&list.id, number, message, &hint);
            } else if let Some(mark) = mark {
                rows.push((revision.to_owned(), code.to_owned(), mark));
            }
        }
        Some(Self { id: list.id.clone(), rows })
    }
}

/// `01`, `01.6` or `01.61`.
fn is_code(text: &str) -> bool {
    let (division, rest) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    division.len() == 2 && digits(division) && (1..=2).contains(&rest.len()) && digits(rest)
}

#[cfg(test)]
mod tests {
    use ledger::event::aid::Nace;
    use ledger::event::field::Field as _;
    use ledger::json::{Faults, Place, parse};

    use super::{Mark, Sectors};

    fn nace(text: &str) -> Nace {
        let json = parse(text.as_bytes()).unwrap();
        Nace::read(&json, &Place::ROOT, &mut Faults::default()).unwrap()
    }

    #[test]
    fn the_longest_row_decides_and_a_shorter_code_says_too_little() {
        let row = |code: &str, mark| ("2.1".to_owned(), code.to_owned(), mark);
        let rows = vec![row("01.1", Mark::Listed), row("01.16", Mark::Review), row("01.6", Mark::Review)];
        let list = Sectors { id: "l".to_owned(), rows };
        for (code, says) in [
            ("01.1", Some(Mark::Listed)),
            ("01.11", Some(Mark::Listed)),
            ("01.16", Some(Mark::Review)),
            ("01.61", Some(Mark::Review)),
            ("01.7", None),
            ("01", Some(Mark::Review)),
            ("62.10", None),
        ] {
            let nace = nace(&format!(r#"{{"code":"{code}","revision":"2.1"}}"#));
            assert_eq!(list.says(&nace), says, "{code}");
        }
        assert_eq!(list.says(&nace(r#"{"label":"farming"}"#)), Some(Mark::Review));
        assert_eq!(list.says(&nace(r#"{"code":"62.01","revision":"2"}"#)), Some(Mark::Review));
    }
}
