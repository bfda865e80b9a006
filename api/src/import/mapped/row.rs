//! One row as the two statements it makes: who the beneficiary is, and what it was granted.

use chrono::NaiveDate;
use ledger::ids::{IdError, UndertakingId};
use ledger::json::Json;
use ledger::money::Money;

use super::fault::{Fault, Why};
use super::figure;
use super::grant::{self, Grant};
use super::mapping::{Granted, Handle, Mapping, Report, What};
use super::members::{object, present, text};
use super::source::{Cells, Source};
use crate::import::tam::identity::is_masked;
use crate::import::text::{number_with_name, shortened};

/// A row that could be mapped whole.
#[derive(Debug)]
pub(super) struct Mapped {
    /// The beneficiary's normalised handle.
    pub(super) handle: String,
    pub(super) name: Option<String>,
    /// The award's id before repeats are numbered.
    pub(super) id: String,
    pub(super) regime: String,
    /// The aid element of a report; of a grant its first amount, where it has one.
    pub(super) amount: Option<Money>,
    /// Members of `data` but `award`, and the row's own id where it is not the award's.
    pub(super) members: Vec<(String, Json)>,
    /// What was left out of the statement because its cell is empty, and what is odd about it.
    pub(super) notes: Vec<&'static str>,
}

/// A mapping applied to one row.
struct Row<'a> {
    mapping: &'a Mapping,
    cells: &'a Cells<'a>,
    faults: Vec<Fault>,
    notes: Vec<&'static str>,
}

/// Maps a row. `sha256` is the digest of its bytes.
pub(super) fn map(
    mapping: &Mapping,
    cells: &Cells<'_>,
    retrieved_on: NaiveDate,
    sha256: &str,
) -> Result<Mapped, Vec<Fault>> {
    let mut row = Row { mapping, cells, faults: Vec::new(), notes: Vec::new() };
    let m = &mapping.members;
    let id = row.award_id();
    let handle = row.handle();
    let name = row.optional(m.name.as_ref(), "name left out: empty cell");
    let member_state = row.needed(&m.member_state);
    let authority = row.authority();
    let granted = row.granted();
    let regime = row.needed(&m.regime);
    let basis = row.basis(regime.clone());
    let instrument = row.optional(m.instrument.as_ref(), "instrument left out: empty cell");
    let aid = match &mapping.what {
        What::Report(report) => row.declared(report).map(|(gge, aid)| (Some(gge), aid)),
        What::Grant(grant) => row.grant_aid(grant),
    };
    let activity = row.activity();
    let objective = row.optional(m.objective.as_ref(), "objective left out: empty cell");
    let external_refs = row.external_refs();
    let row_id = row.optional(m.row_id.as_ref(), "row id left out: empty cell, the award's id stands for it");
    let asked = match &mapping.what {
        What::Report(_) => None,
        What::Grant(grant) => Some(row.asked(grant)),
    };
    let (Some(id), Some(handle), Some((amount, aid)), Some(granted)) = (id, handle, aid, granted) else {
        return Err(row.faults);
    };
    let Some(regime) = regime.filter(|_| row.faults.is_empty()) else { return Err(row.faults) };
    let start = [
        ("beneficiary", Some(text(&handle))),
        ("member_state", member_state.map(text)),
        ("granting_authority", Some(authority)),
        granted,
        ("basis", Some(basis)),
        ("instrument", instrument.map(text)),
        ("aid", Some(aid)),
        ("activity", activity),
        ("objective", objective.map(text)),
        ("external_refs", external_refs),
    ];
    let mut members = present(start);
    match (&mapping.what, asked) {
        (What::Report(report), _) => members.extend(present([
            ("reported_from", Some(text(&report.reported_from))),
            ("date_basis", Some(text(&report.date_basis))),
            (
                "source_row",
                Some(source_row(mapping, row_id.unwrap_or_else(|| id.clone()), retrieved_on, sha256)),
            ),
        ])),
        (What::Grant(_), asked) => members.extend(asked.into_iter().flatten()),
    }
    Ok(Mapped { handle, name, id, regime, amount, members, notes: row.notes })
}

fn source_row(mapping: &Mapping, id: String, retrieved_on: NaiveDate, sha256: &str) -> Json {
    object([
        ("register", Some(text(&mapping.register))),
        ("id", Some(text(id))),
        ("retrieved_on", Some(text(retrieved_on.format("%Y-%m-%d").to_string()))),
        ("sha256", Some(text(sha256))),
    ])
}

impl Row<'_> {
    fn needed(&mut self, source: &Source) -> Option<String> {
        let value = source.needed(self.cells, &self.mapping.lists, &self.mapping.notation);
        self.keep(value)
    }

    fn optional(&mut self, source: Option<&Source>, note: &'static str) -> Option<String> {
        let value = source?.value(self.cells, &self.mapping.lists, &self.mapping.notation);
        let kept = self.keep(value)?;
        if kept.is_none() {
            self.notes.push(note);
        }
        kept
    }

    fn keep<T>(&mut self, value: Result<T, Fault>) -> Option<T> {
        value.map_err(|fault| self.faults.push(fault)).ok()
    }

    fn refuse<T>(&mut self, source: &Source, why: Why) -> Option<T> {
        self.faults.push(source.fault(why));
        None
    }

    fn award_id(&mut self) -> Option<String> {
        let source = &self.mapping.members.id;
        let id = self.needed(source)?;
        let formed = id.len() <= id_bytes_max(&self.mapping.register)
            && id.bytes().all(|b| b.is_ascii_alphanumeric() || b"._:-".contains(&b));
        if formed { Some(id) } else { self.refuse(source, Why::AwardId(shortened(&id))) }
    }

    fn handle(&mut self) -> Option<String> {
        let mapping = self.mapping;
        let (source, country) = match &mapping.handle {
            Handle::National { country, number } => (number, Some(self.needed(country))),
            Handle::European { number } => (number, None),
        };
        let number = self.needed(source)?;
        let name = self.mapping.members.name.as_ref();
        let name =
            name.and_then(|name| name.value(self.cells, &self.mapping.lists, &self.mapping.notation).ok());
        if is_masked(&number, name.flatten().as_deref().unwrap_or_default()) {
            return self.refuse(source, Why::MaskedPerson);
        }
        // Registers number with digits: a cell without any stands for "none".
        let stands_for_none = !number.bytes().any(|b| (b'1'..=b'9').contains(&b))
            || mapping.placeholders.iter().any(|known| known.eq_ignore_ascii_case(&number));
        if stands_for_none {
            return self.refuse(source, Why::Placeholder(shortened(&number)));
        }
        if number_with_name(&number) {
            return self.refuse(source, Why::NumberWithName);
        }
        let spelling = match &country {
            Some(country) => format!("NID:{}:{number}", country.as_deref()?),
            None => format!("EUID:{number}"),
        };
        match spelling.parse::<UndertakingId>() {
            Ok(handle) => Some(handle.to_string()),
            Err(IdError::Person) => {
                let country = country.flatten().or_else(|| number.get(..2).map(str::to_ascii_uppercase));
                self.refuse(source, Why::PersonalNumber(country.unwrap_or_default()))
            }
            Err(error) => self.refuse(source, Why::Handle(error)),
        }
    }

    fn authority(&mut self) -> Json {
        let m = &self.mapping.members;
        let id = self.optional(m.authority_id.as_ref(), "granting authority's id left out: empty cell");
        let name = self.needed(&m.authority);
        object([("id", id.map(text)), ("name", name.map(text))])
    }

    fn basis(&mut self, regime: Option<String>) -> Json {
        let m = &self.mapping.members;
        let kind = self.optional(m.basis_kind.as_ref(), "kind of basis left out: empty cell");
        let article = self.optional(m.article.as_ref(), "article left out: empty cell");
        object([("kind", kind.map(text)), ("regime", regime.map(text)), ("article", article.map(text))])
    }

    fn granted(&mut self) -> Option<(&'static str, Option<Json>)> {
        let mapping = self.mapping;
        let (from, to) = match &mapping.granted {
            Granted::On(on) => return self.needed(on).map(|on| ("granted_on", Some(text(on)))),
            // What a month is was checked with the source.
            Granted::Month(month) => figure::month(&self.needed(month)?)?,
            Granted::Between(from, to) => {
                let ends = (self.needed(from), self.needed(to));
                let (first, last) = (ends.0?, ends.1?);
                // ISO dates compare as text.
                if first > last {
                    return self.refuse(from, Why::RangeBackwards { from: first, to: last });
                }
                (first, last)
            }
        };
        Some(("granted_on_range", Some(object([("from", Some(text(from))), ("to", Some(text(to)))]))))
    }

    fn declared(&mut self, report: &Report) -> Option<(Money, Json)> {
        let currency = self.needed(&self.mapping.members.currency);
        let gge = self.needed(&report.gge);
        let nominal = self.optional(report.nominal.as_ref(), "nominal amount left out: empty cell");
        let currency = currency?;
        let gge = gge.and_then(|cell| self.amount(&report.gge, &cell, &currency));
        let nominal = match (&report.nominal, nominal) {
            (Some(source), Some(cell)) => Some(self.amount(source, &cell, &currency)?),
            _ => None,
        };
        let (shown, gge) = gge?;
        if gge.amount().is_zero() {
            return self.refuse(&report.gge, Why::AmountZero);
        }
        if nominal.as_ref().is_some_and(|(_, nominal)| gge.amount() > nominal.amount()) {
            self.notes.push("aid element larger than the nominal amount: both taken as written");
        }
        let aid = object([
            ("form", Some(text("declared"))),
            ("gge", Some(money(shown, &currency))),
            ("nominal", nominal.map(|(shown, _)| money(shown, &currency))),
        ]);
        Some((gge, aid))
    }

    fn grant_aid(&mut self, grant: &Grant) -> Option<(Option<Money>, Json)> {
        let currency = self.needed(&self.mapping.members.currency);
        let mut values = Vec::new();
        let mut first = None;
        for (member, source) in grant.members() {
            let cell = if member.is_needed() {
                self.needed(source)
            } else {
                self.optional(Some(source), "a member of the aid left out: empty cell")
            };
            let Some(cell) = cell else { continue };
            if !member.is_amount() {
                values.push((member, member.json(cell)));
                continue;
            }
            let Some(currency) = &currency else { continue };
            if let Some((shown, amount)) = self.amount(source, &cell, currency) {
                first = first.or(Some(amount));
                values.push((member, money(shown, currency)));
            }
        }
        let currency = currency?;
        self.faults.is_empty().then(|| (first, grant.aid(values, &currency)))
    }

    /// What a grant states and a report does not.
    fn asked(&mut self, grant: &Grant) -> Vec<(String, Json)> {
        let mut parts = Vec::new();
        for (origin, share) in &grant.funding {
            let part = (self.needed(origin), self.needed(share));
            parts.extend(part.0.zip(part.1));
        }
        let mut truths = Vec::new();
        for (name, source) in &grant.conditions {
            truths.extend(self.needed(source).map(|value| (*name, value)));
        }
        let service = self.optional(grant.sgei_service.as_ref(), "service left out: empty cell");
        present([
            ("legal_right", Some(text(&grant.legal_right))),
            ("funding", Some(grant::funding(parts))),
            ("conditions", Some(grant::conditions(truths, service))),
        ])
    }

    fn amount(&mut self, source: &Source, cell: &str, currency: &str) -> Option<(String, Money)> {
        let amount = self.mapping.notation.amount(cell, currency);
        self.keep(amount.map_err(|why| source.fault(why)))
    }

    fn activity(&mut self) -> Option<Json> {
        let m = &self.mapping.members;
        let nace = self.optional(m.nace.as_ref(), "sector's code left out: empty cell");
        let label = self.optional(m.nace_label.as_ref(), "sector's label left out: empty cell");
        let nuts = self.optional(m.nuts.as_ref(), "region left out: empty cell");
        // A revision says something only beside a code.
        let revision = match (&nace, &m.nace_revision) {
            (Some(_), Some(source)) => self.needed(source),
            _ => None,
        };
        if nace.is_none() && label.is_none() {
            return None;
        }
        let nace =
            object([("code", nace.map(text)), ("revision", revision.map(text)), ("label", label.map(text))]);
        Some(object([("nace", Some(nace)), ("nuts", nuts.map(text))]))
    }

    fn external_refs(&mut self) -> Option<Json> {
        let mapping = self.mapping;
        let mut refs = Vec::new();
        for (register, source) in &mapping.external_refs {
            let id = self.optional(Some(source), "reference to another register left out: empty cell");
            if let Some(id) = id {
                refs.push(object([("register", Some(text(register))), ("id", Some(text(id)))]));
            }
        }
        (!refs.is_empty()).then_some(Json::Array(refs))
    }
}

fn money(amount: String, currency: &str) -> Json {
    object([("amount", Some(text(amount))), ("currency", Some(text(currency)))])
}

/// Longest award id, so that `<register>.<award>` fits into the 64 bytes of an event id with a number for repeats.
fn id_bytes_max(register: &str) -> usize {
    60_usize.saturating_sub(register.len() + 1)
}
