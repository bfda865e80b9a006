//! Lists: small tables as CSV, for what is a list in the law too (NACE divisions).
//!
//! The dialect is the plainest there is: a header of column names, then rows of as many fields, separated by commas; no
//! quotes, no empty lines, no blanks around fields. A field that needs a comma does not belong in such a list.

use super::fault::{PackFaultKind, PackFaults};

/// A table of text with named columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// Its name: the file's without folder and ending.
    pub id: String,
    /// The columns, in order.
    pub columns: Vec<String>,
    /// The rows, each as long as `columns`.
    pub rows: Vec<Vec<String>>,
}

impl List {
    /// The values of one column; `None` if there is no such column.
    pub fn column(&self, name: &str) -> Option<Vec<&str>> {
        let at = self.columns.iter().position(|c| c == name)?;
        Some(self.rows.iter().filter_map(|row| row.get(at)).map(String::as_str).collect())
    }
}

/// Reads a list; every bad line is noted.
pub(super) fn read_file(file: &str, text: &str, faults: &PackFaults) -> Option<List> {
    let id = file.strip_prefix("lists/").and_then(|f| f.strip_suffix(".csv")).unwrap_or(file).to_owned();
    let mut lines = text.lines().zip(1_u32..);
    let columns: Vec<String> = lines.next().map(|(line, _)| fields(line)).unwrap_or_default();
    let plain = |c: &String| !c.is_empty() && c.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    if columns.is_empty() || !columns.iter().all(plain) {
        let kind = PackFaultKind::BadValue("the first line names no columns".into());
        faults.add(file, 1, kind, "such as revision,division,label: small letters and underscores");
        return None;
    }
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut sound = true;
    for (line, number) in lines {
        let row = fields(line);
        let fault = if line.contains('"') || row.iter().any(|f| f.is_empty() || f.trim() != f) {
            Some("a field is empty, quoted or has blanks around it")
        } else if row.len() != columns.len() {
            Some("the row has more or fewer fields than the header")
        } else if rows.contains(&row) {
            Some("the row stands twice")
        } else {
            None
        };
        if let Some(message) = fault {
            sound = false;
            let hint = format!("fields of every row: {}", columns.join(","));
            faults.add(file, number, PackFaultKind::BadValue(message.into()), hint);
        }
        rows.push(row);
    }
    sound.then_some(List { id, columns, rows })
}

fn fields(line: &str) -> Vec<String> {
    line.split(',').map(str::to_owned).collect()
}
