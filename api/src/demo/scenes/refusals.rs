//! Each reason for which the rules say no, or ask a person, that no other scene has shown.

use serde_json::{Value, json};

use super::super::cast::Who::{self, Auditor, Bank, North, Operator, Register, RuleAuthority};
use super::super::script::{
    ADMITTED, DIGEST, RECORDED, Script, cash, declared, eur, gpu_hours, granted, money, with,
};

pub(super) fn play(script: &mut Script<'_>) {
    not_whose_it_is(script);
    parties_and_keys(script);
    what_is_not_known(script);
    what_can_not_be_judged(script);
    conditions_of_the_act(script);
    loans_and_guarantees(script);
    ceilings(script);
    services(script);
    farms(script);
    for_a_person(script);
}

/// A grant of 10 000 euro by North, with members of its own.
fn grant(script: &mut Script<'_>, award: &str, to: &str, change: Value, expected: &'static str) {
    let data = with(granted(North, award, to, &script.day(0), cash(10_000)), change);
    script.say(North, "award.granted", data, expected);
}

fn not_whose_it_is(script: &mut Script<'_>) {
    let client = script.company("FI", "Meridian Vision Oy");
    let data = json!({"undertaking": "NID:FI:810003", "identifiers": [], "natural_person": false});
    script.say(Auditor, "undertaking.registered", data, "refused not_authorised");
    grant(script, "factory-es/not-mine", &client, json!({}), "refused not_yours");
    grant(script, "no-1", &client, json!({"member_state": "ES"}), "refused no_mandate");
}

fn admit(party: &str, keys: &[Value]) -> Value {
    json!({"party": party, "name": "Newcomer", "roles": ["auditor"], "keys": keys, "mandates": []})
}

fn parties_and_keys(script: &mut Script<'_>) {
    let nobody = json!({"party": "nobody", "reason": "never heard of"});
    script.say(Operator, "party.suspended", nobody, "refused unknown_party");
    script.say(Operator, "party.admitted", admit(Bank.id(), &[]), "refused party_exists");
    let taken = script.cast.key(Auditor).public();
    script.say(Operator, "party.admitted", admit("newcomer", &[taken.jwk()]), "refused key_in_use");
    let revoke = |kid: &str| json!({"kid": kid, "reason": "may have been copied"});
    script.say(Operator, "key.revoked", revoke(&"A".repeat(43)), "refused unknown_key");
    script.say(Operator, "key.revoked", revoke(&taken.kid()), "refused last_key");
    let engine = json!({"semantics": 999_999, "release": "from the future", "vectors_sha256": DIGEST});
    script.say(RuleAuthority, "engine.adopted", engine, "refused semantics_unsupported");
    let pack = json!({"pack": "ai-factories", "version": "1.0.0", "sha256": DIGEST, "size": 1, "applies_from": script.day(0)});
    script.say(RuleAuthority, "pack.adopted", pack, "refused pack_missing");
}

fn what_is_not_known(script: &mut Script<'_>) {
    let [client, other] = ["Nimbus Speech Oy", "Nimbus Mobility Oy"].map(|name| script.company("FI", name));
    grant(script, "no-2", "NID:FI:810004", json!({}), "refused unknown_undertaking");
    grant(script, "no-3", &client, json!({"project": "no-such-project"}), "refused unknown_project");
    let basis = json!({"basis": {"kind": "scheme", "regime": "eu-2023-2831", "scheme": "no-such-scheme"}});
    grant(script, "no-4", &client, basis, "refused unknown_scheme");
    let reduced = json!({"award": "no-such-award", "gge_after": eur(1), "benefit_kept": eur(0), "on": script.day(0), "reason": "none"});
    script.say(North, "award.reduced", reduced, "refused unknown_award");
    let back = json!({"source": format!("urn:aidledger:party:{}", North.id()), "id": "never-said", "reason": "entered twice"});
    script.say(North, "statement.retracted", back, "refused unknown_reference");
    grant(script, "twice", &client, json!({}), ADMITTED);
    grant(script, "twice", &client, json!({}), "refused award_id_used");
    let taken = json!({
        "undertaking": other, "natural_person": false,
        "identifiers": [{"scheme": "EORI", "value": format!("FI{}9", client.trim_start_matches("NID:FI:"))}],
    });
    script.say(North, "undertaking.registered", taken, "refused identifier_in_use");
}

fn what_can_not_be_judged(script: &mut Script<'_>) {
    let client = script.company("FI", "Orchard Vision Oy");
    let aid = json!({"aid": {"form": "grant", "nominal": money(1_000, "NOK")}});
    grant(script, "no-5", &client, aid, "refused unknown_currency_rate");
    let unpriced = with(gpu_hours(100), json!({"system": "rented-gpu", "unit_price": null}));
    grant(script, "no-6", &client, json!({"aid": unpriced}), "refused unknown_price");
    let former = json!({"basis": {"kind": "ad-hoc", "regime": "eu-1407-2013"}});
    grant(script, "no-7", &client, former, "refused regime_not_in_force");
}

fn conditions_of_the_act(script: &mut Script<'_>) {
    let client = script.company("FI", "Prism Genomics Oy");
    let farming = json!({"activity": {"nace": {"code": "01.11", "revision": "2.1"}}});
    grant(script, "no-8", &client, farming, "refused excluded_sector");
    let exports = json!({"conditions": {"export_linked": true, "domestic_goods": false, "price_quantity_linked": false}});
    grant(script, "no-9", &client, exports, "refused conditions_excluded");
    let capital =
        json!({"instrument": "risk-finance", "aid": {"form": "capital", "injection": eur(300_001)}});
    grant(script, "no-10", &client, capital, "refused not_transparent_aid ceiling_exceeded");
}

fn loans_and_guarantees(script: &mut Script<'_>) {
    let [client, insolvent] =
        ["Quarry Genomics Oy", "Quarry Mobility Oy"].map(|name| script.company("FI", name));
    let loan = |collateral: &str, method: &str| {
        let aid = json!({"form": "loan", "principal": eur(100_000), "years": "5", "collateral_percent": collateral, "method": method});
        json!({"instrument": "loan-or-repayable-advance", "aid": aid})
    };
    grant(script, "no-11", &client, loan("49", "safe-harbour"), "refused safe_harbour_not_met");
    grant(script, "no-12", &client, loan("50", "reference-rate"), "deferred not_covered");
    let assessed = json!({"undertaking": insolvent, "on": script.day(-3), "insolvency": "proceedings", "evidence": {"level": "documented", "sha256": DIGEST}});
    script.say(North, "undertaking.assessed", assessed, RECORDED);
    grant(script, "no-13", &insolvent, loan("50", "safe-harbour"), "refused insolvency");
}

/// Exactly the ceiling is granted, one cent more is not; services of general economic interest have their own.
fn ceilings(script: &mut Script<'_>) {
    let [client, carrier] = ["Ridge Materials Oy", "Ridge Ferries Oy"].map(|name| script.company("FI", name));
    script.grant(North, "full-1", &client, cash(300_000), ADMITTED);
    let cent = json!({"form": "grant", "nominal": {"amount": "0.01", "currency": "EUR"}});
    script.grant(North, "full-2", &client, cent, "refused ceiling_exceeded");
    let service = json!({"export_linked": false, "domestic_goods": false, "price_quantity_linked": false, "sgei_service": "ridge-line"});
    let sgei = |euros: u64| json!({"basis": {"kind": "ad-hoc", "regime": "eu-2023-2832"}, "aid": cash(euros), "conditions": service});
    grant(script, "full-3", &carrier, sgei(750_001), "refused sgei_ceiling_exceeded");
    grant(script, "full-4", &carrier, sgei(750_000), ADMITTED);
    let long = with(
        granted(North, "full-5", &carrier, &script.day(0), cash(1_000)),
        json!({"expires_on": script.day(91), "applicant_consent": {"sha256": DIGEST}}),
    );
    script.say(Who::North, "award.reserved", long, "refused policy_limit");
}

/// A line that the State compensates gets no de minimis aid beside it, and another line does.
fn services(script: &mut Script<'_>) {
    let carrier = script.company("FI", "Skerry Ferries Oy");
    let line = |line: &str| json!({"export_linked": false, "domestic_goods": false, "price_quantity_linked": false, "sgei_service": line});
    let paid = script.reported("line-1", &carrier, &script.day(-200), declared(900_000));
    let paid = with(paid, json!({"basis": {"regime": "no-aid"}, "conditions": line("outer-isles")}));
    script.say(Register, "award.reported", paid, RECORDED);
    let aid =
        |name: &str| json!({"basis": {"kind": "ad-hoc", "regime": "eu-2023-2832"}, "conditions": line(name)});
    grant(script, "line-2", &carrier, aid("outer-isles"), "refused cumulation_exceeded");
    grant(script, "line-3", &carrier, aid("inner-isles"), ADMITTED);
}

/// Agriculture has a ceiling of its own, and all farms of a State one together: how much it granted beside this ledger, it has to say.
fn farms(script: &mut Script<'_>) {
    let [berries, barley] = ["Ridge Berries Oy", "Ridge Barley Oy"].map(|name| script.company("FI", name));
    let farming = |euros: u64| {
        json!({
            "basis": {"kind": "ad-hoc", "regime": "eu-1408-2013"}, "aid": cash(euros),
            "activity": {"nace": {"code": "01.25", "revision": "2.1"}},
        })
    };
    grant(script, "farm-1", &berries, farming(50_000), "admitted +national_total_unknown");
    grant(script, "farm-2", &berries, farming(1), "refused sector_ceiling_exceeded");
    let total = json!({
        "member_state": "FI", "regime": "eu-1408-2013", "on": script.day(-1), "years": "rolling", "total": eur(99_400_000),
    });
    let data =
        json!({"table": "national-total", "rows": [total], "source": {"ref": "invented", "sha256": DIGEST}});
    script.say(RuleAuthority, "reference.published", data, ADMITTED);
    grant(script, "farm-3", &barley, farming(1), "refused national_cap_exceeded");
}

fn for_a_person(script: &mut Script<'_>) {
    let client = script.company("FI", "Tundra Robotics Oy");
    let exempt = json!({"basis": {"kind": "ad-hoc", "regime": "gber-25"}});
    grant(script, "no-14", &client, exempt, "deferred not_covered");
    let contractor = json!({"activity": {"nace": {"code": "01.61", "revision": "2.1"}}});
    grant(script, "no-15", &client, contractor, "deferred needs_review");
    // What an intermediary gains by guarantees on its own loans is granted on the last day of a quarter, and on no other.
    let bank = script.company("FI", "Tundra Finance Oy");
    let ends_a_quarter =
        ["-03-31", "-06-30", "-09-30", "-12-31"].iter().any(|end| script.day(0).ends_with(end));
    let day = script.day(i64::from(ends_a_quarter));
    let portfolio = json!({
        "form": "portfolio", "loans": eur(4_000_000), "largest_loan": eur(250_000), "from": script.day(0), "until": script.day(1_000),
        "cover_max_percent": "80", "least_band": "B", "new_senior_loans": true, "advantage_passed_on": true, "equal_terms": true,
    });
    grant(
        script,
        "no-16",
        &bank,
        json!({"granted_on": day, "instrument": "guarantee", "aid": portfolio}),
        "refused contradicts_record",
    );
}
