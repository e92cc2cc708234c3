#!/bin/sh
# Debian packages that only `make test-interop` needs.
set -u
missing=""
command -v npm >/dev/null 2>&1 || missing="$missing nodejs npm"
ldconfig -p | grep -q "libical.so.3" || missing="$missing libical3"
for package in evolution-data-server gir1.2-ecal-2.0 python3-gi dbus; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q "ok installed" || missing="$missing $package"
done
[ -z "$missing" ] && exit 0
echo "installing:$missing"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq >/dev/null 2>&1 || true
# shellcheck disable=SC2086
apt-get install -y -qq $missing >/dev/null
