//! Codes and flags in words. `docs/errors.md` has a row for each, under the same name; a test compares the two.

use ledger::verdict::{Code, Flag};

/// A code in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeText {
    /// What it says.
    pub meaning: &'static str,
    /// Where that is written.
    pub citation: &'static str,
    /// What can be done.
    pub way_out: &'static str,
}

/// A flag in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FlagText {
    /// What it says.
    pub meaning: &'static str,
    /// Where that comes from.
    pub source: &'static str,
}

const fn text(meaning: &'static str, citation: &'static str, way_out: &'static str) -> CodeText {
    CodeText { meaning, citation, way_out }
}

const fn flag_text(meaning: &'static str, source: &'static str) -> FlagText {
    FlagText { meaning, source }
}

/// What a code says, in English.
#[must_use]
pub(super) fn code(code: Code) -> CodeText {
    match code {
        Code::NotAuthorised => text(
            "the signer's role may not make this kind of statement",
            "contract: roles",
            "let a party with the role sign it; ask the operator for the role",
        ),
        Code::NotYours => text(
            "the object belongs to another party",
            "contract: ownership",
            "the party that signed the object must sign this too",
        ),
        Code::NoMandate => text(
            "no mandate for this granting authority and Member State covers the date of the grant",
            "contract: mandates; 2831 Art. 6",
            "have the mandate recorded with its dates, or correct authority, State or date",
        ),
        Code::UnknownParty => {
            text("no such party in this ledger", "contract", "check the spelling; have it admitted first")
        }
        Code::PartyExists => {
            text("a party of this id is admitted already", "contract", "add a key or mandate to it instead")
        }
        Code::UnknownKey => text("no such key in this ledger", "contract", "check the kid"),
        Code::KeyInUse => text(
            "this key is or was a party's or one of the ledger's own, for ever",
            "contract: one key, one purpose",
            "make a new key",
        ),
        Code::LastKey => text(
            "it is the party's only active key",
            "contract",
            "add the new key first, then revoke the old",
        ),
        Code::UnknownReference => text(
            "what the event refers to (an event, a review, a table) is not recorded",
            "contract",
            "record it first, or correct the reference",
        ),
        Code::SemanticsUnsupported => text(
            "this release does not implement that number",
            "contract: engine.adopted",
            "upgrade first, then adopt",
        ),
        Code::UnknownUndertaking => text(
            "no undertaking of this id is registered",
            "contract: ids",
            "register it; check scheme and country",
        ),
        Code::UnknownAward => text(
            "no award of this id is recorded",
            "contract: ids",
            "check party and local id; record it first",
        ),
        Code::UnknownProject => {
            text("no project of this id is recorded", "contract: ids", "open the project first")
        }
        Code::UnknownScheme => {
            text("no scheme of this id is registered", "contract: ids", "register the scheme first")
        }
        Code::AwardIdUsed => text(
            "the award id is taken by an award that took effect",
            "contract: ids",
            "use another award id; to change an award, correct it",
        ),
        Code::IdentifierInUse => text(
            "an identifier belongs to another undertaking",
            "contract: ids",
            "correct it, or have both identified as one",
        ),
        Code::ContradictsRecord => text(
            "what is stated can't be true together with what is on record",
            "contract: consistency",
            "compare with the entries that the explanation names; correct the statement, or take the earlier one back (statement.retracted)",
        ),
        Code::PackMissing => text(
            "the pack's bytes are not published here, or differ from the digest",
            "contract: packs",
            "publish the pack's bytes, then adopt it",
        ),
        Code::UnknownCurrencyRate => text(
            "no rate published on or before the date of the grant and at most 7 days old",
            "the pack's currency rule (the act has none)",
            "have the rate published, or state the amount in euro",
        ),
        Code::UnknownPrice => text(
            "no price for this system and date, and none in the event",
            "2831 Art. 4(1)",
            "state the price of a unit with its evidence, or have the price published",
        ),
        Code::RegimeNotInForce => text(
            "the act does not cover grants of this date",
            "2831 Art. 7(3), 8; 2832 the same",
            "use the act in force on the date of the grant; past acts only in reports",
        ),
        Code::ExcludedSector => text(
            "the activity is outside the act",
            "2831 Art. 1(1)(a)-(d)",
            "the sector's own act; separate the activities or costs",
        ),
        Code::ConditionsExcluded => text(
            "tied to exports, to domestic goods, or to price or quantity in the excluded cases",
            "2831 Art. 1(1)(b), (d)-(f)",
            "remove the condition from the aid",
        ),
        Code::NotTransparentAid => text(
            "the equivalent cannot be computed exactly beforehand",
            "2831 Art. 4(1)",
            "set a cap below the ceiling, or use a transparent form",
        ),
        Code::SafeHarbourNotMet => text(
            "loan or guarantee outside the conditions of the formula",
            "2831 Art. 4(3)(b), 4(6)(b)",
            "more collateral, a smaller or shorter loan, or the reference-rate method",
        ),
        Code::Insolvency => text(
            "subject to, or fulfilling the criteria for, collective insolvency proceedings",
            "2831 Art. 4(3)(a), 4(6)(a)",
            "another form of aid; none under this article",
        ),
        Code::UndertakingInDifficulty => text(
            "in difficulty, and no exception applies",
            "GBER Art. 1(4)(c), 2(18)",
            "newer accounts; de minimis aid has no such condition",
        ),
        Code::OutstandingRecoveryOrder => text(
            "aid ordered back by a Commission decision is unpaid in this Member State",
            "GBER Art. 1(4)(a)",
            "pay principal and interest",
        ),
        Code::NotAnSme => text(
            "the article is for small and medium-sized enterprises",
            "GBER Art. 2(2), Annex I",
            "another article; newer accounts and holdings",
        ),
        Code::NotAStartup => {
            text("not an eligible undertaking for start-up aid", "GBER Art. 22(2)", "another article")
        }
        Code::NoIncentiveEffect => text(
            "works started before the application",
            "GBER Art. 6",
            "only costs of a project not yet started",
        ),
        Code::DeclarationMissing => text(
            "no declaration of other de minimis aid while no register covers three years; refuses only where the ledger enforces it",
            "2831 Art. 7(4)",
            "obtain and record it",
        ),
        Code::ReservationExpired => text(
            "the reservation to be confirmed has run out",
            "contract: reservations",
            "reserve or grant anew",
        ),
        Code::CeilingExceeded => text(
            "with this award the single undertaking would exceed the ceiling in this Member State in some 3 years; the whole award fails",
            "2831 Art. 3(2), 3(7)",
            "a smaller amount, a later date (the answer to a headroom question names both), waiving earlier aid first, or another regime",
        ),
        Code::SgeiCeilingExceeded => text(
            "with this award the single undertaking would exceed the ceiling for services of general economic interest in this Member State in some 3 years; the whole award fails",
            "2832 Art. 3(2)",
            "a smaller amount, a later date, or another regime",
        ),
        Code::SectorCeilingExceeded => text(
            "with this award the single undertaking would exceed the ceiling for agriculture or fisheries in this Member State in some 3 years; the whole award fails",
            "Reg. (EU) No 1408/2013, 717/2014 Art. 3",
            "a smaller amount, a later date, or another regime",
        ),
        Code::NationalCapExceeded => text(
            "the Member State's own cap for the sector is used up",
            "Reg. (EU) No 1408/2013, 717/2014, annexes",
            "wait for the window; another regime",
        ),
        Code::LifetimeAmountExceeded => text(
            "the amount per undertaking over its eligibility is used up",
            "GBER Art. 22(3)-(5), (7)",
            "a smaller amount; another article",
        ),
        Code::IntensityExceeded => text(
            "aid is a larger share of eligible costs than allowed",
            "GBER Ch. III",
            "less aid, or more eligible costs",
        ),
        Code::CumulationExceeded => text(
            "with other aid on the same costs the limit is exceeded, or the same service of general economic interest is paid for already",
            "2832 Art. 5(2); GBER Art. 8",
            "aid for another service, or under another regime",
        ),
        Code::NotificationThresholdExceeded => {
            text("above the amount that is exempt", "GBER Art. 4", "notify to the Commission")
        }
        Code::ShareExhausted => text(
            "the system's share for this use is used up",
            "pack ai-factories",
            "the next period, or another share",
        ),
        Code::PolicyLimit => text(
            "a limit that a policy sets beyond the law",
            "the adopted policy pack",
            "as the policy says; never presented as law",
        ),
        Code::OrderAmbiguous => text(
            "fits without same-day reported or conferred awards and exceeds with them; their order is not known",
            "2831 Art. 6(4)",
            "settle the order, or grant on another day",
        ),
        Code::UncountedAwardInWindow => text(
            "the group holds an award in the window whose figure or beneficiary is not known",
            "2831 Art. 6(4)",
            "have the register restate it",
        ),
        Code::NotCovered => text(
            "no rule of the adopted packs covers this case",
            "contract: packs",
            "another regime; a pack that covers it",
        ),
        Code::NeedsReview => text(
            "a person has to look: a circle of control, equity that divides nothing, links that only others stated, or an open question",
            "contract: review",
            "the rule authority decides, never the host concerned",
        ),
    }
}

/// What a flag says, in English.
#[must_use]
pub(super) fn flag(flag: Flag) -> FlagText {
    match flag {
        Flag::GrantedWithoutCheck => flag_text(
            "conferred before it was filed: the ceiling was not tested beforehand",
            "2831 Art. 6(4)",
        ),
        Flag::OverCeiling => flag_text("takes effect and stands over a limit", "2831 Art. 3(7)"),
        Flag::OwnAwardReported => {
            flag_text("an own award filed as a report: treated as conferred", "contract: reports")
        }
        Flag::BoundaryDispute => flag_text(
            "whether the first day of the window counts decides the outcome; both readings are shown",
            "interpretation",
        ),
        Flag::LateRegistration => {
            flag_text("recorded more than 20 working days after the grant", "2831 Art. 6(2); Reg. 1182/71")
        }
        Flag::PossibleDuplicate => {
            flag_text("same identifier, date and amount as another award, not matched", "contract: matching")
        }
        Flag::SourcesDiffer => flag_text(
            "the same award seen twice with different figures; the higher counts",
            "contract: matching",
        ),
        Flag::Uncounted => flag_text(
            "no figure or beneficiary could be resolved; headroom is an upper bound",
            "contract: reports",
        ),
        Flag::GroupEvidenceWeak => {
            flag_text("turns on a control link that is only declared", "2831 Art. 2(2)")
        }
        Flag::GroupNotAttested => {
            flag_text("nobody has stated that the group was searched", "2831 Art. 6(4)")
        }
        Flag::GroupCrossBorder => {
            flag_text("turns on a control link through another Member State", "2831 Art. 2(2), rec. 5")
        }
        Flag::IdentityNotMatched => {
            flag_text("a natural person's handle could not be matched across parties", "contract: persons")
        }
        Flag::IdentityNotAnchored => flag_text("the undertaking has no register identifier", "contract: ids"),
        Flag::Interpretation => flag_text("turns on a rule marked as interpretation", "the pack"),
        Flag::DeclarationMissing => flag_text(
            "no declaration of other de minimis aid is recorded while no register covers three years",
            "2831 Art. 7(4)",
        ),
        Flag::PublicationDue => {
            flag_text("must be published, and no receipt of that is recorded yet", "GBER Art. 9")
        }
        Flag::BenefitNotRepaid => flag_text(
            "a reduction counts less than value used minus principal repaid would allow",
            "contract: reductions",
        ),
        Flag::DrawExceedsAward => flag_text("more was drawn than awarded", "contract: usage"),
        Flag::GgeDiffersFromDeclared => {
            flag_text("our figure for the equivalent is not the declared one", "2831 Art. 3(5)")
        }
    }
}
