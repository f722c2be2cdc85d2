#!/usr/bin/env bash
# usage: eng/build.sh: publishes the program to bin/, with bin/plumb to run it.
set -euo pipefail
cd "$(dirname "$0")/.."

command -v dotnet >/dev/null || {
  echo "build: no .NET SDK: install the version that global.json names (https://dot.net/download) and put dotnet on the PATH." >&2
  exit 1
}
log=artifacts/build.log
new=artifacts/publish/new
eng/publish.sh "$new" "$log" || {
  echo "build: failed; all of it is in $log" >&2
  exit 1
}
# Swapped whole: a Plumb that runs from the old files keeps them.
rm -rf artifacts/publish/old
if [ -e bin ]; then mv bin artifacts/publish/old; fi
mv "$new" bin
rm -rf artifacts/publish/old
echo "build: bin/plumb is ready" >&2
