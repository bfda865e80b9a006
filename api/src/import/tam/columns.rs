//! The columns of an export, found by name: exports of different years order and number them differently.

use csv::StringRecord;

/// A column that the importer reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Country,
    BeneficiaryState,
    ThirdCountry,
    SaNumber,
    Reference,
    NationalId,
    Name,
    Region,
    Sector,
    Instrument,
    Objective,
    Nominal,
    AidElement,
    Currency,
    GrantedOn,
    Authority,
}

/// Names in the file, newest first; the flag says whether a file without the column can be read at all.
const COLUMNS: &[(Column, &[&str], bool)] = &[
    (Column::Country, &["Country"], true),
    (Column::BeneficiaryState, &["Another Beneficiary Member State"], true),
    (Column::ThirdCountry, &["Third country outside of the EU"], false),
    (Column::SaNumber, &["SA.Number"], true),
    (Column::Reference, &["Ref-no."], true),
    (Column::NationalId, &["National ID"], true),
    (Column::Name, &["Name of the beneficiary"], true),
    (Column::Region, &["Region"], true),
    (Column::Sector, &["Sector (NACE)"], true),
    (Column::Instrument, &["Aid Instrument"], true),
    (Column::Objective, &["Objectives of the Aid"], true),
    (Column::Nominal, &["Nominal Amount, expressed as full amount", "Nominal Amount"], false),
    (Column::AidElement, &["Aid element, expressed as full amount"], true),
    (Column::Currency, &["Currency"], true),
    (Column::GrantedOn, &["Date of granting"], true),
    (Column::Authority, &["Granting Authority Name"], true),
];

impl Column {
    /// The name under which reports speak of the column.
    pub(super) fn name(self) -> &'static str {
        COLUMNS
            .iter()
            .find(|(column, ..)| *column == self)
            .and_then(|(_, names, _)| names.first())
            .copied()
            .unwrap_or("")
    }
}

/// Where each column stands in one file.
#[derive(Debug)]
pub(super) struct Columns {
    places: Vec<(Column, usize)>,
    width: usize,
}

impl Columns {
    /// Finds the columns in a header. Other columns are left alone.
    ///
    /// # Errors
    /// The names of needed columns that the header lacks, or of columns it has twice.
    pub(super) fn find(header: &StringRecord) -> Result<Self, Vec<&'static str>> {
        let place = |name: &str| header.iter().position(|cell| clean(cell) == name);
        let (mut places, mut missing) = (Vec::new(), Vec::new());
        for (column, names, needed) in COLUMNS {
            match names.iter().find_map(|name| place(name)) {
                Some(at) => places.push((*column, at)),
                None if *needed => missing.push(column.name()),
                None => {}
            }
        }
        if missing.is_empty() { Ok(Self { places, width: header.len() }) } else { Err(missing) }
    }

    /// How many fields a row must have.
    pub(super) fn width(&self) -> usize {
        self.width
    }

    /// The cell of a column, without blanks at its ends; empty where the file has no such column.
    pub(super) fn cell<'r>(&self, record: &'r StringRecord, column: Column) -> &'r str {
        let place = self.places.iter().find(|(known, _)| *known == column);
        place.and_then(|(_, at)| record.get(*at)).unwrap_or_default().trim()
    }
}

fn clean(cell: &str) -> &str {
    cell.trim_start_matches(crate::import::text::BYTE_ORDER_MARK).trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_columns_are_named_all_at_once() {
        let missing = Columns::find(&StringRecord::from(vec!["Country", "Currency"])).unwrap_err();
        assert_eq!(missing.len(), 12);
        assert!(missing.contains(&"Ref-no."));
    }

    #[test]
    fn every_column_has_one_entry() {
        for (column, names, _) in COLUMNS {
            assert_eq!(column.name(), names[0]);
        }
    }
}
