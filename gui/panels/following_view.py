"""The base of a view that follows the run while it is seen, and else computes nothing."""

from collections.abc import Mapping
from typing import Protocol

from PySide6.QtCore import Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from ..background.reporting import reporting
from ..plots.picture import ViewPicture


class FollowingModel(Protocol):
    """What a view shows, kept up to date from ``resume`` to ``pause``."""

    def pause(self) -> None:
        """Compute nothing more."""

    def resume(self) -> None:
        """Show the present, and follow it."""


class FollowingView(QWidget):
    """Lets its model follow the run from when it is shown until it is hidden."""

    def __init__(
        self, model: FollowingModel, name: str, accessible_name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        self.model = model

    @property
    def pictures(self) -> Mapping[str, ViewPicture]:
        """What can be saved of it, by the names of the actions that do so."""
        raise NotImplementedError

    def picture(self, action: str) -> ViewPicture:
        """Return what an action of the Export menu saves."""
        return self.pictures[action]

    @reporting
    def showEvent(self, event: QShowEvent) -> None:
        """Follow the run from now on."""
        super().showEvent(event)
        self.model.resume()

    @reporting
    def hideEvent(self, event: QHideEvent) -> None:
        """Compute nothing while nobody looks."""
        super().hideEvent(event)
        self.model.pause()

    @Slot()
    def pause(self) -> None:
        """Compute nothing more: the window is not seen."""
        self.model.pause()

    @Slot()
    def resume(self) -> None:
        """Follow the run again if the window shows this view."""
        if self.isVisible():
            self.model.resume()
