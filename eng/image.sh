#!/usr/bin/env bash
# usage: eng/image.sh IMAGE: publishes the program, and builds the container image around it.
set -euo pipefail
cd "$(dirname "$0")/.."

log=artifacts/image.log
eng/publish.sh artifacts/image "$log" || {
  echo "image: publishing failed; all of it is in $log" >&2
  exit 1
}
docker build --tag "$1" --file deploy/Dockerfile artifacts/image
