"""Numbers to text and back."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from engine import Matrix
from gui.errors import GuiError
from gui.tables.clipboard import read, written

TABLES = arrays(
    np.float64,
    array_shapes(min_dims=2, max_dims=2, max_side=6),
    elements=st.floats(allow_nan=False, allow_infinity=False),
)


@given(TABLES, st.booleans())
def test_every_number_comes_back_bit_for_bit(values: Matrix, decimal_comma: bool) -> None:
    back = read(written(values), decimal_comma=decimal_comma)
    assert back.tobytes() == values.tobytes()
    assert back.shape == values.shape


def test_writes_lines_of_tabs() -> None:
    assert written(np.array([[1.0, 0.25], [-3.0, np.nan]])) == "1\t0.25\n-3\t"


@pytest.mark.parametrize("text", ["1\t2\n3\t4", "1\t2\n3\t4\n", "1\t2\r\n3\t4\r\n"])
def test_reads_what_spreadsheets_write(text: str) -> None:
    assert read(text, decimal_comma=False).tolist() == [[1, 2], [3, 4]]


def test_reads_the_commas_of_the_locale() -> None:
    assert read("1,5\t1,234", decimal_comma=True).tolist() == [[1.5, 1.234]]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "1\t2\n3\tx",
            "Clipboard, row 2, column 2: 'x' is not a number. Type one, such as 0.5 or 1e-3. "
            "Nothing was pasted.",
        ),
        (
            "1\t2\n3",
            "Clipboard, row 2 has 1 cell where row 1 has 2. Nothing was pasted.",
        ),
        (
            "1\n\n3",
            "Clipboard, row 2, column 1: There is no number here. Type one, such as 0.5 or 1e-3. "
            "Nothing was pasted.",
        ),
        (
            "1,234",
            "Clipboard, row 1, column 1: 1,234 could mean 1.234 or 1234. "
            "Write it with a point, or without the comma. Nothing was pasted.",
        ),
        ("", "The clipboard holds no numbers to paste."),
        ("\n", "The clipboard holds no numbers to paste."),
    ],
)
def test_refuses_the_whole_for_one_bad_cell(text: str, sentence: str) -> None:
    with pytest.raises(GuiError) as error:
        read(text, decimal_comma=False)
    assert str(error.value) == sentence
