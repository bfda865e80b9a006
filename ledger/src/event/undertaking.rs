//! Undertakings: who they are, what they are worth, who controls whom, and what is to be recovered from them.

use super::evidence::{Evidence, EvidenceLevel};
use super::field::{List, MonthDay, Nuts, Sha256Hex, Text, Whole, choice, record};
use super::period::ClosedPeriod;
use crate::ids::{Country, Id, MemberState, ScopedRef, UndertakingId};
use crate::json::{Faults, Place};
use crate::money::{Money, Percent, Ratio};
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
    /// `undertaking.registered`; `seat_country` is for statistics only and reaches no rule. A fiscal year that ends `--02-29` ends on
    /// the last day of February; `fiscal_year_from` is the first day of the first year that ends so. The days of registration, first activity and liability to tax are those of Regulation (EU)
    /// No 651/2014 Art. 22(2).
    UndertakingRegistered {
        undertaking: UndertakingId, identifiers: List<Identifier, 16>, name: Option<Text>, natural_person: bool,
        established_on: Option<LegalDate>, fiscal_year_end: Option<MonthDay>, seat_country: Option<Country>,
        registered_on: Option<LegalDate>, registration_required: Option<bool>, activity_started_on: Option<LegalDate>,
        taxable_from: Option<LegalDate>, fiscal_year_from: Option<LegalDate>,
    } check registration_is_whole
}

fn registration_is_whole(event: &UndertakingRegistered, at: &Place<'_>, faults: &mut Faults) -> bool {
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
    if event.fiscal_year_from.is_some() && event.fiscal_year_end.is_none() {
        let hint = "add `fiscal_year_end`, or remove this";
        faults.push(
            &at.member("fiscal_year_from"),
            "bad_value",
            "no end of a fiscal year begins to hold".into(),
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
choice! {
    /// What figures of a year rest on (Regulation (EU) No 651/2014 Annex I Art. 4).
    AccountsBasis { Approved = "approved", Estimate = "estimate" }
}
record! {
    /// One year's accounts: annual work units as a decimal string, turnover and balance sheet; of how many months, and whose data are
    /// inside where they are consolidated (Regulation (EU) No 651/2014 Annex I Arts 4, 6).
    Accounts {
        year: u64, awu: crate::money::Quantity, turnover: Money, balance_sheet: Money, closed_on: Option<LegalDate>,
        approved_on: Option<LegalDate>, months: Option<Whole<1, 24>>, basis: Option<AccountsBasis>, consolidates: Option<List<UndertakingId>>,
    } check accounts_run_forward
}
choice! {
    /// Where its shares are traded (Regulation (EU) No 651/2014 Art. 2(76)).
    Listed { No = "no", OfficialList = "official-list", AlternativePlatform = "alternative-platform" }
}
choice! {
    /// A point of Regulation (EU) No 651/2014 Art. 2(80).
    InnovativePoint { A = "a", B = "b", C = "c", D = "d" }
}
record! {
    /// The share of research and development in operating costs of one year.
    ResearchShare { year: u64, percent: Percent }
}
record! {
    /// By what an undertaking is innovative, and since when that was shown (Regulation (EU) No 651/2014 Art. 2(80)).
    InnovativeGround { point: InnovativePoint, on: LegalDate, rd_percent: Option<List<ResearchShare, 3>> }
}
choice! {
    /// Whether some owner is liable for the debts (Regulation (EU) No 651/2014 Art. 2(18)(a), (b)).
    LegalForm { Limited = "limited", Unlimited = "unlimited" }
}
record! {
    /// The two ratios of one year (Regulation (EU) No 651/2014 Art. 2(18)(e)).
    DifficultYear { year: u64, debt_to_equity: Ratio, interest_cover: Ratio }
}
record! {
    /// The figures by which an undertaking is in difficulty or not (Regulation (EU) No 651/2014 Art. 2(18)).
    Difficulty {
        legal_form: LegalForm, share_capital: Money, share_premium: Money, reserves: SignedMoney, other_own_funds: SignedMoney,
        accumulated_losses: Money, years: Option<List<DifficultYear, 2>>, rescue_or_restructuring: Option<bool>,
    }
}

/// Since when an undertaking sells on a market (Regulation (EU) No 651/2014 Art. 2(75)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FirstSale {
    /// `"none"`: it has sold nothing yet.
    None,
    /// The day of the first sale.
    On(LegalDate),
}

impl super::field::Field for FirstSale {
    fn read(json: &crate::json::Json, at: &Place<'_>, faults: &mut Faults) -> Option<Self> {
        if json.text() == Some("none") {
            return Some(Self::None);
        }
        LegalDate::read(json, at, faults).map(Self::On)
    }

    fn schema(definitions: &mut super::field::Definitions) -> serde_json::Value {
        serde_json::json!({"oneOf": [{"const": "none"}, LegalDate::schema(definitions)]})
    }
}

choice! {
    /// What was taken over (Regulation (EU) No 651/2014 Art. 22(2)(a), (c)).
    TakenOver {
        /// The activity of another undertaking.
        Activity = "activity",
        /// Another undertaking.
        Undertaking = "undertaking",
        /// It was formed by a merger.
        Merger = "merger",
    }
}
record! {
    /// What an undertaking took over, with both turnovers of the financial year before.
    TakeOver { what: TakenOver, undertaking: Option<UndertakingId>, on: LegalDate, turnover_taken: Money, own_turnover: Money }
}
record! {
    /// `undertaking.assessed`. Each member stands by itself: the latest statement that has it. An empty `took_over` says that there is none.
    UndertakingAssessed {
        undertaking: UndertakingId, on: LegalDate, size: Option<Size>, accounts: Option<List<Accounts, 16>>,
        in_difficulty: Option<bool>, difficulty: Option<Difficulty>, insolvency: Option<Insolvency>, credit_band: Option<CreditBand>,
        innovative: Option<bool>, innovative_ground: Option<InnovativeGround>, distributed_profits: Option<bool>,
        listed: Option<Listed>, first_commercial_sale: Option<FirstSale>, took_over: Option<List<TakeOver, 16>>, nuts: Option<Nuts>,
        fiscal_years: Option<List<ClosedPeriod, 16>>, evidence: Evidence,
    } check years_follow
}

fn accounts_run_forward(accounts: &Accounts, at: &Place<'_>, faults: &mut Faults) -> bool {
    let approved = accounts.approved_on;
    let in_order = accounts.closed_on.zip(approved).is_none_or(|(closed, approved)| closed <= approved);
    if !in_order {
        let message = "approved before the year was closed";
        faults.push(&at.member("approved_on"), "bad_range", message.into(), "write closed_on <= approved_on");
    }
    let estimated = accounts.basis == Some(AccountsBasis::Estimate) && approved.is_some();
    if estimated {
        let hint = "remove `approved_on`, or write basis `approved`";
        faults.push(&at.member("basis"), "bad_value", "an estimate is not approved".into(), hint);
    }
    in_order && !estimated
}

/// Fiscal years stand in order, and none begins before the last one ended.
fn years_follow(assessed: &UndertakingAssessed, at: &Place<'_>, faults: &mut Faults) -> bool {
    let years: &[ClosedPeriod] = assessed.fiscal_years.as_deref().unwrap_or_default();
    let at = at.member("fiscal_years");
    let pairs = years.iter().zip(years.iter().skip(1)).enumerate();
    let bad: Vec<usize> =
        pairs.filter(|(_, (before, after))| after.from <= before.until).map(|(index, _)| index + 1).collect();
    for index in &bad {
        let message = "it begins before the year in front of it has ended";
        faults.push(
            &at.item(*index),
            "bad_range",
            message.into(),
            "put the years in order, none over another",
        );
    }
    bad.is_empty()
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
    /// What a holder is: through public bodies, and under some ceilings through non-profits, nobody is linked. The investors of
    /// Regulation (EU) No 651/2014 Annex I Art. 3(2), second subparagraph, have words of their own.
    HoldingKind {
        Enterprise = "enterprise",
        Investor = "investor",
        PublicBody = "public-body",
        NonProfit = "non-profit",
        VentureCapital = "venture-capital",
        PublicInvestmentCorporation = "public-investment-corporation",
        BusinessAngel = "business-angel",
        University = "university",
        NonProfitResearch = "non-profit-research",
        Institutional = "institutional",
        LocalAuthority = "local-authority",
    }
}

impl HoldingKind {
    /// Whether it is a public body, through which nobody is linked.
    #[must_use]
    pub fn is_public_body(self) -> bool {
        matches!(self, Self::PublicBody | Self::LocalAuthority)
    }
}

record! {
    /// What Regulation (EU) No 651/2014 Annex I Art. 3(2)(d) asks of a local authority.
    LocalAuthority { budget: Money, inhabitants: u64, on: LegalDate }
}
record! {
    /// `holding.declared`: for the SME test, and to tell through whom nobody is linked. Two zeros end it.
    HoldingDeclared {
        holder: UndertakingId, held: UndertakingId, capital_percent: Percent, votes_percent: Percent, kind: HoldingKind, from: LegalDate,
        invested: Option<Money>, local_authority: Option<LocalAuthority>, acting_jointly: Option<Id>,
    } check authority_is_one
}

fn authority_is_one(holding: &HoldingDeclared, at: &Place<'_>, faults: &mut Faults) -> bool {
    let fits = holding.local_authority.is_none() || holding.kind == HoldingKind::LocalAuthority;
    if !fits {
        let hint = "write kind `local-authority`, or remove it";
        faults.push(
            &at.member("local_authority"),
            "bad_value",
            "the holder is no local authority".into(),
            hint,
        );
    }
    fits
}

choice! {
    /// How two markets stand to one another (Regulation (EU) No 651/2014 Annex I Art. 3(3)).
    MarketRelation { Same = "same", Adjacent = "adjacent", Neither = "neither" }
}
record! {
    /// `markets.declared`: whether two enterprises act in the same or an adjacent market, as whoever signs it sees it.
    MarketsDeclared { a: UndertakingId, b: UndertakingId, relation: MarketRelation, from: LegalDate, evidence: Evidence }
    check are_two
}

fn are_two(markets: &MarketsDeclared, at: &Place<'_>, faults: &mut Faults) -> bool {
    let fits = markets.a != markets.b;
    if !fits {
        let message = "an undertaking is compared with itself";
        faults.push(&at.member("b"), "bad_value", message.into(), "name two different undertakings");
    }
    fits
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
    /// What was put at the beneficiary's disposal on one day.
    Disposal { amount: Money, on: LegalDate }
}
record! {
    /// `recovery.ordered`: interest runs from the day of disposal (Regulation (EC) No 794/2004 Art. 9), or from several.
    RecoveryOrdered {
        decision: Decision, undertaking: UndertakingId, member_state: MemberState, awards: List<ScopedRef>, principal: Money,
        disposed_on: Option<LegalDate>, disposals: Option<List<Disposal>>, day_count: Text,
    } check principal_was_disposed
}

fn principal_was_disposed(order: &RecoveryOrdered, at: &Place<'_>, faults: &mut Faults) -> bool {
    let at_disposals = at.member("disposals");
    match (order.disposed_on, &order.disposals) {
        (Some(_), None) => true,
        (None, Some(disposals)) => {
            let same = disposals.iter().all(|part| part.amount.currency() == order.principal.currency());
            let sum: rust_decimal::Decimal = disposals.iter().map(|part| part.amount.amount()).sum();
            let fits = same && sum == order.principal.amount();
            if !fits {
                let message = "the amounts are not the principal".to_owned();
                faults.push(
                    &at_disposals,
                    "bad_value",
                    message,
                    "let them add up to `principal`, in its currency",
                );
            }
            fits
        }
        _ => {
            let message = "an order has either `disposed_on` or `disposals`".to_owned();
            faults.push(&at_disposals, "bad_value", message, "give exactly one of them");
            false
        }
    }
}
record! {
    /// `recovery.paid`
    RecoveryPaid { decision: Decision, undertaking: UndertakingId, principal: Money, interest: Money, on: LegalDate }
}
record! {
    /// `recovery.suspended`, `recovery.annulled` and `recovery.completed`
    RecoveryStep { decision: Decision, undertaking: UndertakingId, on: LegalDate, reason: Option<Text> }
}
