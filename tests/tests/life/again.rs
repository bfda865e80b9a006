//! Corrections, restatements, claims of no aid, and whose award it is.

use serde_json::json;

use super::lines::{
    cash, compute, conferred, corrected, declared, drawn, eur, grant, reported, restated, says, with,
};

#[test]
fn a_restatement_replaces_the_figure_of_a_report() {
    says(
        &[
            reported("r", "2026-01-10", json!({"form": "declared", "gge_range": {"low": eur("5.00")}})),
            grant("g", "2026-02-01", "1.00"),
            restated("r", declared("200000.00")),
            grant("g", "2026-02-01", "100000.00"),
            restated("r", declared("300000.01")),
            restated("g", declared("1.00")),
            restated("nobody", declared("1.00")),
            conferred("h", "2026-02-02", "1.00"),
            restated("h", declared("1.00")),
        ],
        &[
            "recorded [uncounted] 5.00-..",
            "deferred uncounted_award_in_window 1.00",
            "recorded 200000.00, 2026-01-10: 200000.00 of 300000.00",
            "admitted 100000.00, 2026-02-01: 300000.00 of 300000.00",
            "recorded [over_ceiling] 300000.01, 2026-02-01: 400000.01 of 300000.00",
            "refused contradicts_record",
            "refused unknown_award",
            "recorded [granted_without_check over_ceiling] 1.00, 2026-02-02: 400001.01 of 300000.00",
            "refused contradicts_record",
        ],
    );
}

#[test]
fn every_member_of_a_grant_can_be_corrected() {
    let sector = |code: &str| json!({"activity": {"nace": {"code": code, "revision": "2.1"}}});
    let mut first = grant("g", "2026-11-20", "100000.00");
    first["data"]["conditions"] = json!({"export_linked": false, "domestic_goods": false, "price_quantity_linked": false, "sgei_service": "ferry"});
    says(
        &[
            first,
            corrected("g", json!({"aid": cash("300000.01")})),
            corrected("g", json!({"aid": cash("300000.00")})),
            corrected("g", json!({"granted_on": "2026-11-21"})),
            corrected("g", json!({"basis": {"regime": "eu-2023-2832"}})),
            corrected("g", sector("03.11")),
            corrected("g", sector("62.20")),
            corrected("g", json!({"granted_on": "2023-12-31"})),
            corrected("g", json!({"eligible_costs": "none-identifiable"})),
            corrected("g", json!({"external_refs": [{"register": "tam", "id": "1"}]})),
            corrected("nobody", sector("62.20")),
            grant("h", "2026-11-21", "300000.00"),
        ],
        &[
            "admitted 100000.00, 2026-11-20: 100000.00 of 300000.00",
            "refused ceiling_exceeded 300000.01, 2026-11-20: 300000.01 of 300000.00",
            "admitted 300000.00, 2026-11-20: 300000.00 of 300000.00",
            "admitted 300000.00, 2026-11-21: 300000.00 of 300000.00",
            "admitted 300000.00, 2026-11-21: 300000.00 of 750000.00",
            "refused excluded_sector 300000.00, 2026-11-21: 300000.00 of 750000.00",
            "admitted 300000.00, 2026-11-21: 300000.00 of 750000.00",
            "refused regime_not_in_force 300000.00",
            "admitted 300000.00, 2026-11-21: 300000.00 of 750000.00",
            "admitted 300000.00, 2026-11-21: 300000.00 of 750000.00",
            "refused unknown_award",
            "admitted [possible_duplicate] 300000.00, 2026-11-21: 300000.00 of 300000.00",
        ],
    );
}

#[test]
fn a_correction_keeps_funding_and_scheme() {
    let half = json!([{"origin": "state", "share_percent": "50"}, {"origin": "union-central", "share_percent": "50"}]);
    let capped = json!({"form": "grant", "nominal": eur("100.00"), "cap": eur("80.00"), "counts_as": "scheme-fixed-sum"});
    let scheme = json!({"kind": "scheme", "regime": "eu-2023-2831"});
    says(
        &[
            with(grant("g", "2026-11-20", "100.00"), json!({"funding": half})),
            corrected("g", json!({"aid": cash("50.00")})),
            corrected("g", json!({"granted_on": "2026-11-21"})),
            with(grant("h", "2026-11-20", "1.00"), json!({"aid": capped, "basis": scheme})),
            corrected("h", json!({"granted_on": "2026-11-21"})),
            corrected("h", json!({"basis": {"kind": "ad-hoc", "regime": "eu-2023-2831"}})),
            with(reported("r", "2026-11-22", declared("10.00")), json!({"funding": half})),
            restated("r", declared("20.00")),
            corrected("r", json!({"aid": declared("30.00")})),
        ],
        &[
            "admitted 50.00, 2026-11-20: 50.00 of 300000.00",
            "admitted 25.00, 2026-11-20: 25.00 of 300000.00",
            "admitted 25.00, 2026-11-21: 25.00 of 300000.00",
            "admitted 80.00, 2026-11-21: 105.00 of 300000.00",
            "admitted 80.00, 2026-11-21: 105.00 of 300000.00",
            "deferred needs_review",
            "recorded 5.00, 2026-11-22: 110.00 of 300000.00",
            "recorded 10.00, 2026-11-22: 115.00 of 300000.00",
            "recorded 15.00, 2026-11-22: 120.00 of 300000.00",
        ],
    );
}

#[test]
fn what_is_no_aid_is_held_against_no_limit() {
    let research = || {
        let mut aid = compute("1000000");
        aid["access"] = json!({"economic": false});
        let mut line = with(
            grant("n", "2026-11-20", "1.00"),
            json!({"aid": aid, "basis": {"regime": "no-aid"}, "treatment": {"no-aid": {"ground": "non-economic-use"}}}),
        );
        line["data"].as_object_mut().unwrap().remove("member_state");
        line
    };
    let at_market =
        || with(research(), json!({"award": "m", "treatment": {"no-aid": {"ground": "market-price"}}}));
    let farm = json!({"nace": {"code": "03.11", "revision": "2.1"}});
    says(
        &[
            with(research(), json!({"activity": farm})),
            corrected("n", json!({"aid": compute("1")})),
            corrected("n", json!({"granted_on": "2026-11-21"})),
            drawn("n", "1000000.01", "0.00"),
            at_market(),
            with(at_market(), json!({"legal_right": "conferred"})),
            grant("g", "2026-11-21", "300000.00"),
        ],
        &[
            "admitted",
            "deferred needs_review",
            "admitted",
            "recorded [draw_exceeds_award]",
            "deferred needs_review",
            "recorded [granted_without_check uncounted]",
            "admitted 300000.00, 2026-11-21: 300000.00 of 300000.00",
        ],
    );
}

#[test]
fn an_identifier_without_registration_anchors_nobody() {
    let of =
        |award: &str, who: &str| with(conferred(award, "2026-11-20", "1.00"), json!({"beneficiary": who}));
    let lei = "LEI:529900T8BM49AURSDO55";
    let person = format!("PRS:{}", "ab".repeat(16));
    says(
        &[
            of("a", lei),
            with(reported("b", "2026-11-20", declared("1.00")), json!({"beneficiary": "VAT:FI12345671"})),
            of("c", "NID:FI:9999999-2"),
            with(grant("d", "2026-11-20", "1.00"), json!({"beneficiary": lei})),
            corrected("a", json!({"aid": cash("2.00")})),
            restated("b", declared("2.00")),
            of("e", &person),
        ],
        &[
            "recorded [granted_without_check uncounted identity_not_anchored] 1.00",
            "recorded [uncounted identity_not_anchored] 1.00",
            "recorded [granted_without_check uncounted] 1.00",
            "refused unknown_undertaking 1.00, 2026-11-20: 1.00 of 300000.00",
            "recorded [granted_without_check uncounted identity_not_anchored] 2.00",
            "recorded [uncounted identity_not_anchored] 2.00",
            "recorded [granted_without_check uncounted identity_not_matched] 1.00",
        ],
    );
}
