//! `aidledger template` and `aidledger sign`: an event made and signed away from any ledger.

use std::path::PathBuf;

use ledger::event::template::template;
use ledger::event::{Event, EventType};
use ledger::ids::PartyId;
use ledger::json::Json;
use ledger::submission::sign;
use ledger::time::{Clock as _, SystemClock};
use sha2::{Digest as _, Sha256};

use super::failure::Failure;
use super::govern::{read_key, read_text};
use super::remote::Remote;
use super::say::say;

/// Print a valid unsigned example of an event type
///
/// Without TYPE, lists the types. Give what you make of it an id and dates of its own. Exit code 0: printed; 1: no such
/// type.
#[derive(Debug, Clone, clap::Args)]
pub struct TemplateArgs {
    /// Event type, such as award.granted
    #[arg(value_name = "TYPE")]
    event_type: Option<String>,
}

/// Sign an event; the compact JWS goes to standard output
///
/// Nothing is sent. `ledger` and `source` are filled in, whatever the file says of them; `specversion`,
/// `datacontenttype`, `time` (now) and `id` (from the file's digest) where they are absent, as `submit` does. Every
/// fault of the event is listed. Exit code 0: signed; 1: not.
#[derive(Debug, Clone, clap::Args)]
pub struct SignArgs {
    /// Private JWK of the signer
    #[arg(long, value_name = "FILE")]
    key: PathBuf,

    /// Party that makes the statement
    #[arg(long, value_name = "PARTY")]
    source: PartyId,

    /// Id of the ledger addressed (43 characters), or the address of its server, which is asked for it
    #[arg(long, value_name = "ID|URL", allow_hyphen_values = true)]
    ledger: String,

    /// The event; type, subject and data at least
    #[arg(value_name = "EVENT.json")]
    event: PathBuf,
}

/// Prints a template or the list of types.
///
/// # Errors
/// [`Failure::Usage`].
pub fn print_template(args: &TemplateArgs) -> Result<(), Failure> {
    let Some(name) = &args.event_type else {
        return Ok(say(EventType::ALL.iter().map(|event_type| event_type.name()))?);
    };
    let known = EventType::from_name(name).or_else(|| EventType::from_wire(name));
    let event_type = known.ok_or_else(|| {
        Failure::Usage(format!("`{}` is no event type; `aidledger template` lists them", name.escape_debug()))
    })?;
    Ok(say([template(event_type).trim_end()])?)
}

/// Signs an event.
///
/// # Errors
/// [`Failure::Malformed`] with every fault, and others.
pub fn run(args: &SignArgs) -> Result<(), Failure> {
    let key = read_key(&args.key)?;
    let text = read_text(&args.event)?;
    let id = if args.ledger.starts_with("http://") || args.ledger.starts_with("https://") {
        Remote::new(&args.ledger, None).ledger_id()?
    } else {
        args.ledger.clone()
    };
    let mut event = ledger::json::parse(text.as_bytes()).map_err(Failure::Malformed)?;
    put(&mut event, "ledger", id);
    put(&mut event, "source", args.source.source());
    let digest = ledger::verdict::hex(&Sha256::digest(text.as_bytes()));
    let absent = [
        ("specversion", "1.0".to_owned()),
        ("datacontenttype", "application/json".to_owned()),
        ("id", format!("l.{digest:.32}")),
        ("time", SystemClock.now().to_string()),
    ];
    for (name, value) in absent {
        if event.member(name).is_none() {
            put(&mut event, name, value);
        }
    }
    Event::from_json(&event).map_err(Failure::Malformed)?;
    Ok(say([sign(event.to_string().as_bytes(), &key)])?)
}

/// Sets a member of an object.
fn put(event: &mut Json, name: &str, text: String) {
    if let Json::Object(members) = event {
        members.retain(|(member, _)| member != name);
        members.push((name.to_owned(), Json::Text(text)));
    }
}
