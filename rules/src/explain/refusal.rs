//! A refusal or deferral in words: the sentence of each code, what it is about in this statement, and what can be done.
//!
//! Recomputed like every explanation, from a state that may be a later one: what is no longer so is left out, and the sentence
//! of the code stands alone.

use ledger::event::award::Granting;
use ledger::event::row::{Own, Signers};
use ledger::event::{Body, Event};
use ledger::ids::PartyId;
use ledger::key::PublicKey;
use ledger::money::Cents;
use ledger::verdict::{Code, Outcome, Verdict};
use serde::Serialize;

use super::about::{self, Asked};
use super::left_out;
use crate::pack::OmissionEffect;
use crate::project::WaysOut;
use crate::state::{Award, State};
use crate::statement::{AwardStatement, Confirmation, Governance, Statement};
use crate::words::{self, Between, Language, Listed, Message, Told, say};

/// A code with what it says here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Said {
    /// The code.
    pub code: Code,
    /// Its sentence, with what it is about.
    pub text: Told,
    /// Where that is written.
    pub citation: Told,
    /// What can be done, by whoever can.
    pub way_out: Told,
}

impl Said {
    /// From now on in this language.
    pub fn tell(&mut self, language: Language) {
        for told in [&mut self.text, &mut self.citation, &mut self.way_out] {
            told.tell(language);
        }
    }
}

/// Every code of a verdict in words, as `asker` may be told (`None`: whoever reads everything): of awards it hears its own alone.
#[must_use]
pub fn refusal(state: &State, event: &Event, verdict: &Verdict, asker: Option<&PartyId>) -> Vec<Said> {
    let said = verdict.codes.iter().map(|code| Said {
        code: *code,
        text: sentence(state, event, verdict, *code, asker).into(),
        citation: words::code_citation(*code).into(),
        way_out: words::code_way_out(*code).into(),
    });
    said.collect()
}

/// The same as one text: each code with its sentence, then what fits and when, or what can be done.
#[must_use]
pub fn refusal_said(verdict: &Verdict, said: &[Said], ways: Option<&WaysOut>) -> Message {
    let mut parts: Vec<Message> =
        said.iter().map(|said| say::named(said.code.as_str(), said.text.message().clone())).collect();
    let ways: Vec<Message> = ways.map(WaysOut::said).unwrap_or_default();
    if ways.is_empty() {
        let mut outs: Vec<&Message> = said.iter().map(|said| said.way_out.message()).collect();
        outs.dedup();
        parts.extend(outs.into_iter().map(|out| say::to_be_done(out.clone())));
    } else {
        parts.extend(ways);
    }
    if verdict.outcome == Outcome::Deferred {
        parts.insert(0, words::outcome(verdict.outcome));
    }
    say::all_said(Listed::new(Between::Semicolon, parts))
}

/// The same in the default language.
#[must_use]
pub fn refusal_text(verdict: &Verdict, said: &[Said], ways: Option<&WaysOut>) -> String {
    refusal_said(verdict, said, ways).text(Language::default())
}

/// The sentence of a code, with what it is about where that can be said.
pub(super) fn sentence(
    state: &State,
    event: &Event,
    verdict: &Verdict,
    code: Code,
    asker: Option<&PartyId>,
) -> Message {
    let meaning = words::code_meaning(code);
    match (Asked { state, event, verdict, asker }).about(code) {
        Some(about) => say::sentence_about(meaning, about),
        None => meaning,
    }
}

impl Asked<'_> {
    /// What a pack leaves out, where such a code comes of it.
    fn left_out(&self, effect: OmissionEffect) -> Option<Message> {
        left_out::behind(self.state, self.event, effect).map(left_out::said)
    }

    fn about(&self, code: Code) -> Option<Message> {
        // Whichever code a limit gives, it is about the period that the limit looked at.
        about::ceiling(self, code).or_else(|| self.about_the_rest(code))
    }

    fn about_the_rest(&self, code: Code) -> Option<Message> {
        match code {
            Code::NotAuthorised => self.role(),
            Code::NotYours => self.not_own(),
            Code::NoMandate => self.mandate(),
            Code::UnknownParty | Code::PartyExists | Code::UnknownKey | Code::LastKey => {
                listed(vec![self.event.subject.as_str().to_owned()])
            }
            Code::KeyInUse => listed(self.keys()),
            Code::UnknownReference => self.reference(),
            Code::SemanticsUnsupported | Code::PackMissing => self.adopted(),
            Code::UnknownUndertaking => listed(self.unregistered()),
            Code::UnknownAward => listed(self.not_on_record()),
            Code::UnknownProject => listed(self.terms(|grant| grant.project().map(ToString::to_string))),
            Code::UnknownScheme => {
                listed(self.terms(|grant| grant.basis().scheme.as_ref().map(ToString::to_string)))
            }
            Code::AwardIdUsed => self.taken(),
            Code::IdentifierInUse => listed(self.claimed()),
            Code::ContradictsRecord => Some(self.on_record()),
            Code::ReservationExpired => self.expired(),
            Code::UnknownCurrencyRate => self.of_grant(about::rate),
            Code::UnknownPrice => self.of_grant(about::price),
            Code::RegimeNotInForce => self.of_grant(about::act),
            Code::ExcludedSector => self.of_grant(about::sector),
            Code::ConditionsExcluded => self.of_grant(about::conditions),
            Code::NotCovered => self.left_out(OmissionEffect::Error).or_else(|| self.of_grant(about::form)),
            Code::NotTransparentAid | Code::SafeHarbourNotMet => self.of_grant(about::form),
            Code::Insolvency | Code::DeclarationMissing => self.of_grant(about::whom),
            Code::FourEyes => self.of_grant(about::award),
            Code::CumulationExceeded => self.of_grant(about::service),
            Code::PolicyLimit => self.of_grant(about::award),
            Code::OrderAmbiguous | Code::UncountedAwardInWindow => about::window(self, code),
            Code::NeedsReview => self.left_out(OmissionEffect::Refer).or_else(|| about::question(self)),
            // Limits give these, or no rule yet.
            Code::CeilingExceeded
            | Code::SgeiCeilingExceeded
            | Code::SectorCeilingExceeded
            | Code::UndertakingInDifficulty
            | Code::OutstandingRecoveryOrder
            | Code::NotAnSme
            | Code::NotAStartup
            | Code::SchemeOnly
            | Code::SchemeNotExempt
            | Code::ConditionNotMet
            | Code::CostNotEligible
            | Code::NotEligibleUndertaking
            | Code::NotEntitledToAccess
            | Code::NoIncentiveEffect
            | Code::NationalCapExceeded
            | Code::LifetimeAmountExceeded
            | Code::IntensityExceeded
            | Code::NotificationThresholdExceeded
            | Code::ShareExhausted => None,
        }
    }

    /// What is said of the grant; of several the first. Of a statement about an earlier award, which one that is.
    fn of_grant(&self, of: impl Fn(&Self, &dyn Granting) -> Option<Message>) -> Option<Message> {
        match self.statement().grants().first() {
            Some(grant) => of(self, *grant),
            None => Some(self.on_record()),
        }
    }

    fn role(&self) -> Option<Message> {
        let roles = match self.event.body.row().signers {
            Signers::With(roles) | Signers::WithOr(roles, _) | Signers::WithOrHolder(roles, _) => roles,
            Signers::Nobody | Signers::Anybody => &[],
        };
        let words = |roles: &[ledger::event::governance::Role]| {
            roles.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
        };
        let has = self.state.directory.party(&self.event.source).map(|party| words(&party.roles));
        let kind = words::event(self.event.body.event_type());
        (!roles.is_empty()).then(|| {
            say::about_role(kind, &words(roles), &self.event.source, has.as_deref().unwrap_or_default())
        })
    }

    fn not_own(&self) -> Option<Message> {
        let signer = &self.event.source;
        let named = match self.event.body.row().own {
            Own::Free => vec![self.event.subject.as_str().to_owned()],
            Own::Party(party) => vec![party.to_string()],
            Own::Object(object) => vec![object.full(signer).to_string()],
            Own::Both(object, party) => vec![object.full(signer).to_string(), party.to_string()],
            Own::Each(set) => set.awards.iter().map(|grant| grant.award.full(signer).to_string()).collect(),
        };
        Some(say::about_owner(&named.join(", "), signer))
    }

    fn mandate(&self) -> Option<Message> {
        let grants = self.statement().grants();
        let party = self.state.directory.party(&self.event.source);
        let covered = |grant: &dyn Granting| {
            let authority = grant.granting_authority().id.as_str();
            let state = grant.member_state();
            state.is_none_or(|state| {
                party.is_some_and(|party| party.may_grant(authority, state, grant.granted_on()))
            })
        };
        let grant = grants.iter().find(|grant| !covered(**grant)).or(grants.first())?;
        let (authority, on) = (grant.granting_authority().id.as_str(), grant.granted_on().date());
        Some(say::about_mandate(&self.event.source, authority, grant.member_state(), on))
    }

    fn keys(&self) -> Vec<String> {
        let kid = |x: &str| PublicKey::from_x(x).ok().map(|key| key.kid());
        if let Body::PartyAdmitted(admitted) = &self.event.body {
            return admitted.keys.iter().filter_map(|jwk| kid(jwk.x.as_str())).collect();
        }
        if let Body::KeyAdded(added) = &self.event.body {
            return kid(added.jwk.x.as_str()).into_iter().collect();
        }
        vec![self.event.subject.as_str().to_owned()]
    }

    fn adopted(&self) -> Option<Message> {
        if let Statement::Governance(Governance::Engine(adopted)) = self.statement() {
            return listed(vec![adopted.semantics.to_string()]);
        }
        let Statement::Governance(Governance::Pack(adopted)) = self.statement() else { return None };
        let named = format!("{} {}", adopted.pack, adopted.version);
        listed(vec![named, adopted.sha256.as_str().to_owned()])
    }

    fn reference(&self) -> Option<Message> {
        let named = self.statement().references();
        if !named.is_empty() {
            return listed(named);
        }
        // The other thing that is looked up is the rate that payments are discounted with.
        let grants = self.statement().grants();
        let grant = grants.first()?;
        Some(say::about_base_rate(grant.member_state(), grant.granted_on().date()))
    }

    fn unregistered(&self) -> Vec<String> {
        let viewer = self.state.viewer(&self.event.source);
        let named = self.statement().undertakings();
        let missing = named.iter().filter(|id| !self.state.known(id, &viewer));
        let missing: Vec<String> = missing.map(ToString::to_string).collect();
        if missing.is_empty() { named.iter().map(ToString::to_string).collect() } else { missing }
    }

    fn not_on_record(&self) -> Vec<String> {
        let named = self.statement().earlier_awards(&self.event.source);
        let missing = named.iter().filter(|award| self.state.awards.in_effect(award).is_none());
        let missing: Vec<String> = missing.map(ToString::to_string).collect();
        if missing.is_empty() { named.iter().map(ToString::to_string).collect() } else { missing }
    }

    fn terms(&self, of: impl Fn(&dyn Granting) -> Option<String>) -> Vec<String> {
        let grants = self.statement().grants();
        let named: Vec<String> = grants.into_iter().filter_map(of).collect();
        if named.is_empty() { self.statement().references() } else { named }
    }

    /// The award that has the id already.
    fn taken(&self) -> Option<Message> {
        let Statement::Award(stated) = self.statement() else { return None };
        let source = &self.event.source;
        let named = stated.awards(source).into_iter().chain(self.statement().earlier_awards(source));
        let mut found = named.filter_map(|id| self.state.awards.find(&id));
        found.next().map(|award| say::about_taken(&award.id, award.position, award.granted_on))
    }

    /// Identifiers that another undertaking has; whose they are is not said.
    fn claimed(&self) -> Vec<String> {
        let Body::UndertakingRegistered(registered) = &self.event.body else { return Vec::new() };
        let named = registered.identifiers.iter().filter_map(|identifier| identifier.id());
        let taken = named.filter(|id| !self.state.undertakings.may_claim(&registered.undertaking, id));
        taken.map(|id| id.to_string()).collect()
    }

    /// What is on record of the main object.
    fn on_record(&self) -> Message {
        let named = self.statement().earlier_awards(&self.event.source);
        let own = named.iter().filter(|award| self.may_name(award));
        let found = own.filter_map(|award| self.state.awards.find(award)).next();
        match found {
            Some(award) => say::about_record(&award.id, award.position, award.granted_on, high(award)),
            None => say::about_listed(self.event.subject.as_str()),
        }
    }

    fn expired(&self) -> Option<Message> {
        let Statement::Award(AwardStatement::Confirmed(Confirmation { award, on, .. })) = self.statement()
        else {
            return None;
        };
        let id = award.full(&self.event.source);
        let until = self.state.awards.find(&id)?.open()?.until;
        Some(say::about_expired(&id, until, on))
    }
}

/// Names, one after the other.
fn listed(names: Vec<String>) -> Option<Message> {
    (!names.is_empty()).then(|| say::about_listed(&names.join(", ")))
}

fn high(award: &Award) -> Option<Cents> {
    award.gge.and_then(|gge| gge.high)
}
