"""What the directions of a descent are called, so that no two of them are called the same."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from ..matrix import Matrix
from ..shortening import NAME_LENGTHS
from ..verdict.wording import SMALL_PART, by_number, direction, shortened

MOST_WEIGHTS = 4
"""In the name of a direction: more are not read."""


def direction_names(
    parts: Matrix, names: Sequence[str], longest_name: int = NAME_LENGTHS[0]
) -> list[str]:
    """Name directions by the weights that they move most, as sentences do: ``x2, x5``.

    Of those that move the same weights most, it is said which of them rise while others fall,
    ``x2, −x5`` and ``x2, +x5``, and if need be of more weights.

    Parameters
    ----------
    parts : ndarray, shape (m, j)
        How much the predictions move with each weight along each direction.
    names : sequence of str
        Of the weights.
    longest_name : int
        So many characters of a name are shown.
    """
    found = [direction(each, names, longest_name) for each in parts]
    for count in range(2, MOST_WEIGHTS + 1):
        alike = _alike(found)
        for k in alike:
            found[k] = _signed(parts[k], names, longest_name, count)
        if not alike:
            return found
    numbers = Counter[str]()
    for k in _alike(found):
        numbers[found[k]] += 1
        found[k] = f"{found[k]} ({numbers[found[k]]})"
    return found


def _alike(found: Sequence[str]) -> list[int]:
    """Return which of some names are not the only one of their kind."""
    counts = Counter(found)
    return [k for k, name in enumerate(found) if counts[name] > 1]


def _signed(parts: Matrix, names: Sequence[str], longest_name: int, count: int) -> str:
    """Name a direction by so many weights, with the signs of all beside the first."""
    sizes = np.abs(parts)
    order = np.argsort(-sizes, kind="stable")
    shown = sorted(int(k) for k in order[:count])
    named = shortened([by_number(names[k], k, longest_name) for k in shown], longest_name)
    signs = ["+" if parts[k] * parts[shown[0]] >= 0 else "−" for k in shown]
    signs[0] = ""
    text = ", ".join(f"{sign}{name}" for sign, name in zip(signs, named, strict=True))
    large = int((sizes > SMALL_PART * sizes[order[0]]).sum())
    return f"{text} …" if large > len(shown) else text
