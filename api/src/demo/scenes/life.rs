//! The life of an award after, and before, the grant.

use serde_json::{Value, json};

use super::super::cast::Who::{Auditor, North, Operator};
use super::super::script::{ADMITTED, DIGEST, RECORDED, Script, cash, eur, gpu_hours, granted, with};

pub(super) fn play(script: &mut Script<'_>) {
    reserved_and_confirmed(script);
    reserved_and_released(script);
    reserved_too_long_ago(script);
    under_a_condition(script);
    a_consortium(script);
    reduced(script);
    waived(script);
    withdrawn_and_corrected(script);
    drawn(script);
    credits_expire(script);
    disputed(script);
}

fn reserve(script: &mut Script<'_>, award: &str, to: &str, days: i64, expires: i64, euros: u64) {
    let data = with(
        granted(North, award, to, &script.day(days), cash(euros)),
        json!({"expires_on": script.day(expires), "applicant_consent": {"sha256": DIGEST}}),
    );
    script.say_on(North, days, "award.reserved", data, ADMITTED);
}

/// What is confirmed may be less than what was reserved.
fn reserved_and_confirmed(script: &mut Script<'_>) {
    let client = script.company("FI", "Quarry Vision Oy");
    reserve(script, "reserved-1", &client, -40, 20, 50_000);
    let data = json!({"award": "reserved-1", "granted_on": script.day(0), "aid": cash(45_000)});
    script.say(North, "award.confirmed", data, ADMITTED);
}

fn reserved_and_released(script: &mut Script<'_>) {
    let client = script.company("FI", "Quarry Speech Oy");
    reserve(script, "reserved-2", &client, -10, 60, 50_000);
    let data = json!({"award": "reserved-2", "reason": "application withdrawn"});
    script.say(North, "award.released", data, RECORDED);
}

fn reserved_too_long_ago(script: &mut Script<'_>) {
    let client = script.company("FI", "Quarry Robotics Oy");
    reserve(script, "reserved-3", &client, -80, -20, 50_000);
    let data = json!({"award": "reserved-3", "granted_on": script.day(0)});
    script.say(North, "award.confirmed", data, "refused reservation_expired");
}

/// The right arises when the condition is met; one condition is, one is not.
fn under_a_condition(script: &mut Script<'_>) {
    let client = script.company("FI", "Umbra Genomics Oy");
    for (award, euros) in [("condition-1", 40_000), ("condition-2", 45_000)] {
        let data = with(
            granted(North, award, &client, &script.day(-60), cash(euros)),
            json!({"condition": "co-funding of half is documented", "long_stop": script.day(120)}),
        );
        script.say_on(North, -60, "award.conditional", data, ADMITTED);
    }
    let met = json!({"award": "condition-1", "on": script.day(-3), "evidence": {"level": "documented", "sha256": DIGEST}});
    script.say(North, "award.condition-met", met, ADMITTED);
    let failed = json!({"award": "condition-2", "on": script.day(-2), "reason": "no second funder"});
    script.say(North, "award.condition-failed", failed, RECORDED);
}

/// A consortium gets all of its awards or none.
fn a_consortium(script: &mut Script<'_>) {
    let [one, other] = ["Vector Mobility Oy", "Vector Materials Oy"].map(|name| script.company("FI", name));
    let today = script.day(0);
    let set = |number: u32, euros: [u64; 2]| {
        let [first, second] = euros;
        json!({"awards": [
            granted(North, &format!("set-{number}-a"), &one, &today, cash(first)),
            granted(North, &format!("set-{number}-b"), &other, &today, cash(second)),
        ]})
    };
    script.say(North, "award.set", set(1, [200_000, 100_000]), ADMITTED);
    script.say(North, "award.set", set(2, [100_001, 50_000]), "refused ceiling_exceeded");
}

/// A reduction never counts less than what was used and not repaid.
fn reduced(script: &mut Script<'_>) {
    let client = script.company("FI", "Willow Robotics Oy");
    script.grant_on(North, -90, "reduced-1", &client, gpu_hours(40_000), ADMITTED);
    let less = |after: u64, kept: u64, on: String| json!({"award": "reduced-1", "gge_after": eur(after), "benefit_kept": eur(kept), "on": on, "reason": "unused hours returned"});
    script.say(North, "award.reduced", less(60_000, 20_000, script.day(-30)), RECORDED);
    let too_much = with(
        less(10_000, 30_000, script.day(-10)),
        json!({"repaid": {"amount": eur(5_000), "interest": eur(15), "on": script.day(-10), "evidence": {"kind": "bank statement", "sha256": DIGEST}}}),
    );
    script.say(North, "award.reduced", too_much, "recorded +benefit_not_repaid");
}

/// What is waived counts less once it is repaid.
fn waived(script: &mut Script<'_>) {
    let client = script.company("FI", "Zephyr Vision Oy");
    script.grant_on(North, -50, "waived-1", &client, cash(50_000), ADMITTED);
    let waive = |on: String, repaid_on: String| {
        json!({
            "award": "waived-1", "amount": eur(10_000), "on": on, "repaid_on": repaid_on, "benefit_kept": eur(0),
            "evidence": {"level": "documented", "sha256": DIGEST},
        })
    };
    script.say(North, "award.waived", waive(script.day(-10), script.day(-10)), RECORDED);
    script.say(North, "award.waived", waive(script.day(-5), script.day(30)), "recorded +benefit_not_repaid");
}

fn withdrawn_and_corrected(script: &mut Script<'_>) {
    let client = script.company("FI", "Zephyr Speech Oy");
    script.grant_on(North, -40, "withdrawn-1", &client, cash(20_000), ADMITTED);
    let data = json!({"award": "withdrawn-1", "benefit_kept": eur(0), "on": script.day(-20), "reason": "never started"});
    script.say(North, "award.withdrawn", data, RECORDED);
    script.grant(North, "corrected-1", &client, cash(20_000), ADMITTED);
    let set = json!({"granted_on": script.day(-1)});
    let data = json!({"award": "corrected-1", "set": set, "reason": "date of the act"});
    script.say(North, "award.corrected", data, ADMITTED);
    let conferred = with(
        granted(North, "corrected-2", &client, &script.day(-45), cash(20_000)),
        json!({"legal_right": "conferred"}),
    );
    script.say(North, "award.granted", conferred, "recorded +granted_without_check");
    let data = json!({"award": "corrected-2", "set": {"aid": cash(21_000)}, "reason": "amount of the act"});
    script.say(North, "award.corrected", data, "recorded +granted_without_check");
}

/// Drawing is no second aid; drawing more than was awarded is seen.
fn drawn(script: &mut Script<'_>) {
    let client = script.company("FI", "Baltic Forecasting Oy");
    script.grant_on(North, -60, "drawn-1", &client, gpu_hours(1_000), ADMITTED);
    let draw = |hours: u64, on: String| json!({"award": "drawn-1", "host": North.id(), "system": "north-gpu", "quantity": hours.to_string(), "value": eur(hours * 5 / 2), "on": on});
    script.say(North, "award.drawn", draw(600, script.day(-40)), RECORDED);
    let used = |hours: &str, to: String| json!({"award": "drawn-1", "to": to, "quantity": hours});
    script.say(North, "usage.reported", used("550", script.day(-30)), RECORDED);
    script.say(North, "award.drawn", draw(500, script.day(-20)), "recorded +draw_exceeds_award");
    script.say(North, "usage.reported", used("540", script.day(-15)), "refused contradicts_record");
}

/// Credits that lapse count no longer; credits that only run out of date do.
fn credits_expire(script: &mut Script<'_>) {
    let client = script.company("FI", "Ember Vision Oy");
    for (award, euros, right_lapsed) in [("credits-1", 10_000, true), ("credits-2", 12_000, false)] {
        let credits: Value = json!({"form": "credits", "face_value": eur(euros), "price_paid": eur(0), "expires_on": script.day(-10)});
        script.grant_on(North, -70, award, &client, credits, ADMITTED);
        let data = json!({"award": award, "amount": eur(4_000), "on": script.day(-10), "right_lapsed": right_lapsed, "ground": "terms of the voucher, section 3"});
        script.say(North, "credits.expired", data, RECORDED);
    }
}

fn disputed(script: &mut Script<'_>) {
    let client = script.company("FI", "Fjord Mobility Oy");
    script.grant(North, "disputed-1", &client, cash(5_000), ADMITTED);
    let data = |reason: &str| json!({"award": "factory-fi/disputed-1", "reason": reason});
    script.say(Auditor, "award.disputed", data("beneficiary may belong to another group"), RECORDED);
    script.say(Operator, "dispute.lodged", data("the applicant says it never received it"), RECORDED);
}
