//! Which route? A host asks before it grants; nothing is recorded of it.

use serde_json::json;

use super::super::script::{Script, cash, gpu_hours};

pub(super) fn play(script: &mut Script<'_>) {
    nearly_full(script);
    of_the_union(script);
}

/// A start-up asks for hours worth 37,000 euro and has 10,000 left: so much today, all of it when the older award is three years
/// old, whatever else carries it.
fn nearly_full(script: &mut Script<'_>) {
    let client = script.company("FI", "Vector Forecasting Oy");
    script.report("route-1", &client, -1_050, 200_000);
    script.report("route-2", &client, -500, 90_000);
    let expected = "fits-up-to 10000.00, all of it later";
    script.ask(&client, json!({"aid": gpu_hours(14_800)}), "eu-2023-2831", expected);
    script.ask(&client, json!({"aid": cash(10_000)}), "eu-2023-2831", "fits 10000.00");
}

/// Hours that the Union pays for are no State aid, whatever was received.
fn of_the_union(script: &mut Script<'_>) {
    let client = script.company("FI", "Vector Materials Oy");
    script.report("route-3", &client, -900, 300_000);
    let funding = json!([{"origin": "union-central", "share_percent": "100"}]);
    script.ask(&client, json!({"aid": gpu_hours(14_800), "funding": funding}), "no-aid", "fits 37000.00");
    let expected = "fits-from 0.00, all of it later";
    script.ask(&client, json!({"aid": gpu_hours(14_800)}), "eu-2023-2831", expected);
}
