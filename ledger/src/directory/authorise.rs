//! STAGE 2: whether this key and party may make this statement at this position. Sole maker of [`AuthorisedEvent`].

use super::{Directory, is_authority};
use crate::event::award::AwardReported;
use crate::event::governance::Role;
use crate::event::row::{Grants, Signers};
use crate::event::{Body, Event};
use crate::ids::PartyId;
use crate::key::PublicKey;
use crate::submission::{SignatureChecked, Unverified};
use crate::verdict::Code;

/// Why a statement gets no position at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Turned {
    /// No party has this key.
    #[error("no party of this ledger has the key `{0}`")]
    UnknownKey(String),
    /// The key was revoked at an earlier position.
    #[error("the key `{0}` was revoked at position {1}")]
    RevokedKey(String, u64),
    /// The key belongs to another party than `source` names.
    #[error("the key `{kid}` belongs to `{owner}`, not to `{named}`")]
    NotOfSource {
        /// Thumbprint.
        kid: String,
        /// Whose key it is.
        owner: PartyId,
        /// Whom `source` names.
        named: PartyId,
    },
    /// A rehearsal in the name of nobody's party.
    #[error("the ledger has no party `{0}`")]
    UnknownParty(PartyId),
    /// The party is suspended.
    #[error("the party `{0}` is suspended")]
    Suspended(PartyId),
}

/// A statement of an active signer at one position, with what its authority lacks (recorded, not hidden).
#[derive(Debug, Clone)]
pub struct AuthorisedEvent {
    event: Event,
    /// The key that signed it; `None` of what nobody signed here: a fact, a rehearsal, a statement taken up again.
    kid: Option<String>,
    missing: Vec<Code>,
    own_award_reported: bool,
    fact: bool,
}

impl AuthorisedEvent {
    /// The statement.
    #[must_use]
    pub fn event(&self) -> &Event {
        &self.event
    }

    /// Who makes it.
    #[must_use]
    pub fn signer(&self) -> &PartyId {
        &self.event.source
    }

    /// Thumbprint of the key that signed it; `None` of what nobody signed here.
    #[must_use]
    pub fn kid(&self) -> Option<&str> {
        self.kid.as_deref()
    }

    /// Authority codes; empty where the signer may make this statement.
    #[must_use]
    pub fn missing_authority(&self) -> &[Code] {
        &self.missing
    }

    /// Whether a report speaks of the signer's own award.
    #[must_use]
    pub fn own_award_reported(&self) -> bool {
        self.own_award_reported
    }

    /// Whether it is an unsigned fact: then it stands as if a register had stated it.
    #[must_use]
    pub fn is_fact(&self) -> bool {
        self.fact
    }

    /// An unsigned fact for what-if replay: nobody's authority is asked. Never the way into a log.
    #[must_use]
    pub fn unsigned_fact(event: Event) -> Self {
        let source = event.source.as_str();
        // Of its source no more is known than its id.
        let own = |report: &AwardReported| is_authority(report, (source, source));
        let own_award_reported = event.body.row().report.is_some_and(own);
        Self { event, kid: None, missing: Vec::new(), own_award_reported, fact: true }
    }
}

impl Directory {
    /// The key that a submission's `kid` names, if it may be used by its `source` now.
    ///
    /// # Errors
    /// [`Turned`] in the order of the answers to a POST.
    pub fn usable_key(&self, statement: &Unverified) -> Result<PublicKey, Turned> {
        self.usable(statement.kid(), &statement.event().source)
    }

    fn usable(&self, kid: &str, source: &PartyId) -> Result<PublicKey, Turned> {
        let record = self.key(kid).ok_or_else(|| Turned::UnknownKey(kid.to_owned()))?;
        if let Some(position) = record.revoked_at {
            return Err(Turned::RevokedKey(kid.to_owned(), position));
        }
        if record.party != *source {
            let (kid, owner, named) = (kid.to_owned(), record.party.clone(), source.clone());
            return Err(Turned::NotOfSource { kid, owner, named });
        }
        Ok(record.key)
    }

    /// Whether a key may be used by a party after the preceding entry, whatever it says.
    ///
    /// # Errors
    /// [`Turned`] in the order of the answers to a POST.
    pub fn standing(&self, kid: &str, source: &PartyId) -> Result<(), Turned> {
        self.usable(kid, source)?;
        let party = self.party(source).ok_or_else(|| Turned::UnknownKey(kid.to_owned()))?;
        if party.suspended { Err(Turned::Suspended(source.clone())) } else { Ok(()) }
    }

    /// Judges the signer's standing after the preceding entry.
    ///
    /// # Errors
    /// [`Turned`] where the signer is not active: such a statement gets no position.
    pub fn authorise(&self, checked: SignatureChecked) -> Result<AuthorisedEvent, Turned> {
        let signer = checked.event().source.clone();
        self.standing(checked.kid(), &signer)?;
        let kid = Some(checked.kid().to_owned());
        let event = checked.into_event();
        let missing = self.missing(&signer, &event.body);
        let own_award_reported = self.reports_own_award(&signer, &event.body);
        Ok(AuthorisedEvent { event, kid, missing, own_award_reported, fact: false })
    }

    /// A statement that was deferred when it came, with the authority its signer has now.
    ///
    /// It was authorised at its own position and recorded; a review only takes it up again.
    #[must_use]
    pub fn reconsider(&self, event: Event) -> AuthorisedEvent {
        let missing = self.missing(&event.source, &event.body);
        let own_award_reported = self.reports_own_award(&event.source, &event.body);
        AuthorisedEvent { event, kid: None, missing, own_award_reported, fact: false }
    }

    /// An unsigned statement as `source` could make it now, for a rehearsal: the same authority is asked as of a signed one, but no
    /// key is. Never the way into a log.
    ///
    /// # Errors
    /// [`Turned`] where the party is unknown or suspended: its statement would get no position.
    pub fn rehearse(&self, event: Event) -> Result<AuthorisedEvent, Turned> {
        let party = self.party(&event.source).ok_or_else(|| Turned::UnknownParty(event.source.clone()))?;
        if party.suspended {
            return Err(Turned::Suspended(event.source));
        }
        Ok(self.reconsider(event))
    }

    /// As [`Directory::rehearse`], of a statement that stands in a log: its signature was checked there, and the key that made it is
    /// told. Never the way into a log.
    ///
    /// # Errors
    /// As [`Directory::rehearse`].
    pub fn rehearse_signed(&self, event: Event, kid: &str) -> Result<AuthorisedEvent, Turned> {
        Ok(AuthorisedEvent { kid: Some(kid.to_owned()), ..self.rehearse(event)? })
    }

    /// Entry 0 is authorised by the operator keys it names itself.
    ///
    /// # Errors
    /// [`Turned::UnknownKey`] when the signing key is not among them, or the event is no founding.
    pub fn authorise_founding(statement: Unverified) -> Result<AuthorisedEvent, Turned> {
        let unknown = Turned::UnknownKey(statement.kid().to_owned());
        let Body::LedgerFounded(founding) = &statement.event().body else { return Err(unknown) };
        if founding.operator.party != statement.event().source {
            return Err(unknown);
        }
        let keys = founding.operator.keys.iter().filter_map(|jwk| PublicKey::from_x(jwk.x.as_str()).ok());
        let Some(key) = keys.into_iter().find(|key| key.kid() == statement.kid()) else {
            return Err(unknown);
        };
        let checked = statement.verify(&key).map_err(|_| unknown)?;
        let event = checked.into_event();
        let kid = Some(key.kid());
        Ok(AuthorisedEvent { event, kid, missing: Vec::new(), own_award_reported: false, fact: false })
    }

    /// Every authority that the signer lacks for the statement, in order of precedence.
    fn missing(&self, signer: &PartyId, body: &Body) -> Vec<Code> {
        let row = body.row();
        let mandate = match row.grants {
            Grants::One(grant) => self.has_mandate(signer, grant),
            Grants::Each(set) => set.awards.iter().all(|grant| self.has_mandate(signer, grant)),
            Grants::Nothing | Grants::Confirmed(_) => true,
        };
        let lacks = [
            (self.may_sign(signer, row.signers), Code::NotAuthorised),
            (row.own.is_of(signer), Code::NotYours),
            (mandate, Code::NoMandate),
        ];
        lacks.into_iter().filter(|(holds, _)| !holds).map(|(_, code)| code).collect()
    }

    fn may_sign(&self, signer: &PartyId, signers: Signers<'_>) -> bool {
        let has = |roles: &[Role]| self.party(signer).is_some_and(|party| party.has_any(roles));
        match signers {
            Signers::Nobody => false,
            Signers::With(roles) => has(roles),
            Signers::WithOr(roles, party) => has(roles) || (party == signer && self.party(signer).is_some()),
            Signers::WithOrHolder(roles, kid) => {
                has(roles) || self.key(kid.as_str()).is_some_and(|record| record.party == *signer)
            }
            Signers::Anybody => self.party(signer).is_some(),
        }
    }

    fn reports_own_award(&self, signer: &PartyId, body: &Body) -> bool {
        let Some(report) = body.row().report else { return false };
        let date = report.granted_on.or(report.granted_on_range.as_ref().map(|range| range.to));
        date.is_some_and(|date| self.is_own_award(signer, report, date))
    }
}
