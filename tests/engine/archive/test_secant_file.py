import json
import os
import random
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine import EngineError, Problem
from engine.archive import secant_file
from engine.archive.experiment import SavedExperiment
from engine.archive.secant_file import archived, read_archive
from engine.errors import BadExperiment
from engine.writing.atomic_write import write_whole

from ..archives import (
    contents,
    described,
    experiments,
    make_archive,
    npy,
    open_bytes,
    sample,
    saved_bytes,
    slow_draws,
)
from ..archives import small_members as parts

SECONDS = 1.0
OBJECTS = np.array([[{}, print]], dtype=object)
LITTLE_MEMORY = 2**23

in_one_folder = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def refusal(path: Path, data: bytes) -> str:
    with pytest.raises(BadExperiment) as refused:
        open_bytes(path, data)
    sentence = str(refused.value)
    assert sentence.startswith("a.secant: ")
    assert sentence.endswith((".", "…"))
    return sentence.removeprefix("a.secant: ")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.secant"


@in_one_folder
@given(experiments())
def test_experiment_reads_back(path: Path, saved: SavedExperiment) -> None:
    write_whole(path, archived(saved))
    assert contents(read_archive(path)) == contents(saved)


@in_one_folder
@given(experiments())
def test_numpy_reads_file_without_unpickling(path: Path, saved: SavedExperiment) -> None:
    path.write_bytes(saved_bytes(saved))
    with np.load(path, allow_pickle=False) as archive:
        arrays = {**archive}
    for name in ("A", "Y", "W"):
        assert arrays.pop(name).tobytes() == getattr(saved, name).tobytes()
    if saved.fitted is not None:
        assert arrays.pop("fitted").tobytes() == saved.fitted.tobytes()
    assert json.loads(arrays.pop("experiment").item())["names"] == list(saved.names)
    assert arrays == {}


@slow_draws
@given(experiments())
def test_equal_experiments_give_equal_files(saved: SavedExperiment) -> None:
    assert saved_bytes(saved) == saved_bytes(saved)


def test_archive_saved_by_numpy_opens(path: Path) -> None:
    matrices: dict[str, Any] = {
        "A": np.asfortranarray(np.eye(3, 2)),
        "Y": np.ones((3, 1)),
        "W": np.zeros((2, 1)),
    }
    text = json.dumps({"format": "secant", "version": 1})
    for save in (np.savez, np.savez_compressed):
        with path.open("wb") as file:
            save(file, **matrices, experiment=text, extra=np.arange(5), other=["a"])
        saved = read_archive(path)
        assert saved.A.tolist() == matrices["A"].tolist()
        assert Problem(saved.A, saved.Y, saved.W).A is saved.A
        assert saved.fitted is None


def test_unknown_members_are_ignored(path: Path) -> None:
    members = parts(experiment=described(colour="red"), more=npy(OBJECTS), other=b"no array")
    assert open_bytes(path, make_archive(members)).W.tolist() == [[0], [1]]


def test_result_of_run_is_kept(path: Path) -> None:
    fitted = npy([[5.0], [6.0]])
    run = described(run={"epoch": 10, "loss": None})
    saved = open_bytes(path, make_archive(parts(experiment=run, fitted=fitted)))
    assert saved.fitted is not None
    assert (saved.fitted.tolist(), saved.epoch, saved.loss) == ([[5], [6]], 10, None)
    assert open_bytes(path, make_archive(parts(fitted=fitted))).epoch is None
    assert open_bytes(path, make_archive(parts(experiment=run))).epoch is None


def test_long_names_are_refused_before_writing() -> None:
    saved = SavedExperiment(np.eye(1), np.eye(1), np.eye(1), names=("x" * 2**23,))
    with pytest.raises(BadExperiment, match="too many or too long"):
        archived(saved)


@pytest.mark.parametrize(
    ("members", "sentence"),
    [
        ({"experiment": None}, "it contains no experiment."),
        ({"A": None}, "it contains no A."),
        ({"W": None}, "it contains no W."),
        ({"experiment": npy([1.0])}, "its experiment is not text."),
        ({"experiment": b"text"}, "its experiment is not a NumPy array."),
        ({"experiment": npy("{")}, "its description is not valid JSON."),
        ({"experiment": npy("x" * (2**23 + 1))}, "its description is too long."),
        ({"experiment": described(version=2)}, "it needs a newer version of Secant."),
        ({"experiment": described(settings={"h": 0})}, "step h is 0; it must be more than zero"),
        ({"experiment": described(names=["a"])}, "the number of names is 1; it must be 2, one for"),
        ({"experiment": described(scale=[1, 0])}, "the scale of a column is 0; it must be more"),
        ({"A": npy([1.0, 2.0])}, "A must be a table of numbers with rows and columns; its shape"),
        ({"A": npy(np.zeros((3, 0)))}, "A is empty (3×0)."),
        ({"A": npy(np.zeros((3, 2), np.float32))}, "its A holds '<f4' instead of float64."),
        ({"A": npy(OBJECTS)}, "its A holds '|O' instead of float64."),
        ({"A": npy(np.eye(3, 2)) + b"12345678"}, "its A has the wrong length."),
        ({"A": npy(np.eye(3, 2))[:-8]}, "its A has the wrong length."),
        ({"Y": npy([1.0, 2.0, 3.0])}, "A is 3×2 but Y is 3. Y needs one column"),
        ({"Y": npy([[1.0]])}, "A is 3×2 but Y is 1×1. Y needs one column"),
        ({"W": npy([[1.0]] * 3)}, "A is 3×2 but W is 3×1. W needs one column"),
        ({"fitted": npy([[1.0]] * 3)}, "A is 3×2 but fitted is 3×1. The fitted W needs"),
        (
            {"A": npy([[1.0, 2.0], [3.0, np.nan], [5.0, 6.0]])},
            "A, row 2, column 2 is nan. Every cell must",
        ),
        ({"fitted": npy([[1.0], [np.inf]])}, "fitted, row 2, column 1 is inf. Every cell must"),
    ],
)
@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_invalid_member_is_refused_with_sentence(
    path: Path, members: dict[str, bytes | None], sentence: str, compression: int
) -> None:
    assert refusal(path, make_archive(parts(**members), compression)).startswith(sentence)


def head(shape: str) -> bytes:
    text = f"{{'descr': '<f8', 'fortran_order': False, 'shape': ({shape}), }}\n"
    return b"\x93NUMPY\x01\0" + len(text).to_bytes(2, "little") + text.encode()


@pytest.mark.parametrize("shape", ["999999999999, 999999999999", "200000000, 1"])
def test_missing_cells_take_no_memory(path: Path, shape: str) -> None:
    assert "its A has the wrong length" in refusal(path, make_archive(parts(A=head(shape))))


def test_too_many_cells_are_not_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = make_archive(parts(A=npy([[np.nan] * 2] * 3)))
    monkeypatch.setattr("engine.matrix.MOST_CELLS", 8)
    assert refusal(path, data).startswith("3 rows of 2 columns are too many")
    monkeypatch.setattr("engine.matrix.MOST_CELLS", 9)
    assert refusal(path, data).startswith("A, row 1, column 1 is nan")


def test_zip_bomb_is_not_unpacked(path: Path) -> None:
    rows = 20_000_000
    zeros = head(f"{rows}, 1") + bytes(8 * rows)
    data = make_archive(parts(A=zeros, Y=zeros, W=npy([[1.0]])), zipfile.ZIP_DEFLATED)
    assert len(data) < 400_000
    tracemalloc.start()
    assert "too large to be compressed. Save it uncompressed" in refusal(path, data)
    assert tracemalloc.get_traced_memory()[1] < LITTLE_MEMORY
    tracemalloc.stop()


def test_nested_archive_is_refused(path: Path) -> None:
    inner = make_archive(parts())
    assert refusal(path, make_archive(parts(A=inner))) == "its A is not a NumPy array."
    assert refusal(path, make_archive({"inner": inner})) == "it contains no experiment."


def test_long_refusal_is_shortened(path: Path) -> None:
    text = described(settings={"precision": "x" * 10**6})
    sentence = refusal(path, make_archive(parts(experiment=text)))
    assert len(sentence) <= 400
    assert sentence.startswith("precision is “xxx")


def test_missing_file_and_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadExperiment, match=r"none.secant: .* no such file"):
        read_archive(tmp_path / "none.secant")
    with pytest.raises(BadExperiment, match="it is not a file"):
        read_archive(str(tmp_path))


@pytest.mark.skipif(os.name != "posix", reason="POSIX pipes")
def test_pipe_is_refused_without_waiting(path: Path) -> None:
    os.mkfifo(path)
    with pytest.raises(BadExperiment, match="it is not a file"):
        read_archive(path)


def test_too_little_memory_is_reported(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object, **more: object) -> None:
        raise MemoryError

    monkeypatch.setattr(np, "empty", fail)
    assert "there is not enough memory to open it" in refusal(path, make_archive(parts()))


def damage(data: bytes, draw: random.Random) -> bytes:
    """Change, remove, repeat or insert some random bytes."""
    start, length = draw.randrange(len(data)), draw.choice((1, 1, 1, 2, 8, 100))
    end = start + length
    return draw.choice(
        (
            data[:start] + bytes([data[start] ^ (1 << draw.randrange(8))]) + data[start + 1 :],
            data[:start] + draw.randbytes(length) + data[end:],
            data[:start] + b"\xff" * length + data[end:],
            data[:start] + draw.randbytes(length) + data[start:],
            data[:start] + data[end:],
            data[:start],
            data[start:],
            data[:start] + data[draw.randrange(len(data)) :],
        )
    )


def outcome(path: Path, data: bytes) -> str:
    """Open a possibly damaged file in little time and memory; return "" or the refusal."""
    tracemalloc.reset_peak()
    began = time.process_time()
    sentence = ""
    try:
        saved = open_bytes(path, data)
        assert saved.A.shape == (len(saved.Y), len(saved.W))
    except BadExperiment as error:
        sentence = str(error)
    assert time.process_time() - began < SECONDS
    assert tracemalloc.get_traced_memory()[1] < LITTLE_MEMORY
    return sentence


def damaged_file(draw: random.Random) -> bytes:
    return damage(saved_bytes(sample()), draw)


def damaged_compressed_file(draw: random.Random) -> bytes:
    return damage(make_archive(parts(), zipfile.ZIP_DEFLATED), draw)


def damaged_member(draw: random.Random) -> bytes:
    """Damage an array and give it a correct checksum."""
    members = parts(fitted=npy([[1.0], [2.0]]))
    name = draw.choice([*members])
    return make_archive({**members, name: damage(members[name], draw)})


@pytest.mark.parametrize("damaged", [damaged_file, damaged_compressed_file, damaged_member])
def test_damaged_file_opens_or_is_refused(
    path: Path, damaged: Callable[[random.Random], bytes]
) -> None:
    draw = random.Random(1)
    tracemalloc.start()
    outcomes = [outcome(path, damaged(draw)) for _ in range(1000)]
    tracemalloc.stop()
    assert len(set(outcomes)) > 2
    assert sum(map(bool, outcomes)) > 500


@in_one_folder
@given(st.binary(max_size=200), st.sampled_from(["experiment", "A", "Y", "W", "fitted"]))
def test_garbage_member_is_refused(path: Path, data: bytes, name: str) -> None:
    assert refusal(path, make_archive(parts(**{name: data})))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)
KEYS = ("format", "version", "settings", "names", "output", "shift", "scale", "name", "note", "run")
SETTINGS = ("epochs", "learning_rate", "h", "difference", "tolerance", "until_converged")
VALUES = st.dictionaries(st.sampled_from(KEYS[2:]), JSON) | st.dictionaries(
    st.sampled_from(KEYS), JSON
)


@in_one_folder
@given(VALUES, st.dictionaries(st.sampled_from(SETTINGS), JSON), st.booleans())
def test_random_description_opens_or_is_refused(
    path: Path, values: dict[str, object], chosen: dict[str, object], fitted: bool
) -> None:
    values.setdefault("settings", chosen)
    run = npy([[1.0], [2.0]]) if fitted else None
    data = make_archive(parts(experiment=described(**values), fitted=run))
    try:
        saved = open_bytes(path, data)
    except BadExperiment:
        return
    again = open_bytes(path, saved_bytes(saved))
    assert contents(again) == contents(saved)


def test_saving_and_opening_need_little_memory(
    path: Path,
) -> None:
    A = np.ones((100_000, 10))
    saved = SavedExperiment(A, A[:, :1], A[:10, :1])
    tracemalloc.start()
    write_whole(path, archived(saved))
    writing = tracemalloc.get_traced_memory()[1]
    tracemalloc.reset_peak()
    again = read_archive(path)
    reading = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert writing < 2**21
    assert reading < saved.A.nbytes + saved.Y.nbytes + 2**22
    assert again.A.tobytes() == saved.A.tobytes()


def test_refusals_are_engine_errors() -> None:
    assert issubclass(BadExperiment, EngineError)


def test_unexpected_error_is_a_logged_sentence(
    path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*arguments: object, **options: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(secant_file, "read_description", fail)
    assert refusal(path, saved_bytes(sample())).startswith("it could not be read, for a reason")
    (record,) = caplog.records
    assert record.exc_info is not None
    assert record.exc_info[0] is ZeroDivisionError


def test_names_in_archives_are_repaired(path: Path) -> None:
    names = described(names=["a\x07b", "c\ud800"], output="\0y\u2028")
    saved = open_bytes(path, make_archive(parts(experiment=names)))
    assert (saved.names, saved.output) == (("a b", "c"), "y")
    again = open_bytes(path, saved_bytes(saved))
    assert (again.names, again.output) == (("a b", "c"), "y")


def test_foreign_new_rows_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "rows.secant"
    write_whole(path, archived(SavedExperiment(np.ones((3, 2)), np.ones(3), np.ones(2))))
    for shape in ((2, 3), (0, 2), (2,)):
        with np.load(path) as file:
            members = {**file, "new_rows": np.ones(shape)}
        other = tmp_path / "other.npz"
        np.savez(other, **members)
        with pytest.raises(BadExperiment, match="its rows to predict do not fit its A"):
            read_archive(other)
