#!/bin/sh
# Sets up what `make` targets need: a virtual environment with the package in it, and
# Debian's packages where they are missing. Does nothing that is already done.
#   alat/siapkan.sh VENV [dev]
set -eu
venv=$1
kind=${2:-run}

find_python() {
    for name in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
        if command -v "$name" >/dev/null 2>&1 &&
            "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    echo "Selaras needs Python 3.11 or newer; none was found. Install it: apt-get install python3" >&2
    exit 1
}

updated=
apt_install() {
    as_root=
    if [ "$(id -u)" -ne 0 ]; then
        if command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
            as_root="sudo -n"
        elif command -v sudo >/dev/null 2>&1 && [ -t 0 ]; then
            as_root=sudo
        fi
    fi
    if ! command -v apt-get >/dev/null 2>&1 || { [ "$(id -u)" -ne 0 ] && [ -z "$as_root" ]; }; then
        echo "Missing, and not installable without root: as root run: apt-get install $*" >&2
        exit 1
    fi
    if [ -z "$updated" ]; then
        $as_root apt-get update -qq
        updated=1
    fi
    echo "Installing $*"
    DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

has_language() {
    command -v tesseract >/dev/null 2>&1 && tesseract --list-langs 2>/dev/null | grep -qx "$1"
}

if ! has_language ind || ! has_language eng; then
    apt_install tesseract-ocr tesseract-ocr-ind tesseract-ocr-eng
fi
if [ "$kind" = dev ]; then
    # Pango prints the samples, Liberation is their type; Chromium opens the report.
    wanted=
    for package in libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation fonts-dejavu-core; do
        dpkg -s "$package" >/dev/null 2>&1 || wanted="$wanted $package"
    done
    command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 ||
        command -v google-chrome >/dev/null 2>&1 || wanted="$wanted chromium"
    # shellcheck disable=SC2086
    [ -z "$wanted" ] || apt_install $wanted
fi

if [ ! -x "$venv/bin/python" ]; then
    python=$(find_python)
    if ! "$python" -m venv "$venv" >/dev/null 2>&1; then
        rm -rf "$venv"
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        apt_install "python$version-venv"
        "$python" -m venv "$venv"
    fi
fi
if [ "$kind" = dev ]; then
    "$venv/bin/python" -m pip install -q --disable-pip-version-check -e '.[dev]'
else
    "$venv/bin/python" -m pip install -q --disable-pip-version-check -e .
fi
touch "$venv/.siap-$kind"
