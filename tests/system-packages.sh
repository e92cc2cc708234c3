#!/bin/sh
# Debian packages that some tests need. Where they can't be installed, those tests say why they are skipped.
set -u
missing=""
have() { command -v "$1" >/dev/null 2>&1; }
have chromium || missing="$missing chromium"
have ip || missing="$missing iproute2"
have bwrap || missing="$missing bubblewrap"
have wget || missing="$missing wget"
have prometheus-alertmanager || missing="$missing prometheus-alertmanager"
have prometheus || missing="$missing prometheus"
[ -d /usr/lib/postgresql ] && ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || missing="$missing postgresql"
fc-list 2>/dev/null | grep -qi "BIZ UDPGothic" || missing="$missing fontconfig fonts-morisawa-bizud-gothic"
[ -z "$missing" ] && exit 0
if [ "$(id -u)" != 0 ] || ! have apt-get; then
  echo "not installed (tests that need them are skipped):$missing"
  exit 0
fi
echo "installing:$missing"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq >/dev/null 2>&1 || true
# shellcheck disable=SC2086
apt-get install -y -qq $missing >/dev/null 2>&1 || echo "could not install all of:$missing"
exit 0
