//! English for kinds of events, their effects and their objects.

use ledger::event::EventType;

use super::english::verdict;
use super::messages::{Became, Noun};

pub(super) fn kind_of(kind: EventType) -> &'static str {
    match kind {
        EventType::LedgerFounded => "the founding of this ledger",
        EventType::LogKeyAdded => "a new key of the ledger",
        EventType::LogKeyRetired => "the retirement of a key of the ledger",
        EventType::PartyAdmitted => "the admission of a party",
        EventType::PartySuspended => "the suspension of a party",
        EventType::PartyReinstated => "the reinstatement of a party",
        EventType::KeyAdded => "a new key for a party",
        EventType::KeyRevoked => "the revocation of a key",
        EventType::TokenRevoked => "the withdrawal of access tokens",
        EventType::EngineAdopted => "the adoption of a way of judging",
        EventType::PackAdopted => "the adoption of a body of rules",
        EventType::ReferencePublished => "the publication of reference figures",
        EventType::SystemRegistered => "the registration of a computing system",
        EventType::SystemAmended => "an amendment to a computing system",
        EventType::SchemeRegistered => "the registration of a scheme",
        EventType::IntakeSummary => "a summary of what was turned away",
        EventType::UndertakingRegistered => "the registration of an undertaking",
        EventType::UndertakingIdentified => "a statement that several numbers mean one undertaking",
        EventType::UndertakingAssessed => "an assessment of an undertaking",
        EventType::ControlDeclared => "a statement that one undertaking controls another",
        EventType::ControlEnded => "the end of control of one undertaking over another",
        EventType::HoldingDeclared => "a statement of a holding",
        EventType::UndertakingsMerged => "a merger of undertakings",
        EventType::UndertakingSplit => "the split of an undertaking",
        EventType::AwardAttributed => "the attribution of an award after a split",
        EventType::GroupAttested => "a statement of who belongs to a single undertaking",
        EventType::RecoveryOrdered => "an order to recover aid",
        EventType::RecoveryPaid => "a repayment on a recovery order",
        EventType::RecoverySuspended => "the suspension of a recovery order",
        EventType::RecoveryAnnulled => "the annulment of a recovery order",
        EventType::RecoveryCompleted => "the completion of a recovery",
        EventType::AwardGranted => "a grant of aid",
        EventType::AwardReserved => "a reservation of aid",
        EventType::AwardConfirmed => "the confirmation of a reservation",
        EventType::AwardReleased => "the release of a reservation",
        EventType::AwardConditional => "a grant of aid under a condition",
        EventType::ConditionMet => "the fulfilment of a condition",
        EventType::ConditionFailed => "the failure of a condition",
        EventType::AwardReported => "a report of aid granted elsewhere",
        EventType::AwardRestated => "a newer figure for a reported award",
        EventType::AwardMatched => "a statement that several reports mean one award",
        EventType::AwardUnmatched => "a statement that reports do not mean one award",
        EventType::AwardReduced => "a reduction of an award",
        EventType::AwardWaived => "a waiver of aid",
        EventType::AwardWithdrawn => "the withdrawal of an award",
        EventType::AwardCorrected => "the correction of an award",
        EventType::AwardDrawn => "a use of part of an award",
        EventType::UsageReported => "a report of how much of an award was used",
        EventType::CreditsExpired => "the expiry of unused credits",
        EventType::AwardSet => "several grants of which all or none are admitted",
        EventType::AwardDisputed => "an objection to an award",
        EventType::DisputeLodged => "a dispute about an award",
        EventType::ProjectOpened => "the opening of a project",
        EventType::ProjectAmended => "an amendment to a project",
        EventType::ApplicationReceived => "the receipt of an application",
        EventType::ApplicationReduced => "a reduction of an application",
        EventType::ApplicationClosed => "the end of an application",
        EventType::DeclarationReceived => "an applicant's declaration of other aid",
        EventType::NoticeServed => "a notice to a recipient",
        EventType::RegisterReceipt => "the receipt of a register",
        EventType::PublicationMade => "a publication",
        EventType::StatementRetracted => "the retraction of an earlier statement",
        EventType::ReviewDecided => "the decision of a person",
        EventType::FindingRaised => "a finding of an auditor",
        EventType::FindingClosed => "the end of a finding",
        EventType::SubjectErased => "the erasure of personal data",
    }
}

pub(super) fn effect(kind: EventType, effective: bool) -> &'static str {
    if !effective {
        return "nothing in the ledger changed but this entry";
    }
    match kind {
        EventType::LedgerFounded => "the ledger begins here",
        EventType::LogKeyAdded => "from here on the ledger may sign with this key",
        EventType::LogKeyRetired => "from here on the ledger no longer signs with this key",
        EventType::PartyAdmitted => "from here on the party may sign statements in its roles",
        EventType::PartySuspended => "from here on statements of the party are turned away",
        EventType::PartyReinstated => "from here on the party may sign again",
        EventType::KeyAdded => "from here on the party may sign with this key too",
        EventType::KeyRevoked => "from here on nothing signed with this key is accepted",
        EventType::TokenRevoked => "from here on these tokens open nothing",
        EventType::EngineAdopted => {
            "from here on every verdict follows this way of judging; earlier verdicts stand"
        }
        EventType::PackAdopted => {
            "from here on these rules judge grants of the dates they are for; earlier verdicts stand"
        }
        EventType::ReferencePublished => "from here on these figures are used; nothing is revalued",
        EventType::SystemRegistered
        | EventType::SystemAmended
        | EventType::IntakeSummary
        | EventType::RecoveryOrdered
        | EventType::RecoveryPaid
        | EventType::RecoverySuspended
        | EventType::RecoveryAnnulled
        | EventType::RecoveryCompleted
        | EventType::ProjectAmended
        | EventType::ApplicationReceived
        | EventType::ApplicationReduced
        | EventType::ApplicationClosed
        | EventType::NoticeServed
        | EventType::RegisterReceipt
        | EventType::PublicationMade
        | EventType::FindingRaised
        | EventType::FindingClosed
        | EventType::SubjectErased => "it is kept with its signature and place, and changes no figure",
        EventType::SchemeRegistered => "from here on grants may name the scheme",
        EventType::UndertakingRegistered => "from here on awards to these numbers count for this undertaking",
        EventType::UndertakingIdentified => "from here on the awards of all these numbers are added up",
        EventType::UndertakingAssessed => {
            "from here on this is what is known of the undertaking from that day, until something newer is stated; earlier verdicts stand"
        }
        EventType::ControlDeclared => {
            "from the day stated the two belong to one single undertaking, and their awards are added up; earlier verdicts stand"
        }
        EventType::ControlEnded => {
            "from the day stated the two no longer belong together through this control; what was granted before counts with whom the statement says, and with both sides as long as nobody says"
        }
        EventType::HoldingDeclared => {
            "from here on the holding is taken into account where the rules ask for it"
        }
        EventType::UndertakingsMerged => {
            "from the day stated all that the merged undertakings received is added up; what was granted before stays lawful"
        }
        EventType::UndertakingSplit => {
            "from the day stated what the undertaking received is divided among its successors: by the use of each award where that is stated, else by equity"
        }
        EventType::AwardAttributed => {
            "from here on these parts of the award count with the undertakings named"
        }
        EventType::GroupAttested => {
            "from here on a grant finds the single undertaking attested where the members are exactly these"
        }
        EventType::AwardGranted => "from here on the award is part of its recipient's history, at this value",
        EventType::AwardReserved => {
            "the amount is kept free for its recipient until the last day stated, and counts for all grants dated up to it, until it is confirmed or released"
        }
        EventType::AwardConfirmed | EventType::ConditionMet => {
            "from here on the award is part of its recipient's history, at this value and date"
        }
        EventType::AwardReleased => "from here on the reservation counts nothing",
        EventType::AwardConditional => {
            "the amount is kept free for its recipient until the last day stated, and counts for all grants dated up to it, until the condition is met or fails"
        }
        EventType::ConditionFailed => "from here on the award counts nothing",
        EventType::AwardReported => {
            "from here on the award is part of its recipient's history, and counts where the law says so and its value is settled"
        }
        EventType::AwardRestated => {
            "from here on the award counts at the newer figure; earlier verdicts stand"
        }
        EventType::AwardMatched => {
            "from here on these are one award and count once: the one that lasts longest, of equals the one with the highest figure; earlier verdicts stand"
        }
        EventType::AwardUnmatched => {
            "from here on these reports count each for itself; earlier verdicts stand"
        }
        EventType::AwardReduced | EventType::AwardWithdrawn => {
            "the award counts so much in periods that end on or after the date stated; earlier verdicts stand"
        }
        EventType::AwardWaived => {
            "the award counts so much in periods that end on or after the day of the waiver and of the repayment; earlier verdicts stand"
        }
        EventType::AwardCorrected => "from here on the award counts as corrected; earlier verdicts stand",
        EventType::AwardDrawn => "what was drawn is noted and does not count again",
        EventType::UsageReported => "what was used is noted and does not count again",
        EventType::CreditsExpired => {
            "where the right to them lapsed, the award counts so much in periods that end on or after the date stated; earlier verdicts stand"
        }
        EventType::AwardSet => "from here on all these awards are part of their recipients' histories",
        EventType::AwardDisputed | EventType::DisputeLodged => {
            "the award is marked as disputed and counts as before"
        }
        EventType::ProjectOpened => "from here on grants may name the project",
        EventType::DeclarationReceived => "from here on grants to the undertaking find this declaration",
        EventType::StatementRetracted => {
            "from here on the statement is treated as if it had never been made; earlier verdicts stand"
        }
        EventType::ReviewDecided => "from here on what was decided holds; earlier verdicts stand",
    }
}

pub(super) fn became(what: Became<'_>) -> String {
    match what {
        Became::WithoutReservation => {
            "the reservation itself is left out: its confirmation is decided as a new grant of that date"
                .to_owned()
        }
        Became::GivenUp => "given up, as stated".to_owned(),
        Became::CountsFromThen => "what the award counts from then on".to_owned(),
        Became::Seen => "said to be one and the same award".to_owned(),
        Became::CountsForAll(id) => format!("of these, {id} counts"),
        Became::Quantity(quantity) => format!("awarded: {quantity} units"),
        Became::Value(cents) => format!("awarded: EUR {cents} at the rates of the grant"),
        Became::DrawnBefore(drawn) => format!("drawn before: {drawn}"),
        Became::Pending(kind) => format!("it waited for a person: {}", kind_of(kind)),
        Became::Member { id, outcome } => {
            format!("{id}, with those before it in effect: {}", verdict(outcome))
        }
        Became::PricesThePast => {
            "late_registration: a price is published for days before the statement; it acts from here on and reprices nothing"
                .to_owned()
        }
    }
}

pub(super) fn noun(what: Noun) -> &'static str {
    match what {
        Noun::Number => "number",
        Noun::Rules => "rules and version",
        Noun::Digest => "SHA-256 of their bytes",
        Noun::AppliesFrom => "for grants from",
        Noun::Semantics => "number of the way of judging",
        Noun::Source => "source",
        Noun::Party => "party",
        Noun::Key => "key",
        Noun::Statement => "statement",
        Noun::Application => "application",
        Noun::Amount => "amount",
        Noun::Award => "award",
        Noun::Band => "rating",
        Noun::Beneficiary => "recipient",
        Noun::Citation => "citation",
        Noun::Condition => "condition",
        Noun::Controlled => "controlled",
        Noun::Controller => "in control",
        Noun::Decision => "decision",
        Noun::Document => "SHA-256 of the document",
        Noun::Equity => "book value of equity",
        Noun::ExpiresOn => "last day of the reservation",
        Noun::Finding => "finding",
        Noun::From => "from",
        Noun::GrantedOn => "date of the grant",
        Noun::Ground => "ground",
        Noun::Held => "held",
        Noun::Holder => "holder",
        Noun::Insolvency => "insolvency",
        Noun::Interest => "interest",
        Noun::Kind => "kind",
        Noun::LegalBasis => "legal basis",
        Noun::LongStop => "last day for the condition",
        Noun::Member => "member",
        Noun::Outcome => "outcome",
        Noun::On => "on",
        Noun::Principal => "principal",
        Noun::Project => "project",
        Noun::Quantity => "quantity",
        Noun::Question => "question",
        Noun::Reason => "reason",
        Noun::Receipt => "receipt",
        Noun::Scheme => "scheme",
        Noun::Share => "share",
        Noun::Size => "size",
        Noun::Stays => "whose what was granted before is",
        Noun::Subject => "subject",
        Noun::Successor => "successor",
        Noun::Summary => "summary",
        Noun::System => "system",
        Noun::Undertaking => "undertaking",
        Noun::Until => "until",
    }
}
