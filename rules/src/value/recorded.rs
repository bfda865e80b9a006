//! What folding a recorded outcome needs of the value of aid: faces, what was drawn.

use ledger::event::aid::Aid;
use ledger::money::{Cents, Money};

use super::aided::{Aided, Grantee};
use super::face::{face, hangs_on_date};
use super::figure::difference;
use crate::state::{Award, Face, State, Terms};

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
