#!/usr/bin/env bash
# usage: ensure-compose.sh VERSION DESTINATION
# Leaves the Compose v2 plugin binary at DESTINATION/docker-compose. Known versions: 2.26 (Debian trixie), 2.40 (Debian forky).
# The package comes from Debian's own archive through apt, with a private apt state (lists, cache, sources) below DESTINATION, checked
# against the Debian archive keyring, and is only unpacked: nothing is installed, and no suite is added to the system.
# A binary that is there already is kept; then no network is needed.
set -euo pipefail

version=${1:?VERSION}
destination=${2:?DESTINATION}
case $version in
  2.26) suite=trixie ;;
  2.40) suite=forky ;;
  *) echo "ensure-compose: unknown version $version; known: 2.26, 2.40" >&2; exit 2 ;;
esac

binary=$destination/docker-compose
[ -x "$binary" ] && exit 0

mkdir -p "$destination"
destination=$(cd "$destination" && pwd)
exec 9>"$destination/.lock"
flock 9
[ -x "$binary" ] && exit 0

for tool in apt-get dpkg-deb; do
  command -v "$tool" >/dev/null || {
    echo "ensure-compose: no $tool here, so Compose cannot be taken from Debian. Put a Compose v2 binary at $binary and run this again." >&2
    exit 1
  }
done
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
[ -r "$keyring" ] || {
  echo "ensure-compose: $keyring is missing: install the package debian-archive-keyring and run this again." >&2
  exit 1
}

# The mirror that this machine already uses for Debian (deb822 or one-line format), else the general one.
mirror() {
  {
    cat /etc/apt/sources.list.d/*.sources 2>/dev/null | sed -n 's/^URIs:[[:space:]]*//p' | tr ' ' '\n'
    cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null |
      sed -n 's/^deb[[:space:]]\+\(\[[^]]*\][[:space:]]*\)\?\([^[:space:]]*\).*/\2/p'
  } | grep -E '^https?://[^[:space:]]+/debian/?$' | head -n 1 || true
}
from=$(mirror)
from=${from:-http://deb.debian.org/debian}

state=$destination/.apt
mkdir -p "$state/lists/partial" "$state/cache/archives/partial" "$state/deb"
: >"$state/status"
echo "deb [signed-by=$keyring] $from $suite main" >"$state/sources.list"
options=(
  -o "Dir::Etc::sourcelist=$state/sources.list" -o Dir::Etc::sourceparts=/dev/null
  -o Dir::Etc::preferences=/dev/null -o Dir::Etc::preferencesparts=/dev/null
  -o "Dir::State=$state" -o "Dir::State::lists=$state/lists" -o "Dir::State::status=$state/status"
  -o "Dir::Cache=$state/cache" -o APT::Sandbox::User= -o Acquire::Retries=3 -o Acquire::Languages=none
  -o Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false -o APT::Default-Release=
)
echo "ensure-compose: fetching Compose $version from $from ($suite)" >&2
apt-get "${options[@]}" -qq update >&2
(cd "$state/deb" && rm -f ./*.deb && apt-get "${options[@]}" -qq download docker-compose >&2)
rm -rf "$state/unpacked"
dpkg-deb -x "$state"/deb/docker-compose_*.deb "$state/unpacked"
got=$("$state/unpacked/usr/libexec/docker/cli-plugins/docker-compose" version --short)
case ${got#v} in
  "$version".*) ;;
  *) echo "ensure-compose: note: $suite has Compose $got now, not $version" >&2 ;;
esac
mv "$state/unpacked/usr/libexec/docker/cli-plugins/docker-compose" "$binary"
rm -rf "$state"
echo "ensure-compose: Compose $got at $binary" >&2
