//! D: the sector acts, sentences of `docs/spec/rules-sectors.md`.

use aidledger_tests::tale::{Said, Tale, cash, eur, granted, id, reported, with};
use serde_json::{Value, json};

const DIGEST: &str = "0000000000000000000000000000000000000000000000000000000000000000";

fn farm(award: &str, to: &str, on: &str, amount: &str) -> Value {
    let more = json!({"basis": {"regime": "eu-1408-2013"}, "activity": {"nace": {"code": "01.41", "revision": "2.1"}}});
    with(granted(award, to, on, cash(amount)), &more)
}

fn fish(award: &str, to: &str, on: &str, amount: &str) -> Value {
    let more = json!({"basis": {"regime": "eu-717-2014"}, "activity": {"nace": {"code": "03.11", "revision": "2.1"}}});
    with(granted(award, to, on, cash(amount)), &more)
}

fn grant(tale: &mut Tale, data: &Value) -> Said {
    tale.say("award.granted", data)
}

fn years_end(tale: &mut Tale, name: &str, end: &str, from: Option<&str>) {
    let data = json!({
        "undertaking": id(name), "identifiers": [], "natural_person": false, "fiscal_year_end": end,
    });
    let data = from.map_or(data.clone(), |from| with(data, &json!({"fiscal_year_from": from})));
    tale.say("undertaking.registered", &data).is("recorded");
}

fn publish(tale: &mut Tale, table: &str, row: Value) {
    let data = json!({"table": table, "rows": [row], "source": {"ref": "table", "sha256": DIGEST}});
    tale.say("reference.published", &data).is("admitted");
}

#[test]
fn d1_a_stated_end_of_the_year_gives_one_calendar() {
    let mut tale = Tale::of(&["a", "b"]);
    years_end(&mut tale, "a", "--12-31", None);
    years_end(&mut tale, "b", "--06-30", None);
    for name in ["a", "b"] {
        grant(&mut tale, &fish(&format!("{name}1"), name, "2024-03-01", "30000.00")).is("admitted");
    }
    // The years 2024 to 2026 hold it; those that end on 30 June 2025, 2026 and 2027 do not.
    grant(&mut tale, &fish("a2", "a", "2026-09-01", "0.01")).for_codes(&["sector_ceiling_exceeded"]);
    grant(&mut tale, &fish("b2", "b", "2026-09-01", "0.01")).is("admitted");
}

#[test]
fn d2_d3_after_a_change_a_window_has_two_readings() {
    let mut tale = Tale::of(&["a"]);
    years_end(&mut tale, "a", "--12-31", None);
    years_end(&mut tale, "a", "--06-30", Some("2026-01-01"));
    grant(&mut tale, &fish("a1", "a", "2023-11-02", "30000.00")).is("admitted");
    // 2024, 2025 and the first half of 2026; or the three years that end on 30 June 2026.
    grant(&mut tale, &fish("a2", "a", "2026-03-02", "0.01")).for_codes(&["needs_review"]);
    grant(&mut tale, &fish("a3", "a", "2026-09-01", "0.01")).is("admitted");
}

#[test]
fn d4_what_counts_by_one_calendar_alone_is_for_a_person() {
    let mut tale = Tale::of(&["a"]);
    // Nobody said when its years end.
    grant(&mut tale, &fish("a1", "a", "2024-03-01", "30000.00")).is("admitted");
    grant(&mut tale, &fish("a2", "a", "2026-02-27", "0.01")).for_codes(&["sector_ceiling_exceeded"]);
    grant(&mut tale, &fish("a3", "a", "2027-02-26", "0.01")).for_codes(&["needs_review"]);
    grant(&mut tale, &fish("a4", "a", "2027-03-01", "0.01")).is("admitted");
}

#[test]
fn d5_a_sum_says_something_only_beside_aid_of_another_act() {
    let mut tale = Tale::of(&["a"]);
    tale.grant("g", "a", "2026-01-12", "260000.00").is("admitted");
    let apart = json!({"conditions": {
        "export_linked": false, "domestic_goods": false, "price_quantity_linked": false, "separated_activities": true,
    }});
    let asked = |award: &str, amount: &str| with(farm(award, "a", "2026-01-13", amount), &apart);
    grant(&mut tale, &asked("f1", "40000.01")).for_codes(&["cumulation_exceeded"]);
    grant(&mut tale, &asked("f2", "40000.00")).is("admitted");
    // Each limit has its check: ceiling, with general aid, with fishery aid, all farms of the State.
    grant(&mut tale, &asked("f3", "0.01")).for_codes(&["cumulation_exceeded"]).sums(&[
        ("2026-01-13", "40000.01"),
        ("2026-01-13", "300000.01"),
        ("2026-01-13", "40000.01"),
        ("2026-01-13", "40000.01"),
    ]);
}

#[test]
fn d6_a_window_goes_by_the_text_of_the_day_on_which_it_ends() {
    let mut tale = Tale::of(&["a"]);
    years_end(&mut tale, "a", "--12-31", None);
    grant(&mut tale, &farm("a1", "a", "2024-12-16", "40000.00")).is("admitted");
    // Later aid does not make the ceiling of its own day higher; with it the later window is not over.
    grant(&mut tale, &farm("a2", "a", "2024-12-15", "20000.01")).for_codes(&["sector_ceiling_exceeded"]);
    grant(&mut tale, &farm("a3", "a", "2024-12-15", "10000.01")).for_codes(&["sector_ceiling_exceeded"]);
    grant(&mut tale, &farm("a4", "a", "2024-12-15", "10000.00")).is("admitted");
}

#[test]
fn d8_the_option_of_a_state_holds_with_its_own_register() {
    let mut tale = Tale::of(&["a"]);
    years_end(&mut tale, "a", "--12-31", None);
    let option =
        json!({"member_state": "FI", "regime": "eu-717-2014", "option": "3(2a)", "from": "2023-10-25"});
    let register = json!({
        "member_state": "FI", "regime": "eu-717-2014", "covers_from": "2020-01-01", "level": "national",
        "all_authorities": true,
    });
    grant(&mut tale, &fish("a0", "a", "2026-01-12", "30000.01")).for_codes(&["sector_ceiling_exceeded"]);
    publish(&mut tale, "ceiling-option", option);
    grant(&mut tale, &fish("a1", "a", "2026-01-12", "30000.01")).for_codes(&["sector_ceiling_exceeded"]);
    publish(&mut tale, "register-coverage", register);
    grant(&mut tale, &fish("a2", "a", "2026-01-12", "40000.01")).for_codes(&["sector_ceiling_exceeded"]);
    grant(&mut tale, &fish("a3", "a", "2026-01-12", "40000.00")).is("admitted");
}

#[test]
fn d9_d10_a_state_has_one_cap_for_all() {
    let mut tale = Tale::of(&["a", "b"]);
    // Slovakia: 344 000.
    let slovak = |award: &str, to: &str, amount: &str| {
        with(fish(award, to, "2026-11-20", amount), &json!({"member_state": "SK"}))
    };
    let total = |on: &str, amount: &str| json!({"member_state": "SK", "regime": "eu-717-2014", "on": on, "years": "fiscal", "total": eur(amount)});
    publish(&mut tale, "national-total", total("2026-11-01", "320000.00"));
    grant(&mut tale, &slovak("a1", "a", "20000.00")).is("admitted").flagged(&[]);
    grant(&mut tale, &slovak("b1", "b", "4000.01")).for_codes(&["national_cap_exceeded"]);
    grant(&mut tale, &slovak("b2", "b", "4000.00")).is("admitted").flagged(&[]);
    // An older total is counted and said to be old; of Greece nothing is known.
    let mut tale = Tale::of(&["a"]);
    publish(&mut tale, "national-total", total("2026-09-01", "340000.00"));
    grant(&mut tale, &slovak("a1", "a", "4000.01")).for_codes(&["national_cap_exceeded"]);
    grant(&mut tale, &slovak("a2", "a", "4000.00")).flagged(&["national_total_unknown"]);
}

#[test]
fn d11_on_whose_years_it_turns_a_person_decides() {
    let mut tale = Tale::of(&["a", "b"]);
    years_end(&mut tale, "a", "--12-31", None);
    years_end(&mut tale, "b", "--12-31", None);
    let slovak = |award: &str, to: &str, on: &str, amount: &str| {
        with(fish(award, to, on, amount), &json!({"member_state": "SK"}))
    };
    let total = json!({
        "member_state": "SK", "regime": "eu-717-2014", "on": "2026-11-01", "years": "fiscal", "total": eur("320000.00"),
    });
    publish(&mut tale, "national-total", total);
    grant(&mut tale, &slovak("a1", "a", "2024-03-01", "24000.00")).is("admitted");
    grant(&mut tale, &slovak("b1", "b", "2026-11-20", "0.01")).for_codes(&["national_cap_exceeded"]);
    // By the years of a, which end in June, March 2024 is out; by those of b and of the calendar it is in.
    let mut tale = Tale::of(&["a", "b"]);
    years_end(&mut tale, "a", "--06-30", None);
    years_end(&mut tale, "b", "--12-31", None);
    let total = json!({
        "member_state": "SK", "regime": "eu-717-2014", "on": "2026-11-01", "years": "fiscal", "total": eur("320000.00"),
    });
    publish(&mut tale, "national-total", total);
    grant(&mut tale, &slovak("a1", "a", "2024-03-01", "24000.00")).is("admitted");
    grant(&mut tale, &slovak("b1", "b", "2026-11-20", "0.01")).for_codes(&["needs_review"]);
}

#[test]
fn d14_who_is_known_to_farm_keeps_it_apart() {
    let mut tale = Tale::of(&["a"]);
    grant(&mut tale, &farm("f", "a", "2026-01-12", "1000.00")).is("admitted");
    let with_word = |award: &str, word: Value| {
        let conditions = json!({
            "export_linked": false, "domestic_goods": false, "price_quantity_linked": false, "separated_activities": word,
        });
        with(fish(award, "a", "2026-01-13", "1000.00"), &json!({"conditions": conditions}))
    };
    grant(&mut tale, &with_word("x1", json!(false))).for_codes(&["excluded_sector"]);
    grant(&mut tale, &fish("x2", "a", "2026-01-13", "1000.00")).for_codes(&["needs_review"]);
    grant(&mut tale, &with_word("x3", json!(true))).is("admitted");
}

#[test]
fn d15_d16_products_that_are_bought_and_purposes_of_fishery() {
    let mut tale = Tale::of(&["a"]);
    let linked = |award: &str, word: Value| {
        let conditions =
            json!({"export_linked": false, "domestic_goods": false, "price_quantity_linked": word});
        with(farm(award, "a", "2026-01-12", "1000.00"), &json!({"conditions": conditions}))
    };
    grant(&mut tale, &linked("p1", json!("purchased"))).for_codes(&["needs_review"]);
    grant(&mut tale, &linked("p2", json!("marketed"))).for_codes(&["conditions_excluded"]);
    grant(&mut tale, &linked("p3", json!(true))).for_codes(&["conditions_excluded"]);
    let purpose = |award: &str, exception: Option<&str>| {
        let mut conditions = json!({
            "export_linked": false, "domestic_goods": false, "price_quantity_linked": false, "fishery_purpose": "engine",
        });
        if let Some(exception) = exception {
            conditions["fishery_exception"] = json!(exception);
        }
        with(fish(award, "a", "2026-01-12", "1000.00"), &json!({"conditions": conditions}))
    };
    grant(&mut tale, &purpose("q1", None)).for_codes(&["conditions_excluded"]);
    grant(&mut tale, &purpose("q2", Some("experimental"))).for_codes(&["conditions_excluded"]);
    grant(&mut tale, &purpose("q3", Some("outermost-under-12m"))).is("admitted");
}

#[test]
fn d18_what_is_recorded_from_before_the_act_is_measured_by_its_first_day() {
    let mut tale = Tale::of(&["a"]);
    let early = |award: &str, on: &str, amount: &str| {
        with(farm(award, "a", on, amount), &json!({"legal_right": "conferred"}))
    };
    years_end(&mut tale, "a", "--12-31", None);
    grant(&mut tale, &early("c1", "2013-06-03", "15000.00"))
        .is("recorded")
        .flagged(&["granted_without_check"]);
    let over = grant(&mut tale, &early("c2", "2013-07-01", "0.01"));
    over.flagged(&["granted_without_check", "over_ceiling"]);
    // Nobody grants on an act that is to come.
    grant(&mut tale, &farm("g", "a", "2013-12-30", "1.00")).for_codes(&["regime_not_in_force"]);
}

#[test]
fn d23_d24_notified_aid_leaves_what_its_decision_leaves() {
    let mut tale = Tale::of(&["a"]);
    let line = json!({"id": "trial", "beneficiary": id("a"), "category": "other", "amount": eur("40000.00")});
    let project = json!({
        "project": "p", "applied_on": "2023-12-01", "starts_on": "2024-01-01",
        "participants": [{"undertaking": id("a"), "role": "lead", "cost_share": "100"}], "bonuses": [],
        "cost_lines": [line],
    });
    tale.say("project.opened", &project).is("recorded");
    let costs = |amount: &str| json!({"lines": [{"id": "trial", "aid": eur(amount)}]});
    let notified = with(
        reported("n", "a", "2024-03-01", json!({"form": "declared", "gge": eur("20000.00")})),
        &json!({
            "basis": {"regime": "notified", "max_intensity_percent": "65"}, "project": "p", "eligible_costs": costs("20000.00"),
        }),
    );
    tale.say("award.reported", &notified).is("recorded");
    let on_line = |award: &str, amount: &str| {
        let more = json!({"project": "p", "eligible_costs": costs(amount)});
        with(farm(award, "a", "2026-01-12", amount), &more)
    };
    grant(&mut tale, &on_line("g1", "6000.01")).for_codes(&["cumulation_exceeded"]);
    let unknown = |award: &str, amount: &str| {
        with(farm(award, "a", "2026-01-12", amount), &json!({"eligible_costs": "unknown"}))
    };
    grant(&mut tale, &unknown("g2", "6000.01")).for_codes(&["needs_review"]);
    grant(&mut tale, &on_line("g3", "6000.00")).is("admitted");
}

#[test]
fn d26_compensation_for_some_service_is_for_a_person() {
    let mut tale = Tale::of(&["a"]);
    let conditions = |more: Value| {
        with(json!({"export_linked": false, "domestic_goods": false, "price_quantity_linked": false}), &more)
    };
    let paid = with(
        reported("n", "a", "2026-01-05", json!({"form": "declared", "gge": eur("400000.00")})),
        &json!({"basis": {"regime": "notified"}, "conditions": conditions(json!({"compensation": true}))}),
    );
    tale.say("award.reported", &paid).is("recorded");
    let aid = with(
        granted("g", "a", "2026-01-12", cash("1000.00")),
        &json!({"basis": {"regime": "eu-2023-2832"}, "conditions": conditions(json!({"sgei_service": "ferry"}))}),
    );
    grant(&mut tale, &aid).for_codes(&["needs_review"]);
}

#[test]
fn d32_headroom_is_the_least_that_any_limit_leaves() {
    let mut tale = Tale::of(&["a"]);
    tale.grant("g", "a", "2026-01-12", "260000.00").is("admitted");
    let room = tale.room_in("a", "FI", "eu-1408-2013", "2026-01-13");
    let figures = [room.ceiling, room.used, room.remaining].map(|cents| cents.to_string());
    assert_eq!(figures, ["50000.00", "0.00", "40000.00"]);
    assert!(
        room.limits.iter().any(|line| (line.ceiling.to_string(), line.used.to_string())
            == ("300000.00".into(), "260000.00".into()))
    );
    assert!(room.upper_bound);
}
