#!/usr/bin/env bash
# A restless line costs hundreds of times as much with a pen of two pixels as with one of one pixel.
#
# Guess, written down first: with antialiasing, the same polyline of 201 points takes two to five times as long with a pen of two
# pixels as with one of one pixel, as there are twice as many pixels to fill.
# Seen: more than fifty times as long (several hundred were measured), because one stroke of the whole line is made, whose parts
# overlap. The same 200 pieces as separate lines, with the same wide pen, take less than a tenth of that.
# Why it matters here: a loss that is only rounding, or a run that jumps to and fro, crosses its plot at every point.
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
from time import process_time

import PySide6
from PySide6.QtCore import QLineF, QPointF
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter, QPen, QPolygonF

application = QGuiApplication([])
print("PySide6", PySide6.__version__)
points = [QPointF(50 + 4 * k, 50 + 300 * (k % 2)) for k in range(201)]
pieces = [QLineF(one, other) for one, other in zip(points, points[1:])]
image = QImage(900, 400, QImage.Format.Format_ARGB32_Premultiplied)
image.fill(QColor("white"))


def seconds(width, draw):
    """Return the least processor time of three drawings."""
    found = []
    for _ in range(3):
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor("black"), width))
        began = process_time()
        draw(painter)
        found.append(process_time() - began)
        painter.end()
    return min(found)


thin = seconds(1.0, lambda painter: painter.drawPolyline(QPolygonF(points)))
wide = seconds(2.0, lambda painter: painter.drawPolyline(QPolygonF(points)))
apart = seconds(2.0, lambda painter: painter.drawLines(pieces))
print("two pixels against one, more than 50 times:", wide > 50 * thin)
print("in separate lines, less than a tenth of that:", 10 * apart < wide)
PYTHON
seen="$(QT_QPA_PLATFORM=offscreen "$folder/venv/bin/python" "$folder/finding.py" 2>"$folder/errors")" || {
    cat "$folder/errors" >&2
    echo "could not be run" >&2
    exit 2
}
expected="$(
    cat <<'TEXT'
PySide6 6.11.0
two pixels against one, more than 50 times: True
in separate lines, less than a tenth of that: True
TEXT
)"
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
    printf 'changed; it was:\n%s\n' "$expected"
    exit 1
fi
