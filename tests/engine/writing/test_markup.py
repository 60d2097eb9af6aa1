import math
import re
import time
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.writing.markup import latex_table, markdown_table

from ..archives import FINITE

PLAIN = st.text(st.characters(categories=["L", "Nd"]), min_size=1, max_size=8)


def test_markdown_table() -> None:
    weights = np.array([[1.5], [-1e-07], [0.1 + 0.2]])
    assert markdown_table(["weight", "fitted"], [["w1", "w2", "w3"], weights]) == (
        "| weight |              fitted |\n"
        "| ------ | ------------------: |\n"
        "| w1     |                 1.5 |\n"
        "| w2     |              -1e-07 |\n"
        "| w3     | 0.30000000000000004 |\n"
    )


def test_latex_table() -> None:
    weights = np.array([1.5, -1e-07, 1e22, 12.0])
    assert latex_table(["weight", "fitted"], [["a", "b", "c", "d"], weights]) == (
        "\\begin{tabular}{lr}\n"
        "\\hline\n"
        "weight & fitted \\\\\n"
        "\\hline\n"
        "a & $1.5$ \\\\\n"
        "b & $-1 \\times 10^{-7}$ \\\\\n"
        "c & $1 \\times 10^{22}$ \\\\\n"
        "d & $12$ \\\\\n"
        "\\hline\n"
        "\\end{tabular}\n"
    )


@pytest.mark.parametrize(
    ("text", "markdown", "latex"),
    [
        ("a|b", r"a\|b", r"a\textbar{}b"),
        ("x_1 * y", r"x\_1 \* y", r"x\_1 {*} y"),
        ("[kg]", r"\[kg\]", "{[}kg]"),
        ("<b>", r"\<b\>", r"\textless{}b\textgreater{}"),
        ("5 % & $3 #1", r"5 % \& \$3 #1", r"5 \% \& \$3 \#1"),
        ("a\\b`c", r"a\\b\`c", r"a\textbackslash{}b`c"),
        ("~{^}", r"\~{^}", r"\textasciitilde{}\{\textasciicircum{}\}"),
        ("two\r\n lines\ttab", "two lines tab", "two lines tab"),
        ("η, Ŷ", "η, Ŷ", "η, Ŷ"),
        ("", "", ""),
    ],
)
def test_special_characters_are_escaped(text: str, markdown: str, latex: str) -> None:
    assert f"| {markdown.ljust(3)} |" in markdown_table(["n"], [[text]])
    assert markdown_table([text], [[1.0]]).startswith(f"| {markdown.rjust(3)} |")
    assert f"\n{latex} \\\\\n" in latex_table(["n"], [[text]])
    assert f"\n{latex} \\\\\n" in latex_table([text], [[1.0]])


def test_infinity_and_nan() -> None:
    column = np.array([math.inf, -math.inf, math.nan])
    assert re.findall(r"\S+(?= \|\n)", markdown_table(["n"], [column]))[2:] == [
        "inf",
        "-inf",
        "nan",
    ]
    latex = latex_table(["n"], [column])
    assert latex.splitlines()[4:7] == [r"$\infty$ \\", r"$-\infty$ \\", r"NaN \\"]


def test_integers_keep_all_digits() -> None:
    epochs = [10**18 + 1, 10**30]
    assert "1000000000000000001" in markdown_table(["epoch"], [epochs])
    assert f"${10**30}$" in latex_table(["epoch"], [epochs])


def test_missing_numbers_stay_numbers() -> None:
    values = np.array([1.0, np.nan])
    assert markdown_table(["n"], [values], missing="–") == "|   n |\n| --: |\n|   1 |\n|   – |\n"
    assert "nan" in markdown_table(["n"], [values])
    assert "\n-- \\\\" in latex_table(["n"], [values], missing="--")
    assert "NaN" in latex_table(["n"], [values])


def test_mixed_column_is_left_aligned() -> None:
    assert "| --- |" in markdown_table(["n"], [[1.0, "–"]])
    assert latex_table(["n"], [[1.0, "–"]]).startswith("\\begin{tabular}{l}")


@pytest.mark.parametrize("write", [markdown_table, latex_table])
def test_unequal_columns_raise(write: Callable[..., str]) -> None:
    for header, columns in ((["a"], [[1.0], [2.0]]), (["a", "b"], [[1.0], [2.0, 3.0]])):
        with pytest.raises(ValueError, match="zip"):
            write(header, columns)


@pytest.mark.parametrize("write", [markdown_table, latex_table])
def test_time_is_linear_in_rows(write: Callable[..., str]) -> None:
    began = time.process_time()
    assert write(["x"], [np.ones(50_000)]).count("\n") > 50_000
    assert time.process_time() - began < 5


Rows = Sequence[Sequence[str]]


def rows_of_markdown(table: str) -> Rows:
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for k, line in enumerate(table.splitlines())
        if k != 1
    ]


def rows_of_latex(table: str) -> Rows:
    lines = [line for line in table.splitlines() if line.endswith("\\\\")]
    return [[cell.strip().strip("$") for cell in line[:-2].split("&")] for line in lines]


@given(st.lists(PLAIN, min_size=1), st.data())
def test_tables_read_back(names: list[str], data: st.DataObject) -> None:
    numbers = data.draw(st.lists(FINITE, min_size=len(names), max_size=len(names)))
    for rows in (
        rows_of_markdown(markdown_table(["name", "x"], [names, np.array(numbers)])),
        rows_of_latex(latex_table(["name", "x"], [names, numbers])),
    ):
        assert list(rows[0]) == ["name", "x"]
        assert [row[0] for row in rows[1:]] == names
        read = [row[1].replace(r" \times 10^{", "e").rstrip("}") for row in rows[1:]]
        assert [float(text).hex() for text in read] == [number.hex() for number in numbers]
