//! Reservations and conditional awards: confirmed, met, freed.

use rules::audit::facts;
use serde_json::{Value, json};

use super::lines::{
    cash, conditional, confirmed, corrected, declared, failed, grant, met, rate, released, reported,
    reserved, says, with, withdrawn,
};

#[test]
fn a_reservation_is_confirmed_on_its_last_day_and_not_after() {
    says(
        &[
            reserved("r", "2026-11-20", "2026-12-20", "100000.00"),
            confirmed("r", "2026-12-21"),
            confirmed("r", "2026-12-20"),
            confirmed("r", "2026-12-20"),
            released("r"),
            grant("g", "2026-12-21", "200000.01"),
            grant("g", "2026-12-21", "200000.00"),
        ],
        &[
            "admitted 100000.00, 2026-11-20: 100000.00 of 300000.00",
            "refused reservation_expired 100000.00, 2026-12-21: 100000.00 of 300000.00",
            "admitted 100000.00, 2026-12-20: 100000.00 of 300000.00",
            "refused award_id_used",
            "refused award_id_used",
            "refused ceiling_exceeded 200000.01, 2026-12-21: 300000.01 of 300000.00",
            "admitted 200000.00, 2026-12-21: 300000.00 of 300000.00",
        ],
    );
}

#[test]
fn a_reservation_lives_as_long_as_the_packs_allow() {
    says(
        &[
            reserved("long", "2026-11-20", "2027-02-19", "1.00"),
            reserved("long", "2026-11-20", "2027-02-18", "1.00"),
            conditional("c", "2026-11-20", "2028-11-20", "1.00"),
        ],
        &[
            "refused policy_limit 1.00, 2026-11-20: 1.00 of 300000.00",
            "admitted 1.00, 2026-11-20: 1.00 of 300000.00",
            "admitted [possible_duplicate] 1.00, 2026-11-20: 2.00 of 300000.00",
        ],
    );
}

#[test]
fn a_confirmation_is_held_against_its_reservation() {
    let confirmed_with =
        |award: &str, on: &str, amount: &str| with(confirmed(award, on), json!({"aid": cash(amount)}));
    let mut by_another = confirmed("r", "2026-12-01");
    by_another["source"] = json!("urn:aidledger:party:bsc");
    says(
        &[
            reserved("r", "2026-11-20", "2026-12-20", "100000.00"),
            by_another,
            confirmed("r", "2026-11-19"),
            confirmed_with("r", "2026-12-01", "100000.01"),
            met("r", "2026-12-01"),
            confirmed("nobody", "2026-12-01"),
            grant("g", "2026-11-21", "1.00"),
            confirmed("g", "2026-12-01"),
            confirmed_with("r", "2026-12-01", "40000.00"),
            grant("h", "2026-12-02", "259999.00"),
        ],
        &[
            "admitted 100000.00, 2026-11-20: 100000.00 of 300000.00",
            "refused unknown_award",
            "refused contradicts_record 100000.00, 2026-11-19: 100000.00 of 300000.00",
            "refused contradicts_record 100000.01, 2026-12-01: 100000.01 of 300000.00",
            "refused award_id_used",
            "refused unknown_award",
            "admitted 1.00, 2026-11-21: 100001.00 of 300000.00",
            "refused award_id_used",
            "admitted 40000.00, 2026-12-01: 40001.00 of 300000.00",
            "admitted 259999.00, 2026-12-02: 300000.00 of 300000.00",
        ],
    );
}

#[test]
fn a_confirmation_that_is_refused_keeps_the_reservation() {
    says(
        &[
            reserved("r", "2026-11-20", "2026-12-20", "100000.00"),
            reported("old", "2026-11-25", declared("250000.00")),
            confirmed("r", "2026-12-01"),
            // Less still fits, so it was open still.
            with(confirmed("r", "2026-12-01"), json!({"aid": cash("50000.00")})),
        ],
        &[
            "admitted 100000.00, 2026-11-20: 100000.00 of 300000.00",
            "recorded [over_ceiling] 250000.00, 2026-11-25: 350000.00 of 300000.00",
            "refused ceiling_exceeded 100000.00, 2026-12-01: 350000.00 of 300000.00",
            "admitted 50000.00, 2026-12-01: 300000.00 of 300000.00",
        ],
    );
}

#[test]
fn what_is_released_counts_nothing_and_is_gone() {
    says(
        &[
            reserved("r", "2026-11-20", "2026-12-20", "300000.00"),
            grant("g", "2026-11-21", "1.00"),
            released("r"),
            grant("g", "2026-11-21", "300000.00"),
            released("r"),
            confirmed("r", "2026-12-01"),
            withdrawn("r", "0.00", "2026-12-01"),
            reserved("r", "2026-11-21", "2026-12-20", "1.00"),
        ],
        &[
            "admitted 300000.00, 2026-11-20: 300000.00 of 300000.00",
            "refused ceiling_exceeded 1.00, 2026-11-21: 300001.00 of 300000.00",
            "recorded",
            "admitted 300000.00, 2026-11-21: 300000.00 of 300000.00",
            "refused unknown_award",
            "refused unknown_award",
            "refused unknown_award",
            "refused award_id_used ceiling_exceeded 1.00, 2026-11-21: 300001.00 of 300000.00",
        ],
    );
}

#[test]
fn a_condition_is_met_or_fails() {
    says(
        &[
            conditional("c", "2026-11-20", "2027-06-30", "200000.00"),
            grant("g", "2026-11-21", "100000.01"),
            confirmed("c", "2026-12-01"),
            met("c", "2027-07-01"),
            met("c", "2026-11-19"),
            met("c", "2027-06-30"),
            failed("c", "2027-06-30"),
            conditional("d", "2026-11-20", "2027-06-30", "100000.00"),
            failed("d", "2026-12-01"),
            met("d", "2026-12-02"),
            grant("g", "2026-12-03", "100000.00"),
        ],
        &[
            "admitted 200000.00, 2026-11-20: 200000.00 of 300000.00",
            "refused ceiling_exceeded 100000.01, 2026-11-21: 300000.01 of 300000.00",
            "refused award_id_used",
            "refused reservation_expired 200000.00, 2027-07-01: 200000.00 of 300000.00",
            "refused contradicts_record 200000.00, 2026-11-19: 200000.00 of 300000.00",
            "admitted 200000.00, 2027-06-30: 200000.00 of 300000.00",
            "refused award_id_used",
            "admitted 100000.00, 2027-06-30: 300000.00 of 300000.00",
            "recorded",
            "refused unknown_award",
            "admitted 100000.00, 2027-06-30: 300000.00 of 300000.00",
        ],
    );
}

#[test]
fn a_conferred_condition_is_met_without_being_refused() {
    let conditional =
        with(conditional("c", "2026-11-20", "2027-06-30", "300000.00"), json!({"legal_right": "conferred"}));
    says(
        &[
            conditional,
            reported("r", "2026-11-25", declared("0.01")),
            // Over the ceiling and after its long stop: the right stands all the same.
            met("c", "2027-07-01"),
            confirmed("c", "2027-07-02"),
        ],
        &[
            "recorded [granted_without_check] 300000.00, 2026-11-20: 300000.00 of 300000.00",
            "recorded [over_ceiling] 0.01, 2026-11-25: 300000.01 of 300000.00",
            "recorded [granted_without_check over_ceiling] 300000.00, 2027-07-01: 300000.01 of 300000.00",
            "refused award_id_used",
        ],
    );
}

#[test]
fn a_confirmation_is_valued_at_the_rates_of_its_own_date() {
    let sek = |amount: &str| json!({"form": "grant", "nominal": {"amount": amount, "currency": "SEK"}});
    says(
        &[
            rate("2026-11-20", "10"),
            rate("2026-12-10", "8"),
            with(reserved("r", "2026-11-20", "2026-12-20", "1.00"), json!({"aid": sek("1000.00")})),
            // At the rate of this date the same amount is worth more; that is not more aid.
            with(confirmed("r", "2026-12-10"), json!({"aid": sek("1000.01")})),
            confirmed("r", "2026-12-10"),
            corrected("r", json!({"granted_on": "2026-11-20"})),
        ],
        &[
            "admitted",
            "admitted",
            "admitted 100.00, 2026-11-20: 100.00 of 300000.00",
            "admitted 125.00, 2026-12-10: 125.00 of 300000.00",
            "refused award_id_used",
            "admitted 100.00, 2026-11-20: 100.00 of 300000.00",
        ],
    );
}

#[test]
fn a_correction_of_a_reservation_is_what_is_confirmed() {
    says(
        &[
            reserved("r", "2026-11-20", "2026-12-20", "100000.00"),
            corrected("r", json!({"aid": cash("60000.00")})),
            with(confirmed("r", "2026-12-01"), json!({"aid": cash("60000.01")})),
            corrected("r", json!({"granted_on": "2026-12-21"})),
            // 91 days before its end.
            corrected("r", json!({"granted_on": "2026-09-20"})),
            confirmed("r", "2026-12-01"),
        ],
        &[
            "admitted 100000.00, 2026-11-20: 100000.00 of 300000.00",
            "admitted 60000.00, 2026-11-20: 60000.00 of 300000.00",
            "refused contradicts_record 60000.01, 2026-12-01: 60000.01 of 300000.00",
            "refused contradicts_record 60000.00, 2026-12-21: 60000.00 of 300000.00",
            "refused policy_limit 60000.00, 2026-09-20: 60000.00 of 300000.00",
            "admitted 60000.00, 2026-12-01: 60000.00 of 300000.00",
        ],
    );
}

/// What a reader turns away, by pointer and code.
fn faults(line: &Value) -> Vec<(String, String)> {
    let bad = facts::read(format!("{line}\n").as_bytes()).err().unwrap_or_default();
    let faults = bad.iter().flat_map(|bad| &bad.faults);
    faults.map(|fault| (fault.pointer.clone(), fault.code.to_string())).collect()
}

#[test]
fn what_cannot_be_is_turned_away() {
    let found = |line: &Value, pointer: &str, code: &str| {
        assert_eq!(faults(line), [(pointer.to_owned(), code.to_owned())], "{line}");
    };
    let start = "ends_before_start";
    found(&reserved("r", "2026-11-20", "2026-11-19", "1.00"), "/data/expires_on", start);
    found(&conditional("c", "2026-11-20", "2026-11-19", "1.00"), "/data/long_stop", start);
    assert!(faults(&reserved("r", "2026-11-20", "2026-11-20", "1.00")).is_empty());
    let mut late = confirmed("r", "2026-11-20");
    late["time"] = json!("2026-11-21T00:00:00Z");
    assert!(faults(&late).is_empty(), "a fact may be stated after it");
    let mut met_late = met("r", "2026-11-20");
    met_late["time"] = json!("2026-11-21T00:00:00Z");
    assert!(faults(&met_late).is_empty(), "a condition is reported after it was met");
}
