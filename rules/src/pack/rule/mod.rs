//! Rules: what the figures are for. A closed set of kinds; each kind has a file here and an engine elsewhere.
//!
//! `head` and `reader` know no kind; each kind reads with them; this file knows all kinds. A new one is a line of
//! `kinds!` and of `Variant`, and the compiler names the rest, down to the room that has to ask for it.

mod cumulation;
mod duty;
mod eligibility;
mod exclusion;
mod group;
mod head;
mod limit;
mod reader;
mod sectors;
mod valuation;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use toml_edit::{Item, TableLike};

pub use cumulation::{SameCosts, SameService, StateAid};
pub use duty::{CalendarRule, DeclarationDuty, WorkingDaysDuty};
pub use eligibility::{InForce, NoAidGround, NoAidRule, NoAidTest, ReservationLife, Tail, TailServes};
pub use exclusion::{ConditionExclusion, Effect, SectorExclusion, StatedCondition};
pub use group::{GroupRule, UnlinkedHolder};
pub use head::Head;
pub(crate) use limit::of_state;
pub use limit::{Counted, Length, Limit, Measure, Mode, Scope, Unit, Window};
pub use sectors::{Mark, Sectors};
pub use valuation::{
    CapitalRule, CappedRule, ConversionRule, DiscountRule, ForexRule, FundingRule, GuaranteeSafeHarbour,
    LoanSafeHarbour, ReferenceRateLoan, SafeHarbour, band_suffices,
};

pub(super) use reader::Names;

use super::citation::Citation;
use super::fault::{PackFaultKind, PackFaults};
use super::read::{Block, Sheet};
use super::regime::Regime;
use super::shape::{self, Shape};
use reader::RuleReader;

/// The closed set of rule kinds of the format, whether or not this release judges them: a kind that a later release judges
/// is told from a slip of the pen.
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

/// Lists the kinds once: of each its variant, and the question by which [`super::set`] picks its rules.
///
/// No method but the question gives a rule of a kind away. One that nobody asks is dead code, which the compiler refuses: a
/// rule that is loaded but judged by nobody would pass in silence.
macro_rules! kinds {
    ($($(#[$of:meta])* $kind:ident($rule:ty), picked by $pick:ident;)*) => {
        /// A rule of a kind that this release judges or counts with.
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum Rule {
            $($(#[$of])* $kind($rule),)*
        }

        impl Rule {
            /// Id, title, dates and citation.
            pub fn head(&self) -> &Head {
                match self {
                    $(Rule::$kind(rule) => &rule.head,)*
                }
            }
        }

        #[deny(dead_code)]
        impl Rule {
            $(pub(super) fn $pick(&self) -> Option<&$rule> {
                if let Rule::$kind(rule) = self { Some(rule) } else { None }
            })*
        }
    };
}

kinds! {
    /// How much one undertaking may hold.
    Limit(Limit), picked by limit;
    /// The grant dates for which a regime may be used.
    InForce(InForce), picked by in_force;
    /// How long a reservation may live.
    ReservationLife(ReservationLife), picked by reservation_life;
    /// On which grounds something is no aid at all.
    NoAid(NoAidRule), picked by no_aid;
    /// Sectors a regime does not serve, or the one that it does.
    Sector(SectorExclusion), picked by sector;
    /// Conditions under which a regime may not be used.
    Condition(ConditionExclusion), picked by condition;
    /// Services that are not to be paid for twice.
    SameService(SameService), picked by same_service;
    /// Costs that are not to be paid for twice.
    SameCosts(SameCosts), picked by same_costs;
    /// Who is one undertaking where no ceiling says it.
    Group(GroupRule), picked by group;
    /// How old an exchange rate may be.
    Forex(ForexRule), picked by forex;
    /// At which rates currencies are converted for good.
    Conversion(ConversionRule), picked by conversion;
    /// Whose money is State aid.
    Funding(FundingRule), picked by funding;
    /// Loans whose grant equivalent needs no risk assessment.
    Loan(LoanSafeHarbour), picked by loan;
    /// Guarantees whose grant equivalent needs no risk assessment.
    Guarantee(GuaranteeSafeHarbour), picked by guarantee;
    /// Loans valued by the difference to a reference rate.
    ReferenceRate(ReferenceRateLoan), picked by reference_rate;
    /// How payments to come are discounted.
    Discount(DiscountRule), picked by discount;
    /// Up to which amount a capital injection is transparent.
    Capital(CapitalRule), picked by capital;
    /// Up to which cap another instrument is transparent.
    Capped(CappedRule), picked by capped;
    /// How many working days a registration may take.
    Registration(WorkingDaysDuty), picked by registration;
    /// When a declaration of other aid is needed.
    Declaration(DeclarationDuty), picked by declaration;
    /// Which days are working days, and which periods roll.
    Calendar(CalendarRule), picked by calendar;
}

impl Rule {
    /// The citations of its rows, beside its own.
    pub(super) fn citations_of_rows(&self) -> Vec<&Citation> {
        match self {
            Rule::Limit(limit) => limit.counts.iter().map(|row| &row.citation).collect(),
            Rule::NoAid(rule) => rule.grounds.iter().map(|row| &row.citation).collect(),
            Rule::InForce(rule) => rule.tail.iter().map(|tail| &tail.citation).collect(),
            Rule::ReservationLife(_)
            | Rule::Sector(_)
            | Rule::Condition(_)
            | Rule::SameService(_)
            | Rule::SameCosts(_)
            | Rule::Group(_)
            | Rule::Forex(_)
            | Rule::Conversion(_)
            | Rule::Funding(_)
            | Rule::Loan(_)
            | Rule::Guarantee(_)
            | Rule::ReferenceRate(_)
            | Rule::Discount(_)
            | Rule::Capital(_)
            | Rule::Capped(_)
            | Rule::Registration(_)
            | Rule::Declaration(_)
            | Rule::Calendar(_) => Vec::new(),
        }
    }

    /// The articles of a regime that a grant under it names, where a rule knows any. No kind of rule does yet: the de minimis
    /// regulations are each one regime.
    pub(super) fn articles(&self, _: &Regime) -> Vec<&str> {
        match self {
            Rule::Limit(_)
            | Rule::InForce(_)
            | Rule::ReservationLife(_)
            | Rule::NoAid(_)
            | Rule::Sector(_)
            | Rule::Condition(_)
            | Rule::SameService(_)
            | Rule::SameCosts(_)
            | Rule::Group(_)
            | Rule::Forex(_)
            | Rule::Conversion(_)
            | Rule::Funding(_)
            | Rule::Loan(_)
            | Rule::Guarantee(_)
            | Rule::ReferenceRate(_)
            | Rule::Discount(_)
            | Rule::Capital(_)
            | Rule::Capped(_)
            | Rule::Registration(_)
            | Rule::Declaration(_)
            | Rule::Calendar(_) => Vec::new(),
        }
    }

    /// The cases it claims: two rules with a case in common on one day contradict each other.
    pub(super) fn claims(&self) -> Vec<String> {
        let words = |what: &str, words: Vec<String>| words.iter().map(|r| format!("{what} of {r}")).collect();
        let each =
            |what: &str, regimes: &[Regime]| words(what, regimes.iter().map(Regime::to_string).collect());
        match self {
            Rule::Limit(r) => vec![r.claims()],
            Rule::InForce(r) => each("the validity", &r.regimes),
            Rule::ReservationLife(r) => each("the longest reservation", &r.regimes),
            Rule::NoAid(r) => each("the grounds of no aid", &r.regimes),
            Rule::Sector(r) => r.claims(),
            Rule::Condition(r) => r.claims(),
            Rule::SameService(r) => each("the services paid for once", &r.regimes),
            Rule::SameCosts(r) => each("the costs paid for once", &r.regimes),
            Rule::Group(_) => vec!["the single undertaking without a ceiling".to_owned()],
            Rule::Forex(r) => words("the exchange rate", r.regimes.words()),
            Rule::Conversion(r) => r.rates.keys().map(|of| format!("the conversion rate of {of}")).collect(),
            Rule::Funding(r) => words("the money of the State", r.regimes.words()),
            Rule::Loan(r) => vec![format!("the loan safe harbour of {}", r.harbour.regime)],
            Rule::Guarantee(r) => vec![format!("the guarantee safe harbour of {}", r.harbour.regime)],
            Rule::ReferenceRate(r) => vec![format!("the loans by reference rate of {}", r.regime)],
            Rule::Discount(r) => words("the discount rate", r.regimes.words()),
            Rule::Capital(r) => vec![format!("the capital injections of {}", r.regime)],
            Rule::Capped(r) => vec![format!("the capped instruments of {}", r.regime)],
            Rule::Registration(r) => each("the registration duty", &r.regimes),
            Rule::Declaration(r) => each("the declaration duty", &r.regimes),
            Rule::Calendar(_) => vec!["the working-day calendar".to_owned()],
        }
    }
}

/// What a block of a rule may be: the kinds that this release judges, with the variants of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Variant {
    WindowCap,
    InForce,
    ReservationLife,
    NoAid,
    SameService,
    SameCosts,
    SingleUndertaking,
    Served,
    Sector,
    Condition,
    Forex,
    Conversion,
    LoanHarbour,
    GuaranteeHarbour,
    ReferenceRate,
    Discount,
    Capital,
    Capped,
    Funding,
    Registration,
    Declaration,
    Calendar,
}

/// How the variants of a kind are told apart.
enum ToldBy {
    /// By a word at a key.
    Word(&'static str, &'static str),
    /// By a key that is there.
    Key(&'static str),
    /// It is the one that is left.
    Nothing,
}

impl Variant {
    /// In the order in which hints name them; what is told by nothing stands after its fellows.
    const ALL: [Variant; 22] = [
        Variant::WindowCap,
        Variant::InForce,
        Variant::ReservationLife,
        Variant::NoAid,
        Variant::SameService,
        Variant::SameCosts,
        Variant::SingleUndertaking,
        Variant::Condition,
        Variant::Served,
        Variant::Sector,
        Variant::Forex,
        Variant::Conversion,
        Variant::LoanHarbour,
        Variant::GuaranteeHarbour,
        Variant::ReferenceRate,
        Variant::Discount,
        Variant::Capital,
        Variant::Capped,
        Variant::Funding,
        Variant::Registration,
        Variant::Declaration,
        Variant::Calendar,
    ];

    /// Its `kind`, and what tells it from others of the kind.
    fn told_by(self) -> (&'static str, ToldBy) {
        match self {
            Variant::WindowCap => ("window_cap", ToldBy::Nothing),
            Variant::InForce => ("eligibility", ToldBy::Word("condition", "in-force")),
            Variant::ReservationLife => ("eligibility", ToldBy::Word("condition", "reservation-life")),
            Variant::NoAid => ("eligibility", ToldBy::Word("condition", "no-aid")),
            Variant::SameService => ("cumulation", ToldBy::Word("condition", "same-service")),
            Variant::SameCosts => ("cumulation", ToldBy::Word("condition", "same-costs")),
            Variant::SingleUndertaking => ("cumulation", ToldBy::Word("condition", "single-undertaking")),
            Variant::Condition => ("exclusion", ToldBy::Key("statement")),
            Variant::Served => ("exclusion", ToldBy::Key("serves")),
            Variant::Sector => ("exclusion", ToldBy::Nothing),
            Variant::Forex => ("valuation", ToldBy::Word("method", "forex")),
            Variant::Conversion => ("valuation", ToldBy::Word("method", "conversion")),
            Variant::LoanHarbour => ("valuation", ToldBy::Word("method", "loan-safe-harbour")),
            Variant::GuaranteeHarbour => ("valuation", ToldBy::Word("method", "guarantee-safe-harbour")),
            Variant::ReferenceRate => ("valuation", ToldBy::Word("method", "loan-reference-rate")),
            Variant::Discount => ("valuation", ToldBy::Word("method", "discount")),
            Variant::Capital => ("valuation", ToldBy::Word("method", "capital")),
            Variant::Capped => ("valuation", ToldBy::Word("method", "capped")),
            Variant::Funding => ("valuation", ToldBy::Word("method", "funding")),
            Variant::Registration => ("duty", ToldBy::Word("duty", "registration")),
            Variant::Declaration => ("duty", ToldBy::Word("duty", "declaration")),
            Variant::Calendar => ("duty", ToldBy::Word("duty", "calendar")),
        }
    }

    fn shape(self) -> &'static Shape {
        match self {
            Variant::WindowCap => &shape::WINDOW_CAP,
            Variant::InForce => &shape::IN_FORCE,
            Variant::ReservationLife => &shape::RESERVATION_LIFE,
            Variant::NoAid => &shape::NO_AID,
            Variant::SameService => &shape::SAME_SERVICE,
            Variant::SameCosts => &shape::SAME_COSTS,
            Variant::SingleUndertaking => &shape::SINGLE_UNDERTAKING,
            Variant::Condition => &shape::CONDITION,
            Variant::Served => &shape::SERVED,
            Variant::Sector => &shape::SECTOR,
            Variant::Forex => &shape::FOREX,
            Variant::Conversion => &shape::CONVERSION,
            Variant::LoanHarbour => &shape::LOAN,
            Variant::GuaranteeHarbour => &shape::GUARANTEE,
            Variant::ReferenceRate => &shape::REFERENCE_RATE,
            Variant::Discount => &shape::DISCOUNT,
            Variant::Capital => &shape::CAPITAL,
            Variant::Capped => &shape::CAPPED,
            Variant::Funding => &shape::FUNDING,
            Variant::Registration => &shape::REGISTRATION,
            Variant::Declaration => &shape::DECLARATION,
            Variant::Calendar => &shape::CALENDAR,
        }
    }

    fn read(self, rule: &mut RuleReader<'_, '_>) -> Option<Rule> {
        match self {
            Variant::WindowCap => limit::window_cap(rule).map(Rule::Limit),
            Variant::InForce => eligibility::in_force(rule).map(Rule::InForce),
            Variant::ReservationLife => eligibility::reservation_life(rule).map(Rule::ReservationLife),
            Variant::NoAid => eligibility::no_aid(rule).map(Rule::NoAid),
            Variant::SameService => cumulation::same_service(rule).map(Rule::SameService),
            Variant::SameCosts => cumulation::same_costs(rule).map(Rule::SameCosts),
            Variant::SingleUndertaking => group::single_undertaking(rule).map(Rule::Group),
            Variant::Condition => exclusion::condition(rule).map(Rule::Condition),
            Variant::Served => exclusion::served(rule).map(Rule::Sector),
            Variant::Sector => exclusion::sector(rule).map(Rule::Sector),
            Variant::Forex => valuation::forex(rule).map(Rule::Forex),
            Variant::Conversion => valuation::conversion(rule).map(Rule::Conversion),
            Variant::LoanHarbour => valuation::loan(rule).map(Rule::Loan),
            Variant::GuaranteeHarbour => valuation::guarantee(rule).map(Rule::Guarantee),
            Variant::ReferenceRate => valuation::reference_rate(rule).map(Rule::ReferenceRate),
            Variant::Discount => valuation::discount(rule).map(Rule::Discount),
            Variant::Capital => valuation::capital(rule).map(Rule::Capital),
            Variant::Capped => valuation::capped(rule).map(Rule::Capped),
            Variant::Funding => valuation::funding(rule).map(Rule::Funding),
            Variant::Registration => duty::registration(rule).map(Rule::Registration),
            Variant::Declaration => duty::declaration(rule).map(Rule::Declaration),
            Variant::Calendar => duty::calendar(rule).map(Rule::Calendar),
        }
    }

    /// The variant that a block is of.
    fn of(table: &dyn TableLike) -> Result<Variant, (PackFaultKind, String)> {
        let word = |key: &str| table.get(key).and_then(Item::as_str).unwrap_or_default();
        let kind = word("kind");
        let mut of_kind = Variant::ALL.into_iter().filter(|variant| variant.told_by().0 == kind);
        let told = |variant: &Variant| match variant.told_by().1 {
            ToldBy::Word(key, choice) => word(key) == choice,
            ToldBy::Key(key) => table.contains_key(key),
            ToldBy::Nothing => true,
        };
        if let Some(variant) = of_kind.clone().find(told) {
            return Ok(variant);
        }
        let choices: Vec<(&str, &str)> = of_kind.by_ref().filter_map(Variant::choice).collect();
        Err(match (choices.first(), KINDS.iter().find(|known| **known == kind)) {
            (Some((key, _)), _) => {
                let choices: Vec<&str> = choices.iter().map(|(_, choice)| *choice).collect();
                let wrong =
                    PackFaultKind::BadValue(format!("{kind} rule with unknown {key} `{}`", word(key)));
                (wrong, format!("{key} is one of: {}", choices.join(", ")))
            }
            (None, Some(known)) => {
                let hint = "a rule that is loaded but not judged would pass in silence; list it in not_modelled instead";
                (PackFaultKind::KindNotJudged(known), hint.to_owned())
            }
            (None, None) => {
                let hint = format!("kind is one of: {}", KINDS.join(", "));
                (PackFaultKind::UnknownKind(kind.to_owned()), hint)
            }
        })
    }

    fn choice(self) -> Option<(&'static str, &'static str)> {
        match self.told_by().1 {
            ToldBy::Word(key, choice) => Some((key, choice)),
            ToldBy::Key(_) | ToldBy::Nothing => None,
        }
    }
}

/// Reads every rule of a file, in its order.
pub(super) fn read_file(file: &str, text: &str, names: &mut Names<'_>, faults: &PackFaults) -> Vec<Rule> {
    let Some(sheet) = Sheet::parse(file, text, faults) else { return Vec::new() };
    let root = sheet.root(&shape::RULE_FILE);
    let mut rules = Vec::new();
    for (id, block, variant) in root.named("rule", |table| Variant::of(table).map(|v| (v.shape(), v))) {
        check_id(&id, &block);
        rules.extend(variant.read(&mut RuleReader::new(&id, &block, names)));
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

/// Notes rules that bear one id, and rules that claim the same case on the same day. Each rule comes with its pack.
pub(super) fn conflicts<'a>(rules: impl Iterator<Item = (&'a str, &'a Rule)>, faults: &PackFaults) {
    let mut ids: BTreeMap<&str, ()> = BTreeMap::new();
    let mut claims: BTreeMap<String, Vec<(&str, &Head)>> = BTreeMap::new();
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
                if !(head.holds_on(on) && other.holds_on(on)) {
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
