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
from engine.archive.experiment import SavedExperiment
from engine.archive.secant_file import archived, read_archive
from engine.errors import BadExperiment
from engine.writing.files import write_whole

from ..archives import (
    at_leisure,
    contents,
    described,
    experiments,
    made,
    npy,
    opened,
    sample,
    saved_bytes,
)
from ..archives import small as parts

SECONDS = 1.0
OBJECTS = np.array([[{}, print]], dtype=object)
BYTES_OF_NOTHING = 2**23

in_one_folder = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def refusal(path: Path, data: bytes) -> str:
    with pytest.raises(BadExperiment) as refused:
        opened(path, data)
    sentence = str(refused.value)
    assert sentence.startswith("a.secant: ")
    assert sentence.endswith((".", "…"))
    return sentence.removeprefix("a.secant: ")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.secant"


@in_one_folder
@given(experiments())
def test_any_experiment_is_opened_as_it_was_saved(path: Path, saved: SavedExperiment) -> None:
    write_whole(path, archived(saved))
    assert contents(read_archive(path)) == contents(saved)


@in_one_folder
@given(experiments())
def test_numpy_reads_all_of_it_without_unpickling(path: Path, saved: SavedExperiment) -> None:
    path.write_bytes(saved_bytes(saved))
    with np.load(path, allow_pickle=False) as archive:
        arrays = {**archive}
    for name in ("A", "Y", "W"):
        assert arrays.pop(name).tobytes() == getattr(saved, name).tobytes()
    if saved.fitted is not None:
        assert arrays.pop("fitted").tobytes() == saved.fitted.tobytes()
    assert json.loads(arrays.pop("experiment").item())["names"] == list(saved.names)
    assert arrays == {}


@at_leisure
@given(experiments())
def test_equal_experiments_are_equal_files(saved: SavedExperiment) -> None:
    assert saved_bytes(saved) == saved_bytes(saved)


def test_an_archive_of_numpys_own_making_is_opened(path: Path) -> None:
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


def test_what_is_unknown_is_passed_over_unread(path: Path) -> None:
    members = parts(experiment=described(colour="red"), more=npy(OBJECTS), other=b"no array")
    assert opened(path, made(members)).W.tolist() == [[0], [1]]


def test_where_a_run_has_led_is_kept_if_it_is_known(path: Path) -> None:
    fitted = npy([[5.0], [6.0]])
    run = described(run={"epoch": 10, "loss": None})
    saved = opened(path, made(parts(experiment=run, fitted=fitted)))
    assert saved.fitted is not None
    assert (saved.fitted.tolist(), saved.epoch, saved.loss) == ([[5], [6]], 10, None)
    assert opened(path, made(parts(fitted=fitted))).epoch is None
    assert opened(path, made(parts(experiment=run))).epoch is None


def test_names_too_long_are_refused_before_anything_is_written() -> None:
    saved = SavedExperiment(np.eye(1), np.eye(1), np.eye(1), names=("x" * 2**23,))
    with pytest.raises(BadExperiment, match="too many or too long"):
        archived(saved)


@pytest.mark.parametrize(
    ("members", "sentence"),
    [
        ({"experiment": None}, "there is no experiment in it."),
        ({"A": None}, "there is no A in it."),
        ({"W": None}, "there is no W in it."),
        ({"experiment": npy([1.0])}, "its experiment is no text."),
        ({"experiment": b"text"}, "its experiment is no NumPy array."),
        ({"experiment": npy("{")}, "its description is broken JSON."),
        ({"experiment": npy("x" * (2**23 + 1))}, "its description is too long."),
        ({"experiment": described(version=2)}, "it was written by a newer Secant. Open it with"),
        ({"experiment": described(settings={"h": 0})}, "step h is 0; it must be more than zero"),
        ({"experiment": described(names=["a"])}, "the number of names is 1; it must be 2, one for"),
        ({"experiment": described(scale=[1, 0])}, "the scale of a column is 0; it must be more"),
        ({"A": npy([1.0, 2.0])}, "A must be a table of numbers with rows and columns; its shape"),
        ({"A": npy(np.zeros((3, 0)))}, "A is empty (3×0)."),
        ({"A": npy(np.zeros((3, 2), np.float32))}, "its A holds '<f4', where float64 belongs."),
        ({"A": npy(OBJECTS)}, "its A holds '|O', where float64 belongs."),
        ({"A": npy(np.eye(3, 2)) + b"12345678"}, "its A has not the length that it should have."),
        ({"A": npy(np.eye(3, 2))[:-8]}, "its A has not the length that it should have."),
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
def test_what_is_unfit_is_refused_with_a_sentence(
    path: Path, members: dict[str, bytes | None], sentence: str, compression: int
) -> None:
    assert refusal(path, made(parts(**members), compression)).startswith(sentence)


def head(shape: str) -> bytes:
    text = f"{{'descr': '<f8', 'fortran_order': False, 'shape': ({shape}), }}\n"
    return b"\x93NUMPY\x01\0" + len(text).to_bytes(2, "little") + text.encode()


@pytest.mark.parametrize("shape", ["999999999999, 999999999999", "200000000, 1"])
def test_no_memory_is_taken_for_cells_that_are_not_there(path: Path, shape: str) -> None:
    assert "its A has not the length" in refusal(path, made(parts(A=head(shape))))


def test_more_cells_than_there_may_be_are_refused_before_they_are_read(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = made(parts(A=npy([[np.nan] * 2] * 3)))
    monkeypatch.setattr("engine.matrix.MOST_CELLS", 8)
    assert refusal(path, data).startswith("3 rows of 2 columns are too many")
    monkeypatch.setattr("engine.matrix.MOST_CELLS", 9)
    assert refusal(path, data).startswith("A, row 1, column 1 is nan")


def test_a_bomb_is_not_unpacked(path: Path) -> None:
    rows = 20_000_000
    zeros = head(f"{rows}, 1") + bytes(8 * rows)
    data = made(parts(A=zeros, Y=zeros, W=npy([[1.0]])), zipfile.ZIP_DEFLATED)
    assert len(data) < 400_000
    tracemalloc.start()
    assert "too large for that. Save it uncompressed" in refusal(path, data)
    assert tracemalloc.get_traced_memory()[1] < BYTES_OF_NOTHING
    tracemalloc.stop()


def test_an_archive_in_an_archive_is_none(path: Path) -> None:
    inner = made(parts())
    assert refusal(path, made(parts(A=inner))) == "its A is no NumPy array."
    assert refusal(path, made({"inner": inner})) == "there is no experiment in it."


def test_a_sentence_is_no_longer_than_can_be_read(path: Path) -> None:
    text = described(settings={"precision": "x" * 10**6})
    sentence = refusal(path, made(parts(experiment=text)))
    assert len(sentence) <= 400
    assert sentence.startswith("precision is 'xxx")


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadExperiment, match=r"none.secant: .* no such file"):
        read_archive(tmp_path / "none.secant")
    with pytest.raises(BadExperiment, match="it is no file"):
        read_archive(str(tmp_path))


@pytest.mark.skipif(os.name != "posix", reason="POSIX pipes")
def test_a_pipe_is_not_waited_for(path: Path) -> None:
    os.mkfifo(path)
    with pytest.raises(BadExperiment, match="it is no file"):
        read_archive(path)


def test_too_little_memory_is_said_to_be(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object, **more: object) -> None:
        raise MemoryError

    monkeypatch.setattr(np, "empty", fail)
    assert "there is not enough memory to open it" in refusal(path, made(parts()))


def bitten(data: bytes, draw: random.Random) -> bytes:
    """Change, remove, repeat or insert some bytes somewhere."""
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
    """Open what may be damaged; return "" or why it is refused, within bounds either way."""
    tracemalloc.reset_peak()
    began = time.process_time()
    sentence = ""
    try:
        saved = opened(path, data)
        assert saved.A.shape == (len(saved.Y), len(saved.W))
    except BadExperiment as error:
        sentence = str(error)
    assert time.process_time() - began < SECONDS
    assert tracemalloc.get_traced_memory()[1] < BYTES_OF_NOTHING
    return sentence


def damaged_file(draw: random.Random) -> bytes:
    return bitten(saved_bytes(sample()), draw)


def damaged_compressed_file(draw: random.Random) -> bytes:
    return bitten(made(parts(), zipfile.ZIP_DEFLATED), draw)


def damaged_member(draw: random.Random) -> bytes:
    """Damage an array, but none of its checksum."""
    members = parts(fitted=npy([[1.0], [2.0]]))
    name = draw.choice([*members])
    return made({**members, name: bitten(members[name], draw)})


@pytest.mark.parametrize("damaged", [damaged_file, damaged_compressed_file, damaged_member])
def test_whatever_is_damaged_there_is_an_experiment_or_a_sentence(
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
def test_whatever_is_in_a_member_there_is_a_sentence(path: Path, data: bytes, name: str) -> None:
    assert refusal(path, made(parts(**{name: data})))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)
KEYS = ("format", "version", "settings", "names", "output", "shift", "scale", "name", "note", "run")
SETTINGS = ("epochs", "learning_rate", "h", "difference", "tolerance", "until_converged")
FACTS = st.dictionaries(st.sampled_from(KEYS[2:]), JSON) | st.dictionaries(
    st.sampled_from(KEYS), JSON
)


@in_one_folder
@given(FACTS, st.dictionaries(st.sampled_from(SETTINGS), JSON), st.booleans())
def test_whatever_is_in_the_description_there_is_an_experiment_or_a_sentence(
    path: Path, facts: dict[str, object], chosen: dict[str, object], fitted: bool
) -> None:
    facts.setdefault("settings", chosen)
    run = npy([[1.0], [2.0]]) if fitted else None
    data = made(parts(experiment=described(**facts), fitted=run))
    try:
        saved = opened(path, data)
    except BadExperiment:
        return
    again = opened(path, saved_bytes(saved))
    assert contents(again) == contents(saved)


def test_an_archive_of_a_million_rows_is_saved_and_opened_in_little_more_memory(
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


def test_every_refusal_is_the_engines() -> None:
    assert issubclass(BadExperiment, EngineError)
