//! The objects of statements: whom and what they name, in the order in which they name it.

use ledger::event::Event;
use ledger::event::award::AwardSet;
use ledger::event::field::Text;
use ledger::event::procedure::{
    About, DeclarationReceived, DutyDone, IdentityPresented, Participant, RequestReceived, ReviewDecided,
};
use ledger::event::token::{RevokedTokens, TokenRevoked};
use ledger::event::undertaking::{
    AwardAttributed, ControlEnded, Decision, ExitHistory, MarketsDeclared, RecoveryPaid, RecoveryStep,
    UndertakingAssessed, UndertakingSplit,
};
use ledger::ids::{Id, PartyId, ScopedRef, UndertakingId};
use ledger::money::Money;
use ledger::time::LegalDate;

use super::reason::{Reason, step};
use crate::statement::{
    AwardStatement, Deed, Directory, Dispute, FactStatement, Freeing, Governance, GroupStatement, Recovery,
    Statement,
};
use crate::words::{Message, say};

/// What a statement names beside the awards it is about.
pub(super) fn details(event: &Event) -> Vec<Reason> {
    match Statement::of(event) {
        Statement::Governance(stated) => governance(stated),
        Statement::Award(stated) => award(stated),
        Statement::Group(stated) => group(stated),
        Statement::Fact(stated) => fact(stated),
        Statement::Review(review) => reviewed(review),
        Statement::Retraction(_) => Vec::new(),
    }
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

fn governance(stated: Governance<'_>) -> Vec<Reason> {
    match stated {
        Governance::Directory(_, stated) => directory(stated),
        Governance::Engine(adopted) => vec![detail(say::detail_semantics, adopted.semantics)],
        Governance::Pack(adopted) => vec![
            detail(say::detail_rules, format!("{} {}", adopted.pack, adopted.version)),
            detail(say::detail_digest, adopted.sha256.as_str()),
            detail(say::detail_applies_from, adopted.applies_from),
        ],
        Governance::Reference(published) => vec![text(say::detail_source, &published.source.r#ref)],
        Governance::System(system) => system_of(&system.system, &system.host, &system.kind),
        Governance::SystemAmended(system) => system_of(&system.system, &system.host, &system.kind),
        Governance::Scheme(scheme) => vec![
            detail(say::detail_scheme, &scheme.scheme),
            text(say::detail_legal_basis, &scheme.legal_basis),
            detail(say::detail_from, scheme.in_force.from),
        ],
    }
}

fn directory(stated: Directory<'_>) -> Vec<Reason> {
    match stated {
        Directory::Founded(founded) => {
            vec![text(say::detail_summary, &founded.name), detail(say::detail_party, &founded.operator.party)]
        }
        Directory::LogKeyAdded(key) => {
            vec![detail(say::detail_key, key.vkey.as_str()), detail(say::detail_kind, key.purpose)]
        }
        Directory::LogKeyRetired(key) => {
            vec![detail(say::detail_key, key.vkey.as_str()), detail(say::detail_kind, key.purpose)]
        }
        Directory::Admitted(admitted) => vec![detail(say::detail_party, &admitted.party)],
        Directory::Suspended(suspended) => vec![detail(say::detail_party, &suspended.party)],
        Directory::Reinstated(reinstated) => vec![detail(say::detail_party, &reinstated.party)],
        Directory::PolicySet(set) => vec![
            detail(say::detail_party, &set.party),
            detail(say::detail_four_eyes, set.four_eyes),
            text(say::detail_reason, &set.reason),
        ],
        Directory::LeaseTaken(lease) => vec![
            detail(say::detail_epoch, lease.epoch),
            detail(say::detail_system, &lease.writer),
            text(say::detail_reason, &lease.reason),
        ],
        Directory::KeyAdded(added) => vec![detail(say::detail_party, &added.party)],
        Directory::KeyRevoked(revoked) => vec![detail(say::detail_key, revoked.kid.as_str())],
        Directory::TokenRevoked(revoked) => tokens(revoked),
        Directory::Intake(summary) => vec![detail(say::detail_on, summary.on)],
    }
}

/// What was done elsewhere: in which system, under which reference, when.
fn done(deed: Deed<'_>) -> Vec<Reason> {
    let (system, reference, on) = match deed {
        Deed::Registered(receipt) => (&receipt.system, &receipt.r#ref, receipt.on),
        Deed::Published(publication) => (&publication.system, &publication.r#ref, publication.on),
        Deed::Repaid(repaid) => {
            return vec![
                money(say::detail_outstanding, repaid.outstanding),
                detail(say::detail_on, repaid.on),
            ];
        }
    };
    vec![detail(say::detail_system, system), text(say::detail_receipt, reference), detail(say::detail_on, on)]
}

fn markets(declared: &MarketsDeclared) -> Vec<Reason> {
    vec![
        detail(say::detail_undertaking, &declared.a),
        detail(say::detail_undertaking, &declared.b),
        detail(say::detail_markets, declared.relation),
        detail(say::detail_from, declared.from),
    ]
}

fn duty(done: &DutyDone) -> Vec<Reason> {
    let mut steps = vec![detail(say::detail_duty, &done.duty)];
    steps.extend(about(&done.about));
    steps.extend(
        done.period.iter().flat_map(|period| {
            [detail(say::detail_from, period.from), detail(say::detail_until, period.until)]
        }),
    );
    steps.extend([
        detail(say::detail_system, &done.system),
        text(say::detail_receipt, &done.r#ref),
        detail(say::detail_on, done.on),
    ]);
    steps
}

fn request(request: &RequestReceived) -> Vec<Reason> {
    let mut steps = vec![text(say::detail_source, &request.by)];
    steps.extend(about(&request.about));
    steps.push(detail(say::detail_on, request.received_on));
    steps.extend(request.until.map(|until| detail(say::detail_until, until)));
    steps
}

/// The one thing that a duty or a request is about.
fn about(about: &About) -> Option<Reason> {
    let award = about.award.as_ref().map(|award| detail(say::detail_award, award));
    let scheme = || about.scheme.as_ref().map(|scheme| detail(say::detail_scheme, scheme));
    let application = || about.application.as_ref().map(|one| detail(say::detail_application, one));
    let request = || about.request.as_ref().map(|request| detail(say::detail_subject, request));
    let party = || about.party.as_ref().map(|party| detail(say::detail_party, party));
    let state = || about.member_state.map(|state| detail(say::detail_subject, state));
    let system = || about.system.as_ref().map(|system| detail(say::detail_subject, system));
    award.or_else(scheme).or_else(application).or_else(request).or_else(party).or_else(state).or_else(system)
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

fn system_of(system: &Id, host: &PartyId, kind: &Text) -> Vec<Reason> {
    vec![detail(say::detail_system, system), detail(say::detail_party, host), text(say::detail_kind, kind)]
}

fn group(stated: GroupStatement<'_>) -> Vec<Reason> {
    match stated {
        // Their numbers are named with the groups that they join.
        GroupStatement::Registered(_) | GroupStatement::Identified(_) => Vec::new(),
        GroupStatement::Controlled(control) => vec![
            detail(say::detail_controller, &control.controller),
            detail(say::detail_controlled, &control.controlled),
            detail(say::detail_kind, control.kind),
            detail(say::detail_from, control.from),
        ],
        GroupStatement::Ended(ended) => end_of_control(ended),
        GroupStatement::Holding(holding) => vec![
            detail(say::detail_holder, &holding.holder),
            detail(say::detail_held, &holding.held),
            detail(say::detail_kind, holding.kind),
            detail(say::detail_from, holding.from),
        ],
        GroupStatement::Merged(merged) => joined(&merged.surviving, &merged.absorbed, merged.on),
        GroupStatement::Split(split) => split_of(split),
        GroupStatement::Attributed(attributed) => attribution(attributed),
        GroupStatement::Attested(attested) => joined(&attested.undertaking, &attested.members, attested.on),
    }
}

/// An undertaking, those that are one with it, and the day.
fn joined(undertaking: &UndertakingId, members: &[UndertakingId], on: LegalDate) -> Vec<Reason> {
    let mut steps = vec![detail(say::detail_undertaking, undertaking)];
    steps.extend(members.iter().map(|id| detail(say::detail_member, id)));
    steps.push(detail(say::detail_on, on));
    steps
}

fn attribution(attributed: &AwardAttributed) -> Vec<Reason> {
    let parts = attributed.parts.iter().map(|part| {
        detail(say::detail_undertaking, &part.undertaking).with(vec![money(say::detail_amount, part.amount)])
    });
    parts.chain([detail(say::detail_statement, &attributed.split)]).collect()
}

fn recovery_paid(paid: &RecoveryPaid) -> Vec<Reason> {
    let mut steps = decision(&paid.decision);
    steps.extend([
        detail(say::detail_undertaking, &paid.undertaking),
        money(say::detail_principal, paid.principal),
        money(say::detail_interest, paid.interest),
        detail(say::detail_on, paid.on),
    ]);
    steps
}

fn of_recovery(stated: Recovery<'_>) -> Vec<Reason> {
    match stated {
        Recovery::Paid(paid) => recovery_paid(paid),
        Recovery::Suspended(step) | Recovery::Annulled(step) | Recovery::Completed(step) => {
            recovery_step(step)
        }
    }
}

fn recovery_step(recovery: &RecoveryStep) -> Vec<Reason> {
    let mut steps = decision(&recovery.decision);
    steps.extend([
        detail(say::detail_undertaking, &recovery.undertaking),
        detail(say::detail_on, recovery.on),
    ]);
    steps.extend(recovery.reason.as_ref().map(|reason| text(say::detail_reason, reason)));
    steps
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

fn award(stated: AwardStatement<'_>) -> Vec<Reason> {
    match stated {
        AwardStatement::Freed(Freeing::Released(released)) => {
            vec![text(say::detail_reason, &released.reason)]
        }
        AwardStatement::Freed(Freeing::ConditionFailed(failed)) => {
            vec![detail(say::detail_on, failed.on), text(say::detail_reason, &failed.reason)]
        }
        AwardStatement::Disputed(Dispute::Disputed(disputed)) => {
            vec![text(say::detail_reason, &disputed.reason)]
        }
        AwardStatement::Disputed(Dispute::Lodged(lodged)) => vec![text(say::detail_reason, &lodged.reason)],
        AwardStatement::Set(set) => members(set),
        AwardStatement::Confirmed(met) if met.conditional => vec![detail(say::detail_on, met.on)],
        AwardStatement::Confirmed(confirmed) => vec![detail(say::detail_granted_on, confirmed.on)],
        AwardStatement::Restated(restated) => vec![text(say::detail_reason, &restated.reason)],
        AwardStatement::Drawn(drawn) => vec![
            detail(say::detail_system, &drawn.system),
            detail(say::detail_quantity, drawn.quantity),
            money(say::detail_amount, drawn.value),
            detail(say::detail_on, drawn.on),
        ],
        AwardStatement::Used(used) => {
            vec![detail(say::detail_quantity, used.quantity), detail(say::detail_until, used.to)]
        }
        // The award that they are about says what they name.
        AwardStatement::New(_)
        | AwardStatement::Reported(_)
        | AwardStatement::Corrected(_)
        | AwardStatement::Lessened(_)
        | AwardStatement::Matched(_)
        | AwardStatement::Unmatched(_) => Vec::new(),
    }
}

fn members(set: &AwardSet) -> Vec<Reason> {
    let of = set.awards.iter().map(|grant| {
        detail(say::detail_award, &grant.award).with(vec![
            detail(say::detail_beneficiary, &grant.beneficiary),
            detail(say::detail_granted_on, grant.granted_on),
        ])
    });
    of.collect()
}

fn shown(presented: &IdentityPresented) -> Vec<Reason> {
    vec![
        detail(say::detail_undertaking, &presented.undertaking),
        detail(say::detail_kind, presented.means),
        detail(say::detail_on, presented.presented_on),
    ]
}

fn fact(stated: FactStatement<'_>) -> Vec<Reason> {
    match stated {
        FactStatement::Recovery(stated) => of_recovery(stated),
        FactStatement::OfAward(deed) => done(deed),
        FactStatement::Erased(erased) => {
            vec![detail(say::detail_subject, &erased.subject_ref), text(say::detail_ground, &erased.ground)]
        }
        FactStatement::Assessed(assessed) => assessment(assessed),
        FactStatement::Presented(presented) => shown(presented),
        FactStatement::Markets(declared) => markets(declared),
        FactStatement::DutyDone(done) => duty(done),
        FactStatement::Requested(received) => request(received),
        FactStatement::RecoveryOrdered(order) => {
            let mut steps = decision(&order.decision);
            steps.push(detail(say::detail_undertaking, &order.undertaking));
            steps.push(money(say::detail_principal, order.principal));
            steps
        }
        FactStatement::ProjectOpened(opened) => {
            project(&opened.project, &opened.participants, opened.starts_on)
        }
        FactStatement::ProjectAmended(amended) => {
            project(&amended.project, &amended.participants, amended.starts_on)
        }
        FactStatement::ApplicationReceived(application) => vec![
            detail(say::detail_application, &application.application),
            detail(say::detail_undertaking, &application.undertaking),
            money(say::detail_amount, application.requested),
            detail(say::detail_on, application.received_on),
        ],
        FactStatement::ApplicationReduced(application) => vec![
            detail(say::detail_application, &application.application),
            money(say::detail_amount, application.requested),
            detail(say::detail_on, application.on),
        ],
        FactStatement::ApplicationClosed(application) => vec![
            detail(say::detail_application, &application.application),
            detail(say::detail_outcome, application.outcome),
            text(say::detail_reason, &application.reason),
            detail(say::detail_on, application.on),
        ],
        FactStatement::Declaration(declaration) => declared(declaration),
        FactStatement::Notice(notice) => vec![
            money(say::detail_amount, notice.gge),
            text(say::detail_citation, &notice.citation),
            detail(say::detail_on, notice.on),
        ],
        FactStatement::FindingRaised(finding) => vec![
            detail(say::detail_finding, &finding.finding),
            detail(say::detail_subject, &finding.about),
            text(say::detail_summary, &finding.summary),
        ],
        FactStatement::FindingClosed(finding) => vec![
            detail(say::detail_finding, &finding.finding),
            text(say::detail_outcome, &finding.outcome),
            detail(say::detail_on, finding.on),
        ],
    }
}

fn project(project: &ScopedRef, participants: &[Participant], starts_on: LegalDate) -> Vec<Reason> {
    let mut steps = vec![detail(say::detail_project, project), detail(say::detail_from, starts_on)];
    steps.extend(participants.iter().map(|participant| {
        let share = detail(say::detail_share, format!("{} %", participant.cost_share));
        detail(say::detail_member, &participant.undertaking).with(vec![share])
    }));
    steps
}

fn declared(declaration: &DeclarationReceived) -> Vec<Reason> {
    let mut steps = vec![
        detail(say::detail_undertaking, &declaration.undertaking),
        detail(say::detail_on, declaration.signed_on),
        detail(say::detail_from, declaration.period.from),
    ];
    steps.extend(declaration.period.until.map(|until| detail(say::detail_until, until)));
    steps.push(detail(say::detail_document, declaration.sha256.as_str()));
    steps
}

fn reviewed(review: &ReviewDecided) -> Vec<Reason> {
    vec![
        detail(say::detail_subject, &review.about),
        text(say::detail_question, &review.question),
        detail(say::detail_outcome, review.decision),
        text(say::detail_reason, &review.reason),
        text(say::detail_citation, &review.citation),
    ]
}
