"""The bar under η."""

import pytest
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui.text.message import MessageKind
from gui.theme.palette import kind_colour
from gui.widgets.limit_gauge import DECADES, MARK, LimitGauge, kind_of_share, place_of

WIDTH = 200


@pytest.fixture
def gauge(qtbot: QtBot) -> LimitGauge:
    gauge = LimitGauge("limit_gauge")
    qtbot.addWidget(gauge)
    gauge.resize(WIDTH, 8)
    return gauge


@pytest.mark.parametrize(
    ("share", "kind"),
    [
        (0.0, MessageKind.GOOD),
        (0.9, MessageKind.GOOD),
        (0.95, MessageKind.WARNING),
        (1.0, MessageKind.WARNING),
        (1.001, MessageKind.FAULT),
        (1e300, MessageKind.FAULT),
    ],
)
def test_share_has_its_kind(gauge: LimitGauge, share: float, kind: MessageKind) -> None:
    assert kind_of_share(share) is kind
    gauge.show_share(share)
    shown = gauge.grab().toImage().pixelColor(1, 5)
    assert shown == kind_colour(kind, gauge.palette())


def test_fill_ends_at_the_mark(gauge: LimitGauge) -> None:
    decade = MARK / DECADES
    for share, filled in ((0.1, MARK - decade), (1.0, MARK), (10**0.5, MARK + decade / 2)):
        gauge.show_share(share)
        assert gauge.filled() == pytest.approx(filled * WIDTH)
    for share, end in ((7.0, WIDTH), (1e300, WIDTH), (1e-3, 3), (1e-12, 3), (0.0, 3)):
        gauge.show_share(share)
        assert gauge.filled() == pytest.approx(end)


@pytest.mark.parametrize("tick", [0.5, 1 / 3.8, 1 / 38, 2.8 / 3.8])
def test_curvature_is_marked(gauge: LimitGauge, tick: float) -> None:
    gauge.show_share(1e-3, tick)
    assert gauge.tick == tick
    image = gauge.grab().toImage()
    # One pixel higher than the bar itself, as the mark at the limit is by two.
    marks = [x for x in range(WIDTH) if image.pixelColor(x, 2) != image.pixelColor(WIDTH // 3, 2)]
    assert min(abs(x - place_of(tick) * WIDTH) for x in marks) <= 1
    assert min(abs(x - MARK * WIDTH) for x in marks) <= 1
    assert len(marks) < 8


@pytest.mark.parametrize("share", [1e-3, 0.9])
def test_powers_are_ticked_unevenly(gauge: LimitGauge, share: float) -> None:
    """As on a slide rule: from 1 to 2 is as far as from 5 to 10, from 2 to 5 farther."""
    gauge.show_share(share)
    image = gauge.grab().toImage()
    ground = image.pixelColor(1, 7)
    ticks = [x for x in range(round(MARK * WIDTH) - 2) if image.pixelColor(x, 7) != ground]
    expected = [2e-3, 5e-3, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5]
    assert len(ticks) == len(expected)
    for x, each in zip(ticks, expected, strict=True):
        assert abs(x - place_of(each) * WIDTH) <= 1
    tall = [x for x in ticks if image.pixelColor(x, 4) != image.pixelColor(x - 2, 4)]
    assert [ticks.index(x) for x in tall if x != round(place_of(0.5) * WIDTH)] == []
    higher = [
        k for k, x in enumerate(ticks) if image.pixelColor(x, 5) != image.pixelColor(x - 2, 5)
    ]
    assert {2, 5} <= set(higher) <= {2, 5, 7}, "the powers, and 1/λmax"


def test_hatching_lies_beyond_the_limit(gauge: LimitGauge) -> None:
    gauge.show_share(0.1)
    image, fault = gauge.grab().toImage(), kind_colour(MessageKind.FAULT, gauge.palette())
    reds = [x for x in range(WIDTH) if abs(image.pixelColor(x, 5).hue() - fault.hue()) < 3]
    assert min(reds) >= MARK * WIDTH
    assert len(reds) > 8


def test_unknown_share_moves_nothing(qtbot: QtBot) -> None:
    gauge = LimitGauge("limit_gauge")
    window = QWidget()
    qtbot.addWidget(window)
    below = QLabel("below")
    layout = QVBoxLayout(window)
    gauge.setFixedHeight(8)
    layout.addWidget(gauge)
    layout.addWidget(below)
    gauge.show_share(0.5)
    window.show()
    qtbot.waitExposed(window)
    before = below.geometry()
    gauge.show_share(None)
    layout.activate()
    assert (gauge.isVisible(), gauge.share) == (False, None)
    assert below.geometry() == before
