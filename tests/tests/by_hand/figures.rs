//! Equivalents: loans, guarantees, discounting, prices, caps, funding.

use aidledger_tests::ops::{Aid, Op, PriceRow, RateRow, Sum, Terms, eur};

use super::{A, Told, base_rate, d, grant, plain};
use aidledger_tests::model::Answer;

const DAY: &str = "2026-03-02";

fn of(aid: Aid) -> Answer {
    with(Terms::default(), aid)
}

fn with(terms: Terms, aid: Aid) -> Answer {
    let mut told = Told::new();
    told.put(base_rate());
    told.say(Op::Offer(plain(1, A, DAY, aid), terms))
}

fn cents(answer: &Answer) -> i128 {
    let (low, high) = answer.gge.unwrap();
    assert_eq!(high, Some(low));
    low
}

fn loan(euro: i128, milli_years: i128) -> Aid {
    Aid::Loan {
        principal: eur(euro * 100),
        milli_years,
        collateral_e6: 50_000_000,
        rate_e6: None,
        method: "safe-harbour",
    }
}

fn guarantee(euro: i128, milli_years: i128) -> Aid {
    Aid::Guarantee {
        guaranteed: eur(euro * 100),
        milli_years,
        cover_e6: 80_000_000,
        pari_passu: true,
        method: "safe-harbour",
    }
}

#[test]
fn loans_come_to_four_percent_a_year() {
    for (euro, milli_years, gge) in [
        (1_500_000, 5000, 300_000),
        (750_000, 10_000, 300_000),
        (1_000_000, 1000, 40_000),
        (1_000_000, 3000, 120_000),
        (400_000, 4000, 64_000),
        (750_000, 7000, 210_000),
        (500_000, 8000, 160_000),
        (100_000, 2500, 10_000),
    ] {
        assert_eq!(cents(&of(loan(euro, milli_years))), gge * 100, "{euro} for {milli_years}");
    }
    assert_eq!(of(loan(1_000_000, 7000)).codes, ["safe_harbour_not_met"]);
    let weak = Aid::Loan {
        principal: eur(150_000_000),
        milli_years: 5000,
        collateral_e6: 40_000_000,
        rate_e6: None,
        method: "safe-harbour",
    };
    assert_eq!(of(weak).codes, ["safe_harbour_not_met"]);
}

#[test]
fn guarantees_come_to_their_part_of_the_ceiling() {
    for (euro, milli_years, gge) in [
        (2_250_000, 5000, 30_000_000),
        (1_125_000, 10_000, 30_000_000),
        (800_000, 5000, 10_666_667),
        (400_000, 3000, 3_200_000),
        (1_125_000, 7000, 21_000_000),
    ] {
        assert_eq!(cents(&of(guarantee(euro, milli_years))), gge, "{euro} for {milli_years}");
    }
    assert_eq!(of(guarantee(1_200_000, 6000)).codes, ["safe_harbour_not_met"]);
    let covered = Aid::Guarantee {
        guaranteed: eur(100),
        milli_years: 1000,
        cover_e6: 85_000_000,
        pari_passu: true,
        method: "safe-harbour",
    };
    assert_eq!(of(covered).codes, ["safe_harbour_not_met"]);
}

#[test]
fn an_insolvent_or_large_unrated_undertaking_passes_no_gate() {
    let assess = |size, insolvency, band| Op::Assess { who: A, on: d("2026-01-01"), size, insolvency, band };
    let loan = || Op::Grant(plain(1, A, DAY, loan(100_000, 1000)));
    for (assessment, codes) in [
        (assess(None, Some("proceedings"), None), vec!["insolvency"]),
        (assess(Some("large"), None, None), vec!["safe_harbour_not_met"]),
        (
            assess(Some("large"), Some("criteria-met"), Some("CCC")),
            vec!["safe_harbour_not_met", "insolvency"],
        ),
        (assess(Some("large"), Some("none"), Some("B")), vec![]),
        (assess(Some("small"), None, Some("CCC")), vec![]),
        (assess(None, None, Some("CCC")), vec![]),
    ] {
        let mut told = Told::new();
        told.put(assessment);
        assert_eq!(told.say(loan()).codes, codes);
    }
    let mut told = Told::new();
    told.put(assess(None, Some("proceedings"), None));
    told.put(Op::Assess { who: A, on: d("2026-02-01"), size: None, insolvency: Some("none"), band: None });
    assert_eq!(told.say(loan()).outcome, "admitted", "the newest statement is what is known");
}

#[test]
fn capital_above_the_ceiling_is_not_transparent() {
    assert_eq!(cents(&of(Aid::Capital(eur(25_000_000)))), 25_000_000);
    assert_eq!(of(Aid::Capital(eur(30_000_100))).codes, ["not_transparent_aid", "ceiling_exceeded"]);
}

fn payments(payments: &[(&str, i128)]) -> Answer {
    let payments = payments.iter().map(|(due, euro)| (d(due), eur(euro * 100))).collect();
    of(Aid::Instalments { payments, subsidy: false })
}

#[test]
fn what_is_due_later_is_worth_less() {
    // 365 days each: no 29 February between March 2026 and March 2027.
    let years = ["2026-03-02", "2027-03-02", "2028-03-01"];
    let three = |euro| payments(&years.map(|due| (due, euro)));
    assert_eq!(cents(&three(100_000)), 29_082_141);
    let more = three(110_000);
    assert_eq!((cents(&more), more.codes), (31_990_355, vec!["ceiling_exceeded"]));
    let after = payments(&[("2027-03-02", 105_000), ("2028-03-01", 105_000), ("2029-03-01", 105_000)]);
    assert_eq!((cents(&after), after.outcome), (29_592_255, "admitted"));
    assert_eq!(cents(&payments(&[("2027-03-02", 310_000)])), 30_041_671);
    assert_eq!(cents(&payments(&[("2020-01-01", 100)])), 10_000, "what was due before is worth its sum");
    let mut told = Told::new();
    let aid = Aid::Instalments { payments: vec![(d(DAY), eur(100))], subsidy: true };
    assert_eq!(told.say(Op::Grant(plain(1, A, DAY, aid))).codes, ["unknown_reference"]);
}

#[test]
fn hours_have_the_newest_price_of_their_partition() {
    let row = |partition, from, rate| PriceRow {
        system: "lumi-g",
        partition,
        unit: "gpu-hour",
        from: d(from),
        price: (rate, "EUR"),
    };
    let hours = |partition| Aid::Hours {
        system: "lumi-g",
        partition,
        unit: "gpu-hour",
        micro_hours: 20_000_000_000,
        price: None,
        paid: eur(100_000),
        economic: None,
    };
    let mut told = Told::new();
    let say = |told: &mut Told, award, partition| told.say(Op::Grant(plain(award, A, DAY, hours(partition))));
    assert_eq!(say(&mut told, 1, None).codes, ["unknown_price"]);
    let rows = vec![
        row(None, "2026-01-01", 1_850_000),
        row(None, "2025-01-01", 9_000_000),
        row(None, "2026-03-03", 1),
    ];
    assert_eq!(told.put(Op::Prices(rows)).flags, Vec::<&str>::new());
    assert_eq!(cents(&say(&mut told, 2, None)), 3_600_000);
    assert_eq!(cents(&say(&mut told, 3, Some("large"))), 3_600_000);
    told.put(Op::Prices(vec![
        row(None, "2026-01-01", 2_000_000),
        row(Some("large"), "2020-01-01", 1_000_000),
    ]));
    assert_eq!(cents(&say(&mut told, 4, None)), 3_900_000, "of equals the last published");
    assert_eq!(cents(&say(&mut told, 5, Some("large"))), 1_900_000);
}

fn capped(of: Aid, euro: i128, counts_as: &'static str) -> Aid {
    Aid::Capped { of: Box::new(of), cap: eur(euro * 100), counts_as }
}

#[test]
fn a_cap_counts_as_it_says() {
    let forty = |counts_as| of(capped(Aid::Grant(eur(1_200_000)), 40_000, counts_as));
    assert_eq!(cents(&forty("cap")), 4_000_000);
    assert_eq!(cents(&forty("exact")), 1_200_000);
    assert_eq!(forty("scheme-fixed-sum").codes, ["needs_review"]);
    let scheme = Terms { by_scheme: true, ..Terms::default() };
    let fixed = with(scheme, capped(Aid::Grant(eur(1_200_000)), 40_000, "scheme-fixed-sum"));
    assert_eq!(cents(&fixed), 4_000_000);
    assert_eq!(cents(&of(capped(Aid::Grant(eur(5_000_000)), 40_000, "exact"))), 4_000_000);
}

#[test]
fn only_what_the_state_pays_counts() {
    let terms = |funding| Terms { funding, ..Terms::default() };
    let third = terms(vec![("shared-management", 3333), ("union-central", 6667)]);
    assert_eq!(cents(&with(third, Aid::Grant(eur(10_001)))), 3333, "33.33 % of 100.01, rounded once");
    let all = terms(vec![("ms-donated", 5000), ("undetermined", 5000)]);
    assert_eq!(cents(&with(all, Aid::Grant(eur(10_001)))), 10_001);
}

#[test]
fn what_is_no_aid_is_looked_at_for_its_ground_alone() {
    let terms = |ground, funding| Terms { no_aid: Some(ground), funding, ..Terms::default() };
    let say = |terms: Terms, regime, aid| {
        let mut grant = plain(1, A, "2020-03-02", aid);
        (grant.regime, grant.nace) = (regime, "01.11");
        Told::new().say(Op::Offer(grant, terms))
    };
    let million = || Aid::Grant(eur(100_000_000));
    let central = || vec![("union-central", 10_000)];
    let fits = say(terms("union-central", central()), "no-aid", million());
    assert_eq!((fits.outcome, fits.gge, fits.checks.len()), ("admitted", None, 0));
    assert_eq!(say(terms("union-central", Vec::new()), "no-aid", million()).codes, ["needs_review"]);
    assert_eq!(say(terms("private", central()), "eu-2023-2831", million()).codes, ["needs_review"]);
    let service = |paid| Aid::Service { value: eur(100), paid: eur(paid) };
    assert_eq!(say(terms("market-price", Vec::new()), "no-aid", service(100)).outcome, "admitted");
    assert_eq!(say(terms("market-price", Vec::new()), "no-aid", service(99)).codes, ["needs_review"]);
}

#[test]
fn a_waiver_in_another_currency_goes_by_the_rate_of_the_grant() {
    let mut told = Told::new();
    let rate = |date, rate_e4| RateRow {
        state: None,
        currency: "SEK",
        date: d(date),
        until: None,
        monthly: false,
        rate_e4,
    };
    told.put(Op::Rates(vec![rate(DAY, 100_000), rate("2026-06-01", 200_000)]));
    told.put(grant(1, A, DAY, 1000));
    let sek = |minor| Sum { minor, currency: "SEK" };
    let waive = |amount, kept| Op::Waive {
        award: 1,
        amount,
        on: d("2026-06-01"),
        repaid_on: d("2026-06-01"),
        kept,
        repaid: None,
    };
    assert_eq!(told.put(waive(sek(100_000), eur(0))).gge, Some((90_000, Some(90_000))));
    assert_eq!(told.say(waive(eur(90_001), eur(0))).codes, ["contradicts_record"]);
    let kept = told.put(waive(eur(50_000), eur(60_000)));
    assert_eq!((kept.gge, kept.flags), (Some((60_000, Some(60_000))), vec!["benefit_not_repaid"]));
}

#[test]
fn what_is_beyond_adding_up_is_no_figure() {
    let hours = |micro_hours: i128| {
        of(Aid::Compute { micro_rate: 1_000_000_000, currency: "EUR", micro_hours, paid: eur(0) })
    };
    assert_eq!(cents(&hours(1_000_000_000_000_000_000)), 100_000_000_000_000_000);
    assert_eq!(hours(1_000_000_000_000_001_000).codes, ["needs_review"]);
}
