"""Reduce a table in many files: in this process, or on a cluster."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np

from ..cancelling import IsCancelled
from ..errors import BadTable
from .cluster import Cluster
from .files import FileKey, folders_to_tell, keys_of
from .merge_tree import MergeTree
from .part import MOST_SHOWN, EndRows, Part, Progress, ReducedFile, in_folder, reduce_file
from .shared_reading import SharedReading

logger = logging.getLogger(__name__)


class Reduced(NamedTuple):
    """A file, by its number from 0, that has been reduced."""

    number: int
    file: ReducedFile


@dataclass(frozen=True, eq=False)
class ReducedFiles:
    """All files together, and the first and the last rows."""

    part: Part
    ends: EndRows


def reduce_files(
    paths: Sequence[Path],
    reading: SharedReading,
    cluster: Cluster | None = None,
    *,
    progress: Progress = lambda _: None,
    cancelled: IsCancelled = lambda: False,
    started: Callable[[str], None] = lambda _: None,
) -> ReducedFiles:
    """Reduce all files of a table to one part.

    Parameters
    ----------
    paths : sequence of Path
        The files in their order; at least one.
    reading : SharedReading
        How they are read.
    cluster : Cluster, optional
        Where; in this process if not given, which is the faster way on one machine if its disk is
        what takes the time. R has the same bits either way.
    progress : callable, optional
        Called with the fraction of all bytes read, from 0 to 1. It may raise Cancelled.
    cancelled : callable, optional
        Asked ten times a second; returns True to cancel.
    started : callable, optional
        Called with a sentence if parts are started anew.

    Returns
    -------
    ReducedFiles

    Raises
    ------
    BadTable
        If a file cannot be read: the first of them in this process. It names file, line and column.
    EngineError
        If the cluster cannot do it.
    Cancelled
        If ``cancelled`` returned True.
    """
    keys = keys_of(paths)
    tree, folders = MergeTree(len(keys)), folders_to_tell(paths)
    first, last = dict[int, EndRows](), dict[int, EndRows]()
    near = max(MOST_SHOWN, 1)
    try:
        for index, file in _reduced(keys, reading, cluster, progress, cancelled, started):
            tree.add(index, file.part)
            if index < near:
                first[index] = file.ends
            if index >= len(keys) - near:
                last[index] = file.ends
    except _FileFailed as failed:
        path, error = failed.path, failed.error
        raise (in_folder(folders[path], error) if path in folders else error) from None
    whole = tree.whole
    assert whole is not None
    logger.debug("%d files: %d rows", len(keys), whole.rows)
    return ReducedFiles(whole, _ends(first, last))


class _FileFailed(Exception):
    """A file that cannot be read."""

    def __init__(self, path: Path, error: BadTable) -> None:
        super().__init__(path, error)
        self.path, self.error = path, error


def _reduced(
    keys: Sequence[FileKey],
    reading: SharedReading,
    cluster: Cluster | None,
    progress: Progress,
    cancelled: IsCancelled,
    started: Callable[[str], None],
) -> Iterator[Reduced]:
    """Yield the files as they are reduced; raises _FileFailed for one that cannot be read."""
    bytes_read = BytesRead([key.size for key in keys], progress)
    if cluster is None:
        for index, key in enumerate(keys):
            try:
                file = reduce_file(
                    key.path,
                    reading,
                    progress=partial(bytes_read.note, index),
                    cancelled=cancelled,
                )
            except BadTable as error:
                raise _FileFailed(key.path, error) from error
            bytes_read.note(index, 1.0)
            yield Reduced(index, file)
        return
    from .on_cluster import reduce_on_cluster  # what it needs is an extra

    for index, result in reduce_on_cluster(
        keys, reading, cluster, bytes_read.note, cancelled, started
    ):
        if isinstance(result, BadTable):
            raise _FileFailed(keys[index].path, result) from result
        yield Reduced(index, result)


class BytesRead:
    """Counts the bytes of files that are read, and reports their share of all.

    Parameters
    ----------
    sizes : sequence of int
        Those of the files.
    progress : callable
        Called with the share, which never falls.
    """

    def __init__(self, sizes: Sequence[int], progress: Progress) -> None:
        self._sizes = np.maximum(np.array(sizes, dtype=np.float64), 1.0)
        self._fractions = np.zeros(len(sizes))
        self._progress = progress
        self._most = 0.0

    def note(self, index: int, fraction: float) -> None:
        """Note how much of a file is read; a file that is read again counts no less."""
        self._fractions[index] = max(self._fractions[index], min(fraction, 1.0))
        share = float(self._sizes @ self._fractions / self._sizes.sum())
        self._most = max(self._most, share)
        self._progress(self._most)


def _ends(first: dict[int, EndRows], last: dict[int, EndRows]) -> EndRows:
    """Return the first and the last rows of all, which may be in several short files."""
    heads = [first[index].first for index in sorted(first)]
    tails = [last[index].last for index in sorted(last)]
    return EndRows(np.concatenate(heads)[:MOST_SHOWN], np.concatenate(tails)[-MOST_SHOWN:])
