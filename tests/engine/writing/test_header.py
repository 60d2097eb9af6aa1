from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from engine import read_table
from engine.reading.tables import read_weights
from engine.reading.text.header import is_name
from engine.writing.csv import Dialect, table_csv, weights_csv
from engine.writing.header import header_cells, quote_if_needed

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
        (["=x", 'a"b', "c,d"], ["'=x", '"a""b"', '"c,d"']),
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
