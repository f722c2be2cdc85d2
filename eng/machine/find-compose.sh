#!/usr/bin/env bash
# usage: find-compose.sh CACHE-DIRECTORY
# Prints the path of a Compose v2 plugin binary: one that is installed, else (as root, where the distribution has one) installs it, else
# takes Debian's into CACHE-DIRECTORY (ensure-compose.sh).
set -euo pipefail

cache=${1:?CACHE-DIRECTORY}
here=$(dirname "$0")
installed() {
  local at
  for at in "${DOCKER_CONFIG:-${HOME:-/root}/.docker}" /usr/local/lib/docker /usr/local/libexec/docker /usr/lib/docker /usr/libexec/docker; do
    if [ -x "$at/cli-plugins/docker-compose" ] && "$at/cli-plugins/docker-compose" version --short 2>/dev/null | grep -qE '^v?([2-9]|[1-9][0-9])\.'; then
      echo "$at/cli-plugins/docker-compose"
      return
    fi
  done
  return 1
}
installed && exit 0
if [ -x "$cache/docker-compose" ]; then echo "$cache/docker-compose"; exit 0; fi

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  for package in docker-compose-v2 docker-compose; do
    candidate=$(apt-cache policy "$package" 2>/dev/null | sed -n 's/^ *Candidate: *//p')
    case $candidate in
      2.*|v2.*|[3-9].*)
        echo "find-compose: installing $package $candidate" >&2
        DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "$package" >&2
        installed && exit 0 ;;
    esac
  done
fi
"$here/ensure-compose.sh" 2.40 "$cache"
echo "$cache/docker-compose"
