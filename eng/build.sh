#!/usr/bin/env bash
# usage: eng/build.sh RID: publishes the program to bin/, with bin/plumb to run it.
set -euo pipefail
cd "$(dirname "$0")/.."

command -v dotnet >/dev/null || {
  echo "build: no .NET SDK: install the version that global.json names (https://dot.net/download) and put dotnet on the PATH." >&2
  exit 1
}
mkdir -p artifacts
log=artifacts/build.log
new=artifacts/publish/new
rm -rf "$new"
dotnet publish src/Plumb.Cli --configuration Release --runtime "$1" --self-contained false --property:PublishReadyToRun=true \
  --property:DebugType=embedded --output "$new" --nologo --verbosity quiet >"$log" 2>&1 || {
  grep -E 'error' "$log" | sort -u | head -n 20 >&2 || true
  echo "build: failed; all of it is in $log" >&2
  exit 1
}
# Swapped whole: a Plumb that runs from the old files keeps them.
rm -rf artifacts/publish/old
if [ -e bin ]; then mv bin artifacts/publish/old; fi
mv "$new" bin
rm -rf artifacts/publish/old
echo "build: bin/plumb is ready" >&2
