//! What every rule has: its id, its words, its days, its place in the law.

use chrono::NaiveDate;

use crate::pack::citation::Citation;
use crate::pack::read::Block;

use super::stated::Stated;

/// What every rule has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Its id across packs, such as `eu-2023-2831/ceiling`.
    pub id: String,
    /// What it says, in a lawyer's words.
    pub title: String,
    /// First grant date for which it holds.
    pub from: NaiveDate,
    /// Last grant date for which it holds; `None` while no end is known.
    pub until: Option<NaiveDate>,
    /// Where it is written.
    pub citation: Citation,
    /// Its kind.
    pub kind: &'static str,
    /// What tells it from others of its kind, such as `in-force`; empty where nothing does.
    pub form: &'static str,
    /// What else it states, key by key.
    pub stated: Vec<(&'static str, Stated)>,
    pub(in crate::pack) place: (String, u32),
}

impl Head {
    /// Whether the rule holds for a grant of this date.
    pub fn holds_on(&self, date: NaiveDate) -> bool {
        self.from <= date && self.until.is_none_or(|until| date <= until)
    }

    /// The parameters that it names, in its rows too.
    pub fn parameters(&self) -> impl Iterator<Item = &str> {
        every(&self.stated).into_iter().filter_map(|stated| match stated {
            Stated::Parameter(name) => Some(name.as_str()),
            _ => None,
        })
    }

    /// The lists that it names, in its rows too.
    pub fn lists(&self) -> impl Iterator<Item = &str> {
        every(&self.stated).into_iter().filter_map(|stated| match stated {
            Stated::List(name) => Some(name.as_str()),
            _ => None,
        })
    }

    pub(super) fn read(id: &str, block: &Block<'_>) -> Option<Head> {
        let title = block.text("title");
        let from = block.date("from");
        let until = block.date("until");
        let citation = Citation::read(block);
        if let (Some(from), Some(until)) = (from, until)
            && until < from
        {
            let message = format!("{} ends on {until} before it starts on {from}", block.name());
            block.refuse("until", &message, "until is its last grant date, from its first");
        }
        let place = (block.file().to_owned(), block.line());
        Some(Head {
            id: id.to_owned(),
            title: title?,
            from: from?,
            until,
            citation: citation?,
            kind: "",
            form: "",
            stated: Vec::new(),
            place,
        })
    }
}

/// What is stated at every key, and in rows at every key of theirs.
fn every<'a>(stated: &'a [(&'static str, Stated)]) -> Vec<&'a Stated> {
    let mut all = Vec::new();
    for (_, one) in stated {
        all.push(one);
        if let Stated::Rows(rows) = one {
            all.extend(rows.iter().flat_map(|row| every(row)));
        }
    }
    all
}
