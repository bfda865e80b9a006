//! Rows of a CSV file by line and by bytes, and digests: what every importer of rows needs.

/// How far the reading has come, in bytes and in lines.
pub(super) struct Place<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u64,
}

impl<'a> Place<'a> {
    /// Behind the header, which ends at byte `at`; `before` lines stand above it that are not among the bytes.
    pub(super) fn after_header(bytes: &'a [u8], at: usize, before: u64) -> Self {
        Self { bytes, at, line: 1 + before + newlines(bytes.get(..at).unwrap_or_default()) }
    }

    /// The line on which the record just read starts, and its bytes without the line end.
    pub(super) fn next(&mut self, end: usize) -> (u64, &'a [u8]) {
        let chunk = self.bytes.get(self.at..end).unwrap_or_default();
        // A reader may stop between "\r" and "\n", and skips blank lines: both lie before the record they precede.
        let start = chunk.iter().position(|b| !matches!(b, b'\r' | b'\n')).unwrap_or(chunk.len());
        let (before, record) = chunk.split_at(start);
        let row = self.line + newlines(before);
        self.line += newlines(chunk);
        self.at = end;
        (row, without_line_end(record))
    }

    /// Bytes read so far.
    pub(super) fn read(&self) -> u64 {
        self.at as u64
    }
}

fn without_line_end(record: &[u8]) -> &[u8] {
    let end = record.iter().rposition(|b| !matches!(b, b'\r' | b'\n')).map_or(0, |at| at + 1);
    record.get(..end).unwrap_or_default()
}

/// Where the reader stands, in bytes.
pub(super) fn offset(reader: &csv::Reader<&[u8]>) -> usize {
    usize::try_from(reader.position().byte()).unwrap_or(usize::MAX)
}

fn newlines(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|b| **b == b'\n').map(|_| 1).sum()
}

/// SHA-256.
pub(super) fn sha256(bytes: &[u8]) -> [u8; 32] {
    use sha2::Digest;
    sha2::Sha256::digest(bytes).into()
}

/// Lower-case hex digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// The event id under which an undertaking is registered: the same handle always gives the same id.
pub(super) fn registration_id(handle: &str) -> String {
    format!("und.{}", hex(&sha256(handle.as_bytes())).get(..32).unwrap_or_default())
}
