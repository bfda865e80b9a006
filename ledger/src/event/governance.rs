//! Governance: the ledger's founding, its parties and keys, what law is adopted, and what is published as reference.

use serde_json::{Value, json};

use super::aid::{ComputeUnit, Regime};
use super::evidence::Evidence;
use super::field::{
    CompactJws, Definitions, Field, Key43, List, Members, Nonce, ProductSector, Sha256Hex, Text, choice,
    record,
};
use super::period::{Period, ends_after_start};
use super::vkey::VKey;
use crate::ids::{Id, MemberState, PartyId, ScopedRef, UndertakingId};
use crate::json::{Faults, Json, Place};
use crate::key::PublicKey;
use crate::money::{Currency, Money, Percent, Quantity, Rate, SignedPercent};
use crate::time::LegalDate;

choice! {
    /// What a log key may sign; one key, one purpose.
    LogKeyPurpose {
        Checkpoint = "checkpoint",
        Refusal = "refusal",
        Certificate = "certificate",
        Token = "token",
    }
}
choice! {
    /// How procedural duties are judged.
    Procedure { Off = "off", Flag = "flag", Enforce = "enforce" }
}
choice! {
    /// What a party may do.
    Role {
        Operator = "operator",
        RuleAuthority = "rule-authority",
        HostingEntity = "hosting-entity",
        GrantingAuthority = "granting-authority",
        Register = "register",
        Intermediary = "intermediary",
        Auditor = "auditor",
    }
}
choice! {
    /// JWK key type: octet key pairs only.
    KeyType { Okp = "OKP" }
}
choice! {
    /// JWK curve.
    Curve { Ed25519 = "Ed25519" }
}
record! {
    /// A public Ed25519 key as a JWK (RFC 8037); a private part is an unknown member and refused.
    Jwk { kty: KeyType, crv: Curve, x: Key43 } check key_is_strong
}
fn key_is_strong(jwk: &Jwk, at: &Place<'_>, faults: &mut Faults) -> bool {
    let strong = PublicKey::from_x(jwk.x.as_str()).is_ok();
    if !strong {
        faults.push(
            &at.member("x"),
            "weak_key",
            "a weak or impossible Ed25519 key".into(),
            "generate a new key",
        );
    }
    strong
}

record! {
    /// A log key by its verifier key line.
    LogKey { vkey: VKey, purpose: LogKeyPurpose }
}
record! {
    /// Bounds on what one party may submit.
    Quotas { events_per_day: Option<u64>, bytes_per_day: Option<u64> }
}
record! {
    /// The policy a ledger is founded with.
    FoundingPolicy { quotas: Option<Quotas>, procedure: Option<Procedure>, designated_register: Option<Id> }
}
record! {
    /// The operator as the founding names it.
    Operator { party: PartyId, name: Text, keys: List<Jwk, 16> }
}
record! {
    /// `ledger.founded`: entry 0.
    LedgerFounded { origin: Text, name: Text, nonce: Nonce, operator: Operator, log_keys: List<LogKey, 16>, policy: FoundingPolicy }
    check keys_have_one_purpose
}
record! {
    /// `log-key.added`
    LogKeyAdded { vkey: VKey, purpose: LogKeyPurpose }
}
record! {
    /// `log-key.retired`
    LogKeyRetired { vkey: VKey, purpose: LogKeyPurpose }
}
record! {
    /// The authority in whose name a party acts.
    Principal { id: Id, name: Text }
}
record! {
    /// A mandate to grant in a Member State's name.
    Mandate { member_state: MemberState, principal: Principal, act: Text, from: LegalDate, until: Option<LegalDate> }
    check mandate_runs_forward
}
record! {
    /// `party.admitted`
    PartyAdmitted { party: PartyId, name: Text, roles: List<Role, 8>, keys: List<Jwk, 16>, mandates: List<Mandate> }
}
record! {
    /// `party.suspended`
    PartySuspended { party: PartyId, reason: Text }
}
record! {
    /// `party.reinstated`
    PartyReinstated { party: PartyId, reason: Text }
}
choice! {
    /// Whether a party asks for two keys.
    FourEyes {
        /// One key is enough.
        Off = "off",
        /// What one key reserves, another key confirms; nothing is granted by one alone.
        ReserveConfirm = "reserve-confirm",
    }
}
record! {
    /// `party.policy-set`: what a party asks of its own statements.
    PartyPolicySet { party: PartyId, four_eyes: FourEyes, reason: Text }
}
record! {
    /// The head of a log as somebody saw it.
    HeadSeen { size: u64, root: Sha256Hex }
}
record! {
    /// `lease.taken`: who writes from here on, where several machines share a medium. An epoch is taken once.
    LeaseTaken { epoch: u64, writer: Id, head: HeadSeen, reason: Text } check epoch_is_one
}

fn epoch_is_one(lease: &LeaseTaken, at: &Place<'_>, faults: &mut Faults) -> bool {
    if lease.epoch == 0 {
        faults.push(
            &at.member("epoch"),
            "bad_value",
            "epochs count from 1".into(),
            "write the last epoch and one",
        );
    }
    lease.epoch > 0
}

record! {
    /// `key.added`: `proof` is a compact JWS by the new key over `{ledger, party, kid}`.
    KeyAdded { party: PartyId, jwk: Jwk, proof: CompactJws }
}
record! {
    /// `key.revoked`: `kid` is the RFC 7638 thumbprint.
    KeyRevoked { kid: Key43, reason: Text, compromised_from_position: Option<u64> }
}
record! {
    /// `engine.adopted`: the semantics number every later entry must carry.
    EngineAdopted { semantics: u64, release: Text, vectors_sha256: Sha256Hex }
}
record! {
    /// `pack.adopted`: canonical bytes of the pack by digest and size.
    PackAdopted { pack: Id, version: Id, sha256: Sha256Hex, size: u64, applies_from: LegalDate }
}
record! {
    /// Where reference rows come from.
    ReferenceSource { r#ref as "ref": Text, sha256: Sha256Hex }
}

/// A founding has no directory to compare with, so its own keys are compared here: one key, one purpose.
fn keys_have_one_purpose(founding: &LedgerFounded, at: &Place<'_>, faults: &mut Faults) -> bool {
    let key_of = |jwk: &Jwk| PublicKey::from_x(jwk.x.as_str()).ok().map(|key| key.to_bytes());
    let mut seen = std::collections::BTreeSet::new();
    let mut once = true;
    let mut note = |key: Option<[u8; 32]>, at: &Place<'_>, faults: &mut Faults| {
        if key.is_some_and(|key| !seen.insert(key)) {
            once = false;
            faults.push(
                at,
                "named_twice",
                "this key stands here already".into(),
                "one key, one purpose: make another",
            );
        }
    };
    let (operator, log_keys) = (at.member("operator"), at.member("log_keys"));
    let operator_keys = operator.member("keys");
    for (index, jwk) in founding.operator.keys.iter().enumerate() {
        note(key_of(jwk), &operator_keys.item(index).member("x"), faults);
    }
    for (index, key) in founding.log_keys.iter().enumerate() {
        note(Some(key.vkey.public_key()), &log_keys.item(index).member("vkey"), faults);
    }
    once
}

fn mandate_runs_forward(mandate: &Mandate, at: &Place<'_>, faults: &mut Faults) -> bool {
    let uk = mandate.member_state.is_uk();
    if uk {
        let hint = "use XI for Northern Ireland";
        faults.push(&at.member("member_state"), "bad_member_state", "UK stands in reports only".into(), hint);
    }
    ends_after_start(mandate.from, mandate.until, at, faults) && !uk
}

/// The Member State a row is for, or `*` for all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StateOrAll {
    /// `*`
    All,
    /// One Member State.
    One(MemberState),
}

impl Field for StateOrAll {
    fn read(json: &Json, at: &Place<'_>, faults: &mut Faults) -> Option<Self> {
        if json.text() == Some("*") {
            Some(Self::All)
        } else {
            MemberState::read(json, at, faults).map(Self::One)
        }
    }

    fn schema(_: &mut Definitions) -> Value {
        json!({"type": "string", "pattern": r"^(\*|[A-Z]{2})$"})
    }
}

record! {
    /// A base rate of the Commission (Communication 2008/C 14/02), in percent.
    BaseRateRow { member_state: MemberState, from: LegalDate, percent: SignedPercent }
}
record! {
    /// An exchange rate: units of `currency` for one euro, from its date to `until`, both included.
    FxRow { member_state: StateOrAll, currency: Currency, date: LegalDate, until: Option<LegalDate>, rate: Rate, source: Text } check rate_is_whole
}
record! {
    /// A public holiday, as a State publishes it or as it was found by a calculation; without a status, published.
    HolidayRow { member_state: StateOrAll, date: LegalDate, name: Option<Text>, status: Option<HolidayStatus> }
}
choice! {
    /// Whether a holiday is listed by its State (Regulation No 1182/71, Art. 2(1)) or calculated by somebody else.
    HolidayStatus { Official = "official", Computed = "computed" }
}
record! {
    /// A published price of computing time.
    ComputePriceRow { system: Id, partition: Option<Id>, device: Option<Id>, unit: ComputeUnit, policy_version: Option<Id>, from: LegalDate, price: UnitRate, method: Text, evidence: Option<Evidence> }
}
record! {
    /// A price per unit.
    UnitRate { rate: Rate, currency: Currency }
}
choice! {
    /// Whose register it is: which one a Member State has designated.
    RegisterLevel { National = "national", Union = "union" }
}
record! {
    /// Since when a register covers a regime in a Member State, and whether it has the aid of all its authorities.
    RegisterCoverageRow { member_state: MemberState, regime: Regime, covers_from: LegalDate, level: Option<RegisterLevel>, all_authorities: Option<bool> }
}
choice! {
    /// The article by which a Member State may choose a higher ceiling.
    CeilingOption {
        /// Regulation (EU) No 1408/2013 Art. 3(3a), 14 March 2019 to 15 December 2024.
        Agriculture = "3(3a)",
        /// Regulation (EU) No 717/2014 Art. 3(2a), from 25 October 2023.
        Fishery = "3(2a)",
    }
}
record! {
    /// That a Member State chose a higher ceiling.
    CeilingOptionRow { member_state: MemberState, regime: Regime, option: CeilingOption, from: LegalDate, until: Option<LegalDate> } check option_runs_forward
}
choice! {
    /// Over which years a national total goes.
    TotalYears { Rolling = "rolling", Fiscal = "fiscal" }
}
record! {
    /// What a Member State granted under a regime in the period that ends on a day, without what this ledger holds (Regulations (EU)
    /// No 1408/2013 and No 717/2014 Art. 3(3)).
    NationalTotalRow { member_state: MemberState, regime: Regime, on: LegalDate, years: TotalYears, total: Money, product_sector: Option<ProductSector> }
}

fn option_runs_forward(row: &CeilingOptionRow, at: &Place<'_>, faults: &mut Faults) -> bool {
    ends_after_start(row.from, row.until, at, faults)
}

record! {
    /// An assisted area: Article 107(3)(a) or (c).
    AreaRow { nuts: super::field::Nuts, area: AreaStatus, from: LegalDate, until: Option<LegalDate> }
}
choice! {
    /// Status of an assisted area.
    AreaStatus { A = "a", C = "c" }
}

fn rate_is_whole(row: &FxRow, at: &Place<'_>, faults: &mut Faults) -> bool {
    let above_zero = !row.rate.value().is_zero();
    let runs_forward = row.until.is_none_or(|until| row.date <= until);
    if !runs_forward {
        faults.push(
            &at.member("until"),
            "ends_before_start",
            "the rate ends before it begins".into(),
            "put `until` on or after `date`",
        );
    }
    if !above_zero {
        faults.push(
            &at.member("rate"),
            "bad_figure",
            "an exchange rate of zero converts nothing".into(),
            "write units of the currency for one euro",
        );
    }
    above_zero && runs_forward
}

/// Rows of one reference table, at most 200 per event; immutable once recorded.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ReferenceRows {
    /// `ec-base-rate`
    BaseRates(List<BaseRateRow, 200>),
    /// `fx`
    Fx(List<FxRow, 200>),
    /// `holidays`
    Holidays(List<HolidayRow, 200>),
    /// `compute-price`
    ComputePrices(List<ComputePriceRow, 200>),
    /// `register-coverage`
    RegisterCoverage(List<RegisterCoverageRow, 200>),
    /// `areas`
    Areas(List<AreaRow, 200>),
    /// `ceiling-option`
    CeilingOptions(List<CeilingOptionRow, 200>),
    /// `national-total`
    NationalTotals(List<NationalTotalRow, 200>),
}

/// `reference.published`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ReferencePublished {
    /// The table's rows.
    pub rows: ReferenceRows,
    /// Where they come from.
    pub source: ReferenceSource,
}

impl Field for ReferencePublished {
    fn read(json: &Json, at: &Place<'_>, faults: &mut Faults) -> Option<Self> {
        let mut members = Members::of(json, at, faults)?;
        let table = members.take::<String>("table", faults);
        let rows = match table.as_deref() {
            Some("ec-base-rate") => members.take("rows", faults).map(ReferenceRows::BaseRates),
            Some("fx") => members.take("rows", faults).map(ReferenceRows::Fx),
            Some("holidays") => members.take("rows", faults).map(ReferenceRows::Holidays),
            Some("compute-price") => members.take("rows", faults).map(ReferenceRows::ComputePrices),
            Some("register-coverage") => members.take("rows", faults).map(ReferenceRows::RegisterCoverage),
            Some("areas") => members.take("rows", faults).map(ReferenceRows::Areas),
            Some("ceiling-option") => members.take("rows", faults).map(ReferenceRows::CeilingOptions),
            Some("national-total") => members.take("rows", faults).map(ReferenceRows::NationalTotals),
            Some(other) => {
                let message = format!("`{}` is no reference table", other.escape_debug());
                faults.push(
                    &at.member("table"),
                    "unknown_word",
                    message,
                    "use ec-base-rate, fx, holidays, compute-price, register-coverage, areas, ceiling-option or national-total",
                );
                return None;
            }
            None => None,
        };
        let source = members.take("source", faults);
        members.finish(faults);
        Some(Self { rows: rows?, source: source? })
    }

    fn schema(definitions: &mut Definitions) -> Value {
        let tables = [
            ("ec-base-rate", List::<BaseRateRow, 200>::schema(definitions)),
            ("fx", List::<FxRow, 200>::schema(definitions)),
            ("holidays", List::<HolidayRow, 200>::schema(definitions)),
            ("compute-price", List::<ComputePriceRow, 200>::schema(definitions)),
            ("register-coverage", List::<RegisterCoverageRow, 200>::schema(definitions)),
            ("areas", List::<AreaRow, 200>::schema(definitions)),
            ("ceiling-option", List::<CeilingOptionRow, 200>::schema(definitions)),
            ("national-total", List::<NationalTotalRow, 200>::schema(definitions)),
        ];
        let source = ReferenceSource::schema(definitions);
        let one = |(table, rows): &(&str, Value)| {
            json!({"type": "object", "additionalProperties": false,
            "properties": {"table": {"const": table}, "rows": rows, "source": source}, "required": ["table", "rows", "source"]})
        };
        json!({"oneOf": tables.iter().map(one).collect::<Vec<_>>()})
    }
}

record! {
    /// Capacity of a system in one period, and from when to when that is.
    Capacity { period: Text, unit: ComputeUnit, quantity: Quantity, from: Option<LegalDate>, until: Option<LegalDate> } check capacity_runs_forward
}
choice! {
    /// What a system is by the law that decides on the Union's share of it (Regulation (EU) 2021/1173 Arts 12b, 17).
    SystemCategory {
        HighEnd = "high-end",
        AiOptimised = "ai-optimised",
        Quantum = "quantum",
        MidRange = "mid-range",
        IndustrialGrade = "industrial-grade",
        AiGigafactory = "ai-gigafactory",
        NationalSealed = "national-sealed",
        Other = "other",
    }
}
record! {
    /// What a system costs, and what the Union pays of it (Regulation (EU) 2021/1173 Arts 12b, 17).
    SystemCosts { acquisition: Option<Money>, operation: Option<Money>, capex: Option<Money>, union_contribution: Money }
}
choice! {
    /// For whom capacity is reserved.
    ReservedFor { Sme = "sme", StartUp = "start-up" }
}
choice! {
    /// Of what a reserve is a part.
    ReserveBase { Machine = "machine", National = "national" }
}
record! {
    /// Capacity that the host's published policy reserves in one period.
    Reserve {
        period: Text, unit: ComputeUnit, r#for as "for": List<ReservedFor>, percent: Option<Percent>, quantity: Option<Quantity>,
        base: Option<ReserveBase>, policy: PublicTerms,
    } check reserves_one
}
record! {
    /// So many of a unit.
    UnitFactor { unit: ComputeUnit, factor: Rate }
}
record! {
    /// What one unit of a system's time is in another.
    UnitEquals { unit: ComputeUnit, equals: UnitFactor } check units_differ
}
record! {
    /// Who financed a part of an infrastructure, and on what published terms it has access (Regulation (EU) No 651/2014 Arts 26(4),
    /// 26a(3), 27(3)).
    Financier { undertaking: UndertakingId, percent: Percent, terms: Option<PublicTerms> }
}

/// Declares a statement of what a system is.
macro_rules! system_record {
    ($(#[$doc:meta])* $name:ident check $rule:path) => {
        record! {
            $(#[$doc])*
            $name {
                system: Id, host: PartyId, kind: Text, capacity: List<Capacity>, union_share_percent: Percent, themes: List<Text>, act: Text,
                category: Option<SystemCategory>, costs: Option<SystemCosts>, reserve: Option<List<Reserve>>,
                units: Option<List<UnitEquals>>, financiers: Option<List<Financier>>,
            } check $rule
        }
    };
}
system_record! {
    /// `system.registered`
    SystemRegistered check registered_shares
}
system_record! {
    /// `system.amended`
    SystemAmended check amended_shares
}

fn registered_shares(system: &SystemRegistered, at: &Place<'_>, faults: &mut Faults) -> bool {
    financed_once(system.financiers.as_deref(), at, faults)
}

fn amended_shares(system: &SystemAmended, at: &Place<'_>, faults: &mut Faults) -> bool {
    financed_once(system.financiers.as_deref(), at, faults)
}

/// Financiers together paid for no more than all.
pub(super) fn financed_once(financiers: Option<&[Financier]>, at: &Place<'_>, faults: &mut Faults) -> bool {
    let parts = financiers.unwrap_or_default().iter().map(|financier| financier.percent.value());
    let sum: rust_decimal::Decimal = parts.sum();
    let fits = sum <= rust_decimal::Decimal::ONE_HUNDRED;
    if !fits {
        let message = format!("the shares add up to {sum} percent");
        faults.push(&at.member("financiers"), "bad_value", message, "let them add up to at most 100");
    }
    fits
}

fn capacity_runs_forward(capacity: &Capacity, at: &Place<'_>, faults: &mut Faults) -> bool {
    capacity.from.is_none_or(|from| ends_after_start(from, capacity.until, at, faults))
}

fn reserves_one(reserve: &Reserve, at: &Place<'_>, faults: &mut Faults) -> bool {
    let one = reserve.percent.is_some() != reserve.quantity.is_some();
    if !one {
        let hint = "give the one that the published policy has";
        faults.push(at, "bad_value", "a reserve is either a `percent` or a `quantity`".into(), hint);
    }
    let named = !reserve.r#for.is_empty();
    if !named {
        faults.push(&at.member("for"), "too_few_items", "it is for nobody".into(), "name for whom it is");
    }
    one && named
}

fn units_differ(unit: &UnitEquals, at: &Place<'_>, faults: &mut Faults) -> bool {
    let fits = unit.unit != unit.equals.unit && !unit.equals.factor.value().is_zero();
    if !fits {
        let message = "a unit is so many of another one, and more than none";
        faults.push(
            &at.member("equals"),
            "bad_value",
            message.into(),
            "name another unit and a factor above zero",
        );
    }
    fits
}

record! {
    /// Public terms of a scheme.
    PublicTerms { url: Text, sha256: Sha256Hex, from: LegalDate }
}
record! {
    /// The evaluation of a large scheme (Regulation (EU) No 651/2014 Art. 1(2)(a)).
    Evaluation { plan_notified_on: Option<LegalDate>, decision: Option<Text>, exempt_until: Option<LegalDate> }
}
choice! {
    /// Services that a scheme gives in kind (Regulation (EU) No 651/2014 Arts 5(2)(ga), 28(2)(c)).
    SchemeService { InnovationAdvisory = "innovation-advisory", InnovationSupport = "innovation-support" }
}
record! {
    /// `scheme.registered`; of Regulation (EU) No 651/2014: whether the right is automatic and which fiscal scheme it replaces (Art. 6(4)),
    /// whether it favours undertakings in difficulty (Art. 1(4)(c)), a waiver of publication (Art. 9(2)), conditions of Art. 1(5), the
    /// most that one undertaking gets, who provides services and keeps the records (Art. 5(2)(ga)), through whom it is given.
    SchemeRegistered {
        scheme: ScopedRef, member_state: MemberState, sa_number: Option<Id>, legal_basis: Text, in_force: Period,
        budget_per_year: Option<Money>, recovery_clause: bool, public_terms: PublicTerms, regime: Regime, articles: List<Text>,
        evaluation: Option<Evaluation>, automatic: Option<bool>, replaces: Option<ScopedRef>, favours_difficulty: Option<bool>,
        publication_waiver: Option<bool>, headquarters_required: Option<bool>, branch_at_payment: Option<bool>,
        results_restricted: Option<bool>, cap_per_undertaking: Option<Money>, provider: Option<Id>, services: Option<List<SchemeService>>,
        intermediaries: Option<List<Id>>,
    }
}
record! {
    /// Counts of answers that recorded nothing, for one party and day.
    IntakeCount { party: Option<PartyId>, unauthorised as "401": u64, forbidden as "403": u64, conflict as "409": u64, too_large as "413": u64, too_many as "429": u64 }
}
record! {
    /// `intake.summary`: what was turned away leaves a trace.
    IntakeSummary { on: LegalDate, counts: List<IntakeCount> }
}
