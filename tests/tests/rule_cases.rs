//! Every case of the shipped packs through the real engine: facts are stated, the grant is put, and answer, figures,
//! headroom and the place in the law are compared with what the lawyer wrote.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at whatever it did not expect"
)]

use std::collections::BTreeSet;

use aidledger_tests::facts::{Facts, Told, noon};
use aidledger_tests::ops::{Aid, Conditions, Grant, Op, PARTY, Report, Statement, eur};
use rules::pack::case::{self, Case, Right};
use rules::pack::rule::Statement as Condition;
use rules::pack::{Rule, SHIPPED};
use rust_decimal::Decimal;
use serde_json::json;

fn cases() -> Vec<Case> {
    SHIPPED.iter().flat_map(|pack| case::from_files(&pack.files()).unwrap()).collect()
}

fn words(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}

fn name(undertaking: &str) -> &'static str {
    words(format!("NID:FI:{}", undertaking.to_ascii_uppercase().replace(' ', "")))
}

fn cents(euro: Decimal) -> i128 {
    let cents = euro * Decimal::ONE_HUNDRED;
    assert!(cents.fract().is_zero());
    i128::try_from(cents.trunc()).unwrap()
}

/// One fact of a case as a statement, stated to the engine.
fn put(engine: &mut Facts, number: u32, fact: &case::Aid) -> Told {
    let (who, state) = (name(&fact.undertaking), words(fact.member_state.clone()));
    let (on, regime) = (fact.date, words(fact.regime.to_string()));
    let gge = eur(cents(fact.amount));
    let holds = |condition| fact.conditions.contains(&condition);
    let conditions = Conditions {
        export_linked: holds(Condition::ExportLinked),
        domestic_goods: holds(Condition::DomesticGoods),
        price_quantity_linked: holds(Condition::PriceQuantityLinked),
        separated: false,
    };
    let op = match fact.right {
        Right::Reported => {
            Op::Report(Report { award: number, who, state, on, until: None, regime, aid: Aid::Declared(gge) })
        }
        right => {
            let (conferred, aid) = (right == Right::Conferred, Aid::Grant(gge));
            let nace = words(fact.nace.0.clone());
            Op::Grant(Grant { award: number, who, state, on, conferred, regime, aid, nace, conditions })
        }
    };
    let recorded_on = fact.registered_on.unwrap_or(fact.date);
    let mut event = Statement { id: format!("e{number}"), recorded_on, op }.event(PARTY);
    if fact.right != Right::Reported {
        event["data"]["activity"]["nace"]["revision"] = json!(fact.nace.1);
    }
    engine.tell_json(&event.to_string(), noon(recorded_on).unwrap()).unwrap()
}

fn register(engine: &mut Facts, case: &Case) {
    let named = case.awards.iter().chain([&case.grant]).map(|fact| &fact.undertaking);
    let all: BTreeSet<&String> = named.chain(case.headroom.iter().map(|asked| &asked.undertaking)).collect();
    for (n, undertaking) in all.into_iter().enumerate() {
        let op = Op::Register { who: name(undertaking), identifiers: Vec::new() };
        let statement = Statement { id: format!("u{n}"), recorded_on: case.grant.date, op };
        assert_eq!(engine.tell(&statement).unwrap().answer.outcome, "recorded");
    }
}

/// Where the rules stand that speak of such a grant; of a refusal, those that gave one of its codes.
fn places(engine: &Facts, case: &Case, codes: &[&str]) -> BTreeSet<String> {
    let (regime, on) = (case.grant.regime, case.grant.date);
    let gives = |code: &str| codes.is_empty() || codes.contains(&code);
    let sets = engine.state.packs();
    let mut places = BTreeSet::new();
    for rule in sets.packs().flat_map(|pack| &pack.rules) {
        let head = rule.head();
        let applies = match rule {
            Rule::InForce(rule) => {
                rule.regimes.contains(&regime) && (gives("regime_not_in_force") || gives("not_covered"))
            }
            Rule::Sector(rule) => {
                let excluded = rule.excludes(&case.grant.nace.0, &case.grant.nace.1) == Some(true);
                rule.regimes.contains(&regime)
                    && head.holds_on(on)
                    && gives(&rule.code)
                    && excluded != codes.is_empty()
            }
            Rule::Condition(rule) => {
                let stated = case.grant.conditions.contains(&rule.statement);
                rule.regimes.contains(&regime)
                    && head.holds_on(on)
                    && gives(&rule.code)
                    && stated != codes.is_empty()
            }
            Rule::Registration(rule) => {
                codes.is_empty() && rule.regimes.contains(&regime) && head.holds_on(on)
            }
            Rule::Calendar(calendar) => {
                places.extend(calendar.weekend.on(on).map(|entry| entry.citation.to_string()));
                places.extend(calendar.look_back_roll.on(on).map(|entry| entry.citation.to_string()));
                codes.is_empty()
            }
            Rule::WindowCap(cap) => {
                let applies = cap.regime == regime
                    && head.holds_on(on)
                    && (gives(&cap.code) || gives("order_ambiguous"));
                if applies {
                    places.extend(cap.counts.iter().map(|row| row.citation.to_string()));
                }
                applies
            }
            _ => false,
        };
        if applies {
            places.insert(head.citation.to_string());
        }
    }
    places
}

/// The check's window and the headroom asked of the same day must tell one story.
fn figures_agree(case: &Case, told: &Told, asked: &case::Headroom) {
    let grant = &case.grant;
    let same = asked.on == grant.date
        && asked.undertaking == grant.undertaking
        && asked.member_state == grant.member_state
        && asked.regime == grant.regime;
    let own = if grant.member_state == "IT" { "half_open" } else { "closed" };
    let decides = |bound: &Option<String>| bound.as_ref().is_none_or(|bound| bound == own);
    let check = told.answer.checks.iter().find(|check| decides(&check.bound));
    let Some(check) = check.filter(|_| same) else { return };
    let refused = if told.answer.outcome == "refused" { cents(grant.amount) } else { 0 };
    let left = check.limit - check.after.1.unwrap();
    assert_eq!(left, cents(asked.remaining) - cents(asked.excess) - refused, "{}", case.name);
}

#[test]
fn every_case_comes_out_of_the_engine_as_the_lawyer_says() {
    let all = cases();
    let (mut with_headroom, mut with_checks) = (0, 0);
    for case in &all {
        println!("{}:{} {}", case.place.0, case.place.1, case.name);
        let mut engine = Facts::new().unwrap();
        register(&mut engine, case);
        for (number, award) in (1..).zip(&case.awards) {
            let answer = put(&mut engine, number, award).answer;
            assert!(matches!(answer.outcome, "admitted" | "recorded"), "{answer:?}");
        }
        let told = put(&mut engine, 1000, &case.grant);
        let answer = &told.answer;
        assert_eq!(answer.outcome, case.expect.outcome);
        assert_eq!(answer.codes, case.expect.codes);
        assert_eq!(answer.flags, case.expect.flags);
        let places = places(&engine, case, &answer.codes);
        assert!(places.contains(&case.expect.citation), "{} not in {places:?}", case.expect.citation);
        with_checks += usize::from(!answer.checks.is_empty());
        for asked in &case.headroom {
            with_headroom += 1;
            let regime = asked.regime.to_string();
            let room = engine.headroom(name(&asked.undertaking), &asked.member_state, &regime, asked.on);
            let room = room.unwrap().unwrap();
            assert_eq!((room.remaining, room.excess), (cents(asked.remaining), cents(asked.excess)));
            if let Some(release) = asked.next_release {
                assert_eq!(room.releases.first().map(|(on, _, _)| *on), Some(release));
            }
            figures_agree(case, &told, asked);
        }
    }
    assert!(all.len() >= 113 && with_headroom >= 20 && with_checks >= 60, "{with_headroom} {with_checks}");
}
