//! `aidledger pack adopt|check|digest|show`: law as data, from a folder to a reader or into the ledger.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use ledger::event::EventType;
use ledger::time::LegalDate;
use rules::pack::{Checked, Pack, SHIPPED, check, check_since};
use rules::words::Language;

use super::failure::Failure;
use super::govern::{Governed, Signer, Target};
use super::say::say;
use crate::service::pack_adopted;

/// Largest file of a pack that is read.
const FILE_BYTES_MAX: u64 = 4 * 1024 * 1024;
/// Folders of a pack; deeper ones are faults, and found by name.
const DEPTH_MAX: usize = 3;
/// Files read before the pack's own bounds are asked.
const FILES_MAX: usize = 4_096;

/// Check a pack of rules, show it as prose, print its digest, or adopt it
#[derive(Debug, Clone, clap::Subcommand)]
pub enum PackCommand {
    /// Put a pack in force: its bytes go to the ledger, then a signed adoption
    Adopt(AdoptArgs),
    /// Say everything that is wrong with a pack's folder
    Check(CheckArgs),
    /// Print a pack's name, version, SHA-256 and size
    Digest(FolderArgs),
    /// Show a pack as prose: rules with their places in the law, figures with their history, what it leaves out
    Show(ShowArgs),
}

/// A pack's folder
#[derive(Debug, Clone, clap::Args)]
pub struct FolderArgs {
    /// Folder of the pack: the one that holds pack.toml; or the name of a shipped pack
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

/// Say everything that is wrong with a pack's folder
///
/// Law and cases are read, and every mistake is named at once as `file:line: message (hint)`. Exit code 0: it is sound; 1: it is not.
#[derive(Debug, Clone, clap::Args)]
pub struct CheckArgs {
    #[command(flatten)]
    of: FolderArgs,

    /// An earlier version of the pack: each figure that is another since, and each rule with other days, needs a case on the day
    /// before the change and one on the day of it
    #[arg(long, value_name = "OLDPACK")]
    since: Option<PathBuf>,
}

/// Show a pack as prose: rules with their places in the law, figures with their history, what it leaves out
///
/// Exit code 0: shown; 1: it is not sound, and `pack check` says why.
#[derive(Debug, Clone, clap::Args)]
pub struct ShowArgs {
    #[command(flatten)]
    of: FolderArgs,

    /// Only what holds for grants of this day
    #[arg(long, value_name = "DATE")]
    on: Option<LegalDate>,

    /// How to print
    #[arg(long, value_enum, default_value_t = Shape::Text)]
    format: Shape,
}

/// How to print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Shape {
    /// For people
    Text,
    /// For programs
    Json,
}

/// Put a pack in force
///
/// Verdicts of the past stay as they are. Exit code 0: adopted; 1: not.
#[derive(Debug, Clone, clap::Args)]
pub struct AdoptArgs {
    #[command(flatten)]
    target: Target,

    /// Folder of the pack: the one that holds pack.toml
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,

    /// First day (of granting) that this version judges
    #[arg(long, value_name = "DATE", default_value = "1990-01-01")]
    applies_from: LegalDate,
}

/// Runs one of them.
///
/// # Errors
/// [`Failure::Pack`] with every fault, and others.
pub fn run(command: &PackCommand, language: Language) -> Result<(), Failure> {
    match command {
        PackCommand::Adopt(args) => adopt(args),
        PackCommand::Check(args) => {
            let Checked { pack, cases } = checked(args)?;
            let figures =
                format!("{} rules, {} figures, {} cases", pack.rules.len(), pack.params.len(), cases.len());
            Ok(say([format!("{} {} is sound: {figures}", pack.id, pack.version)])?)
        }
        PackCommand::Digest(args) => {
            let (pack, canonical) = load(&args.folder)?;
            Ok(say([format!("{} {} {} {}", pack.id, pack.version, pack.sha256_hex(), canonical.len())])?)
        }
        PackCommand::Show(args) => {
            let (pack, _) = load(&args.of.folder)?;
            let shown = pack.show(args.on.map(LegalDate::date));
            let text = match args.format {
                Shape::Text => shown.to_text(language),
                Shape::Json => serde_json::to_string_pretty(&shown)
                    .map_err(|error| Failure::Usage(format!("cannot write JSON: {error}")))?,
            };
            Ok(say([text.trim_end().to_owned()])?)
        }
    }
}

fn adopt(args: &AdoptArgs) -> Result<(), Failure> {
    let (pack, canonical) = load(&args.folder)?;
    let governed = Governed::open(&args.target, Signer::RuleAuthority)?;
    let data = pack_adopted(&pack, canonical.len(), &args.applies_from.to_string());
    let done = governed
        .put_pack(&pack.sha256_hex(), canonical)
        .and_then(|()| governed.state(EventType::PackAdopted, &pack.id, &data, None));
    governed.close();
    done.map(drop)
}

/// A pack with its cases, alone or against an earlier version, whose cases are nobody's business any more.
fn checked(args: &CheckArgs) -> Result<Checked, Failure> {
    let folder = &args.of.folder;
    let files = files(folder)?;
    let done = match &args.since {
        None => check(&files),
        Some(older) => {
            let before = self::files(older)?;
            let before = Pack::from_files(&before)
                .map_err(|errors| Failure::Pack { path: older.to_owned(), errors })?;
            check_since(&files, &before)
        }
    };
    done.map_err(|errors| Failure::Pack { path: folder.to_owned(), errors })
}

/// The pack in a folder, and its canonical bytes; its cases are read, too.
fn load(folder: &Path) -> Result<(Pack, Vec<u8>), Failure> {
    let files = files(folder)?;
    let faulty = |errors| Failure::Pack { path: folder.to_owned(), errors };
    let Checked { pack, .. } = check(&files).map_err(faulty)?;
    Ok((pack, Pack::canonical(&files)))
}

/// The files of a folder by path inside it; those of a shipped pack where no folder is named so.
fn files(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>, Failure> {
    let shipped = SHIPPED.iter().find(|pack| Path::new(pack.name) == folder);
    if let Some(shipped) = shipped.filter(|_| !folder.exists()) {
        return Ok(shipped.files());
    }
    let mut files = BTreeMap::new();
    collect(folder, "", DEPTH_MAX, &mut files)?;
    Ok(files)
}

/// Reads a folder's files by path inside it. Links and hidden files are passed by.
fn collect(
    folder: &Path,
    prefix: &str,
    depth: usize,
    files: &mut BTreeMap<String, Vec<u8>>,
) -> Result<(), Failure> {
    let wrong = |path: &Path| Failure::file("read", path);
    for entry in std::fs::read_dir(folder).map_err(wrong(folder))? {
        let entry = entry.map_err(wrong(folder))?;
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        let kind = entry.file_type().map_err(wrong(&path))?;
        let inside = format!("{prefix}{name}");
        if name.starts_with('.') || kind.is_symlink() {
            continue;
        }
        if kind.is_dir() && depth > 0 {
            collect(&path, &format!("{inside}/"), depth.saturating_sub(1), files)?;
        } else if kind.is_file() {
            let length = entry.metadata().map_err(wrong(&path))?.len();
            if length > FILE_BYTES_MAX || files.len() >= FILES_MAX {
                return Err(Failure::Usage(format!(
                    "{} is no file of a pack: too large or too many",
                    path.display()
                )));
            }
            files.insert(inside, std::fs::read(&path).map_err(wrong(&path))?);
        }
    }
    Ok(())
}
