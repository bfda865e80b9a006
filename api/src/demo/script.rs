//! Statements before they are signed, and short words to write scenes with.

use chrono::{Days, NaiveDate};
use ledger::event::EventType;
use ledger::submission::sign;
use serde_json::{Value, json};

use super::cast::{Cast, Who};

/// One statement before it is signed.
#[derive(Debug, Clone)]
pub struct Statement {
    /// Who signs it.
    pub who: Who,
    /// Its event id, where another statement refers to it.
    pub id: Option<String>,
    /// The unsigned event without `ledger`, `id` and `source`.
    pub event: Value,
    /// What the scene is there to show, as [`told`] has it, or [`TURNED_AWAY`].
    pub expected: Option<&'static str>,
}

/// The answer to a statement that gets no position.
pub const TURNED_AWAY: &str = "turned away";

/// Takes effect; the rules could have refused it.
pub const ADMITTED: &str = "admitted";
/// Takes effect as a fact.
pub const RECORDED: &str = "recorded";

/// Flags that almost every invented grant has, for its papers and its date; scenes do not speak of them.
const USUAL: [&str; 3] = ["declaration_missing", "group_not_attested", "late_registration"];

/// An answer in short: outcome, codes, and flags with a plus sign, but for the usual ones.
#[must_use]
pub fn told<'a>(
    outcome: &str,
    codes: impl IntoIterator<Item = &'a str>,
    flags: impl IntoIterator<Item = &'a str>,
) -> String {
    let text = codes.into_iter().fold(outcome.to_owned(), |text, code| text + " " + code);
    let telling = flags.into_iter().filter(|flag| !USUAL.contains(flag));
    telling.fold(text, |text, flag| text + " +" + flag)
}

/// Sixty-four zeros stand for the digest of a document that nobody wrote.
pub const DIGEST: &str = "0000000000000000000000000000000000000000000000000000000000000000";

impl Statement {
    /// An event of a type by its short name, stated on a day.
    #[must_use]
    pub fn new(who: Who, name: &str, subject: &str, on: NaiveDate, data: Value) -> Self {
        let event = json!({
            "specversion": "1.0", "type": format!("eu.aidledger.{name}.v1"), "subject": subject,
            "time": format!("{on}T08:00:00Z"), "datacontenttype": "application/json", "data": data,
        });
        Self { who, id: None, event, expected: None }
    }

    /// Short name of its type and its subject, to speak of it.
    #[must_use]
    pub fn label(&self) -> String {
        let text = |member: &str| self.event.get(member).and_then(Value::as_str).unwrap_or_default();
        let name = text("type").trim_start_matches("eu.aidledger.").trim_end_matches(".v1");
        format!("{name} {} by {}", text("subject"), self.who.id())
    }

    /// The statement as its signer sends it; `number` makes its id where it has none of its own.
    #[must_use]
    pub fn signed(&self, cast: &Cast, number: usize) -> String {
        let mut event = self.event.clone();
        if let Some(members) = event.as_object_mut() {
            let id = self.id.clone().unwrap_or_else(|| format!("demo-{number}"));
            members.insert("id".into(), Value::String(id));
            members.insert("source".into(), json!(format!("urn:aidledger:party:{}", self.who.id())));
            members.insert("ledger".into(), json!(cast.ledger()));
        }
        sign(event.to_string().as_bytes(), cast.key(self.who))
    }
}

/// A question that a scene asks: which route may a support take that is only planned.
#[derive(Debug, Clone)]
pub struct Question {
    /// The body of `POST /v1/routes`.
    pub plan: Value,
    /// The regime whose answer the scene is there to show.
    pub regime: &'static str,
    /// The answer, as [`answer_of`] has it.
    pub expected: &'static str,
}

/// The answer of a regime in short: whether it fits, how much, and whether all of it does later.
#[must_use]
pub fn answer_of(regime: &str, answered: &Value) -> String {
    let all = answered.get("answers").and_then(Value::as_array);
    let found = all.into_iter().flatten().find(|one| one.get("regime") == Some(&json!(regime)));
    let Some(found) = found else { return "not asked".to_owned() };
    let text = |member: &str| found.get(member).and_then(Value::as_str);
    let later = text("from").map_or("", |_| ", all of it later");
    format!("{} {}{later}", text("answer").unwrap_or_default(), text("amount").unwrap_or("-"))
}

/// Scenes as they are written, one statement after the other.
pub struct Script<'a> {
    /// Everybody's keys, for statements about keys.
    pub cast: &'a Cast,
    today: NaiveDate,
    companies: u32,
    out: Vec<Statement>,
    questions: Vec<Question>,
}

impl<'a> Script<'a> {
    /// An empty script as of a day.
    #[must_use]
    pub fn new(cast: &'a Cast, today: NaiveDate) -> Self {
        Self { cast, today, companies: 0, out: Vec::new(), questions: Vec::new() }
    }

    /// The statements.
    #[must_use]
    pub fn finish(self) -> Vec<Statement> {
        self.out
    }

    /// The questions that are asked after the last statement.
    #[must_use]
    pub fn questions(self) -> Vec<Question> {
        self.questions
    }

    /// North asks which route a support may take, today.
    pub fn ask(&mut self, to: &str, more: Value, regime: &'static str, expected: &'static str) {
        let plan = json!({
            "undertaking": to, "member_state": "FI", "on": self.day(0), "as_party": Who::North.id(),
            "purpose": "demonstration: which route?",
        });
        self.questions.push(Question { plan: with(plan, more), regime, expected });
    }

    /// A day so many days from today.
    #[must_use]
    pub fn date(&self, days: i64) -> NaiveDate {
        let far = Days::new(days.unsigned_abs());
        let date = if days < 0 { self.today.checked_sub_days(far) } else { self.today.checked_add_days(far) };
        date.unwrap_or(self.today)
    }

    /// The same as text.
    #[must_use]
    pub fn day(&self, days: i64) -> String {
        self.date(days).to_string()
    }

    /// `who` states `data` today.
    pub fn say(&mut self, who: Who, name: &str, data: Value, expected: &'static str) {
        self.say_on(who, 0, name, data, expected);
    }

    /// The same on another day.
    pub fn say_on(&mut self, who: Who, days: i64, name: &str, data: Value, expected: &'static str) {
        let members = EventType::from_name(name).map_or(&[][..], EventType::main_object);
        let object = members.iter().find_map(|member| data.get(member).and_then(Value::as_str));
        let subject = object.unwrap_or(name).to_owned();
        let mut statement = Statement::new(who, name, &subject, self.date(days), data);
        statement.expected = Some(expected);
        self.out.push(statement);
    }

    /// The same with an event id that others refer to.
    pub fn say_as(&mut self, id: &str, who: Who, name: &str, data: Value, expected: &'static str) {
        self.say(who, name, data, expected);
        if let Some(last) = self.out.last_mut() {
            last.id = Some(id.to_owned());
        }
    }

    /// The register registers a company; answers its handle.
    pub fn company(&mut self, country: &str, name: &str) -> String {
        self.companies = self.companies.saturating_add(1);
        let number = self.companies.saturating_add(800_000);
        let handle = format!("NID:{country}:{number}");
        let data = json!({
            "undertaking": handle, "identifiers": [{"scheme": "EORI", "value": format!("{country}{number}9")}],
            "natural_person": false, "name": name, "seat_country": country,
        });
        self.say_on(Who::Register, -800, "undertaking.registered", data, RECORDED);
        handle
    }

    /// A host's grant that waits for admission, stated on its day.
    pub fn grant(&mut self, who: Who, award: &str, to: &str, aid: Value, expected: &'static str) {
        self.grant_on(who, 0, award, to, aid, expected);
    }

    /// The same on another day.
    pub fn grant_on(
        &mut self,
        who: Who,
        days: i64,
        award: &str,
        to: &str,
        aid: Value,
        expected: &'static str,
    ) {
        let data = granted(who, award, to, &self.day(days), aid);
        self.say_on(who, days, "award.granted", data, expected);
    }

    /// A figure that the register has from Finland.
    pub fn report(&mut self, award: &str, to: &str, days: i64, euros: u64) {
        self.report_in("FI", award, to, days, euros);
    }

    /// A figure that the register has from a Member State.
    pub fn report_in(&mut self, state: &str, award: &str, to: &str, days: i64, euros: u64) {
        let data =
            with(self.reported(award, to, &self.day(days), declared(euros)), json!({"member_state": state}));
        self.say(Who::Register, "award.reported", data, RECORDED);
    }

    /// The `data` of a report from Finland under the general regulation.
    #[must_use]
    pub fn reported(&self, award: &str, to: &str, on: &str, aid: Value) -> Value {
        json!({
            "award": award, "beneficiary": to, "granting_authority": {"name": "Regional development agency"},
            "member_state": "FI", "granted_on": on, "basis": {"regime": "eu-2023-2831"}, "aid": aid,
            "reported_from": "register", "date_basis": "legal-right",
            "source_row": {"register": "national", "id": award, "retrieved_on": self.day(0), "sha256": DIGEST},
        })
    }

    /// A link of control that the register knows.
    pub fn link(&mut self, controller: &str, controlled: &str, days: i64) {
        let data = link(controller, controlled, &self.day(days), "register");
        self.say(Who::Register, "control.declared", data, RECORDED);
    }
}

/// The `data` of a link of control.
#[must_use]
pub fn link(controller: &str, controlled: &str, from: &str, level: &str) -> Value {
    json!({
        "controller": controller, "controlled": controlled, "kind": "voting-majority", "share_percent": "60",
        "from": from, "evidence": {"level": level, "sha256": DIGEST},
    })
}

/// The `data` of a grant on admission under the general regulation, by a host for its own Member State.
#[must_use]
pub fn granted(who: Who, award: &str, to: &str, on: &str, aid: Value) -> Value {
    json!({
        "award": award, "beneficiary": to, "granting_authority": {"id": who.id(), "name": who.name()},
        "member_state": who.member_state(), "granted_on": on, "legal_right": "on-admission",
        "basis": {"kind": "ad-hoc", "regime": "eu-2023-2831"}, "instrument": "subsidised-services", "aid": aid,
        "funding": [{"origin": "state", "share_percent": "100"}],
        "activity": {"nace": {"code": "62.10", "revision": "2.1"}},
        "conditions": {"export_linked": false, "domestic_goods": false, "price_quantity_linked": false},
    })
}

/// `data` with members set or, where the value is null, taken out.
#[must_use]
pub fn with(mut data: Value, members: Value) -> Value {
    if let (Some(all), Value::Object(members)) = (data.as_object_mut(), members) {
        for (name, value) in members {
            if value.is_null() {
                all.remove(&name);
            } else {
                all.insert(name, value);
            }
        }
    }
    data
}

/// Whole euro.
#[must_use]
pub fn eur(euros: u64) -> Value {
    money(euros, "EUR")
}

/// Whole units of a currency.
#[must_use]
pub fn money(units: u64, currency: &str) -> Value {
    json!({"amount": format!("{units}.00"), "currency": currency})
}

/// A cash grant.
#[must_use]
pub fn cash(euros: u64) -> Value {
    json!({"form": "grant", "nominal": eur(euros)})
}

/// A figure as somebody else declared it.
#[must_use]
pub fn declared(euros: u64) -> Value {
    json!({"form": "declared", "gge": eur(euros)})
}

/// GPU hours at 2.50 euro, for free.
#[must_use]
pub fn gpu_hours(hours: u64) -> Value {
    json!({
        "form": "compute", "system": "north-gpu", "unit": "gpu-hour", "quantity": hours.to_string(),
        "unit_price": {"rate": "2.50", "currency": "EUR", "evidence": {"method": "published-tariff", "sha256": DIGEST}},
        "price_paid": eur(0),
    })
}
