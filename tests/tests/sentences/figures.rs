//! F: gross grant equivalents.

use aidledger_tests::tale::{DIGEST, Tale, cash, eur, granted, id, reported, with};
use serde_json::{Value, json};

fn publish(tale: &mut Tale, table: &str, rows: Value) {
    let data = json!({"table": table, "rows": rows, "source": {"ref": "test", "sha256": DIGEST}});
    tale.say("reference.published", &data).is("admitted");
}

fn sek(amount: &str) -> Value {
    json!({"form": "grant", "nominal": {"amount": amount, "currency": "SEK"}})
}

fn fx(state: &str, date: &str, rate: &str) -> Value {
    json!([{"member_state": state, "currency": "SEK", "date": date, "rate": rate, "source": "ECB"}])
}

#[test]
fn f1_half_a_cent_goes_up_once_and_never_below_zero() {
    let mut tale = Tale::of(&["a"]);
    publish(&mut tale, "fx", fx("*", "2026-01-01", "8"));
    tale.grant_aid("g1", "a", "2026-01-01", sek("0.04")).worth("[\"0.01\"]");
    tale.grant_aid("g2", "a", "2026-01-01", sek("0.03")).worth("[\"0.00\"]");
    // 0.04 less 0.03 kronor are 0.00125 euro: what is paid and what is got are not rounded by themselves.
    let kronor = |amount: &str| json!({"amount": amount, "currency": "SEK"});
    let both = json!({"form": "service", "market_value": kronor("0.04"), "price_paid": kronor("0.03")});
    tale.grant_aid("g0", "a", "2026-01-01", both).worth("[\"0.00\"]");
    let dear = json!({"form": "service", "market_value": eur("10.00"), "price_paid": eur("11.00")});
    tale.grant_aid("g3", "a", "2026-01-01", dear).is("admitted").worth("[\"0.00\"]");
}

#[test]
fn f1_what_no_ledger_can_add_up_is_no_figure() {
    let mut tale = Tale::of(&["a"]);
    let hours = |quantity: &str| {
        json!({
            "form": "compute", "system": "s", "unit": "gpu-hour", "quantity": quantity, "price_paid": eur("0.00"),
            "unit_price": {"rate": "1000", "currency": "EUR", "evidence": {"method": "m", "sha256": DIGEST}},
        })
    };
    tale.grant_aid("g1", "a", "2026-01-01", hours("1000000000000"))
        .is("refused")
        .for_codes(&["ceiling_exceeded"]);
    tale.grant_aid("g2", "a", "2026-01-01", hours("1000000000000.1"))
        .is("deferred")
        .for_codes(&["needs_review"]);
}

#[test]
fn f2_the_newest_rate_of_seven_days_from_the_states_own_source() {
    let mut tale = Tale::of(&["a"]);
    publish(&mut tale, "fx", fx("*", "2026-01-01", "10"));
    tale.grant_aid("g1", "a", "2026-01-08", sek("100.00")).worth("[\"10.00\"]");
    tale.grant_aid("g2", "a", "2026-01-09", sek("100.00"))
        .is("refused")
        .for_codes(&["unknown_currency_rate"]);
    tale.grant_aid("g3", "a", "2025-12-31", sek("100.00")).for_codes(&["unknown_currency_rate"]);
    publish(&mut tale, "fx", fx("FI", "2026-01-02", "20"));
    tale.grant_aid("g4", "a", "2026-01-08", sek("100.00")).worth("[\"5.00\"]");
    tale.grant_aid("g5", "a", "2026-01-01", sek("100.00")).for_codes(&["unknown_currency_rate"]);
    // Of one date the last published.
    publish(&mut tale, "fx", fx("FI", "2026-01-02", "40"));
    tale.grant_aid("g6", "a", "2026-01-08", sek("100.00")).worth("[\"2.50\"]");
}

#[test]
fn f2_a_row_holds_as_long_as_it_says_and_an_irrevocable_rate_for_good() {
    let mut tale = Tale::of(&["a"]);
    let row = |date: &str, rate: &str, more: Value| {
        let row =
            json!({"member_state": "*", "currency": "SEK", "date": date, "rate": rate, "source": "ECB"});
        json!([with(row, &more)])
    };
    publish(&mut tale, "fx", row("2026-02-01", "10", json!({"source": "InforEuro"})));
    publish(&mut tale, "fx", row("2026-03-01", "20", json!({"until": "2026-06-30"})));
    publish(&mut tale, "fx", row("2026-04-01", "40", json!({})));
    for (award, on, worth) in [
        ("g1", "2026-02-28", "[\"10.00\"]"),
        ("g2", "2026-03-31", "[\"5.00\"]"),
        ("g3", "2026-04-08", "[\"2.50\"]"),
        ("g4", "2026-04-09", "[\"5.00\"]"),
        ("g5", "2026-06-30", "[\"5.00\"]"),
    ] {
        tale.grant_aid(award, "a", on, sek("100.00")).worth(worth);
    }
    tale.grant_aid("g6", "a", "2026-07-01", sek("100.00")).for_codes(&["unknown_currency_rate"]);
    let fault = row("2026-03-02", "20", json!({"until": "2026-03-01"}));
    let fault = json!({"table": "fx", "rows": fault, "source": {"ref": "x", "sha256": DIGEST}});
    assert_eq!(tale.faults("reference.published", &fault), ["ends_before_start"]);
    // Leva from 2026 on, whatever is published, and not a day before.
    let leva = json!({"form": "grant", "nominal": {"amount": "1000.00", "currency": "BGN"}});
    publish(&mut tale, "fx", row("2025-12-31", "1", json!({"currency": "BGN", "until": "2026-12-31"})));
    tale.grant_aid("g7", "a", "2025-12-31", leva.clone()).worth("[\"1000.00\"]");
    tale.grant_aid("g8", "a", "2026-01-01", leva).worth("[\"511.29\"]");
}

#[test]
fn f3_cash_credits_services_and_capital() {
    let mut tale = Tale::of(&["a", "b"]);
    tale.grant("g1", "a", "2026-01-01", "12.34").worth("[\"12.34\"]");
    let credits = json!({"form": "credits", "face_value": eur("100.00"), "price_paid": eur("30.00"), "expires_on": "2027-01-01"});
    tale.grant_aid("g2", "a", "2026-01-01", credits).worth("[\"70.00\"]");
    let capital = |amount: &str| json!({"form": "capital", "injection": eur(amount)});
    tale.grant_aid("g3", "b", "2026-01-01", capital("300000.01"))
        .is("refused")
        .for_codes(&["not_transparent_aid", "ceiling_exceeded"]);
    tale.grant_aid("g4", "b", "2026-01-01", capital("250000.00")).is("admitted").worth("[\"250000.00\"]");
}

fn hours(quantity: &str, more: &Value) -> Value {
    let base = json!({"form": "compute", "system": "lumi-g", "unit": "gpu-hour", "quantity": quantity, "price_paid": eur("0.00")});
    with(base, more)
}

#[test]
fn f4_compute_by_stated_price_or_by_the_published_table() {
    let mut tale = Tale::of(&["a"]);
    let stated = json!({"unit_price": {"rate": "1.85", "currency": "EUR", "evidence": {"method": "tariff", "sha256": DIGEST}}, "price_paid": eur("7.00")});
    tale.grant_aid("g1", "a", "2026-01-01", hours("20", &stated)).worth("[\"30.00\"]");
    tale.grant_aid("g2", "a", "2026-01-01", hours("20", &json!({})))
        .is("refused")
        .for_codes(&["unknown_price"]);
    let row = |from: &str, rate: &str, more: Value| {
        let row = json!({"system": "lumi-g", "unit": "gpu-hour", "from": from, "price": {"rate": rate, "currency": "EUR"}, "method": "tariff"});
        json!([with(row, &more)])
    };
    publish(&mut tale, "compute-price", row("2026-01-01", "2", json!({})));
    publish(&mut tale, "compute-price", row("2026-02-01", "3", json!({})));
    publish(&mut tale, "compute-price", row("2026-01-01", "5", json!({"partition": "debug"})));
    tale.grant_aid("g3", "a", "2026-01-31", hours("10", &json!({}))).worth("[\"20.00\"]");
    tale.grant_aid("g4", "a", "2026-02-01", hours("10", &json!({}))).worth("[\"30.00\"]");
    tale.grant_aid("g5", "a", "2026-02-01", hours("10", &json!({"partition": "debug"}))).worth("[\"50.00\"]");
    tale.grant_aid("g6", "a", "2026-02-01", hours("10", &json!({"partition": "other"}))).worth("[\"30.00\"]");
    tale.grant_aid("g7", "a", "2026-02-01", hours("10", &json!({"unit": "node-hour"})))
        .for_codes(&["unknown_price"]);
    publish(&mut tale, "compute-price", row("2026-02-01", "4", json!({})));
    tale.grant_aid("g8", "a", "2026-02-01", hours("10", &json!({}))).worth("[\"40.00\"]");
    // A partition that has rows has no price before the first of them, and not that of the whole system.
    tale.grant_aid("g9", "a", "2025-12-31", hours("10", &json!({}))).for_codes(&["unknown_price"]);
    publish(&mut tale, "compute-price", row("2026-03-01", "6", json!({"partition": "large"})));
    let large = hours("10", &json!({"partition": "large"}));
    tale.grant_aid("g10", "a", "2026-02-28", large.clone()).for_codes(&["unknown_price"]);
    tale.grant_aid("g11", "a", "2026-03-01", large).worth("[\"60.00\"]");
}

fn plan(payments: &[(&str, &str)]) -> Value {
    let payments: Vec<Value> =
        payments.iter().map(|(due, amount)| json!({"due": due, "amount": eur(amount)})).collect();
    json!({"form": "instalments", "payments": payments})
}

#[test]
fn f5_instalments_are_discounted_to_the_grant() {
    let mut tale = Tale::of(&["a", "b"]);
    let three =
        plan(&[("2025-01-01", "100000.00"), ("2026-01-01", "100000.00"), ("2027-01-01", "100000.00")]);
    tale.grant_aid("g0", "a", "2025-01-01", three.clone()).is("refused").for_codes(&["unknown_reference"]);
    publish(
        &mut tale,
        "ec-base-rate",
        json!([{"member_state": "FI", "from": "2025-01-01", "percent": "2.19"}]),
    );
    tale.grant_aid("g1", "a", "2025-01-01", three).is("admitted").worth("[\"290821.41\"]");
    tale.grant_aid("g2", "b", "2025-01-01", plan(&[("2026-01-01", "310000.00")]))
        .is("refused")
        .worth("[\"300416.71\"]");
    let later = plan(&[("2026-01-01", "105000.00"), ("2027-01-01", "105000.00"), ("2024-12-01", "1.00")]);
    tale.grant_aid("g3", "b", "2025-01-01", later).is("admitted").worth("[\"200363.48\"]");
    // What was due a year before is worth its sum.
    tale.register("c");
    let due_before = plan(&[("2024-01-01", "100000.00")]);
    tale.grant_aid("g4", "c", "2025-01-01", due_before).is("admitted").worth("[\"100000.00\"]");
}

fn loan(amount: &str, years: &str, more: &Value) -> Value {
    let base = json!({"form": "loan", "principal": eur(amount), "years": years, "collateral_percent": "50", "method": "safe-harbour"});
    with(base, more)
}

fn guarantee(amount: &str, years: &str, more: Value) -> Value {
    let base = json!({
        "form": "guarantee", "guaranteed": eur(amount), "years": years, "cover_max_percent": "80",
        "losses_pari_passu": true, "method": "safe-harbour",
    });
    with(base, &more)
}

#[test]
fn f6_loans_inside_the_safe_harbour() {
    for (amount, years, worth) in [
        ("1500000.00", "5", "[\"300000.00\"]"),
        ("750000.00", "10", "[\"300000.00\"]"),
        ("1000000.00", "1", "[\"40000.00\"]"),
        ("400000.00", "4", "[\"64000.00\"]"),
        ("750000.00", "7", "[\"210000.00\"]"),
        ("100000.00", "2.5", "[\"10000.00\"]"),
    ] {
        Tale::of(&["a"])
            .grant_aid("g1", "a", "2026-01-01", loan(amount, years, &json!({})))
            .is("admitted")
            .worth(worth);
    }
    for outside in [
        loan("1000000.00", "7", &json!({})),
        loan("1500000.01", "5", &json!({})),
        loan("750000.00", "10.01", &json!({})),
        loan("1000.00", "1", &json!({"collateral_percent": "49.99"})),
    ] {
        Tale::of(&["a"])
            .grant_aid("g1", "a", "2026-01-01", outside)
            .is("refused")
            .for_codes(&["safe_harbour_not_met"]);
    }
}

#[test]
fn f7_guarantees_inside_the_safe_harbour() {
    for (amount, years, worth) in [
        ("2250000.00", "5", "[\"300000.00\"]"),
        ("1125000.00", "10", "[\"300000.00\"]"),
        ("800000.00", "5", "[\"106666.67\"]"),
        ("400000.00", "3", "[\"32000.00\"]"),
    ] {
        Tale::of(&["a"])
            .grant_aid("g1", "a", "2026-01-01", guarantee(amount, years, json!({})))
            .is("admitted")
            .worth(worth);
    }
    for outside in [
        guarantee("1200000.00", "6", json!({})),
        guarantee("1000.00", "1", json!({"cover_max_percent": "80.01"})),
        guarantee("1000.00", "1", json!({"losses_pari_passu": false})),
    ] {
        Tale::of(&["a"]).grant_aid("g1", "a", "2026-01-01", outside).for_codes(&["safe_harbour_not_met"]);
    }
    // The ten-year figure of the regulation on services of general economic interest is literally 2 813 036.
    let sgei = |amount: &str| {
        with(
            granted("g1", "a", "2026-01-01", guarantee(amount, "10", json!({}))),
            &json!({"basis": {"regime": "eu-2023-2832"}, "conditions": {"export_linked": false, "domestic_goods": false, "price_quantity_linked": false, "sgei_service": "ferry"}}),
        )
    };
    Tale::of(&["a"]).say("award.granted", &sgei("2813036.00")).is("admitted").worth("[\"750000.00\"]");
    Tale::of(&["a"]).say("award.granted", &sgei("2813036.01")).for_codes(&["safe_harbour_not_met"]);
}

#[test]
fn f8_what_is_unknown_does_not_close_the_gate_but_a_large_undertakings_band_does() {
    let known = |more: Value| {
        let mut tale = Tale::of(&["a"]);
        tale.say(
            "undertaking.assessed",
            &with(json!({"undertaking": id("a"), "on": "2025-01-01", "evidence": {}}), &more),
        );
        tale.grant_aid("g1", "a", "2026-01-01", loan("1000.00", "1", &json!({})))
    };
    known(json!({})).is("admitted");
    known(json!({"size": "small", "credit_band": "CCC"})).is("admitted");
    known(json!({"size": "large"})).for_codes(&["safe_harbour_not_met"]);
    known(json!({"size": "large", "credit_band": "unrated"})).for_codes(&["safe_harbour_not_met"]);
    known(json!({"size": "large", "credit_band": "B"})).is("admitted");
    known(json!({"insolvency": "proceedings"})).for_codes(&["insolvency"]);
    known(json!({"insolvency": "criteria-met"})).for_codes(&["insolvency"]);
    known(json!({"insolvency": "none"})).is("admitted");
    // It is the beneficiary that is asked, not its group.
    let mut tale = Tale::of(&["a", "p"]);
    tale.link("p", "a", "2024-01-01");
    let parent = json!({"undertaking": id("p"), "on": "2025-01-01", "size": "large", "insolvency": "proceedings", "evidence": {}});
    tale.say("undertaking.assessed", &parent).is("recorded");
    tale.grant_aid("g1", "a", "2026-01-01", loan("1000.00", "1", &json!({}))).is("admitted");
    tale.grant_aid("g2", "p", "2026-01-01", loan("1000.00", "1", &json!({})))
        .for_codes(&["safe_harbour_not_met", "insolvency"]);
    // They stand before every method, and beside what that lacks.
    let mut tale = Tale::of(&["a"]);
    let insolvent =
        json!({"undertaking": id("a"), "on": "2025-01-01", "insolvency": "proceedings", "evidence": {}});
    tale.say("undertaking.assessed", &insolvent).is("recorded");
    tale.grant_aid("g0", "a", "2026-01-01", loan("1000.00", "11", &json!({})))
        .for_codes(&["safe_harbour_not_met", "insolvency"]);
    let by_rate = loan("1000.00", "1", &json!({"method": "reference-rate", "rate_percent": "1"}));
    let premium = guarantee("1000.00", "1", json!({"method": "safe-harbour-premium"}));
    for (award, aid) in [("g1", by_rate), ("g2", premium)] {
        tale.grant_aid(award, "a", "2026-01-01", aid).for_codes(&["insolvency", "not_covered"]);
    }
}

#[test]
fn f9_other_methods_are_not_covered() {
    let by_rate = loan("1000.00", "1", &json!({"method": "reference-rate", "rate_percent": "1"}));
    let premium = guarantee("1000.00", "1", json!({"method": "safe-harbour-premium"}));
    let harbour = loan("1000.00", "1", &json!({}));
    let services = json!({"conditions": {"export_linked": false, "domestic_goods": false, "price_quantity_linked": false, "sgei_service": "ferry"}});
    let in_lithuania =
        |regime: &str| with(json!({"member_state": "LT", "basis": {"regime": regime}}), &services);
    for (aid, change) in
        [(by_rate.clone(), json!({})), (by_rate.clone(), in_lithuania("eu-2023-2832")), (premium, json!({}))]
    {
        let data = with(granted("g1", "a", "2026-01-01", aid), &change);
        Tale::of(&["a"]).say("award.granted", &data).is("deferred").for_codes(&["not_covered"]);
    }
    // Under regimes for which no pack has a safe harbour or a formula, a report has no figure.
    for aid in [harbour, by_rate] {
        let data = with(reported("r1", "a", "2026-01-01", aid), &in_lithuania("gber-22"));
        Tale::of(&["a"]).say("award.reported", &data).is("recorded").flagged(&["uncounted"]);
    }
}

/// A loan by reference rate in Lithuania, whose base rate is 2.19 % from 1 January 2026.
fn by_rate(known: &Value, change: &Value) -> aidledger_tests::tale::Said {
    let mut tale = Tale::of(&["a"]);
    publish(
        &mut tale,
        "ec-base-rate",
        json!([{"member_state": "LT", "from": "2026-01-01", "percent": "2.19"}]),
    );
    let assessed = with(json!({"undertaking": id("a"), "on": "2025-01-01", "evidence": {}}), known);
    tale.say("undertaking.assessed", &assessed).is("recorded");
    let plain = json!({
        "form": "loan", "principal": eur("100000.00"), "years": "5", "collateral_percent": "0", "rate_percent": "2.00",
        "method": "reference-rate",
    });
    let on = change.get("granted_on").and_then(Value::as_str).unwrap_or("2026-01-01");
    let data = granted("g1", "a", on, with(plain, change.get("aid").unwrap_or(&json!({}))));
    tale.say("award.granted", &with(data, &json!({"member_state": "LT"})))
}

#[test]
fn f15_the_interest_that_a_loan_saves_is_not_discounted() {
    let of = |aid: Value, worth: &str| {
        by_rate(&json!({}), &json!({"aid": aid})).is("admitted").worth(worth);
    };
    of(json!({}), "[\"20950.00\"]");
    // At the reference rate or above it nothing is saved.
    of(json!({"rate_percent": "6.19"}), "[\"0.00\"]");
    of(json!({"rate_percent": "6.20"}), "[\"0.00\"]");
    of(json!({"rate_percent": "-0.45"}), "[\"33200.00\"]");
    // Half a hundredth of a year goes up before anything is multiplied.
    of(json!({"years": "0.005"}), "[\"41.90\"]");
    of(json!({"years": "0.004999"}), "[\"0.00\"]");
    // The product is rounded once: 100 000.01 for 1.01 years at 4.19 %.
    of(json!({"principal": eur("100000.01"), "years": "1.014"}), "[\"4231.90\"]");
    of(json!({"principal": eur("0.12"), "years": "1"}), "[\"0.01\"]");
    of(json!({"principal": eur("0.11"), "years": "1"}), "[\"0.00\"]");
    // No limit of amount, term or collateral; the ceiling holds as ever, and a cap lowers nothing.
    by_rate(&json!({}), &json!({"aid": {"principal": eur("9000000.00"), "years": "30"}}))
        .is("refused")
        .for_codes(&["ceiling_exceeded"])
        .worth("[\"11313000.00\"]");
    of(json!({"cap": eur("1000.00"), "counts_as": "exact"}), "[\"20950.00\"]");
}

#[test]
fn f15_the_margin_is_that_of_an_undertaking_without_a_rating() {
    let of = |known: Value| by_rate(&known, &json!({}));
    for known in [
        json!({"size": "small"}),
        json!({"size": "small", "credit_band": "unrated"}),
        json!({"insolvency": "none"}),
    ] {
        of(known).is("admitted").worth("[\"20950.00\"]");
    }
    for band in ["AAA", "CCC"] {
        of(json!({"size": "small", "credit_band": band})).is("deferred").for_codes(&["not_covered"]);
    }
    of(json!({"size": "large"})).is("refused").for_codes(&["safe_harbour_not_met"]).worth("null");
    of(json!({"size": "large", "credit_band": "B"})).is("deferred").for_codes(&["not_covered"]);
    of(json!({"insolvency": "proceedings"})).is("refused").for_codes(&["insolvency"]);
}

#[test]
fn f15_whatever_is_missing_is_listed_with_what_closes_the_gates() {
    let no_rate = json!({"rate_percent": null});
    by_rate(&json!({}), &json!({"aid": no_rate})).is("deferred").for_codes(&["needs_review"]).worth("null");
    by_rate(&json!({}), &json!({"granted_on": "2025-12-31"})).is("refused").for_codes(&["unknown_reference"]);
    let all = json!({"size": "large", "credit_band": "CCC", "insolvency": "criteria-met"});
    by_rate(&all, &json!({"aid": no_rate})).is("refused").for_codes(&[
        "safe_harbour_not_met",
        "insolvency",
        "not_covered",
        "needs_review",
    ]);
    // Where an unknown code holds, only those are listed.
    let everything = json!({"granted_on": "2025-12-31", "aid": {"rate_percent": null, "principal": {"amount": "1.00", "currency": "SEK"}}});
    by_rate(&all, &everything).for_codes(&["unknown_reference", "unknown_currency_rate"]);
    // A cap changes nothing of it.
    let capped = json!({"rate_percent": null, "cap": eur("1000.00"), "counts_as": "cap"});
    by_rate(&json!({"size": "small", "credit_band": "BB"}), &json!({"aid": capped.clone()}))
        .is("deferred")
        .for_codes(&["not_covered", "needs_review"]);
    let everything = ["safe_harbour_not_met", "insolvency", "not_covered", "needs_review"];
    by_rate(&all, &json!({"aid": capped})).for_codes(&everything);
}

#[test]
fn f15_a_new_date_values_the_loan_anew() {
    let mut tale = Tale::of(&["a"]);
    publish(
        &mut tale,
        "ec-base-rate",
        json!([{"member_state": "LT", "from": "2025-07-01", "percent": "2.21"}, {"member_state": "LT", "from": "2026-01-01", "percent": "2.19"}]),
    );
    let aid = json!({
        "form": "loan", "principal": eur("100000.00"), "years": "5", "collateral_percent": "0", "rate_percent": "2.00",
        "method": "reference-rate",
    });
    let data = with(granted("g1", "a", "2026-01-01", aid), &json!({"member_state": "LT"}));
    tale.say("award.granted", &data).is("admitted").worth("[\"20950.00\"]");
    let correct = json!({"award": "g1", "set": {"granted_on": "2025-12-31"}, "reason": "slip"});
    tale.say("award.corrected", &correct).is("admitted").worth("[\"21050.00\"]");
}

#[test]
fn f10_a_cap_counts_in_full_until_it_is_lowered() {
    let mut tale = Tale::of(&["a"]);
    let capped =
        |counts_as: &str| with(cash("12000.00"), &json!({"cap": eur("40000.00"), "counts_as": counts_as}));
    tale.grant_aid("g1", "a", "2026-01-01", capped("cap")).is("admitted").worth("[\"40000.00\"]");
    tale.grant_aid("g2", "a", "2026-01-01", capped("exact")).worth("[\"12000.00\"]");
    tale.grant_aid("g3", "a", "2026-01-01", capped("scheme-fixed-sum"))
        .is("deferred")
        .for_codes(&["needs_review"]);
    let scheme = with(
        granted("g4", "a", "2026-01-01", capped("scheme-fixed-sum")),
        &json!({"basis": {"kind": "scheme", "regime": "eu-2023-2831"}}),
    );
    tale.say("award.granted", &scheme).is("admitted").worth("[\"40000.00\"]");
    // Metered use below a cap needs no price.
    let metered = hours("100", &json!({"cap": eur("1000.00"), "counts_as": "cap"}));
    tale.grant_aid("g5", "a", "2026-01-01", metered).is("admitted").worth("[\"1000.00\"]");
    let above = with(cash("50000.00"), &json!({"cap": eur("40000.00"), "counts_as": "exact"}));
    tale.grant_aid("g6", "a", "2026-01-01", above).worth("[\"40000.00\"]");
    // It stands in the place of a high end that a range does not have.
    let open_ended = json!({"form": "declared", "gge_range": {"low": eur("1000.00")}, "cap": eur("40000.00"), "counts_as": "exact"});
    tale.grant_aid("g7", "a", "2026-01-01", open_ended).is("admitted").worth("[\"1000.00\",\"40000.00\"]");
}

fn funded(parts: &[(&str, &str)]) -> Value {
    let parts: Vec<Value> =
        parts.iter().map(|(origin, share)| json!({"origin": origin, "share_percent": share})).collect();
    with(granted("g1", "a", "2026-01-01", cash("100.01")), &json!({"funding": parts}))
}

#[test]
fn f11_only_the_states_share_counts() {
    let of = |parts: &[(&str, &str)], worth: &str| {
        Tale::of(&["a"]).say("award.granted", &funded(parts)).is("admitted").worth(worth);
    };
    of(&[("union-central", "50"), ("state", "50")], "[\"50.01\"]");
    of(&[("shared-management", "25"), ("ms-donated", "25"), ("undetermined", "50")], "[\"100.01\"]");
    of(&[("union-central", "99.99"), ("state", "0.01")], "[\"0.01\"]");
    of(&[("private", "40"), ("union-central", "60")], "[\"0.00\"]");
    // 80.04 kronor are 10.005 euro; half of that is 5.0025, rounded once.
    let mut tale = Tale::of(&["a"]);
    publish(&mut tale, "fx", fx("*", "2026-01-01", "8"));
    let half = funded(&[("union-central", "50"), ("state", "50")]);
    tale.say("award.granted", &with(half, &json!({"aid": sek("80.04")}))).is("admitted").worth("[\"5.00\"]");
}

#[test]
fn f12_what_is_no_aid_has_no_figure() {
    let of = |ground: &str, more: Value| {
        let data = with(
            granted("g1", "a", "2026-01-01", cash("100.00")),
            &json!({
                "member_state": null, "basis": {"regime": "no-aid"}, "treatment": {"no-aid": {"ground": ground}},
            }),
        );
        Tale::of(&["a"]).say("award.granted", &with(data, &more))
    };
    let union = json!({"funding": [{"origin": "union-central", "share_percent": "100"}]});
    of("union-central", union.clone()).is("admitted").worth("null").sums(&[]);
    of("union-central", json!({})).is("deferred").for_codes(&["needs_review"]);
    of("private", json!({"funding": [{"origin": "private", "share_percent": "100"}]})).is("admitted");
    let nothing =
        json!([{"origin": "private", "share_percent": "100"}, {"origin": "state", "share_percent": "0"}]);
    of("private", json!({"funding": nothing})).is("admitted");
    of("market-price", json!({})).is("deferred");
    of(
        "market-price",
        json!({"aid": {"form": "service", "market_value": eur("10.00"), "price_paid": eur("10.00")}}),
    )
    .is("admitted");
    of("non-economic-use", json!({})).is("deferred");
    of("non-economic-use", json!({"aid": hours("1", &json!({"access": {"economic": false}}))}))
        .is("admitted");
    of("non-economic-use", json!({"aid": hours("1", &json!({"access": {"economic": true}}))})).is("deferred");
    of("because", union.clone()).is("deferred");
    of("union-central", with(union, &json!({"basis": {"regime": "eu-2023-2831"}}))).is("deferred");
}

#[test]
fn f13_without_a_figure_a_grant_is_refused_and_a_fact_uncounted() {
    let mut tale = Tale::of(&["a"]);
    tale.grant_aid("g1", "a", "2026-01-01", sek("1.00")).is("refused").for_codes(&["unknown_currency_rate"]);
    let conferred = with(granted("g2", "a", "2026-01-01", sek("1.00")), &json!({"legal_right": "conferred"}));
    tale.say("award.granted", &conferred).is("recorded").flagged(&["granted_without_check", "uncounted"]);
    let outside = with(
        granted("g3", "a", "2026-01-01", loan("1000.00", "11", &json!({}))),
        &json!({"legal_right": "conferred"}),
    );
    tale.say("award.granted", &outside).is("recorded").flagged(&["granted_without_check", "uncounted"]);
}

#[test]
fn f13_a_member_that_a_review_lets_stand_without_a_figure_is_uncounted() {
    let mut tale = Tale::of(&["a", "b"]);
    let premium = guarantee("1000.00", "1", json!({"method": "safe-harbour-premium"}));
    let members = [granted("s1", "a", "2026-01-01", cash("5.00")), granted("s2", "b", "2026-01-01", premium)];
    tale.say_as("s", "award.set", &json!({"awards": members})).is("deferred").for_codes(&["not_covered"]);
    let admit = json!({"about": "facts/s", "question": "what holds", "decision": "admit", "reason": "looked at", "citation": "Art. 3", "valid_for": {}});
    tale.say("review.decided", &admit).is("admitted").flagged(&["uncounted"]).worth("null");
    tale.grant("g1", "a", "2026-01-02", "1.00").is("admitted").sums(&[("2026-01-02", "6.00")]);
    tale.grant("g2", "b", "2026-01-02", "1.00").is("deferred").for_codes(&["uncounted_award_in_window"]);
}

#[test]
fn f14_later_amounts_are_converted_at_the_rates_of_the_grant() {
    let mut tale = Tale::of(&["a"]);
    publish(&mut tale, "fx", fx("*", "2026-01-01", "10"));
    publish(&mut tale, "fx", fx("*", "2026-06-01", "20"));
    tale.grant_aid("g1", "a", "2026-01-01", sek("1000.00")).worth("[\"100.00\"]");
    let less = json!({
        "award": "g1", "gge_after": {"amount": "400.00", "currency": "SEK"}, "benefit_kept": eur("0.00"), "on": "2026-06-01", "reason": "cut",
    });
    tale.say("award.reduced", &less).worth("[\"40.00\"]");
}

#[test]
fn f14_parts_are_converted_at_the_rates_of_the_grant() {
    let mut tale = Tale::of(&["p", "x"]);
    publish(&mut tale, "fx", fx("*", "2026-01-01", "10"));
    publish(&mut tale, "fx", fx("*", "2026-06-01", "20"));
    tale.link("p", "x", "2024-01-01");
    tale.grant_aid("g1", "x", "2026-01-01", sek("1000000.00")).worth("[\"100000.00\"]");
    let amount = json!({"amount": "400000.00", "currency": "SEK"});
    let parts = json!([{"award": "g1", "undertaking": id("p"), "amount": amount}]);
    tale.unlink("p", "x", "2026-06-01", json!({"attributed": parts})).is("recorded");
    // 400 000 kronor of 1 January are 40 000 euro.
    assert_eq!([tale.left("p", "2026-07-01"), tale.left("x", "2026-07-01")], ["260000.00", "240000.00"]);
}

#[test]
fn f16_the_states_part_is_held_against_amounts_and_limits() {
    let part = |state: &str, rest: &str| json!({"funding": [{"origin": "state", "share_percent": state}, {"origin": "private", "share_percent": rest}]});
    let capital = |amount: &str| json!({"form": "capital", "injection": eur(amount)});
    let ask = |aid: Value, funding: &Value| {
        let data = with(granted("g", "a", "2026-01-10", aid), funding);
        Tale::of(&["a"]).say("award.granted", &data)
    };
    let said = ask(capital("700000.00"), &part("40", "60"));
    said.is("admitted").flagged(&["interpretation"]).worth("[\"280000.00\"]");
    ask(capital("250000.00"), &part("40", "60")).is("admitted").flagged(&[]).worth("[\"100000.00\"]");
    ask(capital("700000.00"), &part("50", "50")).for_codes(&["not_transparent_aid", "ceiling_exceeded"]);
    let cap = json!({"form": "service", "market_value": eur("1.00"), "price_paid": eur("0.00"), "cap": eur("400000.00"), "counts_as": "cap"});
    ask(cap, &part("50", "50")).is("admitted").flagged(&["interpretation"]).worth("[\"200000.00\"]");
    // On recorded events too.
    let conferred = with(granted("g", "a", "2026-01-10", capital("700000.00")), &part("40", "60"));
    Tale::of(&["a"])
        .say("award.granted", &with(conferred, &json!({"legal_right": "conferred"})))
        .is("recorded")
        .flagged(&["granted_without_check", "interpretation"])
        .worth("[\"280000.00\"]");
}

#[test]
fn f17_a_base_rate_of_more_than_a_year_before_is_said_to_be_old() {
    for (from, flags) in [("2025-01-09", &[][..]), ("2025-01-08", &["reference_old"])] {
        let mut tale = Tale::of(&["a"]);
        publish(&mut tale, "ec-base-rate", json!([{"member_state": "FI", "from": from, "percent": "2.19"}]));
        let plan = json!({"form": "instalments", "payments": [{"due": "2026-01-10", "amount": eur("5.00")}]});
        tale.say("award.granted", &granted("g", "a", "2026-01-10", plan))
            .is("admitted")
            .flagged(flags)
            .worth("[\"5.00\"]");
    }
    // Of a loan by reference rate too: five years of 2.19 + 4 - 2 percent of 100 000.
    for (from, flags) in [("2025-01-09", &[][..]), ("2025-01-08", &["reference_old"])] {
        let mut tale = Tale::of(&["a"]);
        publish(&mut tale, "ec-base-rate", json!([{"member_state": "LT", "from": from, "percent": "2.19"}]));
        let by_rate = loan("100000.00", "5", &json!({"method": "reference-rate", "rate_percent": "2.00"}));
        let data = with(granted("g", "a", "2026-01-10", by_rate), &json!({"member_state": "LT"}));
        tale.say("award.granted", &data).is("admitted").flagged(flags).worth("[\"20950.00\"]");
    }
}

#[test]
fn f18_another_instrument_has_a_figure_or_a_cap() {
    let ask = |aid: Value| Tale::of(&["a"]).say("award.granted", &granted("g", "a", "2026-01-10", aid));
    let capped = |amount: &str, how: &str| json!({"form": "declared", "cap": eur(amount), "counts_as": how});
    for how in ["cap", "exact"] {
        ask(capped("40000.00", how)).is("admitted").worth("[\"40000.00\"]");
    }
    ask(capped("300000.01", "cap")).for_codes(&["not_transparent_aid", "ceiling_exceeded"]);
    ask(capped("40000.00", "scheme-fixed-sum")).for_codes(&["needs_review"]);
    ask(json!({"form": "declared"})).for_codes(&["not_transparent_aid"]);
    ask(json!({"form": "declared", "nominal": eur("1.00")})).for_codes(&["not_transparent_aid"]);
    let mut tale = Tale::of(&["a"]);
    tale.say("award.reported", &reported("r", "a", "2026-01-10", json!({"form": "declared"})))
        .is("recorded")
        .flagged(&["uncounted"]);
}
