from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from engine import read_table
from engine.reading.tables import read_weights
from engine.reading.text.header import is_name
from engine.writing.csv import Dialect, table_csv, weights_csv
from engine.writing.header import header_cells, quote_if_needed, text_cell

DIALECTS = (Dialect(), Dialect(";", ","), Dialect(";", ",", "utf-8-sig"), Dialect("\t", "."))
TABLE = np.array([[1.5, -2.0], [3.25, 1e-300], [0.0, 1234.5]])
names = st.text("'\"=+-@#%.,;: ()ab𝑥é0129", min_size=1, max_size=8).map(str.strip).filter(bool)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tables") / "table.csv"


@pytest.mark.parametrize(
    ("given_names", "cells"),
    [
        (["x", "y"], ["x", "y"]),
        (["1990", "2000"], ['"1990"', '"2000"']),
        (["1.5", "y"], ['"1.5"', '"y"']),
        (["# made", "y"], ['"# made"', "y"]),
        (["=x", 'a"b', "c,d"], ['"\'=x"', '"a""b"', '"c,d"']),
    ],
)
def test_number_like_names_are_quoted(given_names: list[str], cells: list[str]) -> None:
    assert header_cells(given_names, ",") == cells


def test_separator_in_text_is_quoted() -> None:
    assert quote_if_needed("a;b", ";") == '"a;b"'
    assert quote_if_needed("a;b", ",") == "a;b"


@pytest.mark.parametrize("text", ["a\nb", "a \r\n b", "a\rb", "a\n\n b"])
def test_line_breaks_become_spaces(text: str) -> None:
    assert quote_if_needed(text, ",") == "a b"
    assert header_cells([text, text], ",") == ["a b", "a b"]
    assert header_cells([text, "2"], ",") == ["a b", "2"]
    assert header_cells([text, "1.5"], ",") == ['"a b"', '"1.5"']


@pytest.mark.parametrize("dialect", DIALECTS)
@given(header=st.tuples(names, names, names))
@example(("400.5", "401", "402"))
@example(("#a", "b", "c"))
@example(("-a", "'-b", "=c"))
@example(("nan", "true", "Y"))
@example(("1", "2", "2"))
@example(('"', '""', '".'))
@example(("%b", "0", "1"))
@example(("sep=x", "y", "z"))
@example(("0,5", "2", "price"))
@example(("2019", "x", "1,234"))
def test_every_name_reads_back(path: Path, dialect: Dialect, header: tuple[str, ...]) -> None:
    # Names that are all numbers with decimal commas are ambiguous between commas.
    assume(dialect.separator != "," or any(is_name(name) or "," not in name for name in header))
    path.write_bytes(b"".join(table_csv(header, TABLE, TABLE[:, :1], dialect)))
    table = read_table(path)
    assert table.names == header
    assert table.values.tobytes() == np.hstack([TABLE, TABLE[:, :1]]).tobytes()


@pytest.mark.parametrize("dialect", DIALECTS)
@given(first=names, second=names)
@example(first="#a", second="%b")
def test_every_weight_reads_back(path: Path, dialect: Dialect, first: str, second: str) -> None:
    W = np.array([[1.5], [-2.25]])
    path.write_bytes(b"".join(weights_csv([first, second], W, 2 * W, dialect)))
    assert read_weights(path).tobytes() == (2 * W).tobytes()


def test_names_are_repaired_when_written() -> None:
    assert header_cells(["a\0b", "c\ud800"], ",") == ["a b", "c"]


def rows_of_r(text: str, separator: str) -> list[list[str]]:
    """Split text as R's read.table does with a separator, to its rows of cells.

    Either quote opens a quotation at the start of a cell, which goes on across lines; outside of
    quotations, # begins a comment.
    """
    rows, row, cell, quotation = list[list[str]](), list[str](), "", ""
    place = 0
    while place < len(text):
        character = text[place]
        if quotation and text[place : place + 2] == 2 * quotation:
            cell, place = cell + quotation, place + 1
        elif character == quotation:
            quotation = ""
        elif quotation:
            cell += character
        elif character in "'\"" and not cell:
            quotation = character
        elif character == "#":
            place = text.index("\n", place) - 1
        elif character == separator:
            row, cell = [*row, cell], ""
        elif character == "\n":
            rows, row, cell = [*rows, [*row, cell]], [], ""
        else:
            cell += character
        place += 1
    assert not quotation
    return rows


@pytest.mark.parametrize("dialect", DIALECTS)
@given(header=st.lists(names, min_size=2, max_size=7))
@example(["=x", "-y", "it's", "@z", "'", "a#b", "+1"])
@example(["'a", "b'"])
def test_r_reads_as_many_rows_as_there_are(dialect: Dialect, header: list[str]) -> None:
    W = np.arange(1.0, len(header) + 1).reshape(-1, 1)
    text = b"".join(weights_csv(header, W, W, dialect)).decode(dialect.encoding)
    rows = rows_of_r(text, dialect.separator)
    assert len(rows) == len(header) + 1
    assert {len(row) for row in rows} == {3}
    A = np.ones((2, len(header) - 1))
    text = b"".join(table_csv(header, A, np.ones((2, 1)), dialect)).decode(dialect.encoding)
    assert [len(row) for row in rows_of_r(text, dialect.separator)] == [len(header)] * 3


@given(st.text("'\"=+-@#%.,;: ()ab0!*/\t\n", max_size=8))
def test_no_sign_is_left_outside_of_quotes(text: str) -> None:
    cell = text_cell(text, ",")
    if not cell.startswith('"'):
        assert "'" not in cell
        assert "#" not in cell
        assert not cell.startswith(("!", "*", "//", "--", ";", "%"))
