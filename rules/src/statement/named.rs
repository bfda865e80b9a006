//! Whom and what a statement names that must be on record.

use ledger::event::award::Granting;
use ledger::event::procedure::About;
use ledger::event::undertaking::ExitHistory;
use ledger::ids::{PartyId, ScopedId, ScopedRef, UndertakingId};

use super::{AwardStatement, FactStatement, Governance, GroupStatement, Statement};

impl<'a> Statement<'a> {
    /// The undertakings that it names, where they must be registered.
    pub fn undertakings(self) -> Vec<&'a UndertakingId> {
        match self {
            Self::Group(stated) => of_group(stated),
            Self::Fact(stated) => of_fact(stated),
            Self::Award(AwardStatement::Reported(report)) => vec![&report.beneficiary],
            Self::Award(_) => self.grants().into_iter().map(Granting::beneficiary).collect(),
            Self::Governance(_) | Self::Review(_) | Self::Retraction(_) => Vec::new(),
        }
    }

    /// What it grants anew.
    pub fn grants(self) -> Vec<&'a dyn Granting> {
        match self {
            Self::Award(AwardStatement::New(new)) => vec![new.grant()],
            Self::Award(AwardStatement::Set(set)) => {
                set.awards.iter().map(|grant| -> &dyn Granting { grant }).collect()
            }
            Self::Award(_)
            | Self::Group(_)
            | Self::Fact(_)
            | Self::Governance(_)
            | Self::Review(_)
            | Self::Retraction(_) => Vec::new(),
        }
    }

    /// The awards that it is about, each by its full id where `source` states it; not those that it brings.
    pub fn earlier_awards(self, source: &PartyId) -> Vec<ScopedId> {
        let full = |award: &ScopedRef| award.full(source);
        match self {
            Self::Award(stated) => of_award(stated).into_iter().map(full).collect(),
            Self::Group(GroupStatement::Attributed(attributed)) => vec![full(&attributed.award)],
            Self::Group(GroupStatement::Ended(end)) => match &end.history {
                Some(ExitHistory::Attributed(parts)) => parts.iter().map(|part| full(&part.award)).collect(),
                Some(ExitHistory::StaysWithRecipient) | None => Vec::new(),
            },
            Self::Fact(FactStatement::Notice(notice)) => vec![full(&notice.award)],
            Self::Fact(FactStatement::OfAward(deed)) => vec![full(deed.award())],
            Self::Fact(FactStatement::DutyDone(done)) => done.about.award.iter().map(full).collect(),
            Self::Fact(FactStatement::Requested(request)) => request.about.award.iter().map(full).collect(),
            Self::Group(_) | Self::Fact(_) | Self::Governance(_) | Self::Review(_) | Self::Retraction(_) => {
                Vec::new()
            }
        }
    }

    /// What else it refers to, in words that its signer wrote.
    pub fn references(self) -> Vec<String> {
        match self {
            Self::Group(GroupStatement::Ended(end)) => {
                vec![format!("{} > {}", end.controller, end.controlled)]
            }
            Self::Group(GroupStatement::Attributed(attributed)) => vec![attributed.split.to_string()],
            Self::Fact(FactStatement::Recovery(step)) => vec![step.order().0.r#ref.as_str().to_owned()],
            Self::Fact(FactStatement::ApplicationReduced(reduced)) => vec![reduced.application.to_string()],
            Self::Fact(FactStatement::ApplicationClosed(closed)) => vec![closed.application.to_string()],
            Self::Fact(FactStatement::FindingClosed(closed)) => vec![closed.finding.to_string()],
            Self::Fact(FactStatement::ProjectAmended(amended)) => vec![amended.project.to_string()],
            Self::Fact(FactStatement::DutyDone(done)) => about(&done.about),
            Self::Fact(FactStatement::Requested(request)) => about(&request.about),
            Self::Governance(Governance::SystemAmended(amended)) => vec![amended.system.to_string()],
            Self::Award(AwardStatement::Unmatched(unmatched)) => {
                unmatched.same_as.iter().map(|other| format!("{} = {other}", unmatched.award)).collect()
            }
            Self::Review(decided) => vec![decided.about.to_string()],
            Self::Retraction(retracted) => {
                vec![format!("{}/{}", retracted.source.0.as_str(), retracted.id.as_str())]
            }
            Self::Award(_) | Self::Group(_) | Self::Fact(_) | Self::Governance(_) => Vec::new(),
        }
    }
}

/// What a duty or a request is about, where that has to be on record and is no award.
fn about(about: &About) -> Vec<String> {
    let objects = [&about.scheme, &about.application].into_iter().flatten().map(ToString::to_string);
    objects.chain(about.system.iter().map(ToString::to_string)).collect()
}

fn of_group(stated: GroupStatement<'_>) -> Vec<&UndertakingId> {
    match stated {
        GroupStatement::Registered(_) => Vec::new(),
        GroupStatement::Identified(identified) => vec![&identified.undertaking],
        GroupStatement::Holding(holding) => vec![&holding.holder, &holding.held],
        GroupStatement::Attested(attested) => {
            [&attested.undertaking].into_iter().chain(attested.members.iter()).collect()
        }
        GroupStatement::Controlled(control) => vec![&control.controller, &control.controlled],
        GroupStatement::Ended(end) => {
            let parts = match &end.history {
                Some(ExitHistory::Attributed(parts)) => parts.as_ref(),
                Some(ExitHistory::StaysWithRecipient) | None => &[],
            };
            let named = [&end.controller, &end.controlled].into_iter();
            named.chain(parts.iter().map(|part| &part.undertaking)).collect()
        }
        GroupStatement::Merged(merger) => {
            [&merger.surviving].into_iter().chain(merger.absorbed.iter()).collect()
        }
        GroupStatement::Split(split) => {
            let successors = split.successors.iter().map(|successor| &successor.undertaking);
            [&split.undertaking].into_iter().chain(successors).collect()
        }
        GroupStatement::Attributed(attributed) => {
            attributed.parts.iter().map(|part| &part.undertaking).collect()
        }
    }
}

fn of_fact(stated: FactStatement<'_>) -> Vec<&UndertakingId> {
    match stated {
        FactStatement::Assessed(assessed) => vec![&assessed.undertaking],
        FactStatement::Presented(presented) => vec![&presented.undertaking],
        FactStatement::Markets(markets) => vec![&markets.a, &markets.b],
        FactStatement::RecoveryOrdered(ordered) => vec![&ordered.undertaking],
        FactStatement::Recovery(step) => vec![step.order().1],
        FactStatement::ProjectOpened(_)
        | FactStatement::ProjectAmended(_)
        | FactStatement::ApplicationReceived(_)
        | FactStatement::ApplicationReduced(_)
        | FactStatement::ApplicationClosed(_)
        | FactStatement::Declaration(_)
        | FactStatement::Notice(_)
        | FactStatement::OfAward(_)
        | FactStatement::DutyDone(_)
        | FactStatement::Requested(_)
        | FactStatement::FindingRaised(_)
        | FactStatement::FindingClosed(_)
        | FactStatement::Erased(_) => Vec::new(),
    }
}

fn of_award(stated: AwardStatement<'_>) -> Vec<&ScopedRef> {
    match stated {
        AwardStatement::New(_) | AwardStatement::Set(_) | AwardStatement::Reported(_) => Vec::new(),
        AwardStatement::Restated(restated) => vec![&restated.award],
        AwardStatement::Corrected(correction) => vec![&correction.award],
        AwardStatement::Confirmed(confirmation) => vec![confirmation.award],
        AwardStatement::Freed(freeing) => vec![freeing.award()],
        AwardStatement::Lessened(lessening) => vec![lessening.award()],
        AwardStatement::Matched(matched) => {
            [&matched.award].into_iter().chain(matched.same_as.iter()).collect()
        }
        AwardStatement::Unmatched(unmatched) => {
            [&unmatched.award].into_iter().chain(unmatched.same_as.iter()).collect()
        }
        AwardStatement::Disputed(dispute) => vec![dispute.award()],
        AwardStatement::Drawn(drawn) => vec![&drawn.award],
        AwardStatement::Used(used) => vec![&used.award],
    }
}
