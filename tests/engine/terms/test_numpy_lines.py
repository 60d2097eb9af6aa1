import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from engine.matrix import Matrix
from engine.terms import ComputedTerm, PowerTerm, TermColumn, TermFault, transformed
from engine.terms.numpy_lines import lines_of_terms

from .drawn import NAMES, computed

SCALED = [TermColumn(name, shift=1.5, scale=2.0) for name in NAMES]


def ran(lines: list[str], A: Matrix) -> Matrix:
    """Run lines that were written, as the person would who has copied them."""
    A = A.copy()
    with np.errstate(all="ignore"):
        for line in lines:
            exec(line, {"np": np, "A": A})
    return A


@given(computed, arrays.arrays(float, (3, len(NAMES)), elements=st.floats(0.5, 20)))
def test_program_computes_the_same(term: ComputedTerm, rows: Matrix) -> None:
    columns = [*SCALED, TermColumn("new", term, shift=-3.0, scale=4.0)]
    try:
        A = transformed(columns, {name: rows[:, k] for k, name in enumerate(NAMES)})
    except TermFault:
        assume(False)
    blank = A.copy()
    blank[:, -1] = 0.0
    again = ran(list(lines_of_terms(columns)), blank)
    size = np.abs(A[:, -1]).max() + 1
    assert np.allclose(again, A, rtol=1e-9, atol=1e-9 * size)


def test_sources_come_first() -> None:
    columns = [TermColumn("x⁴", PowerTerm("sq", 2.0)), TermColumn("sq", PowerTerm("x", 2.0))]
    lines = list(lines_of_terms([*columns, TermColumn("x")]))
    assert lines == ["A[:, 1] = A[:, 2]**2", "A[:, 0] = A[:, 1]**2"]
