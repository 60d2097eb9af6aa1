#!/usr/bin/env bash
# pyqtgraph's CSV exporter writes small numbers of a curve as zero.
#
# Guess, written down first: a CSV export keeps each number to some 10 significant digits, so 1e-15 comes back as 1e-15.
# Seen: ten digits behind the point are kept, whatever the size: 1e-15 and 2e-12 are both written 0.0000000000.
# Why it matters here: a loss curve ends at 1e-15; exported this way its end is lost.
set -u
folder="$(mktemp -d)" || exit 2
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv" >"$folder/log" 2>&1 &&
    "$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check pyqtgraph==0.14.0 PySide6-Essentials==6.10.3 numpy==2.3.5 >>"$folder/log" 2>&1 || {
    cat "$folder/log" >&2
    echo "could not be run: pyqtgraph==0.14.0 PySide6-Essentials==6.10.3 numpy==2.3.5 could not be installed" >&2
    exit 2
}
cat >"$folder/finding.py" <<'PYTHON'
import tempfile
from pathlib import Path

import PySide6.QtWidgets  # before pyqtgraph, which takes the Qt that is loaded
import pyqtgraph
import pyqtgraph.exporters

application = pyqtgraph.mkQApp()
widget = pyqtgraph.PlotWidget()
widget.plot([1.0, 2.0, 3.0], [1e-15, 2e-12, 3.0])
with tempfile.TemporaryDirectory() as folder:
    path = Path(folder) / "curve.csv"
    pyqtgraph.exporters.CSVExporter(widget.plotItem).export(str(path))
    print("pyqtgraph", pyqtgraph.__version__)
    print(path.read_text().strip())
PYTHON
seen="$(QT_QPA_PLATFORM=offscreen "$folder/venv/bin/python" "$folder/finding.py" 2>"$folder/errors")" || {
    cat "$folder/errors" >&2
    echo "could not be run" >&2
    exit 2
}
expected="$(
    cat <<'TEXT'
pyqtgraph 0.14.0
x0000,y0000
1.,0.0000000000
2.,0.0000000000
3.,3.
TEXT
)"
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
    printf 'changed; it was:\n%s\n' "$expected"
    exit 1
fi
