//! Groups through time: links, ends, mergers, splits.

use aidledger_tests::ops::{About, Aid, Grant, History, Op, Report, eur};

use super::{A, B, C, D, E, Told, conferred, d, grant, link, plain};

fn end(controller: &'static str, controlled: &'static str, on: &str, history: Option<History>) -> Op {
    Op::EndControl { controller, controlled, on: d(on), history }
}

fn split(who: &'static str, on: &str, equity: &[(&'static str, i128)]) -> Op {
    let successors = equity.iter().map(|(who, equity)| (*who, *equity, "EUR")).collect();
    Op::Split { who, on: d(on), successors }
}

#[test]
fn a_chain_of_control_has_one_ceiling() {
    let mut told = Told::new();
    told.put(link(A, B, "2024-01-01"));
    told.put(link(B, D, "2024-01-01"));
    for (award, who, euro) in [(1, A, 80_000), (2, B, 100_000), (3, D, 50_000)] {
        told.put(grant(award, who, "2026-03-02", euro));
    }
    for who in [A, B, D] {
        assert_eq!(told.room(who, "2026-03-02").remaining, 70_000 * 100);
    }
    assert_eq!(told.room(A, "2026-03-02").group.len(), 3);
    assert_eq!(told.say(grant(4, D, "2026-03-02", 70_001)).codes, ["ceiling_exceeded"]);
}

#[test]
fn a_public_body_connects_nobody_and_a_non_profit_nobody_for_services_of_general_interest() {
    let mut told = Told::new();
    for (held, kind) in [(A, "public-body"), (B, "non-profit")] {
        let holder = if held == A { D } else { E };
        told.put(Op::Holding { holder, held, kind, from: d("2025-01-01"), votes_e6: 30_000_000 });
        told.put(link(holder, held, "2024-01-01"));
    }
    told.put(conferred(1, A, "2024-06-01", 100_000));
    told.put(conferred(2, B, "2024-06-01", 100_000));
    assert_eq!(told.used(D, "2024-12-31"), 100_000);
    assert_eq!(told.used(D, "2025-01-01"), 0);
    assert_eq!(told.used(E, "2025-01-01"), 100_000);
    let services = |on| told.model.headroom(E, "FI", "eu-2023-2832", d(on)).unwrap().group.len();
    assert_eq!((services("2024-12-31"), services("2025-01-01")), (2, 1));
}

#[test]
fn what_both_had_before_they_merged_stays_lawful_and_counts() {
    let mut told = Told::new();
    told.put(grant(1, A, "2026-03-02", 250_000));
    told.put(grant(2, B, "2026-03-02", 150_000));
    let merge = Op::Merge { surviving: A, absorbed: vec![B], on: d("2026-06-01") };
    assert!(told.put(merge).affects.is_empty());
    let room = told.room(B, "2026-06-01");
    assert_eq!((room.used, room.excess), (400_000 * 100, 100_000 * 100));
    assert_eq!(told.say(grant(3, A, "2026-06-01", 1)).codes, ["ceiling_exceeded"]);
    assert_eq!(told.used(A, "2026-05-31"), 250_000);
    let again = Op::Merge { surviving: A, absorbed: vec![B], on: d("2026-06-02") };
    assert_eq!(told.say(again).outcome, "recorded", "merged is not the same undertaking");
    told.put(Op::Identify { who: A, same_as: vec![B] });
    let same = Op::Merge { surviving: A, absorbed: vec![B], on: d("2026-06-02") };
    assert_eq!(told.say(same).codes, ["contradicts_record"]);
}

#[test]
fn a_link_learned_of_late_pushes_later_awards_over() {
    let mut told = Told::new();
    told.put(grant(1, A, "2026-03-02", 250_000));
    let second = told.next;
    told.put(grant(2, B, "2026-04-01", 150_000));
    let affects = told.put(link(A, B, "2026-04-01")).affects;
    assert_eq!(affects, [(u64::try_from(second).unwrap(), 100_000 * 100)]);
    let mut told = Told::new();
    told.put(grant(1, A, "2026-03-02", 250_000));
    told.put(grant(2, B, "2026-04-01", 150_000));
    assert!(told.put(link(A, B, "2026-04-02")).affects.is_empty());
}

#[test]
fn a_later_window_has_the_group_of_its_own_day() {
    let mut told = Told::new();
    told.put(link(A, B, "2026-06-01"));
    told.put(conferred(1, B, "2026-06-02", 100_000));
    let early = told.say(grant(2, A, "2026-05-31", 200_001));
    assert_eq!((early.codes, early.checks[0].to), (vec!["ceiling_exceeded"], d("2026-06-02")));
    assert_eq!(told.say(grant(2, A, "2026-05-31", 200_000)).outcome, "admitted");
    // B alone is not tested in windows of days on which nothing was granted to its group.
    let mut told = Told::new();
    told.put(conferred(1, B, "2026-06-02", 100_000));
    told.put(link(A, B, "2026-06-03"));
    assert_eq!(told.say(grant(2, A, "2026-05-31", 300_000)).outcome, "admitted");
}

#[test]
fn a_verdict_that_turns_on_a_weak_or_foreign_link_says_so() {
    let weak = |level, controller| Op::Control {
        controller,
        controlled: A,
        kind: "voting-majority",
        from: d("2024-01-01"),
        level,
        share_e6: None,
    };
    for (level, controller, flags) in [
        ("declared", B, vec!["group_evidence_weak"]),
        ("documented", B, vec![]),
        ("register", C, vec!["group_cross_border"]),
        ("declared", C, vec!["group_evidence_weak", "group_cross_border"]),
    ] {
        let mut told = Told::new();
        told.put(weak(level, controller));
        assert!(told.put(grant(1, A, "2026-03-02", 1)).flags.is_empty());
        assert_eq!(
            told.put(grant(2, controller, "2026-03-02", 1)).flags,
            flags,
            "another sum is another check"
        );
        let refused = told.say(grant(3, controller, "2026-03-02", 300_000));
        assert_eq!((refused.codes, refused.flags), (vec!["ceiling_exceeded"], flags));
    }
}

#[test]
fn a_split_divides_to_the_cent() {
    let mut told = Told::new();
    told.put(conferred(1, A, "2026-03-02", 100));
    told.put(split(A, "2026-06-01", &[(B, 100), (C, 100), (D, 100)]));
    assert_eq!(told.room(A, "2026-05-31").used, 10_000);
    let used = [A, B, C, D].map(|who| told.room(who, "2026-06-01").used);
    assert_eq!(used, [0, 3334, 3333, 3333]);
    // 1 : 2 : 4 of 10 000 is 1428.57, 2857.14, 5714.28: the cent left over goes to the largest remainder.
    let mut told = Told::new();
    told.put(conferred(1, A, "2026-03-02", 100));
    told.put(split(A, "2026-06-01", &[(B, 100), (C, 200), (D, 400)]));
    assert_eq!([B, C, D].map(|who| told.room(who, "2026-06-01").used), [1429, 2857, 5714]);
    // H2: A is none of its successors, so what comes to it later goes on to them too.
    told.put(conferred(2, A, "2026-06-01", 100));
    assert_eq!(told.room(A, "2026-06-01").used, 0);
    assert_eq!([B, C, D].map(|who| told.room(who, "2026-06-01").used), [2858, 5714, 11_428]);
    // One that goes on as its own successor divides only what was granted before that day.
    let mut goes_on = Told::new();
    goes_on.put(conferred(1, A, "2026-03-02", 100));
    goes_on.put(split(A, "2026-06-01", &[(A, 100), (B, 100)]));
    goes_on.put(conferred(2, A, "2026-06-01", 100));
    assert_eq!([A, B].map(|who| goes_on.room(who, "2026-06-01").used), [15_000, 5000]);
    assert_eq!(told.say(split(A, "2026-06-01", &[(B, 1)])).codes, ["contradicts_record"]);
    let other = "VAT:FI22222229";
    told.put(Op::Identify { who: B, same_as: vec![other] });
    assert_eq!(told.say(split(A, "2026-06-02", &[(B, 1), (other, 1)])).codes, ["contradicts_record"]);
}

#[test]
fn an_attributed_award_follows_its_activity() {
    let mut told = Told::new();
    told.put(conferred(1, A, "2026-03-02", 100));
    told.put(conferred(2, A, "2026-03-02", 50));
    told.put(split(A, "2026-06-01", &[(B, 100), (D, 100)]));
    let id = told.id();
    let attribute = |award, split: &str, parts: &[(&'static str, i128)]| Op::Attribute {
        award,
        split: split.into(),
        full: false,
        parts: parts.iter().map(|(who, cents)| (*who, eur(*cents))).collect(),
    };
    assert_eq!(told.say(attribute(1, "e0", &[(B, 10_000)])).codes, ["unknown_reference"]);
    assert_eq!(told.say(attribute(9, &id, &[(B, 10_000)])).codes, ["unknown_award"]);
    assert_eq!(told.say(attribute(1, &id, &[(B, 9_999)])).codes, ["contradicts_record"]);
    assert_eq!(told.say(attribute(1, &id, &[(C, 10_000)])).codes, ["contradicts_record"]);
    told.put(attribute(1, &id, &[(B, 7_500), (D, 2_500)]));
    assert_eq!([B, D].map(|who| told.room(who, "2026-06-01").used), [7_500 + 2_500, 2_500 + 2_500]);
    // What is lessened later is divided alike: half of it is repaid.
    let on = d("2026-07-01");
    told.put(Op::Reduce { award: 1, after: eur(5_001), kept: eur(0), repaid: None, on });
    assert_eq!([B, D].map(|who| told.room(who, "2026-07-01").used), [3_751 + 2_500, 1_250 + 2_500]);
    told.put(attribute(1, &id, &[(D, 10_000)]));
    assert_eq!([B, D].map(|who| told.room(who, "2026-07-01").used), [2_500, 5_001 + 2_500]);
}

#[test]
fn a_split_that_cannot_divide_leaves_the_whole_with_each() {
    let mut told = Told::new();
    told.put(conferred(1, A, "2026-03-02", 100));
    // G13: it is recorded, and says that nothing is divided.
    let split = told.say(split(A, "2026-06-01", &[(B, 100), (D, -100)]));
    assert_eq!((split.outcome, split.flags), ("recorded", vec!["split_undivided"]));
    let id = told.id();
    assert_eq!([A, B, D].map(|who| told.used(who, "2026-06-01")), [0, 100, 100]);
    told.put(link(B, D, "2026-08-01"));
    assert_eq!(told.used(D, "2026-08-01"), 100, "together they hold no more than the whole");
    let admit = Op::Review { about: About::Statement(id.clone()), decision: "admit" };
    assert_eq!(told.say(admit).codes, ["unknown_reference"]);
    told.put(Op::Retract { id });
    assert_eq!([A, B].map(|who| told.used(who, "2026-06-01")), [100, 0]);
}

/// A controls B until June; 200 000 with A, 80 000 with B.
fn parted(history: Option<History>) -> Told {
    let mut told = Told::new();
    told.put(link(A, B, "2024-01-01"));
    told.put(grant(1, A, "2025-03-03", 200_000));
    told.put(grant(2, B, "2025-03-03", 80_000));
    told.put(end(A, B, "2026-06-01", history));
    told
}

#[test]
fn what_is_not_settled_counts_on_both_sides() {
    let mut told = parted(None);
    assert_eq!([A, B].map(|who| told.used(who, "2026-06-01")), [280_000, 280_000]);
    told.put(grant(3, B, "2026-06-01", 20_000));
    assert_eq!([A, B].map(|who| told.used(who, "2026-06-01")), [280_000, 300_000]);
    // Together again they hold each award once.
    told.put(link(A, B, "2026-09-01"));
    assert_eq!(told.used(A, "2026-09-01"), 300_000);
    // Settled on the same day after all.
    told.put(end(A, B, "2026-06-01", Some(History::Stays)));
    assert_eq!([A, B].map(|who| told.used(who, "2026-06-01")), [200_000, 100_000]);
}

#[test]
fn what_is_not_settled_follows_into_the_next_group() {
    let mut told = parted(None);
    told.put(link(C, B, "2026-07-01"));
    told.put(end(C, B, "2026-08-01", None));
    assert_eq!([A, B, C].map(|who| told.used(who, "2026-08-01")), [280_000; 3]);
    assert_eq!([B, C].map(|who| told.used(who, "2026-06-30")), [280_000, 0]);
}

#[test]
fn a_settled_end_leaves_what_it_says() {
    let told = parted(Some(History::Stays));
    assert_eq!([A, B].map(|who| told.used(who, "2026-06-01")), [200_000, 80_000]);
    let parts = |euro: i128| Some(History::Attributed(vec![(2, A, eur(euro * 100))]));
    let told = parted(parts(50_000));
    assert_eq!([A, B].map(|who| told.used(who, "2026-06-01")), [250_000, 30_000]);
    assert_eq!([A, B].map(|who| told.used(who, "2026-05-31")), [280_000, 280_000]);
    let mut told = Told::new();
    told.put(link(A, B, "2024-01-01"));
    told.put(grant(2, B, "2025-03-03", 80_000));
    told.put(grant(3, D, "2025-03-03", 1));
    assert_eq!(told.say(end(A, B, "2026-06-01", parts(80_001))).codes, ["contradicts_record"]);
    let others = Some(History::Attributed(vec![(3, A, eur(1))]));
    assert_eq!(told.say(end(A, B, "2026-06-01", others)).codes, ["contradicts_record"]);
    let unknown = Some(History::Attributed(vec![(9, A, eur(1))]));
    assert_eq!(told.say(end(A, B, "2026-06-01", unknown)).codes, ["unknown_award"]);
}

#[test]
fn control_ends_once_and_after_it_began() {
    let mut told = Told::new();
    assert_eq!(told.say(end(A, B, "2026-06-01", None)).codes, ["unknown_reference"]);
    told.put(link(A, B, "2026-06-01"));
    assert_eq!(told.say(end(A, B, "2026-06-01", None)).codes, ["contradicts_record"]);
    told.put(end(A, B, "2026-06-10", None));
    assert_eq!(told.say(end(A, B, "2026-06-11", None)).codes, ["unknown_reference"]);
    told.put(conferred(1, A, "2026-06-01", 100));
    assert_eq!([5, 8, 10].map(|day| told.used(B, &format!("2026-06-{day:02}"))), [100, 100, 100]);
    // An earlier end overtakes the later one; what was granted on that day or after it is not held.
    told.put(end(A, B, "2026-06-05", Some(History::Stays)));
    assert_eq!([4, 5, 10].map(|day| told.used(B, &format!("2026-06-{day:02}"))), [100, 0, 0]);
}

#[test]
fn a_circle_of_control_is_for_a_person_to_look_at() {
    let mut told = Told::new();
    told.put(link(A, B, "2024-01-01"));
    told.put(link(B, D, "2025-01-01"));
    assert_eq!(told.say(link(D, A, "2025-01-01")).codes, ["needs_review"]);
    let id = told.id();
    assert_eq!(told.say(link(D, A, "2024-12-31")).outcome, "recorded");
    assert_eq!(
        told.put(Op::Review { about: About::Statement(id), decision: "counts-as-aid" }).outcome,
        "admitted"
    );
    told.put(Op::Identify { who: A, same_as: vec!["VAT:FI11111128"] });
    assert_eq!(told.say(link(A, "VAT:FI11111128", "2025-01-01")).codes, ["contradicts_record"]);
    assert_eq!(told.say(link(A, "NID:FI:99999992", "2025-01-01")).codes, ["unknown_undertaking"]);
}

#[test]
fn an_uncounted_award_blocks_whoever_would_hold_it() {
    let unknown = Aid::Range { low: Some(eur(100)), high: None };
    let mut told = Told::new();
    let (state, regime, on) = ("FI", "eu-2023-2831", d("2026-03-02"));
    told.put(Op::Report(Report { award: 1, who: A, state, on, until: None, regime, aid: unknown }));
    told.put(split(A, "2026-06-01", &[(B, 100), (D, 0)]));
    let say = |told: &mut Told, award, who| {
        told.say(Op::Grant(Grant { award, ..plain(award, who, "2026-06-01", Aid::Grant(eur(1))) })).codes
    };
    assert_eq!(say(&mut told, 2, B), ["uncounted_award_in_window"]);
    assert!(say(&mut told, 3, D).is_empty());
    // G19: A has split into others and has ceased.
    assert_eq!(say(&mut told, 4, A), ["needs_review"]);
}
