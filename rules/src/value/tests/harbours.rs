//! Loans and guarantees: the figures and gates of Art. 4(3) and 4(6), and what closes them.

use serde_json::{Value, json};

use super::{FIRM, World, codes, eur, figure, plain};

fn loan(principal: &str, years: &str) -> Value {
    json!({"form": "loan", "principal": eur(principal), "years": years, "collateral_percent": "50", "method": "safe-harbour"})
}

fn guarantee(guaranteed: &str, years: &str) -> Value {
    json!({"form": "guarantee", "guaranteed": eur(guaranteed), "years": years, "cover_max_percent": "80", "losses_pari_passu": true, "method": "safe-harbour"})
}

fn with(mut aid: Value, member: &str, value: Value) -> Value {
    aid[member] = value;
    aid
}

fn sgei() -> Value {
    json!({"basis": {"kind": "ad-hoc", "regime": "eu-2023-2832"}})
}

/// Case 15.
#[test]
fn a_loan_is_worth_four_percent_of_it_for_each_year() {
    let world = World::new();
    for (principal, years, worth) in [
        ("1500000.00", "5", "300000.00"),
        ("750000.00", "10", "300000.00"),
        ("1000000.00", "1", "40000.00"),
        ("1000000.00", "3", "120000.00"),
        ("400000.00", "4", "64000.00"),
        ("750000.00", "7", "210000.00"),
        ("500000.00", "8", "160000.00"),
        ("100000.00", "2.5", "10000.00"),
        ("0.01", "0.000001", "0.00"),
    ] {
        assert_eq!(plain(&world.valued(loan(principal, years), json!({}))), worth, "{principal} for {years}");
    }
    assert_eq!(plain(&world.valued(loan("3750000.00", "5"), sgei())), "750000.00");
    assert_eq!(plain(&world.valued(loan("1875000.00", "10"), sgei())), "750000.00");
}

/// Case 16, and each limit from both sides.
#[test]
fn a_loan_outside_both_pairs_or_with_too_little_collateral_has_no_figure() {
    let world = World::new();
    for aid in [
        loan("1000000.00", "7"),
        loan("1500000.01", "5"),
        loan("1500000.00", "5.000001"),
        loan("750000.01", "10"),
        loan("750000.00", "10.000001"),
        with(loan("1500000.00", "5"), "collateral_percent", json!("40")),
        with(loan("1.00", "1"), "collateral_percent", json!("49.999999")),
    ] {
        let valued = world.valued(aid.clone(), json!({}));
        assert_eq!((codes(&valued), valued.figure()), (vec!["safe_harbour_not_met"], None), "{aid}");
    }
}

/// Case 17.
#[test]
fn a_guarantee_is_worth_its_share_of_the_ceiling() {
    let world = World::new();
    for (guaranteed, years, worth) in [
        ("2250000.00", "5", "300000.00"),
        ("1125000.00", "10", "300000.00"),
        ("800000.00", "5", "106666.67"),
        ("400000.00", "3", "32000.00"),
        ("1125000.00", "7", "210000.00"),
    ] {
        assert_eq!(
            plain(&world.valued(guarantee(guaranteed, years), json!({}))),
            worth,
            "{guaranteed} for {years}"
        );
    }
    for aid in [
        guarantee("1200000.00", "6"),
        with(guarantee("400000.00", "3"), "cover_max_percent", json!("85")),
        with(guarantee("400000.00", "3"), "cover_max_percent", json!("80.000001")),
        with(guarantee("400000.00", "3"), "losses_pari_passu", json!(false)),
    ] {
        let valued = world.valued(aid.clone(), json!({}));
        assert_eq!((codes(&valued), valued.figure()), (vec!["safe_harbour_not_met"], None), "{aid}");
    }
    // The longer pair of the SGEI regulation is the odd literal figure, and another formula with it.
    assert_eq!(plain(&world.valued(guarantee("5625000.00", "5"), sgei())), "750000.00");
    assert_eq!(plain(&world.valued(guarantee("2813036.00", "10"), sgei())), "750000.00");
    assert_eq!(plain(&world.valued(guarantee("1000000.00", "8"), sgei())), "213292.68");
    assert_eq!(plain(&world.valued(guarantee("1000000.00", "5"), sgei())), "133333.33");
}

/// Case 24: a large firm rated CCC.
#[test]
fn what_is_known_closes_the_gate_and_what_is_not_does_not() {
    let gate = |said: &[Value]| {
        let mut world = World::new();
        for said in said {
            world.assess("2026-01-01", said.clone());
        }
        let (loan, guarantee) = (
            world.valued(loan("1000.00", "1"), json!({})),
            world.valued(guarantee("1000.00", "1"), json!({})),
        );
        assert_eq!(codes(&loan), codes(&guarantee));
        codes(&loan)
    };
    assert!(gate(&[]).is_empty());
    assert_eq!(gate(&[json!({"size": "large", "credit_band": "CCC"})]), ["safe_harbour_not_met"]);
    assert_eq!(gate(&[json!({"size": "large"})]), ["safe_harbour_not_met"]);
    assert_eq!(gate(&[json!({"size": "large", "credit_band": "unrated"})]), ["safe_harbour_not_met"]);
    assert!(gate(&[json!({"size": "large", "credit_band": "B"})]).is_empty());
    assert!(gate(&[json!({"size": "medium", "credit_band": "CCC"})]).is_empty());
    assert!(gate(&[json!({"credit_band": "CCC"})]).is_empty());
    assert_eq!(gate(&[json!({"insolvency": "proceedings"})]), ["insolvency"]);
    assert_eq!(
        gate(&[json!({"insolvency": "criteria-met"}), json!({"size": "large"})]),
        ["safe_harbour_not_met", "insolvency"]
    );
    assert!(gate(&[json!({"insolvency": "proceedings"}), json!({"insolvency": "none"})]).is_empty());
}

#[test]
fn the_newest_statement_not_after_the_grant_is_what_is_known() {
    let mut world = World::new();
    let large = world.assess("2026-03-02", json!({"size": "large"}));
    world.assess("2026-03-03", json!({"size": "small"}));
    world.assess("2026-01-01", json!({"size": "small", "credit_band": "CCC"}));
    assert_eq!(codes(&world.valued(loan("1.00", "1"), json!({}))), ["safe_harbour_not_met"]);
    assert!(codes(&world.valued(loan("1.00", "1"), json!({"granted_on": "2026-03-03"}))).is_empty());
    assert!(codes(&world.valued(loan("1.00", "1"), json!({"granted_on": "2026-03-01"}))).is_empty());
    // Taken back, the older statement is the newest.
    world.fact(
        "statement.retracted",
        json!({"source": "urn:aidledger:party:facts", "id": large, "reason": "wrong firm", "evidence": {}}),
    );
    assert!(codes(&world.valued(loan("1.00", "1"), json!({}))).is_empty());
}

#[test]
fn an_assessment_under_another_number_of_the_undertaking_is_known_too() {
    let mut world = World::new();
    world.fact("undertaking.assessed", json!({"undertaking": "EUID:FIPRH.1", "on": "2026-01-01", "insolvency": "proceedings", "evidence": {}}));
    assert!(codes(&world.valued(loan("1.00", "1"), json!({}))).is_empty());
    world.fact(
        "undertaking.identified",
        json!({"undertaking": FIRM, "same_as": ["EUID:FIPRH.1"], "evidence": {}}),
    );
    assert_eq!(codes(&world.valued(loan("1.00", "1"), json!({}))), ["insolvency"]);
}

#[test]
fn other_methods_and_regimes_without_a_safe_harbour_are_not_covered() {
    let world = World::new();
    for (aid, change) in [
        (with(loan("1.00", "1"), "method", json!("reference-rate")), json!({})),
        (with(guarantee("1.00", "1"), "method", json!("safe-harbour-premium")), json!({})),
        (loan("1.00", "1"), json!({"basis": {"kind": "ad-hoc", "regime": "gber-22"}})),
        (loan("1.00", "1"), json!({"basis": {"kind": "ad-hoc", "regime": "eu-1407-2013"}})),
    ] {
        let valued = world.valued(aid.clone(), change);
        assert_eq!((codes(&valued), valued.figure()), (vec!["not_covered"], None), "{aid}");
    }
}

/// Case 21, and what is exact about it: the years are rounded, the product once, and nothing is discounted.
#[test]
fn a_loan_by_reference_rate_is_worth_the_interest_it_saves() {
    let mut world = World::new();
    world.publish("ec-base-rate", json!([{"member_state": "LT", "from": "2026-01-01", "percent": "2.19"}]));
    world.publish("ec-base-rate", json!([{"member_state": "LT", "from": "2026-06-01", "percent": "-0.45"}]));
    world.publish("fx", json!([{"member_state": "*", "currency": "SEK", "date": "2026-03-02", "rate": "12", "source": "ECB"}]));
    let lithuania = |more: Value| {
        let mut change = json!({"member_state": "LT"});
        for (name, value) in more.as_object().unwrap() {
            change[name] = value.clone();
        }
        change
    };
    let by_rate = |principal: Value, years: &str, rate: &str| {
        let aid = with(loan("1.00", years), "principal", principal);
        with(with(aid, "method", json!("reference-rate")), "rate_percent", json!(rate))
    };
    for (principal, years, rate, worth) in [
        ("100000.00", "5", "2.00", "20950.00"),
        ("100000.00", "4.995", "2.00", "20950.00"),
        ("100000.00", "4.994999", "2.00", "20908.10"),
        ("100000.00", "5", "6.19", "0.00"),
        ("100000.00", "5", "6.189999", "0.01"),
        ("100000.00", "5", "100", "0.00"),
        ("100000.00", "5", "-1.5", "38450.00"),
        ("100000.00", "0", "2.00", "0.00"),
    ] {
        let valued = world.valued(by_rate(eur(principal), years, rate), lithuania(json!({})));
        assert_eq!(plain(&valued), worth, "{principal} for {years} at {rate}");
    }
    // In another currency at its rate, and rounded after it: 100 000 / 12 x 5 x 4.19 %.
    let sek = json!({"amount": "100000.00", "currency": "SEK"});
    assert_eq!(plain(&world.valued(by_rate(sek, "5", "2.00"), lithuania(json!({})))), "1745.83");
    let half = json!({"funding": [{"origin": "state", "share_percent": "50"}, {"origin": "private", "share_percent": "50"}]});
    assert_eq!(plain(&world.valued(by_rate(eur("0.24"), "1", "2.00"), lithuania(half))), "0.01");
    // The base rate of the day, below zero as well: the day before, and the day.
    for (on, worth) in [("2026-05-31", "4190.00"), ("2026-06-01", "1550.00")] {
        let valued =
            world.valued(by_rate(eur("100000.00"), "1", "2.00"), lithuania(json!({"granted_on": on})));
        assert_eq!(plain(&valued), worth, "{on}");
    }
    let unknown =
        world.valued(by_rate(eur("1.00"), "1", "2.00"), lithuania(json!({"granted_on": "2025-12-31"})));
    assert_eq!(codes(&unknown), ["unknown_reference"]);
}

#[test]
fn a_cap_changes_nothing_of_loans_and_guarantees_but_a_fixed_sum_counts() {
    let capped = |aid: Value, how: &str| with(with(aid, "cap", eur("5000.00")), "counts_as", json!(how));
    let mut world = World::new();
    for how in ["cap", "exact"] {
        assert_eq!(plain(&world.valued(capped(loan("1000000.00", "1"), how), json!({}))), "40000.00");
        let outside = world.valued(capped(loan("1000000.00", "7"), how), json!({}));
        assert_eq!((figure(&outside).as_str(), codes(&outside)), ("Barred", vec!["safe_harbour_not_met"]));
    }
    let scheme = || json!({"basis": {"kind": "scheme", "regime": "eu-2023-2831", "scheme": "x"}});
    let fixed = |years: &str| capped(loan("1000000.00", years), "scheme-fixed-sum");
    assert_eq!(plain(&world.valued(fixed("1"), scheme())), "5000.00");
    assert_eq!(codes(&world.valued(fixed("1"), json!({}))), ["needs_review"]);
    assert_eq!(codes(&world.valued(fixed("7"), scheme())), ["safe_harbour_not_met"]);
    world.assess("2026-01-01", json!({"insolvency": "proceedings"}));
    assert_eq!(codes(&world.valued(capped(guarantee("1.00", "1"), "cap"), json!({}))), ["insolvency"]);
}

#[test]
fn the_gates_stand_before_every_method() {
    let mut world = World::new();
    world.assess("2026-01-01", json!({"insolvency": "criteria-met", "size": "large"}));
    let by_rate =
        with(with(loan("1.00", "1"), "method", json!("reference-rate")), "rate_percent", json!("2"));
    let bars = ["safe_harbour_not_met", "insolvency", "not_covered"];
    assert_eq!(codes(&world.valued(by_rate, json!({}))), bars);
    let premium = with(guarantee("1.00", "1"), "method", json!("safe-harbour-premium"));
    assert_eq!(codes(&world.valued(premium, json!({}))), bars);
}

#[test]
fn it_is_the_states_part_that_is_held_against_the_amounts() {
    let world = World::new();
    let part = |percent: u32| json!({"funding": [{"origin": "state", "share_percent": percent.to_string()}, {"origin": "private", "share_percent": (100 - percent).to_string()}]});
    let flags = |valued: &crate::value::Valuation| {
        valued.flags().iter().map(|flag| flag.as_str()).collect::<Vec<_>>()
    };
    // 2 000 000 in full is outside both pairs, 1 500 000 of it inside the shorter, 1 500 020 not.
    let inside = world.valued(loan("2000000.00", "5"), part(75));
    assert_eq!((plain(&inside).as_str(), flags(&inside)), ("300000.00", vec!["interpretation"]));
    let outside = world.valued(loan("2000000.00", "5"), part(76));
    assert_eq!((codes(&outside), flags(&outside)), (vec!["safe_harbour_not_met"], vec![]));
    // Inside whole as in part: nothing turns on it, and the figure is that of the part.
    let both = world.valued(loan("1000000.00", "5"), part(50));
    assert_eq!((plain(&both).as_str(), flags(&both)), ("100000.00", vec![]));
}
