"""Readings and sentences of the surface."""

from dataclasses import replace

import numpy as np
import pytest

from engine.surface.loss_grid import LossGrid
from gui.plots.surface.shown_surface import ShownSurface
from gui.plots.surface.surface_sentences import reading_at, reading_of_place, surface_sentence

from .surfaces import curve, round_bowl, valley_with_run


def grid() -> ShownSurface:
    x = np.linspace(0, 4, 5)
    return replace(round_bowl(), ground=LossGrid(x, x, x + 10 * x[:, np.newaxis]))


def test_point_of_path_is_read() -> None:
    assert reading_at(valley_with_run(), 0) == "epoch 0   loss 1   w1 5   w2 3"


@pytest.mark.parametrize(
    ("shown", "at", "reading"),
    [
        (round_bowl(), (2.0, 1.0), "w1 2   w2 1   0.5000 above the least loss"),
        (curve(), (2.0, 77.0), "w1 2   loss 4"),
        (grid(), (2.1, 3.0), "w1 2.1   w2 3   loss 32"),
    ],
)
def test_place_is_read(shown: ShownSurface, at: tuple[float, float], reading: str) -> None:
    assert reading_of_place(shown, *at).replace("0.5 ", "0.5000 ") == reading


def test_plot_is_described() -> None:
    before = "Contours of the loss. The run starts at w1 5, w2 3."
    assert surface_sentence(round_bowl()) == before
    shown = valley_with_run(10)
    assert surface_sentence(shown).endswith(" at epoch 10.")
