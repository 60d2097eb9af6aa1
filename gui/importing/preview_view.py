"""The view of the preview, in which the user gives columns their roles."""

from collections.abc import Set

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QObject,
    QPoint,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ..background.reporting import reporting
from ..tables.view.header import MARGIN
from ..tables.view.style import style_table
from ..text.message import MessageKind
from ..text.translation import translate
from ..theme.blending import blend, hairline, quiet
from ..theme.palette import kind_colour
from .options import DERIVED, Role
from .plan import ImportPlan
from .preview_header import FOCUS_WIDTH, RoleHeader, draw_focus
from .preview_model import MARK, AnyIndex, ItemRole, Mark, PreviewModel

_FAULT_TINT = 0.14
_SELECTION_TINT = 0.14
_WAVE = 2
_LEAST_WAVE = 16


class PreviewDelegate(QStyledItemDelegate):
    """Draws cells to import on the base colour, dims others, and underlines tinted faults."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)

    @reporting
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw the background, the text as in the file, and the underline of a fault."""
        mark = index.data(MARK)
        painter.save()
        painter.fillRect(option.rect, _ground(option, mark))
        painter.setPen(hairline(option.palette))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        _draw_text(painter, option, index, mark)
        painter.restore()


def _ground(option: QStyleOptionViewItem, mark: Mark) -> QColor:
    palette = option.palette
    ground = palette.window().color() if mark is Mark.OUT else palette.base().color()
    if mark is Mark.FAULT:
        ground = blend(ground, kind_colour(MessageKind.FAULT, palette), _FAULT_TINT)
    if option.state & QStyle.StateFlag.State_Selected:
        return blend(ground, palette.highlight().color(), _SELECTION_TINT)
    return ground


def _draw_text(
    painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex, mark: Mark
) -> None:
    palette, font = option.palette, QFont(option.font)
    font.setItalic(mark is Mark.OUT)
    painter.setFont(font)
    painter.setPen(quiet(palette) if mark is Mark.OUT else palette.text().color())
    rect, metrics = option.rect.adjusted(MARGIN, 0, -MARGIN, 0), QFontMetrics(font)
    text = metrics.elidedText(str(index.data()), Qt.TextElideMode.ElideRight, rect.width())
    alignment = Qt.AlignmentFlag(index.data(ItemRole.TextAlignmentRole))
    painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    painter.drawText(rect, alignment, text)
    if mark is Mark.FAULT:
        width = max(metrics.horizontalAdvance(text), _LEAST_WAVE)
        right = alignment & Qt.AlignmentFlag.AlignRight
        left = rect.right() - width if right else rect.left()
        bottom = rect.center().y() + metrics.height() // 2
        _draw_wave(painter, left, left + width, bottom, kind_colour(MessageKind.FAULT, palette))


def _draw_wave(painter: QPainter, left: int, right: int, y: int, colour: QColor) -> None:
    """Underline as a spell checker does; empty cells too."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, 1.2))
    steps = range(left, right, _WAVE)
    for number, x in enumerate(steps):
        up = _WAVE if number % 2 else 0
        painter.drawLine(x, y - up, x + _WAVE, y - _WAVE + up)


TEXTS = {
    Role.A: translate("importing", "Input, &A"),
    Role.INDICATORS: translate("importing", "A as &0/1 Columns"),
    Role.DAYS: translate("importing", "A as &Days"),
    Role.Y: translate("importing", "Output, &Y"),
    Role.ROW_NAMES: translate("importing", "Row &Names"),
    Role.OUT: translate("importing", "&Leave Out"),
}


class RoleMenu(QMenu):
    """Offers the roles, with the current one checked."""

    chosen = Signal(Role)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("import_roles")
        group = QActionGroup(self)
        for role, text in TEXTS.items():
            action = group.addAction(text)
            action.setObjectName(f"role_{role.name.lower()}")
            action.setCheckable(True)
            action.setData(role)
        self.addActions(group.actions())
        self.check(Role.A)
        group.triggered.connect(self._choose)

    def check(self, role: Role, derived: Set[Role] = frozenset()) -> None:
        """Check the current role, and offer only those of the derived ones that are possible."""
        for action in self.actions():
            action.setChecked(action.data() is role)
            action.setVisible(not action.data().is_derived or action.data() in {role, *derived})

    @Slot(QAction)
    def _choose(self, action: QAction) -> None:
        self.chosen.emit(action.data())


_KEYS = {
    Qt.Key.Key_A: Role.A,
    Qt.Key.Key_Y: Role.Y,
    Qt.Key.Key_N: Role.ROW_NAMES,
    Qt.Key.Key_L: Role.OUT,
    Qt.Key.Key_Delete: Role.OUT,
    Qt.Key.Key_Backspace: Role.OUT,
}
_EXTENDS_SELECTION = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier
_MEASURED_COLUMNS = 200
"""Fitting 10,000 columns would delay the first preview; further right they keep a default width."""
_MOST_CHARACTERS = 28
"""Longer texts are elided, so that several columns fit the dialog."""
_LINE_PADDING = 8


# Enough to see what the columns hold; the dialog scrolls rather than show fewer.
LEAST_ROWS = 3


class PreviewView(QTableView):
    """Selects whole columns; a click on a header, a menu, or the keys A, Y, N and L set a role."""

    role_chosen = Signal(list, Role)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("import_preview")
        self.setAccessibleName(translate("importing", "The first rows of the file"))
        self.setAccessibleDescription(
            translate(
                "importing",
                "Press A, Y or N to use the current column as A, Y or row names, or L to leave it "
                "out",
            )
        )
        self.preview = PreviewModel(self)
        self.menu = RoleMenu(self)
        style_table(self)
        self._header = RoleHeader(self)
        self.setHorizontalHeader(self._header)
        self.setItemDelegate(PreviewDelegate(self))
        self.setModel(self.preview)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectColumns)
        self.setTabKeyNavigation(False)
        self._header.sectionClicked.connect(self._ask_by_header)
        self.menu.chosen.connect(self._assign)
        self._output: int | None = None
        """The column of Y, from 0, until it has been seen or a person has scrolled."""
        self.horizontalScrollBar().actionTriggered.connect(self._forget_output)
        self._fit_rows()

    def minimumSizeHint(self) -> QSize:
        """Return the size in which a few rows are seen below the head."""
        rows = LEAST_ROWS * self.verticalHeader().defaultSectionSize()
        head = self._header.sizeHint().height()
        return super().minimumSizeHint().expandedTo(QSize(0, head + rows))

    def show_plan(self, plan: ImportPlan | None) -> None:
        """Show a plan, or nothing."""
        before = self.preview.plan
        self.preview.show_plan(plan)
        if plan is not None:
            is_new = before is None or before.preview is not plan.preview
            self._fit_columns(plan, is_new)
            if is_new and plan.output is not None:
                self._output = plan.output - 1
                self._show_output()
        self.updateGeometry()  # the head has another height

    def show_cell(self, line: int, column: int) -> None:
        """Scroll to a cell by its line and column in the file, from 1, if it is shown."""
        lines = self.preview.plan.preview.lines if self.preview.plan else ()
        rows = [row for row, each in enumerate(lines) if each.line == line]
        if rows:
            self.setCurrentIndex(self.preview.index(rows[0], max(column - 1, 0)))

    @reporting
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the column of Y in view until a person scrolls."""
        super().resizeEvent(event)
        self._show_output()

    def _show_output(self) -> None:
        """Scroll as far as the column of Y, which is the last one of most files, is seen whole."""
        if self._output is not None:
            top = self.preview.index(max(self.rowAt(0), 0), self._output)
            self.scrollTo(top, QAbstractItemView.ScrollHint.EnsureVisible)

    @Slot()
    def _forget_output(self) -> None:
        self._output = None

    def chosen_columns(self) -> list[int]:
        """Return the selected columns, from 1."""
        return sorted(index.column() + 1 for index in self.selectionModel().selectedColumns())

    @reporting
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select the first column when Tab leads here, to show what the keys act on."""
        super().focusInEvent(event)
        self._redraw_focus()
        tabbed = event.reason() in (
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
        )
        if tabbed and not self.chosen_columns() and self.preview.columnCount():
            self._select(0)

    @reporting
    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the frame of the focus away, from the header too."""
        super().focusOutEvent(event)
        self._redraw_focus()

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        """Draw the frame of the focus around another column."""
        super().currentChanged(current, previous)
        self._redraw_focus()

    @reporting
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cells; with the focus, frame the column that the keys act on, or all of them."""
        super().paintEvent(event)
        if not self.hasFocus() or not self.preview.columnCount():
            return
        frame, last = self.viewport().rect(), self.preview.rowCount() - 1
        if self.selectionModel().hasSelection():
            column = self.currentIndex().column()
            bottom = self.rowViewportPosition(last) + self.rowHeight(last)
            frame.setBottom(min(bottom - 1, frame.bottom()))
            frame.setTop(-FOCUS_WIDTH)  # the header draws the top of the frame
            frame.setLeft(self.columnViewportPosition(column))
            frame.setWidth(self.columnWidth(column))
        with QPainter(self.viewport()) as painter:
            draw_focus(painter, frame, self.palette())

    def _redraw_focus(self) -> None:
        self.viewport().update()
        self._header.viewport().update()

    @reporting
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Set a role by its letter, or open the menu with Space."""
        key = Qt.Key(event.key())
        if key in _KEYS and not event.modifiers() & _EXTENDS_SELECTION:
            self._assign(_KEYS[key])
        elif key == Qt.Key.Key_Space and self.currentIndex().isValid():
            self._ask(self.currentIndex().column())
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Do nothing: letters set roles."""

    @reporting
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu for the selected columns, or the one under the mouse."""
        index = self.indexAt(event.pos())
        column = index.column() if index.isValid() else self.currentIndex().column()
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        if column >= 0:
            self._ask(column, event.globalPos() if by_mouse else None)

    @reporting
    def changeEvent(self, event: QEvent) -> None:
        """Adapt the row height to the font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit_rows()

    @Slot(int)
    def _ask_by_header(self, column: int) -> None:
        """Open the menu, unless the click extended the selection."""
        if not QGuiApplication.keyboardModifiers() & _EXTENDS_SELECTION:
            self._ask(column)

    def _ask(self, column: int, at: QPoint | None = None) -> None:
        """Open the menu under a column's header; select the column if it is not."""
        if self._has_fixed_roles():
            return
        if column + 1 not in self.chosen_columns():
            self._select(column)
        below = QPoint(self._header.sectionViewportPosition(column), self._header.height())
        self.menu.check(self.preview.column_role(column), self._possible_roles())
        self.menu.popup(at or self._header.viewport().mapToGlobal(below))

    def _has_fixed_roles(self) -> bool:
        plan = self.preview.plan
        return plan is not None and plan.has_fixed_roles

    def _possible_roles(self) -> Set[Role]:
        """Return the derived roles that all selected columns can have."""
        plan = self.preview.plan
        possible = [plan.derived_roles(k) for k in self.chosen_columns()] if plan else []
        return set(DERIVED).intersection(*possible) if possible else set()

    def _select(self, column: int) -> None:
        """Select only this column, whatever modifier keys are pressed."""
        flag = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(
            self.preview.index(0, column), flag.ClearAndSelect | flag.Columns
        )

    @Slot(Role)
    def _assign(self, role: Role) -> None:
        if (columns := self.chosen_columns()) and not self._has_fixed_roles():
            self.role_chosen.emit(columns, role)

    def _fit_rows(self) -> None:
        height = self.fontMetrics().height() + _LINE_PADDING
        self.verticalHeader().setDefaultSectionSize(height)

    def _fit_columns(self, plan: ImportPlan, is_new: bool) -> None:
        """Fit the first columns to their cells; nobody scrolls through thousands.

        For a plan that is already shown, only widen columns whose new role needs it.
        """
        digit, header = self.fontMetrics().horizontalAdvance("0"), self._header
        header.setDefaultSectionSize(header.least_width())
        for column in range(min(plan.preview.width, _MEASURED_COLUMNS)):
            cells = (line.cells[column] for line in plan.preview.lines if column < len(line.cells))
            longest = min(max(map(len, cells), default=0), _MOST_CHARACTERS)
            named = min(header.width_of(column), digit * _MOST_CHARACTERS)
            width = max(digit * longest + 2 * MARGIN, named)
            if is_new or width > header.sectionSize(column):
                header.resizeSection(column, width)
        self._use_room(min(plan.preview.width, _MEASURED_COLUMNS))

    def _use_room(self, count: int) -> None:
        """Widen the first columns whose names are elided, as far as the table has room."""
        header = self._header
        room = self.viewport().width() - header.length()
        for column in range(count):
            missing = min(header.width_of(column) - header.sectionSize(column), room)
            if missing > 0:
                header.resizeSection(column, header.sectionSize(column) + missing)
                room -= missing
