//! `FUZZ_TARGET=jws cargo +nightly fuzz run --fuzz-dir tests/fuzz decoders CORPUS-FOLDER`
#![no_main]

use std::sync::LazyLock;

use aidledger_tests::fuzz::{Target, target};
use libfuzzer_sys::fuzz_target;

static CHOSEN: LazyLock<&'static Target> = LazyLock::new(|| {
    target(&std::env::var("FUZZ_TARGET").expect("FUZZ_TARGET names a target of tests/src/fuzz/mod.rs"))
});

fuzz_target!(|bytes: &[u8]| {
    (CHOSEN.check)(bytes);
});
