"""The pictures of the rows: the residuals, and another one if there is room for two."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar, cast

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ..background.reporting import reporting
from ..panels.view_tabs import PanelRow
from ..plots.fit.agreement_plot import AgreementPlot
from ..plots.fit.influence_plot import InfluencePlot
from ..plots.fit.line_plot import FittedLine, LinePlot
from ..plots.fit.quantile_plot import QuantilePlot
from ..plots.fit.residual_plot import Abscissa, Against, ResidualPlot
from ..plots.fit.rows_plot import RowsPlot
from ..plots.fit.shown_rows import ShownRows
from . import texts
from .picture_controls import FitPicture, PictureControls

LEAST_WIDTH = 320
"""Of a picture beside another one: its title and its legend stand side by side in it."""


LineAlong = Callable[[int], FittedLine]
Kind = TypeVar("Kind", bound=RowsPlot)


class PictureRow(QWidget):
    """Shows one or two pictures, and what is chosen for them.

    A picture is made when it is first seen: each takes 9 ms. ``picture_made`` carries it from then
    on, ``row_chosen`` the row of the table of a point that was clicked, and ``leave_out_requested``
    that of a point to leave out or take back.
    """

    row_chosen = Signal(int)
    leave_out_requested = Signal(int)
    picture_made = Signal(FitPicture)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.made: dict[FitPicture, RowsPlot] = {}
        self._others = QStackedWidget()
        self._marked_row = -1
        self._nothing = ""
        self._rows: ShownRows | None = None
        self.residuals = ResidualPlot()
        self._add(FitPicture.RESIDUALS, self.residuals)
        self._picture = FitPicture.RESIDUALS
        self._beside = FitPicture.QUANTILES
        self._columns: tuple[int, ...] = ()
        self._column = 0
        self._names: Sequence[str] = ()
        self._line_along: LineAlong | None = None
        self.controls = PictureControls()
        self.panels = PanelRow(self.residuals, self._others)
        self.panels.setStretchFactor(0, 1)
        self.panels.setStretchFactor(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.controls)
        layout.addWidget(self.panels, 1)
        self.controls.picture_chosen.connect(self._take_picture)
        self.controls.against_chosen.connect(self._take_against)
        self.controls.column_chosen.connect(self._take_column)
        self._arrange()

    @property
    def quantiles(self) -> QuantilePlot:
        """The normal quantiles."""
        return self._made(FitPicture.QUANTILES, QuantilePlot)

    @property
    def influence(self) -> InfluencePlot:
        """The influence of each row."""
        return self._made(FitPicture.INFLUENCE, InfluencePlot)

    @property
    def line(self) -> LinePlot:
        """Y against a column."""
        return self._made(FitPicture.LINE, LinePlot)

    @property
    def agreement(self) -> AgreementPlot:
        """Ŷ against Y."""
        return self._made(FitPicture.AGREEMENT, AgreementPlot)

    @property
    def plots(self) -> Mapping[FitPicture, RowsPlot]:
        """All pictures; those that were not seen yet are made."""
        return {picture: self.plot_of(picture) for picture in FitPicture}

    def plot_of(self, picture: FitPicture) -> RowsPlot:
        """Return a picture, which is made if it was not seen yet."""
        match picture:
            case FitPicture.RESIDUALS:
                return self.residuals
            case FitPicture.QUANTILES:
                return self.quantiles
            case FitPicture.INFLUENCE:
                return self.influence
            case FitPicture.LINE:
                return self.line
            case FitPicture.AGREEMENT:
                return self.agreement

    def _made(self, picture: FitPicture, make: Callable[[], Kind]) -> Kind:
        """Return a picture, made at first, with all that the others have been told."""
        if (plot := self.made.get(picture)) is None:
            plot = make()
            self._add(picture, plot)
            self._others.addWidget(plot)
            plot.mark_row(self._marked_row)
            if self._rows is None:
                plot.show_nothing(self._nothing)
            self.picture_made.emit(picture)
        return cast("Kind", plot)

    def _add(self, picture: FitPicture, plot: RowsPlot) -> None:
        self.made[picture] = plot
        plot.row_chosen.connect(self.row_chosen)
        plot.leave_out_requested.connect(self.leave_out_requested)

    @property
    def has_two(self) -> bool:
        """Whether there is room for two pictures."""
        return self.width() >= 2 * LEAST_WIDTH

    @property
    def shown(self) -> list[FitPicture]:
        """The pictures that are seen, from left to right."""
        if self.has_two:
            return [FitPicture.RESIDUALS, self._beside]
        return [self._picture]

    @property
    def column(self) -> int | None:
        """The column of A, from 0, that Y is drawn against; None if none varies."""
        if not self._columns:
            return None
        return self._column if self._column in self._columns else self._columns[0]

    def show_picture(self, picture: FitPicture) -> None:
        """Show a picture, beside the residuals if there is room for both."""
        self._picture = picture
        if picture is not FitPicture.RESIDUALS:
            self._beside = picture
        self._arrange()

    @Slot()
    def show_next(self) -> None:
        """Show the next picture, round and round."""
        pictures = self._pictures()
        self.show_picture(pictures[(pictures.index(self.shown[-1]) + 1) % len(pictures)])

    @Slot()
    def choose_next(self) -> None:
        """Draw the picture against the next column, round and round."""
        if self.shown[-1] is FitPicture.LINE:
            columns = self._columns
            if columns and self.column is not None:
                at = columns.index(self.column) + 1
                self._set_column(columns[at % len(columns)])
        elif FitPicture.RESIDUALS in self.shown:
            choices = self._againsts()
            at = choices.index(self.residuals.against) if self.residuals.against in choices else -1
            self._set_against(choices[(at + 1) % len(choices)])

    def show_rows(self, rows: ShownRows, line_along: LineAlong) -> None:
        """Draw the rows of a fit; ``line_along`` returns the line along a column."""
        if tuple(rows.names) != tuple(self._names) or rows.figures.varying != self._columns:
            self._names, self._columns = rows.names, rows.figures.varying
            if self.residuals.against not in self._againsts():
                self.residuals.set_against(Against())
            self._show_choices()
        self._rows, self._line_along = rows, line_along
        self._draw()

    def show_nothing(self, text: str) -> None:
        """Say why there are no pictures."""
        self._rows, self._nothing = None, text
        for plot in self.made.values():
            plot.show_nothing(text)

    @Slot(int)
    def mark_row(self, table_row: int) -> None:
        """Mark a row of the table in all pictures; −1 marks none."""
        self._marked_row = table_row
        for plot in self.made.values():
            plot.mark_row(table_row)

    def minimumSizeHint(self) -> QSize:
        """Return the size of one picture: in a low room keys choose it."""
        least = self.residuals.minimumSizeHint()
        return QSize(max(least.width(), self.controls.minimumSizeHint().width()), least.height())

    @reporting
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show two pictures if there is room for them, and the row of choices likewise."""
        super().resizeEvent(event)
        self._arrange()

    def _pictures(self) -> list[FitPicture]:
        """Return the pictures to choose from: beside the residuals, the others."""
        return [each for each in FitPicture if not (self.has_two and each is FitPicture.RESIDUALS)]

    def _againsts(self) -> list[Against]:
        """Return what residuals may be drawn against."""
        columns = [Against(Abscissa.COLUMN, k) for k in self._columns]
        return [Against(), Against(Abscissa.ROW), *columns]

    def _arrange(self) -> None:
        shown = self.shown
        self.residuals.setVisible(FitPicture.RESIDUALS in shown)
        other = shown[-1]
        self._others.setVisible(other is not FitPicture.RESIDUALS)
        if other is not FitPicture.RESIDUALS:
            self._others.setCurrentWidget(self.plot_of(other))
        least = self.minimumSizeHint().height() + self.controls.sizeHint().height()
        self.controls.setVisible(self.height() >= least)
        self._show_choices()
        self._draw()

    def _show_choices(self) -> None:
        shown = self.shown
        self.controls.show_pictures(self._pictures(), shown[-1])
        against = [self._against_name(each) for each in self._againsts()]
        choices = self._againsts()
        at = choices.index(self.residuals.against) if self.residuals.against in choices else 0
        is_seen = FitPicture.RESIDUALS in shown
        self.controls.show_against(against, at, is_seen=is_seen)
        names = [self._names[k] for k in self._columns]
        place = self._columns.index(self.column) if self.column is not None else -1
        self.controls.show_columns(names, place, is_seen=FitPicture.LINE in shown)

    def _against_name(self, against: Against) -> str:
        match against.kind:
            case Abscissa.PREDICTED:
                return "Ŷ"
            case Abscissa.COLUMN:
                return self._names[against.column]
        return texts.THE_ROW

    def _draw(self) -> None:
        """Draw the rows in the pictures that are seen."""
        if (rows := self._rows) is None:
            return
        for picture in self.shown:
            if picture is FitPicture.LINE:
                self._show_line(rows)
            else:
                self.plot_of(picture).show_rows(rows)

    def _show_line(self, rows: ShownRows) -> None:
        """Draw the line along the column that is chosen, unless it is drawn."""
        drawn, column = self.line.line, self.column
        if self.line.rows is rows and drawn is not None and drawn.column == column:
            return
        along = self._line_along
        self.line.show_line(rows, None if column is None or along is None else along(column))

    @Slot(object)
    def _take_picture(self, picture: FitPicture) -> None:
        self.show_picture(picture)

    @Slot(int)
    def _take_against(self, index: int) -> None:
        self._set_against(self._againsts()[index])

    @Slot(int)
    def _take_column(self, index: int) -> None:
        self._set_column(self._columns[index])

    def _set_against(self, against: Against) -> None:
        self.residuals.set_against(against)
        self._show_choices()

    def _set_column(self, column: int) -> None:
        self._column = column
        self._show_choices()
        self._draw()
