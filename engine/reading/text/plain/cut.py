"""Lines without the columns that are not read, such as labels and dates."""

from collections.abc import Sequence
from itertools import chain

import numpy as np

_LINE_FEED = ord("\n")


def cut_columns(data: bytes, separator: str, width: int, columns: Sequence[int]) -> bytes | None:
    """Return lines with the cells of some columns only, in the order of the table.

    Parameters
    ----------
    data : bytes
        Whole lines without quotes, which line feeds end.
    separator : str
        One character between cells.
    width : int
        How many cells each line has.
    columns : sequence of int
        The columns to keep, counted from 0.

    Returns
    -------
    bytes or None
        None if a line has another number of cells, or none at all.
    """
    if not separator.isascii() or not columns:
        return None
    data = data if data.endswith(b"\n") else data + b"\n"
    codes = np.frombuffer(data, np.uint8)
    is_end = codes == _LINE_FEED
    line_ends = np.flatnonzero(is_end)
    ends = np.flatnonzero(is_end | (codes == ord(separator)))
    if len(ends) != width * len(line_ends) or not np.array_equal(
        ends[width - 1 :: width], line_ends
    ):
        return None
    stops_of = ends.reshape(-1, width)
    begins = np.concatenate(([0], line_ends[:-1] + 1))
    pieces = list[list[bytes]]()
    runs = _runs(sorted({*columns}))
    for first, last in runs:
        starts = (stops_of[:, first - 1] + 1 if first else begins).tolist()
        stops = (stops_of[:, last] + 1).tolist()
        pieces.append([data[i:j] for i, j in zip(starts, stops, strict=True)])
    kept = b"".join(
        pieces[0] if len(pieces) == 1 else chain.from_iterable(zip(*pieces, strict=True))
    )
    if runs[-1][1] == width - 1:
        return kept
    return _with_line_ends(kept, separator, len({*columns}))


def _runs(columns: Sequence[int]) -> list[tuple[int, int]]:
    """Return the first and last of columns that are next to each other."""
    runs = list[tuple[int, int]]()
    for k in columns:
        if runs and runs[-1][1] == k - 1:
            runs[-1] = runs[-1][0], k
        else:
            runs.append((k, k))
    return runs


def _with_line_ends(data: bytes, separator: str, width: int) -> bytes:
    """End each line, behind so many cells, that a separator ends."""
    codes = np.frombuffer(data, np.uint8).copy()
    codes[np.flatnonzero(codes == ord(separator))[width - 1 :: width]] = _LINE_FEED
    return codes.tobytes()
