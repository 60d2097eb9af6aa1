"""The tables of tests/data/messy, and others of their kinds."""

import csv
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from engine.errors import BadTable, EngineError
from engine.reading.blocks import read_blocks
from engine.reading.options import AnyOption, ReadOptions
from engine.reading.preview import preview
from engine.reading.tables import Table, import_table, read_table

from ..problems import DATA

MESSY = DATA / "messy"
with (MESSY / "EXPECT.tsv").open(encoding="utf-8") as file:
    EXPECTED = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
LOADED = {
    # Of the AMBIG files: exactly those that can mean only one thing.
    "08_utf16le_nobom.csv",
    "44_fortran_d_exponent.csv",
    "21_underflow_1e-400.csv",
    "58_pandas_index.csv",
    "62_quoted_decimal_commas.csv",
    "64_swiss_apostrophe.csv",
}
# Where EXPECT.tsv names two readings, the one that is taken and what says so.
TAKEN: dict[str, tuple[dict[str, str], str]] = {
    "21_underflow_1e-400.csv": ({}, "was read as 0"),
    "58_pandas_index.csv": ({"shape": "3x2", "header": "x1|y", "cells": "0,0=1.5"}, "row num"),
}
SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "whitespace": " "}
ENCODINGS = {"UTF-16LE BOM": "utf-16", "UTF-16LE": "utf-16-le"}
NEVER_READ = {
    "03_excel_semicolon_decimal_comma.csv": (15.0,),
    "40_percent.csv": (12.5,),
    "47_accounting_negative.csv": (123.45,),
    "61_underscore_digits.csv": (1000.0,),
    "62_quoted_decimal_commas.csv": (15.0, 225.0, 375.0),
}
Expected = dict[str, str]


def by_blocks(path: Path) -> Table:
    """Read a table in blocks of one line each."""
    blocks = read_blocks(path, size=1)
    return Table(blocks.names, np.concatenate([block.values for block in blocks]), 0, blocks.notes)


def outcome(read: Callable[[Path], Table], path: Path) -> Table | BadTable:
    """Return the table or the refusal. Any other exception is a bug."""
    try:
        return read(path)
    except BadTable as error:
        return error


@pytest.mark.parametrize("read", [read_table, import_table, by_blocks])
@pytest.mark.parametrize("expected", EXPECTED, ids=lambda row: str(row["name"]))
def test_messy_table_meets_expectation(expected: Expected, read: Callable[[Path], Table]) -> None:
    name, verdict = expected["name"], expected["verdict"]
    found = outcome(read, MESSY / name)
    assert isinstance(found, Table) is (verdict == "LOAD" or name in LOADED)
    assert verdict == "AMBIG" or (verdict == "LOAD") is isinstance(found, Table)
    if isinstance(found, Table):
        reading, said = TAKEN.get(name, ({}, ""))
        assert said in " ".join(found.notes)
        check_table(found, expected | reading)
    else:
        check_sentence(str(found), expected["error_must_name"])
    assert bool(expected["forbidden"]) >= (name in NEVER_READ)


def check_table(table: Table, expected: Expected) -> None:
    rows, columns = map(int, expected["shape"].split("x"))
    assert table.values.shape == (rows, columns)
    assert table.values.dtype == np.float64
    assert np.isfinite(table.values).all()
    assert table.names == names_of(expected)
    for cell in expected["cells"].split(";"):
        place, value = cell.split("=")
        row, column = map(int, place.split(","))
        assert table.values[row, column].tobytes() == np.float64(value).tobytes()
    assert not np.isin(table.values, NEVER_READ.get(expected["name"], ())).any()
    check_dialect(preview(MESSY / expected["name"]).options, expected["dialect"])


def names_of(expected: Expected) -> tuple[str, ...]:
    """Return the expected header without the remarks in parentheses."""
    header, name = expected["header"], expected["name"]
    if header == "text kept verbatim":
        with (MESSY / name).open(encoding="utf-8", newline="") as file:
            return tuple(next(csv.reader(file)))
    if header == "c0|...|c9999":
        return tuple(f"c{k}" for k in range(10_000))
    if header.startswith("len in m ("):
        return ("len\nin m", "y")
    bare = re.sub(r" \(.*\)|\(empty\)", "", header)
    return () if bare == "none" else tuple(bare.split("|"))


def check_dialect(options: ReadOptions, dialect: str) -> None:
    separator, _, rest = dialect.replace("-separated,", "").partition(" ")
    assert options.separator == SEPARATORS[separator]
    if "decimal comma" in rest:
        rest = ","
    decimal, _, more = rest.partition(" ")
    assert options.decimal == decimal
    assert options.encoding in (ENCODINGS.get(more, "utf-8"), "utf-8-sig")
    assert options.thousands == ("'" if "thousands '" in more else "")


def check_sentence(sentence: str, must_name: str) -> None:
    """Check that the sentence names every place and text, and one of the problems."""
    assert must_name
    for part in re.findall(r"line \d+|column \d+(?: \(.*?\))?|'.*?'", must_name):
        assert (f"“{part[1:-1]}”" if part.startswith("'") else part) in sentence
    if found := re.search(r"(\d) fields, expected (\d)", must_name):
        assert f"has {found[1]} cells, but the first row has {found[2]}" in sentence
    else:
        words = re.sub(r"line \d+|column \d+(?: \(.*?\))?|(?:text )?'.*?'|, not CSV", "", must_name)
        known = [word for each in words.split(" / ") if (word := each.strip(" ,:"))]
        assert not known or any(word in sentence for word in known)


def test_every_messy_table_is_listed() -> None:
    known = {row["name"] for row in EXPECTED} | {"EXPECT.tsv", "README.md"}
    assert {path.name for path in MESSY.iterdir()} == known
    assert {row["name"] for row in EXPECTED if row["verdict"] == "AMBIG"} >= LOADED


GERMAN = "Länge °C;µ\r\n1,5;2\r\n-3,75;1e-3\r\n"
GERMAN_ROWS = [[1.5, 2], [-3.75, 1e-3]]
PLAIN = "x,y\n1.5,-2\n3,4e2\n"
PLAIN_ROWS = [[1.5, -2], [3, 400]]
READ = [
    # encodings
    ("utf-16-be with a mark", b"\xfe\xff" + PLAIN.encode("utf-16-be"), "x y", PLAIN_ROWS),
    ("utf-16-be without", PLAIN.encode("utf-16-be"), "x y", PLAIN_ROWS),
    ("utf-32", PLAIN.encode("utf-32"), "x y", PLAIN_ROWS),
    ("utf-32-le without", PLAIN.encode("utf-32-le"), "x y", PLAIN_ROWS),
    ("utf-32-be without", PLAIN.encode("utf-32-be"), "x y", PLAIN_ROWS),
    ("a DOS end-of-file character", PLAIN.encode() + b"\x1a", "x y", PLAIN_ROWS),
    ("NUL bytes at the end", PLAIN.encode() + bytes(5000), "x y", PLAIN_ROWS),
    ("NUL bytes behind CP1252", GERMAN.encode("cp1252") + bytes(9), "Länge °C|µ", GERMAN_ROWS),
    ("Excel's CSV UTF-8, German", GERMAN.encode("utf-8-sig"), "Länge °C|µ", GERMAN_ROWS),
    ("Excel's CSV, German", GERMAN.encode("cp1252"), "Länge °C|µ", GERMAN_ROWS),
    (
        "Excel's Unicode text, German",
        GERMAN.replace(";", "\t").encode("utf-16"),
        "Länge °C|µ",
        GERMAN_ROWS,
    ),
    ("sep= behind a mark", b"\xef\xbb\xbfsep=;\r\nx;y\r\n1,5;2\r\n", "x y", [[1.5, 2]]),
    # separators, blank lines and line ends
    ("tabs among spaces", b"1 2\t3\n4\t5 6\n", "", [[1, 2, 3], [4, 5, 6]]),
    ("commas before tabs", b"x,\ty\n1.5,\t2\n3,\t4\n", "x y", [[1.5, 2], [3, 4]]),
    ("spaces around tabs", b"x \t y\n1 \t2\n", "x y", [[1, 2]]),
    ("bars", b"a|b\n1|2\n", "a b", [[1, 2]]),
    ("Markdown", b"| x | y |\n|---|:-:|\n| 1 | 2 |\n", "x y", [[1, 2]]),
    ("Markdown over short columns", b"| x | y |\n|--:|:-|\n| 1 | 2 |\n", "x y", [[1, 2]]),
    ("Markdown with years", b"| 5 | 1 |\n|---|---|\n| 1 | 2 |\n", "5 1", [[1, 2]]),
    ("Markdown without a frame", b"x | y\n--- | ---\n1 | 2\n", "x y", [[1, 2]]),
    ("Org", b"| x | y |\n|---+---|\n| 1 | 2 |\n| 3 | 4 |\n", "x y", [[1, 2], [3, 4]]),
    ("psql", b" x | y \n---+---\n 1 | 2\n 3 | 4\n", "x y", [[1, 2], [3, 4]]),
    ("a footer of psql", b" x | y \n---+---\n 1 | 2\n(1 row)\n\n", "x y", [[1, 2]]),
    ("psql, one column", b" my_x \n------\n    1\n    3\n(2 rows)\n", "my_x", [[1], [3]]),
    (
        "psql, in boxes",
        "┌───┬───┐\n│ x │ y │\n├───┼───┤\n│ 1 │ 2 │\n└───┴───┘\n(1 row)\n".encode(),
        "x y",
        [[1, 2]],
    ),
    ("boxes in UTF-16", "│x│y│\n├─┼─┤\n│1│2│\n│3│4│\n".encode("utf-16"), "x y", [[1, 2], [3, 4]]),
    (
        "MySQL",
        b"+---+------+\r\n| x | y    |\r\n+---+------+\r\n| 1 | -2.5 |\r\n+---+------+\r\n",
        "x y",
        [[1, -2.5]],
    ),
    ("an index between bars", b"|x|y\n0|1|2\n", "|x|y", [[0, 1, 2]]),
    ("line ends of every kind", b"x,y\r\n1,2\n3,4\r\r\n5,6", "x y", [[1, 2], [3, 4], [5, 6]]),
    ("blank lines within", b"1,2\n\n \n3,4\n", "", [[1, 2], [3, 4]]),
    ("a separator too many", b"a,b,\n1,2,\n3,4,\n", "a b", [[1, 2], [3, 4]]),
    ("several separators too many", b"a;b;;;\r\n1;2;;;\r\n3;4;;;\r\n", "a b", [[1, 2], [3, 4]]),
    ("a separator too many below the header", b"a,b\n1,2,\n3,4,\n", "a b", [[1, 2], [3, 4]]),
    ("empty columns first", b"\n;x;y\n;1,5;2\n;3;4\n", "x y", [[1.5, 2], [3, 4]]),
    ("empty columns everywhere", b",,x,,y,,\n,,1,,2,,\n,,3,,4,,\n", "x y", [[1, 2], [3, 4]]),
    ("empty columns without names", b",1,,2\n,3,,4\n", "", [[1, 2], [3, 4]]),
    ("without a header", b"1\t2\t\n3\t4\t\n", "", [[1, 2], [3, 4]]),
    ("trailing spaces", b"x,y  \n1 ,  2  \n", "x y", [[1, 2]]),
    ("decimal commas between spaces", b"1,5 2,5\n3,5 4\n", "", [[1.5, 2.5], [3.5, 4]]),
    # headers
    ("names twice", b"x,x\n1,2\n", "x x", [[1, 2]]),
    ("years below a name", b"id;2019;2020\n1;2;3\n", "id 2019 2020", [[1, 2, 3]]),
    ("years after an empty corner", b";id;2019;2020\n;1;2;3\n", "id 2019 2020", [[1, 2, 3]]),
    ("years are numbers", b"2019;2020\n1;2\n", "", [[2019, 2020], [1, 2]]),
    ("units in the names", b"x [m],y (5 s)\n1,2\n", "x [m]|y (5 s)", [[1, 2]]),
    (
        "many long names",
        b";".join(b"sample of day %d" % k for k in range(9999)) + b"\r\n" + b"0,5;" * 9998 + b"1",
        "|".join(f"sample of day {k}" for k in range(9999)),
        [[0.5] * 9998 + [1]],
    ),
    ("one column", b"x\n1\n2\n", "x", [[1], [2]]),
    ("a space in a name", b"body mass,y\n1,2\n", "body mass|y", [[1, 2]]),
    ("one cell", b"5", "", [[5]]),
    ("R's write.csv", b'"","x","y"\n"1",1.5,2\n"2",3,4\n', "x|y", [[1.5, 2], [3, 4]]),
    ("R's write.table", b'"x" "y"\n"1" 1.5 2\n', "x y", [[1.5, 2]]),
    ("LibreOffice, quoted", b'"x","y"\n"1.5","2"\n', "x y", [[1.5, 2]]),
    ("years in quotes", b'"2020","2019"\n1.5,2\n', "2020 2019", [[1.5, 2]]),
    ("R, check.names=FALSE", b'"","2019","2020"\n"1",1.5,2\n', "|2019|2020", [[1, 1.5, 2]]),
    ("pandas default names", b",0,1\n0,1.5,2\n1,3,4\n", "0 1", [[1.5, 2], [3, 4]]),
    ("commas in quotes", b'"1,5","2,5"\n3,4\n', "", [[1.5, 2.5], [3, 4]]),
    # titles
    ("a title", b"My data\nx,y\n1,2\n", "x y", [[1, 2]]),
    (
        "a title of Excel's",
        b"Results;;\r\n;;\r\nx;y;z\r\n1,5;2;3\r\n",
        "x y z",
        [[1.5, 2, 3]],
    ),
    (
        "an instrument's preamble",
        b"Sample A at 22 C\nSerial: 3\nStart: 2020-01-31 10:30\n\nnm\tabs\n1.5\t2\n",
        "nm abs",
        [[1.5, 2]],
    ),
    ("a title above an index", b"Mine\n,x,y\n0,1,2\n", "|x|y", [[0, 1, 2]]),
    ("a title below sep=", b"sep=;\nMine, and yours;\nx;y\n1,5;2\n", "x y", [[1.5, 2]]),
    # comments
    ("numpy's savetxt", b"# a b c\n1.0e+00 2.0e+00 3.0e+00\n", "a b c", [[1, 2, 3]]),
    ("comments everywhere", b"# 1, 2, 3\nx,y\n1,2\n# n\n3,4 # o\n", "x y", [[1, 2], [3, 4]]),
    ("MATLAB's", b"% made by me\n   1.0   2.0\n   3.0   4.0\n", "", [[1, 2], [3, 4]]),
    ("Fortran's", b"  1.00000E+00 -2.50000E+00\n", "", [[1, -2.5]]),
    # numbers
    (
        "thousands in quotes",
        b'a,b\n"1,234.5",2\n"12,345,678",3\n',
        "a b",
        [[1234.5, 2], [12345678, 3]],
    ),
    ("European thousands", b"a;b\n1.234.567,89;2\n", "a b", [[1234567.89, 2]]),
    (
        "a point among grouping points",
        b"x;y\n1.234;2\n1.234.567;3\n",
        "x y",
        [[1234, 2], [1234567, 3]],
    ),
    (
        "a comma among grouping commas",
        b'x,y\n"1,234.50",2\n"5,678",3\n',
        "x y",
        [[1234.5, 2], [5678, 3]],
    ),
    ("hard spaces", "a;b\n1\u00a0234,5;12\u202f345\n".encode(), "a b", [[1234.5, 12345]]),
    ("hard spaces of Windows", "a;b\n1\u00a0234,5;2\n".encode("cp1252"), "a b", [[1234.5, 2]]),
    ("Swiss, typographic", "a;b\n1’234.5;2\n".encode(), "a b", [[1234.5, 2]]),
    ("a real minus sign", "x,y\n−1.5,2\n".encode(), "x y", [[-1.5, 2]]),
    ("decimal commas with powers", b"x;y\n1,5e-3;2\n", "x y", [[0.0015, 2]]),
    ("zeros and signs first", b"x,y\n007,+5\n", "x y", [[7, 5]]),
    ("a comma that a neighbour decides", b"x\ty\n1,234\t1,5\n", "x y", [[1.234, 1.5]]),
    ("more digits than fit", b"x\n9007199254740993\n", "x", [[9007199254740992]]),
]
REFUSED = [
    # cells
    *(
        (f"{cell} for a number", f"x,y\n1,2\n{cell},3\n".encode(), f"line 3, column 1 (x): {shown}")
        for cell, shown in [
            *(
                (cell, f"“{cell}” is not a number")
                for cell in ("NA", "-", "null", "#N/A", "#DIV/0!")
            ),
            *((cell, f"“{cell}” is not a number") for cell in ("$5", "€5.00", "5 kg", "0x1F")),
            *(
                (cell, f"“{cell}” is not a number")
                for cell in ("2020-01-31", "10:30", "１２", "1e")
            ),
            *((cell, f"“{cell}” is not a number") for cell in ("1 234", "5.5.2020", "TRUE", "5-")),
            *((cell, f"{cell} is not a finite number") for cell in ("NaN", "inf", "-Infinity")),
            ("", "the cell is empty"),
        ]
    ),
    ("percent below a comment", b"% by me\nx,y\n1,2 %\n", "line 3, column 2 (y): “2 %” is not"),
    ("percent before a separator", b"% by me\nx;y\n1;2 %;\n", "line 3, column 2 (y): “2 %” is not"),
    ("a lone comma that may group", b"x\ty\n1,234\t5\n", "1,234 could mean 1.234 or 1234"),
    ("a point that may group", b"x;y\n1.234;2,5\n", "1.234 could mean 1234"),
    ("a comma among points", b"x;y\n1,234;2.5\n", "line 2, column 1 (x): 1,234 could mean 1234"),
    ("labels", b"name,x\nann,1\nbob,2\n", "line 2, column 1 (name): “ann” is not a number"),
    ("labels alone", b"ann,1\nbob,2\n", "line 1, column 1: “ann” is not a number"),
    ("a missing first cell", b",0,1\n2,3,4\n", "line 1, column 1: the cell is empty"),
    ("a title above numbers", b"My data\n1,2\n", "line 2: this row has 2 cells"),
    ("a title of two cells", b"Made, by me\nx,y\n1,2\n", "line 2, column 1 (Made): “x” is not"),
    ("a title above one column", b"Mine\nx\n1\n", "line 2, column 1 (Mine): “x” is not"),
    ("a title above two headers", b"Mine\nx,y\nm,s\n1,2\n", "line 2: this row has 2 cells"),
    ("units below the header", b"x,y\nm,s\n1,2\n", "line 2, column 1 (x): “m” is not a number"),
    ("two headers", b"a,b\nc,d\n1,2\n", "line 2, column 1 (a): “c” is not a number"),
    ("a word in the first row", b"1,2,oops\n3,4,5\n", "line 1, column 3: “oops” is not a number"),
    ("a date in the first row", b"2020-01-31,5.5\n", "line 1, column 1: “2020-01-31” is not"),
    ("labels like comments", b"#5,7\n#6,8\n", "line 1, column 1: “#5” is not a number"),
    ("a German error alone", b"x;y\r\n1,5;2\r\n#NV;3\r\n", "line 3, column 1 (x): “#NV” is not"),
    (
        "a number too wide for its cell",
        b"x,y\n1,2\n####,3\n",
        "line 3, column 1 (x): “####” is not",
    ),
    ("a failed formula first", b"# by me\nx\n1\n#REF!\n", "line 4, column 1 (x): “#REF!” is not"),
    # rows
    ("a missing first cell between bars", b"x|y\n|2\n", "line 2, column 1 (x): the cell is"),
    ("dashes for missing values", b"x|y\n--|--\n1|2\n", "line 2, column 1 (x): “--” is not"),
    (
        "a footer of psql among rows",
        b" x | y \n---+---\n 1 | 2\n(1 row)\n 3 | 4\n",
        "line 4: this row has 1 cell",
    ),
    ("a long row", b"a,b\n1,2\n3,4,5\n", "line 3: this row has 3 cells, but the first row has 2"),
    ("an open quote", b'x,y\n1,2\n"3,4\n5,6\n', "line 3: this line cannot be split into cells"),
    ("a header alone", b"x,y\n", "there is a header, but no rows of numbers below it"),
    ("comments alone", b"# a\n# b\n", "the file is empty"),
    ("a mark alone", b"\xef\xbb\xbf", "the file is empty"),
    (
        "a number in an empty column far below",
        b"x,,y\n" + b"1,,2\n" * 300_000 + b"3,5,4\n",
        "line 300002, column 2: “5” is in a column that is empty above",
    ),
    ("an empty column with a name", b"x,z,y\n1,,2\n", "line 2, column 2 (z): the cell is empty"),
    ("an empty cell in a single row", b"1,,2\n", "line 1, column 2: the cell is empty"),
    # not a table
    ("a pdf", b"%PDF-1.7\n1 0 obj\n", "this is a PDF document"),
    ("a picture", b"\x89PNG\r\n\x1a\n", "this is a PNG picture"),
    ("gzip", b"\x1f\x8b\x08\x00", "this is a gzip archive"),
    ("a database", b"SQLite format 3\x00", "this is an SQLite database"),
    ("a page", b"\n<html><body>", "line 1: this is an HTML page"),
    ("an object of JSON", b'{"x": [1, 2]}', "line 1: this is JSON"),
    (
        "a Latin-1 character far below",
        b"1.5,2\n" * 300_000 + b"\xb5",
        "line 300001: this is not UTF-8 text",
    ),
]


@pytest.mark.parametrize("read", [read_table, import_table, by_blocks])
@pytest.mark.parametrize(
    ("data", "names", "rows"), [case[1:] for case in READ], ids=[case[0] for case in READ]
)
def test_readable_variants_are_read(
    tmp_path: Path,
    data: bytes,
    names: str,
    rows: list[list[float]],
    read: Callable[[Path], Table],
) -> None:
    (tmp_path / "t.csv").write_bytes(data)
    table = read(tmp_path / "t.csv")
    assert table.names == tuple(names.split("|") if "|" in names else names.split())
    assert table.values.tolist() == rows
    seen = preview(tmp_path / "t.csv")
    wanted = seen.options.columns or range(1, seen.width + 1)
    assert (len(wanted), seen.faults) == (len(rows[0]), ())
    assert tuple(seen.names[int(k) - 1] for k in wanted if seen.names) == table.names
    again = import_table(tmp_path / "t.csv", seen.options)
    assert (again.names, again.values.tolist()) == (table.names, rows)


@pytest.mark.parametrize("read", [read_table, import_table])
@pytest.mark.parametrize(
    ("data", "message"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_unreadable_variants_are_refused(
    tmp_path: Path, data: bytes, message: str, read: Callable[[Path], Table]
) -> None:
    (tmp_path / "t.csv").write_bytes(data)
    with pytest.raises(BadTable) as refused:
        read(tmp_path / "t.csv")
    assert str(refused.value).startswith("t.csv")
    assert message in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("data", "options", "rows"),
    [
        (b"x,y\n1,2\nNA,3\n4,5\n", {"bad_rows": "skip"}, [[1, 2], [4, 5]]),
        (b"name,x\nann,1\nbob,2\n", {"columns": ["x"]}, [[1], [2]]),
        (b"x,y\nm,s\n1,2\n", {"bad_rows": "skip"}, [[1, 2]]),
        (b"My, data\n\na,b\n1,2\n", {"skip_rows": 2}, [[1, 2]]),
        (b"x;y\n1.234;2,5\n", {"thousands": "."}, [[1234, 2.5]]),
        (b"x\ty\n1,234\t5\n", {"decimal": ","}, [[1.234, 5]]),
        (b"x\ty\n1,234\t5\n", {"thousands": ","}, [[1234, 5]]),
        (b"x,y\n1 234,5\n", {"thousands": " "}, [[1234, 5]]),
        (b"x\n1,5\n2,5\n", {"separator": ";"}, [[1.5], [2.5]]),
        (b"1,2,oops\n3,4,5\n", {"header": True}, [[3, 4, 5]]),
        (b"\xb5,y\n1,2\n\x81,3\n", {"encoding": "latin-1", "bad_rows": "skip"}, [[1, 2]]),
    ],
)
def test_option_resolves_refusal(
    tmp_path: Path, data: bytes, options: dict[str, AnyOption], rows: list[list[float]]
) -> None:
    (tmp_path / "t.csv").write_bytes(data)
    with pytest.raises(EngineError):
        read_table(tmp_path / "t.csv")
    assert read_table(tmp_path / "t.csv", **options).values.tolist() == rows
