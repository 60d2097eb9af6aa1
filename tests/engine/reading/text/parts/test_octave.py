import pytest

from engine.errors import BadTable
from engine.reading.faults import NeedsChoice
from engine.reading.options import ReadOptions
from engine.reading.text.parts.octave import (
    OctaveVariable,
    choose_variable,
    find_variables,
    is_octave_text,
    tell_variable,
)
from engine.reading.text.text import BLOCK_SIZE, TextPosition
from engine.reading.text.text_tables import TextTable

from ...texts import table_of, text_file

SIZES = [1, 64, BLOCK_SIZE]
CREATED = "# Created by Octave 7.3.0, Tue Mar 14 10:00:00 2023 UTC <me@here>\n"
MATRIX = "# name: A\n# type: matrix\n# rows: 2\n# columns: 2\n 1 2\n 3.5 -4\n\n\n"
COLUMN = "# name: Y\n# type: matrix\n# rows: 2\n# columns: 1\n 5\n 6\n\n\n"
SCALAR = "# name: s\n# type: scalar\n3.14\n\n\n"
TEXT = "# name: t\n# type: string\n# elements: 1\n# length: 5\nhello\n\n\n"
RANGE = "# name: r\n# type: range\n# base, limit, increment\n0 0.7 0.1\n\n\n"
SPARSE = "# name: S\n# type: sparse matrix\n# nnz: 1\n# rows: 2\n# columns: 2\n1 1 5\n\n\n"
CUBE = "# name: Q\n# type: matrix\n# ndims: 3\n 1 1 2\n 1\n 2\n\n\n"


def values(table: TextTable) -> list[list[float]]:
    columns = range(table.layout.width)
    return [row for rows in table.rows(columns) for row in rows.values.tolist()]


@pytest.mark.parametrize("size", SIZES)
def test_named_matrices_are_choices(size: int) -> None:
    text = CREATED + MATRIX + SCALAR + COLUMN
    with pytest.raises(NeedsChoice, match="Choose one as the sheet: A or Y") as refused:
        table_of(text, size=size)
    assert (refused.value.option, refused.value.values) == ("sheet", ("A", "Y"))
    for choice, expected in [
        ("A", [[1, 2], [3.5, -4]]),
        (1, [[1, 2], [3.5, -4]]),
        ("Y", [[5], [6]]),
        (2, [[5], [6]]),
    ]:
        table = table_of(text, ReadOptions(sheet=choice), size)  # type: ignore[arg-type]
        assert values(table) == expected
        assert table.layout.names == ()
        assert table.sheets == ("A", "Y")
        assert values(table_of(text, table.options, size)) == expected


@pytest.mark.parametrize("size", SIZES)
def test_single_matrix_is_read_and_named(size: int) -> None:
    for text in (MATRIX, CREATED + MATRIX, TEXT + MATRIX + RANGE, MATRIX.replace("#", "%")):
        table = table_of(text, size=size)
        assert values(table) == [[1, 2], [3.5, -4]]
        assert "the matrix A of an Octave file" in table.notes[0]
    assert "Left out: t, a text; r, a range." in table_of(TEXT + MATRIX + RANGE).notes[0]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (RANGE, "r, a range, is no matrix"),
        (RANGE.replace("range\n", "double_range\n", 1), "r, a range, is no matrix"),
        (SCALAR, "s, a single number, is no matrix"),
        (TEXT, "t, a text, is no matrix"),
        (SPARSE, "S, a variable of the type “sparse matrix”, is no matrix"),
        (CUBE, "Q, a variable of the type “matrix”, is no matrix"),
    ],
)
def test_other_variables_are_refused_by_name(text: str, what: str) -> None:
    with pytest.raises(BadTable, match=what):
        table_of(CREATED + text)
    with pytest.raises(BadTable, match=what):
        table_of(MATRIX + text, ReadOptions(sheet=text[8]))


@pytest.mark.parametrize("size", SIZES)
def test_matrix_cut_short_is_refused(size: int) -> None:
    for text, line in ((MATRIX[:-10], 6), (MATRIX.replace("rows: 2", "rows: 9"), 9)):
        with pytest.raises(BadTable, match="but the text ends before") as refused:
            table_of(text, size=size)
        assert refused.value.line == line
    for text in (MATRIX.rstrip() + "\n", MATRIX.rstrip(), MATRIX):
        assert len(values(table_of(text, size=size))) == 2


def test_missing_matrix_is_refused() -> None:
    for choice in ("B", 3):
        with pytest.raises(BadTable, match="there is no single matrix"):
            table_of(MATRIX + COLUMN, ReadOptions(sheet=choice))


@pytest.mark.parametrize("size", SIZES)
def test_variables_are_found(size: int) -> None:
    text = "# name: c\n# type: cell\n# rows: 1\n# columns: 1\n# name: <cell-element>\n"
    text += "# type: scalar\n1\n\n" + COLUMN
    found = find_variables(text_file(text.encode(), size))
    assert [(each.name, each.kind, each.is_matrix) for each in found] == [
        ("c", "cell", False),
        ("Y", "matrix", True),
    ]
    assert found[1].start == TextPosition(len(text) - len(" 5\n 6\n\n\n"), 13)


@pytest.mark.parametrize(
    ("lines", "is_octave"),
    [
        ([CREATED, "# name: A\n", "# type: matrix\n"], True),
        (["# name: A\n", "1 2\n"], False),
        (["# type: A\n", "# name: b\n"], False),
        (["x,y\n", "1,2\n"], False),
        ([], False),
    ],
)
def test_octave_text_is_recognised(lines: list[str], is_octave: bool) -> None:
    assert is_octave_text(lines) is is_octave


def test_long_type_is_shortened() -> None:
    place = TextPosition(0, 1)
    said = str(OctaveVariable("x", "double_" * 1000, ("", ""), place, place).description)
    assert said.startswith("x, a variable of the type “double_double_")
    assert said.endswith("…”")
    assert len(said) < 90


def test_only_matrix_is_chosen_by_itself() -> None:
    place = TextPosition(0, 1)
    matrix = OctaveVariable("A", "matrix", ("1", "1"), place, TextPosition(9, 2))
    scalar = OctaveVariable("s", "scalar", ("", ""), place, place)
    assert choose_variable("t.txt", [scalar, matrix], None) is matrix
    assert tell_variable(matrix, [scalar, matrix]).endswith("Left out: s, a single number.")


@pytest.mark.parametrize("end", ["", "\n\n", "\n\n\n\n", "\n# name: B\n# type: scalar\n5\n"])
@pytest.mark.parametrize("size", [16, 4096])
def test_cut_off_matrix_is_refused(end: str, size: int) -> None:
    head = "# name: A\n# type: matrix\n# rows: 3\n# columns: 2\n"
    with pytest.raises(BadTable, match="A should have 3 rows, but the text ends before"):
        table_of(f"{head} 1 2\n 3 4\n{end}", size=size)
    assert table_of(f"{head} 1 2\n 3 4\n 5 6\n{end}", size=size).sheets == ("A",)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("name", ["# name:A", "% name:  A"])
def test_names_need_no_blank(name: str, end: str) -> None:
    text = MATRIX.replace("# name: A", name).replace("\n", end)
    assert values(table_of(text)) == [[1, 2], [3.5, -4]]
    with pytest.raises(BadTable, match="r, a range, is no matrix"):
        table_of(RANGE.replace(": r", ":r").replace("\n", end))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("more", [" 7 8\n", " 7 8\n 9 10\n", "\n 7 8\n"])
def test_surplus_rows_are_refused(more: str, size: int) -> None:
    found = 2 + more.count("8") + more.count("10")
    text = MATRIX.rstrip() + "\n" + more + "\n" + SCALAR
    with pytest.raises(BadTable, match=rf"line 5: A should have 2 rows, but there are {found}"):
        table_of(text, size=size)
