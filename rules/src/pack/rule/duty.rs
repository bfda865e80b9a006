//! What an act asks for beside the grant: what is to be done by a day, what is to be kept until one, a declaration before the
//! grant, and the calendar by which terms are counted.

use chrono::{NaiveDate, Weekday};
use ledger::event::aid::{BasisKind, Instrument, Nace};
use ledger::event::field::choice;
use ledger::event::governance::RegisterLevel;
use ledger::ids::Id;
use ledger::money::Cents;
use rust_decimal::Decimal;

use crate::pack::citation::Citation;
use crate::pack::fault::PackFaultKind;
use crate::pack::param::{DayOfYear, Roll};
use crate::pack::read::Block;
use crate::pack::regime::Regime;
use crate::pack::shape::DUTY_SECTOR;
use crate::pack::timeline::Dated;

use super::head::Head;
use super::reader::RuleReader;
use super::sectors::Sectors;

choice! {
    /// From what day a duty runs, and so what it is about.
    Start {
        /// The day of the grant; of what waited for a confirmation or a condition, that day. About an award.
        Grant = "grant",
        /// The day on which the report of a financial intermediary was received. About the award it reports.
        Report = "report",
        /// The last day of the year of the grant, where no day of a tax declaration is stated. About an award.
        YearOfGrant = "year-of-grant",
        /// The day on which the tax declaration is due, where it is stated. About an award.
        TaxDeclaration = "tax-declaration",
        /// The day on which a scheme enters into force. About the scheme.
        Scheme = "scheme",
        /// The last aid under the scheme of an award. About the award.
        LastAidOfScheme = "last-aid-of-scheme",
        /// The last aid that an authority gave. About the authority.
        LastAidOfProvider = "last-aid-of-provider",
        /// The day on which a request of somebody entitled was received. About the request.
        Request = "request",
        /// The end of each quarter. About each financial intermediary of a scheme.
        Quarter = "quarter",
        /// The end of each year.
        Year = "year",
        /// No day: the last one is fixed.
        Date = "date",
    }
}

choice! {
    /// Whose a duty of each year, or of a fixed day, is.
    Subject { MemberState = "member-state", System = "system" }
}

choice! {
    /// Who has to do it.
    DutyOf {
        MemberState = "member-state",
        GrantingAuthority = "granting-authority",
        Intermediary = "intermediary",
        Provider = "provider",
        Host = "host",
    }
}

choice! {
    /// Which statement says that it was done.
    TickedBy {
        RegisterReceipt = "register.receipt",
        PublicationMade = "publication.made",
        DutyDone = "duty.done",
    }
}

/// Whether something is to be done by the day, or to be kept until it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Done by it, as that statement says.
    Do(TickedBy),
    /// Kept until it.
    Keep,
}

/// How long a duty runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DutyTerm {
    /// Working days of the State (Regulation No 1182/71 Art. 2(2)).
    WorkingDays(Dated<u32>),
    /// Days.
    Days(Dated<u32>),
    /// Months, to the same date.
    Months(Dated<u32>),
    /// Years, to the same date.
    Years(Dated<u32>),
    /// Whole fiscal years of the beneficiary after the one in which it begins.
    FiscalYears(Dated<u32>),
    /// To that day of the year after.
    DayOfYear(Dated<DayOfYear>),
    /// To that day.
    Date(Dated<NaiveDate>),
}

/// Above which amount a duty holds for activities of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectorThreshold {
    /// The activities.
    pub sectors: Sectors,
    /// The amount, in euro.
    pub above: Dated<Decimal>,
    /// Where it is written.
    pub citation: Citation,
}

/// A duty with its last day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyRule {
    /// Id, title, dates, citation.
    pub head: Head,
    /// Its name, such as `register-entry`: several rules of one name are one duty under several acts.
    pub name: Id,
    /// Whether to do or to keep.
    pub purpose: Purpose,
    /// From what day it runs.
    pub starts: Start,
    /// Whose it is, where it runs from no award or scheme.
    pub subject: Option<Subject>,
    /// Who has to do it.
    pub by: DutyOf,
    /// The regimes of the awards or schemes; empty where it is about neither.
    pub regimes: Vec<Regime>,
    /// Only of States that have designated such a register, or said nothing of it.
    pub register: Option<RegisterLevel>,
    /// Only of awards under a scheme, or only of others; `None`: of both.
    pub basis: Option<BasisKind>,
    /// Of awards by which instruments.
    pub instruments: Vec<Instrument>,
    /// How long it runs.
    pub term: DutyTerm,
    /// How long by the wider of two readings of the act.
    pub wider: Option<DutyTerm>,
    /// What its last day does that is no working day; `None`: nothing.
    pub roll: Option<Dated<Roll>>,
    /// Above which amount it holds, in euro; `None`: for any.
    pub above: Option<Dated<Decimal>>,
    /// The same for some activities.
    pub sectors: Vec<SectorThreshold>,
}

/// An award as far as it decides which duties follow from it.
#[derive(Debug, Clone, Copy)]
pub struct DutyCase<'a> {
    /// Its regime.
    pub regime: Regime,
    /// Whether it comes under a scheme.
    pub by_scheme: bool,
    /// By which instrument, where that is stated.
    pub instrument: Option<Instrument>,
    /// The activity, where that is stated.
    pub nace: Option<&'a Nace>,
    /// The recorded figure, at its high end; `None`: not known.
    pub gge: Option<Cents>,
    /// When it was granted.
    pub granted_on: NaiveDate,
}

impl DutyRule {
    /// Whether it follows from an award.
    #[must_use]
    pub fn binds(&self, aided: &DutyCase<'_>) -> bool {
        let basis = self.basis.is_none_or(|kind| (kind == BasisKind::Scheme) == aided.by_scheme);
        let instrument = aided.instrument.is_none_or(|instrument| self.instruments.contains(&instrument));
        self.regimes.contains(&aided.regime) && basis && instrument && self.is_reached(aided)
    }

    /// Whether an award is above the amount from which the duty holds; one without a figure is above none.
    fn is_reached(&self, aided: &DutyCase<'_>) -> bool {
        let Some(above) = self.above_for(aided) else { return true };
        let bound = above.on(aided.granted_on).and_then(|entry| cents(entry.value));
        aided.gge.zip(bound).is_some_and(|(gge, bound)| bound < gge)
    }

    /// The amount for the activity of an award: that of the list that names it, or may mean it; else the general one.
    fn above_for(&self, aided: &DutyCase<'_>) -> Option<&Dated<Decimal>> {
        let listed = |row: &&SectorThreshold| aided.nace.is_some_and(|nace| row.sectors.says(nace).is_some());
        self.sectors.iter().find(listed).map(|row| &row.above).or(self.above.as_ref())
    }

    /// Whether it is said of a registration that comes too late (P9).
    #[must_use]
    pub fn is_registration(&self) -> bool {
        self.purpose == Purpose::Do(TickedBy::RegisterReceipt) && self.starts == Start::Grant
    }

    /// Whether it is a publication of awards above an amount (P13).
    #[must_use]
    pub fn is_publication(&self) -> bool {
        self.purpose == Purpose::Do(TickedBy::PublicationMade) && self.above.is_some()
    }

    /// Its term in working days, where it has one.
    #[must_use]
    pub fn working_days(&self) -> Option<&Dated<u32>> {
        match &self.term {
            DutyTerm::WorkingDays(days) => Some(days),
            DutyTerm::Days(_)
            | DutyTerm::Months(_)
            | DutyTerm::Years(_)
            | DutyTerm::FiscalYears(_)
            | DutyTerm::DayOfYear(_)
            | DutyTerm::Date(_) => None,
        }
    }

    pub(super) fn claims(&self) -> Vec<String> {
        let kinds = self.basis.map_or_else(|| BasisKind::ALL.to_vec(), |kind| vec![kind]);
        let duty = format!("the duty {} from the {}", self.name, self.starts);
        if self.regimes.is_empty() {
            return vec![duty];
        }
        if !self.starts.is_of_award() {
            return self.regimes.iter().map(|regime| format!("{duty} of {regime}")).collect();
        }
        let of = |regime: &Regime| {
            let pairs = kinds.iter().flat_map(|kind| self.instruments.iter().map(move |by| (kind, by)));
            pairs.map(|(kind, by)| format!("{duty} of {regime}, {kind}, {by}")).collect::<Vec<_>>()
        };
        self.regimes.iter().flat_map(of).collect()
    }
}

impl Start {
    /// Whether it is about an award.
    #[must_use]
    pub fn is_of_award(self) -> bool {
        match self {
            Start::Grant
            | Start::Report
            | Start::YearOfGrant
            | Start::TaxDeclaration
            | Start::LastAidOfScheme => true,
            Start::Scheme
            | Start::LastAidOfProvider
            | Start::Request
            | Start::Quarter
            | Start::Year
            | Start::Date => false,
        }
    }
}

/// A declaration of other aid before the grant, until the register of the State covers so many years.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeclarationDuty {
    /// Id, title, dates, citation.
    pub head: Head,
    /// The regimes.
    pub regimes: Vec<Regime>,
    /// Years before the grant that the declaration speaks of, and that a register must cover to replace it.
    pub years: DeclaredYears,
    /// Whether only a register that the State has set up itself replaces it.
    pub national_register: bool,
}

/// Of how many years a declaration speaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeclaredYears {
    /// Calendar years back from the grant.
    Years(Dated<u32>),
    /// Fiscal years of the undertaking, the current one among them.
    FiscalYears(Dated<u32>),
}

/// Which days are working days, and whether periods move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarRule {
    /// Id, title, dates, citation.
    pub head: Head,
    /// Days of the week that are no working days.
    pub weekend: Dated<Vec<Weekday>>,
    /// The end of a forward period.
    pub forward_roll: Dated<Roll>,
    /// The start of a look-back.
    pub look_back_roll: Dated<Roll>,
    /// Working days of lateness from which it is said where the holidays on record are calculated.
    pub computed_from: Dated<u32>,
    /// The same where they are missing.
    pub missing_from: Dated<u32>,
}

/// What is to be done by a day.
pub(super) fn deadline(rule: &mut RuleReader<'_, '_>) -> Option<DutyRule> {
    let ticked_by = word::<TickedBy>(rule.block, "ticked_by", TickedBy::ALL);
    duty(rule, ticked_by.map(Purpose::Do))
}

/// What is to be kept until a day.
pub(super) fn retention(rule: &mut RuleReader<'_, '_>) -> Option<DutyRule> {
    duty(rule, Some(Purpose::Keep))
}

fn duty(rule: &mut RuleReader<'_, '_>, purpose: Option<Purpose>) -> Option<DutyRule> {
    let block = rule.block;
    let name = block.word("name", "small letters, digits and hyphens", |text| plain_name(text)?.parse().ok());
    let starts = word::<Start>(block, "starts", Start::ALL);
    let by = word::<DutyOf>(block, "by", DutyOf::ALL);
    let subject = block.has("about").then(|| word::<Subject>(block, "about", Subject::ALL));
    let regimes = if block.has("regimes") { rule.regimes() } else { Some(Vec::new()) };
    let register =
        block.has("register").then(|| word::<RegisterLevel>(block, "register", RegisterLevel::ALL));
    let basis = block.has("basis").then(|| word::<BasisKind>(block, "basis", BasisKind::ALL));
    let instruments = instruments(block);
    let term = one_term(rule, ["working_days", "days", "months", "years", "fiscal_years", "day", "date"]);
    let wider = block.has("wider_years").then(|| rule.count("wider_years", "year"));
    let roll = block.has("roll").then(|| rule.roll("roll"));
    let above = block.has("above").then(|| rule.eur("above"));
    let sectors = sector_thresholds(rule);
    if let Some(starts) = starts {
        fits(block, starts, term.as_ref());
    }
    Some(DutyRule {
        head: rule.head()?,
        name: name?,
        purpose: purpose?,
        starts: starts?,
        subject: or_none(subject)?,
        by: by?,
        regimes: regimes?,
        register: or_none(register)?,
        basis: or_none(basis)?,
        instruments: instruments?,
        term: term?,
        wider: or_none(wider)?.map(DutyTerm::Years),
        roll: or_none(roll)?,
        above: or_none(above)?,
        sectors: sectors?,
    })
}

/// An amount of at most two decimals, as a pack has them.
fn cents(euros: Decimal) -> Option<Cents> {
    let cents = euros.checked_mul(Decimal::ONE_HUNDRED)?;
    i128::try_from(cents.trunc()).ok().map(Cents)
}

/// What is not there is no fault; what is there and cannot be read is one that was noted.
fn or_none<T>(read: Option<Option<T>>) -> Option<Option<T>> {
    read.map_or(Some(None), |read| read.map(Some))
}

fn word<T>(block: &Block<'_>, key: &str, all: &[T]) -> Option<T>
where
    T: Copy + std::fmt::Display + std::str::FromStr,
{
    let choices: Vec<String> = all.iter().map(T::to_string).collect();
    block.word(key, &choices.join(", "), |word| word.parse().ok())
}

fn plain_name(text: &str) -> Option<String> {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    (!text.is_empty() && text.len() <= 64 && text.bytes().all(plain)).then(|| text.to_owned())
}

/// Those that are named, or all but those that are excepted.
fn instruments(block: &Block<'_>) -> Option<Vec<Instrument>> {
    let read = |key: &str| -> Option<Vec<Instrument>> {
        let words = if block.has(key) { block.words(key)? } else { Vec::new() };
        let parsed: Option<Vec<Instrument>> = words.iter().map(|word| word.parse().ok()).collect();
        if parsed.is_none() {
            let known: Vec<&str> = Instrument::ALL.iter().map(|one| one.as_str()).collect();
            block.refuse(key, "an instrument that no award has", &format!("one of: {}", known.join(", ")));
        }
        parsed
    };
    let (named, except) = (read("instruments")?, read("except_instruments")?);
    if !named.is_empty() {
        return Some(named);
    }
    Some(Instrument::ALL.iter().copied().filter(|one| !except.contains(one)).collect())
}

/// The term at the one of these keys that is there.
fn one_term(rule: &mut RuleReader<'_, '_>, keys: [&'static str; 7]) -> Option<DutyTerm> {
    let there: Vec<&str> = keys.into_iter().filter(|key| rule.block.has(key)).collect();
    let [key] = there.as_slice() else {
        let message = format!("{} has {} terms", rule.block.name(), there.len());
        let hint = format!("give exactly one of: {}", keys.join(", "));
        rule.block.refuse(there.first().copied().unwrap_or("starts"), &message, &hint);
        return None;
    };
    match *key {
        "working_days" => rule.count(key, "working-day").map(DutyTerm::WorkingDays),
        "days" => rule.count(key, "day").map(DutyTerm::Days),
        "months" => rule.count(key, "month").map(DutyTerm::Months),
        "years" => rule.count(key, "year").map(DutyTerm::Years),
        "fiscal_years" => rule.count(key, "year").map(DutyTerm::FiscalYears),
        "day" => rule.day_of_year(key).map(DutyTerm::DayOfYear),
        _ => rule.day(key).map(DutyTerm::Date),
    }
}

/// Notes keys that say nothing of what the duty is about.
fn fits(block: &Block<'_>, starts: Start, term: Option<&DutyTerm>) {
    let (of_award, of_nothing) = (starts.is_of_award(), matches!(starts, Start::Year | Start::Date));
    let needs = |key: &str, needed: bool, hint: &str| {
        if needed != block.has(key) {
            let what = if needed { "lacks" } else { "has no use for" };
            block.refuse(key, &format!("a duty from the {starts} {what} `{key}`"), hint);
        }
    };
    needs(
        "about",
        of_nothing,
        "about = \"member-state\" or \"system\", where it runs from no award or scheme",
    );
    if starts != Start::Date && starts != Start::Year {
        needs("regimes", true, "name the regimes of the awards or schemes it is about");
    }
    for key in ["basis", "instruments", "except_instruments", "above", "by_sector", "wider_years"] {
        if !(of_award || starts == Start::LastAidOfProvider) && block.has(key) {
            needs(key, false, "it is for duties that follow from awards");
        }
    }
    let fixed = matches!(term, Some(DutyTerm::DayOfYear(_) | DutyTerm::Date(_)));
    let suits = match (starts, term) {
        (Start::Year, Some(DutyTerm::DayOfYear(_))) | (Start::Date, Some(DutyTerm::Date(_))) | (_, None) => {
            true
        }
        (Start::Year | Start::Date, Some(_)) => false,
        (_, Some(_)) => !fixed,
    };
    if !suits {
        let hint =
            "`day` goes with starts = \"year\", `date` with starts = \"date\", the others with the rest";
        block.refuse("starts", "a start and a term that do not go together", hint);
    }
    if block.has("roll") && (fixed || matches!(term, Some(DutyTerm::WorkingDays(_)))) {
        let hint = "a fixed day does not move (1182/71 Art. 5(1)), and a working day has no need to";
        block.refuse("roll", "a last day that never rolls", hint);
    }
}

fn sector_thresholds(rule: &mut RuleReader<'_, '_>) -> Option<Vec<SectorThreshold>> {
    let rows = rule.block.blocks("by_sector", &DUTY_SECTOR);
    let read = rows.iter().map(|row| {
        let mut inner = rule.inside(row);
        let sectors = Sectors::read(&mut inner, "activities", "listed");
        let above = inner.eur("above");
        let citation = Citation::read(row);
        Some(SectorThreshold { sectors: sectors?, above: above?, citation: citation? })
    });
    // Each row is read, so that the mistakes of all are named.
    let read: Vec<Option<SectorThreshold>> = read.collect();
    read.into_iter().collect()
}

pub(super) fn declaration(rule: &mut RuleReader<'_, '_>) -> Option<DeclarationDuty> {
    let regimes = rule.regimes();
    let years = match (rule.block.has("years"), rule.block.has("fiscal_years")) {
        (true, false) => rule.count("years", "year").map(DeclaredYears::Years),
        (false, true) => rule.count("fiscal_years", "year").map(DeclaredYears::FiscalYears),
        (true, true) => {
            rule.block.refuse(
                "fiscal_years",
                "years and fiscal years",
                "a declaration speaks of one of the two",
            );
            None
        }
        (false, false) => {
            let kind = PackFaultKind::MissingKey { key: "years", block: rule.block.name().to_owned() };
            rule.block.note_whole(kind, "years, or fiscal_years");
            None
        }
    };
    let register = match rule.block.has("register") {
        true => rule.block.word("register", "any, national", |word| match word {
            "any" => Some(false),
            "national" => Some(true),
            _ => None,
        }),
        false => Some(false),
    };
    Some(DeclarationDuty {
        head: rule.head()?,
        regimes: regimes?,
        years: years?,
        national_register: register?,
    })
}

pub(super) fn calendar(rule: &mut RuleReader<'_, '_>) -> Option<CalendarRule> {
    let weekend = rule.weekdays("weekend");
    let forward_roll = rule.roll("forward_roll");
    let look_back_roll = rule.roll("look_back_roll");
    let computed_from = rule.count("computed_from", "working-day");
    let missing_from = rule.count("missing_from", "working-day");
    Some(CalendarRule {
        head: rule.head()?,
        weekend: weekend?,
        forward_roll: forward_roll?,
        look_back_roll: look_back_roll?,
        computed_from: computed_from?,
        missing_from: missing_from?,
    })
}
