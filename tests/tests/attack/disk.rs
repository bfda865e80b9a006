//! The attacker fills or breaks the disk, or waits until it is full, and reads what the ledger lets out about the
//! machine; or reads the directory as another user of it.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use crate::support::child::{Place, Setup, tail};
use crate::support::people::{Honest, shown};
use crate::support::stage::{Stage, check_end};
use crate::support::until;

/// What tells of the machine: paths, the system's words and numbers.
#[track_caller]
fn tells_nothing(what: &str, place: &Place, text: &str) {
    let folder = place.folder.path().display().to_string();
    for word in [
        folder.as_str(),
        "/tmp",
        "log/",
        "journal",
        "checkpoint",
        ".seg",
        "tile/",
        "os error",
        "directory",
        "No space",
        "ENOSPC",
        "large",
    ] {
        assert!(!text.contains(word), "{what} says {word:?}: {text}");
    }
}

#[test]
fn a_failed_disk_is_told_to_nobody_without_a_token() {
    let stage = Stage::start(&Setup::tokens());
    let operator = stage.token("operator");
    stage.honest.progress(2);
    stage.published();
    // The published head can't be replaced any more.
    let checkpoint = stage.place.data.join("log/checkpoint");
    let kept = fs::read(&checkpoint).unwrap();
    fs::remove_file(&checkpoint).unwrap();
    fs::create_dir(&checkpoint).unwrap();
    fs::write(checkpoint.join("x"), "").unwrap();
    let mut requests = 0;
    until("the failure to be seen", || {
        requests += 2;
        let jws = stage.honest.grant_line();
        if let Ok(answer) = stage.honest.submit(&jws)
            && answer.status == 201
        {
            stage.honest.keep(&answer.json());
        }
        stage.honest.get("/readyz", None).unwrap().status == 503
    });
    let ready = stage.honest.get("/readyz", None).unwrap();
    tells_nothing("/readyz", &stage.place, &ready.text());
    let turned = stage.honest.submit(&stage.honest.grant_line()).unwrap();
    assert_eq!((turned.status, turned.code().as_str()), (503, "read_only"), "{}", turned.text());
    tells_nothing("a submission's answer", &stage.place, &turned.text());
    for path in ["/v1/ledger", "/healthz", "/v1/parties", "/"] {
        let got = stage.honest.get(path, None).unwrap();
        assert_eq!(got.status, 200, "reading goes on: {path}");
    }
    let head = stage.honest.get("/checkpoint", None).unwrap();
    tells_nothing("/checkpoint", &stage.place, &head.text());
    assert_eq!(stage.honest.get("/readyz", Some(&operator)).unwrap().status, 503);
    // Mended, it goes on from the last receipt.
    let Stage { serving, honest, place } = stage;
    let ended = serving.stop();
    assert!(ended.status.code().is_some(), "{ended:?}");
    fs::remove_dir_all(&checkpoint).unwrap();
    fs::write(&checkpoint, kept).unwrap();
    let last = ended.log.lines().rfind(|line| line.starts_with("ended")).unwrap_or("");
    assert!(!last.contains("is published"), "the head was not published, and it says {last:?}");
    check_end(&place, &honest, &ended);
    println!("{requests} requests");
}

#[test]
fn a_full_disk_stops_receipts_and_nothing_else() {
    let folder = tempfile::Builder::new().prefix("attack-").tempdir().unwrap();
    let disk = folder.path().join("disk");
    fs::create_dir(&disk).unwrap();
    let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=64m", "tmpfs"]).arg(&disk).output();
    if !mounted.is_ok_and(|output| output.status.success()) {
        println!("SKIPPED attack-full-disk: mounting a small disk is not allowed here");
        return;
    }
    let result = std::panic::catch_unwind(|| full(Place::found_at(folder, disk.join("data"))));
    drop(Command::new("umount").arg("-l").arg(&disk).status());
    if let Err(failed) = result {
        std::panic::resume_unwind(failed);
    }
}

fn full(place: Place) {
    let serving = place.serve(&Setup::tokens());
    let honest = Honest::meet(serving.address);
    let operator = place.key("operator");
    let admit = |number: u32| {
        let party = format!("p-{number}");
        let data = serde_json::json!({"party": party, "name": party, "roles": ["auditor"], "keys": [], "mandates": []});
        honest.signed("party.admitted", "operator", &party, &data, &operator)
    };
    let first = honest.submit(&admit(0)).unwrap();
    assert_eq!(first.status, 201, "{}", first.text());
    honest.keep(&first.json());
    let ballast = place.data.parent().unwrap().join("ballast");
    let mut file = fs::File::create(&ballast).unwrap();
    while std::io::Write::write(&mut file, &[0; 4_096]).is_ok_and(|count| count > 0) {}
    drop(file);
    let mut receipted = 0;
    let mut stopped = false;
    for number in 1..400 {
        let got = honest.submit(&admit(number));
        let answer = got.as_ref().unwrap_or_else(|_| panic!("{}", shown(&got)));
        match answer.status {
            201 => {
                honest.keep(&answer.json());
                receipted += 1;
            }
            503 => {
                tells_nothing("an answer", &place, &answer.text());
                stopped = true;
                break;
            }
            other => panic!("{other}: {}", shown(&got)),
        }
    }
    assert!(stopped, "{receipted} receipts on a full disk");
    assert_eq!(honest.get("/v1/ledger", None).unwrap().status, 200, "reading goes on");
    let ready = honest.get("/readyz", None).unwrap();
    assert_eq!(ready.status, 503);
    tells_nothing("/readyz", &place, &ready.text());
    let ended = serving.stop();
    fs::remove_file(&ballast).unwrap();
    check_end(&place, &honest, &ended);
    println!("{receipted} receipts on a full disk, then none");
}

#[test]
fn a_limit_on_file_sizes_does_not_kill_without_a_word() {
    let mut tried = 0;
    for blocks in [0, 1, 16, 100, 2_000, 32_000] {
        let place = Place::found();
        match place.try_serve(&Setup::open().shell(&format!("ulimit -f {blocks}"))) {
            Err(ended) => {
                assert_eq!(ended.status.code(), Some(1), "at {blocks} blocks: {ended:?}");
                // The log is a file too: at no blocks at all not a word of it can be written.
                assert!(
                    blocks == 0 || ended.log.contains("error"),
                    "at {blocks} blocks: {}",
                    tail(&ended.log)
                );
            }
            Ok(mut serving) => {
                let honest = Honest::meet(serving.address);
                let operator = place.key("operator");
                for number in 0..40 {
                    let party = format!("p-{number}");
                    let data = serde_json::json!({"party": party, "name": "n".repeat(200), "roles": ["auditor"], "keys": [], "mandates": []});
                    let jws = honest.signed("party.admitted", "operator", &party, &data, &operator);
                    if let Ok(answer) = honest.submit(&jws)
                        && answer.status == 201
                    {
                        honest.keep(&answer.json());
                    }
                }
                assert!(serving.runs(), "at {blocks} blocks it died: {}", tail(&serving.log()));
                let ended = serving.stop();
                assert!(ended.status.code().is_some(), "at {blocks} blocks: {ended:?}");
                if !honest.receipts.lock().unwrap().is_empty() {
                    check_end(&place, &honest, &ended);
                }
            }
        }
        tried += 1;
    }
    println!("{tried} limits");
}

#[test]
fn a_missing_file_is_named_and_the_ledger_is_not_denied() {
    let mut tried = 0;
    for missing in
        ["log/vkey", "log/checkpoint", "log", "keys/token.jwk", "keys/checkpoint.jwk", "aside", "index"]
    {
        let place = Place::found();
        let path = place.data.join(missing);
        drop(fs::remove_file(&path).or_else(|_| fs::remove_dir_all(&path)));
        if let Err(ended) = place.try_serve(&Setup::open()) {
            assert_eq!(ended.status.code(), Some(1), "{missing}: {ended:?}");
            assert!(!ended.log.contains("no ledger here"), "without {missing} it says: {}", tail(&ended.log));
            assert!(!ended.log.contains("`init`"), "without {missing} it says: {}", tail(&ended.log));
            let named = missing.rsplit('/').next().unwrap();
            assert!(ended.log.contains(named), "without {missing} it says: {}", tail(&ended.log));
        }
        tried += 1;
    }
    println!("{tried} files");
}

#[test]
fn nobody_else_on_the_machine_reads_the_directory() {
    let place = Place::found();
    let serving = place.serve(&Setup::tokens().shell("umask 022"));
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let (mut open, mut seen) = (Vec::new(), 0);
    let mut folders = vec![place.data.clone()];
    // What a closed folder holds is closed with it; the data directory has to be.
    if mode(&place.data) & 0o077 != 0 {
        open.push(place.data.clone());
    }
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            seen += 1;
            if entry.path().is_dir() {
                folders.push(entry.path());
            } else if entry.path().starts_with(place.data.join("journal")) && mode(&entry.path()) & 0o077 != 0
            {
                open.push(entry.path());
            }
        }
    }
    drop(serving);
    println!("{seen} files");
    assert!(open.is_empty(), "open to others: {open:?}");
}
