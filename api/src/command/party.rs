//! `aidledger party admit|suspend|reinstate`: who may make statements.

use std::path::PathBuf;

use ledger::event::EventType;
use ledger::event::governance::Role;
use ledger::ids::{MemberState, PartyId};
use ledger::submission::PublicKey;
use ledger::time::LegalDate;
use serde_json::{Value, json};

use super::failure::Failure;
use super::govern::{Governed, Signer, Target, read_text};

/// Admit, suspend or reinstate a party
#[derive(Debug, Clone, clap::Subcommand)]
pub enum PartyCommand {
    /// Admit a party with its public key, roles and mandates
    Admit(AdmitArgs),
    /// Turn away a party's statements from now on
    Suspend(ReasonArgs),
    /// Take a party's statements again
    Reinstate(ReasonArgs),
}

/// Admit a party with its public key, roles and mandates
///
/// Each --member-state gives a mandate to grant in that State in the party's own name. Exit code 0: admitted; 1: not.
#[derive(Debug, Clone, clap::Args)]
pub struct AdmitArgs {
    #[command(flatten)]
    target: Target,

    /// Id of the party: letters, digits, `.`, `_`, `-`
    #[arg(long, value_name = "PARTY")]
    party: PartyId,

    /// Display name. Default: the id
    #[arg(long, value_name = "NAME")]
    name: Option<String>,

    /// What it may do; may be given several times: operator, rule-authority, hosting-entity, granting-authority,
    /// register, intermediary, auditor
    #[arg(long, value_name = "ROLE", required = true)]
    role: Vec<Role>,

    /// Member State in whose name it may grant; may be given several times
    #[arg(long, value_name = "MS")]
    member_state: Vec<MemberState>,

    /// The party's public JWK, as `keygen` writes to FILE.pub
    #[arg(long, value_name = "FILE")]
    jwk: PathBuf,

    /// First day of the mandates
    #[arg(long, value_name = "DATE", default_value = "2014-01-01")]
    from: LegalDate,

    /// Last day of the mandates. Default: open
    #[arg(long, value_name = "DATE")]
    until: Option<LegalDate>,
}

/// A party and why
#[derive(Debug, Clone, clap::Args)]
pub struct ReasonArgs {
    #[command(flatten)]
    target: Target,

    /// Id of the party
    #[arg(long, value_name = "PARTY")]
    party: PartyId,

    /// Why, in a few words; no names of persons
    #[arg(long, value_name = "TEXT")]
    reason: String,
}

/// Runs one of them.
///
/// # Errors
/// [`Failure`].
pub fn run(command: &PartyCommand) -> Result<(), Failure> {
    match command {
        PartyCommand::Admit(args) => admit(args),
        PartyCommand::Suspend(args) => standing(args, EventType::PartySuspended),
        PartyCommand::Reinstate(args) => standing(args, EventType::PartyReinstated),
    }
}

fn admit(args: &AdmitArgs) -> Result<(), Failure> {
    // Read before the directory is locked: a wrong key file is the usual mistake.
    let key = read_public(&args.jwk)?;
    let governed = Governed::open(&args.target, Signer::Operator)?;
    if let Err(taken) = governed.free_key(&key, &args.party) {
        governed.close();
        return Err(taken);
    }
    let done = governed.state(EventType::PartyAdmitted, args.party.as_str(), &admitted(args, &key), None);
    governed.close();
    done?;
    Ok(super::say::say([format!("kid {}: read it out to the party and let them compare", key.kid())])?)
}

fn admitted(args: &AdmitArgs, key: &PublicKey) -> Value {
    let name = args.name.clone().unwrap_or_else(|| args.party.to_string());
    let mandate = |state: &MemberState| {
        let mut mandate = json!({
            "member_state": state,
            "principal": {"id": args.party.as_str(), "name": name},
            "act": "admission",
            "from": args.from.to_string(),
        });
        if let (Some(until), Some(members)) = (args.until, mandate.as_object_mut()) {
            members.insert("until".into(), json!(until.to_string()));
        }
        mandate
    };
    let mandates: Vec<Value> = args.member_state.iter().map(mandate).collect();
    json!({"party": args.party.as_str(), "name": name, "roles": args.role, "keys": [key.jwk()], "mandates": mandates})
}

fn standing(args: &ReasonArgs, event_type: EventType) -> Result<(), Failure> {
    let governed = Governed::open(&args.target, Signer::Operator)?;
    let data = json!({"party": args.party.as_str(), "reason": args.reason});
    let done = governed.state(event_type, args.party.as_str(), &data, None);
    governed.close();
    done.map(drop)
}

/// Reads a public JWK file; a private one is refused.
///
/// # Errors
/// [`Failure::Key`].
pub fn read_public(path: &std::path::Path) -> Result<PublicKey, Failure> {
    let text = read_text(path)?;
    PublicKey::from_jwk(text.as_bytes()).map_err(|source| Failure::Key { path: path.to_owned(), source })
}
