#!/usr/bin/env bash
# Writes go.mod and go.sum for another version of Kubernetes: gen-gomod.sh v1.33.13 (a development tool, not part of a build).
# Kubernetes keeps its libraries in a folder of its repository, so each of them needs a replace by the release of the same number;
# which ones, and the versions of etcd and cobra, are read off Kubernetes' own go.mod.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
[ $# = 1 ] || { echo "usage: gen-gomod.sh VERSION_OF_KUBERNETES, such as v1.33.13" >&2; exit 2; }
kubernetes=$1 libraries=v0.${1#v1.}

theirs=$(GOWORK=off go mod download -json "k8s.io/kubernetes@$kubernetes" | sed -n 's/.*"GoMod": "\(.*\)".*/\1/p')
version() { awk -v module="$1" '$1 == module { print $2; exit }' "$theirs"; }
{
  echo "module testbed/plane"
  echo
  awk '$1 == "go" { print; exit }' "$theirs"
  echo
  echo "require ("
  printf '\t%s\n' \
    "k8s.io/kubernetes $kubernetes" \
    "k8s.io/component-base $libraries" \
    "k8s.io/kubectl $libraries" \
    "go.etcd.io/etcd/server/v3 $(version go.etcd.io/etcd/client/v3)" \
    "github.com/spf13/cobra $(version github.com/spf13/cobra)"
  echo ")"
  echo
  echo "replace ("
  awk -v version="$libraries" '/=> \.\/staging\// { sub(/^[ \t]*(replace )?/, ""); print "\t" $1 " => " $1 " " version }' "$theirs"
  echo ")"
} > go.mod
GOWORK=off go mod tidy
