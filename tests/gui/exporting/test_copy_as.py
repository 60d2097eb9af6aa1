from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pytest
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot

from engine import Problem, Settings
from gui.document import Document, Experiment
from gui.exporting.copy_as import CopyAs
from gui.exporting.texts import (
    LATEX,
    MARKDOWN,
    MOST_CELLS,
    code_of,
    statistics_as,
    table_as,
    weights_as,
)
from gui.run.result import RunResult
from gui.run.run_state import RunState
from gui.run.session import Session
from gui.text.message import Message, MessageKind
from tests.gui.finding import named

NAMES = [
    *("copy_weights_markdown", "copy_weights_latex"),
    *("copy_statistics_markdown", "copy_statistics_latex"),
    *("copy_table_markdown", "copy_table_latex", "copy_numpy_code"),
]


@dataclass(frozen=True)
class Ready:
    """A document after a run, and its Copy As menu."""

    document: Document
    session: Session
    copying: CopyAs

    def outcome(self) -> RunResult | None:
        return RunResult.of(self.document, self.session)


@pytest.fixture
def ready(window: QWidget, qtbot: QtBot) -> Iterator[Ready]:
    problem = Problem([[1.0, 2.0], [3.0, 4.0]], [5.0, 6.0], [0.5, 0.25])
    document = Document(problem, Settings(20, 0.01), "Test")
    session = Session(document)
    with qtbot.waitSignal(
        session.state_changed, check_params_cb=lambda state: state is RunState.DONE
    ):
        session.run_or_pause()
    copying = CopyAs(window, document, session)
    yield Ready(document, session, copying)
    copying.shut_down()
    session.shut_down()


def triggered(ready: Ready, qtbot: QtBot, name: str) -> Message:
    """Trigger a menu entry and return the message that follows."""
    with qtbot.waitSignal(ready.copying.message) as emitted:
        named(ready.copying, QAction, name).trigger()
    message = emitted.args[0]
    assert isinstance(message, Message)
    return message


def test_entries_have_names_keys_and_tips(ready: Ready, window: QWidget) -> None:
    menu = named(window, QMenu, "copy_as")
    assert menu is ready.copying.menu
    assert [action.objectName() for action in menu.actions()] == NAMES
    assert all(action.toolTip() != action.text() for action in menu.actions())
    keys = [a.text()[a.text().index("&") + 1].lower() for a in menu.actions()]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("name", NAMES)
def test_every_entry_copies_its_text(ready: Ready, qtbot: QtBot, name: str) -> None:
    experiment, outcome = ready.document.experiment, ready.outcome()
    expected = {
        "copy_weights_markdown": weights_as(MARKDOWN, experiment, outcome),
        "copy_weights_latex": weights_as(LATEX, experiment, outcome),
        "copy_statistics_markdown": statistics_as(MARKDOWN, experiment, outcome),
        "copy_statistics_latex": statistics_as(LATEX, experiment, outcome),
        "copy_table_markdown": table_as(MARKDOWN, experiment),
        "copy_table_latex": table_as(LATEX, experiment),
        "copy_numpy_code": code_of(experiment, outcome, "Test"),
    }[name]
    assert triggered(ready, qtbot, name) == Message(MessageKind.GOOD, expected.sentence)
    assert QGuiApplication.clipboard().text() == expected.text


def test_too_long_text_keeps_the_clipboard(ready: Ready, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("mine")
    problem = Problem(np.ones((MOST_CELLS, 1)), np.ones(MOST_CELLS))
    ready.session.reset()
    ready.document.open(Experiment.of(problem, Settings(), "Long"))
    message = triggered(ready, qtbot, "copy_table_latex")
    assert message.kind is MessageKind.WARNING
    assert message.text.startswith("200,000 cells are too many to copy")
    assert QGuiApplication.clipboard().text() == "mine"


def test_only_the_last_request_is_copied(ready: Ready, qtbot: QtBot) -> None:
    named(ready.copying, QAction, "copy_table_latex").trigger()
    triggered(ready, qtbot, "copy_table_markdown")
    expected = table_as(MARKDOWN, ready.document.experiment)
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() == expected.text)


def test_unexpected_exception_in_copy_is_reported(
    ready: Ready, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gui.exporting.copy_as.table_as", lambda *_: 1 // 0)
    with qtbot.waitSignal(ready.copying.failed) as failed:
        named(ready.copying, QAction, "copy_table_latex").trigger()
    assert "ZeroDivisionError" in failed.args[0]
