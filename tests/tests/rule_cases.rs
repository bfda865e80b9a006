//! Every case of the shipped packs through the real engine: facts are stated, the grant is put, and answer, figures,
//! headroom and the place in the law are compared with what the lawyer wrote.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at whatever it did not expect"
)]

use std::collections::BTreeSet;

use aidledger_tests::case_lines;
use aidledger_tests::played::{self, cents};
use ledger::event::aid::{FORMS, Nace};
use ledger::event::condition::Conditions;
use ledger::event::field::Field as Readable;
use ledger::json::{Faults, Place};
use ledger::verdict::{Bound, Outcome, Verdict};
use rules::audit::facts::{self, FactPacks};
use rules::pack::case::{self, Act, Case, Field, Plain, Step, Story};
use rules::pack::rule::{Effect, StatedCondition};
use rules::pack::{Rule, SHIPPED};
use rules::state::State;
use serde_json::{Value, json};

fn cases() -> Vec<Case> {
    SHIPPED.iter().flat_map(|pack| case::from_files(&pack.files()).unwrap()).collect()
}

fn read<T: Readable>(json: &Value) -> T {
    let json = ledger::json::parse(json.to_string().as_bytes()).unwrap();
    T::read(&json, &Place::ROOT, &mut Faults::default()).unwrap()
}

fn nace(aid: &case::Aid) -> Nace {
    read(&json!({"code": aid.nace.0, "revision": aid.nace.1}))
}

fn conditions(aid: &case::Aid) -> Conditions {
    let is = |statement| aid.conditions.contains(&statement);
    let mut told = json!({
        "export_linked": is(StatedCondition::ExportLinked),
        "domestic_goods": is(StatedCondition::DomesticGoods),
        "price_quantity_linked": is(StatedCondition::PriceQuantityLinked),
    });
    if let Some(service) = &aid.service {
        told["sgei_service"] = json!(service);
    }
    read(&told)
}

/// Where the rules stand that speak of such a grant; of a refusal, those that gave one of its codes.
fn places(state: &State, case: &Plain, codes: &[&str]) -> BTreeSet<String> {
    let (regime, on) = (case.grant.regime, case.grant.date);
    let gives = |code: &str| codes.is_empty() || codes.contains(&code);
    // What an exclusion says is what was answered.
    let told = |effect: Option<Effect>, code: &str| match effect {
        Some(Effect::Excluded) => codes.is_empty() || codes.contains(&code),
        Some(Effect::Review) => codes.contains(&"needs_review"),
        None => codes.is_empty(),
    };
    let sets = state.packs();
    let mut places = BTreeSet::new();
    for rule in sets.packs().flat_map(|pack| &pack.rules) {
        let head = rule.head();
        let applies = match rule {
            Rule::InForce(rule) => {
                let tail = rule.tail.iter().map(|tail| tail.citation.to_string());
                let speaks =
                    rule.regimes.contains(&regime) && (gives("regime_not_in_force") || gives("not_covered"));
                places.extend(tail.filter(|_| speaks));
                speaks
            }
            Rule::Sector(rule) => {
                let effect = rule.effect(&nace(&case.grant));
                rule.regimes.contains(&regime) && head.holds_on(on) && told(effect, rule.code.as_str())
            }
            Rule::Condition(rule) => {
                let effect = rule.effect(Some(&conditions(&case.grant)), Some(&nace(&case.grant)));
                rule.regimes.contains(&regime) && head.holds_on(on) && told(effect, rule.code.as_str())
            }
            Rule::Duty(rule) => {
                let asked = rule.is_registration() && rule.regimes.contains(&regime);
                codes.is_empty() && asked && head.holds_on(on)
            }
            Rule::Calendar(calendar) => {
                places.extend(calendar.weekend.on(on).map(|entry| entry.citation.to_string()));
                places.extend(calendar.look_back_roll.on(on).map(|entry| entry.citation.to_string()));
                codes.is_empty()
            }
            Rule::Limit(cap) => {
                let applies = cap.regime == regime
                    && head.holds_on(on)
                    && (gives(cap.code.as_str()) || gives("order_ambiguous"));
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
fn figures_agree(case: &Plain, told: &Verdict, asked: &case::Headroom) {
    let grant = &case.grant;
    let same = asked.on == grant.date
        && asked.undertaking == grant.undertaking
        && asked.member_state == grant.member_state
        && asked.regime == grant.regime;
    let own = if grant.member_state == "IT" { Bound::HalfOpen } else { Bound::Closed };
    let check = told.checks.iter().find(|check| check.bound.is_none_or(|bound| bound == own));
    let Some(check) = check.filter(|_| same) else { return };
    let refused = if told.outcome == Outcome::Refused { cents(grant.amount) } else { 0 };
    let left = check.limit.0 - check.after.high.unwrap().0;
    assert_eq!(left, cents(asked.remaining) - cents(asked.excess) - refused);
}

/// Everything in which the engine and the lawyer differ.
fn differs(packs: &FactPacks, case: &Case) -> Vec<String> {
    let (mut wrong, played) = played::differs(packs, case);
    if let (Some(plain), Some(played)) = (case.plain(), played)
        && let Some(answer) = played.verdicts.last().filter(|_| wrong.is_empty())
    {
        let codes: Vec<&str> = answer.codes.iter().map(|code| code.as_str()).collect();
        let places = places(&played.state, plain, &codes);
        if !places.contains(&plain.expect.citation) {
            wrong.push(format!("{} not in {places:?}", plain.expect.citation));
        }
        for asked in &case.headroom {
            figures_agree(plain, answer, asked);
        }
    }
    wrong
}

#[test]
fn every_case_comes_out_of_the_engine_as_the_lawyer_says() {
    let (all, packs) = (cases(), FactPacks::shipped().unwrap());
    let mut wrong = Vec::new();
    for case in &all {
        let differs = differs(&packs, case);
        if !differs.is_empty() {
            let place = format!("{}:{} {}", case.place.0, case.place.1, case.name);
            wrong.push(format!("{place}\n    {}", differs.join("\n    ")));
        }
    }
    let plain = all.iter().filter(|case| case.plain().is_some()).count();
    assert!(plain >= 113, "{plain}");
    assert!(wrong.is_empty(), "{} of {} cases\n{}", wrong.len(), all.len(), wrong.join("\n"));
}

#[test]
fn every_case_is_read_as_lines_of_facts() {
    let mut lines = 0;
    for case in cases() {
        let told = case_lines::lines(&case);
        let text = case_lines::facts(&told);
        let read = facts::read(text.as_bytes());
        let place = format!("{}:{} {}", case.place.0, case.place.1, case.name);
        let bad = read.as_ref().err().map(|bad| bad.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert_eq!(bad, None, "{place}\n{text}");
        lines += read.unwrap().len();
    }
    assert!(lines >= 700, "{lines}");
}

/// Every act, every form, and every word that a case may expect stands in some case: the format says nothing untested.
/// Forms that no pack has a rule for: they wait for a person.
const WITHOUT_A_RULE: [&str; 4] = ["repayable-advance", "asset", "ip-transfer", "tax-relief"];

#[test]
fn every_step_and_form_is_told_by_some_case() {
    let all = cases();
    let steps: Vec<&Step> = all
        .iter()
        .filter_map(|case| if let Story::Steps(steps) = &case.story { Some(&steps.steps) } else { None })
        .flatten()
        .collect();
    for act in Act::ALL {
        assert!(steps.iter().any(|step| step.act == *act), "no case has `{}`", act.word());
    }
    let form = |step: &Step| match step.fields.get("aid") {
        Some(Field::Block(aid)) => aid.get("form").cloned(),
        _ => None,
    };
    let told: Vec<Field> = steps.iter().filter_map(|step| form(step)).collect();
    for word in FORMS.iter().filter(|word| **word != "grant" && !WITHOUT_A_RULE.contains(word)) {
        assert!(told.contains(&Field::Text((*word).to_owned())), "no case has the form {word}");
    }
}

/// A figure that could be another without any case in steps coming out otherwise is not tested.
#[test]
fn changing_a_figure_of_loans_guarantees_groups_or_duties_changes_some_answer() {
    let changes = [
        ("params/loans.toml", "1500000.00", "1499999.99"),
        ("params/loans.toml", "3750000.00", "3750000.01"),
        ("params/loans.toml", "1875000.00", "1874999.99"),
        ("params/loans.toml", "value = \"50\"", "value = \"49.99\""),
        ("params/loans.toml", "value = \"50\"", "value = \"50.01\""),
        ("params/loans.toml", "value = 10", "value = 9"),
        ("params/loans.toml", "value = 5", "value = 6"),
        ("params/loans.toml", "value = \"4\"", "value = \"3.9999\""),
        ("params/loans.toml", "value = \"undiscounted\"", "value = \"none\""),
        ("params/loans.toml", "value = \"none\"", "value = \"undiscounted\""),
        ("params/guarantees.toml", "2250000.00", "2250000.01"),
        ("params/guarantees.toml", "1125000.00", "1124999.99"),
        ("params/guarantees.toml", "5625000.00", "5625000.01"),
        ("params/guarantees.toml", "2813036.00", "2812500.00"),
        ("params/guarantees.toml", "value = \"80\"", "value = \"80.01\""),
        ("params/guarantees.toml", "value = \"80\"", "value = \"79.99\""),
        ("params/transparency.toml", "value = \"B\"", "value = \"BB\""),
        ("params/transparency.toml", "value = \"B\"", "value = \"CCC\""),
        ("params/discount.toml", "value = \"1\"", "value = \"1.01\""),
        ("params/discount.toml", "value = 365", "value = 360"),
        ("params/practice.toml", "value = 90", "value = 91"),
        ("params/practice.toml", "value = 90", "value = 89"),
        ("params/practice.toml", "value = 7", "value = 8"),
        ("params/practice.toml", "value = 7", "value = 6"),
        ("params/other-awards.toml", "value = 7", "value = 8"),
        ("params/other-awards.toml", "value = 7", "value = 6"),
        ("params/other-awards.toml", "value = \"1\"", "value = \"1.01\""),
        ("params/other-awards.toml", "value = 365", "value = 360"),
        ("params/other-awards.toml", "value = \"counted\"", "value = \"not-counted\""),
        ("rules/70-other-awards.toml", "[\"public-body\"]", "[]"),
        ("params/registration.toml", "value = 20", "value = 19"),
        ("params/registration.toml", "value = 20", "value = 21"),
        ("params/calendar.toml", "value = 3\n", "value = 2\n"),
        ("params/calendar.toml", "value = 3\n", "value = 4\n"),
        ("params/discount.toml", "value = 366", "value = 365"),
        ("params/discount.toml", "value = 366", "value = 367"),
        (
            "params/conversion-rates.toml",
            "currency = \"BGN\"\nfrom = 2026-01-01",
            "currency = \"BGN\"\nfrom = 2026-01-02",
        ),
        ("params/loans.toml", "value = 2\n", "value = 3\n"),
        ("rules/70-other-awards.toml", "[\"state\", \"shared-management\", ", "[\"state\", "),
        ("rules/70-other-awards.toml", ", \"ms-donated\"", ""),
        ("rules/70-other-awards.toml", ", \"undetermined\"", ""),
        ("rules/70-other-awards.toml", "\"undetermined\"]", "\"undetermined\", \"union-central\"]"),
        ("rules/70-other-awards.toml", "\"undetermined\"]", "\"undetermined\", \"private\"]"),
        ("rules/70-other-awards.toml", "ground = \"union-central\"", "ground = \"of-the-union\""),
        ("rules/70-other-awards.toml", "ground = \"private\"", "ground = \"of-others\""),
        ("rules/70-other-awards.toml", "test = \"market-price\"", "test = \"no-state-money\""),
        ("rules/70-other-awards.toml", "test = \"non-economic-use\"", "test = \"market-price\""),
        ("params/groups.toml", "value = \"counted\"", "value = \"not-counted\""),
        ("params/declaration.toml", "value = 3", "value = 2"),
        ("params/declaration.toml", "value = 3", "value = 4"),
        ("rules/10-ceilings.toml", "[\"public-body\"]", "[]"),
        ("rules/10-ceilings.toml", "[\"public-body\"]", "[\"public-body\", \"non-profit\"]"),
        ("rules/10-ceilings.toml", "[\"public-body\", \"non-profit\"]", "[\"public-body\"]"),
        ("rules/60-cumulation.toml", "except = [\"eu-2023-2832\"]", "except = []"),
        ("rules/60-cumulation.toml", "[\"eu-2023-2831\", ", "["),
        ("rules/60-cumulation.toml", ", \"eu-1408-2013\"", ""),
        ("rules/60-cumulation.toml", ", \"eu-717-2014\"", ""),
        ("rules/60-cumulation.toml", ", \"eu-1407-2013\"", ""),
        ("rules/60-cumulation.toml", ", \"eu-360-2012\"", ""),
        ("rules/60-cumulation.toml", "\"eu-360-2012\"]", "\"eu-360-2012\", \"no-aid\"]"),
        ("rules/40-valuation.toml", "limit = \"general-ceiling\"", "limit = \"sgei-ceiling\""),
        ("rules/40-valuation.toml", "limit = \"sgei-ceiling\"", "limit = \"general-ceiling\""),
    ];
    let told: Vec<Case> = cases().into_iter().filter(|case| case.plain().is_none()).collect();
    let answers = |packs: &FactPacks| told.iter().map(|case| differs(packs, case)).collect::<Vec<_>>();
    let before = answers(&FactPacks::shipped().unwrap());
    let mut unnoticed = Vec::new();
    for (path, old, new) in changes {
        let mut packs = FactPacks::default();
        for pack in SHIPPED {
            let mut files = pack.files();
            if let Some(bytes) = files.get_mut(path) {
                let text = String::from_utf8(bytes.clone()).unwrap();
                assert!(text.contains(old), "{path}: {old}");
                *bytes = text.replace(old, new).into_bytes();
            }
            packs = packs.with(&files).unwrap();
        }
        if answers(&packs) == before {
            unnoticed.push(format!("{path}: {old} -> {new}"));
        }
    }
    assert!(unnoticed.is_empty(), "no case notices\n{}", unnoticed.join("\n"));
}

/// Aid of a form that comes to EUR 300,000.00 on 2 March 2026.
fn worth_the_ceiling(form: &str) -> Value {
    let eur = |amount: &str| json!({"amount": amount, "currency": "EUR"});
    let payments = json!([{"due": "2026-03-02", "amount": eur("300000.00")}]);
    match form {
        "grant" => json!({"form": form, "nominal": eur("300000.00")}),
        "instalments" | "interest-subsidy" => json!({"form": form, "payments": payments}),
        "loan" => {
            json!({"form": form, "principal": eur("1500000.00"), "years": "5", "collateral_percent": "50", "method": "safe-harbour"})
        }
        "guarantee" => json!({
            "form": form, "guaranteed": eur("2250000.00"), "years": "5", "cover_max_percent": "80",
            "losses_pari_passu": true, "method": "safe-harbour",
        }),
        "capital" => json!({"form": form, "injection": eur("300000.00")}),
        "compute" => json!({
            "form": form, "system": "s", "unit": "gpu-hour", "quantity": "300000", "price_paid": eur("0.00"),
            "unit_price": {"rate": "1", "currency": "EUR", "evidence": {"method": "m", "sha256": "0".repeat(64)}},
        }),
        "credits" => {
            json!({"form": form, "face_value": eur("300000.00"), "price_paid": eur("0.00"), "expires_on": "2027-01-01"})
        }
        "service" => json!({"form": form, "market_value": eur("300000.00"), "price_paid": eur("0.00")}),
        "declared" => json!({"form": form, "cap": eur("300000.00"), "counts_as": "cap"}),
        other => panic!("no aid of the form {other}"),
    }
}

/// What loads is judged: each scope with each form of aid refuses what is one cent over it, wherever the cent was granted.
#[test]
fn a_limit_of_each_scope_refuses_each_form_one_cent_over_it() {
    let read = |packs: &FactPacks, before: Option<&str>, form: &str| {
        let company = "NID:FI:1";
        let mut lines = vec![json!({
            "type": "eu.aidledger.undertaking.registered.v1",
            "data": {"undertaking": company, "identifiers": [], "natural_person": false},
        })];
        let rows = json!([{"member_state": "FI", "from": "2026-01-01", "percent": "2.19"}]);
        let data =
            json!({"table": "ec-base-rate", "rows": rows, "source": {"ref": "x", "sha256": "0".repeat(64)}});
        lines.push(json!({"type": "eu.aidledger.reference.published.v1", "data": data}));
        let grant = |award: &str, state: &str, aid: Value| {
            json!({"type": "eu.aidledger.award.granted.v1", "data": {
                "award": award, "beneficiary": company, "member_state": state, "granted_on": "2026-03-02",
                "legal_right": "on-admission", "basis": {"regime": "eu-2023-2831"}, "aid": aid,
            }})
        };
        let cent = json!({"form": "grant", "nominal": {"amount": "0.01", "currency": "EUR"}});
        lines.extend(before.map(|state| grant("before", state, cent)));
        lines.push(grant("asked", "FI", worth_the_ceiling(form)));
        let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
        let mut state = packs.state();
        let facts = facts::read(text.as_bytes()).unwrap();
        let verdicts: Vec<Verdict> =
            facts.iter().map(|fact| facts::judge(&mut state, packs, fact, false)).collect();
        let last = verdicts.last().unwrap();
        (last.outcome, last.codes.iter().map(|code| code.as_str()).collect::<Vec<_>>())
    };
    for scope in ["member-state", "union"] {
        let mut packs = FactPacks::default();
        for pack in SHIPPED {
            let mut files = pack.files();
            if let Some(bytes) = files.get_mut("rules/10-ceilings.toml") {
                let text = String::from_utf8(bytes.clone()).unwrap();
                let scoped = text.replace("scope = \"member-state\"", &format!("scope = \"{scope}\""));
                *bytes = scoped.into_bytes();
            }
            packs = packs.with(&files).unwrap();
        }
        // What a portfolio of guarantees is worth is not found by figures (Art. 4(7)): no limit can be asked.
        for form in FORMS.iter().filter(|form| **form != "portfolio" && !WITHOUT_A_RULE.contains(form)) {
            let over = (Outcome::Refused, vec!["ceiling_exceeded"]);
            let fits = (Outcome::Admitted, Vec::new());
            assert_eq!(read(&packs, None, form), fits, "{scope} {form}");
            assert_eq!(read(&packs, Some("FI"), form), over, "{scope} {form}");
            let elsewhere = if scope == "union" { over } else { fits };
            assert_eq!(read(&packs, Some("SE"), form), elsewhere, "{scope} {form}");
        }
    }
}
