//! `prove` and `check`

use ledger::checkpoint::{Checkpoint, parse_note};
use ledger::entry::ENTRY_BYTES_MAX;
use ledger::merkle::{TileSource, check_inclusion, leaf_hash, prove_inclusion, tile};
use ledger::prove::{MAX_PROOF_BYTES, PolicyRefusal, TlogProof, VerifyError};
use ledger::reader::{LogReader, read_bundle, read_tile};
use rules::audit::Exit;

use super::verify::read_policy;
use crate::args::{CheckArgs, ProveArgs};
use crate::failure::Failure;
use crate::output::{print, read_file, read_text};
use crate::source::open;

/// Prints the proof of an entry, after checking it against the entry's own bytes.
pub fn prove(args: &ProveArgs) -> Result<Exit, Failure> {
    let at = &args.at;
    let source = open(&at.source.source, at.source.token_file.as_deref())?;
    let reader = source.reader.as_ref();
    let bytes = reader.read("checkpoint").map_err(from_read)?;
    let bytes = bytes
        .ok_or_else(|| Failure::with(Exit::Incomplete, "`checkpoint` is absent: no head is published"))?;
    let unsound = |what: String| Failure::with(Exit::Unsound, format!("`checkpoint`: {what}"));
    let note = String::from_utf8(bytes).map_err(|error| unsound(error.to_string()))?;
    let parsed = parse_note(&note).map_err(|error| unsound(error.to_string()))?;
    let checkpoint =
        Checkpoint::parse(parsed.unverified_text()).map_err(|error| unsound(error.to_string()))?;
    let (position, size) = (at.position, checkpoint.size);
    if position >= size {
        return Err(Failure::run(format!("no position {position}: the checkpoint is over {size} entries")));
    }
    let tiles = TileSource::new(size, |level, index, width| {
        read_tile(reader, level, index, width).map(|(_, hashes)| tile::encode_hashes(&hashes))
    });
    let hashes = prove_inclusion(&tiles, position, size)
        .map_err(|error| Failure::with(Exit::Incomplete, format!("no proof can be made: {error:?}")))?;
    let bytes = entry(reader, position, size)?;
    check_inclusion(&hashes, position, size, leaf_hash(&bytes), checkpoint.root)
        .map_err(|error| Failure::with(Exit::Unsound, format!("position {position}: {error}")))?;
    if let Some(path) = &args.entry {
        std::fs::write(path, &bytes)
            .map_err(|error| Failure::run(format!("can't write {}: {error}", path.display())))?;
    }
    let proof = TlogProof { extra: None, index: position, hashes, checkpoint: note };
    print(&proof.to_string())?;
    Ok(Exit::Sound)
}

fn entry(reader: &dyn LogReader, position: u64, size: u64) -> Result<Vec<u8>, Failure> {
    let index = position >> tile::HEIGHT;
    let full = index < tile::full_tiles(size, 0);
    let width = if full { tile::WIDTH } else { tile::partial_width(size, 0) };
    let bundle = read_bundle(reader, index, width).map_err(from_read)?;
    let inside = usize::from(tile::partial_width(position, 0));
    let found = bundle.entries.into_iter().nth(inside).map(|(_, bytes)| bytes);
    found.ok_or_else(|| Failure::with(Exit::Incomplete, format!("the bundle has no entry {position}")))
}

fn from_read(error: ledger::reader::ReadError) -> Failure {
    let finding = rules::audit::Finding::from(error);
    Failure::with(finding.kind.exit(), finding.to_string())
}

/// Checks a proof.
pub fn check(args: &CheckArgs) -> Result<Exit, Failure> {
    let limit = u64::try_from(MAX_PROOF_BYTES).unwrap_or(u64::MAX);
    let text = read_text(&args.proof, limit)?;
    let entry = read_file(&args.entry, u64::try_from(ENTRY_BYTES_MAX).unwrap_or(u64::MAX))?;
    let policy = read_policy(&args.policy)?;
    let proof = TlogProof::parse(&text)
        .map_err(|error| Failure::with(Exit::Unsound, format!("`{}`: {error}", args.proof.display())))?;
    let verified = proof.verify(leaf_hash(&entry), &policy).map_err(|error| {
        let exit = match &error {
            VerifyError::Policy(PolicyRefusal::Quorum { .. }) => Exit::Incomplete,
            _ => Exit::Unsound,
        };
        let source =
            std::error::Error::source(&error).map(|source| format!(": {source}")).unwrap_or_default();
        Failure::with(exit, format!("{error}{source}"))
    })?;
    let witnesses = match verified.trusted.witnesses.as_slice() {
        [] => "no witness".to_owned(),
        names => names.join(", "),
    };
    print(&format!(
        "the entry stands at position {} of {} under a checkpoint over {} entries; cosigned by {witnesses}\n\
         not checked: its verdict, and anything else in the log\n",
        verified.index, verified.trusted.checkpoint.origin, verified.trusted.checkpoint.size
    ))?;
    Ok(Exit::Sound)
}
