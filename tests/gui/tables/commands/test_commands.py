"""The list of table commands."""

from collections import Counter

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence

from gui.tables import MatrixView
from gui.tables.clipboard.clipboard import Clipboard
from gui.tables.commands.commands import STARTS_GROUP, Command, table_commands

from .test_edits import go


@pytest.fixture
def commands(inputs: MatrixView) -> dict[str, Command]:
    """All commands by name."""
    return dict(table_commands(Clipboard(QObject(inputs))))


def test_shortcuts_and_mnemonics_are_unique(commands: dict[str, Command]) -> None:
    keys = Counter(QKeySequence(key).toString() for each in commands.values() for key in each.keys)
    letters = Counter(each.text[each.text.index("&") + 1].lower() for each in commands.values())
    assert max(keys.values()) == 1
    assert max(letters.values()) == 1


def test_commands_leave_the_run_its_keys(commands: dict[str, Command]) -> None:
    keys = {QKeySequence(key).toString() for each in commands.values() for key in each.keys}
    assert not keys & {
        "Ctrl+R",
        "F5",
        "Ctrl+.",
        "F10",
        *("Ctrl+Shift+R", "Shift+F5"),
        "Ctrl+Z",
        "Ctrl+Y",
        "Ctrl+E",
    }


def test_groups_start_with_existing_commands(commands: dict[str, Command]) -> None:
    assert set(STARTS_GROUP) <= set(commands)


def test_each_table_offers_its_commands(
    commands: dict[str, Command],
    inputs: MatrixView,
    outputs: MatrixView,
    weights: MatrixView,
) -> None:
    go(outputs, 0, 1)
    fitting = {
        view.objectName(): {name for name, each in commands.items() if each.is_available(view)}
        for view in (inputs, outputs, weights)
    }
    of_columns = {"insert_column_left", "insert_column_right", "remove_columns"}
    of_rows = {
        *("insert_row_above", "insert_row_below", "remove_rows"),
        *("leave_rows_out", "take_rows_back"),
    }
    of_both = {"keep_selected", "rename_column"}
    assert fitting["A"] == set(commands)
    assert fitting["Y"] == set(commands) - of_columns - of_both
    assert fitting["W"] == set(commands) - of_rows - of_both
