"""A card: a rounded box beside the tables with a title and rows of a name and its numbers."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QFontDatabase,
    QFontInfo,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QWidget

from ..background.reporting import reporting
from ..text.numbers import UNKNOWN
from ..text.translation import translate
from ..theme.appearance import GRID
from ..theme.blending import TEXT, hairline, legible, quiet
from .elided_label import ElidedLabel

NOT_KNOWN = translate("widgets", "{unknown} not known").format(unknown=UNKNOWN)
_ROUNDING = 4.0
# Between a name and its number.
_BETWEEN = GRID
# Captions of columns are as much smaller than the text as 11 pixels are than 12.
_CAPTION = 11 / 12


class CardFrame(QWidget):
    """A box on the ground of tables; its rows are labels, which a screen reader reads in order.

    ``hint`` says what the rows are about; it stands in their place while the tables are empty.
    ``columns`` are the captions of the columns of numbers, () for one column without a caption.
    ``least_width`` is the width at which nothing is cut; the card itself may be made narrower.
    """

    def __init__(
        self, name: str, hint: str, columns: tuple[str, ...] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # formulas and numbers
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._columns = columns
        self._quiet: list[QLabel] = []
        self._captions: list[QLabel] = []
        self._lines: list[tuple[_Name, QLabel]] = []
        self._row_labels: list[QLabel] = []
        self._left_out: set[QLabel] = set()
        self._hint_text = hint
        self._hint: QLabel | None = None
        self._title = ElidedLabel()
        self._title.setObjectName(f"{name}_title")
        self._title.setTextFormat(Qt.TextFormat.PlainText)  # it may contain names from a file
        self._title.setFont(_heavy(QFont()))
        self._title.setContentsMargins(0, GRID // 2, 0, GRID // 2)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        self._grid.setHorizontalSpacing(GRID)
        self._grid.setVerticalSpacing(0)  # the numbers ask for the room between the rows
        # Beside captions the title has the column of names only.
        self._grid.addWidget(self._title, 0, 0, 1, 1 if columns else -1)
        for place, caption in enumerate(columns, start=1):
            label = QLabel(caption)
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._grid.addWidget(label, 0, place)
            self._quiet.append(label)
            self._captions.append(label)
            self._row_labels.append(label)
        for place in range(1, max(len(columns), 1) + 1):
            self._grid.setColumnStretch(place, 1)
        self._set_caption_size()
        self._recolour()

    @property
    def least_width(self) -> int:
        """The width that the names and the widest likely numbers need."""
        return self.minimumSizeHint().width()

    def minimumSizeHint(self) -> QSize:
        """Return the size of the rows, with room for the widest likely numbers."""
        self.ensurePolished()
        return super().minimumSizeHint().expandedTo(QSize(self._width_of_lines(), 0))

    def sizeHint(self) -> QSize:
        """Return the size of the rows, at least the least one."""
        self.ensurePolished()
        return super().sizeHint().expandedTo(QSize(self._width_of_lines(), 0))

    def room_of(self, number: QLabel, name: str = "") -> int:
        """Return the width in which a number has room in a row of one number.

        That is beside its name, or beside another one that it may be given.
        """
        label = next(label for label, each in self._lines if each is number)
        width = max(self.width(), self.least_width) - self._around
        advance = label.fontMetrics().horizontalAdvance
        return width - (advance(name) if name else label.sizeHint().width()) - _BETWEEN

    @property
    def _around(self) -> int:
        margins = self._grid.contentsMargins()
        return margins.left() + margins.right()

    def _width_of_lines(self) -> int:
        """Return the width at which each name of a row has room beside its widest number."""
        widths = (
            name.widest + _BETWEEN + number.minimumSizeHint().width()
            for name, number in self._lines
        )
        return max(widths, default=0) + self._around

    def add_row(
        self, names: tuple[str, ...], widest: str, *, font: QFont | None = None
    ) -> tuple[QLabel, ...]:
        """Add a row and return its name and a number for each column.

        The first of ``names`` is shown, and there is always room for each of them, as there is for
        ``widest``, the widest likely number.
        """
        row = self._grid.rowCount()
        named = _Steady(names) if self._columns else _Name(names)
        named.setText(names[0])
        self._quiet.append(named)
        numbers = []
        for _ in self._columns or ("",):
            number = _Number((widest,), font or tabular())
            numbers.append(number)
            self._quiet.append(number)  # its ink while it is muted
        self._row_labels += [named, *numbers]
        self._recolour()
        if self._columns:
            self._grid.addWidget(named, row, 0)
            for place, number in enumerate(numbers, start=1):
                self._grid.addWidget(number, row, place)
        else:  # a long name has the room that a short number leaves
            line = QHBoxLayout()
            line.setSpacing(_BETWEEN)
            line.addWidget(named)
            line.addWidget(numbers[0], 1)
            self._grid.addLayout(line, row, 0, 1, -1)
            assert isinstance(named, _Name)
            self._lines.append((named, numbers[0]))
        return named, *numbers

    def show_label(self, label: QLabel, *, is_shown: bool) -> None:
        """Show a name or a number of a row, or leave it out."""
        if is_shown:
            self._left_out.discard(label)
        else:
            self._left_out.add(label)
        label.setVisible(is_shown and self._hint is None)

    def show_empty(self, *, is_empty: bool) -> None:
        """Say what the rows are about, in their place and their room, or show them."""
        if is_empty is (self._hint is not None):
            return
        for label in self._row_labels:
            policy = label.sizePolicy()
            policy.setRetainSizeWhenHidden(is_empty and label not in self._left_out)
            label.setSizePolicy(policy)
            label.setVisible(not is_empty and label not in self._left_out)
        if self._hint is not None:  # a screen reader would find it among the rows
            self._quiet.remove(self._hint)
            self._hint.setParent(None)
            self._hint.deleteLater()
        self._hint = self._made_hint() if is_empty else None

    def _made_hint(self) -> QLabel:
        hint = QLabel(self._hint_text, self)
        hint.setObjectName(f"{self.objectName()}_hint")
        hint.setWordWrap(True)
        hint.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        hint.setGeometry(self._room_of_rows())
        self._quiet.append(hint)
        self._recolour()
        hint.show()
        return hint

    def _room_of_rows(self) -> QRect:
        inside = self.rect() - self._grid.contentsMargins()
        return inside.adjusted(0, self._title.sizeHint().height(), 0, 0)

    def set_title(self, title: str) -> None:
        """Name the card."""
        if title != self._title.text():
            self._title.setText(title)
            self._title.setToolTip(title)
            self.setAccessibleName(title)

    def mute(self, numbers: Iterable[QLabel], *, muted: bool) -> None:
        """Write numbers in the muted colour of their names, or in that of text."""
        role = QPalette.ColorRole
        for number in numbers:
            number.setForegroundRole(role.WindowText if muted else role.Text)

    @reporting
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the hint the room of the rows."""
        super().resizeEvent(event)
        if self._hint is not None:
            self._hint.setGeometry(self._room_of_rows())

    @reporting
    def changeEvent(self, event: QEvent) -> None:
        """Follow the colours and the font of the window."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._recolour()
        elif event.type() == QEvent.Type.FontChange:
            self._set_caption_size()

    @reporting
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box."""
        del event
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(hairline(self.palette()), 1.0))
            painter.setBrush(self.palette().base())
            edge = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(edge, _ROUNDING, _ROUNDING)

    def _set_caption_size(self) -> None:
        font = QFont()
        font.setPointSizeF(QFontInfo(self.font()).pointSizeF() * _CAPTION)
        for label in self._captions:
            label.setFont(font)

    def _recolour(self) -> None:
        """Write the names in the muted colour, as far as that is legible on the ground."""
        ground = self.palette().base().color()
        ink = legible(quiet(self.palette()), ground, TEXT)
        for label in self._quiet:
            palette = label.palette()
            if palette.color(QPalette.ColorRole.WindowText) != ink:
                palette.setColor(QPalette.ColorRole.WindowText, ink)
                label.setPalette(palette)


class _Steady(QLabel):
    """A label as wide as the widest of some texts, whichever it shows; a wider one is cut."""

    def __init__(self, texts: tuple[str, ...]) -> None:
        super().__init__()
        self._texts = texts
        self._size: QSize | None = None
        self._widest: int | None = None
        self.setTextFormat(Qt.TextFormat.PlainText)

    def sizeHint(self) -> QSize:
        """Return the room of the widest text, and some above and below."""
        if self._size is None:  # kept, because each number makes the layout ask for it
            self._size = QSize(self._width(), super().sizeHint().height() + GRID)
        return self._size

    def minimumSizeHint(self) -> QSize:
        """Return the room of the widest text."""
        return self.sizeHint() - QSize(0, GRID)

    @reporting
    def changeEvent(self, event: QEvent) -> None:
        """Measure the texts in the new font, when that is asked for."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._size = self._widest = None

    def _width(self) -> int:
        if self._widest is None:  # kept as well: a card asks for it several times a redraw
            advance = self.fontMetrics().horizontalAdvance
            self._widest = max(map(advance, self._texts))
        return self._widest


class _Name(_Steady):
    """A name that leaves its number the room that it does not need itself."""

    @property
    def widest(self) -> int:
        """The width of the widest text that it may show."""
        return super()._width()

    def setText(self, text: str) -> None:
        """Show a name, and measure that one."""
        if text != self.text():
            self._size = None
            super().setText(text)

    def _width(self) -> int:
        return self.fontMetrics().horizontalAdvance(self.text())


class _Number(_Steady):
    """A number at the right of its column."""

    def __init__(self, widest: tuple[str, ...], font: QFont) -> None:
        super().__init__(widest)
        self._font_of_numbers = font
        self.setFont(font)
        self.setForegroundRole(QPalette.ColorRole.Text)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def setText(self, text: str) -> None:
        """Show a number; a screen reader would pass over the mark for an unknown one.

        That mark looks the same in every card, whatever font its numbers have.
        """
        if text == self.text():
            return
        if (text == UNKNOWN) != (self.text() == UNKNOWN):
            self.setFont(tabular() if text == UNKNOWN else self._font_of_numbers)
        super().setText(text)
        self.setAccessibleName(NOT_KNOWN if text == UNKNOWN else "")

    def _width(self) -> int:
        metrics = QFontMetrics(self._font_of_numbers.resolve(self.font()))
        return max(metrics.horizontalAdvance(text) for text in self._texts)


def tabular(*, heavy: bool = False) -> QFont:
    """Return the font of the window with digits of equal width, to be set on a widget."""
    font = QFont()
    font.setFeature(QFont.Tag("tnum"), 1)
    return _heavy(font) if heavy else font


def monospace(*, heavy: bool = False) -> QFont:
    """Return the system's font of equal widths in the size of the window's, for a widget."""
    font = QFont()
    font.setFamilies(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).families())
    font.setStyleHint(QFont.StyleHint.Monospace)
    return _heavy(font) if heavy else font


def _heavy(font: QFont) -> QFont:
    font.setWeight(QFont.Weight.DemiBold)
    return font
