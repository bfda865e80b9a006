//! Access tokens that were withdrawn. The log knows no token, only which are no longer good.

use imbl::{HashSet, OrdMap};

use super::Directory;
use crate::event::field::TokenId;
use crate::event::token::{RevokedTokens, TokenRevoked, TokenRole};
use crate::ids::{PartyId, UndertakingId};
use crate::time::At;

/// Who a revocation is for; what is `None` is for all.
type Scope = (Option<TokenRole>, Option<PartyId>, Option<UndertakingId>);

/// What was withdrawn, whatever the order in which it was said.
#[derive(Debug, Clone, Default)]
pub(super) struct Withdrawn {
    ids: HashSet<String>,
    /// The latest instant of each scope: the earlier ones say nothing more.
    before: OrdMap<Scope, At>,
}

/// What of a token a revocation can be about.
#[derive(Debug, Clone, Copy)]
pub struct TokenSubject<'a> {
    /// Its id.
    pub id: &'a TokenId,
    /// When it was issued.
    pub issued: At,
    /// Whom it makes its bearer.
    pub role: TokenRole,
    /// The party it names.
    pub party: Option<&'a PartyId>,
    /// The undertaking it names.
    pub undertaking: Option<&'a UndertakingId>,
}

impl Withdrawn {
    pub(super) fn add(&mut self, revoked: &TokenRevoked) {
        match &revoked.tokens {
            RevokedTokens::One(id) => {
                self.ids.insert(id.as_str().to_owned());
            }
            RevokedTokens::Before(before) => {
                let scope = (before.role, before.party.clone(), before.undertaking.clone());
                let latest =
                    self.before.get(&scope).map_or(before.issued_before, |at| before.issued_before.max(*at));
                self.before.insert(scope, latest);
            }
        }
    }
}

impl Directory {
    /// Whether a token was withdrawn, by its id or by when it was issued. `same` says whether two ids mean one
    /// undertaking: the directory knows no undertaking.
    pub fn token_withdrawn(
        &self,
        token: &TokenSubject<'_>,
        same: impl Fn(&UndertakingId, &UndertakingId) -> bool,
    ) -> bool {
        let covers = |(role, party, undertaking): &Scope| {
            let of =
                |named: &UndertakingId| token.undertaking.is_some_and(|own| own == named || same(own, named));
            role.is_none_or(|role| role == token.role)
                && party.as_ref().is_none_or(|party| token.party == Some(party))
                && undertaking.as_ref().is_none_or(of)
        };
        let withdrawn = &self.withdrawn;
        withdrawn.ids.contains(token.id.as_str())
            || withdrawn.before.iter().any(|(scope, before)| token.issued < *before && covers(scope))
    }
}
