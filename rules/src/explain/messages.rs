//! Every sentence of an explanation, in one place: an explanation says *what*, a catalogue says it in a language.
//!
//! Another language is another function beside [`english`] and another word in [`Language`]; the trees do not change.
//! Sentences are for applicants: no field names, no abbreviations that only a developer knows.

use chrono::NaiveDate;
use ledger::event::EventType;
use ledger::event::aid::{CountsAs, Regime};
use ledger::event::undertaking::{CreditBand, Insolvency, Size};
use ledger::ids::{MemberState, PartyId, ScopedId, UndertakingId};
use ledger::money::{Cents, Currency};
use ledger::verdict::{Code, Figure, Flag, Outcome};

use super::english;
pub use super::english_codes::{CodeText, FlagText};
use crate::calendar::Boundary;
use crate::limit::Otherwise;
use crate::project::Standing;

/// A language of the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// English.
    #[default]
    English,
}

/// An amount that goes into a valuation.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Piece {
    Nominal,
    FaceValue,
    MarketValue,
    PricePaid,
    Quantity,
    UnitPrice,
    Declared,
    LowEnd,
    HighEnd,
    Payment,
    Principal,
    Guaranteed,
    Injection,
    Years,
    Collateral,
    InterestRate,
    Cover,
    Cap,
}

/// What a detail of a statement is.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Noun {
    Number,
    Rules,
    Digest,
    AppliesFrom,
    Semantics,
    Source,
    Party,
    Key,
    Statement,
    Application,
    Amount,
    Award,
    Band,
    Beneficiary,
    Citation,
    Condition,
    Controlled,
    Controller,
    Decision,
    Document,
    Equity,
    ExpiresOn,
    Finding,
    From,
    GrantedOn,
    Ground,
    Held,
    Holder,
    Insolvency,
    Interest,
    Kind,
    LegalBasis,
    LongStop,
    Member,
    Outcome,
    On,
    Principal,
    Project,
    Quantity,
    Question,
    Reason,
    Receipt,
    Scheme,
    Share,
    Size,
    Stays,
    Subject,
    Successor,
    Summary,
    System,
    Undertaking,
    Until,
}

/// What the valuation of a form that is no plain money says.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Valued<'a> {
    NoPrice,
    NoBaseRate,
    NotCovered(&'a str),
    Barred,
    /// A published price of one unit.
    Price {
        price: &'a str,
        unit: &'a str,
        from: NaiveDate,
        method: &'a str,
    },
    /// Base rate and margin together.
    DiscountRate(&'a str),
    BaseRate {
        percent: &'a str,
        from: NaiveDate,
    },
    Margin(&'a str),
    YearDays(u32),
    Payment {
        due: NaiveDate,
        days: u32,
    },
    Harbour,
    Pair {
        amount: Cents,
        years: u32,
        fits: bool,
    },
    Ceiling(Cents),
    Collateral {
        least: &'a str,
        met: bool,
    },
    Cover {
        most: &'a str,
        met: bool,
    },
    Size(Option<Size>),
    Band {
        band: Option<CreditBand>,
        least: CreditBand,
    },
    Insolvency(Option<Insolvency>),
    CapitalLimit(Cents),
    /// A loan is worth the interest it saves.
    Saved,
    ReferenceRate(&'a str),
    NoMargin,
    RateNotStated,
    FormulaYears(&'a str),
    Cap(CountsAs),
    Share(&'a str),
}

/// What becomes of an award, beside reductions.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Became<'a> {
    /// A reservation is left out of its own confirmation.
    WithoutReservation,
    GivenUp,
    CountsFromThen,
    Seen,
    CountsForAll(&'a ScopedId),
    Quantity(&'a str),
    Value(Cents),
    DrawnBefore(&'a str),
    /// A statement that a review is about.
    Pending(EventType),
    /// A member of a set.
    Member {
        id: &'a ScopedId,
        outcome: Outcome,
    },
    PricesThePast,
}

/// What makes a single undertaking, and what it holds.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Grouped<'a> {
    /// Several undertakings as one.
    Single {
        undertakings: usize,
        numbers: usize,
        day: NaiveDate,
    },
    /// A control link; `by` where one party alone relies on it.
    Controls {
        controller: &'a UndertakingId,
        controlled: &'a UndertakingId,
        from: NaiveDate,
        weak: bool,
        by: Option<&'a PartyId>,
    },
    Absorbed {
        surviving: &'a UndertakingId,
        absorbed: &'a UndertakingId,
        on: NaiveDate,
        by: Option<&'a PartyId>,
    },
    /// An identification that one party alone relies on.
    SameFor {
        other: &'a UndertakingId,
        by: Option<&'a PartyId>,
    },
    SetAside {
        holder: &'a UndertakingId,
        public: bool,
        from: NaiveDate,
        links: usize,
    },
    /// A window ends on a day with another group.
    OnTheLastDay(NaiveDate),
    Joins(&'a UndertakingId),
    Leaves(&'a UndertakingId),
    Ended {
        controller: &'a UndertakingId,
        controlled: &'a UndertakingId,
        on: NaiveDate,
    },
    /// Another way to look at the group, and whether links across a border connect in it.
    Otherwise {
        otherwise: Otherwise,
        across_borders: bool,
    },
    /// The group with whatever anybody stated.
    AllStated,
    Received(&'a UndertakingId),
    /// What there is to divide.
    Whole,
    ByEquity(NaiveDate),
    AsAttributed(NaiveDate),
    AtExit(NaiveDate),
    Undivided(NaiveDate),
    /// Who holds a part, and whether it counts here.
    Part(&'a UndertakingId, bool),
    Unsettled {
        controller: &'a UndertakingId,
        controlled: &'a UndertakingId,
        on: NaiveDate,
    },
    Open {
        until: NaiveDate,
        conditional: bool,
    },
    Sighting {
        id: &'a ScopedId,
        on: NaiveDate,
    },
}

/// One thing an explanation says.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Say<'a> {
    /// What became of the event, and what kind it was.
    Verdict(Outcome, EventType),
    /// What an event that no rule judges did; `None`: nothing, it had no effect.
    Effect(EventType, bool),
    Code(Code),
    WayOut(Code),
    Flag(Flag),
    /// What the aid is worth, by its form.
    Worth(&'a str, Option<Figure>),
    /// Why there is no figure.
    NoRate(Currency),
    NotJudged(&'a str),
    TooLarge,
    /// An amount that went into a valuation: what it is, figure, currency or unit.
    Amount(Piece, &'a str, &'a str),
    Rate {
        currency: Currency,
        rate: &'a str,
        on: NaiveDate,
        source: &'a str,
    },
    RateAge(u32),
    Operation(&'a str),
    Rounding,
    DecidedAsBefore,
    Group(usize),
    Unregistered(&'a UndertakingId),
    Member(&'a UndertakingId),
    RegisteredAt(u64),
    SameBy(&'a UndertakingId, u64),
    Check {
        ms: Option<MemberState>,
        after: Figure,
        limit: Cents,
    },
    Limit(Cents),
    Parameter {
        from: NaiveDate,
        interpretation: bool,
        note: Option<&'a str>,
    },
    Boundary {
        reading: Boundary,
        years: u32,
        first_day: NaiveDate,
    },
    Window {
        from: NaiveDate,
        to: NaiveDate,
        count: usize,
    },
    Award {
        id: &'a ScopedId,
        on: NaiveDate,
        standing: Standing,
    },
    Reduced {
        on: NaiveDate,
        most: Cents,
    },
    Uncounted {
        id: &'a ScopedId,
        on: NaiveDate,
    },
    UncountedAwards(usize),
    MoreAwards(usize),
    More(usize),
    ThisAward(NaiveDate),
    Tentative,
    Remaining,
    Excess,
    OtherWindows(usize),
    Dispute {
        day: NaiveDate,
        decides: Boundary,
    },
    SameDay,
    Interpreted {
        regime: Regime,
        note: Option<&'a str>,
    },
    WithInterpreted,
    /// A service that is not to be paid for twice, and by how many awards it is.
    PaidOnce {
        service: &'a str,
        others: usize,
    },
    Affects(usize),
    Affected {
        id: &'a ScopedId,
        on: NaiveDate,
    },
    Duty {
        days: u32,
        last: NaiveDate,
        late: bool,
    },
    Holidays(usize),
    Lessened,
    OldFigure,
    StatedAfter,
    Kept,
    Repaid,
    UnknownObject(&'a str),
    OldSelf,
    Disagrees,
    NoRule(&'a str),
    Headroom,
    Valued(Valued<'a>),
    Became(Became<'a>),
    Grouped(Grouped<'a>),
    Detail(Noun, &'a str),
}

impl Say<'_> {
    /// The sentence.
    pub(crate) fn text(self, language: Language) -> String {
        match language {
            Language::English => english::say(self),
        }
    }
}

/// A refusal or deferral code in words.
#[must_use]
pub fn code(code: Code, language: Language) -> CodeText {
    match language {
        Language::English => super::english_codes::code(code),
    }
}

/// A flag in words.
#[must_use]
pub fn flag(flag: Flag, language: Language) -> FlagText {
    match language {
        Language::English => super::english_codes::flag(flag),
    }
}
