#!/usr/bin/env bash
# schemathesis holds every answer of a running server against the server's own /openapi.json: in both access modes,
# with every role's token and with none. A finding of any kind fails.
#
# By default bounded to about 100 s on two cores, with a fixed seed. The long form:
#   FULL=yes CASES=500 SEED=$RANDOM PHASES=examples,coverage,fuzzing,stateful tests/interop/schemathesis.sh
# FULL tries the largest body systematically for every role, CASES is the number of generated requests an operation;
# PROGRAMS names another folder of programs;
# FINDINGS=DIR keeps what was found, one file a run.
source "$(dirname "$0")/common.bash"
bin=$(realpath "${PROGRAMS:-$bin}")
cases=${CASES:-20} seed=${SEED:-11} phases=${PHASES:-examples,coverage,fuzzing}
here=$PWD/tests/interop/schemathesis
tool=$PWD/tests/.venv-schemathesis/bin/schemathesis
[ -x "$tool" ] || skip "no tests/.venv-schemathesis with the packages of tests/requirements-schemathesis.txt: ./test makes it"
findings=${FINDINGS:-$scratch/findings}
mkdir -p "$findings" "$scratch/seeds"

# --- a ledger with something in it: the demonstration's, and a host of our own whose key we hold -----------------------

"$bin/aidledger" demo --once --events 50 --seed 3 --data "$scratch/demo" >"$scratch/demo.log" 2>&1 || { tail -30 "$scratch/demo.log"; exit 1; }
"$bin/aidledger" keygen --out "$scratch/host.jwk" >"$scratch/keygen.log"
"$bin/aidledger" party admit --data "$scratch/demo" --party host --role hosting-entity --member-state FI \
  --jwk "$scratch/host.jwk.pub" >"$scratch/admit.log"
firm=NID:FI:1234567-1
cp -a "$scratch/demo" "$scratch/open"
mv "$scratch/demo" "$scratch/closed"

# sign_all URL OUT: signs one registration, grants that are admitted, one that is refused, one that is a stranger's.
sign_all() {
  local number=0 line
  python3 -B "$here/statements.py" "$bin/aidledger" "$firm" >"$scratch/unsigned.jsonl"
  while IFS= read -r line; do
    number=$((number + 1))
    printf '%s' "$line" >"$scratch/event.json"
    "$bin/aidledger" sign --key "$scratch/host.jwk" --source host --ledger "$1" "$scratch/event.json" >"$scratch/event.jws"
    cat "$scratch/event.jws"
  done <"$scratch/unsigned.jsonl" >"$2"
  [ "$number" -gt 3 ] || { echo "no statements to sign"; return 1; }
}

# start MODE DATA: serves it, submits what opens the tale, leaves the rest to be submitted by the cases.
servers=()
stop_all() { for server in "${servers[@]}"; do stop; done; }
trap 'stop_all; rm -rf "$scratch"' EXIT
start() {
  export AIDLEDGER_ACCESS_MODE=$1
  serve "$2" "$scratch/serve-$1.log"
  unset AIDLEDGER_ACCESS_MODE
  servers+=("$server")
  sign_all "$url" "$scratch/seeds/$1.jws"
  head -n 2 "$scratch/seeds/$1.jws" >"$scratch/first.jsonl"
  "$bin/aidledger" submit --server "$url" "$scratch/first.jsonl" >"$scratch/submit-$1.log" 2>&1 || { cat "$scratch/submit-$1.log"; return 1; }
  rm -rf "$scratch/first.jsonl.receipts"
}
start tokens "$scratch/closed"
closed=$url
start loopback-open "$scratch/open"
open=$url

token() { "$bin/aidledger" token issue --data "$scratch/closed" --days 1 --role "$@"; }
# The tool's own format of a dictionary: a quoted string on each line.
for digest in "$scratch"/closed/log/pack/*; do basename "$digest"; done | sed 's/.*/"&"/' >"$scratch/seeds/packs"
printf '"%s"\n' "$firm" NID:FI:12345671 NID:DE:HRB/1 LEI:5493001KJTIIGC8Y1R12 >"$scratch/seeds/undertakings"

# --- runs ---------------------------------------------------------------------------------------------------------

# try MODE ROLE URL WEIGHT [TOKEN]: one run, which writes one line of figures. WEIGHT is full or light (light.toml).
try() {
  local mode=$1 role=$2 url=$3 weight=$4 token=${5:-} name=$1-$2 code=0 header=()
  [ -z "$token" ] || header=(-H "Authorization: Bearer $token")
  {
    cat "$here/schemathesis.toml"
    [ "$weight" = full ] || cat "$here/light.toml"
    [ "$mode" = tokens ] || cat "$here/open.toml"
  } >"$scratch/$name.toml"
  TRIED_MODE=$mode TRIED_ROLE=$role TRIED_SEEDS=$scratch/seeds PYTHONPATH=$here SCHEMATHESIS_HOOKS=hooks PYTHONDONTWRITEBYTECODE=1 \
    "$tool" --no-color --config-file "$scratch/$name.toml" run "$url/openapi.json" "${header[@]}" --seed "$seed" --generation-database none \
    --max-examples "$cases" --phases "$phases" --report json --report-json-path "$scratch/$name.json" \
    --report-dir "$scratch/$name" >"$scratch/$name.log" 2>&1 </dev/null || code=$?
  python3 -B "$here/figures.py" "$name" "$scratch/$name.json" "$code" >"$scratch/$name.line" || true
  if [ "$code" != 0 ]; then
    cp "$scratch/$name.log" "$findings/$name.log"
    touch "$scratch/found"
  fi
}

# The tool uses one core and the servers little, so two runs go beside each other: the long one, and all others.
rest=light
[ "${FULL:-no}" = no ] || rest=full
cd "$scratch" # the tool leaves its caches where it is started
try tokens auditor "$closed" full "$(token auditor)" &
long=$!
try loopback-open nobody "$open" "$rest"
try tokens nobody "$closed" "$rest"
try tokens applicant "$closed" "$rest" "$(token applicant --undertaking "$firm")"
try tokens hosting-entity "$closed" "$rest" "$(token hosting-entity --party host)"
try tokens operator "$closed" "$rest" "$(token operator)"
wait "$long"

for run in tokens-nobody tokens-applicant tokens-hosting-entity tokens-auditor tokens-operator loopback-open-nobody; do
  cat "$scratch/$run.line" 2>/dev/null || { echo "$run: did not run"; touch "$scratch/found"; }
done
for pid in "${servers[@]}"; do
  kill -0 "$pid" 2>/dev/null || { echo "a server ended by itself"; tail -5 "$scratch"/serve-*.log; touch "$scratch/found"; }
done
echo "seed $seed, $cases generated requests an operation, phases $phases"
if [ -e "$scratch/found" ]; then
  for log in "$findings"/*.log; do
    [ -e "$log" ] || continue
    printf '\n-- %s\n' "$(basename "$log" .log)"
if grep -q '^=* \(ERRORS\|FAILURES\) =*$' "$log"; then
      sed -n '/^=* \(ERRORS\|FAILURES\) =*$/,/^=* \(WARNINGS\|SUMMARY\) =*$/p' "$log" | cut -c1-400 | head -200
    else
      tail -30 "$log"
    fi
  done
  exit 1
fi
