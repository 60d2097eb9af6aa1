"""Archives for the tests: experiments drawn by hypothesis, and files built by hand."""

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import ArrayLike

from engine import Matrix, Method, Precision, Settings
from engine.archive.experiment import SavedExperiment
from engine.archive.secant_file import archived, read_archive
from engine.difference import Difference

T = TypeVar("T")
FINITE = st.floats(allow_nan=False, allow_infinity=False)
POSITIVE = st.floats(5e-324, 1.7976931348623157e308)
COUNTS = st.integers(0, 10**300) | st.integers(0, 2**60).map(float)
TEXTS = st.text(st.characters(), max_size=20)  # lone surrogates as well
slow_draws = settings(suppress_health_check=[HealthCheck.too_slow])
"""For experiments: a busy machine draws only a few a second."""
LOSSES = ("mean square", "huber", "quantile", "mean(abs(Y-P)**1.5)", "mean((Y − Ŷ)²) + sum(W²)")
REQUIRED_KEYS: Mapping[str, Any] = {"format": "secant", "version": 1}


def matrices(rows: int, columns: int) -> st.SearchStrategy[Matrix]:
    """Draw matrices of any finite numbers."""
    return arrays(np.float64, (rows, columns), elements=FINITE)


def all_settings() -> st.SearchStrategy[Settings]:
    """Draw settings of all kinds; η is "safe" for the mean square only, which always has one."""
    mean_square = _settings_of(POSITIVE | st.just("safe"), st.just("mean square"))
    return mean_square | _settings_of(POSITIVE, st.sampled_from(LOSSES))


def _settings_of(
    learning_rate: st.SearchStrategy[float | str], loss: st.SearchStrategy[str]
) -> st.SearchStrategy[Settings]:
    return st.builds(
        Settings,
        epochs=COUNTS,
        learning_rate=learning_rate,
        h=POSITIVE | st.sampled_from(["fits", "fits each weight"]),
        difference=st.sampled_from(Difference),
        tolerance=st.just(0.0) | POSITIVE,
        precision=st.sampled_from(Precision),
        method=st.sampled_from(Method),
        until_converged=st.booleans(),
        scale_columns=st.booleans(),
        loss=loss,
        delta=POSITIVE,
        quantile=st.floats(0, 1, exclude_min=True, exclude_max=True),
    )


@st.composite
def experiments(draw: st.DrawFn) -> SavedExperiment:
    """Draw experiments of all kinds, with a few cells each."""
    rows, columns = draw(st.integers(1, 5)), draw(st.integers(1, 4))

    def each(elements: st.SearchStrategy[T]) -> st.SearchStrategy[tuple[T, ...]]:
        return st.tuples(*[elements] * columns)

    return SavedExperiment(
        A=draw(matrices(rows, columns)),
        Y=draw(matrices(rows, 1)),
        W=draw(matrices(columns, 1)),
        settings=draw(all_settings()),
        names=draw(each(TEXTS)),
        output=draw(TEXTS),
        shift=draw(each(FINITE)),
        scale=draw(each(POSITIVE)),
        name=draw(TEXTS),
        note=draw(TEXTS),
        fitted=draw(st.none() | matrices(columns, 1)),
        epoch=draw(st.none() | COUNTS),
        loss=draw(st.none() | FINITE),
    )


def sample() -> SavedExperiment:
    """Return a small experiment with a run."""
    return SavedExperiment(
        A=np.array([[1.0, 2.0], [4.0, 5.0], [7.0, 8.5]]),
        Y=np.array([[14.0], [32.0], [50.0]]),
        W=np.array([[0.1], [-0.0]]),
        names=("x", "y z"),
        name="a sample",
        fitted=np.array([[1.0], [2.0]]),
        epoch=7,
        loss=0.25,
    )


def contents(saved: SavedExperiment) -> dict[str, Any]:
    """Return everything in an experiment, to compare bit for bit."""
    values = {**vars(saved)}
    for name in ("A", "Y", "W", "fitted"):
        matrix = values.pop(name)
        values[name] = None if matrix is None else (matrix.shape, matrix.tobytes())
    return {name: (type(value), repr(value)) for name, value in values.items()}


def saved_bytes(saved: SavedExperiment) -> bytes:
    """Return the bytes of an experiment's file."""
    return b"".join(archived(saved))


def open_bytes(path: Path, data: bytes) -> SavedExperiment:
    """Write bytes to a file and read an experiment from it."""
    path.write_bytes(data)
    return read_archive(path)


def npy(values: ArrayLike) -> bytes:
    """Return an array as NumPy saves it."""
    file = io.BytesIO()
    np.save(file, np.asarray(values), allow_pickle=True)
    return file.getvalue()


def described(**values: object) -> bytes:
    """Return a description with these values."""
    return npy(json.dumps({**REQUIRED_KEYS, **values}))


def small_members(**members: bytes | None) -> dict[str, bytes]:
    """Return the members of a small experiment, some replaced; None leaves one out."""
    defaults = {
        "experiment": described(),
        "A": npy([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]),
        "Y": npy([[1.0], [2.0], [3.0]]),
        "W": npy([[0.0], [1.0]]),
    }
    return {name: data for name, data in {**defaults, **members}.items() if data is not None}


def make_archive(members: Mapping[str, bytes], compression: int = zipfile.ZIP_STORED) -> bytes:
    """Return an archive of the members."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, data in members.items():
            archive.writestr(f"{name}.npy", data)
    return file.getvalue()
