#!/usr/bin/env bash
# python-calamine refuses an .ods sheet whose XML has line breaks between its cells, as Gnumeric and odfdo write it.
#
# Guess, written down first: white space between table-cell elements means nothing in OpenDocument, so odfdo's
# save(pretty=True) reads like save(pretty=False).
# Seen: the indented file is refused ("Expecting 'table-cell', found 'Text(…)'"); pandas with odfpy reads the same numbers
# from both.
# Why it matters here: every .ods of Gnumeric was refused; Secant takes the white space out before the sheet is read.
set -u
folder="$(mktemp -d)" || exit 2
trap 'rm -rf "$folder"' EXIT
packages="odfdo==3.27.3 python-calamine==0.9.1 pandas==3.1.1 odfpy==1.4.1"
python3 -m venv "$folder/venv" >"$folder/log" 2>&1 &&
    "$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check $packages >>"$folder/log" 2>&1 || {
    cat "$folder/log" >&2
    echo "could not be run: $packages could not be installed" >&2
    exit 2
}
cat >"$folder/finding.py" <<'PYTHON'
import sys
from importlib.metadata import version
from pathlib import Path

import pandas
from odfdo import Document, Table
from python_calamine import CalamineError, CalamineWorkbook

print("odfdo", version("odfdo"), "python-calamine", version("python-calamine"))
for pretty in (False, True):
    path = Path(sys.argv[1]) / f"pretty_{pretty}.ods"
    document, table = Document("spreadsheet"), Table("T")
    table.set_values([["x", "y"], [1.5, 10.0], [2.5, 20.0]])
    document.body.clear()
    document.body.append(table)
    document.save(path, pretty=pretty)
    print(f"pretty={pretty}")
    print("  pandas", pandas.read_excel(path, engine="odf").values.tolist())
    try:
        found = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    except CalamineError as error:
        found = str(error).partition(", found")[0]
    print("  python-calamine", found)
PYTHON
seen="$("$folder/venv/bin/python" "$folder/finding.py" "$folder" 2>"$folder/errors")" || {
    cat "$folder/errors" >&2
    echo "could not be run" >&2
    exit 2
}
expected="$(
    cat <<'TEXT'
odfdo 3.27.3 python-calamine 0.9.1
pretty=False
  pandas [[1.5, 10.0], [2.5, 20.0]]
  python-calamine [['x', 'y'], [1.5, 10.0], [2.5, 20.0]]
pretty=True
  pandas [[1.5, 10.0], [2.5, 20.0]]
  python-calamine Expecting 'table-cell'
TEXT
)"
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
    printf 'changed; it was:\n%s\n' "$expected"
    exit 1
fi
