//! What is granted: regime, form and its figures, funding, activity, conditions.

use serde_json::{Value, json};

use super::access::Access;
use super::evidence::Evidence;
use super::field::{
    Definitions, Field, List, Members, NaceCode, Nuts, ProductSector, Sha256Hex, Text, choice, record,
    word_or, wrong_kind,
};
use super::undertaking::CreditBand;
use crate::ids::{Id, ScopedRef, UndertakingId};
use crate::json::{Faults, Json, Place};
use crate::money::{Currency, Money, Percent, Quantity, Rate, SignedPercent};
use crate::time::LegalDate;

/// The legal basis that exempts an award, or its absence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Regime {
    /// `eu-2023-2831`: general de minimis.
    Eu2023_2831,
    /// `eu-2023-2832`: de minimis for services of general economic interest.
    Eu2023_2832,
    /// `eu-1408-2013`: agriculture.
    Eu1408_2013,
    /// `eu-717-2014`: fisheries.
    Eu717_2014,
    /// `eu-1407-2013`: general de minimis to 2023.
    Eu1407_2013,
    /// `eu-360-2012`: services of general economic interest to 2023.
    Eu360_2012,
    /// `gber-<article>`: Regulation (EU) 651/2014, articles 13 to 56f.
    Gber(GberArticle),
    /// `no-aid`
    NoAid,
    /// `notified`: by decision; in reports only.
    Notified,
    /// `unknown`: the source does not say; in reports only.
    Unknown,
}

/// An article of the GBER: number and letter, such as 56f.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GberArticle {
    number: u8,
    letter: Option<char>,
}

impl std::fmt::Display for Regime {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Eu2023_2831 => "eu-2023-2831",
            Self::Eu2023_2832 => "eu-2023-2832",
            Self::Eu1408_2013 => "eu-1408-2013",
            Self::Eu717_2014 => "eu-717-2014",
            Self::Eu1407_2013 => "eu-1407-2013",
            Self::Eu360_2012 => "eu-360-2012",
            Self::NoAid => "no-aid",
            Self::Notified => "notified",
            Self::Unknown => "unknown",
            Self::Gber(article) => {
                return write!(
                    f,
                    "gber-{}{}",
                    article.number,
                    article.letter.map(String::from).unwrap_or_default()
                );
            }
        })
    }
}

impl std::str::FromStr for Regime {
    type Err = &'static str;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(match text {
            "eu-2023-2831" => Self::Eu2023_2831,
            "eu-2023-2832" => Self::Eu2023_2832,
            "eu-1408-2013" => Self::Eu1408_2013,
            "eu-717-2014" => Self::Eu717_2014,
            "eu-1407-2013" => Self::Eu1407_2013,
            "eu-360-2012" => Self::Eu360_2012,
            "no-aid" => Self::NoAid,
            "notified" => Self::Notified,
            "unknown" => Self::Unknown,
            other => return gber(other).map(Self::Gber).ok_or("not a regime id"),
        })
    }
}

fn gber(text: &str) -> Option<GberArticle> {
    let article = text.strip_prefix("gber-")?;
    let letter = article.chars().last().filter(|c| ('a'..='f').contains(c));
    let digits = article.strip_suffix(|c| Some(c) == letter).unwrap_or(article);
    let formed = digits.len() == 2 && digits.bytes().all(|b| b.is_ascii_digit());
    let number = digits.parse::<u8>().ok().filter(|number| formed && (13..=56).contains(number))?;
    Some(GberArticle { number, letter })
}

impl serde::Serialize for Regime {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Field for Regime {
    fn read(json: &Json, at: &Place<'_>, faults: &mut Faults) -> Option<Self> {
        let Json::Text(text) = json else { return wrong_kind(json, "a string", at, faults) };
        let regime = text.parse().ok();
        if regime.is_none() {
            let hint = "use eu-2023-2831, eu-2023-2832, eu-1408-2013, eu-717-2014, eu-1407-2013, eu-360-2012, gber-13 to gber-56f or no-aid";
            faults.push(at, "unknown_word", format!("`{}` is not a regime", text.escape_debug()), hint);
        }
        regime
    }

    fn schema(_: &mut Definitions) -> Value {
        json!({"type": "string", "pattern": "^(eu-2023-2831|eu-2023-2832|eu-1408-2013|eu-717-2014|eu-1407-2013|eu-360-2012|gber-(1[3-9]|[2-4][0-9]|5[0-6])[a-f]?|no-aid|notified|unknown)$"})
    }
}

choice! {
    /// The unit of computing time.
    ComputeUnit { GpuHour = "gpu-hour", NodeHour = "node-hour", CoreHour = "core-hour", TbHour = "tb-hour" }
}
choice! {
    /// Whether an award comes under a scheme.
    BasisKind { Scheme = "scheme", AdHoc = "ad-hoc" }
}
record! {
    /// The legal basis of an award.
    Basis { kind: BasisKind, regime: Regime, scheme: Option<ScopedRef>, article: Option<Text> }
}
choice! {
    /// The instrument, as the registers of aid list it.
    Instrument {
        Grant = "grant-or-interest-subsidy",
        Loan = "loan-or-repayable-advance",
        Guarantee = "guarantee",
        TaxAdvantage = "tax-advantage",
        RiskFinance = "risk-finance",
        SubsidisedServices = "subsidised-services",
        Other = "other",
    }
}
choice! {
    /// Where the money comes from.
    Origin {
        State = "state",
        SharedManagement = "shared-management",
        UnionCentral = "union-central",
        MsDonated = "ms-donated",
        Private = "private",
        Undetermined = "undetermined",
    }
}
record! {
    /// One source of funding and its share.
    Funding { origin: Origin, share_percent: Percent, evidence: Option<Evidence> }
}
choice! {
    /// Revision of the NACE classification.
    NaceRevision { Rev2 = "2", Rev2_1 = "2.1" }
}
record! {
    /// A sector: code and revision, or a label where a source has no code.
    Nace { code: Option<NaceCode>, revision: Option<NaceRevision>, label: Option<Text> } check nace_says_something
}
record! {
    /// What the aid is for and where; the product sector, where one alone benefits (Regulation (EU) No 1408/2013 Art. 2(3)).
    Activity { nace: Nace, nuts: Option<Nuts>, product_sector: Option<ProductSector> }
}

fn nace_says_something(nace: &Nace, at: &Place<'_>, faults: &mut Faults) -> bool {
    let fits = (nace.code.is_some() && nace.revision.is_some())
        || (nace.code.is_none() && nace.revision.is_none() && nace.label.is_some());
    if !fits {
        faults.push(
            at,
            "bad_value",
            "a sector is a code with its revision, or a label alone".into(),
            "write {\"code\":\"62.10\",\"revision\":\"2.1\"}",
        );
    }
    fits
}

record! {
    /// A price per unit with its evidence.
    UnitPrice { rate: Rate, currency: Currency, evidence: PriceEvidence }
}
record! {
    /// How a price was found.
    PriceEvidence { method: Text, sha256: Sha256Hex }
}
record! {
    /// One payment of an instalment plan.
    Payment { due: LegalDate, amount: Money }
}
choice! {
    /// How a cap is counted.
    CountsAs { Exact = "exact", Cap = "cap", SchemeFixedSum = "scheme-fixed-sum" }
}
choice! {
    /// How a loan's equivalent is found.
    LoanMethod { SafeHarbour = "safe-harbour", ReferenceRate = "reference-rate" }
}
choice! {
    /// How a guarantee's equivalent is found.
    GuaranteeMethod { SafeHarbour = "safe-harbour", SafeHarbourPremium = "safe-harbour-premium" }
}

/// A range of gross grant equivalents; an absent high end is unbounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct GgeRange {
    /// The low end, zero where absent.
    pub low: Option<Money>,
    /// The high end, at which limits are tested.
    pub high: Option<Money>,
}

impl Field for GgeRange {
    fn read(json: &Json, at: &Place<'_>, faults: &mut Faults) -> Option<Self> {
        let mut members = Members::of(json, at, faults)?;
        let low: Option<Option<Money>> = members.take("low", faults);
        let high: Option<Option<Money>> = members.take("high", faults);
        members.finish(faults);
        let range = Self { low: low?, high: high? };
        let ordered = match (range.low, range.high) {
            (Some(low), Some(high)) => low.currency() == high.currency() && low.amount() <= high.amount(),
            (None, None) => false,
            _ => true,
        };
        if !ordered {
            faults.push(
                at,
                "bad_range",
                "a range has a low end, a high end, or both in order and in one currency".into(),
                "write low <= high",
            );
        }
        ordered.then_some(range)
    }

    fn schema(definitions: &mut Definitions) -> Value {
        let money = Money::schema(definitions);
        json!({"type": "object", "additionalProperties": false, "minProperties": 1, "properties": {"low": money, "high": money}})
    }
}

/// The form of aid with its figures; `docs/spec/events` shows each.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Form {
    /// `grant`
    Grant(Grant),
    /// `instalments`
    Instalments(Instalments),
    /// `interest-subsidy`
    InterestSubsidy(Instalments),
    /// `loan`
    Loan(Loan),
    /// `guarantee`
    Guarantee(Guarantee),
    /// `capital`
    Capital(Capital),
    /// `compute`
    Compute(Compute),
    /// `credits`
    Credits(Credits),
    /// `service`
    Service(Service),
    /// `portfolio`: aid to a financial intermediary.
    Portfolio(Portfolio),
    /// `repayable-advance`
    RepayableAdvance(RepayableAdvance),
    /// `asset`: a tangible asset below its price.
    Asset(Asset),
    /// `ip-transfer`: rights from a research organisation.
    IpTransfer(IpTransfer),
    /// `tax-relief`: of an investor.
    TaxRelief(TaxRelief),
    /// `declared`: in reports only.
    Declared(Declared),
}

record! {
    /// A cash grant.
    Grant { nominal: Money }
}
record! {
    /// Payments over time; also interest subsidies.
    Instalments { payments: List<Payment> }
}
record! {
    /// A loan.
    Loan { principal: Money, years: Quantity, collateral_percent: Percent, rate_percent: Option<crate::money::SignedPercent>, method: LoanMethod }
}
record! {
    /// A guarantee.
    Guarantee {
        guaranteed: Money, years: Quantity, cover_max_percent: Percent, losses_pari_passu: bool, premium_percent: Option<Percent>,
        method: GuaranteeMethod, underlying_loan: Option<Money>,
    } check covers_a_loan
}

/// What is guaranteed is a part of the loan behind it, or all.
fn covers_a_loan(guarantee: &Guarantee, at: &Place<'_>, faults: &mut Faults) -> bool {
    let part = guarantee.guaranteed;
    let fits = guarantee
        .underlying_loan
        .is_none_or(|loan| loan.currency() == part.currency() && loan.amount() >= part.amount());
    if !fits {
        let message = "less than what is guaranteed of it, or in another currency";
        let hint = "write the whole loan, in the currency of `guaranteed`";
        faults.push(&at.member("underlying_loan"), "bad_range", message.into(), hint);
    }
    fits
}
record! {
    /// A capital injection.
    Capital { injection: Money }
}
record! {
    /// Computing time in kind.
    Compute { system: Id, partition: Option<Id>, unit: ComputeUnit, quantity: Quantity, unit_price: Option<UnitPrice>, price_paid: Money, valid_until: Option<LegalDate>, access: Option<Access> }
}
record! {
    /// Cloud or service credits.
    Credits { face_value: Money, price_paid: Money, expires_on: LegalDate }
}
record! {
    /// A subsidised service.
    Service { market_value: Money, price_paid: Money }
}
record! {
    /// What a financial intermediary gains by guarantees on a portfolio of loans that it gives (Art. 4(7) of Regulation (EU)
    /// 2023/2831, recital 22): the facts that the act asks for.
    Portfolio {
        loans: Money, largest_loan: Money, from: LegalDate, until: LegalDate, cover_max_percent: Percent, least_band: CreditBand,
        new_senior_loans: bool, advantage_passed_on: bool, equal_terms: bool,
    } check is_one_portfolio
}

fn is_one_portfolio(portfolio: &Portfolio, at: &Place<'_>, faults: &mut Faults) -> bool {
    let forward = portfolio.from <= portfolio.until;
    if !forward {
        let message = "the period of the loans runs backwards";
        faults.push(&at.member("until"), "bad_range", message.into(), "write from <= until");
    }
    let (all, largest) = (portfolio.loans, portfolio.largest_loan);
    let fits = all.currency() == largest.currency() && largest.amount() <= all.amount();
    if !fits {
        let hint = "one loan is at most the sum of all, in the same currency";
        faults.push(&at.member("largest_loan"), "bad_range", "more than all loans together".into(), hint);
    }
    fits && forward
}

record! {
    /// An advance that is paid back as the project succeeds (Regulation (EU) No 651/2014 Arts 2(21), 5(2)(j), 7(5)): the rate that success
    /// is to bear, and the number of the decision on a method where one is used.
    RepayableAdvance { nominal: Money, percent_of_costs: Option<Percent>, rate_on_success_percent: SignedPercent, accepted_method: Option<Id> }
}
choice! {
    /// What becomes of an asset.
    AssetKind { Sale = "sale", Lease = "lease" }
}
record! {
    /// How a value was found: by an expert, against a benchmark.
    Valuation { method: Text, on: LegalDate, sha256: Sha256Hex }
}
record! {
    /// A tangible asset that is sold or let below its price (Regulation (EU) No 651/2014 Art. 5(2)(k)).
    Asset { kind: AssetKind, market_value: Money, price_paid: Money, valuation: Valuation }
}
record! {
    /// Rights of a research organisation that a start-up gets (Regulation (EU) No 651/2014 Art. 22(7)): their value, what the
    /// beneficiary contributed to them and what it pays, and who held them.
    IpTransfer { value: Money, contribution: Money, remuneration: Money, valuation: Valuation, holder: UndertakingId }
}
record! {
    /// Tax relief of an independent private investor (Regulation (EU) No 651/2014 Art. 21a); nobody is named.
    TaxRelief { investment: Money, relief_percent: Percent, indirect: bool }
}
record! {
    /// A figure as a source declares it, or an instrument that has none yet and at most a cap.
    Declared { gge: Option<Money>, gge_range: Option<GgeRange>, nominal: Option<Money> } check declares_one
}

fn declares_one(declared: &Declared, at: &Place<'_>, faults: &mut Faults) -> bool {
    let fits = declared.gge.is_none() || declared.gge_range.is_none();
    if !fits {
        faults.push(
            at,
            "bad_value",
            "a declared form has `gge` or `gge_range`, not both".into(),
            "give the one that the source has; neither where it has no figure, or a cap alone",
        );
    }
    fits
}

/// The aid: a form, perhaps with a cap.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Aid {
    /// The form with its figures.
    pub form: Form,
    /// The most the aid may come to, with how that counts.
    pub cap: Option<(Money, CountsAs)>,
}

/// The words of `form`, in the order of the vocabulary.
pub const FORMS: &[&str] = &[
    "grant",
    "instalments",
    "interest-subsidy",
    "loan",
    "guarantee",
    "capital",
    "compute",
    "credits",
    "service",
    "portfolio",
    "repayable-advance",
    "asset",
    "ip-transfer",
    "tax-relief",
    "declared",
];

impl Form {
    /// The word on the wire.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Grant(_) => "grant",
            Self::Instalments(_) => "instalments",
            Self::InterestSubsidy(_) => "interest-subsidy",
            Self::Loan(_) => "loan",
            Self::Guarantee(_) => "guarantee",
            Self::Capital(_) => "capital",
            Self::Compute(_) => "compute",
            Self::Credits(_) => "credits",
            Self::Service(_) => "service",
            Self::Portfolio(_) => "portfolio",
            Self::RepayableAdvance(_) => "repayable-advance",
            Self::Asset(_) => "asset",
            Self::IpTransfer(_) => "ip-transfer",
            Self::TaxRelief(_) => "tax-relief",
            Self::Declared(_) => "declared",
        }
    }

    fn read(form: &str, rest: &Json, at: &Place<'_>, faults: &mut Faults) -> Option<Self> {
        match form {
            "grant" => Field::read(rest, at, faults).map(Self::Grant),
            "instalments" => Field::read(rest, at, faults).map(Self::Instalments),
            "interest-subsidy" => Field::read(rest, at, faults).map(Self::InterestSubsidy),
            "loan" => Field::read(rest, at, faults).map(Self::Loan),
            "guarantee" => Field::read(rest, at, faults).map(Self::Guarantee),
            "capital" => Field::read(rest, at, faults).map(Self::Capital),
            "compute" => Field::read(rest, at, faults).map(Self::Compute),
            "credits" => Field::read(rest, at, faults).map(Self::Credits),
            "service" => Field::read(rest, at, faults).map(Self::Service),
            "portfolio" => Field::read(rest, at, faults).map(Self::Portfolio),
            "repayable-advance" => Field::read(rest, at, faults).map(Self::RepayableAdvance),
            "asset" => Field::read(rest, at, faults).map(Self::Asset),
            "ip-transfer" => Field::read(rest, at, faults).map(Self::IpTransfer),
            "tax-relief" => Field::read(rest, at, faults).map(Self::TaxRelief),
            "declared" => Field::read(rest, at, faults).map(Self::Declared),
            other => {
                let message = format!("`{}` is not a form of aid", other.escape_debug());
                faults.push(
                    &at.member("form"),
                    "unknown_word",
                    message,
                    format!("use one of: {}", FORMS.join(", ")),
                );
                None
            }
        }
    }
}

impl Field for Aid {
    /// `form`, `cap` and `counts_as` stand beside the form's own members; they are taken out before those are read.
    fn read(json: &Json, at: &Place<'_>, faults: &mut Faults) -> Option<Self> {
        let Json::Object(members) = json else { return wrong_kind(json, "an object", at, faults) };
        let own = |name: &String| matches!(name.as_str(), "form" | "cap" | "counts_as");
        let (common, rest): (Vec<_>, Vec<_>) = members.iter().cloned().partition(|(name, _)| own(name));
        let common = Json::Object(common);
        let mut members = Members::of(&common, at, faults)?;
        let form = members.take::<String>("form", faults);
        let cap: Option<Option<Money>> = members.take("cap", faults);
        let counts_as: Option<Option<CountsAs>> = members.take("counts_as", faults);
        let form = form.and_then(|form| Form::read(&form, &Json::Object(rest), at, faults));
        let cap = match (cap?, counts_as?) {
            (Some(cap), Some(counts_as)) => Some((cap, counts_as)),
            (None, None) => None,
            _ => {
                faults.push(
                    at,
                    "bad_value",
                    "`cap` and `counts_as` stand together".into(),
                    "give both or neither",
                );
                return None;
            }
        };
        Some(Self { form: form?, cap })
    }

    fn schema(definitions: &mut Definitions) -> Value {
        let cap = Money::schema(definitions);
        let counts_as = CountsAs::schema(definitions);
        let bodies = [
            Grant::schema(definitions),
            Instalments::schema(definitions),
            Instalments::schema(definitions),
            Loan::schema(definitions),
            Guarantee::schema(definitions),
            Capital::schema(definitions),
            Compute::schema(definitions),
            Credits::schema(definitions),
            Service::schema(definitions),
            Portfolio::schema(definitions),
            RepayableAdvance::schema(definitions),
            Asset::schema(definitions),
            IpTransfer::schema(definitions),
            TaxRelief::schema(definitions),
            Declared::schema(definitions),
        ];
        // `additionalProperties` of a referenced body would refuse `form`, so each alternative is written out whole.
        let whole = |word: &str, body: &Value| -> Option<Value> {
            let name = body.get("$ref")?.as_str()?.rsplit('/').next()?;
            let mut schema = definitions.get(name)?.clone();
            let properties = schema.get_mut("properties")?.as_object_mut()?;
            properties.insert("form".into(), json!({"const": word}));
            properties.insert("cap".into(), cap.clone());
            properties.insert("counts_as".into(), counts_as.clone());
            schema.get_mut("required")?.as_array_mut()?.push(json!("form"));
            Some(schema)
        };
        json!({"oneOf": FORMS.iter().zip(&bodies).filter_map(|(word, body)| whole(word, body)).collect::<Vec<_>>()})
    }
}

record! {
    /// One eligible cost line that an award pays for: how much, or which part of an equivalent that the ledger computes.
    CostShare { id: Id, aid: Option<Money>, share_percent: Option<Percent> } check pays_once
}
record! {
    /// The object form of [`EligibleCosts`].
    CostLines { lines: List<CostShare> } check parts_of_one
}

fn pays_once(share: &CostShare, at: &Place<'_>, faults: &mut Faults) -> bool {
    let fits = share.aid.is_some() != share.share_percent.is_some();
    if !fits {
        let hint = "give `aid`; `share_percent` where the ledger computes the equivalent";
        faults.push(at, "bad_value", "a line has either `aid` or `share_percent`".into(), hint);
    }
    fits
}

fn parts_of_one(costs: &CostLines, at: &Place<'_>, faults: &mut Faults) -> bool {
    let sum: rust_decimal::Decimal =
        costs.lines.iter().filter_map(|line| line.share_percent).map(Percent::value).sum();
    let fits = sum <= rust_decimal::Decimal::ONE_HUNDRED;
    if !fits {
        let message = format!("the lines have {sum} percent of the aid");
        faults.push(&at.member("lines"), "bad_value", message, "let them add up to at most 100");
    }
    fits
}

/// Which costs an award pays for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum EligibleCosts {
    /// Amounts by cost line.
    Lines(List<CostShare>),
    /// `"none-identifiable"`
    NoneIdentifiable,
    /// `"unknown"`
    Unknown,
}

impl EligibleCosts {
    /// The same with each amount of a line changed.
    #[must_use]
    pub fn each(&self, change: impl Fn(Money) -> Money) -> Self {
        let changed = |line: &CostShare| CostShare { aid: line.aid.map(&change), ..line.clone() };
        match self {
            Self::Lines(lines) => Self::Lines(List(lines.iter().map(changed).collect())),
            Self::NoneIdentifiable => Self::NoneIdentifiable,
            Self::Unknown => Self::Unknown,
        }
    }
}

impl Field for EligibleCosts {
    fn read(json: &Json, at: &Place<'_>, faults: &mut Faults) -> Option<Self> {
        match word_or::<CostLines>(json, at, faults, &["none-identifiable", "unknown"])? {
            Ok(word) if word == "unknown" => Some(Self::Unknown),
            Ok(_) => Some(Self::NoneIdentifiable),
            Err(costs) => Some(Self::Lines(costs.lines)),
        }
    }

    fn schema(definitions: &mut Definitions) -> Value {
        json!({"oneOf": [{"enum": ["none-identifiable", "unknown"]}, CostLines::schema(definitions)]})
    }
}

record! {
    /// Why something is no aid at all, with a word that packs know.
    NoAid { ground: Text }
}
record! {
    /// A treatment other than State aid.
    Treatment { no_aid as "no-aid": NoAid }
}
record! {
    /// The same award in another register.
    ExternalRef { register: Id, id: Option<Id> }
}
