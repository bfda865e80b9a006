//! Plain forms, caps, shares, faces, and what hangs on a date.

use ledger::money::Cents;
use serde_json::{Value, json};

use super::{World, codes, eur, figure, grant, money, plain};
use crate::value::face::{face, hangs_on_date};
use crate::value::{Aided, Grantee};

fn grant_of(amount: &str) -> Value {
    json!({"form": "grant", "nominal": eur(amount)})
}

fn capped(mut aid: Value, cap: &str, counts_as: &str) -> Value {
    aid["cap"] = eur(cap);
    aid["counts_as"] = json!(counts_as);
    aid
}

#[test]
fn worth_less_price_paid_and_never_below_zero() {
    let world = World::new();
    let credits = |face, paid| json!({"form": "credits", "face_value": eur(face), "price_paid": eur(paid), "expires_on": "2027-01-01"});
    let service =
        |market, paid| json!({"form": "service", "market_value": eur(market), "price_paid": eur(paid)});
    assert_eq!(plain(&world.valued(grant_of("0.01"), json!({}))), "0.01");
    assert_eq!(plain(&world.valued(credits("40000.00", "100.01"), json!({}))), "39899.99");
    assert_eq!(plain(&world.valued(service("10.00", "10.01"), json!({}))), "0.00");
}

#[test]
fn currencies_are_converted_each_for_itself_and_all_that_is_missing_is_named() {
    let mut world = World::new();
    world.publish("fx", json!([{"member_state": "*", "currency": "SEK", "date": "2026-02-23", "rate": "11.0345", "source": "ECB"}]));
    let service =
        |market: Value, paid: Value| json!({"form": "service", "market_value": market, "price_paid": paid});
    // 110345 / 11.0345 = 10000; the rate is seven days old.
    assert_eq!(plain(&world.valued(service(money("110345.00", "SEK"), eur("0.50")), json!({}))), "9999.50");
    let older =
        world.valued(service(money("110345.00", "SEK"), eur("0.50")), json!({"granted_on": "2026-03-03"}));
    assert_eq!(codes(&older), ["unknown_currency_rate"]);
    let compute = json!({"form": "compute", "system": "s", "unit": "gpu-hour", "quantity": "1", "price_paid": money("1.00", "DKK")});
    assert_eq!(codes(&world.valued(compute, json!({}))), ["unknown_currency_rate", "unknown_price"]);
}

/// Case 38: a voucher "up to 40 000" of which 12 000 were used counts 40 000.
#[test]
fn a_cap_counts_whatever_the_form_comes_to() {
    let world = World::new();
    assert_eq!(plain(&world.valued(capped(grant_of("12000.00"), "40000.00", "cap"), json!({}))), "40000.00");
    assert_eq!(
        plain(&world.valued(capped(grant_of("12000.00"), "40000.00", "exact"), json!({}))),
        "12000.00"
    );
    assert_eq!(
        plain(&world.valued(capped(grant_of("40000.01"), "40000.00", "exact"), json!({}))),
        "40000.00"
    );
    let scheme = json!({"basis": {"kind": "scheme", "regime": "eu-2023-2831"}});
    let fixed = capped(grant_of("12000.00"), "30000.00", "scheme-fixed-sum");
    assert_eq!(plain(&world.valued(fixed.clone(), scheme)), "30000.00");
    let ad_hoc = world.valued(fixed, json!({}));
    assert_eq!((codes(&ad_hoc), ad_hoc.figure()), (vec!["needs_review"], None));
}

#[test]
fn where_the_cap_counts_the_price_and_the_base_rate_of_the_form_are_not_needed() {
    let world = World::new();
    let compute = json!({"form": "compute", "system": "s", "unit": "gpu-hour", "quantity": "1", "price_paid": eur("0.00")});
    let plan =
        json!({"form": "instalments", "payments": [{"due": "2027-01-01", "amount": money("5.00", "DKK")}]});
    assert_eq!(plain(&world.valued(capped(compute.clone(), "7.00", "cap"), json!({}))), "7.00");
    assert_eq!(plain(&world.valued(capped(plan.clone(), "7.00", "cap"), json!({}))), "7.00");
    assert_eq!(codes(&world.valued(capped(compute, "7.00", "exact"), json!({}))), ["unknown_price"]);
    assert_eq!(
        codes(&world.valued(capped(plan, "7.00", "exact"), json!({}))),
        ["unknown_reference", "unknown_currency_rate"]
    );
}

#[test]
fn the_share_of_the_state_is_taken_before_rounding() {
    let world = World::new();
    let shared = |share: &str, rest: &str, origin: &str| json!({"funding": [{"origin": origin, "share_percent": share}, {"origin": "union-central", "share_percent": rest}]});
    for origin in ["state", "shared-management", "ms-donated", "undetermined"] {
        assert_eq!(
            plain(&world.valued(grant_of("100.00"), shared("33.333333", "66.666667", origin))),
            "33.33"
        );
    }
    assert_eq!(plain(&world.valued(grant_of("100.00"), shared("40", "60", "private"))), "0.00");
    // 0.03 x 50 % = 0.015 goes up; a cap of 0.01 comes before the share: 0.005 goes up.
    assert_eq!(plain(&world.valued(grant_of("0.03"), shared("50", "50", "state"))), "0.02");
    assert_eq!(
        plain(&world.valued(capped(grant_of("0.03"), "0.01", "exact"), shared("50", "50", "state"))),
        "0.01"
    );
    // 0.005 x 50 % = 0.0025 is nothing; rounded before the share it would come to a cent.
    let compute = json!({"form": "compute", "system": "s", "unit": "gpu-hour", "quantity": "1", "price_paid": eur("0.00"),
        "unit_price": {"rate": "0.005", "currency": "EUR", "evidence": {"method": "m", "sha256": "0".repeat(64)}}});
    assert_eq!(plain(&world.valued(compute, shared("50", "50", "state"))), "0.00");
}

#[test]
fn capital_counts_whole_and_is_transparent_to_the_ceiling() {
    let world = World::new();
    let capital = |amount: &str| json!({"form": "capital", "injection": eur(amount)});
    assert_eq!(plain(&world.valued(capital("250000.00"), json!({}))), "250000.00");
    assert_eq!(plain(&world.valued(capital("300000.00"), json!({}))), "300000.00");
    let more = world.valued(capital("300001.00"), json!({}));
    assert_eq!((figure(&more), codes(&more)), ("300001.00".to_owned(), vec!["not_transparent_aid"]));
    let sgei = json!({"basis": {"kind": "ad-hoc", "regime": "eu-2023-2832"}});
    assert_eq!(plain(&world.valued(capital("750000.00"), sgei.clone())), "750000.00");
    assert_eq!(codes(&world.valued(capital("750000.01"), sgei)), ["not_transparent_aid"]);
    // The limit is on the injection, not on what counts of it.
    assert_eq!(
        codes(&world.valued(capped(capital("300000.01"), "1.00", "cap"), json!({}))),
        ["not_transparent_aid"]
    );
}

#[test]
fn the_face_is_what_may_be_drawn() {
    let mut world = World::new();
    world.publish("fx", json!([{"member_state": "*", "currency": "SEK", "date": "2026-03-02", "rate": "10", "source": "ECB"}]));
    let of = |aid: Value| {
        let grant = grant(aid, json!({"funding": [{"origin": "private", "share_percent": "100"}]}));
        let to = Grantee {
            beneficiary: &grant.beneficiary,
            member_state: grant.member_state,
            regime: grant.basis.regime,
            granted_on: grant.granted_on.date(),
        };
        let face =
            face(&world.state, Aided { aid: &grant.aid, funding: &grant.funding, by_scheme: false }, to);
        (face.quantity.map(|quantity| quantity.to_string()), face.value)
    };
    let compute = json!({"form": "compute", "system": "s", "unit": "gpu-hour", "quantity": "20000.5", "price_paid": eur("0.00")});
    assert_eq!(of(compute), (Some("20000.5".to_owned()), None));
    let plan = json!({"form": "instalments", "payments": [{"due": "2027-01-01", "amount": eur("5.00")}, {"due": "2028-01-01", "amount": money("70.00", "SEK")}]});
    assert_eq!(of(plan.clone()), (None, Some(Cents(1200))));
    assert_eq!(of(capped(plan, "11.99", "exact")), (None, Some(Cents(1199))));
    let loan = json!({"form": "loan", "principal": eur("2000000.00"), "years": "9", "collateral_percent": "0", "method": "reference-rate"});
    assert_eq!(of(loan), (None, Some(Cents(200_000_000))));
    assert_eq!(of(json!({"form": "grant", "nominal": money("1.00", "DKK")})), (None, None));
}

#[test]
fn what_hangs_on_the_date_is_kept() {
    let hangs = |aid: Value| hangs_on_date(&grant(aid, json!({})).aid);
    assert!(!hangs(grant_of("1.00")));
    assert!(hangs(json!({"form": "grant", "nominal": money("1.00", "SEK")})));
    assert!(hangs(
        json!({"form": "grant", "nominal": eur("1.00"), "cap": money("1.00", "SEK"), "counts_as": "cap"})
    ));
    assert!(hangs(
        json!({"form": "compute", "system": "s", "unit": "gpu-hour", "quantity": "1", "price_paid": eur("0.00")})
    ));
    assert!(hangs(json!({"form": "instalments", "payments": []})));
}
