//! A mapping and its rows, on files small enough to read. The shipped mapping meets its oddities in `tests/`.

use super::*;

const MAP: &str = r#"format = 1
[file]
encoding = "utf-8"
delimiter = ";"
decimal = ","
thousands = "."
dates = ["dd/mm/yyyy"]
[award]
id = { column = "Id" }
member_state = { constant = "IT" }
reported_from = "register"
date_basis = "legal-right"
granted_on = { column = "Day" }
instrument = { column = "Kind", list = "kind" }
objective = { column = "Aim" }
[beneficiary]
scheme = "NID"
country = { constant = "IT" }
number = { column = "Number" }
name = { column = "Name" }
placeholders = ["999"]
[authority]
name = { text = "Comune di {Town}" }
[basis]
regime = { column = "Law", list = "law" }
[aid]
form = "declared"
gge = { column = "Aid" }
nominal = { column = "Nominal" }
currency = { constant = "EUR" }
[activity]
nace = { column = "Sector" }
revision = { constant = "2" }
[source_row]
register = "reg"
[[external_ref]]
register = "other"
id = { column = "Id" }
[list.kind]
"G" = "grant-or-interest-subsidy"
[list.law]
"DM" = "eu-2023-2831"
"GBER" = { column = "Aim", list = "aim" }
"" = "unknown"
[list.aim]
"PMI (art. 17)" = "gber-17"
"#;
const HEADER: &str = "Id;Day;Kind;Aim;Number;Name;Town;Law;Aid;Nominal;Sector";
const ROW: &str = "A-1;28/02/2025;G;PMI (art. 17);01234567897;Esempio Srl;Roma;DM;1.234,5;2.000,00;62.01";

fn mapping(text: &str) -> Mapping {
    Mapping::read(text).unwrap_or_else(|faults| panic!("{faults:?}"))
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 1).unwrap()
}

/// Lines, rejects and tally of rows under the mapping.
fn read_with(map: &str, rows: &[&str]) -> (String, String, Tally) {
    let mapping = mapping(map);
    let mut run = Run::new(&mapping);
    let text = format!("{HEADER}\n{}\n", rows.join("\n"));
    let tally = run.read(text.as_bytes(), day(), &mut |_| ()).unwrap();
    assert_eq!(tally.rows, tally.awards + tally.rejects);
    let (mut lines, mut rejects) = (Vec::new(), Vec::new());
    run.write_lines(&mut lines).unwrap();
    run.write_rejects(&mut rejects).unwrap();
    (String::from_utf8(lines).unwrap(), String::from_utf8(rejects).unwrap(), tally)
}

fn read(rows: &[&str]) -> (String, String, Tally) {
    read_with(MAP, rows)
}

/// The one reason for which a row is rejected.
fn reason(map: &str, row: &str) -> String {
    let (lines, rejects, tally) = read_with(map, &[row]);
    assert_eq!((lines.as_str(), tally.rejects, tally.reasons.len()), ("", 1, 1), "{row}: {rejects}");
    tally.reasons.keys().next().unwrap().to_string()
}

/// The exact bytes: ids, order of members, figures, and the digest of the row as it stands in the file.
#[test]
fn one_row_gives_two_lines() {
    let (lines, _, tally) = read(&[ROW]);
    let digest = hex(&sha256(ROW.as_bytes()));
    let undertaking = hex(&sha256(b"NID:IT:01234567897"));
    let expected = format!(
        "{{\"type\":\"eu.aidledger.undertaking.registered.v1\",\"id\":\"und.{undertaking:.32}\",\"subject\":\"NID:IT:01234567897\",\
         \"data\":{{\"undertaking\":\"NID:IT:01234567897\",\"identifiers\":[],\"natural_person\":false,\"name\":\"Esempio Srl\"}}}}\n\
         {{\"type\":\"eu.aidledger.award.reported.v1\",\"id\":\"reg.A-1\",\"subject\":\"A-1\",\"data\":{{\"award\":\"A-1\",\
         \"beneficiary\":\"NID:IT:01234567897\",\"member_state\":\"IT\",\"granting_authority\":{{\"name\":\"Comune di Roma\"}},\
         \"granted_on\":\"2025-02-28\",\"basis\":{{\"regime\":\"eu-2023-2831\"}},\"instrument\":\"grant-or-interest-subsidy\",\
         \"aid\":{{\"form\":\"declared\",\"gge\":{{\"amount\":\"1234.50\",\"currency\":\"EUR\"}},\
         \"nominal\":{{\"amount\":\"2000.00\",\"currency\":\"EUR\"}}}},\
         \"activity\":{{\"nace\":{{\"code\":\"62.01\",\"revision\":\"2\"}}}},\"objective\":\"PMI (art. 17)\",\
         \"external_refs\":[{{\"register\":\"other\",\"id\":\"A-1\"}}],\"reported_from\":\"register\",\"date_basis\":\"legal-right\",\
         \"source_row\":{{\"register\":\"reg\",\"id\":\"A-1\",\"retrieved_on\":\"2026-11-01\",\"sha256\":\"{digest}\"}}}}}}\n",
    );
    assert_eq!(lines, expected);
    let sum = (1, "1234.50".parse().unwrap());
    assert_eq!(tally.sums, BTreeMap::from([(("eu-2023-2831".into(), "EUR".into()), sum)]));
}

#[test]
fn lists_translate_and_never_guess() {
    assert!(read(&[&ROW.replace(";DM;", ";GBER;")]).0.contains("\"regime\":\"gber-17\""));
    assert!(
        read(&[&ROW.replace(";DM;", ";;")]).0.contains("\"regime\":\"unknown\""),
        "an empty cell has a translation"
    );
    assert_eq!(reason(MAP, &ROW.replace(";DM;", ";dm;")), "no translation");
    assert_eq!(reason(MAP, &ROW.replace(";DM;", ";GBER;").replace("art. 17", "art. 18")), "no translation");
    assert_eq!(reason(MAP, &ROW.replace(";DM;", ";GBER;").replace("PMI (art. 17)", "")), "empty cell");
    assert_eq!(reason(MAP, &ROW.replace(";G;", ";X;")), "no translation");
    let (lines, _, tally) = read(&[&ROW.replace(";G;", "; ;")]);
    assert!(!lines.contains("instrument"), "an instrument is not needed");
    assert_eq!(tally.notes, BTreeMap::from([("instrument left out: empty cell", 1)]));
}

#[test]
fn what_cannot_be_read_is_rejected_with_its_reason() {
    for (from, to, kind) in [
        ("28/02/2025", "29/02/2025", "unreadable date"),
        ("28/02/2025", "", "empty cell"),
        ("1.234,5", "1,234.5", "unreadable amount"),
        ("1.234,5", "0,00", "amount 0"),
        ("1.234,5", "1,555", "amount with more decimals than its currency"),
        ("1.234,5", "", "empty cell"),
        ("2.000,00", "-1", "unreadable amount"),
        ("01234567897", "", "empty cell"),
        ("01234567897", "n/a", "placeholder instead of a number"),
        ("01234567897", "999", "placeholder instead of a number"),
        ("01234567897", "RSSMRA85T10A562S", "personal identity number"),
        ("01234567897", "12ä34", "unusable identifier"),
        ("A-1", "A 1", "unusable award id"),
        ("A-1", &"x".repeat(57), "unusable award id"),
        ("Esempio Srl", "Esempio\u{202e}Srl", "unusable text"),
        ("Roma", "", "empty cell"),
        ("62.01", "J.62.01", "unknown word"),
        (";Roma", "", "wrong number of fields"),
    ] {
        assert_eq!(reason(MAP, &ROW.replacen(from, to, 1)), kind, "{from:?} -> {to:?}");
    }
    assert_eq!(reason(&MAP.replace("\"IT\" }\nrep", "\"UK\" }\nrep"), ROW), "not readable as an event");
}

/// No reason repeats a cell that may be a person's.
#[test]
fn a_personal_number_is_not_repeated() {
    let (_, rejects, _) = read(&[&ROW.replace("01234567897", "RSSMRA85T10A562S")]);
    assert_eq!(rejects.matches("RSSMRA85T10A562S").count(), 1, "only in the row itself: {rejects}");
}

#[test]
fn a_rejected_row_comes_back_and_can_be_read_again() {
    let bad = ROW.replace("1.234,5", "?").replace(";G;", ";X;");
    let (lines, rejects, _) = read(&[ROW, "", &bad]);
    assert_eq!(lines.lines().count(), 2);
    let mut rejected = rejects.lines();
    assert_eq!(rejected.next(), Some(&*format!("{HEADER};row;column;reason")));
    let row = rejected.next().unwrap();
    assert!(row.starts_with(&format!("{bad};4;Kind | Aid;")), "{row}");
    assert!(
        row.contains("no translation in list kind") && row.contains("no amount such as 1.234,56"),
        "{row}"
    );
    let mended = rejects.replace(";?;", ";1,00;").replace(";X;", ";G;");
    let (map, mut out) = (mapping(MAP), Vec::new());
    let mut run = Run::new(&map);
    assert_eq!(run.read(mended.as_bytes(), day(), &mut |_| ()).unwrap().awards, 1);
    run.write_lines(&mut out).unwrap();
    assert!(String::from_utf8(out).unwrap().contains("\"amount\":\"1.00\""));
}

#[test]
fn an_id_is_taken_once_or_numbered() {
    let other = ROW.replace("1.234,5", "1,00");
    let (lines, rejects, tally) = read(&[ROW, &other]);
    assert_eq!((tally.awards, lines.lines().count()), (1, 2));
    assert!(rejects.contains("the award id A-1 was already taken from row 2"), "{rejects}");
    let numbered = MAP.replace("[award]", "[award]\nrepeats = \"number\"");
    let taken = ROW.replace("A-1", "A-1.2");
    let (lines, rejects, tally) = read_with(&numbered, &[ROW, &other, ROW, &taken]);
    for id in ["A-1", "A-1.2", "A-1.3"] {
        assert_eq!(lines.matches(&format!("\"id\":\"reg.{id}\"")).count(), 1, "{lines}");
    }
    assert_eq!(
        tally.notes,
        BTreeMap::from([("row identical to an earlier one: taken as a further award", 1)])
    );
    assert!(
        rejects.contains("the award id A-1.2 was already taken from row 3"),
        "never two awards of one id: {rejects}"
    );
    assert_eq!(lines.matches("undertaking.registered").count(), 1, "an undertaking once per run");
}

#[test]
fn days_months_and_ranges() {
    let month = MAP
        .replace("granted_on = { column = \"Day\" }", "granted_on_range = { month = { column = \"Day\" } }");
    let (lines, ..) = read_with(&month, &[&ROW.replace("28/02/2025", "2024-02")]);
    assert!(
        lines.contains("\"granted_on_range\":{\"from\":\"2024-02-01\",\"to\":\"2024-02-29\"}"),
        "{lines}"
    );
    assert_eq!(reason(&month, ROW), "unknown word");
    let range = MAP.replace(
        "granted_on = { column = \"Day\" }",
        "granted_on_range = { from = { column = \"Day\" }, to = { constant = \"2025-03-01\" } }",
    );
    let (lines, ..) = read_with(&range, &[ROW]);
    assert!(
        lines.contains("\"granted_on_range\":{\"from\":\"2025-02-28\",\"to\":\"2025-03-01\"}"),
        "{lines}"
    );
    assert_eq!(reason(&range, &ROW.replace("28/02/2025", "02/03/2025")), "range runs backwards");
}

#[test]
fn other_bytes_and_other_schemes() {
    let latin = mapping(&MAP.replace("utf-8", "iso-8859-1"));
    let mut run = Run::new(&latin);
    let text = format!("{HEADER}\n{ROW}\n{}\n", ROW.replace("DM", "?")).replace("Esempio", "Citt\u{e0}");
    let bytes: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let tally = run.read(&bytes, day(), &mut |_| ()).unwrap();
    assert_eq!((tally.awards, tally.rejects), (1, 1));
    let (mut lines, mut rejects) = (Vec::new(), Vec::new());
    run.write_lines(&mut lines).unwrap();
    run.write_rejects(&mut rejects).unwrap();
    assert!(String::from_utf8(lines).unwrap().contains("Citt\u{e0} Srl"));
    assert!(rejects.windows(9).any(|w| w == b"Citt\xe0 Srl"), "the cells keep their bytes");
    assert!(
        matches!(Run::new(&mapping(MAP)).read(&bytes, day(), &mut |_| ()), Ok(tally) if tally.reasons.contains_key("wrong encoding"))
    );
    let euid = MAP.replace("\"NID\"\ncountry = { constant = \"IT\" }", "\"EUID\"");
    let (lines, ..) = read_with(&euid, &[&ROW.replace("01234567897", "ITRM.1234567")]);
    assert!(lines.contains("\"beneficiary\":\"EUID:ITRM.1234567\""), "{lines}");
}

#[test]
fn a_header_must_have_what_the_mapping_reads() {
    let map = mapping(MAP);
    let refused =
        |header: &str| Run::new(&map).read(header.as_bytes(), day(), &mut |_| ()).unwrap_err().to_string();
    let text = refused("Id;Day;Kind;Aim;Number;Name;Town;Law\n");
    assert!(
        text.contains("\"Aid\" (mapping line 28)") && text.contains("\"Sector\" (mapping line 32)"),
        "{text}"
    );
    assert!(refused(&format!("{HEADER};Law\n")).contains("twice: Law"));
    assert!(refused("").contains("lacks"));
}

#[test]
fn lists_are_bounded() {
    let entries = |count: usize| (0..count).map(|n| format!("\"x{n}\" = \"other\"\n")).collect::<String>();
    let with = |count| MAP.replace("[list.law]", &format!("{}[list.law]", entries(count)));
    // Five translations are there already.
    assert!(Mapping::read(&with(9_995)).is_ok());
    let faults = Mapping::read(&with(9_996)).unwrap_err();
    assert!(faults.len() == 1 && faults[0].message.contains("10001 translations"), "{faults:?}");
}

/// What the format's document shows is a mapping, and it knows every reason.
#[test]
fn the_document_of_the_format_agrees() {
    let document = include_str!("../../../../docs/spec/csv-mapping.md");
    let example = document.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    mapping(example);
    let text = String::new;
    let empty = crate::import::text::TextFault::Empty;
    let word = Why::Word { what: "", cell: text(), hint: "" };
    for why in [
        Why::Shape { fields: 0, columns: 0 },
        Why::Encoding(""),
        Why::NumberForm { cell: text(), example: text() },
        Why::MaskedPerson,
        Why::Changed { members: Vec::new(), advice: "" },
        Why::Empty,
        Why::NoTranslation { list: text(), cell: text() },
        word,
        Why::Text(empty),
        Why::AmountForm { cell: text(), example: text() },
        Why::AmountZero,
        Why::AmountTooPrecise { cell: text(), currency: text() },
        Why::DateForm { cell: text(), forms: text() },
        Why::RangeBackwards { from: text(), to: text() },
        Why::Placeholder(text()),
        Why::PersonalNumber(text()),
        Why::NumberWithName,
        Why::Handle(ledger::ids::IdError::Form),
        Why::AwardId(text()),
        Why::Repeated { id: text(), row: 0 },
        Why::Event(text()),
    ] {
        let reasons = document.split("## Reasons").nth(1).unwrap();
        assert!(reasons.contains(why.kind()), "{}", why.kind());
    }
}

/// Each mistake with the line that makes it.
#[test]
fn mistakes_of_a_mapping_are_named_with_their_lines() {
    let faults = |from: &str, to: &str| -> Vec<String> {
        assert!(MAP.contains(from), "{from}");
        Mapping::read(&MAP.replacen(from, to, 1)).unwrap_err().iter().map(ToString::to_string).collect()
    };
    for (from, to, line, says) in [
        ("format = 1", "format = 2", 1, "another format"),
        ("decimal = \",\"", "decimal = \",\"\nsurprise = 1", 6, "no key `surprise`"),
        ("utf-8", "utf-7", 3, "no encoding is called \"utf-7\""),
        ("\"dd/mm/yyyy\"", "\"d/m/y\"", 7, "no form of dates"),
        ("\"dd/mm/yyyy\"", "\"dd/mm/yyyy\", \"mm/dd/yyyy\"", 7, "could be two days"),
        ("dates = [\"dd/mm/yyyy\"]", "", 13, "does not say how dates are written"),
        ("thousands = \".\"", "thousands = \",\"", 6, "one sign"),
        ("thousands = \".\"", "thousands = \"x\"", 6, "no sign"),
        ("constant = \"IT\"", "constant = \"Italy\"", 10, "no granting State"),
        ("\"legal-right\"", "\"some day\"", 12, "`date_basis` is \"some day\""),
        ("granted_on = { column = \"Day\" }", "", 8, "no date of granting, or two"),
        ("list = \"kind\"", "list = \"kinds\"", 14, "there is no list kinds"),
        ("\"Comune di {Town}\"", "\"Comune di {Town\"", 23, "a brace"),
        ("\"Comune di {Town}\"", "\"Comune\"", 23, "without a column"),
        ("{ column = \"Number\" }", "{ column = \"Number\", constant = \"5\" }", 19, "exactly one of"),
        ("scheme = \"NID\"", "scheme = \"PRS\"", 17, "`scheme` is \"PRS\""),
        ("placeholders = [\"999\"]", "made_up = \"no names here\"", 16, "does not say `made-up`"),
        ("revision = { constant = \"2\" }", "", 31, "no sector"),
        ("register = \"reg\"", "register = \"a b\"", 35, "no name of a register"),
        ("grant-or-interest-subsidy", "grant", 40, "no instrument"),
        ("\"eu-2023-2831\"", "\"eu-2023-9999\"", 42, "no regime"),
        ("\"gber-17\"", "{ column = \"Aim\", list = \"kind\" }", 46, "sends to a third"),
        ("\"gber-17\"", "\"gber-99\"", 46, "no regime"),
        ("\"gber-17\"", "17", 46, "is no word"),
        ("[list.aim]", "[list.aims]", 43, "there is no list aim"),
        ("form = \"declared\"", "form = \"grant\"", 27, "`form` is \"grant\""),
        ("gge = { column = \"Aid\" }", "", 26, "lacks `gge`"),
        ("[basis]", "basis", 24, "not TOML"),
    ] {
        let found = faults(from, to);
        let fits = |fault: &&String| fault.starts_with(&format!("line {line}: ")) && fault.contains(says);
        assert_eq!(found.iter().filter(fits).count(), 1, "{from:?} -> {to:?}: {found:?}");
    }
    let many = MAP.replace("utf-8", "x").replace("\"IT\"", "\"Italy\"").replace("gber-17", "gber-99");
    assert_eq!(Mapping::read(&many).unwrap_err().len(), 4, "all mistakes at once");
}

/// Registers and spreadsheets write these; a mapping names the encoding in whatever case it likes.
#[test]
fn the_same_rows_in_other_encodings_with_marks_and_a_line_sep() {
    let text =
        format!("sep=;\r\n{HEADER}\r\n{}\r\n{}\r\n", ROW.replace("Roma", "Łódź"), ROW.replace("DM", "?"));
    let cp1250 = encoding_rs::WINDOWS_1250.encode(&text).0.into_owned();
    let utf16: Vec<u8> = format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked = format!("\u{feff}{text}").into_bytes();
    for (name, bytes, notes) in [
        ("Windows-1250", cp1250, 0),
        ("UTF-16", utf16.clone(), 0),
        ("utf-8", utf16, 1),
        ("utf-8", marked.clone(), 0),
        ("windows-1250", marked, 1),
    ] {
        let map = mapping(&MAP.replace("utf-8", name));
        let mut run = Run::new(&map);
        let tally = run.read(&bytes, day(), &mut |_| ()).unwrap();
        assert_eq!((tally.awards, tally.rejects, tally.file_notes.len()), (1, 1, notes), "{name}");
        let (mut lines, mut rejects) = (Vec::new(), Vec::new());
        run.write_lines(&mut lines).unwrap();
        run.write_rejects(&mut rejects).unwrap();
        assert!(String::from_utf8(lines).unwrap().contains("Comune di Łódź"), "{name}");
        // The line of the file, with `sep=` and the header above it, and the rejects are read as the file was.
        let mut again = Run::new(&map);
        let back = again.read(&rejects, day(), &mut |_| ()).unwrap();
        assert_eq!((back.rows, back.rejects), (1, 1), "{name}");
        let shown = String::from_utf8_lossy(&rejects).into_owned();
        assert!(shown.contains(";4;Law;"), "{name}: {shown}");
    }
    let other = format!("sep=,\n{HEADER}\n");
    let refused = Run::new(&mapping(MAP)).read(other.as_bytes(), day(), &mut |_| ()).unwrap_err().to_string();
    assert!(refused.contains("`sep=,`") && refused.contains("`;`"), "{refused}");
    let latin =
        format!("{HEADER}\u{e9}").chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect::<Vec<_>>();
    let refused = Run::new(&mapping(MAP)).read(&latin, day(), &mut |_| ()).unwrap_err().to_string();
    assert!(refused.contains("not in UTF-8, and the file has no byte order mark"), "{refused}");
}

const GRANTS: &str = r#"format = 1
[file]
encoding = "utf-8"
delimiter = ";"
decimal = ","
thousands = " "
dates = ["dd.mm.yyyy"]
[award]
event = "award.granted"
legal_right = "on-admission"
id = { column = "Id" }
member_state = { constant = "FI" }
granted_on = { column = "Day" }
instrument = { constant = "subsidised-services" }
[beneficiary]
scheme = "NID"
country = { constant = "FI" }
number = { column = "Number" }
[authority]
id = { constant = "csc" }
name = { constant = "CSC" }
[basis]
kind = { constant = "ad-hoc" }
regime = { constant = "eu-2023-2831" }
[aid]
form = "compute"
system = { constant = "lumi-g" }
unit = { constant = "gpu-hour" }
quantity = { column = "Hours" }
unit_price_rate = { column = "Price" }
unit_price_method = { constant = "published-tariff" }
unit_price_sha256 = { constant = "1f65896b357bf188f17eb9c90f118f4a8506bf0ed568fc182f92a012890225c4" }
price_paid = { column = "Paid" }
currency = { constant = "EUR" }
[[funding]]
origin = { constant = "state" }
share_percent = { constant = "100" }
[activity]
nace = { constant = "62.10" }
revision = { constant = "2.1" }
[conditions]
export_linked = { constant = "false" }
domestic_goods = { constant = "false" }
price_quantity_linked = { column = "Linked", list = "yes" }
[source_row]
register = "csc"
[list.yes]
"ja" = "true"
"nein" = "false"
"#;

fn granted(map: &str, row: &str) -> (String, String, Tally) {
    let map = mapping(map);
    let mut run = Run::new(&map);
    let text = format!("Id;Day;Number;Hours;Price;Paid;Linked\n{row}\n");
    let tally = run.read(text.as_bytes(), day(), &mut |_| ()).unwrap();
    let (mut lines, mut rejects) = (Vec::new(), Vec::new());
    run.write_lines(&mut lines).unwrap();
    run.write_rejects(&mut rejects).unwrap();
    (String::from_utf8(lines).unwrap(), String::from_utf8(rejects).unwrap(), tally)
}

const GRANT_ROW: &str = "2026-17;20.11.2026;1234567-1;20 000,5;1,85;0,00;nein";

/// A row that is asked for a yes or no states all that a grant must state, and nothing of a report.
#[test]
fn a_row_can_be_a_grant() {
    assert!(mapping(GRANTS).asks() && !mapping(MAP).asks());
    let (lines, rejects, tally) = granted(GRANTS, GRANT_ROW);
    assert_eq!(tally.awards, 1, "{rejects}");
    let line = lines.lines().last().unwrap();
    let event: serde_json::Value = serde_json::from_str(line).unwrap();
    assert_eq!(
        (&event["type"], &event["id"]),
        (&"eu.aidledger.award.granted.v1".into(), &"csc.2026-17".into())
    );
    assert_eq!(
        event["data"],
        serde_json::json!({
            "award": "2026-17", "beneficiary": "NID:FI:12345671", "member_state": "FI",
            "granting_authority": {"id": "csc", "name": "CSC"}, "granted_on": "2026-11-20",
            "legal_right": "on-admission", "basis": {"kind": "ad-hoc", "regime": "eu-2023-2831"},
            "instrument": "subsidised-services",
            "aid": {"form": "compute", "system": "lumi-g", "unit": "gpu-hour", "quantity": "20000.5",
                "unit_price": {"rate": "1.85", "currency": "EUR", "evidence": {"method": "published-tariff",
                    "sha256": "1f65896b357bf188f17eb9c90f118f4a8506bf0ed568fc182f92a012890225c4"}},
                "price_paid": {"amount": "0.00", "currency": "EUR"}},
            "funding": [{"origin": "state", "share_percent": "100"}],
            "activity": {"nace": {"code": "62.10", "revision": "2.1"}},
            "conditions": {"export_linked": false, "domestic_goods": false, "price_quantity_linked": false},
        })
    );
    assert!(granted(GRANTS, &GRANT_ROW.replace("nein", "ja")).0.contains("\"price_quantity_linked\":true"));
    for (from, to, kind) in [
        ("20 000,5", "20 00", "unreadable number"),
        ("20 000,5", "", "empty cell"),
        ("nein", "no", "no translation"),
        ("0,00", "", "empty cell"),
    ] {
        let (_, _, tally) = granted(GRANTS, &GRANT_ROW.replacen(from, to, 1));
        assert_eq!(tally.reasons.keys().copied().collect::<Vec<_>>(), [kind], "{from} -> {to}");
    }
    let conferred = GRANTS.replace("on-admission", "conferred");
    assert!(!mapping(&conferred).asks());
}

#[test]
fn every_form_of_a_table_is_one_that_the_ledger_reads() {
    let from = GRANTS.find("form = \"compute\"").unwrap();
    let to = GRANTS.find("currency = { constant").unwrap();
    let with = |aid: &str| format!("{}{aid}\n{}", GRANTS.get(..from).unwrap(), GRANTS.get(to..).unwrap());
    for aid in [
        "form = \"grant\"\nnominal = { column = \"Price\" }",
        "form = \"loan\"\nprincipal = { column = \"Price\" }\nyears = { constant = \"5\" }\n\
         collateral_percent = { constant = \"50\" }\nmethod = { constant = \"safe-harbour\" }",
        "form = \"guarantee\"\nguaranteed = { column = \"Price\" }\nyears = { constant = \"5\" }\n\
         cover_max_percent = { constant = \"80\" }\nlosses_pari_passu = { constant = \"true\" }\n\
         method = { constant = \"safe-harbour\" }",
        "form = \"capital\"\ninjection = { column = \"Price\" }",
        "form = \"credits\"\nface_value = { column = \"Price\" }\nprice_paid = { column = \"Paid\" }\n\
         expires_on = { constant = \"2027-01-01\" }",
        "form = \"service\"\nmarket_value = { column = \"Price\" }\nprice_paid = { column = \"Paid\" }",
    ] {
        let (_, rejects, tally) = granted(&with(aid), GRANT_ROW);
        assert_eq!(tally.awards, 1, "{aid}: {rejects}");
    }
}

#[test]
fn mistakes_of_a_mapping_of_grants_are_named_with_their_lines() {
    for (from, to, line, says) in [
        ("\"award.granted\"", "\"award.asked\"", 9, "`event` is"),
        ("\"on-admission\"", "\"soon\"", 10, "`legal_right` is"),
        ("form = \"compute\"", "form = \"declared\"", 26, "not one a table can hold"),
        ("system =", "systems =", 27, "no key `systems`"),
        ("price_paid = { column = \"Paid\" }", "", 25, "lacks `price_paid`"),
        ("[[funding]]", "[funding]", 35, "no list"),
        ("constant = \"state\"", "constant = \"taxes\"", 36, "no origin of funding"),
        ("domestic_goods = { constant = \"false\" }", "", 41, "lacks `domestic_goods`"),
        ("\"nein\" = \"false\"", "\"nein\" = \"no\"", 49, "no yes or no"),
        ("id = { constant = \"csc\" }", "", 19, "lacks `id`"),
    ] {
        assert!(GRANTS.contains(from), "{from}");
        let faults = Mapping::read(&GRANTS.replacen(from, to, 1)).unwrap_err();
        let found: Vec<String> = faults.iter().map(ToString::to_string).collect();
        let fits = |fault: &&String| fault.starts_with(&format!("line {line}: ")) && fault.contains(says);
        assert_eq!(found.iter().filter(fits).count(), 1, "{from:?} -> {to:?}: {found:?}");
    }
}

/// The next export of the same register: what is the same is left out, what has other figures is restated.
#[test]
fn the_next_export_says_only_what_is_new() {
    let map = mapping(MAP);
    let import = |rows: &[&str], known: Known, on: u32| {
        let mut run = Run::new(&map).knowing(known);
        let text = format!("{HEADER}\n{}\n", rows.join("\n"));
        let day = NaiveDate::from_ymd_opt(2026, 11, on).unwrap();
        let tally = run.read(text.as_bytes(), day, &mut |_| ()).unwrap();
        assert_eq!(tally.rows, tally.awards + tally.unchanged + tally.restated + tally.rejects);
        let (mut lines, mut restated) = (Vec::new(), Vec::new());
        run.write_lines(&mut lines).unwrap();
        run.write_restated(&mut restated).unwrap();
        let gone: Vec<String> = run.known().gone().into_iter().map(str::to_owned).collect();
        (String::from_utf8(lines).unwrap(), String::from_utf8(restated).unwrap(), gone, tally)
    };
    let two = ROW.replace("A-1", "A-2");
    let (first, ..) = import(&[ROW, &two], Known::default(), 1);
    let mut known = Known::default();
    first.lines().for_each(|line| known.add(&serde_json::from_str(line).unwrap()));
    let (lines, restated, gone, tally) = import(&[ROW, &two], known.clone(), 2);
    assert_eq!(
        (lines.as_str(), restated.as_str(), gone.len(), tally.unchanged),
        ("", "", 0, 2),
        "another day, the same rows"
    );
    let (changed, three) = (ROW.replace("1.234,5", "1.000,00"), ROW.replace("A-1", "A-3"));
    let (lines, restated, gone, tally) = import(&[&changed, &three], known.clone(), 2);
    assert_eq!((tally.awards, tally.restated, gone.as_slice()), (1, 1, &["A-2".to_owned()][..]));
    assert_eq!(lines.lines().count(), 1, "the undertaking is registered: {lines}");
    let event: serde_json::Value = serde_json::from_str(restated.trim()).unwrap();
    assert_eq!(event["type"], "eu.aidledger.award.restated.v1");
    assert_eq!(
        (&event["data"]["award"], &event["data"]["aid"]["gge"]["amount"]),
        (&"A-1".into(), &"1000.00".into())
    );
    let digest = hex(&sha256(changed.as_bytes()));
    assert_eq!(event["data"]["source_row"]["sha256"], digest.as_str());
    let json = ledger::json::parse(restated.trim().as_bytes()).unwrap();
    assert!(readable(&json).is_ok(), "{restated}");
    known.add(&event);
    assert_eq!(import(&[&changed], known.clone(), 3).3.unchanged, 1, "restated once");
    let moved = ROW.replace("28/02/2025", "27/02/2025");
    let tally = import(&[&moved], known, 3).3;
    assert_eq!(tally.reasons.keys().copied().collect::<Vec<_>>(), ["changed since an earlier import"]);
}
