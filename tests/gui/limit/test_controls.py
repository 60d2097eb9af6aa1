"""The row over the panels."""

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from engine import optimum
from engine.difference import Difference
from engine.settings import Precision
from gui.document import Experiment
from gui.limit import texts
from gui.limit.controls import Folding, LimitControls
from gui.text.numbers import format_number
from tests.gui.limit.looking import experiment_of, model_of
from tests.gui.suggesting import choose, suggested


@pytest.fixture
def controls(qtbot: QtBot, window: QWidget) -> LimitControls:
    """The controls of Longley's table."""
    model = model_of(window, experiment_of("longley"))
    model.resume()
    controls = LimitControls(model, window)
    controls.show_model()
    controls.resize(controls.sizeHint())
    controls.show()
    return controls


def test_controls_show_the_choice(controls: LimitControls) -> None:
    names = [controls.weight.itemText(row) for row in range(controls.weight.count())]
    assert names[:2] == ["intercept", "deflator"]
    assert controls.h.text() == "100"
    assert [each.value for each, tick in controls.ticks.items() if tick.isChecked()] == [
        *("forward", "central"),
    ]
    assert not controls.use.isEnabled()
    assert controls.use.toolTip() == texts.USED_TIP


def test_fields_have_their_labels(controls: LimitControls) -> None:
    buddies = {label.text(): label.buddy() for label in controls.findChildren(QLabel)}
    assert buddies == {"weight": controls.weight, "h": controls.h}


def test_box_chooses_the_weight(controls: LimitControls, qtbot: QtBot) -> None:
    QTest.keyClick(controls.weight, Qt.Key.Key_Down)
    frame = controls._model.frame
    assert frame is not None
    assert frame.state.name == "deflator"


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_suggestions_are_of_this_weight(controls: LimitControls) -> None:
    controls.h.open_suggestions()
    entries = [action.text() for action in controls.h.menu.actions()]
    controls.h.menu.close()
    assert [entry.partition("\t")[0] for entry in entries] == [
        *("best for intercept", "best for all weights", "of the run", "largest", texts.EACH),
    ]


def test_refused_h_is_reported(controls: LimitControls, qtbot: QtBot) -> None:
    controls.h.setText("0")
    with qtbot.waitSignal(controls.refused) as refused:
        controls.commit()
    assert refused.args == [texts.H_REFUSED]
    assert controls.has_refused


def test_everything_fits_or_folds(controls: LimitControls) -> None:
    assert controls.folding is Folding.NONE
    children = controls.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    for width in (controls.sizeHint().width(), controls.minimumSizeHint().width()):
        controls.resize(width, controls.height())
        places = sorted(
            (each.geometry() for each in children if each.isVisible()), key=lambda each: each.left()
        )
        assert places[0].left() == 16
        assert places[-1].right() < width
        assert [pair for pair in pairwise(places) if pair[0].intersects(pair[1])] == []
    assert not controls.single.isVisible()
    assert controls.sizeHint().height() == 2 * 36


def test_menu_has_the_ticks(controls: LimitControls) -> None:
    model = controls._model
    controls.ticks[Difference.BACKWARD].click()
    assert [each.value for each in model.quotients] == ["forward", "backward", "central"]
    controls._single_action.trigger()
    controls.show_model()
    assert model.precision is Precision.SINGLE
    assert controls.single.isChecked()


def test_play_button_keeps_its_width(controls: LimitControls) -> None:
    before = controls.play.sizeHint().width()
    controls.play.show_playing()
    assert (controls.play.text(), controls.play.toolTip()) == (texts.STOP, texts.STOP_TIP)
    assert controls.play.sizeHint().width() == before
    controls.play.show_at_rest()
    assert controls.play.text() == texts.PLAY


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_hidden_slope_offers_no_best(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    found = experiment_of("well_conditioned")
    model = model_of(window, found)
    model.resume()
    controls = LimitControls(model, window)
    controls.show_model()
    assert controls.best.isEnabled()
    resting = replace(found.problem, W=optimum(found.problem).W)
    at_rest = model_of(window, Experiment.of(resting, found.settings, found.name))
    at_rest.resume()
    controls = LimitControls(at_rest, window)
    controls.show_model()
    h = at_rest.h
    at_rest.choose_best_h()
    controls.h.open_suggestions()
    entries = [action.text() for action in controls.h.menu.actions()]
    controls.h.menu.close()
    assert not controls.best.isEnabled()
    assert at_rest.h == h
    assert [entry.partition("\t")[0] for entry in entries] == ["of the run", "largest"]
    for each in (model, at_rest):
        each.shut_down()


def test_own_steps_are_offered(controls: LimitControls) -> None:
    """One h cannot serve all weights of Longley's table."""
    assert controls.each.isVisible()
    whole = controls.sizeHint().width()
    controls.each.click()
    controls.show_model()
    assert not controls.each.isVisible()
    assert controls.sizeHint().width() < whole
    assert controls.use.isEnabled()  # of one weight it is the h of the run, but not of all


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_own_steps_are_in_field(controls: LimitControls) -> None:
    """In a narrow row the field of h alone offers them: a second row would be taken from plots."""
    whole = controls.sizeHint().width()
    folded = next(w for w in range(whole, 0, -1) if _folding(controls, w) is Folding.OFFER)
    assert folded > 700
    assert not controls.each.isVisible()
    assert controls.sizeHint().height() < 2 * controls.h.sizeHint().height()
    choose(controls, "limit_h", texts.EACH)
    assert controls.use.isEnabled()  # of one weight it is the h of the run, but not of all
    assert controls.h.text() == format_number(controls._model.h)
    assert texts.EACH not in [entry.text() for entry in suggested(controls, "limit_h")]
    assert _folding(controls, folded) is Folding.MENU


def _folding(controls: LimitControls, width: int) -> Folding:
    controls.resize(width, controls.height())
    return controls.folding


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_quotients_always_have_names(qtbot: QtBot) -> None:
    """In a small window they are in the menu: ▶ ◀ ● alone were riddles."""
    window = QWidget()
    qtbot.addWidget(window)
    model = model_of(window)
    model.resume()
    controls = LimitControls(model, window)
    controls.show_model()
    window.show()
    expected = {1280: Folding.NONE, 900: Folding.MENU, 868: Folding.MENU, 700: Folding.MENU}
    for width, folding in expected.items():
        assert _folding(controls, width) is folding
        assert controls._width(folding) <= width
        ticks = [*controls.ticks.values(), controls.single]
        assert [tick.isVisible() for tick in ticks] == [folding is not Folding.MENU] * 4
        if folding is not Folding.MENU:
            assert controls.width() - ticks[-1].geometry().right() == 17
            assert not any(a.geometry().intersects(b.geometry()) for a, b in pairwise(ticks))
    assert controls.ticks[Difference.FORWARD].accessibleName() == "forward"
    assert [tick.text() for tick in controls.ticks.values()] == [
        "▶ forward",
        "◀ backward",
        "● central",
    ]
    model.shut_down()


def test_large_fields_keep_apart(controls: LimitControls) -> None:
    font = controls.font()
    font.setPointSizeF(2 * font.pointSizeF())
    controls.setFont(font)
    controls.resize(controls.minimumSizeHint())
    controls.resize(controls.minimumSizeHint())
    shown = (controls.weight, controls.h, controls.best, controls.tangent)
    tops = sorted({each.geometry().top() for each in shown})
    bottoms = sorted({each.geometry().bottom() for each in shown})
    assert len(tops) == 2
    gaps = [
        top - bottom for top, bottom in zip([*tops, controls.height()], [0, *bottoms], strict=True)
    ]
    assert min(gaps) > 2
