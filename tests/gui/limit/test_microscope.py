import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QPainter, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine import Difference
from gui.limit.magnified_picture import MicroscopeText
from gui.limit.microscope import Microscope
from gui.plots.limit.h_plot_area import DECADES_A_NOTCH
from gui.plots.theme import theme_of
from tests.gui.plots.conftest import dark, painted, palette, picture_of

from .looking import turn
from .states import huge_state, less_tangent, published_state, scaled_state

__all__ = ["palette"]
FORWARD = Difference.FORWARD


@pytest.fixture
def microscope(qtbot: QtBot) -> Microscope:
    """The published example through a window in which the loss is a curve."""
    microscope = Microscope()
    qtbot.addWidget(microscope)
    microscope.resize(430, 300)
    microscope.show_limit(published_state(2.0))
    with qtbot.waitExposed(microscope):
        microscope.show()
    return microscope


def ends(microscope: Microscope) -> tuple[QPoint, QPoint]:
    assert microscope.picture is not None
    behind, ahead = microscope.picture.ends
    return behind.toPoint(), ahead.toPoint()


def test_points_have_colour_of_quotient(microscope: Microscope) -> None:
    theme = theme_of(microscope)
    image = picture_of(microscope)
    for end in ends(microscope):
        assert image.pixelColor(end) == theme.of_quotient(Difference.CENTRAL)
    microscope.show_limit(published_state(2.0, FORWARD))
    assert picture_of(microscope).pixelColor(ends(microscope)[1]) == theme.of_quotient(FORWARD)


def test_dragged_point_chooses_step(microscope: Microscope, qtbot: QtBot) -> None:
    _, ahead = ends(microscope)
    assert microscope.picture is not None
    here = microscope.picture.places.x(0.0)
    half = QPoint(round((ahead.x() + here) / 2), ahead.y())
    qtbot.mousePress(microscope, Qt.MouseButton.LeftButton, pos=ahead)
    with qtbot.waitSignal(microscope.h_chosen) as chosen:
        qtbot.mouseMove(microscope, half)
    assert chosen.args is not None
    assert chosen.args[0] == pytest.approx(1.0, rel=0.02)
    microscope.show_limit(published_state(1.0))  # the window follows, and the pointer stays
    with qtbot.waitSignal(microscope.h_chosen) as chosen:
        qtbot.mouseMove(microscope, half + QPoint(0, 1))
    assert chosen.args is not None
    assert chosen.args[0] == pytest.approx(1.0, rel=0.02)
    qtbot.mouseRelease(microscope, Qt.MouseButton.LeftButton, pos=half)
    with qtbot.assertNotEmitted(microscope.h_chosen):
        qtbot.mouseMove(microscope, ahead)


@pytest.mark.parametrize("difference", list(Difference))
@pytest.mark.parametrize("h", [2.0, 0.1, 1e-6])
def test_points_beside_tangent_are_dragged(
    microscope: Microscope, qtbot: QtBot, difference: Difference, h: float
) -> None:
    microscope.show_limit(less_tangent(published_state(h, difference)))
    picture, moved = microscope.picture, ends(microscope)
    assert picture is not None
    here = picture.places.x(0.0)
    grasped = max(moved, key=lambda end: abs(end.x() - here))
    assert picture_of(microscope).pixelColor(grasped) == theme_of(microscope).of_quotient(
        difference
    )
    half = QPoint(round((grasped.x() + here) / 2), grasped.y())
    qtbot.mousePress(microscope, Qt.MouseButton.LeftButton, pos=grasped)
    with qtbot.waitSignal(microscope.h_chosen) as chosen:
        qtbot.mouseMove(microscope, half)
    assert chosen.args == [pytest.approx(h / 2, rel=0.02)]
    qtbot.mouseRelease(microscope, Qt.MouseButton.LeftButton, pos=half)


def test_drag_begins_on_a_point(microscope: Microscope, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(microscope.h_chosen):
        qtbot.mousePress(microscope, Qt.MouseButton.LeftButton, pos=QPoint(100, 250))
        qtbot.mouseMove(microscope, QPoint(300, 250))
    qtbot.mouseRelease(microscope, Qt.MouseButton.LeftButton, pos=QPoint(300, 250))


def test_wheel_looks_closer(microscope: Microscope, qtbot: QtBot) -> None:
    with qtbot.waitSignal(microscope.decades_turned) as turned:
        turn(microscope, 3)
    assert turned.args == [pytest.approx(-3 * DECADES_A_NOTCH)]


def test_double_click_asks_for_tangent(microscope: Microscope, qtbot: QtBot) -> None:
    with qtbot.waitSignal(microscope.tangent_asked):
        qtbot.mouseDClick(microscope, Qt.MouseButton.LeftButton, pos=QPoint(100, 250))
    with qtbot.assertNotEmitted(microscope.tangent_asked):
        qtbot.mouseDClick(microscope, Qt.MouseButton.LeftButton, pos=ends(microscope)[1])
    qtbot.mouseRelease(microscope, Qt.MouseButton.LeftButton)


def test_curve_and_stairs_are_told_apart(microscope: Microscope) -> None:
    assert microscope.spoken_sentence() == (
        "The loss is a smooth curve here, and its secant rises by −683 over 4."
    )
    microscope.show_limit(published_state(3e-15))
    assert microscope.spoken_sentence() == (
        "The loss is a staircase here, and its secant rises by −1.08e−12 over 6.22e−15."
    )


def test_bend_and_noise_are_told(microscope: Microscope) -> None:
    best = microscope
    best.show_limit(less_tangent(published_state(8e-8, FORWARD)))
    assert best.spoken_sentence().startswith("Loss minus tangent: the bend is 1.41e−13 at w + h")
    best.show_limit(less_tangent(published_state(1.0)))
    assert best.spoken_sentence().startswith("Loss minus tangent: the bend of 22 at w + h")


def test_still_weight_has_no_secant(microscope: Microscope) -> None:
    microscope.show_limit(published_state(1e-17))
    theme = theme_of(microscope)
    assert microscope.picture is not None
    assert [label.text for label in microscope.picture.labels] == [
        "w + h is w: there is no secant."
    ]
    assert painted(picture_of(microscope), theme.of_quotient(Difference.CENTRAL)) == 0
    assert microscope.spoken_sentence() == "w + h is w: there is no secant."


def test_endless_losses_draw_nothing(microscope: Microscope) -> None:
    microscope.show_limit(huge_state())
    assert microscope.picture is not None
    assert not microscope.picture.is_drawn
    assert painted(picture_of(microscope), theme_of(microscope).text) > 0  # the title


def test_empty_microscope_is_blank(microscope: Microscope, qtbot: QtBot) -> None:
    microscope.show_limit(None)
    assert microscope.spoken_sentence() == ""
    with qtbot.assertNotEmitted(microscope.h_chosen):
        turn(microscope, 1)


def test_dark_microscope_is_drawn_anew(
    microscope: Microscope, palette: QPalette, qtbot: QtBot
) -> None:
    QApplication.setPalette(dark(palette))
    qtbot.waitUntil(lambda: theme_of(microscope).background.name() == "#17181a")
    assert picture_of(microscope).pixelColor(5, 290).name() == "#17181a"


def test_picture_is_what_is_drawn(microscope: Microscope) -> None:
    image = QImage(microscope.picture_size(), QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        microscope.paint_picture(painter)
    assert image == picture_of(microscope)
    assert image.size() == microscope.size()


def test_only_keys_bring_a_frame(microscope: Microscope, qtbot: QtBot) -> None:
    microscope.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    microscope.activateWindow()
    qtbot.waitUntil(microscope.isActiveWindow)
    pictures = []
    for reason in (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.TabFocusReason):
        microscope.clearFocus()
        microscope.setFocus(reason)
        pictures.append(picture_of(microscope))
    by_mouse, by_key = pictures
    corner, text = QPoint(1, 1), theme_of(microscope).text
    assert by_key.pixelColor(corner) == text
    assert by_mouse.pixelColor(corner) != text


def test_unturned_wheel_is_left_to_others(microscope: Microscope, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(microscope.decades_turned):
        turn(microscope, 0)


def test_scaled_columns_are_spoken_of(microscope: Microscope) -> None:
    assert "scaled" not in microscope.spoken_sentence()
    microscope.show_limit(scaled_state(0.1))
    said = microscope.spoken_sentence()
    assert said.startswith("The columns are scaled: w, h and the slope are those of a column")
    microscope.show_digits("The columns are scaled. loss(w + h) 1")
    assert microscope.spoken_sentence().count("scaled") == 1


def test_digits_without_panel_are_spoken(microscope: Microscope) -> None:
    microscope.show_digits("loss(w + h) 1, loss(w − h) 2")
    assert microscope.toolTip() == "loss(w + h) 1, loss(w − h) 2"
    assert microscope.spoken_sentence().endswith("loss(w + h) 1, loss(w − h) 2")


def test_picture_says_what_is_heard(microscope: Microscope) -> None:
    for state, text in (
        (published_state(1e-17), MicroscopeText.STILL),
        (huge_state(), MicroscopeText.NOT_FINITE),
    ):
        microscope.show_limit(state)
        assert microscope.spoken_sentence() == text.text
