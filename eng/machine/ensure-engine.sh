#!/usr/bin/env bash
# usage: ensure-engine.sh STATE-DIRECTORY
# Prints the DOCKER_HOST of an engine that answers: the one DOCKER_HOST names, else the machine's, else (as root) a private one
# whose data, socket and process id are in STATE-DIRECTORY; eng/machine/stop-engine.sh stops that one.
set -euo pipefail

state=${1:?STATE-DIRECTORY}
say() { echo "ensure-engine: $*" >&2; }
answers() { DOCKER_HOST=$1 timeout 10 docker version --format '{{.Server.Version}}' >/dev/null 2>&1; }
export PATH=$PATH:/usr/sbin:/sbin

if [ -n "${DOCKER_HOST:-}" ]; then
  if answers "$DOCKER_HOST"; then echo "$DOCKER_HOST"; exit 0; fi
  say "DOCKER_HOST is $DOCKER_HOST, and no engine answers there. Start it, or unset DOCKER_HOST to use another."
  exit 1
fi
if answers unix:///var/run/docker.sock; then echo unix:///var/run/docker.sock; exit 0; fi

mkdir -p "$state"
state=$(cd "$state" && pwd)
host=unix://$state/docker.sock
if answers "$host"; then echo "$host"; exit 0; fi
if [ "$(id -u)" != 0 ]; then
  say "no Docker engine answers at /var/run/docker.sock, and only root can start a private one. Start Docker, or run this as root."
  exit 1
fi
"$(dirname "$0")/ensure-test-tools.sh" >&2

# A bridge of its own, so that an engine that is started later by the machine finds docker0 free.
bridge=plumb0
if ! busybox ip link show "$bridge" >/dev/null 2>&1; then
  busybox ip link add "$bridge" type bridge 2>/dev/null && busybox ip addr add 172.30.255.1/24 dev "$bridge" && busybox ip link set "$bridge" up ||
    { say "no bridge can be made here: the engine runs without a default one"; bridge=none; }
fi

# The first of these ways that works: nested machines may lack overlay mounts or iptables.
for way in "--storage-driver=overlay2" "--storage-driver=vfs" "--storage-driver=vfs --iptables=false --ip-masq=false"; do
  rm -f "$state/pid" "$state/docker.sock"
  # shellcheck disable=SC2086
  setsid dockerd --data-root "$state/root" --exec-root "$state/exec" --pidfile "$state/pid" --host "$host" --bridge "$bridge" \
    --default-address-pool base=172.31.0.0/16,size=24 $way </dev/null >"$state/log" 2>&1 9>&- &
  engine=$!
  for _ in $(seq 300); do
    if answers "$host"; then
      say "no engine was running: started a private one (process $engine, data in $state; make down stops it)"
      echo "$host"
      exit 0
    fi
    kill -0 "$engine" 2>/dev/null || break
    sleep 0.1
  done
  kill "$engine" 2>/dev/null && wait "$engine" || true
done
say "a private engine did not start. The last lines of $state/log:"
tail -n 15 "$state/log" >&2
exit 1
