"""What the columns of the table of the runs say."""

from dataclasses import replace

import pytest

from engine import Settings, StopReason
from engine.archive.kept_run import EarlierSettings, KeptRun
from engine.optimisers.kinds import Optimiser
from gui.runs import texts
from gui.runs.run_columns import MOST_LISTED, RunColumn, changes_tip, whole_ending
from tests.engine.archive.runs import kept

PLAIN = Settings(100, 0.01, 0.1)
ADAM = replace(PLAIN, optimiser=Optimiser.ADAM, learning_rate=0.5)


def changed(*earlier: tuple[int, Settings], last: Settings = ADAM) -> KeptRun:
    """Return a run whose settings were changed."""
    return kept(settings=last, earlier=tuple(EarlierSettings(*each) for each in earlier))


def test_changed_settings_are_told() -> None:
    run = changed((30, PLAIN))
    assert RunColumn.OPTIMISER.text(run) == "plain, then Adam from epoch 30"
    assert RunColumn.OPTIMISER.brief(run) == "plain → Adam"
    assert RunColumn.RATE.text(run) == "0.01 → 0.5"
    assert RunColumn.STEP.text(run) == "0.1"
    assert RunColumn.OPTIMISER.has_changed(run)
    assert not RunColumn.QUOTIENT.has_changed(run)


def test_several_changes_name_first_and_last() -> None:
    run = changed((10, PLAIN), (20, replace(PLAIN, learning_rate=0.02)), (50, ADAM), last=PLAIN)
    assert RunColumn.OPTIMISER.text(run) == "plain, then others, plain from epoch 50"
    assert RunColumn.RATE.text(run) == "0.01 → … → 0.01"
    assert RunColumn.RATE.brief(run) == RunColumn.RATE.text(run)


def test_tooltip_lists_the_stages() -> None:
    assert changes_tip(kept()) == []
    head, first, last = changes_tip(changed((30, PLAIN)))
    assert head == texts.CHANGES
    assert first == "to epoch 30: plain, η = 0.01, h = 0.1, central"
    assert last == "to epoch 100: Adam, η = 0.5, h = 0.1, central"
    many = [(k, replace(PLAIN, learning_rate=0.01 * k)) for k in range(1, 15)]
    assert len(changes_tip(changed(*many))) == MOST_LISTED + 1


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(0.0, "< 0.01 s"), (0.0421, "0.042 s"), (3.45, "3.5 s"), (83.2, "83 s"), (4000.0, "4,000 s")],
)
def test_time_is_shown(seconds: float, shown: str) -> None:
    assert RunColumn.TIME.text(kept(seconds=seconds)) == shown


@pytest.mark.parametrize("stop", [None, *StopReason])
def test_every_ending_has_words(stop: StopReason | None) -> None:
    run = kept(stop=stop, mark="▲")
    assert RunColumn.ENDING.text(run) == f"▲ {texts.ENDINGS[stop]}"
    assert RunColumn.ENDING.brief(run) == RunColumn.ENDING.text(run)
    assert whole_ending(run) == "▲ Done: the loss is within 1 % of the least possible."
