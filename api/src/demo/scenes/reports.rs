//! What others granted, as registers, banks and applicants report it, and what stands anyway.

use chrono::Datelike as _;
use chrono::NaiveDate;
use serde_json::{Value, json};

use super::super::cast::Who::{Bank, Mediterranean, North, Register};
use super::super::script::{ADMITTED, DIGEST, RECORDED, Script, cash, declared, eur, granted, with};

pub(super) fn play(script: &mut Script<'_>) {
    every_source(script);
    every_date(script);
    a_figure_that_is_open(script);
    an_own_award(script);
    seen_twice(script);
    a_look_alike(script);
    conferred_over_the_ceiling(script);
    the_order_of_a_day(script);
    the_first_day_of_the_window(script);
    an_open_question(script);
    people_and_strangers(script);
    an_unknown_regime(script);
}

fn every_source(script: &mut Script<'_>) {
    let client = script.company("FI", "Delta Materials Oy");
    for (who, award, from, regime, euros) in [
        (Register, "source-1", "register", "eu-2023-2831", 20_000),
        (Bank, "bank-1", "intermediary", "eu-2023-2831", 10_000),
        (Mediterranean, "source-2", "declaration", "eu-1408-2013", 9_000),
        (Register, "source-3", "authority", "gber-28", 70_000),
        (Register, "source-4", "authority", "notified", 400_000),
        (Register, "source-5", "authority", "unknown", 6_000),
    ] {
        let data = script.reported(award, &client, &script.day(-180), declared(euros));
        let from = json!({"reported_from": from, "basis": {"regime": regime}});
        script.say(who, "award.reported", with(data, from), RECORDED);
    }
}

/// The last day of the quarter before a date.
fn quarter_end(date: NaiveDate) -> NaiveDate {
    let first_month = date.month0() / 3 * 3 + 1;
    let first = NaiveDate::from_ymd_opt(date.year(), first_month, 1).unwrap_or(date);
    first.pred_opt().unwrap_or(first)
}

/// A quarter's end, a day of publication, and a date that is only known within a month.
fn every_date(script: &mut Script<'_>) {
    let client = script.company("FI", "Delta Genomics Oy");
    let quarter = quarter_end(script.date(-400)).to_string();
    for (award, basis, on) in [("date-1", "quarter-end", quarter), ("date-2", "published", script.day(-390))]
    {
        let data = with(script.reported(award, &client, &on, declared(8_000)), json!({"date_basis": basis}));
        script.say(Register, "award.reported", data, RECORDED);
    }
    let data = script.reported("date-3", &client, &script.day(-380), declared(8_000));
    let within =
        json!({"granted_on": null, "granted_on_range": {"from": script.day(-380), "to": script.day(-350)}});
    script.say(Register, "award.reported", with(data, within), "recorded +uncounted");
}

/// While a figure has no upper end nobody knows what is left; restated, it counts.
fn a_figure_that_is_open(script: &mut Script<'_>) {
    let client = script.company("FI", "Granite Translation Oy");
    let range = |low: u64, high: Option<u64>| match high {
        Some(high) => json!({"form": "declared", "gge_range": {"low": eur(low), "high": eur(high)}}),
        None => json!({"form": "declared", "gge_range": {"low": eur(low)}}),
    };
    let known = script.reported("range-1", &client, &script.day(-150), range(10_000, Some(20_000)));
    script.say(Register, "award.reported", known, RECORDED);
    let open = script.reported("range-2", &client, &script.day(-140), range(60_000, None));
    script.say(Register, "award.reported", open, "recorded +uncounted");
    script.grant(North, "range-3", &client, cash(10_000), "deferred uncounted_award_in_window");
    let restated = json!({
        "award": "range-2", "aid": declared(64_000), "reason": "the authority gave the figure",
        "source_row": {"register": "national", "id": "range-2", "retrieved_on": script.day(0), "sha256": DIGEST},
    });
    script.say(Register, "award.restated", restated, RECORDED);
    script.grant(North, "range-4", &client, cash(10_000), ADMITTED);
}

/// Who grants does not report: an own award filed so counts as conferred.
fn an_own_award(script: &mut Script<'_>) {
    let client = script.company("FI", "Harbour Forecasting Oy");
    let data = with(
        script.reported("own-1", &client, &script.day(0), declared(7_000)),
        json!({"granting_authority": {"id": North.id(), "name": North.name()}, "reported_from": "authority"}),
    );
    script.say(North, "award.reported", data, "recorded +granted_without_check +own_award_reported");
}

/// The register and the host speak of one award: it counts once, at the higher figure.
fn seen_twice(script: &mut Script<'_>) {
    let client = script.company("FI", "Isbre Vision Oy");
    let conferred = with(
        granted(North, "seen-1", &client, &script.day(-25), cash(20_000)),
        json!({"legal_right": "conferred"}),
    );
    script.say(North, "award.granted", conferred, "recorded +granted_without_check");
    script.report("seen-2", &client, -25, 21_000);
    let pair = json!({"award": "factory-fi/seen-1", "same_as": ["seen-2"], "evidence": {"level": "register", "sha256": DIGEST}});
    script.say(Register, "award.matched", pair.clone(), "recorded +sources_differ");
    script.say(Register, "award.unmatched", pair.clone(), RECORDED);
    script.say(Register, "award.matched", pair, "recorded +sources_differ");
}

/// Same recipient, day and figure, and nobody has said that they are one.
fn a_look_alike(script: &mut Script<'_>) {
    let client = script.company("FI", "Isbre Speech Oy");
    script.report("alike-1", &client, -35, 20_000);
    let data = script.reported("alike-b", &client, &script.day(-35), declared(20_000));
    script.say(
        Bank,
        "award.reported",
        with(data, json!({"reported_from": "intermediary"})),
        "recorded +possible_duplicate",
    );
}

/// An act that binds already is recorded whatever the sum, late or not, and says what is wrong.
fn conferred_over_the_ceiling(script: &mut Script<'_>) {
    let client = script.company("FI", "Juniper Genomics Oy");
    script.report("over-1", &client, -300, 280_000);
    let data = with(
        granted(North, "over-2", &client, &script.day(-60), cash(30_000)),
        json!({"legal_right": "conferred"}),
    );
    script.say(North, "award.granted", data, "recorded +granted_without_check +over_ceiling");
}

/// Two awards of one day, and nobody knows which came first.
fn the_order_of_a_day(script: &mut Script<'_>) {
    let client = script.company("FI", "Kelp Genomics Oy");
    script.report("day-1", &client, -12, 160_000);
    script.grant_on(North, -12, "day-2", &client, cash(160_000), "deferred order_ambiguous");
}

/// Whether the day three years earlier belongs to the window is disputed; here it decides.
fn the_first_day_of_the_window(script: &mut Script<'_>) {
    let client = script.company("FI", "Lumen Robotics Oy");
    let old = with(
        script.reported("first-1", &client, "2023-03-01", declared(200_000)),
        json!({"basis": {"regime": "eu-1407-2013"}}),
    );
    script.say(Register, "award.reported", old, RECORDED);
    let data = granted(North, "first-2", &client, "2026-03-01", cash(100_001));
    stated(script, "2026-03-01", data, "refused ceiling_exceeded +boundary_dispute +interpretation");
}

/// Whether aid under a former act counts here is open; here it decides.
fn an_open_question(script: &mut Script<'_>) {
    let client = script.company("FI", "Lumen Mobility Oy");
    let old = with(
        script.reported("open-1", &client, "2023-11-01", declared(200_000)),
        json!({"basis": {"regime": "eu-360-2012"}}),
    );
    // That act was for services, and none is named.
    script.say(Register, "award.reported", old, "recorded +claim_doubtful");
    let data = granted(North, "open-2", &client, "2025-06-02", cash(100_001));
    stated(script, "2025-06-02", data, "admitted +interpretation");
}

/// A grant of a certain day in the past: acts have dates of their own.
fn stated(script: &mut Script<'_>, on: &str, data: Value, expected: &'static str) {
    let days = on.parse::<NaiveDate>().map(|on| (on - script.date(0)).num_days()).unwrap_or_default();
    script.say_on(North, days, "award.granted", data, expected);
}

/// Aid of which nobody knows the act: a grant beside it says so.
fn an_unknown_regime(script: &mut Script<'_>) {
    let client = script.company("FI", "Tundra Vision Oy");
    let unknown = json!({"basis": {"regime": "unknown"}});
    let data = with(script.reported("unknown-1", &client, &script.day(-90), declared(5_000)), unknown);
    script.say(Register, "award.reported", data, RECORDED);
    script.grant(North, "unknown-2", &client, cash(3_000), "admitted +beside_unknown_regime");
}

/// A person is known by a pseudonym; a number that nobody registered is no anchor.
fn people_and_strangers(script: &mut Script<'_>) {
    let person = "PRS:00112233445566778899aabbccddeeff";
    let data = json!({"undertaking": person, "identifiers": [], "natural_person": true});
    script.say(North, "undertaking.registered", data, "recorded +identity_not_matched");
    script.grant(North, "person-1", person, cash(3_000), "admitted +identity_not_matched");
    let data = with(
        granted(North, "stranger-1", "EORI:FI9999999999", &script.day(-5), cash(4_000)),
        json!({"legal_right": "conferred"}),
    );
    let answer = "recorded +granted_without_check +uncounted +identity_not_anchored";
    script.say(North, "award.granted", data, answer);
}
