"""What pyarrow reads is what Python reads, to the last bit."""

import subprocess
import sys
from collections.abc import Sequence

import numpy as np
import pytest

from engine.reading.text.plain import arrow_lines
from engine.reading.text.plain.arrow_lines import GAPS, ArrowLines, find_arrow

from .hard_decimals import hard_decimals

SEED, COUNT = 19, 20_000


@pytest.fixture(scope="module")
def arrow() -> ArrowLines:
    pytest.importorskip("pyarrow")
    return ArrowLines()


def bits(values: Sequence[float]) -> bytes:
    return np.array(values, np.float64).tobytes()


def test_hard_decimals_have_every_bit(arrow: ArrowLines) -> None:
    decimals = hard_decimals(SEED, COUNT)
    found = arrow.numbers(("\n".join(decimals) + "\n").encode(), ",", 1, [0])
    assert found is not None
    assert found.is_gap is None
    assert found.values.tobytes() == bits(list(map(float, decimals)))


def test_decimal_commas_have_every_bit(arrow: ArrowLines) -> None:
    decimals = hard_decimals(SEED + 1, 2_000)
    lines = "".join(f"{each.replace('.', ',')};1\n" for each in decimals)
    found = arrow.numbers(lines.encode(), ";", 2, [0], ",")
    assert found is not None
    assert found.values.tobytes() == bits(list(map(float, decimals)))


@pytest.mark.parametrize(
    "cell",
    ["inf", "nan(1)", "1e400", "0x10", "1d5", "1_0", "1 2", "x", "+-1", "--1", "1e", "NA NA"],
)
def test_other_cells_are_not_read(arrow: ArrowLines, cell: str) -> None:
    assert arrow.numbers(f"1,2\n3,{cell}\n".encode(), ",", 2, [0, 1]) is None
    assert arrow.numbers(f"1,2\n3,{cell}\n".encode(), ",", 2, [0]) is not None


@pytest.mark.parametrize("lines", ["1,2\n3\n", "1,2\n3,4,5\n", "", "\n"])
def test_uneven_lines_are_not_read(arrow: ArrowLines, lines: str) -> None:
    assert arrow.numbers(lines.encode(), ",", 2, [0, 1]) is None


def test_gaps_are_told_from_numbers(arrow: ArrowLines) -> None:
    lines = "".join(f"a,{gap},1.5\n" for gap in GAPS) + "b,2,\n"
    found = arrow.numbers(lines.encode(), ",", 3, [2, 1])
    assert found is not None
    assert found.is_gap is not None
    assert found.is_gap[:-1].tolist() == [[False, True]] * len(GAPS)
    assert found.is_gap[-1].tolist() == [True, False]
    assert found.values[0].tolist() == [1.5, 0.0]
    rows = np.arange(len(GAPS))
    assert arrow.texts(lines.encode(), ",", 3, 1, rows) == list(GAPS)


def test_short_texts_need_no_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "pyarrow", raising=False)
    assert find_arrow(arrow_lines.LEAST_SIZE - 1) is None


def test_missing_library_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert find_arrow(10 * arrow_lines.LEAST_SIZE) is None


def test_broken_library_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrow_lines, "find_spec", lambda _: object())
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert find_arrow(10 * arrow_lines.LEAST_SIZE) is None


@pytest.mark.parametrize("rows", [10, 400_000])
def test_library_is_loaded_for_long_texts(rows: int, tmp_path: object) -> None:
    pytest.importorskip("pyarrow")
    program = (
        "import sys, engine\n"
        f"open(r'{tmp_path}/t.csv', 'w').write('x,y\\n' + '1.5,2.25\\n' * {rows} * 2)\n"
        f"print(engine.read_table(r'{tmp_path}/t.csv').values.shape)\n"
        "print('pyarrow' in sys.modules, 'pandas' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    is_long = rows > 10
    assert done.stdout.split("\n")[:2] == [f"({2 * rows}, 2)", f"{is_long} False"]
