//! Limits: how much may be held, of what, by whom, of whose aid, over which days; and the matrix of what counts.
//!
//! A ceiling over a rolling window is the one kind that packs have today; what else the law limits is a [`Limit`] too, with
//! another [`Measure`], without [`Window`], or both.

use chrono::NaiveDate;
use ledger::event::aid::ComputeUnit;
use ledger::ids::MemberState;
use ledger::money::Cents;
use ledger::verdict::Code;
use rust_decimal::Decimal;

use crate::calendar::{Boundary, look_back_start, release_day};
use crate::pack::citation::Citation;
use crate::pack::param::{LinkPolicy, PerState};
use crate::pack::read::Block;
use crate::pack::regime::Regime;
use crate::pack::shape::COUNTS;
use crate::pack::timeline::{Dated, Entry, Standing};

use super::group::{UnlinkedHolder, read_holders};
use super::head::Head;
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
    /// All days.
    Unbounded,
}

impl Length {
    /// The first day that is added up for the period that ends on a day.
    #[must_use]
    pub fn start(self, end: NaiveDate, boundary: Boundary) -> NaiveDate {
        match self {
            Self::Years(years) => look_back_start(end, years, boundary),
            Self::Unbounded => NaiveDate::MIN,
        }
    }

    /// The first day whose period no longer holds an award granted on a day.
    #[must_use]
    pub fn release(self, granted_on: NaiveDate, boundary: Boundary) -> NaiveDate {
        match self {
            Self::Years(years) => release_day(granted_on, years, boundary),
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
    /// Over which period; `None`: over all days.
    pub window: Option<Window>,
    /// How much is allowed, exactly so much included; euro or the unit of the measure.
    pub ceiling: Dated<Decimal>,
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
        self.window.as_ref().map_or(Length::Unbounded, |window| Length::Years(window.years))
    }

    /// The ceiling on a date, in hundredths of the measure.
    #[must_use]
    pub fn ceiling_on(&self, date: NaiveDate) -> Option<Cents> {
        let hundredths = self.ceiling.on(date)?.value.checked_mul(Decimal::ONE_HUNDRED)?;
        hundredths.fract().is_zero().then(|| i128::try_from(hundredths.trunc()).ok().map(Cents)).flatten()
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
        let mut case = format!("the ceiling of {} per {}", self.regime, self.scope.as_str());
        if self.measure != Measure::Euro {
            case.push_str(&format!(" in {}", self.measure.unit()));
        }
        if self.window.is_none() {
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
    let years = rule.block.whole("window_years");
    if years.is_some_and(|y| !(1..=30).contains(&y)) {
        rule.block.refuse("window_years", "a window of no or too many years", "1 to 30");
    }
    let boundary = rule.boundary("boundary");
    let ceiling = rule.eur("ceiling");
    let code = rule.code();
    let unlinked_through = read_holders(rule.block);
    let cross_border = rule.cross_border("cross_border");
    let natural_persons = rule.natural_persons("natural_persons");
    let counts = read_matrix(rule.block, regime.as_ref());
    Some(Limit {
        head: rule.head()?,
        regime: regime?,
        counts: counts?,
        measure: Measure::Euro,
        scope: scope?,
        unit: unit?,
        window: Some(Window { years: years?, boundary: boundary? }),
        ceiling: ceiling?,
        code: code?,
        unlinked_through: unlinked_through?,
        cross_border: cross_border?,
        natural_persons: natural_persons?,
    })
}

fn read_matrix(block: &Block<'_>, judged: Option<&Regime>) -> Option<Vec<Counted>> {
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
