#!/usr/bin/env bash
# make up: makes sure of an engine and of Compose, and runs bin/plumb on REPO (REVISION, DIR), or on a sample repository.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ -n "${ONCE:-}" ]; then exec eng/once.sh; fi

DOCKER_HOST=$(eng/machine/ensure-engine.sh .plumb/engine)
PLUMB_COMPOSE_BINARY=$(eng/machine/find-compose.sh "$PWD/artifacts/tools/compose-2.40")
export DOCKER_HOST PLUMB_COMPOSE_BINARY
listen=${LISTEN:-127.0.0.1:8080}
data=${DATA:-$PWD/.plumb/data}
arguments=(--data "$data" --listen "$listen")

if [ -n "${REPO:-}" ]; then
  arguments+=(--repo "$REPO")
  if [ -n "${REVISION:-}" ]; then arguments+=(--revision "$REVISION"); fi
  if [ -n "${DIR:-}" ]; then arguments+=(--dir "$DIR"); fi
  cat >&2 <<EOF

Plumb keeps the stacks of $REPO true on $DOCKER_HOST.
In another terminal:
  bin/plumb get stacks
  bin/plumb explain stack NAME
Stop it with Ctrl+C: the containers stay.

EOF
else
  eng/machine/ensure-sample-image.sh
  eng/samples.sh .plumb/sample
  arguments+=(--repo "$PWD/.plumb/sample" --revision main --dir stacks)
  cat >&2 <<EOF

Plumb keeps three sample stacks true, from the Git repository .plumb/sample on $DOCKER_HOST.
In another terminal:
  bin/plumb get stacks                                   what should be, and what is
  export DOCKER_HOST=$DOCKER_HOST
  docker rm -f web-web-1                                 break something…
  bin/plumb explain stack web                            …and see it repaired, and why
  edit .plumb/sample/stacks/web/index.html, commit, and see one service restart
Stop it with Ctrl+C: the containers stay. make down stops an engine that was started here.

EOF
fi
exec bin/plumb up "${arguments[@]}"
