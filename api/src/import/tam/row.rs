//! One row of the register, as the two statements it makes: who the beneficiary is, and what it was granted.

use chrono::{Datelike, NaiveDate};
use csv::StringRecord;
use serde::Serialize;

use super::amount::{AidElement, Money, aid_element, plain};
use super::columns::{Column, Columns};
use super::fault::{Fault, Why};
use super::{country, identity, labels};
use crate::import::text::{TextFault, free_text, shortened};

/// Longest reference, so that `tam.<reference>` fits into the 64 bytes of an event id.
const REFERENCE_BYTES_MAX: usize = 60;

/// Last day on which the United Kingdom counted as a granting State (end of the transition period).
const UK_UNTIL: (i32, u32, u32) = (2020, 12, 31);

/// A row that could be mapped whole.
#[derive(Debug)]
pub(super) struct Mapped {
    pub(super) handle: String,
    pub(super) name: Option<String>,
    pub(super) report: Reported,
    /// What was left out of the statement because it could not be said, though the row stands without it.
    pub(super) notes: Vec<&'static str>,
}

/// `data` of `award.reported`.
#[derive(Debug, Serialize)]
pub(super) struct Reported {
    pub(super) award: String,
    beneficiary: String,
    member_state: &'static str,
    granting_authority: Authority,
    granted_on: String,
    basis: BasisData,
    #[serde(skip_serializing_if = "Option::is_none")]
    instrument: Option<&'static str>,
    aid: Declared,
    #[serde(skip_serializing_if = "Option::is_none")]
    activity: Option<Activity>,
    #[serde(skip_serializing_if = "Option::is_none")]
    objective: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    external_refs: Vec<ExternalRef>,
    reported_from: &'static str,
    date_basis: &'static str,
    source_row: SourceRow,
}

#[derive(Debug, Serialize)]
struct Authority {
    name: String,
}

#[derive(Debug, Serialize)]
struct BasisData {
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    regime: String,
}

#[derive(Debug, Serialize)]
struct Declared {
    form: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    gge: Option<Money>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gge_range: Option<GgeRange>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nominal: Option<Money>,
}

#[derive(Debug, Serialize)]
struct GgeRange {
    #[serde(skip_serializing_if = "Option::is_none")]
    low: Option<Money>,
    #[serde(skip_serializing_if = "Option::is_none")]
    high: Option<Money>,
}

#[derive(Debug, Serialize)]
struct Activity {
    nace: Nace,
    #[serde(skip_serializing_if = "Option::is_none")]
    nuts: Option<String>,
}

#[derive(Debug, Serialize)]
struct Nace {
    label: String,
}

#[derive(Debug, Serialize)]
struct ExternalRef {
    register: &'static str,
    id: String,
}

#[derive(Debug, Serialize)]
struct SourceRow {
    register: &'static str,
    id: String,
    retrieved_on: String,
    sha256: String,
}

/// Maps one row, or says everything that stands in the way, in the order of the columns.
///
/// `sha256` is that of the row's bytes as they stand in the file, without the line end.
pub(super) fn map(
    columns: &Columns,
    record: &StringRecord,
    retrieved_on: NaiveDate,
    sha256: String,
) -> Result<Mapped, Vec<Fault>> {
    let row = Row { columns, record };
    if record.len() != columns.width() {
        return Err(vec![Fault {
            column: "(row)",
            why: Why::Shape { fields: record.len(), columns: columns.width() },
        }]);
    }
    // A person's row is turned away for that reason alone: nothing else of it is repeated in a report.
    if identity::is_masked(row.cell(Column::NationalId), row.cell(Column::Name)) {
        return Err(vec![Fault { column: Column::NationalId.name(), why: Why::MaskedPerson }]);
    }
    let mut faults = Vec::new();
    let member_state = row.take(&mut faults, Column::Country, granting_state);
    let country = row.beneficiary_country(&mut faults);
    let reference = row.take(&mut faults, Column::Reference, reference);
    let handle = country
        .and_then(|code| row.take(&mut faults, Column::NationalId, |cell| identity::handle(cell, code)));
    let aid = row.take(&mut faults, Column::AidElement, |cell| aid_element(cell, row.cell(Column::Currency)));
    let granted_on = row.take(&mut faults, Column::GrantedOn, date);
    let authority = row.take(&mut faults, Column::Authority, |cell| free_text(cell).map_err(Why::Authority));
    if let (Some("UK"), Some(date)) = (member_state, granted_on)
        && (date.year(), date.month(), date.day()) > UK_UNTIL
    {
        faults.push(Fault { column: Column::GrantedOn.name(), why: Why::AfterWithdrawal });
    }
    let whole = (member_state, country, reference, handle, aid, granted_on, authority);
    let (
        Some(member_state),
        Some(country),
        Some(reference),
        Some(handle),
        Some(aid),
        Some(granted_on),
        Some(authority),
    ) = whole
    else {
        return Err(faults);
    };
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut notes = Vec::new();
    let basis = labels::basis(row.cell(Column::Objective));
    let report = Reported {
        beneficiary: handle.clone(),
        member_state,
        granting_authority: Authority { name: authority },
        granted_on: iso(granted_on),
        basis: BasisData { kind: basis.kind, regime: basis.regime },
        instrument: row.instrument(&mut notes),
        aid: row.declared(aid, &mut notes),
        activity: row.activity(country, &mut notes),
        objective: row.text(
            Column::Objective,
            "objective left out: not a text an event can carry",
            &mut notes,
        ),
        external_refs: row.state_aid_case(&mut notes),
        reported_from: "register",
        // "Date of granting" is the day the legal right was conferred: Regulation (EU) No 651/2014 Art. 2(28).
        date_basis: "legal-right",
        source_row: SourceRow {
            register: "tam",
            id: reference.clone(),
            retrieved_on: iso(retrieved_on),
            sha256,
        },
        award: reference,
    };
    let name = row.text(Column::Name, "name left out: not a text an event can carry", &mut notes);
    Ok(Mapped { handle, name, report, notes })
}

struct Row<'a> {
    columns: &'a Columns,
    record: &'a StringRecord,
}

impl<'a> Row<'a> {
    fn cell(&self, column: Column) -> &'a str {
        self.columns.cell(self.record, column)
    }

    fn take<T>(
        &self,
        faults: &mut Vec<Fault>,
        column: Column,
        read: impl FnOnce(&str) -> Result<T, Why>,
    ) -> Option<T> {
        read(self.cell(column)).map_err(|why| faults.push(Fault { column: column.name(), why })).ok()
    }

    /// A beneficiary outside the Union stands in a column of its own in newer exports, and then that column decides.
    fn beneficiary_country(&self, faults: &mut Vec<Fault>) -> Option<&'static str> {
        let third = self.cell(Column::ThirdCountry);
        let column = if third.is_empty() { Column::BeneficiaryState } else { Column::ThirdCountry };
        self.take(faults, column, |cell| known_country(cell, country::register_country))
    }

    fn instrument(&self, notes: &mut Vec<&'static str>) -> Option<&'static str> {
        let cell = self.cell(Column::Instrument);
        let instrument = labels::instrument(cell);
        if instrument.is_none() && !cell.is_empty() {
            notes.push("instrument left out: a label the register does not use");
        }
        instrument
    }

    fn declared(&self, aid: AidElement, notes: &mut Vec<&'static str>) -> Declared {
        let nominal = self.nominal(notes);
        let (gge, gge_range) = match aid {
            AidElement::Exact(money) => (Some(money), None),
            AidElement::Range { low, high } => {
                if self.cell(Column::Currency) != "EUR" {
                    notes.push("range read in euro, though the currency column says otherwise");
                }
                (None, Some(GgeRange { low, high }))
            }
        };
        Declared { form: "declared", gge, gge_range, nominal }
    }

    fn nominal(&self, notes: &mut Vec<&'static str>) -> Option<Money> {
        let cell = self.cell(Column::Nominal);
        if cell.is_empty() {
            return None;
        }
        let money = plain(cell, self.cell(Column::Currency)).ok();
        if money.is_none() {
            notes.push("nominal amount left out: not a plain number");
        }
        money
    }

    /// The export gives the activity in words only, and a region by code only where the code stands alone in the cell.
    fn activity(&self, country: &str, notes: &mut Vec<&'static str>) -> Option<Activity> {
        let label = self.text(Column::Sector, "sector left out: not a text an event can carry", notes)?;
        Some(Activity { nace: Nace { label }, nuts: nuts_code(self.cell(Column::Region), country) })
    }

    fn state_aid_case(&self, notes: &mut Vec<&'static str>) -> Vec<ExternalRef> {
        let cell = self.cell(Column::SaNumber);
        if cell.is_empty() {
            return Vec::new();
        }
        if cell.len() <= 128 && cell.bytes().all(|b| b.is_ascii_alphanumeric() || b"._:/-".contains(&b)) {
            return vec![ExternalRef { register: "sa", id: cell.to_owned() }];
        }
        notes.push("SA.Number left out: holds a character no id may hold");
        Vec::new()
    }

    fn text(&self, column: Column, note: &'static str, notes: &mut Vec<&'static str>) -> Option<String> {
        match free_text(self.cell(column)) {
            Ok(text) => Some(text),
            Err(TextFault::Empty) => None,
            Err(TextFault::Unprintable | TextFault::TooLong) => {
                notes.push(note);
                None
            }
        }
    }
}

fn granting_state(cell: &str) -> Result<&'static str, Why> {
    known_country(cell, country::member_state)
}

fn known_country(cell: &str, code: impl Fn(&str) -> Option<&'static str>) -> Result<&'static str, Why> {
    if cell.is_empty() {
        return Err(Why::NoCountry);
    }
    code(cell).ok_or_else(|| Why::UnknownCountry(shortened(cell)))
}

fn reference(cell: &str) -> Result<String, Why> {
    let formed = !cell.is_empty()
        && cell.len() <= REFERENCE_BYTES_MAX
        && cell.bytes().all(|b| b.is_ascii_alphanumeric() || b"._:-".contains(&b));
    if formed { Ok(cell.to_owned()) } else { Err(Why::ReferenceForm(shortened(cell))) }
}

/// A date as the export writes it, two digits each for day and month: `05/08/2016`.
fn date(cell: &str) -> Result<NaiveDate, Why> {
    let shaped = cell.len() == 10
        && cell
            .bytes()
            .enumerate()
            .all(|(at, b)| if matches!(at, 2 | 5) { b == b'/' } else { b.is_ascii_digit() });
    let parsed = shaped.then(|| NaiveDate::parse_from_str(cell, "%d/%m/%Y").ok()).flatten();
    parsed.filter(|date| (1990..=2199).contains(&date.year())).ok_or_else(|| Why::DateForm(shortened(cell)))
}

fn iso(date: NaiveDate) -> String {
    date.format("%Y-%m-%d").to_string()
}

/// A NUTS code of the beneficiary's country (`EL` and `UK` there); a name such as "WALES" is no code.
fn nuts_code(cell: &str, country: &str) -> Option<String> {
    let rest = cell.strip_prefix(if country == "GB" { "UK" } else { country })?;
    let formed = (1..=3).contains(&rest.len())
        && rest.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        && rest.bytes().any(|b| b.is_ascii_digit());
    formed.then(|| cell.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_one_form_only() {
        assert_eq!(iso(date("05/08/2016").unwrap()), "2016-08-05");
        assert_eq!(iso(date("29/02/2016").unwrap()), "2016-02-29");
        for cell in [
            "29/02/2017",
            "31/04/2016",
            "5/8/2016",
            "2016-08-05",
            "05.08.2016",
            "05/08/16",
            "",
            "01/01/1989",
            "+1/08/2016",
        ] {
            assert!(date(cell).is_err(), "{cell}");
        }
    }

    #[test]
    fn a_region_is_a_code_only_where_it_looks_like_one() {
        assert_eq!(nuts_code("SE11", "SE").as_deref(), Some("SE11"));
        assert_eq!(nuts_code("UKM5", "GB").as_deref(), Some("UKM5"));
        for (cell, country) in
            [("WALES", "GB"), ("SE11 Stockholm", "SE"), ("SE11", "DK"), ("SE", "SE"), ("SERVIA", "SE")]
        {
            assert_eq!(nuts_code(cell, country), None, "{cell}");
        }
    }
}
