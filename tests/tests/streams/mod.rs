//! Random streams of statements: few undertakings, dates at the edges of windows, sums at the edges of ceilings.
//!
//! A stream in which everything is far from everything finds nothing. Here many windows end on the very day another
//! award leaves them, many sums meet the ceiling to the cent, and names are merged and taken apart in between.

#![allow(dead_code, reason = "each test takes what it needs")]

mod chains;
mod names;
mod whole;

use aidledger_tests::ops::{
    Aid, Conditions, Day, Grant, HolidayRow, Op, RateRow, Report, Set, Statement, Sum, eur,
};
use chrono::{Days, Months};
use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::select;

pub const UNDERTAKINGS: [&str; 4] =
    ["NID:FI:11111128", "NID:FI:22222229", "NID:IT:33333333", "EUID:FIPRH.444444-4"];
/// The last one has the number of the fourth undertaking.
pub const IDENTIFIERS: [&str; 4] = ["VAT:FI11111128", "PIC:999999991", "NID:SE:55555555", "NID:FI:4444444"];
pub const STATES: [&str; 3] = ["FI", "IT", "PL"];
/// Undertakings of streams that hold every event: enough for groups to form and to part.
pub const MEMBERS: [&str; 6] = [
    UNDERTAKINGS[0],
    UNDERTAKINGS[1],
    UNDERTAKINGS[2],
    UNDERTAKINGS[3],
    "NID:SE:66666666",
    "NID:FI:77777774",
];
/// A natural person.
pub const PERSON: &str = "PRS:0123456789abcdef0123456789abcdef";
/// Not those of the sector acts: the model has no sentence of `rules-sectors.md`.
const REGIMES: [&str; 6] =
    ["eu-2023-2831", "eu-2023-2832", "eu-1407-2013", "eu-360-2012", "gber-28", "unknown"];

#[allow(unused_imports, reason = "each test takes what it needs")]
pub use chains::stream as themed_stream;
#[allow(unused_imports, reason = "each test takes what it needs")]
pub use whole::stream as whole_stream;

pub fn d(text: &str) -> Day {
    text.parse().unwrap()
}

/// Days on which a window begins or ends, or a regulation does, and their neighbours.
pub fn dates() -> BoxedStrategy<Day> {
    let near = |centres: &[&str]| {
        let centres: Vec<Day> = centres.iter().map(|text| d(text)).collect();
        (select(centres), 0..3_u64).prop_map(|(centre, shift)| centre + Days::new(shift) - Days::new(1))
    };
    prop_oneof![
        8 => near(&["2024-02-29", "2027-02-28", "2027-03-01", "2024-03-01"]),
        4 => near(&["2025-02-28", "2028-02-29", "2028-03-01", "2025-03-01"]),
        5 => near(&["2026-06-15", "2029-06-15", "2026-06-16"]),
        2 => near(&["2023-06-15", "2021-02-28", "2031-03-01"]),
        2 => near(&["2024-01-01", "2027-01-01", "2031-06-30", "2023-11-23"]),
        1 => (0..4000_u64).prop_map(|days| d("2021-01-01") + Days::new(days)),
    ]
    .boxed()
}

/// The few days of one stream: some dates, the same dates three years before and after, and the next days.
pub fn days() -> impl Strategy<Value = Vec<Day>> {
    vec(dates(), 2..4).prop_map(|centres| {
        let around = |centre: Day| {
            let (before, after) = (centre - Months::new(36), centre + Months::new(36));
            [
                centre,
                centre,
                before,
                after,
                before + Days::new(1),
                after + Days::new(1),
                centre + Days::new(1),
            ]
        };
        centres.into_iter().flat_map(around).collect()
    })
}

/// One of the days of a stream, rarely another.
pub fn of(days: &[Day]) -> BoxedStrategy<Day> {
    prop_oneof![15 => select(days.to_vec()), 1 => dates()].boxed()
}

pub fn state() -> impl Strategy<Value = &'static str> {
    prop_oneof![6 => Just("FI"), 5 => Just("IT"), 1 => Just("PL")]
}

pub fn who() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        12 => Just(UNDERTAKINGS[0]),
        4 => Just(UNDERTAKINGS[1]),
        2 => select(UNDERTAKINGS.to_vec()),
        1 => select(IDENTIFIERS.to_vec()),
    ]
}

fn regime(grant: bool) -> impl Strategy<Value = &'static str> {
    let all = REGIMES.len() - usize::from(grant);
    prop_oneof![
        10 => Just(REGIMES[0]),
        3 => Just(REGIMES[1]),
        3 => select(REGIMES[2..4].to_vec()),
        1 => select(REGIMES[..all].to_vec()),
    ]
}

/// Cents: parts of a ceiling, a cent more or less.
fn cents() -> impl Strategy<Value = i128> {
    let part = select(vec![
        300_000 * 100_i128,
        150_000 * 100,
        100_000 * 100,
        50_000 * 100,
        200_000 * 100,
        250_000 * 100,
        75_000 * 100,
        750_000 * 100,
        500_000 * 100,
    ]);
    prop_oneof![
        10 => (part, -1..2_i128).prop_map(|(part, by)| part + by),
        2 => select(vec![0_i128, 1, 2, 100]),
        2 => 0..40_000_000_i128,
    ]
}

fn sum() -> BoxedStrategy<Sum> {
    (cents(), prop_oneof![18 => Just("EUR"), 1 => Just("SEK"), 1 => Just("PLN")])
        .prop_map(|(minor, currency)| {
            // About as many euro in whatever currency, so that ceilings stay near.
            let minor = match currency {
                "SEK" => minor * 11,
                "PLN" => minor * 4,
                _ => minor,
            };
            Sum { minor, currency }
        })
        .boxed()
}

/// A price paid: mostly little.
fn paid() -> BoxedStrategy<Sum> {
    prop_oneof![3 => Just(eur(0)), 1 => (0..5_000_000_i128).prop_map(eur), 1 => sum()].boxed()
}

fn aid() -> BoxedStrategy<Aid> {
    let compute = (0..3_000_000_i128, select(vec!["EUR", "EUR", "SEK"]), 0..400_000_000_i128, paid());
    prop_oneof![
        12 => sum().prop_map(Aid::Grant),
        1 => (sum(), paid()).prop_map(|(face, paid)| Aid::Credits { face, paid }),
        1 => (sum(), paid()).prop_map(|(value, paid)| Aid::Service { value, paid }),
        2 => compute.prop_map(|(micro_rate, currency, micro_hours, paid)| {
            Aid::Compute { micro_rate, currency, micro_hours: micro_hours * 1000, paid }
        }),
    ]
    .boxed()
}

fn reported_aid() -> BoxedStrategy<Aid> {
    let range = (weighted(0.8, cents()), weighted(0.7, 0..20_000_000_i128)).prop_map(|(low, more)| {
        let high = match (low, more) {
            (Some(low), Some(more)) => Some(low / 2 + more),
            (None, more) => Some(more.unwrap_or(5_000_000)),
            (Some(_), None) => None,
        };
        Aid::Range { low: low.map(|low| eur(low / 2)), high: high.map(eur) }
    });
    prop_oneof![8 => sum().prop_map(Aid::Declared), 2 => range, 2 => aid()].boxed()
}

/// Raw: [`numbered`] turns it into an award that is new, or one that is known.
fn award() -> impl Strategy<Value = u32> {
    0..1000_u32
}

fn nace() -> impl Strategy<Value = &'static str> {
    prop_oneof![40 => Just("62.10"), 1 => Just("01.11"), 1 => Just("03"), 1 => Just("10.11")]
}

fn conditions() -> impl Strategy<Value = Conditions> {
    let plain = Conditions::default();
    prop_oneof![
        60 => Just(plain),
        1 => Just(Conditions { export_linked: true, ..plain }),
        1 => Just(Conditions { domestic_goods: true, ..plain }),
        1 => Just(Conditions { price_quantity_linked: true, ..plain }),
        1 => Just(Conditions { separated: Some(true), ..plain }),
        1 => Just(Conditions { separated: Some(false), ..plain }),
    ]
}

fn grant(days: &[Day]) -> impl Strategy<Value = Op> + use<> {
    let first = (award(), who(), state(), of(days), prop::bool::weighted(0.35));
    (first, regime(true), aid(), nace(), conditions()).prop_map(
        |((award, who, state, on, conferred), regime, aid, nace, conditions)| {
            Op::Grant(Grant { award, who, state, on, conferred, regime, aid, nace, conditions })
        },
    )
}

fn report(days: &[Day]) -> impl Strategy<Value = Op> + use<> {
    let range = weighted(0.07, prop_oneof![0..3_u64, 1000..1200_u64, 0..2000_u64]);
    (award(), who(), state(), of(days), range, regime(false), reported_aid()).prop_map(
        |(award, who, state, on, range, regime, aid)| {
            let until = range.map(|days| on + Days::new(days));
            Op::Report(Report { award, who, state, on, until, regime, aid })
        },
    )
}

fn change(days: &[Day]) -> impl Strategy<Value = Op> + use<> {
    let reduce = (award(), sum(), paid(), weighted(0.3, (sum(), of(days))), of(days));
    let withdraw = (award(), paid(), weighted(0.3, (sum(), of(days))), of(days));
    let set =
        (weighted(0.3, aid()), weighted(0.5, of(days)), weighted(0.2, regime(false)), weighted(0.1, nace()));
    prop_oneof![
        2 => reduce.prop_map(|(award, after, kept, repaid, on)| Op::Reduce { award, after, kept, repaid, on }),
        1 => withdraw.prop_map(|(award, kept, repaid, on)| Op::Withdraw { award, kept, repaid, on }),
        4 => (award(), set).prop_map(|(award, (aid, on, regime, nace))| {
            Op::Correct { award, set: Set { aid, on, regime, nace } }
        }),
    ]
}

fn about() -> impl Strategy<Value = Op> {
    let any = || select([UNDERTAKINGS.as_slice(), &IDENTIFIERS].concat());
    prop_oneof![
        3 => (select(UNDERTAKINGS.to_vec()), vec(select(IDENTIFIERS.to_vec()), 0..3))
            .prop_map(|(who, identifiers)| Op::Register { who, identifiers, person: false }),
        3 => (who(), vec(any(), 1..3)).prop_map(|(who, same_as)| Op::Identify { who, same_as }),
        3 => (0..60_u32).prop_map(|n| Op::Retract { id: format!("e{n}") }),
    ]
}

fn tables(days: &[Day]) -> impl Strategy<Value = Op> + use<> {
    let states = || prop_oneof![3 => Just(None), 1 => state().prop_map(Some)];
    let currency = select(vec![("SEK", 110_345_i128), ("SEK", 113_000), ("PLN", 43_210), ("PLN", 40_000)]);
    let row = (states(), currency, of(days), 0..9_u64, 0..6_u8).prop_map(
        |(state, (currency, rate_e4), date, back, holds)| {
            let date = date - Days::new(back);
            let until = (holds == 0).then(|| date + Days::new(back / 2));
            RateRow { state, currency, date, until, monthly: holds == 1, rate_e4 }
        },
    );
    prop_oneof![
        3 => vec(row, 1..12).prop_map(Op::Rates),
        1 => vec((states(), of(days), any::<bool>()), 1..6).prop_map(|rows| {
            let row = |(state, date, official)| HolidayRow { state, date, official };
            Op::Holidays(rows.into_iter().map(row).collect())
        }),
    ]
}

/// Anything, with awards in the foreground.
pub fn op(days: &[Day]) -> BoxedStrategy<Op> {
    // Boxed, or the type of the whole would not fit on a test's stack.
    prop_oneof![
        12 => grant(days).boxed(),
        7 => report(days).boxed(),
        7 => change(days).boxed(),
        3 => about().boxed(),
        2 => tables(days).boxed(),
    ]
    .boxed()
}

/// Names the statements in their order and lets them speak of awards that are there, with a few mistakes left in.
pub fn numbered(ops: Vec<(Op, u64)>) -> Vec<Statement> {
    let mut known = 0;
    let mut statements = Vec::new();
    for (n, (mut op, days)) in ops.into_iter().enumerate() {
        match &mut op {
            Op::Grant(Grant { award, .. }) | Op::Report(Report { award, .. }) => {
                let new = *award < 960;
                (*award, known) =
                    if new { (known, known + 1) } else { (*award % known.max(1), known.max(1)) };
            }
            Op::Reduce { award, .. } | Op::Withdraw { award, .. } | Op::Correct { award, .. }
                if *award < 960 =>
            {
                *award %= known.max(1);
            }
            _ => {}
        }
        let recorded_on = match &op {
            Op::Grant(grant) => grant.on + Days::new(days),
            _ => d("2024-01-01"),
        };
        statements.push(Statement { id: format!("e{n}"), recorded_on, op });
    }
    statements
}

/// How many days later the ledger learned of it: around twenty working days.
fn delays() -> impl Strategy<Value = u64> {
    prop_oneof![4 => Just(0), 1 => 26..32_u64, 1 => 0..60_u64]
}

pub fn stream(length: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Statement>> {
    days()
        .prop_flat_map(move |days| {
            let first = vec(prop::bool::weighted(0.96), UNDERTAKINGS.len());
            let rates = vec(tables(&days), 0..4);
            let ops = vec((op(&days), delays()), length.clone());
            (first, rates, ops)
        })
        .prop_map(|(registered, tables, ops)| {
            let first = UNDERTAKINGS.iter().zip(registered).filter(|(_, yes)| *yes);
            let first = first.map(|(who, _)| Op::Register { who, identifiers: Vec::new(), person: false });
            numbered(first.chain(tables).map(|op| (op, 0)).chain(ops).collect())
        })
}
