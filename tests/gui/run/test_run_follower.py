"""A view is told of what is new when it is seen, and at a pace that leaves others their turn."""

import pytest
from PySide6.QtCore import QObject
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from engine.examples import published
from gui.document import Document
from gui.document.document_change import DocumentChange
from gui.run.controls import Pace
from gui.run.run_follower import FOLLOWED_MILLISECONDS, RunFollower
from gui.run.session import Session, Update


@pytest.fixture
def document() -> Document:
    example = published()
    return Document(example.problem, example.settings, example.name)


@pytest.fixture
def session(document: Document) -> Session:
    return Session(document)


@pytest.fixture
def owner(qtbot: QtBot) -> QObject:
    return QObject()


@pytest.fixture
def follower(session: Session, owner: QObject) -> RunFollower:
    follower = RunFollower(session, owner)
    follower.resume()
    return follower


def test_hidden_view_is_told_nothing(follower: RunFollower, qtbot: QtBot) -> None:
    follower.follow(Update(progress=True))
    follower.pause()
    assert not follower.is_watched
    due, passed = QSignalSpy(follower.due), QSignalSpy(follower.passed)
    for update in (
        Update(progress=True),
        Update(DocumentChange(settings=True)),
        Update(state=True),
    ):
        follower.follow(update)
    qtbot.wait(2 * FOLLOWED_MILLISECONDS)
    assert due.count() == passed.count() == 0


def test_settings_are_due_at_once(follower: RunFollower) -> None:
    due = QSignalSpy(follower.due)
    follower.follow(Update(DocumentChange(settings=True)))
    assert due.count() == 1


def test_tables_are_drawn_first(follower: RunFollower, qtbot: QtBot) -> None:
    for update in (Update(state=True), Update(epoch=True), Update(DocumentChange(opened=True))):
        with qtbot.waitSignal(follower.due):
            follower.follow(update)


def test_fast_run_is_told_slowly(follower: RunFollower, session: Session, qtbot: QtBot) -> None:
    passed = QSignalSpy(follower.passed)
    with qtbot.waitSignal(follower.passed, timeout=20 * FOLLOWED_MILLISECONDS):
        for _ in range(3):
            follower.follow(Update(progress=True))
        assert passed.count() == 0
    assert passed.count() == 1
    session.set_pace(Pace(4.0))
    with qtbot.waitSignal(follower.due):
        follower.follow(Update(progress=True))


def test_beginning_takes_what_waits(follower: RunFollower, qtbot: QtBot) -> None:
    follower.follow(Update(progress=True))
    follower.follow(Update(state=True))
    follower.begin()
    due, passed = QSignalSpy(follower.due), QSignalSpy(follower.passed)
    qtbot.wait(2 * FOLLOWED_MILLISECONDS)
    assert due.count() == passed.count() == 0


def test_rows_are_those_of_run(follower: RunFollower, document: Document, session: Session) -> None:
    own = follower.rows_of(document.experiment)
    assert own.matches(document.experiment)
    assert follower.rows_of(document.experiment) is own
    session.run_or_pause()
    session.shut_down()
    assert follower.rows_of(document.experiment) is session.prepared_rows
