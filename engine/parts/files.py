"""The files of a table that is in several: which they are, and how they are told apart."""

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from ..errors import BadTable
from ..language.sentence import marked
from .errors import NoFiles

_WILD = "*?["


class FileKey(NamedTuple):
    """What a file was when it was asked for; work on another one is not work on this one."""

    path: Path
    size: int
    modified: int


def is_pattern(text: str) -> bool:
    """Return whether a text names files by a pattern such as parts/*.csv, and is no file itself."""
    return is_wild(text) and not Path(text).exists()


def is_wild(text: str) -> bool:
    """Return whether a text has a character that stands for others."""
    return any(sign in text for sign in _WILD)


def matching(pattern: str) -> tuple[Path, ...]:
    """Return the files that a pattern matches, in the order of their paths; ** is any folders.

    Raises NoFiles if there is none.
    """
    whole = Path(pattern)
    parts = whole.parts
    first = next((k for k, part in enumerate(parts) if is_wild(part)), len(parts) - 1)
    found = Path(*parts[:first]).glob(str(Path(*parts[first:])))
    files = tuple(sorted(path for path in found if path.is_file()))
    if not files:
        raise NoFiles(pattern)
    return files


def keys_of(paths: Sequence[Path]) -> tuple[FileKey, ...]:
    """Return the keys of files; raises BadTable if one cannot be asked."""
    return tuple(map(_key, paths))


def _key(path: Path) -> FileKey:
    try:
        status = path.stat()
    except OSError as error:
        raise BadTable(
            path.name,
            marked("engine", "it cannot be opened: {why}.").format(why=error.strerror),
        ) from error
    return FileKey(path, status.st_size, status.st_mtime_ns)


def folders_to_tell(paths: Sequence[Path]) -> dict[Path, str]:
    """Return for each file whose name others have, too, the folder that tells it from them."""
    counts = Counter(path.name for path in paths)
    alike = [path for path in paths if counts[path.name] > 1]
    if not alike:
        return {}
    common = os.path.commonpath([path.absolute().parent for path in paths])
    return {path: os.path.relpath(path.absolute().parent, common) for path in alike}
