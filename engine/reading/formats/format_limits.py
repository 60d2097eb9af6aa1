"""What a file of another program may become in memory, checked before it is read."""

from collections.abc import Sequence

from ...errors import BadTable
from ...language.plurals import plural
from ...language.sentence import marked
from ...shortening import grouped
from ..inputs import MOST_UNPACKED

# A column of 0 and 1 takes a bit of a Parquet file and 64 in memory; a constant one takes less
# still, but is rarely the only one. At 256, a megabyte becomes 256, block by block: 0.3 s.
HIGHEST_RATIO = 256
# As many as of a sheet: four times the columns of Excel.
MOST_COLUMNS = 2**16
# pyarrow needs 290 MB of address space, 90 MB of it in memory; scipy, h5py and pyreadstat 130 MB
# and 50. An array that is read whole is held twice.
LEAST_MEMORY, MEMORY_PER_BYTE = 640 * 2**20, 40
# The libraries are loaded in 0.2 s. A megabyte of a file takes 0.1 s, at the highest ratio 1 s. By
# the clock it may be 30 times that: a slow disk takes 10 s to load a library for the first time.
LEAST_SECONDS, SECONDS_PER_MEGABYTE, PATIENCE = 2, 4, 30
_TOO_MUCH = marked(
    "engine",
    "a table of {shape} would take {value} MB, which is too much for a file of {size} MB.",
)
_TOO_WIDE = plural(
    "engine",
    "it has {n} columns, which are too many.",
    "it has {n} column, which is too many.",
    1,
)
_BYTES = 8


def check_table(name: str, rows: int | None, columns: Sequence[str], size: int) -> None:
    """Raise BadTable if a table takes far more memory than its file, or has too many columns."""
    if len(columns) > MOST_COLUMNS:
        raise BadTable(name, _TOO_WIDE(len(columns)))
    unpacked = _BYTES * (rows or 0) * len(columns)
    if unpacked > max(MOST_UNPACKED, HIGHEST_RATIO * size):
        raise BadTable(
            name,
            _TOO_MUCH.format(
                shape=f"{grouped(rows or 0)}×{grouped(len(columns))}",
                value=grouped(unpacked / 1e6),
                size=grouped(size / 1e6),
            ),
        )
