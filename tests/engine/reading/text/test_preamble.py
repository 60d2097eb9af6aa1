"""What instruments write above their tables, and first rows that are odd but belong to a table."""

import pytest

from engine.errors import BadTable
from engine.reading.preview import preview
from engine.reading.tables import import_table, read_table
from engine.reading.text.dialect import SEPARATORS
from engine.reading.text.preamble import find_preamble, is_mark, is_prose, may_hold_number

from ...problems import DATA
from ..texts import table_of

REPORTS = DATA / "reports"
NUMBERS = "1,2\n3,4\n5,6\n"


def above(text: str) -> int:
    return find_preamble(text.splitlines(keepends=True), SEPARATORS, "")


@pytest.mark.parametrize(
    ("name", "names", "rows", "note"),
    [
        ("scope_key_value_preamble.csv", "TIME CH1", 3, "5 lines above the table were left out"),
        ("scope_preamble_trailing_commas.csv", "TIME CH1", 8, "12 lines"),
        ("instrument_section_marks.csv", "t p y", 8, "4 lines"),
        ("logger_names_short_names_units.txt", "Time Position", 3, "3 lines"),
        ("spectrometer_free_text.txt", "", 3, "8 lines"),
        ("labview.lvm", "X_Value Voltage Current", 8, "21 lines"),
        ("nist_strd.dat", "y x", 8, "50 lines"),
        ("title_of_two_words.txt", "", 3, "(“My run”)"),
    ],
)
def test_preamble_is_left_out_and_told(name: str, names: str, rows: int, note: str) -> None:
    table = read_table(REPORTS / name)
    assert table.names == tuple(names.split())
    assert len(table.values) == rows
    assert note in table.notes[0]
    again = import_table(REPORTS / name, preview(REPORTS / name).options)
    assert (again.names, again.values.tolist()) == (table.names, table.values.tolist())


@pytest.mark.parametrize(
    ("preamble", "table"),
    [
        ("Operator: Ann\nGain: 5\n", "t p\n1 2\n3 4\n5 6\n"),
        ("Sample A\nTaken by Ann, Bob and Cy\n\n", f"t,p\n{NUMBERS}"),
        ("Modell;X1\nSeriennummer;123\nDatum;01.02.2020\n\n", "t;U\n0,1;2,5\n0,2;2,6\n0,3;2,7\n"),
        ("gain = 5\nrate = 10\n\n", "t\tp\n1\t2\n3\t4\n5\t6\n"),
        ("kind: y\n#DATA\n", "1 2\n3 4\n5 6\n"),
        ("User: u\n>>>>>Begin Spectral Data<<<<<\n", "1\t2\n3\t4\n5\t6\n"),
        ("Model,TBS\nSerial,7\n***End_of_Header***\n", f"t,p\n{NUMBERS}"),
        ('@    title "RMSD"\n@TYPE xy\n', "0.0 0.1\n0.1 0.2\n0.2 0.3\n"),
        ("~Version\nVERS. 2.0: CWLS\n", "~A  DEPT  GR\n1670 10\n1671 11\n1672 12\n"),
        ("ply\nformat ascii 1.0\nelement vertex 3\nend_header\n", "0 0 1\n1 0 1\n0 1 1\n"),
        ("Sample 1,,Sample 2,\n", "nm,Abs,nm,Abs\n800,1,800,2\n799,1,799,2\n798,1,798,2\n"),
        ("Run 1\n", "1 2\n3 4\n5 6\n"),
        ("My data\n", NUMBERS),
        ("Logger,HOBO,v2\nSerial,123\n\n", "Date,T,RH\n2020-01-01,5,4\n2020-01-02,5,4\n"),
        ('"TOA5","CR1000","1","2","5"\n', '"TS","RN","T"\n"2020-01-01",0,1\n"2020-01-02",1,2\n'),
        ('"Model","TBS"\n"Serial","C01"\n\n', f"t,p\n{NUMBERS}"),
        (
            "Record Length,Analog:7000\nVertical Units,CH1:V,CH2:V\n",
            "Source,CH1,CH2\n1,2,3\n4,5,6\n",
        ),
        ("File Format: ASCII\n  Data            :  Lines  4 to  6  (= 3)\n\n", "1\n2\n3\n"),
    ],
)
def test_lines_above_table_are_counted(preamble: str, table: str) -> None:
    assert above(preamble + table) == preamble.count("\n")


@pytest.mark.parametrize(
    "text",
    [
        f"x,y\n{NUMBERS}",
        "x y\n1 2\n3 4\n5 6\n",
        "Time Volt\n1 2\n2 4\n3 7\n",
        "a b c\n1 2\n3 4\n5 6\n",
        "a,b\n1,2,3\n4,5,6\n7,8,9\n",
        "x,5\n1,2,3\n4,5,6\n7,8,9\n",
        f"foo,2\n{NUMBERS}",
        f"x,y\nfoo,2\n{NUMBERS}",
        f"x,y\n\nfoo,2\n{NUMBERS}",
        f"x,y\nfoo,bar\n{NUMBERS}",
        f"x,y\n1\n{NUMBERS}",
        f"x,y\n,2\n{NUMBERS}",
        f"x,y\nNA,2\n{NUMBERS}",
        f"time,volt\nerror,2\n{NUMBERS}",
        "x y\nfoo\n1 2\n3 4\n5 6\n",
        "x\ty\nbad reading\n1\t2\n3\t4\n5\t6\n",
        f"name,age\nann,5\nbob,6\n\nx,y\n{NUMBERS}",
        f"name,age\nann,5\n\nx,y\n{NUMBERS}",
        "a,b\n1,2\n3,4\n\nc,d\n5,6\n7,8\n",
        "name,age\nann,5\nbob,6\n\nname,size\nann,1\nbob,2\ncy,3\n",
        "a,a,b\nx,y,x\n1,2,3\n4,5,6\n7,8,9\n",
        "8\n1 2\n3 4\n5 6\n",
        f"x\n{NUMBERS}",
        "Made, by me\nx,y\n1,2\n",
        '"length\nin m",y\n1,2\n3,4\n',
        "   x y\n1 2 3\n2 3 4\n3 4 5\n",
        "Data (lines 3 to 5)\nx\nfoo\n1\n2\n",
        "Data (lines 100 to 200)\nx,y\n1,2\n",
    ],
)
def test_row_of_table_is_no_preamble(text: str) -> None:
    assert above(text) == 0


def test_odd_first_rows_stay_refused(tmp_path: object) -> None:
    for text, place in (
        ("x,y\nfoo,2\n1,2\n3,4\n5,6\n", "line 2, column 1"),
        ("name,age\nann,5\n\nx,y\n1,2\n3,4\n5,6\n", "2 tables"),
    ):
        path = tmp_path / "t.csv"  # type: ignore[operator]
        path.write_text(text)
        with pytest.raises(BadTable, match=place):
            read_table(path)


def test_comments_above_names_are_kept() -> None:
    lines = "Operator: Ann\n# t p\n1 2\n3 4\n5 6\n".splitlines(keepends=True)
    assert find_preamble(lines, SEPARATORS, "#") == 1


@pytest.mark.parametrize(
    "line",
    [
        "[Data]\n",
        "***End_of_Header***\t\n",
        ">>>>>Begin Spectral Data<<<<<",
        "DATA",
        "*END*",
        "Data:",
    ],
)
def test_marks_of_sections_are_known(line: str) -> None:
    assert is_mark(line)


@pytest.mark.parametrize("line", ["x,y", "Data y x", "1 2", "", "Data from x.txt Node", "my data"])
def test_other_lines_are_no_marks(line: str) -> None:
    assert not is_mark(line)


def test_prose_is_told_from_names() -> None:
    assert all(map(is_prose, ["My run", "Gain: 5", "Run 1", "Date 2020-01-31", "a test of B"]))
    assert not any(map(is_prose, ["Time Volt", "x y", "length width", "t1 t2", "Run Volt 5"]))


@pytest.mark.parametrize(
    ("above", "is_told"),
    [
        ("".join(f"Key {k}: value {k}\n" for k in range(300)) + "\n", True),
        ("".join(f"Key{k}\tvalue {k}\n" for k in range(300)), True),
        ("".join(f"This is line {k} of the report.\n" for k in range(4000)) + "\n", True),
        ("".join(f"# Key {k}: value {k}, 5\n" for k in range(300)), False),
        ("\n" * 1000, False),
    ],
)
def test_long_preamble_is_left_out(above: str, is_told: bool) -> None:
    table = table_of(f"{above}x;y;z\n1,5;2;3\n3,5;4;5\n5;6;7\n")
    (rows,) = table.rows([0, 1, 2])
    assert table.layout.names == ("x", "y", "z")
    assert rows.values.tolist() == [[1.5, 2, 3], [3.5, 4, 5], [5, 6, 7]]
    assert len(table.notes) == is_told
    assert all(f"{above.count(chr(10)):,} lines above the table" in note for note in table.notes)


@pytest.mark.parametrize("line", ["1 2\n", "a,5\n", "5;a\n", "a\t-1.5e3\tb", '"1" 2.5\n', "a,5%"])
def test_row_may_hold_number(line: str) -> None:
    assert may_hold_number(line)


@pytest.mark.parametrize("line", ["", "\n", "Key 5: 6\n", "# a, 5\n", "a,b5,c\n", "x 5 y\n", "-\n"])
def test_other_line_holds_no_number(line: str) -> None:
    assert not may_hold_number(line)
