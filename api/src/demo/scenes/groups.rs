//! The single undertaking through time: links, exits, mergers, splits, and whose word is relied on.

use serde_json::{Value, json};

use super::super::cast::Who::{Adriatic, Mediterranean, North, Register, RuleAuthority};
use super::super::script::{ADMITTED, DIGEST, RECORDED, Script, cash, eur, link, with};

pub(super) fn play(script: &mut Script<'_>) {
    four_kinds_of_link(script);
    three_exits(script);
    a_merger(script);
    a_split(script);
    a_split_without_equity(script);
    what_a_city_owns(script);
    what_a_person_owns(script);
    a_majority_without_a_link(script);
    two_numbers_one_undertaking(script);
    a_declared_link(script);
    anothers_documents(script);
    across_a_border(script);
    a_circle_of_control(script);
    recoveries(script);
}

/// However a company is controlled, its group has one ceiling.
fn four_kinds_of_link(script: &mut Script<'_>) {
    let parent = script.company("FI", "Granite Holding Oy");
    let kinds = ["voting-majority", "appoint-majority", "dominant-influence", "shareholder-agreement"];
    let mut children = Vec::new();
    for (kind, name) in kinds.into_iter().zip([
        "Granite Vision Oy",
        "Granite Speech Oy",
        "Granite Robotics Oy",
        "Granite Genomics Oy",
    ]) {
        let child = script.company("FI", name);
        let data = with(link(&parent, &child, &script.day(-700), "register"), json!({"kind": kind}));
        script.say(Register, "control.declared", data, RECORDED);
        children.push(child);
    }
    // Spread over time, so that what frees up does so step by step.
    for (child, days) in children.iter().zip([-600, -400, -200, -30]) {
        script.grant_on(
            North,
            days,
            &format!("group-{}", days.unsigned_abs()),
            child,
            cash(70_000),
            ADMITTED,
        );
    }
    script.grant(North, "group-over", &parent, cash(20_001), "refused ceiling_exceeded");
    script.grant(North, "group-full", &parent, cash(20_000), ADMITTED);
}

/// Who keeps the history when a company is sold: nobody said, the recipient, or as attributed.
fn three_exits(script: &mut Script<'_>) {
    let parent = script.company("FI", "Harbour Holding Oy");
    let names = ["Harbour Vision Oy", "Harbour Mobility Oy", "Harbour Materials Oy"];
    let [open, stays, parted] = names.map(|name| script.company("FI", name));
    for (child, award) in [(&open, "exit-1"), (&stays, "exit-2"), (&parted, "exit-3")] {
        script.link(&parent, child, -700);
        script.report(award, child, -400, 90_000);
    }
    let end = |child: &str, on: &str, history: Value| {
        let data = json!({"controller": parent, "controlled": child, "on": on});
        with(data, json!({"history": history}))
    };
    let on = script.day(-100);
    script.say(Register, "control.ended", end(&open, &on, Value::Null), RECORDED);
    script.say(Register, "control.ended", end(&stays, &on, json!("stays-with-recipient")), RECORDED);
    let parts = json!({"attributed": [{"award": "exit-3", "undertaking": parent, "amount": eur(50_000)}]});
    script.say(Register, "control.ended", end(&parted, &on, parts), RECORDED);
    // The first exit is settled later: until then both sides held its history.
    script.say(Register, "control.ended", end(&open, &on, json!("stays-with-recipient")), RECORDED);
}

/// The merged undertaking has the history of both.
fn a_merger(script: &mut Script<'_>) {
    let [surviving, absorbed] =
        ["Isbre Translation Oy", "Isbre Forecasting Oy"].map(|name| script.company("FI", name));
    script.report("merged-1", &surviving, -500, 200_000);
    script.report("merged-2", &absorbed, -300, 150_000);
    let data = json!({"surviving": surviving, "absorbed": [absorbed], "on": script.day(-60), "evidence": {"level": "register", "sha256": DIGEST}});
    script.say(Register, "undertakings.merged", data, RECORDED);
    script.grant(North, "merged-3", &surviving, cash(1_000), "refused ceiling_exceeded");
}

fn split(of: &str, on: &str, successors: &[(&str, &str)]) -> Value {
    let successor = |(who, equity): &(&str, &str)| json!({"undertaking": who, "equity_book_value": {"amount": equity, "currency": "EUR"}, "activities": ["software"]});
    json!({
        "undertaking": of, "on": on, "successors": successors.iter().map(successor).collect::<Vec<_>>(),
        "evidence": {"level": "register", "sha256": DIGEST},
    })
}

/// What was held is divided by equity, or as attributed afterwards.
fn a_split(script: &mut Script<'_>) {
    let names = ["Juniper Oy", "Juniper Vision Oy", "Juniper Speech Oy"];
    let [old, first, second] = names.map(|name| script.company("FI", name));
    script.report("split-a", &old, -500, 100_000);
    script.report("split-b", &old, -450, 80_000);
    let data = split(&old, &script.day(-120), &[(&first, "300000.00"), (&second, "100000.00")]);
    script.say_as("juniper-split", Register, "undertaking.split", data, RECORDED);
    let parts = json!({
        "award": "split-a", "split": "juniper-split", "evidence": {"level": "register", "sha256": DIGEST},
        "parts": [{"undertaking": first, "amount": eur(10_000)}, {"undertaking": second, "amount": eur(90_000)}],
    });
    script.say(Register, "award.attributed", parts, RECORDED);
    // 90 000 as attributed, and a quarter of 80 000 by equity.
    script.grant(North, "split-c", &second, cash(190_001), "refused ceiling_exceeded");
    script.grant(North, "split-d", &second, cash(190_000), ADMITTED);
}

/// Equity that can't divide anything: each successor holds the whole, until it is attributed.
fn a_split_without_equity(script: &mut Script<'_>) {
    let names = ["Lumen Oy", "Lumen Vision Oy", "Lumen Speech Oy"];
    let [old, first, second] = names.map(|name| script.company("FI", name));
    script.report("lumen-a", &old, -500, 100_000);
    let data = split(&old, &script.day(-120), &[(&first, "-25000.00"), (&second, "40000.00")]);
    script.say(Register, "undertaking.split", data, "recorded +split_undivided");
    script.grant(North, "lumen-b", &second, cash(200_001), "refused ceiling_exceeded");
    script.grant(North, "lumen-c", &second, cash(200_000), ADMITTED);
}

/// The `data` of a review.
pub(super) fn review(about: &str, decision: &str) -> Value {
    json!({
        "about": about, "question": "how is this to be read", "decision": decision, "reason": "shown by the documents",
        "citation": "Regulation (EU) 2023/2831 Art. 2(2)", "valid_for": {"case": about},
    })
}

/// A public body does not make its companies one undertaking.
fn what_a_city_owns(script: &mut Script<'_>) {
    let names = ["City of Northport", "Northport Energy Oy", "Northport Water Oy", "Willow Ventures Oy"];
    let [city, energy, water, fund] = names.map(|name| script.company("FI", name));
    let holding = |holder: &str, held: &str, percent: &str, kind: &str, from: &str| json!({"holder": holder, "held": held, "capital_percent": percent, "votes_percent": percent, "kind": kind, "from": from});
    let from = script.day(-900);
    for (award, owned) in [("city-1", &energy), ("city-2", &water)] {
        script.link(&city, owned, -900);
        let data = holding(&city, owned, "100", "public-body", &from);
        script.say(Register, "holding.declared", data, RECORDED);
        script.grant(North, award, owned, cash(300_000), ADMITTED);
    }
    script.say(North, "holding.declared", holding(&fund, &energy, "24.9", "investor", &from), RECORDED);
}

/// Whether two companies of one natural person are one undertaking is open: the pack says, and the answer that it hangs on it.
fn what_a_person_owns(script: &mut Script<'_>) {
    let person = "PRS:ffeeddccbbaa99887766554433221100";
    let data = json!({"undertaking": person, "identifiers": [], "natural_person": true});
    script.say(Register, "undertaking.registered", data, RECORDED);
    for (award, name, answer) in [
        ("person-a", "Kelp Vision Oy", ADMITTED),
        ("person-b", "Kelp Speech Oy", "admitted +group_natural_person"),
    ] {
        let company = script.company("FI", name);
        script.link(person, &company, -700);
        script.grant(North, award, &company, cash(200_000), answer);
    }
}

/// A majority of the votes that nobody declared as control is said.
fn a_majority_without_a_link(script: &mut Script<'_>) {
    let [holder, held] = ["Isbre Holding Oy", "Isbre Vision Oy"].map(|name| script.company("FI", name));
    let data = json!({"holder": holder, "held": held, "capital_percent": "60", "votes_percent": "60", "kind": "enterprise", "from": script.day(-300)});
    script.say(Register, "holding.declared", data, "recorded +link_not_declared");
}

fn two_numbers_one_undertaking(script: &mut Script<'_>) {
    let [one, other] =
        ["Meridian Genomics Oy", "Meridian Genomics Oy, branch"].map(|name| script.company("FI", name));
    script.report("same-1", &one, -200, 250_000);
    let data = json!({"undertaking": one, "same_as": [other, "LEI:529900T8BM49AURSDO55"], "evidence": {"level": "register", "sha256": DIGEST}});
    script.say(Register, "undertaking.identified", data, RECORDED);
    script.grant(North, "same-2", &other, cash(60_000), "refused ceiling_exceeded");
}

/// A link that is only declared binds whoever declared it, and is a hint to the others.
fn a_declared_link(script: &mut Script<'_>) {
    let [parent, child] =
        ["Nimbus Holding S.L.", "Nimbus Vision S.L."].map(|name| script.company("ES", name));
    script.report_in("ES", "weak-1", &parent, -300, 250_000);
    let data = link(&parent, &child, &script.day(-400), "declared");
    script.say(Adriatic, "control.declared", data.clone(), RECORDED);
    script.grant(Mediterranean, "weak-2", &child, cash(10_000), "admitted +group_evidence_weak");
    script.say(Mediterranean, "control.declared", data, RECORDED);
    script.grant(
        Mediterranean,
        "weak-3",
        &child,
        cash(60_000),
        "refused ceiling_exceeded +group_evidence_weak",
    );
}

/// Another host's documents refuse nothing, but where they would, a person decides.
fn anothers_documents(script: &mut Script<'_>) {
    let [parent, child] =
        ["Orchard Holding S.L.", "Orchard Robotics S.L."].map(|name| script.company("ES", name));
    script.report_in("ES", "documented-1", &parent, -300, 250_000);
    let data = link(&parent, &child, &script.day(-400), "documented");
    script.say(Adriatic, "control.declared", data, RECORDED);
    let data =
        super::super::script::granted(Mediterranean, "documented-2", &child, &script.day(0), cash(60_000));
    script.say_as("orchard-grant", Mediterranean, "award.granted", data, "deferred needs_review");
    let about = format!("{}/orchard-grant", Mediterranean.id());
    script.say(RuleAuthority, "review.decided", review(&about, "admit"), ADMITTED);
}

/// A parent in another Member State counts, and the answer says that it turned on that.
fn across_a_border(script: &mut Script<'_>) {
    let parent = script.company("DE", "Prism Holding GmbH");
    let child = script.company("FI", "Prism Translation Oy");
    script.link(&parent, &child, -500);
    script.report("border-1", &parent, -300, 250_000);
    script.grant(North, "border-2", &child, cash(60_000), "refused ceiling_exceeded +group_cross_border");
    script.grant(North, "border-3", &child, cash(10_000), "admitted +group_cross_border");
}

fn a_circle_of_control(script: &mut Script<'_>) {
    let names = ["Ridge Oy", "Ridge Vision Oy", "Ridge Speech Oy"];
    let [first, second, third] = names.map(|name| script.company("FI", name));
    script.link(&first, &second, -600);
    script.link(&second, &third, -600);
    let closing = link(&third, &first, &script.day(-500), "register");
    script.say_as("ridge-circle", Register, "control.declared", closing, "deferred needs_review");
    let about = format!("{}/ridge-circle", Register.id());
    script.say(RuleAuthority, "review.decided", review(&about, "refuse"), ADMITTED);
}

/// One order is suspended and annulled, the other paid.
fn recoveries(script: &mut Script<'_>) {
    let debtor = script.company("FI", "Solstice Materials Oy");
    let decision = |reference: &str| json!({"kind": "commission", "ref": reference});
    for reference in ["SA.99998", "SA.99999"] {
        let data = json!({
            "decision": decision(reference), "undertaking": debtor, "member_state": "FI", "awards": [],
            "principal": eur(85_000), "disposed_on": script.day(-900), "day_count": "act/365",
        });
        script.say(RuleAuthority, "recovery.ordered", data, RECORDED);
    }
    let step = |reference: &str, on: &str, reason: &str| json!({"decision": decision(reference), "undertaking": debtor, "on": on, "reason": reason});
    let (first, second) = (script.day(-90), script.day(-30));
    script.say(Register, "recovery.suspended", step("SA.99998", &first, "interim measures"), RECORDED);
    script.say(Register, "recovery.annulled", step("SA.99998", &second, "annulled by the court"), RECORDED);
    let paid = json!({"decision": decision("SA.99999"), "undertaking": debtor, "principal": eur(85_000), "interest": eur(9_342), "on": first});
    script.say(RuleAuthority, "recovery.paid", paid, RECORDED);
    script.say(RuleAuthority, "recovery.completed", step("SA.99999", &second, "paid in full"), RECORDED);
}
