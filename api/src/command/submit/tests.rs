//! The client against a scripted server on the loopback address: what is sent, kept, sent again, and reported.

use std::cell::{Cell, RefCell};
use std::io::BufRead;
use std::net::TcpListener;
use std::path::Path;
use std::sync::{Arc, Mutex};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::line::sha256_hex;
use super::*;

const LEDGER: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
const SOURCE: &str = "urn:aidledger:party:host-a";

type Script = Box<dyn Fn(usize, &[String]) -> (u16, &'static str, String) + Send>;

/// A server whose n-th batch is answered by the script; it remembers the lines it was sent.
struct Fake {
    url: String,
    batches: Arc<Mutex<Vec<Vec<String>>>>,
}

fn fake(script: Script) -> Fake {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let batches = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&batches);
    // Ends with the test's process; it serves loopback only.
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = BufReader::new(stream.unwrap());
            let (target, body) = request(&mut stream);
            let (status, headers, body) = match target.as_str() {
                "GET /v1/ledger" => (200, "", json!({ "id": LEDGER }).to_string()),
                "POST /v1/events/batch" => {
                    let lines: Vec<String> = body.lines().map(str::to_owned).collect();
                    let number = seen.lock().unwrap().len();
                    seen.lock().unwrap().push(lines.clone());
                    script(number, &lines)
                }
                _ => (404, "", String::new()),
            };
            let head = format!(
                "HTTP/1.1 {status} X\r\nconnection: close\r\ncontent-length: {}\r\n{headers}\r\n",
                body.len()
            );
            stream.get_mut().write_all((head + &body).as_bytes()).unwrap();
        }
    });
    Fake { url, batches }
}

fn request(stream: &mut impl BufRead) -> (String, String) {
    let (mut target, mut length) = (String::new(), 0);
    for number in 0.. {
        let mut line = String::new();
        stream.read_line(&mut line).unwrap();
        let line = line.trim_end().to_lowercase();
        if line.is_empty() {
            break;
        }
        if number == 0 {
            target = line.replace("get", "GET").replace("post", "POST").replace(" http/1.1", "");
        } else if let Some(value) = line.strip_prefix("content-length: ") {
            length = value.parse().unwrap();
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).unwrap();
    (target, String::from_utf8(body).unwrap())
}

/// A receipt for every line, as an orderly ledger gives it.
fn admitted(lines: &[String]) -> String {
    (1..=lines.len()).map(|line| receipt(line, 201, "admitted", json!([]))).collect()
}

fn receipt(line: usize, status: u16, outcome: &str, codes: Value) -> String {
    let proof = format!("c2sp.org/tlog-proof@v1\nindex {line}\n\norigin\n{}\nroot\n\n- sig\n", line + 10);
    let entry = json!({"v": 1, "verdict": {"outcome": outcome, "codes": codes, "flags": [], "gge": null, "checks": []}});
    let receipt = json!({"proof": proof, "entry": entry.to_string()});
    let body = json!({"position": line, "outcome": outcome, "codes": codes, "receipt": receipt});
    json!({"line": line, "status": status, "body": body}).to_string() + "\n"
}

/// An unsigned stand-in for a JWS: three parts, the payload readable.
fn jws(event: &Value, salt: &str) -> String {
    format!("e30.{}.{}", URL_SAFE_NO_PAD.encode(event.to_string()), URL_SAFE_NO_PAD.encode(salt))
}

fn payload(jws: &str) -> Value {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(jws.split('.').nth(1).unwrap()).unwrap()).unwrap()
}

/// One user: a folder with a file, a key, and a clock that never shows the same time twice.
struct User {
    dir: tempfile::TempDir,
    signed: Cell<u32>,
    waits: RefCell<Vec<u64>>,
    proofs: RefCell<Vec<String>>,
    consistent: bool,
    format: Format,
}

impl User {
    fn new(lines: &[String]) -> Self {
        let user = Self {
            dir: tempfile::tempdir().unwrap(),
            signed: Cell::new(0),
            waits: RefCell::default(),
            proofs: RefCell::default(),
            consistent: true,
            format: Format::Text,
        };
        user.write(lines);
        user
    }

    fn write(&self, lines: &[String]) {
        std::fs::write(self.dir.path().join("in.jsonl"), lines.join("\n") + "\n").unwrap();
    }

    fn receipts(&self) -> PathBuf {
        self.dir.path().join("in.jsonl.receipts")
    }

    fn file(&self, name: &str) -> PathBuf {
        self.receipts().join(name)
    }

    /// Whether every statement has a receipt, and what was printed.
    fn submit(&self, server: &Fake) -> (bool, String) {
        let (result, text) = self.try_submit(&server.url);
        let code = result.unwrap();
        (code == ExitCode::SUCCESS || code == ExitCode::from(EXIT_SOME_WITHOUT_EFFECT), text)
    }

    fn try_submit(&self, url: &str) -> (Result<ExitCode, SubmitError>, String) {
        let args = SubmitArgs {
            server: url.to_owned(),
            key: Some("key.jwk".into()),
            source: Some("host-a".into()),
            file: self.dir.path().join("in.jsonl"),
            receipts: None,
            format: self.format,
        };
        let mut out = Vec::new();
        let hooks = Hooks {
            language: rules::words::Language::English,
            now: &|| format!("2026-11-20T10:00:{:02}Z", self.signed.get()),
            check_json: &|_| Ok(()),
            sign: Some(&|event, id| {
                self.signed.set(self.signed.get() + 1);
                assert_eq!(event["id"], id);
                Ok(jws(event, &self.signed.get().to_string()))
            }),
            check_consistency: &|proof, fetch| {
                self.proofs.borrow_mut().push(proof.to_owned());
                assert!(fetch("/nowhere").is_err() && fetch("/v1/ledger").is_ok());
                if self.consistent { Ok(()) } else { Err("roots differ".into()) }
            },
            sleep: &|wait| self.waits.borrow_mut().push(wait.as_secs()),
        };
        let result = run(&args, &hooks, &mut out);
        (result, String::from_utf8(out).unwrap())
    }
}

fn event(n: u32) -> String {
    json!({"type": "eu.aidledger.award.reported.v1", "id": format!("tam.TM-{n}"), "subject": format!("TM-{n}"), "data": {}}).to_string()
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn events_are_completed_signed_kept_and_answered() {
    let server = fake(Box::new(|_, lines| (200, "", admitted(lines))));
    let bare = json!({"type": "t", "data": {}}).to_string();
    let user = User::new(&[event(1), String::new(), bare.clone()]);
    let (complete, text) = user.submit(&server);
    assert!(complete, "{text}");
    assert!(text.contains("2 statements, 0 of them") && text.contains("admitted 2, recorded 0"), "{text}");
    let sent = server.batches.lock().unwrap()[0].clone();
    assert_eq!(
        payload(&sent[0]),
        json!({"specversion": "1.0", "id": "tam.TM-1", "source": SOURCE, "type": "eu.aidledger.award.reported.v1",
            "ledger": LEDGER, "subject": "TM-1", "time": "2026-11-20T10:00:00Z", "datacontenttype": "application/json", "data": {}})
    );
    let id = format!("l.{:.32}", sha256_hex(bare.as_bytes()));
    assert_eq!(payload(&sent[1])["id"], id);
    assert_eq!(read(&user.file("TM-1.award.reported.jws")), sent[0], "kept byte for byte");
    assert!(read(&user.file(&format!("{id}.entry.json"))).contains("\"verdict\""));
    assert!(read(&user.file(&format!("{id}.tlog-proof"))).starts_with("c2sp.org/tlog-proof@v1\n"));
    // Nothing to check before the first receipt; the newest one (size 12, not 11) afterwards.
    assert_eq!(user.proofs.borrow().len(), 1);
    assert!(user.proofs.borrow()[0].contains("\n12\n"));
}

#[test]
fn a_second_run_sends_only_what_has_no_receipt_and_the_same_bytes() {
    // The first answer breaks off after one line, every other request is lost; later the server is well.
    let server = fake(Box::new(|number, lines| match number {
        0 => (200, "", admitted(&lines[..1])),
        1..=6 => (503, "retry-after: 1\r\n", "down".into()),
        _ => (200, "", admitted(lines)),
    }));
    let user = User::new(&[event(1), event(2), event(3)]);
    let (complete, text) = user.submit(&server);
    assert!(!complete && text.contains("admitted 1") && text.contains("not sent 2"), "{text}");
    assert!(
        text.contains("line 3, award.reported TM-3: NOT SENT") && text.contains("given up after 6 attempts"),
        "{text}"
    );
    let first = server.batches.lock().unwrap()[0].clone();
    let (complete, text) = user.submit(&server);
    assert!(
        complete
            && text.contains("3 statements, 1 of them sent by an earlier run")
            && text.contains("admitted 3"),
        "{text}"
    );
    assert_eq!(server.batches.lock().unwrap()[7], first[1..], "resent byte for byte");
    assert_eq!(user.signed.get(), 3, "signed once each");
    let (complete, _) = user.submit(&server);
    assert!(complete);
    assert_eq!(server.batches.lock().unwrap().len(), 8, "a third run has nothing to send");
}

#[test]
fn retry_after_is_obeyed_and_bounded() {
    let busy = |_: usize, _: &[String]| (429, "retry-after: 7\r\n", "quota".to_owned());
    let server = fake(Box::new(busy));
    let user = User::new(&[event(1)]);
    let (complete, _) = user.submit(&server);
    assert!(!complete);
    assert_eq!(*user.waits.borrow(), vec![7; 5]);
    assert_eq!(server.batches.lock().unwrap().len(), 6);

    let server = fake(Box::new(|_, _| (429, "retry-after: 90000\r\n", String::new())));
    let user = User::new(&[event(1)]);
    let (complete, text) = user.submit(&server);
    assert!(!complete && text.contains("wait 90000 s") && user.waits.borrow().is_empty(), "{text}");

    // A single line put off is asked again, alone.
    let later = json!({"line": 1, "status": 429, "body": {}}).to_string() + "\n";
    let server = fake(Box::new(move |number, lines| match number {
        0 => (200, "retry-after: 2\r\n", later.clone() + &receipt(2, 201, "recorded", json!([]))),
        _ => (200, "", admitted(lines)),
    }));
    let user = User::new(&[event(1), event(2)]);
    assert!(user.submit(&server).0);
    let sizes: Vec<usize> = server.batches.lock().unwrap().iter().map(Vec::len).collect();
    assert_eq!((sizes, user.waits.borrow().clone()), (vec![2, 1], vec![2]));
}

#[test]
fn a_refusal_is_a_receipt_and_a_line_turned_away_is_none() {
    let server = fake(Box::new(|number, lines| match number {
        0 => {
            let refused = receipt(1, 422, "refused", json!(["ceiling_exceeded"]));
            let away = json!({"line": 2, "status": 400, "body": {"code": "malformed", "detail": "no such\u{1b}[2J date"}});
            (200, "", format!("{refused}{away}\n{}", receipt(3, 422, "deferred", json!(["needs_review"]))))
        }
        _ => (200, "", admitted(lines)),
    }));
    let user = User::new(&[event(1), event(2), event(3)]);
    let (complete, text) = user.submit(&server);
    assert!(!complete);
    assert!(
        text.contains("line 1, award.reported TM-1: REFUSED at position 1")
            && text.contains("(ceiling_exceeded)"),
        "{text}"
    );
    assert!(
        text.contains(
            "line 2, award.reported TM-2: TURNED AWAY with 400 malformed, nothing recorded: no such[2J date"
        ),
        "{text}"
    );
    assert!(text.contains("refused 1, deferred 1, turned away 1"), "{text}");
    let names = ["TM-1.award.reported.tlog-proof", "TM-3.award.reported.entry.json"];
    assert!(names.iter().all(|name| user.file(name).exists()));
    // The mended line is signed anew under its id; the refused ones are not asked again.
    user.write(&[event(1), event(2).replace("\"data\":{}", "\"data\":{\"x\":1}"), event(3)]);
    assert!(user.submit(&server).0);
    let sent = server.batches.lock().unwrap()[1].clone();
    assert_eq!((sent.len(), payload(&sent[0])["data"]["x"].as_u64()), (1, Some(1)));
}

#[test]
fn the_same_line_twice_is_turned_away_twice() {
    let away =
        |line| json!({"line": line, "status": 409, "body": {"code": "event_id_reused"}}).to_string() + "\n";
    let server = fake(Box::new(move |_, lines| (200, "", (1..=lines.len()).map(away).collect())));
    let user = User::new(&[event(1), event(1)]);
    let (complete, text) = user.submit(&server);
    assert!(!complete && text.contains("turned away 2, not sent 0"), "{text}");
    let name = |ending: &str| user.file(&format!("TM-1.award.reported.{ending}"));
    assert!(name("jws.turned-away").exists() && !name("jws").exists());
}

#[test]
fn an_id_signed_once_is_never_signed_with_other_content() {
    let server = fake(Box::new(|_, lines| (200, "", admitted(lines))));
    let other = event(1).replace("\"data\":{}", "\"data\":{\"x\":1}");
    let user = User::new(&[event(1), other]);
    let (complete, text) = user.submit(&server);
    assert!(
        !complete && text.contains("line 2, award.reported TM-1: NOT SENT: id tam.TM-1 was signed before"),
        "{text}"
    );
    assert_eq!(user.signed.get(), 1);
}

#[test]
fn signed_lines_are_sent_as_they_are() {
    let server = fake(Box::new(|_, lines| (200, "", admitted(lines))));
    let signed = jws(&json!({"id": "x", "source": SOURCE, "ledger": LEDGER}), "a");
    let user = User::new(&[
        signed.clone(),
        "rubbish".into(),
        jws(&json!({"id": "x", "source": "../../etc"}), "b"),
        json!({"source": "urn:aidledger:party:other", "type": "t"}).to_string(),
        "x".repeat(crate::command::statements::STATEMENT_BYTES_MAX + 1),
    ]);
    let (complete, text) = user.submit(&server);
    assert!(!complete && text.contains("admitted 1") && text.contains("not sent 4"), "{text}");
    for why in [
        "line 2: NOT SENT: neither",
        "line 3, x: NOT SENT: source",
        "line 4: NOT SENT: the event's source",
        "line 5: NOT SENT: longer",
    ] {
        assert!(text.contains(why), "{why}: {text}");
    }
    assert_eq!(*server.batches.lock().unwrap(), vec![vec![signed]]);
    assert_eq!(user.signed.get(), 0);
}

#[test]
fn receipts_of_another_ledger_are_not_taken_for_this_ones() {
    let server = fake(Box::new(|_, lines| (200, "", admitted(lines))));
    let elsewhere = jws(&json!({"id": "x", "source": SOURCE, "ledger": "B".repeat(43)}), "a");
    let user = User::new(&[event(1), elsewhere.clone()]);
    std::fs::create_dir_all(user.receipts()).unwrap();
    std::fs::write(user.file("x.jws"), elsewhere).unwrap();
    let (complete, text) = user.submit(&server);
    assert!(
        !complete && text.contains("line 2, x: NOT SENT: the signature kept under this id is for ledger BBB"),
        "{text}"
    );
}

#[test]
fn an_inconsistent_log_stops_everything() {
    let server = fake(Box::new(|_, lines| (200, "", admitted(lines))));
    let mut user = User::new(&[event(1)]);
    assert!(user.submit(&server).0);
    user.write(&[event(2)]);
    user.consistent = false;
    assert!(matches!(user.try_submit(&server.url).0, Err(SubmitError::Inconsistent { .. })));
    assert_eq!(server.batches.lock().unwrap().len(), 1, "nothing more was sent");
}

#[test]
fn batches_stay_within_their_limits() {
    let server = fake(Box::new(|_, lines| (200, "", admitted(lines))));
    let user = User::new(&(0..u32::try_from(BATCH_LINES_MAX).unwrap() + 1).map(event).collect::<Vec<_>>());
    assert!(user.submit(&server).0);
    let sizes: Vec<usize> = server.batches.lock().unwrap().iter().map(Vec::len).collect();
    assert_eq!(sizes, [BATCH_LINES_MAX, 1]);
}

#[test]
fn no_server_and_no_ledger_are_errors_before_anything_is_signed() {
    let user = User::new(&[event(1)]);
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let refused = user.try_submit(&format!("http://{closed}")).0;
    assert!(matches!(refused, Err(SubmitError::Server(WireError::Transport { .. }))));
    assert_eq!(user.signed.get(), 0);
}

/// How the run ends tells what became of the statements, also of those that an earlier run sent.
#[test]
fn the_exit_code_tells_a_refusal_from_a_failure() {
    let server = fake(Box::new(|_, lines| {
        let refused = receipt(1, 422, "refused", json!(["ceiling_exceeded"]));
        (
            200,
            "",
            refused
                + &(2..=lines.len())
                    .map(|line| receipt(line, 201, "admitted", json!([])))
                    .collect::<String>(),
        )
    }));
    let user = User::new(&[event(1), event(2)]);
    for _run in 0..2 {
        let (result, text) = user.try_submit(&server.url);
        assert_eq!(result.unwrap(), ExitCode::from(EXIT_SOME_WITHOUT_EFFECT), "{text}");
        assert!(
            text.contains("exit code 6: every statement has a receipt, and some took no effect"),
            "{text}"
        );
        assert!(text.contains("--position 1"), "{text}");
    }
    assert_eq!(server.batches.lock().unwrap().len(), 1);
    user.write(&[event(2)]);
    assert_eq!(user.try_submit(&server.url).0.unwrap(), ExitCode::SUCCESS);
    user.write(&[event(1), "rubbish".into()]);
    assert_eq!(user.try_submit(&server.url).0.unwrap(), ExitCode::FAILURE);
}

#[test]
fn figures_flags_and_ways_out_are_told() {
    let server = fake(Box::new(|_, _| {
        let check = json!({"rule": "r", "ms": "FI", "from": "2023-11-20", "to": "2026-11-20", "unit": "EUR",
            "after": ["37000.00"], "limit": "300000.00"});
        let hours = json!({"rule": "h", "ms": null, "from": null, "to": null, "unit": "gpu-hour", "after": ["5.00"], "limit": "1.00"});
        let with = |line: &str, members: Value| {
            let mut answer: Value = serde_json::from_str(line).unwrap();
            answer["body"].as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
            format!("{answer}\n")
        };
        let admitted = with(
            &receipt(1, 201, "admitted", json!([])),
            json!({
            "gge": ["37000.00"], "flags": ["group_not_attested", "flag_of_next_year"], "checks": [hours, check]}),
        );
        let over = json!({"unit": "EUR", "ms": "FI", "from": "a", "to": "b", "after": ["317000.00"], "limit": "300000.00"});
        let refused = with(
            &receipt(2, 422, "refused", json!(["ceiling_exceeded"])),
            json!({
            "gge": ["280000.00"], "checks": [over], "ways_out": {"largest_amount_now": "263000.00",
            "first_date_for_full_amount": "2029-11-21", "waive": {"amount": "17000.00", "awards": [{"award": "csc/1", "counted": "37000.00"}]}}}),
        );
        (200, "", admitted + &refused)
    }));
    let user = User::new(&[event(1), event(2)]);
    let text = user.submit(&server).1;
    for words in [
        "line 1, award.reported TM-1: admitted at position 1: EUR 37000.00\n",
        "    EUR 263000.00 of EUR 300000.00 is left after it in FI (window 2023-11-20 to 2026-11-20)\n",
        "    note: nobody has stated that the group was searched (group_not_attested)\n",
        "    note: flag_of_next_year (flag_of_next_year)\n",
        "    with it EUR 317000.00 of EUR 300000.00 in FI (window a to b), EUR 17000.00 too much\n",
        "    way out: up to EUR 263000.00 fits now, as a new event with an id of its own\n",
        "    way out: all of it fits on 2029-11-21, as the awards known now stand\n",
        "    way out: csc/1 counts EUR 37000.00 there and could be waived\n",
        "    why, step by step: aid-audit explain http://127.0.0.1",
    ] {
        assert!(text.contains(words), "{words:?} is not in {text}");
    }
    let json = User { format: Format::Json, ..user };
    let text = json.submit(&server).1;
    let rows: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((rows.len(), &rows[0]["became"], &rows[1]["known"]), (3, &json!("admitted"), &json!(true)));
    assert_eq!((&rows[2]["exit_code"], &rows[2]["summary"]["refused"]), (&json!(6), &json!(1)));
    let schema: Value =
        serde_json::from_str(include_str!("../../../../docs/spec/submit-report.schema.json")).unwrap();
    for (row, kind) in [(&rows[0], "Statement"), (&rows[2], "Summary")] {
        let known: Vec<&String> = schema["$defs"][kind]["properties"].as_object().unwrap().keys().collect();
        let mut members: Vec<&String> = row.as_object().unwrap().keys().collect();
        let mut required: Vec<&str> =
            schema["$defs"][kind]["required"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        members.sort();
        required.sort_unstable();
        let mut sorted = known.clone();
        sorted.sort();
        assert_eq!((members, required), (sorted.clone(), sorted.iter().map(|name| name.as_str()).collect()));
    }
}

/// One folder, and names that a person finds and every file system takes.
#[test]
fn receipts_have_names_that_people_read() {
    let server = fake(Box::new(|_, lines| (200, "", admitted(lines))));
    let about = |kind: &str, subject: &str, id: &str| {
        json!({"type": format!("eu.aidledger.{kind}.v1"), "id": id, "subject": subject, "data": {}})
            .to_string()
    };
    let user = User::new(&[
        about("award.granted", "2026-0001", "g"),
        about("award.drawn", "2026-0001", "d-1"),
        about("award.drawn", "2026-0001", "d-2"),
        about("undertaking.registered", "NID:FI:1234567-1", "u"),
        about("award.granted", "../../etc/passwd", "p"),
        about("award.granted", "CON", "c"),
        about("award.granted", &"x".repeat(128), "x"),
    ]);
    assert!(user.submit(&server).0);
    let mut names: Vec<String> = std::fs::read_dir(user.receipts())
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .filter_map(|name| name.strip_suffix(".tlog-proof").map(str::to_owned))
        .collect();
    names.sort();
    let second = format!("2026-0001.award.drawn.{:.16}", sha256_hex(format!("{SOURCE}\nd-2").as_bytes()));
    let long = format!("{}.award.granted", "x".repeat(64));
    let mut wanted = [
        "2026-0001.award.granted",
        "2026-0001.award.drawn",
        &second,
        "NID_FI_1234567-1.undertaking.registered",
        "_.._.._etc_passwd.award.granted",
        "_CON.award.granted",
        &long,
    ];
    wanted.sort_unstable();
    assert_eq!(names, wanted);
    let text = user.submit(&server).1;
    assert!(text.contains("7 statements, 7 of them sent by an earlier run"), "{text}");
}

/// However the events were written, they are the same events.
#[test]
fn one_event_many_and_arrays_are_sent() {
    let pretty =
        |text: &str| serde_json::to_string_pretty(&serde_json::from_str::<Value>(text).unwrap()).unwrap();
    for text in [
        pretty(&event(1)) + "\n" + &pretty(&event(2)),
        format!("[{},\n{}]", event(1), pretty(&event(2))),
        format!("\u{feff}{}\r\n{}\r\n", event(1), event(2)),
    ] {
        let server = fake(Box::new(|_, lines| (200, "", admitted(lines))));
        let user = User::new(std::slice::from_ref(&text));
        assert!(user.submit(&server).0, "{text}");
        let sent = server.batches.lock().unwrap()[0].clone();
        let ids: Vec<Value> = sent.iter().map(|jws| payload(jws)["id"].clone()).collect();
        assert_eq!(ids, ["tam.TM-1", "tam.TM-2"], "{text}");
    }
}
