"""Nothing in the window is cut, hidden or overlapped; ``python3 -m tests.audit`` looks further."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gui.theme.appearance import Appearance, palette_of
from tests.audit.appearances import Look
from tests.audit.cases import CASES, IN_TESTS
from tests.audit.edges import edge_faults_in
from tests.audit.geometry import faults_in
from tests.audit.windows import look_at, opened, run_to_the_end, settle


@pytest.fixture
def light(qtbot: QtBot) -> Iterator[None]:
    before = QApplication.palette()
    QApplication.setPalette(palette_of(Appearance.LIGHT))
    yield
    QApplication.setPalette(before)


@pytest.mark.parametrize("case", CASES)
def test_window_has_no_faults(qtbot: QtBot, light: None, case: str) -> None:
    found: dict[str, str] = {}
    with opened(case, IN_TESTS[0]) as window:
        for state in ("ready", "done"):
            if state == "done":
                run_to_the_end(window)
            for size in IN_TESTS:
                for view, fault in look_at(window, size):
                    sentence = f"{fault.widget} {fault.sentence}"
                    found.setdefault(sentence, f"{size}, {state}, {view}")
    assert found == {}


@pytest.mark.usefixtures("right_to_left")
def test_mirrored_window_has_no_faults(qtbot: QtBot, light: None) -> None:
    with opened("published", (1280, 800)) as window:
        run_to_the_end(window)
        assert look_at(window, (1280, 800)) == []


@pytest.mark.parametrize("look", Look)
def test_every_field_has_an_edge(qtbot: QtBot, light: None, look: Look) -> None:
    with opened("published", (900, 600)) as window:
        run_to_the_end(window)
        look.apply()
        settle(window)
        assert edge_faults_in(window) == []


@pytest.mark.parametrize("look", Look)
def test_audit_sees_missing_edges(
    qtbot: QtBot, light: None, empty_window: QWidget, look: Look
) -> None:
    look.apply()
    field = QLineEdit(empty_window)
    field.setGeometry(QRect(40, 40, 120, 24))
    field.setFrame(False)
    field.show()
    qtbot.wait(1)  # the palettes of the program reach a window a turn later
    (fault,) = edge_faults_in(empty_window)
    assert fault.sentence.startswith("has an edge of contrast 1.")


@pytest.fixture
def sentences(qtbot: QtBot, empty_window: QWidget) -> list[str]:
    """What is said of a window with a clipped label, an overlap and a cut table."""
    empty_window.resize(400, 300)
    label, button = QLabel("many words", empty_window), QPushButton("many words", empty_window)
    label.setGeometry(QRect(0, 0, 20, 20))
    button.setGeometry(QRect(10, 4, 20, 30))
    outside = QLabel("out", empty_window)
    outside.setGeometry(QRect(390, 280, 60, 20))
    table = QTableWidget(1, 2, empty_window)
    table.setGeometry(QRect(0, 100, 190, 150))
    for child in (label, button, outside, table):
        child.show()
    return [fault.sentence for fault in faults_in(empty_window)]


@pytest.mark.parametrize(
    "expected", ["clips 'many words'", "overlaps", "lies outside", "shows a part of column 1"]
)
def test_audit_sees_faults(sentences: list[str], expected: str) -> None:
    assert any(expected in sentence for sentence in sentences)
