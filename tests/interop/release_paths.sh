#!/usr/bin/env bash
# The flags of ./release keep the builder's folders out of a program, and its check finds them where they are: on a small
# program with a dependency from the registry, since a whole release build takes too long for every run.
source "$(dirname "$0")/common.bash"
here=$PWD
mkdir -p "$scratch/small/src"
# A version that the lock file names, so that it is at hand.
version=$(sed -n '/^name = "base64"$/{n;s/version = "\(.*\)"/\1/p;q}' Cargo.lock)
cat >"$scratch/small/Cargo.toml" <<TOML
[package]
name = "small"
version = "0.0.0"
edition = "2024"
[workspace]
[dependencies]
base64 = "=$version"
[profile.release]
strip = "symbols"
debug = false
TOML
cat >"$scratch/small/src/main.rs" <<'RUST'
use base64::Engine as _;
fn main() {
    // Slices too short for what is asked of them: the panics' places stand in the program, ours and the dependency's.
    let mut room = vec![0_u8; std::env::args().count()];
    let written = base64::engine::general_purpose::STANDARD.encode_slice("text", &mut room).expect(file!());
    let engine = base64::engine::GeneralPurpose::new(&base64::alphabet::STANDARD, base64::engine::general_purpose::PAD);
    println!("{written} {} {}", engine.encode(&room[written..]), std::env::args().nth(9).unwrap());
}
RUST
cd "$scratch/small"
export CARGO_TARGET_DIR=$scratch/small/target
cargo build --quiet --release
cp target/release/small "$scratch/plain"
if "$here/release" --check "$scratch/plain" >"$scratch/found"; then
  echo "the check found nothing in a program built without the flags"; exit 1
fi
cat "$scratch/found"
# The small program lies elsewhere than the checkout, so its own folder is added to the flags.
CARGO_ENCODED_RUSTFLAGS=$({ "$here/release" --flags; echo "--remap-path-prefix=$PWD=/small"; } | head -c -1 | tr '\n' '\037')
export CARGO_ENCODED_RUSTFLAGS
cargo build --quiet --release
"$here/release" --check target/release/small
if grep -qaF -- "$scratch" target/release/small; then echo "the program names the folder it was built in"; exit 1; fi
file_has_symbols=$(readelf -S target/release/small 2>/dev/null | grep -c '\.symtab' || true)
[ "$file_has_symbols" = 0 ] || { echo "the program is not stripped"; exit 1; }
