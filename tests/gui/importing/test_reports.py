"""The tables of tests/data/reports, imported in the window."""

from collections.abc import Sequence

import numpy as np
import pytest
from PySide6.QtWidgets import QLabel, QListWidget, QPushButton

from engine.errors import BadTable
from engine.reading.options import BadRows
from engine.reading.tables import read_table
from gui.importing.choice_box import ChoiceBox
from tests.engine.reading.reports import CHOICES, PRICED, Report, reports, same

from .conftest import Desk


@pytest.mark.parametrize("report", reports())
def test_window_imports_reports(desk: Desk, report: Report) -> None:
    desk.open(report.path)
    try:
        table = read_table(report.path, **report.options)
    except BadTable as error:
        report.check_refusal(str(error))
        if report.may_be_read and can_import(
            desk
        ):  # without the columns that the dialog leaves out
            report.check_says(told(desk))
            return
        if report.name in PRICED:
            wait_price(desk)
        check_refused(desk)
        report.check_refusal(told(desk))
        check_choices(desk, report)
        return
    report.check_table(table)
    if table.values.shape[1] < 2:
        assert not can_import(desk)
        assert "No column is marked" in desk.label("obstacle")
        return
    for note in table.notes if not report.options else ():
        assert note in told(desk)
    if report.verdict == "TOLD":
        report.check_says(told(desk))
    check_import(desk, table.names, table.values)


def check_import(desk: Desk, names: Sequence[str], values: np.ndarray) -> None:
    """Check that Import is enabled, and what it imports."""
    assert can_import(desk), desk.label("obstacle")
    desk.finish()
    experiment = desk.document.experiment
    found = [*(each.name for each in desk.document.inputs), desk.document.output]
    assert sorted(found) == sorted(names or [""] * values.shape[1])
    # A column named y is Y wherever it is.
    order = [names.index(name) for name in found] if names else range(values.shape[1])
    assert same(np.hstack([experiment.A.joined, experiment.Y.joined]), values[:, order])


def check_refused(desk: Desk) -> None:
    """Check that the file is not imported: neither from the preview nor when all rows are read."""
    before = desk.document.experiment
    if can_import(desk):
        desk.press("import_button")
        desk.qtbot.waitUntil(desk.part(QLabel, "import_message").isVisible)
    assert desk.document.experiment is before


def check_choices(desk: Desk, report: Report) -> None:
    """Check that each choice makes the import possible."""
    for choice, names, rows in CHOICES.get(report.name, ()):
        desk.imports.note_export(report.path, ())  # forget the choice before
        desk.open(report.path)
        for option, value in choice.items():
            choose(desk, option, value)
        check_import(desk, names, np.array(rows, float))


def choose(desk: Desk, option: str, value: object) -> None:
    """Choose as a person does, and wait for the preview."""
    if value == BadRows.SKIP.value:
        desk.press("skip_rows")
        return
    if option == "columns":
        wait_price(desk)
        desk.press("use_complete")
        return
    box = desk.part(ChoiceBox, f"import_{option}")
    assert box.isVisible()
    box.choose(name_of(box, value))
    box.changed.emit()
    desk.wait_preview(desk.dialog())


def wait_price(desk: Desk) -> None:
    """Wait until it is known what is complete."""
    desk.qtbot.waitUntil(desk.part(QPushButton, "use_complete").isEnabled)


def name_of(box: ChoiceBox, value: object) -> object:
    """Return a value of the box; a sheet's number stands for the name at this place."""
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return box.itemText(value) if isinstance(value, int) and is_number else value


def can_import(desk: Desk) -> bool:
    return desk.part(QPushButton, "import_button").isEnabled()


def told(desk: Desk) -> str:
    """Return everything that the dialog says."""
    dialog = desk.dialog()
    texts = [part.text() for part in dialog.findChildren(QLabel) if part.isVisible()]
    texts += [part.text() for part in dialog.findChildren(QPushButton) if part.isVisible()]
    for faults in dialog.findChildren(QListWidget):
        texts += [faults.item(k).text() for k in range(faults.count())]
    return " ".join(texts).replace("\n", " ")
