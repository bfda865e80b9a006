//! English for groups through time: ties, exits, divisions, other readings.

use ledger::ids::PartyId;

use super::messages::Grouped;
use crate::limit::Otherwise;

pub(super) fn grouped(what: Grouped<'_>) -> String {
    match what {
        Grouped::Single { undertakings, numbers, day } if undertakings == numbers => {
            format!(
                "whose awards are added up: {undertakings} undertakings that are one single undertaking on {day}"
            )
        }
        Grouped::Single { undertakings, numbers, day } => format!(
            "whose awards are added up: {undertakings} undertakings under {numbers} numbers that are one single undertaking on {day}"
        ),
        Grouped::Controls { controller, controlled, from, weak, by } => format!(
            "{controller} controls {controlled} from {from} on{}{}",
            if weak { "; this is only declared, with no document behind it" } else { "" },
            stated_by(by)
        ),
        Grouped::Absorbed { surviving, absorbed, on, by } => {
            format!("{surviving} took over {absorbed} on {on}{}", stated_by(by))
        }
        Grouped::SameFor { other, by } => format!("the same undertaking as {other}{}", stated_by(by)),
        Grouped::SetAside { holder, public, from, links } => format!(
            "{holder} is a {} from {from} on, through which nobody is linked: {} set aside",
            if public { "public body" } else { "non-profit body" },
            if links == 1 { "1 link is".to_owned() } else { format!("{links} links are") }
        ),
        Grouped::OnTheLastDay(day) => format!(
            "the single undertaking of {day}, the last day of this period, is another than on the day of the grant; its history is what counts here"
        ),
        Grouped::Joins(id) => format!("{id} belongs to it then"),
        Grouped::Leaves(id) => format!("{id} does not belong to it then"),
        Grouped::Ended { controller, controlled, on } => {
            format!("{controller} no longer controls {controlled} from {on} on")
        }
        Grouped::Otherwise { otherwise, across_borders } => reading(otherwise, across_borders).to_owned(),
        Grouped::AllStated => "another reading: with everything that any party has stated".to_owned(),
        other => holding(other),
    }
}

fn holding(what: Grouped<'_>) -> String {
    match what {
        Grouped::Received(id) => format!("received by {id}"),
        Grouped::Whole => "what all holders together hold of it".to_owned(),
        Grouped::ByEquity(on) => {
            format!("divided by the split of {on}, in proportion to the book value of equity")
        }
        Grouped::AsAttributed(on) => format!("divided by the split of {on}, as the award was attributed"),
        Grouped::AtExit(on) => format!("divided by the end of control on {on}, as stated there"),
        Grouped::Undivided(on) => format!(
            "the equity of the split of {on} can't divide it: until it is attributed every successor holds the whole, which counts once"
        ),
        Grouped::Part(id, true) => format!("{id} holds this part, which counts here"),
        Grouped::Part(id, false) => format!("{id} holds this part, which does not count here"),
        Grouped::Unsettled { controller, controlled, on } => format!(
            "counts here because {controller} no longer controls {controlled} from {on} on and nobody has settled whose earlier aid is: both sides keep it"
        ),
        Grouped::Open { until, conditional: false } => {
            format!(
                "a reservation: it counts for grants up to {until}, unless it is confirmed or released before"
            )
        }
        Grouped::Open { until, conditional: true } => format!(
            "a right under a condition: it counts for grants up to {until}, unless the condition is met or fails before"
        ),
        Grouped::Sighting { id, on } => {
            format!("{id} of {on} is the same award and does not count again: this one counts in its place")
        }
        // Every other thing is said above.
        _ => String::new(),
    }
}

fn stated_by(party: Option<&PartyId>) -> String {
    party.map_or_else(String::new, |party| format!("; stated by {party}, whose own grants alone rely on it"))
}

fn reading(otherwise: Otherwise, across_borders: bool) -> &'static str {
    match otherwise {
        Otherwise::WithoutWeak => "another reading: without links that are only declared",
        Otherwise::WithAllWeak => "another reading: with links that any party has only declared",
        Otherwise::Borders if across_borders => {
            "another reading: if links across a border made one undertaking"
        }
        Otherwise::Borders => "another reading: if links across a border made no single undertaking",
        Otherwise::AllParties => {
            "another reading: with what any other party has stated, links that are only declared left aside"
        }
    }
}
