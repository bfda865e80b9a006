//! A seeded, realistic stream of statements: four hosting entities, a register, start-ups and their awards.
//!
//! The same seed, count and day give the same statements. Every name and number is invented.

use chrono::{Days, NaiveDate};
use serde_json::{Value, json};

use super::cast::{HOSTS, Who};
use super::script::Statement;

/// Makes at least `events` statements as of `today`.
#[must_use]
pub fn generate(events: usize, seed: u64, today: NaiveDate) -> Vec<Statement> {
    let mut stream = Stream {
        dice: fastrand::Rng::with_seed(seed),
        today,
        out: Vec::new(),
        companies: Vec::new(),
        awards: Vec::new(),
    };
    stream.rates();
    // About one undertaking for eight statements: groups of a start-up's size with a history each.
    let companies = (events / 8).max(12);
    for number in 0..companies {
        stream.register(number);
    }
    stream.identify();
    while stream.out.len() < events {
        stream.anything();
    }
    stream.out
}

#[derive(Clone)]
struct Company {
    handle: String,
    registrar: Who,
}

#[derive(Clone)]
struct Granted {
    id: String,
    party: Who,
    euros: u64,
    on: NaiveDate,
}

struct Stream {
    dice: fastrand::Rng,
    today: NaiveDate,
    out: Vec<Statement>,
    companies: Vec<Company>,
    awards: Vec<Granted>,
}

const NAMES: &[&str] = &[
    "Aurora", "Baltic", "Cirrus", "Delta", "Ember", "Fjord", "Granite", "Harbour", "Isbre", "Juniper",
    "Kelp", "Lumen", "Meridian", "Nimbus", "Orchard", "Prism", "Quarry", "Ridge", "Solstice", "Tundra",
    "Umbra", "Vector", "Willow", "Zephyr",
];
const TRADES: &[&str] =
    &["Vision", "Speech", "Robotics", "Genomics", "Materials", "Mobility", "Translation", "Forecasting"];
const COUNTRIES: &[(&str, &str)] = &[
    ("FI", "Oy"),
    ("ES", "S.L."),
    ("IT", "S.r.l."),
    ("LU", "S.à r.l."),
    ("EE", "OÜ"),
    ("PL", "sp. z o.o."),
    ("DE", "GmbH"),
    ("IE", "Ltd"),
];
const SECTORS: &[&str] = &["62.10", "72.11", "58.29", "26.20", "71.12", "63.10"];

impl Stream {
    fn pick<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        of.get(self.dice.usize(..of.len().max(1)))
    }

    fn host(&mut self) -> Who {
        self.pick(&HOSTS).copied().unwrap_or(Who::North)
    }

    fn day_back(&mut self, days: u64) -> NaiveDate {
        let date = self.today.checked_sub_days(Days::new(self.dice.u64(..days.max(1)))).unwrap_or(self.today);
        // The regulation in force began on this day; older awards come as reports.
        NaiveDate::from_ymd_opt(2024, 1, 1).map_or(date, |first| date.max(first))
    }

    fn push(&mut self, who: Who, name: &str, subject: &str, on: NaiveDate, data: Value) {
        self.out.push(Statement::new(who, name, subject, on, data));
    }

    /// Weekly rates for two currencies over the last four years, so that awards in them can be counted.
    fn rates(&mut self) {
        for (currency, base) in [("SEK", 11_034_u64), ("PLN", 4_281)] {
            let weeks: Vec<Value> = (0..199_u64)
                .filter_map(|week| {
                    let date = self.today.checked_sub_days(Days::new(week * 7))?;
                    let rate = base + self.dice.u64(..200);
                    Some(json!({"member_state": "*", "currency": currency, "date": date.to_string(),
                        "rate": format!("{}.{:03}", rate / 1000, rate % 1000), "source": "demonstration"}))
                })
                .collect();
            let source = json!({"ref": "invented rates", "sha256": "0".repeat(64)});
            self.push(
                Who::RuleAuthority,
                "reference.published",
                "fx",
                self.today,
                json!({"table": "fx", "rows": weeks, "source": source}),
            );
        }
    }

    fn register(&mut self, number: usize) {
        let name = self.pick(NAMES).copied().unwrap_or_default();
        let trade = self.pick(TRADES).copied().unwrap_or_default();
        let (country, form) = self.pick(COUNTRIES).copied().unwrap_or(("FI", "Oy"));
        let registrar = self.host();
        let handle = format!("NID:{country}:9{number:05}");
        let data = json!({
            "undertaking": handle, "identifiers": [{"scheme": "EORI", "value": format!("{country}99{number:06}")}],
            "natural_person": false, "name": format!("{name} {trade} {form}"), "seat_country": country,
        });
        let on = self.day_back(1500);
        self.push(registrar, "undertaking.registered", &handle, on, data);
        self.companies.push(Company { handle, registrar });
    }

    /// The register finds that some handles are one undertaking.
    fn identify(&mut self) {
        for pair in self.companies.clone().chunks_exact(25).take(8) {
            let [first, second, ..] = pair else { continue };
            let evidence = json!({"level": "register", "sha256": "1".repeat(64)});
            let data = json!({"undertaking": first.handle, "same_as": [second.handle], "evidence": evidence});
            let today = self.today;
            self.push(Who::Register, "undertaking.identified", &first.handle, today, data);
        }
    }

    fn anything(&mut self) {
        match self.dice.u32(..100) {
            0..60 => self.ordinary_grant(),
            60..72 => self.conferred(),
            72..84 => self.reported(),
            84..90 => self.reduced(),
            90..94 => self.withdrawn(),
            94..98 => self.corrected(),
            _ => self.retracted(),
        }
    }

    fn company(&mut self) -> Company {
        let companies = self.companies.clone();
        // A few companies are sought after: their ceilings are reached, and refusals follow.
        let busy = companies.len() / 6 + 1;
        let among =
            if self.dice.bool() { companies.get(..busy).unwrap_or_default() } else { companies.as_slice() };
        self.pick(among).cloned().unwrap_or(Company { handle: "NID:FI:900000".into(), registrar: Who::North })
    }

    fn ordinary_grant(&mut self) {
        let company = self.company();
        let host = if self.dice.bool() { company.registrar } else { self.host() };
        let on = self.day_back(1090);
        let euros = 1_000 * self.dice.u64(2..90);
        self.grant(host, &company.handle, euros, on, |_| {});
    }

    fn conferred(&mut self) {
        let company = self.company();
        let (host, on) = (self.host(), self.day_back(900));
        let euros = 1_000 * self.dice.u64(1..60);
        self.grant(host, &company.handle, euros, on, |data| set(data, "/legal_right", json!("conferred")));
    }

    fn grant(
        &mut self,
        host: Who,
        beneficiary: &str,
        euros: u64,
        on: NaiveDate,
        change: impl Fn(&mut Value),
    ) {
        let award = format!("{}-{:05}", on.format("%Y"), self.out.len());
        let sector = self.pick(SECTORS).copied().unwrap_or("62.10");
        let aid = self.aid(euros, on);
        let mut data = json!({
            "award": award, "beneficiary": beneficiary, "granting_authority": {"id": host.id(), "name": host.name()},
            "member_state": host.member_state(), "granted_on": on.to_string(), "legal_right": "on-admission",
            "basis": {"kind": "ad-hoc", "regime": "eu-2023-2831"}, "instrument": "subsidised-services", "aid": aid,
            "funding": [{"origin": "state", "share_percent": "100"}],
            "activity": {"nace": {"code": sector, "revision": "2.1"}},
            "conditions": {"export_linked": false, "domestic_goods": false, "price_quantity_linked": false},
        });
        change(&mut data);
        let id = data.get("award").and_then(Value::as_str).unwrap_or(&award).to_owned();
        self.push(host, "award.granted", &id, on, data);
        self.awards.push(Granted { id, party: host, euros, on });
    }

    /// The same worth in one of the forms an AI Factory gives it.
    fn aid(&mut self, euros: u64, on: NaiveDate) -> Value {
        match self.dice.u32(..10) {
            // At 2.50 for a GPU hour, 0.4 hours make a euro.
            0..5 => {
                json!({"form": "compute", "system": "north-gpu", "unit": "gpu-hour", "quantity": format!("{}.{}", euros * 2 / 5, euros * 2 % 5 * 2),
                "unit_price": {"rate": "2.50", "currency": "EUR", "evidence": {"method": "published-tariff", "sha256": "2".repeat(64)}}, "price_paid": eur(0)})
            }
            5..7 => json!({"form": "credits", "face_value": eur(euros + 500), "price_paid": eur(500),
                "expires_on": on.checked_add_days(Days::new(365)).unwrap_or(on).to_string()}),
            7..9 => json!({"form": "service", "market_value": eur(euros), "price_paid": eur(0)}),
            _ => json!({"form": "grant", "nominal": eur(euros)}),
        }
    }

    fn reported(&mut self) {
        let company = self.company();
        let on = self.day_back(1000);
        let state = self.pick(&["FI", "ES", "IT", "LU", "SE", "PL"]).copied().unwrap_or("FI");
        let award = format!("rep-{:05}", self.out.len());
        let thousands = self.dice.u64(1..40);
        let aid = match self.dice.u32(..10) {
            0 => {
                json!({"form": "declared", "gge_range": {"low": eur(thousands * 1000), "high": eur(thousands * 2000)}})
            }
            1 => json!({"form": "declared", "gge_range": {"low": eur(thousands * 1000)}}),
            2 => {
                json!({"form": "declared", "gge": {"amount": format!("{}.00", thousands * 11_000), "currency": "SEK"}})
            }
            _ => json!({"form": "declared", "gge": eur(thousands * 1000)}),
        };
        let regime = if self.dice.u32(..4) == 0 { "gber-28" } else { "eu-2023-2831" };
        let data = json!({
            "award": award, "beneficiary": company.handle, "granting_authority": {"name": "Regional development agency"},
            "member_state": state, "granted_on": on.to_string(), "basis": {"regime": regime}, "aid": aid,
            "reported_from": "register", "date_basis": "legal-right",
            "source_row": {"register": "national", "id": award, "retrieved_on": self.today.to_string(), "sha256": "3".repeat(64)},
        });
        let today = self.today;
        self.push(Who::Register, "award.reported", &award, today, data);
    }

    fn some_award(&mut self) -> Option<Granted> {
        let index = self.dice.usize(..self.awards.len().max(1));
        self.awards.get(index).cloned()
    }

    fn reduced(&mut self) {
        let Some(award) = self.some_award() else { return };
        let kept = award.euros / 4;
        let data = json!({"award": award.id, "gge_after": eur(award.euros / 2), "benefit_kept": eur(kept),
            "on": award.on.checked_add_days(Days::new(60)).unwrap_or(award.on).to_string(), "reason": "unused hours returned"});
        let today = self.today;
        self.push(award.party, "award.reduced", &award.id, today, data);
    }

    fn withdrawn(&mut self) {
        let Some(award) = self.some_award() else { return };
        let data = json!({"award": award.id, "benefit_kept": eur(0), "on": award.on.to_string(), "reason": "never started"});
        let today = self.today;
        self.push(award.party, "award.withdrawn", &award.id, today, data);
    }

    fn corrected(&mut self) {
        let Some(award) = self.some_award() else { return };
        let on = award.on.checked_sub_days(Days::new(1)).unwrap_or(award.on);
        let data =
            json!({"award": award.id, "set": {"granted_on": on.to_string()}, "reason": "date of the act"});
        let today = self.today;
        self.push(award.party, "award.corrected", &award.id, today, data);
    }

    fn retracted(&mut self) {
        let host = self.host();
        let source = format!("urn:aidledger:party:{}", host.id());
        let data = json!({"source": source, "id": "never-said", "reason": "entered twice"});
        let today = self.today;
        self.push(host, "statement.retracted", "never-said", today, data);
    }
}

fn eur(euros: u64) -> Value {
    json!({"amount": format!("{euros}.00"), "currency": "EUR"})
}

fn set(data: &mut Value, pointer: &str, value: Value) {
    if let Some(place) = data.pointer_mut(pointer) {
        *place = value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_statement_is_well_formed_and_the_seed_decides() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        let first = generate(500, 7, today);
        assert!(first.len() >= 500);
        for (index, statement) in first.iter().enumerate() {
            let mut event = statement.event.clone();
            event["id"] = json!(format!("demo-{index}"));
            event["source"] = json!("urn:aidledger:party:factory-fi");
            event["ledger"] = json!("A".repeat(43));
            let read = ledger::event::Event::read(event.to_string().as_bytes());
            assert!(read.is_ok(), "{event}: {read:?}");
        }
        let again = generate(500, 7, today);
        assert!(first.iter().zip(&again).all(|(a, b)| a.event == b.event));
        assert!(generate(500, 8, today).iter().zip(&first).any(|(a, b)| a.event != b.event));
    }
}
