"""Fixtures of the panels' tests: the published run, and how to show a card."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from engine import Settings
from engine.examples import published
from gui.run.worker import RunProgress
from gui.widgets.card_frame import CardFrame
from tests.gui.progresses import progress_of

SETTINGS = Settings(1000, 0.01, 0.1)
"""Those of the published run."""
Shown = Callable[[CardFrame], None]


@pytest.fixture(scope="session")
def progress() -> RunProgress:
    """The end of the published run: what 1,000 epochs of the published problem lead to."""
    return progress_of(published().problem, SETTINGS)


@pytest.fixture
def show_card(qtbot: QtBot) -> Shown:
    """Show a card, empty, until the test ends."""

    def _show(card: CardFrame) -> None:
        qtbot.addWidget(card)
        card.show()

    return _show
