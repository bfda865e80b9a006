//! Each code in words: the sentence of `docs/errors.md` with what it is about, and something to do that is true.

use aidledger_tests::build_log::{BuildLog, Statement, Who};
use aidledger_tests::tale::{Said, Tale, cash, eur, granted, id, reported, with};
use ledger::event::Event;
use ledger::verdict::Code;
use rules::explain::{refusal, refusal_text};
use rules::words::{Language, code};
use serde_json::{Value, json};

/// That a statement has a code, and that its text has the code's sentence and these parts.
#[track_caller]
fn says(tale: &Tale, said: &Said, wanted: Code, parts: &[&str]) {
    assert!(said.0.codes.contains(&wanted), "{:?}", said.0);
    told(&tale.refusal(said), wanted, parts);
}

#[track_caller]
fn told(text: &str, wanted: Code, parts: &[&str]) {
    let sentence = format!("{wanted}: {}", code(wanted, Language::English).meaning);
    for part in [sentence.as_str()].iter().chain(parts) {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(!text.contains('{') && !text.contains('$'), "an argument without a value: {text}");
}

fn grant(award: &str, to: &str, on: &str, more: &Value) -> Value {
    with(granted(award, to, on, cash("1000.00")), more)
}

#[test]
fn what_is_not_on_record_is_named() {
    let mut tale = Tale::of(&["a", "b"]);
    let said = tale.grant("g1", "zz", "2026-01-10", "1.00");
    says(
        &tale,
        &said,
        Code::UnknownUndertaking,
        &["NID:FI:ZZ", "what can be done: whoever grants, or a register, registers it first"],
    );
    let said = tale.link("a", "yy", "2026-01-10");
    says(&tale, &said, Code::UnknownUndertaking, &[": NID:FI:YY;"]);
    let said = tale.confirm("r9", "2026-01-10");
    says(&tale, &said, Code::UnknownAward, &["/r9;"]);
    let said = tale.say("award.granted", &grant("g1", "a", "2026-01-10", &json!({"project": "p9"})));
    says(&tale, &said, Code::UnknownProject, &[": p9;", "open the project first"]);
    let scheme = json!({"basis": {"kind": "scheme", "regime": "eu-2023-2831", "scheme": "s9"}});
    let said = tale.say("award.granted", &grant("g1", "a", "2026-01-10", &scheme));
    says(&tale, &said, Code::UnknownScheme, &[": s9;"]);
    let said = tale.unlink("a", "b", "2026-01-10", Value::Null);
    says(&tale, &said, Code::UnknownReference, &["NID:FI:A > NID:FI:B"]);
    let about = json!({"about": "csc/e9", "question": "q", "decision": "admit", "reason": "r", "citation": "c", "valid_for": {}});
    let said = tale.say("review.decided", &about);
    says(&tale, &said, Code::UnknownReference, &["csc/e9"]);
}

#[test]
fn what_is_taken_or_contradicts_is_named() {
    let mut tale = Tale::of(&["a", "b"]);
    tale.grant("g1", "a", "2026-01-10", "100.00").is("admitted");
    let said = tale.grant("g1", "a", "2026-01-11", "1.00");
    says(&tale, &said, Code::AwardIdUsed, &["/g1 of 2026-01-10, at position 3"]);
    let register = |name: &str| json!({"undertaking": id(name), "identifiers": [{"scheme": "LEI", "value": "529900T8BM49AURSDO55"}], "natural_person": false});
    tale.say("undertaking.registered", &register("a")).is("recorded");
    let said = tale.say("undertaking.registered", &register("b"));
    says(&tale, &said, Code::IdentifierInUse, &["LEI:529900T8BM49AURSDO55"]);
    assert!(!tale.refusal(&said).contains("NID:FI:A"), "whose it is, is not said");
    let waived = json!({"award": "g1", "on": "2026-02-01", "amount": eur("101.00"), "benefit_kept": eur("0.00"), "repaid_on": "2026-02-01", "evidence": {"level": "register"}});
    let said = tale.say("award.waived", &waived);
    says(
        &tale,
        &said,
        Code::ContradictsRecord,
        &["/g1 of 2026-01-10 is on record at position 3 with EUR 100.00"],
    );
}

#[test]
fn what_a_figure_lacks_is_named() {
    let mut tale = Tale::of(&["a"]);
    let swedish = json!({"form": "grant", "nominal": {"amount": "5.00", "currency": "SEK"}});
    let said = tale.grant_aid("g1", "a", "2026-01-10", swedish);
    says(
        &tale,
        &said,
        Code::UnknownCurrencyRate,
        &["SEK on 2026-01-10", "the rule authority publishes the rate"],
    );
    let hours = json!({"form": "compute", "system": "lumi", "unit": "gpu-hour", "quantity": "10", "price_paid": eur("0.00")});
    let said = tale.grant_aid("g1", "a", "2026-01-10", hours);
    says(&tale, &said, Code::UnknownPrice, &["one gpu-hour of lumi on 2026-01-10"]);
    let later = json!({"form": "instalments", "payments": [{"amount": eur("5.00"), "due": "2027-01-10"}]});
    let said = tale.grant_aid("g1", "a", "2026-01-10", later);
    says(&tale, &said, Code::UnknownReference, &["the base rate in FI for 2026-01-10"]);
}

#[test]
fn the_act_its_sectors_and_conditions_are_named() {
    let mut tale = Tale::of(&["a"]);
    let old = json!({"basis": {"kind": "ad-hoc", "regime": "eu-1407-2013"}});
    let said = tale.say("award.granted", &grant("g1", "a", "2026-01-10", &old));
    says(&tale, &said, Code::RegimeNotInForce, &["eu-1407-2013 on 2026-01-10"]);
    let farming = json!({"activity": {"nace": {"code": "03.11", "revision": "2.1"}}});
    let said = tale.say("award.granted", &grant("g1", "a", "2026-01-10", &farming));
    says(&tale, &said, Code::ExcludedSector, &["NACE 03.11 under eu-2023-2831"]);
    let tied = json!({"conditions": {"export_linked": true, "domestic_goods": false, "price_quantity_linked": false}});
    let said = tale.say("award.granted", &grant("g1", "a", "2026-01-10", &tied));
    says(&tale, &said, Code::ConditionsExcluded, &["export_linked under eu-2023-2831"]);
    let other = json!({"basis": {"kind": "ad-hoc", "regime": "gber-28"}});
    let said = tale.say("award.granted", &grant("g1", "a", "2026-01-10", &other));
    says(&tale, &said, Code::NotCovered, &["gber-28 on 2026-01-10"]);
    let capital = json!({"form": "capital", "injection": eur("300000.01")});
    let said = tale.grant_aid("g1", "a", "2026-01-10", capital);
    says(&tale, &said, Code::NotTransparentAid, &["aid as capital under eu-2023-2831"]);
}

#[test]
fn a_ceiling_has_its_figures_its_period_and_what_fits() {
    let mut tale = Tale::of(&["a"]);
    tale.grant("g1", "a", "2025-01-10", "200000.00").is("admitted");
    tale.grant("g2", "a", "2025-02-10", "60000.00").is("admitted");
    let said = tale.grant("g3", "a", "2026-01-10", "60000.00");
    let parts = [
        "EUR 320000.00 of EUR 300000.00 used with it in FI, granted from 2023-01-10 to 2026-01-10",
        "the ceilings leave EUR 40000.00 on that date",
        "the full amount fits from 2028-01-11 on",
        "/g2 is waived before",
    ];
    says(&tale, &said, Code::CeilingExceeded, &parts);
    assert!(
        !tale.refusal(&said).contains("eu-2023-2832"),
        "it is for no service of general economic interest"
    );
    // More than the ceiling never fits, and no waiver makes it.
    let said = tale.grant("g4", "a", "2026-01-10", "300000.01");
    says(
        &tale,
        &said,
        Code::CeilingExceeded,
        &["never fits: EUR 300000.01 are more than the ceiling of EUR 300000.00"],
    );
    assert!(!tale.refusal(&said).contains("waived"));
    // After the end of the act nothing fits any more.
    tale.grant("g5", "a", "2030-01-10", "300000.00").is("admitted");
    let said = tale.grant("g6", "a", "2030-06-01", "5.00");
    says(
        &tale,
        &said,
        Code::CeilingExceeded,
        &["nothing can be granted under eu-2023-2831 after 2031-06-30"],
    );
}

#[test]
fn a_service_may_use_the_act_on_services_and_only_with_room() {
    let mut tale = Tale::of(&["a"]);
    let ferry = json!({"conditions": {"export_linked": false, "domestic_goods": false, "price_quantity_linked": false, "sgei_service": "ferry"}});
    let said = tale.say("award.granted", &with(granted("g1", "a", "2026-01-10", cash("300000.01")), &ferry));
    says(
        &tale,
        &said,
        Code::CeilingExceeded,
        &["under eu-2023-2832 this grant would be admitted, where EUR 750000.00 are left"],
    );
    let sgei = with(ferry, &json!({"basis": {"kind": "ad-hoc", "regime": "eu-2023-2832"}}));
    let said = tale.say("award.granted", &with(granted("g1", "a", "2026-01-10", cash("750000.01")), &sgei));
    says(&tale, &said, Code::SgeiCeilingExceeded, &["EUR 750000.01 of EUR 750000.00"]);
    let paid = with(
        reported("u1", "a", "2025-03-01", cash("5.00")),
        &json!({"basis": {"regime": "no-aid"}, "conditions": sgei["conditions"]}),
    );
    tale.say("award.reported", &paid).is("recorded");
    let said = tale.say("award.granted", &with(granted("g1", "a", "2026-01-10", cash("1.00")), &sgei));
    says(&tale, &said, Code::CumulationExceeded, &["the service ferry", "1 other award", "/u1"]);
}

#[test]
fn loans_reservations_and_insolvency_are_named() {
    let mut tale = Tale::of(&["a", "b"]);
    let loan = json!({"form": "loan", "principal": eur("1000000.00"), "years": "5", "collateral_percent": "10", "method": "safe-harbour"});
    let said = tale.grant_aid("g1", "a", "2026-01-10", loan.clone());
    says(&tale, &said, Code::SafeHarbourNotMet, &["aid as loan under eu-2023-2831 on 2026-01-10"]);
    let assessed = json!({"undertaking": id("b"), "on": "2026-01-01", "insolvency": "proceedings", "evidence": {"level": "register"}});
    tale.say("undertaking.assessed", &assessed).is("recorded");
    let said = tale.grant_aid("g1", "b", "2026-01-10", loan);
    says(&tale, &said, Code::Insolvency, &["NID:FI:B on 2026-01-10"]);
    let said = tale.reserve("r1", "a", "2026-01-10", "2030-01-10", "5.00");
    says(&tale, &said, Code::PolicyLimit, &[": r1;"]);
    tale.reserve("r1", "a", "2026-01-10", "2026-02-10", "5.00").is("admitted");
    let said = tale.confirm("r1", "2026-02-11");
    says(&tale, &said, Code::ReservationExpired, &["/r1 ran out on 2026-02-10, before 2026-02-11"]);
}

#[test]
fn what_a_person_is_asked_is_said() {
    let mut tale = Tale::of(&["a", "b"]);
    tale.confer("g1", "a", "2026-01-10", "300000.00").is("recorded");
    let said = tale.grant("g2", "a", "2026-01-10", "5.00");
    says(&tale, &said, Code::OrderAmbiguous, &["2026-01-10", "without effect until a person has decided"]);
    let sometime =
        json!({"granted_on": null, "granted_on_range": {"from": "2025-01-01", "to": "2025-12-31"}});
    tale.say("award.reported", &with(reported("u1", "b", "2025-01-01", cash("5.00")), &sometime))
        .is("recorded");
    let said = tale.grant("g3", "b", "2026-01-10", "5.00");
    says(
        &tale,
        &said,
        Code::UncountedAwardInWindow,
        &["1 award", "/u1", "the full amount fits from 2029-01-01 on"],
    );
    tale.link("a", "b", "2026-01-10").is("recorded");
    let said = tale.link("b", "a", "2026-01-10");
    says(&tale, &said, Code::NeedsReview, &["NID:FI:A controls NID:FI:B already"]);
    let said = tale.split("s1", "a", "2026-03-01", &[("b", "-5.00")]);
    says(&tale, &said, Code::NeedsReview, &["the successors of NID:FI:A"]);
    let apart = json!({"conditions": {"export_linked": false, "domestic_goods": false, "price_quantity_linked": false, "separated_activities": true}});
    let said = tale.say("award.granted", &grant("g4", "b", "2029-01-10", &apart));
    says(&tale, &said, Code::NeedsReview, &["kept apart"]);
}

/// What a signed statement is answered with, and in which words.
fn posted(
    log: &mut BuildLog,
    who: Who,
    event_type: &'static str,
    subject: &str,
    data: Value,
) -> (Vec<Code>, String) {
    let before = log.state.clone();
    let envelope = json!({
        "specversion": "1.0", "datacontenttype": "application/json", "id": "told", "subject": subject,
        "source": format!("urn:aidledger:party:{}", who.party()), "type": format!("eu.aidledger.{event_type}.v1"),
        "ledger": "A".repeat(43), "time": "2014-01-01T00:00:00Z", "data": data,
    });
    let event = Event::read(envelope.to_string().as_bytes()).unwrap();
    let verdict = log.say(who, event_type, subject, data).unwrap();
    let party = who.party().parse().unwrap();
    let text = refusal_text(&verdict, &refusal(&before, &event, &verdict, Some(&party)), None);
    (verdict.codes, text)
}

#[test]
fn who_may_sign_what_is_said_and_nothing_of_the_record() {
    let mut log = BuildLog::with_two_hosts(81).unwrap();
    log.register(1).unwrap();
    let mut say = |who: Who, event_type, subject: &str, data: Value, wanted: Code, parts: &[&str]| {
        let (codes, text) = posted(&mut log, who, event_type, subject, data);
        assert_eq!(codes, [wanted], "{text}");
        told(&text, wanted, parts);
    };
    let host = Who::Host.party();
    let admitted = json!({"party": "new", "name": "New", "roles": ["register"], "keys": [], "mandates": []});
    let missing = format!("{host} has the roles hosting-entity");
    say(
        Who::Host,
        "party.suspended",
        "new",
        json!({"party": "new", "reason": "r"}),
        Code::NotAuthorised,
        &["is signed by operator", &missing],
    );
    say(
        Who::Operator,
        "party.suspended",
        "new",
        json!({"party": "new", "reason": "r"}),
        Code::UnknownParty,
        &[": new;"],
    );
    let again = with(admitted, &json!({"party": host}));
    say(Who::Operator, "party.admitted", host, again, Code::PartyExists, &[&format!(": {host};")]);
    say(
        Who::Operator,
        "key.revoked",
        &"A".repeat(43),
        json!({"kid": "A".repeat(43), "reason": "r"}),
        Code::UnknownKey,
        &[&"A".repeat(43)],
    );
    let engine = json!({"semantics": 99, "release": "9", "vectors_sha256": "0".repeat(64)});
    say(Who::RuleAuthority, "engine.adopted", "engine", engine, Code::SemanticsUnsupported, &[": 99;"]);
    let pack = json!({"pack": "xx", "version": "1.0.0", "sha256": "0".repeat(64), "size": 5, "applies_from": "2026-01-01"});
    say(Who::RuleAuthority, "pack.adopted", "xx", pack, Code::PackMissing, &["xx 1.0.0", &"0".repeat(64)]);
    let Statement { data, .. } = BuildLog::grant("g1", 1, "5.00");
    let abroad = with(data.clone(), &json!({"member_state": "SE"}));
    let parts = [format!("{host} for "), " in SE on ".to_owned()];
    say(Who::Host, "award.granted", "g1", abroad, Code::NoMandate, &[&parts[0], &parts[1]]);
    let subject = format!("{}/g1", Who::OtherHost.party());
    let foreign = with(data, &json!({"award": format!("{}/g1", Who::OtherHost.party())}));
    let parts = [format!("{}/g1, stated by {host}", Who::OtherHost.party())];
    say(Who::Host, "award.granted", &subject, foreign, Code::NotYours, &[&parts[0]]);
}
