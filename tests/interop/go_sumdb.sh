#!/usr/bin/env bash
# Go's golang.org/x/mod/sumdb/{note,tlog} verifies checkpoint, tree, tiles, proofs and receipts of a generated log;
# so do a mirror fetched from a plain web server and a copy made by rsync while the log is written.
source "$(dirname "$0")/common.bash"
command -v go >/dev/null || skip "Go is not installed (Debian: golang-go golang-golang-x-mod-dev)"
[ -d /usr/share/gocode/src/golang.org/x/mod/sumdb ] || skip "golang.org/x/mod is not installed (Debian: golang-golang-x-mod-dev)"
command -v rsync >/dev/null || skip "rsync is not installed"

export GO111MODULE=off GOPATH="$scratch/gopath:/usr/share/gocode" GOCACHE="$scratch/gocache" GOFLAGS=-buildvcs=false
go build -o "$scratch/verify_log" tests/interop/go/verify_log.go

"$bin/aidledger" demo --once --events 900 --seed 11 --data "$scratch/demo" >"$scratch/demo.log" 2>&1 || { tail -30 "$scratch/demo.log"; exit 1; }
log=$scratch/demo/log

# Two receipts, made offline: an early one and the last.
size=$(sed -n 2p "$log/checkpoint")
receipts=()
for position in 3 $((size - 1)); do
  "$bin/aid-audit" prove "$log" --position "$position" --entry "$scratch/$position.json" >"$scratch/$position.tlog-proof"
  receipts+=("$scratch/$position.tlog-proof" "$scratch/$position.json")
done
"$scratch/verify_log" "$log" "${receipts[@]}"

# A changed byte must be seen by the foreign verifier too, or its yes above means nothing.
cp -r "$log" "$scratch/tampered"
byte=$(dd if="$log/tile/entries/000" bs=1 skip=300 count=1 status=none)
[ "$byte" = x ] && other=y || other=x
printf %s "$other" | dd of="$scratch/tampered/tile/entries/000" bs=1 seek=300 conv=notrunc status=none
if "$scratch/verify_log" "$scratch/tampered" 2>"$scratch/refused"; then echo "the foreign verifier accepted a changed byte"; exit 1; fi

# A mirror of a plain web server.
(cd "$log" && exec python3 -m http.server --bind 127.0.0.1 0 >"$scratch/web.log" 2>&1) &
server=$!
for _ in $(seq 100); do
  port=$(sed -nE 's/.*port ([0-9]+).*/\1/p' "$scratch/web.log" | head -1)
  [ -n "$port" ] && break
  sleep 0.1
done
[ -n "${port:-}" ] || port=$(ss -ltnp 2>/dev/null | sed -nE "s/.*:([0-9]+) .*pid=$server,.*/\1/p" | head -1)
key=$(head -1 "$log/vkey")
"$bin/aid-audit" verify "http://127.0.0.1:$port" --log "$key" --state "$scratch/state-web" >"$scratch/web-verify.log" 2>&1 || { tail -20 "$scratch/web-verify.log"; exit 1; }
stop

# A copy by rsync in mid-write: what it holds verifies, whichever head it caught.
cp -r "$scratch/demo" "$scratch/live"
serve "$scratch/live" "$scratch/serve.log"
for number in $(seq 300); do
  printf '{"type":"eu.aidledger.party.admitted.v1","subject":"late-%s","data":{"party":"late-%s","name":"Late","roles":["auditor"],"keys":[],"mandates":[]}}\n' "$number" "$number"
done >"$scratch/more.jsonl"
"$bin/aidledger" submit --server "$url" --key "$scratch/live/keys/operator.jwk" --source operator "$scratch/more.jsonl" --receipts "$scratch/receipts" >"$scratch/submit.log" 2>&1 &
writer=$!
for round in 1 2 3; do
  # The checkpoint first: tiles only grow, so whatever it needs is there when they are copied after it.
  mkdir -p "$scratch/copy-$round"
  rsync -a "$scratch/live/log/checkpoint" "$scratch/live/log/vkey" "$scratch/copy-$round/"
  rsync -a --exclude checkpoint "$scratch/live/log/" "$scratch/copy-$round/"
  "$scratch/verify_log" "$scratch/copy-$round"
  "$bin/aid-audit" verify "$scratch/copy-$round" --state "$scratch/state-copy" >"$scratch/copy.log" 2>&1 || { tail -20 "$scratch/copy.log"; exit 1; }
done
wait "$writer" || { tail "$scratch/submit.log"; exit 1; }
stop
echo "go, web mirror and three copies in mid-write agree"
