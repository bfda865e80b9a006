//! What an explanation of each form and of each kind of statement must name.

use ledger::event::template::template;
use ledger::event::{Event, EventType};
use ledger::verdict::{Outcome, Verdict};
use serde_json::{Value, json};

use super::{LIST_MAX, Trace, explain};
use crate::pack::{Pack, PackSet, SHIPPED};
use crate::state::{Reliance, State};
use crate::value::tests::{World, eur, event, granted};

/// The explanation of a grant, as text: of the verdict that these rules give on it.
fn explained(world: &mut World, aid: Value, change: Value) -> String {
    let before = world.state.clone();
    let verdict = world.verdict(aid.clone(), change.clone());
    let event = event(before.size(), "2020-01-01T00:00:00Z", "award.granted", &granted(aid, change));
    let trace = explain(&before, &event, &verdict);
    assert!(steps(&trace, "disagreement").is_empty(), "{}", trace.to_text());
    trace.to_text()
}

fn steps<'a>(trace: &'a Trace, kind: &str) -> Vec<&'a Trace> {
    let own = (trace.step == kind).then_some(trace);
    own.into_iter().chain(trace.inputs.iter().flat_map(|input| steps(input, kind))).collect()
}

fn says(text: &str, lines: &[&str]) {
    for line in lines {
        assert!(text.lines().any(|said| said.trim_start() == *line), "`{line}` is not said in\n{text}");
    }
}

const ART_3_6: &str = "[Regulation (EU) 2023/2831 Art. 3(6)]";
const ART_4_3: &str = "[Regulation (EU) 2023/2831 Art. 4(3)(b)]";

#[test]
fn instalments_name_rate_margin_days_and_each_value_today() {
    let mut world = World::new();
    let at = world.state.size();
    world.publish("ec-base-rate", json!([{"member_state": "FI", "from": "2026-01-01", "percent": "2.19"}]));
    let payments = json!([{"due": "2026-03-02", "amount": eur("1000.00")}, {"due": "2026-09-01", "amount": eur("1000.00")}]);
    let text = explained(&mut world, json!({"form": "instalments", "payments": payments}), json!({}));
    says(
        &text,
        &[
            "payment: 1000.00 EUR",
            "payments to come are discounted at 3.19 % a year, compounded yearly, for the days from the grant",
            &format!(
                "base rate of the granting State: 2.19 %, published for 2026-01-01 and after  (position {at})"
            ),
            &format!("on top of it: 1 percentage points  {ART_3_6}"),
            &format!("a year has 365 days in this calculation  {ART_3_6}"),
            "due on 2026-03-02, not after the grant: worth = EUR 1000.00",
            "due on 2026-09-01, 183 days after the grant: worth today = EUR 984.38",
            "calculation: the sum of amount / (1 + 3.19 %)^(days / 365)",
        ],
    );
}

#[test]
fn a_loan_names_the_pair_it_fits_the_gates_and_the_formula() {
    let mut world = World::new();
    let at = world.state.size();
    world.assess("2026-01-01", json!({"size": "large", "credit_band": "BB"}));
    let loan = |years: &str| json!({"form": "loan", "principal": eur("1000000.00"), "years": years, "collateral_percent": "60", "method": "safe-harbour"});
    let text = explained(&mut world, loan("3"), json!({}));
    says(
        &text,
        &[
            "principal: 1000000.00 EUR",
            "term: 3 years",
            "collateral: 60 %",
            &format!(
                "within the safe harbour no risk assessment is needed: the ceiling in proportion to amount and term  {ART_4_3}"
            ),
            "nothing is on record about insolvency, which closes nothing",
            &format!("the undertaking is on record as large  (position {at})"),
            &format!("the rating on record is BB; a large undertaking needs B or better  (position {at})"),
            "collateral of at least 50 % of the loan: this is met",
            "at most EUR 1500000.00 for at most 5 years: this fits",
            "the ceiling in the formula is EUR 300000.00",
            "calculation: 300000.00 EUR x 1000000.00 EUR / 1500000.00 EUR x 3 / 5",
        ],
    );
    let outside = explained(&mut world, loan("7"), json!({"award": "b"}));
    says(
        &outside,
        &[
            "what the aid is worth could not be settled (form: loan)",
            "at most EUR 1500000.00 for at most 5 years: this does not fit",
            "at most EUR 750000.00 for at most 10 years: this does not fit",
            "outside the safe harbour this form has no figure without a risk assessment",
        ],
    );
}

#[test]
fn a_loan_by_reference_rate_names_both_rates_margin_years_and_the_formula() {
    let mut world = World::new();
    let at = world.state.size();
    world.publish("ec-base-rate", json!([{"member_state": "LT", "from": "2026-01-01", "percent": "2.19"}]));
    let loan = |rate: Option<&str>| {
        let mut aid = json!({"form": "loan", "principal": eur("100000.00"), "years": "4.995", "collateral_percent": "0", "method": "reference-rate"});
        if let Some(rate) = rate {
            aid["rate_percent"] = json!(rate);
        }
        aid
    };
    let article = "[Regulation (EU) 2023/2831 Art. 4(3)(c)]";
    let text = explained(&mut world, loan(Some("2.00")), json!({"member_state": "LT"}));
    says(
        &text,
        &[
            "what the aid is worth to its recipient (form: loan) = 20950.00",
            "principal: 100000.00 EUR",
            "interest rate of the loan: 2.00 %",
            &format!(
                "worth the interest saved against the reference rate of the day of the grant: on the whole principal, for all years, not discounted  {article}"
            ),
            "nothing is on record about insolvency, which closes nothing",
            "no rating is on record; a large undertaking needs B or better",
            "the reference rate is 6.19 %",
            &format!(
                "base rate of the granting State: 2.19 %, published for 2026-01-01 and after  (position {at})"
            ),
            "on top of it: 4 percentage points",
            "5.00 years enter, rounded to 2 decimals",
            "calculation: 100000.00 EUR x 5.00 x (2.19 + 4 - (2.00)) / 100",
        ],
    );
    assert!(text.contains("a reading of the text, not its letter. INVEGA"), "{text}");
    let silent = explained(&mut world, loan(None), json!({"member_state": "LT", "award": "b"}));
    says(&silent, &["the interest rate of the loan is not stated"]);
    world.assess("2026-01-01", json!({"size": "small", "credit_band": "BB"}));
    let rated = explained(&mut world, loan(Some("2.00")), json!({"member_state": "LT", "award": "c"}));
    says(&rated, &["no margin for an undertaking of this rating is on record"]);
    let elsewhere = explained(&mut world, loan(Some("2.00")), json!({"award": "d"}));
    says(&elsewhere, &["no rule on record values a loan under this regime in the way stated"]);
}

#[test]
fn what_pays_for_the_same_service_is_named_with_its_rule() {
    let mut world = World::new();
    let cash = || json!({"form": "grant", "nominal": eur("1000.00")});
    let ferry = |award: &str, more: Value| {
        let conditions = json!({"export_linked": false, "domestic_goods": false, "price_quantity_linked": false, "sgei_service": "ferry"});
        let mut change = json!({"award": award, "conditions": conditions, "basis": {"kind": "ad-hoc", "regime": "eu-2023-2832"}});
        for (name, value) in more.as_object().unwrap() {
            change[name] = value.clone();
        }
        change
    };
    let rule = "[Regulation (EU) 2023/2832 Art. 5(2)]";
    let free = explained(&mut world, cash(), ferry("a", json!({})));
    says(
        &free,
        &[&format!(
            "no other award on record pays for the service ferry; a second one would bar this award  {rule}"
        )],
    );
    let at = world.state.size();
    let private = json!({
        "member_state": null, "basis": {"kind": "ad-hoc", "regime": "no-aid"}, "treatment": {"no-aid": {"ground": "private"}},
        "funding": [{"origin": "private", "share_percent": "100"}],
    });
    let claim = explained(&mut world, cash(), ferry("b", private));
    assert!(!claim.contains("ferry"), "nobody asks what claims to be no aid\n{claim}");
    let barred = explained(&mut world, cash(), ferry("c", json!({})));
    says(
        &barred,
        &[
            &format!(
                "on record beside it for the service ferry, and no de minimis aid as far as known: 1 award  {rule}"
            ),
            &format!("facts/b of 2026-03-02 (admitted here)  (position {at})"),
            "what can be done: aid for another service, or under another regime",
        ],
    );
    let conferred = explained(&mut world, cash(), ferry("d", json!({"legal_right": "conferred"})));
    assert!(!conferred.contains("ferry"), "{conferred}");
}

#[test]
fn computing_time_names_the_row_that_priced_it() {
    let mut world = World::new();
    let at = world.state.size();
    world.publish("compute-price", json!([{"system": "s", "unit": "gpu-hour", "from": "2026-01-01", "price": {"rate": "1.85", "currency": "EUR"}, "method": "tariff"}]));
    let aid = json!({"form": "compute", "system": "s", "unit": "gpu-hour", "quantity": "100", "price_paid": eur("5.00")});
    let text = explained(&mut world, aid.clone(), json!({}));
    says(
        &text,
        &[
            &format!("1 gpu-hour = 1.85 EUR, published for 2026-01-01 and after (tariff)  (position {at})"),
            "calculation: 100 x 1.85 EUR - 5.00 EUR",
        ],
    );
    let earlier = explained(&mut world, aid, json!({"award": "b", "granted_on": "2025-12-31"}));
    says(&earlier, &["no price of a unit is stated, and none was published for this system, unit and date"]);
}

#[test]
fn caps_shares_and_the_limit_on_capital_are_said() {
    let mut world = World::new();
    let half = json!({"funding": [{"origin": "state", "share_percent": "50"}, {"origin": "private", "share_percent": "50"}]});
    let mut aid =
        json!({"form": "grant", "nominal": eur("1000.00"), "cap": eur("900.00"), "counts_as": "exact"});
    let text = explained(&mut world, aid.clone(), json!({}));
    says(
        &text,
        &[
            "cap: 900.00 EUR",
            "at most the cap counts",
            "calculation: the smaller of 1000.00 EUR and 900.00 EUR",
        ],
    );
    aid["counts_as"] = json!("cap");
    aid["nominal"] = eur("1.00");
    let text = explained(&mut world, aid, json!({"award": "b"}));
    says(
        &text,
        &[
            "the cap counts in full until the exact amount is binding, whatever is used of it",
            "calculation: 900.00 EUR",
        ],
    );
    let capital =
        explained(&mut world, json!({"form": "capital", "injection": eur("7.00")}), json!({"award": "c"}));
    says(
        &capital,
        &[
            "capital is transparent aid up to EUR 300000.00; exactly so much is allowed  [Regulation (EU) 2023/2831 Art. 4(4)]",
        ],
    );
    // A share changes the figure; whether the award may be judged at all is said elsewhere.
    let grant = event(
        1,
        "2020-01-01T00:00:00Z",
        "award.granted",
        &granted(json!({"form": "grant", "nominal": eur("1.01")}), half),
    );
    let verdict = Verdict {
        gge: Some(ledger::verdict::Figure::exact(ledger::money::Cents(51))),
        ..plain(Outcome::Admitted)
    };
    let trace = explain(&world.state, &grant, &verdict);
    assert!(steps(&trace, "disagreement").is_empty(), "{}", trace.to_text());
    says(
        &trace.to_text(),
        &[
            "of this, 50 % comes from the State or may do so, and only that counts  [Regulation (EU) 2023/2831 rec. 14]",
            "calculation: (1.01 EUR) x 50 %",
        ],
    );
}

fn plain(outcome: Outcome) -> Verdict {
    Verdict {
        semantics: 0,
        packs: String::new(),
        outcome,
        codes: Vec::new(),
        flags: Vec::new(),
        gge: None,
        members: Vec::new(),
        amounts: Vec::new(),
        checks: Vec::new(),
        affects: None,
    }
}

/// Every kind of statement is named, its objects too, on a ledger that knows nothing.
#[test]
fn every_statement_says_what_it_names_and_what_it_changes() {
    for kind in EventType::ALL {
        let event = Event::read(template(*kind).as_bytes()).unwrap();
        for outcome in [Outcome::Recorded, Outcome::Refused] {
            let trace = explain(&State::new(), &event, &plain(outcome));
            let text = trace.to_text();
            assert!(trace.inputs.len() > 1, "{kind}: {text}");
            assert!(!text.contains(&kind.to_string()), "{kind} is called by its name in the code: {text}");
            assert!(text.lines().all(|line| !line.trim().is_empty()), "{kind}: {text}");
            let effect = steps(&trace, "effect");
            let nothing =
                effect.iter().any(|step| step.text == "nothing in the ledger changed but this entry");
            assert_eq!(nothing, outcome == Outcome::Refused, "{kind}");
        }
    }
}

#[test]
fn a_match_says_which_sighting_counts() {
    let mut world = World::new();
    for (award, amount) in [("a", "10.00"), ("b", "30.00"), ("c", "30.00")] {
        world.verdict(json!({"form": "grant", "nominal": eur(amount)}), json!({"award": award}));
    }
    let said = event(
        9,
        "2020-01-01T00:00:00Z",
        "award.matched",
        &json!({"award": "c", "same_as": ["a", "b"], "evidence": {}}),
    );
    let text = explain(&world.state, &said, &plain(Outcome::Recorded)).to_text();
    says(
        &text,
        &[
            "facts/a of 2026-03-02 (admitted here) = 10.00  (position 2)",
            "of these, facts/b counts  (position 3)",
            "from here on these are one award and count once: the one that lasts longest, of equals the one with the highest figure; earlier verdicts stand",
        ],
    );
}

#[test]
fn a_waiver_says_what_counted_what_is_given_up_and_what_is_left() {
    let mut world = World::new();
    world.verdict(json!({"form": "grant", "nominal": eur("100.00")}), json!({}));
    let data = json!({"award": "a", "amount": eur("60.00"), "on": "2026-04-01", "repaid_on": "2026-05-01", "evidence": {}, "benefit_kept": eur("100.00"),
        "repaid": {"amount": eur("60.00"), "interest": eur("1.00"), "on": "2026-05-01", "evidence": {}}});
    let said = event(9, "2020-01-01T00:00:00Z", "award.waived", &data);
    let verdict = Verdict {
        gge: Some(ledger::verdict::Figure::exact(ledger::money::Cents(4000))),
        ..plain(Outcome::Recorded)
    };
    let text = explain(&world.state, &said, &verdict).to_text();
    says(
        &text,
        &[
            "what the award counts from then on = 40.00",
            "facts/a of 2026-03-02 (admitted here) = 100.00  (position 2)",
            "given up, as stated = EUR 60.00",
            "what was used or paid out = EUR 100.00",
            "of that, paid back (interest left out) = EUR 60.00",
        ],
    );
}

/// A ledger of several parties, whose statements reach as far as each may be relied on.
struct Parties(State);

impl Parties {
    fn new() -> Self {
        let from = "2014-01-01".parse().unwrap();
        let packs = SHIPPED.iter().fold(PackSet::new(), |set, shipped| {
            set.adopt(Pack::from_files(&shipped.files()).unwrap().into(), from).unwrap()
        });
        let mut parties = Self(State::new());
        parties.0.adopt_for_facts(packs);
        parties
    }

    fn event(&self, party: &str, kind: &str, data: &Value) -> Event {
        let mut event = event(self.0.size(), "2020-01-01T00:00:00Z", kind, data);
        event.source = party.parse().unwrap();
        event
    }

    fn say(&mut self, party: &str, kind: &str, data: &Value) {
        let event = self.event(party, kind, data);
        let relied_on_by_all = matches!(party, "reg");
        let reach =
            if relied_on_by_all { Reliance::Everybody } else { Reliance::Party(event.source.clone()) };
        self.0.pretend_stated(&event, reach);
    }

    fn register(&mut self, who: &str) {
        let data = json!({"undertaking": who, "identifiers": [], "natural_person": false});
        self.say("reg", "undertaking.registered", &data);
    }

    fn link(&mut self, party: &str, controller: &str, controlled: &str, level: &str) {
        let data = json!({"controller": controller, "controlled": controlled, "kind": "voting-majority", "from": "2025-03-01", "evidence": {"level": level}});
        self.say(party, "control.declared", &data);
    }

    /// The explanation of a grant of EUR 100.00 of 2 March 2026 by `party`, on which the ledger said this.
    fn explained(&self, party: &str, who: &str, verdict: Verdict) -> Trace {
        let aid = json!({"form": "grant", "nominal": eur("100.00")});
        let event = self.event(party, "award.granted", &granted(aid, json!({"beneficiary": who})));
        let gge = Some(ledger::verdict::Figure::exact(ledger::money::Cents(10_000)));
        explain(&self.0, &event, &Verdict { gge, ..verdict })
    }
}

const A: &str = "NID:FI:00001";
const B: &str = "NID:FI:00002";

/// A holds the ceiling in full, as a register reports.
fn full() -> Parties {
    use crate::state::{Award, Right};
    let mut parties = Parties::new();
    parties.register(A);
    parties.register(B);
    let beneficiary = parties.0.pretend_handle(&A.parse().unwrap());
    let id = "full".parse::<ledger::ids::ScopedRef>().unwrap().full(&"reg".parse().unwrap());
    let (regime, on) = (ledger::event::aid::Regime::Eu2023_2831, "2025-06-02".parse().unwrap());
    parties.0.pretend(Award {
        member_state: "FI".parse().ok(),
        gge: Some(ledger::verdict::Figure::exact(ledger::money::Cents(30_000_000))),
        ..Award::new(id, 2, beneficiary, regime, on, Right::Reported)
    });
    parties.0.pretend_nothing();
    parties
}

#[test]
fn a_question_that_another_partys_link_raises_names_the_link_and_the_sum() {
    let mut parties = full();
    parties.link("h1", A, B, "documented");
    let codes = vec![ledger::verdict::Code::NeedsReview];
    let trace = parties.explained("h2", B, Verdict { codes, ..plain(Outcome::Deferred) });
    says(
        &trace.to_text(),
        &[
            "another reading: with what any other party has stated, links that are only declared left aside",
            "with this award EUR 300100.00 of EUR 300000.00 in FI = 300100.00",
            "NID:FI:00001 belongs to it then",
            "NID:FI:00001 controls NID:FI:00002 from 2025-03-01 on; stated by h1, whose own grants alone rely on it  (position 3)",
        ],
    );
    // For the host itself the link is a tie like any other, and nothing else is to be read.
    let own = parties.explained("h1", B, plain(Outcome::Refused));
    assert!(steps(&own, "other-reading").is_empty());
    assert_eq!(steps(&own, "member").len(), 2);
}

#[test]
fn a_flag_on_declared_links_shows_what_comes_out_without_them() {
    let mut parties = full();
    parties.link("h1", A, B, "declared");
    let flags = vec![ledger::verdict::Flag::GroupEvidenceWeak];
    let trace = parties.explained("h1", B, Verdict { flags: flags.clone(), ..plain(Outcome::Refused) });
    says(
        &trace.to_text(),
        &[
            "another reading: without links that are only declared",
            "with this award EUR 100.00 of EUR 300000.00 in FI = 100.00",
            "NID:FI:00001 does not belong to it then",
        ],
    );
    assert_eq!(steps(&trace, "other-reading").len(), 1);
    // A flag on a state that holds no such link is no more than recorded.
    let other = full().explained("h1", B, Verdict { flags, ..plain(Outcome::Recorded) });
    assert_eq!(steps(&other, "disagreement").len(), 1);
}

#[test]
fn a_public_body_is_named_and_nobody_is_linked_through_it() {
    let mut parties = full();
    parties.link("reg", A, B, "register");
    let holding = json!({"holder": A, "held": B, "capital_percent": "60", "votes_percent": "60", "kind": "public-body", "from": "2025-01-01"});
    parties.say("reg", "holding.declared", &holding);
    let trace = parties.explained("h1", B, plain(Outcome::Admitted));
    assert_eq!(steps(&trace, "member").len(), 1);
    says(
        &trace.to_text(),
        &[
            "NID:FI:00001 is a public body from 2025-01-01 on, through which nobody is linked: 1 link is set aside  (position 4)",
        ],
    );
}

#[test]
fn the_members_of_a_large_group_are_counted_and_not_all_listed() {
    let mut parties = Parties::new();
    let of = |number: usize| format!("NID:FI:{number:05}");
    for number in 2..=LIST_MAX + 5 {
        parties.link("reg", A, &of(number), "register");
    }
    let trace = parties.explained("h1", B, plain(Outcome::Admitted));
    let group = steps(&trace, "group");
    assert_eq!(steps(group[0], "member").len(), LIST_MAX);
    let text = trace.to_text();
    says(
        &text,
        &["whose awards are added up: 1005 undertakings that are one single undertaking on 2026-03-02"],
    );
    says(&text, &["and 5 more, not listed"]);
}
