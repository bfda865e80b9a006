//! The model against figures worked out on paper: where engine and model agree, both may still be wrong.

use aidledger_tests::model::headroom::Headroom;
use aidledger_tests::model::{Answer, Model};
use aidledger_tests::ops::{Aid, BaseRow, Conditions, Grant, Op, Report, Standing, Statement, Terms, eur};

use super::streams::{MEMBERS, d};

mod cumulation;
mod figures;
mod groups;
mod life;
mod reference_rate;

pub const A: &str = MEMBERS[0];
pub const B: &str = MEMBERS[1];
/// In Italy.
pub const C: &str = MEMBERS[2];
pub const D: &str = MEMBERS[3];
pub const E: &str = MEMBERS[4];
const GENERAL: &str = "eu-2023-2831";

/// A stream told to the model, all six members registered first.
pub struct Told {
    pub model: Model,
    next: usize,
}

impl Told {
    pub fn new() -> Self {
        let mut told = Self { model: Model::default(), next: 0 };
        for who in MEMBERS {
            told.say(Op::Register { who, identifiers: Vec::new(), person: false });
        }
        told
    }

    pub fn id(&self) -> String {
        format!("e{}", self.next - 1)
    }

    /// The answer to one more statement.
    pub fn say(&mut self, op: Op) -> Answer {
        let statement = Statement { id: format!("e{}", self.next), recorded_on: d("2024-01-01"), op };
        self.next += 1;
        // What the ledger could not even read would prove nothing.
        super::read(&statement);
        self.model.state(&statement)
    }

    /// States what takes effect.
    pub fn put(&mut self, op: Op) -> Answer {
        let answer = self.say(op);
        assert!(matches!(answer.outcome, "admitted" | "recorded"), "{answer:?}");
        answer
    }

    pub fn room(&self, who: &'static str, on: &str) -> Headroom {
        self.model.headroom(who, "FI", GENERAL, d(on)).unwrap()
    }

    /// Euro used in the window that ends on a day.
    pub fn used(&self, who: &'static str, on: &str) -> i128 {
        self.room(who, on).used / 100
    }
}

pub fn plain(award: u32, who: &'static str, on: &str, aid: Aid) -> Grant {
    let conditions = Conditions::default();
    Grant {
        award,
        who,
        state: "FI",
        on: d(on),
        conferred: false,
        regime: GENERAL,
        aid,
        nace: "62.10",
        conditions,
    }
}

pub fn grant(award: u32, who: &'static str, on: &str, euro: i128) -> Op {
    Op::Grant(plain(award, who, on, Aid::Grant(eur(euro * 100))))
}

pub fn conferred(award: u32, who: &'static str, on: &str, euro: i128) -> Op {
    Op::Grant(Grant { conferred: true, ..plain(award, who, on, Aid::Grant(eur(euro * 100))) })
}

pub fn reported(award: u32, who: &'static str, on: &str, euro: i128) -> Op {
    let aid = Aid::Declared(eur(euro * 100));
    Op::Report(Report { award, who, state: "FI", on: d(on), until: None, regime: GENERAL, aid })
}

pub fn reserve(award: u32, who: &'static str, on: &str, euro: i128, last: &str) -> Op {
    let terms = Terms { standing: Standing::Reserved(d(last)), ..Terms::default() };
    Op::Offer(plain(award, who, on, Aid::Grant(eur(euro * 100))), terms)
}

pub fn link(controller: &'static str, controlled: &'static str, from: &str) -> Op {
    Op::Control {
        controller,
        controlled,
        kind: "voting-majority",
        from: d(from),
        level: "register",
        share_e6: None,
    }
}

/// The base rate of 2026.
pub fn base_rate() -> Op {
    Op::BaseRates(vec![BaseRow { state: "FI", from: d("2026-01-01"), percent_e2: 219 }])
}
