//! The words decided before anything is frozen (ADR 0014, 0015): they validate, the right parties sign them, they fold to nothing
//! harmful; and four eyes, which a party may ask for.

#![expect(clippy::unwrap_used, reason = "a test stops at whatever it did not expect")]

use aidledger_tests::build_log::{BuildLog, Statement, Who};
use ledger::event::Event;
use ledger::money::Cents;
use ledger::verdict::{Code, Outcome, Verdict};
use rules::audit::{Exit, Options, verify};
use serde_json::{Value, json};

const DIGEST: &str = "bc62a3c14fec277e3dc6b504bf7c6348c2e421f8acc42032deddb0a96070f078";

struct Ledger(BuildLog);

impl Ledger {
    fn new() -> Self {
        let mut log = BuildLog::ready(1).unwrap();
        log.register(1).unwrap();
        Self(log)
    }

    fn say(&mut self, who: Who, event_type: &'static str, subject: &str, data: Value) -> Verdict {
        self.0.say(who, event_type, subject, data).unwrap()
    }

    /// Outcome and codes.
    fn short(&mut self, who: Who, event_type: &'static str, data: Value) -> (Outcome, Vec<Code>) {
        let verdict = self.say(who, event_type, "x", data);
        (verdict.outcome, verdict.codes)
    }

    /// A replay from the bytes comes to the same.
    fn is_sound(&self) {
        self.0.publish().unwrap();
        let options = Options { trust_first_sight: true, ..Options::default() };
        let report = verify(&self.0.reader(), &options, &mut |_, _| {});
        assert_eq!(report.exit(), Exit::Sound, "{}", report.to_text());
    }
}

fn admitted() -> (Outcome, Vec<Code>) {
    (Outcome::Admitted, Vec::new())
}

fn refused(code: Code) -> (Outcome, Vec<Code>) {
    (Outcome::Refused, vec![code])
}

fn policy(four_eyes: &str) -> Value {
    json!({"party": Who::Host.party(), "four_eyes": four_eyes, "reason": "rules of procedure"})
}

fn grant(award: &str) -> Value {
    let Statement { data, .. } = BuildLog::grant(award, 1, "1000.00");
    data
}

fn with(mut data: Value, more: Value) -> Value {
    data.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    data
}

fn reservation(award: &str) -> Value {
    with(grant(award), json!({"expires_on": "2027-01-15", "applicant_consent": {"sha256": DIGEST}}))
}

fn confirmed(award: &str) -> Value {
    json!({"award": award, "granted_on": "2026-12-05"})
}

#[test]
fn one_key_reserves_another_confirms_and_nothing_is_granted_by_one_alone() {
    let mut ledger = Ledger::new();
    assert_eq!(ledger.short(Who::Host, "award.granted", grant("before")), admitted());
    assert_eq!(ledger.short(Who::Host, "party.policy-set", policy("reserve-confirm")), admitted());
    let four_eyes = || refused(Code::FourEyes);
    assert_eq!(ledger.short(Who::Host, "award.granted", grant("a1")), four_eyes());
    let member = with(grant("a2"), json!({}));
    assert_eq!(ledger.short(Who::Host, "award.set", json!({"awards": [member]})), four_eyes());
    assert_eq!(ledger.short(Who::Host, "award.reserved", reservation("a1")), admitted());
    assert_eq!(ledger.short(Who::Host, "award.confirmed", confirmed("a1")), four_eyes());
    assert_eq!(ledger.short(Who::HostSecondKey, "award.confirmed", confirmed("a1")), admitted());
    // The other way round too: it is the key that counts, not which of them came first.
    assert_eq!(ledger.short(Who::HostSecondKey, "award.reserved", reservation("a3")), admitted());
    assert_eq!(ledger.short(Who::HostSecondKey, "award.confirmed", confirmed("a3")), four_eyes());
    assert_eq!(ledger.short(Who::Host, "award.confirmed", confirmed("a3")), admitted());
    ledger.is_sound();
}

#[test]
fn one_key_makes_no_more_of_an_award_by_correcting_it() {
    let mut ledger = Ledger::new();
    ledger.short(Who::Host, "party.policy-set", policy("reserve-confirm"));
    ledger.short(Who::Host, "award.reserved", reservation("a1"));
    let corrected = |award: &str, amount: &str| {
        let aid = json!({"form": "grant", "nominal": {"amount": amount, "currency": "EUR"}});
        json!({"award": award, "set": {"aid": aid}, "reason": "typing error"})
    };
    // What a colleague is about to confirm grows under nobody's hands but theirs, and what was confirmed neither.
    let all = "250000.00";
    assert_eq!(
        ledger.short(Who::HostSecondKey, "award.corrected", corrected("a1", all)),
        refused(Code::FourEyes)
    );
    assert_eq!(ledger.short(Who::HostSecondKey, "award.confirmed", confirmed("a1")), admitted());
    assert_eq!(ledger.short(Who::Host, "award.corrected", corrected("a1", all)), refused(Code::FourEyes));
    assert_eq!(ledger.short(Who::Host, "award.corrected", corrected("a1", "1.00")), admitted());
    ledger.is_sound();
}

#[test]
fn a_condition_is_met_before_other_eyes_and_a_binding_right_is_recorded_all_the_same() {
    let mut ledger = Ledger::new();
    ledger.short(Who::Host, "party.policy-set", policy("reserve-confirm"));
    let conditional = with(grant("c1"), json!({"condition": "site permit", "long_stop": "2027-03-01"}));
    assert_eq!(ledger.short(Who::Host, "award.conditional", conditional), admitted());
    let evidence = json!({"level": "documented", "sha256": DIGEST});
    let met = json!({"award": "c1", "on": "2026-12-10", "evidence": evidence});
    assert_eq!(ledger.short(Who::Host, "award.condition-met", met.clone()), refused(Code::FourEyes));
    assert_eq!(ledger.short(Who::HostSecondKey, "award.condition-met", met), admitted());
    let binding = with(grant("b1"), json!({"legal_right": "conferred", "granted_on": "2026-11-20"}));
    assert_eq!(ledger.short(Who::Host, "award.granted", binding).0, Outcome::Recorded);
    ledger.is_sound();
}

#[test]
fn a_reservation_from_before_the_policy_is_held_to_it() {
    let mut ledger = Ledger::new();
    ledger.short(Who::Host, "award.reserved", reservation("a1"));
    ledger.short(Who::Host, "party.policy-set", policy("reserve-confirm"));
    assert_eq!(ledger.short(Who::Host, "award.confirmed", confirmed("a1")), refused(Code::FourEyes));
    assert_eq!(ledger.short(Who::HostSecondKey, "award.confirmed", confirmed("a1")), admitted());
    ledger.is_sound();
}

#[test]
fn one_key_can_neither_end_the_policy_nor_make_its_own_second() {
    let mut ledger = Ledger::new();
    assert_eq!(
        ledger.short(Who::Register, "party.policy-set", policy("reserve-confirm")),
        refused(Code::NotAuthorised)
    );
    ledger.short(Who::Host, "party.policy-set", policy("reserve-confirm"));
    for who in [Who::Host, Who::HostSecondKey] {
        assert_eq!(ledger.short(who, "party.policy-set", policy("off")), refused(Code::NotAuthorised));
    }
    let own = api::service::statement::key_proof(
        ledger.0.ledger_id(),
        &Who::Host.party().parse().unwrap(),
        &Who::OtherHost.key(),
    );
    let key = json!({"party": Who::Host.party(), "jwk": Who::OtherHost.jwk(), "proof": own});
    assert_eq!(ledger.short(Who::Host, "key.added", key.clone()), refused(Code::FourEyes));
    assert_eq!(ledger.short(Who::Operator, "key.added", key), admitted());
    assert_eq!(ledger.short(Who::Operator, "party.policy-set", policy("off")), admitted());
    assert_eq!(ledger.short(Who::Host, "award.granted", grant("a1")), admitted());
    let nobody = json!({"party": "nobody", "four_eyes": "off", "reason": "x"});
    assert_eq!(ledger.short(Who::Operator, "party.policy-set", nobody), refused(Code::UnknownParty));
    ledger.is_sound();
}

#[test]
fn an_epoch_is_taken_once() {
    let mut ledger = Ledger::new();
    let lease = |epoch: u64| json!({"epoch": epoch, "writer": "node-1", "head": {"size": 3, "root": DIGEST}, "reason": "start"});
    assert_eq!(ledger.short(Who::Host, "lease.taken", lease(1)), refused(Code::NotAuthorised));
    for (epoch, expected) in [
        (3, admitted()),
        (3, refused(Code::ContradictsRecord)),
        (2, refused(Code::ContradictsRecord)),
        (4, admitted()),
    ] {
        assert_eq!(ledger.short(Who::Operator, "lease.taken", lease(epoch)), expected, "{epoch}");
    }
    ledger.is_sound();
}

#[test]
fn an_identity_presented_is_a_fact_that_changes_no_verdict() {
    let mut ledger = Ledger::new();
    let shown = |of: &str| json!({"undertaking": of, "means": "business-wallet", "issuer": "register", "presented_on": "2026-11-20", "sha256": DIGEST});
    let before = ledger.say(Who::Host, "award.granted", "a1", grant("a1"));
    assert_eq!(
        ledger.short(Who::Host, "identity.presented", shown("NID:FI:1")),
        (Outcome::Recorded, Vec::new())
    );
    assert_eq!(
        ledger.short(Who::Register, "identity.presented", shown("NID:FI:2")),
        refused(Code::UnknownUndertaking)
    );
    assert_eq!(
        ledger.short(Who::Operator, "identity.presented", shown("NID:FI:1")),
        refused(Code::NotAuthorised)
    );
    // A cent less, as the same figure would be a possible duplicate.
    let other = with(
        grant("a2"),
        json!({"aid": {"form": "grant", "nominal": {"amount": "999.99", "currency": "EUR"}}}),
    );
    let after = ledger.say(Who::Host, "award.granted", "a2", other);
    assert_eq!((before.flags, before.codes), (after.flags, after.codes));
    ledger.is_sound();
}

fn portfolio() -> Value {
    let euro = |amount: &str| json!({"amount": amount, "currency": "EUR"});
    json!({
        "form": "portfolio", "loans": euro("4000000.00"), "largest_loan": euro("250000.00"), "from": "2026-12-01", "until": "2029-12-01",
        "cover_max_percent": "80", "least_band": "B", "new_senior_loans": true, "advantage_passed_on": true, "equal_terms": true,
    })
}

/// An intermediary reports on the last day of a quarter (rules-sectors D21); what a cap says beside it makes no figure.
#[test]
fn a_portfolio_is_granted_on_the_last_day_of_a_quarter() {
    let mut ledger = Ledger::new();
    let data = |aid: Value| with(grant("p1"), json!({"instrument": "guarantee", "aid": aid}));
    let verdict = ledger.say(Who::Host, "award.granted", "p1", data(portfolio()));
    assert_eq!((verdict.outcome, verdict.codes), (Outcome::Refused, vec![Code::ContradictsRecord]));
    let on_the_last = |aid: Value| with(data(aid), json!({"granted_on": "2026-12-31"}));
    let verdict = ledger.say(Who::Host, "award.granted", "p1", on_the_last(portfolio()));
    assert_eq!(verdict.outcome, Outcome::Admitted, "{:?}", verdict.codes);
    // 2831 Art. 4(7): for portfolios up to ten million euro the formula gives 120,000 here: 300,000 x 4 million / 10 million.
    assert_eq!(verdict.gge.map(|figure| figure.high), Some(Some(Cents(12_000_000))));
    ledger.is_sound();
}

/// The faults of a statement, each with its place.
fn read(event_type: &str, data: Value) -> Vec<(&'static str, String)> {
    let event = json!({
        "specversion": "1.0", "id": "e", "source": "urn:aidledger:party:csc", "type": format!("eu.aidledger.{event_type}.v1"),
        "ledger": "A".repeat(43), "subject": "x", "time": "2026-11-23T08:00:00Z", "datacontenttype": "application/json", "data": data,
    });
    let faults = Event::read(event.to_string().as_bytes()).err().unwrap_or_default();
    faults.iter().map(|fault| (fault.code, fault.pointer.clone())).collect()
}

fn euro(amount: &str) -> Value {
    json!({"amount": amount, "currency": "EUR"})
}

#[test]
fn what_does_not_fit_together_is_malformed() {
    let granted = |aid: Value| with(grant("p1"), json!({"aid": aid}));
    let cases = [
        (
            "award.granted",
            granted(with(portfolio(), json!({"largest_loan": euro("4000000.01")}))),
            "bad_range",
            "/data/aid/largest_loan",
        ),
        (
            "award.granted",
            granted(with(portfolio(), json!({"until": "2026-11-30"}))),
            "bad_range",
            "/data/aid/until",
        ),
        (
            "identity.presented",
            json!({"undertaking": "NID:FI:1", "means": "business-wallet", "issuer": "r", "presented_on": "2026-11-20", "valid_until": "2026-11-19", "sha256": DIGEST}),
            "bad_range",
            "/data/valid_until",
        ),
        (
            "identity.presented",
            json!({"undertaking": "NID:FI:1", "means": "passport", "issuer": "r", "presented_on": "2026-11-20", "sha256": DIGEST}),
            "unknown_word",
            "/data/means",
        ),
        (
            "lease.taken",
            json!({"epoch": 0, "writer": "n", "head": {"size": 0, "root": DIGEST}, "reason": "x"}),
            "bad_value",
            "/data/epoch",
        ),
        (
            "party.policy-set",
            json!({"party": "csc", "four_eyes": "three", "reason": "x"}),
            "unknown_word",
            "/data/four_eyes",
        ),
    ];
    for (event_type, data, code, pointer) in cases {
        let found = read(event_type, data.clone());
        assert!(
            found.iter().any(|(found, at)| *found == code && at == pointer),
            "{event_type} {data}: {found:?}"
        );
    }
}

fn recorded() -> (Outcome, Vec<Code>) {
    (Outcome::Recorded, Vec::new())
}

/// A statement of every member that ADR 0015 adds to a grant.
fn more_of_a_grant() -> Value {
    json!({
        "class": "quay-rent", "measure": "fund-1", "via": "bank-1", "provided_by": "edih", "tax_declaration_due": "2027-04-30",
        "operating_period": {"from": "2027-01-01", "until": "2036-12-31"},
        "incentive": {"verified_on": "2026-11-02", "ground": "scope", "sha256": DIGEST}, "due_diligence": {"level": "documented", "sha256": DIGEST},
    })
}

fn conditions(more: Value) -> Value {
    with(json!({"export_linked": false, "domestic_goods": false, "price_quantity_linked": false}), more)
}

#[test]
fn the_words_of_the_law_to_come_are_facts_that_change_no_verdict() {
    let mut ledger = Ledger::new();
    let before = ledger.say(Who::Host, "award.granted", "a1", grant("a1"));
    let words = conditions(json!({
        "compensation": false, "headquarters_required": true, "branch_at_payment": false, "results_restricted": true,
        "passed_on_to_primary_producers": true, "fishery_purpose": "engine", "fishery_exception": "outermost-under-12m",
    }));
    let activity = json!({"nace": {"code": "62.10", "revision": "2.1"}, "product_sector": "p"});
    let other = json!({"aid": {"form": "grant", "nominal": euro("999.99")}, "conditions": words, "activity": activity});
    let after =
        ledger.say(Who::Host, "award.granted", "a2", with(with(grant("a2"), other), more_of_a_grant()));
    assert_eq!((before.outcome, before.flags, before.codes), (after.outcome, after.flags, after.codes));
    // Put right, it is the same award, too.
    let set = json!({"award": "a2", "set": more_of_a_grant(), "reason": "stated too late"});
    assert_eq!(ledger.short(Who::Host, "award.corrected", set), admitted());

    let assessed = json!({
        "undertaking": "NID:FI:1", "on": "2026-11-01", "evidence": {"level": "documented"}, "listed": "no", "first_commercial_sale": "none",
        "took_over": [], "nuts": "FI1C4", "innovative_ground": {"point": "b", "on": "2026-01-01", "rd_percent": [{"year": 2025, "percent": "12"}]},
        "fiscal_years": [{"from": "2025-01-01", "until": "2025-06-30"}, {"from": "2025-07-01", "until": "2026-06-30"}],
        "accounts": [{"year": 2025, "awu": "10", "turnover": euro("1.00"), "balance_sheet": euro("1.00"), "closed_on": "2025-12-31",
            "approved_on": "2026-05-15", "months": 6, "basis": "approved", "consolidates": ["NID:FI:2"]}],
        "difficulty": {"legal_form": "limited", "share_capital": euro("80000.00"), "share_premium": euro("0.00"),
            "reserves": {"amount": "-20000.00", "currency": "EUR"}, "other_own_funds": euro("0.00"), "accumulated_losses": euro("90000.00"),
            "years": [{"year": 2025, "debt_to_equity": "7.5", "interest_cover": "-0.9"}], "rescue_or_restructuring": false},
    });
    assert_eq!(ledger.short(Who::Host, "undertaking.assessed", assessed), recorded());
    let line = json!({
        "id": "l1", "beneficiary": "NID:FI:1", "category": "industrial-research/equipment", "amount": euro("1000.00"),
        "research_category": "industrial-research", "method": "depreciation", "depreciation": {"price": euro("4000.00"), "life_months": 48,
            "used_months": 18, "use_percent": "50"}, "exclusive_use": true, "mandatory_training": false, "trainees": "others",
        "investment": "extension", "lease": "financial-with-purchase", "recurring": false, "external": true,
        "vat": {"amount": euro("240.00"), "refundable": true}, "due": "2027-01-01", "same_as": {"project": "p0", "id": "x"},
    });
    let project = json!({
        "project": "p1", "participants": [{"undertaking": "NID:FI:1", "role": "sole", "cost_share": "100", "may_publish_own_results": true}],
        "applied_on": "2026-01-01", "starts_on": "2026-02-01", "cost_lines": [line], "bonuses": [], "part_of": "p0", "implemented_by": "eureka",
        "union_rate": {"percent": "70", "programme": "european-defence-fund"}, "works": [{"kind": "binding-order", "on": "2026-02-01"}],
        "carried_out_in": ["FI", "EE", "CA"], "cross_border": {"open_call": true, "designed_by": ["FI"], "disseminated_in": ["FI", "EE"]},
        "infrastructure": {"price": "market", "open_access": true, "separate_accounts": true, "funded_by_states": ["FI"], "union_selected": false,
            "sme_capacity_percent": "80", "financiers": [{"undertaking": "NID:FI:1", "percent": "100"}]},
        "maritime": {"supernumerary": true, "union_register": true}, "invest_eu": {"nominal": euro("1.00"), "lines": ["l1"]},
    });
    assert_eq!(ledger.short(Who::Host, "project.opened", project), recorded());
    // A part of the equivalent in place of an amount: no pack has the rule.
    let costs =
        |line: Value| with(grant("a3"), json!({"project": "p1", "eligible_costs": {"lines": [line]}}));
    let part = costs(json!({"id": "l1", "share_percent": "100"}));
    assert_eq!(ledger.short(Who::Host, "award.granted", part), (Outcome::Deferred, vec![Code::NotCovered]));
    ledger.is_sound();
}

#[test]
fn the_new_types_are_signed_by_whom_they_are_of_and_taken_back() {
    let mut ledger = Ledger::new();
    ledger.0.register(2).unwrap();
    ledger.say(Who::Host, "award.granted", "a1", with(grant("a1"), json!({"granted_on": "2026-11-23"})));
    let not_yours = || refused(Code::NotYours);
    let repaid = |on: &str| json!({"award": "a1", "outstanding": euro("500.00"), "on": on, "evidence": {"level": "documented"}});
    assert_eq!(ledger.short(Who::Host, "award.repaid", repaid("2026-11-23")), recorded());
    assert_eq!(
        ledger.short(Who::Host, "award.repaid", repaid("2026-11-22")),
        refused(Code::ContradictsRecord)
    );
    assert_eq!(
        ledger.short(Who::Operator, "award.repaid", repaid("2026-11-23")),
        refused(Code::NotAuthorised)
    );

    let markets = |b: &str| json!({"a": "NID:FI:1", "b": b, "relation": "adjacent", "from": "2026-01-01", "evidence": {"level": "documented"}});
    let verdict = ledger.say(Who::Register, "markets.declared", "NID:FI:1", markets("NID:FI:2"));
    assert_eq!((verdict.outcome, verdict.codes), recorded());
    assert_eq!(
        ledger.short(Who::Host, "markets.declared", markets("NID:FI:9")),
        refused(Code::UnknownUndertaking)
    );
    assert_eq!(
        ledger.short(Who::Operator, "markets.declared", markets("NID:FI:2")),
        refused(Code::NotAuthorised)
    );

    let done = |about: Value| {
        json!({"duty": "annual-report", "about": about, "period": {"from": "2025-01-01", "until": "2025-12-31"},
        "system": "sari", "ref": "1", "on": "2026-06-29"})
    };
    assert_eq!(ledger.short(Who::Host, "duty.done", done(json!({"member_state": "FI"}))), recorded());
    assert_eq!(ledger.short(Who::Host, "duty.done", done(json!({"party": Who::Host.party()}))), recorded());
    assert_eq!(
        ledger.short(Who::Host, "duty.done", done(json!({"party": Who::Register.party()}))),
        not_yours()
    );
    assert_eq!(ledger.short(Who::Host, "duty.done", done(json!({"award": "a1"}))), recorded());
    assert_eq!(
        ledger.short(Who::Host, "duty.done", done(json!({"award": "a9"}))),
        refused(Code::UnknownAward)
    );
    assert_eq!(ledger.short(Who::Register, "duty.done", done(json!({"scheme": "csc/s"}))), not_yours());
    for unknown in [json!({"scheme": "s"}), json!({"application": "x"}), json!({"system": "nowhere"})] {
        assert_eq!(ledger.short(Who::Host, "duty.done", done(unknown)), refused(Code::UnknownReference));
    }
    let request = |request: &str, about: Value| json!({"request": request, "by": "European Commission", "about": about, "received_on": "2026-11-20"});
    assert_eq!(
        ledger.short(Who::Host, "request.received", request("r1", json!({"award": "a1"}))),
        recorded()
    );
    assert_eq!(ledger.short(Who::Host, "duty.done", done(json!({"request": "r1"}))), recorded());
    assert_eq!(
        ledger.short(Who::Host, "request.received", request("r2", json!({"award": "a9"}))),
        refused(Code::UnknownAward)
    );
    assert_eq!(
        ledger.short(Who::Host, "request.received", request("register/r1", json!({"award": "a1"}))),
        not_yours()
    );
    ledger.is_sound();
}

#[test]
fn a_new_form_waits_for_a_rule_and_keeps_what_it_states() {
    let mut ledger = Ledger::new();
    let valuation = json!({"method": "expert", "on": "2026-11-01", "sha256": DIGEST});
    let forms = [
        json!({"form": "repayable-advance", "nominal": euro("1000.00"), "rate_on_success_percent": "3.1", "percent_of_costs": "60", "accepted_method": "SA.1"}),
        json!({"form": "asset", "kind": "lease", "market_value": euro("1000.00"), "price_paid": euro("600.00"), "valuation": valuation}),
        json!({"form": "ip-transfer", "value": euro("1000.00"), "contribution": euro("1.00"), "remuneration": euro("1.00"), "valuation": valuation, "holder": "NID:FI:1"}),
        json!({"form": "tax-relief", "investment": euro("1000.00"), "relief_percent": "50", "indirect": true}),
    ];
    for (index, aid) in forms.into_iter().enumerate() {
        let id = format!("f{index}");
        let verdict = ledger.say(Who::Host, "award.granted", &id, with(grant(&id), json!({"aid": aid})));
        assert_eq!(
            (verdict.outcome, verdict.codes, verdict.gge),
            (Outcome::Deferred, vec![Code::NotCovered], None),
            "{id}"
        );
    }
    ledger.is_sound();
}

#[test]
fn a_figure_outside_its_bounds_is_malformed() {
    let assessed = |more: Value| {
        with(
            json!({"undertaking": "NID:FI:1", "on": "2026-11-01", "evidence": {"level": "documented"}}),
            more,
        )
    };
    let accounts = |more: Value| {
        let year =
            json!({"year": 2025, "awu": "10", "turnover": euro("1.00"), "balance_sheet": euro("1.00")});
        assessed(json!({"accounts": [with(year, more)]}))
    };
    let project = |line: Value| {
        let line = with(
            json!({"id": "l", "beneficiary": "NID:FI:1", "category": "industrial-research/personnel", "amount": euro("1.00")}),
            line,
        );
        json!({"project": "p", "participants": [], "applied_on": "2026-01-01", "starts_on": "2026-02-01", "cost_lines": [line], "bonuses": []})
    };
    let costs = |lines: Value| with(grant("p1"), json!({"eligible_costs": {"lines": lines}}));
    let holding = |more: Value| {
        with(
            json!({"holder": "NID:FI:2", "held": "NID:FI:1", "capital_percent": "0", "votes_percent": "0", "kind": "university", "from": "2026-01-01"}),
            more,
        )
    };
    let order = |more: Value| {
        with(
            json!({"decision": {"kind": "commission", "ref": "SA.1"}, "undertaking": "NID:FI:1", "member_state": "FI", "awards": [],
            "principal": euro("100.00"), "day_count": "act/365"}),
            more,
        )
    };
    let system = |more: Value| {
        with(
            json!({"system": "s", "host": "csc", "kind": "x", "capacity": [], "union_share_percent": "50", "themes": [], "act": "x"}),
            more,
        )
    };
    let reserve = |more: Value| {
        let policy = json!({"url": "https://a.example", "sha256": DIGEST, "from": "2026-01-01"});
        system(
            json!({"reserve": [with(json!({"period": "2027", "unit": "gpu-hour", "for": ["sme"], "policy": policy}), more)]}),
        )
    };
    let done = |about: Value| json!({"duty": "annual-report", "about": about, "system": "s", "ref": "1", "on": "2026-06-29"});
    let guarantee = json!({"form": "guarantee", "guaranteed": euro("80.00"), "years": "5", "cover_max_percent": "80", "losses_pari_passu": true,
        "method": "safe-harbour", "underlying_loan": euro("79.99")});
    let disposed = |amount: &str| json!([{"amount": euro("60.00"), "on": "2024-03-01"}, {"amount": euro(amount), "on": "2025-03-01"}]);
    let total = |years: &str| {
        json!({"table": "national-total", "source": {"ref": "x", "sha256": DIGEST},
        "rows": [{"member_state": "FI", "regime": "eu-1408-2013", "on": "2026-01-01", "years": years, "total": euro("1.00"), "product_sector": "x"}]})
    };
    let cases = [
        ("undertaking.assessed", accounts(json!({"months": 25})), "out_of_range", "/data/accounts/0/months"),
        (
            "undertaking.assessed",
            accounts(json!({"closed_on": "2025-12-31", "approved_on": "2025-12-30"})),
            "bad_range",
            "/data/accounts/0/approved_on",
        ),
        (
            "undertaking.assessed",
            accounts(json!({"basis": "estimate", "approved_on": "2026-05-01"})),
            "bad_value",
            "/data/accounts/0/basis",
        ),
        (
            "undertaking.assessed",
            assessed(
                json!({"fiscal_years": [{"from": "2025-01-01", "until": "2025-12-31"}, {"from": "2025-12-31", "until": "2026-12-31"}]}),
            ),
            "bad_range",
            "/data/fiscal_years/1",
        ),
        (
            "undertaking.assessed",
            assessed(json!({"fiscal_years": [{"from": "2025-01-01", "until": "2024-12-31"}]})),
            "ends_before_start",
            "/data/fiscal_years/0/until",
        ),
        (
            "undertaking.assessed",
            assessed(json!({"first_commercial_sale": "never"})),
            "bad_date",
            "/data/first_commercial_sale",
        ),
        (
            "project.opened",
            project(json!({"research_category": "fundamental-research"})),
            "bad_value",
            "/data/cost_lines/0/research_category",
        ),
        (
            "project.opened",
            project(json!({"vat": {"amount": euro("1.01"), "refundable": true}})),
            "bad_range",
            "/data/cost_lines/0/vat",
        ),
        (
            "project.opened",
            project(json!({"depreciation": {"price": euro("1.00"), "life_months": 12, "used_months": 13}})),
            "bad_range",
            "/data/cost_lines/0/depreciation/used_months",
        ),
        ("award.granted", costs(json!([{"id": "l"}])), "bad_value", "/data/eligible_costs/lines/0"),
        (
            "award.granted",
            costs(json!([{"id": "l", "aid": euro("1.00"), "share_percent": "1"}])),
            "bad_value",
            "/data/eligible_costs/lines/0",
        ),
        (
            "award.granted",
            costs(json!([{"id": "l", "share_percent": "60"}, {"id": "m", "share_percent": "40.1"}])),
            "bad_value",
            "/data/eligible_costs/lines",
        ),
        (
            "award.granted",
            with(grant("p1"), json!({"aid": guarantee})),
            "bad_range",
            "/data/aid/underlying_loan",
        ),
        (
            "award.granted",
            with(grant("p1"), json!({"conditions": conditions(json!({"price_quantity_linked": "sold"}))})),
            "wrong_type",
            "/data/conditions/price_quantity_linked",
        ),
        (
            "holding.declared",
            holding(
                json!({"local_authority": {"budget": euro("1.00"), "inhabitants": 4999, "on": "2026-01-01"}}),
            ),
            "bad_value",
            "/data/local_authority",
        ),
        ("recovery.ordered", order(json!({"disposals": disposed("39.99")})), "bad_value", "/data/disposals"),
        ("recovery.ordered", order(json!({})), "bad_value", "/data/disposals"),
        (
            "recovery.ordered",
            order(json!({"disposals": disposed("40.00"), "disposed_on": "2024-03-01"})),
            "bad_value",
            "/data/disposals",
        ),
        ("system.registered", reserve(json!({})), "bad_value", "/data/reserve/0"),
        (
            "system.registered",
            reserve(json!({"percent": "20", "quantity": "1"})),
            "bad_value",
            "/data/reserve/0",
        ),
        (
            "system.registered",
            reserve(json!({"percent": "20", "for": []})),
            "too_few_items",
            "/data/reserve/0/for",
        ),
        (
            "system.amended",
            system(json!({"units": [{"unit": "gpu-hour", "equals": {"unit": "gpu-hour", "factor": "1"}}]})),
            "bad_value",
            "/data/units/0/equals",
        ),
        (
            "system.amended",
            system(
                json!({"financiers": [{"undertaking": "NID:FI:1", "percent": "60"}, {"undertaking": "NID:FI:2", "percent": "41"}]}),
            ),
            "bad_value",
            "/data/financiers",
        ),
        (
            "system.amended",
            system(
                json!({"capacity": [{"period": "2027", "unit": "gpu-hour", "quantity": "1", "from": "2027-01-01", "until": "2026-12-31"}]}),
            ),
            "ends_before_start",
            "/data/capacity/0/until",
        ),
        (
            "undertaking.registered",
            json!({"undertaking": "NID:FI:1", "identifiers": [], "natural_person": false, "fiscal_year_from": "2026-01-01"}),
            "bad_value",
            "/data/fiscal_year_from",
        ),
        ("duty.done", done(json!({})), "bad_value", "/data/about"),
        ("duty.done", done(json!({"award": "a", "system": "s"})), "bad_value", "/data/about"),
        (
            "markets.declared",
            json!({"a": "NID:FI:1", "b": "NID:FI:1", "relation": "same", "from": "2026-01-01", "evidence": {}}),
            "bad_value",
            "/data/b",
        ),
        (
            "request.received",
            json!({"request": "r", "by": "x", "about": {"award": "a"}, "received_on": "2026-11-20", "until": "2026-11-19"}),
            "bad_range",
            "/data/until",
        ),
        ("reference.published", total("fiscal"), "bad_value", "/data/rows/0/product_sector"),
        ("reference.published", total("calendar"), "unknown_word", "/data/rows/0/years"),
    ];
    for (event_type, data, code, pointer) in cases {
        let found = read(event_type, data.clone());
        assert!(
            found.iter().any(|(found, at)| *found == code && at == pointer),
            "{event_type} {data}: {found:?}"
        );
    }
    // What fits has no fault of its own there.
    for (event_type, data) in [
        ("recovery.ordered", order(json!({"disposals": disposed("40.00")}))),
        ("holding.declared", holding(json!({"invested": euro("1249999.99"), "acting_jointly": "family-1"}))),
        ("system.registered", reserve(json!({"percent": "20", "base": "machine"}))),
        ("duty.done", done(json!({"award": "a"}))),
    ] {
        let found = read(event_type, data);
        assert!(found.iter().all(|(_, at)| at == "/subject"), "{event_type}: {found:?}");
    }
}
