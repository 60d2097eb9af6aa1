"""What the entries of the menus do in the whole window."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSlider, QTableView, QWidget
from pytestqt.qtbot import QtBot

from engine import Difference
from gui.panels.view_tabs import DESCENT, ViewTabs
from gui.plots.base import Plot
from gui.plots.view_range import ViewMode
from gui.run.run_state import RunState
from gui.tables.commands.texts import LEAVING
from gui.window.main_window import MainWindow
from tests.gui.figures import epoch_text
from tests.gui.finding import named
from tests.gui.window.test_main_window import enter, run_to, text_of


def test_run_again_starts_from_start(window: MainWindow, qtbot: QtBot) -> None:
    run_to(window, qtbot, RunState.DONE)
    epochs: list[float] = []
    window.session.progressed.connect(lambda progress: epochs.append(progress.frame.epoch))
    with qtbot.waitSignal(
        window.session.state_changed, check_params_cb=lambda state: state is RunState.DONE
    ):
        named(window, QAction, "run_again").trigger()
    assert epochs[-1] == 1000
    assert epoch_text(window) == "epoch 1,000 of 1,000"


def test_menus_choose_settings(window: MainWindow) -> None:
    named(window, QAction, "quotient_forward").trigger()
    named(window, QAction, "columns_true").trigger()
    named(window, QAction, "run_until_converged").trigger()
    settings = window.document.settings
    assert settings.difference is Difference.FORWARD
    assert (settings.scale_columns, settings.until_converged) == (True, True)
    window.document.change_settings(difference="backward", scale_columns=False)
    window.document.flush()
    assert named(window, QAction, "quotient_backward").isChecked()
    assert named(window, QAction, "columns_false").isChecked()


def test_refused_choice_is_taken_back(window: MainWindow) -> None:
    window.document.change_settings(learning_rate=0.0)
    window.document.flush()
    until_converged = named(window, QAction, "run_until_converged")
    until_converged.trigger()
    assert not until_converged.isChecked()
    assert "must be more than zero" in text_of(window, "diagnosis_sentence")


def test_key_takes_the_remedy(window: MainWindow, qtbot: QtBot) -> None:
    take = named(window, QAction, "take_remedy")
    take.trigger()  # there is none yet
    enter(window, qtbot, "learning_rate", "0.5")
    run_to(window, qtbot, RunState.DIVERGED)
    take.trigger()
    assert window.document.settings.learning_rate == 0.00528


def test_speed_keys_move_slider(window: MainWindow) -> None:
    slider = named(window, QSlider, "speed")
    slider.setValue(20)
    named(window, QAction, "faster").trigger()
    assert slider.value() == 30
    named(window, QAction, "slower").trigger()
    assert slider.value() == 20


def test_show_all_fits_every_plot(window: MainWindow) -> None:
    plots = [plot for plot in window.findChildren(Plot) if plot.isVisible()]
    assert len(plots) == 2
    for plot in plots:
        plot.plot_area.pan(0.5, 0.0)
        assert plot.view_mode is ViewMode.MANUAL
    named(window, QAction, "show_all").trigger()
    assert {plot.view_mode for plot in plots} == {ViewMode.FOLLOW}


def test_remedy_is_offered_with_message(window: MainWindow, qtbot: QtBot) -> None:
    take = named(window, QAction, "take_remedy")
    assert not take.isEnabled()
    window.document.change_settings(learning_rate=1e3)
    qtbot.waitUntil(take.isEnabled)
    window.document.undo_stack.undo()
    qtbot.waitUntil(lambda: not take.isEnabled())


def test_view_menu_shows_views(window: MainWindow) -> None:
    views = named(window, ViewTabs, "views")
    views.add_view("Other", QWidget())
    views.show_view("Other")
    named(window, QAction, "view_descent").trigger()
    assert views.current_name == DESCENT


def test_data_menu_chooses_start(window: MainWindow) -> None:
    named(window, QAction, "zeros").trigger()
    assert not window.document.problem().W.any()


def test_view_menu_divides_the_height(window: MainWindow, qtbot: QtBot) -> None:
    table = named(window, QTableView, "A")
    hide = named(window, QAction, "table_hidden")
    hide.trigger()
    assert (table.isVisible(), hide.isChecked()) == (False, True)
    window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_F7)
    assert (table.isVisible(), hide.isChecked()) == (True, False)
    assert named(window, QAction, "table_balanced").isChecked()


def test_chosen_rows_are_kept(window: MainWindow, qtbot: QtBot) -> None:
    def heads(of: MainWindow) -> list[str]:
        model = named(of, QTableView, "W").model()
        return [model.headerData(k, Qt.Orientation.Vertical) for k in range(model.rowCount())]

    named(window, QAction, "row_now").trigger()
    QCoreApplication.sendPostedEvents()
    assert heads(window) == ["start ▾", "δW", "exact δW", "optimum"]
    window.keep()
    again = MainWindow()
    qtbot.addWidget(again)
    assert not named(again, QAction, "row_now").isChecked()
    assert heads(again) == heads(window)
    again.close_without_asking()


def test_full_screen_is_followed(window: MainWindow, qtbot: QtBot) -> None:
    full_screen = named(window, QAction, "full_screen")
    full_screen.trigger()
    qtbot.waitUntil(window.isFullScreen)
    assert full_screen.isChecked()
    window.showNormal()
    qtbot.waitUntil(lambda: not full_screen.isChecked())


def test_names_of_a_offer_use_as_y(window: MainWindow) -> None:
    use = named(window, QAction, "use_column_as_y")
    assert use in named(window, QTableView, "A").horizontalHeader().actions()
    assert use not in named(window, QTableView, "Y").horizontalHeader().actions()


def test_tables_tell_how_to_leave(window: MainWindow) -> None:
    for name in ("A", "Y", "W"):
        assert named(window, QTableView, name).toolTip() == LEAVING
