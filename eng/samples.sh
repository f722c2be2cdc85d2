#!/usr/bin/env bash
# usage: eng/samples.sh DIRECTORY [PREFIX]: makes DIRECTORY a Git repository whose stacks/ are the samples; one that is there stays as it is.
set -euo pipefail

repository=${1:?DIRECTORY}
prefix=${2:-}
samples=$(cd "$(dirname "$0")/../samples" && pwd)
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
unset GIT_DIR GIT_WORK_TREE

git -C "$repository" rev-parse --verify --quiet main >/dev/null 2>&1 && [ -d "$repository/.git" ] && exit 0

rm -rf "$repository"
mkdir -p "$repository/stacks"
for sample in "$samples"/*/; do
  cp -r "$sample" "$repository/stacks/$prefix$(basename "$sample")"
done
git -C "$repository" init --quiet --initial-branch=main
git -C "$repository" config user.name Sample
git -C "$repository" config user.email sample@localhost
git -C "$repository" add --all
git -C "$repository" commit --quiet --message "Three sample stacks"
