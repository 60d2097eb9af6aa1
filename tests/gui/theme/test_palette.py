import pytest
from PySide6.QtGui import QColor, QPalette

from gui.text.message import MessageKind
from gui.theme.palette import is_dark, kind_colour

LIGHT_WINDOW, DARK_WINDOW = QColor("#efefef"), QColor("#323232")


def luminance(colour: QColor) -> float:
    """WCAG 2: relative luminance."""
    parts = [colour.redF(), colour.greenF(), colour.blueF()]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("window", [LIGHT_WINDOW, DARK_WINDOW])
@pytest.mark.parametrize("kind", MessageKind)
def test_every_message_kind_is_readable(window: QColor, kind: MessageKind) -> None:
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Window, window)
    lights = sorted((luminance(window), luminance(kind_colour(kind, palette))))
    assert (lights[1] + 0.05) / (lights[0] + 0.05) >= 4.5


def test_dark_palette_is_recognised() -> None:
    assert is_dark(QPalette(DARK_WINDOW))
    assert not is_dark(QPalette(LIGHT_WINDOW))
