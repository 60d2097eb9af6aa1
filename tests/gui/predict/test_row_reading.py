"""What is pasted as new rows: text, HTML, one line, with or without names."""

from collections.abc import Sequence

import numpy as np
import pytest
from PySide6.QtCore import QByteArray

from engine import Problem, Settings
from gui.document import Experiment
from gui.predict.row_reading import NoNewRows, WantedColumns, read_pasted, told
from gui.tables.clipboard.clip import ClipboardData

WANTED = WantedColumns(("x", "z"), ("intercept", "1", "y"), (1, 2), 3)


def read(text: str, html: str = "", *, comma: bool = False) -> Sequence[Sequence[float]]:
    clip = ClipboardData(QByteArray(text.encode()), QByteArray(html.encode()))
    rows: list[list[float]] = read_pasted(clip, WANTED, comma, lambda _: None).cells.tolist()
    return rows


def test_names_are_those_of_columns() -> None:
    problem = Problem([[1, 2, 3], [1, 4, 4], [1, 5, 9]], [1, 2, 3])
    table = Experiment.of(problem, Settings(h=0.1), names=("", "x", "", "y"))
    wanted = WantedColumns.of(table)
    assert wanted.names == ("x", "x3")
    assert wanted.passed_over == ("intercept", "y", "Y")
    assert (wanted.places, wanted.columns) == ((1, 2), 3)


@pytest.mark.parametrize(
    "text",
    ["z\tx\n2\t1\n4\t3\n", "x,z\n1,2\n3,4\n", "1\t2\n3\t4", "y z x 1\n9 2 1 1\n9 4 3 1\n"],
)
def test_texts_are_read_alike(text: str) -> None:
    assert read(text) == [[1, 2], [3, 4]]


def test_one_line_is_one_row() -> None:
    assert read("5\t6") == [[5, 6]]
    assert read("5,5\t6,25", comma=True) == [[5.5, 6.25]]


def test_html_has_exact_numbers() -> None:
    cell = '<td sdval="{}" sdnum="1033;">{}</td>'
    row = cell.format(1 / 3, "0.33") + cell.format(2, "2")
    html = f"<table><tr><td>x</td><td>z</td></tr><tr>{row}</tr><tr>{row}</tr></table>"
    assert read("x\tz\n0.33\t2\n0.33\t2\n", html) == 2 * [[1 / 3, 2]]


def test_nothing_to_read_is_refused() -> None:
    with pytest.raises(NoNewRows, match="The clipboard holds no numbers to paste"):
        read("")
    with pytest.raises(NoNewRows, match="No rows were added"):
        read("words\nmore words\nand others\n")


def test_sentences_tell_what_came() -> None:
    def said(text: str) -> str:
        clip = ClipboardData(QByteArray(text.encode()))
        return told(read_pasted(clip, WANTED, False, lambda _: None))

    assert said("x\tz\n1\t2\n") == "1 new row was added."
    assert said("x\tz\tid\n1\t2\t3\n4\t5\t9\n") == "2 new rows were added; A has no column id."
    assert said("x\ty\n1\t2\n4\t5\n") == "2 new rows were added, of which z is still empty."
    both = "2 new rows were added; A has no column a, and z is still empty."
    assert said("x\ta\n1\t2\n4\t5\n") == both
    wrong = "2 new rows were added. 1 cell is no number, and stays empty."
    assert said("x\tz\n1\tfoo\n4\t5\n") == wrong


def test_empty_cells_are_kept() -> None:
    clip = ClipboardData(QByteArray(b"x\tz\n1\t\n\t5\n"))
    found = read_pasted(clip, WANTED, False, lambda _: None)
    assert np.isnan(found.cells).tolist() == [[False, True], [True, False]]
