"""The settings that a run had before: as the run is kept, and in a file."""

from dataclasses import replace

import numpy as np
import pytest

from engine import Settings
from engine.archive.earlier_settings import (
    earlier_as_json,
    earlier_from_json,
    earlier_settings,
)
from engine.archive.kept_run import MOST_EARLIER, EarlierSettings
from engine.errors import BadSetting, EngineError
from engine.optimisers.kinds import Optimiser
from engine.past.arithmetic import arithmetic_of
from engine.settings import Method
from engine.trace import NO_KEYFRAMES, PastRun, SettingsSpan

from .runs import kept

PLAIN = Settings(1000, 0.01, 0.1)
ADAM = replace(PLAIN, optimiser=Optimiser.ADAM, learning_rate=0.1)


def past(*spans: tuple[int, Settings]) -> PastRun:
    """Return what a run has passed: from which epoch it had which settings."""
    return PastRun(
        tuple(
            SettingsSpan(first, arithmetic_of(settings), NO_KEYFRAMES, NO_KEYFRAMES)
            for first, settings in spans
        )
    )


def test_settings_before_a_change_are_found() -> None:
    found = earlier_settings(past((0, PLAIN), (300, ADAM)), ADAM)
    assert found == (EarlierSettings(300, PLAIN),)
    assert earlier_settings(past((0, PLAIN)), PLAIN) == ()


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([(0, PLAIN), (300, ADAM), (400, PLAIN)], [(300, PLAIN), (400, ADAM)]),
        ([(0, PLAIN), (300, replace(PLAIN, method=Method.LITERAL))], []),
        ([(0, ADAM), (0, PLAIN)], []),
        ([(0, ADAM), (50, ADAM), (60, PLAIN)], [(60, ADAM)]),
    ],
)
def test_changes_that_count_are_kept(
    spans: list[tuple[int, Settings]], expected: list[tuple[int, Settings]]
) -> None:
    latest = replace(spans[-1][1], method=Method.AUTOMATIC)
    assert list(earlier_settings(past(*spans), latest)) == expected


def test_first_and_last_changes_stay() -> None:
    spans = [(10 * k, replace(PLAIN, learning_rate=0.01 / (k + 1))) for k in range(100)]
    found = earlier_settings(past(*spans), spans[-1][1])
    assert len(found) == MOST_EARLIER
    assert found[0] == (10, PLAIN)
    assert found[-1] == (990, spans[-2][1])


def test_json_reads_back_bit_for_bit() -> None:
    before = replace(PLAIN, learning_rate=1 / 3, h=(0.1, 0.7), momentum=0.9)
    latest = replace(ADAM, beta1=0.5, momentum=0.3)
    earlier = (EarlierSettings(7, before), EarlierSettings(12, replace(latest, h=0.2)))
    written = earlier_as_json(earlier, latest)
    assert written[1] == {"until": 12, "h": 0.2}
    assert earlier_from_json(written, latest) == earlier


@pytest.mark.parametrize(
    "values",
    [3, [{"until": 1.5}], [{"until": True}], [{"until": 5, "epochs": -1}], [{"until": 1}] * 99],
)
def test_damaged_settings_are_refused(values: object) -> None:
    with pytest.raises(EngineError):
        earlier_from_json(values, PLAIN)


@pytest.mark.parametrize("untils", [[0], [20, 10], [10, 10], [101]])
def test_run_refuses_impossible_changes(untils: list[int]) -> None:
    with pytest.raises(BadSetting):
        kept(earlier=tuple(EarlierSettings(until, PLAIN) for until in untils))


def test_stages_end_with_the_latest() -> None:
    run = kept(earlier=(EarlierSettings(40, PLAIN),))
    assert run.stages == ((40, PLAIN), (100, run.settings))
    assert np.isfinite(run.loss)
