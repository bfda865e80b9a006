//! Ceilings over a rolling window, and the matrix of what counts in them.

use ledger::verdict::Code;
use rust_decimal::Decimal;

use crate::calendar::Boundary;
use crate::pack::citation::Citation;
use crate::pack::param::{CrossBorder, PerState};
use crate::pack::read::Block;
use crate::pack::regime::Regime;
use crate::pack::shape::COUNTS;
use crate::pack::timeline::Dated;

use super::group::{UnlinkedHolder, read_holders};
use super::head::Head;
use super::reader::{RuleReader, read_regime};

/// Whose aid is added up together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Aid of one Member State; every State has its own ceiling.
    MemberState,
    /// Aid of all Member States.
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
    /// Partner and linked enterprises of the SME definition.
    LinkedEnterprises,
    /// One undertaking in one project.
    UndertakingProject,
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
    /// Where that is written.
    pub citation: Citation,
    /// Why it is open, or what a reader should know.
    pub note: Option<String>,
}

/// A ceiling on aid "over any period of n years".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WindowCap {
    /// Id, title, dates, citation.
    pub head: Head,
    /// The regime of the grants it judges.
    pub regime: Regime,
    /// Which awards count in it; regimes not named never do.
    pub counts: Vec<Counted>,
    /// Per Member State or Union-wide.
    pub scope: Scope,
    /// Whose awards are added up.
    pub unit: Unit,
    /// Length of the window in calendar years.
    pub years: u32,
    /// Whether the first day counts, per Member State.
    pub boundary: PerState<Boundary>,
    /// The ceiling in euro; exactly the ceiling is allowed.
    pub ceiling: Dated<Decimal>,
    /// The code of a grant that exceeds it.
    pub code: Code,
    /// Kinds of holders through which enterprises are not linked, perhaps none.
    pub unlinked_through: Vec<UnlinkedHolder>,
    /// Whether links that cross a border connect, per granting State.
    pub cross_border: PerState<CrossBorder>,
}

impl WindowCap {
    /// How awards of a regime stand in this ceiling; `None`: they never count.
    pub fn counts(&self, regime: &Regime) -> Option<&Counted> {
        self.counts.iter().find(|row| &row.regime == regime)
    }

    /// Whether links controlled by a holder of this kind connect nobody under this ceiling.
    pub fn is_unlinked_through(&self, holder: UnlinkedHolder) -> bool {
        self.unlinked_through.contains(&holder)
    }
}

fn scope(word: &str) -> Option<Scope> {
    [Scope::MemberState, Scope::Union].into_iter().find(|s| s.as_str() == word)
}

fn unit(word: &str) -> Option<Unit> {
    match word {
        "single-undertaking" => Some(Unit::SingleUndertaking),
        "linked-enterprises" => Some(Unit::LinkedEnterprises),
        "undertaking-project" => Some(Unit::UndertakingProject),
        _ => None,
    }
}

pub(super) fn read(rule: &mut RuleReader<'_, '_>) -> Option<WindowCap> {
    let regime = rule.regime();
    let scope = rule.block.word("scope", "member-state, union", scope);
    let unit = rule.block.word("unit", "single-undertaking, linked-enterprises, undertaking-project", unit);
    let years = rule.block.whole("window_years");
    if years.is_some_and(|y| !(1..=30).contains(&y)) {
        rule.block.refuse("window_years", "a window of no or too many years", "1 to 30");
    }
    let boundary = rule.boundary("boundary");
    let ceiling = rule.eur("ceiling");
    let code = rule.code();
    let unlinked_through = read_holders(rule.block);
    let cross_border = rule.cross_border("cross_border");
    let counts = read_matrix(rule.block, regime.as_ref());
    Some(WindowCap {
        head: rule.head()?,
        regime: regime?,
        counts: counts?,
        scope: scope?,
        unit: unit?,
        years: years?,
        boundary: boundary?,
        ceiling: ceiling?,
        code: code?,
        unlinked_through: unlinked_through?,
        cross_border: cross_border?,
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
        let (Some(regime), Some(mode), Some(citation)) = (regime, mode, citation) else { continue };
        if matrix.iter().any(|known| known.regime == regime) {
            row.refuse("regime", &format!("`{regime}` stands twice in the matrix"), "say once how it counts");
            continue;
        }
        matrix.push(Counted { regime, mode, citation, note });
    }
    if let Some(judged) = judged
        && matrix.len() == rows.len()
        && !matrix.iter().any(|row| &row.regime == judged && row.mode == Mode::Counted)
    {
        let hint = "a ceiling counts at least the aid it judges; add a counts block for it";
        block.refuse("counts", &format!("the ceiling does not count `{judged}` itself"), hint);
    }
    (matrix.len() == rows.len()).then_some(matrix)
}

fn mode(word: &str) -> Option<Mode> {
    match word {
        "counted" => Some(Mode::Counted),
        "interpretation" => Some(Mode::Interpretation),
        _ => None,
    }
}
