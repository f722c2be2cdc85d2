#!/usr/bin/env bash
# Makes sure of what the tests need besides the .NET SDK: Git, a Docker engine (its programs; no service needs to run), a static busybox,
# util-linux, tmux, OpenSSH (its server too; none needs to run), faketime (a clock that jumps), and PostgreSQL's programs (no service needs to run). As root on Debian or Ubuntu it installs what is missing, saying so; elsewhere it says what is missing, and fails.
set -euo pipefail

missing=()
need() { # PROGRAM PACKAGE
  command -v "$1" >/dev/null || PATH=$PATH:/usr/sbin:/sbin command -v "$1" >/dev/null || missing+=("$2")
}
need git git
need dockerd docker.io
need docker docker-cli
need busybox busybox-static
need unshare util-linux
need nsenter util-linux
need iptables iptables
need tmux tmux
need sqlite3 sqlite3
need sshd openssh-server
need ssh openssh-client
need faketime faketime
# Debian keeps each version's programs off the path.
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null || missing+=(postgresql)
# The plain busybox is linked dynamically, and does not run in an empty image.
if command -v busybox >/dev/null && ! busybox --help 2>&1 | grep -q . ; then missing+=(busybox-static); fi
if command -v ldd >/dev/null && command -v busybox >/dev/null && ldd "$(command -v busybox)" >/dev/null 2>&1; then missing+=(busybox-static); fi

command -v dotnet >/dev/null || {
  echo "ensure-test-tools: no .NET SDK: install the version that global.json names (https://dot.net/download) and put dotnet on the PATH." >&2
  exit 1
}
[ ${#missing[@]} -gt 0 ] || exit 0

if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
  echo "ensure-test-tools: missing here: ${missing[*]} (Debian's package names). Install them and run this again; as root on Debian or Ubuntu this is done by itself." >&2
  exit 1
fi
echo "ensure-test-tools: installing ${missing[*]}" >&2
export DEBIAN_FRONTEND=noninteractive
apt-get -qq update >&2
case " ${missing[*]} " in
  *" postgresql "*)
    # Tests start servers of their own; the package would make and start one for the machine.
    [ -e /etc/postgresql-common/createcluster.conf ] || { mkdir -p /etc/postgresql-common && echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf; }
    ;;
esac
# Older releases have the docker command in docker.io itself.
packages=()
for package in "${missing[@]}"; do
  if [ "$package" = docker-cli ] && ! apt-cache show docker-cli >/dev/null 2>&1; then package=docker.io; fi
  packages+=("$package")
done
apt-get -qq install -y --no-install-recommends -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold "${packages[@]}" >&2
