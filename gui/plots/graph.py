"""The classes of pyqtgraph that the plots use, with the type hints it lacks."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

# Imported before pyqtgraph, which otherwise may choose another Qt binding.
from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtGui import QBrush, QColor, QPainterPath, QPen
from PySide6.QtWidgets import (
    QGraphicsItem,
    QGraphicsObject,
    QGraphicsView,
    QGraphicsWidget,
    QWidget,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from .axis_scale import Numbers

    class GraphicsView(QGraphicsView):
        """A view whose scene is measured in pixels."""

        def __init__(self, parent: QWidget, background: QColor | None) -> None: ...
        def setBackground(self, background: QColor) -> None: ...

    class ViewBox(QGraphicsWidget):
        """The area within the axes, which can be panned and zoomed."""

        sigRangeChanged: Signal  # noqa: N815
        sigRangeChangedManually: Signal  # noqa: N815

        def __init__(self, *, enableMenu: bool, defaultPadding: float) -> None: ...
        def addItem(self, item: QGraphicsItem, ignoreBounds: bool = False) -> None: ...
        def disableAutoRange(self) -> None: ...
        def viewRange(self) -> list[list[float]]: ...
        def prepareForPaint(self) -> None: ...
        def viewRect(self) -> QRectF: ...
        def setRange(
            self,
            *,
            xRange: Sequence[float],
            yRange: Sequence[float],
            padding: float,
            disableAutoRange: bool,
        ) -> None: ...
        def mapViewToScene(self, point: QPointF) -> QPointF: ...
        def mapSceneToView(self, point: QPointF) -> QPointF: ...

    class PlotCurveItem(QGraphicsObject):
        """A line through many points."""

        opts: dict[str, QPen]

        def __init__(self, *, antialias: bool) -> None: ...
        def setSegmentedLineMode(self, mode: str) -> None: ...
        def setData(  # type: ignore[override]
            self, x: Numbers, y: Numbers, *, connect: str, skipFiniteCheck: bool
        ) -> None: ...
        def getData(self) -> tuple[Numbers | None, Numbers | None]: ...
        def getPath(self) -> QPainterPath: ...
        def setPen(self, pen: QPen) -> None: ...

    class ScatterPlotItem(QGraphicsObject):
        """Many markers of one kind; ``data`` has a record for each."""

        data: NDArray[np.void]  # type: ignore[assignment]

        def __init__(self, *, symbol: QPainterPath, size: float, antialias: bool) -> None: ...
        def setData(self, x: Numbers, y: Numbers) -> None: ...  # type: ignore[override]
        def getData(self) -> tuple[Numbers, Numbers]: ...
        def setPen(self, pen: QPen) -> None: ...
        def setBrush(self, brush: QBrush) -> None: ...
        def setSize(self, size: float) -> None: ...
        def updateSpots(self, dataSet: NDArray[np.void] | None = None) -> None: ...
        def viewTransformChanged(self) -> None: ...
        def setExportMode(self, export: bool, opts: Mapping[str, bool] | None = None) -> None: ...

else:
    from .lean import plot_classes

    globals().update(plot_classes())

__all__ = ["GraphicsView", "PlotCurveItem", "ScatterPlotItem", "ViewBox"]
