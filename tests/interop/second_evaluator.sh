#!/usr/bin/env bash
# A second evaluator of docs/spec/rules.md, in Python, and the engine agree on every verdict of thousands of streams.
#
# STREAMS (2000) and SEED (1) choose the streams; FEATURES is `new` (the default) for the whole vocabulary or `old` for
# grants, reports, reductions, withdrawals, corrections, identifications, retractions and exchange rates alone.
# On a difference the shrunk stream is kept under the target directory and named.
# Exit code: 0 passed, 1 failed, 77 cannot run here.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

command -v python3 >/dev/null || { echo "no python3"; exit 77; }
python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "python3 is older than 3.11"; exit 77; }
target=${CARGO_TARGET_DIR:-target}
audit=$target/debug/aid-audit
[ -x "$audit" ] || { echo "no $audit: cargo build --workspace --bins"; exit 1; }

(cd tests/interop/evaluator && python3 -B -m unittest -q test_evaluator)
mkdir -p "$target/test-logs"
exec python3 -B tests/interop/evaluator/compare.py --audit "$audit" --streams "${STREAMS:-2000}" --seed "${SEED:-1}" \
  --features "${FEATURES:-new}" --keep "$target/test-logs/second-evaluator-difference.jsonl" "$@"
