"""What models have in common that follow the run: they look while they are seen."""

from collections.abc import Iterator
from enum import Enum

import pytest
from PySide6.QtCore import QObject
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from engine.examples import published
from gui.background import Progress
from gui.document import Document, Experiment
from gui.run.followed_model import FollowedModel
from gui.run.session import Session


class Why(Enum):
    """Why there is no frame."""

    BEGINNING = "nothing was looked for"
    NOTHING = ""
    WAITING = "a thread computes it"


class Model(FollowedModel[Why, str, str]):
    """Shows the rate that is set; a thread writes it in capitals."""

    def __init__(self, document: Document, session: Session, parent: QObject) -> None:
        super().__init__("test", Why.BEGINNING, document, session, parent)
        self.written: str | None = None

    def compute(self) -> None:
        """Have the rate written."""
        rate = self._document.settings.learning_rate

        def write(progress: Progress) -> str:
            del progress
            return f"ETA {rate}"

        self._tasks.replace(write)

    def _find(self) -> tuple[Why, str | None]:
        return (Why.WAITING, None) if self.written is None else (Why.NOTHING, self.written)

    def _take(self, found: str) -> None:
        self.written = found
        self._refresh()

    def _forget(self) -> None:
        super()._forget()
        self.written = None


@pytest.fixture
def document() -> Document:
    example = published()
    return Document(example.problem, example.settings, example.name)


@pytest.fixture
def model(document: Document, qtbot: QtBot) -> Iterator[Model]:
    window = QWidget()  # as in the program: freed along with its parent, a session ends the process
    qtbot.addWidget(window)
    session = Session(document)
    model = Model(document, session, window)
    yield model
    model.shut_down()
    session.shut_down()


def test_hidden_model_looks_for_nothing(model: Model, document: Document) -> None:
    changed = QSignalSpy(model.changed)
    document.change_settings(learning_rate=0.002)
    document.flush()
    assert (model.gap, model.frame, changed.count()) == (Why.BEGINNING, None, 0)
    model.resume()
    model.resume()
    assert (model.gap, model.frame, changed.count()) == (Why.WAITING, None, 1)


def test_found_is_shown_until_hidden(model: Model, document: Document, qtbot: QtBot) -> None:
    model.resume()
    model.compute()
    qtbot.waitUntil(lambda: model.frame == "ETA 0.01")
    assert model.gap is Why.NOTHING
    changed = QSignalSpy(model.changed)
    document.change_settings(learning_rate=0.002)
    document.flush()
    assert changed.count() == 1
    model.pause()
    assert (model.frame, model.written) == (None, None)
    document.change_settings(learning_rate=0.003)
    document.flush()
    assert changed.count() == 1


def test_another_document_is_looked_at_anew(model: Model, document: Document, qtbot: QtBot) -> None:
    model.resume()
    model.compute()
    qtbot.waitUntil(lambda: model.frame is not None)
    example = published()
    document.open(Experiment.of(example.problem, example.settings))
    document.flush()
    qtbot.waitUntil(lambda: model.gap is Why.WAITING)
    assert model.frame is None


def test_failed_thread_is_reported(model: Model, qtbot: QtBot) -> None:
    def fail(progress: Progress) -> str:
        del progress
        raise ZeroDivisionError

    model.resume()
    with qtbot.waitSignal(model.failed) as failed:
        model._tasks.replace(fail)
    assert "ZeroDivisionError" in failed.args[0]
