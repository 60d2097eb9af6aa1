"""Putting cells on the clipboard."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from engine import Matrix
from gui.document import Grid
from gui.tables.clipboard.copier import (
    MAX_CELLS_AT_ONCE,
    MAX_CELLS_WITH_HTML,
    CopiedCells,
    Copier,
    html_chunks,
    text_chunks,
    write_cells,
)
from gui.tables.clipboard.html_cells import html_rows
from gui.text.message import Message, MessageKind

from .clips import copied_html, copied_text, ignore, put

TABLES = arrays(
    np.float64,
    array_shapes(min_dims=2, max_dims=2, max_side=6),
    elements=st.floats(allow_nan=False, allow_infinity=False),
)


def copied(
    values: Sequence[Sequence[float]] | Matrix,
    decimal: str = ".",
    names: Sequence[str] = (),
    row_names: Sequence[str] = (),
) -> CopiedCells:
    """Return a whole table as copied cells."""
    table = np.asarray(values, dtype=float)
    rows, columns = (range(count) for count in table.shape)
    return CopiedCells(Grid.of(table).column, rows, columns, decimal, names, row_names)


def text(cells: CopiedCells) -> str:
    return b"".join(text_chunks(cells)).decode()


def html(cells: CopiedCells) -> str:
    return "".join(html_chunks(cells))


def test_text_has_tab_separated_lines() -> None:
    assert text(copied([[1.0, 0.25], [-3.0, np.nan]])) == "1\t0.25\n-3\t"


def test_text_has_every_digit() -> None:
    row = [10.0, -0.0, 1e16, 5e-324, 1 / 3, 1e308, 100.5]
    assert text(copied([row])) == "10\t-0\t1e+16\t5e-324\t0.3333333333333333\t1e+308\t100.5"


def test_text_uses_the_decimal_comma() -> None:
    assert text(copied([[1.5, 1e-7], [2.0, -0.25]], ",")) == "1,5\t1e-07\n2\t-0,25"


def test_many_rows_are_written() -> None:
    rows = 5000
    lines = text(copied(np.arange(2.0 * rows).reshape(rows, 2))).split("\n")
    assert len(lines) == rows
    assert (lines[0], lines[-1]) == ("0\t1", "9998\t9999")


def test_chosen_lines_are_written() -> None:
    table = Grid.of(np.arange(12.0).reshape(4, 3))
    assert text(CopiedCells(table.column, [0, 2], [2, 0])) == "2\t0\n8\t6"


def test_names_are_written_around_numbers() -> None:
    cells = copied([[1, 2], [3, 4]], names=["w", "now", "δ"], row_names=["age", "w2"])
    assert text(cells) == "w\tnow\tδ\nage\t1\t2\nw2\t3\t4"
    assert [[cell.text for cell in row] for row in html_rows(html(cells), ignore)] == [
        ["w", "now", "δ"],
        ["age", "1", "2"],
        ["w2", "3", "4"],
    ]


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("=HYPERLINK(1)", '"\'=HYPERLINK(1)"'),
        ("@x", '"\'@x"'),
        ("a\tb", '"a\tb"'),
        ('6" pipe', '"6"" pipe"'),
    ],
)
def test_names_are_escaped_in_text(name: str, written: str) -> None:
    assert text(copied([[1.0]], names=[name])) == f"{written}\n1"


def test_names_are_escaped_in_html() -> None:
    cells = copied([[1.0]], names=["<script>&</script>"])
    assert "<script>" not in html(cells)
    assert html_rows(html(cells), ignore)[0][0].text == "<script>&</script>"


@given(TABLES, st.sampled_from(".,"))
def test_spreadsheets_find_exact_numbers(values: Matrix, decimal: str) -> None:
    written = html(copied(values, decimal))
    for attribute in ("sdval", "x:num"):
        found = re.findall(rf' {attribute}="([^"]*)"', written)
        assert np.array(list(map(float, found))).tobytes() == values.tobytes()
    google = re.findall(r"&quot;3&quot;: ([^}]*)}", written)
    assert np.array(list(map(float, google))).tobytes() == values.tobytes()


def test_html_text_uses_the_decimal_comma() -> None:
    rows = html_rows(html(copied([[1.5, np.nan]], ",")), ignore)
    assert [(cell.text, cell.exact) for cell in rows[0]] == [("1,5", 1.5), ("", None)]


@pytest.fixture
def copier(qtbot: QtBot) -> Iterator[Copier]:
    """A copier."""
    parent = QObject()
    copier = Copier(parent)
    yield copier
    copier.shut_down()


def many(cells: int = MAX_CELLS_AT_ONCE + 1) -> Matrix:
    return np.arange(float(cells)).reshape(-1, 1)


def test_few_cells_are_copied_at_once(copier: Copier, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(copier.message):
        copier.copy(copied([[1.5, 2]]))
    assert copied_text() == "1.5\t2"
    assert 'sdval="1.5"' in copied_html()


def test_many_cells_are_copied_in_thread(copier: Copier, qtbot: QtBot) -> None:
    messages: list[Message] = []
    copier.message.connect(messages.append)
    put("as it was")
    copier.copy(copied(many()))
    assert copied_text() == "as it was"
    qtbot.waitUntil(lambda: len(messages) == 2)
    assert copied_text().split("\n") == [str(k) for k in range(MAX_CELLS_AT_ONCE + 1)]
    assert [each.kind for each in messages] == [MessageKind.GOING, MessageKind.GOOD]
    assert messages[0].text == "Copying 20,001×1 numbers … Esc cancels."
    assert messages[1].text == "Copied 20,001×1 numbers."


def test_cancelled_copy_leaves_the_clipboard(copier: Copier, qtbot: QtBot) -> None:
    put("as it was")
    copier.copy(copied(many(1_000_000)))
    with qtbot.waitSignal(copier.message) as messages:
        copier.cancel()
    assert messages.args[0].text == "Nothing was copied."
    assert copied_text() == "as it was"
    with qtbot.assertNotEmitted(copier.message):
        copier.cancel()


def test_new_copy_replaces_the_last(copier: Copier, qtbot: QtBot) -> None:
    copier.copy(copied(many(1_000_000)))
    copier.copy(copied([[7]]))
    assert copied_text() == "7"


def test_unexpected_error_in_copy_is_reported(copier: Copier, qtbot: QtBot) -> None:
    def break_off(column: int, rows: Sequence[int]) -> Matrix:
        raise ZeroDivisionError

    with qtbot.waitSignal(copier.failed) as failed:
        copier.copy(replace(copied(many()), columns=break_off))
    assert "ZeroDivisionError" in failed.args[0]


def test_many_cells_are_copied_without_html(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gui.tables.clipboard.copier.MAX_CELLS_WITH_HTML", 3)
    assert write_cells(copied([[1, 2, 3]])).html
    assert not write_cells(copied([[1, 2, 3, 4]])).html
    assert MAX_CELLS_WITH_HTML > MAX_CELLS_AT_ONCE
