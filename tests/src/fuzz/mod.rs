//! Every decoder that a stranger reaches, each with what must hold for any bytes whatever.
//!
//! A target takes bytes and panics where a property does not hold. `tests/tests/fuzz` runs each for a bounded number of
//! cases made from its seeds; `tests/fuzz` runs the same targets under libFuzzer for as long as one likes.
//! The properties: what decodes is the one spelling of what it means (it encodes to the same bytes), a normal form is
//! its own, two readers agree, bounds hold, every row of a file is accounted for. "No panic" comes on top.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a target stops at the first property that does not hold"
)]

mod door;
mod files;
mod log;
mod request;
mod seeds;
mod statement;

/// One decoder under test.
pub struct Target {
    /// Its name, as commands take it.
    pub name: &'static str,
    /// Cases of a short run: fewer where one case costs more.
    pub cases: u32,
    /// Well-formed and ill-formed examples, from which cases are made.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// Words of the format, put into cases so that they get past its first line.
    pub words: &'static [&'static str],
    /// Panics where a property does not hold.
    pub check: fn(&[u8]),
}

/// Words of any JSON of ours.
const JSON_WORDS: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"\"",
    "null",
    "true",
    "-1",
    "0",
    "1e2",
    "0.5",
    "9007199254740993",
    "\"\\ud800\"",
    "\"\\u0000\"",
    "\"amount\":\"1.00\"",
    "\"amount\":\"-0\"",
    "\u{feff}",
    "\\u002e",
    " ",
    "\n",
    "\"data\":{}",
    "\"NID:FI:1234567-1\"",
    "\"2026-02-30\"",
    "[[[[[[[[[[[[[[[[",
    "\u{130}",
];
/// Words of notes, proofs and policies.
const NOTE_WORDS: &[&str] = &[
    "\n\n",
    "\n",
    "\u{2014} ",
    "old 0",
    "old 01",
    "index 0",
    "extra ",
    "log ",
    "witness ",
    "group ",
    "quorum none",
    "any",
    "all",
    "#",
    "\t",
    "\r",
    "\0",
    "=",
    "==",
    "18446744073709551616",
    "01",
    "+",
    " ",
    "\u{a0}",
];
/// Words of paths.
const PATH_WORDS: &[&str] = &[
    "/",
    "//",
    "/.",
    "/..",
    "%2e",
    "%2E",
    "%2f",
    "%2F",
    "%25",
    "%252e",
    "%",
    "%0",
    "%zz",
    "%00",
    "%c3%a9",
    "\u{e9}",
    "%ff",
    "tile/",
    "entries/",
    "x001/",
    ".p/",
    "256",
    "000",
    "63/",
    "%65ntries",
    "?",
    "#",
    ";",
    "\\",
    "http://a/",
];
/// Words of queries.
const QUERY_WORDS: &[&str] = &[
    "&",
    "=",
    "+",
    "%26",
    "%3D",
    "%2B",
    "%",
    "%zz",
    "%ff",
    "%C3",
    "%00",
    "%1f",
    ";",
    "?",
    "#",
    "after=0",
    "after",
    "l%69mit=1",
    "limit=500",
    "9007199254740992",
    "member-state=FI",
    "on=2024-02-29",
    "known-at=",
    "regime=eu-2023-2831",
    "purpose=application",
    "undertaking=NID:FI:1",
    "type=award.granted",
    "\u{e9}",
    "\u{1f}",
    " ",
];
/// Lines of a batch that are no statements, one fewer than are looked at.
const SHORT_LINES: &str = "\
    a\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\n\
    a\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\n\
    a\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\n";
/// Words of tables.
const TABLE_WORDS: &[&str] = &[
    ",",
    ";",
    "\"",
    "\"\"",
    "\n",
    "\r\n",
    "\r",
    "\u{feff}",
    "=cmd()",
    "31/12/2024",
    "01-02-2024",
    "1.234,56",
    "N/A",
    "-1",
    "1e9",
    "EUR",
    "\u{a0}",
    "\0",
    "99999999999999999999",
    "\t",
];
/// Words of packs and mappings.
const TOML_WORDS: &[&str] = &[
    "\n",
    "[",
    "]",
    "[[",
    "]]",
    "=",
    "\"",
    "'''",
    "{",
    "}",
    "#",
    "2024-01-01",
    "0x1F",
    "1_000",
    "nan",
    "true",
    "\npack.toml\n1\n",
    "params/a.toml\n",
    "\u{feff}",
    "..",
    "\r\n",
    "value = \"300000.00\"",
    "from = 2024-13-01",
];

/// All of them.
pub const TARGETS: &[Target] = &[
    Target { name: "json", cases: 20_000, seeds: seeds::events, words: JSON_WORDS, check: statement::json },
    Target { name: "event", cases: 20_000, seeds: seeds::events, words: JSON_WORDS, check: statement::event },
    Target {
        name: "jws",
        cases: 20_000,
        seeds: seeds::jws,
        words: &[".", "..", "=", "-", "_", "e30", "\n"],
        check: statement::jws,
    },
    Target {
        name: "words",
        cases: 40_000,
        seeds: seeds::words,
        words: &[":", "-", "0", ".", "+", "T", "Z", "\u{661}", "\u{130}"],
        check: statement::words,
    },
    Target { name: "entry", cases: 20_000, seeds: seeds::entries, words: JSON_WORDS, check: log::entry },
    Target { name: "note", cases: 40_000, seeds: seeds::notes, words: NOTE_WORDS, check: log::note },
    Target { name: "vkey", cases: 40_000, seeds: seeds::vkeys, words: NOTE_WORDS, check: log::vkey },
    Target { name: "proof", cases: 20_000, seeds: seeds::proofs, words: NOTE_WORDS, check: log::proof },
    Target { name: "policy", cases: 20_000, seeds: seeds::policies, words: NOTE_WORDS, check: log::policy },
    Target {
        name: "add-checkpoint",
        cases: 20_000,
        seeds: seeds::requests,
        words: NOTE_WORDS,
        check: log::add_checkpoint,
    },
    Target {
        name: "cosignature",
        cases: 10_000,
        seeds: seeds::cosignatures,
        words: NOTE_WORDS,
        check: log::cosignature,
    },
    Target {
        name: "tile-path",
        cases: 60_000,
        seeds: seeds::tile_paths,
        words: PATH_WORDS,
        check: log::tile_path,
    },
    Target {
        name: "tile",
        cases: 20_000,
        seeds: seeds::tiles,
        words: &["\0\0", "\0\u{1}a"],
        check: log::tile,
    },
    Target {
        name: "bundle",
        cases: 20_000,
        seeds: seeds::bundles,
        words: &["\0\0", "\0\u{1}a"],
        check: log::bundle,
    },
    Target { name: "path", cases: 60_000, seeds: seeds::paths, words: PATH_WORDS, check: door::path },
    Target { name: "query", cases: 6_000, seeds: seeds::queries, words: QUERY_WORDS, check: request::query },
    Target {
        name: "batch",
        cases: 8_000,
        seeds: seeds::batches,
        words: &["\n", "\r\n", "\n\n", "\r", " ", "\t", "\u{b}", "\u{c}", "\u{85}", "\0", "a", SHORT_LINES],
        check: request::batch,
    },
    Target {
        name: "simulation",
        cases: 10_000,
        seeds: seeds::simulations,
        words: JSON_WORDS,
        check: request::simulation,
    },
    Target { name: "jwk", cases: 10_000, seeds: seeds::jwks, words: JSON_WORDS, check: door::jwk },
    Target {
        name: "token",
        cases: 4_000,
        seeds: seeds::tokens,
        words: &[".", "=", "e30", "A"],
        check: door::token,
    },
    Target { name: "pack", cases: 1_500, seeds: seeds::packs, words: TOML_WORDS, check: files::pack },
    Target {
        name: "mapping",
        cases: 2_000,
        seeds: seeds::mappings,
        words: TOML_WORDS,
        check: files::mapping,
    },
    Target { name: "csv", cases: 1_500, seeds: seeds::csv, words: TABLE_WORDS, check: files::csv },
    Target { name: "tam", cases: 1_500, seeds: seeds::tam, words: TABLE_WORDS, check: files::tam },
    Target { name: "rates", cases: 4_000, seeds: seeds::rates, words: TABLE_WORDS, check: files::rates },
    Target { name: "table", cases: 4_000, seeds: seeds::tables, words: TABLE_WORDS, check: files::table },
    Target { name: "facts", cases: 4_000, seeds: seeds::facts, words: JSON_WORDS, check: files::facts },
];

/// The target with this name.
///
/// # Panics
/// Where there is none.
#[must_use]
pub fn target(name: &str) -> &'static Target {
    TARGETS.iter().find(|target| target.name == name).unwrap_or_else(|| panic!("no target `{name}`"))
}
