//! Sets: all of them, or none.

use serde_json::json;

use super::lines::{corrected, grant, of_other, rate, says, set, with, withdrawn};

#[test]
fn a_set_is_admitted_whole_or_not_at_all() {
    let first = || grant("a", "2026-11-20", "200000.00");
    let second = || grant("b", "2026-11-20", "100000.00");
    says(
        &[
            // The second is judged with the first in effect.
            set(&[first(), grant("b", "2026-11-20", "100000.01")]),
            // One bad member, for another beneficiary and another reason, takes the good one with it.
            set(&[
                first(),
                of_other(with(second(), json!({"activity": {"nace": {"code": "03.11", "revision": "2.1"}}}))),
            ]),
            grant("only", "2026-11-20", "300000.00"),
            withdrawn("only", "0.00", "2026-11-20"),
            set(&[first(), second(), of_other(grant("c", "2026-11-20", "5.00"))]),
            grant("a", "2026-11-20", "0.00"),
            withdrawn("b", "0.00", "2026-11-21"),
            grant("d", "2026-11-21", "100000.00"),
        ],
        &[
            "refused ceiling_exceeded 300000.01, 2026-11-20: 200000.00 of 300000.00, 2026-11-20: 300000.01 of 300000.00",
            "refused excluded_sector 300000.00, 2026-11-20: 200000.00 of 300000.00, 2026-11-20: 100000.00 of 300000.00",
            "admitted 300000.00, 2026-11-20: 300000.00 of 300000.00",
            "recorded 0.00",
            "admitted 300005.00, 2026-11-20: 200000.00 of 300000.00, 2026-11-20: 300000.00 of 300000.00, 2026-11-20: 5.00 of 300000.00",
            "refused award_id_used 0.00, 2026-11-20: 300000.00 of 300000.00",
            "recorded 0.00",
            "admitted 100000.00, 2026-11-21: 300000.00 of 300000.00",
        ],
    );
}

#[test]
fn a_set_defers_only_where_all_that_holds_defers() {
    let open = |award: &str| {
        of_other(with(grant(award, "2026-11-20", "1.00"), json!({"basis": {"regime": "gber-25"}})))
    };
    says(
        &[
            set(&[grant("a", "2026-11-20", "1.00"), open("b")]),
            set(&[grant("a", "2026-11-20", "300000.01"), open("b")]),
            set(&[
                with(grant("a", "2026-11-20", "1.00"), json!({"beneficiary": "NID:FI:9999999-2"})),
                open("b"),
            ]),
        ],
        &[
            "deferred not_covered 2.00",
            "refused ceiling_exceeded not_covered 300001.01, 2026-11-20: 300000.01 of 300000.00",
            "refused unknown_undertaking 2.00, 2026-11-20: 1.00 of 300000.00",
        ],
    );
}

#[test]
fn a_set_is_valued_member_by_member_when_it_takes_effect() {
    let sek = json!({"form": "grant", "nominal": {"amount": "1000.00", "currency": "SEK"}});
    says(
        &[
            rate("2026-11-20", "10"),
            set(&[
                with(grant("a", "2026-11-20", "1.00"), json!({"aid": sek})),
                grant("b", "2026-11-20", "7.00"),
            ]),
            rate("2026-11-19", "5"),
            // Published since, the other rate prices the first member anew at another date, and only then.
            corrected("a", json!({"activity": {"nace": {"code": "62.20", "revision": "2.1"}}})),
            corrected("a", json!({"granted_on": "2026-11-19"})),
        ],
        &[
            "admitted",
            "admitted 107.00, 2026-11-20: 100.00 of 300000.00, 2026-11-20: 107.00 of 300000.00",
            "admitted",
            "admitted 100.00, 2026-11-20: 107.00 of 300000.00",
            "admitted 200.00, 2026-11-20: 207.00 of 300000.00",
        ],
    );
}
