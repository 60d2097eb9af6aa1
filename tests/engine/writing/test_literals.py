import tokenize
from io import StringIO

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from engine import Matrix
from engine.writing.literals import WIDTH, column_literal, comment, matrix_literal, printable

from ..archives import FINITE

MATRICES = arrays(np.float64, array_shapes(min_dims=2, max_dims=2, max_side=9), elements=FINITE)


def numbers(code: str) -> list[float]:
    """Return the numbers of a program, with their signs."""
    found, sign = [], 1.0
    for token in tokenize.generate_tokens(StringIO(code).readline):
        if token.type == tokenize.NUMBER:
            found.append(sign * float(token.string))
        sign = -1.0 if token.string == "-" else 1.0
    return found


@given(MATRICES)
def test_matrix_literal_is_exact(matrix: Matrix) -> None:
    code = matrix_literal(matrix)
    assert np.array(numbers(code)).tobytes() == matrix.tobytes()
    assert len(code.splitlines()) == len(matrix) + 2


@example(np.array([[3.2611738448566788e16], [4.08687471979918e16], *[[0.0]] * 8]))
@given(arrays(np.float64, st.tuples(st.integers(1, 60), st.just(1)), elements=FINITE))
def test_column_literal_is_exact(column: Matrix) -> None:
    code = column_literal(column)
    numbers_only = code.removesuffix(".reshape(-1, 1)")
    assert np.array(numbers(numbers_only)).tobytes() == column.tobytes()
    assert max(map(len, code.splitlines())) <= WIDTH


def test_short_column_fits_one_line() -> None:
    assert column_literal(np.array([[14.0], [-3e-07]])) == "np.array([14.0, -3e-07]).reshape(-1, 1)"


@given(st.text(st.characters()))
def test_any_text_stays_a_comment(text: str) -> None:
    code = comment(text) + "\nx = 1\n"
    code.encode()
    tokens = [t for t in tokenize.generate_tokens(StringIO(code).readline) if t.string.strip()]
    kinds = [token.type for token in tokens]
    assert kinds[-3:] == [tokenize.NAME, tokenize.OP, tokenize.NUMBER]
    assert set(kinds[:-3]) <= {tokenize.COMMENT}


def test_long_comment_is_wrapped() -> None:
    lines = comment("x_1 " * 60).splitlines()
    assert len(lines) == 3
    assert all(line.startswith("# x_1") and len(line) <= WIDTH for line in lines)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x y", "x y"),
        ("Ŷ, °C", "Ŷ, °C"),
        ("a\nb", r"'a\nb'"),
        ("\ud800", r"'\ud800'"),
        ("\u2028", r"'\u2028'"),
    ],
)
def test_unprintable_text_is_escaped(text: str, expected: str) -> None:
    assert printable(text) == expected
