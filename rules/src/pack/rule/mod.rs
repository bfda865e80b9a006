//! Rules: what the figures are for. A closed set of kinds; each kind has a file here and an engine elsewhere.
//!
//! `head` and `reader` know no kind; each kind reads with them; `kinds` is the table of all kinds, where a new one is a row; this
//! file reads them from a file and holds them against one another.

mod caps;
mod cumulation;
mod duty;
mod eligibility;
mod exclusion;
mod group;
mod head;
mod judged;
mod kinds;
mod limit;
mod national;
mod option;
mod reader;
mod sectors;
mod separated;
mod stated;
mod valuation;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

pub use caps::Caps;
pub use cumulation::{SameCosts, SameService, StateAid};
pub use duty::{
    CalendarRule, DeclarationDuty, DeclaredYears, DutyCase, DutyOf, DutyRule, DutyTerm, Purpose,
    SectorThreshold, Start, Subject, TickedBy,
};
pub use eligibility::{InForce, NoAidGround, NoAidRule, NoAidTest, ReservationLife, Tail, TailServes};
pub use exclusion::{ConditionExclusion, Effect, SectorExclusion, StatedCondition};
pub use group::{GroupRule, UnlinkedHolder};
pub use head::Head;
pub use judged::Rule;
pub(super) use kinds::{ROWS, Row, ToldBy};
pub(crate) use limit::of_state;
pub use limit::{Counted, Length, Limit, Measure, Mode, Scope, Unit, Window};
pub use national::{FiscalYearsOf, NationalCap};
pub use option::{Chosen, StateOption};
pub use sectors::{Mark, Sectors};
pub use separated::Separated;
pub use stated::Stated;
pub use valuation::{
    CapitalRule, CappedRule, ConversionRule, DiscountRule, ForexRule, FundingRule, GuaranteeSafeHarbour,
    LoanSafeHarbour, PortfolioRule, ReferenceRateLoan, SafeHarbour, band_suffices,
};

pub(super) use reader::Names;

use super::fault::{PackFaultKind, PackFaults};
use super::read::{Block, Sheet};
use super::regime::Regime;
use super::shape::{self, Shape};
use reader::RuleReader;
use stated::stated;

impl Rule {
    /// The articles of a regime that a grant under it names, where a rule knows any. No kind of rule does yet: the de minimis
    /// regulations are each one regime.
    pub(super) fn articles(&self, _: &Regime) -> Vec<&str> {
        Vec::new()
    }
}

/// The shapes of rules, in which a key may be at home that stands elsewhere.
pub(super) fn homes() -> Vec<&'static Shape> {
    ROWS.iter().map(|row| &row.shape).collect()
}

/// Reads every rule of a file, in its order.
pub(super) fn read_file(file: &str, text: &str, names: &mut Names<'_>, faults: &PackFaults) -> Vec<Rule> {
    let Some(sheet) = Sheet::parse(file, text, &homes(), faults) else { return Vec::new() };
    let root = sheet.root(&shape::RULE_FILE);
    let mut rules = Vec::new();
    for (id, block, row) in root.named("rule", |table| Row::of(table).map(|row| (&row.shape, row))) {
        check_id(&id, &block);
        let mut reader = RuleReader::new(&id, &block, names);
        let read = (row.read)(&mut reader);
        match read {
            Some(mut rule) => {
                let head = rule.head_mut();
                (head.kind, head.form) = (row.kind, row.form());
                head.stated = stated(block.table(), &row.shape);
                rules.push(rule);
            }
            // A rule that is dropped in silence would judge nobody.
            None if faults.is_empty() => {
                let kind = PackFaultKind::Unread { rule: block.name().to_owned() };
                block.note_whole(kind, "hold it against docs/spec/pack.md");
            }
            None => {}
        }
    }
    rules
}

fn check_id(id: &str, block: &Block<'_>) {
    let plain = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    if id.len() > 100 || !id.split_once('/').is_some_and(|(act, name)| plain(act) && plain(name)) {
        let kind = PackFaultKind::BadValue(format!("`{id}` is no rule id"));
        block.note_whole(kind, "act and name, such as [rule.\"eu-2023-2831/ceiling\"]");
    }
}

/// Notes limits for a regime that no rule dates on some day of theirs: such a limit would never be asked.
pub(super) fn undated(rules: &[Rule], faults: &PackFaults) {
    for limit in
        rules.iter().filter_map(|rule| if let Rule::Limit(limit) = rule { Some(limit) } else { None })
    {
        let dated = |day: NaiveDate| {
            rules.iter().any(|rule| match rule {
                Rule::InForce(force) => force.regimes.contains(&limit.regime) && force.is_open(day, true),
                _ => false,
            })
        };
        // Validity changes only where a rule begins, and on the day after one ends.
        let ends = rules.iter().filter_map(|rule| match rule {
            Rule::InForce(force) => force.last_day(true)?.succ_opt(),
            _ => None,
        });
        let mut days = ends.chain([limit.head.from]).filter(|day| limit.head.holds_on(*day));
        if let Some(on) = days.find(|day| !dated(*day)) {
            let (file, line) = (&limit.head.place.0, limit.head.place.1);
            let kind =
                PackFaultKind::Undated { rule: limit.head.id.clone(), regime: limit.regime.to_string(), on };
            let hint = "say when the regime may be used (eligibility, in-force), or narrow from and until of the limit";
            faults.add(file, line, kind, hint);
        }
    }
}

/// Notes sums without the ceiling of their act beside them, or below it on some day.
pub(super) fn bare_sums(rules: &[Rule], faults: &PackFaults) {
    let limits: Vec<&Limit> = rules.iter().filter_map(Rule::limit).collect();
    for sum in limits.iter().filter(|limit| limit.sum) {
        let ceilings = || limits.iter().filter(|limit| !limit.sum && limit.regime == sum.regime);
        let values = ceilings().flat_map(|limit| limit.ceiling.entries()).chain(sum.ceiling.entries());
        let days = values.map(|entry| entry.from).chain(ceilings().map(|limit| limit.head.from));
        let ends = ceilings().filter_map(|limit| limit.head.until?.succ_opt());
        for day in days.chain(ends).chain([sum.head.from]).filter(|day| sum.head.holds_on(*day)) {
            let beside =
                ceilings().find(|limit| limit.head.holds_on(day)).and_then(|limit| limit.ceiling_on(day));
            let own = sum.ceiling_on(day);
            let message = match beside {
                None => {
                    format!("the sum `{}` stands on {day} without a ceiling of {}", sum.head.id, sum.regime)
                }
                Some(_) if own >= beside => continue,
                Some(_) => {
                    format!("the sum `{}` is below the ceiling of {} on {day}", sum.head.id, sum.regime)
                }
            };
            let hint = "a sum is what acts may come to together, so it is not less than one of them alone";
            faults.add(&sum.head.place.0, sum.head.place.1, PackFaultKind::BadValue(message), hint);
            break;
        }
    }
}

/// Notes rules that bear one id, and rules that claim the same case on the same day. Each rule comes with its pack.
pub(super) fn conflicts<'a>(rules: impl Iterator<Item = (&'a str, &'a Rule)>, faults: &PackFaults) {
    let mut ids: BTreeMap<&str, ()> = BTreeMap::new();
    let mut claims: BTreeMap<String, Vec<(&str, &Head)>> = BTreeMap::new();
    let mut named: BTreeSet<(&str, &str)> = BTreeSet::new();
    for (pack, rule) in rules {
        let head = rule.head();
        let (file, line) = (&head.place.0, head.place.1);
        if ids.insert(&head.id, ()).is_some() {
            let kind = PackFaultKind::Duplicate { what: "rule", name: head.id.clone() };
            faults.add(file, line, kind, "a rule id stands once among all packs; give the other another id");
            continue;
        }
        for case in rule.claims() {
            let others = claims.entry(case.clone()).or_default();
            for (other_pack, other) in others.iter() {
                let on = head.from.max(other.from);
                // Two rules that have several cases in common are one mistake.
                let both = head.holds_on(on) && other.holds_on(on);
                if !both || !named.insert((&other.id, &head.id)) {
                    continue;
                }
                let call = |pack: &str, head: &Head| format!("rule `{}` of {pack}", head.id);
                let (first, second) = (call(other_pack, other), call(pack, head));
                let kind = PackFaultKind::Conflict { first, second, case: case.clone(), on };
                let hint =
                    "let one end before the other starts, or drop one; neither is preferred in silence";
                faults.add(file, line, kind, hint);
            }
            others.push((pack, head));
        }
    }
}
