//! Why a row of the register was not taken, in words for the person who will mend it.

/// One reason, at one column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The column's name as the file writes it; `(row)` where the row as a whole is at fault.
    pub column: &'static str,
    /// The reason.
    pub why: Why,
}

/// The closed list of reasons. The text names the cell's content where that helps, never where it is a person's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Why {
    /// The row has more or fewer fields than the header.
    #[error("the row has {fields} fields where the header has {columns}: check quotes and commas")]
    Shape {
        /// Fields in the row.
        fields: usize,
        /// Columns in the header.
        columns: usize,
    },
    /// The bytes are not UTF-8.
    #[error("the row is not UTF-8: save the file as UTF-8")]
    Encoding,
    /// An earlier import said more than other figures of the same award.
    #[error(
        "an earlier import has this award with another {}: date, legal basis and activity are put right by \
         award.corrected; a wrong beneficiary or State by award.withdrawn and a new report under another id; both by the \
         party that reported it",
        .0.join(", ")
    )]
    Changed(Vec<String>),
    /// A name or identifier masked as a natural person's by whoever prepared the file.
    #[error(
        "masked natural person: a person is registered under a pseudonym (PRS) only, never from a register"
    )]
    MaskedPerson,
    /// The identifier has the shape of a personal identity number.
    #[error(
        "a natural person's number of {0}, which is never recorded: a person is `PRS:` and a pseudonym (`aidledger pseudonym`)"
    )]
    PersonalNumber(&'static str),
    /// The check digits do not fit the rest.
    #[error("the check digits of {0:?} do not fit a company number of {1}: compare it with the register's")]
    CheckDigits(String, &'static str),
    /// The cell holds a name beside the number.
    #[error("a number and a name in one cell: put the number alone into this column")]
    NumberWithName,
    /// The cell of the national identifier is empty.
    #[error("no national identifier")]
    NoIdentifier,
    /// The cell holds something that stands for "none": `n/a`, `0`, a bare country code.
    #[error("placeholder instead of a national identifier: {0:?}")]
    PlaceholderIdentifier(String),
    /// A character that no identifier may hold.
    #[error(
        "national identifier {0:?} holds a character outside A-Z a-z 0-9 . _ : / - and blanks, or is too long"
    )]
    IdentifierForm(String),
    /// The reference number cannot be the id of an award.
    #[error("reference {0:?} cannot be an award's id: 1 to 60 of A-Z a-z 0-9 . _ : -")]
    ReferenceForm(String),
    /// The same reference number was taken from an earlier row of this run.
    #[error("reference already taken from {file} row {row}")]
    ReferenceRepeated {
        /// File of the earlier row.
        file: String,
        /// Row of the earlier row.
        row: u64,
    },
    /// A country that the importer cannot name by code.
    #[error("no code is known for country {0:?}")]
    UnknownCountry(String),
    /// The country cell is empty.
    #[error("no country")]
    NoCountry,
    /// The United Kingdom granted under the Union's rules to the end of 2020 only.
    #[error("the United Kingdom is a granting State to 2020-12-31 only")]
    AfterWithdrawal,
    /// Not a date of the form dd/mm/yyyy that the calendar has, from 1990 to 2199.
    #[error("{0:?} is not a date dd/mm/yyyy between 1990 and 2199")]
    DateForm(String),
    /// The aid element is empty.
    #[error("no amount")]
    NoAmount,
    /// The aid element is 0.
    #[error("the amount is 0: a placeholder, not an aid")]
    AmountZero,
    /// Neither a plain number nor one of the register's ranges.
    #[error("{0:?} is neither a plain number (1234567.89) nor a range of the register (500,000 - 1,000,000)")]
    AmountForm(String),
    /// More decimals than the currency has.
    #[error("{cell:?} has more decimals than {currency} has: a thousand written with a point?")]
    AmountTooPrecise {
        /// The cell.
        cell: String,
        /// The currency.
        currency: &'static str,
    },
    /// Not a currency of a State that publishes in the register.
    #[error("currency {0:?} is not known to the register")]
    UnknownCurrency(String),
    /// The granting authority has no usable name.
    #[error("the granting authority's name is {0}")]
    Authority(crate::import::text::TextFault),
}

impl Why {
    /// The reason without the row's particulars, for counting.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Shape { .. } => "wrong number of fields",
            Self::Encoding => "not UTF-8",
            Self::Changed(_) => "changed since an earlier import",
            Self::MaskedPerson => "masked natural person",
            Self::PersonalNumber(_) => "personal identity number",
            Self::CheckDigits(..) => "wrong check digits",
            Self::NumberWithName => "number and name in one cell",
            Self::NoIdentifier => "no national identifier",
            Self::PlaceholderIdentifier(_) => "placeholder instead of a national identifier",
            Self::IdentifierForm(_) => "national identifier with a forbidden character",
            Self::ReferenceForm(_) => "unusable reference",
            Self::ReferenceRepeated { .. } => "reference repeated",
            Self::UnknownCountry(_) => "unknown country",
            Self::NoCountry => "no country",
            Self::AfterWithdrawal => "United Kingdom after 2020",
            Self::DateForm(_) => "unreadable date",
            Self::NoAmount => "empty amount",
            Self::AmountZero => "amount 0",
            Self::AmountForm(_) => "unreadable amount",
            Self::AmountTooPrecise { .. } => "amount with more decimals than its currency",
            Self::UnknownCurrency(_) => "unknown currency",
            Self::Authority(_) => "granting authority without a usable name",
        }
    }
}
