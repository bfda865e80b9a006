//! `aidledger token issue|revoke`: who may read what, signed by the ledger's `token` key, and taken back in its log.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ledger::event::EventType;
use ledger::event::field::TokenId;
use ledger::file::{Files as _, RealFiles};
use ledger::ids::{PartyId, UndertakingId};
use ledger::reader::DirReader;
use ledger::time::{At, Clock as _, SystemClock};
use serde_json::{Value, json};

use super::failure::Failure;
use super::govern::{Governed, Signer, Target, files};
use super::say::{note, say};
use crate::service::keys::Keys;
use crate::service::token::{
    LIFE_HOURS_MAX, TokenClaims, TokenError, TokenRole, hours_after, in_force, issue, random_id, sound,
};
use crate::service::{Published, PublishedError, read_vkey};

/// How long a token is good where nobody says: a working day and the night after it.
const HOURS_DEFAULT: u16 = 24;
/// How often, and how far apart, the published log is asked for a party that it does not know yet.
const BEHIND_TRIES: u32 = 15;
const BEHIND_PAUSE: std::time::Duration = std::time::Duration::from_millis(200);

/// Issue access tokens, and withdraw them
#[derive(Debug, Clone, clap::Subcommand)]
pub enum TokenCommand {
    /// Print a new access token; works while `serve` runs
    Issue(IssueArgs),
    /// Withdraw one token, or all that were issued before an instant
    Revoke(RevokeArgs),
}

/// Print a new access token, and its id on standard error
///
/// Keep the id: `token revoke --id` withdraws this token alone. A party has to be admitted, not suspended, and have a
/// role that goes with the token's. Exit code 0: printed; 1: not.
#[derive(Debug, Clone, clap::Args)]
pub struct IssueArgs {
    /// Directory of the ledger
    #[arg(long, value_name = "DIR")]
    data: PathBuf,

    /// What its bearer may see: applicant (its undertaking and group), hosting-entity (its own awards, and headroom for a
    /// stated purpose), auditor (everything), operator (everything, and uploading packs)
    #[arg(long, value_name = "ROLE")]
    role: TokenRole,

    /// Undertaking of an applicant
    #[arg(long, value_name = "ID", required_if_eq("role", "applicant"))]
    undertaking: Option<UndertakingId>,

    /// Party it is for; a hosting entity's names one, an auditor's or operator's may
    #[arg(long, value_name = "PARTY", required_if_eq("role", "hosting-entity"))]
    party: Option<PartyId>,

    /// How many days it is good, 1 to 31. Default: 1
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=31), conflicts_with = "hours")]
    days: Option<u16>,

    /// How many hours it is good, 1 to 744
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=744))]
    hours: Option<u16>,
}

/// Withdraw one token, or all that were issued before an instant
///
/// It is recorded in the log and acts from there on. Exit code 0: recorded; 1: not.
#[derive(Debug, Clone, clap::Args)]
pub struct RevokeArgs {
    #[command(flatten)]
    target: Target,

    /// Id of the token, as `token issue` printed it
    #[arg(long, value_name = "ID", required_unless_present = "issued_before", allow_hyphen_values = true)]
    id: Option<TokenId>,

    /// Instant before which they were issued, such as 2026-11-23T10:25:00.000000Z, or `now`
    #[arg(long, value_name = "INSTANT", conflicts_with = "id")]
    issued_before: Option<String>,

    /// Those of this role alone
    #[arg(long, value_name = "ROLE", requires = "issued_before")]
    role: Option<TokenRole>,

    /// Those of this party alone
    #[arg(long, value_name = "PARTY", requires = "issued_before")]
    party: Option<PartyId>,

    /// Those of this undertaking alone
    #[arg(long, value_name = "ID", requires = "issued_before", conflicts_with = "party")]
    undertaking: Option<UndertakingId>,

    /// Why, in a few words; no names of persons
    #[arg(long, value_name = "TEXT", default_value = "withdrawn by the operator")]
    reason: String,
}

/// Issues or withdraws.
///
/// # Errors
/// [`Failure`].
pub fn run(command: &TokenCommand) -> Result<(), Failure> {
    match command {
        TokenCommand::Issue(args) => issued(args),
        TokenCommand::Revoke(args) => revoke(args),
    }
}

fn issued(args: &IssueArgs) -> Result<(), Failure> {
    let below = files(&args.data)?;
    let vkey = read_vkey(&below)?;
    let keys = Keys::read_log_keys(&below, vkey.split('+').next().unwrap_or_default())?;
    let now = SystemClock.now();
    let hours = args.hours.or(args.days.map(|days| days.saturating_mul(24))).unwrap_or(HOURS_DEFAULT);
    let expires = hours_after(now, hours.min(LIFE_HOURS_MAX))
        .ok_or_else(|| Failure::Usage("the clock is beyond all years".into()))?;
    let claims = TokenClaims {
        id: random_id().map_err(|error| Failure::Usage(error.to_string()))?,
        role: args.role,
        undertaking: args.undertaking.clone(),
        party: args.party.clone(),
        issued: now,
        expires,
    };
    sound(&claims, now)?;
    let id = admitted(&args.data, &keys, &claims)?;
    note([format!("id {}: good until {expires}; `token revoke --id` withdraws it", claims.id.as_str())])?;
    Ok(say([issue(&id, &claims, &keys.token)])?)
}

/// The ledger's id, once the published log says that the token may be good. It is about a second behind the server's, so a
/// party that was admitted just now is waited for.
fn admitted(data: &Path, keys: &Keys, claims: &TokenClaims) -> Result<String, Failure> {
    let mut tries = 0;
    loop {
        let published = published(files(data)?)?;
        match in_force(&published.directory, &keys.token.public(), claims, |_, _| false) {
            Ok(()) => return Ok(published.directory.ledger_id().unwrap_or_default().to_owned()),
            Err(TokenError::UnknownParty) if tries < BEHIND_TRIES => std::thread::sleep(BEHIND_PAUSE),
            Err(error) => return Err(refusal(&published, error, claims.party.as_ref())),
        }
        tries += 1;
    }
}

/// Why there is no token, and where to look: the published log is a little behind the server's.
fn refusal(published: &Published, error: TokenError, party: Option<&PartyId>) -> Failure {
    match (error, party) {
        (TokenError::UnknownParty, Some(party)) => Failure::Usage(format!(
            "no token is issued: `{party}` is not among the parties that the first {} entries admit; check the spelling, or run `party admit`",
            published.size
        )),
        (error, _) => Failure::Token(error),
    }
}

/// The published log: the directory may be locked by `serve`.
fn published(files: RealFiles) -> Result<Published, Failure> {
    files.kind("log")?.ok_or(PublishedError::Nothing)?;
    let mut published = Published::default();
    published.advance(&DirReader::below(Arc::new(files), "log"))?;
    Ok(published)
}

fn revoke(args: &RevokeArgs) -> Result<(), Failure> {
    let (subject, data) = revoked(args)?;
    let governed = Governed::open(&args.target, Signer::Operator)?;
    let done = governed.state(EventType::TokenRevoked, &subject, &data, None);
    governed.close();
    done.map(drop)
}

/// The subject and the `data` of the event.
fn revoked(args: &RevokeArgs) -> Result<(String, Value), Failure> {
    if let Some(id) = &args.id {
        // An id may hold a character that no subject has.
        let subject = format!("token.{}", id.as_str().replace('_', "."));
        return Ok((subject, json!({"token": id.as_str(), "reason": args.reason})));
    }
    let now = SystemClock.now();
    let written = args.issued_before.as_deref().unwrap_or_default();
    let instant = if written == "now" { Some(now) } else { At::parse_canonical(written) };
    let wrong = || {
        let how = "write UTC with six decimals, such as 2026-11-23T10:25:00.000000Z, or `now`";
        Failure::Usage(format!("--issued-before `{}`: {how}", written.escape_debug()))
    };
    let instant = instant.ok_or_else(wrong)?;
    let mut data = json!({"issued_before": instant.to_string(), "reason": args.reason});
    let named = [
        ("role", args.role.map(|role| role.to_string())),
        ("party", args.party.as_ref().map(PartyId::to_string)),
        ("undertaking", args.undertaking.as_ref().map(|undertaking| undertaking.as_str().to_owned())),
    ];
    for (name, value) in named {
        if let (Some(value), Some(members)) = (value, data.as_object_mut()) {
            members.insert(name.into(), json!(value));
        }
    }
    let subject = EventType::TokenRevoked.named_in(&data).unwrap_or("tokens").to_owned();
    Ok((subject, data))
}
