//! `aidledger pack adopt|check|digest`: law as data, from a folder into the ledger.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use ledger::event::EventType;
use ledger::time::LegalDate;
use rules::pack::{Pack, case};

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

/// Check a pack of rules, print its digest, or adopt it
#[derive(Debug, Clone, clap::Subcommand)]
pub enum PackCommand {
    /// Put a pack in force: its bytes go to the ledger, then a signed adoption
    Adopt(AdoptArgs),
    /// Say everything that is wrong with a pack's folder
    Check(FolderArgs),
    /// Print a pack's name, version, SHA-256 and size
    Digest(FolderArgs),
}

/// A pack's folder
#[derive(Debug, Clone, clap::Args)]
pub struct FolderArgs {
    /// Folder of the pack: the one that holds pack.toml
    #[arg(value_name = "DIR")]
    folder: PathBuf,
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
pub fn run(command: &PackCommand) -> Result<(), Failure> {
    match command {
        PackCommand::Adopt(args) => adopt(args),
        PackCommand::Check(args) => {
            let (pack, _, cases) = load(&args.folder)?;
            let figures = format!("{} rules, {} figures, {cases} cases", pack.rules.len(), pack.params.len());
            Ok(say([format!("{} {} is sound: {figures}", pack.id, pack.version)])?)
        }
        PackCommand::Digest(args) => {
            let (pack, canonical, _) = load(&args.folder)?;
            Ok(say([format!("{} {} {} {}", pack.id, pack.version, pack.sha256_hex(), canonical.len())])?)
        }
    }
}

fn adopt(args: &AdoptArgs) -> Result<(), Failure> {
    let (pack, canonical, _) = load(&args.folder)?;
    let governed = Governed::open(&args.target, Signer::RuleAuthority)?;
    let data = pack_adopted(&pack, canonical.len(), &args.applies_from.to_string());
    let done = governed
        .put_pack(&pack.sha256_hex(), canonical)
        .and_then(|()| governed.state(EventType::PackAdopted, &pack.id, &data, None));
    governed.close();
    done.map(drop)
}

/// The pack in a folder, its canonical bytes, and how many cases it brings.
fn load(folder: &Path) -> Result<(Pack, Vec<u8>, usize), Failure> {
    let mut files = BTreeMap::new();
    collect(folder, "", DEPTH_MAX, &mut files)?;
    let faulty = |errors| Failure::Pack { path: folder.to_owned(), errors };
    let pack = Pack::from_files(&files).map_err(faulty)?;
    let cases = case::from_files(&files).map_err(faulty)?;
    Ok((pack, Pack::canonical(&files), cases.len()))
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
