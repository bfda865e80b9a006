//! Which route? The cases of `tests/acts/next/routes.json`, answer by answer; and that an amount is right to the cent, a day to
//! the day: the grant that was answered is admitted, the next larger or earlier one is not.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test stops at whatever it did not expect"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use chrono::{Days, NaiveDate};
use ledger::ids::PartyId;
use ledger::json::parse;
use ledger::money::Cents;
use ledger::verdict::{Outcome, Verdict};
use proptest::prelude::*;
use rules::audit::facts::{self, FactPacks};
use rules::explain::{RouteTold, RoutesTold, routes, routes_text};
use rules::project::{Answer, Asker, Planned};
use rules::state::State;
use serde::Deserialize;
use serde_json::{Value, json};

/// Who states facts that name nobody, and so who asks here.
const FACTS: &str = "facts";

fn next() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("acts/next")
}

fn stated(packs: &FactPacks, lines: &[Value]) -> Result<State, String> {
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let facts = facts::read(text.as_bytes()).map_err(|bad| bad[0].to_string())?;
    let mut state = packs.state();
    for fact in &facts {
        let verdict = facts::judge(&mut state, packs, fact, false);
        if !matches!(verdict.outcome, Outcome::Admitted | Outcome::Recorded) {
            return Err(format!("line {} is {} {:?}", fact.line, verdict.outcome, verdict.codes));
        }
    }
    Ok(state)
}

fn asked(state: &State, planned: &Value) -> Result<RoutesTold, String> {
    let party: PartyId = FACTS.parse().unwrap();
    let today = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
    let json = parse(planned.to_string().as_bytes()).unwrap();
    let planned = Planned::read(&json, &party, today).map_err(|faults| faults[0].to_string())?;
    let at = state.last_at().unwrap();
    Ok(routes(state, &planned, &Asker::Nobody(party), at).unwrap())
}

// The cases.

#[derive(Deserialize)]
struct Case {
    case: String,
    lines: Vec<Line>,
    routes: Vec<Asked>,
}

#[derive(Deserialize)]
struct Line {
    statement: Value,
}

#[derive(Deserialize)]
struct Asked {
    planned: Value,
    answers: Vec<Wanted>,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Wanted {
    rank: Option<usize>,
    regime: String,
    answer: String,
    amount: Option<String>,
    from: Option<String>,
    until: Option<String>,
    room: Option<String>,
    code: Option<String>,
    article: Option<String>,
    price_to_pay: Option<String>,
    /// What a reader is told; the words are the catalogue's.
    #[serde(rename = "conditions", default)]
    _conditions: Vec<String>,
    #[serde(rename = "note")]
    _note: Option<String>,
}

/// The place that an answer names, without what the case's author says beside it or below it.
fn place(article: &str) -> &str {
    article.split([':', ',']).next().unwrap_or(article).trim()
}

/// Whether what is told names the place: in full among others, or as the catalogue shortens it (`2831 Art. 4(1)`).
fn names(told: &str, place: &str) -> bool {
    told.contains(place) || place.ends_with(told)
}

/// What a route answers otherwise than a case wants. A case names what it is about, and may leave the rest open.
fn otherwise(wanted: &Wanted, found: Option<&RouteTold>) -> Vec<String> {
    let Some(found) = found else { return vec!["no adopted pack knows the regime".to_owned()] };
    let said = serde_json::to_value(found).unwrap();
    let mut other = Vec::new();
    if said["rank"] != json!(wanted.rank) {
        other.push(format!("rank {} and not {:?}", said["rank"], wanted.rank));
    }
    let texts = [
        ("answer", &Some(wanted.answer.clone())),
        ("amount", &wanted.amount),
        ("from", &wanted.from),
        ("until", &wanted.until),
        ("room", &wanted.room),
        ("code", &wanted.code),
        ("price_to_pay", &wanted.price_to_pay),
    ];
    for (name, wanted) in texts {
        if wanted.as_deref().is_some_and(|wanted| said.get(name).and_then(Value::as_str) != Some(wanted)) {
            other.push(format!("{name} {} and not {wanted:?}", said.get(name).unwrap_or(&Value::Null)));
        }
    }
    if let Some(article) = &wanted.article
        && !found.article.as_ref().is_some_and(|found| names(&found.to_string(), place(article)))
    {
        other.push(format!("article {:?} and not {article}", found.article));
    }
    other
}

/// Every answer of every case by name, with what is answered otherwise.
fn answered() -> BTreeMap<String, Vec<String>> {
    let packs = FactPacks::shipped().unwrap();
    let cases: Vec<Case> = serde_json::from_slice(&fs::read(next().join("routes.json")).unwrap()).unwrap();
    let mut answered = BTreeMap::new();
    for case in cases {
        let lines: Vec<Value> = case.lines.into_iter().map(|line| line.statement).collect();
        let state = stated(&packs, &lines);
        for (number, one) in (1..).zip(&case.routes) {
            let told = state.as_ref().map_err(Clone::clone).and_then(|state| asked(state, &one.planned));
            for wanted in &one.answers {
                let name = format!("{} | {number} | {}", case.case, wanted.regime);
                let differences = match &told {
                    Err(why) => vec![why.clone()],
                    Ok(told) => {
                        let regime = |route: &&RouteTold| route.regime.to_string() == wanted.regime;
                        otherwise(wanted, told.answers.iter().find(regime))
                    }
                };
                assert!(answered.insert(name.clone(), differences).is_none(), "twice: {name}");
            }
        }
    }
    answered
}

#[test]
fn the_routes_are_answered_as_the_acts_have_them() {
    let listed = fs::read_to_string(next().join("not-yet-routes.txt")).unwrap();
    let lines = listed.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let mut not_yet: BTreeMap<&str, &str> =
        lines.map(|line| line.split_once(" => ").unwrap_or_else(|| panic!("no reason: {line}"))).collect();
    let open = not_yet.len();
    let (mut held, mut wrong, mut mended) = (0, Vec::new(), Vec::new());
    for (name, differences) in answered() {
        match (differences.is_empty(), not_yet.remove(name.as_str()).is_some()) {
            (true, false) => held += 1,
            (true, true) => mended.push(name),
            (false, true) => {}
            (false, false) => wrong.push(format!("{name} => {}", differences.join("; "))),
        }
    }
    println!("{held} answers are as the acts have them, {open} not yet");
    assert!(
        wrong.is_empty() && mended.is_empty(),
        "{} are answered otherwise:\n{}\nthese hold now and leave not-yet-routes.txt:\n{}",
        wrong.len(),
        wrong.join("\n"),
        mended.join("\n")
    );
    assert!(not_yet.is_empty(), "no answer of this name: {not_yet:?}");
}

// To the cent and to the day.

const WHO: &str = "NID:FI:2935013-5";
const SISTER: &str = "NID:FI:2935026-6";

fn day(days: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 1, 1).unwrap().checked_add_days(Days::new(days)).unwrap()
}

fn eur(cents: i64) -> Value {
    json!({"amount": format!("{}.{:02}", cents / 100, cents % 100), "currency": "EUR"})
}

fn registered(who: &str) -> Value {
    json!({"type": "eu.aidledger.undertaking.registered.v1",
        "data": {"undertaking": who, "identifiers": [], "natural_person": false}})
}

fn granted(
    award: &str,
    who: &str,
    on: NaiveDate,
    right: &str,
    regime: &str,
    state: &str,
    aid: &Value,
) -> Value {
    json!({"type": "eu.aidledger.award.granted.v1", "data": {
        "award": award, "beneficiary": who, "member_state": state, "granted_on": on.to_string(), "legal_right": right,
        "basis": {"kind": "ad-hoc", "regime": regime}, "aid": aid}})
}

/// An award on record: days after the beginning, cents, whose, by which State, under which regime.
type Past = (u64, i64, bool, bool, bool);

fn history(past: &[Past], link: Option<u64>) -> Vec<Value> {
    let mut lines = vec![registered(WHO), registered(SISTER)];
    if let Some(from) = link {
        lines.push(json!({"type": "eu.aidledger.control.declared.v1", "data": {
            "controller": WHO, "controlled": SISTER, "kind": "voting-majority", "from": day(from).to_string(),
            "evidence": {"level": "register"}}}));
    }
    for (number, (on, cents, sister, abroad, services)) in past.iter().enumerate() {
        let (who, state) = (if *sister { SISTER } else { WHO }, if *abroad { "SE" } else { "FI" });
        let regime = if *services { "eu-2023-2832" } else { "eu-2023-2831" };
        let aid = json!({"form": "grant", "nominal": eur(*cents)});
        // Recorded whatever stands there already, so that ceilings may be over.
        lines.push(granted(&format!("past-{number}"), who, day(*on), "conferred", regime, state, &aid));
    }
    lines
}

/// Forms of support by their worth in cents; what they come to is found by the rules.
fn form(kind: u8, cents: i64) -> Value {
    match kind {
        0 => json!({"form": "grant", "nominal": eur(cents)}),
        1 => json!({"form": "service", "market_value": eur(cents + 1_000), "price_paid": eur(1_000)}),
        2 => {
            json!({"form": "compute", "system": "s", "unit": "gpu-hour", "quantity": format!("{}.{:02}", cents / 100, cents % 100),
            "unit_price": {"rate": "1.85", "currency": "EUR", "evidence": {"method": "tariff", "sha256": "0".repeat(64)}},
            "price_paid": eur(0)})
        }
        3 => json!({"form": "grant", "nominal": eur(cents), "cap": eur(cents / 2 + 1), "counts_as": "exact"}),
        _ => json!({"form": "capital", "injection": eur(cents)}),
    }
}

/// Judges a grant as a new statement on top of what is on record; nothing of `project::routes` has a part in it.
fn judged(packs: &FactPacks, state: &State, grant: &Value) -> Verdict {
    let facts = facts::read(format!("{grant}\n").as_bytes()).unwrap();
    facts::judge(&mut state.clone(), packs, &facts[0], false)
}

fn cents_of(text: Cents) -> i64 {
    i64::try_from(text.0).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, max_shrink_iters: 512, ..ProptestConfig::default() })]

    #[test]
    fn an_amount_is_right_to_the_cent_and_a_day_to_the_day(
        past in proptest::collection::vec((0_u64..1_600, 1_i64..20_000_000, any::<bool>(), any::<bool>(), any::<bool>()), 0..12),
        link in proptest::option::of(0_u64..1_500),
        (kind, cents, on) in (0_u8..5, 1_i64..90_000_000, 900_u64..1_900),
        abroad in any::<bool>(),
        share in prop_oneof![Just(100_u32), 1_u32..100],
    ) {
        let packs = FactPacks::shipped().unwrap();
        let state = stated(&packs, &history(&past, link)).unwrap();
        let ms = if abroad { "SE" } else { "FI" };
        let aid = form(kind, cents);
        let funding = if share == 100 {
            json!([{"origin": "state", "share_percent": "100"}])
        } else {
            json!([{"origin": "state", "share_percent": share.to_string()}, {"origin": "private", "share_percent": (100 - share).to_string()}])
        };
        let planned = json!({"undertaking": WHO, "member_state": ms, "on": day(on).to_string(), "aid": aid, "funding": funding});
        let told = asked(&state, &planned).unwrap();
        prop_assert!(!told.answers.is_empty());
        for route in told.answers.iter().filter(|route| route.ground.is_none()) {
            let regime = route.regime.to_string();
            let of = |on: NaiveDate, aid: &Value, whole: bool| {
                let mut grant = granted("new", WHO, on, "on-admission", &regime, ms, aid);
                if whole {
                    grant["data"]["funding"] = funding.clone();
                }
                judged(&packs, &state, &grant)
            };
            let (on, all) = (day(on), of(day(on), &aid, true));
            prop_assert_eq!(route.answer == Answer::Fits, all.outcome == Outcome::Admitted);
            if route.answer == Answer::FitsUpTo {
                let amount = cents_of(route.amount.unwrap());
                // A cash grant of the State alone comes to its amount; capital has a limit of its own, so it is injected: the
                // smallest injection of which the State's part rounds to the amount, and to one cent more.
                let of_cents = |cents: i64| match kind {
                    4 => of(on, &form(4, ((2 * cents - 1) * 50 + i64::from(share) - 1) / i64::from(share)), true),
                    _ => of(on, &json!({"form": "grant", "nominal": eur(cents)}), false),
                };
                let (fits, more) = (of_cents(amount), of_cents(amount + 1));
                prop_assert_eq!(fits.gge.unwrap().low, Cents(amount.into()));
                prop_assert_eq!(more.gge.unwrap().low, Cents((amount + 1).into()));
                prop_assert_eq!(fits.outcome, Outcome::Admitted, "{:?} {:?}", route, fits);
                prop_assert_ne!(more.outcome, Outcome::Admitted, "{:?} {:?}", route, more);
            }
            if let Some(from) = route.from {
                prop_assert!(on < from);
                let (then, before) = (of(from, &aid, true), of(from.pred_opt().unwrap(), &aid, true));
                prop_assert_eq!(then.outcome, Outcome::Admitted, "{:?} {:?}", route, then);
                prop_assert_ne!(before.outcome, Outcome::Admitted, "{:?} {:?}", route, before);
            }
            if matches!(route.answer, Answer::FitsUpTo | Answer::FitsFrom | Answer::Fails) && route.from.is_none() {
                // No later day would have done: tried where something leaves a window, and now and then.
                let days = past.iter().map(|(on, ..)| on + 1_097).chain((0..8).map(|step| step * 173));
                for later in days.map(day).filter(|later| *later > on) {
                    prop_assert_ne!(of(later, &aid, true).outcome, Outcome::Admitted, "{} {:?}", later, route);
                }
            }
        }
    }
}

#[test]
fn the_best_comes_first_and_equals_share_a_rank() {
    let packs = FactPacks::shipped().unwrap();
    let state = stated(&packs, &history(&[(100, 29_000_000, false, false, false)], None)).unwrap();
    let plan = |aid: Value| {
        json!({"undertaking": WHO, "member_state": "FI", "on": "2026-11-23", "aid": aid,
        "conditions": {"export_linked": false, "domestic_goods": false, "price_quantity_linked": false, "sgei_service": "s"}})
    };
    let told = asked(&state, &plan(form(0, 3_700_000))).unwrap();
    let said: Vec<_> =
        told.answers.iter().map(|one| (one.rank, one.regime.to_string(), one.answer)).collect();
    let services = (Some(1), "eu-2023-2832".to_owned(), Answer::Fits);
    let general = (Some(2), "eu-2023-2831".to_owned(), Answer::FitsUpTo);
    assert_eq!(said[..2], [services, general]);
    assert!(said[2..].iter().all(|(rank, _, answer)| rank.is_none() && *answer == Answer::Fails), "{said:?}");
    // Both carry the smaller one whole.
    let told = asked(&state, &plan(form(0, 500_000))).unwrap();
    let ranks: Vec<_> =
        told.answers.iter().filter_map(|one| Some((one.rank?, one.regime.to_string()))).collect();
    assert_eq!(ranks, [(1, "eu-2023-2831".to_owned()), (1, "eu-2023-2832".to_owned())]);
}

#[test]
fn what_is_no_aid_comes_first_and_only_where_the_facts_say_so() {
    let packs = FactPacks::shipped().unwrap();
    let state = stated(&packs, &history(&[], None)).unwrap();
    let grounds = |change: Value| {
        let mut plan =
            json!({"undertaking": WHO, "member_state": "FI", "on": "2026-11-23", "aid": form(2, 2_000_000)});
        for (pointer, value) in change.as_object().unwrap() {
            let (parent, name) = pointer.rsplit_once('/').unwrap();
            plan.pointer_mut(parent).unwrap()[name] = value.clone();
        }
        let told = asked(&state, &plan).unwrap();
        let first = told.answers.iter().take_while(|one| one.ground.is_some()).count();
        assert_eq!(first, told.answers.iter().filter(|one| one.ground.is_some()).count(), "they come first");
        told.answers.into_iter().filter_map(|one| one.ground).collect::<BTreeSet<String>>()
    };
    let one = |ground: &str| BTreeSet::from([ground.to_owned()]);
    assert_eq!(grounds(json!({})), BTreeSet::new());
    let union = json!([{"origin": "union-central", "share_percent": "100"}]);
    assert_eq!(grounds(json!({"/funding": union})), one("union-central"));
    let half = json!([{"origin": "union-central", "share_percent": "50"}, {"origin": "state", "share_percent": "50"}]);
    assert_eq!(grounds(json!({"/funding": half})), BTreeSet::new());
    assert_eq!(grounds(json!({"/aid/price_paid": eur(3_700_000)})), one("market-price"));
    assert_eq!(grounds(json!({"/aid/price_paid": eur(3_699_999)})), BTreeSet::new());
    assert_eq!(grounds(json!({"/aid/access": {"economic": false}})), one("non-economic-use"));
}

#[test]
fn each_regime_says_what_is_missing_and_none_is_dropped() {
    let packs = FactPacks::shipped().unwrap();
    let state = stated(&packs, &history(&[], None)).unwrap();
    let mut aid = form(2, 2_000_000);
    aid.as_object_mut().unwrap().remove("unit_price");
    let plan = json!({"undertaking": WHO, "member_state": "FI", "on": "2026-11-23", "aid": aid});
    let told = asked(&state, &plan).unwrap();
    assert_eq!(told.worth, None);
    let regimes: Vec<String> = told.answers.iter().map(|one| one.regime.to_string()).collect();
    assert_eq!(regimes, ["eu-2023-2831", "eu-2023-2832", "eu-1408-2013", "eu-717-2014"]);
    for one in &told.answers {
        assert_eq!(one.answer, Answer::Fails, "{one:?}");
        assert!(one.needs.iter().any(|need| need.code.as_str() == "unknown_price"), "{one:?}");
    }
    let text = routes_text(&told);
    assert!(text.starts_with("Not yet: something is missing"), "{text}");
    // The room is told all the same.
    assert_eq!(told.answers[0].room, Some(Cents(30_000_000)));
}

#[test]
fn a_plan_is_read_with_every_fault_at_its_own_place() {
    let party: PartyId = FACTS.parse().unwrap();
    let today = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
    let faults = |plan: Value| -> Vec<String> {
        let json = parse(plan.to_string().as_bytes()).unwrap();
        let read = Planned::read(&json, &party, today);
        read.unwrap_err().into_iter().map(|fault| format!("{} {}", fault.pointer, fault.code)).collect()
    };
    assert_eq!(faults(json!([])), [" wrong_type"]);
    assert_eq!(faults(json!({"aid": form(0, 1), "member_state": "FI"})), ["/undertaking missing_member"]);
    let whole = json!({"undertaking": "x", "member_state": "UK", "on": "2026-02-30", "aid": {"form": "grant"}, "award": "a",
        "basis": {"kind": "scheme", "regime": "eu-2023-2831"}});
    let found: BTreeSet<String> = faults(whole).into_iter().collect();
    for wanted in [
        "/undertaking bad_id",
        "/on bad_date",
        "/aid/nominal missing_member",
        "/award unknown_member",
        "/basis/regime unknown_member",
    ] {
        assert!(found.contains(wanted), "{wanted} of {found:?}");
    }
    let text = r#"{"undertaking":"NID:FI:1","member_state":"FI","aid":{"form":"grant","nominal":{"amount":"1.00","currency":"EUR"}}}"#;
    let read = Planned::read(&parse(text.as_bytes()).unwrap(), &party, today).unwrap();
    assert_eq!(read.assumed, ["activity", "conditions", "funding", "granting_authority", "on"]);
}
