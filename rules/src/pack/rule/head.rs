//! What every rule has: its id, its words, its days, its place in the law.

use chrono::NaiveDate;

use crate::pack::citation::Citation;
use crate::pack::read::Block;

/// A parameter or list that a rule names, and at which key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// The rule's key, such as `ceiling`.
    pub key: String,
    /// `parameter` or `list`.
    pub what: &'static str,
    /// The name of the parameter or list.
    pub name: String,
}

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
    /// The parameters and lists it names.
    pub uses: Vec<Use>,
    pub(in crate::pack) place: (String, u32),
}

impl Head {
    /// Whether the rule holds for a grant of this date.
    pub fn holds_on(&self, date: NaiveDate) -> bool {
        self.from <= date && self.until.is_none_or(|until| date <= until)
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
            uses: Vec::new(),
            place,
        })
    }
}
