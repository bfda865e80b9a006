//! Streams of every event there is: groups that form and part, awards with their whole life.

use aidledger_tests::ops::act::Act;
use aidledger_tests::ops::{
    About, Aid, BaseRow, Conditions, Day, Extra, Grant, History, Op, PriceRow, Set, Standing, Statement, Sum,
    Terms, eur,
};
use chrono::Days;
use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::select;

use super::names::{Raw, named};
use super::{
    IDENTIFIERS, MEMBERS, PERSON, REGIMES, award, cents, conditions, d, days, delays, nace, of, paid,
    reported_aid, state, sum, tables,
};

fn member() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        6 => Just(MEMBERS[0]),
        4 => Just(MEMBERS[1]),
        3 => Just(MEMBERS[2]),
        4 => select(MEMBERS.to_vec()),
        1 => select(IDENTIFIERS.to_vec()),
    ]
}

fn who() -> impl Strategy<Value = &'static str> {
    prop_oneof![30 => member(), 1 => Just(PERSON)]
}

/// Two that differ.
fn two() -> impl Strategy<Value = (&'static str, &'static str)> {
    (member(), member()).prop_map(|(one, other)| {
        let next = MEMBERS.iter().position(|name| *name == one).map_or(0, |at| (at + 1) % MEMBERS.len());
        (one, if one == other { MEMBERS[next] } else { other })
    })
}

fn near(days: &[Day]) -> BoxedStrategy<Day> {
    (of(days), 0..3_u64).prop_map(|(day, shift)| day + Days::new(shift) - Days::new(1)).boxed()
}

/// Computing time, a price in the table or stated.
fn hours() -> impl Strategy<Value = Aid> {
    let price = weighted(0.3, (1_000_000..3_000_000_i128, select(vec!["EUR", "EUR", "SEK"])));
    let system = select(vec!["lumi-g", "lumi-g", "leonardo"]);
    let unit = select(vec!["gpu-hour", "gpu-hour", "node-hour"]);
    let partition = select(vec![None, Some("large")]);
    let economic = select(vec![None, Some(false), Some(true)]);
    (system, unit, partition, price, 0..200_000_000_i128, paid(), economic).prop_map(
        |(system, unit, partition, price, micro_hours, paid, economic)| Aid::Hours {
            system,
            partition,
            unit,
            micro_hours: micro_hours * 1000,
            price,
            paid,
            economic,
        },
    )
}

fn years() -> impl Strategy<Value = i128> {
    prop_oneof![
        3 => select(vec![5000_i128, 10_000, 1000, 2500, 7000]),
        1 => select(vec![5001_i128, 10_001, 4999]),
        1 => 0..12_000_i128,
    ]
}

/// Amounts of loans and guarantees, at the edges of the safe harbours.
fn lent() -> impl Strategy<Value = Sum> {
    let edge = select(vec![
        1_500_000 * 100_i128,
        750_000 * 100,
        2_250_000 * 100,
        1_125_000 * 100,
        500_000 * 100,
        2_813_036 * 100,
    ]);
    let euro = prop_oneof![4 => (edge, -1..2_i128).prop_map(|(edge, by)| eur(edge + by)), 2 => (0..200_000_000_i128).prop_map(eur)];
    prop_oneof![8 => euro, 1 => sum()]
}

/// Loans by reference rate: interest about what the formula leaves out, years that round up and down.
fn by_reference_rate() -> impl Strategy<Value = Aid> {
    let principal = prop_oneof![
        4 => select(vec![100_000 * 100_i128, 400_000 * 100, 3_000_000 * 100, 1, 1000]).prop_map(eur),
        2 => (0..400_000_000_i128).prop_map(eur),
        2 => sum(),
    ];
    let years = prop_oneof![
        3 => select(vec![2345_i128, 2344, 5, 4, 5000, 10_001, 40_000]),
        1 => 0..12_000_i128,
    ];
    let rate = prop_oneof![
        4 => select(vec![2_000_000_i128, 0, 6_190_000, 6_189_999, -500_000, 1, 100_000_000]),
        1 => -2_000_000..8_000_000_i128,
    ];
    (principal, years, select(vec![0_i128, 50_000_000, 100_000_000]), weighted(0.85, rate)).prop_map(
        |(principal, milli_years, collateral_e6, rate_e6)| Aid::Loan {
            principal,
            milli_years,
            collateral_e6,
            rate_e6,
            method: "reference-rate",
        },
    )
}

pub(super) fn lending() -> impl Strategy<Value = Aid> {
    let method = || prop_oneof![12 => Just(true), 1 => Just(false)];
    let loan =
        (lent(), years(), select(vec![50_000_000_i128, 49_999_999, 100_000_000, 60_000_000]), method())
            .prop_map(|(principal, milli_years, collateral_e6, safe)| Aid::Loan {
                principal,
                milli_years,
                collateral_e6,
                rate_e6: None,
                method: if safe { "safe-harbour" } else { "reference-rate" },
            });
    let cover = select(vec![80_000_000_i128, 80_000_001, 50_000_000, 79_990_000]);
    let guarantee = (lent(), years(), cover, prop::bool::weighted(0.93), method()).prop_map(
        |(guaranteed, milli_years, cover_e6, pari_passu, safe)| Aid::Guarantee {
            guaranteed,
            milli_years,
            cover_e6,
            pari_passu,
            method: if safe { "safe-harbour" } else { "safe-harbour-premium" },
        },
    );
    prop_oneof![2 => loan, 2 => guarantee, 1 => by_reference_rate()]
}

fn instalments(days: &[Day]) -> impl Strategy<Value = Aid> + use<> {
    let due = (of(days), 0..800_u64).prop_map(|(day, later)| day + Days::new(later));
    let one = (due, prop_oneof![4 => (0..12_000_000_i128).prop_map(eur), 1 => sum()]);
    (vec(one, 1..4), any::<bool>()).prop_map(|(payments, subsidy)| Aid::Instalments { payments, subsidy })
}

fn uncapped(days: &[Day]) -> BoxedStrategy<Aid> {
    prop_oneof![
        8 => super::aid(),
        3 => hours().boxed(),
        4 => lending().boxed(),
        2 => instalments(days).boxed(),
        1 => sum().prop_map(Aid::Capital).boxed(),
    ]
    .boxed()
}

fn counts_as() -> impl Strategy<Value = &'static str> {
    select(vec!["exact", "exact", "cap", "scheme-fixed-sum"])
}

fn aid(days: &[Day]) -> BoxedStrategy<Aid> {
    let capped = (uncapped(days), sum(), counts_as()).prop_map(|(of, cap, counts_as)| Aid::Capped {
        of: Box::new(of),
        cap,
        counts_as,
    });
    prop_oneof![8 => uncapped(days), 1 => capped.boxed()].boxed()
}

pub(super) fn funding() -> impl Strategy<Value = Vec<(&'static str, i128)>> {
    let mixes = vec![
        vec![("state", 10_000)],
        vec![("state", 5000), ("union-central", 5000)],
        vec![("shared-management", 3333), ("union-central", 6667)],
        vec![("undetermined", 10_000)],
        vec![("ms-donated", 2500), ("private", 7500)],
        vec![("union-central", 10_000)],
        vec![("private", 9999), ("union-central", 1)],
    ];
    prop_oneof![6 => Just(Vec::new()), 4 => select(mixes)]
}

fn standing() -> impl Strategy<Value = (u8, u64)> {
    let lasts = prop_oneof![
        4 => select(vec![0_u64, 1, 30, 90, 91, 365, 1096]),
        1 => 0..120_u64,
    ];
    (prop_oneof![3 => Just(0_u8), 4 => Just(1), 3 => Just(2)], lasts)
}

fn regime() -> impl Strategy<Value = &'static str> {
    prop_oneof![18 => Just(REGIMES[0]), 8 => Just(REGIMES[1]), 1 => select(REGIMES[2..5].to_vec())]
}

pub(super) fn grant(days: &[Day]) -> impl Strategy<Value = Grant> + use<> {
    let first = (award(), who(), state(), of(days), prop::bool::weighted(0.35));
    let stated = (first, regime(), aid(days), nace(), conditions());
    let loan = (by_reference_rate(), select(vec!["LT", "LT", "LT", "FI"]), prop::bool::weighted(0.8));
    (stated, service(), weighted(0.12, loan)).prop_map(
        |(((award, who, state, on, conferred), regime, aid, nace, conditions), service, loan)| {
            let conditions = Conditions { service, ..conditions };
            let grant = Grant { award, who, state, on, conferred, regime, aid, nace, conditions };
            let Some((loan, state, general)) = loan else { return grant };
            let regime = if general { REGIMES[0] } else { regime };
            let capped = |of, cap, counts_as| Aid::Capped { of: Box::new(of), cap, counts_as };
            let aid = match grant.aid {
                Aid::Capped { cap, counts_as, .. } => capped(loan, cap, counts_as),
                _ => loan,
            };
            Grant { aid, state, regime, ..grant }
        },
    )
}

/// Services of general economic interest: so few that awards name the same.
pub(super) fn service() -> impl Strategy<Value = Option<&'static str>> {
    weighted(0.55, prop_oneof![3 => Just("ferry"), 1 => Just("bus")])
}

/// Aid for a service under the regulation on such aid, or other money for one.
fn for_a_service(days: &[Day]) -> impl Strategy<Value = Op> + use<> {
    let waits = prop::bool::weighted(0.2);
    let grant = (grant(days), select(vec!["ferry", "ferry", "bus"]), prop::bool::weighted(0.8), waits)
        .prop_map(|(grant, service, small, waits)| Grant {
            who: if small { MEMBERS[0] } else { grant.who },
            aid: if small { Aid::Grant(eur(1_000_000)) } else { grant.aid },
            conditions: Conditions { service: Some(service), ..Conditions::default() },
            // An activity that a person has to look at.
            nace: if waits { "01.61" } else { grant.nace },
            ..grant
        });
    let kind = prop_oneof![4 => Just("eu-2023-2832"), 1 => Just("eu-2023-2831"), 3 => Just("gber-56"), 2 => Just("no-aid")];
    (grant, kind, standing(), 20..400_u64).prop_map(|(grant, regime, (kind, _), lasts)| {
        let grant = Grant { regime, conferred: regime.starts_with("gber"), ..grant };
        let last = grant.on + Days::new(lasts.min(if kind == 1 { 90 } else { 400 }));
        let standing = match kind {
            0 => Standing::Granted,
            1 if !grant.conferred => Standing::Reserved(last),
            _ => Standing::Conditional(last),
        };
        let mut terms = Terms { standing, ..Terms::default() };
        if regime == "no-aid" {
            (terms.no_aid, terms.funding) = (Some("private"), vec![("private", 10_000)]);
        }
        Op::Offer(grant, terms)
    })
}

fn terms() -> impl Strategy<Value = Terms> {
    let scheme = (prop::bool::weighted(0.4), weighted(0.2, 0..3_u32), weighted(0.1, 0..3_u32));
    let ground = select(vec!["union-central", "private", "market-price", "non-economic-use", "goodwill"]);
    (scheme, funding(), weighted(0.12, ground)).prop_map(|((by_scheme, scheme, project), funding, no_aid)| {
        Terms {
            standing: Standing::Granted,
            by_scheme: by_scheme || scheme.is_some(),
            scheme,
            project,
            funding,
            no_aid,
            ..Terms::default()
        }
    })
}

fn offer(days: &[Day]) -> impl Strategy<Value = Op> + use<> {
    let regime = prop_oneof![5 => Just(true), 1 => Just(false)];
    (grant(days), terms(), standing(), regime).prop_map(|(mut grant, mut terms, (kind, lasts), fits)| {
        let last = grant.on + Days::new(lasts);
        terms.standing = match kind {
            0 => Standing::Granted,
            1 => Standing::Reserved(last),
            _ => Standing::Conditional(last),
        };
        if kind == 1 {
            grant.conferred = false;
        }
        if terms.no_aid.is_some() && fits {
            grant.regime = "no-aid";
        }
        Op::Offer(grant, terms)
    })
}

fn together(days: &[Day]) -> impl Strategy<Value = Op> + use<> {
    let plain = (0..9_000_000_i128).prop_map(|cents| Aid::Grant(eur(cents)));
    let member = (grant(days), terms(), weighted(0.7, plain)).prop_map(|(mut grant, terms, plain)| {
        grant.aid = plain.unwrap_or(grant.aid);
        (grant, terms)
    });
    vec(member, 1..4).prop_map(|mut grants| {
        for (grant, _) in &mut grants {
            grant.conferred = false;
        }
        Op::Together(grants)
    })
}

pub(super) fn tell(days: &[Day]) -> impl Strategy<Value = Op> + use<> {
    let quarter = weighted(0.4, select(vec!["2024-03-31", "2026-06-30", "2027-03-31", "2023-12-31"]));
    // Of what is paid for a service it is mostly other money that matters.
    let other = weighted(0.75, select(vec!["notified", "unknown", "gber-56", "eu-360-2012", "no-aid"]));
    (super::report(days), funding(), quarter, service(), other).prop_map(
        |(op, funding, quarter, service, other)| {
            let Op::Report(mut report) = op else { return op };
            report.regime = other.filter(|_| service.is_some()).unwrap_or(report.regime);
            if let Some(end) = quarter {
                (report.on, report.until) = (d(end), None);
            }
            let extra = Extra { funding, quarter_end: quarter.is_some(), service, ..Extra::default() };
            Op::Tell(report, extra)
        },
    )
}

/// What becomes of reservations.
fn open_life(days: &[Day]) -> impl Strategy<Value = Op> + use<> {
    prop_oneof![
        4 => (award(), of(days), weighted(0.3, aid(days))).prop_map(|(award, on, aid)| Op::Confirm { award, on, aid }),
        3 => (award(), of(days)).prop_map(|(award, on)| Op::Met { award, on }),
        1 => award().prop_map(|award| Op::Release { award }),
        1 => (award(), of(days)).prop_map(|(award, on)| Op::Failed { award, on }),
    ]
}

pub(super) fn change(days: &[Day]) -> impl Strategy<Value = Op> + use<> {
    let waive = (award(), sum(), of(days), weighted(0.3, of(days)), paid(), weighted(0.3, (sum(), of(days))))
        .prop_map(|(award, amount, on, repaid_on, kept, repaid)| Op::Waive {
            award,
            amount,
            on,
            repaid_on: repaid_on.unwrap_or(on),
            kept,
            repaid,
        });
    let expire = (award(), paid(), of(days), prop::bool::weighted(0.7))
        .prop_map(|(award, amount, on, lapsed)| Op::Expire { award, amount, on, lapsed });
    let lent = (award(), by_reference_rate(), weighted(0.3, of(days))).prop_map(|(award, aid, on)| {
        Op::Correct { award, set: Set { aid: Some(aid), on, ..Set::default() } }
    });
    // Judged again with little else to be said against it.
    let slight = (award(), weighted(0.4, Just("eu-2023-2832"))).prop_map(|(award, regime)| Op::Correct {
        award,
        set: Set { nace: Some("49.10"), regime, ..Set::default() },
    });
    prop_oneof![
        10 => super::change(days).boxed(),
        1 => lent.boxed(),
        4 => slight.boxed(),
        4 => waive.boxed(),
        4 => expire.boxed(),
        4 => (award(), reported_aid()).prop_map(|(award, aid)| Op::Restate { award, aid, retrieved_on: None }).boxed(),
    ]
}

pub(super) fn control(days: &[Day]) -> impl Strategy<Value = Op> + use<> {
    let level = select(vec!["register", "documented", "declared"]);
    let kind =
        select(vec!["voting-majority", "appoint-majority", "dominant-influence", "shareholder-agreement"]);
    (two(), kind, near(days), level, prop::bool::weighted(0.8)).prop_map(
        |((one, other), kind, from, level, down)| {
            let order = |name: &str| MEMBERS.iter().position(|member| *member == name);
            let turn = down && order(one) > order(other);
            let (controller, controlled) = if turn { (other, one) } else { (one, other) };
            let share_e6 = Some(51_000_000).filter(|_| kind == "voting-majority" && down);
            Op::Control { controller, controlled, kind, from, level, share_e6 }
        },
    )
}

pub(super) fn end(days: &[Day]) -> impl Strategy<Value = Op> + use<> {
    let parts = vec((award(), member(), cents().prop_map(eur)), 1..4).prop_map(History::Attributed);
    let history = prop_oneof![5 => Just(None), 1 => Just(Some(History::Stays)), 3 => parts.prop_map(Some)];
    (two(), near(days), history).prop_map(|((controller, controlled), on, history)| Op::EndControl {
        controller,
        controlled,
        on,
        history,
    })
}

pub(super) fn split(days: &[Day]) -> impl Strategy<Value = Op> + use<> {
    let equity = prop_oneof![
        6 => select(vec![100_i128, 200, 300, 33_333, 1]),
        2 => Just(0),
        1 => Just(-500),
    ];
    let one = (select(MEMBERS.to_vec()), equity, prop_oneof![30 => Just("EUR"), 1 => Just("SEK")]);
    (member(), near(days), vec(one, 1..4), prop::bool::weighted(0.9)).prop_map(
        |(who, on, mut successors, once)| {
            if once {
                let all = successors.clone();
                let mut n = 0;
                successors.retain(|(name, _, _)| {
                    n += 1;
                    all.iter().position(|(other, _, _)| other == name) == Some(n - 1)
                });
            }
            Op::Split { who, on, successors }
        },
    )
}

fn group(days: &[Day]) -> impl Strategy<Value = Op> + use<> {
    let kind = select(vec!["public-body", "non-profit", "investor"]);
    let merge = (member(), vec(select(MEMBERS.to_vec()), 1..3), near(days)).prop_map(
        |(surviving, mut absorbed, on)| {
            absorbed.retain(|other| *other != surviving);
            if absorbed.is_empty() {
                absorbed.push(if surviving == MEMBERS[5] { MEMBERS[4] } else { MEMBERS[5] });
            }
            Op::Merge { surviving, absorbed, on }
        },
    );
    let attribute = (award(), any::<bool>(), vec((member(), cents().prop_map(eur)), 1..4))
        .prop_map(|(award, full, parts)| Op::Attribute { award, split: "e1".into(), full, parts });
    prop_oneof![
        8 => control(days).boxed(),
        6 => end(days).boxed(),
        1 => merge.boxed(),
        3 => split(days).boxed(),
        5 => attribute.boxed(),
        1 => (two(), kind, near(days))
            .prop_map(|((holder, held), kind, from)| Op::Holding { holder, held, kind, from, votes_e6: 30_000_000 }).boxed(),
        1 => super::chains::holding(days).boxed(),
        1 => (member(), vec(member(), 0..3), of(days)).prop_map(|(who, members, on)| Op::Attest { who, members, on }).boxed(),
    ]
}

fn about() -> impl Strategy<Value = Op> {
    let any = || select([MEMBERS.as_slice(), &IDENTIFIERS].concat());
    prop_oneof![
        3 => (select(MEMBERS.to_vec()), vec(select(IDENTIFIERS.to_vec()), 1..3))
            .prop_map(|(who, identifiers)| Op::Register { who, identifiers, person: false }),
        1 => Just(Op::Register { who: PERSON, identifiers: Vec::new(), person: false }),
        1 => (member(), vec(any(), 1..2)).prop_map(|(who, same_as)| Op::Identify { who, same_as }),
        4 => (0..60_u32).prop_map(|n| Op::Retract { id: format!("e{n}") }),
    ]
}

fn assess(days: &[Day]) -> impl Strategy<Value = Op> + use<> {
    let size = weighted(0.6, select(vec!["large", "large", "small"]));
    let insolvency = weighted(0.6, select(vec!["none", "proceedings", "criteria-met"]));
    let band = weighted(0.5, select(vec!["AAA", "B", "BB", "CCC", "unrated"]));
    (member(), of(days), size, insolvency, band).prop_map(|(who, on, size, insolvency, band)| Op::Assess {
        who,
        on,
        size,
        insolvency,
        band,
    })
}

pub(super) fn base_rates(days: &[Day]) -> impl Strategy<Value = Op> + use<> {
    let from = prop_oneof![3 => Just(d("2020-01-01")), 1 => of(days)];
    let row = (select(vec!["FI", "IT", "LT", "LT"]), from, select(vec![219_i128, 221, -45, 500, -100]));
    vec(row.prop_map(|(state, from, percent_e2)| BaseRow { state, from, percent_e2 }), 1..4)
        .prop_map(Op::BaseRates)
}

fn prices(days: &[Day]) -> impl Strategy<Value = Op> + use<> {
    let from = prop_oneof![2 => Just(d("2020-01-01")), 1 => of(days)];
    let price = (1_000_000..3_000_000_i128, select(vec!["EUR", "EUR", "EUR", "SEK"]));
    let unit = select(vec!["gpu-hour", "gpu-hour", "node-hour"]);
    let system = select(vec!["lumi-g", "lumi-g", "leonardo"]);
    let row = (system, select(vec![None, None, Some("large")]), unit, from, price);
    let row = row.prop_map(|(system, partition, unit, from, price)| PriceRow {
        system,
        partition,
        unit,
        from,
        price,
    });
    vec(row, 1..4).prop_map(Op::Prices)
}

pub(super) fn same_again(days: &[Day]) -> impl Strategy<Value = Op> + use<> {
    let on = of(days);
    prop_oneof![
        4 => (award(), vec(award(), 1..3)).prop_map(|(award, same_as)| Op::Match { award, same_as }).boxed(),
        2 => (award(), vec(award(), 1..2)).prop_map(|(award, same_as)| Op::Unmatch { award, same_as }).boxed(),
        2 => (award(), 0..150_000_000_i128, cents(), on.clone())
            .prop_map(|(award, micro_hours, cents, on)| Op::Draw { award, micro_hours: micro_hours * 1000, value: eur(cents), on }).boxed(),
        2 => (award(), 0..200_000_000_i128, on)
            .prop_map(|(award, micro_hours, to)| Op::Usage { award, to, micro_hours: micro_hours * 1000 }).boxed(),
        1 => award().prop_map(|award| Op::Dispute { award }).boxed(),
        1 => award().prop_map(|award| Op::Lodge { award }).boxed(),
    ]
}

fn review() -> impl Strategy<Value = Op> {
    let decision = select(vec!["admit", "admit", "counts-as-aid", "no-aid", "not-counted", "refuse"]);
    let about = prop_oneof![
        4 => (0..60_u32).prop_map(|n| About::Statement(format!("e{n}"))),
        2 => award().prop_map(About::Award),
    ];
    (about, decision).prop_map(|(about, decision)| Op::Review { about, decision })
}

/// Cost lines of a project.
fn lines(cents: i128) -> Vec<(&'static str, Sum)> {
    vec![("staff", eur(cents)), ("hours", eur(cents / 3))]
}

fn act(days: &[Day]) -> impl Strategy<Value = Op> + use<> {
    let step = select(vec!["ordered", "ordered", "paid", "suspended", "annulled", "completed"]);
    let recovery = (step, select(vec!["commission", "court"]), 0..2_u32, member())
        .prop_map(|(step, kind, reference, who)| Act::Recovery { step, kind, reference, who });
    let one = (0..14_u8, 0..3_u32, award(), cents(), member(), of(days)).prop_map(
        |(kind, number, award, cents, who, on)| match kind {
            0 => Act::Notice { award, gge: eur(cents) },
            1 => Act::Receipt { award, on },
            2 => Act::Publication { award, on },
            3 => Act::Apply { application: number, who, requested: cents },
            4 => Act::ReduceApplication { application: number, requested: cents },
            5 => Act::CloseApplication { application: number },
            6 | 7 => Act::OpenProject { project: number, lines: lines(cents) },
            8 => Act::AmendProject { project: number, lines: lines(cents / 2) },
            9 => Act::RegisterSystem { system: number },
            10 => Act::AmendSystem { system: number },
            11 => Act::RegisterScheme { scheme: number },
            12 => Act::Raise { finding: number },
            _ => Act::CloseFinding { finding: number },
        },
    );
    prop_oneof![5 => one.boxed(), 1 => recovery.boxed()].prop_map(Op::Act)
}

/// Anything, with awards and groups in the foreground.
pub(super) fn op(days: &[Day]) -> BoxedStrategy<Op> {
    // Boxed, or the type of the whole would not fit on a test's stack.
    prop_oneof![
        9 => super::grant(days).boxed(),
        9 => offer(days).boxed(),
        6 => super::report(days).boxed(),
        6 => tell(days).boxed(),
        7 => for_a_service(days).boxed(),
        6 => change(days).boxed(),
        5 => open_life(days).boxed(),
        11 => group(days).boxed(),
        4 => about().boxed(),
        3 => assess(days).boxed(),
        1 => tables(days).boxed(),
        1 => prop_oneof![base_rates(days).boxed(), prices(days).boxed()].boxed(),
        4 => same_again(days).boxed(),
        4 => review().boxed(),
        3 => together(days).boxed(),
        3 => act(days).boxed(),
    ]
    .boxed()
}

/// Statements of every event.
pub fn stream(length: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Statement>> {
    vec(days(), 1..2)
        .prop_map(|days| days.concat().into_iter().take(14).collect::<Vec<Day>>())
        .prop_flat_map(move |days| {
            let first = vec(prop::bool::weighted(0.97), MEMBERS.len());
            let early = prop_oneof![4 => tables(&days).boxed(), 3 => base_rates(&days).boxed(), 2 => prices(&days).boxed()];
            let early = vec(early, 0..6);
            let raw = (op(&days), delays(), any::<u32>());
            (first, early, vec(raw, length.clone()), Just(days))
        })
        .prop_map(|(registered, tables, ops, days)| {
            let first = MEMBERS.iter().zip(registered).filter(|(_, yes)| *yes);
            let first = first.map(|(who, _)| Op::Register { who, identifiers: Vec::new(), person: false });
            let first = first.chain(tables).map(|op| Raw { op, delay: 0, pick: 0 });
            let all = first.chain(ops.into_iter().map(|(op, delay, pick)| Raw { op, delay, pick }));
            named(all.collect(), &days)
        })
}
