#!/usr/bin/env bash
# usage: eng/image.sh RID IMAGE: publishes the program with its runtime, and builds the container image around it.
set -euo pipefail
cd "$(dirname "$0")/.."

mkdir -p artifacts
log=artifacts/image.log
rm -rf artifacts/image
dotnet publish src/Plumb.Cli --configuration Release --runtime "$1" --self-contained true --property:PublishReadyToRun=true \
  --property:DebugType=embedded --output artifacts/image --nologo --verbosity quiet >"$log" 2>&1 || {
  grep -E 'error' "$log" | sort -u | head -n 20 >&2 || true
  echo "image: publishing failed; all of it is in $log" >&2
  exit 1
}
docker build --tag "$2" --file deploy/Dockerfile artifacts/image
