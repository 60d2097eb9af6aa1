#!/usr/bin/env bash
# Garbage collected in another thread deletes our widgets there, though PySide6 defers that for its own widget classes.
#
# Guess, written down first: a widget in a reference cycle that is collected in another thread is deleted later, in the main
# thread, whatever its class, because PySide6 marks QWidget that way.
# Seen: so it is for QWidget and QDialog themselves; a class derived from QWidget in Python, and every QObject and QTimer,
# is deleted in the thread that happens to collect.
# Why it matters here: a run allocates in a thread of its own, and would delete parts of the window there. Secant collects
# garbage in the window's thread only.
set -u
folder="$(mktemp -d)" || exit 2
trap 'rm -rf "$folder"' EXIT
packages="PySide6-Essentials==6.11.0"
python3 -m venv "$folder/venv" >"$folder/log" 2>&1 &&
    "$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check $packages >>"$folder/log" 2>&1 || {
    cat "$folder/log" >&2
    echo "could not be run: $packages could not be installed" >&2
    exit 2
}
cat >"$folder/finding.py" <<'PYTHON'
import gc
from threading import Thread, current_thread

import PySide6
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget


class OwnWidget(QWidget):
    pass


print("PySide6", PySide6.__version__)
application = QApplication(["finding", "-platform", "offscreen"])
gc.disable()


def make_garbage(kind):
    each = kind()
    each.itself = each
    each.destroyed.connect(
        lambda: print(kind.__name__, "deleted in", current_thread().name),
        Qt.ConnectionType.DirectConnection,
    )


for kind in (QWidget, QDialog, OwnWidget, QObject, QTimer):
    make_garbage(kind)
thread = Thread(target=gc.collect, name="the other thread")
thread.start()
thread.join()
application.processEvents()
PYTHON
seen="$("$folder/venv/bin/python" "$folder/finding.py" 2>"$folder/errors" | sort)" || {
    cat "$folder/errors" >&2
    echo "could not be run" >&2
    exit 2
}
expected="$(
    cat <<'TEXT'
OwnWidget deleted in the other thread
PySide6 6.11.0
QDialog deleted in MainThread
QObject deleted in the other thread
QTimer deleted in the other thread
QWidget deleted in MainThread
TEXT
)"
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
    printf 'changed; it was:\n%s\n' "$expected"
    exit 1
fi
