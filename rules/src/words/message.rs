//! What is said, before it is said in a language: a key and its arguments.

use std::borrow::Cow;

use chrono::NaiveDate;
use ledger::event::aid::Regime;
use ledger::event::undertaking::CreditBand;
use ledger::ids::{MemberState, PartyId, ScopedId, UndertakingId};
use ledger::money::{Cents, Currency};
use ledger::verdict::Figure;
use rust_decimal::Decimal;

/// One thing that is said to people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    pub(super) key: Cow<'static, str>,
    /// A second text of the same key, such as the way out of a code.
    pub(super) attribute: Option<&'static str>,
    pub(super) args: Vec<(&'static str, Arg)>,
}

/// An argument of a message. Amounts and dates stay what they are until the end, and are written exactly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arg {
    /// Written as it is: an id, a number with its own digits, what somebody stated.
    Text(String),
    /// Another argument, where there is one.
    Given(Option<Box<Arg>>),
    /// An amount in euro.
    Amount(Cents),
    /// An amount in euro on a page, its digits in groups of three.
    Grouped(Cents),
    /// A number with its own digits.
    Number(String),
    /// A calculation in figures and signs.
    Formula(String),
    /// An amount in euro, or a range.
    Figure(Figure),
    /// A civil date.
    Date(NaiveDate),
    /// How many; a language may have another word for one than for two.
    Count(u64),
    /// Yes or no.
    Holds(bool),
    /// Another message inside this one.
    Said(Message),
    /// Several of them.
    Listed(Listed),
}

/// Several messages, one after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub(super) messages: Vec<Message>,
    pub(super) between: Between,
}

/// What stands between several messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Between {
    /// A comma.
    Comma,
    /// A semicolon.
    Semicolon,
    /// The word "and".
    And,
    /// The word "or".
    Or,
}

impl Listed {
    /// Messages with something between them.
    pub fn new(between: Between, messages: impl IntoIterator<Item = Message>) -> Self {
        Self { messages: messages.into_iter().collect(), between }
    }
}

/// An amount in euro on a page.
#[derive(Debug, Clone, Copy)]
pub struct Grouped(pub Cents);

/// A calculation in figures and signs.
#[derive(Debug, Clone)]
pub struct Formula(pub String);

/// How many of something, where that has 64 bits; a plain `u64` is a position.
#[derive(Debug, Clone, Copy)]
pub struct Count(pub u64);

impl Arg {
    /// A day that a program wrote; what is none stays as it is.
    #[must_use]
    pub fn stated_day(text: &str) -> Self {
        text.parse().map_or_else(|_| Self::Text(text.to_owned()), Self::Date)
    }

    /// A number that a program wrote; what is none stays as it is.
    #[must_use]
    pub fn stated_number(text: &str) -> Self {
        let is_number = text.parse::<Decimal>().is_ok();
        if is_number { Self::Number(text.to_owned()) } else { Self::Text(text.to_owned()) }
    }
}

fn given<T: Into<Arg>>(value: Option<T>) -> Arg {
    Arg::Given(value.map(|value| Box::new(value.into())))
}

impl Message {
    /// A message with its arguments.
    pub(super) fn new(key: &'static str, args: Vec<(&'static str, Arg)>) -> Self {
        Self { key: Cow::Borrowed(key), attribute: None, args }
    }

    /// The message about a word of the wire: `code` and `ceiling_exceeded` are `code_ceiling_exceeded`.
    pub(super) fn of_word(family: &str, word: &str, attribute: Option<&'static str>) -> Self {
        let key = format!("{family}_{}", word.replace(['.', '-', '('], "_").replace(')', ""));
        Self { key: Cow::Owned(key), attribute, args: Vec::new() }
    }
}

macro_rules! arguments {
    ($($type:ty => |$value:pat_param| $arg:expr;)*) => {
        $(impl From<$type> for Arg {
            fn from($value: $type) -> Self {
                $arg
            }
        })*
    };
}

arguments! {
    &str => |text| Self::Text(text.to_owned());
    String => |text| Self::Text(text);
    &ScopedId => |id| Self::Text(id.to_string());
    &UndertakingId => |id| Self::Text(id.to_string());
    &PartyId => |party| Self::Text(party.to_string());
    Decimal => |number| Self::Number(number.to_string());
    Currency => |currency| Self::Text(currency.to_string());
    MemberState => |state| Self::Text(state.to_string());
    Regime => |regime| Self::Text(regime.to_string());
    CreditBand => |band| Self::Text(band.to_string());
    Option<&str> => |text| given(text);
    Option<&PartyId> => |party| given(party);
    Option<MemberState> => |state| given(state);
    Option<CreditBand> => |band| given(band);
    Option<NaiveDate> => |date| given(date);
    Option<Cents> => |cents| given(cents);
    Option<Decimal> => |number| given(number);
    Option<&UndertakingId> => |id| given(id);
    Option<Message> => |message| given(message);
    Option<Formula> => |formula| given(formula);
    Option<Self> => |arg| given(arg);
    Grouped => |amount| Self::Grouped(amount.0);
    Formula => |formula| Self::Formula(formula.0);
    Cents => |cents| Self::Amount(cents);
    Figure => |figure| Self::Figure(figure);
    NaiveDate => |date| Self::Date(date);
    usize => |count| Self::Count(u64::try_from(count).unwrap_or(u64::MAX));
    u32 => |count| Self::Count(u64::from(count));
    Count => |count| Self::Count(count.0);
    u64 => |position| Self::Text(position.to_string());
    bool => |holds| Self::Holds(holds);
    Message => |message| Self::Said(message);
    Listed => |listed| Self::Listed(listed);
}
