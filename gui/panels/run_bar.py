"""The bar above everything: Run, Step, Reset, the speed, and the settings of the run."""

from collections.abc import Mapping, Sequence
from enum import Enum
from itertools import chain

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, QTimer, Slot
from PySide6.QtGui import (
    QFocusEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QComboBox, QLineEdit, QSizePolicy, QStyle, QWidget

from ..background.reporting import reporting, reporting_as_unhandled
from ..loss.loss_field import LossField
from ..optimiser.optimiser_field import OptimiserField
from ..text.setting_texts import GO_TO_CELL, GO_TO_FOLDED, SPEED, key_caption
from ..theme.appearance import GRID
from ..theme.blending import hairline
from ..widgets.action_button import ActionButton
from ..widgets.cell import Cell, CellGroup, CommandCell
from ..widgets.menu_field import MenuField
from ..widgets.speed_slider import FIRST_RUN, MAX, WIDEST, SpeedSlider

_MARGIN = 2 * GRID
_ABOVE, _BELOW = GRID, GRID // 2
_BETWEEN_ROWS = GRID // 2
_TYPED_WIDTH = 352
"""As long as the losses of the literature that were tried, on the screen of a laptop."""


class Fold(Enum):
    """How the cells of the bar save width."""

    NONE = "words beside the icons, and a cell for each setting"
    ICONS = "icons alone, and the rare settings in one cell"

    @property
    def style(self) -> Qt.ToolButtonStyle:
        """The style of the buttons that can do without words."""
        style = Qt.ToolButtonStyle
        return style.ToolButtonTextBesideIcon if self is Fold.NONE else style.ToolButtonIconOnly


class RunBar(QWidget):
    """A row of cells that never gets wider than the window, and hides none of them.

    If they do not fit in one row, Step and Reset become icons and the rare settings one cell, as
    far as that saves a row. What still does not fit goes to further rows. All widths are those that
    the widgets themselves need, in any font. A loss that is longer than its field has the room that
    is left; where it is folded away, its field lies over the others while it is typed in.
    """

    def __init__(
        self,
        run: ActionButton,
        step: ActionButton,
        reset: ActionButton,
        settings: CellGroup,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("run_bar")
        self.run_button, self.speed = run, SpeedSlider()
        self._settings = settings
        # The caption would be read in place of the slider's name, which says the speed.
        self._speed_cell = CommandCell(SPEED, self.speed, widest_notes=(MAX, WIDEST, FIRST_RUN))
        self._commands = [
            CommandCell(key_caption(_key_of(button)), button) for button in (run, step, reset)
        ]
        self._shortened: dict[Cell, ActionButton] = {
            self._commands[1]: step,
            self._commands[2]: reset,
        }
        self._all = [*self._commands, self._speed_cell, *settings.cells, settings.folded]
        for cell in self._all:
            cell.setParent(self)
        for before, after in zip(self._all, self._all[1:], strict=False):
            QWidget.setTabOrder(before.content, after.content)
        self._keys = {self._shortcut(cell): cell for cell in self._all if cell.key}
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._row_count = 1
        self._over: Cell | None = None
        self._over_ends = QTimer(self, singleShot=True, interval=0)
        self._over_ends.timeout.connect(self._end_over)
        typed, folded = settings.typed.content, settings.folded.content
        typed.installEventFilter(self)
        assert isinstance(typed, LossField)
        assert isinstance(folded, MenuField)
        typed.mistaken.connect(self._over_ends.start)
        typed.loss_entered.connect(self._leave_over)
        typed.textChanged.connect(self._follow_loss)
        folded.field_asked.connect(self.type_loss)
        self._needed, self._wanted_before = self._needs(), self._wanted()
        self.speed.note_changed.connect(self._speed_cell.note.show_text)
        self._speed_cell.note.show_text(self.speed.note)

    def sizeHint(self) -> QSize:
        """Return the width of everything in one row, and the height of the rows that there are."""
        widths = self._widths(Fold.NONE)
        width = self._row_width(list(widths), Fold.NONE, widths)
        return QSize(width, self._height_of(self._row_count))

    def minimumSizeHint(self) -> QSize:
        """Return the width of the widest cell: any other may go to a row of its own."""
        widths = self._widths(Fold.ICONS).values()
        return QSize(max(widths) + 2 * _MARGIN, self._height_of(self._row_count))

    @reporting_as_unhandled
    def event(self, event: QEvent) -> bool:
        """Arrange the cells again when one of them needs another size."""
        if event.type() == QEvent.Type.LayoutRequest and (needs := self._needs()) != self._needed:
            self._needed = needs
            self.updateGeometry()
            self._arrange()
        return super().event(event)

    @reporting
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the cells in the new width."""
        super().resizeEvent(event)
        self._arrange()

    @reporting_as_unhandled
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Put the field that lies over others away once it is left."""
        if (
            event.type() == QEvent.Type.FocusOut
            and isinstance(event, QFocusEvent)
            and event.reason() != Qt.FocusReason.PopupFocusReason
        ):
            self._over_ends.start()
        return super().eventFilter(watched, event)

    @reporting
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the seam to what is below."""
        del event
        with QPainter(self) as painter:
            painter.setPen(hairline(self.palette()))
            painter.drawLine(self.rect().bottomLeft(), self.rect().bottomRight())

    def _arrange(self) -> None:
        """Put each cell in its place; hide those that are folded away."""
        fold, rows = self._rows(self.width())
        for button in self._shortened.values():
            button.setToolButtonStyle(fold.style)
        shown = {cell for row in rows for cell in row}
        y, height = _ABOVE, self._all[0].sizeHint().height()
        for row in rows:
            x = _MARGIN
            for cell in row:
                width = self._width_of(cell, fold)
                if cell is self._settings.typed:
                    width += self._room_left(row, fold)
                x += self._gap_before(cell, row, fold)
                place = QRect(x, y, width, height)
                direction = self.layoutDirection()
                cell.setGeometry(QStyle.visualRect(direction, self.rect(), place))
                x += width
            y += height + _BETWEEN_ROWS
        if self._settings.typed in shown:
            self._over = None
        elif self._has_mistake:  # which stays in sight to be corrected
            self._over = self._settings.typed
        for cell in self._all:
            cell.setVisible(cell in shown or cell is self._over)
        self._place_over(height)
        if len(rows) != self._row_count:
            # No height for width: a scroll area would give its content all the height it prefers.
            self._row_count = len(rows)
            self.updateGeometry()

    @property
    def _has_mistake(self) -> bool:
        content = self._settings.typed.content
        assert isinstance(content, LossField)
        return content.is_refused()

    def _room_left(self, row: Sequence[Cell], fold: Fold) -> int:
        """Return by how much the field that is typed in may be wider."""
        left = self.width() - self._row_width(row, fold, self._widths(fold))
        return max(min(left, self._wanted()), 0)

    def _wanted(self) -> int:
        """Return by how much the field that is typed in would be wider than usual for its text."""
        content = self._settings.typed.content
        assert isinstance(content, LossField)
        whole = min(content.whole_width(), max(_TYPED_WIDTH, content.sizeHint().width()))
        return max(whole - self._settings.typed.sizeHint().width(), 0)

    @Slot()
    def _follow_loss(self) -> None:
        """Give a longer loss the room that is left, and a shorter one the usual width."""
        if (wanted := self._wanted()) != self._wanted_before:
            self._wanted_before = wanted
            self._arrange()

    def _place_over(self, height: int) -> None:
        """Let the field that is typed in lie at the end of the first row, over the others."""
        typed = self._settings.typed
        typed.setAutoFillBackground(self._over is not None)
        if self._over is None:
            return
        end = self.width() - _MARGIN
        wanted = end - max(_TYPED_WIDTH * 3 // 4, typed.sizeHint().width())
        # From where a cell begins, so that none is cut.
        begins = [cell.x() for cell in self._all if cell.isVisible() and cell.y() == _ABOVE]
        left = max((x for x in begins if x <= wanted), default=_MARGIN)
        place = QRect(left, _ABOVE, end - left, height)
        typed.setGeometry(QStyle.visualRect(self.layoutDirection(), self.rect(), place))
        typed.raise_()

    @Slot()
    def type_loss(self) -> None:
        """Go to the field that is typed in, over the others if it is folded away."""
        typed = self._settings.typed
        if not typed.isVisible():
            self._over = typed
            self._arrange()
        typed.content.setFocus(Qt.FocusReason.ShortcutFocusReason)
        assert isinstance(typed.content, LossField)
        typed.content.selectAll()

    @Slot()
    def go_to_refused_loss(self) -> None:
        """Go to the field of a loss that a file has, and is none, to be corrected."""
        self.type_loss()
        typed = self._settings.typed.content
        assert isinstance(typed, LossField)
        typed.end(False)

    @Slot()
    def _leave_over(self) -> None:
        """Go back to the field that stands for it, once a loss is entered."""
        if self._over is not None and self._over.content.hasFocus():
            self._settings.folded.content.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _end_over(self) -> None:
        """Put the field away, unless it is typed in or has a mistake to be corrected."""
        content = self._settings.typed.content
        assert isinstance(content, LossField)
        if self._over is None or content.hasFocus() or content.is_refused():
            return
        if content.menu.isVisible():
            return
        self._over = None
        self._arrange()

    def _rows(self, width: int) -> tuple[Fold, Sequence[Sequence[Cell]]]:
        """Return the cells of each row, folded only if that saves a row."""
        unfolded = self._broken(Fold.NONE, width)
        if len(unfolded) == 1:  # nearly always, and to measure the texts of the other is slow
            return Fold.NONE, unfolded
        folded = self._broken(Fold.ICONS, width)
        if len(unfolded) <= len(folded):
            return Fold.NONE, unfolded
        return Fold.ICONS, folded

    def _broken(self, fold: Fold, width: int) -> list[list[Cell]]:
        """Break the cells into rows of at most this width."""
        rows: list[list[Cell]] = []
        widths = self._widths(fold)
        for cell in widths:
            if rows and self._row_width([*rows[-1], cell], fold, widths) <= width:
                rows[-1].append(cell)
            else:
                rows.append([cell])
        return rows

    def _shown_by(self, fold: Fold) -> list[Cell]:
        hidden = self._settings.rare if fold is Fold.ICONS else (self._settings.folded,)
        return [cell for cell in self._all if cell not in hidden]

    def _row_width(self, cells: Sequence[Cell], fold: Fold, widths: Mapping[Cell, int]) -> int:
        gaps = [self._gap_before(cell, cells, fold) for cell in cells]
        return sum(widths[cell] for cell in cells) + sum(gaps) + 2 * _MARGIN

    def _widths(self, fold: Fold) -> dict[Cell, int]:
        """Return the width of each cell that is shown, in order; to measure the texts is slow."""
        return {cell: self._width_of(cell, fold) for cell in self._shown_by(fold)}

    def _gap_before(self, cell: Cell, row: Sequence[Cell], fold: Fold) -> int:
        """Return the gap before a cell of a row; the settings stand apart from the commands."""
        if cell is row[0]:
            return 0
        is_first = cell is self._settings.cells[0] and fold is Fold.NONE
        return 3 * GRID if is_first else GRID

    def _width_of(self, cell: Cell, fold: Fold) -> int:
        if (button := self._shortened.get(cell)) is not None:
            return cell.width_around(button.hint_of(fold.style).width())
        return cell.sizeHint().width()

    def _height_of(self, rows: int) -> int:
        height = self._all[0].sizeHint().height()
        return _ABOVE + rows * height + (rows - 1) * _BETWEEN_ROWS + _BELOW

    def _needs(self) -> tuple[int, ...]:
        """Return all sizes that the arrangement depends on, besides the width of the bar."""
        widths = (self._widths(fold).values() for fold in Fold)
        return self._height_of(1), *chain.from_iterable(widths)

    def _shortcut(self, cell: Cell) -> QShortcut:
        # Of the bar, not of the cell: that of a hidden widget is dead.
        shortcut = QShortcut(QKeySequence(cell.key), self)
        told = GO_TO_CELL.format(cell=" ".join(cell.caption.text().split()))
        shortcut.setWhatsThis(GO_TO_FOLDED if cell is self._settings.folded else told)
        shortcut.activated.connect(self._go_to_cell)
        return shortcut

    @Slot()
    def _go_to_cell(self) -> None:
        """Focus the field of a key and select its text, or open the menu that stands for it."""
        shortcut = self.sender()
        assert isinstance(shortcut, QShortcut)
        cell, folded = self._keys[shortcut], self._settings.folded
        content = cell.content
        if cell is self._settings.typed:
            self.type_loss()
        elif cell.isVisible():
            content.setFocus(Qt.FocusReason.ShortcutFocusReason)
            if isinstance(content, QLineEdit):
                content.selectAll()
            elif isinstance(content, MenuField):
                content.open_menu()
        elif isinstance(content, (QComboBox, OptimiserField)):
            assert isinstance(folded.content, MenuField)
            folded.content.open_at(content)


def _key_of(button: ActionButton) -> str:
    return button.defaultAction().shortcut().toString()
