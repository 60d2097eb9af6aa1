"""Which run came nearest to the optimum, in one sentence."""

import math
from collections.abc import Sequence

from engine.archive.kept_run import KeptRun

from ..text.numbers import format_count, format_loss, format_multiple
from . import texts

AT_LEAST = 1e-9
"""Of the least loss: a smaller gap is none, as in the rule for ✓."""
SOONER = 1.5
"""Times fewer epochs: a smaller advantage is not worth a sentence."""


def runs_sentence(runs: Sequence[KeptRun], others: int) -> str:
    """Say which run came nearest.

    Parameters
    ----------
    runs : sequence of KeptRun
        Those of the tables and the loss that are set.
    others : int
        How many more there are, whose losses cannot be compared.
    """
    sentence = _sentence(runs)
    return texts.BOTH.format(sentence=sentence, more=texts.LEFT_OUT(others)) if others else sentence


def ranked(runs: Sequence[KeptRun]) -> list[KeptRun]:
    """Return runs, the best first: the smallest loss, and of equal ones the fewest epochs."""
    finite = [run for run in runs if math.isfinite(run.loss)]
    return sorted(finite, key=lambda run: (_level(run), run.epochs, run.number))


def _level(run: KeptRun) -> float:
    """Return the loss of a run; all that are at the least one are alike."""
    return run.least if run.least is not None and _is_at_least(run) else run.loss


def _is_at_least(run: KeptRun) -> bool:
    return run.least is not None and run.gap <= AT_LEAST * run.least


def _sentence(runs: Sequence[KeptRun]) -> str:
    order = ranked(runs)
    if not order:
        return texts.EMPTY
    first = order[0]
    facts = {
        "number": first.number,
        "loss": format_loss(first.loss),
        "epochs": format_count(float(first.epochs)),
    }
    if len(order) == 1:
        return texts.ONE.format(**facts, hint=texts.EMPTY)
    if first.least is None:
        sentence = texts.SMALLEST.format(**facts)
    elif _is_at_least(first):
        sentence = texts.AT_LEAST.format(**facts)
    elif not first.least:
        sentence = texts.SMALLEST.format(**facts)
    else:
        factor = format_multiple(first.loss / first.least)
        sentence = texts.NEAREST.format(**facts, factor=factor)
    other = order[1]
    epochs = first.first_at_most(other.loss)
    if epochs > 0 and other.epochs >= SOONER * epochs:
        return texts.SOONER.format(
            sentence=sentence,
            other=other.number,
            epochs=format_count(epochs),
            those=format_count(float(other.epochs)),
        )
    return sentence
