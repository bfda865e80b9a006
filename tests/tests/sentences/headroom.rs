//! What an answer about headroom means: the period that binds, when there is more, and why less may be left.

use aidledger_tests::tale::{Tale, cash, id, reported, with};
use rules::explain::{headroom as explained, headroom_text};
use rules::project::{Cause, Headroom, Query};
use serde_json::json;

fn query(name: &str, on: &str) -> Query {
    Query {
        undertaking: id(name).parse().unwrap(),
        regime: "eu-2023-2831".parse().unwrap(),
        member_state: "FI".parse().ok(),
        on: on.parse().unwrap(),
    }
}

/// What is listed comes to what is used, and what is used and what is left to the ceiling.
fn adds_up(room: &Headroom) {
    let listed: i128 = room
        .awards
        .iter()
        .map(|line| match line.counted {
            rules::project::Counted::Exact(cents) => cents.0,
            rules::project::Counted::Range(_, high) => high.map_or(0, |high| high.0),
        })
        .sum();
    assert_eq!(listed, room.used.0);
    assert_eq!(room.used.0 + room.remaining.0 - room.excess.0, room.ceiling.0);
}

fn window(window: rules::project::Window) -> String {
    format!("{} {}", window.from.unwrap(), window.to)
}

#[test]
fn the_period_that_binds_is_shown_and_the_one_that_ends_on_the_day_beside_it() {
    let mut tale = Tale::of(&["a"]);
    tale.grant("g1", "a", "2025-01-10", "100000.00");
    tale.grant("g2", "a", "2027-02-01", "150000.00");
    let room = tale.room("a", "2026-06-01");
    adds_up(&room);
    assert_eq!((room.used.to_string(), room.remaining.to_string()), ("250000.00".into(), "50000.00".into()));
    assert_eq!((window(room.window), room.awards.len()), ("2024-02-01 2027-02-01".into(), 2));
    let own = room.own_window.unwrap();
    assert_eq!(
        (window(own.window), own.used.to_string()),
        ("2023-06-01 2026-06-01".into(), "100000.00".into())
    );
    let more = room.more_from.unwrap();
    assert_eq!((more.on.to_string(), more.remaining.to_string()), ("2028-01-11".into(), "150000.00".into()));
    // On the day of the later award its own period binds.
    let room = tale.room("a", "2027-02-01");
    adds_up(&room);
    assert_eq!(room.own_window, None);
}

#[test]
fn what_leaves_after_the_end_of_the_regime_brings_nothing_and_the_reason_is_said() {
    let mut tale = Tale::of(&["a"]);
    tale.grant("g1", "a", "2030-01-10", "100000.00");
    let room = tale.room("a", "2030-06-01");
    let [release] = room.releases.as_slice() else { panic!("{:?}", room.releases) };
    assert_eq!((release.on.to_string(), release.remaining), ("2033-01-11".into(), None));
    let reason = release.reason.as_ref().unwrap().to_string();
    assert_eq!(reason, "nothing can be granted under eu-2023-2831 then: its last day is 2031-06-30");
    assert_eq!(room.more_from, None);
    assert!(headroom_text(&room).contains("2033-01-11: EUR 100000.00 leaves; nothing can be granted"));
}

#[test]
fn an_award_of_no_known_regime_makes_it_an_upper_bound_and_is_named() {
    let mut tale = Tale::of(&["a"]);
    tale.grant("g1", "a", "2025-01-10", "100000.00");
    let unknown = |on, aid| with(reported("u1", "a", on, aid), &json!({"basis": {"regime": "unknown"}}));
    tale.say("award.reported", &unknown("2025-03-01", cash("250000.00"))).is("recorded");
    let room = tale.room("a", "2026-06-01");
    assert_eq!((room.remaining.to_string(), room.upper_bound), ("200000.00".into(), true));
    let [doubt] = room.causes.as_slice() else { panic!("{:?}", room.causes) };
    assert_eq!((doubt.cause, doubt.remaining.unwrap().to_string()), (Cause::UnknownRegime, "0.00".into()));
    let text = doubt.text.to_string();
    assert!(text.contains("names no regime") && text.contains("EUR 0.00"), "{text}");
    // On every door: the sentence of the command, and the explanation with the award.
    assert!(headroom_text(&room).contains(&text) && headroom_text(&room).starts_with("at most EUR"));
    let told = explained(&tale.state, &query("a", "2026-06-01"), None).unwrap().explanation;
    let step = told.inputs.iter().find(|step| step.step == "doubt").unwrap();
    assert_eq!(step.text, text);
    assert!(step.inputs.iter().any(|award| award.step == "of-unknown-regime"), "{step:?}");
    // Before it and after it has left, nothing is in doubt; nor for another State.
    assert_eq!(tale.room("a", "2028-03-02").causes, []);
}

#[test]
fn an_award_without_a_figure_is_the_cause_where_it_is_the_cause() {
    let mut tale = Tale::of(&["a"]);
    let sometime =
        json!({"granted_on": null, "granted_on_range": {"from": "2025-01-01", "to": "2025-12-31"}});
    tale.say("award.reported", &with(reported("u1", "a", "2025-01-01", cash("5.00")), &sometime))
        .is("recorded");
    let room = tale.room("a", "2026-06-01");
    assert_eq!(room.causes.iter().map(|doubt| doubt.cause).collect::<Vec<_>>(), [Cause::UncountedAward]);
    assert!(room.causes.iter().all(|doubt| doubt.text.to_string().contains("not settled")));
}
