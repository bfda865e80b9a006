//! Forms of aid as plain data, and their JSON.

use serde_json::{Value, json};

use super::json::{decimal, digest, money, put};
use super::{Day, Sum};

/// A price per hour: millionths of a currency.
pub type HourPrice = (i128, &'static str);

/// A form of aid with its figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Aid {
    /// Cash.
    Grant(Sum),
    /// Payments over time; `subsidy`: as a subsidy of interest.
    Instalments {
        /// Day and sum of each payment.
        payments: Vec<(Day, Sum)>,
        /// Whether interest is subsidised.
        subsidy: bool,
    },
    /// A loan.
    Loan {
        /// What is lent.
        principal: Sum,
        /// Thousandths of a year.
        milli_years: i128,
        /// Collateral in millionths of a percent.
        collateral_e6: i128,
        /// Interest in millionths of a percent, where it is stated; may be below zero.
        rate_e6: Option<i128>,
        /// `safe-harbour` or `reference-rate`.
        method: &'static str,
    },
    /// A guarantee.
    Guarantee {
        /// What is guaranteed.
        guaranteed: Sum,
        /// Thousandths of a year.
        milli_years: i128,
        /// Cover in millionths of a percent.
        cover_e6: i128,
        /// Whether losses are borne alike.
        pari_passu: bool,
        /// `safe-harbour`, `safe-harbour-premium` or `reference-rate`.
        method: &'static str,
    },
    /// Capital.
    Capital(Sum),
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
        /// Hours in millionths.
        micro_hours: i128,
        /// Price paid.
        paid: Sum,
    },
    /// Computing time of a system, at a price of the table unless it states one.
    Hours {
        /// The system.
        system: &'static str,
        /// Its partition.
        partition: Option<&'static str>,
        /// `gpu-hour`, `node-hour`, ..
        unit: &'static str,
        /// Hours in millionths.
        micro_hours: i128,
        /// The price, where it is stated.
        price: Option<HourPrice>,
        /// Price paid.
        paid: Sum,
        /// Whether the use is economic, where that is stated.
        economic: Option<bool>,
    },
    /// What a source declares.
    Declared(Sum),
    /// What a source declares without a figure.
    Silent,
    /// A range that a source declares; in reports only.
    Range {
        /// Low end.
        low: Option<Sum>,
        /// High end; absent: unbounded.
        high: Option<Sum>,
    },
    /// Another form with a cap.
    Capped {
        /// The form.
        of: Box<Aid>,
        /// The most it may come to.
        cap: Sum,
        /// `exact`, `cap` or `scheme-fixed-sum`.
        counts_as: &'static str,
    },
}

fn access(economic: bool) -> Value {
    json!({"economic": economic})
}

impl Aid {
    /// The form without its cap.
    pub fn form(&self) -> &Self {
        match self {
            Self::Capped { of, .. } => of.form(),
            other => other,
        }
    }

    pub(super) fn json(&self) -> Value {
        match self {
            Self::Grant(nominal) => json!({"form": "grant", "nominal": money(*nominal)}),
            Self::Instalments { payments, subsidy } => {
                let one =
                    |(due, amount): &(Day, Sum)| json!({"due": due.to_string(), "amount": money(*amount)});
                let form = if *subsidy { "interest-subsidy" } else { "instalments" };
                json!({"form": form, "payments": payments.iter().map(one).collect::<Vec<_>>()})
            }
            Self::Loan { principal, milli_years, collateral_e6, rate_e6, method } => {
                let mut aid = json!({
                    "form": "loan", "principal": money(*principal), "years": decimal(*milli_years, 3),
                    "collateral_percent": decimal(*collateral_e6, 6), "method": method,
                });
                put(&mut aid, "rate_percent", rate_e6.map(|rate| json!(decimal(rate, 6))));
                aid
            }
            Self::Guarantee { guaranteed, milli_years, cover_e6, pari_passu, method } => json!({
                "form": "guarantee", "guaranteed": money(*guaranteed), "years": decimal(*milli_years, 3),
                "cover_max_percent": decimal(*cover_e6, 6), "losses_pari_passu": pari_passu, "method": method,
            }),
            Self::Capital(injection) => json!({"form": "capital", "injection": money(*injection)}),
            Self::Credits { face, paid } => {
                json!({"form": "credits", "face_value": money(*face), "price_paid": money(*paid), "expires_on": "2199-12-31"})
            }
            Self::Service { value, paid } => {
                json!({"form": "service", "market_value": money(*value), "price_paid": money(*paid)})
            }
            Self::Compute { micro_rate, currency, micro_hours, paid } => Self::Hours {
                system: "lumi-g",
                partition: None,
                unit: "gpu-hour",
                micro_hours: *micro_hours,
                price: Some((*micro_rate, currency)),
                paid: *paid,
                economic: None,
            }
            .json(),
            Self::Hours { system, partition, unit, micro_hours, price, paid, economic } => {
                let mut aid = json!({
                    "form": "compute", "system": system, "unit": unit, "quantity": decimal(*micro_hours, 6),
                    "price_paid": money(*paid),
                });
                put(&mut aid, "partition", partition.map(|partition| json!(partition)));
                let price = price.map(|(rate, currency)| {
                    let evidence = json!({"method": "published-tariff", "sha256": digest()});
                    json!({"rate": decimal(rate, 6), "currency": currency, "evidence": evidence})
                });
                put(&mut aid, "unit_price", price);
                put(&mut aid, "access", economic.map(access));
                aid
            }
            Self::Declared(gge) => json!({"form": "declared", "gge": money(*gge)}),
            Self::Silent => json!({"form": "declared"}),
            Self::Range { low, high } => {
                let mut range = serde_json::Map::new();
                for (name, end) in [("low", low), ("high", high)] {
                    if let Some(end) = end {
                        range.insert(name.to_owned(), money(*end));
                    }
                }
                json!({"form": "declared", "gge_range": range})
            }
            Self::Capped { of, cap, counts_as } => {
                let mut aid = of.json();
                put(&mut aid, "cap", Some(money(*cap)));
                put(&mut aid, "counts_as", Some(json!(counts_as)));
                aid
            }
        }
    }
}
