//! What can be typed behind each command.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use ledger::event::EventType;
use ledger::event::aid::Regime;
use ledger::ids::{MemberState, PartyId, UndertakingId};
use ledger::verdict::{Code, Flag, Outcome};
use rules::audit::Pin;

/// Where a log is.
#[derive(Args)]
pub struct SourceArgs {
    /// A log directory, a mirror, or an address (http:// or https://).
    pub source: String,
    /// File with the bearer token for an address.
    #[arg(long, value_name = "FILE")]
    pub token_file: Option<PathBuf>,
}

/// `verify`
#[derive(Args)]
pub struct VerifyArgs {
    #[command(flatten)]
    pub source: SourceArgs,
    /// The log meant: its verifier key line, or the ledger's id.
    #[arg(long, value_name = "VKEY|LEDGER-ID", allow_hyphen_values = true)]
    pub log: Option<Pin>,
    /// Whom to believe and how many witnesses to ask for (C2SP tlog-policy).
    #[arg(long, value_name = "FILE")]
    pub policy: Option<PathBuf>,
    /// Where this auditor keeps what it has seen [default: $XDG_STATE_HOME/aid-audit].
    #[arg(long, value_name = "DIR")]
    pub state: Option<PathBuf>,
    /// An earlier checkpoint that the log must still contain.
    #[arg(long, value_name = "CHECKPOINT")]
    pub since: Option<PathBuf>,
    /// Also writes the report to this file: .json or .html.
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// How to print the report.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// How to print.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For programs.
    Json,
    /// For people.
    Text,
}

/// A log, or a file of facts.
#[derive(Args)]
pub struct FactsOrSource {
    /// A log directory, a mirror, or an address.
    #[arg(required_unless_present = "facts", conflicts_with = "facts")]
    pub source: Option<String>,
    /// Unsigned CloudEvents, one JSON object a line.
    #[arg(long, value_name = "FILE")]
    pub facts: Option<PathBuf>,
    /// Packs to judge facts by: a pack's folder, or a folder of such [default: the shipped packs].
    #[arg(long, value_name = "DIR", requires = "facts")]
    pub packs: Option<PathBuf>,
    /// Also apply what concerns procedure: declarations, attested groups.
    #[arg(long, requires = "facts")]
    pub procedural: bool,
    /// File with the bearer token for an address.
    #[arg(long, value_name = "FILE")]
    pub token_file: Option<PathBuf>,
}

/// `replay`
#[derive(Args)]
pub struct ReplayArgs {
    #[command(flatten)]
    pub of: FactsOrSource,
    /// How to print.
    #[arg(long, value_enum, default_value_t = Format::Json)]
    pub format: Format,
}

/// `list`: every condition given must hold.
#[derive(Args)]
pub struct ListArgs {
    #[command(flatten)]
    pub source: SourceArgs,
    /// Everything of this undertaking, under whichever of its numbers.
    #[arg(long, value_name = "ID")]
    pub undertaking: Option<UndertakingId>,
    /// Signed by this party.
    #[arg(long)]
    pub party: Option<PartyId>,
    /// Of this award: `party/local`, or the local part alone.
    #[arg(long, value_name = "ID")]
    pub award: Option<String>,
    /// Of this type, such as award.granted.
    #[arg(long = "type", value_name = "TYPE", value_parser = event_type)]
    pub event_type: Option<EventType>,
    /// With this outcome.
    #[arg(long)]
    pub outcome: Option<Outcome>,
    /// With this flag.
    #[arg(long)]
    pub flag: Option<Flag>,
    /// With this code.
    #[arg(long)]
    pub code: Option<Code>,
    /// Recorded on this day or later (YYYY-MM-DD, UTC).
    #[arg(long, value_name = "DATE")]
    pub recorded_from: Option<NaiveDate>,
    /// Recorded on this day or earlier.
    #[arg(long, value_name = "DATE")]
    pub recorded_to: Option<NaiveDate>,
    /// Of an award granted on this day or later.
    #[arg(long, value_name = "DATE")]
    pub granted_from: Option<NaiveDate>,
    /// Of an award granted on this day or earlier.
    #[arg(long, value_name = "DATE")]
    pub granted_to: Option<NaiveDate>,
    /// Awards that came in over a limit, or that a later statement pushed over one.
    #[arg(long)]
    pub over: bool,
    /// Of awards that somebody has objected to.
    #[arg(long)]
    pub disputed: bool,
    /// How to print.
    #[arg(long, value_enum, default_value_t = ListFormat::Table)]
    pub format: ListFormat,
}

/// How to print a list.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// For people.
    Table,
    /// For spreadsheets.
    Csv,
    /// For programs: an object a line.
    Json,
}

fn event_type(text: &str) -> Result<EventType, String> {
    let known = EventType::from_name(text).or_else(|| EventType::from_wire(text));
    known.ok_or_else(|| "no such event type; such as award.granted".to_owned())
}

/// `headroom`
#[derive(Args)]
pub struct HeadroomArgs {
    #[command(flatten)]
    pub of: FactsOrSource,
    /// Any handle or identifier of the undertaking, such as NID:FI:1234567-1.
    #[arg(long)]
    pub undertaking: UndertakingId,
    /// The regime of the grant that is thought of, such as eu-2023-2831.
    #[arg(long)]
    pub regime: Regime,
    /// The State that would grant, such as FI; needed where awards of several are known.
    #[arg(long)]
    pub member_state: Option<MemberState>,
    /// The date of the grant (YYYY-MM-DD).
    #[arg(long)]
    pub on: NaiveDate,
    /// In the view of this party, as its grants are judged [default: by what everybody relies on].
    #[arg(long)]
    pub party: Option<PartyId>,
    /// The last position known of [default: the last].
    #[arg(long, value_name = "POSITION")]
    pub known_at: Option<u64>,
    /// How to print.
    #[arg(long, value_enum, default_value_t = Format::Json)]
    pub format: Format,
}

/// `diff`
#[derive(Args)]
pub struct DiffArgs {
    #[command(flatten)]
    pub source: SourceArgs,
    /// The packs of before and those of after: for each a pack's folder, a folder of such, or the SHA-256 of a pack in the log;
    /// several with commas between. Packs of other names stand as the log has them.
    #[arg(long, value_names = ["A", "B"], num_args = 2, required = true)]
    pub packs: Vec<String>,
    /// The day for which headrooms are compared (YYYY-MM-DD) [default: that of the last entry].
    #[arg(long, value_name = "DATE")]
    pub on: Option<NaiveDate>,
    /// How to print.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// `sme`
#[derive(Args)]
pub struct SmeArgs {
    #[command(flatten)]
    pub of: FactsOrSource,
    /// Any handle or identifier of the undertaking, such as NID:FI:1234567-1.
    #[arg(long)]
    pub undertaking: UndertakingId,
    /// The day of the test, such as that of an award (YYYY-MM-DD).
    #[arg(long)]
    pub on: NaiveDate,
    /// In the view of this party [default: by what everybody relies on].
    #[arg(long)]
    pub party: Option<PartyId>,
    /// The last position known of [default: the last].
    #[arg(long, value_name = "POSITION")]
    pub known_at: Option<u64>,
    /// Thresholds and readings to judge by [default: those of this release].
    #[arg(long, value_name = "FILE")]
    pub parameters: Option<PathBuf>,
    /// How to print.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// `interest`
#[derive(Args)]
pub struct InterestArgs {
    #[command(flatten)]
    pub of: FactsOrSource,
    /// The reference of the decision that orders recovery, such as SA.12345.
    #[arg(long, value_name = "REF")]
    pub decision: String,
    /// What this undertaking owes [default: everybody under the decision].
    #[arg(long)]
    pub undertaking: Option<UndertakingId>,
    /// The day up to which interest runs (YYYY-MM-DD).
    #[arg(long)]
    pub on: NaiveDate,
    /// The last position known of [default: the last].
    #[arg(long, value_name = "POSITION")]
    pub known_at: Option<u64>,
    /// Margin and readings to calculate by [default: those of this release].
    #[arg(long, value_name = "FILE")]
    pub parameters: Option<PathBuf>,
    /// How to print.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// `duties`
#[derive(Args)]
pub struct DutiesArgs {
    #[command(flatten)]
    pub of: FactsOrSource,
    /// The day on which it is asked (YYYY-MM-DD).
    #[arg(long)]
    pub on: NaiveDate,
    /// Those of this party alone: of its awards, schemes and systems, and of the States of its mandates.
    #[arg(long)]
    pub party: Option<PartyId>,
    /// Those of this State alone; its own are shown even where no aid of it is on record.
    #[arg(long)]
    pub member_state: Option<MemberState>,
    /// Those whose safe day comes before this one.
    #[arg(long, value_name = "DATE")]
    pub due_before: Option<NaiveDate>,
    /// What is overdue alone.
    #[arg(long, conflicts_with = "all")]
    pub overdue: bool,
    /// Also what is done, and what is only kept.
    #[arg(long)]
    pub all: bool,
    /// How to print.
    #[arg(long, value_enum, default_value_t = DutiesFormat::Text)]
    pub format: DutiesFormat,
}

/// How to print duties.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DutiesFormat {
    /// For people.
    Text,
    /// For programs.
    Json,
    /// For spreadsheets.
    Csv,
    /// For calendars.
    Ics,
}

/// The form of a planned support.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PlannedForm {
    /// Money.
    Grant,
    /// A service below its market value.
    Service,
    /// Computing time.
    Compute,
}

/// `routes`
#[derive(Args)]
pub struct RoutesArgs {
    #[command(flatten)]
    pub of: FactsOrSource,
    /// Any handle or identifier of the undertaking, such as NID:FI:1234567-1.
    #[arg(long)]
    pub undertaking: UndertakingId,
    /// The State that would grant, such as FI.
    #[arg(long)]
    pub member_state: MemberState,
    /// The date of the grant that is thought of (YYYY-MM-DD).
    #[arg(long)]
    pub on: NaiveDate,
    /// What is planned; any other form by --aid.
    #[arg(long, value_enum, default_value_t = PlannedForm::Grant)]
    pub form: PlannedForm,
    /// How much: of a grant its amount, of a service its market value, given for nothing.
    #[arg(long, value_name = "AMOUNT")]
    pub amount: Option<String>,
    /// Currency of --amount and --rate.
    #[arg(long, default_value = "EUR")]
    pub currency: String,
    /// Computing time: the system.
    #[arg(long)]
    pub system: Option<String>,
    /// Computing time: how many units, given for nothing.
    #[arg(long)]
    pub quantity: Option<String>,
    /// Computing time: gpu-hour, node-hour, core-hour or tb-hour [default: gpu-hour].
    #[arg(long)]
    pub unit: Option<String>,
    /// Computing time: the price of a unit [default: the published one of the date].
    #[arg(long)]
    pub rate: Option<String>,
    /// A file with the member `aid` of an award, for any form.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["amount", "system", "quantity", "unit", "rate"])]
    pub aid: Option<PathBuf>,
    /// The project it is for.
    #[arg(long, value_name = "ID")]
    pub project: Option<String>,
    /// Under this scheme [default: by itself, or any scheme on record].
    #[arg(long, value_name = "ID", conflicts_with = "ad_hoc")]
    pub scheme: Option<String>,
    /// By itself alone, under no scheme.
    #[arg(long)]
    pub ad_hoc: bool,
    /// The activity, a NACE code of revision 2.1 such as 01.13 [default: 62.10].
    #[arg(long, value_name = "CODE")]
    pub nace: Option<String>,
    /// As this party's own grant, in its view [default: by what everybody relies on].
    #[arg(long)]
    pub party: Option<PartyId>,
    /// The last position known of [default: the last].
    #[arg(long, value_name = "POSITION")]
    pub known_at: Option<u64>,
    /// How to print.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// `explain`
#[derive(Args)]
pub struct ExplainArgs {
    #[command(flatten)]
    pub of: FactsOrSource,
    /// Position of the entry; of a fact, the number of its line.
    #[arg(long)]
    pub position: u64,
}

/// Part of `prove`
#[derive(Args)]
pub struct PositionArgs {
    #[command(flatten)]
    pub source: SourceArgs,
    /// Position of the entry.
    #[arg(long)]
    pub position: u64,
}

/// `prove`
#[derive(Args)]
pub struct ProveArgs {
    #[command(flatten)]
    pub at: PositionArgs,
    /// Also write the entry's exact bytes to this file: what `check --entry` wants.
    #[arg(long, value_name = "FILE")]
    pub entry: Option<PathBuf>,
}

/// `check`
#[derive(Args)]
pub struct CheckArgs {
    /// The proof (.tlog-proof).
    pub proof: PathBuf,
    /// The entry's exact bytes, as the receipt has them.
    #[arg(long, value_name = "FILE")]
    pub entry: PathBuf,
    /// Whom to believe (C2SP tlog-policy).
    #[arg(long, value_name = "FILE")]
    pub policy: PathBuf,
}

/// `witness`
#[derive(Args)]
pub struct WitnessArgs {
    /// Address to listen on.
    #[arg(long, default_value = "127.0.0.1:8081")]
    pub listen: std::net::SocketAddr,
    /// Where the last cosigned checkpoint is kept.
    #[arg(long, value_name = "DIR")]
    pub state: PathBuf,
    /// The witness's private key (JWK), used for nothing else.
    #[arg(long, value_name = "FILE")]
    pub key: PathBuf,
    /// Name of the witness's key.
    #[arg(long, default_value = "aid-audit-witness")]
    pub name: String,
    /// Verifier key line of the log; twice while it rotates its key.
    #[arg(long, value_name = "VKEY", required = true)]
    pub log: Vec<String>,
    /// Ends after so many requests (for tests).
    #[arg(long, hide = true)]
    pub requests: Option<u64>,
}
