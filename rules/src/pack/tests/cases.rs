//! The cases of the shipped packs against a slow, obvious reading of the packs: nested loops, no state, no index.
//! It shares nothing with the engine, so a case that both answer alike is right for two reasons.

use std::collections::BTreeSet;

use ledger::event::aid::Nace;
use ledger::event::condition::Conditions;
use rust_decimal::Decimal;

use super::*;
use crate::calendar::{Boundary, WorkingDays};
use crate::pack::case::{Aid, Case, Headroom, Plain, Right};
use crate::pack::regime::Regime;
use crate::pack::rule::{Effect, Limit, Mode, StatedCondition};

fn cases() -> Vec<Case> {
    let read =
        |pack: &ShippedPack| case::from_files(&pack.files()).unwrap_or_else(|errors| panic!("{errors}"));
    SHIPPED.iter().flat_map(read).collect()
}

/// Which awards count whose counting hangs on a reading of the text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reading {
    /// None of them.
    Firm,
    /// Those that the pack counts.
    AsThePack,
    /// All.
    Open,
}

/// Awards of the same pot that a ceiling counts.
fn pot<'a>(cap: &Limit, awards: &'a [Aid], who: &str, state: &str, read: Reading) -> Vec<&'a Aid> {
    let counts = |aid: &&Aid| match cap.counts(&aid.regime).map(|row| (row.mode, row.standing)) {
        Some((Mode::Counted, Standing::Law)) => true,
        Some((Mode::Counted, Standing::Interpretation)) => read != Reading::Firm,
        Some((Mode::Interpretation, _)) => read == Reading::Open,
        None => false,
    };
    awards.iter().filter(|a| a.undertaking == who && a.member_state == state).filter(counts).collect()
}

/// The smallest of ceiling - sum over the window that ends on `on` and every later one that holds `on`.
fn least_room(cap: &Limit, pot: &[&Aid], on: chrono::NaiveDate, boundary: Boundary) -> Decimal {
    let ceiling = cap.ceiling.on(on).unwrap().value;
    let later =
        pot.iter().map(|a| a.date).filter(|end| *end > on && cap.length().start(*end, boundary) <= on);
    let room = |end| {
        let start = cap.length().start(end, boundary);
        ceiling - pot.iter().filter(|a| start <= a.date && a.date <= end).map(|a| a.amount).sum::<Decimal>()
    };
    later.chain([on]).map(room).min().unwrap()
}

fn other(boundary: Boundary) -> Boundary {
    if boundary == Boundary::Closed { Boundary::HalfOpen } else { Boundary::Closed }
}

struct Answer {
    outcome: &'static str,
    codes: Vec<String>,
    flags: Vec<String>,
}

fn judge(set: &PackSet, before: &[Aid], grant: &Aid) -> Answer {
    let (mut codes, mut flags) = (Vec::new(), Vec::new());
    let caps = set.limits(&grant.regime, grant.date);
    let mut order_matters = false;
    for cap in &caps {
        let own = cap.boundary_on(grant.member_state.parse().ok(), grant.date).unwrap();
        let sure: Vec<Aid> = before
            .iter()
            .filter(|a| a.date != grant.date || a.right == Right::OnAdmission)
            .cloned()
            .collect();
        let fits = |awards: &[Aid], boundary, read| {
            let pot = pot(cap, awards, &grant.undertaking, &grant.member_state, read);
            grant.amount <= least_room(cap, &pot, grant.date, boundary)
        };
        let fit = fits(before, own, Reading::AsThePack);
        if fit != fits(before, other(own), Reading::AsThePack) {
            flags.push("boundary_dispute".to_owned());
        }
        if [Reading::Firm, Reading::Open].iter().any(|read| fit != fits(before, own, *read)) {
            flags.push("interpretation".to_owned());
        }
        if !fit && fits(&sure, own, Reading::AsThePack) && grant.right == Right::OnAdmission {
            order_matters = true;
        } else if !fit {
            codes.push(cap.code.to_string());
        }
    }
    if grant.right != Right::OnAdmission {
        if grant.right == Right::Conferred {
            flags.push("granted_without_check".to_owned());
        }
        if !codes.is_empty() {
            flags.push("over_ceiling".to_owned());
        }
        flags.extend(late(set, grant).then(|| "late_registration".to_owned()));
        flags.extend(doubtful(set, grant).then(|| "claim_doubtful".to_owned()));
        return Answer { outcome: "recorded", codes: Vec::new(), flags };
    }
    codes.splice(0..0, ground(set, grant));
    if order_matters {
        codes.push("order_ambiguous".to_owned());
    } else if caps.is_empty() && codes.is_empty() {
        codes.push("not_covered".to_owned());
    }
    let open = |code: &String| ["not_covered", "order_ambiguous", "needs_review"].contains(&code.as_str());
    let outcome = match codes.iter().all(open) {
        true if codes.is_empty() => "admitted",
        true => "deferred",
        false => "refused",
    };
    Answer { outcome, codes, flags }
}

/// Codes that need no other award.
fn ground(set: &PackSet, grant: &Aid) -> Vec<String> {
    let mut codes = Vec::new();
    if set.validity(&grant.regime, grant.date, grant.by_scheme) == Validity::NotInForce {
        codes.push("regime_not_in_force".to_owned());
    }
    for sector in set.sector_exclusions(&grant.regime, grant.date) {
        codes.extend(sector.effect(&nace(grant)).map(|effect| code(effect, sector.code)));
    }
    for condition in set.condition_exclusions(&grant.regime, grant.date) {
        let effect = condition.effect(Some(&conditions(grant)), Some(&nace(grant)));
        codes.extend(effect.map(|effect| code(effect, condition.code)));
    }
    codes.sort();
    codes.dedup();
    codes.sort_by_key(|code| ledger::verdict::Code::ALL.iter().position(|known| known.as_str() == code));
    if codes.iter().any(|code| code == "conditions_excluded") {
        codes.retain(|code| code != "needs_review");
    }
    codes
}

fn code(effect: Effect, code: ledger::verdict::Code) -> String {
    match effect {
        Effect::Excluded => code.to_string(),
        Effect::Review => "needs_review".to_owned(),
    }
}

fn nace(aid: &Aid) -> Nace {
    read(&format!(r#"{{"code":"{}","revision":"{}"}}"#, aid.nace.0, aid.nace.1))
}

fn conditions(aid: &Aid) -> Conditions {
    let is = |statement| aid.conditions.contains(&statement);
    let service = aid.service.as_ref().map(|id| format!(r#","sgei_service":"{id}""#)).unwrap_or_default();
    read(&format!(
        r#"{{"export_linked":{},"domestic_goods":{},"price_quantity_linked":{}{service}}}"#,
        is(StatedCondition::ExportLinked),
        is(StatedCondition::DomesticGoods),
        is(StatedCondition::PriceQuantityLinked),
    ))
}

fn read<T: ledger::event::field::Field>(json: &str) -> T {
    let json = ledger::json::parse(json.as_bytes()).unwrap();
    T::read(&json, &ledger::json::Place::ROOT, &mut ledger::json::Faults::default()).unwrap()
}

/// Whether what is on record cannot be under the regime that it claims.
fn doubtful(set: &PackSet, aid: &Aid) -> bool {
    let excluded = |effect| effect == Some(Effect::Excluded);
    let mut sectors = set.sectors_claimed(&aid.regime, aid.date).into_iter();
    let sector = sectors.any(|rule| excluded(rule.effect(&nace(aid))));
    let mut stated = set.conditions_claimed(&aid.regime, aid.date).into_iter();
    set.is_past(&aid.regime, aid.date, aid.by_scheme)
        || sector
        || stated.any(|rule| excluded(rule.effect(Some(&conditions(aid)), Some(&nace(aid)))))
}

fn late(set: &PackSet, grant: &Aid) -> bool {
    let Some(duty) = set.registration(&grant.regime, grant.date) else { return false };
    let term = duty.working_days().unwrap().on(grant.date).unwrap().value;
    let calendar = set.calendar(grant.date).unwrap();
    let weekend = calendar.weekend.on(grant.date).unwrap().value.clone();
    let missing = calendar.missing_from.on(grant.date).unwrap().value;
    let last = WorkingDays::new(weekend, BTreeSet::new()).add(grant.date, term + missing);
    grant.registered_on.is_some_and(|on| on >= last)
}

fn check_headroom(set: &PackSet, known: &[Aid], asked: &Headroom) {
    let caps = set.limits(&asked.regime, asked.on);
    let [cap] = caps.as_slice() else { panic!("one ceiling") };
    let boundary = cap.boundary_on(asked.member_state.parse().ok(), asked.on).unwrap();
    let pot = pot(cap, known, &asked.undertaking, &asked.member_state, Reading::AsThePack);
    let room = least_room(cap, &pot, asked.on, boundary);
    assert_eq!((room.max(Decimal::ZERO), (-room).max(Decimal::ZERO)), (asked.remaining, asked.excess));
    if let Some(release) = asked.next_release {
        let days = pot.iter().map(|a| cap.length().release(a.date, boundary)).filter(|day| *day > asked.on);
        assert_eq!(days.min(), Some(release));
    }
}

#[test]
fn every_case_comes_out_as_the_lawyer_says() {
    let set = all_shipped();
    let all = cases();
    let mut plain_ones = 0;
    // The sums of the sector acts (fiscal years, national caps) are for the engine and the other evaluators alone.
    let sector = |regime: &Regime| matches!(regime.to_string().as_str(), "eu-1408-2013" | "eu-717-2014");
    let of_general = |plain: &&Plain| !sector(&plain.grant.regime);
    for (case, plain) in all.iter().filter_map(|case| Some((case, case.plain().filter(of_general)?))) {
        println!("{}:{} {}", case.place.0, case.place.1, case.name);
        plain_ones += 1;
        let mut known: Vec<Aid> = Vec::new();
        for award in &plain.awards {
            let answer = judge(&set, &known, award);
            assert!(matches!(answer.outcome, "admitted" | "recorded"), "{:?}", answer.codes);
            known.push(award.clone());
        }
        let answer = judge(&set, &known, &plain.grant);
        assert_eq!(answer.outcome, plain.expect.outcome);
        assert_eq!(answer.codes, plain.expect.codes);
        assert_eq!(answer.flags, plain.expect.flags);
        if matches!(answer.outcome, "admitted" | "recorded") {
            known.push(plain.grant.clone());
        }
        for asked in &case.headroom {
            check_headroom(&set, &known, asked);
        }
    }
    assert!(plain_ones >= 113, "{plain_ones}");
}

#[test]
fn every_case_rests_on_a_place_that_a_pack_cites() {
    let packs: Vec<Pack> = SHIPPED.iter().map(|pack| shipped(pack.name)).collect();
    let cited: BTreeSet<String> =
        packs.iter().flat_map(|p| p.citations()).map(|citation| citation.to_string()).collect();
    let all = cases();
    let nowhere = all.iter().filter(|case| !cited.contains(case.citation()));
    let nowhere: Vec<String> = nowhere.map(|case| format!("{}: {}", case.citation(), case.name)).collect();
    assert!(nowhere.is_empty(), "no pack cites:\n{}", nowhere.join("\n"));
}

/// A figure that could be another without any case noticing is not tested. Valuation is not part of the cases yet.
#[test]
fn changing_a_figure_makes_a_case_fail() {
    let changes = [
        ("params/ceilings.toml", "300000.00", "300000.01"),
        ("params/ceilings.toml", "300000.00", "299999.99"),
        ("params/ceilings.toml", "750000.00", "750000.01"),
        ("params/ceilings.toml", "750000.00", "749999.99"),
        ("params/window.toml", "\"half-open\"", "\"closed\""),
        ("params/window.toml", "value = \"closed\"", "value = \"half-open\""),
        ("params/registration.toml", "value = 20", "value = 19"),
        ("params/registration.toml", "value = 20", "value = 21"),
        ("rules/10-ceilings.toml", "window_years = 3", "window_years = 2"),
        ("rules/10-ceilings.toml", "window_years = 3", "window_years = 4"),
        ("rules/10-ceilings.toml", "regime = \"eu-717-2014\"", "regime = \"gber-28\""),
        ("rules/10-ceilings.toml", "regime = \"eu-1408-2013\"", "regime = \"gber-28\""),
        ("rules/10-ceilings.toml", "regime = \"eu-1407-2013\"", "regime = \"gber-28\""),
        ("rules/10-ceilings.toml", "mode = \"interpretation\"", "mode = \"counted\""),
        ("rules/20-validity.toml", "until = 2031-06-30", "until = 2031-07-01"),
        ("rules/20-validity.toml", "until = 2032-12-31", "until = 2033-01-01"),
        ("rules/20-validity.toml", "until = 2029-12-31", "until = 2029-12-30"),
        ("rules/20-validity.toml", "legacy = true", "legacy = false"),
        ("rules/20-validity.toml", "from = 2014-01-01", "from = 2013-12-31"),
        ("rules/20-validity.toml", "serves = \"any-aid\"", "serves = \"schemes\""),
        ("lists/nace-agriculture.csv", "2.1,01.1,excluded", "2.1,01.1,review"),
        ("lists/nace-agriculture.csv", "2.1,01.6,review", "2.1,01.6,excluded"),
        ("lists/nace-fisheries.csv", "2.1,03.2,excluded", "2.1,03.2,review"),
    ];
    let all = cases();
    for (path, old, new) in changes {
        let mut files = SHIPPED[1].files();
        let text = String::from_utf8(files[path].clone()).unwrap();
        assert!(text.contains(old), "{path}: {old}");
        files.insert(path.to_owned(), text.replace(old, new).into_bytes());
        let pack = Pack::from_files(&files).unwrap_or_else(|errors| panic!("{path} {new}\n{errors}"));
        let set = all_shipped().adopt(Arc::new(pack), d("1990-01-01")).unwrap();
        let differs = |case: &Plain| {
            let answer = judge(&set, &case.awards, &case.grant);
            answer.outcome != case.expect.outcome
                || answer.codes != case.expect.codes
                || answer.flags != case.expect.flags
        };
        assert!(all.iter().filter_map(Case::plain).any(differs), "no case notices {path}: {old} -> {new}");
    }
}

#[test]
fn a_case_file_is_read_as_strictly_as_law() {
    let good = String::from_utf8(SHIPPED[0].files()["cases/periods.toml"].clone()).unwrap();
    let changes = [
        ("name = ", "nam = ", "unknown key `nam` in case of case file (did you mean `name`?)"),
        ("amount = \"1000.00\"", "amount = 1000.00", "`amount` is a float"),
        ("amount = \"1000.00\"", "amount = \"1,000.00\"", "unknown amount `1,000.00`"),
        ("outcome = \"recorded\"", "outcome = \"granted\"", "unknown outcome `granted`"),
        ("codes = []", "codes = [\"ceiling_exceeded\"]", "codes and outcome do not fit"),
        ("flags = [\"granted_without_check\"]", "flags = [\"late\"]", "unknown word `late` in flags"),
        ("[case.grant]", "[case.gift]", "unknown key `gift` in case of case file"),
        ("right = \"conferred\"", "right = \"given\"", "unknown right `given`"),
        ("member_state = \"FI\"", "member_state = \"SF\"", "unknown member_state `SF`"),
        (
            "Twenty working days after Friday 20 November 2026 end on Friday 18 December",
            "A look-back that starts on a Sunday starts on that Sunday",
            "duplicate case",
        ),
    ];
    for (old, new, message) in changes {
        assert!(good.contains(old), "{old}");
        let files = BTreeMap::from([("cases/a.toml".to_owned(), good.replacen(old, new, 1).into_bytes())]);
        let errors = case::from_files(&files).unwrap_err().to_string();
        assert!(errors.starts_with("cases/a.toml:") && errors.contains(message), "{errors}");
    }
}

/// A case in steps with one of everything that can be misread.
const TOLD: &str = r#"
[[case]]
name = "T"
source = "arithmetic"
citation = "Regulation (EU) 2023/2831 Art. 3(2)"
member_state = "FI"
regime = "eu-2023-2831"
undertakings = ["parent", "x"]
step = [
  { do = "link", id = "tie", controller = "parent", controlled = "x", from = 2024-01-01 },
  { do = "grant", award = "one", undertaking = "x", date = 2026-03-02, amount = "1000.00", expect = "admitted" },
  { do = "grant", date = 2026-03-02, aid = { form = "loan", principal = "1000.00", years = "1", collateral_percent = "50" }, expect = { outcome = "refused", codes = ["insolvency"] } },
  { do = "reduce", award = "one", to = "10.00", kept = "0.00", on = 2026-04-01 },
  { do = "retract", statement = "tie" },
]

[[case.headroom]]
undertaking = "x"
on = 2026-04-01
remaining = "0.00"
excess = "0.00"
"#;

fn told(text: &str) -> Result<Vec<Case>, String> {
    let files = BTreeMap::from([("cases/a.toml".to_owned(), text.as_bytes().to_vec())]);
    case::from_files(&files).map_err(|errors| errors.to_string())
}

#[test]
fn a_case_in_steps_takes_state_regime_and_names_from_its_head() {
    let cases = told(TOLD).unwrap();
    let case::Story::Steps(story) = &cases[0].story else { panic!("steps") };
    let words = |step: &case::Step, key: &str| step.fields.get(key).cloned();
    let text = |text: &str| Some(case::Field::Text(text.to_owned()));
    assert_eq!(words(&story.steps[1], "member_state"), text("FI"));
    assert_eq!(words(&story.steps[1], "regime"), text("eu-2023-2831"));
    assert_eq!(
        words(&story.steps[2], "undertaking"),
        text("parent"),
        "the first is meant where none is named"
    );
    assert_eq!(words(&story.steps[2], "award"), text("a3"));
    assert_eq!(story.steps[0].expect.outcome, "recorded");
    assert_eq!(story.steps[2].id, "s3");
    assert_eq!((cases[0].headroom[0].member_state.as_str(), cases[0].plain()), ("FI", None));
}

#[test]
fn a_step_is_read_as_strictly_as_law() {
    let changes = [
        ("do = \"link\"", "do = \"tie\"", "unknown step `tie` (do is one of: link, unlink, "),
        ("controlled = \"x\", from", "controlled = \"x\", form", "unknown key `form` in step `link`"),
        ("from = 2024-01-01", "form = 2024-01-01", "did you mean `from`?"),
        ("controlled = \"x\"", "controlled = \"y\"", "no undertaking `y` in this case"),
        (
            "undertakings = [\"parent\", \"x\"]",
            "undertakings = [\"Parent\", \"x\"]",
            "`Parent` is no short name",
        ),
        ("award = \"one\", to", "award = \"two\", to", "no earlier award `two`"),
        ("statement = \"tie\"", "statement = \"knot\"", "no earlier step `knot`"),
        ("amount = \"1000.00\"", "amount = 1000.00", "`amount` is a float"),
        ("amount = \"1000.00\"", "amount = \"1000.001\"", "unknown amount `1000.001`"),
        ("amount = \"1000.00\", ", "", "aid is told by either `amount` or `aid`"),
        ("form = \"loan\"", "form = \"lone\"", "unknown form `lone` of aid"),
        ("years = \"1\", ", "", "has no `years`"),
        ("expect = \"admitted\"", "registered_on = 2026-03-03", "has no `expect`"),
        ("expect = \"admitted\"", "expect = \"granted\"", "unknown expect `granted`"),
        ("codes = [\"insolvency\"]", "flags = []", "codes and outcome do not fit"),
        ("[\"insolvency\"]", "[\"poverty\"]", "unknown word `poverty` in codes"),
        ("member_state = \"FI\"\n", "", "has no `member_state`"),
        ("undertaking = \"x\"\non", "undertaking = \"y\"\non", "no undertaking `y` in this case"),
        ("to = \"10.00\", ", "", "has no `to`"),
        ("id = \"tie\"", "id = \"s2\"", "duplicate step `s2`"),
        (
            "undertaking = \"x\", date",
            "undertaking = \"x\", kept = \"1.00\", date",
            "misplaced key `kept` in step `grant`",
        ),
    ];
    for (old, new, message) in changes {
        assert!(TOLD.contains(old), "{old}");
        let errors = told(&TOLD.replacen(old, new, 1)).expect_err(old);
        assert!(errors.starts_with("cases/a.toml:") && errors.contains(message), "{new}\n{errors}");
    }
}

/// Quarters of 2026 and the tenth day after them: 10 October is a Saturday, 10 January 2027 a Sunday.
#[test]
fn an_intermediarys_report_is_due_on_the_tenth_or_the_next_working_day() {
    let set = all_shipped();
    for (quarter_end, due) in [
        ("2026-03-31", "2026-04-10"),
        ("2026-06-30", "2026-07-10"),
        ("2026-09-30", "2026-10-12"),
        ("2026-12-31", "2027-01-11"),
    ] {
        let calendar = set.calendar(d(quarter_end)).unwrap();
        assert_eq!(calendar.forward_roll.on(d(quarter_end)).unwrap().value, Roll::NextWorkingDay);
        let weekend = calendar.weekend.on(d(quarter_end)).unwrap().value.clone();
        let tenth = d(quarter_end) + chrono::Days::new(10);
        assert_eq!(WorkingDays::new(weekend, BTreeSet::new()).roll_forward(tenth), d(due));
    }
}
