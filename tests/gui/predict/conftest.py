"""The page of new rows in the view of the fit, with a document and a run."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from engine.terms import CategoryTerm
from gui.document import Experiment
from gui.fit.fit_view import FitView
from gui.fit.page_switch import FitPage
from gui.predict.figure_columns import FigureColumn
from gui.predict.prediction_page import PredictionPage
from gui.predict.row_table_model import FIGURES
from gui.text.message import Message

from ..fit.conftest import FitBench, bench, example, table_of, view

__all__ = ["FitBench", "bench", "example", "table_of", "view"]
LONGLEY = (
    "year\tGNP\tdeflator\tunemployed\tid\tpopulation\tarmed forces\n"
    "1963\t560000\t117\t4000\t1\t131000\t2600\n"
    "1950\t284599\t89.5\t3351\t2\t110929\t1650\n"
    "1955\t\t100\t2900\t3\t117388\tabc\n"
)
TO_THE_END: dict[str, float | str] = {
    "until_converged": True,
    "scale_columns": True,
    "learning_rate": "safe",
}


class PageBench:
    """The page, and the messages that it has sent."""

    def __init__(self, bench: FitBench, view: FitView, qtbot: QtBot) -> None:
        self.fit, self.view, self.qtbot = bench, view, qtbot
        view.show_page(FitPage.NEW_ROWS)
        assert view.predictions is not None
        self.page: PredictionPage = view.predictions
        self.messages: list[Message] = []
        self.page.message.connect(self.messages.append)

    @property
    def said(self) -> list[str]:
        """The texts of the messages."""
        return [message.text for message in self.messages]

    def open(self, key: str) -> None:
        """Open an example."""
        self.fit.open(example(key))
        self.qtbot.waitUntil(self.is_current)

    def is_current(self) -> bool:
        """Return whether the page shows the document as it is now."""
        basis = self.page.model.basis
        return basis is not None and basis.experiment is self.fit.document.experiment

    def paste(self, text: str) -> None:
        """Paste a text, and wait until it is read and predicted."""
        before = self.page.rows.rows
        QGuiApplication.clipboard().setText(text)
        self.page.paste()
        self.wait(lambda: self.page.rows.rows > before)

    def wait(self, is_done: "object" = None) -> None:
        """Wait until something is so, and everything is predicted."""
        if callable(is_done):
            self.qtbot.waitUntil(is_done, timeout=30_000)
        self.qtbot.waitUntil(lambda: not self.page.model.is_computing, timeout=30_000)

    def row(self, row: int) -> list[str]:
        """Return the texts of a row."""
        model = self.page.rows
        return [str(model.index(row, k).data()) for k in range(model.columnCount())]

    def figure(
        self, row: int, figure: FigureColumn, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return what a figure of a row shows."""
        model = self.page.rows
        return model.index(row, 1 + model.inputs + FIGURES.index(figure)).data(role)

    def type(self, row: int, column: int, text: str) -> bool:
        """Write a text into a cell, as its editor does."""
        model = self.page.rows
        was_taken = model.setData(model.index(row, column), text)
        self.fit.document.flush()
        self.wait()
        return was_taken


@pytest.fixture
def page(bench: FitBench, view: FitView, qtbot: QtBot) -> Iterator[PageBench]:
    """The page of new rows, of Norris."""
    made = PageBench(bench, view, qtbot)
    yield made
    view.shut_down()


def mime(text: str = "", html: str = "") -> QMimeData:
    """Return what another program offers."""
    data = QMimeData()
    if text:
        data.setText(text)
    if html:
        data.setHtml(html)
    return data


def names_of(page: PageBench) -> Sequence[str]:
    """Return the heads of the table."""
    model = page.page.rows
    columns = range(model.columnCount())
    return [str(model.headerData(k, Qt.Orientation.Horizontal)) for k in columns]


def table_of_regions() -> Experiment:
    """Return a table with the 0/1 columns of a category: east has none."""
    ages = [20, 25, 30, 35, 40, 45, 50, 28]
    norths, souths = [0, 1, 0, 0, 1, 0, 0, 1], [0, 0, 1, 0, 0, 1, 0, 0]
    A = np.column_stack((np.ones(8), ages, norths, souths))
    found = table_of(A, [1, 2, 4, 3, 5, 6, 5, 3])
    levels = ("east", "north", "south")
    inputs = [replace(found.inputs[1], name="age")]
    for column, level in zip(found.inputs[2:], levels[1:], strict=True):
        term = CategoryTerm("region", level, levels, "east")
        inputs.append(replace(column, name=f"region = {level}", term=term))
    return replace(found, inputs=(found.inputs[0], *inputs))
