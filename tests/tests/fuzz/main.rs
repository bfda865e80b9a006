//! Every decoder that a stranger reaches, on cases made from its seeds: bounded in number, the same on every run.
//!
//! `FUZZ_SEED=7 FUZZ_TIMES=50 cargo test -p aidledger-tests --test fuzz` draws others and more of them; `tests/fuzz` runs the
//! same targets under libFuzzer. What is in a target and why: `tests/src/fuzz`.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails by panicking and says what it ran"
)]

mod edits;

use aidledger_tests::fuzz::{TARGETS, Target, target};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

fn number(variable: &str, default: u32) -> u32 {
    std::env::var(variable).map_or(default, |text| text.parse().unwrap())
}

/// Seeds as they are, then cases made from them.
fn run(target: &Target) {
    let seeds = (target.seeds)();
    seeds.iter().for_each(|seed| (target.check)(seed));
    let (seed, times) = (number("FUZZ_SEED", 1), number("FUZZ_TIMES", 1));
    let config =
        Config { cases: target.cases.saturating_mul(times), failure_persistence: None, ..Config::default() };
    let mut state = [0_u8; 32];
    state[..4].copy_from_slice(&seed.to_be_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &state);
    println!("{}: {} seeds, {} cases, FUZZ_SEED={seed}", target.name, seeds.len(), config.cases);
    let strategy = edits::cases(seeds, target.words);
    let outcome = TestRunner::new_with_rng(config, rng).run(&strategy, |case| {
        (target.check)(&case.bytes);
        Ok(())
    });
    assert!(outcome.is_ok(), "{} with FUZZ_SEED={seed}: {}", target.name, outcome.unwrap_err());
}

macro_rules! targets {
    ($($test:ident = $name:literal),* $(,)?) => {
        $(#[test] fn $test() { run(target($name)); })*

        /// The list above and the table say the same.
        #[test]
        fn every_target_runs() {
            let named: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
            assert_eq!(named, [$($name),*]);
        }
    };
}

targets! {
    json = "json", event = "event", jws = "jws", words = "words", entry = "entry", note = "note", vkey = "vkey",
    proof = "proof", policy = "policy", add_checkpoint = "add-checkpoint", cosignature = "cosignature",
    tile_path = "tile-path", tile = "tile", bundle = "bundle", path = "path", query = "query", batch = "batch",
    simulation = "simulation", jwk = "jwk", token = "token",
    pack = "pack", mapping = "mapping", csv = "csv", tam = "tam", rates = "rates", table = "table", facts = "facts",
}

/// Where libFuzzer takes its first inputs from: `FUZZ_CORPUS=DIR` writes the seeds of each target into a folder of its name.
#[test]
fn seeds_can_be_written_down() {
    let Some(folder) = std::env::var_os("FUZZ_CORPUS") else { return };
    for target in TARGETS {
        let folder = std::path::Path::new(&folder).join(target.name);
        std::fs::create_dir_all(&folder).unwrap();
        for (number, seed) in (target.seeds)().iter().enumerate() {
            std::fs::write(folder.join(format!("seed-{number:03}")), seed).unwrap();
        }
    }
}
