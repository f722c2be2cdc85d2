#!/usr/bin/env bash
# make up: makes sure of an engine and of Compose, and runs bin/plumb on REPO (REVISION, DIR), or on a sample repository.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ -n "${ONCE:-}" ]; then exec eng/once.sh; fi

DOCKER_HOST=$(eng/machine/ensure-engine.sh .plumb/engine)
PLUMB_COMPOSE_BINARY=$(eng/machine/find-compose.sh "$PWD/artifacts/tools/compose-2.40")
export DOCKER_HOST PLUMB_COMPOSE_BINARY
# Beside the program, where bin/plumb finds it in any terminal.
ln -sfn "$PLUMB_COMPOSE_BINARY" bin/docker-compose
listen=${LISTEN:-127.0.0.1:8080}
data=${DATA:-$PWD/.plumb/data}

# For the other terminal: this engine, this Compose, this Plumb.
mkdir -p .plumb
{
  printf 'export DOCKER_HOST=%q PLUMB_COMPOSE_BINARY=%q\n' "$DOCKER_HOST" "$PLUMB_COMPOSE_BINARY"
  printf 'export PLUMB_SERVER=%q PLUMB_DATA=%q\n' "http://$listen" "$data"
  printf 'export PATH=%q:$PATH\n' "$PWD/bin"
} >.plumb/env
arguments=(--data "$data" --listen "$listen")

if [ -n "${REPO:-}" ]; then
  arguments+=(--repo "$REPO")
  if [ -n "${REVISION:-}" ]; then arguments+=(--revision "$REVISION"); fi
  if [ -n "${DIR:-}" ]; then arguments+=(--dir "$DIR"); fi
  cat >&2 <<EOF

Plumb keeps the stacks of $REPO true on $DOCKER_HOST.
In another terminal:
  . .plumb/env                                           plumb and docker, as they are used here
  plumb get stacks
  plumb explain stack NAME
Stop it with Ctrl+C: the containers stay.

EOF
else
  eng/machine/ensure-sample-image.sh
  eng/samples.sh .plumb/sample
  arguments+=(--repo "$PWD/.plumb/sample" --revision main --dir stacks)
  cat >&2 <<EOF

Plumb keeps three sample stacks true, from the Git repository .plumb/sample on $DOCKER_HOST.
In another terminal:
  . .plumb/env                                           plumb and docker, as they are used here
  plumb get stacks                                       what should be, and what is
  docker rm -f web-web-1                                 break something…
  plumb explain stack web                                …and see it repaired, and why
  edit .plumb/sample/stacks/web/index.html, commit, and see one service restart
Stop it with Ctrl+C: the containers stay. make down stops an engine that was started here.

EOF
fi
exec bin/plumb up "${arguments[@]}"
