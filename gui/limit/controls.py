"""The row of controls over the panels: weight, h, what is played, and what is drawn."""

from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QMenu,
    QSizePolicy,
    QWidget,
)

from engine.difference import Difference
from engine.settings import Precision
from engine.shortening import elide_middle

from ..background.reporting import reporting, reporting_as_unhandled
from ..text.numbers import format_number
from ..text.setting_texts import DIFFERENCE_NAMES
from ..theme.appearance import GRID
from ..theme.blending import hairline
from ..widgets.buttons import FieldButton
from ..widgets.check_box import OutlinedCheckBox
from ..widgets.outlined_fields import OutlinedComboBox
from ..widgets.suggesting_field import SuggestingField, Suggestion
from ..widgets.toggle_button import ToggleButton
from . import texts
from .limit_model import ONE_SIDED_FIRST, LimitModel
from .limit_request import LimitFrame
from .limit_state import Curve

HEIGHT = 4 * GRID + GRID // 2
_MARGIN, _GAP, _NEAR = 2 * GRID, GRID, GRID // 2
_IN_FIRST_ROW = 5
"""Weight and h with their names, and h → 0."""
MARKS = {Difference.FORWARD: "▶", Difference.BACKWARD: "◀", Difference.CENTRAL: "●"}
"""The shapes of the points in the plot of the error."""
WIDEST_NAME = 16
"""Characters of a weight's name in the box; its list has all of it."""


class Folding(Enum):
    """How the row saves width."""

    NONE = "a tick for each quotient and for float32"
    MENU = "the ticks are in a menu"
    OFFER = "and that each weight has its own h is offered by the field of h alone"
    ROWS = "the ticks are in a menu, and the buttons are in a second row"


class PlayButton(FieldButton):
    """Plays h → 0, and is called "stop" while it does; neither text moves what is beside it."""

    def __init__(self) -> None:
        super().__init__(texts.PLAY)
        self.setObjectName("limit_play_button")
        self.setToolTip(texts.PLAY_TIP)

    def show_playing(self) -> None:
        """Offer to stop."""
        self.setText(texts.STOP)
        self.setToolTip(texts.STOP_TIP)

    def show_at_rest(self) -> None:
        """Offer to play."""
        self.setText(texts.PLAY)
        self.setToolTip(texts.PLAY_TIP)

    def show_obstacle(self, why: str) -> None:
        """Sleep, and say why nothing can be played; an empty reason wakes the button."""
        if why or not self.isEnabled():
            self.setToolTip(why or texts.PLAY_TIP)
        self.setEnabled(not why)

    def widest_text(self) -> str:
        """Return the longer text."""
        return max(texts.PLAY, texts.STOP, key=self.fontMetrics().horizontalAdvance)


class LimitControls(QWidget):
    """Shows what is chosen, and asks the model for something else.

    ``play_asked`` asks to play h → 0 or to stop it, ``h_asked`` for another h; ``refused`` carries
    why a typed h is refused. ``focus_passed`` says that a button with the focus falls asleep.
    """

    play_asked = Signal()
    focus_passed = Signal()
    h_asked = Signal(float)
    refused = Signal(str)

    def __init__(self, model: LimitModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("limit_controls")
        # Names, numbers and formulas are written so in every language.
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._model = model
        self.weight = OutlinedComboBox("limit_weight")
        self.weight.setToolTip(texts.WEIGHT_TIP)
        self.h = SuggestingField("limit_h", texts.STEP_TIP, self._suggest_h, words=[texts.EACH])
        self.h.symbol = texts.STEP
        self.play = PlayButton()
        self.best = _button("limit_best_button", texts.BEST, texts.BEST_TIP)
        self.tangent = ToggleButton(texts.TANGENT)
        self.tangent.setObjectName("limit_tangent_button")
        self.tangent.setToolTip(texts.TANGENT_TIP)
        self.use = _button("limit_use_button", texts.USE, texts.USE_TIP)
        self.each = _button("limit_each_button", texts.EACH, texts.EACH_TIP)
        self.ticks = {
            each: _tick(each.value, DIFFERENCE_NAMES[each], _tick_text(each))
            for each in ONE_SIDED_FIRST
        }
        for each, tick in self.ticks.items():
            tick.setToolTip(texts.QUOTIENT_TIP.format(quotient=DIFFERENCE_NAMES[each]))
        self.single = _tick(texts.FLOAT32, texts.FLOAT32, texts.FLOAT32)
        self.single.setToolTip(texts.FLOAT32_TIP)
        self._folded = self._make_menu()
        self._labels = _label(texts.WEIGHT, self.weight), _label(texts.STEP, self.h)
        self._names: list[str] = []
        self._row_count = 1
        self._without_each: tuple[QWidget, ...] = (
            *(self._labels[0], self.weight, self._labels[1], self.h),
            *(self.play, self.best, self.tangent, self.use),
        )
        self._left: tuple[QWidget, ...] = self._without_each
        for widget in (*self._left, self.each, *self.ticks.values(), self.single, self._folded):
            widget.setParent(self)
        self.each.hide()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._connect()

    def menu_actions(self) -> list[QAction]:
        """Return the entries that stand for the ticks, for a menu."""
        return [*self._actions.values(), self._single_action]

    @property
    def has_refused(self) -> bool:
        """Whether the field contains a refused h."""
        return self.h.is_refused()

    def commit(self) -> None:
        """Commit the h that is being typed."""
        self.h.commit()

    def show_model(self) -> None:
        """Show what is chosen."""
        model = self._model
        names = list(model.weight_names)
        if names != self._names:
            self._show_names(names)
        with QSignalBlocker(self.weight):
            self.weight.setCurrentIndex(model.weight)
        if not (self.h.hasFocus() and self.h.isModified()):
            self.h.set_value(model.h)
        with QSignalBlocker(self.tangent):
            self.tangent.setChecked(model.curve is Curve.LOSS_LESS_TANGENT)
        quotients = model.quotients
        for each, tick in self.ticks.items():
            _check(tick, each in quotients)
            self._actions[each].setChecked(each in quotients)
        is_single = model.precision is Precision.SINGLE
        _check(self.single, is_single)
        self._single_action.setChecked(is_single)
        obstacles = model.obstacles
        for button, name, tip in (
            (self.best, "limit_best", texts.BEST_TIP),
            (self.tangent, "limit_tangent", texts.TANGENT_TIP),
            (self.use, "limit_use", texts.USE_TIP),
        ):
            if name in obstacles and button.hasFocus():
                # Qt would pass it to the next tick, which Space would switch.
                self.focus_passed.emit()
            button.setEnabled(name not in obstacles)
            button.setToolTip(obstacles.get(name, tip))
        if "limit_play" in obstacles and self.play.hasFocus():
            self.focus_passed.emit()
        self.play.show_obstacle(obstacles.get("limit_play", ""))
        if (model.each_h is None) is (self.each in self._left):
            self._offer_each()

    def _offer_each(self) -> None:
        """Offer that each weight has its own h, or no longer."""
        is_offered = self._model.each_h is not None
        if not is_offered and self.each.hasFocus():
            self.focus_passed.emit()
        self._left = self._without_each
        if is_offered:
            self._left = *self._left, self.each
        self.updateGeometry()
        self._arrange()

    def sizeHint(self) -> QSize:
        """Return the width of everything in one row, and the height of the rows that there are."""
        return QSize(self._width(Folding.NONE), self._height())

    def minimumSizeHint(self) -> QSize:
        """Return the width of two rows, and the height of the rows that there are."""
        return QSize(self._width(Folding.ROWS), self._height())

    @reporting
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the row in the new width."""
        super().resizeEvent(event)
        self._arrange()

    @reporting_as_unhandled
    def event(self, event: QEvent) -> bool:
        """Arrange the row again when a part of it needs another size."""
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.FontChange):
            self.updateGeometry()
            self._arrange()
        return super().event(event)

    @reporting
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground of the panels, and the seam to them."""
        del event
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Base))
            painter.setPen(hairline(self.palette()))
            painter.drawLine(self.rect().bottomLeft(), self.rect().bottomRight())

    @property
    def folding(self) -> Folding:
        """How the row saves width now."""
        ways = (Folding.NONE, Folding.MENU, Folding.OFFER)
        return next((way for way in ways if self.width() >= self._width(way)), Folding.ROWS)

    def _connect(self) -> None:
        model = self._model
        self.weight.currentIndexChanged.connect(model.choose_weight)
        self.h.value_entered.connect(self._enter_h)
        self.h.word_entered.connect(self._enter_each_h)
        self.h.refused.connect(self.refused)
        self.play.clicked.connect(self.play_asked)
        self.best.clicked.connect(model.choose_best_h)
        self.tangent.clicked.connect(model.switch_curve)
        self.use.clicked.connect(model.use_h)
        self.each.clicked.connect(model.use_each_h)
        for tick in self.ticks.values():
            tick.clicked.connect(self._take_ticks)
        self.single.clicked.connect(self._take_single)
        self._folded.menu().triggered.connect(self._take_action)

    def _make_menu(self) -> FieldButton:
        """Return the button whose menu stands for the ticks."""
        button = FieldButton(texts.QUOTIENTS)
        button.setObjectName("limit_quotients")
        button.setToolTip(texts.QUOTIENTS_TIP)
        button.setAccessibleName(texts.QUOTIENTS)
        menu = QMenu(button)
        self._actions: dict[Difference, QAction] = {}
        for each, tick in self.ticks.items():
            self._actions[each] = _action(menu, each.value, DIFFERENCE_NAMES[each], tick.toolTip())
        menu.addSeparator()
        self._single_action = _action(menu, texts.FLOAT32, texts.FLOAT32, texts.FLOAT32_TIP)
        menu.setToolTipsVisible(True)
        button.setMenu(menu)
        return button

    def _show_names(self, names: list[str]) -> None:
        self._names = names
        with QSignalBlocker(self.weight):
            self.weight.clear()
            self.weight.addItems([elide_middle(name, WIDEST_NAME) for name in names])
        for row, name in enumerate(names):
            self.weight.setItemData(row, name, Qt.ItemDataRole.ToolTipRole)
        self.updateGeometry()
        self._arrange()

    def _suggest_h(self) -> list[Suggestion]:
        model, frame = self._model, self._model.frame
        suggestions = [Suggestion(texts.OF_RUN.format(h=format_number(model.run_h)), model.run_h)]
        if frame is not None:
            largest = frame.table_axis[0]
            if not frame.lacks_best:
                suggestions = [*self._suggest_best(frame), *suggestions]
            largest_one = texts.LARGEST_ONE.format(h=format_number(largest))
            suggestions.append(Suggestion(largest_one, largest))
        if model.each_h is not None:
            suggestions.append(Suggestion(texts.EACH, texts.EACH, texts.EACH_TIP))
        return suggestions

    def _suggest_best(self, frame: LimitFrame) -> list[Suggestion]:
        """Return the best h; if it is that of one weight alone, also that of all of them."""
        best, fitting = frame.best_h, frame.request.fitting_h
        if not frame.has_own_best or fitting is None:
            return [Suggestion(texts.BEST_ONE.format(h=format_number(best)), best)]
        name = elide_middle(frame.state.name, WIDEST_NAME)
        own = texts.BEST_OF_WEIGHT.format(name=name, h=format_number(best))
        of_all = texts.FITS_ALL.format(h=format_number(fitting))
        return [Suggestion(own, best), Suggestion(of_all, fitting)]

    @Slot(str)
    def _enter_each_h(self, word: str) -> None:
        """Let the run use the h that fits each weight; the field shows that of this one."""
        del word
        self.h.setModified(False)
        self._model.use_each_h()
        self.show_model()

    @Slot(float)
    def _enter_h(self, h: float) -> None:
        nearest = self._model.nearest_h(h)
        if h > 0 and nearest != h:
            precision = self._model.precision.value
            beyond, near = format_number(h), format_number(nearest)
            self.h.refuse(texts.H_BEYOND.format(h=beyond, precision=precision, nearest=near))
        elif h > 0:
            self.h.setModified(False)
            self.h_asked.emit(h)
            self.show_model()
        else:
            self.h.refuse(texts.H_REFUSED)

    @Slot()
    def _take_ticks(self) -> None:
        for each, tick in self.ticks.items():
            self._draw(each, tick.isChecked())
        self.show_model()

    @Slot()
    def _take_single(self) -> None:
        self._model.choose_precision(_precision(self.single.isChecked()))

    @Slot(QAction)
    def _take_action(self, action: QAction) -> None:
        if action is self._single_action:
            self._model.choose_precision(_precision(action.isChecked()))
        for each, entry in self._actions.items():
            if entry is action:
                self._draw(each, action.isChecked())
        self.show_model()

    def _draw(self, difference: Difference, is_drawn: bool) -> None:
        was_drawn = difference in self._model.quotients
        if is_drawn and not was_drawn:
            self._model.draw(difference)
        elif was_drawn and not is_drawn:
            self._model.leave_out(difference)

    def _arrange(self) -> None:
        """Put each part in its place: the choices from the left, the ticks at the right end."""
        folding = self.folding
        ticks = [*self.ticks.values(), self.single]
        has_ticks = folding is Folding.NONE
        for tick in ticks:
            tick.setVisible(has_ticks)
        self._folded.setVisible(not has_ticks)
        self.each.setVisible(self.each in self._left and folding is not Folding.OFFER)
        rows, height = self._rows(folding), self._row_height()
        for place, row in enumerate(rows):
            x = _MARGIN
            for widget in row:
                x += self._place(widget, x, place * height, height) + self._gap_after(widget)
        x = self.width() - _MARGIN
        for widget in reversed(ticks if has_ticks else [self._folded]):
            x -= widget.sizeHint().width()
            self._place(widget, x, (len(rows) - 1) * height, height)
            x -= _GAP
        if len(rows) != self._row_count:
            self._row_count = len(rows)
            self.updateGeometry()

    def _rows(self, folding: Folding) -> list[Sequence[QWidget]]:
        """Return the choices of each row."""
        if folding is Folding.OFFER:
            return [self._without_each]
        if folding is not Folding.ROWS:
            return [self._left]
        return [self._left[:_IN_FIRST_ROW], self._left[_IN_FIRST_ROW:]]

    def _place(self, widget: QWidget, x: int, y: int, height: int) -> int:
        """Put a part in the middle of a row that begins at ``y``, and return its width."""
        hint = widget.sizeHint()
        if isinstance(widget, FieldButton):
            hint.setHeight(self.h.sizeHint().height())  # as high as the fields beside
        top = y + (height - 1 - hint.height()) // 2
        widget.setGeometry(x, top, hint.width(), hint.height())
        return hint.width()

    def _gap_after(self, widget: QWidget) -> int:
        return _NEAR if widget in self._labels else _GAP

    def _width(self, folding: Folding) -> int:
        """Return the width of the widest row."""
        ticks: list[QWidget] = [*self.ticks.values(), self.single]
        rows = [[*row] for row in self._rows(folding)]
        rows[-1] += ticks if folding is Folding.NONE else [self._folded]
        widths = [
            sum(each.sizeHint().width() + self._gap_after(each) for each in row) for row in rows
        ]
        return 2 * _MARGIN + max(widths)

    def _height(self) -> int:
        return self._row_count * self._row_height()

    def _row_height(self) -> int:
        highest = max(each.sizeHint().height() for each in self._left)
        return max(HEIGHT, highest + GRID)


def _button(name: str, text: str, tip: str) -> FieldButton:
    button = FieldButton(text)
    button.setObjectName(name)
    button.setToolTip(tip)
    return button


def _tick(name: str, accessible_name: str, text: str) -> OutlinedCheckBox:
    tick = OutlinedCheckBox(text)
    tick.setObjectName(f"limit_{name}")
    tick.setAccessibleName(accessible_name)
    return tick


def _tick_text(quotient: Difference) -> str:
    """Return the mark of the points that a tick draws, and the name of the quotient."""
    return f"{MARKS[quotient]} {DIFFERENCE_NAMES[quotient]}"


def _label(text: str, buddy: QComboBox | SuggestingField) -> QLabel:
    label = QLabel(text)
    label.setBuddy(buddy)
    return label


def _action(menu: QMenu, name: str, text: str, tip: str) -> QAction:
    action = menu.addAction(text)
    action.setObjectName(f"limit_{name}_entry")
    action.setCheckable(True)
    action.setToolTip(tip)
    return action


def _check(tick: OutlinedCheckBox, is_on: bool) -> None:
    with QSignalBlocker(tick):
        tick.setChecked(is_on)


def _precision(is_single: bool) -> Precision:
    return Precision.SINGLE if is_single else Precision.DOUBLE
