//! A file's bytes, ready to be read as CSV: byte order mark, encoding, and the line `sep=` that spreadsheets put first.
//!
//! A byte order mark decides: it is the file's own word, and what it says is told. What is left are bytes in UTF-8, or in
//! an encoding with one byte for each character; so delimiters and line ends are those of ASCII, and rows keep their bytes.
//! Files in UTF-16 or with several bytes a character are turned into UTF-8 first, and their rows' digests are over that.

use std::borrow::Cow;

use csv::{ByteRecord, StringRecord};
use encoding_rs::{Encoding, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE};

/// Byte order marks, longest first.
const MARKS: &[(&[u8], &Encoding, &str)] = &[
    (b"\xEF\xBB\xBF", UTF_8, "EF BB BF"),
    (b"\xFF\xFE", UTF_16LE, "FF FE"),
    (b"\xFE\xFF", UTF_16BE, "FE FF"),
];

/// Why a file can't be read as it is said to be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenFault {
    /// Every other byte is zero.
    #[error(
        "the file looks like UTF-16 and has no byte order mark (FF FE or FE FF) to say so: save it as UTF-8, or name {0}"
    )]
    LooksUtf16(&'static str),
    /// The file names another delimiter.
    #[error(
        "the first line says `sep={found}`, and the delimiter is said to be `{named}`: correct one of the two"
    )]
    Separator {
        /// What the file says.
        found: char,
        /// What was said of it.
        named: char,
    },
}

/// A file that is open for reading.
#[derive(Debug)]
pub struct Opened<'b> {
    /// The rows, header first.
    pub bytes: Cow<'b, [u8]>,
    /// The delimiter that the file itself names.
    pub separator: Option<u8>,
    /// Lines before the header.
    pub lines_before: u64,
    /// What to tell of it.
    pub notes: Vec<String>,
    /// Of the bytes above: UTF-8, or one byte for each character.
    encoding: &'static Encoding,
    /// What it was before, where it was turned into UTF-8.
    turned_from: Option<&'static Encoding>,
    has_errors: bool,
    has_mark: bool,
}

/// The encoding of a name, in any case: the labels of the Encoding Standard, such as `windows-1250`, `utf-16` and `latin1`.
#[must_use]
pub fn encoding(name: &str) -> Option<&'static Encoding> {
    Encoding::for_label(name.as_bytes()).filter(|encoding| *encoding != REPLACEMENT)
}

impl<'b> Opened<'b> {
    /// Of a file that is said to be in an encoding, and to have a delimiter.
    ///
    /// # Errors
    /// [`OpenFault`].
    pub fn of(file: &'b [u8], named: &'static Encoding, delimiter: Option<u8>) -> Result<Self, OpenFault> {
        let mut notes = Vec::new();
        let mark = MARKS
            .iter()
            .find_map(|(mark, encoding, shown)| Some((file.strip_prefix(*mark)?, *encoding, *shown)));
        let (rest, encoding) = match mark {
            Some((rest, encoding, shown)) => {
                if encoding != named {
                    let (found, said) = (encoding.name(), named.name());
                    notes.push(format!(
                        "read as {found}, as its byte order mark ({shown}) says, not as {said}"
                    ));
                }
                (rest, encoding)
            }
            None => {
                let is_utf16 = named == UTF_16LE || named == UTF_16BE;
                match looks_utf16(file).filter(|_| !is_utf16) {
                    Some(name) => return Err(OpenFault::LooksUtf16(name)),
                    None => (file, named),
                }
            }
        };
        let mut opened = Self {
            bytes: Cow::Borrowed(rest),
            separator: None,
            lines_before: 0,
            notes,
            encoding,
            turned_from: None,
            has_errors: false,
            has_mark: mark.is_some(),
        };
        if encoding != UTF_8 && !encoding.is_single_byte() {
            let (text, had_errors) = encoding.decode_without_bom_handling(rest);
            opened.bytes = Cow::Owned(text.into_owned().into_bytes());
            (opened.encoding, opened.turned_from, opened.has_errors) = (UTF_8, Some(encoding), had_errors);
        }
        opened.leave_out_separator(delimiter)?;
        Ok(opened)
    }

    /// Leaves out a first line `sep=;`.
    fn leave_out_separator(&mut self, delimiter: Option<u8>) -> Result<(), OpenFault> {
        let Some((found, length)) = separator(&self.bytes) else { return Ok(()) };
        if let Some(named) = delimiter.filter(|named| *named != found) {
            return Err(OpenFault::Separator { found: char::from(found), named: char::from(named) });
        }
        (self.separator, self.lines_before) = (Some(found), 1);
        match &mut self.bytes {
            Cow::Borrowed(bytes) => *bytes = bytes.get(length..).unwrap_or_default(),
            Cow::Owned(bytes) => drop(bytes.drain(..length.min(bytes.len()))),
        }
        Ok(())
    }

    /// The cells of a record; `None` where they are not in the encoding.
    #[must_use]
    pub fn decoded(&self, record: &ByteRecord) -> Option<StringRecord> {
        if self.encoding == UTF_8 {
            let cells = StringRecord::from_byte_record(record.clone()).ok()?;
            let is_broken = self.has_errors && cells.iter().any(|cell| cell.contains('\u{fffd}'));
            return (!is_broken).then_some(cells);
        }
        record
            .iter()
            .map(|cell| self.encoding.decode_without_bom_handling_and_without_replacement(cell))
            .collect::<Option<Vec<_>>>()
            .map(StringRecord::from)
    }

    /// Text in the encoding of the rows; what that does not have becomes `?`.
    #[must_use]
    pub fn encoded(&self, text: &str) -> Vec<u8> {
        encoded(self.encoding, text)
    }

    /// What a copy of the rows begins with, so that it is read as they were.
    #[must_use]
    pub fn mark(&self) -> &'static [u8] {
        if self.turned_from.is_some() || self.has_mark { b"\xEF\xBB\xBF" } else { b"" }
    }

    /// What the bytes were said, or say, to be.
    #[must_use]
    pub fn encoding_name(&self) -> &'static str {
        self.turned_from.unwrap_or(self.encoding).name()
    }

    /// Of the rows, for whoever writes after the file is closed.
    #[must_use]
    pub fn encoding(&self) -> &'static Encoding {
        self.encoding
    }

    /// What to say of a header that is not in the encoding.
    #[must_use]
    pub fn header_fault(&self) -> String {
        let mark =
            if self.has_mark { "" } else { ", and the file has no byte order mark that says otherwise" };
        format!(
            "the header is not in {}{mark}: save the file as UTF-8, or name its encoding (windows-1250, windows-1252, utf-16 ..)",
            self.encoding_name()
        )
    }
}

/// Text in an encoding with one byte for each character, or in UTF-8; what that does not have becomes `?`.
#[must_use]
pub fn encoded(encoding: &'static Encoding, text: &str) -> Vec<u8> {
    let (bytes, _, is_lossy) = encoding.encode(text);
    if !is_lossy {
        return bytes.into_owned();
    }
    let mut buffer = [0; 4];
    text.chars()
        .flat_map(|c| {
            let (bytes, _, is_lossy) = encoding.encode(c.encode_utf8(&mut buffer));
            if is_lossy { b"?".to_vec() } else { bytes.into_owned() }
        })
        .collect()
}

/// Which of the two UTF-16 the first characters look like: letters of ASCII with a zero before or after each.
fn looks_utf16(file: &[u8]) -> Option<&'static str> {
    match file {
        [a, 0, b, 0, ..] if *a != 0 && *b != 0 => Some("utf-16le"),
        [0, a, 0, b, ..] if *a != 0 && *b != 0 => Some("utf-16be"),
        _ => None,
    }
}

/// The delimiter that a first line `sep=;` names, and how long that line is.
fn separator(bytes: &[u8]) -> Option<(u8, usize)> {
    let line = bytes.split_inclusive(|byte| *byte == b'\n').next()?;
    let text = line.trim_ascii_end();
    // A tabulator is a blank: what is behind the sign is taken before blanks are cut.
    let unquoted = |line: &[u8]| -> Option<u8> {
        let rest = line.strip_prefix(b"\"").unwrap_or(line);
        let (word, rest) = rest.split_at_checked(4)?;
        let (sign, rest) = rest.split_first()?;
        let is_end = matches!(rest.trim_ascii(), b"" | b"\"");
        (word.eq_ignore_ascii_case(b"sep=") && is_end && !matches!(sign, b'\r' | b'\n')).then_some(*sign)
    };
    let sign = unquoted(line).or_else(|| unquoted(text))?;
    Some((sign, line.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open<'b>(file: &'b [u8], name: &str) -> Opened<'b> {
        Opened::of(file, encoding(name).unwrap(), Some(b';')).unwrap()
    }

    fn cells(file: &[u8], name: &str) -> Option<Vec<String>> {
        let opened = open(file, name);
        let mut reader =
            csv::ReaderBuilder::new().has_headers(false).delimiter(b';').from_reader(&*opened.bytes);
        let mut record = ByteRecord::new();
        assert!(reader.read_byte_record(&mut record).unwrap());
        Some(opened.decoded(&record)?.iter().map(str::to_owned).collect())
    }

    fn utf16(text: &str, is_little: bool) -> Vec<u8> {
        let units = text.encode_utf16();
        units.flat_map(|unit| if is_little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
    }

    #[test]
    fn names_are_read_in_any_case() {
        for (name, wanted) in [
            ("UTF-8", "UTF-8"),
            ("Windows-1250", "windows-1250"),
            ("CP1252", "windows-1252"),
            ("ISO-8859-1", "windows-1252"),
            ("utf-16", "UTF-16LE"),
            ("iso-8859-2", "ISO-8859-2"),
        ] {
            assert_eq!(encoding(name).map(Encoding::name), Some(wanted), "{name}");
        }
        assert_eq!(encoding("utf-7"), None);
        assert_eq!(encoding("iso-2022-kr"), None, "what the standard replaces by nothing");
    }

    #[test]
    fn the_same_cells_in_every_encoding() {
        let wanted = Some(vec!["Łódź".to_owned(), "š".to_owned()]);
        let text = "Łódź;š\r\n";
        assert_eq!(cells(text.as_bytes(), "utf-8"), wanted);
        assert_eq!(cells(b"\xA3\xF3d\x9F;\x9A\r\n", "windows-1250"), wanted);
        for is_little in [true, false] {
            let marked = utf16(&format!("\u{feff}{text}"), is_little);
            for name in ["utf-16", "utf-16be", "utf-8", "windows-1252"] {
                assert_eq!(cells(&marked, name), wanted, "{name}: the byte order mark decides");
            }
            let name = if is_little { "utf-16le" } else { "utf-16be" };
            assert_eq!(cells(&utf16(text, is_little), name), wanted);
        }
        assert_eq!(cells(b"\x80;\xC4", "iso-8859-1"), Some(vec!["€".into(), "Ä".into()]));
        assert_eq!(cells(b"\xC4;a", "utf-8"), None);
        assert_eq!(cells(b"\xD8\x00a\x00", "utf-16be"), None, "half a character");
    }

    #[test]
    fn what_a_byte_order_mark_says_is_told() {
        let opened = open(b"\xEF\xBB\xBFa;b", "windows-1250");
        assert_eq!(
            opened.notes,
            ["read as UTF-8, as its byte order mark (EF BB BF) says, not as windows-1250"]
        );
        assert_eq!((&*opened.bytes, opened.mark()), (&b"a;b"[..], &b"\xEF\xBB\xBF"[..]));
        assert!(open(b"a;b", "windows-1250").notes.is_empty());
        let silent = utf16("Id;Name", true);
        let fault = Opened::of(&silent, UTF_8, None).unwrap_err();
        assert_eq!(fault, OpenFault::LooksUtf16("utf-16le"));
        assert!(fault.to_string().contains("byte order mark"));
        assert!(open(b"a", "utf-8").header_fault().contains("no byte order mark"));
    }

    #[test]
    fn a_line_sep_is_left_out_and_believed() {
        for file in ["sep=;\r\na;b", "SEP=;\na;b", "\u{feff}sep=;\na;b", "\"sep=;\"\na;b"] {
            let opened = open(file.as_bytes(), "utf-8");
            assert_eq!((&*opened.bytes, opened.lines_before, opened.separator), (&b"a;b"[..], 1, Some(b';')));
        }
        let tabs = Opened::of(b"sep=\t\na\tb", UTF_8, None).unwrap();
        assert_eq!(tabs.separator, Some(b'\t'));
        let fault = Opened::of(b"sep=,\na,b", UTF_8, Some(b';')).unwrap_err();
        assert_eq!(fault, OpenFault::Separator { found: ',', named: ';' });
        for none in ["separator;b\n", "sep=\na", "sep=;;\na", "a;b"] {
            assert_eq!(open(none.as_bytes(), "utf-8").lines_before, 0, "{none}");
        }
        assert_eq!(open(&utf16("\u{feff}sep=;\na", true), "utf-16").lines_before, 1);
    }

    #[test]
    fn what_an_encoding_does_not_have_becomes_a_question_mark() {
        assert_eq!(open(b"a", "windows-1252").encoded("š €ł"), b"\x9A \x80?");
    }
}
