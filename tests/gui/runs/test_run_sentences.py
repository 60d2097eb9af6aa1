"""Which run came nearest, in one sentence."""

import math

import numpy as np
import pytest

from engine.archive.kept_run import KeptRun
from gui.runs import texts
from gui.runs.run_sentences import ranked, runs_sentence
from tests.engine.archive.runs import kept

FALLING = {"epoch": np.array([0.0, 10.0, 100.0]), "losses": np.array([4.0, 0.9, 0.5])}


@pytest.mark.parametrize(
    ("runs", "said"),
    [
        ([], texts.EMPTY),
        ([kept(1)], f"Run 1: loss 0.5 after 100 epochs. {texts.EMPTY}"),
        (
            [kept(1, **FALLING), kept(2, loss=0.9, epochs=90)],
            "Run 1 came nearest: loss 0.5 = 2 × least, after 100 epochs. It reached the loss of "
            "run 2 in 10 epochs instead of 90.",
        ),
        (
            [kept(1, loss=0.9), kept(2, loss=0.25)],
            "Run 2 came nearest: the least possible loss, 0.25.",
        ),
        (
            [kept(1, loss=0.9, least=None), kept(2, loss=0.8, least=None)],
            "Run 2 came nearest: loss 0.8 after 100 epochs.",
        ),
        (
            [kept(1, loss=0.9, least=0.0), kept(2, loss=0.8, least=0.0)],
            "Run 2 came nearest: loss 0.8 after 100 epochs.",
        ),
    ],
)
def test_sentence_names_the_nearest(runs: list[KeptRun], said: str) -> None:
    assert runs_sentence(runs, 0) == said


def test_runs_left_out_are_counted() -> None:
    assert runs_sentence([], 2).endswith(
        "2 runs had another table or loss function, so they are not compared."
    )
    assert runs_sentence([], 1).endswith("is not compared.")


def test_fewest_epochs_win_at_the_optimum() -> None:
    runs = [kept(1, loss=0.25, epochs=90), kept(2, loss=0.25 + 1e-12, epochs=9)]
    assert [run.number for run in ranked([*runs, kept(3, loss=math.nan)])] == [2, 1]
