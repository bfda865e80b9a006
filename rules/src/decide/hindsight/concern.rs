//! Which awards an event may push over a ceiling.

use chrono::NaiveDate;
use ledger::event::Event;
use ledger::event::aid::Regime;
use ledger::event::award::{AwardReported, AwardSet, Granting};
use ledger::event::procedure::{ReviewDecided, StatementRetracted};
use ledger::event::undertaking::{
    AwardAttributed, ControlEnded, ExitHistory, UndertakingRegistered, UndertakingSplit,
};
use ledger::ids::{PartyId, ScopedRef, UndertakingId};

use crate::calendar::Boundary;
use crate::pack::rule::{Length, Mode};
use crate::state::{Award, Handle, State, View, review};
use crate::statement::{AwardStatement, FactStatement, GroupStatement, Statement};

/// Later than any award: periods that begin before it are all of them.
const FAR: NaiveDate = NaiveDate::MAX;

/// Which awards an event may push over a ceiling.
#[derive(Debug, Clone)]
pub(super) enum Concern {
    /// An award comes to count: those of its recipients' groups that were granted later, and whose period holds it.
    Award {
        /// Who received it, or any of several.
        of: Vec<UndertakingId>,
        /// Its date; of several, the first.
        first: NaiveDate,
        /// The last date of an award that comes to count otherwise.
        last: NaiveDate,
    },
    /// Groups become others: those of their members from a day on.
    Group {
        /// Any members.
        of: Vec<UndertakingId>,
        /// The first day on which a group is another.
        from: NaiveDate,
        /// Whether history moves between groups, so that all groups that were ever joined with these are looked at.
        moves: bool,
    },
}

impl Concern {
    /// An award of one undertaking and day.
    pub(super) fn award(of: &UndertakingId, date: NaiveDate) -> Self {
        Self::Award { of: vec![of.clone()], first: date, last: date }
    }

    /// Groups that are others from a day on; no history moves.
    pub(super) fn group(of: Vec<UndertakingId>, from: NaiveDate) -> Self {
        Self::Group { of, from, moves: false }
    }

    fn moving(of: Vec<UndertakingId>, from: NaiveDate) -> Self {
        Self::Group { of, from, moves: true }
    }

    /// Who somebody is, on all days: pairs that were parted may be other pairs now (G10), so history may move.
    fn identities(of: Vec<UndertakingId>) -> Self {
        Self::moving(of, NaiveDate::MIN)
    }

    /// Everybody named who is known.
    pub(super) fn handles(&self, state: &State) -> Vec<Handle> {
        let (Self::Award { of, .. } | Self::Group { of, .. }) = self;
        of.iter().filter_map(|id| state.undertakings.find(id)).collect()
    }

    /// The first day that is spoken of.
    pub(super) fn from(&self) -> NaiveDate {
        match self {
            Self::Award { first, .. } => *first,
            Self::Group { from, .. } => *from,
        }
    }

    /// Whether history moves between groups.
    pub(super) fn moves(&self) -> bool {
        match self {
            Self::Award { .. } => false,
            Self::Group { moves, .. } => *moves,
        }
    }

    /// The granting dates of the awards that may come to stand over a limit of a length.
    pub(super) fn days(&self, length: Length) -> (NaiveDate, NaiveDate) {
        match self {
            Self::Award { first, last, .. } => {
                (first.succ_opt().unwrap_or(*first), length.release(*last, Boundary::Closed))
            }
            Self::Group { from, .. } => (*from, NaiveDate::MAX),
        }
    }

    /// Whether an award of a date may come to stand over, where its period begins on `start` at the earliest.
    pub(super) fn reaches(&self, date: NaiveDate, start: NaiveDate) -> bool {
        match self {
            Self::Award { first, last, .. } => start <= *last && *first < date,
            Self::Group { .. } => true,
        }
    }
}

/// Which awards an event may push over a ceiling; `None` where it can push none over.
pub(super) fn concerns(state: &State, event: &Event) -> Option<Concern> {
    let signer = &event.source;
    match Statement::of(event) {
        Statement::Award(stated) => of_award_statement(state, signer, stated),
        Statement::Group(stated) => of_group_statement(state, signer, stated),
        Statement::Review(decided) => of_review(state, decided),
        Statement::Retraction(retracted) => of_retraction(state, retracted),
        // No award stands otherwise through them.
        Statement::Fact(FactStatement::Assessed(assessed)) if assessed.fiscal_years.is_some() => {
            Some(Concern::group(vec![assessed.undertaking.clone()], NaiveDate::MIN))
        }
        Statement::Governance(_) | Statement::Fact(_) => None,
    }
}

/// What becomes of awards.
fn of_award_statement(state: &State, signer: &PartyId, stated: AwardStatement<'_>) -> Option<Concern> {
    match stated {
        AwardStatement::New(new) => of_grant(state, new.grant()),
        AwardStatement::Set(set) => of_set(state, set),
        AwardStatement::Reported(report) => of_report(state, report),
        AwardStatement::Corrected(correction) => {
            let date = correction.set.granted_on.map(|date| date.date());
            redated(state, signer, &correction.award, date)
        }
        AwardStatement::Confirmed(confirmation) => {
            redated(state, signer, confirmation.award, Some(confirmation.on))
        }
        AwardStatement::Freed(freeing) => of_awards(state, signer, freeing.award(), &[]),
        AwardStatement::Restated(restated) => of_awards(state, signer, &restated.award, &[]),
        AwardStatement::Matched(matched) => of_awards(state, signer, &matched.award, &matched.same_as),
        AwardStatement::Unmatched(unmatched) => {
            of_awards(state, signer, &unmatched.award, &unmatched.same_as)
        }
        AwardStatement::Drawn(drawn) => of_awards(state, signer, &drawn.award, &[]),
        AwardStatement::Used(used) => of_awards(state, signer, &used.award, &[]),
        // What lessens an award or disputes it pushes nobody over.
        AwardStatement::Lessened(_) | AwardStatement::Disputed(_) => None,
    }
}

/// What is said of undertakings and groups.
fn of_group_statement(state: &State, signer: &PartyId, stated: GroupStatement<'_>) -> Option<Concern> {
    match stated {
        GroupStatement::Registered(registered) => of_registration(registered),
        GroupStatement::Identified(identified) => {
            let all = identified.same_as.iter().chain([&identified.undertaking]);
            Some(Concern::identities(all.cloned().collect()))
        }
        GroupStatement::Controlled(control) => {
            let both = vec![control.controller.clone(), control.controlled.clone()];
            Some(Concern::group(both, control.from.date()))
        }
        GroupStatement::Merged(merger) => {
            let all = std::iter::once(&merger.surviving).chain(&merger.absorbed);
            Some(Concern::group(all.cloned().collect(), merger.on.date()))
        }
        GroupStatement::Ended(end) => of_end(state, signer, end),
        GroupStatement::Split(split) => Some(of_split(split)),
        GroupStatement::Attributed(attributed) => of_attribution(state, signer, attributed),
        // A holder parts groups and joins none; an attestation changes none.
        GroupStatement::Holding(_) | GroupStatement::Attested(_) => None,
    }
}

/// A new award of an authority.
fn of_grant(state: &State, grant: &dyn Granting) -> Option<Concern> {
    let concern = || received(state, grant.beneficiary(), grant.granted_on().date());
    counts_somewhere(state, grant.basis().regime).then(concern)
}

/// Whether a beneficiary is a natural person under any handle.
fn is_person(state: &State, beneficiary: &UndertakingId) -> bool {
    let all = state.undertakings.find(beneficiary).map(|handle| state.identity(handle, &View::anybody()));
    let mut ids = all.into_iter().flatten().filter_map(|handle| state.undertakings.id(handle));
    ids.any(UndertakingId::is_person)
}

/// The members of a set: what lies between the first and the last is judged with them.
fn of_set(state: &State, set: &AwardSet) -> Option<Concern> {
    let dates = || set.awards.iter().map(|grant| grant.granted_on.date());
    let mut persons = set.awards.iter().filter(|grant| is_person(state, &grant.beneficiary));
    let last = persons.next().map_or(dates().max(), |_| Some(FAR));
    let of = set.awards.iter().map(|grant| grant.beneficiary.clone()).collect();
    Some(Concern::Award { of, first: dates().min()?, last: last? })
}

/// An award of a known day as others report it.
fn of_report(state: &State, report: &AwardReported) -> Option<Concern> {
    let date = report.granted_on.filter(|_| counts_somewhere(state, report.basis.regime))?;
    Some(received(state, &report.beneficiary, date.date()))
}

/// An award of one undertaking and day. Of a natural person it may be the first: then it is an enterprise, and whoever it
/// controls is joined at all dates (U6).
fn received(state: &State, beneficiary: &UndertakingId, date: NaiveDate) -> Concern {
    match is_person(state, beneficiary) {
        true => Concern::Award { of: vec![beneficiary.clone()], first: date, last: FAR },
        false => Concern::award(beneficiary, date),
    }
}

/// An award that has another date from here on, or comes to count otherwise on its own.
fn redated(state: &State, signer: &PartyId, award: &ScopedRef, date: Option<NaiveDate>) -> Option<Concern> {
    let award = state.awards.find(&award.full(signer))?;
    of_award(state, award, date.unwrap_or(award.granted_on))
}

/// What a review lets stand: the statement that waited, or an award as it is.
fn of_review(state: &State, decided: &ReviewDecided) -> Option<Concern> {
    match review::subject(state, &decided.about)? {
        // What is deferred is no review, so this looks once more at most.
        review::Subject::Statement(kept) => concerns(state, &kept),
        review::Subject::Award(award) => {
            let award = state.awards.find(&award)?;
            of_award(state, award, award.granted_on)
        }
    }
}

/// Whoever a registration names: the undertaking itself may have no history, and join those that have.
fn of_registration(registered: &UndertakingRegistered) -> Option<Concern> {
    if registered.identifiers.is_empty() {
        // When fiscal years end is said of all dates, and decides which awards a window holds.
        let of = || vec![registered.undertaking.clone()];
        return registered.fiscal_year_end.is_some().then(|| Concern::group(of(), NaiveDate::MIN));
    }
    let named = registered.identifiers.iter().filter_map(|identifier| identifier.id());
    Some(Concern::identities(named.chain([registered.undertaking.clone()]).collect()))
}

/// The two sides of a link that ends, unless every group only holds less then.
fn of_end(state: &State, signer: &PartyId, end: &ControlEnded) -> Option<Concern> {
    let both = || vec![end.controller.clone(), end.controlled.clone()];
    (!only_parts(state, signer, end)).then(|| Concern::moving(both(), end.on.date()))
}

/// Whether an end parts groups and leaves every history where it is: then every group only holds less.
fn only_parts(state: &State, signer: &PartyId, end: &ControlEnded) -> bool {
    let stays = matches!(end.history, Some(ExitHistory::StaysWithRecipient));
    let links = state.links_of(&end.controller, &end.controlled, signer);
    let view = View::everybody();
    let first = |at: u32| state.groups.edge(at).is_none_or(|edge| edge.ended(&view).is_none());
    stays && links.into_iter().all(first)
}

/// The undertaking that is split and those that follow it.
fn of_split(split: &UndertakingSplit) -> Concern {
    let successors = split.successors.iter().map(|successor| successor.undertaking.clone());
    Concern::moving(successors.chain([split.undertaking.clone()]).collect(), split.on.date())
}

/// Those to whom an award is attributed after a split, and the undertaking that was split.
fn of_attribution(state: &State, signer: &PartyId, attributed: &AwardAttributed) -> Option<Concern> {
    let split = state.groups.split(state.split_named(attributed.split.as_str(), signer)?)?;
    let owner = state.undertakings.id(split.undertaking)?.clone();
    let parts = attributed.parts.iter().map(|part| part.undertaking.clone());
    Some(Concern::moving(parts.chain([owner]).collect(), split.on))
}

/// Those of whom a statement spoke that is taken back.
fn of_retraction(state: &State, retracted: &StatementRetracted) -> Option<Concern> {
    let position = state.retractable(retracted.source.0.as_str(), retracted.id.as_str())?;
    let resting = state.undertakings.resting_on(position);
    let (mut handles, mut from) = state.groups.named_by(position).unwrap_or((Vec::new(), NaiveDate::MAX));
    if !resting.is_empty() {
        handles.extend(resting);
        from = NaiveDate::MIN;
    }
    let of: Vec<UndertakingId> =
        handles.into_iter().filter_map(|handle| state.undertakings.id(handle).cloned()).collect();
    (!of.is_empty()).then(|| Concern::moving(of, from))
}

/// Of several awards of one undertaking, what was granted later than the earliest of them.
fn of_awards(state: &State, signer: &PartyId, award: &ScopedRef, others: &[ScopedRef]) -> Option<Concern> {
    let named = std::iter::once(award).chain(others);
    let awards: Vec<&Award> = named.filter_map(|named| state.awards.find(&named.full(signer))).collect();
    let first = awards.iter().min_by_key(|award| award.granted_on)?;
    // What is parted now was one before.
    let last = awards.iter().map(|award| latest_alike(state, award)).max()?;
    let alike = awards.iter().flat_map(|award| state.awards.alike(&award.id));
    let alike = alike.filter(|award| !award.is_freed()).map(Award::date_seen);
    let earliest = awards.iter().map(|award| award.granted_on).chain(alike).min();
    between(state, first, earliest.unwrap_or(first.granted_on), last)
}

/// An award that is dated so now; what is matched with it may come to count in its place, and may have been granted before.
fn of_award(state: &State, award: &Award, date: NaiveDate) -> Option<Concern> {
    let others = state.awards.alike(&award.id).filter(|other| other.id != award.id && !other.is_freed());
    let first = others.map(Award::date_seen).chain([date]).min();
    between(state, award, first.unwrap_or(date), latest_alike(state, award).max(date))
}

/// The recipient of an award, where it or another seen as the same counts otherwise from one date up to another.
fn between(state: &State, award: &Award, first: NaiveDate, last: NaiveDate) -> Option<Concern> {
    let of = vec![state.undertakings.id(award.beneficiary)?.clone()];
    Some(Concern::Award { of, first, last: last.max(first) })
}

/// The last granting date of an award and of those matched with it.
fn latest_alike(state: &State, award: &Award) -> NaiveDate {
    state.awards.alike(&award.id).map(|award| award.granted_on).max().unwrap_or(award.granted_on)
}

/// Whether any limit counts awards of a regime: the others push nobody over.
fn counts_somewhere(state: &State, regime: Regime) -> bool {
    let mut rows = state.packs().every_limit().filter_map(|limit| limit.counts(&regime));
    rows.any(|row| row.mode == Mode::Counted)
}
