//! `aidledger key add|revoke` and `aidledger keygen`.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use ledger::event::EventType;
use ledger::ids::PartyId;
use ledger::submission::SecretKey;
use serde_json::json;

use super::failure::Failure;
use super::govern::{Governed, Signer, Target, read_key, read_text};
use super::party::read_public;
use super::say::say;

/// Add or revoke a party's key
#[derive(Debug, Clone, clap::Subcommand)]
pub enum KeyCommand {
    /// Add a key to a party, with the new key's own proof that its holder wants it
    Add(AddArgs),
    /// Revoke a key: statements it signed before stay valid
    Revoke(RevokeArgs),
}

/// Add a key to a party
///
/// The proof is made with --new-key, or given ready with --jwk and --proof-file by whoever holds the key. Exit code 0:
/// added; 1: not.
#[derive(Debug, Clone, clap::Args)]
pub struct AddArgs {
    #[command(flatten)]
    target: Target,

    /// Id of the party
    #[arg(long, value_name = "PARTY")]
    party: PartyId,

    /// The new private JWK; it makes the proof and goes nowhere
    #[arg(long, value_name = "FILE", required_unless_present = "jwk", conflicts_with = "jwk")]
    new_key: Option<PathBuf>,

    /// The new public JWK, where the private one is elsewhere
    #[arg(long, value_name = "FILE", requires = "proof_file")]
    jwk: Option<PathBuf>,

    /// Compact JWS by the new key over {ledger, party, kid}
    #[arg(long, value_name = "FILE")]
    proof_file: Option<PathBuf>,
}

/// Revoke a key
///
/// Exit code 0: revoked; 1: not. The last key of a party can't be revoked: suspend the party.
#[derive(Debug, Clone, clap::Args)]
pub struct RevokeArgs {
    #[command(flatten)]
    target: Target,

    /// Thumbprint of the key, as `keygen` prints it
    #[arg(long, value_name = "KID", allow_hyphen_values = true)]
    kid: String,

    /// Why, in a few words
    #[arg(long, value_name = "TEXT")]
    reason: String,

    /// First position whose entry by this key is in doubt
    #[arg(long, value_name = "POSITION")]
    compromised_from: Option<u64>,
}

/// Make a key pair: the private JWK to FILE (0600), the public one to FILE.pub; prints the kid
///
/// Without --out both go to standard output. Never writes over a file. Exit code 0: made; 1: not.
#[derive(Debug, Clone, clap::Args)]
pub struct KeygenArgs {
    /// Where the private key goes
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Runs `key add` or `key revoke`.
///
/// # Errors
/// [`Failure`].
pub fn run(command: &KeyCommand) -> Result<(), Failure> {
    match command {
        KeyCommand::Add(args) => add(args),
        KeyCommand::Revoke(args) => revoke(args),
    }
}

fn add(args: &AddArgs) -> Result<(), Failure> {
    let new = args.new_key.as_deref().map(read_key).transpose()?;
    let public = match (&new, &args.jwk) {
        (Some(key), _) => key.public(),
        (None, Some(path)) => read_public(path)?,
        (None, None) => return Err(Failure::Usage("give --new-key FILE, or --jwk and --proof-file".into())),
    };
    let given = args.proof_file.as_deref().map(read_text).transpose()?;
    let governed = Governed::open(&args.target, Signer::Operator)?;
    if let Err(taken) = governed.free_key(&public, &args.party) {
        governed.close();
        return Err(taken);
    }
    let proof = match (&new, given) {
        (Some(key), _) => governed.proof_of(key, &args.party),
        (None, given) => given.unwrap_or_default(),
    };
    let data = json!({"party": args.party.as_str(), "jwk": public.jwk(), "proof": proof});
    let done = governed.state(EventType::KeyAdded, args.party.as_str(), &data, None);
    governed.close();
    done.map(drop)
}

fn revoke(args: &RevokeArgs) -> Result<(), Failure> {
    let governed = Governed::open(&args.target, Signer::Operator)?;
    let mut data = json!({"kid": args.kid, "reason": args.reason});
    if let (Some(from), Some(members)) = (args.compromised_from, data.as_object_mut()) {
        members.insert("compromised_from_position".into(), json!(from));
    }
    // A thumbprint may begin with a character that no subject has.
    let done =
        governed.state(EventType::KeyRevoked, &format!("key.{}", args.kid.replace('_', ".")), &data, None);
    governed.close();
    done.map(drop)
}

/// Makes a key pair.
///
/// # Errors
/// [`Failure`]; a private key that was written stays.
pub fn keygen(args: &KeygenArgs) -> Result<(), Failure> {
    let key =
        SecretKey::generate().map_err(|source| Failure::Key { path: PathBuf::from("new key"), source })?;
    let public = key.public();
    let Some(path) = &args.out else {
        return Ok(say([key.jwk().to_string(), public.jwk().to_string(), format!("kid {}", public.kid())])?);
    };
    let mut public_path = path.clone().into_os_string();
    public_path.push(".pub");
    write_new(path, &format!("{}\n", key.jwk()), true)?;
    write_new(Path::new(&public_path), &format!("{}\n", public.jwk()), false)?;
    Ok(say([format!("kid {}", public.kid())])?)
}

/// Writes a file that must not exist yet, for its owner alone where it is private, and waits until it is on the disk.
fn write_new(path: &Path, text: &str, private: bool) -> Result<(), Failure> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, if private { 0o600 } else { 0o644 });
    let mut file = options.open(path).map_err(Failure::file("create", path))?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(Failure::file("write", path))
}
