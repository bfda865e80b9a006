//! Ceilings over a rolling window, and the matrix of what counts in them.

use rust_decimal::Decimal;

use crate::calendar::Boundary;
use crate::pack::citation::Citation;
use crate::pack::fault::Faults;
use crate::pack::param::{CrossBorder, PerState};
use crate::pack::read::Block;
use crate::pack::regime::{CODES, Regime};
use crate::pack::shape::COUNTS;
use crate::pack::timeline::Dated;

use super::{Head, Resolver, read_regime};

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

/// The holders that a ceiling may leave out of the single undertaking, by the `kind` of a declared holding.
pub const UNLINKED_HOLDERS: [&str; 2] = ["public-body", "non-profit"];

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
    pub code: String,
    /// Kinds of holders through which enterprises are not linked: words of [`UNLINKED_HOLDERS`], perhaps none.
    pub unlinked_through: Vec<String>,
    /// Whether links that cross a border connect, per granting State.
    pub cross_border: PerState<CrossBorder>,
}

impl WindowCap {
    /// How awards of a regime stand in this ceiling; `None`: they never count.
    pub fn counts(&self, regime: &Regime) -> Option<&Counted> {
        self.counts.iter().find(|row| &row.regime == regime)
    }

    /// Whether links controlled by a holder of this kind connect nobody under this ceiling.
    pub fn is_unlinked_through(&self, holding_kind: &str) -> bool {
        self.unlinked_through.iter().any(|kind| kind == holding_kind)
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

/// A refusal code of the closed list.
pub(super) fn read_code(block: &Block<'_>, faults: &mut Faults) -> Option<String> {
    let known = |word: &str| CODES.iter().find(|c| **c == word).map(|c| (*c).to_owned());
    block.word("code", "such as ceiling_exceeded, excluded_sector, conditions_excluded", known, faults)
}

pub(super) fn read(
    head: Option<Head>,
    block: &Block<'_>,
    resolver: &mut Resolver<'_>,
    faults: &mut Faults,
) -> Option<WindowCap> {
    let regime = read_regime(block, faults);
    let scope = block.word("scope", "member-state, union", scope, faults);
    let unit =
        block.word("unit", "single-undertaking, linked-enterprises, undertaking-project", unit, faults);
    let years = block.whole("window_years", faults);
    if years.is_some_and(|y| !(1..=30).contains(&y)) {
        block.refuse("window_years", "a window of no or too many years", "1 to 30", faults);
    }
    let boundary = resolver.boundary("boundary", head.as_ref(), block, faults);
    let ceiling = resolver.eur("ceiling", head.as_ref(), block, faults);
    let code = read_code(block, faults);
    let unlinked_through = read_holders(block, faults);
    let cross_border = resolver.cross_border("cross_border", head.as_ref(), block, faults);
    let counts = read_matrix(block, regime.as_ref(), faults);
    Some(WindowCap {
        head: head?,
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

fn read_holders(block: &Block<'_>, faults: &mut Faults) -> Option<Vec<String>> {
    let words = block.words("unlinked_through", faults)?;
    for word in words.iter().filter(|word| !UNLINKED_HOLDERS.contains(&word.as_str())) {
        let hint = format!("any of {}, or [] if every holder connects", UNLINKED_HOLDERS.join(", "));
        block.refuse("unlinked_through", &format!("unknown holder `{word}`"), &hint, faults);
    }
    Some(words)
}

fn read_matrix(block: &Block<'_>, judged: Option<&Regime>, faults: &mut Faults) -> Option<Vec<Counted>> {
    let mut matrix: Vec<Counted> = Vec::new();
    let rows = block.blocks("counts", &COUNTS, faults);
    for row in &rows {
        let regime = read_regime(row, faults);
        let mode = row.word("mode", "counted, interpretation", mode, faults);
        let citation = Citation::read(row, faults);
        let note = row.text("note", faults);
        if mode == Some(Mode::Interpretation) && note.is_none() {
            row.refuse("mode", "an open question without note", "say what is open: note = \"..\"", faults);
        }
        let (Some(regime), Some(mode), Some(citation)) = (regime, mode, citation) else { continue };
        if matrix.iter().any(|known| known.regime == regime) {
            row.refuse(
                "regime",
                &format!("`{regime}` stands twice in the matrix"),
                "say once how it counts",
                faults,
            );
            continue;
        }
        matrix.push(Counted { regime, mode, citation, note });
    }
    if let Some(judged) = judged
        && matrix.len() == rows.len()
        && !matrix.iter().any(|row| &row.regime == judged && row.mode == Mode::Counted)
    {
        let hint = "a ceiling counts at least the aid it judges; add a counts block for it";
        block.refuse("counts", &format!("the ceiling does not count `{judged}` itself"), hint, faults);
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
