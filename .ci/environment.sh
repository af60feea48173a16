# Sourced by ./gemini-tui and tests/run: a virtual environment made on first use, nothing assumed but Python.

# find_python: prints the interpreter to use; $PYTHON decides where it is set
find_python() {
    for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11 python}; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    echo "gemini-tui: no Python 3.11 or newer found. Install one, or name it: PYTHON=/path/to/python3.12 $0" >&2
    return 1
}

# make_environment DIR REQUIREMENT: makes the environment in DIR, or brings it up to date with pyproject.toml
make_environment() {
    stamp="$1/installed-from"
    wanted=$(cat "$root/pyproject.toml")
    [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && return
    echo "gemini-tui: setting up $1 (the first time takes a minute)" >&2
    python=$(find_python) || return 1
    if ! "$python" -m venv "$1" >&2; then
        echo "gemini-tui: Python cannot make virtual environments. On Debian and Ubuntu: sudo apt install python3-venv" >&2
        return 1
    fi
    "$1/bin/python" -m pip install --quiet --disable-pip-version-check --editable "$2" >&2 || return 1
    printf '%s\n' "$wanted" >"$stamp"
}
