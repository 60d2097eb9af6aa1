"""The bar under η."""

import pytest
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui.text.message import MessageKind
from gui.theme.palette import kind_colour
from gui.widgets.limit_gauge import MARK, LimitGauge, kind_of_share

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
    for share, filled in ((0.5, MARK / 2), (1.0, MARK), (1.1, 1.1 * MARK), (7.0, 1.0)):
        gauge.show_share(share)
        assert gauge.filled() == pytest.approx(filled * WIDTH)
    gauge.show_share(1e-12)
    assert 0 < gauge.filled() < 4


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
