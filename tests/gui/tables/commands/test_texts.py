from PySide6.QtWidgets import QWidget

from gui.tables import TableActions
from gui.tables.commands.texts import LEAVING, TOOL_TIPS


def test_every_command_says_what_it_does(window: QWidget) -> None:
    actions = TableActions(window)
    tips = {name: actions.action(name).toolTip() for name in TOOL_TIPS}
    assert tips == TOOL_TIPS
    assert len(set(tips.values())) == len(tips)


def test_leaving_names_both_ways() -> None:
    assert "Ctrl+Tab" in LEAVING
    assert "Ctrl+Shift+Tab" in LEAVING
