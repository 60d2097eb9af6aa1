#!/usr/bin/env bash
# QSettings.sync() called in a thread stops every other thread of Python until the file is written; the event by which
# Qt writes the same values does not. Of two long calls that draw, QImage.save() lets others go on, QPicture.play() does not.
#
# Guess, written down first: PySide6 releases Python's lock (the GIL) in calls that wait for the disk or compute for long,
# so that all four let another thread go on.
# Seen: while another program holds the lock of the settings file for 1.5 s, sync() lets the main thread go on at most
# 6 times, sendPostedEvents(settings, UpdateRequest) more than 20 times, and both write the value.
# Why it matters here: settings were written by a thread so that the window need not wait for the disk, and it waited.
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
import sys
from subprocess import PIPE, Popen
from threading import Thread
from time import sleep

import PySide6
from PySide6.QtCore import QBuffer, QCoreApplication, QEvent, QIODevice, QSettings
from PySide6.QtGui import QGuiApplication, QImage, QPainter, QPicture

HOLDER = """
import sys, time
from PySide6.QtCore import QLockFile
lock = QLockFile(sys.argv[1])
print(lock.tryLock(5000), flush=True)
time.sleep(1.5)
lock.unlock()
"""
FEW, MANY = 6, 20

application = QGuiApplication(["finding", "-platform", "offscreen"])
print("PySide6", PySide6.__version__)


def turns_during(work):
    """Return how often this thread goes on, every 10 ms, while another one works."""
    thread, turns = Thread(target=work), 0
    thread.start()
    while thread.is_alive():
        sleep(0.01)
        turns += 1
    return turns


def said(turns):
    return "few" if turns <= FEW else "many" if turns >= MANY else f"{turns}"


def by_sync(settings):
    settings.sync()


def by_event(settings):
    QCoreApplication.sendPostedEvents(settings, QEvent.Type.UpdateRequest.value)


for write in (by_sync, by_event):
    path = f"{sys.argv[1]}/{write.__name__}.conf"
    holder = Popen([sys.executable, "-c", HOLDER, f"{path}.lock"], stdout=PIPE)
    holder.stdout.readline()

    def work():
        settings = QSettings(path, QSettings.Format.IniFormat)
        settings.setValue("x", "1")
        write(settings)

    turns = turns_during(work)
    holder.wait()
    print(write.__name__, "turns of the other thread:", said(turns), "| written:", "x=1" in open(path).read())

picture = QPicture()
painter = QPainter(picture)
for k in range(6000):
    painter.drawEllipse(k % 1000, k // 2, 300, 200)
painter.end()
image = QImage(4000, 3000, QImage.Format.Format_ARGB32)
for k, row in enumerate(range(0, 3000, 2)):
    for x in range(0, 4000, 40):
        image.setPixel(x, row, (k * 2654435761 + x * 40503) & 0xFFFFFFFF)


def play():
    canvas = QImage(image)
    painter = QPainter(canvas)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    picture.play(painter)
    painter.end()


def save():
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    for _ in range(6):
        image.save(buffer, "PNG")


print("QPicture.play turns of the other thread:", said(turns_during(play)))
print("QImage.save turns of the other thread:", said(turns_during(save)))
PYTHON
seen="$("$folder/venv/bin/python" "$folder/finding.py" "$folder" 2>"$folder/errors")" || {
    cat "$folder/errors" >&2
    echo "could not be run" >&2
    exit 2
}
expected="$(
    cat <<'TEXT'
PySide6 6.11.0
by_sync turns of the other thread: few | written: True
by_event turns of the other thread: many | written: True
QPicture.play turns of the other thread: few
QImage.save turns of the other thread: many
TEXT
)"
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
    printf 'changed; it was:\n%s\n' "$expected"
    exit 1
fi
