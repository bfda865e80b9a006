//! What a member of an event may hold, so that constants and translations are checked once, with their line.

use ledger::event::aid::{
    BasisKind, ComputeUnit, GuaranteeMethod, Instrument, LoanMethod, NaceRevision, Origin, Regime,
};
use ledger::event::field::{NaceCode, Nuts};
use ledger::ids::{Country, Id, MemberState};
use ledger::money::Currency;
use ledger::time::LegalDate;

use super::fault::Why;
use super::figure::{Notation, is_number, month};
use crate::import::text::{free_text, shortened};

/// The kind of a member's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    MemberState,
    Country,
    Currency,
    Instrument,
    Regime,
    Basis,
    Nace,
    NaceRevision,
    Nuts,
    Id,
    Text,
    Date,
    Month,
    Origin,
    ComputeUnit,
    LoanMethod,
    GuaranteeMethod,
    /// `true` or `false`.
    Truth,
    /// A number without a currency.
    Number,
    /// Part of an identifier or an amount: checked where it is put together.
    Raw,
}

impl Kind {
    /// The value that a constant or a translation stands for.
    pub(super) fn word(self, text: &str) -> Result<String, Why> {
        let word = |fits: bool, what, hint| {
            if fits { Ok(text.to_owned()) } else { Err(Why::Word { what, cell: shortened(text), hint }) }
        };
        match self {
            Self::MemberState => {
                word(text.parse::<MemberState>().is_ok(), "granting State", "a code such as IT or EL")
            }
            Self::Country => word(text.parse::<Country>().is_ok(), "country", "ISO 3166-1, EL for Greece"),
            Self::Currency => word(text.parse::<Currency>().is_ok(), "currency", "an ISO 4217 code"),
            Self::Instrument => word(
                text.parse::<Instrument>().is_ok(),
                "instrument",
                "grant-or-interest-subsidy, loan-or-repayable-advance, guarantee, tax-advantage, risk-finance, \
                 subsidised-services or other",
            ),
            Self::Regime => word(
                text.parse::<Regime>().is_ok(),
                "regime",
                "such as eu-2023-2831, gber-17, notified or unknown",
            ),
            Self::Basis => word(text.parse::<BasisKind>().is_ok(), "kind of basis", "scheme or ad-hoc"),
            Self::Nace => word(text.parse::<NaceCode>().is_ok(), "NACE code", "digits such as 62.10"),
            Self::NaceRevision => word(text.parse::<NaceRevision>().is_ok(), "revision of NACE", "2 or 2.1"),
            Self::Nuts => word(text.parse::<Nuts>().is_ok(), "NUTS code", "such as ITC4C"),
            Self::Id => word(text.parse::<Id>().is_ok(), "id", "1 to 128 of A-Z a-z 0-9 . _ : / -"),
            Self::Date => word(text.parse::<LegalDate>().is_ok(), "date", "yyyy-mm-dd, 1990 to 2199"),
            Self::Month => word(month(text).is_some(), "month", "yyyy-mm, 1990 to 2199"),
            Self::Origin => word(
                text.parse::<Origin>().is_ok(),
                "origin of funding",
                "state, shared-management, union-central, ms-donated, private or undetermined",
            ),
            Self::ComputeUnit => word(
                text.parse::<ComputeUnit>().is_ok(),
                "unit of computing time",
                "gpu-hour, node-hour, core-hour or tb-hour",
            ),
            Self::LoanMethod => {
                word(text.parse::<LoanMethod>().is_ok(), "method of a loan", "safe-harbour or reference-rate")
            }
            Self::GuaranteeMethod => word(
                text.parse::<GuaranteeMethod>().is_ok(),
                "method of a guarantee",
                "safe-harbour or safe-harbour-premium",
            ),
            Self::Truth => word(
                matches!(text, "true" | "false"),
                "yes or no",
                "true or false (translate others by a list)",
            ),
            Self::Number => {
                word(is_number(text), "number", "digits with a point for decimals, such as 20000.5")
            }
            Self::Text => free_text(text).map_err(Why::Text),
            Self::Raw => Ok(text.to_owned()),
        }
    }

    /// The value of a cell: as [`Kind::word`], but dates as the file writes them.
    pub(super) fn cell(self, cell: &str, notation: &Notation) -> Result<String, Why> {
        match self {
            Self::Date => notation.date(cell),
            Self::Number => notation.number(cell),
            _ => self.word(cell),
        }
    }
}
