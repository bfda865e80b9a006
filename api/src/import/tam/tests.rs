//! The shape of lines and rejects, on files small enough to read. The oddities of real exports are in `tests/`.

use super::*;

const HEADER: &str = "Country,Another Beneficiary Member State,SA.Number,Ref-no.,National ID,Name of the beneficiary,Region,\
Sector (NACE),Aid Instrument,Objectives of the Aid,Nominal Amount,\"Aid element, expressed as full amount\",Currency,\
Date of granting,Granting Authority Name";
const ROW: &str = "Estonia,Estonia,SA.1,TM-1,10066299,Testi AS,Estonia,Heat,Direct grant,Training aid (Art. 31),,708673,EUR,\
05/08/2016,Fond";

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 1).unwrap()
}

fn read(text: &str) -> (Run, Tally) {
    let mut run = Run::default();
    let tally = run.read("a.csv", text.as_bytes(), day(), &mut |_| ()).unwrap();
    (run, tally)
}

fn lines(run: &Run) -> String {
    let mut out = Vec::new();
    run.write_lines(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn rejects(run: &Run) -> String {
    let mut out = Vec::new();
    run.write_rejects(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// The exact bytes: ids, order of members, and the digest of the row as it stands in the file.
#[test]
fn one_row_gives_two_lines() {
    let (run, tally) = read(&format!("\u{feff}{HEADER}\r\n{ROW}\r\n"));
    assert_eq!((tally.rows, tally.awards, tally.rejects), (1, 1, 0));
    let digest = hex(&sha256(ROW.as_bytes()));
    let undertaking = hex(&sha256(b"NID:EE:10066299"));
    let expected = format!(
        "{{\"type\":\"eu.aidledger.undertaking.registered.v1\",\"id\":\"und.{undertaking:.32}\",\"subject\":\"NID:EE:10066299\",\
         \"data\":{{\"undertaking\":\"NID:EE:10066299\",\"identifiers\":[],\"natural_person\":false,\"name\":\"Testi AS\"}}}}\n\
         {{\"type\":\"eu.aidledger.award.reported.v1\",\"id\":\"tam.TM-1\",\"subject\":\"TM-1\",\"data\":{{\"award\":\"TM-1\",\
         \"beneficiary\":\"NID:EE:10066299\",\"member_state\":\"EE\",\"granting_authority\":{{\"name\":\"Fond\"}},\
         \"granted_on\":\"2016-08-05\",\"basis\":{{\"regime\":\"gber-31\"}},\"instrument\":\"grant-or-interest-subsidy\",\
         \"aid\":{{\"form\":\"declared\",\"gge\":{{\"amount\":\"708673.00\",\"currency\":\"EUR\"}}}},\
         \"activity\":{{\"nace\":{{\"label\":\"Heat\"}}}},\"objective\":\"Training aid (Art. 31)\",\
         \"external_refs\":[{{\"register\":\"sa\",\"id\":\"SA.1\"}}],\"reported_from\":\"register\",\"date_basis\":\"legal-right\",\
         \"source_row\":{{\"register\":\"tam\",\"id\":\"TM-1\",\"retrieved_on\":\"2026-11-01\",\"sha256\":\"{digest}\"}}}}}}\n",
    );
    assert_eq!(lines(&run), expected);
}

/// The digest covers the row's own bytes, whatever stands around it, and the row's number is its line.
#[test]
fn rows_are_found_in_the_file_by_line_and_by_bytes() {
    let quoted = ROW.replace("TM-1", "TM-2").replace("Testi AS", "\"Testi\nAS\"");
    let bad = ROW.replace("TM-1", "TM-3").replace("708673", "");
    let (run, tally) = read(&format!("{HEADER}\n\n{ROW}\n\r\n{quoted}\n{bad}"));
    assert_eq!((tally.rows, tally.awards, tally.rejects), (3, 2, 1));
    for row in [ROW, &quoted] {
        assert!(lines(&run).contains(&hex(&sha256(row.as_bytes()))), "{row}");
    }
    // Line 1 header, 2 blank, 3 first row, 4 blank, 5-6 the row with a line end inside, 7 the last.
    assert!(
        rejects(&run).contains(",a.csv,7,\"Aid element, expressed as full amount\",no amount\n"),
        "{}",
        rejects(&run)
    );
}

#[test]
fn a_row_with_several_faults_names_them_all_and_counts_once() {
    let bad = ROW.replace("05/08/2016", "5.8.2016").replace("EUR", "XXX");
    let (run, tally) = read(&format!("{HEADER}\n{bad}\n"));
    assert_eq!((tally.rows, tally.awards, tally.rejects), (1, 0, 1));
    assert_eq!(lines(&run), "", "a rejected row registers no undertaking");
    let text = rejects(&run);
    assert!(text.contains("\"Aid element, expressed as full amount | Date of granting\""), "{text}");
    assert!(
        text.lines().nth(1).is_some_and(|line| line.starts_with(&bad)),
        "the row comes back as it was: {text}"
    );
}

#[test]
fn a_reference_is_taken_once_per_run_and_an_undertaking_registered_once() {
    let mut run = Run::default();
    let text = format!("{HEADER}\n{ROW}\n");
    let other = text.replace("TM-1", "TM-2").replace("10066299", "100.66-299").replace("Testi AS", "TESTI");
    let first = run.read("a.csv", text.as_bytes(), day(), &mut |_| ()).unwrap();
    let second = run.read("b.csv", other.as_bytes(), day(), &mut |_| ()).unwrap();
    let again = run.read("c.csv", text.as_bytes(), day(), &mut |_| ()).unwrap();
    assert_eq!((first.awards, second.awards, again.awards, again.rejects), (1, 1, 0, 1));
    assert_eq!(run.undertakings(), 1);
    assert!(lines(&run).contains("\"name\":\"Testi AS\"") && !lines(&run).contains("TESTI"));
    assert!(rejects(&run).contains("reference already taken from a.csv row 2"));
}

#[test]
fn wrong_shape_and_wrong_encoding_are_rejected_row_by_row() {
    let mut bytes = format!("{HEADER}\n{ROW},extra\nEstonia\n").into_bytes();
    bytes.extend(ROW.replace("Testi", "T\u{e4}sti").chars().map(|c| u8::try_from(u32::from(c)).unwrap()));
    let mut run = Run::default();
    let tally = run.read("a.csv", &bytes, day(), &mut |_| ()).unwrap();
    assert_eq!((tally.rows, tally.rejects), (3, 3));
    assert_eq!(tally.reasons, BTreeMap::from([("not UTF-8", 1), ("wrong number of fields", 2)]));
    let mut out = Vec::new();
    run.write_rejects(&mut out).unwrap();
    assert!(out.windows(6).any(|w| w == b"T\xe4sti "), "the bytes come back untouched");
}

#[test]
fn a_file_that_is_no_export_is_refused_whole() {
    let refused = Run::default().read("a.csv", b"a;b;c\n1;2;3\n", day(), &mut |_| ());
    assert!(matches!(refused, Err(TamError::Header(missing)) if missing.len() == 14));
    assert!(Run::default().read("a.csv", b"", day(), &mut |_| ()).is_err());
}

/// Newer exports name the nominal column otherwise and give third countries a column of their own.
#[test]
fn both_generations_of_the_export_are_read() {
    let header = format!(
        "{},Third country outside of the EU",
        HEADER.replace("Nominal Amount", "\"Nominal Amount, expressed as full amount\"")
    );
    let row = format!("{},Switzerland", ROW.replace(",,708673", ",900000,708673"));
    let (run, tally) = read(&format!("{header}\n{row}\n"));
    assert_eq!(tally.awards, 1);
    assert!(lines(&run).contains("NID:CH:10066299"));
    assert!(lines(&run).contains("\"nominal\":{\"amount\":\"900000.00\",\"currency\":\"EUR\"}"));
}
