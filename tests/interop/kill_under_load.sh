#!/usr/bin/env bash
# kill -9 while grants are posted: after each restart every receipt given is still true, and the rest can be sent again.
# ROUNDS (default 12; the long run uses 200) and LINES a round.
source "$(dirname "$0")/common.bash"
rounds=${ROUNDS:-12} lines=${LINES:-60}

"$bin/aidledger" init --data "$scratch/data" --origin kill.example/log --operator "Kill test" >"$scratch/init.log"
number=0
for round in $(seq "$rounds"); do
  serve "$scratch/data" "$scratch/serve-$round.log"
  for _ in $(seq "$lines"); do
    number=$((number + 1))
    printf '{"type":"eu.aidledger.party.admitted.v1","subject":"p-%s","data":{"party":"p-%s","name":"P","roles":["auditor"],"keys":[],"mandates":[]}}\n' "$number" "$number"
  done >>"$scratch/all.jsonl"
  "$bin/aidledger" submit --server "$url" --key "$scratch/data.owner/operator.jwk" --source operator \
    "$scratch/all.jsonl" --receipts "$scratch/receipts" >"$scratch/submit.log" 2>&1 &
  client=$!
  # Somewhere inside the writing, a different moment each round.
  sleep "0.$((RANDOM % 9))$((RANDOM % 10))"
  kill -9 "$server"; wait "$server" 2>/dev/null || true; server=
  # The client dies too; what it had written down is enough for the next run to go on.
  kill -9 "$client" 2>/dev/null || true; wait "$client" 2>/dev/null || true
done

serve "$scratch/data" "$scratch/serve-last.log"
"$bin/aidledger" submit --server "$url" --key "$scratch/data.owner/operator.jwk" --source operator \
  "$scratch/all.jsonl" --receipts "$scratch/receipts" >"$scratch/submit-last.log" 2>&1 || { tail "$scratch/submit-last.log"; exit 1; }
stop
wanted=$number
given=$(find "$scratch/receipts" -name '*.tlog-proof' | wc -l)
[ "$given" = "$wanted" ] || { echo "$given receipts for $wanted statements"; exit 1; }
"$bin/aid-audit" verify "$scratch/data/log" --state "$scratch/state" >"$scratch/verify.log" 2>&1 || { tail -20 "$scratch/verify.log"; exit 1; }
# Every receipt's entry stands in the log exactly once: no loss, no doubling.
entries=$(sed -n 2p "$scratch/data/log/checkpoint")
[ "$entries" -ge "$wanted" ] || { echo "$entries entries for $wanted receipts"; exit 1; }
founding=$((entries - wanted))
[ "$founding" -lt 12 ] || { echo "$founding entries more than were sent: something was recorded twice"; exit 1; }
echo "$rounds kills, $given receipts, $entries entries, all sound"
