//! What puts an award right: corrections by who granted or reported it, and a register's newer figure.

use std::sync::Arc;

use ledger::directory::AuthorisedEvent;
use ledger::event::aid::{Aid, BasisKind, Form};
use ledger::event::award::{AwardCorrected, AwardRestated};
use ledger::event::{Body, Event};
use ledger::ids::PartyId;
use ledger::verdict::{Code, Flag};

use super::award::{Case, Sighting, lives_too_long, viewer};
use super::change::in_effect;
use super::grant::{Grant, Stated};
use super::valuation::{Aided, face, hangs_on_date};
use super::{Findings, Grantee};
use crate::state::{Award, Face, Reliance, Right, State, Terms};

/// `award.corrected`: decided as if new, without its old self.
pub(super) fn corrected(state: &State, event: &AuthorisedEvent, correction: &AwardCorrected) -> Findings {
    let id = correction.award.full(event.signer());
    let award = match in_effect(state, &id) {
        Ok(award) => award,
        Err(unknown) => return Findings::with(vec![unknown]),
    };
    let Some(case) = corrected_case(state, award, correction, viewer(event)) else {
        return Findings::with(vec![Code::UnknownAward]);
    };
    let mut without = state.clone();
    without.awards.hide(&id);
    let mut found = Findings::default();
    if award.is_report() && award.right == Right::Conferred {
        found.flag(Flag::OwnAwardReported);
    }
    // What stays open: in which windows the award lies.
    if award.granted_until.is_some() && correction.set.granted_on.is_none() {
        found.flag(Flag::Uncounted);
    }
    let grant = Grant {
        right: award.right,
        signer: event.signer(),
        worth: stated(award, correction, &case),
        terms: Arc::new(corrected_terms(event.signer(), award, correction)),
        case,
    };
    grant.judge(&without, &mut found);
    still_open(state, award, &grant.case, &mut found);
    found
}

/// An open reservation keeps its end, wherever its date is moved.
fn still_open(state: &State, award: &Award, case: &Case<'_>, found: &mut Findings) {
    let Some(open) = &award.open else { return };
    if open.until < case.granted_on {
        found.code(Code::ContradictsRecord);
    }
    if !open.conditional && !award.terms.as_deref().is_some_and(Terms::no_aid) {
        lives_too_long(state, case, open.until, found);
    }
}

/// What a corrected award is judged by.
pub(crate) fn corrected_case<'a>(
    state: &'a State,
    award: &Award,
    correction: &AwardCorrected,
    viewer: Reliance,
) -> Option<Case<'a>> {
    let set = &correction.set;
    Some(Case {
        beneficiary: state.undertakings.id(award.beneficiary)?,
        state: award.state,
        regime: set.basis.as_ref().map_or(award.regime, |basis| basis.regime),
        granted_on: set.granted_on.map_or(award.granted_on, |date| date.date()),
        enforced: award.right == Right::Admitted,
        viewer,
    })
}

/// The terms of an award once a correction of `source` has put them right.
pub(crate) fn corrected_terms(source: &PartyId, award: &Award, correction: &AwardCorrected) -> Terms {
    let set = &correction.set;
    let nace = set.activity.as_ref().map(|activity| &activity.nace);
    award.terms.as_deref().cloned().unwrap_or_default().corrected(source, set.basis.as_ref(), nace)
}

/// The aid that a correction values anew: as stated now, or as stated before where nothing fixes its figure.
pub(crate) fn revalued<'a>(
    award: &'a Award,
    correction: &'a AwardCorrected,
    case: &Case<'_>,
) -> Option<Aided<'a>> {
    let Stated::Aid(aid) = stated(award, correction, case) else { return None };
    let terms = award.terms.as_deref();
    let funding = terms.map(|terms| terms.funding.as_slice()).unwrap_or_default();
    Some(Aided { aid, funding, by_scheme: comes_by_scheme(award, correction) })
}

fn comes_by_scheme(award: &Award, correction: &AwardCorrected) -> bool {
    let before = award.terms.as_ref().is_some_and(|terms| terms.by_scheme);
    correction.set.basis.as_ref().map_or(before, |basis| basis.kind == BasisKind::Scheme)
}

/// What the corrected award is worth: its new aid, the figure as recorded, or the old aid at the new date.
fn stated<'a>(award: &'a Award, correction: &'a AwardCorrected, case: &Case<'_>) -> Stated<'a> {
    if let Some(aid) = &correction.set.aid {
        return Stated::Aid(aid);
    }
    // A figure is fixed at the grant: what is published since reprices nothing while all stands on which it hangs.
    let dated = case.granted_on == award.granted_on;
    let by_scheme = award.terms.as_ref().is_some_and(|terms| terms.by_scheme);
    let same = |aid: &Aid| {
        let by_regime = matches!(aid.form, Form::Loan(_) | Form::Guarantee(_) | Form::Capital(_));
        (case.regime == award.regime || !by_regime)
            && (comes_by_scheme(award, correction) == by_scheme || aid.cap.is_none())
    };
    match (&award.aided, award.gge) {
        (None, Some(figure)) => Stated::Fixed(figure),
        (Some(kept), Some(figure)) if dated && same(&kept.aid) => Stated::Fixed(figure),
        (Some(kept), _) => Stated::Aid(&kept.aid),
        (None, None) => Stated::Nothing,
    }
}

/// Whether the aid as stated has to be kept beside its figure: a later correction may have to value it again.
pub(crate) fn is_kept(aid: &Aid, terms: Option<&Terms>, uncounted: bool) -> bool {
    let no_aid = terms.is_some_and(Terms::no_aid);
    // Whether a cap counts hangs on the scheme, and a correction may name another one.
    uncounted || no_aid || aid.cap.is_some() || hangs_on_date(aid)
}

/// The statement of an open reservation as corrected, for judging its confirmation.
pub(crate) fn amended(statement: &Event, correction: &AwardCorrected) -> Event {
    let set = &correction.set;
    let mut event = statement.clone();
    macro_rules! amend {
        ($grant:expr) => {{
            let grant = $grant;
            if let Some(aid) = &set.aid {
                grant.aid = aid.clone();
            }
            if let Some(date) = set.granted_on {
                grant.granted_on = date;
            }
            if let Some(basis) = &set.basis {
                grant.basis = basis.clone();
            }
            if let Some(activity) = &set.activity {
                grant.activity = activity.clone();
            }
        }};
    }
    match &mut event.body {
        Body::AwardReserved(grant) => amend!(grant),
        Body::AwardConditional(grant) => amend!(grant),
        _ => {}
    }
    event
}

/// `award.restated`: the register's newer figure of what it reported, valued at the granting date.
pub(super) fn restated(state: &State, event: &AuthorisedEvent, restated: &AwardRestated) -> Findings {
    let id = restated.award.full(event.signer());
    let award = match in_effect(state, &id) {
        Ok(award) => award,
        Err(unknown) => return Findings::with(vec![unknown]),
    };
    let Some(case) = restated_case(state, award, viewer(event)).filter(|_| award.is_report()) else {
        return Findings::with(vec![Code::ContradictsRecord]);
    };
    let mut without = state.clone();
    without.awards.hide(&id);
    let mut found = Findings::default();
    let sighting = Sighting {
        id: Some(&id),
        own: award.right == Right::Conferred,
        open_dated: award.granted_until.is_some(),
        aided: on_its_terms(award, &restated.aid),
    };
    sighting.judge(&without, &case, &mut found);
    found
}

/// What the newer figure of a reported award is judged by.
pub(crate) fn restated_case<'a>(state: &'a State, award: &Award, viewer: Reliance) -> Option<Case<'a>> {
    Some(Case {
        beneficiary: state.undertakings.id(award.beneficiary)?,
        state: award.state,
        regime: award.regime,
        granted_on: award.granted_on,
        enforced: false,
        viewer,
    })
}

/// Other aid on the terms of an award.
pub(crate) fn on_its_terms<'a>(award: &'a Award, aid: &'a Aid) -> Aided<'a> {
    let terms = award.terms.as_deref();
    Aided {
        aid,
        funding: terms.map(|terms| terms.funding.as_slice()).unwrap_or_default(),
        by_scheme: terms.is_some_and(|terms| terms.by_scheme),
    }
}

/// What an award comes to in full once it has other aid, or another date, or both; `None` where the aid is not kept.
pub(crate) fn faced(state: &State, award: &Award, aid: Option<&Aid>) -> Option<Face> {
    let aid = aid.or(award.aided.as_deref().map(|kept| &kept.aid))?;
    let to = Grantee {
        beneficiary: state.undertakings.id(award.beneficiary)?,
        ms: award.state,
        regime: award.regime,
        granted_on: award.granted_on,
    };
    Some(face(state, on_its_terms(award, aid), to))
}
