//! `aidledger template` and `aidledger sign`: an event made and signed away from any ledger.

use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;

use ledger::event::template::template;
use ledger::event::{Event, EventType};
use ledger::ids::PartyId;
use ledger::json::{Fault, Json};
use ledger::submission::sign;
use ledger::time::{Clock as _, SystemClock};
use sha2::{Digest as _, Sha256};

use super::failure::Failure;
use super::govern::read_key;
use super::remote::Remote;
use super::say::say;
use super::statements::Statements;

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

/// Sign events; a compact JWS for each goes to standard output, one a line
///
/// The file holds one event, one a line, several one after the other, or an array. Nothing is sent. `ledger` and `source`
/// are filled in, whatever the file says of them; `specversion`, `datacontenttype`, `time` (now) and `id` (from the
/// event's digest) where they are absent, as `submit` does. Every fault of every event is listed with its line, and then
/// none is signed. Exit code 0: all signed; 1: none.
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

    /// The events; type, subject and data at least
    #[arg(value_name = "FILE.json")]
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

/// Signs the events of a file.
///
/// # Errors
/// [`Failure::Malformed`] with every fault, and others.
pub fn run(args: &SignArgs) -> Result<(), Failure> {
    let key = read_key(&args.key)?;
    let id = if args.ledger.starts_with("http://") || args.ledger.starts_with("https://") {
        Remote::new(&args.ledger, None).ledger_id()?
    } else {
        args.ledger.clone()
    };
    let file = File::open(&args.event).map_err(Failure::file("read", &args.event))?;
    let mut statements = Statements::new(BufReader::new(file));
    let (mut signed, mut faults) = (Vec::new(), Vec::new());
    while let Some(found) = statements.take_next().map_err(Failure::file("read", &args.event))? {
        let text = found.bytes.map_err(|fault| Failure::Usage(format!("line {}: {fault}", found.line)))?;
        match completed(&text, &args.source, &id) {
            Ok(payload) => signed.push(sign(payload.as_bytes(), &key)),
            Err(found_faults) => faults.push((found.line, found_faults)),
        }
    }
    if !faults.is_empty() {
        return Err(Failure::Malformed(faults));
    }
    if signed.is_empty() {
        return Err(Failure::Usage(format!("{} holds no event", args.event.display())));
    }
    Ok(say(signed)?)
}

/// The bytes to sign: the event with what is filled in, read as the ledger would read it.
fn completed(text: &[u8], source: &PartyId, ledger: &str) -> Result<String, Vec<Fault>> {
    let mut event = ledger::json::parse(text)?;
    put(&mut event, "ledger", ledger.to_owned());
    put(&mut event, "source", source.source());
    let digest = ledger::verdict::hex(&Sha256::digest(text));
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
    Event::from_json(&event)?;
    Ok(event.to_string())
}

/// Sets a member of an object.
fn put(event: &mut Json, name: &str, text: String) {
    if let Json::Object(members) = event {
        members.retain(|(member, _)| member != name);
        members.push((name.to_owned(), Json::Text(text)));
    }
}
