//! Every form of aid, and aid that is none.

use serde_json::{Value, json};

use super::super::cast::Who::{self, Mediterranean, Moselle, North, RuleAuthority};
use super::super::script::{ADMITTED, DIGEST, Script, cash, eur, gpu_hours, granted, money, with};
use super::groups::review;

pub(super) fn play(script: &mut Script<'_>) {
    each_form(script);
    caps(script);
    other_money(script);
    no_aid(script);
    a_ground_nobody_knows(script);
}

fn each_form(script: &mut Script<'_>) {
    let payments = json!([{"due": script.day(365), "amount": eur(10_000)}, {"due": script.day(730), "amount": eur(10_000)}]);
    let year_on = script.day(365);
    let forms: [(&str, &str, Value); 10] = [
        ("form-grant", "grant-or-interest-subsidy", cash(20_000)),
        (
            "form-instalments",
            "grant-or-interest-subsidy",
            json!({"form": "instalments", "payments": payments}),
        ),
        (
            "form-interest",
            "grant-or-interest-subsidy",
            json!({"form": "interest-subsidy", "payments": payments}),
        ),
        (
            "form-loan",
            "loan-or-repayable-advance",
            json!({"form": "loan", "principal": eur(100_000), "years": "5", "collateral_percent": "50", "method": "safe-harbour"}),
        ),
        (
            "form-guarantee",
            "guarantee",
            json!({"form": "guarantee", "guaranteed": eur(150_000), "years": "5", "cover_max_percent": "80", "losses_pari_passu": true, "method": "safe-harbour"}),
        ),
        ("form-capital", "risk-finance", json!({"form": "capital", "injection": eur(50_000)})),
        ("form-compute", "subsidised-services", gpu_hours(8_000)),
        // Without a price of its own the published one counts.
        ("form-tariff", "subsidised-services", with(gpu_hours(8_000), json!({"unit_price": null}))),
        (
            "form-credits",
            "subsidised-services",
            json!({"form": "credits", "face_value": eur(10_500), "price_paid": eur(500), "expires_on": year_on}),
        ),
        (
            "form-service",
            "subsidised-services",
            json!({"form": "service", "market_value": eur(12_000), "price_paid": eur(2_000)}),
        ),
    ];
    for (award, instrument, aid) in forms {
        let client = script.company("FI", &format!("Aurora {}", award.trim_start_matches("form-")));
        let data = granted(North, award, &client, &script.day(0), aid);
        script.say(North, "award.granted", with(data, json!({"instrument": instrument})), ADMITTED);
    }
}

/// Where the price is open, an upper bound may stand for it.
fn caps(script: &mut Script<'_>) {
    let client = script.company("FI", "Cirrus Forecasting Oy");
    let open = with(gpu_hours(50_000), json!({"system": "rented-gpu", "unit_price": null}));
    for (award, euros, counts_as, aid) in [
        ("cap-1", 30_000, "cap", &open),
        ("cap-2", 30_000, "exact", &gpu_hours(4_000)),
        ("cap-3", 25_000, "scheme-fixed-sum", &open),
    ] {
        let aid = with(aid.clone(), json!({"cap": eur(euros), "counts_as": counts_as}));
        let by_scheme = json!({"basis": {"kind": "scheme", "regime": "eu-2023-2831", "scheme": "ai-start"}});
        let data = with(granted(North, award, &client, &script.day(0), aid), by_scheme);
        script.say(North, "award.granted", data, ADMITTED);
    }
}

/// Another currency, and money that is not all the State's.
fn other_money(script: &mut Script<'_>) {
    let client = script.company("LU", "Delta Vision S.à r.l.");
    script.grant(
        Moselle,
        "danish",
        &client,
        json!({"form": "grant", "nominal": money(74_600, "DKK")}),
        ADMITTED,
    );
    // The base rate on record is of years ago.
    let later = json!([{"due": script.day(30), "amount": eur(1_000)}]);
    let plan = json!({"form": "instalments", "payments": later});
    script.grant(Moselle, "old-rate", &client, plan, "admitted +reference_old");
    let parts = |parts: &[(&str, &str)]| {
        let part = |(origin, share): &(&str, &str)| json!({"origin": origin, "share_percent": share});
        json!({"funding": parts.iter().map(part).collect::<Vec<_>>()})
    };
    for (award, shares) in [
        ("shared-1", &[("state", "40"), ("shared-management", "25"), ("union-central", "35")]),
        ("shared-2", &[("ms-donated", "50"), ("undetermined", "25"), ("private", "25")]),
    ] {
        let data = with(granted(Moselle, award, &client, &script.day(0), gpu_hours(10_000)), parts(shares));
        script.say(Moselle, "award.granted", data, ADMITTED);
    }
}

/// A grant whose host says that it is no aid, and why.
fn without_aid(who: Who, award: &str, to: &str, on: &str, ground: &str, aid: Value) -> Value {
    with(
        granted(who, award, to, on, aid),
        json!({
            "member_state": null, "basis": {"kind": "ad-hoc", "regime": "no-aid"}, "treatment": {"no-aid": {"ground": ground}},
        }),
    )
}

fn no_aid(script: &mut Script<'_>) {
    let client = script.company("ES", "Ember Translation S.L.");
    let today = script.day(0);
    let union = json!({"funding": [{"origin": "union-central", "share_percent": "100"}]});
    let private = json!({"funding": [{"origin": "private", "share_percent": "100"}]});
    let paid = with(gpu_hours(1_000), json!({"price_paid": eur(2_500)}));
    let research = with(gpu_hours(1_000), json!({"access": {"economic": false}}));
    for (award, ground, aid, funding) in [
        ("none-1", "union-central", gpu_hours(40_000), union),
        ("none-2", "private", gpu_hours(1_000), private),
        ("none-3", "market-price", paid, json!({})),
        ("none-4", "non-economic-use", research, json!({})),
    ] {
        let data = with(without_aid(Mediterranean, award, &client, &today, ground, aid), funding);
        script.say(Mediterranean, "award.granted", data, ADMITTED);
    }
}

/// What is claimed without a known ground waits for a person, who finds that it is none indeed.
fn a_ground_nobody_knows(script: &mut Script<'_>) {
    let client = script.company("ES", "Fjord Speech S.L.");
    let data = without_aid(Mediterranean, "none-5", &client, &script.day(0), "prize", cash(5_000));
    script.say_as("fjord-prize", Mediterranean, "award.granted", data, "deferred needs_review");
    let about = format!("{}/fjord-prize", Mediterranean.id());
    let decided = with(
        review(&about, "no-aid"),
        json!({"citation": "TFEU Art. 107(1)", "valid_for": {"case": about, "class": DIGEST}}),
    );
    script.say(RuleAuthority, "review.decided", decided, ADMITTED);
}
