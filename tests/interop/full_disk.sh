#!/usr/bin/env bash
# A full disk: the ledger stops acknowledging, keeps reading, and resumes after space and a restart.
source "$(dirname "$0")/common.bash"
mkdir "$scratch/disk"
mount -t tmpfs -o size=64m tmpfs "$scratch/disk" 2>/dev/null || { echo "mounting is not allowed here; the file port's ENOSPC test covers this"; exit 77; }
trap 'stop; umount "$scratch/disk" 2>/dev/null; rm -rf "$scratch"' EXIT

"$bin/aidledger" init --data "$scratch/disk/data" --origin full.example/log --operator "Full disk test" >"$scratch/init.log"
serve "$scratch/disk/data" "$scratch/serve.log"
line() { printf '{"type":"eu.aidledger.party.admitted.v1","subject":"%s","data":{"party":"%s","name":"P","roles":["auditor"],"keys":[],"mandates":[]}}\n' "$1" "$1"; }
send() {
  "$bin/aidledger" submit --server "$url" --key "$scratch/disk/data.owner/operator.jwk" --source operator "$1" --receipts "$scratch/receipts"
}
line before >"$scratch/before.jsonl"
send "$scratch/before.jsonl" >"$scratch/submit.log" 2>&1 || { cat "$scratch/submit.log"; exit 1; }

dd if=/dev/zero of="$scratch/disk/ballast" bs=64k status=none 2>/dev/null || true
for number in $(seq 200); do line "full-$number"; done >"$scratch/full.jsonl"
if timeout 60 "$bin/aidledger" submit --server "$url" --key "$scratch/disk/data.owner/operator.jwk" --source operator "$scratch/full.jsonl" --receipts "$scratch/receipts" >"$scratch/submit.log" 2>&1; then
  echo "200 statements were acknowledged on a full disk"; exit 1
fi
curl -sf "$url/v1/ledger" >/dev/null || { echo "reading stopped too"; exit 1; }
stop
rm "$scratch/disk/ballast"
serve "$scratch/disk/data" "$scratch/serve-again.log"
send "$scratch/full.jsonl" >"$scratch/submit.log" 2>&1 || { tail "$scratch/submit.log"; exit 1; }
stop
"$bin/aid-audit" verify "$scratch/disk/data/log" --state "$scratch/state" >"$scratch/verify.log" 2>&1 || { tail -20 "$scratch/verify.log"; exit 1; }
echo "stopped on a full disk, read on, resumed after space and a restart"
