//! A grant as it is judged, however it comes: stated, in a set, confirmed, or corrected. One path for all of them.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::Datelike as _;
use ledger::event::aid::{Aid, EligibleCosts, Form};
use ledger::event::award::{Granting, LegalRight};
use ledger::ids::{PartyId, Scheme, ScopedId};
use ledger::money::Cents;
use ledger::verdict::{Code, Figure, Flag};

use super::case::Case;
use super::findings::Findings;
use super::treatment::Claim;
use super::{cumulation, exclusion, matching, procedure, same_costs};
use crate::pack::OmissionEffect;
use crate::pack::rule::DutyCase;
use crate::state::{Edge, GrantTerms, OpenGrant, Reliance, Right, State, Terms, Tie, View, sector_of};
use crate::value::{Aided, value};

/// The months of a quarter.
const QUARTER: u32 = 3;

/// A grant, or what stands in its place, ready to be judged.
pub(super) struct Grant<'a> {
    pub case: Case<'a>,
    pub right: Right,
    /// Who states it.
    pub signer: &'a PartyId,
    pub worth: ValuedBy<'a>,
    pub terms: Arc<Terms>,
    /// Which lines of its project it pays for.
    pub costs: Option<&'a EligibleCosts>,
}

/// What an award is worth, as far as it is stated.
#[derive(Clone, Copy)]
pub(super) enum ValuedBy<'a> {
    /// To be valued.
    Aid(&'a Aid),
    /// Fixed before.
    Fixed(Figure),
    /// Nothing that could be valued is kept.
    Nothing,
}

impl<'a> Grant<'a> {
    /// As its statement has it.
    pub fn stated(source: &'a PartyId, viewer: Reliance, grant: &'a dyn Granting) -> Self {
        let right = match grant.legal_right() {
            LegalRight::OnAdmission => Right::Admitted,
            LegalRight::Conferred => Right::Conferred,
        };
        Self {
            case: Case {
                beneficiary: grant.beneficiary(),
                member_state: grant.member_state(),
                regime: grant.basis().regime,
                granted_on: grant.granted_on().date(),
                enforced: right == Right::Admitted,
                least: Cents::ZERO,
                sector: sector_of(grant.activity()),
                viewer,
            },
            right,
            signer: source,
            worth: ValuedBy::Aid(grant.aid()),
            terms: Arc::new(Terms::of_grant(source, grant)),
            costs: grant.eligible_costs(),
        }
    }

    /// As what is open has it.
    pub fn open(open: &'a OpenGrant, viewer: Reliance) -> Self {
        Self::stated(open.source(), viewer, open.grant())
    }

    /// The aid with what decides how much of it counts; `None` where it is not to be valued.
    pub fn aided(&self) -> Option<Aided<'_>> {
        let ValuedBy::Aid(aid) = self.worth else { return None };
        Some(Aided { aid, funding: &self.terms.funding, by_scheme: self.terms.by_scheme() })
    }

    /// Judges what is granted now: everything, and the duties before a grant.
    pub fn judge_new(&self, state: &State, found: &mut Findings) {
        self.judge(state, found);
        procedure::duties(state, self.signer, &self.case, found);
    }

    /// Notes that a grant of the figure found must be published (P13).
    pub fn note_publication(&self, state: &State, found: &mut Findings) {
        let (case, terms) = (&self.case, &self.terms);
        let high = found.gge.and_then(|gge| gge.high).filter(|_| case.member_state.is_some());
        let granted = DutyCase {
            regime: case.regime,
            by_scheme: terms.by_scheme(),
            instrument: terms.grant.as_ref().map(|grant| grant.instrument),
            nace: terms.nace.as_ref(),
            gge: high,
            granted_on: case.granted_on,
        };
        if state.packs().publications(&case.regime, case.granted_on).any(|duty| duty.binds(&granted)) {
            found.flag(Flag::PublicationDue);
        }
    }

    /// Judges what a grant and its correction have in common: who receives it, what it refers to, whether the regime is
    /// open to it, what it is worth, and the limits.
    pub fn judge(&self, state: &State, found: &mut Findings) {
        identified(state, &self.case, found);
        if self.right == Right::Conferred {
            found.flag(Flag::GrantedWithoutCheck);
        }
        let grant = self.terms.grant.as_ref();
        if let Some(grant) = grant.filter(|_| self.case.enforced) {
            references(state, grant, self.terms.project.as_ref(), found);
        }
        if self.case.enforced && !self.terms.no_aid() && has_ceased(state, &self.case) {
            found.code(Code::NeedsReview);
        }
        if self.terms.no_aid() {
            // What is no aid is held against no limit and no exclusion; that it is none is what has to fit.
            if !self.claim().is_some_and(|claim| claim.fits(state)) {
                self.case.unresolved(Code::NeedsReview, found);
            }
            return;
        }
        if self.case.enforced && self.is_portfolio_of_no_quarter(state) {
            found.code(Code::ContradictsRecord);
        }
        if self.case.enforced {
            one_number(state, &self.case, found);
            self.left_out(state, found);
            exclusion::judge(state, &self.case, &self.terms, found);
            cumulation::judge(state, &self.case, self.terms.service(), found);
            cumulation::judge_costs(state, &self.case, &self.terms, self.costs, found);
        } else {
            exclusion::judge_claim(state, &self.case, &self.terms, found);
        }
        match self.worth {
            ValuedBy::Fixed(figure) => self.case.judge_figure(state, figure, found),
            ValuedBy::Nothing => self.case.unresolved(Code::NeedsReview, found),
            ValuedBy::Aid(_) => {
                if let Some(aided) = self.aided() {
                    self.case.judge(state, aided, found);
                }
            }
        }
        same_costs::judge(state, &self.case, (&self.terms, self.costs), found);
    }

    /// Whether it is granted by a portfolio that its intermediary reports on another day than the last of a quarter (D21).
    fn is_portfolio_of_no_quarter(&self, state: &State) -> bool {
        let on = self.case.granted_on;
        let ValuedBy::Aid(aid) = self.worth else { return false };
        let ends = on.succ_opt().is_some_and(|next| next.day() == 1 && next.month0() % QUARTER == 0);
        matches!(aid.form, Form::Portfolio(_))
            && !ends
            && state.packs().portfolio(&self.case.regime, on).is_some()
    }

    /// What no rule models is judged by nobody (S9): not covered, or for a person, as the pack has it.
    fn left_out(&self, state: &State, found: &mut Findings) {
        let form = if let ValuedBy::Aid(aid) = self.worth { Some(aid.form.word()) } else { None };
        for omission in state.packs().omitted(&self.case.regime, form, self.case.granted_on) {
            match omission.effect {
                OmissionEffect::Error => found.code(Code::NotCovered),
                OmissionEffect::Refer => found.code(Code::NeedsReview),
                OmissionEffect::Warn => {}
            }
        }
    }

    /// What it claims, where it claims to be no aid.
    fn claim(&self) -> Option<Claim<'_>> {
        let ValuedBy::Aid(aid) = self.worth else { return None };
        Some(Claim {
            treatment: self.terms.grant.as_ref()?.treatment.as_ref()?,
            regime: self.case.regime,
            member_state: self.case.member_state,
            granted_on: self.case.granted_on,
            aid,
            funding: &self.terms.funding,
        })
    }

    /// The figure it comes to, where it is aid and has one.
    pub fn figure(&self, state: &State) -> Option<Figure> {
        let aided = self.aided().filter(|_| !self.terms.no_aid())?;
        value(state, aided, self.case.grantee()).figure()
    }
}

/// Notes what is not known of the beneficiary.
pub(super) fn identified(state: &State, case: &Case<'_>, found: &mut Findings) {
    if !state.known(case.beneficiary, &case.viewer) {
        case.unresolved(Code::UnknownUndertaking, found);
        let anchored = matches!(case.beneficiary.scheme(), Scheme::Euid | Scheme::Nid | Scheme::Prs);
        if !anchored {
            found.flag(Flag::IdentityNotAnchored);
        }
    }
    if case.beneficiary.is_person() && !state.undertakings.is_registers(case.beneficiary) {
        found.flag(Flag::IdentityNotMatched);
    }
}

/// Notes that the beneficiary may be on record under another handle too, with a ceiling of its own (U7).
fn one_number(state: &State, case: &Case<'_>, found: &mut Findings) {
    if state.namesake(case.beneficiary, &case.viewer).is_some() {
        found.code(Code::NeedsReview);
    }
}

/// Whether the beneficiary, or who took it over by the granting date, split by then and is not among its own successors (G19).
fn has_ceased(state: &State, case: &Case<'_>) -> bool {
    let Some(handle) = state.undertakings.find(case.beneficiary) else { return false };
    let view = View::of(case.viewer.clone());
    let on = case.granted_on;
    let mut seen = BTreeSet::new();
    let mut open = vec![state.identity(handle, &view)];
    while let Some(own) = open.pop() {
        let mut splits = state.groups.splits_of(&own, &view);
        if splits.any(|split| split.on <= on && !split.successors.iter().any(|(who, _)| own.contains(who))) {
            return true;
        }
        let edges = own.iter().flat_map(|handle| state.groups.edges_of(*handle));
        let absorbed = |edge: &&Edge| {
            edge.tie == Tie::Merger && own.contains(&edge.b) && edge.from <= on && edge.is_seen(&view)
        };
        let heirs = edges.filter(absorbed).map(|edge| state.identity(edge.a, &view));
        open.extend(heirs.filter(|heir| heir.first().is_some_and(|first| seen.insert(*first))));
    }
    false
}

/// Notes a project or scheme that is not on record.
fn references(state: &State, grant: &GrantTerms, project: Option<&ScopedId>, found: &mut Findings) {
    if project.is_some_and(|project| !state.facts.has_project(project)) {
        found.code(Code::UnknownProject);
    }
    if grant.scheme.as_ref().is_some_and(|scheme| !state.facts.has_scheme(scheme)) {
        found.code(Code::UnknownScheme);
    }
}

/// Notes an award id that is taken.
pub(super) fn id_is_free(state: &State, id: &ScopedId, found: &mut Findings) {
    if state.awards.find(id).is_some() {
        found.code(Code::AwardIdUsed);
    }
}

/// Notes an award that looks like another one that it is not matched with; `own` is its id where it is on record.
pub(super) fn looks_twice(state: &State, case: &Case<'_>, own: Option<&ScopedId>, found: &mut Findings) {
    if matching::possible_duplicate(state, case, found.gge, own) {
        found.flag(Flag::PossibleDuplicate);
    }
}
