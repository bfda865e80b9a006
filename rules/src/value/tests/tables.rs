//! Published prices, base rates and areas: which row counts, and from where on.

use ledger::event::aid::Regime;
use serde_json::{Value, json};

use super::{World, codes, eur, plain};
use crate::value::{Priced, discount};

fn row(partition: Option<&str>, unit: &str, from: &str, rate: &str) -> Value {
    let mut row = json!({"system": "lumi-g", "unit": unit, "from": from, "price": {"rate": rate, "currency": "EUR"}, "method": "tariff"});
    if let Some(partition) = partition {
        row["partition"] = json!(partition);
    }
    row
}

fn compute(partition: Option<&str>) -> Value {
    let mut aid = json!({"form": "compute", "system": "lumi-g", "unit": "gpu-hour", "quantity": "20000", "price_paid": eur("1.00")});
    if let Some(partition) = partition {
        aid["partition"] = json!(partition);
    }
    aid
}

#[test]
fn the_newest_row_that_has_begun_prices_an_hour() {
    let mut world = World::new();
    assert_eq!(codes(&world.valued(compute(None), json!({}))), ["unknown_price"]);
    world.publish(
        "compute-price",
        json!([
            row(None, "gpu-hour", "2026-03-02", "1.85"),
            row(None, "gpu-hour", "2025-01-01", "1.50"),
            row(None, "gpu-hour", "2026-03-03", "9.00"),
            row(None, "node-hour", "2026-03-02", "8.00"),
        ]),
    );
    assert_eq!(plain(&world.valued(compute(None), json!({}))), "36999.00");
    assert_eq!(plain(&world.valued(compute(None), json!({"granted_on": "2026-03-01"}))), "29999.00");
    assert_eq!(codes(&world.valued(compute(None), json!({"granted_on": "2024-12-31"}))), ["unknown_price"]);
    // A later row for the same key acts from its position on.
    world.publish("compute-price", json!([row(None, "gpu-hour", "2026-03-02", "1.00")]));
    assert_eq!(plain(&world.valued(compute(None), json!({}))), "19999.00");
}

#[test]
fn a_partition_has_its_own_price_and_else_that_of_the_system() {
    let mut world = World::new();
    world.publish(
        "compute-price",
        json!([row(None, "gpu-hour", "2025-01-01", "1"), row(Some("small"), "gpu-hour", "2026-03-02", "2")]),
    );
    assert_eq!(plain(&world.valued(compute(Some("small")), json!({}))), "39999.00");
    assert_eq!(plain(&world.valued(compute(Some("big")), json!({}))), "19999.00");
    assert_eq!(plain(&world.valued(compute(None), json!({}))), "19999.00");
    // A partition with rows of its own has no other price before the first of them.
    assert_eq!(
        codes(&world.valued(compute(Some("small")), json!({"granted_on": "2026-03-01"}))),
        ["unknown_price"]
    );
}

#[test]
fn a_stated_price_goes_before_the_table() {
    let mut world = World::new();
    world.publish("compute-price", json!([row(None, "gpu-hour", "2025-01-01", "1")]));
    let mut aid = compute(None);
    aid["unit_price"] = json!({"rate": "0.333333333333", "currency": "EUR", "evidence": {"method": "m", "sha256": "0".repeat(64)}});
    // 20000 x 0.333333333333 - 1 = 6665.66666666
    assert_eq!(plain(&world.valued(aid, json!({}))), "6665.67");
}

#[test]
fn the_base_rate_is_the_granting_states_newest() {
    let mut world = World::new();
    let row = |member_state: &str, from: &str, percent: &str| json!({"member_state": member_state, "from": from, "percent": percent});
    world.publish(
        "ec-base-rate",
        json!([
            row("FI", "2026-01-01", "2.19"),
            row("FI", "2025-07-01", "2.21"),
            row("PL", "2024-01-01", "5.68")
        ]),
    );
    let growth = |member_state: &str, on: &str| {
        let to = Priced {
            member_state: member_state.parse().ok(),
            regime: Regime::Eu2023_2831,
            granted_on: on.parse().unwrap(),
        };
        discount::rate(&world.state, to).ok().map(|rate| rate.growth.to_string())
    };
    assert_eq!(growth("FI", "2026-03-02").unwrap(), "10319/10000");
    assert_eq!(growth("FI", "2025-12-31").unwrap(), "10321/10000");
    assert_eq!(growth("PL", "2026-03-02").unwrap(), "2667/2500");
    assert_eq!(growth("FI", "2025-06-30"), None);
    assert_eq!(growth("SE", "2026-03-02"), None);
    // Nothing is left to divide by.
    world.publish(
        "ec-base-rate",
        json!([row("FI", "2026-01-01", "-101"), row("SE", "2026-01-01", "-100.999999")]),
    );
    let plan = json!({"form": "instalments", "payments": [{"due": "2026-03-02", "amount": eur("1.00")}]});
    assert_eq!(codes(&world.valued(plan.clone(), json!({}))), ["unknown_reference"]);
    assert_eq!(plain(&world.valued(plan, json!({"member_state": "SE"}))), "1.00");
}

#[test]
fn areas_are_kept_by_region_and_day() {
    let mut world = World::new();
    world.publish(
        "areas",
        json!([
            {"nuts": "FI1D", "area": "c", "from": "2022-01-01", "until": "2027-12-31"},
            {"nuts": "FI1D1", "area": "a", "from": "2022-01-01"},
        ]),
    );
    let area = |nuts: &str, on: &str| {
        world.state.reference.area(nuts, on.parse().unwrap()).map(|(_, area)| area.status.as_str())
    };
    assert_eq!(area("FI1D", "2027-12-31"), Some("c"));
    assert_eq!(area("FI1D", "2028-01-01"), None);
    assert_eq!(area("FI1D1", "2190-01-01"), Some("a"));
    assert_eq!(area("FI1D", "2021-12-31"), None);
}
