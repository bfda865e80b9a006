//! How identifiers are normalised, frozen in `tests/vectors/id/`, and the check digits of real LEIs.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test stops at the first surprise, with its place"
)]

use aidledger_tests::data::data_dir;
use aidledger_tests::vectors::vectors_dir;
use ledger::ids::{EventId, IdError, MemberState, PartyId, ScopedRef, UndertakingId};
use ledger::json::{Json, parse};

fn lines(file: &str) -> Vec<Json> {
    let text = std::fs::read_to_string(vectors_dir().join("id").join(file)).expect("the vectors are there");
    text.lines().map(|line| parse(line.as_bytes()).expect("a vector is strict JSON")).collect()
}

fn text<'a>(line: &'a Json, name: &str) -> &'a str {
    line.member(name).and_then(Json::text).expect("a vector has kind, spelling, why, and handle or error")
}

/// The handle of a spelling; scoped ids as party `csc` writes them.
fn handle(kind: &str, spelling: &str) -> Result<String, IdError> {
    match kind {
        "undertaking" => spelling.parse::<UndertakingId>().map(|id| id.to_string()),
        "party" => spelling.parse::<PartyId>().map(|id| id.to_string()),
        "event" => spelling.parse::<EventId>().map(|id| id.to_string()),
        "member-state" => spelling.parse::<MemberState>().map(|id| id.to_string()),
        "scoped" => {
            let own = "csc".parse::<PartyId>()?;
            spelling.parse::<ScopedRef>().map(|id| id.full(&own).to_string())
        }
        _ => Err(IdError::Scheme),
    }
}

fn word(error: IdError) -> &'static str {
    match error {
        IdError::Form => "form",
        IdError::Scheme => "scheme",
        IdError::Country | IdError::CountryOf(_) => "country",
        IdError::Check => "check",
        IdError::Person => "person",
    }
}

#[test]
fn every_spelling_has_the_frozen_handle() {
    for line in lines("good.jsonl") {
        let (kind, spelling) = (text(&line, "kind"), text(&line, "spelling"));
        assert_eq!(handle(kind, spelling).as_deref(), Ok(text(&line, "handle")), "{line}");
        // A handle is its own spelling, or normalising twice would give a third thing.
        assert_eq!(handle(kind, text(&line, "handle")).as_deref(), Ok(text(&line, "handle")), "{line}");
    }
}

#[test]
fn every_wrong_spelling_is_refused_for_the_frozen_reason() {
    for line in lines("bad.jsonl") {
        let refused = handle(text(&line, "kind"), text(&line, "spelling"));
        assert_eq!(refused.map_err(word), Err(text(&line, "error")), "{line}");
    }
}

#[test]
fn too_long_an_id_is_refused() {
    let number = |digits: usize| format!("NID:FI:{}", "1".repeat(digits));
    assert!(number(121).parse::<UndertakingId>().is_ok(), "128 bytes");
    assert_eq!(number(122).parse::<UndertakingId>(), Err(IdError::Form));
    assert!("p".repeat(64).parse::<PartyId>().is_ok());
    assert_eq!("p".repeat(65).parse::<PartyId>(), Err(IdError::Form));
    assert!("e".repeat(64).parse::<EventId>().is_ok());
    assert_eq!("e".repeat(65).parse::<EventId>(), Err(IdError::Form));
    assert!("s".repeat(128).parse::<ScopedRef>().is_ok());
    assert_eq!("s".repeat(129).parse::<ScopedRef>(), Err(IdError::Form));
}

#[test]
fn what_is_refused_says_what_to_do_and_never_repeats_the_number() {
    let said = |spelling: &str| spelling.parse::<UndertakingId>().unwrap_err().to_string();
    assert!(said("NID:LT:33309240064").contains("`PRS:` and a pseudonym (`aidledger pseudonym`)"));
    assert!(!said("NID:LT:33309240064").contains("33309240064"));
    assert!(said("EORI:ZZ1").contains("GR for Greece"), "each scheme names its own codes");
    assert!(said("VAT:ZZ12345").contains("EL for Greece"));
    assert!(said("EUID:ZZREG.1").contains("EL for Greece"));
    assert!(said("NID:ZZ:1").contains("GB for the United Kingdom"));
}

fn lei_is_sound(lei: &str) -> bool {
    format!("LEI:{lei}").parse::<UndertakingId>().is_ok()
}

#[test]
fn third_party_check_vectors_agree() {
    let Some(file) = data_dir().map(|dir| dir.join("test-vectors/lei_check_vectors.json")) else {
        println!("SKIPPED real-data: no folder with real data beside the repository");
        return;
    };
    let Ok(bytes) = std::fs::read(&file) else {
        println!("SKIPPED real-data: no {}", file.display());
        return;
    };
    let json = parse(&bytes).expect("strict JSON");
    let Some(Json::Array(cases)) = json.member("cases") else { panic!("no cases") };
    assert!(cases.len() >= 7, "{} cases", cases.len());
    for case in cases {
        let Json::Array(pair) = case else { panic!("{case}") };
        assert_eq!(Json::Bool(lei_is_sound(pair[0].text().unwrap_or_default())), pair[1], "{case}");
    }
}

#[test]
fn real_leis_pass_and_their_typing_errors_do_not() {
    let Some(file) = data_dir().map(|dir| dir.join("group-ownership/gleif_lei2_goldencopy_2024-05-05.csv"))
    else {
        println!("SKIPPED real-data: no folder with real data beside the repository");
        return;
    };
    let Ok(text) = std::fs::read_to_string(&file) else {
        println!("SKIPPED real-data: no {}", file.display());
        return;
    };
    let leis: Vec<&str> = text.lines().skip(1).filter_map(|row| row.split(',').next()).collect();
    assert!(leis.len() > 100, "{} rows", leis.len());
    for lei in leis {
        assert!(lei_is_sound(lei), "{lei}");
        // Mod 97-10 finds every single wrong digit and every swap of two unequal neighbours.
        let digits: Vec<char> = lei.chars().collect();
        for at in 0..digits.len() {
            let mut typed = digits.clone();
            // A digit for a digit, a letter for a letter: otherwise the number gets another length.
            typed[at] = match typed[at] {
                '7' => '3',
                'Q' => 'B',
                digit if digit.is_ascii_digit() => '7',
                _ => 'Q',
            };
            assert!(!lei_is_sound(&typed.iter().collect::<String>()), "{lei} with place {at} changed");
        }
        for at in 1..digits.len() {
            let mut typed = digits.clone();
            typed.swap(at - 1, at);
            let digit_pair = typed[at].is_ascii_digit() && typed[at - 1].is_ascii_digit();
            if digit_pair && typed[at] != typed[at - 1] {
                assert!(!lei_is_sound(&typed.iter().collect::<String>()), "{lei} with place {at} swapped");
            }
        }
    }
}
