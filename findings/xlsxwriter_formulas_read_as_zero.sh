#!/usr/bin/env bash
# A formula written by XlsxWriter is read as the number 0, not as an empty cell.
#
# Guess, written down first: XlsxWriter does not compute, so a reader that does not compute either finds no value in the cell.
# Seen: the file holds the value 0 for each formula; python-calamine and openpyxl both return 0, with no sign that it was never computed.
# Why it matters here: a column of such zeros is a valid table; a fit of it gives weights of 0 and a loss of 0.
set -u
folder="$(mktemp -d)" || exit 2
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv" >"$folder/log" 2>&1 &&
    "$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check XlsxWriter==3.2.9 python-calamine==0.5.4 openpyxl==3.1.5 >>"$folder/log" 2>&1 || {
    cat "$folder/log" >&2
    echo "could not be run: XlsxWriter==3.2.9 python-calamine==0.5.4 openpyxl==3.1.5 could not be installed" >&2
    exit 2
}
cat >"$folder/finding.py" <<'PYTHON'
import tempfile
from pathlib import Path

import openpyxl
import python_calamine
import xlsxwriter

with tempfile.TemporaryDirectory() as folder:
    path = Path(folder) / "table.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    for row in range(3):
        sheet.write_number(row, 0, row + 1)
        sheet.write_formula(row, 1, f"=A{row + 1}*2")
    book.close()
    print("XlsxWriter", xlsxwriter.__version__)
    rows = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    print("python-calamine", rows)
    values = openpyxl.load_workbook(path, data_only=True).active.values
    print("openpyxl", [list(row) for row in values])
PYTHON
seen="$("$folder/venv/bin/python" "$folder/finding.py" 2>"$folder/errors")" || {
    cat "$folder/errors" >&2
    echo "could not be run" >&2
    exit 2
}
expected="$(
    cat <<'TEXT'
XlsxWriter 3.2.9
python-calamine [[1.0, 0.0], [2.0, 0.0], [3.0, 0.0]]
openpyxl [[1, 0], [2, 0], [3, 0]]
TEXT
)"
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
    printf 'changed; it was:\n%s\n' "$expected"
    exit 1
fi
