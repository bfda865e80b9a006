#!/usr/bin/env bash
# Our reader of identifiers and python-stdnum agree on every scheme: sound numbers, wrong check digits, older forms, persons.
# Exit code: 0 passed, 1 failed, 77 cannot run here.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

python=tests/.venv/bin/python
[ -x "$python" ] || { echo "no tests/.venv with the packages of tests/requirements.txt: ./test makes it"; exit 77; }
export AIDLEDGER_ORACLE=${CARGO_TARGET_DIR:-target}/debug/aidledger-oracle
[ -x "$AIDLEDGER_ORACLE" ] || { echo "no $AIDLEDGER_ORACLE: cargo build --workspace --bins"; exit 1; }
exec "$python" -B tests/interop/check_identifiers.py
