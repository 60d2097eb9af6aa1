"""Experiments in .secant files: plain NumPy .npz archives, that ``numpy.load`` reads whole.

They hold A, Y, W and, after a run, fitted as arrays of float64, and all else as one JSON text named
experiment. Members that a later Secant adds are passed over.
"""

import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from ..errors import (
    BadExperiment,
    EmptyTable,
    EngineError,
    NotATable,
    Shape,
    ShapesDisagree,
    shown_shape,
)
from ..matrix import Matrix, check_size
from ..shortening import shortened
from .description import MOST_CHARACTERS, describe, read_description
from .experiment import SavedExperiment
from .members import ArchiveFile, Members
from .npy import (
    bytes_of_floats,
    bytes_of_text,
    floats_as_npy,
    read_floats,
    read_header,
    read_text,
    text_as_npy,
)
from .zipping import zipped

TEXT = "experiment"
MATRICES = ("A", "Y", "W")
FITTED = "fitted"
_LONGEST_SENTENCE = 400


def archived(saved: SavedExperiment) -> Iterator[bytes]:
    """Write an experiment as a .secant file, the same for the same one, some bytes at a time.

    Raises BadExperiment at once where its names are too long.
    """
    matrices = {name: getattr(saved, name) for name in (*MATRICES, FITTED)}
    members = {_file(TEXT): text_as_npy(describe(saved))}
    members |= {_file(k): floats_as_npy(A) for k, A in matrices.items() if A is not None}
    return zipped(members)


def read_archive(path: str | Path) -> SavedExperiment:
    """Read a .secant file, whoever made it; raises BadExperiment, naming the file.

    Nothing in it is run, and no more memory taken than for a valid file of its size, or for 256 MB
    where it is compressed.
    """
    path = Path(path)
    with _faults_named(path.name or str(path)):
        if not stat.S_ISREG(path.stat().st_mode):
            raise BadExperiment("it is no file.")
        with ArchiveFile(path) as file:
            return _experiment(Members(file))


@contextmanager
def _faults_named(name: str) -> Iterator[None]:
    try:
        yield
    except EngineError as error:
        raise BadExperiment(shortened(str(error), _LONGEST_SENTENCE), file=name) from error
    except MemoryError as error:
        raise BadExperiment("there is not enough memory to open it.", file=name) from error
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise BadExperiment(f"the file could not be read: {reason}.", file=name) from error


def _experiment(members: Members) -> SavedExperiment:
    """Read the text first, which says whether the rest can be understood, and no cell too many."""
    with _opened(members, TEXT) as member:
        head = read_header(TEXT, member)
        size = bytes_of_text(TEXT, head)
        if size > head.length + 4 * MOST_CHARACTERS:
            raise BadExperiment("its description is too long.")
        _check_length(members, TEXT, size)
        facts = read_description(read_text(member, head))
    names = [name for name in (*MATRICES, FITTED) if name != FITTED or _file(name) in members]
    _check_shapes({name: _shape(members, name) for name in names})
    matrices: dict[str, Any] = {name: _matrix(members, name) for name in names}
    return SavedExperiment(**matrices, **facts)


def _shape(members: Members, name: str) -> Shape:
    with _opened(members, name) as member:
        head = read_header(name, member)
        _check_length(members, name, bytes_of_floats(name, head))
        return head.shape


def _check_length(members: Members, name: str, size: int) -> None:
    if members.size(_file(name)) != size:
        raise BadExperiment(f"its {name} has not the length that it should have.")


def _check_shapes(shapes: Mapping[str, Shape]) -> None:
    """Hold that they are those of an experiment, before there is any memory for them."""
    if len(shapes["A"]) != 2:
        raise NotATable("A", f"its shape is {shown_shape(shapes['A'])}")
    if 0 in shapes["A"]:
        raise EmptyTable("A", shapes["A"])
    rows, columns = shapes["A"]
    check_size(rows, columns)
    for name, length in {"Y": rows, "W": columns, FITTED: columns}.items():
        if shapes.get(name, (length, 1)) != (length, 1):
            raise ShapesDisagree("A", shapes["A"], name, shapes[name])


def _matrix(members: Members, name: str) -> Matrix:
    with _opened(members, name) as member:
        return read_floats(name, member, read_header(name, member))


@contextmanager
def _opened(members: Members, name: str) -> Iterator[IO[bytes]]:
    if _file(name) not in members:
        raise BadExperiment(f"there is no {name} in it.")
    with members.opened(_file(name)) as member:
        yield member


def _file(name: str) -> str:
    return f"{name}.npy"
