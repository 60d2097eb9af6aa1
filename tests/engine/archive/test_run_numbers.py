"""A run as text and numbers."""

import json
from contextlib import suppress
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import Matrix, Problem
from engine.archive.run_numbers import checksum_of, read_run, written_run
from engine.errors import BadExperiment
from engine.past.saved_run import SavedRun
from engine.trace import Keyframes
from tests.engine.archive.saved_runs import KINDS, TABLE, saved


def bits_of(run: SavedRun) -> list[object]:
    """Return all that a run is made of, in a form that can be compared."""

    def of_keyframes(each: Keyframes) -> list[object]:
        memories = each.memories
        kept = () if memories is None else (memories.epochs, *memories.arrays)
        arrays = each.epoch, each.W, each.W_scaled, *kept
        return [None if array is None else (array.shape, array.tobytes()) for array in arrays]

    state: list[object] = [
        value.tobytes() if isinstance(value, np.ndarray) else value for value in run.frame.state
    ]
    state[-1] = run.frame.memory and [each.astype(float).tobytes() for each in run.frame.memory[2]]
    anchor = run.frame.anchor and (run.frame.anchor.epoch, run.frame.anchor.W.tobytes())
    trace = run.trace
    return [
        *(run.settings, [*state[:8], *state[9:]], anchor, run.past.methods, run.past[2:]),
        [each.tobytes() for each in (trace.epoch, trace.loss, trace.lowest, trace.highest)],
        [
            (s.first, s.settings, of_keyframes(s.origins), of_keyframes(s.keyframes))
            for s in run.past.spans
        ],
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_run_reads_back_bit_for_bit(kind: str) -> None:
    run = saved(kind, 300).run
    assert run is not None
    assert bits_of(read_run(*written_run(run, TABLE), TABLE)) == bits_of(run)


@settings(max_examples=15, deadline=None)
@given(st.sampled_from([*KINDS]), st.integers(1, 200))
def test_any_length_reads_back(kind: str, epochs: int) -> None:
    run = saved(kind, epochs).run
    assert run is not None
    assert bits_of(read_run(*written_run(run, TABLE), TABLE)) == bits_of(run)


TEXT, LOSSES, NUMBERS = written_run(saved("Adam", 100).run, TABLE)  # type: ignore[arg-type]
PLACES: list[tuple[tuple[Any, ...], Any]] = [
    (("version",), "1"),
    (("version",), None),
    (("settings",), {"optimiser": "unheard of"}),
    (("settings",), []),
    (("bits",), [12]),
    (("bits",), [13, 12]),
    (("methods",), [[0, 1, "unheard of"]]),
    (("methods",), [[-1, 1, "literal"]]),
    (("spans",), []),
    (("spans",), 7),
    (("spans", 0, "first"), -1),
    (("spans", 0, "keyframes"), [10**9, False, None]),
    (("spans", 0, "keyframes"), [-1, False, None]),
    (("spans", 0, "keyframes", 2), ["adam", 10**6]),
    (("frame", "epoch"), 99),
    (("frame", "epoch"), True),
    (("frame", "epoch"), -5),
    (("frame", "stop"), "UNHEARD_OF"),
    (("frame", "detail"), 7),
    (("frame", "anchor"), 5),
    (("frame", "memory"), ["adam", 100, 1000]),
    (("frame", "memory"), ["adam", 1e9, 2]),
    (("frame",), None),
]


@pytest.mark.parametrize(("place", "value"), PLACES)
def test_damaged_text_is_refused(place: tuple[Any, ...], value: object) -> None:
    values = json.loads(TEXT)
    inner = values
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = value
    with pytest.raises(BadExperiment, match="damaged"):
        read_run(json.dumps(values), LOSSES, NUMBERS, TABLE)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(TEXT) - 1), st.characters())
def test_any_text_is_read_or_refused(at: int, character: str) -> None:
    text = TEXT[:at] + character + TEXT[at + 1 :]
    with suppress(BadExperiment):
        read_run(text, LOSSES, NUMBERS, TABLE)


@pytest.mark.parametrize(
    ("losses", "numbers"),
    [
        (LOSSES, NUMBERS[:-1]),
        (LOSSES, np.append(NUMBERS, 1.0)),
        (LOSSES, NUMBERS.reshape(1, -1)),
        (LOSSES[:3], NUMBERS),
        (LOSSES[:, :0], NUMBERS),
        (LOSSES[:, ::-1], NUMBERS),
        (LOSSES * np.nan, NUMBERS),
        (LOSSES, NUMBERS * np.nan),
        (LOSSES, -NUMBERS),
    ],
)
def test_damaged_numbers_are_refused(losses: Matrix, numbers: Matrix) -> None:
    with pytest.raises(BadExperiment, match="damaged"):
        read_run(TEXT, losses, numbers, TABLE)


def test_newer_run_is_told() -> None:
    with pytest.raises(BadExperiment, match="newer version"):
        read_run(json.dumps({**json.loads(TEXT), "version": 2}), LOSSES, NUMBERS, TABLE)


def test_run_of_other_tables_is_refused() -> None:
    other = Problem(TABLE.A, TABLE.Y, TABLE.W + 1)
    assert checksum_of(other) != checksum_of(TABLE)
    with pytest.raises(BadExperiment, match="other tables"):
        read_run(TEXT, LOSSES, NUMBERS, other)
