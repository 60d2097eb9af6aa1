"""A view that follows the run while it is seen."""

from collections.abc import Mapping

import pytest
from pytestqt.qtbot import QtBot

from gui.fit.fit_view import FitView
from gui.panels.following_view import FollowingView
from gui.plots.picture import ViewPicture
from gui.surface.surface_view import SurfaceView


class Told:
    """A model that notes what it is told."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def pause(self) -> None:
        self.heard.append("pause")

    def resume(self) -> None:
        self.heard.append("resume")


class Viewing(FollowingView):
    """A view without anything on it."""

    model: Told

    @property
    def pictures(self) -> Mapping[str, ViewPicture]:
        return {"export_it": ViewPicture(self, "Export It", "it.png")}  # type: ignore[arg-type]


@pytest.fixture
def view(qtbot: QtBot) -> Viewing:
    view = Viewing(Told(), "viewing", "Viewing")
    qtbot.addWidget(view)
    return view


def test_view_follows_while_shown(view: Viewing) -> None:
    view.resume()
    assert view.model.heard == []  # nobody sees it
    view.show()
    view.pause()
    view.resume()
    assert view.model.heard == ["resume", "pause", "resume"]
    view.hide()
    assert view.model.heard[3:] == ["pause"]
    view.resume()
    assert view.model.heard[4:] == []


def test_view_has_names_and_pictures(view: Viewing) -> None:
    assert (view.objectName(), view.accessibleName()) == ("viewing", "Viewing")
    assert view.picture("export_it").file_name == "it.png"
    with pytest.raises(KeyError):
        view.picture("export_other")


def test_fit_and_surface_follow_alike() -> None:
    for kind in (FitView, SurfaceView):
        assert issubclass(kind, FollowingView)
        own = vars(kind)
        assert not {"showEvent", "hideEvent", "pause", "resume"} & set(own)
