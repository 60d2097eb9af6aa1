"""The strip at the bottom: one sentence on the run, and at most one remedy with its key."""

import re
from dataclasses import replace

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QFont,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QStackedWidget, QWidget

from engine.shortening import printable_line
from engine.verdict.wording import LONGEST

from ..background.reporting import reporting
from ..text.message import Fix, Message, MessageKind, in_brief
from ..text.translation import translate
from ..theme.appearance import GRID
from ..theme.blending import hairline, quiet
from ..theme.palette import kind_colour
from ..widgets.buttons import small_button
from ..widgets.outlined_button import OutlinedButton
from ..widgets.spoken_label import SpokenLabel
from ..widgets.standing_mark import Concern, StandingMark
from ..widgets.toast import Toast

HEIGHT = 5 * GRID
EDGE = 4
LINES = 12
"""A tooltip with more covers half of a small window."""
KEY = "Alt+Enter"
LONGEST_REMEDY = 22
"""Characters of nearly every remedy."""
LEAST_WIDTH = 868
"""That of the smallest window."""
# Sizes beside the usual text of 12 pixels.
SENTENCE, SYMBOL, CAPTION = 13 / 12, 14 / 12, 11 / 12
# While a run goes on, only its numbers change: a screen reader would say nothing else.
_NUMBERS = re.compile(r"\d[\d.,]*(?:e−?\d+)?|[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+")
# What did not work is shown at once, over a toast as well.
_URGENT = frozenset({MessageKind.WARNING, MessageKind.FAULT})


class MessageStrip(QWidget):
    """Shows one Message; ``fix_chosen`` carries the Fix of its button.

    ``remedy_changed`` says whether there is one, when that changes, and ``convergence_changed``
    whether it is to run until the weights stop changing.
    ``stop_requested`` says that a person may not want to wait any longer for a file.
    """

    fix_chosen = Signal(Fix)
    remedy_changed = Signal(bool)
    convergence_changed = Signal(bool)
    stop_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("diagnosis")
        self._shown: Message | None = None
        self._looked_at: Message | None = None
        """The message whose list has been seen: its tooltip has it, and no button offers it."""
        self._symbol = _label("diagnosis_mark", SYMBOL)
        width_of = self._symbol.fontMetrics().horizontalAdvance
        self._symbol.setFixedWidth(max(width_of(kind.value) for kind in MessageKind))
        self._sentence = SpokenLabel()
        self._sentence.setObjectName("diagnosis_sentence")
        self._sentence.setTextFormat(Qt.TextFormat.PlainText)  # it may contain names from a file
        _resize_font(self._sentence, SENTENCE)
        self._toast = Toast()
        self._toast.ended.connect(self._show_sentence)
        self._caption = _label("fix_key", CAPTION)
        self._caption.setText(KEY)
        self._caption.hide()
        self._button = OutlinedButton("fix")
        self._button.hide()
        self._button.clicked.connect(self.take_remedy)
        self._mark = StandingMark()
        _resize_font(self._mark, CAPTION)
        self._stop = small_button(
            "stop_writing",
            translate("panels", "Stop…"),
            translate("panels", "Ask whether to stop writing the file"),
        )
        self._stop.clicked.connect(self.stop_requested)
        self._stop.hide()
        self._lay_out()

    def _lay_out(self) -> None:
        self._place = QStackedWidget()
        self._place.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        line = QWidget()
        beside = QHBoxLayout(line)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(GRID)
        beside.addWidget(self._symbol)
        beside.addWidget(self._sentence, 1)
        around = QWidget()  # keeps the ground of a toast as high as its text
        centred = QHBoxLayout(around)
        centred.setContentsMargins(0, 0, 0, 0)
        centred.addWidget(self._toast, 0, Qt.AlignmentFlag.AlignVCenter)
        for page in (line, around):
            self._place.addWidget(page)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 0, 2 * GRID, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self._place, 1)
        for widget in (self._mark, self._stop, self._caption, self._button):
            layout.addWidget(widget)
        self._set_lines()
        self._colour()

    @property
    def sentence(self) -> str:
        """The text shown."""
        return self._sentence.text()

    @property
    def has_remedy(self) -> bool:
        """Whether the message has a remedy."""
        return self._shown is not None and self._shown.fix is not None

    @property
    def offers_convergence(self) -> bool:
        """Whether the remedy is to run until the weights stop changing."""
        fix = None if self._shown is None else self._shown.fix
        return fix is not None and bool(fix.changes.get("until_converged", False))

    def show_message(self, message: Message) -> None:
        """Replace the current message; one that is longer than a line is cut, with its Details."""
        message = in_brief(message)
        if message != self._looked_at:
            self._looked_at = None
        elif message.fix is not None:
            listed = "\n".join(filter(None, (message.detail, message.fix.details)))
            message = replace(message, fix=None, detail=listed)
        if message == self._shown:
            return
        before, self._shown = self._shown, message
        fix, former = message.fix, None if before is None else before.fix
        if (fix is None) is not (former is None):
            self.remedy_changed.emit(fix is not None)
        # As ``offers_convergence``, without two calls more for each edited cell.
        offers = bool(fix and fix.changes.get("until_converged"))
        if offers is not bool(former and former.changes.get("until_converged")):
            self.convergence_changed.emit(offers)
        if message.kind in _URGENT:
            self._toast.end()
        self._symbol.setText(message.kind.value)
        self._symbol.setAccessibleName(message.kind.spoken)
        if before is not None and _is_same_but_for_numbers(before, message):
            self._sentence.setText(message.text)
        else:
            self._sentence.tell(message.text, assertive=message.kind is MessageKind.FAULT)
        self._button.setText(fix.label if fix else "")
        self._button.setToolTip(fix.why if fix else "")
        self._button.setAccessibleDescription(fix.why if fix else "")
        self._button.setVisible(fix is not None)
        if before is None or before.kind is not message.kind:
            self._colour()
        self._fit()

    @Slot(str)
    def show_refusal(self, sentence: str) -> None:
        """Show why something was refused."""
        self.show_message(Message(MessageKind.FAULT, sentence))

    @Slot(str)
    def show_toast(self, sentence: str, detail: str = "") -> None:
        """Show for a few seconds, over the sentence, what has worked; the tooltip says more."""
        self._toast.show_text(printable_line(sentence), detail)
        self._place.setCurrentIndex(1)

    @Slot()
    def end_toast(self) -> None:
        """Show the sentence again, because the toast is about what is no longer so."""
        self._toast.end()

    @Slot()
    def take_remedy(self) -> None:
        """Take the remedy that is shown, if there is one; a list is offered once."""
        shown = self._shown
        if shown is None or shown.fix is None:
            return
        self.fix_chosen.emit(shown.fix)
        if shown.fix.is_look and shown is self._shown:
            self._looked_at = shown
            self.show_message(shown)

    @Slot(object)
    def show_unprotected(self, message: Message | None) -> None:
        """Show, until there is another message, why no recovery copies can be written."""
        self._stand(Concern.RECOVERY, message)

    @Slot(object)
    def show_unkept(self, message: Message | None) -> None:
        """Show, until there is another message, why no settings can be kept."""
        self._stand(Concern.SETTINGS, message)

    @Slot(object)
    def show_save(self, message: Message | None) -> None:
        """Show, until there is another message, that the document is still being written."""
        self._stand(Concern.SAVE, message)

    @Slot(object)
    def show_export(self, message: Message | None) -> None:
        """Show, until there is another message, that an export is still being written."""
        self._stand(Concern.EXPORT, message)

    @reporting
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground, the rule on top and the edge in the colour of the message."""
        del event
        palette = self.palette()
        kind = self._shown.kind if self._shown else MessageKind.QUIET
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), palette.base())
            painter.fillRect(0, 0, self.width(), 1, hairline(palette))
            painter.fillRect(0, 1, EDGE, self.height() - 1, kind_colour(kind, palette))

    @reporting
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the key out if the sentence needs its room, or give the sentence two lines."""
        super().resizeEvent(event)
        self._set_lines()
        self._fit()

    @reporting
    def changeEvent(self, event: QEvent) -> None:
        """Recolour the symbol when the palette changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._colour()

    def _stand(self, about: Concern, message: Message | None) -> None:
        self._mark.show_message(about, message)
        self._stop.setVisible(self._mark.is_writing)
        self._fit()

    @Slot()
    def _show_sentence(self) -> None:
        self._place.setCurrentIndex(0)

    def _colour(self) -> None:
        kind = self._shown.kind if self._shown else MessageKind.QUIET
        colour = kind_colour(kind, self.palette())
        _colour_text(self._symbol, colour)
        _colour_text(self._caption, quiet(self.palette()))
        self._button.set_outline(colour)
        self.update()

    def _set_lines(self) -> None:
        """Have two lines if the longest sentence has no room on one, as in a large font.

        No message changes the height, nor does a remedy: the layout of the window stays.
        """
        sentence, remedy = self._sentence.fontMetrics(), self._button.fontMetrics()
        needed = sentence.averageCharWidth() * LONGEST
        needed += remedy.averageCharWidth() * LONGEST_REMEDY + 4 * GRID
        needed += self._symbol.width() + 6 * GRID
        is_wrapped = needed > max(self.width(), LEAST_WIDTH)
        self._sentence.setWordWrap(is_wrapped)
        height = max(HEIGHT, self._button.sizeHint().height() + GRID)
        if is_wrapped:
            height = max(height, 2 * sentence.lineSpacing() + GRID)
        self.setFixedHeight(height)

    def _fit(self) -> None:
        """Show the key if the whole sentence fits beside it, and all of a sentence that does not.

        What is cut off is in the tooltip, as are details.
        """
        if self._shown is None:
            return
        beside = (self._mark, self._stop, self._button)
        widths = [each.sizeHint().width() + GRID for each in beside if not each.isHidden()]
        room = self.width() - 4 * GRID - self._symbol.sizeHint().width() - GRID - sum(widths)
        spare = room - self._sentence.fontMetrics().horizontalAdvance(self._shown.text)
        self._caption.setVisible(
            self._shown.fix is not None and spare >= self._caption.sizeHint().width() + GRID
        )
        detail = _first_lines(self._shown.detail)
        is_cut = spare < 0 and not (self._sentence.wordWrap() and self._has_two_lines(room))
        parts = (self._shown.text if is_cut and self._shown.text not in detail else "", detail)
        self._sentence.setToolTip("\n".join(filter(None, parts)))

    def _has_two_lines(self, room: int) -> bool:
        """Return whether the sentence fits on two lines of this width."""
        metrics, wrap = self._sentence.fontMetrics(), Qt.TextFlag.TextWordWrap.value
        lines = metrics.boundingRect(0, 0, max(room, 1), 0, wrap, self._sentence.text())
        # Less than a third line: each is up to a pixel higher than the spacing of lines.
        return lines.width() <= room and lines.height() < 3 * metrics.height()


def _is_same_but_for_numbers(before: Message, message: Message) -> bool:
    if before.kind is not message.kind:
        return False
    return _NUMBERS.sub("", before.text) == _NUMBERS.sub("", message.text)


def _label(name: str, larger: float) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    _resize_font(label, larger)
    return label


def _colour_text(label: QLabel, colour: QColor) -> None:
    """Colour a label, unless it has that colour: setting a style sheet is slow."""
    sheet = f"color: {colour.name()}"
    if label.styleSheet() != sheet:
        label.setStyleSheet(sheet)


def _resize_font(widget: QWidget, larger: float) -> None:
    font = QFont(widget.font())
    font.setPointSizeF(font.pointSizeF() * larger)
    widget.setFont(font)


def _first_lines(text: str) -> str:
    """Return as many lines as a tooltip should have."""
    lines = text.split("\n")
    return text if len(lines) <= LINES else "\n".join([*lines[:LINES], "…"])
