#!/usr/bin/env bash
# python-calamine reads only the beginning of a number with a reference, a comment or CDATA in it.
#
# Guess, written down first: <v>1&#48;</v> is 10, and <v><![CDATA[4.5]]></v> is 4.5, since XML says so, and since
# python-calamine reads references in text cells.
# Seen: 1&#48; is read as 1.0, 2<!-- -->5 as 2.0, and a number that begins with CDATA as an empty cell, without a word.
# References in cells of text are read. openpyxl reads all of them as guessed.
# Why it matters here: a wrong number, or a column that vanishes, gives a wrong fit without any sign; Secant refuses them.
set -u
folder="$(mktemp -d)" || exit 2
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv" >"$folder/log" 2>&1 &&
    "$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check python-calamine==0.9.1 openpyxl==3.1.5 >>"$folder/log" 2>&1 || {
    cat "$folder/log" >&2
    echo "could not be run: python-calamine==0.9.1 and openpyxl==3.1.5 could not be installed" >&2
    exit 2
}
cat >"$folder/finding.py" <<'PYTHON'
from importlib.metadata import version
from io import BytesIO
from zipfile import ZipFile

import openpyxl
from python_calamine import CalamineWorkbook

CELLS = (
    '<c r="A1"><v>1&#48;</v></c><c r="B1"><v>2<!-- a comment -->5</v></c>'
    '<c r="C1"><v><![CDATA[4.5]]></v></c><c r="D1" t="str"><v>a&#98;</v></c>'
)
plain = BytesIO()
book = openpyxl.Workbook()
book.active.append([0, 0, 0, "x"])
book.save(plain)
rewritten = BytesIO()
with ZipFile(plain) as source, ZipFile(rewritten, "w") as target:
    for name in source.namelist():
        data = source.read(name).decode()
        if name == "xl/worksheets/sheet1.xml":
            before, rest = data.split('<row r="1">', 1)
            data = before + '<row r="1">' + CELLS + "</row>" + rest.split("</row>", 1)[1]
        target.writestr(name, data)
sheet = openpyxl.load_workbook(BytesIO(rewritten.getvalue())).active
print("openpyxl", version("openpyxl"), [cell.value for cell in sheet[1]])
sheet = CalamineWorkbook.from_filelike(BytesIO(rewritten.getvalue())).get_sheet_by_index(0)
print("python-calamine", version("python-calamine"), sheet.to_python()[0])
PYTHON
seen="$("$folder/venv/bin/python" "$folder/finding.py" 2>"$folder/errors")" || {
    cat "$folder/errors" >&2
    echo "could not be run" >&2
    exit 2
}
expected="$(
    cat <<'TEXT'
openpyxl 3.1.5 [10, 25, 4.5, 'ab']
python-calamine 0.9.1 [1.0, 2.0, '', 'ab']
TEXT
)"
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
    printf 'changed; it was:\n%s\n' "$expected"
    exit 1
fi
