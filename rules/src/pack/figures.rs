//! The figures of one parameter file on a day, by name, for a calculator that no rule of a pack names yet.
//!
//! The form is that of `params/*.toml` (docs/spec/pack.md); `true` and `false` are values too, and a citation may name an annex.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;
use toml_edit::{Document, Item, TableLike};

/// What a value is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// A decimal or a whole number.
    Number(Decimal),
    /// Yes or no.
    Holds(bool),
}

/// A value on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// The value.
    pub value: Given,
    /// Where it is written.
    pub citation: String,
    /// Whether it is a reading.
    pub is_interpretation: bool,
    /// Whose, or what a reader should know.
    pub note: Option<String>,
}

/// The figures of a day, by the names of their parameters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures(BTreeMap<String, Figure>);

/// Why there is no figure.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FiguresError {
    /// No TOML.
    #[error("the parameters are no TOML: {0}; look for a missing quote, bracket or equals sign")]
    Syntax(String),
    /// A block without what it needs.
    #[error("parameter `{name}`: a value has no sound `{key}`; see docs/spec/pack.md for its form")]
    BadValue {
        /// The parameter.
        name: String,
        /// Its key.
        key: &'static str,
    },
    /// None on the day.
    #[error("no parameter `{0}` holds on the day asked for; add it, or a value for the day")]
    Missing(String),
    /// Of another kind.
    #[error("parameter `{name}` is no {wanted}; correct its value")]
    WrongKind {
        /// The parameter.
        name: String,
        /// What was wanted.
        wanted: &'static str,
    },
}

impl Figures {
    /// Reads the values that hold on a day.
    ///
    /// # Errors
    /// The first thing that is wrong with the file.
    pub fn on(text: &str, day: NaiveDate) -> Result<Self, FiguresError> {
        let document = Document::parse(text.to_owned()).map_err(|error| {
            FiguresError::Syntax(error.message().split_whitespace().collect::<Vec<_>>().join(" "))
        })?;
        let mut figures = BTreeMap::new();
        let all = document.as_table().get("parameter").and_then(Item::as_table_like);
        for (name, parameter) in all.into_iter().flat_map(TableLike::iter) {
            let values = parameter.as_table_like().and_then(|parameter| parameter.get("value"));
            let values = values.and_then(Item::as_array_of_tables);
            for value in values.into_iter().flatten() {
                let bad = |key| FiguresError::BadValue { name: name.to_owned(), key };
                let from = date(value.get("from")).ok_or_else(|| bad("from"))?;
                let until = match value.get("until") {
                    None => None,
                    Some(until) => Some(date(Some(until)).ok_or_else(|| bad("until"))?),
                };
                if from <= day && until.is_none_or(|until| day <= until) {
                    let figure = Figure {
                        value: given(value.get("value")).ok_or_else(|| bad("value"))?,
                        citation: cited(value.get("citation")).ok_or_else(|| bad("citation"))?,
                        is_interpretation: text_of(value.get("status")) == Some("interpretation"),
                        note: text_of(value.get("note")).map(str::to_owned),
                    };
                    figures.insert(name.to_owned(), figure);
                }
            }
        }
        Ok(Self(figures))
    }

    /// A figure by the name of its parameter.
    ///
    /// # Errors
    /// Where there is none on the day.
    pub fn figure(&self, name: &str) -> Result<&Figure, FiguresError> {
        self.0.get(name).ok_or_else(|| FiguresError::Missing(name.to_owned()))
    }

    /// A number.
    ///
    /// # Errors
    /// Where there is none on the day.
    pub fn number(&self, name: &str) -> Result<Decimal, FiguresError> {
        match self.figure(name)?.value {
            Given::Number(number) => Ok(number),
            Given::Holds(_) => Err(wrong(name, "number")),
        }
    }

    /// A count.
    ///
    /// # Errors
    /// Where there is none on the day.
    pub fn count(&self, name: &str) -> Result<u32, FiguresError> {
        let number = self.number(name)?;
        let whole = number.is_integer().then_some(number).and_then(|number| u32::try_from(number).ok());
        whole.ok_or_else(|| wrong(name, "whole number"))
    }

    /// Yes or no.
    ///
    /// # Errors
    /// Where there is none on the day.
    pub fn holds(&self, name: &str) -> Result<bool, FiguresError> {
        match self.figure(name)?.value {
            Given::Holds(holds) => Ok(holds),
            Given::Number(_) => Err(wrong(name, "yes or no")),
        }
    }
}

fn wrong(name: &str, wanted: &'static str) -> FiguresError {
    FiguresError::WrongKind { name: name.to_owned(), wanted }
}

fn text_of(item: Option<&Item>) -> Option<&str> {
    item.and_then(Item::as_str)
}

fn date(item: Option<&Item>) -> Option<NaiveDate> {
    let date = item?.as_datetime()?.date?;
    NaiveDate::from_ymd_opt(i32::from(date.year), u32::from(date.month), u32::from(date.day))
        .filter(|date| date.year() > 0)
}

fn given(item: Option<&Item>) -> Option<Given> {
    let item = item?;
    if let Some(holds) = item.as_bool() {
        return Some(Given::Holds(holds));
    }
    if let Some(whole) = item.as_integer() {
        return Some(Given::Number(whole.into()));
    }
    Decimal::from_str_exact(item.as_str()?).ok().map(Given::Number)
}

/// `Regulation (EU) No 651/2014 Annex I Art. 2(2)`.
fn cited(item: Option<&Item>) -> Option<String> {
    let place = item?.as_table_like()?;
    let part = |key| text_of(place.get(key));
    let mut text = part("act")?.to_owned();
    for (key, before, after) in
        [("annex", " Annex ", ""), ("article", " Art. ", ""), ("paragraph", "(", ")"), ("point", "(", ")")]
    {
        if let Some(part) = part(key) {
            text.push_str(before);
            text.push_str(part);
            text.push_str(after);
        }
    }
    Some(text)
}
