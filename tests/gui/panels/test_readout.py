"""The loss beside the least possible one."""

import math

import pytest
from PySide6.QtGui import QAccessible, QColor, QFontMetricsF, QImage
from PySide6.QtWidgets import QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from engine.verdict.wording import fold, number
from gui.panels.readout import EarlierLoss, LossReadout, ReadoutDetail
from gui.text.message import MessageKind
from gui.theme.palette import kind_colour

ROW = 40


@pytest.fixture
def readout(qtbot: QtBot) -> LossReadout:
    """A readout with all the room that it wants."""
    readout = LossReadout()
    qtbot.addWidget(readout)
    readout.resize(800, ROW)
    return readout


def ink(image: QImage, colour: QColor) -> list[int]:
    """Return the columns of pixels that are painted in exactly this colour."""
    return [
        x
        for x in range(image.width())
        if any(image.pixelColor(x, y).rgb() == colour.rgb() for y in range(image.height()))
    ]


def tone(readout: LossReadout, kind: MessageKind) -> list[int]:
    return ink(readout.grab().toImage(), kind_colour(kind, readout.palette()))


def relation_start(readout: LossReadout) -> float:
    """Return where what follows the loss begins, left of the right end."""
    return next(
        left for text, left in readout._row(readout.detail()).placed if text.text.startswith("=")
    )


def loss_end(readout: LossReadout) -> float:
    """Return where the loss ends, left of the right end."""
    return next(
        left - text.width
        for text, left in readout._row(readout.detail()).placed
        if text.text == readout._figures.loss
    )


@pytest.mark.parametrize(
    ("loss", "least", "r_squared", "is_settled", "sentence"),
    [
        (None, None, "", False, "loss —, least possible —"),
        (42.0186489, None, "", False, "loss 42.0186, least possible —"),
        (42.0186489, 15.3832, "", False, "loss 42.0186 = 2.73 × least possible 15.3832"),
        (
            *(42.0186489, 15.3832, "0.995479", False),
            "loss 42.0186 = 2.73 × least possible 15.3832, R² 0.995479",
        ),
        (
            *(2.659647e-7, 0.0, "1 − 1.2e−9", False),
            "loss 2.65965e−7 > least possible 0, R² 1 − 1.2e−9",
        ),
        (15.3835076, 15.3832, "", False, "loss 15.3835 = 1.00002 × least possible 15.3832"),
        (
            *(15.3832 * (1 + 4e-8), 15.3832, "", False),
            "loss 15.3832 = (1 + 4e−8) × least possible 15.3832",
        ),
        (15.3832, 15.3832, "", True, "✓ loss 15.3832 = least possible 15.3832"),
        (1.3e-30, 0.0, "1", True, "✓ loss 1.3e−30, least possible 0, R² 1"),
        (math.inf, 15.3832, "", False, "loss ∞ > least possible 15.3832"),
        (0.0, 0.0, "", False, "loss 0, least possible 0"),
    ],
)
def test_figures_make_one_sentence(
    readout: LossReadout,
    loss: float | None,
    least: float | None,
    r_squared: str,
    is_settled: bool,
    sentence: str,
) -> None:
    readout.show_figures(loss, least, r_squared, is_settled=is_settled)
    assert readout.text() == sentence


@pytest.mark.parametrize(
    ("whose", "sentence"),
    [
        (EarlierLoss.OTHER_TABLES, "loss 42.0186, before the edit"),
        (EarlierLoss.OTHER_LOSS, "loss 42.0186, under the former loss"),
        (EarlierLoss.OTHER_SESSION, "loss 42.0186, as saved"),
        (EarlierLoss.START, "loss 42.0186, at the start"),
        (EarlierLoss.STAND_IN, "loss 42.0186, of the mean square"),
    ],
)
def test_earlier_loss_is_compared_with_nothing(
    readout: LossReadout, whose: EarlierLoss, sentence: str
) -> None:
    readout.show_figures(42.0186489, 15.3832, "0.99")
    readout.show_earlier(42.0186489, whose)
    assert readout.text() == sentence
    assert tone(readout, MessageKind.WARNING) == []


@pytest.mark.parametrize(
    ("whose", "sentence"),
    [
        (EarlierLoss.OTHER_SESSION, "loss 42.0186, as saved, least possible 15.3832"),
        (EarlierLoss.START, "loss 42.0186, at the start, least possible 15.3832"),
        (EarlierLoss.STAND_IN, "loss 42.0186, of the mean square, least possible 15.3832"),
    ],
)
def test_earlier_loss_stands_beside_the_least(
    readout: LossReadout, whose: EarlierLoss, sentence: str
) -> None:
    readout.show_earlier(42.0186489, whose, 15.3832)
    assert readout.text() == sentence
    assert tone(readout, MessageKind.WARNING) == []
    whole = readout.whole_width()
    readout.show_earlier(42.0186489, whose)
    assert whole > readout.whole_width()


def test_loss_in_use_is_named(readout: LossReadout) -> None:
    readout.show_figures(42.0186489, 15.3832, "0.99")
    readout.show_under(42.0186489, "mean square")
    assert readout.text() == "loss 42.0186, under mean square"
    assert tone(readout, MessageKind.WARNING) == []


def test_unknown_saved_loss_is_dash(readout: LossReadout) -> None:
    readout.show_earlier(math.nan, EarlierLoss.OTHER_SESSION)
    assert readout.text() == "loss —, as saved"


def test_sentence_is_spoken_whole(readout: LossReadout) -> None:
    readout.show_figures(42.0186489, 15.3832, "0.995479")
    for width in (800, 90):
        readout.resize(width, ROW)
        spoken = QAccessible.queryAccessibleInterface(readout).text(QAccessible.Text.Name)
        assert spoken == readout.text()


def test_what_is_drawn_is_what_is_said(readout: LossReadout) -> None:
    readout.show_figures(42.0186489, 15.3832, "0.995479")
    row = readout._row(ReadoutDetail.ALL)
    drawn = [text.text for text, _ in sorted(row.placed, key=lambda placed: -placed[1])]
    assert " ".join(drawn) == readout.text().replace(",", "")


def test_tone_follows_the_verdict(readout: LossReadout) -> None:
    readout.show_figures(None, None)
    assert tone(readout, MessageKind.WARNING) == tone(readout, MessageKind.GOOD) == []
    readout.show_figures(42.0, 15.0)
    assert tone(readout, MessageKind.WARNING)
    assert tone(readout, MessageKind.GOOD) == []
    readout.show_figures(15.0, 15.0, is_settled=True)
    assert tone(readout, MessageKind.WARNING) == []
    assert tone(readout, MessageKind.GOOD)


def test_loss_is_the_largest_figure(readout: LossReadout) -> None:
    readout.show_figures(42.0186489, 15.3832, "0.995479")
    heights = {
        text.text: QFontMetricsF(text.font).height()
        for text, _ in readout._row(ReadoutDetail.ALL).placed
    }
    largest = max(heights, key=lambda text: heights[text])
    assert largest == "42.0186"
    assert heights["42.0186"] == pytest.approx(1.5 * heights["15.3832"] * 12 / 13, rel=0.1)


@pytest.mark.parametrize("loss", [42.0186, 99.9999, 0.000123456, 1.00002e-4, 9.87654e-5])
def test_changing_loss_moves_nothing(readout: LossReadout, loss: float) -> None:
    readout.show_figures(340.3811, 1e-4, "0.5")
    before = relation_start(readout), loss_end(readout), readout.whole_width()
    readout.show_figures(loss, 1e-4, "0.995479")
    assert (relation_start(readout), loss_end(readout), readout.whole_width()) == before


def test_sentence_has_no_hole(readout: LossReadout) -> None:
    readout.show_figures(42.0186489, 15.3832, "0.995479")
    placed = readout._row(ReadoutDetail.ALL).placed
    left = {text.text: left for text, left in placed}
    width = {text.text: text.width for text, _ in placed}
    gap = left["= 2.73 ×"] - width["= 2.73 ×"] - left["least possible"]
    assert gap == pytest.approx(8.0)


def test_r_squared_goes_first(readout: LossReadout) -> None:
    readout.show_figures(42.0186489, 15.3832, "0.995479")
    seen: list[ReadoutDetail] = []
    for width in range(readout.whole_width(), 0, -1):
        readout.resize(width, ROW)
        if not seen or seen[-1] is not readout.detail():
            seen.append(readout.detail())
    assert seen == list(ReadoutDetail)


def test_factor_stays_without_room_to_grow(readout: LossReadout) -> None:
    readout.show_figures(42.0186489, 15.3832)
    widths = {each: readout._row(each).end for each in ReadoutDetail}
    readout.resize(int(widths[ReadoutDetail.NO_LEAST]) - 1, ROW)
    assert readout.detail() is ReadoutDetail.TIGHT
    drawn = [text.text for text, _ in readout._row(readout.detail()).placed]
    assert drawn == ["least possible", "= 2.73 ×", "42.0186", "loss"]


def test_tooltip_says_what_has_no_room(readout: LossReadout) -> None:
    readout.show_figures(42.0186489, 42.0186489, "0.995479", is_settled=True)
    readout.grab()
    assert readout.toolTip() == ""
    readout.resize(readout.whole_width() - 1, ROW)
    readout.grab()
    assert readout.toolTip() == readout.text()
    readout.show_figures(42.0186489, 42.0186489, is_settled=True)
    readout.grab()
    assert readout.toolTip() == ""


def test_tooltip_says_why_it_is_amber(readout: LossReadout) -> None:
    readout.show_figures(2.65965e-7, 0.0, floor=1e-30)
    readout.grab()
    assert readout.toolTip().startswith("Amber: a smaller loss than this is possible.")
    readout.resize(readout.whole_width() - 1, ROW)
    readout.grab()
    assert readout.toolTip().startswith("loss 2.65965e−7 > least possible 0\nAmber: a smaller")
    readout.show_figures(42.0, None)
    readout.grab()
    assert "is not known yet" in readout.toolTip()
    readout.show_figures(3e-31, 0.0, floor=1e-30, is_least=True)
    readout.resize(800, ROW)
    readout.grab()
    assert readout.toolTip() == ""


def test_reached_zero_moves_no_loss(readout: LossReadout) -> None:
    readout.show_figures(2.65965e-7, 0.0, "0.5", floor=1e-30)
    before = loss_end(readout)
    readout.show_figures(4e-31, 0.0, "1", floor=1e-31, is_settled=True)
    assert loss_end(readout) == pytest.approx(before)


@pytest.mark.parametrize("width", [1000, 400, 300, 200, 120])
def test_nothing_is_drawn_over_the_edge(readout: LossReadout, width: int) -> None:
    readout.show_figures(42.0186489, 15.3832, "0.995479")
    readout.resize(width, ROW)
    row = readout._row(readout.detail())
    assert max(left for _, left in row.placed) <= width
    assert min(left - text.width for text, left in row.placed) >= 16


def test_readout_never_widens_a_window(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    readout = LossReadout()
    QHBoxLayout(window).addWidget(readout)
    before = window.minimumSizeHint().width()
    readout.show_figures(123456789.0, 987654321.0, "0.5")
    assert window.minimumSizeHint().width() == before < 120


def test_large_font_has_room(readout: LossReadout) -> None:
    before = readout.minimumSizeHint()
    font = readout.font()
    font.setPointSizeF(3 * font.pointSizeF())
    readout.setFont(font)
    assert readout.minimumSizeHint().height() >= 2.5 * before.height()
    assert readout.minimumSizeHint().width() == before.width()


def test_rounding_is_no_loss(readout: LossReadout) -> None:
    readout.show_figures(1.38051e-30, 0.0, is_settled=True, floor=2.4e-30)
    assert readout.text() == "✓ loss < 3e−30 (rounding), least possible 0"


def test_least_loss_without_verdict_is_equal(readout: LossReadout) -> None:
    readout.show_figures(15.3832 * (1 + 5e-13), 15.3832, is_least=True)
    assert readout.text() == "loss 15.3832 = least possible 15.3832"
    assert not tone(readout, MessageKind.GOOD)
    assert not tone(readout, MessageKind.WARNING)
    readout.show_figures(15.3832 * (1 + 5e-13), 15.3832, is_least=True, is_settled=True)
    assert readout.text() == "✓ loss 15.3832 = least possible 15.3832"
    assert tone(readout, MessageKind.GOOD)


@pytest.mark.parametrize("is_settled", [True, False])
def test_equal_losses_look_equal(readout: LossReadout, is_settled: bool) -> None:
    """Their sixth digits differ, because the rounding of one goes up and that of the other down."""
    readout.show_figures(15.38325000001, 15.38324999999, is_least=True, is_settled=is_settled)
    assert readout.text().endswith("loss 15.3832 = least possible 15.3832")


@pytest.mark.parametrize("loss", [985_207_994.0, 561_618_963.0, 17_565.4, 15.5, 1.03e-5])
@pytest.mark.parametrize("times", [985_207_994.0, 123_456.7, 11.23, 2.7, 1.0051, 1.00023])
def test_readout_and_verdict_write_alike(readout: LossReadout, loss: float, times: float) -> None:
    least = loss / times
    readout.show_figures(loss, least)
    assert f"= {fold(loss / least)} × least" in readout.text()
    if loss >= 1e5:
        assert f"loss {number(loss)} = " in readout.text()


def test_least_loss_of_zero_is_not_amber(readout: LossReadout) -> None:
    for loss in (0.0, 3e-31):
        readout.show_figures(loss, 0.0, floor=1e-30, is_least=True)
        assert not tone(readout, MessageKind.WARNING)
    readout.show_figures(2.65965e-7, 0.0, floor=1e-30)
    assert tone(readout, MessageKind.WARNING)


def test_held_out_rows_are_in_the_tooltip(readout: LossReadout) -> None:
    readout.show_figures(2.0, 1.0, "0.5", held_out="12 held-out rows: loss 3")
    readout.grab()
    assert "12 held-out rows: loss 3" in readout.toolTip().splitlines()
    readout.show_figures(2.0, 1.0, "0.5")
    readout.grab()
    assert "held-out" not in readout.toolTip()
