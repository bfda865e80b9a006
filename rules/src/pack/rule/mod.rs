//! Rules: what the figures are for. A closed set of kinds; each kind has a file here and an engine elsewhere.

mod cumulation;
mod duty;
mod eligibility;
mod exclusion;
mod limit;
mod resolve;
mod valuation;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use toml_edit::{Item, TableLike};

pub use cumulation::SameService;
pub use duty::{CalendarRule, DeclarationDuty, WorkingDaysDuty};
pub use eligibility::{InForce, ReservationLife};
pub use exclusion::{ConditionExclusion, SectorExclusion, Statement};
pub use limit::{Counted, Length, Limit, Measure, Mode, Scope, UNLINKED_HOLDERS, Unit, Window};
pub use valuation::{
    CapitalRule, DiscountRule, ForexRule, GuaranteeSafeHarbour, LoanSafeHarbour, ReferenceRateLoan,
    SafeHarbour, band_suffices,
};

pub(super) use resolve::Resolver;

use super::citation::Citation;
use super::fault::{FaultKind, Faults};
use super::read::{Block, Sheet};
use super::regime::{Regime, parse_regime};
use super::shape::{self, Shape};

/// The closed set of rule kinds, whether or not this release judges them.
const KINDS: [&str; 13] = [
    "window_cap",
    "lifetime_cap",
    "national_cap",
    "intensity",
    "cumulation",
    "total_funding",
    "eligibility",
    "exclusion",
    "notification_threshold",
    "valuation",
    "duty",
    "share",
    "recovery_interest",
];

/// What every rule has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Its id across packs, such as `eu-2023-2831/ceiling`.
    pub id: String,
    /// What it says, in a lawyer's words.
    pub title: String,
    /// First grant date for which it holds.
    pub from: NaiveDate,
    /// Last grant date for which it holds; `None` while no end is known.
    pub until: Option<NaiveDate>,
    /// Where it is written.
    pub citation: Citation,
    pub(super) place: (String, u32),
}

impl Head {
    /// Whether the rule holds for a grant of this date.
    pub fn holds_on(&self, date: NaiveDate) -> bool {
        self.from <= date && self.until.is_none_or(|until| date <= until)
    }

    fn read(id: &str, block: &Block<'_>, faults: &mut Faults) -> Option<Head> {
        let title = block.text("title", faults);
        let from = block.date("from", faults);
        let until = block.date("until", faults);
        let citation = Citation::read(block, faults);
        if let (Some(from), Some(until)) = (from, until)
            && until < from
        {
            block.refuse("until", "the rule ends before it starts", "until is its last grant date", faults);
        }
        let place = (block.file().to_owned(), block.line());
        Some(Head { id: id.to_owned(), title: title?, from: from?, until, citation: citation?, place })
    }
}

/// A rule of a kind that this release judges or counts with.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rule {
    /// How much one undertaking may hold.
    Limit(Limit),
    /// The grant dates for which a regime may be used.
    InForce(InForce),
    /// How long a reservation may live.
    ReservationLife(ReservationLife),
    /// Sectors a regime does not serve.
    Sector(SectorExclusion),
    /// Conditions under which a regime may not be used.
    Condition(ConditionExclusion),
    /// Services that are not to be paid for twice.
    SameService(SameService),
    /// How old an exchange rate may be.
    Forex(ForexRule),
    /// Loans whose grant equivalent needs no risk assessment.
    Loan(LoanSafeHarbour),
    /// Guarantees whose grant equivalent needs no risk assessment.
    Guarantee(GuaranteeSafeHarbour),
    /// Loans valued by the difference to a reference rate.
    ReferenceRate(ReferenceRateLoan),
    /// How payments to come are discounted.
    Discount(DiscountRule),
    /// Up to which amount a capital injection is transparent.
    Capital(CapitalRule),
    /// How many working days a registration may take.
    Registration(WorkingDaysDuty),
    /// When a declaration of other aid is needed.
    Declaration(DeclarationDuty),
    /// Which days are working days, and which periods roll.
    Calendar(CalendarRule),
}

impl Rule {
    /// Id, title, dates and citation.
    pub fn head(&self) -> &Head {
        match self {
            Rule::Limit(r) => &r.head,
            Rule::InForce(r) => &r.head,
            Rule::ReservationLife(r) => &r.head,
            Rule::Sector(r) => &r.head,
            Rule::Condition(r) => &r.head,
            Rule::SameService(r) => &r.head,
            Rule::Forex(r) => &r.head,
            Rule::Loan(r) => &r.head,
            Rule::Guarantee(r) => &r.head,
            Rule::ReferenceRate(r) => &r.head,
            Rule::Discount(r) => &r.head,
            Rule::Capital(r) => &r.head,
            Rule::Registration(r) => &r.head,
            Rule::Declaration(r) => &r.head,
            Rule::Calendar(r) => &r.head,
        }
    }

    /// The cases it claims: two rules with a case in common on one day contradict each other.
    pub(super) fn claims(&self) -> Vec<String> {
        let each =
            |what: &str, regimes: &[Regime]| regimes.iter().map(|r| format!("{what} of {r}")).collect();
        match self {
            Rule::Limit(r) => vec![r.claims()],
            Rule::InForce(r) => each("the validity", &r.regimes),
            Rule::ReservationLife(r) => each("the longest reservation", &r.regimes),
            Rule::Sector(r) => r.claims(),
            Rule::Condition(r) => r.claims(),
            Rule::SameService(r) => each("the services paid for once", &r.regimes),
            Rule::Forex(r) => each("the exchange rate", &r.regimes),
            Rule::Loan(r) => vec![format!("the loan safe harbour of {}", r.harbour.regime)],
            Rule::Guarantee(r) => vec![format!("the guarantee safe harbour of {}", r.harbour.regime)],
            Rule::ReferenceRate(r) => vec![format!("the loans by reference rate of {}", r.regime)],
            Rule::Discount(r) => each("the discount rate", &r.regimes),
            Rule::Capital(r) => vec![format!("the capital injections of {}", r.regime)],
            Rule::Registration(r) => each("the registration duty", &r.regimes),
            Rule::Declaration(r) => each("the declaration duty", &r.regimes),
            Rule::Calendar(_) => vec!["the working-day calendar".to_owned()],
        }
    }
}

/// Reads every rule of a file, in its order.
pub(super) fn read_file(
    file: &str,
    text: &str,
    resolver: &mut Resolver<'_>,
    faults: &mut Faults,
) -> Vec<Rule> {
    let Some(sheet) = Sheet::parse(file, text, faults) else { return Vec::new() };
    let root = sheet.root(&shape::RULE_FILE, faults);
    let mut rules = Vec::new();
    for (id, block) in root.named("rule", choose_shape, faults) {
        check_id(&id, &block, faults);
        rules.extend(read_rule(&id, &block, resolver, faults));
    }
    rules
}

fn check_id(id: &str, block: &Block<'_>, faults: &mut Faults) {
    let plain = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    if id.len() > 100 || !id.split_once('/').is_some_and(|(act, name)| plain(act) && plain(name)) {
        let kind = FaultKind::BadValue(format!("`{id}` is no rule id"));
        faults.add(block.file(), block.line(), kind, "act and name, such as [rule.\"eu-2023-2831/ceiling\"]");
    }
}

fn read_rule(id: &str, block: &Block<'_>, resolver: &mut Resolver<'_>, faults: &mut Faults) -> Option<Rule> {
    let head = Head::read(id, block, faults);
    // A rule without a sound head is still read, so that its other mistakes are named too.
    let kind = block.text("kind", faults)?;
    let variant = ["condition", "method", "duty"].into_iter().find_map(|key| block.text(key, faults));
    match (kind.as_str(), variant.as_deref()) {
        ("window_cap", _) => limit::window_cap(head, block, resolver, faults).map(Rule::Limit),
        ("eligibility", Some("in-force")) => eligibility::in_force(head, block, faults).map(Rule::InForce),
        ("eligibility", _) => {
            eligibility::reservation_life(head, block, resolver, faults).map(Rule::ReservationLife)
        }
        ("cumulation", _) => cumulation::same_service(head, block, faults).map(Rule::SameService),
        ("exclusion", _) if block.has("statement") => {
            exclusion::condition(head, block, faults).map(Rule::Condition)
        }
        ("exclusion", _) => exclusion::sector(head, block, resolver, faults).map(Rule::Sector),
        ("valuation", Some("forex")) => valuation::forex(head, block, resolver, faults).map(Rule::Forex),
        ("valuation", Some("loan-safe-harbour")) => {
            valuation::loan(head, block, resolver, faults).map(Rule::Loan)
        }
        ("valuation", Some("loan-reference-rate")) => {
            valuation::reference_rate(head, block, resolver, faults).map(Rule::ReferenceRate)
        }
        ("valuation", Some("discount")) => {
            valuation::discount(head, block, resolver, faults).map(Rule::Discount)
        }
        ("valuation", Some("capital")) => {
            valuation::capital(head, block, resolver, faults).map(Rule::Capital)
        }
        ("valuation", _) => valuation::guarantee(head, block, resolver, faults).map(Rule::Guarantee),
        ("duty", Some("calendar")) => duty::calendar(head, block, resolver, faults).map(Rule::Calendar),
        ("duty", Some("declaration")) => {
            duty::declaration(head, block, resolver, faults).map(Rule::Declaration)
        }
        _ => duty::registration(head, block, resolver, faults).map(Rule::Registration),
    }
}

/// The shape of a rule follows from its kind and the one key that tells its variants apart.
fn choose_shape(table: &dyn TableLike) -> Result<&'static Shape, (FaultKind, String)> {
    let word = |key: &str| table.get(key).and_then(Item::as_str).unwrap_or_default();
    let kind = word("kind");
    let variant = |key: &str, choices: &str| {
        let kind = FaultKind::BadValue(format!("{kind} rule with unknown {key} `{}`", word(key)));
        (kind, format!("{key} is one of: {choices}"))
    };
    match kind {
        "window_cap" => Ok(&shape::WINDOW_CAP),
        "exclusion" if table.contains_key("statement") => Ok(&shape::CONDITION),
        "exclusion" => Ok(&shape::SECTOR),
        "cumulation" => match word("condition") {
            "same-service" => Ok(&shape::SAME_SERVICE),
            _ => Err(variant("condition", "same-service")),
        },
        "eligibility" => match word("condition") {
            "in-force" => Ok(&shape::IN_FORCE),
            "reservation-life" => Ok(&shape::RESERVATION_LIFE),
            _ => Err(variant("condition", "in-force, reservation-life")),
        },
        "valuation" => match word("method") {
            "forex" => Ok(&shape::FOREX),
            "loan-safe-harbour" => Ok(&shape::LOAN),
            "guarantee-safe-harbour" => Ok(&shape::GUARANTEE),
            "loan-reference-rate" => Ok(&shape::REFERENCE_RATE),
            "discount" => Ok(&shape::DISCOUNT),
            "capital" => Ok(&shape::CAPITAL),
            _ => Err(variant(
                "method",
                "forex, loan-safe-harbour, guarantee-safe-harbour, loan-reference-rate, discount, capital",
            )),
        },
        "duty" => match word("duty") {
            "registration" => Ok(&shape::REGISTRATION),
            "declaration" => Ok(&shape::DECLARATION),
            "calendar" => Ok(&shape::CALENDAR),
            _ => Err(variant("duty", "registration, declaration, calendar")),
        },
        other => Err(match KINDS.iter().find(|known| **known == other) {
            Some(known) => {
                let hint = "a rule that is loaded but not judged would pass in silence; list it in not_modelled instead";
                (FaultKind::KindNotJudged(known), hint.to_owned())
            }
            None => {
                (FaultKind::UnknownKind(other.to_owned()), format!("kind is one of: {}", KINDS.join(", ")))
            }
        }),
    }
}

/// Regimes a rule names one by one.
fn read_regimes(block: &Block<'_>, faults: &mut Faults) -> Option<Vec<Regime>> {
    let words = block.words("regimes", faults)?;
    if words.is_empty() {
        block.refuse("regimes", "the rule applies to no regime", "name at least one", faults);
        return None;
    }
    parse_regimes(block, "regimes", &words, faults)
}

fn parse_regimes(block: &Block<'_>, key: &str, words: &[String], faults: &mut Faults) -> Option<Vec<Regime>> {
    let parsed: Vec<Option<Regime>> = words.iter().map(|w| parse_regime(w)).collect();
    for (word, _) in words.iter().zip(&parsed).filter(|(_, regime)| regime.is_none()) {
        let hint = "such as eu-2023-2831, eu-1408-2013, gber-28, no-aid";
        block.refuse(key, &format!("unknown regime `{word}`"), hint, faults);
    }
    parsed.into_iter().collect()
}

/// One regime.
fn read_regime(block: &Block<'_>, faults: &mut Faults) -> Option<Regime> {
    block.word("regime", "such as eu-2023-2831, eu-1408-2013, gber-28, no-aid", parse_regime, faults)
}

/// Notes rules that bear one id, and rules that claim the same case on the same day. Each rule comes with its pack.
pub(super) fn conflicts<'a>(rules: impl Iterator<Item = (&'a str, &'a Rule)>, faults: &mut Faults) {
    let mut ids: BTreeMap<&str, ()> = BTreeMap::new();
    let mut claims: BTreeMap<String, Vec<(&str, &Head)>> = BTreeMap::new();
    for (pack, rule) in rules {
        let head = rule.head();
        let (file, line) = (&head.place.0, head.place.1);
        if ids.insert(&head.id, ()).is_some() {
            let kind = FaultKind::Duplicate { what: "rule", name: head.id.clone() };
            faults.add(file, line, kind, "a rule id stands once among all packs; give the other another id");
            continue;
        }
        for case in rule.claims() {
            let others = claims.entry(case.clone()).or_default();
            for (other_pack, other) in others.iter() {
                let on = head.from.max(other.from);
                if !(head.holds_on(on) && other.holds_on(on)) {
                    continue;
                }
                let call = |pack: &str, head: &Head| format!("rule `{}` of {pack}", head.id);
                let (first, second) = (call(other_pack, other), call(pack, head));
                let kind = FaultKind::Conflict { first, second, case: case.clone(), on };
                let hint =
                    "let one end before the other starts, or drop one; neither is preferred in silence";
                faults.add(file, line, kind, hint);
            }
            others.push((pack, head));
        }
    }
}
