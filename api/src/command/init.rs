//! `aidledger init`: the only way in which a ledger comes about.

use std::path::PathBuf;
use std::sync::Arc;

use ledger::ids::PartyId;
use ledger::time::SystemClock;
use serde_json::json;

use super::failure::Failure;
use super::govern::{owner_sibling, runtime};
use super::say::say;
use crate::service::{Founding, create_apart};

/// Create a ledger in an empty directory: keys, entry 0, rule authority, shipped packs
///
/// Prints the ledger id and the verifier key: publish both where your auditors find them, and nobody can change them
/// quietly afterwards. Exit code 0: created; 1: not created (the message says why).
#[derive(Debug, Clone, clap::Args)]
pub struct InitArgs {
    /// Directory, empty or new
    #[arg(long, value_name = "DIR")]
    pub data: PathBuf,

    /// Directory for the operator's and the rule authority's keys, empty or new. Default: DIR.owner beside --data. Who holds
    /// it governs the ledger: best on a medium that is not in the serving machine
    #[arg(long, value_name = "DIR")]
    pub owner_keys: Option<PathBuf>,

    /// Name of the log in every checkpoint, for ever: no scheme, no blank, no `+`; such as ledger.example.eu/fi
    #[arg(long, value_name = "ORIGIN")]
    pub origin: String,

    /// Display name of the operator
    #[arg(long, value_name = "NAME")]
    pub operator: String,

    /// Party id of the operator
    #[arg(long, value_name = "PARTY", default_value = "operator")]
    pub operator_id: PartyId,

    /// Most statements of one party that are recorded in a day (UTC). Default: no bound
    #[arg(long, value_name = "N")]
    pub quota_events: Option<u64>,

    /// Most bytes of statements of one party that are recorded in a day (UTC). Default: no bound
    #[arg(long, value_name = "BYTES")]
    pub quota_bytes: Option<u64>,
}

/// Creates the ledger and says what to do next.
///
/// # Errors
/// [`Failure::Found`].
pub fn run(args: &InitArgs) -> Result<(), Failure> {
    let mut policy = json!({});
    if let (true, Some(members)) = (args.quota_events.or(args.quota_bytes).is_some(), policy.as_object_mut())
    {
        let mut quotas = serde_json::Map::new();
        quotas.extend(args.quota_events.map(|most| ("events_per_day".to_owned(), json!(most))));
        quotas.extend(args.quota_bytes.map(|most| ("bytes_per_day".to_owned(), json!(most))));
        members.insert("quotas".into(), quotas.into());
    }
    let founding = Founding {
        origin: args.origin.clone(),
        operator_name: args.operator.clone(),
        operator: args.operator_id.clone(),
        policy,
    };
    let owner = args.owner_keys.clone().or_else(|| owner_sibling(&args.data));
    let owner = owner.ok_or_else(|| Failure::Usage("give --owner-keys DIR: --data has no name".into()))?;
    let clock = Arc::new(SystemClock);
    let (id, vkey) = runtime()?.block_on(create_apart(&args.data, &owner, &founding, clock))?;
    let (data, owner) = (args.data.display(), owner.display());
    Ok(say([
        format!("ledger {id}"),
        format!("vkey {vkey}"),
        String::new(),
        format!("Keep {data}/keys apart from every backup of the log; the keys exist nowhere else."),
        format!(
            "{owner} holds the keys of the operator and the rule authority: whoever has them governs the ledger. Serving \
             needs neither: move the directory off the serving machine, keep a second copy, and name it with --owner-keys."
        ),
        "Publish the two lines above where your auditors find them. Next:".into(),
        format!(
            "  aidledger party admit --data {data} --party P --role hosting-entity --member-state FI --jwk FILE.pub"
        ),
        format!("  aidledger serve --data {data}"),
    ])?)
}
