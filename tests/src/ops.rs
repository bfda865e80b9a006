//! Statements as plain data, and the JSON in which the ledger reads them.
//!
//! The model reads the plain data and the engine reads the JSON, so that neither can inherit the other's reading.

use chrono::NaiveDate;
use serde_json::{Value, json};

/// A civil date.
pub type Day = NaiveDate;

/// A sum of money in hundredths of its currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sum {
    /// Hundredths.
    pub minor: i128,
    /// ISO 4217 code of a currency with two decimals.
    pub currency: &'static str,
}

/// Euro in cents.
pub fn eur(cents: i128) -> Sum {
    Sum { minor: cents, currency: "EUR" }
}

/// A form of aid with its figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Aid {
    /// Cash.
    Grant(Sum),
    /// Credits for less than their face value.
    Credits {
        /// Face value.
        face: Sum,
        /// Price paid.
        paid: Sum,
    },
    /// A service for less than its market value.
    Service {
        /// Market value.
        value: Sum,
        /// Price paid.
        paid: Sum,
    },
    /// Computing time at a stated price.
    Compute {
        /// Price of an hour in millionths of the currency.
        micro_rate: i128,
        /// Currency of that price.
        currency: &'static str,
        /// Hours in thousandths.
        milli_hours: i128,
        /// Price paid.
        paid: Sum,
    },
    /// What a source declares; in reports only.
    Declared(Sum),
    /// A range that a source declares; in reports only.
    Range {
        /// Low end.
        low: Option<Sum>,
        /// High end; absent: unbounded.
        high: Option<Sum>,
    },
}

/// What of Article 1(1) is true of a grant.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Conditions {
    /// Export-related.
    pub export_linked: bool,
    /// Contingent on domestic goods.
    pub domestic_goods: bool,
    /// Fixed on price or quantity of primary products.
    pub price_quantity_linked: bool,
    /// Excluded activities are kept apart.
    pub separated: bool,
}

/// `award.granted`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Number of the award.
    pub award: u32,
    /// Beneficiary.
    pub who: &'static str,
    /// Granting State.
    pub state: &'static str,
    /// Granting date.
    pub on: Day,
    /// Whether the right was conferred before the ledger was asked.
    pub conferred: bool,
    /// Legal basis.
    pub regime: &'static str,
    /// The aid.
    pub aid: Aid,
    /// NACE code of revision 2.1.
    pub nace: &'static str,
    /// Conditions.
    pub conditions: Conditions,
}

/// `award.reported`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Number of the award.
    pub award: u32,
    /// Beneficiary.
    pub who: &'static str,
    /// Granting State.
    pub state: &'static str,
    /// Granting date, or the first of its possible ones.
    pub on: Day,
    /// The last possible granting date, where the date is a range.
    pub until: Option<Day>,
    /// Legal basis.
    pub regime: &'static str,
    /// The aid.
    pub aid: Aid,
}

/// What a correction sets.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Set {
    /// New aid.
    pub aid: Option<Aid>,
    /// New granting date.
    pub on: Option<Day>,
    /// New legal basis.
    pub regime: Option<&'static str>,
    /// New NACE code.
    pub nace: Option<&'static str>,
}

/// An exchange rate: ten-thousandths of the currency for one euro.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RateRow {
    /// Whose source; `None`: everybody's.
    pub state: Option<&'static str>,
    /// Currency.
    pub currency: &'static str,
    /// Date of the rate.
    pub date: Day,
    /// Ten-thousandths of the currency for one euro.
    pub rate_e4: i128,
}

/// What is stated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Op {
    /// `undertaking.registered`
    Register {
        /// The undertaking.
        who: &'static str,
        /// Identifiers it claims.
        identifiers: Vec<&'static str>,
    },
    /// `undertaking.identified`
    Identify {
        /// The undertaking.
        who: &'static str,
        /// What else it is called.
        same_as: Vec<&'static str>,
    },
    /// `statement.retracted`
    Retract {
        /// Id of the statement taken back.
        id: String,
    },
    /// `reference.published`, table `fx`
    Rates(Vec<RateRow>),
    /// `reference.published`, table `holidays`
    Holidays(Vec<(Option<&'static str>, Day)>),
    /// `award.granted`
    Grant(Grant),
    /// `award.reported`
    Report(Report),
    /// `award.reduced`
    Reduce {
        /// Number of the award.
        award: u32,
        /// What it comes to now.
        after: Sum,
        /// What was used or paid out.
        kept: Sum,
        /// What of that was given back.
        repaid: Option<Sum>,
        /// From when on.
        on: Day,
    },
    /// `award.withdrawn`
    Withdraw {
        /// Number of the award.
        award: u32,
        /// What was used or paid out.
        kept: Sum,
        /// What of that was given back.
        repaid: Option<Sum>,
        /// From when on.
        on: Day,
    },
    /// `award.corrected`
    Correct {
        /// Number of the award.
        award: u32,
        /// What is put right.
        set: Set,
    },
}

/// A statement and when the ledger learned of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Event id, unique in a stream.
    pub id: String,
    /// UTC date of recording.
    pub recorded_on: Day,
    /// What is stated.
    pub op: Op,
}

/// The party in whose name statements are written.
pub const PARTY: &str = "facts";

fn decimal(value: i128, places: u32) -> String {
    let unit = 10_i128.pow(places);
    let width = usize::try_from(places).unwrap_or(0);
    format!("{}.{:0width$}", value / unit, value % unit)
}

fn money(sum: Sum) -> Value {
    json!({"amount": decimal(sum.minor, 2), "currency": sum.currency})
}

fn digest() -> String {
    "0".repeat(64)
}

impl Aid {
    fn json(&self) -> Value {
        match self {
            Self::Grant(nominal) => json!({"form": "grant", "nominal": money(*nominal)}),
            Self::Credits { face, paid } => {
                json!({"form": "credits", "face_value": money(*face), "price_paid": money(*paid), "expires_on": "2199-12-31"})
            }
            Self::Service { value, paid } => {
                json!({"form": "service", "market_value": money(*value), "price_paid": money(*paid)})
            }
            Self::Compute { micro_rate, currency, milli_hours, paid } => json!({
                "form": "compute", "system": "lumi-g", "unit": "gpu-hour", "quantity": decimal(*milli_hours, 3),
                "unit_price": {"rate": decimal(*micro_rate, 6), "currency": currency,
                               "evidence": {"method": "published-tariff", "sha256": digest()}},
                "price_paid": money(*paid),
            }),
            Self::Declared(gge) => json!({"form": "declared", "gge": money(*gge)}),
            Self::Range { low, high } => {
                let mut range = serde_json::Map::new();
                for (name, end) in [("low", low), ("high", high)] {
                    if let Some(end) = end {
                        range.insert(name.to_owned(), money(*end));
                    }
                }
                json!({"form": "declared", "gge_range": range})
            }
        }
    }
}

fn put(object: &mut Value, name: &str, value: Option<Value>) {
    if let (Value::Object(members), Some(value)) = (object, value) {
        members.insert(name.to_owned(), value);
    }
}

fn repayment(repaid: Option<Sum>, on: Day) -> Option<Value> {
    repaid.map(
        |sum| json!({"amount": money(sum), "interest": money(eur(0)), "on": on.to_string(), "evidence": {}}),
    )
}

impl Grant {
    fn json(&self) -> Value {
        let mut conditions = json!({
            "export_linked": self.conditions.export_linked,
            "domestic_goods": self.conditions.domestic_goods,
            "price_quantity_linked": self.conditions.price_quantity_linked,
        });
        put(&mut conditions, "separated_activities", self.conditions.separated.then(|| json!(true)));
        json!({
            "award": award_id(self.award), "beneficiary": self.who,
            "granting_authority": {"id": "authority", "name": "Authority"},
            "member_state": self.state, "granted_on": self.on.to_string(),
            "legal_right": if self.conferred { "conferred" } else { "on-admission" },
            "basis": {"kind": "ad-hoc", "regime": self.regime}, "instrument": "other", "aid": self.aid.json(),
            "funding": [{"origin": "state", "share_percent": "100"}],
            "activity": {"nace": {"code": self.nace, "revision": "2.1"}},
            "conditions": conditions,
        })
    }
}

impl Report {
    fn json(&self) -> Value {
        let mut data = json!({
            "award": award_id(self.award), "beneficiary": self.who, "granting_authority": {"name": "Authority"},
            "member_state": self.state, "basis": {"regime": self.regime}, "aid": self.aid.json(),
            "reported_from": "register", "date_basis": "legal-right",
            "source_row": {"register": "tam", "id": "row", "retrieved_on": "2026-11-01", "sha256": digest()},
        });
        match self.until {
            None => put(&mut data, "granted_on", Some(json!(self.on.to_string()))),
            Some(until) => {
                let range = json!({"from": self.on.to_string(), "to": until.to_string()});
                put(&mut data, "granted_on_range", Some(range));
            }
        }
        data
    }
}

impl Set {
    fn json(&self) -> Value {
        let mut set = json!({});
        put(&mut set, "aid", self.aid.as_ref().map(Aid::json));
        put(&mut set, "granted_on", self.on.map(|on| json!(on.to_string())));
        put(&mut set, "basis", self.regime.map(|regime| json!({"kind": "ad-hoc", "regime": regime})));
        let activity = |nace: &str| json!({"nace": {"code": nace, "revision": "2.1"}});
        put(&mut set, "activity", self.nace.map(activity));
        let empty = self.aid.is_none() && self.on.is_none() && self.regime.is_none() && self.nace.is_none();
        put(&mut set, "external_refs", empty.then(|| json!([{"register": "tam", "id": "TM-1"}])));
        set
    }
}

/// The id of an award without its party.
pub fn award_id(award: u32) -> String {
    format!("a{award}")
}

impl Op {
    fn json(&self, party: &str) -> (&'static str, Value) {
        let source = json!({"ref": "table", "sha256": digest()});
        let of = |state: &Option<&'static str>| state.unwrap_or("*");
        match self {
            Self::Register { who, identifiers } => {
                let split = |id: &&'static str| id.split_once(':').unwrap_or((id, ""));
                let list = |id| {
                    let (scheme, value) = split(id);
                    json!({"scheme": scheme, "value": value})
                };
                let identifiers: Vec<Value> = identifiers.iter().map(list).collect();
                (
                    "undertaking.registered",
                    json!({"undertaking": who, "identifiers": identifiers, "natural_person": false}),
                )
            }
            Self::Identify { who, same_as } => (
                "undertaking.identified",
                json!({"undertaking": who, "same_as": same_as, "evidence": {"level": "register"}}),
            ),
            Self::Retract { id } => (
                "statement.retracted",
                json!({"source": format!("urn:aidledger:party:{party}"), "id": id, "reason": "made in error"}),
            ),
            Self::Rates(rows) => {
                let row = |row: &RateRow| {
                    json!({"member_state": of(&row.state), "currency": row.currency, "date": row.date.to_string(),
                           "rate": decimal(row.rate_e4, 4), "source": "ECB"})
                };
                let rows: Vec<Value> = rows.iter().map(row).collect();
                ("reference.published", json!({"table": "fx", "rows": rows, "source": source}))
            }
            Self::Holidays(days) => {
                let row = |(state, date): &(Option<&'static str>, Day)| json!({"member_state": of(state), "date": date.to_string()});
                let rows: Vec<Value> = days.iter().map(row).collect();
                ("reference.published", json!({"table": "holidays", "rows": rows, "source": source}))
            }
            Self::Grant(grant) => ("award.granted", grant.json()),
            Self::Report(report) => ("award.reported", report.json()),
            Self::Reduce { award, after, kept, repaid, on } => {
                let mut data = json!({"award": award_id(*award), "gge_after": money(*after), "benefit_kept": money(*kept),
                                      "on": on.to_string(), "reason": "returned"});
                put(&mut data, "repaid", repayment(*repaid, *on));
                ("award.reduced", data)
            }
            Self::Withdraw { award, kept, repaid, on } => {
                let mut data = json!({"award": award_id(*award), "benefit_kept": money(*kept),
                                      "on": on.to_string(), "reason": "never started"});
                put(&mut data, "repaid", repayment(*repaid, *on));
                ("award.withdrawn", data)
            }
            Self::Correct { award, set } => (
                "award.corrected",
                json!({"award": award_id(*award), "set": set.json(), "reason": "put right"}),
            ),
        }
    }
}

impl Statement {
    /// The CloudEvent of this statement, as `party` would write it.
    pub fn event(&self, party: &str) -> Value {
        let (name, data) = self.op.json(party);
        json!({
            "specversion": "1.0", "id": self.id, "source": format!("urn:aidledger:party:{party}"),
            "type": format!("eu.aidledger.{name}.v1"), "ledger": "A".repeat(43), "subject": "statement",
            // Long before every grant: when it was stated decides nothing else.
            "time": "2000-01-01T00:00:00Z", "datacontenttype": "application/json", "data": data,
        })
    }
}
