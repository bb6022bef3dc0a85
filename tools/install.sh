#!/usr/bin/env bash
# Creates both Python environments and installs what the lock files name; does nothing when they are up to date.
#   .venv      Python 3.11+  gateway, actions, guidebook search, tools
#   bot/.venv  Python 3.10   Rasa 3.6, which needs old libraries
set -euo pipefail
cd "$(dirname "$0")/.."
UV_VERSION=0.13.9
TORCH_VERSION=2.13.0
CPU_INDEX=https://download.pytorch.org/whl/cpu
began=$SECONDS

say() { printf '[%3ds] %s\n' $((SECONDS - began)) "$*"; }
fail() { printf 'install: %s\n' "$*" >&2; exit 1; }

# Prints the first interpreter of a version that really runs: a pyenv shim on the PATH may exist and fail.
find_python() {
    local version=$1 candidate
    for candidate in "python$version" "${PYENV_ROOT:-$HOME/.pyenv}"/versions/"$version".*/bin/"python$version" "/usr/local/bin/python$version" "/usr/bin/python$version"; do
        if "$candidate" -c "import sys, venv, ensurepip; raise SystemExit('%d.%d' % sys.version_info[:2] != '$version')" >/dev/null 2>&1; then
            "$candidate" -c 'import sys; print(sys.executable)'
            return 0
        fi
    done
    return 1
}

free=$(df -Pm . | awk 'NR==2 {print $4}')
[ -x bot/.venv/bin/rasa ] || [ "$free" -ge 6000 ] || fail "only $free MB free on this disk; 6,000 MB are needed"

stamp() { cat "$@" | sha256sum | cut -c1-16; }

install_main() {
    local wanted
    wanted=$(stamp requirements.lock tools/install.sh)
    [ "$(cat .venv/.installed 2>/dev/null || true)" = "$wanted" ] && return 0
    say "main environment: installing (about a minute)"
    install_torch
    .venv/bin/uv pip install --quiet --python .venv/bin/python --no-deps --compile-bytecode -r requirements.lock
    .venv/bin/uv pip install --quiet --python .venv/bin/python --no-deps --editable .
    echo "$wanted" >.venv/.installed
    say "main environment: ready"
}

# The default Linux build of PyTorch brings several GB of CUDA: take a CPU build where pip finds one by itself, otherwise
# from the official index of CPU builds.
install_torch() {
    .venv/bin/python -c "import importlib.metadata as m; raise SystemExit(m.version('torch').split('+')[0] != '$TORCH_VERSION')" 2>/dev/null && return 0
    local url
    url=$(.venv/bin/python -m pip install --quiet --disable-pip-version-check --dry-run --no-deps --ignore-installed --report - "torch==$TORCH_VERSION" 2>/dev/null |
        .venv/bin/python -c 'import json, sys; print(json.load(sys.stdin)["install"][0]["download_info"]["url"])' 2>/dev/null || true)
    case "$(uname -s) $url" in
        *+cpu* | *%2Bcpu* | Darwin*) .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps "torch==$TORCH_VERSION" ;;
        *) .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --index-url "$CPU_INDEX" "torch==$TORCH_VERSION" ;;
    esac
}

install_bot() {
    local wanted python
    wanted=$(stamp bot/requirements.lock tools/install.sh)
    [ "$(cat bot/.venv/.installed 2>/dev/null || true)" = "$wanted" ] && return 0
    if [ ! -x bot/.venv/bin/python ]; then
        if python=$(find_python 3.10); then
            say "bot environment: creating bot/.venv with $("$python" -V)"
            .venv/bin/uv venv --quiet --python "$python" bot/.venv
        else
            say "bot environment: no working Python 3.10 found, asking uv for one"
            .venv/bin/uv venv --quiet --python 3.10 bot/.venv ||
                fail "Python 3.10 is missing: Rasa 3.6 needs it (pyenv install 3.10, or let uv fetch one), then try again"
        fi
    fi
    say "bot environment: installing (about a minute)"
    .venv/bin/uv pip install --quiet --python bot/.venv/bin/python --no-deps --compile-bytecode -r bot/requirements.lock
    echo "$wanted" >bot/.venv/.installed
    say "bot environment: ready"
}

# The bot's environment is made by the uv of the main one; the long downloads of both then run side by side.
if [ ! -x .venv/bin/uv ]; then
    if [ ! -x .venv/bin/python ]; then
        python=$(find_python 3.11 || find_python 3.12 || find_python 3.13) ||
            fail "Python 3.11 is missing: install it (Debian: apt-get install python3.11 python3.11-venv), then try again"
        say "creating .venv with $("$python" -V)"
        "$python" -m venv .venv
    fi
    .venv/bin/python -m pip install --quiet --disable-pip-version-check "uv==$UV_VERSION"
fi
install_bot &
bot=$!
install_main || { kill "$bot" 2>/dev/null || true; exit 1; }
wait "$bot" || fail "the bot's environment could not be installed (see above)"
