//! Limits: how much may be held, of what, by whom, of whose aid, over which days; and the matrix of what counts.
//!
//! A ceiling over a rolling window is the one kind that packs have today; what else the law limits is a [`Limit`] too, with
//! another [`Measure`], without [`Window`], or both.

use chrono::{Days, NaiveDate};
use ledger::event::aid::ComputeUnit;
use ledger::ids::MemberState;
use ledger::money::Cents;
use ledger::verdict::Code;
use rust_decimal::Decimal;

use crate::calendar::{Boundary, look_back_start, release_day};
use crate::pack::citation::Citation;
use crate::pack::fault::PackFaultKind;
use crate::pack::param::{LinkPolicy, PerState};
use crate::pack::read::Block;
use crate::pack::regime::Regime;
use crate::pack::shape::COUNTS;
use crate::pack::timeline::{Dated, Entry, Standing};

use super::caps::in_hundredths;
use super::group::{UnlinkedHolder, read_holders};
use super::head::Head;
use super::option::{Chosen, StateOption};
use super::reader::{RuleReader, read_regime};

/// What of an award fills a limit. Sums and ceilings are kept in hundredths of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Its gross grant equivalent.
    Euro,
    /// The computing time awarded, in one unit; no pack has such a limit yet.
    Hours(ComputeUnit),
}

impl Measure {
    /// The unit in which a check states its figures.
    #[must_use]
    pub fn unit(self) -> &'static str {
        match self {
            Self::Euro => "EUR",
            Self::Hours(unit) => unit.as_str(),
        }
    }
}

/// Whose aid is added up together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Aid of one Member State; every State has its own ceiling.
    MemberState,
    /// Aid of all Member States, and aid that no State grants.
    Union,
}

impl Scope {
    /// The word a pack uses.
    pub fn as_str(self) -> &'static str {
        match self {
            Scope::MemberState => "member-state",
            Scope::Union => "union",
        }
    }
}

/// To whom aid is added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// All enterprises of a single undertaking (Art. 2(2) of the de minimis regulations).
    SingleUndertaking,
}

/// Units of the grammar that nothing adds up by yet: partner and linked enterprises of the SME definition, and one
/// undertaking in one project.
const UNITS_NOT_JUDGED: [&str; 2] = ["linked-enterprises", "undertaking-project"];

/// "Over any period of n years": which days are added up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// Length in calendar years.
    pub years: u32,
    /// Whether the first day counts, per Member State.
    pub boundary: PerState<Boundary>,
}

/// How far back a limit adds up from a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Length {
    /// So many calendar years.
    Years(u32),
    /// So many fiscal years of whoever it is; of those that are longer than a year so many days more. The days here are the most
    /// that any calendar gives, to look for awards; which of them a window holds is for the calendars to say.
    FiscalYears(u32, u32),
    /// All days.
    Unbounded,
}

impl Length {
    /// The first day that is added up for the period that ends on a day.
    #[must_use]
    pub fn start(self, end: NaiveDate, boundary: Boundary) -> NaiveDate {
        match self {
            Self::Years(years) => look_back_start(end, years, boundary),
            Self::FiscalYears(years, more) => {
                let start = look_back_start(end, years.saturating_add(1), Boundary::Closed);
                start.checked_sub_days(Days::new(more.into())).unwrap_or(NaiveDate::MIN)
            }
            Self::Unbounded => NaiveDate::MIN,
        }
    }

    /// The first day whose period no longer holds an award granted on a day.
    #[must_use]
    pub fn release(self, granted_on: NaiveDate, boundary: Boundary) -> NaiveDate {
        match self {
            Self::Years(years) => release_day(granted_on, years, boundary),
            Self::FiscalYears(years, more) => {
                let day = release_day(granted_on, years.saturating_add(1), Boundary::Closed);
                day.checked_add_days(Days::new(more.into())).unwrap_or(NaiveDate::MAX)
            }
            Self::Unbounded => NaiveDate::MAX,
        }
    }
}

/// Whether awards of a regime count in a ceiling.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// They count.
    Counted,
    /// The text leaves it open: they do not count, and a verdict with such awards in its window is flagged
    /// `interpretation`.
    Interpretation,
}

/// One row of the counting matrix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The regime of the earlier award.
    pub regime: Regime,
    /// Whether it counts.
    pub mode: Mode,
    /// How firm that stands: what counts by a reading of the text alone is said where the answer turns on it.
    pub standing: Standing,
    /// Where that is written.
    pub citation: Citation,
    /// Why it is open, or what a reader should know.
    pub note: Option<String>,
}

/// How much one undertaking may hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// Id, title, dates, citation.
    pub head: Head,
    /// The regime of the grants it judges.
    pub regime: Regime,
    /// The evidence: which awards fill it; regimes not named never do.
    pub counts: Vec<Counted>,
    /// What of them fills it.
    pub measure: Measure,
    /// Per Member State or Union-wide.
    pub scope: Scope,
    /// Whose awards are added up.
    pub unit: Unit,
    /// Over which period; `None`: over all days, or over fiscal years.
    pub window: Option<Window>,
    /// Over how many fiscal years of the undertaking.
    pub fiscal_years: Option<u32>,
    /// How much is allowed, exactly so much included; euro or the unit of the measure.
    pub ceiling: Dated<Decimal>,
    /// What stands in its place where the granting State has chosen so.
    pub option: Option<StateOption>,
    /// The ceiling by another reading of the text.
    pub ceiling_disputed: Option<Dated<Decimal>>,
    /// Whether it is what several acts may come to together, beside the ceiling of the act.
    pub sum: bool,
    /// The code of a grant that exceeds it.
    pub code: Code,
    /// Kinds of holders through which enterprises are not linked, perhaps none.
    pub unlinked_through: Vec<UnlinkedHolder>,
    /// Whether links that cross a border connect, per granting State.
    pub cross_border: PerState<LinkPolicy>,
    /// Whether links of natural persons that are no enterprises connect; `None`: like any others.
    pub natural_persons: Option<PerState<LinkPolicy>>,
}

impl Limit {
    /// How awards of a regime stand in this limit; `None`: they never count.
    pub fn counts(&self, regime: &Regime) -> Option<&Counted> {
        self.counts.iter().find(|row| &row.regime == regime)
    }

    /// The regimes whose awards stand so.
    #[must_use]
    pub fn regimes(&self, mode: Mode) -> Vec<Regime> {
        self.counts.iter().filter(|row| row.mode == mode).map(|row| row.regime).collect()
    }

    /// The regimes whose awards count by what is written, and not by a reading of it.
    #[must_use]
    pub fn firmly_counted(&self) -> Vec<Regime> {
        let firm = |row: &&Counted| row.mode == Mode::Counted && row.standing == Standing::Law;
        self.counts.iter().filter(firm).map(|row| row.regime).collect()
    }

    /// Whether links controlled by a holder of this kind connect nobody under this limit.
    pub fn is_unlinked_through(&self, holder: UnlinkedHolder) -> bool {
        self.unlinked_through.contains(&holder)
    }

    /// How far back it adds up.
    #[must_use]
    pub fn length(&self) -> Length {
        match (&self.window, self.fiscal_years) {
            (Some(window), _) => Length::Years(window.years),
            (None, Some(years)) => Length::FiscalYears(years, 0),
            (None, None) => Length::Unbounded,
        }
    }

    /// The same where the longest fiscal year on record has so many days.
    #[must_use]
    pub fn length_with(&self, longest: u32) -> Length {
        match self.length() {
            Length::FiscalYears(years, _) => Length::FiscalYears(years, longest.saturating_mul(years)),
            other @ (Length::Years(_) | Length::Unbounded) => other,
        }
    }

    /// The ceiling on a date, in hundredths of the measure.
    #[must_use]
    pub fn ceiling_on(&self, date: NaiveDate) -> Option<Cents> {
        in_hundredths(self.ceiling.on(date)?.value)
    }

    /// The ceiling on a date for aid of a State, which may have chosen another one.
    #[must_use]
    pub fn ceiling_in(
        &self,
        chosen: &dyn Chosen,
        member_state: Option<MemberState>,
        date: NaiveDate,
    ) -> Option<Cents> {
        let option = self.option.as_ref().filter(|option| option.holds(chosen, member_state, date));
        option.and_then(|option| option.ceiling_on(date)).or_else(|| self.ceiling_on(date))
    }

    /// The ceiling by the other reading on a date, where there is one.
    #[must_use]
    pub fn disputed_on(&self, date: NaiveDate) -> Option<Cents> {
        in_hundredths(self.ceiling_disputed.as_ref()?.on(date)?.value)
    }

    /// How the first day of the window is read for aid of a State (`None`: of all States); `None` where it has no window.
    #[must_use]
    pub fn boundary_entry(
        &self,
        member_state: Option<MemberState>,
        date: NaiveDate,
    ) -> Option<&Entry<Boundary>> {
        of_state(&self.window.as_ref()?.boundary, member_state, date)
    }

    /// As [`Limit::boundary_entry`]; without a window both readings are one. `None`: it has no reading on the date.
    #[must_use]
    pub fn boundary_on(&self, member_state: Option<MemberState>, date: NaiveDate) -> Option<Boundary> {
        if self.window.is_none() {
            return Some(Boundary::Closed);
        }
        self.boundary_entry(member_state, date).map(|entry| entry.value)
    }

    /// Whether links across a border connect for aid of a State (`None`: of all States).
    #[must_use]
    pub fn links_across_borders(&self, member_state: Option<MemberState>, date: NaiveDate) -> bool {
        let entry = of_state(&self.cross_border, member_state, date);
        entry.is_none_or(|entry| entry.value == LinkPolicy::Counted)
    }

    /// Whether links of natural persons that are no enterprises connect for aid of a State (`None`: of all States).
    #[must_use]
    pub fn links_through_persons(&self, member_state: Option<MemberState>, date: NaiveDate) -> bool {
        let stated = self.natural_persons.as_ref();
        let entry = stated.and_then(|stated| of_state(stated, member_state, date));
        entry.is_none_or(|entry| entry.value == LinkPolicy::Counted)
    }

    /// The case it claims: a measure of a regime's aid, in a scope, over some days.
    pub(super) fn claims(&self) -> String {
        if self.sum {
            // Sums stand beside each other, of one regime too.
            return format!("the sum {} of {}", self.head.id, self.regime);
        }
        let mut case = format!("the ceiling of {} per {}", self.regime, self.scope.as_str());
        if self.measure != Measure::Euro {
            case.push_str(&format!(" in {}", self.measure.unit()));
        }
        if self.length() == Length::Unbounded {
            case.push_str(" over all days");
        }
        case
    }
}

/// A State's own history; that of all others where no one State is meant.
pub(crate) fn of_state<T>(
    per: &PerState<T>,
    member_state: Option<MemberState>,
    date: NaiveDate,
) -> Option<&Entry<T>> {
    match member_state {
        Some(member_state) => per.on(member_state.as_str(), date),
        None => per.default.on(date),
    }
}

fn scope(word: &str) -> Option<Scope> {
    [Scope::MemberState, Scope::Union].into_iter().find(|s| s.as_str() == word)
}

/// The unit, refused where no aid is added up by it: such a limit would pass unjudged.
fn read_unit(block: &Block<'_>) -> Option<Unit> {
    let known = |word: &str| {
        (word == "single-undertaking" || UNITS_NOT_JUDGED.contains(&word)).then(|| word.to_owned())
    };
    let choices = "single-undertaking, linked-enterprises, undertaking-project";
    let word = block.word("unit", choices, known)?;
    if UNITS_NOT_JUDGED.contains(&word.as_str()) {
        let hint =
            "this release adds aid up by single-undertaking alone; list the rule in not_modelled instead";
        block.refuse("unit", &format!("unit `{word}` is not judged by this release"), hint);
        return None;
    }
    Some(Unit::SingleUndertaking)
}

/// A rule of kind `window_cap`: euro over a rolling window.
pub(super) fn window_cap(rule: &mut RuleReader<'_, '_>) -> Option<Limit> {
    let regime = rule.regime();
    let scope = rule.block.word("scope", "member-state, union", scope);
    let unit = read_unit(rule.block);
    let period = read_period(rule);
    let ceiling = rule.eur("ceiling");
    let code = rule.code();
    let unlinked_through = read_holders(rule.block);
    let cross_border = rule.cross_border("cross_border");
    let natural_persons = rule.natural_persons("natural_persons");
    let counts = read_matrix(rule.block, regime.as_ref());
    let sum = rule.block.has("sum") && rule.block.truth("sum")?;
    let disputed = match rule.block.has("ceiling_disputed") {
        true => Some(rule.eur("ceiling_disputed")?),
        false => None,
    };
    let option = StateOption::read(rule, &["ceiling"]);
    let (window, fiscal_years) = period?;
    Some(Limit {
        head: rule.head()?,
        regime: regime?,
        counts: counts?,
        measure: Measure::Euro,
        scope: scope?,
        unit: unit?,
        window,
        fiscal_years,
        ceiling: ceiling?,
        option: option?,
        ceiling_disputed: disputed,
        sum,
        code: code?,
        unlinked_through: unlinked_through?,
        cross_border: cross_border?,
        natural_persons: natural_persons?,
    })
}

/// Years with a reading of their first day, or fiscal years.
pub(super) fn read_period(rule: &mut RuleReader<'_, '_>) -> Option<(Option<Window>, Option<u32>)> {
    let whole = |rule: &RuleReader<'_, '_>, key: &str| {
        let years = rule.block.whole(key)?;
        if !(1..=30).contains(&years) {
            rule.block.refuse(key, "a window of no or too many years", "1 to 30");
        }
        Some(years)
    };
    if rule.block.has("fiscal_years") {
        if let Some(key) = ["window_years", "boundary"].into_iter().find(|key| rule.block.has(key)) {
            rule.block.refuse(key, "years and fiscal years", "a window is of one of the two");
        }
        return Some((None, Some(whole(rule, "fiscal_years")?)));
    }
    for key in ["window_years", "boundary"].into_iter().filter(|key| !rule.block.has(key)) {
        let kind = PackFaultKind::MissingKey { key, block: rule.block.name().to_owned() };
        rule.block.note_whole(kind, "window_years with boundary, or fiscal_years");
    }
    let years = whole(rule, "window_years");
    let boundary = rule.boundary("boundary");
    Some((Some(Window { years: years?, boundary: boundary? }), None))
}

pub(super) fn read_matrix(block: &Block<'_>, judged: Option<&Regime>) -> Option<Vec<Counted>> {
    let mut matrix: Vec<Counted> = Vec::new();
    let rows = block.blocks("counts", &COUNTS);
    for row in &rows {
        let regime = read_regime(row);
        let mode = row.word("mode", "counted, interpretation", mode);
        let citation = Citation::read(row);
        let note = row.text("note");
        if mode == Some(Mode::Interpretation) && note.is_none() {
            row.refuse("mode", "an open question without note", "say what is open: note = \"..\"");
        }
        let standing = read_standing(row, mode, note.as_deref());
        let (Some(regime), Some(mode), Some(citation)) = (regime, mode, citation) else { continue };
        if matrix.iter().any(|known| known.regime == regime) {
            row.refuse("regime", &format!("`{regime}` stands twice in the matrix"), "say once how it counts");
            continue;
        }
        matrix.push(Counted { regime, mode, standing, citation, note });
    }
    if let Some(judged) = judged
        && matrix.len() == rows.len()
        && !matrix
            .iter()
            .any(|row| &row.regime == judged && row.mode == Mode::Counted && row.standing == Standing::Law)
    {
        let hint = "a ceiling counts at least the aid it judges; add a counts block for it";
        block.refuse("counts", &format!("the ceiling does not count `{judged}` itself"), hint);
    }
    (matrix.len() == rows.len()).then_some(matrix)
}

/// How firm a row stands; an interpretation says whose.
fn read_standing(row: &Block<'_>, mode: Option<Mode>, note: Option<&str>) -> Standing {
    match row.text("status").as_deref() {
        None => return Standing::Law,
        Some("interpretation") => {}
        Some(other) => {
            let hint = "status = \"interpretation\", or leave it out";
            row.refuse("status", &format!("unknown status `{other}` of a row"), hint);
        }
    }
    if mode == Some(Mode::Interpretation) {
        let hint = "mode says it already; status is for what counts by a reading";
        row.refuse("status", "an open question with a status", hint);
    } else if note.is_none() {
        let hint = "say whose reading it is: note = \"..\"";
        row.refuse("status", "an interpretation without note", hint);
    }
    Standing::Interpretation
}

fn mode(word: &str) -> Option<Mode> {
    match word {
        "counted" => Some(Mode::Counted),
        "interpretation" => Some(Mode::Interpretation),
        _ => None,
    }
}
