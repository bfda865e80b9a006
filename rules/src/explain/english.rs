//! The English catalogue.

use ledger::money::Cents;
use ledger::verdict::{Figure, Outcome};

use super::english_codes::{code, flag};
use super::english_events::{became, effect, kind_of, noun};
use super::english_forms::valued;
use super::english_groups::grouped;
use super::messages::{Piece, Say};
use crate::calendar::Boundary;
use crate::project::Standing;

pub(super) fn say(what: Say<'_>) -> String {
    match what {
        Say::Verdict(outcome, kind) => format!("{}: {}", verdict(outcome), kind_of(kind)),
        Say::Effect(kind, effective) => effect(kind, effective).to_owned(),
        Say::Code(word) => format!("{word}: {}", code(word).meaning),
        Say::WayOut(word) => format!("what can be done: {}", code(word).way_out),
        Say::Flag(word) => format!("{word}: {}", flag(word).meaning),
        Say::UnknownObject(id) => format!("nothing is recorded under {id}"),
        Say::Disagrees => "this recomputation does not reach the recorded figure; the record stands, and an audit would report the difference".to_owned(),
        Say::NoRule(id) => format!("rule {id} is not in the law that this explanation was made with, so its awards can't be listed"),
        Say::Detail(what, value) => format!("{}: {value}", noun(what)),
        Say::Valued(what) => valued(what),
        Say::Became(what) => became(what),
        Say::Grouped(what) => grouped(what),
        other => valuation(other),
    }
}

fn valuation(what: Say<'_>) -> String {
    match what {
        Say::Worth(form, Some(_)) => format!("what the aid is worth to its recipient (form: {form})"),
        Say::Worth(form, None) => format!("what the aid is worth could not be settled (form: {form})"),
        Say::NoRate(currency) => format!("no exchange rate for {currency} was published close enough before the date of the grant"),
        Say::NotJudged(form) => format!("this release has no rule for the value of a {form} as stated here"),
        Say::TooLarge => "the figure is larger than any that a ledger counts".to_owned(),
        Say::Amount(what, figure, unit) => format!("{}: {figure} {unit}", piece(what)),
        Say::Rate { currency, rate, on, source } => format!("1 EUR = {rate} {currency} on {on} ({source})"),
        Say::RateAge(days) => format!("a rate may be at most {days} days older than the grant"),
        Say::Operation(operation) => format!("calculation: {operation}"),
        Say::Rounding => "calculated exactly and rounded once, at the end: half a cent goes up, and aid is never below zero".to_owned(),
        Say::DecidedAsBefore => "the recorded figure, which a correction that leaves the aid alone does not revalue".to_owned(),
        Say::Lessened => "what the award counts from now on: the smaller of what it counted and of the larger of the new amount and what was kept and not paid back".to_owned(),
        Say::OldFigure => "what it counted before".to_owned(),
        Say::StatedAfter => "the new amount as stated".to_owned(),
        Say::Kept => "what was used or paid out".to_owned(),
        Say::Repaid => "of that, paid back (interest left out)".to_owned(),
        Say::OldSelf => "the award as it stood is left out: a correction is decided as if the award were new".to_owned(),
        other => group(other),
    }
}

fn group(what: Say<'_>) -> String {
    match what {
        Say::Group(1) => "whose awards are added up: one undertaking under one number".to_owned(),
        Say::Group(count) => format!("whose awards are added up: one undertaking under {count} numbers"),
        Say::Unregistered(id) => format!("{id} is not registered"),
        Say::Member(id) => id.to_string(),
        Say::RegisteredAt(position) => format!("registered at position {position}"),
        Say::SameBy(id, position) => format!("the same undertaking as {id}, stated at position {position}"),
        other => windows(other),
    }
}

fn windows(what: Say<'_>) -> String {
    match what {
        Say::Check { ms: Some(ms), after, limit } => {
            format!("with this award EUR {} of EUR {limit} in {ms}", amount(after))
        }
        Say::Check { ms: None, after, limit } => {
            format!("with this award EUR {} of EUR {limit}", amount(after))
        }
        Say::Limit(limit) => format!("the ceiling is EUR {limit}; exactly the ceiling is allowed"),
        Say::Parameter { from, interpretation, note } => {
            let standing =
                if interpretation { "a reading of the text, not its letter" } else { "as the text says" };
            format!(
                "this value holds from {from}: {standing}{}",
                note.map(|note| format!(". {note}")).unwrap_or_default()
            )
        }
        Say::Boundary { reading: Boundary::Closed, years, first_day } => {
            format!(
                "the same day {years} years earlier still counts, so the first day of the window is {first_day}"
            )
        }
        Say::Boundary { reading: Boundary::HalfOpen, years, first_day } => {
            format!(
                "the same day {years} years earlier no longer counts, so the first day of the window is {first_day}"
            )
        }
        Say::Window { from, to, count } => {
            format!("granted from {from} to {to}, both days included: {}", awards(count))
        }
        Say::ThisAward(on) => format!("this award, granted on {on}"),
        Say::Tentative => {
            "what would be tested; the ledger records no sums where a person is to decide".to_owned()
        }
        Say::Remaining => "left under the ceiling".to_owned(),
        Say::Excess => "over the ceiling".to_owned(),
        Say::OtherWindows(0) => "no later award is recorded, so no other period holds this date".to_owned(),
        Say::OtherWindows(count) => format!(
            "{count} other periods that end on later awards and hold this date were tested too; the fullest is shown"
        ),
        Say::Dispute { day, decides } => format!(
            "the outcome hangs on whether {day} still counts: both readings are shown, and the granting State's own decides ({})",
            reading(decides)
        ),
        Say::SameDay => {
            "left under the ceiling if nothing that others granted on the same day came first".to_owned()
        }
        Say::Interpreted { regime, note } => {
            format!(
                "whether awards under {regime} count is open{}",
                note.map(|note| format!(": {note}")).unwrap_or_default()
            )
        }
        Say::WithInterpreted => "left under the ceiling if the awards in question count".to_owned(),
        other => awards_and_duties(other),
    }
}

fn awards_and_duties(what: Say<'_>) -> String {
    match what {
        Say::Award { id, on, standing } => format!("{id} of {on} ({})", stands(standing)),
        Say::Reduced { on, most } => {
            format!("counts at most EUR {most} in periods that end on or after {on}")
        }
        Say::Uncounted { id, on } => format!("{id} of {on}: its figure, date or recipient is not settled"),
        Say::UncountedAwards(count) => {
            format!("{} in the periods tested can't be counted yet", awards(count))
        }
        Say::MoreAwards(count) => format!("and {} more, not listed one by one", awards(count)),
        Say::More(count) => format!("and {count} more, not listed"),
        Say::PaidOnce { service, others: 0 } => {
            format!(
                "no other award on record pays for the service {service}; a second one would bar this award"
            )
        }
        Say::PaidOnce { service, others } => {
            format!(
                "on record beside it for the service {service}, and no de minimis aid as far as known: {}",
                awards(others)
            )
        }
        Say::Affects(count) => {
            format!("with hindsight {} stand over the ceiling that did not before", awards(count))
        }
        Say::Affected { id, on } => format!("{id} of {on} stands over by"),
        Say::Duty { days, last, late: true } => {
            format!("to be registered within {days} working days, by {last}: it came later")
        }
        Say::Duty { days, last, late: false } => {
            format!("to be registered within {days} working days, by {last}")
        }
        Say::Holidays(count) => format!(
            "weekends and {count} public holidays on record are not counted; the day of the grant isn't either"
        ),
        Say::Headroom => {
            "the largest new grant that would be admitted: the ceiling minus the fullest period".to_owned()
        }
        // Every other thing is said above.
        _ => String::new(),
    }
}

fn piece(what: Piece) -> &'static str {
    match what {
        Piece::Nominal => "amount granted",
        Piece::FaceValue => "face value",
        Piece::MarketValue => "market value",
        Piece::PricePaid => "price paid by the recipient",
        Piece::Quantity => "quantity",
        Piece::UnitPrice => "price of one unit",
        Piece::Declared => "value as declared",
        Piece::LowEnd => "at least, as declared",
        Piece::HighEnd => "at most, as declared",
        Piece::Payment => "payment",
        Piece::Principal => "principal",
        Piece::Guaranteed => "amount guaranteed",
        Piece::Injection => "capital paid in",
        Piece::Years => "term",
        Piece::Collateral => "collateral",
        Piece::InterestRate => "interest rate of the loan",
        Piece::Cover => "highest cover of the loan",
        Piece::Cap => "cap",
    }
}

/// An amount or a range.
pub(super) fn amount(figure: Figure) -> String {
    match figure.high {
        Some(high) if high == figure.low => high.to_string(),
        Some(high) => format!("{} to {high}", figure.low),
        None => format!("{} or more", figure.low),
    }
}

/// Cents with their currency.
pub(super) fn eur(cents: Cents) -> String {
    format!("EUR {cents}")
}

fn awards(count: usize) -> String {
    if count == 1 { "1 award".to_owned() } else { format!("{count} awards") }
}

pub(super) fn verdict(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Admitted => "admitted",
        Outcome::Recorded => "recorded as a fact",
        Outcome::Refused => "refused, without effect",
        Outcome::Deferred => "without effect until a person has decided; this is no refusal",
    }
}

fn reading(boundary: Boundary) -> &'static str {
    match boundary {
        Boundary::Closed => "the first day counts",
        Boundary::HalfOpen => "the first day does not count",
    }
}

fn stands(standing: Standing) -> &'static str {
    match standing {
        Standing::Admitted => "admitted here",
        Standing::Recorded => "recorded as granted elsewhere or before",
        Standing::OverCeiling => "stands over a ceiling",
        Standing::Reduced => "reduced since",
        Standing::Uncounted => "can't be counted yet",
    }
}
