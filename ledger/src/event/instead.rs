//! What to send in place of a statement that can't say what was meant.

/// What to do instead of a member that is looked for in a correction, which must not have it.
pub(super) fn instead(name: &str, taken: &[&str]) -> Option<&'static str> {
    // `award.corrected` has `set`, and in it `eligible_costs` beside `external_refs`: its members and no other event's.
    let is_correction =
        taken.contains(&"set") || (taken.contains(&"external_refs") && !taken.contains(&"award"));
    match name {
        "beneficiary" if is_correction => Some(
            "a correction never changes the beneficiary: the party that granted sends award.withdrawn for this award and \
             award.granted, under another award id, for the right one (a register: award.reported)",
        ),
        "member_state" if is_correction => Some(
            "a correction never changes the State: the party that granted sends award.withdrawn for this award and \
             award.granted, under another award id, with the right one (a register: award.reported)",
        ),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::event::{Event, EventType};

    /// The hint of the one fault that a member of `award.corrected` makes where it is not known.
    fn hint(place: &str, member: &str) -> String {
        let template = crate::event::template::template(EventType::AwardCorrected);
        let mut event: serde_json::Value = serde_json::from_str(template).unwrap();
        event.pointer_mut(place).unwrap()[member] = "NID:FI:1234567-1".into();
        let faults = Event::read(event.to_string().as_bytes()).unwrap_err();
        assert_eq!((faults.len(), faults[0].code), (1, "unknown_member"), "{faults:?}");
        faults[0].hint.clone()
    }

    #[test]
    fn a_correction_of_the_beneficiary_or_the_state_is_told_what_to_send_instead() {
        for place in ["/data", "/data/set"] {
            for member in ["beneficiary", "member_state"] {
                let hint = hint(place, member);
                assert!(
                    hint.contains("the party that granted sends award.withdrawn"),
                    "{place} {member}: {hint}"
                );
            }
            assert!(hint(place, "nonsense").starts_with("remove it; known here: "));
        }
    }
}
