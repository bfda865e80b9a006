//! The attacker asks a shared cache that somebody with a token has asked before. What needs a role must not be kept
//! there: `public` stands only on what the table opens to all.

use api::http::access::{Cell, Mode, Role, Route};
use std::time::Instant;

use crate::rows::{self, Asked, Caller};
use crate::support::child::Setup;
use crate::support::people::UNDERTAKING;
use crate::support::raw::{Answer, Line, request};
use crate::support::stage::Stage;

/// Fails if a shared cache may keep this answer (RFC 9111 section 3.5).
fn kept_from_caches(answer: &Answer) -> Result<(), String> {
    let said = answer.header("cache-control").to_ascii_lowercase();
    let words: Vec<&str> = said.split(',').map(str::trim).collect();
    let closed = words.iter().any(|word| matches!(*word, "no-store" | "private"));
    let opened = words.iter().any(|word| *word == "public" || word.starts_with("s-maxage"));
    if closed && !opened { Ok(()) } else { Err(format!("{} with cache-control {said:?}", answer.status)) }
}

/// The answer's head; of a stream nothing more ever comes.
fn head(stage: &Stage, asked: &Asked, target: &str, bearer: &str) -> Answer {
    let mut headers = vec![("authorization", bearer)];
    if !asked.body.is_empty() {
        headers.push(("content-type", asked.media));
    }
    let mut line = Line::open(stage.serving.address, [127, 0, 0, 1], None).unwrap();
    line.send(request(asked.row.method, target, stage.serving.address, &headers, &asked.body)).unwrap();
    line.head(Instant::now()).unwrap()
}

#[test]
fn what_needs_a_role_is_kept_by_no_cache() {
    let stage = Stage::start(&Setup::tokens());
    let tokens = stage.tokens();
    let (mut faults, mut shut, mut held, mut good) = (Vec::new(), Vec::new(), 0, 0);
    for asked in rows::all(&stage) {
        if asked.row.permits(Mode::Tokens, Role::Public, false) != Cell::No {
            continue;
        }
        let mut answered = 0;
        for (role, token) in &tokens {
            let path =
                if asked.row.route == Route::EventStream { asked.path.clone() } else { asked.target() };
            let got = head(&stage, &asked, &path, &format!("Bearer {token}"));
            held += 1;
            if !matches!(got.status, 401 | 403 | 404) {
                answered += 1;
            }
            let shown = format!("{} {} as {role}", asked.row.method, asked.path);
            // A refusal that is kept would be handed to somebody who may.
            match kept_from_caches(&got) {
                Ok(()) => good += 1,
                Err(why) => faults.push(format!("{shown}: {why}")),
            }
        }
        if answered == 0 {
            shut.push(asked.target());
        }
    }
    println!("{held} answers, {good} kept from caches");
    assert!(faults.is_empty(), "{} answers may be kept:\n{}", faults.len(), faults.join("\n"));
    assert!(shut.is_empty(), "nobody gets an answer: {shut:?}");
}

#[test]
fn a_page_with_somebodys_headroom_is_kept_by_no_cache() {
    let stage = Stage::start(&Setup::tokens());
    let target = format!("/?undertaking={UNDERTAKING}&member-state=FI&regime=eu-2023-2831&purpose=x");
    let mut held = 0;
    for (role, token) in stage.tokens() {
        let got = stage.honest.get(&target, Some(&token)).unwrap();
        kept_from_caches(&got).unwrap_or_else(|why| panic!("the page as {role}: {why}"));
        held += 1;
    }
    println!("{held} pages");
}

#[test]
fn what_is_open_to_all_does_not_depend_on_who_asks() {
    let stage = Stage::start(&Setup::tokens());
    let tokens = stage.tokens();
    let mut caller = Caller::new(&stage);
    for asked in rows::all(&stage) {
        if asked.row.method != "GET"
            || rows::is_volatile(asked.row)
            || asked.row.permits(Mode::Tokens, Role::Public, false) == Cell::No
        {
            continue;
        }
        let public = caller.ask(&asked, &asked.target(), &[]).unwrap();
        for (role, token) in &tokens {
            let bearer = format!("Bearer {token}");
            let got = caller.ask(&asked, &asked.target(), &[("authorization", &bearer)]).unwrap();
            // Were it otherwise, a cache would need to know of it.
            assert_eq!(got.body, public.body, "{} as {role}", asked.path);
        }
    }
    println!("{} requests", caller.requests);
}
