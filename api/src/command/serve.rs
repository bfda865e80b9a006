//! `aidledger serve`: runs the ledger until it is told to stop.

use std::path::{Path, PathBuf};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use ledger::checkpoint::VerifierKey;
use ledger::file::{Durable, RealFiles, raise_descriptor_limit, write_durably};
use ledger::store::Anchor;
use ledger::witness::KnownLog;
use tokio::net::TcpListener;

use super::failure::Failure;
use super::govern::{clock_check, in_use, operator_of, read_key, runtime};
use super::remote::fetch_checkpoint;
use super::say::{note, say};
use crate::config::{Config, Sources};
use crate::http;
use crate::http::access::Mode;
use crate::service::keys::Keys;
use crate::service::{
    INDEX, OperatorKey, Service, StartOptions, StartReport, WitnessConfig, note_check, open, read_vkey,
};

/// Open files that are not connections: journal, log, index, locks, the runtime's own, and a reserve for the writer.
const FILES_KEPT: usize = 48;
/// With fewer connections than this it is not worth starting.
const CONNECTIONS_MIN: usize = 8;
/// Most connections where the operator names no number.
const CONNECTIONS_MAX: usize = 10_000;
/// How often an anchor file is brought up to date at most.
const ANCHOR_EVERY: Duration = Duration::from_secs(1);
/// How often due summaries of what was turned away are looked for.
const SUMMARY_EVERY: Duration = Duration::from_secs(600);

/// Run the ledger: take statements, answer questions, publish the log
///
/// Settings come from defaults, then --config, then AIDLEDGER_* in the environment, then arguments. Ends on SIGINT or
/// SIGTERM with the last head published. Exit code 0: ended as asked; 1: did not start, or the network failed.
#[derive(Debug, Clone, clap::Args)]
pub struct ServeArgs {
    /// Directory of the ledger
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,

    /// Address and port; beyond this machine only with [access] mode = "tokens"
    #[arg(long, value_name = "ADDR")]
    listen: Option<String>,

    /// Settings in TOML
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,

    /// A head known elsewhere that the journal must contain: a file on another disk (kept up to date) or an address;
    /// may be given several times
    #[arg(long, value_name = "PATH|URL")]
    anchor: Vec<String>,

    /// The clock is right, though it is far from the last entry: say so once, after comparing it with another one
    #[arg(long)]
    accept_clock: bool,

    /// Print every setting as it would be, where it comes from, and end
    #[arg(long)]
    print_config: bool,
}

/// Serves until told to stop.
///
/// # Errors
/// [`Failure`].
pub fn run(args: &ServeArgs) -> Result<(), Failure> {
    let sources = sources(args)?;
    if args.print_config {
        return Ok(say([sources.print().trim_end()])?);
    }
    let config = sources.settle()?;
    let (service, report, files) = start(&config, args.accept_clock)?;
    let runtime = runtime()?;
    let served = runtime.block_on(async {
        let mut signals = Signals::listen()?;
        let served = serve(&service, &config, &report, files.clone(), &mut signals).await;
        // From here on a signal means: now.
        let ended = async {
            service.shut_down().await;
            served
        };
        tokio::select! {
            served = ended => served,
            () = signals.next() => Err(Failure::Usage("forced to end by a second signal".to_owned())),
        }
    });
    // The anchors end where the log ends, so that a disk rolled back while nothing runs is noticed too.
    let head = service.view().head.clone();
    let anchored = files.iter().try_for_each(|path| write_anchor(path, &head.note));
    note([ending(&service)])?;
    // Reads that a client has given up may still go on; nothing waits for them.
    runtime.shutdown_background();
    anchored?;
    served
}

/// What is true at the end.
fn ending(service: &Service) -> String {
    let health = service.health();
    match (health.fatal, health.size.saturating_sub(health.published)) {
        (Some(why), _) => {
            format!("ended read-only after a failure ({why}); the next start reads and checks everything")
        }
        (None, 0) => "ended; the last head is published".to_owned(),
        (None, behind) => {
            format!(
                "ended; the last {behind} entries are durable and not yet published: the next start publishes them"
            )
        }
    }
}

fn sources(args: &ServeArgs) -> Result<Sources, Failure> {
    let mut sources = Sources::default();
    if let Some(path) = &args.config {
        sources.file(path)?;
    }
    sources.environment(std::env::vars_os())?;
    if let Some(data) = &args.data {
        let text = data.to_str().ok_or_else(|| {
            Failure::Usage(format!("--data {}: a path of a ledger is a text in UTF-8", data.display()))
        })?;
        sources.argument("data", text.to_owned())?;
    }
    if let Some(listen) = &args.listen {
        sources.argument("listen", listen.clone())?;
    }
    if !args.anchor.is_empty() {
        sources.argument("anchors", args.anchor.join("\n"))?;
    }
    Ok(sources)
}

/// Opens the ledger; answers the anchor files that are kept up to date as well.
fn start(config: &Config, accept_clock: bool) -> Result<(Service, StartReport, Vec<PathBuf>), Failure> {
    let files = super::govern::files(&config.data)?;
    let vkey = read_vkey(&files)?;
    let (anchors, kept) = anchors(&config.anchors, &vkey)?;
    let operator_key = match &config.operator_key {
        Some(path) => OperatorKey::Given(read_key(path)?),
        None => OperatorKey::Absent,
    };
    let options = StartOptions {
        anchors,
        queue: config.queue,
        clock_step_max_ms: config.clock_step_max_ms,
        clock_check: clock_check(accept_clock),
        operator_key,
        index: config.index.then(|| config.data.join(INDEX)),
        witness: witness(config)?,
        cosigners: config.cosigners.clone(),
        looks_months: Some(config.looks_months),
        ..StartOptions::default()
    };
    let (service, mut report) =
        open(&config.data, options, &mut |_, _| {}).map_err(|error| in_use(error, &config.data))?;
    report.notes.extend(exposed(&service, &files)?);
    Ok((service, report, kept))
}

/// Keys within reach of whoever breaks in, a line each.
fn exposed(service: &Service, files: &RealFiles) -> Result<Vec<String>, Failure> {
    let mut warnings = Vec::new();
    if service.operator_key().is_some() {
        operator_of(service).map_err(|why| Failure::Usage(format!("operator_key: {why}")))?;
        warnings.push(
            "WARNING: operator_key: whoever breaks into this machine can sign as the operator, not only summaries".to_owned(),
        );
    }
    let beside = Keys::owner_keys_beside(files)?;
    if !beside.is_empty() {
        warnings.push(format!(
            "WARNING: {} lie in the serving data: whoever breaks into this machine governs the ledger; `serve` needs neither: \
             move them off it, and name their new directory with --owner-keys",
            beside.join(" and ")
        ));
    }
    Ok(warnings)
}

/// Reads every anchor. A file that is not there yet is begun by this start; an address must answer.
fn anchors(named: &[String], vkey: &str) -> Result<(Vec<Anchor>, Vec<PathBuf>), Failure> {
    let check = note_check(vkey)?;
    let (mut anchors, mut kept) = (Vec::new(), Vec::new());
    for name in named {
        let text = if name.starts_with("http://") || name.starts_with("https://") {
            Some(fetch_checkpoint(name)?)
        } else {
            let path = PathBuf::from(name);
            let found = path.try_exists().map_err(Failure::file("look for", &path))?;
            let text = if found {
                Some(std::fs::read_to_string(&path).map_err(Failure::file("read", &path))?)
            } else {
                None
            };
            kept.push(path);
            text
        };
        match text {
            None => note([format!("anchor {name} is not there: this start begins it")])?,
            Some(text) => {
                let head =
                    check.check(&text).map_err(|why| Failure::Usage(format!("anchor {name}: {why}")))?;
                anchors.push(Anchor { name: name.clone(), size: head.size, root: head.root });
            }
        }
    }
    Ok((anchors, kept))
}

fn witness(config: &Config) -> Result<Option<WitnessConfig>, Failure> {
    let Some((name, key, lines)) = &config.witness else { return Ok(None) };
    let logs: Result<Vec<KnownLog>, Failure> = lines
        .iter()
        .map(|line| {
            let key = VerifierKey::parse(line)
                .map_err(|error| Failure::Usage(format!("witness.logs: `{line}`: {error}")))?;
            Ok(KnownLog { origin: key.name().to_owned(), keys: vec![key] })
        })
        .collect();
    Ok(Some(WitnessConfig { name: name.clone(), key: read_key(key)?, logs: logs? }))
}

async fn serve(
    service: &Service,
    config: &Config,
    report: &StartReport,
    kept: Vec<PathBuf>,
    signals: &mut Signals,
) -> Result<(), Failure> {
    let limits = limits(config)?;
    let deadline = limits.shutdown;
    let listener = TcpListener::bind(config.listen).await?;
    let address = listener.local_addr()?;
    note(report.lines())?;
    note([
        format!("ledger {}", service.ledger_id()),
        match config.mode {
            Mode::LoopbackOpen => {
                "access: loopback-open: every caller on this machine sees what an auditor sees".to_owned()
            }
            Mode::Tokens => "access: closed but for tokens (`aidledger token issue`)".to_owned(),
        },
        format!(
            "at most {} connections, {} of one address",
            limits.connections, limits.connections_per_address
        ),
    ])?;
    // Tests and scripts wait for this line: from here on connections are taken.
    say([format!("listening on http://{address}")])?;
    let background = tokio::spawn(keep(service.clone(), kept));
    let settings = http::Settings {
        mode: config.mode,
        public_log: config.public_log,
        proxies: config.proxies.clone(),
        limits,
    };
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let mut served = pin!(http::serve(listener, service.clone(), settings, async {
        drop(stopped.await);
    }));
    let ended = tokio::select! {
        ended = &mut served => Some(ended),
        () = signals.next() => None,
    };
    let ended = match ended {
        Some(ended) => ended,
        None => {
            drop(stop);
            note([format!(
                "ending: what is in hand has {} s; a second signal ends at once",
                deadline.as_secs()
            )])?;
            tokio::select! {
                ended = &mut served => ended,
                () = signals.next() => {
                    note(["a second signal: open connections are cut"])?;
                    background.abort();
                    return Ok(());
                }
            }
        }
    };
    background.abort();
    let ended = ended?;
    if ended.cut > 0 {
        note([format!("{} connections were cut at the deadline", ended.cut)])?;
    }
    Ok(())
}

/// The bounds in force: where the operator names no number of connections, the system's limit of open files decides.
fn limits(config: &Config) -> Result<http::Limits, Failure> {
    let mut limits = config.limits.clone();
    let files = usize::try_from(raise_descriptor_limit()?).unwrap_or(usize::MAX);
    let room = files.saturating_sub(FILES_KEPT);
    if room < CONNECTIONS_MIN {
        return Err(Failure::Usage(format!(
            "the system lets this process open {files} files; {} are the least it needs: raise the limit (`ulimit -n`)",
            FILES_KEPT.saturating_add(CONNECTIONS_MIN)
        )));
    }
    if limits.connections == 0 {
        limits.connections = room.min(CONNECTIONS_MAX);
    } else if limits.connections > room {
        let (asked, place) = (limits.connections, "limits.connections");
        return Err(Failure::Usage(format!(
            "`{place}` is {asked}, but the system's limit of {files} open files leaves {room}: lower the one or raise the other"
        )));
    }
    Ok(limits)
}

/// SIGINT and SIGTERM, from the moment they are listened for.
pub(super) struct Signals {
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
}

impl Signals {
    pub(super) fn listen() -> std::io::Result<Self> {
        #[cfg(unix)]
        {
            use tokio::signal::unix::{SignalKind, signal};
            Ok(Self {
                interrupt: signal(SignalKind::interrupt())?,
                terminate: signal(SignalKind::terminate())?,
            })
        }
        #[cfg(not(unix))]
        Ok(Self {})
    }

    /// Done when the next one comes.
    pub(super) async fn next(&mut self) {
        #[cfg(unix)]
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
        #[cfg(not(unix))]
        drop(tokio::signal::ctrl_c().await);
    }
}

/// Keeps anchor files up to date and has due summaries recorded, as long as the service runs.
async fn keep(service: Service, files: Vec<PathBuf>) {
    let mut kept = u64::MAX;
    let mut summary = tokio::time::Instant::now();
    loop {
        if summary.elapsed() >= SUMMARY_EVERY {
            summary = tokio::time::Instant::now();
            if let Err(turned) = service.summarise().await {
                tracing::warn!(why = turned.detail(), "no summary of what was turned away");
            }
        }
        let head = service.view().head.clone();
        if head.size != kept && !files.is_empty() {
            let (paths, text) = (files.clone(), Arc::clone(&head.note));
            let write = move || paths.iter().try_for_each(|path| write_anchor(path, &text));
            match tokio::task::spawn_blocking(write).await {
                Ok(Ok(())) => kept = head.size,
                Ok(Err(error)) => tracing::error!(%error, "an anchor is not up to date"),
                Err(_) => return,
            }
        }
        tokio::time::sleep(ANCHOR_EVERY).await;
    }
}

fn write_anchor(path: &Path, text: &str) -> Result<(), ledger::file::FileError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    write_durably(&RealFiles::at(folder)?, &name, text.as_bytes(), Durable::KEPT)
}
