#!/usr/bin/env bash
# In PySide6 a widget that is asked for its neighbour, or told of it, adopts it, and its end makes others “already deleted”.
#
# Guess, written down first: asking a widget for the next one in the order of Tab changes nothing, and setBuddy or
# setFocusProxy only refer to a widget; when the first widget is deleted later, the neighbour and its menu can be used as
# before, as in C++.
# Seen: in the tree by which PySide6 keeps wrappers, the neighbour moves below the widget that was asked or told. Deleting
# that one invalidates the wrappers of what Qt made below the neighbour: an action of its menu, alive and in the menu,
# raises “already deleted”. Not so by setTabOrder, and not by window, which knows better.
# Why it matters here: F6 looked for the next part of the window along that order, through the editor of a cell.
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
import PySide6
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QToolButton, QWidget
from shiboken6 import Shiboken

print("PySide6", PySide6.__version__)
application = QApplication(["finding", "-platform", "offscreen"])


def told(name):
    def tell(window, asked, button):
        getattr(asked, name)(button)
        return button

    return tell


def asked_for(name):
    return lambda window, asked, button: getattr(asked, name)()


def put_in_order(window, asked, button):
    QWidget.setTabOrder(asked, button)
    return button


WAYS = {
    "not asked": (QLineEdit, lambda window, asked, button: button),
    "nextInFocusChain": (QLineEdit, asked_for("nextInFocusChain")),
    "setFocusProxy": (QLineEdit, told("setFocusProxy")),
    "setBuddy": (QLabel, told("setBuddy")),
    "setTabOrder": (QLineEdit, put_in_order),
    "window": (QLineEdit, asked_for("window")),
}
for name, (kind, ask) in WAYS.items():
    window = QWidget()
    asked, button = kind(window), QToolButton(window)
    menu = QMenu(button)
    action = menu.addAction("an entry")
    found = ask(window, asked, button)
    assert found is (window if name == "window" else button)
    Shiboken.delete(asked)
    entries = len(QWidget.actions(menu))
    print(f"{name}: {entries} entry, its action is valid: {Shiboken.isValid(action)}")
PYTHON
seen="$("$folder/venv/bin/python" "$folder/finding.py" 2>"$folder/errors")" || {
    cat "$folder/errors" >&2
    echo "could not be run" >&2
    exit 2
}
printf '%s\n' "$seen"
expected="$(
    cat <<'TEXT'
PySide6 6.11.0
not asked: 1 entry, its action is valid: True
nextInFocusChain: 1 entry, its action is valid: False
setFocusProxy: 1 entry, its action is valid: False
setBuddy: 1 entry, its action is valid: False
setTabOrder: 1 entry, its action is valid: True
window: 1 entry, its action is valid: True
TEXT
)"
if [ "$seen" != "$expected" ]; then
    printf 'changed; it was:\n%s\n' "$expected"
    exit 1
fi
