//! Cases of the packs as lines of facts: what a lawyer told in short, in the words of the event vocabulary.

mod parts;

use chrono::NaiveDate;
use rules::pack::case::{Act, Aid, Case, Field, Fields, Plain, Right, Step, StepExpect, Steps, Story};
use rules::pack::rule::StatedCondition;
use serde_json::{Map, Value, json};

use parts::{date, digest, eur, money, put, rows, with, without, word};

/// The party in whose name facts are stated.
const PARTY: &str = "facts";
/// Who decides what was left open.
const REVIEWER: &str = "rule-authority";

/// A line of facts, and what it must be answered.
#[derive(Debug, Clone)]
pub struct Told {
    /// The event, as facts mode reads it.
    pub line: Value,
    /// The answer; the citation of a plain case is not among it.
    pub expect: StepExpect,
    /// What stands in the case file, for messages.
    pub says: String,
}

/// The handle of an undertaking of a case in steps.
fn handle(steps: &Steps, name: &str) -> String {
    let country =
        steps.undertakings.iter().find(|known| known.name == name).map(|known| known.country.as_str());
    format!("NID:{}:{}", country.unwrap_or("FI"), name.to_ascii_uppercase())
}

/// The handle under which the ledger knows an undertaking of a case.
pub fn undertaking(case: &Case, name: &str) -> String {
    match &case.story {
        Story::Steps(steps) => handle(steps, name),
        Story::Plain(_) => format!("NID:FI:{}", name.to_ascii_uppercase().replace(' ', "")),
    }
}

/// Every line of a case, in order.
pub fn lines(case: &Case) -> Vec<Told> {
    match &case.story {
        Story::Plain(plain) => plain_lines(case, plain),
        Story::Steps(steps) => step_lines(steps),
    }
}

/// All lines as a file of facts.
pub fn facts(lines: &[Told]) -> String {
    lines.iter().map(|told| format!("{}\n", told.line)).collect()
}

fn recorded(says: String, line: Value) -> Told {
    let expect = StepExpect { outcome: "recorded".into(), codes: Vec::new(), flags: Vec::new(), gge: None };
    Told { line, expect, says }
}

fn event(name: &str, data: Value) -> Value {
    json!({"type": format!("eu.aidledger.{name}.v1"), "data": data})
}

/// Adds the instant of recording, where the case says the day.
fn recorded_on(mut line: Value, id: Option<&str>, on: Option<NaiveDate>) -> Value {
    put(&mut line, "recordedat", on.map(|on| json!(format!("{on}T12:00:00Z"))));
    put(&mut line, "id", id.map(|id| json!(id)));
    line
}

fn registered(handle: &str) -> Value {
    event(
        "undertaking.registered",
        json!({"undertaking": handle, "identifiers": [], "natural_person": false}),
    )
}

fn source_row() -> Value {
    json!({"register": "tam", "id": "row", "retrieved_on": "2039-12-31", "sha256": digest()})
}

/// The conditions of Article 1(1), those named true.
fn conditions(stated: &[StatedCondition]) -> Value {
    let is = |statement| stated.contains(&statement);
    json!({
        "export_linked": is(StatedCondition::ExportLinked),
        "domestic_goods": is(StatedCondition::DomesticGoods),
        "price_quantity_linked": is(StatedCondition::PriceQuantityLinked),
    })
}

// Plain cases.

fn plain_lines(case: &Case, plain: &Plain) -> Vec<Told> {
    let mut names: Vec<&str> =
        plain.awards.iter().chain([&plain.grant]).map(|a| a.undertaking.as_str()).collect();
    names.extend(case.headroom.iter().map(|asked| asked.undertaking.as_str()));
    names.sort_unstable();
    names.dedup();
    let mut lines: Vec<Told> = Vec::new();
    for name in names {
        lines.push(recorded(format!("undertaking {name}"), registered(&undertaking(case, name))));
    }
    for (number, award) in (1_u32..).zip(&plain.awards) {
        let mut told = recorded(format!("award {number}"), plain_aid(case, award, number));
        // Each of them takes effect; what else is said of it is not what the case is about.
        told.expect.outcome = if award.right == Right::OnAdmission { "admitted" } else { "recorded" }.into();
        lines.push(told);
    }
    let expect = StepExpect {
        outcome: plain.expect.outcome.clone(),
        codes: plain.expect.codes.clone(),
        flags: plain.expect.flags.clone(),
        gge: None,
    };
    lines.push(Told { line: plain_aid(case, &plain.grant, 1000), expect, says: "the grant".into() });
    lines
}

fn plain_aid(case: &Case, aid: &Aid, number: u32) -> Value {
    let amount = eur(&aid.amount.to_string());
    let mut data = json!({
        "award": format!("a{number}"), "beneficiary": undertaking(case, &aid.undertaking),
        "member_state": aid.member_state, "granted_on": aid.date.to_string(),
        "basis": {"regime": aid.regime.to_string(), "kind": if aid.by_scheme { "scheme" } else { "ad-hoc" }},
    });
    let nace = json!({"code": aid.nace.0, "revision": aid.nace.1});
    put(&mut data, "activity", Some(json!({"nace": nace})));
    let mut told = conditions(&aid.conditions);
    put(&mut told, "separated_activities", aid.separated.map(|apart| json!(apart)));
    put(&mut told, "sgei_service", aid.service.as_ref().map(|service| json!(service)));
    put(&mut data, "conditions", Some(told));
    let reported = aid.right == Right::Reported;
    if reported {
        put(&mut data, "aid", Some(json!({"form": "declared", "gge": amount})));
        put(&mut data, "reported_from", Some(json!("register")));
        put(&mut data, "date_basis", Some(json!("legal-right")));
        put(&mut data, "source_row", Some(source_row()));
    } else {
        let conferred = aid.right == Right::Conferred;
        put(&mut data, "legal_right", Some(json!(if conferred { "conferred" } else { "on-admission" })));
        put(&mut data, "aid", Some(json!({"form": "grant", "nominal": amount})));
    }
    recorded_on(
        event(if reported { "award.reported" } else { "award.granted" }, data),
        None,
        aid.registered_on,
    )
}

// Cases in steps.

fn step_lines(steps: &Steps) -> Vec<Told> {
    let mut lines = Vec::new();
    for known in &steps.undertakings {
        let name = handle(steps, &known.name);
        lines.push(recorded(format!("undertaking {}", known.name), registered(&name)));
        lines.extend(fiscal_lines(&name, &known.name, &known.fiscal));
        if known.known.is_empty() {
            continue;
        }
        let on = known.assessed_on.map_or_else(|| "2024-01-01".to_owned(), |on| on.to_string());
        let mut data = json!({"undertaking": name, "on": on, "evidence": {"level": "documented"}});
        for (key, value) in &known.known {
            put(&mut data, key, plain_value(steps, key, value));
        }
        lines.push(recorded(format!("what is known of {}", known.name), event("undertaking.assessed", data)));
    }
    for step in &steps.steps {
        let mut event = event(step.act.event(), data(steps, step));
        // Nobody reviews what it stated itself.
        let source = (step.act == Act::Review).then(|| json!(format!("urn:aidledger:party:{REVIEWER}")));
        put(&mut event, "source", source);
        // A set has no object of its own that facts mode could take for its subject.
        put(&mut event, "subject", (step.act == Act::Set).then(|| json!(step.id)));
        let line = recorded_on(event, Some(&step.id), step.registered_on);
        let says = format!("{}:{} {} {}", step.place.0, step.place.1, step.act.word(), step.id);
        lines.push(Told { line, expect: step.expect.clone(), says });
    }
    lines
}

/// What a case says of the fiscal years of an undertaking.
fn fiscal_lines(handle: &str, name: &str, fiscal: &Fields) -> Vec<Told> {
    let mut lines = Vec::new();
    let mut register = |end: Option<&str>, from: Option<Value>| {
        let mut line = registered(handle);
        if let Some(data) = line.get_mut("data") {
            put(data, "fiscal_year_end", end.map(|end| json!(end)));
            put(data, "fiscal_year_from", from);
        }
        lines.push(recorded(format!("fiscal years of {name}"), line));
    };
    if let Some(end) = word(fiscal, "fiscal_year_end") {
        register(Some(end), None);
    }
    for change in rows(fiscal, "fiscal_year_change") {
        register(word(change, "end"), date(change, "from"));
    }
    let years: Vec<Value> = rows(fiscal, "fiscal_years")
        .iter()
        .map(|year| json!({"from": date(year, "from"), "until": date(year, "until")}))
        .collect();
    if !years.is_empty() {
        let data = json!({
            "undertaking": handle, "on": "2024-01-01", "fiscal_years": years, "evidence": {"level": "documented"},
        });
        lines.push(recorded(format!("fiscal years of {name}"), event("undertaking.assessed", data)));
    }
    lines
}

/// Keys whose text is the short name of an undertaking.
fn names_undertakings(key: &str) -> bool {
    ["undertaking", "controller", "controlled", "surviving", "absorbed", "holder", "held", "members"]
        .contains(&key)
}

/// Keys whose text is euro, unless the aid says another currency.
fn is_money(key: &str) -> bool {
    [
        "amount",
        "kept",
        "to",
        "principal",
        "guaranteed",
        "injection",
        "face_value",
        "price_paid",
        "market_value",
        "loans",
        "largest_loan",
        "cap",
        "low",
        "high",
        "value",
        "equity",
    ]
    .contains(&key)
}

/// A value as the event writes it, where the key alone says how.
fn plain_value(steps: &Steps, key: &str, field: &Field) -> Option<Value> {
    Some(match field {
        Field::Text(name) if names_undertakings(key) => json!(handle(steps, name)),
        Field::Text(amount) if is_money(key) => eur(amount),
        Field::Text(text) => json!(text),
        Field::Texts(all) if names_undertakings(key) => {
            all.iter().map(|name| json!(handle(steps, name))).collect()
        }
        Field::Texts(all) => json!(all),
        Field::Date(date) => json!(date.to_string()),
        Field::Dates(dates) => dates.iter().map(|date| json!(date.to_string())).collect(),
        Field::Truth(truth) => json!(truth),
        Field::Rows(rows) => rows.iter().map(|row| object(steps, row)).collect(),
        Field::Block(_) => return None,
    })
}

fn object(steps: &Steps, fields: &Fields) -> Value {
    let member = |(key, field): (&&str, &Field)| Some(((*key).to_owned(), plain_value(steps, key, field)?));
    Value::Object(fields.iter().filter_map(member).collect::<Map<_, _>>())
}

/// The keys of a step under the names that the event gives them.
fn members(steps: &Steps, fields: &Fields, renamed: &[(&str, &str)]) -> Value {
    let mut data = json!({});
    for (key, field) in fields {
        let name = renamed.iter().find(|(from, _)| from == key).map_or(*key, |(_, to)| to);
        put(&mut data, name, plain_value(steps, key, field));
    }
    data
}

fn data(steps: &Steps, step: &Step) -> Value {
    let fields = &step.fields;
    let told = |renamed: &[(&str, &str)]| members(steps, fields, renamed);
    let evidence = json!({"evidence": {"level": "register"}});
    match step.act {
        Act::Link => link(told(&[])),
        Act::Unlink => unlink(steps, fields, told(&[])),
        Act::Merge | Act::Match | Act::Unmatch | Act::ConditionMet => with(told(&[]), evidence),
        Act::Split => split(steps, fields, with(told(&[]), evidence)),
        Act::Attribute => with(told(&[("statement", "split")]), evidence),
        Act::Assess => with(told(&[]), json!({"evidence": {"level": "documented"}})),
        Act::Attest => with(told(&[]), json!({"sha256": digest()})),
        Act::Hold => hold(fields, told(&[("as", "kind")])),
        Act::Grant | Act::Reserve | Act::Conditional => grant(steps, step.act, fields),
        Act::Set => {
            json!({"awards": rows(fields, "members").iter().map(|row| grant(steps, Act::Grant, row)).collect::<Value>()})
        }
        Act::Report => report(steps, fields),
        Act::Confirm => with_aid(told(&[("date", "granted_on")]), fields),
        Act::ConditionFailed | Act::Release => with(told(&[]), json!({"reason": "as the case says"})),
        Act::Reduce | Act::Withdraw | Act::Waive => {
            change(step, told(&[("to", "gge_after"), ("kept", "benefit_kept")]))
        }
        Act::Expire => with(told(&[]), json!({"ground": "the terms of the credits"})),
        Act::Correct => correct(fields),
        Act::Restate => {
            let data = with(told(&[]), json!({"reason": "a newer figure", "source_row": source_row()}));
            with_declared(data, fields)
        }
        Act::Draw => with(told(&[]), json!({"host": PARTY, "system": "lumi-g"})),
        Act::Review => review(fields),
        Act::Declare => {
            let mut period = json!({"from": date(fields, "from")});
            put(&mut period, "until", date(fields, "until"));
            let who = word(fields, "undertaking").map(|name| handle(steps, name));
            json!({"undertaking": who, "signed_on": date(fields, "on"), "period": period, "awards": [], "group": [],
                   "sha256": digest()})
        }
        Act::Retract => json!({
            "source": format!("urn:aidledger:party:{PARTY}"), "id": word(fields, "statement"), "reason": "made in error",
        }),
        Act::Project => {
            let who = word(fields, "undertaking").map(|name| handle(steps, name));
            let line = |row: &Fields| {
                let amount = word(row, "amount").map(eur);
                json!({"id": word(row, "id"), "beneficiary": who, "category": "other", "amount": amount})
            };
            let lines: Vec<Value> = rows(fields, "lines").iter().map(line).collect();
            json!({
                "project": word(fields, "project"),
                "participants": [{"undertaking": who, "role": "lead", "cost_share": "100"}], "applied_on": "2013-12-02", "starts_on": "2014-01-01",
                "bonuses": [], "cost_lines": lines,
            })
        }
        Act::Scheme => with(
            without(told(&[("from", "begins")]), "begins"),
            json!({
                "legal_basis": "the act of the scheme",
                "in_force": {"from": date(fields, "from").unwrap_or_else(|| json!("2024-01-01")), "until": "2040-12-31"},
                "recovery_clause": true, "articles": [],
                "public_terms": {"url": "https://example.eu/terms", "sha256": digest(), "from": "2024-01-01"},
            }),
        ),
        Act::BaseRate | Act::Rate | Act::Price | Act::Coverage | Act::Option => {
            reference(step.act, fields, told(&[]))
        }
        Act::Total => reference(step.act, fields, told(&[("amount", "total")])),
        Act::Holidays => holidays(fields),
        Act::Receipt => with(told(&[]), json!({"system": "register", "ref": "as the register has it"})),
    }
}

fn link(mut data: Value) -> Value {
    let level = data.as_object_mut().and_then(|members| members.remove("level"));
    let level = level.unwrap_or_else(|| json!("register"));
    with(data, json!({"kind": "dominant-influence", "evidence": {"level": level}}))
}

fn unlink(steps: &Steps, fields: &Fields, mut data: Value) -> Value {
    if let Some(members) = data.as_object_mut() {
        members.remove("attributed");
    }
    let parts = rows(fields, "attributed");
    let attributed: Value = parts.iter().map(|row| object(steps, row)).collect();
    put(&mut data, "history", (!parts.is_empty()).then(|| json!({"attributed": attributed})));
    data
}

fn split(steps: &Steps, fields: &Fields, mut data: Value) -> Value {
    let successor = |row: &Fields| {
        json!({
            "undertaking": word(row, "undertaking").map(|name| handle(steps, name)),
            "equity_book_value": word(row, "equity").map(eur), "activities": ["what it took over"],
        })
    };
    put(&mut data, "successors", Some(rows(fields, "successors").iter().map(successor).collect()));
    data
}

fn hold(fields: &Fields, mut data: Value) -> Value {
    if let Some(members) = data.as_object_mut() {
        members.remove("share_percent");
    }
    let share = word(fields, "share_percent").unwrap_or("51");
    with(data, json!({"capital_percent": share, "votes_percent": share}))
}

/// What grants, reservations and rights under a condition have in common, and their ends.
fn grant(steps: &Steps, act: Act, fields: &Fields) -> Value {
    let mut data = json!({
        "award": word(fields, "award"), "granted_on": date(fields, "date"),
        "beneficiary": word(fields, "undertaking").map(|name| handle(steps, name)),
        "legal_right": word(fields, "right").unwrap_or("on-admission"), "basis": basis(fields),
    });
    put(&mut data, "member_state", word(fields, "member_state").map(|state| json!(state)));
    put(&mut data, "treatment", word(fields, "no_aid").map(|ground| json!({"no-aid": {"ground": ground}})));
    put(&mut data, "funding", funding(fields));
    put(&mut data, "activity", activity(fields));
    put(&mut data, "conditions", told_conditions(fields));
    named(&mut data, fields);
    match act {
        Act::Reserve => {
            put(&mut data, "expires_on", date(fields, "expires_on"));
            put(&mut data, "applicant_consent", Some(json!({"sha256": digest()})));
        }
        Act::Conditional => {
            put(&mut data, "long_stop", date(fields, "long_stop"));
            put(&mut data, "condition", Some(json!("as the act says")));
        }
        _ => {}
    }
    with_aid(data, fields)
}

fn activity(fields: &Fields) -> Option<Value> {
    let mut activity = json!({"nace": {"code": word(fields, "nace")?, "revision": "2.1"}});
    put(&mut activity, "product_sector", word(fields, "product_sector").map(|sector| json!(sector)));
    Some(activity)
}

/// Project, cost lines, measure and class.
fn named(data: &mut Value, fields: &Fields) {
    for key in ["project", "measure", "class"] {
        put(data, key, word(fields, key).map(|name| json!(name)));
    }
    let line = |row: &Fields| {
        let mut line = json!({"id": word(row, "id")});
        put(&mut line, "aid", word(row, "aid").map(eur));
        put(&mut line, "share_percent", word(row, "share_percent").map(|share| json!(share)));
        line
    };
    let lines = rows(fields, "lines");
    let named = (!lines.is_empty()).then(|| json!({"lines": lines.iter().map(line).collect::<Value>()}));
    put(data, "eligible_costs", named.or_else(|| word(fields, "costs").map(|word| json!(word))));
}

/// The conditions of Article 1(1) and the service that a step names; `None` where it names neither.
fn told_conditions(fields: &Fields) -> Option<Value> {
    let words = if let Some(Field::Texts(words)) = fields.get("conditions") { Some(words) } else { None };
    let service = word(fields, "service");
    let more = ["separated", "fishery_purpose", "fishery_exception", "compensation"];
    if words.is_none() && service.is_none() && !more.iter().any(|key| fields.contains_key(key)) {
        return None;
    }
    let stated: Vec<StatedCondition> =
        words.into_iter().flatten().filter_map(|word| StatedCondition::parse(word)).collect();
    let mut told = conditions(&stated);
    let products = words.into_iter().flatten().find(|word| matches!(word.as_str(), "purchased" | "marketed"));
    put(&mut told, "price_quantity_linked", products.map(|word| json!(word)));
    put(&mut told, "sgei_service", service.map(|service| json!(service)));
    let truth = |key: &str| match fields.get(key) {
        Some(Field::Truth(truth)) => Some(json!(truth)),
        _ => None,
    };
    put(&mut told, "separated_activities", truth("separated"));
    put(&mut told, "compensation", truth("compensation"));
    for key in ["fishery_purpose", "fishery_exception"] {
        put(&mut told, key, word(fields, key).map(|word| json!(word)));
    }
    Some(told)
}

fn basis(fields: &Fields) -> Value {
    let mut basis = json!({"regime": word(fields, "regime")});
    let scheme = word(fields, "scheme");
    put(&mut basis, "scheme", scheme.map(|scheme| json!(scheme)));
    let kind = word(fields, "basis").or(scheme.map(|_| "scheme"));
    put(&mut basis, "kind", kind.map(|kind| json!(kind)));
    basis
}

fn funding(fields: &Fields) -> Option<Value> {
    let part =
        |row: &Fields| json!({"origin": word(row, "origin"), "share_percent": word(row, "share_percent")});
    let sources = rows(fields, "funding");
    (!sources.is_empty()).then(|| sources.iter().map(part).collect())
}

fn report(steps: &Steps, fields: &Fields) -> Value {
    let mut data = json!({
        "award": word(fields, "award"), "member_state": word(fields, "member_state"),
        "beneficiary": word(fields, "undertaking").map(|name| handle(steps, name)),
        "basis": {"regime": word(fields, "regime")}, "reported_from": "register", "source_row": source_row(),
        "date_basis": word(fields, "date_basis").unwrap_or("legal-right"),
    });
    match date(fields, "until") {
        Some(until) => {
            put(&mut data, "granted_on_range", Some(json!({"from": date(fields, "date"), "to": until})));
        }
        None => put(&mut data, "granted_on", date(fields, "date")),
    }
    put(&mut data, "funding", funding(fields));
    put(&mut data, "activity", activity(fields));
    put(&mut data, "conditions", told_conditions(fields));
    named(&mut data, fields);
    let most = word(fields, "max_intensity_percent");
    if let Some(basis) = data.get_mut("basis") {
        put(basis, "max_intensity_percent", most.map(|most| json!(most)));
        put(basis, "max_amount", word(fields, "max_amount").map(eur));
    }
    with_declared(data, fields)
}

/// Aid told by its amount is money given; told by its form, that form.
fn with_aid(mut data: Value, fields: &Fields) -> Value {
    let given = word(fields, "amount").map(|amount| json!({"form": "grant", "nominal": eur(amount)}));
    if let Some(members) = data.as_object_mut() {
        members.remove("amount");
    }
    put(&mut data, "aid", given.or_else(|| aid(fields)));
    data
}

/// As [`with_aid`], where a plain amount is what the source declares.
fn with_declared(mut data: Value, fields: &Fields) -> Value {
    let declared = word(fields, "amount").map(|amount| json!({"form": "declared", "gge": eur(amount)}));
    if let Some(members) = data.as_object_mut() {
        members.remove("amount");
    }
    put(&mut data, "aid", declared.or_else(|| aid(fields)));
    data
}

fn aid(fields: &Fields) -> Option<Value> {
    let Some(Field::Block(told)) = fields.get("aid") else { return None };
    let currency = word(told, "currency").unwrap_or("EUR");
    let sum = |key: &str| word(told, key).map(|amount| money(amount, currency));
    let nothing = || Some(money("0.00", currency));
    let mut aid = json!({});
    for key in [
        "form",
        "years",
        "collateral_percent",
        "rate_percent",
        "cover_max_percent",
        "quantity",
        "partition",
        "counts_as",
        "least_band",
    ] {
        put(&mut aid, key, word(told, key).map(|text| json!(text)));
    }
    for key in
        ["principal", "guaranteed", "injection", "face_value", "market_value", "loans", "largest_loan", "cap"]
    {
        put(&mut aid, key, sum(key));
    }
    match word(told, "form").unwrap_or_default() {
        "grant" => put(&mut aid, "nominal", sum("amount")),
        "instalments" | "interest-subsidy" => {
            let payment = |row: &Fields| json!({"due": date(row, "due"), "amount": word(row, "amount").map(|amount| money(amount, currency))});
            put(&mut aid, "payments", Some(rows(told, "payments").iter().map(payment).collect()));
        }
        "loan" => put(&mut aid, "method", Some(json!(word(told, "method").unwrap_or("safe-harbour")))),
        "guarantee" => {
            put(&mut aid, "method", Some(json!(word(told, "method").unwrap_or("safe-harbour"))));
            let pari_passu = told.get("losses_pari_passu") != Some(&Field::Truth(false));
            put(&mut aid, "losses_pari_passu", Some(json!(pari_passu)));
        }
        "compute" => {
            put(&mut aid, "system", Some(json!(word(told, "system").unwrap_or("lumi-g"))));
            put(&mut aid, "unit", Some(json!(word(told, "unit").unwrap_or("gpu-hour"))));
            let evidence = json!({"method": "published-tariff", "sha256": digest()});
            let price = |rate: &str| json!({"rate": rate, "currency": currency, "evidence": evidence});
            put(&mut aid, "unit_price", word(told, "unit_price").map(price));
            if let Some(Field::Truth(economic)) = told.get("economic") {
                put(&mut aid, "access", Some(json!({"economic": economic})));
            }
            put(&mut aid, "price_paid", sum("price_paid").or_else(nothing));
        }
        "credits" => {
            put(&mut aid, "price_paid", sum("price_paid").or_else(nothing));
            put(
                &mut aid,
                "expires_on",
                Some(date(told, "expires_on").unwrap_or_else(|| json!("2199-12-31"))),
            );
        }
        "service" => put(&mut aid, "price_paid", sum("price_paid").or_else(nothing)),
        "portfolio" => {
            put(&mut aid, "from", date(told, "from"));
            put(&mut aid, "until", date(told, "until"));
            for key in ["new_senior_loans", "advantage_passed_on", "equal_terms"] {
                put(&mut aid, key, Some(json!(true)));
            }
        }
        "declared" => {
            put(&mut aid, "gge", sum("amount"));
            let mut range = json!({});
            put(&mut range, "low", sum("low"));
            put(&mut range, "high", sum("high"));
            let told = range.as_object().is_some_and(|range| !range.is_empty());
            put(&mut aid, "gge_range", told.then_some(range));
        }
        _ => {}
    }
    Some(aid)
}

/// Reductions, withdrawals and waivers: what was kept, and what of it came back.
fn change(step: &Step, mut data: Value) -> Value {
    let fields = &step.fields;
    let on = date(fields, "repaid_on").or_else(|| date(fields, "on"));
    let back =
        |amount: &str| json!({"amount": eur(amount), "interest": eur("0.00"), "on": on, "evidence": {}});
    put(&mut data, "repaid", word(fields, "repaid").map(back));
    let why = if step.act == Act::Waive {
        json!({"evidence": {"level": "documented"}})
    } else {
        json!({"reason": "as the case says"})
    };
    with(data, why)
}

fn correct(fields: &Fields) -> Value {
    let mut set = json!({});
    put(&mut set, "granted_on", date(fields, "date"));
    put(&mut set, "basis", word(fields, "regime").map(|_| basis(fields)));
    json!({"award": word(fields, "award"), "set": with_aid(set, fields), "reason": "put right"})
}

fn review(fields: &Fields) -> Value {
    let about = word(fields, "award").or_else(|| word(fields, "statement")).unwrap_or_default();
    let about = format!("{PARTY}/{about}");
    json!({
        "about": about, "question": "as the case says", "decision": word(fields, "decision"),
        "reason": "as the case says", "citation": "TFEU Art. 107(1)",
        "valid_for": word(fields, "class").map_or_else(|| json!({"case": about}), |class| json!({"class": class})),
    })
}

fn holidays(fields: &Fields) -> Value {
    let days: &[NaiveDate] = if let Some(Field::Dates(days)) = fields.get("dates") { days } else { &[] };
    let row = |day: &NaiveDate| {
        let mut row = json!({"member_state": word(fields, "member_state"), "date": day.to_string()});
        put(&mut row, "status", word(fields, "status").map(|status| json!(status)));
        row
    };
    let rows: Value = days.iter().map(row).collect();
    json!({"table": "holidays", "rows": rows, "source": {"ref": "list of the State", "sha256": digest()}})
}

fn reference(act: Act, fields: &Fields, row: Value) -> Value {
    let table = match act {
        Act::BaseRate => "ec-base-rate",
        Act::Rate => "fx",
        Act::Price => "compute-price",
        Act::Option => "ceiling-option",
        Act::Total => "national-total",
        _ => "register-coverage",
    };
    let row = match act {
        Act::Rate => with(row, json!({"member_state": "*", "source": "ECB"})),
        Act::Total => with(row, json!({"years": "fiscal"})),
        Act::Price => {
            let price = json!({"rate": word(fields, "unit_price"), "currency": word(fields, "currency").unwrap_or("EUR")});
            let mut row = json!({
                "system": word(fields, "system").unwrap_or("lumi-g"), "unit": word(fields, "unit").unwrap_or("gpu-hour"),
                "from": date(fields, "from"), "price": price, "method": "published-tariff",
            });
            put(&mut row, "partition", word(fields, "partition").map(|name| json!(name)));
            row
        }
        _ => row,
    };
    json!({"table": table, "rows": [row], "source": {"ref": "table", "sha256": digest()}})
}
