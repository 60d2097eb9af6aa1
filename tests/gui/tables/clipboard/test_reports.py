"""The texts of tests/data/reports, pasted into A."""

from collections.abc import Sequence

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from engine.errors import BadTable
from engine.reading.tables import Table, read_table
from gui.document import Document, TableName
from gui.tables import MatrixView, TableActions
from gui.text.message import whole_of
from tests.engine.reading.reports import CHOICES, Report, reports, same
from tests.gui.finding import named

from .clips import put

CONTROL = Qt.KeyboardModifier.ControlModifier


class Sheet:
    """A over which a text is pasted, and what was said then."""

    def __init__(self, view: MatrixView, document: Document, qtbot: QtBot) -> None:
        self.view, self.document, self.qtbot = view, document, qtbot
        self.said, self.refused = list[str](), list[str]()
        actions = named(view, TableActions, "table_actions")
        actions.message.connect(lambda message: self.said.append(message.detail or message.text))
        view.refused.connect(self.refused.append)

    def paste(self, report: Report) -> None:
        """Paste a file over all of A."""
        put(report.path.read_text("utf-8"))
        self.view.selectAll()
        self.qtbot.keyClick(self.view, Qt.Key.Key_V, CONTROL)
        self.qtbot.waitUntil(lambda: not self.document.is_busy)

    @property
    def question(self) -> QMessageBox | None:
        """The question that is asked, if there is one."""
        return self.view.window().findChild(QMessageBox, "paste_question")

    def check(self, names: Sequence[str], values: np.ndarray) -> None:
        """Check what was pasted."""
        assert not self.refused, self.refused
        rows, columns = values.shape
        table = self.document.table(TableName.A).joined
        assert same(np.ascontiguousarray(table[:rows, :columns]), values)
        if names:
            assert [each.name for each in self.document.inputs][:columns] == list(names)


@pytest.fixture
def sheet(inputs: MatrixView, document: Document, qtbot: QtBot) -> Sheet:
    """A of the published example."""
    return Sheet(inputs, document, qtbot)


@pytest.mark.parametrize("report", reports(texts_only=True))
def test_paste_reads_reports(sheet: Sheet, report: Report) -> None:
    before = sheet.document.experiment
    sheet.paste(report)
    table = read(report)
    if isinstance(table, BadTable):
        assert sheet.document.experiment is before
        asked = sheet.question
        report_is_whole = not report.options
        if asked is not None:
            check_question(sheet, report, asked)
        else:
            (sentence,) = sheet.refused
            if report_is_whole:
                report.check_refusal(" ".join([whole_of(sentence), *sheet.said]))
        return
    if not report.options:
        report.check_table(table)
    sheet.check(table.names, table.values)
    for note in table.notes:
        assert any(note in each for each in sheet.said)


def read(report: Report) -> Table | BadTable:
    """Read the file as the paste does: without options."""
    try:
        return read_table(report.path)
    except BadTable as error:
        return error


def check_question(sheet: Sheet, report: Report, question: QMessageBox) -> None:
    """Check that the question names what it must, and that its answers read the table."""
    buttons = [
        button
        for button in question.findChildren(QPushButton)
        if button.objectName().startswith("reading_")
    ]
    texts = [question.text(), question.informativeText(), *(each.text() for each in buttons)]
    report.check_says(" ".join(texts))
    expected = CHOICES[report.name]
    assert len(buttons) >= len(expected)
    sheet.qtbot.mouseClick(buttons[0], Qt.MouseButton.LeftButton)
    sheet.qtbot.waitUntil(lambda: not sheet.document.is_busy)
    _, names, rows = expected[0]
    sheet.check(names, np.array(rows, float))
