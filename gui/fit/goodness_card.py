"""What is asked first of a fit: R², errors, rank and condition, as many as have room."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFont, QPalette, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from engine.inference.missing import RSquaredKind
from engine.statistics import Statistics

from ..background.reporting import reporting
from ..text.numbers import UNKNOWN, format_count
from ..text.translation import translated
from ..theme.appearance import GRID
from ..theme.blending import quiet
from ..widgets.card_frame import NOT_KNOWN, tabular
from . import texts
from .figure_texts import UNCENTRED, GoodnessFigure, HeldOutFigure, explained_goodness
from .fit_frame import FitFrame

if TYPE_CHECKING:
    from engine.inference.held_out_loss import HeldOutFigures

LINE = 22
_SIDE, _ABOVE = 2 * GRID, GRID // 2
_BETWEEN, _LEAST_GAP = 2 * GRID, GRID
_MOST_SPARE = 4 * GRID
"""Beyond it, a figure would be far from its name."""


class GoodnessCard(QWidget):
    """A name and a figure in each place of a grid, row by row in the order of their importance.

    Those for which there is no room are left out, the least important ones first.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("goodness")
        self.setAccessibleName(texts.CARD)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # numbers and their names
        self._is_reached = False
        self._labels: dict[GoodnessFigure | HeldOutFigure, tuple[QLabel, QLabel]] = {}
        for figure in GoodnessFigure:
            self._labels[figure] = self._labels_of(figure)
        self.show_frame(None)

    def _labels_of(self, figure: GoodnessFigure | HeldOutFigure) -> tuple[QLabel, QLabel]:
        """Return labels for the name and the value of a figure."""
        name, value = _label(self, QFont()), _label(self, tabular(heavy=True))
        value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        value.setObjectName(f"goodness_{figure.name.lower()}")
        name.setText(translated(figure.caption))
        return name, value

    def _take_held_out(self, found: "HeldOutFigures | None") -> None:
        """Show the figures of rows held out after R², or take them away."""
        has_labels = HeldOutFigure.TEST_LOSS in self._labels
        if found is not None and not has_labels:
            (first, labels), *others = self._labels.items()
            self._labels = {first: labels}
            for figure in HeldOutFigure:
                self._labels[figure] = self._labels_of(figure)
            self._labels.update(others)
        elif found is None and has_labels:
            for figure in HeldOutFigure:
                for label in self._labels.pop(figure):
                    label.setParent(None)
                    label.deleteLater()
        if found is not None:
            for figure in HeldOutFigure:
                name, value = self._labels[figure]
                value.setText(figure.text(found))
                value.setAccessibleDescription(name.text())
                for label in (name, value):
                    label.setToolTip(figure.meaning(found))

    def text_of(self, figure: GoodnessFigure | HeldOutFigure) -> str:
        """Return what is shown of a figure."""
        return self._labels[figure][1].text()

    def caption_of(self, figure: GoodnessFigure | HeldOutFigure) -> str:
        """Return what a figure is called."""
        return self._labels[figure][0].text()

    @property
    def shown(self) -> list[GoodnessFigure | HeldOutFigure]:
        """The figures that have room."""
        return [each for each, (name, _) in self._labels.items() if not name.isHidden()]

    def show_frame(self, frame: FitFrame | None) -> None:
        """Show the figures of a frame; None shows that they are not known."""
        figures = None if frame is None else frame.figures
        self._is_reached = frame is not None and frame.is_reached
        self._take_held_out(None if frame is None else frame.held_out)
        for figure in GoodnessFigure:
            name, value = self._labels[figure]
            caption, meaning = _explained(figure, figures)
            text = UNKNOWN if figures is None else figure.text(figures)
            if figure is GoodnessFigure.ROWS and frame is not None and frame.left_out:
                text = texts.ROWS_COUNTED.format(rows=text, left_out=format_count(frame.left_out))
                meaning = f"{meaning}\n{texts.ROWS_LEFT_OUT(frame.left_out)}"
            name.setText(caption)
            value.setText(text)
            value.setAccessibleName(NOT_KNOWN if text == UNKNOWN else "")
            value.setAccessibleDescription(caption)
            for label in (name, value):
                label.setToolTip(meaning)
        self._recolour()
        self._arrange()

    def height_of(self, lines: int) -> int:
        """Return the height of so many lines."""
        return lines * self._line + 2 * _ABOVE

    def lines_within(self, width: int, height: int) -> int:
        """Return how many lines there are in this room, at least one, and no more than needed."""
        needed = -(-len(self._labels) // self._across(width))
        return max(1, min(needed, (height - 2 * _ABOVE) // self._line))

    def minimumSizeHint(self) -> QSize:
        """Return the room of one line with one figure."""
        return QSize(self._cell_width() + 2 * _SIDE, self.height_of(1))

    @reporting
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give every figure that has room its place."""
        super().resizeEvent(event)
        self._arrange()

    @reporting
    def changeEvent(self, event: QEvent) -> None:
        """Follow the palette and the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._recolour()
        elif event.type() == QEvent.Type.FontChange:
            self._arrange()

    @property
    def _line(self) -> int:
        return max(LINE, self.fontMetrics().height() + GRID // 2)

    def _cell_width(self) -> int:
        """Return the width in which each name has room beside its figure."""
        self.ensurePolished()
        return max(
            name.sizeHint().width() + _LEAST_GAP + value.sizeHint().width()
            for name, value in self._labels.values()
        )

    def _across(self, width: int) -> int:
        room = width - 2 * _SIDE + _BETWEEN
        return max(1, min(len(self._labels), room // (self._cell_width() + _BETWEEN)))

    def _arrange(self) -> None:
        across = self._across(self.width())
        lines = self.lines_within(self.width(), self.height())
        across = -(-len(self._labels) // lines) if lines * across >= len(self._labels) else across
        room = self.width() - 2 * _SIDE - (across - 1) * _BETWEEN
        # All of the room to the last pixel: the last figure ends where those of the table do.
        room = min(room, across * (self._cell_width() + _MOST_SPARE))
        ends = [k * room // across for k in range(across + 1)]
        for at, (name, value) in enumerate(self._labels.values()):
            line, place = divmod(at, across)
            for label in (name, value):
                label.setVisible(line < lines)
            wide = ends[place + 1] - ends[place]
            left, top = _SIDE + ends[place] + place * _BETWEEN, _ABOVE + line * self._line
            own = name.sizeHint().width()
            name.setGeometry(left, top, own, self._line)
            value.setGeometry(left + own, top, wide - own, self._line)

    def _recolour(self) -> None:
        muted = quiet(self.palette())
        ink = self.palette().color(QPalette.ColorRole.Text)
        for name, value in self._labels.values():
            for label, colour in ((name, muted), (value, ink if self._is_reached else muted)):
                palette = QPalette(self.palette())
                palette.setColor(QPalette.ColorRole.WindowText, colour)
                label.setPalette(palette)


def _label(parent: QWidget, font: QFont) -> QLabel:
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setFont(font)
    return label


def _explained(figure: GoodnessFigure, figures: Statistics | None) -> tuple[str, str]:
    """Return the caption and the explanation: R² without a column of ones is another figure."""
    caption, meaning = translated(figure.caption), translated(figure.meaning)
    if figures is None:
        return caption, meaning
    if figure is GoodnessFigure.R_SQUARED and figures.r_squared_kind is RSquaredKind.ABOUT_ZERO:
        caption, meaning = UNCENTRED, translated(figures.r_squared_kind.value)
    return caption, "\n".join(filter(None, (meaning, explained_goodness(figure, figures))))
