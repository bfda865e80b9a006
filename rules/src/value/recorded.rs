//! What folding a recorded outcome needs of the value of aid: faces, figures of a set's members, what was drawn.

use ledger::event::aid::Aid;
use ledger::event::award::Granting;
use ledger::ids::PartyId;
use ledger::money::{Cents, Money};
use ledger::verdict::Figure;

use super::aided::{Aided, Grantee};
use super::face::{face, hangs_on_date};
use super::figure::{difference, value};
use crate::state::{Award, Face, State, Terms};

/// The figure of a grant as its statement has it; `None` where it is no aid, or has none.
///
/// A verdict holds the sum of a set alone, so each member is valued again at its place among the others.
pub(crate) fn granted_figure(state: &State, source: &PartyId, grant: &dyn Granting) -> Option<Figure> {
    let terms = Terms::of_grant(source, grant);
    if terms.no_aid() {
        return None;
    }
    let to = Grantee {
        beneficiary: grant.beneficiary(),
        member_state: grant.member_state(),
        regime: grant.basis().regime,
        granted_on: grant.granted_on().date(),
    };
    let aided = Aided { aid: grant.aid(), funding: &terms.funding, by_scheme: terms.by_scheme() };
    value(state, aided, to).figure()
}

/// What an award comes to in full once it has other aid, or another date, or both; `None` where the aid is not kept.
pub(crate) fn faced(state: &State, award: &Award, aid: Option<&Aid>) -> Option<Face> {
    let aid = aid.or(award.aid.as_deref())?;
    Some(face(state, Aided::on_terms_of(award, aid), Grantee::of(state, award)?))
}

/// Whether the aid as stated has to be kept beside its figure: a later correction may have to value it again.
pub(crate) fn is_kept(aid: &Aid, terms: Option<&Terms>, uncounted: bool) -> bool {
    let no_aid = terms.is_some_and(Terms::no_aid);
    // Whether a cap counts hangs on the scheme, and a correction may name another one.
    uncounted || no_aid || aid.cap.is_some() || hangs_on_date(aid)
}

/// The value of a draw, at the rates of the grant; nothing where a rate is missing.
pub(crate) fn drawn_value(state: &State, award: &Award, drawn: Money) -> Cents {
    difference(state, award, drawn, None).unwrap_or(Cents::ZERO)
}
