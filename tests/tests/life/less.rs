//! What becomes less of an award, and what is drawn and used of it.

use serde_json::json;

use super::lines::{
    compute, corrected, declared, drawn, eur, expired, grant, rate, reported, reserved, says, used, waived,
    with, withdrawn,
};

#[test]
fn a_waiver_helps_once_the_money_is_back() {
    says(
        &[
            grant("old", "2026-01-10", "300000.00"),
            waived("old", "300000.01", "2026-02-01", "2026-02-01"),
            waived("old", "100000.00", "2026-02-01", "2026-03-01"),
            grant("new", "2026-02-28", "100000.00"),
            grant("new", "2026-03-01", "100000.00"),
            // What is given up a second time is no longer there.
            waived("old", "200000.01", "2026-04-01", "2026-04-01"),
            with(
                waived("old", "50000.00", "2026-04-01", "2026-04-01"),
                json!({"benefit_kept": eur("180000.00")}),
            ),
            waived("nobody", "1.00", "2026-04-01", "2026-04-01"),
        ],
        &[
            "admitted 300000.00, 2026-01-10: 300000.00 of 300000.00",
            "refused contradicts_record",
            "recorded [benefit_not_repaid] 200000.00",
            "refused ceiling_exceeded 100000.00, 2026-02-28: 400000.00 of 300000.00",
            "admitted 100000.00, 2026-03-01: 300000.00 of 300000.00",
            "refused contradicts_record",
            "recorded [benefit_not_repaid] 180000.00",
            "refused unknown_award",
        ],
    );
}

#[test]
fn a_waiver_repaid_before_the_grant_makes_room() {
    says(
        &[
            grant("old", "2026-01-10", "300000.00"),
            waived("old", "100000.00", "2026-02-01", "2026-01-20"),
            grant("new", "2026-01-31", "100000.00"),
            grant("new", "2026-02-01", "100000.00"),
        ],
        &[
            "admitted 300000.00, 2026-01-10: 300000.00 of 300000.00",
            "recorded 200000.00",
            "refused ceiling_exceeded 100000.00, 2026-01-31: 400000.00 of 300000.00",
            "admitted 100000.00, 2026-02-01: 300000.00 of 300000.00",
        ],
    );
}

#[test]
fn credits_count_less_only_where_the_right_lapsed() {
    let credits = json!({"form": "credits", "face_value": eur("100000.00"), "price_paid": eur("20000.00"), "expires_on": "2026-12-31"});
    says(
        &[
            with(grant("c", "2026-01-10", "1.00"), json!({"aid": credits})),
            expired("c", "50000.00", "2026-06-01", false),
            expired("c", "80000.01", "2026-06-01", false),
            grant("g", "2026-06-02", "220000.01"),
            expired("c", "80000.01", "2026-06-01", true),
            expired("c", "50000.00", "2026-06-01", true),
            grant("g", "2026-06-02", "270000.00"),
            expired("nobody", "1.00", "2026-06-01", true),
        ],
        &[
            "admitted 80000.00, 2026-01-10: 80000.00 of 300000.00",
            "recorded 80000.00",
            "refused contradicts_record",
            "refused ceiling_exceeded 220000.01, 2026-06-02: 300000.01 of 300000.00",
            "refused contradicts_record",
            "recorded 30000.00",
            "admitted 270000.00, 2026-06-02: 300000.00 of 300000.00",
            "refused unknown_award",
        ],
    );
}

#[test]
fn a_withdrawn_award_counts_what_was_kept() {
    let repaid =
        json!({"amount": eur("1000.00"), "interest": eur("10.00"), "on": "2026-03-01", "evidence": {}});
    says(
        &[
            reserved("r", "2026-01-10", "2026-03-31", "100000.00"),
            with(withdrawn("r", "1500.00", "2026-02-01"), json!({"repaid": repaid})),
            reported("range", "2026-01-11", json!({"form": "declared", "gge_range": {"low": eur("5.00")}})),
            withdrawn("range", "7.00", "2026-02-01"),
            corrected("range", json!({"aid": declared("9.00")})),
            // Where nothing counted, nothing was lessened: the figure that came later counts whole.
            grant("z", "2026-02-02", "1.00"),
            corrected(
                "range",
                json!({"aid": json!({"form": "declared", "gge_range": {"low": eur("5.00")}})}),
            ),
            waived("range", "1.00", "2026-02-01", "2026-02-01"),
        ],
        &[
            "admitted 100000.00, 2026-01-10: 100000.00 of 300000.00",
            "recorded [benefit_not_repaid] 1500.00",
            "recorded [uncounted] 5.00-..",
            "recorded [uncounted benefit_not_repaid]",
            "recorded 9.00, 2026-01-11: 100009.00 of 300000.00",
            "admitted 1.00, 2026-02-02: 1510.00 of 300000.00",
            "recorded [uncounted] 5.00-..",
            "recorded [uncounted]",
        ],
    );
}

#[test]
fn more_cannot_be_drawn_than_was_awarded_without_a_flag() {
    says(
        &[
            with(grant("c", "2026-11-20", "1.00"), json!({"aid": compute("100")})),
            drawn("c", "60", "999999.00"),
            drawn("c", "40", "1.00"),
            drawn("c", "0.01", "0.00"),
            corrected("c", json!({"aid": compute("200")})),
            drawn("c", "99.99", "0.00"),
            drawn("c", "0.01", "0.00"),
            grant("g", "2026-11-20", "50.00"),
            drawn("g", "1000000", "30.00"),
            drawn("g", "1", "20.00"),
            drawn("g", "1", "0.01"),
            drawn("nobody", "1", "0.01"),
            // Drawing is no second count.
            grant("rest", "2026-12-02", "299749.98"),
        ],
        &[
            "admitted 100.00, 2026-11-20: 100.00 of 300000.00",
            "recorded",
            "recorded",
            "recorded [draw_exceeds_award]",
            "admitted 200.00, 2026-11-20: 200.00 of 300000.00",
            "recorded",
            "recorded [draw_exceeds_award]",
            "admitted 50.00, 2026-11-20: 250.01 of 300000.00",
            "recorded",
            "recorded",
            "recorded [draw_exceeds_award]",
            "refused unknown_award",
            "admitted 299749.98, 2026-12-02: 300000.00 of 300000.00",
        ],
    );
}

#[test]
fn draws_in_another_currency_are_added_up_exactly() {
    let sek = |amount: &str| json!({"amount": amount, "currency": "SEK"});
    let third = || with(drawn("g", "1", "0.00"), json!({"value": sek("33.33")}));
    says(
        &[
            rate("2026-11-20", "11.0345"),
            with(
                grant("g", "2026-11-20", "1.00"),
                json!({"aid": {"form": "grant", "nominal": sek("100.00")}}),
            ),
            third(),
            third(),
            third(),
            with(drawn("g", "1", "0.00"), json!({"value": sek("0.01")})),
            with(drawn("g", "1", "0.00"), json!({"value": sek("0.01")})),
            with(drawn("g", "1", "0.00"), json!({"value": {"amount": "1.00", "currency": "DKK"}})),
        ],
        &[
            "admitted",
            "admitted 9.06, 2026-11-20: 9.06 of 300000.00",
            "recorded",
            "recorded",
            "recorded",
            "recorded",
            "recorded [draw_exceeds_award]",
            "refused unknown_currency_rate",
        ],
    );
}

#[test]
fn use_never_runs_backwards() {
    says(
        &[
            with(grant("c", "2026-11-20", "1.00"), json!({"aid": compute("100")})),
            used("c", "2026-12-10", "50"),
            used("c", "2026-12-11", "49.99"),
            used("c", "2026-12-09", "50.01"),
            used("c", "2026-12-09", "50"),
            used("c", "2026-12-10", "49"),
            used("c", "2026-12-10", "51"),
            used("c", "2026-12-20", "100"),
            used("c", "2026-12-21", "100.01"),
            used("nobody", "2026-12-21", "1"),
        ],
        &[
            "admitted 100.00, 2026-11-20: 100.00 of 300000.00",
            "recorded",
            "refused contradicts_record",
            "refused contradicts_record",
            "recorded",
            "refused contradicts_record",
            "recorded",
            "recorded",
            "recorded [draw_exceeds_award]",
            "refused unknown_award",
        ],
    );
}
