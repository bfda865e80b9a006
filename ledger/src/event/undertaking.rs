//! Undertakings: who they are, what they are worth, who controls whom, and what is to be recovered from them.

use super::evidence::{Evidence, EvidenceLevel};
use super::field::{List, MonthDay, Sha256Hex, Text, choice, record};
use crate::ids::{Country, Id, MemberState, ScopedRef, UndertakingId};
use crate::json::{Faults, Place};
use crate::money::{Money, Percent};
use crate::time::LegalDate;

choice! {
    /// Schemes of identifiers that an undertaking may carry.
    IdentifierScheme {
        Euid = "EUID",
        Nid = "NID",
        Lei = "LEI",
        Vat = "VAT",
        Eori = "EORI",
        Pic = "PIC",
    }
}

record! {
    /// An identifier as scheme and value; see [`Identifier::id`].
    Identifier { scheme: IdentifierScheme, value: String } check identifier_is_formed
}

impl Identifier {
    /// The identifier as one handle, `SCHEME:value`, normalised.
    #[must_use]
    pub fn id(&self) -> Option<UndertakingId> {
        format!("{}:{}", self.scheme, self.value).parse().ok()
    }
}

fn identifier_is_formed(identifier: &Identifier, at: &Place<'_>, faults: &mut Faults) -> bool {
    let parsed = format!("{}:{}", identifier.scheme, identifier.value).parse::<UndertakingId>();
    if let Err(error) = parsed {
        faults.push(
            &at.member("value"),
            "bad_id",
            error.to_string(),
            "write the number as the register prints it",
        );
        return false;
    }
    true
}

record! {
    /// `undertaking.registered`; `seat_country` is for statistics only and reaches no rule.
    UndertakingRegistered {
        undertaking: UndertakingId, identifiers: List<Identifier, 16>, name: Option<Text>, natural_person: bool,
        established_on: Option<LegalDate>, fiscal_year_end: Option<MonthDay>, seat_country: Option<Country>,
    } check person_by_pseudonym
}

fn person_by_pseudonym(event: &UndertakingRegistered, at: &Place<'_>, faults: &mut Faults) -> bool {
    let mut fits = canonical(&event.undertaking, "undertaking", at, faults);
    if event.natural_person != event.undertaking.is_person() {
        let hint = "register a natural person as PRS:<32 hex> with natural_person true, and nobody else so";
        faults.push(
            &at.member("undertaking"),
            "person_needs_pseudonym",
            "the scheme and `natural_person` disagree".into(),
            hint,
        );
        fits = false;
    }
    if event.natural_person && (!event.identifiers.is_empty() || event.name.is_some()) {
        let hint = "remove `identifiers` and `name`: a natural person is known by the pseudonym only";
        faults.push(at, "person_needs_pseudonym", "a natural person is named here".into(), hint);
        fits = false;
    }
    fits
}

/// Notes a handle that is only an identifier where the undertaking itself is wanted.
fn canonical(id: &UndertakingId, member: &'static str, at: &Place<'_>, faults: &mut Faults) -> bool {
    if !id.is_canonical() {
        let hint = "use EUID:, NID: or PRS: here, and give the others as identifiers of it";
        faults.push(
            &at.member(member),
            "not_canonical",
            format!("`{id}` is an identifier of an undertaking, not its handle"),
            hint,
        );
    }
    id.is_canonical()
}

record! {
    /// `undertaking.identified`: these handles are one undertaking.
    UndertakingIdentified { undertaking: UndertakingId, same_as: List<UndertakingId, 16>, evidence: Evidence }
    check no_person_identified
}

fn no_person_identified(event: &UndertakingIdentified, at: &Place<'_>, faults: &mut Faults) -> bool {
    let fits = !event.same_as.is_empty();
    if !fits {
        faults.push(
            &at.member("same_as"),
            "too_few_items",
            "nothing is identified".into(),
            "name at least one other handle",
        );
    }
    let person = event.undertaking.is_person();
    let mixed = event.same_as.into_iter().any(|id| id.is_person() != person);
    if mixed {
        faults.push(
            &at.member("same_as"),
            "person_needs_pseudonym",
            "a natural person and another scheme are mixed".into(),
            "a natural person has PRS: handles only",
        );
    }
    fits && !mixed
}

choice! {
    /// Size class of Annex I to the GBER.
    Size { Micro = "micro", Small = "small", Medium = "medium", SmallMidCap = "small-mid-cap", Large = "large" }
}
choice! {
    /// Collective insolvency.
    Insolvency { None = "none", Proceedings = "proceedings", CriteriaMet = "criteria-met" }
}
choice! {
    /// Rating band of the reference-rate communication.
    CreditBand { Aaa = "AAA", Aa = "AA", A = "A", Bbb = "BBB", Bb = "BB", B = "B", Ccc = "CCC", Unrated = "unrated" }
}
record! {
    /// One year's accounts: annual work units as a decimal string, turnover and balance sheet.
    Accounts { year: u64, awu: crate::money::Quantity, turnover: Money, balance_sheet: Money }
}
record! {
    /// `undertaking.assessed`
    UndertakingAssessed {
        undertaking: UndertakingId, on: LegalDate, size: Option<Size>, accounts: Option<List<Accounts, 16>>,
        in_difficulty: Option<bool>, insolvency: Option<Insolvency>, credit_band: Option<CreditBand>,
        innovative: Option<bool>, distributed_profits: Option<bool>, evidence: Evidence,
    }
}
choice! {
    /// The four kinds of control of Article 2(2).
    ControlKind {
        VotingMajority = "voting-majority",
        AppointMajority = "appoint-majority",
        DominantInfluence = "dominant-influence",
        ShareholderAgreement = "shareholder-agreement",
    }
}
record! {
    /// Evidence of a control link, with its level stated.
    ControlEvidence { level: EvidenceLevel, kind: Option<Text>, sha256: Option<Sha256Hex> }
}
record! {
    /// `control.declared`
    ControlDeclared { controller: UndertakingId, controlled: UndertakingId, kind: ControlKind, share_percent: Option<Percent>, from: LegalDate, evidence: ControlEvidence }
    check not_its_own_controller
}

fn not_its_own_controller(event: &ControlDeclared, at: &Place<'_>, faults: &mut Faults) -> bool {
    let fits = event.controller != event.controlled;
    if !fits {
        faults.push(
            &at.member("controlled"),
            "self_control",
            "a company does not control itself".into(),
            "name two different undertakings",
        );
    }
    fits
}

record! {
    /// History attributed by agreement when a member leaves a group.
    Attributed { award: ScopedRef, undertaking: UndertakingId, amount: Money }
}

/// What happens to the aid history when control ends.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ExitHistory {
    /// `"stays-with-recipient"`
    StaysWithRecipient,
    /// The awards and to whom they go.
    Attributed(List<Attributed>),
}

impl super::field::Field for ExitHistory {
    fn read(json: &crate::json::Json, at: &Place<'_>, faults: &mut Faults) -> Option<Self> {
        match super::field::word_or::<AttributedHistory>(json, at, faults, &["stays-with-recipient"])? {
            Ok(_) => Some(Self::StaysWithRecipient),
            Err(history) => Some(Self::Attributed(history.attributed)),
        }
    }

    fn schema(definitions: &mut super::field::Definitions) -> serde_json::Value {
        serde_json::json!({"oneOf": [{"const": "stays-with-recipient"}, AttributedHistory::schema(definitions)]})
    }
}

record! {
    /// The object form of [`ExitHistory`].
    AttributedHistory { attributed: List<Attributed> }
}
record! {
    /// `control.ended`
    ControlEnded { controller: UndertakingId, controlled: UndertakingId, on: LegalDate, history: Option<ExitHistory> }
}
choice! {
    /// What a holder is: through public bodies, and under some ceilings through non-profits, nobody is linked.
    HoldingKind {
        Enterprise = "enterprise",
        Investor = "investor",
        PublicBody = "public-body",
        NonProfit = "non-profit",
    }
}
record! {
    /// `holding.declared`: for the SME test, and to tell through whom nobody is linked.
    HoldingDeclared { holder: UndertakingId, held: UndertakingId, capital_percent: Percent, votes_percent: Percent, kind: HoldingKind, from: LegalDate }
}
record! {
    /// `undertakings.merged`
    UndertakingsMerged { surviving: UndertakingId, absorbed: List<UndertakingId>, on: LegalDate, evidence: Evidence }
    check merges_others
}

fn merges_others(event: &UndertakingsMerged, at: &Place<'_>, faults: &mut Faults) -> bool {
    let at = at.member("absorbed");
    let itself = event.absorbed.contains(&event.surviving);
    if itself {
        faults.push(
            &at,
            "self_merge",
            format!("`{}` absorbs itself", event.surviving),
            "name the undertakings that cease to exist, not the one that survives",
        );
    }
    let absorbed: Vec<&UndertakingId> = event.absorbed.iter().collect();
    let named = !absorbed.is_empty();
    if !named {
        faults.push(&at, "too_few_items", "nobody is absorbed".into(), "name at least one undertaking");
    }
    named_once(&absorbed, &at, faults) && named && !itself
}

/// Notes what a list names twice, in whatever spelling.
pub(super) fn named_once<T: PartialEq + std::fmt::Display>(
    named: &[T],
    at: &Place<'_>,
    faults: &mut Faults,
) -> bool {
    let again =
        named.iter().enumerate().filter(|(index, one)| named.iter().take(*index).any(|other| other == *one));
    let again: Vec<(usize, &T)> = again.collect();
    for (index, one) in &again {
        let message = format!("`{one}` stands in the list before");
        faults.push(&at.item(*index), "named_twice", message, "name each one once");
    }
    again.is_empty()
}
record! {
    /// A successor of a split.
    Successor { undertaking: UndertakingId, equity_book_value: SignedMoney, activities: List<Text> }
}
record! {
    /// An amount that may be below zero, such as equity.
    SignedMoney { amount: SignedAmount, currency: crate::money::Currency }
}

/// A decimal amount with an optional minus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SignedAmount(rust_decimal::Decimal);

impl SignedAmount {
    /// The figure.
    #[must_use]
    pub fn value(self) -> rust_decimal::Decimal {
        self.0
    }
}

impl super::field::Field for SignedAmount {
    fn read(json: &crate::json::Json, at: &Place<'_>, faults: &mut Faults) -> Option<Self> {
        let Some(text) = json.text() else { return super::field::wrong_kind(json, "a string", at, faults) };
        let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
        let read = Money::new(digits, crate::money::Currency::EUR);
        if read.is_err() {
            faults.push(
                at,
                "bad_amount",
                "not a plain decimal".into(),
                "write a decimal string with at most two decimals",
            );
        }
        read.ok().map(|money| Self(money.amount() * rust_decimal::Decimal::from(sign)))
    }

    fn schema(_: &mut super::field::Definitions) -> serde_json::Value {
        serde_json::json!({"type": "string", "pattern": r"^-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,2})?$"})
    }
}

record! {
    /// `undertaking.split`
    UndertakingSplit { undertaking: UndertakingId, on: LegalDate, successors: List<Successor>, evidence: Evidence }
    check split_has_successors
}

fn split_has_successors(event: &UndertakingSplit, at: &Place<'_>, faults: &mut Faults) -> bool {
    let at = at.member("successors");
    let named = !event.successors.is_empty();
    if !named {
        faults.push(&at, "too_few_items", "nobody succeeds".into(), "name at least one successor");
    }
    let successors: Vec<&UndertakingId> =
        event.successors.iter().map(|successor| &successor.undertaking).collect();
    named_once(&successors, &at, faults) && named
}

record! {
    /// A part of an award and the undertaking it goes to.
    AttributedPart { undertaking: UndertakingId, amount: Money }
}
record! {
    /// `award.attributed`
    AwardAttributed { award: ScopedRef, parts: List<AttributedPart>, split: Id, evidence: Evidence }
}
record! {
    /// `group.attested`: "we searched; this is all of it".
    GroupAttested { undertaking: UndertakingId, members: List<UndertakingId>, on: LegalDate, sha256: Sha256Hex }
}
choice! {
    /// Who ordered a recovery.
    DecisionKind { Commission = "commission", Court = "court", Authority = "authority" }
}
record! {
    /// A recovery decision.
    Decision { kind: DecisionKind, r#ref as "ref": Text }
}
record! {
    /// `recovery.ordered`
    RecoveryOrdered { decision: Decision, undertaking: UndertakingId, member_state: MemberState, awards: List<ScopedRef>, principal: Money, disposed_on: LegalDate, day_count: Text }
}
record! {
    /// `recovery.paid`
    RecoveryPaid { decision: Decision, undertaking: UndertakingId, principal: Money, interest: Money, on: LegalDate }
}
record! {
    /// `recovery.suspended`, `recovery.annulled` and `recovery.completed`
    RecoveryStep { decision: Decision, undertaking: UndertakingId, on: LegalDate, reason: Option<Text> }
}
