//! A walk through the README's doors and `docs/guides`, as an officer, an applicant and an auditor take them: every command
//! that stands there is typed into a shell, against one fresh ledger. A command that no step of the walk runs fails the test.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops at whatever it did not expect"
)]

mod told;
mod walk;

use std::fs;

use serde_json::Value;
use told::commands;
use walk::Walk;

const PERSONS: &str = "docs/guides/natural-persons.md";
/// The test of pseudonyms: two programs that listen, and numbers typed when asked.
const PSEUDONYMS: &str = "api/tests/pseudonym.rs";
/// Commands that another test runs: document, how they begin, and the file and words that show it.
const ELSEWHERE: &[(&str, &str, &str, &str)] = &[
    (README, "aidledger demo --once --data DIR", "api/tests/demo_coverage.rs", "demo"),
    (PERSONS, "aidledger pseudonym serve --keys", PSEUDONYMS, "\"pseudonym\", \"serve\", \"--keys\""),
    (PERSONS, "aidledger submit --server", PSEUDONYMS, "(\"prh\", \"record/registrations.jsonl\")"),
    (PERSONS, "aidledger pseudonym asked --record", PSEUDONYMS, "\"pseudonym\", \"asked\", \"--record\""),
    (PERSONS, "aidledger pseudonym ask --server", PSEUDONYMS, "\"ask\","),
    (PERSONS, "aidledger pseudonym derive --key", PSEUDONYMS, "\"pseudonym\", \"derive\", \"--key\""),
];

#[test]
fn every_command_of_the_guides_is_run() {
    let mut walk = Walk::new();
    officer_founds_and_grants(&mut walk);
    applicant_asks(&mut walk);
    auditor_verifies(&mut walk);
    officer_posts_one_by_one(&mut walk);
    officer_starts_from_examples(&mut walk);
    register_imports(&mut walk);
    officer_asks_for_a_list(&mut walk);
    officer_leads_an_award_through_its_life(&mut walk);
    authority_publishes(&mut walk);
    officer_asks_which_route(&mut walk);
    auditor_looks_closer(&mut walk);
    somebody_writes_a_pack(&mut walk);
    register_keeps_keys(&mut walk);
    for (document, command, file, words) in ELSEWHERE {
        let text = fs::read_to_string(walk::repository().join(file)).unwrap();
        assert!(text.contains(words), "{file} does not run `{command}`");
        walk.passed_over(document, command);
    }
    let left = walk.left();
    assert!(left.is_empty(), "commands that no step of the walk runs:\n  {}", left.join("\n  "));
}

const README: &str = "README.md";

fn officer_founds_and_grants(walk: &mut Walk) {
    walk.run(README, "aidledger init --data DIR", &[]).is(0).says("ledger ");
    walk.run(README, "aidledger keygen --out host.jwk", &[]).is(0);
    walk.run(README, "aidledger party admit", &[]).is(0).says("read it out to the party");
    walk.serve(README, "aidledger serve --data DIR");
    for command in ["aidledger template undertaking.registered", "aidledger template award.granted"] {
        walk.run(README, command, &[]).is(0);
    }
    // Once more, as both stand there twice: firm and grant.
    walk.run(README, "aidledger sign", &[]).is(0);
    walk.run(README, "aidledger sign", &[]).is(0);
    walk.run(README, "aidledger submit", &[])
        .is(0)
        .says("admitted at position 7: EUR 37000.00")
        .says("EUR 263000.00 of EUR 300000.00 is left after it in FI")
        .says("note: nobody has stated that the group was searched (group_not_attested)")
        .says("exit code 0: every statement took effect");
}

fn applicant_asks(walk: &mut Walk) {
    walk.run(README, "curl 'http://127.0.0.1:8080/v1/undertakings", &[])
        .is(0)
        .says("\"remaining\":\"263000.00\"")
        .says("2029-11-21");
    let described: Value = walk.run(README, "curl 'http://127.0.0.1:8080/v1/ledger'", &[]).is(0).json();
    walk.ledger = described["id"].as_str().unwrap().to_owned();
    // The hosting entity hands over the two files that the README names.
    for ending in ["tlog-proof", "entry.json"] {
        let name = format!("2026-0001.award.granted.{ending}");
        fs::copy(walk.path("events.jsonl.receipts").join(&name), walk.path(&name)).unwrap();
    }
    let vkey = fs::read_to_string(walk.path("DIR/log/vkey")).unwrap();
    walk.write("policy.txt", &format!("log {}\nquorum none\n", vkey.trim_end()));
    walk.run(README, "aid-audit check", &[]).is(0).says("the entry stands at position 7");
}

fn auditor_verifies(walk: &mut Walk) {
    walk.wait_for_head(8);
    walk.run(README, "aid-audit verify DIR/log ", &[]).is(0).says("sound within the scope");
    walk.run(README, "aid-audit verify DIR/log --log", &[]).is(0);
    assert!(walk.path("r.json").exists());
    walk.run(README, "aid-audit replay DIR/log", &[]).is(0).says("\"outcome\":\"admitted\"");
    walk.run(README, "aid-audit explain DIR/log", &[]).is(0).says("37000.00");
    walk.run(README, "aid-audit headroom DIR/log", &[]).is(0).says("263000.00");
}

const POST: &str = "docs/guides/post-a-grant.md";

fn officer_posts_one_by_one(walk: &mut Walk) {
    walk.run(POST, "aidledger template award.granted > grant.json", &[]).is(0);
    // What the guide asks the officer to fill in: an id, an award and a beneficiary of her own, and who grants.
    let template = walk.read("grant.json");
    let mine = template
        .replace("award-granted-1", "host-a-1")
        .replace("2026-0001", "2026-0901")
        .replace("\"csc\"", "\"host-a\"")
        .replace("\"20000\"", "\"2000\"");
    walk.write("grant.json", &mine);
    let event: Value = serde_json::from_str(&mine).unwrap();
    let facts = serde_json::json!({
        "purpose": "application 2026-17", "as_party": "host-a",
        "events": [{"type": "award.granted", "data": event["data"]}],
    });
    walk.write("facts.json", &facts.to_string());
    walk.admit("host-a", &["--role", "hosting-entity", "--member-state", "FI"]);
    walk.run(POST, "curl -s -H 'content-type: application/json'", &[]).is(0).says("\"outcome\":\"admitted\"");
    walk.run(POST, "aidledger sign", &[]).is(0);
    walk.run(POST, "curl -s -H 'content-type: application/jose'", &[]).is(0);
    assert!(walk.read("answer.json").contains("\"outcome\":\"admitted\""), "{}", walk.read("answer.json"));
    // The same statement by `submit` is the same statement.
    let filled = [("URL", walk.url.as_str()), ("DIR", "receipts"), ("FILE.jsonl", "grant.jws")];
    let filled = filled.map(|(from, to)| (from.to_owned(), to.to_owned()));
    walk.run_filled(POST, "aidledger submit --server URL", &filled).is(0).says("award.granted 2026-0901");
    let filled = [("X.", "receipts/2026-0901.award.granted.")].map(|(a, b)| (a.to_owned(), b.to_owned()));
    walk.run_filled(POST, "aid-audit check X.tlog-proof", &filled).is(0).says("the entry stands");
}

const EXAMPLES: &str = "docs/guides/examples.md";

/// What the table of examples says of each file: outcomes with their amounts.
fn expected_of_examples() -> Vec<(String, String)> {
    let text = fs::read_to_string(walk::repository().join(EXAMPLES)).unwrap();
    let rows = text.lines().filter_map(|line| line.strip_prefix("| [")?.split_once(".json]"));
    rows.map(|(name, rest)| {
        let answer = rest.trim_end_matches('|').rsplit('|').next().unwrap().trim();
        (name.to_owned(), answer.replace('`', ""))
    })
    .collect()
}

fn officer_starts_from_examples(walk: &mut Walk) {
    let examples = walk::repository().join("docs/guides/examples");
    walk.copy_folder(&examples, "examples");
    walk.run(EXAMPLES, "aidledger reference import", &[]).is(0);
    let expected = expected_of_examples();
    let files = fs::read_dir(examples).unwrap();
    let mut names: Vec<String> = files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.retain(|name| name.ends_with(".json"));
    assert_eq!(expected.len(), names.len(), "one row for each example: {names:?}");
    for (name, answer) in expected {
        let command = format!(
            "aidledger submit --server http://127.0.0.1:8080 --key host.jwk --source csc examples/{name}.json"
        );
        walk.run(EXAMPLES, &command, &[]).is(0);
        // Known now: the program's own words for programs.
        let rows = walk.rows_of(&format!("examples/{name}.json"));
        let told: Vec<String> = rows.iter().map(outcome_and_amount).collect();
        assert_eq!(told.join("; "), answer, "{name}: {rows:?}");
        for row in rows.iter().filter(|row| row["type"] == "award.granted") {
            let flags: Vec<&str> =
                row["flags"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
            assert!(flags.contains(&"group_not_attested") && flags.contains(&"declaration_missing"), "{row}");
        }
    }
    let filled = [("SOURCE", "DIR/log"), ("N", "7")].map(|(from, to)| (from.to_owned(), to.to_owned()));
    walk.run_filled(EXAMPLES, "aid-audit explain SOURCE", &filled).is(0);
}

fn outcome_and_amount(row: &Value) -> String {
    let outcome = row["became"].as_str().unwrap();
    match row["gge"][0].as_str() {
        Some(amount) => format!("{outcome} EUR {amount}"),
        None => outcome.to_owned(),
    }
}

const CSV: &str = "docs/guides/import-csv.md";
const TAM: &str = "docs/guides/import-tam.md";

fn register_imports(walk: &mut Walk) {
    walk.admit("my-register", &["--role", "register"]);
    fs::rename(walk.path("my-register.jwk"), walk.path("register.jwk")).unwrap();
    for name in ["rna-italy.map.toml", "grants.map.toml", "tam-grants.map.toml"] {
        fs::copy(walk::repository().join("docs/guides").join(name), walk.path(name)).unwrap();
    }
    let rows = fs::read_to_string(walk::repository().join("tests/data/rna-oddities.csv")).unwrap();
    walk.write("awards.csv", &rows);
    walk.run(CSV, "aidledger import csv awards.csv --map rna-italy.map.toml --dry-run", &[])
        .is(0)
        .says("the lines ask nobody")
        .says("dry run");
    walk.run(CSV, "aidledger import csv awards.csv --map rna-italy.map.toml --rejects", &[]).is(0);
    walk.run(CSV, "aid-audit replay --facts awards.jsonl", &[]).is(0).says("\"outcome\":\"recorded\"");
    let submit = "aidledger submit --server http://127.0.0.1:8080 --key register.jwk --source my-register";
    walk.run(CSV, &format!("{submit} awards.jsonl"), &[])
        .is(0)
        .says("a report asks nobody and counts, whatever the ceiling");
    // The next export: one award has another figure, one row is new.
    let next = rows.replacen("5040.00,5040.00", "5000.00,5040.00", 1);
    let again = next.lines().nth(1).unwrap().replace("90000001,80000001", "90000777,80000777");
    walk.write("awards-next.csv", &format!("{next}{again}\n"));
    walk.run(CSV, "aidledger import csv awards-next.csv", &[])
        .is(0)
        .says("restated: 1 rows have other figures now. restated.jsonl");
    assert_eq!(walk.read("new.jsonl").lines().count(), 2, "an undertaking and an award");
    walk.run(CSV, &format!("{submit} new.jsonl"), &[]).is(0);
    walk.run(CSV, &format!("{submit} restated.jsonl"), &[]).is(0).says("award.restated 90000001-80000001-2");

    let rows = fs::read_to_string(walk::repository().join("tests/data/tam-oddities.csv")).unwrap();
    let (header, rows) = rows.split_once('\n').unwrap();
    let rows: Vec<&str> = rows.lines().filter(|row| row.contains(",award NID:")).collect();
    walk.write("Estonia.csv", &format!("{header}\n{}\n", rows[..2].join("\n")));
    walk.write("Latvia.csv", &format!("{header}\n{}\n", rows[2..4].join("\n")));
    walk.run(TAM, "aidledger import tam Estonia.csv Latvia.csv", &[]).is(0).says("the lines ask nobody");
    walk.run(TAM, &format!("{submit} awards.jsonl"), &[]).is(0);
    walk.write("Estonia-next.csv", &format!("{header}\n{}\n", rows[..3].join("\n")));
    walk.run(TAM, "aidledger import tam Estonia-next.csv", &[]).is(0).says("3 rows say the same");
    assert_eq!(walk.read("new.jsonl"), "");
    let (_, month, year) = walk.day();
    let planned = format!(
        "{header}\nFinland,Finland,,,,F-1,3300003-1,Example Planned Oy,,,,,Direct grant,,,,,37000,EUR,28/{month}/{year},CSC,,,\n"
    );
    walk.write("planned.csv", &planned);
    walk.run(TAM, "aidledger import tam planned.csv --map", &[]).is(0).says("each is asked for a yes or no");
    assert!(walk.read("grants.jsonl").contains("eu.aidledger.award.granted.v1"));
}

fn officer_asks_for_a_list(walk: &mut Walk) {
    let (day, month, year) = walk.day();
    let rows = walk.read("examples/grants.csv").replace("31.12.2026", &format!("{day}.{month}.{year}"));
    walk.write("examples/grants.csv", &rows);
    walk.run(CSV, "aidledger import csv examples/grants.csv", &[])
        .is(0)
        .says("3 rows = 3 awards + 0 rejected");
    let submit = "aidledger submit --server http://127.0.0.1:8080 --key host.jwk --source csc grants.jsonl";
    walk.run(CSV, submit, &[])
        .is(6)
        .says("award.granted 2026-0201: admitted")
        .says("award.granted 2026-0202: REFUSED")
        .says("(ceiling_exceeded)")
        .says("EUR 17000.00 too much")
        .says("way out: up to EUR 263000.00 fits now")
        .says("award.granted 2026-0203: REFUSED")
        .says("(excluded_sector)")
        .says("exit code 6");
    walk.run(CSV, &format!("{submit} --format json"), &[]).is(6);
    let answers = walk.read("answers.jsonl");
    assert_eq!(answers.lines().count(), 6, "two undertakings, three grants, the counts: {answers}");
    walk::assert_schema(&answers);
}

const LIFE: &str = "docs/guides/life-of-an-award.md";

fn officer_leads_an_award_through_its_life(walk: &mut Walk) {
    walk.run(LIFE, "aidledger template award.reserved", &[]).is(0);
    let mut reserve: Value = serde_json::from_str(&walk.read("reserve.json")).unwrap();
    let (day, month, year) = walk.day();
    let firm = "NID:FI:3300011-1";
    for (pointer, value) in
        [("/subject", "2026-0902"), ("/data/award", "2026-0902"), ("/data/beneficiary", firm)]
    {
        *reserve.pointer_mut(pointer).unwrap() = value.into();
    }
    let today = format!("{year}-{month}-{day}");
    reserve["data"]["granted_on"] = today.as_str().into();
    reserve["data"]["expires_on"] = today.as_str().into();
    for name in ["id", "time", "source", "ledger"] {
        reserve.as_object_mut().unwrap().remove(name);
    }
    let registered = serde_json::json!({
        "type": "eu.aidledger.undertaking.registered.v1", "subject": firm,
        "data": {"undertaking": firm, "identifiers": [], "natural_person": false},
    });
    let confirmed = serde_json::json!({
        "type": "eu.aidledger.award.confirmed.v1", "subject": "2026-0902",
        "data": {"award": "2026-0902", "granted_on": today},
    });
    walk.write("events.jsonl", &format!("{registered}\n{reserve}\n{confirmed}\n"));
    walk.run(LIFE, "aid-audit replay --facts events.jsonl", &[]).is(0).says("\"outcome\":\"admitted\"");
    walk.run(LIFE, "aid-audit explain --facts events.jsonl", &[]).is(0);
    walk.run(LIFE, "aidledger submit", &[]).is(0).says("award.confirmed 2026-0902: admitted");
}

const REFERENCE: &str = "docs/guides/reference-data.md";

fn authority_publishes(walk: &mut Walk) {
    fs::copy(walk.path("examples/eurofxref-hist.csv"), walk.path("eurofxref-hist.csv")).unwrap();
    walk.write("holidays-2027.csv", &walk.sample(REFERENCE, "member_state,date,name"));
    walk.write("prices.csv", "system,unit,from,price.rate,price.currency,method\nlumi-g,gpu-hour,2026-01-01,1.85,EUR,published-tariff\n");
    walk.stop();
    walk.run(REFERENCE, "aidledger reference import --data DIR --table fx", &[]).is(0);
    walk.run(REFERENCE, "aidledger reference import --data DIR --table holidays", &[]).is(0);
    walk.serve(README, "aidledger serve --data DIR");
    let filled = [("OWNER".to_owned(), "DIR.owner".to_owned())];
    walk.run_filled(REFERENCE, "aidledger reference import --server", &filled).is(0);
}

const ROUTES: &str = "docs/guides/which-route.md";

fn officer_asks_which_route(walk: &mut Walk) {
    let plan = walk.block(ROUTES, "json");
    walk.write("plan.json", &plan);
    walk.run(ROUTES, "curl -s", &[])
        .is(0)
        .says("In part: EUR 259300.00 today under eu-2023-2831; all of it from 2029-11-21 on.")
        .says("\"quantity\":\"140162\"");
    walk.run(ROUTES, "aid-audit routes", &[]).is(0).says("up to EUR 259300.00 today (140162 gpu-hour)");
}

const VERIFY: &str = "docs/guides/verify-a-log.md";
const DUTIES: &str = "docs/guides/reviews-and-duties.md";

fn auditor_looks_closer(walk: &mut Walk) {
    const HEADROOM: &str = "docs/guides/check-headroom.md";
    walk.run(HEADROOM, "curl -s", &[]).is(0).says("\"remaining\"");
    let of = |walk: &Walk| walk.told_undertaking(HEADROOM);
    let filled = [("SOURCE".to_owned(), "DIR/log".to_owned()), ("..".to_owned(), of(walk))];
    walk.run_filled(HEADROOM, "aid-audit headroom SOURCE", &filled).is(0).says("\"remaining\"");
    walk.run(VERIFY, "echo \"log", &[]).is(0);
    walk.run(VERIFY, "echo \"quorum none", &[]).is(0);
    walk.wait_for_head(43);
    walk.run(VERIFY, "aid-audit verify DIR/log", &[]).is(0);
    assert!(walk.path("audit.json").exists());
    walk.write("token", "none-is-asked-for-on-a-server-open-to-this-machine");
    walk.run(VERIFY, "aid-audit verify https://ledger.example", &[]).is(0);
    let listed = "aid-audit list DIR/log --undertaking";
    walk.run(VERIFY, listed, &[]).is(0).says("2026-0001");
    walk.run(VERIFY, "aid-audit list DIR/log --party csc", &[]).is(0);
    walk.run(VERIFY, "aid-audit list DIR/log --over", &[]).is(0);
    walk.run(VERIFY, "aid-audit list DIR/log --flag interpretation", &[]).is(0).says("position");
    walk.run(VERIFY, "aid-audit replay DIR/log   ", &[]).is(0);
    // Nothing differs, so `grep` finds nothing.
    walk.run(VERIFY, "aid-audit replay DIR/log --format text", &[]).is(1);
    walk.run(VERIFY, "aid-audit explain DIR/log", &[]).is(0);
    walk.run(VERIFY, "aid-audit headroom DIR/log", &[]).is(0).says("\"known_at\": 41");
    walk.run(VERIFY, "aid-audit duties DIR/log --on", &[]).is(0).says("due");
    for _ in 0..5 {
        walk.run(DUTIES, "aid-audit duties DIR/log --on", &[]).is(0);
    }
    assert!(walk.read("duties.ics").starts_with("BEGIN:VCALENDAR"));
    walk.run(VERIFY, "aid-audit prove DIR/log", &[]).is(0);
    walk.run(VERIFY, "aid-audit check 42.tlog-proof", &[]).is(0).says("position 42");
    let facts = walk.sample(VERIFY, "{\"type\":\"eu.aidledger.undertaking.registered.v1\"");
    let third = facts.lines().nth(1).unwrap().replace("\"a1\"", "\"a2\"");
    walk.write("facts.jsonl", &format!("{facts}{third}\n"));
    walk.run(VERIFY, "aid-audit replay --facts facts.jsonl", &[]).is(0).says("40000.00");
    walk.run(VERIFY, "aid-audit explain --facts facts.jsonl", &[]).is(0);
    walk.run(VERIFY, "aid-audit headroom --facts facts.jsonl", &[]).is(0).says("220000.00");
    walk.run(VERIFY, "aidledger keygen --out witness.jwk", &[]).is(0);
    walk.listens(VERIFY, "aid-audit witness --listen", &[("log/vkey".to_owned(), "DIR/log/vkey".to_owned())]);
    let facts = [("FILE".to_owned(), "facts.jsonl".to_owned())];
    walk.run_filled("docs/guides/groups.md", "aid-audit replay --facts FILE", &facts).is(0);
    walk.run_filled(DUTIES, "aid-audit replay --facts FILE --procedural", &facts)
        .is(0)
        .says("declaration_missing");
    let size = "docs/guides/check-size-and-interest.md";
    let log = [("SOURCE".to_owned(), "DIR/log".to_owned())];
    walk.run_filled(size, "aid-audit sme SOURCE", &log).is(0);
    walk.run_filled(size, "aid-audit interest SOURCE", &log).is(1);
    let entry = [("SOURCE", "DIR/log"), ("N", "7")].map(|(from, to)| (from.to_owned(), to.to_owned()));
    walk.run_filled("docs/guides/groups.md", "aid-audit explain SOURCE --position N", &entry).is(0);
}

/// As the guide has it, in a folder that only the register reads.
fn register_keeps_keys(walk: &mut Walk) {
    walk.prepare("mkdir -m 700 prs-keys");
    walk.run(PERSONS, "aidledger pseudonym keygen", &[]).is(0);
    walk.run(PERSONS, "aidledger pseudonym keygen", &[]).is(0);
    assert!(walk.path("prs-keys/FI.key").exists() && walk.path("own.key").exists());
}

fn somebody_writes_a_pack(walk: &mut Walk) {
    const PACK: &str = "docs/guides/write-a-pack.md";
    let pack = walk::repository().join("rules/packs/eu-deminimis").display().to_string();
    let filled = [("DIR".to_owned(), pack.clone())];
    walk.run_filled(PACK, "aidledger pack check DIR", &filled).is(0);
    walk.run_filled(PACK, "aidledger pack digest DIR", &filled).is(0);
    let since = [("DIR".to_owned(), pack.clone()), ("OLD".to_owned(), pack.clone())];
    walk.run_filled(PACK, "aidledger pack check DIR --since OLD", &since).is(0);
    walk.run_filled(PACK, "aidledger pack show DIR", &filled).is(0).says("Figures");
    walk.run(PACK, "aidledger pack show eu-deminimis", &[]).is(0).says("What holds for grants of 2026-01-01");
    walk.run(PACK, "aidledger pack check eu-deminimis --since", &[]).is(0).says("is sound");
    walk.stop();
    let both = [("LOG".to_owned(), "DIR/log".to_owned()), ("OLD NEW".to_owned(), format!("{pack} {pack}"))];
    walk.run_filled(PACK, "aid-audit diff LOG", &both).is(0).says("headrooms differ");
    let filled = [("LEDGER DIR".to_owned(), format!("DIR {pack}"))];
    walk.run_filled(PACK, "aidledger pack adopt", &filled).is(0);
}

/// `| head -1` and the like: whoever stops reading ends no command with an error, and changes nothing that it does.
#[test]
fn an_output_that_nobody_reads_ends_every_command_as_it_would_have() {
    let walk = Walk::new();
    let pack = walk::repository().join("rules/packs/eu-deminimis").display().to_string();
    fs::copy(walk::repository().join("docs/guides/rna-italy.map.toml"), walk.path("map.toml")).unwrap();
    fs::copy(walk::repository().join("tests/data/rna-oddities.csv"), walk.path("awards.csv")).unwrap();
    fs::copy(walk::repository().join("tests/data/tam-oddities.csv"), walk.path("tam.csv")).unwrap();
    walk.write("rates.csv", "Date,SEK,\n2026-10-30,10.978,\n");
    let id = "A".repeat(43);
    let party = "--data DIR --party csc --role hosting-entity --jwk host.jwk.pub";
    let of = "--undertaking NID:FI:1234567-1 --regime eu-2023-2831 --member-state FI --on 2026-11-23";
    let firm = "{\"type\":\"eu.aidledger.undertaking.registered.v1\",\"data\":{\"undertaking\":\"NID:FI:1234567-1\",\"identifiers\":[],\"natural_person\":false}}\n";
    walk.write("facts.jsonl", firm);
    for command in [
        "aidledger --help".to_owned(),
        "aidledger init --data DIR --origin ledger.example/t --operator E".to_owned(),
        "aidledger keygen --out host.jwk".to_owned(),
        format!("aidledger party admit {party}"),
        "aidledger party suspend --data DIR --party csc --reason test".to_owned(),
        "aidledger template".to_owned(),
        "aidledger template award.granted".to_owned(),
        format!("aidledger sign --key host.jwk --source csc --ledger {id} facts-whole.json"),
        "aidledger import csv awards.csv --map map.toml".to_owned(),
        "aidledger import tam tam.csv".to_owned(),
        format!("aidledger pack check {pack}"),
        format!("aidledger pack digest {pack}"),
        format!("aidledger pack show {pack}"),
        "aidledger reference import --data DIR --table fx rates.csv".to_owned(),
        "aidledger token issue --data DIR --role auditor".to_owned(),
        "aidledger looks --data DIR".to_owned(),
        "aidledger reindex --data DIR".to_owned(),
        "aidledger fsck --data DIR".to_owned(),
        "aid-audit --help".to_owned(),
        "aid-audit verify DIR/log".to_owned(),
        "aid-audit replay DIR/log".to_owned(),
        "aid-audit explain DIR/log --position 1".to_owned(),
        "aid-audit prove DIR/log --position 1 --entry 1.entry.json".to_owned(),
        "aid-audit replay --facts facts.jsonl".to_owned(),
        format!("aid-audit diff DIR/log --packs {pack} {pack}"),
        format!("aid-audit headroom --facts facts.jsonl {of}"),
    ] {
        if command.contains("facts-whole.json") {
            walk.prepare("aidledger template undertaking.registered > facts-whole.json");
        }
        let (code, errors) = walk.unread(&command);
        let quiet = !errors.to_lowercase().contains("pipe") && !errors.contains("cannot write");
        assert!(code == Some(0) && quiet, "{command}: {code:?}: {errors}");
    }
    // What was to be done was done.
    walk.prepare("test $(aid-audit replay DIR/log | wc -l) -eq 8");
}

#[test]
fn a_command_that_no_step_runs_is_named_with_its_place() {
    let mut walk = Walk::new();
    let all = walk.left();
    assert!(all.len() > 50, "{all:#?}");
    let witness = all.iter().find(|command| command.contains("aid-audit witness")).unwrap();
    assert!(witness.starts_with("docs/guides/verify-a-log.md:"), "{witness}");
    walk.run(README, "aidledger keygen --out host.jwk", &[]).is(0);
    assert_eq!(walk.left().len(), all.len() - 1);
}

/// The walk itself: what stands in a document is found, and nothing else is taken for a command.
#[test]
fn commands_are_found_in_blocks_and_sentences() {
    let text = "Run `aidledger import csv`, then `aid-audit explain SOURCE\n--position N`.\n\n```\naidledger keygen --out k   # a key\nerror: no\n   echo x\n```\n\n```json\n{\"a\": \"aidledger keygen --out j\"}\n```\n`aidledger pack\ncheck DIR` and `aid-audit`\n";
    let found: Vec<String> = commands(text).into_iter().map(|command| command.text).collect();
    assert_eq!(
        found,
        [
            "aid-audit explain SOURCE --position N",
            "aidledger keygen --out k   # a key",
            "echo x",
            "aidledger pack check DIR"
        ]
    );
}
