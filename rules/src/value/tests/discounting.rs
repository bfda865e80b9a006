//! Discounting against figures computed elsewhere with decimals of 110 digits, and what must hold of every stream.

use num_rational::BigRational;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{World, codes, eur, figure, plain};
use crate::value::exact::{fraction, round_half_up, whole};
use crate::value::real::{PRECISIONS, Stream};
use crate::value::settle::stream;
use crate::value::{Worth, days};

/// Base rate, payments, the value to 75 decimals, what is particular.
type Case = (&'static str, &'static [(&'static str, &'static str)], &'static str, &'static str);

/// Grants of 2 March 2026; one percentage point is added to the base rate.
const CASES: &[Case] = &[
    (
        "2.19",
        &[("2026-03-02", "100000.00"), ("2027-03-02", "100000.00"), ("2028-03-01", "100000.00")],
        "290821.412128974839174569999833116959814366706425901427381540017919125135430470576",
        "case 25",
    ),
    (
        "2.19",
        &[("2026-03-02", "110000.00"), ("2027-03-02", "110000.00"), ("2028-03-01", "110000.00")],
        "319903.553341872323092026999816428655795803377068491570119694019711037648973517634",
        "case 25",
    ),
    (
        "2.19",
        &[("2027-03-02", "105000.00"), ("2028-03-01", "105000.00"), ("2029-03-01", "105000.00")],
        "295922.553285612541073067642043582525249622096857444034063976178714101552671764808",
        "case 25; 29 February 2028 is no day of a year here",
    ),
    (
        "2.19",
        &[("2027-03-02", "310000.00")],
        "300416.707045256323287140226766159511580579513518751817036534547921310204477178021",
        "case 25",
    ),
    (
        "2.19",
        &[
            ("2026-06-30", "25000.00"),
            ("2026-12-31", "25000.00"),
            ("2027-06-30", "25000.00"),
            ("2028-02-29", "25000.00"),
        ],
        "96556.404038472073185619921247390756834655833654816127309192355914781658802887913",
        "quarters",
    ),
    (
        "-0.45",
        &[("2026-05-17", "99999.99"), ("2035-11-03", "0.01"), ("2030-01-01", "123456.78")],
        "220770.657140973233531210552835004816352107027751492430271258524933777206601702367",
        "a base rate below zero",
    ),
    (
        "-1.5",
        &[("2046-03-03", "50000.00"), ("2026-03-03", "1.00")],
        "55277.963035374613430358892028029256156511235174261078170166419552342168785312723",
        "a rate below zero: later is worth more",
    ),
    (
        "60.051",
        &[("2026-05-14", "1000.00"), ("2026-07-26", "1000.00")],
        "1735.537190082644628099173553719008264462809917355371900826446280991735537190083",
        "1.61051 is 1.1 to the fifth, and 73 days a fifth of a year: exactly a fraction",
    ),
    (
        "999.999999",
        &[("2199-12-31", "999999999999.99"), ("2026-03-03", "1.00")],
        "0.993449483174736468193857695819628052431865045953807701448493903475856620281",
        "the highest rate and the longest time",
    ),
    (
        "0",
        &[("2026-09-01", "150000.00"), ("2026-02-01", "7.77")],
        "149261.314103736135061457470330664452009196484279379089441449030747384505968930132",
        "what was due before the grant is not discounted",
    ),
    (
        "7.62",
        &[("2031-03-02", "299999.99")],
        "198369.027838383086305447460443866584586004447312229573410087402261596554594370220",
        "five years with a leap day",
    ),
    (
        "-100.9",
        &[("2046-03-02", "0.01"), ("2026-03-04", "1.00")],
        "10992485221306091606961398665576950475353635684955212405924.174777438251445326154537635981494214990029923850063573165801027392517901191",
        "growth of a thousandth: factors beyond every fixed point",
    ),
];

fn granted_on() -> chrono::NaiveDate {
    "2026-03-02".parse().unwrap()
}

/// A decimal of any length.
fn long_decimal(text: &str) -> BigRational {
    let (euros, decimals) = text.split_once('.').unwrap();
    let digits = format!("{euros}{decimals}");
    let number =
        digits.bytes().fold(whole(0), |sum, digit| sum * whole(10) + whole(i128::from(digit - b'0')));
    number / whole(10).pow(i32::try_from(decimals.len()).unwrap())
}

fn of(base: &str, payments: &[(&str, &str)]) -> Stream {
    let percent: BigRational = fraction(base.parse().unwrap()) + whole(1);
    let payment = |(due, amount): &(&str, &str)| {
        (days(granted_on(), due.parse().unwrap()), fraction(amount.parse().unwrap()))
    };
    Stream {
        growth: whole(1) + percent / whole(100),
        year_days: 365,
        payments: payments.iter().map(payment).collect(),
    }
}

fn plan(payments: &[(&str, &str)]) -> Value {
    let payments: Vec<_> =
        payments.iter().map(|(due, amount)| json!({"due": due, "amount": eur(amount)})).collect();
    json!({"form": "instalments", "payments": payments})
}

#[test]
fn every_bracket_holds_the_value_computed_elsewhere() {
    let last_digit = whole(1) / whole(10).pow(75);
    for (base, payments, value, why) in CASES {
        let (stream, value) = (of(base, payments), long_decimal(value));
        let mut width = None;
        for bits in [8, 40, 160, 320] {
            let (low, high) = stream.between(bits);
            assert!(low <= &value + &last_digit && &value - &last_digit <= high, "{why}, {bits} bits");
            assert!(width.is_none_or(|width| &high - &low <= width), "{why}, {bits} bits: wider");
            width = Some(high - low);
        }
        assert!(width.unwrap() < whole(1) / whole(10).pow(30), "{why}");
    }
}

#[test]
fn a_plan_comes_to_the_cent_of_its_exact_value() {
    for (base, payments, value, why) in CASES {
        let mut world = World::new();
        world.publish("ec-base-rate", json!([{"member_state": "FI", "from": "2026-01-01", "percent": base}]));
        let valued = world.valued(plan(payments), json!({}));
        match round_half_up(&long_decimal(value)) {
            Ok(cents) => assert_eq!(plain(&valued), cents.to_string(), "{why}"),
            Err(_) => assert_eq!(
                (figure(&valued).as_str(), codes(&valued)),
                ("TooLarge", vec!["needs_review"]),
                "{why}"
            ),
        }
    }
}

/// Case 25.
#[test]
fn instalments_of_three_years_fit_or_do_not() {
    let mut world = World::new();
    world.publish("ec-base-rate", json!([{"member_state": "FI", "from": "2026-01-01", "percent": "2.19"}]));
    let due = ["2026-03-02", "2027-03-02", "2028-03-01", "2029-03-01"];
    let of = |from: usize, to: usize, amount: &str| {
        let payments: Vec<_> = due[from..to].iter().map(|due| (*due, amount)).collect();
        plain(&world.valued(plan(&payments), json!({})))
    };
    assert_eq!(of(0, 3, "100000.00"), "290821.41");
    assert_eq!(of(0, 3, "110000.00"), "319903.55");
    assert_eq!(of(1, 4, "105000.00"), "295922.55");
    assert_eq!(of(1, 2, "310000.00"), "300416.71");
}

#[test]
fn an_interest_subsidy_is_discounted_alike_and_shares_and_caps_come_before_rounding() {
    let mut world = World::new();
    world.publish("ec-base-rate", json!([{"member_state": "FI", "from": "2026-01-01", "percent": "2.19"}]));
    let mut aid = plan(&[("2026-09-01", "1000.00")]);
    aid["form"] = json!("interest-subsidy");
    let value = figure(&world.valued(aid.clone(), json!({})));
    // 1000 / 1.0319^(183/365)
    assert_eq!(value, "984.38");
    let half = json!({"funding": [{"origin": "state", "share_percent": "50"}, {"origin": "private", "share_percent": "50"}]});
    assert_eq!(plain(&world.valued(aid.clone(), half)), "492.19");
    aid["cap"] = eur("984.00");
    aid["counts_as"] = json!("exact");
    assert_eq!(plain(&world.valued(aid, json!({}))), "984.00");
}

#[test]
fn half_a_cent_is_told_from_almost_half_a_cent() {
    // 0.01 in a year at 100 % is half a cent exactly, and goes up.
    let half = of("99", &[("2027-03-02", "0.01")]);
    assert_eq!(half.exact(), Some(fraction("0.005".parse().unwrap())));
    assert_eq!(stream(&half, &[], |euro| euro).unwrap().0, 1);
    // What no fraction is needs a bracket narrow enough, whatever the first try was.
    let irrational = of("2.19", &[("2026-06-30", "999999999999.99")]);
    assert_eq!(irrational.exact(), None);
    assert_eq!(stream(&irrational, &[4], |euro| euro), Err(Worth::NotJudged));
    assert_eq!(stream(&irrational, &[4, 160], |euro| euro), stream(&irrational, &[640], |euro| euro));
}

#[test]
fn whole_years_and_powers_of_whole_days_are_fractions() {
    // (1.1^5)^(73/365) = 1.1: as a power of a fraction the exponent is whole.
    assert_eq!(of("60.051", &[("2026-05-14", "1.10")]).exact(), Some(whole(1)));
    assert_eq!(of("60.051", &[("2026-05-15", "1.10")]).exact(), None);
    assert_eq!(of("-1", &[("2026-05-15", "1.10")]).exact(), Some(fraction("1.10".parse().unwrap())));
    // What comes to nothing hinders nobody.
    assert_eq!(of("2.19", &[("2026-05-15", "0.00"), ("2027-03-02", "1.0319")]).exact(), Some(whole(1)));
}

fn rates() -> impl Strategy<Value = (i64, u32)> {
    (-99_000_000i64..300_000_000, prop_oneof![Just(365u32), Just(360), Just(12), Just(366)])
}

fn growth(millionths_of_percent: i64) -> BigRational {
    whole(1) + whole(millionths_of_percent.into()) / whole(100_000_000)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_cent_is_that_of_a_far_narrower_bracket(
        (rate, year_days) in rates(),
        payments in proptest::collection::vec((0u32..4_000, 0i64..100_000_000), 0..6),
        share in 1i64..=100,
    ) {
        let payments = payments.into_iter().map(|(days, cents)| (days, whole(cents.into()) / whole(100))).collect();
        let plan = Stream { growth: growth(rate), year_days, payments };
        let share = whole(share.into()) / whole(100);
        let found = stream(&plan, &PRECISIONS, |euro| euro * &share);
        let (low, high) = plan.between(900);
        let (low, high) = (round_half_up(&(low * &share)), round_half_up(&(high * &share)));
        // On an exact half the bracket may fall to both sides; then the upper cent is right.
        prop_assert!(found == high || found == low, "{found:?} outside {low:?} to {high:?}");
        if low == high || plan.exact().is_some() {
            prop_assert_eq!(found, high);
        }
    }

    #[test]
    fn more_counts_more_and_later_counts_less_at_a_rate_above_zero(
        rate in 0i64..300_000_000,
        days in 0u32..8_000,
        later in 0u32..400,
        cents in 0i64..100_000_000,
        more in 0i64..1_000,
    ) {
        let one = |growth: BigRational, days: u32, cents: i64| {
            let plan = Stream { growth, year_days: 365, payments: vec![(days, whole(cents.into()) / whole(100))] };
            stream(&plan, &PRECISIONS, |euro| euro).unwrap()
        };
        let plain = one(growth(rate), days, cents);
        prop_assert!(plain.0 <= i128::from(cents));
        prop_assert!(one(growth(rate), days, cents + more) >= plain);
        prop_assert!(one(growth(rate), days + later, cents) <= plain);
        prop_assert!(one(growth(rate + more), days, cents) <= plain);
    }

    /// The whole is worth what its parts are, but for their roundings.
    #[test]
    fn a_plan_in_parts_is_within_half_a_cent_a_part(
        rate in -50_000_000i64..300_000_000,
        payments in proptest::collection::vec((0u32..4_000, 0i64..100_000_000), 1..6),
    ) {
        let of = |payments: Vec<(u32, i64)>| {
            let payments = payments.into_iter().map(|(days, cents)| (days, whole(cents.into()) / whole(100))).collect();
            stream(&Stream { growth: growth(rate), year_days: 365, payments }, &PRECISIONS, |euro| euro).unwrap().0
        };
        let parts: i128 = payments.iter().map(|payment| of(vec![*payment])).sum();
        let count = i128::try_from(payments.len()).unwrap();
        prop_assert!((of(payments) - parts).abs() * 2 <= count + 1);
    }
}
