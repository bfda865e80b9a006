//! Streams about one theme each: chains of mergers, splits and attributions; one award seen more than once; what is
//! given up and used; control that nobody declared and natural persons; currencies, loans and caps; claims that cannot
//! be. What one theme needs is too rare in streams of everything.

use aidledger_tests::ops::act::Act;
use aidledger_tests::ops::{
    About, Aid, Conditions, Day, Extra, Grant, Op, RateRow, Report, Set, Standing, Statement, Sum, Terms, eur,
};
use chrono::Days;
use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::select;

use super::names::{Raw, named};
use super::whole::{base_rates, control, end, funding, lending, op, split};
use super::{MEMBERS, PERSON, award, d, days, delays, of};

/// Another natural person.
const OTHER_PERSON: &str = "PRS:fedcba9876543210fedcba9876543210";

/// Shares of a ceiling of 300,000, so that a few awards meet it to the cent.
fn part() -> impl Strategy<Value = i128> {
    let parts = vec![100_000_i128, 150_000, 50_000, 200_000, 299_999, 60_000, 1];
    (select(parts), -1..2_i128).prop_map(|(euro, by)| euro * 100 + by)
}

fn among(names: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    prop_oneof![2 => Just(names[0]), 3 => select(names.to_vec())]
}

fn plain(who: &'static str, state: &'static str, on: Day, conferred: bool, aid: Aid) -> Grant {
    let conditions = Conditions::default();
    Grant { award: 0, who, state, on, conferred, regime: "eu-2023-2831", aid, nace: "62.10", conditions }
}

fn some_grant(days: &[Day], names: &'static [&'static str]) -> impl Strategy<Value = Op> + use<> {
    let state = prop_oneof![5 => Just("FI"), 2 => Just("IT"), 1 => Just("PL")];
    (among(names), state, of(days), any::<bool>(), part()).prop_map(|(who, state, on, conferred, cents)| {
        Op::Grant(plain(who, state, on, conferred, Aid::Grant(eur(cents))))
    })
}

fn chain(days: &[Day]) -> BoxedStrategy<Op> {
    const THREE: &[&str] = &[MEMBERS[0], MEMBERS[1], MEMBERS[2]];
    let merge = (among(THREE), among(&MEMBERS), of(days)).prop_map(|(surviving, other, on)| {
        let other = if other == surviving { MEMBERS[3] } else { other };
        let absorbed = if other == surviving { vec![MEMBERS[4]] } else { vec![other] };
        Op::Merge { surviving, absorbed, on }
    });
    let attribute = (any::<bool>(), vec((among(THREE), part().prop_map(eur)), 1..4))
        .prop_map(|(full, parts)| Op::Attribute { award: 0, split: "e1".into(), full, parts });
    prop_oneof![
        5 => some_grant(days, THREE).boxed(),
        4 => merge.boxed(),
        4 => split(days).boxed(),
        4 => attribute.boxed(),
        2 => control(days).boxed(),
        3 => end(days).boxed(),
        2 => lessening(days).boxed(),
        1 => one_award_again(days).boxed(),
    ]
    .boxed()
}

/// A report that may be of an award that is known, under whatever regime, State and date.
fn report(days: &[Day]) -> impl Strategy<Value = Op> + use<> {
    let regimes = vec![
        "eu-2023-2831",
        "eu-2023-2831",
        "eu-2023-2832",
        "eu-1407-2013",
        "eu-360-2012",
        "unknown",
        "unknown",
        "gber-28",
        "no-aid",
    ];
    let aid = prop_oneof![
        6 => part().prop_map(|cents| Aid::Declared(eur(cents))),
        1 => Just(Aid::Silent),
        1 => part().prop_map(|cents| Aid::Range { low: Some(eur(cents)), high: None }),
        1 => part().prop_map(|cents| Aid::Range { low: Some(eur(cents / 2)), high: Some(eur(cents)) }),
    ];
    let state = prop_oneof![6 => Just("FI"), 1 => Just("IT")];
    let extra = (weighted(0.3, of(days)), any::<bool>(), weighted(0.3, Just("ferry")));
    let range = weighted(0.1, 1..400_u64);
    (among(&MEMBERS), state, of(days), range, select(regimes), aid, extra).prop_map(
        |(who, state, on, range, regime, aid, (retrieved_on, own, service))| {
            let until = range.map(|more| on + Days::new(more));
            let report = Report { award: 0, who, state, on, until, regime, aid };
            Op::Tell(
                report,
                Extra { retrieved_on, own: own && service.is_none(), service, ..Extra::default() },
            )
        },
    )
}

fn one_award_again(days: &[Day]) -> BoxedStrategy<Op> {
    let decision = select(vec!["no-aid", "not-counted", "counts-as-aid"]);
    prop_oneof![
        5 => (award(), vec(award(), 1..3)).prop_map(|(award, same_as)| Op::Match { award, same_as }).boxed(),
        1 => (award(), vec(award(), 1..2)).prop_map(|(award, same_as)| Op::Unmatch { award, same_as }).boxed(),
        1 => (award(), decision)
            .prop_map(|(award, decision)| Op::Review { about: About::Award(award), decision }).boxed(),
        1 => (award(), part(), weighted(0.5, of(days))).prop_map(|(award, cents, retrieved_on)| {
            Op::Restate { award, aid: Aid::Declared(eur(cents)), retrieved_on }
        }).boxed(),
    ]
    .boxed()
}

fn sightings(days: &[Day]) -> BoxedStrategy<Op> {
    const TWO: &[&str] = &[MEMBERS[0], MEMBERS[1]];
    let merge = (of(days), any::<bool>()).prop_map(|(on, down)| Op::Merge {
        surviving: MEMBERS[usize::from(down)],
        absorbed: vec![MEMBERS[usize::from(!down)]],
        on,
    });
    let open = (some_grant(days, TWO), 20..90_u64).prop_map(|(op, lasts)| match op {
        Op::Grant(grant) => {
            let standing = Standing::Reserved(grant.on + Days::new(lasts));
            Op::Offer(Grant { conferred: false, ..grant }, Terms { standing, ..Terms::default() })
        }
        other => other,
    });
    prop_oneof![
        5 => some_grant(days, TWO).boxed(),
        7 => report(days).boxed(),
        6 => one_award_again(days).boxed(),
        1 => merge.boxed(),
        1 => open.boxed(),
        2 => lessening(days).boxed(),
        1 => split(days).boxed(),
    ]
    .boxed()
}

/// What is given up, drawn, used and put right, in whatever order.
fn lessening(days: &[Day]) -> BoxedStrategy<Op> {
    let back = || weighted(0.4, (part().prop_map(eur), of(days)));
    let reduce = (award(), part().prop_map(eur), part().prop_map(eur), back(), of(days));
    let withdraw = (award(), prop_oneof![2 => Just(0), 1 => part()].prop_map(eur), back(), of(days));
    let waive = (award(), part().prop_map(eur), of(days), of(days), part().prop_map(eur), back());
    let hours = prop_oneof![3 => 0..60_000_000_000_i128, 1 => Just(100_000_000_000_i128)];
    let set = (weighted(0.5, part()), weighted(0.3, of(days))).prop_map(|(cents, on)| Set {
        aid: cents.map(|cents| Aid::Grant(eur(cents))),
        on,
        ..Set::default()
    });
    prop_oneof![
        3 => reduce.prop_map(|(award, after, kept, repaid, on)| Op::Reduce { award, after, kept, repaid, on }),
        2 => withdraw.prop_map(|(award, kept, repaid, on)| Op::Withdraw { award, kept, repaid, on }),
        2 => waive.prop_map(|(award, amount, on, repaid_on, kept, repaid)| {
            Op::Waive { award, amount, on, repaid_on, kept, repaid }
        }),
        1 => (award(), part().prop_map(eur), of(days), any::<bool>())
            .prop_map(|(award, amount, on, lapsed)| Op::Expire { award, amount, on, lapsed }),
        4 => (award(), hours.clone(), part().prop_map(eur), of(days))
            .prop_map(|(award, micro_hours, value, on)| Op::Draw { award, micro_hours, value, on }),
        3 => (award(), hours, of(days)).prop_map(|(award, micro_hours, to)| Op::Usage { award, to, micro_hours }),
        1 => (award(), set).prop_map(|(award, set)| Op::Correct { award, set }),
    ]
    .boxed()
}

fn used(days: &[Day]) -> BoxedStrategy<Op> {
    let compute =
        (among(&MEMBERS[..2]), of(days), any::<bool>(), part()).prop_map(|(who, on, conferred, paid)| {
            let paid = eur(paid.min(4_000_000));
            // A hundred thousand hours at two euro each.
            let aid =
                Aid::Compute { micro_rate: 2_000_000, currency: "EUR", micro_hours: 100_000_000_000, paid };
            Op::Grant(plain(who, "FI", on, conferred, aid))
        });
    prop_oneof![
        3 => compute.boxed(),
        2 => some_grant(days, &MEMBERS).boxed(),
        9 => lessening(days).boxed(),
        2 => report(days).boxed(),
        2 => one_award_again(days).boxed(),
    ]
    .boxed()
}

/// Votes about one half.
pub(super) fn holding(days: &[Day]) -> impl Strategy<Value = Op> + use<> {
    let votes = select(vec![20_i128, 30, 25, 51, 60, 50]).prop_map(|percent| percent * 1_000_000);
    let votes = prop_oneof![6 => votes, 1 => Just(50_000_001)];
    let kind = prop_oneof![6 => Just("investor"), 1 => Just("public-body"), 1 => Just("non-profit")];
    let holder = prop_oneof![6 => select(MEMBERS.to_vec()), 1 => Just(PERSON)];
    (holder, select(MEMBERS.to_vec()), kind, of(days), votes).prop_map(
        |(holder, held, kind, from, votes_e6)| {
            let held = if held == holder { MEMBERS[usize::from(held == MEMBERS[0])] } else { held };
            Op::Holding { holder, held, kind, from, votes_e6 }
        },
    )
}

fn hidden_control(days: &[Day]) -> BoxedStrategy<Op> {
    const NAMES: &[&str] = &[MEMBERS[0], MEMBERS[1], MEMBERS[2]];
    const PERSONS: &[&str] = &[PERSON];
    let share = prop_oneof![3 => Just(Some(51_000_000)), 1 => Just(Some(50_000_000)), 1 => Just(None)];
    let kind = select(vec!["voting-majority", "voting-majority", "dominant-influence"]);
    let person = select(vec![PERSON, PERSON, OTHER_PERSON]);
    let of_person = (person, select(MEMBERS[..3].to_vec()), kind, of(days), share).prop_map(
        |(controller, controlled, kind, from, share_e6)| Op::Control {
            controller,
            controlled,
            kind,
            from,
            level: "register",
            share_e6,
        },
    );
    prop_oneof![
        24 => some_grant(days, NAMES).boxed(),
        // From then on the person is an enterprise.
        1 => some_grant(days, PERSONS).boxed(),
        16 => holding(days).boxed(),
        20 => of_person.boxed(),
        6 => control(days).boxed(),
        4 => end(days).boxed(),
        4 => report(days).boxed(),
    ]
    .boxed()
}

fn money(days: &[Day]) -> BoxedStrategy<Op> {
    let currency = vec![("BGN", 2_i128), ("HRK", 8), ("LTL", 3), ("DEM", 2), ("SEK", 11)];
    let foreign = (select(currency), part())
        .prop_map(|((currency, times), cents)| Sum { minor: cents * times, currency });
    let cap = (
        lending(),
        part().prop_map(|cents| eur(cents * 5)),
        select(vec!["cap", "exact", "scheme-fixed-sum"]),
    )
        .prop_map(|(of, cap, counts_as)| Aid::Capped { of: Box::new(of), cap, counts_as });
    let other_cap = (part(), part(), select(vec!["cap", "exact", "scheme-fixed-sum"])).prop_map(
        |(value, cap, counts_as)| {
            let of = Aid::Service { value: eur(value), paid: eur(0) };
            Aid::Capped { of: Box::new(of), cap: eur(cap * 2), counts_as }
        },
    );
    let silent =
        part().prop_map(|cap| Aid::Capped { of: Box::new(Aid::Silent), cap: eur(cap), counts_as: "cap" });
    let aid = prop_oneof![
        3 => foreign.prop_map(Aid::Grant).boxed(),
        3 => cap.boxed(),
        2 => lending().boxed(),
        2 => other_cap.boxed(),
        1 => silent.boxed(),
        1 => Just(Aid::Silent).boxed(),
        1 => part().prop_map(|cents| Aid::Capital(eur(cents * 2))).boxed(),
    ];
    let around = prop_oneof![
        3 => of(days),
        1 => (select(vec!["2026-01-01", "2024-01-01", "2025-12-31"]), 0..3_u64)
            .prop_map(|(day, by)| d(day) + Days::new(by) - Days::new(1)),
    ];
    let terms = (funding(), any::<bool>()).prop_map(|(funding, by_scheme)| Terms {
        funding,
        by_scheme,
        ..Terms::default()
    });
    let grant = (among(&MEMBERS), around, any::<bool>(), aid, terms)
        .prop_map(|(who, on, conferred, aid, terms)| Op::Offer(plain(who, "FI", on, conferred, aid), terms));
    let rate = (select(vec!["BGN", "HRK", "SEK"]), of(days), 10_000..200_000_i128, 0..3_u8).prop_map(
        |(currency, date, rate_e4, holds)| {
            let until = (holds == 0).then(|| date + Days::new(40));
            Op::Rates(vec![RateRow { state: None, currency, date, until, monthly: holds == 1, rate_e4 }])
        },
    );
    prop_oneof![
        8 => grant.boxed(),
        2 => rate.boxed(),
        1 => base_rates(days).boxed(),
        1 => lessening(days).boxed(),
    ]
    .boxed()
}

/// Awards that cannot be under their act, or are closed to a new grant.
fn claims(days: &[Day]) -> BoxedStrategy<Op> {
    let nace =
        select(vec!["62.10", "01.11", "01.16", "01", "03.11", "03.30", "10.51", "46", "49.41", "11.05", ""]);
    let regime = select(vec!["eu-2023-2831", "eu-2023-2832", "eu-1407-2013", "eu-360-2012"]);
    let edge = select(vec!["2023-12-31", "2024-06-30", "2030-12-31", "2031-06-30", "2023-10-24"]);
    let on = prop_oneof![
        2 => of(days),
        2 => (edge, 0..2_u64).prop_map(|(day, by)| d(day) + Days::new(by)),
    ];
    let tied = (prop::bool::weighted(0.1), prop::bool::weighted(0.1), prop::bool::weighted(0.3));
    let service = weighted(0.5, select(vec!["ferry", "bus"]));
    let conditions = (tied, weighted(0.3, any::<bool>()), service).prop_map(
        |((export_linked, domestic_goods, price_quantity_linked), separated, service)| Conditions {
            export_linked,
            domestic_goods,
            price_quantity_linked,
            separated,
            service,
        },
    );
    let lines = weighted(0.4, part()).prop_map(|cents| cents.map(|cents| ("staff", eur(cents))));
    let first = (among(&MEMBERS[..2]), on, regime, nace, conditions);
    let second = (part(), any::<bool>(), any::<bool>(), any::<bool>(), lines);
    let claim = (first, second).prop_map(|(first, second)| {
        let (who, on, regime, nace, conditions) = first;
        let (cents, by_scheme, conferred, told, lines) = second;
        let lines: Vec<_> = lines.into_iter().collect();
        let project = (!lines.is_empty()).then_some(0);
        // A label is of grants alone.
        let nace = if nace.is_empty() { "62.10" } else { nace };
        if told {
            let aid = Aid::Declared(eur(cents));
            let regime = if by_scheme && !lines.is_empty() { "gber-28" } else { regime };
            let report = Report { award: 0, who, state: "FI", on, until: None, regime, aid };
            let extra = Extra {
                service: conditions.service,
                conditions: Some(conditions),
                nace: Some((nace, conferred)),
                by_scheme: Some(by_scheme),
                lines: (project, lines),
                ..Extra::default()
            };
            return Op::Tell(report, extra);
        }
        let grant = plain(who, "FI", on, conferred, Aid::Grant(eur(cents)));
        let terms = Terms { by_scheme, nace_2: by_scheme, project, lines, ..Terms::default() };
        Op::Offer(Grant { regime, nace, conditions, ..grant }, terms)
    });
    let project =
        part().prop_map(|cents| Op::Act(Act::OpenProject { project: 0, lines: vec![("staff", eur(cents))] }));
    let receipt = (award(), of(days)).prop_map(|(award, on)| Op::Act(Act::Receipt { award, on }));
    prop_oneof![
        9 => claim.boxed(),
        2 => project.boxed(),
        1 => receipt.boxed(),
        2 => lessening(days).boxed(),
        1 => one_award_again(days).boxed(),
    ]
    .boxed()
}

fn theme(number: u8, days: &[Day]) -> BoxedStrategy<Op> {
    match number {
        0 => chain(days),
        1 => sightings(days),
        2 => used(days),
        3 => hidden_control(days),
        4 => money(days),
        _ => claims(days),
    }
}

/// Statements mostly about one theme.
pub fn stream(length: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Statement>> {
    (days(), 0..6_u8)
        .prop_map(|(days, number)| (days.into_iter().take(10).collect::<Vec<Day>>(), number))
        .prop_flat_map(move |(days, number)| {
            let some = prop_oneof![6 => theme(number, &days), 1 => op(&days)];
            (vec((some, delays(), any::<u32>()), length.clone()), Just(days))
        })
        .prop_map(|(ops, days)| {
            let names = MEMBERS.iter().copied().chain([PERSON, OTHER_PERSON]);
            let first = names.map(|who| Op::Register { who, identifiers: Vec::new(), person: false });
            let first = first.map(|op| Raw { op, delay: 0, pick: 0 });
            let all = first.chain(ops.into_iter().map(|(op, delay, pick)| Raw { op, delay, pick }));
            named(all.collect(), &days)
        })
}
