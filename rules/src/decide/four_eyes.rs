//! Four eyes: of a party that asks for it, what one key reserves another key confirms, and nothing is granted by one alone.
//!
//! A right that is binding already is recorded all the same: this ledger was not asked before.

use ledger::directory::AuthorisedEvent;
use ledger::event::Body;
use ledger::event::award::LegalRight;
use ledger::event::governance::FourEyes;
use ledger::ids::ScopedId;
use ledger::verdict::{Code, Figure};

use crate::state::{Right, State};
use crate::statement::{AwardStatement, Directory, Governance, NewAward, Statement};

/// What stands in the way of a statement that comes to a figure, where its party asks for two keys.
pub(super) fn code(state: &State, event: &AuthorisedEvent, gge: Option<Figure>) -> Option<Code> {
    let asks = |event: &AuthorisedEvent| {
        let party = state.directory.party(event.signer());
        party.is_some_and(|party| party.four_eyes == FourEyes::ReserveConfirm)
    };
    if event.is_fact() || !asks(event) {
        return None;
    }
    let alone = match Statement::of(event.event()) {
        Statement::Award(stated) => by_one_key(state, event, stated, gge),
        // A key that one key adds would be the second pair of eyes of the same person.
        Statement::Governance(Governance::Directory(Body::KeyAdded(added), Directory::KeyAdded(_))) => {
            added.party == *event.signer()
        }
        Statement::Governance(_)
        | Statement::Group(_)
        | Statement::Fact(_)
        | Statement::Review(_)
        | Statement::Retraction(_) => false,
    };
    alone.then_some(Code::FourEyes)
}

/// Whether a correction makes more of an award that was admitted, or is open: the more is aid that nobody else has seen.
fn raises(state: &State, award: &ScopedId, gge: Option<Figure>) -> bool {
    let Some(award) = state.awards.in_effect(award).filter(|award| award.right == Right::Admitted) else {
        return false;
    };
    let most = |figure: Option<Figure>| figure.and_then(|figure| figure.high);
    most(gge).is_some_and(|new| most(award.gge).is_none_or(|old| new > old))
}

fn by_one_key(
    state: &State,
    event: &AuthorisedEvent,
    stated: AwardStatement<'_>,
    gge: Option<Figure>,
) -> bool {
    let on_admission = |right: LegalRight| right == LegalRight::OnAdmission;
    match stated {
        AwardStatement::New(NewAward::Granted(grant)) => on_admission(grant.legal_right),
        AwardStatement::Set(set) => set.awards.iter().any(|grant| on_admission(grant.legal_right)),
        AwardStatement::Confirmed(confirmation) => {
            // A rehearsal has no key: it says what the rules say if another one confirms.
            let reserved = state.reserved_by(&confirmation.award.full(event.signer()));
            reserved.zip(event.kid()).is_some_and(|(reserved, confirms)| reserved == confirms)
        }
        AwardStatement::Corrected(correction) => raises(state, &correction.award.full(event.signer()), gge),
        AwardStatement::New(NewAward::Reserved(_) | NewAward::Conditional(_))
        | AwardStatement::Reported(_)
        | AwardStatement::Restated(_)
        | AwardStatement::Freed(_)
        | AwardStatement::Lessened(_)
        | AwardStatement::Matched(_)
        | AwardStatement::Unmatched(_)
        | AwardStatement::Disputed(_)
        | AwardStatement::Drawn(_)
        | AwardStatement::Used(_) => false,
    }
}
