//! The attacker, or a careless operator, is on the machine: removes or swaps the lock, moves or copies the directory
//! while it is served, and starts a second server. Two servers would sign two histories.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::child::Setup;
use crate::support::people::{HONEST, Honest};
use crate::support::raw::ask;
use crate::support::stage::Stage;

fn copy(from: &Path, to: &Path) {
    let done = Command::new("cp").arg("-a").arg(from).arg(to).status().unwrap();
    assert!(done.success());
}

/// Receipts by position, and how many had to be told apart.
#[derive(Default)]
struct Receipts(BTreeMap<u64, String>);

impl Receipts {
    /// Sends a grant to a server and keeps what it signs.
    #[track_caller]
    fn gather(&mut self, what: &str, honest: &Honest, server: std::net::SocketAddr) {
        let jws = honest.grant_line();
        let headers = [("content-type", "application/jose")];
        let Ok(answer) = ask(server, HONEST, "POST", "/v1/events", &headers, jws.as_bytes()) else { return };
        if answer.status != 201 {
            return;
        }
        let said = answer.json();
        let position = said["position"].as_u64().unwrap();
        let entry = said["receipt"]["entry"].as_str().unwrap().to_owned();
        let before = self.0.insert(position, entry.clone());
        assert!(before.is_none_or(|before| before == entry), "{what}: two receipts for position {position}");
    }
}

/// Serves, lets a theft happen, starts a second server on what the theft says, and asks both.
#[track_caller]
fn contested(what: &str, theft: impl FnOnce(&Path, &Path) -> PathBuf) {
    let stage = Stage::start(&Setup::open());
    let Stage { serving: first, honest, place } = stage;
    let mut receipts = Receipts::default();
    receipts.gather(what, &honest, first.address);
    let started = receipts.0.len();
    let second_at = theft(&place.data, place.folder.path());
    let second = place.try_serve_at(&second_at, &Setup::open());
    for _ in 0..4 {
        receipts.gather(what, &honest, first.address);
        if let Ok(second) = &second {
            receipts.gather(what, &honest, second.address);
        }
    }
    let let_in = if second.is_ok() { "was let in" } else { "was turned away" };
    println!("{what}: the second server {let_in}, {} receipts", receipts.0.len());
    assert_eq!(started, 1);
    drop((first, second));
    // Whoever serves the place next has every receipt that was given.
    let again =
        place.try_serve_at(&second_at, &Setup::open()).unwrap_or_else(|ended| panic!("{what}: {ended:?}"));
    for (position, entry) in &receipts.0 {
        let got = ask(again.address, HONEST, "GET", &format!("/v1/events/{position}"), &[], b"").unwrap();
        assert_eq!(got.json()["entry"].as_str(), Some(entry.as_str()), "{what}: position {position}");
    }
    receipts.gather(what, &honest, again.address);
    assert!(again.stop().status.success());
}

#[test]
fn a_removed_lock_lets_nobody_else_write() {
    contested("rm lock", |data, _| {
        // A lock that is no file of its own can't be removed, which is as good.
        drop(fs::remove_file(data.join("lock")));
        data.to_owned()
    });
}

#[test]
fn a_lock_moved_or_replaced_lets_nobody_else_write() {
    contested("mv lock", |data, _| {
        drop(fs::rename(data.join("lock"), data.join("lock.old")));
        data.to_owned()
    });
    contested("another lock in its place", |data, folder| {
        fs::write(folder.join("lock"), "").unwrap();
        fs::rename(folder.join("lock"), data.join("lock")).unwrap();
        data.to_owned()
    });
}

#[test]
fn another_path_to_the_directory_lets_nobody_else_write() {
    contested("a symbolic link", |data, folder| {
        let link = folder.join("link");
        std::os::unix::fs::symlink(data, &link).unwrap();
        drop(fs::remove_file(data.join("lock")));
        link
    });
    contested("through its own parent", |data, _| data.join("../data/."));
}

#[test]
fn a_directory_moved_away_is_not_written_twice() {
    contested("mv data", |data, folder| {
        let moved = folder.join("moved");
        fs::rename(data, &moved).unwrap();
        drop(fs::remove_file(moved.join("lock")));
        moved
    });
}

#[test]
fn a_directory_moved_away_and_copied_back_is_not_written_twice() {
    contested("mv data, cp back", |data, folder| {
        let moved = folder.join("moved");
        fs::rename(data, &moved).unwrap();
        copy(&moved, data);
        data.to_owned()
    });
}

#[test]
fn a_copy_swapped_in_is_not_written_twice() {
    contested("cp data, swap", |data, folder| {
        let (copied, old) = (folder.join("copied"), folder.join("old"));
        copy(data, &copied);
        fs::rename(data, &old).unwrap();
        fs::rename(&copied, data).unwrap();
        data.to_owned()
    });
}

#[test]
fn a_journal_swapped_for_its_copy_is_not_written_twice() {
    contested("cp journal, swap", |data, folder| {
        let (journal, old) = (data.join("journal"), folder.join("old-journal"));
        fs::rename(&journal, &old).unwrap();
        copy(&old, &journal);
        drop(fs::remove_file(data.join("lock")));
        data.to_owned()
    });
}
