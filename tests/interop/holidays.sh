#!/usr/bin/env bash
# The shipped list of holidays is what the pinned library calculates.
# Exit code: 0 passed, 1 failed, 77 cannot run here.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

python=tests/.venv/bin/python
[ -x "$python" ] || { echo "no tests/.venv with the packages of tests/requirements.txt: ./test makes it"; exit 77; }
exec "$python" -B tests/interop/check_holidays.py
