//! One valid example of every event type: what `aidledger template TYPE` prints and newcomers start from.
//!
//! The texts are files of their own, so that they can be read without the code; a type without one does not compile.
//! Their ledger id, [`LEDGER_PLACEHOLDER`], has the form of an id and is none; keys are made from fixed seeds.

use super::EventType;

/// Stands where the id of the addressed ledger goes; of the right form, and no ledger's id.
pub const LEDGER_PLACEHOLDER: &str = "replace-with-the-id-of-your-ledger-43-chars";

/// A whole unsigned event of this type as indented JSON, with invented but plausible values.
#[must_use]
pub fn template(event_type: EventType) -> &'static str {
    event_type.template_text()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Event;

    #[test]
    fn every_type_has_a_template_that_reads_as_that_type() {
        for event_type in EventType::ALL {
            let event = Event::read(template(*event_type).as_bytes())
                .unwrap_or_else(|faults| panic!("{event_type}: {faults:?}"));
            assert_eq!(event.body.event_type(), *event_type);
            let expected = (*event_type != EventType::LedgerFounded).then_some(LEDGER_PLACEHOLDER);
            assert_eq!(event.ledger.as_deref(), expected, "{event_type}");
        }
    }

    #[test]
    fn no_two_templates_share_an_event_id() {
        let ids: std::collections::BTreeSet<String> = EventType::ALL
            .iter()
            .map(|t| Event::read(template(*t).as_bytes()).unwrap().id.as_str().to_owned())
            .collect();
        assert_eq!(ids.len(), EventType::ALL.len());
    }
}
