//! A history told in short words: undertakings by letters, statements one after the other, whole verdicts compared.
//!
//! `x` is the undertaking `NID:FI:X`, `it:x` is `NID:IT:X`; anything with a colon in capitals stands for itself. Awards are
//! those of the party that states facts. Everything goes through the reader of facts, as a file of facts would.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    reason = "a test stops at whatever it did not expect"
)]

use ledger::event::Event;
use ledger::verdict::Verdict;
use rules::audit::facts::{self, FactPacks};
use rules::explain::{refusal, refusal_text};
use rules::project::{Headroom, Query, headroom, ways_out};
use rules::state::State;
use serde_json::{Value, json};

/// Sixty-four zeros, for digests that nothing turns on.
pub const DIGEST: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// A history so far.
pub struct Tale {
    packs: FactPacks,
    /// What is known.
    pub state: State,
    lines: Vec<String>,
    procedural: bool,
    /// The last statement, and what was known before it.
    last: Option<(State, Event)>,
}

/// What was said of one statement.
#[derive(Debug, Clone)]
pub struct Said(pub Verdict);

/// The handle that a short name stands for.
pub fn id(name: &str) -> String {
    match name.split_once(':') {
        None => format!("NID:FI:{}", name.to_uppercase()),
        Some((country, rest)) if country.len() == 2 => {
            format!("NID:{}:{}", country.to_uppercase(), rest.to_uppercase())
        }
        Some(_) => name.to_owned(),
    }
}

/// Euro.
pub fn eur(amount: &str) -> Value {
    json!({"amount": amount, "currency": "EUR"})
}

/// A cash grant.
pub fn cash(amount: &str) -> Value {
    json!({"form": "grant", "nominal": eur(amount)})
}

/// The members of a grant on admission by Finland under Regulation (EU) 2023/2831.
pub fn granted(award: &str, to: &str, on: &str, aid: Value) -> Value {
    json!({
        "award": award, "beneficiary": id(to), "member_state": "FI", "granted_on": on, "legal_right": "on-admission",
        "basis": {"regime": "eu-2023-2831"}, "aid": aid,
    })
}

/// The members of a report by a register.
pub fn reported(award: &str, to: &str, on: &str, aid: Value) -> Value {
    json!({
        "award": award, "beneficiary": id(to), "member_state": "FI", "granted_on": on,
        "basis": {"regime": "eu-2023-2831"}, "aid": aid, "reported_from": "register", "date_basis": "legal-right",
        "source_row": {"register": "tam", "id": award, "retrieved_on": "2039-12-31", "sha256": DIGEST},
    })
}

/// `data` with members set or, where the value is null, taken out.
pub fn with(mut data: Value, members: &Value) -> Value {
    let (Some(all), Some(set)) = (data.as_object_mut(), members.as_object()) else { return data };
    for (name, value) in set {
        if value.is_null() {
            all.remove(name)
        } else {
            all.insert(name.clone(), value.clone())
        };
    }
    data
}

impl Default for Tale {
    fn default() -> Self {
        Self::new()
    }
}

impl Tale {
    /// Nothing said yet; the shipped packs judge.
    pub fn new() -> Self {
        let packs = FactPacks::shipped().unwrap();
        Self { state: packs.state(), packs, lines: Vec::new(), procedural: false, last: None }
    }

    /// As [`Tale::of`], under other packs.
    pub fn under(packs: FactPacks, names: &[&str]) -> Self {
        let mut tale = Self { state: packs.state(), packs, ..Self::new() };
        for name in names {
            tale.register(name);
        }
        tale
    }

    /// With these undertakings registered.
    pub fn of(names: &[&str]) -> Self {
        let mut tale = Self::new();
        for name in names {
            tale.register(name).is("recorded");
        }
        tale
    }

    /// The same with procedure judged.
    pub fn procedural(names: &[&str]) -> Self {
        let mut tale = Self::new();
        tale.procedural = true;
        tale.state = tale.state.judging_procedure(ledger::event::governance::Procedure::Flag);
        for name in names {
            tale.register(name);
        }
        tale
    }

    /// Says a whole line.
    pub fn line(&mut self, line: &Value) -> Said {
        self.lines.push(line.to_string());
        // Positions and times follow from the lines before, so all are read again and only the last is judged.
        let text = self.lines.join("\n");
        let facts = facts::read(text.as_bytes()).unwrap_or_else(|bad| panic!("{bad:?}"));
        let fact = facts.last().unwrap();
        self.last = Some((self.state.clone(), fact.event.clone()));
        Said(facts::judge(&mut self.state, &self.packs, fact, self.procedural))
    }

    /// What is wrong with a line that can't be read: fault codes.
    pub fn faults(&self, event_type: &str, data: &Value) -> Vec<String> {
        let line = json!({"type": format!("eu.aidledger.{event_type}.v1"), "data": data}).to_string();
        match facts::read(line.as_bytes()) {
            Ok(_) => Vec::new(),
            Err(bad) => bad.iter().flat_map(|bad| &bad.faults).map(|fault| fault.code.to_string()).collect(),
        }
    }

    /// What the codes of the last statement say, and what can be done, as one text.
    pub fn refusal(&self, said: &Said) -> String {
        let (before, event) = self.last.as_ref().unwrap();
        let reasons = refusal(before, event, &said.0, None);
        refusal_text(&said.0, &reasons, ways_out(before, event, &said.0, None).as_ref())
    }

    /// Says `data` under an event type.
    pub fn say(&mut self, event_type: &str, data: &Value) -> Said {
        self.line(&json!({"type": format!("eu.aidledger.{event_type}.v1"), "data": data}))
    }

    /// The same with an event id, so that it can be referred to.
    pub fn say_as(&mut self, id: &str, event_type: &str, data: &Value) -> Said {
        self.line(&json!({"type": format!("eu.aidledger.{event_type}.v1"), "id": id, "data": data}))
    }

    /// Registers an undertaking.
    pub fn register(&mut self, name: &str) -> Said {
        let person = name.starts_with("PRS:");
        self.say(
            "undertaking.registered",
            &json!({"undertaking": id(name), "identifiers": [], "natural_person": person}),
        )
    }

    /// A link of control from a day on, as a register knows it.
    pub fn link(&mut self, controller: &str, controlled: &str, from: &str) -> Said {
        self.link_at(controller, controlled, from, "register")
    }

    /// A link with its level of evidence.
    pub fn link_at(&mut self, controller: &str, controlled: &str, from: &str, level: &str) -> Said {
        let data = json!({
            "controller": id(controller), "controlled": id(controlled), "kind": "dominant-influence", "from": from,
            "evidence": {"level": level},
        });
        self.say("control.declared", &data)
    }

    /// The end of a link; `history` null leaves it open.
    pub fn unlink(&mut self, controller: &str, controlled: &str, on: &str, history: Value) -> Said {
        let data = json!({"controller": id(controller), "controlled": id(controlled), "on": on});
        self.say("control.ended", &with(data, &json!({"history": history})))
    }

    /// A merger.
    pub fn merge(&mut self, surviving: &str, absorbed: &[&str], on: &str) -> Said {
        let absorbed: Vec<String> = absorbed.iter().map(|name| id(name)).collect();
        let data = json!({"surviving": id(surviving), "absorbed": absorbed, "on": on, "evidence": {"level": "register"}});
        self.say("undertakings.merged", &data)
    }

    /// A split into successors with their equity.
    pub fn split(&mut self, name: &str, of: &str, on: &str, successors: &[(&str, &str)]) -> Said {
        let successor = |(who, equity): &(&str, &str)| json!({"undertaking": id(who), "equity_book_value": eur(equity), "activities": []});
        let successors: Vec<Value> = successors.iter().map(successor).collect();
        let data = json!({"undertaking": id(of), "on": on, "successors": successors, "evidence": {"level": "register"}});
        self.say_as(name, "undertaking.split", &data)
    }

    /// An on-admission cash grant.
    pub fn grant(&mut self, award: &str, to: &str, on: &str, amount: &str) -> Said {
        self.say("award.granted", &granted(award, to, on, cash(amount)))
    }

    /// An on-admission grant of any form.
    pub fn grant_aid(&mut self, award: &str, to: &str, on: &str, aid: Value) -> Said {
        self.say("award.granted", &granted(award, to, on, aid))
    }

    /// A conferred cash grant.
    pub fn confer(&mut self, award: &str, to: &str, on: &str, amount: &str) -> Said {
        let data = with(granted(award, to, on, cash(amount)), &json!({"legal_right": "conferred"}));
        self.say("award.granted", &data)
    }

    /// A report of a declared figure.
    pub fn report(&mut self, award: &str, to: &str, on: &str, amount: &str) -> Said {
        let aid = json!({"form": "declared", "gge": eur(amount)});
        self.say("award.reported", &reported(award, to, on, aid))
    }

    /// A cash reservation.
    pub fn reserve(&mut self, award: &str, to: &str, on: &str, until: &str, amount: &str) -> Said {
        let more = json!({"expires_on": until, "applicant_consent": {"sha256": DIGEST}});
        self.say("award.reserved", &with(granted(award, to, on, cash(amount)), &more))
    }

    /// Confirms a reservation as it stands.
    pub fn confirm(&mut self, award: &str, on: &str) -> Said {
        self.say("award.confirmed", &json!({"award": award, "granted_on": on}))
    }

    /// What is left under Regulation (EU) 2023/2831 in Finland.
    pub fn room(&self, of: &str, on: &str) -> Headroom {
        self.room_in(of, "FI", "eu-2023-2831", on)
    }

    /// What is left.
    pub fn room_in(&self, of: &str, member_state: &str, regime: &str, on: &str) -> Headroom {
        let query = Query {
            undertaking: id(of).parse().unwrap(),
            regime: regime.parse().unwrap(),
            member_state: member_state.parse().ok(),
            on: on.parse().unwrap(),
        };
        headroom(&self.state, &query).unwrap()
    }

    /// What is left, as text.
    pub fn left(&self, of: &str, on: &str) -> String {
        self.room(of, on).remaining.to_string()
    }
}

impl Said {
    /// The outcome is this.
    #[track_caller]
    pub fn is(&self, outcome: &str) -> &Self {
        assert_eq!(self.0.outcome.as_str(), outcome, "{:?}", self.0);
        self
    }

    /// Refused or deferred for exactly these codes.
    #[track_caller]
    pub fn for_codes(&self, codes: &[&str]) -> &Self {
        let found: Vec<&str> = self.0.codes.iter().map(|code| code.as_str()).collect();
        assert_eq!(found, codes, "{:?}", self.0);
        self
    }

    /// Flagged with exactly these.
    #[track_caller]
    pub fn flagged(&self, flags: &[&str]) -> &Self {
        let found: Vec<&str> = self.0.flags.iter().map(|flag| flag.as_str()).collect();
        assert_eq!(found, flags, "{:?}", self.0);
        self
    }

    /// The gross grant equivalent, as JSON text.
    #[track_caller]
    pub fn worth(&self, gge: &str) -> &Self {
        let found = self.0.gge.map(|gge| serde_json::to_string(&gge).unwrap()).unwrap_or("null".into());
        assert_eq!(found, gge, "{:?}", self.0);
        self
    }

    /// Of each check: last day of the window, sum with this award (high end).
    #[track_caller]
    pub fn sums(&self, sums: &[(&str, &str)]) -> &Self {
        let found: Vec<(String, String)> = self
            .0
            .checks
            .iter()
            .map(|check| {
                let to = check.to.map(|to| to.to_string()).unwrap_or_default();
                (to, check.after.high.map(|high| high.to_string()).unwrap_or_default())
            })
            .collect();
        let found: Vec<(&str, &str)> = found.iter().map(|(to, sum)| (to.as_str(), sum.as_str())).collect();
        assert_eq!(found, sums, "{:?}", self.0);
        self
    }

    /// How many awards it pushes over, and by how much in sum.
    #[track_caller]
    pub fn pushes_over(&self, count: u64, sum: &str) -> &Self {
        let found = self.0.affects.as_ref().map(|affects| (affects.count, affects.sum_over.to_string()));
        let wanted = (count > 0).then(|| (count, sum.to_owned()));
        assert_eq!(found, wanted, "{:?}", self.0);
        self
    }
}
