"""The view "Fit": whose figures these are, how good the fit is, and how sure each weight is."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from engine.problem import ReducedProblem

from ..accessible.announcing import announce
from ..background.reporting import reporting
from ..panels.following_view import FollowingView
from ..panels.lesson import LessonLine
from ..panels.view_tabs import FIT, PanelRow
from ..plots.fit.row_area import RowArea
from ..plots.picture import ViewPicture
from ..text.key_help import KeyHelp, KeyLine
from ..text.message import Message, MessageKind
from ..text.numbers import format_percent
from ..text.translation import translate
from ..theme.appearance import GRID
from ..theme.blending import quiet
from ..widgets.buttons import FieldButton
from . import texts
from .copied_weights import copied_weights
from .fit_model import FitModel
from .fit_request import line_along
from .goodness_card import GoodnessCard
from .page_switch import FitPage, PageSwitch
from .picture_controls import FitPicture
from .picture_row import PictureRow
from .weight_table import WeightTable
from .weight_table_model import WeightTableModel

if TYPE_CHECKING:
    from ..predict.prediction_page import PredictionPage

FIGURES_TO_PICTURES = (9, 11)
"""Numbers are read, pictures looked at."""
PICTURES = {
    "export_residuals": (FitPicture.RESIDUALS, translate("fit", "Export Residuals")),
    "export_quantiles": (FitPicture.QUANTILES, translate("fit", "Export Normal Quantiles")),
    "export_influence": (FitPicture.INFLUENCE, translate("fit", "Export Influence")),
    "export_line": (FitPicture.LINE, translate("fit", "Export Y against a Column")),
    "export_agreement": (FitPicture.AGREEMENT, translate("fit", "Export Ŷ against Y")),
}
LEAST_TABLE, USUAL_TABLE = 56, 110
"""A row below the names of the columns, and three: the card has more lines only beside these."""


class FigurePanel(QWidget):
    """The card over the table, neither of which cuts a line."""

    def __init__(self, card: GoodnessCard, table: WeightTable) -> None:
        super().__init__()
        self._card, self._table = card, table
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(card)
        layout.addWidget(table)
        layout.addStretch(1)

    @reporting
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Divide the height between both."""
        super().resizeEvent(event)
        self.divide()

    def divide(self) -> None:
        """Give the card its lines, as far as the table is still one; the table has the rest."""
        card, table = self._card, self._table
        lines = card.lines_within(self.width(), self.height() - USUAL_TABLE)
        card.setFixedHeight(card.height_of(lines))
        room = min(self.height() - card.height_of(lines), table.height_of_rows())
        table.setFixedHeight(table.whole_height(room))

    def minimumSizeHint(self) -> QSize:
        """Return a size with a line of the card, and a row of the table."""
        least = self._card.minimumSizeHint()
        return QSize(least.width(), least.height() + self._table.whole_height(LEAST_TABLE))

    @reporting
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground of fields, as that of the plots."""
        del event
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Base))


class SentenceRow(LessonLine):
    """The sentence of the view, at its end the switch, and a button if there is something to do."""

    def __init__(self, button: FieldButton, switch: PageSwitch) -> None:
        super().__init__()
        self.setObjectName("view_sentence")
        self._button, self._switch = button, switch
        for each in (button, switch):
            each.setParent(self)
        button.hide()

    def offer(self, text: str) -> None:
        """Show the button with a text, or none if that is empty."""
        if text:
            self._button.setText(text)
        self._button.setVisible(bool(text))
        self._place()

    @reporting
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the button at the end."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        width, of_switch = (each.sizeHint().width() for each in (self._button, self._switch))
        room = of_switch + 4 * GRID
        height = self.tinted_height - 4
        self._switch.setGeometry(self.width() - of_switch - 2 * GRID, 2, of_switch, height)
        self._button.setGeometry(self.width() - width - room + GRID, 2, width, height)
        room += 0 if self._button.isHidden() else width + GRID
        self.setContentsMargins(2 * GRID, 0, room, 0)
        self._explain()


class FitView(FollowingView):
    """Shows the frames of its model while it is seen.

    ``go_on_requested`` asks for a run until the weights stop changing; ``message`` carries what was
    copied, ``weight_chosen`` the weight of the current row, and ``row_chosen`` the row of the table
    whose point was clicked, both from 0. ``leave_out_requested`` carries the row to leave out, or
    to take back if it is left out, ``predictions_made`` the page of new rows, which is made when it
    is first seen, and ``picture_made`` each picture (ViewPicture) that is.
    """

    KEYS: ClassVar[KeyHelp] = KeyHelp(
        texts.IN_FIT,
        (
            KeyLine(("P",), translate("fit", "Show the next picture")),
            KeyLine(("X",), translate("fit", "Draw the picture against the next column")),
            KeyLine(
                ("Ctrl+C",), translate("fit", "Copy the table of the weights, or the new rows")
            ),
            KeyLine(("Ctrl+V",), translate("fit", "Paste new rows, by the names of their columns")),
            KeyLine(("Delete",), translate("fit", "Remove the selected new rows")),
            *RowArea.ROW_KEYS,
        ),
    )

    model: FitModel
    go_on_requested = Signal()
    message = Signal(Message)
    weight_chosen = Signal(int)
    row_chosen = Signal(int)
    leave_out_requested = Signal(int)
    predictions_made = Signal(object)
    picture_made = Signal(object)

    def __init__(self, model: FitModel, parent: QWidget | None = None) -> None:
        super().__init__(model, "fit", FIT, parent)
        self.go_on_button = FieldButton(texts.GO_ON)
        self.go_on_button.setObjectName("fit_go_on")
        self.go_on_button.setToolTip(texts.GO_ON_TIP)
        self.go_on_button.setAccessibleDescription(texts.GO_ON_TIP)
        self.switch = PageSwitch()
        self.sentence = SentenceRow(self.go_on_button, self.switch)
        self.card = GoodnessCard()
        self.weights = WeightTableModel(self._muted, self)
        self.table = WeightTable(self.weights)
        self.figures = FigurePanel(self.card, self.table)
        self.pictures_row = PictureRow()
        self.panels = PanelRow(self.figures, self.pictures_row)
        for place, share in enumerate(FIGURES_TO_PICTURES):
            self.panels.setStretchFactor(place, share)
        self.panels.setSizes([share * 300 for share in FIGURES_TO_PICTURES])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.sentence)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.panels)
        layout.addWidget(self.pages, 1)
        self.predictions: PredictionPage | None = None
        self._is_helped_elsewhere = False
        self.setFocusProxy(self.table)
        self.switch.chosen.connect(self.show_page)
        self.go_on_button.clicked.connect(self.go_on_requested)
        self.table.copy_requested.connect(self._copy)
        self.table.selectionModel().currentRowChanged.connect(self._tell_weight)
        self.pictures_row.row_chosen.connect(self.row_chosen)
        self.pictures_row.leave_out_requested.connect(self.leave_out_requested)
        self.pictures_row.picture_made.connect(self._tell_picture)
        model.changed.connect(self._show)
        model.progressed.connect(self._show_progress)

    @reporting
    def changeEvent(self, event: QEvent) -> None:
        """Draw the figures in the inks of the palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.table.viewport().update()

    @property
    def page(self) -> FitPage:
        """The page that is shown."""
        is_first = self.predictions is None or self.pages.currentWidget() is self.panels
        return FitPage.WEIGHTS if is_first else FitPage.NEW_ROWS

    @Slot(object)
    def show_page(self, page: FitPage) -> None:
        """Show the weights and the pictures, or new rows."""
        if page is FitPage.NEW_ROWS and self.predictions is None:
            from ..predict.prediction_page import PredictionPage  # loaded on use

            self.predictions = PredictionPage(self.model.document)
            self.pages.addWidget(self.predictions)
            self.predictions_made.emit(self.predictions)
        is_of_rows = page is FitPage.NEW_ROWS and self.predictions is not None
        self.pages.setCurrentIndex(int(is_of_rows))
        self.switch.show_page(page)
        if not is_of_rows and self.predictions is not None:
            self.predictions.pause()
        self._show()

    def commit(self) -> None:
        """Commit what is being typed in the new rows."""
        if self.predictions is not None:
            self.predictions.commit()

    def shut_down(self) -> None:
        """Stop for good; return once no thread is left."""
        if self.predictions is not None:
            self.predictions.shut_down()
        self.model.shut_down()

    @property
    def pictures(self) -> Mapping[str, ViewPicture]:
        """What can be saved of it, by the names of the actions that do so."""
        return {name: self._picture_of(name) for name in PICTURES}

    @property
    def made_pictures(self) -> Sequence[ViewPicture]:
        """Those of them that have been seen."""
        made = self.pictures_row.made
        return [self._picture_of(name) for name, (kind, _) in PICTURES.items() if kind in made]

    def _picture_of(self, action: str) -> ViewPicture:
        kind, title = PICTURES[action]
        return ViewPicture(self.pictures_row.plot_of(kind), title, f"{kind.name.lower()}.png")

    @Slot(FitPicture)
    def _tell_picture(self, made: FitPicture) -> None:
        action = next(name for name, (kind, _) in PICTURES.items() if kind is made)
        self.picture_made.emit(self._picture_of(action))

    def picture(self, action: str) -> ViewPicture:
        """Show the picture that an action saves, and return it once it has its place.

        It is drawn at once; without its place, it would have no width.
        """
        self.show_page(FitPage.WEIGHTS)
        self.pictures_row.show_picture(PICTURES[action][0])
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        return self._picture_of(action)

    @Slot(bool)
    def leave_remedy(self, is_offered_elsewhere: bool) -> None:
        """Offer nothing while the message at the bottom of the window offers the same.

        Parameters
        ----------
        is_offered_elsewhere : bool
            Whether it does.
        """
        self._is_helped_elsewhere = is_offered_elsewhere
        self._show_offer()

    def mark_row(self, row: int) -> None:
        """Mark the point of a row of the table, from 0."""
        self.pictures_row.mark_row(row)

    @reporting
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Show the next picture, or draw it against the next column, and say which."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if self.page is FitPage.NEW_ROWS:
            super().keyPressEvent(event)
            return
        if event.key() == Qt.Key.Key_P and not held:
            self.pictures_row.show_next()
        elif event.key() == Qt.Key.Key_X and not held:
            self.pictures_row.choose_next()
        else:
            super().keyPressEvent(event)
            return
        plot = self.pictures_row.plot_of(self.pictures_row.shown[-1])
        announce(self, plot.plot_area.spoken_sentence())

    def _muted(self) -> QColor:
        return quiet(self.palette())

    @Slot()
    def _show(self) -> None:
        """Show what the model has now."""
        frame = self.model.frame
        sentence = self.model.gap.text if frame is None else frame.sentence
        self.sentence.show_lesson(sentence or texts.WHOSE)
        self._show_offer()
        self.setAccessibleDescription(sentence)
        if self.predictions is not None and self.page is FitPage.NEW_ROWS:
            self.predictions.show_basis(self.model.basis)
            return
        self.card.show_frame(frame)
        self.weights.show_frame(frame)
        self.figures.divide()
        if frame is None:
            self.pictures_row.show_nothing(sentence)
        elif frame.rows is None:
            is_reduced = isinstance(frame.figures.problem, ReducedProblem)
            self.pictures_row.show_nothing(texts.REDUCED if is_reduced else texts.LOOKING)
        else:
            self.pictures_row.show_rows(
                frame.rows, partial(line_along, frame.figures, frame.rows.figures)
            )

    def _show_offer(self) -> None:
        self.sentence.offer("" if self._is_helped_elsewhere else self.model.offer)

    @Slot(float)
    def _show_progress(self, share: float) -> None:
        """Say which part of the rows has been looked through."""
        frame = self.model.frame
        if frame is not None and frame.rows is None:
            self.pictures_row.show_nothing(texts.LOOKED.format(share=format_percent(share)))

    @Slot(QModelIndex)
    def _tell_weight(self, current: QModelIndex) -> None:
        weight = self.weights.weight_at(current.row())
        if weight is not None:
            self.weight_chosen.emit(weight)

    @Slot()
    def _copy(self) -> None:
        frame = self.model.frame
        if frame is not None:
            QGuiApplication.clipboard().setText(copied_weights(frame))
            self.message.emit(Message(MessageKind.GOOD, texts.COPIED(len(frame.names))))
