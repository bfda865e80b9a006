//! The record under crashes, power cuts, failing disks and changes behind its back.

use std::sync::Arc;

use ledger::file::simulated::{Faults, Seeded, SimulatedFiles};
use ledger::file::{Files as _, RealFiles};
use ledger::ids::UndertakingId;
use ledger::time::At;
use sha2::{Digest as _, Sha256};

use super::keep::Looks;
use super::line::Line;
use super::*;

const LEDGER: &str = "ledger-a";
/// 2026-11-20T10:00:00Z
const NOON: i64 = 1_795_168_800_000_000;
const DAY: i64 = 86_400_000_000;
const NOVEMBER: &str = "looks/2026-11.0001.jsonl";
const FURTHER: &str = "looks/2026-11.0002.jsonl";

fn at(micros: i64) -> At {
    At::from_micros(micros).unwrap()
}

fn open(disk: &SimulatedFiles) -> (Looks, LooksFound) {
    Looks::open(Arc::new(disk.clone()), LEDGER).unwrap()
}

fn id(number: usize) -> UndertakingId {
    format!("NID:FI:{number}").parse().unwrap()
}

fn look(undertakings: &[UndertakingId], purpose: &str) -> Vec<Line> {
    Line::of_look(&Look {
        role: LookRole::HostingEntity,
        party: Some("csc".parse().unwrap()),
        token_id: Some("t-1".into()),
        undertakings: undertakings.to_vec(),
        entries: None,
        via: "Headroom",
        purpose: Some(purpose.parse().unwrap()),
    })
}

fn append(looks: &Looks, number: usize) -> Result<u64, LookError> {
    looks.append(look(&[id(number)], &format!("application {number}")), at(NOON))
}

fn checked(disk: &SimulatedFiles) -> LooksChecked {
    check(disk, None, &mut |_| {}).unwrap()
}

/// What is wrong, in words.
fn wrong(disk: &SimulatedFiles) -> String {
    checked(disk).findings.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

/// The purposes on record, read offline.
fn purposes(disk: &SimulatedFiles) -> Vec<String> {
    let mut all = Vec::new();
    check(disk, None, &mut |line| all.extend(line.purpose().map(str::to_owned))).unwrap();
    all
}

fn text(disk: &SimulatedFiles, path: &str) -> String {
    String::from_utf8(disk.read(path).unwrap().unwrap()).unwrap()
}

#[test]
fn each_line_carries_the_hash_of_the_one_before_also_from_file_to_file() {
    let disk = SimulatedFiles::new();
    let (looks, _) = open(&disk);
    assert!(disk.read(NOVEMBER).unwrap().is_none(), "nothing is written before somebody looks");
    assert_eq!(looks.append(look(&[id(1)], "one"), at(NOON)).unwrap(), 1);
    assert_eq!(looks.append(look(&[id(2)], "two"), at(NOON + 20 * DAY)).unwrap(), 2);
    // A clock that goes back does not: neither does the record.
    assert_eq!(looks.append(look(&[id(3)], "three"), at(NOON)).unwrap(), 3);
    let all = text(&disk, NOVEMBER) + &text(&disk, "looks/2026-12.0001.jsonl");
    let lines: Vec<&str> = all.split_inclusive('\n').collect();
    assert_eq!(lines.len(), 4);
    let mut prev = "0".repeat(64);
    for (n, line) in lines.iter().enumerate() {
        let json: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!((json["n"].as_u64(), json["prev"].as_str()), (Some(n as u64), Some(prev.as_str())));
        prev = hex(&Sha256::digest(line.as_bytes()));
    }
    assert_eq!(looks.head(), Some((3, prev.clone())));
    assert_eq!((wrong(&disk), checked(&disk).head), (String::new(), Some((3, prev))));
    assert!(
        lines[2].contains("2026-12-10T10:00:00.000000Z") && lines[3].contains("2026-12-10T10:00:00.000000Z")
    );
}

#[test]
fn an_undertaking_sees_who_looked_at_it_and_nothing_else_that_was_shown() {
    let disk = SimulatedFiles::new();
    let (looks, _) = open(&disk);
    for number in 0..40 {
        looks.append(look(&[id(number % 4), id(99)], &format!("purpose {number}")), at(NOON)).unwrap();
    }
    let own = [id(2), "LEI:529900T8BM49AURSDO55".parse().unwrap()];
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let page = looks.page(Some(&own), after, 3).unwrap();
        for line in &page.lines {
            let json = line.json_for_undertaking();
            assert_eq!(
                json["undertakings"],
                serde_json::json!(["NID:FI:2"]),
                "the others are not its to know"
            );
            assert!(json.get("token").is_none() && json.get("prev").is_none());
            assert_eq!(
                (json["role"].as_str(), json["party"].as_str()),
                (Some("hosting-entity"), Some("csc"))
            );
            seen.push(line.purpose().unwrap().to_owned());
        }
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    let expected: Vec<String> = (0..40).filter(|n| n % 4 == 2).map(|n| format!("purpose {n}")).collect();
    assert_eq!(seen, expected);
    let all = looks.page(None, None, 1_000).unwrap();
    assert_eq!((all.lines.len(), all.next), (41, None), "with the line that begins the record");
    assert_eq!(all.lines[1].json()["token"], "t-1");
    assert!(looks.page(Some(&[id(7)]), None, 10).unwrap().lines.is_empty());
    // After a restart the same is found.
    let (again, _) = open(&disk.after_kill());
    assert_eq!(again.page(Some(&own), None, 1_000).unwrap().lines.len(), 10);
}

#[test]
fn pages_over_many_stretches_lose_nothing() {
    let disk = SimulatedFiles::new();
    let (looks, _) = open(&disk);
    let many: Vec<UndertakingId> = (1_000..1_700).map(id).collect();
    for number in 0..400 {
        // Three lines a look: more ids than one holds; every tenth look shows the one that is asked for.
        let mut shown = many.clone();
        if number % 10 == 0 {
            shown.push(id(7));
        }
        looks.append(look(&shown, &format!("purpose {number}")), at(NOON)).unwrap();
    }
    let count = |of: Option<&[UndertakingId]>| {
        let (mut after, mut lines, mut pages) = (None, 0, 0);
        loop {
            let page = looks.page(of, after, 1_000).unwrap();
            lines += page.lines.len();
            pages += 1;
            after = page.next;
            if after.is_none() {
                return (lines, pages);
            }
        }
    };
    assert_eq!(count(Some(&[id(7)])).0, 40);
    let (lines, pages) = count(None);
    assert_eq!(lines, 1 + 400 * 3);
    assert!(pages > 1, "a page is bounded in bytes");
    assert_eq!(wrong(&disk), "");
}

#[test]
fn a_torn_last_line_is_set_aside_and_the_record_says_so() {
    for cut in [1, 30] {
        let disk = SimulatedFiles::new();
        let (looks, _) = open(&disk);
        for number in 0..3 {
            append(&looks, number).unwrap();
        }
        drop(looks);
        disk.tamper(NOVEMBER, |bytes| bytes.truncate(bytes.len() - cut));
        let kept = disk.read(NOVEMBER).unwrap();
        let (looks, found) = open(&disk);
        assert_eq!((found.findings.len(), found.notes.len()), (0, 1), "{found:?}");
        assert_eq!(append(&looks, 9).unwrap(), 4, "the line that says so has the torn line's number");
        assert_eq!(disk.read(NOVEMBER).unwrap(), kept, "what was torn stays where it is");
        let said = text(&disk, FURTHER);
        let line: serde_json::Value = serde_json::from_str(said.lines().next().unwrap()).unwrap();
        assert_eq!((line["kind"].as_str(), line["why"].as_str()), (Some("aside"), Some("torn")));
        assert_eq!(line["file"], "2026-11.0001.jsonl");
        let checked = checked(&disk);
        assert_eq!((checked.findings.len(), checked.notes.len()), (0, 1), "{checked:?}");
        assert_eq!(purposes(&disk), ["application 0", "application 1", "application 9"]);
        // A further start finds nothing new, and what was set aside can't be changed unseen.
        let (_, found) = open(&disk.after_kill());
        assert_eq!((found.findings.len(), found.notes.len()), (0, 1), "{found:?}");
        disk.tamper(NOVEMBER, |bytes| *bytes.last_mut().unwrap() ^= 1);
        assert!(wrong(&disk).contains("is not what stands here"), "{}", wrong(&disk));
    }
}

/// What somebody does to the lines of a file.
type Change<'a> = &'a dyn Fn(&mut Vec<String>);

#[test]
fn no_change_goes_unseen() {
    let disk = SimulatedFiles::new();
    let (looks, _) = open(&disk);
    for number in 0..4 {
        looks.append(look(&[id(number)], &format!("purpose {number}")), at(NOON)).unwrap();
        looks.append(look(&[id(number)], &format!("later {number}")), at(NOON + 40 * DAY)).unwrap();
    }
    let december = "looks/2026-12.0001.jsonl";
    let lines =
        |path: &str| -> Vec<String> { text(&disk, path).split_inclusive('\n').map(str::to_owned).collect() };
    let changes: [(&str, &str, Change); 7] = [
        (NOVEMBER, "does not fit", &|all| all[1] = all[1].replace("purpose 0", "purpose 7")),
        (december, "do not continue", &|all| all[1] = all[1].replace("purpose", "porpose")),
        (december, "do not continue", &|all| drop(all.remove(1))),
        (december, "do not continue", &|all| all.swap(1, 2)),
        (december, "do not continue", &|all| all[2] = all[2].replace("\"csc\"", "\"bsc\"")),
        // JSON that says the same in other bytes is another line.
        (december, "do not continue", &|all| all[2] = all[2].replacen(':', ": ", 1)),
        (NOVEMBER, "no line of the record", &|all| all.push("{}\n".into())),
    ];
    assert_eq!(lines(december).len(), 7, "the clock does not go back");
    for (number, (path, what, change)) in changes.iter().enumerate() {
        let copy = disk.after_kill();
        let mut all = lines(path);
        change(&mut all);
        copy.tamper(path, |bytes| *bytes = all.concat().into_bytes());
        assert!(wrong(&copy).contains(what), "change {number}: {}", wrong(&copy));
        // The next start says so too, and the record goes on without hiding it.
        let (looks, found) = open(&copy);
        assert!(!found.findings.is_empty(), "change {number}");
        looks.append(look(&[id(1)], "afterwards"), at(NOON + 40 * DAY)).unwrap();
        assert!(!wrong(&copy).is_empty(), "change {number}");
        assert!(purposes(&copy).contains(&"afterwards".to_owned()), "change {number}");
    }
    let copy = disk.after_kill();
    copy.lose(NOVEMBER);
    assert!(wrong(&copy).contains("are gone"), "{}", wrong(&copy));
    // Cutting whole lines off the end is seen only by who has seen the end.
    let (n, sha256) = looks.head().unwrap();
    let copy = disk.after_kill();
    let mut all = lines(december);
    all.pop();
    copy.tamper(december, |bytes| *bytes = all.concat().into_bytes());
    assert_eq!(wrong(&copy), "");
    let held = check(&copy, Some((n, &sha256)), &mut |_| {}).unwrap();
    assert!(held.findings[0].to_string().contains("seen before, is gone"), "{held:?}");
    assert!(check(&disk, Some((n, &sha256)), &mut |_| {}).unwrap().findings.is_empty());
    let other = check(&disk, Some((n - 1, &sha256)), &mut |_| {}).unwrap();
    assert!(other.findings[0].to_string().contains("it was changed"), "{other:?}");
}

#[test]
fn another_ledgers_record_is_none_of_ours() {
    let disk = SimulatedFiles::new();
    let (looks, _) = open(&disk);
    append(&looks, 1).unwrap();
    let (_, found) = Looks::open(Arc::new(disk), "ledger-b").unwrap();
    assert!(found.findings[0].to_string().contains("record of ledger ledger-a"), "{found:?}");
}

#[test]
fn a_killed_process_loses_nothing_and_a_power_cut_only_what_was_not_synced() {
    for seed in 0..300 {
        let disk = SimulatedFiles::new();
        let (looks, _) = open(&disk);
        for number in 0..4 {
            append(&looks, number).unwrap();
        }
        looks.sync().unwrap();
        for number in 4..9 {
            append(&looks, number).unwrap();
        }
        assert_eq!(purposes(&disk.after_kill()).len(), 9);
        let cut = disk.after_power_cut(&mut Seeded::new(seed));
        let (looks, found) = open(&cut);
        let expected: Vec<String> = (0..4).map(|number| format!("application {number}")).collect();
        assert_eq!(purposes(&cut).get(..4), Some(expected.as_slice()), "seed {seed}: {found:?}");
        append(&looks, 42).unwrap();
        assert_eq!(purposes(&cut).last().map(String::as_str), Some("application 42"), "seed {seed}");
        // The only thing said against it is that something was set aside, and the next start has nothing to add.
        let said = checked(&cut);
        assert!(
            said.findings.iter().all(|finding| finding.to_string().contains("set aside")),
            "seed {seed}: {said:?}"
        );
        let (again, found) = open(&cut.after_kill());
        assert_eq!((found.findings, found.notes), (said.findings, said.notes), "seed {seed}");
        append(&again, 43).unwrap();
    }
}

#[test]
fn without_the_sync_the_looks_are_lost() {
    let disk = SimulatedFiles::new();
    let (looks, _) = open(&disk);
    append(&looks, 0).unwrap();
    looks.sync().unwrap();
    disk.set_faults(Faults { disabled: Some(ledger::file::SyncPoint::KeptBytes), ..Faults::default() });
    append(&looks, 1).unwrap();
    looks.sync().unwrap();
    let lost = (0..100).any(|seed| purposes(&disk.after_power_cut(&mut Seeded::new(seed))).len() < 2);
    assert!(lost, "a sync that nobody would miss");
}

#[test]
fn whatever_step_fails_what_was_acknowledged_is_there() {
    let mut failures = 0;
    for step in 0..40 {
        for full in [false, true] {
            let disk = SimulatedFiles::new();
            let (looks, _) = open(&disk);
            let from = disk.steps() + step;
            disk.set_faults(match full {
                true => Faults { full_from: Some(from), ..Faults::default() },
                false => Faults { error_at: Some(from), ..Faults::default() },
            });
            let mut acknowledged = Vec::new();
            for number in 0..8 {
                if append(&looks, number).is_ok() {
                    acknowledged.push(format!("application {number}"));
                } else {
                    failures += 1;
                }
                drop(looks.sync());
            }
            disk.set_faults(Faults::default());
            // Room again: the record goes on by itself, unless a sync failed, after which nothing is known.
            if looks.stopped().is_none() && append(&looks, 8).is_ok() {
                acknowledged.push("application 8".into());
            } else {
                assert!(looks.stopped().is_some(), "step {step}");
                assert!(matches!(append(&looks, 8), Err(LookError::Stopped(_))));
            }
            let after = disk.after_kill();
            let (looks, found) = open(&after);
            assert!(found.findings.is_empty(), "step {step}: {found:?}");
            let kept = purposes(&after);
            assert!(
                acknowledged.iter().all(|one| kept.contains(one)),
                "step {step}: {acknowledged:?} {kept:?}"
            );
            append(&looks, 9).unwrap();
            assert_eq!(wrong(&after), "", "step {step}");
        }
    }
    assert!(failures > 20, "{failures}");
}

#[test]
fn what_a_failed_write_left_is_written_over_or_set_aside() {
    let disk = SimulatedFiles::new();
    let (looks, _) = open(&disk);
    append(&looks, 0).unwrap();
    // As a full disk leaves it: part of a line, longer than the next one.
    let part = format!("{{\"n\":2,\"at\":\"{}", "x".repeat(2_000));
    disk.tamper(NOVEMBER, |bytes| bytes.extend_from_slice(part.as_bytes()));
    append(&looks, 1).unwrap();
    let after = disk.after_kill();
    let (looks, found) = open(&after);
    assert_eq!((found.findings.len(), found.notes.len()), (0, 1), "{found:?}");
    append(&looks, 2).unwrap();
    assert_eq!(purposes(&after), ["application 0", "application 1", "application 2"]);
    assert_eq!(wrong(&after), "");
}

#[test]
fn files_whose_time_is_over_go_and_the_record_says_so_wherever_it_dies() {
    let months = |looks: &Looks| {
        for month in 0_u8..6 {
            looks
                .append(
                    look(&[id(month.into())], &format!("month {month}")),
                    at(NOON + 31 * DAY * i64::from(month)),
                )
                .unwrap();
        }
    };
    let now = at(NOON + 31 * DAY * 5);
    for step in 0..30 {
        let disk = SimulatedFiles::new();
        let (looks, _) = open(&disk);
        months(&looks);
        assert_eq!(looks.prune(24, now).unwrap(), 0, "nothing is that old");
        let (_, head) = looks.head().unwrap();
        disk.set_faults(Faults { power_off_at: Some(disk.steps() + step), ..Faults::default() });
        let first = looks.prune(3, now);
        for fate in 0..8 {
            let cut = disk.after_power_cut(&mut Seeded::new(fate));
            assert_eq!(wrong(&cut), "", "step {step}, fate {fate}");
            let (looks, found) = open(&cut);
            assert!(found.findings.is_empty(), "{found:?}");
            looks.prune(3, now).unwrap();
            assert_eq!(looks.prune(3, now).unwrap(), 0);
            assert_eq!(wrong(&cut), "", "step {step}, fate {fate}");
            assert_eq!(purposes(&cut), ["month 2", "month 3", "month 4", "month 5"]);
            let page = looks.page(None, None, 1_000).unwrap();
            let said: Vec<&str> = page.lines.iter().filter_map(Recorded::purpose).collect();
            assert_eq!(said, ["month 2", "month 3", "month 4", "month 5"]);
            assert!(looks.page(Some(&[id(0)]), None, 10).unwrap().lines.is_empty());
            // A line that was removed rightly is no finding for who has seen it.
            let held = check(&cut, Some((1, &head)), &mut |_| {}).unwrap();
            assert!(held.findings.is_empty(), "{held:?}");
            append(&looks, 9).unwrap();
        }
        if first.is_ok() {
            assert!(step > 3, "the power was off in time");
            return;
        }
    }
    panic!("never done");
}

#[test]
fn a_quiet_record_goes_as_a_whole_but_its_numbers_go_on() {
    let disk = SimulatedFiles::new();
    let (looks, _) = open(&disk);
    append(&looks, 0).unwrap();
    assert_eq!(looks.prune(1, at(NOON + 100 * DAY)).unwrap(), 1);
    assert!(disk.read(NOVEMBER).unwrap().is_none());
    assert_eq!(append(&looks, 1).unwrap(), 3);
    assert_eq!(wrong(&disk), "");
    assert_eq!(purposes(&disk), ["application 1"]);
}

#[test]
fn a_look_that_cannot_be_made_durable_is_the_last_one() {
    let disk = SimulatedFiles::new();
    let (looks, _) = open(&disk);
    append(&looks, 0).unwrap();
    append(&looks, 1).unwrap();
    disk.set_faults(Faults { error_at: Some(disk.steps()), ..Faults::default() });
    assert!(matches!(looks.sync(), Err(LookError::Stopped(_))));
    disk.set_faults(Faults::default());
    assert!(matches!(append(&looks, 2), Err(LookError::Stopped(_))));
    assert!(looks.sync().is_err(), "a failed sync is never asked again");
    assert_eq!(looks.page(None, None, 10).unwrap().lines.len(), 3, "reading goes on");
    // Whoever stops in order stops for good, too.
    let (looks, _) = open(&disk.after_kill());
    append(&looks, 3).unwrap();
    looks.close();
    assert!(append(&looks, 4).is_err());
}

#[test]
fn lines_of_other_shapes_are_none() {
    let one = look(&[id(1)], "one").remove(0);
    let zero = "0".repeat(64);
    let line = Line { n: 1, at: at(NOON).to_string(), prev: zero, ..one };
    let bytes = line.encode().unwrap();
    assert_eq!(Line::decode(&bytes), Some(line));
    let text = String::from_utf8(bytes).unwrap();
    for (from, to) in [
        ("\"look\"", "\"lurk\""),
        ("\"look\"", "\"begun\""),
        ("\"role\"", "\"rule\""),
        ("{\"n\":1", "{\"n\":1,\"n\":1"),
        ("{\"n\":1", "{\"n\":01"),
        ("\n", ""),
        ("\n", " \n"),
        ("00.000000Z", "00Z"),
        (",\"role\":\"hosting-entity\"", ""),
    ] {
        assert!(text.contains(from));
        assert_eq!(Line::decode(text.replacen(from, to, 1).as_bytes()), None, "{from} -> {to}");
    }
    assert_eq!(Line::decode(&[b'x'; 70_000]), None);
}

#[test]
fn the_files_are_their_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = tempfile::tempdir().unwrap();
    let files = Arc::new(RealFiles::at(dir.path()).unwrap());
    let (looks, _) = Looks::open(files.clone(), LEDGER).unwrap();
    append(&looks, 1).unwrap();
    append(&looks, 2).unwrap();
    looks.sync().unwrap();
    drop(looks);
    let mode = std::fs::metadata(dir.path().join(NOVEMBER)).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let (looks, found) = Looks::open(files, LEDGER).unwrap();
    assert_eq!((found.lines, found.findings.len()), (3, 0));
    assert_eq!(append(&looks, 3).unwrap(), 3);
}
