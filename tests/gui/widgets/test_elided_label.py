"""The label that shortens its text."""

from pytestqt.qtbot import QtBot

from gui.widgets.elided_label import ElidedLabel

TEXT = "literal: at this h, the quotients are mostly rounding error"


def test_label_shows_text_that_fits(qtbot: QtBot) -> None:
    label = ElidedLabel(TEXT)
    qtbot.addWidget(label)
    label.resize(label.sizeHint())
    assert label.shown_text() == TEXT
    label.resize(label.sizeHint().width() // 2, label.height())
    assert label.shown_text().startswith("literal: ")
    assert label.shown_text().endswith("…")
    assert label.text() == TEXT


def test_wrapped_label_shortens_its_last_line(qtbot: QtBot) -> None:
    label = ElidedLabel(TEXT)
    qtbot.addWidget(label)
    label.setWordWrap(True)
    line, whole = label.fontMetrics().lineSpacing(), label.fontMetrics().horizontalAdvance(TEXT)
    label.resize(2 * whole // 3, 2 * line)
    assert " ".join(label.shown_text().split("\n")) == TEXT
    assert label.shown_text().count("\n") == 1
    label.resize(whole // 3, 2 * line)
    assert label.shown_text().count("\n") == 1
    assert label.shown_text().endswith("…")
    label.resize(whole // 3, line)
    assert "\n" not in label.shown_text()
    label.resize(whole + 1, 2 * line)
    assert label.shown_text() == TEXT


def test_label_may_be_narrow(qtbot: QtBot) -> None:
    label = ElidedLabel(TEXT)
    qtbot.addWidget(label)
    assert label.minimumSizeHint().width() < 30
    assert label.minimumSizeHint().height() > 0


def test_label_draws_shown_text(qtbot: QtBot) -> None:
    label = ElidedLabel(TEXT)
    qtbot.addWidget(label)
    label.resize(120, 24)
    written = label.grab().toImage()
    label.setText("")
    assert label.grab().toImage() != written
