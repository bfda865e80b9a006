//! Statements as the events that the ledger reads.

use serde_json::{Value, json};

use super::act::{project_id, scheme_id};
use super::{
    About, Aid, BaseRow, Conditions, Day, Extra, Grant, History, HolidayRow, Op, PriceRow, RateRow, Repaid,
    Report, Set, Standing, Statement, Sum, Terms, award_id, eur,
};

pub(super) fn decimal(value: i128, places: u32) -> String {
    let unit = 10_i128.pow(places);
    let width = usize::try_from(places).unwrap_or(0);
    let sign = if value < 0 { "-" } else { "" };
    format!("{sign}{}.{:0width$}", value.abs() / unit, value.abs() % unit)
}

pub(super) fn money(sum: Sum) -> Value {
    json!({"amount": decimal(sum.minor, 2), "currency": sum.currency})
}

pub(super) fn digest() -> String {
    "0".repeat(64)
}

pub(super) fn put(object: &mut Value, name: &str, value: Option<Value>) {
    if let (Value::Object(members), Some(value)) = (object, value) {
        members.insert(name.to_owned(), value);
    }
}

fn without(object: &mut Value, name: &str) {
    if let Value::Object(members) = object {
        members.remove(name);
    }
}

fn repayment(repaid: Option<Repaid>) -> Option<Value> {
    repaid.map(
        |(sum, on)| json!({"amount": money(sum), "interest": money(eur(0)), "on": on.to_string(), "evidence": {}}),
    )
}

fn funding(sources: &[(&'static str, i128)]) -> Option<Value> {
    let one = |(origin, share): &(&str, i128)| json!({"origin": origin, "share_percent": decimal(*share, 2)});
    (!sources.is_empty()).then(|| sources.iter().map(one).collect())
}

impl Grant {
    fn json(&self, terms: &Terms) -> Value {
        let kind = if terms.by_scheme { "scheme" } else { "ad-hoc" };
        let mut basis = json!({"kind": kind, "regime": self.regime});
        put(&mut basis, "scheme", terms.scheme.map(|number| json!(scheme_id(number))));
        let mut data = json!({
            "award": award_id(self.award), "beneficiary": self.who,
            "granting_authority": {"id": "authority", "name": "Authority"},
            "member_state": self.state, "granted_on": self.on.to_string(),
            "legal_right": if self.conferred { "conferred" } else { "on-admission" },
            "basis": basis, "instrument": "other", "aid": self.aid.json(),
            "funding": [{"origin": "state", "share_percent": "100"}],
            "activity": {"nace": {"code": self.nace, "revision": "2.1"}},
            "conditions": self.conditions.json(),
        });
        put(&mut data, "funding", funding(&terms.funding));
        put(&mut data, "project", terms.project.map(|number| json!(project_id(number))));
        put(&mut data, "eligible_costs", costs(&terms.lines));
        if terms.nace_2 {
            put(&mut data, "activity", Some(activity(self.nace, true)));
        }
        if let Some(ground) = terms.no_aid {
            without(&mut data, "member_state");
            put(&mut data, "treatment", Some(json!({"no-aid": {"ground": ground}})));
        }
        match terms.standing {
            Standing::Granted => {}
            Standing::Reserved(until) => {
                put(&mut data, "expires_on", Some(json!(until.to_string())));
                put(&mut data, "applicant_consent", Some(json!({"sha256": digest()})));
            }
            Standing::Conditional(until) => {
                put(&mut data, "long_stop", Some(json!(until.to_string())));
                put(&mut data, "condition", Some(json!("co-funding is documented")));
            }
        }
        data
    }
}

impl Report {
    fn json(&self, extra: &Extra) -> Value {
        let basis = if extra.quarter_end { "quarter-end" } else { "legal-right" };
        let mut data = json!({
            "award": award_id(self.award), "beneficiary": self.who, "granting_authority": {"name": "Authority"},
            "member_state": self.state, "basis": {"regime": self.regime}, "aid": self.aid.json(),
            "reported_from": "register", "date_basis": basis, "source_row": source_row(extra.retrieved_on),
        });
        if extra.own {
            put(&mut data, "reported_from", Some(json!("authority")));
        }
        put(&mut data, "funding", funding(&extra.funding));
        let stated = extra.conditions.or_else(|| extra.service.map(|_| Conditions::default()));
        let stated = stated.map(|stated| Conditions { service: extra.service, ..stated });
        put(&mut data, "conditions", stated.as_ref().map(Conditions::json));
        put(&mut data, "activity", extra.nace.map(|(code, second)| activity(code, second)));
        put(&mut data, "project", extra.lines.0.map(|number| json!(project_id(number))));
        put(&mut data, "eligible_costs", costs(&extra.lines.1));
        let kind =
            |scheme: bool| json!({"kind": if scheme { "scheme" } else { "ad-hoc" }, "regime": self.regime});
        put(&mut data, "basis", extra.by_scheme.map(kind));
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

/// When the rows of reports were read that say nothing else.
pub const RETRIEVED_ON: &str = "2039-12-31";

fn source_row(retrieved_on: Option<Day>) -> Value {
    let on = retrieved_on.map_or(RETRIEVED_ON.to_owned(), |on| on.to_string());
    json!({"register": "tam", "id": "row", "retrieved_on": on, "sha256": digest()})
}

fn activity(code: &str, second: bool) -> Value {
    json!({"nace": {"code": code, "revision": if second { "2" } else { "2.1" }}})
}

fn costs(lines: &[(&'static str, Sum)]) -> Option<Value> {
    let line = |(id, aid): &(&'static str, Sum)| json!({"id": id, "aid": money(*aid)});
    (!lines.is_empty()).then(|| json!({"lines": lines.iter().map(line).collect::<Vec<_>>()}))
}

impl Conditions {
    fn json(&self) -> Value {
        let mut conditions = json!({
            "export_linked": self.export_linked, "domestic_goods": self.domestic_goods,
            "price_quantity_linked": self.price_quantity_linked,
        });
        put(&mut conditions, "separated_activities", self.separated.map(Value::Bool));
        put(&mut conditions, "sgei_service", self.service.map(|service| json!(service)));
        conditions
    }
}

impl Set {
    fn json(&self) -> Value {
        let mut set = json!({});
        put(&mut set, "aid", self.aid.as_ref().map(Aid::json));
        put(&mut set, "granted_on", self.on.map(|on| json!(on.to_string())));
        put(&mut set, "basis", self.regime.map(|regime| json!({"kind": "ad-hoc", "regime": regime})));
        put(&mut set, "activity", self.nace.map(|nace| activity(nace, false)));
        let empty = self.aid.is_none() && self.on.is_none() && self.regime.is_none() && self.nace.is_none();
        put(&mut set, "external_refs", empty.then(|| json!([{"register": "tam", "id": "TM-1"}])));
        set
    }
}

fn evidence() -> Value {
    json!({"level": "register"})
}

fn table(name: &str, rows: Vec<Value>) -> Value {
    json!({"table": name, "rows": rows, "source": {"ref": "table", "sha256": digest()}})
}

fn rates(rows: &[RateRow]) -> Value {
    let row = |row: &RateRow| {
        let source = if row.monthly { "InforEuro" } else { "ECB" };
        let mut json = json!({"member_state": row.state.unwrap_or("*"), "currency": row.currency,
               "date": row.date.to_string(), "rate": decimal(row.rate_e4, 4), "source": source});
        put(&mut json, "until", row.until.map(|until| json!(until.to_string())));
        json
    };
    table("fx", rows.iter().map(row).collect())
}

fn base_rates(rows: &[BaseRow]) -> Value {
    let row = |row: &BaseRow| json!({"member_state": row.state, "from": row.from.to_string(), "percent": decimal(row.percent_e2, 2)});
    table("ec-base-rate", rows.iter().map(row).collect())
}

fn prices(rows: &[PriceRow]) -> Value {
    let row = |row: &PriceRow| {
        let (rate, currency) = row.price;
        let mut json = json!({
            "system": row.system, "unit": row.unit, "from": row.from.to_string(), "method": "published-tariff",
            "price": {"rate": decimal(rate, 6), "currency": currency},
        });
        put(&mut json, "partition", row.partition.map(|partition| json!(partition)));
        json
    };
    table("compute-price", rows.iter().map(row).collect())
}

fn holidays(days: &[HolidayRow]) -> Value {
    let row = |row: &HolidayRow| {
        let status = if row.official { "official" } else { "computed" };
        json!({"member_state": row.state.unwrap_or("*"), "date": row.date.to_string(), "status": status})
    };
    table("holidays", days.iter().map(row).collect())
}

fn covers(rows: &[(&'static str, &'static str, Day)]) -> Value {
    let row = |(state, regime, from): &(&'static str, &'static str, Day)| json!({"member_state": state, "regime": regime, "covers_from": from.to_string()});
    table("register-coverage", rows.iter().map(row).collect())
}

fn registration(who: &str, identifiers: &[&'static str], person: bool) -> Value {
    let list = |id: &&'static str| {
        let (scheme, value) = id.split_once(':').unwrap_or((id, ""));
        json!({"scheme": scheme, "value": value})
    };
    let identifiers: Vec<Value> = identifiers.iter().map(list).collect();
    json!({"undertaking": who, "identifiers": identifiers, "natural_person": person || who.starts_with("PRS:")})
}

fn ids(awards: &[u32]) -> Vec<String> {
    awards.iter().map(|award| award_id(*award)).collect()
}

impl Op {
    fn json(&self, party: &str) -> (&'static str, Value) {
        match self {
            Self::Register { who, identifiers, person } => {
                ("undertaking.registered", registration(who, identifiers, *person))
            }
            Self::Identify { who, same_as } => (
                "undertaking.identified",
                json!({"undertaking": who, "same_as": same_as, "evidence": evidence()}),
            ),
            Self::Retract { id } => (
                "statement.retracted",
                json!({"source": format!("urn:aidledger:party:{party}"), "id": id, "reason": "made in error"}),
            ),
            Self::Rates(rows) => ("reference.published", rates(rows)),
            Self::BaseRates(rows) => ("reference.published", base_rates(rows)),
            Self::Prices(rows) => ("reference.published", prices(rows)),
            Self::Holidays(days) => ("reference.published", holidays(days)),
            Self::Covers(rows) => ("reference.published", covers(rows)),
            Self::Grant(grant) => ("award.granted", grant.json(&Terms::default())),
            Self::Offer(grant, terms) => {
                let name = match terms.standing {
                    Standing::Granted => "award.granted",
                    Standing::Reserved(_) => "award.reserved",
                    Standing::Conditional(_) => "award.conditional",
                };
                (name, grant.json(terms))
            }
            Self::Together(grants) => {
                let all: Vec<Value> = grants.iter().map(|(grant, terms)| grant.json(terms)).collect();
                ("award.set", json!({"awards": all}))
            }
            Self::Report(report) => ("award.reported", report.json(&Extra::default())),
            Self::Tell(report, extra) => ("award.reported", report.json(extra)),
            Self::Review { about, decision } => {
                let about = match about {
                    About::Statement(id) => format!("{party}/{id}"),
                    About::Award(award) => format!("{party}/{}", award_id(*award)),
                };
                (
                    "review.decided",
                    json!({"about": about, "question": "does it count", "decision": decision, "reason": "looked at",
                           "citation": "Art. 3", "valid_for": {}}),
                )
            }
            Self::Act(_) => ("", Value::Null),
            other => other.group_json(party).unwrap_or_else(|| other.life_json(party)),
        }
    }

    /// What is stated of undertakings.
    fn group_json(&self, party: &str) -> Option<(&'static str, Value)> {
        Some(match self {
            Self::Assess { who, on, size, insolvency, band } => {
                let mut data = json!({"undertaking": who, "on": on.to_string(), "evidence": evidence()});
                put(&mut data, "size", size.map(|word| json!(word)));
                put(&mut data, "insolvency", insolvency.map(|word| json!(word)));
                put(&mut data, "credit_band", band.map(|word| json!(word)));
                ("undertaking.assessed", data)
            }
            Self::Control { controller, controlled, kind, from, level, share_e6 } => {
                let mut data = json!({"controller": controller, "controlled": controlled, "kind": kind,
                       "from": from.to_string(), "evidence": {"level": level}});
                put(&mut data, "share_percent", share_e6.map(|share| json!(decimal(share, 6))));
                ("control.declared", data)
            }
            Self::EndControl { controller, controlled, on, history } => {
                let mut data =
                    json!({"controller": controller, "controlled": controlled, "on": on.to_string()});
                let part = |(award, who, amount): &(u32, &'static str, Sum)| json!({"award": award_id(*award), "undertaking": who, "amount": money(*amount)});
                let history = history.as_ref().map(|history| match history {
                    History::Stays => json!("stays-with-recipient"),
                    History::Attributed(parts) => {
                        json!({"attributed": parts.iter().map(part).collect::<Vec<_>>()})
                    }
                });
                put(&mut data, "history", history);
                ("control.ended", data)
            }
            Self::Holding { holder, held, kind, from, votes_e6 } => (
                "holding.declared",
                json!({"holder": holder, "held": held, "capital_percent": "30",
                       "votes_percent": decimal(*votes_e6, 6), "kind": kind, "from": from.to_string()}),
            ),
            Self::Merge { surviving, absorbed, on } => (
                "undertakings.merged",
                json!({"surviving": surviving, "absorbed": absorbed, "on": on.to_string(), "evidence": evidence()}),
            ),
            Self::Split { who, on, successors } => {
                let one = |(who, equity, currency): &(&'static str, i128, &'static str)| {
                    json!({"undertaking": who, "activities": [],
                           "equity_book_value": {"amount": decimal(*equity, 2), "currency": currency}})
                };
                let successors: Vec<Value> = successors.iter().map(one).collect();
                (
                    "undertaking.split",
                    json!({"undertaking": who, "on": on.to_string(), "successors": successors, "evidence": evidence()}),
                )
            }
            Self::Attribute { award, split, full, parts } => {
                let part = |(who, amount): &(&'static str, Sum)| json!({"undertaking": who, "amount": money(*amount)});
                let parts: Vec<Value> = parts.iter().map(part).collect();
                let split = if *full { format!("{party}/{split}") } else { split.clone() };
                (
                    "award.attributed",
                    json!({"award": award_id(*award), "parts": parts, "split": split, "evidence": evidence()}),
                )
            }
            Self::Attest { who, members, on } => (
                "group.attested",
                json!({"undertaking": who, "members": members, "on": on.to_string(), "sha256": digest()}),
            ),
            _ => return None,
        })
    }

    /// What becomes of an award.
    fn life_json(&self, party: &str) -> (&'static str, Value) {
        match self {
            Self::Confirm { award, on, aid } => {
                let mut data = json!({"award": award_id(*award), "granted_on": on.to_string()});
                put(&mut data, "aid", aid.as_ref().map(Aid::json));
                ("award.confirmed", data)
            }
            Self::Met { award, on } => (
                "award.condition-met",
                json!({"award": award_id(*award), "on": on.to_string(), "evidence": evidence()}),
            ),
            Self::Release { award } => {
                ("award.released", json!({"award": award_id(*award), "reason": "not wanted"}))
            }
            Self::Failed { award, on } => (
                "award.condition-failed",
                json!({"award": award_id(*award), "on": on.to_string(), "reason": "not met"}),
            ),
            Self::Restate { award, aid, retrieved_on } => (
                "award.restated",
                json!({"award": award_id(*award), "aid": aid.json(), "reason": "newer", "source_row": source_row(*retrieved_on)}),
            ),
            Self::Reduce { award, after, kept, repaid, on } => {
                let mut data = json!({"award": award_id(*award), "gge_after": money(*after), "benefit_kept": money(*kept),
                                      "on": on.to_string(), "reason": "returned"});
                put(&mut data, "repaid", repayment(*repaid));
                ("award.reduced", data)
            }
            Self::Withdraw { award, kept, repaid, on } => {
                let mut data = json!({"award": award_id(*award), "benefit_kept": money(*kept),
                                      "on": on.to_string(), "reason": "never started"});
                put(&mut data, "repaid", repayment(*repaid));
                ("award.withdrawn", data)
            }
            Self::Waive { award, amount, on, repaid_on, kept, repaid } => {
                let mut data = json!({"award": award_id(*award), "amount": money(*amount), "on": on.to_string(),
                                      "repaid_on": repaid_on.to_string(), "evidence": evidence(),
                                      "benefit_kept": money(*kept)});
                put(&mut data, "repaid", repayment(*repaid));
                ("award.waived", data)
            }
            Self::Expire { award, amount, on, lapsed } => (
                "credits.expired",
                json!({"award": award_id(*award), "amount": money(*amount), "on": on.to_string(),
                       "right_lapsed": lapsed, "ground": "terms"}),
            ),
            Self::Correct { award, set } => (
                "award.corrected",
                json!({"award": award_id(*award), "set": set.json(), "reason": "put right"}),
            ),
            Self::Match { award, same_as } => (
                "award.matched",
                json!({"award": award_id(*award), "same_as": ids(same_as), "evidence": evidence()}),
            ),
            Self::Unmatch { award, same_as } => (
                "award.unmatched",
                json!({"award": award_id(*award), "same_as": ids(same_as), "evidence": evidence()}),
            ),
            Self::Draw { award, micro_hours, value, on } => (
                "award.drawn",
                json!({"award": award_id(*award), "host": party, "system": "lumi-g",
                       "quantity": decimal(*micro_hours, 6), "value": money(*value), "on": on.to_string()}),
            ),
            Self::Usage { award, to, micro_hours } => (
                "usage.reported",
                json!({"award": award_id(*award), "to": to.to_string(), "quantity": decimal(*micro_hours, 6)}),
            ),
            Self::Lodge { award } => (
                "dispute.lodged",
                json!({"award": format!("{party}/{}", award_id(*award)), "reason": "wrong"}),
            ),
            Self::Dispute { award } => (
                "award.disputed",
                json!({"award": format!("{party}/{}", award_id(*award)), "reason": "wrong"}),
            ),
            _ => ("", Value::Null),
        }
    }
}

/// The main object of an event (U5).
fn subject(name: &str, data: &Value) -> String {
    let named = ledger::event::EventType::from_name(name);
    let members = named.map(ledger::event::EventType::main_object).unwrap_or_default();
    let first = members.iter().find_map(|member| data.get(*member)?.as_str());
    first.unwrap_or("statement").to_owned()
}

impl Statement {
    /// The CloudEvent of this statement, as `party` would write it; a review, as a person who is not that party would.
    pub fn event(&self, party: &str) -> Value {
        let (name, data) = match &self.op {
            Op::Act(act) => act.json(party),
            op => {
                let (name, data) = op.json(party);
                (name.to_owned(), data)
            }
        };
        let signer = if matches!(self.op, Op::Review { .. }) { "reviewer" } else { party };
        // Long before every grant: when it was stated decides nothing else but whether a price comes late.
        let day = match self.op {
            Op::Prices(_) => self.recorded_on.to_string(),
            _ => "2000-01-01".to_owned(),
        };
        json!({
            "specversion": "1.0", "id": self.id, "source": format!("urn:aidledger:party:{signer}"),
            "type": format!("eu.aidledger.{name}.v1"), "ledger": "A".repeat(43), "subject": subject(&name, &data),
            "time": format!("{day}T00:00:00Z"), "datacontenttype": "application/json", "data": data,
        })
    }
}
