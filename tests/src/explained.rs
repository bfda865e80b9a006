//! Unsigned facts on the shipped packs: the shortest way from an event's `data` to its verdict.

use chrono::NaiveDate;
use ledger::event::{Event, EventType};
use ledger::time::At;
use ledger::verdict::Verdict;
use rules::engine::suppose;
use rules::pack::{Pack, PackLibrary, PackSet, SHIPPED};
use rules::state::State;

/// A history under construction.
pub struct Facts {
    /// After the last fact.
    pub state: State,
    number: u64,
}

/// One fact with what was decided on it.
pub struct Said {
    /// The state before it.
    pub before: State,
    /// The fact.
    pub event: Event,
    /// Its verdict.
    pub verdict: Verdict,
}

impl Facts {
    /// Registers `NID:FI:00001` and so on.
    ///
    /// # Errors
    /// Where a shipped pack does not load.
    pub fn with_undertakings(count: u64) -> Result<Self, String> {
        let mut facts = Self { state: State::new(), number: 0 };
        facts.state.adopt_for_facts(shipped()?);
        for number in 1..=count {
            let data =
                format!(r#"{{"undertaking":"NID:FI:{number:05}","identifiers":[],"natural_person":false}}"#);
            facts.say("undertaking.registered", &data)?;
        }
        Ok(facts)
    }

    /// Decides and folds in a fact, recorded at noon of 2 November 2026.
    ///
    /// # Errors
    /// Where the data is no event of the kind.
    pub fn say(&mut self, kind: &str, data: &str) -> Result<Said, String> {
        const NOON: i64 = 1_793_620_800_000_000;
        self.number += 1;
        let body: serde_json::Value = serde_json::from_str(data).map_err(|error| error.to_string())?;
        let text = format!(
            r#"{{"specversion":"1.0","datacontenttype":"application/json","id":"line-{}","source":"urn:aidledger:party:facts","type":"eu.aidledger.{kind}.v1","ledger":"{}","subject":"{}","time":"2024-01-01T00:00:00Z","data":{data}}}"#,
            self.number,
            "A".repeat(43),
            EventType::from_name(kind).and_then(|kind| kind.named_in(&body)).unwrap_or("facts"),
        );
        self.tell(&text, At::from_micros(NOON).ok_or("no such time")?)
    }

    /// Decides and folds in a whole event, recorded at a time.
    ///
    /// # Errors
    /// Where the text is no event.
    pub fn tell(&mut self, text: &str, at: At) -> Result<Said, String> {
        let event = Event::read(text.as_bytes()).map_err(|faults| format!("{faults:?} in {text}"))?;
        let before = self.state.clone();
        let verdict = suppose(&mut self.state, &PackLibrary::default(), event.clone(), at);
        Ok(Said { before, event, verdict })
    }

    /// The data of a grant under Regulation (EU) 2023/2831; `nominal` is a Money object.
    #[must_use]
    pub fn grant(award: &str, who: &str, state: &str, on: &str, right: &str, nominal: &str) -> String {
        format!(
            r#"{{"award":"{award}","beneficiary":"{who}","granting_authority":{{"id":"csc","name":"CSC"}},"member_state":"{state}","granted_on":"{on}","legal_right":"{right}","basis":{{"kind":"ad-hoc","regime":"eu-2023-2831"}},"instrument":"grant-or-interest-subsidy","aid":{{"form":"grant","nominal":{nominal}}},"funding":[{{"origin":"state","share_percent":"100"}}],"activity":{{"nace":{{"code":"62.10","revision":"2.1"}}}},"conditions":{{"export_linked":false,"domestic_goods":false,"price_quantity_linked":false}}}}"#
        )
    }

    /// The data of a report; `gge` is the member `gge` or `gge_range` with its value.
    #[must_use]
    pub fn report(award: &str, who: &str, state: &str, on: &str, regime: &str, gge: &str) -> String {
        format!(
            r#"{{"award":"{award}","beneficiary":"{who}","granting_authority":{{"name":"a register"}},"member_state":"{state}","granted_on":"{on}","basis":{{"regime":"{regime}"}},"aid":{{"form":"declared",{gge}}},"reported_from":"register","date_basis":"legal-right","source_row":{{"register":"tam","id":"{award}","retrieved_on":"2039-12-31","sha256":"{}"}}}}"#,
            "a".repeat(64)
        )
    }
}

fn shipped() -> Result<PackSet, String> {
    let from = NaiveDate::from_ymd_opt(2014, 1, 1).unwrap_or_default();
    SHIPPED.iter().try_fold(PackSet::new(), |set, shipped| {
        let adopted = Pack::from_files(&shipped.files()).and_then(|pack| set.adopt(pack.into(), from));
        adopted.map_err(|errors| format!("{}: {errors}", shipped.name))
    })
}
