#!/usr/bin/env bash
# usage: eng/publish.sh DIRECTORY LOG: the program with its runtime, as it is delivered (decision 0013), into DIRECTORY, which is made anew.
set -euo pipefail
cd "$(dirname "$0")/.."

case $(uname -m) in
  aarch64) rid=linux-arm64 ;;
  *) rid=linux-x64 ;;
esac
mkdir -p "$(dirname "$2")"
rm -rf "$1"
dotnet publish src/Plumb.Cli --configuration Release --runtime "$rid" --self-contained true --property:DebugType=embedded --output "$1" \
  --nologo --verbosity quiet >"$2" 2>&1 || {
  grep -E 'error' "$2" | sort -u | head -n 20 >&2 || true
  exit 1
}
rm -f "$1"/*.xml
