#!/usr/bin/env bash
# A QPainter on a widget writes in the direction of the application, not in that of the widget.
#
# Guess, written down first: in an application set to right-to-left, a widget that is set to left-to-right has painters with its
# own direction, as it has painters with its own font, pen and palette, so that drawText writes "−1.5" with the sign in front.
# Seen: font and pen are the widget's, the direction is the application's, and the sign stands behind the number. With
# setLayoutDirection of the painter itself the picture is that of a left-to-right application. On a pixmap the direction is automatic.
# Why it matters here: tables and plots paint their numbers themselves, and a weight of −1.5 was shown as "1.5−".
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
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

LEFT, RIGHT = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft


class Number(QWidget):
    told = False

    def paintEvent(self, event):
        painter = QPainter(self)
        self.direction, self.has_own_font = painter.layoutDirection(), painter.font() == self.font()
        if self.told:
            painter.setLayoutDirection(LEFT)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, "\N{MINUS SIGN}1.5")
        painter.end()


def painted(of_application, told=False):
    application.setLayoutDirection(of_application)
    widget = Number()
    widget.told = told
    font = widget.font()
    font.setPointSize(20)
    widget.setFont(font)
    widget.setLayoutDirection(LEFT)
    widget.resize(120, 40)
    return widget, widget.grab().toImage()


application = QApplication(["finding", "-platform", "offscreen"])
print("PySide6", PySide6.__version__)
_, usual = painted(LEFT)
widget, turned = painted(RIGHT)
_, told = painted(RIGHT, told=True)
print("direction of the widget", widget.layoutDirection().name)
print("direction of its painter", widget.direction.name)
print("font of its painter is its own:", widget.has_own_font)
print("picture as in a left-to-right application:", turned == usual)
print("the same if the painter is told:", told == usual)
pixmap = QPixmap(8, 8)
painter = QPainter(pixmap)
print("direction of a painter on a pixmap", painter.layoutDirection().name)
painter.end()
PYTHON
seen="$("$folder/venv/bin/python" "$folder/finding.py" 2>"$folder/errors")" || {
    cat "$folder/errors" >&2
    echo "could not be run" >&2
    exit 2
}
expected="$(
    cat <<'TEXT'
PySide6 6.11.0
direction of the widget LeftToRight
direction of its painter RightToLeft
font of its painter is its own: True
picture as in a left-to-right application: False
the same if the painter is told: True
direction of a painter on a pixmap LayoutDirectionAuto
TEXT
)"
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
    printf 'changed; it was:\n%s\n' "$expected"
    exit 1
fi
