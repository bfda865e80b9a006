#!/usr/bin/env bash
# The published JSON Schemas, of events and of packs, accept every good vector and refuse every bad one whose fault a
# schema can see.
# Exit code: 0 passed, 1 failed, 77 cannot run here.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

python=tests/.venv/bin/python
[ -x "$python" ] || { echo "no tests/.venv with the packages of tests/requirements.txt: ./test makes it"; exit 77; }
export AIDLEDGER_ORACLE=${CARGO_TARGET_DIR:-target}/debug/aidledger-oracle
[ -x "$AIDLEDGER_ORACLE" ] || { echo "no $AIDLEDGER_ORACLE: cargo build --workspace --bins"; exit 1; }
"$python" -B tests/interop/check_schemas.py
"$python" -B tests/interop/check_packs.py
