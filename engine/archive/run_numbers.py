"""A run as a .secant file keeps it: one text, and two arrays with all of its numbers.

The text has what is counted and named. The numbers are taken in the order in which they are
described here, so that each part is as long as the text says.
"""

import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..bins import FINEST, as_counts
from ..errors import BadExperiment, EngineError
from ..frame import Anchor, Convergence, Frame, Recorded, State, StopReason
from ..language.sentence import marked
from ..matrix import Matrix
from ..optimisers.kinds import Optimiser
from ..optimisers.memories import Memories
from ..optimisers.memory import Memory
from ..past.saved_run import SavedRun
from ..problem import Problem
from ..settings import Method, Settings
from ..trace import Keyframes, MethodSpan, PastRun, SettingsSpan, Trace
from .description import MOST_CHARACTERS, settings_as_json, settings_from_json

RUN_VERSION = 1
ARRAYS_OF_MEMORY = 2
"""The most arrays that an optimiser remembers: Adam has two means."""
_DAMAGED = marked("engine", "the run that it keeps is damaged.")


def written_run(run: SavedRun, tables: Problem) -> tuple[str, Matrix, Matrix]:
    """Return the text of a run, its losses (4, n), and all other numbers of it (m,).

    Raises BadExperiment if there is too much of it, as of more changes of settings than a person
    makes.
    """
    state, memory = run.frame.state, run.frame.memory
    values = {
        "version": RUN_VERSION,
        "tables": checksum_of(tables),
        "settings": settings_as_json(run.settings),
        "bits": [run.past.bits, run.past.trace_bits],
        "methods": [[each.first, each.last, each.method.value] for each in run.past.methods],
        "spans": [_span_as_json(span) for span in run.past.spans],
        "frame": {
            "epoch": state.epoch,
            "stop": None if state.stop is None else state.stop.name,
            "detail": state.detail,
            "method": state.method.value,
            "fallback": state.fallback,
            "anchor": _anchor_as_json(state.anchor),
            "convergence": None if state.convergence is None else state.convergence.name,
            "scaled": state.W_scaled is not None,
            "exact": state.exact_gradient is not None,
            "memory": _memory_as_json(memory),
        },
    }
    text = json.dumps(values, ensure_ascii=False, allow_nan=False)
    if len(text) > MOST_CHARACTERS:
        raise BadExperiment(marked("engine", "the settings of the run changed too often."))
    parts: list[NDArray[Any]] = [np.array([state.loss]), state.W, state.gradient]
    optional = state.W_scaled, state.exact_gradient, state.anchor and state.anchor.W
    parts += [each for each in optional if each is not None]
    for remembered in (memory, state.anchor and state.anchor.memory):
        parts += remembered.arrays if remembered else ()
    for span in run.past.spans:
        parts += [*_numbers_of(span.origins), *_numbers_of(span.keyframes)]
    numbers = np.concatenate([np.asarray(part, np.float64).ravel() for part in parts])
    trace = run.trace
    losses = np.array([trace.epoch, trace.loss, trace.lowest, trace.highest], np.float64)
    return text, losses, numbers


def read_run(text: str, losses: Matrix, numbers: Matrix, tables: Problem) -> SavedRun:
    """Return the run of a text, its losses and its numbers; raise BadExperiment if it is none."""
    with _as_damaged():
        values = json.loads(text)
        version, of_tables = values["version"], values["tables"]
        _check(type(version) is int)
    if version > RUN_VERSION:
        raise BadExperiment(marked("engine", "a newer version of Secant kept its run."))
    if of_tables != checksum_of(tables):
        raise BadExperiment(marked("engine", "the run that it keeps is of other tables."))
    with _as_damaged():
        return _read(values, losses, numbers, tables)


@contextmanager
def _as_damaged() -> Iterator[None]:
    try:
        yield
    except (
        *(KeyError, TypeError, ValueError, IndexError, OverflowError, RecursionError),
        *(AttributeError, EngineError),
    ) as error:
        raise BadExperiment(_DAMAGED) from error


def checksum_of(tables: Problem) -> int:
    """Return a number that tells the tables of a run from others."""
    checksum = 0
    for table in (tables.A, tables.Y, tables.W):
        checksum = zlib.crc32(np.ascontiguousarray(table, "<f8").data, checksum)
    return checksum


def _read(values: Mapping[str, Any], losses: Matrix, numbers: Matrix, tables: Problem) -> SavedRun:
    weights = len(tables.W)
    source = _Source(numbers, weights)
    frame = Frame(_read_state(values["frame"], source), Recorded.nothing(weights))
    spans = tuple(_read_span(each, source, frame.epoch) for each in values["spans"])
    source.end()
    methods = tuple(
        MethodSpan(_count(first), _count(last), Method(method))
        for first, last, method in values["methods"]
    )
    bits, trace_bits = values["bits"]
    _check(all(type(each) is int and -1100 < each <= FINEST for each in (bits, trace_bits)))
    past = PastRun(spans, methods, bits, trace_bits)
    trace = _read_trace(losses)
    _check(float(trace.epoch[-1]) == float(frame.epoch))
    settings = _read_settings(values["settings"])
    _ = settings.fixed_learning_rate, settings.step_h  # a run had numbers: this raises otherwise
    return SavedRun(settings, frame, trace, past)


def _read_settings(values: object) -> Settings:
    if not isinstance(values, dict):
        raise BadExperiment(_DAMAGED)
    return settings_from_json(values)


def _read_state(values: Mapping[str, Any], source: "_Source") -> State:
    loss, W, gradient = float(source.take(1)[0]), source.weights(), source.weights()
    _check(bool(np.isfinite(W).all()))
    W_scaled = source.weights() if values["scaled"] else None
    exact_gradient = source.weights() if values["exact"] else None
    anchor = None
    of_anchor = None
    if values["anchor"] is not None:
        at, of_anchor = values["anchor"]
        anchor = Anchor(_count(at), source.weights())
    memory = _read_memory(values["memory"], source)
    if anchor is not None:
        anchor = anchor._replace(memory=_read_memory(of_anchor, source))
    stop, convergence = values["stop"], values["convergence"]
    return State(
        _count(values["epoch"]),
        W,
        loss,
        gradient,
        stop=None if stop is None else StopReason[stop],
        detail=_text(values["detail"]),
        method=Method(values["method"]),
        fallback=_text(values["fallback"]),
        anchor=anchor,
        convergence=None if convergence is None else Convergence[convergence],
        W_scaled=W_scaled,
        exact_gradient=exact_gradient,
        memory=memory,
    )


def _anchor_as_json(anchor: Anchor | None) -> list[Any] | None:
    return None if anchor is None else [anchor.epoch, _memory_as_json(anchor.memory)]


def _memory_as_json(memory: Memory | None) -> list[Any] | None:
    return memory and [memory.optimiser.value, memory.epochs, len(memory.arrays)]


def _read_memory(values: Sequence[Any] | None, source: "_Source") -> Memory | None:
    if values is None:
        return None
    optimiser, made, count = values
    _check(type(count) is int and 0 <= count <= ARRAYS_OF_MEMORY)
    arrays = tuple(source.weights() for _ in range(count))
    return Memory(Optimiser(optimiser), _count(made), arrays)


def _read_trace(losses: Matrix) -> Trace:
    _check(losses.ndim == 2 and losses.shape[0] == 4 and losses.shape[1] > 0)
    epoch = losses[0].astype(np.float64, copy=False)
    _check(bool(np.isfinite(epoch).all() and (epoch >= 0).all() and (np.diff(epoch) > 0).all()))
    return Trace(as_counts(epoch), losses[1], losses[2], losses[3])


def _span_as_json(span: SettingsSpan) -> dict[str, Any]:
    return {
        "first": span.first,
        "settings": None if span.settings is None else settings_as_json(span.settings),
        "origins": _shape_of(span.origins),
        "keyframes": _shape_of(span.keyframes),
    }


def _shape_of(keyframes: Keyframes) -> list[Any]:
    memories = keyframes.memories
    of_memories = memories and [memories.optimiser.value, len(memories.arrays)]
    return [len(keyframes), keyframes.W_scaled is not None, of_memories]


def _numbers_of(keyframes: Keyframes) -> list[NDArray[Any]]:
    if len(keyframes) == 0:
        return []
    parts = [keyframes.epoch, keyframes.W]
    if keyframes.W_scaled is not None:
        parts.append(keyframes.W_scaled)
    if keyframes.memories is not None:
        parts += [keyframes.memories.epochs, *keyframes.memories.arrays]
    return parts


def _read_span(values: Mapping[str, Any], source: "_Source", latest: int) -> SettingsSpan:
    settings = None if values["settings"] is None else _read_settings(values["settings"])
    origins = _read_keyframes(values["origins"], source, latest)
    keyframes = _read_keyframes(values["keyframes"], source, latest)
    _check(bool((np.diff(keyframes.epoch) > 0).all()))
    return SettingsSpan(_count(values["first"]), settings, origins, keyframes)


def _read_keyframes(shape: Sequence[Any], source: "_Source", latest: int) -> Keyframes:
    count, is_scaled, of_memories = shape
    count = _count(count)
    if count == 0:
        return Recorded.no_keyframes(source.count)
    epoch = source.take(count)
    _check(bool((epoch >= 0).all() and (epoch <= latest).all() and (epoch % 1 == 0).all()))
    W = source.rows(count)
    scaled = source.rows(count) if is_scaled else None
    memories = None
    if of_memories is not None:
        optimiser, arrays = of_memories
        _check(type(arrays) is int and 0 <= arrays <= ARRAYS_OF_MEMORY)
        made = source.take(count)
        _check(bool((made >= -1).all() and (made <= latest).all()))
        rows = tuple(source.rows(count) for _ in range(arrays))
        memories = Memories(Optimiser(optimiser), made.astype(np.int64), rows)
    return Keyframes(as_counts(epoch), W, scaled, memories)


class _Source:
    """Gives out the numbers of a run in order."""

    def __init__(self, numbers: Matrix, count: int) -> None:
        _check(numbers.ndim == 1)
        self._numbers: NDArray[np.float64] = numbers.astype(np.float64, copy=False)
        self._at, self.count = 0, count

    def take(self, count: int) -> NDArray[np.float64]:
        """Return the next numbers."""
        _check(0 <= count <= len(self._numbers) - self._at)
        self._at += count
        return self._numbers[self._at - count : self._at]

    def weights(self) -> Matrix:
        """Return one number for each weight, (j, 1)."""
        return self.take(self.count).reshape(-1, 1)

    def rows(self, count: int) -> Matrix:
        """Return one row for each of several epochs, (n, j)."""
        return self.take(count * self.count).reshape(count, self.count)

    def end(self) -> None:
        """Check that none are left over."""
        _check(self._at == len(self._numbers))


def _count(value: object) -> int:
    _check(type(value) is int and value >= 0)
    assert isinstance(value, int)
    return value


def _text(value: object) -> str:
    _check(isinstance(value, str))
    return str(value)


def _check(is_so: bool) -> None:
    if not is_so:
        raise BadExperiment(_DAMAGED)
