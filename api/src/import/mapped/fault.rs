//! Why a row was not taken, in words for the person who will mend it.

use ledger::ids::IdError;

use crate::import::text::TextFault;

/// One reason, at one column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The column's name as the file writes it, several joined by ` + `; `(row)` where the row as a whole is at fault.
    pub column: String,
    /// The reason.
    pub why: Why,
}

/// The closed list of reasons. Cells of names and of personal numbers are never repeated.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Why {
    /// The row has more or fewer fields than the header.
    #[error("the row has {fields} fields where the header has {columns}: check quotes and delimiters")]
    Shape {
        /// Fields in the row.
        fields: usize,
        /// Columns in the header.
        columns: usize,
    },
    /// The bytes are not in the encoding that the mapping names.
    #[error("the row is not in {0}: save the file so, or name its encoding in the mapping")]
    Encoding(&'static str),
    /// A cell that the award cannot do without.
    #[error("empty, and the award needs it")]
    Empty,
    /// A value that the mapping's list does not translate.
    #[error("{cell:?} has no translation in list {list}: decide what it means and add it")]
    NoTranslation {
        /// The list's name.
        list: String,
        /// The cell.
        cell: String,
    },
    /// A cell that the ledger's vocabulary does not have.
    #[error("{cell:?} is no {what}; expected {hint}")]
    Word {
        /// What was wanted.
        what: &'static str,
        /// The cell.
        cell: String,
        /// What would do.
        hint: &'static str,
    },
    /// A text that no event can carry.
    #[error("the text is {0}")]
    Text(TextFault),
    /// Not an amount as the mapping writes them.
    #[error(
        "{cell:?} is no amount such as {example}, without sign and with at most 15 digits before the decimals"
    )]
    AmountForm {
        /// The cell.
        cell: String,
        /// An amount in the mapping's form.
        example: String,
    },
    /// Not a number as the mapping writes them.
    #[error("{cell:?} is no number such as {example}, without sign and with at most 6 decimals")]
    NumberForm {
        /// The cell.
        cell: String,
        /// A number in the mapping's form.
        example: String,
    },
    /// Masked as a natural person's by whoever prepared the file.
    #[error(
        "masked natural person: a person is registered under a pseudonym (PRS) only, never from a register"
    )]
    MaskedPerson,
    /// An earlier import said more than other figures of the same award.
    #[error("an earlier import has this award with another {}: {advice}", members.join(", "))]
    Changed {
        /// What is another.
        members: Vec<String>,
        /// What to do.
        advice: &'static str,
    },
    /// The aid element is 0.
    #[error("the amount is 0: a placeholder, not an aid")]
    AmountZero,
    /// More decimals than the currency has.
    #[error("{cell:?} has more decimals than {currency} has: a thousand written with a decimal sign?")]
    AmountTooPrecise {
        /// The cell.
        cell: String,
        /// The currency.
        currency: String,
    },
    /// Not a date of the mapping's forms that the calendar has, from 1990 to 2199.
    #[error("{cell:?} is no date between 1990 and 2199 written {forms}")]
    DateForm {
        /// The cell.
        cell: String,
        /// The mapping's forms.
        forms: String,
    },
    /// The first day is after the last.
    #[error("the first day {from} is after the last {to}")]
    RangeBackwards {
        /// First day.
        from: String,
        /// Last day.
        to: String,
    },
    /// The cell stands for "no number".
    #[error("placeholder instead of a number: {0:?}")]
    Placeholder(String),
    /// The number has the shape of a natural person's.
    #[error(
        "a natural person's number of {0}, which is never recorded: a person is `PRS:` and a pseudonym (`aidledger pseudonym`)"
    )]
    PersonalNumber(String),
    /// The cell holds a name beside the number.
    #[error("a number and a name in one cell: put the number alone into this column")]
    NumberWithName,
    /// The parts make no handle.
    #[error("no handle of an undertaking: {0}")]
    Handle(IdError),
    /// The parts make no id of an award.
    #[error(
        "{0:?} cannot be an award's id here: 1 to 60 of A-Z a-z 0-9 . _ : - together with the register's name"
    )]
    AwardId(String),
    /// An earlier row of this file has the same award id.
    #[error(
        "the award id {id} was already taken from row {row}: add a column that tells the rows apart to `id`"
    )]
    Repeated {
        /// The id.
        id: String,
        /// The earlier row.
        row: u64,
    },
    /// The ledger's own reader does not take the event.
    #[error("the ledger would not read the event: {0}")]
    Event(String),
}

impl Why {
    /// The reason without the row's particulars, for counting.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Shape { .. } => "wrong number of fields",
            Self::Encoding(_) => "wrong encoding",
            Self::NumberForm { .. } => "unreadable number",
            Self::MaskedPerson => "masked natural person",
            Self::Changed { .. } => "changed since an earlier import",
            Self::Empty => "empty cell",
            Self::NoTranslation { .. } => "no translation",
            Self::Word { .. } => "unknown word",
            Self::Text(_) => "unusable text",
            Self::AmountForm { .. } => "unreadable amount",
            Self::AmountZero => "amount 0",
            Self::AmountTooPrecise { .. } => "amount with more decimals than its currency",
            Self::DateForm { .. } => "unreadable date",
            Self::RangeBackwards { .. } => "range runs backwards",
            Self::Placeholder(_) => "placeholder instead of a number",
            Self::PersonalNumber(_) => "personal identity number",
            Self::NumberWithName => "number and name in one cell",
            Self::Handle(_) => "unusable identifier",
            Self::AwardId(_) => "unusable award id",
            Self::Repeated { .. } => "award id repeated",
            Self::Event(_) => "not readable as an event",
        }
    }
}
