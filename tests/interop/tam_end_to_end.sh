#!/usr/bin/env bash
# Foreign awards from file to verified log: import, rates, submit, audit. The synthetic file always runs; the real
# exports of the Union's register run where they are found (AIDLEDGER_DATA, default ../shared/data).
source "$(dirname "$0")/common.bash"
real=${AIDLEDGER_DATA:-../shared/data}

"$bin/aidledger" init --data "$scratch/data" --origin tam.example/log --operator "Import test" >"$scratch/init.log"
"$bin/aidledger" keygen --out "$scratch/register.jwk" >"$scratch/keygen.log"
"$bin/aidledger" party admit --data "$scratch/data" --party tam-register --role register --jwk "$scratch/register.jwk.pub" >"$scratch/admit.log"

files=(tests/data/tam-oddities.csv)
expect_all=no
if [ -d "$real/tam-awards" ]; then
  files=("$real"/tam-awards/*.csv)
  expect_all=yes
  for currency in CZK DKK GBP HRK SEK; do
    "$bin/aidledger" reference import --data "$scratch/data" --table fx --currency "$currency" --from 2016-06-01 --until 2020-08-31 \
      "$real/fx-rates/eurofxref-hist-2014-2026.csv" >>"$scratch/rates.log"
  done
fi
"$bin/aidledger" import tam "${files[@]}" --rejects "$scratch/rejects.csv" >"$scratch/awards.jsonl" 2>"$scratch/import.log"
awards=$(grep -c '"eu.aidledger.award.reported.v1"' "$scratch/awards.jsonl")
rejects=$(python3 -c 'import csv,sys; print(sum(1 for _ in csv.reader(open(sys.argv[1], newline="", encoding="utf-8"))) - 1)' "$scratch/rejects.csv")
rows=$(python3 -c 'import csv,sys; print(sum(sum(1 for _ in csv.reader(open(f, newline="", encoding="utf-8", errors="replace"))) - 1 for f in sys.argv[1:]))' "${files[@]}")
if [ "$expect_all" = yes ] && [ $((awards + rejects)) != "$rows" ]; then
  echo "$awards awards and $rejects rejects are not $rows rows"; exit 1
fi

serve "$scratch/data" "$scratch/serve.log"
"$bin/aidledger" submit --server "$url" --key "$scratch/register.jwk" --source tam-register "$scratch/awards.jsonl" \
  --receipts "$scratch/receipts" >"$scratch/submit.log" 2>&1 || { tail -20 "$scratch/submit.log"; exit 1; }
stop
"$bin/aid-audit" verify "$scratch/data/log" --state "$scratch/state" --report "$scratch/report.json" >"$scratch/verify.log" 2>&1 || { tail -20 "$scratch/verify.log"; exit 1; }
"$bin/aid-audit" replay "$scratch/data/log" --format json 2>"$scratch/replay.log" >"$scratch/replay.jsonl" || { tail "$scratch/replay.log"; exit 1; }
python3 - "$scratch/replay.jsonl" "$awards" <<'PY'
import json, sys
lines = [json.loads(line) for line in open(sys.argv[1])]
reported = [line for line in lines if str(line["id"]).startswith("tam.")]
outcomes = {}
for line in reported:
    kind = "uncounted" if "uncounted" in line["flags"] else line["outcome"]
    outcomes[kind] = outcomes.get(kind, 0) + 1
ranges = sum(1 for line in reported if line["gge"] and len(line["gge"]) == 2)
print("replayed:", len(lines), "entries;", outcomes, ";", ranges, "ranges stayed ranges")
assert len(reported) == int(sys.argv[2]), (len(reported), sys.argv[2])
assert all(line["outcome"] == "recorded" for line in reported)
assert ranges > 0
PY
echo "$awards awards and $rejects rejects of $rows rows imported, submitted and verified"
[ "$expect_all" = yes ] || echo "(the synthetic file only: $real/tam-awards is absent)"
