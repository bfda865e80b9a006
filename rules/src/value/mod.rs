//! Gross grant equivalents: exact, rounded half-up to the cent once, at the end (rules F1 to F18).
//!
//! `market` says what a form comes to at the rates and prices of its date, `real` holds what no fraction can, `harbour`
//! judges loans, guarantees and capital, `by_rate` values loans by reference rate, `settle` applies cap, share and rounding,
//! `figure` puts them together. `face` says what may be drawn, `recorded` what folding an outcome needs.
//! **Invariant:** value looks at one award; it adds up no others and tests no limit.

mod aided;
mod by_rate;
mod discount;
mod exact;
mod face;
mod figure;
mod harbour;
pub mod interest;
mod market;
mod portfolio;
mod real;
mod recorded;
mod settle;
pub(crate) mod shown;
#[cfg(test)]
pub(crate) mod tests;
mod used;
mod worth;

pub(crate) use aided::{Aided, Grantee, Priced};
pub(crate) use by_rate::{ByRate, by_rate, is_unrated};
pub(crate) use discount::{days, rate as discount_rate};
pub(crate) use exact::{fraction, round_half_up as rounded, whole};
pub(crate) use face::{currencies, exact_face, exact_sum};
pub(crate) use figure::{comes_to_nothing, difference, exact_euro, present, value};
pub(crate) use harbour::{asked, gate, known, of_capital, of_caps, pair};
pub(crate) use market::max_age_days;
pub(crate) use recorded::{drawn_value, faced, is_kept};
pub(crate) use settle::{by_part, share, share_of};
pub(crate) use used::Used;
pub use worth::{Valuation, Worth};
