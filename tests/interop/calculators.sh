#!/usr/bin/env bash
# The SME test and recovery interest, a second time in Python, on thousands of random questions: rings, holdings in each other,
# owners of both, accounts that are missing, changes over two years; disposals, payments, rates of several States.
#
# QUESTIONS (5000) and SEED (1) choose them. The first question of each difference is kept under the target directory and named.
# Exit code: 0 passed, 1 failed, 77 cannot run here.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

command -v python3 >/dev/null || { echo "no python3"; exit 77; }
python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "python3 is older than 3.11"; exit 77; }

target=${CARGO_TARGET_DIR:-target}
calculators=$target/debug/calculators
[ -x "$calculators" ] || { echo "no $calculators: cargo build --workspace --bins"; exit 1; }
mkdir -p "$target/test-logs"
exec python3 -B tests/interop/evaluator/compare_calculators.py --binary "$calculators" --questions "${QUESTIONS:-5000}" \
  --seed "${SEED:-1}" --keep "$target/test-logs/calculators-difference.jsonl" "$@"
