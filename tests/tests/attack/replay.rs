//! The attacker has seen somebody's statement, for instance in a file that was left about, and sends it again under a
//! signature of its own or of nobody, to learn what the ledger would tell its signer.

use aidledger_tests::served::key_of;
use ledger::submission::sign;
use serde_json::json;

use crate::support::child::Setup;
use crate::support::people::UNDERTAKING;
use crate::support::stage::Stage;

#[test]
fn a_statement_under_another_signature_tells_nothing() {
    let stage = Stage::start(&Setup::tokens());
    let honest = &stage.honest;
    let refused = honest.grant_of("host-a", UNDERTAKING, "300000.01");
    let first = honest.submit(&refused).unwrap();
    assert_eq!(first.status, 422, "{}", first.text());
    let good = honest.grant_line();
    assert_eq!(honest.submit(&good).unwrap().status, 201);
    let mut tried = 0;
    for jws in [&refused, &good] {
        let payload = ledger::submission::base64url(jws.split('.').nth(1).unwrap()).unwrap();
        let (signed, signature) = jws.rsplit_once('.').unwrap();
        let mut flipped = ledger::submission::base64url(signature).unwrap();
        flipped[40] ^= 1;
        let forged = [
            sign(&payload, &key_of("stranger")),
            sign(&payload, &key_of("host-b")),
            sign(&payload, &key_of("register")),
            format!("{signed}.{}", ledger::submission::to_base64url(&flipped)),
            format!("{signed}.{}", ledger::submission::to_base64url(&[0; 64])),
        ];
        for forged in &forged {
            let got = honest.submit(forged).unwrap();
            assert!(matches!(got.status, 400 | 401 | 403 | 409), "{}: {}", got.status, got.text());
            for word in ["ways_out", "largest_amount_now", "receipt", "tlog-proof", "\"position\""] {
                assert!(!got.text().contains(word), "it tells {word}: {}", got.text());
            }
            tried += 1;
        }
        let batch = honest.send_batch(&forged.join("\n")).unwrap().text();
        for word in ["ways_out", "receipt", "tlog-proof"] {
            assert!(!batch.contains(word), "a batch tells {word}: {batch}");
        }
        // The signer itself gets its first answer again.
        let again = honest.submit(jws).unwrap();
        assert_eq!(again.header("aidledger-replayed"), "true");
    }
    println!("{tried} forged signatures, and as a batch");
}

#[test]
fn an_id_that_was_used_is_not_found_out_by_guessing() {
    let stage = Stage::start(&Setup::tokens());
    let honest = &stage.honest;
    let data = json!({"undertaking": "NID:FI:22222229", "identifiers": [], "natural_person": false});
    let known = honest.payload("undertaking.registered", "host-a", "NID:FI:22222229", &data);
    assert_eq!(honest.submit(&sign(known.as_bytes(), &key_of("host-a"))).unwrap().status, 201);
    let other = known.replace("NID:FI:22222229", "NID:FI:33333338");
    let unused = honest.payload("undertaking.registered", "host-a", "NID:FI:22222229", &data);
    let stranger = key_of("stranger");
    let answers: Vec<(u16, String)> = [&known, &other, &unused]
        .into_iter()
        .map(|payload| honest.submit(&sign(payload.as_bytes(), &stranger)).unwrap())
        .map(|answer| (answer.status, answer.code()))
        .collect();
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{answers:?}");
    println!("{} guesses", answers.len());
}
