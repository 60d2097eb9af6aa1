"""The preview of very wide and very long files before import."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtWidgets import QPushButton, QTableView

from engine import preview
from gui.importing.dialog import ImportDialog
from gui.window.main_window import MainWindow

from .heart import watch
from .measure import Measure, ratio
from .shown import shown_window

COLUMNS = 10_000
ROW = "1.25,-3.5\n"


def preview_measures() -> list[Measure]:
    """Measure the preview of two million rows against 100 rows; the dialog on 10,000 columns."""
    with shown_window() as window, TemporaryDirectory() as folder:
        return [_long(Path(folder)), *_wide(window, Path(folder))]


def _long(folder: Path) -> Measure:
    short, long = folder / "short.csv", folder / "long.csv"
    short.write_text("x,y\n" + ROW * 100, "utf-8")
    long.write_text("x,y\n" + ROW * 2_000_000, "utf-8")
    slower = ratio(partial(preview, long), partial(preview, short))
    return Measure("preview of 2,000,000 rows over 100 rows", slower, "times", at_most=10)


def _wide(window: MainWindow, folder: Path) -> Iterator[Measure]:
    path = folder / "wide.csv"
    names = ",".join(f"c{k}" for k in range(COLUMNS))
    rows = (",".join(str(k * row) for k in range(COLUMNS)) for row in range(2))
    path.write_text("\n".join([names, *rows]), "utf-8")
    opened = watch(partial(window.open_file, path), partial(_is_ready, window))
    yield Measure("10,000 columns in the import dialog in", opened.seconds, "s", at_most=1)
    dialog = window.findChild(ImportDialog)
    view = window.findChild(QTableView, "import_preview")
    assert dialog is not None
    assert view is not None
    chosen = watch(view.selectAll, lambda: True)
    yield Measure("10,000 columns are selected: longest heartbeat", max(chosen.beats), "ms")
    dialog.reject()


def _is_ready(window: MainWindow) -> bool:
    button = window.findChild(QPushButton, "import_button")
    return button is not None and button.isEnabled()
