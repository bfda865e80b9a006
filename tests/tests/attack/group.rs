//! The attacker is an undertaking that was once in a group, and asks as of then for what the others hold today.

use serde_json::json;

use crate::support::child::Setup;
use crate::support::people::{OTHER, UNDERTAKING};
use crate::support::stage::Stage;

#[test]
fn who_left_a_group_does_not_see_it_by_asking_as_of_then() {
    let stage = Stage::start(&Setup::tokens());
    let honest = &stage.honest;
    let recorded = |jws: &str| {
        let answer = honest.submit(jws).unwrap();
        assert_eq!(answer.status, 201, "{}", answer.text());
        honest.keep(&answer.json())
    };
    let token = stage.token("applicant");
    recorded(&honest.grant_of("host-b", OTHER, "4711.00"));
    let mut requests = 0;
    let mut ask = |path: &str| {
        requests += 1;
        honest.get(path, Some(&token)).unwrap()
    };
    let shapes = |more: &str| {
        let sep = if more.is_empty() { "" } else { "&" };
        [
            format!("/v1/undertakings/{OTHER}?{more}"),
            format!("/v1/undertakings/{OTHER}/headroom?member-state=FI{sep}{more}"),
            format!("/v1/undertakings/{OTHER}/awards?{more}"),
            format!("/?undertaking={OTHER}&member-state=FI&regime=eu-2023-2831{sep}{more}"),
        ]
    };
    for path in shapes("") {
        assert_eq!(ask(path.trim_end_matches('?')).status, 403, "before the group: {path}");
    }
    let link = json!({"controller": OTHER, "controlled": UNDERTAKING, "kind": "voting-majority", "share_percent": "60",
        "from": "2025-03-01", "evidence": {"level": "register"}});
    let linked = recorded(&honest.statement("control.declared", "register", UNDERTAKING, &link));
    for path in &shapes("")[..3] {
        assert_eq!(ask(path.trim_end_matches('?')).status, 200, "in the group: {path}");
    }
    let end = json!({"controller": OTHER, "controlled": UNDERTAKING, "on": "2026-05-31", "history": "stays-with-recipient"});
    let ended = recorded(&honest.statement("control.ended", "register", UNDERTAKING, &end));
    // What the other got behind the end is none of the former member's business, and what it got before neither.
    recorded(&honest.grant_of("host-b", OTHER, "815.00"));
    for known_at in [linked, ended.saturating_sub(1), ended] {
        for path in shapes(&format!("known-at={known_at}")) {
            let got = ask(&path);
            assert!(matches!(got.status, 400 | 403), "{path}: {} {}", got.status, got.text());
            assert!(!got.text().contains("4711"), "{path}: {}", got.text());
        }
    }
    let own = ask(&format!("/v1/undertakings/{UNDERTAKING}/headroom?member-state=FI&known-at={linked}"));
    assert_eq!(own.status, 200, "its own stays its own: {}", own.text());
    println!("{requests} requests");
}
