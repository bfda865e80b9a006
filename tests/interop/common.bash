# Shared by the scripts in this folder: binaries, a scratch folder, a small ledger made by the demonstration.
# shellcheck shell=bash
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

bin=${CARGO_TARGET_DIR:-target}/debug
scratch=$(mktemp -d)
server=
stop() {
  if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; server=; fi
}
trap 'stop; rm -rf "$scratch"' EXIT

skip() { echo "$1"; exit 77; }

# serve DATA LOGFILE [ARGUMENT...]: serves a ledger on a free loopback port; sets $server (pid) and $url.
serve() {
  local data=$1 log=$2
  shift 2
  "$bin/aidledger" serve --data "$data" --listen 127.0.0.1:0 "$@" >"$log" 2>&1 &
  server=$!
  for _ in $(seq 200); do
    url=$(grep -oE 'http://127\.0\.0\.1:[0-9]+' "$log" | head -1) || true
    if [ -n "$url" ] && curl -sf "$url/healthz" >/dev/null 2>&1; then return 0; fi
    kill -0 "$server" 2>/dev/null || { cat "$log"; return 1; }
    sleep 0.1
  done
  echo "no answer from the server within 20 s"
  cat "$log"
  return 1
}
