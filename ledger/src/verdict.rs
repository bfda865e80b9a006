//! The vocabulary of a verdict: what the rules say of one event. Only `rules` makes one; everybody reads it.

use std::fmt::Write as _;

use chrono::NaiveDate;
use serde::{Serialize, Serializer};
use sha2::{Digest as _, Sha256};

use crate::event::field::choice;
use crate::ids::MemberState;
use crate::money::Cents;

/// Most codes in a verdict.
pub const CODES_MAX: usize = 24;
/// Most flags in a verdict: all of them fit, since each stands once.
pub const FLAGS_MAX: usize = 32;
/// Most checks in a verdict.
pub const CHECKS_MAX: usize = 64;
/// Most members of a set, and most parts of an attribution.
pub const MEMBERS_MAX: usize = 64;
/// Most amounts that later entries hang on: of an exit each part, and for each award what stays (H9).
pub const AMOUNTS_MAX: usize = 2 * MEMBERS_MAX;
/// Longest verdict in an entry, bytes.
pub const VERDICT_BYTES_MAX: usize = 24_576;
/// Longest rule id, bytes; keeps [`CHECKS_MAX`] checks inside [`VERDICT_BYTES_MAX`].
pub const RULE_ID_BYTES_MAX: usize = 40;

choice! {
    /// What became of an event.
    Outcome {
        /// Took effect; the rules could have refused it.
        Admitted = "admitted",
        /// Took effect as a fact nobody judges.
        Recorded = "recorded",
        /// No effect; the codes say why.
        Refused = "refused",
        /// No effect; needs a human decision and is no refusal of law.
        Deferred = "deferred",
    }
}

choice! {
    /// Why an event was refused or deferred: closed, numbered, in order of precedence. Meanings and ways out: `docs/errors.md`.
    Code {
        NotAuthorised = "not_authorised",
        NotYours = "not_yours",
        NoMandate = "no_mandate",
        FourEyes = "four_eyes",
        UnknownParty = "unknown_party",
        PartyExists = "party_exists",
        UnknownKey = "unknown_key",
        KeyInUse = "key_in_use",
        LastKey = "last_key",
        UnknownReference = "unknown_reference",
        SemanticsUnsupported = "semantics_unsupported",
        UnknownUndertaking = "unknown_undertaking",
        UnknownAward = "unknown_award",
        UnknownProject = "unknown_project",
        UnknownScheme = "unknown_scheme",
        AwardIdUsed = "award_id_used",
        IdentifierInUse = "identifier_in_use",
        ContradictsRecord = "contradicts_record",
        PackMissing = "pack_missing",
        UnknownCurrencyRate = "unknown_currency_rate",
        UnknownPrice = "unknown_price",
        RegimeNotInForce = "regime_not_in_force",
        SchemeOnly = "scheme_only",
        SchemeNotExempt = "scheme_not_exempt",
        ExcludedSector = "excluded_sector",
        ConditionsExcluded = "conditions_excluded",
        ConditionNotMet = "condition_not_met",
        CostNotEligible = "cost_not_eligible",
        NotTransparentAid = "not_transparent_aid",
        SafeHarbourNotMet = "safe_harbour_not_met",
        Insolvency = "insolvency",
        UndertakingInDifficulty = "undertaking_in_difficulty",
        OutstandingRecoveryOrder = "outstanding_recovery_order",
        NotAnSme = "not_an_sme",
        NotAStartup = "not_a_startup",
        NotEligibleUndertaking = "not_eligible_undertaking",
        NotEntitledToAccess = "not_entitled_to_access",
        NoIncentiveEffect = "no_incentive_effect",
        DeclarationMissing = "declaration_missing",
        ReservationExpired = "reservation_expired",
        CeilingExceeded = "ceiling_exceeded",
        SgeiCeilingExceeded = "sgei_ceiling_exceeded",
        SectorCeilingExceeded = "sector_ceiling_exceeded",
        NationalCapExceeded = "national_cap_exceeded",
        LifetimeAmountExceeded = "lifetime_amount_exceeded",
        IntensityExceeded = "intensity_exceeded",
        CumulationExceeded = "cumulation_exceeded",
        NotificationThresholdExceeded = "notification_threshold_exceeded",
        ShareExhausted = "share_exhausted",
        PolicyLimit = "policy_limit",
        OrderAmbiguous = "order_ambiguous",
        UncountedAwardInWindow = "uncounted_award_in_window",
        NotCovered = "not_covered",
        NeedsReview = "needs_review",
    }
}

impl Code {
    /// The number of the code, from 1; never given to another once released.
    #[must_use]
    pub fn number(self) -> usize {
        self as usize + 1
    }

    /// Whether the code alone means that a person must decide, not that the law refuses.
    #[must_use]
    pub fn defers(self) -> bool {
        matches!(
            self,
            Self::OrderAmbiguous | Self::UncountedAwardInWindow | Self::NotCovered | Self::NeedsReview
        )
    }

    /// Whether the code says who may not, or what is not known: then only such codes are listed.
    #[must_use]
    pub fn is_authority_or_unknown(self) -> bool {
        matches!(
            self,
            Self::NotAuthorised
                | Self::NotYours
                | Self::NoMandate
                | Self::FourEyes
                | Self::UnknownParty
                | Self::UnknownKey
                | Self::UnknownReference
                | Self::UnknownUndertaking
                | Self::UnknownAward
                | Self::UnknownProject
                | Self::UnknownScheme
                | Self::UnknownCurrencyRate
                | Self::UnknownPrice
        )
    }
}

choice! {
    /// What a reader of a verdict must know besides the outcome.
    Flag {
        GrantedWithoutCheck = "granted_without_check",
        OverCeiling = "over_ceiling",
        OwnAwardReported = "own_award_reported",
        BoundaryDispute = "boundary_dispute",
        LateRegistration = "late_registration",
        PossibleDuplicate = "possible_duplicate",
        SourcesDiffer = "sources_differ",
        Uncounted = "uncounted",
        GroupEvidenceWeak = "group_evidence_weak",
        GroupNotAttested = "group_not_attested",
        GroupCrossBorder = "group_cross_border",
        IdentityNotMatched = "identity_not_matched",
        IdentityNotAnchored = "identity_not_anchored",
        Interpretation = "interpretation",
        DeclarationMissing = "declaration_missing",
        PublicationDue = "publication_due",
        BenefitNotRepaid = "benefit_not_repaid",
        DrawExceedsAward = "draw_exceeds_award",
        GgeDiffersFromDeclared = "gge_differs_from_declared",
        BesideUnknownRegime = "beside_unknown_regime",
        LinkNotDeclared = "link_not_declared",
        GroupNaturalPerson = "group_natural_person",
        SplitUndivided = "split_undivided",
        ClaimDoubtful = "claim_doubtful",
        ReferenceOld = "reference_old",
        NationalTotalUnknown = "national_total_unknown",
        SizeContradicted = "size_contradicted",
        ExemptByLaterText = "exempt_by_later_text",
        OldTerms = "old_terms",
    }
}

const _: () = assert!(Flag::ALL.len() <= FLAGS_MAX);

impl Flag {
    /// Whether it says on what the answer turned, which is worth knowing of a refusal too.
    #[must_use]
    pub fn tells_what_it_turned_on(self) -> bool {
        matches!(
            self,
            Self::BoundaryDispute
                | Self::Interpretation
                | Self::GroupEvidenceWeak
                | Self::GroupCrossBorder
                | Self::LinkNotDeclared
                | Self::GroupNaturalPerson
                | Self::SizeContradicted
        )
    }
}

choice! {
    /// How the boundary day of a look-back is read.
    Bound {
        /// The day three years earlier is inside.
        Closed = "closed",
        /// It is outside.
        HalfOpen = "half_open",
    }
}

/// An amount that is one figure or a range; a range without a high end counts nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure {
    /// Low end.
    pub low: Cents,
    /// High end; `None` is unbounded.
    pub high: Option<Cents>,
}

impl Figure {
    /// One exact figure.
    #[must_use]
    pub fn exact(cents: Cents) -> Self {
        Self { low: cents, high: Some(cents) }
    }

    /// Whether low and high end agree.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.high == Some(self.low)
    }

    fn write(&self, out: &mut String) {
        let _ = match self.high {
            Some(high) if high == self.low => write!(out, "[\"{high}\"]"),
            Some(high) => write!(out, "[\"{}\",\"{high}\"]", self.low),
            None => write!(out, "[\"{}\",null]", self.low),
        };
    }
}

impl Serialize for Figure {
    /// `["x"]`, `["low","high"]` or `["low",null]`.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.is_exact() {
            [self.low].serialize(serializer)
        } else {
            (self.low, self.high).serialize(serializer)
        }
    }
}

/// One numeric limit as it was tested.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    /// Rule id in its pack, such as `eu-2023-2831/ceiling`.
    pub rule: String,
    /// Granting State; `null` for a limit across the Union.
    #[serde(rename = "ms")]
    pub member_state: Option<MemberState>,
    /// First day of the window.
    pub from: Option<NaiveDate>,
    /// Last day of the window.
    pub to: Option<NaiveDate>,
    /// Unit of the figures.
    pub unit: &'static str,
    /// Reading of the boundary day; only in a dispute.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bound: Option<Bound>,
    /// The sum with this award in it.
    pub after: Figure,
    /// The limit.
    pub limit: Cents,
}

/// Later awards that a late fact pushed over a limit, with hindsight.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Affects {
    /// How many awards.
    pub count: u64,
    /// Sum of their excesses.
    pub sum_over: Cents,
    /// SHA-256 of the lines `<position> <excess>\n` by position, hex.
    pub sha256: String,
}

impl Affects {
    /// From positions and excesses in order of position; `None` where nothing is affected.
    #[must_use]
    pub fn of(lines: &[(u64, Cents)]) -> Option<Self> {
        if lines.is_empty() {
            return None;
        }
        let text = lines.iter().fold(String::new(), |mut text, (position, excess)| {
            let _ = writeln!(text, "{position} {excess}");
            text
        });
        let sum_over = lines.iter().map(|(_, excess)| *excess).sum();
        Some(Self { count: lines.len() as u64, sum_over, sha256: hex(&Sha256::digest(text.as_bytes())) })
    }
}

/// Lower-case hex.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// What the rules said of an event at its position, as it stands in the entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// Semantics number in force.
    pub semantics: u64,
    /// Digest of the adopted packs, hex.
    pub packs: String,
    /// What became of the event.
    pub outcome: Outcome,
    /// Why not, in order of precedence; empty for admitted and recorded.
    pub codes: Vec<Code>,
    /// What else to know, in the order of the vocabulary.
    pub flags: Vec<Flag>,
    /// Gross grant equivalent, where the event has one.
    pub gge: Option<Figure>,
    /// Of a set what each member comes to, in their order; empty for anything else.
    pub members: Vec<Option<Figure>>,
    /// Amounts in euro cents at the rates of the grant that later entries hang on, in the order that each type has; empty for
    /// most: of a lessening target, benefit kept and principal repaid; of a draw or usage what was used by then; of an
    /// attribution or an exit its parts.
    pub amounts: Vec<Cents>,
    /// Limits tested.
    pub checks: Vec<Check>,
    /// What it does to later awards with hindsight.
    pub affects: Option<Affects>,
}

impl Verdict {
    /// What there is more of than an entry holds.
    pub(crate) fn too_many(&self) -> Option<&'static str> {
        let bounds = [
            ("codes", self.codes.len(), CODES_MAX),
            ("flags", self.flags.len(), FLAGS_MAX),
            ("members", self.members.len(), MEMBERS_MAX),
            ("amounts", self.amounts.len(), AMOUNTS_MAX),
            ("checks", self.checks.len(), CHECKS_MAX),
        ];
        bounds.into_iter().find(|(_, count, most)| count > most).map(|(what, ..)| what)
    }

    /// Writes the canonical JSON of the entry format.
    pub fn write(&self, out: &mut String) {
        let words = |words: Vec<&str>| {
            if words.is_empty() { String::new() } else { format!("\"{}\"", words.join("\",\"")) }
        };
        let codes = words(self.codes.iter().map(|code| code.as_str()).collect());
        let flags = words(self.flags.iter().map(|flag| flag.as_str()).collect());
        let _ = write!(
            out,
            "{{\"semantics\":{},\"packs\":\"{}\",\"outcome\":\"{}\",\"codes\":[{codes}],\"flags\":[{flags}],\"gge\":",
            self.semantics, self.packs, self.outcome
        );
        match &self.gge {
            Some(gge) => gge.write(out),
            None => out.push_str("null"),
        }
        out.push_str(",\"members\":");
        list_or_null(&self.members, out, |figure, out| match figure {
            Some(figure) => figure.write(out),
            None => out.push_str("null"),
        });
        out.push_str(",\"amounts\":");
        list_or_null(&self.amounts, out, |cents, out| {
            let _ = write!(out, "\"{cents}\"");
        });
        out.push_str(",\"checks\":[");
        for (index, check) in self.checks.iter().enumerate() {
            if index > 0 {
                out.push(',');
            }
            check.write(out);
        }
        out.push_str("],\"affects\":");
        match &self.affects {
            Some(affects) => {
                let _ = write!(
                    out,
                    "{{\"count\":{},\"sum_over\":\"{}\",\"sha256\":\"{}\"}}",
                    affects.count, affects.sum_over, affects.sha256
                );
            }
            None => out.push_str("null"),
        }
        out.push('}');
    }
}

/// An array, or `null` where there is nothing in it.
fn list_or_null<T>(items: &[T], out: &mut String, write: impl Fn(&T, &mut String)) {
    if items.is_empty() {
        return out.push_str("null");
    }
    for (index, item) in items.iter().enumerate() {
        out.push(if index == 0 { '[' } else { ',' });
        write(item, out);
    }
    out.push(']');
}

impl Check {
    fn write(&self, out: &mut String) {
        let text = |value: Option<String>| value.map_or("null".to_owned(), |value| format!("\"{value}\""));
        let _ = write!(
            out,
            "{{\"rule\":\"{}\",\"ms\":{},\"from\":{},\"to\":{},\"unit\":\"{}\"",
            self.rule,
            text(self.member_state.map(|state| state.to_string())),
            text(self.from.map(|date| date.to_string())),
            text(self.to.map(|date| date.to_string())),
            self.unit
        );
        if let Some(bound) = self.bound {
            let _ = write!(out, ",\"bound\":\"{bound}\"");
        }
        out.push_str(",\"after\":");
        self.after.write(out);
        let _ = write!(out, ",\"limit\":\"{}\"}}", self.limit);
    }
}
