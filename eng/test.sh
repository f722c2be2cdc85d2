#!/usr/bin/env bash
# make test: installs what the tests need, builds, runs every test project (two at a time), then the coverage check.
# Results and logs lie in artifacts/test-results; the last line is "N passed, N failed".
set -euo pipefail
cd "$(dirname "$0")/.."

results=$PWD/artifacts/test-results
rm -rf "$results"
mkdir -p "$results"

fail() { echo "test: $*" >&2; echo "0 passed, 1 failed"; exit 1; }
eng/machine/ensure-test-tools.sh || fail "the tools are not complete"
for version in 2.26 2.40; do
  eng/machine/ensure-compose.sh $version artifacts/tools/compose-$version || fail "no Compose $version"
done
echo "test: building" >&2
dotnet build Plumb.slnx --nologo --verbosity quiet >"$results/build.log" 2>&1 || {
  grep -E 'error' "$results/build.log" | sort -u | head -n 30 >&2 || true
  fail "the build failed; all of it is in $results/build.log"
}

# End to end, what is tested is the program as it is delivered.
eng/build.sh || fail "the program was not published"
export PLUMB_PROGRAM=$PWD/bin/plumb

# A project's own tests run in parallel, too; two projects at once keep two cores busy without starving the clocks of either.
run() {
  local project=$1 name seconds
  name=$(basename "$project")
  seconds=$SECONDS
  if timeout --kill-after=30 2700 dotnet test "$project" --no-build --nologo --logger "trx;LogFileName=$name.trx" --results-directory "$results" \
    >"$results/$name.log" 2>&1; then
    echo "test: $name passed in $((SECONDS - seconds)) s" >&2
  else
    echo "test: $name FAILED after $((SECONDS - seconds)) s; see $results/$name.log" >&2
  fi
}
export -f run
export results
# The longest first.
projects=()
for name in EndToEnd Compose.Tests Simulation Agent.Tests Server.Tests; do projects+=("tests/Plumb.$name"); done
for project in tests/*/; do
  project=${project%/}
  case " ${projects[*]} " in *" $project "*) continue ;; esac
  compgen -G "$project/*.csproj" >/dev/null || continue
  case $project in tests/Plumb.TestKit | tests/Plumb.Coverage) continue ;; esac
  projects+=("$project")
done
printf '%s\n' "${projects[@]}" | xargs -P 2 -I {} bash -c 'run "$1"' _ {}

dotnet run --project tests/Plumb.Coverage --no-build -- "$results" tests/coverage "${projects[@]}"
