//! Loans by reference rate (F15): Lithuania's formula, principal x years x (base rate + 4 - interest).

use aidledger_tests::model::Answer;
use aidledger_tests::ops::{Aid, BaseRow, Conditions, Grant, Op, RateRow, Sum, Terms, eur};

use super::{A, GENERAL, Told, d, plain};

const DAY: &str = "2026-03-02";

fn loan(principal: Sum, milli_years: i128, rate_e6: Option<i128>) -> Aid {
    Aid::Loan { principal, milli_years, collateral_e6: 0, rate_e6, method: "reference-rate" }
}

/// 100 000 for five years at 2 %.
fn usual() -> Aid {
    loan(eur(10_000_000), 5000, Some(2_000_000))
}

fn in_lithuania(aid: Aid) -> Grant {
    Grant { state: "LT", ..plain(1, A, DAY, aid) }
}

/// Lithuania's base rate of 2.19 % and Finland's of 3 %.
fn told() -> Told {
    let row = |state, percent_e2| BaseRow { state, from: d("2026-01-01"), percent_e2 };
    let mut told = Told::new();
    told.put(Op::BaseRates(vec![row("LT", 219), row("FI", 300)]));
    told
}

fn of(aid: Aid) -> Answer {
    told().say(Op::Grant(in_lithuania(aid)))
}

fn cents(answer: &Answer) -> i128 {
    let (low, high) = answer.gge.unwrap_or_else(|| panic!("{answer:?}"));
    assert_eq!(high, Some(low));
    low
}

#[test]
fn the_fund_s_example_comes_to_its_figure() {
    assert_eq!(cents(&of(usual())), 2_095_000);
}

#[test]
fn years_are_rounded_first_and_the_figure_last() {
    for (milli_years, rate_e6, gge) in [
        (2345, 2_000_000, 984_650),
        (2344, 2_000_000, 980_460),
        (4, 2_000_000, 0),
        (5, 2_000_000, 4_190),
        (40_000, 2_000_000, 16_760_000),
        // 6.19 % and above leave nothing out.
        (5000, 6_190_000, 0),
        (5000, 100_000_000, 0),
        (5000, 6_189_999, 1),
        (5000, -500_000, 3_345_000),
    ] {
        let answer = of(loan(eur(10_000_000), milli_years, Some(rate_e6)));
        assert_eq!(cents(&answer), gge, "{milli_years} at {rate_e6}");
    }
    // 0.05 % of 10.00 is half a cent.
    assert_eq!(cents(&of(loan(eur(1000), 1000, Some(6_140_000)))), 1);
    assert_eq!(cents(&of(loan(eur(1000), 1000, Some(6_140_001)))), 0);
}

#[test]
fn no_other_state_and_no_other_regime_has_the_formula() {
    let elsewhere = plain(1, A, DAY, usual());
    let other = Grant { regime: "eu-2023-2832", ..in_lithuania(usual()) };
    let service = Conditions { service: Some("ferry"), ..Conditions::default() };
    let other = Grant { conditions: service, ..other };
    for grant in [elsewhere, other] {
        let answer = told().say(Op::Grant(grant));
        assert_eq!((answer.outcome, answer.codes), ("deferred", vec!["not_covered"]));
    }
    let safe = Aid::Loan {
        principal: eur(10_000_000),
        milli_years: 5000,
        collateral_e6: 0,
        rate_e6: Some(2_000_000),
        method: "safe-harbour",
    };
    assert_eq!(of(safe).codes, ["safe_harbour_not_met"], "the other method asks for collateral as ever");
}

fn assessed(
    size: Option<&'static str>,
    insolvency: Option<&'static str>,
    band: Option<&'static str>,
) -> Told {
    let mut told = told();
    told.put(Op::Assess { who: A, on: d("2026-01-01"), size, insolvency, band });
    told
}

#[test]
fn the_gates_of_the_safe_harbour_hold_and_a_band_has_no_margin() {
    for (size, insolvency, band, codes) in [
        (None, Some("proceedings"), None, vec!["insolvency"]),
        (None, Some("criteria-met"), Some("unrated"), vec!["insolvency"]),
        (Some("large"), None, None, vec!["safe_harbour_not_met"]),
        (Some("large"), None, Some("unrated"), vec!["safe_harbour_not_met"]),
        (Some("large"), None, Some("B"), vec!["not_covered"]),
        (Some("large"), None, Some("CCC"), vec!["safe_harbour_not_met", "not_covered"]),
        (Some("small"), None, Some("AAA"), vec!["not_covered"]),
        (Some("small"), Some("none"), Some("unrated"), vec![]),
        (Some("small"), None, None, vec![]),
    ] {
        let answer = assessed(size, insolvency, band).say(Op::Grant(in_lithuania(usual())));
        assert_eq!(answer.codes, codes, "{size:?} {insolvency:?} {band:?}");
    }
}

#[test]
fn all_that_is_missing_is_listed() {
    let unsaid = loan(eur(10_000_000), 5000, None);
    assert_eq!((of(unsaid.clone()).outcome, of(unsaid.clone()).codes), ("deferred", vec!["needs_review"]));
    let mut large = assessed(Some("large"), Some("proceedings"), Some("CCC"));
    let all = ["safe_harbour_not_met", "insolvency", "not_covered", "needs_review"];
    assert_eq!(large.say(Op::Grant(in_lithuania(unsaid.clone()))).codes, all);
    let mut nothing = Told::new();
    let foreign = loan(Sum { minor: 100, currency: "SEK" }, 5000, None);
    assert_eq!(
        nothing.say(Op::Grant(in_lithuania(foreign))).codes,
        ["unknown_reference", "unknown_currency_rate"]
    );
    let stands = Grant { conferred: true, ..in_lithuania(unsaid) };
    let answer = told().say(Op::Grant(stands));
    assert_eq!((answer.flags, answer.gge), (vec!["granted_without_check", "uncounted"], None));
}

#[test]
fn principal_goes_by_the_rate_of_the_day_and_funding_by_its_share() {
    let mut told = told();
    told.put(Op::Rates(vec![RateRow {
        state: None,
        currency: "SEK",
        date: d(DAY),
        until: None,
        monthly: false,
        rate_e4: 110_000,
    }]));
    let aid = loan(Sum { minor: 110_000_000, currency: "SEK" }, 5000, Some(2_000_000));
    let terms = Terms { funding: vec![("state", 5000), ("private", 5000)], ..Terms::default() };
    assert_eq!(cents(&told.say(Op::Offer(in_lithuania(aid), terms))), 1_047_500);
}

/// F10: a cap on a loan lifts no condition and lowers no figure.
#[test]
fn a_cap_changes_nothing() {
    let capped = |of, counts_as| Aid::Capped { of: Box::new(of), cap: eur(1_000_000), counts_as };
    let unsaid = || loan(eur(10_000_000), 5000, None);
    for counts_as in ["cap", "exact"] {
        let mut rated = assessed(None, None, Some("A"));
        let missing = ["not_covered", "needs_review"];
        assert_eq!(rated.say(Op::Grant(in_lithuania(capped(unsaid(), counts_as)))).codes, missing);
        assert_eq!(of(capped(unsaid(), counts_as)).codes, ["needs_review"]);
        assert_eq!(cents(&of(capped(usual(), counts_as))), 2_095_000);
        let mut insolvent = assessed(None, Some("proceedings"), None);
        let codes = insolvent.say(Op::Grant(in_lithuania(capped(usual(), counts_as)))).codes;
        assert_eq!(codes, ["insolvency"]);
    }
}

#[test]
fn what_costs_nothing_is_no_aid_only_where_a_state_grants() {
    // Nobody grants what is no aid, so no State has a formula for it.
    let terms = Terms { no_aid: Some("market-price"), ..Terms::default() };
    let grant = Grant { regime: "no-aid", ..in_lithuania(loan(eur(100), 1000, Some(100_000_000))) };
    assert_eq!(told().say(Op::Offer(grant, terms)).codes, ["needs_review"]);
}

#[test]
fn a_correction_to_the_regime_of_the_formula_finds_the_figure_anew() {
    let mut told = told();
    told.put(Op::Grant(Grant { regime: "eu-2023-2832", conferred: true, ..in_lithuania(usual()) }));
    let set = aidledger_tests::ops::Set { regime: Some(GENERAL), ..aidledger_tests::ops::Set::default() };
    assert_eq!(cents(&told.put(Op::Correct { award: 1, set })), 2_095_000);
}
