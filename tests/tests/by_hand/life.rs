//! The life of an award: reserved, confirmed, freed, restated, matched, drawn, reviewed.

use aidledger_tests::ops::{About, Aid, Grant, Op, Standing, Terms, eur};

use super::{A, B, Told, conferred, d, grant, plain, reported, reserve};

fn confirm(award: u32, on: &str, euro: Option<i128>) -> Op {
    Op::Confirm { award, on: d(on), aid: euro.map(|euro| Aid::Grant(eur(euro * 100))) }
}

#[test]
fn a_reservation_counts_to_its_last_day() {
    let mut told = Told::new();
    assert_eq!(told.say(reserve(1, A, "2026-03-02", 300_000, "2026-06-01")).codes, ["policy_limit"]);
    told.put(reserve(1, A, "2026-03-02", 300_000, "2026-05-31"));
    assert_eq!(told.say(grant(2, A, "2026-05-31", 1)).codes, ["ceiling_exceeded"]);
    assert_eq!((told.used(A, "2026-05-31"), told.used(A, "2026-06-01")), (300_000, 0));
    // A grant before that day meets it, also in a later window; one after it does not.
    assert_eq!(told.say(grant(2, A, "2026-01-02", 1)).codes, ["ceiling_exceeded"]);
    assert_eq!(told.say(grant(2, A, "2026-06-01", 300_000)).outcome, "admitted");
    assert_eq!(told.say(confirm(1, "2026-06-01", None)).codes, ["reservation_expired", "ceiling_exceeded"]);
}

#[test]
fn a_confirmation_is_judged_anew_without_its_reservation() {
    let mut told = Told::new();
    let reserved = told.next;
    told.put(reserve(1, A, "2026-03-02", 300_000, "2026-05-31"));
    assert_eq!(told.say(confirm(1, "2026-03-01", None)).codes, ["contradicts_record"]);
    assert_eq!(
        told.say(confirm(1, "2026-04-01", Some(300_001))).codes,
        ["contradicts_record", "ceiling_exceeded"]
    );
    assert_eq!(told.put(confirm(1, "2026-04-01", Some(200_000))).outcome, "admitted");
    let room = told.room(A, "2026-07-01");
    let line = &room.awards[0];
    assert_eq!((line.position, line.granted_on), (u64::try_from(reserved).unwrap(), d("2026-04-01")));
    assert_eq!(room.used, 200_000 * 100);
    assert_eq!(told.say(confirm(1, "2026-04-01", None)).codes, ["award_id_used"]);
    assert_eq!(told.say(Op::Release { award: 1 }).codes, ["award_id_used"]);
    assert_eq!(told.say(confirm(9, "2026-04-01", None)).codes, ["unknown_award"]);
}

#[test]
fn what_is_freed_counts_no_more() {
    let mut told = Told::new();
    told.put(reserve(1, A, "2026-03-02", 300_000, "2026-05-31"));
    told.put(Op::Release { award: 1 });
    assert_eq!(told.used(A, "2026-03-02"), 0);
    assert_eq!(told.say(Op::Release { award: 1 }).codes, ["unknown_award"]);
    assert_eq!(told.say(confirm(1, "2026-03-02", None)).codes, ["unknown_award"]);
}

fn conditional(award: u32, on: &str, euro: i128, last: &str, conferred: bool) -> Op {
    let terms = Terms { standing: Standing::Conditional(d(last)), ..Terms::default() };
    Op::Offer(Grant { conferred, ..plain(award, A, on, Aid::Grant(eur(euro * 100))) }, terms)
}

#[test]
fn a_right_under_a_condition_waits_for_it() {
    let mut told = Told::new();
    told.put(conditional(1, "2026-03-02", 200_000, "2027-03-02", false));
    assert_eq!((told.used(A, "2027-03-02"), told.used(A, "2027-03-03")), (200_000, 0));
    let met = |on: &str| Op::Met { award: 1, on: d(on) };
    assert_eq!(told.say(met("2027-03-03")).codes, ["reservation_expired"]);
    assert_eq!(told.put(met("2027-03-01")).outcome, "admitted");
    assert_eq!(told.used(A, "2027-03-03"), 200_000);
    // What was conferred is confirmed, over the ceiling or not.
    let mut told = Told::new();
    told.put(grant(2, A, "2026-03-02", 200_000));
    let over = told.put(conditional(1, "2026-03-02", 200_000, "2027-03-02", true));
    // A12: two awards of one day and figure may be one.
    let flags = vec!["granted_without_check", "over_ceiling", "possible_duplicate"];
    assert_eq!((over.outcome, over.flags), ("recorded", flags));
    let met = told.put(met("2027-03-05"));
    assert_eq!((met.outcome, met.flags), ("recorded", vec!["granted_without_check", "over_ceiling"]));
}

#[test]
fn a_set_is_admitted_whole_or_not_at_all() {
    let member = |award, who, euro: i128| {
        (plain(award, who, "2026-03-02", Aid::Grant(eur(euro * 100))), Terms::default())
    };
    let mut told = Told::new();
    let refused =
        told.say(Op::Together(vec![member(1, A, 200_000), member(2, B, 300_000), member(3, A, 100_001)]));
    assert_eq!(
        (refused.outcome, refused.codes, refused.checks.len()),
        ("refused", vec!["ceiling_exceeded"], 3)
    );
    assert_eq!(told.used(A, "2026-03-02"), 0);
    let admitted =
        told.put(Op::Together(vec![member(1, A, 200_000), member(2, B, 300_000), member(3, A, 100_000)]));
    assert_eq!(admitted.gge, Some((600_000 * 100, Some(600_000 * 100))));
    assert_eq!([A, B].map(|who| told.used(who, "2026-03-02")), [300_000, 300_000]);
}

#[test]
fn what_was_seen_twice_counts_once_and_at_the_higher_figure() {
    let mut told = Told::new();
    told.put(grant(1, A, "2026-03-02", 100_000));
    assert_eq!(told.put(reported(2, A, "2026-03-02", 100_000)).flags, ["possible_duplicate"]);
    told.put(reported(3, A, "2026-03-05", 120_000));
    told.put(conferred(4, B, "2026-03-05", 120_000));
    assert_eq!(told.used(A, "2026-04-01"), 320_000);
    let matched = |same_as| Op::Match { award: 1, same_as };
    assert_eq!(told.say(matched(vec![4])).codes, ["contradicts_record"]);
    assert_eq!(told.say(matched(vec![9])).codes, ["unknown_award"]);
    assert!(told.put(matched(vec![2])).flags.is_empty());
    assert_eq!(told.put(matched(vec![3])).flags, ["sources_differ"]);
    assert_eq!(told.used(A, "2026-04-01"), 120_000);
    let apart = |award, same_as| Op::Unmatch { award, same_as };
    assert_eq!(told.say(apart(2, vec![3])).codes, ["unknown_reference"]);
    told.put(apart(3, vec![1]));
    assert_eq!(told.used(A, "2026-04-01"), 220_000);
}

#[test]
fn a_register_restates_its_own_figure() {
    let mut told = Told::new();
    told.put(reported(1, A, "2026-03-02", 100_000));
    told.put(grant(2, A, "2026-03-03", 200_000));
    let restate =
        |award, euro: i128| Op::Restate { award, aid: Aid::Declared(eur(euro * 100)), retrieved_on: None };
    assert_eq!(told.say(restate(2, 1)).codes, ["contradicts_record"]);
    let more = told.put(restate(1, 100_001));
    assert_eq!((more.affects.len(), more.gge), (1, Some((10_000_100, Some(10_000_100)))));
    assert_eq!(told.used(A, "2026-03-03"), 300_001);
}

#[test]
fn what_lapses_counts_less_and_what_is_merely_unused_does_not() {
    let mut told = Told::new();
    told.put(grant(1, A, "2026-03-02", 100));
    let expire = |cents, lapsed| Op::Expire { award: 1, amount: eur(cents), on: d("2026-06-01"), lapsed };
    assert_eq!(told.put(expire(4_000, false)).gge, Some((10_000, Some(10_000))));
    assert_eq!(told.put(expire(4_000, true)).gge, Some((6_000, Some(6_000))));
    assert_eq!(told.say(expire(6_001, true)).codes, ["contradicts_record"]);
    assert_eq!((told.room(A, "2026-05-31").used, told.room(A, "2026-06-01").used), (10_000, 6_000));
    let late = Op::Waive {
        award: 1,
        amount: eur(6_000),
        on: d("2026-06-01"),
        repaid_on: d("2026-06-10"),
        kept: eur(0),
        repaid: None,
    };
    assert_eq!(told.put(late).flags, ["benefit_not_repaid"]);
    assert_eq!((told.room(A, "2026-06-09").used, told.room(A, "2026-06-10").used), (6_000, 0));
}

#[test]
fn what_is_drawn_is_held_against_the_award() {
    let mut told = Told::new();
    told.put(grant(1, A, "2026-03-02", 100));
    let draw = |cents| Op::Draw { award: 1, micro_hours: 1_000, value: eur(cents), on: d("2026-04-01") };
    assert!(told.put(draw(10_000)).flags.is_empty());
    assert_eq!(told.put(draw(1)).flags, ["draw_exceeds_award"]);
    let compute =
        Aid::Compute { micro_rate: 1_000_000, currency: "EUR", micro_hours: 5_000_000, paid: eur(0) };
    told.put(Op::Grant(plain(2, A, "2026-03-02", compute)));
    let usage = |to: &str, micro_hours| Op::Usage { award: 2, to: d(to), micro_hours };
    assert!(told.put(usage("2026-04-10", 3_000_000)).flags.is_empty());
    assert_eq!(told.say(usage("2026-04-10", 2_999_000)).codes, ["contradicts_record"]);
    assert_eq!(told.say(usage("2026-04-09", 3_001_000)).codes, ["contradicts_record"]);
    assert_eq!(told.put(usage("2026-04-11", 5_001_000)).flags, ["draw_exceeds_award"]);
}

#[test]
fn a_person_decides_what_was_deferred() {
    let review = |about, decision| Op::Review { about, decision };
    let mut told = Told::new();
    told.put(conferred(1, A, "2026-03-02", 200_000));
    let deferred = told.say(grant(2, A, "2026-03-02", 150_000));
    assert_eq!(deferred.codes, ["order_ambiguous"]);
    let id = told.id();
    let position = told.next;
    let admitted = told.put(review(About::Statement(id.clone()), "admit"));
    assert_eq!((admitted.outcome, admitted.gge), ("admitted", Some((15_000_000, Some(15_000_000)))));
    assert_eq!(admitted.checks.len(), 1);
    let room = told.room(A, "2026-03-02");
    assert_eq!(room.awards.last().unwrap().position, u64::try_from(position).unwrap());
    assert_eq!(room.used, 350_000 * 100);
    told.put(review(About::Award(1), "not-counted"));
    assert_eq!(told.used(A, "2026-03-02"), 150_000);
    told.put(review(About::Award(1), "counts-as-aid"));
    assert_eq!(told.used(A, "2026-03-02"), 350_000);
    assert_eq!(told.say(review(About::Award(1), "admit")).codes, ["contradicts_record"]);
    assert_eq!(told.say(review(About::Award(9), "no-aid")).codes, ["unknown_reference"]);
    // Other codes that hold by now refuse the review.
    let mut told = Told::new();
    told.put(conferred(1, A, "2026-03-02", 200_000));
    told.say(grant(2, A, "2026-03-02", 150_000));
    let id = told.id();
    told.put(conferred(3, A, "2026-03-01", 200_000));
    let refused = told.say(review(About::Statement(id.clone()), "admit"));
    assert_eq!((refused.outcome, refused.codes), ("refused", vec!["ceiling_exceeded"]));
    told.put(review(About::Statement(id.clone()), "no-aid"));
    assert_eq!(told.used(A, "2026-03-02"), 400_000);
    assert_eq!(told.say(review(About::Statement(id), "refuse")).codes, ["unknown_reference"]);
}
