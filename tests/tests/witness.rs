//! The ledger and a witness that somebody else runs: published heads get its cosignature, an auditor finds the quorum
//! without asking anybody, and a disk that was rolled back does not start.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops at whatever it did not expect")]

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::thread::sleep;
use std::time::Duration;

use aidledger_tests::served::{NOW, ORIGIN, Served, UNDERTAKING, grant};
use api::http::Settings;
use api::service::{CosignError, CosignerConfig, StartError, StartOptions, StartReport, open};
use ed25519_dalek::SigningKey;
use ledger::checkpoint::{Checkpoint, Cosigner, parse_note};
use ledger::prove::Policy;
use ledger::reader::DirReader;
use ledger::submission::SecretKey;
use ledger::time::{At, FixedClock};
use rules::audit::{Exit, Options, verify};
use serde_json::json;

/// Looks at most so often, with a tenth of a second between: a minute.
const LOOKS: u64 = 600;
const WITNESS: &str = "witness.example/w1";
const SEED: [u8; 32] = [5; 32];

/// A witness under test; ended by its own id.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts the auditor's witness for the ledger in `data`, with its state in `home`.
fn witness(home: &Path, data: &Path) -> (Running, String) {
    let key = home.join("witness.jwk");
    std::fs::write(&key, SecretKey::from_seed(&SEED).jwk().to_string()).unwrap();
    let log = std::fs::read_to_string(data.join("log/vkey")).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_aid-audit-under-test"));
    command.args(["witness", "--listen", "127.0.0.1:0", "--name", WITNESS, "--log", log.trim()]);
    command.arg("--state").arg(home.join("witness")).arg("--key").arg(&key);
    let mut child = Running(command.stdin(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap());
    let mut said = String::new();
    BufReader::new(child.0.stderr.take().unwrap()).read_line(&mut said).unwrap();
    let address = said.split("http://").nth(1).unwrap().split('/').next().unwrap();
    (child, format!("http://{address}/"))
}

fn vkey(name: &str, seed: [u8; 32]) -> String {
    Cosigner::new(name, SigningKey::from_bytes(&seed)).unwrap().verifier_key().to_string()
}

fn cosigner(url: &str) -> CosignerConfig {
    // As long as it takes: how busy the machine is says nothing about the witness.
    let timeout = Duration::from_secs(600);
    CosignerConfig { timeout, ..CosignerConfig::parse(url, &vkey(WITNESS, SEED)).unwrap() }
}

fn at(seconds: u64) -> At {
    let start = At::parse_canonical(NOW).unwrap().micros();
    At::from_micros(start + i64::try_from(seconds).unwrap() * 1_000_000).unwrap()
}

/// Moves the clock on until the published head has `size` entries and a cosignature. However often it has to look on a
/// loaded machine, the clock goes on from where it stands: set to an instant counted from the beginning, it once went back for a
/// second caller, and the ledger rightly stopped recording.
fn cosigned(served: &Served, size: u64) -> String {
    let mut note = String::new();
    for _look in 1..=LOOKS {
        let later = served.service.now().micros() + 2_000_000;
        served.clock.set(At::from_micros(later).unwrap());
        note = served.get("/checkpoint").unwrap().text;
        let parsed = parse_note(&note).unwrap();
        let said = Checkpoint::parse(parsed.unverified_text()).unwrap();
        if said.size == size && parsed.signatures().iter().any(|by| by.name == WITNESS) {
            return note;
        }
        sleep(Duration::from_millis(100));
    }
    panic!("no cosignature over {size} entries: {note}");
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir(to).unwrap();
    std::fs::set_permissions(to, std::fs::metadata(from).unwrap().permissions()).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Starts what is in `data` and ends it again; the size and the report.
fn start(data: &Path, cosigners: &[CosignerConfig]) -> Result<(u64, StartReport), StartError> {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let _inside = runtime.enter();
    let clock = Arc::new(FixedClock::new(at(10_000)));
    let options = StartOptions { clock, cosigners: cosigners.to_vec(), ..StartOptions::default() };
    let (service, report) = open(data, options, &mut |_, _| {})?;
    let size = service.view().head.size;
    runtime.block_on(service.shut_down());
    Ok((size, report))
}

fn audit(data: &Path, policy: &str) -> (Exit, String) {
    let log = std::fs::read_to_string(data.join("log/vkey")).unwrap();
    let policy = Policy::parse(format!("log {}\n{policy}", log.trim()).as_bytes()).unwrap();
    let options = Options { policy: Some(policy), ..Options::default() };
    let report = verify(&DirReader::at(&data.join("log")).unwrap(), &options, &mut |_, _| {});
    (report.exit(), report.to_text())
}

#[test]
fn a_published_head_is_cosigned_and_a_rolled_back_disk_does_not_start() {
    let home = tempfile::tempdir().unwrap();
    let mut running = None;
    let mut url = String::new();
    let served = Served::cosigned(Settings::default(), |data| {
        let (child, at) = witness(home.path(), data);
        (running, url) = (Some(child), at);
        Ok(vec![cosigner(&url)])
    })
    .unwrap();
    let data = served.data();
    let size = served.service.view().head.size;
    cosigned(&served, size);
    let older = home.path().join("older");
    copy(&data, &older);

    // A machine so loaded that the first head took many looks.
    served.clock.set(at(3_000));
    served.clock.set(at(2));
    assert!(served.service.now() >= at(3_000));

    let award = |name: &str| {
        let data = grant(name, UNDERTAKING, "100.00");
        let reply = served.expect(201, &served.statement("award.granted", "host-a", name, &data).unwrap());
        assert_eq!(reply.unwrap().json()["outcome"], "admitted");
    };
    ["a1", "a2", "a3"].into_iter().for_each(award);
    let note = cosigned(&served, size + 3);
    assert_eq!(std::fs::read_to_string(data.join("log/checkpoint")).unwrap(), note);
    // Once for each witness, and what the journal and the receipts hold is the log's own word alone.
    assert_eq!(parse_note(&note).unwrap().signatures().len(), 2);
    assert_eq!(parse_note(&served.service.view().head.note).unwrap().signatures().len(), 1);

    // One more, whose head only the end publishes: it is cosigned as well.
    award("a4");
    served.shut_down();
    let one = format!("witness w1 {}\nquorum w1\n", vkey(WITNESS, SEED));
    let (exit, text) = audit(&data, &one);
    assert_eq!(exit, Exit::Sound, "{text}");
    let two = format!(
        "witness w1 {}\nwitness w2 {}\ngroup both all w1 w2\nquorum both\n",
        vkey(WITNESS, SEED),
        vkey("witness.example/w2", [6; 32])
    );
    let (exit, text) = audit(&data, &two);
    assert_eq!(exit, Exit::Incomplete, "{text}");
    assert_eq!(exit.code(), 4);
    drop(served);

    // The old disk: the witness has seen more, and is named.
    let refused = start(&older, &[cosigner(&url)]).map(|_| ()).unwrap_err();
    let StartError::Cosigner(CosignError::Ahead { name, cosigned, ours, .. }) = &refused else {
        panic!("{refused:?}");
    };
    assert_eq!((name.as_str(), *cosigned, *ours), (WITNESS, size + 4, size));
    assert!(refused.to_string().contains(WITNESS), "{refused}");

    // Nobody to ask: it starts, and says what was not checked. A witness that died is no reason to stop.
    drop(running);
    let (found, report) = start(&older, &[cosigner(&url)]).unwrap();
    assert_eq!((found, report.cosigned, report.not_cosigned.len()), (size, 0, 1));
    assert!(report.lines().iter().any(|line| line.starts_with("WARNING") && line.contains(WITNESS)));
}

#[test]
fn a_second_history_does_not_start_and_the_first_one_does_again() {
    let home = tempfile::tempdir().unwrap();
    let served = Served::open().unwrap();
    let data = served.data();
    let (_running, url) = witness(home.path(), &data);
    served.shut_down();
    let (first, second) = (home.path().join("first"), home.path().join("second"));
    copy(&data, &first);
    copy(&data, &second);
    drop(served);
    let grow = |data: &Path, party: &str, entries: u64| {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let _inside = runtime.enter();
        let options = StartOptions { clock: Arc::new(FixedClock::new(at(1))), ..StartOptions::default() };
        let (service, _) = open(data, options, &mut |_, _| {}).unwrap();
        for n in 0..entries {
            let operator = "operator".parse().unwrap();
            let name = format!("{party}-{n}");
            let body = json!({"party": name, "name": name, "roles": ["register"], "keys": [aidledger_tests::served::key_of(&name).public().jwk()], "mandates": []});
            let jws = api::service::statement::signed(
                &api::service::statement::Parts {
                    id: Some(name.clone()),
                    event_type: ledger::event::EventType::from_name("party.admitted").unwrap(),
                    source: &operator,
                    ledger: Some(service.ledger_id()),
                    subject: &name,
                    time: at(1),
                    data: &body,
                },
                service.operator_key().unwrap(),
            );
            runtime.block_on(service.submit(jws.into_bytes())).unwrap();
        }
        runtime.block_on(service.shut_down());
    };
    grow(&first, "one", 2);
    let (_, report) = start(&first, &[cosigner(&url)]).unwrap();
    assert_eq!((report.cosigned, report.not_cosigned.len()), (1, 0));

    // As many entries as the witness has seen, and more than it has seen; other ones.
    for (party, entries) in [("other", 2), ("third", 300)] {
        grow(&second, party, entries);
        let refused = start(&second, &[cosigner(&url)]).map(|_| ()).unwrap_err();
        let StartError::Cosigner(CosignError::OtherHistory { name, .. }) = &refused else {
            panic!("{refused:?}");
        };
        assert_eq!(name, WITNESS);
    }

    // The first one grows past a bundle: the proof from the size the witness names needs an old one.
    grow(&first, "more", 300);
    let (size, report) = start(&first, &[cosigner(&url)]).unwrap();
    assert_eq!(report.cosigned, 1, "{report:?}");
    let published = || std::fs::read_to_string(first.join("log/checkpoint")).unwrap();
    assert!(published().contains(&format!("\n{size}\n")), "{}", published());
    // A restart on the same head: a newer cosignature takes the place of the old one; without the witness it stays.
    for cosigners in [&[cosigner(&url)][..], &[]] {
        start(&first, cosigners).unwrap();
        let note = parse_note(&published()).unwrap();
        let names: Vec<_> = note.signatures().iter().map(|by| by.name.clone()).collect();
        assert_eq!(names, [ORIGIN, WITNESS]);
    }
}
