//! What goes around an award: application, declaration, notice, registers, audit, and taking back.

use serde_json::{Value, json};

use super::super::cast::Who::{Auditor, Moselle, North, Operator, Register, RuleAuthority};
use super::super::script::{ADMITTED, DIGEST, RECORDED, Script, cash, eur, gpu_hours, granted, link, with};
use super::groups::review;

pub(super) fn play(script: &mut Script<'_>) {
    by_the_book(script);
    a_wrong_notice(script);
    where_a_register_covers(script);
    a_project(script);
    applications(script);
    a_finding(script);
    taken_back(script);
    a_second_look(script);
    forgotten(script);
}

/// Application, assessment, search for the group, declaration, grant, notice, register, publication: nothing to flag.
fn by_the_book(script: &mut Script<'_>) {
    let [parent, client] =
        ["Solstice Holding Oy", "Solstice Vision Oy"].map(|name| script.company("FI", name));
    script.link(&parent, &client, -800);
    let applied = json!({"application": "app-1", "undertaking": client, "received_on": script.day(-20), "requested": eur(60_000)});
    script.say_on(North, -20, "application.received", applied, RECORDED);
    let shown = json!({
        "undertaking": client, "means": "business-wallet", "assurance": "high", "issuer": "business register",
        "presented_on": script.day(-18), "valid_until": script.day(300), "application": "app-1", "sha256": DIGEST,
    });
    script.say_on(North, -18, "identity.presented", shown, RECORDED);
    let assessed = json!({
        "undertaking": client, "on": script.day(-15), "size": "small", "in_difficulty": false, "insolvency": "none",
        "credit_band": "BB", "innovative": true, "distributed_profits": false,
        "accounts": [{"year": 2025, "awu": "23.5", "turnover": eur(3_150_000), "balance_sheet": eur(1_890_000)}],
        "evidence": {"level": "documented", "kind": "annual accounts", "sha256": DIGEST},
    });
    script.say_on(North, -15, "undertaking.assessed", assessed, RECORDED);
    let searched =
        json!({"undertaking": client, "members": [client, parent], "on": script.day(-10), "sha256": DIGEST});
    script.say_on(North, -10, "group.attested", searched, RECORDED);
    let declared = json!({
        "undertaking": client, "signed_on": script.day(-8), "period": {"from": script.day(-1_200)},
        "awards": [], "group": [parent], "sha256": DIGEST,
    });
    script.say_on(North, -8, "declaration.received", declared, RECORDED);
    let data = with(
        granted(North, "book-1", &client, &script.day(0), gpu_hours(20_000)),
        json!({"application": "app-1", "objective": "a translation model for court files"}),
    );
    script.say(North, "award.granted", data, ADMITTED);
    let closed = json!({"application": "app-1", "outcome": "granted", "reason": "awarded in part", "on": script.day(0)});
    script.say(North, "application.closed", closed, RECORDED);
    script.say(North, "notice.served", notice(script, "book-1", 50_000), RECORDED);
    let ticked = |system: &str, reference: &str| json!({"award": "book-1", "system": system, "ref": reference, "on": script.day(0)});
    let (receipt, publication) = (ticked("eair", "EAIR-0098812"), ticked("tam", "TM-10031337"));
    script.say(North, "register.receipt", receipt, RECORDED);
    script.say(North, "publication.made", publication, RECORDED);
}

fn notice(script: &Script<'_>, award: &str, euros: u64) -> Value {
    json!({"award": award, "gge": eur(euros), "citation": "Regulation (EU) 2023/2831 Art. 7(4)", "on": script.day(0), "sha256": DIGEST})
}

/// The recipient was told another figure than the recorded one.
fn a_wrong_notice(script: &mut Script<'_>) {
    let client = script.company("FI", "Tundra Vision Oy");
    script.grant(North, "told-1", &client, cash(12_000), ADMITTED);
    script.say(
        North,
        "notice.served",
        notice(script, "told-1", 21_000),
        "recorded +gge_differs_from_declared",
    );
}

/// Where the register covers three years nobody needs to declare.
fn where_a_register_covers(script: &mut Script<'_>) {
    let client = script.company("LU", "Umbra Vision S.à r.l.");
    script.grant(Moselle, "covered-1", &client, cash(15_000), ADMITTED);
}

fn a_project(script: &mut Script<'_>) {
    let [lead, partner] = ["Vector Genomics Oy", "Vector Speech Oy"].map(|name| script.company("FI", name));
    let project = |starts_on: String| {
        json!({
            "project": "court-files", "applied_on": script.day(-40), "starts_on": starts_on,
            "participants": [
                {"undertaking": lead, "role": "coordinator", "cost_share": "70"},
                {"undertaking": partner, "role": "partner", "cost_share": "30"},
            ],
            "cost_lines": [{"id": "compute", "beneficiary": lead, "category": "equipment", "amount": eur(60_000)}],
            "bonuses": ["effective-collaboration"], "area": "none", "union_rate": {"percent": "35", "act": "grant agreement"},
        })
    };
    let (opened, amended) = (project(script.day(30)), project(script.day(60)));
    script.say(North, "project.opened", opened, RECORDED);
    script.say(North, "project.amended", amended, RECORDED);
    let data = with(
        granted(North, "project-1", &lead, &script.day(0), gpu_hours(10_000)),
        json!({"project": "court-files", "eligible_costs": {"lines": [{"id": "compute", "aid": eur(25_000)}]}}),
    );
    script.say(North, "award.granted", data, ADMITTED);
}

/// An applicant may ask for less, never for more under the same application.
fn applications(script: &mut Script<'_>) {
    let client = script.company("FI", "Willow Translation Oy");
    let received = json!({"application": "app-2", "undertaking": client, "received_on": script.day(-30), "requested": eur(40_000)});
    script.say_on(North, -30, "application.received", received, RECORDED);
    let less = |euros: u64, on: String| json!({"application": "app-2", "requested": eur(euros), "on": on});
    script.say(North, "application.reduced", less(30_000, script.day(-20)), RECORDED);
    script.say(North, "application.reduced", less(35_000, script.day(-10)), "refused contradicts_record");
    let closed = json!({"application": "app-2", "outcome": "withdrawn", "reason": "found another host", "on": script.day(-5)});
    script.say(North, "application.closed", closed, RECORDED);
}

fn a_finding(script: &mut Script<'_>) {
    let raised = json!({"finding": "2026-014", "about": "factory-fi/book-1", "severity": "low", "summary": "no evidence for the published tariff"});
    script.say(Auditor, "finding.raised", raised, RECORDED);
    let closed = json!({"finding": "2026-014", "outcome": "evidence received", "on": script.day(0)});
    script.say(Auditor, "finding.closed", closed, RECORDED);
}

/// What a register stated in error was never stated.
fn taken_back(script: &mut Script<'_>) {
    let [parent, client] = ["Zephyr Holding Oy", "Zephyr Robotics Oy"].map(|name| script.company("FI", name));
    script.report("taken-1", &parent, -200, 290_000);
    let data = link(&parent, &client, &script.day(-300), "register");
    script.say_as("zephyr-link", Register, "control.declared", data, RECORDED);
    script.grant(North, "taken-2", &client, cash(20_000), "refused ceiling_exceeded");
    let back = json!({
        "source": format!("urn:aidledger:party:{}", Register.id()), "id": "zephyr-link",
        "reason": "the shareholders' register shows another holder", "evidence": {"level": "register", "sha256": DIGEST},
    });
    script.say(Register, "statement.retracted", back, RECORDED);
    script.grant(North, "taken-3", &client, cash(20_000), ADMITTED);
}

/// The rule authority finds that an award is no aid, then that it is after all.
fn a_second_look(script: &mut Script<'_>) {
    let client = script.company("FI", "Baltic Robotics Oy");
    script.grant(North, "looked-1", &client, cash(8_000), ADMITTED);
    for decision in ["no-aid", "counts-as-aid"] {
        script.say(RuleAuthority, "review.decided", review("factory-fi/looked-1", decision), ADMITTED);
    }
}

fn forgotten(script: &mut Script<'_>) {
    let data = json!({"subject_ref": "subject-7f3a", "ground": "ten years after the last award", "party": North.id()});
    script.say(Operator, "subject.erased", data, RECORDED);
}
