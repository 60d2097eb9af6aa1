#!/usr/bin/env bash
# In a German locale a QDoubleSpinBox takes a typed 0.01 for 1.
#
# Guess, written down first: with a decimal comma in the locale, 0.01 is either refused while it is typed or read as 0.01.
# Seen: the point is dropped as a group separator, though no group has three digits: 0.01 becomes 1, 1.5 becomes 15.
# Why it matters here: a learning rate that is a hundred times too large diverges, and nothing says why.
set -u
folder="$(mktemp -d)" || exit 2
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv" >"$folder/log" 2>&1 &&
    "$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check PySide6-Essentials==6.10.3 >>"$folder/log" 2>&1 || {
    cat "$folder/log" >&2
    echo "could not be run: PySide6-Essentials==6.10.3 could not be installed" >&2
    exit 2
}
cat >"$folder/finding.py" <<'PYTHON'
import PySide6
from PySide6.QtCore import QLocale
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDoubleSpinBox

QLocale.setDefault(QLocale("de_DE"))
application = QApplication([])
print("PySide6", PySide6.__version__)
for typed in ("0.01", "1.5", "0,01"):
    box = QDoubleSpinBox()
    box.setDecimals(4)
    box.setRange(0, 1000)
    box.selectAll()
    QTest.keyClicks(box, typed)
    box.interpretText()
    print(typed, "is read as", box.value())
PYTHON
seen="$(QT_QPA_PLATFORM=offscreen "$folder/venv/bin/python" "$folder/finding.py" 2>"$folder/errors")" || {
    cat "$folder/errors" >&2
    echo "could not be run" >&2
    exit 2
}
expected="$(
    cat <<'TEXT'
PySide6 6.10.3
0.01 is read as 1.0
1.5 is read as 15.0
0,01 is read as 0.01
TEXT
)"
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
    printf 'changed; it was:\n%s\n' "$expected"
    exit 1
fi
