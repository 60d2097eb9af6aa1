"""What a new document says, offers and keeps asleep."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QLabel, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from engine import Problem, Settings
from engine.examples import EXAMPLES
from gui.document import Experiment, TableName
from gui.document.ones import ADDED
from gui.panels.empty_state import EmptyState
from gui.panels.fit_card import FitCard
from gui.panels.step_card import StepCard
from gui.plots.loss_plot import LossPlot
from gui.plots.prediction_plot import PredictionPlot, PredictionView
from gui.run.run_state import RunState
from gui.tables import MatrixView
from gui.widgets.card_frame import CardFrame
from gui.window.main_window import MainWindow
from gui.window.texts import ASLEEP, NOTHING_TO_FIT
from tests.gui.finding import named
from tests.gui.tables.clipboard.clips import put
from tests.gui.window.test_main_window import import_untouched, text_of

TABLE = "1,height,weight\n1,150,50\n1,160,62\n1,170,68\n1,180,81\n"

CARDS: tuple[tuple[type[CardFrame], str], ...] = (StepCard, "step_card"), (FitCard, "fit_card")


@pytest.fixture
def window(window: MainWindow) -> MainWindow:
    """The window with a new document."""
    named(window, QAction, "new").trigger()
    window.document.flush()
    return window


def is_empty(window: MainWindow) -> bool:
    window.document.flush()
    return named(window, EmptyState, "empty_state").is_empty


def fill(window: MainWindow, table: TableName, number: float) -> None:
    window.document.set_block(table, 0, 0, np.full((1, 1), number))
    window.document.flush()


def test_rate_has_no_limit_beside_it(window: MainWindow) -> None:
    note = named(window, QLabel, "learning_rate_limit")
    assert note.text() == ""
    fill(window, TableName.A, 2.0)
    fill(window, TableName.Y, 3.0)
    assert note.text().endswith("of limit")


@pytest.mark.parametrize("name", ["run", "step"])
@pytest.mark.parametrize("emptying", ["new", "clear"])
def test_no_run_in_emptying_turn(window: MainWindow, name: str, emptying: str) -> None:
    """Run was awake until the end of the turn, and fitted W = 0 to cells without numbers."""
    window.document.undo_stack.undo()
    window.document.flush()
    assert named(window, QAction, name).isEnabled()
    if emptying == "new":
        named(window, QAction, "new").trigger()
    else:
        for table in (TableName.A, TableName.Y):
            rows, columns = window.document.table(table).shape
            window.document.set_block(table, 0, 0, np.zeros((rows, columns)))
    named(window, QAction, name).trigger()
    assert window.session.state is RunState.READY
    assert not named(window, QAction, name).isEnabled()


def test_run_sleeps_until_row_is_complete(window: MainWindow) -> None:
    run = named(window, QAction, "run")
    assert (is_empty(window), run.isEnabled(), run.toolTip()) == (True, False, ASLEEP)
    fill(window, TableName.A, 2.0)
    assert (is_empty(window), run.isEnabled()) == (False, False)
    fill(window, TableName.Y, 3.0)
    assert not run.isEnabled()
    window.document.set_block(TableName.A, 0, 1, np.full((1, 1), 4.0))
    window.document.flush()
    assert run.isEnabled()
    assert run.toolTip() != ASLEEP
    for _ in range(3):
        window.document.undo_stack.undo()
    assert (is_empty(window), run.isEnabled()) == (True, False)


def test_cards_say_what_they_show(window: MainWindow) -> None:
    assert is_empty(window)
    cards = [named(window, card, name) for card, name in CARDS]
    for card in cards:
        hint = named(card, QLabel, f"{card.objectName()}_hint")
        assert hint.text().endswith(".")
        shown = {each.text() for each in card.findChildren(QLabel) if not each.isHidden()}
        assert "—" not in shown
    fill(window, TableName.A, 2.0)
    assert not is_empty(window)
    assert not any(card.findChild(QLabel, f"{card.objectName()}_hint") for card in cards)


@pytest.mark.parametrize("pasted", ["7\n8\n9\n", "y\n7\n", "7\t\n8\t\n"])
def test_plots_know_that_run_sleeps(window: MainWindow, qtbot: QtBot, pasted: str) -> None:
    run = named(window, QAction, "run")
    loss, predictions = (
        named(window, LossPlot, "loss_plot"),
        named(window, PredictionPlot, "prediction_plot"),
    )
    predictions.set_view(PredictionView.AGAINST)
    put(pasted)
    qtbot.mouseClick(named(window, QPushButton, "paste_table"), Qt.MouseButton.LeftButton)
    window.document.flush()
    assert not run.isEnabled()
    assert loss.plot_area.empty_text == "Run wakes as soon as one row is complete."
    assert "Run" not in predictions.plot_area.empty_text
    window.document.undo_stack.undo()
    for table, columns in ((TableName.A, window.document.columns), (TableName.Y, 1)):
        window.document.set_block(table, 0, 0, np.full((1, columns), 2.0))
    window.document.flush()
    assert run.isEnabled()
    assert loss.plot_area.empty_text == ""
    window.document.set_block(TableName.A, 0, 0, np.full((1, 1), np.nan))
    window.document.flush()
    assert not run.isEnabled()
    assert loss.plot_area.empty_text == "Run wakes as soon as one row is complete."


def test_zeros_that_were_opened_say_so(window: MainWindow) -> None:
    zeros = Experiment.of(Problem(np.zeros((3, 2)), np.zeros(3)), Settings())
    window.document.open(zeros)
    window.document.flush()
    run = named(window, QAction, "run")
    assert not run.isEnabled()
    assert run.toolTip() == NOTHING_TO_FIT
    assert window._parts.diagnosis.sentence == NOTHING_TO_FIT
    window.document.set_block(TableName.Y, 0, 0, np.ones((1, 1)))
    window.document.flush()
    assert run.isEnabled()
    assert window._parts.diagnosis.sentence != NOTHING_TO_FIT


def test_paste_button_fills_tables(window: MainWindow, qtbot: QtBot) -> None:
    put(TABLE.replace(",", "\t"))
    qtbot.mouseClick(named(window, QPushButton, "paste_table"), Qt.MouseButton.LeftButton)
    assert not is_empty(window)
    assert window.document.output == "weight"
    assert text_of(window, "toast") == ("Pasted 4 rows of 3 columns; Y is the column weight.")
    assert named(window, QAction, "run").isEnabled()


def test_import_button_asks_for_file(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.mouseClick(named(window, QPushButton, "import_file"), Qt.MouseButton.LeftButton)
    named(window, QFileDialog, "import_file_dialog").reject()


def test_examples_are_offered(window: MainWindow) -> None:
    menu = named(window, QPushButton, "open_example").menu()
    topics = [each for action in menu.actions() if isinstance(each := action.menu(), QMenu)]
    assert sum(len(topic.actions()) for topic in topics) == len(EXAMPLES)
    topics[0].actions()[0].trigger()
    assert not is_empty(window)


def contents(experiment: Experiment) -> tuple[object, ...]:
    tables = (experiment.A, experiment.Y, experiment.W)
    names = [each.name for each in experiment.inputs], experiment.output
    return *(table.tolist() for table in tables), names, experiment.settings


@pytest.mark.parametrize(
    "table",
    [
        TABLE,
        "y,x,z\n2,1.5,3\n4,2.5,5\n7,3.5,8\n",
        "id,x,y\n1,0.5,2\n2,0.7,3\n3,0.9,5\n",
        "x,y\n1000000,2\n3000000,4\n5000000,7\n",
    ],
)
def test_paste_and_import_agree(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, table: str
) -> None:
    put(table)
    qtbot.mouseClick(named(window, QPushButton, "paste_table"), Qt.MouseButton.LeftButton)
    pasted = contents(window.document.experiment)
    toast, sentence = text_of(window, "toast"), named(window, QLabel, "diagnosis_sentence")
    shown = sentence.text(), sentence.toolTip()
    window.document.undo_stack.undo()
    assert is_empty(window)
    path = tmp_path / "table.csv"
    path.write_text(table)
    import_untouched(window, qtbot, path)
    assert contents(window.document.experiment) == pasted
    if table == TABLE:
        assert toast.startswith("Pasted 4 rows")
    else:
        assert shown[0] == ADDED
        assert "Pasted 3 rows" in shown[1]


def test_added_ones_can_be_left_out(window: MainWindow, qtbot: QtBot) -> None:
    put("x\ty\n2\t3\n4\t5\n")
    qtbot.mouseClick(named(window, QPushButton, "paste_table"), Qt.MouseButton.LeftButton)
    assert window.document.table(TableName.A).tolist() == [[1, 2], [1, 4]]
    assert ADDED in text_of(window, "diagnosis_sentence")
    qtbot.mouseClick(named(window, QPushButton, "fix"), Qt.MouseButton.LeftButton)
    assert window.document.table(TableName.A).tolist() == [[2], [4]]


def test_one_column_offers_its_mean(window: MainWindow, qtbot: QtBot) -> None:
    put("price\n2\n4\n9\n")
    qtbot.mouseClick(named(window, QPushButton, "paste_table"), Qt.MouseButton.LeftButton)
    assert text_of(window, "diagnosis_sentence") == (
        "One column: is it Y? Then the best constant is its mean."
    )
    assert not named(window, QAction, "run").isEnabled()
    qtbot.mouseClick(named(window, QPushButton, "fix"), Qt.MouseButton.LeftButton)
    assert window.document.output == "price"
    assert window.document.table(TableName.A).tolist() == [[1], [1], [1]]
    assert named(window, QAction, "run").isEnabled()
    window.document.undo_stack.undo()
    assert window.document.table(TableName.A).tolist() == [[2], [4], [9]]


@pytest.mark.parametrize(
    ("gaps", "told"),
    [
        ({30: "180\t\t33\t1", 61: "\t4\t33\t1"}, "Skipped as incomplete: rows 32, 63."),
        (
            dict.fromkeys(range(9), "1\t\t3\t2") | {30: "180\t2\t\t3"},
            "Left out: age (14 % gaps). Skipped as incomplete: row 32.",
        ),
    ],
)
def test_left_out_is_told_first(window: MainWindow, gaps: dict[int, str], told: str) -> None:
    rows = [gaps.get(k, f"{150 + k}\t{20 + k * k % 7}\t{k % 5}\t{k}") for k in range(63)]
    put("\n".join(["height\tage\tsize\tweight", *rows]))
    named(window, QAction, "paste_complete").trigger()
    assert text_of(window, "diagnosis_sentence") == told
    assert named(window, QPushButton, "fix").text() == "Leave out the ones"


@pytest.mark.parametrize(
    "text",
    [
        "a\tspecies\tb\ty\n1\tred\t5\t2\n2\tblue\t7\t4\n4\tred\t9\t9\n",
        "species\ta\tb\ty\nred\t1\t5\t2\nblue\t2\t7\t4\nred\t4\t9\t9\n",
        "a,b,y,species\n1,5,2,red\n2,7,4,blue\n4,9,9,red\n",
        "a;species;b;y;when\n1;red;5;2;noon\n2;blue;7;4;night\n4;red;9;9;noon\n",
    ],
)
def test_text_column_is_left_out(window: MainWindow, qtbot: QtBot, text: str) -> None:
    put(text)
    qtbot.mouseClick(named(window, QPushButton, "paste_table"), Qt.MouseButton.LeftButton)
    names = [each.name for each in window.document.inputs]
    assert (names[1:], window.document.output) == (["a", "b"], "y")
    assert window.document.table(TableName.A).tolist() == [[1, 1, 5], [1, 2, 7], [1, 4, 9]]
    assert text_of(window, "diagnosis_sentence").startswith("Left out: ")
    assert named(window, QPushButton, "fix").text() == "Leave out the ones"
    assert named(window, QAction, "run").isEnabled()


@pytest.mark.parametrize(
    "text",
    [
        "a\tspecies\ty\n1\tred\t2\n2\tblue\t\n4\tred\t9\n5\tred\t8\n",  # costs a row
        "1\tred\t2\n2\tblue\t3\n",  # without names
    ],
)
def test_row_is_not_left_out_unasked(window: MainWindow, qtbot: QtBot, text: str) -> None:
    put(text)
    before = window.document.experiment
    qtbot.mouseClick(named(window, QPushButton, "paste_table"), Qt.MouseButton.LeftButton)
    assert window.document.experiment is before


def test_text_pasted_in_outputs_is_refused(window: MainWindow, qtbot: QtBot) -> None:
    view = named(window, MatrixView, "Y")
    view.setFocus()
    view.setCurrentIndex(view.matrix.index(0, 0))
    put("a\tspecies\tb\n1\tred\t5\n2\tblue\t7\n")
    before = window.document.experiment
    qtbot.keyClick(view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert window.document.experiment is before
