#!/usr/bin/env bash
# The first numpy.unique of a plain array imports numpy's masked arrays.
#
# Guess, written down first: numpy.unique sorts and compares; on a plain array of floats it imports nothing.
# Seen: numpy.ma is imported at the first call, a package of several thousand lines.
# Why it matters here: called in a redraw, the first call is the longest: some tens of milliseconds that no later one needs.
set -u
folder="$(mktemp -d)" || exit 2
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv" >"$folder/log" 2>&1 &&
    "$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check numpy==2.3.5 >>"$folder/log" 2>&1 || {
    cat "$folder/log" >&2
    echo "could not be run: numpy==2.3.5 could not be installed" >&2
    exit 2
}
cat >"$folder/finding.py" <<'PYTHON'
import sys

import numpy

print("numpy", numpy.__version__)
print("numpy.ma loaded with numpy:", "numpy.ma" in sys.modules)
numpy.unique(numpy.array([3.0, 1.0, 3.0]))
print("numpy.ma loaded by unique:", "numpy.ma" in sys.modules)
PYTHON
seen="$("$folder/venv/bin/python" "$folder/finding.py" 2>"$folder/errors")" || {
    cat "$folder/errors" >&2
    echo "could not be run" >&2
    exit 2
}
expected="$(
    cat <<'TEXT'
numpy 2.3.5
numpy.ma loaded with numpy: False
numpy.ma loaded by unique: True
TEXT
)"
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
    printf 'changed; it was:\n%s\n' "$expected"
    exit 1
fi
