//! One award: what was recorded of it, where it is in its life, and what it counts.

use std::sync::Arc;

use chrono::NaiveDate;
use ledger::event::aid::{Aid, Basis, ComputeUnit, EligibleCosts, Nace, Regime};
use ledger::event::award::{AwardConditional, AwardCorrected, AwardReserved, Granting};
use ledger::event::procedure::ReviewOutcome;
use ledger::ids::{Id, MemberState, PartyId, ScopedId};
use ledger::money::Cents;
use ledger::verdict::{Figure, Flag, Verdict};
use rust_decimal::Decimal;

use super::course::{Deeds, Lessened, Step, course};
use super::terms::Terms;
use super::undertaking::Handle;
use crate::pack::rule::Measure;

/// How an award came to be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// Admitted by this ledger before it was granted.
    Admitted,
    /// Conferred elsewhere first.
    Conferred,
    /// Reported by others.
    Reported,
}

/// Why a review has set an award aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aside {
    /// It is no aid.
    NoAid,
    /// It is not to be counted.
    NotCounted,
}

impl Aside {
    /// Of what a review decided; `None` where that sets nothing aside.
    pub(crate) fn by(decision: ReviewOutcome) -> Option<Self> {
        match decision {
            ReviewOutcome::NoAid => Some(Self::NoAid),
            ReviewOutcome::NotCounted => Some(Self::NotCounted),
            ReviewOutcome::Admit | ReviewOutcome::Refuse | ReviewOutcome::CountsAsAid => None,
        }
    }
}

/// How the verdict that speaks of an award last has it count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordedAs {
    /// With its figure.
    Counted,
    /// With its figure, by which a ceiling was exceeded.
    OverCeiling,
    /// Nowhere, for lack of figure, beneficiary or date: it blocks.
    Uncounted,
}

impl RecordedAs {
    /// Nowhere where something holds, else with its figure.
    pub(crate) fn uncounted_if(holds: bool) -> Self {
        if holds { Self::Uncounted } else { Self::Counted }
    }

    /// As a verdict is flagged. What counts nowhere was tested against nothing, so `uncounted` goes before `over_ceiling`.
    pub(crate) fn by(verdict: &Verdict) -> Self {
        match (verdict.flags.contains(&Flag::Uncounted), verdict.flags.contains(&Flag::OverCeiling)) {
            (true, _) => Self::Uncounted,
            (false, true) => Self::OverCeiling,
            (false, false) => Self::Counted,
        }
    }
}

/// Where an award is in its life; it never goes back.
#[derive(Debug, Clone)]
pub enum Life {
    /// Reserved, or under a condition: it counts only for events dated not after its end.
    Open(Open),
    /// Granted for good.
    Granted,
    /// Released, or its condition failed.
    Freed,
}

/// An open reservation or conditional award.
#[derive(Debug, Clone)]
pub struct Open {
    /// Last granting date of an event for which it counts.
    pub until: NaiveDate,
    /// What was reserved, with every correction since: for judging its confirmation.
    pub grant: Arc<OpenGrant>,
}

/// A grant that waits for its confirmation or condition, and who stated it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OpenGrant {
    /// `award.reserved`: waits for `award.confirmed`.
    Reserved(PartyId, AwardReserved),
    /// `award.conditional`: waits for `award.condition-met`.
    Conditional(PartyId, AwardConditional),
}

impl OpenGrant {
    /// Who stated it.
    #[must_use]
    pub fn source(&self) -> &PartyId {
        match self {
            Self::Reserved(source, _) | Self::Conditional(source, _) => source,
        }
    }

    /// What it grants.
    #[must_use]
    pub fn grant(&self) -> &dyn Granting {
        match self {
            Self::Reserved(_, grant) => grant,
            Self::Conditional(_, grant) => grant,
        }
    }

    /// Whether it hangs on a condition rather than on a confirmation.
    #[must_use]
    pub fn is_conditional(&self) -> bool {
        match self {
            Self::Reserved(..) => false,
            Self::Conditional(..) => true,
        }
    }

    /// The same as a correction puts it right.
    #[must_use]
    pub fn corrected(&self, correction: &AwardCorrected) -> Self {
        let set = &correction.set;
        macro_rules! put_right {
            ($grant:expr) => {{
                let mut grant = $grant.clone();
                grant.aid = set.aid.clone().unwrap_or(grant.aid);
                grant.granted_on = set.granted_on.unwrap_or(grant.granted_on);
                grant.basis = set.basis.clone().unwrap_or(grant.basis);
                grant.activity = set.activity.clone().unwrap_or(grant.activity);
                grant
            }};
        }
        match self {
            Self::Reserved(source, grant) => Self::Reserved(source.clone(), put_right!(grant)),
            Self::Conditional(source, grant) => Self::Conditional(source.clone(), put_right!(grant)),
        }
    }
}

/// What an award counts; a range keeps both ends.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figures {
    /// Low end, euro cents.
    pub low: Cents,
    /// High end, at which limits are tested.
    pub high: Cents,
}

/// What somebody holds of an award.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Held {
    /// Nothing, whoever asks.
    Nothing,
    /// Held, and counted nowhere for lack of a figure.
    Uncounted,
    /// Held, with so much.
    Counted(Figures),
}

/// An award that took effect, whatever became of it since.
///
/// Four things say independently of each other whether it counts, and each can change while another holds: `life`,
/// `set_aside`, `place` among its sightings and `recorded_as`. A sighting that is matched away may be released, and counts nothing
/// still once it is unmatched; a review that sets an award aside may be followed by one that does not. [`Award::counts_in`]
/// puts them in their order of precedence. Whether it is disputed changes nothing of this.
#[derive(Debug, Clone)]
pub struct Award {
    /// Full id.
    pub id: ScopedId,
    /// Position that brought it.
    pub position: u64,
    /// Whose it is.
    pub beneficiary: Handle,
    /// Granting State; `None` where no State grants.
    pub member_state: Option<MemberState>,
    /// Legal basis.
    pub regime: Regime,
    /// Granting date; for a range of dates its first day.
    pub granted_on: NaiveDate,
    /// Last possible granting date where the date is a range.
    pub granted_until: Option<NaiveDate>,
    /// Recorded gross grant equivalent; `None` where it could not be resolved. Without a high end it counts nowhere.
    pub gge: Option<Figure>,
    /// How it came to be known.
    pub right: Right,
    /// How its verdict has it count.
    pub recorded_as: RecordedAs,
    /// Whether it is uncounted for want of a registered beneficiary, whatever else it lacks (U3).
    pub(crate) is_unanchored: bool,
    /// Of a report the day on which its row was retrieved.
    pub(crate) retrieved_on: Option<NaiveDate>,
    /// What it counts at most and at least from which day on, by what was stated of it and of its other sightings.
    pub(crate) course: Vec<Step>,
    /// What was stated of this sighting itself; `None`: nothing.
    pub(crate) deeds: Option<Arc<Deeds>>,
    /// Whether it is open, granted or freed.
    pub(crate) life: Life,
    /// Set aside by the last review that concerns it.
    pub(crate) set_aside: Option<Aside>,
    /// Reviews that concern it: position, the number of the award that each is about, and what it decided.
    pub(crate) reviews: Vec<(u64, u32, Option<Aside>)>,
    /// Its place among the sightings of one award: settled anew with every pair and figure.
    pub(crate) place: Place,
    /// Whether somebody disputes it.
    pub(crate) disputed: bool,
    /// What may be drawn and was, where that is more than the recorded figure says; see [`Award::face`].
    pub(crate) face: Option<Arc<Face>>,
    /// On what terms it was granted; `None` for a report that says nothing beyond the plainest.
    pub(crate) terms: Option<Arc<Terms>>,
    /// The aid as stated, kept only where its figure hangs on more than itself or could not be found.
    pub(crate) aid: Option<Arc<Aid>>,
    /// Since when it is withdrawn with nothing kept.
    pub(crate) given_back: Option<NaiveDate>,
    /// Which cost lines of its project it pays for, as last stated: what an intensity is a share of.
    pub eligible_costs: Option<Arc<EligibleCosts>>,
}

/// The place of an award among those that are matched with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// It counts for itself and for all that are alike: State, regime, day, recipient.
    Counts {
        /// Whether this ledger checked one of them before it was granted.
        checked: bool,
    },
    /// One that is alike counts in its place.
    Away,
    /// Which of the sightings counts is asked anew for every period (W10).
    Apart {
        /// Its date; its own or, where that is a range, another's. `None` where no sighting has one.
        on: Option<NaiveDate>,
    },
}

/// What an award comes to in full, against which draws and usage are held.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Face {
    /// Quantity of computing time awarded, in its unit.
    pub quantity: Option<Decimal>,
    /// That unit.
    pub unit: Option<ComputeUnit>,
    /// Value in euro cents at the rates of the grant, for other forms.
    pub value: Option<Cents>,
    /// Quantity drawn so far.
    pub drawn_quantity: Decimal,
    /// Value drawn so far, euro cents at the rates of the grant.
    pub drawn_value: Cents,
}

impl Face {
    /// Of an award whose recorded figure is all that may be drawn.
    fn of(gge: Option<Figure>) -> Self {
        Self { value: gge.and_then(|gge| gge.high), ..Self::default() }
    }

    /// Another whole, with what was drawn of this one.
    #[must_use]
    pub fn with_drawn_of(self, drawn: Self) -> Self {
        Self { drawn_quantity: drawn.drawn_quantity, drawn_value: drawn.drawn_value, ..self }
    }

    /// The same with more drawn of it.
    #[must_use]
    pub fn drawn(self, quantity: Decimal, value: Cents) -> Self {
        Self {
            drawn_quantity: self.drawn_quantity.saturating_add(quantity),
            drawn_value: self.drawn_value + value,
            ..self
        }
    }
}

impl Award {
    /// An award of which no more is known yet than whose it is, when and under what: no State, no figure, nothing changed.
    pub(crate) fn new(
        id: ScopedId,
        position: u64,
        beneficiary: Handle,
        regime: Regime,
        granted_on: NaiveDate,
        right: Right,
    ) -> Self {
        Self {
            id,
            position,
            beneficiary,
            member_state: None,
            regime,
            granted_on,
            granted_until: None,
            gge: None,
            right,
            recorded_as: RecordedAs::Counted,
            is_unanchored: false,
            retrieved_on: None,
            course: Vec::new(),
            deeds: None,
            life: Life::Granted,
            set_aside: None,
            reviews: Vec::new(),
            place: Place::Counts { checked: false },
            disputed: false,
            face: None,
            aid: None,
            given_back: None,
            eligible_costs: None,
            terms: None,
        }
    }

    /// Whether it stands at all: not freed, not set aside, not matched away.
    #[must_use]
    pub fn stands(&self) -> bool {
        !(self.is_freed() || self.set_aside.is_some() || self.place == Place::Away)
    }

    /// Whether it was released, or its condition failed.
    #[must_use]
    pub fn is_freed(&self) -> bool {
        matches!(self.life, Life::Freed)
    }

    /// What it waits for, where it is not granted for good yet.
    #[must_use]
    pub fn open(&self) -> Option<&Open> {
        match &self.life {
            Life::Open(open) => Some(open),
            Life::Granted | Life::Freed => None,
        }
    }

    /// The last granting date of an event for which it counts.
    #[must_use]
    pub fn counts_until(&self) -> NaiveDate {
        self.open().map_or(NaiveDate::MAX, |open| open.until)
    }

    /// Why a review has set it aside, where one has.
    #[must_use]
    pub fn set_aside(&self) -> Option<Aside> {
        self.set_aside
    }

    /// Whether it counts nowhere for lack of figure, beneficiary or date, and so blocks.
    #[must_use]
    pub fn is_uncounted(&self) -> bool {
        self.recorded_as == RecordedAs::Uncounted
    }

    /// Whether its verdict was flagged `over_ceiling`.
    #[must_use]
    pub fn is_over_ceiling(&self) -> bool {
        self.recorded_as == RecordedAs::OverCeiling
    }

    /// Whether somebody disputes it.
    #[must_use]
    pub fn is_disputed(&self) -> bool {
        self.disputed
    }

    /// Whether others reported it, or its own authority in the form of a report.
    #[must_use]
    pub fn is_report(&self) -> bool {
        self.terms.as_ref().is_none_or(|terms| terms.grant.is_none())
    }

    /// Whether it is a row of a source: a report that is nobody's own award (A23). Taking it back takes back no right (A6).
    pub(crate) fn is_row(&self) -> bool {
        self.right == Right::Reported
    }

    /// On what terms it was granted; `None` for a report that says nothing beyond the plainest.
    #[must_use]
    pub fn terms(&self) -> Option<&Terms> {
        self.terms.as_deref()
    }

    /// The service of general economic interest that it pays for, where it names one.
    #[must_use]
    pub fn service(&self) -> Option<&Id> {
        self.terms.as_ref()?.service()
    }

    /// Whether it names a service, or says that it is compensation for one.
    pub(crate) fn pays_for_a_service(&self) -> bool {
        self.terms.as_ref().is_some_and(|terms| terms.service().is_some() || terms.is_compensation())
    }

    /// The activity that it aids, where that is stated.
    #[must_use]
    pub fn nace(&self) -> Option<&Nace> {
        self.terms.as_ref()?.nace.as_ref()
    }

    /// The product sector that alone benefits, where that is stated.
    pub(crate) fn product_sector(&self) -> Option<char> {
        self.terms.as_ref()?.product_sector
    }

    /// The project that it is for and pays lines of, where it says so.
    #[must_use]
    pub fn project(&self) -> Option<&ScopedId> {
        self.eligible_costs.as_ref()?;
        self.terms.as_ref()?.project.as_ref()
    }

    /// Whether it was withdrawn on a day at the latest, and nothing of it was kept.
    #[must_use]
    pub fn was_given_back(&self, on: NaiveDate) -> bool {
        self.given_back.is_some_and(|since| since <= on)
    }

    /// Its terms once a correction of `source` has put them right.
    pub(crate) fn corrected_terms(&self, source: &PartyId, correction: &AwardCorrected) -> Terms {
        let set = &correction.set;
        let basis: Option<&Basis> = set.basis.as_ref();
        let mut terms = self.terms.as_deref().cloned().unwrap_or_default().corrected(
            source,
            basis,
            set.activity.as_ref(),
        );
        if let (Some(due), Some(grant)) = (set.tax_declaration_due, &mut terms.grant) {
            grant.tax_declaration_due = Some(due.date());
        }
        terms
    }

    /// What may be drawn in full, and was drawn so far; where nothing else is kept, the recorded figure is the whole.
    #[must_use]
    pub fn face(&self) -> Face {
        self.face.as_deref().copied().unwrap_or_else(|| Face::of(self.gge))
    }

    /// Sets what may be drawn; kept only where the recorded figure does not say it.
    pub(crate) fn set_face(&mut self, face: Face) {
        self.face = (face != Face::of(self.gge)).then(|| Arc::new(face));
    }

    /// What the award counts in a window that ends on `end`, where it counts.
    #[must_use]
    pub fn counted(&self, end: NaiveDate) -> Option<Figures> {
        self.figures(end).filter(|_| self.stands())
    }

    /// As [`Award::counted`], where it stands or would stand again.
    #[must_use]
    pub fn figures(&self, end: NaiveDate) -> Option<Figures> {
        self.recorded_on(end).filter(|_| !self.is_uncounted())
    }

    /// What its figure comes to in a window that ends on `end`, counted or not (A7).
    pub(crate) fn recorded_on(&self, end: NaiveDate) -> Option<Figures> {
        let gge = self.gge?;
        Some(self.lessened(Figures { low: gge.low, high: gge.high? }, end))
    }

    /// What figures come to in a window that ends on `end`, by what was stated and used of the award.
    pub(crate) fn lessened(&self, figures: Figures, end: NaiveDate) -> Figures {
        match self.course.iter().rev().find(|step| step.on <= end) {
            Some(step) => Figures { low: step.of(figures.low), high: step.of(figures.high) },
            None => figures,
        }
    }

    /// What figures come to on a day by what was stated of this sighting itself.
    pub(crate) fn lessened_alone(&self, figures: Figures, day: NaiveDate) -> Figures {
        let steps = course(self.stated_less(), self.used());
        match steps.iter().rev().find(|step| step.on <= day) {
            Some(step) => Figures { low: step.of(figures.low), high: step.of(figures.high) },
            None => figures,
        }
    }

    /// From which day on it counts how much at most.
    pub fn reductions(&self) -> impl Iterator<Item = (NaiveDate, Cents)> + '_ {
        self.course.iter().filter_map(|step| Some((step.on, step.most?.max(step.least))))
    }

    /// What lessens this sighting itself, in the order stated.
    #[must_use]
    pub fn stated_less(&self) -> &[Lessened] {
        self.deeds.as_ref().map(|deeds| deeds.lessened.as_slice()).unwrap_or_default()
    }

    /// The most that was ever used of this sighting (A22).
    #[must_use]
    pub fn used(&self) -> Cents {
        self.deeds.as_ref().map_or(Cents::ZERO, |deeds| deeds.used)
    }

    /// Whether it was said to be no aid, and stands so (F12).
    pub(crate) fn stands_as_no_aid(&self) -> bool {
        !self.is_uncounted() && self.terms.as_deref().is_some_and(Terms::no_aid)
    }

    /// Its date, or the one that it takes from another sighting where it has none (A11).
    pub(crate) fn date_seen(&self) -> NaiveDate {
        match self.place {
            Place::Apart { on: Some(on) } => on,
            Place::Apart { on: None } | Place::Counts { .. } | Place::Away => self.granted_on,
        }
    }

    /// Its own date; of what was confirmed with a later one, the date before.
    pub(crate) fn first_date(&self) -> NaiveDate {
        self.reserved_on().map_or(self.granted_on, |before| before.min(self.granted_on))
    }

    /// Of what was confirmed the day of the reservation.
    pub(crate) fn reserved_on(&self) -> Option<NaiveDate> {
        self.deeds.as_ref()?.reserved_on
    }

    /// Changes what was stated of it.
    pub(crate) fn note(&mut self, change: impl FnOnce(&mut Deeds)) {
        change(Arc::make_mut(self.deeds.get_or_insert_default()));
    }

    /// The same, lessened by one statement: as if it had no other sighting.
    #[cfg(test)]
    pub(crate) fn with_less(mut self, on: NaiveDate, most: Cents) -> Self {
        let stated = Lessened { on, target: most, kept: Cents::ZERO, repaid: None, row_only: false };
        self.note(|deeds| deeds.lessened.push(stated));
        self.course = course(self.stated_less(), self.used());
        self
    }

    /// Whether it counts in no sum, since which of its sightings does is asked for every period.
    pub(crate) fn is_apart(&self) -> bool {
        matches!(self.place, Place::Apart { .. })
    }

    /// Whether this ledger checked it, or an award alike, before it was granted.
    pub(crate) fn is_checked(&self) -> bool {
        self.right == Right::Admitted || self.place == Place::Counts { checked: true }
    }

    /// What it counts of a measure in a period that ends on `end`: nothing where it was freed, set aside or matched away,
    /// uncounted where its verdict has it so or it has no high end, else its figures.
    ///
    /// Computing time counts as awarded until nothing of the award counts any more, since a reduction is stated in euro; in
    /// another unit, or of an unknown day, it waits to be counted.
    pub(crate) fn counts_in(&self, measure: Measure, end: NaiveDate) -> Held {
        if !self.stands() {
            return Held::Nothing;
        }
        let figures = match measure {
            Measure::Euro => self.figures(end),
            Measure::Hours(unit) => self.hours(unit, end),
        };
        figures.map_or(Held::Uncounted, Held::Counted)
    }

    fn hours(&self, unit: ComputeUnit, end: NaiveDate) -> Option<Figures> {
        if self.granted_until.is_some() {
            return None;
        }
        let none = Figures { low: Cents::ZERO, high: Cents::ZERO };
        let whole = Figures { low: Cents(i128::MAX), high: Cents(i128::MAX) };
        let gone = self.lessened(whole, end) == none;
        let face = self.face();
        match face.quantity.filter(|_| !gone) {
            Some(quantity) if face.unit == Some(unit) => hundredths(quantity),
            Some(_) => None,
            None => Some(Figures { low: Cents::ZERO, high: Cents::ZERO }),
        }
    }

    /// The steps by which it comes to count less: date and how much less from there, low and high.
    pub(crate) fn steps(&self, measure: Measure) -> Vec<(NaiveDate, Figures)> {
        let mut before = self.counts_in(measure, NaiveDate::MIN);
        let mut steps = Vec::new();
        for date in self.course.iter().map(|step| step.on) {
            let after = self.counts_in(measure, date);
            if let (Held::Counted(before), Held::Counted(after)) = (before, after)
                && before != after
            {
                steps.push((date, Figures { low: before.low - after.low, high: before.high - after.high }));
            }
            before = after;
        }
        steps
    }
}
/// A quantity in hundredths of its unit, rounded both ways.
pub(crate) fn hundredths(quantity: Decimal) -> Option<Figures> {
    let exact = quantity.checked_mul(Decimal::ONE_HUNDRED)?;
    let whole = |rounded: Decimal| i128::try_from(rounded).ok().map(Cents);
    Some(Figures { low: whole(exact.floor())?, high: whole(exact.ceil())? })
}
