//! What `rules::audit` says of logs that are sound, of whose log it is, and of the auditor's memory.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at whatever it did not expect"
)]

use aidledger_tests::build_log::{BuildLog, ORIGIN, Statement, Who, log_key};
use ed25519_dalek::SigningKey;
use ledger::checkpoint::Cosigner;
use ledger::money::Cents;
use ledger::reader::{LogReader, ReadError};
use ledger::verdict::{Figure, Outcome};
use rules::audit::{Exit, Kind, Line, Options, Pin, PinnedBy, Report, Seen, identify, verify, verify_with};
use serde_json::json;

fn first_sight() -> Options {
    Options { trust_first_sight: true, ..Options::default() }
}

fn audit(reader: &dyn LogReader, options: &Options) -> Report {
    verify(reader, options, &mut |_, _| {})
}

/// Law, three undertakings, a grant that fits, one that does not, one conferred elsewhere, a report.
fn small() -> BuildLog {
    let mut log = BuildLog::ready(1).unwrap();
    for n in 1..=3 {
        assert_eq!(log.register(n).unwrap().outcome, Outcome::Recorded);
    }
    let outcome =
        |log: &mut BuildLog, statement: Statement| log.group(&[statement], &|_| {}).unwrap()[0].outcome;
    assert_eq!(outcome(&mut log, BuildLog::grant("a1", 1, "260000.00")), Outcome::Admitted);
    assert_eq!(outcome(&mut log, BuildLog::grant("a2", 1, "40000.01")), Outcome::Refused);
    let mut conferred = BuildLog::grant("a3", 2, "10000.00");
    conferred.data["legal_right"] = json!("conferred");
    conferred.data["granted_on"] = json!("2026-11-20");
    assert_eq!(outcome(&mut log, conferred), Outcome::Recorded);
    log.publish().unwrap();
    log
}

#[test]
fn a_sound_log_is_sound_and_the_report_says_what_it_saw() {
    let log = small();
    let mut last = (0, 0);
    let report = verify(&log.reader(), &first_sight(), &mut |done, total| last = (done, total));
    assert_eq!(report.exit(), Exit::Sound, "{}", report.to_text());
    assert_eq!(last, (log.size(), log.size()));
    assert_eq!((report.size, report.replayed, report.not_reproduced), (Some(13), 13, 0));
    assert_eq!(report.identity.ledger_id, identify(&log.reader()));
    assert_eq!(report.identity.origin.as_deref(), Some(ORIGIN));
    assert_eq!(report.identity.pinned_by, Some(PinnedBy::FirstSight));
    assert!(report.head_verified);
    assert_eq!(report.counts["award.granted"]["refused"], 1);
    assert_eq!(report.counts["pack.adopted"]["admitted"], 2);
    assert_eq!((report.bypasses.count, report.bypasses.first[0].position), (1, 12));
    assert_eq!(report.governance.count, 7);
    assert!(
        report.not_checked.iter().any(|line| line.to_string().contains("no promise")),
        "{:?}",
        report.not_checked
    );
    assert!(report.not_checked.iter().any(|line| line.to_string().contains("first time")));
}

#[test]
fn replayed_lines_carry_what_an_auditor_would_compute() {
    let log = small();
    let mut lines = Vec::new();
    let report = verify_with(&log.reader(), &first_sight(), &mut |_, _| {}, &mut |state, replayed| {
        lines.push(serde_json::to_value(Line::of_entry(state, replayed)).unwrap());
    });
    assert_eq!(report.exit(), Exit::Sound);
    let refused = &lines[11];
    assert_eq!((refused["position"].as_u64(), refused["outcome"].as_str()), (Some(11), Some("refused")));
    assert_eq!(refused["agrees"], json!(true));
    let check = &refused["checks"][0];
    assert_eq!(check["before"], json!(["260000.00"]));
    assert_eq!(check["after"], json!(["300000.01"]));
    assert_eq!(check["remaining"], json!("-0.01"));
    assert_eq!(check["citation"], json!("Regulation (EU) 2023/2831 Art. 3(2)"));
}

#[test]
fn nobody_is_believed_about_who_they_are() {
    let log = small();
    let id = identify(&log.reader()).unwrap();
    // Seen for the first time at an address, nothing says whose log it is.
    let report = audit(&log.reader(), &Options::default());
    assert_eq!((report.exit(), report.identity.pinned_by), (Exit::Incomplete, None));
    let pin =
        |pin: &str| audit(&log.reader(), &Options { pin: Some(pin.parse().unwrap()), ..Options::default() });
    assert_eq!(pin(&id).exit(), Exit::Sound);
    assert_eq!(pin(&id).identity.pinned_by, Some(PinnedBy::LedgerId));
    assert_eq!(pin(&log.vkey().to_string()).identity.pinned_by, Some(PinnedBy::Key));
    let stranger = log_key(2).unwrap().verifier_key().to_string();
    assert_eq!(pin(&stranger).exit(), Exit::Unsound);
    assert_eq!(pin(&"A".repeat(43)).exit(), Exit::Unsound);
    assert!("not a pin".parse::<Pin>().is_err());
    // Another ledger where one was seen before: incomplete, both ids named.
    let other = identify(&another(2).reader()).unwrap();
    let options = Options { remembered: Some(other.clone()), ..first_sight() };
    let report = audit(&log.reader(), &options);
    assert_eq!(report.exit(), Exit::Incomplete);
    let what = report.first().unwrap().what.to_string();
    assert!(what.contains(&id) && what.contains(&other), "{what}");
    assert!(!report.head_verified);
}

/// Another ledger, told apart by its nonce.
fn another(nonce: u8) -> BuildLog {
    let log = BuildLog::ready(nonce).unwrap();
    log.publish().unwrap();
    log
}

#[test]
fn a_policy_pins_the_log_and_asks_for_witnesses() {
    let log = small();
    let policy = |text: &str| ledger::prove::Policy::parse(text.as_bytes()).unwrap();
    let alone = policy(&format!("log {}\nquorum none\n", log.vkey()));
    let report = audit(&log.reader(), &Options { policy: Some(alone), ..Options::default() });
    assert_eq!((report.exit(), report.identity.pinned_by), (Exit::Sound, Some(PinnedBy::Policy)));
    let witness = Cosigner::new("witness.example", SigningKey::from_bytes(&[9; 32])).unwrap();
    let asking = policy(&format!("log {}\nwitness w {}\nquorum w\n", log.vkey(), witness.verifier_key()));
    let options = Options { policy: Some(asking), ..Options::default() };
    let report = audit(&log.reader(), &options);
    assert_eq!(report.exit(), Exit::Incomplete);
    assert!(report.first().unwrap().what.to_string().contains("quorum"), "{}", report.to_text());
    let note = String::from_utf8(log.file("log/checkpoint").unwrap()).unwrap();
    let (text, _) = note.split_once("\n\n").unwrap();
    let line = witness.cosign(&format!("{text}\n"), 1_795_392_000).unwrap();
    assert!(log.files.tamper("log/checkpoint", |note| note.extend(format!("{line}\n").as_bytes())));
    let report = audit(&log.reader(), &options);
    assert_eq!(report.exit(), Exit::Sound, "{}", report.to_text());
    assert_eq!(report.identity.witnesses, ["w"]);
}

#[test]
fn a_log_must_contain_every_head_seen_before() {
    let mut log = small();
    let before = String::from_utf8(log.file("log/checkpoint").unwrap()).unwrap();
    let seen = Seen::from_note("an earlier look", &before).unwrap();
    log.register(4).unwrap();
    log.publish().unwrap();
    let after = |seen: Vec<Seen>| audit(&log.reader(), &Options { seen, ..first_sight() });
    assert_eq!(after(vec![seen.clone()]).exit(), Exit::Sound);
    let mut other = seen.clone();
    other.root.0[0] ^= 1;
    assert_eq!(after(vec![other]).exit(), Exit::Unsound);
    let report = after(vec![Seen { size: 99, ..seen }]);
    assert_eq!(report.exit(), Exit::Unsound);
    assert!(report.first().unwrap().what.to_string().contains("99"));
}

/// A place that fails for one file, as a bad disk or a network does.
struct Failing<'a>(&'a dyn LogReader, &'static str);

impl LogReader for Failing<'_> {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, ReadError> {
        if path.starts_with(self.1) {
            Err(ReadError::unreadable(path, "input/output error"))
        } else {
            self.0.read(path)
        }
    }
}

#[test]
fn what_cannot_be_read_is_not_judged() {
    let log = small();
    for path in ["checkpoint", "vkey", "tile/entries", "tile/0", "pack/"] {
        let report = audit(&Failing(&log.reader(), path), &first_sight());
        assert_eq!(report.exit(), Exit::CouldNotRun, "{path}: {}", report.to_text());
        let first = report.first().unwrap();
        assert_eq!(first.kind, Kind::Unreadable);
        assert!(first.file.as_deref().unwrap().starts_with(path));
    }
}

#[test]
fn entries_of_a_compromised_key_are_listed() {
    let mut log = small();
    let statement = |award: &str, who: Who| Statement { who, ..BuildLog::grant(award, 3, "1.00") };
    log.group(&[statement("b1", Who::HostSecondKey)], &|_| {}).unwrap();
    let used_at = log.size() - 1;
    let kid = Who::HostSecondKey.key().public().kid();
    let data = json!({"kid": kid, "reason": "stolen", "compromised_from_position": used_at});
    assert_eq!(log.say(Who::Host, "key.revoked", &kid, data).unwrap().outcome, Outcome::Admitted);
    log.publish().unwrap();
    let report = audit(&log.reader(), &first_sight());
    assert_eq!(report.exit(), Exit::Sound, "{}", report.to_text());
    let listed = &report.signed_by_compromised_key;
    assert_eq!((listed.count, listed.first[0].position), (1, used_at));
}

/// A recorded figure that this release would not have found is folded as it stands: the one entry differs, and no other.
#[test]
fn a_wrong_figure_of_a_reduction_is_one_difference() {
    let mut log = BuildLog::ready(2).unwrap();
    log.register(1).unwrap();
    log.group(&[BuildLog::grant("a1", 1, "300000.00")], &|_| {}).unwrap();
    let less = json!({
        "award": "a1", "gge_after": {"amount": "200000.00", "currency": "EUR"}, "benefit_kept": {"amount": "0.00", "currency": "EUR"},
        "on": "2026-12-01", "reason": "unused",
    });
    let (who, subject) = (Who::Host, "a1".to_owned());
    let reduced = Statement { who, event_type: "award.reduced", subject, data: less, id: None };
    let position = log.size();
    let wrong = |entry: &mut ledger::entry::Entry| {
        entry.verdict.gge = Some(Figure::exact(Cents(10_000_000)));
        // What later entries count with: its target (A24).
        entry.verdict.amounts[0] = Cents(10_000_000);
    };
    log.group(&[reduced], &wrong).unwrap();
    let next = log.group(&[BuildLog::grant("a2", 1, "200000.00")], &|_| {}).unwrap().remove(0);
    assert_eq!(next.outcome, Outcome::Admitted);
    log.publish().unwrap();
    let report = audit(&log.reader(), &first_sight());
    assert_eq!(report.exit(), Exit::VerdictDiffers, "{:?}", report.first());
    let differing: Vec<Option<u64>> = report.findings.iter().map(|finding| finding.position).collect();
    assert_eq!(differing, [Some(position)]);
}
