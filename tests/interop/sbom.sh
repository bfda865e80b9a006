#!/usr/bin/env bash
# The bill of materials: made twice it is the same, names no path of the machine, holds every crate of the lock file that
# is built, and the CycloneDX project's validator takes it.
source "$(dirname "$0")/common.bash"
python=tests/.venv-supply/bin/python
[ -x "$python" ] || skip "no tests/.venv-supply with the packages of tests/requirements-supply.txt: ./test makes it"
[ -x "${CARGO_TARGET_DIR:-target}/tools/bin/cargo-cyclonedx" ] || command -v cargo-cyclonedx >/dev/null ||
  skip "cargo-cyclonedx is not installed: cargo install --locked cargo-cyclonedx@0.5.9"
./release --sbom "$scratch/first"
./release --sbom "$scratch/second"
for program in aidledger aid-audit; do
  cmp "$scratch/first/$program.cdx.json" "$scratch/second/$program.cdx.json"
  "$python" -B tests/interop/check_sbom.py "$program" "$scratch/first/$program.cdx.json" Cargo.lock "$PWD" "$HOME"
done
if compgen -G '*/*.cdx.json' >/dev/null; then echo "a bill of materials was left in the tree"; exit 1; fi
