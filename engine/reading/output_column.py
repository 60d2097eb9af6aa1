"""Which column of a table is Y, if nobody says so."""

from collections.abc import Sequence

OUTPUT_NAMES = frozenset({"y", "target", "output"})


def guess_output(names: Sequence[str], usable: Sequence[int]) -> int:
    """Return the column that is Y: the only one named like an output, or else the last.

    Parameters
    ----------
    names : sequence of str
        The names of all columns; empty if the table has none.
    usable : sequence of int
        The columns that may be Y, counted from 1.

    Returns
    -------
    int
        The column, counted from 1; 0 if none may be Y.

    Examples
    --------
    >>> guess_output(["x", "y", "z"], [1, 2, 3])
    2
    """
    named = [k for k in usable if names and names[k - 1].strip().lower() in OUTPUT_NAMES]
    return named[0] if len(named) == 1 else max(usable, default=0)
