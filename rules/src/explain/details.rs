//! The objects of statements: whom and what they name, in the order in which they name it.

use ledger::event::Body;
use ledger::event::field::Text;
use ledger::event::procedure::{ProjectAmended, ProjectOpened};
use ledger::event::token::{RevokedTokens, TokenRevoked};
use ledger::event::undertaking::{
    ControlEnded, Decision, ExitHistory, UndertakingAssessed, UndertakingSplit,
};
use ledger::money::Money;

use super::messages::Noun;
use super::{Say, Trace, step};

/// What a statement names beside the awards it is about.
pub(super) fn details(body: &Body) -> Vec<Trace> {
    governance(body)
        .or_else(|| undertakings(body))
        .or_else(|| awards(body))
        .unwrap_or_else(|| procedure(body))
}

pub(super) fn detail(what: Noun, value: impl ToString) -> Trace {
    step("detail", Say::Detail(what, &value.to_string()))
}

fn text(what: Noun, value: &Text) -> Trace {
    detail(what, value.as_str())
}

fn money(what: Noun, money: Money) -> Trace {
    detail(what, format!("{} {}", money.amount(), money.currency()))
}

fn governance(body: &Body) -> Option<Vec<Trace>> {
    Some(match body {
        Body::LedgerFounded(founded) => {
            vec![text(Noun::Summary, &founded.name), detail(Noun::Party, &founded.operator.party)]
        }
        Body::LogKeyAdded(key) => vec![detail(Noun::Key, key.vkey.as_str()), detail(Noun::Kind, key.purpose)],
        Body::LogKeyRetired(key) => {
            vec![detail(Noun::Key, key.vkey.as_str()), detail(Noun::Kind, key.purpose)]
        }
        Body::PackAdopted(adopted) => vec![
            detail(Noun::Rules, format!("{} {}", adopted.pack, adopted.version)),
            detail(Noun::Digest, adopted.sha256.as_str()),
            detail(Noun::AppliesFrom, adopted.applies_from),
        ],
        Body::EngineAdopted(adopted) => vec![detail(Noun::Semantics, adopted.semantics)],
        Body::ReferencePublished(published) => vec![text(Noun::Source, &published.source.r#ref)],
        Body::PartyAdmitted(admitted) => vec![detail(Noun::Party, &admitted.party)],
        Body::PartySuspended(suspended) => vec![detail(Noun::Party, &suspended.party)],
        Body::PartyReinstated(reinstated) => vec![detail(Noun::Party, &reinstated.party)],
        Body::KeyAdded(added) => vec![detail(Noun::Party, &added.party)],
        Body::KeyRevoked(revoked) => vec![detail(Noun::Key, revoked.kid.as_str())],
        Body::TokenRevoked(revoked) => tokens(revoked),
        Body::SystemRegistered(system) => system_of(&system.system, &system.host, &system.kind),
        Body::SystemAmended(system) => system_of(&system.system, &system.host, &system.kind),
        Body::SchemeRegistered(scheme) => vec![
            detail(Noun::Scheme, &scheme.scheme),
            text(Noun::LegalBasis, &scheme.legal_basis),
            detail(Noun::From, scheme.in_force.from),
        ],
        Body::IntakeSummary(summary) => vec![detail(Noun::On, summary.on)],
        _ => return None,
    })
}

/// Which tokens, as far as the statement says so: an id tells nobody anything.
fn tokens(revoked: &TokenRevoked) -> Vec<Trace> {
    let mut steps = Vec::new();
    if let RevokedTokens::Before(before) = &revoked.tokens {
        steps.push(detail(Noun::Until, before.issued_before));
        steps.extend(before.party.as_ref().map(|party| detail(Noun::Party, party)));
        steps.extend(before.undertaking.as_ref().map(|undertaking| detail(Noun::Undertaking, undertaking)));
    }
    steps.push(text(Noun::Reason, &revoked.reason));
    steps
}

fn system_of(system: &ledger::ids::Id, host: &ledger::ids::PartyId, kind: &Text) -> Vec<Trace> {
    vec![detail(Noun::System, system), detail(Noun::Party, host), text(Noun::Kind, kind)]
}

fn undertakings(body: &Body) -> Option<Vec<Trace>> {
    Some(match body {
        Body::UndertakingAssessed(assessed) => assessment(assessed),
        Body::ControlDeclared(control) => vec![
            detail(Noun::Controller, &control.controller),
            detail(Noun::Controlled, &control.controlled),
            detail(Noun::Kind, control.kind),
            detail(Noun::From, control.from),
        ],
        Body::ControlEnded(ended) => end_of_control(ended),
        Body::HoldingDeclared(holding) => vec![
            detail(Noun::Holder, &holding.holder),
            detail(Noun::Held, &holding.held),
            detail(Noun::Kind, holding.kind),
            detail(Noun::From, holding.from),
        ],
        Body::UndertakingsMerged(merged) => {
            let mut steps = vec![detail(Noun::Undertaking, &merged.surviving)];
            steps.extend(merged.absorbed.iter().map(|id| detail(Noun::Member, id)));
            steps.push(detail(Noun::On, merged.on));
            steps
        }
        Body::UndertakingSplit(split) => split_of(split),
        Body::AwardAttributed(attributed) => {
            let parts = attributed.parts.iter();
            let parts = parts.map(|part| {
                detail(Noun::Undertaking, &part.undertaking).with(vec![money(Noun::Amount, part.amount)])
            });
            parts.chain([detail(Noun::Statement, &attributed.split)]).collect()
        }
        Body::GroupAttested(attested) => {
            let mut steps = vec![detail(Noun::Undertaking, &attested.undertaking)];
            steps.extend(attested.members.iter().map(|id| detail(Noun::Member, id)));
            steps.push(detail(Noun::On, attested.on));
            steps
        }
        Body::RecoveryOrdered(order) => {
            let mut steps = decision(&order.decision);
            steps.push(detail(Noun::Undertaking, &order.undertaking));
            steps.push(money(Noun::Principal, order.principal));
            steps
        }
        Body::RecoveryPaid(paid) => {
            let mut steps = decision(&paid.decision);
            steps.push(detail(Noun::Undertaking, &paid.undertaking));
            steps.extend([
                money(Noun::Principal, paid.principal),
                money(Noun::Interest, paid.interest),
                detail(Noun::On, paid.on),
            ]);
            steps
        }
        Body::RecoverySuspended(recovery)
        | Body::RecoveryAnnulled(recovery)
        | Body::RecoveryCompleted(recovery) => {
            let mut steps = decision(&recovery.decision);
            steps.extend([detail(Noun::Undertaking, &recovery.undertaking), detail(Noun::On, recovery.on)]);
            steps.extend(recovery.reason.as_ref().map(|reason| text(Noun::Reason, reason)));
            steps
        }
        _ => return None,
    })
}

fn decision(decision: &Decision) -> Vec<Trace> {
    vec![detail(Noun::Decision, format!("{} {}", decision.kind, decision.r#ref.as_str()))]
}

fn assessment(assessed: &UndertakingAssessed) -> Vec<Trace> {
    let mut steps = vec![detail(Noun::Undertaking, &assessed.undertaking), detail(Noun::On, assessed.on)];
    steps.extend(assessed.size.map(|size| detail(Noun::Size, size)));
    steps.extend(assessed.insolvency.map(|insolvency| detail(Noun::Insolvency, insolvency)));
    steps.extend(assessed.credit_band.map(|band| detail(Noun::Band, band)));
    steps
}

fn end_of_control(ended: &ControlEnded) -> Vec<Trace> {
    let mut steps = vec![
        detail(Noun::Controller, &ended.controller),
        detail(Noun::Controlled, &ended.controlled),
        detail(Noun::On, ended.on),
    ];
    match &ended.history {
        None => {}
        Some(ExitHistory::StaysWithRecipient) => steps.push(detail(Noun::Stays, "its recipient's")),
        Some(ExitHistory::Attributed(parts)) => steps.extend(parts.iter().map(|part| {
            detail(Noun::Award, &part.award)
                .with(vec![detail(Noun::Undertaking, &part.undertaking), money(Noun::Amount, part.amount)])
        })),
    }
    steps
}

fn split_of(split: &UndertakingSplit) -> Vec<Trace> {
    let mut steps = vec![detail(Noun::Undertaking, &split.undertaking), detail(Noun::On, split.on)];
    steps.extend(split.successors.iter().map(|successor| {
        let equity = &successor.equity_book_value;
        let equity = format!("{} {}", equity.amount.value(), equity.currency);
        detail(Noun::Successor, &successor.undertaking).with(vec![detail(Noun::Equity, equity)])
    }));
    steps
}

fn awards(body: &Body) -> Option<Vec<Trace>> {
    Some(match body {
        Body::AwardConfirmed(confirmed) => vec![detail(Noun::GrantedOn, confirmed.granted_on)],
        Body::AwardReleased(released) => vec![text(Noun::Reason, &released.reason)],
        Body::ConditionMet(met) => vec![detail(Noun::On, met.on)],
        Body::ConditionFailed(failed) => {
            vec![detail(Noun::On, failed.on), text(Noun::Reason, &failed.reason)]
        }
        Body::AwardRestated(restated) => vec![text(Noun::Reason, &restated.reason)],
        Body::AwardDrawn(drawn) => vec![
            detail(Noun::System, &drawn.system),
            detail(Noun::Quantity, drawn.quantity),
            money(Noun::Amount, drawn.value),
            detail(Noun::On, drawn.on),
        ],
        Body::UsageReported(used) => {
            vec![detail(Noun::Quantity, used.quantity), detail(Noun::Until, used.to)]
        }
        Body::AwardSet(set) => {
            let of = |grant: &ledger::event::award::AwardGranted| {
                detail(Noun::Award, &grant.award).with(vec![
                    detail(Noun::Beneficiary, &grant.beneficiary),
                    detail(Noun::GrantedOn, grant.granted_on),
                ])
            };
            set.awards.iter().map(of).collect()
        }
        Body::AwardDisputed(disputed) => vec![text(Noun::Reason, &disputed.reason)],
        Body::DisputeLodged(lodged) => vec![text(Noun::Reason, &lodged.reason)],
        _ => return None,
    })
}

fn procedure(body: &Body) -> Vec<Trace> {
    match body {
        Body::ProjectOpened(ProjectOpened { project, participants, starts_on, .. })
        | Body::ProjectAmended(ProjectAmended { project, participants, starts_on, .. }) => {
            let mut steps = vec![detail(Noun::Project, project), detail(Noun::From, starts_on)];
            steps.extend(participants.iter().map(|participant| {
                let share = detail(Noun::Share, format!("{} %", participant.cost_share));
                detail(Noun::Member, &participant.undertaking).with(vec![share])
            }));
            steps
        }
        Body::ApplicationReceived(application) => vec![
            detail(Noun::Application, &application.application),
            detail(Noun::Undertaking, &application.undertaking),
            money(Noun::Amount, application.requested),
            detail(Noun::On, application.received_on),
        ],
        Body::ApplicationReduced(application) => vec![
            detail(Noun::Application, &application.application),
            money(Noun::Amount, application.requested),
            detail(Noun::On, application.on),
        ],
        Body::ApplicationClosed(application) => vec![
            detail(Noun::Application, &application.application),
            detail(Noun::Outcome, application.outcome),
            text(Noun::Reason, &application.reason),
            detail(Noun::On, application.on),
        ],
        Body::DeclarationReceived(declaration) => {
            let mut steps = vec![
                detail(Noun::Undertaking, &declaration.undertaking),
                detail(Noun::On, declaration.signed_on),
                detail(Noun::From, declaration.period.from),
            ];
            steps.extend(declaration.period.until.map(|until| detail(Noun::Until, until)));
            steps.push(detail(Noun::Document, declaration.sha256.as_str()));
            steps
        }
        Body::NoticeServed(notice) => {
            vec![
                money(Noun::Amount, notice.gge),
                text(Noun::Citation, &notice.citation),
                detail(Noun::On, notice.on),
            ]
        }
        Body::RegisterReceipt(receipt) => {
            vec![
                detail(Noun::System, &receipt.system),
                text(Noun::Receipt, &receipt.r#ref),
                detail(Noun::On, receipt.on),
            ]
        }
        Body::PublicationMade(publication) => vec![
            detail(Noun::System, &publication.system),
            text(Noun::Receipt, &publication.r#ref),
            detail(Noun::On, publication.on),
        ],
        Body::ReviewDecided(review) => vec![
            detail(Noun::Subject, &review.about),
            text(Noun::Question, &review.question),
            detail(Noun::Outcome, review.decision),
            text(Noun::Reason, &review.reason),
            text(Noun::Citation, &review.citation),
        ],
        Body::FindingRaised(finding) => vec![
            detail(Noun::Finding, &finding.finding),
            detail(Noun::Subject, &finding.about),
            text(Noun::Summary, &finding.summary),
        ],
        Body::FindingClosed(finding) => vec![
            detail(Noun::Finding, &finding.finding),
            text(Noun::Outcome, &finding.outcome),
            detail(Noun::On, finding.on),
        ],
        Body::SubjectErased(erased) => {
            vec![detail(Noun::Subject, &erased.subject_ref), text(Noun::Ground, &erased.ground)]
        }
        _ => Vec::new(),
    }
}
