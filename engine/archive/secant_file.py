"""Write and read .secant files: plain NumPy .npz archives, which ``numpy.load`` reads as well.

They contain A, Y, W and, after a run, fitted as float64 arrays, and everything else as one JSON
text named experiment. Kept runs are two members more, and the run has members of its own. Members
that a later version of Secant adds are ignored.
"""

import logging
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
    WrongArgument,
    path_of,
    shown_shape,
)
from ..language.sentence import marked
from ..matrix import Matrix, check_size
from ..program.commands import window_command
from ..shortening import one_line
from .description import MOST_CHARACTERS, describe, read_description
from .experiment import SavedExperiment
from .kept_runs import members_of_runs, read_runs
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
from .run_members import run_members, with_run
from .zipping import zipped

TEXT = "experiment"
MATRICES = ("A", "Y", "W")
FITTED = "fitted"
NEW_ROWS = "new_rows"
"""An older Secant ignores this member."""
# A value quoted in an error may be as long as the file.
_LONGEST_SENTENCE = 400
_UNEXPECTED = marked(
    "engine",
    "it could not be read, for a reason that Secant does not know. The file may be damaged; the "
    "log says more ({command} --debug).",
)

logger = logging.getLogger(__name__)


def archived(saved: SavedExperiment) -> Iterator[bytes]:
    """Return the bytes of a .secant file in pieces; equal experiments give equal bytes.

    Parameters
    ----------
    saved : SavedExperiment
        What to write.

    Returns
    -------
    iterator of bytes
        For ``write_whole``.

    Raises
    ------
    BadExperiment
        At once, if the names are too long.
    """
    if not isinstance(saved, SavedExperiment):
        raise WrongArgument("archived", "saved", saved, marked("engine", "give a SavedExperiment"))
    matrices = {name: getattr(saved, name) for name in (*MATRICES, FITTED)}
    members = {_file(TEXT): text_as_npy(describe(saved))}
    matrices[NEW_ROWS] = saved.new_rows
    members |= {_file(k): floats_as_npy(A) for k, A in matrices.items() if A is not None}
    members |= members_of_runs(saved.runs)
    members |= run_members(saved)
    logger.debug("writing %s", ", ".join(members))
    return zipped(members)


def read_archive(path: str | Path, *, keeps_refused_loss: bool = False) -> SavedExperiment:
    """Read a .secant file, which may be hostile.

    Parameters
    ----------
    path : str or Path
        The file.
    keeps_refused_loss : bool
        Whether a file whose loss is none is read all the same: with the mean square, and that loss
        as text beside it, to be corrected. Else it is refused.

    Returns
    -------
    SavedExperiment

    Raises
    ------
    BadExperiment
        If it cannot be read as an experiment. It names the file.

    Notes
    -----
    Nothing in the file is executed. Reading takes no more memory than a valid file of the same
    size, or than 128 MB if it is compressed.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "line.secant"
    ...     write_whole(path, archived(SavedExperiment([[1.0], [2.0]], [2.0, 4.0], [0.0])))
    ...     saved = read_archive(path)
    >>> saved.A.tolist()
    [[1.0], [2.0]]
    """
    path = path_of(path, "read_archive")
    logger.info("reading %s", path)
    with _as_bad_experiment(path.name or str(path)):
        if not stat.S_ISREG(path.stat().st_mode):
            raise BadExperiment(marked("engine", "it is not a file."))
        with ArchiveFile(path) as file:
            return _experiment(Members(file), keeps_refused_loss=keeps_refused_loss)


@contextmanager
def _as_bad_experiment(name: str) -> Iterator[None]:
    try:
        yield
    except EngineError as error:
        whole = error.sentence
        line = one_line(whole, _LONGEST_SENTENCE)
        raise BadExperiment(whole if line == whole else line, file=name) from error
    except MemoryError as error:
        logger.exception("%s: no memory", name)
        raise BadExperiment(
            marked("engine", "there is not enough memory to open it."), file=name
        ) from error
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise BadExperiment(
            marked("engine", "the file could not be read: {reason}.").format(reason=reason),
            file=name,
        ) from error
    except Exception as error:
        logger.exception("%s: unexpected error", name)
        raise BadExperiment(_UNEXPECTED.format(command=window_command()), file=name) from error


def _experiment(members: Members, *, keeps_refused_loss: bool) -> SavedExperiment:
    """Read the text first: it says whether this version can read the rest."""
    with _opened(members, TEXT) as member:
        header = read_header(TEXT, member)
        size = bytes_of_text(TEXT, header)
        if size > header.length + 4 * MOST_CHARACTERS:
            raise BadExperiment(marked("engine", "its description is too long."))
        _check_length(members, TEXT, size)
        text = read_text(member, header)
        values = read_description(text, keeps_refused_loss=keeps_refused_loss)
    names = [name for name in (*MATRICES, FITTED) if name != FITTED or _file(name) in members]
    _check_shapes({name: _shape(members, name) for name in names})
    matrices: dict[str, Any] = {name: _matrix(members, name) for name in names}
    new_rows = _new_rows(members, matrices["A"].shape[1]) if _file(NEW_ROWS) in members else None
    runs, lost_runs = read_runs(members)
    saved = SavedExperiment(**matrices, **values, runs=runs, lost_runs=lost_runs, new_rows=new_rows)
    if any(saved.terms):
        from .terms import with_sound_terms  # loaded on use: few tables have terms

        saved = with_sound_terms(saved)
    return with_run(saved, members)


def _shape(members: Members, name: str) -> Shape:
    with _opened(members, name) as member:
        header = read_header(name, member)
        _check_length(members, name, bytes_of_floats(name, header))
        return header.shape


def _new_rows(members: Members, columns: int) -> Matrix:
    """Read the rows to predict, of which cells may be empty."""
    shape = _shape(members, NEW_ROWS)
    if len(shape) != 2 or 0 in shape or shape[1] != columns:
        raise BadExperiment(marked("engine", "its rows to predict do not fit its A."))
    check_size(*shape)
    with _opened(members, NEW_ROWS) as member:
        return read_floats(NEW_ROWS, member, read_header(NEW_ROWS, member), finite=False)


def _check_length(members: Members, name: str, size: int) -> None:
    if members.size(_file(name)) != size:
        raise BadExperiment(marked("engine", "its {name} has the wrong length.").format(name=name))


def _check_shapes(shapes: Mapping[str, Shape]) -> None:
    """Check that the shapes fit together before memory is allocated for them."""
    if len(shapes["A"]) != 2:
        raise NotATable(
            "A", marked("engine", "its shape is {shapes}").format(shapes=shown_shape(shapes["A"]))
        )
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
        raise BadExperiment(marked("engine", "it contains no {name}.").format(name=name))
    with members.opened(_file(name)) as member:
        yield member


def _file(name: str) -> str:
    return f"{name}.npy"
