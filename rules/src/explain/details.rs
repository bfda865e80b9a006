//! The objects of statements: whom and what they name, in the order in which they name it.

use ledger::event::Body;
use ledger::event::field::Text;
use ledger::event::procedure::{ProjectAmended, ProjectOpened};
use ledger::event::token::{RevokedTokens, TokenRevoked};
use ledger::event::undertaking::{
    ControlEnded, Decision, ExitHistory, UndertakingAssessed, UndertakingSplit,
};
use ledger::money::Money;

use super::reason::{Reason, step};
use crate::words::{Message, say};

/// What a statement names beside the awards it is about.
pub(super) fn details(body: &Body) -> Vec<Reason> {
    governance(body)
        .or_else(|| undertakings(body))
        .or_else(|| awards(body))
        .unwrap_or_else(|| procedure(body))
}

/// What a message says of a value.
type Of = fn(String) -> Message;

pub(super) fn detail(of: Of, value: impl ToString) -> Reason {
    step("detail", of(value.to_string()))
}

fn text(of: Of, value: &Text) -> Reason {
    detail(of, value.as_str())
}

fn money(of: Of, money: Money) -> Reason {
    detail(of, format!("{} {}", money.amount(), money.currency()))
}

fn governance(body: &Body) -> Option<Vec<Reason>> {
    Some(match body {
        Body::LedgerFounded(founded) => {
            vec![text(say::detail_summary, &founded.name), detail(say::detail_party, &founded.operator.party)]
        }
        Body::LogKeyAdded(key) => {
            vec![detail(say::detail_key, key.vkey.as_str()), detail(say::detail_kind, key.purpose)]
        }
        Body::LogKeyRetired(key) => {
            vec![detail(say::detail_key, key.vkey.as_str()), detail(say::detail_kind, key.purpose)]
        }
        Body::PackAdopted(adopted) => vec![
            detail(say::detail_rules, format!("{} {}", adopted.pack, adopted.version)),
            detail(say::detail_digest, adopted.sha256.as_str()),
            detail(say::detail_applies_from, adopted.applies_from),
        ],
        Body::EngineAdopted(adopted) => vec![detail(say::detail_semantics, adopted.semantics)],
        Body::ReferencePublished(published) => vec![text(say::detail_source, &published.source.r#ref)],
        Body::PartyAdmitted(admitted) => vec![detail(say::detail_party, &admitted.party)],
        Body::PartySuspended(suspended) => vec![detail(say::detail_party, &suspended.party)],
        Body::PartyReinstated(reinstated) => vec![detail(say::detail_party, &reinstated.party)],
        Body::KeyAdded(added) => vec![detail(say::detail_party, &added.party)],
        Body::KeyRevoked(revoked) => vec![detail(say::detail_key, revoked.kid.as_str())],
        Body::TokenRevoked(revoked) => tokens(revoked),
        Body::SystemRegistered(system) => system_of(&system.system, &system.host, &system.kind),
        Body::SystemAmended(system) => system_of(&system.system, &system.host, &system.kind),
        Body::SchemeRegistered(scheme) => vec![
            detail(say::detail_scheme, &scheme.scheme),
            text(say::detail_legal_basis, &scheme.legal_basis),
            detail(say::detail_from, scheme.in_force.from),
        ],
        Body::IntakeSummary(summary) => vec![detail(say::detail_on, summary.on)],
        _ => return None,
    })
}

/// Which tokens, as far as the statement says so: an id tells nobody anything.
fn tokens(revoked: &TokenRevoked) -> Vec<Reason> {
    let mut steps = Vec::new();
    if let RevokedTokens::Before(before) = &revoked.tokens {
        steps.push(detail(say::detail_until, before.issued_before));
        steps.extend(before.party.as_ref().map(|party| detail(say::detail_party, party)));
        steps.extend(
            before.undertaking.as_ref().map(|undertaking| detail(say::detail_undertaking, undertaking)),
        );
    }
    steps.push(text(say::detail_reason, &revoked.reason));
    steps
}

fn system_of(system: &ledger::ids::Id, host: &ledger::ids::PartyId, kind: &Text) -> Vec<Reason> {
    vec![detail(say::detail_system, system), detail(say::detail_party, host), text(say::detail_kind, kind)]
}

fn undertakings(body: &Body) -> Option<Vec<Reason>> {
    Some(match body {
        Body::UndertakingAssessed(assessed) => assessment(assessed),
        Body::ControlDeclared(control) => vec![
            detail(say::detail_controller, &control.controller),
            detail(say::detail_controlled, &control.controlled),
            detail(say::detail_kind, control.kind),
            detail(say::detail_from, control.from),
        ],
        Body::ControlEnded(ended) => end_of_control(ended),
        Body::HoldingDeclared(holding) => vec![
            detail(say::detail_holder, &holding.holder),
            detail(say::detail_held, &holding.held),
            detail(say::detail_kind, holding.kind),
            detail(say::detail_from, holding.from),
        ],
        Body::UndertakingsMerged(merged) => {
            let mut steps = vec![detail(say::detail_undertaking, &merged.surviving)];
            steps.extend(merged.absorbed.iter().map(|id| detail(say::detail_member, id)));
            steps.push(detail(say::detail_on, merged.on));
            steps
        }
        Body::UndertakingSplit(split) => split_of(split),
        Body::AwardAttributed(attributed) => {
            let parts = attributed.parts.iter();
            let parts = parts.map(|part| {
                detail(say::detail_undertaking, &part.undertaking)
                    .with(vec![money(say::detail_amount, part.amount)])
            });
            parts.chain([detail(say::detail_statement, &attributed.split)]).collect()
        }
        Body::GroupAttested(attested) => {
            let mut steps = vec![detail(say::detail_undertaking, &attested.undertaking)];
            steps.extend(attested.members.iter().map(|id| detail(say::detail_member, id)));
            steps.push(detail(say::detail_on, attested.on));
            steps
        }
        Body::RecoveryOrdered(order) => {
            let mut steps = decision(&order.decision);
            steps.push(detail(say::detail_undertaking, &order.undertaking));
            steps.push(money(say::detail_principal, order.principal));
            steps
        }
        Body::RecoveryPaid(paid) => {
            let mut steps = decision(&paid.decision);
            steps.push(detail(say::detail_undertaking, &paid.undertaking));
            steps.extend([
                money(say::detail_principal, paid.principal),
                money(say::detail_interest, paid.interest),
                detail(say::detail_on, paid.on),
            ]);
            steps
        }
        Body::RecoverySuspended(recovery)
        | Body::RecoveryAnnulled(recovery)
        | Body::RecoveryCompleted(recovery) => {
            let mut steps = decision(&recovery.decision);
            steps.extend([
                detail(say::detail_undertaking, &recovery.undertaking),
                detail(say::detail_on, recovery.on),
            ]);
            steps.extend(recovery.reason.as_ref().map(|reason| text(say::detail_reason, reason)));
            steps
        }
        _ => return None,
    })
}

fn decision(decision: &Decision) -> Vec<Reason> {
    vec![detail(say::detail_decision, format!("{} {}", decision.kind, decision.r#ref.as_str()))]
}

fn assessment(assessed: &UndertakingAssessed) -> Vec<Reason> {
    let mut steps =
        vec![detail(say::detail_undertaking, &assessed.undertaking), detail(say::detail_on, assessed.on)];
    steps.extend(assessed.size.map(|size| detail(say::detail_size, size)));
    steps.extend(assessed.insolvency.map(|insolvency| detail(say::detail_insolvency, insolvency)));
    steps.extend(assessed.credit_band.map(|band| detail(say::detail_band, band)));
    steps
}

fn end_of_control(ended: &ControlEnded) -> Vec<Reason> {
    let mut steps = vec![
        detail(say::detail_controller, &ended.controller),
        detail(say::detail_controlled, &ended.controlled),
        detail(say::detail_on, ended.on),
    ];
    match &ended.history {
        None => {}
        Some(ExitHistory::StaysWithRecipient) => steps.push(step("detail", say::detail_stays())),
        Some(ExitHistory::Attributed(parts)) => steps.extend(parts.iter().map(|part| {
            detail(say::detail_award, &part.award).with(vec![
                detail(say::detail_undertaking, &part.undertaking),
                money(say::detail_amount, part.amount),
            ])
        })),
    }
    steps
}

fn split_of(split: &UndertakingSplit) -> Vec<Reason> {
    let mut steps =
        vec![detail(say::detail_undertaking, &split.undertaking), detail(say::detail_on, split.on)];
    steps.extend(split.successors.iter().map(|successor| {
        let equity = &successor.equity_book_value;
        let equity = format!("{} {}", equity.amount.value(), equity.currency);
        detail(say::detail_successor, &successor.undertaking).with(vec![detail(say::detail_equity, equity)])
    }));
    steps
}

fn awards(body: &Body) -> Option<Vec<Reason>> {
    Some(match body {
        Body::AwardConfirmed(confirmed) => vec![detail(say::detail_granted_on, confirmed.granted_on)],
        Body::AwardReleased(released) => vec![text(say::detail_reason, &released.reason)],
        Body::ConditionMet(met) => vec![detail(say::detail_on, met.on)],
        Body::ConditionFailed(failed) => {
            vec![detail(say::detail_on, failed.on), text(say::detail_reason, &failed.reason)]
        }
        Body::AwardRestated(restated) => vec![text(say::detail_reason, &restated.reason)],
        Body::AwardDrawn(drawn) => vec![
            detail(say::detail_system, &drawn.system),
            detail(say::detail_quantity, drawn.quantity),
            money(say::detail_amount, drawn.value),
            detail(say::detail_on, drawn.on),
        ],
        Body::UsageReported(used) => {
            vec![detail(say::detail_quantity, used.quantity), detail(say::detail_until, used.to)]
        }
        Body::AwardSet(set) => {
            let of = |grant: &ledger::event::award::AwardGranted| {
                detail(say::detail_award, &grant.award).with(vec![
                    detail(say::detail_beneficiary, &grant.beneficiary),
                    detail(say::detail_granted_on, grant.granted_on),
                ])
            };
            set.awards.iter().map(of).collect()
        }
        Body::AwardDisputed(disputed) => vec![text(say::detail_reason, &disputed.reason)],
        Body::DisputeLodged(lodged) => vec![text(say::detail_reason, &lodged.reason)],
        _ => return None,
    })
}

fn procedure(body: &Body) -> Vec<Reason> {
    match body {
        Body::ProjectOpened(ProjectOpened { project, participants, starts_on, .. })
        | Body::ProjectAmended(ProjectAmended { project, participants, starts_on, .. }) => {
            let mut steps = vec![detail(say::detail_project, project), detail(say::detail_from, starts_on)];
            steps.extend(participants.iter().map(|participant| {
                let share = detail(say::detail_share, format!("{} %", participant.cost_share));
                detail(say::detail_member, &participant.undertaking).with(vec![share])
            }));
            steps
        }
        Body::ApplicationReceived(application) => vec![
            detail(say::detail_application, &application.application),
            detail(say::detail_undertaking, &application.undertaking),
            money(say::detail_amount, application.requested),
            detail(say::detail_on, application.received_on),
        ],
        Body::ApplicationReduced(application) => vec![
            detail(say::detail_application, &application.application),
            money(say::detail_amount, application.requested),
            detail(say::detail_on, application.on),
        ],
        Body::ApplicationClosed(application) => vec![
            detail(say::detail_application, &application.application),
            detail(say::detail_outcome, application.outcome),
            text(say::detail_reason, &application.reason),
            detail(say::detail_on, application.on),
        ],
        Body::DeclarationReceived(declaration) => {
            let mut steps = vec![
                detail(say::detail_undertaking, &declaration.undertaking),
                detail(say::detail_on, declaration.signed_on),
                detail(say::detail_from, declaration.period.from),
            ];
            steps.extend(declaration.period.until.map(|until| detail(say::detail_until, until)));
            steps.push(detail(say::detail_document, declaration.sha256.as_str()));
            steps
        }
        Body::NoticeServed(notice) => {
            vec![
                money(say::detail_amount, notice.gge),
                text(say::detail_citation, &notice.citation),
                detail(say::detail_on, notice.on),
            ]
        }
        Body::RegisterReceipt(receipt) => {
            vec![
                detail(say::detail_system, &receipt.system),
                text(say::detail_receipt, &receipt.r#ref),
                detail(say::detail_on, receipt.on),
            ]
        }
        Body::PublicationMade(publication) => vec![
            detail(say::detail_system, &publication.system),
            text(say::detail_receipt, &publication.r#ref),
            detail(say::detail_on, publication.on),
        ],
        Body::ReviewDecided(review) => vec![
            detail(say::detail_subject, &review.about),
            text(say::detail_question, &review.question),
            detail(say::detail_outcome, review.decision),
            text(say::detail_reason, &review.reason),
            text(say::detail_citation, &review.citation),
        ],
        Body::FindingRaised(finding) => vec![
            detail(say::detail_finding, &finding.finding),
            detail(say::detail_subject, &finding.about),
            text(say::detail_summary, &finding.summary),
        ],
        Body::FindingClosed(finding) => vec![
            detail(say::detail_finding, &finding.finding),
            text(say::detail_outcome, &finding.outcome),
            detail(say::detail_on, finding.on),
        ],
        Body::SubjectErased(erased) => {
            vec![detail(say::detail_subject, &erased.subject_ref), text(say::detail_ground, &erased.ground)]
        }
        _ => Vec::new(),
    }
}
