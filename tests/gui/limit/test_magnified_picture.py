from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QSizeF
from PySide6.QtGui import QFontMetricsF, QImage, QPainter
from PySide6.QtWidgets import QWidget

from engine import Difference
from gui.limit.limit_state import LimitState
from gui.limit.magnified_picture import MagnifiedPicture, ends_of
from gui.plots.header import PlotHeader
from gui.plots.theme import theme_of
from gui.widgets.fonts import sized_font
from tests.gui.plots.conftest import painted

from .states import flat_state, less_tangent, published_state, scaled_state, triangle_state

SIZE = QSizeF(430, 300)


def picture_of(window: QWidget, state: LimitState, size: QSizeF = SIZE) -> MagnifiedPicture:
    return MagnifiedPicture(state, theme_of(window), size)


def texts(picture: MagnifiedPicture) -> list[str]:
    return [label.text for label in picture.labels]


def test_ends_are_those_really_taken() -> None:
    state = published_state(3e-15, Difference.FORWARD)
    behind, ahead = ends_of(state)
    assert behind == (0.0, 0.0)
    # w is 1.764…, whose last digit is 2.2e-16: the step is 14 of them.
    assert ahead[0] == pytest.approx(14 * 2.0**-52 / 3e-15)
    assert ahead[1] == state.digits.rise


@pytest.mark.parametrize("h", [3e-15, 2e-14, 1e-13])
def test_ends_lie_on_the_stairs(h: float) -> None:
    state = published_state(h)
    for x, loss in ends_of(state):
        near = np.abs(state.samples.t - x) < 0.02
        assert loss in state.samples.rises[near]


def test_triangle_has_both_sizes(window: QWidget) -> None:
    assert texts(picture_of(window, published_state(2.0, Difference.FORWARD))) == ["h", "−254"]
    assert texts(picture_of(window, published_state(2.0))) == ["2h", "−683"]
    taken = texts(picture_of(window, published_state(3e-15)))
    assert taken == ["6.217e−15 taken", "−1.08e−12"]


def test_step_stands_at_its_triangle(window: QWidget) -> None:
    picture = picture_of(window, published_state(3e-15, Difference.BACKWARD))
    step = picture.labels[0]
    behind, ahead = picture.ends
    assert behind.x() < step.rect.left() < ahead.x()


def test_rise_without_room_is_left_out(window: QWidget) -> None:
    state = published_state(3e-15, Difference.FORWARD)
    assert texts(picture_of(window, state, QSizeF(240, 200))) == ["3.109e−15 taken"]


def test_narrow_picture_writes_rise_inside(window: QWidget) -> None:
    picture = picture_of(window, published_state(1e-9), QSizeF(300, 300))
    _, rise = picture.labels
    assert rise.text == "−3.4e−7"
    assert rise.rect.right() < picture.ends[1].x()


def tick_texts(picture: MagnifiedPicture) -> list[str]:
    return [tick.text for tick in picture.ticks]


def test_weight_has_its_value(window: QWidget) -> None:
    state = published_state(2.0)
    assert tick_texts(picture_of(window, state)) == ["w − h", "w1 = 1.76405", "w + h"]
    narrow = picture_of(window, state, QSizeF(240, 200))
    assert tick_texts(narrow) == ["w − h", "w1", "w + h"]


@pytest.mark.parametrize("width", [240, 330, 430, 700])
def test_ticks_stay_clear(window: QWidget, width: int) -> None:
    state = replace(published_state(2.0), name="a long name of a column of A")
    left, middle, right = picture_of(window, state, QSizeF(width, 300)).ticks
    assert left.rect.right() < middle.rect.left()
    assert middle.rect.right() < right.rect.left()


def test_level_secant_has_no_triangle(window: QWidget) -> None:
    assert texts(picture_of(window, flat_state())) == []


@pytest.mark.parametrize("h", [2.0, 0.03, 1e-8, 3e-15, 1e-15])
@pytest.mark.parametrize("difference", Difference)
@pytest.mark.parametrize("width", [240, 430, 700])
def test_labels_stay_inside(window: QWidget, h: float, difference: Difference, width: int) -> None:
    picture = picture_of(window, published_state(h, difference), QSizeF(width, 300))
    whole = picture.places.whole
    assert all(whole.contains(label.rect.adjusted(2, 0, -2, 0)) for label in picture.labels)
    if picture.key_place is not None:
        assert picture.places.area.contains(picture.key_place)
        assert not any(picture.key_place.intersects(label.rect) for label in picture.labels)


def test_key_stands_beside_falling_line(window: QWidget) -> None:
    picture = picture_of(window, published_state(2.0))
    assert picture.key_place is not None
    assert picture.key_place.right() > picture.places.area.center().x()


def test_true_loss_is_drawn_if_seen(window: QWidget) -> None:
    assert not picture_of(window, published_state(3e-15)).shows_true_loss()
    assert not picture_of(window, published_state(2.0)).shows_true_loss()


def test_picture_is_sharp_at_two(window: QWidget) -> None:
    """A staircase of one pixel is drawn in full ink, at 100 % and at 200 %."""
    counts = []
    for scale in (1, 2):
        image = QImage(860 * scale // 2, 600 * scale // 2, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(scale)
        theme = theme_of(window)
        image.fill(theme.background)
        with QPainter(image) as painter:
            picture_of(window, published_state(3e-15)).paint(painter)
        counts.append(painted(image, theme.text))
    assert counts[0] > 300
    assert counts[1] > 2 * counts[0]


@pytest.mark.parametrize(("is_restless", "width"), [(False, 4.0), (True, 1.0)])
def test_restless_line_is_thin(
    window: QWidget, monkeypatch: pytest.MonkeyPatch, is_restless: bool, width: float
) -> None:
    """A thick line that crosses the picture at each of its points takes Qt seconds."""
    state = less_tangent(published_state(2.0))
    seen = state.samples
    if is_restless:
        rises = seen.rises + np.where(np.arange(len(seen.t)) % 2, 1e6, -1e6)
        state.__dict__["samples"] = replace(seen, rises=rises)
    widths: list[float] = []
    draw = QPainter.drawPolyline

    def noted(painter: QPainter, *lines: object) -> None:
        widths.append(painter.pen().widthF())
        draw(painter, *lines)  # type: ignore[call-overload]

    monkeypatch.setattr(QPainter, "drawPolyline", noted)
    image = QImage(430, 300, QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        picture_of(window, state).paint(painter)
    assert widths[0] == width


def test_less_tangent_keeps_zero_in_view(window: QWidget) -> None:
    picture = picture_of(window, less_tangent(published_state(8e-8, Difference.FORWARD)))
    assert picture.is_drawn
    assert picture.labels == ()


def test_scaled_weights_are_named_so(window: QWidget) -> None:
    words = [
        picture_of(window, scaled_state(0.1), QSizeF(width, 300)).ticks[1].text
        for width in range(600, 240, -10)
    ]
    assert list(dict.fromkeys(words))[:3] == ["time, scaled = 14.3312", "time, scaled", "time"]


@pytest.mark.parametrize("is_scaled", [False, True])
def test_triangle_is_named_in_title(
    window: QWidget, monkeypatch: pytest.MonkeyPatch, is_scaled: bool
) -> None:
    said: list[str] = []
    monkeypatch.setattr(PlotHeader, "set_title", lambda _, title, remark: said.append(remark))
    picture_of(window, triangle_state(0.1, is_scaled=is_scaled))
    scaled = ", columns scaled" if is_scaled else ""
    assert said == [f"a window 0.34 wide{scaled}, on the triangle"]


@pytest.mark.parametrize(
    ("state", "title"),
    [
        (published_state(3e-15), "loss − 340.381"),
        (less_tangent(published_state(8e-8, Difference.FORWARD)), "loss − tangent"),
    ],
)
@pytest.mark.parametrize("width", [240, 330, 600])
def test_title_says_what_is_upwards(
    window: QWidget, monkeypatch: pytest.MonkeyPatch, state: LimitState, title: str, width: int
) -> None:
    said: list[str] = []
    monkeypatch.setattr(PlotHeader, "set_title", lambda _, title, remark: said.append(title))
    picture_of(window, state, QSizeF(width, 300))
    assert said == [title]


def dots_of(picture: MagnifiedPicture) -> list[tuple[QPointF, float]]:
    """Return the points of a picture with their radii, as they are drawn."""
    here = picture._pixel(0.0, 0.0)
    return [*((end, 6.0) for end in picture.ends), (here, 5.0)]


@pytest.mark.parametrize("h", [2.0, 0.03, 1e-8, 1e-12, 3e-15, 1e-15, 1e-17])
@pytest.mark.parametrize("difference", Difference)
@pytest.mark.parametrize("scale", [1, 2])
def test_labels_cover_nothing(
    window: QWidget, h: float, difference: Difference, scale: int
) -> None:
    """No point, no number of an axis and no other label, in any size of the view."""
    theme = theme_of(window)
    theme = replace(theme, font=sized_font(theme.font, 12 * scale))
    metrics, count = QFontMetricsF(theme.font), 0
    for width, height in ((240, 75), (300, 93), (400, 118), (430, 300), (700, 240)):
        state = published_state(h, difference)
        picture = MagnifiedPicture(state, theme, QSizeF(width, height))
        axis = picture._left
        numbers = [axis.label_rect(tick, metrics) for tick in axis.ticks]
        rects = [*numbers, *(tick.rect for tick in picture.ticks)]
        for label in picture.labels:
            ground = label.rect
            for dot, radius in dots_of(picture):
                near = ground.adjusted(-radius, -radius, radius, radius)
                assert not near.contains(dot), (width, height, label.text)
            assert not any(ground.intersects(each) for each in rects)
            assert ground.top() >= picture.places.area.top() - 1
            rects.append(ground)
            count += 1
    assert count or h == 1e-17 or (scale == 2 and h < 1e-14)
