//! Figures by hand, figures from elsewhere, and what must hold of all of them.

mod discounting;
mod forms;
mod harbours;
mod tables;

use std::sync::LazyLock;

use ledger::event::award::AwardGranted;
use ledger::event::{Body, Event, EventType};
use ledger::ids::UndertakingId;
use ledger::money::Cents;
use ledger::time::At;
use ledger::verdict::{Code, Figure, Flag, Outcome, Verdict};
use serde_json::{Value, json};

use super::{Aided, Grantee, Valuation, Worth, value};
use crate::engine::suppose;
use crate::pack::{Pack, PackLibrary, PackSet, SHIPPED};
use crate::state::State;

static PACKS: LazyLock<PackSet> = LazyLock::new(|| {
    let from = "2014-01-01".parse().unwrap();
    SHIPPED.iter().fold(PackSet::new(), |set, shipped| {
        set.adopt(Pack::from_files(&shipped.files()).unwrap().into(), from).unwrap()
    })
});

/// The undertaking of every test.
pub(crate) const FIRM: &str = "NID:FI:12345671";

/// A ledger of unsigned facts under the shipped packs.
pub(crate) struct World {
    pub state: State,
}

/// The id of the main object of a statement; of one that has none any word will do.
fn main_object(kind: &str, data: &Value) -> String {
    let named = EventType::from_name(kind).and_then(|kind| kind.named_in(data));
    named.unwrap_or("statement").to_owned()
}

/// An event as a party would state it.
pub(crate) fn event(id: u64, time: &str, kind: &str, data: &Value) -> Event {
    let text = json!({
        "specversion": "1.0", "id": format!("e{id}"), "source": "urn:aidledger:party:facts",
        "type": format!("eu.aidledger.{kind}.v1"), "ledger": "A".repeat(43), "subject": main_object(kind, data),
        "time": time, "datacontenttype": "application/json", "data": data,
    });
    Event::read(text.to_string().as_bytes()).unwrap_or_else(|faults| panic!("{faults:?}\n{text}"))
}

impl World {
    pub(crate) fn new() -> Self {
        let mut world = Self { state: State::for_facts(PACKS.clone()) };
        world.fact(
            "undertaking.registered",
            json!({"undertaking": FIRM, "identifiers": [], "natural_person": false}),
        );
        world
    }

    /// Folds in a fact as recorded, whatever the rules of other rooms say of it; gives its event id back.
    pub(crate) fn fact(&mut self, kind: &str, data: Value) -> String {
        let event = event(self.state.size(), "2020-01-01T00:00:00Z", kind, &data);
        let verdict = Verdict {
            semantics: 0,
            packs: self.state.packs_digest().to_owned(),
            outcome: Outcome::Recorded,
            codes: Vec::new(),
            flags: Vec::new(),
            gge: None,
            members: Vec::new(),
            amounts: Vec::new(),
            checks: Vec::new(),
            affects: None,
        };
        self.state.apply(&event, &verdict, At::from_micros(0).unwrap(), &PackLibrary::default());
        event.id.as_str().to_owned()
    }

    /// Publishes rows of a table.
    pub(crate) fn publish(&mut self, table: &str, rows: Value) {
        let source = json!({"ref": "test", "sha256": "0".repeat(64)});
        self.fact("reference.published", json!({"table": table, "rows": rows, "source": source}));
    }

    /// States something about the firm's size, solvency or rating.
    pub(crate) fn assess(&mut self, on: &str, mut said: Value) -> String {
        said["undertaking"] = json!(FIRM);
        said["on"] = json!(on);
        said["evidence"] = json!({});
        self.fact("undertaking.assessed", said)
    }

    /// Values aid in a grant changed as `change` says.
    pub(crate) fn valued(&self, aid: Value, change: Value) -> Valuation {
        let grant = grant(aid, change);
        let beneficiary: UndertakingId = FIRM.parse().unwrap();
        value(
            &self.state,
            Aided {
                aid: &grant.aid,
                funding: &grant.funding,
                by_scheme: grant.basis.kind == ledger::event::aid::BasisKind::Scheme,
            },
            Grantee {
                beneficiary: &beneficiary,
                member_state: grant.member_state,
                regime: grant.basis.regime,
                granted_on: grant.granted_on.date(),
            },
        )
    }

    /// The verdict on a grant as a fact.
    pub(crate) fn verdict(&mut self, aid: Value, change: Value) -> Verdict {
        let said = event(self.state.size(), "2020-01-01T00:00:00Z", "award.granted", &granted(aid, change));
        suppose(&mut self.state, &PackLibrary::default(), said, At::from_micros(0).unwrap())
    }
}

/// The body of a plain grant of 2 March 2026 in Finland, members replaced as `change` says.
pub(crate) fn granted(aid: Value, change: Value) -> Value {
    let mut data = json!({
        "award": "a", "beneficiary": FIRM, "granting_authority": {"id": "x", "name": "X"}, "member_state": "FI",
        "granted_on": "2026-03-02", "legal_right": "on-admission", "basis": {"kind": "ad-hoc", "regime": "eu-2023-2831"},
        "instrument": "other", "aid": aid, "funding": [{"origin": "state", "share_percent": "100"}],
        "activity": {"nace": {"code": "62.10", "revision": "2.1"}},
        "conditions": {"export_linked": false, "domestic_goods": false, "price_quantity_linked": false},
    });
    for (name, value) in change.as_object().into_iter().flatten() {
        data[name] = value.clone();
        if value.is_null() {
            data.as_object_mut().unwrap().remove(name);
        }
    }
    data
}

pub(crate) fn grant(aid: Value, change: Value) -> AwardGranted {
    match event(1, "2020-01-01T00:00:00Z", "award.granted", &granted(aid, change)).body {
        Body::AwardGranted(grant) => grant,
        other => panic!("{other:?}"),
    }
}

pub(crate) fn eur(amount: &str) -> Value {
    json!({"amount": amount, "currency": "EUR"})
}

fn money(amount: &str, currency: &str) -> Value {
    json!({"amount": amount, "currency": currency})
}

fn figure(valuation: &Valuation) -> String {
    match valuation.figure() {
        Some(Figure { low, high: Some(high) }) if low == high => low.to_string(),
        Some(Figure { low, high }) => {
            format!("{low} to {}", high.map_or_else(|| "no end".to_owned(), |high: Cents| high.to_string()))
        }
        None => format!("{:?}", valuation.worth),
    }
}

fn codes(valuation: &Valuation) -> Vec<&'static str> {
    valuation.codes().into_iter().map(Code::as_str).collect()
}

/// A figure, with nothing in the way.
fn plain(valuation: &Valuation) -> String {
    assert_eq!(codes(valuation), Vec::<&str>::new(), "{:?}", valuation.worth);
    figure(valuation)
}

#[test]
fn a_price_for_the_past_is_flagged_and_governance_all_the_same() {
    let mut world = World::new();
    let row = |from: &str| {
        json!({"table": "compute-price", "source": {"ref": "t", "sha256": "0".repeat(64)}, "rows": [{"system": "s", "unit": "gpu-hour",
            "from": from, "price": {"rate": "1", "currency": "EUR"}, "method": "m"}]})
    };
    let mut said = |time: &str, from: &str| {
        let event = event(world.state.size(), time, "reference.published", &row(from));
        suppose(&mut world.state, &PackLibrary::default(), event, At::from_micros(0).unwrap())
    };
    // The day is that of the statement's own offset.
    let late = said("2026-03-02T00:30:00+02:00", "2026-03-01");
    assert_eq!((late.outcome, late.flags), (Outcome::Admitted, vec![Flag::LateRegistration]));
    let same_day = said("2026-03-02T00:30:00+02:00", "2026-03-02");
    assert_eq!((same_day.outcome, same_day.flags), (Outcome::Admitted, Vec::new()));
}

#[test]
fn capital_above_its_limit_refuses_what_is_enforced_and_counts_where_it_stands_anyway() {
    let mut world = World::new();
    let aid = json!({"form": "capital", "injection": eur("300000.01")});
    let enforced = world.verdict(aid.clone(), json!({}));
    assert_eq!(enforced.outcome, Outcome::Refused);
    assert_eq!(enforced.codes, vec![Code::NotTransparentAid, Code::CeilingExceeded]);
    let conferred = world.verdict(aid, json!({"award": "b", "legal_right": "conferred"}));
    assert_eq!(conferred.outcome, Outcome::Recorded);
    assert!(!conferred.flags.contains(&Flag::Uncounted), "{:?}", conferred.flags);
    assert_eq!(conferred.gge, Some(Figure::exact(Cents(30_000_001))));
}

#[test]
fn a_loan_outside_the_safe_harbour_is_refused_or_left_uncounted() {
    let mut world = World::new();
    let aid = json!({"form": "loan", "principal": eur("1000000.00"), "years": "7", "collateral_percent": "60", "method": "safe-harbour"});
    let enforced = world.verdict(aid.clone(), json!({}));
    assert_eq!((enforced.outcome, enforced.gge), (Outcome::Refused, None));
    assert_eq!(enforced.codes, vec![Code::SafeHarbourNotMet]);
    let conferred = world.verdict(aid, json!({"award": "b", "legal_right": "conferred"}));
    assert_eq!(conferred.outcome, Outcome::Recorded);
    assert!(conferred.flags.contains(&Flag::Uncounted), "{:?}", conferred.flags);
    assert_eq!(
        world.valued(json!({"form": "grant", "nominal": eur("1.00")}), json!({})).worth,
        Worth::Known(Figure::exact(Cents(100)))
    );
}
