#!/usr/bin/env bash
# Sees to it that there is a Chromium for the browser tests, with fonts for all eight scripts.
set -euo pipefail
find_chromium() { command -v chromium || command -v chromium-browser || command -v google-chrome; }
find_chromium >/dev/null && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "  installing Chromium for the browser tests …"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq && apt-get install -y -qq --no-install-recommends \
        chromium fonts-noto-core fonts-noto-cjk >/dev/null
    find_chromium >/dev/null && exit 0
fi
echo "no Chromium found: install it (Debian: apt-get install chromium fonts-noto-core fonts-noto-cjk)" >&2
exit 1
