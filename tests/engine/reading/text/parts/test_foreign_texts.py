import pytest

from engine.errors import BadTable
from engine.reading.options import ColumnChoice, ReadOptions
from engine.reading.text.parts.foreign_texts import (
    refuse_foreign_text,
    refuse_latex_rows,
    refuse_scaled_display,
)

from ...texts import table_of

Columns = tuple[int, ...] | ColumnChoice | None


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("%%MatrixMarket matrix coordinate real general\n2 2 1\n1 1 1.5\n", "Matrix Market"),
        ("%%matrixmarket matrix array real general\n2 1\n1\n2\n", "Matrix Market"),
        ("##TITLE= made\n##JCAMP-DX= 4.24\n##XYDATA= (X++(Y..Y))\n400 1 2\n", "JCAMP-DX"),
        ("\n##title=made\n400 1 2\n", "JCAMP-DX"),
        ("$$ by me\n##JCAMPDX=5.01\n400 1 2\n", "JCAMP-DX"),
        ("\ufeff##TITLE=made\n1 2\n", "JCAMP-DX"),
    ],
)
def test_formats_are_refused_by_name(text: str, what: str) -> None:
    with pytest.raises(BadTable, match=f"this is a {what}.*Export"):
        table_of(text)


@pytest.mark.parametrize(
    "text", ["x,y\n1,2\n", "", "## 1\n1 2\n", "%% made by me\n1 2\n", "# TITLE= x\n1 2\n"]
)
def test_other_texts_pass(text: str) -> None:
    refuse_foreign_text("t.txt", text.splitlines())


@pytest.mark.parametrize("columns", [None, ColumnChoice.NUMERIC, (1, 2)])
@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("A =\n\n  1.0e+03  *\n\n   1.0   2.0\n   3.0   4.0\n\n", 3),
        ("A =\n\n   1.0e-05 *\n\n   1.0   2.0\n   3.0   4.0\n", 3),
        ("A = 1e+3 *\n   1.0   2.0\n   3.0   4.0\n", 1),
        ("1.0E+10 *\n1 2\n3 4\n", 1),
    ],
)
def test_scaled_display_is_refused(text: str, line: int, columns: Columns) -> None:
    with pytest.raises(BadTable, match=rf"line {line}: 1[.0]*[eE][+-]\d+ \* is a scale factor"):
        table_of(text, ReadOptions(columns=columns))


def test_skipped_scale_factor_is_passed() -> None:
    refuse_scaled_display("t.csv", ["1.0e+03 *\n", "1 2\n"], 1)
    refuse_scaled_display("t.csv", ["1.5e+03 *\n", "2 * 3\n"])


@pytest.mark.parametrize("columns", [None, ColumnChoice.NUMERIC])
@pytest.mark.parametrize(
    "text",
    [
        "1 & 2 & 3 \\\\\n4 & 5 & 6 \\\\\n",
        "\nx & y \\\\ \\hline\n1 & 2 \\\\\n",
        "1&2\\\\[2pt]\n3&4\\\\\n",
        "x & y \\\\\\toprule\n1 & 2 \\\\\n",
    ],
)
def test_rows_of_latex_are_refused(text: str, columns: Columns) -> None:
    with pytest.raises(BadTable, match="rows of a LaTeX table"):
        table_of(text, ReadOptions(columns=columns))


def test_ampersands_alone_are_read() -> None:
    refuse_latex_rows("t.csv", ["R&D,x\n", "1,2\n"])
    assert table_of("1&2\n3&4\n", ReadOptions(separator="&")).layout.width == 2
