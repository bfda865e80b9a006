//! The attacker reads the server's log, or whatever collects it: tokens, keys, who asked about whom and why.
//!
//! Every other test of this suite holds its own log against the same rule when it ends.

use crate::rows::{self, Caller};
use crate::support::child::Setup;
use crate::support::long;
use crate::support::people::{OTHER, UNDERTAKING};
use crate::support::stage::{PURPOSE, ROLES, Stage};

fn traffic(stage: &Stage) -> u64 {
    let mut caller = Caller::new(stage);
    let tokens = stage.tokens();
    let all = rows::all(stage);
    for role in ROLES {
        let bearer = format!("Bearer {}", tokens[role]);
        for asked in &all {
            // Where something goes wrong, more is said than where all is well.
            let spoilt = format!("{}/{UNDERTAKING}{}", asked.path, asked.query);
            for target in [asked.target(), spoilt, asked.target().replace('=', "%3D")] {
                caller.ask(asked, &target, &[("authorization", &bearer)]).unwrap();
            }
            caller.ask(asked, &asked.target(), &[("authorization", &bearer[..bearer.len() - 3])]).unwrap();
        }
    }
    for token in tokens.values() {
        for target in [
            format!("/v1/events?access_token={token}"),
            format!("/v1/undertakings/{token}"),
            format!("/{token}"),
            format!("/v1/undertakings/{OTHER}/headroom?purpose={PURPOSE}&member-state=XX"),
            format!("/?undertaking={UNDERTAKING}&purpose={PURPOSE}&member-state=FI&regime=eu-2023-2831"),
            format!("/v1/events?undertaking={UNDERTAKING}&subject={OTHER}"),
        ] {
            stage.honest.get(&target, Some(token)).unwrap();
        }
        // A token sent as a statement, and a host's name that is one.
        stage.honest.submit(token).unwrap();
        stage.honest.submit(&format!("{token}\n{token}")).unwrap();
    }
    // Refused, malformed and replayed statements that name an undertaking.
    let over = stage.honest.grant_of("host-a", UNDERTAKING, "999999.00");
    for jws in [&over, &over, &over.replace('.', ".."), &over[..over.len() - 2]] {
        stage.honest.submit(jws).unwrap();
    }
    stage.honest.send_batch(&format!("{over}\n{UNDERTAKING}\n{}", tokens["operator"])).unwrap();
    caller.requests + 40
}

#[test]
fn log_lines_hold_no_token_no_key_no_undertaking_and_no_purpose() {
    let stage = Stage::start(&Setup::tokens());
    let requests = traffic(&stage);
    stage.honest.progress(2);
    let Stage { serving, place, .. } = stage;
    let ended = serving.stop();
    place.check_log();
    println!("{requests} requests, {} log lines", ended.log.lines().count());
    assert!(ended.log.lines().count() > 100, "requests are logged");
}

#[test]
fn nor_do_they_at_the_level_that_says_most() {
    let level = if long() { "trace" } else { "debug" };
    let mut setup = Setup::tokens();
    setup.variables.push(("RUST_LOG".into(), level.into()));
    let stage = Stage::start(&setup);
    let requests = traffic(&stage);
    let Stage { serving, place, .. } = stage;
    let ended = serving.stop();
    place.check_log();
    println!("{requests} requests, {} log lines at {level}", ended.log.lines().count());
}
