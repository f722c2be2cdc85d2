#!/usr/bin/env bash
# make up ONCE=1: the sample stacks come up, one container is removed, Plumb heals it and says why; then everything is stopped again.
set -euo pipefail
cd "$(dirname "$0")/.."

base=$PWD/.plumb/once
mkdir -p "$base"
exec 8>"$base/.lock"
flock --nonblock 8 || { echo "once: another make up ONCE=1 runs in this checkout; wait for its end." >&2; exit 1; }

private_before=$([ -f .plumb/engine/pid ] && echo yes || echo no)
DOCKER_HOST=$(eng/machine/ensure-engine.sh .plumb/engine 8>&-)
PLUMB_COMPOSE_BINARY=$(eng/machine/find-compose.sh "$PWD/artifacts/tools/compose-2.40")
export DOCKER_HOST PLUMB_COMPOSE_BINARY
eng/machine/ensure-sample-image.sh

# Project names that are this checkout's own, so that nothing that runs already is met.
prefix=once-$(pwd | sha256sum | cut -c1-6)-
stacks=("${prefix}cache" "${prefix}web" "${prefix}worker")
plumb=

remove_stacks() {
  local stack kind ids
  for stack in "${stacks[@]}"; do
    ids=$(docker ps -aq --filter "label=com.docker.compose.project=$stack")
    # shellcheck disable=SC2086
    [ -z "$ids" ] || docker rm -f $ids >/dev/null
    for kind in network volume; do
      ids=$(docker $kind ls -q --filter "label=com.docker.compose.project=$stack")
      # shellcheck disable=SC2086
      [ -z "$ids" ] || docker $kind rm $ids >/dev/null
    done
  done
}
stop_all() {
  local code=$?
  trap - EXIT
  if [ -n "$plumb" ] && kill -0 "$plumb" 2>/dev/null; then
    kill -TERM "$plumb"
    wait "$plumb" || true
  fi
  if [ $code -ne 0 ]; then
    echo "once: failed. The last lines of $base/plumb.log:" >&2
    tail -n 20 "$base/plumb.log" >&2 || true
  fi
  remove_stacks || code=1
  if [ "$private_before" = no ]; then eng/machine/stop-engine.sh .plumb/engine || code=1; fi
  exit $code
}
trap stop_all EXIT
trap 'exit 130' INT TERM

rm -rf "$base/data" "$base/repository"
remove_stacks
eng/samples.sh "$base/repository" "$prefix"

# A port that nobody listens on.
port=18080
while (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + 1)); done
export PLUMB_SERVER=http://127.0.0.1:$port PLUMB_DATA=$base/data NO_COLOR=1

show() { echo; echo "\$ $*" | sed "s#bin/plumb#plumb#"; "$@"; }
until_true() { # SECONDS COMMAND…
  local until=$((SECONDS + $1)); shift
  while ! "$@" >/dev/null 2>&1; do
    kill -0 "$plumb" 2>/dev/null || { echo "once: Plumb ended by itself" >&2; return 1; }
    [ $SECONDS -lt $until ] || { echo "once: waited in vain for: $*" >&2; return 1; }
    sleep 0.1
  done
}
running() { docker ps -q --no-trunc --filter "label=com.docker.compose.project=$1" --filter "label=com.docker.compose.service=$2" --filter status=running | grep .; }
replaced() { running "$1" "$2" | grep -vqx "$3"; }

echo "\$ plumb up --repo … --revision main --dir stacks"
bin/plumb up --repo "$base/repository" --revision main --dir stacks --data "$base/data" --listen "127.0.0.1:$port" >"$base/plumb.log" 2>&1 8>&- &
plumb=$!
until_true 60 bin/plumb get stacks
for stack in "${stacks[@]}"; do
  until_true 30 bin/plumb describe stack "$stack"
  bin/plumb wait stack "$stack" --for synced --timeout 2m
done
show bin/plumb get stacks

old=$(running "${prefix}web" web)
start=$(date +%s%3N)
show docker rm -f "${prefix}web-web-1"
until_true 60 replaced "${prefix}web" web "$old"
echo "running again after $(($(date +%s%3N) - start)) ms"
bin/plumb wait stack "${prefix}web" --for healthy --timeout 1m
recorded() { bin/plumb get decisions -o json | grep -q '"succeeded"' && bin/plumb explain stack "${prefix}web" | grep -q web; }
until_true 30 recorded
show bin/plumb explain stack "${prefix}web"
show bin/plumb get decisions
echo
echo "once: three stacks came up from Git, one container was removed, and Plumb put it back."
