"""What the plot of the surface says: of a point of the path, of any place, and of all of it."""

from collections.abc import Sequence
from enum import Enum

import numpy as np

from engine.language.sentence import marked
from engine.surface.loss_grid import LossGrid
from engine.surface.plane import Plane

from ...text.numbers import format_count, format_grouped, format_loss
from ...text.translation import translate, translated
from ..axis_scale import Numbers
from .shown_step import ShownStep
from .shown_surface import Ground, ShownSurface

_DIGITS = 4
AT_EPOCH = translate("plots", "epoch {epoch}   loss {loss}   {place}")
AT_PLACE = translate("plots", "{place}   loss {loss}")
ABOVE_LEAST = translate("plots", "{place}   {gap} above the least loss")
PLACE = "{x_name} {x}   {y_name} {y}"
ALONG = "{name} {x}"


class SurfaceSentence(Enum):
    """What a screen reader says of the plot."""

    PATH = marked(
        "plots", "Contours of the loss, and the path of the run from {start} to {now} at epoch {n}."
    )
    START = marked("plots", "Contours of the loss. The run starts at {start}.")
    NO_ARROWS = marked("plots", "The next step is not drawn.")
    NO_STEP = marked("plots", "The next step is drawn once the run is slow, or rests.")
    SHORT_STEP = marked("plots", "The next step is too short to be seen here: zoom in.")
    STEP = marked("plots", "Arrows of the next step, {parts}: from {start} to {end}.")


def reading_at(shown: ShownSurface, index: int) -> str:
    """Return the reading of one point of the path."""
    x, y = shown.path[index].tolist()
    return AT_EPOCH.format(
        epoch=format_count(float(shown.epochs[index])),
        loss=format_loss(float(shown.losses[index])),
        place=_place(shown, x, y),
    )


def reading_of_place(shown: ShownSurface, x: float, y: float) -> str:
    """Return the reading of any place."""
    ground, place = shown.ground, _place(shown, x, y)
    if isinstance(ground, Plane):
        gap = float(ground.gaps(np.array([[x, y]]))[0])
        return ABOVE_LEAST.format(place=place, gap=format_grouped(gap, _DIGITS))
    if not isinstance(ground, LossGrid):  # the other axis is the loss itself
        place = ALONG.format(name=shown.names[0], x=_written(x))
    return AT_PLACE.format(place=place, loss=format_loss(_loss_at(ground, x, y), _DIGITS))


def surface_sentence(shown: ShownSurface) -> str:
    """Describe the plot."""
    start = _spoken(shown, shown.start)
    if not shown.has_run:
        return translated(SurfaceSentence.START.value).format(start=start)
    return translated(SurfaceSentence.PATH.value).format(
        start=_spoken(shown, shown.path[0]),
        now=_spoken(shown, shown.now),
        n=format_count(shown.now_epoch),
    )


def step_sentence(shown: ShownSurface, step: ShownStep | None, arrows: Sequence[str]) -> str:
    """Describe the arrows of the step that is shown, of which these are the words."""
    if shown.step is None:
        return translated(SurfaceSentence.NO_STEP.value)
    if step is None:
        return translated(SurfaceSentence.NO_ARROWS.value)
    if not arrows:
        return translated(SurfaceSentence.SHORT_STEP.value)
    return translated(SurfaceSentence.STEP.value).format(
        parts=", ".join(arrows), start=_spoken(shown, step.start), end=_spoken(shown, step.end)
    )


def _loss_at(ground: Ground, x: float, y: float) -> float:
    if isinstance(ground, LossGrid):
        row = int(np.abs(ground.y - y).argmin())
        return float(ground.losses[row, int(np.abs(ground.x - x).argmin())])
    assert not isinstance(ground, Plane)
    return float(ground.losses(np.array([x]))[0])


def _place(shown: ShownSurface, x: float, y: float) -> str:
    across, up = shown.names
    return PLACE.format(x_name=across, x=_written(x), y_name=up, y=_written(y))


def _spoken(shown: ShownSurface, place: Numbers) -> str:
    return _place(shown, *place.tolist()).replace("   ", ", ")


def _written(number: float) -> str:
    return format_grouped(number, _DIGITS)
