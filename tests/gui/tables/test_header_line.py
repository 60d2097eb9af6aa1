"""What stands over a table."""

from pytestqt.qtbot import QtBot

from gui.tables.header_line import title_label


def test_a_title_is_bold(qtbot: QtBot) -> None:
    label = title_label("A")
    qtbot.addWidget(label)
    assert label.font().bold()
