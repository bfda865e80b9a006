//! Limits that are not euro over a rolling window of one State, in made-up packs: no law that is shipped has any yet.

use ledger::event::aid::ComputeUnit;
use ledger::event::{Event, EventType};
use ledger::time::At;
use ledger::verdict::{Check, Code, Figure, Outcome, Verdict};
use serde_json::{Value, json};

use crate::engine::suppose;
use crate::explain::explain;
use crate::pack::rule::{Limit, Measure, Rule, Scope};
use crate::pack::{Pack, PackErrors, PackLibrary, PackSet, SHIPPED};
use crate::project::{Headroom, Query, headroom, ways_out};
use crate::state::State;

const FIRM: &str = "NID:FI:12345671";
const CEILINGS: &str = "rules/10-ceilings.toml";

/// The shipped packs, with one word of the general ceiling replaced.
fn reworded(old: &str, new: &str) -> Result<PackSet, PackErrors> {
    let from = "2014-01-01".parse().unwrap();
    SHIPPED.iter().try_fold(PackSet::new(), |set, shipped| {
        let mut files = shipped.files();
        if let Some(rules) = files.get_mut(CEILINGS) {
            let text = String::from_utf8(rules.clone()).unwrap();
            assert!(text.contains(old), "{old}");
            *rules = text.replacen(old, new, 1).into_bytes();
        }
        set.adopt(Pack::from_files(&files)?.into(), from)
    })
}

/// The shipped packs, with the rules that `change` makes of the general ceiling in its place.
fn with_limits(change: impl Fn(Limit) -> Vec<Limit>) -> PackSet {
    let from = "2014-01-01".parse().unwrap();
    SHIPPED.iter().fold(PackSet::new(), |set, shipped| {
        let mut pack = Pack::from_files(&shipped.files()).unwrap();
        let rules = std::mem::take(&mut pack.rules).into_iter().flat_map(|rule| match rule {
            Rule::Limit(limit) if limit.head.id == "eu-2023-2831/ceiling" => {
                change(limit).into_iter().map(Rule::Limit).collect()
            }
            rule => vec![rule],
        });
        pack.rules = rules.collect();
        set.adopt(pack.into(), from).unwrap()
    })
}

/// What is known, and what was stated last.
struct World(State, Option<Event>);

impl World {
    fn new(packs: PackSet) -> Self {
        let mut world = Self(State::for_facts(packs), None);
        world.say(
            "undertaking.registered",
            &json!({"undertaking": FIRM, "identifiers": [], "natural_person": false}),
        );
        world
    }

    fn say(&mut self, kind: &str, data: &Value) -> Verdict {
        let text = json!({
            "specversion": "1.0", "id": format!("e{}", self.0.size()), "source": "urn:aidledger:party:facts",
            "type": format!("eu.aidledger.{kind}.v1"), "ledger": "A".repeat(43), "subject": EventType::from_name(kind).and_then(|kind| kind.named_in(data)).unwrap_or("statement"),
            "time": "2020-01-01T00:00:00Z", "datacontenttype": "application/json", "data": data,
        });
        let event =
            Event::read(text.to_string().as_bytes()).unwrap_or_else(|faults| panic!("{faults:?}\n{text}"));
        self.1 = Some(event.clone());
        suppose(&mut self.0, &PackLibrary::default(), event, At::from_micros(0).unwrap())
    }

    fn aid(&mut self, member_state: &str, on: &str, right: &str, aid: &Value) -> Verdict {
        let award = format!("a{}", self.0.size());
        let data = json!({
            "award": award, "beneficiary": FIRM, "granting_authority": {"id": "x", "name": "X"},
            "member_state": member_state, "granted_on": on, "legal_right": right,
            "basis": {"kind": "ad-hoc", "regime": "eu-2023-2831"}, "instrument": "other", "aid": aid,
            "funding": [{"origin": "state", "share_percent": "100"}],
            "activity": {"nace": {"code": "62.10", "revision": "2.1"}},
            "conditions": {"export_linked": false, "domestic_goods": false, "price_quantity_linked": false},
        });
        self.say("award.granted", &data)
    }

    fn grant(&mut self, member_state: &str, on: &str, euro: &str) -> Verdict {
        let aid = json!({"form": "grant", "nominal": {"amount": euro, "currency": "EUR"}});
        self.aid(member_state, on, "on-admission", &aid)
    }

    fn conferred(&mut self, member_state: &str, on: &str, euro: &str) -> Verdict {
        let aid = json!({"form": "grant", "nominal": {"amount": euro, "currency": "EUR"}});
        self.aid(member_state, on, "conferred", &aid)
    }

    fn hours(&mut self, on: &str, quantity: &str, unit: &str) -> Verdict {
        let aid = json!({
            "form": "compute", "system": "s", "unit": unit, "quantity": quantity,
            "unit_price": {"rate": "0.01", "currency": "EUR", "evidence": {"method": "m", "sha256": "0".repeat(64)}},
            "price_paid": {"amount": "0.00", "currency": "EUR"},
        });
        self.aid("FI", on, "on-admission", &aid)
    }

    fn query(&self, on: &str) -> Query {
        Query {
            undertaking: FIRM.parse().unwrap(),
            regime: "eu-2023-2831".parse().unwrap(),
            member_state: "FI".parse().ok(),
            on: on.parse().unwrap(),
        }
    }

    fn headroom(&self, on: &str) -> Headroom {
        headroom(&self.0, &self.query(on)).unwrap()
    }

    /// A grant that is refused, with what it stated.
    fn refused(&mut self, member_state: &str, on: &str, euro: &str) -> (Event, Verdict) {
        let verdict = self.grant(member_state, on, euro);
        assert_eq!(verdict.outcome, Outcome::Refused);
        (self.1.clone().unwrap(), verdict)
    }
}

fn only(verdict: &Verdict) -> &Check {
    let [check] = verdict.checks.as_slice() else { panic!("{verdict:?}") };
    check
}

fn euro(amount: i128) -> Figure {
    Figure::exact(ledger::money::Cents(amount * 100))
}

#[test]
fn a_ceiling_across_the_union_adds_up_what_all_states_granted() {
    let mut world = World::new(reworded("scope = \"member-state\"", "scope = \"union\"").unwrap());
    assert_eq!(only(&world.grant("FI", "2025-02-01", "200000.00")).after, euro(200_000));
    let italian = world.grant("IT", "2025-02-10", "100000.00");
    assert_eq!(italian.outcome, Outcome::Admitted);
    assert_eq!((only(&italian).member_state, only(&italian).after), (None, euro(300_000)));
    assert_eq!(world.grant("FI", "2025-03-01", "0.01").codes, [Code::CeilingExceeded]);
    assert_eq!(world.headroom("2025-03-01").remaining, ledger::money::Cents::ZERO);
    // A third State's award of before pushes the second over, not the first.
    let late = world.conferred("EE", "2025-01-15", "50000.00");
    let affects = late.affects.unwrap();
    assert_eq!((affects.count, affects.sum_over.to_string().as_str()), (1, "50000.00"));
    // The day three years earlier counts as for all States, not as Italy reads it.
    assert_eq!(world.grant("IT", "2028-02-10", "250000.01").codes, [Code::CeilingExceeded]);

    // Which State would grant makes no difference, so none is asked for.
    let query = Query { member_state: None, ..world.query("2025-03-01") };
    let room = headroom(&world.0, &query).unwrap();
    assert_eq!((room.member_state, room.remaining), (None, ledger::money::Cents::ZERO));
    // What can be done is worked out across all States.
    let (event, verdict) = world.refused("EE", "2025-03-02", "5.00");
    let ways = ways_out(&world.0, &event, &verdict, None).unwrap();
    assert_eq!(ways.waive.unwrap().combinations.len(), 2, "Finland's or Italy's, each alone");
    assert_eq!(ways.first_date_for_full_amount.unwrap().to_string(), "2028-02-02");

    let mut apart = World::new(reworded("scope = \"member-state\"", "scope = \"member-state\"").unwrap());
    apart.grant("FI", "2025-02-01", "200000.00");
    apart.grant("IT", "2025-02-10", "100000.00");
    assert_eq!(apart.grant("FI", "2025-03-01", "0.01").outcome, Outcome::Admitted);
}

#[test]
fn a_ceiling_over_all_days_lets_nothing_go() {
    let mut world = World::new(with_limits(|limit| vec![Limit { window: None, ..limit }]));
    world.grant("FI", "2024-02-01", "200000.00");
    let years_later = world.grant("FI", "2031-01-01", "100000.00");
    assert_eq!(years_later.outcome, Outcome::Admitted);
    assert_eq!((only(&years_later).from, only(&years_later).after), (None, euro(300_000)));
    assert_eq!(world.grant("FI", "2031-06-01", "0.01").codes, [Code::CeilingExceeded]);
    // A grant of before is held against what came after it.
    assert_eq!(world.grant("FI", "2026-06-01", "0.01").codes, [Code::CeilingExceeded]);
    let room = world.headroom("2031-06-01");
    assert_eq!((room.used, room.releases), (ledger::money::Cents(30_000_000), vec![]));
    let late = world.conferred("FI", "2025-01-01", "10000.00");
    assert_eq!(late.affects.unwrap().count, 1);
}

#[test]
fn two_limits_on_one_regime_are_both_tested_and_the_tighter_says_what_is_left() {
    let both = |limit: Limit| {
        let mut for_life = Limit { window: None, scope: Scope::Union, ..limit.clone() };
        for_life.head.id = "eu-2023-2831/for-life".to_owned();
        for_life.code = Code::LifetimeAmountExceeded;
        vec![limit, for_life]
    };
    let mut world = World::new(with_limits(both));
    world.grant("FI", "2024-02-01", "200000.00");
    let after = world.grant("FI", "2029-01-01", "50000.00");
    assert_eq!(
        after.checks.iter().map(|check| check.after).collect::<Vec<_>>(),
        [euro(50_000), euro(250_000)]
    );
    assert_eq!(world.headroom("2029-02-01").remaining.to_string(), "50000.00");
    let refused = world.grant("IT", "2029-02-01", "50000.01");
    assert_eq!(refused.codes, [Code::LifetimeAmountExceeded]);
    // The code of a limit is a matter of amounts, whichever it is.
    let ways = ways_out(&world.0, world.1.as_ref().unwrap(), &refused, None).unwrap();
    assert_eq!(ways.largest_amount_now.unwrap().to_string(), "50000.00");
    assert_eq!(ways.first_date_for_full_amount, None, "nothing leaves a life");
    assert!(ways.no_date.is_some() && !ways.waive.unwrap().combinations.is_empty());
    // Over both, an award counts once, with the larger excess.
    let late = world.conferred("FI", "2028-12-01", "280000.00");
    let affects = late.affects.unwrap();
    assert_eq!((affects.count, affects.sum_over.to_string().as_str()), (1, "230000.00"));
}

#[test]
fn computing_time_is_added_up_in_its_unit() {
    let measure = Measure::Hours(ComputeUnit::GpuHour);
    let mut world = World::new(with_limits(|limit| vec![Limit { measure, scope: Scope::Union, ..limit }]));
    let first = world.hours("2025-02-01", "200000", "gpu-hour");
    assert_eq!((only(&first).unit, only(&first).after), ("gpu-hour", euro(200_000)));
    // Other aid fills no hours, and another unit can't be compared.
    let plain = world.grant("FI", "2025-02-10", "250000.00");
    assert_eq!((plain.outcome, only(&plain).after), (Outcome::Admitted, euro(200_000)));
    assert_eq!(world.hours("2025-02-11", "1", "node-hour").codes, [Code::NeedsReview]);
    assert_eq!(world.hours("2025-03-01", "100000", "gpu-hour").outcome, Outcome::Admitted);
    assert_eq!(world.hours("2025-03-02", "0.01", "gpu-hour").codes, [Code::CeilingExceeded]);
    // What it adds is explained in hours too.
    let before = world.0.clone();
    let explained = {
        let more = world.hours("2025-03-03", "0.01", "gpu-hour");
        explain(&before, world.1.as_ref().unwrap(), &more).to_text()
    };
    assert!(!explained.contains("does not reach the recorded figure"), "{explained}");
    // They leave the window as euro do.
    assert_eq!(world.hours("2028-02-02", "200000", "gpu-hour").outcome, Outcome::Admitted);
}

#[test]
fn a_unit_that_nothing_is_added_up_by_does_not_load() {
    for unit in ["linked-enterprises", "undertaking-project"] {
        let errors = reworded("unit = \"single-undertaking\"", &format!("unit = \"{unit}\"")).unwrap_err();
        let text = errors.to_string();
        assert!(text.contains(&format!("unit `{unit}` is not judged by this release")), "{text}");
        assert!(text.contains(CEILINGS), "{text}");
    }
    let text = reworded("unit = \"single-undertaking\"", "unit = \"household\"").unwrap_err().to_string();
    assert!(text.contains("unknown unit `household`"), "{text}");
}
