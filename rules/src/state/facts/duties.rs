//! What was asked for by somebody who may, and which duties were done that no receipt of one award tells.

use chrono::NaiveDate;
use ledger::event::aid::Regime;
use ledger::event::procedure::{About as Stated, DutyDone, RequestReceived};
use ledger::ids::{Id, MemberState, PartyId, ScopedId};

use super::{About, Facts};

/// What a duty or a request is about, with its full id.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum DutyObject {
    /// An award.
    Award(ScopedId),
    /// A scheme.
    Scheme(ScopedId),
    /// An application.
    Application(ScopedId),
    /// A request.
    Request(ScopedId),
    /// A party, or an authority that is none.
    Party(Id),
    /// A Member State.
    MemberState(MemberState),
    /// A system.
    System(Id),
}

impl DutyObject {
    /// The one thing that a statement of a party is about.
    fn of(stated: &Stated, signer: &PartyId) -> Option<Self> {
        let Stated { award, scheme, application, request, party, member_state, system } = stated;
        let award = award.as_ref().map(|award| Self::Award(award.full(signer)));
        award
            .or_else(|| scheme.as_ref().map(|scheme| Self::Scheme(scheme.full(signer))))
            .or_else(|| application.as_ref().map(|one| Self::Application(one.full(signer))))
            .or_else(|| request.as_ref().map(|request| Self::Request(request.full(signer))))
            .or_else(|| party.as_ref().and_then(|party| party.as_str().parse().ok()).map(Self::Party))
            .or_else(|| member_state.map(Self::MemberState))
            .or_else(|| system.clone().map(Self::System))
    }
}

/// That a duty was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyDeed {
    /// Under which regime, where that is said.
    pub regime: Option<Regime>,
    /// For which days, where that is said.
    pub period: Option<(NaiveDate, NaiveDate)>,
    /// When.
    pub on: NaiveDate,
}

/// That somebody asks for information.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requested {
    /// About what.
    pub about: DutyObject,
    /// When it was received.
    pub received_on: NaiveDate,
    /// Until when it may be answered, where it gives a day.
    pub until: Option<NaiveDate>,
}

/// A duty by its name, and what it is about.
pub(super) type DutyKey = (Id, DutyObject);

impl Facts {
    /// When a duty was done, oldest statement first.
    pub fn duty_deeds(&self, duty: &Id, about: &DutyObject) -> impl Iterator<Item = &DutyDeed> {
        self.duty_deeds.of(&(duty.clone(), about.clone()))
    }

    /// Every request that was not taken back, by its id.
    pub fn requests(&self) -> impl Iterator<Item = (&ScopedId, &Requested)> {
        self.requests.all()
    }

    pub(crate) fn note_duty(&mut self, signer: &PartyId, position: u64, done: &DutyDone) {
        let Some(about) = DutyObject::of(&done.about, signer) else { return };
        let period = done.period.as_ref().map(|period| (period.from.date(), period.until.date()));
        let key: DutyKey = (done.duty.clone(), about);
        self.about.insert(position, About::Duty(key.clone()));
        self.duty_deeds.write(key, position, DutyDeed { regime: done.regime, period, on: done.on.date() });
    }

    pub(crate) fn note_request(&mut self, signer: &PartyId, position: u64, asked: &RequestReceived) {
        let Some(about) = DutyObject::of(&asked.about, signer) else { return };
        let request = asked.request.full(signer);
        let until = asked.until.map(|until| until.date());
        self.about.insert(position, About::Request(request.clone()));
        self.requests.write(
            request,
            position,
            Requested { about, received_on: asked.received_on.date(), until },
        );
    }
}
