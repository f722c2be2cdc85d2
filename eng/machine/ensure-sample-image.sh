#!/usr/bin/env bash
# usage: DOCKER_HOST=… ensure-sample-image.sh: makes sure that the engine has plumb/sample:1, a busybox and nothing else.
set -euo pipefail

docker image inspect plumb/sample:1 >/dev/null 2>&1 && exit 0
busybox=$(command -v busybox) || {
  echo "ensure-sample-image: no busybox here: install the package busybox-static and run this again." >&2
  exit 1
}
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
mkdir -p "$root"/{bin,tmp,etc,var/cache,www}
cp "$(readlink -f "$busybox")" "$root/bin/busybox"
"$busybox" --list | while read -r applet; do
  [ "$applet" = busybox ] || ln -s busybox "$root/bin/$applet"
done
echo 'root:x:0:0:root:/:/bin/sh' >"$root/etc/passwd"
tar -C "$root" --owner=0 --group=0 -c . | docker import --change 'ENV PATH=/bin' --change 'CMD ["sh"]' - plumb/sample:1 >/dev/null
echo "ensure-sample-image: made plumb/sample:1 from $busybox" >&2
