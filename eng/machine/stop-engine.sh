#!/usr/bin/env bash
# usage: stop-engine.sh STATE-DIRECTORY: stops the private engine that ensure-engine.sh started there, with its containers. Its data stays.
set -euo pipefail

state=${1:?STATE-DIRECTORY}
[ -f "$state/pid" ] || exit 0
engine=$(cat "$state/pid")
# The number may have been given to another process since.
if [ -r "/proc/$engine/cmdline" ] && tr '\0' ' ' <"/proc/$engine/cmdline" | grep -qF -- "--pidfile $(cd "$state" && pwd)/pid"; then
  kill "$engine"
  for _ in $(seq 300); do
    kill -0 "$engine" 2>/dev/null || break
    sleep 0.1
  done
  if kill -0 "$engine" 2>/dev/null; then
    echo "stop-engine: process $engine does not end; see $state/log" >&2
    exit 1
  fi
  echo "stop-engine: the private engine is stopped (data stays in $state)" >&2
fi
rm -f "$state/pid" "$state/docker.sock"
busybox ip link del plumb0 2>/dev/null || true
