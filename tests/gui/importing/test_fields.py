from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QLabel,
    QSpinBox,
    QStyleOptionComboBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from engine.reading.options import HiddenRows, ReadOptions
from engine.reading.preview import Preview
from gui.importing.choice_box import ChoiceBox
from gui.importing.fields import ReadingFields
from tests.gui.finding import named

from .conftest import CLEAN, PlanOf

TEXT = {"separator", "decimal", "thousands", "encoding", "header", "comment", "skip_rows"}


@pytest.fixture
def fields(qtbot: QtBot) -> ReadingFields:
    fields = ReadingFields()
    qtbot.addWidget(fields)
    fields.show()
    return fields


def choice(fields: ReadingFields, name: str) -> ChoiceBox:
    return named(fields, ChoiceBox, f"import_{name}")


def visible(fields: ReadingFields) -> set[str]:
    return {
        name
        for name in (*TEXT, "sheet", "hidden_rows")
        if named(fields, QWidget, f"import_{name}").isVisible()
    }


def sheet(read_options: ReadOptions, *sheets: str) -> Preview:
    return Preview(read_options, sheets, (), 2, (), ())


def test_text_shows_all_but_sheet(fields: ReadingFields, plan_of: PlanOf) -> None:
    assert visible(fields) == TEXT
    fields.show_preview(plan_of(CLEAN).preview)
    assert visible(fields) == TEXT
    assert choice(fields, "separator").currentText() == "Automatic (comma)"
    assert choice(fields, "decimal").currentText() == "Automatic (point)"
    assert choice(fields, "thousands").currentText() == "Automatic (none)"
    assert choice(fields, "header").currentText() == "Automatic (first row)"
    assert choice(fields, "encoding").currentText() == "Automatic (UTF-8)"


def test_workbook_shows_sheet_header_skip(fields: ReadingFields) -> None:
    fields.show_preview(sheet(ReadOptions(sheet="Data", header=True), "Notes", "Data"))
    assert visible(fields) == {"sheet", "header", "skip_rows", "hidden_rows"}
    assert choice(fields, "sheet").currentText() == "Automatic (Data)"


def test_hidden_rows_can_be_left_out(fields: ReadingFields) -> None:
    fields.show_preview(sheet(ReadOptions(sheet="Data", header=True), "Data"))
    box, changed = named(fields, QCheckBox, "import_hidden_rows"), QSignalSpy(fields.changed)
    box.click()
    assert changed.at(0)[0].hidden_rows is HiddenRows.SKIP
    fields.show_read_options(ReadOptions())
    assert not box.isChecked()
    fields.show_read_options(ReadOptions(hidden_rows=HiddenRows.SKIP))
    assert box.isChecked()


def test_array_shows_only_skip(fields: ReadingFields) -> None:
    fields.show_preview(sheet(ReadOptions()))
    assert visible(fields) == {"skip_rows"}


def test_sheet_can_be_chosen(fields: ReadingFields, qtbot: QtBot) -> None:
    fields.show_preview(sheet(ReadOptions(sheet="Data", header=True), "Notes", "Data"))
    with qtbot.waitSignal(fields.changed) as emitted:
        qtbot.keyClick(choice(fields, "sheet"), Qt.Key.Key_Down)
    assert emitted.args == [ReadOptions(sheet="Notes")]


def test_only_user_choice_emits_changed(
    fields: ReadingFields, plan_of: PlanOf, qtbot: QtBot
) -> None:
    fields.show_preview(plan_of(CLEAN).preview)
    with qtbot.waitSignal(fields.changed) as emitted:
        qtbot.keyClick(choice(fields, "decimal"), Qt.Key.Key_End)
    assert emitted.args == [ReadOptions(decimal=",")]
    with qtbot.waitSignal(fields.changed) as emitted:
        qtbot.keyClick(named(fields, QSpinBox, "import_skip_rows"), Qt.Key.Key_Up)
    assert emitted.args == [ReadOptions(decimal=",", skip_rows=1)]
    with qtbot.waitSignal(fields.changed) as emitted:
        qtbot.keyClick(choice(fields, "decimal"), Qt.Key.Key_Home)
    assert emitted.args == [ReadOptions(skip_rows=1)]


def test_show_read_options_emits_nothing(fields: ReadingFields) -> None:
    emitted = QSignalSpy(fields.changed)
    fields.show_read_options(
        ReadOptions(separator=";", encoding="Latin-1", header=False, skip_rows=3)
    )
    assert choice(fields, "separator").currentText() == "Semicolon"
    assert choice(fields, "encoding").currentText() == "ISO 8859-1, Latin"
    assert choice(fields, "header").currentText() == "None"
    assert named(fields, QSpinBox, "import_skip_rows").value() == 3
    assert emitted.count() == 0


def test_options_set_elsewhere_are_kept(fields: ReadingFields, qtbot: QtBot) -> None:
    skipping = ReadOptions(bad_rows="skip")  # type: ignore[arg-type]
    fields.show_read_options(skipping)
    with qtbot.waitSignal(fields.changed) as emitted:
        qtbot.keyClick(choice(fields, "comment"), Qt.Key.Key_End)
    assert emitted.args == [replace(skipping, comment=";")]


def test_decimal_and_thousands_never_agree(fields: ReadingFields, qtbot: QtBot) -> None:
    decimal, thousands = choice(fields, "decimal"), choice(fields, "thousands")
    qtbot.keyClick(decimal, Qt.Key.Key_End)
    with qtbot.waitSignal(fields.changed) as emitted:
        qtbot.keyClick(thousands, Qt.Key.Key_C)
    assert emitted.args == [ReadOptions(thousands=",")]
    assert (decimal.chosen, thousands.chosen) == (None, ",")
    with qtbot.waitSignal(fields.changed) as emitted:
        qtbot.keyClick(decimal, Qt.Key.Key_End)
    assert emitted.args == [ReadOptions(decimal=",")]


def test_every_field_has_label_and_key(
    fields: ReadingFields,
) -> None:
    labels = [label for label in fields.findChildren(QLabel) if label.buddy() is not None]
    buddies = {label.buddy().objectName() for label in labels}
    assert buddies == {f"import_{name}" for name in (*TEXT, "sheet", "hidden_rows")}
    letters = [label.text()[label.text().index("&") + 1].lower() for label in labels]
    assert len(set(letters)) == len(letters)
    for name in (*TEXT, "sheet"):
        assert named(fields, QWidget, f"import_{name}").accessibleName()


def test_title_rows_are_skipped_by_default(
    fields: ReadingFields, plan_of: PlanOf, qtbot: QtBot
) -> None:
    skip = named(fields, QSpinBox, "import_skip_rows")
    fields.show_preview(plan_of("My data\n" + CLEAN).preview)
    assert skip.value() == 1
    with qtbot.waitSignal(fields.changed) as emitted:
        qtbot.keyClick(choice(fields, "decimal"), Qt.Key.Key_End)
    assert emitted.args == [ReadOptions(decimal=",")]
    with qtbot.waitSignal(fields.changed) as emitted:
        qtbot.keyClick(skip, Qt.Key.Key_Down)
    assert emitted.args == [ReadOptions(decimal=",", skip_rows=0)]


def test_question_leads_to_its_field(fields: ReadingFields, qtbot: QtBot) -> None:
    asked: list[tuple[str, tuple[object, ...]]] = [
        ("sheet", ("A", "B")),
        ("header", (True, False)),
        ("skip_rows", ()),
        ("decimal", (".", ",")),
    ]
    for option, values in asked:
        fields.ask(option, values)
        field = named(fields, QWidget, f"import_{option}")
        assert field.isVisible()
        assert fields.focusWidget() is field


def test_sheets_are_offered_without_preview(fields: ReadingFields) -> None:
    fields.ask("sheet", ("A", "B"))
    box, changed = choice(fields, "sheet"), QSignalSpy(fields.changed)
    assert [box.itemText(k) for k in range(box.count())] == ["Automatic", "A", "B"]
    box.setCurrentIndex(2)
    box.activated.emit(2)
    assert changed.at(0)[0].sheet == "B"


def test_question_without_a_field_changes_nothing(fields: ReadingFields) -> None:
    before = visible(fields)
    fields.ask("columns", ("numeric",))
    assert visible(fields) == before


def cut(fields: ReadingFields) -> list[str]:
    """Return the texts that are not seen whole."""
    found = []
    for box in fields.findChildren(ChoiceBox):
        option = QStyleOptionComboBox()
        box.initStyleOption(option)
        if box.isVisible() and option.currentText != box.currentText():
            found.append(box.currentText())
    return found


def in_a_row(fields: ReadingFields) -> int:
    boxes = [box for box in fields.findChildren(ChoiceBox) if box.isVisible()]
    tops = [box.mapTo(fields, QPoint()).y() for box in boxes]
    return tops.count(min(tops))


@pytest.mark.parametrize("scale", [1, 2])
def test_no_guess_is_cut(fields: ReadingFields, plan_of: PlanOf, scale: int) -> None:
    font = fields.font()
    font.setPointSizeF(scale * font.pointSizeF())
    fields.setFont(font)
    fields.show_preview(plan_of(CLEAN.replace(",", ";")).preview)
    assert choice(fields, "separator").currentText() == "Automatic (semicolon)"
    for width, count in ((840 * scale, 4), (600 * scale, 3), (840 * scale, 4)):
        fields.resize(width, fields.sizeHint().height())
        QApplication.sendPostedEvents()
        assert in_a_row(fields) == count
        assert cut(fields) == []


def test_longer_guess_needs_fewer_fields(fields: ReadingFields, plan_of: PlanOf) -> None:
    read = plan_of(CLEAN).preview
    fields.show_preview(replace(read, options=replace(read.options, separator=";")))
    room = max(box.needed_width for box in fields.findChildren(ChoiceBox) if box.isVisible())
    fields.resize(4 * room + 48, fields.sizeHint().height())
    QApplication.sendPostedEvents()
    assert in_a_row(fields) == 4
    fields.show_preview(replace(read, options=replace(read.options, encoding="cp1250")))
    QApplication.sendPostedEvents()
    assert in_a_row(fields) < 4
    assert cut(fields) == []
