"""Opens the window with each table, runs it to the end, and grabs it in each size and look."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from time import monotonic

from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from engine import learning_rate_limit, on_unit_columns
from engine.surface.plane import PlaneKind
from gui.accessible import factory
from gui.app import make_application
from gui.surface.surface_view import SurfaceView
from gui.theme.legibility import LegiblePalettes
from gui.widgets.toast import Toast
from gui.window.main_window import MainWindow

from ..audit.appearances import Look
from ..audit.cases import IN_TESTS, example
from ..audit.windows import run_to_the_end, settle
from ..gui.finding import named
from .png import write_png

PLANT = Path(__file__).parents[1] / "data/plant.csv"
EXAMPLES = {"descent": "published", "longley": "longley"}
"""The examples among the tables, by the names of their pictures."""
IMPORTED = {"plant": PLANT, "diabetes": PLANT.with_name("diabetes_raw.csv")}
TABLES = (*EXAMPLES, "plant")
DIABETES = "diabetes"
SURFACES = (*EXAMPLES, DIABETES)
"""The tables whose surface is shown; of the last one nothing else is but its fit and runs."""
FITS = ("longley", DIABETES)
LOOKS = (Look.LIGHT, Look.DARK)
LIMIT_SIZES = tuple(size for size in IN_TESTS if size[0] >= 1280)
"""The sizes in which the view The limit has its three panels."""
SURFACE_EPOCHS = {"longley": 10**10, "diabetes": 3000}
COMPARED = ("plain", "heavy ball", "nesterov", "adam")
"""The optimisers whose runs are beside one another."""
RUN_EPOCHS = 1000
POLL_MILLISECONDS = 10
MILLISECONDS = 30_000
"""Until a file is imported."""
REST_MILLISECONDS = 300
"""Until what follows a run, or a change of size, is drawn: plots are drawn some times a second."""


def take_pictures(folder: Path, tables: Sequence[str] = ()) -> Iterator[Path]:
    """Take the pictures of these tables, or of all, and yield the path of each.

    Raises KeyError for a table that is none of them.
    """
    LegiblePalettes(make_application(["pictures"]))
    factory.install()
    for table in tables or (*TABLES, DIABETES):
        window = MainWindow()
        window.resize(*IN_TESTS[-1])
        window.show()
        assert QTest.qWaitForWindowExposed(window, MILLISECONDS)
        open_table(window, table)
        if table == DIABETES:
            yield from grab_surface(window, folder, table)
            yield from grab_runs(window, folder, table)
            yield from grab_fit(window, folder, table)
            close(window)
            continue
        if table in EXAMPLES:
            former = window.document.settings.difference
            show_the_limit(window)
            yield from grab(window, folder, f"limit-{table}", LIMIT_SIZES)
            window.document.change_settings(difference=former)
            named(window, QAction, "view_descent").trigger()
        run_to_the_end(window)
        yield from grab(window, folder, table, IN_TESTS)
        if table in EXAMPLES:
            yield from grab_surface(window, folder, table)
        if table in FITS:
            yield from grab_fit(window, folder, table)
        close(window)


def close(window: MainWindow) -> None:
    """Close a window for good."""
    window.close_without_asking()
    window.deleteLater()


def grab_surface(window: MainWindow, folder: Path, table: str) -> Iterator[Path]:
    """Grab the surface after a long run on scaled columns, in the plane that shows most of it."""
    if table != "descent":
        limit = learning_rate_limit(on_unit_columns(window.document.experiment.problem))
        named(window, QAction, "reset").trigger()
        window.document.change_settings(
            scale_columns=True,
            learning_rate=float(f"{limit / 2:.3g}"),
            epochs=SURFACE_EPOCHS[table],
            h=1.0,
        )
        run_to_the_end(window)
    named(window, QAction, "view_surface").trigger()
    if table == DIABETES:
        named(window, SurfaceView, "surface").model.choose_kind(PlaneKind.PATH)
    yield from grab(window, folder, f"surface-{table}", LIMIT_SIZES)
    named(window, QAction, "view_descent").trigger()


def grab_fit(window: MainWindow, folder: Path, table: str) -> Iterator[Path]:
    """Grab the fit at the optimum, to which the run on scaled columns goes on."""
    named(window, QAction, "reset").trigger()
    window.document.change_settings(optimiser="plain", until_converged=True)
    run_to_the_end(window)
    named(window, QAction, "view_fit").trigger()
    yield from grab(window, folder, f"fit-{table}", LIMIT_SIZES)
    window.document.change_settings(until_converged=False)
    named(window, QAction, "view_descent").trigger()


def grab_runs(window: MainWindow, folder: Path, table: str) -> Iterator[Path]:
    """Grab the runs of several optimisers, each of which is kept."""
    for optimiser in COMPARED:
        named(window, QAction, "reset").trigger()
        window.document.change_settings(optimiser=optimiser, epochs=RUN_EPOCHS)
        run_to_the_end(window)
        QTest.qWait(REST_MILLISECONDS)  # what keeps runs is loaded after the first one
        named(window, QAction, "keep_run").trigger()
        settle(window)
    named(window, Toast, "toast").end()
    named(window, QAction, "view_runs").trigger()
    yield from grab(window, folder, f"runs-{table}", LIMIT_SIZES)


def show_the_limit(window: MainWindow) -> None:
    """Show the limit of a forward quotient at its best h, where the bend and rounding meet."""
    named(window, QAction, "view_the_limit").trigger()
    window.document.change_settings(difference="forward")
    settle(window)
    named(window, QAction, "limit_best").trigger()
    named(window, Toast, "toast").end()  # it would be in the first pictures only


def grab(
    window: MainWindow, folder: Path, name: str, sizes: Sequence[tuple[int, int]]
) -> Iterator[Path]:
    """Grab the window in each look and size, and yield the path of each picture."""
    for look in LOOKS:
        look.apply()
        for size in sizes:
            window.resize(*size)
            settle(window)
            QTest.qWait(REST_MILLISECONDS)
            path = folder / f"{name}-{size[0]}-{look.value}.png"
            write_png(window.grab().toImage(), path)
            yield path


def open_table(window: MainWindow, table: str) -> None:
    """Open an example, or import a file as the dialog proposes."""
    if table in EXAMPLES:
        window.document.open(example(EXAMPLES[table]))
        settle(window)
        return
    former = window.document.experiment
    window.open_file(IMPORTED[table])
    end = monotonic() + MILLISECONDS / 1000
    while window.document.experiment is former:
        assert monotonic() < end
        button = window.findChild(QPushButton, "import_button")
        if button is not None and button.isEnabled():
            button.click()
        QTest.qWait(POLL_MILLISECONDS)
    settle(window)
