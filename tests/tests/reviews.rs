//! Reviews of what was deferred and of awards (A15 of `docs/spec/rules.md`), whole verdicts.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at whatever it did not expect"
)]

mod told;

use aidledger_tests::build_log::{BuildLog, Statement, Who};
use ledger::verdict::Verdict;
use serde_json::json;
use told::*;

// A15

/// A ledger with a grant that is deferred for one reason, and the position of that grant.
fn deferred(reason: &str) -> (BuildLog, u64) {
    let mut log = BuildLog::ready_under(3, Some("off")).unwrap();
    log.register(1).unwrap();
    let mut grant = BuildLog::grant("a1", 1, "30000.00");
    match reason {
        "order_ambiguous" => {
            let report = reported("r1", A, "2026-12-01", exactly("280000.00"));
            assert_eq!(said(&log.say(Who::Register, "award.reported", "r1", report).unwrap()), "recorded");
        }
        "uncounted_award_in_window" => {
            let report = reported("r1", A, "2026-10-01", json!({"gge_range": {"low": euro("1.00")}}));
            assert_eq!(
                said(&log.say(Who::Register, "award.reported", "r1", report).unwrap()),
                "recorded +uncounted"
            );
        }
        "not_covered" => grant.data["basis"]["regime"] = json!("gber-25"),
        _ => grant.data["activity"]["nace"] = json!({"code": "01.61", "revision": "2.1"}),
    }
    let position = log.size();
    let verdict = log.group(&[grant], &|_| {}).unwrap().remove(0);
    assert_eq!(said(&verdict), format!("deferred {reason}"));
    (log, position)
}

fn review(log: &mut BuildLog, about: &str, decision: &str) -> Verdict {
    log.say(Who::RuleAuthority, "review.decided", about, reviewed(about, decision)).unwrap()
}

fn award(log: &BuildLog, id: &str) -> Option<rules::state::Award> {
    let id = id.parse::<ledger::ids::ScopedRef>().unwrap().full(&"csc".parse().unwrap());
    log.state.awards.find(&id).cloned()
}

const REASONS: [&str; 4] = ["order_ambiguous", "uncounted_award_in_window", "not_covered", "needs_review"];

#[test]
fn a15_what_was_deferred_takes_effect_where_a_review_admits_it() {
    for reason in REASONS {
        for decision in ["admit", "counts-as-aid"] {
            let (mut log, position) = deferred(reason);
            assert!(award(&log, "a1").is_none());
            let verdict = review(&mut log, &format!("csc/e{position}"), decision);
            assert_eq!(said(&verdict), "admitted", "{reason} {decision}");
            let gge = serde_json::to_value(verdict.gge).unwrap();
            assert_eq!(gge, json!(["30000.00"]), "{reason}");
            assert_eq!(verdict.checks.len(), usize::from(reason != "not_covered"), "{reason}");
            let award = award(&log, "a1").unwrap();
            assert_eq!(award.position, position + 1, "at the review's position");
            assert!(award.set_aside().is_none() && !award.is_uncounted());
            // Closed: there is nothing left to decide, and the award id is taken.
            assert_eq!(
                said(&review(&mut log, &format!("csc/e{position}"), decision)),
                "refused unknown_reference"
            );
            let again = log.group(&[BuildLog::grant("a1", 1, "1.00")], &|_| {}).unwrap().remove(0);
            assert!(said(&again).contains("award_id_used"), "{}", said(&again));
        }
    }
}

#[test]
fn a15_no_aid_takes_effect_and_counts_nothing_until_that_is_taken_back() {
    for decision in ["no-aid", "not-counted"] {
        let (mut log, position) = deferred("needs_review");
        let verdict = review(&mut log, &format!("csc/e{position}"), decision);
        assert_eq!((said(&verdict).as_str(), verdict.checks.len()), ("admitted", 0));
        assert!(award(&log, "a1").unwrap().set_aside().is_some());
        let whole = log.group(&[BuildLog::grant("a2", 1, "300000.00")], &|_| {}).unwrap().remove(0);
        assert_eq!(said(&whole), "admitted");
        // It counts again: the later award stands over the ceiling now, but both are of one day, so neither is later.
        assert_eq!(said(&review(&mut log, "csc/a1", "counts-as-aid")), "admitted");
        assert!(award(&log, "a1").unwrap().set_aside().is_none());
        let over = log.group(&[BuildLog::grant("a3", 1, "0.01")], &|_| {}).unwrap().remove(0);
        assert_eq!(said(&over), "refused ceiling_exceeded");
    }
}

#[test]
fn a15_a_refusal_closes_the_case() {
    let (mut log, position) = deferred("needs_review");
    let about = format!("csc/e{position}");
    assert_eq!(said(&review(&mut log, &about, "refuse")), "admitted");
    assert!(award(&log, "a1").is_none());
    assert_eq!(said(&review(&mut log, &about, "admit")), "refused unknown_reference");
}

#[test]
fn a15_other_codes_are_not_waived() {
    let (mut log, position) = deferred("needs_review");
    let about = format!("csc/e{position}");
    let whole = log.group(&[BuildLog::grant("a2", 1, "300000.00")], &|_| {}).unwrap().remove(0);
    assert_eq!(said(&whole), "admitted");
    let refused = review(&mut log, &about, "admit");
    assert_eq!((said(&refused).as_str(), refused.checks.len()), ("refused ceiling_exceeded", 1));
    assert!(award(&log, "a1").is_none());
    // The statement still waits: decided otherwise, its award is set aside.
    assert_eq!(said(&review(&mut log, &about, "not-counted")), "admitted");
    let (mut log, position) = deferred("needs_review");
    let taken = log.group(&[BuildLog::grant("a1", 1, "1.00")], &|_| {}).unwrap().remove(0);
    assert_eq!(said(&taken), "admitted");
    assert_eq!(said(&review(&mut log, &format!("csc/e{position}"), "no-aid")), "refused award_id_used");
}

#[test]
fn a15_of_an_award_only_whether_it_counts_is_decided() {
    let mut log = BuildLog::ready_under(4, Some("off")).unwrap();
    log.register(1).unwrap();
    log.group(&[BuildLog::grant("a1", 1, "200000.00")], &|_| {}).unwrap();
    for decision in ["admit", "refuse"] {
        assert_eq!(said(&review(&mut log, "csc/a1", decision)), "refused contradicts_record");
    }
    for about in ["csc/a9", "a1", "nobody/a1", "csc/e999"] {
        assert_eq!(said(&review(&mut log, about, "no-aid")), "refused unknown_reference", "{about}");
    }
    assert_eq!(said(&review(&mut log, "csc/a1", "no-aid")), "admitted");
    let mut later = BuildLog::grant("a2", 1, "300000.00");
    later.data["granted_on"] = json!("2026-12-02");
    assert_eq!(said(&log.group(&[later], &|_| {}).unwrap()[0]), "admitted");
    let back = review(&mut log, "csc/a1", "counts-as-aid");
    let affects = back.affects.as_ref().unwrap();
    assert_eq!(said(&back), "admitted");
    assert_eq!((affects.count, affects.sum_over.to_string().as_str()), (1, "200000.00"));
}

#[test]
fn a15_nobody_decides_of_their_own() {
    // A party that is rule authority and host at once.
    let mut log = BuildLog::found_under(5, Some("off")).unwrap();
    let jwk = Who::RuleAuthority.key().public().jwk();
    let mandates = json!([{"member_state": "FI", "principal": {"id": "csc", "name": "CSC"}, "act": "Act", "from": "2014-01-01"}]);
    let both = json!({"party": "rules", "name": "rules", "roles": ["rule-authority", "hosting-entity", "register"], "keys": [jwk], "mandates": mandates});
    assert_eq!(said(&log.say(Who::Operator, "party.admitted", "rules", both).unwrap()), "admitted");
    let registered = json!({"undertaking": A, "identifiers": [], "natural_person": false});
    log.say(Who::RuleAuthority, "undertaking.registered", A, registered).unwrap();
    // No pack is adopted: nothing covers the grant.
    let grant = Statement { who: Who::RuleAuthority, ..BuildLog::grant("a1", 1, "10.00") };
    let position = log.size();
    assert_eq!(said(&log.group(std::slice::from_ref(&grant), &|_| {}).unwrap()[0]), "deferred not_covered");
    let about = format!("rules/e{position}");
    assert_eq!(said(&review(&mut log, &about, "admit")), "refused not_authorised");
    let report = reported("r1", A, "2026-10-01", exactly("5.00"));
    assert_eq!(said(&log.say(Who::RuleAuthority, "award.reported", "r1", report).unwrap()), "recorded");
    assert_eq!(said(&review(&mut log, "rules/r1", "no-aid")), "refused not_authorised");
}

#[test]
fn a15_a_deferred_fact_takes_effect_too() {
    let mut log = BuildLog::ready_under(6, Some("off")).unwrap();
    log.register(1).unwrap();
    log.register(2).unwrap();
    let first = BuildLog::grant("a1", 1, "200000.00");
    assert_eq!(said(&log.group(&[first], &|_| {}).unwrap()[0]), "admitted");
    // B controlled A until 2 December: that A controls B from the first on closes a circle, and is for a person (G9).
    let link = |controller: &str, controlled: &str, from: &str| json!({"controller": controller, "controlled": controlled, "kind": "dominant-influence", "from": from, "evidence": {"level": "register"}});
    let ended =
        json!({"controller": B, "controlled": A, "on": "2026-12-02", "history": "stays-with-recipient"});
    for (event_type, data) in [("control.declared", link(B, A, "2026-11-01")), ("control.ended", ended)] {
        assert_eq!(said(&log.say(Who::Register, event_type, A, data).unwrap()), "recorded");
    }
    let position = log.size();
    let verdict = log.say(Who::Register, "control.declared", B, link(A, B, "2026-12-01")).unwrap();
    assert_eq!(said(&verdict), "deferred needs_review");
    let later = |award: &str, amount: &str| {
        let mut grant = BuildLog::grant(award, 2, amount);
        grant.data["granted_on"] = json!("2026-12-04");
        grant
    };
    assert_eq!(said(&log.group(&[later("b1", "200000.00")], &|_| {}).unwrap()[0]), "admitted");
    let decided = review(&mut log, &format!("tam/e{position}"), "admit");
    assert_eq!(said(&decided), "admitted");
    let affects = decided.affects.unwrap();
    assert_eq!((affects.count, affects.sum_over.to_string().as_str()), (1, "100000.00"));
    // It can be taken back like any statement in effect.
    let id = format!("e{position}");
    assert_eq!(
        said(&log.say(Who::Register, "statement.retracted", &id, retracted("tam", &id)).unwrap()),
        "recorded"
    );
    assert_eq!(said(&log.group(&[later("b2", "100000.00")], &|_| {}).unwrap()[0]), "admitted");
}

#[test]
fn reviews_are_replayed_as_they_were_decided() {
    let (mut log, position) = deferred("uncounted_award_in_window");
    review(&mut log, &format!("csc/e{position}"), "admit");
    review(&mut log, "csc/a1", "no-aid");
    log.publish().unwrap();
    let report = rules::audit::verify(
        &log.reader(),
        &rules::audit::Options { trust_first_sight: true, ..rules::audit::Options::default() },
        &mut |_, _| {},
    );
    assert_eq!(report.exit(), rules::audit::Exit::Sound, "{:?}", report.first());
}

/// What no honest ledger records: a review that waits for a review, of itself.
#[test]
fn a_review_of_itself_ends() {
    let mut log = BuildLog::ready_under(7, Some("off")).unwrap();
    let about = format!("rules/e{}", log.size());
    let statement = Statement {
        who: Who::RuleAuthority,
        event_type: "review.decided",
        subject: about.clone(),
        data: reviewed(&about, "admit"),
        id: None,
    };
    let waits = |entry: &mut ledger::entry::Entry| {
        entry.verdict.outcome = ledger::verdict::Outcome::Deferred;
        entry.verdict.codes = vec![ledger::verdict::Code::NeedsReview];
    };
    log.group(&[statement], &waits).unwrap();
    assert_eq!(said(&review(&mut log, &about, "admit")), "refused unknown_reference");
}

#[test]
fn unsigned_reviews_ask_nobody_whose_case_it_is() {
    let mut told = Told::new(false);
    told.tell("award.reported", reported("r", A, "2026-11-20", exactly("280000.00")));
    assert_eq!(
        told.tell("award.granted", granted("a", A, "2026-11-20", "30000.00")),
        "deferred order_ambiguous"
    );
    assert_eq!(told.tell("review.decided", reviewed("facts/line-4", "admit")), "admitted");
    assert_eq!(told.used(A, "2026-11-20"), "310000.00");
    assert_eq!(told.tell("review.decided", reviewed("facts/r", "not-counted")), "admitted");
    assert_eq!(told.used(A, "2026-11-20"), "30000.00");
}
