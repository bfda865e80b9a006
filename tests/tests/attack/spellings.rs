//! The attacker has no token, or one that opens little, and writes paths in other ways than the table of routes does,
//! so that what routes and what reads the file see two different paths.

use std::collections::{BTreeMap, BTreeSet};

use api::http::access::{Cell, Role, Route};

use crate::rows::{self, Asked, Caller};
use crate::support::child::Setup;
use crate::support::long;
use crate::support::raw::{Answer, Silence};
use crate::support::stage::Stage;

/// One character in percent-encoding: upper-case digits, and lower-case ones where they differ.
fn encoded(byte: u8) -> BTreeSet<String> {
    BTreeSet::from([format!("%{byte:02X}"), format!("%{byte:02x}")])
}

/// The places of a path's bytes that are not part of an encoding.
fn places(path: &str) -> Vec<usize> {
    let bytes = path.as_bytes();
    let inside = |at: usize| (at.saturating_sub(2)..=at).any(|start| bytes[start] == b'%');
    (1..bytes.len()).filter(|at| !inside(*at)).collect()
}

fn with(path: &str, at: usize, instead: &str) -> String {
    format!("{}{instead}{}", &path[..at], &path[at + 1..])
}

/// Every place of `from` but the first, replaced, one at a time.
fn each_slash(path: &str, instead: &str) -> Vec<String> {
    path.match_indices('/').map(|(at, _)| with(path, at, instead)).collect()
}

fn every(path: &str, wanted: impl Fn(u8) -> bool) -> String {
    let places = places(path);
    let spelt = path.bytes().enumerate().map(|(at, byte)| {
        if places.contains(&at) && wanted(byte) {
            format!("%{byte:02x}")
        } else {
            char::from(byte).to_string()
        }
    });
    spelt.collect()
}

/// Other ways of writing a path. `host` is the server's own authority.
fn spellings(path: &str, host: &str) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    let bytes = path.as_bytes();
    for at in places(path) {
        all.extend(encoded(bytes[at]).into_iter().map(|code| with(path, at, &code)));
        all.insert(with(path, at, &format!("%25{:02X}", bytes[at])));
        if bytes[at].is_ascii_alphabetic() {
            let other = char::from(bytes[at] ^ 0x20).to_string();
            all.insert(with(path, at, &other));
        }
    }
    if long() {
        let places = places(path);
        for (number, at) in places.iter().enumerate().rev() {
            let once = with(path, *at, &format!("%{:02X}", bytes[*at]));
            all.extend(places[..number].iter().map(|at| with(&once, *at, &format!("%{:02x}", bytes[*at]))));
        }
    }
    all.insert(every(path, |byte| byte != b'/'));
    all.insert(every(path, |_| true));
    all.insert(every(path, |byte| byte.is_ascii_alphabetic()));
    all.insert(every(path, |byte| byte == b'/' || byte == b'.'));
    all.insert(path.to_ascii_uppercase());
    // Slashes: encoded once and twice, doubled, turned round, overlong in UTF-8, as Windows or Java write them.
    for instead in [
        "%2F",
        "%2f",
        "%252F",
        "//",
        "\\",
        "%5C",
        "%5c",
        "%c0%af",
        "%e0%80%af",
        "/./",
        "/x/../",
        "/%2e/",
        "/%2E%2E/",
        "/x/%2e%2e/",
        "/x/.%2E/",
        "/x%2f..%2f",
        "/..;/",
        "/;/",
        ";x=1/",
        "/%00/",
        "%00/",
        "/%20/",
        "/\t/",
        "/%ff/",
    ] {
        all.extend(each_slash(path, instead));
    }
    // Before and behind the whole.
    for (before, behind) in [
        ("", "/"),
        ("", "//"),
        ("", "/."),
        ("", "/.."),
        ("", "/%2e"),
        ("", "/%2e%2e/"),
        ("", "%2f"),
        ("", ";"),
        ("", ";x=1"),
        ("", ".json"),
        ("", "~"),
        ("", "%00"),
        ("", "%00.html"),
        ("", "%20"),
        ("", "%0a"),
        ("", "%0d%0a"),
        ("", "%09"),
        ("", "%ff"),
        ("", "%"),
        ("", "%6"),
        ("", "%zz"),
        ("", "%u0065"),
        ("", "%3F"),
        ("", "%23"),
        ("", "#x"),
        ("", "?"),
        ("", "%3fx=1"),
        ("", "/x/.."),
        ("", "\\"),
        ("", "\u{ff0f}"),
        ("/.", ""),
        ("/..", ""),
        ("/x/..", ""),
        ("/%2e%2e", ""),
        ("/", ""),
        ("//", ""),
        ("/%2f", ""),
        ("/public/..", ""),
        ("/checkpoint/..", ""),
        ("/checkpoint%2f..", ""),
        ("/vkey;", ""),
        ("/tile/0/..", ""),
        ("/docs/../", ""),
    ] {
        all.insert(format!("{before}{path}{behind}"));
    }
    // Letters that become others in UTF-8 that is no UTF-8, or by folding.
    all.insert(path.replacen('e', "%c1%a5", 1));
    all.insert(path.replacen('e', "%EF%BD%85", 1));
    all.insert(path.replacen('e', "\u{ff45}", 1));
    all.insert(path.replacen('k', "%E2%84%AA", 1));
    // The absolute form (RFC 9112 section 3.2.2), plain and encoded.
    for scheme in ["http", "HTTP", "https", "file", "gopher"] {
        all.insert(format!("{scheme}://{host}{path}"));
    }
    all.insert(format!("http://{host}/{path}"));
    all.insert(format!("http://{host}{}", every(path, |byte| byte.is_ascii_alphabetic())));
    all.insert(format!("http://somebody@{host}{path}"));
    all.insert(format!("http://ledger.example{path}"));
    all.insert(format!("http:{path}"));
    all.remove(path);
    all
}

/// What is compared of an answer: nothing more may be seen, in any role, than under the plain spelling.
fn seen(asked: &Asked, answer: &Answer) -> (u16, Vec<u8>) {
    (answer.status, if rows::is_volatile(asked.row) { Vec::new() } else { answer.body.clone() })
}

struct Count {
    spellings: usize,
    as_plain: u64,
    refused: u64,
    worse: BTreeMap<String, String>,
}

fn matrix(stage: &Stage, roles: &[Role], bearers: &BTreeMap<&str, String>) {
    let host = stage.serving.address.to_string();
    let mut caller = Caller::new(stage);
    let mut count = Count { spellings: 0, as_plain: 0, refused: 0, worse: BTreeMap::new() };
    for asked in rows::all(stage) {
        let spellings = spellings(&asked.path, &host);
        count.spellings += spellings.len();
        for role in roles {
            let bearer = rows::word(*role).and_then(|word| bearers.get(word));
            let headers: Vec<(&str, &str)> =
                bearer.iter().map(|bearer| ("authorization", bearer.as_str())).collect();
            let plain = caller.ask(&asked, &asked.target(), &headers).unwrap();
            // A node that is no witness says so with 404 (C2SP tlog-witness), and to a host a stranger's entry is none.
            let own = asked.row.cell(*role) == Cell::Own;
            let there = plain.status != 404
                || own
                || matches!(asked.row.route, Route::AddCheckpoint | Route::Witnessed);
            assert!(there, "{} asks for nothing", asked.target());
            let plain = seen(&asked, &plain);
            for spelling in &spellings {
                // What stands behind a fragment is no query.
                if spelling.contains('#') && !asked.query.is_empty() {
                    continue;
                }
                let got = caller.ask(&asked, &format!("{spelling}{}", asked.query), &headers);
                judge(&asked, *role, spelling, &plain, got, &mut count);
            }
        }
    }
    println!(
        "{} requests, {} spellings: {} as plain, {} refused, {} worse",
        caller.requests,
        count.spellings,
        count.as_plain,
        count.refused,
        count.worse.len()
    );
    let worse: Vec<String> =
        count.worse.iter().take(20).map(|(what, got)| format!("{what}: {got}")).collect();
    assert!(worse.is_empty(), "{} spellings show more or fail:\n{}", count.worse.len(), worse.join("\n"));
}

fn judge(
    asked: &Asked,
    role: Role,
    spelling: &str,
    plain: &(u16, Vec<u8>),
    got: Result<Answer, Silence>,
    count: &mut Count,
) {
    let what = || format!("{} {spelling}{} as {}", asked.row.method, asked.query, role.as_str());
    let answer = match got {
        Ok(answer) => answer,
        // What is no request at all may be answered by ending the connection.
        Err(Silence::Closed) => return count.refused += 1,
        Err(other) => return drop(count.worse.insert(what(), format!("{other:?}"))),
    };
    // An encoded slash or an ending may name another object: that one is closed to whoever may not see it.
    if matches!(answer.status, 400 | 401 | 403 | 404 | 405) {
        count.refused += 1;
    } else if seen(asked, &answer) == *plain {
        count.as_plain += 1;
    } else {
        let text: String = answer.text().chars().take(80).collect();
        count.worse.insert(what(), format!("{} instead of {}: {text}", answer.status, plain.0));
    }
}

fn bearers(stage: &Stage) -> BTreeMap<&'static str, String> {
    stage.tokens().into_iter().map(|(role, token)| (role, format!("Bearer {token}"))).collect()
}

#[test]
fn no_spelling_opens_what_the_plain_one_does_not_without_a_token() {
    let stage = Stage::start(&Setup::tokens().set("LIMITS_REQUESTS_PER_MINUTE", 10_000_000));
    matrix(&stage, &[Role::Public], &BTreeMap::new());
}

#[test]
fn no_spelling_opens_what_the_plain_one_does_not_to_somebody_with_a_token_for_little() {
    let stage = Stage::start(&Setup::tokens().set("LIMITS_REQUESTS_PER_MINUTE", 10_000_000));
    let roles: &[Role] = if long() { &[Role::Applicant, Role::HostingEntity] } else { &[Role::Applicant] };
    matrix(&stage, roles, &bearers(&stage));
}

#[test]
fn every_spelling_is_the_plain_one_or_nothing_to_somebody_who_sees_all() {
    let stage = Stage::start(&Setup::tokens().set("LIMITS_REQUESTS_PER_MINUTE", 10_000_000));
    let roles: &[Role] = if long() { &[Role::Auditor, Role::Operator] } else { &[Role::Operator] };
    matrix(&stage, roles, &bearers(&stage));
}

#[test]
fn every_spelling_is_the_plain_one_or_nothing_on_an_open_loopback() {
    let stage = Stage::start(&Setup::open().set("LIMITS_REQUESTS_PER_MINUTE", 10_000_000));
    // Everybody has one role there, whatever token is shown.
    matrix_open(&stage);
}

fn matrix_open(stage: &Stage) {
    if long() {
        matrix(stage, &[Role::Public], &BTreeMap::new());
        return;
    }
    // The short form: what the closed form tries in full, by the spellings of a few rows.
    let host = stage.serving.address.to_string();
    let mut caller = Caller::new(stage);
    let mut count = Count { spellings: 0, as_plain: 0, refused: 0, worse: BTreeMap::new() };
    for asked in rows::all(stage).into_iter().step_by(4) {
        let plain = seen(&asked, &caller.ask(&asked, &asked.target(), &[]).unwrap());
        for spelling in spellings(&asked.path, &host) {
            // Another authority is another matter there: `heads` tries those.
            if spelling.contains("ledger.example") || spelling.contains('@') {
                continue;
            }
            count.spellings += 1;
            let got = caller.ask(&asked, &format!("{spelling}{}", asked.query), &[]);
            judge(&asked, Role::Public, &spelling, &plain, got, &mut count);
        }
    }
    println!("{} requests, {} spellings", caller.requests, count.spellings);
    assert!(count.worse.is_empty(), "{:?}", count.worse);
}

#[test]
fn an_id_with_a_slash_is_asked_for_in_its_encoded_form_only() {
    let stage = Stage::start(&Setup::open());
    let get = |path: &str| stage.honest.get(path, None).unwrap();
    let plain = get("/v1/undertakings/NID:DE:HRB%2F123");
    assert_eq!(plain.status, 200, "{}", plain.text());
    for same in ["NID%3ADE%3AHRB%2F123", "NID%3aDE%3aHRB%2f123", "%4eID:DE:HRB%2F123"] {
        assert_eq!(get(&format!("/v1/undertakings/{same}")).body, plain.body, "{same}");
    }
    let mut refused = 0;
    for other in
        ["NID:DE:HRB/123", "NID:DE:HRB%252F123", "NID:DE:HRB//123", "NID:DE:HRB%2F%2F123", "NID:DE:HRB\\123"]
    {
        for behind in ["", "/headroom?member-state=DE", "/awards"] {
            let got = get(&format!("/v1/undertakings/{other}{behind}"));
            assert!(matches!(got.status, 400 | 404), "{other}{behind}: {} {}", got.status, got.text());
            refused += 1;
        }
    }
    println!("{refused} spellings of an id refused");
}
