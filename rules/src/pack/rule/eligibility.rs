//! When a regime may be used at all, how long a reservation of it may live, and what is no aid at all.

use chrono::NaiveDate;

use crate::pack::citation::Citation;
use crate::pack::read::Block;
use crate::pack::regime::Regime;
use crate::pack::shape::{NO_AID_GROUND, RETROACTION, TAIL};
use crate::pack::timeline::Dated;

use super::head::Head;
use super::reader::RuleReader;

/// For whom a regime stays open after its validity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TailServes {
    /// Any aid.
    AnyAid,
    /// Aid that is granted under a scheme.
    Schemes,
}

impl TailServes {
    fn parse(word: &str) -> Option<TailServes> {
        match word {
            "any-aid" => Some(TailServes::AnyAid),
            "schemes" => Some(TailServes::Schemes),
            _ => None,
        }
    }
}

/// What may be granted under a regime after its validity has ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tail {
    /// Its last day.
    pub until: NaiveDate,
    /// For whom.
    pub serves: TailServes,
    /// Where it is written.
    pub citation: Citation,
}

/// The grant dates of a regime: those from `head.from` to `head.until`, and those of its tail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InForce {
    /// Id, title, dates, citation.
    pub head: Head,
    /// The regimes.
    pub regimes: Vec<Regime>,
    /// An act that has run out: its awards are recorded and counted, but nothing new is admitted under it
    /// (`regime_not_in_force`), whatever the date.
    pub legacy: bool,
    /// What may be granted after `head.until`.
    pub tail: Option<Tail>,
    /// Where it is written that what is recorded from before its first day is judged as on that day.
    pub retroaction: Option<Citation>,
}

impl InForce {
    /// The last day on which it is open to aid, by a scheme or not; `None` while no end is known. No day of it moves for a
    /// weekend or holiday.
    #[must_use]
    pub fn last_day(&self, by_scheme: bool) -> Option<NaiveDate> {
        let until = self.head.until?;
        let tail = self.tail.as_ref().filter(|tail| by_scheme || tail.serves == TailServes::AnyAid);
        Some(tail.map_or(until, |tail| tail.until))
    }

    /// Whether a day is one on which its tail alone opens it.
    #[must_use]
    pub fn is_in_tail(&self, granted_on: NaiveDate) -> bool {
        self.head.until.is_some_and(|until| until < granted_on)
    }

    /// Whether it is open to aid of a day (S1), legacy or not.
    #[must_use]
    pub fn is_open(&self, granted_on: NaiveDate, by_scheme: bool) -> bool {
        self.head.from <= granted_on && self.last_day(by_scheme).is_none_or(|last| granted_on <= last)
    }
}

/// The longest life of a reservation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReservationLife {
    /// Id, title, dates, citation.
    pub head: Head,
    /// The regimes.
    pub regimes: Vec<Regime>,
    /// Days from the reservation's grant date to its last day.
    pub days: Dated<u32>,
}

/// What has to be seen of a statement that claims to be no aid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoAidTest {
    /// None of the money is the State's.
    NoStateMoney,
    /// The recipient pays what it gets.
    MarketPrice,
    /// It is computing time, stated to serve no economic activity.
    NonEconomicUse,
}

impl NoAidTest {
    const ALL: [NoAidTest; 3] = [NoAidTest::NoStateMoney, NoAidTest::MarketPrice, NoAidTest::NonEconomicUse];

    /// The word a pack uses.
    pub fn as_str(self) -> &'static str {
        match self {
            NoAidTest::NoStateMoney => "no-state-money",
            NoAidTest::MarketPrice => "market-price",
            NoAidTest::NonEconomicUse => "non-economic-use",
        }
    }

    fn parse(word: &str) -> Option<NoAidTest> {
        NoAidTest::ALL.into_iter().find(|test| test.as_str() == word)
    }
}

/// A ground on which something is no aid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoAidGround {
    /// Its word in a statement.
    pub ground: String,
    /// What has to be seen of the statement; if it is not, a person decides.
    pub test: NoAidTest,
    /// Where it is written.
    pub citation: Citation,
}

/// On which grounds something under a regime is no aid at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoAidRule {
    /// Id, title, dates, citation.
    pub head: Head,
    /// The regimes.
    pub regimes: Vec<Regime>,
    /// The grounds.
    pub grounds: Vec<NoAidGround>,
}

impl NoAidRule {
    /// What has to be seen of a statement on this ground; `None`: the rule does not know the ground.
    pub fn test(&self, ground: &str) -> Option<NoAidTest> {
        self.grounds.iter().find(|known| known.ground == ground).map(|known| known.test)
    }
}

pub(super) fn in_force(rule: &RuleReader<'_, '_>) -> Option<InForce> {
    let regimes = rule.regimes();
    let legacy = rule.block.truth("legacy");
    let head = rule.head();
    let tail = rule.block.block("tail", &TAIL).map(|block| read_tail(&block));
    let tail = match tail {
        None => None,
        Some(tail) => Some(tail?),
    };
    let ends = head.as_ref().map(|head| head.until);
    if let (Some(until), Some(tail)) = (ends, &tail)
        && until.is_none_or(|until| tail.until <= until)
    {
        let hint = "until of the rule is the end of the validity; the tail is what comes after it";
        rule.block.refuse("tail", "a tail that ends before the validity does", hint);
    }
    let retroaction = match rule.block.block("retroaction", &RETROACTION) {
        Some(block) => Some(Citation::read(&block)?),
        None => None,
    };
    Some(InForce { head: head?, regimes: regimes?, legacy: legacy?, tail, retroaction })
}

fn read_tail(block: &Block<'_>) -> Option<Tail> {
    let until = block.date("until");
    let serves = block.word("serves", "any-aid, schemes", TailServes::parse);
    let citation = Citation::read(block);
    Some(Tail { until: until?, serves: serves?, citation: citation? })
}

pub(super) fn reservation_life(rule: &mut RuleReader<'_, '_>) -> Option<ReservationLife> {
    let regimes = rule.regimes();
    let days = rule.count("days", "day");
    Some(ReservationLife { head: rule.head()?, regimes: regimes?, days: days? })
}

pub(super) fn no_aid(rule: &RuleReader<'_, '_>) -> Option<NoAidRule> {
    let regimes = rule.regimes();
    let mut grounds: Vec<NoAidGround> = Vec::new();
    let rows = rule.block.blocks("grounds", &NO_AID_GROUND);
    for row in &rows {
        let ground = row.text("ground");
        let choices = NoAidTest::ALL.map(NoAidTest::as_str).join(", ");
        let test = row.word("test", &choices, NoAidTest::parse);
        let (Some(ground), Some(test), Some(citation)) = (ground, test, Citation::read(row)) else {
            continue;
        };
        if grounds.iter().any(|known| known.ground == ground) {
            row.refuse(
                "ground",
                &format!("the ground `{ground}` stands twice"),
                "say once what is asked of it",
            );
            continue;
        }
        grounds.push(NoAidGround { ground, test, citation });
    }
    (grounds.len() == rows.len()).then_some(())?;
    Some(NoAidRule { head: rule.head()?, regimes: regimes?, grounds })
}
