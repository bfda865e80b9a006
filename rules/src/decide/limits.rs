//! Every limit on an award, in the view of its signer, and whether it hangs on what others see otherwise.

use ledger::verdict::{Code, Figure, Flag};

use super::case::Case;
use super::findings::Findings;
use crate::limit::{self, Added, Candidate, Occasion, Otherwise, Reread, Said, Whose, national};
use crate::state::{GrantedBy, State, View};

/// Tests an award against every limit of its regime.
pub(super) fn judge(state: &State, case: &Case<'_>, added: &Added, found: &mut Findings) {
    let (mut own, others) = read(state, case, added);
    judge_nationally(state, case, added, &mut own);
    for other in others {
        match other.otherwise {
            Otherwise::WithoutWeak | Otherwise::WithAllWeak => found.flag(Flag::GroupEvidenceWeak),
            Otherwise::Borders => found.flag(Flag::GroupCrossBorder),
            Otherwise::Persons => found.flag(Flag::GroupNaturalPerson),
            Otherwise::Undeclared => found.flag(Flag::LinkNotDeclared),
            Otherwise::AllParties => found.code(Code::NeedsReview),
        }
    }
    for code in own.codes {
        found.code(code);
    }
    for flag in own.flags {
        found.flag(flag);
    }
    found.checks.extend(own.checks);
}

/// What the State may grant to all undertakings together: no view is asked of it, and of a group nothing (rules-sectors D13).
fn judge_nationally(state: &State, case: &Case<'_>, added: &Added, said: &mut Said) {
    let (Some(member_state), Some(high)) = (case.member_state, added.gge.high) else { return };
    let award = national::Award {
        member_state,
        regime: case.regime,
        granted_on: case.granted_on,
        beneficiary: state.undertakings.find(case.beneficiary),
        sector: case.sector,
        high,
        enforced: case.enforced,
    };
    national::judge(state, award, said);
}

/// What the limits say of an award of this figure in the signer's view, and every other reading on which the answer turns.
pub(crate) fn readings(state: &State, case: &Case<'_>, gge: Figure) -> (Said, Vec<Reread>) {
    read(state, case, &Added::figure(gge))
}

fn read(state: &State, case: &Case<'_>, added: &Added) -> (Said, Vec<Reread>) {
    let candidate = Candidate { occasion: &case.occasion(), added, enforced: case.enforced };
    limit::readings(state, case.whose(state), candidate)
}

impl Case<'_> {
    /// The grant as far as it decides which limits apply.
    pub(crate) fn occasion(&self) -> Occasion {
        Occasion { member_state: self.member_state, regime: self.regime, granted_on: self.granted_on }
    }

    /// Whose awards are added up, in the signer's view.
    pub(crate) fn whose(&self, state: &State) -> Whose {
        Whose::new(state.undertakings.find(self.beneficiary), View::of(self.viewer.clone()))
    }

    /// The view in which the regime's first limit looks at a group.
    pub(crate) fn view(&self, state: &State, whose: &Whose) -> View {
        let limits = state.packs().limits(&self.regime, self.granted_on);
        let first = limits.first().and_then(|limit| Some((limit, self.occasion().granted_by(limit)?)));
        first.map_or_else(
            || whose.view.clone().defined_by(state.packs(), self.member_state, self.granted_on),
            |(limit, by)| whose.view_under(limit, GrantedBy::state(by), self.granted_on),
        )
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use ledger::event::aid::Regime;
    use ledger::event::{Event, EventType};
    use ledger::ids::{ScopedRef, UndertakingId};
    use ledger::money::Cents;
    use ledger::verdict::{Code, Figure, Flag};
    use serde_json::{Value, json};

    use super::super::findings::Findings;
    use super::judge;
    use crate::decide::Case;
    use crate::limit::Added;
    use crate::pack::{Pack, PackSet, SHIPPED};
    use crate::state::{Award, Reliance, Right, State};

    const A: &str = "NID:FI:00001";
    const B: &str = "NID:FI:00002";
    const ABROAD: &str = "NID:EE:00003";

    struct Told(State, u32);

    impl Told {
        /// A has EUR 250,000; B and the one abroad have EUR 40,000 each, all of 1 February 2025.
        fn new() -> Self {
            let from = NaiveDate::from_ymd_opt(2014, 1, 1).unwrap();
            let packs = SHIPPED.iter().fold(PackSet::new(), |set, shipped| {
                set.adopt(Pack::from_files(&shipped.files()).unwrap().into(), from).unwrap()
            });
            let mut told = Self(State::new(), 0);
            told.0.adopt_for_facts(packs);
            for (at, (who, euros)) in [(A, 250_000), (B, 40_000), (ABROAD, 40_000)].into_iter().enumerate() {
                let beneficiary = told.0.pretend_handle(&who.parse().unwrap());
                let id = format!("a{at}").parse::<ScopedRef>().unwrap().full(&"p".parse().unwrap());
                let on = NaiveDate::from_ymd_opt(2025, 2, 1).unwrap();
                let regime = Regime::Eu2023_2831;
                told.0.pretend(Award {
                    member_state: "FI".parse().ok(),
                    gge: Some(Figure::exact(Cents(euros * 100))),
                    ..Award::new(id, at as u64, beneficiary, regime, on, Right::Reported)
                });
            }
            told
        }

        fn say(mut self, party: &str, kind: &str, data: &Value) -> Self {
            self.1 += 1;
            let event = json!({
                "specversion": "1.0", "datacontenttype": "application/json", "id": format!("e{}", self.1),
                "source": format!("urn:aidledger:party:{party}"), "type": format!("eu.aidledger.{kind}.v1"),
                "ledger": "A".repeat(43), "subject": EventType::from_name(kind).and_then(|kind| kind.named_in(data)).unwrap_or("x"), "time": "2024-01-01T00:00:00Z", "data": data,
            });
            let event = Event::read(event.to_string().as_bytes()).unwrap();
            let party = |party: &str| Reliance::Party(party.parse().unwrap());
            let reach = if event.source.as_str() == "reg" {
                Reliance::Everybody
            } else {
                party(event.source.as_str())
            };
            self.0.pretend_stated(&event, reach);
            self
        }

        fn link(self, party: &str, a: &str, b: &str, level: &str) -> Self {
            let data = json!({"controller": a, "controlled": b, "kind": "voting-majority", "from": "2025-03-01", "evidence": {"level": level}});
            self.say(party, "control.declared", &data)
        }

        /// An enforced grant of EUR 20,000 to B on 1 June 2025.
        fn grant(&self, party: &str) -> (Vec<Code>, Vec<Flag>, Cents) {
            let beneficiary: UndertakingId = B.parse().unwrap();
            let case = Case {
                beneficiary: &beneficiary,
                member_state: "FI".parse().ok(),
                regime: Regime::Eu2023_2831,
                granted_on: NaiveDate::from_ymd_opt(2025, 6, 1).unwrap(),
                enforced: true,
                least: Cents::ZERO,
                sector: None,
                viewer: Reliance::Party(party.parse().unwrap()),
            };
            let mut found = Findings::default();
            judge(&self.0, &case, &Added::figure(Figure::exact(Cents(2_000_000))), &mut found);
            assert_eq!(found.checks.len(), 1);
            (found.codes, found.flags, found.checks[0].after.high.unwrap())
        }
    }

    const OVER: Cents = Cents(31_000_000);
    const ALONE: Cents = Cents(6_000_000);

    #[test]
    fn what_everybody_relies_on_binds_everybody() {
        let told = Told::new().link("reg", A, B, "register");
        for host in ["h1", "h2"] {
            assert_eq!(told.grant(host), (vec![Code::CeilingExceeded], vec![], OVER));
        }
    }

    #[test]
    fn a_hosts_documented_link_binds_itself_and_makes_another_ask() {
        let told = Told::new().link("h1", A, B, "documented");
        assert_eq!(told.grant("h1"), (vec![Code::CeilingExceeded], vec![], OVER));
        assert_eq!(told.grant("h2"), (vec![Code::NeedsReview], vec![], ALONE));
    }

    #[test]
    fn a_declared_link_is_weak_for_its_own_host_and_for_others() {
        let told = Told::new().link("h1", A, B, "declared");
        assert_eq!(told.grant("h1"), (vec![Code::CeilingExceeded], vec![Flag::GroupEvidenceWeak], OVER));
        // Another's weak link makes nobody wait, but it is said.
        assert_eq!(told.grant("h2"), (vec![], vec![Flag::GroupEvidenceWeak], ALONE));
    }

    #[test]
    fn a_weak_link_that_a_strong_one_stands_beside_decides_nothing() {
        let told = Told::new().link("h1", A, B, "declared").link("reg", A, B, "register");
        assert_eq!(told.grant("h1"), (vec![Code::CeilingExceeded], vec![], OVER));
        assert_eq!(told.grant("h2"), (vec![Code::CeilingExceeded], vec![], OVER));
    }

    #[test]
    fn a_link_across_a_border_is_named_where_the_answer_hangs_on_it() {
        let told = Told::new().link("reg", ABROAD, B, "register");
        assert_eq!(told.grant("h1"), (vec![], vec![Flag::GroupCrossBorder], Cents(10_000_000)));
    }

    #[test]
    fn a_hosts_identification_is_its_own() {
        let same = json!({"undertaking": B, "same_as": [A], "evidence": {}});
        let told = Told::new().say("h1", "undertaking.identified", &same);
        assert_eq!(told.grant("h1"), (vec![Code::CeilingExceeded], vec![], OVER));
        assert_eq!(told.grant("h2"), (vec![Code::NeedsReview], vec![], ALONE));
        let back = json!({"source": "urn:aidledger:party:h1", "id": "e1", "reason": "slip"});
        let told = told.say("h1", "statement.retracted", &back);
        assert_eq!(told.grant("h1"), (vec![], vec![], ALONE));
    }

    #[test]
    fn a_hosts_end_frees_its_own_grants_only() {
        let end =
            json!({"controller": A, "controlled": B, "on": "2025-05-01", "history": "stays-with-recipient"});
        let told = Told::new().link("reg", A, B, "register").say("h1", "control.ended", &end);
        assert_eq!(told.grant("h1"), (vec![], vec![], ALONE));
        assert_eq!(told.grant("h2"), (vec![Code::CeilingExceeded], vec![], OVER));
    }

    #[test]
    fn a_public_body_links_nobody_and_an_enterprise_does() {
        for (kind, after) in [("public-body", ALONE), ("enterprise", OVER), ("non-profit", OVER)] {
            let holding = json!({"holder": A, "held": B, "capital_percent": "60", "votes_percent": "60", "kind": kind, "from": "2025-05-01"});
            let told = Told::new().link("reg", A, B, "register").say("reg", "holding.declared", &holding);
            assert_eq!(told.grant("h1").2, after, "{kind}");
        }
    }
}
