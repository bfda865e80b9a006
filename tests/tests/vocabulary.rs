//! The words decided before anything is frozen (ADR 0014): they validate, the right parties sign them, they fold to nothing
//! harmful; and four eyes, which a party may ask for.

#![expect(clippy::unwrap_used, reason = "a test stops at whatever it did not expect")]

use aidledger_tests::build_log::{BuildLog, Statement, Who};
use ledger::event::Event;
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

#[test]
fn a_portfolio_waits_for_a_person_and_is_never_valued_by_guess() {
    let mut ledger = Ledger::new();
    let data = |aid: Value| with(grant("p1"), json!({"instrument": "guarantee", "aid": aid}));
    let verdict = ledger.say(Who::Host, "award.granted", "p1", data(portfolio()));
    assert_eq!(
        (verdict.outcome, verdict.codes, verdict.gge),
        (Outcome::Deferred, vec![Code::NotCovered], None)
    );
    // A cap in the same instrument does not make a figure of it either.
    let capped =
        with(portfolio(), json!({"cap": {"amount": "300000.00", "currency": "EUR"}, "counts_as": "exact"}));
    let verdict = ledger.say(Who::Host, "award.granted", "p1", data(capped));
    assert_eq!((verdict.outcome, verdict.gge), (Outcome::Deferred, None));
    ledger.is_sound();
}

#[test]
fn what_does_not_fit_together_is_malformed() {
    let read = |event_type: &str, data: Value| {
        let event = json!({
            "specversion": "1.0", "id": "e", "source": "urn:aidledger:party:csc", "type": format!("eu.aidledger.{event_type}.v1"),
            "ledger": "A".repeat(43), "subject": "x", "time": "2026-11-23T08:00:00Z", "datacontenttype": "application/json", "data": data,
        });
        let faults = Event::read(event.to_string().as_bytes()).err().unwrap_or_default();
        faults.iter().map(|fault| (fault.code, fault.pointer.clone())).collect::<Vec<_>>()
    };
    let granted = |aid: Value| with(grant("p1"), json!({"aid": aid}));
    let euro = |amount: &str| json!({"amount": amount, "currency": "EUR"});
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
