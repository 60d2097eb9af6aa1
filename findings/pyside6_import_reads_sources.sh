#!/usr/bin/env bash
# Once PySide6 is imported, every later import also reads the module's source text.
#
# Guess, written down first: importing PySide6 leaves Python's own import statement as it was.
# Seen: builtins.__import__ is replaced, and the source of each module imported afterwards is read and kept in linecache.
# Why it matters here: the window of a scientific program imports hundreds of modules after Qt, and pays for reading them twice.
set -u
folder="$(mktemp -d)" || exit 2
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv" >"$folder/log" 2>&1 &&
    "$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check PySide6-Essentials==6.11.0 >>"$folder/log" 2>&1 || {
    cat "$folder/log" >&2
    echo "could not be run: PySide6-Essentials==6.11.0 could not be installed" >&2
    exit 2
}
cat >"$folder/finding.py" <<'PYTHON'
import builtins
import linecache

original = builtins.__import__
import PySide6.QtCore

print("PySide6", PySide6.__version__)
print("import statement replaced:", builtins.__import__ is not original)
linecache.clearcache()
import tarfile  # a pure Python module that nothing above has loaded

print("source of tarfile kept:", tarfile.__file__ in linecache.cache)
PYTHON
seen="$("$folder/venv/bin/python" "$folder/finding.py" 2>"$folder/errors")" || {
    cat "$folder/errors" >&2
    echo "could not be run" >&2
    exit 2
}
expected="$(
    cat <<'TEXT'
PySide6 6.11.0
import statement replaced: True
source of tarfile kept: True
TEXT
)"
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
    printf 'changed; it was:\n%s\n' "$expected"
    exit 1
fi
