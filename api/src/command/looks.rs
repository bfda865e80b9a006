//! `aidledger looks`: who looked at which undertaking, read and checked without a server.

use std::io::{BufWriter, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;
use std::str::FromStr;

use ledger::file::FindingKind;
use ledger::ids::UndertakingId;

use super::failure::Failure;
use super::govern::files;
use super::say::{note, say, stdout};
use crate::service::looks::{LooksChecked, Recorded, check};

/// Proven unsound.
const UNSOUND: u8 = 2;
/// Something is absent.
const INCOMPLETE: u8 = 4;

/// Print and check the record of who looked at which undertaking; changes nothing, also while `serve` runs
///
/// One line of JSON for each line of the record, which is read and checked as a whole each time. Exit codes as `fsck`:
/// 0 sound; 1 could not run; 2 proven unsound; 4 something is absent.
#[derive(Debug, Clone, clap::Args)]
pub struct LooksArgs {
    /// Directory of the ledger
    #[arg(long, value_name = "DIR")]
    data: PathBuf,

    /// Only looks that showed this undertaking, in any spelling; give each of its identifiers. They are compared with
    /// what the record names: who was identified with whom is the ledger's to say
    #[arg(long, value_name = "ID")]
    undertaking: Vec<UndertakingId>,

    /// Check only: print what was found, and no line of the record
    #[arg(long)]
    check: bool,

    /// Number and hash of a line seen before (from a signed head), which the record must still have
    #[arg(long, value_name = "N:SHA256")]
    held: Option<Held>,
}

/// Number and hash of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Held(u64, String);

impl FromStr for Held {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let form = "write the line's number, a colon and 64 hex digits";
        let (number, sha256) = text.split_once(':').ok_or(form)?;
        let hex = sha256.len() == 64 && sha256.bytes().all(|byte| byte.is_ascii_hexdigit());
        let number = number.parse().map_err(|_| form)?;
        if hex { Ok(Self(number, sha256.to_ascii_lowercase())) } else { Err(form) }
    }
}

/// Prints and checks.
///
/// # Errors
/// [`Failure`] where it could not run.
pub fn run(args: &LooksArgs) -> Result<ExitCode, Failure> {
    let files = files(&args.data)?;
    let mut out = BufWriter::new(stdout());
    let mut gone = Ok(());
    let mut each = |line: Recorded| {
        let asked = args.undertaking.is_empty() || line.names_any(&args.undertaking);
        if asked && !args.check && gone.is_ok() {
            gone = writeln!(out, "{}", line.json());
        }
    };
    let held = args.held.as_ref().map(|held| (held.0, held.1.as_str()));
    let found = check(&files, held, &mut each)?;
    gone?;
    out.flush()?;
    drop(out);
    let lines = summary(&found);
    if args.check {
        say(lines)?
    } else {
        note(lines)?
    }
    Ok(code(&found))
}

fn summary(found: &LooksChecked) -> Vec<String> {
    let mut lines: Vec<String> = found.findings.iter().map(ToString::to_string).collect();
    lines.extend(found.notes.iter().map(|text| format!("note: {text}")));
    lines.push(match &found.head {
        Some((n, sha256)) => {
            format!("{} lines in {} files; the last is {n}:{sha256}", found.lines, found.files)
        }
        None => "nothing was recorded yet".to_owned(),
    });
    lines
}

fn code(found: &LooksChecked) -> ExitCode {
    let any = |kind| found.findings.iter().any(|finding| finding.kind == kind);
    if any(FindingKind::Unreadable) {
        return ExitCode::FAILURE;
    }
    match (any(FindingKind::Wrong), any(FindingKind::Absent)) {
        (true, _) => ExitCode::from(UNSOUND),
        (false, true) => ExitCode::from(INCOMPLETE),
        (false, false) => ExitCode::SUCCESS,
    }
}
