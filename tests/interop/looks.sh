#!/usr/bin/env bash
# The record of looks as the document has it: hashes recomputed by Python, files checked by our program, changes noticed by both.
# Exit code: 0 passed, 1 failed, 77 cannot run here.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

command -v python3 >/dev/null || { echo "no python3"; exit 77; }
export AIDLEDGER=${CARGO_TARGET_DIR:-target}/debug/aidledger
[ -x "$AIDLEDGER" ] || { echo "no $AIDLEDGER: cargo build --workspace --bins"; exit 1; }
exec python3 -B tests/interop/check_looks.py
