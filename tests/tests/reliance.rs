//! Who may rely on whose word about who controls whom: sentences G5, G7 and G8 of `docs/spec/rules.md`, with two hosts and
//! a register, all signed.

#![allow(clippy::unwrap_used, reason = "a test stops at whatever it did not expect")]

use aidledger_tests::build_log::{BuildLog, Statement, Who};
use ledger::verdict::Verdict;
use rules::project::{Cause, Query, headroom, headroom_of};
use serde_json::json;

/// Undertakings 1 to 4; a register knows that 1 was granted 250 000.
fn ledger(nonce: u8) -> BuildLog {
    let mut log = BuildLog::with_two_hosts(nonce).unwrap();
    for n in 1..=4 {
        log.register(n).unwrap();
    }
    let report = json!({
        "award": "r1", "beneficiary": "NID:FI:1", "granting_authority": {"name": "Another"}, "member_state": "FI",
        "granted_on": "2025-01-10", "basis": {"regime": "eu-2023-2831"}, "reported_from": "register", "date_basis": "legal-right",
        "source_row": {"register": "tam", "id": "r1", "retrieved_on": "2039-12-31", "sha256": "0".repeat(64)},
        "aid": {"form": "declared", "gge": {"amount": "250000.00", "currency": "EUR"}},
    });
    assert_eq!(log.say(Who::Register, "award.reported", "r1", report).unwrap().outcome.as_str(), "recorded");
    log
}

fn link(log: &mut BuildLog, who: Who, level: &str) -> Verdict {
    let data = json!({
        "controller": "NID:FI:1", "controlled": "NID:FI:2", "kind": "voting-majority", "from": "2024-01-01", "evidence": {"level": level},
    });
    log.say(who, "control.declared", "NID:FI:2", data).unwrap()
}

fn grant(log: &mut BuildLog, who: Who, award: &str, amount: &str) -> Verdict {
    grant_to(log, who, award, "NID:FI:2", amount)
}

fn grant_to(log: &mut BuildLog, who: Who, award: &str, beneficiary: &str, amount: &str) -> Verdict {
    let Statement { event_type, subject, mut data, .. } = BuildLog::grant(award, 2, amount);
    *data.get_mut("beneficiary").unwrap() = json!(beneficiary);
    *data.get_mut("granting_authority").unwrap() = json!({"id": who.party(), "name": who.party()});
    log.say(who, event_type, &subject, data).unwrap()
}

fn said(verdict: &Verdict) -> (String, Vec<&'static str>, Vec<&'static str>) {
    let procedural = ["declaration_missing", "group_not_attested"];
    let flags = verdict.flags.iter().map(|flag| flag.as_str()).filter(|flag| !procedural.contains(flag));
    (verdict.outcome.to_string(), verdict.codes.iter().map(|code| code.as_str()).collect(), flags.collect())
}

fn outcome(
    outcome: &str,
    codes: &[&'static str],
    flags: &[&'static str],
) -> (String, Vec<&'static str>, Vec<&'static str>) {
    (outcome.to_owned(), codes.to_vec(), flags.to_vec())
}

fn query() -> Query {
    Query {
        undertaking: "NID:FI:2".parse().unwrap(),
        regime: "eu-2023-2831".parse().unwrap(),
        member_state: "FI".parse().ok(),
        on: "2026-12-01".parse().unwrap(),
    }
}

fn left(log: &BuildLog) -> (String, bool) {
    let found = headroom(&log.state, &query()).unwrap();
    (found.remaining.to_string(), found.upper_bound)
}

/// What is left in a party's own view, why that may be less, and what is left by what everybody relies on.
fn left_for(log: &BuildLog, who: Who) -> (String, Vec<Cause>, String) {
    let party = who.party().parse().unwrap();
    let found = headroom_of(&log.state, &query(), Some(&party)).unwrap();
    assert_eq!(found.view, Some(party));
    let causes = found.causes.iter().map(|doubt| doubt.cause).collect();
    (found.remaining.to_string(), causes, found.everybody.unwrap().remaining.to_string())
}

fn identify(log: &mut BuildLog, who: Who, undertaking: &str, same_as: &str) -> Verdict {
    let data = json!({"undertaking": undertaking, "same_as": [same_as], "evidence": {"level": "documented"}});
    log.say(who, "undertaking.identified", undertaking, data).unwrap()
}

#[test]
fn u1_a_hosts_identification_reaches_everybody_whom_a_registration_connects() {
    let mut log = ledger(71);
    let vat = "VAT:FI12345671";
    let known = json!({
        "undertaking": "NID:FI:1", "identifiers": [{"scheme": "VAT", "value": "FI12345671"}], "natural_person": false,
    });
    let registered = log.say(Who::Register, "undertaking.registered", "NID:FI:1", known).unwrap();
    assert_eq!(said(&registered), outcome("recorded", &[], &[]));
    // Nobody registered the ninth; it is known to the host, as the one whose tax number it has.
    assert_eq!(said(&identify(&mut log, Who::Host, vat, "NID:FI:9")), outcome("recorded", &[], &[]));
    let over = outcome("refused", &["ceiling_exceeded"], &[]);
    assert_eq!(said(&grant_to(&mut log, Who::Host, "g1", "NID:FI:9", "50000.01")), over);
    let unknown = outcome("refused", &["unknown_undertaking"], &[]);
    assert_eq!(said(&grant_to(&mut log, Who::OtherHost, "g1", "NID:FI:9", "50000.01")), unknown);
}

#[test]
fn u3_a_person_is_matched_under_the_handle_that_a_register_registered() {
    let mut log = ledger(72);
    let (own, other) = ("PRS:0f1e2d3c4b5a69788796a5b4c3d2e1f0", "PRS:1f1e2d3c4b5a69788796a5b4c3d2e1f0");
    for (who, handle, flags) in [(Who::Host, own, &["identity_not_matched"][..]), (Who::Register, other, &[])]
    {
        let data = json!({"undertaking": handle, "identifiers": [], "natural_person": true});
        let registered = log.say(who, "undertaking.registered", handle, data).unwrap();
        assert_eq!(said(&registered), outcome("recorded", &[], flags));
    }
    assert_eq!(said(&identify(&mut log, Who::Register, own, other)), outcome("recorded", &[], &[]));
    let unmatched = outcome("admitted", &[], &["identity_not_matched"]);
    assert_eq!(said(&grant_to(&mut log, Who::Host, "g1", own, "1.00")), unmatched);
    assert_eq!(said(&grant_to(&mut log, Who::Host, "g2", other, "2.00")), outcome("admitted", &[], &[]));
}

#[test]
fn g5_the_rule_authority_is_believed_by_all() {
    let mut log = ledger(73);
    assert_eq!(said(&link(&mut log, Who::RuleAuthority, "documented")), outcome("recorded", &[], &[]));
    let over = outcome("refused", &["ceiling_exceeded"], &[]);
    assert_eq!(said(&grant(&mut log, Who::OtherHost, "g1", "50000.01")), over);
}

#[test]
fn g8_hindsight_is_by_what_everybody_relies_on() {
    let mut log = ledger(74);
    let report = json!({
        "award": "r2", "beneficiary": "NID:FI:2", "granting_authority": {"name": "Another"}, "member_state": "FI",
        "granted_on": "2025-02-10", "basis": {"regime": "eu-2023-2831"}, "reported_from": "register", "date_basis": "legal-right",
        "source_row": {"register": "tam", "id": "r2", "retrieved_on": "2039-12-31", "sha256": "0".repeat(64)},
        "aid": {"form": "declared", "gge": {"amount": "100000.00", "currency": "EUR"}},
    });
    log.say(Who::Register, "award.reported", "r2", report).unwrap();
    let pushed =
        |verdict: Verdict| verdict.affects.map(|affects| (affects.count, affects.sum_over.to_string()));
    assert_eq!(pushed(link(&mut log, Who::Host, "documented")), None);
    // 350 000 in the window that ends on 10 February 2025.
    assert_eq!(pushed(link(&mut log, Who::Register, "register")), Some((1, "50000.00".to_owned())));
}

#[test]
fn g5_a_register_is_believed_by_all_and_a_host_by_itself() {
    let mut log = ledger(61);
    assert_eq!(said(&link(&mut log, Who::Register, "register")), outcome("recorded", &[], &[]));
    for who in [Who::Host, Who::OtherHost] {
        assert_eq!(
            said(&grant(&mut log, who, "g1", "50000.01")),
            outcome("refused", &["ceiling_exceeded"], &[])
        );
    }
    // A host's declared link counts in its own grants, and says so; elsewhere it is only a weak hint.
    let mut log = ledger(62);
    assert_eq!(said(&link(&mut log, Who::Host, "declared")), outcome("recorded", &[], &[]));
    let refused = outcome("refused", &["ceiling_exceeded"], &["group_evidence_weak"]);
    assert_eq!(said(&grant(&mut log, Who::Host, "g1", "50000.01")), refused);
    assert_eq!(
        said(&grant(&mut log, Who::OtherHost, "g1", "50000.01")),
        outcome("admitted", &[], &["group_evidence_weak"])
    );
}

#[test]
fn g7_a_hosts_documents_send_anothers_grant_to_a_person_where_they_would_refuse_it() {
    let mut log = ledger(63);
    link(&mut log, Who::Host, "documented");
    assert_eq!(
        said(&grant(&mut log, Who::Host, "g1", "50000.01")),
        outcome("refused", &["ceiling_exceeded"], &[])
    );
    assert_eq!(
        said(&grant(&mut log, Who::OtherHost, "g1", "50000.01")),
        outcome("deferred", &["needs_review"], &[])
    );
    assert_eq!(said(&grant(&mut log, Who::OtherHost, "g2", "50000.00")), outcome("admitted", &[], &[]));
    // The same for a host's word that two numbers are one undertaking.
    let mut log = ledger(64);
    let same =
        json!({"undertaking": "NID:FI:1", "same_as": ["NID:FI:2"], "evidence": {"level": "documented"}});
    let identified = log.say(Who::Host, "undertaking.identified", "NID:FI:1", same).unwrap();
    assert_eq!(said(&identified), outcome("recorded", &[], &[]));
    assert_eq!(
        said(&grant(&mut log, Who::Host, "g1", "50000.01")),
        outcome("refused", &["ceiling_exceeded"], &[])
    );
    assert_eq!(
        said(&grant(&mut log, Who::OtherHost, "g1", "50000.01")),
        outcome("deferred", &["needs_review"], &[])
    );
}

#[test]
fn g8_headroom_is_what_everybody_may_rely_on_and_says_where_others_see_less() {
    let mut log = ledger(65);
    assert_eq!(left(&log), ("300000.00".to_owned(), false));
    link(&mut log, Who::Host, "documented");
    assert_eq!(left(&log), ("300000.00".to_owned(), true));
    link(&mut log, Who::Register, "register");
    assert_eq!(left(&log), ("50000.00".to_owned(), false));
}

#[test]
fn g8_headroom_asked_by_a_host_is_what_its_grants_are_judged_by_beside_what_everybody_relies_on() {
    let mut log = ledger(67);
    link(&mut log, Who::Host, "declared");
    // The host's own link counts for the host, however weak; another host is told that less may be left.
    let (host, other) = (left_for(&log, Who::Host), left_for(&log, Who::OtherHost));
    assert_eq!(host, ("50000.00".into(), vec![], "300000.00".into()));
    assert_eq!(other, ("300000.00".into(), vec![Cause::StatedByOthers], "300000.00".into()));
    assert_eq!(grant(&mut log, Who::Host, "g1", "50000.01").outcome.as_str(), "refused");
    assert_eq!(grant(&mut log, Who::Host, "g2", "50000.00").outcome.as_str(), "admitted");
}

#[test]
fn c1_the_group_is_that_of_the_signers_view() {
    let mut log = ledger(66);
    let line = json!({
        "export_linked": false, "domestic_goods": false, "price_quantity_linked": false, "sgei_service": "ferry",
    });
    let paid = json!({
        "award": "r2", "beneficiary": "NID:FI:1", "granting_authority": {"name": "Another"}, "member_state": "FI",
        "granted_on": "2025-01-10", "basis": {"regime": "no-aid"}, "reported_from": "register", "date_basis": "legal-right",
        "source_row": {"register": "tam", "id": "r2", "retrieved_on": "2039-12-31", "sha256": "0".repeat(64)},
        "aid": {"form": "declared", "gge": {"amount": "9.00", "currency": "EUR"}}, "conditions": line,
    });
    log.say(Who::Register, "award.reported", "r2", paid).unwrap();
    link(&mut log, Who::Host, "documented");
    let mut grant = |who: Who, award: &str| {
        let Statement { event_type, subject, mut data, .. } = BuildLog::grant(award, 2, "1.00");
        *data.get_mut("granting_authority").unwrap() = json!({"id": who.party(), "name": who.party()});
        *data.get_mut("basis").unwrap() = json!({"kind": "ad-hoc", "regime": "eu-2023-2832"});
        *data.get_mut("conditions").unwrap() = line.clone();
        said(&log.say(who, event_type, &subject, data).unwrap())
    };
    assert_eq!(grant(Who::Host, "g1"), outcome("refused", &["cumulation_exceeded"], &[]));
    assert_eq!(grant(Who::OtherHost, "g2"), outcome("admitted", &[], &[]));
}
