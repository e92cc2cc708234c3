#!/bin/sh
# Debian packages that only `make test-interop` needs.
set -u
missing=""
command -v npm >/dev/null 2>&1 || missing="$missing nodejs npm"
ldconfig -p | grep -q "libical.so.3" || missing="$missing libical3"
[ -z "$missing" ] && exit 0
echo "installing:$missing"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq >/dev/null 2>&1 || true
# shellcheck disable=SC2086
apt-get install -y -qq $missing >/dev/null
