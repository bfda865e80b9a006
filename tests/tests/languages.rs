//! Answers in four languages over a real listener, reports of an audit, and the table of `docs/errors.md`.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::Command;

use aidledger_tests::languages::{machine, raw, told};
use aidledger_tests::served::{Served, UNDERTAKING, grant};
use ledger::verdict::{Code, Flag};
use rules::audit::{Options, verify};
use rules::words::{Language, are_verified, code, flag, say};
use serde_json::Value;

/// A ledger with an award, and a grant that is refused beside it.
fn served() -> (Served, String) {
    let served = Served::open().unwrap();
    let grant = |award: &str, euro: &str| {
        served.statement("award.granted", "host-a", award, &grant(award, UNDERTAKING, euro)).unwrap()
    };
    served.expect(201, &grant("one", "250000.00")).unwrap();
    let refused = grant("two", "100000.00");
    served.expect(422, &refused).unwrap();
    (served, refused)
}

fn headroom() -> String {
    format!("/v1/undertakings/{UNDERTAKING}/headroom?member-state=FI")
}

#[test]
fn an_answer_changes_nothing_but_its_sentences_with_the_language() {
    let (served, refused) = served();
    let size = served.service.view().state.size();
    let mut paths: Vec<String> =
        (0..size).map(|position| format!("/v1/events/{position}/explanation?")).collect();
    paths.push(headroom() + "&");
    paths.push("/v1/events/999999?".to_owned());
    paths.push("/v1/undertakings/NID:FI:9999999-9/headroom?member-state=FI&".to_owned());
    paths.push("/v1/nothing?".to_owned());
    for path in paths {
        let english = served.get(&format!("{path}lang=en")).unwrap();
        for language in Language::ALL {
            let code = language.code();
            let named = served.get(&format!("{path}lang={code}")).unwrap();
            let accepted = [("accept-language", format!("nl, {code};q=0.5, en;q=0.1"))];
            let accepted = accepted.each_ref().map(|(name, value)| (*name, value.as_str()));
            let plain = path.trim_end_matches(['?', '&']);
            let preferred = served.request("GET", plain, &accepted, b"").unwrap();
            assert_eq!(named.text, preferred.text, "{path} {code}");
            assert_eq!(named.header("content-language"), code, "{path}");
            assert!(named.header("vary").contains("accept-language"), "{path}: {}", named.header("vary"));
            assert_eq!(named.status, english.status, "{path}");
            assert_eq!(machine(&named.json()), machine(&english.json()), "{path} {code}");
            for said in told(&named.json()) {
                assert_eq!(raw(&said), None, "{path} {code}");
            }
            if *language != Language::English {
                assert_ne!(told(&named.json()), told(&english.json()), "{path} {code}");
            }
        }
    }
    for language in Language::ALL {
        let accept = [("content-type", "application/jose"), ("accept-language", language.code())];
        let again = served.request("POST", "/v1/events", &accept, refused.as_bytes()).unwrap();
        assert_eq!((again.status, again.header("content-language")), (422, language.code()));
        let title = again.json()["title"].as_str().unwrap().to_owned();
        assert_eq!(title, say::refused().text(*language));
        let lines = [("content-type", "application/x-ndjson"), ("accept-language", language.code())];
        let batch = served.request("POST", "/v1/events/batch", &lines, refused.as_bytes()).unwrap();
        let line: Value = serde_json::from_str(batch.text.lines().next().unwrap()).unwrap();
        assert_eq!(line["body"]["detail"], again.json()["detail"], "{language:?}");
    }
}

#[test]
fn an_answer_without_sentences_does_not_vary_by_language() {
    let (served, _) = served();
    for path in ["/v1/events/0?lang=de", "/checkpoint?lang=pl", "/v1/ledger?lang=fr"] {
        let reply = served.get(path).unwrap();
        assert_eq!((reply.status, reply.header("content-language")), (200, ""), "{path}");
        assert!(!reply.header("vary").contains("accept-language"), "{path}");
    }
}

#[test]
fn a_bad_lang_says_what_to_write() {
    let (served, _) = served();
    for (query, said) in [("lang=nl", "no catalogue for `nl`"), ("lang=de&lang=fr", "given twice")] {
        let reply = served.get(&format!("{}&{query}", headroom())).unwrap();
        let body = reply.json();
        assert_eq!(reply.problem(), (400, "malformed".to_owned()));
        assert_eq!(body["faults"][0]["pointer"], "/query/lang");
        assert!(body["faults"][0]["message"].as_str().unwrap().contains(said), "{body}");
    }
    let hint = &served.get("/v1/ledger?lang=nl").unwrap().json()["faults"][0]["hint"];
    assert_eq!(hint, "write en, fr, de or pl");
}

#[test]
fn a_tag_of_another_language_is_another_etag() {
    let (served, _) = served();
    let tags = ["en", "de"].map(|code| {
        served.get(&format!("{}&on=2026-11-20&lang={code}", headroom())).unwrap().header("etag").to_owned()
    });
    assert_ne!(tags[0], tags[1]);
}

#[test]
fn pages_say_their_language_and_what_is_not_verified() {
    let (served, _) = served();
    for language in Language::ALL {
        let code = language.code();
        for path in ["/", "/docs", "/docs/errors", &format!("/?undertaking={UNDERTAKING}&member-state=FI")] {
            let sep = if path.contains('?') { '&' } else { '?' };
            let page = served.get(&format!("{path}{sep}lang={code}")).unwrap();
            assert_eq!((page.status, page.header("content-language")), (200, code), "{path}");
            assert!(page.text.contains(&format!("<html lang=\"{code}\">")), "{path} {code}");
            let footnote = say::terms_unverified().text(*language);
            assert_eq!(page.text.contains(&footnote), !are_verified(*language), "{path} {code}");
            if path == "/" {
                assert!(page.text.contains(&say::page_show().text(*language)));
                assert!(page.text.contains(&format!("name=\"lang\" value=\"{code}\"")));
            }
            for other in Language::ALL.iter().filter(|other| *other != language) {
                assert!(page.text.contains(&format!("hreflang=\"{}\"", other.code())), "{path} {code}");
            }
        }
        // What somebody wrote stays text, whatever language stands around it.
        let page = served.get(&format!("/?undertaking=%3Cscript%3E%E2%80%AE&lang={code}")).unwrap();
        assert!(!page.text.contains("<script>") && page.text.contains("&lt;script&gt;"), "{code}");
    }
}

#[test]
fn an_audit_reports_in_every_language() {
    let (served, _) = served();
    served.shut_down();
    let reader = ledger::reader::DirReader::at(&served.data().join("log")).unwrap();
    let options = Options { trust_first_sight: true, ..Options::default() };
    let english = verify(&reader, &options, &mut |_, _| {});
    for language in Language::ALL {
        let mut report = english.clone();
        report.tell(*language);
        let text = report.to_text_in(*language);
        let json = serde_json::to_value(&report).unwrap();
        for said in told(&json).iter().chain([&text]) {
            assert_eq!(raw(said), None, "{language:?}");
        }
        assert_eq!(machine(&json), machine(&serde_json::to_value(&english).unwrap()), "{language:?}");
        assert!(text.contains(&say::report_checked().text(*language)), "{language:?}: {text}");
        assert_eq!(text.contains(&say::terms_unverified().text(*language)), !are_verified(*language));
    }
}

fn aid_audit(args: &[&str], variables: &[(&str, &str)]) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_aid-audit-under-test"));
    for name in ["AIDLEDGER_LANG", "LC_ALL", "LC_MESSAGES", "LANG"] {
        command.env_remove(name);
    }
    let done = command.args(args).envs(variables.iter().copied()).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (done.status.code(), text(done.stdout), text(done.stderr))
}

/// The flag goes before our variable, that before the locale; JSON figures stay.
#[test]
fn the_auditor_prints_in_the_language_asked_for() {
    let (served, _) = served();
    // What is in the log directory is all there is.
    served.shut_down();
    let log = served.data().join("log");
    let log = log.to_str().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let last = served.service.view().state.size().checked_sub(1).unwrap().to_string();
    let explain = ["explain", log, "--position", &last];
    let refused =
        |language: Language| rules::words::outcome(ledger::verdict::Outcome::Refused).text(language);
    let told = |args: &[&str], variables: &[(&str, &str)]| aid_audit(&[&explain, args].concat(), variables).1;
    let plain = told(&[], &[]);
    assert!(plain.contains(&refused(Language::English)), "{plain}");
    assert!(told(&["--lang", "de"], &[("AIDLEDGER_LANG", "fr")]).contains(&refused(Language::German)));
    assert!(
        told(&[], &[("AIDLEDGER_LANG", "fr"), ("LANG", "pl_PL.UTF-8")]).contains(&refused(Language::French))
    );
    assert!(told(&[], &[("LANG", "pl_PL.UTF-8")]).contains(&refused(Language::Polish)));
    assert!(told(&[], &[("LC_ALL", "C"), ("LANG", "pl_PL.UTF-8")]).contains(&refused(Language::English)));
    for language in Language::ALL {
        let page = folder.path().join("report.html");
        let page = page.to_str().unwrap();
        let state = folder.path().join(language.code());
        let state = state.to_str().unwrap();
        let args = [
            "--lang",
            language.code(),
            "verify",
            log,
            "--state",
            state,
            "--report",
            page,
            "--format",
            "json",
        ];
        let (code, out, _) = aid_audit(&args, &[]);
        let report: Value = serde_json::from_str(&out).unwrap();
        assert_eq!(code, Some(0), "{out}");
        assert_eq!(report["meaning"], rules::audit::Exit::Sound.meaning().text(*language));
        let page = std::fs::read_to_string(page).unwrap();
        assert!(page.contains(&format!("<html lang=\"{}\">", language.code())));
        assert_eq!(page.contains(&say::terms_unverified().text(*language)), !are_verified(*language));
        assert!(page.contains(&format!("<h2>{}</h2>", say::report_checked().text(*language))), "{page}");
        let list = aid_audit(&["list", log, "--lang", language.code()], &[]).1;
        assert!(list.starts_with(&say::list_position().text(*language)), "{list}");
        let csv = aid_audit(&["list", log, "--format", "csv", "--lang", language.code()], &[]).1;
        assert!(csv.starts_with("position,recorded,type,"), "a program reads it: {csv}");
    }
    let (code, _, said) = aid_audit(&["list", log, "--lang", "nl"], &[]);
    assert_eq!(code, Some(1));
    assert!(said.contains("no catalogue for `nl`; write en, fr, de or pl"), "{said}");
}

const BEGIN: &str = "<!-- made by `AIDLEDGER_BLESS=1 cargo test --test languages`; the sentences stand in rules/src/words -->\n";
const END: &str = "\n## What tests compare\n";

/// Each code and flag with its sentence in every language, as it stands in `docs/errors.md`.
#[test]
fn the_document_of_codes_has_each_sentence_in_every_language() {
    let mut made = String::new();
    let row = |made: &mut String, cells: Vec<String>| {
        let _ = writeln!(made, "| {} |", cells.join(" | "));
    };
    let head = |first: &str| {
        let names = Language::ALL.iter().map(|language| language.name().to_owned());
        std::iter::once(first.to_owned()).chain(names).collect::<Vec<_>>()
    };
    let lines = |made: &mut String| row(made, vec!["---".to_owned(); Language::ALL.len() + 1]);
    row(&mut made, head("code"));
    lines(&mut made);
    for word in Code::ALL {
        let told = Language::ALL.iter().map(|language| code(*word, *language).meaning);
        row(&mut made, std::iter::once(format!("`{word}`")).chain(told).collect());
    }
    made.push('\n');
    row(&mut made, head("flag"));
    lines(&mut made);
    for word in Flag::ALL {
        let told = Language::ALL.iter().map(|language| flag(*word, *language).meaning);
        row(&mut made, std::iter::once(format!("`{word}`")).chain(told).collect());
    }
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/errors.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = text.split_once(BEGIN).expect("docs/errors.md says where the table begins");
    let (kept, after) = rest.split_once(END).expect("docs/errors.md has a heading behind it");
    if std::env::var_os("AIDLEDGER_BLESS").is_some() {
        std::fs::write(&path, format!("{before}{BEGIN}\n{made}{END}{after}")).unwrap();
        return;
    }
    assert_eq!(kept, format!("\n{made}"), "AIDLEDGER_BLESS=1 writes it anew");
}
